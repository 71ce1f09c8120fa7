"""The projects that a plan lists: what is built where, for how much, by when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planning.readings.fields import Fields


class ProjectPlace(StrEnum):
    """How well the plan says where a project is."""

    TOWNSHIP = "township"
    FACILITY = "facility"
    NEW_AREA = "new_area"
    DISTRICT_WIDE = "district_wide"
    UNSPECIFIED = "unspecified"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class PlanProject:
    """
    One project of a plan's list.

    Attributes
    ----------
    number, name
        As the plan's list has them.
    place, place_class
        Where, in the plan's words, and how well that places it.
    kind, investor
        New build, extension, conversion, IT; government or market.
    first_year, last_year
        Years of building; 0 where the plan is silent.
    cost_10k_yuan, floor_m2, land_mu
        Size; NaN where the plan is silent.
    beds_added
        Beds that are gained; NaN where the plan does not say that beds are added.
    beds_planned
        Beds of the whole site when done: no gain until its present beds are subtracted;
        NaN where the plan is silent.
    beds_care
        Of `beds_planned`, those for elder care; NaN where the plan is silent.
    facility
        Name of the plan's facility that it is for; empty where none.
    remark
        The plan's remark.
    goals
        Ids of the goals that it belongs to.
    """

    number: int
    name: str
    place: str
    place_class: ProjectPlace
    kind: str = ""
    investor: str = ""
    first_year: int = 0
    last_year: int = 0
    cost_10k_yuan: float = math.nan
    floor_m2: float = math.nan
    land_mu: float = math.nan
    beds_added: float = math.nan
    beds_planned: float = math.nan
    beds_care: float = math.nan
    facility: str = ""
    remark: str = ""
    goals: tuple[str, ...] = ()

    @classmethod
    def read(cls, table: Mapping[str, Any], place: str) -> PlanProject:
        """
        Build a project from its TOML table.

        Raises
        ------
        InputError
            If a key is missing, unknown, or a value cannot be used.
        """
        fields = Fields(table, place)
        project = cls(
            number=fields.whole("number", least=1),
            name=fields.text("name"),
            place=fields.text("place", ""),
            place_class=fields.choice(ProjectPlace, "place_class"),
            kind=fields.text("kind", ""),
            investor=fields.text("investor", ""),
            first_year=fields.whole("first_year", 0),
            last_year=fields.whole("last_year", 0),
            cost_10k_yuan=fields.number("cost_10k_yuan", math.nan),
            floor_m2=fields.number("floor_m2", math.nan),
            land_mu=fields.number("land_mu", math.nan),
            beds_added=fields.number("beds_added", math.nan),
            beds_planned=fields.number("beds_planned", math.nan),
            beds_care=fields.number("beds_care", math.nan),
            facility=fields.text("facility", ""),
            remark=fields.text("remark", ""),
            goals=fields.texts("goals"),
        )
        fields.done()
        return project
