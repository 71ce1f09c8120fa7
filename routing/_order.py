"""A contraction order for road networks: flow-refined nested dissection.

Low degrees are eliminated first (`routing._order_reduce`); the core that is left is cut by
small separators (`routing._order_flow`, `routing._order_dissect`), which go last; small
pieces are ordered by minimum degree (`routing._order_leaves`). The order depends on the
graph and its coordinates only, never on the number of threads: a cell's cut does not depend
on other cells, directions are compared by whole numbers, and the first of equals wins.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from routing._order_dissect import (
    LEAF_NODES,
    NO_CUT,
    TERMINAL_SHARE,
    Result,
    cut_cell,
    dissect,
    new_stack,
    split_cell,
)
from routing._order_flow import N_DIRECTIONS, Cells, Scratch, cut_along, new_scratch
from routing._order_leaves import order_leaves
from routing._order_reduce import eliminate_low_degrees, undirected_csr

OFFSET_MAX = int(np.iinfo(np.int32).max)
"""Highest offset into neighbour lists."""
_MAX_REDUCED_DEGREE = 3
_SLACK = 4
_PARALLEL_SHARE = 4
"""Cells larger than the core over this and the threads are cut by all threads together."""

Cell = tuple[int, int, int, int]
"""Range, first entry of the neighbour array, buffer."""


def contraction_order(
    n_nodes: int,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    x_m: NDArray[np.float64],
    y_m: NDArray[np.float64],
    *,
    threads: int = 1,
) -> NDArray[np.int32]:
    """
    Order in which to contract the nodes of a network.

    Parameters
    ----------
    n_nodes
        Number of nodes, >= 0.
    tail, head
        Ends of the arcs in ``[0, n_nodes)``, shape ``(m,)``, int32; their direction does
        not matter, loops and doubles are ignored.
    x_m, y_m
        Places of the nodes in a metric CRS [m], shape ``(n_nodes,)``, finite. Any place
        gives a valid order, true ones a good one.
    threads
        Number of threads, >= 1. The order is the same for any number.

    Returns
    -------
    order
        ``order[rank] = node``, shape ``(n_nodes,)``, int32: the node of rank 0 is
        contracted first.

    Raises
    ------
    OverflowError
        If the neighbour lists exceed the range of their 32-bit offsets.

    Examples
    --------
    >>> east_m = np.array([0.0, 1, 2])
    >>> tail, head = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    >>> sorted(contraction_order(3, tail, head, east_m, east_m * 0).tolist())
    [0, 1, 2]
    """
    if n_nodes == 0:
        return np.empty(0, np.int32)
    start, neighbour = undirected_csr(n_nodes, _int32(tail), _int32(head))
    eliminated, core, core_start, core_neighbour = eliminate_low_degrees(
        start, neighbour, _MAX_REDUCED_DEGREE, _SLACK
    )
    n_entries = max(core_neighbour.size, 2 * n_nodes)
    if n_entries > OFFSET_MAX:
        raise OverflowError(f"{n_entries} entries of neighbour lists, at most {OFFSET_MAX}")
    if core.size == 0:
        ordered: NDArray[np.int32] = eliminated
        return ordered
    # Centred first: single precision then keeps the metres.
    x = (x_m[core] - x_m[core].mean()).astype(np.float32)
    y = (y_m[core] - y_m[core].mean()).astype(np.float32)
    dissection = _Dissection(core_start, core_neighbour, x, y)
    if threads == 1:
        dissection.run_alone()
    else:
        with ThreadPoolExecutor(threads) as pool:
            dissection.run_together(pool, threads)
    ordered = np.concatenate([eliminated, core[dissection.result.node]])
    return ordered


def _int32(values: NDArray[np.int32]) -> NDArray[np.int32]:
    """One layout only: each further one would be compiled anew."""
    return np.ascontiguousarray(values, dtype=np.int32)


class _Dissection:
    """The buffers of one dissection and the ways to run it."""

    def __init__(
        self,
        start: NDArray[np.int64],
        neighbour: NDArray[np.int32],
        x: NDArray[np.float32],
        y: NDArray[np.float32],
    ) -> None:
        n_core = x.size
        self.n_core = n_core
        self.start, self.neighbour = start, neighbour
        ends = start.astype(np.int32)
        first = Cells(
            begin=ends[:-1].copy(),
            end=ends[1:].copy(),
            neighbour=neighbour.copy(),
            x=x,
            y=y,
            node=np.arange(n_core, dtype=np.int32),
        )
        self.buffers = (first, Cells(*(np.zeros_like(column) for column in first)))
        nowhere = np.full(n_core, -1, dtype=np.int32)
        self.result = Result(node=nowhere, leaf_end=nowhere.copy(), moved=nowhere.copy())
        self.work = new_scratch(n_core)

    def run_alone(self) -> None:
        """Everything in this thread."""
        for cell in self._split((0, self.n_core, 0, 0)):
            self._dissect(cell)
        self._order_leaves(0, self.n_core)

    def run_together(self, pool: ThreadPoolExecutor, threads: int) -> None:
        """Large cells one direction a thread, small cells one cell a thread."""
        works = [self.work]
        works += [new_scratch(self.n_core) for _ in range(min(threads, N_DIRECTIONS) - 1)]
        cells = self._split((0, self.n_core, 0, 0))
        small: list[Cell] = []
        least = max(LEAF_NODES, self.n_core // (_PARALLEL_SHARE * threads))
        while cells:
            cell = cells.pop()
            low, high, _, buffer = cell
            if high - low <= least:
                small.append(cell)
                continue
            self._cut_together(pool, works, low, high, self.buffers[buffer])
            cells += self._split(cell)
        del works
        small.sort(key=lambda cell: (cell[0] - cell[1], cell[0]))
        list(pool.map(self._dissect, small))
        bounds = np.linspace(0, self.n_core, threads + 1).astype(np.int64).tolist()
        list(pool.map(self._order_leaves, bounds[:-1], bounds[1:]))

    def _cut_together(
        self, pool: ThreadPoolExecutor, works: list[Scratch], low: int, high: int, cells: Cells
    ) -> None:
        """Cut one cell, its directions dealt out to the threads, into `work.side`."""
        found = list(
            pool.map(partial(_best_of_some, low, high, cells, len(works)), works, range(len(works)))
        )
        # As the single thread: the better rating, of equals the first direction.
        winner = 0
        for other in range(1, len(found)):
            (flow, side), direction = found[other]
            (best_flow, best_side), best_direction = found[winner]
            ours, theirs = flow * best_side, best_flow * side
            if ours < theirs or (ours == theirs and direction < best_direction):
                winner = other
        if found[winner][0] == NO_CUT:
            cut_cell(low, high, cells, self.work)
        elif winner:
            self.work.side[low:high] = works[winner].side[low:high]

    def _split(self, cell: Cell) -> list[Cell]:
        """Apply the cut in `work.side` to a cell: the pieces still to be cut."""
        low, high, entry, buffer = cell
        waiting = new_stack(high - low)
        count = split_cell(
            low,
            high,
            entry,
            self.buffers[buffer],
            self.buffers[1 - buffer],
            self.work.side,
            self.work.queue,
            self.result,
            waiting,
            0,
        )
        return [
            (int(waiting.low[i]), int(waiting.high[i]), int(waiting.entry[i]), 1 - buffer)
            for i in range(count)
        ]

    def _dissect(self, cell: Cell) -> None:
        low, high, _, _ = cell
        dissect(*cell, self.buffers, self.work, self.result, new_stack(high - low))

    def _order_leaves(self, low: int, high: int) -> None:
        scratch = np.full((2, self.n_core), -1, dtype=np.int32)
        order_leaves(
            low,
            high,
            self.result.leaf_end,
            self.result.node,
            self.start,
            self.neighbour,
            scratch[0],
            scratch[1],
        )


def _best_of_some(
    low: int, high: int, cells: Cells, step: int, work: Scratch, first: int
) -> tuple[tuple[int, int], int]:
    """Best rating among every `step`-th direction from `first` on, and its direction."""
    best, winner = NO_CUT, first
    for direction in range(first, N_DIRECTIONS, step):
        found = cut_along(low, high, cells, direction, TERMINAL_SHARE, *best, work)
        if found != best:
            best, winner = found, direction
    return best, winner
