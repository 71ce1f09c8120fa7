"""Judging a fleet of vehicles against one for so many people."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.units import DECISECONDS_PER_SECOND
from layers.access import facility_leg_s
from layers.catchments import people_by_facility
from layers.demand import Group
from planning.answers import study_notes
from planning.judging.circles.caveats import facility_notes, has_roads
from planning.judging.counts.count_words import plain_number
from planning.judging.counts.eligible import bounded, ids, labels
from planning.judging.counts.indicator import source_of
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    EQUAL,
    Finding,
    Number,
    Run,
    Status,
    Table,
    Target,
    Unit,
    cannot_tell,
)
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator, Form
from planning.readings.reading import Reading
from planning.readings.rules_count import FleetRule
from routing.search import NO_FACILITY, Direction, k_nearest

PROFILE = "ambulance"
TWICE_WITHIN_S = 900.0
"""Limit within which a second base counts: 15 minutes of driving (judgement)."""
_TWICE = 2


@dataclass(frozen=True, slots=True)
class Fleet:
    """
    Vehicles at bases.

    Attributes
    ----------
    rows
        Bases, sorted by id.
    unstated
        Those of them without a number of vehicles.
    known
        Vehicles that are stated.
    """

    rows: tuple[int, ...]
    unstated: tuple[int, ...]
    known: float


def units_required(people: float, people_each: float) -> int:
    """
    Least number of units when one may serve so many people at most.

    Examples
    --------
    >>> units_required(1_000_600, 30_000), units_required(60_000, 30_000)
    (34, 2)
    """
    # 60,000.000000001 people, a sum of floats, need no third unit.
    return math.ceil(people / people_each * (1 - EQUAL))


def judge_fleet(evidence: Evidence, goal: Goal, reading: Reading, rule: FleetRule) -> Finding:
    """
    Judge a fleet: required = ceil(people / people for each vehicle).

    Vehicles at bases inside the district count. A base that does not state its vehicles is
    unknown, not empty: only what holds whatever it has is said.
    """
    target = _target(goal, reading, rule)
    notes = study_notes(evidence.study)
    people = evidence.study.demand.total
    fleet = fleet_of(evidence, rule, inside_only=True)
    missing: list[Note] = []
    if not fleet.rows:
        missing.append(Note("missing.service", {"service": rule.service}))
    if people <= 0:
        missing.append(Note("missing.population", {}))
    if fleet.rows and len(fleet.unstated) == len(fleet.rows):
        missing.append(_unstated(evidence, fleet))
    if missing:
        return cannot_tell(Unit.PEOPLE_EACH, target, missing, notes=notes)
    value = people_each(people, fleet)
    base = target.low if target.stated else float(rule.people_per_vehicle)
    required = units_required(people, base)
    status = fleet_status(target, people, fleet)
    if reading.compare_only or not target.stated:
        status, missing = Status.CANNOT_TELL, [Note("missing.target", {})]
    elif status is Status.CANNOT_TELL:
        missing = [_unstated(evidence, fleet)]
    twice = _people_twice(evidence, fleet)
    return Finding(
        status,
        Unit.PEOPLE_EACH,
        value,
        target,
        formula=Note(
            "formula.count_fleet",
            {
                "people": people,
                "each": plain_number(base),
                "required": required,
                "have": plain_number(fleet.known),
            },
        ),
        numbers=(
            Number("population", people, Unit.PEOPLE),
            Number("count_required", required, Unit.VEHICLES),
            Number("count_have", fleet.known, Unit.VEHICLES),
            Number("facilities", len(fleet.rows), Unit.SITES),
            Number("unknown_amounts", len(fleet.unstated), Unit.SITES),
            *([] if math.isnan(twice) else [Number("count_two_bases", twice, Unit.PEOPLE)]),
        ),
        flips=() if reading.compare_only or not target.stated else _flips(required, fleet),
        runs=_runs(evidence, rule, reading, target, fleet),
        facilities=ids(evidence, fleet.rows),
        tables=(_table(evidence, fleet),),
        missing=tuple(missing),
        notes=(
            *([_lower_bound(evidence, fleet)] if fleet.unstated else []),
            *facility_notes(evidence, np.array(fleet.rows, dtype=np.int64)),
            *([] if _has_roads(evidence) else [Note("notes.count_no_base_roads", {})]),
            Note("notes.count_people", {"people": people, "source": source_of(evidence)}),
            *notes,
        ),
    )


def fleet_of(evidence: Evidence, rule: FleetRule, *, inside_only: bool) -> Fleet:
    """Find the bases and their vehicles."""
    vehicles = evidence.study.facilities.vehicles
    rows = tuple(evidence.offering(rule.service, inside_only=inside_only).tolist())
    unstated = tuple(row for row in rows if math.isnan(vehicles[row]))
    known = math.fsum(vehicles[row] for row in rows if not math.isnan(vehicles[row]))
    return Fleet(rows, unstated, known)


def people_each(people: float, fleet: Fleet) -> float:
    """People for each known vehicle; ``inf`` without one."""
    return people / fleet.known if fleet.known > 0 else math.inf


def fleet_status(target: Target, people: float, fleet: Fleet) -> Status:
    """Judge what is known of a fleet: vehicles that nobody stated can only add to it."""
    most = people_each(people, fleet)
    return bounded(target, 0.0 if fleet.unstated else most, most)


def _target(goal: Goal, reading: Reading, rule: FleetRule) -> Target:
    """
    Most people that a vehicle may have.

    The rule's base figure is the plan's where the row says it, the reading's choice where
    the goal brings its own reading; on a row without a figure the book's decides nothing.
    """
    figure = reading.target if reading.target.form is not Form.NONE else goal.row.value
    each = float(rule.people_per_vehicle)
    if reading.target.form is Form.NUMBER:
        return Target(Comparator.AT_MOST, reading.target.numbers[0], chosen=True)
    if figure.form is Form.NONE and reading.version:
        return Target()
    said = figure.form is Form.NUMBER and figure.numbers[0] == each
    return Target(Comparator.AT_MOST, each, chosen=not said)


def _unstated(evidence: Evidence, fleet: Fleet) -> Note:
    return Note(
        "missing.count_vehicles",
        {"count": len(fleet.unstated), "names": labels(evidence, fleet.unstated)},
    )


def _lower_bound(evidence: Evidence, fleet: Fleet) -> Note:
    return Note(
        "notes.count_fleet_bound",
        {"count": len(fleet.unstated), "names": labels(evidence, fleet.unstated)},
    )


def _flips(required: int, fleet: Fleet) -> tuple[Note, ...]:
    gap = math.ceil(required - fleet.known)
    if gap <= 0:
        return (Note("flip.count_vehicles_spare", {"count": -gap}),)
    if fleet.unstated:
        return (Note("flip.count_vehicles_unstated", {"count": gap, "bases": len(fleet.unstated)}),)
    return (Note("flip.count_vehicles_more", {"count": gap}),)


def _runs(
    evidence: Evidence, rule: FleetRule, reading: Reading, target: Target, fleet: Fleet
) -> tuple[Run, ...]:
    people = evidence.study.demand.total
    runs = []
    for each in rule.tried:
        other = Target(Comparator.AT_MOST, float(each), chosen=True)
        runs.append(
            Run(
                Note(
                    "run.count_fleet_base",
                    {"each": each, "required": units_required(people, each)},
                ),
                people_each(people, fleet),
                fleet_status(other, people, fleet),
            )
        )
    everywhere = fleet_of(evidence, rule, inside_only=False)
    beyond = len(everywhere.rows) - len(fleet.rows)
    if beyond:
        silent = reading.compare_only or not target.stated
        status = Status.CANNOT_TELL if silent else fleet_status(target, people, everywhere)
        what = Note("run.count_with_beyond", {"count": beyond})
        runs.append(Run(what, people_each(people, everywhere), status))
    return tuple(runs)


def _has_roads(evidence: Evidence) -> bool:
    return PROFILE in evidence.study.profiles and has_roads(evidence, PROFILE)


def _table(evidence: Evidence, fleet: Fleet) -> Table:
    """Vehicles of each base, and the people it is nearest to by drive time."""
    facilities = evidence.study.facilities
    nearest: NDArray[np.float64] | None = None
    if _has_roads(evidence):
        rows = np.array(fleet.rows, dtype=np.int64)
        # The same key as the evidence's own, so that other judges share the answer.
        key = ("access", tuple(rows.tolist()), PROFILE, Direction.FROM, 1.0)
        access = evidence.once(key, lambda: evidence.access_to(rows, PROFILE, Direction.FROM))
        people = evidence.study.demand.people(Group.ALL)
        nearest = people_by_facility(access.facility, people, len(facilities))
    lines = tuple(
        (
            facilities.label(row),
            None if math.isnan(facilities.vehicles[row]) else float(facilities.vehicles[row]),
            None if nearest is None else float(nearest[row]),
        )
        for row in fleet.rows
    )
    return Table("count_bases", ("count_base", "count_vehicles", "count_nearest_people"), lines)


def _people_twice(evidence: Evidence, fleet: Fleet) -> float:
    """People whom two bases reach within `TWICE_WITHIN_S` of driving; NaN without roads."""
    if not _has_roads(evidence):
        return math.nan
    return evidence.once(("two_bases", fleet.rows), lambda: _measure_twice(evidence, fleet))


def _measure_twice(evidence: Evidence, fleet: Fleet) -> float:
    study = evidence.study
    roads, profile = study.roads(PROFILE), study.profile(PROFILE)
    bases = roads.facilities.take(np.array(fleet.rows, dtype=np.int64))
    delay_s = facility_leg_s(profile, bases)
    found = k_nearest(roads.network, bases, _TWICE, direction=Direction.FROM, delay_s=delay_s).at(
        roads.demand
    )
    second = np.asarray(found.facility)[:, _TWICE - 1] != NO_FACILITY
    road_s = np.asarray(found.time_s)[:, _TWICE - 1]
    snapped = np.isfinite(roads.demand.distance_m)
    leg_ds = profile.off_road_ds(np.where(snapped, roads.demand.distance_m, 0.0))
    leg_s = leg_ds / DECISECONDS_PER_SECOND
    within = second & snapped & (np.round(road_s + leg_s, 1) <= TWICE_WITHIN_S)
    return math.fsum(study.demand.population[within])
