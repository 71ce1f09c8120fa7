"""Nodes along a Hilbert curve, so that neighbours on the ground are neighbours in memory.

A search over a large network waits for memory more than it computes; numbered along the
curve, the nodes it meets next mostly lie in cache lines that it has already fetched. The
curve is that of Hilbert (1891), walked cell by cell as in Lam and Shapiro (1994), "A class
of fast algorithms for the Peano-Hilbert space-filling curve".
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_BITS = 20  # 2**20 cells a side: 1 m on a country of 1000 km; a key takes 40 bits


def hilbert_order(x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.int64]:
    """
    Nodes in the order in which a Hilbert curve over their square visits them.

    Parameters
    ----------
    x_m, y_m
        Place of each node in a metric CRS [m], shape ``(n,)``, finite.

    Returns
    -------
    order
        Node at each place of the order, shape ``(n,)``: ``x_m[order]`` is renumbered. Nodes
        of one cell keep the order of their indices, so the same places give the same order.
    """
    if x_m.size == 0:
        return np.empty(0, dtype=np.int64)
    west_m, south_m = x_m.min(), y_m.min()
    side_m = max(x_m.max() - west_m, y_m.max() - south_m)
    # One scale for both axes: a curve over a stretched square would tear neighbours apart.
    cells_per_m = ((1 << _BITS) - 1) / side_m if side_m > 0 else 0.0
    column = ((x_m - west_m) * cells_per_m).astype(np.int64)
    row = ((y_m - south_m) * cells_per_m).astype(np.int64)
    order: NDArray[np.int64] = np.argsort(hilbert_key(column, row, _BITS), kind="stable")
    return order


@njit(cache=True, nogil=True)
def hilbert_key(column: NDArray[np.int64], row: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """
    Place of cells on the Hilbert curve of a square of ``2**bits`` cells a side.

    Parameters
    ----------
    column, row
        Cells, shape ``(n,)``, in ``[0, 2**bits)``.
    bits
        At most 31, so that a key fits an int64.

    Returns
    -------
    key
        Shape ``(n,)``; cells that follow one another share an edge.
    """
    last = (np.int64(1) << bits) - 1
    key = np.zeros(column.size, np.int64)
    for cell in range(column.size):
        x, y = column[cell], row[cell]
        for level in range(bits - 1, -1, -1):
            right, upper = (x >> level) & 1, (y >> level) & 1
            key[cell] = (key[cell] << 2) | ((3 * right) ^ upper)
            if upper == 0:
                # The quarter's own curve is turned, and mirrored where it lies right.
                if right == 1:
                    x, y = last - x, last - y
                x, y = y, x
    return key
