"""The demonstration study of a district: true towns and outline, everything else modelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.district import load_district
from data.demo.drafts import FreeSites
from data.demo.figures import model_indicators
from data.demo.further import add_services, further_facilities, neighbour_facilities
from data.demo.institutions import basic_facilities
from data.demo.mesh import Mesh, build_mesh
from data.demo.motorways import Motorway, plan_motorways
from data.demo.plan_named import plan_centres, plan_named_facilities
from data.demo.registers import model_register
from data.demo.resources import equip
from data.demo.roads import Roads, build_roads
from data.demo.rules import District
from data.demo.settlements import Places, Settlements, people_by_site, places_by_sites, settle
from data.demo.shapes import draw_ways
from data.demo.streets import lay_streets
from data.demo.terrain import Terrain, model_terrain
from data.demo.townships import all_areas, township_areas
from data.plan_facilities import load_plan_facilities
from data.plan_rows import load_plan_rows
from geo.crs import MetricCrs, metric_crs_for
from layers.areas import AreaSet
from layers.demand import DemandSurface, Group
from layers.facilities import FacilitySet, OperatingStatus
from layers.register import Register
from planning.indicators import IndicatorTable
from planning.study import Study, StudyInfo
from routing.profile import TravelProfile
from routing.ways import RoadWays

BEYOND_BORDER_M = 1_200.0
"""Roads run on this far outside the district."""
GROUP_SHARES = {Group.AGE_65_PLUS: 0.135, Group.UNDER_3: 0.030, Group.WOMEN_15_49: 0.228}
"""Share of each group in every place: about the national shares of the census of 2020."""


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
    register: Register
    indicators: IndicatorTable


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
        notes=_notes(facts),
    )
    return Study(
        info=info,
        crs=model.crs,
        ways=model.ways,
        facilities=model.facilities,
        demand=model.demand,
        areas=model.areas,
        profiles=profiles,
        register=model.register,
        indicators=model.indicators,
    )


def _notes(district: District) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Say what is modelled: roads, numbers, indicators, groups, and places where they are."""
    modelled = [town for town in district.towns if "position" in town.modelled]
    notes: list[tuple[str, Mapping[str, object]]] = [
        ("notes.demo_all" if modelled else "notes.demo_roads", {}),
        ("notes.demo_numbers", {}),
        ("notes.demo_indicators", {}),
        (
            "notes.demo_groups",
            {
                "old": GROUP_SHARES[Group.AGE_65_PLUS],
                "young": GROUP_SHARES[Group.UNDER_3],
                "women": GROUP_SHARES[Group.WOMEN_15_49],
            },
        ),
    ]
    if modelled:
        people = sum(town.population for town in modelled)
        notes.insert(0, ("notes.demo_places", {"count": len(modelled), "people": people}))
    if district.own_note:
        notes.insert(0, (district.own_note, {}))
    return tuple(notes)


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
    joined = np.concatenate([settled.hamlet, _sites_run_on_to(district, mesh, places, towns_m)])
    roads = build_roads(district, mesh, motorways, towns_m, settled.village, joined)
    on_road = np.zeros(mesh.n_sites, dtype=bool)
    on_road[mesh.begin[roads.used]] = True
    on_road[mesh.end[roads.used]] = True
    sites, people = people_by_site(district, mesh, places, settled, on_road)
    demand = _demand(places, sites, people, settled, district)
    facilities = _facilities(district, FreeSites(mesh, places, on_road), settled, towns_m)
    rows = [
        row
        for row, at in enumerate(places_inside(district, facilities).tolist())
        if at and facilities.status[row] is OperatingStatus.OPEN
    ]
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
        facilities=facilities,
        demand=demand,
        areas=all_areas(district, townships, terrain.rivers, crs),
        register=model_register(district, townships, places, settled),
        indicators=model_indicators(
            district, load_plan_rows(district.plan), facilities.take(rows), demand
        ),
    )


def _sites_run_on_to(
    district: District, mesh: Mesh, places: Places, towns_m: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Sites beyond the border that a road of their own is run on to."""
    beyond = mesh.main_sites(np.ones(mesh.begin.size, dtype=bool)) & (places.town < 0)
    outside = np.flatnonzero(beyond)
    towns = [rule.town for rule in district.neighbours if rule.own_road]
    nearest = [np.hypot(*(mesh.xy_m[outside] - towns_m[town]).T).argmin() for town in towns]
    return outside[np.array(nearest, dtype=np.int64)]


def _facilities(
    district: District, sites: FreeSites, settled: Settlements, towns_m: NDArray[np.float64]
) -> FacilitySet:
    """Institutions by the rules, those that the plan names besides, and further ones."""
    named = load_plan_facilities(district.plan)
    drafts = basic_facilities(district, sites, settled, towns_m, plan_centres(district, named))
    drafts += plan_named_facilities(district, sites, towns_m, named, drafts)
    drafts += further_facilities(district, sites, towns_m)
    drafts += neighbour_facilities(district, sites, towns_m)
    add_services(district, drafts)
    return equip(district, drafts)


def places_inside(district: District, facilities: FacilitySet) -> NDArray[np.bool_]:
    """Mark the facilities that lie inside the district."""
    shapely.prepare(district.outline)
    inside = shapely.contains_xy(district.outline, facilities.lon, facilities.lat)
    return np.asarray(inside, dtype=bool)


def _demand(
    places: Places,
    sites: NDArray[np.int64],
    people: NDArray[np.int64],
    settled: Settlements,
    district: District,
) -> DemandSurface:
    """Residents of cells, villages and hamlets; groups are the same share of each."""
    population = people.astype(np.float64)
    cells = sites.size - settled.village.size - settled.hamlet.size
    return DemandSurface(
        lon=places.lon[sites],
        lat=places.lat[sites],
        population=population,
        name=_demand_names(sites.size, settled),
        source=f"{district.inputs[0].licence}; places within each town are modelled",
        groups={group: population * share for group, share in GROUP_SHARES.items()},
        built_up=np.arange(sites.size) < cells,
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
