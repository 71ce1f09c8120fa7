"""Reading indicator tables and writing their templates, as an office meets them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.columns import ColumnMapping
from data.indicator_template import write_template
from data.indicators import (
    read_ids,
    read_indicators,
    read_written_indicators,
    scan_indicators,
    write_indicators,
)
from data.plan_rows import load_plan_rows
from geo.errors import DataUnavailableError, FileFormatError, InputError, OutputError
from geo.text import Lang, text
from planning.indicators import IndicatorTable, beside_plan
from planning.plan_rows import Need

YONGCHUAN = load_plan_rows("yongchuan")
KAIZHOU = load_plan_rows("kaizhou")
YANJIANG = load_plan_rows("yanjiang")
HEAD = "目标编号,地区,年份,数值,单位,来源\n"


def written(tmp_path: Path, content: str, name: str = "indicators.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def scan_line(tmp_path: Path, line: str, rows=YONGCHUAN):
    return scan_indicators(written(tmp_path, HEAD + line + "\n"), rows=rows)


def values(table: IndicatorTable):
    return {
        (table.indicator[at], table.area[at], int(table.year[at])): float(table.value[at])
        for at in range(len(table))
    }


def codes(report) -> list[str]:
    return [one.code for one in report.rejects]


def noted(report) -> set[str]:
    return {note.code for note in report.notes}


def test_one_row_a_value(tmp_path):
    path = written(
        tmp_path,
        HEAD
        + "YC-18,,2023,8.41,张/千人,统计年鉴\n"
        + "yc-19,大安,2022年,3.1,人/千人,卫健委\n"
        + "YC-21,全区,2023,3.5,人/万人,\n"
        + "YC-20,永川区,2021.0,3.9,,\n",
    )
    table, report = read_indicators(path, rows=YONGCHUAN)
    assert values(table) == {
        ("YC-18", "", 2023): 8.41,
        ("YC-19", "大安", 2022): 3.1,
        ("YC-21", "", 2023): 3.5,
        ("YC-20", "", 2021): 3.9,
    }
    assert table.unit == ("张/千人", "人/千人", "人/万人", "人/千人")
    assert table.source[:2] == ("统计年鉴", "卫健委")
    assert report.rejects == []
    assert {"indicators.no_unit", "indicators.found"} <= noted(report)


def test_english_headings_are_read_too(tmp_path):
    path = written(tmp_path, "goal,year,value,unit,source\nYC-18,2023,8.4,beds/1000,x\n")
    assert values(read_indicators(path, rows=YONGCHUAN)[0]) == {("YC-18", "", 2023): 8.4}


def test_one_column_a_year(tmp_path):
    path = written(
        tmp_path,
        "指标编号,指标,单位,2020年,2021年,2022,2023年实际值,2025年目标值,规划基期值\n"
        "YC-18,每千人口医疗卫生机构床位数,张/千人,7.86,8.0,8.2,8.4,9.5,7.86\n"
        "YC-19,每千人口执业（助理）医师数,人/千人,2.59,,—,3.0,3.6,2.59\n",
    )
    table, report = read_indicators(path, rows=YONGCHUAN)
    assert values(table) == {
        ("YC-18", "", 2020): 7.86,
        ("YC-18", "", 2021): 8.0,
        ("YC-18", "", 2022): 8.2,
        ("YC-18", "", 2023): 8.4,
        ("YC-19", "", 2020): 2.59,
        ("YC-19", "", 2023): 3.0,
    }
    assert {"indicators.plan_columns", "indicators.blank"} <= noted(report)


def test_targets_and_baselines_are_never_values(tmp_path):
    path = written(
        tmp_path,
        "目标编号,年份,规划目标值（2025年）,规划基期值（不作现状）,2025年目标,2020年基期,数值\n"
        "YC-18,2023,9.5,7.86,9.5,7.86,\n"
        "YC-19,2023,3.6,2.59,3.6,2.59,3.0\n",
    )
    table, _ = read_indicators(path, rows=YONGCHUAN)
    assert values(table) == {("YC-19", "", 2023): 3.0}
    only_plan = written(tmp_path, "目标编号,2025年目标,2020年基期\nYC-18,9.5,7.86\n", "b.csv")
    with pytest.raises(InputError, match="one column a year"):
        read_indicators(only_plan, rows=YONGCHUAN)


def test_a_target_headed_as_a_year_is_no_value(tmp_path):
    path = written(
        tmp_path,
        "目标编号,完成情况 2022年,规划目标 2025年,2025年（目标）,2020年（基期）,2023年（实际）\n"
        "YC-18,8.2,9.5,9.5,7.86,8.4\n",
    )
    table, _ = read_indicators(path, rows=YONGCHUAN)
    assert values(table) == {("YC-18", "", 2022): 8.2, ("YC-18", "", 2023): 8.4}


def test_a_head_of_two_rows_keeps_targets_apart(tmp_path):
    path = tmp_path / "two.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["主要指标完成情况"])
    sheet.append(["目标编号", "单位", "实际值", None, "规划目标"])
    sheet.append([None, None, "2022年", "2023年", "2025年"])
    sheet.append(["YC-18", "张/千人", 8.2, 8.4, 9.5])
    sheet.append(["YC-19", "人/千人", 2.9, 3.0, 3.6])
    for cells in ("A2:A3", "B2:B3", "C2:D2"):
        sheet.merge_cells(cells)
    book.save(path)
    table, report = read_indicators(path, rows=YONGCHUAN)
    assert report.rejects == []
    assert values(table) == {
        ("YC-18", "", 2022): 8.2,
        ("YC-18", "", 2023): 8.4,
        ("YC-19", "", 2022): 2.9,
        ("YC-19", "", 2023): 3.0,
    }


def test_a_wrong_file_of_many_rows_is_refused_in_time(tmp_path):
    lines = "".join(f"机构{at:05d},,2023,{at},张,\n" for at in range(20_000))
    table, report = scan_indicators(written(tmp_path, HEAD + lines), rows=YONGCHUAN)
    assert len(table) == 0
    assert len(report.rejects) == 20_000
    assert report.rejects[0].code == "indicators.unknown_id"
    assert report.rejects[-1].code == "indicators.not_in_plan"


def test_both_layouts_at_once_says_which_was_read(tmp_path):
    path = written(tmp_path, "目标编号,年份,数值,2022年\nYC-18,2023,8.4,8.2\n")
    table, report = read_indicators(path, rows=YONGCHUAN)
    assert values(table) == {("YC-18", "", 2023): 8.4}
    assert "indicators.years_ignored" in noted(report)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("YC-18,,2023,about 8,,", "indicators.not_a_number"),
        ("YC-18,,2023,8.4吨,,", "indicators.not_a_number"),
        ("YC-18,,2023,nan,,", "indicators.not_a_number"),
        ("YC-18,,1948,8.4,,", "indicators.year_not_read"),
        ("YC-18,,2101,8.4,,", "indicators.year_not_read"),
        ("YC-18,,,8.4,,", "indicators.year_not_read"),
        ("YC-18,,二三年,8.4,,", "indicators.year_not_read"),
        ("YC-180,,2023,8.4,,", "indicators.unknown_id"),
        (",,2023,8.4,,", "indicators.row_without_id"),
        ("YC-18,,2023,8967,张,", "indicators.unit_contradicts"),
        ("YC-18,,2023,8.4,人/千人,", "indicators.unit_contradicts"),
        ("YC-18,,2023,95%,,", "indicators.unit_contradicts"),
        ("YC-18,,2023,8.4,furlongs,", "indicators.unit_unknown"),
        ("YC-18,,2023,8.4张/千人,张/万人,", "indicators.two_units"),
        ("YC-18,,2023,8967,,", "indicators.state_unit"),
        ("YC-18,,2023,-8,张/千人,", "indicators.negative"),
        ("YC-14,,2023,101,%,", "indicators.over_100"),
        ("YC-14,,2023,0.95,%,", "indicators.share_or_percent"),
        ("YC-14,,2023,1,,", "indicators.share_or_percent"),
        ("YC-18,,2023,=A1,,", "indicators.formula"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_its_reason(tmp_path, line, code):
    table, report = scan_line(tmp_path, line)
    assert len(table) == 0
    assert codes(report) == [code]
    assert report.rejects[0].row == "2"
    with pytest.raises(InputError, match="not one row"):
        read_indicators(tmp_path / "indicators.csv", rows=YONGCHUAN)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("YC-14,,2023,95%,,", 95.0),
        ("YC-14,,2023,95%,%,", 95.0),
        ("YC-14,,2023,95,,", 95.0),
        ("YC-14,,2023,0.95%,,", 0.95),
        ("YC-14,,2023,100,%,", 100.0),
        ("YC-14,,2023,0,%,", 0.0),
        ("YC-14,,2023,1.01,%,", 1.01),
        ("YC-18,,2023,8.4张/千人,,", 8.4),
        ("YC-18,,2023,\uff18\uff0e\uff14,张/千人,", 8.4),
        ("YC-18,,1949,8.4,张/千人,", 8.4),
        ("YC-18,,2100,8.4,张/千人,", 8.4),
        ("YC-19,,2023,27.9,人/万人,", 2.79),
        ("YC-21,,2023,0.35,人/千人,", 3.5),
        ('YC-13,,2023,"1,234",个,', 1234.0),
    ],
)
def test_a_value_is_read_as_it_was_meant(tmp_path, line, value):
    table, report = scan_line(tmp_path, line)
    assert codes(report) == []
    assert table.value.tolist() == [value]


def test_a_conversion_and_a_far_value_are_remarked(tmp_path):
    assert "indicators.converted" in noted(scan_line(tmp_path, "YC-19,,2023,27.9,人/万人,")[1])
    _, report = scan_line(tmp_path, "YC-19,,2023,27.9,人/千人,")
    assert "indicators.far" in noted(report)
    assert codes(report) == []
    # Five times the plan's largest figure (3.6) is not yet far; a hair more is.
    assert "indicators.far" not in noted(scan_line(tmp_path, "YC-19,,2023,18.0,人/千人,")[1])
    assert "indicators.far" in noted(scan_line(tmp_path, "YC-19,,2023,18.01,人/千人,")[1])


def test_the_name_of_a_yearbook_row_lends_its_denominator(tmp_path):
    head = "指标,年份,数值,单位\n"
    line = "每千人口医疗卫生机构床位数,2023,{},张\n"
    path = written(tmp_path, head + line.format("8.4"))
    table, report = read_indicators(path, rows=YONGCHUAN)
    assert values(table) == {("YC-18", "", 2023): 8.4}
    assert "indicators.by_name" in noted(report)
    _, report = scan_indicators(written(tmp_path, head + line.format("8967")), rows=YONGCHUAN)
    assert codes(report) == ["indicators.state_unit"]


def test_an_unknown_id_names_the_nearest(tmp_path):
    _, report = scan_line(tmp_path, "YC-188,,2023,8.4,,")
    assert report.rejects[0].fields["nearest"] == "YC-18"
    path = written(tmp_path, "指标,年份,数值\n每千人口医疗机构床位数,2023,8.4\n")
    _, report = scan_indicators(path, rows=YONGCHUAN)
    assert report.rejects[0].fields["nearest"] == "YC-18"


def test_a_name_of_several_rows_is_not_guessed(tmp_path):
    names = [row.phrase for row in load_plan_rows("wanzhou").rows]
    assert len(set(names)) == len(names)
    phrases = [row.phrase for row in YANJIANG.rows]
    twice = {one for one in phrases if phrases.count(one) > 1}
    for phrase in twice:
        path = written(tmp_path, f"指标,年份,数值\n{phrase},2023,50\n")
        _, report = scan_indicators(path, rows=YANJIANG)
        assert codes(report) == ["indicators.name_of_several"]


def test_values_told_twice(tmp_path):
    path = written(
        tmp_path,
        HEAD
        + "YC-18,,2023,8.4,张/千人,a\n"
        + "YC-18,全区,2023,8.9,张/千人,b\n"
        + "YC-19,,2023,3.0,人/千人,a\n"
        + "YC-19,,2023,30,人/万人,b\n",
    )
    table, report = scan_indicators(path, rows=YONGCHUAN)
    assert values(table) == {("YC-19", "", 2023): 3.0}
    assert [(one.row, one.code) for one in report.rejects] == [
        ("2", "indicators.told_twice"),
        ("3", "indicators.told_twice"),
    ]
    assert report.rejects[0].fields["others"] == "3: 8.9"
    assert report.rejects[1].fields["others"] == "2: 8.4"
    assert "indicators.repeated" in noted(report)


@pytest.mark.parametrize("name", ["重庆市永川区", "重庆市 永川区", "永川", "永川区", "全区"])
def test_the_district_by_its_full_name_is_the_whole(tmp_path, name):
    path = written(tmp_path, HEAD + f"YC-18,,2023,8.4,,a\nYC-18,{name},2023,8.9,,b\n")
    table, report = scan_indicators(path, rows=YONGCHUAN)
    assert values(table) == {}
    assert codes(report) == ["indicators.told_twice"] * 2


@pytest.mark.parametrize("name", ["重庆市", "永川区朱沱镇", "重庆市永川区朱沱镇"])
def test_another_area_is_not_the_whole(tmp_path, name):
    path = written(tmp_path, HEAD + f"YC-18,{name},2023,8.9,,b\n")
    assert scan_indicators(path, rows=YONGCHUAN)[0].area == (name,)


def test_figures_of_several_parts_and_ratios(tmp_path):
    path = written(
        tmp_path,
        HEAD
        + "KZ-06,,2023,2+4,个,\nKZ-61,,2023,12,个,\nKZ-61.1,,2024,8,个,\nKZ-61.1,,2023,8+5,,\n",
    )
    table, report = scan_indicators(path, rows=KAIZHOU)
    assert values(table) == {
        ("KZ-06.1", "", 2023): 2.0,
        ("KZ-06.2", "", 2023): 4.0,
        ("KZ-61.1", "", 2024): 8.0,
    }
    assert codes(report) == ["indicators.needs_parts", "indicators.not_a_number"]
    path = written(tmp_path, HEAD + "YJ-48,,2023,1:1.2,,\nYJ-49,,2023,1.5,,\n")
    table, report = scan_indicators(path, rows=YANJIANG)
    assert values(table) == {("YJ-48", "", 2023): 1.2}
    assert codes(report) == ["indicators.needs_ratio"]


def test_without_plan_rows_every_id_is_taken(tmp_path):
    path = written(tmp_path, HEAD + "own-1,,2023,8.4,吨,x\nYC-18,,2023,8.4,beds/1000,x\n")
    table, report = read_indicators(path)
    assert set(table.indicator) == {"own-1", "YC-18"}
    assert table.unit == ("吨", "张/千人")
    assert report.rejects == []


def test_a_mapping_names_the_columns(tmp_path):
    path = written(tmp_path, "甲,乙,丙\nYC-18,2023,8.4\n")
    with pytest.raises(InputError, match="indicator"):
        read_indicators(path, rows=YONGCHUAN)
    mapping = ColumnMapping({"indicator": "甲", "year": "乙", "value": "丙"})
    table, _ = read_indicators(path, mapping=mapping, rows=YONGCHUAN)
    assert values(table) == {("YC-18", "", 2023): 8.4}


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataUnavailableError, match=r"none\.csv"):
        read_indicators(tmp_path / "none.csv")


@pytest.mark.parametrize("name", ["kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("lang", list(Lang))
def test_an_empty_template_gives_no_value_and_every_id(tmp_path, name, suffix, lang):
    rows = load_plan_rows(name)
    path = tmp_path / f"t{suffix}"
    write_template(path, rows, lang=lang)
    table, report = read_indicators(path, rows=rows)
    assert len(table) == 0
    assert report.rejects == []
    listed = [row.id for row in (*rows.of(Need.NEEDED), *rows.of(Need.OPTIONAL))]
    assert list(read_ids(path)) == listed
    assert all(line.missing for line in beside_plan(table, rows, optional=True))


def answers(rows) -> dict[str, str]:
    """A value for every row, in the shape of the plan's figure."""
    given_values = {}
    for at, row in enumerate((*rows.of(Need.NEEDED), *rows.of(Need.OPTIONAL))):
        figure = row.value
        written_value = figure.text if len(figure.numbers) == row.value.parts else ""
        if row.measure is not None and row.measure.kind.value == "percent":
            written_value = f"{40 + at % 50}%"
        if figure.form.value == "ratio":
            written_value = "1:1.25"
        given_values[row.id] = written_value or f"{figure.numbers[0] if figure.numbers else 3}"
    return given_values


@pytest.mark.parametrize("name", ["kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan"])
@pytest.mark.parametrize("lang", list(Lang))
def test_a_filled_workbook_is_read_back_whole(tmp_path, name, lang):
    rows = load_plan_rows(name)
    path = tmp_path / "t.xlsx"
    write_template(path, rows, lang=lang)
    wanted = answers(rows)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    at = {one: heads.index(text(f"indicators.head_{one}", lang)) + 1 for one in ("year", "value")}
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, at["year"]).value = 2023
        said = wanted[sheet.cell(line, 1).value]
        plain = said.replace(".", "", 1).isdigit()
        sheet.cell(line, at["value"]).value = float(said) if plain else said
    book.save(path)
    table, report = read_indicators(path, rows=rows)
    assert [(one.row, one.code) for one in report.rejects] == []
    lines = {line.row.id: line for line in beside_plan(table, rows, optional=True)}
    assert len(lines) == len(wanted)
    for row_id, said in wanted.items():
        line = lines[row_id]
        expected = (
            [float(one) for one in said.rstrip("%").replace("/", "+").split("+")]
            if (":" not in said)
            else [1.25]
        )
        assert list(line.values) == expected, row_id
        assert line.year == 2023


def test_a_share_typed_into_a_percent_cell_is_read_as_shown(tmp_path):
    path = tmp_path / "t.xlsx"
    write_template(path, YONGCHUAN)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    line = next(at for at in range(2, sheet.max_row + 1) if sheet.cell(at, 1).value == "YC-14")
    sheet.cell(line, 4).value = 2023
    sheet.cell(line, 5).value = 0.955
    sheet.cell(line, 5).number_format = "0.0%"
    book.save(path)
    table, _ = read_indicators(path, rows=YONGCHUAN)
    assert values(table) == {("YC-14", "", 2023): 95.5}


def test_a_filled_csv_template_is_read_back(tmp_path):
    path = tmp_path / "t.csv"
    write_template(path, YONGCHUAN)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    for line in lines[1:]:
        line[3], line[4] = "2023", answers(YONGCHUAN)[line[0]]
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(lines)
    table, report = read_indicators(path, rows=YONGCHUAN)
    assert report.rejects == []
    assert not [line for line in beside_plan(table, YONGCHUAN, optional=True) if line.missing]


def test_the_workbook_as_a_user_sees_it(tmp_path):
    path = tmp_path / "t.xlsx"
    write_template(path, YONGCHUAN)
    sheet, explained = openpyxl.load_workbook(path).worksheets
    heads = [cell.value for cell in sheet[1]]
    assert heads[8] == "规划基期值（不作现状）"
    assert sheet.freeze_panes == "C2"
    assert all(sheet.column_dimensions[one].width >= 8 for one in "ABCDEFGHIJK")
    assert explained["A1"].value.startswith(YONGCHUAN.title)
    for line in range(2, sheet.max_row + 1):
        row = YONGCHUAN.row(sheet.cell(line, 1).value)
        assert sheet.cell(line, 1).data_type == "s"
        assert sheet.cell(line, 1).number_format == "@"
        assert [sheet.cell(line, at).value for at in (3, 4, 5, 7)] == [None] * 4
        assert (sheet.cell(line, 9).value or "") == row.baseline_2020.words
        assert sheet.cell(line, 9).fill.fgColor.rgb == "00E7E6E6"
        assert sheet.cell(line, 5).fill.fgColor.rgb != "00E7E6E6"
        assert sheet.cell(line, 2).alignment.wrap_text
        # A phrase that is longer than its column is wide must not be cut.
        assert 2 * len(row.phrase) <= sheet.column_dimensions["B"].width


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_template_has_the_same_bytes_every_time(tmp_path, suffix, monkeypatch):
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    write_template(first, KAIZHOU)
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    write_template(second, KAIZHOU)
    assert first.read_bytes() == second.read_bytes()
    if suffix == ".xlsx":
        with zipfile.ZipFile(first) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert core.count("2000-01-01T00:00:00Z") == 2


def test_a_template_never_replaces_figures_unasked(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("figures", encoding="utf-8")
    with pytest.raises(OutputError, match="--overwrite"):
        write_template(path, KAIZHOU)
    assert path.read_text(encoding="utf-8") == "figures"
    write_template(path, KAIZHOU, overwrite=True)
    assert "KZ-06" in path.read_text(encoding="utf-8-sig")
    with pytest.raises(InputError, match=r"\.xlsx"):
        write_template(tmp_path / "t.doc", KAIZHOU)
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(OutputError):
        write_template(tmp_path / "taken.csv", KAIZHOU, overwrite=True)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(
    st.dictionaries(
        st.tuples(WORDS.filter(str.strip), WORDS, st.integers(1949, 2100)),
        st.tuples(st.floats(allow_nan=False, allow_infinity=False), WORDS, WORDS),
        max_size=12,
    )
)
def test_the_part_of_a_study_is_read_back_to_the_last_digit(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("part") / "indicators.csv"
    table = IndicatorTable(
        indicator=tuple(key[0] for key in entries),
        area=tuple(key[1] for key in entries),
        year=np.array([key[2] for key in entries], dtype=np.int64),
        value=np.array([one[0] for one in entries.values()], dtype=np.float64),
        unit=tuple(one[1] for one in entries.values()),
        source=tuple(one[2] for one in entries.values()),
    )
    write_indicators(path, table)
    first = path.read_bytes()
    back = read_written_indicators(path)
    for name in ("indicator", "area", "unit", "source"):
        assert getattr(back, name) == getattr(table, name)
    assert np.array_equal(back.year, table.year)
    assert np.array_equal(back.value, table.value)
    write_indicators(path, back)
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    "content",
    ["", "indicator,area\nA,b\n", "indicator,area,year,value,unit,source\nA,,x,1,,\n", '"open'],
)
def test_a_damaged_part_is_refused(tmp_path, content):
    path = written(tmp_path, content)
    if not content:
        assert len(read_written_indicators(path)) == 0
        return
    with pytest.raises(FileFormatError, match="damaged"):
        read_written_indicators(path)


CELL = st.one_of(st.text(max_size=8), st.sampled_from(["YC-18", "2023", "8.4", "95%", "3+4", "=1"]))


@given(st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=6))
def test_any_table_is_read_or_refused_in_words(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("any") / "t.csv"
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEAD.strip().split(","), *lines])
    path.write_text(stream.getvalue(), encoding="utf-8", errors="replace", newline="")
    try:
        table, report = scan_indicators(path, rows=YONGCHUAN)
    except InputError as fault:
        fault.render(Lang.ZH)
        return
    assert np.isfinite(table.value).all()
    for one in report.rejects:
        assert text(one.code, Lang.ZH, **one.fields)
        assert text(one.code, Lang.EN, **one.fields)


def test_a_title_with_a_scaled_unit_is_refused_unless_every_row_states_its_own(tmp_path):
    path = tmp_path / "i.csv"
    for content in ("单位：万人,,\n指标,年份,数值\nA,2020,3\n", "单位：万元,\n指标,2020年\nA,3\n"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InputError) as fault:
            read_indicators(path)
        assert fault.value.code == "sheets.scaled_unit"
    path.write_text("单位：万人,,,\n指标,年份,数值,单位\nA,2020,3,张\n", encoding="utf-8")
    assert len(read_indicators(path)[0]) == 1
