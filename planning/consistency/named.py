"""Lists that name fewer than they count: sites, centres, tables under one number."""

from __future__ import annotations

import math
from collections.abc import Iterator

from geo.text import Message
from layers.facilities import Service
from planning.consistency.grouping import goals_of, sections_of
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import joined, number, said, title_of
from planning.note import Note
from planning.plan import Plan
from planning.plan_facilities import PlanFacility
from planning.plan_figures import Form
from planning.plan_rows import PlanRow
from planning.statements import Statement

_SITED = "subcentre"
"""Type of the goals that ask for so many places and ought to name them."""
_HOSTS = (Service.TOWNSHIP_HEALTH_CENTRE, Service.COMMUNITY_HEALTH_CENTRE)


def check_named(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Count what the plan names one by one against how many it says there are.

    A goal for sub-centres is counted by its sites; any list by the statement that says how
    many it names, whose figure must be the goal's. Where the plan names none of the sites
    but gives beds to its health centres, those with the most are listed as candidates: as
    such, not as the plan's.
    Tables under one number are found too.
    """
    return (*_goals(plan), *_lists(plan), *_labels(plan))


def _goals(plan: Plan) -> Iterator[CheckResult]:
    counted = {one.goal: one for one in plan.statements if one.named is not None and one.goal}
    for row in plan.rows.rows:
        statement = counted.get(row.id)
        if row.value.form is not Form.NUMBER or (statement is None and row.type != _SITED):
            continue
        named = len(row.sites)
        if statement is not None and statement.named is not None:
            named = max(named, statement.named)
        elif not row.sites:
            # Nobody has looked which sites this goal names: nothing is known.
            continue
        if statement is not None and statement.value.form is Form.NUMBER:
            yield from _stated_otherwise(row, statement)
        yield _of_goal(plan, row, named)


def _stated_otherwise(row: PlanRow, statement: Statement) -> Iterator[CheckResult]:
    """The goal and the statement that counts what it names give two figures."""
    wanted, stated = row.value.numbers[0], statement.value.numbers[0]
    if wanted == stated:
        return
    fields = {
        "title": said({lang: row.titled(lang) for lang in ("zh", "en")}),
        "wanted": number(wanted),
        "stated": number(stated),
        "section": statement.section,
    }
    yield CheckResult(
        CheckKind.NAMED,
        ConsistencyStatus.CONTRADICTION,
        Note("consistency.named_stated", fields),
        Note("consistency.ask_figure", {}),
        sections=tuple(dict.fromkeys((row.section, statement.section))),
        goals=(row.id,),
        numbers=(wanted, stated),
    )


def _of_goal(plan: Plan, row: PlanRow, named: int) -> CheckResult:
    wanted = row.value.numbers[0]
    enough = named >= wanted
    fields: dict[str, object] = {
        "title": said({lang: row.titled(lang) for lang in ("zh", "en")}),
        "wanted": number(wanted),
        "named": named,
    }
    hosts = _candidates(plan, int(wanted)) if not named and row.type == _SITED else ()
    code = "consistency.named_all" if enough else "consistency.named_some"
    if not named:
        code = "consistency.named_none"
    if hosts:
        code = "consistency.named_candidates"
        fields["hosts"] = joined(
            Message("consistency.with_beds", {"name": one.name, "beds": number(one.beds)})
            for one in hosts
        )
    return CheckResult(
        CheckKind.NAMED,
        ConsistencyStatus.CONSISTENT if enough else ConsistencyStatus.CLARIFY,
        Note(code, fields),
        None if enough else Note("consistency.ask_sites", {"missing": number(wanted - named)}),
        sections=(row.section,),
        goals=(row.id,),
        numbers=(wanted, named, *(one.beds for one in hosts)),
    )


def _candidates(plan: Plan, wanted: int) -> tuple[PlanFacility, ...]:
    """The health centres to which the plan gives most beds, with those of as many beds."""
    those = sorted(
        (
            one
            for one in plan.facilities.facilities
            if one.kind in _HOSTS and math.isfinite(one.beds)
        ),
        key=lambda one: -one.beds,
    )
    if not those:
        return ()
    least = those[min(wanted, len(those)) - 1].beds
    return tuple(one for one in those if one.beds >= least)


def _lists(plan: Plan) -> Iterator[CheckResult]:
    """Lists of statements that belong to no goal."""
    for one in plan.statements:
        if one.named is None or one.goal:
            continue
        wanted = one.value.numbers[0]
        enough = one.named >= wanted
        fields = {
            "title": title_of(plan, one.about),
            "wanted": number(wanted),
            "named": one.named,
        }
        code = "consistency.members_all" if enough else "consistency.members_some"
        yield CheckResult(
            CheckKind.NAMED,
            ConsistencyStatus.CONSISTENT if enough else ConsistencyStatus.CLARIFY,
            Note(code, fields),
            None
            if enough
            else Note("consistency.ask_members", {"missing": number(wanted - one.named)}),
            sections=(one.section,),
            goals=(one.goal,),
            numbers=(wanted, one.named, wanted - one.named),
        )


def _labels(plan: Plan) -> Iterator[CheckResult]:
    """Tables and boxes of different things under one number."""
    labelled: dict[str, list[Statement]] = {}
    for one in plan.statements:
        if one.label:
            labelled.setdefault(one.label, []).append(one)
    for label, those in labelled.items():
        things = dict.fromkeys(one.about for one in those)
        if len(things) == 1:
            continue
        fields = {
            "label": label,
            "count": len(things),
            "titles": joined(title_of(plan, about) for about in things),
        }
        digits = [float(one) for one in label if one.isdigit()]
        yield CheckResult(
            CheckKind.NAMED,
            ConsistencyStatus.CLARIFY,
            Note("consistency.label_twice", fields),
            Note("consistency.ask_label", {}),
            sections=sections_of(those),
            goals=goals_of(those),
            numbers=(*digits, len(things)),
        )
