"""From drawn ways to the network of one travel profile."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.crs import MetricCrs, geodesic_length_m
from geo.errors import InputError
from geo.units import METRES_PER_SECOND_PER_KPH, rounded_deciseconds
from routing.network import CLOSED_DS, RoadNetwork
from routing.profile import Setting, TravelProfile
from routing.ways import RoadWays


def build_network(
    ways: RoadWays,
    profile: TravelProfile,
    *,
    crs: MetricCrs,
    setting: Setting,
    speed_factor: float = 1.0,
) -> RoadNetwork:
    """
    Cut the ways that a profile may use at their junctions and time the pieces.

    A node is a junction where a usable way ends or where usable ways meet. A loop
    that meets nothing else is cut once more in its middle, so that a home on it can
    leave by either side. A piece's time is its geodesic length over its speed, summed
    in float and rounded once, half up, to at least 1 ds.

    Parameters
    ----------
    ways
        Roads as drawn.
    profile
        Mode, speeds and limits.
    crs
        The study's metric CRS (shapes only: lengths are geodesic).
    setting
        Kind of country, which chooses the speeds.
    speed_factor
        Multiplies every speed, > 0.

    Raises
    ------
    InputError
        If no way can be used by the profile, or `speed_factor` is not above 0.
    """
    if not 0 < speed_factor < float("inf"):
        raise InputError("build.bad_speed_factor", value=speed_factor)
    speed_kph = profile.speeds_kph(
        ways.road_class, ways.max_speed_kph, setting=setting, speed_factor=speed_factor
    )
    usable = ((ways.forward | ways.backward) & int(profile.mode)) != 0
    usable &= speed_kph > 0
    chosen = np.flatnonzero(usable)
    if chosen.size == 0:
        raise InputError("build.no_roads", profile=profile.name)
    vertex, start = _rows(ways.way_start, ways.way_node, chosen)
    vertex, start = _without_repeats(vertex, start)
    alive = np.diff(start) > 1
    if not alive.any():
        raise InputError("build.no_roads", profile=profile.name)
    chosen = chosen[alive]
    vertex, start = _rows(start, vertex, np.flatnonzero(alive))
    cut = _junction_vertices(vertex, start, ways.node_id.size)
    first, last = _pieces(cut, start)
    loops = vertex[first] == vertex[last]
    if loops.any():
        cut[(first[loops] + last[loops]) // 2] = True
        first, last = _pieces(cut, start)
    of_way = chosen[np.searchsorted(start, first, side="right") - 1]

    # Vertices from `first` to `last` inclusive, piece after piece.
    shape_vertex, shape_start = _spans(vertex, first, last)
    lon, lat = ways.lon[shape_vertex], ways.lat[shape_vertex]
    length_m = _sums(geodesic_length_m(lon, lat), shape_start)
    time_s = length_m / (speed_kph[of_way] * METRES_PER_SECOND_PER_KPH)
    time_ds = np.maximum(rounded_deciseconds(time_s), 1).astype(np.int32)
    mode = int(profile.mode)
    nodes, renumbered = np.unique(
        np.concatenate([vertex[first], vertex[last]]), return_inverse=True
    )
    node_x_m, node_y_m = crs.from_lonlat(ways.lon[nodes], ways.lat[nodes])
    shape_x_m, shape_y_m = crs.from_lonlat(lon, lat)
    return RoadNetwork.from_pieces(
        node_x_m=node_x_m,
        node_y_m=node_y_m,
        node_id=ways.node_id[nodes],
        tail=renumbered[: first.size].astype(np.int32),
        head=renumbered[first.size :].astype(np.int32),
        forward_ds=np.where((ways.forward[of_way] & mode) != 0, time_ds, CLOSED_DS).astype(
            np.int32
        ),
        backward_ds=np.where((ways.backward[of_way] & mode) != 0, time_ds, CLOSED_DS).astype(
            np.int32
        ),
        length_m=length_m,
        way_id=ways.way_id[of_way],
        road_class=ways.road_class[of_way],
        flags=ways.flags[of_way],
        shape_start=shape_start,
        shape_x_m=shape_x_m,
        shape_y_m=shape_y_m,
    )


Positions = NDArray[np.int64]


def _spans(
    values: NDArray[np.int32], first: Positions, last: Positions
) -> tuple[NDArray[np.int32], Positions]:
    """Copy ``values[first[i]:last[i] + 1]`` one after another; with the row starts."""
    size = last - first + 1
    start = np.zeros(size.size + 1, dtype=np.int64)
    np.cumsum(size, out=start[1:])
    position = np.arange(start[-1], dtype=np.int64)
    position += np.repeat(first - start[:-1], size)
    return values[position], start


def _rows(
    start: Positions, values: NDArray[np.int32], chosen: Positions
) -> tuple[NDArray[np.int32], Positions]:
    """Copy the chosen rows of a ragged table."""
    return _spans(values, start[chosen], start[chosen + 1] - 1)


def _without_repeats(
    vertex: NDArray[np.int32], start: Positions
) -> tuple[NDArray[np.int32], Positions]:
    """Drop a vertex that stands twice in a row within a way."""
    fresh = np.ones(vertex.size, dtype=bool)
    fresh[1:] = vertex[1:] != vertex[:-1]
    fresh[start[:-1]] = True
    kept_before = np.concatenate([[0], np.cumsum(fresh)])
    return vertex[fresh], kept_before[start]


def _junction_vertices(
    vertex: NDArray[np.int32], start: Positions, n_nodes: int
) -> NDArray[np.bool_]:
    """Mark the vertices at which ways are cut."""
    junction = np.bincount(vertex, minlength=n_nodes) > 1
    cut = junction[vertex]
    cut[start[:-1]] = True
    cut[start[1:] - 1] = True
    return cut


def _pieces(cut: NDArray[np.bool_], start: Positions) -> tuple[Positions, Positions]:
    """First and last vertex of every piece: two cuts in a row, not across two ways."""
    position = np.flatnonzero(cut)
    way_begins = np.zeros(cut.size, dtype=bool)
    way_begins[start[:-1]] = True
    within = ~way_begins[position[1:]]
    return position[:-1][within], position[1:][within]


def _sums(step_m: NDArray[np.float64], start: Positions) -> NDArray[np.float64]:
    """Sum the steps inside each row; the step that joins two rows belongs to none."""
    inside = np.append(step_m, 0.0)
    inside[start[1:] - 1] = 0.0
    return np.add.reduceat(inside, start[:-1])
