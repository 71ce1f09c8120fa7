"""Facilities by the plan's rules: named hospitals, a health centre a town, village clinics."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from data.demo.district import District
from data.demo.mesh import Mesh
from data.demo.settlements import Places, Settlements
from layers.facilities import FacilitySet, Service

Metres = NDArray[np.float64]


def model_facilities(
    district: District,
    mesh: Mesh,
    places: Places,
    settled: Settlements,
    towns_m: Metres,
    on_road: NDArray[np.bool_],
) -> FacilitySet:
    """
    Place every institution by a site that has a road.

    Hospitals stand where the district's file puts them, health centres in the middle of
    their town (in streets they are community health centres), clinics in the villages that
    the seed does not leave out. No two institutions share a site.
    """
    random = district.random(7)
    free = on_road & (places.town >= 0)
    rows: list[tuple[str, str, Service, frozenset[Service], int]] = []

    def site_near(xy_m: Metres) -> int:
        sites = np.flatnonzero(free)
        site = int(sites[cKDTree(mesh.xy_m[sites]).query(xy_m)[1]])
        free[site] = False
        return site

    for rule in district.facilities:
        site = site_near(towns_m[rule.town] + [rule.east_m, rule.north_m])
        rows.append((rule.id, rule.name, rule.kind, rule.services, site))
    for row, town in enumerate(district.towns):
        street = row in district.streets
        kind = Service.COMMUNITY_HEALTH_CENTRE if street else Service.TOWNSHIP_HEALTH_CENTRE
        services = {kind}
        if row in district.health_bases:
            services.add(Service.AMBULANCE_BASE)
        if row in district.emergency_rooms:
            services.add(Service.EMERGENCY_ROOM)
        site = site_near(towns_m[row])
        label = "街道社区卫生服务中心" if street else "镇卫生院"
        if row in district.regional_centres:
            label = label.replace("镇", "镇中心")
        code = f"{district.id_prefix}-centre-{row + 1:02d}"
        rows.append((code, f"{town.name_zh}{label}", kind, frozenset(services), site))
    has_clinic = random.uniform(0, 1, settled.village.size) >= district.clinic_missing_share
    rows += [
        (
            f"{district.id_prefix}-clinic-{village + 1:03d}",
            f"{settled.name[village]}卫生室",
            Service.VILLAGE_CLINIC,
            frozenset({Service.VILLAGE_CLINIC}),
            int(settled.village[village]),
        )
        for village in np.flatnonzero(has_clinic).tolist()
    ]
    site_of = np.array([row[4] for row in rows])
    return FacilitySet(
        id=tuple(row[0] for row in rows),
        name=tuple(row[1] for row in rows),
        lon=places.lon[site_of],
        lat=places.lat[site_of],
        kind=tuple(row[2] for row in rows),
        services=tuple(row[3] for row in rows),
        source=(f"{district.name}/district.toml (modelled place)",) * len(rows),
    )
