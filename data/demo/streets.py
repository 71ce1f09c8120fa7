"""Street plans: one lattice of blocks for the seat, a small one for every other town."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from data.demo.rules import District

Metres = NDArray[np.float64]
Rows = NDArray[np.int64]

SEAT_BLOCK_M = 230.0
TOWN_BLOCK_M = 160.0
ARTERIAL_EVERY = 4
"""Every fourth street of the seat is a main street."""
_SEAT_PER_M2 = 0.010
_TOWN_PER_M2 = 0.006
_SMALLEST_RADIUS_M = 300.0
_ONE_WAY_RADIUS_M = 1_600.0


@dataclass(frozen=True, slots=True, eq=False)
class StreetSites:
    """
    Street corners of all towns.

    Attributes
    ----------
    xy_m
        Corners [m], shape ``(n, 2)``.
    zone
        Street plan that each belongs to; 0 is the seat's.
    column, row
        Place in the lattice of its plan; (0, 0) is the plan's centre.
    """

    xy_m: Metres
    zone: Rows
    column: Rows
    row: Rows


def urban_people(district: District) -> NDArray[np.int64]:
    """People of each town who live in its streets, the rest live in its villages."""
    share = np.full(len(district.towns), district.urban_share_town)
    share[list(district.seat)] = district.urban_share_seat
    people = np.array([town.population for town in district.towns], dtype=np.int64)
    return np.asarray(np.floor(people * share), dtype=np.int64)


def lay_streets(district: District, towns_m: Metres) -> StreetSites:
    """
    Spread street corners around the towns, as wide as their people need.

    A built-up area is a disc with an uneven edge round each of its towns; a plan keeps off
    the corners of those before it.
    """
    random = district.random(2)
    people = urban_people(district)
    plans = [(list(district.seat), district.hub, SEAT_BLOCK_M, _SEAT_PER_M2)]
    plans += [
        ([town], town, TOWN_BLOCK_M, _TOWN_PER_M2)
        for town in range(len(district.towns))
        if town not in district.seat
    ]
    parts: list[tuple[Metres, Rows, Rows, Rows]] = []
    for zone, (members, centre, block_m, per_m2) in enumerate(plans):
        turn = random.uniform(0, np.pi / 2)
        radius_m = np.maximum(np.sqrt(people[members] / per_m2 / np.pi), _SMALLEST_RADIUS_M)
        farthest_m = np.hypot(*(towns_m[members] - towns_m[centre]).T) + radius_m * 1.3
        reach = int(farthest_m.max() / block_m) + 1
        column, row = (axis.ravel() for axis in np.meshgrid(*[np.arange(-reach, reach + 1)] * 2))
        east, north = (
            column * np.cos(turn) - row * np.sin(turn),
            column * np.sin(turn) + row * np.cos(turn),
        )
        corners = towns_m[centre] + np.column_stack([east, north]) * block_m
        built = np.zeros(len(corners), dtype=bool)
        for member, size_m in zip(members, radius_m, strict=True):
            away = corners - towns_m[member]
            bearing = np.arctan2(away[:, 1], away[:, 0])
            edge = 1 + 0.13 * np.sin(2 * bearing + random.uniform(0, 6.28))
            edge += 0.10 * np.sin(5 * bearing + random.uniform(0, 6.28))
            built |= np.hypot(*away.T) <= size_m * edge
        corners = corners + random.uniform(-0.06, 0.06, corners.shape) * block_m
        if parts:
            before = np.vstack([part[0] for part in parts])
            built &= cKDTree(before).query(corners)[0] > 0.8 * SEAT_BLOCK_M
        zones = np.full(int(built.sum()), zone, dtype=np.int64)
        parts.append((corners[built], zones, column[built], row[built]))
    return StreetSites(
        xy_m=np.vstack([part[0] for part in parts]),
        zone=np.concatenate([part[1] for part in parts]),
        column=np.concatenate([part[2] for part in parts]),
        row=np.concatenate([part[3] for part in parts]),
    )


def main_streets(zone: Rows, column: Rows, row: Rows, begin: Rows, end: Rows) -> NDArray[np.bool_]:
    """Mark the streets that run along a main line: every fourth in the seat, two in a town."""
    fixed_column = column[begin] == column[end]
    line = np.where(fixed_column, column[begin], row[begin])
    return np.asarray(np.where(zone[begin] == 0, line % ARTERIAL_EVERY == 0, line == 0))


def one_way_streets(
    xy_m: Metres, zone: Rows, column: Rows, row: Rows, begin: Rows, end: Rows
) -> NDArray[np.int8]:
    """
    Choose the one-way pairs round the centre of the seat.

    Between two main streets the first and third lines run in opposite directions.

    Returns
    -------
    way
        Per street: 1 from begin to end only, -1 back only, 0 both, shape ``(m,)``.
    """
    fixed_column = column[begin] == column[end]
    line = np.where(fixed_column, column[begin], row[begin]) % ARTERIAL_EVERY
    ascending = np.where(fixed_column, row[end] - row[begin], column[end] - column[begin])
    centre = (zone == 0) & (column == 0) & (row == 0)
    inner = zone[begin] == 0
    if centre.any():
        middle_m = (xy_m[begin] + xy_m[end]) / 2 - xy_m[centre][0]
        inner = inner & (np.hypot(*middle_m.T) <= _ONE_WAY_RADIUS_M)
    wanted = np.where(line == 1, 1, np.where(line == 3, -1, 0))  # noqa: PLR2004
    return np.where(inner, wanted * ascending, 0).astype(np.int8)
