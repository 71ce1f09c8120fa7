"""Means and quantiles of a value over people, by area and by group of people."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ShapeError
from layers.areas import OUTSIDE, AreaSet
from layers.cost_matrix import Column, check_amount
from layers.coverage import weighted_quantile
from layers.dasymetric import rows_of
from layers.demand import DemandSurface, Group

MEDIAN_AND_P95 = (0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Summary:
    """
    A value over people: a time, an access, a rate.

    Attributes
    ----------
    people
        Everyone.
    unreached
        Those whose value is ``inf``.
    mean
        Mean over everyone: ``inf`` where anyone is unreached, NaN where nobody lives.
    mean_reached
        Mean over the others; NaN where there are none.
    quantiles
        Share and the smallest value that so many have at most (lower step function over
        everyone), in the order asked for.
    """

    people: float
    unreached: float
    mean: float
    mean_reached: float
    quantiles: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """
    Summary of one group of people in one area.

    Attributes
    ----------
    code, name
        The area; both empty for the people outside every area.
    group
        Whose value it is.
    summary
        The figures.
    """

    code: str
    name: str
    group: Group
    summary: Summary


def summarise(
    value: Column, people: Column, *, quantiles: tuple[float, ...] = MEDIAN_AND_P95
) -> Summary:
    """
    Summarise a value over people.

    Parameters
    ----------
    value
        Shape ``(n,)``; ``inf`` where unreached. NaN only where nobody lives.
    people
        Shape ``(n,)``, finite, >= 0.
    quantiles
        Shares in (0, 1].

    Raises
    ------
    ShapeError, InputError
        If the shapes differ, or a number is not what is said above.

    Examples
    --------
    >>> found = summarise(np.array([5.0, 8.0, 14.0, 35.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    >>> found.mean, found.quantiles
    (20.3, ((0.5, 14.0), (0.95, 35.0)))
    """
    check_amount("people", people, value.size)
    counted = people > 0
    value, people = value[counted], people[counted]
    if (unknown := ~(value > -math.inf)).any():
        row = int(np.flatnonzero(counted)[np.argmax(unknown)])
        raise InputError("summaries.unknown_value", row=row)
    reached = np.isfinite(value)
    everyone, arrived = math.fsum(people), math.fsum(people[reached])
    mean = math.fsum(value[reached] * people[reached]) / arrived if arrived > 0 else math.nan
    all_reached = bool(reached.all())
    return Summary(
        people=everyone,
        unreached=math.fsum(people[~reached]),
        mean=mean if all_reached else math.inf,
        mean_reached=mean,
        quantiles=tuple((q, weighted_quantile(value, people, q)) for q in quantiles),
    )


def summarise_by_area(
    value: Column,
    demand: DemandSurface,
    area: NDArray[np.int64],
    areas: AreaSet,
    *,
    groups: tuple[Group, ...] = (Group.ALL,),
    quantiles: tuple[float, ...] = MEDIAN_AND_P95,
) -> tuple[AreaSummary, ...]:
    """
    Summarise a value over people, by area and group.

    Parameters
    ----------
    value
        Shape ``(n,)``; as in `summarise`.
    demand
        The places and their people.
    area
        Area of each place, shape ``(n,)``; `OUTSIDE` where none.
    areas
        The areas that `area` points into.
    groups
        Whose value, in this order within each area.
    quantiles
        Shares in (0, 1].

    Returns
    -------
    rows
        The areas in their order, and last (code ``""``) the people outside every area
        where there are any places: the rows sum to the whole.

    Raises
    ------
    ShapeError, InputError
        As in `summarise`.
    DataUnavailableError
        If the demand does not know a group.
    """
    for name, column in (("value", value), ("area", area)):
        if column.shape != (len(demand),):
            raise ShapeError("shape.mismatch", name=name, expected=len(demand), found=column.size)
    people = {group: demand.people(group) for group in groups}
    found = [
        (areas.code[position], areas.name[position], places)
        for position, places in rows_of(area, len(areas))
    ]
    if (outside := np.flatnonzero(area == OUTSIDE)).size:
        found.append(("", "", outside))
    return tuple(
        AreaSummary(code, name, group, summarise(value[at], people[group][at], quantiles=quantiles))
        for code, name, at in found
        for group in groups
    )
