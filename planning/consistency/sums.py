"""Totals held against the lists and parts that they are totals of, and against densities."""

from __future__ import annotations

from collections.abc import Iterator

from planning.consistency.figures import span_of
from planning.consistency.grouping import (
    by_thing,
    goals_of,
    group_key,
    is_count,
    rate_of,
    sections_of,
)
from planning.consistency.lists import total_of
from planning.consistency.population import RESIDENTS, plan_population
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import (
    dated,
    figure_words,
    joined,
    number,
    people,
    title_of,
    unit_words,
)
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Comparator, Form
from planning.statements import Listed, Statement

_GRADES = (Listed.HOSPITALS_LEVEL_2, Listed.HOSPITALS_LEVEL_3)
_NEARLY = 0.005
"""Sums of money written to one digit differ by less than this in floating point."""


def check_sums(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Add the plan's lists and parts up, and hold them against its totals and densities.

    A list of beds or money that misses its stated total contradicts it. Hospitals by
    grade may be fewer than wanted (the plan need not name all) or more than wanted (it
    says "at least"): to be clarified. Parts may leave a rest; more than the whole they
    cannot be. Counted targets, on the plan's population, are held against its own density
    targets of the same thing, group and year: where they miss, institutions outside the
    table may make it up, which is to be clarified.
    """
    return (*_lists(plan), *_parts(plan), *_densities(plan))


def _lists(plan: Plan) -> Iterator[CheckResult]:
    for one in plan.statements:
        if one.listed is None:
            continue
        total = total_of(plan, one.listed)
        if total is None:
            continue
        stated = one.value.numbers[0]
        fits = abs(total.value - stated) < _NEARLY
        open_ended = one.listed in _GRADES
        status = ConsistencyStatus.CONTRADICTION
        if fits or open_ended:
            status = ConsistencyStatus.CONSISTENT if fits else ConsistencyStatus.CLARIFY
        fields = {
            "title": title_of(plan, one.about),
            "stated": number(stated),
            "total": number(total.value),
            "members": total.members,
            "names": joined(total.names),
        }
        if open_ended:
            note = Note("consistency.grades_fit" if fits else "consistency.grades_differ", fields)
        else:
            note = Note("consistency.list_fits" if fits else "consistency.list_differs", fields)
        todo = Note("consistency.ask_grades" if open_ended else "consistency.ask_list", {})
        yield CheckResult(
            CheckKind.SUM,
            status,
            note,
            None if fits else todo,
            sections=(one.section,),
            goals=(one.goal,),
            numbers=(stated, total.value, total.members, *_already(plan, one)),
        )


def _already(plan: Plan, one: Statement) -> tuple[float, ...]:
    """Hospitals of a grade that have it already, and those that are to reach it."""
    if one.listed not in _GRADES:
        return ()
    total = total_of(plan, one.listed)
    names = set(total.names if total is not None else ())
    rising = [f for f in plan.facilities.facilities if f.name in names and f.level_target]
    return (float(len(rising)), float(len(names) - len(rising)))


def _parts(plan: Plan) -> Iterator[CheckResult]:
    parts = (one for one in plan.statements if one.part_of and one.part_of != RESIDENTS)
    by_whole: dict[tuple[str, int], list[Statement]] = {}
    for one in parts:
        by_whole.setdefault((one.part_of, one.year), []).append(one)
    for (about, year), members in by_whole.items():
        whole = next(
            (one for one in plan.statements if (one.about, one.year) == (about, year)), None
        )
        if whole is None or whole.value.form is not Form.NUMBER:
            continue
        total = sum(one.value.numbers[0] * one.scale for one in members)
        stated = whole.value.numbers[0] * whole.scale
        over, under = total > stated + _NEARLY, total < stated - _NEARLY
        fields = {
            "title": title_of(plan, about),
            "sum": " + ".join(number(one.value.numbers[0] * one.scale) for one in members),
            "total": number(total),
            "stated": number(stated),
            "names": joined(title_of(plan, one.about) for one in members),
        }
        code, status = "consistency.parts_fit", ConsistencyStatus.CONSISTENT
        if over or under:
            code, status = "consistency.parts_rest", ConsistencyStatus.CLARIFY
        if over:
            code, status = "consistency.parts_over", ConsistencyStatus.CONTRADICTION
        everything = (whole, *members)
        yield CheckResult(
            CheckKind.SUM,
            status,
            Note(code, fields),
            Note("consistency.ask_list", {}) if over or under else None,
            sections=sections_of(everything),
            goals=goals_of(everything),
            numbers=(stated, total, *(one.value.numbers[0] for one in members)),
        )


def _densities(plan: Plan) -> Iterator[CheckResult]:
    """Counted targets as densities on the plan's population."""
    base = plan_population(plan)
    if base is None:
        return
    targets = [one for one in plan.statements if one.comparator is not Comparator.NONE]
    for _about, those in by_thing(targets):
        counts = [
            one
            for one in those
            if is_count(one) and one.value.form is Form.NUMBER and not one.added
        ]
        for count in counts:
            for rate in those:
                unit = rate_of(rate)
                alike = (rate.year, group_key(rate)) == (count.year, group_key(count))
                if unit is None or not alike or rate.value.form not in (Form.NUMBER, Form.RANGE):
                    continue
                yield _density(plan, count, rate, base, unit.per)


def _density(plan: Plan, count: Statement, rate: Statement, base: float, per: int) -> CheckResult:
    total = count.value.numbers[0] * count.scale
    found = total / base * per
    span = span_of(rate.value)
    up = rate.comparator in (Comparator.AT_LEAST, Comparator.ABOVE)
    down = rate.comparator in (Comparator.AT_MOST, Comparator.BELOW)
    fits = (found >= span.low or down) and (found <= span.high or up)
    fields = {
        "title": dated(title_of(plan, count.about), count.year, count.group),
        "count": number(total),
        "base": people(base),
        "found": number(found, 2),
        "per": number(per),
        "stated": figure_words(rate),
        "unit": unit_words(rate),
        "needed": number(rate.value.numbers[0] * base / per, 0),
    }
    code = "consistency.density_fits" if fits else "consistency.density_misses"
    return CheckResult(
        CheckKind.SUM,
        ConsistencyStatus.CONSISTENT if fits else ConsistencyStatus.CLARIFY,
        Note(code, fields),
        None if fits else Note("consistency.ask_density", {}),
        sections=sections_of((count, rate)),
        goals=goals_of((count, rate)),
        numbers=(
            total,
            base,
            found,
            *rate.value.numbers,
            rate.value.numbers[0] * base / per,
            *_rows_of(plan, count),
        ),
    )


def _rows_of(plan: Plan, count: Statement) -> tuple[float, ...]:
    """How many entries a counted target is the sum of, where it is that of a list."""
    total = None if count.listed is None else total_of(plan, count.listed)
    return () if total is None else (float(total.members),)
