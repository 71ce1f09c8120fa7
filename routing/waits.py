"""Waiting: at signals, at junctions, for a ferry."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routing.profile import Setting, TravelProfile
from routing.ways import ROAD_CLASS_CODE, RoadWays

_FACES_ALONG, _FACES_AGAINST = 1, 2
_CROSSING_ENDS = 3

Floats = NDArray[np.float64]


def junction_waits(
    ways: RoadWays,
    profile: TravelProfile,
    *,
    setting: Setting,
    of_way: NDArray[np.int64],
    ends: NDArray[np.int32],
    shape_vertex: NDArray[np.int32],
    shape_start: NDArray[np.int64],
) -> Floats:
    """
    Wait at the end of each piece, along and against its drawing.

    Signals stand at the crossing or at a stop line before it: a piece that ends at one,
    or passes one, waits once. Where three or more pieces meet without a signal the
    profile's junction wait counts. Both are constants on the piece that enters.

    Parameters
    ----------
    ways, profile, setting
        Roads, and what the waits are.
    of_way
        Way of each piece, shape ``(p,)``.
    ends
        Junction at both ends of each piece, shape ``(p, 2)``.
    shape_vertex, shape_start
        Nodes along each piece, row by row.

    Returns
    -------
    wait_s
        Shape ``(p, 2)`` [s].
    """
    ending = np.bincount(ends.ravel(), minlength=int(ends.max(initial=-1)) + 1)
    crossing = ending >= _CROSSING_ENDS
    plain_s = profile.junction_delays_s(ways.n_ways, setting=setting, way_setting=ways.setting)
    wait_s = np.where(crossing[ends[:, ::-1]], plain_s[of_way][:, None], 0.0)
    faces = np.zeros(ways.node_id.size, dtype=np.uint8)
    known = np.isin(ways.rules.signal_id, ways.node_id)
    order = np.argsort(ways.node_id, kind="stable")
    at = order[np.searchsorted(ways.node_id, ways.rules.signal_id[known], sorter=order)]
    faces[at] = ways.rules.signal_faces[known]
    seen = faces[shape_vertex]
    for column, face, own_start in (
        (0, _FACES_ALONG, shape_start[:-1]),
        (1, _FACES_AGAINST, shape_start[1:] - 1),
    ):
        stops = (seen & face) != 0
        # Who starts at a signal has already waited there.
        stops[own_start] = False
        if stops.size:
            met = np.add.reduceat(stops.astype(np.int64), shape_start[:-1]) > 0
            wait_s[met, column] = profile.signal_delay_s
    return wait_s


def with_ferries(
    ways: RoadWays,
    profile: TravelProfile,
    of_way: NDArray[np.int64],
    length_m: Floats,
    time_s: Floats,
    wait_s: Floats,
) -> tuple[Floats, Floats]:
    """
    Put the timetable's duration and the wait for the boat on ferry pieces.

    `time_s` is the time of each piece along and against its drawing, shape ``(p, 2)``.

    A ferry whose source states a duration takes it (shared over its pieces by length);
    any other goes at the profile's ferry speed.

    Returns
    -------
    time_s, wait_s
        Shape ``(p, 2)`` each [s].
    """
    ferry = ways.road_class[of_way] == ROAD_CLASS_CODE["ferry"]
    if not ferry.any():
        return time_s, wait_s
    wait_s = np.where(ferry[:, None], profile.ferry_wait_s, wait_s)
    if ways.duration_s is not None:
        duration_s = ways.duration_s[of_way].astype(np.float64)
        whole_m = np.bincount(of_way, weights=length_m, minlength=ways.n_ways)[of_way]
        said = ferry & np.isfinite(duration_s) & (whole_m > 0)
        part = np.divide(length_m, whole_m, out=np.zeros_like(length_m), where=whole_m > 0)
        time_s = np.where(said[:, None], (duration_s * part)[:, None], time_s)
    return time_s, wait_s
