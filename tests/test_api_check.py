"""What ``check`` hands out: the published schema, the figures, filters, files, exit codes."""

from __future__ import annotations

import copy
import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pydantic import ValidationError

from api.cli import run
from api.documents import as_json, check_document, scorecard_document
from api.verdict_models import CheckDocument, ScorecardDocument, check_schema_text
from data.demo.build import build_demo
from data.import_report import ImportReport
from data.plans import load_plan, plan_names
from data.profiles import load_profiles
from data.studies import write_study
from geo.text import Lang, label, text
from hand_town import town_study
from hand_verdicts import PLAN, verdicts
from planning.plan_rows import Computable
from planning.study import Study
from planning.verdict import Status, check

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "docs" / "schema" / "check.schema.json"
OWN_PLAN = """
name = "own"
title = {{ zh = "自定", en = "own" }}
period = "2021-2025"
[[goals]]
id = "G-1"
phrase = "十五分钟"
section = "第一章"
attribute = "binding"
[[goals.readings]]
id = "drive"
title = {{ zh = "驾车", en = "drive" }}
service = "hospital"
profile = "car"
direction = "to"
minutes = {minutes}
pass_share = 0.9
pass_source = {{ zh = "判断", en = "judgement" }}
[[goals.readings]]
id = "walk"
title = {{ zh = "步行", en = "walk" }}
service = "hospital"
profile = "walk"
direction = "to"
minutes = 0.1
pass_share = 0.9
pass_source = {{ zh = "判断", en = "judgement" }}
[[goals]]
id = "G-2"
phrase = "人均预期寿命"
section = "第一章"
computable = "not_computable"
[[goals.readings]]
id = "stored"
kind = "not_computable"
title = {{ zh = "存档", en = "stored" }}
pass_source = {{ zh = "规划", en = "the plan" }}
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town of 1,000 people: 900 near the hospital, 100 five kilometres off (15 minutes)."""
    folder = tmp_path_factory.mktemp("town") / "study"
    write_study(town_study([(0, 50), (5900, 0)], [900.0, 100.0]), folder, ImportReport())
    return folder


@pytest.fixture
def own_plan(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(OWN_PLAN.format(minutes=15), encoding="utf-8")
    return path


# --- the schema ---


TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


class Schema:
    """A reader of JSON Schema of our own: of its words only those that the file uses."""

    known = frozenset(
        (
            *("$defs", "$ref", "$id", "$schema", "title", "description", "default", "type"),
            *("properties", "required", "additionalProperties", "items", "anyOf", "enum"),
            *("const", "pattern", "minimum", "minItems", "maxItems"),
        )
    )

    def __init__(self, whole: dict[str, Any]) -> None:
        self.whole = whole

    def faults(self, value: object, rule: dict[str, Any], place: str = "") -> list[str]:
        """Tell where a value breaks a rule."""
        unknown = set(rule) - self.known
        assert not unknown, unknown
        if "$ref" in rule:
            return self.faults(value, self.whole["$defs"][rule["$ref"].rpartition("/")[2]], place)
        if "anyOf" in rule:
            tried = [self.faults(value, one, place) for one in rule["anyOf"]]
            return [] if [] in tried else tried[0]
        kind = rule.get("type")
        fits = kind is None or isinstance(value, TYPES[kind])
        if not fits or (isinstance(value, bool) and kind in ("number", "integer")):
            return [f"{place}: not {kind}"]
        return [*self._plain(value, rule, place), *self._inside(value, rule, place)]

    def _plain(self, value: object, rule: dict[str, Any], place: str) -> list[str]:
        found = []
        if "enum" in rule and value not in rule["enum"]:
            found.append(f"{place}: {value} not in {rule['enum']}")
        if "const" in rule and value != rule["const"]:
            found.append(f"{place}: not {rule['const']}")
        if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
            found.append(f"{place}: no {rule['pattern']}")
        if isinstance(value, int | float) and value < rule.get("minimum", -math.inf):
            found.append(f"{place}: too small")
        return found

    def _inside(self, value: object, rule: dict[str, Any], place: str) -> list[str]:
        found = []
        if isinstance(value, list):
            if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", math.inf):
                found.append(f"{place}: wrong length")
            for at, one in enumerate(value):
                found += self.faults(one, rule.get("items", {}), f"{place}/{at}")
        if isinstance(value, dict):
            found += [f"{place}: no {key}" for key in rule.get("required", ()) if key not in value]
            more = rule.get("additionalProperties", True)
            for key, one in value.items():
                inner = rule.get("properties", {}).get(key, more)
                if inner is False:
                    found.append(f"{place}: unknown {key}")
                elif isinstance(inner, dict):
                    found += self.faults(one, inner, f"{place}/{key}")
        return found


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_schema_file_is_what_the_program_gives(capsys, tmp_path):
    assert SCHEMA.read_text(encoding="utf-8") == check_schema_text()
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(check_schema_text())
    assert run(["schema", "-o", str(tmp_path / "s.json")]) == 0
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == check_schema_text()


def test_a_document_by_hand_fits_the_schema(schema):
    document = json.loads(as_json(check_document(town_study([(0, 0)], [1.0]), PLAN, verdicts())))
    assert schema.faults(document, schema.whole) == []
    CheckDocument.model_validate(document)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("outcome",), "PASSED"),
        (("verdicts", 0, "value"), "ninety"),
        (("verdicts", 0, "margin_words"), "much"),
        (("verdicts", 0, "unit"), "furlongs"),
        (("verdicts", 0, "band"), [0.5]),
        (("summary", "met"), -1),
        (("provenance", "answer_sha256"), "xyz"),
        (("goals", 0, "headline", "status"), None),
    ],
)
def test_what_breaks_the_contract_is_seen_by_schema_and_model(schema, place, value):
    document = json.loads(as_json(check_document(town_study([(0, 0)], [1.0]), PLAN, verdicts())))
    broken = copy.deepcopy(document)
    at = broken
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    assert schema.faults(broken, schema.whole)
    with pytest.raises(ValidationError):
        CheckDocument.model_validate(broken)


@pytest.mark.slow
def test_every_packaged_plan_gives_a_document_that_fits_the_schema(schema):
    study = build_demo("yongchuan", profiles=load_profiles())
    assert len(plan_names()) >= 6
    for name in plan_names():
        plan = load_plan(name)
        found = check(study, plan)
        document = json.loads(as_json(check_document(study, plan, found)))
        assert schema.faults(document, schema.whole) == []
        CheckDocument.model_validate(document)
        ScorecardDocument.model_validate(scorecard_document(study, plan, found))
        assert [one["goal"] for one in document["goals"]] == [one.id for one in plan.goals]
        counted = document["summary"]
        assert counted["counted"] + counted["not_computable"] == len(plan.goals)


# --- figures ---


def test_figures_of_a_verdict_are_those_of_its_finding():
    document = check_document(town_study([(0, 0)], [1.0]), PLAN, verdicts())
    first = document["verdicts"][0]
    assert (first["value"], first["target"], first["comparator"]) == (0.8996, 0.9, ">=")
    assert first["margin"] == pytest.approx(-0.0004)
    assert first["band"] == [0.5, 0.95]
    assert first["target_chosen"] is True
    assert [(one["mark"], one["status"], one["chosen"]) for one in first["pass_marks"]] == [
        (0.80, "MET", False),
        (0.85, "MET", False),
        (0.90, "NOT_MET", True),
        (0.95, "NOT_MET", False),
    ]
    assert [one["value"] for one in first["numbers"]] == [1000.0, None, None]
    assert first["numbers"][2]["title"] == {"zh": "no_such_name", "en": "no_such_name"}
    assert first["tables"][0]["rows"][1] == ["East", 199.6, 0.998, None]
    assert first["evidence"]["numbers"]["population"] == 1000.0
    gaps = first["tables"][1]
    assert [row[-1] for row in gaps["rows"]] == ["why.beyond", "why not"]
    assert gaps["words"] == {"why.beyond": {lang.value: text("why.beyond", lang) for lang in Lang}}
    assert first["attribute"] == "binding"
    unknown = document["verdicts"][2]
    assert (unknown["value"], unknown["margin"], unknown["band"]) == (None, None, None)
    assert [one["code"] for one in unknown["missing"]] == ["missing.service"]
    assert document["verdicts"][5]["baseline"] == {"text": "3", "numbers": [3.0]}
    assert document["units"]["per_1000"] == {"zh": "每千", "en": "per 1,000"}
    assert set(document["units"]) == {one["unit"] for one in document["verdicts"]}
    assert document["summary"] == {
        "counted": 6,
        "met": 1,
        "not_met": 2,
        "cannot_tell": 3,
        "not_computable": 2,
        "by_class": {
            "geospatial": {"counted": 2, "met": 0, "not_met": 1, "cannot_tell": 1},
            "per_capita": {"counted": 1, "met": 1, "not_met": 0, "cannot_tell": 0},
            "count": {"counted": 3, "met": 0, "not_met": 1, "cannot_tell": 2},
        },
        "binding": {"counted": 2, "met": 0, "not_met": 1, "cannot_tell": 1},
    }


def test_the_answers_digest_follows_the_plans_words_and_not_its_name_alone():
    study = town_study([(0, 0)], [1.0])
    same, again = (check_document(study, PLAN, verdicts())["provenance"] for _ in "ab")
    assert same == again
    changed = tuple(
        replace(one, goal=replace(one.goal, row=replace(one.goal.row, phrase="另一句话")))
        for one in verdicts()
    )
    other = check_document(study, PLAN, changed)["provenance"]
    assert other["answer_sha256"] != same["answer_sha256"]


# --- the command ---


def test_the_terminal_says_first_how_many_are_met_and_names_binding_goals(town, own_plan, capsys):
    capsys.readouterr()
    assert run(["check", str(town), "--plan", str(own_plan), "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "Of 1 goals that count 1 are met, 0 are not, 0 cannot be told."
    assert lines[2] == "Binding: G-1 ✔ met."
    table = next(line for line in lines if line.startswith("G-1"))
    assert "100.0%" in table
    assert "≥ 90%" in table
    # Its readings differ: a mark says so, and --readings shows the other one.
    assert "✔ met *" in table
    assert any(line.startswith("* another reading") for line in lines)
    assert not any(line.startswith("G-2") for line in lines)
    run(["check", str(town), "--plan", str(own_plan), "--lang", "en", "--readings"])
    lines = capsys.readouterr().out.splitlines()
    assert any("other reading: walk" in line and "✘ not met" in line for line in lines)
    assert not any("met *" in line for line in lines)
    run(["check", str(town), "--plan", str(own_plan), "--lang", "en", "--class", "not_computable"])
    stored = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("G-2"))
    assert "not counted" in stored


@pytest.mark.parametrize(("minutes", "code"), [(15, 0), (1, 0), (0.1, 3)])
def test_exit_codes_follow_headlines_alone(town, tmp_path, capsys, minutes, code):
    plan = tmp_path / "own.toml"
    plan.write_text(OWN_PLAN.format(minutes=minutes), encoding="utf-8")
    capsys.readouterr()
    assert run(["check", str(town), "--plan", str(plan)]) == code


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("kind", ["geospatial", "not_computable", "count"])
def test_filters_choose_what_is_listed_and_neither_count_nor_exit_code(
    town, own_plan, capsys, status, kind
):
    ask = ["check", str(town), "--plan", str(own_plan), "--lang", "en"]
    filters = ["--class", kind, "--status", status.value]
    capsys.readouterr()
    assert run([*ask, *filters]) == 0
    out = capsys.readouterr().out
    assert "Of 1 goals that count 1 are met" in out
    shown = {"G-1": ("geospatial", Status.MET), "G-2": ("not_computable", Status.CANNOT_TELL)}
    for name, of in shown.items():
        assert any(line.startswith(name) for line in out.splitlines()) == (of == (kind, status))
    assert run([*ask, *filters, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {one["goal"] for one in document["verdicts"]} == {
        name for name, of in shown.items() if of == (kind, status)
    }
    assert document["summary"]["met"] == 1


@pytest.mark.parametrize("lang", Lang)
def test_one_goal_in_full(town, own_plan, capsys, lang):
    ask = ["check", str(town), "--plan", str(own_plan), "--goal", "G-1", "--lang", lang.value]
    capsys.readouterr()
    assert run(ask) == 0
    out = capsys.readouterr().out
    assert "“十五分钟”" in out
    assert text("scorecard.chosen", lang) in out
    for mark in ("80%", "85%", "90%", "95%"):
        assert mark in out
    assert text("scorecard.flip", lang) in out
    assert text("scorecard.run", lang) in out
    assert label(Status.NOT_MET, lang) in out  # of the rival
    assert "G-2" not in out
    assert not re.search(r"(scorecard|number|column|table|flip|formula)\.[a-z]", out)


def test_all_readings_are_shown_where_they_are_asked_for(town, tmp_path, capsys):
    plan = tmp_path / "own.toml"
    same = OWN_PLAN.format(minutes=15).replace('profile = "walk"', 'profile = "car"')
    plan.write_text(same.replace("minutes = 0.1\n", "minutes = 20\n"), encoding="utf-8")
    ask = ["check", str(town), "--plan", str(plan), "--lang", "en"]
    capsys.readouterr()
    assert run(ask) == 0
    assert "other reading: walk" not in capsys.readouterr().out
    assert run([*ask, "--readings"]) == 0
    assert "other reading: walk" in capsys.readouterr().out


def test_verdicts_are_written_as_every_kind_of_file(town, own_plan, tmp_path, capsys):
    ask = ["check", str(town), "--plan", str(own_plan), "--lang", "en"]
    for name in ("v.xlsx", "v.gpkg", "v.html", "v.json", "folder"):
        capsys.readouterr()
        assert run([*ask, "-o", str(tmp_path / name)]) == 0
        assert name in capsys.readouterr().err
    assert openpyxl.load_workbook(tmp_path / "v.xlsx").sheetnames[0] == "Scorecard"
    assert (tmp_path / "folder" / "verdicts.csv").is_file()
    assert "Scorecard: Town" in (tmp_path / "v.html").read_text(encoding="utf-8")
    CheckDocument.model_validate_json((tmp_path / "v.json").read_text(encoding="utf-8"))
    before = (tmp_path / "v.xlsx").read_bytes()
    assert run([*ask, "-o", str(tmp_path / "v.xlsx")]) == 0
    assert (tmp_path / "v.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["-o", "v.ods"], 1, ".xlsx"),
        (["--goal", "G-99"], 1, "G-99"),
        (["--class", "nonsense"], 2, "nonsense"),
        (["--status", "nonsense"], 2, "nonsense"),
        (["--plan", "no-such-plan"], 1, "no-such-plan"),
    ],
)
def test_wrong_use_is_one_clear_line(town, capsys, more, code, words):
    capsys.readouterr()
    assert run(["check", str(town), *more]) == code
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err


def test_a_plan_of_many_rows_is_one_line_a_goal(town, capsys):
    capsys.readouterr()
    run(["check", str(town), "--plan", "yanjiang", "--lang", "zh"])
    out = capsys.readouterr().out
    rows = load_plan("yanjiang").rows.rows
    assert len(rows) == 99
    lines = out.splitlines()
    for row in rows:
        listed = row.computable is not Computable.NOT_COMPUTABLE
        assert sum(line.startswith(f"{row.id} ") for line in lines) == listed


def test_a_demonstration_is_marked(tmp_path, capsys):
    study: Study = town_study([(0, 0)], [1.0])
    marked = replace(study, info=replace(study.info, demonstration=True))
    write_study(marked, tmp_path / "study", ImportReport())
    for more in ([], ["--goal", "YC-01"]):
        capsys.readouterr()
        run(["check", str(tmp_path / "study"), *more])
        out = capsys.readouterr().out
        assert all(text("demo.mark", lang) in out for lang in Lang)
