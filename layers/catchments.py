"""Catchments: whose nearest facility is which, and what each offers per 1,000 people."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.text import Message
from layers.cost_matrix import Column, Costs, check_amount, check_costs, checked_cutoff, row_blocks
from routing.search import NO_FACILITY

_THOUSAND = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Catchments:
    """
    Everyone assigned to the facility of least cost.

    Attributes
    ----------
    facility
        Position of each demand point's facility, shape ``(n,)``, int64; `NO_FACILITY`
        where none is in reach.
    cost
        Least cost of each demand point, shape ``(n,)``; ``inf`` where none is in reach.
    people
        People of each facility, shape ``(m,)``.
    unserved
        People with no facility in reach.
    tied
        Whether another facility is as near, shape ``(n,)``: then the first one was taken.
    tied_people
        People there.
    """

    facility: NDArray[np.int64]
    cost: Column
    people: Column
    unserved: float
    tied: NDArray[np.bool_]
    tied_people: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know: the ties, and those whom nobody serves."""
        found = []
        if self.tied.any():
            count = int(self.tied.sum())
            found.append(Message("catchments.ties", {"count": count, "people": self.tied_people}))
        if self.unserved > 0:
            found.append(Message("catchments.unserved", {"people": self.unserved}))
        return tuple(found)


def catchments(cost: Costs, demand: Column, *, cutoff: float | None = None) -> Catchments:
    """
    Assign everyone to the facility of least cost.

    A tie goes to the first facility: with the columns in the order of the ids, to the
    lowest id, as everywhere.

    Parameters
    ----------
    cost
        Shape ``(n, m)``, >= 0, ``inf`` where there is no way.
    demand
        People, shape ``(n,)``.
    cutoff
        Nobody goes farther than this (the cost's unit, inclusive); None: no limit.

    Raises
    ------
    ShapeError, InputError
        If the shapes do not fit, or a number is not what is said above.

    Examples
    --------
    >>> cost = np.array([[5.0, 20], [12, 8], [9, 9], [np.inf, np.inf]])
    >>> found = catchments(cost, np.array([10.0, 20, 30, 40]))
    >>> found.facility.tolist(), found.people.tolist(), found.unserved, found.tied_people
    ([0, 1, 0, -1], [40.0, 20.0], 40.0, 30.0)
    """
    limit = math.inf if cutoff is None else checked_cutoff(cutoff)
    check_amount("demand", demand, demand.size)
    n_facilities = cost.shape[1] if cost.ndim > 1 else 0
    check_costs(cost, n_demand=demand.size, n_facilities=n_facilities)
    facility = np.full(demand.size, NO_FACILITY, dtype=np.int64)
    least = np.full(demand.size, np.inf)
    tied = np.zeros(demand.size, dtype=np.bool_)
    for rows, block in row_blocks(cost if n_facilities else cost[:0]):
        first = block.argmin(axis=1)
        best = np.take_along_axis(block, first[:, None], axis=1)
        found = (best[:, 0] <= limit) & np.isfinite(best[:, 0])
        facility[rows] = np.where(found, first, NO_FACILITY)
        least[rows] = np.where(found, best[:, 0], np.inf)
        tied[rows] = found & ((block == best).sum(axis=1) > 1)
    return Catchments(
        facility=facility,
        cost=least,
        people=people_by_facility(facility, demand, n_facilities),
        unserved=math.fsum(demand[facility == NO_FACILITY]),
        tied=tied,
        tied_people=math.fsum(demand[tied]),
    )


def people_by_facility(facility: NDArray[np.int64], demand: Column, n_facilities: int) -> Column:
    """
    Sum the people of each facility.

    Parameters
    ----------
    facility
        Position of each demand point's facility, shape ``(n,)``; `NO_FACILITY` where none
        (`layers.access.AccessField.facility` is such a column).
    demand
        People, shape ``(n,)``.
    n_facilities
        Facilities there are.

    Returns
    -------
    people
        Shape ``(n_facilities,)``.
    """
    served = facility != NO_FACILITY
    found = np.bincount(facility[served], weights=demand[served], minlength=n_facilities)
    return found.astype(np.float64)


def per_thousand(amount: Column, people: Column) -> Column:
    """
    Beds, doctors … per 1,000 people.

    Parameters
    ----------
    amount
        Shape ``(k,)``, >= 0; NaN where unknown.
    people
        Shape ``(k,)``, finite, >= 0.

    Returns
    -------
    rate
        Shape ``(k,)``; NaN where the amount is unknown or nobody lives.

    Raises
    ------
    ShapeError, InputError
        If the shapes differ, or a number is not what is said above.

    Examples
    --------
    >>> per_thousand(np.array([10.0, 3.0, np.nan]), np.array([1000.0, 0.0, 500.0])).tolist()
    [10.0, nan, nan]
    """
    check_amount("people", people, people.size)
    check_amount("amount", amount, people.size, unknown=True)
    rate = np.full(people.shape, np.nan)
    np.divide(amount, people, out=rate, where=people > 0)
    return rate * _THOUSAND
