"""Further institutions that goals ask for, all modelled: care of the old, nurseries, AEDs …."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.demo.district import STREET
from data.demo.drafts import Draft, FreeSites
from data.demo.rules import District
from layers.facilities import Level, Service

Metres = NDArray[np.float64]
_NUMBERS = "一二三四五六七八九十"
_LEVEL_2 = 2


def further_facilities(district: District, sites: FreeSites, towns_m: Metres) -> list[Draft]:
    """Draft private hospitals, elder care, nurseries, blood donation, stations with AEDs."""
    drafts = [
        *_private_hospitals(district, sites),
        *_elder_care(district, sites, towns_m),
        *_by_people(district, sites, Service.CHILD_CARE, district.care.child_care, "托育中心"),
        *_by_people(district, sites, Service.BLOOD_DONATION, district.care.blood_sites, "献血点"),
    ]
    for number, rule in enumerate(district.nodes, start=1):
        site = sites.near(towns_m[rule.town] + [rule.east_m, rule.north_m])
        code = f"{district.id_prefix}-node-{number:02d}"
        node = sites.draft(site, code, rule.name, Service.TRANSPORT_NODE)
        drafts.append(node)
        if rule.has_aed:
            drafts.append(node.beside(f"{code}-aed", f"{rule.name}AED", Service.AED))
    return drafts


def neighbour_facilities(district: District, sites: FreeSites, towns_m: Metres) -> list[Draft]:
    """Draft the institutions beyond the border, by the roads that run on."""
    drafts = []
    for number, rule in enumerate(district.neighbours, start=1):
        site = sites.near_beyond(towns_m[rule.town])
        one = sites.draft(site, f"{district.id_prefix}-next-{number:02d}", rule.name, rule.kind)
        one.services |= rule.services
        one.level, one.beds, one.vehicles = rule.level, rule.beds, rule.vehicles
        drafts.append(one)
    return drafts


def add_services(district: District, drafts: list[Draft]) -> None:
    """Give grades and kinds the services that go with them, and health centres theirs."""
    random = district.random(9)
    for one in drafts:
        if one.grade >= _LEVEL_2:
            one.services |= {Service.LEVEL_2, Service.CT_24H, Service.AED}
            if Service.EMERGENCY_ROOM in one.services:
                one.services.add(Service.FEVER_CLINIC)
        if one.kind in (Service.TOWNSHIP_HEALTH_CENTRE, Service.COMMUNITY_HEALTH_CENTRE):
            if one.town not in district.care.tcm_missing:
                one.services.add(Service.TCM)
            if one.regional or random.uniform() < district.care.fever_share:
                one.services.add(Service.FEVER_CLINIC)
        if one.kind is Service.VILLAGE_CLINIC and random.uniform() < district.care.tcm_clinic_share:
            one.services.add(Service.TCM)


def _private_hospitals(district: District, sites: FreeSites) -> list[Draft]:
    random = district.random(10)
    people = np.array([town.population for town in district.towns], dtype=np.float64)
    drafts = []
    for number in range(1, district.care.private_hospitals + 1):
        site = sites.in_streets(int(random.choice(people.size, p=people / people.sum())), random)
        if site is None:
            continue
        code = f"{district.id_prefix}-private-{number:02d}"
        one = sites.draft(site, code, f"第{number}民营医院（演示）", Service.HOSPITAL)
        one.level = Level.LEVEL_2C if number == 1 else Level.LEVEL_1A
        drafts.append(one)
    return drafts


def _elder_care(district: District, sites: FreeSites, towns_m: Metres) -> list[Draft]:
    """A centre in most towns and streets, and some stations in every street."""
    random = district.random(11)
    fewest, most = district.care.elder_stations
    drafts = []
    for row, town in enumerate(district.towns):
        code = f"{district.id_prefix}-elder-{row + 1:02d}"
        if random.uniform() >= district.care.elder_missing_share:
            site = sites.near(towns_m[row] + random.normal(0, 120.0, 2))
            name = f"{town.full_name}养老服务中心（演示）"
            drafts.append(sites.draft(site, code, name, Service.ELDER_CARE))
        stations = int(random.integers(fewest, most + 1)) if _has_stations(district, row) else 0
        for number in range(stations):
            corner = sites.in_streets(row, random)
            if corner is not None:
                name = f"{town.full_name}第{_NUMBERS[number]}社区养老服务站（演示）"
                drafts.append(sites.draft(corner, f"{code}-{number + 1}", name, Service.ELDER_CARE))
    return drafts


def _has_stations(district: District, row: int) -> bool:
    return district.towns[row].rank == STREET or row in district.seat


def _by_people(
    district: District, sites: FreeSites, kind: Service, count: int, label: str
) -> list[Draft]:
    """One institution in each of the towns with most people."""
    random = district.random(12)
    order = sorted(range(len(district.towns)), key=lambda row: -district.towns[row].population)
    drafts = []
    for number, row in enumerate(order[:count], start=1):
        site = sites.in_streets(row, random)
        if site is not None:
            code = f"{district.id_prefix}-{kind.value.replace('_', '')}-{number:02d}"
            name = f"{district.towns[row].full_name}{label}（演示）"
            drafts.append(sites.draft(site, code, name, kind))
    return drafts
