"""The k nearest labels of every node, with the bucket queue.

Each node keeps a short list of times and labels in the order of time, then label. It waits
for the earliest entry that it has not yet handed on, so one queue of nodes serves all k.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing._bucket import UNREACHED, window_span
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

Table: TypeAlias = NDArray[np.int64]
"""Shape ``(n, k)``: a row for each node."""


@njit(cache=True, nogil=True)
def nearest_k(  # noqa: PLR0912 (a call for each branch would cost its speed)
    indptr: Ints,
    head: SmallInts,
    weight_ds: SmallInts,
    seed_node: Ints,
    seed_ds: Ints,
    seed_label: Ints,
    k: int,
    limit_ds: Whole,
) -> tuple[Table, Table]:
    """
    Times and labels of the `k` nearest distinct labels of every node.

    Parameters
    ----------
    indptr, head, weight_ds
        Arcs in rows.
    seed_node, seed_ds, seed_label
        Where each seed enters, with what time on the clock [ds], and its label, >= 0.
    k
        Labels a node, >= 1; meant for few (8): a list is searched from end to end.
    limit_ds
        Longest time to report [ds], inclusive; a negative one reports all.

    Returns
    -------
    time_ds, label
        Shape ``(n, k)``, each row by time, then label; -1 where there are no more. With
        ``k = 1`` what `routing._bucket.nearest_bucket` answers.
    """
    n_nodes = indptr.size - 1
    bound_ds = np.int64(limit_ds) if limit_ds >= 0 else NEVER_DS
    time_ds = np.full((n_nodes, k), NEVER_DS, np.int64)
    label = np.full((n_nodes, k), UNREACHED, np.int64)
    wake_ds = np.full(n_nodes, NEVER_DS, np.int64)
    after, before = np.empty(n_nodes, np.int32), np.empty(n_nodes, np.int32)
    bucket = new_buckets(window_span(weight_ds, bound_ds))
    start_ds, place, n_waiting = np.int64(0), np.int64(0), 0
    for seed in range(seed_node.size):
        node, then_ds = seed_node[seed], seed_ds[seed]
        if (
            then_ds <= bound_ds
            and _enter(time_ds, label, node, then_ds, seed_label[seed])
            and then_ds < wake_ds[node]
        ):
            n_waiting += make_sooner(after, before, bucket, start_ds, wake_ds, node, then_ds)
    while n_waiting > 0:
        place = next_place(bucket, place)
        if place == bucket.size - 1:
            start_ds, place = move_window(after, before, bucket, wake_ds), np.int64(0)
            continue
        node = take_first(after, before, bucket, place)
        n_waiting -= 1
        now_ds = wake_ds[node]
        wake_ds[node] = NEVER_DS
        for rank in range(k):
            mine_ds, mine = time_ds[node, rank], label[node, rank]
            if mine_ds < now_ds:
                continue  # handed on before
            if mine_ds > now_ds:
                if mine_ds < wake_ds[node]:
                    n_waiting += make_sooner(
                        after, before, bucket, start_ds, wake_ds, node, mine_ds
                    )
                break
            for arc in range(indptr[node], indptr[node + 1]):
                there = np.int64(head[arc])
                then_ds = now_ds + weight_ds[arc]
                if (
                    then_ds <= bound_ds
                    and then_ds <= time_ds[there, k - 1]
                    and _enter(time_ds, label, there, then_ds, mine)
                    and then_ds < wake_ds[there]
                ):
                    n_waiting += make_sooner(
                        after, before, bucket, start_ds, wake_ds, there, then_ds
                    )
    for node in range(n_nodes):
        for rank in range(k):
            if time_ds[node, rank] == NEVER_DS:
                time_ds[node, rank] = UNREACHED
    return time_ds, label


@njit(cache=True, nogil=True)
def _enter(time_ds: Table, label: Table, node: Whole, new_ds: Whole, new: Whole) -> bool:
    """Enter a time into a node's sorted list, each label once; tell whether it stays."""
    last = time_ds.shape[1] - 1
    if new_ds > time_ds[node, last] or (new_ds == time_ds[node, last] and new >= label[node, last]):
        return False
    gap = 0
    while gap < last and time_ds[node, gap] != NEVER_DS and label[node, gap] != new:
        gap += 1
    # The gap is the label's own entry, the first free one, or the last, which falls out.
    if label[node, gap] == new and time_ds[node, gap] <= new_ds:
        return False
    while gap > 0 and (
        time_ds[node, gap - 1] > new_ds
        or (time_ds[node, gap - 1] == new_ds and label[node, gap - 1] > new)
    ):
        time_ds[node, gap], label[node, gap] = time_ds[node, gap - 1], label[node, gap - 1]
        gap -= 1
    time_ds[node, gap], label[node, gap] = new_ds, new
    return True
