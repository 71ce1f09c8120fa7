"""Plans: the packaged ones, and a user's own file in their place."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from geo.errors import DataUnavailableError, FileFormatError
from planning.plan import Plan

_PLANS = files("data.reference") / "plans"


def plan_names() -> tuple[str, ...]:
    """Names of the packaged plans, sorted."""
    names = (entry.name for entry in _PLANS.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load_plan(name_or_path: str | Path) -> Plan:
    """
    Load a packaged plan by its name, or a user's plan file by its path.

    Raises
    ------
    DataUnavailableError
        If there is neither a packaged plan nor a file of that name.
    FileFormatError
        If the file is not TOML.
    InputError
        If a key is missing or a value out of its range.
    """
    name = str(name_or_path)
    if name in plan_names():
        return Plan.from_mapping(
            tomllib.loads((_PLANS / f"{name}.toml").read_text(encoding="utf-8"))
        )
    path = Path(name_or_path)
    if not path.is_file():
        raise DataUnavailableError("plan.not_found", plan=name, known=", ".join(plan_names()))
    return Plan.from_mapping(_parsed(path))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise FileFormatError("file.not_toml", path=str(path), what=str(fault)) from fault
