"""A study's population: read from whatever there is, spread, scaled, and marked as urban."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.columns import ColumnMapping
from data.coordinates import Extent
from data.datum import Datum
from data.import_report import ImportReport
from data.official_totals import OfficialTotals
from data.osm_buildings import read_buildings
from data.osm_builtup import (
    LIVED_IN_USES,
    Polygons,
    built_up_land,
    lies_in,
    read_built_up,
    settlements,
)
from data.population_columns import POPULATION_FIELDS
from data.population_points import points_of
from data.population_polygons import has_polygons, polygon_totals
from data.raster_groups import read_group_rasters
from data.rasters import RasterUnit, read_population_raster
from data.sheet_reader import read_sheet
from geo.crs import MetricCrs
from geo.errors import DataUnavailableError, FileFormatError, InputError
from layers.areas import OUTSIDE, AreaSet
from layers.dasymetric import NO_LAND, Spread, spread_areas, spread_points
from layers.datum_evidence import RoadLines
from layers.demand import DemandSurface, Group
from layers.land import LandCells
from layers.scaling import LEAST_FACTOR, MOST_FACTOR, ScaledArea, scale_to_totals

RASTER_SUFFIXES = frozenset({".tif", ".tiff"})

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Spreading:
    """
    How totals are spread over the land that people live on.

    Attributes
    ----------
    land
        Where people live, the best source first (`read_land`); nothing where it is not
        known.
    points
        Whether points stand for their surroundings and are spread too, not only polygons.
    areas
        Areas of one level that the people of a point do not leave.
    """

    land: tuple[LandCells, ...] = ()
    points: bool = False
    areas: AreaSet | None = None


def read_population(
    path: Path,
    *,
    datum: Datum | str = Datum.WGS84,
    extent: Extent | None = None,
    mapping: ColumnMapping | None = None,
    roads: RoadLines | None = None,
    unit: RasterUnit | str = RasterUnit.PEOPLE,
    group_rasters: Mapping[Group, Path] | None = None,
    leave_out: Collection[str] = (),
    spreading: Spreading | None = None,
) -> tuple[DemandSurface, ImportReport]:
    """
    Read a population of any kind: raster, points, or polygons with totals.

    Parameters
    ----------
    path
        GeoTIFF, table or vector file.
    datum, extent, mapping, roads
        As in `data.population_points.read_population_points`; a raster needs only the
        extent.
    unit
        What the cells of a raster hold.
    group_rasters
        Rasters of groups, beside a raster of all people.
    leave_out
        Names or ids of points that do not count.
    spreading
        How totals are spread; without it polygons are spread evenly, and points stay
        where they are.

    Returns
    -------
    demand, report
        The population, and what was remarked.

    Raises
    ------
    DataUnavailableError, FileFormatError, CrsError, InputError
        As the readers of each kind; or if rasters of groups are given without one of all.
    """
    if path.suffix.lower() in RASTER_SUFFIXES:
        demand, report = read_population_raster(path, extent=extent, unit=unit)
        if group_rasters:
            demand, said = read_group_rasters(group_rasters, demand, extent=extent, unit=unit)
            report.extend(said)
        return demand, report
    if group_rasters:
        raise InputError("population.groups_need_raster", path=path.name)
    report = ImportReport()
    sheet = read_sheet(
        path,
        fields=POPULATION_FIELDS,
        needed=("population",),
        mapping=mapping,
        report=report,
    )
    how = spreading or Spreading()
    if has_polygons(sheet):
        totals = polygon_totals(
            sheet, datum=datum, extent=extent, mapping=mapping, roads=roads, report=report
        )
        found = spread_areas(
            totals.areas, totals.people, how.land, source=totals.source, groups=totals.groups
        )
        names = [
            name or code for name, code in zip(totals.areas.name, totals.areas.code, strict=True)
        ]
        _note_spread(sheet.name, found, how.land, names, report)
        return found.demand, report
    demand = points_of(
        sheet,
        datum=datum,
        extent=extent,
        mapping=mapping,
        roads=roads,
        leave_out=leave_out,
        report=report,
    )
    if not how.points:
        return demand, report
    found = spread_points(demand, how.land, areas=how.areas)
    names = [demand.label(row) or str(row + 1) for row in range(len(demand))]
    _note_spread(sheet.name, found, how.land, names, report)
    return found.demand, report


def read_land(osm: Path, crs: MetricCrs, report: ImportReport) -> tuple[LandCells, ...]:
    """
    Read from an OSM extract where people live: buildings first, then residential land.

    Parameters
    ----------
    osm
        ``.osm.pbf`` or ``.osm``.
    crs
        Metric CRS of the study.
    report
        Takes what was found.

    Returns
    -------
    land
        For `read_population` and `scale_population`; a kind that the extract lacks is not
        in it.

    Raises
    ------
    DataUnavailableError, FileFormatError
        As `data.osm_buildings.read_buildings`.
    """
    buildings = read_buildings(osm, crs)
    try:
        polygons, broken = read_built_up(osm, LIVED_IN_USES)
    except RuntimeError as fault:
        raise FileFormatError("osm.damaged", path=str(osm), what=str(fault)) from fault
    report.note(
        "import.land_read",
        path=osm.name,
        buildings=buildings.lon.size,
        set_aside=buildings.set_aside,
        with_levels=int(np.isfinite(buildings.levels).sum()),
        levels=buildings.usual_levels(),
        polygons=polygons.size,
        broken=buildings.broken + broken,
    )
    kinds = (buildings.land(), built_up_land(polygons, crs))
    return tuple(one for one in kinds if len(one))


def scale_population(
    demand: DemandSurface,
    areas: AreaSet,
    totals: OfficialTotals,
    report: ImportReport,
    *,
    land: Sequence[LandCells] = (),
) -> DemandSurface:
    """
    Bring a population to official totals: all people first, then each group.

    Parameters
    ----------
    demand
        The population.
    areas
        The areas that the totals belong to.
    totals
        The totals, from `data.official_totals.read_official_totals`.
    report
        Takes both figures of every area (`ImportReport.scaling`) and the remarks.
    land
        Where people live, for areas in which nobody is known to.

    Returns
    -------
    demand
        The scaled population.

    Raises
    ------
    InputError
        As `layers.scaling.scale_to_totals`.
    """
    given = demand
    for group in (one for one in Group if totals.by_group.get(one)):
        wanted = totals.by_group[group]
        before = math.fsum(given.people(group)) if group in (Group.ALL, *given.groups) else 0.0
        try:
            demand, scaled = scale_to_totals(demand, areas, wanted, group=group, land=land)
        except DataUnavailableError as fault:
            report.note("import.group_totals_too_few", group=group, people=fault.fields["people"])
            continue
        scaled = _held_against(given, areas, scaled, group)
        report.scaling.extend(scaled)
        after = demand.people(group)
        report.note(
            "import.scaled",
            group=group,
            areas=len(scaled),
            source=totals.source,
            year=totals.year or "-",
            before=before,
            after=math.fsum(after),
        )
        if group in (Group.ALL, *given.groups):
            _note_doubts(scaled, group, report)
        else:
            report.note("import.group_from_totals", group=group, areas=len(scaled))
            _note_doubts([one for one in scaled if one.overruled], group, report)
        if group is Group.ALL:
            _note_outside(demand, areas, wanted, report)
        else:
            over = int((after > demand.population * (1 + 1e-9)).sum())
            if over:
                report.note("import.scaled_group_exceeds", group=group, count=over)
    return demand


def mark_built_up(demand: DemandSurface, built_up: Polygons, crs: MetricCrs) -> DemandSurface:
    """
    Tell which places lie in a settlement.

    Parameters
    ----------
    demand
        The population, in its final places.
    built_up
        Polygons of built-up land [deg, WGS-84]; where there are none, nothing is known and
        nothing is marked.
    crs
        Metric CRS of the study.
    """
    if built_up.size == 0:
        return demand
    x_m, y_m = crs.from_lonlat(demand.lon, demand.lat)
    return replace(demand, built_up=lies_in(settlements(built_up, crs), x_m, y_m))


def _note_spread(
    path: str, found: Spread, land: Sequence[LandCells], names: Sequence[str], report: ImportReport
) -> None:
    """Say which land the people were spread over, and whose people found none."""
    people = np.bincount(found.origin, weights=found.demand.population, minlength=len(names))
    for which, one in enumerate(land):
        rows = np.flatnonzero(found.followed == which)
        if rows.size:
            code = (
                "import.spread_buildings" if one.kind == "buildings" else "import.spread_built_up"
            )
            report.note(
                code,
                path=path,
                count=rows.size,
                people=float(people[rows].sum()),
                cells=int(np.isin(found.origin, rows).sum()),
            )
    rows = np.flatnonzero(found.followed == NO_LAND)
    if rows.size:
        report.note(
            "import.spread_without_land",
            path=path,
            count=rows.size,
            people=float(people[rows].sum()),
            names=", ".join(names[row] for row in rows[:_MOST_NAMED].tolist()),
        )


def _held_against(
    given: DemandSurface, areas: AreaSet, scaled: Sequence[ScaledArea], group: Group
) -> tuple[ScaledArea, ...]:
    """
    Hold the totals of a group against the people of the file itself.

    The groups are scaled after all people, and with them: what `layers.scaling` finds before
    is that scaled figure, or all people where the file tells nothing of the group.
    """
    if group is Group.ALL:
        return tuple(scaled)
    row_of = {code: row for row, code in enumerate(areas.code)}
    held = []
    for one in scaled:
        before = 0.0
        if group in given.groups:
            area = areas.take([row_of[one.code]])
            before = math.fsum(given.people(group)[area.locate(given.lon, given.lat) != OUTSIDE])
        factor = one.official / before if before > 0 else math.nan
        held.append(replace(one, before=before, factor=factor))
    return tuple(held)


def _note_doubts(scaled: Sequence[ScaledArea], group: Group, report: ImportReport) -> None:
    for one in scaled:
        name = one.name or one.code
        if one.overruled:
            report.note(
                "import.scale_overruled",
                name=name,
                group=group,
                official=one.official,
                after=one.after,
                difference=one.official - one.after,
            )
        elif math.isnan(one.factor) and one.official > 0:
            report.note("import.scale_spread", name=name, group=group, official=one.official)
        elif not math.isnan(one.factor) and not LEAST_FACTOR <= one.factor <= MOST_FACTOR:
            report.note(
                "import.scale_doubtful",
                name=name,
                group=group,
                factor=one.factor,
                before=one.before,
                official=one.official,
            )


def _note_outside(
    demand: DemandSurface, areas: AreaSet, totals: Mapping[str, float], report: ImportReport
) -> None:
    rows = [row for row, code in enumerate(areas.code) if code in totals]
    outside = areas.take(rows).locate(demand.lon, demand.lat) == OUTSIDE
    people = math.fsum(demand.population[outside])
    if people > 0:
        report.note("import.scale_outside", people=people)
