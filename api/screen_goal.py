"""One goal in full: the plan's words, the formula filled in, the doubt, what would flip it."""

from __future__ import annotations

import math

from rich.markup import escape
from rich.table import Table

from api.screen import Screen
from api.screen_verdicts import figures, verdict_words
from geo.text import label
from maps.wording import inside_quotes
from planning import wording
from planning.judging.finding import Table as FoundTable
from planning.scorecard import GoalCard, Scorecard
from planning.study import Study
from planning.table_words import cell_words
from planning.verdict import Verdict

_MOST_ROWS = 8
_MOST_FACILITIES = 12


def show_goals(screen: Screen, study: Study, verdicts: tuple[Verdict, ...]) -> None:
    """Show every goal of some verdicts in full."""
    screen.mark(study)
    for card in Scorecard.of(verdicts).goals:
        _goal(screen, study, card)
    _dates(screen, study)


def _goal(screen: Screen, study: Study, card: GoalCard) -> None:
    lang, row = screen.lang, card.goal.row
    title = wording.titled(card.goal.title, lang, card.goal.id)
    words = (
        verdict_words(screen, card.status) if card.counts else escape(screen.t("scorecard.silent"))
    )
    screen.out.print(f"[bold]{escape(card.goal.id)} {escape(title)}[/bold]  {words}")
    screen.out.print(escape(f"“{inside_quotes(row.phrase)}” · {row.section}"), soft_wrap=True)
    facts = [
        label(row.computable, lang),
        label(row.attribute, lang),
        screen.t("scorecard.target_year", year=row.target_year),
    ]
    if row.target_words:
        facts.append(
            screen.t("scorecard.plan_says", words=f"{row.target_words} {row.unit}".strip())
        )
    if row.baseline_2020.words:
        facts.append(screen.t("scorecard.baseline", words=row.baseline_2020.words))
    screen.out.print(escape(" · ".join(facts)), style="dim", soft_wrap=True)
    said: set[str] = set()
    for one in (card.headline, *card.rivals):
        _reading(screen, study, one, said)


def _reading(screen: Screen, study: Study, one: Verdict, said: set[str]) -> None:
    """Show a reading; caveats that are `said` already are not repeated, nor tables of rivals."""
    lang, finding = screen.lang, one.finding
    code = "scorecard.decides" if one.headline else "screen.rival"
    title = wording.titled(one.reading.title, lang, one.reading.id)
    name = one.reading.id
    if one.reading.test:
        version = screen.t("scorecard.version", version=one.reading.version)
        name = f"{one.reading.test}/{one.reading.id}, {version}"
    screen.out.print()
    screen.out.print(
        f"[bold]{escape(screen.t(code, title=title))}[/bold] [dim]({escape(name)})[/dim]"
    )
    value, target, band = figures(screen, one)
    margin = wording.margin_words(one.margin, finding.unit, lang)
    line = screen.t("scorecard.figures", value=value, target=target, margin=margin, band=band)
    screen.out.print(f"  {verdict_words(screen, one.status)}  {escape(line)}")
    if finding.formula is not None:
        _line(screen, screen.t("scorecard.formula", words=finding.formula.render(lang)))
    if finding.marks:
        chosen = screen.t("scorecard.chosen")
        marks = "  ".join(
            f"{mark:.0%} {label(status, lang)}"
            + (f" ({chosen})" if math.isclose(mark, one.target) else "")
            for mark, status in finding.marks
        )
        _line(screen, screen.t("scorecard.marks", marks=marks))
    source = wording.titled(one.reading.pass_source, lang, "–")
    _line(screen, screen.t("scorecard.pass_source", words=source))
    for number in finding.numbers:
        named = wording.named("number", number.name, lang)
        _line(screen, f"{named}: {wording.quantity(number.value, number.unit, lang)}", dim=True)
    if finding.facilities:
        _line(screen, _facilities(screen, study, finding.facilities), dim=True)
    for run in finding.runs:
        shown = wording.quantity(run.value, finding.unit, lang, target=finding.target)
        outcome = f"{run.what.render(lang)}: {shown}, {label(run.status, lang)}"
        _line(screen, f"{screen.t('scorecard.run')} {outcome}", dim=True)
    for note in finding.flips:
        _line(screen, f"{screen.t('scorecard.flip')} {note.render(lang)}")
    for note in one.missing:
        _line(screen, f"{screen.t('page.missing')} {note.render(lang)}")
    for words in dict.fromkeys(note.render(lang) for note in one.notes):
        if words not in said:
            said.add(words)
            _line(screen, f"· {words}", dim=True)
    for table in finding.tables if one.headline else ():
        _table(screen, table)


def _line(screen: Screen, words: str, *, dim: bool = False) -> None:
    screen.out.print(f"  {escape(words)}", style="dim" if dim else "", soft_wrap=True)


def _facilities(screen: Screen, study: Study, ids: tuple[str, ...]) -> str:
    row_of = {one: row for row, one in enumerate(study.facilities.id)}
    names = [
        study.facilities.label(row_of[one]) if one in row_of else one
        for one in ids[:_MOST_FACILITIES]
    ]
    listed = screen.t("map.list_separator").join(names)
    more = len(ids) - _MOST_FACILITIES
    if more > 0:
        listed += screen.t("scorecard.more", count=more)
    return screen.t("scorecard.facilities", count=len(ids), ids=listed)


def _table(screen: Screen, found: FoundTable) -> None:
    lang = screen.lang
    screen.out.print()
    screen.out.print(f"  {escape(wording.named('table', found.name, lang))}", style="bold dim")
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 2))
    for name in found.columns:
        table.add_column(escape(wording.named("column", name, lang)), overflow="fold")
    for row in found.rows[:_MOST_ROWS]:
        cells = zip(found.columns, row, strict=True)
        table.add_row(*(escape(cell_words(name, cell, lang)) for name, cell in cells))
    screen.out.print(table)
    if len(found.rows) > _MOST_ROWS:
        more = screen.t("scorecard.more_rows", count=len(found.rows) - _MOST_ROWS)
        screen.out.print(f"  {escape(more)}", style="dim")


def _dates(screen: Screen, study: Study) -> None:
    """Say which files of which dates all this rests on."""
    dated = [
        f"{wording.named('map.role', one.role, screen.lang)} {one.name} {one.vintage}".strip()
        for one in study.info.inputs
    ]
    screen.out.print()
    if dated:
        words = screen.t("map.list_separator").join(dated)
        screen.out.print(escape(screen.t("scorecard.data", files=words)), style="dim")
    screen.out.print(f"· {screen.t('credit.osm')}", style="dim")
