"""How things were counted: what a figure is of, where the plan says so or does not."""

from __future__ import annotations

from collections.abc import Iterator

from planning.consistency.grouping import goals_of, sections_of
from planning.consistency.population import implied_populations
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import number, said, title_of
from planning.indicator_units import Thing
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Form


def check_basis(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Say on which basis figures stand.

    Beds that a density is worked out from are approved (编制) or open (开放) ones, which
    differ: where the plan says which, that is repeated, where it does not, asked. A table
    whose head says another basis than its year is asked about too.
    """
    return (*_beds(plan), *_tables(plan))


def _beds(plan: Plan) -> Iterator[CheckResult]:
    for one in implied_populations(plan):
        unit = one.count.measure
        if unit is None or unit.thing is not Thing.BEDS:
            continue
        fields = {
            "title": title_of(plan, one.count.about),
            "count": number(one.count.value.numbers[0]),
            "density": one.rate.value.words,
            "per": number(one.per),
            "basis": said(one.count.basis),
        }
        code = "consistency.basis_beds" if one.count.basis else "consistency.basis_unsaid"
        members = (one.count, one.rate)
        yield CheckResult(
            CheckKind.BASIS,
            ConsistencyStatus.CLARIFY,
            Note(code, fields),
            Note("consistency.ask_beds_kind", {}),
            sections=sections_of(members),
            goals=goals_of(members),
            numbers=(*one.count.value.numbers, *one.rate.value.numbers),
        )


def _tables(plan: Plan) -> Iterator[CheckResult]:
    for one in plan.statements:
        if not one.basis or one.value.form is not Form.NONE:
            continue
        rows = [
            row
            for row in plan.rows.rows
            if row.section == one.section and row.baseline_2020.form is not Form.NONE
        ]
        fields = {
            "title": title_of(plan, one.about),
            "basis": said(one.basis),
            "count": len(rows),
        }
        yield CheckResult(
            CheckKind.BASIS,
            ConsistencyStatus.CLARIFY,
            Note("consistency.basis_table", fields),
            Note("consistency.ask_basis", {}),
            sections=(one.section,),
            goals=tuple(row.id for row in rows),
            numbers=(float(one.year), float(len(rows))),
        )
