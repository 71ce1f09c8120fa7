"""Gains held against the change of density that they are to bring."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from planning.consistency.figures import span_of
from planning.consistency.grouping import goals_of, group_key, is_count, rate_of, sections_of
from planning.consistency.population import plan_population
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import number, people, title_of
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Form
from planning.statements import Statement


def check_growth(plan: Plan, *, population: float | None = None) -> tuple[CheckResult, ...]:
    """
    Work out for which population a gain and a rise of density are both true.

    Where the plan has a population (or a study gives one) the gain that the rise needs on
    it is worked out too. A gain may be only a part of what is built, so one that falls
    short is to be clarified, and so is one without a population to judge it on.

    Parameters
    ----------
    plan
        The plan.
    population
        People of a study; None where there is none.
    """
    return tuple(_found(plan, population))


def _found(plan: Plan, population: float | None) -> Iterator[CheckResult]:
    numbers = [one for one in plan.statements if one.value.form is Form.NUMBER]
    for gain in (one for one in numbers if one.added and is_count(one)):
        rates = [
            one
            for one in numbers
            if one.about == gain.about
            and not one.added
            and group_key(one) == group_key(gain)
            and rate_of(one) is not None
        ]
        for before, after in product(rates, rates):
            rise = after.value.numbers[0] - before.value.numbers[0]
            known = 0 < before.year < after.year == gain.year
            if known and rise > 0 and before.measure == after.measure:
                yield _result(plan, gain, before, after, population)


def _result(
    plan: Plan, gain: Statement, before: Statement, after: Statement, study: float | None
) -> CheckResult:
    unit = rate_of(after)
    per = unit.per if unit is not None else 1
    added = gain.value.numbers[0] * gain.scale
    low, high = before.value.numbers[0], after.value.numbers[0]
    both_true = added / (high - low) * per
    fields: dict[str, object] = {
        "title": title_of(plan, gain.about),
        "added": number(added),
        "before": before.value.words,
        "after": after.value.words,
        "per": number(per),
        "people": people(both_true),
    }
    members = (gain, before, after)
    numbers = [added, low, high, both_true]
    own = plan_population(plan)
    base = own if own is not None else study
    status, code = ConsistencyStatus.CLARIFY, "consistency.growth_only"
    if base is not None:
        # Both densities are rounded: the least gain that can be meant decides.
        least = (span_of(after.value).low - span_of(before.value).high) * base / per
        middle = (high - low) * base / per
        numbers += [base, middle]
        fields |= {"base": people(base), "needed": number(middle, 0)}
        code = "consistency.growth_short"
        if added >= least:
            status, code = ConsistencyStatus.CONSISTENT, "consistency.growth_enough"
    done = status is ConsistencyStatus.CONSISTENT
    return CheckResult(
        CheckKind.GROWTH,
        status,
        Note(code, fields),
        None if done else Note("consistency.ask_growth", {}),
        sections=sections_of(members),
        goals=goals_of(members),
        numbers=tuple(numbers),
    )
