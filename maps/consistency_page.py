"""The consistency page of a plan: what its own figures say about each other."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from geo.text import Lang, label, text
from planning import wording
from planning.consistency.report import ConsistencyReport
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import people
from planning.plan import Plan

CONSISTENCY_MARK = '<meta name="generator" content="goldenhour consistency page">'
"""What every page carries: by it an older one is known, and may be replaced."""

SIGNS = {
    ConsistencyStatus.CONTRADICTION: "✘",
    ConsistencyStatus.CLARIFY: "?",
    ConsistencyStatus.CONSISTENT: "✔",
}
"""Signs before the words, so that nothing hangs on a colour."""
_MOST_GOALS = 6
"""Goals that are listed one by one; of more, the first and the last."""


def consistency_page(
    plan: Plan,
    report: ConsistencyReport,
    *,
    lang: Lang,
    study: str = "",
    demonstration: bool = False,
) -> str:
    """
    Make the page of a plan's checks: the count first, then every result by its kind.

    Parameters
    ----------
    plan, report
        What was checked, and how it came out.
    lang
        Language of the page.
    study
        Title of the study whose people the plan was held against; empty where none was.
    demonstration
        Whether that study is a demonstration: the page then says so.

    Returns
    -------
    page
        One HTML page without scripts that loads nothing from elsewhere; all names are
        escaped. The same inputs give the same text.
    """
    template = _ENVIRONMENT.from_string(
        files("maps").joinpath("page", "consistency.html").read_text(encoding="utf-8")
    )
    style = files("maps").joinpath("page", "consistency.css").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    counts = {status.value: count for status, count in report.counts().items()}
    worst = next((one for one in ConsistencyStatus if counts[one.value]), None)
    return template.render(
        lang=lang.value,
        t=lambda code, **fields: text(code, lang, **fields),
        mark=CONSISTENCY_MARK,
        style=style,
        style_digest=f"sha256-{digest}",
        plan_title=wording.titled(plan.title, lang, plan.name),
        document=" · ".join(one for one in (plan.document, plan.period) if one),
        # The other language's mark stands too: a picture travels without its words.
        marks=[text("demo.mark", one) for one in Lang] if demonstration else [],
        worst=worst.value if worst is not None else "",
        answer=text("consistency.answer", lang, **counts) if worst is not None else "",
        base=population_lines(report, lang, study=study),
        kinds=[
            {
                "id": kind.value,
                "title": label(kind, lang),
                "count": text("consistency.of_kind", lang, count=len(report.of(kind))),
                "results": [_shown(one, lang) for one in report.of(kind)],
            }
            for kind in CheckKind
            if report.of(kind)
        ],
    )


def population_lines(report: ConsistencyReport, lang: Lang, *, study: str = "") -> list[str]:
    """Say on which population densities were worked out, and what a study counts."""
    if report.population is None:
        lines = [text("consistency.base_none", lang)]
    else:
        lines = [text("consistency.base", lang, people=people(report.population))]
    if report.study_population is not None:
        counted = people(report.study_population)
        lines.append(text("consistency.base_study", lang, study=study, people=counted))
    return lines


def goal_words(goals: tuple[str, ...]) -> str:
    """List ids of goals; of many, the first and the last."""
    if len(goals) > _MOST_GOALS:
        return f"{goals[0]} … {goals[-1]} ({len(goals)})"
    return ", ".join(goals)


def _shown(one: CheckResult, lang: Lang) -> dict[str, object]:
    return {
        "status": one.status.value,
        "word": f"{SIGNS[one.status]} {label(one.status, lang)}",
        "what": one.what.render(lang),
        "details": [line.render(lang) for line in one.details],
        "todo": one.todo.render(lang) if one.todo is not None else "",
        "sections": one.sections,
        "goals": goal_words(one.goals),
    }


_ENVIRONMENT = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
