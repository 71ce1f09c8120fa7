"""A bucket queue for whole deciseconds: the priority queue of the local searches.

Dial (1969), "Algorithm 360: shortest-path forest with topological ordering". One bucket a
decisecond covers a window of time. The last bucket holds whatever lies beyond the window,
and is spread over the others when the window moves on. So every weight is served in memory
that does not grow with it, and the weights of roads nearly always find a bucket at once.

A node waits at most once: a bucket is a list linked through two arrays of one place a
node, and a node that becomes earlier is taken out of its list. So the memory is known from
the number of nodes, nothing grows, and no outdated entry is ever met.

The queue is three plain arrays (``after, before``: neighbours in the list of the bucket,
shape ``(n,)``; ``bucket``: the first node of each, from `new_buckets`), and the search
keeps three numbers: the start of the window [ds], the place in it and how many wait. A
tuple or class around them was measured to halve the speed. A search over times ``time_ds`` reads::

    while n_waiting:
        place = next_place(bucket, place)
        if place == bucket.size - 1:
            start_ds, place = move_window(after, before, bucket, time_ds), 0
            continue
        node = take_first(after, before, bucket, place)
        n_waiting -= 1
        ...  # for each neighbour: if sooner, n_waiting += make_sooner(...)

Times must not go back: no node may be put in earlier than the last one taken.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
SmallInts: TypeAlias = NDArray[np.int32]
Whole: TypeAlias = int | np.signedinteger[Any]
"""A whole number, Python's or numpy's: inside a kernel they are the same."""

NEVER_DS = np.int64(np.iinfo(np.int64).max)
"""Time of a node that a search has not reached [ds]."""
NO_NODE = -1
"""End of a list of nodes."""

_OUT = -2  # in `before`: the node has been taken
_SPAN_MIN = 1 << 10
_SPAN_MAX = 1 << 20


@njit(cache=True, nogil=True)
def new_buckets(span_ds: Whole) -> SmallInts:
    """
    Buckets of an empty queue.

    `span_ds` says how far apart waiting nodes usually lie [ds], e.g. some times the largest
    weight, or the limit of the search: it sizes the window, and no answer depends on it.
    """
    span = _SPAN_MIN
    while span <= span_ds and span < _SPAN_MAX:
        span *= 2
    return np.full(span + 1, NO_NODE, np.int32)


@njit(cache=True, nogil=True)
def put(
    after: SmallInts,
    before: SmallInts,
    bucket: SmallInts,
    start_ds: Whole,
    node: Whole,
    time_ds: Whole,
) -> None:
    """Let a node wait for `time_ds` that is not waiting."""
    place = min(time_ds - start_ds, bucket.size - 1)
    first = bucket[place]
    bucket[place] = node
    after[node] = first
    before[node] = NO_NODE
    if first >= 0:
        before[first] = node


@njit(cache=True, nogil=True)
def take_out(
    after: SmallInts,
    before: SmallInts,
    bucket: SmallInts,
    start_ds: Whole,
    node: Whole,
    time_ds: Whole,
) -> None:
    """Let a node wait no longer that waits for `time_ds`."""
    ahead, behind = before[node], after[node]
    if ahead >= 0:
        after[ahead] = behind
    else:
        bucket[min(time_ds - start_ds, bucket.size - 1)] = behind
    if behind >= 0:
        before[behind] = ahead


# Inlined by numba itself: left to the compiler behind it, this call cost a third of a search.
@njit(cache=True, nogil=True, inline="always")
def make_sooner(
    after: SmallInts,
    before: SmallInts,
    bucket: SmallInts,
    start_ds: Whole,
    time_ds: Ints,
    node: Whole,
    sooner_ds: Whole,
) -> bool:
    """
    Give a node an earlier time than it has and let it wait for that.

    Returns whether one more node waits now: the node had no time before.
    """
    known_ds = time_ds[node]
    time_ds[node] = sooner_ds
    if known_ds != NEVER_DS:
        take_out(after, before, bucket, start_ds, node, known_ds)
    put(after, before, bucket, start_ds, node, sooner_ds)
    return bool(known_ds == NEVER_DS)


@njit(cache=True, nogil=True)
def next_place(bucket: SmallInts, place: np.int64) -> np.int64:
    """First bucket from `place` on that holds a node; one must."""
    while bucket[place] < 0:
        place += 1
    return place


@njit(cache=True, nogil=True)
def take_first(after: SmallInts, before: SmallInts, bucket: SmallInts, place: Whole) -> np.int64:
    """Take the first node of a bucket; nodes of one time come in a fixed order."""
    node = np.int64(bucket[place])
    behind = after[node]
    bucket[place] = behind
    if behind >= 0:
        before[behind] = NO_NODE
    before[node] = _OUT
    return node


@njit(cache=True, nogil=True)
def was_taken(before: SmallInts, node: Whole) -> bool:
    """Tell whether a node that was put in has been taken since."""
    return bool(before[node] == _OUT)


@njit(cache=True, nogil=True)
def move_window(after: SmallInts, before: SmallInts, bucket: SmallInts, time_ds: Ints) -> np.int64:
    """
    Start the window at the earliest node beyond it, and fill its buckets.

    `time_ds` holds the time of every waiting node, shape ``(n,)``. All but the last bucket
    are empty. Returns the start of the window [ds].
    """
    start_ds = NEVER_DS
    node = np.int64(bucket[-1])
    while node >= 0:
        start_ds = min(start_ds, time_ds[node])
        node = np.int64(after[node])
    waiting = np.int64(bucket[-1])
    bucket[-1] = NO_NODE
    while waiting >= 0:
        node = waiting
        waiting = np.int64(after[node])
        put(after, before, bucket, start_ds, node, time_ds[node])
    return start_ds
