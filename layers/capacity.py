"""Capacity-limited coverage: facilities fill up one after the other, in a stated order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.text import Message
from layers.cost_matrix import Column, Costs, check_amount, check_costs, checked_cutoff, row_blocks


@dataclass(frozen=True, slots=True, eq=False)
class CapacityCoverage:
    """
    People whom facilities of limited capacity can take.

    Attributes
    ----------
    order
        The facilities in the order in which they were filled. Another order gives
        another answer: print it with the figure.
    served
        People whom each facility took, shape ``(m,)``.
    spare
        Capacity that each has left, shape ``(m,)``.
    residual
        People left at each demand point, shape ``(n,)``.
    in_reach
        People with any facility within the limit: the coverage if capacity were no matter.
    population
        Everyone.
    cutoff
        Limit in the cost's unit, inclusive.
    """

    order: tuple[int, ...]
    served: Column
    spare: Column
    residual: Column
    in_reach: float
    population: float
    cutoff: float

    @property
    def covered(self) -> float:
        """People taken by any facility."""
        return math.fsum(self.served)

    @property
    def uncovered(self) -> float:
        """People left."""
        return math.fsum(self.residual)

    @property
    def share(self) -> float:
        """Covered share of everyone in 0-1; NaN where nobody lives."""
        return self.covered / self.population if self.population > 0 else math.nan

    def note(self, names: Sequence[str]) -> Message:
        """
        Say in which order they were filled.

        Parameters
        ----------
        names
            Names of the facilities, in the order of the matrix's columns.
        """
        told = [names[column] for column in self.order[:_NAMED]]
        more = len(self.order) - len(told)
        names_in_order = " → ".join([*told, *(["…"] if more else [])])
        return Message("capacity.order", {"count": len(self.order), "order": names_in_order})


_NAMED = 10


def capacity_coverage(
    cost: Costs, demand: Column, capacity: Column, *, cutoff: float, order: Sequence[int]
) -> CapacityCoverage:
    """
    Fill facilities one after the other from the people nearest to each.

    The geographic coverage of AccessMod (WHO; its manual, appendix 4): each facility, in
    the given order, takes the people within `cutoff` who are still left, nearest first,
    until its capacity is used; the rest passes on to the next. Where it fills up among
    people who are equally near, it takes the same share of each place, as AccessMod does
    within a minute; here equally near means the same cost, so the order of the rows does
    not matter.

    Parameters
    ----------
    cost
        Shape ``(n, m)``, >= 0, ``inf`` where there is no way.
    demand
        People, shape ``(n,)``.
    capacity
        People whom each facility can take, shape ``(m,)``, >= 0; ``inf`` for no limit.
    cutoff
        Limit in the cost's unit, inclusive.
    order
        All columns, the one to fill first in front: see `order_by`.

    Raises
    ------
    ShapeError, InputError
        If the shapes do not fit, a number is not what is said above, or `order` does not
        name each facility once.

    Examples
    --------
    >>> cost = np.array([[5.0, 20.0], [12.0, 8.0]])
    >>> found = capacity_coverage(cost, np.array([100.0, 300.0]), np.array([150.0, 200.0]),
    ...                           cutoff=15, order=[0, 1])
    >>> found.served.tolist(), found.residual.tolist()
    ([150.0, 200.0], [0.0, 50.0])
    """
    limit = checked_cutoff(cutoff)
    check_amount("demand", demand, demand.size)
    check_amount("capacity", capacity, capacity.size, unlimited=True)
    check_costs(cost, n_demand=demand.size, n_facilities=capacity.size)
    if sorted(order) != list(range(capacity.size)):
        raise InputError("capacity.bad_order", count=capacity.size, found=len(order))
    residual = demand.copy()
    served = np.zeros(capacity.size)
    for column in order:
        near = np.flatnonzero((cost[:, column] <= limit) & (residual > 0))
        served[column] = _fill(cost[near, column], near, residual, float(capacity[column]))
    in_reach = np.zeros(demand.size, dtype=np.bool_)
    for rows, block in row_blocks(cost):
        in_reach[rows] = (block <= limit).any(axis=1)
    return CapacityCoverage(
        order=tuple(int(column) for column in order),
        served=served,
        spare=capacity - served,
        residual=residual,
        in_reach=math.fsum(demand[in_reach]),
        population=math.fsum(demand),
        cutoff=limit,
    )


def _fill(cost: Costs, near: NDArray[np.int64], residual: Column, capacity: float) -> float:
    """Take from `residual` at the rows `near`, nearest first; return how many were taken."""
    if near.size == 0 or capacity == 0:
        return 0.0
    people = residual[near]
    if (everyone := float(people.sum())) <= capacity:
        residual[near] = 0.0
        return everyone
    nearest_first = np.argsort(cost)
    full = int(np.searchsorted(np.cumsum(people[nearest_first]), capacity))
    edge = cost[nearest_first[min(full, near.size - 1)]]
    # Summed in the order of the rows: that of equals in a sort depends on the machine.
    inside, ring = cost < edge, cost == edge
    of_ring = float(people[ring].sum())
    over = min(max(float(people[inside].sum()) + of_ring - capacity, 0.0), of_ring)
    residual[near[inside]] = 0.0
    residual[near[ring]] *= over / of_ring
    return capacity


def people_in_reach(cost: Costs, demand: Column, *, cutoff: float) -> Column:
    """
    Sum the people within a limit of each facility; those of several count for each.

    Parameters
    ----------
    cost
        Shape ``(n, m)``, >= 0, ``inf`` where there is no way.
    demand
        People, shape ``(n,)``.
    cutoff
        Limit in the cost's unit, inclusive.

    Returns
    -------
    people
        Shape ``(m,)``.

    Raises
    ------
    ShapeError, InputError
        If the shapes do not fit, or a number is not what is said above.
    """
    limit = checked_cutoff(cutoff)
    check_amount("demand", demand, demand.size)
    n_facilities = cost.shape[1] if cost.ndim > 1 else 0
    check_costs(cost, n_demand=demand.size, n_facilities=n_facilities)
    people = np.zeros(n_facilities)
    for rows, block in row_blocks(cost):
        people += np.where(block <= limit, demand[rows, None], 0.0).sum(axis=0)
    return people


def order_by(key: Column, *, largest_first: bool) -> tuple[int, ...]:
    """
    Order the facilities by a figure of theirs, such as capacity or `people_in_reach`.

    Parameters
    ----------
    key
        Shape ``(m,)``, no NaN; equals keep the order of the columns.
    largest_first
        Whether the largest goes first.

    Raises
    ------
    InputError
        If a figure is NaN: an unknown one has no place in an order.

    Examples
    --------
    >>> order_by(np.array([20.0, 40.0, 20.0]), largest_first=True)
    (1, 0, 2)
    """
    if np.isnan(key).any():
        raise InputError("capacity.unknown_key", row=int(np.argmax(np.isnan(key))))
    return tuple(np.argsort(-key if largest_first else key, kind="stable").tolist())
