"""Tables of named sites: how each was found, what it offers, whom it serves."""

from __future__ import annotations

import math

from layers.facilities import Service
from planning.judging.circles.caveats import has_roads
from planning.judging.evidence import Evidence
from planning.judging.finding import Table
from planning.judging.places.catchments import PROFILE, catchments, reach_of_sites
from planning.judging.places.site_states import (
    SiteState,
    is_open,
    known,
    level_two_rows,
    status_cell,
)

_PER = 1_000


def site_tables(
    evidence: Evidence,
    states: tuple[SiteState, ...],
    services: tuple[Service, ...],
    verdicts: tuple[str, ...],
) -> tuple[Table, ...]:
    """
    Make the tables of some sites.

    Parameters
    ----------
    evidence
        The study.
    states
        The sites, in the plan's order.
    services
        Services asked for; a table says who offers which where there are any.
    verdicts
        Code of the word for each site's outcome.

    Returns
    -------
    tables
        The sites with their service areas; what they offer; and, where people and roads
        are known, the reach of all hospitals with and without them. A service area is the
        people for whom a site is nearer by car than every other site and every hospital of
        level 2 and above.
    """
    facilities = evidence.study.facilities
    open_rows = frozenset(one.row for one in states if one.found and is_open(evidence, one.row))
    others = level_two_rows(evidence)
    measured = (
        bool(open_rows)
        and float(evidence.study.demand.population.sum()) > 0
        and has_roads(evidence, PROFILE)
    )
    areas = {one.row: one for one in catchments(evidence, open_rows, others)} if measured else {}

    def row_of(state: SiteState, verdict: str) -> tuple[str | float | None, ...]:
        if not state.found:
            return (state.name, f"cell.how_{state.how}", *([None] * 4), verdict, *([None] * 4))
        row, area = state.row, areas.get(state.row)
        beds = float(facilities.beds[row])
        each = beds * _PER / area.people if area is not None and area.people > 0 else math.nan
        return (
            state.name,
            f"cell.how_{state.how}",
            facilities.label(row),
            status_cell(facilities.status[row]),
            facilities.level[row].value or None,
            known(beds),
            verdict,
            None if area is None else area.people,
            None if area is None else area.share,
            None if area is None else area.within_people,
            known(each),
        )

    tables = [
        Table(
            "named_sites",
            (
                *("site", "how_found", "listed_as", "site_status", "site_level", "site_beds"),
                "fulfils",
                *("catchment_people", "catchment_share", "within_30_min_people"),
                "catchment_beds_per_1000",
            ),
            tuple(row_of(one, said) for one, said in zip(states, verdicts, strict=True)),
        )
    ]
    if services:
        tables.append(_services(evidence, states, services))
    if measured:
        tables.append(
            Table(
                "reach_of_sites",
                (
                    *("reach_limit_s", "with_sites_share", "without_sites_share"),
                    *("rural_with_sites_share", "rural_without_sites_share"),
                ),
                tuple(
                    (
                        one.limit_s,
                        known(one.with_share),
                        known(one.without_share),
                        known(one.rural_with_share),
                        known(one.rural_without_share),
                    )
                    for one in reach_of_sites(evidence, open_rows, others)
                ),
            )
        )
    return tuple(tables)


def _services(
    evidence: Evidence, states: tuple[SiteState, ...], services: tuple[Service, ...]
) -> Table:
    offered = evidence.study.facilities.services
    return Table(
        "site_services",
        ("site", "service_asked", "service_offered"),
        tuple(
            (
                one.name,
                f"service.{service.value}",
                "cell.not_told"
                if not one.found
                else ("cell.yes" if service in offered[one.row] else "cell.no"),
            )
            for one in states
            for service in services
        ),
    )
