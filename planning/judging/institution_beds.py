"""Judging the beds of institutions."""

from __future__ import annotations

from planning.judging.evidence import Evidence
from planning.judging.finding import Finding, Unit, cannot_tell, target_of
from planning.note import Note
from planning.plan import Goal
from planning.readings.reading import Reading
from planning.readings.rules_place import InstitutionBedsRule


def judge_institution_beds(
    evidence: Evidence, goal: Goal, reading: Reading, rule: InstitutionBedsRule
) -> Finding:
    """Judge it."""
    del evidence, rule
    return cannot_tell(Unit.PLAIN, target_of(goal.row, reading), [Note("missing.target", {})])
