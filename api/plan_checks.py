"""Checking what a user wrote: a plan, or a filled indicator table; every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.indicators import read_ids, scan_indicators
from data.plan_rows import load_plan_rows, rows_of_ids
from data.plans import load_readings, plan_table
from data.profiles import load_profiles
from geo.errors import InputError
from geo.text import Lang, text
from planning.note import Note
from planning.plan_check import check_plan

TO_FILL_IN = "TO FILL IN"
"""What a starting plan says where its writer is to say something."""
_TABLES = frozenset((".csv", ".txt", ".tsv", ".xlsx"))


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One fault of a file.

    Attributes
    ----------
    place
        Row of a table, or id of a goal; empty where there is none.
    what
        What is wrong.
    names_place
        Whether the message names the place itself.
    """

    place: str
    what: Note
    names_place: bool = False

    def words(self, lang: Lang) -> str:
        """Word the fault with its place."""
        reason = self.what.render(lang)
        if not self.place or self.names_place:
            return reason
        return text("plan_cmd.fault_row", lang, row=self.place, reason=reason)


@dataclass(frozen=True, slots=True)
class FileCheck:
    """
    What a check of a file found.

    Attributes
    ----------
    path
        The file.
    kind
        ``"plan"`` or ``"indicators"``.
    taken
        Goals or values that can be used.
    summary
        Sentence for a file without a fault.
    faults
        Every fault.
    notes
        Remarks that are no faults.
    """

    path: Path
    kind: str
    taken: int
    summary: Note
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...] = ()

    def document(self, lang: Lang) -> dict[str, Any]:
        """Give the check as a JSON document."""
        return {
            "path": str(self.path),
            "kind": self.kind,
            "ok": not self.faults,
            "taken": self.taken,
            "faults": [
                {"row": one.place or None, "code": one.what.code, "message": one.what.render(lang)}
                for one in self.faults
            ],
            "notes": [{"code": one.code, "message": one.render(lang)} for one in self.notes],
        }


def check_file(path: Path, plan: str | None = None) -> FileCheck:
    """
    Check a plan or an indicator table.

    Parameters
    ----------
    path
        A plan (a ``.toml`` file, or a folder of them) or a table (``.csv``, ``.xlsx``).
    plan
        District or file of the plan rows that an indicator table answers; told from its
        ids where None.

    Raises
    ------
    DataUnavailableError, FileFormatError
        If the file cannot be read at all.
    InputError
        If it is of no kind that can be checked.
    """
    suffix = path.suffix.lower()
    if path.is_dir() or suffix == ".toml":
        return _check_plan(path)
    if suffix in _TABLES:
        return _check_indicators(path, plan)
    raise InputError("plan_cmd.not_a_kind", path=str(path))


def _check_plan(path: Path) -> FileCheck:
    table = plan_table(path)
    if "rows" in table and not isinstance(table.get("goals"), list):
        raise InputError("plan.rows_are_goals", plan=str(table.get("name", path)))
    if "goals" not in table:
        raise InputError("plan_cmd.no_goals", path=str(path))
    found = check_plan(table, load_readings(), profiles=frozenset(load_profiles()))
    faults = tuple(Fault(one.place, one.what, names_place=True) for one in found.faults)
    summary = Note(
        "plan_cmd.ok_plan",
        {"path": str(path), "goals": found.goals, "readings": found.readings},
    )
    blanks = _blanks(table)
    notes = (Note("plan_cmd.blanks", {"count": blanks, "words": TO_FILL_IN}),) if blanks else ()
    return FileCheck(path, "plan", found.goals, summary, faults, notes)


def _blanks(value: object) -> int:
    """Count the texts of a starting plan that nobody has filled in."""
    if isinstance(value, Mapping):
        return sum(_blanks(one) for one in value.values())
    if isinstance(value, list):
        return sum(map(_blanks, value))
    return value == TO_FILL_IN


def _check_indicators(path: Path, plan: str | None) -> FileCheck:
    rows = None if plan is None else load_plan_rows(plan)
    if rows is None:
        rows = rows_of_ids(read_ids(path))
    table, report = scan_indicators(path, rows=rows)
    against = (
        Note("plan_cmd.against_none", {})
        if rows is None
        else Note("plan_cmd.against", {"plan": rows.name})
    )
    faults = tuple(Fault(one.row, Note(one.code, dict(one.fields))) for one in report.rejects)
    summary = Note("plan_cmd.ok_table", {"path": str(path), "count": len(table)})
    return FileCheck(path, "indicators", len(table), summary, faults, (against, *report.notes))
