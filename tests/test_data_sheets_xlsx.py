"""Workbooks: worked examples, openpyxl as the twin, and what is made to do harm."""

import datetime
import random
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.columns import COMMON_FIELDS, ColumnMapping
from data.import_report import ImportReport
from data.sheet_reader import formula_rejects, read_sheet
from geo.errors import InputError
from geo.text import Lang, text

ROOT = Path(__file__).resolve().parent.parent
FIELDS = {
    **COMMON_FIELDS,
    "beds": ("beds", "床位数", "实有床位"),
    "town": ("所在乡镇", "town"),
    "level": ("级别",),
    "grade": ("等级",),
}


def book_of(path, rows, *, merged=(), title="机构", change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for one in merged:
        sheet.merge_cells(one)
    if change:
        change(book, sheet)
    book.save(path)
    return path


def reading(path, *, needed=("lon", "lat"), mapping=None):
    report = ImportReport()
    sheet = read_sheet(path, fields=FIELDS, needed=needed, mapping=mapping, report=report)
    for note in report.notes:
        assert text(note.code, Lang.ZH, **note.fields)
    return sheet, {note.code: note.fields for note in report.notes}, report


def fault_of(path, **named):
    with pytest.raises(InputError) as fault:
        reading(path, **named)
    assert fault.value.render(Lang.ZH)
    return fault.value


@pytest.fixture
def office_list(tmp_path):
    """A list as an office keeps it: title, head of two rows, merged cells, totals, notes."""
    rows = [
        ["附件1  永川区医疗卫生机构一览表"],
        ["机构名称", "坐标", None, "床位", None, "所在乡镇", "级别", "等级"],
        [None, "经度", "纬度", "编制", "实有", None, None, None],
        ["甲医院", 105.9, 29.35, 100, 120, "板桥镇", "三级", "甲等"],
        ["乙医院", 105.91, 29.36, None, 20, None, "未定级", None],
        ["一、乡镇卫生院"],
        ["丙院", 105.92, 29.37, 30, None, "朱沱镇", None, None],
        ["丁院", 105.93, 29.38, None, 8.5, None, None, None],
        ["合计", None, None, 130, 148.5],
        ["注：床位数截至2023年底"],
        ["填表人：张三", None, None, "审核人：李四"],
    ]
    merged = ["A1:H1", "A2:A3", "B2:C2", "D2:E2", "F2:F3", "G2:G3", "H2:H3"]
    merged += ["D4:D5", "F4:F5", "G5:H5", "A6:H6", "F7:F8", "E7:E8", "A10:H10"]

    def change(book, sheet):
        sheet.row_dimensions[5].hidden = True
        sheet["E7"] = 40
        book.create_sheet("说明").append(["本表由卫健委填报"])

    return book_of(tmp_path / "list.xlsx", rows, merged=merged, change=change)


def test_an_office_list_is_read_as_its_writer_means_it(office_list):
    sheet, notes, _ = reading(office_list)
    assert sheet.name == "list.xlsx [机构]"
    assert sheet.head[:5] == ("机构名称", "坐标 经度", "坐标 纬度", "床位 编制", "床位 实有")
    assert sheet.row.tolist() == [4, 5, 7, 8]
    assert sheet.column("name") == ["甲医院", "乙医院", "丙院", "丁院"]
    assert sheet.column("lon") == ["105.9", "105.91", "105.92", "105.93"]
    assert sheet.column("beds") == ["120", "20", "40", ""]
    assert sheet.column("town") == ["板桥镇", "板桥镇", "朱沱镇", "朱沱镇"]
    assert (sheet.column("level")[1], sheet.column("grade")[1]) == ("未定级", "未定级")
    assert sheet.cells[3] == ["100", "", "30", ""]
    assert (notes["sheets.merged_body"]["filled"], notes["sheets.merged_body"]["kept"]) == (3, 2)
    assert notes["sheets.hidden_rows"]["count"] == 1
    assert notes["sheets.total_rows"]["rows"] == "9"
    assert notes["sheets.note_rows"]["rows"] == "10, 11"
    assert notes["sheets.caption_rows"]["rows"] == "6"
    assert notes["sheets.sheet_taken"]["others"] == "说明"


@pytest.mark.parametrize(
    ("column", "value", "filled"),
    [
        ("beds", 120, False),
        ("beds", "120张", False),
        ("beds", "待定", False),
        ("town", "板桥镇", True),
        ("town", "3号楼", True),
        ("town", "=A1", False),
        ("town", 2023, False),
        ("lon", "105°54", False),
        ("id", "A-1", False),
        ("name", "甲医院", True),
    ],
)
def test_merged_cells_are_filled_with_words_never_with_numbers(tmp_path, column, value, filled):
    head = ["name", "id", "lon", "lat", "beds", "town"]
    rows = [head, ["A", "1", 1, 2, 10, "T"], ["B", "2", 1, 2, 20, "T"], ["C", "3", 1, 2, 30, "T"]]
    place = head.index(column)
    rows[1][place], rows[2][place] = value, None
    letter = "ABCDEF"[place]
    path = book_of(tmp_path / "a.xlsx", rows, merged=[f"{letter}2:{letter}3"])
    sheet, notes, _ = reading(path)
    assert sheet.column(column)[:2] == [str(value), str(value) if filled else ""]
    assert notes["sheets.merged_body"]["filled" if filled else "kept"] == 1


def test_values_are_text_as_the_workbook_shows_them(tmp_path):
    values = {
        "A": ("甲", "甲"),
        "B": (5.0, "5"),
        "C": (29.35, "29.35"),
        "D": (0.123456789012, "0.123456789012"),
        "E": (datetime.date(2023, 5, 1), "2023-05-01"),
        "F": (datetime.datetime(2023, 5, 1, 8, 30), "2023-05-01 08:30:00"),
        "G": (datetime.time(8, 30), "08:30:00"),
        "H": (True, "TRUE"),
        "I": ("#REF!", "#REF!"),
        "J": (0.125, "12.5%"),
        "K": (7, "00007"),
        "L": ("  两端 ", "两端"),
        "M": (500_118_000_000, "500118000000"),
        "N": (-3, "-3"),
        "O": (1e22, "1e+22"),
        "P": ("106.50", "106.50"),
        "Q": ("a_x000D_\nb", "a\nb"),
    }

    def change(_, sheet):
        for letter, (value, _) in values.items():
            sheet[f"{letter}2"] = value
        sheet["J2"].number_format = "0.0%"
        sheet["K2"].number_format = "00000"

    rows = [["lon", "lat", *(f"c{place}" for place in range(len(values) - 2))]]
    sheet, _, _ = reading(book_of(tmp_path / "a.xlsx", rows, change=change))
    assert [column[0] for column in sheet.cells] == [said for _, said in values.values()]


def test_days_from_1904_are_the_same_dates(tmp_path):
    def change(book, sheet):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        sheet["C2"] = datetime.date(2023, 5, 1)

    path = book_of(tmp_path / "a.xlsx", [["lon", "lat", "on"], [1, 2]], change=change)
    assert reading(path)[0].cells[2] == ["2023-05-01"]


def test_formulas_stay_formulas_and_are_rejected_where_used(tmp_path):
    rows = [["lon", "lat", "beds"], [1, 2, "=1+1"], [3, 4, 5], [5, "=B2", "#DIV/0!"]]
    sheet, _, report = reading(book_of(tmp_path / "a.xlsx", rows))
    assert sheet.column("beds")[0] == "=1+1"
    assert sheet.formulas("beds").tolist() == [True, False, False]
    assert formula_rejects(sheet, ("lon", "lat", "beds"), report).tolist() == [True, False, True]
    assert [one.code for one in report.rejects] == ["row.formula", "row.formula"]


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "{dimension}<sheetData>{rows}</sheetData></worksheet>"
)
HEAD = '<row r="1"><c t="str"><v>lon</v></c><c t="str"><v>lat</v></c></row>'


SHARED = (
    '<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
)


def with_sheet(path, xml, *, part="xl/worksheets/sheet1.xml", strings=""):
    """A workbook of which one part is written by hand."""
    book_of(path, [["lon", "lat", "甲"], [1, 2, "乙"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = xml.encode()
    if strings or part == "xl/sharedStrings.xml":
        # Excel writes text into a part of its own, openpyxl into the cells.
        links = parts["xl/_rels/workbook.xml.rels"].decode()
        parts["xl/_rels/workbook.xml.rels"] = links.replace("</Relationships>", SHARED).encode()
    if strings:
        parts["xl/sharedStrings.xml"] = strings.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def rows_of(path, rows, *, dimension=""):
    return with_sheet(path, SHEET.format(dimension=dimension, rows=rows))


def test_shared_text_is_joined_from_its_runs_without_its_reading_aids(tmp_path):
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>lon</t></si><si><t>lat</t></si><si><r><t>甲</t></r><r><t>镇</t></r>"
        "<rPh sb='0' eb='1'><t>jia</t></rPh></si><si/><si><t>name_x000D_</t></si></sst>"
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>4</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="C2" t="s"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><v>2</v></c><c r="C3" t="s"><v>3</v></c></row>'
    )
    xml = SHEET.format(dimension="", rows=rows)
    sheet, _, _ = reading(with_sheet(tmp_path / "a.xlsx", xml, strings=strings))
    assert sheet.column("name") == ["甲镇", ""]


def test_formulas_shared_between_cells_and_arrays_are_all_marked(tmp_path):
    rows = (
        HEAD + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="shared" ref="B2:B4" si="0">A2*2'
        "</f><v>2</v></c></row>"
        '<row r="3"><c r="A3"><v>2</v></c><c r="B3"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="4"><c r="A4"><f t="array" ref="A4:B4">{1,2}</f><v>1</v></c>'
        '<c r="B4"><v>2</v></c></row>'
    )
    sheet, _, _ = reading(rows_of(tmp_path / "a.xlsx", rows))
    assert sheet.formulas("lat").tolist() == [True, True, True]
    assert sheet.formulas("lon").tolist() == [False, False, True]
    assert sheet.column("lat") == ["=A2*2", "=A2*2 [B2]", "2"]


def test_a_sheet_that_declares_itself_vast_is_read_by_its_cells(tmp_path):
    rows = HEAD + '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="B1048576"><v>2</v></c></row>'
    path = rows_of(tmp_path / "a.xlsx", rows, dimension='<dimension ref="A1:XFD1048576"/>')
    sheet, _, _ = reading(path)
    assert sheet.row.tolist() == [1_048_576]


def test_styled_blank_cells_far_out_are_no_columns(tmp_path):
    rows = HEAD + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="XFD2" s="0"/></row>'
    assert len(reading(rows_of(tmp_path / "a.xlsx", rows))[0].head) == 2


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1048577"><c><v>1</v></c></row>', "sheets.too_many_rows"),
        ('<row r="99999999999999999999"><c><v>1</v></c></row>', "sheets.too_many_rows"),
        (
            '<row r="1"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>',
            "sheets.damaged_workbook",
        ),
        ('<row r="x"><c><v>1</v></c></row>', "sheets.damaged_workbook"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "sheets.damaged_workbook"),
        ('<row r="1"><c r="é1"><v>1</v></c></row>', "sheets.damaged_workbook"),
        ('<row r="1"><c r="SG1"><v>1</v></c></row>', "sheets.too_many_columns"),
        ('<row r="1"><c t="s"><v>99</v></c></row>', "sheets.damaged_workbook"),
        ('<row r="1"><c t="s"><v>-1</v></c></row>', "sheets.damaged_workbook"),
        ('<row r="1"><c t="str"><v>' + "x" * 131_073 + "</v></c></row>", "sheets.cell_too_long"),
        ('<row r="1"><c><v>1</c></row>', "sheets.damaged_workbook"),
        ("", "table.empty"),
    ],
)
def test_cells_that_cannot_be_are_refused(tmp_path, rows, code):
    assert fault_of(rows_of(tmp_path / "a.xlsx", rows)).code == code


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><sst><si><t>&a11;</t></si></sst>"
)


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
    ],
)
def test_entities_are_refused_wherever_they_stand(tmp_path, part):
    fault = fault_of(with_sheet(tmp_path / "a.xlsx", LAUGHS, part=part))
    assert (fault.code, fault.fields["part"]) == ("sheets.doctype", part)


def test_a_part_that_is_missing_is_named(tmp_path):
    path = with_sheet(tmp_path / "a.xlsx", "<x/>", part="xl/workbook.xml")
    assert fault_of(path).code == "sheets.damaged_workbook"


@pytest.mark.parametrize("kind", ["xl/workbook.bin", "mimetype"])
def test_workbooks_of_other_kinds_are_refused_by_name(tmp_path, kind):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(kind, "application/vnd.oasis.opendocument.spreadsheet")
    assert fault_of(path).code == "sheets.other_kind"


def test_of_several_sheets_the_one_that_fits_is_taken(tmp_path):
    def change(book, _):
        for title, head in (("乙", ["name", "lon", "lat"]), ("丙", ["name", "lon", "lat", "beds"])):
            sheet = book.create_sheet(title)
            sheet.append(head)
            sheet.append([title, 1, 2, 3])
        hidden = book.create_sheet("隐藏")
        hidden.append(["name", "lon", "lat", "beds", "所在乡镇"])
        hidden.append(["隐藏", 1, 2, 3, "T"])
        hidden.sheet_state = "hidden"

    path = book_of(tmp_path / "a.xlsx", [["目录"]], change=change)
    assert reading(path)[0].column("name") == ["丙"]
    assert reading(path, mapping=ColumnMapping(sheet="乙"))[0].column("name") == ["乙"]
    assert reading(path, mapping=ColumnMapping(sheet="隐藏"))[0].column("name") == ["隐藏"]
    assert fault_of(path, mapping=ColumnMapping(sheet="丁")).code == "mapping.no_sheet"


def test_sheets_alike_that_are_not_read_are_named(tmp_path):
    def change(book, _):
        sheet = book.create_sheet("乙镇")
        sheet.append(["lon", "lat"])
        sheet.append([1, 2])

    path = book_of(tmp_path / "a.xlsx", [["lon", "lat"], [1, 2]], title="甲镇", change=change)
    _, notes, _ = reading(path)
    assert (notes["sheets.sheets_alike"]["taken"], notes["sheets.sheets_alike"]["others"]) == (
        "甲镇",
        "乙镇",
    )


CELL = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False).filter(lambda value: not 0 < abs(value) < 1e-4),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
    st.dates(datetime.date(1900, 3, 1), datetime.date(2200, 1, 1)),
)


@settings(max_examples=60)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=8))
def test_every_cell_is_what_openpyxl_reads(tmp_path_factory, rows):
    """The twin reads the same file by another way; it makes values, here compared as text."""
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    book_of(path, [["lon", "lat"], *rows, [1, 2]])
    sheet, _, _ = reading(path, mapping=ColumnMapping(head_row=1))
    twin = openpyxl.load_workbook(path).active
    for place, row in enumerate(sheet.row.tolist()):
        for column, cells in enumerate(sheet.cells):
            value = twin.cell(row, column + 1).value
            assert cells[place] == shown(value)
    blank = [row[0].row for row in twin.iter_rows() if not any(shown(cell.value) for cell in row)]
    left_out = set(range(2, twin.max_row + 1)) - set(sheet.row.tolist()) - set(blank)
    assert all(
        any(mark in str(twin.cell(row, 1).value) for mark in ("计", "注", "otal", "lon"))
        for row in left_out
    )


def shown(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value).strip()


def test_a_workbook_cut_or_changed_anywhere_is_read_or_refused(office_list, tmp_path):
    whole = office_list.read_bytes()
    chance = random.Random(5)  # noqa: S311
    path = tmp_path / "b.xlsx"
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.2:
            del content[chance.randrange(len(content)) :]
        path.write_bytes(content)
        with suppress(InputError):
            reading(path)


@pytest.mark.slow
def test_xml_changed_anywhere_is_read_or_refused(office_list, tmp_path):
    with zipfile.ZipFile(office_list) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(6)  # noqa: S311
    path = tmp_path / "b.xlsx"
    for _ in range(250):
        name = chance.choice([one for one in sorted(parts) if one.startswith(("xl/", "_rels"))])
        content = bytearray(parts[name])
        for _ in range(chance.randint(1, 3)):
            content[chance.randrange(len(content))] = chance.choice(b'0123456789AZaz<>/"= -')
        with zipfile.ZipFile(path, "w") as archive:
            for one, whole in parts.items():
                archive.writestr(one, bytes(content) if one == name else whole)
        with suppress(InputError):
            reading(path)


MEMORY = """
import resource, sys
from pathlib import Path
from data.columns import COMMON_FIELDS
from data.import_report import ImportReport
from data.sheet_reader import read_sheet
from geo.errors import GoldenHourError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_sheet(Path(sys.argv[1]), fields=COMMON_FIELDS, report=ImportReport())
except GoldenHourError as fault:
    print(fault.code)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_one_huge_text_shared_by_all_cells_is_bounded(tmp_path):
    """Sixty megabytes of one character pack to nothing; they are looked at, not multiplied."""
    cell = '<c t="s"><v>0</v></c>'
    path = with_sheet(
        tmp_path / "a.xlsx",
        SHEET.format(dimension="", rows=f"<row>{cell * 3}</row>" * 1000),
        strings=f"<sst><si><t>{'x' * 60_000_000}</t></si></sst>",
    )
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    code, used_mb = done.stdout.split()
    assert code == "sheets.cell_too_long"
    assert int(used_mb) < 400
