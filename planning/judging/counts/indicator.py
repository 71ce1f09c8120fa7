"""Judging the user's own value, from the indicator table, against the plan's figure."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from geo.text import Message
from planning.answers import study_notes
from planning.indicator_units import Base, UnitKind, stated_unit
from planning.judging.counts.count_words import amount, step, target_message, whole_step
from planning.judging.counts.figures import Told, told
from planning.judging.evidence import Evidence
from planning.judging.finding import Finding, Number, Status, Table, Target, Unit, cannot_tell
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator, Form
from planning.plan_rows import PlanRow
from planning.readings.reading import Reading
from planning.readings.rules_count import IndicatorRule

FACT_YEAR = 2020
"""Figures for this year are the plan's account of its start, not a goal."""
_FEWER = frozenset({Comparator.AT_MOST, Comparator.BELOW})
_PER_HEAD = (UnitKind.RATE, Base.PEOPLE)
_WHOM = re.compile(r"(?:/|\bper )\d+\s+(?P<whom>[^()]*)")
_PART = re.compile(r"communit|village|area|street|town|new|old|urban|rural", re.IGNORECASE)
_STRICT = frozenset({Comparator.ABOVE, Comparator.BELOW})


def judge_indicator(
    evidence: Evidence, goal: Goal, reading: Reading, rule: IndicatorRule
) -> Finding:
    """
    Judge the user's own value.

    Of a figure with several parts every part must reach its own; the finding's value and
    target are those of the part that is furthest behind. The plan's figure of 2020 stands
    beside the value and never in its place.
    """
    del rule
    found = told(evidence, goal, reading)
    notes = study_notes(evidence.study)
    if found.line.missing:
        beside = Target() if len(found.targets) > 1 else found.targets[0]
        finding = cannot_tell(found.unit, beside, lacking(evidence, found), notes=notes)
        return replace(finding, numbers=starts_of(found))
    at = found.worst
    value = found.values[at]
    target = found.targets[at] if found.stated else Target()
    missing: tuple[Note, ...] = ()
    status = Status.MET if found.stated and found.met else Status.NOT_MET
    if found.stated and status is Status.MET and _is_mean(found):
        status, missing = Status.CANNOT_TELL, (_fewest_wanted(found),)
    if reading.compare_only or not found.stated:
        status, missing = Status.CANNOT_TELL, (_no_figure(found),)
    return Finding(
        status,
        found.unit,
        value,
        target,
        formula=formula(found),
        numbers=_numbers(found, at),
        flips=() if missing else _flips(evidence, found),
        tables=_tables(found),
        missing=missing,
        notes=(*value_notes(found), *trend_notes(found), *notes),
    )


def _each_has_enough(row: PlanRow) -> bool:
    """Tell whether the row asks that every institution has so many of something."""
    measure = row.measure
    return (
        measure is not None
        and measure.kind is UnitKind.EACH
        and row.comparator not in (*_FEWER, Comparator.WITHIN)
    )


def _is_mean(found: Told) -> bool:
    """
    Tell whether a value for each is a mean of many: no institution has 1.04 persons.

    A mean below the figure shows that somebody is below it; above, it shows nothing.
    """
    return _each_has_enough(found.row) and any(one != math.floor(one) for one in found.values)


def _fewest_wanted(found: Told) -> Note:
    fields = {"id": found.row.id, "value": amount(found.values[found.worst], found.unit)}
    return Note("missing.count_fewest", fields)


def starts_of(found: Told) -> tuple[Number, ...]:
    """Plan's figure of 2020 where it is a single one."""
    if len(found.starts) != 1:
        return ()
    return (Number("count_baseline", found.starts[0], found.unit),)


def _no_figure(found: Told) -> Note:
    if found.row.value.form is Form.RISING:
        return Note("missing.count_start", {"id": found.row.id})
    return Note("missing.target", {})


def unit_message(row: PlanRow) -> Message:
    """Word the unit that a value of a row is wanted in."""
    return Message("count.no_unit", {}) if row.measure is None else row.measure.message()


def lacking(evidence: Evidence, found: Told) -> tuple[Note, ...]:
    """Say which value is wanted: ids, words, unit, year, and how to give it."""
    row, table = found.row, evidence.study.indicators
    if found.line.refused is not None:
        refused = found.line.refused
        reason = Message(refused.code, refused.fields)
        notes = [Note("missing.count_refused", {"reason": reason})]
        latest = table.latest(row.indicators[0])
        stated = None if latest is None else stated_unit(latest.unit)
        if stated is not None and row.measure is not None:
            counts = frozenset({UnitKind.COUNT, UnitKind.EACH})
            wanted = {"id": row.id, "unit": unit_message(row)}
            if stated.kind in counts and row.measure.kind is UnitKind.RATE:
                notes.append(Note("missing.count_divide", wanted))
            elif stated.kind is UnitKind.RATE and row.measure.kind in counts:
                notes.append(Note("missing.count_multiply", wanted))
        return tuple(notes)
    blank = [one for one in row.indicators if not table.series(one)]
    fields = {
        "ids": ", ".join(blank or row.indicators),
        "phrase": row.phrase,
        "unit": unit_message(row),
        "year": row.target_year,
        "plan": evidence.plan.name,
    }
    # Every part has values, but no year has them all.
    code = "missing.count_indicator" if blank else "missing.count_one_year"
    return (Note(code, fields),)


def formula(found: Told) -> Note:
    """Value, year, and the figure that it is held against; the parts joined by a slash."""
    values: Message | str = amount(found.values[-1], found.unit)
    targets: Message | str = target_message(found.targets[-1], found.unit)
    for at in reversed(range(len(found.values) - 1)):
        part = amount(found.values[at], found.unit)
        values = Message("count.parts", {"first": part, "rest": values})
        if len(found.targets) == len(found.values):
            first = target_message(found.targets[at], found.unit)
            targets = Message("count.parts", {"first": first, "rest": targets})
    return Note(
        "formula.count_indicator",
        {"id": found.row.id, "year": found.line.year, "value": values, "target": targets},
    )


def value_notes(found: Told) -> tuple[Note, ...]:
    """Caveats of the value: its source, its year, what the figure is."""
    row, line = found.row, found.line
    notes = [
        Note("notes.count_source", {"year": line.year, "source": line.source})
        if line.source
        else Note("notes.count_no_source", {"year": line.year})
    ]
    if line.year is not None and line.year < row.target_year:
        notes.append(Note("notes.count_early", {"year": line.year, "target_year": row.target_year}))
    if row.target_year == FACT_YEAR:
        notes.append(Note("notes.count_fact", {"target_year": FACT_YEAR}))
    if _each_has_enough(row) and not _is_mean(found):
        notes.append(Note("notes.count_fewest", {}))
    if len(found.values) > 1:
        notes.append(Note("notes.count_every_part", {"parts": len(found.values)}))
    return tuple(notes)


def way_done(start: float, value: float, target: Target) -> float:
    """
    Share of the way from 2020 to the figure that is done; NaN where there was none to go.

    Above 1 beyond the figure, below 0 where the value moved away from it.
    """
    if not target.stated or target.comparator is Comparator.WITHIN or target.met(start):
        return math.nan
    way = target.low - start
    return (value - start) / way if way else math.nan


def trend_notes(found: Told) -> tuple[Note, ...]:
    """Say how much of the way from the figure of 2020 is done."""
    if len(found.starts) != 1 or len(found.values) != 1 or found.row.target_year == FACT_YEAR:
        return ()
    start, value, target = found.starts[0], found.values[0], found.targets[0]
    fields: dict[str, object] = {
        "start": amount(start, found.unit),
        "value": amount(value, found.unit),
        "year": found.line.year,
    }
    if not target.stated:
        return (Note("notes.count_trend", fields),)
    fields["target"] = target_message(target, found.unit)
    done = way_done(start, value, target)
    if math.isnan(done):
        code = "notes.count_trend_met" if target.met(start) else "notes.count_trend_target"
        return (Note(code, fields),)
    return (Note("notes.count_trend_done", fields | {"done": f"{done:.0%}"}),)


def _numbers(found: Told, at: int) -> tuple[Number, ...]:
    numbers = [Number("count_value", found.values[at], found.unit)]
    if len(found.starts) == len(found.values):
        start = found.starts[at]
        numbers.append(Number("count_baseline", start, found.unit))
        done = way_done(start, found.values[at], found.targets[at]) if found.stated else math.nan
        if not math.isnan(done):
            numbers.append(Number("count_way_done", done, Unit.SHARE))
    return tuple(numbers)


def _tables(found: Told) -> tuple[Table, ...]:
    if len(found.values) < 2 or len(found.values) != len(found.targets):  # noqa: PLR2004
        return ()
    ids = found.row.indicators
    rows = tuple(
        (ids[at], value, target.low, "count_yes" if target.met(value) else "count_no")
        for at, (value, target) in enumerate(zip(found.values, found.targets, strict=True))
    )
    ending = "_share" if found.unit is Unit.SHARE else ""
    columns = ("count_part", f"count_value{ending}", f"count_target{ending}", "count_reached")
    return (Table("count_parts", columns, rows),)


def _flips(evidence: Evidence, found: Told) -> tuple[Note, ...]:
    """Say what more, or less, would change the answer: of every part that falls short."""
    if len(found.values) == 1:
        return (_flip(evidence, found, 0),)
    short = [
        at
        for at, (value, target) in enumerate(zip(found.values, found.targets, strict=True))
        if not target.met(value)
    ]
    return tuple(
        Note(
            "flip.count_part",
            {"id": found.row.indicators[at], "flip": Message(one.code, one.fields)},
        )
        for at in short or [found.worst]
        for one in (_flip(evidence, found, at),)
    )


def _flip(evidence: Evidence, found: Told, at: int) -> Note:
    value, target = found.values[at], found.targets[at]
    if target.met(value):
        spare = abs(target.margin(value))
        if target.comparator in _STRICT:
            return Note("flip.count_spare_less", {"gap": step(spare, found.unit, up=True)})
        return Note("flip.count_spare", {"gap": step(spare, found.unit, up=False)})
    if _each_has_enough(found.row):
        return Note("flip.count_each", {"target": amount(target.low, found.unit)})
    bound = target.low
    if target.comparator is Comparator.WITHIN and value > target.high:
        bound = target.high
    gap = abs(bound - value)
    fewer = value > bound or target.comparator in _FEWER
    size = step(gap, found.unit, up=True)
    if target.comparator in _STRICT:
        code = "flip.count_less_than" if fewer else "flip.count_more_than"
        return Note(code, {"gap": size})
    measure = found.row.measure
    people = evidence.study.demand.total
    if measure is None or not _of_all_residents(found.row) or people <= 0:
        return Note("flip.count_fewer" if fewer else "flip.count_more", {"gap": size})
    fields = {
        "gap": size,
        "count": whole_step(gap * people / measure.per, up=True),
        "thing": Message(f"unit.thing_{measure.thing.value}", {}),
        "people": people,
        "source": source_of(evidence),
    }
    return Note("flip.count_fewer_of_people" if fewer else "flip.count_more_of_people", fields)


def _of_all_residents(row: PlanRow) -> bool:
    """Tell whether a density is of all residents: "per 1000 new communities" is of a part."""
    measure = row.measure
    if measure is None or (measure.kind, measure.base) != _PER_HEAD:
        return False
    whom = _WHOM.search(row.unit)
    return whom is None or not _PART.search(whom["whom"])


def source_of(evidence: Evidence) -> Message | str:
    """Word where the people of the study come from."""
    return evidence.study.demand.source or Message("count.study_population", {})
