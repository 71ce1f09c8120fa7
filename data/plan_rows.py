"""Plan rows: those of the five packaged districts, and a user's own file in their place."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from geo.errors import DataUnavailableError, FileFormatError
from planning.plan_rows import PlanRows

_PLANS = files("data.reference") / "plans"
_FILE, _OF_DISTRICT = "goals.toml", "facilities.toml"


def plan_row_names() -> tuple[str, ...]:
    """Names of the packaged plans that are a district's, sorted."""
    return tuple(sorted(one.name for one in _PLANS.iterdir() if (one / _OF_DISTRICT).is_file()))


def load_plan_rows(name_or_path: str | Path) -> PlanRows:
    """
    Load packaged rows by the district's name, or a user's file or folder by its path.

    Raises
    ------
    DataUnavailableError
        If there are neither packaged rows nor a file of that name.
    FileFormatError
        If the file is not TOML.
    InputError
        If a row is at fault; the message names the row and the field.
    """
    name = str(name_or_path)
    if name in plan_row_names():
        return _packaged(name)
    path = Path(name_or_path)
    if path.is_dir():
        path = path / _FILE
    if not path.is_file():
        raise DataUnavailableError(
            "plan_rows.not_found", plan=name, known=", ".join(plan_row_names())
        )
    return PlanRows.from_mapping(read_toml(path))


@lru_cache(maxsize=8)
def _packaged(name: str) -> PlanRows:
    return PlanRows.from_mapping(tomllib.loads((_PLANS / name / _FILE).read_text(encoding="utf-8")))


def read_toml(path: Path) -> dict[str, Any]:
    """
    Read a TOML file.

    Raises
    ------
    FileFormatError
        If it is not TOML in UTF-8.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as fault:  # also a number of 5,000 digits
        raise FileFormatError("file.not_toml", path=str(path), what=str(fault)) from fault


def rows_of_ids(ids: tuple[str, ...]) -> PlanRows | None:
    """
    Find the packaged plan whose rows a table with these ids answers.

    Returns
    -------
    rows
        The plan that knows most of the ids; None where none does, or two know as many.
    """
    bases = {one.partition(".")[0] for one in ids}
    known = sorted(
        ((sum(map(load_plan_rows(name).has, bases)), name) for name in plan_row_names()),
        reverse=True,
    )
    if not known or known[0][0] == 0 or (len(known) > 1 and known[0][0] == known[1][0]):
        return None
    return load_plan_rows(known[0][1])
