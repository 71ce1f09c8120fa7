"""Facilities by the district's rules: named hospitals, a health centre a town, village clinics."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from data.demo.district import STREET
from data.demo.drafts import Draft, FreeSites
from data.demo.rules import District
from data.demo.settlements import Settlements
from layers.facilities import Level, Service
from planning.plan_facilities import PlanFacility

Metres = NDArray[np.float64]
_HOUSES = ("卫生院", "卫生服务中心")


def basic_facilities(
    district: District,
    sites: FreeSites,
    settled: Settlements,
    towns_m: Metres,
    plan_centres: Mapping[int, PlanFacility],
) -> list[Draft]:
    """
    Place every institution by a site that has a road.

    Hospitals stand where the district's file puts them, health centres in the middle of
    their town, clinics in the villages that the seed does not leave out. No two institutions
    share a site.

    Parameters
    ----------
    plan_centres
        What the plan calls the health centre of a town, by the town's position.
    """
    random = district.random(7)
    drafts = []
    for rule in district.facilities:
        site = sites.near(towns_m[rule.town] + [rule.east_m, rule.north_m])
        one = sites.draft(site, rule.id, rule.name, rule.kind)
        one.services |= rule.services
        one.level, one.status, one.aliases = rule.level, rule.status, rule.aliases
        one.beds, one.vehicles = rule.beds, rule.vehicles
        drafts.append(one)
    drafts += [
        _centre(district, sites, row, towns_m[row], plan_centres.get(row))
        for row in range(len(district.towns))
        if row not in district.care.without_centre
    ]
    has_clinic = random.uniform(0, 1, settled.village.size) >= district.clinic_missing_share
    for village in np.flatnonzero(has_clinic).tolist():
        site = int(settled.village[village])
        sites.take(site)
        number = f"{district.id_prefix}-clinic-{village + 1:03d}"
        name = f"{settled.name[village]}卫生室"
        drafts.append(sites.draft(site, number, name, Service.VILLAGE_CLINIC))
    return drafts


def _centre(
    district: District, sites: FreeSites, row: int, town_m: Metres, planned: PlanFacility | None
) -> Draft:
    """Draft the health centre of a town, under the plan's name where it gives a whole one."""
    town = district.towns[row]
    community = row in district.community
    regional = row in district.regional_centres
    if community:
        own = town.full_name if town.rank == STREET else town.name_zh
        name = f"{own}社区卫生服务中心"
    else:
        name = f"{town.full_name}{'中心' if regional else ''}卫生院"
    if planned is not None and any(house in planned.name for house in _HOUSES):
        name = planned.name
    kind = Service.COMMUNITY_HEALTH_CENTRE if community else Service.TOWNSHIP_HEALTH_CENTRE
    one = sites.draft(sites.near(town_m), f"{district.id_prefix}-centre-{row + 1:02d}", name, kind)
    if row in district.health_bases:
        one.services.add(Service.AMBULANCE_BASE)
    if row in district.emergency_rooms:
        one.services.add(Service.EMERGENCY_ROOM)
    if planned is not None:
        one.services |= set(planned.centres)
        one.aliases = tuple(other for other in planned.aliases if other != name)
    one.regional = regional
    one.level = Level.LEVEL_1A if regional else Level.LEVEL_1
    return one
