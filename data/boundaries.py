"""Reading and writing areas: GeoJSON, GeoPackage, Shapefile."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import shapely

from data.datum import Datum, to_wgs84
from data.import_report import ImportReport
from geo.crs import check_lonlat
from geo.errors import DataUnavailableError, FileFormatError, InputError
from layers.areas import AreaSet

_NAME = ("name", "名称", "area_name", "乡镇", "name_zh", "NAME")
_CODE = ("code", "id", "代码", "area_code", "adcode", "CODE")
_LEVEL = ("level", "admin_level", "级别")


def read_areas(path: Path, *, datum: Datum | str = Datum.WGS84) -> tuple[AreaSet, ImportReport]:
    """
    Read polygons with their names, codes and levels.

    Polygons are repaired; rows without a surface are rejected. Columns are looked for
    under their usual Chinese and English names; a file without a level column is one
    level called ``"area"``, without a name column its areas are numbered.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage or Shapefile; without a CRS it is taken as `datum`.
    datum
        Datum of its coordinates, where they are longitude and latitude.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it cannot be read as a vector file.
    InputError
        If it holds no polygon at all.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    report = ImportReport()
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        if len(layers) > 1:
            named = ", ".join(layers)
            report.note("import.more_layers", path=path.name, names=named, taken=layers[0])
        frame = geopandas.read_file(path, layer=layers[0] if layers else None)
    except Exception as fault:  # the drivers raise many kinds
        raise FileFormatError("areas.unreadable", path=path.name, what=str(fault)) from fault
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise InputError("areas.empty", path=path.name)
    if frame.crs is not None:
        if not frame.crs.is_geographic:
            datum = Datum.WGS84  # the file itself says where it lies
        frame = frame.to_crs(4326)
    columns = {
        key: next((one for one in aliases if one in frame.columns), None)
        for key, aliases in (("name", _NAME), ("code", _CODE), ("level", _LEVEL))
    }
    code: list[str] = []
    name: list[str] = []
    level: list[str] = []
    polygon: list[shapely.Geometry] = []
    repaired = 0
    for number, (_, row) in enumerate(frame.iterrows(), start=1):
        shape = _surface(row[frame.geometry.name])
        if shape is None:
            report.reject(path.name, number, "row.no_polygon")
            continue
        repaired += not row[frame.geometry.name].is_valid
        said = {key: _said(row[column]) if column else "" for key, column in columns.items()}
        own = said["code"] or f"{path.stem}-{number}"
        if own in code:
            report.reject(path.name, number, "row.double_id", id=own)
            continue
        code.append(own)
        name.append(said["name"] or own)
        level.append(said["level"] or "area")
        polygon.append(_in_wgs84(shape, datum))
    if not polygon:
        raise InputError("areas.empty", path=path.name)
    if repaired:
        report.note("import.repaired", path=path.name, count=repaired)
    return AreaSet(tuple(code), tuple(name), tuple(level), np.array(polygon, dtype=object)), report


def _said(value: object) -> str:
    """Text of a cell: an absent value is empty, a whole number has no decimals."""
    if value is None or value != value:  # noqa: PLR0124 (only NaN differs from itself)
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _surface(shape: object) -> shapely.Geometry | None:
    if not isinstance(shape, shapely.Geometry) or shape.is_empty:
        return None
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure")
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _in_wgs84(shape: shapely.Geometry, datum: Datum | str) -> shapely.Geometry:
    lon, lat = shapely.get_coordinates(shape).T
    check_lonlat(lon, lat)
    moved = shapely.transform(
        shape, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], datum))
    )
    repaired = _surface(moved)
    return moved if repaired is None else repaired


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
    )
