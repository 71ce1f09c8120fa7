"""One row of a district's plan: what it says, its number, and where they stand.

Whether it is met is another matter: that needs a reading, or an indicator of today.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from geo.errors import InputError
from planning.indicator_units import Unit, UnitKind, plan_unit
from planning.plan_figures import Comparator, Figure, Form

FIRST_YEAR, LAST_YEAR = 1949, 2100
LONGEST_PHRASE = 60
"""A phrase is a short quotation, not the plan itself."""


class Computable(StrEnum):
    """What a row is computed from."""

    GEOSPATIAL = "geospatial"
    PER_CAPITA = "per_capita"
    COUNT = "count"
    NOT_COMPUTABLE = "not_computable"


class Standing(StrEnum):
    """What an indicator table says of a row: binding, expected, or not in the table."""

    BINDING = "binding"
    EXPECTED = "expected"
    NOT_IN_TABLE = "not in indicator table"


class Need(StrEnum):
    """Whether a row needs an indicator from the user."""

    NEEDED = "needed"
    OPTIONAL = "optional"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """
    One row of a plan: one goal, standard or checkable fact.

    Attributes
    ----------
    id
        Identity, such as ``"YC-18"``.
    type
        Type of goal, such as ``"bed_density"``.
    section
        Where it stands in the plan.
    phrase
        Short quotation of the plan.
    computable
        What it is computed from.
    comparator, value
        The plan's figure and how to hold a value against it.
    unit
        Unit in words, such as ``"beds/1000"``; empty where the plan gives none.
    baseline_2020
        The plan's own figure of 2020. It stands beside a value of today and never in
        its place.
    target_year
        Year the figure is for.
    attribute
        Binding, expected, or not in the indicator table.
    tests
        Ids of the tests that decide it.
    data_needed
        What must be known for them.
    note
        Remark of the reader of the plan.
    title
        What it is about, by language; empty where nobody has worded it.
    sites
        Names of the plan's facilities that it is about, as the plan writes them.
    """

    id: str
    type: str
    section: str
    phrase: str
    computable: Computable
    comparator: Comparator
    value: Figure
    unit: str
    baseline_2020: Figure
    target_year: int
    attribute: Standing
    tests: tuple[str, ...]
    data_needed: tuple[str, ...] = ()
    note: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    sites: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check what the types cannot say."""
        if not re.fullmatch(r"[A-Z][A-Z0-9]*-\d+", self.id):
            raise self._fault("id", "XX-12", self.id)
        for name in ("section", "phrase"):
            if not getattr(self, name).strip():
                raise self._fault(name, "text", "")
        if len(self.phrase) > LONGEST_PHRASE:
            raise self._fault("phrase", f"<= {LONGEST_PHRASE}", str(len(self.phrase)))
        if (self.comparator is Comparator.NONE) is not (self.value.form is Form.NONE):
            raise self._fault("comparator", "comparator + value", self.value.text)
        if (self.comparator is Comparator.WITHIN) and self.value.form is not Form.RANGE:
            raise self._fault("value", "1-2", self.value.text)
        if not FIRST_YEAR <= self.target_year <= LAST_YEAR:
            raise self._fault("target_year", f"{FIRST_YEAR}-{LAST_YEAR}", str(self.target_year))

    def _fault(self, name: str, expected: str, found: str) -> InputError:
        return InputError(
            "plan_rows.bad_field", row=self.id, field=name, expected=expected, found=found
        )

    @property
    def measure(self) -> Unit | None:
        """The unit, taken apart; None where the plan gives none."""
        return plan_unit(self.unit, self.type)

    def titled(self, lang: str) -> str:
        """Title in a language; the plan's own words where nobody has worded one."""
        return self.title.get(lang) or self.phrase

    @property
    def target_words(self) -> str:
        """The plan's figure with its sign, such as ``"≥ 9.5"``; empty where it has none."""
        return f"{self.comparator.sign} {self.value.words}".strip()

    @property
    def need(self) -> Need:
        """
        Whether the row needs an indicator.

        Every count and per-capita row does. A geospatial row may have one where its
        figure counts things (sub-centres built, projects done); a limit in minutes, or
        no figure at all, only geography answers. Rows that cannot be computed need none.
        """
        if self.computable in (Computable.COUNT, Computable.PER_CAPITA):
            return Need.NEEDED
        unit = self.measure
        counted = (
            self.value.form is not Form.NONE
            and unit is not None
            and unit.kind is not UnitKind.MINUTES
        )
        if self.computable is Computable.GEOSPATIAL and counted:
            return Need.OPTIONAL
        return Need.NONE

    @property
    def indicators(self) -> tuple[str, ...]:
        """
        Ids of the indicators that answer the row.

        The row's own id, or ``("KZ-06.1", "KZ-06.2")`` where the plan's figure is a sum
        or a list: each part has its own value.
        """
        if self.value.parts == 1:
            return (self.id,)
        return tuple(f"{self.id}.{part}" for part in range(1, self.value.parts + 1))
