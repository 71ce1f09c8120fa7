"""Putting a study together from files: read, check, place, report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.boundaries import read_areas
from data.datum import Datum
from data.import_report import ImportReport
from data.osm import OSM_LICENCE, OsmExtract, read_osm
from data.osmnx_graphs import is_graph_file, read_graph
from data.profiles import load_profiles
from data.rasters import read_population_raster
from data.studies import describe_input
from data.tables import Extent, read_facilities, read_population_points
from geo.crs import metric_crs_for
from geo.errors import InputError
from layers.areas import OUTSIDE, AreaSet, best_level
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service
from planning.study import InputFile, Study, StudyInfo
from routing.profile import Setting
from routing.ways import Mode

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
    facility_kind
        Kind of the rows of a list without a kind column.
    setting
        Kind of country.
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
    facility_kind: Service = Service.HOSPITAL
    setting: Setting = Setting.RURAL
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
        ),
        crs=metric_crs_for(ways.lon, ways.lat),
        ways=ways,
        facilities=facilities,
        demand=demand,
        areas=areas,
        profiles=load_profiles(),
    )
    return _without_lost_facilities(study, report), report


def _areas(
    files: StudyFiles, extract: OsmExtract, report: ImportReport, inputs: list[InputFile]
) -> AreaSet:
    if files.areas is None:
        if not len(extract.areas):
            report.note("import.no_areas")
        return extract.areas
    areas, said = read_areas(files.areas, datum=files.datum)
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
        report.extend(said)
        report.note("import.facilities_read", path=path.name, count=len(found))
        inputs.append(describe_input("facilities", path))
        read.append(found)
    if len(extract.facilities):
        report.note("import.osm_facilities_set_aside", count=len(extract.facilities))
    ids = [one for found in read for one in found.id]
    if len(set(ids)) != len(ids):
        double = next(one for one in ids if ids.count(one) > 1)
        raise InputError("facilities.double_id", id=double)
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
        demand, said = read_population_points(files.population, datum=files.datum, extent=extent)
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
    report.note(
        "import.cells_outside_areas",
        path=path,
        people=float(demand.population[~inside].sum()),
        level=level,
    )
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
