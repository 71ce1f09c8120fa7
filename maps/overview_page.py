"""The overview page: the verdicts on a plan, the doubt beside them, the way to the map."""

from __future__ import annotations

import math
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from geo.text import Lang, label, text
from planning import wording
from planning.plan import Plan
from planning.study import Study
from planning.verdict import Status, Verdict, outcome

_SIGN = {Status.MET: "✔", Status.NOT_MET: "✘", Status.CANNOT_TELL: "?"}


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
        One HTML page that loads nothing from elsewhere; all names are escaped.
    """
    template = _ENVIRONMENT.from_string(
        files("maps").joinpath("page", "overview.html").read_text(encoding="utf-8")
    )
    notes = dict.fromkeys(note.render(lang) for one in verdicts for note in one.notes)
    return template.render(
        lang=lang.value,
        other_lang=next(one.value for one in Lang if one is not lang),
        t=lambda code, **fields: text(code, lang, **fields),
        study=study.info,
        title=study.info.title[lang],
        plan_title=plan.title[lang],
        plan_document=plan.document,
        outcome=outcome(verdicts).value,
        outcome_word=label(outcome(verdicts), lang),
        rows=[_row(one, lang) for one in verdicts],
        notes=[text("screen.pass_choice", lang), *notes],
        marks=[text("demo.mark", one) for one in Lang] if study.info.demonstration else [],
        population=(
            text("page.population", lang, people=wording.people(study.demand.total, lang))
            if study.demand.total > 0
            else text("page.no_population", lang)
        ),
        others=others,
    )


def _row(verdict: Verdict, lang: Lang) -> dict[str, object]:
    told = not math.isnan(verdict.value)
    return {
        "goal": verdict.goal.id,
        "headline": verdict.headline,
        "title": verdict.goal.title[lang],
        "phrase": verdict.goal.phrase,
        "section": verdict.goal.section,
        "reading": verdict.reading.title[lang],
        "pass_source": verdict.reading.pass_source[lang],
        "status": verdict.status.value,
        "word": f"{_SIGN[verdict.status]} {label(verdict.status, lang)}",
        "value": wording.share(verdict.value, lang, pass_mark=verdict.target),
        "target": f"≥ {verdict.target:.0%}",
        "band": " – ".join(wording.share(one, lang) for one in verdict.band) if told else "–",
        "missing": [note.render(lang) for note in verdict.missing],
    }


_ENVIRONMENT = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
