"""Readings in full: every number of a rule, as words for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from rich.markup import escape
from rich.padding import Padding

from api.screen import Screen
from geo.text import Lang, has_text, label, text
from planning.plan import Goal
from planning.plan_figures import Form
from planning.plan_rows import PlanRow
from planning.readings.reading import Reading, ReadingBook, TestReadings
from planning.readings.rules_reach import Constant, Leg
from planning.wording import minutes_message, named

_INDENT = 2


def reading_document(reading: Reading, *, headline: bool) -> dict[str, Any]:
    """Give a reading as a part of a JSON document; times in seconds, shares 0-1."""
    target = reading.target
    return {
        "test": reading.test or None,
        "id": reading.id,
        "version": reading.version,
        "title": dict(reading.title),
        "headline": headline,
        "rival": reading.rival,
        "compare_only": reading.compare_only,
        "kind": reading.rule.kind,
        "rule": _plain(reading.rule),
        "target": None if target.form is Form.NONE else target.text,
        "comparator": reading.comparator.value or None,
        "pass_source": dict(reading.pass_source),
    }


def _plain(value: object) -> Any:  # noqa: ANN401 (a JSON value)
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, list | tuple | frozenset):
        return [_plain(one) for one in value]
    return value


def book_document(book: ReadingBook, test: str | None) -> dict[str, Any]:
    """
    Give the book of readings, or one test of it, as a JSON document.

    Raises
    ------
    DataUnavailableError
        If there is no such test.
    """
    tests = book.tests.values() if test is None else (book.test(test),)
    return {
        "tests": [
            {
                "id": one.id,
                "version": one.version,
                "title": dict(one.title),
                "open_in_plan": dict(one.open_in_plan),
                "readings": [
                    reading_document(reading, headline=at == 0)
                    for at, reading in enumerate(one.book_readings())
                ],
            }
            for one in tests
        ]
    }


def show_book(screen: Screen, book: ReadingBook) -> None:
    """List the tests with the titles of their readings, headline first."""
    for one in book.tests.values():
        screen.out.print(f"[bold]{escape(one.id)}[/bold]  {escape(one.title[screen.lang])}")
        for at, reading in enumerate(one.book_readings()):
            sign = "●" if at == 0 else "○"
            _print(screen, f"{sign} {reading.id}: {reading.title[screen.lang]}")
    screen.out.print()
    screen.out.print(escape(screen.t("plan_cmd.readings_hint")), style="dim")


def show_test(screen: Screen, test: TestReadings) -> None:
    """Show one test: what plans leave open, and its readings with every number."""
    screen.out.print(f"[bold]{escape(test.id)}[/bold]  {escape(test.title[screen.lang])}")
    open_in_plan = test.open_in_plan[screen.lang]
    screen.line("plan_cmd.open_in_plan", open=open_in_plan)
    for at, reading in enumerate(test.book_readings()):
        _reading(screen, reading, headline=at == 0)


def goal_document(goal: Goal, book: ReadingBook) -> dict[str, Any]:
    """Give one goal in full: its words and figures, its sites, its readings."""
    return {
        **row_document(goal.row),
        "open_in_plan": {
            test: dict(book.test(test).open_in_plan)
            for test in goal.row.tests
            if test in book.tests
        },
        "readings": [
            reading_document(one, headline=goal.is_headline(one)) for one in goal.readings
        ],
    }


def row_document(row: PlanRow) -> dict[str, Any]:
    """Give a row as a part of a JSON document."""

    def figure(name: str) -> dict[str, Any] | None:
        value = getattr(row, name)
        if not value.text:
            return None
        return {"text": value.text, "form": value.form.value, "numbers": list(value.numbers)}

    return {
        "id": row.id,
        "title": {lang.value: row.titled(lang) for lang in Lang},
        "type": row.type or None,
        "class": row.computable.value,
        "section": row.section,
        "phrase": row.phrase,
        "comparator": row.comparator.value or None,
        "value": figure("value"),
        "unit": row.unit or None,
        "baseline_2020": figure("baseline_2020"),
        "target_year": row.target_year,
        "attribute": row.attribute.value,
        "tests": list(row.tests),
        "sites": list(row.sites),
        "data_needed": list(row.data_needed),
        "note": row.note or None,
        "need": row.need.value,
        "indicators": list(row.indicators),
    }


def show_goal(screen: Screen, goal: Goal, book: ReadingBook) -> None:
    """Show one goal in full."""
    row, lang = goal.row, screen.lang
    screen.out.print(f"[bold]{escape(row.id)}[/bold]  {escape(row.titled(lang))}", soft_wrap=True)
    screen.line("plan_cmd.goal_words", phrase=row.phrase, section=row.section)
    figure = " ".join(one for one in (row.target_words, unit_words(row, lang)) if one)
    parts = {
        "plan_cmd.goal_figure": figure or screen.t("plan_cmd.goal_no_figure"),
        "plan_cmd.goal_year": str(row.target_year),
        "plan_cmd.goal_baseline": row.baseline_2020.words,
        "plan_cmd.goal_standing": label(row.attribute, lang),
        "plan_cmd.goal_class": label(row.computable, lang),
        "plan_cmd.goal_sites": screen.t("plan_cmd.list_mark").join(row.sites),
        "plan_cmd.goal_data": screen.t("plan_cmd.list_mark").join(row.data_needed),
        "plan_cmd.goal_note": row.note,
    }
    for code, value in parts.items():
        if value:
            screen.line(code, value=value)
    for test in dict.fromkeys(one.test for one in goal.readings):
        screen.out.print()
        if test in book.tests:
            found = book.tests[test]
            screen.out.print(f"[bold]{escape(test)}[/bold]  {escape(found.title[lang])}")
            screen.line("plan_cmd.open_in_plan", open=found.open_in_plan[lang])
        else:
            screen.out.print(f"[bold]{escape(screen.t('plan_cmd.own_readings'))}[/bold]")
        for one in goal.readings:
            if one.test == test:
                _reading(screen, one, headline=goal.is_headline(one))


def unit_words(row: PlanRow, lang: Lang) -> str:
    """Word the unit of a row; empty where the plan gives none."""
    unit = row.measure
    if unit is None or (lang is Lang.EN and row.unit):
        return row.unit
    message = unit.message()
    return text(message.code, lang, **message.fields)


def _print(screen: Screen, line: str, *, style: str = "", indent: int = _INDENT) -> None:
    screen.out.print(Padding(escape(line), (0, 0, 0, indent), expand=False), style=style)


def _reading(screen: Screen, reading: Reading, *, headline: bool) -> None:
    lang = screen.lang
    code = "plan_cmd.is_headline" if headline else "plan_cmd.is_rival"
    if headline and reading.compare_only:
        code = "plan_cmd.is_beside"
    sign = "●" if headline else "○"
    _print(screen, f"{sign} {reading.id}: {reading.title[lang]} ({screen.t(code)})")
    numbers = list(rule_words(reading.rule, lang))
    if reading.target.form is not Form.NONE:
        target = f"{reading.comparator.sign} {reading.target.words}".strip()
        numbers.append(screen.t("plan_cmd.number", name=rule_key("target", lang), value=target))
    if numbers:
        _print(screen, screen.t("plan_cmd.list_stop").join(numbers), indent=2 * _INDENT)
    _print(screen, reading.pass_source[lang], style="dim", indent=2 * _INDENT)


def rule_key(name: str, lang: Lang) -> str:
    """Word the name of a rule's number; the name itself where there is no wording."""
    code = f"rulekey.{name}"
    return text(code, lang) if has_text(code) else name


def rule_words(rule: object, lang: Lang) -> Iterator[str]:
    """
    Word every number and choice of a rule.

    Yields
    ------
    words
        ``"limit: 15.0 min"``, one for each.
    """
    for one in fields(rule):  # type: ignore[arg-type]
        value = getattr(rule, one.name)
        unset = value in ((), "", None) or (value is False and one.default is False)
        if unset or (isinstance(value, StrEnum) and not value.value):
            continue
        if isinstance(value, tuple) and isinstance(value[0], Leg | Constant):
            for part in value:
                yield _part_words(part, lang)
        elif is_dataclass(value):
            yield from rule_words(value, lang)
        else:
            shown = _value(one.name, value, lang)
            yield text("plan_cmd.number", lang, name=rule_key(one.name, lang), value=shown)


def _part_words(part: Leg | Constant, lang: Lang) -> str:
    if isinstance(part, Constant):
        value = _value("time_s", part.time_s, lang)
        name = label(part.clock, lang)
        if part.tried_s:
            tried = _value("tried_s", part.tried_s, lang)
            value = text("plan_cmd.with_tried", lang, value=value, tried=tried)
        return text("plan_cmd.number", lang, name=name, value=value)
    words: Mapping[str, object] = {
        "service": part.service,
        "direction": part.direction,
        "profile": _value("profile", part.profile, lang),
    }
    if part.profile_built_up != part.profile:
        built_up = _value("profile", part.profile_built_up, lang)
        return text("plan_cmd.leg_built_up", lang, **words, built_up=built_up)
    return text("plan_cmd.leg", lang, **words)


def _value(name: str, value: object, lang: Lang) -> str:
    if isinstance(value, tuple):
        return text("plan_cmd.list_mark", lang).join(_value(name, one, lang) for one in value)
    if isinstance(value, StrEnum):
        return label(value, lang)
    if isinstance(value, bool):
        return text("plan_cmd.yes" if value else "plan_cmd.no", lang)
    if isinstance(value, int | float):
        return _number(name, value, lang)
    return named("profile", str(value), lang) if name.startswith("profile") else str(value)


def _number(name: str, value: float, lang: Lang) -> str:
    if name.endswith("_s"):
        message = minutes_message(value)
        return text(message.code, lang, **message.fields)
    if name.endswith("_m"):
        return text("plan_cmd.metres", lang, value=f"{value:,g}")
    return f"{value:.0%}" if name.endswith(("_share", "_ratio")) else f"{value:,}"
