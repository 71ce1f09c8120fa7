"""The rows of a district's plan: every goal, standard and figure that can be asked about."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.errors import DataUnavailableError, InputError
from planning.plan_row import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_PHRASE,
    Computable,
    Need,
    PlanRow,
    Standing,
)
from planning.plan_row_table import plan_row, take_text
from planning.readings.fields import is_finite, shortened

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "LONGEST_PHRASE",
    "Computable",
    "Need",
    "PlanRow",
    "PlanRows",
    "Standing",
    "last_year_of",
    "plan_row",
]


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
        name = take_text(table, "name", "?")
        context = {}
        stated = table.get("context", {})
        if not isinstance(stated, Mapping):
            raise InputError(
                "plan_rows.bad_context", plan=name, field="context", found=shortened(stated)
            )
        for key, value in stated.items():
            good = isinstance(value, int | float) and not isinstance(value, bool)
            if not good or not is_finite(value):
                raise InputError(
                    "plan_rows.bad_context", plan=name, field=key, found=shortened(value)
                )
            context[key] = float(value)
        if "rows" in table and not isinstance(table.get("goals"), list):
            raise InputError("plan.rows_are_goals", plan=name)
        rows = table.get("goals")
        if not isinstance(rows, list) or not rows:
            raise InputError("plan_rows.no_rows", plan=name)
        period = take_text(table, "period", name)
        return cls(
            name=name,
            district=take_text(table, "district", name, needed=False),
            province=take_text(table, "province", name, needed=False),
            title=_title(table, name),
            document=take_text(table, "document", name, needed=False),
            date=take_text(table, "date", name, needed=False),
            issuer=take_text(table, "issuer", name, needed=False),
            period=period,
            context=context,
            rows=tuple(
                plan_row(one, f"#{at}", last_year=last_year_of(period))
                for at, one in enumerate(rows, start=1)
            ),
        )


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


def _title(table: Mapping[str, Any], place: str) -> str:
    """Title of the plan: one text, or the Chinese one of two."""
    title = table.get("title", "")
    return take_text(title if isinstance(title, Mapping) else {"zh": title}, "zh", place)
