"""The rules that make findings out of measures; every threshold stands in `limits`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from geo.text import Message
from layers.demand import Group
from planning.answers import FAR_SNAP_M
from planning.quality import limits
from planning.quality.border import SIDES
from planning.quality.findings import Finding, Severity, grade, in_order
from planning.quality.measures import Measures
from planning.quality.sources import Lacking, ScalingTotal

Fields = dict[str, object]

_FIRST = 3
_SERIOUS, _CHECK, _KNOW = Severity.SERIOUS, Severity.CHECK, Severity.KNOW


def find(measured: Measures) -> tuple[Finding, ...]:
    """Apply every rule; the findings come gravest first."""
    return in_order([one for rule in RULES for one in rule(measured)])


def _names(names: Sequence[str]) -> str:
    """Give the first few names, and a mark where there are more."""
    shown = " · ".join(names[:_FIRST])
    return f"{shown} …" if len(names) > _FIRST else shown


def _part(count: float, of: float) -> float:
    return count / of if of > 0 else 0.0


def _essentials(m: Measures) -> Iterator[Finding]:
    if m.demonstration:
        yield Finding("demonstration", _SERIOUS, {}, stops=True)
    missing = m.sources.missing
    if Lacking.POPULATION in missing:
        yield Finding("no_population", _SERIOUS, {}, stops=True)
    if not m.facilities.offering:
        fields = {"service": m.service, "facilities": m.facilities.total}
        yield Finding("nobody_offers", _SERIOUS, fields, stops=True)
    if Lacking.AREAS in missing:
        yield Finding("no_areas", _CHECK, {})
    if Lacking.ELEVATION in missing:
        yield Finding("no_elevation", _CHECK if m.minds_slopes else _KNOW, {})
    if Lacking.BUILT_UP in missing and not m.demonstration:
        yield Finding("no_built_up", _KNOW, {})


def _people_and_roads(m: Measures) -> Iterator[Finding]:
    fields: Fields
    people = m.homes.total
    unfit = m.unroutable > limits.UNFIT_UNROUTABLE * people
    ways: tuple[tuple[str, float, Fields], ...] = (
        ("off_network", m.homes.off, {"limit_m": m.homes.limit_m}),
        ("cut_off", m.cut_off, {"service": m.service}),
    )
    for name, count, more in ways:
        share = _part(count, people)
        if (severity := grade(share, limits.UNROUTABLE_STEPS)) is not None:
            yield Finding(
                name,
                severity,
                {"people": count, "share": share, **more},
                share,
                stops=unfit and severity is _SERIOUS,
            )
    far = m.homes.far - m.homes.off
    share = _part(far, people)
    if (severity := grade(share, limits.FAR_STEPS)) is not None:
        yield Finding(
            "far_from_road",
            severity,
            {"people": far, "share": share, "limit_m": FAR_SNAP_M},
            share,
            stops=m.homes.far > limits.UNFIT_FAR * people,
        )
    island = m.network.people_on_islands
    share = _part(island, people)
    if (severity := grade(share, limits.ISLAND_STEPS)) is not None:
        fields = {"people": island, "share": share, "sets": m.network.n_sets - 1}
        yield Finding("islands", severity, fields, share)
    gaps = m.places.gaps
    share = _part(m.places.people_in_gaps, people)
    if (severity := grade(share, limits.GAP_STEPS)) is not None:
        fields = {
            "cells": len(gaps),
            "people": m.places.people_in_gaps,
            "share": share,
            "density": limits.GAP_KM_PER_KM2,
            "limit_m": FAR_SNAP_M,
        }
        yield Finding("gaps", severity, fields, share)
    low = m.places.low
    share = _part(math.fsum(one.people for one in low), people)
    if (severity := grade(share, limits.LOW_AREA_STEPS)) is not None:
        fields = {
            "count": len(low),
            "areas": len(m.places.areas),
            "names": _names([one.name or one.code for one in low]),
            "people": math.fsum(one.people for one in low),
            "share": share,
        }
        yield Finding("low_areas", severity, fields, share)


def _roads(m: Measures) -> Iterator[Finding]:
    fields: Fields
    tags = m.network.tags
    share = 0.0 if math.isnan(tags.classed) else 1 - tags.classed
    severity = grade(share, limits.UNCLASSED_STEPS)
    if severity in (_SERIOUS, _CHECK):
        yield Finding("unclassed", severity, {"share": share}, share)
    if not math.isnan(tags.limited):
        surface: object = Message("quality.surface_unknown", {})
        if tags.surfaced is not None:
            surface = Message("quality.surface_known", {"share": tags.surfaced})
        yield Finding("tags", _KNOW, {"limited": tags.limited, "surface": surface})
    if m.network.n_bridges:
        ways = [str(one.way_id) for one in m.network.bridges]
        fields = {"count": m.network.n_bridges, "ways": _names(ways)}
        yield Finding("dead_end_bridges", _CHECK, fields)
    if m.network.n_parts > 1:
        main = m.network.parts[0]
        fields = {
            "parts": m.network.n_parts,
            "km": main.km,
            "main_share": m.network.main_share,
            "rest_km": m.network.rest_km,
        }
        yield Finding("parts", _KNOW, fields)


def _facilities(m: Measures) -> Iterator[Finding]:
    fields: Fields
    care = m.facilities
    if care.from_map and care.total:
        yield Finding("from_map", _CHECK, {"count": care.total})
    share = _part(len(care.misplaced), care.with_township)
    if (severity := grade(share, limits.TOWNSHIP_STEPS)) is not None:
        fields = {
            "count": len(care.misplaced),
            "stated": care.with_township,
            "names": _names([one.name or one.id for one in care.misplaced]),
        }
        yield Finding("misplaced", severity, fields, share)
    if care.township_unknown:
        yield Finding("township_unknown", _CHECK, {"count": care.township_unknown})
    share = _part(m.sites.far, m.sites.total)
    if (severity := grade(share, limits.FAR_FACILITY_STEPS)) is not None:
        names = [one.name or one.id for one in m.sites.worst if one.distance_m > FAR_SNAP_M]
        fields = {
            "count": int(m.sites.far),
            "off": int(m.sites.off),
            "limit_m": FAR_SNAP_M,
            "names": _names(names),
        }
        yield Finding("facilities_far", severity, fields, share)
    if care.open_doubles:
        open_pairs = [
            f"{one.first_name or one.first} = {one.second_name or one.second}"
            for one in care.doubles
            if not one.decision
        ]
        fields = {"count": care.open_doubles, "names": _names(open_pairs)}
        yield Finding("doubles", _CHECK, fields, _part(care.open_doubles, care.total))
    if care.unnamed:
        fields = {"count": care.unnamed, "of": care.total}
        yield Finding("unnamed", _KNOW, fields, _part(care.unnamed, care.total))
    if care.not_counted:
        fields = {"count": care.not_counted, "of": care.total}
        yield Finding("not_counted", _KNOW, fields, _part(care.not_counted, care.total))
    rough = sum(count for placed, count in care.by_placed if placed in ("street", "area"))
    if rough:
        fields = {"count": rough, "of": care.total}
        yield Finding("rough_places", _CHECK, fields, _part(rough, care.total))


def _lists(m: Measures) -> Iterator[Finding]:
    fields: Fields
    care = m.facilities
    share = _part(len(care.plan_missing), care.plan_named)
    if (severity := grade(share, limits.PLAN_MISSING_STEPS)) is not None:
        fields = {
            "count": len(care.plan_missing),
            "of": care.plan_named,
            "names": _names([one.plan_name for one in care.plan_missing]),
        }
        yield Finding("plan_missing", severity, fields, share)
    if care.plan_ambiguous:
        fields = {
            "count": len(care.plan_ambiguous),
            "of": care.plan_named,
            "names": _names([one.plan_name for one in care.plan_ambiguous]),
        }
        yield Finding("plan_ambiguous", _CHECK, fields)
    if care.osm is not None and care.osm.only_mapped:
        names = [one.name or one.kind for one in care.osm.only_mapped]
        fields = {
            "count": len(care.osm.only_mapped),
            "of": care.osm.mapped,
            "near_m": limits.OSM_MATCH_M,
            "names": _names(names),
        }
        yield Finding("only_mapped", _CHECK, fields, _part(len(names), care.osm.mapped))
    if care.osm is not None and care.osm.only_listed:
        count = len(care.osm.only_listed)
        fields = {"count": count, "of": care.osm.listed, "near_m": limits.OSM_MATCH_M}
        yield Finding("only_listed", _KNOW, fields, _part(count, care.osm.listed))


def _factors(total: ScalingTotal) -> Message:
    if math.isnan(total.low):
        return Message("quality.no_factors", {})
    return Message("quality.factors", {"low": total.low, "high": total.high})


def _sources(m: Measures) -> Iterator[Finding]:
    fields: Fields
    severity: Severity | None
    sources = m.sources
    if sources.undecided:
        fields = {"count": len(sources.undecided), "layers": _names(sources.undecided)}
        yield Finding("datum_undecided", _SERIOUS, fields)
    for total in sources.scaling:
        factors = [one for one in (total.low, total.high) if not math.isnan(one)]
        worst = max((max(one, 1 / one) if one > 0 else math.inf for one in factors), default=1.0)
        severity = _KNOW
        if worst > limits.SCALE_CHECK or total.anew:
            severity = _SERIOUS if worst > limits.SCALE_SERIOUS else _CHECK
        fields = {
            "group": Group(total.group),
            "areas": total.areas,
            "before": total.before,
            "official": total.official,
            "factors": _factors(total),
            "anew": total.anew,
        }
        yield Finding("scaled", severity, fields)
    if sources.coarse:
        fields = {"places": sources.places, "people": sources.population / sources.places}
        yield Finding("coarse", _CHECK, fields)
    share = _part(sources.outside_areas, sources.population)
    if (severity := grade(share, limits.OUTSIDE_AREAS_STEPS)) is not None:
        fields = {"people": sources.outside_areas, "share": share}
        yield Finding("outside_areas", severity, fields, share)
    if sources.overlaps:
        fields = {
            "count": len(sources.overlaps),
            "km2": math.fsum(one.area_km2 for one in sources.overlaps),
        }
        yield Finding("overlaps", _CHECK, fields)
    if sources.gaps:
        fields = {
            "count": len(sources.gaps),
            "km2": math.fsum(one.area_km2 for one in sources.gaps),
        }
        yield Finding("area_gaps", _KNOW, fields)
    if sources.rejected:
        rows = sum(count for _, count in sources.rejected)
        files = _names([f"{name}: {count}" for name, count in sources.rejected])
        yield Finding("rejected", _CHECK, {"count": rows, "files": files})
    years = sources.years_apart()
    if years >= limits.DATES_APART_YEARS:
        yield Finding("dates_apart", _CHECK, {"years": int(years)})
    undated = [one.name for one in sources.inputs if not one.vintage]
    if undated:
        yield Finding("undated", _KNOW, {"count": len(undated), "files": _names(undated)})
    unlicensed = [one.name for one in sources.inputs if not one.licence]
    if unlicensed:
        yield Finding("unlicensed", _KNOW, {"count": len(unlicensed), "files": _names(unlicensed)})


def _border(m: Measures) -> Iterator[Finding]:
    border = m.border
    if border is None:
        return
    if min(border.reach_km) < limits.REACH_KM:
        severity = _SERIOUS if max(border.reach_km) < limits.REACH_LEAST_KM else _CHECK
        reach: Fields = dict(zip(SIDES, border.reach_km, strict=True))
        yield Finding("short_reach", severity, {**reach, "wanted": limits.REACH_KM})
    if border.coverage is None or border.without is None:
        return
    if border.outside:
        share = _part(border.people_outside, border.coverage.population)
        fields = {
            "outside": border.outside,
            "people": border.people_outside,
            "share": share,
            "with_share": border.coverage.share,
            "without_share": border.without.share,
            "minutes": limits.COVER_S / 60,
        }
        severity = grade(border.change, limits.COVER_CHANGE_STEPS) or _KNOW
        yield Finding("beyond_border", severity, fields, share)


RULES: tuple[Callable[[Measures], Iterator[Finding]], ...] = (
    _essentials,
    _people_and_roads,
    _roads,
    _facilities,
    _lists,
    _sources,
    _border,
)
"""Every rule; each gives the findings of one subject."""
