"""The quickest way between two places, with its path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.units import DECISECONDS_PER_SECOND, whole_deciseconds
from routing.engine import NO_LIMIT, Seeds, engine_of
from routing.entries import Direction, entries_of, stretches
from routing.network import CLOSED_DS, RoadNetwork
from routing.snapping import SnappedPoints
from routing.turns import AGAINST, ALONG

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """
    A way between two places.

    Attributes
    ----------
    time_s
        Time on the road [s]; ``inf`` where there is no way.
    piece, way
        Pieces in the order of travel, and whether each is driven `ALONG` or `AGAINST`
        its drawing, shape ``(r,)``; the first and last only in part. Empty where there
        is no way.
    length_m
        Geodesic length driven [m]; ``inf`` where there is no way.
    x_m, y_m
        Vertices of the path in the metric CRS.
    """

    time_s: float
    piece: Ints
    way: Ints
    length_m: float
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]


def route(
    network: RoadNetwork,
    origin: SnappedPoints,
    destination: SnappedPoints,
    *,
    cutoff_s: float | None = None,
) -> Route:
    """
    Find the quickest way from one snapped place to another.

    Parameters
    ----------
    network
        The road network; it must have shapes.
    origin, destination
        One snapped place each.
    cutoff_s
        Longest time [s], inclusive; None for any.

    Raises
    ------
    InputError
        If origin or destination is not one place.
    """
    if len(origin) != 1 or len(destination) != 1:
        raise InputError("route.one_place", origins=len(origin), destinations=len(destination))
    limit_ds = NO_LIMIT if cutoff_s is None else whole_deciseconds(cutoff_s)
    out = entries_of(network, origin, leaving=True)
    into = entries_of(network, destination, leaving=False)
    found = engine_of(network).path(
        Seeds(out.state, out.time_ds, out.row),
        Seeds(into.state, into.time_ds, into.row),
        limit_ds=limit_ds,
    )
    direct = stretches(network, origin, destination, Direction.FROM)
    if direct.time_ds.size:
        best = int(direct.time_ds.min())
        if (found.time_ds < 0 or best <= found.time_ds) and (limit_ds < 0 or best <= limit_ds):
            way = ALONG if destination.share[0] >= origin.share[0] else AGAINST
            return _drawn(network, best, [(int(origin.piece[0]), way)], origin, destination)
    if found.time_ds < 0:
        nothing = np.empty(0)
        none = np.empty(0, dtype=np.int64)
        return Route(np.inf, none, none, np.inf, nothing, nothing)
    first = _first_move(network, origin, out.state, out.time_ds, int(found.states[0]))
    middle = [
        _move_between(network, int(a), int(b))
        for a, b in zip(found.states[:-1], found.states[1:], strict=True)
    ]
    last = _last_move(network, destination, int(found.states[-1]))
    return _drawn(network, int(found.time_ds), [first, *middle, last], origin, destination)


def _first_move(
    network: RoadNetwork, origin: SnappedPoints, states: Ints, time_ds: Ints, state: int
) -> tuple[int, int]:
    """Way in which the origin's piece is left, so that it ends in `state` soonest."""
    piece = int(origin.piece[0])
    ways = [
        way
        for way in (ALONG, AGAINST)
        if int(network.turns.enters[piece, way]) == state
        and (network.forward_ds, network.backward_ds)[way][piece] != CLOSED_DS
    ]
    if len(ways) == 1:
        return piece, ways[0]
    # Both ways end in one state only on a loop, which is cut: the sooner is first.
    order = np.argsort(time_ds[states == state], kind="stable")
    return piece, ways[int(order[0])]


def _move_between(network: RoadNetwork, tail: int, head: int) -> tuple[int, int]:
    """Piece and way of the arc between two states."""
    row = slice(network.indptr[tail], network.indptr[tail + 1])
    arc = int(network.indptr[tail]) + int(np.flatnonzero(network.arc_head[row] == head)[0])
    piece = int(network.arc_piece[arc])
    return piece, ALONG if int(network.turns.enters[piece, ALONG]) == head else AGAINST


def _last_move(network: RoadNetwork, destination: SnappedPoints, state: int) -> tuple[int, int]:
    """Way in which the destination's piece is entered from `state`, the sooner if both."""
    piece = int(destination.piece[0])
    junction = int(network.state_junction[state])
    joints = entries_of(network, destination, leaving=False)
    ways = []
    for way, start in ((ALONG, network.tail), (AGAINST, network.head)):
        time_ds = (network.forward_ds, network.backward_ds)[way][piece]
        if int(start[piece]) == junction and time_ds != CLOSED_DS:
            ways.append(way)
    if len(ways) == 1:
        return piece, ways[0]
    own = joints.time_ds[joints.state == state]
    return piece, ways[int(np.argmin(own))]


def _drawn(
    network: RoadNetwork,
    time_ds: int,
    moves: list[tuple[int, int]],
    origin: SnappedPoints,
    destination: SnappedPoints,
) -> Route:
    """Put the path together from the vertices of its pieces, cut at both ends."""
    xs, ys = [], []
    length_m = 0.0
    for number, (piece, way) in enumerate(moves):
        begin, end = (0.0, 1.0) if way == ALONG else (1.0, 0.0)
        if number == 0:
            begin = float(origin.share[0])
        if number == len(moves) - 1:
            end = float(destination.share[0])
        x_m, y_m = _cut(network, piece, begin, end)
        xs.append(x_m)
        ys.append(y_m)
        length_m += abs(end - begin) * float(network.length_m[piece])
    return Route(
        time_s=time_ds / DECISECONDS_PER_SECOND,
        piece=np.array([piece for piece, _ in moves], dtype=np.int64),
        way=np.array([way for _, way in moves], dtype=np.int64),
        length_m=length_m,
        x_m=np.concatenate(xs),
        y_m=np.concatenate(ys),
    )


def _cut(
    network: RoadNetwork, piece: int, begin: float, end: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Vertices of a piece between two shares of its length, in the order of travel."""
    row = slice(network.shape_start[piece], network.shape_start[piece + 1])
    x_m, y_m = network.shape_x_m[row], network.shape_y_m[row]
    run_m = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x_m), np.diff(y_m)))])
    low_m, high_m = sorted((begin * run_m[-1], end * run_m[-1]))
    inside = (run_m > low_m) & (run_m < high_m)
    stops = np.concatenate([[low_m], run_m[inside], [high_m]])
    cut_x, cut_y = np.interp(stops, run_m, x_m), np.interp(stops, run_m, y_m)
    return (cut_x, cut_y) if begin <= end else (cut_x[::-1], cut_y[::-1])
