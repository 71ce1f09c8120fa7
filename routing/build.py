"""From drawn ways to the network of one travel profile."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.crs import MetricCrs, geodesic_length_m
from geo.errors import InputError
from geo.units import METRES_PER_SECOND_PER_KPH, rounded_deciseconds
from routing.network import CLOSED_DS, RoadNetwork
from routing.profile import Setting, TravelProfile
from routing.terrain import slope_factors
from routing.waits import junction_waits, with_ferries
from routing.ways import RoadWays

Positions = NDArray[np.int64]


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
    leave by either side. At a barrier that stops the profile the road ends on both
    sides. A piece's time is its geodesic length over its speed, on a slope times the
    factor of that slope where the profile minds slopes and elevations are known, plus the
    wait at the junction it enters, summed in float and rounded once, half up, to at least
    1 ds.

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
        ways.road_class,
        ways.max_speed_kph,
        setting=setting,
        way_setting=ways.setting,
        speed_factor=speed_factor,
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
    stops = (ways.rules.barrier_blocks & int(profile.mode)) != 0
    blocked = np.isin(ways.node_id, ways.rules.barrier_id[stops])
    cut = _junction_vertices(vertex, start, ways.node_id.size) | blocked[vertex]
    first, last = _pieces(cut, start)
    loops = vertex[first] == vertex[last]
    if loops.any():
        cut[(first[loops] + last[loops]) // 2] = True
        first, last = _pieces(cut, start)
    of_way = chosen[np.searchsorted(start, first, side="right") - 1]

    # Vertices from `first` to `last` inclusive, piece after piece.
    shape_vertex, shape_start = _spans(vertex, first, last)
    lon, lat = ways.lon[shape_vertex], ways.lat[shape_vertex]
    step_m = geodesic_length_m(lon, lat)
    length_m = _sums(step_m, shape_start)
    flat_s = length_m / (speed_kph[of_way] * METRES_PER_SECOND_PER_KPH)
    time_s = flat_s[:, None] * slope_factors(
        ways,
        profile,
        of_way=of_way,
        least=speed_kph[of_way] / (profile.top_speed_kph * speed_factor),
        step_m=step_m,
        shape_vertex=shape_vertex,
        shape_start=shape_start,
    )
    ends, node = _ends(vertex, first, last, blocked)
    waits = junction_waits(
        ways,
        profile,
        setting=setting,
        of_way=of_way,
        ends=ends,
        shape_vertex=shape_vertex,
        shape_start=shape_start,
    )
    time_s, waits = with_ferries(ways, profile, of_way, length_m, time_s, waits)
    mode = int(profile.mode)
    node_x_m, node_y_m = crs.from_lonlat(ways.lon[node], ways.lat[node])
    shape_x_m, shape_y_m = crs.from_lonlat(lon, lat)
    open_ways = np.stack([ways.forward[of_way] & mode, ways.backward[of_way] & mode], axis=1) != 0
    total_ds = np.maximum(rounded_deciseconds(time_s + waits), 1)
    # What is rounded is the whole; the wait is what the road alone leaves of it.
    road_ds = np.clip(rounded_deciseconds(time_s), 1, None)
    times_ds = np.where(open_ways, total_ds, CLOSED_DS).astype(np.int32)
    delays_ds = np.where(open_ways, np.maximum(total_ds - road_ds, 0), 0).astype(np.int32)
    return RoadNetwork.from_pieces(
        node_x_m=node_x_m,
        node_y_m=node_y_m,
        node_id=ways.node_id[node],
        tail=ends[:, 0].copy(),
        head=ends[:, 1].copy(),
        forward_ds=times_ds[:, 0].copy(),
        backward_ds=times_ds[:, 1].copy(),
        forward_delay_ds=delays_ds[:, 0].copy(),
        backward_delay_ds=delays_ds[:, 1].copy(),
        length_m=length_m,
        way_id=ways.way_id[of_way],
        road_class=ways.road_class[of_way],
        flags=ways.flags[of_way],
        shape_start=shape_start,
        shape_x_m=shape_x_m,
        shape_y_m=shape_y_m,
        rules=ways.rules,
        mode=mode,
    )


def _ends(
    vertex: NDArray[np.int32], first: Positions, last: Positions, blocked: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """
    Number the ends of the pieces; at a barrier every piece ends by itself.

    Returns the junction at both ends of each piece, shape ``(p, 2)``, and the node that
    each junction stands on.
    """
    node = np.stack([vertex[first], vertex[last]], axis=1).astype(np.int64)
    own = blocked.size + np.arange(node.size, dtype=np.int64).reshape(-1, 2)
    _, where, number = np.unique(
        np.where(blocked[node], own, node), return_index=True, return_inverse=True
    )
    return number.reshape(-1, 2).astype(np.int32), node.ravel()[where].astype(np.int32)


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
