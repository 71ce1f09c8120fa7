"""Statements that are about the same thing, and the figures among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planning.indicator_units import Base, Unit, UnitKind, comparable
from planning.plan import Plan
from planning.plan_figures import Form
from planning.statements import Statement

_FIGURES = (Form.NUMBER, Form.RANGE)


def group_key(one: Statement) -> str:
    """Whom a statement is about; empty for everybody."""
    return one.group.get("zh", "")


def has_figure(one: Statement) -> bool:
    """Whether a statement gives a level: a number or range that is no gain or total."""
    return one.value.form in _FIGURES and not one.added and not one.base_of


def by_thing_and_year(plan: Plan) -> Iterator[tuple[str, int, tuple[Statement, ...]]]:
    """Statements with a figure, by what they are about and the year, in the plan's order."""
    keys = dict.fromkeys((one.about, one.year) for one in plan.statements if has_figure(one))
    for about, year in keys:
        yield (
            about,
            year,
            tuple(
                one
                for one in plan.statements
                if has_figure(one) and (one.about, one.year) == (about, year)
            ),
        )


def by_thing(those: Iterable[Statement]) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Split statements by what they are about, in their order."""
    kept = tuple(those)
    for about in dict.fromkeys(one.about for one in kept):
        yield about, tuple(one for one in kept if one.about == about)


def is_count(one: Statement) -> bool:
    """Whether the figure counts something, whatever its factor."""
    return one.measure is not None and one.measure.kind is UnitKind.COUNT


def rate_of(one: Statement) -> Unit | None:
    """The unit of a figure per so many people; None where it is no such figure."""
    unit = one.measure
    if unit is None or unit.kind is not UnitKind.RATE or unit.base is not Base.PEOPLE:
        return None
    return unit


def same_unit(one: Statement, other: Statement) -> bool:
    """Whether two figures can be held against each other as they are written."""
    first, second = one.measure, other.measure
    if first is None or second is None:
        return first is second
    return comparable(first, second) and first.per == second.per


def goals_of(those: Iterable[Statement]) -> tuple[str, ...]:
    """Ids of the goals that statements belong to."""
    return tuple(one.goal for one in those)


def sections_of(those: Iterable[Statement]) -> tuple[str, ...]:
    """Where statements stand."""
    return tuple(one.section for one in those)
