"""Facilities that may be one and the same: listed for decision, never merged silently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PossibleDouble:
    """
    Two rows that look like one facility.

    Attributes
    ----------
    first, second
        Their ids, in the order of the rows.
    first_name, second_name
        Their names.
    distance_m
        How far apart they lie [m].
    reason
        ``"same_name"``, ``"alias"``, ``"similar_name"`` or ``"same_place"``.
    decision
        ``"same"`` or ``"different"`` where the user decided; empty where it is open.
    """

    first: str
    second: str
    first_name: str
    second_name: str
    distance_m: float
    reason: str
    decision: str = ""
