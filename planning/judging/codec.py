"""Findings as plain data and back, so that they can be kept between runs.

Words stay codes: a kept finding is worded in the reader's language, like a fresh one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from geo.text import Message, has_text
from planning.judging.finding import Finding, Number, Run, Status, Table, Target, Unit
from planning.note import Note
from planning.plan_figures import Comparator

Plain = dict[str, Any]
_MESSAGE = "message"


def finding_to_plain(finding: Finding) -> Plain:
    """
    Turn a finding into tables, lists, texts and numbers.

    Infinite and unknown numbers stay ``inf`` and NaN, as Python's JSON writes them.

    Raises
    ------
    TypeError
        If a note holds a value that is neither text, number nor message.
    """
    return {
        "status": finding.status.value,
        "unit": finding.unit.value,
        "value": finding.value,
        "target": [
            finding.target.comparator.value,
            finding.target.low,
            finding.target.high,
            finding.target.chosen,
        ],
        "formula": None if finding.formula is None else _note(finding.formula),
        "band": list(finding.band),
        "numbers": [[one.name, one.value, one.unit.value] for one in finding.numbers],
        "flips": [_note(one) for one in finding.flips],
        "runs": [[_note(one.what), one.value, one.status.value] for one in finding.runs],
        "facilities": list(finding.facilities),
        "tables": [
            [one.name, list(one.columns), [list(row) for row in one.rows]] for one in finding.tables
        ],
        "missing": [_note(one) for one in finding.missing],
        "notes": [_note(one) for one in finding.notes],
    }


def finding_from_plain(plain: Mapping[str, Any]) -> Finding:
    """
    Build a finding from what `finding_to_plain` made of it.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is not of that shape.
    """
    comparator, low, high, chosen = plain["target"]
    slow, fast = plain["band"]
    return Finding(
        status=Status(plain["status"]),
        unit=Unit(plain["unit"]),
        value=_number(plain["value"]),
        target=Target(Comparator(comparator), _number(low), _number(high), chosen=bool(chosen)),
        formula=None if plain["formula"] is None else _read_note(plain["formula"]),
        band=(_number(slow), _number(fast)),
        numbers=tuple(
            Number(name, _number(value), Unit(unit)) for name, value, unit in plain["numbers"]
        ),
        flips=tuple(map(_read_note, plain["flips"])),
        runs=tuple(
            Run(_read_note(what), _number(value), Status(status))
            for what, value, status in plain["runs"]
        ),
        facilities=tuple(plain["facilities"]),
        tables=tuple(
            Table(name, tuple(columns), tuple(map(tuple, rows)))
            for name, columns, rows in plain["tables"]
        ),
        missing=tuple(map(_read_note, plain["missing"])),
        notes=tuple(map(_read_note, plain["notes"])),
    )


def _number(value: object) -> float:
    """Take a number as it was: a whole one stays whole, or a document would change its bytes."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number was expected, not {value!r}")
    return value


def _note(note: Note) -> list[Any]:
    return [note.code, {name: _field(value) for name, value in note.fields.items()}]


def _field(value: object) -> Any:  # noqa: ANN401 (a value of JSON)
    if isinstance(value, Message):
        return {_MESSAGE: [value.code, {name: _field(one) for name, one in value.fields.items()}]}
    if isinstance(value, StrEnum):
        code = f"{type(value).__name__.lower()}.{value.value}"
        return {_MESSAGE: [code, {}]} if has_text(code) else value.value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if hasattr(value, "item"):  # a number of numpy's is a number
        return value.item()
    raise TypeError(f"a note cannot keep {value!r}")


def _read_note(plain: list[Any]) -> Note:
    code, fields = plain
    return Note(code, {name: _read_field(value) for name, value in fields.items()})


def _read_field(value: Any) -> object:  # noqa: ANN401 (a value of JSON)
    if isinstance(value, Mapping):
        code, fields = value[_MESSAGE]
        return Message(code, {name: _read_field(one) for name, one in fields.items()})
    return value
