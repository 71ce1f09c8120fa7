"""Cells of a finding's tables in words: the end of a column's name says its unit."""

from __future__ import annotations

import math
from collections.abc import Mapping

from geo.catalogue import MESSAGES
from geo.text import Lang, has_text, text
from planning import wording
from planning.judging.finding import Unit

Cell = str | float | None
_UNIT_OF_ENDING: Mapping[str, Unit] = {
    "share": Unit.SHARE,
    "people": Unit.PEOPLE,
    "s": Unit.SECONDS,
    "m": Unit.METRES,
}


def is_code(cell: Cell) -> bool:
    """
    Tell whether a cell is a code of the text catalogue, to be worded where it is shown.

    A message with placeholders is none: a cell has no values to fill them.

    Examples
    --------
    >>> is_code("area.whole"), is_code("cli.written"), is_code("St. Area"), is_code(1.0)
    (True, False, False, False)
    """
    return isinstance(cell, str) and has_text(cell) and "{" not in MESSAGES[cell][Lang.EN]


def column_unit(name: str) -> Unit | None:
    """
    Unit that a column's name ends in; None where it ends in none.

    Examples
    --------
    >>> column_unit("covered_share"), column_unit("time_s"), column_unit("name")
    (<Unit.SHARE: 'share'>, <Unit.SECONDS: 'seconds'>, None)
    """
    return _UNIT_OF_ENDING.get(name.rpartition("_")[2])


def cell_words(column: str, cell: Cell, lang: Lang) -> str:
    """
    Word a cell; unknown is a dash, and a code is worded.

    Examples
    --------
    >>> cell_words("covered_share", 0.5, Lang.EN), cell_words("n", 3.0, Lang.EN)
    ('50.0%', '3')
    >>> cell_words("name", None, Lang.EN), cell_words("sites", 1234.5, Lang.EN)
    ('–', '1,234.5')
    >>> cell_words("why", "area.whole", Lang.EN)
    'whole study'
    """
    if cell is None:
        return text("word.unknown", lang)
    if isinstance(cell, str):
        return text(cell, lang) if is_code(cell) else cell
    unit = column_unit(column)
    if unit is Unit.PEOPLE:
        # In a column the head says whom: a bare number reads best.
        return f"{cell:,.0f}" if math.isfinite(cell) else text("word.unknown", lang)
    if column.endswith("_deg") and math.isfinite(cell):
        return f"{cell:.5f}"
    return wording.quantity(cell, unit or Unit.PLAIN, lang)
