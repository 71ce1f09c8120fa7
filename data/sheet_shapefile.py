"""Shapefiles: their parts, out of an archive too, and the encoding of their text."""

from __future__ import annotations

import codecs
import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from data.archives import open_archive
from data.import_report import ImportReport
from geo.errors import FileFormatError

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED = (".shx", ".dbf")
_HEAD_BYTES = 32
_FIELD_BYTES = 32
_ASCII_END = 0x80
_MOST_LOOKED_BYTES = 67_108_864
# What .cpg files say, without hyphens and "cp"; anything else is told by the text.
_NAMED = {
    **dict.fromkeys(("936", "ansi936", "gbk", "gb2312", "gb18030", "54936"), "gb18030"),
    **dict.fromkeys(("utf8", "65001"), "utf-8"),
    **dict.fromkeys(("950", "ansi950", "big5"), "big5hkscs"),
    **dict.fromkeys(("1252", "ansi1252", "iso88591", "88591"), "cp1252"),
}


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """
    Unpack the one shapefile of a .zip into a folder that is gone afterwards.

    Yields
    ------
    shp
        The .shp, its parts beside it under the same plain name.

    Raises
    ------
    FileFormatError
        If the archive is hostile or damaged, or holds no shapefile or several.
    """
    with TemporaryDirectory(prefix="goldenhour-") as folder, open_archive(path) as archive:
        shapes = [name for name in archive.namelist() if name.casefold().endswith(".shp")]
        if len(shapes) != 1:
            raise FileFormatError("sheets.shapefiles_packed", path=path.name, count=len(shapes))
        stem = shapes[0][:-4].casefold()
        for name in archive.namelist():
            for part in _PARTS:
                if name.casefold() == stem + part:
                    target = Path(folder, "layer" + part)
                    with archive.open(name) as packed, target.open("wb") as plain:
                        shutil.copyfileobj(packed, plain)
        yield Path(folder, "layer.shp")


def check_parts(shp: Path, name: str) -> None:
    """
    Refuse a shapefile that lacks a part.

    Raises
    ------
    FileFormatError
        The message names the parts that are missing.
    """
    beside = {one.name.casefold() for one in shp.parent.iterdir()}
    missing = [part for part in _NEEDED if (shp.stem + part).casefold() not in beside]
    if missing:
        raise FileFormatError("sheets.shapefile_lacks", path=name, parts=", ".join(missing))


def text_encoding(shp: Path, name: str, report: ImportReport) -> str:
    """
    Find the encoding in which all text of a shapefile makes sense.

    What its .cpg names is tried first, then UTF-8, then GB18030: many a .cpg is missing,
    and some are wrong.

    Parameters
    ----------
    shp
        The .shp, with its .dbf beside it.
    name
        What messages call the file.
    report
        Takes the remark that the encoding was told by the text, not by a .cpg.

    Raises
    ------
    FileFormatError
        If the .dbf is damaged, or none of them fits.
    """
    texts = _texts(_beside(shp, ".dbf"), name)
    said = ""
    cpg = _beside(shp, ".cpg")
    if cpg.is_file():
        said = cpg.read_bytes()[:40].decode("ascii", "replace").strip().casefold()
    named = _known(said)
    for encoding in dict.fromkeys((named, "utf-8", "gb18030")):
        if encoding and all(_decodes(text, encoding) for text in texts):
            if encoding != named and texts:
                report.note(
                    "sheets.dbf_encoding", path=name, encoding=encoding.upper(), said=said or "-"
                )
            return encoding
    raise FileFormatError("sheets.dbf_text", path=name)


def decoded(said: str, encoding: str | None) -> str:
    """Give the text that bytes, read one by one, mean; a character cut at the end is left off."""
    if encoding is None or said.isascii():
        return said
    return codecs.getincrementaldecoder(encoding)().decode(said.encode("iso-8859-1"))


def _beside(shp: Path, part: str) -> Path:
    wanted = (shp.stem + part).casefold()
    return next(
        (one for one in sorted(shp.parent.iterdir()) if one.name.casefold() == wanted),
        shp.with_suffix(part),
    )


def _known(said: str) -> str:
    return _NAMED.get(said.removeprefix("cp").replace("-", "").replace(" ", ""), "")


def _texts(dbf: Path, name: str) -> list[bytes]:
    """Distinct texts beyond ASCII among the field names and text cells of a .dbf."""
    with dbf.open("rb") as stream:
        start = stream.read(_HEAD_BYTES)
        if len(start) < _HEAD_BYTES:
            raise FileFormatError("sheets.damaged_vector", path=name, what=".dbf")
        head_bytes, row_bytes = struct.unpack("<HH", start[8:12])
        described = stream.read(max(0, head_bytes - _HEAD_BYTES))
        rows = stream.read(_MOST_LOOKED_BYTES) if row_bytes else b""
    texts: set[bytes] = set()
    table = np.frombuffer(rows, np.uint8, count=len(rows) // max(row_bytes, 1) * row_bytes)
    table = table.reshape(-1, max(row_bytes, 1))
    offset = 1
    for place in range(0, len(described) - _FIELD_BYTES + 1, _FIELD_BYTES):
        one = described[place : place + _FIELD_BYTES]
        if one[:1] == b"\r":
            break
        if max(one[:11]) >= _ASCII_END:
            texts.add(one[:11].split(b"\0")[0])
        width = one[16]
        if one[11:12] == b"C" and width:
            column = table[:, offset : offset + width]
            beyond = column[(column >= _ASCII_END).any(axis=1)]
            texts.update(bytes(row).rstrip(b" \0") for row in np.unique(beyond, axis=0))
        offset += width
    return sorted(texts)


def _decodes(text: bytes, encoding: str) -> bool:
    """Tell whether bytes are text; the last character may be cut by the width of the field."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(text)
    except UnicodeDecodeError:
        return False
    return True
