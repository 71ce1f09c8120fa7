"""Judging where mobile care is needed: small places far from their health centre."""

from __future__ import annotations

import math

import numpy as np

from planning.judging.circles.caveats import (
    each_once,
    facility_notes,
    has_roads,
    service_notes,
    travel_notes,
    usual_notes,
)
from planning.judging.circles.reach_tables import area_name, place_name
from planning.judging.circles.tallies import NO_WAY_DS, deciseconds, limit_ds, seconds
from planning.judging.circles.words import minutes_of, profile_word
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    BAND_SPEED_FACTORS,
    Finding,
    Number,
    Run,
    Status,
    Table,
    Unit,
    cannot_tell,
    settled,
    target_of,
)
from planning.note import Note
from planning.plan import Goal
from planning.readings.reading import Reading
from planning.readings.rules_place import MobileRule
from planning.readings.rules_reach import Leg
from routing.search import Direction

CANDIDATES_SHOWN = 200


def judge_mobile(evidence: Evidence, goal: Goal, reading: Reading, rule: MobileRule) -> Finding:
    """
    Judge it: the people of small places that are far from their health centre.

    A place is a candidate with at most so many people and a way of more than so long, or
    none at all.
    """
    target = target_of(goal.row, reading)
    missing = _missing(evidence, rule)
    if missing:
        return cannot_tell(Unit.PEOPLE, target, missing, notes=usual_notes(evidence))
    people = evidence.study.demand.population
    leg = Leg(rule.service, rule.profile, Direction.TO, rule.profile)
    small = (people > 0) & (people <= rule.most_people)
    limit = limit_ds(rule.beyond_s)
    times = {
        factor: deciseconds(
            evidence.access(rule.service, rule.profile, leg.direction, speed_factor=factor).time_s
        )
        for factor in BAND_SPEED_FACTORS
    }
    values = {
        factor: math.fsum(people[small & (time_ds > limit)].tolist())
        for factor, time_ds in times.items()
    }
    plain = times[1.0]
    rows = np.flatnonzero(small & (plain > limit))
    # Most people first; of equally many the farthest, then in the order of the study.
    rows = rows[np.lexsort((rows, -plain[rows], -people[rows]))]
    no_way = int((plain[rows] >= NO_WAY_DS).sum())
    status, undecided = settled(reading, target, values[1.0])
    table = tuple(
        (
            place_name(evidence, at),
            area_name(evidence, int(evidence.part_of_homes()[at])),
            float(people[at]),
            seconds(int(plain[at])),
            float(evidence.study.demand.lon[at]),
            float(evidence.study.demand.lat[at]),
        )
        for at in rows[:CANDIDATES_SHOWN].tolist()
    )
    served_by = evidence.offering(rule.service)
    return Finding(
        status,
        Unit.PEOPLE,
        values[1.0],
        target,
        formula=Note(
            "formula.mobile",
            {
                "candidates": rows.size,
                "places": int((people > 0).sum()),
                "most": rule.most_people,
                "service": rule.service,
                "profile": profile_word(rule.profile),
                "beyond": minutes_of(rule.beyond_s),
                "people": values[1.0],
            },
        ),
        band=(values[BAND_SPEED_FACTORS[0]], values[BAND_SPEED_FACTORS[-1]]),
        numbers=(
            Number("places", float((people > 0).sum()), Unit.COUNT),
            Number("candidates", float(rows.size), Unit.COUNT),
            Number("candidates_no_way", float(no_way), Unit.COUNT),
            Number("population", math.fsum(people.tolist()), Unit.PEOPLE),
        ),
        runs=tuple(
            Run(
                Note("run.speed", {"factor": factor}),
                value,
                Status.CANNOT_TELL if undecided else target.status(value),
            )
            for factor, value in values.items()
        ),
        facilities=tuple(evidence.study.facilities.id[row] for row in served_by.tolist()),
        tables=(
            Table("candidates", ("place", "area", "people", "time_s", "lon_deg", "lat_deg"), table),
        ),
        missing=undecided,
        notes=_notes(evidence, leg, rows.size),
    )


def _missing(evidence: Evidence, rule: MobileRule) -> list[Note]:
    missing = []
    if not evidence.offering(rule.service).size:
        missing.append(Note("missing.service", {"service": rule.service}))
    if not has_roads(evidence, rule.profile):
        missing.append(Note("missing.roads", {"profile": profile_word(rule.profile)}))
    if not (evidence.study.demand.population > 0).any():
        missing.append(Note("missing.population", {}))
    return missing


def _notes(evidence: Evidence, leg: Leg, candidates: int) -> tuple[Note, ...]:
    notes = []
    demand = evidence.study.demand
    if not any(demand.name):
        notes.append(Note("notes.cells_not_villages", {}))
    if candidates > CANDIDATES_SHOWN:
        fields = {"shown": CANDIDATES_SHOWN, "count": candidates}
        notes.append(Note("notes.table_cut", fields))
    return each_once(
        [
            *notes,
            *usual_notes(evidence),
            *service_notes(evidence, (leg.service,)),
            *facility_notes(evidence, evidence.offering(leg.service)),
            *travel_notes(evidence, (leg,), demand.population),
        ]
    )
