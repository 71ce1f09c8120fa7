"""The JSON document of a plan's consistency checks, for the command line and the service."""

from __future__ import annotations

from typing import Any

from api.documents import both_languages
from api.version import VERSION
from data.plans import load_plan, plan_names
from geo.errors import DataUnavailableError
from geo.text import Lang, label
from planning.consistency.report import ConsistencyReport, check_consistency
from planning.consistency.result import CheckResult
from planning.note import Note
from planning.plan import Plan
from planning.study import Study


def consistency_document(
    plan: Plan, report: ConsistencyReport, *, study: Study | None = None
) -> dict[str, Any]:
    """
    Describe what the checks of a plan found.

    Parameters
    ----------
    plan, report
        What was checked, and how it came out.
    study
        The study whose people the plan was held against; None where none was.
    """
    document: dict[str, Any] = {
        "plan": plan.name,
        "title": dict(plan.title),
        "document": plan.document or None,
        "goldenhour": VERSION,
        "population": report.population,
        "implied_populations": list(report.implied),
        "study": None if study is None else study.info.name,
        "study_population": report.study_population,
        "counts": {status.value: count for status, count in report.counts().items()},
        "results": [_result(one) for one in report.results],
    }
    if study is not None:
        document["demonstration"] = study.info.demonstration
        if study.info.demonstration:
            document["demonstration_mark"] = both_languages("demo.mark")
    return document


def named_plan(name: str) -> Plan:
    """
    Load a packaged plan by its name only: a caller's text never reaches the file system.

    Raises
    ------
    DataUnavailableError
        If there is none of that name.
    """
    if name not in plan_names():
        raise DataUnavailableError("plan.not_found", plan=name, known=", ".join(plan_names()))
    return load_plan(name)


def people_of(study: Study) -> float:
    """
    Count the people of a study.

    Raises
    ------
    DataUnavailableError
        If it has none.
    """
    if study.demand.total <= 0:
        raise DataUnavailableError("consistency.no_people", study=study.info.name)
    return float(study.demand.total)


def consistency_of(plan: Plan, study: Study | None) -> dict[str, Any]:
    """
    Check a plan, and describe it.

    Parameters
    ----------
    plan
        The plan.
    study
        A study to hold its population against; None for the plan alone.

    Raises
    ------
    DataUnavailableError
        If the study has no people, or a statement names a goal that the plan has not.
    """
    people = None if study is None else people_of(study)
    report = check_consistency(plan, population=people)
    return consistency_document(plan, report, study=study)


def _worded(note: Note | None) -> dict[str, str] | None:
    return None if note is None else both_languages(note.code, **note.fields)


def _result(one: CheckResult) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "kind_title": {lang.value: label(one.kind, lang) for lang in Lang},
        "status": one.status.value,
        "code": one.what.code,
        "what": _worded(one.what),
        "details": [_worded(line) for line in one.details],
        "todo": _worded(one.todo),
        "sections": list(one.sections),
        "goals": list(one.goals),
        "numbers": list(one.numbers),
    }
