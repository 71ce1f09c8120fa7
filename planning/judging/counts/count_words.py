"""Figures and names inside the findings of arithmetic: worded in the reader's language later."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geo.text import Message
from planning.judging.finding import EQUAL, Target, Unit
from planning.plan_figures import Comparator
from planning.wording import minutes_message

MOST_NAMES = 3
"""Names in a sentence; the others are counted, or stand in a table."""
WHOLE = frozenset(
    {Unit.COUNT, Unit.PEOPLE, Unit.BEDS, Unit.PLACES, Unit.VEHICLES, Unit.SITES, Unit.LEVEL}
)
"""Units that come in whole pieces."""
_PERCENT = 100.0
_DIGITS = 6


def plain_number(value: float) -> str:
    """
    Write a number as it is, to six decimals, with no zero at the end.

    Examples
    --------
    >>> plain_number(1024708.0), plain_number(2.79), plain_number(0.1 + 0.2)
    ('1,024,708', '2.79', '0.3')
    """
    shown = f"{value:,.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def amount(value: float, unit: Unit) -> Message | str:
    """Word a figure with its unit, exactly; unknown and endless have words of their own."""
    if math.isnan(value):
        return Message("word.unknown", {})
    if unit is Unit.SECONDS:
        return minutes_message(value)
    if math.isinf(value):
        return Message("word.endless", {})
    if unit is Unit.SHARE:
        return f"{plain_number(_percent(value))}%"
    return Message(f"quantity.{unit.value}", {"value": plain_number(value)})


def _percent(share: float) -> float:
    """
    Percent with two decimals, or all of them where two would read as a round figure.

    A share of 89.996 % must not read as 90 %, the figure that it misses.

    Examples
    --------
    >>> _percent(105 / 220), _percent(0.89996), _percent(0.451)
    (47.73, 89.996, 45.1)
    """
    percent = share * _PERCENT
    short = round(percent, 2)
    if math.isclose(short, round(percent, 1), abs_tol=EQUAL):
        return round(percent, _DIGITS)
    return short


def target_message(target: Target, unit: Unit) -> Message | str:
    """Word the figure that passes, with its sign; "unknown" where there is none."""
    if not target.stated:
        return Message("word.unknown", {})
    figure = amount(target.low, unit)
    if target.comparator is Comparator.WITHIN:
        return Message("count.within", {"low": figure, "high": amount(target.high, unit)})
    if not target.comparator.sign:
        return figure
    return Message("count.signed", {"sign": target.comparator.sign, "figure": figure})


def step(size: float, unit: Unit, *, up: bool) -> Message | str:
    """
    Word a difference in a unit; rounded up it is enough, rounded down it is not too much.

    Pieces are whole; other figures keep two decimals, or as many as they need to show.
    """
    if unit in WHOLE:
        return amount(whole_step(size, up=up), unit)
    scaled = size * _PERCENT if unit is Unit.SHARE else size
    shown = 0.0
    for digits in range(2, _DIGITS + 1):
        factor = 10.0**digits
        shown = whole_step(scaled * factor, up=up) / factor
        if shown > 0:
            break
    if unit is Unit.SHARE:
        return Message("word.points", {"value": plain_number(shown)})
    return amount(shown, unit)


def whole_step(size: float, *, up: bool) -> int:
    """
    Round a difference to a whole number; what is whole but for a float's last digit stays.

    Examples
    --------
    >>> whole_step(2.0000000001, up=True), whole_step(2.1, up=True), whole_step(2.9, up=False)
    (2, 3, 2)
    """
    near = round(size)
    if math.isclose(size, near, rel_tol=EQUAL, abs_tol=EQUAL):
        return near
    return math.ceil(size) if up else math.floor(size)


def first_names(values: Sequence[str]) -> str:
    """
    First names of a list, with dots where there are more.

    Examples
    --------
    >>> first_names(["a", "b"]), first_names(["a", "b", "c", "d"])
    ('a, b', 'a, b, c, …')
    """
    return ", ".join([*values[:MOST_NAMES], *(["…"] if len(values) > MOST_NAMES else [])])
