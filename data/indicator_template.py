"""Indicator templates: a plan's rows as a table that a person fills in and hands back.

The column of values is empty. What the plan says of 2020 stands in a grey column of its
own, headed as what it is, and is never read as a value.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data.results import safe_text, write_bytes, write_text
from data.workbooks import steady_workbook
from geo.errors import InputError, OutputError
from geo.text import Lang, text
from planning.indicator_units import UnitKind
from planning.plan_rows import Need, PlanRow, PlanRows

SUFFIXES = (".csv", ".xlsx")
COLUMNS = (
    ("goal", 10),
    ("words", 40),
    ("area", 12),
    ("year", 8),
    ("value", 12),
    ("unit", 18),
    ("source", 24),
    ("target", 16),
    ("baseline", 16),
    ("section", 30),
    ("needs", 14),
)
"""Name of each column of the template, and its width in characters."""
_PLAN_COLUMNS = frozenset(("target", "baseline", "section", "needs"))
_GREY, _HEAD, _OPEN = (PatternFill("solid", fgColor=one) for one in ("E7E6E6", "D9E2F3", "FFFBE6"))
# A fixed stamp instead of the clock, so that bytes repeat.
_EPOCH = datetime(2000, 1, 1)
_HELP_LINES = 9


def write_template(
    path: Path, rows: PlanRows, *, lang: Lang = Lang.ZH, overwrite: bool = False
) -> None:
    """
    Write the template of a plan: a line for each row that needs, or may have, an indicator.

    Parameters
    ----------
    path
        File to write; ``.xlsx`` (with a sheet that explains) or ``.csv`` (UTF-8 with BOM).
    rows
        The plan.
    lang
        Language of headings, units and explanations.
    overwrite
        Whether a file that is there is replaced.

    Raises
    ------
    InputError
        If the suffix is another.
    OutputError
        If the file is there and `overwrite` is false, or the disk refuses.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError("indicators.template_suffix", path=str(path), known=", ".join(SUFFIXES))
    if path.exists() and (not overwrite or path.is_dir()):
        raise OutputError("indicators.template_exists", path=str(path))
    if suffix == ".csv":
        write_text(path, _as_csv(rows, lang))
    else:
        write_bytes(path, _as_workbook(rows, lang))


def template_rows(rows: PlanRows) -> tuple[PlanRow, ...]:
    """Rows that a template lists: first those that need an indicator, then those that may."""
    return (*rows.of(Need.NEEDED), *rows.of(Need.OPTIONAL))


def _heads(lang: Lang) -> list[str]:
    return [text(f"indicators.head_{name}", lang) for name, _ in COLUMNS]


def _line(row: PlanRow, lang: Lang) -> list[str]:
    unit = row.measure
    message = None if unit is None else unit.message()
    cells = {
        "goal": row.id,
        "words": row.phrase,
        "unit": "" if message is None else text(message.code, lang, **message.fields),
        "target": row.target_words,
        "baseline": row.baseline_2020.words,
        "section": row.section,
        "needs": text(f"need.{row.need.value}", lang),
    }
    return [cells.get(name, "") for name, _ in COLUMNS]


def _as_csv(rows: PlanRows, lang: Lang) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_heads(lang))
    for row in template_rows(rows):
        writer.writerow([safe_text(cell) for cell in _line(row, lang)])
    return "\ufeff" + stream.getvalue()


def _as_workbook(rows: PlanRows, lang: Lang) -> bytes:
    book = Workbook()
    book.properties.creator = "goldenhour"
    book.properties.created = _EPOCH
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # a new workbook has one: this is for the type alone
        sheet = book.create_sheet()
    sheet.title = text("indicators.sheet_values", lang)
    _fill_values(sheet, rows, lang)
    _fill_help(book.create_sheet(text("indicators.sheet_help", lang)), rows, lang)
    stream = io.BytesIO()
    book.save(stream)
    return steady_workbook(stream.getvalue())


def _fill_values(sheet: Worksheet, rows: PlanRows, lang: Lang) -> None:
    sheet.append(_heads(lang))
    for row in template_rows(rows):
        sheet.append([None] * len(COLUMNS))
        # Percentages, ratios and sums are typed as text: a spreadsheet would make 0.95 of 95%,
        # a time of 1:14, and nothing of 3+4.
        unit = row.measure
        typed = unit is not None and unit.kind in (UnitKind.PERCENT, UnitKind.RATIO)
        typed = typed or row.value.parts > 1
        for at, ((name, _), told) in enumerate(zip(COLUMNS, _line(row, lang), strict=True), 1):
            cell = sheet.cell(sheet.max_row, at)
            if told:
                cell.value = told
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if name not in ("year", "value") or (name == "value" and typed):
                cell.number_format = "@"
            if name in _PLAN_COLUMNS:
                cell.fill = _GREY
            elif name in ("year", "value"):
                cell.fill = _OPEN
    for at, (name, width) in enumerate(COLUMNS, 1):
        head = sheet.cell(1, at)
        head.font = Font(bold=True)
        head.fill = _GREY if name in _PLAN_COLUMNS else _HEAD
        head.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _fill_help(sheet: Worksheet, rows: PlanRows, lang: Lang) -> None:
    needed, optional = len(rows.of(Need.NEEDED)), len(rows.of(Need.OPTIONAL))
    lines = [
        text(
            f"indicators.help_{line}",
            lang,
            title=rows.title,
            document=rows.document or "–",
            needed=needed,
            optional=optional,
        )
        for line in range(1, _HELP_LINES + 1)
    ]
    for at, line in enumerate(lines, 1):
        cell = sheet.cell(at, 1, line)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if at == 1:
            cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 100
