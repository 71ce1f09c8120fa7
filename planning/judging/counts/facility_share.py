"""Judging the share of facilities with a feature."""

from __future__ import annotations

import numpy as np

from planning.answers import study_notes
from planning.indicator_units import UnitKind
from planning.judging.circles.caveats import facility_notes
from planning.judging.counts.count_words import amount, target_message, whole_step
from planning.judging.counts.eligible import (
    bounded,
    figure_not_this,
    ids,
    labels,
    look,
    never_listed,
    offers,
    undecided,
)
from planning.judging.counts.figures import asked_row, part_targets
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
from planning.plan_figures import Comparator, Form
from planning.readings.reading import Reading
from planning.readings.rules_count import FacilityShareRule

_PERCENT = 0.01


def judge_facility_share(
    evidence: Evidence, goal: Goal, reading: Reading, rule: FacilityShareRule
) -> Finding:
    """
    Judge the share of the eligible facilities that offer everything asked for.

    Facilities inside the district count. A list in which no eligible facility offers a
    service probably does not say who does: that is unknown, not 0 %. A reading's own
    figure is in percent, as plans write it.
    """
    notes = study_notes(evidence.study)
    target = _target(goal, reading)
    missing: list[Note] = []
    if isinstance(target, Note):
        missing.append(target)
        target = Target()
    found = look(evidence, rule.eligible)
    looked = (*found.rows, *found.ungraded)
    if not looked:
        missing += [
            Note("missing.service", {"service": one})
            for one in never_listed(evidence, rule.eligible.services)
        ] or [Note("missing.count_none_eligible", {})]
    else:
        missing += [
            Note("missing.count_column", {"service": one, "count": len(looked)})
            for one in dict.fromkeys(rule.offering)
            if not any(offers(evidence, row, (one,)) for row in looked)
        ]
        if not found.rows:
            missing.append(_grades(evidence, found.ungraded))
    if missing:
        return cannot_tell(Unit.SHARE, target, missing, notes=notes)
    having = tuple(row for row in found.rows if offers(evidence, row, rule.offering))
    maybe = sum(offers(evidence, row, rule.offering) for row in found.ungraded)
    n, unsure = len(found.rows), len(found.ungraded)
    value = len(having) / n
    # Those of unknown grade may all be out, or only those that help or hurt be in.
    low, high = len(having) / (n + unsure - maybe), (len(having) + maybe) / (n + maybe)
    status = bounded(target, low, high)
    if undecided(reading, target):
        status, missing = Status.CANNOT_TELL, [Note("missing.target", {})]
    elif status is Status.CANNOT_TELL:
        missing = [_grades(evidence, found.ungraded)]
    without = tuple(row for row in found.rows if row not in frozenset(having))
    return Finding(
        status,
        Unit.SHARE,
        value,
        target,
        formula=Note(
            "formula.count_share",
            {
                "having": len(having),
                "count": n,
                "share": amount(value, Unit.SHARE),
                "target": target_message(target, Unit.SHARE),
            },
        ),
        band=(low, high) if unsure else (float("nan"), float("nan")),
        numbers=(
            Number("count_having", len(having), Unit.COUNT),
            Number("count_eligible", n, Unit.COUNT),
            Number("count_ungraded", unsure, Unit.COUNT),
        ),
        flips=() if undecided(reading, target) else _flips(target, len(having), n),
        runs=_runs(evidence, rule, reading, target),
        facilities=ids(evidence, having),
        tables=(_table(evidence, without),) if without else (),
        missing=tuple(missing),
        notes=(
            *([_ungraded(evidence, found.ungraded)] if unsure else []),
            *facility_notes(evidence, np.array(found.rows, dtype=np.int64)),
            *notes,
        ),
    )


def _target(goal: Goal, reading: Reading) -> Target | Note:
    row = asked_row(goal, reading)
    own = reading.target.form is not Form.NONE
    if row.value.form is Form.NONE:
        return Target()
    measure = goal.row.measure
    if row.value.form is Form.OUT_OF:
        return Target(row.comparator, row.value.numbers[0] / row.value.numbers[1], chosen=own)
    targets = part_targets(row, _PERCENT, chosen=own)
    percent = own or (measure is not None and measure.kind is UnitKind.PERCENT)
    if not percent or len(targets) != 1 or not targets[0].stated:
        return figure_not_this(goal)
    return targets[0]


def _grades(evidence: Evidence, rows: tuple[int, ...]) -> Note:
    fields = {"count": len(rows), "names": labels(evidence, rows)}
    return Note("missing.count_grades", fields)


def _ungraded(evidence: Evidence, rows: tuple[int, ...]) -> Note:
    fields = {"count": len(rows), "names": labels(evidence, rows)}
    return Note("notes.count_ungraded", fields)


def _flips(target: Target, having: int, n: int) -> tuple[Note, ...]:
    if target.comparator in (Comparator.AT_MOST, Comparator.BELOW, Comparator.WITHIN):
        return ()
    strict = target.comparator is Comparator.ABOVE
    needed = whole_step(target.low * n, up=True)
    if strict and not target.met(needed / n):
        needed += 1
    if having < needed:
        if needed > n:
            return (Note("flip.count_never", {}),)
        return (Note("flip.count_add_having", {"count": needed - having}),)
    return (Note("flip.count_lose_having", {"count": having - needed}),)


def _runs(
    evidence: Evidence, rule: FacilityShareRule, reading: Reading, target: Target
) -> tuple[Run, ...]:
    found = look(evidence, rule.eligible, inside_only=False)
    beyond = len(found.rows) - len(look(evidence, rule.eligible).rows)
    if not beyond:
        return ()
    share = sum(offers(evidence, row, rule.offering) for row in found.rows) / len(found.rows)
    silent = undecided(reading, target) or bool(found.ungraded)
    status = Status.CANNOT_TELL if silent else target.status(share)
    return (Run(Note("run.count_with_beyond", {"count": beyond}), share, status),)


def _table(evidence: Evidence, rows: tuple[int, ...]) -> Table:
    facilities = evidence.study.facilities
    return Table(
        "count_without",
        ("count_facility", "count_township"),
        tuple((facilities.label(row), facilities.township[row]) for row in rows),
    )
