"""People by travel time and area: shares at a limit, quantiles, all from one sort."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.units import DECISECONDS_PER_SECOND, LONGEST_CUTOFF_S, whole_deciseconds

NO_WAY_DS = 2**40
"""Time of a place without any way: later than every limit."""
NOBODY_DS = -1
"""Limit within which nobody is."""

_SHARE_SLACK = 1e-12
_FLOAT_DUST_S = 1e-6
_CLASSES = 3


def deciseconds(time_s: NDArray[np.float64]) -> NDArray[np.int64]:
    """
    Turn times that are whole deciseconds into such; ``inf`` becomes `NO_WAY_DS`.

    Examples
    --------
    >>> deciseconds(np.array([900.1, 0.1 + 0.2, np.inf])).tolist()
    [9001, 3, 1099511627776]
    """
    known = np.isfinite(time_s)
    whole = np.rint(np.where(known, time_s, 0.0) * DECISECONDS_PER_SECOND).astype(np.int64)
    return np.where(known, whole, NO_WAY_DS)


def seconds(time_ds: int) -> float:
    """Turn deciseconds into seconds; `NO_WAY_DS` becomes ``inf``."""
    return math.inf if time_ds >= NO_WAY_DS else time_ds / DECISECONDS_PER_SECOND


def limit_ds(limit_s: float) -> int:
    """
    Turn an inclusive limit [s] into the last decisecond within it.

    Below 0, as where fixed times are longer than the limit, nobody is within: `NOBODY_DS`.

    Examples
    --------
    >>> limit_ds(660.0), limit_ds(659.99), limit_ds(-0.1)
    (6600, 6599, -1)
    """
    if limit_s < -_FLOAT_DUST_S:
        return NOBODY_DS
    return whole_deciseconds(min(max(limit_s, 0.0), LONGEST_CUTOFF_S))


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """
    People within a limit, beyond it and without a way, by area.

    Attributes
    ----------
    covered, uncovered, unroutable
        Shape ``(n + 1,)``: the areas, and last those outside every area.
    """

    covered: NDArray[np.float64]
    uncovered: NDArray[np.float64]
    unroutable: NDArray[np.float64]

    @property
    def people(self) -> NDArray[np.float64]:
        """Everyone by area, shape ``(n + 1,)``."""
        return self.covered + self.uncovered + self.unroutable

    @property
    def whole(self) -> tuple[float, float, float]:
        """Covered, uncovered and unroutable people: the exact sums of the columns."""
        return (
            math.fsum(self.covered.tolist()),
            math.fsum(self.uncovered.tolist()),
            math.fsum(self.unroutable.tolist()),
        )

    @property
    def share(self) -> float:
        """Covered share of everyone in 0-1; NaN where nobody lives."""
        whole = self.whole
        everyone = whole[0] + whole[1] + whole[2]
        return whole[0] / everyone if everyone > 0 else math.nan


@dataclass(frozen=True, eq=False)
class TimedPeople:
    """
    Places with people, their travel time and their area.

    Attributes
    ----------
    time_ds
        Time of each place [ds], shape ``(m,)``; `NO_WAY_DS` where there is none.
    people
        People at each, shape ``(m,)``, >= 0.
    part
        Area of each, 0 to `n_areas`, the last for those outside every area.
    n_areas
        Areas there are.
    """

    time_ds: NDArray[np.int64]
    people: NDArray[np.float64]
    part: NDArray[np.int64]
    n_areas: int

    def tally(self, limit: int) -> Tally:
        """Count the people within a limit [ds, inclusive] by area."""
        kind = np.where(self.time_ds <= limit, 0, np.where(self.time_ds < NO_WAY_DS, 1, 2))
        found = np.bincount(
            self.part * _CLASSES + kind,
            weights=self.people,
            minlength=(self.n_areas + 1) * _CLASSES,
        ).reshape(-1, _CLASSES)
        return Tally(found[:, 0], found[:, 1], found[:, 2])

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """Places where people live, by time."""
        lived = np.flatnonzero(self.people > 0)
        found: NDArray[np.int64] = lived[np.argsort(self.time_ds[lived], kind="stable")]
        return found

    def quantile_s(self, q: float) -> float:
        """
        Smallest time [s] that a share `q` of everyone needs at most (lower step function).

        NaN where nobody lives, ``inf`` where the unroutable reach into it.
        """
        return self._quantiles(self._order, (q,))[0]

    def area_quantiles_s(self, *q: float) -> list[tuple[float, ...]]:
        """
        Quantiles as `quantile_s` gives them, of each area and last of those outside.

        ``1.0`` gives the longest time of anybody.
        """
        part = self.part[self._order]
        # Few areas: 16 bits are sorted digit by digit, and keep the order by time within.
        small = part.astype(np.int16) if self.n_areas < np.iinfo(np.int16).max else part
        grouped = self._order[np.argsort(small, kind="stable")]
        edge = np.concatenate([[0], np.cumsum(np.bincount(part, minlength=self.n_areas + 1))])
        return [
            self._quantiles(grouped[edge[one] : edge[one + 1]], q)
            for one in range(self.n_areas + 1)
        ]

    def _quantiles(self, rows: NDArray[np.int64], q: tuple[float, ...]) -> tuple[float, ...]:
        if rows.size == 0:
            return (math.nan,) * len(q)
        so_far = np.cumsum(self.people[rows])
        # A share that equals q in decimals must count although its float may fall short.
        wanted = [math.inf if one >= 1 else one * so_far[-1] * (1 - _SHARE_SLACK) for one in q]
        at = np.minimum(np.searchsorted(so_far, wanted, side="left"), rows.size - 1)
        return tuple(seconds(int(one)) for one in self.time_ds[rows[at]])

    @property
    def mean_reached_s(self) -> float:
        """Mean time of those who have a way [s]; NaN where there are none."""
        with_way = self.time_ds < NO_WAY_DS
        people = np.where(with_way, self.people, 0.0)
        everyone = float(people.sum())
        if everyone <= 0:
            return math.nan
        time_s = np.where(with_way, self.time_ds, 0) / DECISECONDS_PER_SECOND
        return float(time_s @ people) / everyone
