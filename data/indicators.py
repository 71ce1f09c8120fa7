"""Reading indicator tables: a row a value, or a column a year, as the offices keep them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from data.columns import ColumnMapping, normal_heading
from data.import_report import ImportReport
from data.indicator_values import ValueCell, ValueReader
from data.results import write_text
from data.sheet_reader import read_sheet
from data.sheets import Sheet
from geo.errors import FileFormatError, InputError
from geo.text import Message
from planning.indicators import IndicatorTable
from planning.plan_rows import PlanRows

FIELDS: Mapping[str, tuple[str, ...]] = {
    "indicator": (
        "目标编号", "指标编号", "条目编号", "指标代码", "goal", "goal id", "indicator id",
        "indicator", "指标", "指标名称", "编号", "代码", "id", "code",
        "名称", "name",
    ),
    "name": ("规划原文", "plan words"),
    "area": ("地区", "区域", "行政区", "行政区划", "乡镇", "镇街", "area", "area code", "region"),
    "year": ("年份", "年度", "年", "统计年份", "year"),
    "value": ("数值", "值", "现状值", "实际值", "完成值", "value", "actual"),
    "unit": ("单位", "计量单位", "unit", "units"),
    "source": ("来源", "数据来源", "资料来源", "source", "data source"),
}  # fmt: skip
BUNDLE_HEAD = ("indicator", "area", "year", "value", "unit", "source")
_YEAR_HEAD = re.compile(
    r"(?:.* )?(\d{4})(?:\.0+)?年?(?:度|末|底)?(?:实际|现状|完成|统计)?(?:值|数|情况)?"
)
_PLAN_HEAD = re.compile(r"目标|规划|计划|预期|基期|基线|target|plan|baseline|goal", re.IGNORECASE)
_FIGURE_HEAD = re.compile(r"目标|基期|基线|预期|target|baseline", re.IGNORECASE)


def read_indicators(
    path: Path, *, mapping: ColumnMapping | None = None, rows: PlanRows | None = None
) -> tuple[IndicatorTable, ImportReport]:
    """
    Read an indicator table from CSV or XLSX.

    One row a value (columns for the id, year and value; area, unit and source where
    known), or one row an indicator and one column a year, headed ``2021`` or ``2021年``.
    Columns of targets and baselines are never read as values.

    Parameters
    ----------
    path
        The file.
    mapping
        Which column holds what, where the headings do not say it.
    rows
        Plan rows that the ids and units are held against; without them every id is
        taken as it is.

    Returns
    -------
    table, report
        Values that were taken, in the plan's units where it gives one, and what the
        import had to say.

    Raises
    ------
    DataUnavailableError, FileFormatError
        If the file is not there or cannot be read.
    InputError
        If the columns are missing, or there are values but not one can be used.
    """
    table, report = scan_indicators(path, mapping=mapping, rows=rows)
    if not len(table) and report.rejects:
        first = report.rejects[0]
        raise InputError(
            "table.no_row_taken",
            path=path.name,
            count=len(report.rejects),
            row=first.row,
            reason=Message(first.code, first.fields),
        )
    return table, report


def scan_indicators(
    path: Path, *, mapping: ColumnMapping | None = None, rows: PlanRows | None = None
) -> tuple[IndicatorTable, ImportReport]:
    """
    Read as `read_indicators`, and report every fault even where no row can be used.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        As `read_indicators`, but for a table without a usable row.
    """
    report = ImportReport()
    sheet = read_sheet(path, fields=FIELDS, needed=("indicator",), mapping=mapping, report=report)
    reader = ValueReader(sheet.name, rows, report)
    for cell in _cells(sheet, report):
        reader.take(cell)
    return reader.table(), report


def read_ids(path: Path, *, mapping: ColumnMapping | None = None) -> tuple[str, ...]:
    """
    Ids that an indicator table names, filled in or not, in upper case.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        If the file cannot be read, or has no column of ids.
    """
    sheet = read_sheet(
        path, fields=FIELDS, needed=("indicator",), mapping=mapping, report=ImportReport()
    )
    said = (unicodedata.normalize("NFKC", one).strip().upper() for one in sheet.column("indicator"))
    return tuple(dict.fromkeys(one for one in said if one))


def _cells(sheet: Sheet, report: ImportReport) -> Iterator[ValueCell]:
    """Values of a sheet, whichever of the two layouts it has."""
    # A table may head both a number and a name: whichever of them the plan knows counts.
    known = {normal_heading(one) for one in FIELDS["indicator"]}
    also = [
        at
        for at, head in enumerate(sheet.head)
        if at not in sheet.columns.values() and normal_heading(head) in known
    ]
    claimed = {*sheet.columns.values(), *also}
    planned = [at for at, head in enumerate(sheet.head) if _PLAN_HEAD.search(head)]
    years = {
        at: found[1]
        for at, head in enumerate(sheet.head)
        if at not in claimed and at not in planned and (found := _YEAR_HEAD.fullmatch(_bare(head)))
    }
    long = sheet.has("value") and sheet.has("year")
    if not long and not years:
        raise InputError(
            "indicators.no_year_column", path=sheet.name, found=", ".join(sheet.head[:8])
        )
    if long and years:
        ignored = ", ".join(sheet.head[at] for at in years)
        report.note("indicators.years_ignored", source=sheet.name, columns=ignored)
    figures = (at for at in planned if at not in claimed and _FIGURE_HEAD.search(sheet.head[at]))
    if left := [sheet.head[at] for at in figures]:
        report.note("indicators.plan_columns", source=sheet.name, columns=", ".join(left))
    columns = [(sheet.columns["value"], "")] if long else list(years.items())
    called = [sheet.columns["indicator"], *also]
    called += [sheet.columns["name"]] if sheet.has("name") else []
    year, area, unit, source = map(sheet.column, ("year", "area", "unit", "source"))
    for at in range(len(sheet)):
        for column, headed in columns:
            formula = sheet.formula.get(column)
            yield ValueCell(
                row=f"{sheet.row[at]}" if long else f"{sheet.row[at]} ({sheet.head[column]})",
                called=tuple(sheet.cells[one][at] for one in called),
                area=area[at],
                year=headed or year[at],
                value=sheet.cells[column][at],
                unit=unit[at],
                source=source[at],
                formula=formula is not None and bool(formula[at]),
            )


def _bare(head: str) -> str:
    """Heading in half width, without what stands in brackets."""
    return re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", head)).strip()


def write_indicators(path: Path, table: IndicatorTable) -> None:
    """
    Write a table as a part of a study: CSV in UTF-8, every value to the last digit.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    stream = io.StringIO(newline="")
    # Text in quotes: a lone carriage return in it would else end the row.
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(BUNDLE_HEAD)
    for at in range(len(table)):
        writer.writerow(
            [
                table.indicator[at],
                table.area[at],
                int(table.year[at]),
                float(table.value[at]),
                table.unit[at],
                table.source[at],
            ]
        )
    write_text(path, stream.getvalue())


def read_written_indicators(path: Path) -> IndicatorTable:
    """
    Read what `write_indicators` wrote.

    Raises
    ------
    FileFormatError
        If the file is not such a table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
        return IndicatorTable(
            indicator=tuple(row["indicator"] for row in rows),
            area=tuple(row["area"] for row in rows),
            year=np.array([int(row["year"]) for row in rows], dtype=np.int64),
            value=np.array([float(row["value"]) for row in rows], dtype=np.float64),
            unit=tuple(row["unit"] for row in rows),
            source=tuple(row["source"] for row in rows),
        )
    except (OSError, csv.Error, KeyError, TypeError, ValueError) as fault:
        raise FileFormatError(
            "indicators.part_damaged", path=str(path), what=f"{type(fault).__name__}: {fault}"
        ) from fault
