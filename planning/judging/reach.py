"""Judging a circle: constants and legs summed for every home, against a limit."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from layers.coverage import Coverage, measure_coverage, weighted_quantile
from planning.answers import study_notes
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    BAND_SPEED_FACTORS,
    Finding,
    Number,
    Run,
    Target,
    Unit,
    cannot_tell,
)
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator
from planning.readings.reading import Reading
from planning.readings.rules_reach import ReachRule, Where
from planning.wording import minutes_message


def judge_reach(evidence: Evidence, goal: Goal, reading: Reading, rule: ReachRule) -> Finding:
    """
    Judge a circle.

    Coverage is the share of the group's people, where the rule looks, for whom the
    constants and the legs together are within the limit; people without a way stay in
    the denominator.
    """
    target = Target(Comparator.AT_LEAST, rule.pass_share, chosen=True)
    del goal, reading
    missing = _missing(evidence, rule)
    if missing:
        return cannot_tell(Unit.SHARE, target, missing, notes=study_notes(evidence.study))
    people = _people(evidence, rule)
    times = {
        factor: chain_time_s(evidence, rule, speed_factor=factor) for factor in BAND_SPEED_FACTORS
    }
    shares = {
        factor: measure_coverage(time_s, people, cutoff_s=rule.cutoff_s)
        for factor, time_s in times.items()
    }
    whole = shares[1.0]
    status = target.status(whole.share)
    slow, fast = shares[BAND_SPEED_FACTORS[0]].share, shares[BAND_SPEED_FACTORS[-1]].share
    notes = study_notes(evidence.study)
    if target.met(slow) != target.met(fast):
        notes = (Note("notes.band_straddles", {"slow": slow, "fast": fast}), *notes)
    return Finding(
        status,
        Unit.SHARE,
        whole.share,
        target,
        formula=Note("formula.share", {"covered": whole.covered, "people": whole.population}),
        band=(slow, fast),
        numbers=_numbers(whole),
        flips=_flips(whole, times[1.0], people, rule),
        runs=tuple(
            Run(Note("run.speed", {"factor": factor}), one.share, target.status(one.share))
            for factor, one in shares.items()
        ),
        facilities=_counted(evidence, rule),
        notes=notes,
    )


def chain_time_s(
    evidence: Evidence, rule: ReachRule, *, speed_factor: float = 1.0
) -> NDArray[np.float64]:
    """
    Sum of the constants and legs for every home [s], shape ``(m,)``.

    Raises
    ------
    RuntimeError
        If a leg depends on built-up land that is not known: ask `_missing` first.
    """
    total = np.full(len(evidence.study.demand), math.fsum(one.time_s for one in rule.constants))
    for leg in rule.legs:
        time_s = evidence.leg_time_s(leg, speed_factor=speed_factor)
        if time_s is None:
            raise RuntimeError("built-up land is not known")
        total += time_s
    # Times are whole deciseconds; a float sum must not miss the limit by its last digit.
    return np.round(total, 1)


def _missing(evidence: Evidence, rule: ReachRule) -> list[Note]:
    missing = [
        Note("missing.service", {"service": service})
        for service in dict.fromkeys(leg.service for leg in rule.legs)
        if not evidence.offering(service).size
    ]
    people = evidence.people(rule.group)
    split = any(leg.profile_built_up != leg.profile for leg in rule.legs)
    if (rule.where is not Where.ALL or split) and evidence.where(Where.BUILT_UP) is None:
        missing.append(Note("missing.built_up", {}))
    elif people is not None and float(_people(evidence, rule).sum()) <= 0:
        missing.append(Note("missing.population", {}))
    if people is None:
        missing.append(Note("missing.group", {"group": rule.group}))
    return missing


def _people(evidence: Evidence, rule: ReachRule) -> NDArray[np.float64]:
    people, mask = evidence.people(rule.group), evidence.where(rule.where)
    if people is None or mask is None:
        raise RuntimeError("the group or the place is not known")
    return np.where(mask, people, 0.0)


def _numbers(whole: Coverage) -> tuple[Number, ...]:
    return (
        Number("population", whole.population, Unit.PEOPLE),
        Number("covered", whole.covered, Unit.PEOPLE),
        Number("uncovered", whole.uncovered, Unit.PEOPLE),
        Number("unroutable", whole.unroutable, Unit.PEOPLE),
        Number("median", whole.median_s, Unit.SECONDS),
        Number("p95", whole.p95_s, Unit.SECONDS),
    )


def _flips(
    whole: Coverage, time_s: NDArray[np.float64], people: NDArray[np.float64], rule: ReachRule
) -> tuple[Note, ...]:
    gain = rule.pass_share * whole.population - whole.covered
    needed_s = weighted_quantile(time_s, people, rule.pass_share)
    if gain > 0:
        flips = [Note("flip.people_to_gain", {"people": math.ceil(gain)})]
        if math.isfinite(needed_s):
            flips.append(Note("flip.limit_to_pass", {"minutes": minutes_message(needed_s)}))
        return tuple(flips)
    return (
        Note("flip.people_to_lose", {"people": math.floor(-gain) + 1}),
        Note("flip.limit_to_fail", {"minutes": minutes_message(needed_s)}),
    )


def _counted(evidence: Evidence, rule: ReachRule) -> tuple[str, ...]:
    rows = {int(row) for leg in rule.legs for row in evidence.offering(leg.service)}
    return tuple(sorted(evidence.study.facilities.id[row] for row in rows))
