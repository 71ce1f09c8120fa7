"""Verdicts in the terminal: how the plan comes out first, then a line a goal."""

from __future__ import annotations

from dataclasses import dataclass

from rich.markup import escape
from rich.table import Table

from api.screen import Screen
from geo.text import label
from planning import wording
from planning.note import Note
from planning.plan import Plan
from planning.plan_rows import Computable
from planning.scorecard import GoalCard, Scorecard, Tally
from planning.study import Study
from planning.verdict import Status, Verdict

STYLE = {Status.MET: "bold cyan", Status.NOT_MET: "bold magenta", Status.CANNOT_TELL: "yellow"}
SIGN = {Status.MET: "✔", Status.NOT_MET: "✘", Status.CANNOT_TELL: "?"}
_MOST_NOTES = 3
_MOST_GOALS = 8
_MANY_GOALS = 4
DIFFER = "*"
"""Mark of a goal of which another reading says otherwise."""


@dataclass(frozen=True, slots=True)
class Shown:
    """
    Which verdicts are shown; what they come to speaks of all.

    Attributes
    ----------
    kinds, statuses
        Classes and statuses of the goals; empty means all.
    readings
        Whether every reading is shown; else a mark says where they differ.
    """

    kinds: frozenset[Computable] = frozenset()
    statuses: frozenset[Status] = frozenset()
    readings: bool = False

    def picks(self, card: GoalCard) -> bool:
        """Tell whether a goal is among those asked for."""
        kind = card.goal.row.computable
        return (not self.kinds or kind in self.kinds) and (
            not self.statuses or card.status in self.statuses
        )

    def lists(self, card: GoalCard) -> bool:
        """Tell whether a goal has a line on the screen: silent ones only where asked for."""
        return self.picks(card) and (card.computable or bool(self.kinds))

    def of(self, verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
        """Pick the verdicts of the goals asked for, those that never count too."""
        wanted = {one.goal.id for one in Scorecard.of(verdicts).goals if self.picks(one)}
        return tuple(one for one in verdicts if one.goal.id in wanted)


EVERYTHING = Shown()


def show_verdicts(
    screen: Screen,
    study: Study,
    plan: Plan,
    verdicts: tuple[Verdict, ...],
    shown: Shown = EVERYTHING,
) -> None:
    """Show how a plan comes out, its goals in a table, what is missing, the caveats."""
    card = Scorecard.of(verdicts)
    screen.mark(study)
    title = screen.t(
        "screen.plan",
        title=wording.titled(plan.title, screen.lang, plan.name),
        study=wording.titled(study.info.title, screen.lang, study.info.name),
    )
    screen.out.print(escape(title), style="bold")
    for line in headlines(screen, card):
        screen.out.print(escape(line), soft_wrap=True)
    goals = tuple(one for one in card.goals if shown.lists(one))
    screen.out.print()
    if goals:
        screen.out.print(_table(screen, goals, shown))
    else:
        screen.line("scorecard.none_shown")
    _missing(screen, card)
    if any(one.disputed and not shown.readings for one in goals):
        screen.line("scorecard.differ_mark", sign=DIFFER)
    screen.caveats((Note("scorecard.pass_choice", {}), *_common_notes(screen, verdicts)))
    screen.out.print(escape(screen.t("scorecard.hint")), style="dim")


def _common_notes(screen: Screen, verdicts: tuple[Verdict, ...]) -> tuple[Note, ...]:
    """Caveats of many goals; what concerns few of them stands with those (``--goal``)."""
    notes: dict[str, Note] = {}
    goals: dict[str, set[str]] = {}
    for one in verdicts:
        for note in one.notes:
            said = note.render(screen.lang)
            notes.setdefault(said, note)
            goals.setdefault(said, set()).add(one.goal.id)
    everyone = {one.goal.id for one in verdicts}
    least = max(1, min(_MANY_GOALS, len(everyone)))
    return tuple(note for said, note in notes.items() if len(goals[said]) >= least)


def headlines(screen: Screen, card: Scorecard) -> list[str]:
    """Word how a plan comes out: all goals, the binding ones by name, those that never count."""
    lines = [counted(screen, "scorecard.counted", card.whole)]
    binding = [
        f"{one.goal.id} "
        + (
            f"{SIGN[one.status]} {label(one.status, screen.lang)}"
            if one.counts
            else screen.t("scorecard.silent")
        )
        for one in card.goals
        if one.binding
    ]
    if binding:
        named = screen.t("map.list_separator").join(binding)
        lines.append(screen.t("scorecard.binding_line", goals=named))
    if card.silent:
        lines.append(screen.t("scorecard.silent_line", count=len(card.silent)))
    return lines


def counted(screen: Screen, code: str, found: Tally) -> str:
    """Word how many goals are met, are not, and cannot be told."""
    return screen.t(
        code,
        total=found.total,
        met=found.met,
        not_met=found.not_met,
        cannot_tell=found.cannot_tell,
    )


def verdict_words(screen: Screen, status: Status) -> str:
    """Sign and word of a status, coloured."""
    return f"[{STYLE[status]}]{SIGN[status]} {label(status, screen.lang)}[/]"


def _table(screen: Screen, goals: tuple[GoalCard, ...], shown: Shown) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(screen.t("screen.goal"), no_wrap=True)
    table.add_column(screen.t("scorecard.what"), ratio=1, overflow="fold", min_width=24)
    for code in ("value", "target", "band"):
        table.add_column(screen.t(f"scorecard.{code}"), justify="right", overflow="fold")
    table.add_column(screen.t("screen.verdict"), no_wrap=True)
    for card in goals:
        headline = card.headline
        title = wording.titled(card.goal.title, screen.lang, card.goal.id)
        if card.binding:
            title = f"{title} ({label(card.goal.row.attribute, screen.lang)})"
        # Where all readings are asked for, the one that decides is named too.
        several = len(card.verdicts) > 1 and shown.readings
        words = (
            verdict_words(screen, card.status)
            + (f" {DIFFER}" if card.disputed and not shown.readings else "")
            if card.counts
            else f"[dim]{escape(screen.t('scorecard.silent'))}[/]"
        )
        reading = wording.titled(headline.reading.title, screen.lang, headline.reading.id)
        table.add_row(
            escape(card.goal.id),
            escape(f"{title}\n{reading}" if several else title),
            *map(escape, figures(screen, headline)),
            words,
        )
        if several:
            for one in card.rivals:
                _add_other(screen, table, one)
    return table


def _add_other(screen: Screen, table: Table, one: Verdict) -> None:
    """A reading beside the first: another test's headline, or a rival."""
    code = "scorecard.other_test" if one.headline else "screen.rival"
    title = wording.titled(one.reading.title, screen.lang, one.reading.id)
    table.add_row(
        "",
        escape(screen.t(code, title=title)),
        *map(escape, figures(screen, one)),
        f"{SIGN[one.status]} {escape(label(one.status, screen.lang))}",
        style="dim",
    )


def figures(screen: Screen, one: Verdict) -> tuple[str, str, str]:
    """Word value, target and band of a verdict."""
    finding = one.finding
    return (
        wording.quantity(one.value, finding.unit, screen.lang, target=finding.target),
        wording.target_words(finding.target, finding.unit, screen.lang),
        wording.band_words(one.band, finding.unit, screen.lang),
    )


def _missing(screen: Screen, card: Scorecard) -> None:
    """What is missing to tell the rest, the most useful input first."""
    if not card.missing:
        return
    screen.out.print()
    screen.out.print(escape(screen.t("scorecard.missing")), style="bold")
    for one in card.missing:
        names = list(one.goals[:_MOST_GOALS])
        more = len(one.goals) - len(names)
        separator = screen.t("map.list_separator")
        goals = separator.join(names) + (screen.t("scorecard.more", count=more) if more else "")
        line = screen.t(
            "scorecard.missing_line",
            needed=one.needed,
            count=len(one.goals),
            alone=len(one.alone),
            goals=goals,
        )
        screen.out.print(escape(line), style="yellow", soft_wrap=True)
        for note in one.notes[:_MOST_NOTES]:
            screen.out.print(f"  · {escape(note.render(screen.lang))}", soft_wrap=True)
        if len(one.notes) > _MOST_NOTES:
            more_notes = screen.t("scorecard.more", count=len(one.notes) - _MOST_NOTES)
            screen.out.print(f"  · {escape(more_notes.strip())}")
