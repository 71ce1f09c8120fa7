"""Judging a network: every township has a base inside or near."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.text import Message
from geo.units import SECONDS_PER_MINUTE
from layers.areas import BANK_LEVEL, OUTSIDE
from layers.demand import Group
from planning.judging.circles.caveats import (
    each_once,
    facility_notes,
    has_roads,
    service_notes,
    travel_notes,
    usual_notes,
)
from planning.judging.circles.reach_flips import speed_flip
from planning.judging.circles.reach_tables import area_name
from planning.judging.circles.tallies import TimedPeople, deciseconds, limit_ds
from planning.judging.circles.words import listed, minutes_of, names, profile_word
from planning.judging.evidence import DISTRICT_LEVEL, TOWNSHIP_LEVEL, Evidence
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
from planning.readings.rules_place import AreaServedRule
from planning.readings.rules_reach import Leg
from planning.wording import minutes_message

TARGET = Target(Comparator.AT_LEAST, 1.0, chosen=True)
_NO_TOWNSHIPS = frozenset({DISTRICT_LEVEL, BANK_LEVEL})


@dataclass(frozen=True, slots=True, eq=False)
class _Served:
    """Townships at one speed: what each has, and whether it passes."""

    bases: NDArray[np.int64]
    people: NDArray[np.float64]
    median_s: NDArray[np.float64]
    worst_s: NDArray[np.float64]
    beyond: NDArray[np.float64]
    near: NDArray[np.bool_]
    rule: AreaServedRule

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Townships with people; of the others nothing can be said."""
        return self.people > 0

    def passes(self, *, worst_counts: bool) -> NDArray[np.bool_]:
        """Whether each township passes, with or without regard to its farthest people."""
        return self.near & ((self.beyond <= 0) | (not worst_counts))

    def share(self, *, worst_counts: bool) -> float:
        """Share of the judged townships that pass."""
        return float(self.passes(worst_counts=worst_counts)[self.judged].mean())


def judge_area_served(
    evidence: Evidence, goal: Goal, reading: Reading, rule: AreaServedRule
) -> Finding:
    """
    Judge it: the share of the townships with people that are served.

    A township is served where it has a facility inside or the median of its people
    (lower step, the unroutable included) is near one; where the rule says so, only if
    nobody in it needs longer than the worst time either.
    """
    del goal, reading
    missing = _missing(evidence, rule)
    if missing:
        return cannot_tell(Unit.SHARE, TARGET, missing, notes=usual_notes(evidence))
    leg = Leg(rule.service, rule.profile, rule.direction, rule.profile)
    at_speed = {
        factor: _served(evidence, rule, leg, speed_factor=factor) for factor in BAND_SPEED_FACTORS
    }
    plain = at_speed[1.0]
    counts = rule.worst_counts
    shares = {factor: one.share(worst_counts=counts) for factor, one in at_speed.items()}
    runs = [(Note("run.speed", {"factor": factor}), share) for factor, share in shares.items()]
    rows = evidence.offering(rule.service)
    beyond = int((~evidence.inside[rows]).sum())
    if beyond:
        inside = _served(evidence, rule, leg, inside_only=True)
        note = Note("run.inside_only", {"count": beyond})
        runs.append((note, inside.share(worst_counts=counts)))
    if counts:
        note = Note("run.median_only", {"worst": minutes_of(rule.worst_s)})
        runs.append((note, plain.share(worst_counts=False)))
    judged, passed = int(plain.judged.sum()), plain.passes(worst_counts=counts)
    served = int((passed & plain.judged).sum())
    return Finding(
        TARGET.status(shares[1.0]),
        Unit.SHARE,
        shares[1.0],
        TARGET,
        formula=_formula(rule, served, judged),
        band=(shares[BAND_SPEED_FACTORS[0]], shares[BAND_SPEED_FACTORS[-1]]),
        numbers=(
            Number("townships", float(judged), Unit.AREAS),
            Number("townships_served", float(served), Unit.AREAS),
            Number("population", math.fsum(plain.people.tolist()), Unit.PEOPLE),
            Number("beyond_worst", math.fsum(plain.beyond.tolist()), Unit.PEOPLE),
            Number("facilities", float(rows.size), Unit.COUNT),
            Number("beyond_border", float(beyond), Unit.COUNT),
        ),
        flips=(*_flips(evidence, plain, passed), speed_flip(shares, TARGET)),
        runs=tuple(Run(what, share, TARGET.status(share)) for what, share in runs),
        facilities=tuple(evidence.study.facilities.id[row] for row in rows.tolist()),
        tables=(_table(evidence, plain, passed),),
        notes=_notes(evidence, plain, leg),
    )


def _missing(evidence: Evidence, rule: AreaServedRule) -> list[Note]:
    missing = []
    areas = evidence.townships
    if not len(areas) or set(areas.level) <= _NO_TOWNSHIPS:
        missing.append(Note("missing.township_areas", {}))
    if not evidence.offering(rule.service).size:
        missing.append(Note("missing.service", {"service": rule.service}))
    if not has_roads(evidence, rule.profile):
        missing.append(Note("missing.roads", {"profile": profile_word(rule.profile)}))
    people = evidence.study.demand.population
    if not (people > 0).any():
        missing.append(Note("missing.population", {}))
    elif len(areas) and not (people[evidence.area_of_homes() != OUTSIDE] > 0).any():
        missing.append(Note("missing.people_in_townships", {}))
    return missing


def _served(
    evidence: Evidence,
    rule: AreaServedRule,
    leg: Leg,
    *,
    speed_factor: float = 1.0,
    inside_only: bool = False,
) -> _Served:
    time_s = evidence.leg_time_s(leg, speed_factor=speed_factor, inside_only=inside_only)
    if time_s is None:
        raise RuntimeError("a leg of one profile needs no built-up land")
    count = len(evidence.townships)
    people = evidence.study.demand.people(Group.ALL)
    timed = TimedPeople(deciseconds(time_s), people, evidence.part_of_homes(), count)
    tally = timed.tally(limit_ds(rule.worst_s))
    quantiles = np.array(timed.area_quantiles_s(0.5, 1.0), dtype=np.float64)[:count]
    rows = evidence.offering(rule.service, inside_only=inside_only)
    area = evidence.area_of_facilities()[rows]
    bases = np.bincount(area[area != OUTSIDE], minlength=count)
    return _Served(
        bases=bases,
        people=tally.people[:count],
        median_s=quantiles[:, 0],
        worst_s=quantiles[:, 1],
        beyond=(tally.uncovered + tally.unroutable)[:count],
        near=(bases > 0) | (quantiles[:, 0] <= rule.median_s),
        rule=rule,
    )


def _formula(rule: AreaServedRule, served: int, judged: int) -> Note:
    filled = {
        "served": served,
        "areas": judged,
        "service": rule.service,
        "median": minutes_of(rule.median_s),
    }
    if not rule.worst_counts:
        return Note("formula.area_served_median", filled)
    return Note("formula.area_served", filled | {"worst": minutes_of(rule.worst_s)})


def _flips(evidence: Evidence, plain: _Served, passed: NDArray[np.bool_]) -> list[Note]:
    """Which townships fail and by how much; where none does, which has the least to spare."""
    rule = plain.rule
    failing = np.flatnonzero(plain.judged & ~passed).tolist()
    if failing:
        said = [_failing(evidence, plain, part) for part in failing]
        return [Note("flip.areas_failing", {"count": len(failing), "areas": listed(said)})]
    by_median = np.flatnonzero(plain.judged & (plain.bases == 0))
    if not by_median.size:
        return []
    tightest = int(by_median[np.argmax(plain.median_s[by_median])])
    spare = minutes_spare(rule.median_s - float(plain.median_s[tightest]))
    return [Note("flip.area_tightest", {"area": area_name(evidence, tightest), "spare": spare})]


def _failing(evidence: Evidence, plain: _Served, part: int) -> Message:
    area = area_name(evidence, part)
    if plain.near[part]:
        return Message("flip.area_far", {"area": area, "people": float(plain.beyond[part])})
    median_s = float(plain.median_s[part])
    if math.isinf(median_s):
        return Message("flip.area_no_way", {"area": area})
    over = minutes_message(median_s - plain.rule.median_s)
    return Message("flip.area_over", {"area": area, "over": over})


def minutes_spare(time_s: float) -> Message:
    """Word a time that is left [s], rounded down: it never reads as more than there is."""
    tenths = math.floor(round(time_s / (SECONDS_PER_MINUTE / 10), 6))
    return Message("word.minutes", {"value": f"{tenths / 10:.1f}"})


def _table(evidence: Evidence, plain: _Served, passed: NDArray[np.bool_]) -> Table:
    rows: list[tuple[str | float | None, ...]] = []
    for part, lived in enumerate(plain.judged.tolist()):
        verdict = "cell.not_judged"
        if lived:
            verdict = "cell.yes" if passed[part] else "cell.no"
        rows.append(
            (
                area_name(evidence, part),
                float(plain.people[part]),
                float(plain.bases[part]),
                float(plain.median_s[part]) if lived else None,
                float(plain.worst_s[part]) if lived else None,
                float(plain.beyond[part]),
                verdict,
            )
        )
    columns = (
        *("area", "population_people", "bases"),
        *("median_s", "worst_s", "beyond_worst_people", "passes"),
    )
    return Table("by_township_served", columns, tuple(rows))


def _notes(evidence: Evidence, plain: _Served, leg: Leg) -> tuple[Note, ...]:
    notes = []
    levels = sorted(set(evidence.townships.level))
    if levels != [TOWNSHIP_LEVEL]:
        notes.append(Note("notes.areas_not_townships", {"level": ", ".join(levels)}))
    empty = [area_name(evidence, part) for part in np.flatnonzero(~plain.judged).tolist()]
    if empty:
        notes.append(Note("notes.empty_townships", {"count": len(empty), "names": names(empty)}))
    people = evidence.study.demand.population
    outside = float(people[evidence.area_of_homes() == OUTSIDE].sum())
    if outside > 0:
        notes.append(Note("notes.people_outside_areas", {"people": outside}))
    return each_once(
        [
            *notes,
            *usual_notes(evidence),
            *service_notes(evidence, (leg.service,)),
            *facility_notes(evidence, evidence.offering(leg.service)),
            *travel_notes(evidence, (leg,), people),
        ]
    )
