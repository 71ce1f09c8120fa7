"""Searches with a bucket queue: the nearest seed of every node, and the reach of one place.

Dijkstra's algorithm over whole deciseconds with the queue of `routing._bucket_queue`.
`nearest_bucket` answers exactly as `routing._kernels.nearest_labels`, only sooner;
`reach_of_place` costs what it reaches, not what the network holds.

All kernels of the family take arcs in rows (``indptr, head, weight_ds``: arcs out of node
``i`` are ``indptr[i]:indptr[i + 1]``) with times of at least 1 ds (0 would do), and seeds
with times of at least 0 ds; the caller has checked them. Nodes in Hilbert order
(`routing._hilbert`) make them about twice as quick: such a search waits for memory, and
neighbours then share cache lines.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from routing._bucket_queue import (
    NEVER_DS,
    Ints,
    SmallInts,
    Whole,
    make_sooner,
    move_window,
    new_buckets,
    next_place,
    put,
    take_first,
    was_taken,
)
from routing._bucket_types import SearchScratch

UNREACHED = np.int64(-1)

REACH_SPAN_DS = 1 << 14
"""Window of a search that does not look at every weight first: 27 minutes [ds]."""

_SPAN_WEIGHTS = 16  # so many of the largest weight make a window: few nodes wait beyond it


@njit(cache=True, nogil=True)
def window_span(weight_ds: SmallInts, bound_ds: Whole) -> np.int64:
    """Span of the window for a search that may visit every arc [ds]."""
    largest = np.int64(0)
    for arc in range(weight_ds.size):
        largest = max(largest, np.int64(weight_ds[arc]))
    return min(np.int64(bound_ds), _SPAN_WEIGHTS * largest)


@njit(cache=True, nogil=True)
def nearest_bucket(  # noqa: PLR0912 (a call for each branch would cost its speed)
    indptr: Ints,
    head: SmallInts,
    weight_ds: SmallInts,
    seed_node: Ints,
    seed_ds: Ints,
    seed_label: Ints,
    limit_ds: Whole,
) -> tuple[Ints, Ints]:
    """
    Time and label of the nearest seed of every node: one search, O(n + e + longest time).

    Parameters
    ----------
    indptr, head, weight_ds
        Arcs in rows.
    seed_node, seed_ds, seed_label
        Where each seed enters, with what time on the clock [ds], and its label, >= 0.
        Of equal times the lowest label wins.
    limit_ds
        Longest time to report [ds], inclusive; a negative one reports all.

    Returns
    -------
    time_ds, label
        Shape ``(n,)``; -1 where nothing reaches.
    """
    n_nodes = indptr.size - 1
    bound_ds = np.int64(limit_ds) if limit_ds >= 0 else NEVER_DS
    time_ds = np.full(n_nodes, NEVER_DS, np.int64)
    label = np.full(n_nodes, UNREACHED, np.int64)
    after, before = np.empty(n_nodes, np.int32), np.empty(n_nodes, np.int32)
    bucket = new_buckets(window_span(weight_ds, bound_ds))
    start_ds, place, n_waiting = np.int64(0), np.int64(0), 0
    for seed in range(seed_node.size):
        node, then_ds = seed_node[seed], seed_ds[seed]
        if then_ds > bound_ds or then_ds > time_ds[node]:
            continue
        if then_ds < time_ds[node]:
            n_waiting += make_sooner(after, before, bucket, start_ds, time_ds, node, then_ds)
            label[node] = seed_label[seed]
        else:
            label[node] = min(label[node], seed_label[seed])
    while n_waiting > 0:
        place = next_place(bucket, place)
        if place == bucket.size - 1:
            start_ds, place = move_window(after, before, bucket, time_ds), np.int64(0)
            continue
        node = take_first(after, before, bucket, place)
        n_waiting -= 1
        now_ds, mine = time_ds[node], label[node]
        for arc in range(indptr[node], indptr[node + 1]):
            there = np.int64(head[arc])
            then_ds = now_ds + weight_ds[arc]
            if then_ds > time_ds[there] or then_ds > bound_ds:
                continue
            if then_ds < time_ds[there]:
                n_waiting += make_sooner(after, before, bucket, start_ds, time_ds, there, then_ds)
                label[there] = mine
            elif mine < label[there]:
                label[there] = mine
                # Only over an arc of 0 ds can the node have had its turn already.
                if then_ds == now_ds and was_taken(before, there):
                    put(after, before, bucket, start_ds, there, then_ds)
                    n_waiting += 1
    for node in range(n_nodes):
        if time_ds[node] == NEVER_DS:
            time_ds[node] = UNREACHED
    return time_ds, label


@njit(cache=True, nogil=True)
def reach_of_place(
    indptr: Ints,
    head: SmallInts,
    weight_ds: SmallInts,
    seed_node: Ints,
    seed_ds: Ints,
    limit_ds: Whole,
    scratch: SearchScratch,
) -> tuple[SmallInts, Ints]:
    """
    Nodes within `limit_ds` of one place, and their times: costs what it reaches.

    Parameters
    ----------
    indptr, head, weight_ds
        Arcs in rows.
    seed_node, seed_ds
        Nodes at which the place enters the network (both ends of its piece of road), with
        the time already spent [ds].
    limit_ds
        Longest time [ds], inclusive; a negative one reaches all.
    scratch
        From `routing._bucket_types.new_scratch` for this network; left as found.

    Returns
    -------
    node, time_ds
        Reached nodes and their times [ds], by time, shape ``(reached,)``. The order of
        nodes of one time is fixed but means nothing.
    """
    bound_ds = np.int64(limit_ds) if limit_ds >= 0 else NEVER_DS
    best_ds, reached = scratch.time_ds, scratch.node
    after, before = scratch.after, scratch.before
    bucket = new_buckets(min(bound_ds, np.int64(REACH_SPAN_DS)))
    start_ds, place, n_waiting, n_reached = np.int64(0), np.int64(0), 0, 0
    for seed in range(seed_node.size):
        node, then_ds = seed_node[seed], seed_ds[seed]
        if then_ds < best_ds[node] and then_ds <= bound_ds:
            n_waiting += make_sooner(after, before, bucket, start_ds, best_ds, node, then_ds)
    while n_waiting > 0:
        place = next_place(bucket, place)
        if place == bucket.size - 1:
            start_ds, place = move_window(after, before, bucket, best_ds), np.int64(0)
            continue
        node = take_first(after, before, bucket, place)
        n_waiting -= 1
        reached[n_reached] = node
        n_reached += 1
        now_ds = best_ds[node]
        for arc in range(indptr[node], indptr[node + 1]):
            there = np.int64(head[arc])
            then_ds = now_ds + weight_ds[arc]
            if then_ds < best_ds[there] and then_ds <= bound_ds:
                n_waiting += make_sooner(after, before, bucket, start_ds, best_ds, there, then_ds)
    nodes = reached[:n_reached].copy()
    times_ds = np.empty(n_reached, np.int64)
    for row in range(n_reached):
        times_ds[row] = best_ds[nodes[row]]
        best_ds[nodes[row]] = NEVER_DS
    return nodes, times_ds
