"""Kept findings: the same words and numbers again, and never where anything has changed."""

import copy
import json
import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.finding_store import BundleFindingStore
from data.import_report import ImportReport
from data.plans import load_plan, plan_names
from data.studies import open_study, write_study
from geo.text import Lang, Message
from hand_town import town_study
from layers.facilities import Service
from planning import verdict as verdicts
from planning.indicators import IndicatorTable
from planning.judging.codec import finding_from_plain, finding_to_plain
from planning.judging.depends import EVERYTHING, Part, parts_of, plain
from planning.judging.evidence import Evidence
from planning.judging.finding import Finding, Number, Run, Status, Table, Target, Unit
from planning.judging.judge import judge
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Comparator
from planning.verdict import check

STREET = [(500.0 * row, 0.0) for row in range(1, 12)]
PEOPLE = [10.0, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]
REACH = {
    "id": "drive",
    "title": {"zh": "一", "en": "one"},
    "service": "hospital",
    "profile": "car",
    "direction": "to",
    "minutes": 15,
    "pass_share": 0.9,
    "pass_source": {"zh": "一", "en": "one"},
}
FIGURE = {
    "id": "indicator",
    "kind": "indicator",
    "title": {"zh": "二", "en": "two"},
    "pass_source": {"zh": "二", "en": "two"},
}
PLAN = {
    "name": "p",
    "title": {"zh": "一", "en": "one"},
    "document": "d",
    "period": "2021-2025",
    "goals": [
        {"id": "G-1", "phrase": "p", "section": "s", "readings": [REACH]},
        {
            "id": "G-2",
            "phrase": "q",
            "section": "s",
            "computable": "per_capita",
            "type": "bed_density",
            "comparator": ">=",
            "value": 5,
            "unit": "beds/1000",
            "readings": [FIGURE],
        },
    ],
}


def a_plan(**changes):
    table = copy.deepcopy(PLAN)
    table["goals"][0]["readings"][0].update(changes)
    return Plan.from_mapping(table)


def bundle(folder, study):
    write_study(study, folder, ImportReport(), overwrite=True)
    return folder


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A bundle, and a list of the readings that were judged afresh."""
    judged = []

    def counting(evidence, goal, reading):
        judged.append(reading.id)
        return judge(evidence, goal, reading)

    monkeypatch.setattr(verdicts, "judge", counting)
    return bundle(tmp_path / "study", town_study(STREET, PEOPLE)), judged


def asked_again(judged, study, plan):
    judged.clear()
    found = check(study, plan)
    return [one.finding for one in found], list(judged)


def test_a_second_check_judges_nothing_and_says_the_same(kept):
    folder, judged = kept
    first, afresh = asked_again(judged, open_study(folder), a_plan())
    assert afresh == ["drive", "indicator"]
    again, afresh = asked_again(judged, open_study(folder), a_plan())
    assert afresh == []
    assert worded(first) == worded(again)


def worded(findings):
    return [
        (
            one.status,
            repr(one.value),
            [note.render(lang) for lang in Lang for note in (*one.missing, *one.notes, *one.flips)],
            None if one.formula is None else one.formula.render(Lang.ZH),
            [(run.what.render(Lang.EN), repr(run.value), run.status) for run in one.runs],
            one.tables,
            repr(one.numbers),
        )
        for one in findings
    ]


def test_only_what_depends_on_a_change_is_judged_again(kept):
    folder, judged = kept
    plan = a_plan()
    asked_again(judged, open_study(folder), plan)
    study = town_study(STREET, PEOPLE)
    table = IndicatorTable(
        ("G-2",), ("",), np.array([2025]), np.array([6.0]), ("beds/1000",), ("a table",)
    )
    bundle(folder, replace(study, indicators=table))
    assert asked_again(judged, open_study(folder), plan)[1] == ["indicator"]
    facilities = study.facilities.take(range(len(study.facilities)))
    facilities = replace(facilities, services=(frozenset(Service),) * len(facilities))
    bundle(folder, replace(study, indicators=table, facilities=facilities))
    assert asked_again(judged, open_study(folder), plan)[1] == ["drive"]
    assert asked_again(judged, open_study(folder), a_plan(minutes=14))[1] == ["drive"]
    assert asked_again(judged, open_study(folder), plan)[1] == []


def test_a_changed_study_in_memory_is_never_answered_from_the_disk(kept):
    folder, judged = kept
    asked_again(judged, open_study(folder), a_plan())
    opened = open_study(folder)
    other = replace(opened, demand=replace(opened.demand, population=opened.demand.population * 2))
    findings, afresh = asked_again(judged, other, a_plan())
    assert afresh == ["drive", "indicator"]
    assert findings[0].figures["population"] == 2 * sum(PEOPLE)


def test_a_damaged_file_is_judged_again(kept):
    folder, judged = kept
    first, _ = asked_again(judged, open_study(folder), a_plan())
    files = sorted((folder / ".cache" / "findings").iterdir())
    assert len(files) == 2
    files[0].write_text("{", encoding="utf-8")
    files[1].write_text(json.dumps({"status": "MET"}), encoding="utf-8")
    again, afresh = asked_again(judged, open_study(folder), a_plan())
    assert sorted(afresh) == ["drive", "indicator"]
    assert worded(first) == worded(again)


def test_a_kept_figure_that_was_changed_is_never_given(kept):
    folder, judged = kept
    first, _ = asked_again(judged, open_study(folder), a_plan())
    for path in (folder / ".cache" / "findings").iterdir():
        digest, content = path.read_bytes().split(b"\n", 1)
        changed = json.loads(content)
        changed["value"] = 0.99
        changed["missing"] = [["no.such_code", []]]
        path.write_bytes(digest + b"\n" + json.dumps(changed).encode())
    again, afresh = asked_again(judged, open_study(folder), a_plan())
    assert sorted(afresh) == ["drive", "indicator"]
    assert worded(first) == worded(again)


def test_a_folder_that_refuses_keeps_nothing_and_fails_nothing(kept):
    folder, judged = kept
    (folder / ".cache").mkdir(exist_ok=True)
    (folder / ".cache" / "findings").write_text("in the way", encoding="utf-8")
    for _ in range(2):
        assert len(asked_again(judged, open_study(folder), a_plan())[1]) == 2


def test_the_oldest_findings_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr("data.finding_store.MOST_FINDINGS", 3)
    folder = bundle(tmp_path / "study", town_study(STREET, PEOPLE))
    for minutes in range(5, 12):
        check(open_study(folder), a_plan(minutes=minutes))
    store = open_study(folder).findings
    assert isinstance(store, BundleFindingStore)
    assert len(list((folder / ".cache" / "findings").iterdir())) <= 3 + 2


class Looked:
    """A study that remembers which of its parts were looked at."""

    def __init__(self, study):
        self._study, self.seen = study, set()

    def __getattr__(self, name):
        """Note the part, and give it."""
        if name in {part.value for part in Part}:
            self.seen.add(Part(name))
        found = getattr(self._study, name)
        if name in {"access", "roads", "table_level"}:
            self.seen |= {Part.WAYS, Part.FACILITIES, Part.DEMAND, Part.AREAS}
        return found


@pytest.mark.parametrize("name", plan_names())
def test_no_judge_looks_at_more_than_it_says(name):
    plan = load_plan(name)
    study = town_study(STREET, PEOPLE)
    for goal in plan.goals:
        for reading in goal.readings:
            if parts_of(reading) == EVERYTHING:
                continue
            looked = Looked(study)
            judge(Evidence(looked, plan), goal, reading)
            assert looked.seen <= parts_of(reading), (goal.id, reading.id)


WORDS = st.sampled_from(["missing.target", "run.speed", "service.hospital"])
VALUES = st.one_of(
    st.text(max_size=5),
    st.integers(-5, 10**12),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.builds(Message, WORDS, st.just({"factor": 1.5})),
)
NOTES = st.builds(Note, WORDS, st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3))
FLOATS = st.floats(allow_nan=False)
FINDINGS = st.builds(
    Finding,
    status=st.sampled_from([Status.MET, Status.NOT_MET]),
    unit=st.sampled_from(Unit),
    value=FLOATS,
    target=st.builds(Target, st.sampled_from(Comparator), FLOATS, FLOATS, st.booleans()),
    formula=st.none() | NOTES,
    band=st.tuples(FLOATS, FLOATS),
    numbers=st.lists(st.builds(Number, st.text(max_size=4), FLOATS, st.sampled_from(Unit))).map(
        tuple
    ),
    flips=st.lists(NOTES, max_size=2).map(tuple),
    runs=st.lists(st.builds(Run, NOTES, FLOATS, st.sampled_from(Status)), max_size=2).map(tuple),
    facilities=st.lists(st.text(max_size=4), max_size=3).map(tuple),
    tables=st.lists(
        st.builds(
            Table,
            st.text(max_size=4),
            st.just(("a", "b")),
            st.lists(st.tuples(st.text(max_size=3), FLOATS | st.none()), max_size=3).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    missing=st.lists(NOTES, max_size=2).map(tuple),
    notes=st.lists(NOTES, max_size=2).map(tuple),
)


@given(FINDINGS)
def test_a_finding_comes_back_as_it_was(finding):
    text = json.dumps(finding_to_plain(finding), ensure_ascii=False)
    assert finding_from_plain(json.loads(text)) == finding


def test_a_whole_number_stays_whole():
    finding = Finding(Status.MET, Unit.COUNT, 4, Target(Comparator.AT_LEAST, 3))
    finding = replace(finding, numbers=(Number("count_having", 4, Unit.COUNT),))
    back = finding_from_plain(json.loads(json.dumps(finding_to_plain(finding))))
    figures = (back.value, back.target.low, back.numbers[0].value)
    assert repr(figures) == "(4, 3, 4)"  # 4.0 would be other bytes than a fresh answer's


def test_unknown_and_never_come_back_too():
    finding = Finding(
        Status.CANNOT_TELL,
        Unit.SHARE,
        math.nan,
        Target(),
        numbers=(Number("median", math.inf, Unit.SECONDS),),
        missing=(Note("missing.service", {"service": Service.STROKE}),),
    )
    back = finding_from_plain(json.loads(json.dumps(finding_to_plain(finding))))
    assert math.isnan(back.value)
    assert back.numbers[0].value == math.inf
    for lang in Lang:
        assert back.missing[0].render(lang) == finding.missing[0].render(lang)


def test_what_a_note_cannot_keep_is_a_fault_of_the_program():
    finding = Finding(
        Status.CANNOT_TELL,
        Unit.SHARE,
        math.nan,
        Target(),
        missing=(Note("missing.target", {"x": object()}),),
    )
    with pytest.raises(TypeError, match="cannot keep"):
        finding_to_plain(finding)


@pytest.mark.parametrize("name", plan_names())
def test_every_choice_of_a_reading_is_in_its_description(name):
    """Two readings that differ anywhere have different descriptions."""
    plan = load_plan(name)
    for goal in plan.goals:
        for reading in goal.readings:
            shown = plain(reading)
            assert set(shown) == {one.name for one in fields(reading)}
            assert set(shown["rule"]) == {one.name for one in fields(reading.rule)}
            json.dumps(shown)
