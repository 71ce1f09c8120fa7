"""The chain of a circle: its legs and fixed times over every home, and what is missing for it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from planning.judging.circles.caveats import has_roads
from planning.judging.circles.tallies import TimedPeople, deciseconds, limit_ds
from planning.judging.circles.words import profile_word
from planning.judging.evidence import Evidence
from planning.note import Note
from planning.readings.rules_reach import Constant, ReachRule, Where


def constants_s(rule: ReachRule, *, changed: Constant | None = None, to_s: float = 0.0) -> float:
    """Sum of the fixed times [s], with one of them at another value where one is changed."""
    return math.fsum(to_s if one is changed else one.time_s for one in rule.constants)


def travel_limit_ds(rule: ReachRule, *, changed: Constant | None = None, to_s: float = 0.0) -> int:
    """Longest travel [ds] that the limit leaves after the fixed times; negative: none."""
    return limit_ds(rule.cutoff_s - constants_s(rule, changed=changed, to_s=to_s))


def timed_people(
    evidence: Evidence,
    rule: ReachRule,
    *,
    speed_factor: float = 1.0,
    inside_only: bool = False,
    without: frozenset[str] = frozenset(),
) -> TimedPeople:
    """
    People of the group where the rule looks, with their time over all legs.

    Parameters
    ----------
    evidence, rule
        The study looked at, and the circle.
    speed_factor
        Multiplies every speed.
    inside_only, without
        Which facilities are left out, as in `Evidence.offering`.

    Returns
    -------
    timed
        Places by township; the fixed times are not in these times.

    Raises
    ------
    RuntimeError
        If the group or built-up land is not known: ask `missing_inputs` first.
    """
    # Readings of one test differ in their limits and clocks more often than in their legs.
    key = ("timed", rule.legs, rule.group, rule.where, speed_factor, inside_only, without)
    return evidence.lately(
        key,
        lambda: TimedPeople(
            deciseconds(_legs_s(evidence, rule, speed_factor, without, inside_only=inside_only)),
            asked_people(evidence, rule),
            evidence.part_of_homes(),
            len(evidence.townships),
        ),
    )


def _legs_s(
    evidence: Evidence,
    rule: ReachRule,
    speed_factor: float,
    without: frozenset[str],
    *,
    inside_only: bool,
) -> NDArray[np.float64]:
    total: NDArray[np.float64] | None = None
    for leg in rule.legs:
        time_s = evidence.leg_time_s(
            leg, speed_factor=speed_factor, inside_only=inside_only, without=without
        )
        if time_s is None:
            raise RuntimeError("built-up land is not known")
        total = time_s if total is None else total + time_s
    if total is None:
        raise RuntimeError("a chain has at least one leg")
    return total


def asked_people(evidence: Evidence, rule: ReachRule) -> NDArray[np.float64]:
    """
    People of the group at each place where the rule looks, 0 elsewhere, shape ``(m,)``.

    Raises
    ------
    RuntimeError
        If the group or built-up land is not known: ask `missing_inputs` first.
    """
    people, mask = evidence.people(rule.group), evidence.where(rule.where)
    if people is None or mask is None:
        raise RuntimeError("the group or the place is not known")
    return people if rule.where is Where.ALL else np.where(mask, people, 0.0)


def missing_inputs(evidence: Evidence, rule: ReachRule) -> list[Note]:
    """Name the inputs without which a circle cannot be judged; none are missing: empty."""
    services = dict.fromkeys(leg.service for leg in rule.legs)
    profiles = dict.fromkeys(
        one for leg in rule.legs for one in (leg.profile, leg.profile_built_up)
    )
    missing = [
        Note("missing.service", {"service": service})
        for service in services
        if not evidence.offering(service).size
    ]
    missing += [
        Note("missing.roads", {"profile": profile_word(profile)})
        for profile in profiles
        if not has_roads(evidence, profile)
    ]
    people = evidence.people(rule.group)
    split = any(leg.profile_built_up != leg.profile for leg in rule.legs)
    unknown_land = evidence.where(Where.BUILT_UP) is None
    if (rule.where is not Where.ALL or split) and unknown_land:
        missing.append(Note("missing.built_up", {}))
    if people is None:
        missing.append(Note("missing.group", {"group": rule.group}))
    elif not (people > 0).any():
        missing.append(Note("missing.population", {}))
    elif (
        not (rule.where is not Where.ALL and unknown_land)
        and not (asked_people(evidence, rule) > 0).any()
    ):
        missing.append(Note("missing.people_there", {"group": rule.group, "where": rule.where}))
    return missing
