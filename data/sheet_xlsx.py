"""Workbooks: the sheet that fits best, its cells as text, with merged cells and formulas."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from data.archives import open_archive
from data.columns import ColumnMapping
from data.import_report import ImportReport
from data.sheet_grid import MOST_CELL_CHARS, MOST_COLUMNS, MOST_ROWS, Grid, RawTable, Span
from data.sheet_head import HEAD_ROWS, find_head
from data.sheet_parts import Look, SheetPart, WorkbookParts, XmlReader, read_parts, unescaped
from geo.errors import FileFormatError, InputError

MOST_MERGED = 200_000
MOST_ARRAYS = 1000
_LETTERS = re.compile("[A-Z]|[A-Z][A-Z]|[A-W][A-Z][A-Z]|X[A-E][A-Z]|XF[A-D]", re.ASCII)
_SMALL_WHOLE = re.compile("0|[1-9][0-9]{0,14}", re.ASCII)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_WHOLE_BELOW = 1e15


class _EnoughError(Exception):
    """The rows that were asked for have been read."""


def read_workbook(
    path: Path,
    *,
    fields: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    mapping: ColumnMapping | None,
    report: ImportReport,
) -> RawTable:
    """
    Read the sheet of a workbook that fits best.

    The sheets are read cell by cell as they stand in the file; what they declare of their
    size is not believed. Numbers are text without needless decimals; as the workbook
    shows them, dates are ISO dates, shares have their "%" and codes their leading zeros.

    Parameters
    ----------
    path
        The .xlsx or .xlsm.
    fields, needed, mapping
        As for `data.sheet_reader.read_sheet`.
    report
        Takes the remark which sheet was taken, and which others were not.

    Raises
    ------
    FileFormatError
        If the file is damaged, hostile or beyond a bound.
    InputError
        If the mapping names a sheet that is not there.
    """
    with open_archive(path) as archive:
        parts = read_parts(archive, path.name)
        chosen = _choose(archive, path.name, parts, fields, needed, mapping, report)
        name = path.name if len(parts.sheets) == 1 else f"{path.name} [{chosen.title}]"
        table = _SheetReader(archive, path.name, name, parts, chosen).read()
    if table.row.size == 0:
        raise FileFormatError("table.empty", path=name)
    return table


def _choose(
    archive: zipfile.ZipFile,
    path: str,
    parts: WorkbookParts,
    fields: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    mapping: ColumnMapping | None,
    report: ImportReport,
) -> SheetPart:
    titles = [sheet.title for sheet in parts.sheets]
    if mapping is not None and mapping.sheet:
        if mapping.sheet not in titles:
            raise InputError(
                "mapping.no_sheet", path=path, sheet=mapping.sheet, found=", ".join(titles)
            )
        return parts.sheets[titles.index(mapping.sheet)]
    candidates = [sheet for sheet in parts.sheets if not sheet.hidden] or list(parts.sheets)
    if len(parts.sheets) == 1:
        return candidates[0]
    scores = []
    plain = ColumnMapping(mapping.columns) if mapping is not None else None
    for sheet in candidates:
        start = _SheetReader(archive, path, path, parts, sheet).read(most=HEAD_ROWS + 1)
        found = find_head(start, fields, needed, plain).score if start.row.size else (-1, -1)
        scores.append((*found, start.row.size > 1))
    best = max(scores)
    chosen = candidates[scores.index(best)]
    others = ", ".join(title for title in titles if title != chosen.title)
    report.note("sheets.sheet_taken", path=path, taken=chosen.title, others=others)
    equal = [
        sheet.title
        for sheet, score in zip(candidates, scores, strict=True)
        if score == best and sheet is not chosen
    ]
    if equal and best[1] > 0:
        report.note("sheets.sheets_alike", path=path, taken=chosen.title, others=", ".join(equal))
    return chosen


class _SheetReader:
    """Reads the cells of one sheet; one object for one reading."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        path: str,
        name: str,
        parts: WorkbookParts,
        sheet: SheetPart,
    ) -> None:
        self._xml = XmlReader(archive, sheet.part, path)
        self._path = path
        self._parts = parts
        self._grid = Grid(name)
        self._merged: list[Span] = []
        self._most = 0
        self._shared: dict[str, str] = {}
        self._arrays: list[Span] = []
        self._columns: dict[str, int] = {}
        self._looks: dict[str, int] = {}
        self._hidden = False
        self._number = 0
        self._last_number = 0
        self._next_column = 0
        self._cells: dict[int, str] = {}
        self._formulas: list[int] = []
        # Of the cell that is being read:
        self._cell: dict[str, str] = {}
        self._value = ""
        self._inline: list[str] = []
        self._phonetic = False
        self._formula: str | None = None
        self._formula_cell: dict[str, str] = {}

    def read(self, *, most: int = 0) -> RawTable:
        """Read all rows, or the first `most` that are not blank, and the merged cells."""
        self._most = most
        starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "rPh": self._start_phonetic,
            "mergeCell": self._merge,
        }
        ends = {
            "v": self._end_value,
            "t": self._end_inline,
            "f": self._end_formula,
            "rPh": self._end_phonetic,
            "c": self._end_cell,
            "row": self._end_row,
        }
        with suppress(_EnoughError):
            self._xml.read(starts, ends)
        return self._grid.finish(merged=self._merged)

    def _merge(self, attributes: dict[str, str]) -> None:
        if len(self._merged) >= MOST_MERGED:
            raise FileFormatError("sheets.too_many_merged", path=self._path, most=MOST_MERGED)
        self._merged.append(self._span(attributes.get("ref", "")))

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._formula_cell = attributes

    def _end_formula(self, text: str) -> None:
        self._formula = text

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self._phonetic = True

    def _end_phonetic(self, _: str) -> None:
        self._phonetic = False

    def _end_value(self, text: str) -> None:
        self._value = text

    def _end_inline(self, text: str) -> None:
        if not self._phonetic:
            self._inline.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r", "")
        number = self._last_number + 1
        if said:
            if not (said.isascii() and said.isdecimal()):
                raise self._damaged(f"row {said[:20]!r}")
            number = int(said[:12])
        if number > MOST_ROWS:
            raise FileFormatError("sheets.too_many_rows", path=self._path, most=MOST_ROWS)
        if number <= self._last_number:
            raise self._damaged(f"row {number} after row {self._last_number}")
        self._number = number
        self._hidden = attributes.get("hidden", "0") in ("1", "true")
        self._cells = {}
        self._formulas = []
        self._next_column = 0

    def _end_row(self, _: str) -> None:
        self._last_number = self._number
        if not self._cells:
            return
        width = max(self._cells) + 1
        cells = [""] * width
        for column, text in self._cells.items():
            cells[column] = text
        self._grid.add(self._number, cells, formulas=self._formulas, hidden=self._hidden)
        if self._most and len(self._grid) >= self._most:
            raise _EnoughError

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._value = ""
        self._formula = None
        self._inline = []

    def _end_cell(self, _: str) -> None:
        place = self._cell.get("r")
        at = self._next_column if place is None else self._column(place)
        self._next_column = at + 1
        if self._formula is not None:
            text = self._formula_text(self._formula)
            self._formulas.append(at)
        else:
            text = self._text()
            if self._arrays and self._in_array(at):
                self._formulas.append(at)
        if not text:
            return
        if len(text) > MOST_CELL_CHARS:
            raise FileFormatError(
                "sheets.cell_too_long", path=self._path, row=self._number, most=MOST_CELL_CHARS
            )
        if at >= MOST_COLUMNS:
            raise FileFormatError(
                "sheets.too_many_columns", path=self._path, row=self._number, most=MOST_COLUMNS
            )
        self._cells[at] = text

    def _in_array(self, at: int) -> bool:
        """Tell whether a cell shows a part of the result of an array formula."""
        return any(
            span.first_row <= self._number <= span.last_row
            and span.first_column <= at <= span.last_column
            for span in self._arrays
        )

    def _formula_text(self, formula: str) -> str:
        """Text of a formula; of one shared with cells above, theirs, and where it stands."""
        own = self._formula_cell
        index = own.get("si", "")
        if own.get("t") == "shared" and not formula.strip():
            return self._shared.get(index, "=")
        text = "=" + unescaped(formula).strip()
        if own.get("t") == "shared":
            self._shared[index] = f"{text} [{own.get('ref', '').partition(':')[0]}]"
        elif own.get("t") in ("array", "dataTable") and ":" in own.get("ref", ""):
            self._arrays.append(self._span(own["ref"]))
            if len(self._arrays) > MOST_ARRAYS:
                raise self._damaged(f"more than {MOST_ARRAYS} array formulas")
        return text

    def _text(self) -> str:
        """Text of a cell without a formula."""
        kind = self._cell.get("t", "n")
        if kind == "n":
            return self._number_text() if self._value else ""
        if kind == "s":
            try:
                index = int(self._value[:12])
                return self._parts.strings[index] if index >= 0 else self._no_text()
            except (ValueError, IndexError):
                return self._no_text()
        if kind == "inlineStr":
            return unescaped("".join(self._inline)).strip()
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(self._value.strip(), self._value.strip())
        return unescaped(self._value).strip()

    def _no_text(self) -> NoReturn:
        raise self._damaged(f"text no. {self._value[:20]!r}")

    def _number_text(self) -> str:
        said = self._value.strip()
        style = self._cell.get("s", "")
        look = self._looks.get(style)
        if look is None:
            look = self._looks[style] = self._look(style)
        if look == Look.PLAIN and _SMALL_WHOLE.fullmatch(said):
            return said
        try:
            value = float(said)
        except ValueError:
            return said
        if look == Look.DATE:
            return _date_text(value, said, from_1904=self._parts.from_1904)
        if look == Look.PERCENT and abs(value) < _WHOLE_BELOW:
            percent = (Decimal(repr(value)) * 100).normalize()
            return f"{percent:f}%"
        if abs(value) < _WHOLE_BELOW and value.is_integer():
            whole = str(int(value))
            return whole.zfill(look) if look > Look.ZEROS and value >= 0 else whole
        return repr(value)

    def _look(self, style: str) -> int:
        looks = self._parts.looks
        place = int(style) if _SMALL_WHOLE.fullmatch(style) else 0
        return looks[place] if place < len(looks) else Look.PLAIN

    def _column(self, place: str) -> int:
        """Column of a cell, counted from 0."""
        letters = place.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            if not _LETTERS.fullmatch(letters):
                raise self._damaged(f"cell {place[:20]!r}")
            column = column_index_from_string(letters) - 1
            self._columns[letters] = column
        return column

    def _span(self, ref: str) -> Span:
        first, _, last = ref.replace("$", "").partition(":")
        found = [_PLACE.fullmatch(one) for one in (first, last or first)]
        if found[0] is None or found[1] is None:
            raise self._damaged(f"cells {ref[:30]!r}")
        return Span(
            int(found[0][2]), self._column(found[0][1]), int(found[1][2]), self._column(found[1][1])
        )

    def _damaged(self, what: str) -> FileFormatError:
        return FileFormatError("sheets.damaged_workbook", path=self._path, what=what)


def _date_text(value: float, said: str, *, from_1904: bool) -> str:
    """Write a day number as an ISO date, with the time of day where there is one."""
    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    try:
        when = from_excel(value, epoch)
    except (OverflowError, ValueError):
        return said
    if isinstance(when, datetime):
        midnight = when.time() == time(0)
        return when.date().isoformat() if midnight else when.isoformat(" ", "seconds")
    return str(when) if isinstance(when, time | timedelta) else said
