"""Units that cannot both be right: per thousand or ten thousand, persons or persons a head."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

from planning.consistency.grouping import (
    by_thing,
    goals_of,
    has_figure,
    is_count,
    rate_of,
    sections_of,
)
from planning.consistency.population import plan_population
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import all_stated, dated, number, people, title_of
from planning.note import Note
from planning.plan import Plan
from planning.statements import Statement

_FACTOR = 10.0
"""A label that makes a figure ten times another of the same thing is not believed."""


def check_units(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Find figures whose unit cannot be right.

    One number per thousand and per ten thousand; and a count in ten thousands that on the
    plan's population is ten times the density that the plan states itself, or more, or a
    tenth of it or less.
    """
    return (*_denominators(plan), *_ten_thousands(plan))


def _denominators(plan: Plan) -> Iterator[CheckResult]:
    rates = [one for one in plan.statements if has_figure(one) and rate_of(one) is not None]
    for one, other in combinations(rates, 2):
        first, second = rate_of(one), rate_of(other)
        if first is None or second is None or first.per == second.per:
            continue
        if (one.about, one.year) != (other.about, other.year):
            continue
        if one.value.numbers != other.value.numbers:
            continue
        per = sorted((first.per, second.per))
        factor = per[1] / per[0]
        fields = {
            "title": dated(title_of(plan, one.about), one.year),
            "stated": all_stated((one, other)),
            "factor": number(factor),
        }
        yield CheckResult(
            CheckKind.UNITS,
            ConsistencyStatus.CONTRADICTION,
            Note("consistency.units_per", fields),
            Note("consistency.ask_unit", {}),
            sections=sections_of((one, other)),
            goals=goals_of((one, other)),
            numbers=(*one.value.numbers, *per, factor),
        )


def _ten_thousands(plan: Plan) -> Iterator[CheckResult]:
    base = plan_population(plan)
    if base is None:
        return
    for about, those in by_thing(one for one in plan.statements if has_figure(one)):
        labelled = [one for one in those if one.scale != 1 and is_count(one)]
        rates = [one for one in those if rate_of(one) is not None]
        # A density is the witness: without one, nothing says that the label is wrong.
        doubted = [one for one in labelled for rate in rates if _ratio(one, rate, base) >= _FACTOR]
        if not doubted:
            continue
        per = rates[0].measure.per if rates[0].measure is not None else 1
        members = (*labelled, *rates)
        fields = {
            "title": title_of(plan, about),
            "stated": all_stated(members),
        }
        counted = [one.value.numbers[0] * one.scale for one in labelled]
        yield CheckResult(
            CheckKind.UNITS,
            ConsistencyStatus.CONTRADICTION,
            Note("consistency.units_wan", fields),
            Note("consistency.ask_unit", {}),
            tuple(_conversion(one, base, per) for one in labelled),
            sections=sections_of(members),
            goals=goals_of(members),
            numbers=(
                *(value for one in members for value in one.value.numbers),
                *counted,
                *(one / base * per for one in counted),
                base,
                per,
            ),
        )


def _conversion(one: Statement, base: float, per: int) -> Note:
    counted = one.value.numbers[0] * one.scale
    fields = {
        "base": people(base),
        "year": one.year or "–",
        "figure": one.value.words,
        "persons": number(counted),
        "density": number(counted / base * per, 1),
        "per": number(per),
    }
    return Note("consistency.conversion", fields)


def _ratio(count: Statement, rate: Statement, base: float) -> float:
    """How many times the stated density the count is on a population; never below one."""
    unit = rate_of(rate)
    if unit is None or min(*rate.value.numbers, *count.value.numbers, base) <= 0:
        return math.nan
    density = count.value.numbers[0] * count.scale / base * unit.per
    found = density / rate.value.numbers[0]
    return max(found, 1 / found)
