"""The columns and shapes that hold places, before anything is known of their meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from data.columns import normal_heading
from data.coordinate_systems import Extent
from data.coordinate_text import Angles, read_angles, split_pairs
from data.import_report import ImportReport
from data.sheet_head import missing_column
from data.sheet_reader import formula_rejects
from data.sheets import Sheet
from geo.errors import InputError
from geo.text import Message

FARTHEST_FROM_ROADS_DEG = 1.0
"""A row farther than this from the box around the roads cannot belong to the study."""
PAIR_HEADINGS = (
    "坐标", "经纬度", "经纬度坐标", "坐标经纬度", "地理坐标", "位置坐标", "gps坐标", "百度坐标",
    "高德坐标", "coordinates", "coordinate", "coords", "location", "lonlat", "lnglat", "latlon",
    "latlng", "gps",
)  # fmt: skip
"""Headings of a column that holds both coordinates, in their normal form."""
PAIR_FIELD = "lonlat"
"""The field under which a reader may have recognised such a column."""
LARGE = 1_000.0
"""No longitude or latitude is as large as this."""
FEWEST_FOR_COLUMN = 3
"""Fewer rows than this say nothing of a column."""
LARGEST_LON, LARGEST_LAT = 180.0, 90.0

Column = NDArray[np.float64]


class Faults:
    """Rows that are not taken, each with its first reason, told in the order of the rows."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.reason: dict[int, tuple[str, dict[str, object]]] = {}
        self.open = np.ones(len(sheet), dtype=np.bool_)

    def add(self, rows: NDArray[np.bool_], code: str, **columns: Sequence[object] | str) -> None:
        """Reject rows; a field is a text for all, or one value for each row of the sheet."""
        for row in np.flatnonzero(rows & self.open).tolist():
            fields = {
                name: column if isinstance(column, str) else column[row]
                for name, column in columns.items()
            }
            self.reason[row] = (code, fields)
        self.open &= ~rows

    def tell(self, report: ImportReport) -> None:
        """Write the reasons to the report."""
        for row in sorted(self.reason):
            code, fields = self.reason[row]
            report.reject(self.sheet.name, int(self.sheet.row[row]), code, **fields)


def of_cells(
    sheet: Sheet, extent: Extent | None, faults: Faults, report: ImportReport
) -> tuple[Column, Column]:
    """
    Read the numbers of the two columns, or of the two halves of one.

    Parameters
    ----------
    sheet
        The rows.
    extent
        West, south, east, north of the study [deg]; it tells the order of two halves.
    faults
        Takes the rows that hold no two numbers, or one with the other's letter.
    report
        Takes remarks on the form the numbers were in.

    Returns
    -------
    lon, lat
        The numbers as they stand, shape ``(n,)`` each; NaN where there are none.

    Raises
    ------
    InputError
        If no column holds places, the halves' order cannot be told, or most rows are
        swapped by their own letters.
    """
    if sheet.has("lon") and sheet.has("lat"):
        faults.open &= ~formula_rejects(sheet, ("lon", "lat"), report)
        cells = {"lon": sheet.column("lon"), "lat": sheet.column("lat")}
        read = {name: read_angles(column) for name, column in cells.items()}
    else:
        position = _pair_column(sheet)
        heading, whole = sheet.head[position], sheet.cells[position]
        sheet = replace(sheet, columns={**sheet.columns, PAIR_FIELD: position})
        faults.open &= ~formula_rejects(sheet, (PAIR_FIELD,), report)
        faults.add(_blank(whole), "row.blank", column=heading)
        halves = split_pairs(whole)
        pair = (read_angles(halves[0]), read_angles(halves[1]))
        no_pair = np.isnan(pair[0].value) | np.isnan(pair[1].value)
        faults.add(no_pair, "row.not_a_pair", column=heading, value=whole)
        first_is_lon = _lon_first(pair, extent, faults.open, sheet.name, heading)
        order = (0, 1) if first_is_lon else (1, 0)
        cells = {"lon": halves[order[0]], "lat": halves[order[1]]}
        read = {"lon": pair[order[0]], "lat": pair[order[1]]}
        report.note(
            "import.pair_column",
            path=sheet.name,
            column=heading,
            order=Message(f"coordinates.{'lon' if first_is_lon else 'lat'}_first", {}),
        )
    for name in ("lon", "lat"):
        faults.add(_blank(cells[name]), "row.blank", column=name)
        faults.add(np.isnan(read[name].value), "row.not_a_number", column=name, value=cells[name])
    wrong = (read["lon"].letter == "N") | (read["lat"].letter == "E")
    values = read["lon"].value, read["lat"].value
    refuse_swapped_columns(wrong, faults.open, sheet.name)
    faults.add(wrong, "row.swapped", lon=cells["lon"], lat=cells["lat"])
    written_out = (read["lon"].sexagesimal | read["lat"].sexagesimal) & faults.open
    if written_out.any():
        row = int(np.flatnonzero(written_out)[0])
        report.note(
            "import.sexagesimal",
            path=sheet.name,
            count=int(written_out.sum()),
            row=int(sheet.row[row]),
            value=f"{cells['lon'][row]}, {cells['lat'][row]}",
            lon=float(values[0][row]),
            lat=float(values[1][row]),
        )
    return values


def _blank(cells: Sequence[str]) -> NDArray[np.bool_]:
    return np.fromiter((not cell for cell in cells), dtype=np.bool_, count=len(cells))


def _pair_column(sheet: Sheet) -> int:
    """Position of the column that holds both coordinates."""
    if sheet.has(PAIR_FIELD):
        return sheet.columns[PAIR_FIELD]
    for position, heading in enumerate(sheet.head):
        if normal_heading(heading) in PAIR_HEADINGS:
            return position
    raise InputError(
        "coordinates.no_column",
        path=sheet.name,
        accepted=", ".join(PAIR_HEADINGS[:4]),
        found=", ".join(sheet.head[:8]),
    )


def _lon_first(
    pair: tuple[Angles, Angles],
    extent: Extent | None,
    rows: NDArray[np.bool_],
    name: str,
    heading: str,
) -> bool:
    """Tell the order of the halves: by letters, by the study's place, or by what can be."""
    if not rows.any():
        return True
    first, second = (one.value[rows] for one in pair)
    says_first = (pair[0].letter[rows] == "E") | (pair[1].letter[rows] == "N")
    says_second = (pair[0].letter[rows] == "N") | (pair[1].letter[rows] == "E")
    if extent is None:
        says_first |= (np.abs(first) > LARGEST_LAT) & (np.abs(second) <= LARGEST_LAT)
        says_second |= (np.abs(second) > LARGEST_LAT) & (np.abs(first) <= LARGEST_LAT)
    else:
        there, turned = near(first, second, extent), near(second, first, extent)
        says_first |= there & ~turned
        says_second |= turned & ~there
    # Numbers that are no degrees at all are refused by their own name later.
    if (np.abs(first) >= LARGE).mean() >= 1 / 2:
        return True
    for_first, for_second = int(says_first.sum()), int(says_second.sum())
    if max(for_first, for_second) == 0 or min(for_first, for_second) * 2 > max(
        for_first, for_second
    ):
        raise InputError("coordinates.order_unknown", path=name, column=heading)
    return for_first > for_second


def of_shapes(
    geometry: NDArray[np.object_], faults: Faults
) -> tuple[Column, Column, NDArray[np.bool_]]:
    """
    Take a point for each shape: itself, or one inside a polygon.

    Parameters
    ----------
    geometry
        Shapes in any coordinates, object array ``(n,)``; None where a row has none.
    faults
        Takes the rows whose shape gives no point.

    Returns
    -------
    lon, lat
        The points, shape ``(n,)`` each; NaN where there is none.
    from_polygon
        Rows whose shape is a polygon, shape ``(n,)``.
    """
    shapes = geometry.copy()
    shapes[shapely.is_empty(shapes)] = None
    kind = shapely.get_type_id(shapes)
    single = (kind == shapely.GeometryType.MULTIPOINT) & (shapely.get_num_geometries(shapes) == 1)
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    kind = shapely.get_type_id(shapes)
    from_polygon = (kind == shapely.GeometryType.POLYGON) | (
        kind == shapely.GeometryType.MULTIPOLYGON
    )
    shapes[from_polygon] = shapely.point_on_surface(shapes[from_polygon])
    lon, lat = shapely.get_x(shapes), shapely.get_y(shapes)
    names = ["-" if one is None else str(one.geom_type) for one in geometry]
    faults.add(~(np.isfinite(lon) & np.isfinite(lat)), "row.no_point", kind=names)
    return lon, lat, from_polygon


def refuse_swapped_columns(swapped: NDArray[np.bool_], rows: NDArray[np.bool_], name: str) -> None:
    """
    Refuse the sheet as a whole where most rows have latitude for longitude.

    Raises
    ------
    InputError
        If more than half of `rows`, and at least `FEWEST_FOR_COLUMN`, are `swapped`.
    """
    count, total = int((swapped & rows).sum()), int(rows.sum())
    if count >= FEWEST_FOR_COLUMN and count * 2 > total:
        raise InputError("coordinates.swapped_columns", path=name, count=count, total=total)


def near(lon: Column, lat: Column, extent: Extent) -> NDArray[np.bool_]:
    """Tell which places lie in an extent [deg] or within `FARTHEST_FROM_ROADS_DEG` of it."""
    west, south, east, north = extent
    slack = FARTHEST_FROM_ROADS_DEG
    inside = (lon >= west - slack) & (lon <= east + slack)
    inside &= (lat >= south - slack) & (lat <= north + slack)
    return inside


def need_place(sheet: Sheet, fields: Mapping[str, tuple[str, ...]]) -> None:
    """
    Make sure that a sheet tells of places: shapes, a column of both, or one of each.

    Parameters
    ----------
    sheet
        The table.
    fields
        Accepted headings by field name, for the message.

    Raises
    ------
    InputError
        If a column is missing; the message lists the accepted headings.
    """
    if sheet.geometry is not None or sheet.has(PAIR_FIELD):
        return
    for name in ("lon", "lat"):
        if not sheet.has(name):
            raise missing_column(sheet.name, name, fields[name], sheet.head)
