"""The nearest few labels of every node in one sweep.

Each rank keeps its `k` least keys with distinct labels, in a row. A label that is among the
`k` best of a node is among the `k` best of every node on its way there: whatever beat it
on the way would beat it at the end. Indexing and keys are those of `routing._sweep`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing._sweep import (
    LABEL_BITS,
    MARK_WIDTH,
    MORE_BIT,
    PAIR,
    TIME_BITS,
    UNREACHED_KEY,
    SweepGraph,
    seed_keys,
)

Array = NDArray[Any]

K_MAX = 8
"""Rows are searched one by one; longer ones would want another method."""


def nearest_k_sweep(
    graph: SweepGraph,
    seed_rank: NDArray[np.int64],
    seed_ds: NDArray[np.int64],
    seed_label: NDArray[np.int64],
    *,
    k: int,
) -> NDArray[np.uint64]:
    """
    The `k` nearest distinct labels of every rank.

    Parameters
    ----------
    graph
        The network, in the direction asked for.
    seed_rank
        Rank of each seed in ``[0, n)``, shape ``(s,)``; several may share one.
    seed_ds
        Time already on the clock at each seed [ds], >= 0.
    seed_label
        Label of each seed, in ``[0, 2**32)``; several seeds of one label count once, with
        the best time.
    k
        Labels wanted, in ``[1, K_MAX]``.

    Returns
    -------
    key
        By rank, shape ``(n, k)``, uint64, ascending: by time, of equal times by label.
        `UNREACHED_KEY` where fewer labels reach.
    """
    keys = np.full((graph.n_nodes, k), UNREACHED_KEY)
    _climb(
        graph.hierarchy.parent,
        graph.climb_start,
        graph.climb_arc,
        np.ascontiguousarray(seed_rank, dtype=np.int64),
        seed_keys(seed_ds, seed_label),
        keys,
    )
    _descend(graph.descent_pair, graph.rest_start, graph.rest_arc, keys)
    return keys


@njit(cache=True, nogil=True)
def _offer(row: Array, key: int) -> None:
    """Put a key better than the last into a row, unless its label is there with a better."""
    last = row.size - 1
    label = key & LABEL_BITS
    place = last
    for i in range(last + 1):
        if row[i] & LABEL_BITS == label and row[i] != UNREACHED_KEY:
            if row[i] <= key:
                return
            place = i
            break
    while place > 0 and row[place - 1] > key:
        row[place] = row[place - 1]
        place -= 1
    row[place] = key


@njit(cache=True, nogil=True)
def _merge(row: Array, other: Array, time: int) -> None:
    """Offer the keys of `other`, `time` later, to `row`."""
    last = row.size - 1
    for i in range(last + 1):
        key = other[i] + time
        if key >= row[last]:
            return
        _offer(row, key)


@njit(cache=True, nogil=True)
def _climb(
    parent: Array,
    start: Array,
    arcs: Array,
    seed_rank: Array,
    seed_key: Array,
    keys: Array,
) -> None:
    """Place the seeds and search upwards through their ancestors."""
    n_nodes, k = keys.shape
    words = np.zeros(n_nodes // MARK_WIDTH + 1, np.uint64)
    marked = words.view(np.uint8)
    for i in range(seed_rank.size):
        v = seed_rank[i]
        if seed_key[i] < keys[v, k - 1]:
            _offer(keys[v], seed_key[i])
        while v >= 0 and marked[v] == 0:
            marked[v] = 1
            v = parent[v]
    for word in range(words.size):
        if words[word] == 0:
            continue
        for v in range(MARK_WIDTH * word, MARK_WIDTH * word + MARK_WIDTH):
            if marked[v]:
                for e in range(start[v], start[v + 1]):
                    _merge(keys[arcs[e] & LABEL_BITS], keys[v], arcs[e] & TIME_BITS)


@njit(cache=True, nogil=True)
def _descend(pair: Array, rest_start: Array, rest_arc: Array, keys: Array) -> None:
    """Sweep downwards."""
    n_nodes = keys.shape[0]
    for v in range(n_nodes - 1, -1, -1):
        row = keys[v]
        for i in range(PAIR * v, PAIR * v + PAIR):
            arc = pair[i]
            if arc & LABEL_BITS < n_nodes:
                _merge(row, keys[arc & LABEL_BITS], arc & TIME_BITS)
        if pair[PAIR * v + PAIR - 1] & MORE_BIT:
            for e in range(rest_start[v], rest_start[v + 1]):
                arc = rest_arc[e]
                _merge(row, keys[arc & LABEL_BITS], arc & TIME_BITS)
