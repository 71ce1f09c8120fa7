"""Judging what the facility list has per so many people."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from geo.text import Message
from layers.demand import Group
from planning.answers import study_notes
from planning.indicator_units import Base, Thing, UnitKind
from planning.judging.circles.caveats import facility_notes
from planning.judging.counts.count_words import (
    amount,
    plain_number,
    step,
    target_message,
    whole_step,
)
from planning.judging.counts.density_sums import Sum, by_area, summed
from planning.judging.counts.eligible import (
    Candidates,
    beyond_border,
    bounded,
    figure_not_this,
    ids,
    labels,
    look,
    never_listed,
    undecided,
)
from planning.judging.counts.figures import PER, asked_row, part_targets
from planning.judging.counts.indicator import source_of
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    Finding,
    Number,
    Run,
    Status,
    Target,
    Unit,
    cannot_tell,
)
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator, Form
from planning.readings.reading import Reading
from planning.readings.rules_count import DensityRule, Resource

THINGS: Mapping[Resource, Unit] = {
    Resource.BEDS: Unit.BEDS,
    Resource.DOCTORS: Unit.PEOPLE,
    Resource.STAFF: Unit.PEOPLE,
    Resource.VEHICLES: Unit.VEHICLES,
}
_THING = {Resource.BEDS: Thing.BEDS, Resource.VEHICLES: Thing.ITEMS}
_IMPLIED = ("beds", "staff", "technicians", "doctors", "nurses")
_SAME_PEOPLE = 0.0005
"""Populations closer than this share apart are one and the same, but for rounding."""


def judge_density(evidence: Evidence, goal: Goal, reading: Reading, rule: DensityRule) -> Finding:
    """
    Judge a resource per so many people of the study.

    Facilities inside the district count: a density of residents is of the district's own
    facilities. Where some have no number the value is a lower bound, and only what holds
    whatever they have is said.
    """
    unit = PER.get(rule.per, Unit.PLAIN)
    target = _target(goal, reading, rule)
    notes = study_notes(evidence.study)
    people = evidence.people(rule.group)
    total = 0.0 if people is None else math.fsum(people)
    found = look(evidence, rule.eligible)
    missing: list[Note] = []
    if isinstance(target, Note):
        missing.append(target)
        target = Target()
    if people is None:
        missing.append(Note("missing.group", {"group": rule.group}))
    elif total <= 0:
        missing.append(Note("missing.population", {}))
    if not found.rows and not found.ungraded:
        missing += [
            Note("missing.service", {"service": one})
            for one in never_listed(evidence, rule.eligible.services)
        ] or [Note("missing.count_none_eligible", {})]
    tally = summed(evidence, rule.resource, found)
    if not tally.stated and tally.unstated:
        missing.append(_unstated(evidence, rule.resource, tally))
    if missing:
        return cannot_tell(unit, target, missing, notes=notes)
    value = tally.known * rule.per / total
    highest = math.inf if tally.unstated else value
    status = bounded(target, value, highest)
    if undecided(reading, target):
        status, missing = Status.CANNOT_TELL, [Note("missing.target", {})]
    elif status is Status.CANNOT_TELL:
        missing = [_unstated(evidence, rule.resource, tally)]
    return Finding(
        status,
        unit,
        value,
        target,
        formula=Note(
            "formula.count_density",
            {
                "per": rule.per,
                "resource": rule.resource,
                "amount": plain_number(tally.known),
                "people": total,
                "value": amount(value, unit),
                "target": target_message(target, unit),
            },
        ),
        numbers=(
            Number("count_amount", tally.known, THINGS[rule.resource]),
            Number("population", total, Unit.PEOPLE),
            Number("facilities", len(tally.stated), Unit.SITES),
            Number("unknown_amounts", len(tally.unstated), Unit.SITES),
        ),
        flips=() if missing and not tally.unstated else _flips(target, value, total, rule, tally),
        runs=_runs(evidence, rule, reading, target, total),
        facilities=ids(evidence, tally.stated),
        tables=(by_area(evidence, rule, found),),
        missing=tuple(missing),
        notes=(
            *([_lower_bound(evidence, rule.resource, tally)] if tally.unstated else []),
            *facility_notes(evidence, np.array(tally.stated, dtype=np.int64)),
            Note("notes.count_people", {"people": total, "source": source_of(evidence)}),
            *notes,
        ),
    )


def _target(goal: Goal, reading: Reading, rule: DensityRule) -> Target | Note:
    """Figure in the rule's unit; a note where the plan's is none of its kind."""
    row = asked_row(goal, reading)
    if row.value.form is Form.NONE:
        return Target()
    own = reading.target.form is not Form.NONE
    measure = goal.row.measure
    targets = part_targets(row, 1.0, chosen=own)
    if len(targets) != 1 or not targets[0].stated:
        return figure_not_this(goal)
    if own:
        return targets[0]
    bases = (Base.PEOPLE,) if rule.group is Group.ALL else (Base.PEOPLE, Base.CHILDREN)
    fits = (
        measure is not None
        and measure.kind is UnitKind.RATE
        and measure.base in bases
        and measure.thing in (_THING.get(rule.resource, Thing.PERSONS), Thing.ANY)
    )
    if not fits or measure is None:
        return figure_not_this(goal)
    factor = rule.per / measure.per
    one = targets[0]
    return Target(one.comparator, one.low * factor, one.high * factor, chosen=False)


def _unstated(evidence: Evidence, resource: Resource, tally: Sum) -> Note:
    return Note(
        "missing.count_numbers",
        {
            "resource": resource,
            "count": len(tally.unstated),
            "names": labels(evidence, tally.unstated),
        },
    )


def _lower_bound(evidence: Evidence, resource: Resource, tally: Sum) -> Note:
    return Note(
        "notes.count_lower_bound",
        {
            "resource": resource,
            "count": len(tally.unstated),
            "names": labels(evidence, tally.unstated),
        },
    )


def _flips(
    target: Target, value: float, total: float, rule: DensityRule, tally: Sum
) -> tuple[Note, ...]:
    if not target.stated:
        return ()
    fields: dict[str, object] = {"resource": rule.resource}
    rising = target.comparator not in (Comparator.AT_MOST, Comparator.BELOW)
    if target.met(value):
        if tally.unstated and not rising:
            return ()
        spare = whole_step(abs(target.margin(value)) * total / rule.per, up=False)
        return (Note("flip.count_resource_spare", fields | {"count": spare}),)
    bound = target.low
    if target.comparator is Comparator.WITHIN and value > target.high:
        bound = target.high
    gap = bound - value
    fields |= {
        "count": max(whole_step(abs(gap) * total / rule.per, up=True), 1),
        "gap": step(abs(gap), PER.get(rule.per, Unit.PLAIN), up=True),
        "people": total,
    }
    if gap < 0 or not rising:
        return (Note("flip.count_resource_fewer", fields),)
    if tally.unstated:
        known = fields | {"facilities": len(tally.unstated)}
        return (Note("flip.count_resource_unstated", known),)
    return (Note("flip.count_resource_more", fields),)


def _runs(
    evidence: Evidence, rule: DensityRule, reading: Reading, target: Target, total: float
) -> tuple[Run, ...]:
    """The same with other people, and with the facilities beyond the border."""

    def run(what: Note, found: Candidates, people: float) -> Run:
        tally = summed(evidence, rule.resource, found)
        value = tally.known * rule.per / people
        status = bounded(target, value, math.inf if tally.unstated else value)
        return Run(what, value, Status.CANNOT_TELL if undecided(reading, target) else status)

    own = look(evidence, rule.eligible)
    runs = []
    if rule.group is Group.ALL:
        for basis, people in implied_people(evidence.plan.rows.context):
            if not math.isclose(people, total, rel_tol=_SAME_PEOPLE):
                words = Message(f"count.basis_{basis}", {})
                fields = {"people": people, "basis": words}
                runs.append(run(Note("run.count_people_of_plan", fields), own, people))
    everywhere = look(evidence, rule.eligible, inside_only=False)
    beyond = beyond_border(evidence, (*everywhere.rows, *everywhere.ungraded))
    if beyond:
        runs.append(run(Note("run.count_with_beyond", {"count": beyond}), everywhere, total))
    return tuple(runs)


def implied_people(context: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """
    Populations that a plan's own figures state or imply, by what they come from.

    Examples
    --------
    >>> implied_people({"beds_2020": 10218.0, "beds_per_1000": 6.53})[0][0]
    'beds'
    """
    found = []
    if context.get("resident_pop", 0.0) > 0:
        found.append(("stated", context["resident_pop"]))
    for name in _IMPLIED:
        count, rate = context.get(f"{name}_2020", 0.0), context.get(f"{name}_per_1000", 0.0)
        if count > 0 and rate > 0:
            found.append((name, count / rate * 1_000))
    return tuple(found)
