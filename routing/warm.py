"""Compiling the kernels ahead of the first question."""

from __future__ import annotations

import numpy as np

from routing.engine import engine_of
from routing.entries import Direction
from routing.isochrone import isochrones
from routing.live import LiveField
from routing.many import many_to_many
from routing.network import RoadNetwork
from routing.profile import Setting, TravelProfile
from routing.retime import closed
from routing.route import route
from routing.search import k_nearest, nearest
from routing.snapping import RoadIndex
from routing.ways import ROAD_CLASSES

_SIDE = 70
"""A grid of so many streets each way is large enough that every kernel is chosen."""
_STEP_M = 100.0
_STEP_S = 10.0
_SOURCES = 12


def has_kernels() -> bool:
    """Tell whether our own kernels answer here, or scipy in their stead (no numba)."""
    try:
        import numba  # noqa: F401, PLC0415 (it may be missing)
    except ImportError:
        return False
    return True


def warm_kernels() -> None:
    """
    Ask one question of each kind, so that all kernels are compiled and kept.

    The first time takes some tens of seconds; afterwards the compiled kernels are read
    from numba's cache.
    """
    network = _street_grid()
    index = RoadIndex(network)
    x_m = np.linspace(0.0, (_SIDE - 1) * _STEP_M, _SOURCES)
    places = index.snap(x_m, x_m[::-1].copy(), max_distance_m=1_000.0)
    for prepared in (False, True):
        if prepared:
            engine_of(network).prepare()
        for direction in Direction:
            nearest(network, places, direction=direction).at(places)
            nearest(network, places, direction=direction, cutoff_s=900.0)
            k_nearest(network, places, 3, direction=direction)
            many_to_many(network, places, places, direction=direction, cutoff_s=900.0)
            many_to_many(network, places, places, direction=direction)
    one = places.take(np.array([0]))
    many_to_many(network, one, places, direction="from", cutoff_s=900.0)
    route(network, one, places.take(np.array([5])))
    live = LiveField(network, places, places, direction="from")
    number, _ = live.add(one)
    live.remove(number)
    nearest(closed(network, np.array([0])), places, direction="from")
    isochrones(network, index, _walker(), one, cutoffs_s=(60.0,), direction=Direction.FROM)


def _walker() -> TravelProfile:
    """A profile of no one in particular: an isochrone needs one."""
    speeds = dict.fromkeys(ROAD_CLASSES, 4.5)
    return TravelProfile.from_mapping(
        {
            "name": "warm",
            "mode": "foot",
            "speed_kph": dict.fromkeys(Setting, speeds),
            "factor": dict.fromkeys(Setting, 1.0),
            "limit_share": 0.0,
            "top_speed_kph": 10.0,
            "off_road_kph": 3.0,
            "off_road_detour": 1.3,
            "max_snap_m": 1_000.0,
            "signal_delay_s": 0.0,
            "junction_delay_s": dict.fromkeys(Setting, 0.0),
            "ferry_wait_s": 0.0,
            "sources": {},
        }
    )


def _street_grid() -> RoadNetwork:
    node = np.arange(_SIDE * _SIDE, dtype=np.int64).reshape(_SIDE, _SIDE)
    pairs = np.concatenate(
        [
            np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()], axis=1),
            np.stack([node[:-1].ravel(), node[1:].ravel()], axis=1),
        ]
    )
    both = np.concatenate([pairs, pairs[:, ::-1]])
    row, column = np.divmod(np.arange(node.size), _SIDE)
    return RoadNetwork.from_arrays(
        tail=both[:, 0].copy(),
        head=both[:, 1].copy(),
        time_s=np.full(len(both), _STEP_S),
        xy_m=np.stack([column * _STEP_M, row * _STEP_M], axis=1),
    )
