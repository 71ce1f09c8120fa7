"""Where a page may be written: a free place, or over an older page of the same sort."""

from __future__ import annotations

from pathlib import Path

from geo.errors import InputError, OutputError

SUFFIXES = (".html", ".htm")
_HEAD_BYTES = 4_096


def check_page_place(path: Path, *, mark: str, subject: str) -> None:
    """
    Make sure that a page may be written at a place.

    Parameters
    ----------
    path
        The place.
    mark
        Text that every page of this sort holds near its beginning.
    subject
        Prefix of the messages ``….not_html`` and ``….foreign``.

    Raises
    ------
    InputError
        If the name does not end in ``.html`` or ``.htm``.
    OutputError
        If something else is there already, or it cannot be read.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{subject}.not_html", path=str(path))
    if not path.exists():
        return
    if not path.is_file():
        raise OutputError(f"{subject}.foreign", path=str(path))
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as fault:
        raise OutputError("output.refused", path=str(path), what=str(fault)) from fault
    if mark.encode() not in head:
        raise OutputError(f"{subject}.foreign", path=str(path))
