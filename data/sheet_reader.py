"""Reading a table, whatever kind of file it is: CSV, workbook or vector file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.columns import ColumnMapping, join_parts
from data.import_report import ImportReport
from data.sheet_grid import RawTable, formula_marks
from data.sheet_head import check_columns, find_head, head_score, note_head
from data.sheet_kinds import Kind, kind_of
from data.sheet_rows import body_rows, fill_merged
from data.sheet_text import read_text
from data.sheet_units import check_headings, check_units
from data.sheet_vector import read_vector
from data.sheet_xlsx import read_workbook
from data.sheets import Sheet

ERROR_CELLS = frozenset(
    (
        *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"),
        *("#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"),
    )
)
"""What a spreadsheet shows where a formula failed."""


def read_sheet(
    path: Path,
    *,
    fields: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...] = (),
    mapping: ColumnMapping | None = None,
    report: ImportReport,
) -> Sheet:
    """
    Read a table and recognise its columns.

    Kinds of file: CSV (commas, semicolons, tabs; UTF-8, UTF-16, GB18030), XLSX, GeoJSON,
    GeoPackage, Shapefile (also in a .zip). Titles above the head, heads of several rows,
    merged cells, rows of totals and of notes, hidden rows and further sheets are dealt
    with, and each is remarked in `report`.

    Parameters
    ----------
    path
        The file.
    fields
        Accepted headings by field name; see `data.columns.COMMON_FIELDS`.
    needed
        Fields that must be there; "lon" and "lat" of a vector file are in its shapes.
    mapping
        What the user says of the file.
    report
        Takes the remarks.

    Returns
    -------
    sheet
        Rows beneath the head that are not blank. Coordinates are as the file has them,
        but for a projected vector file, which comes in WGS-84 degrees.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is damaged, of a kind that is not read, or beyond a bound.
    CrsError
        If a vector file's coordinate system cannot be used.
    InputError
        If a needed column is missing, the mapping does not fit, or a quantity counts in
        tens of thousands.
    """
    kind = kind_of(path)
    if kind is Kind.VECTOR:
        return read_vector(path, fields=fields, needed=needed, mapping=mapping, report=report)
    if kind is Kind.WORKBOOK:
        table = read_workbook(path, fields=fields, needed=needed, mapping=mapping, report=report)
    else:
        table = read_text(path, report=report, score=lambda rows: head_score(rows, fields))
    head = find_head(table, fields, needed, mapping)
    check_headings(head, table.name, fields)
    check_columns(head, table, fields, needed, mapping)
    note_head(head, table, report)
    body = body_rows(table, head, report)
    check_units(table, head, body, fields)
    fill_merged(table, head, body, report)
    return _sheet(table, tuple(map(join_parts, head.parts)), head.columns, body)


def formula_rejects(sheet: Sheet, fields: Sequence[str], report: ImportReport) -> NDArray[np.bool_]:
    """
    Reject the rows that need a cell which is a formula, or shows that one failed.

    A formula's remembered result may be years old, and nothing says so.

    Parameters
    ----------
    sheet
        The table.
    fields
        Fields that the caller uses; those the sheet does not have are passed over.
    report
        Takes "row.formula" and "row.error_cell", one for a row.

    Returns
    -------
    rejected
        Rows that were rejected, shape ``(n,)``.
    """
    rejected = np.zeros(len(sheet), dtype=np.bool_)
    fault_in: dict[int, tuple[str, str, str]] = {}
    for name in fields:
        if not sheet.has(name):
            continue
        cells = sheet.column(name)
        heading = sheet.head[sheet.columns[name]]
        formulas = sheet.formulas(name)
        failed = [place for place, cell in enumerate(cells) if cell in ERROR_CELLS]
        for place in (*np.flatnonzero(formulas).tolist(), *failed):
            code = "row.formula" if formulas[place] else "row.error_cell"
            fault_in.setdefault(place, (code, heading, cells[place]))
    for place, (code, heading, value) in sorted(fault_in.items()):
        report.reject(sheet.name, int(sheet.row[place]), code, column=heading, value=value[:80])
        rejected[place] = True
    return rejected


def _sheet(
    table: RawTable, head: tuple[str, ...], columns: Mapping[str, int], body: NDArray[np.int64]
) -> Sheet:
    """Take the rows of the body out of a table, and mark the formulas in it."""
    whole = body.size == 0 or body[-1] - body[0] + 1 == body.size
    low, high = (int(body[0]), int(body[-1]) + 1) if body.size else (0, 0)
    cells = []
    formula: dict[int, NDArray[np.bool_]] = {}
    for place, column in enumerate(table.columns):
        taken = column[low:high] if whole else [column[one] for one in body.tolist()]
        marks = formula_marks(taken)
        if place in table.formula:
            marks |= np.isin(body, table.formula[place])
        if marks.any():
            formula[place] = marks
        cells.append(taken)
    return Sheet(table.name, head, tuple(cells), table.row[body], dict(columns), formula)
