"""Judging whether projects are done, and what they add to the reach of a service."""

from __future__ import annotations

import math
from collections import Counter

from planning.answers import study_notes
from planning.indicator_units import UnitKind
from planning.judging.circles.caveats import has_roads
from planning.judging.circles.words import names
from planning.judging.counts.bounded import bounded, indicator_of, number
from planning.judging.counts.eligible import count_target
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    EQUAL,
    Finding,
    Number,
    Run,
    Status,
    Target,
    Unit,
    cannot_tell,
    settled,
)
from planning.judging.places.project_gain import ProjectGains, gains
from planning.judging.places.project_list import Progress, ProjectState, project_states, projects_of
from planning.judging.places.project_tables import money, project_notes, project_table
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator
from planning.readings.reading import Reading
from planning.readings.rules_place import ProjectRule
from planning.wording import minutes_message

_COUNTS = frozenset({UnitKind.COUNT, UnitKind.EACH})
_UNTOLD = (Progress.NOT_LISTED, Progress.STATUS_UNKNOWN, Progress.WORKS_UNKNOWN)


def judge_projects(evidence: Evidence, goal: Goal, reading: Reading, rule: ProjectRule) -> Finding:
    """
    Judge whether the goal's projects are done.

    A project is done where the list has its house and says that it is open; a house that
    was there before its works is done only if the list says that it opened since they
    began. What is planned or being built is not done, as of the list. Where the list
    cannot tell, the user's own figure for the row decides, and that is said.
    """
    study = evidence.study
    target = count_target(goal, reading, kinds=_COUNTS)
    if isinstance(target, Note):
        return cannot_tell(Unit.SITES, Target(), [target], notes=study_notes(study))
    states = project_states(evidence, goal, projects_of(evidence, goal))
    counted = Counter(one.progress for one in states)
    done = counted[Progress.OPEN]
    untold = sum(counted[one] for one in _UNTOLD)
    unknown = _unknown(states)
    high = done + untold
    if target.stated and target.low - len(states) > EQUAL and _counts_up(target):
        fields = {"named": len(states), "wanted": f"{target.low:g}"}
        unknown.append(Note("missing.projects_named", fields))
        high = max(high, math.ceil(target.low))
    if not states and not unknown:
        unknown.append(Note("missing.projects_none", {}))
    status, left = bounded(reading, target, low=done, high=high, unknown=unknown)
    value, decided = float(done), []
    line = indicator_of(evidence, goal)
    if line is not None and status is Status.CANNOT_TELL and target.stated:
        fields = {
            "id": goal.id,
            "indicator": line.values[0],
            "year": line.year,
            "source": line.source,
            "value": float(done),
        }
        if not reading.compare_only:
            value = line.values[0]
            status, left = target.status(value), ()
            decided = [Note("notes.indicator_decides", fields)]
    gained = _gains(evidence, rule, states)
    done_rows = {one.site.row for one in states if one.progress is Progress.OPEN}
    return Finding(
        status,
        Unit.SITES,
        value,
        target,
        formula=_formula(states, done, decided, value),
        band=(float(done), float(high)) if high > done and not decided else (math.nan, math.nan),
        numbers=(
            *_numbers(states, counted),
            *_gain_numbers(gained),
            *(() if line is None else (number("indicator_beside", line.values[0], Unit.PLAIN),)),
        ),
        flips=_flips(states, target, value),
        runs=_runs(reading, target, rule, gained, len(states)),
        facilities=tuple(sorted(study.facilities.id[row] for row in done_rows)),
        tables=(project_table(evidence, states, gained),) if states else (),
        missing=left,
        notes=(
            *decided,
            *([] if left else unknown),
            *project_notes(evidence, rule, states, gained),
            *study_notes(study),
        ),
    )


def _formula(
    states: tuple[ProjectState, ...], done: int, decided: list[Note], value: float
) -> Note:
    if decided:
        return Note("formula.projects_reported", {"value": value, "projects": len(states)})
    return Note("formula.projects", {"done": done, "projects": len(states)})


def _counts_up(target: Target) -> bool:
    return target.comparator not in (Comparator.AT_MOST, Comparator.BELOW)


def _unknown(states: tuple[ProjectState, ...]) -> list[Note]:
    """Say of which projects nothing can be told, and why."""
    codes = {
        Progress.NOT_LISTED: "missing.projects_listed",
        Progress.STATUS_UNKNOWN: "missing.projects_status",
        Progress.WORKS_UNKNOWN: "missing.projects_works",
    }
    notes = []
    for progress, code in codes.items():
        found = [one.project.name for one in states if one.progress is progress]
        if found:
            notes.append(Note(code, {"count": len(found), "names": names(found)}))
    return notes


def _numbers(states: tuple[ProjectState, ...], counted: Counter[Progress]) -> tuple[Number, ...]:
    placeless = [one for one in states if not one.located]
    present = [one.project.beds_added for one in states if not math.isnan(one.project.beds_added)]
    return (
        number("projects_named", len(states), Unit.SITES),
        number("projects_located", sum(one.located for one in states), Unit.SITES),
        *(number(f"projects_{one.value}", counted[one], Unit.SITES) for one in Progress),
        number("projects_cost", money(states), Unit.YUAN_10K),
        number("projects_cost_without_place", money(placeless), Unit.YUAN_10K),
        number("beds_added", math.fsum(present) if present else math.nan, Unit.BEDS),
    )


def _gains(
    evidence: Evidence, rule: ProjectRule, states: tuple[ProjectState, ...]
) -> ProjectGains | None:
    populated = float(evidence.study.demand.population.sum()) > 0
    if not states or not populated or not has_roads(evidence, rule.profile):
        return None
    return gains(evidence, rule, states)


def _gain_numbers(gained: ProjectGains | None) -> tuple[Number, ...]:
    if gained is None:
        return ()
    return (
        number("with_projects_share", gained.together.with_share, Unit.SHARE),
        number("without_projects_share", gained.together.without_share, Unit.SHARE),
        number("projects_bring", gained.together.people, Unit.PEOPLE),
    )


def _runs(
    reading: Reading, target: Target, rule: ProjectRule, gained: ProjectGains | None, size: int
) -> tuple[Run, ...]:
    """Show what all projects would give, were they open; their reach stands in the words."""
    if not size:
        return ()
    what = Note("run.planned_open", {})
    if gained is not None:
        fields = {
            "service": rule.service,
            "minutes": minutes_message(rule.cutoff_s),
            "with_share": gained.together.with_share,
            "without_share": gained.together.without_share,
        }
        what = Note("run.projects_open", fields)
    return (Run(what, float(size), settled(reading, target, float(size))[0]),)


def _flips(states: tuple[ProjectState, ...], target: Target, value: float) -> tuple[Note, ...]:
    flips = []
    waiting = [one.project.name for one in states if one.progress is Progress.NOT_OPEN]
    if waiting:
        flips.append(Note("flip.projects_open", {"count": len(waiting), "names": names(waiting)}))
    if target.stated and _counts_up(target) and value < target.low:
        flips.append(Note("flip.projects_more", {"count": math.ceil(target.low - value)}))
    return tuple(flips)
