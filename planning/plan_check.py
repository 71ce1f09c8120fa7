"""Checking a plan that somebody wrote: every fault at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import DataUnavailableError, GoldenHourError, InputError
from planning.note import Note
from planning.plan import PLAN_KEYS, Plan, plan_titles
from planning.plan_facilities import plan_facility
from planning.plan_projects import PlanProject
from planning.plan_row_table import ROW_KEYS, plan_row
from planning.plan_rows import PlanRow, PlanRows, last_year_of
from planning.readings.fields import shortened
from planning.readings.keys import known_keys
from planning.readings.reading import RULES, Reading, ReadingBook
from planning.readings.rules_place import (
    AreaServedRule,
    BalanceRule,
    MobileRule,
    ProjectRule,
    VillageRule,
)
from planning.readings.rules_reach import ReachRule
from planning.statements import Statement

_MOVING = AreaServedRule | BalanceRule | MobileRule | ProjectRule | VillageRule
_NEEDED: Mapping[str, str] = {"section": "-", "phrase": "-"}


@dataclass(frozen=True, slots=True)
class PlanFault:
    """
    One fault of a plan.

    Attributes
    ----------
    place
        Id of the goal; empty where it is none of a goal. The message names it too.
    what
        What is wrong.
    """

    place: str
    what: Note


@dataclass(frozen=True, slots=True)
class PlanChecked:
    """
    What a check found.

    Attributes
    ----------
    goals, readings
        Goals without a fault, and readings of the plan; 0 readings where it has faults.
    faults
        Every fault.
    """

    goals: int
    readings: int
    faults: tuple[PlanFault, ...]


def check_plan(
    table: Mapping[str, Any], book: ReadingBook, *, profiles: frozenset[str]
) -> PlanChecked:
    """
    Find every fault of a plan.

    Parameters
    ----------
    table
        The tables of its TOML files.
    book
        Readings of the tests that goals may name.
    profiles
        Names of the travel profiles that there are.

    Returns
    -------
    checked
        Unknown keys, values that cannot be used, tests, readings, services and profiles
        that there are not, sites that are not among the facilities.
    """
    found: list[PlanFault] = []
    good = 0
    for goal_faults in _goals(table, book, profiles):
        good += not goal_faults
        found += goal_faults
    found += _head(table)
    found += _lists(table)
    if found:
        # One cause may be seen twice: from its table and from the whole.
        each = {(one.place, one.what.code, repr(one.what.fields)): one for one in found}
        return PlanChecked(good, 0, tuple(each.values()))
    # What only the whole shows, should the parts above have missed it.
    try:
        plan = Plan.from_mapping(table, book=book)
    except (InputError, DataUnavailableError) as fault:
        return PlanChecked(good, 0, (PlanFault("", _note(fault)),))
    return PlanChecked(good, sum(len(goal.readings) for goal in plan.goals), ())


def _note(fault: GoldenHourError) -> Note:
    return Note(fault.code, dict(fault.fields))


def _bad(place: str, key: str, expected: str, found: object) -> Note:
    fields = {"place": place, "key": key, "expected": expected, "found": shortened(found)}
    return Note("plan.bad_field", fields)


def _no_site(place: str, site: str, names: list[str]) -> Note:
    known = ", ".join(names) or "-"
    return Note("plan.unknown_site", {"goal": place, "site": site, "known": known})


def _tables(table: Mapping[str, Any], key: str) -> list[Any]:
    found = table.get(key, [])
    return found if isinstance(found, list) else []


def _name(table: Mapping[str, Any]) -> str:
    return str(table.get("name", "?"))


def _head(table: Mapping[str, Any]) -> Iterator[PlanFault]:
    """Faults of the head, of whole lists, and of ids that occur twice."""
    unknown = [str(key) for key in table if key not in PLAN_KEYS]
    if unknown and "rows" not in table:
        fields = {"place": _name(table), "keys": ", ".join(unknown)}
        yield PlanFault("", Note("plan.unknown_key", fields))
    for key in ("goals", "facilities", "projects", "statements"):
        if key in table and not isinstance(table[key], list):
            yield PlanFault("", _bad(_name(table), key, f"[[{key}]]", table[key]))
    # One goal that is in order stands for all: what is left to find is in the head.
    stand_in = {"id": "X-1", "section": "-", "phrase": "-", "tests": ["-"], "target_year": 2025}
    head = {key: value for key, value in table.items() if key in PLAN_KEYS}
    for key in ("name", "period", "title"):
        if key not in head:
            yield PlanFault("", Note("plan.key_missing", {"plan": _name(table), "key": f"'{key}'"}))
            head[key] = "-"
    if not _tables(table, "goals"):
        head.pop("goals", None)
    else:
        head["goals"] = [stand_in]
    try:
        plan_titles(head["title"], _name(table))
        PlanRows.from_mapping(head)
    except InputError as fault:
        yield PlanFault("", _note(fault))
    ids = [str(one.get("id")) for one in _tables(table, "goals") if isinstance(one, Mapping)]
    for double in dict.fromkeys(one for one in ids if ids.count(one) > 1):
        yield PlanFault("", Note("plan_rows.double_id", {"plan": _name(table), "row": double}))


def _goals(
    table: Mapping[str, Any], book: ReadingBook, profiles: frozenset[str]
) -> Iterator[list[PlanFault]]:
    names = [
        str(one.get("name"))
        for one in _tables(table, "facilities")
        if isinstance(one, Mapping) and one.get("name")
    ]
    period = table.get("period", "")
    last_year = last_year_of(period) if isinstance(period, str) else None
    for at, goal in enumerate(_tables(table, "goals"), start=1):
        yield list(_goal(goal, f"#{at}", last_year, names, book, profiles))


def _goal(
    goal: object,
    place: str,
    last_year: int | None,
    names: list[str],
    book: ReadingBook,
    profiles: frozenset[str],
) -> Iterator[PlanFault]:
    if not isinstance(goal, Mapping):
        try:
            plan_row(goal, place)
        except InputError as fault:
            yield PlanFault("", _note(fault))
        return
    row, faults = _row(goal, place, last_year)
    yield from faults
    named = str(goal.get("id", place))
    for site in row.sites:
        if site not in names:
            yield PlanFault(named, _no_site(named, site, names))
    for test in row.tests:
        try:
            book.test(test)
        except DataUnavailableError:
            fields = {"goal": named, "test": test, "known": ", ".join(book.tests) or "-"}
            yield PlanFault(named, Note("plan.goal_unknown_test", fields))
    own = goal.get("readings", [])
    if not isinstance(own, list):
        yield PlanFault(named, _bad(named, "readings", "[[goals.readings]]", own))
        return
    if not own and ("readings" in goal or not row.tests):
        yield PlanFault(named, Note("plan.no_reading", {"goal": named}))
    readings = []
    for one in own:
        reading, wrong = _reading(one, row, named, book)
        yield from (PlanFault(named, note) for note in wrong)
        readings += [] if reading is None else [reading]
    used = [(one.test, one.id) for one in readings]
    for test, double in dict.fromkeys(one for one in used if used.count(one) > 1):
        fields = {"goal": named, "reading": "/".join((test, double))}
        yield PlanFault(named, Note("plan.double_reading", fields))
    for profile in dict.fromkeys(name for one in readings for name in profiles_of(one)):
        if profile not in profiles:
            fields = {"goal": named, "profile": profile, "known": ", ".join(sorted(profiles))}
            yield PlanFault(named, Note("plan.unknown_profile", fields))


def _row(
    goal: Mapping[str, Any], place: str, last_year: int | None
) -> tuple[PlanRow, list[PlanFault]]:
    """Read a row again and again, each time without what was wrong with it."""
    named = str(goal.get("id", place))
    faults: list[PlanFault] = []
    unknown = [str(key) for key in goal if key not in ROW_KEYS]
    if unknown:
        fields = {"row": named, "field": ", ".join(unknown)}
        faults.append(PlanFault(named, Note("plan_rows.unknown_field", fields)))
    left = {key: value for key, value in goal.items() if key in ROW_KEYS}
    while True:
        try:
            return plan_row(left, place, last_year=last_year), faults
        except InputError as fault:
            faults.append(PlanFault(named, Note(fault.code, {**fault.fields, "row": named})))
            wrong = str(fault.fields["field"])
            left.pop(wrong, None)
            if wrong == "id":
                left["id"] = "X-1"
            elif wrong in _NEEDED:
                left[wrong] = _NEEDED[wrong]
            elif wrong in ("comparator", "value"):
                left.pop("comparator", None)
                left.pop("value", None)
            elif wrong == "target_year":
                left["target_year"] = 2025


def _reading(
    table: object, row: PlanRow, named: str, book: ReadingBook
) -> tuple[Reading | None, list[Note]]:
    """Read one of a goal's own readings; unknown keys are named besides the first fault."""
    faults: list[Note] = []
    if isinstance(table, Mapping) and not table.get("use"):
        kind = table.get("kind", ReachRule.kind)
        known = known_keys(kind) if isinstance(kind, str) and kind in RULES else frozenset(table)
        unknown = [str(key) for key in table if key not in known]
        if unknown:
            place = f"{named}/{table.get('id', '?')}"
            faults.append(Note("plan.unknown_key", {"place": place, "keys": ", ".join(unknown)}))
        table = {key: value for key, value in table.items() if key in known}
    try:
        reading, _ = book.own_reading(row, table)  # type: ignore[arg-type]
    except (InputError, DataUnavailableError) as fault:
        return None, [*faults, _note(fault)]
    return reading, faults


def profiles_of(reading: Reading) -> tuple[str, ...]:
    """
    Names of the travel profiles that a reading asks for, each once.

    Returns
    -------
    profiles
        In the order of its legs; empty where nobody travels.
    """
    rule = reading.rule
    if isinstance(rule, ReachRule):
        both = ((leg.profile, leg.profile_built_up) for leg in rule.legs)
        return tuple(dict.fromkeys(name for pair in both for name in pair))
    return (rule.profile,) if isinstance(rule, _MOVING) else ()


def _lists(table: Mapping[str, Any]) -> Iterator[PlanFault]:
    """Faults of facilities, projects and statements, and of what they point at."""
    plan = _name(table)
    names: list[str] = []
    for at, one in enumerate(_tables(table, "facilities"), start=1):
        try:
            names.append(plan_facility(one, f"{plan}: facilities #{at}").name)
        except (InputError, DataUnavailableError) as fault:
            yield PlanFault("", _note(fault))
    for double in dict.fromkeys(one for one in names if names.count(one) > 1):
        yield PlanFault("", Note("plan.double_facility", {"plan": plan, "name": double}))
    ids = [str(one.get("id")) for one in _tables(table, "goals") if isinstance(one, Mapping)]

    def unknown_goal(goal: str) -> PlanFault:
        fields = {"goal": goal, "plan": plan, "known": ", ".join(ids) or "-"}
        return PlanFault("", Note("plan.unknown_goal", fields))

    for at, one in enumerate(_tables(table, "projects"), start=1):
        try:
            project = PlanProject.read(one, f"{plan}: projects #{at}")
        except (InputError, DataUnavailableError) as fault:
            yield PlanFault("", _note(fault))
            continue
        if project.facility and project.facility not in names:
            yield PlanFault("", _no_site(f"projects #{at}", project.facility, names))
        yield from (unknown_goal(goal) for goal in project.goals if goal not in ids)
    for at, one in enumerate(_tables(table, "statements"), start=1):
        try:
            statement = Statement.read(one, f"{plan}: statements #{at}")
        except (InputError, DataUnavailableError) as fault:
            yield PlanFault("", _note(fault))
            continue
        if statement.goal and statement.goal not in ids:
            yield unknown_goal(statement.goal)
