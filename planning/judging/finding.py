"""A finding: what one reading of one goal gives on one study; numbers and words, no arrays.

A finding is data, so that it can be kept and given again: every name in it is a code of
the text catalogue, every number is plain.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planning.note import Note
from planning.plan_figures import Comparator, Figure, Form
from planning.plan_rows import PlanRow
from planning.readings.reading import Reading

PASS_MARKS = (0.80, 0.85, 0.90, 0.95)
"""Shares that are always shown: the chosen one among them is a choice."""
BAND_SPEED_FACTORS = (0.8, 1.0, 1.2)
"""Speeds are guesses: every share is shown at a fifth slower and a fifth faster too."""
EQUAL = 1e-9
"""Two figures closer than this, relative to the larger, are the same figure."""


class Status(StrEnum):
    """What a verdict says."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    CANNOT_TELL = "CANNOT_TELL"


class Unit(StrEnum):
    """Units of values, targets and numbers; ``unitname.*`` in the catalogue words them."""

    SHARE = "share"
    COUNT = "count"
    PEOPLE = "people"
    BEDS = "beds"
    PLACES = "places"
    VEHICLES = "vehicles"
    SITES = "sites"
    AREAS = "areas"
    VILLAGES = "villages"
    PER_100 = "per_100"
    PER_1000 = "per_1000"
    PER_10000 = "per_10000"
    PER_100000 = "per_100000"
    PEOPLE_EACH = "people_each"
    RATIO = "ratio"
    LEVEL = "level"
    SECONDS = "seconds"
    METRES = "metres"
    YEARS = "years"
    DAYS = "days"
    YUAN_10K = "yuan_10k"
    YUAN_100M = "yuan_100m"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Target:
    """
    The figure that passes.

    Attributes
    ----------
    comparator
        How a value is held against it; `Comparator.NONE` where there is no figure.
    low, high
        The figure; `high` is NaN but for a range (`Comparator.WITHIN`).
    chosen
        Whether the figure is a choice of the reading; the plan's own where false.
    """

    comparator: Comparator = Comparator.NONE
    low: float = math.nan
    high: float = math.nan
    chosen: bool = False

    @property
    def stated(self) -> bool:
        """Whether there is a figure at all."""
        return self.comparator is not Comparator.NONE

    def met(self, value: float) -> bool:
        """
        Tell whether a value passes.

        "Exactly" passes from the figure on: a plan that builds 5 centres is met by 6.

        Examples
        --------
        >>> Target(Comparator.AT_LEAST, 0.9).met(0.9), Target(Comparator.ABOVE, 60.0).met(60.0)
        (True, False)
        >>> Target(Comparator.WITHIN, 5.0, 6.0).met(6.1), Target(Comparator.EXACTLY, 5.0).met(6.0)
        (False, True)
        """
        same = math.isclose(value, self.low, rel_tol=EQUAL)
        if self.comparator is Comparator.WITHIN:
            return (value >= self.low or same) and (
                value <= self.high or math.isclose(value, self.high, rel_tol=EQUAL)
            )
        if self.comparator is Comparator.AT_MOST:
            return value <= self.low or same
        if self.comparator is Comparator.BELOW:
            return value < self.low and not same
        if self.comparator is Comparator.ABOVE:
            return value > self.low and not same
        return value >= self.low or same

    def margin(self, value: float) -> float:
        """Tell by how much a value passes; negative where it does not, NaN without a figure."""
        if not self.stated:
            return math.nan
        if self.comparator in (Comparator.AT_MOST, Comparator.BELOW):
            return self.low - value
        if self.comparator is Comparator.WITHIN:
            return min(value - self.low, self.high - value)
        return value - self.low

    def status(self, value: float) -> Status:
        """Judge a value; cannot tell without a value or a figure."""
        if not self.stated or math.isnan(value):
            return Status.CANNOT_TELL
        return Status.MET if self.met(value) else Status.NOT_MET


@dataclass(frozen=True, slots=True)
class Number:
    """
    A number that a finding rests on.

    Attributes
    ----------
    name
        Code of its name without the prefix ``number.``, such as ``"population"``.
    value, unit
        The number; NaN where unknown, ``inf`` where never reached.
    """

    name: str
    value: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Run:
    """
    The same reading with one thing changed.

    Attributes
    ----------
    what
        What was changed, in words (codes ``run.*``).
    value, status
        The outcome.
    """

    what: Note
    value: float
    status: Status


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table behind a finding.

    Attributes
    ----------
    name
        Code of its title without the prefix ``table.``, such as ``"by_area"``.
    columns
        Codes of the columns without the prefix ``column.``; a quantity's name ends in its
        unit (``_s``, ``_m``, ``_share``, ``_people``).
    rows
        Cells: text, number, or None where unknown.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    What one reading of one goal gives.

    Attributes
    ----------
    status
        Met, not met, or cannot tell.
    unit, value
        The measured figure; NaN where it cannot be measured. It may be known although
        the status is "cannot tell": then the plan names no figure.
    target
        The figure that passes.
    formula
        The formula with its numbers filled in (codes ``formula.*``).
    band
        Value at the slowest and fastest speeds or, where speeds do not matter, at the
        ends of what is tried; NaN where nothing is.
    numbers
        What the value was made of.
    flips
        What would change the answer (codes ``flip.*``).
    runs
        Sensitivity, each with one thing changed.
    facilities
        Ids of the facilities that were counted, sorted.
    tables
        Tables behind it.
    missing
        What would be needed to tell (codes ``missing.*``); never empty where the status
        is "cannot tell".
    notes
        Caveats.
    """

    status: Status
    unit: Unit
    value: float
    target: Target
    formula: Note | None = None
    band: tuple[float, float] = (math.nan, math.nan)
    numbers: tuple[Number, ...] = ()
    flips: tuple[Note, ...] = ()
    runs: tuple[Run, ...] = ()
    facilities: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    missing: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    figures: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Hold "cannot tell" to its promise: what is missing is named."""
        if self.status is Status.CANNOT_TELL and not self.missing:
            raise RuntimeError("cannot tell, but nothing is missing")
        object.__setattr__(self, "figures", {one.name: one.value for one in self.numbers})

    @property
    def margin(self) -> float:
        """By how much the value passes; negative where it does not, NaN where unknown."""
        return math.nan if math.isnan(self.value) else self.target.margin(self.value)

    @property
    def marks(self) -> tuple[tuple[float, Status], ...]:
        """The usual pass marks and what the value says at each; empty but for shares told."""
        told = self.status is not Status.CANNOT_TELL and not math.isnan(self.value)
        if self.unit is not Unit.SHARE or not told:
            return ()
        return tuple(
            (mark, Target(Comparator.AT_LEAST, mark).status(self.value)) for mark in PASS_MARKS
        )


def cannot_tell(
    unit: Unit, target: Target, missing: Iterable[Note], *, notes: Iterable[Note] = ()
) -> Finding:
    """Make the finding of a reading whose value cannot be measured."""
    return Finding(
        Status.CANNOT_TELL, unit, math.nan, target, missing=tuple(missing), notes=tuple(notes)
    )


def target_of(row: PlanRow, reading: Reading, *, scale: float = 1.0) -> Target:
    """
    Figure that passes: the reading's own, else the plan's.

    Parameters
    ----------
    row, reading
        The goal's row and the reading.
    scale
        Multiplies the figure: 0.01 turns the plan's percent into a share.

    Returns
    -------
    target
        Without a figure where neither names one, or the plan's is of several parts. A
        range that must be reached ("2-4", at least) passes from its lower end.

    Examples
    --------
    The plan's ``>= 2-4`` passes from 2 on; ``in 5.0-6.0`` needs a value between.
    """
    own = reading.target.form is not Form.NONE
    figure: Figure = reading.target if own else row.value
    comparator = reading.comparator if own else row.comparator
    if figure.form not in (Form.NUMBER, Form.RANGE, Form.RATIO):
        return Target(chosen=own)
    low, high = figure.numbers[0] * scale, math.nan
    if figure.form is Form.RATIO:
        low = figure.numbers[1] / figure.numbers[0]
    elif comparator is Comparator.WITHIN:
        high = figure.numbers[1] * scale
    elif figure.form is Form.RANGE and comparator in (Comparator.AT_MOST, Comparator.BELOW):
        low = figure.numbers[1] * scale
    return Target(comparator, low, high, chosen=own)


def settled(reading: Reading, target: Target, value: float) -> tuple[Status, tuple[Note, ...]]:
    """
    Judge a measured value; where the plan names no figure, say so and decide nothing.

    Returns
    -------
    status, missing
        As `Finding` wants them.
    """
    if not target.stated or reading.compare_only:
        return Status.CANNOT_TELL, (Note("missing.target", {}),)
    return target.status(value), ()
