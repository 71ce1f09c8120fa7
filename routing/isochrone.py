"""Isochrones: the ground that can be reached within a time.

The reached ground is made of cells: a cell belongs where its centre, joined to its road
as a home would be, is reached in time. So a home inside the polygon is a covered home,
holes and islands stay, and nothing that cannot be reached lies inside (to half a cell).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import InputError
from geo.units import METRES_PER_SECOND_PER_KPH, whole_deciseconds
from routing.network import RoadNetwork
from routing.profile import TravelProfile
from routing.search import Direction, nearest
from routing.snapping import NOT_SNAPPED, RoadIndex, SnappedPoints

FINEST_CELL_M = 50.0
MOST_CELLS = 600_000


@dataclass(frozen=True, slots=True, eq=False)
class Isochrone:
    """
    The ground within a time of a place.

    Attributes
    ----------
    cutoff_s
        Limit [s], inclusive.
    polygon
        Ground reached, in the metric CRS; empty where nothing is reached.
    cell_m
        Side of the cells it is made of [m].
    """

    cutoff_s: float
    polygon: shapely.Geometry
    cell_m: float


def isochrones(
    network: RoadNetwork,
    index: RoadIndex,
    profile: TravelProfile,
    sources: SnappedPoints,
    *,
    cutoffs_s: tuple[float, ...],
    direction: Direction | str,
    delay_s: NDArray[np.float64] | None = None,
) -> tuple[Isochrone, ...]:
    """
    Draw the ground reached from (or reaching) snapped places within some times.

    Parameters
    ----------
    network, index, profile
        Roads, their spatial index and the travel profile.
    sources
        The places, joined to the roads of `network`.
    cutoffs_s
        Limits [s], each inclusive, at least one.
    direction
        Who moves.
    delay_s
        Time that each source adds to every trip [s], as in `nearest`.

    Returns
    -------
    isochrones
        One for each limit, in the given order.

    Raises
    ------
    InputError
        If there is no limit or one is out of range, no source is joined to a road, or
        a delay is negative or not finite.
    """
    if not cutoffs_s:
        raise InputError("isochrone.no_cutoff")
    cutoffs_ds = np.array([whole_deciseconds(cutoff_s) for cutoff_s in cutoffs_s])
    if not (sources.piece != NOT_SNAPPED).any():
        raise InputError("isochrone.off_network", limit_m=profile.max_snap_m)
    field = nearest(network, sources, direction=direction, delay_s=delay_s, cutoff_s=max(cutoffs_s))
    reach_m = _off_road_reach_m(profile, max(cutoffs_s))
    frame = _reached_frame(network, field.nodes.time_ds >= 0, sources, reach_m)
    columns, rows, cell_m = _grid(frame)
    x_m = frame[0] + (np.arange(columns) + 0.5) * cell_m
    y_m = frame[1] + (np.arange(rows) + 0.5) * cell_m
    grid_x, grid_y = (axis.ravel() for axis in np.meshgrid(x_m, y_m))
    snapped = index.snap(grid_x, grid_y, max_distance_m=max(reach_m, 1.0))
    found = field.at(snapped)
    off_road_ds = profile.off_road_ds(
        np.where(np.isfinite(snapped.distance_m), snapped.distance_m, 0.0)
    )
    total_ds = np.where(found.time_ds >= 0, found.time_ds + off_road_ds, np.iinfo(np.int64).max)
    return tuple(
        Isochrone(
            cutoff_s,
            _outline((total_ds <= cutoff_ds).reshape(rows, columns), frame, cell_m),
            cell_m,
        )
        for cutoff_s, cutoff_ds in zip(cutoffs_s, cutoffs_ds, strict=True)
    )


def _off_road_reach_m(profile: TravelProfile, cutoff_s: float) -> float:
    """Farthest straight line from a road that can still be walked within the limit."""
    walked_m = cutoff_s * profile.off_road_kph * METRES_PER_SECOND_PER_KPH
    return min(profile.max_snap_m, walked_m / profile.off_road_detour)


def _reached_frame(
    network: RoadNetwork,
    reached: NDArray[np.bool_],
    sources: SnappedPoints,
    reach_m: float,
) -> tuple[float, float, float, float]:
    """Box around every piece that a reached junction or a source touches."""
    touched = reached[network.tail] | reached[network.head]
    touched[sources.piece[sources.piece != NOT_SNAPPED]] = True
    vertex = np.repeat(touched, np.diff(network.shape_start))
    x_m, y_m = network.shape_x_m[vertex], network.shape_y_m[vertex]
    return (
        float(x_m.min()) - reach_m,
        float(y_m.min()) - reach_m,
        float(x_m.max()) + reach_m,
        float(y_m.max()) + reach_m,
    )


def _grid(frame: tuple[float, float, float, float]) -> tuple[int, int, float]:
    """Columns, rows and cell size: as fine as `FINEST_CELL_M`, as many as `MOST_CELLS`."""
    width_m, height_m = frame[2] - frame[0], frame[3] - frame[1]
    cell_m = max(FINEST_CELL_M, float(np.sqrt(width_m * height_m / MOST_CELLS)))
    return int(np.ceil(width_m / cell_m)) or 1, int(np.ceil(height_m / cell_m)) or 1, cell_m


def _outline(
    inside: NDArray[np.bool_], frame: tuple[float, float, float, float], cell_m: float
) -> shapely.Geometry:
    """Join the cells into polygons: runs of each row first, then their union."""
    edge = np.diff(np.pad(inside, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, begin = np.nonzero(edge == 1)
    _, end = np.nonzero(edge == -1)
    boxes = shapely.box(
        frame[0] + begin * cell_m,
        frame[1] + row * cell_m,
        frame[0] + end * cell_m,
        frame[1] + (row + 1) * cell_m,
    )
    return shapely.union_all(boxes)
