"""What would change the answer on a circle: people, minutes, speeds, the township that weighs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from geo.text import Message
from planning.judging.circles.chain import constants_s
from planning.judging.circles.tallies import Tally, TimedPeople
from planning.judging.evidence import Evidence
from planning.judging.finding import EQUAL, Status, Target
from planning.note import Note
from planning.readings.rules_reach import ReachRule
from planning.wording import minutes_message


def people_flip(tally: Tally, target: Target, status: Status) -> Note:
    """Tell how many people more (fewer) within the limit would meet (miss) the mark."""
    covered, uncovered, unroutable = tally.whole
    people = covered + uncovered + unroutable
    gain = target.low * people - covered
    if status is Status.NOT_MET:
        return Note("flip.people_to_gain", {"people": max(math.ceil(gain - EQUAL * people), 1)})
    return Note("flip.people_to_lose", {"people": max(math.floor(-gain + EQUAL * people) + 1, 1)})


def limit_flips(
    timed: TimedPeople, tally: Tally, rule: ReachRule, status: Status
) -> tuple[Note, ...]:
    """Tell which limit would just pass; that none would where too many have no way."""
    needed_s = timed.quantile_s(rule.pass_share)
    if math.isinf(needed_s):
        return (Note("flip.no_limit_passes", {"people": tally.whole[2]}),)
    minutes = minutes_message(needed_s + constants_s(rule))
    if status is Status.NOT_MET:
        return (Note("flip.limit_to_pass", {"minutes": minutes}),)
    return (Note("flip.limit_to_fail", {"minutes": minutes}),)


def speed_flip(at_speed: Mapping[float, float], target: Target) -> Note:
    """Tell between which of the tried speeds the answer turns, if it does."""
    tried = sorted(at_speed)
    for slow, fast in pairwise(tried):
        if target.met(at_speed[slow]) != target.met(at_speed[fast]):
            return Note("flip.speed", {"slow": slow, "fast": fast})
    return Note("flip.speed_never", {"slow": tried[0], "fast": tried[-1]})


def area_flip(evidence: Evidence, tally: Tally) -> tuple[Note, ...]:
    """Name the township where most of the people live who are not covered."""
    if len(evidence.townships) <= 1:
        return ()
    missed = tally.uncovered + tally.unroutable
    everyone = math.fsum(missed.tolist())
    if everyone <= 0:
        return ()
    most = int(np.argmax(missed))
    fields = {
        "area": area_word(evidence, most),
        "people": float(missed[most]),
        "all": everyone,
        "share": float(missed[most]) / everyone,
    }
    return (Note("flip.most_missing", fields),)


def area_word(evidence: Evidence, part: int) -> Message | str:
    """Name of a township by its position; words for the last, which is outside all."""
    areas = evidence.townships
    if part == len(areas):
        return Message("area.outside", {})
    return areas.name[part] or areas.code[part]
