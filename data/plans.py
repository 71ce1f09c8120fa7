"""Plans: the packaged ones, and a user's own file or folder in their place."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from data.plan_rows import read_toml
from geo.errors import DataUnavailableError, InputError
from planning.plan import Plan
from planning.readings.reading import ReadingBook, TestReadings

_REFERENCE = files("data.reference")


def plan_names() -> tuple[str, ...]:
    """Names of the packaged plans, sorted."""
    return tuple(sorted(one.name for one in (_REFERENCE / "plans").iterdir() if one.is_dir()))


@lru_cache(maxsize=1)
def load_readings() -> ReadingBook:
    """
    Load the packaged book of readings, a file a test.

    Raises
    ------
    InputError
        If a file breaks a rule.
    """
    texts = {
        one.name: one.read_text(encoding="utf-8")
        for one in (_REFERENCE / "readings").iterdir()
        if one.name.endswith(".toml")
    }
    tests = (TestReadings.from_mapping(tomllib.loads(texts[name])) for name in sorted(texts))
    return ReadingBook({one.id: one for one in tests})


def load_plan(name_or_path: str | Path) -> Plan:
    """
    Load a packaged plan by its name, or a user's plan by its path.

    Parameters
    ----------
    name_or_path
        A name of `plan_names`, a TOML file, or a folder whose TOML files together are
        the plan (``goals.toml``, ``facilities.toml``, ``projects.toml`` …).

    Raises
    ------
    DataUnavailableError
        If there is neither a packaged plan nor a file of that name, or a goal names a
        test that there is not.
    FileFormatError
        If a file is not TOML.
    InputError
        If a key is missing or a value out of its range.
    """
    name = str(name_or_path)
    if name in plan_names():
        return _packaged(name)
    return Plan.from_mapping(plan_table(Path(name_or_path)), book=load_readings())


def plan_table(path: Path) -> dict[str, Any]:
    """
    Read the tables of a user's plan, from one file or from all files of a folder.

    Raises
    ------
    DataUnavailableError
        If there is no such file, or no TOML file in the folder.
    FileFormatError
        If a file is not TOML.
    InputError
        If two files of a folder hold the same key.
    """
    parts = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not parts or not all(one.is_file() for one in parts):
        raise DataUnavailableError("plan.not_found", plan=str(path), known=", ".join(plan_names()))
    return _united(str(path), [read_toml(one) for one in parts])


@lru_cache(maxsize=8)
def _packaged(name: str) -> Plan:
    folder = _REFERENCE / "plans" / name
    texts = {
        one.name: one.read_text(encoding="utf-8")
        for one in folder.iterdir()
        if one.name.endswith(".toml")
    }
    tables = [tomllib.loads(texts[one]) for one in sorted(texts)]
    return Plan.from_mapping(_united(name, tables), book=load_readings())


def _united(plan: str, tables: list[dict[str, Any]]) -> dict[str, Any]:
    united: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            if key in united and united[key] != value:
                raise InputError("plan.double_key", plan=plan, key=key)
            united[key] = value
    return united
