"""Verdicts: does a reading of a goal hold, by how much, and how sure is that."""

from __future__ import annotations

from dataclasses import dataclass

from planning.judging.evidence import Evidence
from planning.judging.finding import BAND_SPEED_FACTORS, Finding, Status
from planning.judging.judge import judge
from planning.note import Note
from planning.plan import Goal, Plan
from planning.plan_rows import Computable
from planning.readings.reading import Reading
from planning.study import Study

__all__ = ["BAND_SPEED_FACTORS", "Status", "Verdict", "check", "goal_status", "outcome"]


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """
    The outcome of one reading of one goal.

    Attributes
    ----------
    goal, reading
        What was judged.
    headline
        Whether this reading decides its test; rivals stand beside it.
    finding
        What was found.
    """

    goal: Goal
    reading: Reading
    headline: bool
    finding: Finding

    @property
    def status(self) -> Status:
        """Met, not met, or cannot tell."""
        return self.finding.status

    @property
    def value(self) -> float:
        """The measured figure; NaN where it cannot be told."""
        return self.finding.value

    @property
    def target(self) -> float:
        """The figure that passes; NaN where there is none."""
        return self.finding.target.low

    @property
    def margin(self) -> float:
        """By how much the value passes; NaN where it cannot be told."""
        return self.finding.margin

    @property
    def band(self) -> tuple[float, float]:
        """Value at the slowest and fastest speeds; NaN where speeds do not matter."""
        return self.finding.band

    @property
    def missing(self) -> tuple[Note, ...]:
        """What would be needed to tell."""
        return self.finding.missing

    @property
    def notes(self) -> tuple[Note, ...]:
        """Caveats."""
        return self.finding.notes

    @property
    def counts(self) -> bool:
        """Whether it decides the outcome: a headline of a row that can be computed."""
        return self.headline and self.goal.row.computable is not Computable.NOT_COMPUTABLE


def check(study: Study, plan: Plan, *, goals: tuple[str, ...] = ()) -> tuple[Verdict, ...]:
    """
    Judge the goals of a plan on a study.

    Parameters
    ----------
    study
        Roads, facilities, people, areas, indicators.
    plan
        Goals with their readings.
    goals
        Ids of the goals wanted; empty means all.

    Returns
    -------
    verdicts
        One for each reading of each goal, in the plan's order.

    Raises
    ------
    DataUnavailableError
        If a wanted goal is not in the plan.
    """
    chosen = plan.only(goals)
    evidence = Evidence(study, plan)
    return tuple(
        Verdict(goal, reading, goal.is_headline(reading), _found(evidence, goal, reading))
        for goal in chosen.goals
        for reading in goal.readings
    )


def _found(evidence: Evidence, goal: Goal, reading: Reading) -> Finding:
    """Give a kept finding, or judge and keep."""
    study, plan = evidence.study, evidence.plan
    if study.findings is None:
        return judge(evidence, goal, reading)
    kept = study.findings.load(study, plan, goal, reading)
    if kept is not None:
        return kept
    found = judge(evidence, goal, reading)
    study.findings.save(study, plan, goal, reading, found)
    return found


def goal_status(verdicts: tuple[Verdict, ...]) -> Status:
    """Sum up one goal: not met if any headline is, else cannot tell, else met."""
    return _sum_up({one.status for one in verdicts if one.headline})


def outcome(verdicts: tuple[Verdict, ...]) -> Status:
    """
    Sum up a plan: not met if any headline is, cannot tell if any headline is, else met.

    Only headline readings of rows that can be computed decide; rivals are shown beside
    them, and rows that geography cannot decide never count. A plan without any row that
    counts cannot be told.
    """
    found = {one.status for one in verdicts if one.counts}
    return _sum_up(found) if found else Status.CANNOT_TELL


def _sum_up(found: set[Status]) -> Status:
    for status in (Status.NOT_MET, Status.CANNOT_TELL):
        if status in found:
            return status
    return Status.MET
