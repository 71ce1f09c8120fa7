"""Checking what a user wrote: a plan, plan rows, or a filled indicator table; every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.indicators import read_ids, scan_indicators
from data.plan_rows import load_plan_rows, read_toml, rows_of_ids
from geo.errors import GoldenHourError, InputError
from geo.text import Lang, text
from planning.note import Note
from planning.plan import Plan
from planning.plan_rows import PlanRows, plan_row

_TABLES = frozenset((".csv", ".txt", ".tsv", ".xlsx"))


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One fault of a file.

    Attributes
    ----------
    place
        Row of a table; empty where the message names the place itself.
    what
        What is wrong.
    """

    place: str
    what: Note

    def words(self, lang: Lang) -> str:
        """Word the fault with its place."""
        reason = self.what.render(lang)
        if not self.place:
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
        ``"plan"``, ``"plan_rows"`` or ``"indicators"``.
    taken
        Goals, rows or values that can be used.
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
    Check a plan, plan rows or an indicator table.

    Parameters
    ----------
    path
        A ``.toml``, ``.csv`` or ``.xlsx`` file.
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
    if suffix == ".toml":
        table = read_toml(path)
        if "goals" in table:
            return _check_plan(path, table)
        if "rows" in table:
            return _check_rows(path, table)
        raise InputError("plan_cmd.neither", path=str(path))
    if suffix in _TABLES:
        return _check_indicators(path, plan)
    raise InputError("plan_cmd.not_a_kind", path=str(path))


def _note(fault: GoldenHourError) -> Note:
    return Note(fault.code, fault.fields)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _check_plan(path: Path, table: Mapping[str, Any]) -> FileCheck:
    faults: list[Fault] = []
    taken = readings = 0
    # The whole first; where it fails, goal by goal, so that every fault is named at once.
    try:
        plan = Plan.from_mapping(table)
    except InputError as whole:
        for goal in _list(table["goals"]):
            try:
                Plan.from_mapping({**table, "goals": [goal]})
            except InputError as fault:
                named = goal.get("id", "") if isinstance(goal, Mapping) else ""
                if _note(fault) not in [one.what for one in faults]:
                    faults.append(Fault(str(named), _note(fault)))
            else:
                taken += 1
        faults = faults or [Fault("", _note(whole))]
    else:
        taken, readings = len(plan.goals), sum(len(goal.readings) for goal in plan.goals)
    summary = Note("plan_cmd.ok_plan", {"path": str(path), "goals": taken, "readings": readings})
    return FileCheck(path, "plan", taken, summary, tuple(faults))


def _check_rows(path: Path, table: Mapping[str, Any]) -> FileCheck:
    faults: list[Fault] = []
    taken = 0
    for at, row in enumerate(_list(table["rows"]), start=1):
        try:
            plan_row(row, f"#{at}")
            taken += 1
        except InputError as fault:
            faults.append(Fault("", _note(fault)))
    # The head of the file, and what only the whole shows, whatever the state of the rows.
    good = [row for row in _list(table["rows"]) if _is_good(row)]
    try:
        if good or not faults:
            PlanRows.from_mapping({**table, "rows": good})
    except InputError as fault:
        faults.append(Fault("", _note(fault)))
    summary = Note("plan_cmd.ok_rows", {"path": str(path), "count": taken})
    return FileCheck(path, "plan_rows", taken, summary, tuple(faults))


def _is_good(row: object) -> bool:
    try:
        plan_row(row, "")
    except InputError:
        return False
    return True


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
