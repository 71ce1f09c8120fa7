"""What the border of the data does to the figures near it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.access import AccessField, measure_access
from layers.areas import OUTSIDE, AreaSet
from layers.coverage import Coverage, measure_coverage
from planning.quality.limits import COVER_S, REACH_ROAD_KM
from planning.quality.roads import RoadSteps
from planning.study import Study
from routing.search import NO_FACILITY

SIDES = ("west", "south", "east", "north")
_METRES_PER_KM = 1000.0


@dataclass(frozen=True, slots=True)
class BorderEffect:
    """
    The district's border, its roads beyond it, and care on the other side.

    Attributes
    ----------
    reach_km
        How far the roads reach beyond the box of the areas, by `SIDES` [km]: so far out
        or farther lies as much road as `limits.REACH_ROAD_KM`; 0 where there is less.
    inside, outside
        Facilities that offer the service, within and beyond the areas.
    people_outside
        Residents whose nearest facility lies beyond.
    coverage, without
        Residents within `limits.COVER_S`, with and without the facilities beyond; None
        where nobody lives or nobody offers the service.
    """

    reach_km: tuple[float, float, float, float]
    inside: int
    outside: int
    people_outside: float
    coverage: Coverage | None
    without: Coverage | None

    @property
    def change(self) -> float:
        """Covered share that the facilities beyond the border give; NaN if unknown."""
        if self.coverage is None or self.without is None:
            return float("nan")
        return self.coverage.share - self.without.share


def border_effect(
    study: Study,
    areas: AreaSet,
    steps: RoadSteps,
    access: AccessField | None,
    rows: NDArray[np.int64],
) -> BorderEffect | None:
    """
    Measure what lies beyond the border and what it does to the coverage.

    Parameters
    ----------
    study
        The study.
    areas
        Areas of the table: together they are the district.
    steps
        Its roads.
    access
        Access to the service asked for, with the facilities on both sides; None where
        nobody lives or nobody offers it.
    rows
        Facilities that offer it, in the order of their ids.

    Returns
    -------
    effect
        None without areas: then there is no border to speak of.
    """
    if not len(areas):
        return None
    reach_km = _reach_km(study, areas, steps)
    sites = study.facilities
    within = areas.locate(sites.lon[rows], sites.lat[rows]) != OUTSIDE
    inside, outside = rows[within], rows[~within]
    if access is None:
        return BorderEffect(reach_km, inside.size, outside.size, 0.0, None, None)
    # Of those who live in the district: others would blur what its border does.
    home = areas.locate(study.demand.lon, study.demand.lat) != OUTSIDE
    people = np.where(home, study.demand.population, 0.0)
    beyond = np.zeros(len(sites), dtype=bool)
    beyond[outside] = True
    served = access.facility != NO_FACILITY
    abroad = served & beyond[np.where(served, access.facility, 0)]
    coverage = measure_coverage(access.time_s, people, cutoff_s=COVER_S)
    without = coverage
    if outside.size:
        roads = study.roads(access.profile)
        alone = measure_access(
            roads.network,
            study.profile(access.profile),
            facilities=roads.facilities,
            facility_rows=inside,
            demand=roads.demand,
            direction=access.direction,
        )
        without = measure_coverage(alone.time_s, people, cutoff_s=COVER_S)
    return BorderEffect(
        reach_km, inside.size, outside.size, math.fsum(people[abroad]), coverage, without
    )


def _reach_km(study: Study, areas: AreaSet, steps: RoadSteps) -> tuple[float, float, float, float]:
    corners = shapely.get_coordinates(areas.polygon)
    border_x, border_y = study.crs.from_lonlat(corners[:, 0], corners[:, 1])
    x_m, y_m = study.crs.from_lonlat(steps.lon, steps.lat)
    beyond_m = (
        border_x.min() - x_m,
        border_y.min() - y_m,
        x_m - border_x.max(),
        y_m - border_y.max(),
    )
    west, south, east, north = (_far_out_m(one, steps.km) / _METRES_PER_KM for one in beyond_m)
    return west, south, east, north


def _far_out_m(beyond_m: NDArray[np.float64], km: NDArray[np.float64]) -> float:
    """Largest distance with enough road at it or farther [m]; 0 where there is too little."""
    out = beyond_m > 0
    order = np.argsort(-beyond_m[out], kind="stable")
    enough = np.cumsum(km[out][order]) >= REACH_ROAD_KM
    return float(beyond_m[out][order][int(np.argmax(enough))]) if enough.any() else 0.0
