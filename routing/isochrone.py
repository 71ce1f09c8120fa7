"""Isochrones: the ground that can be reached within a time, true to what coverage counts.

The ground is timed on a square grid, place by place as coverage times a home: road time
plus the leg between home and road. Where an outline may pass, the squares are timed once
more on a finer grid, and the outline is drawn between the places timed: holes and islands
stay, nothing is smoothed or simplified. A place timed exactly at the limit lies inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import contourpy
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import InputError
from geo.units import (
    DECISECONDS_PER_SECOND,
    LONGEST_CUTOFF_S,
    METRES_PER_SECOND_PER_KPH,
    whole_deciseconds,
)
from routing.network import RoadNetwork
from routing.profile import TravelProfile
from routing.search import Direction, NearestField, nearest
from routing.snapping import NOT_SNAPPED, RoadIndex, SnappedPoints

try:
    from routing import _grid_times
except ModuleNotFoundError:  # no numba here: the search answers for every place itself
    _grid_times = None  # type: ignore[assignment] # stands for the module or for its absence

FINEST_CELL_M = 25.0
COARSEST_CELL_M = 50.0
USUAL_CELLS = 1_500_000
MOST_CELLS = 6_000_000
_FINER = ((16, USUAL_CELLS), (8, USUAL_CELLS), (4, MOST_CELLS), (2, MOST_CELLS))
"""How much finer the outline is timed, up to so many cells of the finer grid."""

Times = NDArray[np.int32]
LATE, NO_WAY = np.int32(2**30), np.int32(2**30 + 1)
"""Reached later than anybody asks; not to be reached at all."""


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
        Distance of the places timed [m]; near the outline they stand 2 to 16 times closer,
        unless the ground is very large.
    """

    cutoff_s: float
    polygon: shapely.Geometry
    cell_m: float

    @property
    def is_coarse(self) -> bool:
        """Whether so much ground is reached that it had to be timed more than 50 m apart."""
        return self.cell_m > COARSEST_CELL_M


@dataclass(frozen=True, slots=True)
class _Lattice:
    """Places ``west_m + column * cell_m``, ``south_m + row * cell_m``."""

    west_m: float
    south_m: float
    cell_m: float
    columns: int
    rows: int

    def finer(self, times: int) -> _Lattice:
        """The same ground with so many steps for one."""
        columns, rows = (self.columns - 1) * times + 1, (self.rows - 1) * times + 1
        return _Lattice(self.west_m, self.south_m, self.cell_m / times, columns, rows)

    def places(self, number: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Coordinates of places by their number, row after row."""
        row, column = np.divmod(number, self.columns)
        return self.west_m + column * self.cell_m, self.south_m + row * self.cell_m


class TimeSurface:
    """
    Time of any place on the ground: road time plus the leg off the road.

    Parameters
    ----------
    field
        Search from (or to) the sources, with a limit.
    index, profile
        Spatial index of the same network, and the travel profile.
    """

    def __init__(self, field: NearestField, index: RoadIndex, profile: TravelProfile) -> None:
        self.field, self.index, self.profile = field, index, profile
        network = field.network
        reached = field.nodes.time_ds >= 0
        touched = reached[network.tail] | reached[network.head]
        self.with_source = np.zeros(network.n_pieces, dtype=np.bool_)
        if field.sources is not None:
            on = field.sources.piece[field.sources.piece != NOT_SNAPPED]
            self.with_source[on] = True
        self.touched = np.flatnonzero(touched | self.with_source)
        ends = [
            field.at(SnappedPoints(self.touched, np.full(self.touched.size, share), none))
            for share in (0.0, 1.0)
            for none in (np.zeros(self.touched.size),)
        ]
        self.end_ds = np.full((network.n_pieces, 2), -1, dtype=np.int64)
        self.end_ds[self.touched] = np.stack([one.time_ds for one in ends], axis=1)
        # Within the main part everybody reaches everybody: what is not found there is late.
        self.main_reached = bool(index.on_main[self.touched].any())

    def times_ds(self, x_m: NDArray[np.float64], y_m: NDArray[np.float64], gap_m: float) -> Times:
        """
        Time of places [ds], `LATE` or `NO_WAY`, shape ``(m,)``.

        Places less than 0.75 `gap_m` within the snapping limit count as beyond it: then
        no place between two that are reached lies beyond it.
        """
        limit_m = self.profile.max_snap_m
        snapped = self.index.snap(x_m, y_m, max_distance_m=limit_m)
        off_road_ds = self.profile.off_road_ds(
            np.where(np.isfinite(snapped.distance_m), snapped.distance_m, 0.0)
        )
        road_ds = self._road_ds(snapped)
        joined = snapped.piece != NOT_SNAPPED
        late = joined & self.main_reached & self.index.on_main[np.where(joined, snapped.piece, 0)]
        total_ds = np.where(
            road_ds >= 0, np.minimum(road_ds + off_road_ds, LATE), np.where(late, LATE, NO_WAY)
        )
        total_ds[snapped.distance_m > limit_m - 0.75 * gap_m] = NO_WAY
        return total_ds.astype(np.int32)

    def _road_ds(self, snapped: SnappedPoints) -> NDArray[np.int64]:
        """Time on the road of joined places [ds], -1 where not found."""
        if _grid_times is None:
            return self.field.at(snapped).time_ds
        network = self.field.network
        road_ds = np.empty(len(snapped), dtype=np.int64)
        _grid_times.road_times(
            snapped.piece,
            snapped.share,
            network.forward_ds,
            network.forward_delay_ds,
            network.backward_ds,
            network.backward_delay_ds,
            self.end_ds,
            self.field.direction is Direction.TO,
            road_ds,
        )
        # Between a place and a source on the same piece there is a straight way, too.
        beside = np.flatnonzero(
            self.with_source[np.where(snapped.piece >= 0, snapped.piece, 0)] & (snapped.piece >= 0)
        )
        if beside.size:
            road_ds[beside] = self.field.at(snapped.take(beside)).time_ds
        return road_ds

    def frame_m(self, cutoff_ds: int) -> tuple[float, float, float, float]:
        """Box that holds all ground reached within a limit: west, south, east, north."""
        network = self.field.network
        ends = np.where(self.end_ds < 0, LATE, self.end_ds).min(axis=1)
        ends[self.with_source] = 0
        left_s = (cutoff_ds - ends) / DECISECONDS_PER_SECOND
        walked_m = left_s * self.profile.off_road_kph * METRES_PER_SECOND_PER_KPH
        reach_m = np.minimum(walked_m / self.profile.off_road_detour, self.profile.max_snap_m)
        vertex_m = np.repeat(reach_m, np.diff(network.shape_start))
        near = vertex_m >= 0
        x_m, y_m, r_m = network.shape_x_m[near], network.shape_y_m[near], vertex_m[near]
        return (
            float((x_m - r_m).min()),
            float((y_m - r_m).min()),
            float((x_m + r_m).max()),
            float((y_m + r_m).max()),
        )


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
    cutoffs_ds = [whole_deciseconds(cutoff_s) for cutoff_s in cutoffs_s]
    if not (sources.piece != NOT_SNAPPED).any():
        raise InputError("isochrone.off_network", limit_m=profile.max_snap_m)
    # A little beyond the longest limit, so that the surface is right on both sides of it.
    beyond_s = _ds_per_m(profile) * 2 * COARSEST_CELL_M / DECISECONDS_PER_SECOND
    field = nearest(
        network,
        sources,
        direction=direction,
        delay_s=delay_s,
        cutoff_s=min(max(cutoffs_s) + beyond_s, LONGEST_CUTOFF_S),
    )
    surface = TimeSurface(field, index, profile)
    coarse = _lattice(surface.frame_m(max(cutoffs_ds)))
    cells = coarse.columns * coarse.rows
    finer = next((times for times, most in _FINER if cells * times * times <= most), 1)
    time_ds = _timed(surface, coarse, finer, cutoffs_ds, _ds_per_m(profile) * coarse.cell_m)
    fine = coarse.finer(finer)
    span_ds = 1.5 * _ds_per_m(profile) * fine.cell_m
    return tuple(
        Isochrone(cutoff_s, _outline(time_ds, fine, cutoff_ds, span_ds), coarse.cell_m)
        for cutoff_s, cutoff_ds in zip(cutoffs_s, cutoffs_ds, strict=True)
    )


def _ds_per_m(profile: TravelProfile) -> float:
    """Time that a metre off the road takes [ds]."""
    speed_mps = profile.off_road_kph * METRES_PER_SECOND_PER_KPH
    return profile.off_road_detour / speed_mps * DECISECONDS_PER_SECOND


def _lattice(frame: tuple[float, float, float, float]) -> _Lattice:
    """Places on whole multiples of the cell: 25 m apart, wider only for much ground."""
    area_m2 = (frame[2] - frame[0]) * (frame[3] - frame[1])
    cell_m = float(np.ceil(np.sqrt(area_m2 / USUAL_CELLS)))
    if cell_m > COARSEST_CELL_M:
        cell_m = max(COARSEST_CELL_M, float(np.ceil(np.sqrt(area_m2 / MOST_CELLS))))
    cell_m = max(cell_m, FINEST_CELL_M)
    west, south = (int(np.floor(edge / cell_m)) - 1 for edge in frame[:2])
    east, north = (int(np.ceil(edge / cell_m)) + 1 for edge in frame[2:])
    return _Lattice(west * cell_m, south * cell_m, cell_m, east - west + 1, north - south + 1)


def _timed(
    surface: TimeSurface, coarse: _Lattice, finer: int, cutoffs_ds: list[int], step_ds: float
) -> Times:
    """Times on the finer lattice: exact where an outline may pass, else of a place near by."""
    number = np.arange(coarse.rows * coarse.columns, dtype=np.int64)
    gap_m = coarse.cell_m / finer
    base_ds = surface.times_ds(*coarse.places(number), gap_m).reshape(coarse.rows, coarse.columns)
    if finer == 1:
        return base_ds
    corners = (base_ds[:-1, :-1], base_ds[:-1, 1:], base_ds[1:, :-1], base_ds[1:, 1:])
    least_ds, most_ds = np.minimum.reduce(corners), np.maximum.reduce(corners)
    doubtful = np.zeros(least_ds.shape, dtype=np.bool_)
    for cutoff_ds in cutoffs_ds:
        doubtful |= (least_ds <= cutoff_ds + step_ds) & (most_ds > cutoff_ds - step_ds)
    fine = coarse.finer(finer)
    time_ds = np.repeat(np.repeat(base_ds, finer, axis=0), finer, axis=1)
    time_ds = time_ds[: fine.rows, : fine.columns].copy()
    asked = np.zeros(time_ds.shape, dtype=np.bool_)
    inner = np.repeat(np.repeat(doubtful, finer, axis=0), finer, axis=1)
    for down in (0, 1):
        for right in (0, 1):
            asked[down : fine.rows - 1 + down, right : fine.columns - 1 + right] |= inner
    asked[::finer, ::finer] = False
    number = np.flatnonzero(asked)
    time_ds.ravel()[number] = surface.times_ds(*fine.places(number), gap_m)
    return time_ds


def _outline(time_ds: Times, fine: _Lattice, cutoff_ds: int, span_ds: float) -> shapely.Geometry:
    """
    Draw the outline of what is reached within a limit.

    Between two places timed the outline passes where the time would pass the limit. Times
    are cut off at `span_ds` on both sides: across a jump (another road is the nearest
    one) it then passes in the middle; beside ground with no way it keeps to the place
    reached. Times are whole and the outline is drawn half a decisecond beyond the limit,
    so that no place timed lies on it and a place at the limit lies inside.
    """
    reached = time_ds <= cutoff_ds
    if not reached.any():
        return shapely.MultiPolygon()
    level, far_away = 0.5, 1e5
    rows, columns = np.flatnonzero(reached.any(axis=1)), np.flatnonzero(reached.any(axis=0))
    south, west = max(int(rows[0]) - 1, 0), max(int(columns[0]) - 1, 0)
    part = time_ds[south : int(rows[-1]) + 2, west : int(columns[-1]) + 2]
    height = np.clip(part - float(cutoff_ds), -span_ds, span_ds)
    height[part == NO_WAY] = far_away
    drawing = contourpy.contour_generator(
        z=height, name="serial", fill_type=contourpy.FillType.ChunkCombinedOffsetOffset
    )
    drawn: Any = drawing.filled(-far_away, level)  # what comes out depends on the fill type
    points, offsets, outers = drawn
    column_row = np.asarray(points[0]) + np.array([west, south])
    ring_m = column_row * fine.cell_m + np.array([fine.west_m, fine.south_m])
    polygons = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, ring_m, (offsets[0], outers[0])
    )
    return shapely.MultiPolygon(list(polygons)) if len(polygons) > 1 else polygons[0]
