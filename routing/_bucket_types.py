"""What the bucket-queue kernels take and give: tuples of arrays that numba can see through."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing._bucket_queue import NEVER_DS, Ints, SmallInts, Whole


class Arcs(NamedTuple):
    """
    Arcs in rows.

    Attributes
    ----------
    indptr
        Arcs out of node ``i`` are ``indptr[i]:indptr[i + 1]``, shape ``(n + 1,)``.
    head, weight_ds
        Where each arc leads and its time [ds], shape ``(a,)``, int32.
    """

    indptr: Ints
    head: SmallInts
    weight_ds: SmallInts


class Seeds(NamedTuple):
    """
    Where a search starts.

    Attributes
    ----------
    node, time_ds, label
        Node at which each seed enters, the time on its clock [ds], >= 0, and its label,
        >= 0; shape ``(s,)``.
    """

    node: Ints
    time_ds: Ints
    label: Ints


class LabelField(NamedTuple):
    """
    Time and label of the nearest seed of every node.

    Attributes
    ----------
    time_ds, label
        Shape ``(n,)``; -1 where nothing reaches.
    """

    time_ds: Ints
    label: Ints


class FieldDelta(NamedTuple):
    """
    The nodes whose answer changes, each once, in the order of the search.

    Attributes
    ----------
    node
        Which nodes, shape ``(c,)``, int32.
    old_time_ds, old_label
        What the field says now; -1 where nothing reaches.
    time_ds, label
        What it says afterwards; -1 where nothing reaches.
    """

    node: SmallInts
    old_time_ds: Ints
    old_label: Ints
    time_ds: Ints
    label: Ints


class SearchScratch(NamedTuple):
    """
    Memory of some places a node, so that a short search need not clear long arrays.

    A search leaves it as it found it. It serves one search at a time: each thread keeps
    its own.

    Attributes
    ----------
    time_ds
        Best time so far [ds], shape ``(n,)``, int64; `NEVER_DS` between searches.
    mark
        What else a search notes of a node, shape ``(n,)``, int64; meaningless between
        searches, as are the following.
    node
        Nodes touched, the first so many, shape ``(n,)``, int32.
    after, before
        Links of the queue, shape ``(n,)``, int32.
    """

    time_ds: Ints
    mark: Ints
    node: SmallInts
    after: SmallInts
    before: SmallInts


def new_scratch(n_nodes: Whole) -> SearchScratch:
    """Memory for searches on a network of `n_nodes`; pages are taken as they are used."""
    return SearchScratch(
        time_ds=np.full(n_nodes, NEVER_DS, np.int64),
        mark=np.empty(n_nodes, np.int64),
        node=np.empty(n_nodes, np.int32),
        after=np.empty(n_nodes, np.int32),
        before=np.empty(n_nodes, np.int32),
    )
