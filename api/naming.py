"""Names of studies that an address can hold, and paths that a command line can hold."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from geo.errors import InputError

_UNFIT = re.compile(r"[/\\?#%\x00-\x1f\x7f-\x9f]")


def study_name(said: str, folder: Path) -> str:
    """
    Take the name that was given, or make one of the folder's.

    Raises
    ------
    InputError
        If the given name holds a sign that parts an address (/ ? # %), a backslash or a
        control character, or is nothing but dots.

    Examples
    --------
    >>> study_name("", Path("100% new")), study_name("永川 2025", Path("x"))
    ('100- new', '永川 2025')
    """
    name = said.strip()
    if not name:
        cleaned = _UNFIT.sub("-", folder.resolve().name).strip()
        return cleaned if cleaned.strip(".") else "study"
    found = _UNFIT.search(name)
    if found or not name.strip("."):
        unfit = found[0] if found else name
        shown = unfit if unfit.isprintable() else repr(unfit).strip("'")
        raise InputError("study.bad_name", name=name, found=shown)
    return name


def quoted(path: Path) -> str:
    """
    Write a path as the shell of this system takes it: as one word.

    Examples
    --------
    >>> quoted(Path("plain/folder"))
    'plain/folder'
    """
    said = str(path)
    if os.name == "nt":
        return f'"{said}"' if re.search(r"[\s&()^;,=]", said) else said
    return shlex.quote(said)
