"""Judging the balance of two sides: what a head has on the worse, as a share of the better."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from layers.areas import OUTSIDE
from layers.catchments import per_thousand
from planning.judging.circles.balance_sides import Sides, inequality, look_at_sides
from planning.judging.circles.caveats import (
    each_once,
    facility_notes,
    has_roads,
    travel_notes,
    usual_notes,
)
from planning.judging.circles.tallies import TimedPeople, deciseconds, limit_ds
from planning.judging.circles.words import minutes_of, names
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    BAND_SPEED_FACTORS,
    Finding,
    Number,
    Run,
    Table,
    Target,
    Unit,
    cannot_tell,
)
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator
from planning.readings.reading import Reading
from planning.readings.rules_place import BalanceRule
from planning.readings.rules_reach import Leg

QUARTER_S, HALF_HOUR_S = 900.0, 1800.0
"""Limits [s] at which the reach of the sides is compared, besides the rule's own."""

_THOUSAND = 1000.0


def judge_balance(evidence: Evidence, goal: Goal, reading: Reading, rule: BalanceRule) -> Finding:
    """
    Judge it: the resource per 1,000 people on the worst side over that on the best.

    The share of people within a time of care is shown beside it, by side and speed.
    """
    del goal, reading
    target = Target(Comparator.AT_LEAST, rule.least_ratio, chosen=True)
    sides, missing = look_at_sides(evidence, rule)
    if sides is None or missing:
        return cannot_tell(Unit.RATIO, target, missing, notes=usual_notes(evidence))
    rates = per_thousand(sides.amounts, sides.people)
    worse, better = _ends(rates, sides.lived)
    ratio = float(rates[worse] / rates[better])
    reach = _reach(evidence, rule, sides)
    return Finding(
        target.status(ratio),
        Unit.RATIO,
        ratio,
        target,
        formula=Note(
            "formula.balance",
            {
                "resource": rule.resource,
                "worse": sides.name(worse),
                "worse_rate": float(rates[worse]),
                "better": sides.name(better),
                "better_rate": float(rates[better]),
                "ratio": ratio,
            },
        ),
        numbers=(
            Number("worse_rate", float(rates[worse]), Unit.PER_1000),
            Number("better_rate", float(rates[better]), Unit.PER_1000),
            Number("population", math.fsum(sides.people.tolist()), Unit.PEOPLE),
            Number("facilities", float(sides.facilities.sum()), Unit.COUNT),
            Number("unknown_amounts", float(sides.unknown.sum()), Unit.COUNT),
            *inequality(evidence, sides)[0],
        ),
        flips=(_flip(rule, sides, rates, worse, better),),
        runs=_runs(rule, target, reach, sides),
        facilities=tuple(
            sorted(
                evidence.study.facilities.id[row]
                for row in sides.rows[sides.site != OUTSIDE].tolist()
            )
        ),
        tables=(_table(sides, rates, reach),),
        notes=_notes(evidence, rule, sides),
    )


def _ends(value: NDArray[np.float64], lived: list[int]) -> tuple[int, int]:
    """Side of the lowest and of the highest value, of those where people live."""
    worse = min(lived, key=lambda side: float(value[side]))
    better = max(lived, key=lambda side: float(value[side]))
    return worse, better


def _limits_s(rule: BalanceRule) -> tuple[float, float, float]:
    return QUARTER_S, HALF_HOUR_S, rule.cutoff_s


def _reach(evidence: Evidence, rule: BalanceRule, sides: Sides) -> dict[float, NDArray[np.float64]]:
    """Share of each side's people within the limits, by speed, shape ``(k, 3)`` each."""
    if not evidence.offering(rule.service).size or not has_roads(evidence, rule.profile):
        return {}
    part = np.where(sides.home == OUTSIDE, len(sides.areas), sides.home)
    people = evidence.study.demand.population
    found = {}
    for factor in BAND_SPEED_FACTORS:
        time_s = evidence.leg_time_s(_leg(rule), speed_factor=factor)
        if time_s is None:
            raise RuntimeError("a leg of one profile needs no built-up land")
        timed = TimedPeople(deciseconds(time_s), people, part, len(sides.areas))
        shares = np.full((len(sides.areas), 3), np.nan)
        for column, limit_s in enumerate(_limits_s(rule)):
            tally = timed.tally(limit_ds(limit_s))
            known = tally.people[:-1] > 0
            shares[known, column] = tally.covered[:-1][known] / tally.people[:-1][known]
        found[factor] = shares
    return found


def _leg(rule: BalanceRule) -> Leg:
    return Leg(rule.service, rule.profile, rule.direction, rule.profile)


def _runs(
    rule: BalanceRule, target: Target, reach: dict[float, NDArray[np.float64]], sides: Sides
) -> tuple[Run, ...]:
    runs = []
    for factor, shares in reach.items():
        column = shares[:, -1]
        worse, better = _ends(column, sides.lived)
        if column[better] > 0:
            fields = {
                "factor": factor,
                "minutes": minutes_of(rule.cutoff_s),
                "service": rule.service,
            }
            ratio = float(column[worse] / column[better])
            runs.append(Run(Note("run.coverage_ratio", fields), ratio, target.status(ratio)))
    return tuple(runs)


def _flip(
    rule: BalanceRule, sides: Sides, rates: NDArray[np.float64], worse: int, better: int
) -> Note:
    """Tell how many units the worse side lacks to the ratio, or can lose."""
    wanted = rule.least_ratio * float(rates[better]) * float(sides.people[worse]) / _THOUSAND
    spare = round(float(sides.amounts[worse]) - wanted, 6)
    fields: dict[str, object] = {"resource": rule.resource, "side": sides.name(worse)}
    if spare < 0:
        return Note("flip.resource_to_gain", fields | {"count": math.ceil(-spare)})
    return Note("flip.resource_to_lose", fields | {"count": math.floor(spare) + 1})


def _table(
    sides: Sides,
    rates: NDArray[np.float64],
    reach: dict[float, NDArray[np.float64]],
) -> Table:
    rows: list[tuple[str | float | None, ...]] = []
    for side in range(len(sides.areas)):
        lived = sides.people[side] > 0
        shares: list[float | None] = [None] * 3
        if reach and lived:
            shares = reach[1.0][side].tolist()
        rows.append(
            (
                sides.name(side),
                float(sides.people[side]),
                float(sides.facilities[side]),
                float(sides.unknown[side]),
                float(sides.amounts[side]),
                float(rates[side]) if lived else None,
                *shares,
            )
        )
    columns = (
        *("side", "population_people", "facilities", "unknown_amounts", "amount", "per_1000"),
        *("within_15_min_share", "within_30_min_share", "within_limit_share"),
    )
    return Table("by_side", columns, tuple(rows))


def _notes(evidence: Evidence, rule: BalanceRule, sides: Sides) -> tuple[Note, ...]:
    facilities = evidence.study.facilities
    notes = []
    on = sides.site != OUTSIDE
    unknown = [facilities.label(row) for row in sides.rows[on & np.isnan(sides.amount)].tolist()]
    if unknown:
        fields: dict[str, object] = {
            "count": len(unknown),
            "all": int(on.sum()),
            "resource": rule.resource,
            "names": names(unknown),
        }
        notes.append(Note("notes.unknown_resource", fields))
    apart = [facilities.label(row) for row in sides.rows[~on].tolist()]
    if apart:
        notes.append(Note("notes.facilities_no_side", {"count": len(apart), "names": names(apart)}))
    people = evidence.study.demand.population
    outside = float(people[sides.home == OUTSIDE].sum())
    if outside > 0:
        notes.append(Note("notes.people_outside_areas", {"people": outside}))
    lost = inequality(evidence, sides)[1]
    if lost > 0:
        fields = {"amount": lost, "resource": rule.resource}
        notes.append(Note("notes.resource_without_people", fields))
    travel: tuple[Note, ...] = ()
    if not evidence.offering(rule.service).size:
        notes.append(Note("missing.service", {"service": rule.service}))
    elif has_roads(evidence, rule.profile):
        travel = travel_notes(evidence, (_leg(rule),), people)
    return each_once(
        [*notes, *usual_notes(evidence), *facility_notes(evidence, sides.rows[on]), *travel]
    )
