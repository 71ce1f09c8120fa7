"""Third step of the contraction order: cut cells in two, again and again, down to leaves.

The core lives in two buffers; a cell in one of them is rewritten into the other as
``[piece | piece | ... | separator]``. A cell is a contiguous range of positions throughout,
and its entries of the neighbour array are a contiguous range too, so threads may work on
different cells with the same buffers and the same scratch.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing._order_flow import (
    N_DIRECTIONS,
    SEPARATOR,
    SINK_SIDE,
    SOURCE_SIDE,
    Cells,
    Scratch,
    cut_along,
    put_smallest_first,
)

Array = NDArray[Any]

NO_CUT = (1, 0)
"""Rating that every cut beats: separator and smaller side."""
TERMINAL_SHARE = 0.3
"""Share of a cell that becomes source, and sink."""
LEAF_NODES = 8
"""Largest piece that is not cut any further."""


class Result(NamedTuple):
    """What dissection leaves behind, by position."""

    node: Array  # int32: node of the core at its final place
    leaf_end: Array  # int32: at the first position of a leaf its end, else -1
    moved: Array  # int32, scratch: new position of a node of the cell being rewritten


class Stack(NamedTuple):
    """Cells that wait: range, first entry of the neighbour array, and buffer."""

    low: Array
    high: Array
    entry: Array
    buffer: Array


def new_stack(n_nodes: int) -> Stack:
    """Room for the pieces of a cell: they are disjoint and larger than a leaf."""
    room = np.zeros(n_nodes // LEAF_NODES + 2, np.int64)
    return Stack(room, room.copy(), room.copy(), room.copy())


@njit(cache=True, nogil=True)
def _halve(low: int, high: int, cells: Cells, work: Scratch) -> None:
    """
    Cut where no direction shows two sides (tiny or very dense cells).

    One half along the longer axis against the other; the nodes of the first that touch
    the second separate them.
    """
    west, south = cells.x[low], cells.y[low]
    east, north = west, south
    for v in range(low, high):
        west, east = min(west, cells.x[v]), max(east, cells.x[v])
        south, north = min(south, cells.y[v]), max(north, cells.y[v])
    wide = east - west >= north - south
    for v in range(low, high):
        work.key[v] = cells.x[v] if wide else cells.y[v]
        work.sorted[v] = v
    middle = (low + high) >> 1
    put_smallest_first(work.key, work.sorted, low, high, middle)
    for i in range(low, high):
        work.side[work.sorted[i]] = SOURCE_SIDE if i < middle else SINK_SIDE
    for i in range(low, middle):
        v = work.sorted[i]
        for e in range(cells.begin[v], cells.end[v]):
            if work.side[cells.neighbour[e]] == SINK_SIDE:
                work.side[v] = SEPARATOR
                break


@njit(cache=True, nogil=True)
def cut_cell(low: int, high: int, cells: Cells, work: Scratch) -> None:
    """Write the best cut of a connected cell into ``work.side``."""
    flow, side = NO_CUT
    for direction in range(N_DIRECTIONS):
        flow, side = cut_along(low, high, cells, direction, TERMINAL_SHARE, flow, side, work)
    if side == 0:
        _halve(low, high, cells, work)


@njit(cache=True, nogil=True)
def split_cell(
    low: int,
    high: int,
    entry: int,
    cells: Cells,
    into: Cells,
    side: Array,
    queue: Array,
    result: Result,
    waiting: Stack,
    n_waiting: int,
) -> int:
    """
    Rewrite a cell piece by piece into the other buffer, its separator at the end.

    Pieces larger than a leaf are added to `waiting` from `n_waiting` on (the buffer is
    the caller's to fill in), the others are marked in ``result.leaf_end``. Neighbours are
    written from `entry` on. Returns the new number of waiting cells.
    """
    begin, end, neighbour = cells.begin, cells.end, cells.neighbour
    moved = result.moved
    back = high
    moved[low:high] = -1
    for v in range(low, high):
        if side[v] == SEPARATOR:
            back -= 1
            moved[v] = back
            result.node[back] = cells.node[v]
    position = low
    base = 2 * low
    for root in range(low, high):
        if moved[root] >= 0:
            continue
        piece = position
        queue[base] = root
        moved[root] = position
        position += 1
        read, written = base, base + 1
        while read < written:
            v = queue[read]
            read += 1
            for e in range(begin[v], end[v]):
                other = neighbour[e]
                if moved[other] < 0:
                    moved[other] = position
                    position += 1
                    queue[written] = other
                    written += 1
        if position - piece <= LEAF_NODES:
            result.leaf_end[piece] = position
            for i in range(base, written):
                result.node[moved[queue[i]]] = cells.node[queue[i]]
            continue
        waiting.low[n_waiting] = piece
        waiting.high[n_waiting] = position
        waiting.entry[n_waiting] = entry
        n_waiting += 1
        for i in range(base, written):
            v = queue[i]
            place = moved[v]
            into.node[place] = cells.node[v]
            into.x[place] = cells.x[v]
            into.y[place] = cells.y[v]
            into.begin[place] = entry
            for e in range(begin[v], end[v]):
                if side[neighbour[e]] != SEPARATOR:
                    into.neighbour[entry] = moved[neighbour[e]]
                    entry += 1
            into.end[place] = entry
    return n_waiting


@njit(cache=True, nogil=True)
def dissect(
    low: int,
    high: int,
    entry: int,
    buffer: int,
    buffers: tuple[Cells, Cells],
    work: Scratch,
    result: Result,
    waiting: Stack,
) -> None:
    """Cut a cell and everything below it, depth first; it lives in ``buffers[buffer]``."""
    waiting.low[0] = low
    waiting.high[0] = high
    waiting.entry[0] = entry
    waiting.buffer[0] = buffer
    n_waiting = 1
    while n_waiting > 0:
        n_waiting -= 1
        low, high = waiting.low[n_waiting], waiting.high[n_waiting]
        entry, buffer = waiting.entry[n_waiting], waiting.buffer[n_waiting]
        cells, into = buffers[buffer], buffers[1 - buffer]
        cut_cell(low, high, cells, work)
        before = n_waiting
        n_waiting = split_cell(
            low, high, entry, cells, into, work.side, work.queue, result, waiting, n_waiting
        )
        waiting.buffer[before:n_waiting] = 1 - buffer
