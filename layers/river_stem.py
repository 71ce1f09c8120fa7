"""The stem of a river: one line from its pieces, without braids, drawn downstream."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from geo.crs import WGS84
from geo.errors import InputError

_MOST_ENDS = 200
_PROBE_DEG = 0.01


@dataclass(frozen=True, slots=True)
class LocalFrame:
    """
    Degrees scaled to metres about one place.

    The scaling is affine: what is straight or crosses in degrees is straight and crosses
    in metres, which no map projection promises. Lengths are good to 1 % within half a
    degree of latitude, enough for tolerances and compass directions.

    Attributes
    ----------
    scale
        Metres per degree of longitude and of latitude.
    """

    scale: tuple[float, float]

    @classmethod
    def about(cls, lon: float, lat: float) -> LocalFrame:
        """Scale for the surroundings of a place [deg, WGS-84]."""
        half = _PROBE_DEG / 2
        _, _, east_m = WGS84.inv(lon - half, lat, lon + half, lat)
        _, _, north_m = WGS84.inv(lon, lat - half, lon, lat + half)
        return cls((east_m / _PROBE_DEG, north_m / _PROBE_DEG))

    def to_m(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scale places, shape ``(n, 2)``, from degrees to metres."""
        return np.asarray(lonlat * np.array(self.scale), dtype=np.float64)

    def to_deg(self, xy_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scale places, shape ``(n, 2)``, from metres back to degrees."""
        return np.asarray(xy_m / np.array(self.scale), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Stem:
    """
    One line of a river, drawn downstream.

    Attributes
    ----------
    lonlat
        Its vertices [deg, WGS-84], shape ``(n, 2)``, n >= 2.
    against_m
        How much of it was drawn the other way in the source [m].
    bridged_m
        How much of it closes gaps between the pieces of the source [m].
    """

    lonlat: NDArray[np.float64]
    against_m: float
    bridged_m: float


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Steps between vertices, each once: lower vertex, higher vertex, length, drawing."""

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    length_m: NDArray[np.float64]
    drawn: NDArray[np.int8]  # +1 from tail to head, -1 the other way, 0 a bridge


def river_stems(
    lines: NDArray[np.object_], frame: LocalFrame, *, reach_m: float
) -> tuple[Stem, ...]:
    """
    Reduce the pieces of a river to its stems.

    Pieces that share a vertex, or whose ends lie within `reach_m` of another piece, hang
    together. Of each such body the stem is the way between two of its ends that goes
    farthest downstream; where the river is braided it takes the shorter channel. A body
    without ends (a ring) has no stem.

    Parameters
    ----------
    lines
        LineStrings drawn downstream [deg, WGS-84].
    frame
        Scale to metres.
    reach_m
        Gaps up to this are bridged by a straight line [m].

    Returns
    -------
    stems
        One a body, in the order of their westernmost vertex; the order and the cutting
        of the pieces do not matter.

    Raises
    ------
    InputError
        If a body has so many ends that it is a whole drainage network.
    """
    place, steps = _steps_of(lines, frame)
    if steps.tail.size == 0:
        return ()
    xy_m = frame.to_m(place)
    steps = _bridged(xy_m, steps, reach_m)
    graph = _graph(steps, len(place))
    degree = np.diff(graph.indptr)
    n_bodies, body = connected_components(graph, directed=False)
    stems = []
    for one in range(n_bodies):
        ends = np.flatnonzero((body == one) & (degree == 1))
        if ends.size < 2:  # noqa: PLR2004 (a way has two ends)
            continue
        if ends.size > _MOST_ENDS:
            raise InputError("banks.network", ends=ends.size, most=_MOST_ENDS)
        stems.append(_longest(graph, place, steps, ends))
    return tuple(stems)


def _steps_of(lines: NDArray[np.object_], frame: LocalFrame) -> tuple[NDArray[np.float64], _Steps]:
    lonlat, owner = shapely.get_coordinates(lines, return_index=True)
    place, vertex = np.unique(lonlat, axis=0, return_inverse=True)
    vertex = vertex.reshape(-1).astype(np.int64)
    inside = (owner[1:] == owner[:-1]) & (vertex[1:] != vertex[:-1])
    tail, head = vertex[:-1][inside], vertex[1:][inside]
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    # A way drawn twice (alone, and as a member of its relation) is one way.
    pair, first = np.unique(np.column_stack((low, high)), axis=0, return_index=True)
    length_m = np.hypot(*(frame.to_m(place[pair[:, 1]]) - frame.to_m(place[pair[:, 0]])).T)
    drawn = np.where(tail[first] < head[first], 1, -1).astype(np.int8)
    return place, _Steps(pair[:, 0], pair[:, 1], length_m, drawn)


def _graph(steps: _Steps, n_places: int) -> csr_array:
    both = (
        np.concatenate((steps.tail, steps.head)),
        np.concatenate((steps.head, steps.tail)),
    )
    length_m = np.concatenate((steps.length_m, steps.length_m))
    return csr_array((length_m, both), shape=(n_places, n_places))


def _bridged(xy_m: NDArray[np.float64], steps: _Steps, reach_m: float) -> _Steps:
    """Join bodies whose ends lie near: the shortest bridges first, none within a body."""
    graph = _graph(steps, len(xy_m))
    n_bodies, body = connected_components(graph, directed=False)
    if n_bodies == 1:
        return steps
    ends = np.flatnonzero(np.diff(graph.indptr) == 1)
    near = cKDTree(xy_m).query_ball_point(xy_m[ends], reach_m, return_sorted=True)
    bridges = sorted(
        (float(np.hypot(*(xy_m[other] - xy_m[end]))), int(end), int(other))
        for end, others in zip(ends.tolist(), near, strict=True)
        for other in others
        if body[other] != body[end]
    )
    joined = []
    for length_m, end, other in bridges:
        if body[end] != body[other]:
            body[body == body[other]] = body[end]
            joined.append((min(end, other), max(end, other), length_m))
    if not joined:
        return steps
    low, high, gap_m = (np.array(column) for column in zip(*joined, strict=True))
    return _Steps(
        np.concatenate((steps.tail, low)),
        np.concatenate((steps.head, high)),
        np.concatenate((steps.length_m, gap_m)),
        np.concatenate((steps.drawn, np.zeros(len(joined), dtype=np.int8))),
    )


def _longest(
    graph: csr_array, place: NDArray[np.float64], steps: _Steps, ends: NDArray[np.int64]
) -> Stem:
    """Way between two ends that goes farthest downstream, net of what goes against."""
    order = np.lexsort((steps.head, steps.tail))
    key = steps.tail[order] * len(place) + steps.head[order]

    def found(
        tail: NDArray[np.int64], head: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Step between two neighbours: its row, and +1 if it is drawn that way, -1 if not."""
        wanted = np.minimum(tail, head) * len(place) + np.maximum(tail, head)
        row = order[np.searchsorted(key, wanted)]
        return row, np.where(tail < head, steps.drawn[row], -steps.drawn[row]).astype(np.int64)

    best_m = 0.0
    path: list[int] = []
    for end in ends.tolist():
        _, before = dijkstra(graph, directed=False, indices=end, return_predecessors=True)
        reached = np.flatnonzero(before >= 0)
        row, way = found(before[reached].astype(np.int64), reached)
        # Each vertex adds what its forerunner has gone, in leaps that double.
        net_m = np.zeros(len(place))
        net_m[reached] = steps.length_m[row] * way
        leap = np.where(before >= 0, before, end)
        leap[end] = end
        net_m[end] = 0.0
        while (leap != end).any():
            net_m = net_m + np.where(leap == end, 0.0, net_m[leap])
            leap = leap[leap]
        far = int(ends[np.argmax(net_m[ends])])
        if net_m[far] > best_m:
            best_m = float(net_m[far])
            path = [far]
            while path[-1] != end:
                path.append(int(before[path[-1]]))
            path.reverse()
    if not path:  # as much is drawn up as down: no way leads downstream
        raise InputError("banks.no_direction")
    stops = np.array(path, dtype=np.int64)
    row, way = found(stops[:-1], stops[1:])
    return Stem(
        lonlat=place[stops],
        against_m=float(steps.length_m[row][way < 0].sum()),
        bridged_m=float(steps.length_m[row][way == 0].sum()),
    )
