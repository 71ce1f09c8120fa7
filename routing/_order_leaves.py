"""Last step of the contraction order: nodes within a leaf by minimum degree.

The nodes around a leaf go later, but the leaf's own order decides how many of them are
joined; so they are counted in. A leaf and its surroundings fit in a small bit matrix.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

_DONE = np.int32(1 << 30)
_ONE = np.uint64(1)
_PAIRS = np.uint64(0x5555555555555555)
_QUADS = np.uint64(0x3333333333333333)
_BYTES = np.uint64(0x0F0F0F0F0F0F0F0F)
_SUM = np.uint64(0x0101010101010101)


@njit(cache=True, nogil=True)
def _bit_count(word: np.uint64) -> int:
    """Number of ones, by halves (Warren, "Hacker's Delight", section 5-1)."""
    word -= (word >> np.uint64(1)) & _PAIRS
    word = (word & _QUADS) + ((word >> np.uint64(2)) & _QUADS)
    word = (word + (word >> np.uint64(4))) & _BYTES
    return np.int64((word * _SUM) >> np.uint64(56))  # type: ignore[return-value]  # an int once compiled


@njit(cache=True, nogil=True)
def _order_one(nodes: Array, around: Array, degree: Array, n_words: int) -> None:
    """
    Reorder `nodes` in place by minimum degree, the first of equals first.

    `around` holds a row of bits for every node: its neighbours; `degree` their number.
    """
    own = nodes.copy()
    size = nodes.size
    for place in range(size):
        least = 0
        for i in range(1, size):
            if degree[i] < degree[least]:
                least = i
        nodes[place] = own[least]
        degree[least] = _DONE
        least_word, least_bit = least >> 6, _ONE << np.uint64(least & 63)
        for i in range(size):
            if degree[i] == _DONE or not around[i, least_word] & least_bit:
                continue
            around[i, least_word] &= ~least_bit
            count = 0
            for word in range(n_words):
                joined = around[i, word] | around[least, word]
                if word == i >> 6:
                    joined &= ~(_ONE << np.uint64(i & 63))
                if word == least_word:
                    joined &= ~least_bit
                around[i, word] = joined
                count += _bit_count(joined)
            degree[i] = count


@njit(cache=True, nogil=True)
def order_leaves(
    low: int,
    high: int,
    leaf_end: Array,
    node: Array,
    start: Array,
    neighbour: Array,
    local: Array,
    seen_by: Array,
) -> None:
    """
    Order the nodes of every leaf that starts in ``[low, high)``, in place.

    Parameters
    ----------
    leaf_end, node
        From the dissection: ends of leaves, and the core's nodes by position.
    start, neighbour
        Neighbours in the core.
    local, seen_by
        Scratch, int32 per node of the core; `seen_by` comes filled with -1.
    """
    n_rows, n_columns = 16, 2
    around = np.zeros((n_rows, n_columns), np.uint64)
    degree = np.zeros(n_rows, np.int32)
    first = low
    while first < high:
        last = leaf_end[first]
        if last < 0:
            first += 1
            continue
        size = last - first
        if size > 2:  # noqa: PLR2004 (two nodes are joined or not: either order will do)
            known = size
            for i in range(size):
                local[node[first + i]] = i
                seen_by[node[first + i]] = first
            for i in range(size):
                v = node[first + i]
                for e in range(start[v], start[v + 1]):
                    other = neighbour[e]
                    if seen_by[other] != first:
                        seen_by[other] = first
                        local[other] = known
                        known += 1
            n_words = (known + 63) >> 6
            if size > n_rows or n_words > n_columns:
                n_rows, n_columns = max(n_rows, size), max(n_columns, n_words)
                around = np.zeros((n_rows, n_columns), np.uint64)
                degree = np.zeros(n_rows, np.int32)
            around[:size, :n_words] = 0
            for i in range(size):
                v = node[first + i]
                degree[i] = start[v + 1] - start[v]
                for e in range(start[v], start[v + 1]):
                    bit = local[neighbour[e]]
                    around[i, bit >> 6] |= _ONE << np.uint64(bit & 63)
            _order_one(node[first:last], around, degree, n_words)
        first = last
