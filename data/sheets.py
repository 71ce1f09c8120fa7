"""Sheets: a table as it came in, whatever kind of file it was, column by column.

Every list that a user brings (facilities, population points, official totals,
indicators, names) passes through a `Sheet`: the readers of the kinds of file make it,
the readers of the subjects ask it for the columns they know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.errors import ShapeError


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """
    A table of text.

    Attributes
    ----------
    name
        File name, with the sheet's name in brackets where a workbook has several.
    head
        Heading of each column as written; a heading over merged cells is put before
        the headings beneath it, with a space.
    cells
        The columns, each a sequence of stripped text of the length of `row`.
    row
        Number of each row as the user's editor counts it, shape ``(n,)``, int64.
    columns
        Position in `head` of each field that was recognised, by the field's name.
    formula
        Columns that hold formulas: positions in `head` to masks, shape ``(n,)``. The
        text of such a cell is the formula, never a remembered result.
    geometry
        Shapes of a vector file [deg, in `datum` or the datum the user names], object
        array ``(n,)``; None for a plain table.
    datum
        ``"wgs84"`` where the file itself settles its coordinates (a projected CRS was
        undone); empty where only the user can know.
    """

    name: str
    head: tuple[str, ...]
    cells: tuple[Sequence[str], ...]
    row: NDArray[np.int64]
    columns: Mapping[str, int]
    formula: Mapping[int, NDArray[np.bool_]] = field(default_factory=dict)
    geometry: NDArray[np.object_] | None = None
    datum: str = ""

    def __post_init__(self) -> None:
        """Check that the columns line up."""
        if len(self.cells) != len(self.head):
            raise ShapeError(
                "shape.mismatch", name="cells", expected=len(self.head), found=len(self.cells)
            )
        for name, column in zip(self.head, self.cells, strict=True):
            if len(column) != self.row.size:
                raise ShapeError(
                    "shape.mismatch", name=name, expected=self.row.size, found=len(column)
                )

    def __len__(self) -> int:
        """Number of rows beneath the head."""
        return self.row.size

    def has(self, name: str) -> bool:
        """Tell whether a field was recognised."""
        return name in self.columns

    def column(self, name: str) -> Sequence[str]:
        """Text of a field, row by row; empty text where the sheet has no such field."""
        if name not in self.columns:
            return ("",) * len(self)
        return self.cells[self.columns[name]]

    def formulas(self, name: str) -> NDArray[np.bool_]:
        """Rows whose cell of a field is a formula, shape ``(n,)``."""
        nowhere = np.zeros(len(self), dtype=np.bool_)
        return self.formula.get(self.columns.get(name, -1), nowhere)

    @classmethod
    def from_columns(cls, name: str, columns: Mapping[str, Sequence[str]]) -> Sheet:
        """
        Make a sheet whose headings are field names, its rows counted from 2.

        Examples
        --------
        >>> sheet = Sheet.from_columns("a.csv", {"name": ["x", "y"], "beds": ["3", ""]})
        >>> len(sheet), sheet.column("beds"), sheet.column("level")
        (2, ['3', ''], ('', ''))
        """
        head = tuple(columns)
        size = len(columns[head[0]]) if head else 0
        return cls(
            name,
            head,
            tuple(columns.values()),
            np.arange(2, size + 2, dtype=np.int64),
            {one: position for position, one in enumerate(head)},
        )
