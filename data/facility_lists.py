"""Reading facility lists: tables and vector files, in Chinese and English.

A row is taken or rejected with its reason. Only the place and the id can reject a row; what
is wrong in another cell makes that cell unknown, and is remarked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from data.columns import ColumnMapping, read_mapping
from data.coordinate_columns import need_place
from data.coordinates import Extent, Places, read_places
from data.datum import Datum
from data.facility_cells import (
    SPLIT,
    OddCells,
    note_odd,
    read_aliases,
    read_counts,
    read_texts,
    read_words,
    read_years,
)
from data.facility_checks import note_doubles, note_stand_in_places, note_townships
from data.facility_fields import FACILITY_FIELDS, FLAGS
from data.grade_words import Flag, flag_in_words, level_in_words, placed_in_words, status_in_words
from data.import_report import ImportReport
from data.sheet_reader import ERROR_CELLS, read_sheet
from data.sheets import Sheet
from data.words import kind_in_words, offered_besides, service_in_words
from geo.errors import InputError
from geo.text import Message
from layers.areas import AreaSet
from layers.datum_evidence import RoadLines
from layers.doubles import find_doubles
from layers.facilities import FacilitySet, Level, OperatingStatus, Placed, Service
from routing.ways import RoadWays

_WHOLE = re.compile(r"(\d+)\.0+")
_GRADED = frozenset(Level) - {Level.UNKNOWN, Level.UNGRADED}
_LEVEL_2 = frozenset(one for one in Level if one.value[:1] in {"2", "3"})


def read_facilities(
    path: Path,
    *,
    datum: Datum | str,
    mapping: Path | ColumnMapping | None = None,
    kind: Service = Service.HOSPITAL,
    extent: Extent | None = None,
    roads: RoadLines | RoadWays | None = None,
    areas: AreaSet | None = None,
    district_prefixes: Sequence[str] = (),
    doubles: bool = True,
) -> tuple[FacilitySet, ImportReport]:
    """
    Read a facility list: CSV, XLSX, GeoJSON, GeoPackage or Shapefile.

    Needed is a place: longitude and latitude, one column of both, or shapes (a polygon
    counts by a point inside). `data.facility_fields.FACILITY_FIELDS` lists the headings
    of what is used besides.

    Parameters
    ----------
    path
        The file.
    datum
        Datum of its coordinates; `Datum.AUTO` leaves it to the roads.
    mapping
        What the user says of columns, sheet, datum and coordinate system; its datum goes
        before `datum`.
    kind
        Kind of every row where the table has no kind column.
    extent
        West, south, east, north of the roads [deg]: rows far outside are rejected.
    roads
        Roads to weigh the datum against.
    areas
        Areas to hold the township of each row against.
    district_prefixes
        As `layers.names.normal_name`, for the search for doubles.
    doubles
        Whether to point out rows that may be one facility; who joins several lists
        searches the whole instead.

    Returns
    -------
    facilities, report
        The rows taken, in the order of the list; what was said of the others, the datum
        with its evidence, and rows that may be one facility (never merged).

    Raises
    ------
    DataUnavailableError, FileFormatError, CrsError, InputError
        As `data.sheet_reader.read_sheet` and `data.coordinates.read_places`; the latter
        also where `Datum.AUTO` finds no evidence.
    """
    known = read_mapping(mapping) if isinstance(mapping, Path) else mapping or ColumnMapping()
    report = ImportReport()
    sheet = read_sheet(path, fields=FACILITY_FIELDS, mapping=known, report=report)
    need_place(sheet, FACILITY_FIELDS)
    if not sheet.has("kind"):
        report.note("import.no_kind_column", path=sheet.name, kind=kind)
    places = read_places(
        sheet,
        datum=known.datum or datum,
        extent=extent,
        roads=RoadLines.of_ways(roads) if isinstance(roads, RoadWays) else roads,
        crs=known.crs,
        report=report,
    )
    rows, ids = _unique_rows(sheet, places, path.stem, report)
    facilities = _facilities(sheet, places, rows, ids, kind, report)
    note_stand_in_places(facilities, sheet.name, report)
    if areas is not None:
        note_townships(facilities, areas, sheet.name, report)
    if doubles:
        found = find_doubles(facilities, district_prefixes=district_prefixes)
        note_doubles(facilities, found, sheet.name, report)
    return facilities, report


def need_some(path: Path, taken: int, report: ImportReport) -> None:
    """
    Refuse a table of which not one row can be used: it is not the table that was meant.

    Raises
    ------
    InputError
        If `taken` is 0; the message quotes the first reason.
    """
    if taken == 0 and not report.rejects:
        raise InputError("table.no_rows", path=path.name)
    if taken == 0:
        first = report.rejects[0]
        raise InputError(
            "table.no_row_taken",
            path=path.name,
            count=len(report.rejects),
            row=first.row,
            reason=Message(first.code, first.fields),
        )


def _unique_rows(
    sheet: Sheet, places: Places, stem: str, report: ImportReport
) -> tuple[list[int], list[str]]:
    """Rows that are taken, with their ids; an id that stands in an earlier row is rejected."""
    said = sheet.column("id")
    formulas = sheet.formulas("id")
    rows: list[int] = []
    ids: list[str] = []
    seen: set[str] = set()
    for row in np.flatnonzero(places.taken).tolist():
        number = int(sheet.row[row])
        if formulas[row] or said[row] in ERROR_CELLS:
            code = "row.formula" if formulas[row] else "row.error_cell"
            column = sheet.head[sheet.columns["id"]]
            report.reject(sheet.name, number, code, column=column, value=said[row][:80])
            continue
        # A workbook holds an id that looks like a number as one: 1 comes as 1.0.
        whole = _WHOLE.fullmatch(said[row])
        facility_id = (whole[1] if whole else said[row]) or f"{stem}-{number}"
        if facility_id in seen:
            report.reject(sheet.name, number, "row.double_id", id=facility_id)
            continue
        seen.add(facility_id)
        rows.append(row)
        ids.append(facility_id)
    report.rejects.sort(key=lambda one: int(one.row) if one.row.isdecimal() else 0)
    return rows, ids


def _facilities(
    sheet: Sheet,
    places: Places,
    rows: Sequence[int],
    ids: Sequence[str],
    kind: Service,
    report: ImportReport,
) -> FacilitySet:
    numbers = [int(one) for one in sheet.row[np.array(rows, dtype=np.int64)]]
    own, services, graded = _care(sheet, rows, kind, report)
    level = _levels(sheet, rows, graded, report)
    for service in FLAGS:
        if sheet.has(service.value):
            _read_flag(sheet, rows, service, services, report)
    for place, one in enumerate(level):
        if own[place] is Service.HOSPITAL and one in _LEVEL_2:
            services[place].add(Service.LEVEL_2)
    placed = read_words(sheet, "placed", rows, placed_in_words, Placed.POINT, report)
    return FacilitySet(
        id=tuple(ids),
        name=read_texts(sheet, "name", rows, report),
        lon=places.lon[rows],
        lat=places.lat[rows],
        kind=tuple(own),
        services=tuple(map(frozenset, services)),
        source=tuple(f"{sheet.name}:{number}" for number in numbers),
        aliases=read_aliases(sheet, rows),
        level=tuple(level),
        status=read_words(sheet, "status", rows, status_in_words, OperatingStatus.UNKNOWN, report),
        address=read_texts(sheet, "address", rows, report),
        township=read_texts(sheet, "township", rows, report),
        placed=tuple(
            Placed.POLYGON if places.from_polygon[row] else said
            for row, said in zip(rows, placed, strict=True)
        ),
        beds=read_counts(sheet, "beds", rows, report),
        doctors=read_counts(sheet, "doctors", rows, report),
        staff=read_counts(sheet, "staff", rows, report),
        vehicles=read_counts(sheet, "vehicles", rows, report),
        opening_year=read_years(sheet, rows, report),
    )


def _care(
    sheet: Sheet, rows: Sequence[int], kind: Service, report: ImportReport
) -> tuple[list[Service], list[set[Service]], list[Level]]:
    """Kind, services and the grade that the kind names; words that mean none are remarked."""
    unknown: list[tuple[int, str]] = []
    own: list[Service] = []
    services: list[set[Service]] = []
    graded: list[Level] = []
    kinds, offers = sheet.column("kind"), sheet.column("services")
    for row in rows:
        number = int(sheet.row[row])
        said = kinds[row]
        found = kind_in_words(said) if said else kind
        if found is None:
            unknown.append((number, said))
            found = Service.OTHER
        offered = {found, *offered_besides(said)}
        for word in filter(None, map(str.strip, SPLIT.split(offers[row]))):
            service = service_in_words(word)
            if service is None:
                unknown.append((number, word))
            else:
                offered.add(service)
        own.append(found)
        services.append(offered)
        grade = level_in_words(said)
        graded.append(grade if grade in _GRADED else Level.UNKNOWN)
    if unknown:
        number, word = unknown[0]
        report.note(
            "import.unknown_words",
            path=sheet.name,
            count=len(unknown),
            row=number,
            word=word,
            known=", ".join(Service),
        )
    return own, services, graded


def _levels(
    sheet: Sheet, rows: Sequence[int], graded: Sequence[Level], report: ImportReport
) -> list[Level]:
    """Grade by its column, the class beside it joined on, or by the word for the kind."""
    said, classes = sheet.column("level"), sheet.column("level_class")
    odd = OddCells()
    levels: list[Level] = []
    for place, row in enumerate(rows):
        one = level_in_words(said[row])
        if classes[row]:
            one = level_in_words(said[row] + classes[row]) or one
        if one is None:
            odd.add(int(sheet.row[row]), said[row])
        levels.append(one or graded[place])
    note_odd(sheet, "level", odd, report)
    return levels


def _read_flag(
    sheet: Sheet,
    rows: Sequence[int],
    service: Service,
    services: Sequence[set[Service]],
    report: ImportReport,
) -> None:
    """Add a service where its column says yes; what is planned or unclear is remarked."""
    cells = sheet.column(service.value)
    odd, not_yet = OddCells(), OddCells()
    for place, row in enumerate(rows):
        flag = flag_in_words(cells[row], service)
        if flag is Flag.YES:
            services[place].add(service)
        elif flag is not Flag.NO:
            (odd if flag is None else not_yet).add(int(sheet.row[row]), cells[row])
    note_odd(sheet, service.value, odd, report)
    if not_yet.count:
        report.note(
            "import.not_yet_offered",
            path=sheet.name,
            column=sheet.head[sheet.columns[service.value]],
            count=not_yet.count,
            examples=not_yet.listed(),
        )
