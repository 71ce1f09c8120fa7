"""Kinds of file: which reader a table needs, or why none of them reads it."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from data.archives import is_archive, open_archive
from geo.errors import DataUnavailableError, FileFormatError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VECTOR_SUFFIXES = frozenset((".geojson", ".json", ".gpkg", ".shp"))
_SIDECARS = frozenset((".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qpj"))
_OTHER_OFFICE = frozenset((".ods", ".et", ".ett", ".wps", ".xls", ".xlt", ".xlsb", ".numbers"))
_OTHER = _OTHER_OFFICE | {".doc", ".docx", ".pdf", ".kml", ".kmz", ".gml", ".gpx", ".mdb", ".rar"}
_SNIFFED = 4096


class Kind(StrEnum):
    """What a file holds its table in."""

    TEXT = "text"
    WORKBOOK = "workbook"
    VECTOR = "vector"


def kind_of(path: Path) -> Kind:
    """
    Tell the kind of a file by what it holds; its name decides where that does not.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is empty or of a kind that is not read; the message says what to save it as.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    suffix = path.suffix.casefold()
    try:
        with path.open("rb") as stream:
            start = stream.read(_SNIFFED)
        packed = is_archive(path)
    except OSError as fault:
        raise DataUnavailableError("sheets.unreadable", path=str(path), what=str(fault)) from fault
    if start.startswith(_OLE):
        raise FileFormatError(_ole_code(path, suffix), path=path.name)
    if packed:
        return _packed_kind(path, suffix)
    if suffix in _SIDECARS:
        raise FileFormatError("sheets.shapefile_part", path=path.name, shp=f"{path.stem}.shp")
    if suffix in _OTHER:
        raise FileFormatError("sheets.other_kind", path=path.name, kind=suffix)
    if suffix in (".xlsx", ".xlsm", ".xltx", ".xltm"):
        raise FileFormatError("sheets.not_workbook", path=path.name)
    if suffix == ".zip":
        raise FileFormatError("archive.damaged", path=path.name, what="PK?")
    if suffix in _VECTOR_SUFFIXES or start.startswith((b"SQLite format 3\0", b"\0\0\x27\x0a")):
        return Kind.VECTOR
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if words.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"%pdf")):
        raise FileFormatError("sheets.web_page", path=path.name)
    return Kind.TEXT


def _ole_code(path: Path, suffix: str) -> str:
    """Tell a workbook behind a password from one of the old kind; both begin alike."""
    if suffix in (".wps", ".et", ".ett", ".doc"):
        return "sheets.old_wps"
    with path.open("rb") as stream:
        content = stream.read(1 << 24)
    protected = "EncryptedPackage".encode("utf-16-le") in content
    return "sheets.password" if protected else "sheets.old_workbook"


def _packed_kind(path: Path, suffix: str) -> Kind:
    with open_archive(path) as archive:
        names = [name.replace("\\", "/") for name in archive.namelist()]
        folded = [name.casefold() for name in names]
        if "mimetype" in folded:
            _refuse_open_document(path, archive, names[folded.index("mimetype")])
    if "xl/workbook.bin" in folded:
        raise FileFormatError("sheets.other_kind", path=path.name, kind=".xlsb")
    if "[content_types].xml" in folded and any(name.startswith("xl/") for name in folded):
        return Kind.WORKBOOK
    if any(name.endswith(".shp") for name in folded):
        return Kind.VECTOR
    if suffix in _OTHER:
        raise FileFormatError("sheets.other_kind", path=path.name, kind=suffix)
    if suffix.startswith(".xl"):
        raise FileFormatError("sheets.not_workbook", path=path.name)
    raise FileFormatError("sheets.nothing_packed", path=path.name, names=", ".join(names[:5]))


def _refuse_open_document(path: Path, archive: zipfile.ZipFile, name: str) -> None:
    with archive.open(name) as stream:
        said = stream.read(100)
    if said.startswith(b"application/vnd.oasis.opendocument"):
        raise FileFormatError("sheets.other_kind", path=path.name, kind=".ods")
