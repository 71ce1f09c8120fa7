"""Grids: the rows of a table as the file holds them, before a head is looked for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from geo.errors import FileFormatError

MOST_ROWS = 1_048_576
"""Rows a spreadsheet can hold; a list of more belongs into a raster or a database."""
MOST_COLUMNS = 500
MOST_CELLS = 12_000_000
"""Cells with text: about 1 GB of memory."""
MOST_SLOTS = 60_000_000
"""Rows times columns, blank ones too: 8 bytes each."""
MOST_CELL_CHARS = 131_072
MOST_CHARS = 250_000_000
"""Characters of all cells together."""
_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells: rows as the editor counts them, columns from 0, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """
    A table of text of which nothing is known yet.

    Attributes
    ----------
    name
        File name, with the sheet's name in brackets where a workbook has several.
    row
        Number of each row that is not blank, shape ``(n,)``, int64.
    columns
        Stripped text, column by column, each of length ``n``.
    formula
        Positions in `row` of the cells that hold a formula, by column.
    merged
        Merged cells.
    hidden
        How many of the rows are hidden.
    """

    name: str
    row: NDArray[np.int64]
    columns: list[list[str]]
    formula: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    merged: tuple[Span, ...] = ()
    hidden: int = 0

    def cells(self, position: int) -> list[str]:
        """Cells of a row."""
        return [column[position] for column in self.columns]


def formula_marks(cells: Sequence[str]) -> NDArray[np.bool_]:
    """
    Mark the cells whose text begins as a formula does.

    Examples
    --------
    >>> formula_marks(["=A1", "-5", "+5", ""]).tolist()
    [True, False, False, False]
    """
    # Joined, a column without formulas is known at a glance.
    if "\n=" not in "\n" + "\n".join(cells):
        return np.zeros(len(cells), dtype=np.bool_)
    return np.fromiter((cell[:1] == "=" for cell in cells), np.bool_, count=len(cells))


class Grid:
    """
    Collects rows into columns and keeps to the bounds.

    Parameters
    ----------
    name
        What messages call the table.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.hidden = 0
        self._numbers = array("q")
        self._columns: list[list[str]] = []
        self._formula: dict[int, array[int]] = {}
        self._batch: list[list[str]] = []
        self._flushed = 0
        self._cells = 0
        self._chars = 0

    def __len__(self) -> int:
        """Number of rows that were not blank."""
        return len(self._numbers)

    def add(
        self, number: int, cells: list[str], *, formulas: Sequence[int] = (), hidden: bool = False
    ) -> None:
        """
        Add a row of stripped cells; a blank one is left out.

        Raises
        ------
        FileFormatError
            If the table outgrows a bound.
        """
        if not any(cells):
            return
        if len(cells) > MOST_COLUMNS:
            last = max(position for position, cell in enumerate(cells) if cell)
            if last >= MOST_COLUMNS:
                raise FileFormatError(
                    "sheets.too_many_columns", path=self.name, row=number, most=MOST_COLUMNS
                )
            cells = cells[: last + 1]
        if len(self._numbers) >= MOST_ROWS:
            raise FileFormatError("sheets.too_many_rows", path=self.name, most=MOST_ROWS)
        for column in formulas:
            self._formula.setdefault(column, array("q")).append(len(self._numbers))
        self.hidden += hidden
        self._numbers.append(number)
        self._batch.append(cells)
        if len(self._batch) == _BATCH:
            self._flush()

    def finish(self, *, merged: Sequence[Span] = ()) -> RawTable:
        """
        Hand over what was collected.

        Raises
        ------
        FileFormatError
            If the table outgrows a bound.
        """
        self._flush()
        size = len(self._numbers)
        for column in self._columns:
            column.extend([""] * (size - len(column)))
        return RawTable(
            self.name,
            np.array(self._numbers, dtype=np.int64),
            self._columns,
            {
                column: np.array(rows, dtype=np.int64)
                for column, rows in sorted(self._formula.items())
            },
            tuple(merged),
            self.hidden,
        )

    def _flush(self) -> None:
        for position, column in enumerate(zip_longest(*self._batch, fillvalue="")):
            if position == len(self._columns):
                self._columns.append([])
            blank = column.count("")
            if blank == len(column):
                continue
            self._cells += len(column) - blank
            self._chars += sum(map(len, column))
            own = self._columns[position]
            own.extend([""] * (self._flushed - len(own)))
            own.extend(column)
        self._flushed += len(self._batch)
        self._batch = []
        for found, most in (
            (self._cells, MOST_CELLS),
            (self._flushed * len(self._columns), MOST_SLOTS),
            (self._chars, MOST_CHARS),
        ):
            if found > most:
                raise FileFormatError(
                    "sheets.too_large",
                    path=self.name,
                    cells=MOST_CELLS,
                    slots=MOST_SLOTS,
                    chars=MOST_CHARS,
                )
