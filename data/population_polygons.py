"""Reading population polygons: areas with a total, to be spread over their land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from data.columns import ColumnMapping
from data.coordinates import Extent, read_places
from data.datum import Datum, to_wgs84
from data.import_report import ImportReport
from data.population_columns import POPULATION_FIELDS, read_groups, read_people
from data.sheet_reader import read_sheet
from data.sheets import Sheet
from geo.errors import InputError
from layers.areas import AreaSet
from layers.datum_evidence import RoadLines
from layers.demand import Group

LEVEL = "population"
"""Level of the areas of a population file: they are no administrative areas of the study."""

Shapes = NDArray[np.object_]

_SURFACES = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True, slots=True, eq=False)
class PolygonTotals:
    """
    Areas with the people who live in each.

    Attributes
    ----------
    areas
        The polygons, repaired, in WGS-84.
    people
        Residents of each, >= 0, shape ``(len(areas),)``.
    groups
        People of each group in each, shape ``(len(areas),)``.
    source
        One line that says where they come from.
    """

    areas: AreaSet
    people: NDArray[np.float64]
    groups: Mapping[Group, NDArray[np.float64]]
    source: str


def read_population_polygons(
    path: Path,
    *,
    datum: Datum | str = Datum.WGS84,
    extent: Extent | None = None,
    mapping: ColumnMapping | None = None,
    roads: RoadLines | None = None,
) -> tuple[PolygonTotals, ImportReport]:
    """
    Read polygons with a population column (GeoJSON, GeoPackage, Shapefile).

    Parameters
    ----------
    path
        The vector file.
    datum
        Datum of its coordinates, where the file's CRS is longitude and latitude.
    extent
        West, south, east, north of the roads [deg]: polygons far outside are rejected.
    mapping
        What the user says of its columns.
    roads
        Roads to weigh the datum against.

    Returns
    -------
    totals, report
        The areas taken, and what was said of the others.

    Raises
    ------
    DataUnavailableError, FileFormatError, CrsError, InputError
        As `data.sheet_reader.read_sheet` and `data.coordinates.read_places`; or if the
        file has no shapes.
    """
    report = ImportReport()
    sheet = read_sheet(
        path,
        fields=POPULATION_FIELDS,
        needed=("lon", "lat", "population"),
        mapping=mapping,
        report=report,
    )
    totals = polygon_totals(
        sheet, datum=datum, extent=extent, mapping=mapping, roads=roads, report=report
    )
    return totals, report


def has_polygons(sheet: Sheet) -> bool:
    """Tell whether any row of a sheet is a surface."""
    if sheet.geometry is None:
        return False
    return bool(np.isin(shapely.get_type_id(sheet.geometry), _SURFACES).any())


def polygon_totals(
    sheet: Sheet,
    *,
    datum: Datum | str,
    extent: Extent | None,
    mapping: ColumnMapping | None,
    roads: RoadLines | None,
    report: ImportReport,
) -> PolygonTotals:
    """
    Take the areas with their totals from a sheet with shapes.

    Parameters
    ----------
    sheet
        The rows, with a field ``population``.
    datum, extent, mapping, roads
        As in `read_population_polygons`.
    report
        Takes the remarks and the rejected rows.

    Raises
    ------
    InputError
        As `read_population_polygons`.
    """
    if sheet.geometry is None:
        raise InputError("population.no_polygons", path=sheet.name)
    if mapping is not None and mapping.crs:
        raise InputError("population.polygon_crs", path=sheet.name, crs=mapping.crs)
    stated = mapping.datum if mapping is not None and mapping.datum else datum
    # A point inside each polygon stands for it: it is judged, and the datum with it.
    places = read_places(sheet, datum=stated, extent=extent, roads=roads, report=report)
    shapes = _surfaces(sheet.geometry, sheet.name, report)
    rows = places.taken & _has_surface(shapes)
    for row in np.flatnonzero(places.taken & ~rows).tolist():
        report.reject(sheet.name, int(sheet.row[row]), "row.no_polygon")
    people, rows = read_people(sheet, rows, report)
    rows &= _unique(sheet, rows, report)
    at = np.flatnonzero(rows)
    settled = places.evidence.chosen or Datum.WGS84
    polygon = shapely.transform(
        shapes[at], lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], settled))
    )
    code, name = _codes(sheet), sheet.column("name")
    areas = AreaSet(
        code=tuple(code[row] for row in at.tolist()),
        name=tuple(name[row] for row in at.tolist()),
        level=(LEVEL,) * at.size,
        # The way to WGS-84 bends a line by a hair: two that just touch may then cross.
        polygon=_repaired(polygon),
    )
    return PolygonTotals(
        areas,
        people[at],
        read_groups(sheet, rows, people, report),
        f"{sheet.name} ({at.size} areas)",
    )


def _surfaces(geometry: NDArray[np.object_], path: str, report: ImportReport) -> Shapes:
    """Shapes, with the surfaces among them repaired where they cross themselves."""
    shapes = geometry.copy()
    crossed = np.isin(shapely.get_type_id(shapes), _SURFACES) & ~shapely.is_valid(shapes)
    if crossed.any():
        report.note("import.repaired", path=path, count=int(crossed.sum()))
        shapes[crossed] = _repaired(shapes[crossed])
    return shapes


def _has_surface(shapes: Shapes) -> NDArray[np.bool_]:
    kind = np.isin(shapely.get_type_id(shapes), _SURFACES)
    found: NDArray[np.bool_] = kind & (shapely.area(shapes) > 0)
    return found


def _repaired(shapes: Shapes) -> Shapes:
    """Make polygons valid; what is not a surface is dropped from them."""
    whole = shapes.copy()
    for row in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        parts = shapely.get_parts(shapely.make_valid(shapes[row], method="structure"))
        surfaces = [part for part in parts if part.geom_type == "Polygon"]
        whole[row] = surfaces[0] if len(surfaces) == 1 else shapely.MultiPolygon(surfaces)
    return whole


def _codes(sheet: Sheet) -> list[str]:
    """Identity of each row: its id, or its row number."""
    said = sheet.column("id")
    return [code or f"row {number}" for code, number in zip(said, sheet.row.tolist(), strict=True)]


def _unique(sheet: Sheet, rows: NDArray[np.bool_], report: ImportReport) -> NDArray[np.bool_]:
    """Rows whose code stands in no row before; the others are rejected."""
    good = np.ones(len(sheet), dtype=np.bool_)
    code = _codes(sheet)
    seen: set[str] = set()
    for row in np.flatnonzero(rows).tolist():
        if code[row] in seen:
            report.reject(sheet.name, int(sheet.row[row]), "row.double_id", id=code[row])
            good[row] = False
        seen.add(code[row])
    return good
