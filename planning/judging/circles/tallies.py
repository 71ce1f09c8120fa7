"""People by travel time and area: shares at a limit, quantiles, all from one sort."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.units import DECISECONDS_PER_SECOND, LONGEST_CUTOFF_S, whole_deciseconds

NO_WAY_DS = 2**31 - 1
"""Time of a place without any way: later than every limit."""
NOBODY_DS = -1
"""Limit within which nobody is."""

_SHARE_SLACK = 1e-12
_FLOAT_DUST_S = 1e-6
_CLASSES = 3
_BITS, _LOW = 16, 0xFFFF


def deciseconds(time_s: NDArray[np.float64]) -> NDArray[np.int32]:
    """
    Turn times that are whole deciseconds into such; ``inf`` becomes `NO_WAY_DS`.

    Examples
    --------
    >>> deciseconds(np.array([900.1, 0.1 + 0.2, np.inf])).tolist()
    [9001, 3, 2147483647]
    """
    # Nobody travels for years: what is longer than the numbers hold has no way.
    time_ds = np.minimum(time_s * DECISECONDS_PER_SECOND, NO_WAY_DS)
    return np.rint(time_ds).astype(np.int32)


def seconds(time_ds: int) -> float:
    """Turn deciseconds into seconds; `NO_WAY_DS` becomes ``inf``."""
    return math.inf if time_ds >= NO_WAY_DS else time_ds / DECISECONDS_PER_SECOND


def summed_by(
    part: NDArray[np.int64], amount: NDArray[np.float64], n_parts: int
) -> NDArray[np.float64]:
    """Sum an amount, shape ``(m,)``, by the part that each row is of, shape ``(n_parts,)``."""
    return np.asarray(np.bincount(part, weights=amount, minlength=n_parts), dtype=np.float64)


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


class _ByTime(NamedTuple):
    """Places where people live, by time: positions, times, people, people up to each."""

    rows: NDArray[np.int64]
    time_ds: NDArray[np.int32]
    people: NDArray[np.float64]
    so_far: NDArray[np.float64]


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

    time_ds: NDArray[np.int32]
    people: NDArray[np.float64]
    part: NDArray[np.int64]
    n_areas: int

    @cached_property
    def _kind(self) -> NDArray[np.int64]:
        """Class of each place in `tally` if it were within the limit or without a way."""
        found: NDArray[np.int64] = self.part * _CLASSES + (self.time_ds == NO_WAY_DS)
        return found

    def tally(self, limit: int) -> Tally:
        """Count the people within a limit [ds, inclusive] by area."""
        kind = self._kind + (self.time_ds > limit)
        found = summed_by(kind, self.people, (self.n_areas + 1) * _CLASSES)
        return Tally(*found.reshape(-1, _CLASSES).T)

    @cached_property
    def _by_time(self) -> _ByTime:
        """Places where people live, by time."""
        lived = np.flatnonzero(self.people > 0)
        time_ds = self.time_ds[lived]
        # Sixteen bits are sorted digit by digit, five times as fast as by comparing.
        order = np.argsort((time_ds & _LOW).astype(np.uint16), kind="stable")
        high = (time_ds[order] >> _BITS).astype(np.uint16)
        order = order[np.argsort(high, kind="stable")]
        rows = lived[order]
        people = self.people[rows]
        return _ByTime(rows, time_ds[order], people, np.cumsum(people))

    def quantile_s(self, q: float) -> float:
        """
        Smallest time [s] that a share `q` of everyone needs at most (lower step function).

        NaN where nobody lives, ``inf`` where the unroutable reach into it.
        """
        found = self._by_time
        return _quantiles(found.time_ds, found.so_far, (q,))[0]

    def area_quantiles_s(self, *q: float) -> list[tuple[float, ...]]:
        """
        Quantiles as `quantile_s` gives them, of each area and last of those outside.

        ``1.0`` gives the longest time of anybody.
        """
        found = self._by_time
        part, time_ds, people = self.part[found.rows], found.time_ds, found.people
        few = self.n_areas < np.iinfo(np.uint16).max
        grouped = np.argsort(part.astype(np.uint16) if few else part, kind="stable")
        time_ds, people = time_ds[grouped], people[grouped]
        edge = np.concatenate([[0], np.cumsum(np.bincount(part, minlength=self.n_areas + 1))])
        return [
            _quantiles(time_ds[start:end], np.cumsum(people[start:end]), q)
            for start, end in pairwise(edge.tolist())
        ]

    @property
    def mean_reached_s(self) -> float:
        """Mean time of those who have a way [s]; NaN where there are none."""
        time_ds, people = self._by_time.time_ds, self._by_time.people
        count = int(np.searchsorted(time_ds, NO_WAY_DS))
        if count == 0:
            return math.nan
        time_s = time_ds[:count] / DECISECONDS_PER_SECOND
        return float(time_s @ people[:count]) / float(people[:count].sum())


def _quantiles(
    time_ds: NDArray[np.int32], so_far: NDArray[np.float64], q: tuple[float, ...]
) -> tuple[float, ...]:
    """Lower-step quantiles [s] of times in rising order and of the people up to each."""
    if time_ds.size == 0:
        return (math.nan,) * len(q)
    # A share that equals q in decimals must count although its float may fall short.
    wanted = [math.inf if one >= 1 else one * so_far[-1] * (1 - _SHARE_SLACK) for one in q]
    at = np.minimum(np.searchsorted(so_far, wanted, side="left"), time_ds.size - 1)
    return tuple(seconds(int(one)) for one in time_ds[at])
