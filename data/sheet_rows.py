"""Rows beneath a head: which of them are data, and what merged cells mean for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from data.import_report import ImportReport
from data.numbers import is_quantity, parse_numbers
from data.sheet_grid import RawTable, Span
from data.sheet_head import Head

_TOTAL = re.compile(
    r"(?:.{0,12}(?:合计|总计|小计|共计|累计)|其中:.*|sub-?total|(?:grand)?total)", re.IGNORECASE
)
_NOTE = re.compile(
    r"(?:注|备注|附注|注释|说明|填表说明|填表人|填报人|填报单位|填表单位|制表人?|制表单位|审核人?"
    r"|复核人?|负责人|单位负责人|联系人|联系电话|填表日期|填报日期|填报时间|制表日期|统计日期"
    r"|数据来源|资料来源|单位|note|notes|source|sources|remark|remarks|preparedby)"
    r"[（(]?[0-9一二三四五六七八九十]{0,2}[)）]?[:、.]",
    re.IGNORECASE,
)
_SUSPECT = re.compile(r"计|total|[:：、.]", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_LEAST_NUMBERED = 5
_NOT_FILLED = ("lon", "lat", "id")
_MOSTLY = 0.5
_MOST_NAMED = 10


def body_rows(table: RawTable, head: Head, report: ImportReport) -> NDArray[np.int64]:
    """
    Choose the rows that are data.

    Left out, each with a remark: totals, notes ("注：…", "填表人：…"), a head that is
    repeated, the row of column numbers, and a text that is merged across the table. A row
    with both a longitude and a latitude is data even where it begins like a note, unless
    it is a total.

    Returns
    -------
    rows
        Positions in the table, ascending.
    """
    taken = np.ones(table.row.size, dtype=np.bool_)
    taken[: head.end] = False
    out: dict[str, list[int]] = {}
    for place, text, leads in _suspects(table, head):
        reason = _left_out(text) if leads or _TOTAL.fullmatch(_plain(text)) else ""
        if reason == "sheets.note_rows" and _is_located(table, head, place):
            reason = ""
        if reason and taken[place]:
            taken[place] = False
            out.setdefault(reason, []).append(place)
    for reason, places in out.items():
        _note_rows(reason, places, table, report)
    _leave_out_heads(table, head, taken, report)
    _leave_out_across(table, head, taken, report)
    if table.hidden:
        report.note("sheets.hidden_rows", path=table.name, count=table.hidden)
    return np.flatnonzero(taken).astype(np.int64)


def fill_merged(table: RawTable, head: Head, body: NDArray[np.int64], report: ImportReport) -> None:
    """
    Give merged text to every row and column it covers, in place.

    A township written once over ten rows is that of all ten. A number (beds, people, a
    coordinate) or a formula stays in the first cell alone, or it would count ten times;
    so does anything in a column that holds numbers.
    """
    filled = kept = 0
    rows = set(body.tolist())
    formula = {column: set(rows.tolist()) for column, rows in table.formula.items()}
    never = {head.columns[name] for name in _NOT_FILLED if name in head.columns}
    numeric: dict[int, bool] = {}
    for span in table.merged:
        if span.first_column >= len(table.columns) or span.last_row < table.row[0]:
            continue
        low = int(table.row.searchsorted(span.first_row))
        high = int(table.row.searchsorted(span.last_row, side="right"))
        if low not in rows or table.row[low] != span.first_row:
            continue
        text = table.columns[span.first_column][low]
        if not text:
            continue
        columns = range(span.first_column, min(span.last_column + 1, len(table.columns)))
        for column in columns:
            if column not in numeric:
                numeric[column] = _holds_numbers(table.columns[column][head.end :])
        if (
            is_quantity(text)
            or text.startswith("=")
            or low in formula.get(span.first_column, ())
            or any(column in never or numeric[column] for column in columns)
        ):
            kept += 1
            continue
        filled += 1
        for column in columns:
            cells = table.columns[column]
            cells[low:high] = [cell or text for cell in cells[low:high]]
    if filled or kept:
        report.note("sheets.merged_body", path=table.name, filled=filled, kept=kept)


def _first_text(table: RawTable, start: int) -> list[str]:
    """First text of each row from `start` on."""
    if not table.columns:
        return []
    texts = table.columns[0][start:]
    for column in table.columns[1:]:
        blank = [place for place, text in enumerate(texts) if not text]
        if not blank:
            break
        for place in blank:
            texts[place] = column[start + place]
    return texts


def _suspects(table: RawTable, head: Head) -> Iterator[tuple[int, str, bool]]:
    """Rows whose first text, or name, has a mark of totals and notes in it."""
    columns = [(_first_text(table, head.end), True)]
    if "name" in head.columns:
        columns.append((table.columns[head.columns["name"]][head.end :], False))
    for texts, leads in columns:
        for place, text in enumerate(texts, start=head.end):
            if text and _SUSPECT.search(text):
                yield place, text, leads


def _left_out(text: str) -> str:
    """Code of the remark on a row that begins with this text; empty for data."""
    plain = _plain(text)
    if _TOTAL.fullmatch(plain):
        return "sheets.total_rows"
    return "sheets.note_rows" if _NOTE.match(plain) else ""


def _is_located(table: RawTable, head: Head, place: int) -> bool:
    """Tell whether a row has both its coordinates."""
    return all(
        name in head.columns and is_quantity(table.columns[head.columns[name]][place])
        for name in ("lon", "lat")
    )


def _plain(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text[:80]))


def _leave_out_heads(
    table: RawTable, head: Head, taken: NDArray[np.bool_], report: ImportReport
) -> None:
    """Leave out heads repeated on every printed page, and a row that numbers the columns."""
    lowest = table.cells(head.end - 1)
    named = [place for place, text in enumerate(lowest) if text]
    if len(named) > 1:
        same = np.zeros(table.row.size, dtype=np.bool_)
        for place in _places_of(lowest[named[0]], table.columns[named[0]], head.end):
            same[place] = all(table.columns[one][place] == lowest[one] for one in named)
        same &= taken
        if same.any():
            taken[same] = False
            # The upper rows of a repeated head stand directly above its lowest one.
            upper = head.end - 1 - head.first
            for place in np.flatnonzero(same).tolist():
                for above in range(1, upper + 1):
                    if table.cells(place - above) == table.cells(head.end - 1 - above):
                        taken[place - above] = False
            report.note("sheets.head_again", path=table.name, count=int(same.sum()))
    if head.end < table.row.size and taken[head.end]:
        cells = [cell for cell in table.cells(head.end) if cell]
        numbers = parse_numbers([cell.strip("()（）") for cell in cells], grouped=False)
        if len(cells) >= _LEAST_NUMBERED and (numbers == np.arange(1, len(cells) + 1)).all():
            taken[head.end] = False
            report.note("sheets.numbering_row", path=table.name, row=int(table.row[head.end]))


def _leave_out_across(
    table: RawTable, head: Head, taken: NDArray[np.bool_], report: ImportReport
) -> None:
    """Leave out rows whose one text is merged across most of the table: captions, notes."""
    width = sum(map(bool, head.parts))
    out: list[int] = []
    for span in table.merged:
        if span.last_column - span.first_column + 1 < max(3, _MOSTLY * width):
            continue
        if not _lies_in(table.row, span):
            continue
        low = int(table.row.searchsorted(span.first_row))
        if taken[low] and sum(map(bool, table.cells(low))) == 1:
            taken[low] = False
            out.append(low)
    if out:
        _note_rows("sheets.caption_rows", sorted(out), table, report)


def _note_rows(reason: str, places: list[int], table: RawTable, report: ImportReport) -> None:
    """Remark rows that were left out: how many, which, and what the first of them says."""
    rows = ", ".join(str(table.row[place]) for place in places[:_MOST_NAMED])
    report.note(
        reason,
        path=table.name,
        count=len(places),
        rows=rows + (", …" if len(places) > _MOST_NAMED else ""),
        text=" ".join(filter(None, table.cells(places[0])))[:60],
    )


def _places_of(text: str, column: list[str], start: int) -> Iterator[int]:
    """Places of a text in a column from `start` on."""
    with suppress(ValueError):
        while True:
            start = column.index(text, start) + 1
            yield start - 1


def _lies_in(row: NDArray[np.int64], span: Span) -> bool:
    low = int(row.searchsorted(span.first_row))
    return low < row.size and bool(row[low] == span.first_row)


def _holds_numbers(cells: list[str]) -> bool:
    """Tell whether half of the cells with text, or more, hold numbers."""
    said = [cell for cell in cells if cell]
    return sum(map(is_quantity, said)) >= _MOSTLY * max(len(said), 1)
