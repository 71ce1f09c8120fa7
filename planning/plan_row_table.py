"""Reading one row of a plan from its TOML table; every fault names the row and the field."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from geo.errors import InputError
from planning.plan_figures import Comparator, Figure
from planning.plan_row import Computable, PlanRow, Standing
from planning.readings.fields import shortened

_Choice = TypeVar("_Choice", bound=StrEnum)
ROW_KEYS = frozenset(PlanRow.__dataclass_fields__) | {"readings"}
"""Keys of a ``[[goals]]`` table."""


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
            "plan_rows.bad_field",
            row=place,
            field="goals",
            expected="[[goals]]",
            found=shortened(table),
        )
    place = str(table.get("id", place))
    unknown = [str(key) for key in table if key not in ROW_KEYS]
    if unknown:
        raise InputError("plan_rows.unknown_field", row=place, field=", ".join(unknown))
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
            found=shortened(title),
        )
    if isinstance(year, bool) or not isinstance(year, int):
        raise InputError(
            "plan_rows.bad_field",
            row=place,
            field="target_year",
            expected="2025",
            found=shortened(year),
        )
    return PlanRow(
        id=take_text(table, "id", place),
        type=take_text(table, "type", place, needed=False),
        section=take_text(table, "section", place),
        phrase=take_text(table, "phrase", place),
        computable=_choice(
            Computable, table, "computable", place, default=Computable.GEOSPATIAL.value
        ),
        comparator=_choice(Comparator, table, "comparator", place, default=""),
        value=_figure(table, "value", place),
        unit=take_text(table, "unit", place, needed=False),
        baseline_2020=_figure(table, "baseline_2020", place),
        target_year=year,
        attribute=_choice(Standing, table, "attribute", place, default=Standing.NOT_IN_TABLE.value),
        tests=_texts(table, "tests", place),
        data_needed=_texts(table, "data_needed", place),
        note=take_text(table, "note", place, needed=False),
        title={lang: title[lang] for lang in ("zh", "en")} if worded else {},
        sites=_texts(table, "sites", place),
    )


def take_text(table: Mapping[str, Any], key: str, place: str, *, needed: bool = True) -> str:
    """
    Take a text from a table; an empty one where it may be missing and is.

    Raises
    ------
    InputError
        If it is no text, or is needed and blank.
    """
    value = table.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise InputError(
            "plan_rows.bad_field", row=place, field=key, expected="text", found=shortened(value)
        )
    return value


def _texts(table: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InputError(
            "plan_rows.bad_field", row=place, field=key, expected='["…"]', found=shortened(value)
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
            found=shortened(value),
        ) from fault
