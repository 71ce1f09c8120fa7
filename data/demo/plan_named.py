"""Facilities that the plan names, at modelled places, where the list has none of the name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.demo.district import STREET, TOWN
from data.demo.drafts import Draft, FreeSites
from data.demo.rules import District
from layers.facilities import FacilitySet, Service
from layers.names import normal_name, split_kind
from planning.plan_facilities import PlanFacilities, PlanFacility, match_plan_facilities

Metres = NDArray[np.float64]
_PRIMARY = frozenset({Service.TOWNSHIP_HEALTH_CENTRE, Service.COMMUNITY_HEALTH_CENTRE})
_BRANCH = "（"
_FROM_TOWN_M = 450.0


def town_of(district: District, named: PlanFacilities, one: PlanFacility) -> int | None:
    """Position of the town that the plan places a facility in; None where it names none."""
    said = one.place
    if not said and one.kind in _PRIMARY:
        said = split_kind(normal_name(one.name, named.prefixes))[0]
    stem = said
    for ending in (STREET, TOWN, "乡"):
        stem = stem.removesuffix(ending)
    if not stem:
        return None
    same = [row for row, town in enumerate(district.towns) if town.name_zh == stem]
    same += [row for row, town in enumerate(district.towns) if town.name_zh.startswith(stem)]
    return same[0] if same else None


def plan_centres(district: District, named: PlanFacilities) -> dict[int, PlanFacility]:
    """What the plan calls the health centre of a town, by the town's position."""
    found: dict[int, PlanFacility] = {}
    for one in named.facilities:
        if one.kind in _PRIMARY and _BRANCH not in one.name and one.name not in district.named:
            row = town_of(district, named, one)
            if row is not None:
                found.setdefault(row, one)
    return found


def plan_named_facilities(
    district: District,
    sites: FreeSites,
    towns_m: Metres,
    named: PlanFacilities,
    drafts: list[Draft],
) -> list[Draft]:
    """
    Draft those facilities of the plan that are not in the list yet.

    They stand near the town that the plan or the district's file names, else somewhere in
    the streets of the seat; all places are modelled. Those that the plan puts in no one
    place are left out, as the district's file says.
    """
    random = district.random(8)
    kept = FacilitySet(
        id=tuple(one.id for one in drafts),
        name=tuple(one.name for one in drafts),
        lon=np.array([one.lon for one in drafts]),
        lat=np.array([one.lat for one in drafts]),
        kind=tuple(one.kind for one in drafts),
        services=tuple(frozenset(one.services) for one in drafts),
        source=("",) * len(drafts),
        aliases=tuple(one.aliases for one in drafts),
    )
    matches = match_plan_facilities(kept, named)
    added: list[Draft] = []
    for number, (one, match) in enumerate(zip(named.facilities, matches, strict=True), start=1):
        if match.facility_id or one.name in district.plan_left_out:
            continue
        rule = district.named.get(one.name)
        town = rule.town if rule is not None else None
        town = town if town is not None else town_of(district, named, one)
        site = None
        if town is None:
            seat = [row for row in district.seat if district.towns[row].population > 0]
            site = sites.in_streets(int(random.choice(seat)), random)
        if site is None:
            middle_m = towns_m[district.hub if town is None else town]
            site = sites.near(middle_m + random.normal(0, _FROM_TOWN_M, 2))
        kind = rule.kind if rule is not None and rule.kind is not None else one.kind
        draft = sites.draft(site, f"{district.id_prefix}-plan-{number:02d}", one.name, kind)
        draft.services |= set(one.centres)
        draft.aliases = one.aliases
        if rule is not None:
            draft.services |= rule.services
            draft.level, draft.status, draft.beds = rule.level, rule.status, rule.beds
        added.append(draft)
    return added
