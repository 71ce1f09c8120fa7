"""Ratios that a plan states beside the figures that they are ratios of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from planning.consistency.figures import Span, decimals, rounded_span, span_of
from planning.consistency.grouping import (
    goals_of,
    group_key,
    is_count,
    same_unit,
    sections_of,
)
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import dated, number, title_of
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Comparator
from planning.statements import Statement


def check_ratios(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Work every stated ratio out again from the two things that it is of.

    Both must be stated for the same year, group and unit: as counts or as densities. The
    rounding of all three is allowed for.
    """
    return tuple(
        result
        for one in plan.statements
        if one.ratio_of and one.comparator is Comparator.NONE and one.value.numbers[0] > 0
        for result in _again(plan, one)
    )


def _facts(plan: Plan, about: str, year: int) -> list[Statement]:
    return [
        one for one in plan.statements if one.about == about and one.year == year and one.is_fact
    ]


def _again(plan: Plan, ratio: Statement) -> Iterator[CheckResult]:
    first, second = (_facts(plan, about, ratio.year) for about in ratio.ratio_of)
    for one, other in product(first, second):
        counts = is_count(one) and is_count(other)
        if not counts and not same_unit(one, other):
            continue
        if group_key(one) != group_key(other) or one.value.numbers[0] <= 0:
            continue
        low, high = (span_of(each.value, exact=counts) for each in (one, other))
        if low.low <= 0:
            continue
        left, right = ratio.value.numbers
        digits = decimals(ratio.value)
        found = other.value.numbers[0] * other.scale / (one.value.numbers[0] * one.scale)
        scale = other.scale / one.scale
        possible = Span(high.low / low.high * scale, high.high / low.low * scale)
        stated = rounded_span(right, digits)
        fits = possible.meets(Span(stated.low / left, stated.high / left))
        members = (ratio, one, other)
        fields = {
            "title": dated(title_of(plan, ratio.about), ratio.year),
            "second": number(other.value.numbers[0]),
            "first": number(one.value.numbers[0]),
            "found": number(found, max(digits, 2)),
            "stated": ratio.value.text,
        }
        yield CheckResult(
            CheckKind.RATIO,
            ConsistencyStatus.CONSISTENT if fits else ConsistencyStatus.CONTRADICTION,
            Note("consistency.ratio_fits" if fits else "consistency.ratio_differs", fields),
            None if fits else Note("consistency.ask_ratio", {}),
            sections=sections_of(members),
            goals=goals_of(members),
            numbers=(*ratio.value.numbers, *one.value.numbers, *other.value.numbers, found),
        )
