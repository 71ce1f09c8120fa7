"""The same thing stated twice: the same year and unit with different figures, or in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from planning.consistency.figures import agree
from planning.consistency.grouping import (
    by_thing,
    by_thing_and_year,
    goals_of,
    group_key,
    is_count,
    rate_of,
    same_unit,
    sections_of,
)
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import all_stated, dated, title_of
from planning.note import Note
from planning.plan import Plan
from planning.statements import Statement


def check_twice(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Hold every figure against the others about the same thing and year.

    Different figures of one unit and one group contradict each other; so do none counted
    and a rate above zero. Figures of different groups may both be right: that the groups
    differ is said. A range agrees with a number in it, 9.9 with 9.90. Words that differ
    are to be clarified: only a figure contradicts another for certain.
    """
    return (*_figures(plan), *_words(plan))


def _figures(plan: Plan) -> Iterator[CheckResult]:
    for about, year, those in by_thing_and_year(plan):
        pairs = list(combinations(those, 2))
        near = [pair for pair in pairs if same_unit(*pair)]
        same = [pair for pair in near if group_key(pair[0]) == group_key(pair[1])]
        wrong = [pair for pair in same if not agree(*pair)]
        none = [pair for pair in pairs if _none_and_some(*pair) or _none_and_some(*pair[::-1])]
        apart = [pair for pair in near if pair not in same and not agree(*pair)]
        chosen = wrong or none or apart or same
        if not chosen:
            continue
        shown = [one for one in those if any(one in pair for pair in (*chosen, *apart))]
        fields = {"title": dated(title_of(plan, about), year), "stated": all_stated(shown)}
        if wrong or none:
            what = Note("consistency.twice_differ", fields)
            todo, status = Note("consistency.ask_figure", {}), ConsistencyStatus.CONTRADICTION
        elif apart:
            what = Note("consistency.twice_groups", fields)
            todo, status = Note("consistency.ask_groups", {}), ConsistencyStatus.CLARIFY
        else:
            what = Note("consistency.twice_same", fields)
            todo, status = None, ConsistencyStatus.CONSISTENT
        yield CheckResult(
            CheckKind.TWICE,
            status,
            what,
            todo,
            sections=sections_of(shown),
            goals=goals_of(shown),
            numbers=tuple(number for one in shown for number in one.value.numbers),
        )


def _none_and_some(one: Statement, other: Statement) -> bool:
    """Whether one counts none of what the other gives a rate above zero of."""
    counted_none = is_count(one) and one.value.numbers == (0.0,)
    return counted_none and rate_of(other) is not None and min(other.value.numbers) > 0


def _words(plan: Plan) -> Iterator[CheckResult]:
    for about, those in by_thing(one for one in plan.statements if one.words):
        texts = list(dict.fromkeys(one.words["zh"] for one in those))
        if len(those) == 1:
            continue
        status, code, todo = _worded(texts)
        what = Note(code, {"title": title_of(plan, about), "stated": all_stated(those)})
        yield CheckResult(
            CheckKind.TWICE, status, what, todo, sections=sections_of(those), goals=goals_of(those)
        )


def _worded(texts: Sequence[str]) -> tuple[ConsistencyStatus, str, Note | None]:
    if len(texts) == 1:
        return ConsistencyStatus.CONSISTENT, "consistency.words_same", None
    longest = max(texts, key=len)
    if all(one in longest for one in texts):
        # 三级 and 三级甲等: one says more than the other and need not contradict it.
        todo = Note("consistency.ask_exact", {})
        return ConsistencyStatus.CLARIFY, "consistency.words_exact", todo
    todo = Note("consistency.ask_words", {})
    return ConsistencyStatus.CLARIFY, "consistency.words_differ", todo
