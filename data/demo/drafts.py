"""Institutions in the making, and the sites that are still free for them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from data.demo.mesh import COUNTRY, Mesh
from data.demo.settlements import Places
from layers.facilities import Level, OperatingStatus, Service

Metres = NDArray[np.float64]
BEYOND = -1
"""Town of what lies outside the district."""
_NODE_AED_M = 25.0
_DEG_M = 111_000.0


@dataclass(slots=True)
class Draft:
    """
    One institution in the making.

    Attributes
    ----------
    id, name, kind, services, lon, lat, level, status, aliases
        As in `layers.facilities.FacilitySet`.
    town
        Position of the town it lies in, `BEYOND` outside the district.
    regional
        Whether it is a town's central health centre.
    beds, vehicles
        Fixed numbers; NaN where they are still to be drawn.
    """

    id: str
    name: str
    kind: Service
    services: set[Service]
    lon: float
    lat: float
    town: int
    level: Level = Level.UNKNOWN
    status: OperatingStatus = OperatingStatus.OPEN
    aliases: tuple[str, ...] = ()
    regional: bool = False
    beds: float = math.nan
    vehicles: float = math.nan

    @property
    def counts(self) -> bool:
        """Whether it gives care in the district today."""
        return self.town != BEYOND and self.status is OperatingStatus.OPEN

    @property
    def grade(self) -> int:
        """Grade 0 to 3; 0 where it has none."""
        return int(self.level.value[:1] or 0)

    def beside(self, facility_id: str, name: str, kind: Service) -> Draft:
        """Draft another institution 25 m north of this one."""
        lat = round(self.lat + _NODE_AED_M / _DEG_M, 6)
        return Draft(facility_id, name, kind, {kind}, self.lon, lat, self.town)


class FreeSites:
    """
    Sites by a road that no institution has taken yet.

    Parameters
    ----------
    mesh, places
        Sites, and a place for a building by each.
    on_road
        Sites that have a road, shape ``(n,)``.
    """

    def __init__(self, mesh: Mesh, places: Places, on_road: NDArray[np.bool_]) -> None:
        self.mesh = mesh
        self.places = places
        self._on_road = on_road
        self._free = on_road & (places.town >= 0)
        self._beyond = on_road & (places.town < 0)

    def take(self, site: int) -> None:
        """Mark a site as taken."""
        self._free[site] = False
        self._beyond[site] = False

    def near(self, xy_m: Metres) -> int:
        """Take the free site of the district that is nearest to a place [m]."""
        return self._nearest(self._free, xy_m)

    def near_beyond(self, xy_m: Metres) -> int:
        """Take the free site outside the district that is nearest to a place [m]."""
        return self._nearest(self._beyond, xy_m)

    def _nearest(self, free: NDArray[np.bool_], xy_m: Metres) -> int:
        sites = np.flatnonzero(free)
        site = int(sites[cKDTree(self.mesh.xy_m[sites]).query(xy_m)[1]])
        self.take(site)
        return site

    def in_streets(self, town: int, random: np.random.Generator) -> int | None:
        """Take a free street corner of a town by chance; None where it has none left."""
        corners = np.flatnonzero(
            self._free & (self.places.town == town) & (self.mesh.zone != COUNTRY)
        )
        if not corners.size:
            return None
        site = int(random.choice(corners))
        self.take(site)
        return site

    def draft(self, site: int, facility_id: str, name: str, kind: Service) -> Draft:
        """Draft an institution at a site."""
        return Draft(
            id=facility_id,
            name=name,
            kind=kind,
            services={kind},
            lon=float(self.places.lon[site]),
            lat=float(self.places.lat[site]),
            town=int(self.places.town[site]),
        )
