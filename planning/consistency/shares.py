"""Percentages of so few that they are less than one, and how many they come to."""

from __future__ import annotations

import math
from collections.abc import Iterator

from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import number, said, title_of
from planning.indicator_units import UnitKind
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Form
from planning.plan_rows import PlanRow
from planning.statements import Statement

_SLACK = 1e-9


def check_shares(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Work out how many a percentage is of the base that the plan states for it.

    Less than one is to be clarified: the base may be another. From one on, the number that
    meets the goal is given: the next whole one.
    """
    return tuple(_result(plan, base, row) for base in plan.statements for row in _rows(plan, base))


def _rows(plan: Plan, base: Statement) -> Iterator[PlanRow]:
    for goal in base.base_of:
        row = plan.rows.row(goal)
        unit = row.measure
        percent = unit is not None and unit.kind is UnitKind.PERCENT
        if percent and row.value.form is Form.NUMBER and base.value.form is Form.NUMBER:
            yield row


def _result(plan: Plan, base: Statement, row: PlanRow) -> CheckResult:
    share, count = row.value.numbers[0], base.value.numbers[0]
    part = share / 100 * count
    whole = math.ceil(part - _SLACK)
    little = 0 < part < 1 - _SLACK
    fields = {
        "title": said({lang: row.titled(lang) for lang in ("zh", "en")}),
        "base": title_of(plan, base.about),
        "share": f"{share:g}%",
        "count": number(count),
        "part": number(part, 0 if part == round(part) else 2),
        "whole": whole,
    }
    code = "consistency.share_little" if little else "consistency.share_is"
    return CheckResult(
        CheckKind.SHARE,
        ConsistencyStatus.CLARIFY if little else ConsistencyStatus.CONSISTENT,
        Note(code, fields),
        Note("consistency.ask_base", {}) if little else None,
        sections=(row.section, base.section),
        goals=(row.id,),
        numbers=(share, count, part, whole),
    )
