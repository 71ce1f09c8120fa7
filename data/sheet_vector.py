"""Vector files: GeoJSON, GeoPackage and Shapefile as tables with shapes."""

from __future__ import annotations

import mmap
import re
import sqlite3
import warnings
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray
from pyogrio import raw
from pyproj.exceptions import ProjError

from data.archives import is_archive
from data.columns import ColumnMapping
from data.import_report import ImportReport
from data.sheet_grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, RawTable, formula_marks
from data.sheet_head import Head, check_columns, find_head, note_head
from data.sheet_shapefile import check_parts, decoded, text_encoding, unpacked
from data.sheet_units import check_headings
from data.sheets import Sheet
from geo.errors import CrsError, FileFormatError, InputError

MOST_VECTOR_BYTES = 1_073_741_824
MOST_JSON_BYTES = 268_435_456
"""256 MiB of GeoJSON; a GeoPackage of the same shapes is a fraction of it."""
_SQLITE = b"SQLite format 3\0"
_SHP = b"\0\0\x27\x0a"
_LINK = re.compile(rb'"type"\s*:\s*"(?:link|url)"', re.IGNORECASE)
_WHOLE_BELOW = 1e15
_SAME_AS_WGS84 = (4326, 4979, 4490)


@dataclass(frozen=True, slots=True)
class _Layer:
    """What a driver gives of a layer."""

    crs: str
    head: tuple[str, ...]
    cells: tuple[list[str], ...]
    geometry: NDArray[np.object_] | None
    size: int


def read_vector(
    path: Path,
    *,
    fields: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    mapping: ColumnMapping | None,
    report: ImportReport,
) -> Sheet:
    """
    Read a vector file; its rows are counted from 1.

    Longitudes and latitudes stay as they are: their datum is the user's to state. A
    projected file is brought to WGS-84, and the sheet says so.

    Parameters
    ----------
    path
        .geojson, .json, .gpkg, .shp, or a .zip with one shapefile.
    fields, needed, mapping
        As for `data.sheet_reader.read_sheet`; the mapping's `sheet` names the layer.
    report
        Takes the remarks.

    Raises
    ------
    FileFormatError
        If the file is damaged, incomplete or beyond a bound.
    CrsError
        If its coordinate system is unknown or neither geographic nor projected.
    InputError
        If a needed column is missing or the mapping does not fit.
    """
    if is_archive(path):
        with unpacked(path) as shp:
            layer, name = _read(shp, path.name, mapping, report)
    else:
        layer, name = _read(path, path.name, mapping, report)
    return _sheet(layer, name, fields, needed, mapping, report)


def _read(
    path: Path, name: str, mapping: ColumnMapping | None, report: ImportReport
) -> tuple[_Layer, str]:
    encoding = _check_file(path, name, report)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            layers = [(str(one), kind) for one, kind in pyogrio.list_layers(path)]
            chosen = _choose(layers, name, mapping, report)
            if encoding is None and _is_view(path, chosen):
                raise FileFormatError("sheets.view", path=name, layer=chosen)
            meta, _, shapes, columns = raw.read(
                path,
                layer=chosen,
                # Bytes of a .dbf as they are: a text may be cut in the middle of a character.
                encoding=encoding and "ISO-8859-1",
                force_2d=True,
                max_features=MOST_ROWS + 1,
                datetime_as_string=True,
            )
            geometry = None
            if shapes is not None:
                geometry = np.asarray(shapely.from_wkb(shapes, on_invalid="ignore"), dtype=object)
        except InputError:
            raise
        except Exception as fault:  # the drivers raise many kinds
            raise FileFormatError(
                "sheets.damaged_vector", path=name, what=" ".join(str(fault).split())[:200]
            ) from fault
    if said:
        first = " ".join(str(said[0].message).split())[:200]
        report.note("sheets.driver_says", path=name, count=len(said), first=first)
    size = len(columns[0]) if columns else (0 if geometry is None else geometry.size)
    if size > MOST_ROWS:
        raise FileFormatError("sheets.too_many_rows", path=name, most=MOST_ROWS)
    if len(columns) > MOST_COLUMNS:
        raise FileFormatError("sheets.too_many_columns", path=name, row=1, most=MOST_COLUMNS)
    if size * len(columns) > MOST_CELLS:
        raise FileFormatError(
            "sheets.too_large", path=name, cells=MOST_CELLS, slots=MOST_CELLS, chars=MOST_CELLS
        )
    head = tuple(decoded(str(one), encoding).strip() for one in meta["fields"])
    cells = tuple(_texts(column, encoding) for column in columns)
    title = name if len(layers) == 1 else f"{name} [{chosen}]"
    return _Layer(str(meta["crs"] or ""), head, cells, geometry, size), title


def _check_file(path: Path, name: str, report: ImportReport) -> str | None:
    """
    Check that a file is what its name says, before a driver is asked; give its encoding.

    The drivers go by content: one that was sent as something else could open other files.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
    size = path.stat().st_size
    if size > MOST_VECTOR_BYTES:
        raise FileFormatError("sheets.file_too_large", path=name, size=size, most=MOST_VECTOR_BYTES)
    if start.startswith(_SHP):
        check_parts(path, name)
        return text_encoding(path, name, report)
    if start.startswith(_SQLITE):
        return None
    if path.suffix.casefold() in (".shp", ".gpkg"):
        raise FileFormatError("sheets.damaged_vector", path=name, what=path.suffix)
    if not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        raise FileFormatError("sheets.damaged_vector", path=name, what="{ … }?")
    if size > MOST_JSON_BYTES:
        raise FileFormatError("sheets.file_too_large", path=name, size=size, most=MOST_JSON_BYTES)
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as all_:
        if _LINK.search(all_):
            raise FileFormatError("sheets.crs_link", path=name)
    return None


def _is_view(path: Path, layer: str) -> bool:
    """
    Tell whether a layer of a GeoPackage is a view.

    A view is a program: one that never ends, or multiplies a table by itself, would be run.
    """
    with path.open("rb") as stream:
        if stream.read(len(_SQLITE)) != _SQLITE:
            return False
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        found = base.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'view' AND lower(name) = lower(?)",
            (layer,),
        )
        return bool(found.fetchone()[0])


def _choose(
    layers: Sequence[tuple[str, object]],
    name: str,
    mapping: ColumnMapping | None,
    report: ImportReport,
) -> str:
    """Take the layer that the mapping names, or the first that has shapes."""
    names = [one for one, _ in layers]
    if not names:
        raise FileFormatError("sheets.damaged_vector", path=name, what="0 layers")
    if mapping is not None and mapping.sheet:
        if mapping.sheet not in names:
            raise InputError(
                "mapping.no_sheet", path=name, sheet=mapping.sheet, found=", ".join(names)
            )
        return mapping.sheet
    chosen = next((one for one, kind in layers if kind), names[0])
    if len(names) > 1:
        report.note("import.more_layers", path=name, names=", ".join(names), taken=chosen)
    return chosen


def _sheet(
    layer: _Layer,
    name: str,
    fields: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    mapping: ColumnMapping | None,
    report: ImportReport,
) -> Sheet:
    head = _head(layer, name, fields, needed, mapping, report)
    geometry, datum = layer.geometry, ""
    said = mapping.crs if mapping is not None else ""
    if geometry is not None:
        geometry, datum = _in_degrees(geometry, layer.crs, said, name, report)
    formula = {}
    for place, column in enumerate(layer.cells):
        marks = formula_marks(column)
        if marks.any():
            formula[place] = marks
    rows = np.arange(1, layer.size + 1, dtype=np.int64)
    return Sheet(name, layer.head, layer.cells, rows, head.columns, formula, geometry, datum)


def _head(
    layer: _Layer,
    name: str,
    fields: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    mapping: ColumnMapping | None,
    report: ImportReport,
) -> Head:
    """Recognise the fields; a head row cannot be named, for the file has but one."""
    table = RawTable(name, np.array([1], dtype=np.int64), [[one] for one in layer.head])
    besides = needed
    if layer.geometry is not None:
        besides = tuple(one for one in needed if one not in ("lon", "lat"))
    plain = ColumnMapping(mapping.columns) if mapping is not None else None
    head = find_head(table, fields, besides, plain)
    check_headings(head, name, fields)
    check_columns(head, table, fields, besides, plain)
    note_head(head, table, report)
    return head


def _in_degrees(
    geometry: NDArray[np.object_], own: str, said: str, name: str, report: ImportReport
) -> tuple[NDArray[np.object_], str]:
    """Undo a projection or another datum; degrees that may be WGS-84 stay as they are."""
    if said and own and said != own:
        report.note("sheets.crs_overruled", path=name, own=own[:60], said=said)
    named = said or own
    if not named:
        return geometry, ""
    try:
        crs = pyproj.CRS.from_user_input(named)
    except ProjError as fault:
        raise CrsError("sheets.crs_unknown", path=name, crs=named[:80]) from fault
    if crs.is_geographic and crs.to_epsg() in _SAME_AS_WGS84:
        return geometry, ""
    if not (crs.is_projected or crs.is_geographic):
        raise CrsError("sheets.crs_unknown", path=name, crs=crs.name)
    move = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    shapes = geometry.copy()
    before = shapely.is_missing(shapes)
    shapes = np.asarray(
        shapely.transform(shapes, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1]))),
        dtype=object,
    )
    bounds = shapely.bounds(shapes)
    lost = ~np.isfinite(bounds).all(axis=1) & ~before & ~shapely.is_empty(shapes)
    shapes[lost] = None
    code = "sheets.projected" if crs.is_projected else "sheets.other_degrees"
    report.note(code, path=name, crs=crs.name)
    if lost.any():
        report.note("sheets.not_projected", path=name, count=int(lost.sum()))
    return shapes, "wgs84"


def _texts(column: NDArray[np.generic], encoding: str | None) -> list[str]:
    """Write a column as text: absent values are blank, whole numbers have no decimals."""
    if column.dtype.kind in "iu":
        return [str(value) for value in column.tolist()]
    if column.dtype.kind == "f":
        # Of single precision, the shortest text that means the number.
        texts = map(str, column) if column.dtype == np.float32 else map(repr, column.tolist())
        return [_number(text) for text in texts]
    return [
        "" if value is None else decoded(str(value), encoding).strip() for value in column.tolist()
    ]


def _number(text: str) -> str:
    if text == "nan":
        return ""
    value = float(text)
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE_BELOW else text
