"""The rows of a district's plan: every goal, standard and figure that can be asked about.

A row is what the plan says, with its words, its number and where they stand. Whether it
is met is another matter: that needs a reading, or an indicator of today.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from geo.errors import DataUnavailableError, InputError
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


@dataclass(frozen=True, slots=True)
class PlanRows:
    """
    All rows of a district's plan.

    Attributes
    ----------
    name
        Identifier, such as ``"yongchuan"``.
    district, province
        Names, in Chinese.
    title, document, date, issuer, period
        Of the plan; document, date and issuer are empty where the source has none.
    context
        Figures that the plan states about the district, by name.
    rows
        In the plan file's order.
    """

    name: str
    district: str
    province: str
    title: str
    document: str
    date: str
    issuer: str
    period: str
    context: Mapping[str, float]
    rows: tuple[PlanRow, ...]
    _by_id: Mapping[str, PlanRow] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check that the ids are unique and the figures finite."""
        by_id = {row.id: row for row in self.rows}
        if len(by_id) != len(self.rows):
            ids = [row.id for row in self.rows]
            double = next(one for one in ids if ids.count(one) > 1)
            raise InputError("plan_rows.double_id", plan=self.name, row=double)
        for name, value in self.context.items():
            if not math.isfinite(value):
                raise InputError(
                    "plan_rows.bad_context", plan=self.name, field=name, found=str(value)
                )
        object.__setattr__(self, "_by_id", by_id)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.rows)

    def row(self, row_id: str) -> PlanRow:
        """
        Find a row by its id, or the row that a part such as ``"KZ-06.1"`` belongs to.

        Raises
        ------
        DataUnavailableError
            If the plan has no such row.
        """
        found = self._by_id.get(row_id) or self._by_id.get(row_id.partition(".")[0])
        if found is None or row_id not in (found.id, *found.indicators):
            raise DataUnavailableError(
                "plan.unknown_goal",
                goal=row_id,
                plan=self.name,
                known=", ".join(row.id for row in self.rows),
            )
        return found

    def has(self, row_id: str) -> bool:
        """Tell whether there is a row of this very id."""
        return row_id in self._by_id

    def of(self, *needs: Need) -> tuple[PlanRow, ...]:
        """Rows whose need of an indicator is one of `needs`, in order."""
        return tuple(row for row in self.rows if row.need in needs)

    def counts(self) -> Mapping[Computable, int]:
        """Count the rows of each class."""
        return {kind: sum(row.computable is kind for row in self.rows) for kind in Computable}

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> PlanRows:
        """
        Build the rows from the tables of their TOML file.

        Raises
        ------
        InputError
            If a key is missing or a value cannot be used; the message names the row and
            the field.
        """
        name = _text(table, "name", "?")
        context = {}
        stated = table.get("context", {})
        if not isinstance(stated, Mapping):
            raise InputError("plan_rows.bad_context", plan=name, field="context", found=str(stated))
        for key, value in stated.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InputError("plan_rows.bad_context", plan=name, field=key, found=str(value))
            context[key] = float(value)
        rows = table.get("goals")
        if not isinstance(rows, list) or not rows:
            raise InputError("plan_rows.no_rows", plan=name)
        period = _text(table, "period", name)
        return cls(
            name=name,
            district=_text(table, "district", name, needed=False),
            province=_text(table, "province", name, needed=False),
            title=_title(table, name),
            document=_text(table, "document", name, needed=False),
            date=_text(table, "date", name, needed=False),
            issuer=_text(table, "issuer", name, needed=False),
            period=period,
            context=context,
            rows=tuple(
                plan_row(one, f"#{at}", last_year=last_year_of(period))
                for at, one in enumerate(rows, start=1)
            ),
        )


_Choice = TypeVar("_Choice", bound=StrEnum)
_ROW_KEYS = frozenset(PlanRow.__dataclass_fields__) | {"readings"}


def last_year_of(period: str) -> int | None:
    """
    Last year of a plan's period; None where it names none.

    Examples
    --------
    >>> last_year_of("2021-2025"), last_year_of("five years")
    (2025, None)
    """
    years = [int(one) for one in re.findall(r"(?<!\d)\d{4}(?!\d)", period)]
    return max(years, default=None)


def plan_row(table: object, place: str, *, last_year: int | None = None) -> PlanRow:
    """
    Build one row from its TOML table.

    Parameters
    ----------
    table
        The table.
    place
        Names the row in a message as long as its id is not known, such as ``"#3"``.
    last_year
        Target year of a row that states none.

    Raises
    ------
    InputError
        If a key is missing or unknown, or a value cannot be used.
    """
    if not isinstance(table, Mapping):
        raise InputError(
            "plan_rows.bad_field", row=place, field="goals", expected="[[goals]]", found=str(table)
        )
    place = str(table.get("id", place))
    for key in table:
        if key not in _ROW_KEYS:
            raise InputError("plan_rows.unknown_field", row=place, field=key)
    year = table.get("target_year", last_year)
    title = table.get("title", {})
    worded = isinstance(title, Mapping) and all(
        isinstance(title.get(lang), str) and title[lang].strip() for lang in ("zh", "en")
    )
    if "title" in table and not worded:
        raise InputError(
            "plan_rows.bad_field",
            row=place,
            field="title",
            expected='{ zh = "…", en = "…" }',
            found=str(title),
        )
    if isinstance(year, bool) or not isinstance(year, int):
        raise InputError(
            "plan_rows.bad_field", row=place, field="target_year", expected="2025", found=str(year)
        )
    return PlanRow(
        id=_text(table, "id", place),
        type=_text(table, "type", place, needed=False),
        section=_text(table, "section", place),
        phrase=_text(table, "phrase", place),
        computable=_choice(
            Computable, table, "computable", place, default=Computable.GEOSPATIAL.value
        ),
        comparator=_choice(Comparator, table, "comparator", place, default=""),
        value=_figure(table, "value", place),
        unit=_text(table, "unit", place, needed=False),
        baseline_2020=_figure(table, "baseline_2020", place),
        target_year=year,
        attribute=_choice(Standing, table, "attribute", place, default=Standing.NOT_IN_TABLE.value),
        tests=_texts(table, "tests", place),
        data_needed=_texts(table, "data_needed", place),
        note=_text(table, "note", place, needed=False),
        title={lang: title[lang] for lang in ("zh", "en")} if worded else {},
        sites=_texts(table, "sites", place),
    )


def _text(table: Mapping[str, Any], key: str, place: str, *, needed: bool = True) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise InputError(
            "plan_rows.bad_field", row=place, field=key, expected="text", found=str(value)
        )
    return value


def _title(table: Mapping[str, Any], place: str) -> str:
    """Title of the plan: one text, or the Chinese one of two."""
    title = table.get("title", "")
    return _text(title if isinstance(title, Mapping) else {"zh": title}, "zh", place)


def _texts(table: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InputError(
            "plan_rows.bad_field", row=place, field=key, expected='["…"]', found=str(value)
        )
    return tuple(value)


def _figure(table: Mapping[str, Any], key: str, place: str) -> Figure:
    try:
        return Figure.read(table.get(key))
    except ValueError as fault:
        raise InputError(
            "plan_rows.bad_field",
            row=place,
            field=key,
            expected="9.5, 2-4, 3+4, 50 / 70, 1:1.30",
            found=str(fault),
        ) from fault


def _choice(
    kind: type[_Choice],
    table: Mapping[str, Any],
    key: str,
    place: str,
    *,
    default: str | None = None,
) -> _Choice:
    value = table.get(key, default)
    try:
        return kind(value)
    except ValueError as fault:
        raise InputError(
            "plan_rows.bad_field",
            row=place,
            field=key,
            expected=", ".join(one.value or "–" for one in kind),
            found=str(value),
        ) from fault
