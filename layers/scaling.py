"""Bringing a population to official totals, with both totals kept."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import DataUnavailableError, InputError
from layers.areas import OUTSIDE, AreaSet
from layers.dasymetric import conserve, rows_of
from layers.demand import DemandSurface, Group
from layers.land import LandCells, even_places

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScaledArea:
    """
    One area whose population was brought to its official total.

    Attributes
    ----------
    code, name
        The area.
    group
        Whose total: a `layers.demand.Group` value.
    before, official
        People before scaling, and the official figure.
    factor
        ``official / before``; NaN where nobody was there before, so that the people
        were spread anew.
    after
        People after scaling. It differs from `official` where the totals of the areas
        inside this one do not add up to it: the finer level wins.
    """

    code: str
    name: str
    group: str
    before: float
    official: float
    factor: float
    after: float = math.nan

    @property
    def overruled(self) -> bool:
        """Whether finer totals gave this area another sum than its own total."""
        return abs(self.after - self.official) > _SAME * max(self.official, 1.0)


LEAST_FACTOR, MOST_FACTOR = 0.5, 2.0
"""Factors outside are doubtful: the boundary, the year or the total is another's."""

_SAME = 1e-9


def scale_to_totals(
    demand: DemandSurface,
    areas: AreaSet,
    totals: Mapping[str, float],
    *,
    group: Group = Group.ALL,
    land: Sequence[LandCells] = (),
) -> tuple[DemandSurface, tuple[ScaledArea, ...]]:
    """
    Multiply the people of each area by one factor, so that they add up to its total.

    Where totals are given at several levels, a place takes that of the finest level
    (least area) that has one. What a coarse total leaves beyond its finer ones goes to
    the people in the rest of it, if their factor is then from `LEAST_FACTOR` to
    `MOST_FACTOR`: a sliver between two boundaries must not take a town's people. Else
    the finer level wins, and the difference shows in `ScaledArea.after`. People outside
    every area stay as they are.

    Parameters
    ----------
    demand
        The population.
    areas
        The areas, of one or several levels.
    totals
        Official people by area code, finite, >= 0. Areas without a total stay as they are.
    group
        Whose totals. With `Group.ALL` the groups are multiplied by the same factors; a
        group that the demand does not know is taken as a share of all people, the same
        throughout each area.
    land
        Where people live, the best source first: an area with a total in which nobody is
        known to live takes new places on it, or evenly over its polygon where it has no
        land either. Then the whole's shares of the groups hold there, and
        `DemandSurface.built_up` is no longer known.

    Returns
    -------
    demand, scaled
        The population, and each area with a total: both figures and the factor. The sum
        of each area without finer ones is its total within the last digits of a float.

    Raises
    ------
    InputError
        If a code is not among the areas, or a total is no number of people, or a group
        has a total where nobody lives.
    DataUnavailableError
        If an unknown group is asked for and people live outside the areas with totals.
    """
    _check(areas, totals)
    base = demand.people(group) if group in (Group.ALL, *demand.groups) else demand.population
    levels = _fine_to_coarse(areas, totals)
    owner = np.full(len(demand), OUTSIDE, dtype=np.int64)
    inside: dict[int, NDArray[np.int64]] = {}
    for rows in levels:
        found = areas.take(rows).locate(demand.lon, demand.lat)
        inside |= {rows[position]: places for position, places in rows_of(found, len(rows))}
        free = (owner == OUTSIDE) & (found != OUTSIDE)
        owner[free] = np.asarray(rows, dtype=np.int64)[found[free]]
    if base is demand.population and group is not Group.ALL:
        strangers = math.fsum(base[owner == OUTSIDE])
        if strangers > 0:
            raise DataUnavailableError("scaling.unknown_group", group=group, people=strangers)
    work = _Work(demand, group, base.copy())
    after: dict[int, float] = {}
    children = _children(areas, levels)
    for row in (one for rows in levels for one in rows):
        own = inside[row][owner[inside[row]] == row]
        wanted = totals[areas.code[row]]
        if children[row]:
            used = math.fsum(after[one] for one in children[row])
            after[row] = used + work.bring_rest(own, wanted - used)
        else:
            after[row] = work.bring(areas, row, own, wanted, land)
    result = work.result()
    people = result.people(group)
    for rows in levels:
        if any(children[row] for row in rows):
            # Towns may straddle the border: what the tables will show is what lies inside.
            found = areas.take(rows).locate(result.lon, result.lat)
            for position, places in rows_of(found, len(rows)):
                after[rows[position]] = math.fsum(people[places])
    return result, tuple(
        _scaled(areas, row, group, math.fsum(base[inside[row]]), totals, after[row])
        for row in sorted(after)
    )


def _check(areas: AreaSet, totals: Mapping[str, float]) -> None:
    known = set(areas.code)
    for code, total in totals.items():
        if code not in known:
            raise InputError("scaling.unknown_area", code=code)
        if not (math.isfinite(total) and total >= 0):
            raise InputError("scaling.bad_total", code=code, total=total)


def _fine_to_coarse(areas: AreaSet, totals: Mapping[str, float]) -> list[list[int]]:
    """Areas with totals, level by level, that of the smallest areas first."""
    rows: dict[str, list[int]] = {}
    # In the order of the tables: people on a common border count there for the same area.
    for row in areas.in_order():
        if areas.code[row] in totals:
            rows.setdefault(areas.level[row], []).append(row)
    size = {level: float(np.median(shapely.area(areas.polygon[at]))) for level, at in rows.items()}
    return [rows[level] for level in sorted(rows, key=lambda one: (size[one], one))]


def _children(areas: AreaSet, levels: list[list[int]]) -> dict[int, list[int]]:
    """Areas with totals by the next coarser area that holds them; each stands under one."""
    children: dict[int, list[int]] = {row: [] for rows in levels for row in rows}
    for depth, rows in enumerate(levels):
        middle = shapely.point_on_surface(areas.polygon[rows])
        orphan = np.ones(len(rows), dtype=np.bool_)
        for coarser in levels[depth + 1 :]:
            parent = areas.take(coarser).locate(shapely.get_x(middle), shapely.get_y(middle))
            for position in np.flatnonzero(orphan & (parent != OUTSIDE)).tolist():
                children[coarser[parent[position]]].append(rows[position])
            orphan &= parent == OUTSIDE
    return children


def _scaled(
    areas: AreaSet,
    row: int,
    group: Group,
    before: float,
    totals: Mapping[str, float],
    after: float,
) -> ScaledArea:
    official = totals[areas.code[row]]
    return ScaledArea(
        code=areas.code[row],
        name=areas.name[row],
        group=group.value,
        before=before,
        official=official,
        factor=official / before if before > 0 else math.nan,
        after=after,
    )


class _Work:
    """A population under way: people and factor of each place, and places added."""

    def __init__(self, demand: DemandSurface, group: Group, people: Column) -> None:
        self._demand = demand
        self._group = group
        self._people = people
        self._factor = np.ones(people.size)
        self._added: list[tuple[str, Column, Column, Column]] = []

    def bring(
        self,
        areas: AreaSet,
        row: int,
        own: NDArray[np.int64],
        wanted: float,
        land: Sequence[LandCells],
    ) -> float:
        """Bring the places of an area to its total; what they hold then."""
        before = math.fsum(self._people[own])
        if before > 0:
            self._multiply(own, wanted, before)
        elif wanted > 0 and self._group is Group.ALL:
            lon, lat, weight = _room(areas, row, land)
            people = conserve(weight * (wanted / math.fsum(weight)), wanted)
            self._added.append((areas.name[row], lon, lat, people))
        elif wanted > 0:
            residents = self._demand.population[own]
            everyone = math.fsum(residents)
            if not everyone > 0:
                raise InputError(
                    "scaling.nobody_there", name=areas.name[row], group=self._group, total=wanted
                )
            self._people[own] = conserve(residents * (wanted / everyone), wanted)
        return wanted

    def bring_rest(self, own: NDArray[np.int64], wanted: float) -> float:
        """Bring the places that no finer total speaks of to what is left; what they hold then."""
        before = math.fsum(self._people[own])
        if before > 0 and LEAST_FACTOR <= wanted / before <= MOST_FACTOR:
            self._multiply(own, wanted, before)
            return wanted
        return before

    def _multiply(self, own: NDArray[np.int64], wanted: float, before: float) -> None:
        self._people[own] = conserve(self._people[own] * (wanted / before), wanted)
        self._factor[own] = wanted / before

    def result(self) -> DemandSurface:
        """Put the population together."""
        demand = self._demand
        if self._group is not Group.ALL:
            return replace(demand, groups={**demand.groups, self._group: self._people})
        groups = {one: people * self._factor for one, people in demand.groups.items()}
        if not self._added:
            return replace(demand, population=self._people, groups=groups)
        lon, lat, people = (np.concatenate([part[at] for part in self._added]) for at in (1, 2, 3))
        residents = math.fsum(demand.population)
        for one, known in groups.items():
            share = math.fsum(demand.groups[one]) / residents if residents > 0 else 0.0
            groups[one] = np.concatenate([known, people * share])
        names = tuple(name for name, at, _, _ in self._added for _ in range(at.size))
        return replace(
            demand,
            lon=np.concatenate([demand.lon, lon]),
            lat=np.concatenate([demand.lat, lat]),
            population=np.concatenate([self._people, people]),
            name=(*demand.name, *names) if demand.name else (),
            groups=groups,
            built_up=None,
        )


def _room(areas: AreaSet, row: int, land: Sequence[LandCells]) -> tuple[Column, Column, Column]:
    """Places for people in an area in which nobody was known to live."""
    for one in land:
        here = areas.take([row]).locate(one.lon, one.lat) != OUTSIDE
        if here.any():
            return one.lon[here], one.lat[here], one.weight[here]
    lon, lat = even_places(areas.polygon[row])
    return lon, lat, np.ones(lon.size)
