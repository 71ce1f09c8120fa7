"""The most people that facilities of limited capacity can take, whatever the order."""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from layers.cost_matrix import Column, Costs, check_amount, check_costs, checked_cutoff, row_blocks

_WHOLE = 2.0**30
"""People are counted in parts so fine that all of them are about this many (int32)."""

_MOST_ARCS = 4_000_000
"""Above so many pairs the flow is not worked out: it would take minutes."""


def most_served(
    cost: Costs, demand: Column, capacity: Column, *, cutoff: float
) -> tuple[float, bool]:
    """
    Bound the people whom any order of filling, or any sharing out at all, can serve.

    A maximum flow from the people over the facilities within `cutoff` of them: places with
    the same facilities in reach are one node. The flow is found in whole parts of a person
    and rounded up: the bound is never too low, and too high by less than one part for each
    node (a part is about the population over 10^9).

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

    Returns
    -------
    people
        At most so many can be served.
    is_exact
        Whether that is the maximum flow; where the instance is too large for one, the
        lesser of the people in reach and the capacity in reach is given, which some
        order may fall short of.

    Raises
    ------
    ShapeError, InputError
        If the shapes do not fit, or a number is not what is said above.

    Examples
    --------
    >>> cost = np.array([[5.0, 20.0], [12.0, 8.0]])
    >>> most_served(cost, np.array([100.0, 300.0]), np.array([150.0, 200.0]), cutoff=15)
    (350.0, True)
    """
    limit = checked_cutoff(cutoff)
    check_amount("demand", demand, demand.size)
    check_amount("capacity", capacity, capacity.size, unlimited=True)
    check_costs(cost, n_demand=demand.size, n_facilities=capacity.size)
    packed = np.zeros((demand.size, (capacity.size + 7) // 8), dtype=np.uint8)
    near = np.zeros(capacity.size, dtype=np.bool_)
    for rows, block in row_blocks(cost):
        within = (block <= limit) & (demand[rows, None] > 0)
        packed[rows] = np.packbits(within, axis=1)
        near |= within.any(axis=0)
    served = packed.any(axis=1)
    if not served.any():
        return 0.0, True
    in_reach = math.fsum(demand[served])
    room = np.minimum(capacity, in_reach)
    least = min(in_reach, math.fsum(room[near]))
    kinds, kind = np.unique(packed[served], axis=0, return_inverse=True)
    people = np.zeros(kinds.shape[0])
    np.add.at(people, kind.ravel(), demand[served])
    pairs = np.unpackbits(kinds, axis=1, count=capacity.size).astype(np.bool_)
    if pairs.sum() > _MOST_ARCS:
        return least, False
    return min(least, _flow(people, pairs, room)), True


def _flow(
    people: Column, pairs: np.ndarray[tuple[int, int], np.dtype[np.bool_]], room: Column
) -> float:
    """Maximum flow from people over pairs into rooms, rounded up."""
    n_kinds, n_facilities = pairs.shape
    scale = 2.0 ** math.floor(math.log2(_WHOLE / (people.sum() + n_kinds)))
    source, sink = n_kinds + n_facilities, n_kinds + n_facilities + 1
    whole_people = np.ceil(people * scale).astype(np.int32)
    whole_room = np.ceil(room * scale).astype(np.int32)
    at, facility = np.nonzero(pairs)
    kinds, facilities = np.arange(n_kinds), np.arange(n_facilities) + n_kinds
    graph = csr_array(
        (
            np.concatenate([whole_people, whole_people[at], whole_room]),
            (
                np.concatenate([np.full(n_kinds, source), at, facilities]),
                np.concatenate([kinds, facility + n_kinds, np.full(n_facilities, sink)]),
            ),
        ),
        shape=(sink + 1, sink + 1),
    )
    return float(maximum_flow(graph, source, sink).flow_value / scale)
