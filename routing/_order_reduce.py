"""First step of the contraction order: nodes of low degree go first.

Dead ends and nodes between two or three neighbours are eliminated as long as that adds no
more edges than it takes away. What is left, the *core*, is a small part of a road network.
All nodes are numbered as in the caller's network.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Elements of kernel arrays mix with plain integers; their widths are stated in the text.
Array = NDArray[Any]

_HUB_DEGREE = 64
"""Neighbour lists are scanned: a longer one would cost its square, so it stays in the core."""


@njit(cache=True, nogil=True)
def undirected_csr(n_nodes: int, tail: Array, head: Array) -> tuple[Array, Array]:
    """
    Neighbours of every node, either way, without loops and doubles.

    Returns ``(start, neighbour)``: int64 shape ``(n + 1,)`` and int32.
    """
    first = np.zeros(n_nodes + 1, np.int64)
    for arc in range(tail.size):
        if tail[arc] != head[arc]:
            first[tail[arc] + 1] += 1
            first[head[arc] + 1] += 1
    for node in range(n_nodes):
        first[node + 1] += first[node]
    place = first[:n_nodes].copy()
    doubled = np.empty(first[n_nodes], np.int32)
    for arc in range(tail.size):
        a, b = tail[arc], head[arc]
        if a != b:
            doubled[place[a]] = b
            place[a] += 1
            doubled[place[b]] = a
            place[b] += 1
    start = np.zeros(n_nodes + 1, np.int64)
    seen_by = np.full(n_nodes, -1, np.int32)
    count = 0
    for node in range(n_nodes):
        for e in range(first[node], first[node + 1]):
            other = doubled[e]
            if seen_by[other] != node:
                seen_by[other] = node
                doubled[count] = other  # never ahead of what is still to be read
                count += 1
        start[node + 1] = count
    return start, doubled[:count].copy()


@njit(cache=True, nogil=True)
def _remove(lists: Array, begin: int, degree: Array, node: int, other: int) -> None:
    """Take `other` out of the list of `node`."""
    last = begin + degree[node] - 1
    for e in range(begin, last + 1):
        if lists[e] == other:
            lists[e] = lists[last]
            degree[node] -= 1
            return


@njit(cache=True, nogil=True)
def _contains(lists: Array, begin: int, length: int, other: int) -> bool:
    """Whether `other` stands in the list."""
    for e in range(begin, begin + length):  # noqa: SIM110 (numba compiles no generator)
        if lists[e] == other:
            return True
    return False


@njit(cache=True, nogil=True)
def _try_eliminate(node: int, begin: Array, degree: Array, lists: Array, missing: Array) -> bool:
    """
    Join the neighbours of `node` pairwise and take it out of their lists, where it pays.

    `missing` is scratch, uint8, at least ``(degree, degree)``: the pairs not yet joined.
    """
    first, n_around = begin[node], degree[node]
    for i in range(n_around):
        if degree[lists[first + i]] > _HUB_DEGREE:
            return False
    added = 0
    for i in range(n_around):
        a = lists[first + i]
        missing[i, i] = 0
        for j in range(i + 1, n_around):
            absent = not _contains(lists, begin[a], degree[a], lists[first + j])
            missing[i, j] = absent
            missing[j, i] = absent
            added += absent
    if added > n_around:
        return False
    for i in range(n_around):
        a = lists[first + i]
        length = degree[a] - 1
        for j in range(n_around):
            length += missing[i, j]
        if length > begin[a + 1] - begin[a]:
            return False
    for i in range(n_around):
        a = lists[first + i]
        _remove(lists, begin[a], degree, a, node)
        for j in range(n_around):
            if missing[i, j]:
                lists[begin[a] + degree[a]] = lists[first + j]
                degree[a] += 1
    return True


@njit(cache=True, nogil=True)
def _core_csr(gone: Array, begin: Array, degree: Array, lists: Array) -> tuple[Array, Array, Array]:
    """Renumber what was not eliminated: ``(node, start, neighbour)``."""
    n_nodes = gone.size
    number = np.full(n_nodes, -1, np.int32)
    n_core = 0
    n_entries = 0
    for node in range(n_nodes):
        if gone[node] == 0:
            number[node] = n_core
            n_core += 1
            n_entries += degree[node]
    core = np.empty(n_core, np.int32)
    start = np.zeros(n_core + 1, np.int64)
    neighbour = np.empty(n_entries, np.int32)
    entry = 0
    for node in range(n_nodes):
        if gone[node] == 0:
            core[number[node]] = node
            for e in range(begin[node], begin[node] + degree[node]):
                neighbour[entry] = number[lists[e]]
                entry += 1
            start[number[node] + 1] = entry
    return core, start, neighbour


@njit(cache=True, nogil=True)
def eliminate_low_degrees(
    start: Array, neighbour: Array, max_degree: int, slack: int
) -> tuple[Array, Array, Array, Array]:
    """
    Eliminate nodes of at most `max_degree` neighbours, low degrees first.

    Parameters
    ----------
    start, neighbour
        From `undirected_csr`.
    max_degree
        Highest degree eliminated; up to 3 no edge is gained.
    slack
        Spare places in every neighbour list; a node whose neighbours have none left stays.

    Returns
    -------
    eliminated
        Nodes in the order of their elimination, int32.
    core
        The other nodes, ascending, shape ``(c,)``, int32.
    core_start, core_neighbour
        Their neighbours as positions in `core`, int64 shape ``(c + 1,)`` and int32.
    """
    n_nodes = start.size - 1
    begin = np.zeros(n_nodes + 1, np.int64)
    degree = np.empty(n_nodes, np.int32)
    for node in range(n_nodes):
        degree[node] = start[node + 1] - start[node]
        begin[node + 1] = begin[node] + degree[node] + slack
    lists = np.empty(begin[n_nodes], np.int32)
    for node in range(n_nodes):
        for e in range(degree[node]):
            lists[begin[node] + e] = neighbour[start[node] + e]
    gone = np.zeros(n_nodes, np.uint8)
    eliminated = np.empty(n_nodes, np.int32)
    n_gone = 0
    # A ring in which every node stands at most once.
    ring = np.empty(n_nodes + 1, np.int32)
    waits = np.zeros(n_nodes, np.uint8)
    front, back, n_waiting = 0, 0, 0
    missing = np.zeros((max_degree + 1, max_degree + 1), np.uint8)
    for limit in range(max_degree + 1):
        for node in range(n_nodes):
            if degree[node] == limit and gone[node] == 0:
                ring[back] = node
                back = back + 1 if back < n_nodes else 0
                waits[node] = 1
                n_waiting += 1
        while n_waiting > 0:
            node = ring[front]
            front = front + 1 if front < n_nodes else 0
            n_waiting -= 1
            waits[node] = 0
            if degree[node] > limit or not _try_eliminate(node, begin, degree, lists, missing):
                continue
            gone[node] = 1
            eliminated[n_gone] = node
            n_gone += 1
            for e in range(begin[node], begin[node] + degree[node]):
                other = lists[e]
                if degree[other] <= limit and waits[other] == 0:
                    ring[back] = other
                    back = back + 1 if back < n_nodes else 0
                    waits[other] = 1
                    n_waiting += 1
    core, core_start, core_neighbour = _core_csr(gone, begin, degree, lists)
    return eliminated[:n_gone].copy(), core, core_start, core_neighbour
