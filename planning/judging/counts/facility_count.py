"""Judging the number of facilities of a kind."""

from __future__ import annotations

import math

import numpy as np

from planning.answers import study_notes
from planning.indicator_units import UnitKind
from planning.judging.circles.caveats import facility_notes
from planning.judging.counts.count_words import target_message, whole_step
from planning.judging.counts.eligible import (
    Candidates,
    bounded,
    count_target,
    ids,
    labels,
    look,
    never_listed,
    offers,
    undecided,
)
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    Finding,
    Number,
    Run,
    Status,
    Table,
    Target,
    Unit,
    cannot_tell,
)
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator
from planning.readings.reading import Reading
from planning.readings.rules_count import FacilityCountRule

_COUNTS = frozenset({UnitKind.COUNT, UnitKind.EACH})


def judge_facility_count(
    evidence: Evidence, goal: Goal, reading: Reading, rule: FacilityCountRule
) -> Finding:
    """
    Judge the number of facilities that offer everything asked for.

    Those inside the district count; of named sites, each wherever it lies. A facility of
    unknown grade, where grades matter, and a named site that the list does not have may
    or may not count: then only what holds either way is said.
    """
    notes = study_notes(evidence.study)
    target = count_target(goal, reading, kinds=_COUNTS)
    missing: list[Note] = []
    if isinstance(target, Note):
        missing.append(target)
        target = Target()
    lost: tuple[str, ...] = ()
    among = None
    if rule.named_only:
        sites = evidence.site_rows(goal.row.sites)
        lost = tuple(name for name in goal.row.sites if name not in sites)
        among = tuple(dict.fromkeys(sites.values()))
        if not goal.row.sites:
            missing.append(Note("missing.count_no_sites", {"id": goal.id}))
    missing += _silent_list(evidence, rule)
    if missing:
        return cannot_tell(Unit.COUNT, target, missing, notes=notes)
    found = _offering(
        evidence, rule, look(evidence, rule.eligible, inside_only=among is None, among=among)
    )
    value = len(found.rows)
    highest = value + len(found.ungraded) + len(lost)
    status = bounded(target, value, highest)
    if undecided(reading, target):
        status, missing = Status.CANNOT_TELL, [Note("missing.target", {})]
    elif status is Status.CANNOT_TELL:
        missing = _doubts(evidence, found, lost)
    return Finding(
        status,
        Unit.COUNT,
        float(value),
        target,
        formula=Note(
            "formula.count_facilities",
            {"count": value, "target": target_message(target, Unit.COUNT)},
        ),
        numbers=(
            Number("count_found", value, Unit.COUNT),
            Number("count_ungraded", len(found.ungraded), Unit.COUNT),
            Number("count_coming", len(found.coming), Unit.COUNT),
            *([Number("count_not_found", len(lost), Unit.COUNT)] if rule.named_only else []),
        ),
        flips=() if undecided(reading, target) else _flips(evidence, target, found),
        runs=_runs(evidence, rule, reading, target, value),
        facilities=ids(evidence, found.rows),
        tables=(_table(evidence, found, lost),),
        missing=tuple(missing),
        notes=(
            *_caveats(evidence, found, lost),
            *facility_notes(evidence, np.array(found.rows, dtype=np.int64)),
            *notes,
        ),
    )


def _silent_list(evidence: Evidence, rule: FacilityCountRule) -> list[Note]:
    """Services of which the whole list knows nothing: then none is not zero."""
    lacking = list(never_listed(evidence, rule.offering))
    kinds = rule.eligible.services
    if kinds and len(never_listed(evidence, kinds)) == len(set(kinds)):
        lacking += [one for one in dict.fromkeys(kinds) if one not in lacking]
    return [Note("missing.service", {"service": one}) for one in lacking]


def _offering(evidence: Evidence, rule: FacilityCountRule, found: Candidates) -> Candidates:
    def keep(rows: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(row for row in rows if offers(evidence, row, rule.offering))

    return Candidates(keep(found.rows), keep(found.ungraded), keep(found.coming))


def _doubts(evidence: Evidence, found: Candidates, lost: tuple[str, ...]) -> list[Note]:
    missing = []
    if found.ungraded:
        fields = {"count": len(found.ungraded), "names": labels(evidence, found.ungraded)}
        missing.append(Note("missing.count_grades", fields))
    if lost:
        missing.append(Note("missing.count_sites", {"count": len(lost), "names": ", ".join(lost)}))
    return missing


def _caveats(evidence: Evidence, found: Candidates, lost: tuple[str, ...]) -> list[Note]:
    notes = []
    if found.ungraded:
        fields = {"count": len(found.ungraded), "names": labels(evidence, found.ungraded)}
        notes.append(Note("notes.count_ungraded", fields))
    if lost:
        fields = {"count": len(lost), "names": ", ".join(lost)}
        notes.append(Note("notes.count_sites_lost", fields))
    if found.coming:
        fields = {"count": len(found.coming), "names": labels(evidence, found.coming)}
        notes.append(Note("notes.count_coming", fields))
    return notes


def _flips(evidence: Evidence, target: Target, found: Candidates) -> tuple[Note, ...]:
    value = len(found.rows)
    if target.met(value):
        margin = target.margin(value)
        strict = target.comparator in (Comparator.ABOVE, Comparator.BELOW)
        spare = max(math.ceil(margin) - 1 if strict else whole_step(margin, up=False), 0)
        if target.comparator in (Comparator.AT_MOST, Comparator.BELOW):
            return (Note("flip.count_room", {"count": spare}),)
        return (Note("flip.count_lose", {"count": spare}),)
    if value > target.low:
        high = target.high if target.comparator is Comparator.WITHIN else target.low
        return (Note("flip.count_too_many", {"count": whole_step(value - high, up=True)}),)
    gap = max(whole_step(target.low - value, up=True), 1)
    flips = [Note("flip.count_add", {"count": gap})]
    if found.coming and target.met(value + len(found.coming)):
        fields = {"count": len(found.coming), "names": labels(evidence, found.coming)}
        flips.append(Note("flip.count_open", fields))
    return tuple(flips)


def _runs(
    evidence: Evidence, rule: FacilityCountRule, reading: Reading, target: Target, value: int
) -> tuple[Run, ...]:
    if rule.named_only:
        return ()
    found = _offering(evidence, rule, look(evidence, rule.eligible, inside_only=False))
    beyond = len(found.rows) - value
    if not beyond:
        return ()
    status = bounded(target, len(found.rows), len(found.rows) + len(found.ungraded))
    status = Status.CANNOT_TELL if undecided(reading, target) else status
    what = Note("run.count_with_beyond", {"count": beyond})
    return (Run(what, float(len(found.rows)), status),)


def _table(evidence: Evidence, found: Candidates, lost: tuple[str, ...]) -> Table:
    facilities = evidence.study.facilities
    rows: list[tuple[str | float | None, ...]] = []
    for kind in ("rows", "ungraded", "coming"):
        for row in getattr(found, kind):
            level = facilities.level[row].value or None
            rows.append((facilities.label(row), level, facilities.township[row], f"count_{kind}"))
    rows += [(name, None, "", "count_lost") for name in lost]
    columns = ("count_facility", "count_level", "count_township", "count_counted")
    return Table("count_facilities", columns, tuple(rows))
