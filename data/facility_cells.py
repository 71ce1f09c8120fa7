"""The cells of a facility list, column by column: words, texts, counts, years.

What a cell says and nobody can use is taken as unknown, and remarked with the first rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from data.facility_checks import EXAMPLES
from data.import_report import ImportReport
from data.numbers import parse_numbers
from data.sheet_reader import ERROR_CELLS
from data.sheets import Sheet
from layers.facilities import NO_YEAR

MOST = {"beds": 30_000, "doctors": 20_000, "staff": 60_000, "vehicles": 2_000}
"""Two to three times what the largest hospital has: a larger number is a slip of the pen."""
YEARS = (1800, 2100)
"""Years that can be those of an opening."""

_COUNT_FIELDS = {
    "beds": ("beds_in_use", "beds", "beds_approved"),
    "doctors": ("doctors", "doctors_licensed"),
    "staff": ("staff", "staff_all"),
    "vehicles": ("vehicles",),
}
"""Columns of each count; where several are there, the first that is filled in is taken."""
_UNITS = ("张", "床", "人", "名", "个", "辆", "台", "beds")
_BLANK = frozenset({"", "-", "--", "—", "——", "/", "\\", "不详", "未知"})
SPLIT = re.compile(r"[;；、，,|/\n]")
"""What stands between several words of one cell."""
_YEAR = re.compile(r"(\d{4})(?:\.0+|\D.*|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?", re.ASCII)
_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}  # noqa: RUF001

_Value = TypeVar("_Value")
_Reader = Callable[[str], _Value | None]


@dataclass(slots=True)
class OddCells:
    """Cells of one column that could not be used."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, row: int, said: str) -> None:
        """Count a cell; the first are kept with their rows."""
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{row}: {said[:40]}")

    def listed(self) -> str:
        """First cells, each with its row."""
        return ", ".join(self.examples)


def read_words(
    sheet: Sheet,
    name: str,
    rows: Sequence[int],
    reader: _Reader[_Value],
    blank: _Value,
    report: ImportReport,
) -> tuple[_Value, ...]:
    """Read a column of words; what `reader` does not know is remarked and taken as `blank`."""
    cells = sheet.column(name)
    odd = OddCells()
    found: list[_Value] = []
    for row in rows:
        value = reader(cells[row])
        if value is None:
            odd.add(int(sheet.row[row]), cells[row])
        found.append(blank if value is None else value)
    note_odd(sheet, name, odd, report)
    return tuple(found)


def note_odd(sheet: Sheet, name: str, odd: OddCells, report: ImportReport) -> None:
    """Remark cells that say what is not known."""
    if odd.count:
        report.note(
            "import.unknown_cells",
            path=sheet.name,
            column=sheet.head[sheet.columns[name]],
            count=odd.count,
            examples=odd.listed(),
        )


def read_texts(
    sheet: Sheet, name: str, rows: Sequence[int], report: ImportReport
) -> tuple[str, ...]:
    """Text of a column, on one line; a formula, or what one left behind, is none."""
    cells, formulas = sheet.column(name), sheet.formulas(name)
    odd = OddCells()
    found: list[str] = []
    for row in rows:
        unusable = formulas[row] or cells[row] in ERROR_CELLS
        if unusable:
            odd.add(int(sheet.row[row]), cells[row])
        found.append("" if unusable else " ".join(cells[row].split()))
    note_odd(sheet, name, odd, report)
    return tuple(found)


def read_aliases(sheet: Sheet, rows: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """Second names of each row, divided at semicolons, commas, 、 and /."""
    cells, formulas, names = (
        sheet.column("aliases"),
        sheet.formulas("aliases"),
        sheet.column("name"),
    )
    return tuple(
        tuple(
            dict.fromkeys(
                name
                for name in map(str.strip, SPLIT.split("" if formulas[row] else cells[row]))
                if name not in _BLANK and name not in {"无", names[row]}
            )
        )
        for row in rows
    )


def read_counts(
    sheet: Sheet, count: str, rows: Sequence[int], report: ImportReport
) -> NDArray[np.float64]:
    """Read a count from the first of its columns that is filled in, shape ``(k,)``."""
    index = np.array(rows, dtype=np.int64)
    values = np.full(index.size, np.nan)
    open_ = np.ones(index.size, dtype=np.bool_)
    present = [name for name in _COUNT_FIELDS[count] if sheet.has(name)]
    filled = 0
    for name in present:
        cells = sheet.column(name)
        said = [cells[row] for row in rows]
        numbers = parse_numbers(said, grouped=True, units=_UNITS)
        good = np.isfinite(numbers) & (numbers >= 0) & (numbers <= MOST[count])
        good &= ~sheet.formulas(name)[index]
        blank = np.array([one in _BLANK for one in said], dtype=np.bool_)
        odd = OddCells()
        for place in np.flatnonzero(~good & ~blank).tolist():
            odd.add(int(sheet.row[rows[place]]), said[place])
        if odd.count:
            report.note(
                "import.bad_counts",
                path=sheet.name,
                column=sheet.head[sheet.columns[name]],
                count=odd.count,
                most=MOST[count],
                examples=odd.listed(),
            )
        if name != present[0]:
            filled += int((open_ & good).sum())
        values = np.where(open_ & good, numbers, values)
        # A number that cannot be used is no reason to take one that means something else.
        open_ &= blank
    if len(present) > 1:
        headings = [sheet.head[sheet.columns[name]] for name in present]
        report.note(
            "import.better_column",
            path=sheet.name,
            taken=headings[0],
            others=", ".join(headings[1:]),
            filled=filled,
        )
    return values


def read_years(sheet: Sheet, rows: Sequence[int], report: ImportReport) -> NDArray[np.int64]:
    """Year of a year or date, shape ``(k,)``."""
    cells, formulas = sheet.column("opening_year"), sheet.formulas("opening_year")
    years = np.full(len(rows), NO_YEAR, dtype=np.int64)
    odd = OddCells()
    for place, row in enumerate(rows):
        if cells[row] in _BLANK:
            continue
        found = _YEAR.fullmatch(cells[row].translate(_FULL_WIDTH))
        if found and YEARS[0] <= int(found[1]) <= YEARS[1] and not formulas[row]:
            years[place] = int(found[1])
        else:
            odd.add(int(sheet.row[row]), cells[row])
    note_odd(sheet, "opening_year", odd, report)
    return years
