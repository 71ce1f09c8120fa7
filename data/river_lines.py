"""River lines from a user's file, and what is said of the banks they make."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from data.columns import ColumnMapping
from data.datum import Datum, settle_datum, to_wgs84
from data.import_report import ImportReport
from data.sheet_reader import read_sheet
from geo.crs import check_lonlat
from geo.errors import InputError
from layers.banks import BankSplit
from layers.datum_evidence import DatumEvidence, weigh_boundary

_LINE, _SINGLE = 1, 3
_M_PER_KM = 1000.0
_LEAST_LOOSE_M = 1.0


def read_river_lines(
    path: Path, *, datum: Datum | str = Datum.WGS84, mapping: ColumnMapping | None = None
) -> tuple[NDArray[np.object_], ImportReport]:
    """
    Read the line of a river from a vector file.

    All lines of the file are the river, drawn downstream; points and polygons in it are
    passed over and remarked.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage or Shapefile of lines.
    datum
        Datum of longitudes and latitudes; a datum in `mapping` goes before. A line has
        nothing to be compared with: `Datum.AUTO` is refused in China.
    mapping
        Which layer to take.

    Returns
    -------
    lines, report
        LineStrings [deg, WGS-84], in the order of the file, and the remarks.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it cannot be read.
    InputError
        If it holds no line, is not in degrees, or its datum cannot be told.
    """
    report = ImportReport()
    sheet = read_sheet(path, fields={"name": ("name", "名称")}, mapping=mapping, report=report)
    shapes = np.empty(0, dtype=object) if sheet.geometry is None else sheet.geometry
    parts = shapely.force_2d(shapes[~shapely.is_missing(shapes)])
    while (shapely.get_type_id(parts) > _SINGLE).any():
        parts = shapely.get_parts(parts)
    parts = parts[~shapely.is_empty(parts)]
    lines = parts[shapely.get_type_id(parts) == _LINE]
    if not lines.size:
        raise InputError("rivers.no_line", path=path.name)
    if lines.size < parts.size:
        report.note("import.no_lines", path=path.name, count=parts.size - lines.size)
    lon, lat = shapely.get_coordinates(lines).T
    check_lonlat(lon, lat)
    if sheet.datum:  # the file itself says where it lies
        report.datum.append(DatumEvidence(path.name, sheet.datum, "crs"))
        return np.asarray(lines, dtype=object), report
    stated = (mapping.datum if mapping else "") or datum
    nothing = np.empty(0, dtype=object)
    evidence = weigh_boundary(lon, lat, nothing, layer=path.name)
    chosen = settle_datum(stated, evidence, report).chosen
    moved = shapely.transform(
        lines, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], chosen))
    )
    return np.asarray(moved, dtype=object), report


def note_banks(split: BankSplit, report: ImportReport) -> None:
    """Remark the banks that a river made, and everything that was done to its line."""
    report.note(
        "import.banks_made",
        names=", ".join(split.areas.name),
        river_km=split.river_m / _M_PER_KM,
    )
    if split.extended_m + split.bridged_m > 0:
        report.note("import.banks_mended", extended_m=split.extended_m, bridged_m=split.bridged_m)
    if split.against_m > 0:
        report.note("import.banks_against", km=split.against_m / _M_PER_KM)
    if split.loose_m >= _LEAST_LOOSE_M:
        report.note("import.banks_loose", km=split.loose_m / _M_PER_KM)
    if split.detached:
        report.note("import.banks_detached", count=split.detached)
