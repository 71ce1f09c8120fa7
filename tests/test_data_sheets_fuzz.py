"""Any bytes under any name: a sheet or an error of ours, soon, and within bounded memory."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.columns import COMMON_FIELDS, read_mapping
from data.import_report import ImportReport
from data.sheet_reader import formula_rejects, read_sheet
from geo.errors import GoldenHourError
from geo.text import Lang, text

ROOT = Path(__file__).resolve().parent.parent
NAMES = ["a.csv", "a.txt", "a", "a.xlsx", "a.geojson", "a.gpkg", "a.shp", "a.zip", "a.xls"]
STARTS = [
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"PK\x03\x04",
    b"{",
    b"SQLite format 3\0",
    b"\0\0\x27\x0a",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"lon,lat,name\n",
    "经度;纬度;名称\n".encode("gb18030"),
]


@settings(max_examples=300)
@given(
    st.sampled_from(NAMES),
    st.sampled_from(STARTS),
    st.binary(max_size=300),
    st.sampled_from([(), ("lon", "lat")]),
)
def test_any_bytes(tmp_path_factory, name, start, content, needed):
    path = tmp_path_factory.mktemp("fuzz") / name
    path.write_bytes(start + content)
    check(path, needed)


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "lon",
            "lat",
            "name",
            "经度",
            "纬度",
            "合计",
            "注：",
            "1",
            "=A1",
            '"',
            "\n",
            "坐标",
            "x",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=8),
)


@settings(max_examples=300)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=12), st.sampled_from(",;\t"))
def test_any_table_of_text(tmp_path_factory, rows, delimiter):
    path = tmp_path_factory.mktemp("fuzz") / "a.csv"
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8", newline="")
    check(path, ())


def check(path, needed):
    report = ImportReport()
    try:
        sheet = read_sheet(path, fields=COMMON_FIELDS, needed=needed, report=report)
    except GoldenHourError as fault:
        words = fault.render(Lang.ZH)
    else:
        formula_rejects(sheet, tuple(COMMON_FIELDS), report)
        words = "".join(text(one.code, Lang.ZH, **one.fields) for one in report.notes)
        assert all(len(column) == len(sheet) for column in sheet.cells)
        assert sorted(set(sheet.row.tolist())) == sheet.row.tolist()
    assert words.isascii() in (True, False)


@given(st.binary(max_size=200))
def test_any_mapping_file(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "a.toml"
    path.write_bytes(content)
    with suppress(GoldenHourError):
        read_mapping(path)


LIMITED = """
import resource, sys
from pathlib import Path
from data.columns import COMMON_FIELDS
from data.import_report import ImportReport
from data.sheet_reader import read_sheet
from geo.errors import GoldenHourError
resource.setrlimit(resource.RLIMIT_AS, (3_500_000_000, 3_500_000_000))
try:
    print(len(read_sheet(Path(sys.argv[1]), fields=COMMON_FIELDS, report=ImportReport())))
except GoldenHourError as fault:
    print(fault.code)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000_000)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: "lon,lat\n" + '"' + "x" * 60_000_000, "sheets.line_too_long"),
        (lambda: "lon,lat" + "," * 60_000_000, "sheets.line_too_long"),
        (lambda: "lon,lat\n" + ("," * 498 + "x\n") * 140_000, "sheets.too_large"),
        (lambda: "lon,lat,name\n" + "105.1,29.1,村\n" * 1_000_000, "1000000"),
        (lambda: "\n" * 60_000_000 + "lon,lat\n", "0"),
    ],
)
def test_large_tables_keep_within_two_gigabytes(tmp_path, make, said):
    path = tmp_path / "a.csv"
    path.write_text(make(), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert done.stdout.split() == [said, "True"]
