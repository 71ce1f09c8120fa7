"""What changes in a nearest-seed field when a label is added or taken away.

A field is what `routing._bucket.nearest_bucket` answers: time and label of the nearest seed
of every node. A new facility improves the nodes around it and nothing else; one that goes
leaves its own region to its neighbours. Both are worked out by searches that stay in that
region, and both give exactly what a search from the beginning would, ties included. The
field itself is not touched: the delta holds old and new values, so that a caller can show
a change, keep it (``time_ds[delta.node] = delta.time_ds``) or drop it.
"""

from __future__ import annotations

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
    put,
    take_first,
    was_taken,
)
from routing._bucket_types import Arcs, FieldDelta, LabelField, SearchScratch, Seeds

_IN_REGION = np.int64(-1)  # time of a node whose label goes, until its region is known


@njit(cache=True, nogil=True)
def delta_of_added(
    arcs: Arcs,
    field: LabelField,
    seed_node: Ints,
    seed_ds: Ints,
    new_label: Whole,
    limit_ds: Whole,
    scratch: SearchScratch,
) -> FieldDelta:
    """
    What a further label changes: a search that goes on only where it improves.

    Parameters
    ----------
    arcs
        The network, in the direction in which the field was searched.
    field
        The field as it is.
    seed_node, seed_ds
        Where the new label enters and with what time on the clock [ds].
    new_label
        The new label, >= 0; it may be one that the field knows.
    limit_ds
        The limit of the field [ds], inclusive; negative for none.
    scratch
        From `routing._bucket_types.new_scratch`; left as found.
    """
    indptr, head, weight_ds = arcs.indptr, arcs.head, arcs.weight_ds
    old_ds, old_label = field.time_ds, field.label
    bound_ds = np.int64(limit_ds) if limit_ds >= 0 else NEVER_DS
    best_ds, changed = scratch.time_ds, scratch.node
    after, before = scratch.after, scratch.before
    bucket = new_buckets(min(bound_ds, np.int64(REACH_SPAN_DS)))
    start_ds, place, n_waiting, n_changed = np.int64(0), np.int64(0), 0, 0
    for seed in range(seed_node.size):
        node, then_ds = seed_node[seed], seed_ds[seed]
        if (
            then_ds < best_ds[node]
            and then_ds <= bound_ds
            and _comes_first(then_ds, new_label, old_ds[node], old_label[node])
        ):
            n_waiting += make_sooner(after, before, bucket, start_ds, best_ds, node, then_ds)
    while n_waiting > 0:
        place = next_place(bucket, place)
        if place == bucket.size - 1:
            start_ds, place = move_window(after, before, bucket, best_ds), np.int64(0)
            continue
        node = take_first(after, before, bucket, place)
        n_waiting -= 1
        changed[n_changed] = node
        n_changed += 1
        now_ds = best_ds[node]
        for arc in range(indptr[node], indptr[node + 1]):
            there = np.int64(head[arc])
            then_ds = now_ds + weight_ds[arc]
            if (
                then_ds < best_ds[there]
                and then_ds <= bound_ds
                and _comes_first(then_ds, new_label, old_ds[there], old_label[there])
            ):
                n_waiting += make_sooner(after, before, bucket, start_ds, best_ds, there, then_ds)
    nodes = changed[:n_changed].copy()
    for row in range(n_changed):
        scratch.mark[nodes[row]] = new_label
    delta: FieldDelta = _delta(nodes, field, scratch)
    return delta


@njit(cache=True, nogil=True)
def delta_of_removed(
    arcs: Arcs,
    arcs_in: Arcs,
    field: LabelField,
    seeds: Seeds,
    gone_label: Whole,
    limit_ds: Whole,
    scratch: SearchScratch,
) -> FieldDelta:
    """
    What changes when a label goes: its region, searched anew from the region's border.

    Parameters
    ----------
    arcs
        The network, in the direction in which the field was searched.
    arcs_in
        The same arcs turned around (`routing._kernels.reversed_arcs`).
    field
        The field as it is.
    seeds
        All seeds of the field, those of `gone_label` among them.
    gone_label
        The label that goes.
    limit_ds
        The limit of the field [ds], inclusive; negative for none.
    scratch
        From `routing._bucket_types.new_scratch`; left as found.
    """
    best_ds, best_label, region = scratch.time_ds, scratch.mark, scratch.node
    after, before = scratch.after, scratch.before
    bound_ds = np.int64(limit_ds) if limit_ds >= 0 else NEVER_DS
    n_region = _gather_region(arcs, field, seeds, gone_label, scratch)
    bucket = new_buckets(min(bound_ds, np.int64(REACH_SPAN_DS)))
    n_waiting = _enter_region(
        arcs_in, field, seeds, gone_label, bound_ds, region[:n_region], bucket, scratch
    )
    indptr, head, weight_ds, old_label = arcs.indptr, arcs.head, arcs.weight_ds, field.label
    start_ds, place = np.int64(0), np.int64(0)
    while n_waiting > 0:
        place = next_place(bucket, place)
        if place == bucket.size - 1:
            start_ds, place = move_window(after, before, bucket, best_ds), np.int64(0)
            continue
        node = take_first(after, before, bucket, place)
        n_waiting -= 1
        now_ds, mine = best_ds[node], best_label[node]
        for arc in range(indptr[node], indptr[node + 1]):
            there = np.int64(head[arc])
            then_ds = now_ds + weight_ds[arc]
            if old_label[there] != gone_label or then_ds > best_ds[there] or then_ds > bound_ds:
                continue
            if then_ds < best_ds[there]:
                n_waiting += make_sooner(after, before, bucket, start_ds, best_ds, there, then_ds)
                best_label[there] = mine
            elif mine < best_label[there]:
                best_label[there] = mine
                # Only over an arc of 0 ds can the node have had its turn already.
                if then_ds == now_ds and was_taken(before, there):
                    put(after, before, bucket, start_ds, there, then_ds)
                    n_waiting += 1
    delta: FieldDelta = _delta(region[:n_region].copy(), field, scratch)
    return delta


@njit(cache=True, nogil=True)
def _comes_first(time_ds: Whole, label: Whole, other_ds: Whole, other_label: Whole) -> bool:
    """Tell whether a time and label beat those of a field, where -1 means none."""
    if other_ds < 0 or time_ds < other_ds:
        return True
    return bool(time_ds == other_ds and label < other_label)


@njit(cache=True, nogil=True)
def _gather_region(
    arcs: Arcs, field: LabelField, seeds: Seeds, gone_label: Whole, scratch: SearchScratch
) -> int:
    """
    Write the nodes of a label into ``scratch.node`` and say how many there are.

    They hang together: on a quickest way from a seed every node has the seed's label, for a
    lower one that is as near anywhere on the way would be as near, and lower, at its end.
    """
    indptr, head, label = arcs.indptr, arcs.head, field.label
    seen, region = scratch.time_ds, scratch.node
    n_region = 0
    for seed in range(seeds.node.size):
        node = seeds.node[seed]
        if label[node] == gone_label and seen[node] != _IN_REGION:
            seen[node] = _IN_REGION
            region[n_region] = node
            n_region += 1
    row = 0
    while row < n_region:
        node = np.int64(region[row])
        row += 1
        for arc in range(indptr[node], indptr[node + 1]):
            there = np.int64(head[arc])
            if label[there] == gone_label and seen[there] != _IN_REGION:
                seen[there] = _IN_REGION
                region[n_region] = there
                n_region += 1
    for row in range(n_region):
        seen[region[row]] = NEVER_DS
    return n_region


@njit(cache=True, nogil=True)
def _enter_region(
    arcs_in: Arcs,
    field: LabelField,
    seeds: Seeds,
    gone_label: Whole,
    bound_ds: Whole,
    region: SmallInts,
    bucket: SmallInts,
    scratch: SearchScratch,
) -> int:
    """Let the best ways into the region wait, over its border and from seeds inside it."""
    indptr, tail, weight_ds = arcs_in.indptr, arcs_in.head, arcs_in.weight_ds
    best_ds, best_label = scratch.time_ds, scratch.mark
    n_waiting = 0
    for row in range(region.size):
        node = np.int64(region[row])
        for arc in range(indptr[node], indptr[node + 1]):
            outside = np.int64(tail[arc])
            if field.time_ds[outside] < 0 or field.label[outside] == gone_label:
                continue
            then_ds = field.time_ds[outside] + weight_ds[arc]
            if then_ds < best_ds[node] or (
                then_ds == best_ds[node] and field.label[outside] < best_label[node]
            ):
                best_ds[node] = then_ds
                best_label[node] = field.label[outside]
    for seed in range(seeds.node.size):
        node, then_ds = seeds.node[seed], seeds.time_ds[seed]
        if field.label[node] != gone_label or seeds.label[seed] == gone_label:
            continue
        if then_ds < best_ds[node] or (
            then_ds == best_ds[node] and seeds.label[seed] < best_label[node]
        ):
            best_ds[node] = then_ds
            best_label[node] = seeds.label[seed]
    for row in range(region.size):
        node = np.int64(region[row])
        if best_ds[node] <= bound_ds and best_ds[node] != NEVER_DS:
            put(scratch.after, scratch.before, bucket, 0, node, best_ds[node])
            n_waiting += 1
        else:
            best_ds[node] = NEVER_DS
    return n_waiting


@njit(cache=True, nogil=True)
def _delta(nodes: SmallInts, field: LabelField, scratch: SearchScratch) -> FieldDelta:
    """Old and new values of the nodes of a search; makes the scratch clean again."""
    n_nodes = nodes.size
    old_ds, old_label = np.empty(n_nodes, np.int64), np.empty(n_nodes, np.int64)
    time_ds, label = np.empty(n_nodes, np.int64), np.empty(n_nodes, np.int64)
    for row in range(n_nodes):
        node = nodes[row]
        old_ds[row], old_label[row] = field.time_ds[node], field.label[node]
        if scratch.time_ds[node] == NEVER_DS:
            time_ds[row], label[row] = UNREACHED, UNREACHED
        else:
            time_ds[row], label[row] = scratch.time_ds[node], scratch.mark[node]
            scratch.time_ds[node] = NEVER_DS
    return FieldDelta(nodes, old_ds, old_label, time_ds, label)
