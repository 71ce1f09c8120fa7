"""What ``goldenhour plan`` shows: plans as tables for the terminal and as JSON documents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from api.plan_checks import FileCheck
from api.screen import Screen
from data.plan_rows import load_plan_rows, plan_row_names, read_toml
from data.plans import load_plan, plan_names
from geo.errors import DataUnavailableError
from geo.text import Lang, label, text
from planning.plan import Plan
from planning.plan_figures import Figure
from planning.plan_rows import Computable, PlanRow, PlanRows


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """
    A plan by name: what can be checked of it now, and all its rows.

    Attributes
    ----------
    name
        Name, or the path the user gave.
    plan
        Goals with readings, which ``check`` judges; None where there are none yet.
    rows
        Rows of the district's plan; None for a plan without them.
    """

    name: str
    plan: Plan | None
    rows: PlanRows | None

    def title(self, lang: Lang) -> str:
        """Title in `lang`; in the plan's own language where it has no other."""
        if self.plan is not None:
            return self.plan.title[lang]
        return self.rows.title if self.rows is not None else self.name

    @property
    def period(self) -> str:
        """Years the plan is for."""
        if self.plan is not None:
            return self.plan.period
        return self.rows.period if self.rows is not None else ""

    def document(self) -> dict[str, Any]:
        """Give the entry as a part of a JSON document."""
        rows = self.rows
        return {
            "name": self.name,
            "title": {lang.value: self.title(lang) for lang in Lang},
            "period": self.period,
            "document": (rows.document or None) if rows else self.plan and self.plan.document,
            "district": rows.district if rows else None,
            "province": rows.province if rows else None,
            "goals": len(self.plan.goals) if self.plan else 0,
            "rows": len(rows) if rows else 0,
            "classes": {kind.value: count for kind, count in rows.counts().items()}
            if rows
            else None,
        }


def plan_entries() -> tuple[PlanEntry, ...]:
    """Every packaged plan, by name."""
    return tuple(_entry(name) for name in sorted({*plan_names(), *plan_row_names()}))


def _entry(name: str) -> PlanEntry:
    return PlanEntry(
        name,
        load_plan(name) if name in plan_names() else None,
        load_plan_rows(name) if name in plan_row_names() else None,
    )


def find_plan(name_or_path: str) -> PlanEntry:
    """
    Find a plan by its packaged name, or a user's file of goals or of rows.

    Raises
    ------
    DataUnavailableError
        If there is neither.
    FileFormatError, InputError
        If the file is at fault.
    """
    names = sorted({*plan_names(), *plan_row_names()})
    if name_or_path in names:
        return _entry(name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        raise DataUnavailableError("plan.not_found", plan=name_or_path, known=", ".join(names))
    if "rows" in read_toml(path):
        return PlanEntry(name_or_path, None, load_plan_rows(path))
    return PlanEntry(name_or_path, load_plan(path), None)


def plan_document(entry: PlanEntry, kind: Computable | None) -> dict[str, Any]:
    """Give a plan as a JSON document: its head, its goals with readings, its rows."""
    document = entry.document()
    document["context"] = dict(entry.rows.context) if entry.rows else {}
    document["checked"] = [
        {
            "id": goal.id,
            "title": dict(goal.title),
            "phrase": goal.phrase,
            "section": goal.section,
            "readings": [
                {"test": one.test or None, "id": one.id, "title": dict(one.title)}
                for one in goal.readings
            ],
        }
        for goal in (entry.plan.goals if entry.plan else ())
    ]
    document["plan_rows"] = [_row_document(row) for row in _chosen(entry, kind)]
    return document


def _chosen(entry: PlanEntry, kind: Computable | None) -> tuple[PlanRow, ...]:
    rows = entry.rows.rows if entry.rows else ()
    return tuple(row for row in rows if kind is None or row.computable is kind)


def _row_document(row: PlanRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "type": row.type,
        "class": row.computable.value,
        "section": row.section,
        "phrase": row.phrase,
        "comparator": row.comparator.value or None,
        "value": _figure_document(row.value),
        "unit": row.unit or None,
        "baseline_2020": _figure_document(row.baseline_2020),
        "target_year": row.target_year,
        "attribute": row.attribute.value,
        "tests": list(row.tests),
        "data_needed": list(row.data_needed),
        "note": row.note or None,
        "need": row.need.value,
        "indicators": list(row.indicators),
    }


def _figure_document(figure: Figure) -> dict[str, Any] | None:
    if not figure.text:
        return None
    return {"text": figure.text, "form": figure.form.value, "numbers": list(figure.numbers)}


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))


def show_list(screen: Screen, entries: tuple[PlanEntry, ...]) -> None:
    """Show the plans as a table."""
    table = _table()
    table.add_column(screen.t("plan_cmd.name"), no_wrap=True)
    table.add_column(screen.t("plan_cmd.title"), overflow="fold")
    table.add_column(screen.t("plan_cmd.period"), no_wrap=True)
    table.add_column(screen.t("plan_cmd.goals"), justify="right", overflow="fold")
    table.add_column(screen.t("plan_cmd.rows"), justify="right", overflow="fold")
    for kind in Computable:
        table.add_column(label(kind, screen.lang), justify="right", overflow="fold")
    for one in entries:
        counts = one.rows.counts() if one.rows else {}
        table.add_row(
            escape(one.name),
            escape(one.title(screen.lang)),
            escape(one.period),
            str(len(one.plan.goals)) if one.plan else "–",
            str(len(one.rows)) if one.rows else "–",
            *(str(counts[kind]) if counts else "–" for kind in Computable),
        )
    screen.out.print(table)
    screen.out.print()
    screen.out.print(escape(screen.t("plan_cmd.list_hint")), style="dim")


def show_plan(screen: Screen, entry: PlanEntry, kind: Computable | None) -> None:
    """Show a plan: its goals with their readings, then its rows."""
    head = [entry.title(screen.lang), entry.period]
    if entry.rows is not None:
        head += [f"{entry.rows.province}{entry.rows.district}", entry.rows.document]
    elif entry.plan is not None:
        head.append(entry.plan.document)
    screen.out.print(escape(" · ".join(one for one in head if one)), style="bold")
    if entry.plan is not None and kind in (None, Computable.GEOSPATIAL):
        screen.out.print()
        screen.out.print(_goal_table(screen, entry.plan))
    if entry.rows is not None:
        screen.out.print()
        screen.out.print(_row_table(screen, _chosen(entry, kind)))
        screen.out.print()
        screen.out.print(escape(screen.t("plan_cmd.show_hint")), style="dim")


def _goal_table(screen: Screen, plan: Plan) -> Table:
    table = _table()
    table.add_column(screen.t("plan_cmd.id"), no_wrap=True)
    table.add_column(screen.t("plan_cmd.words"), overflow="fold")
    table.add_column(screen.t("plan_cmd.reading"), overflow="fold")
    for goal in plan.goals:
        readings = "\n".join(one.title[screen.lang] for one in goal.readings)
        table.add_row(escape(goal.id), escape(goal.phrase), escape(readings))
    return table


def _row_table(screen: Screen, rows: tuple[PlanRow, ...]) -> Table:
    table = _table()
    table.add_column(screen.t("plan_cmd.id"), no_wrap=True)
    # A Chinese phrase has no blanks to break at: folded, or it would lose its end.
    table.add_column(screen.t("plan_cmd.words"), overflow="fold", min_width=24)
    table.add_column(screen.t("plan_cmd.class"), no_wrap=True)
    table.add_column(screen.t("plan_cmd.target"), justify="right", overflow="fold")
    table.add_column(screen.t("plan_cmd.unit"), overflow="fold")
    table.add_column(screen.t("plan_cmd.baseline"), justify="right", overflow="fold")
    table.add_column(screen.t("plan_cmd.standing"), no_wrap=True)
    for row in rows:
        table.add_row(
            escape(row.id),
            escape(row.phrase),
            label(row.computable, screen.lang),
            escape(row.target_words),
            escape(_unit_words(row, screen.lang)),
            escape(row.baseline_2020.words),
            label(row.attribute, screen.lang),
        )
    return table


def _unit_words(row: PlanRow, lang: Lang) -> str:
    unit = row.measure
    if unit is None or (lang is Lang.EN and row.unit):
        return row.unit
    message = unit.message()
    return text(message.code, lang, **message.fields)


def show_check(screen: Screen, result: FileCheck) -> None:
    """Show what a check found: remarks, then every fault, or that there is none."""
    for note in result.notes:
        screen.out.print(f"· {escape(note.render(screen.lang))}", style="dim", soft_wrap=True)
    for fault in result.faults:
        screen.out.print(f"✘ {escape(fault.words(screen.lang))}", soft_wrap=True)
    if result.faults:
        screen.line(
            "plan_cmd.faults", path=str(result.path), count=len(result.faults), taken=result.taken
        )
    else:
        screen.line(result.summary.code, **result.summary.fields)
