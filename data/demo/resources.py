"""Beds, doctors, staff and vehicles: drawn for each institution, adding up to the district's."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from data.demo.drafts import BEYOND, Draft
from data.demo.rules import District
from data.demo.settlements import share_out
from geo.errors import InputError
from layers.facilities import FacilitySet, Service

_HOSPITAL_BEDS = (140.0, 140.0, 380.0, 1000.0)
"""Beds that a hospital of each grade weighs with."""
_REGIONAL_BEDS, _TOWNSHIP_BEDS, _COMMUNITY_BEDS = 95.0, 40.0, 25.0
_DOCTORS_PER_BED = 0.28
_FEW_DOCTORS = {
    Service.TOWNSHIP_HEALTH_CENTRE: 5.0,
    Service.COMMUNITY_HEALTH_CENTRE: 12.0,
    Service.VILLAGE_CLINIC: 1.0,
    Service.OTHER: 15.0,
    Service.BLOOD_DONATION: 2.0,
}
"""Doctors beside those that beds bring."""
_STAFF_PER_DOCTOR = 2.4
_STAFF_WITHOUT_DOCTORS = {Service.ELDER_CARE: 6.0, Service.CHILD_CARE: 8.0}
_HOSPITAL_VEHICLES = ((1, 2), (1, 3), (2, 5), (4, 7))
_CENTRE_VEHICLES = (1, 3)


def equip(district: District, drafts: list[Draft]) -> FacilitySet:
    """
    Draw what each institution has, and make the list.

    Those that give care in the district add up to the district's totals, in whole numbers;
    fixed numbers stay, those whose beds nobody states are unknown. Of what is planned nothing
    is known but what the plan says; what lies beyond the border has what its rule says.

    Raises
    ------
    InputError
        If the fixed numbers exceed the district's totals.
    """
    random = district.random(13)
    jitter = random.uniform(0.8, 1.25, len(drafts))
    size = len(drafts)
    counted = np.array([one.counts for one in drafts])
    fixed = np.array([one.beds for one in drafts])
    unknown = np.array([one.id in district.care.unknown_beds for one in drafts])
    weight = np.array([_bed_weight(one) for one in drafts]) * jitter
    drawn = counted & np.isnan(fixed) & ~unknown
    left = district.totals["beds"] - int(fixed[counted & ~np.isnan(fixed) & ~unknown].sum())
    if left < 0:
        raise InputError(
            "demo.bad_district", name=district.name, what=f"{-left} fixed beds too many"
        )
    beds = np.where(counted, np.nan_to_num(fixed), fixed)
    beds[drawn] = share_out(left, weight[drawn])
    beds[unknown] = np.nan
    doctors = _shared(
        district.totals["doctors"], _doctor_weight(drafts, beds, weight) * jitter, counted
    )
    others = np.array([_STAFF_WITHOUT_DOCTORS.get(one.kind, 0.0) for one in drafts])
    helpers = np.nan_to_num(doctors) * _STAFF_PER_DOCTOR + others
    staff = doctors + _shared(
        district.totals["staff"] - district.totals["doctors"], helpers, counted
    )
    beyond = np.array([one.town == BEYOND for one in drafts])
    doctors[beyond] = (beds[beyond] * _DOCTORS_PER_BED).round()
    staff[beyond] = doctors[beyond] * 3
    vehicles = np.array([_vehicles(one, random) for one in drafts])
    return FacilitySet(
        id=tuple(one.id for one in drafts),
        name=tuple(one.name for one in drafts),
        lon=np.array([one.lon for one in drafts]),
        lat=np.array([one.lat for one in drafts]),
        kind=tuple(one.kind for one in drafts),
        services=tuple(frozenset(one.services) for one in drafts),
        source=(f"{district.name}/district.toml (modelled place)",) * size,
        aliases=tuple(one.aliases for one in drafts),
        level=tuple(one.level for one in drafts),
        status=tuple(one.status for one in drafts),
        township=tuple(
            "" if one.town == BEYOND else district.towns[one.town].full_name for one in drafts
        ),
        beds=beds,
        doctors=doctors,
        staff=staff,
        vehicles=vehicles,
    )


def _bed_weight(one: Draft) -> float:
    if one.kind is Service.HOSPITAL:
        return _HOSPITAL_BEDS[one.grade]
    if one.kind is Service.TOWNSHIP_HEALTH_CENTRE:
        return _REGIONAL_BEDS if one.regional else _TOWNSHIP_BEDS
    if one.kind is Service.COMMUNITY_HEALTH_CENTRE:
        return _REGIONAL_BEDS if one.regional else _COMMUNITY_BEDS
    return 0.0


def _doctor_weight(
    drafts: list[Draft], beds: NDArray[np.float64], bed_weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    few = np.array([_FEW_DOCTORS.get(one.kind, 0.0) for one in drafts])
    return few + np.where(np.isnan(beds), bed_weight, beds) * _DOCTORS_PER_BED


def _shared(
    total: int, weight: NDArray[np.float64], counted: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Split a total over those that count; unknown for the others."""
    people = np.full(weight.size, np.nan)
    people[counted] = share_out(total, weight[counted])
    return people


def _vehicles(one: Draft, random: np.random.Generator) -> float:
    """Ambulances of a base; nobody else has any, and of what is planned none are known."""
    drawn = float(random.integers(*_HOSPITAL_VEHICLES[one.grade]))
    few = float(random.integers(*_CENTRE_VEHICLES))
    if not math.isnan(one.vehicles):
        return one.vehicles
    if one.town != BEYOND and not one.counts:
        return math.nan
    if Service.AMBULANCE_BASE not in one.services:
        return 0.0
    return drawn if one.kind is Service.HOSPITAL else few
