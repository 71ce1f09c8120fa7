"""Official totals: a table of areas with their people, matched to the study's areas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.columns import COMMON_FIELDS, ColumnMapping
from data.import_report import ImportReport
from data.numbers import parse_numbers
from data.population_columns import GROUP_FIELDS, PEOPLE_UNITS, POPULATION_HEADINGS, read_people
from data.sheet_reader import read_sheet
from data.sheets import Sheet
from geo.errors import InputError
from layers.areas import AreaSet
from layers.demand import Group
from layers.names import same_area_name

TOTALS_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": (
        *COMMON_FIELDS["name"], "area", "area_name", "township", "district", "乡镇", "乡镇名称",
        "乡镇街道", "镇街", "镇街名称", "街道", "地区", "区域", "行政区", "行政区划",
        "行政区名称", "区县", "所在乡镇", "村", "村（社区）",
    ),
    "id": (
        *COMMON_FIELDS["id"], "area_code", "行政区划代码", "区划代码", "行政区代码",
        "统计用区划代码", "adcode",
    ),
    "level": ("level", "admin_level", "级别", "层级"),
    "year": ("year", "年份", "年度", "统计年份", "数据年份", "年"),
    "source": ("source", "来源", "数据来源", "出处"),
    "population": POPULATION_HEADINGS,
    **{group.value: headings for group, headings in GROUP_FIELDS.items()},
}  # fmt: skip
_SUM_ROW = re.compile(
    r"(?:全(?:区|县|市|省|州|旗|镇|乡|域|街道))?(?:总人口|人口|总数|合计|总计|共计)?"
)
"""What the row calls itself that sums up the others, where it names no area."""
_YEAR_UNITS = ("年", "年末", "年底")
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class OfficialTotals:
    """
    Official totals by the code of the study's areas.

    Attributes
    ----------
    by_group
        People by area code, for each group that the table tells of.
    year
        Year of the totals; empty where the table does not say.
    source
        Their source as the table says, several separated by semicolons; or the file name.
    """

    by_group: Mapping[Group, Mapping[str, float]]
    year: str
    source: str


def read_official_totals(
    path: Path,
    areas: AreaSet,
    *,
    year: int | None = None,
    mapping: ColumnMapping | None = None,
) -> tuple[OfficialTotals, ImportReport]:
    """
    Read official totals and match them to areas, by code or else by name.

    Names match whether or not they end in 镇, 乡 or 街道. A row whose area is not among
    the study's, or could be one of several, is rejected; one that sums up the others (全区)
    is left out by a note. Of several years the latest is
    taken for all areas, unless one is named.

    Parameters
    ----------
    path
        CSV or workbook: an area's name (or code), its population, and where present the
        groups, the level, the year and the source.
    areas
        The study's areas, of one or several levels.
    year
        Year to take.
    mapping
        What the user says of the columns.

    Returns
    -------
    totals, report
        The totals that have an area, and what was said of the others.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        As `data.sheet_reader.read_sheet`; or if no column tells of people, the year is not
        in the table, or no row matches.
    """
    report = ImportReport()
    sheet = read_sheet(path, fields=TOTALS_FIELDS, needed=("name",), mapping=mapping, report=report)
    told = [group for group in GROUP_FIELDS if sheet.has(group.value)]
    if not sheet.has("population") and not told:
        raise InputError(
            "population.no_totals", path=sheet.name, accepted=", ".join(POPULATION_HEADINGS[:8])
        )
    rows, taken_year = _rows_of_year(sheet, year, report)
    people = np.full(len(sheet), np.nan)
    if sheet.has("population"):
        people, rows = read_people(sheet, rows, report)
    code = _matched(sheet, rows, areas, report)
    if not code:
        raise InputError(
            "population.no_area_matches",
            path=sheet.name,
            found=", ".join(list(dict.fromkeys(sheet.column("name")))[:5]),
            areas=", ".join(areas.name[:5]),
        )
    by_group: dict[Group, Mapping[str, float]] = {}
    if sheet.has("population"):
        by_group[Group.ALL] = {one: float(people[row]) for row, one in code.items()}
    for group in told:
        by_group[group] = _group_totals(sheet, group, code, report)
    said = (sheet.column("source")[row] for row in code)
    source = "; ".join(dict.fromkeys(one for one in said if one)) or sheet.name
    return OfficialTotals(by_group, taken_year, source), report


def _rows_of_year(
    sheet: Sheet, year: int | None, report: ImportReport
) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], str]:
    """Rows of one year, the latest where none is named; all where no year is told."""
    said = parse_numbers(sheet.column("year"), grouped=False, units=_YEAR_UNITS)
    known = said[np.isfinite(said)]
    if year is None and not known.size:
        return np.ones(len(sheet), dtype=np.bool_), ""
    wanted = float(known.max()) if year is None else float(year)
    rows = said == wanted
    if not rows.any():
        found = ", ".join(f"{one:.0f}" for one in np.unique(known)) or "-"
        raise InputError("population.no_such_year", path=sheet.name, year=year, found=found)
    others = int((~rows).sum())
    if others:
        report.note("import.one_year_taken", path=sheet.name, year=f"{wanted:.0f}", others=others)
    return rows, f"{wanted:.0f}"


def _matched(
    sheet: Sheet,
    rows: np.ndarray[tuple[int], np.dtype[np.bool_]],
    areas: AreaSet,
    report: ImportReport,
) -> dict[int, str]:
    """Area code of each row that has one; the other rows are rejected."""
    known = set(areas.code)
    found: dict[int, str] = {}
    taken: set[str] = set()
    sums: list[int] = []
    for row in np.flatnonzero(rows).tolist():
        number = int(sheet.row[row])
        name, code, level = (sheet.column(field)[row] for field in ("name", "id", "level"))
        hits = [code] if code in known else _by_name(name, level, areas)
        plain = "".join(unicodedata.normalize("NFKC", name).split())
        if not hits and plain and _SUM_ROW.fullmatch(plain):
            sums.append(row)
        elif not hits:
            report.reject(sheet.name, number, "row.unknown_area", name=name or code)
        elif len(hits) > 1:
            report.reject(
                sheet.name, number, "row.ambiguous_area", name=name, codes=", ".join(hits[:5])
            )
        elif hits[0] in taken:
            report.reject(sheet.name, number, "row.double_area", name=name, area=hits[0])
        else:
            taken.add(hits[0])
            found[row] = hits[0]
    if sums:
        report.note(
            "sheets.total_rows",
            path=sheet.name,
            count=len(sums),
            rows=", ".join(str(sheet.row[row]) for row in sums[:_MOST_NAMED]),
            text=sheet.column("name")[sums[0]],
        )
    return found


def _by_name(name: str, level: str, areas: AreaSet) -> list[str]:
    """Codes of the areas of a name: those spelt alike, else those that mean it."""
    # What the table calls a level (镇, 乡级) need not be what the boundaries call it.
    here = [row for row in range(len(areas)) if areas.level[row] == level] or range(len(areas))
    key = "".join(name.split()).casefold()
    exact = [row for row in here if key and "".join(areas.name[row].split()).casefold() == key]
    hits = exact or [row for row in here if name and same_area_name(name, areas.name[row])]
    return [areas.code[row] for row in hits]


def _group_totals(
    sheet: Sheet, group: Group, code: Mapping[int, str], report: ImportReport
) -> dict[str, float]:
    """Totals of a group; areas whose cell is blank or no number have none, by a note."""
    said = sheet.column(group.value)
    counted = parse_numbers(said, grouped=True, units=PEOPLE_UNITS)
    counted[sheet.formulas(group.value)] = np.nan
    with np.errstate(invalid="ignore"):
        bad = [row for row in code if not counted[row] >= 0]
    if bad:
        report.note(
            "import.group_totals_missing",
            path=sheet.name,
            group=group,
            count=len(bad),
            row=int(sheet.row[bad[0]]),
            value=said[bad[0]],
        )
    return {one: float(counted[row]) for row, one in code.items() if counted[row] >= 0}
