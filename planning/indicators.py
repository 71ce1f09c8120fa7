"""Indicators: what the offices count, beside what the plan says, and never instead of it.

A count or a density of today is judged against the plan's figure. The plan's own figure
of 2020 is shown beside it; where today's is missing, it is missing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ShapeError
from planning.indicator_units import comparable, stated_unit
from planning.note import Note
from planning.plan_figures import Figure, Form
from planning.plan_rows import FIRST_YEAR, LAST_YEAR, Need, PlanRow, PlanRows

WHOLE_DISTRICT = ""
"""Area of a value that stands for the whole district."""


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """
    One value of an indicator.

    Attributes
    ----------
    year
        Year it was counted in.
    value
        The value, in `unit`.
    unit
        Unit, as words; empty where none is known.
    source
        Who counted it.
    """

    year: int
    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorTable:
    """
    Values by indicator, area and year.

    Attributes
    ----------
    indicator
        Id of the plan row (``"YC-18"``), of a part of it (``"KZ-06.1"``), or of an
        indicator of the user's own.
    area
        Code or name of the area; empty for the whole district.
    year
        Year of each value, shape ``(n,)``, int64, 1949-2100.
    value
        Values, shape ``(n,)``, float64, finite, each in its `unit`.
    unit
        Unit of each value, as words.
    source
        Where each value comes from.
    """

    indicator: tuple[str, ...]
    area: tuple[str, ...]
    year: NDArray[np.int64]
    value: NDArray[np.float64]
    unit: tuple[str, ...]
    source: tuple[str, ...]
    _rows: dict[tuple[str, str], dict[int, int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check lengths, values, years, and that nothing is told twice."""
        size = len(self.indicator)
        whole = np.array(self.year, dtype=np.int64)
        if not np.array_equal(whole, self.year):
            raise InputError("indicators.bad_year", indicator="", year=list(self.year))
        object.__setattr__(self, "year", whole)
        object.__setattr__(self, "value", np.array(self.value, dtype=np.float64))
        for name in ("area", "year", "value", "unit", "source"):
            found = len(getattr(self, name))
            if found != size:
                raise ShapeError("shape.mismatch", name=name, expected=size, found=found)
        if not all(one.strip() for one in self.indicator):
            raise InputError("indicators.no_id")
        rows: dict[tuple[str, str], dict[int, int]] = {}
        for at, (indicator, area) in enumerate(zip(self.indicator, self.area, strict=True)):
            year, value = int(self.year[at]), float(self.value[at])
            if not np.isfinite(value):
                raise InputError("indicators.not_finite", indicator=indicator, found=str(value))
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise InputError("indicators.bad_year", indicator=indicator, year=year)
            years = rows.setdefault((indicator, area), {})
            if year in years:
                first = self.value[years[year]]
                raise InputError(
                    "indicators.double",
                    indicator=indicator,
                    area=area,
                    year=year,
                    first=f"{first:g}",
                    second=f"{value:g}",
                )
            years[year] = at
        for array in (self.year, self.value):
            array.flags.writeable = False
        object.__setattr__(self, "_rows", rows)

    @classmethod
    def empty(cls) -> IndicatorTable:
        """Make a table without values."""
        return cls((), (), np.empty(0, np.int64), np.empty(0, np.float64), (), ())

    def __len__(self) -> int:
        """Number of values."""
        return len(self.indicator)

    def value_of(
        self, indicator: str, area: str = WHOLE_DISTRICT, *, year: int
    ) -> IndicatorValue | None:
        """Value of one indicator in one area and year; None where the table has none."""
        at = self._rows.get((indicator, area), {}).get(year)
        return None if at is None else self._at(at)

    def series(self, indicator: str, area: str = WHOLE_DISTRICT) -> tuple[IndicatorValue, ...]:
        """All values of one indicator in one area, oldest first."""
        years = self._rows.get((indicator, area), {})
        return tuple(self._at(years[year]) for year in sorted(years))

    def latest(
        self, indicator: str, area: str = WHOLE_DISTRICT, *, by_year: int | None = None
    ) -> IndicatorValue | None:
        """
        Newest value of one indicator in one area.

        Parameters
        ----------
        indicator, area
            Which.
        by_year
            Newest year that counts; every year where None.

        Returns
        -------
        value
            The value; None where there is none up to that year.
        """
        known = [
            one for one in self.series(indicator, area) if by_year is None or one.year <= by_year
        ]
        return known[-1] if known else None

    def areas(self, indicator: str) -> tuple[str, ...]:
        """Areas that an indicator has values for, sorted; the whole district is ``""``."""
        return tuple(sorted(area for one, area in self._rows if one == indicator))

    def _at(self, at: int) -> IndicatorValue:
        return IndicatorValue(
            int(self.year[at]), float(self.value[at]), self.unit[at], self.source[at]
        )


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """
    A plan row, its value of today, and the plan's own figures beside it.

    Attributes
    ----------
    row
        The plan row.
    values
        Value of today, in the row's unit: one number, or one for each part of a figure
        such as ``"3+4"``. Empty where it is missing or refused.
    year, source
        Year and source of the value; None and empty where there is none.
    baseline, target
        The plan's figure of 2020 and its goal. They are never a value of today.
    refused
        Why a value that is there cannot be used; None where it can, or none is there.
    """

    row: PlanRow
    values: tuple[float, ...]
    year: int | None
    source: str
    baseline: Figure
    target: Figure
    refused: Note | None = None

    @property
    def missing(self) -> bool:
        """Whether there is no value that can be used."""
        return not self.values


def beside_plan(
    table: IndicatorTable,
    rows: PlanRows,
    *,
    area: str = WHOLE_DISTRICT,
    by_year: int | None = None,
    optional: bool = False,
) -> tuple[IndicatorLine, ...]:
    """
    Set the values of today beside the plan's figures.

    Parameters
    ----------
    table
        Values.
    rows
        The plan.
    area
        Area asked about; the whole district by default.
    by_year
        Newest year that counts as today.
    optional
        Whether geospatial rows that may have an indicator are listed too.

    Returns
    -------
    lines
        A line for each row that needs an indicator, in the plan's order.
    """
    wanted = (Need.NEEDED, Need.OPTIONAL) if optional else (Need.NEEDED,)
    return tuple(_line(table, row, area, by_year) for row in rows.of(*wanted))


def _line(table: IndicatorTable, row: PlanRow, area: str, by_year: int | None) -> IndicatorLine:
    found = _of_one_year(table, row, area, by_year)
    values: list[float] = []
    refused = None
    for one in found:
        value = in_unit_of(row, one.value, one.unit)
        if isinstance(value, Note):
            refused = value
            break
        values.append(value)
    used = bool(found) and refused is None
    return IndicatorLine(
        row=row,
        values=tuple(values) if used else (),
        year=found[0].year if used else None,
        source="; ".join(dict.fromkeys(one.source for one in found)) if used else "",
        baseline=row.baseline_2020,
        target=row.value,
        refused=refused,
    )


def _of_one_year(
    table: IndicatorTable, row: PlanRow, area: str, by_year: int | None
) -> list[IndicatorValue]:
    """Values of all parts of a row in the newest year that has them all."""
    years = {one.year for one in table.series(row.indicators[0], area)}
    for year in sorted(years, reverse=True):
        if by_year is not None and year > by_year:
            continue
        found = [table.value_of(part, area, year=year) for part in row.indicators]
        whole = [one for one in found if one is not None]
        if len(whole) == len(found):
            return whole
    return []


def in_unit_of(row: PlanRow, value: float, unit: str) -> float | Note:
    """
    Bring a value to the unit of a plan row.

    Parameters
    ----------
    row
        The plan row.
    value, unit
        The value and its unit in words; empty words mean the plan's unit.

    Returns
    -------
    value
        In the row's unit, or the reason why it cannot be: its unit is not understood,
        or contradicts the plan's. A denominator is changed only where both are stated.
    """
    wanted = row.measure
    if not unit or wanted is None:
        return value
    stated = stated_unit(unit)
    if stated is None:
        return Note(
            "indicators.unit_unknown", {"id": row.id, "unit": unit, "wanted": wanted.message()}
        )
    if not comparable(stated, wanted):
        return Note(
            "indicators.unit_contradicts",
            {"id": row.id, "unit": unit, "wanted": wanted.message(), "phrase": row.phrase},
        )
    # Multiplied first, so that 27.9 per 10,000 is 2.79 per 1,000 and no 2.7900000000000005.
    return value * wanted.per / stated.per


def split_figure(row: PlanRow, written: str) -> tuple[float, ...] | None:
    """
    Read a value written in the shape of the plan's figure: ``"2+4"``, ``"1:1.14"``.

    Returns
    -------
    values
        One for each part of the row's figure, a ratio as its second side per one of the
        first; None where the text is not of the plan's shape.
    """
    try:
        figure = Figure.read("".join(unicodedata.normalize("NFKC", written).split()))
    except ValueError:
        return None
    plan = row.value if row.value.form is not Form.NONE else row.baseline_2020
    if plan.form is Form.RATIO and figure.form is Form.RATIO and figure.numbers[0] > 0:
        return (figure.numbers[1] / figure.numbers[0],)
    if plan.parts > 1 and (figure.form, figure.parts) == (plan.form, plan.parts):
        return figure.numbers
    return None
