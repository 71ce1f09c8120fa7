"""Judging whether the plan's named sites are there, of their grade, with their services."""

from __future__ import annotations

import math
from collections.abc import Sequence

from layers.facilities import Level
from planning.answers import study_notes
from planning.indicator_units import UnitKind
from planning.judging.circles.words import names
from planning.judging.counts.bounded import bounded, indicator_of, number
from planning.judging.counts.eligible import COMING, count_target, never_listed
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    EQUAL,
    Finding,
    Number,
    Run,
    Target,
    Unit,
    cannot_tell,
    settled,
)
from planning.judging.places.judged_sites import (
    JudgedSite,
    flips_of,
    judge_each,
    unknown_of,
    worded,
)
from planning.judging.places.site_states import SiteState
from planning.judging.places.site_tables import site_tables
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator
from planning.readings.reading import Reading
from planning.readings.rules_place import SitesRule

_COUNTS = frozenset({UnitKind.COUNT, UnitKind.EACH})


def judge_sites(evidence: Evidence, goal: Goal, reading: Reading, rule: SitesRule) -> Finding:
    """
    Judge whether the sites that the goal names are there.

    A site that is not in the list is not known to be missing: the list may be short. Two
    names of one row count once. Where the plan names fewer sites than its figure wants,
    nobody can tell of the others.
    """
    study = evidence.study
    unit = Unit.COUNT if rule.count_services else Unit.SITES
    target = _target(goal, reading, rule)
    if isinstance(target, Note):
        return cannot_tell(unit, Target(), [target], notes=study_notes(study))
    if not goal.row.sites:
        missing = Note("missing.sites_none", {})
        if target.stated:
            missing = Note("missing.sites_named", {"named": 0, "wanted": _wanted(target)})
        return cannot_tell(unit, target, [missing], notes=study_notes(study))
    sites = judge_each(evidence, goal.row.sites, rule)
    if rule.count_services:
        return _services(evidence, goal, reading, rule, target, sites)
    once = [one for one in sites if not one.double]
    value = sum(one.fulfils is True for one in once)
    open_ended = [one for one in once if one.fulfils is None]
    unknown = unknown_of(evidence, open_ended, rule)
    short = target.stated and target.low - len(once) > EQUAL and _counts_up(target)
    high = value + len(open_ended)
    if short:
        unknown.append(Note("missing.sites_named", {"named": len(once), "wanted": _wanted(target)}))
        high = max(high, math.ceil(target.low))
    status, left = bounded(reading, target, low=value, high=high, unknown=unknown)
    return Finding(
        status,
        unit,
        float(value),
        target,
        formula=Note("formula.sites", {"fulfil": value, "named": len(once)}),
        band=(float(value), float(high)) if high > value else (math.nan, math.nan),
        numbers=(*_numbers(once, value), *_indicator_number(evidence, goal)),
        flips=flips_of(evidence, once, rule),
        runs=_runs(evidence, reading, target, once),
        facilities=_ids(evidence, once),
        tables=site_tables(evidence, sites_states(sites), rule.offering, _verdicts(sites)),
        missing=left,
        notes=(
            *([] if left else unknown),
            *_notes(evidence, goal, sites, float(value)),
            *study_notes(study),
        ),
    )


def sites_states(sites: Sequence[JudgedSite]) -> tuple[SiteState, ...]:
    """States of the sites, in order."""
    return tuple(one.state for one in sites)


def _services(
    evidence: Evidence,
    goal: Goal,
    reading: Reading,
    rule: SitesRule,
    target: Target,
    sites: tuple[JudgedSite, ...],
) -> Finding:
    """Count the services found at the sites, not the sites."""
    facilities = evidence.study.facilities
    good = [one for one in sites if one.open_now and one.graded and not one.double]
    doubtful = [one for one in sites if one.open_now and one.graded is None and not one.double]
    absent = [one for one in sites if not one.state.found]
    asked = tuple(dict.fromkeys(rule.offering))
    have = {s for one in good for s in facilities.services[one.state.row] if s in asked}
    silent = set(never_listed(evidence, asked))
    may = set(asked) if absent else silent
    may |= {s for one in doubtful for s in facilities.services[one.state.row] if s in asked}
    value, high = len(have), len(have | may)
    unknown = unknown_of(evidence, [*absent, *doubtful], rule)
    unknown += [
        Note("missing.service", {"service": one})
        for one in asked
        if one in silent and one not in have
    ]
    if target.stated and target.low - len(asked) > EQUAL and _counts_up(target):
        fields = {"asked": len(asked), "wanted": _wanted(target)}
        unknown.append(Note("missing.services_asked", fields))
        high = max(high, math.ceil(target.low))
    status, left = bounded(reading, target, low=value, high=high, unknown=unknown)
    lacking = [one for one in asked if one not in have]
    return Finding(
        status,
        Unit.COUNT,
        float(value),
        target,
        formula=Note("formula.site_services", {"found": value, "asked": len(asked)}),
        band=(float(value), float(high)) if high > value else (math.nan, math.nan),
        numbers=(
            number("services_asked", len(asked), Unit.COUNT),
            number("services_found", value, Unit.COUNT),
            *_numbers([one for one in sites if not one.double], len(good)),
            *_indicator_number(evidence, goal),
        ),
        flips=((Note("flip.services_lacking", {"services": worded(lacking)}),) if lacking else ()),
        facilities=_ids(evidence, good),
        tables=site_tables(evidence, sites_states(sites), asked, _verdicts(sites)),
        missing=left,
        notes=(
            *([] if left else unknown),
            *_notes(evidence, goal, sites, float(value)),
            *study_notes(evidence.study),
        ),
    )


def _target(goal: Goal, reading: Reading, rule: SitesRule) -> Target | Note:
    measure = goal.row.measure
    if measure is not None and measure.kind is UnitKind.LEVEL and not reading.target.text:
        # The plan's figure is the grade that the rule asks for: every named site has it.
        if rule.least_level is Level.UNKNOWN:
            return Note("missing.grade_asked", {"id": goal.id, "figure": goal.row.target_words})
        return Target(Comparator.AT_LEAST, float(max(1, len(set(goal.row.sites)))))
    return count_target(goal, reading, kinds=_COUNTS)


def _counts_up(target: Target) -> bool:
    return target.comparator not in (Comparator.AT_MOST, Comparator.BELOW)


def _wanted(target: Target) -> str:
    return f"{target.low:g}"


def _numbers(once: Sequence[JudgedSite], fulfil: int) -> tuple[Number, ...]:
    return (
        number("sites_named", len(once), Unit.SITES),
        number("sites_listed", sum(one.state.found for one in once), Unit.SITES),
        number("sites_open", sum(one.open_now is True for one in once), Unit.SITES),
        number("sites_fulfilling", fulfil, Unit.SITES),
    )


def _indicator_number(evidence: Evidence, goal: Goal) -> tuple[Number, ...]:
    line = indicator_of(evidence, goal)
    return () if line is None else (number("indicator_beside", line.values[0], Unit.PLAIN),)


def _runs(
    evidence: Evidence,
    reading: Reading,
    target: Target,
    once: Sequence[JudgedSite],
) -> tuple[Run, ...]:
    """Show what opening the sites that are planned or being built would give."""
    status = evidence.study.facilities.status
    coming = [one for one in once if one.state.found and status[one.state.row] in COMING]
    if not coming:
        return ()
    then = sum(
        one.graded is True and one.offers is True and (one.open_now is True or one in coming)
        for one in once
    )
    return (
        Run(Note("run.planned_open", {}), float(then), settled(reading, target, float(then))[0]),
    )


def _verdicts(sites: Sequence[JudgedSite]) -> tuple[str, ...]:
    words = {True: "cell.yes", False: "cell.no", None: "cell.not_told"}
    return tuple("cell.site_double" if one.double else words[one.fulfils] for one in sites)


def _ids(evidence: Evidence, sites: Sequence[JudgedSite]) -> tuple[str, ...]:
    ids = evidence.study.facilities.id
    return tuple(sorted(ids[one.state.row] for one in sites if one.fulfils and one.state.found))


def _notes(evidence: Evidence, goal: Goal, sites: Sequence[JudgedSite], value: float) -> list[Note]:
    notes = []
    doubles = [one.state.name for one in sites if one.double]
    if doubles:
        notes.append(Note("notes.site_double", {"count": len(doubles), "names": names(doubles)}))
    line = indicator_of(evidence, goal)
    if line is not None and not math.isclose(line.values[0], value, rel_tol=EQUAL):
        fields = {
            "id": goal.id,
            "indicator": line.values[0],
            "year": line.year,
            "source": line.source,
            "value": value,
        }
        notes.append(Note("notes.indicator_differs", fields))
    return notes
