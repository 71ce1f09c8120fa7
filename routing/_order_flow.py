"""Second step of the contraction order: a small set of nodes that halves a cell.

A *cell* is a connected piece of the core, a contiguous range ``[low, high)`` of positions.
Along a direction its first and last nodes become source and sink; a largest set of
node-disjoint paths between them (Dinic's algorithm on unit node capacities) shows a
smallest set of nodes that separates the two. The idea is inertial flow (Schild and Sommer,
"On Balanced Separators in Road Networks", 2015), here with nodes instead of edges.

All arrays are indexed by position, so that cells may be cut at the same time on the same
arrays. A *state* is one side of a node: ``2 * v`` is where paths enter it, ``2 * v + 1``
where they leave it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

SOURCE_SIDE, SINK_SIDE, SEPARATOR = 0, 1, 2
_SOURCE, _SINK = 1, 2
_DIAGONAL = 0.7071
N_DIRECTIONS = 4
_HOPELESS = 25
"""Square of a separator over the size of its cell; a full grid has one or two."""
_SMALL = 64
"""Separators up to this size are always worth the search."""


class Cells(NamedTuple):
    """The core, position by position: neighbours of ``v`` are ``begin[v]:end[v]``."""

    begin: Array  # int32
    end: Array  # int32
    neighbour: Array  # int32, positions in the same cell
    x: Array  # float32 [m]
    y: Array  # float32 [m]
    node: Array  # int32, number in the core


class Scratch(NamedTuple):
    """Room for one search; what it holds on entry does not matter."""

    key: Array  # float32: place along the direction
    sorted: Array  # int32: positions, source nodes first and sink nodes last
    kind: Array  # int8: 0, source or sink
    after: Array  # int32: next node on the one path through a node, or -1
    before: Array  # int32: the node before, or -1
    level: Array  # int32 per state: distance from the source; -1 unseen, -2 used up
    resume: Array  # int32: where the search of a node's neighbours goes on
    queue: Array  # int32 per state
    stack: Array  # int32 per state
    side: Array  # int8: the best cut found


def new_scratch(n_core: int) -> Scratch:
    """Room for searches over a core of `n_core` nodes."""
    floats, ints, bytes_ = (np.zeros(n_core, kind) for kind in (np.float32, np.int32, np.int8))
    states = np.zeros(2 * n_core, np.int32)
    return Scratch(
        key=floats,
        sorted=ints,
        kind=bytes_,
        after=ints.copy(),
        before=ints.copy(),
        level=states,
        resume=ints.copy(),
        queue=states.copy(),
        stack=states.copy(),
        side=bytes_.copy(),
    )


@njit(cache=True, nogil=True)
def put_smallest_first(key: Array, items: Array, low: int, high: int, cut: int) -> None:
    """Reorder ``items[low:high]`` so that no key before `cut` exceeds one from it on."""
    while high - low > 1:
        pivot = key[items[(low + high) >> 1]]
        i, j = low, high - 1
        while i <= j:
            while key[items[i]] < pivot:
                i += 1
            while key[items[j]] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        if cut <= j:
            high = j + 1
        elif cut >= i:
            low = i
        else:
            return


@njit(cache=True, nogil=True)
def _set_levels(
    low: int,
    high: int,
    cells: Cells,
    kind: Array,
    sink: int,
    starts: Array,
    after: Array,
    before: Array,
    level: Array,
    queue: Array,
) -> bool:
    """
    Breadth-first levels of what the paths leave over; whether a free sink was reached.

    Runs through to the end and not, as textbook Dinic, to the nearest free sink: one
    blocking flow then takes paths of every length, and fewer rounds are needed.
    """
    begin, end, neighbour = cells.begin, cells.end, cells.neighbour
    level[2 * low : 2 * high] = -1
    source = _SOURCE + _SINK - sink
    base = 2 * low
    read, written = base, base
    hit = False
    for i in range(starts.size):
        start = starts[i]
        if after[start] < 0:
            level[2 * start + 1] = 0
            queue[written] = 2 * start + 1
            written += 1
    while read < written:
        state = queue[read]
        read += 1
        deeper = level[state] + 1
        node = state >> 1
        if state & 1:
            for e in range(begin[node], end[node]):
                other = neighbour[e]
                if level[2 * other] < 0 and kind[other] != source:
                    level[2 * other] = deeper
                    if kind[other] == sink and before[other] < 0:
                        hit = True
                    else:
                        queue[written] = 2 * other
                        written += 1
            follows = 2 * node if before[node] >= 0 else state
        else:
            follows = 2 * before[node] + 1 if before[node] >= 0 else state + 1
        if level[follows] < 0:
            level[follows] = deeper
            queue[written] = follows
            written += 1
    return hit


@njit(cache=True, nogil=True)
def _flip(path: Array, after: Array, before: Array, level: Array) -> None:
    """Add the states of a found path to the paths; what it walks backwards is undone."""
    for i in range(path.size - 1):
        state = path[i]
        level[state] = -2
        if state & 1:
            node, other = state >> 1, path[i + 1] >> 1
            if other == node:
                after[node] = -1
                before[node] = -1
            else:
                after[node] = other
                before[other] = node
    level[path[path.size - 1]] = -2


@njit(cache=True, nogil=True)
def _copy_range(source: Array, target: Array, low: int, high: int) -> None:
    """Copy without slices, whose checks of shape take seconds to compile."""
    for i in range(low, high):
        target[i] = source[i]


@njit(cache=True, nogil=True)
def _add_paths(low: int, high: int, cells: Cells, starts: Array, work: Scratch) -> int:
    """Blocking flow on the levels: every state is used or found dead once; new paths."""
    begin, end, neighbour = cells.begin, cells.end, cells.neighbour
    kind, after, before, level = work.kind, work.after, work.before, work.level
    resume, stack = work.resume, work.stack
    _copy_range(begin, resume, low, high)
    base = 2 * low
    found = 0
    for i in range(starts.size):
        start = starts[i]
        if after[start] >= 0 or level[2 * start + 1] != 0:
            continue
        stack[base] = 2 * start + 1
        top = base + 1
        while top > base:
            state = stack[top - 1]
            node = state >> 1
            deeper = level[state] + 1
            step = -1
            if state & 1:
                e = resume[node]
                while e < end[node] and step < 0:
                    if level[2 * neighbour[e]] == deeper:
                        step = 2 * neighbour[e]
                    e += 1
                resume[node] = e
                if step < 0 and before[node] >= 0 and level[2 * node] == deeper:
                    step = 2 * node
            else:
                if before[node] < 0 and kind[node] == _SINK:
                    _flip(stack[base:top], after, before, level)
                    found += 1
                    break
                follows = 2 * before[node] + 1 if before[node] >= 0 else state + 1
                if level[follows] == deeper:
                    step = follows
            if step < 0:
                level[state] = -2
                top -= 1
            else:
                stack[top] = step
                top += 1
    return found


@njit(cache=True, nogil=True)
def _terminals(low: int, high: int, cells: Cells, share: float, work: Scratch) -> tuple[int, int]:
    """
    Make the first and last `share` of the cell source and sink.

    Returns the end of the sources with a neighbour that is none, which are moved to the
    front of `sorted`, and the begin of such sinks at its back.
    """
    begin, end, neighbour = cells.begin, cells.end, cells.neighbour
    kind, items = work.kind, work.sorted
    count = max(1, int(share * (high - low)))
    put_smallest_first(work.key, items, low, high, low + count)
    put_smallest_first(work.key, items, low + count, high, high - count)
    kind[low:high] = 0
    for i in range(low, low + count):
        kind[items[i]] = _SOURCE
    for i in range(high - count, high):
        kind[items[i]] = _SINK
    sources_end, sinks_begin = low, high
    for i in range(low, low + count):
        node = items[i]
        for e in range(begin[node], end[node]):
            if kind[neighbour[e]] != _SOURCE:
                items[i] = items[sources_end]
                items[sources_end] = node
                sources_end += 1
                break
    for i in range(high - 1, high - count - 1, -1):
        node = items[i]
        for e in range(begin[node], end[node]):
            if kind[neighbour[e]] != _SINK:
                sinks_begin -= 1
                items[i] = items[sinks_begin]
                items[sinks_begin] = node
                break
    return sources_end, sinks_begin


@njit(cache=True, nogil=True)
def _mark_sides(
    low: int, high: int, kind: int, near: int, far: int, on_path: Array, work: Scratch
) -> None:
    """Write the cut next to the terminals of `kind`, read off the levels from there."""
    kinds, level, side = work.kind, work.level, work.side
    for v in range(low, high):
        if level[2 * v + 1] >= 0 or (kinds[v] == kind and on_path[v] < 0):
            side[v] = near
        elif level[2 * v] >= 0 or kinds[v] == kind:
            side[v] = SEPARATOR
        else:
            side[v] = far


@njit(cache=True, nogil=True)
def _count_near(low: int, high: int, kind: int, on_path: Array, work: Scratch) -> int:
    """Nodes on the near side of that cut."""
    count = 0
    for v in range(low, high):
        if work.level[2 * v + 1] >= 0 or (work.kind[v] == kind and on_path[v] < 0):
            count += 1
    return count


@njit(cache=True, nogil=True)
def cut_along(
    low: int,
    high: int,
    cells: Cells,
    direction: int,
    share: float,
    best_flow: int,
    best_side: int,
    work: Scratch,
) -> tuple[int, int]:
    """
    Cut a connected cell along one direction, if that beats the `best` cut.

    A cut is rated by the size of its separator over that of its smaller side, kept as
    the two whole numbers so that ratings compare exactly, however the work is divided;
    1 and 0 are worse than any cut.

    Parameters
    ----------
    low, high
        The cell.
    cells
        The core.
    direction
        0 to 3: east, north, north-east, south-east.
    share
        Share of the cell that becomes source, and sink.
    best_flow, best_side
        Separator and smaller side of the best cut so far.
    work
        Scratch; `side` is written where the cut is better.

    Returns
    -------
    best_flow, best_side
        The better of the two ratings; of equals the one that was given.
    """
    along_x = 0.0 if direction == 1 else (1.0 if direction == 0 else _DIAGONAL)
    along_y = 0.0 if direction == 0 else (1.0 if direction == 1 else _DIAGONAL)
    if direction == N_DIRECTIONS - 1:
        along_y = -_DIAGONAL
    size = high - low
    for v in range(low, high):
        work.key[v] = along_x * cells.x[v] + along_y * cells.y[v]
        work.sorted[v] = v
    work.after[low:high] = -1
    work.before[low:high] = -1
    sources_end, sinks_begin = _terminals(low, high, cells, share, work)
    sources, sinks = work.sorted[low:sources_end], work.sorted[sinks_begin:high]
    kind, after, before = work.kind, work.after, work.before
    level, queue = work.level, work.queue
    flow = 0
    while _set_levels(low, high, cells, kind, _SINK, sources, after, before, level, queue):
        flow += _add_paths(low, high, cells, sources, work)
        if 2 * flow * best_side >= best_flow * (size - flow):
            return best_flow, best_side  # even two equal sides would not win
        if flow * flow > _HOPELESS * size and flow > _SMALL:
            return best_flow, best_side  # the places say nothing of who is near whom
    near = _count_near(low, high, _SOURCE, after, work)
    smaller = min(near, size - flow - near)
    if flow * best_side < best_flow * smaller:
        best_flow, best_side = flow, smaller
        _mark_sides(low, high, _SOURCE, SOURCE_SIDE, SINK_SIDE, after, work)
    # The cut next to the sink is found by the same search against the paths.
    _set_levels(low, high, cells, kind, _SOURCE, sinks, before, after, level, queue)
    near = _count_near(low, high, _SINK, before, work)
    smaller = min(near, size - flow - near)
    if flow * best_side < best_flow * smaller:
        best_flow, best_side = flow, smaller
        _mark_sides(low, high, _SINK, SINK_SIDE, SOURCE_SIDE, before, work)
    return best_flow, best_side
