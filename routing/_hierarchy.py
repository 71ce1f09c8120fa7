"""The hierarchy of a network: what contraction in a given order adds, for any times.

Contracting a node joins its later neighbours; the result is a chordal graph in which every
shortest path first climbs and then descends (customizable contraction hierarchies:
Dibbelt, Strasser and Wagner, "Customizable Contraction Hierarchies", 2016). It depends on
the network's shape only; `routing._customise` gives it times.

Numbering: a *node* is a node of the network, a *rank* its place in the hierarchy. Ranks run
through the elimination tree in postorder, so a node's subtree is a contiguous range that
ends with the node. Every array here is indexed by rank unless its description says node.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

NO_PARENT = -1
LOOP = -1
OFFSET_MAX = int(np.iinfo(np.int32).max)
"""Highest offset into a hierarchy's arrays."""
_SHORT_ROW = 24
"""Rows up to this length are sorted by insertion."""
_RUN_MAX = int(np.iinfo(np.uint16).max)


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """
    A contracted network without times.

    Arrays that are mapped from a file should be opened copy-on-write: for read-only ones
    every kernel would be compiled anew.

    With `n` nodes, `m` arcs of the network, `u` upward arcs and `r` runs:

    Attributes
    ----------
    order
        Node of each rank, shape ``(n,)``, int32.
    rank
        Rank of each node, shape ``(n,)``, int32; indexed by node.
    parent
        Parent in the elimination tree, shape ``(n,)``, int32; `NO_PARENT` at a root. All
        later neighbours of a rank are its ancestors.
    subtree_begin
        Lowest rank below each rank, shape ``(n,)``, int32: the subtree of ``v`` is
        ``subtree_begin[v]:v + 1``.
    up_start, up_head
        Later neighbours of ``v`` are ``up_head[up_start[v]:up_start[v + 1]]``, ascending;
        int32, shapes ``(n + 1,)`` and ``(u,)``.
    arc_place
        Where the time of each arc of the network goes, shape ``(m,)``, int32, in the
        arcs' order: ``e`` below `u` is the climb of upward arc ``e``, ``u + e`` its
        descent, `LOOP` a loop.
    run_start, run_place, run_length
        For customisation. Take a rank and one of its upward arcs to ``x``: the rank's
        arcs after that one lead to later neighbours of ``x`` too, and stand in the row
        of ``x`` in few gap-free runs. `run_place` (int32) and `run_length` (uint16),
        shape ``(r,)``, list them in the order of ranks and arcs; those of ``v`` begin at
        ``run_start[v]`` (int32, shape ``(n + 1,)``).
    """

    order: NDArray[np.int32]
    rank: NDArray[np.int32]
    parent: NDArray[np.int32]
    subtree_begin: NDArray[np.int32]
    up_start: NDArray[np.int32]
    up_head: NDArray[np.int32]
    arc_place: NDArray[np.int32]
    run_start: NDArray[np.int32]
    run_place: NDArray[np.int32]
    run_length: NDArray[np.uint16]

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return self.order.size

    @property
    def n_up(self) -> int:
        """Number of upward arcs; each may be travelled up and down."""
        return self.up_head.size

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Every array by name; ``Hierarchy(**arrays)`` puts them together again."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def build_hierarchy(
    n_nodes: int,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    order: NDArray[np.int32],
    *,
    n_up_max: int | None = None,
) -> Hierarchy:
    """
    Contract a network in a given order.

    Parameters
    ----------
    n_nodes
        Number of nodes.
    tail, head
        Ends of the directed arcs, in ``[0, n_nodes)``, shape ``(m,)``, int32; loops and
        parallel arcs are welcome.
    order
        Node of each place, shape ``(n_nodes,)``, a permutation; the first is contracted
        first. The hierarchy's own `order` differs from it: it runs in postorder, which
        contracts to the same graph.
    n_up_max
        Give up beyond this number of upward arcs: roads need 2 to 6 a node, an order from
        places that do not fit the network may ask for a thousand. None allows what the
        offsets can count.

    Returns
    -------
    hierarchy

    Raises
    ------
    OverflowError
        If the contracted network exceeds `n_up_max` or the range of its 32-bit offsets.
    """
    limit = OFFSET_MAX // 2 if n_up_max is None else min(n_up_max, OFFSET_MAX // 2)
    tail, head = (np.ascontiguousarray(end, dtype=np.int32) for end in (tail, head))
    place = np.empty(n_nodes, np.int32)
    place[order] = np.arange(n_nodes, dtype=np.int32)
    start, later = _later_neighbours(n_nodes, place[tail], place[head])
    up_start, up_head, parent = _contract(start, later, limit)
    _check_entries(int(up_start[-1]), limit)
    rank_of_place, subtree_begin = _postorder(parent)
    up_start, up_head, parent = _renumber(up_start, up_head, parent, rank_of_place)
    rank = rank_of_place[place]
    ordered = np.empty(n_nodes, np.int32)
    ordered[rank] = np.arange(n_nodes, dtype=np.int32)
    nothing = np.empty(0, np.int32)
    run_start = np.zeros(n_nodes + 1, np.int64)
    no_lengths = np.empty(0, np.uint16)
    n_runs = _find_runs(up_start, up_head, run_start, nothing, no_lengths, write=0)
    _check_entries(n_runs, OFFSET_MAX)
    run_place, run_length = np.empty(n_runs, np.int32), np.empty(n_runs, np.uint16)
    _find_runs(up_start, up_head, run_start, run_place, run_length, write=1)
    return Hierarchy(
        order=ordered,
        rank=rank,
        parent=parent,
        subtree_begin=subtree_begin,
        up_start=up_start,
        up_head=up_head,
        arc_place=_arc_places(up_start, up_head, rank[tail], rank[head]),
        run_start=run_start.astype(np.int32),
        run_place=run_place,
        run_length=run_length,
    )


def _check_entries(found: int, limit: int) -> None:
    if found > limit:
        raise OverflowError(f"{found} entries of the contracted network, at most {limit}")


@njit(cache=True, nogil=True)
def _later_neighbours(n_nodes: int, tail: Array, head: Array) -> tuple[Array, Array]:
    """Later end of every arc by its earlier end, doubles kept: ``(start, later)``."""
    start = np.zeros(n_nodes + 1, np.int64)
    for arc in range(tail.size):
        if tail[arc] != head[arc]:
            start[min(tail[arc], head[arc]) + 1] += 1
    for v in range(n_nodes):
        start[v + 1] += start[v]
    place = start[:n_nodes].copy()
    later = np.empty(start[n_nodes], np.int32)
    for arc in range(tail.size):
        if tail[arc] != head[arc]:
            v = min(tail[arc], head[arc])
            later[place[v]] = max(tail[arc], head[arc])
            place[v] += 1
    return start, later


@njit(cache=True, nogil=True)
def _grown(values: Array, used: int, room: int) -> Array:
    """A larger array that begins with those in use."""
    longer = np.empty(room, values.dtype)
    for i in range(used):
        longer[i] = values[i]
    return longer


@njit(cache=True, nogil=True)
def _put_sorted(row: Array, size: int, into: Array, first: int) -> None:
    """Write ``row[:size]`` ascending to `into` from `first` on."""
    if size > _SHORT_ROW:
        ascending = np.sort(row[:size])
        for i in range(size):
            into[first + i] = ascending[i]
        return
    for i in range(size):
        place = first + i
        while place > first and into[place - 1] > row[i]:
            into[place] = into[place - 1]
            place -= 1
        into[place] = row[i]


@njit(cache=True, nogil=True)
def _contract(start: Array, later: Array, limit: int) -> tuple[Array, Array, Array]:
    """
    Contract all nodes: ``(up_start int64, up_head, parent)`` by place.

    The later neighbours of a node are its own and those of its children in the
    elimination tree; its parent is the first of them. Stops beyond `limit` entries; the
    last of `up_start` then says how many there were.
    """
    n_nodes = start.size - 1
    up_start = np.zeros(n_nodes + 1, np.int64)
    up_head = np.empty(3 * later.size + 16, np.int32)
    parent = np.full(n_nodes, NO_PARENT, np.int32)
    last_child = np.full(n_nodes, -1, np.int32)
    sibling = np.full(n_nodes, -1, np.int32)
    seen_by = np.full(n_nodes, -1, np.int32)
    row = np.empty(n_nodes, np.int32)
    for v in range(n_nodes):
        size = 0
        seen_by[v] = v
        for e in range(start[v], start[v + 1]):
            if seen_by[later[e]] != v:
                seen_by[later[e]] = v
                row[size] = later[e]
                size += 1
        child = last_child[v]
        while child >= 0:
            for e in range(up_start[child], up_start[child + 1]):
                if seen_by[up_head[e]] != v:
                    seen_by[up_head[e]] = v
                    row[size] = up_head[e]
                    size += 1
            child = sibling[child]
        first = up_start[v]
        if first + size > limit:
            up_start[n_nodes] = first + size
            return up_start, up_head[:0].copy(), parent
        if first + size > up_head.size:
            up_head = _grown(up_head, first, 2 * (first + size))
        _put_sorted(row, size, up_head, first)
        up_start[v + 1] = first + size
        if size > 0:
            above = up_head[first]
            parent[v] = above
            sibling[v] = last_child[above]
            last_child[above] = v
    return up_start, up_head[: up_start[n_nodes]].copy(), parent


@njit(cache=True, nogil=True)
def _postorder(parent: Array) -> tuple[Array, Array]:
    """Rank of every place in postorder, and the lowest rank below every rank."""
    n_nodes = parent.size
    first_child = np.full(n_nodes, -1, np.int32)
    sibling = np.full(n_nodes, -1, np.int32)
    for v in range(n_nodes - 1, -1, -1):
        if parent[v] >= 0:
            sibling[v] = first_child[parent[v]]
            first_child[parent[v]] = v
    rank = np.empty(n_nodes, np.int32)
    begin = np.empty(n_nodes, np.int32)
    entered = np.empty(n_nodes, np.int32)
    path = np.empty(n_nodes, np.int32)
    count = 0
    for root in range(n_nodes):
        if parent[root] >= 0:
            continue
        path[0] = root
        entered[root] = count
        depth = 1
        while depth > 0:
            v = path[depth - 1]
            child = first_child[v]
            if child >= 0:
                first_child[v] = sibling[child]
                entered[child] = count
                path[depth] = child
                depth += 1
            else:
                begin[count] = entered[v]
                rank[v] = count
                count += 1
                depth -= 1
    return rank, begin


@njit(cache=True, nogil=True)
def _renumber(
    up_start: Array, up_head: Array, parent: Array, rank: Array
) -> tuple[Array, Array, Array]:
    """
    The same hierarchy by rank, offsets now int32.

    Rows stay sorted: later neighbours are ancestors, and postorder keeps their order.
    """
    n_nodes = rank.size
    new_start = np.zeros(n_nodes + 1, np.int32)
    new_parent = np.full(n_nodes, NO_PARENT, np.int32)
    for v in range(n_nodes):
        new_start[rank[v] + 1] = up_start[v + 1] - up_start[v]
        if parent[v] >= 0:
            new_parent[rank[v]] = rank[parent[v]]
    for v in range(n_nodes):
        new_start[v + 1] += new_start[v]
    new_head = np.empty(up_head.size, np.int32)
    for v in range(n_nodes):
        place = new_start[rank[v]]
        for e in range(up_start[v], up_start[v + 1]):
            new_head[place] = rank[up_head[e]]
            place += 1
    return new_start, new_head, new_parent


@njit(cache=True, nogil=True)
def _arc_places(up_start: Array, up_head: Array, tail_rank: Array, head_rank: Array) -> Array:
    """Place of every arc of the network, as `Hierarchy.arc_place`."""
    places = np.empty(tail_rank.size, np.int32)
    n_up = up_head.size
    for arc in range(tail_rank.size):
        a, b = tail_rank[arc], head_rank[arc]
        if a == b:
            places[arc] = LOOP
            continue
        above = max(a, b)
        low, high = up_start[min(a, b)], up_start[min(a, b) + 1]
        while low < high:
            middle = (low + high) >> 1
            if up_head[middle] < above:
                low = middle + 1
            else:
                high = middle
        places[arc] = low if a < b else n_up + low
    return places


@njit(cache=True, nogil=True)
def _find_runs(
    up_start: Array,
    up_head: Array,
    run_start: Array,
    run_place: Array,
    run_length: Array,
    write: int,
) -> int:
    """Fill `run_start`, and with `write` the runs; their number."""
    n_nodes = up_start.size - 1
    count = 0
    for v in range(n_nodes):
        end = up_start[v + 1]
        for e in range(up_start[v], end - 1):
            place = up_start[up_head[e]]
            other = e + 1
            while other < end:
                while up_head[place] < up_head[other]:
                    place += 1
                # The row of up_head[e] holds every up_head[other]: place stays inside it.
                length = 1
                while (
                    other + length < end
                    and length < _RUN_MAX
                    and up_head[place + length] == up_head[other + length]
                ):
                    length += 1
                if write:
                    run_place[count] = place
                    run_length[count] = length
                count += 1
                other += length
                place += length
        run_start[v + 1] = count
    return count
