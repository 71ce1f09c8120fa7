"""Reading tables: facilities and population points from CSV."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.datum import Datum, to_wgs84
from data.import_report import ImportReport
from data.words import offered_besides, service_in_words
from geo.errors import DataUnavailableError, FileFormatError, InputError
from geo.text import Message
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service

MOST_PEOPLE_AT_A_PLACE = 50_000_000
"""More than the largest city on earth at one point is a slip of the pen."""
DOUBLE_DEG = 0.003
"""Rows of one name and kind this near (some 300 m) are pointed out as possible doubles."""
FARTHEST_FROM_ROADS_DEG = 1.0
"""A row farther than this from the box around the roads cannot belong to the study."""

_ALIASES: dict[str, tuple[str, ...]] = {
    "lon": ("lon", "lng", "long", "longitude", "longitude_wgs84", "x", "经度"),
    "lat": ("lat", "latitude", "latitude_wgs84", "y", "纬度"),
    "population": ("population", "pop", "people", "residents", "人口", "常住人口", "人口数"),
    "name": ("name", "名称", "机构名称", "地名", "村名"),
    "id": ("id", "code", "geonameid", "编号", "机构编号", "代码"),
    "kind": ("kind", "type", "category", "类别", "类型", "机构类别"),
    "services": ("services", "service", "服务", "服务项目"),
}
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:[,，]\d{3})+(?:\.\d*)?$")
_SPLIT_SERVICES = str.maketrans({"、": ";", "；": ";", "，": ";", ",": ";", "|": ";"})

Extent = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """
    A CSV file as text.

    Attributes
    ----------
    name
        File name.
    columns
        Position of each recognised column.
    rows
        Row number as an editor shows it, and the cells.
    """

    name: str
    columns: Mapping[str, int]
    rows: tuple[tuple[int, list[str]], ...]

    def cell(self, row: list[str], column: str) -> str:
        """Text of a cell; empty where the column or the cell is missing."""
        position = self.columns.get(column, -1)
        return row[position].strip() if 0 <= position < len(row) else ""


def read_table(path: Path, *, needed: tuple[str, ...]) -> Table:
    """
    Read a CSV file in UTF-8 or GB18030, with commas, semicolons or tabs.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is no text, or has no head row.
    InputError
        If a needed column is not there; the message lists the accepted names.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    raw = path.read_bytes()
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            content = raw.decode("gb18030")
        except UnicodeDecodeError as fault:
            raise FileFormatError("table.not_text", path=str(path)) from fault
    if "\0" in content:
        raise FileFormatError("table.not_text", path=str(path))
    head_line = next((line for line in content.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=head_line.count)
    # Strict, or a quote that is never closed would swallow the rest of the rows in silence.
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        # Records, not lines: a quoted line break does not shift the rows a spreadsheet shows.
        records = list(enumerate(reader, start=1))
    except csv.Error as fault:
        raise FileFormatError("table.damaged", path=str(path), what=str(fault)) from fault
    lines = [(number, cells) for number, cells in records if any(map(str.strip, cells))]
    if not lines:
        raise FileFormatError("table.empty", path=str(path))
    head = [cell.strip().casefold() for cell in lines[0][1]]
    columns = {
        column: head.index(alias)
        for column, aliases in _ALIASES.items()
        for alias in reversed(aliases)
        if alias in head
    }
    missing = [column for column in needed if column not in columns]
    if missing:
        raise InputError(
            "table.no_column",
            path=path.name,
            column=missing[0],
            accepted=", ".join(_ALIASES[missing[0]]),
            found=", ".join(lines[0][1][:8]),
        )
    return Table(path.name, columns, tuple(lines[1:]))


def read_facilities(
    path: Path,
    *,
    datum: Datum | str = Datum.WGS84,
    kind: Service = Service.HOSPITAL,
    extent: Extent | None = None,
) -> tuple[FacilitySet, ImportReport]:
    """
    Read a facility list.

    Needed columns: longitude and latitude; used where present: name, id, kind, services
    (separated by semicolons).

    Parameters
    ----------
    path
        CSV file.
    datum
        Datum of its coordinates.
    kind
        Kind of every row where the table has no kind column.
    extent
        West, south, east, north of the roads [deg]: rows far outside are rejected.

    Returns
    -------
    facilities, report
        The rows taken, and what was said of the others.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        As `read_table`.
    """
    report = ImportReport()
    table = read_table(path, needed=("lon", "lat"))
    if "kind" not in table.columns:
        report.note("import.no_kind_column", path=table.name, kind=kind)
    ids: list[str] = []
    names: list[str] = []
    places: list[tuple[float, float]] = []
    kinds: list[Service] = []
    offers: list[frozenset[Service]] = []
    sources: list[str] = []
    unknown: list[tuple[int, str]] = []
    for number, row in table.rows:
        place = _place(table, number, row, datum, extent, report)
        if place is None:
            continue
        own, services = _care(table, number, row, kind, unknown)
        facility_id = table.cell(row, "id") or f"{path.stem}-{number}"
        if facility_id in ids:
            report.reject(table.name, number, "row.double_id", id=facility_id)
            continue
        ids.append(facility_id)
        names.append(table.cell(row, "name"))
        places.append(place)
        kinds.append(own)
        offers.append(services)
        sources.append(f"{table.name}:{number}")
    if unknown:
        number, word = unknown[0]
        report.note(
            "import.unknown_words",
            path=table.name,
            count=len(unknown),
            row=number,
            word=word,
            known=", ".join(Service),
        )
    lon, lat = _columns(places)
    facilities = FacilitySet(
        tuple(ids), tuple(names), lon, lat, tuple(kinds), tuple(offers), tuple(sources)
    )
    _note_doubles(facilities, report)
    return facilities, report


def _care(
    table: Table, number: int, row: list[str], kind: Service, unknown: list[tuple[int, str]]
) -> tuple[Service, frozenset[Service]]:
    """Kind and services of a row; words that mean none go to `unknown`, the row stays."""
    said = table.cell(row, "kind")
    own = service_in_words(said) if said else kind
    if own is None:
        unknown.append((number, said))
        own = Service.OTHER
    services = {own, *offered_besides(said)}
    for word in table.cell(row, "services").translate(_SPLIT_SERVICES).split(";"):
        if word.strip():
            service = service_in_words(word)
            if service is None:
                unknown.append((number, word.strip()))
            else:
                services.add(service)
    return own, frozenset(services)


def need_some(path: Path, taken: int, report: ImportReport) -> None:
    """
    Refuse a table of which not one row can be used: it is not the table that was meant.

    Raises
    ------
    InputError
        If `taken` is 0; the message quotes the first reason.
    """
    if taken == 0:
        first = report.rejects[0] if report.rejects else None
        raise InputError(
            "table.no_row_taken",
            path=path.name,
            count=len(report.rejects),
            row=first.row if first else "-",
            reason=Message(first.code, first.fields) if first else "-",
        )


def _note_doubles(facilities: FacilitySet, report: ImportReport) -> None:
    """Point out rows that look like one facility; a list's rows are never merged."""
    groups: dict[tuple[str, Service], list[int]] = {}
    for row in range(len(facilities)):
        name = " ".join(facilities.name[row].split()).casefold()
        if name:
            groups.setdefault((name, facilities.kind[row]), []).append(row)
    for rows in groups.values():
        near = [
            row
            for row in rows[1:]
            if abs(facilities.lon[row] - facilities.lon[rows[0]]) < DOUBLE_DEG
            and abs(facilities.lat[row] - facilities.lat[rows[0]]) < DOUBLE_DEG
        ]
        if near:
            ids = ", ".join(facilities.id[row] for row in (rows[0], *near))
            report.note("import.possible_doubles", name=facilities.name[rows[0]], ids=ids)


def read_population_points(
    path: Path, *, datum: Datum | str = Datum.WGS84, extent: Extent | None = None
) -> tuple[DemandSurface, ImportReport]:
    """
    Read population points: longitude, latitude, population, and a name where present.

    Parameters
    ----------
    path, datum, extent
        As in `read_facilities`.

    Returns
    -------
    demand, report
        The rows taken, and what was said of the others. Zero people is a valid value.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        As `read_table`.
    """
    report = ImportReport()
    table = read_table(path, needed=("lon", "lat", "population"))
    names: list[str] = []
    places: list[tuple[float, float]] = []
    people: list[float] = []
    for number, row in table.rows:
        said = table.cell(row, "population")
        count = _number(said)
        if not said:
            report.reject(table.name, number, "row.blank", column="population")
            continue
        if not (math.isfinite(count) and count >= 0):
            report.reject(table.name, number, "row.bad_population", value=said)
            continue
        if count > MOST_PEOPLE_AT_A_PLACE:
            report.reject(
                table.name, number, "row.too_many_people", value=said, most=MOST_PEOPLE_AT_A_PLACE
            )
            continue
        place = _place(table, number, row, datum, extent, report)
        if place is None:
            continue
        names.append(table.cell(row, "name"))
        places.append(place)
        people.append(count)
    lon, lat = _columns(places)
    source = f"{table.name} ({len(people)} points)"
    return DemandSurface(lon, lat, np.array(people, dtype=np.float64), tuple(names), source), report


def _columns(
    places: list[tuple[float, float]],
) -> tuple[
    np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]
]:
    xy = np.array(places, dtype=np.float64).reshape(-1, 2)
    return xy[:, 0].copy(), xy[:, 1].copy()


def _number(said: str) -> float:
    """Read a number, thousands separators allowed; NaN where it is none."""
    if _GROUPED.match(said):
        said = said.replace(",", "").replace("，", "")
    return _plain_number(said)


def _plain_number(said: str) -> float:
    """Read a number; "1,52" is none, for nobody groups the digits of a coordinate."""
    try:
        return float(said) if said and "_" not in said else math.nan
    except ValueError:
        return math.nan


def _place(
    table: Table,
    number: int,
    row: list[str],
    datum: Datum | str,
    extent: Extent | None,
    report: ImportReport,
) -> tuple[float, float] | None:
    """Longitude and latitude of a row in WGS-84, or None after saying why not."""
    for column in ("lon", "lat"):
        said = table.cell(row, column)
        if not said:
            report.reject(table.name, number, "row.blank", column=column)
            return None
        if not math.isfinite(_plain_number(said)):
            report.reject(table.name, number, "row.not_a_number", column=column, value=said)
            return None
    lon, lat = (_plain_number(table.cell(row, column)) for column in ("lon", "lat"))
    swapped = abs(lat) > 90 >= abs(lon)  # noqa: PLR2004 (a latitude ends at 90)
    if extent is not None:
        swapped |= not _near(lon, lat, extent) and _near(lat, lon, extent)
    if swapped:
        report.reject(table.name, number, "row.swapped", lon=lon, lat=lat)
        return None
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004
        report.reject(table.name, number, "row.not_lonlat", lon=lon, lat=lat)
        return None
    if extent is not None and not _near(lon, lat, extent):
        report.reject(table.name, number, "row.far_outside", lon=lon, lat=lat)
        return None
    wgs_lon, wgs_lat = to_wgs84(np.array([lon]), np.array([lat]), datum)
    return float(wgs_lon[0]), float(wgs_lat[0])


def _near(lon: float, lat: float, extent: Extent) -> bool:
    west, south, east, north = extent
    slack = FARTHEST_FROM_ROADS_DEG
    return west - slack <= lon <= east + slack and south - slack <= lat <= north + slack
