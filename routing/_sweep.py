"""Whole-network fields by one sweep: the nearest of many seeds for every node.

A search climbs from the seeds through their ancestors and then runs once over all ranks,
highest first: each rank takes the best of its later neighbours, which are settled (PHAST:
Delling, Goldberg, Nowatzyk and Werneck, "PHAST: Hardware-Accelerated Shortest Path Trees",
2013). Memory is read in order, no queue is kept.

Everything here is indexed by *rank* (`routing._hierarchy`): a node's rank is
``hierarchy.rank[node]``, a field by node is ``field[hierarchy.rank]``. A *key* packs
``time_ds << 32 | label`` into 64 bits: the lesser key is the lesser time, of equal times
the lowest label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing._customise import NEVER_DS, Times
from routing._hierarchy import Hierarchy

Array = NDArray[Any]

UNREACHED_KEY = np.uint64(NEVER_DS << 32)
"""Key of a rank that no seed reaches."""
MARK_WIDTH = 8
"""Marks are looked through eight at a time."""
PAIR = 2
"""Arcs of a rank that stand in a row of fixed width: most ranks have no more."""
LABEL_BITS = np.uint64(0xFFFFFFFF)
TIME_BITS = np.uint64(0x7FFFFFFF00000000)
MORE_BIT = np.uint64(1 << 63)
TIME_SHIFT = np.uint64(32)


@dataclass(frozen=True, slots=True, eq=False)
class SweepGraph:
    """
    A hierarchy with times, ready to be swept in one direction; everything by rank.

    An arc is packed as ``time_ds << 32 | rank of its upper end``.

    Attributes
    ----------
    hierarchy
        The network's shape.
    climb_start, climb_arc
        Arcs by which a search climbs, by their lower end; int32 ``(n + 1,)``, uint64.
    descent_pair
        The first two arcs by which it descends to each rank, shape ``(2 * n,)``, uint64;
        what is missing leads to the rank ``n``, which nothing reaches. The highest bit of
        the second says that there are more.
    rest_start, rest_arc
        The arcs beyond the second, by their lower end; int32 ``(n + 1,)``, uint64.
    """

    hierarchy: Hierarchy
    climb_start: NDArray[np.int32]
    climb_arc: NDArray[np.uint64]
    descent_pair: NDArray[np.uint64]
    rest_start: NDArray[np.int32]
    rest_arc: NDArray[np.uint64]

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return self.hierarchy.n_nodes


def sweep_graph(
    hierarchy: Hierarchy,
    times: tuple[Times, Times],
    *,
    direction: Literal["from", "to"],
    true: tuple[Times, Times] | None = None,
) -> SweepGraph:
    """
    Lay out a customised hierarchy for sweeps.

    Parameters
    ----------
    hierarchy
        The contracted network.
    times
        From `routing._customise.customise` [ds].
    direction
        ``"from"`` the seeds outwards or ``"to"`` them.
    true
        From `routing._customise.true_times`: arcs that take longer than the true time
        are left out. None keeps all, which is sooner done and slower to sweep.
    """
    climb, descent = (0, 1) if direction == "from" else (1, 0)
    known = times if true is None else true
    rows = (hierarchy.up_start, hierarchy.up_head)
    climb_start, climb_arc = _pack_rows(*rows, times[climb], known[climb])
    pair, rest_start, rest_arc = _pack_pairs(*rows, times[descent], known[descent])
    return SweepGraph(
        hierarchy=hierarchy,
        climb_start=climb_start,
        climb_arc=climb_arc,
        descent_pair=pair,
        rest_start=rest_start,
        rest_arc=rest_arc,
    )


def nearest_sweep(
    graph: SweepGraph,
    seed_rank: NDArray[np.int64],
    seed_ds: NDArray[np.int64],
    seed_label: NDArray[np.int64],
    *,
    out: NDArray[np.uint64] | None = None,
) -> NDArray[np.uint64]:
    """
    Time and label of the nearest seed of every rank.

    Parameters
    ----------
    graph
        The network, in the direction asked for.
    seed_rank
        Rank of each seed in ``[0, n)``, shape ``(k,)``; several may share one.
    seed_ds
        Time already on the clock at each seed [ds], >= 0.
    seed_label
        Label of each seed, in ``[0, 2**32)``; several may share one.
    out
        Room for the answer, shape ``(n + 1,)``: spares the allocation.

    Returns
    -------
    key
        By rank, shape ``(n,)``, uint64; `UNREACHED_KEY` where no seed reaches in less than
        `NEVER_DS`. Of equal times the lowest label.
    """
    keys = np.empty(graph.n_nodes + 1, np.uint64) if out is None else out
    _nearest(
        graph.hierarchy.parent,
        graph.climb_start,
        graph.climb_arc,
        graph.descent_pair,
        graph.rest_start,
        graph.rest_arc,
        np.ascontiguousarray(seed_rank, dtype=np.int64),
        seed_keys(seed_ds, seed_label),
        keys,
    )
    return keys[: graph.n_nodes]


def seed_keys(seed_ds: NDArray[np.int64], seed_label: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Pack times [ds] and labels into keys; times from `NEVER_DS` on reach nothing."""
    time_ds = np.minimum(seed_ds, NEVER_DS).astype(np.uint64)
    return (time_ds << TIME_SHIFT) | seed_label.astype(np.uint64)


def unpack_keys(key: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Time [ds] and label of keys of any shape; -1 and -1 where unreached."""
    reached = key < UNREACHED_KEY
    time_ds = np.where(reached, (key >> TIME_SHIFT).astype(np.int64), -1)
    return time_ds, np.where(reached, (key & LABEL_BITS).astype(np.int64), -1)


def descent_rows(graph: SweepGraph) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    """All arcs by which a search descends to each rank: ``(start, arc)``, packed."""
    rows: tuple[NDArray[np.int32], NDArray[np.uint64]] = _in_rows(
        graph.descent_pair, graph.rest_start, graph.rest_arc
    )
    return rows


@njit(cache=True, nogil=True)
def _in_rows(pair: Array, rest_start: Array, rest_arc: Array) -> tuple[Array, Array]:
    """Put pairs and rest together again."""
    n_nodes = rest_start.size - 1
    start = np.zeros(n_nodes + 1, np.int32)
    arcs = np.empty(pair.size + rest_arc.size, np.uint64)
    count = 0
    for v in range(n_nodes):
        for i in range(PAIR * v, PAIR * v + PAIR):
            if pair[i] & LABEL_BITS < n_nodes:
                arcs[count] = pair[i] & ~MORE_BIT
                count += 1
        for e in range(rest_start[v], rest_start[v + 1]):
            arcs[count] = rest_arc[e]
            count += 1
        start[v + 1] = count
    return start, arcs[:count].copy()


@njit(cache=True, nogil=True)
def _count_kept(up_start: Array, time_ds: Array, true_ds: Array, beyond: int) -> Array:
    """Row starts of the arcs that are open and no detour, past the first `beyond` of a row."""
    n_nodes = up_start.size - 1
    start = np.zeros(n_nodes + 1, np.int32)
    for v in range(n_nodes):
        kept = 0
        for e in range(up_start[v], up_start[v + 1]):
            kept += time_ds[e] < NEVER_DS and time_ds[e] == true_ds[e]
        start[v + 1] = start[v] + max(kept - beyond, 0)
    return start


@njit(cache=True, nogil=True)
def _pack_rows(
    up_start: Array, up_head: Array, time_ds: Array, true_ds: Array
) -> tuple[Array, Array]:
    """Lay out `SweepGraph.climb_start` and `climb_arc`."""
    start = _count_kept(up_start, time_ds, true_ds, 0)
    packed = np.empty(start[start.size - 1], np.uint64)
    place = 0
    for e in range(up_head.size):
        if time_ds[e] < NEVER_DS and time_ds[e] == true_ds[e]:
            packed[place] = (np.uint64(time_ds[e]) << TIME_SHIFT) | np.uint64(up_head[e])
            place += 1
    return start, packed


@njit(cache=True, nogil=True)
def _pack_pairs(
    up_start: Array, up_head: Array, time_ds: Array, true_ds: Array
) -> tuple[Array, Array, Array]:
    """Lay out `SweepGraph.descent_pair`, `rest_start` and `rest_arc`."""
    n_nodes = up_start.size - 1
    rest_start = _count_kept(up_start, time_ds, true_ds, PAIR)
    pair = np.empty(PAIR * n_nodes, np.uint64)
    rest = np.empty(rest_start[n_nodes], np.uint64)
    place = 0
    for v in range(n_nodes):
        kept = 0
        for e in range(up_start[v], up_start[v + 1]):
            if time_ds[e] < NEVER_DS and time_ds[e] == true_ds[e]:
                arc = (np.uint64(time_ds[e]) << TIME_SHIFT) | np.uint64(up_head[e])
                if kept < PAIR:
                    pair[PAIR * v + kept] = arc
                else:
                    rest[place] = arc
                    place += 1
                kept += 1
        for i in range(kept, PAIR):
            pair[PAIR * v + i] = np.uint64(n_nodes)
        if kept > PAIR:
            pair[PAIR * v + PAIR - 1] |= MORE_BIT
    return pair, rest_start, rest


@njit(cache=True, nogil=True)
def _nearest(
    parent: Array,
    climb_start: Array,
    climb_arc: Array,
    descent_pair: Array,
    rest_start: Array,
    rest_arc: Array,
    seed_rank: Array,
    seed_key: Array,
    keys: Array,
) -> None:
    """
    Fill `keys`, shape ``(n + 1,)``.

    Unsigned indices spare the test for negative ones.
    """
    n_nodes = parent.size
    words = np.zeros(n_nodes // MARK_WIDTH + 1, np.uint64)
    marked = words.view(np.uint8)
    keys[:] = UNREACHED_KEY
    for i in range(seed_rank.size):
        v = seed_rank[i]
        keys[v] = min(keys[v], seed_key[i])
        while v >= 0 and marked[v] == 0:
            marked[v] = 1
            v = parent[v]
    for word in range(words.size):
        if words[word] == 0:
            continue
        for v in range(MARK_WIDTH * word, MARK_WIDTH * word + MARK_WIDTH):
            if marked[v] == 0:
                continue
            key = keys[v]
            for e in range(climb_start[v], climb_start[v + 1]):
                arc = climb_arc[e]
                above = arc & LABEL_BITS
                keys[above] = min(keys[above], key + (arc & TIME_BITS))
    for v in range(n_nodes - 1, -1, -1):
        place = np.uint64(PAIR * v)
        a, b = descent_pair[place], descent_pair[place + np.uint64(1)]
        key = min(
            keys[np.uint64(v)],
            keys[a & LABEL_BITS] + (a & TIME_BITS),
            keys[b & LABEL_BITS] + (b & TIME_BITS),
        )
        if b & MORE_BIT:
            for e in range(rest_start[v], rest_start[v + 1]):
                arc = rest_arc[np.uint64(e)]
                key = min(key, keys[arc & LABEL_BITS] + (arc & TIME_BITS))
        keys[np.uint64(v)] = key
