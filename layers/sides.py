"""Two sides: groups of areas such as town and country or the banks of a river, and their gap."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ShapeError
from layers.areas import OUTSIDE
from layers.catchments import per_thousand
from layers.cost_matrix import Column, check_amount
from layers.summaries import summarise

FIRST, SECOND, NEITHER = 0, 1, -1
"""Side of a place in a comparison of two groups of areas."""


@dataclass(frozen=True, slots=True)
class Gap:
    """
    One figure on two sides, such as town and country or the banks of a river.

    Attributes
    ----------
    first, second
        The figure of each side; NaN where nobody lives there.
    first_people, second_people
        People of each side.
    """

    first: float
    second: float
    first_people: float
    second_people: float

    @property
    def difference(self) -> float:
        """First minus second, in the figure's unit; NaN where both are infinite."""
        return self.first - self.second

    @property
    def ratio(self) -> float:
        """First over second; NaN where the second is 0 or both are infinite."""
        return self.first / self.second if self.second != 0 else math.nan


def sides(
    area: NDArray[np.int64], n_areas: int, first: Collection[int], second: Collection[int]
) -> NDArray[np.int64]:
    """
    Tell on which side each place or facility lies.

    Parameters
    ----------
    area
        Area of each, shape ``(n,)``; `OUTSIDE` where none.
    n_areas
        Areas there are.
    first, second
        Positions of the areas of each side; an area may be on neither.

    Returns
    -------
    side
        `FIRST`, `SECOND` or `NEITHER`, shape ``(n,)``, int64.

    Raises
    ------
    InputError
        If an area is on both sides, or there is no such area.
    """
    if area.size and not (area.min() >= OUTSIDE and area.max() < n_areas):
        position = area[(area < OUTSIDE) | (area >= n_areas)][0]
        raise InputError("sides.no_area", position=int(position), count=n_areas)
    side_of_area = np.full(n_areas + 1, NEITHER, dtype=np.int64)  # the last is `OUTSIDE`
    for one, positions in ((FIRST, first), (SECOND, second)):
        for position in positions:
            if not 0 <= position < n_areas:
                raise InputError("sides.no_area", position=position, count=n_areas)
            if side_of_area[position] not in (NEITHER, one):
                raise InputError("sides.both", position=position)
            side_of_area[position] = one
    return side_of_area[area]


def mean_gap(value: Column, people: Column, side: NDArray[np.int64]) -> Gap:
    """
    Compare the mean of a value over the people of two sides.

    Of a column of 0 and 1 (covered or not) the means are shares, and the difference is in
    points of 0-1.

    Parameters
    ----------
    value, people
        As in `layers.summaries.summarise`.
    side
        See `sides`.

    Raises
    ------
    ShapeError, InputError
        As in `layers.summaries.summarise`.
    """
    _check_side("side", side, value.size)
    first, second = (
        summarise(value[side == one], people[side == one], quantiles=()) for one in (FIRST, SECOND)
    )
    return Gap(first.mean, second.mean, first.people, second.people)


def density_gap(
    amount: Column, amount_side: NDArray[np.int64], people: Column, side: NDArray[np.int64]
) -> Gap:
    """
    Compare beds, doctors … per 1,000 people between two sides, each by what lies in it.

    Parameters
    ----------
    amount, amount_side
        Supply of each facility, NaN where unknown, and its side, shape ``(m,)`` each. One
        unknown supply makes its side's figure NaN.
    people, side
        People of each place and its side, shape ``(n,)`` each.

    Raises
    ------
    ShapeError, InputError
        If shapes differ, or an amount or a number of people is negative or infinite.
    """
    _check_side("amount_side", amount_side, amount.size)
    _check_side("side", side, people.size)
    check_amount("people", people, people.size)
    check_amount("amount", amount, amount.size, unknown=True)
    persons = np.array([math.fsum(people[side == one]) for one in (FIRST, SECOND)])
    supply = np.array([math.fsum(amount[amount_side == one]) for one in (FIRST, SECOND)])
    first, second = per_thousand(supply, persons).tolist()
    return Gap(first, second, *persons.tolist())


def _check_side(name: str, side: NDArray[np.int64], size: int) -> None:
    if side.shape != (size,):
        raise ShapeError("shape.mismatch", name=name, expected=size, found=side.size)
