"""How evenly an access is spread: over people, areas, town and country, and two banks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from layers.areas import BANK_LEVEL
from layers.cost_matrix import Column
from layers.equity import LorenzCurve, TheilIndex, lorenz, theil
from layers.sides import FIRST, SECOND, Gap, density_gap, mean_gap, sides
from layers.summaries import summarise
from planning.study import Study

_TWO = 2
_MOST_POINTS = 101


class Sides(StrEnum):
    """What two parts of a district are compared."""

    BUILT_UP = "built_up"
    BANKS = "banks"


@dataclass(frozen=True, slots=True)
class SidesGap:
    """
    What the people on two sides have.

    Attributes
    ----------
    sides
        What is compared.
    first, second
        Names of the sides; empty for built-up (the first) and rural land.
    access
        Mean access of each, in the question's unit.
    located_per_thousand
        Supply that lies there per 1,000 people there, whoever travels; NaN where a number
        is unknown. None where it is not known on which side a facility lies.
    """

    sides: Sides
    first: str
    second: str
    access: Gap
    located_per_thousand: Gap | None


@dataclass(frozen=True, slots=True, eq=False)
class EquityAnswer:
    """
    How unevenly an access is spread over people.

    Attributes
    ----------
    lorenz
        Share of the whole that the worst-off have; its `gini` is the Gini coefficient.
    theil_areas
        Theil index within and between the areas of the table; None where there are none.
        The code of a group is the position of its area, -1 the people outside all.
    theil_built_up
        The same within and between built-up land (1) and the country (0); None where
        nothing is known of built-up land.
    built_up
        Built-up against rural places; None likewise, or where all people live on one side.
    banks
        Two banks of a river; of more than two areas of level `BANK_LEVEL` those with the
        least and the largest mean. None where there are not two with people.
    """

    lorenz: LorenzCurve
    theil_areas: TheilIndex | None
    theil_built_up: TheilIndex | None
    built_up: SidesGap | None
    banks: SidesGap | None


def lorenz_points(curve: LorenzCurve) -> tuple[tuple[float, float], ...]:
    """
    Give at most 101 corners of a Lorenz curve, for a drawing or a table.

    Of a curve with more, the first corner at or after each hundredth of the people: all
    lie on the curve, which is read between them by straight lines. The Gini coefficient
    is that of the whole curve.

    Returns
    -------
    points
        Cumulative share of the people and of what they have, from (0, 0) to (1, 1);
        empty where the curve is.
    """
    people, resource = curve.people_share, curve.resource_share
    at = np.arange(people.size)
    if people.size > _MOST_POINTS:
        at = np.unique(np.searchsorted(people, np.linspace(0.0, 1.0, _MOST_POINTS)))
        at[-1] = people.size - 1
    return tuple(zip(people[at].tolist(), resource[at].tolist(), strict=True))


def measure_equity(
    study: Study,
    access: Column,
    people: Column,
    area: NDArray[np.int64],
    *,
    rows: NDArray[np.int64],
    supply: Column,
) -> EquityAnswer:
    """
    Measure how unevenly an access is spread.

    Parameters
    ----------
    study
        Gives built-up land and banks.
    access
        What a person at each demand point has, shape ``(n,)``, finite, >= 0.
    people
        Shape ``(n,)``.
    area
        Area of each demand point in the table, shape ``(n,)``; empty where there is no
        table.
    rows
        All facilities asked about, positions in the study's set, shape ``(k,)``.
    supply
        Their supply, shape ``(k,)``, NaN where unknown.
    """
    town = study.demand.built_up
    return EquityAnswer(
        lorenz=lorenz(access, people),
        theil_areas=theil(access, people, area) if area.size else None,
        theil_built_up=None if town is None else theil(access, people, town.astype(np.int64)),
        built_up=None if town is None else _built_up_gap(access, people, town),
        banks=_bank_gap(study, access, people, rows, supply),
    )


def _built_up_gap(access: Column, people: Column, town: NDArray[np.bool_]) -> SidesGap | None:
    gap = mean_gap(access, people, np.where(town, FIRST, SECOND))
    if min(gap.first_people, gap.second_people) <= 0:
        return None
    return SidesGap(Sides.BUILT_UP, "", "", gap, None)


def _bank_gap(
    study: Study,
    access: Column,
    people: Column,
    rows: NDArray[np.int64],
    supply: Column,
) -> SidesGap | None:
    if BANK_LEVEL not in study.areas.levels:
        return None
    banks = study.areas.at_level(BANK_LEVEL)
    home = banks.locate(study.demand.lon, study.demand.lat)
    means = [summarise(access[home == one], people[home == one]).mean for one in range(len(banks))]
    lived_on = [one for one, mean in enumerate(means) if not math.isnan(mean)]
    if len(lived_on) < _TWO:
        return None
    if len(lived_on) > _TWO:
        ranked = sorted(lived_on, key=lambda one: means[one])
        lived_on = [ranked[0], ranked[-1]]
    first, second = lived_on
    home_side = sides(home, len(banks), [first], [second])
    place = banks.locate(study.facilities.lon[rows], study.facilities.lat[rows])
    return SidesGap(
        sides=Sides.BANKS,
        first=banks.name[first],
        second=banks.name[second],
        access=mean_gap(access, people, home_side),
        located_per_thousand=density_gap(
            supply, sides(place, len(banks), [first], [second]), people, home_side
        ),
    )
