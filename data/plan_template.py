"""A plan to start from: two commented files that are in order as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from data.plans import plan_names
from data.results import write_text
from geo.errors import InputError, OutputError
from geo.text import Lang, text

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_FILES = {
    "goals.toml": "plan_cmd.blank_goals",
    "facilities.toml": "plan_cmd.blank_facilities",
}


def write_blank_plan(
    folder: Path, name: str, *, lang: Lang = Lang.ZH, overwrite: bool = False
) -> tuple[Path, ...]:
    """
    Write a starting plan.

    Parameters
    ----------
    folder
        Folder to write ``goals.toml`` and ``facilities.toml`` into; made where it is not.
    name
        Identifier of the plan: letters, digits, ``-`` and ``_``.
    lang
        Language of the remarks.
    overwrite
        Whether files that are there are replaced.

    Returns
    -------
    paths
        The files.

    Raises
    ------
    InputError
        If the name cannot be a plan's, or is a packaged one's.
    OutputError
        If a file is there and `overwrite` is false, or the disk refuses.
    """
    if not _NAME.fullmatch(name) or name in plan_names():
        raise InputError("plan_cmd.blank_name", name=name, known=", ".join(plan_names()))
    if folder.exists() and not folder.is_dir():
        raise OutputError("plan_cmd.blank_exists", path=str(folder))
    paths = tuple(folder / one for one in _FILES)
    for path in paths:
        if path.exists() and not (overwrite and path.is_file()):
            raise OutputError("plan_cmd.blank_exists", path=str(path))
    prefix = re.sub(r"[^A-Z0-9]", "", name.upper()).lstrip("0123456789") or "GOAL"
    for path, code in zip(paths, _FILES.values(), strict=True):
        write_text(path, text(code, lang, name=name, prefix=prefix[:8]))
    return paths
