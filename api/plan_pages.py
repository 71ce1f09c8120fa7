"""What ``goldenhour plan`` shows: plans as tables for the terminal and as JSON documents."""

from __future__ import annotations

from typing import Any

from rich.markup import escape
from rich.table import Table

from api.plan_checks import FileCheck
from api.reading_pages import reading_document, row_document, unit_words
from api.screen import Screen
from data.plans import load_plan, plan_names
from geo.text import Lang, label
from planning.plan import Goal, Plan
from planning.plan_rows import Computable


def packaged_plans() -> tuple[Plan, ...]:
    """Every packaged plan, by name."""
    return tuple(load_plan(name) for name in plan_names())


def plan_head(plan: Plan) -> dict[str, Any]:
    """Give the head of a plan as a part of a JSON document."""
    rows = plan.rows
    return {
        "name": plan.name,
        "title": {lang.value: plan.title[lang] for lang in Lang},
        "period": plan.period,
        "document": plan.document or None,
        "district": rows.district or None,
        "province": rows.province or None,
        "goals": len(plan.goals),
        "readings": sum(len(goal.readings) for goal in plan.goals),
        "facilities": len(plan.facilities.facilities),
        "projects": len(plan.projects),
        "classes": {kind.value: count for kind, count in rows.counts().items()},
    }


def plan_document(plan: Plan, kind: Computable | None) -> dict[str, Any]:
    """Give a plan as a JSON document: its head, and its goals with their readings."""
    return {
        **plan_head(plan),
        "context": dict(plan.rows.context),
        "plan_goals": [
            {
                **row_document(goal.row),
                "readings": [
                    reading_document(one, headline=goal.is_headline(one)) for one in goal.readings
                ],
            }
            for goal in _chosen(plan, kind)
        ],
    }


def _chosen(plan: Plan, kind: Computable | None) -> tuple[Goal, ...]:
    return tuple(goal for goal in plan.goals if kind is None or goal.row.computable is kind)


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))


def show_list(screen: Screen, plans: tuple[Plan, ...]) -> None:
    """Show the plans as a table."""
    table = _table()
    table.add_column(screen.t("plan_cmd.name"), no_wrap=True)
    table.add_column(screen.t("plan_cmd.title"), overflow="fold")
    table.add_column(screen.t("plan_cmd.period"), no_wrap=True)
    table.add_column(screen.t("plan_cmd.goals"), justify="right", overflow="fold")
    for kind in Computable:
        table.add_column(label(kind, screen.lang), justify="right", overflow="fold")
    for one in plans:
        counts = one.rows.counts()
        table.add_row(
            escape(one.name),
            escape(one.title[screen.lang]),
            escape(one.period),
            str(len(one.goals)),
            *(str(counts[kind]) for kind in Computable),
        )
    screen.out.print(table)
    screen.out.print()
    screen.out.print(escape(screen.t("plan_cmd.list_hint")), style="dim")


def show_plan(screen: Screen, plan: Plan, kind: Computable | None) -> None:
    """Show a plan: every goal with its figure, its tests and its deciding readings."""
    rows = plan.rows
    head = [plan.title[screen.lang], plan.period, f"{rows.province}{rows.district}", plan.document]
    screen.out.print(escape(" · ".join(one for one in head if one)), style="bold")
    screen.out.print()
    screen.out.print(_goal_table(screen, _chosen(plan, kind)))
    screen.out.print()
    screen.out.print(escape(screen.t("plan_cmd.show_hint", plan=plan.name)), style="dim")


def _goal_table(screen: Screen, goals: tuple[Goal, ...]) -> Table:
    table = _table()
    table.add_column(screen.t("plan_cmd.id"), no_wrap=True)
    # A Chinese phrase has no blanks to break at: folded, or it would lose its end.
    table.add_column(screen.t("plan_cmd.goal"), overflow="fold", min_width=24)
    table.add_column(screen.t("plan_cmd.target"), justify="right", overflow="fold")
    table.add_column(screen.t("plan_cmd.unit"), overflow="fold")
    table.add_column(screen.t("plan_cmd.baseline"), justify="right", overflow="fold")
    table.add_column(screen.t("plan_cmd.standing"), no_wrap=True)
    table.add_column(screen.t("plan_cmd.reading"), overflow="fold")
    for goal in goals:
        row = goal.row
        deciding = (one for one in goal.readings if goal.is_headline(one))
        table.add_row(
            escape(row.id),
            escape(row.titled(screen.lang)),
            escape(row.target_words),
            escape(unit_words(row, screen.lang)),
            escape(row.baseline_2020.words),
            label(row.attribute, screen.lang),
            "\n".join(escape(f"{one.test or row.id}/{one.id}") for one in deciding),
        )
    return table


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
