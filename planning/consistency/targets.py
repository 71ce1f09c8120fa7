"""Targets that the plan's own figure of 2020 meets already, and may fall back from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from geo.text import Message
from planning.consistency.grouping import by_thing
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import said, title_of
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Comparator, Figure, Form
from planning.plan_rows import PlanRow

BASELINE_YEAR = 2020
_UP = (Comparator.AT_LEAST, Comparator.ABOVE)
_DOWN = (Comparator.AT_MOST, Comparator.BELOW)
_COMPARED = (Form.NUMBER, Form.SEVERAL, Form.SUM, Form.RATIO)


@dataclass(frozen=True, slots=True)
class _Target:
    """A figure of 2020, the target, and whose."""

    title: Message
    comparator: Comparator
    baseline: float
    target: float
    year: int
    section: str
    goal: str

    @property
    def better(self) -> float:
        """How far the target is beyond the figure of 2020: negative where it is looser."""
        ahead = self.target - self.baseline
        return ahead if self.comparator in _UP else -ahead


def check_targets(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Find targets that are looser than the figure of 2020, by the direction of their sign.

    Not a contradiction: a plan may mean to keep a rate below a mark that it has passed. It
    is to be clarified. One more result says how many targets do ask for more.
    """
    targets = [*_of_rows(plan), *_of_statements(plan)]
    looser = [one for one in targets if one.better < 0]
    results = [_result(one) for one in looser]
    if targets:
        kept = sum(one.better == 0 for one in targets)
        more = len(targets) - kept - len(looser)
        fields = {"count": len(targets), "more": more, "kept": kept, "looser": len(looser)}
        results.append(
            CheckResult(
                CheckKind.TARGET,
                ConsistencyStatus.CONSISTENT,
                Note("consistency.targets_all", fields),
                numbers=(len(targets), more, kept, len(looser)),
            )
        )
    return tuple(results)


def _of_rows(plan: Plan) -> Iterator[_Target]:
    for row in plan.rows.rows:
        if row.comparator not in (*_UP, *_DOWN) or row.target_year <= BASELINE_YEAR:
            continue
        for baseline, target in _pairs(row):
            yield _Target(
                said({lang: row.titled(lang) for lang in ("zh", "en")}),
                row.comparator,
                baseline,
                target,
                row.target_year,
                row.section,
                row.id,
            )


def _pairs(row: PlanRow) -> list[tuple[float, float]]:
    """Part by part where both are lists; one target for all parts; else nothing."""
    before, after = _parts(row.baseline_2020), _parts(row.value)
    if len(after) == 1:
        # A second baseline belongs to a second target, which then stands in the unit.
        several = len(before) > 1 and "(" in row.unit
        return [(one, after[0]) for one in (before[:1] if several else before)]
    if len(before) == len(after):
        return list(zip(before, after, strict=True))
    return []


def _parts(figure: Figure) -> tuple[float, ...]:
    if figure.form not in _COMPARED:
        return ()
    if figure.form is Form.RATIO and figure.numbers[0] == 0:
        return ()
    if figure.form is Form.RATIO:
        return (figure.numbers[1] / figure.numbers[0],)
    return figure.numbers


def _of_statements(plan: Plan) -> Iterator[_Target]:
    """Targets that only statements give: those of a row are taken from the row."""
    for about, those in by_thing(one for one in plan.statements if one.value.form is Form.NUMBER):
        facts = [one for one in those if one.is_fact and one.year == BASELINE_YEAR]
        targets = [
            one
            for one in those
            if one.comparator in (*_UP, *_DOWN) and one.year > BASELINE_YEAR and not one.added
        ]
        if len({(one.value.numbers, one.unit, one.group.get("zh")) for one in targets}) > 1:
            # Two targets for one thing: which of them is looser is not the first question.
            continue
        for fact in facts:
            for one in targets:
                row = plan.rows.row(one.goal) if plan.rows.has(one.goal) else None
                if one.measure != fact.measure or one.group != fact.group:
                    continue
                if row is not None and any(
                    math.isclose(target, one.value.numbers[0]) for _, target in _pairs(row)
                ):
                    continue
                yield _Target(
                    title_of(plan, about),
                    one.comparator,
                    fact.value.numbers[0],
                    one.value.numbers[0],
                    one.year,
                    one.section,
                    one.goal,
                )


def _result(one: _Target) -> CheckResult:
    fields = {
        "title": one.title,
        "baseline": f"{one.baseline:g}",
        "target": f"{one.comparator.sign} {one.target:g}",
        "year": one.year,
    }
    return CheckResult(
        CheckKind.TARGET,
        ConsistencyStatus.CLARIFY,
        Note("consistency.target_looser", fields),
        Note("consistency.ask_target", {"baseline": f"{one.baseline:g}"}),
        sections=(one.section,),
        goals=(one.goal,),
        numbers=(one.baseline, one.target),
    )
