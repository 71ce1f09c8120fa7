"""The overview page: how the plan comes out, what decides it, and the way to map and scorecard."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from geo.text import Lang, label, text
from maps.scorecard_page import answer_words
from maps.scorecard_parts import SIGN, Part, line_part, tally_part
from maps.wording import inside_quotes
from planning import wording
from planning.plan import Plan
from planning.scorecard import GoalCard, Scorecard, unique_notes
from planning.study import Study
from planning.verdict import Status, Verdict

_MOST_LINES = 24


def overview_page(
    study: Study,
    plan: Plan,
    verdicts: tuple[Verdict, ...],
    *,
    lang: Lang,
    others: tuple[str, ...] = (),
) -> str:
    """
    Make the page that a planner sees first.

    Parameters
    ----------
    study, plan, verdicts
        What was judged, and how it came out.
    lang
        Language of the page.
    others
        Names of other studies to link to.

    Returns
    -------
    page
        One HTML page that loads nothing from elsewhere; all names are escaped. It lists
        the headline verdicts that can be told and the binding goals; the scorecard that
        it links to has them all.
    """
    template = _ENVIRONMENT.from_string(
        files("maps").joinpath("page", "overview.html").read_text(encoding="utf-8")
    )
    card = Scorecard.of(verdicts)
    listed = headline_goals(card)
    notes = unique_notes(note for one in listed for note in one.headline.notes)
    return template.render(
        lang=lang.value,
        other_lang=next(one.value for one in Lang if one is not lang),
        t=lambda code, **fields: text(code, lang, **fields),
        study=study.info,
        title=wording.titled(study.info.title, lang, study.info.name),
        plan_title=wording.titled(plan.title, lang, plan.name),
        plan_document=plan.document,
        outcome=card.outcome.value,
        outcome_word=label(card.outcome, lang),
        answer=answer_words(card, lang),
        whole=tally_part(card.whole, lang),
        rows=[_row(one, lang) for one in listed],
        more=len(card.goals) - len(listed),
        notes=[text("scorecard.page_choice", lang), *(note.render(lang) for note in notes)],
        marks=[text("demo.mark", one) for one in Lang] if study.info.demonstration else [],
        population=(
            text("page.population", lang, people=wording.people(study.demand.total, lang))
            if study.demand.total > 0
            else text("page.no_population", lang)
        ),
        others=others,
    )


def headline_goals(card: Scorecard) -> tuple[GoalCard, ...]:
    """
    Pick the goals that the overview lists, in the plan's order.

    Binding goals and those that are not met come first to be picked, then those that are
    met, then those that cannot be told, up to two dozen in all.
    """

    def rank(one: GoalCard) -> int:
        if one.binding or one.status is Status.NOT_MET:
            return 0
        return 1 if one.status is Status.MET else 2

    picked = sorted(card.counting, key=rank)[:_MOST_LINES]
    wanted = {one.goal.id for one in picked}
    return tuple(one for one in card.counting if one.goal.id in wanted)


def _row(card: GoalCard, lang: Lang) -> Part:
    verdict = card.headline
    return {
        **line_part(card, lang),
        "phrase": inside_quotes(card.goal.phrase),
        "section": card.goal.section,
        "reading": wording.titled(verdict.reading.title, lang, verdict.reading.id),
        "pass_source": wording.titled(verdict.reading.pass_source, lang),
        "missing": [note.render(lang) for note in card.missing],
        "rivals": [
            f"{SIGN[one.status]} {label(one.status, lang)}: "
            f"{wording.titled(one.reading.title, lang, one.reading.id)}"
            for one in card.rivals
            if one.status not in (card.status, Status.CANNOT_TELL)
        ],
    }


_ENVIRONMENT = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
