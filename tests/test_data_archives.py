"""Archives: what is harmless is opened, what is not is refused before it is unpacked."""

import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.archives import MOST_ENTRIES, open_archive
from geo.errors import DataUnavailableError, FileFormatError, GoldenHourError

ROOT = Path(__file__).resolve().parent.parent


def packed(path, entries, *, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def test_a_plain_archive_is_read(tmp_path):
    path = packed(tmp_path / "a.zip", [("one/a.txt", "甲"), ("b.txt", "x" * 100)])
    with open_archive(path) as archive:
        assert archive.read("one/a.txt").decode() == "甲"


def test_a_missing_archive_is_named(tmp_path):
    with (
        pytest.raises(DataUnavailableError, match="There is no file"),
        open_archive(tmp_path / "none.zip"),
    ):
        pass


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "/etc/passwd", "C:/a", "c:a", "..\\a", "\\a", "\\\\host\\a", "a\nb", "."],
)
def test_names_that_lead_out_are_refused(tmp_path, name):
    info = zipfile.ZipInfo("x" * len(name))
    path = packed(tmp_path / "a.zip", [(info, "content")])
    # Written by hand, for the library itself would tidy some of these names.
    path.write_bytes(path.read_bytes().replace(b"x" * len(name), name.encode()))
    with pytest.raises(FileFormatError) as fault, open_archive(path):
        pass
    assert fault.value.code == "archive.bad_name"


@pytest.mark.parametrize("name", ["a..b", "..a/b", "a/b..", "a b/c", "甲.txt"])
def test_names_with_harmless_dots_are_taken(tmp_path, name):
    with open_archive(packed(tmp_path / "a.zip", [(name, "content")])) as archive:
        assert archive.read(name) == b"content"


def test_a_link_is_refused(tmp_path):
    info = zipfile.ZipInfo("a.shp")
    info.external_attr = 0o120777 << 16
    path = packed(tmp_path / "a.zip", [(info, "/etc/passwd")])
    with pytest.raises(FileFormatError, match="holds a link"), open_archive(path):
        pass


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("names", [("a", "a"), ("a.shp", "A.SHP"), ("d/a", "d\\a"), ("a", "./a")])
def test_doubles_are_refused(tmp_path, names):
    path = packed(tmp_path / "a.zip", [(name, "content") for name in names])
    with pytest.raises(FileFormatError) as fault, open_archive(path):
        pass
    assert fault.value.code == "archive.double"


def test_a_password_is_named(tmp_path):
    path = packed(tmp_path / "a.zip", [("a", "content")])
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match="locked with a password"), open_archive(path):
        pass


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(tmp_path, method):
    path = packed(tmp_path / "a.zip", [("a", "content")], method=method)
    with pytest.raises(FileFormatError, match="packed in a way"), open_archive(path):
        pass


def test_the_number_of_entries_is_bounded(tmp_path):
    full = packed(tmp_path / "full.zip", [(str(one), "") for one in range(MOST_ENTRIES)])
    with open_archive(full) as archive:
        assert len(archive.namelist()) == MOST_ENTRIES
    over = packed(tmp_path / "over.zip", [(str(one), "") for one in range(MOST_ENTRIES + 1)])
    with pytest.raises(FileFormatError) as fault, open_archive(over):
        pass
    assert fault.value.code == "archive.too_many"


def declared(path, size):
    """Write an archive whose one entry declares a size unpacked."""
    packed(path, [("a", "content")])
    content = bytearray(path.read_bytes())
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", size)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("size", "code"),
    [(67_108_864, ""), (67_108_865, "archive.bomb"), (1_073_741_825, "archive.too_large")],
)
def test_the_size_unpacked_is_bounded(tmp_path, size, code):
    path = declared(tmp_path / "a.zip", size)
    if not code:
        with open_archive(path) as archive:
            assert archive.infolist()[0].file_size == size
        return
    with pytest.raises(FileFormatError) as fault, open_archive(path):
        pass
    assert fault.value.code == code


def test_a_small_text_that_packs_very_well_is_no_bomb(tmp_path):
    path = packed(tmp_path / "a.zip", [("a", "0" * 60_000_000)])
    with open_archive(path) as archive:
        assert archive.infolist()[0].file_size == 60_000_000


def test_an_entry_that_holds_more_than_it_declares_is_damaged(tmp_path):
    path = declared(packed(tmp_path / "a.zip", []), 3)
    with pytest.raises(FileFormatError, match="is no whole"), open_archive(path) as archive:
        archive.read("a")


def test_a_directory_of_entries_that_would_fill_the_memory_is_refused(tmp_path):
    """The end record is believed for a refusal, whatever stands behind it."""
    path = tmp_path / "a.zip"
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 5, 5, 4_194_305, 0, 0)
    path.write_bytes(b"PK\x03\x04" + b"\0" * 100 + end)
    with pytest.raises(FileFormatError) as fault, open_archive(path):
        pass
    assert fault.value.code == "archive.too_many"


def test_the_long_end_record_is_looked_at_too(tmp_path):
    record = struct.pack(
        "<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2**40, 2**40, 2**40, 0
    ) + struct.pack("<4sIQI", b"PK\x06\x07", 0, 0, 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 46, 0, 0)
    path = tmp_path / "a.zip"
    path.write_bytes(record + end)
    with pytest.raises(FileFormatError) as fault, open_archive(path):
        pass
    assert fault.value.code == "archive.too_many"


BOMB = """
import resource, sys, zipfile
from pathlib import Path
path = Path(sys.argv[1])
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
    with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry:
        for _ in range(300):
            entry.write(b" " * 1_000_000)
from data.sheet_reader import read_sheet
from data.import_report import ImportReport
from geo.errors import FileFormatError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_sheet(path, fields={"lon": ("lon",)}, report=ImportReport())
except FileFormatError as fault:
    print(fault.code)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000)
"""


def test_a_bomb_is_refused_without_unpacking_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", BOMB, tmp_path / "bomb.xlsx"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.split() == ["archive.bomb", "True"]


@settings(max_examples=200)
@given(st.integers(0, 2**32))
def test_damaged_archives_give_their_content_or_an_error_of_ours(tmp_path_factory, seed):
    chance = random.Random(seed)  # noqa: S311
    folder = tmp_path_factory.mktemp("zip")
    path = packed(folder / "a.zip", [("a", b"content" * 50), ("b", b"x")])
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    path.write_bytes(content)
    try:
        with open_archive(path) as archive:
            for name in archive.namelist():
                assert len(archive.read(name)) < 1000
    except GoldenHourError:
        pass


@given(st.binary(max_size=200))
def test_any_bytes_give_an_error_of_ours(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    path.write_bytes(content)
    with pytest.raises(GoldenHourError), open_archive(path):
        pass
