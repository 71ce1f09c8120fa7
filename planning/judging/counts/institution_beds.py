"""Judging the beds of institutions against the beds that the plan gives them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from planning.answers import study_notes
from planning.indicator_units import Thing, UnitKind
from planning.judging.circles.caveats import facility_notes
from planning.judging.counts.count_words import (
    first_names,
    plain_number,
    step,
    target_message,
    whole_step,
)
from planning.judging.counts.eligible import COUNTED, bounded, count_target, ids, undecided
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    Finding,
    Number,
    Status,
    Table,
    Target,
    Unit,
    cannot_tell,
)
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator, Form
from planning.readings.reading import Reading
from planning.readings.rules_place import InstitutionBedsRule

_BED_UNITS = frozenset({UnitKind.COUNT, UnitKind.EACH})


@dataclass(frozen=True, slots=True)
class Institution:
    """
    One institution of the plan.

    Attributes
    ----------
    name
        As the plan writes it.
    row
        Row of the facility list; None where none was found without doubt.
    wanted
        Beds that the plan gives it; NaN where it names no number.
    beds
        Beds of today; NaN where unknown, 0 where it gives no care yet or any more.
    again
        Whether an institution before it is the same row: its beds are not summed twice.
    """

    name: str
    row: int | None
    wanted: float
    beds: float
    again: bool = False


def judge_institution_beds(
    evidence: Evidence, goal: Goal, reading: Reading, rule: InstitutionBedsRule
) -> Finding:
    """
    Judge the beds of the goal's sites, or of all institutions that the plan gives beds.

    Each against the goal's figure where the rule says so, else their sum. An institution
    that the list does not have, or whose beds it does not state, is unknown, never zero.
    """
    notes = study_notes(evidence.study)
    target = _target(goal, reading)
    if isinstance(target, Note):
        return cannot_tell(Unit.BEDS, Target(), [target], notes=notes)
    found = institutions(evidence, goal, each=rule.each)
    if not found:
        missing = Note("missing.count_no_sites", {"id": goal.id})
        return cannot_tell(Unit.BEDS, target, [missing], notes=notes)
    once = [one for one in found if not one.again]
    known = [one for one in once if not math.isnan(one.beds)]
    unknown = [one for one in once if math.isnan(one.beds)]
    tables = (_table(found),)
    if not known:
        finding = cannot_tell(Unit.BEDS, target, [_unknown(unknown)], notes=notes)
        return Finding(
            finding.status,
            Unit.BEDS,
            math.nan,
            target,
            tables=tables,
            missing=finding.missing,
            notes=notes,
        )
    total = math.fsum(one.beds for one in known)
    value, status = total, bounded(target, total, math.inf if unknown else total)
    if rule.each:
        value, status = _each(target, known, unknown)
    missing_notes: list[Note] = []
    if undecided(reading, target):
        status, missing_notes = Status.CANNOT_TELL, [Note("missing.target", {})]
    elif status is Status.CANNOT_TELL:
        missing_notes = [_unknown(unknown)]
    wanted = math.fsum(one.wanted for one in found if not math.isnan(one.wanted))
    rows = [one.row for one in known if one.row is not None]
    return Finding(
        status,
        Unit.BEDS,
        value,
        target,
        formula=_formula(known, target, total, each=rule.each),
        numbers=(
            Number("count_beds_sum", total, Unit.BEDS),
            Number("count_beds_wanted", wanted, Unit.BEDS),
            Number("count_known", len(known), Unit.SITES),
            Number("count_unknown_beds", len(unknown), Unit.SITES),
        ),
        flips=() if undecided(reading, target) else _flips(target, known, total, each=rule.each),
        facilities=ids(evidence, rows),
        tables=tables,
        missing=tuple(missing_notes),
        notes=(
            *_caveats(evidence, found, unknown),
            *facility_notes(evidence, np.array(sorted(set(rows)), dtype=np.int64)),
            *notes,
        ),
    )


def institutions(evidence: Evidence, goal: Goal, *, each: bool) -> tuple[Institution, ...]:
    """
    Institutions that a goal is about: its own sites, else all that the plan gives beds.

    A rule for each institution is about the goal's own sites alone: the plan's other
    institutions have other figures.
    """
    planned = {one.name: one.beds for one in evidence.plan.facilities.facilities}
    names = goal.row.sites
    if not names and not each:
        names = tuple(name for name, beds in planned.items() if not math.isnan(beds))
    names = tuple(dict.fromkeys(names))
    rows = evidence.site_rows(names)
    facilities = evidence.study.facilities
    found: list[Institution] = []
    for name in names:
        row = rows.get(name)
        beds = math.nan
        if row is not None:
            cares = facilities.status[row] in COUNTED
            beds = float(facilities.beds[row]) if cares else 0.0
        again = row is not None and any(one.row == row for one in found)
        found.append(Institution(name, row, planned.get(name, math.nan), beds, again))
    return tuple(found)


def _target(goal: Goal, reading: Reading) -> Target | Note:
    """Figure in beds; a note where the plan's is a share of beds or no count of beds."""
    unit = goal.row.measure
    own = reading.target.form is not Form.NONE
    stated = goal.row.value.form is not Form.NONE
    beds = unit is not None and unit.kind in _BED_UNITS and unit.thing is Thing.BEDS
    if stated and not own and not beds:
        return Note(
            "missing.count_kind_of_beds",
            {
                "id": goal.id,
                "figure": f"{goal.row.target_words} {goal.row.unit}".strip(),
                "phrase": goal.phrase,
            },
        )
    return count_target(goal, reading, kinds=_BED_UNITS)


def _each(
    target: Target, known: list[Institution], unknown: list[Institution]
) -> tuple[float, Status]:
    """Beds of the institution furthest from the figure, and whether all reach it."""
    if not target.stated:
        return min(one.beds for one in known), Status.CANNOT_TELL
    worst = min((one.beds for one in known), key=target.margin)
    if not all(target.met(one.beds) for one in known):
        return worst, Status.NOT_MET
    return worst, Status.CANNOT_TELL if unknown else Status.MET


def _unknown(unknown: list[Institution]) -> Note:
    names = first_names([one.name for one in unknown])
    lost = sum(one.row is None for one in unknown)
    return Note("missing.count_beds", {"count": len(unknown), "lost": lost, "names": names})


def _formula(known: list[Institution], target: Target, total: float, *, each: bool) -> Note:
    fields: dict[str, object] = {
        "count": len(known),
        "target": target_message(target, Unit.BEDS),
    }
    if each:
        reach = sum(target.stated and target.met(one.beds) for one in known)
        return Note("formula.count_beds_each", fields | {"reach": reach})
    return Note("formula.count_beds", fields | {"beds": plain_number(total)})


def _flips(
    target: Target, known: list[Institution], total: float, *, each: bool
) -> tuple[Note, ...]:
    if each:
        return tuple(
            Note("flip.count_beds_of", {"name": one.name, "gap": _gap(target, one.beds)})
            for one in known
            if not target.met(one.beds)
        )
    if not target.met(total):
        return (Note("flip.count_beds_change", {"gap": _gap(target, total)}),)
    spare = whole_step(abs(target.margin(total)), up=False)
    return (Note("flip.count_beds_spare", {"count": spare}),)


def _gap(target: Target, beds: float) -> object:
    """Beds to add, or to give up, in words."""
    bound = target.low
    if target.comparator is Comparator.WITHIN and beds > target.high:
        bound = target.high
    return step(abs(bound - beds), Unit.BEDS, up=True)


def _caveats(
    evidence: Evidence, found: tuple[Institution, ...], unknown: list[Institution]
) -> list[Note]:
    notes = []
    if unknown:
        names = first_names([one.name for one in unknown])
        notes.append(Note("notes.count_beds_unknown", {"count": len(unknown), "names": names}))
    status = evidence.study.facilities.status
    idle = [one.name for one in found if one.row is not None and status[one.row] not in COUNTED]
    if idle:
        notes.append(
            Note("notes.count_beds_idle", {"count": len(idle), "names": first_names(idle)})
        )
    again = [one.name for one in found if one.again]
    if again:
        notes.append(
            Note("notes.count_beds_again", {"count": len(again), "names": first_names(again)})
        )
    return notes


def _table(found: tuple[Institution, ...]) -> Table:
    """Beds of each institution beside those the plan gives it."""

    def told(value: float) -> float | None:
        return None if math.isnan(value) else value

    rows = []
    for one in found:
        ratio = one.beds / one.wanted if one.wanted > 0 else math.nan
        how = "count_lost" if one.row is None else ""
        how = how or ("count_again" if one.again else "count_rows")
        rows.append(
            (
                one.name,
                told(one.wanted),
                told(one.beds),
                told(ratio),
                told(one.beds - one.wanted),
                how,
            )
        )
    columns = (
        "count_facility",
        "count_beds_wanted",
        "count_beds",
        "count_ratio_share",
        "count_difference",
        "count_counted",
    )
    return Table("count_beds", columns, tuple(rows))
