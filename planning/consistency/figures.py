"""What a written figure stands for: rounded, it is an interval and no point."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planning.plan_figures import Figure, Form
from planning.statements import Statement

_SLACK = 1e-9
"""Relative: ends of intervals are worked out in floating point."""


@dataclass(frozen=True, slots=True)
class Span:
    """
    Values from `low` to `high`, both included.

    Examples
    --------
    >>> Span(1.0, 2.0).meets(Span(2.0, 3.0)), Span(1.0, 2.0).meets(Span(2.1, 3.0))
    (True, False)
    """

    low: float
    high: float

    def meets(self, other: Span) -> bool:
        """Tell whether a value lies in both."""
        slack = _SLACK * max(abs(self.high), abs(other.high), 1.0)
        return self.low <= other.high + slack and other.low <= self.high + slack


def decimals(figure: Figure) -> int:
    """Digits after the point of the last number, as written: 2 for ``"1:1.30"``."""
    return len(figure.text.rpartition(".")[2]) if "." in figure.text else 0


def rounded_span(value: float, digits: int) -> Span:
    """All values that round to `value` at so many digits after the point."""
    half = 0.5 * 10.0**-digits
    return Span(value - half, value + half)


def span_of(figure: Figure, *, exact: bool = False) -> Span:
    """
    Values that a written number or range stands for.

    Parameters
    ----------
    figure
        A number, or a range, whose ends are taken as they are.
    exact
        Whether whole numbers are counts, exact to the unit.

    Examples
    --------
    >>> span_of(Figure.read(9.9)), span_of(Figure.read("5.0-5.7"))
    (Span(low=9.85, high=9.950000000000001), Span(low=5.0, high=5.7))
    """
    if figure.form is Form.RANGE:
        return Span(*figure.numbers)
    digits = decimals(figure)
    if exact and digits == 0:
        return Span(figure.numbers[0], figure.numbers[0])
    return rounded_span(figure.numbers[0], digits)


def population_span(people: float) -> Span:
    """
    Values that a stated population stands for: zeros at its end are taken as rounding.

    Examples
    --------
    >>> population_span(1_564_000), population_span(1_564_001)
    (Span(low=1563500.0, high=1564500.0), Span(low=1564000.5, high=1564001.5))
    """
    whole = round(people)
    zeros = 0
    while whole and whole % 10 ** (zeros + 1) == 0:
        zeros += 1
    return rounded_span(people, -zeros)


def agree(one: Statement, other: Statement) -> bool:
    """
    Tell whether two figures of the same unit can both be right.

    They can if they are the same, or one is the other rounded: 9.9 and 9.90, not 5.36 and
    5.31. A number agrees with a range that it lies in.
    """
    first, second = one.value, other.value
    if Form.RANGE in (first.form, second.form):
        # A number in a range is meant as it stands: 5.7 is in 5.0-5.7, 5.74 is not.
        a, b = (Span(*v.numbers) if v.form is Form.RANGE else _point(v) for v in (first, second))
        return a == b if first.form is second.form else a.meets(b)
    digits = min(decimals(first), decimals(second))
    scaled = (first.numbers[0] * one.scale, second.numbers[0] * other.scale)
    if one.scale != other.scale:
        return math.isclose(*scaled)
    return _rounds(first, digits) == _rounds(second, digits)


def _point(figure: Figure) -> Span:
    return Span(figure.numbers[0], figure.numbers[0])


def _rounds(figure: Figure, digits: int) -> float:
    """Round half up, as people do, whatever the binary digits of the figure."""
    return math.floor(figure.numbers[0] * 10.0**digits + 0.5 + _SLACK)
