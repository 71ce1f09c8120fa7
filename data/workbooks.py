"""Tables as workbooks whose bytes repeat, and codes stay text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data.verdict_tables import Cell, Grid

# A fixed stamp instead of the clock, so that bytes repeat.
_EPOCH = datetime(2000, 1, 1)
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
_STAMP = b"2000-01-01T00:00:00Z"
_HEAD = PatternFill("solid", fgColor="D9E2F3")
_LONGEST_TITLE = 31
_LONGEST_CELL = 32_767
_NARROWEST, _WIDEST = 8, 48
_FROZEN_AT = 4
_SHARE_FORMAT, _TEXT_FORMAT = "0.0%", "@"
_FORMATS = (("_share", _SHARE_FORMAT), ("_people", "#,##0"), ("_s", "0.0"), ("_m", "#,##0"))
_IN_ROW_UNIT = frozenset(("value", "target", "target_high", "margin", "band_low", "band_high"))


def workbook_bytes(grids: Iterable[tuple[str, Sequence[str], Grid]]) -> bytes:
    """
    Write tables as sheets of a workbook.

    Parameters
    ----------
    grids
        Title of the sheet, headings, and the table, for each sheet.

    Returns
    -------
    content
        The file. The same tables give the same bytes.
    """
    book = Workbook()
    book.properties.creator = "goldenhour"
    book.properties.created = _EPOCH
    if book.active is not None:
        book.remove(book.active)
    for title, heads, grid in grids:
        _fill(book.create_sheet(_sheet_title(title, book.sheetnames)), heads, grid)
    stream = io.BytesIO()
    book.save(stream)
    return steady_workbook(stream.getvalue())


def _sheet_title(title: str, taken: Sequence[str]) -> str:
    """Cut a title to what a workbook takes, and number it where it is taken."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:_LONGEST_TITLE] or "-"
    folded = {one.casefold() for one in taken}
    shown, number = plain, 2
    while shown.casefold() in folded:
        end = f" {number}"
        shown, number = plain[: _LONGEST_TITLE - len(end)] + end, number + 1
    return shown


def _fill(sheet: Worksheet, heads: Sequence[str], grid: Grid) -> None:
    unit_at = grid.columns.index("unit") if "unit" in grid.columns else None
    for at, head in enumerate(heads, 1):
        cell = sheet.cell(1, at, head)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for down, row in enumerate(grid.rows, 2):
        share = unit_at is not None and row[unit_at] == "share"
        for at, (name, value) in enumerate(zip(grid.columns, row, strict=True), 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(down, at)
            cell.alignment = wrapped
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
                # Text stays text: no formula, no date, no code that loses its zeros.
                cell.data_type = "s"
                cell.number_format = _TEXT_FORMAT
            else:
                cell.value = value
                cell.number_format = _format(name, share=share)
    for at, head in enumerate(heads, 1):
        width = max((_width(row[at - 1]) for row in grid.rows), default=0)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = min(max(width, _width(head), _NARROWEST), _WIDEST)
    sheet.freeze_panes = sheet.cell(2, min(_FROZEN_AT, len(heads)))
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _format(name: str, *, share: bool) -> str:
    if share and name in _IN_ROW_UNIT:
        return _SHARE_FORMAT
    return next((shown for ending, shown in _FORMATS if name.endswith(ending)), "General")


def _width(value: Cell) -> int:
    """Width of a cell in characters; a Chinese one counts twice."""
    written = value if isinstance(value, str) else "" if value is None else f"{value:.6g}"
    return sum(2 if ord(one) > 0x2E80 else 1 for one in written) + 2  # noqa: PLR2004 (CJK starts)


def steady_workbook(content: bytes) -> bytes:
    """Take the clock out of a workbook's bytes: the same tables give the same bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = re.sub(
                    rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + _STAMP, part
                )
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    return stream.getvalue()
