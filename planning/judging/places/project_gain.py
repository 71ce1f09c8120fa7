"""What projects add to the reach of a service: coverage with them less coverage without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.access import measure_access
from layers.coverage import measure_coverage
from planning.judging.evidence import Evidence
from planning.judging.places.project_list import NO_TOWNSHIP, ProjectState
from planning.judging.places.site_states import is_open
from planning.readings.rules_place import ProjectRule

Site = tuple[str, int]
"""A place of a project: ``("row", row of the list)`` or ``("town", township)``."""


@dataclass(frozen=True, slots=True)
class Gain:
    """
    Coverage with and without projects.

    Attributes
    ----------
    with_share, without_share
        Shares of everyone within the rule's limit.
    people
        People that the projects bring within it.
    """

    with_share: float
    without_share: float
    people: float


@dataclass(frozen=True, slots=True)
class ProjectGains:
    """
    Gains of all located projects together, and of each site alone.

    Attributes
    ----------
    together
        With all of them against with none.
    each
        By site: the list of today with the site open, against without it.
    """

    together: Gain
    each: dict[Site, Gain]


def site_of(state: ProjectState) -> Site | None:
    """Place of a project; its facility's before its township's. None where it has none."""
    if not state.located:
        return None
    return ("row", state.site.row) if state.site.found else ("town", state.township)


def gains(
    evidence: Evidence, rule: ProjectRule, states: Iterable[ProjectState]
) -> ProjectGains | None:
    """
    Compare the reach of a service with and without the sites of projects.

    A site that is only placed by its township stands at the middle of its people.

    Parameters
    ----------
    evidence
        The study; it must have roads for the rule's profile.
    rule
        Service, profile, direction, limit.
    states
        Projects; those without a place, or that do not offer the service, are left out.

    Returns
    -------
    gains
        None where no project has a place and offers the service.
    """
    asked: dict[Site, NDArray[np.float64]] = {}
    for state in states:
        site = site_of(state)
        if site is None or rule.service not in state.service_known or site in asked:
            continue
        time_s = _time_to(evidence, rule, site)
        if time_s is not None:
            asked[site] = time_s
    if not asked:
        return None
    rows = {row for kind, row in asked if kind == "row"}
    fixed = np.array(
        [row for row in evidence.offering(rule.service).tolist() if row not in rows],
        dtype=np.int64,
    )
    nowhere = np.full(len(evidence.study.demand), np.inf)
    base_s = nowhere if not fixed.size else _rows_time_s(evidence, rule, fixed)
    open_now = {
        site for site in asked if site[0] == "row" and is_open(evidence, site[1])
    }  # fmt: skip
    people = evidence.study.demand.population

    def gain(with_sites: set[Site], without_sites: set[Site]) -> Gain:
        found = [
            measure_coverage(
                np.minimum.reduce([base_s, *(asked[one] for one in sorted(sites))]),
                people,
                cutoff_s=rule.cutoff_s,
            )
            for sites in (with_sites, without_sites)
        ]
        return Gain(found[0].share, found[1].share, found[0].covered - found[1].covered)

    return ProjectGains(
        together=gain(set(asked), set()),
        each={site: gain(open_now | {site}, open_now - {site}) for site in asked},
    )


def _rows_time_s(
    evidence: Evidence, rule: ProjectRule, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    key = ("rows time", tuple(rows.tolist()), rule.profile, rule.direction)
    return evidence.once(key, lambda: evidence.access_to(rows, rule.profile, rule.direction).time_s)


def _time_to(evidence: Evidence, rule: ProjectRule, site: Site) -> NDArray[np.float64] | None:
    """Time between every home and one site [s]; None for a township without people."""
    kind, at = site
    if kind == "row":
        return _rows_time_s(evidence, rule, np.array([at], dtype=np.int64))
    study = evidence.study
    centre = township_centre(evidence, at)
    if centre is None:
        return None
    roads = study.roads(rule.profile)
    profile = study.profile(rule.profile)
    snapped = roads.index.snap(
        np.array([centre[0]]), np.array([centre[1]]), max_distance_m=profile.max_snap_m
    )
    return measure_access(
        roads.network,
        profile,
        facilities=snapped,
        facility_rows=np.array([0], dtype=np.int64),
        demand=roads.demand,
        direction=rule.direction,
    ).time_s


def township_centre(evidence: Evidence, township: int) -> tuple[float, float] | None:
    """
    Middle of a township's people in the study's metric CRS [m]; None where nobody lives.

    Raises
    ------
    RuntimeError
        If there is no such township: ask `ProjectState.township` first.
    """
    if township == NO_TOWNSHIP:
        raise RuntimeError("the project names no township")
    demand = evidence.study.demand
    homes = np.flatnonzero((evidence.area_of_homes() == township) & (demand.population > 0))
    if not homes.size:
        return None
    x_m, y_m = evidence.study.crs.from_lonlat(demand.lon[homes], demand.lat[homes])
    people = demand.population[homes]
    return float(np.average(x_m, weights=people)), float(np.average(y_m, weights=people))
