"""Readings: the book says where every number comes from, and no key is read unseen."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.plans import load_readings
from data.profiles import load_profiles
from geo.errors import DataUnavailableError, InputError
from geo.text import Lang, has_text
from layers.demand import Group
from layers.facilities import Service
from planning.plan_check import profiles_of
from planning.plan_row_table import plan_row
from planning.readings.fields import Fields
from planning.readings.keys import Key, Kind, known_keys, rule_keys
from planning.readings.reading import RULES, Reading, ReadingBook, TestReadings
from planning.readings.rules_reach import Clock, ReachRule, Where
from routing.search import Direction

BOOK = load_readings()
READINGS = [one for test in BOOK.tests.values() for one in test.book_readings()]
BY_NAME = {(one.test, one.id): one for one in READINGS}
REACHES = [one for one in READINGS if isinstance(one.rule, ReachRule)]
PLAIN = {
    "id": "r",
    "title": {"zh": "一", "en": "one"},
    "service": "hospital",
    "profile": "car",
    "direction": "to",
    "minutes": 15,
    "pass_share": 0.9,
    "pass_source": {"zh": "一", "en": "one"},
}


def row(**more):
    return plan_row({"id": "A-1", "section": "s", "phrase": "p", "target_year": 2025, **more}, "#1")


def test_there_are_twenty_five_tests_each_with_a_headline_that_is_no_rival():
    assert len(BOOK.tests) == 25
    for test in BOOK.tests.values():
        assert not any(one.rival for one in test.book_readings()), test.id
        assert all(one.version == test.version for one in test.book_readings())


def test_every_text_of_the_book_is_in_both_languages():
    for test in BOOK.tests.values():
        texts = [test.title, test.open_in_plan]
        texts += [text for one in test.book_readings() for text in (one.title, one.pass_source)]
        for text in texts:
            assert set(text) == {"zh", "en"}
            assert re.search(r"[\u4e00-\u9fff]", text["zh"]) or text["zh"] == "AED"
            assert not re.search(r"[\u4e00-\u9fff，。；：（）]", text["en"])
            # A Chinese sentence has Chinese marks.
            assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text["zh"])


def test_titles_tell_the_readings_of_a_test_apart():
    for test in BOOK.tests.values():
        for lang in ("zh", "en"):
            titles = [one.title[lang] for one in test.book_readings()]
            assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("reading", REACHES, ids=lambda one: f"{one.test}/{one.id}")
def test_the_source_of_a_circle_names_its_minutes_and_its_pass_mark(reading):
    rule = reading.rule
    for lang in ("zh", "en"):
        said = reading.pass_source[lang]
        if said.startswith(("同", "As the headline")):
            continue
        # Minutes that stand for metres or hours are named as those.
        minutes = f"{rule.cutoff_s / 60:g}"
        hours = f"{rule.cutoff_s / 3600:g}"
        named = {minutes, hours} & set(re.findall(r"\d+(?:\.\d+)?", said))
        borrowed = "2小时" in said or "2 hours" in said
        assert named or borrowed, said
        assert f"{rule.pass_share:.0%}".rstrip("%") in re.findall(r"\d+", said) or (
            "上海" in said or "Shanghai" in said
        )
        word = "判断" if lang == "zh" else "judgement"
        assert word in said


def test_a_time_that_passes_is_that_of_the_standards():
    """Call 1 (judgement), turnout 3 (2, 5), scene 15 (10, 20), parking 5, needle 60."""
    wanted = {
        Clock.CALL: (60.0, ()),
        Clock.TURNOUT: (180.0, (120.0, 300.0)),
        Clock.SCENE: (900.0, (600.0, 1200.0)),
        Clock.PARKING: (300.0, ()),
        Clock.DOOR_TO_NEEDLE: (3600.0, (2700.0,)),
    }
    seen = set()
    for reading in REACHES:
        for one in reading.rule.constants:
            assert (one.time_s, one.tried_s) == wanted[one.clock]
            seen.add(one.clock)
    assert seen == set(wanted)


def test_headlines_are_those_that_the_domain_asks_for():
    first = {test.id: test.book_readings()[0] for test in BOOK.tests.values()}
    emergency = first["T-EMG-15"].rule
    assert [one.clock for one in emergency.constants] == [Clock.CALL, Clock.TURNOUT]
    assert emergency.cutoff_s - sum(one.time_s for one in emergency.constants) == 11 * 60
    stroke = first["T-STROKE-60"].rule
    assert [leg.service for leg in stroke.legs] == [Service.AMBULANCE_BASE, Service.STROKE]
    assert [leg.direction for leg in stroke.legs] == [Direction.FROM, Direction.TO]
    assert [one.clock for one in stroke.constants] == [Clock.CALL, Clock.TURNOUT, Clock.SCENE]
    tcm = first["T-TCM-15"].rule.legs[0]
    assert (tcm.profile, tcm.profile_built_up) == ("ebike", "walk")
    elder = first["T-ELDER-15"].rule
    assert (elder.group, elder.where, elder.pass_share) == (
        Group.AGE_65_PLUS, Where.BUILT_UP, 0.85,
    )  # fmt: skip
    assert first["T-CENTRE-TR"].rule.cutoff_s == 3600
    assert first["T-CENTRE-MN"].rule.group is Group.WOMEN_15_49
    assert first["T-SUBCENTRE"].rule.kind == "sites"
    assert first["T-CHC-3-10"].rule.most_people_each == 100_000
    assert not first["T-CHC-3-10"].rule.either
    assert first["T-AMB-30K"].rule.people_per_vehicle == 30_000
    indicators = {"T-BEDS", "T-STAFF", "T-CHILDCARE", "T-SHARE-FAC", "T-COUNT", "T-TELE"}
    assert {name for name, one in first.items() if one.rule.kind == "indicator"} == indicators


def test_needle_and_scene_leave_what_the_titles_say():
    """4.5 h less one hour to call is 210 minutes; 120 are left after the hospital's hour."""
    full = BY_NAME["T-STROKE-60", "call-to-needle-270"].rule
    short = BY_NAME["T-STROKE-60", "call-to-needle-210"].rule
    assert full.cutoff_s == 4.5 * 3600
    assert full.cutoff_s - short.cutoff_s == 3600
    assert full.constants == short.constants


def test_metres_of_the_elderly_are_minutes_at_three_kilometres_an_hour():
    speed_m_per_min = 3000 / 60
    metres = {"radius-700m": 700, "radius-1000m": 1000, "design-speed-18": 900, "walk65": 750}
    for name, length_m in metres.items():
        assert BY_NAME["T-ELDER-15", name].rule.cutoff_s / 60 == length_m / speed_m_per_min
    for name, length_m in {"walk-300m": 300, "walk-500m": 500}.items():
        walked_m = BY_NAME["T-CHILDCARE", name].rule.cutoff_s / 60 * 4500 / 60
        assert walked_m == pytest.approx(length_m, rel=0.01)


def test_every_profile_of_the_book_is_packaged():
    known = set(load_profiles())
    for reading in READINGS:
        assert set(profiles_of(reading)) <= known


def test_no_standard_that_is_unconfirmed_is_cited():
    """Marked U in the list of standards: no number of theirs may stand as a source."""
    for reading in READINGS:
        said = f"{reading.pass_source['zh']} {reading.pass_source['en']}"
        for word in ("GB 50180", "GB 17761", "1062", "expert consensus", "专家共识", "120分钟 FMC"):
            assert word not in said


# ---------------------------------------------------------------- taking over ---


def test_a_goals_minutes_take_the_place_of_the_books():
    twelve = row(value=12, comparator="<=", unit="min", tests=["T-EMG-15"])
    found = {one.id: one for one in BOOK.of_goal(twelve, ())}
    assert found["call-to-arrival"].rule.cutoff_s == 720
    percent = row(value=12, comparator="<=", unit="%", tests=["T-EMG-15"])
    assert BOOK.of_goal(percent, ())[0].rule.cutoff_s == 900
    # Those that stand for metres keep theirs.
    elder = row(value=10, comparator="<=", unit="min", tests=["T-ELDER-15"])
    found = {one.id: one for one in BOOK.of_goal(elder, ())}
    assert (found["walk65"].rule.cutoff_s, found["radius-700m"].rule.cutoff_s) == (600, 840)


def test_a_reading_that_starts_from_the_book_takes_the_goals_minutes_or_its_own():
    twelve = row(value=12, comparator="<=", unit="min", tests=["T-EMG-15"])
    used = {"use": "T-EMG-15/drive-only-base"}
    (first, *rest) = BOOK.of_goal(twelve, (used,))
    assert (first.id, first.rule.cutoff_s) == ("drive-only-base", 720)
    assert "drive-only-base" not in [one.id for one in rest]
    (first, *_) = BOOK.of_goal(twelve, ({**used, "id": "mine", "minutes": 9},))
    assert (first.id, first.test, first.rule.cutoff_s) == ("mine", "T-EMG-15", 540)


def test_two_readings_of_one_id_in_a_test_are_refused():
    tests = row(tests=["T-EMG-15"])
    own = {**PLAIN, "id": "call-to-arrival", "test": "T-EMG-15"}
    with pytest.raises(InputError, match="call-to-arrival"):
        BOOK.of_goal(tests, (own,))
    # The same id in a group of its own is another reading.
    found = BOOK.of_goal(tests, ({**PLAIN, "id": "call-to-arrival"},))
    assert [one.test for one in found if one.id == "call-to-arrival"] == ["", "T-EMG-15"]


def test_what_is_not_in_the_book_is_named_with_what_is():
    with pytest.raises(DataUnavailableError, match=r"T-NONE.*T-AED"):
        BOOK.of_goal(row(tests=["T-NONE"]), ())
    with pytest.raises(DataUnavailableError, match=r"A-1.*nothing.*within-100m"):
        BOOK.of_goal(row(tests=["T-AED"]), ({"use": "T-AED/nothing"},))
    assert ReadingBook({}).of_goal(row(), (PLAIN,))[0].id == "r"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "T-X", "version": 0}, "version"),
        ({"readings": []}, "T-X"),
        ({"readings": [5]}, "readings"),
        ({"readings": [PLAIN, PLAIN]}, "unique"),
        ({"colour": "red"}, "colour"),
        ({"title": {"zh": "一"}}, "en"),
    ],
)
def test_a_damaged_test_is_refused_by_name(change, words):
    table = {
        "id": "T-X", "version": 1, "title": {"zh": "一", "en": "one"},
        "open_in_plan": {"zh": "一", "en": "one"}, "readings": [PLAIN],
    }  # fmt: skip
    assert TestReadings.from_mapping(table).book_readings()[0].id == "r"
    with pytest.raises(InputError, match=words):
        TestReadings.from_mapping({**table, **change})


# ------------------------------------------------------------------------- keys ---

SAMPLES = {
    Kind.TEXT: "car", Kind.TEXTS: ["a"], Kind.FLAG: True, Kind.MINUTES: 7.5, Kind.SHARE: 0.5,
    Kind.SERVICE: "stroke", Kind.SERVICES: ["stroke"],
}  # fmt: skip


def sample(key: Key) -> object:
    """Give a value that a key takes."""
    if key.kind is Kind.CHOICE:
        return key.choices[-1]
    if key.kind is Kind.TABLES:
        return [{one.name: sample(one) for one in key.keys if one.required}]
    if key.kind in (Kind.NUMBER, Kind.WHOLE):
        return max(1, int(key.least))
    return [5] if key.kind is Kind.LIST else SAMPLES[key.kind]


def minimal(kind: str) -> dict[str, object]:
    """Give the shortest table of a kind."""
    keys = rule_keys(RULES[kind])
    table = {"id": "r", "kind": kind, "title": PLAIN["title"], "pass_source": PLAIN["title"]}
    table |= {key.name: sample(key) for key in keys if key.required}
    if kind == ReachRule.kind:
        table |= {"service": "hospital", "profile": "car", "direction": "to"}
    return table


@pytest.mark.parametrize("kind", RULES)
def test_a_table_with_the_needed_keys_is_read_and_without_one_of_them_is_not(kind):
    table = minimal(kind)
    assert Reading.read(table, place="x").rule.kind == kind
    for key in rule_keys(RULES[kind]):
        if key.required:
            left = {name: value for name, value in table.items() if name != key.name}
            with pytest.raises(InputError, match=key.name):
                Reading.read(left, place="x")


@pytest.mark.parametrize("kind", RULES)
def test_every_key_that_is_told_is_taken_and_no_other(kind):
    for key in rule_keys(RULES[kind]):
        if kind == ReachRule.kind and key.name == "legs":
            continue
        Reading.read({**minimal(kind), key.name: sample(key)}, place="x")
        wrong: object = 5 if key.kind in (Kind.TEXT, Kind.CHOICE, Kind.SERVICE) else "wrong"
        with pytest.raises((InputError, DataUnavailableError)):
            Reading.read({**minimal(kind), key.name: wrong}, place="x")
    with pytest.raises(InputError, match="minuts"):
        Reading.read({**minimal(kind), "minuts": 5}, place="x")
    assert "minuts" not in known_keys(kind)


def test_every_key_of_a_rule_has_words():
    for rule in RULES.values():
        for key in rule_keys(rule):
            for one in (key, *key.keys):
                name = "cutoff_s" if one.name == "minutes" else one.name
                name = name.removesuffix("minutes") + "s" if name.endswith("_minutes") else name
                assert has_text(f"rulekey.{name}"), (rule.kind, one.name)


def test_legs_may_be_listed_but_not_mixed():
    leg = {name: PLAIN[name] for name in ("service", "profile", "direction")}
    rest = {name: value for name, value in PLAIN.items() if name not in leg}
    listed = Reading.read({**rest, "legs": [leg, leg]}, place="x")
    assert len(listed.rule.legs) == 2
    with pytest.raises(InputError, match="service"):
        Reading.read({**PLAIN, "legs": [leg]}, place="x")
    with pytest.raises(InputError, match="legs"):
        Reading.read({**rest, "legs": []}, place="x")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("minutes", -1), ("minutes", "15"), ("minutes", True), ("minutes", float("nan")),
        ("minutes", 1441), ("pass_share", 0), ("pass_share", 1.01), ("pass_share", True),
        ("pass_share", float("nan")), ("direction", "out"), ("group", "old"),
        ("service", "moonbase"), ("profile", " "), ("title", "one"), ("title", {"zh": "一"}),
        ("rival", 1), ("compare_only", "no"), ("target", 5), ("comparator", ">="),
        ("constants", [{"clock": "tea", "minutes": 5}]), ("constants", [{"clock": "call"}]),
        ("constants", 5), ("constants", [5]), ("kind", "moon"), ("kind", 5),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_refused_with_its_place_and_key(key, value):
    with pytest.raises((InputError, DataUnavailableError)) as caught:
        Reading.read({**PLAIN, key: value}, place="A-1")
    said = caught.value.render(Lang.EN)
    assert "A-1" in said
    assert key in said or key in ("target", "comparator") or "clock" in said or "minutes" in said
    assert caught.value.render(Lang.ZH)


@pytest.mark.parametrize(("minutes", "seconds"), [(0, 0), (0.41, 24.6), (15, 900), (1440, 86400)])
def test_minutes_become_seconds(minutes, seconds):
    assert Reading.read({**PLAIN, "minutes": minutes}, place="x").rule.cutoff_s == seconds


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(
    key=st.sampled_from(sorted({name for kind in RULES for name in known_keys(kind)})),
    value=json_values,
    kind=st.sampled_from(sorted(RULES)),
)
def test_any_value_of_any_key_is_read_or_refused_in_words(key, value, kind):
    table = {**minimal(kind), key: value}
    before = copy.deepcopy(table)
    said = ["-"]
    try:
        Reading.read(table, place="x")
    except (InputError, DataUnavailableError) as fault:
        said = [fault.render(lang) for lang in Lang]
    assert all(said)
    # Reading takes keys from a copy: the plan's own table stays whole.
    assert repr(table) == repr(before)


def test_a_table_is_taken_once_and_what_is_left_is_named():
    fields = Fields({"a": 1, "b": 2, "c": 3}, "here")
    assert fields.number("a") == 1
    with pytest.raises(InputError, match=r"here.*b, c"):
        fields.done()
    with pytest.raises(InputError, match="here"):
        fields.number("a")


def test_the_files_name_no_path():
    folder = Path(__file__).resolve().parent.parent / "data" / "reference" / "readings"
    paths = sorted(folder.glob("*.toml"))
    assert {one.stem for one in paths} == set(BOOK.tests)
    for path in paths:
        content = path.read_text(encoding="utf-8")
        assert "/work" not in content
        assert "\r" not in content
