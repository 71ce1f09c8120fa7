"""Tables behind a circle: townships, and the places with most people not covered."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from planning.judging.circles.tallies import NO_WAY_DS, Tally, TimedPeople, seconds
from planning.judging.evidence import Evidence
from planning.judging.finding import Table
from planning.readings.rules_reach import ReachRule, Where

GAPS_SHOWN = 20
_PLACE_DIGITS = 5
Cell = str | float | None


def area_table(evidence: Evidence, timed: TimedPeople, tally: Tally, fixed_s: float) -> Table:
    """
    Make the table of townships, in their order; then who is outside, and last the whole.

    Parameters
    ----------
    evidence, timed, tally
        The people by travel time, and counted at the limit.
    fixed_s
        Fixed times, which the table's times hold too [s].
    """
    quantiles = timed.area_quantiles_s(0.5, 0.95)
    areas = evidence.townships
    columns = tuple(one.tolist() for one in (tally.covered, tally.uncovered, tally.unroutable))
    rows = []
    for part, times in enumerate(quantiles):
        covered, uncovered, unroutable = (column[part] for column in columns)
        people = covered + uncovered + unroutable
        if part == len(areas):
            if people <= 0 or not len(areas):
                continue
            name = "area.outside"
        else:
            name = areas.name[part] or areas.code[part]
        rows.append(_area_row(name, (covered, uncovered, unroutable), times, fixed_s))
    whole = (timed.quantile_s(0.5), timed.quantile_s(0.95))
    rows.append(_area_row("area.whole", tally.whole, whole, fixed_s))
    return Table(
        "by_area",
        (
            "area",
            "population_people",
            "covered_people",
            "covered_share",
            "uncovered_people",
            "unroutable_people",
            "median_s",
            "p95_s",
        ),
        tuple(rows),
    )


def _area_row(
    name: str, people: tuple[float, float, float], times: tuple[float, ...], fixed_s: float
) -> tuple[Cell, ...]:
    everyone = people[0] + people[1] + people[2]
    return (
        name,
        everyone,
        people[0],
        people[0] / everyone if everyone > 0 else None,
        people[1],
        people[2],
        *(None if math.isnan(one) else round(one + fixed_s, 6) for one in times),
    )


def gap_table(
    evidence: Evidence, rule: ReachRule, timed: TimedPeople, limit: int, fixed_s: float
) -> Table:
    """
    List the places with most people who are not covered, most people first.

    Of equally many people the place with the longer way comes first, then the earlier
    one of the study.

    Parameters
    ----------
    evidence, rule, timed
        The study, the circle, and its people by travel time.
    limit
        Longest travel that is covered [ds].
    fixed_s
        Fixed times, which the table's times hold too [s].
    """
    missed = np.where(timed.time_ds > limit, timed.people, 0.0)
    found = np.flatnonzero(missed > 0)
    if found.size > GAPS_SHOWN:  # all ties at the edge are kept, and then ordered
        edge = np.partition(missed[found], -GAPS_SHOWN)[-GAPS_SHOWN]
        found = found[missed[found] >= edge]
    order = np.lexsort((found, -timed.time_ds[found], -missed[found]))
    found = found[order][:GAPS_SHOWN]
    off_road = _off_road(evidence, rule)
    demand = evidence.study.demand
    rows: list[tuple[Cell, ...]] = []
    for at in found.tolist():
        lon, lat = float(demand.lon[at]), float(demand.lat[at])
        time_ds = int(timed.time_ds[at])
        why = "why.beyond"
        if time_ds >= NO_WAY_DS:
            why = "why.off_network" if off_road[at] else "why.no_way"
        time_s = seconds(time_ds)
        rows.append(
            (
                place_name(evidence, at),
                area_name(evidence, int(timed.part[at])),
                float(missed[at]),
                round(time_s + fixed_s, 6),
                why,
                lon,
                lat,
            )
        )
    columns = ("place", "area", "people", "time_s", "why", "lon_deg", "lat_deg")
    return Table("gaps", columns, tuple(rows))


def place_name(evidence: Evidence, at: int) -> str:
    """Name of a place, or its longitude and latitude where it has none."""
    demand = evidence.study.demand
    place = f"{demand.lon[at]:.{_PLACE_DIGITS}f}, {demand.lat[at]:.{_PLACE_DIGITS}f}"
    return demand.label(at) or place


def area_name(evidence: Evidence, part: int) -> str:
    """Name of a township by its position; the code ``area.outside`` for those in none."""
    areas = evidence.townships
    if part == len(areas):
        return "area.outside" if len(areas) else ""
    return areas.name[part] or areas.code[part]


def _off_road(evidence: Evidence, rule: ReachRule) -> NDArray[np.bool_]:
    """Whether each place is too far from any road of one of the legs, shape ``(m,)``."""
    built_up = evidence.where(Where.BUILT_UP)
    off = np.zeros(len(evidence.study.demand), dtype=bool)
    for leg in rule.legs:
        far = ~np.isfinite(evidence.study.roads(leg.profile).demand.distance_m)
        if leg.profile_built_up != leg.profile and built_up is not None:
            other = ~np.isfinite(evidence.study.roads(leg.profile_built_up).demand.distance_m)
            far = np.where(built_up, other, far)
        off |= far
    return off
