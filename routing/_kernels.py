"""Numerical kernels: arrays in, arrays out, arguments already checked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

Ints = NDArray[np.int64]

UNREACHED = np.int64(-1)


def nearest_labels(
    indptr: NDArray[np.int64],
    head: NDArray[np.int32],
    weight_ds: NDArray[np.int32],
    seed_node: Ints,
    seed_ds: Ints,
    seed_label: Ints,
) -> tuple[Ints, Ints]:
    """
    Time and label of the nearest seed of every node: one search, O(e log n).

    Each seed enters at `seed_node` with `seed_ds` already on the clock. Of equal times
    the lowest label wins: times are scaled by the number of labels and the label is
    added, so that one minimum settles both (all exact: far below 2**53).

    Returns ``(time_ds, label)``, both shape ``(n,)``; -1 where nothing reaches.
    """
    n_nodes = indptr.size - 1
    scale = int(seed_label.max(initial=0)) + 1
    # One more node with an arc to each seed; of seeds on one node the least key counts.
    # Keys are lifted by 1 because a stored zero would not be an arc.
    key = seed_ds * scale + seed_label + 1
    order = np.lexsort((key, seed_node))
    entry, first = np.unique(seed_node[order], return_index=True)
    graph = csr_array(
        (
            np.concatenate([weight_ds.astype(np.float64) * scale, key[order][first]]),
            np.concatenate([head.astype(np.int64), entry]),
            np.append(indptr, indptr[-1] + entry.size),
        ),
        shape=(n_nodes + 1, n_nodes + 1),
    )
    found = dijkstra(graph, indices=n_nodes)[:n_nodes]
    reached = np.isfinite(found)
    whole = np.where(reached, found, 1.0).astype(np.int64) - 1
    time_ds, label = np.divmod(whole, scale)
    return np.where(reached, time_ds, UNREACHED), np.where(reached, label, UNREACHED)


def reversed_arcs(
    indptr: NDArray[np.int64], head: NDArray[np.int32], weight_ds: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Turn every arc around: a search on the result asks who can reach the source."""
    n_nodes = indptr.size - 1
    tail = np.repeat(np.arange(n_nodes, dtype=np.int32), np.diff(indptr))
    order = np.lexsort((tail, head))
    turned = np.zeros(n_nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(head, minlength=n_nodes), out=turned[1:])
    return turned, tail[order], weight_ds[order]


def junction_arcs(
    state_junction: NDArray[np.int32], arc_tail: NDArray[np.int32], arc_head: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Arcs between states as arcs between their junctions: row starts and heads."""
    tail, head = state_junction[arc_tail], state_junction[arc_head]
    order = np.lexsort((head, tail))
    n_nodes = int(state_junction.max(initial=-1)) + 1
    indptr = np.zeros(n_nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail, minlength=n_nodes), out=indptr[1:])
    return indptr, head[order]


def strong_components(
    indptr: NDArray[np.int64], head: NDArray[np.int32]
) -> tuple[int, NDArray[np.int32]]:
    """Number of strongly connected components and the component of every node."""
    n_nodes = indptr.size - 1
    graph = csr_array((np.ones(head.size, np.int8), head, indptr), shape=(n_nodes, n_nodes))
    count, label = connected_components(graph, directed=True, connection="strong")
    return int(count), label
