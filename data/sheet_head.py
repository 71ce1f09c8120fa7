"""Heads: where the headings of a table stand, and which field each of them is."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.columns import (
    ColumnMapping,
    Parts,
    datum_in_heading,
    find_heading,
    join_parts,
    normal_heading,
    recognise,
)
from data.import_report import ImportReport
from data.numbers import is_quantity
from data.sheet_grid import RawTable
from geo.errors import InputError
from geo.text import Message

HEAD_ROWS = 30
"""A head stands among the first so many rows that are not blank."""
_DEEPEST = 4
_MOST_NAMED = 12

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """
    A head that was found.

    Attributes
    ----------
    first, end
        Positions of its first row and of the first row beneath it.
    parts
        Heading of each column, in parts from the top; empty where there is none.
    columns
        Position of each field.
    others
        Further columns that claim a field, by field.
    score
        Needed fields found, fields found.
    """

    first: int
    end: int
    parts: tuple[Parts, ...]
    columns: Mapping[str, int]
    others: Mapping[str, Sequence[int]]
    score: tuple[int, int]


def find_head(
    table: RawTable, fields: Fields, needed: Sequence[str], mapping: ColumnMapping | None
) -> Head:
    """
    Find the head among the first rows of a table.

    Every row, alone or joined with up to three beneath it, is tried; the one that gives
    most of the needed fields, then most fields, is the head. Of equals the flatter, then
    the upper one is taken. A head holds its merged cells whole.

    Parameters
    ----------
    table
        At least one row.
    fields
        Accepted headings by field name.
    needed
        Fields that must be there.
    mapping
        What the user says; its `head_row` is the first row of the head.

    Raises
    ------
    InputError
        If `mapping` names a row that is blank or not there.
    """
    rows = [table.cells(position) for position in range(min(HEAD_ROWS, table.row.size))]
    firsts = list(range(len(rows)))
    if mapping is not None and mapping.head_row:
        firsts = [one for one in firsts if table.row[one] == mapping.head_row]
        if not firsts:
            raise InputError("mapping.no_head_row", path=table.name, row=mapping.head_row)
    best: tuple[tuple[int, int], bool, int, int] | None = None
    found: Head | None = None
    fixed = mapping is not None and mapping.head_row > 0
    for first in firsts:
        for depth in range(1, _DEEPEST + 1):
            block = (first, first + depth)
            whole = _whole(table, rows, *block, fixed_top=fixed)
            # Merged cells are never cut. The gaps of a text file may mean as much, or
            # nothing: a head that follows them must give no field less.
            for one in {whole} if table.merged else {whole, block}:
                if one is None or one[1] > len(rows):
                    continue
                head = _read_head(table, rows, one, fields, needed, mapping)
                rank = (head.score, one == whole, -(one[1] - one[0]), -one[0])
                if best is None or rank > best:
                    best, found = rank, head
    if found is None or found.score[1] == 0:
        first = firsts[0] if fixed else _first_wide(rows)
        return _read_head(table, rows, (first, first + 1), fields, needed, mapping)
    return found


def head_score(rows: Sequence[Sequence[str]], fields: Fields) -> int:
    """Give the most fields that any one of these rows names."""
    return max((len(recognise([(cell,) for cell in row], fields)[0]) for row in rows), default=0)


def check_columns(
    head: Head,
    table: RawTable,
    fields: Fields,
    needed: Sequence[str],
    mapping: ColumnMapping | None,
) -> None:
    """
    Refuse a head that lacks what is needed, or that the mapping does not fit.

    Raises
    ------
    InputError
        If the mapping names an unknown field or a heading that is not there, or a needed
        field is missing.
    """
    headings = [join_parts(parts) for parts in head.parts]
    if mapping is not None:
        for name, heading in mapping.columns.items():
            if name not in fields:
                raise InputError(
                    "mapping.unknown_field", path=table.name, field=name, known=", ".join(fields)
                )
            if find_heading(head.parts, heading) < 0:
                raise InputError(
                    "mapping.no_heading",
                    path=table.name,
                    field=name,
                    heading=heading,
                    found=_listed(headings),
                )
    for name in needed:
        if name not in head.columns:
            raise missing_column(table.name, name, fields[name], headings)


def missing_column(
    path: str, name: str, accepted: Sequence[str], headings: Sequence[str]
) -> InputError:
    """Make the error that a needed column is missing, with the headings that come close."""
    known = {normal_heading(heading): heading for heading in headings if heading}
    close: list[str] = []
    for alias in accepted:
        for key in difflib.get_close_matches(normal_heading(alias), known, n=2, cutoff=0.6):
            if known[key] not in close:
                close.append(known[key])
    found: object = _listed(headings)
    if close:
        found = Message("sheets.found_close", {"found": found, "close": ", ".join(close[:3])})
    return InputError(
        "table.no_column", path=path, column=name, accepted=", ".join(accepted), found=found
    )


def note_head(head: Head, table: RawTable, report: ImportReport) -> None:
    """Remark what a user would want to know of how the headings were read."""
    headings = [join_parts(parts) for parts in head.parts]
    if head.first > 0 or head.end > head.first + 1:
        rows = [int(table.row[head.first]), int(table.row[head.end - 1])]
        report.note("sheets.head_rows", path=table.name, first=rows[0], last=rows[1])
    for name, others in head.others.items():
        report.note(
            "sheets.two_columns",
            path=table.name,
            field=name,
            taken=headings[head.columns[name]],
            others=", ".join(headings[position] for position in others),
        )
    for name in ("lon", "lat"):
        if name in head.columns and (claim := datum_in_heading(head.parts[head.columns[name]])):
            report.note(
                "sheets.datum_in_heading",
                path=table.name,
                heading=headings[head.columns[name]],
                datum=claim,
            )
            break
    known = {*head.columns.values(), *(one for many in head.others.values() for one in many)}
    unread = [one for place, one in enumerate(headings) if one and place not in known]
    if unread:
        report.note(
            "sheets.columns_unread", path=table.name, count=len(unread), names=_listed(unread)
        )


def _listed(headings: Sequence[str]) -> str:
    named = [heading for heading in headings if heading]
    more = ", …" if len(named) > _MOST_NAMED else ""
    return ", ".join(heading[:40] for heading in named[:_MOST_NAMED]) + more


def _first_wide(rows: Sequence[Sequence[str]]) -> int:
    """First row with more than a title in it."""
    wide = (place for place, row in enumerate(rows) if sum(map(bool, row)) > 1)
    return next(wide, 0)


def _whole(
    table: RawTable, rows: Sequence[Sequence[str]], first: int, end: int, *, fixed_top: bool
) -> tuple[int, int] | None:
    """Extend a head until it cuts no merged cells and no head of two rows in a text file."""
    for _ in range(_DEEPEST):
        if end > len(rows):
            return None
        above, below = int(table.row[first]), int(table.row[end - 1])
        new_first, new_end = first, end
        for span in table.merged:
            if span.first_row <= below < span.last_row and span.last_row > above:
                new_end = max(new_end, _position(table, span.last_row, len(rows)) + 1)
            if span.first_row < above <= span.last_row:
                new_first = min(new_first, _position(table, span.first_row, len(rows)))
        if not table.merged:
            new_end += end < len(rows) and _goes_on(rows[end - 1], rows[end])
            new_first -= first > 0 and _goes_on(rows[first - 1], rows[first])
        if fixed_top:
            new_first = first
        if (new_first, new_end) == (first, end):
            return (first, end) if end - first <= _DEEPEST else None
        first, end = new_first, new_end
    return None


def _position(table: RawTable, row: int, most: int) -> int:
    """Position of the last row that is not beneath `row`, blank rows left out."""
    return int(table.row[:most].searchsorted(row, side="right")) - 1


def _goes_on(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether a row fills the gaps of the row above it, as the lower row of a head does."""
    if any(cell and is_quantity(cell) for cell in (*upper, *lower)):
        return False
    gaps = [place for place, cell in enumerate(upper) if not cell and place > 0]
    filled = [place for place in gaps if lower[place]]
    beneath = [place for place, cell in enumerate(lower) if cell]
    # Each lower heading stands in a gap, or heads the run of gaps: nothing else is filled.
    heads = {place for place in range(len(upper) - 1) if upper[place] and not upper[place + 1]}
    # A heading over several has one beneath itself, too.
    for place in filled:
        over = max((one for one in range(place) if upper[one]), default=-1)
        if over < 0 or not lower[over]:
            return False
    # Some upper heading has nothing beneath it, or the upper row is a title.
    alone = any(above and not below for above, below in zip(upper, lower, strict=True))
    return bool(filled) and alone and all(place in gaps or place in heads for place in beneath)


def _read_head(
    table: RawTable,
    rows: Sequence[Sequence[str]],
    block: tuple[int, int],
    fields: Fields,
    needed: Sequence[str],
    mapping: ColumnMapping | None,
) -> Head:
    first, end = block
    parts = _parts(table, rows, first, end)
    said = mapping.columns if mapping is not None else {}
    named = {
        name: place
        for name, heading in said.items()
        if name in fields and (place := find_heading(parts, heading)) >= 0
    }
    free = [() if place in named.values() else one for place, one in enumerate(parts)]
    columns, others = recognise(
        free, {name: headings for name, headings in fields.items() if name not in said}
    )
    columns = {
        name: place
        for name in fields
        for place in [{**columns, **named}.get(name)]
        if place is not None
    }
    score = (sum(name in columns for name in needed), len(columns))
    return Head(first, end, parts, columns, others, score)


def _parts(
    table: RawTable, rows: Sequence[Sequence[str]], first: int, end: int
) -> tuple[Parts, ...]:
    """Join the rows of a head, merged cells spread over what they cover."""
    block = [list(rows[place]) for place in range(first, end)]
    numbers = [int(table.row[place]) for place in range(first, end)]
    for span in table.merged:
        if span.first_row in numbers and span.first_column < len(block[0]):
            text = block[numbers.index(span.first_row)][span.first_column]
            for row, number in zip(block, numbers, strict=True):
                if span.first_row <= number <= span.last_row:
                    last = min(span.last_column, len(row) - 1)
                    row[span.first_column : last + 1] = [text] * (last + 1 - span.first_column)
    if not table.merged:
        for upper, lower in pairwise(block):
            for place in range(1, len(upper)):
                if not upper[place] and lower[place]:
                    upper[place] = upper[place - 1]
    return tuple(
        tuple(dict.fromkeys(row[column] for row in block if row[column]))
        for column in range(len(block[0]))
    )
