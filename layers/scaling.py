"""Bringing a population to official totals, with both totals kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScaledArea:
    """
    One area whose population was brought to its official total.

    Attributes
    ----------
    code, name
        The area.
    group
        Whose total: a `layers.demand.Group` value.
    before, official
        People before scaling, and the official figure.
    factor
        ``official / before``; NaN where nobody was there before, so that the people
        were spread anew.
    """

    code: str
    name: str
    group: str
    before: float
    official: float
    factor: float
