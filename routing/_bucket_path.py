"""The quickest way from one place to another, arc by arc, with the bucket queue."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from routing._bucket import REACH_SPAN_DS, UNREACHED
from routing._bucket_queue import (
    NEVER_DS,
    Ints,
    SmallInts,
    Whole,
    make_sooner,
    move_window,
    new_buckets,
    next_place,
    take_first,
)
from routing._bucket_types import SearchScratch

_NO_ARC = np.int64(-1)


class QuickestPath(NamedTuple):
    """
    A way between two places.

    Attributes
    ----------
    time_ds
        Time from door to door [ds]; -1 where there is no way within the limit.
    arc
        Arcs in the order of travel, shape ``(a,)``; empty where both places enter at one
        node.
    start, end
        Which of the seeds and of the targets the way uses; -1 where there is none.
    """

    time_ds: np.int64
    arc: Ints
    start: np.int64
    end: np.int64


@njit(cache=True, nogil=True)
def quickest_path(  # noqa: PLR0912 (a call for each branch would cost its speed)
    indptr: Ints,
    head: SmallInts,
    weight_ds: SmallInts,
    seed_node: Ints,
    seed_ds: Ints,
    target_node: Ints,
    target_ds: Ints,
    limit_ds: Whole,
    scratch: SearchScratch,
) -> QuickestPath:
    """
    Quickest way from one place to another; stops when nothing better can come.

    Parameters
    ----------
    indptr, head, weight_ds
        Arcs in rows.
    seed_node, seed_ds
        Nodes at which the start enters the network, with the time already spent [ds].
    target_node, target_ds
        Nodes at which the target is reached, with the time still to spend [ds], >= 0.
    limit_ds
        Longest time from door to door [ds], inclusive; negative for none.
    scratch
        From `routing._bucket_types.new_scratch`; left as found.

    Returns
    -------
    path
        Of equally quick ways the same one always: the lowest target, at every node the
        lowest arc, and the lowest seed.
    """
    best_ds, arc_in, touched = scratch.time_ds, scratch.mark, scratch.node
    after, before = scratch.after, scratch.before
    # Falls as soon as one target is reached: nothing later is of use.
    bound_ds = np.int64(limit_ds) if limit_ds >= 0 else NEVER_DS
    bucket = new_buckets(min(bound_ds, np.int64(REACH_SPAN_DS)))
    start_ds, place, n_waiting, n_touched = np.int64(0), np.int64(0), 0, 0
    goal = np.int64(-1)
    for seed in range(seed_node.size):
        node, then_ds = seed_node[seed], seed_ds[seed]
        if then_ds < best_ds[node] and then_ds <= bound_ds:
            if make_sooner(after, before, bucket, start_ds, best_ds, node, then_ds):
                touched[n_touched] = node
                n_touched += 1
                n_waiting += 1
            arc_in[node] = _NO_ARC
    while n_waiting > 0:
        place = next_place(bucket, place)
        if place == bucket.size - 1:
            start_ds, place = move_window(after, before, bucket, best_ds), np.int64(0)
            continue
        node = take_first(after, before, bucket, place)
        n_waiting -= 1
        now_ds = best_ds[node]
        if now_ds > bound_ds:
            break
        for target in range(target_node.size):
            total_ds = now_ds + target_ds[target]
            if target_node[target] == node and (
                total_ds < bound_ds or (total_ds == bound_ds and (goal < 0 or target < goal))
            ):
                bound_ds, goal = total_ds, np.int64(target)
        for arc in range(indptr[node], indptr[node + 1]):
            there = np.int64(head[arc])
            then_ds = now_ds + weight_ds[arc]
            if then_ds > best_ds[there] or then_ds > bound_ds:
                continue
            if then_ds < best_ds[there]:
                if make_sooner(after, before, bucket, start_ds, best_ds, there, then_ds):
                    touched[n_touched] = there
                    n_touched += 1
                    n_waiting += 1
                arc_in[there] = arc
            elif then_ds > now_ds:  # an arc of 0 ds could close a ring
                arc_in[there] = min(arc_in[there], np.int64(arc))
    path = QuickestPath(UNREACHED, np.empty(0, np.int64), UNREACHED, UNREACHED)
    if goal >= 0:
        arcs = _arcs_back(indptr, arc_in, target_node[goal])
        root = _tail(indptr, arcs[0]) if arcs.size else target_node[goal]
        start = np.int64(0)
        while seed_node[start] != root or seed_ds[start] != best_ds[root]:
            start += 1
        path = QuickestPath(bound_ds, arcs, start, goal)
    for row in range(n_touched):
        best_ds[touched[row]] = NEVER_DS
    return path


@njit(cache=True, nogil=True)
def _tail(indptr: Ints, arc: Whole) -> np.int64:
    """Node that an arc leaves."""
    return np.int64(np.searchsorted(indptr, arc, side="right") - 1)


@njit(cache=True, nogil=True)
def _arcs_back(indptr: Ints, arc_in: Ints, node: Whole) -> Ints:
    """Arcs by which a node was reached, from the seed on."""
    n_arcs = 0
    here = np.int64(node)
    while arc_in[here] != _NO_ARC:
        here = _tail(indptr, arc_in[here])
        n_arcs += 1
    arcs = np.empty(n_arcs, np.int64)
    here = np.int64(node)
    for row in range(n_arcs - 1, -1, -1):
        arcs[row] = arc_in[here]
        here = _tail(indptr, arc_in[here])
    return arcs
