"""Rows that geography cannot decide: kept, listed, and never judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planning.answers import study_notes
from planning.judging.counts.count_words import amount, target_message
from planning.judging.counts.figures import Told, told
from planning.judging.counts.indicator import (
    formula,
    starts_of,
    trend_notes,
    unit_message,
    value_notes,
)
from planning.judging.evidence import Evidence
from planning.judging.finding import Finding, Number, Target, cannot_tell
from planning.note import Note
from planning.plan import Goal
from planning.readings.reading import Reading
from planning.readings.rules_count import SilentRule

OUTCOME, PROCESS, FINANCE, ENVIRONMENT, OTHER = (
    "outcome",
    "process",
    "finance",
    "environment",
    "other",
)
KIND_OF_TYPE: Mapping[str, str] = {
    "health_status": OUTCOME,
    "care_process": PROCESS,
    "emergency_quality": PROCESS,
    "visit_share": PROCESS,
    "tcm_coverage": PROCESS,
    "finance": FINANCE,
    "environment": ENVIRONMENT,
}
"""What a type of row is about; every other type is `OTHER`."""


def judge_silent(evidence: Evidence, goal: Goal, reading: Reading, rule: SilentRule) -> Finding:
    """
    Keep a row that geography cannot decide; the status is always "cannot tell".

    A value of the user's table is shown with the plan's figure of 2020 and what it would
    say of the plan's figure: it decides nothing.
    """
    del rule
    found = told(evidence, goal, reading)
    kind = KIND_OF_TYPE.get(goal.row.type, OTHER)
    missing = [Note(f"missing.count_{kind}", {})]
    notes = study_notes(evidence.study)
    if found.line.missing:
        missing.append(_official(found))
        if found.line.refused is not None:
            notes = (found.line.refused, *notes)
    else:
        notes = (_would(found), *value_notes(found), *trend_notes(found), *notes)
    one = len(found.targets) == 1
    finding = cannot_tell(found.unit, found.targets[0] if one else Target(), missing, notes=notes)
    numbers = starts_of(found)
    if found.line.missing:
        return replace(finding, numbers=numbers)
    at = found.worst
    return replace(
        finding,
        value=found.values[at],
        target=found.targets[at] if found.stated else Target(),
        formula=formula(found),
        numbers=(Number("count_value", found.values[at], found.unit), *numbers),
    )


def _official(found: Told) -> Note:
    row = found.row
    return Note(
        "missing.count_official",
        {
            "ids": ", ".join(row.indicators),
            "phrase": row.phrase,
            "unit": unit_message(row),
            "year": row.target_year,
        },
    )


def _would(found: Told) -> Note:
    """Say whether the reported value reaches the plan's figure, which decides nothing."""
    at = found.worst
    value = amount(found.values[at], found.unit)
    if not found.stated:
        return Note("notes.count_reported", {"value": value})
    fields = {"value": value, "target": target_message(found.targets[at], found.unit)}
    return Note("notes.count_would" if found.met else "notes.count_would_not", fields)
