"""Decisions: written, filled in, read back, replayed the same in any order."""

import csv
import random

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.deciding import Decisions, PairDecision, apply_decisions, mark_doubles, plan_choices
from data.decisions import COLUMNS, read_decisions, write_decisions
from geo.errors import DataUnavailableError, InputError
from geo.text import Lang
from layers.doubles import PossibleDouble, find_doubles
from layers.facilities import NO_YEAR, FacilitySet, Level, OperatingStatus, Service
from planning.import_record import NO_ROW, PlanFacilityMatch

HOSPITAL, STROKE, TCM = Service.HOSPITAL, Service.STROKE, Service.TCM
NAN = float("nan")


def listed(ids="abcd", **columns):
    size = len(ids)
    standard = {
        "id": tuple(ids),
        "name": tuple(f"{one}医院" for one in ids),
        "lon": np.linspace(105.9, 105.91, size),
        "lat": np.full(size, 29.35),
        "kind": (HOSPITAL,) * size,
        "services": (frozenset({HOSPITAL}),) * size,
        "source": tuple(f"list.csv:{row}" for row in range(2, size + 2)),
    }
    return FacilitySet(**standard | columns)


def pair(first, second, *, same=True, keep="", row=2, names=("", "")):
    return PairDecision(first, second, *names, same, keep, row)


def decided(*pairs, plan=()):
    return Decisions("decisions.csv", tuple(pairs), tuple(plan))


def fill_in(path, answers, encoding="utf-8-sig"):
    """Answer as a user does: by the pair, in a spreadsheet that saves CSV."""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    for row in rows:
        key = (row["first"], row["second"]) if row["first"] else row["plan_name"]
        row.update(answers.get(key, {}))
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


DOUBLES = (
    PossibleDouble("001", "002", "区医院", "区人民医院", 12.3, "similar_name"),
    PossibleDouble("001", "x,3", "区医院", '"分院"', 700.0, "alias"),
    PossibleDouble("002", "x,3", "区人民医院", "=1+1", 0.0, "same_place", "different"),
)
MATCHES = (
    PlanFacilityMatch("区人民医院", "002", "name", ("002",)),
    PlanFacilityMatch("区中医院", "", "ambiguous", ("001", "x,3")),
    PlanFacilityMatch("大安", "", "missing"),
    PlanFacilityMatch("区妇幼", "001", "decision", ("001",)),
)


def test_what_is_open_is_written_for_a_spreadsheet(tmp_path):
    path = tmp_path / "decisions.csv"
    write_decisions(path, DOUBLES, MATCHES)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["decision"] for row in rows] == ["", "", "different", "", "", ""]
    assert (rows[0]["first"], rows[0]["distance_m"], rows[0]["reason"]) == (
        "001", "12.3", "similar_name",
    )  # fmt: skip
    assert rows[2]["second_name"] == "'=1+1"  # no spreadsheet takes it for a formula
    assert [row["plan_name"] for row in rows[3:]] == ["区中医院", "大安", "区妇幼"]
    assert rows[3]["candidates"] == "001; x,3"
    first = path.read_bytes()
    write_decisions(path, DOUBLES, MATCHES)
    assert path.read_bytes() == first


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_file_comes_back_as_it_was_filled_in(tmp_path, encoding):
    path = tmp_path / "decisions.csv"
    write_decisions(path, DOUBLES, MATCHES)
    fill_in(
        path,
        {
            ("001", "002"): {"decision": "同一", "keep": "002"},
            "区中医院": {"facility_id": "x,3"},
            "大安": {"facility_id": "无"},
        },
        encoding,
    )
    decisions = read_decisions(path)
    assert [(one.first, one.second, one.same, one.keep) for one in decisions.pairs] == [
        ("001", "002", True, "002"),
        ("002", "x,3", False, ""),
    ]
    assert dict(decisions.plan) == {"区中医院": "x,3", "大安": "-", "区妇幼": "001"}
    marked = mark_doubles(DOUBLES, decisions, listed(("001", "002", "x,3")))
    assert [one.decision for one in marked] == ["same", "", "different"]


def test_a_workbook_that_made_numbers_of_ids_is_understood(tmp_path):
    path = tmp_path / "decisions.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["first", "second", "first_name", "second_name", "decision", "keep"])
    book.active.append([1, 2, "甲医院", "乙医院", "same", 2])
    book.save(path)
    facilities = listed(("001", "002"), name=("甲医院", "乙医院"))
    united, report = apply_decisions(facilities, read_decisions(path))
    assert (united.id, united.aliases) == (("002",), (("甲医院",),))
    assert [note.code for note in report.notes] == ["import.united"]
    other = listed(("001", "002"), name=("甲医院", "丙医院"))
    untouched, report = apply_decisions(other, read_decisions(path))
    assert untouched.id == ("001", "002")
    assert [note.code for note in report.notes] == ["import.decisions_without_row"]


HEAD = "first,second,decision,keep,plan_name,facility_id\n"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("a,b,maybe,,,\n", "row 2: “maybe” is no decision"),
        ("a,b,same,c,,\n", "“c”, is neither of the two"),
        ("a,,same,,,\n", "two different ids"),
        ("a,a,same,,,\n", "two different ids"),
        ("a,b,same,,,\nb,a,different,,,\n", "row 3: b and a are said to be different"),
        ("a,c,different,,,\na,b,same,,,\nb,c,same,,,\n", "row 2: a and c are said to be different"),
        ("a,b,same,a,,\nb,c,same,c,,\n", "rows 2, 3: .*keep more than one"),
        ("a,b,same,a,,\nb,a,same,b,,\n", "keep more than one"),
        ("a,b,,,区医院,a\na,c,,,区医院,b\n", "row 3: the plan's facility “区医院”"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_row(tmp_path, rows, reason):
    path = tmp_path / "decisions.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(InputError, match=reason) as fault:
        read_decisions(path)
    assert fault.value.render(Lang.ZH)


def test_a_file_that_is_not_there_or_is_another_table_is_refused(tmp_path):
    with pytest.raises(DataUnavailableError):
        read_decisions(tmp_path / "none.csv")
    path = tmp_path / "other.csv"
    path.write_text("name,lon,lat\nA,1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="first"):
        read_decisions(path)


def test_uniting_takes_what_is_unknown_and_adds_nothing_up():
    facilities = listed(
        "abc",
        services=(
            frozenset({HOSPITAL}),
            frozenset({HOSPITAL, STROKE}),
            frozenset({HOSPITAL, TCM}),
        ),
        aliases=((), ("老名",), ()),
        level=(Level.UNKNOWN, Level.LEVEL_2A, Level.LEVEL_3),
        status=(OperatingStatus.OPEN, OperatingStatus.UNKNOWN, OperatingStatus.CLOSED),
        beds=np.array([NAN, 120.0, 200.0]),
        doctors=np.array([30.0, NAN, NAN]),
        staff=np.array([50.0, 60.0, 50.0]),
        vehicles=np.array([NAN, NAN, 2.0]),
        opening_year=np.array([NO_YEAR, NO_YEAR, 1950]),
        township=("", "大安", "大安"),
    )
    united, report = apply_decisions(facilities, decided(pair("a", "c"), pair("b", "a", keep="a")))
    assert united.id == ("a",)
    assert united.name == ("a医院",)
    assert united.aliases == (("b医院", "老名", "c医院"),)
    assert united.services == ({HOSPITAL, STROKE, TCM},)
    assert united.level == (Level.LEVEL_2A,)
    assert united.status == (OperatingStatus.OPEN,)
    assert (united.beds[0], united.doctors[0], united.staff[0], united.vehicles[0]) == (
        120,
        30,
        50,
        2,
    )
    assert (united.opening_year[0], united.township) == (1950, ("大安",))
    assert (united.lon[0], united.source[0]) == (facilities.lon[0], "list.csv:2")
    said = [(note.code, note.fields.get("theirs")) for note in report.notes]
    assert said == [
        ("import.united", None),
        ("import.united_differ", Level.LEVEL_3),
        ("import.united_differ", OperatingStatus.CLOSED),
        ("import.united_differ", 200),
        ("import.united_differ", 60),
    ]
    worded = [note.render(Lang.ZH) for note in report.notes]
    assert worded[1] == "合并的记录“等级”不一致：a 为 二级甲等，c 为 三级；采用 a 的值。"
    assert "“床位数”" in worded[3]
    assert all(note.render(lang) for note in report.notes for lang in Lang)


def test_a_chain_is_one_facility_also_over_a_row_that_is_gone():
    united, report = apply_decisions(listed("ac"), decided(pair("a", "b"), pair("b", "c")))
    assert united.id == ("a",)
    assert [note.code for note in report.notes] == ["import.decisions_without_row", "import.united"]


def test_different_and_open_pairs_change_nothing():
    facilities = listed()
    same, report = apply_decisions(facilities, decided(pair("a", "b", same=False)))
    assert same.id == facilities.id
    assert report.notes == []


def test_a_choice_for_the_plan_follows_its_row_into_another():
    decisions = decided(pair("b", "a"), plan=[("区医院", "a"), ("大安", "-"), ("老", "z")])
    assert plan_choices(listed(), decisions) == {"区医院": "b", "大安": "-", "老": "z"}


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=6
    ),
    st.integers(0, 10**6),
)
def test_replaying_gives_the_same_in_any_order(drawn, seed):
    pairs = [
        pair(one, other, same=same, row=row)
        for row, (one, other, same) in enumerate(drawn, 2)
        if one != other
    ]
    facilities = listed("abcde", beds=np.array([NAN, 1, 2, NAN, 5.0]))
    shuffled, order = list(pairs), list(range(5))
    chance = random.Random(seed)  # noqa: S311 (no secret)
    chance.shuffle(shuffled)
    chance.shuffle(order)
    try:
        one, _ = apply_decisions(facilities, decided(*pairs))
    except InputError:
        with pytest.raises(InputError):
            apply_decisions(facilities, decided(*shuffled))
        return
    other, _ = apply_decisions(facilities.take(order), decided(*shuffled))
    assert rows_of(one) == rows_of(other)
    # Replayed on its own result nothing more happens.
    again, _ = apply_decisions(one, decided(*pairs))
    assert rows_of(again) == rows_of(one)


def rows_of(facilities):
    return {
        facilities.id[row]: (
            facilities.name[row],
            frozenset(facilities.aliases[row]),
            facilities.services[row],
            float(facilities.lon[row]),
            repr(float(facilities.beds[row])),
        )
        for row in range(len(facilities))
    }


def test_a_file_of_plan_rows_alone_is_read(tmp_path):
    path = tmp_path / "decisions.csv"
    write_decisions(path, (), MATCHES)
    fill_in(path, {"大安": {"facility_id": "f7"}})
    assert dict(read_decisions(path).plan) == {"大安": "f7", "区妇幼": "001"}
    write_decisions(path, ())
    assert read_decisions(path) == Decisions("decisions.csv")


def test_a_decision_that_there_is_no_row_is_written_again(tmp_path):
    path = tmp_path / "decisions.csv"
    write_decisions(path, (), [PlanFacilityMatch("大安", "", "missing", (NO_ROW,))])
    assert dict(read_decisions(path).plan) == {"大安": NO_ROW}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=6))
def test_any_id_and_name_survives_the_file(tmp_path_factory, said):
    said = " ".join(said.split()) or "x"
    path = tmp_path_factory.mktemp("ids") / "decisions.csv"
    write_decisions(path, [PossibleDouble(said, f"{said}2", said, "b", 1.0, "alias", "same")])
    (one,) = read_decisions(path).pairs
    assert (one.first, one.second, one.first_name) == (said, f"{said}2", said)


def test_what_was_united_is_no_double_any_more():
    facilities = listed("ab", name=("甲医院", "甲医院"), lon=np.array([105.9, 105.901]))
    (double,) = find_doubles(facilities)
    united, _ = apply_decisions(facilities, decided(pair(double.first, double.second)))
    assert find_doubles(united) == ()
