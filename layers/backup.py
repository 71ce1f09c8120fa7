"""Backup: who is covered twice, and what remains when vehicles are busy.

Costs are demand x site, shape ``(n, m)``, ``inf`` where there is no way; a limit is in the
cost's unit and inclusive. `units` says how many vehicles stand at each site.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ShapeError
from geo.units import SECONDS_PER_MINUTE
from layers.cost_matrix import Column, Costs, check_amount, check_costs, checked_cutoff, row_blocks

Counts = NDArray[np.int64]

_MINUTES_PER_DAY = 86_400 / SECONDS_PER_MINUTE
_MOST_PLACEMENTS = 200_000
_TWICE = 2


@dataclass(frozen=True, slots=True, eq=False)
class BackupCoverage:
    """
    How many vehicles each place has within a limit (Hogan & ReVelle 1986, BACOP1).

    Attributes
    ----------
    count
        Vehicles within the limit of each demand point, shape ``(n,)``.
    once, twice
        People with at least one, and with at least two.
    population
        Everyone.
    cutoff
        Limit in the cost's unit, inclusive.
    """

    count: Counts
    once: float
    twice: float
    population: float
    cutoff: float

    @property
    def share_once(self) -> float:
        """Share of everyone with a vehicle in reach, 0-1; NaN where nobody lives."""
        return self.once / self.population if self.population > 0 else math.nan

    @property
    def share_twice(self) -> float:
        """Share of everyone with a second vehicle in reach, 0-1; NaN where nobody lives."""
        return self.twice / self.population if self.population > 0 else math.nan


@dataclass(frozen=True, slots=True, eq=False)
class DoubleStandard:
    """
    The double standard (Gendreau, Laporte & Semet 1997), of vehicles that stand already.

    Attributes
    ----------
    near, far
        Backup within the shorter and within the longer limit.
    least_share
        Share of the people who must have a vehicle within the shorter limit.
    """

    near: BackupCoverage
    far: BackupCoverage
    least_share: float

    @property
    def is_met(self) -> bool:
        """Whether everyone is within the longer limit and enough within the shorter one."""
        enough = self.near.once >= self.least_share * self.near.population
        return enough and self.far.once == self.far.population

    @property
    def covered_twice(self) -> float:
        """People with two vehicles within the shorter limit: what the model maximises."""
        return self.near.twice


def cover_counts(cost: Costs, units: Counts, *, cutoff: float) -> Counts:
    """
    Count the vehicles within a limit of each demand point.

    Parameters
    ----------
    cost
        Shape ``(n, m)``, >= 0, ``inf`` where there is no way.
    units
        Vehicles at each site, shape ``(m,)``, whole, >= 0.
    cutoff
        Limit in the cost's unit, inclusive.

    Returns
    -------
    count
        Shape ``(n,)``, int64.

    Raises
    ------
    ShapeError, InputError
        If the shapes do not fit, or a number is not what is said above.

    Examples
    --------
    >>> cover_counts(np.array([[5.0, 20.0], [16.0, 8.0]]), np.array([1, 2]), cutoff=15).tolist()
    [1, 2]
    """
    limit = checked_cutoff(cutoff)
    n_demand = cost.shape[0] if cost.ndim else 0
    _check_units(units)
    check_costs(cost, n_demand=n_demand, n_facilities=units.size)
    count = np.zeros(n_demand, dtype=np.int64)
    for rows, block in row_blocks(cost):
        count[rows] = np.where(block <= limit, units, 0).sum(axis=1)
    return count


def measure_backup(cost: Costs, weight: Column, units: Counts, *, cutoff: float) -> BackupCoverage:
    """
    Measure who has one and who has two vehicles within a limit.

    Two vehicles at the same site count as two. One more vehicle never lowers a figure.

    Parameters
    ----------
    cost, units, cutoff
        As in `cover_counts`.
    weight
        People, shape ``(n,)``, finite, >= 0.

    Raises
    ------
    ShapeError, InputError
        If the shapes do not fit, or a number is not what is said above.
    """
    check_amount("weight", weight, weight.size)
    count = cover_counts(cost, units, cutoff=cutoff)
    if count.size != weight.size:
        raise ShapeError("shape.mismatch", name="weight", expected=count.size, found=weight.size)
    return BackupCoverage(
        count=count,
        once=math.fsum(weight[count >= 1]),
        twice=math.fsum(weight[count >= _TWICE]),
        population=math.fsum(weight),
        cutoff=float(cutoff),
    )


def measure_double_standard(
    cost: Costs, weight: Column, units: Counts, *, near: float, far: float, least_share: float
) -> DoubleStandard:
    """
    Hold standing vehicles against the double standard.

    Parameters
    ----------
    cost, weight, units
        As in `measure_backup`.
    near, far
        Limits r1 <= r2 in the cost's unit, inclusive.
    least_share
        Share alpha of the people who must be within `near`, 0-1.

    Raises
    ------
    ShapeError, InputError
        As in `measure_backup`, and if `near` is longer than `far` or the share out of range.
    """
    if not 0 <= least_share <= 1:
        raise InputError("backup.bad_share", value=least_share)
    if near > far:
        raise InputError("backup.limits_reversed", near=near, far=far)
    return DoubleStandard(
        near=measure_backup(cost, weight, units, cutoff=near),
        far=measure_backup(cost, weight, units, cutoff=far),
        least_share=least_share,
    )


def busy_fraction(calls_per_day: float, minutes_per_call: float, vehicles: float) -> float:
    """
    Share of the day that a vehicle is out, if all are equally busy.

    Calls per day x minutes per call / (vehicles x 1,440). From 1 on the vehicles cannot
    answer all calls at all: the figure is returned as it is.

    Raises
    ------
    InputError
        If a number is negative or not finite, or there is no vehicle.

    Examples
    --------
    >>> busy_fraction(12, 90, 3)
    0.25
    """
    for name, value in (("calls_per_day", calls_per_day), ("minutes_per_call", minutes_per_call)):
        if not 0 <= value < math.inf:
            raise InputError("backup.bad_calls", name=name, value=value)
    if not 0 < vehicles < math.inf:
        raise InputError("backup.no_vehicles", value=vehicles)
    return calls_per_day * minutes_per_call / (vehicles * _MINUTES_PER_DAY)


def expected_coverage(
    cost: Costs, weight: Column, units: Counts, *, q: float, cutoff: float
) -> float:
    """
    People whom a free vehicle reaches, on average (MEXCLP, Daskin 1983).

    The sum of P_i (1 - q^k_i), with k_i vehicles within the limit. Every vehicle is busy
    for the same share `q` of the time, independently of the others: both are assumptions
    that flatter a sparse network.

    Parameters
    ----------
    cost, weight, units, cutoff
        As in `measure_backup`.
    q
        Share of the time that a vehicle is busy, 0-1: see `busy_fraction`. With 0 the
        answer is plain coverage.

    Raises
    ------
    ShapeError, InputError
        As in `measure_backup`, and if `q` is out of range.

    Examples
    --------
    >>> expected_coverage(np.array([[5.0], [20.0]]), np.array([100.0, 50.0]), np.array([2]),
    ...                   q=0.5, cutoff=15)
    75.0
    """
    _check_busy(q)
    backup = measure_backup(cost, weight, units, cutoff=cutoff)
    return _expected(weight, backup.count, q)


def best_placement(
    cost: Costs, weight: Column, *, vehicles: int, q: float, cutoff: float
) -> tuple[Counts, float]:
    """
    Place vehicles so that `expected_coverage` is largest, by trying every placement.

    For small instances only: the placements of v vehicles at m sites number
    (m + v - 1)! / (v! (m - 1)!).

    Parameters
    ----------
    cost, weight, q, cutoff
        As in `expected_coverage`.
    vehicles
        How many there are; several may stand at one site.

    Returns
    -------
    units
        Vehicles at each site, shape ``(m,)``; of equals the one that puts most at the
        first sites.
    expected
        What it reaches.

    Raises
    ------
    ShapeError, InputError
        As in `expected_coverage`, and if there is no site, no vehicle, or more than
        200,000 placements.
    """
    _check_busy(q)
    sites = cost.shape[1] if cost.ndim > 1 else 0
    if vehicles < 1 or sites < 1:
        raise InputError("backup.nothing_to_place", vehicles=vehicles, sites=sites)
    placements = math.comb(sites + vehicles - 1, vehicles)
    if placements > _MOST_PLACEMENTS:
        raise InputError("backup.too_many_placements", found=placements, most=_MOST_PLACEMENTS)
    measure_backup(cost, weight, np.ones(sites, dtype=np.int64), cutoff=cutoff)  # the checks
    near = (cost <= checked_cutoff(cutoff)).astype(np.int64)
    best, most = np.zeros(sites, dtype=np.int64), -1.0
    for chosen in itertools.combinations_with_replacement(range(sites), vehicles):
        units = np.bincount(chosen, minlength=sites).astype(np.int64)
        found = _expected(weight, near @ units, q)
        if found > most:
            best, most = units, found
    return best, most


def _expected(weight: Column, count: Counts, q: float) -> float:
    return math.fsum(weight * (1.0 - np.power(float(q), count)))


def _check_busy(q: float) -> None:
    if not 0 <= q <= 1:
        raise InputError("backup.bad_busy", value=q)


def _check_units(units: Counts) -> None:
    if units.ndim != 1 or units.dtype.kind not in "iu" or (units < 0).any():
        raise InputError("backup.bad_units")
