"""Plans as data: goals with their words, and readings that make them computable.

No plan defines its circles, so a reading is a named, printed choice: who must reach
what, by which mode and direction, within how long, for which share of whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from geo.errors import DataUnavailableError, InputError
from planning.plan_facilities import PlanFacilities
from planning.plan_projects import PlanProject
from planning.plan_rows import PlanRow, PlanRows
from planning.readings.fields import Fields, shortened
from planning.readings.reading import Reading, ReadingBook
from planning.statements import Statement

EMPTY_BOOK = ReadingBook({})
PLAN_KEYS = frozenset(
    (
        *("name", "title", "document", "period", "date", "issuer", "district", "province"),
        *("context", "goals", "plan", "prefixes", "facilities", "projects", "statements"),
    )
)
"""Keys of the head of a plan, and its tables."""


@dataclass(frozen=True, slots=True)
class Goal:
    """
    One goal of a plan.

    Attributes
    ----------
    row
        What the plan says.
    readings
        Its own first, then those of its tests in their order; each says its test.
    """

    row: PlanRow
    readings: tuple[Reading, ...]

    @property
    def id(self) -> str:
        """Identity of the source row, such as ``"YC-01"``."""
        return self.row.id

    @property
    def title(self) -> Mapping[str, str]:
        """Title by language."""
        return {lang: self.row.titled(lang) for lang in ("zh", "en")}

    @property
    def phrase(self) -> str:
        """The plan's own words."""
        return self.row.phrase

    @property
    def section(self) -> str:
        """Where they stand."""
        return self.row.section

    def is_headline(self, reading: Reading) -> bool:
        """Tell whether a reading decides: the first of its test that is no rival."""
        first = next(
            (one for one in self.readings if one.test == reading.test and not one.rival), None
        )
        return first is reading


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A district's plan.

    Attributes
    ----------
    rows
        Every row of the plan, with its head and context.
    title
        Title by language.
    goals
        The rows with their readings, in the source's order.
    facilities, projects, statements
        What the plan names, lists, and states more than once.
    """

    rows: PlanRows
    title: Mapping[str, str]
    goals: tuple[Goal, ...]
    facilities: PlanFacilities
    projects: tuple[PlanProject, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def name(self) -> str:
        """Identifier, such as ``"yongchuan"``."""
        return self.rows.name

    @property
    def document(self) -> str:
        """Number of the source."""
        return self.rows.document

    @property
    def period(self) -> str:
        """Years it is for."""
        return self.rows.period

    def goal(self, goal_id: str) -> Goal:
        """
        Find a goal by its id.

        Raises
        ------
        DataUnavailableError
            If the plan has no such goal; the message lists those it has.
        """
        for goal in self.goals:
            if goal.id == goal_id:
                return goal
        raise DataUnavailableError(
            "plan.unknown_goal",
            goal=goal_id,
            plan=self.name,
            known=", ".join(goal.id for goal in self.goals),
        )

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any], *, book: ReadingBook = EMPTY_BOOK) -> Plan:
        """
        Build a plan from the tables of its TOML files.

        Parameters
        ----------
        table
            Head, ``goals``, and where there are any ``facilities``, ``projects`` and
            ``statements``.
        book
            Readings of the tests that goals name.

        Raises
        ------
        InputError
            If a key is missing, unknown, or a value is out of its range; the message
            names it.
        DataUnavailableError
            If a goal names a test, reading or service that there is not.
        """
        name = str(table.get("name", "?"))
        unknown = [key for key in table if key not in PLAN_KEYS]
        if unknown:
            raise InputError("plan.unknown_key", place=name, keys=", ".join(unknown))
        try:
            return cls._read(table, name, book)
        except KeyError as fault:
            raise InputError("plan.key_missing", plan=name, key=str(fault)) from fault
        except (TypeError, AttributeError, ValueError) as fault:
            if isinstance(fault, InputError | DataUnavailableError):
                raise
            raise InputError("plan.bad_value", plan=name, what=str(fault)) from fault

    @classmethod
    def _read(cls, table: Mapping[str, Any], name: str, book: ReadingBook) -> Plan:
        rows = PlanRows.from_mapping(table)
        goals = []
        for row, one in zip(rows.rows, table["goals"], strict=True):
            own = _listed(one, "readings", row.id, "[[goals.readings]]")
            readings = book.of_goal(row, tuple(own))
            if not readings or ("readings" in one and not own):
                raise InputError("plan.no_reading", goal=row.id)
            goals.append(Goal(row, readings))
        named = _listed(table, "facilities", name)
        facilities = PlanFacilities.from_mapping(
            {"plan": name, "prefixes": [], **table, "facilities": named}
        )
        return cls(
            rows=rows,
            title=plan_titles(table["title"], name),
            goals=tuple(goals),
            facilities=facilities,
            projects=tuple(
                PlanProject.read(one, f"{name}: projects #{at}")
                for at, one in enumerate(_listed(table, "projects", name), start=1)
            ),
            statements=tuple(
                Statement.read(one, f"{name}: statements #{at}")
                for at, one in enumerate(_listed(table, "statements", name), start=1)
            ),
        )

    def only(self, goals: tuple[str, ...]) -> Plan:
        """
        Pick some goals; all where none is named.

        Raises
        ------
        DataUnavailableError
            If a wanted goal is not in the plan.
        """
        return self if not goals else replace(self, goals=tuple(self.goal(one) for one in goals))


def _listed(table: Mapping[str, Any], key: str, place: str, expected: str = "") -> list[Any]:
    """Take a list of tables; an empty one where there is none."""
    found = table.get(key, [])
    if not isinstance(found, list):
        raise InputError(
            "plan.bad_field",
            place=place,
            key=key,
            expected=expected or f"[[{key}]]",
            found=shortened(found),
        )
    return found


def plan_titles(title: object, plan: str) -> Mapping[str, str]:
    """
    Take the title of a plan, by language; one text serves for both.

    Raises
    ------
    InputError
        If it is neither a text nor one in each language.
    """
    if isinstance(title, str) and title.strip():
        return {"zh": title, "en": title}
    return Fields({"title": title}, plan).both("title")
