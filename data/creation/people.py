"""The people of a study: read, spread, brought to official totals, marked as urban or rural."""

from __future__ import annotations

import numpy as np

from data.creation.files import Spread, StudyFiles
from data.creation.roads import extent_of
from data.facility_lists import need_some
from data.import_report import ImportReport
from data.official_totals import read_official_totals
from data.osm import OsmExtract
from data.osm_builtup import LIVED_IN_USES, built_up_land, read_built_up
from data.osmnx_graphs import is_graph_file
from data.population import (
    RASTER_SUFFIXES,
    Spreading,
    mark_built_up,
    read_land,
    read_population,
    scale_population,
)
from geo.crs import MetricCrs
from geo.errors import InputError
from layers.areas import OUTSIDE, AreaSet, best_level
from layers.datum_evidence import RoadLines
from layers.demand import DemandSurface
from layers.land import LandCells


def read_people(
    files: StudyFiles, extract: OsmExtract, areas: AreaSet, crs: MetricCrs, report: ImportReport
) -> DemandSurface:
    """
    Read the population and bring it to where people live and how many they are.

    Raises
    ------
    InputError
        If people are to be spread, scaled or told apart without a population, or onto
        buildings of an extract that has none.
    """
    if files.population is None:
        return _nobody(files, report)
    land = _land(files, crs, report)
    raster = files.population.suffix.lower() in RASTER_SUFFIXES
    demand, said = read_population(
        files.population,
        datum=files.population_datum or files.datum,
        extent=extent_of(extract.ways),
        roads=RoadLines.of_ways(extract.ways),
        unit=files.population_unit.value,
        group_rasters=files.group_files,
        leave_out=files.leave_out,
        spreading=Spreading(land, files.spread is not Spread.NONE, _level_of(files, areas)),
    )
    need_some(files.population, len(demand), said)
    report.extend(said)
    if raster:
        demand = _inside(demand, areas, files.population.name, report)
    report.note(
        "import.population_read",
        path=files.population.name,
        places=len(demand),
        people=demand.total,
    )
    if files.totals is not None:
        totals, said = read_official_totals(files.totals, areas)
        report.extend(said)
        demand = scale_population(demand, areas, totals, report, land=land)
    return mark_built_up(demand, extract.built_up, crs)


def _nobody(files: StudyFiles, report: ImportReport) -> DemandSurface:
    for field, option in (("totals", "--totals"), ("group_files", "--group")):
        if getattr(files, field):
            raise InputError("population.option_without", option=option)
    report.note("import.no_population")
    nothing = np.empty(0)
    return DemandSurface(nothing, nothing, nothing, (), "")


def _land(files: StudyFiles, crs: MetricCrs, report: ImportReport) -> tuple[LandCells, ...]:
    """Where people live, the best source first; nothing where they are spread evenly."""
    if files.spread not in (Spread.BUILDINGS, Spread.BUILT_UP):
        return ()
    if is_graph_file(files.osm):
        raise InputError("population.graph_has_no_buildings", path=files.osm.name)
    if files.spread is Spread.BUILDINGS:
        return read_land(files.osm, crs, report)
    # Works and shops are built up, but nobody lives there.
    found = built_up_land(read_built_up(files.osm, LIVED_IN_USES)[0], crs)
    if not len(found):
        raise InputError("population.no_built_up", path=files.osm.name)
    return (found,)


def _level_of(files: StudyFiles, areas: AreaSet) -> AreaSet | None:
    """Areas that the people of a point do not leave: the finest level there is."""
    if files.spread is Spread.NONE or not len(areas):
        return None
    finest = max(areas.levels, key=lambda level: (len(areas.at_level(level)), level))
    return areas.at_level(finest)


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
    return demand.take(inside)
