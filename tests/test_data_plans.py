"""The packaged plans: every goal worded and readable, every name known, lists as the sources."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from data.plans import load_plan, load_readings, plan_names, plan_table
from data.profiles import load_profiles
from geo.errors import DataUnavailableError, FileFormatError, InputError
from geo.text import Lang
from hand_town import town_study
from planning.plan import Plan
from planning.plan_check import check_plan, profiles_of
from planning.plan_figures import Comparator, Figure, Form
from planning.plan_projects import ProjectPlace
from planning.verdict import Status, check
from test_data_plan_rows import read_yaml, sources

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "data" / "reference" / "plans"
DISTRICTS = ("kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan")
PROFILES = frozenset(load_profiles())


def test_the_six_plans_load_with_all_their_goals():
    assert plan_names() == ("circles", *DISTRICTS)
    sizes = {name: len(load_plan(name).goals) for name in plan_names()}
    assert sizes == {
        "circles": 5, "kaizhou": 69, "wanzhou": 85, "wutongqiao": 76, "yanjiang": 99,
        "yongchuan": 74,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["circles", *DISTRICTS])
def test_every_goal_has_a_deciding_reading_of_each_of_its_tests(name):
    for goal in load_plan(name).goals:
        deciding = [one for one in goal.readings if goal.is_headline(one)]
        assert {one.test for one in deciding} >= set(goal.row.tests), goal.id
        assert len(deciding) == len({one.test for one in deciding})


@pytest.mark.parametrize("name", DISTRICTS)
def test_goals_by_test_are_those_of_the_source(name, test_data):
    source = read_yaml(sources(test_data) / f"{name}.yaml")
    wanted = Counter(test for goal in source["goals"] for test in goal["tests"])
    found = Counter(
        one.test
        for goal in load_plan(name).goals
        for one in goal.readings
        if one.test and goal.is_headline(one)
    )
    assert found == wanted


def test_the_book_has_the_tests_of_the_domain(test_data):
    source = read_yaml(sources(test_data).parent / "goal_tests.yaml")
    assert set(load_readings().tests) == set(source["tests"])


@pytest.mark.parametrize("name", DISTRICTS)
def test_titles_are_short_and_tell_goals_apart(name):
    goals = load_plan(name).goals
    for lang in Lang:
        titles = [goal.row.title[lang] for goal in goals]
        assert len(set(titles)) == len(titles)
        assert max(map(len, titles)) <= (40 if lang is Lang.ZH else 110)
    for goal in goals:
        assert not re.search(r"[\u4e00-\u9fff]", goal.row.title["en"]), goal.id
        assert re.search(r"[\u4e00-\u9fff]", goal.row.title["zh"]), goal.id


@pytest.mark.parametrize("name", DISTRICTS)
def test_a_number_in_a_title_is_the_plans(name):
    """A title may leave a number out, but must not bring one that the row does not know."""
    for goal in load_plan(name).goals:
        row = goal.row
        known = f"{row.phrase} {row.value.text} {row.unit} {row.note} {row.type} {len(row.sites)}"
        numbers = {float(one) for one in re.findall(r"\d+(?:\.\d+)?", known)}
        # 15 minutes are a quarter; billions and per-thousands are rescaled; a centre is one.
        numbers |= {10.0**power for power in range(6)} | {2.0, 3.0}
        for lang in Lang:
            said = row.title[lang].replace(",", "")
            for one in re.findall(r"\d+(?:\.\d+)?", said):
                assert float(one) in numbers, (row.id, one)


@pytest.mark.parametrize("name", ["circles", *DISTRICTS])
def test_every_name_that_a_plan_uses_is_known(name):
    plan = load_plan(name)
    named = {one.name for one in plan.facilities.facilities}
    ids = {goal.id for goal in plan.goals}
    for goal in plan.goals:
        assert set(goal.row.sites) <= named, goal.id
        for reading in goal.readings:
            assert set(profiles_of(reading)) <= PROFILES
    for project in plan.projects:
        assert project.facility in named | {""}
        assert project.goals
        assert set(project.goals) <= ids


@pytest.mark.parametrize("name", ["circles", *DISTRICTS])
def test_validation_finds_no_fault_in_a_packaged_plan(name):
    plan = load_plan(name)
    found = check_plan(plan_table(PLANS / name), load_readings(), profiles=PROFILES)
    assert found.faults == ()
    assert found.goals == len(plan.goals)
    assert found.readings == sum(len(goal.readings) for goal in plan.goals)


def test_rows_without_a_figure_decide_by_no_figure_of_ours():
    """
    Where the plan names neither a number nor a share, a borrowed figure is a comparison.

    YC-08 and KZ-04 name how many centres and no level: each plan wants only some of them at
    level 2 (2-4 in YC-06, three in KZ-07), so that all of them cannot be its goal.
    """
    beside = {
        "YC-03", "YC-08", "YC-52", "YJ-66", "WTQ-02", "WTQ-44", "KZ-03", "KZ-04", "KZ-18",
        "KZ-22", "KZ-24", "KZ-25", "KZ-55", "YC-16", "WTQ-15", "YJ-24",
        "WZ-25", "WZ-26", "WZ-56",
    }  # fmt: skip
    found = {
        goal.id
        for name in DISTRICTS
        for goal in load_plan(name).goals
        for one in goal.readings
        if goal.is_headline(one) and one.compare_only
    }
    assert found == beside


def test_named_hospitals_are_judged_by_the_list():
    goal = load_plan("wutongqiao").goal("WTQ-06")
    first = goal.readings[0]
    assert (first.test, first.rule.kind, goal.is_headline(first)) == ("T-COUNT", "sites", True)
    assert goal.row.sites == ("区人民医院",)
    centres = load_plan("yongchuan").goal("YC-09")
    own = [one for one in centres.readings if not one.test]
    assert [one.rule.kind for one in own if centres.is_headline(one)] == ["sites"]


# --------------------------------------------------- facilities and projects ---

SERVICE_OF = {
    "chest pain": "chest_pain", "stroke": "stroke", "trauma": "trauma", "child": "child",
    "maternal": "maternal", "critical maternal": "maternal", "critical newborn": "newborn",
    "critical newborn (district)": "newborn", "critical child": "child",
}  # fmt: skip


@pytest.mark.parametrize("name", DISTRICTS)
def test_the_facilities_are_those_of_the_source_and_lose_nothing(name, test_data):
    source = read_yaml(sources(test_data) / f"{name}.yaml")["facilities"]
    found = {one.name: one for one in load_plan(name).facilities.facilities}
    assert list(found) == [one["name"] for one in source]
    for wanted in source:
        one = found[wanted["name"]]
        assert set(wanted.get("aliases", [])) <= set(one.aliases)
        assert {SERVICE_OF[said] for said in wanted.get("centres", [])} == set(one.centres)
        beds = wanted.get("beds_target_2025", wanted.get("beds"))
        assert beds == one.beds if beds is not None else math.isnan(one.beds)
        assert one.place == wanted.get("place", "")
        assert one.project == wanted.get("project", "")
        for key in ("level_now", "level_target"):
            said = wanted.get(key, "")
            kept = getattr(one, key)
            # A judgement of the reader is no fact of the plan, and stays behind.
            assert kept == (said if "J)" not in said and "(J" not in said else kept)
            assert kept in said
        text = f"{one.note} {one.kind.value}"
        for key in ("role", "beds_fixed", "beds_temporary", "staff_posts"):
            assert str(wanted.get(key, "")) in text, (one.name, key)
        assert ("helipad" in text) is bool(wanted.get("helipad"))


def test_kaizhous_projects_are_those_of_the_source(test_data):
    source = read_yaml(sources(test_data) / "kaizhou.yaml")
    projects = load_plan("kaizhou").projects
    assert len(projects) == len(source["projects"]) == 39
    assert sum(one.cost_10k_yuan for one in projects) == source["projects_stated_total_10k_yuan"]
    for one, wanted in zip(projects, source["projects"], strict=True):
        assert (one.number, one.name, one.place) == (wanted["no"], wanted["name"], wanted["place"])
        assert (one.kind, one.investor) == (wanted["kind"], wanted["investor"])
        assert [one.first_year, one.last_year] == wanted["years"]
        assert one.remark == wanted.get("remark", "")
        for key, said in (
            ("cost_10k_yuan", "cost_10k_yuan"), ("floor_m2", "floor_m2"), ("land_mu", "land_mu"),
            ("beds_added", "beds_added"), ("beds_planned", "beds_planned"),
            ("beds_care", "beds_care"),
        ):  # fmt: skip
            value = getattr(one, key)
            assert value == wanted[said] if said in wanted else math.isnan(value)
        if "beds_medical" in wanted:
            assert one.beds_planned - one.beds_care == wanted["beds_medical"]
    assert [one.number for one in projects if one.beds_added > 0] == [21]
    assert [one.number for one in projects if one.beds_planned > 0] == [17, 18, 23]
    classes = Counter(one.place_class for one in projects)
    assert classes[ProjectPlace.UNDECIDED] == 4
    assert classes[ProjectPlace.DISTRICT_WIDE] == 2
    assert classes[ProjectPlace.UNSPECIFIED] == 1
    assert [one.number for one in projects if one.place_class is ProjectPlace.NEW_AREA] == [39]


def test_projects_know_their_goals():
    kaizhou = load_plan("kaizhou").projects
    assert all("KZ-09" in one.goals for one in kaizhou)
    rebuilt = [one.name for one in kaizhou if "KZ-08" in one.goals]
    assert len(rebuilt) == 9
    for place in ("正安", "紫水", "赵家", "丰乐", "镇东", "关面", "高桥", "金峰", "五通"):
        assert sum(place in name for name in rebuilt) == 1
    assert [one.number for one in kaizhou if "KZ-54" in one.goals] == [6, 39]
    wutongqiao = load_plan("wutongqiao").projects
    assert len(wutongqiao) == 8
    assert all(one.goals == ("WTQ-45",) and one.first_year == 0 for one in wutongqiao)


# ------------------------------------------------------------ a plan of one's own ---

GOALS = """
name = "own"
title = "某区规划"
period = "2021-2030"
[[goals]]
id = "OWN-1"
title = { zh = "急救", en = "Emergency" }
section = "1"
phrase = "10分钟到医院"
comparator = "<="
value = 10
unit = "min"
tests = ["T-EMG-15"]
sites = ["甲医院"]
[[goals.readings]]
use = "T-EMG-15/drive-only-hospital"
id = "own"
pass_share = 0.5
"""
FACILITIES = '[[facilities]]\nname = "甲医院"\nkind = "hospital"\n'
STREET = [(500.0 * row, 0.0) for row in range(1, 12)]


def folder(tmp_path: Path, goals: str = GOALS, facilities: str = FACILITIES) -> Path:
    (tmp_path / "goals.toml").write_text(goals, encoding="utf-8")
    (tmp_path / "facilities.toml").write_text(facilities, encoding="utf-8")
    return tmp_path


def test_a_goal_in_a_folder_is_judged_without_any_code(tmp_path):
    plan = load_plan(folder(tmp_path))
    (goal,) = plan.goals
    assert goal.row.target_year == 2030
    own = goal.readings[0]
    assert (own.test, own.id, goal.is_headline(own)) == ("T-EMG-15", "own", True)
    # The reading of the book is gone, and its 15 minutes are the goal's 10.
    assert [one.id for one in goal.readings].count("drive-only-hospital") == 0
    assert own.rule.cutoff_s == 600.0
    # Homes every 500 m from the hospital: 5,000 m are 900 s, so 3,333 m are 600 s.
    verdicts = check(town_study(STREET, [1.0] * len(STREET)), plan)
    (headline,) = (one for one in verdicts if one.headline)
    assert headline.value == pytest.approx(6 / 11)
    assert headline.status is Status.MET
    assert {one.reading.id for one in verdicts} >= {"own", "call-to-arrival"}


def test_an_own_reading_may_stand_in_a_tests_place_or_beside_it():
    table = tomllib.loads(GOALS)
    reading = {
        "id": "list", "title": {"zh": "一", "en": "one"}, "kind": "sites",
        "pass_source": {"zh": "一", "en": "one"},
    }  # fmt: skip

    def headlines(**more: object) -> list[tuple[str, str]]:
        table["goals"][0]["readings"] = [{**reading, **more}]
        (goal,) = Plan.from_mapping(table, book=load_readings()).goals
        return [(one.test, one.id) for one in goal.readings if goal.is_headline(one)]

    assert headlines() == [("", "list"), ("T-EMG-15", "call-to-arrival")]
    assert headlines(rival=True) == [("T-EMG-15", "call-to-arrival")]
    assert headlines(test="T-EMG-15") == [("T-EMG-15", "list")]
    assert headlines(test="T-EMG-15", rival=True) == [("T-EMG-15", "call-to-arrival")]
    with pytest.raises(DataUnavailableError, match=r"OWN-1.*T-AED"):
        headlines(test="T-AED")


def test_the_example_of_the_docs_runs_as_it_says(tmp_path):
    for page in ("plans.md", "plans.zh-CN.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        found = re.search(r"<!-- example -->\n```toml\n(.*?)```", text, re.DOTALL)
        assert found
        path = tmp_path / "my-plan.toml"
        path.write_text(found[1], encoding="utf-8")
        table = plan_table(path)
        assert check_plan(table, load_readings(), profiles=PROFILES).faults == ()
        verdicts = check(town_study(STREET, [1.0] * 11), load_plan(path))
        # 900 s reach 5,000 m, 1,200 s reach all 5,500 m: 10 and 11 of 11 homes.
        assert [(one.reading.id, one.headline) for one in verdicts] == [
            ("drive-15", True),
            ("drive-20", False),
        ]
        assert [one.value for one in verdicts] == pytest.approx([10 / 11, 1.0])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("phrase =", "phrasse =", "phrasse"),
        ("pass_share = 0.5", "pass_shar = 0.5", "pass_shar"),
        ("pass_share = 0.5", "pass_share = 50", "0 < x <= 1"),
        ('tests = ["T-EMG-15"]', 'tests = ["T-EMG-16"]', "T-EMG-16"),
        ("drive-only-hospital", "drive-only-moon", "drive-only-moon"),
        ('period = "2021-2030"', 'perriod = "2021-2030"', "perriod"),
        ("value = 10", "value = true", "value"),
        ("value = 10\n", "", "comparator"),
        ('use = "T-EMG-15/drive-only-hospital"', 'kind = "moon"', "moon"),
        ('id = "OWN-1"', 'id = "own 1"', "own 1"),
        ('sites = ["甲医院"]', 'sites = "甲医院"', "sites"),
    ],
)
def test_a_fault_is_refused_and_named_by_loading_and_by_validation(tmp_path, old, new, words):
    path = folder(tmp_path, GOALS.replace(old, new))
    with pytest.raises((InputError, DataUnavailableError), match=re.escape(words)):
        load_plan(path)
    faults = check_plan(plan_table(path), load_readings(), profiles=PROFILES).faults
    said = [one.what.render(Lang.EN) for one in faults]
    assert any(words in one for one in said), said
    assert all(one.what.render(Lang.ZH) for one in faults)


def test_validation_names_all_faults_at_once(tmp_path):
    goals = GOALS.replace("甲医院", "乙医院").replace('T-EMG-15"]', 'T-EMG-15", "T-NO"]')
    goals += """
minuts = 3
[[goals]]
id = "OWN-1"
section = "2"
colour = "red"
comparator = "~"
[[goals.readings]]
id = "r"
title = { zh = "a", en = "a" }
service = "hospitl"
profile = "horse"
direction = "to"
minutes = 5
pass_share = 1
pass_source = { zh = "a", en = "a" }
[[goals.readings]]
id = "s"
title = { zh = "a", en = "a" }
service = "hospital"
profile = "horse"
direction = "to"
minutes = 5
pass_share = 1
pass_source = { zh = "a", en = "a" }
"""
    facilities = FACILITIES + '[[facilities]]\nname = "丙"\nkind = "moonbase"\nbed = 3\n'
    facilities += '[[projects]]\nnumber = 1\nname = "p"\nplace_class = "township"\n'
    facilities += 'facility = "丁"\ngoals = ["OWN-9"]\n'
    found = check_plan(
        plan_table(folder(tmp_path, goals, facilities)), load_readings(), profiles=PROFILES
    )
    said = "\n".join(one.what.render(Lang.EN) for one in found.faults)
    for words in (
        "乙医院", "T-NO", "minuts", "colour", "comparator", "phrase", "hospitl", "horse",
        "given twice", "moonbase", "丁", "OWN-9",
    ):  # fmt: skip
        assert words in said, words
    assert (found.goals, found.readings) == (0, 0)
    assert len(found.faults) == len({one.what.render(Lang.EN) for one in found.faults})


@pytest.mark.parametrize(
    "table",
    [
        {}, {"goals": 5}, {"goals": [5]}, {"goals": []}, {"goals": [{}]}, {"name": 5},
        {"goals": [{"id": 5, "readings": 5, "sites": 5, "tests": 5}]},
        {"goals": [{"id": "A-1", "readings": [5, {"kind": 5}, {"use": 5}, {"use": "T-NC/x"}]}]},
        {"facilities": 5}, {"facilities": [5, {}, {"name": 5}]}, {"projects": [5, {}]},
        {"statements": [5, {}]}, {"title": 5}, {"title": {"zh": "a"}}, {"prefixes": 5},
        {"context": {"a": "b"}}, {"rows": []}, {"context": {"a": 10**400}}, {"facilities": ""},
        {"goals": [{"id": "A-1", "value": 10**400, "comparator": ">="}]},
        {"goals": [{"id": "A-1", "value": "9" * 400, "comparator": ">="}]},
        {"goals": [{"id": "A-1", "value": "52 of 0", "comparator": ">="}]},
        {"goals": [{"id": "A-1", "value": "1:0", "comparator": ">="}]},
        {"goals": [{"id": "A-1", "readings": [{"kind": []}, {"kind": {}}]}]},
        {"projects": [{"beds_added": 10**400}]}, {"projects": 5}, {"statements": 5},
    ],
)  # fmt: skip
def test_whatever_the_tables_hold_faults_are_words(table):
    whole = {**tomllib.loads(GOALS), **tomllib.loads(FACILITIES)}
    for tried in (table, {**whole, **table} if table else table):
        found = check_plan(tried, load_readings(), profiles=PROFILES)
        assert found.faults
        assert all(one.what.render(lang) for one in found.faults for lang in Lang)
        with pytest.raises((InputError, DataUnavailableError)):
            Plan.from_mapping(tried, book=load_readings())


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"use": "T-NO/x"}, "OWN-1: there is no test T-NO"),
        ({"use": "T-EMG-15/drive-only-base", "test": "T-EMG-15"}, "use | test"),
        ({"kind": "fleet", "tried": 5}, "tried"),
        (5, "OWN-1"),
    ],
)
def test_a_fault_of_an_own_reading_names_its_goal(own, words):
    table = {**tomllib.loads(GOALS), **tomllib.loads(FACILITIES)}
    book = load_readings()
    if isinstance(own, dict) and "kind" in own:
        worded = {"zh": "a", "en": "a"}
        own = {"id": "a", "title": worded, "pass_source": worded, **own}
    table["goals"][0]["readings"] = own if isinstance(own, int) else [own]
    with pytest.raises((InputError, DataUnavailableError)) as raised:
        Plan.from_mapping(table, book=book)
    said = [one.what.render(Lang.EN) for one in check_plan(table, book, profiles=PROFILES).faults]
    for one in (str(raised.value), *said):
        assert words in one
        assert "OWN-1" in one


@pytest.mark.parametrize("content", ["a = " + "9" * 5000, "a = " + "[" * 5000])
def test_what_toml_cannot_hold_is_no_traceback(tmp_path, content):
    path = tmp_path / "plan.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileFormatError, match=r"plan\.toml"):
        load_plan(path)


def test_files_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(DataUnavailableError, match="circles"):
        load_plan("nowhere")
    with pytest.raises(DataUnavailableError):
        load_plan(tmp_path)
    path = folder(tmp_path)
    (path / "more.toml").write_text('name = "other"\n', encoding="utf-8")
    with pytest.raises(InputError, match="name"):
        load_plan(path)
    (path / "more.toml").write_text("name = \n", encoding="utf-8")
    with pytest.raises(FileFormatError, match=r"more\.toml"):
        load_plan(path)


# ------------------------------------------------------------------------ schema ---


def faults_of(schema: dict, value: object, place: str = "$") -> list[str]:
    """Hold a value against the part of JSON Schema that the plan's schema uses."""
    kinds = {
        "object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
        "number": (int, float),
    }  # fmt: skip
    if "anyOf" in schema:
        tried = [faults_of(one, value, place) for one in schema["anyOf"]]
        return [] if [] in tried else [f"{place}: {min(tried, key=len)}"]
    if "const" in schema and value != schema["const"]:
        return [f"{place}: not {schema['const']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} not among {schema['enum']}"]
    kind = schema.get("type")
    if kind and (
        not isinstance(value, kinds[kind]) or (isinstance(value, bool) and kind != "boolean")
    ):
        return [f"{place}: {value!r} is no {kind}"]
    found = []
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{place}: no {one}" for one in schema.get("required", []) if one not in value]
        for key, one in value.items():
            inner = properties.get(key, schema.get("additionalProperties", {}))
            if inner is False:
                found.append(f"{place}: unknown {key}")
            else:
                found += faults_of(inner, one, f"{place}.{key}")
    elif isinstance(value, list):
        found += [f"{place}: too few"] if len(value) < schema.get("minItems", 0) else []
        for at, one in enumerate(value):
            found += faults_of(schema.get("items", {}), one, f"{place}[{at}]")
    elif isinstance(value, str):
        good = re.search(schema.get("pattern", ""), value)
        found += [] if good else [f"{place}: {value!r} is not as {schema['pattern']}"]
        found += [f"{place}: too long"] if len(value) > schema.get("maxLength", 10**9) else []
    elif isinstance(value, int | float):
        low, high = schema.get("minimum", -1e99), schema.get("maximum", 1e99)
        over = value > schema.get("exclusiveMinimum", -1e99)
        found += [] if low <= value <= high and over else [f"{place}: {value} is out of range"]
    return found


@pytest.mark.parametrize("name", ["circles", *DISTRICTS])
def test_the_schema_takes_every_packaged_plan(name):
    schema = json.loads((ROOT / "docs/schema/plan.schema.json").read_text(encoding="utf-8"))
    assert faults_of(schema, plan_table(PLANS / name)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("phrase =", "phrasse ="),
        ("value = 10", "value = true"),
        ('comparator = "<="', 'comparator = "~"'),
        ('tests = ["T-EMG-15"]', 'tests = ["T-EMG-16"]'),
        ('id = "OWN-1"', 'id = "own 1"'),
        ('use = "T-EMG-15/drive-only-hospital"', 'kind = "moon"'),
        ('use = "T-EMG-15/drive-only-hospital"', 'kind = "near"'),
        ('kind = "hospital"', 'kind = "moonbase"'),
        ('kind = "hospital"', 'kind = "hospital"\nbeds = -1'),
        ('period = "2021-2030"', 'perriod = "2021-2030"'),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(old, new):
    schema = json.loads((ROOT / "docs/schema/plan.schema.json").read_text(encoding="utf-8"))
    assert faults_of(schema, tomllib.loads(GOALS) | tomllib.loads(FACILITIES)) == []
    goals, facilities = GOALS.replace(old, new), FACILITIES.replace(old, new)
    assert faults_of(schema, tomllib.loads(goals) | tomllib.loads(facilities))


def test_schema_and_tables_of_the_docs_are_what_the_script_writes(tmp_path):
    script = [sys.executable, str(ROOT / "scripts" / "make_plan_docs.py"), "--out", str(tmp_path)]
    subprocess.run(script, check=True)
    for name in ("schema/plan.schema.json", "plans.md", "plans.zh-CN.md"):
        assert (tmp_path / name).read_bytes() == (ROOT / "docs" / name).read_bytes(), name


def test_figures_of_the_schema_are_figures_of_the_program():
    schema = json.loads((ROOT / "docs/schema/plan.schema.json").read_text(encoding="utf-8"))
    figure = schema["properties"]["goals"]["items"]["properties"]["value"]
    for written in (9.5, "9.5", "2-4", "3+4", "50 / 70", "1:1.30", "52 of 52", "rising"):
        assert faults_of(figure, written) == []
        assert Figure.read(written).form is not Form.NONE
    for written in ("many", "4-", True, [1]):
        assert faults_of(figure, written)
    comparator = schema["properties"]["goals"]["items"]["properties"]["comparator"]
    assert comparator["enum"] == [one.value for one in Comparator]
