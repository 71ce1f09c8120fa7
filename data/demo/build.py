"""The demonstration study of a district: true towns and outline, everything else modelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.district import District, load_district
from data.demo.institutions import model_facilities
from data.demo.mesh import Mesh, build_mesh
from data.demo.motorways import Motorway, plan_motorways
from data.demo.roads import Roads, build_roads
from data.demo.settlements import Places, Settlements, people_by_site, places_by_sites, settle
from data.demo.shapes import draw_ways
from data.demo.streets import lay_streets
from data.demo.terrain import Terrain, model_terrain
from data.demo.townships import all_areas, township_areas
from geo.crs import MetricCrs, metric_crs_for
from layers.areas import AreaSet
from layers.demand import DemandSurface
from layers.facilities import FacilitySet
from planning.study import Study, StudyInfo
from routing.profile import TravelProfile
from routing.ways import RoadWays

BEYOND_BORDER_M = 1_200.0
"""Roads run on this far outside the district."""


@dataclass(frozen=True, slots=True, eq=False)
class DemoModel:
    """Everything the generator made of a district, step by step."""

    district: District
    crs: MetricCrs
    terrain: Terrain
    motorways: tuple[Motorway, ...]
    mesh: Mesh
    places: Places
    settlements: Settlements
    roads: Roads
    ways: RoadWays
    facilities: FacilitySet
    demand: DemandSurface
    areas: AreaSet


def build_demo(district: str, *, profiles: Mapping[str, TravelProfile]) -> Study:
    """
    Build the demonstration study of a district, the same bytes every time.

    Parameters
    ----------
    district
        Name of a packaged district, such as ``"yongchuan"``.
    profiles
        Travel profiles by name, which the study will hold.

    Raises
    ------
    DataUnavailableError
        If there is no such district; the message lists those there are.
    InputError
        If the packaged files of the district are faulty.
    """
    model = model_district(load_district(district))
    facts = model.district
    info = StudyInfo(
        name=facts.name,
        title=facts.title,
        setting=facts.setting,
        demonstration=True,
        plan=facts.plan,
        inputs=facts.inputs,
        notes=(("notes.demo_roads", {}),),
    )
    return Study(
        info=info,
        crs=model.crs,
        ways=model.ways,
        facilities=model.facilities,
        demand=model.demand,
        areas=model.areas,
        profiles=profiles,
    )


def model_district(district: District) -> DemoModel:
    """Model terrain, expressways, streets, villages, roads and facilities, in that order."""
    lonlat = shapely.get_coordinates(district.outline)
    crs = metric_crs_for(lonlat[:, 0], lonlat[:, 1])

    def metric(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(crs.from_lonlat(lonlat[:, 0], lonlat[:, 1]))

    outline_m = shapely.transform(district.outline, metric)
    region = outline_m.buffer(BEYOND_BORDER_M, quad_segs=4)
    shapely.prepare(region)
    towns_m = metric(np.array([(town.lon, town.lat) for town in district.towns]))
    townships = township_areas(district)

    terrain = model_terrain(district, crs)
    motorways = plan_motorways(district, terrain, towns_m, region, crs)
    mesh = build_mesh(district, terrain, motorways, lay_streets(district, towns_m), region, towns_m)
    places = places_by_sites(district, mesh, townships, crs)
    settled = settle(district, mesh, terrain, places, outline_m, [road.line for road in motorways])
    roads = build_roads(district, mesh, motorways, towns_m, settled.village, settled.hamlet)
    on_road = np.zeros(mesh.n_sites, dtype=bool)
    on_road[mesh.begin[roads.used]] = True
    on_road[mesh.end[roads.used]] = True
    sites, people = people_by_site(district, mesh, places, settled, on_road)
    return DemoModel(
        district=district,
        crs=crs,
        terrain=terrain,
        motorways=motorways,
        mesh=mesh,
        places=places,
        settlements=settled,
        roads=roads,
        ways=draw_ways(mesh, roads, motorways, terrain, crs),
        facilities=model_facilities(district, mesh, places, settled, towns_m, on_road),
        demand=DemandSurface(
            lon=places.lon[sites],
            lat=places.lat[sites],
            population=people.astype(np.float64),
            name=_demand_names(sites.size, settled),
            source=f"{district.inputs[0].licence}; places within each town are modelled",
        ),
        areas=all_areas(district, townships),
    )


def _demand_names(size: int, settled: Settlements) -> tuple[str, ...]:
    """Cells have no name, villages their own, hamlets are numbered groups of their village."""
    names = [""] * (size - settled.village.size - settled.hamlet.size)
    names += settled.name
    group = 1
    for row, village in enumerate(settled.hamlet_of.tolist()):
        group = group + 1 if row and village == settled.hamlet_of[row - 1] else 2
        names.append(f"{settled.name[village]}{group}组")
    return tuple(names)
