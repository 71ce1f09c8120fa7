"""Putting a study together from files: read, check, place, report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.boundaries import read_areas
from data.datum import Datum
from data.import_report import ImportReport
from data.osm import OSM_LICENCE, OsmExtract, read_osm
from data.osm_builtup import BUILT_UP_LEAST_HA, lies_in, settlements
from data.osmnx_graphs import is_graph_file, read_graph
from data.profiles import load_profiles
from data.rasters import read_population_raster
from data.studies import describe_input
from data.tables import Extent, need_some, read_facilities, read_population_points
from data.terrain import read_terrain
from geo.crs import MetricCrs, metric_crs_for
from geo.errors import InputError
from layers.areas import OUTSIDE, AreaSet, best_level
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service
from planning.study import InputFile, Study, StudyInfo
from routing.network import CLOSED_DS
from routing.profile import Setting
from routing.terrain import (
    MOUNTAIN_RADIUS_M,
    MOUNTAIN_SLOPE_DEG,
    Terrain,
    road_elevations_m,
)
from routing.ways import SETTING_CODE, Mode, RoadWays

FACILITY_OFF_NETWORK_M = 10_000.0
"""A facility this far from any road has wrong coordinates: its row is rejected."""

_RASTER_SUFFIXES = frozenset({".tif", ".tiff"})


@dataclass(frozen=True, slots=True)
class StudyFiles:
    """
    The files and choices that a study is made from.

    Attributes
    ----------
    osm
        OSM extract (``.osm.pbf``, ``.osm``) or saved osmnx graph (``.graphml``).
    facilities
        Facility lists (CSV); where there are any, OSM's facilities are set aside.
    population
        Population points (CSV) or raster (GeoTIFF).
    areas
        Administrative areas; where absent, those of the extract.
    datum
        Datum of the lists and areas.
    population_datum, areas_datum
        Datum of the population points and of the areas, where it is another one.
    facility_kind
        Kind of the rows of a list without a kind column.
    setting
        Kind of country, for roads that are neither in a town nor on steep land.
    dem
        Elevation model (GeoTIFF, SRTM ``.hgt``, or either in a ``.zip``): slopes for
        walkers, and mountain country.
    plan
        Plan that `check` uses where none is named.
    name
        Name of the study.
    """

    osm: Path
    facilities: tuple[Path, ...] = ()
    population: Path | None = None
    areas: Path | None = None
    datum: Datum = Datum.WGS84
    population_datum: Datum | None = None
    areas_datum: Datum | None = None
    facility_kind: Service = Service.HOSPITAL
    setting: Setting = Setting.RURAL
    dem: Path | None = None
    plan: str = "circles"
    name: str = ""


def create_study(files: StudyFiles) -> tuple[Study, ImportReport]:
    """
    Read the files and put a study together.

    Returns
    -------
    study, report
        The study, and what was remarked, merged and rejected.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        If a file is missing, damaged, or lacks what it must have.
    """
    report = ImportReport()
    if is_graph_file(files.osm):
        extract = read_graph(files.osm, report)
    else:
        extract = read_osm(files.osm, report)
    ways = extract.ways
    extent = (
        float(ways.lon.min()),
        float(ways.lat.min()),
        float(ways.lon.max()),
        float(ways.lat.max()),
    )
    inputs = [describe_input("osm", files.osm, licence=OSM_LICENCE, vintage=extract.vintage)]
    crs = metric_crs_for(ways.lon, ways.lat)
    terrain = _terrain(files, extent, report, inputs)
    ways = _with_country(extract, terrain, crs, files.setting, report)
    areas = _areas(files, extract, report, inputs)
    facilities = _facilities(files, extract, extent, report, inputs)
    demand = _demand(files, areas, extent, report, inputs)
    name = files.name or files.osm.name.split(".")[0]
    study = Study(
        info=StudyInfo(
            name=name,
            title={"zh": name, "en": name},
            setting=files.setting,
            demonstration=False,
            plan=files.plan,
            inputs=tuple(inputs),
            notes=tuple(
                ("notes.cells_left_out", {"people": note.fields["people"]})
                for note in report.notes
                if note.code == "import.cells_outside_areas"
            ),
        ),
        crs=crs,
        ways=ways,
        facilities=facilities,
        demand=demand,
        areas=areas,
        profiles=load_profiles(),
    )
    study = _without_lost_facilities(study, report)
    _note_network(study, report)
    return study, report


def _terrain(
    files: StudyFiles, extent: Extent, report: ImportReport, inputs: list[InputFile]
) -> Terrain | None:
    if files.dem is None:
        return None
    terrain, said = read_terrain(files.dem, extent=extent)
    report.extend(said)
    inputs.append(describe_input("dem", files.dem))
    return terrain


def _with_country(
    extract: OsmExtract,
    terrain: Terrain | None,
    crs: MetricCrs,
    setting: Setting,
    report: ImportReport,
) -> RoadWays:
    """Give each road its kind of country, and each node its height where there is terrain."""
    ways = extract.ways
    if extract.built_up.size == 0:
        report.note("import.no_built_up")
        if terrain is None:
            return ways
    lon, lat = ways.middles()
    kind = np.full(ways.n_ways, SETTING_CODE["study"], dtype=np.uint8)
    if terrain is not None:
        ground_m = terrain.elevation_m(ways.lon, ways.lat)
        outside = int(np.isnan(ground_m).sum())
        if outside:
            report.note("import.dem_outside", count=outside, nodes=ground_m.size)
        ways = replace(ways, elevation_m=road_elevations_m(ways, ground_m))
        steep = terrain.slope_deg(lon, lat, MOUNTAIN_RADIUS_M) > MOUNTAIN_SLOPE_DEG
        kind[steep] = SETTING_CODE["mountain"]
    # A town on a slope is a town first.
    town = settlements(extract.built_up, crs)
    kind[lies_in(town, *crs.from_lonlat(lon, lat))] = SETTING_CODE["urban"]
    length_km = ways.lengths_m() / 1000
    report.note(
        "import.country" if terrain is None else "import.country_with_dem",
        setting=setting,
        settlements=town.size,
        least_ha=BUILT_UP_LEAST_HA,
        steep_deg=MOUNTAIN_SLOPE_DEG,
        urban_km=float(length_km[kind == SETTING_CODE["urban"]].sum()),
        mountain_km=float(length_km[kind == SETTING_CODE["mountain"]].sum()),
        study_km=float(length_km[kind == SETTING_CODE["study"]].sum()),
    )
    return replace(ways, setting=kind)


def _areas(
    files: StudyFiles, extract: OsmExtract, report: ImportReport, inputs: list[InputFile]
) -> AreaSet:
    if files.areas is None:
        if not len(extract.areas):
            report.note("import.no_areas")
        return extract.areas
    areas, said = read_areas(files.areas, datum=files.areas_datum or files.datum)
    ways = extract.ways
    if not (areas.locate(ways.lon, ways.lat) != OUTSIDE).any():
        raise InputError("areas.elsewhere", path=files.areas.name)
    report.extend(said)
    inputs.append(describe_input("areas", files.areas))
    return areas


def _facilities(
    files: StudyFiles,
    extract: OsmExtract,
    extent: Extent,
    report: ImportReport,
    inputs: list[InputFile],
) -> FacilitySet:
    if not files.facilities:
        return extract.facilities
    read: list[FacilitySet] = []
    for path in files.facilities:
        found, said = read_facilities(
            path, datum=files.datum, kind=files.facility_kind, extent=extent
        )
        need_some(path, len(found), said)
        report.extend(said)
        report.note("import.facilities_read", path=path.name, count=len(found))
        inputs.append(describe_input("facilities", path))
        read.append(found)
    if len(extract.facilities):
        report.note("import.osm_facilities_set_aside", count=len(extract.facilities))
    ids = [one for found in read for one in found.id]
    if len(set(ids)) != len(ids):
        # Each list numbers its own rows: the file's place and name tell them apart.
        report.note("import.ids_prefixed")
        ids = [
            f"{number}-{path.stem}:{one}"
            for number, (path, found) in enumerate(zip(files.facilities, read, strict=True), 1)
            for one in found.id
        ]
    return FacilitySet(
        id=tuple(ids),
        name=tuple(one for found in read for one in found.name),
        lon=np.concatenate([found.lon for found in read]),
        lat=np.concatenate([found.lat for found in read]),
        kind=tuple(one for found in read for one in found.kind),
        services=tuple(one for found in read for one in found.services),
        source=tuple(one for found in read for one in found.source),
    )


def _demand(
    files: StudyFiles,
    areas: AreaSet,
    extent: Extent,
    report: ImportReport,
    inputs: list[InputFile],
) -> DemandSurface:
    if files.population is None:
        report.note("import.no_population")
        nothing = np.empty(0)
        return DemandSurface(nothing, nothing, nothing, (), "")
    if files.population.suffix.lower() in _RASTER_SUFFIXES:
        demand, said = read_population_raster(files.population, extent=extent)
        report.extend(said)
        demand = _inside(demand, areas, files.population.name, report)
    else:
        demand, said = read_population_points(
            files.population, datum=files.population_datum or files.datum, extent=extent
        )
        need_some(files.population, len(demand), said)
        report.extend(said)
    inputs.append(describe_input("population", files.population))
    report.note(
        "import.population_read",
        path=files.population.name,
        places=len(demand),
        people=demand.total,
    )
    return demand


def _inside(
    demand: DemandSurface, areas: AreaSet, path: str, report: ImportReport
) -> DemandSurface:
    """Leave out the neighbours' cells: a raster knows no border, a district does."""
    level = best_level(areas, demand.lon, demand.lat, demand.population)
    if level is None:
        return demand
    inside = areas.at_level(level).locate(demand.lon, demand.lat) != OUTSIDE
    if inside.all() or not inside.any():
        return demand
    people = float(demand.population[~inside].sum())
    report.note("import.cells_outside_areas", path=path, people=people, level=level)
    return DemandSurface(
        demand.lon[inside],
        demand.lat[inside],
        demand.population[inside],
        tuple(name for name, keep in zip(demand.name, inside.tolist(), strict=True) if keep),
        demand.source,
    )


def _without_lost_facilities(study: Study, report: ImportReport) -> Study:
    """Reject facilities that lie far from every road: their coordinates are wrong."""
    if not len(study.facilities):
        return study
    walkable = (study.ways.forward | study.ways.backward) & Mode.FOOT
    roads = study.roads("walk" if walkable.any() else "car")
    x_m, y_m = study.crs.from_lonlat(study.facilities.lon, study.facilities.lat)
    found = roads.index.snap(x_m, y_m, max_distance_m=FACILITY_OFF_NETWORK_M)
    lost = np.flatnonzero(~np.isfinite(found.distance_m)).tolist()
    if not lost:
        return study
    for row in lost:
        source, _, number = study.facilities.source[row].rpartition(":")
        report.reject(
            source or "OSM",
            number or study.facilities.id[row],
            "row.off_network",
            name=study.facilities.label(row),
            limit_km=FACILITY_OFF_NETWORK_M / 1000,
        )
    kept = [row for row in range(len(study.facilities)) if row not in set(lost)]
    return replace(study, facilities=study.facilities.take(kept))


def _note_network(study: Study, report: ImportReport) -> None:
    """Say what the car's roads are like: how large, how whole, what was set right."""
    drivable = (study.ways.forward | study.ways.backward) & Mode.CAR
    if not drivable.any():
        report.note("import.no_car_roads")
        return
    roads = study.roads("car")
    network = roads.network
    moves = int((network.forward_ds != CLOSED_DS).sum() + (network.backward_ds != CLOSED_DS).sum())
    report.note(
        "import.network",
        junctions=network.n_nodes,
        km=float(network.length_m.sum()) / 1000,
        islands=max(roads.index.n_components - 1, 0),
        main_share=roads.index.main_share,
        parallel=max(moves + network.turns.leave_piece.size - network.arc_head.size, 0),
        turns=network.turns.applied.size,
    )
