"""Counts of which some are not known: what can be told whichever way the unknown ones fall."""

from __future__ import annotations

from collections.abc import Iterable

from planning.indicator_units import UnitKind
from planning.indicators import IndicatorLine
from planning.judging.counts.eligible import bounded as range_status
from planning.judging.counts.figures import value_line
from planning.judging.evidence import Evidence
from planning.judging.finding import Number, Status, Target, Unit, target_of
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator, Form
from planning.readings.reading import Reading

_PERCENT = 0.01


def share_target(goal: Goal, reading: Reading) -> Target:
    """
    Share of the areas or villages that must pass.

    "One for each" means all of them: 1.0, as the plan says it. A figure in percent, the
    plan's or the reading's own, is that share.

    Returns
    -------
    target
        Without a figure where neither the plan nor the reading names one.
    """
    row = goal.row
    if reading.target.form is not Form.NONE:
        return target_of(row, reading)
    if row.value.form is Form.NONE:
        return Target()
    if row.measure is not None and row.measure.kind is UnitKind.PERCENT:
        return target_of(row, reading, scale=_PERCENT)
    return Target(Comparator.AT_LEAST, 1.0)


def bounded(
    reading: Reading,
    target: Target,
    *,
    low: float,
    high: float,
    unknown: Iterable[Note],
) -> tuple[Status, tuple[Note, ...]]:
    """
    Judge a value of which only the bounds are known.

    Parameters
    ----------
    reading, target
        What is asked.
    low, high
        The value if all that is unknown fails, and if all of it passes.
    unknown
        What would have to be known; not empty where `low` and `high` differ.

    Returns
    -------
    status, missing
        As `Finding` wants them: "cannot tell" only where the bounds disagree, or there is
        no figure.
    """
    if not target.stated or reading.compare_only:
        return Status.CANNOT_TELL, (Note("missing.target", {}), *unknown)
    status = range_status(target, low, high)
    return status, tuple(unknown) if status is Status.CANNOT_TELL else ()


def indicator_of(evidence: Evidence, goal: Goal) -> IndicatorLine | None:
    """Value of the user's indicator table for a row of one figure; None where it has none."""
    if goal.row.value.parts != 1:
        return None
    line = value_line(evidence, goal.row)
    return None if line.missing else line


def number(name: str, value: float, unit: Unit) -> Number:
    """Make a number of a finding; a count is a float, so that kept and new ones are one."""
    return Number(name, float(value), unit)
