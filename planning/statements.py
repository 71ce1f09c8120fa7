"""What a plan states more than once, or states beside its goals: the raw matter of checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.plan_figures import Figure
from planning.readings.fields import Fields


@dataclass(frozen=True, slots=True)
class Statement:
    """
    One figure that the plan states somewhere.

    Attributes
    ----------
    about
        What it is a figure of, such as ``"beds"``: statements about the same thing, year
        and unit are held against each other.
    year
        Year that it is for; 0 where the plan names none.
    value, unit
        The figure, in the unit's words.
    section
        Where it stands in the plan.
    goal
        Id of the goal it belongs to; empty where it is none.
    note
        Remark of the reader of the plan.
    """

    about: str
    year: int
    value: Figure
    unit: str
    section: str
    goal: str = ""
    note: str = ""

    @classmethod
    def read(cls, table: Mapping[str, Any], place: str) -> Statement:
        """
        Build a statement from its TOML table.

        Raises
        ------
        InputError
            If a key is missing, unknown, or a value cannot be used.
        """
        fields = Fields(table, place)
        written = fields.take("value")
        try:
            value = Figure.read(written)
        except ValueError as fault:
            raise fields.bad("value", "9.5, 2-4, 3+4", written) from fault
        statement = cls(
            about=fields.text("about"),
            year=fields.whole("year", 0),
            value=value,
            unit=fields.text("unit", ""),
            section=fields.text("section"),
            goal=fields.text("goal", ""),
            note=fields.text("note", ""),
        )
        fields.done()
        return statement
