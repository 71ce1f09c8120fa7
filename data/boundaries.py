"""Reading and writing areas: GeoJSON, GeoPackage, Shapefile."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from data.columns import ColumnMapping
from data.datum import Datum, settle_datum, to_wgs84
from data.import_report import ImportReport
from data.sheet_reader import read_sheet
from data.sheets import Sheet
from geo.crs import Extent, check_lonlat
from geo.errors import InputError
from layers.areas import AreaSet, areas_km2
from layers.datum_evidence import DatumEvidence, ring_vertices, weigh_boundary

AREA_FIELDS: Mapping[str, tuple[str, ...]] = {
    field: tuple(headings.split())
    for field, headings in {
        "name": "name 名称 area_name name_zh name:zh 行政村 村名 村名称 乡镇 乡镇名称 街道 镇街 "
        "行政区名称 行政区划名称 区划名称 名字 xzqmc zldwmc 区县 县区 市县",
        "code": "code 代码 area_code adcode 行政区划代码 行政区代码 区划代码 统计用区划代码 编码 "
        "村代码 乡镇代码 xzqdm zldwdm gb pac id 编号",
        "level": "level admin_level 级别 层级 行政级别 行政层级",
        "date": "date boundary_date 边界日期 日期 数据日期 更新日期 年份 现势性",
    }.items()
}
"""Headings by field."""

LEAST_PART_KM2 = 1e-4
"""Parts of a polygon below 100 m² are remains of drawing, no land anyone lives on."""

_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{4})年?",
        r"(\d{4})(\d{2})(\d{2})?",
        r"(\d{4})[-/.年](\d{1,2})月?",
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ][0-9:.+]+Z?)?",
    )
)
_WHOLE = re.compile(r"(?<=\d)\.0+$")
_POLYGON = 3
_NAMED = 3
_M2_PER_KM2 = 1e6


def read_areas(
    path: Path,
    *,
    datum: Datum | str = Datum.WGS84,
    mapping: ColumnMapping | None = None,
    reference: NDArray[np.object_] | None = None,
    date: str = "",
    extent: Extent | None = None,
) -> tuple[AreaSet, ImportReport]:
    """
    Read polygons with their names, codes, levels and dates.

    Polygons are repaired; heights, and remains of drawing below `LEAST_PART_KM2`, are
    dropped; rows without a surface are rejected. Columns are looked for under their
    usual Chinese and English names; a file without a level column is one level called
    ``"area"``, without a name column its areas are numbered. Land that two areas of a
    level claim, or that none claims, is remarked.

    Parameters
    ----------
    path
        GeoJSON (also a bare geometry), GeoPackage, Shapefile, or one of them in a
        ``.zip``; without a CRS it is taken as `datum`.
    datum
        Datum of its coordinates, where they are longitude and latitude; a datum in
        `mapping` goes before. `Datum.AUTO` compares the boundary with `reference`.
    mapping
        Headings that are not known by themselves, and which layer to take.
    reference
        Boundaries known to be WGS-84 [deg], such as those of the OSM extract. Where there
        are any, a stated datum that they speak against is remarked.
    date
        As of when the boundaries are drawn, where a row does not say; ISO 8601.
    extent
        West, south, east, north of the roads [deg]: a file that lies wholly outside is of
        another place, whatever its datum.

    Returns
    -------
    areas, report
        The areas, and the remarks; its `datum` holds the evidence.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it cannot be read as a vector file.
    InputError
        If it holds no polygon at all, or lies elsewhere, or its datum is left to evidence
        that cannot tell.
    """
    report = ImportReport()
    sheet = read_sheet(path, fields=AREA_FIELDS, mapping=mapping, report=report)
    if sheet.geometry is None:
        raise InputError("areas.no_shapes", path=path.name)
    found = _surfaces(sheet, report)
    if not found.rows.size:
        raise InputError("areas.empty", path=path.name)
    if extent is not None and not _meets(found.polygon, extent):
        raise InputError("areas.elsewhere", path=path.name)
    stated = (mapping.datum if mapping else "") or datum
    polygon = _in_wgs84(found.polygon, sheet.datum, stated, reference, path.name, report)
    if found.repaired:
        report.note("import.repaired", path=path.name, count=found.repaired)
    if found.dropped:
        report.note(
            "import.slivers",
            path=path.name,
            count=found.dropped,
            least_m2=LEAST_PART_KM2 * _M2_PER_KM2,
        )
    areas = _described(sheet, found.rows, polygon, path, date, report)
    note_claims(areas, path.name, report)
    return areas, report


def _meets(polygon: NDArray[np.object_], extent: Extent) -> bool:
    """Tell whether any polygon comes near a box; the datums differ by less than the slack."""
    west, south, east, north = extent
    around = shapely.box(
        west - _SHIFT_DEG, south - _SHIFT_DEG, east + _SHIFT_DEG, north + _SHIFT_DEG
    )
    return bool(shapely.intersects(polygon, around).any())


_SHIFT_DEG = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class _Surfaces:
    rows: NDArray[np.int64]
    polygon: NDArray[np.object_]
    repaired: int
    dropped: int


def _surfaces(sheet: Sheet, report: ImportReport) -> _Surfaces:
    """Polygons of the rows that have some, in the file's own coordinates."""
    rows: list[int] = []
    polygons: list[shapely.Geometry] = []
    repaired = dropped = 0
    shapes = np.empty(0, dtype=object) if sheet.geometry is None else sheet.geometry
    _check_degrees(shapes)
    for row, shape in enumerate(shapes):
        number = int(sheet.row[row])
        if not isinstance(shape, shapely.Geometry) or shape.is_empty:
            report.reject(sheet.name, number, "row.no_polygon")
            continue
        bad = _first_bad(shape)
        if bad is not None:
            report.reject(sheet.name, number, "row.not_lonlat", lon=bad[0], lat=bad[1])
            continue
        parts, mended = _parts(shape)
        size = areas_km2(parts)
        kept = parts[size >= LEAST_PART_KM2]
        if not kept.size:
            code = "row.tiny_area" if parts.size else "row.no_polygon"
            report.reject(sheet.name, number, code, m2=float(size.sum()) * _M2_PER_KM2)
            continue
        repaired += mended
        dropped += parts.size - kept.size
        rows.append(row)
        polygons.append(_joined(kept))
    polygon = np.empty(len(rows), dtype=object)
    polygon[:] = polygons
    return _Surfaces(np.array(rows, dtype=np.int64), polygon, repaired, dropped)


def _check_degrees(shapes: NDArray[np.object_]) -> None:
    """Refuse a file in which no shape is in degrees, with the first that is not."""
    there = [one for one in shapes if isinstance(one, shapely.Geometry) and not one.is_empty]
    if there and all(_first_bad(one) is not None for one in there):
        check_lonlat(*shapely.get_coordinates(np.array(there, dtype=object)).T)


def _first_bad(shape: shapely.Geometry) -> tuple[float, float] | None:
    lon, lat = shapely.get_coordinates(shape).T
    bad = np.flatnonzero(~((np.abs(lon) <= 180) & (np.abs(lat) <= 90)))  # noqa: PLR2004
    return (float(lon[bad[0]]), float(lat[bad[0]])) if bad.size else None


def _parts(shape: shapely.Geometry) -> tuple[NDArray[np.object_], bool]:
    """Valid polygons that a geometry is made of, and whether it had to be mended."""
    parts = shapely.get_parts(np.array([shapely.force_2d(shape)], dtype=object))
    while (shapely.get_type_id(parts) > _POLYGON).any():
        parts = shapely.get_parts(parts)
    parts = parts[(shapely.get_type_id(parts) == _POLYGON) & ~shapely.is_empty(parts)]
    whole = parts[0] if parts.size == 1 else shapely.MultiPolygon(list(parts))
    if whole.is_valid:
        return np.asarray(parts, dtype=object), False
    mended = shapely.get_parts(shapely.make_valid(whole, method="structure"))
    return np.asarray(mended[shapely.get_type_id(mended) == _POLYGON], dtype=object), True


def _joined(parts: NDArray[np.object_]) -> shapely.Geometry:
    return parts[0] if parts.size == 1 else shapely.MultiPolygon(list(parts))


def _in_wgs84(
    polygon: NDArray[np.object_],
    settled: str,
    stated: Datum | str,
    reference: NDArray[np.object_] | None,
    layer: str,
    report: ImportReport,
) -> NDArray[np.object_]:
    if settled:  # the file itself says where it lies
        report.datum.append(DatumEvidence(layer, settled, "crs"))
        return polygon
    known = np.empty(0, dtype=object) if reference is None else reference
    evidence = weigh_boundary(*ring_vertices(polygon), known, layer=layer)
    chosen = settle_datum(stated, evidence, report).chosen
    if chosen == Datum.WGS84:
        return polygon
    moved = shapely.transform(
        polygon, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], chosen))
    )
    for row in np.flatnonzero(~shapely.is_valid(moved)).tolist():
        moved[row] = _joined(_parts(moved[row])[0])
    return np.asarray(moved, dtype=object)


def _described(
    sheet: Sheet,
    rows: NDArray[np.int64],
    polygon: NDArray[np.object_],
    path: Path,
    date: str,
    report: ImportReport,
) -> AreaSet:
    """Give the polygons their codes, names, levels and dates; a code said again is rejected."""
    said = {one: sheet.column(one) for one in AREA_FIELDS}
    code: dict[str, int] = {}
    name: list[str] = []
    level: list[str] = []
    dates: list[str] = []
    unread: list[str] = []
    for place, row in enumerate(rows.tolist()):
        own = _code(said["code"][row]) or f"{path.stem}-{row + 1}"
        if own in code:
            report.reject(sheet.name, int(sheet.row[row]), "row.double_id", id=own)
            continue
        code[own] = place
        name.append(said["name"][row] or own)
        level.append(_WHOLE.sub("", said["level"][row]) or "area")
        drawn = iso_date(said["date"][row])
        if drawn is None:
            unread.append(said["date"][row])
        dates.append(drawn or date)
    if unread:
        report.note("import.dates_unread", path=path.name, count=len(unread), first=unread[0])
    return AreaSet(
        tuple(code), tuple(name), tuple(level), polygon[list(code.values())], tuple(dates)
    )


def _code(cell: str) -> str:
    """A code is text: a whole number that a program kept as 500118101.0 has no decimals."""
    return _WHOLE.sub("", cell)


def iso_date(cell: str) -> str | None:
    """
    Read a date as people write it.

    Returns
    -------
    date
        ISO 8601 to the day, month or year that is given; empty for an empty cell; None
        where it is no date.

    Examples
    --------
    >>> iso_date("2020年5月"), iso_date("20200501"), iso_date("2020/5/1"), iso_date("2020")
    ('2020-05', '2020-05-01', '2020-05-01', '2020')
    >>> iso_date("soon") is None
    True
    """
    plain = _WHOLE.sub("", unicodedata.normalize("NFKC", cell).strip())
    if not plain:
        return ""
    for pattern in _DATES:
        if read := pattern.fullmatch(plain):
            return _whole_date([int(one) for one in read.groups() if one])
    return None


def _whole_date(said: list[int]) -> str | None:
    """Word a year, month and day as far as they go; None where there is no such day."""
    year, month, day = (*said, 1, 1)[:3]
    try:
        exact = datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
    return exact[: (4, 7, 10)[len(said) - 1]]


def note_claims(areas: AreaSet, path: str, report: ImportReport) -> None:
    """Say what land several areas of a level claim, and what land none does."""
    overlaps, gaps = areas.overlaps(), areas.gaps()
    for level in areas.levels:
        here = [one for one in overlaps if one.level == level]
        if here:
            report.note(
                "import.areas_overlap",
                path=path,
                level=level,
                count=len(here),
                km2=sum(one.area_km2 for one in here),
                first=", ".join(
                    f"{areas.name[one.first]} / {areas.name[one.second]} {one.area_km2:.2f} km²"
                    for one in here[:_NAMED]
                ),
            )
        empty = [one for one in gaps if one.level == level]
        if empty:
            report.note(
                "import.areas_gap",
                path=path,
                level=level,
                count=len(empty),
                km2=sum(one.area_km2 for one in empty),
                first=", ".join(
                    f"{one.lon:.4f}, {one.lat:.4f}: {one.area_km2:.2f} km²"
                    for one in empty[:_NAMED]
                ),
            )


def write_areas(path: Path, areas: AreaSet, *, mark: str = "") -> None:
    """
    Write areas as GeoJSON, coordinate for coordinate, the same bytes every time.

    `mark` is a remark that the file carries, such as that it is a demonstration.
    """
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": areas.code[row],
                "name": areas.name[row],
                "level": areas.level[row],
                **({"date": areas.date[row]} if areas.date[row] else {}),
            },
            "geometry": json.loads(shapely.to_geojson(areas.polygon[row])),
        }
        for row in range(len(areas))
    ]
    content: dict[str, object] = {"type": "FeatureCollection"}
    if mark:
        content["mark"] = mark
    content["features"] = features
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def read_written_areas(path: Path) -> AreaSet:
    """Read back what `write_areas` wrote."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.geometry.shape(one["geometry"]) for one in features]
    polygon = np.empty(len(shapes), dtype=object)
    polygon[:] = shapes
    return AreaSet(
        code=tuple(one["properties"]["code"] for one in features),
        name=tuple(one["properties"]["name"] for one in features),
        level=tuple(one["properties"]["level"] for one in features),
        polygon=polygon,
        date=tuple(one["properties"].get("date", "") for one in features),
    )
