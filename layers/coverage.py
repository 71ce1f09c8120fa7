"""Coverage: how many people are within a time, how many are not, how many cannot be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.units import whole_deciseconds
from layers.areas import OUTSIDE, AreaSet


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    People inside and outside a time limit.

    Attributes
    ----------
    covered, uncovered, unroutable
        People within the limit, beyond it, and with no way at all.
    cutoff_s
        The limit [s], inclusive: exactly on it counts.
    median_s, p95_s
        Times that half and 95 % of the people need at most (lower step function over
        everyone, so ``inf`` where the unroutable reach into the quantile); NaN where
        nobody lives.
    """

    covered: float
    uncovered: float
    unroutable: float
    cutoff_s: float
    median_s: float
    p95_s: float

    @property
    def population(self) -> float:
        """Everyone: the three parts, exactly."""
        return self.covered + self.uncovered + self.unroutable

    @property
    def share(self) -> float:
        """Covered share of everyone in 0-1, the unroutable included; NaN where nobody lives."""
        return self.covered / self.population if self.population > 0 else math.nan


@dataclass(frozen=True, slots=True)
class AreaCoverage:
    """
    Coverage of one area.

    Attributes
    ----------
    code, name
        The area; both empty for the people outside every area.
    coverage
        The figures.
    """

    code: str
    name: str
    coverage: Coverage


def weighted_quantile(value: NDArray[np.float64], weight: NDArray[np.float64], q: float) -> float:
    """
    Smallest value whose cumulative share of the weight is at least `q`.

    The lower step function: no interpolation, so the answer is a value that occurs.

    Parameters
    ----------
    value
        Shape ``(m,)``; ``inf`` is allowed and sorts last.
    weight
        Shape ``(m,)``, >= 0.
    q
        Share in (0, 1].

    Returns
    -------
    quantile
        NaN where the weights sum to 0.

    Raises
    ------
    InputError
        If `q` is not in (0, 1].

    Examples
    --------
    >>> weighted_quantile(np.array([5.0, 8.0, 14.0, 35.0]), np.array([1.0, 2, 3, 4]), 0.3)
    8.0
    """
    return weighted_quantiles(value, weight, (q,))[0]


def weighted_quantiles(
    value: NDArray[np.float64], weight: NDArray[np.float64], qs: Sequence[float]
) -> tuple[float, ...]:
    """
    Several of `weighted_quantile` with one sort.

    Raises
    ------
    InputError
        If a share is not in (0, 1].
    """
    for q in qs:
        if not 0 < q <= 1:
            raise InputError("coverage.bad_quantile", q=q)
    order = np.argsort(value)
    cumulative = np.cumsum(weight[order])
    if cumulative.size == 0 or cumulative[-1] <= 0:
        return (math.nan,) * len(qs)
    # A share that equals q in decimals must count although its float may fall short.
    wanted = np.asarray(qs) * cumulative[-1] * (1 - _SHARE_SLACK)
    return tuple(value[order[np.searchsorted(cumulative, wanted, side="left")]].tolist())


_SHARE_SLACK = 1e-12


def measure_coverage(
    time_s: NDArray[np.float64], population: NDArray[np.float64], *, cutoff_s: float
) -> Coverage:
    """
    Count the people within a time limit.

    Parameters
    ----------
    time_s
        Travel time of each place [s], shape ``(m,)``; ``inf`` where unroutable.
    population
        People at each place, shape ``(m,)``.
    cutoff_s
        Limit [s], inclusive.

    Raises
    ------
    InputError
        If `cutoff_s` is negative or beyond a day.
    """
    whole_deciseconds(cutoff_s)
    within = time_s <= cutoff_s
    unroutable = ~np.isfinite(time_s)
    median_s, p95_s = weighted_quantiles(time_s, population, (0.5, 0.95))
    return Coverage(
        covered=math.fsum(population[within]),
        uncovered=math.fsum(population[~within & ~unroutable]),
        unroutable=math.fsum(population[unroutable]),
        cutoff_s=cutoff_s,
        median_s=median_s,
        p95_s=p95_s,
    )


def coverage_by_area(
    time_s: NDArray[np.float64],
    population: NDArray[np.float64],
    area: NDArray[np.int64],
    areas: AreaSet,
    *,
    cutoff_s: float,
) -> tuple[AreaCoverage, ...]:
    """
    Count the people within a time limit, area by area.

    Parameters
    ----------
    time_s, population
        As in `measure_coverage`.
    area
        Area of each place, shape ``(m,)``; `OUTSIDE` where none.
    areas
        The areas that `area` points into.
    cutoff_s
        Limit [s], inclusive.

    Returns
    -------
    rows
        One row an area, in their order, and a last row (code ``""``) for people
        outside every area where there are any: the rows sum to the whole.
    """
    rows = []
    for position in (*range(len(areas)), OUTSIDE):
        here = area == position
        if position == OUTSIDE and not here.any():
            continue
        code, name = (
            ("", "") if position == OUTSIDE else (areas.code[position], areas.name[position])
        )
        figures = measure_coverage(time_s[here], population[here], cutoff_s=cutoff_s)
        rows.append(AreaCoverage(code, name, figures))
    return tuple(rows)
