"""The population that a plan's counts and densities imply, and whether it is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from planning.consistency.figures import Span, decimals, population_span, span_of
from planning.consistency.grouping import (
    by_thing_and_year,
    goals_of,
    group_key,
    is_count,
    rate_of,
    sections_of,
)
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import number, people, title_of
from planning.indicator_units import Thing
from planning.note import Note
from planning.plan import Plan
from planning.statements import Statement

RESIDENTS = "resident_population"
"""What statements of a plan's own population are about."""
_SHOWN = 0.001
"""A spread below a tenth of a percent is shown to the hundredth, or it would read as none."""
STUDY_TOLERANCE = 0.02
"""A study's people are near enough to a plan's within 2 % (judgement: a year or two of change)."""


@dataclass(frozen=True, slots=True)
class Implied:
    """
    A count and a density of one thing, and the population that both together imply.

    Attributes
    ----------
    count, rate
        The two statements.
    per
        Denominator of the density.
    people
        count / density x per.
    span
        All populations that the density, as rounded, allows.
    """

    count: Statement
    rate: Statement
    per: int
    people: float
    span: Span

    def density_on(self, population: float) -> float:
        """The density that the count gives on another population."""
        return self.count.value.numbers[0] * self.count.scale / population * self.per


def implied_populations(plan: Plan) -> tuple[Implied, ...]:
    """
    Divide every count by its density: those of the same thing, group and year.

    Targets are left out, and so are figures of zero, counts labelled in ten thousands,
    whose unit is itself a question, and cases (deaths), whose rates are of births.
    """
    found = []
    for about, _year, those in by_thing_and_year(plan):
        facts = [one for one in those if one.is_fact and about != RESIDENTS]
        counts = [one for one in facts if is_count(one) and one.scale == 1]
        rates = [one for one in facts if rate_of(one) is not None]
        for count, rate in product(counts, rates):
            unit = rate_of(rate)
            span = span_of(rate.value)
            if unit is None or unit.thing is Thing.ANY or group_key(count) != group_key(rate):
                continue
            if count.value.numbers[0] <= 0 or span.low <= 0:
                continue
            total = count.value.numbers[0] * unit.per
            found.append(
                Implied(
                    count,
                    rate,
                    unit.per,
                    total / rate.value.numbers[0],
                    Span(total / span.high, total / span.low),
                )
            )
    return tuple(found)


def stated_population(plan: Plan) -> Statement | None:
    """The plan's own resident population; None where it states none."""
    return next(
        (
            one
            for one in plan.statements
            if one.about == RESIDENTS and one.is_fact and one.value.numbers[0] > 0
        ),
        None,
    )


def plan_population(plan: Plan) -> float | None:
    """
    Give one population to work the plan's figures out on.

    The stated one; else, of the implied ones, that which most pairs allow, the first of
    equals. None where the plan gives neither.
    """
    stated = stated_population(plan)
    if stated is not None:
        return stated.value.numbers[0] * stated.scale
    pairs = implied_populations(plan)
    if not pairs:
        return None
    support = [sum(one.span.meets(other.span) for other in pairs) for one in pairs]
    return pairs[support.index(max(support))].people


def check_population(plan: Plan, *, population: float | None = None) -> tuple[CheckResult, ...]:
    """
    Hold the implied populations against each other, the stated one and that of a study.

    Parameters
    ----------
    plan
        The plan.
    population
        People of a study; None where there is none.
    """
    pairs = implied_populations(plan)
    results = []
    base = plan_population(plan)
    if pairs and base is not None:
        results.append(_among_themselves(plan, pairs, base))
    if pairs and population is not None:
        results.append(_with_study(plan, pairs, population))
    return (*results, *_parts(plan))


def _arithmetic(plan: Plan, pairs: Sequence[Implied], base: float) -> tuple[Note, ...]:
    """One line a pair: the population it implies, and its density on one population."""
    lines = []
    for one in pairs:
        fields = {
            "title": title_of(plan, one.count.about),
            "count": number(one.count.value.numbers[0]),
            "stated": one.rate.value.words,
            "per": number(one.per),
            "people": people(one.people),
            "base": people(base),
            "density": number(one.density_on(base), max(2, decimals(one.rate.value))),
        }
        lines.append(Note("consistency.implied", fields))
    return tuple(lines)


def _numbers(pairs: Sequence[Implied], base: float) -> tuple[float, ...]:
    found: list[float] = [base]
    for one in pairs:
        found += [*one.count.value.numbers, *one.rate.value.numbers, one.people]
        found.append(one.density_on(base))
    return tuple(found)


def _among_themselves(plan: Plan, pairs: Sequence[Implied], base: float) -> CheckResult:
    stated = stated_population(plan)
    spans = [one.span for one in pairs]
    if stated is not None:
        spans.append(population_span(base))
    # Intervals on a line share a point if every two of them do.
    one_population = all(one.meets(other) for one in spans for other in spans)
    implied = [one.people for one in pairs]
    spread = max(implied) / min(implied) - 1
    fields = {
        "base": people(base),
        "spread": f"{spread:.1%}" if spread >= _SHOWN else f"{spread:.2%}",
    }
    members = [member for one in pairs for member in (one.count, one.rate)]
    if stated is not None:
        members.append(stated)
    if not one_population:
        code, status = "consistency.population_many", ConsistencyStatus.CONTRADICTION
        todo: Note | None = Note("consistency.ask_population", {})
    elif len(spans) == 1:
        code, status = "consistency.population_single", ConsistencyStatus.CLARIFY
        todo = Note("consistency.ask_census", {})
    else:
        code, status = "consistency.population_one", ConsistencyStatus.CONSISTENT
        todo = None
    return CheckResult(
        CheckKind.POPULATION,
        status,
        Note(code, fields),
        todo,
        _arithmetic(plan, pairs, base),
        sections=sections_of(members),
        goals=goals_of(members),
        numbers=(*_numbers(pairs, base), spread * 100),
    )


def _with_study(plan: Plan, pairs: Sequence[Implied], population: float) -> CheckResult:
    ratios = [one.people / population for one in pairs]
    near = all(abs(one - 1) <= STUDY_TOLERANCE for one in ratios)
    members = [member for one in pairs for member in (one.count, one.rate)]
    fields = {
        "study": people(population),
        "low": f"{min(ratios) - 1:+.1%}",
        "high": f"{max(ratios) - 1:+.1%}",
    }
    return CheckResult(
        CheckKind.POPULATION,
        ConsistencyStatus.CONSISTENT if near else ConsistencyStatus.CLARIFY,
        Note("consistency.population_study", fields),
        None if near else Note("consistency.ask_study", {}),
        _arithmetic(plan, pairs, population),
        sections=sections_of(members),
        goals=goals_of(members),
        numbers=_numbers(pairs, population),
    )


def _parts(plan: Plan) -> Iterator[CheckResult]:
    """Parts of the resident population that the plan states."""
    whole = stated_population(plan)
    for one in plan.statements:
        if whole is None or one.part_of != RESIDENTS:
            continue
        part, total = (each.value.numbers[0] * each.scale for each in (one, whole))
        fields = {
            "title": title_of(plan, one.about),
            "part": people(part),
            "whole": people(total),
            "share": f"{part / total:.1%}",
            "rest": people(total - part),
        }
        fits = part <= total
        yield CheckResult(
            CheckKind.POPULATION,
            ConsistencyStatus.CLARIFY if fits else ConsistencyStatus.CONTRADICTION,
            Note("consistency.population_part", fields),
            Note("consistency.ask_part", {}),
            sections=sections_of((one, whole)),
            goals=goals_of((one, whole)),
            numbers=(part, total, part / total * 100, total - part),
        )
