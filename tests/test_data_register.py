"""Registers: lists of townships and villages as offices keep them; counting and matching."""

import csv

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.register import read_register, read_written_register, write_register
from geo.errors import DataUnavailableError, FileFormatError, GoldenHourError, InputError
from layers.areas import AreaSet
from layers.register import Register, match


@pytest.fixture
def table(tmp_path):
    def write(*rows, name="list.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return path

    return write


# ------------------------------------------------------------------ reading ---


def test_villages_by_township_with_the_same_name_in_two_townships(table):
    path = table(
        ["所属乡镇", "行政村"],
        ["大安街道", "铁山村"],
        ["大安街道", "云雾山村"],
        ["陈食街道", "铁山村"],
    )
    found, report = read_register(path)
    assert report.rejects == []
    assert found.name == ("铁山村", "云雾山村", "铁山村")
    assert found.level == ("village",) * 3
    assert found.parent == ("大安街道", "大安街道", "陈食街道")
    assert found.code == ("大安街道/铁山村", "大安街道/云雾山村", "陈食街道/铁山村")
    assert found.counts() == {"大安街道": {"village": 2}, "陈食街道": {"village": 1}}


def test_a_list_headed_just_township_and_village_is_one_of_villages(table):
    path = table(["乡镇", "村"], ["朱沱镇", "新建村"], ["朱沱镇", "四望山"], ["三教镇", "新建村"])
    found, report = read_register(path)
    assert report.rejects == []
    assert found.name == ("新建村", "四望山", "新建村")
    assert found.level == ("village",) * 3
    assert found.parent == ("朱沱镇", "朱沱镇", "三教镇")


def test_a_list_of_townships_alone(table):
    found, _ = read_register(table(["序号", "乡镇"], ["1", "大安街道"], ["2", "仙龙镇"]))
    assert (found.name, found.level) == (("大安街道", "仙龙镇"), ("township", "township"))
    found, _ = read_register(
        table(["乡镇", "行政村"], ["大安街道", "铁山村"], ["仙龙镇", "太平桥村"])
    )
    assert (found.name, found.parent) == (("铁山村", "太平桥村"), ("大安街道", "仙龙镇"))


def full_width(digits):
    return "".join(chr(ord(one) + 0xFEE0) for one in digits)


def test_statistical_codes_say_level_and_parent_and_stay_text(table):
    path = table(
        ["统计用区划代码", "名称"],
        ["500118000000", "永川区"],
        ["500118001000", "中山路街道"],
        ["500118001001", "玉屏社区"],
        ["500118001002", "泸州街社区"],
        [full_width("500118002000"), "胜利路街道"],
        ["500118002001", "玉屏社区"],
    )
    found, report = read_register(path)
    assert report.rejects == []
    assert found.code[0] == "500118000000"
    assert found.code[4] == "500118002000"
    assert found.level == (
        "district",
        "township",
        "village",
        "village",
        "township",
        "village",
    )
    assert found.parent == (
        "",
        "500118000000",
        "500118001000",
        "500118001000",
        "500118000000",
        "500118002000",
    )
    assert found.count("village") == 3
    assert found.count("village", within="500118000000") == 3
    assert found.count("village", within="500118001000") == 2
    assert found.count("township", within="500118001000") == 0


def test_parents_by_name_become_codes_unless_two_bear_the_name(table):
    path = table(
        ["代码", "名称", "级别", "上级"],
        ["t1", "大安镇", "乡镇", ""],
        ["t2", "长安镇", "乡镇", ""],
        ["t3", "长安镇", "镇", ""],
        ["v1", "甲村", "村", "大安镇"],
        ["v2", "乙村", "村", "长安镇"],
        ["v3", "丙村", "村", "t3"],
        ["v4", "丁村", "行政村", "别处乡"],
    )
    found, report = read_register(path)
    assert dict(zip(found.code, found.parent, strict=True)) == {
        "t1": "", "t2": "", "t3": "", "v1": "t1", "v3": "t3", "v4": "别处乡",
    }  # fmt: skip
    assert [(one.row, one.code) for one in report.rejects] == [("6", "row.parent_unclear")]


def test_double_codes_and_double_villages_are_rejected(table):
    path = table(
        ["代码", "名称", "级别", "所属乡镇"],
        ["1", "甲村", "村", "大安镇"],
        ["1", "乙村", "村", "大安镇"],
        ["", "丙村", "村", "大安镇"],
        ["", "丙村", "村", "大安镇"],
        ["", "丙村", "村", "长安镇"],
    )
    found, report = read_register(path)
    assert found.code == ("1", "大安镇/丙村", "长安镇/丙村")
    assert [(one.row, one.code) for one in report.rejects] == [
        ("3", "row.double_id"),
        ("5", "row.double_id"),
    ]


def test_a_level_comes_from_the_caller_or_the_end_of_the_name_or_the_row_is_rejected(table):
    path = table(["名称"], ["仙龙镇"], ["铁山村"], ["Ordino"])
    found, report = read_register(path)
    assert found.level == ("township", "village")
    assert [one.code for one in report.rejects] == ["row.no_level"]
    found, report = read_register(path, level="parish")
    assert found.level == ("parish",) * 3
    assert report.rejects == []


def test_a_workbook_is_read_too(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["永川区行政村名录"])
    book.active.append(["行政村代码", "行政村", "所属乡镇"])
    book.active.append(["500118103201", "铁山村", "仙龙镇"])
    book.active.append([500118103202, "太平桥村", "仙龙镇"])
    book.save(tmp_path / "list.xlsx")
    found, _ = read_register(tmp_path / "list.xlsx")
    assert found.code == ("500118103201", "500118103202")
    assert found.parent == ("仙龙镇", "仙龙镇")


def test_a_row_whose_code_is_a_formula_is_rejected(table):
    found, report = read_register(
        table(["代码", "名称", "级别"], ["=A1+1", "甲村", "村"], ["7", "乙村", "村"])
    )
    assert found.code == ("7",)
    assert [(one.row, one.code) for one in report.rejects] == [("2", "row.formula")]


def test_lists_without_names_or_units_are_refused(table, tmp_path):
    with pytest.raises(InputError):
        read_register(table(["代码"], ["1"]))
    with pytest.raises(InputError, match="at least one unit"):
        read_register(table(["名称", "级别"], ["Ordino", ""]))
    with pytest.raises(DataUnavailableError):
        read_register(tmp_path / "none.csv")


@given(st.lists(st.lists(st.text(max_size=8), min_size=4, max_size=4), max_size=8))
def test_any_cells_give_a_register_or_one_clear_error(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("any") / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["代码", "名称", "级别", "上级"], *rows])
    try:
        found, _ = read_register(path)
    except GoldenHourError:
        return
    assert len(found) <= len(rows)


# ----------------------------------------------------------- writing, rules ---

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
codes = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)


@given(st.dictionaries(codes, st.tuples(words, words), max_size=8))
def test_a_register_is_written_and_read_back(tmp_path_factory, units):
    register = Register(
        tuple(units),
        tuple(one for one, _ in units.values()),
        tuple(one for _, one in units.values()),
        ("",) * len(units),
    )
    folder = tmp_path_factory.mktemp("register")
    write_register(folder / "a.csv", register)
    again = read_written_register(folder / "a.csv")
    assert again == register
    write_register(folder / "b.csv", again)
    assert (folder / "a.csv").read_bytes() == (folder / "b.csv").read_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"code,name\n", b"\xff\xfe", b"code,name,level,parent\na\n"]
)
def test_what_is_no_written_register_is_refused(tmp_path, content):
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match=r"register\.csv is not a register"):
        read_written_register(path)


def test_no_register_is_empty():
    none = Register.none()
    assert (len(none), none.levels, none.counts(), none.count("village")) == (0, (), {}, 0)


def test_codes_are_unique_and_nothing_lies_in_itself():
    with pytest.raises(InputError, match="“a” stands twice"):
        Register(("a", "a"), ("", ""), ("", ""), ("", ""))
    with pytest.raises(InputError, match="“甲” has none"):
        Register(("a", ""), ("", "甲"), ("", ""), ("", ""))
    with pytest.raises(InputError, match="lies in itself"):
        Register(("a", "b", "c"), ("",) * 3, ("",) * 3, ("", "c", "b"))


@given(st.lists(st.integers(-1, 9), min_size=1, max_size=10), st.integers(0, 9))
def test_counting_within_is_that_of_a_plain_walk(parents, within):
    # Unit n lies in a unit before it, or in none.
    above = [min(one, row - 1) for row, one in enumerate(parents)]
    codes = tuple(str(row) for row in range(len(parents)))
    register = Register(
        codes, codes, ("x",) * len(parents), tuple(str(one) if one >= 0 else "" for one in above)
    )

    def lies_in(row):
        return row >= 0 and (above[row] == within or lies_in(above[row]))

    expected = sum(lies_in(row) for row in range(len(parents)))
    assert register.count("x", within=str(within)) == expected
    assert register.count("x") == len(parents)
    assert register.count("y") == 0


# ----------------------------------------------------------------- matching ---


def areas(*named, level="8"):
    polygon = np.empty(len(named), dtype=object)
    polygon[:] = [shapely.box(row, 0, row + 1, 1) for row in range(len(named))]
    codes, names = zip(*named, strict=True)
    return AreaSet(codes, names, (level,) * len(named), polygon)


def townships(*named):
    codes, names = zip(*named, strict=True)
    return Register(codes, names, ("township",) * len(named), ("",) * len(named))


def matched(register, shapes):
    return match(register, shapes, level="township", area_level="8")


def test_units_and_areas_are_matched_by_code_then_by_name():
    found = matched(
        townships(
            ("500118103000", "仙龙镇"), ("t2", "大安街道"), ("t3", "陈食街道"), ("t4", "何埂镇")
        ),
        areas(("500118103", "別名"), ("r7", "大安镇"), ("r8", "陈食街道办事处"), ("r9", "吉安镇")),
    )
    assert found.pairs == (("500118103000", "500118103"), ("t2", "r7"), ("t3", "r8"))
    assert found.without_geometry == ("t4",)
    assert found.not_in_register == ("r9",)
    assert found.ambiguous == ()


def test_a_name_borne_twice_is_ambiguous_on_either_side():
    found = matched(townships(("a", "长安镇")), areas(("1", "长安镇"), ("2", "长安镇")))
    assert (found.pairs, found.ambiguous) == ((), ("a",))
    assert (found.without_geometry, found.not_in_register) == ((), ())
    found = matched(townships(("a", "长安镇"), ("b", "长安镇")), areas(("1", "长安镇")))
    assert (found.pairs, found.ambiguous) == ((), ("a", "b"))


def test_the_very_name_goes_before_the_name_without_its_rank():
    found = matched(
        townships(("a", "大安镇"), ("b", "大安街道")), areas(("1", "大安街道"), ("2", "大安镇"))
    )
    assert found.pairs == (("a", "2"), ("b", "1"))


def test_other_levels_are_left_alone():
    register = Register(("t", "v"), ("大安镇", "大安村"), ("township", "village"), ("", "t"))
    found = match(register, areas(("1", "大安镇")), level="village", area_level="8")
    assert (found.pairs, found.without_geometry, found.not_in_register) == ((), ("v",), ("1",))
    assert match(register, areas(("1", "大安镇")), level="township", area_level="7").pairs == ()


def test_without_levels_all_are_met_and_only_met_levels_can_lack_a_unit():
    polygon = np.array([shapely.box(row, 0, row + 1, 1) for row in range(4)], dtype=object)
    shapes = AreaSet(
        ("d", "1", "2", "3"), ("甲县", "大安镇", "长安镇", "大安村"), ("6", "8", "8", "10"), polygon
    )
    register = Register(
        ("t", "v", "w"), ("大安镇", "大安村", "铁山村"), ("township", "village", "village"),
        ("", "t", "t"),
    )  # fmt: skip
    found = match(register, shapes)
    assert found.pairs == (("t", "1"), ("v", "3"))
    assert (found.without_geometry, found.not_in_register, found.ambiguous) == (("w",), ("2",), ())


def test_the_municipalities_of_liechtenstein_are_their_register(test_data, table):
    from data.import_report import ImportReport
    from data.osm import read_osm

    shapes = read_osm(test_data / "liechtenstein" / "liechtenstein.osm.pbf", ImportReport()).areas
    names = ["Balzers", "Eschen", "Gamprin", "Mauren", "Planken", "Ruggell", "Schaan"]
    names += ["Schellenberg", "Triesen", "Triesenberg", "Vaduz"]
    register, _ = read_register(
        table(["name"], *[[one] for one in [*names, "Feldkirch"]]), level="municipality"
    )
    found = match(register, shapes, level="municipality", area_level="8")
    assert [code for code, _ in found.pairs] == names
    assert found.without_geometry == ("Feldkirch",)
    assert (found.not_in_register, found.ambiguous) == ((), ())
