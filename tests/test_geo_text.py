"""The text catalogue: both languages, the same fields, every code that the program uses."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from geo.catalogue import MESSAGES
from geo.errors import InputError
from geo.text import Lang, text
from layers.facilities import Service
from planning.verdict import Status
from routing.profile import Setting
from routing.search import Direction

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("geo", "routing", "layers", "planning", "data", "maps", "api")
# Calls whose first text is a code of the catalogue, by the name they are called by.
CALLED = {"text", "t", "note", "say", "step", "Note", "both_languages"}
ERRORS = {
    "GoldenHourError",
    "InputError",
    "CrsError",
    "ShapeError",
    "FileFormatError",
    "DataUnavailableError",
    "OutputError",
}


def fields_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_has_both_languages_and_the_same_fields(code):
    wording = MESSAGES[code]
    assert set(wording) == {"zh", "en"}
    assert all(wording.values())
    assert fields_of(wording["zh"]) == fields_of(wording["en"])


@pytest.mark.parametrize("kind", [Service, Setting, Direction, Status])
def test_every_choice_a_user_meets_has_words(kind):
    for one in kind:
        assert f"{kind.__name__.lower()}.{one.value}" in MESSAGES


def codes_in(source: str) -> list[tuple[str, set[str] | None]]:
    """Codes and, where they are all written out, fields of the calls that word a message."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        position = 2 if name == "reject" else 0
        if name not in CALLED | ERRORS | {"reject"} or len(node.args) <= position:
            continue
        first = node.args[position]
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            continue
        if "." not in first.value or " " in first.value:
            continue
        fields: set[str] | None = {key.arg for key in node.keywords if key.arg}
        if name == "Note":
            values = node.args[1] if len(node.args) > 1 else None
            fields = (
                {key.value for key in values.keys if isinstance(key, ast.Constant)}
                if isinstance(values, ast.Dict)
                else None
            )
        if any(key.arg is None for key in node.keywords):
            fields = None
        found.append((first.value, fields))
    return found


def test_every_code_the_program_words_is_in_the_catalogue_with_its_fields():
    faults = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for code, fields in codes_in(path.read_text(encoding="utf-8")):
                if code not in MESSAGES:
                    faults.append(f"{path.name}: no message {code}")
                elif fields is not None and not fields_of(MESSAGES[code]["en"]) <= fields:
                    faults.append(f"{path.name}: {code} lacks a field")
    assert faults == []


def test_the_scan_sees_a_code_that_is_missing_and_a_field_that_is_missing():
    seen = codes_in('raise InputError("no.such_code")\nreport.note("import.merged", kept=1)')
    assert seen == [("no.such_code", set()), ("import.merged", {"kept"})]


def test_an_error_words_itself_in_both_languages_and_survives_a_process():
    import pickle

    fault = pickle.loads(pickle.dumps(InputError("units.bad_minutes", value=-1)))  # noqa: S301
    assert isinstance(fault, ValueError)
    assert "-1" in fault.render(Lang.ZH)
    assert str(fault) == fault.render(Lang.EN)


def test_a_choice_inside_a_sentence_is_worded_too():
    assert "山区" in text("notes.setting", Lang.ZH, setting=Setting.MOUNTAIN)
