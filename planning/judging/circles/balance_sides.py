"""The sides of a barrier: who lives on each, what stands there, how unevenly it is spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.areas import BANK_LEVEL, OUTSIDE, AreaSet
from layers.equity import gini, theil
from layers.facilities import OperatingStatus, Service
from planning.judging.circles.tallies import summed_by
from planning.judging.evidence import Evidence
from planning.judging.finding import Number, Unit
from planning.note import Note
from planning.readings.rules_place import BalanceRule

FEWEST_SIDES = 2

_NO_MEDICAL_CARE = frozenset(
    {
        *(Service.ELDER_CARE, Service.CHILD_CARE, Service.BLOOD_DONATION),
        *(Service.AED, Service.TRANSPORT_NODE, Service.PHARMACY),
    }
)
_OPEN = frozenset({OperatingStatus.OPEN, OperatingStatus.UNKNOWN})


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """
    The sides, who lives on each, and what stands there.

    Attributes
    ----------
    areas
        The sides.
    home, site
        Side of each home and of each facility, `OUTSIDE` where none.
    people
        By side.
    rows
        Facilities that are compared.
    amount
        What each of them has, NaN where it does not say.
    """

    areas: AreaSet
    home: NDArray[np.int64]
    people: NDArray[np.float64]
    rows: NDArray[np.int64]
    site: NDArray[np.int64]
    amount: NDArray[np.float64]

    def name(self, side: int) -> str:
        """Name of a side."""
        return self.areas.name[side] or self.areas.code[side]

    @property
    def lived(self) -> list[int]:
        """Sides with people."""
        return np.flatnonzero(self.people > 0).tolist()

    @property
    def amounts(self) -> NDArray[np.float64]:
        """What stands on each side, the unknown as nothing."""
        return self._summed(np.nan_to_num(self.amount))

    @property
    def facilities(self) -> NDArray[np.float64]:
        """Facilities of each side."""
        return self._summed(np.ones(self.rows.size))

    @property
    def unknown(self) -> NDArray[np.float64]:
        """Facilities of each side that do not say how many they have."""
        return self._summed(np.isnan(self.amount).astype(np.float64))

    def _summed(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        on = self.site != OUTSIDE
        return summed_by(self.site[on], value[on], len(self.areas))


def look_at_sides(evidence: Evidence, rule: BalanceRule) -> tuple[Sides | None, list[Note]]:
    """Find the sides and what is missing to compare them."""
    study = evidence.study
    count = study.areas.level.count(rule.level)
    if count < FEWEST_SIDES:
        if rule.level == BANK_LEVEL:
            return None, [Note("missing.banks", {})]
        return None, [Note("missing.sides", {"level": rule.level})]
    if not (study.demand.population > 0).any():
        return None, [Note("missing.population", {})]
    areas = study.areas.at_level(rule.level)
    home = areas.locate(study.demand.lon, study.demand.lat)
    on = home != OUTSIDE
    facilities = study.facilities
    rows = np.array([row for row in range(len(facilities)) if _holds(evidence, rule, row)], int)
    sides = Sides(
        areas=areas,
        home=home,
        people=summed_by(home[on], study.demand.population[on], len(areas)),
        rows=rows,
        site=areas.locate(facilities.lon[rows], facilities.lat[rows]),
        amount=getattr(facilities, rule.resource.value)[rows],
    )
    if len(sides.lived) < FEWEST_SIDES:
        lived = ", ".join(sides.name(side) for side in sides.lived) or "-"
        return sides, [Note("missing.second_side", {"side": lived, "level": rule.level})]
    if not (sides.amounts[sides.lived] > 0).any():
        return sides, [Note("missing.resource_anywhere", {"resource": rule.resource})]
    return sides, [
        Note(
            "missing.resource_number",
            {
                "resource": rule.resource,
                "side": sides.name(side),
                "count": int(sides.facilities[side]),
            },
        )
        for side in sides.lived
        if sides.facilities[side] > 0 and sides.unknown[side] == sides.facilities[side]
    ]


def _holds(evidence: Evidence, rule: BalanceRule, row: int) -> bool:
    facilities = evidence.study.facilities
    if facilities.status[row] not in _OPEN:
        return False
    if rule.holders:
        return not facilities.services[row].isdisjoint(rule.holders)
    return facilities.kind[row] not in _NO_MEDICAL_CARE


def inequality(evidence: Evidence, sides: Sides) -> tuple[tuple[Number, ...], float]:
    """
    Gini and Theil over townships, each cut by the sides; and what stands where nobody lives.

    A person's rate is what stands in their township on their side, per head.
    """
    n_sides = len(sides.areas)
    home_part = np.where(sides.home == OUTSIDE, -1, evidence.area_of_homes())
    site_part = np.where(sides.site == OUTSIDE, -1, evidence.area_of_facilities()[sides.rows])
    # People and sites in no township are a unit of their own on their side.
    n_parts = len(evidence.townships) + 1
    on = sides.home != OUTSIDE
    unit = (home_part[on] + 1) * n_sides + sides.home[on]
    people = summed_by(unit, evidence.study.demand.population[on], n_parts * n_sides)
    stands = sides.site != OUTSIDE
    amount = summed_by(
        (site_part[stands] + 1) * n_sides + sides.site[stands],
        np.nan_to_num(sides.amount[stands]),
        n_parts * n_sides,
    )
    lived = people > 0
    rate = amount[lived] / people[lived]
    spread = theil(rate, people[lived], (np.arange(n_parts * n_sides) % n_sides)[lived])
    return (
        Number("gini", gini(rate, people[lived]), Unit.RATIO),
        Number("theil", spread.total, Unit.RATIO),
        Number("theil_between_share", spread.between_share, Unit.SHARE),
    ), float(amount[~lived].sum())
