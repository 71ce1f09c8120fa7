"""Service areas of named sites: whom each is nearest to, and whom they bring within reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.units import seconds_from_minutes
from layers.access import AccessField
from planning.judging.evidence import Evidence
from planning.readings.rules_reach import Where
from routing.search import Direction

PROFILE = "car"
LIMITS_S = tuple(seconds_from_minutes(one) for one in (30.0, 45.0, 60.0))
"""Limits that shares are shown at: no plan states one, 30 minutes are a judgement."""


@dataclass(frozen=True, slots=True)
class Catchment:
    """
    The people for whom a site is the nearest.

    Attributes
    ----------
    row
        Row of the site.
    people, share
        How many, and their share of everyone.
    within_people
        Those of them within 30 minutes.
    """

    row: int
    people: float
    share: float
    within_people: float


@dataclass(frozen=True, slots=True)
class ReachOfSites:
    """
    People within a limit of any site, with and without some of the sites.

    Attributes
    ----------
    limit_s
        The limit [s], inclusive.
    with_share, without_share
        Shares of everyone.
    rural_with_share, rural_without_share
        Shares of those off built-up land; NaN where that is unknown.
    """

    limit_s: float
    with_share: float
    without_share: float
    rural_with_share: float
    rural_without_share: float


def field_to(evidence: Evidence, rows: Iterable[int]) -> AccessField:
    """Time between every home and the nearest of some facilities, by car."""
    ids = evidence.study.facilities.id
    chosen = sorted(set(rows), key=lambda row: ids[row])
    return evidence.once(
        ("car to", tuple(chosen)),
        lambda: evidence.access_to(np.array(chosen, dtype=np.int64), PROFILE, Direction.TO),
    )


def catchments(
    evidence: Evidence, sites: frozenset[int], others: frozenset[int]
) -> tuple[Catchment, ...]:
    """
    Find the people for whom each site is the nearest.

    Parameters
    ----------
    evidence
        The study.
    sites
        Rows of the sites asked about, at least one.
    others
        Rows of the facilities that people may go to as well.

    Returns
    -------
    catchments
        One a site, by id.
    """
    field = field_to(evidence, sites | others)
    people = evidence.study.demand.population
    everyone = float(people.sum())
    ids = evidence.study.facilities.id
    found = []
    for row in sorted(sites, key=lambda row: ids[row]):
        mine = field.facility == row
        count = float(people[mine].sum())
        near = mine & (field.time_s <= LIMITS_S[0])
        share = count / everyone if everyone > 0 else np.nan
        found.append(Catchment(row, count, share, float(people[near].sum())))
    return tuple(found)


def reach_of_sites(
    evidence: Evidence, sites: frozenset[int], others: frozenset[int]
) -> tuple[ReachOfSites, ...]:
    """
    Compare the reach of all facilities with that of the others alone.

    Parameters
    ----------
    evidence
        The study.
    sites
        Rows of the sites asked about, at least one.
    others
        Rows of the facilities that there are without them.
    """
    people = evidence.study.demand.population
    rural = evidence.where(Where.RURAL)
    with_s = field_to(evidence, sites | others).time_s
    rest = others - sites
    without_s = field_to(evidence, rest).time_s if rest else np.full(people.size, np.inf)

    def share(time_s: NDArray[np.float64], limit_s: float, where: NDArray[np.bool_]) -> float:
        everyone = float(people[where].sum())
        within = float(people[where & (time_s <= limit_s)].sum())
        return within / everyone if everyone > 0 else np.nan

    everywhere = np.ones(people.size, dtype=bool)
    nowhere = np.zeros(people.size, dtype=bool)
    country = nowhere if rural is None else rural
    return tuple(
        ReachOfSites(
            limit_s,
            share(with_s, limit_s, everywhere),
            share(without_s, limit_s, everywhere),
            share(with_s, limit_s, country),
            share(without_s, limit_s, country),
        )
        for limit_s in LIMITS_S
    )
