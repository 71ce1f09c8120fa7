"""The parts of a workbook besides its cells: sheets, shared text, number formats."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from posixpath import dirname, join, normpath
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from data.sheet_grid import MOST_CHARS
from geo.errors import FileFormatError

MOST_SHEETS = 500
_CHUNK = 1 << 18
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile("0{2,20}")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

_OnStart = Callable[[dict[str, str]], None]
_OnEnd = Callable[[str], None]
Starts = Mapping[str, _OnStart]
Ends = Mapping[str, _OnEnd]


class Look(IntEnum):
    """How a number format shows a number; above `ZEROS`, the count of its digits."""

    PLAIN = -4
    DATE = -3
    PERCENT = -2
    ZEROS = 0


@dataclass(frozen=True, slots=True)
class SheetPart:
    """
    A sheet of a workbook.

    Attributes
    ----------
    title
        Its name.
    part
        Its entry in the archive.
    hidden
        Whether the workbook hides it.
    """

    title: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """
    What the cells of all sheets refer to.

    Attributes
    ----------
    sheets
        In the order of their tabs.
    strings
        Shared text.
    looks
        `Look` of each cell style, or the digits that zeros fill up.
    from_1904
        Whether days count from 1904.
    """

    sheets: tuple[SheetPart, ...]
    strings: list[str]
    looks: list[int]
    from_1904: bool


class XmlReader:
    """
    Feeds an XML part to handlers, piece by piece, without its namespaces.

    A document type is refused: no writer of workbooks makes one, and entities declared
    in it can blow up the memory or reach for other files.

    Parameters
    ----------
    archive, part
        Entry to read.
    path
        What messages call the file.
    """

    def __init__(self, archive: zipfile.ZipFile, part: str, path: str) -> None:
        self._archive = archive
        self._part = part
        self._path = path

    def read(self, starts: Starts, ends: Ends) -> None:
        """
        Read the part to its end.

        Parameters
        ----------
        starts
            What is called with the attributes of an element, by its local name.
        ends
            What is called with the text of an element, by its local name.

        Raises
        ------
        FileFormatError
            If the part is missing, no well-formed XML, or has a document type.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        text: list[str] = []
        known: dict[str, tuple[_OnStart | None, _OnEnd | None]] = {}

        def on_start(name: str, attributes: dict[str, str]) -> None:
            handlers = known.get(name)
            if handlers is None:
                local = name.rpartition(" ")[2]
                handlers = known[name] = (starts.get(local), ends.get(local))
            start, end = handlers
            if end is not None:
                text.clear()
                parser.CharacterDataHandler = text.append
            if start is not None:
                start(attributes)

        def on_end(name: str) -> None:
            end = known[name][1]
            if end is not None:
                parser.CharacterDataHandler = None
                end("".join(text))

        parser.StartElementHandler = on_start
        parser.EndElementHandler = on_end
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            with self._archive.open(self._part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)  # noqa: FBT003 (takes no keyword)
                parser.Parse(b"", True)  # noqa: FBT003
        except KeyError as fault:
            raise FileFormatError(
                "sheets.damaged_workbook", path=self._path, what=f"no {self._part}"
            ) from fault
        except (expat.ExpatError, UnicodeError) as fault:
            raise FileFormatError(
                "sheets.damaged_workbook", path=self._path, what=f"{self._part}: {fault}"
            ) from fault

    def _refuse_doctype(self, *_: object) -> None:
        raise FileFormatError("sheets.doctype", path=self._path, part=self._part)


def read_parts(archive: zipfile.ZipFile, path: str) -> WorkbookParts:
    """
    Read everything but the cells of a workbook.

    Raises
    ------
    FileFormatError
        If a part is damaged, or the shared text is beyond the bound.
    """
    book = _workbook_part(archive, path)
    links = _links(archive, book, path)
    sheets, from_1904 = _sheets(archive, book, links, path)
    strings: list[str] = []
    looks: list[int] = []
    for kind, target in links.values():
        if kind == "sharedStrings" and target in archive.NameToInfo:
            strings = _strings(archive, target, path)
        if kind == "styles" and target in archive.NameToInfo:
            looks = _looks(archive, target, path)
    return WorkbookParts(sheets, strings, looks, from_1904)


def unescaped(text: str) -> str:
    """
    Undo the way in which workbooks write control characters; those that mean nothing go.

    Examples
    --------
    >>> unescaped("甲镇_x000D_")
    '甲镇'
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    if character in "\t\n":
        return character
    return character if character.isprintable() else ""


def _workbook_part(archive: zipfile.ZipFile, path: str) -> str:
    for kind, target in _links(archive, "", path).values():
        if kind == "officeDocument":
            return target
    return "xl/workbook.xml"


def _links(archive: zipfile.ZipFile, part: str, path: str) -> dict[str, tuple[str, str]]:
    """Kind and entry of what a part refers to, by id."""
    folder = dirname(part)
    name = join(folder, "_rels", f"{part.rpartition('/')[2]}.rels")
    links: dict[str, tuple[str, str]] = {}

    def link(attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            full = target[1:] if target.startswith("/") else normpath(join(folder, target))
            kind = attributes.get("Type", "").rpartition("/")[2]
            links[attributes.get("Id", str(len(links)))] = (kind, full)

    XmlReader(archive, name, path).read({"Relationship": link}, {})
    return links


def _sheets(
    archive: zipfile.ZipFile, book: str, links: Mapping[str, tuple[str, str]], path: str
) -> tuple[tuple[SheetPart, ...], bool]:
    sheets: list[SheetPart] = []
    from_1904 = False

    def book_properties(attributes: dict[str, str]) -> None:
        nonlocal from_1904
        from_1904 = attributes.get("date1904", "0") in ("1", "true")

    def sheet(attributes: dict[str, str]) -> None:
        own = next((attributes[key] for key in attributes if key.endswith(" id")), "")
        kind, target = links.get(own, ("", ""))
        if kind == "worksheet" and len(sheets) < MOST_SHEETS:
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(SheetPart(attributes.get("name", ""), target, hidden))

    XmlReader(archive, book, path).read({"workbookPr": book_properties, "sheet": sheet}, {})
    if not sheets:
        raise FileFormatError("sheets.damaged_workbook", path=path, what="no worksheet")
    return tuple(sheets), from_1904


def _strings(archive: zipfile.ZipFile, part: str, path: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    chars = 0
    phonetic = False

    def begin(_: dict[str, str]) -> None:
        pieces.clear()

    def begin_phonetic(_: dict[str, str]) -> None:
        nonlocal phonetic
        phonetic = True

    def end_phonetic(_: str) -> None:
        nonlocal phonetic
        phonetic = False

    def piece(text: str) -> None:
        if not phonetic:
            pieces.append(text)

    def string(_: str) -> None:
        nonlocal chars
        strings.append(unescaped("".join(pieces)).strip())
        chars += len(strings[-1])
        if chars > MOST_CHARS:
            raise FileFormatError("sheets.too_much_text", path=path, most=MOST_CHARS)

    XmlReader(archive, part, path).read(
        {"si": begin, "rPh": begin_phonetic},
        {"t": piece, "rPh": end_phonetic, "si": string},
    )
    return strings


def _looks(archive: zipfile.ZipFile, part: str, path: str) -> list[int]:
    """How each cell style shows a number."""
    codes: dict[str, str] = {}
    looks: list[int] = []
    inside = False

    def number_format(attributes: dict[str, str]) -> None:
        codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]

    def begin(_: dict[str, str]) -> None:
        nonlocal inside
        inside = True

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    def style(attributes: dict[str, str]) -> None:
        if not inside:
            return
        own = attributes.get("numFmtId", "0")
        code = codes.get(own)
        if code is None:
            code = BUILTIN_FORMATS.get(int(own), "General") if own.isdecimal() else "General"
        looks.append(_look(code))

    XmlReader(archive, part, path).read(
        {"numFmt": number_format, "cellXfs": begin, "xf": style}, {"cellXfs": end}
    )
    return looks


def _look(code: str) -> int:
    if is_date_format(code):
        return Look.DATE
    bare = _QUOTED.sub("", code.partition(";")[0])
    if "%" in bare:
        return Look.PERCENT
    return len(bare) if _ZEROS.fullmatch(bare) else Look.PLAIN
