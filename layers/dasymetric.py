"""Spreading the people of areas or points over the land they live on.

Dasymetric mapping: a total that is known for an area only goes to the buildings or the
built-up land inside it, in proportion to their size, instead of evenly to forest and
field (Wright, 1936, Geographical Review 26:103). No person is lost or made: what cannot
be placed on land is spread evenly, and named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from geo.errors import InputError, ShapeError
from layers.areas import OUTSIDE, AreaSet
from layers.demand import DemandSurface, Group
from layers.land import LandCells, even_places

__all__ = ["LandCells", "Spread", "conserve", "rows_of", "spread_areas", "spread_points"]

FARTHEST_FROM_POINT_M = 10_000.0
"""Land farther from every point than this belongs to nobody's village (judgement)."""

NO_LAND, NOBODY = -1, -2

_EARTH_M = 6_371_008.8

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """
    People spread over land.

    Attributes
    ----------
    demand
        The places, those of the first area or point first.
    origin
        Area or point that the people of each place come from, shape ``(m,)``.
    followed
        Land that the people of each area or point were spread over, its position among
        those given; `NO_LAND` where there is none: an area's people are then spread
        evenly over its polygon, a point's stay where it is. `NOBODY` where nobody lives.
    """

    demand: DemandSurface
    origin: NDArray[np.int64]
    followed: NDArray[np.int64]


def spread_areas(
    areas: AreaSet,
    people: Column,
    land: Sequence[LandCells],
    *,
    source: str,
    groups: Mapping[Group, Column] | None = None,
) -> Spread:
    """
    Spread the people of areas over the land cells inside each.

    Parameters
    ----------
    areas
        The areas; a cell on a common border, or under two areas, goes to the first by
        name, then code: in tables by the same areas it counts for that one too.
    people
        People of each area, finite, >= 0, shape ``(len(areas),)``.
    land
        Where people live, the best source first: each area follows the first that has
        land in it, and enough for its people.
    source
        Where the totals come from.
    groups
        People of each group by area, spread as all people are.

    Returns
    -------
    spread
        Each area's people add up to its total within the last digits of a float.

    Raises
    ------
    ShapeError, InputError
        If the totals do not line up with the areas, or are no numbers of people.
    """
    totals = _checked({Group.ALL: people, **(groups or {})}, len(areas))
    order = areas.in_order()
    table = areas.take(order)
    position = np.array([*order, OUTSIDE], dtype=np.int64)  # the last: OUTSIDE is -1
    owners = [position[table.locate(one.lon, one.lat)] for one in land]

    def alone(area: int) -> tuple[Column, Column]:
        return even_places(areas.polygon[area])

    return _spread(land, owners, totals, source, alone)


def spread_points(
    points: DemandSurface,
    land: Sequence[LandCells],
    *,
    areas: AreaSet | None = None,
    farthest_m: float = FARTHEST_FROM_POINT_M,
) -> Spread:
    """
    Spread the people of points over the land around them.

    Each land cell belongs to the nearest point with people; where there are areas, to
    the nearest of its own area, so that a lone point takes the whole of its area, and
    cells outside every area belong to nobody.

    Parameters
    ----------
    points
        Places that stand for their surroundings.
    land
        Where people live, the best source first, as in `spread_areas`.
    areas
        Townships or districts, of one level, that people do not leave.
    farthest_m
        Land farther from its point than this [m] stays empty; only where there are no
        areas to hold people back.

    Returns
    -------
    spread
        Each point's people add up to its own within the last digits of a float.
    """
    settled = np.flatnonzero(points.population > 0)
    lon, lat = points.lon[settled], points.lat[settled]
    home = np.zeros(settled.size, dtype=np.int64) if areas is None else areas.locate(lon, lat)
    owners = []
    for one in land:
        cell_home = np.zeros(len(one), dtype=np.int64)
        if areas is not None:
            cell_home = areas.locate(one.lon, one.lat)
        owner = np.full(len(one), OUTSIDE, dtype=np.int64)
        for area, cells in rows_of(cell_home, int(home.max(initial=-1)) + 1):
            mine = np.flatnonzero(home == area)
            if mine.size and cells.size:
                chord, nearest = _nearest(
                    _on_sphere(lon[mine], lat[mine]), _on_sphere(one.lon[cells], one.lat[cells])
                )
                near = (chord * _EARTH_M <= farthest_m) | (areas is not None)
                owner[cells[near]] = settled[mine[nearest[near]]]
        owners.append(owner)

    def alone(point: int) -> tuple[Column, Column]:
        return points.lon[[point]], points.lat[[point]]

    totals = {Group.ALL: points.population, **points.groups}
    return _spread(land, owners, totals, points.source, alone)


def _nearest(points: Column, cells: Column) -> tuple[Column, NDArray[np.int64]]:
    """Distance to the nearest point, and which; of two equally near ones the first."""
    chord, nearest = KDTree(points).query(cells, k=min(2, len(points)))
    if len(points) == 1:
        return chord, nearest
    tie = chord[:, 0] == chord[:, 1]
    return chord[:, 0], np.where(tie, nearest.min(axis=1), nearest[:, 0])


def rows_of(owner: NDArray[np.int64], n_owners: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """
    Rows that belong to each owner, in their order.

    Parameters
    ----------
    owner
        Owner of each row, shape ``(n,)``; negative where none.
    n_owners
        Owners, counted from 0; each is handed out, with no rows where it has none.
    """
    order = np.argsort(owner, kind="stable")
    edge = np.searchsorted(owner[order], np.arange(n_owners + 1))
    for one in range(n_owners):
        yield one, order[edge[one] : edge[one + 1]]


def _checked(totals: Mapping[Group, Column], size: int) -> dict[Group, Column]:
    for group, people in totals.items():
        if people.size != size:
            raise ShapeError("shape.mismatch", name=group.value, expected=size, found=people.size)
        if not (np.isfinite(people).all() and (people >= 0).all()):
            raise InputError("demand.bad_population")
    return dict(totals)


def _spread(
    land: Sequence[LandCells],
    owners: Sequence[NDArray[np.int64]],
    totals: Mapping[Group, Column],
    source: str,
    alone: Callable[[int], tuple[Column, Column]],
) -> Spread:
    """Give each origin's people to the cells it owns, or to where it stands alone."""
    people = totals[Group.ALL]
    rows = [list(rows_of(owner, people.size)) for owner in owners]
    followed = np.full(people.size, NOBODY, dtype=np.int64)
    lon: list[Column] = []
    lat: list[Column] = []
    shares: list[Column] = []
    origins = np.flatnonzero(np.logical_or.reduce([total > 0 for total in totals.values()]))
    for origin in origins.tolist():
        followed[origin] = NO_LAND
        for which, one in enumerate(land):
            cells = rows[which][origin][1]
            room = math.fsum(one.weight[cells])
            if cells.size and room >= one.least_per_person * people[origin]:
                followed[origin] = which
                lon.append(one.lon[cells])
                lat.append(one.lat[cells])
                shares.append(one.weight[cells] / room)
                break
        else:
            own_lon, own_lat = alone(origin)
            lon.append(own_lon)
            lat.append(own_lat)
            shares.append(np.full(own_lon.size, 1 / own_lon.size))
    spread = {
        group: _joined(
            [
                conserve(share * total[origin], float(total[origin]))
                for origin, share in zip(origins.tolist(), shares, strict=True)
            ]
        )
        for group, total in totals.items()
    }
    everyone = spread.pop(Group.ALL)
    demand = DemandSurface(_joined(lon), _joined(lat), everyone, (), source, groups=spread)
    sizes = [share.size for share in shares]
    return Spread(demand, np.repeat(origins, sizes), followed)


def conserve(people: Column, total: float) -> Column:
    """
    Give what rounding took from a sum to the largest of its parts.

    Parameters
    ----------
    people
        Parts, >= 0, that add up to `total` but for rounding, shape ``(n,)``.
    total
        What they must add up to.

    Returns
    -------
    people
        The parts; their exact sum differs from `total` by the last digit of the largest.
    """
    if people.size:
        largest = int(np.argmax(people))
        people[largest] = max(people[largest] + (total - math.fsum(people)), 0.0)
    return people


def _joined(parts: list[Column]) -> Column:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.float64)


def _on_sphere(lon: Column, lat: Column) -> Column:
    """Places on the unit sphere, shape ``(n, 3)``: near there is near on the ground."""
    turn, up = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(up) * np.cos(turn), np.cos(up) * np.sin(turn), np.sin(up)])
