"""A reading: one named, versioned way to make a goal computable, and the book of them.

The packaged book has a file a test (``T-EMG-15.toml``): what the plan leaves open, and the
readings of it, headline first. A goal names its tests and gets their readings; it may name
readings of its own, or take one of the book and change some of its keys::

    [[goals.readings]]
    use = "T-EMG-15/drive-only-base"
    id = "drive-only-12"
    minutes = 12

A reading of the goal's own may say ``test = "T-COUNT"``: it then stands among that test's
readings, before those of the book, and so decides in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import DataUnavailableError, InputError
from planning.indicator_units import UnitKind
from planning.plan_figures import Comparator, Figure, Form
from planning.plan_rows import PlanRow
from planning.readings.fields import Fields, shortened
from planning.readings.rules_count import (
    DensityRule,
    FacilityCountRule,
    FacilityShareRule,
    FleetRule,
    IndicatorRule,
    SilentRule,
)
from planning.readings.rules_place import (
    AreaCountRule,
    AreaServedRule,
    BalanceRule,
    InstitutionBedsRule,
    MobileRule,
    NearRule,
    ProjectRule,
    SitesRule,
    VillageRule,
)
from planning.readings.rules_reach import ReachRule

Rule = (
    ReachRule
    | IndicatorRule
    | DensityRule
    | FleetRule
    | FacilityCountRule
    | FacilityShareRule
    | SilentRule
    | AreaCountRule
    | AreaServedRule
    | VillageRule
    | SitesRule
    | ProjectRule
    | InstitutionBedsRule
    | BalanceRule
    | MobileRule
    | NearRule
)
RULES: Mapping[str, type[Rule]] = {
    rule.kind: rule
    for rule in (
        ReachRule,
        IndicatorRule,
        DensityRule,
        FleetRule,
        FacilityCountRule,
        FacilityShareRule,
        SilentRule,
        AreaCountRule,
        AreaServedRule,
        VillageRule,
        SitesRule,
        ProjectRule,
        InstitutionBedsRule,
        BalanceRule,
        MobileRule,
        NearRule,
    )
}
NO_FIGURE = Figure()
OWN_TEST = ""
"""Test of a reading that the goal brings itself."""


@dataclass(frozen=True, slots=True)
class Reading:
    """
    One way to make a goal computable.

    Attributes
    ----------
    id
        Name, unique within the goal.
    title
        Title by language.
    rule
        What is computed, with every number of it.
    pass_source
        Where its numbers and its pass mark come from: the plan, a standard, a judgement.
    test
        Test of the book that it belongs to; `OWN_TEST` where the goal brings it.
    version
        Version of that test's file; 0 for a goal's own reading.
    target
        Figure that passes, in the place of the plan's; empty takes the plan's.
    comparator
        How `target` is held against a value.
    compare_only
        Whether the figure is shown beside the value and decides nothing, because the
        plan names none.
    rival
        Whether it never decides the goal, wherever it stands.
    """

    id: str
    title: Mapping[str, str]
    rule: Rule
    pass_source: Mapping[str, str]
    test: str = OWN_TEST
    version: int = 0
    target: Figure = NO_FIGURE
    comparator: Comparator = Comparator.NONE
    compare_only: bool = False
    rival: bool = False

    @classmethod
    def read(
        cls, table: Mapping[str, Any], *, place: str, test: str = OWN_TEST, version: int = 0
    ) -> Reading:
        """
        Build a reading from its TOML table.

        Raises
        ------
        InputError
            If a key is missing, unknown, or a value cannot be used; the message names it.
        """
        fields = Fields(table, place)
        name = fields.text("id")
        fields.place = f"{place}/{name}"
        kind = fields.text("kind", ReachRule.kind)
        if kind not in RULES:
            raise fields.bad("kind", ", ".join(RULES), kind)
        try:
            target = Figure.read(fields.take("target", None))
        except ValueError as fault:
            raise fields.bad("target", "9.5, 2-4", str(fault)) from fault
        comparator = fields.choice(Comparator, "comparator", Comparator.NONE)
        if (target.form is Form.NONE) is not (comparator is Comparator.NONE):
            raise fields.bad("comparator", "comparator + target", comparator.value)
        reading = cls(
            id=name,
            title=fields.both("title"),
            rule=RULES[kind].read(fields),
            pass_source=fields.both("pass_source"),
            test=test,
            version=version,
            target=target,
            comparator=comparator,
            compare_only=fields.flag("compare_only", default=False),
            rival=fields.flag("rival", default=False),
        )
        fields.done()
        return reading


@dataclass(frozen=True, slots=True)
class TestReadings:
    """
    A test of the book.

    Attributes
    ----------
    id, version, title
        Its name, the version of its file, its title by language.
    open_in_plan
        What plans leave open, by language: why there are several readings.
    tables
        The readings' tables, headline first.
    """

    id: str
    version: int
    title: Mapping[str, str]
    open_in_plan: Mapping[str, str]
    tables: tuple[Mapping[str, Any], ...]

    __test__ = False  # the field's word; not a test of ours

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> TestReadings:
        """
        Build a test from its TOML file; every reading is read once, so a fault shows now.

        Raises
        ------
        InputError
            If a key is missing, unknown, or a value cannot be used.
        """
        fields = Fields(table, str(table.get("id", "?")))
        name, version = fields.text("id"), fields.whole("version", least=1)
        title, open_in_plan = fields.both("title"), fields.both("open_in_plan")
        tables = fields.take("readings")
        fields.done()
        if not isinstance(tables, list) or not tables:
            raise InputError("plan.no_reading", goal=name)
        if not all(isinstance(one, Mapping) for one in tables):
            raise fields.bad("readings", "[[readings]]", tables)
        test = cls(name, version, title, open_in_plan, tuple(tables))
        ids = [one.id for one in test.book_readings()]
        if len(set(ids)) != len(ids):
            raise fields.bad("readings", "unique ids", ids)
        return test

    def book_readings(self) -> tuple[Reading, ...]:
        """Readings as the book has them, headline first."""
        return tuple(self._read(_plain(one, None)) for one in self.tables)

    def _read(self, table: Mapping[str, Any]) -> Reading:
        return Reading.read(table, place=self.id, test=self.id, version=self.version)

    def readings(self, row: PlanRow) -> tuple[Reading, ...]:
        """Readings for a row; those with ``minutes_from_goal`` take the row's own minutes."""
        return tuple(self._read(_plain(one, row)) for one in self.tables)

    def table(self, reading: str, row: PlanRow) -> Mapping[str, Any] | None:
        """Table of a reading as it is for a row; None where the test has no such."""
        found = next((one for one in self.tables if one.get("id") == reading), None)
        return None if found is None else _plain(found, row)


def _plain(table: Mapping[str, Any], row: PlanRow | None) -> Mapping[str, Any]:
    """Table of a reading of the book, with the row's minutes where it asks for them."""
    plain = {key: value for key, value in table.items() if key != "minutes_from_goal"}
    minutes = None if row is None else _minutes_of(row)
    if table.get("minutes_from_goal") and minutes is not None:
        plain["minutes"] = minutes
    return plain


def _minutes_of(row: PlanRow) -> float | None:
    unit = row.measure
    if unit is None or unit.kind is not UnitKind.MINUTES or row.value.form is not Form.NUMBER:
        return None
    return row.value.numbers[0]


@dataclass(frozen=True, slots=True)
class ReadingBook:
    """
    All tests and their readings.

    Attributes
    ----------
    tests
        By id.
    """

    tests: Mapping[str, TestReadings]

    def of_goal(self, row: PlanRow, own: tuple[Mapping[str, Any], ...]) -> tuple[Reading, ...]:
        """
        Give the readings of a goal: its own first, then those of its tests.

        Parameters
        ----------
        row
            The goal's row, which names its tests.
        own
            Tables of its own readings; ``use = "TEST/reading"`` starts from one of the
            book, whose place it then takes; ``test = "TEST"`` says to which of the row's
            tests a reading belongs that starts from none.

        Raises
        ------
        DataUnavailableError
            If a test or a reading is not in the book.
        InputError
            If a table is at fault, or an id occurs twice.
        """
        found: list[Reading] = []
        used: set[tuple[str, str]] = set()
        for table in own:
            reading, start = self.own_reading(row, table)
            found.append(reading)
            used.add(start)
        for test_id in row.tests:
            found += [
                one for one in self.test(test_id).readings(row) if (test_id, one.id) not in used
            ]
        names = [(one.test, one.id) for one in found]
        if len(set(names)) != len(names):
            double = next(one for one in names if names.count(one) > 1)
            raise InputError("plan.double_reading", goal=row.id, reading="/".join(double))
        return tuple(found)

    def own_reading(
        self, row: PlanRow, table: Mapping[str, Any]
    ) -> tuple[Reading, tuple[str, str]]:
        """
        Build one of a goal's own readings.

        Returns
        -------
        reading
            The reading.
        start
            Test and reading of the book that it starts from; empty texts where from none.

        Raises
        ------
        DataUnavailableError
            If the test or reading that it starts from, or its test, is not there.
        InputError
            If the table is at fault.
        """
        if not isinstance(table, Mapping):
            raise InputError(
                "plan.bad_field",
                place=row.id,
                key="readings",
                expected="[[goals.readings]]",
                found=shortened(table),
            )
        if "use" in table and "test" in table:  # one of them would be overlooked
            raise InputError(
                "plan.bad_field",
                place=f"{row.id}/{table.get('id', '?')}",
                key="test",
                expected="use | test",
                found=shortened([table["use"], table["test"]]),
            )
        changes = {key: value for key, value in table.items() if key not in ("use", "test")}
        test_id, _, name = str(table.get("use", "")).partition("/")
        if not test_id:
            own = str(table.get("test", OWN_TEST))
            if own != OWN_TEST and own not in row.tests:
                raise DataUnavailableError(
                    "plan.foreign_test",
                    goal=row.id,
                    reading=str(table.get("id", "?")),
                    test=own,
                    known=", ".join(row.tests) or "-",
                )
            return Reading.read(changes, place=row.id, test=own), (OWN_TEST, "")
        if test_id not in self.tests:
            raise DataUnavailableError(
                "plan.goal_unknown_test",
                goal=row.id,
                test=test_id,
                known=", ".join(self.tests) or "-",
            )
        test = self.tests[test_id]
        base = test.table(name, row)
        if base is None:
            raise DataUnavailableError(
                "plan.unknown_reading",
                goal=row.id,
                reading=str(table["use"]),
                known=", ".join(str(one["id"]) for one in test.tables),
            )
        merged = {**base, **changes}
        reading = Reading.read(merged, place=row.id, test=test.id, version=test.version)
        return reading, (test_id, name)

    def test(self, test_id: str) -> TestReadings:
        """
        Find a test.

        Raises
        ------
        DataUnavailableError
            If the book has no such test; the message lists those it has.
        """
        if test_id not in self.tests:
            raise DataUnavailableError(
                "plan.unknown_test", test=test_id, known=", ".join(self.tests) or "-"
            )
        return self.tests[test_id]
