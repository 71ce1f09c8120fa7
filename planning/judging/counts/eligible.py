"""Which facilities a count looks at, and what may be said where some of it is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from geo.text import Message
from layers.facilities import Level, OperatingStatus, Service
from planning.indicator_units import UnitKind
from planning.judging.counts.count_words import first_names
from planning.judging.evidence import Evidence
from planning.judging.finding import Status, Target
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator, Form
from planning.readings.reading import Reading
from planning.readings.rules_count import Eligible

COUNTED = frozenset({OperatingStatus.OPEN, OperatingStatus.UNKNOWN})
"""Facilities of these states give care today; of "unknown" it is taken, and said."""
COMING = frozenset({OperatingStatus.PLANNED, OperatingStatus.BUILDING})
"""Facilities of these states may give care later; they are listed, never counted."""
_CLASS_RANK = {"": (1, 3), "C": (1, 1), "B": (2, 2), "A": (3, 3)}
_UNGRADED_RANK = (0, 0)


@dataclass(frozen=True, slots=True)
class Candidates:
    """
    Facilities looked at, each tuple sorted by id.

    Attributes
    ----------
    rows
        Eligible today.
    ungraded
        Eligible today but for their grade, of which too little is known to tell.
    coming
        Planned or being built, of a grade that is right or may be.
    """

    rows: tuple[int, ...]
    ungraded: tuple[int, ...] = ()
    coming: tuple[int, ...] = ()


def grade_fits(level: Level, eligible: Eligible) -> bool | None:
    """
    Tell whether a grade is within the bounds; None where too little is known of it.

    "2" may mean any class of level 2: as a bound it takes all of them, as a grade it may
    be any of them.

    Examples
    --------
    >>> from layers.facilities import Level
    >>> grade_fits(Level.LEVEL_2C, Eligible(least_level=Level.LEVEL_2))
    True
    >>> grade_fits(Level.LEVEL_2, Eligible(least_level=Level.LEVEL_2A)) is None
    True
    """
    least, most = _rank(eligible.least_level), _rank(eligible.most_level)
    if least is None and most is None:
        return True
    own = _rank(level)
    if own is None:
        return None
    low = own[0] if least is None else least[0]
    high = own[1] if most is None else most[1]
    if own[1] < low or own[0] > high:
        return False
    return True if own[0] >= low and own[1] <= high else None


def _rank(level: Level) -> tuple[int, int] | None:
    """Lowest and highest rank that a grade may mean; None where it is unknown."""
    if level is Level.UNKNOWN:
        return None
    if level is Level.UNGRADED:
        return _UNGRADED_RANK
    first, last = _CLASS_RANK[level.value[1:]]
    grade = 10 * int(level.value[0])
    return grade + first, grade + last


def look(
    evidence: Evidence,
    eligible: Eligible,
    *,
    inside_only: bool = True,
    among: Iterable[int] | None = None,
) -> Candidates:
    """
    Find the facilities that a rule looks at.

    Parameters
    ----------
    evidence
        The study looked at.
    eligible
        Services and grades.
    inside_only
        Whether facilities beyond the district's border are left out.
    among
        Rows looked at; all where None.
    """
    facilities = evidence.study.facilities
    inside = evidence.inside
    rows = range(len(facilities)) if among is None else among
    found: dict[str, list[int]] = {"rows": [], "ungraded": [], "coming": []}
    for row in sorted(rows, key=lambda row: facilities.id[row]):
        wanted = not eligible.services or facilities.services[row].intersection(eligible.services)
        if not wanted or (inside_only and not inside[row]):
            continue
        fits = grade_fits(facilities.level[row], eligible)
        if fits is False:
            continue
        if facilities.status[row] in COMING:
            found["coming"].append(row)
        elif facilities.status[row] in COUNTED:
            found["rows" if fits else "ungraded"].append(row)
    return Candidates(*(tuple(found[name]) for name in ("rows", "ungraded", "coming")))


def beyond_border(evidence: Evidence, rows: Iterable[int]) -> int:
    """Count the rows that lie beyond the district's border."""
    return int((~evidence.inside[np.array(list(rows), dtype=np.int64)]).sum())


def offers(evidence: Evidence, row: int, services: tuple[Service, ...]) -> bool:
    """Tell whether a facility offers all of some services."""
    return evidence.study.facilities.services[row].issuperset(services)


def labels(evidence: Evidence, rows: Iterable[int]) -> str:
    """First names of some facilities."""
    facilities = evidence.study.facilities
    return first_names([facilities.label(row) for row in rows])


def ids(evidence: Evidence, rows: Iterable[int]) -> tuple[str, ...]:
    """Ids of some facilities, sorted."""
    return tuple(sorted(evidence.study.facilities.id[row] for row in rows))


def never_listed(evidence: Evidence, services: Iterable[Service]) -> tuple[Service, ...]:
    """
    Services that no facility of the list has, of whatever state.

    A list in which nobody has a service probably does not say who has: unknown, not zero.
    """
    known = evidence.once(
        "services_listed", lambda: frozenset().union(*evidence.study.facilities.services)
    )
    return tuple(one for one in dict.fromkeys(services) if one not in known)


def bounded(target: Target, low: float, high: float) -> Status:
    """
    Judge a value that is only known to lie from `low` to `high`, both inclusive.

    Examples
    --------
    >>> at_least = Target(Comparator.AT_LEAST, 3.0)
    >>> [bounded(at_least, *ends).value for ends in ((3, 9), (1, 2), (2, 3))]
    ['MET', 'NOT_MET', 'CANNOT_TELL']
    """
    if not target.stated:
        return Status.CANNOT_TELL
    ends = target.met(low), target.met(high)
    if all(ends):
        return Status.MET
    if any(ends):
        return Status.CANNOT_TELL
    between = target.comparator is Comparator.WITHIN and low < target.low and high > target.high
    return Status.CANNOT_TELL if between else Status.NOT_MET


def undecided(reading: Reading, target: Target) -> bool:
    """Tell whether nothing may be decided: no figure, or one that is only shown."""
    return reading.compare_only or not target.stated


def count_target(goal: Goal, reading: Reading, *, kinds: frozenset[UnitKind]) -> Target | Note:
    """
    Figure that a count of things must reach.

    Parameters
    ----------
    goal, reading
        The question; the reading's own figure goes before the plan's.
    kinds
        Sorts of unit in which the plan's figure means such a count.

    Returns
    -------
    target
        The figure, without one where there is none; or why the plan's cannot be used.
    """
    own = reading.target.form is not Form.NONE
    figure = reading.target if own else goal.row.value
    comparator = reading.comparator if own else goal.row.comparator
    unit = goal.row.measure
    if figure.form is Form.NONE:
        return Target(chosen=own)
    if figure.form is Form.OUT_OF:
        return Target(comparator, figure.numbers[0], chosen=own)
    fits = own or unit is None or unit.kind in kinds
    if figure.form not in (Form.NUMBER, Form.RANGE) or not fits:
        return figure_not_this(goal)
    low, high = figure.numbers[0], figure.numbers[-1]
    if comparator is Comparator.WITHIN:
        return Target(comparator, low, high, chosen=own)
    if comparator in (Comparator.AT_MOST, Comparator.BELOW):
        return Target(comparator, high, chosen=own)
    return Target(comparator, low, chosen=own)


def figure_not_this(goal: Goal) -> Note:
    """Say that the plan's figure is of another kind than what is counted."""
    unit = goal.row.measure
    words = Message("count.no_unit", {}) if unit is None else unit.message()
    return Note(
        "missing.count_other_figure",
        {"id": goal.id, "figure": goal.row.target_words, "unit": words},
    )
