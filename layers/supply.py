"""Supply against demand: floating catchments, gravity, catchments by least time.

Costs are demand x facility, shape ``(n, m)``, ``inf`` where there is no way; a limit is in
the cost's unit and inclusive. The facilities stand in the order of their ids.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ShapeError
from geo.text import Message
from layers.cost_matrix import Column, Costs, check_amount, check_costs, checked_cutoff, row_blocks

LUO_QI_2009_S: Mapping[float, float] = MappingProxyType({600.0: 1.0, 1200.0: 0.68, 1800.0: 0.22})
"""Weights of `enhanced_two_step` by zone [s]: Luo & Qi (2009), as PySAL access has them."""

LUO_QI_2009_SHARP_S: Mapping[float, float] = MappingProxyType(
    {600.0: 1.0, 1200.0: 0.42, 1800.0: 0.09}
)
"""The sharper set of Luo & Qi (2009), for care that people do not travel far for."""

WAN_2012_S: Mapping[float, float] = MappingProxyType(
    {600.0: 0.962, 1200.0: 0.704, 1800.0: 0.377, 3600.0: 0.042}
)
"""Weights of `three_step` by zone [s]: Wan, Zou & Sternberg (2012), as in PySAL access."""


class FloatingMethod(StrEnum):
    """Which floating catchment was computed: the methods rank places differently."""

    TWO_STEP = "two_step"
    ENHANCED = "enhanced_two_step"
    THREE_STEP = "three_step"


@dataclass(frozen=True, slots=True, eq=False)
class FloatingCatchment:
    """
    Access to a supply that is shared among all who can reach it.

    Attributes
    ----------
    access
        Supply per person at each demand point, shape ``(n,)``; 0 where nothing is in
        reach. Its sum over all people is the supply that somebody reaches.
    ratio
        Supply per weighted person of each facility, shape ``(m,)``; 0 where `idle`.
    idle
        Facilities with a supply that nobody reaches, positions, int64.
    idle_supply
        Their supply.
    unserved
        People with no facility in reach.
    method
        What was computed.
    zones
        Limit and weight of each zone, in the cost's unit, nearest first.
    """

    access: Column
    ratio: Column
    idle: NDArray[np.int64]
    idle_supply: float
    unserved: float
    method: FloatingMethod
    zones: tuple[tuple[float, float], ...]

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know: the method, and the supply that nobody reaches."""
        method = Message("supply.method", {"method": self.method})
        if self.idle.size == 0:
            return (method,)
        idle = {"count": self.idle.size, "supply": self.idle_supply}
        return method, Message("supply.idle", idle)


def two_step(cost: Costs, demand: Column, supply: Column, *, cutoff: float) -> FloatingCatchment:
    """
    Two-step floating catchment areas (2SFCA), after Luo & Wang (2003).

    Step 1: R_j = S_j / sum of P_i over the demand within `cutoff` of facility j.
    Step 2: A_i = sum of R_j over the facilities within `cutoff` of demand point i.
    One more facility never lowers anyone's access.

    Parameters
    ----------
    cost
        Shape ``(n, m)``, >= 0, ``inf`` where there is no way.
    demand
        People P, shape ``(n,)``.
    supply
        Beds, doctors … S, shape ``(m,)``.
    cutoff
        Limit in the cost's unit, inclusive.

    Raises
    ------
    ShapeError, InputError
        If the shapes do not fit, or a number is not what is said above.

    Examples
    --------
    >>> found = two_step(np.array([[5.0], [12.0]]), np.array([10.0, 30.0]), np.array([2.0]),
    ...                  cutoff=12)
    >>> found.access.tolist()
    [0.05, 0.05]
    """
    zones = ((checked_cutoff(cutoff), 1.0),)
    return _float_over(cost, demand, supply, zones, FloatingMethod.TWO_STEP)


def enhanced_two_step(
    cost: Costs, demand: Column, supply: Column, *, zones: Mapping[float, float]
) -> FloatingCatchment:
    """
    Enhanced two-step floating catchment areas (E2SFCA), after Luo & Qi (2009).

    As `two_step`, each person weighted by the zone: R_j = S_j / sum W_ij P_i and
    A_i = sum W_ij R_j.

    Parameters
    ----------
    cost, demand, supply
        As in `two_step`.
    zones
        Weight by upper limit of the zone (the cost's unit, inclusive); weights in [0, 1]
        that do not rise with the limit. `LUO_QI_2009_S` where the cost is in seconds.

    Raises
    ------
    ShapeError, InputError
        As in `two_step`, and if the zones are not what is said above.
    """
    return _float_over(cost, demand, supply, _checked_zones(zones), FloatingMethod.ENHANCED)


def three_step(
    cost: Costs, demand: Column, supply: Column, *, zones: Mapping[float, float]
) -> FloatingCatchment:
    """
    Three-step floating catchment areas (3SFCA), after Wan, Zou & Sternberg (2012).

    People choose among the facilities in reach: G_ij = W_ij / sum_k W_ik; then
    R_j = S_j / sum G_ij W_ij P_i and A_i = sum G_ij W_ij R_j. Each facility draws people,
    one without supply too: leave out those that are no choice. Unlike in `two_step`, one
    more facility may lower someone's access.

    Parameters
    ----------
    cost, demand, supply, zones
        As in `enhanced_two_step`; `WAN_2012_S` where the cost is in seconds.

    Raises
    ------
    ShapeError, InputError
        As in `enhanced_two_step`.
    """
    return _float_over(cost, demand, supply, _checked_zones(zones), FloatingMethod.THREE_STEP)


Zones = tuple[tuple[float, float], ...]


def _checked_zones(zones: Mapping[float, float]) -> Zones:
    if not zones:
        raise InputError("supply.no_zones")
    rows = tuple((float(limit), float(weight)) for limit, weight in sorted(zones.items()))
    least = 1.0
    for limit, weight in rows:
        if not (0 <= limit < math.inf and 0 <= weight <= 1):
            raise InputError("supply.bad_zone", limit=limit, weight=weight)
        if weight > least:
            raise InputError("supply.rising_zone", limit=limit, weight=weight, before=least)
        least = weight
    return rows


def zone_weights(cost: Costs, zones: Zones) -> Column:
    """Weight W of each cell by its zone (limit and weight, nearest first); 0 beyond them."""
    weight = np.zeros(cost.shape)
    for limit, value in reversed(zones):
        weight[cost <= limit] = value
    return weight


def selection_weights(weight: Column) -> Column:
    """Share G of each facility in the weights of its row, shape ``(n, m)``; 0 where all are 0."""
    whole = weight.sum(axis=1, keepdims=True)
    share = np.zeros_like(weight)
    np.divide(weight, whole, out=share, where=whole > 0)
    return share


def _float_over(
    cost: Costs, demand: Column, supply: Column, zones: Zones, method: FloatingMethod
) -> FloatingCatchment:
    check_amount("demand", demand, demand.size)
    check_amount("supply", supply, supply.size)
    check_costs(cost, n_demand=demand.size, n_facilities=supply.size)

    def weigh(block: Costs) -> Column:
        weight = zone_weights(block, zones)
        return selection_weights(weight) * weight if method is FloatingMethod.THREE_STEP else weight

    # The weights are made twice rather than kept: they are as large as the matrix. Plain
    # sums, no matrix product: its last digits depend on the machine.
    drawn = np.zeros(supply.size)
    for rows, block in row_blocks(cost):
        drawn += (weigh(block) * demand[rows, None]).sum(axis=0)
    ratio = np.divide(supply, drawn, out=np.zeros(supply.size), where=drawn > 0)
    access, near = np.zeros(demand.size), np.zeros(demand.size, dtype=np.bool_)
    for rows, block in row_blocks(cost):
        weight = weigh(block)
        near[rows] = weight.any(axis=1)
        access[rows] = (weight * ratio).sum(axis=1)
    idle = np.flatnonzero((drawn == 0) & (supply > 0)).astype(np.int64)
    return FloatingCatchment(
        access=access,
        ratio=ratio,
        idle=idle,
        idle_supply=math.fsum(supply[idle]),
        unserved=math.fsum(demand[~near]),
        method=method,
        zones=zones,
    )


def gravity(cost: Costs, supply: Column, *, half_life: float) -> Column:
    """
    Potential access A_i = sum_j S_j exp(-beta t_ij), after Hansen (1959).

    Parameters
    ----------
    cost
        Shape ``(n, m)``, >= 0, ``inf`` where there is no way: that facility adds nothing.
    supply
        Beds, doctors …, shape ``(m,)``.
    half_life
        Cost that halves a facility's weight, in the cost's unit; beta = ln 2 / `half_life`.

    Returns
    -------
    access
        Supply discounted by cost, shape ``(n,)``. It is not shared among people: compare
        it between places, never with a standard.

    Raises
    ------
    ShapeError, InputError
        If the shapes do not fit, or a number is not what is said above.

    Examples
    --------
    >>> gravity(np.array([[10.0, 20.0, 30.0]]), np.array([10.0, 20.0, 40.0]), half_life=10)
    array([15.])
    """
    if not 0 < half_life < math.inf:
        raise InputError("supply.bad_half_life", value=half_life)
    check_amount("supply", supply, supply.size)
    if cost.ndim != 2:  # noqa: PLR2004 (a matrix)
        raise ShapeError(
            "costs.bad_shape", found=cost.shape, n_demand="n", n_facilities=supply.size
        )
    check_costs(cost, n_demand=cost.shape[0], n_facilities=supply.size)
    access = np.zeros(cost.shape[0])
    for rows, block in row_blocks(cost):
        # Powers of two: a whole number of half-lives gives an exact half.
        halvings = np.divide(block, half_life, dtype=np.float64)
        access[rows] = (supply * np.exp2(-halvings)).sum(axis=1)
    return access
