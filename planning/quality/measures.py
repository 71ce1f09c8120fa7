"""Everything that is measured of a study, for one service and profile."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from layers.access import AccessField
from layers.areas import AreaSet
from layers.facilities import Service
from planning.quality.border import BorderEffect, border_effect
from planning.quality.care import FacilityQuality, facility_quality
from planning.quality.places import RoadDoubts, road_doubts
from planning.quality.roads import NetworkQuality, network_quality, road_steps
from planning.quality.snap import SnapQuality, facility_snaps, home_snaps
from planning.quality.sources import SourceQuality, source_quality
from planning.study import Study
from routing.profile import Slope
from routing.search import NO_FACILITY, Direction


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """
    The measures of a study.

    Attributes
    ----------
    service, profile, direction
        The question that they are about.
    demonstration
        Whether roads or facilities are modelled.
    minds_slopes
        Whether the profile is slower on a slope.
    areas
        Areas of the table; may be empty.
    homes, sites
        Distances of people and of facilities to their roads.
    network
        The roads as a whole.
    places
        Roads against people by area, and cells with people and no road.
    facilities
        What is known of the facilities.
    sources
        Inputs, population, what is missing.
    border
        What lies beyond the border; None without areas.
    cut_off
        Residents by a road from which no facility that offers the service can be
        reached; NaN where nobody lives or nobody offers it.
    """

    service: Service
    profile: str
    direction: Direction
    demonstration: bool
    minds_slopes: bool
    areas: AreaSet
    homes: SnapQuality
    sites: SnapQuality
    network: NetworkQuality
    places: RoadDoubts
    facilities: FacilityQuality
    sources: SourceQuality
    border: BorderEffect | None
    cut_off: float

    @property
    def unroutable(self) -> float:
        """Residents without any way: no road near, or none that leads there."""
        return self.homes.off + (0.0 if math.isnan(self.cut_off) else self.cut_off)


def measure_study(
    study: Study, *, service: Service, profile: str, direction: Direction
) -> Measures:
    """Measure a study; `report.inspect_study` says what it takes and raises."""
    areas = study.table_level()
    area = areas.locate(study.demand.lon, study.demand.lat)
    rows = study.facilities.offering(service)
    access: AccessField | None = None
    if rows.size and study.demand.total > 0:
        access = study.access(service, profile=profile, direction=direction)
    steps = road_steps(study.ways, study.roads(profile).network)
    return Measures(
        service=service,
        profile=profile,
        direction=direction,
        demonstration=study.info.demonstration,
        minds_slopes=study.profile(profile).slope is not Slope.NONE,
        areas=areas,
        homes=home_snaps(study, profile, areas, area),
        sites=facility_snaps(study, profile, areas, access),
        network=network_quality(study, profile, steps),
        places=road_doubts(study, profile, areas),
        facilities=facility_quality(study, service),
        sources=source_quality(study, areas),
        border=border_effect(study, areas, steps, access, rows),
        cut_off=_cut_off(study, access),
    )


def _cut_off(study: Study, access: AccessField | None) -> float:
    if access is None:
        return math.nan
    lost = np.isfinite(access.snap_m) & (access.facility == NO_FACILITY)
    return math.fsum(study.demand.population[lost])
