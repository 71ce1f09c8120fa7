"""Archives: a .zip (a workbook is one) is looked through before anything in it is opened."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from geo.errors import DataUnavailableError, FileFormatError, GoldenHourError

MOST_UNPACKED_BYTES = 1_073_741_824
"""All entries together, unpacked: 1 GiB."""
MOST_RATIO = 200
"""Times its packed size to which an archive may unpack; a sheet of a million rows: some 30."""
SMALL_BYTES = 67_108_864
"""Below 64 MiB unpacked, any ratio is harmless: a short text repeated packs very well."""
MOST_ENTRIES = 10_000
_MOST_DIRECTORY_BYTES = 4_194_304
_END = b"PK\x05\x06"
_LONG_END = b"PK\x06\x06"
_LONG_END_BYTES = 76  # the record and its locator
_END_BYTES = 22
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """
    Open a .zip whose entries have been found harmless.

    No entry is unpacked before all of them are checked: their number, their size
    unpacked and its ratio to the size packed, names that lead out of the archive
    ("..", absolute, with a drive letter), links, doubles, passwords. What is read later
    cannot outgrow the size that was checked.

    Parameters
    ----------
    path
        The archive.

    Yields
    ------
    archive
        Open for reading; close it by leaving the context.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is damaged, or any of the above; also if it turns out damaged while the
        caller reads from it.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            _check_entries(path, archive.infolist())
            yield archive
    except GoldenHourError:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError) as fault:
        raise FileFormatError("archive.damaged", path=path.name, what=str(fault)) from fault
    except Exception as fault:
        # Errors of zlib, struct and of unknown packings come of damaged archives;
        # what a caller does inside the context raises errors of ours or is a fault of ours.
        if _is_of_zip(fault):
            raise FileFormatError("archive.damaged", path=path.name, what=str(fault)) from fault
        raise


def is_archive(path: Path) -> bool:
    """Tell whether a file begins as a .zip does."""
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", _END)


def _is_of_zip(fault: BaseException) -> bool:
    """Tell whether the innermost frame of a fault lies in the library that unpacks."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_globals.get("__name__", "").startswith("zipfile")


def _check_directory(path: Path) -> None:
    """Refuse an archive whose list of entries alone would fill the memory."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
        tail = stream.read()
        place = tail.rfind(_END)
        if place < 0 or len(tail) - place < _END_BYTES:
            raise FileFormatError("archive.damaged", path=path.name, what="no end record")
        entries, directory_bytes = struct.unpack("<HI", tail[place + 10 : place + 16])
        # The library takes the long form of the record from this place, whatever is said
        # of it elsewhere; the larger of both is what may be read.
        stream.seek(max(0, size - len(tail) + place - _LONG_END_BYTES))
        record = stream.read(_LONG_END_BYTES)
    if record.startswith(_LONG_END) and len(record) == _LONG_END_BYTES:
        long_entries, long_bytes = struct.unpack("<QQ", record[32:48])
        entries, directory_bytes = max(entries, long_entries), max(directory_bytes, long_bytes)
    if entries > MOST_ENTRIES or directory_bytes > _MOST_DIRECTORY_BYTES:
        raise FileFormatError("archive.too_many", path=path.name, most=MOST_ENTRIES)


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise FileFormatError("archive.too_many", path=path.name, most=MOST_ENTRIES)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        said = name[:80]
        if _leads_out(name):
            raise FileFormatError("archive.bad_name", path=path.name, name=said)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise FileFormatError("archive.link", path=path.name, name=said)
        if entry.flag_bits & _ENCRYPTED:
            raise FileFormatError("archive.encrypted", path=path.name, name=said)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileFormatError("archive.packing", path=path.name, name=said)
        key = str(PurePosixPath(name.replace("\\", "/"))).casefold()
        if key in seen:
            raise FileFormatError("archive.double", path=path.name, name=said)
        seen.add(key)
    unpacked = sum(entry.file_size for entry in entries)
    packed = path.stat().st_size
    if unpacked > MOST_UNPACKED_BYTES:
        raise FileFormatError(
            "archive.too_large", path=path.name, size=unpacked, most=MOST_UNPACKED_BYTES
        )
    if unpacked > SMALL_BYTES and unpacked > MOST_RATIO * packed:
        raise FileFormatError(
            "archive.bomb", path=path.name, size=unpacked, packed=packed, most=MOST_RATIO
        )


def _leads_out(name: str) -> bool:
    """Tell whether a name would lie outside the folder into which it is unpacked."""
    return (
        not name.strip("/\\. ")
        or name.startswith(("/", "\\"))
        or bool(PureWindowsPath(name).drive)
        or ".." in name.replace("\\", "/").split("/")
        or any(character < " " for character in name)
    )
