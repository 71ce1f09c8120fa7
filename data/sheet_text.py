"""Tables as text: CSV with commas, semicolons or tabs, in the encodings met in China."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from data.import_report import ImportReport
from data.sheet_grid import Grid, RawTable
from geo.errors import FileFormatError

MOST_TEXT_BYTES = 268_435_456
"""256 MiB of text: many times a list of a million rows."""
MOST_LINE_CHARS = 4_194_304
DELIMITERS = ",;\t"
_CHUNK = 1 << 20
_HEAD_LINES = 30


def read_text(
    path: Path, *, report: ImportReport, score: Callable[[list[list[str]]], int]
) -> RawTable:
    """
    Read a table of text.

    UTF-8, with or without a byte order mark, UTF-16 with one, and GB18030 (which holds
    GBK and GB2312). Quotes are strict, or one that is never closed would swallow the
    rest of the rows in silence. Rows are records, not lines: a quoted line break does not
    shift the numbers that a spreadsheet shows.

    Parameters
    ----------
    path
        The file.
    report
        Takes the remark that another encoding than UTF-8 was read.
    score
        Number of fields that a head in these first rows gives: decides between the
        delimiters; where it cannot, the most frequent one of the first line does.

    Raises
    ------
    FileFormatError
        If it is no text, too large, empty, or its quotes do not close.
    """
    size = path.stat().st_size
    if size > MOST_TEXT_BYTES:
        raise FileFormatError(
            "sheets.file_too_large", path=path.name, size=size, most=MOST_TEXT_BYTES
        )
    encoding = _encoding(path)
    if encoding != "utf-8-sig":
        named = "UTF-16" if encoding == "utf-16" else "GB18030"
        report.note("sheets.encoding", path=path.name, encoding=named)
    delimiter = _delimiter(path, encoding, score)
    grid = Grid(path.name)
    try:
        for number, record in _records(path, encoding, delimiter):
            grid.add(number, list(map(str.strip, record)))
    except csv.Error as fault:
        raise FileFormatError("table.damaged", path=str(path), what=str(fault)) from fault
    if not len(grid):
        raise FileFormatError("table.empty", path=str(path))
    return grid.finish()


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="") as stream:
        lines = _bounded(stream, path.name)
        yield from enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1)


def _bounded(lines: Iterable[str], name: str) -> Iterator[str]:
    """Pass lines on; one of millions of delimiters would fill the memory with blank cells."""
    for line in lines:
        if len(line) > MOST_LINE_CHARS:
            raise FileFormatError("sheets.line_too_long", path=name, most=MOST_LINE_CHARS)
        yield line


def _encoding(path: Path) -> str:
    """Find the encoding in which every byte of the file makes sense."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _decodes(path, "utf-16"):
            return "utf-16"
        raise FileFormatError("table.not_text", path=str(path))
    if _decodes(path, "utf-8-sig"):
        return "utf-8-sig"
    # Text in UTF-8 with a damaged character may pass as GB18030, all of it garbled.
    good, bad = _utf8_characters(path)
    if good > bad:
        raise FileFormatError("sheets.damaged_utf8", path=path.name, count=bad)
    if _decodes(path, "gb18030"):
        return "gb18030"
    raise FileFormatError("table.not_text", path=str(path))


def _decodes(path: Path, encoding: str) -> bool:
    """Tell whether a file is whole text without NUL in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            return "\0" not in decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False


def _utf8_characters(path: Path) -> tuple[int, int]:
    """Count the whole characters of three bytes and more, and the damaged places; 0 in no text."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    good = bad = 0
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            text = decoder.decode(chunk, final=not chunk)
            if "\0" in text:
                return 0, 0
            replaced = text.count("\ufffd")
            bad += replaced
            good += sum("\u0800" <= character != "\ufffd" for character in text)
            if not chunk:
                return good, bad


def _delimiter(path: Path, encoding: str, score: Callable[[list[list[str]]], int]) -> str:
    with path.open(encoding=encoding, newline="") as stream:
        start = stream.read(_CHUNK)
    first = next((line for line in start.splitlines() if line.strip()), "")
    scores: Mapping[str, int] = {
        delimiter: score(_first_rows(start, delimiter)) for delimiter in DELIMITERS
    }
    return max(DELIMITERS, key=lambda one: (scores[one], first.count(one)))


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    """Rows at the head of a table, as far as they can be told apart."""
    rows = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            cells = [cell.strip() for cell in record]
            if any(cells):
                rows.append(cells)
            if len(rows) == _HEAD_LINES:
                break
    except csv.Error:
        pass  # the text was cut for this look; the whole of it is read strictly later
    return rows
