"""Values of an indicator table, one by one: held against the plan, taken or refused."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

import numpy as np

from data.import_report import ImportReport
from data.numbers import parse_numbers
from geo.text import Lang, Message, text
from planning.indicator_units import Unit, UnitKind, stated_unit, unit_named
from planning.indicators import IndicatorTable, in_unit_of, split_figure
from planning.note import Note
from planning.plan_figures import Form
from planning.plan_rows import FIRST_YEAR, LAST_YEAR, Computable, Need, PlanRow, PlanRows

FAR_FACTOR = 5.0
"""A rate this many times the plan's figure, or its inverse, is pointed out: most often the
denominator is another (judgement)."""
MOST_NEAREST = 200
"""Unknown ids that are told the nearest known one."""
_ALL_PERCENT = 100.0
_WHOLE = frozenset(
    {"", "全区", "全县", "全市", "全域", "合计", "总计", "district", "whole district"}
)
_BLANK = frozenset({"", "-", "–", "—", "――", "/", "…", "..."})
_OVER = re.compile(r"^(?:[^\s省市]{2,8}[省市]\s*)+")
"""What may stand before a district's name: its province, its city."""
_YEAR = re.compile(r"(\d{4})(?:\.0+)?年?(?:度|末|底)?")
_VALUE = re.compile(r"([+-]?[\d.,]+(?:e[+-]?\d+)?)(.*)")


@dataclass(frozen=True, slots=True)
class ValueCell:
    """
    A value as it stands in a file, and what its row says about it.

    Attributes
    ----------
    row
        Row as the user's editor counts it, with the column's heading where a row holds
        several values.
    called
        What the row calls the indicator: id, name, the plan's words.
    area, year, value, unit, source
        Text of the cells; empty where there is none.
    formula
        Whether the value is a formula.
    """

    row: str
    called: tuple[str, ...]
    area: str
    year: str
    value: str
    unit: str
    source: str
    formula: bool


@dataclass(frozen=True, slots=True)
class _Taken:
    row: str
    indicator: str
    area: str
    year: int
    value: float
    unit: str
    source: str


class ValueReader:
    """Takes values one by one, and refuses with a reason."""

    def __init__(self, source: str, rows: PlanRows | None, report: ImportReport) -> None:
        self.source = source
        self.rows = rows
        self.report = report
        self.taken: list[_Taken] = []
        self.seen: Counter[str] = Counter()
        self.far: dict[str, None] = {}
        self.unknown: dict[str, PlanRow] = {}
        self.phrases: dict[str, list[str]] = {}
        for row in rows.rows if rows is not None else ():
            self.phrases.setdefault(_folded(row.phrase), []).append(row.id)

    def take(self, cell: ValueCell) -> None:
        """Take a value, or reject it."""
        if cell.value.strip() in _BLANK:
            self.seen["blank"] += 1
            return
        refused = self._try(cell)
        if refused is not None:
            self.report.reject(self.source, cell.row, refused.code, **refused.fields)

    def _try(self, cell: ValueCell) -> Note | None:
        if cell.formula:
            return Note("indicators.formula", {"value": cell.value})
        found = self._row_of(cell)
        if isinstance(found, Note):
            return found
        row, indicator = found
        year = _YEAR.fullmatch(unicodedata.normalize("NFKC", cell.year).strip())
        if year is None or not FIRST_YEAR <= int(year[1]) <= LAST_YEAR:
            return Note(
                "indicators.year_not_read",
                {"found": cell.year, "first": FIRST_YEAR, "last": LAST_YEAR},
            )
        read = self._values(cell, row, indicator)
        if isinstance(read, Note):
            return read
        values, unit = read
        ids = (indicator,) if len(values) == 1 else row.indicators if row else ()
        for one, value in zip(ids, values, strict=True):
            self.taken.append(
                _Taken(
                    cell.row, one, self._area(cell.area), int(year[1]), value, unit,
                    " ".join(cell.source.split()),
                )
            )  # fmt: skip
        return None

    def _row_of(self, cell: ValueCell) -> tuple[PlanRow | None, str] | Note:
        """Plan row and indicator id that a cell is about."""
        called = [one.strip() for one in cell.called if one.strip()]
        if not called:
            return Note("indicators.row_without_id", {"value": cell.value})
        if self.rows is None:
            return None, unicodedata.normalize("NFKC", called[0])
        for said in called:
            one = unicodedata.normalize("NFKC", said).upper()
            base = one.partition(".")[0]
            if self.rows.has(base) and one in (base, *self.rows.row(base).indicators):
                return self.rows.row(base), one
        for said in called:
            named = self.phrases.get(_folded(said), [])
            if len(named) > 1:
                return Note("indicators.name_of_several", {"id": said, "known": ", ".join(named)})
            if named:
                self.seen["by_name"] += 1
                return self.rows.row(named[0]), named[0]
        return self._unknown(called[0], self.rows)

    def _unknown(self, said: str, rows: PlanRows) -> Note:
        folded = _folded(said)
        if folded not in self.unknown:
            # A wrong file may hold a hundred thousand of them: looking for each takes minutes.
            if len(self.unknown) >= MOST_NEAREST:
                return Note("indicators.not_in_plan", {"id": said, "plan": rows.name})
            self.unknown[folded] = self._nearest(folded, rows)
        nearest = self.unknown[folded]
        return Note(
            "indicators.unknown_id",
            {"id": said, "plan": rows.name, "nearest": nearest.id, "phrase": nearest.phrase},
        )

    def _nearest(self, folded: str, rows: PlanRows) -> PlanRow:
        names = difflib.get_close_matches(folded, list(self.phrases), 1, 0.5)
        ids = difflib.get_close_matches(folded.upper(), [row.id for row in rows.rows], 1, 0.0)
        return rows.row(self.phrases[names[0]][0] if names else ids[0])

    def _values(
        self, cell: ValueCell, row: PlanRow | None, indicator: str
    ) -> tuple[tuple[float, ...], str] | Note:
        """Values of a cell in the plan's unit, and that unit's words."""
        written = unicodedata.normalize("NFKC", cell.value).strip()
        whole = row is not None and indicator == row.id
        if row is not None and whole and (parts := split_figure(row, written)) is not None:
            stated = stated_unit(cell.unit) if cell.unit.strip() else row.measure
            in_unit = [in_unit_of(row, one, _words(stated, cell.unit)) for one in parts]
            refused = next((one for one in in_unit if isinstance(one, Note)), None)
            values = tuple(one for one in in_unit if not isinstance(one, Note))
            return refused or (values, _words(row.measure, cell.unit))
        if row is not None and (shape := _shape_missed(row, indicator)) is not None:
            return shape
        split = _VALUE.fullmatch(written.casefold())
        number = math.nan if split is None else parse_numbers([split[1]], grouped=True)[0]
        if split is None or not math.isfinite(number):
            return Note("indicators.not_a_number", {"found": cell.value})
        own = split[2].strip()
        if own and stated_unit(own) is None:
            return Note("indicators.not_a_number", {"found": cell.value})
        if own and cell.unit.strip() and stated_unit(own) != stated_unit(cell.unit):
            return Note("indicators.two_units", {"own": own, "unit": cell.unit})
        return self._checked(row, float(number), own or cell.unit.strip(), cell, signed=bool(own))

    def _checked(
        self, row: PlanRow | None, number: float, unit: str, cell: ValueCell, *, signed: bool
    ) -> tuple[tuple[float, ...], str] | Note:
        """Hold one number and its unit against the plan row."""
        stated = stated_unit(unit)
        if row is None or row.measure is None:
            return (number,), _words(stated, unit)
        with_name = (unit_named(name, unit) for name in cell.called)
        named = next((one for one in with_name if one != stated), stated)
        value = in_unit_of(row, number, _words(named, unit))
        if isinstance(value, Note):
            return value
        wanted = row.measure
        far = wanted.kind is UnitKind.RATE and _far(row, value)
        # A name such as "per 1,000" lends its denominator only to a value of that size: 8,967
        # beds under such a name are a total. A value without a unit is no more certain.
        if far and (named != stated or not unit):
            return Note(
                "indicators.state_unit",
                {"id": row.id, "found": cell.value, "wanted": wanted.message()},
            )
        if wanted.kind is UnitKind.PERCENT and not signed and 0 < number <= 1:
            return Note("indicators.share_or_percent", {"found": cell.value})
        if (impossible := _impossible(row, value, cell.value)) is not None:
            return impossible
        if not unit:
            self.seen["no_unit"] += 1
        elif named is not None and named.per != wanted.per:
            self.seen["converted"] += 1
        if far:
            self.far[row.id] = None
        return (value,), _words(wanted, unit)

    def _area(self, area: str) -> str:
        said = area.strip()
        if said.casefold() in _WHOLE:
            return ""
        if self.rows is None:
            return said
        district = self.rows.district
        whole = {district, district[:-1]}
        return "" if said in whole or _OVER.sub("", said) in whole else said

    def table(self) -> IndicatorTable:
        """Table of what was taken; values told twice are settled, remarks made."""
        groups: dict[tuple[str, str, int], list[_Taken]] = {}
        for one in self.taken:
            groups.setdefault((one.indicator, one.area, one.year), []).append(one)
        kept = []
        for group in groups.values():
            first = group[0]
            if all(math.isclose(one.value, first.value, rel_tol=1e-9) for one in group):
                kept.append(first)
                self.seen["repeated"] += len(group) - 1
                continue
            for one in group:
                others = [f"{other.row}: {other.value:g}" for other in group if other is not one]
                self.report.reject(
                    self.source,
                    one.row,
                    "indicators.told_twice",
                    id=one.indicator,
                    area=one.area or Message("indicators.whole", {}),
                    year=one.year,
                    value=f"{one.value:g}",
                    others=", ".join(others[:3]),
                )
        self._remarks(kept)
        return IndicatorTable(
            indicator=tuple(one.indicator for one in kept),
            area=tuple(one.area for one in kept),
            year=np.array([one.year for one in kept], dtype=np.int64),
            value=np.array([one.value for one in kept], dtype=np.float64),
            unit=tuple(one.unit for one in kept),
            source=tuple(one.source for one in kept),
        )

    def _remarks(self, kept: list[_Taken]) -> None:
        report, source = self.report, self.source
        if self.seen["blank"]:
            report.note("indicators.blank", source=source, count=self.seen["blank"])
        if self.seen["by_name"]:
            report.note("indicators.by_name", source=source, count=self.seen["by_name"])
        if self.seen["no_unit"]:
            report.note("indicators.no_unit", source=source, count=self.seen["no_unit"])
        if self.seen["converted"]:
            report.note("indicators.converted", source=source, count=self.seen["converted"])
        if self.seen["repeated"]:
            report.note("indicators.repeated", source=source, count=self.seen["repeated"])
        if self.far:
            report.note("indicators.far", source=source, ids=", ".join(list(self.far)[:8]))
        if self.rows is not None:
            needed = self.rows.of(Need.NEEDED)
            have = {one.indicator.partition(".")[0] for one in kept}
            found = sum(row.id in have for row in needed)
            report.note(
                "indicators.found", source=source, found=found, needed=len(needed),
                plan=self.rows.name,
            )  # fmt: skip


def _folded(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def _words(unit: Unit | None, stated: str) -> str:
    """Words of a unit that a table keeps; those the user wrote where it is not understood."""
    if unit is None:
        return stated.strip()
    said = unit.message()
    return text(said.code, Lang.ZH, **said.fields)


def _shape_missed(row: PlanRow, indicator: str) -> Note | None:
    """Say which shape a value should have had: as many parts as the plan's figure, or a ratio."""
    if row.value.form is Form.RATIO:
        return Note("indicators.needs_ratio", {"id": row.id, "plan": row.value.text})
    if row.value.parts > 1 and indicator == row.id:
        return Note(
            "indicators.needs_parts",
            {"id": row.id, "plan": row.value.text, "ids": ", ".join(row.indicators)},
        )
    return None


def _impossible(row: PlanRow, value: float, written: str) -> Note | None:
    """Say why a value cannot be: a count below 0, or a share of more than all."""
    if row.computable is Computable.NOT_COMPUTABLE:
        return None
    if value < 0:
        return Note("indicators.negative", {"found": written, "id": row.id})
    share = row.measure is not None and row.measure.kind is UnitKind.PERCENT
    if share and row.type != "workforce_growth" and value > _ALL_PERCENT:
        return Note("indicators.over_100", {"found": written, "id": row.id})
    return None


def _far(row: PlanRow, value: float) -> bool:
    """Tell whether a value is of another size than the plan's own figures."""
    figures = [
        one for one in (row.value, row.baseline_2020) if one.form in (Form.NUMBER, Form.RANGE)
    ]
    numbers = [number for one in figures for number in one.numbers if number > 0]
    if not numbers or value <= 0:
        return False
    return value > max(numbers) * FAR_FACTOR or value < min(numbers) / FAR_FACTOR
