"""Cost matrices: what every demand point pays to reach every facility, block by block."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ShapeError

Costs = NDArray[np.floating[Any]] | NDArray[np.integer[Any]]
"""Times or distances, demand x facility; ``inf`` where there is no way."""

Column = NDArray[np.float64]

BLOCK_CELLS = 2_000_000
"""Cells worked on at once: some 40 MB of working arrays, whatever the matrix."""


def row_blocks(cost: Costs) -> Iterator[tuple[slice, Costs]]:
    """
    Walk a matrix in blocks of whole rows.

    The blocks keep the matrix's own number type. A limit is compared in it, so that a
    limit of 14.1 holds a single-precision 14.1.

    Yields
    ------
    rows, block
        Where the block lies, and a view of it, shape ``(b, m)``.
    """
    n_rows, n_columns = cost.shape
    step = max(1, BLOCK_CELLS // max(n_columns, 1))
    for start in range(0, n_rows, step):
        rows = slice(start, min(start + step, n_rows))
        yield rows, cost[rows]


def check_costs(cost: Costs, *, n_demand: int, n_facilities: int) -> None:
    """
    Check that a matrix fits its margins and holds costs only.

    Parameters
    ----------
    cost
        Shape ``(n_demand, n_facilities)``, >= 0; ``inf`` where there is no way.
    n_demand, n_facilities
        Lengths of the margins.

    Raises
    ------
    ShapeError
        If the shape is another.
    InputError
        If the cells are no numbers, or one of them is negative or NaN. A matrix that
        marks the unreached by -1 must say ``inf`` first: here -1 would be nearest of all.
    """
    if cost.shape != (n_demand, n_facilities):
        raise ShapeError(
            "costs.bad_shape", found=cost.shape, n_demand=n_demand, n_facilities=n_facilities
        )
    if cost.dtype.kind not in "fiu":
        raise InputError("costs.not_numbers", dtype=cost.dtype)
    for rows, block in row_blocks(cost):
        fine = block >= 0
        if not fine.all():
            row, column = np.unravel_index(int(np.argmin(fine)), fine.shape)
            raise InputError(
                "costs.bad_cost",
                row=rows.start + int(row),
                column=int(column),
                value=float(block[row, column]),
            )


def check_amount(
    name: str, amount: Column, size: int, *, unlimited: bool = False, unknown: bool = False
) -> None:
    """
    Check a column of people, beds or other amounts.

    Parameters
    ----------
    name
        What the message calls it.
    amount
        Shape ``(size,)``, finite, >= 0.
    size
        Entries it must have.
    unlimited
        Whether ``inf`` is an answer too.
    unknown
        Whether NaN is.

    Raises
    ------
    ShapeError
        If it has another shape.
    InputError
        If an entry is negative, or infinite or NaN where that is no answer.
    """
    if amount.shape != (size,):
        raise ShapeError("shape.mismatch", name=name, expected=size, found=amount.size)
    fine = (amount >= 0) & (np.isfinite(amount) | unlimited) | (np.isnan(amount) & unknown)
    if not fine.all():
        row = int(np.argmin(fine))
        raise InputError("costs.bad_amount", name=name, row=row, value=float(amount[row]))


def checked_cutoff(cutoff: float) -> float:
    """
    Check a limit of cost, and free it of a numpy type that would widen the comparison.

    Raises
    ------
    InputError
        If it is negative, NaN or infinite.
    """
    if not (math.isfinite(cutoff) and cutoff >= 0):
        raise InputError("costs.bad_cutoff", value=cutoff)
    return float(cutoff)
