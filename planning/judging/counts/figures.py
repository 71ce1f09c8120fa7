"""The plan's figure and the user's value in one unit of findings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planning.indicator_units import Thing, UnitKind
from planning.indicators import IndicatorLine, beside_plan
from planning.judging.evidence import Evidence
from planning.judging.finding import Target, Unit
from planning.plan import Goal
from planning.plan_figures import Comparator, Figure, Form
from planning.plan_rows import Computable, PlanRow
from planning.readings.reading import Reading

PER: dict[int, Unit] = {
    100: Unit.PER_100,
    1_000: Unit.PER_1000,
    10_000: Unit.PER_10000,
    100_000: Unit.PER_100000,
}
_KINDS = {
    UnitKind.PERCENT: (Unit.SHARE, 0.01),
    UnitKind.RATIO: (Unit.RATIO, 1.0),
    UnitKind.LEVEL: (Unit.LEVEL, 1.0),
    UnitKind.MINUTES: (Unit.SECONDS, 60.0),
    UnitKind.YEARS: (Unit.YEARS, 1.0),
    UnitKind.DAYS: (Unit.DAYS, 1.0),
    UnitKind.YUAN: (Unit.YUAN_10K, 0.0001),
    UnitKind.YUAN_100M: (Unit.YUAN_100M, 1.0),
}
_THINGS = {Thing.BEDS: Unit.BEDS, Thing.PERSONS: Unit.PEOPLE}
_PEOPLE_EACH = "residents per "


def unit_of(row: PlanRow) -> tuple[Unit, float]:
    """
    Unit in which a finding tells the row's figures, and what multiplies them.

    Returns
    -------
    unit, scale
        ``(Unit.SHARE, 0.01)`` for percent; `Unit.PLAIN` where the plan gives no unit.
    """
    measure = row.measure
    if measure is None:
        return Unit.PLAIN, 1.0
    if measure.kind in _KINDS:
        return _KINDS[measure.kind]
    if measure.kind is UnitKind.RATE:
        return PER.get(measure.per, Unit.PLAIN), 1.0
    if row.unit.startswith(_PEOPLE_EACH):
        return Unit.PEOPLE_EACH, 1.0
    return _THINGS.get(measure.thing, Unit.COUNT), 1.0


def scaled(value: float, scale: float) -> float:
    """Multiply by a scale; a percent is divided, so that 95 gives 0.95 and no more digits."""
    return value / round(1 / scale) if scale < 1 else value * scale


def asked_row(goal: Goal, reading: Reading) -> PlanRow:
    """Row with the figure that decides: the reading's own in the place of the plan's."""
    if reading.target.form is Form.NONE:
        return goal.row
    return replace(goal.row, value=reading.target, comparator=reading.comparator)


def value_line(evidence: Evidence, row: PlanRow) -> IndicatorLine:
    """Value of today of a row of any class, beside the row's figures."""
    # The table of the plan leaves out rows that need no value; asked for, each has one.
    rows = replace(evidence.plan.rows, rows=(replace(row, computable=Computable.COUNT),))
    (line,) = beside_plan(evidence.study.indicators, rows)
    return line


def part_targets(row: PlanRow, scale: float, *, chosen: bool) -> tuple[Target, ...]:
    """
    Figures that must be reached, one for each part of a sum or list.

    Returns
    -------
    targets
        As many as the row has indicators; one without a figure where the plan names
        none, or only says "rising" and no single figure of 2020 to rise from.
    """
    figure, comparator = row.value, row.comparator
    if figure.form is Form.NONE:
        return (Target(chosen=chosen),)
    if figure.form is Form.RISING:
        start = baselines(row, scale)
        if len(start) != 1:
            return (Target(chosen=chosen),)
        falls = comparator in (Comparator.BELOW, Comparator.AT_MOST)
        return (Target(Comparator.BELOW if falls else Comparator.ABOVE, start[0], chosen=chosen),)
    numbers = tuple(scaled(one, scale) for one in figure.numbers)
    if figure.parts > 1:
        return tuple(Target(comparator, one, chosen=chosen) for one in numbers)
    if figure.form is Form.RANGE and comparator is Comparator.WITHIN:
        return (Target(comparator, numbers[0], numbers[1], chosen=chosen),)
    low = single(figure, row, scale)
    if figure.form is Form.RANGE and comparator in (Comparator.AT_MOST, Comparator.BELOW):
        low = numbers[1]
    return (Target(comparator, low, chosen=chosen),)


def single(figure: Figure, row: PlanRow, scale: float) -> float:
    """
    Give the one number that a figure stands for, in the finding's unit.

    A ratio is its second side per one of the first; "50 of 52" is a share where the row
    counts in percent, and 50 where it counts things; a range is its lower end.
    """
    first = figure.numbers[0]
    if figure.form is Form.RATIO:
        return figure.numbers[1] / first
    measure = row.measure
    if figure.form is Form.OUT_OF and measure is not None and measure.kind is UnitKind.PERCENT:
        return first / figure.numbers[1]
    return scaled(first, scale)


def baselines(row: PlanRow, scale: float) -> tuple[float, ...]:
    """Plan's figures of 2020, one a part, in the finding's unit; empty where it has none."""
    figure = row.baseline_2020
    if figure.form in (Form.NONE, Form.RISING, Form.RANGE):
        return ()
    if figure.form is Form.RATIO and (row.measure is None or row.measure.kind is UnitKind.RATIO):
        return (single(figure, row, scale),) if figure.numbers[0] else ()
    if figure.parts > 1:
        found = tuple(scaled(one, scale) for one in figure.numbers)
        return found if len(found) == row.value.parts else ()
    if figure.form is Form.OUT_OF and not figure.numbers[1]:
        return ()
    return (single(figure, row, scale),) if row.value.parts == 1 else ()


@dataclass(frozen=True, slots=True)
class Told:
    """
    What the user's table says of a row, in a finding's unit.

    Attributes
    ----------
    row
        The row, with the figure that decides.
    line
        The value and where it comes from.
    unit
        Unit of all figures.
    values, targets, starts
        One a part: value of today, figure that passes, figure of 2020. `starts` is
        empty where the plan has none.
    """

    row: PlanRow
    line: IndicatorLine
    unit: Unit
    values: tuple[float, ...]
    targets: tuple[Target, ...]
    starts: tuple[float, ...]

    @property
    def stated(self) -> bool:
        """Whether there is a figure for every part."""
        return len(self.values) == len(self.targets) and all(one.stated for one in self.targets)

    @property
    def worst(self) -> int:
        """Part that is furthest from its figure, relative to it."""

        def spare(at: int) -> float:
            return self.targets[at].margin(self.values[at]) / max(abs(self.targets[at].low), 1e-12)

        return min(range(len(self.values)), key=spare) if self.stated else 0

    @property
    def met(self) -> bool:
        """Whether every part reaches its figure."""
        return all(
            target.met(value) for target, value in zip(self.targets, self.values, strict=True)
        )


def told(evidence: Evidence, goal: Goal, reading: Reading) -> Told:
    """Bring the user's value and the plan's figures into one unit."""
    row = asked_row(goal, reading)
    unit, scale = unit_of(row)
    line = value_line(evidence, row)
    return Told(
        row=row,
        line=line,
        unit=unit,
        values=tuple(scaled(one, scale) for one in line.values),
        targets=part_targets(row, scale, chosen=reading.target.form is not Form.NONE),
        starts=baselines(row, scale),
    )
