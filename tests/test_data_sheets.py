"""Tables of text: encodings, heads, rows that are no data, fields, the mapping file, numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.columns import COMMON_FIELDS, ColumnMapping, normal_heading, read_mapping, recognise
from data.import_report import ImportReport
from data.numbers import is_quantity, parse_numbers
from data.sheet_reader import formula_rejects, read_sheet
from geo.errors import DataUnavailableError, InputError
from geo.text import Lang, text

FIELDS = {
    **COMMON_FIELDS,
    "population": ("population", "人口", "常住人口"),
    "beds": ("beds", "床位数", "床位实有"),
    "town": ("town", "所在乡镇"),
}


@pytest.fixture
def read(tmp_path):
    def reading(content, *, encoding="utf-8", name="list.csv", needed=("lon", "lat"), mapping=None):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        report = ImportReport()
        sheet = read_sheet(path, fields=FIELDS, needed=needed, mapping=mapping, report=report)
        for note in report.notes:
            assert text(note.code, Lang.ZH, **note.fields)
            assert text(note.code, Lang.EN, **note.fields)
        return sheet, {note.code: note.fields for note in report.notes}, report

    return reading


def fault_of(read, *arguments, **named):
    with pytest.raises(InputError) as fault:
        read(*arguments, **named)
    assert fault.value.render(Lang.ZH)
    return fault.value


# --------------------------------------------------------------------- the file ---


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataUnavailableError, match="There is no file"):
        read_sheet(tmp_path / "none.csv", fields=FIELDS, report=ImportReport())


TABLE = "机构名称,经度,纬度\n甲医院,105.9,29.35\n乙院,106,29.4\n"


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
        ("utf-16", "UTF-16"),
    ],
)
def test_encodings(read, encoding, noted):
    sheet, notes, _ = read(TABLE, encoding=encoding)
    assert sheet.column("name") == ["甲医院", "乙院"]
    assert notes.get("sheets.encoding", {}).get("encoding") == noted


def test_utf_16_of_either_byte_order_needs_its_mark(read):
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        sheet, _, _ = read(mark + TABLE.encode(encoding))
        assert sheet.column("name") == ["甲医院", "乙院"]
    assert fault_of(read, TABLE.encode("utf-16-le")).code == "table.not_text"


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b" , ,\n"])
def test_an_empty_table_is_refused(read, content):
    assert fault_of(read, content).code == "table.empty"


@pytest.mark.parametrize(
    "content", [b"lon,lat\0\n1,2\n", b"\x89PNG\r\n\x1a\n\0\0", b"lon,lat\n\xff\xff,2\n"]
)
def test_what_is_no_text_is_refused(read, content):
    assert fault_of(read, content).code == "table.not_text"


def test_utf_8_with_a_damaged_character_is_not_read_as_garbled_gb18030(read):
    """Cut in the middle of a character it would pass as GB18030, every name of it wrong."""
    content = ("名称,经度,纬度\n" + "永川区人民医院,1,2\n" * 30 + "甲").encode()
    assert fault_of(read, content[:-1]).code == "sheets.damaged_utf8"


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_below(read):
    fault = fault_of(read, 'lon,lat,name\n1.5,42.5,"Foo\n1.6,42.6,Bar\n')
    assert fault.code == "table.damaged"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_are_told_by_the_fields_they_give(read, delimiter):
    title = "附件, 医院, 名单, 全部" if delimiter != "," else "附件; 医院; 名单"
    content = title + "\n" + TABLE.replace(",", delimiter)
    sheet, _, _ = read(content)
    assert list(zip(sheet.column("name"), sheet.column("lon"), strict=True)) == [
        ("甲医院", "105.9"),
        ("乙院", "106"),
    ]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(read):
    sheet, _, _ = read('\nname,lon,lat\n"甲\n镇",1,2\n\n , ,\n乙,3,4\n')
    assert sheet.row.tolist() == [3, 6]
    assert sheet.column("name") == ["甲\n镇", "乙"]


def test_a_table_of_a_head_alone_has_no_rows(read):
    sheet, _, _ = read("lon,lat\n")
    assert len(sheet) == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheets.old_workbook"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheets.old_wps"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "sheets.password",
        ),
        ("a.xls", b"<html><table><tr><td>lon</td></tr></table></html>", "sheets.other_kind"),
        ("a.csv", b"<html><table><tr><td>lon</td></tr></table></html>", "sheets.web_page"),
        ("a.xlsx", b"lon,lat\n1,2\n", "sheets.not_workbook"),
        ("a.ods", b"whatever", "sheets.other_kind"),
        ("a.dbf", b"\x03", "sheets.shapefile_part"),
        ("a.kml", b"<kml/>", "sheets.other_kind"),
        ("a.zip", b"whatever", "archive.damaged"),
    ],
)
def test_other_kinds_of_file_are_refused_by_name(read, name, content, code):
    fault = fault_of(read, content, name=name)
    assert fault.code == code
    assert name in str(fault)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("lon,lat" + "," * 498 + "x\n1,2\n", ""),
        ("lon,lat" + "," * 499 + "x\n1,2\n", "sheets.too_many_columns"),
        ("lon,lat" + "," * 5000 + "\n1,2" + "," * 5000 + "\n", ""),
        ("lon,lat\n" + "1,2\n" * 1_048_575, ""),
        ("lon,lat\n" + "1,2\n" * 1_048_576, "sheets.too_many_rows"),
        ("lon,lat\n1," + "2" * 131_072 + "\n", ""),
        ("lon,lat\n1," + "2" * 131_073 + "\n", "table.damaged"),
    ],
)
def test_bounds(read, content, code):
    if code:
        assert fault_of(read, content).code == code
    else:
        assert len(read(content)[0]) >= 1


# --------------------------------------------------------------------- the head ---


def test_titles_above_the_head_are_passed_over(read):
    sheet, notes, _ = read("附件1 医疗机构一览表,,\n单位：张,,\n" + TABLE)
    assert sheet.row.tolist() == [4, 5]
    assert sheet.head == ("机构名称", "经度", "纬度")
    assert notes["sheets.head_rows"] | {"path": ""} == {"path": "", "first": 3, "last": 3}


def test_a_head_of_two_rows_is_joined(read):
    sheet, _, _ = read("机构名称,坐标,,床位,\n,经度,纬度,编制,实有\n甲,105.9,29.3,10,12\n")
    assert sheet.head == ("机构名称", "坐标 经度", "坐标 纬度", "床位 编制", "床位 实有")
    assert sheet.columns == {"lon": 1, "lat": 2, "name": 0, "beds": 4}
    assert sheet.row.tolist() == [3]


def test_a_head_of_two_rows_is_whole_even_where_one_row_would_do(read):
    sheet, _, _ = read("机构名称,经度,纬度,床位,\n,,,编制,核定\n甲,105.9,29.3,10,12\n")
    assert sheet.row.tolist() == [3]
    assert sheet.head[3:] == ("床位 编制", "床位 核定")


def test_a_first_row_with_gaps_is_not_taken_for_a_head(read):
    sheet, _, _ = read("name,lon,lat,beds\nA,,,\n,1,2,3\n")
    assert sheet.row.tolist() == [2, 3]
    assert sheet.head == ("name", "lon", "lat", "beds")


@pytest.mark.parametrize(
    "heading",
    [
        "床位数",
        "床位数（张）",
        "床位数(张)*",
        " 床位数 ",
        '"床位\n数"',
        "床位数{张}",
        "床 位 数:",
    ],
)
def test_headings_are_known_however_they_are_written(read, heading):
    sheet, _, _ = read(f"lon,lat,{heading}\n1,2,3\n")
    assert sheet.column("beds") == ["3"]


@given(st.sampled_from(["lon", "Longitude", "经度", "床位数"]), st.data())
def test_blanks_case_width_and_stars_do_not_matter(word, data):
    letters = [
        data.draw(st.sampled_from([one, one.upper(), chr(ord(one) + 0xFEE0)]))
        if "!" <= one <= "~"
        else one
        for one in word
    ]
    gaps = data.draw(st.lists(st.sampled_from([" ", "\u3000", "\n", "*", ""]), min_size=12))
    written = "".join(letter + gap for letter, gap in zip(letters, gaps, strict=False))
    assert normal_heading(written) == normal_heading(word)


@pytest.mark.parametrize(
    ("head", "taken", "others"),
    [
        ("床位数（张）,床位数,lon,lat", 1, "床位数（张）"),
        ("床位数,床位数,lon,lat", 0, "床位数"),
        ("床位 实有,beds,lon,lat", 1, "床位 实有"),
    ],
)
def test_of_two_headings_for_one_field_the_exact_one_then_the_first_is_taken(
    read, head, taken, others
):
    sheet, notes, _ = read(head + "\n10,11,1,2\n")
    assert sheet.columns["beds"] == taken
    assert notes["sheets.two_columns"]["others"] == others


def test_projected_x_and_y_do_not_stand_in_for_longitudes_beside_them(read):
    sheet, _, _ = read("x,y,lon,lat\n500000,3000000,105.9,29.3\n")
    assert sheet.column("lon") == ["105.9"]


def test_a_column_is_one_field_only():
    columns, _ = recognise([("名称",)], {"name": ("名称",), "town": ("名称",)})
    assert columns == {"name": 0}


def test_a_missing_column_is_named_with_what_was_found_and_comes_close(read):
    fault = fault_of(read, "机构名称,经度,纬度数值\n甲,1,2\n")
    assert fault.code == "table.no_column"
    assert fault.fields["column"] == "lat"
    assert "found: 机构名称, 经度, 纬度数值 (closest: 纬度数值)" in str(fault)
    assert fault_of(read, "name,address\nA,B\n").fields["found"] == "name, address"


@pytest.mark.parametrize("unit", ["万人", "千人", "单位：万人", "万"])
def test_a_column_of_ten_thousands_is_refused_not_read_as_ones(read, unit):
    fault = fault_of(read, f"lon,lat,常住人口（{unit}）\n1,2,3.5\n")
    assert fault.code == "sheets.scaled_unit"


@pytest.mark.parametrize("heading", ["常住人口万人", "人口万人", "人口/千人", "人口 单位：万人"])
@pytest.mark.parametrize("needed", [("lon", "lat", "population"), ("lon", "lat")])
def test_a_scaled_unit_without_brackets_is_refused_and_not_called_a_misspelling(
    read, heading, needed
):
    fault = fault_of(read, f"lon,lat,{heading}\n1,2,3.5\n", needed=needed)
    assert fault.code == "sheets.scaled_unit"
    assert "rename" not in str(fault)


@pytest.mark.parametrize("unit", ["万人", "千人", "万", "亿", "百人", "十人", "人、万人", " 万 人"])
@pytest.mark.parametrize(
    "row",
    [
        "单位：{},,", "单位:{},,", "（单位：{}）,,", "计量单位：{},,", ",,单位：{}", "单位：,{},",
        "各镇人口（{}）,,", "永川区常住人口 单位：{},,", "单位 {},,",
    ],
)  # fmt: skip
def test_a_unit_above_the_head_is_refused_not_read_as_ones(read, row, unit):
    if "人、" in unit and "单位：{" not in row:
        unit = "万人"
    fault = fault_of(read, f"永川区,,\n{row.format(unit)}\nlon,lat,人口\n1,2,3.5\n")
    assert fault.code == "sheets.scaled_unit"
    assert "2" in str(fault.fields["where"].fields["row"])


@pytest.mark.parametrize(
    "content",
    [
        "lon,lat,人口\n,,万人\n1,2,3.5\n",  # a row of units beneath the head
        "lon,lat,人口\n,,（万人）\n1,2,3.5\n",
        "lon,lat,人口\n1,2,3.5\n单位：万人,,\n",  # beneath the table, dropped as a note
    ],
)
def test_a_unit_beneath_the_head_or_the_table_is_refused_too(read, content):
    assert fault_of(read, content).code == "sheets.scaled_unit"


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("单位：人", "人口"),
        ("单位：张", "床位数"),
        ("填报单位：万州区卫生健康委", "人口"),
        ("单位名称：千人医院", "人口"),
        ("单位：万元", "人口"),  # no money is read
        ("单位：万元", "床位数"),
        ("单位：万人", "床位数"),  # beds are no people
        ("单位：万人", "电话"),  # no quantity is read at all
        ("每千人口床位数", "床位数"),
    ],
)
def test_a_title_whose_unit_concerns_nothing_that_is_read_is_no_fault(read, title, column):
    sheet, _, _ = read(f"{title},,\nlon,lat,{column}\n1,2,35\n")
    assert len(sheet) == 1


def test_a_datum_in_a_heading_is_remarked(read):
    _, notes, _ = read("经度（GCJ-02）,纬度（GCJ-02）\n1,2\n")
    assert notes["sheets.datum_in_heading"]["datum"] == "gcj02"


def test_columns_that_are_not_read_are_named(read):
    _, notes, _ = read("lon,lat,法人,电话\n1,2,张,1\n")
    assert notes["sheets.columns_unread"]["names"] == "法人, 电话"


# --------------------------------------------------------------------- the rows ---


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("合计,,", "sheets.total_rows"),
        ("总 计,,", "sheets.total_rows"),
        ("永川区合计,105,29", "sheets.total_rows"),
        ("Total,,", "sheets.total_rows"),
        ("其中：城镇,,", "sheets.total_rows"),
        ("A,,,小计", ""),
        ("注：数据截至2023年,,", "sheets.note_rows"),
        ("注1、含分院,,", "sheets.note_rows"),
        ("填表人：张三,审核人：李四,日期", "sheets.note_rows"),
        ("机构名称,经度,纬度", "sheets.head_again"),
        ("注：不是医院,105.9,29.3", ""),
        ("注射室,105.9,29.3", ""),
        ("会计中心,105.9,29.3", ""),
        ("联合计生站,105.9,29.3", ""),
        ("A.B. Clinic,105.9,29.3", ""),
    ],
)
def test_rows_of_totals_and_notes_are_left_out_with_a_remark(read, row, code):
    sheet, notes, _ = read(TABLE + row + "\n")
    assert len(sheet) == (2 if code else 3)
    left_out = {
        one for one in notes if one.endswith(("_rows", "_again")) and "head_rows" not in one
    }
    assert left_out == ({code} if code else set())


def test_a_row_that_numbers_the_columns_is_left_out(read):
    sheet, notes, _ = read("name,lon,lat,beds,town\n(1),(2),(3),(4),(5)\nA,1,2,3,B\n")
    assert sheet.row.tolist() == [3]
    assert notes["sheets.numbering_row"]["row"] == 2
    assert len(read("lon,lat,beds\n1,2,3\n")[0]) == 1


def test_formulas_are_marked_and_rejected_where_they_are_used(read):
    sheet, _, report = read(
        "name,lon,lat,beds\nA,1,2,=B2*3\nB,-5,+5,7\nC,=1+1,2,3\nD,1,2,#REF!\n#N/A,1,2,3\n"
    )
    assert sheet.formulas("beds").tolist() == [True, False, False, False, False]
    rejected = formula_rejects(sheet, ("beds", "lon", "lat", "level"), report)
    assert rejected.tolist() == [True, False, True, True, False]
    assert [(one.row, one.code, one.fields["column"]) for one in report.rejects] == [
        ("2", "row.formula", "beds"),
        ("4", "row.formula", "lon"),
        ("5", "row.error_cell", "beds"),
    ]
    assert formula_rejects(sheet, ("name",), ImportReport()).tolist() == [False] * 4 + [True]


# ------------------------------------------------------------------ the mapping ---


@pytest.fixture
def mapping(tmp_path):
    def make(content):
        path = tmp_path / "mapping.toml"
        path.write_text(content, encoding="utf-8")
        return read_mapping(path)

    return make


def test_a_mapping_names_columns_and_the_head(read, mapping):
    said = mapping(
        'head_row = 3\ndatum = "GCJ02"\ncrs = "EPSG:4547"\n'
        '[columns]\nlon = "甲"\nlat = "乙 （度）"\nbeds = "床位 实有"\n'
    )
    assert (said.datum, said.crs, said.head_row) == ("gcj02", "EPSG:4547", 3)
    sheet, _, _ = read("lon,lat\n9,9\n甲,乙（度）,床位实有,beds\n1,2,3,4\n", mapping=said)
    assert [sheet.column(one) for one in ("lon", "lat", "beds")] == [["1"], ["2"], ["3"]]
    assert sheet.row.tolist() == [4]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[columns\n", "mapping.unreadable"),
        ('colums = "x"\n', "mapping.unknown_key"),
        ("columns = 3\n", "mapping.bad_columns"),
        ("[columns]\nlon = 3\n", "mapping.bad_columns"),
        ("head_row = 0\n", "mapping.bad_row"),
        ("head_row = true\n", "mapping.bad_row"),
        ("sheet = 1\n", "mapping.not_text"),
        ('datum = "nad27"\n', "datum.unknown"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(mapping, content, code):
    with pytest.raises(InputError) as fault:
        mapping(content)
    assert fault.value.code == code
    assert fault.value.render(Lang.ZH)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (ColumnMapping({"colour": "lon"}), "mapping.unknown_field"),
        (ColumnMapping({"beds": "张数"}), "mapping.no_heading"),
        (ColumnMapping({}, head_row=9), "mapping.no_head_row"),
    ],
)
def test_a_mapping_that_does_not_fit_the_table_is_refused(read, said, code):
    assert fault_of(read, "lon,lat\n1,2\n", mapping=said).code == code


def test_a_mapping_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(DataUnavailableError):
        read_mapping(tmp_path / "none.toml")


# ------------------------------------------------------------------ the numbers ---


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("12", 12.0),
        ("-5", -5.0),
        ("+5", 5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1,234", 1234.0),
        ("12，345，678.5", 12_345_678.5),
        ("\uff11\uff12\uff0e\uff15", 12.5),
        ("−3", -3.0),
        ("80 张", 80.0),
        ("1,200人", 1200.0),
    ],
)
def test_numbers_as_people_write_them(said, value):
    assert parse_numbers([said], grouped=True, units=("张", "人")).tolist() == [value]


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "-",
        "many",
        "1_000",
        "nan",
        "inf",
        "1e999",
        "1.234,5",
        "1,2,3",
        "1,23",
        "1 2",
        "12户",
        "张",
        "0x10",
        "\u0661",
        "1,234,56",
        "=1",
        "1e",
        "--1",
    ],
)
def test_what_is_no_number_stays_none(said):
    assert math.isnan(parse_numbers([said], grouped=True, units=("张", "人"))[0])


def test_a_decimal_comma_is_no_thousand_where_nothing_is_grouped():
    assert np.isnan(parse_numbers(["1,500", "80张"], grouped=False)).all()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_back(value):
    assert parse_numbers([repr(value)], grouped=False).tolist() == [value]


@given(st.integers(0, 10**12))
def test_grouped_digits_mean_the_same_number(value):
    assert parse_numbers([f"{value:,}"], grouped=True).tolist() == [float(value)]


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_none(said):
    value = parse_numbers([said], grouped=True, units=("人",))[0]
    assert math.isnan(value) or math.isfinite(value)
    assert is_quantity(said) in (True, False)


@given(st.lists(st.text(alphabet="0123456789.+-", max_size=6), max_size=5))
def test_a_column_of_plain_signs_is_read_as_its_cells_are_one_by_one(cells):
    """The short way for a million plain numbers knows no other grammar than the long one."""
    alone = [parse_numbers([cell, "x"], grouped=False)[0] for cell in cells]
    found = parse_numbers(cells, grouped=False)
    assert np.array_equal(found, np.array(alone), equal_nan=True)
