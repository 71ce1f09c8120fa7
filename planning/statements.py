"""What a plan states more than once, or states beside its goals: the raw matter of checks.

A statement is a fact of the document: this figure or these words stand in this section.
Whether two of them agree is for `planning.consistency` to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from planning.indicator_units import Unit, plan_unit
from planning.plan_figures import Comparator, Figure, Form
from planning.readings.fields import Fields

_TEN_THOUSAND = "ten thousand "


class Move(StrEnum):
    """What a plan says of the site of a facility."""

    DONE = "done"
    PLANNED = "planned"


class Listed(StrEnum):
    """What of the plan's own lists a figure is a total of."""

    FACILITY_BEDS = "facility_beds"
    FACILITIES_WITH_BEDS = "facilities_with_beds"
    PROJECT_COST = "project_cost_10k_yuan"
    PROJECTS = "projects"
    HOSPITALS_LEVEL_2 = "hospitals_level_2"
    HOSPITALS_LEVEL_3 = "hospitals_level_3"


@dataclass(frozen=True, slots=True)
class Statement:
    """
    One thing that the plan states somewhere.

    Attributes
    ----------
    about
        What it is about, such as ``"beds"``: statements about the same thing and year are
        held against each other.
    section
        Where it stands in the plan.
    year
        Year that it is for; 0 where the plan names none.
    value, unit
        The figure, in the unit's words (those of plan rows, and ``"ten thousand …"``);
        empty where it states none.
    comparator
        How the figure binds; none for a fact.
    goal
        Id of the goal it belongs to; empty where it is none.
    title
        What it is about, in Chinese and English; one statement of a thing is enough.
    group
        Whom or what the figure is of, where that is a part only: ``{zh, en}`` or empty.
    basis
        How the thing was counted, where the plan says so: ``{zh, en}`` or empty.
    words
        What the plan says where that is no figure: ``{zh, en}`` or empty.
    label
        Number that the plan gives to a table or box, such as ``"表1"``.
    named
        How many of `value` the plan names one by one; None where it is not a list.
    added
        Whether the figure is a gain and not a level.
    ratio_of
        The two things, in order, that a ratio is of.
    part_of
        The thing that this is a part of.
    base_of
        Goals whose percentage this is the base of.
    listed
        The list of the plan that the figure is the total of.
    name
        A name that the plan gives the thing here.
    move
        That the site of the thing was moved, or is to be.
    note
        Remark of the reader of the plan.
    """

    about: str
    section: str
    year: int = 0
    value: Figure = field(default_factory=Figure)
    unit: str = ""
    comparator: Comparator = Comparator.NONE
    goal: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    group: Mapping[str, str] = field(default_factory=dict)
    basis: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    named: int | None = None
    added: bool = False
    ratio_of: tuple[str, ...] = ()
    part_of: str = ""
    base_of: tuple[str, ...] = ()
    listed: Listed | None = None
    name: str = ""
    move: Move | None = None
    note: str = ""

    @property
    def scale(self) -> float:
        """Factor that the unit's words put before the unit: 10,000 or 1."""
        return 10_000.0 if self.unit.startswith(_TEN_THOUSAND) else 1.0

    @property
    def measure(self) -> Unit | None:
        """The unit without its factor; None where the plan gives none."""
        return plan_unit(self.unit.removeprefix(_TEN_THOUSAND), "")

    @property
    def is_fact(self) -> bool:
        """Whether it states one number as it is: no target, no range, no gain."""
        return (
            self.value.form is Form.NUMBER
            and self.comparator is Comparator.NONE
            and not self.added
            and not self.part_of
        )

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
        written = fields.take("value", "")
        try:
            value = Figure.read(written)
        except ValueError as fault:
            raise fields.bad("value", "9.5, 2-4, 3+4", written) from fault
        statement = cls(
            about=fields.text("about"),
            section=fields.text("section"),
            year=fields.whole("year", 0),
            value=value,
            unit=fields.text("unit", ""),
            comparator=fields.choice(Comparator, "comparator", ""),
            goal=fields.text("goal", ""),
            title=fields.both("title") if "title" in table else {},
            group=fields.both("group") if "group" in table else {},
            basis=fields.both("basis") if "basis" in table else {},
            words=fields.both("words") if "words" in table else {},
            label=fields.text("label", ""),
            named=fields.whole("named") if "named" in table else None,
            added=fields.flag("added", default=False),
            ratio_of=fields.texts("ratio_of"),
            part_of=fields.text("part_of", ""),
            base_of=fields.texts("base_of"),
            listed=fields.choice(Listed, "listed") if "listed" in table else None,
            name=fields.text("name", ""),
            move=fields.choice(Move, "move") if "move" in table else None,
            note=fields.text("note", ""),
        )
        fields.done()
        statement._check(fields)
        return statement

    def _check(self, fields: Fields) -> None:
        """Refuse what no check could use."""
        said = (self.words, self.label, self.basis, self.name, self.move)
        if self.value.form is Form.NONE and not any(said):
            raise fields.bad("value", "value, words, label, basis, name, move", "")
        if self.ratio_of and (
            self.value.form is not Form.RATIO or len(self.ratio_of) != len(self.value.numbers)
        ):
            raise fields.bad("ratio_of", 'value = "1:1.30", ratio_of = ["…", "…"]', self.ratio_of)
        if self.part_of and self.value.form is not Form.NUMBER:
            raise fields.bad("part_of", "value = 12", self.value.text)
        if self.listed is not None and self.value.form is not Form.NUMBER:
            raise fields.bad("listed", "value = 24", self.value.text)
        if self.named is not None and self.value.form is not Form.NUMBER:
            raise fields.bad("named", "value = 5", self.value.text)
