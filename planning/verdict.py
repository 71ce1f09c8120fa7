"""Verdicts: does a reading of a goal hold, by how much, and how sure is that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from planning.answers import CoverageAnswer, answer_coverage, study_notes
from planning.note import Note
from planning.plan import Goal, Plan, Reading
from planning.study import Study

BAND_SPEED_FACTORS = (0.8, 1.0, 1.2)
"""Speeds are guesses: every share is shown at a fifth slower and a fifth faster too."""


class Status(StrEnum):
    """What a verdict says."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    CANNOT_TELL = "CANNOT_TELL"


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """
    The outcome of one reading of one goal.

    Attributes
    ----------
    goal, reading
        What was judged.
    headline
        Whether this reading decides the goal; rivals stand beside it.
    status
        Met, not met, or cannot tell.
    value
        Covered share of residents, 0-1; NaN where it cannot be told.
    target
        Share that passes.
    margin
        `value` - `target`; NaN where it cannot be told.
    band
        Share at speeds x0.8 and x1.2; NaN where it cannot be told.
    answer
        The coverage behind the figure; None where it cannot be told.
    missing
        What would be needed to tell.
    notes
        Caveats.
    """

    goal: Goal
    reading: Reading
    headline: bool
    status: Status
    value: float
    target: float
    margin: float
    band: tuple[float, float]
    answer: CoverageAnswer | None
    missing: tuple[Note, ...]
    notes: tuple[Note, ...]


def check(study: Study, plan: Plan, *, goals: tuple[str, ...] = ()) -> tuple[Verdict, ...]:
    """
    Judge the goals of a plan on a study.

    Parameters
    ----------
    study
        Roads, facilities, people, areas.
    plan
        Goals with their readings.
    goals
        Ids of the goals wanted; empty means all.

    Returns
    -------
    verdicts
        One for each reading of each goal, in the plan's order, headlines first.

    Raises
    ------
    DataUnavailableError
        If a wanted goal is not in the plan.
    """
    chosen = [plan.goal(one) for one in goals] if goals else list(plan.goals)
    return tuple(
        _judge(study, goal, reading, headline=position == 0)
        for goal in chosen
        for position, reading in enumerate(goal.readings)
    )


def _judge(study: Study, goal: Goal, reading: Reading, *, headline: bool) -> Verdict:
    missing = []
    if study.facilities.offering(reading.service).size == 0:
        missing.append(Note("missing.service", {"service": reading.service}))
    if study.demand.total <= 0:
        missing.append(Note("missing.population", {}))
    if missing:
        return Verdict(
            goal=goal,
            reading=reading,
            headline=headline,
            status=Status.CANNOT_TELL,
            value=math.nan,
            target=reading.pass_share,
            margin=math.nan,
            band=(math.nan, math.nan),
            answer=None,
            missing=tuple(missing),
            notes=study_notes(study),
        )
    answers = {
        factor: answer_coverage(
            study,
            reading.service,
            cutoff_s=reading.cutoff_s,
            profile=reading.profile,
            direction=reading.direction,
            speed_factor=factor,
        )
        for factor in BAND_SPEED_FACTORS
    }
    value = answers[1.0].whole.share
    status = Status.MET if value >= reading.pass_share else Status.NOT_MET
    slow, fast = (answers[factor].whole.share for factor in (0.8, 1.2))
    notes = answers[1.0].notes
    if (slow >= reading.pass_share) != (fast >= reading.pass_share):
        notes = (Note("notes.band_straddles", {"slow": slow, "fast": fast}), *notes)
    return Verdict(
        goal=goal,
        reading=reading,
        headline=headline,
        status=status,
        value=value,
        target=reading.pass_share,
        margin=value - reading.pass_share,
        band=(slow, fast),
        answer=answers[1.0],
        missing=(),
        notes=notes,
    )


def outcome(verdicts: tuple[Verdict, ...]) -> Status:
    """
    Sum up: not met if any headline is, cannot tell if any headline is, else met.

    Only the headline readings decide; rivals are shown beside them.
    """
    found = {verdict.status for verdict in verdicts if verdict.headline}
    for status in (Status.NOT_MET, Status.CANNOT_TELL):
        if status in found:
            return status
    return Status.MET
