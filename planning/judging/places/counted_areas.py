"""Counting what every township-level area has of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.areas import OUTSIDE
from layers.coverage import weighted_quantile
from planning.judging.counts.eligible import COMING
from planning.judging.evidence import Evidence
from planning.judging.finding import EQUAL
from planning.judging.places.area_kinds import KindOfArea, kinds_of_areas
from planning.judging.places.houses import houses, is_branch
from planning.readings.rules_place import AreaCountRule
from routing.search import NO_FACILITY, Direction

_NEIGHBOUR_PROFILE = "car"
_DIGITS = 6
"""Of a quotient: a population that is a sum of cells must not need one more by rounding."""


@dataclass(frozen=True, slots=True)
class CountedArea:
    """
    One area and what it has.

    Attributes
    ----------
    name, kind
        The area.
    people
        Residents.
    main, branches, coming
        Rows of the facility list: main sites (the first row of each institution),
        branches, and what is planned or being built.
    doubles
        Rows that are an institution of `main` once more.
    needed
        Main sites that the rule asks for.
    passes
        Whether the rule holds.
    neighbour
        Row of the neighbour's facility that serves it, where that decides; -1 otherwise.
    """

    name: str
    kind: KindOfArea
    people: float
    main: tuple[int, ...]
    branches: tuple[int, ...]
    coming: tuple[int, ...]
    doubles: tuple[int, ...]
    needed: int
    passes: bool
    neighbour: int = NO_FACILITY

    @property
    def people_each(self) -> float:
        """People per main site; NaN where there is none."""
        return self.people / len(self.main) if self.main else math.nan


def counted_areas(evidence: Evidence, rule: AreaCountRule) -> tuple[CountedArea, ...]:
    """Count what every area of township level has, in the order of the tables."""
    study, areas = evidence.study, evidence.townships
    facilities = study.facilities
    offers = [not row.isdisjoint(rule.services) for row in facilities.services]
    open_rows = {int(row) for one in rule.services for row in evidence.offering(one)}
    where, homes = evidence.area_of_facilities(), evidence.area_of_homes()
    kinds = kinds_of_areas(areas, study.register)
    found = []
    for at in range(len(areas)):
        here = [int(row) for row in np.flatnonzero(where == at)]
        own = [row for row in here if row in open_rows]
        main = [row for row in own if not is_branch(facilities.name[row])]
        groups = houses(facilities, main, evidence.plan.facilities)
        people = float(study.demand.population[homes == at].sum())
        count = len(groups)
        neighbour = NO_FACILITY
        if not count and people < rule.least_people_each:
            neighbour = _neighbour(evidence, rule, at)
        found.append(
            CountedArea(
                name=areas.name[at],
                kind=kinds[at],
                people=people,
                main=tuple(group[0] for group in groups),
                branches=tuple(row for row in own if row not in main),
                coming=tuple(r for r in here if offers[r] and facilities.status[r] in COMING),
                doubles=tuple(row for group in groups for row in group[1:]),
                needed=needed_facilities(people, rule),
                passes=enough(count, people, rule) or neighbour != NO_FACILITY,
                neighbour=neighbour,
            )
        )
    return tuple(found)


def needed_facilities(people: float, rule: AreaCountRule) -> int:
    """
    Facilities that so many people need: the least, or one for every so many people begun.

    The shortfall is ``max(0, needed - n)``; with 100,000 people each, a street of 250,000
    needs 3.
    """
    if not rule.most_people_each:
        return rule.least
    return max(rule.least, math.ceil(round(people / rule.most_people_each, _DIGITS)))


def enough(count: int, people: float, rule: AreaCountRule) -> bool:
    """Tell whether so many facilities are enough, and not too many, for so many people."""
    right = rule.most_people_each == 0 or _at_most(people, rule.most_people_each * count)
    if rule.least_people_each:
        right = right and count > 0 and _at_most(rule.least_people_each * count, people)
    if not rule.either:
        return count >= rule.least and right
    bounded_people = bool(rule.most_people_each or rule.least_people_each)
    return count >= rule.least or (bounded_people and count > 0 and right)


def _at_most(low: float, high: float) -> bool:
    return low <= high or math.isclose(low, high, rel_tol=EQUAL)


def _neighbour(evidence: Evidence, rule: AreaCountRule, at: int) -> int:
    """Facility nearest to the median resident, where it lies in another area; else none."""
    rows = sorted(
        {int(row) for one in rule.services for row in evidence.offering(one)},
        key=lambda row: evidence.study.facilities.id[row],
    )
    field = evidence.once(
        ("nearest_of", tuple(rows)),
        lambda: evidence.access_to(
            np.array(rows, dtype=np.int64), _NEIGHBOUR_PROFILE, Direction.TO
        ),
    )
    people = np.where(evidence.area_of_homes() == at, evidence.study.demand.population, 0.0)
    home = _median_home(field.time_s, people)
    facility = NO_FACILITY if home is None else int(field.facility[home])
    if facility == NO_FACILITY or evidence.area_of_facilities()[facility] in (OUTSIDE, at):
        return NO_FACILITY
    return facility


def _median_home(time_s: NDArray[np.float64], people: NDArray[np.float64]) -> int | None:
    """Home of the median resident: of those at the median time, the one with most people."""
    if people.sum() <= 0:
        return None
    median_s = weighted_quantile(time_s, people, 0.5)
    homes = np.flatnonzero((people > 0) & (time_s == median_s))
    if not math.isfinite(median_s) or homes.size == 0:
        return None
    return int(homes[np.argmax(people[homes])])
