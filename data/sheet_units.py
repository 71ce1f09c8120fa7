"""Units that count in tens of thousands: what states them, and what they would falsify."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from data.columns import join_parts, recognise, scaled_unit, stated_units, without_scaled_unit
from data.sheet_grid import RawTable
from data.sheet_head import Head
from geo.errors import InputError
from geo.text import Message
from layers.demand import Group

_PEOPLE = frozenset(("population", *(group.value for group in Group)))
_STAFF = frozenset(("doctors", "doctors_licensed", "staff", "staff_all"))
_BEDS = frozenset(("beds", "beds_in_use", "beds_approved"))
_COUNTED = _PEOPLE | _STAFF | _BEDS | {"vehicles"}
_ANYTHING = "value"
"""The field of a table that may count anything, money too."""
_BY_NOUN: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    (("元",), frozenset()),
    (("人", "人次", "名", "口"), _PEOPLE | _STAFF),
    (("张", "床"), _BEDS),
    (("辆",), frozenset(("vehicles",))),
    (("户", "家", "个"), _PEOPLE),
)


def check_headings(head: Head, name: str, fields: Mapping[str, tuple[str, ...]]) -> None:
    """
    Refuse a head in which a quantity counts in tens of thousands, in brackets or without.

    Raises
    ------
    InputError
        If a column that is read does, or one that would be read but for its unit.
    """
    for position in head.columns.values():
        if unit := scaled_unit(head.parts[position]):
            raise _refused_heading(name, join_parts(head.parts[position]), unit)
    taken = set(head.columns.values())
    for position, parts in enumerate(head.parts):
        bare, unit = without_scaled_unit(join_parts(parts))
        if unit and position not in taken:
            lowest = without_scaled_unit(parts[-1])[0]
            meant = recognise([(bare,), (lowest,)], fields)[0].keys() - head.columns.keys()
            if meant & (_COUNTED | {_ANYTHING}):
                raise _refused_heading(name, join_parts(parts), unit)


def check_units(
    table: RawTable,
    head: Head,
    body: NDArray[np.int64],
    fields: Mapping[str, tuple[str, ...]],
) -> None:
    """
    Refuse a table of which a row that is no data says that it counts in tens of thousands.

    Such a row ("单位：万人") stands above the head, in it, or among the notes. It is
    refused only where a quantity is read that the unit can be of: a list of facilities
    without figures, or one in "万元" of which no money is read, is taken. A table of
    indicators is taken where each of its rows states a unit of its own.

    Raises
    ------
    InputError
        If the figures would be read as ones.
    """
    read = _COUNTED & head.columns.keys()
    if _ANYTHING in fields and not _own_units(table, head, body):
        read |= {_ANYTHING}
    if not read:
        return
    dropped = np.ones(table.row.size, dtype=np.bool_)
    dropped[body] = False
    for place in np.flatnonzero(dropped).tolist():
        cells = table.cells(place)
        for unit in stated_units(cells, above=place < head.first):
            if _speaks_of(unit, read):
                text = " ".join(filter(None, cells))[:60]
                where = Message("sheets.unit_in_row", {"row": int(table.row[place]), "text": text})
                raise InputError("sheets.scaled_unit", path=table.name, where=where, unit=unit)
    # A row of units right beneath the head.
    for field in sorted(read & head.columns.keys()) if body.size else ():
        column = head.columns[field]
        if unit := scaled_unit((f"({table.columns[column][int(body[0])].strip('()（）')})",)):
            heading = join_parts(head.parts[column])
            raise _refused_heading(table.name, heading, unit)


def _own_units(table: RawTable, head: Head, body: NDArray[np.int64]) -> bool:
    """Tell whether every row states its unit."""
    if "unit" not in head.columns:
        return False
    column = table.columns[head.columns["unit"]]
    return all(column[place] for place in body.tolist())


def _speaks_of(unit: str, read: Collection[str]) -> bool:
    """Tell whether any field that is read can be counted in a unit."""
    if _ANYTHING in read:
        return True
    for nouns, fields in _BY_NOUN:
        if unit.endswith(nouns):
            return not fields.isdisjoint(read)
    return True


def _refused_heading(path: str, heading: str, unit: str) -> InputError:
    where = Message("sheets.unit_in_column", {"heading": heading})
    return InputError("sheets.scaled_unit", path=path, where=where, unit=unit)
