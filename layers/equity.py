"""Equity: how unevenly a supply or an access is spread over people (Lorenz, Gini, Theil).

A rate is what one person has: beds per 1,000 at home, the access of a floating catchment.
Every place counts by its people. Travel times are no rate: their mean has no owner, and
the unreached would have infinitely much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import ShapeError
from layers.cost_matrix import Column, check_amount


@dataclass(frozen=True, slots=True, eq=False)
class LorenzCurve:
    """
    Share of the whole that the worst-off part of the people has.

    Attributes
    ----------
    people_share
        Cumulative share of the people in 0-1, those with the lowest rate first, shape
        ``(k + 1,)`` from 0 to 1; places of the same rate are one step.
    resource_share
        Cumulative share of what they have; as `people_share`.

    Both are empty where nobody lives or there is nothing to share.
    """

    people_share: Column
    resource_share: Column

    @property
    def gini(self) -> float:
        """
        Gini coefficient, 1 - sum (p_k - p_(k-1)) (L_k + L_(k-1)), in [0, 1).

        0: everyone has the same. NaN where the curve is empty.
        """
        if self.people_share.size == 0:
            return math.nan
        between = self.resource_share[1:] + self.resource_share[:-1]
        return max(0.0, 1.0 - math.fsum(np.diff(self.people_share) * between))


def lorenz(rate: Column, people: Column) -> LorenzCurve:
    """
    Draw the Lorenz curve (Lorenz 1905), each place weighted by its people.

    Parameters
    ----------
    rate
        What a person has at each place, shape ``(n,)``, finite, >= 0.
    people
        Shape ``(n,)``, finite, >= 0. Places without people do not count.

    Raises
    ------
    ShapeError, InputError
        If the shapes differ, or a number is not what is said above.

    Examples
    --------
    >>> curve = lorenz(np.array([1.0, 3.0]), np.array([50.0, 50.0]))
    >>> curve.people_share.tolist(), curve.resource_share.tolist()
    ([0.0, 0.5, 1.0], [0.0, 0.25, 1.0])
    """
    _check(rate, people)
    counted = people > 0
    level, step = np.unique(rate[counted], return_inverse=True)
    persons = np.bincount(step, weights=people[counted], minlength=level.size)
    owned = np.cumsum(level * persons)
    if level.size == 0 or owned[-1] <= 0:
        return LorenzCurve(np.empty(0), np.empty(0))
    living = np.cumsum(persons)
    return LorenzCurve(
        np.concatenate([[0.0], living / living[-1]]), np.concatenate([[0.0], owned / owned[-1]])
    )


def gini(rate: Column, people: Column) -> float:
    """
    Gini coefficient of a rate, weighted by people: see `LorenzCurve.gini`.

    Parameters
    ----------
    rate, people
        As in `lorenz`.

    Returns
    -------
    gini
        In [0, 1); NaN where nobody lives or there is nothing to share.

    Raises
    ------
    ShapeError, InputError
        As in `lorenz`.

    Examples
    --------
    >>> gini(np.array([1.0, 3.0]), np.array([50.0, 50.0]))
    0.25
    """
    return lorenz(rate, people).gini


@dataclass(frozen=True, slots=True)
class TheilGroup:
    """
    One group's part in a Theil index.

    Attributes
    ----------
    code
        The group.
    people_share, resource_share
        Its share w of the people and s of the resource, 0-1.
    rate
        Its mean rate.
    index
        Theil index inside the group; 0 where it has nothing.
    """

    code: int
    people_share: float
    resource_share: float
    rate: float
    index: float


@dataclass(frozen=True, slots=True)
class TheilIndex:
    """
    Theil's T and where it comes from.

    Attributes
    ----------
    total
        Sum w_i y_i ln y_i, with y the rate over the mean rate: 0 where everyone has the
        same, at most the logarithm of one over the least share of the people. NaN where
        nobody lives or there is nothing to share.
    between
        Sum s_g ln(s_g / w_g): what remains if each group had its mean rate throughout.
    within
        Sum s_g T_g. `total` is `between` + `within`.
    groups
        The groups with people, by code.
    """

    total: float
    between: float
    within: float
    groups: tuple[TheilGroup, ...]

    @property
    def between_share(self) -> float:
        """Share of the inequality between the groups in 0-1; NaN where there is none."""
        return self.between / self.total if self.total > _NO_INEQUALITY else math.nan


_NO_INEQUALITY = 1e-12


def theil(rate: Column, people: Column, group: NDArray[np.int64] | None = None) -> TheilIndex:
    """
    Theil's T (Theil 1967) with its parts between and within groups, weighted by people.

    Parameters
    ----------
    rate, people
        As in `lorenz`; a rate of 0 adds nothing.
    group
        Code of each place's group, shape ``(n,)``; None: all are one group.

    Raises
    ------
    ShapeError, InputError
        If the shapes differ, or a number is not what `lorenz` says.

    Examples
    --------
    >>> found = theil(np.array([1.0, 3.0]), np.array([50.0, 50.0]), np.array([0, 1]))
    >>> round(found.total, 6), found.between == found.total, found.within
    (0.130812, True, 0.0)
    """
    _check(rate, people)
    code = np.zeros(rate.size, dtype=np.int64) if group is None else group
    if code.shape != rate.shape:
        raise ShapeError("shape.mismatch", name="group", expected=rate.size, found=code.size)
    counted = people > 0
    rate, people, code = rate[counted], people[counted], code[counted]
    everyone, everything = math.fsum(people), math.fsum(rate * people)
    if everything <= 0:
        return TheilIndex(math.nan, math.nan, math.nan, ())
    groups = []
    for one in np.unique(code).tolist():
        here = code == one
        persons, owned = math.fsum(people[here]), math.fsum(rate[here] * people[here])
        groups.append(
            TheilGroup(
                code=int(one),
                people_share=persons / everyone,
                resource_share=owned / everything,
                rate=owned / persons,
                index=_theil_about(rate[here], people[here], persons, owned),
            )
        )
    return TheilIndex(
        total=_theil_about(rate, people, everyone, everything),
        between=math.fsum(
            one.resource_share * math.log(one.resource_share / one.people_share)
            for one in groups
            if one.resource_share > 0
        ),
        within=math.fsum(one.resource_share * one.index for one in groups),
        groups=tuple(groups),
    )


def _theil_about(rate: Column, people: Column, persons: float, owned: float) -> float:
    if owned <= 0:
        return 0.0
    relative = rate / (owned / persons)
    term = relative * np.log(relative, out=np.zeros_like(relative), where=relative > 0)
    return max(0.0, math.fsum(people * term) / persons)


def _check(rate: Column, people: Column) -> None:
    check_amount("rate", rate, rate.size)
    check_amount("people", people, rate.size)
