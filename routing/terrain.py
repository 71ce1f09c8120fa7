"""Terrain: heights of the ground, how steep it is, and what slopes do to walkers.

Walking follows Tobler (1993), W = 6 exp(-3.5 |s + 0.05|) km/h, scaled so that the speed
on the flat is the profile's. Slopes are taken over equal steps of at least 90 m of a
piece of road: a road drawn a few metres beside its place on a hillside climbs and falls
between neighbouring vertices though it is level, which longer steps even out. A piece
shorter than that is one step, and its slope, like any, counts as at most 0.6 (31 degrees):
steeper means a path that winds more than the grid shows, not a wall that is walked up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse
import scipy.sparse.csgraph
import scipy.sparse.linalg
from numpy.typing import NDArray

from geo.crs import WGS84
from geo.errors import InputError, ShapeError
from routing.profile import Slope, TravelProfile
from routing.ways import ROAD_CLASS_CODE, RoadFlag, RoadWays

SLOPE_STEP_M = 90.0
"""Least length over which a slope is taken (judgement: a cell of SRTM, the common model)."""

STEEPEST_WALK = 0.6
"""Slope beyond which walking counts as no slower, rise over run (judgement)."""

MOUNTAIN_SLOPE_DEG = 15.0
"""Ground steeper than this on average is mountain country (judgement; domain notes)."""

MOUNTAIN_RADIUS_M = 500.0
"""Ground around the middle of a road over which that average is taken (judgement)."""

_TOBLER_DECAY = 3.5
_TOBLER_EASIEST = -0.05
_FEWEST_CELLS = 2
_NO_SLOPE_CLASSES = np.array([ROAD_CLASS_CODE[name] for name in ("steps", "corridor", "ferry")])
"""The speed on steps holds the climb already; indoors and on water the ground says nothing."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """
    Heights of the ground on a grid of longitude and latitude.

    Attributes
    ----------
    height_m
        Height above the sea at the middle of each cell [m], shape ``(rows, columns)``,
        float32, finite; the first row is the northernmost.
    west, north
        Middle of the first cell [deg, WGS-84].
    step_lon, step_lat
        Size of a cell [deg], both above 0.
    """

    height_m: NDArray[np.float32]
    west: float
    north: float
    step_lon: float
    step_lat: float

    def __post_init__(self) -> None:
        """Check that there is a grid, and that every cell has a height."""
        if self.height_m.ndim != 2 or min(self.height_m.shape) < _FEWEST_CELLS:  # noqa: PLR2004 (a grid has two axes)
            raise ShapeError(
                "shape.mismatch", name="height_m", expected="2 x 2", found=self.height_m.shape
            )
        if not (np.isfinite(self.height_m).all() and self.step_lon > 0 and self.step_lat > 0):
            raise InputError("terrain.not_finite")

    def _cells(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Row and column of places, as fractions, and whether they lie on the grid."""
        rows, columns = self.height_m.shape
        row = (self.north - np.asarray(lat, dtype=np.float64)) / self.step_lat
        column = (np.asarray(lon, dtype=np.float64) - self.west) / self.step_lon
        # A cell reaches half its size beyond its middle.
        on = np.abs(row - (rows - 1) / 2) <= rows / 2
        on &= np.abs(column - (columns - 1) / 2) <= columns / 2
        row = np.clip(np.where(on, row, 0.0), 0.0, rows - 1.0)
        return row, np.clip(np.where(on, column, 0.0), 0.0, columns - 1.0), on

    def elevation_m(self, lon: Floats, lat: Floats) -> Floats:
        """
        Height of the ground at places, bilinear between the middles of the cells.

        Parameters
        ----------
        lon, lat
            Places [deg, WGS-84], shape ``(n,)``.

        Returns
        -------
        elevation_m
            Shape ``(n,)`` [m]; NaN outside the grid.
        """
        row, column, on = self._cells(lon, lat)
        top = np.minimum(row.astype(np.int64), self.height_m.shape[0] - 2)
        left = np.minimum(column.astype(np.int64), self.height_m.shape[1] - 2)
        down, right = row - top, column - left
        height = self.height_m
        upper = height[top, left] * (1 - right) + height[top, left + 1] * right
        lower = height[top + 1, left] * (1 - right) + height[top + 1, left + 1] * right
        return np.where(on, upper * (1 - down) + lower * down, np.nan)

    def slope_deg(self, lon: Floats, lat: Floats, radius_m: float) -> Floats:
        """
        Mean slope of the ground around places.

        A cell's slope is that of its central differences; cells whose middle lies within
        `radius_m` of the middle of the place's own cell count, that cell always.

        Parameters
        ----------
        lon, lat
            Places [deg, WGS-84], shape ``(n,)``.
        radius_m
            Reach of the mean [m], 0 or more.

        Returns
        -------
        slope_deg
            Shape ``(n,)`` [deg]; NaN outside the grid.

        Raises
        ------
        InputError
            If `radius_m` is negative or not finite.
        """
        if not 0 <= radius_m < float("inf"):
            raise InputError("terrain.bad_radius", value=radius_m)
        east_m, south_m = self._cell_sizes_m()
        rise_east = np.gradient(self.height_m.astype(np.float64), axis=1) / east_m[:, None]
        rise_south = np.gradient(self.height_m.astype(np.float64), axis=0) / south_m[:, None]
        slope = np.degrees(np.arctan(np.hypot(rise_east, rise_south)))
        # Sums along rows from the west, so that a stretch of cells is one subtraction.
        run = np.zeros((slope.shape[0], slope.shape[1] + 1), dtype=np.float64)
        np.cumsum(slope, axis=1, out=run[:, 1:])
        row, column, on = self._cells(lon, lat)
        middle_row, middle = np.rint(row).astype(np.int64), np.rint(column).astype(np.int64)
        total, count = np.zeros(row.shape), np.zeros(row.shape, dtype=np.int64)
        reach = int(radius_m // float(south_m.min()))
        for shift in range(-reach, reach + 1):
            here = middle_row + shift
            left_m2 = radius_m**2 - (shift * south_m[middle_row]) ** 2
            inside = (here >= 0) & (here < slope.shape[0]) & (left_m2 >= 0)
            here = np.where(inside, here, 0)
            half = (np.sqrt(np.maximum(left_m2, 0.0)) / east_m[middle_row]).astype(np.int64)
            first = np.maximum(middle - half, 0)
            beyond = np.minimum(middle + half, slope.shape[1] - 1) + 1
            total += np.where(inside, run[here, beyond] - run[here, first], 0.0)
            count += np.where(inside, beyond - first, 0)
        return np.where(on, total / np.maximum(count, 1), np.nan)

    def _cell_sizes_m(self) -> tuple[Floats, Floats]:
        """Size of the cells of each row, eastwards and southwards [m], shape ``(rows,)``."""
        lat = self.north - self.step_lat * np.arange(self.height_m.shape[0])
        # From half a cell above to half a cell below, kept off the poles.
        upper = np.clip(lat + self.step_lat / 2, -89.9, 89.9)
        lower = np.clip(lat - self.step_lat / 2, -89.9, 89.9)
        middle = (upper + lower) / 2
        zero = np.zeros_like(lat)
        _, _, east_m = WGS84.inv(zero, middle, zero + self.step_lon, middle)
        _, _, south_m = WGS84.inv(zero, upper, zero, lower)
        return np.asarray(east_m, dtype=np.float64), np.asarray(south_m, dtype=np.float64)


def tobler_factor(slope: Floats) -> Floats:
    """
    How much longer a walker takes on a slope (rise over run, uphill positive) than on the flat.

    Source: Tobler (1993), W = 6 exp(-3.5 |s + 0.05|) km/h; 5.036742 km/h on the flat.

    Examples
    --------
    >>> (5.036742 / tobler_factor(np.array([0.0, 0.1, -0.1, -0.05]))).round(5).tolist()
    [5.03674, 3.54933, 5.03674, 6.0]
    """
    steep = np.clip(slope, -STEEPEST_WALK, STEEPEST_WALK)
    away = np.abs(steep - _TOBLER_EASIEST) - abs(_TOBLER_EASIEST)
    return np.asarray(np.exp(_TOBLER_DECAY * away), dtype=np.float64)


def slope_factors(
    ways: RoadWays,
    profile: TravelProfile,
    *,
    of_way: NDArray[np.int64],
    least: Floats,
    step_m: Floats,
    shape_vertex: NDArray[np.int32],
    shape_start: NDArray[np.int64],
) -> Floats:
    """
    How much longer each piece takes for its slopes, along and against its drawing.

    Parameters
    ----------
    ways, profile
        Roads with their elevations, and whether the profile minds slopes.
    of_way
        Way of each piece, shape ``(p,)``.
    least
        Smallest factor of each piece: its speed on the flat over the absolute cap.
    step_m
        Length between neighbouring entries of `shape_vertex` [m].
    shape_vertex, shape_start
        Nodes along each piece, row by row.

    Returns
    -------
    factor
        Shape ``(p, 2)``; 1 where no slope counts or is known.
    """
    factor = np.ones((of_way.size, 2), dtype=np.float64)
    if profile.slope is Slope.NONE or ways.elevation_m is None:
        return factor
    first, last = shape_start[:-1], shape_start[1:] - 1
    # Distance along all pieces in a row, a metre between two of them to tell them apart.
    apart_m = np.append(step_m, 0.0)
    apart_m[last] = 1.0
    at_m = np.concatenate([[0.0], np.cumsum(apart_m)[:-1]])
    length_m = at_m[last] - at_m[first]
    n_steps = np.maximum((length_m // SLOPE_STEP_M).astype(np.int64), 1)
    # Ends of the equal steps of every piece, one more than it has steps.
    end_start = np.concatenate([[0], np.cumsum(n_steps + 1)])
    piece = np.repeat(np.arange(of_way.size), n_steps + 1)
    number = np.arange(piece.size) - end_start[piece]
    mark_m = at_m[first][piece] + length_m[piece] * (number / n_steps[piece])
    mark_m = np.minimum(mark_m, at_m[last][piece])
    known_m = ways.elevation_m[shape_vertex].astype(np.float64)
    height_m = np.interp(mark_m, at_m, known_m)
    # A piece's own ends, whatever its neighbour in the row has.
    height_m[end_start[:-1]], height_m[end_start[1:] - 1] = known_m[first], known_m[last]
    within = piece[:-1] == piece[1:]
    step_of, rise_m = piece[:-1][within], np.diff(height_m)[within]
    run_m = (length_m / n_steps)[step_of]
    slope = np.divide(rise_m, run_m, out=np.zeros_like(rise_m), where=run_m > 0)
    slope = np.where(np.isfinite(slope), slope, 0.0)
    slope[np.isin(ways.road_class[of_way[step_of]], _NO_SLOPE_CLASSES)] = 0.0
    begin = np.concatenate([[0], np.cumsum(n_steps)[:-1]])
    for column, sign in ((0, 1.0), (1, -1.0)):
        of_step = np.maximum(tobler_factor(sign * slope), least[step_of])
        # The steps of a piece are equally long: its factor is their mean.
        factor[:, column] = np.add.reduceat(of_step, begin) / n_steps
    return factor


def road_elevations_m(ways: RoadWays, ground_m: Floats) -> NDArray[np.float32]:
    """
    Height of the road at each node: the ground's, but straight over bridges and in tunnels.

    A node that only bridges and tunnels meet is not on the ground. Its height follows
    from the nearest nodes that are, even along the way (where bridges fork: the balance
    of all branches). Where no end of a bridge or tunnel is on the ground, the ground's
    height stays.

    Parameters
    ----------
    ways
        Roads as drawn.
    ground_m
        Height of the ground at each node [m], shape ``(n,)``, NaN where not known.

    Returns
    -------
    elevation_m
        Shape ``(n,)`` [m], float32.
    """
    off_ground = (ways.flags & int(RoadFlag.BRIDGE | RoadFlag.TUNNEL)) != 0
    of_way = np.repeat(np.arange(ways.n_ways), np.diff(ways.way_start))
    grounded = np.ones(ways.node_id.size, dtype=bool)
    grounded[ways.way_node[off_ground[of_way]]] = False
    grounded[ways.way_node[~off_ground[of_way]]] = True
    # An open end of a bridge meets the ground, if only where the map stops.
    first, last = ways.way_start[:-1], ways.way_start[1:] - 1
    ends = np.concatenate([ways.way_node[first], ways.way_node[last]])
    visits = np.bincount(ways.way_node, minlength=ways.node_id.size)
    grounded[ends[visits[ends] == 1]] = True
    tail = ways.way_node[:-1].astype(np.int64)
    head = ways.way_node[1:].astype(np.int64)
    kept = (of_way[:-1] == of_way[1:]) & off_ground[of_way[:-1]] & (tail != head)
    tail, head = tail[kept], head[kept]
    if tail.size == 0 or grounded.all():
        return ground_m.astype(np.float32)
    weight = 1 / np.maximum(ways.steps_m()[:-1][kept], 0.01)
    n = ways.node_id.size
    link = scipy.sparse.coo_array((weight, (tail, head)), shape=(n, n)).tocsr()
    link = link + link.T
    _, part = scipy.sparse.csgraph.connected_components(link, directed=False)
    held = np.zeros(int(part.max()) + 1, dtype=bool)
    held[part[grounded]] = True
    free = ~grounded & held[part]
    height_m = ground_m.copy()
    if free.any():
        sums = np.asarray(link.sum(axis=1)).ravel()
        left = scipy.sparse.diags_array(sums[free]) - link[free][:, free]
        right = link[free][:, ~free] @ np.nan_to_num(ground_m[~free])
        height_m[free] = scipy.sparse.linalg.spsolve(left.tocsc(), right)
        # Where an end has no height, nor has what hangs on it.
        unknown = np.zeros(held.size, dtype=bool)
        unknown[part[grounded & np.isnan(ground_m)]] = True
        height_m[free & unknown[part]] = np.nan
    return height_m.astype(np.float32)
