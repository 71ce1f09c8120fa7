"""Bundles: written whole or not at all, read back to the last digit, damage is told."""

import csv
import os
import shutil
import time
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import shapely

from data import studies
from data.create import StudyFiles, create_study
from data.import_report import ImportReport
from data.studies import open_study, write_study
from geo.errors import (
    DataUnavailableError,
    FileFormatError,
    GoldenHourError,
    OutputError,
)
from hand_town import lonlat, town_study
from layers.facilities import Service
from planning.answers import answer_coverage
from routing.rules import NodeRules
from routing.ways import RoadWays

PARTS = {
    "study.toml",
    "roads.npz",
    "facilities.csv",
    "demand.npz",
    "areas.geojson",
    "import-report.json",
    "rejects.csv",
}


def town(people=(1.0, 2.5)):
    sites = ((0.0, 0.0), (5500.0, 0.0))
    homes = [(500.0 * (row + 1), 10.0) for row in range(len(people))]
    return town_study(homes, list(people), hospitals_m=sites)


@pytest.fixture
def bundle(tmp_path):
    folder = tmp_path / "town"
    write_study(town(), folder, ImportReport())
    return folder


def same(one, other):
    names = [column.name for column in fields(RoadWays) if column.name != "rules"]
    pairs = [(getattr(one.ways, name), getattr(other.ways, name)) for name in names]
    rules = [column.name for column in fields(NodeRules)]
    pairs += [(getattr(one.ways.rules, name), getattr(other.ways.rules, name)) for name in rules]
    for left, right in pairs:
        if left is None:
            assert right is None
            continue
        assert left.dtype == right.dtype
        assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f")
    for name in ("lon", "lat", "population"):
        assert getattr(one.demand, name).tolist() == getattr(other.demand, name).tolist()
    assert (one.demand.name, one.demand.source) == (other.demand.name, other.demand.source)
    for name in ("id", "name", "kind", "services", "source"):
        assert getattr(one.facilities, name) == getattr(other.facilities, name)
    for name in ("lon", "lat"):
        assert getattr(one.facilities, name).tolist() == getattr(other.facilities, name).tolist()
    assert (one.areas.code, one.areas.name) == (other.areas.code, other.areas.name)
    for left, right in zip(one.areas.polygon, other.areas.polygon, strict=True):
        assert shapely.get_coordinates(left).tolist() == shapely.get_coordinates(right).tolist()
    assert one.info == other.info
    assert one.crs == other.crs


# ------------------------------------------------------------- there and back ---


def test_a_bundle_reads_back_to_the_last_digit(bundle):
    same(town(), open_study(bundle))
    assert {path.name for path in bundle.iterdir()} == PARTS


def test_a_real_study_reads_back_and_answers_the_same(tmp_path, helsinki_pbf):
    study, report = create_study(StudyFiles(osm=helsinki_pbf))
    write_study(study, tmp_path / "h", report)
    again = open_study(tmp_path / "h")
    same(study, again)
    one, other = (s.roads("walk").network for s in (study, again))
    assert one.arc_ds.tolist() == other.arc_ds.tolist()


def test_the_same_inputs_give_the_same_bytes(tmp_path, helsinki_pbf, monkeypatch):
    now = time.time()
    for folder, later in ((tmp_path / "a", now), (tmp_path / "b", now + 5000)):
        monkeypatch.setattr(time, "time", lambda later=later: later)
        study, report = create_study(StudyFiles(osm=helsinki_pbf))
        write_study(study, folder, report)
    for name in sorted(PARTS):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_study_without_people_facilities_or_areas_is_a_study(tmp_path):
    from dataclasses import replace

    study = town()
    bare = replace(
        study,
        facilities=study.facilities.take([]),
        demand=town_study([], []).demand,
        areas=study.areas.take([]),
    )
    write_study(bare, tmp_path / "bare", ImportReport())
    again = open_study(tmp_path / "bare")
    same(bare, again)
    with pytest.raises(DataUnavailableError, match="No facility in the study offers “hospital”"):
        answer_coverage(again, Service.HOSPITAL, cutoff_s=900.0)


def test_nobody_to_count_is_said(tmp_path):
    study = town_study([(0.0, 0.0)], [0.0])
    write_study(study, tmp_path / "s", ImportReport())
    with pytest.raises(DataUnavailableError, match="The study has no population"):
        answer_coverage(open_study(tmp_path / "s"), Service.HOSPITAL, cutoff_s=900.0)


# ------------------------------------------------------------- whole or not at all ---


def refuse(*_args, **_kwargs):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["write_areas", "write_rejects", "write_facilities"])
def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch, step):
    monkeypatch.setattr(studies, step, refuse)
    with pytest.raises(OutputError, match=r"cannot be written: .*No space left"):
        write_study(town(), tmp_path / "new", ImportReport())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["write_areas", "write_rejects", "write_facilities"])
def test_a_full_disk_leaves_the_old_bundle_as_it_was(bundle, monkeypatch, step):
    before = {path.name: path.read_bytes() for path in bundle.iterdir()}
    monkeypatch.setattr(studies, step, refuse)
    with pytest.raises(OutputError, match="cannot be written"):
        write_study(town((7.0,)), bundle, ImportReport(), overwrite=True)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in bundle.iterdir()} == before
    assert [path.name for path in bundle.parent.iterdir()] == ["town"]
    same(town(), open_study(bundle))


@pytest.mark.parametrize("fault", [OSError(5, "I/O error"), KeyboardInterrupt(), KeyError("text")])
def test_a_fault_between_the_two_renames_brings_the_old_bundle_back(bundle, monkeypatch, fault):
    rename = Path.rename

    def broken(self, target):
        if self.name.endswith(".partial"):
            raise fault
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises((OutputError, KeyboardInterrupt, KeyError)):
        write_study(town((7.0,)), bundle, ImportReport(), overwrite=True)
    monkeypatch.undo()
    assert [path.name for path in bundle.parent.iterdir()] == ["town"]
    same(town(), open_study(bundle))


@pytest.mark.parametrize("fault", [KeyError("no such text"), KeyboardInterrupt()])
def test_a_fault_of_any_kind_leaves_no_partial_folder(tmp_path, monkeypatch, fault):
    def broken(*_args):
        raise fault

    monkeypatch.setattr(studies, "write_rejects", broken)
    with pytest.raises(type(fault)):
        write_study(town(), tmp_path / "new", ImportReport())
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_is_replaced_only_where_that_is_allowed(bundle):
    with pytest.raises(OutputError, match="is already there"):
        write_study(town((7.0,)), bundle, ImportReport())
    same(town(), open_study(bundle))
    write_study(town((7.0,)), bundle, ImportReport(), overwrite=True)
    same(town((7.0,)), open_study(bundle))
    assert [path.name for path in bundle.parent.iterdir()] == ["town"]


def test_a_folder_that_is_no_bundle_is_never_touched(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    for overwrite in (True, False):
        with pytest.raises(OutputError, match="is not a study made by goldenhour"):
            write_study(town(), tmp_path / "photos", ImportReport(), overwrite=overwrite)
    assert (tmp_path / "photos" / "cat.jpg").read_bytes() == b"cat"
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="nothing was touched"):
        write_study(town(), tmp_path / "file", ImportReport(), overwrite=True)


# --------------------------------------------------------------------- damage ---


def test_a_place_without_a_bundle_is_named(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DataUnavailableError, match=r"expected a folder with study\.toml"):
            open_study(path)


@pytest.mark.parametrize("name", sorted(PARTS - {"study.toml", "rejects.csv", "decisions.csv"}))
def test_a_bundle_without_a_part_is_damaged(bundle, name):
    (bundle / name).unlink()
    with pytest.raises(FileFormatError, match=r"is damaged \(FileNotFoundError.*Create it again"):
        open_study(bundle)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("name", ["roads.npz", "demand.npz", "areas.geojson", "study.toml"])
def test_a_truncated_part_is_damage(bundle, name, share):
    raw = (bundle / name).read_bytes()
    (bundle / name).write_bytes(raw[: int(len(raw) * share)])
    with pytest.raises(FileFormatError, match="is damaged"):
        open_study(bundle)


@pytest.mark.parametrize("name", ["roads.npz", "demand.npz"])
def test_a_wrong_byte_in_the_arrays_is_damage(bundle, name):
    raw = bytearray((bundle / name).read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    (bundle / name).write_bytes(bytes(raw))
    with pytest.raises(FileFormatError, match="is damaged"):
        open_study(bundle)


def test_a_facility_row_cut_in_its_numbers_is_damage(bundle):
    path = bundle / "facilities.csv"
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(FileFormatError, match="is damaged"):
        open_study(bundle)


@pytest.mark.parametrize("keep_lines", [1, 2])
def test_a_facility_table_cut_at_a_line_is_damage(bundle, keep_lines):
    path = bundle / "facilities.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:keep_lines]))
    with pytest.raises(FileFormatError, match="is damaged"):
        open_study(bundle)


def test_a_bundle_of_another_version_is_refused(bundle):
    path = bundle / "study.toml"
    path.write_text(path.read_text("utf-8").replace("bundle_version = 2", "bundle_version = 99"))
    with pytest.raises(FileFormatError, match="is of version 99, this program reads 2"):
        open_study(bundle)


# ----------------------------------------------------------- studies out of files ---


@pytest.fixture
def andorra_osm(test_data):
    return test_data / "andorra" / "andorra.osm.pbf"


def table(path, head, *rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    return path


def test_a_facility_fifty_kilometres_off_the_roads_is_rejected_and_the_rest_is_taken(
    tmp_path, helsinki_pbf
):
    listed = table(
        tmp_path / "list.csv",
        ["id", "name", "lon", "lat"],
        ["a", "near", 24.945, 60.17],
        ["b", "50 km north", 24.945, 60.62],
        ["c", "another country", 1.5, 42.5],
        ["d", "swapped", 60.17, 24.945],
    )
    study, report = create_study(StudyFiles(osm=helsinki_pbf, facilities=(listed,)))
    assert study.facilities.id == ("a",)
    found = sorted((one.source, one.row, one.code) for one in report.rejects)
    assert found == [
        ("list.csv", "3", "row.off_network"),
        ("list.csv", "4", "row.far_outside"),
        ("list.csv", "5", "row.swapped"),
    ]


@pytest.mark.parametrize("role", ["population", "areas", "facilities"])
def test_a_missing_input_stops_the_run(tmp_path, helsinki_pbf, role):
    gone = tmp_path / "gone.csv"
    files = StudyFiles(osm=helsinki_pbf, **{role: (gone,) if role == "facilities" else gone})
    with pytest.raises(GoldenHourError, match=r"There is no file .*gone\.csv"):
        create_study(files)


def test_rejects_are_written_with_file_row_and_reason_in_both_languages(tmp_path, helsinki_pbf):
    people = table(
        tmp_path / "people.csv",
        ["lon", "lat", "population"],
        [24.945, 60.17, 10],
        [24.945, 60.17, -4],
        [60.17, 24.945, 5],
    )
    study, report = create_study(StudyFiles(osm=helsinki_pbf, population=people))
    write_study(study, tmp_path / "s", report)
    with (tmp_path / "s" / "rejects.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["source", "row", "reason", "reason_zh"]
    assert [row[:2] for row in rows[1:]] == [["people.csv", "3"], ["people.csv", "4"]]
    assert "“-4”" in rows[1][2]
    assert "颠倒" in rows[2][3]


def test_inputs_are_recorded_with_their_digest(andorra_osm):
    import hashlib

    study, _ = create_study(StudyFiles(osm=andorra_osm))
    (one,) = study.info.inputs
    assert one.sha256 == hashlib.sha256(andorra_osm.read_bytes()).hexdigest()
    assert one.size_bytes == os.stat(andorra_osm).st_size  # noqa: PTH116 (another way to ask)
    assert "ODbL" in one.licence


def test_a_bundle_may_be_moved(bundle, tmp_path):
    shutil.move(bundle, tmp_path / "elsewhere")
    same(town(), open_study(tmp_path / "elsewhere"))


def test_places_of_the_town_lie_where_they_are_drawn():
    lon, lat = lonlat(500.0, 10.0)
    assert (town().demand.lon[0], town().demand.lat[0]) == (lon, lat)
