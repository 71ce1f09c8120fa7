"""Refreshing: a study made again in part is, byte for byte, the study made afresh."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas
import pytest

from api.cli import run
from data import create, extract_parts, refresh
from data.create import make_study
from data.creation import roads, steps
from data.creation import steps as steps_module
from data.creation.files import Spread, StudyFiles, read_sources, write_sources
from data.creation.steps import Step, step_keys
from data.demo.build import build_demo
from data.import_report import ImportReport
from data.profiles import load_profiles
from data.refresh import plan_refresh, refresh_study
from data.studies import open_study, write_study
from geo.errors import DataUnavailableError, FileFormatError, InputError, OutputError
from layers.demand import Group
from layers.facilities import Service
from planning import study as study_module
from planning.answers import answer_coverage
from routing.profile import Setting

LIST = "id,name,lon,lat,kind\nh1,North,24.940,60.170,hospital\nh2,South,24.943,60.167,clinic\n"
LIST_2 = LIST + "h3,New,24.938,60.169,hospital\n"
PEOPLE = "name,lon,lat,population\na,24.941,60.1695,100\nb,24.939,60.1680,250\nbad,24.94,60.17,x\n"
AREAS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": name, "code": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, 60.1], [e, 60.1], [e, 60.3], [w, 60.3], [w, 60.1]]],
            },
        }
        for name, code, w, e in (("West", "w", 24.8, 24.94), ("East", "e", 24.94, 25.1))
    ],
}


@pytest.fixture(scope="module")
def project(tmp_path_factory, helsinki_pbf):
    """A folder of inputs, and a bundle made from them beside it."""
    home = tmp_path_factory.mktemp("project")
    inputs = home / "inputs"
    inputs.mkdir()
    (inputs / "list.csv").write_text(LIST, encoding="utf-8")
    (inputs / "list2.csv").write_text(LIST_2, encoding="utf-8")
    (inputs / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (inputs / "more.csv").write_text(PEOPLE.replace("250", "999"), encoding="utf-8")
    (inputs / "areas.geojson").write_text(json.dumps(AREAS), encoding="utf-8")
    shutil.copy(helsinki_pbf, inputs / "town.osm.pbf")
    files = StudyFiles(
        osm=inputs / "town.osm.pbf",
        facilities=(inputs / "list.csv",),
        population=inputs / "people.csv",
        areas=inputs / "areas.geojson",
        name="town",
    )
    bundle_of(files, home / "study")
    return files, home


@pytest.fixture
def made_from(project, tmp_path):
    """The project in a folder of the test's own; a bundle finds its inputs where it goes."""
    shutil.copytree(project[1], tmp_path, dirs_exist_ok=True)
    return read_sources(tmp_path / "study")[0], tmp_path / "study"


def bundle_of(files: StudyFiles, folder: Path) -> Path:
    made = make_study(files)
    write_study(made.study, folder, made.report, made=made)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


CHANGES = {
    "facilities": (
        lambda files, at: replace(files, facilities=(at / "list2.csv",)),
        {Step.FACILITIES},
    ),
    "population": (lambda files, at: replace(files, population=at / "more.csv"), {Step.PEOPLE}),
    "areas": (
        lambda files, _at: replace(files, areas=None),
        {Step.AREAS, Step.FACILITIES, Step.PEOPLE, Step.REGISTER},
    ),
    "setting": (lambda files, _at: replace(files, setting=Setting.MOUNTAIN), {Step.ROADS}),
    "spread": (lambda files, _at: replace(files, spread=Spread.EVEN), {Step.PEOPLE}),
    "no people": (lambda files, _at: files.without("population"), {Step.PEOPLE}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_refreshed_study_is_the_study_made_afresh(made_from, tmp_path, change):
    files, folder = made_from
    alter, expected = CHANGES[change]
    wanted = plan_refresh(folder, alter(files, files.osm.parent))
    assert set(wanted.changed) == expected
    made = refresh_study(folder, wanted)
    assert set(made.reused) == set(Step) - expected
    write_study(made.study, folder, made.report, overwrite=True, made=made)
    fresh = bundle_of(wanted.files, tmp_path / "fresh")
    one, other = contents(folder), contents(fresh)
    assert sorted(one) == sorted(other)
    for name in one:
        assert one[name] == other[name], name


def test_the_roads_are_not_built_again_for_a_new_list(made_from, monkeypatch):
    files, folder = made_from
    before = answer_coverage(open_study(folder), Service.HOSPITAL, cutoff_s=60.0)
    wanted = plan_refresh(folder, replace(files, facilities=(files.osm.parent / "list2.csv",)))

    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("read or built again")

    monkeypatch.setattr(create, "read_extract", never)
    monkeypatch.setattr(roads, "read_osm", never)
    made = refresh_study(folder, wanted)
    write_study(made.study, folder, made.report, overwrite=True, made=made)
    monkeypatch.setattr(study_module, "build_network", never)
    after = answer_coverage(open_study(folder), Service.HOSPITAL, cutoff_s=60.0)
    assert len(before.facility_rows) == 1
    assert len(after.facility_rows) == 2
    assert after.whole.covered >= before.whole.covered


def test_a_changed_file_is_found_by_its_bytes_not_its_date(made_from):
    files, folder = made_from
    kept, _ = read_sources(folder)
    files.population.touch()
    assert not plan_refresh(folder, kept).needed
    files.population.write_text(PEOPLE + "c,24.94,60.168,7\n", encoding="utf-8")
    assert plan_refresh(folder, kept).changed == (Step.PEOPLE,)


def refreshed_and_fresh(folder: Path, files: StudyFiles, tmp_path: Path):
    made = refresh_study(folder, plan_refresh(folder, files))
    write_study(made.study, folder, made.report, overwrite=True, made=made)
    return contents(folder), contents(bundle_of(files, tmp_path / "fresh"))


def write_shapefile(path: Path, names: list[str]) -> Path:
    place = geopandas.points_from_xy([24.940, 24.943], [60.170, 60.167])
    columns = {"id": ["h1", "h2"], "name": names, "kind": ["hospital", "clinic"]}
    geopandas.GeoDataFrame(columns, geometry=place, crs=4326).to_file(path)
    return path


def test_the_table_of_a_shapefile_counts_as_part_of_it(made_from, tmp_path):
    files, _ = made_from
    at = files.osm.parent
    files = replace(files, facilities=(write_shapefile(at / "f.shp", ["North", "South"]),))
    folder = bundle_of(files, tmp_path / "shapes")
    points = files.facilities[0].read_bytes()
    write_shapefile(at / "f.shp", ["Other", "Names"])
    assert files.facilities[0].read_bytes() == points
    kept, _ = read_sources(folder)
    assert plan_refresh(folder, kept).changed == (Step.FACILITIES,)
    one, other = refreshed_and_fresh(folder, kept, tmp_path)
    assert one == other
    assert open_study(folder).facilities.name == ("Other", "Names")
    for part in at.glob("f.*"):
        part.unlink()
    wanted = plan_refresh(folder, kept)
    assert (wanted.gone, wanted.changed) == (kept.facilities, ())


@pytest.mark.parametrize(
    ("main", "side"),
    [("a.shp", "A.DBF"), ("a.tif", "a.tif.aux.xml"), ("a.tif", "a.tfw"), ("a.gpkg", "a.gpkg-wal")],
)
def test_what_lies_beside_a_file_counts_only_if_it_is_read_with_it(tmp_path, main, side):
    for name in (main, side, "b.dbf", "a.qml", "a.gpkg-shm"):
        (tmp_path / name).write_bytes(b"x")
    files = StudyFiles(osm=tmp_path / "o.pbf", areas=tmp_path / main)
    assert list(files.paths())[1:] == [tmp_path / main, tmp_path / side]
    digests = dict.fromkeys(files.paths(), "1")
    before, after = (
        step_keys(files, digests | {tmp_path / side: one})[Step.AREAS] for one in ("1", "2")
    )
    assert before != after
    (tmp_path / side).write_bytes(b"")
    assert list(files.paths())[1:] == [tmp_path / main]


def test_groups_that_change_places_are_read_again_and_their_order_is_nothing(made_from):
    files, _ = made_from
    old, young = files.osm.parent / "old.tif", files.osm.parent / "young.tif"
    digests = dict.fromkeys([*files.paths(), old, young], "1")

    def key(groups):
        return step_keys(replace(files, group_files=groups), digests)[Step.PEOPLE]

    said = {Group.AGE_65_PLUS: old, Group.UNDER_3: young}
    assert key(said) == key({Group.UNDER_3: young, Group.AGE_65_PLUS: old})
    assert key(said) != key({Group.UNDER_3: old, Group.AGE_65_PLUS: young})


def test_a_file_does_not_pass_for_one_of_another_option(made_from):
    files, _ = made_from
    more = files.osm.parent / "more.csv"
    digests = dict.fromkeys([*files.paths(), more], "1")
    one, two, three = (
        step_keys(replace(files, **{name: value}), digests)[Step.FACILITIES]
        for name, value in (
            ("mapping", more),
            ("decisions", more),
            ("facilities", (*files.facilities, more)),
        )
    )
    assert len({one, two, three}) == 3


def test_a_renamed_input_is_named_as_it_is_called_now(made_from, tmp_path):
    files, folder = made_from
    renamed = shutil.copy(files.population, files.population.with_name("renamed.csv"))
    one, other = refreshed_and_fresh(folder, replace(files, population=renamed), tmp_path)
    assert one == other


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("profiles/car.toml", Step.FACILITIES),
        ("profiles/walk.toml", Step.ROADS),
        ("plans/kaizhou/facilities.toml", Step.FACILITIES),
        ("plans/kaizhou/goals.toml", Step.INDICATORS),
    ],
)
def test_an_edited_reference_file_is_noticed(made_from, tmp_path, monkeypatch, name, step):
    files, _ = made_from
    digests = dict.fromkeys(files.paths(), "1")
    before = step_keys(files, digests)
    copy = tmp_path / "reference"
    shutil.copytree(Path(str(steps.resources("data.reference"))), copy)
    monkeypatch.setattr(steps, "resources", lambda _package: copy)
    assert step_keys(files, digests) == before
    edited = copy / name
    edited.write_text(edited.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert step_keys(files, digests)[step] != before[step]


@pytest.mark.parametrize("part", ["facilities.csv", "areas.geojson", "land.npz", "steps.json"])
def test_a_kept_extract_that_was_cut_short_is_refused(made_from, part):
    files, folder = made_from
    path = folder / "extract" / part
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(FileFormatError, match=part):
        refresh_study(folder, plan_refresh(folder, files.without("facilities")))


def test_a_bundle_replaced_while_it_is_read_is_refused(made_from, tmp_path, monkeypatch):
    """Steps of one bundle must not vouch for the parts of another."""
    files, folder = made_from
    at = files.osm.parent
    other = bundle_of(replace(files, facilities=(at / "list2.csv",)), tmp_path / "other")

    def replaced(path: Path) -> object:
        shutil.rmtree(folder)
        shutil.move(other, folder)
        return open_study(path)

    wanted = plan_refresh(folder, replace(files, population=at / "more.csv"))
    monkeypatch.setattr(refresh, "open_study", replaced)
    with pytest.raises(FileFormatError, match="extract"):
        refresh_study(folder, wanted)


def test_a_river_file_that_is_gone_is_still_a_file(made_from):
    files, folder = made_from
    line = files.osm.parent / "line.geojson"
    digests = dict.fromkeys(files.paths(), "1") | {line: "2"}
    sources = replace(files, river=str(line))
    line.write_text("{}", encoding="utf-8")
    (folder.parent / "Aura").write_text("a file that is called like a river", encoding="utf-8")
    write_sources(folder / "sources.toml", sources, digests)
    line.unlink()
    kept, known = read_sources(folder)
    assert kept.river_file == line
    assert known[line] == "2"
    write_sources(folder / "sources.toml", replace(files, river="Aura"), digests)
    assert read_sources(folder)[0].river == "Aura"


def test_sources_come_back_as_they_were(project):
    files, home = project
    kept, digests = read_sources(home / "study")
    assert kept == files
    assert set(digests) == set(files.paths())


def test_a_project_folder_can_be_moved_as_a_whole(made_from, tmp_path):
    files, folder = made_from
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    shutil.move(files.osm.parent, moved / "inputs")
    shutil.move(folder, moved / "study")
    kept, _ = read_sources(moved / "study")
    assert kept.osm == moved / "inputs" / "town.osm.pbf"
    assert not plan_refresh(moved / "study", kept).needed


def test_a_file_that_is_gone_keeps_what_was_read_from_it(made_from):
    files, folder = made_from
    kept, _ = read_sources(folder)
    files.facilities[0].unlink()
    assert plan_refresh(folder, kept).gone == files.facilities
    assert not plan_refresh(folder, kept).changed
    wanted = plan_refresh(folder, replace(kept, population=files.osm.parent / "more.csv"))
    made = refresh_study(folder, wanted)
    assert made.study.facilities.id == ("h1", "h2")
    assert {one.name for one in made.study.info.inputs} >= {"list.csv", "more.csv"}
    with pytest.raises(DataUnavailableError, match=r"list\.csv is needed again"):
        plan_refresh(folder, replace(kept, areas=None))


def test_a_refresh_that_fails_leaves_the_study_as_it_was(made_from, capsys):
    files, folder = made_from
    before = contents(folder)
    bad = files.osm.parent / "bad.csv"
    bad.write_text("name,lon,lat\nx,not a number,60\n", encoding="utf-8")
    assert run(["study", "refresh", str(folder), "--facilities", str(bad), "--lang", "en"]) == 1
    assert contents(folder) == before
    assert not [one for one in folder.parent.iterdir() if one.name.startswith(".")]
    assert "bad.csv" in capsys.readouterr().err


def test_the_command_says_what_changed_and_what_was_kept(made_from, capsys):
    files, folder = made_from
    command = ["study", "refresh", str(folder), "--lang", "en"]
    assert run(command) == 0
    assert "Nothing has changed" in capsys.readouterr().err
    before = contents(folder)
    (files.osm.parent / "list.csv").write_text(LIST_2, encoding="utf-8")
    assert run([*command, "--check"]) == 0
    said = capsys.readouterr().err
    assert "Changed: facilities." in said
    assert "Changed: population." not in said
    assert contents(folder) == before
    assert run(command) == 0
    assert "steps done again 1, kept 6" in capsys.readouterr().err
    assert open_study(folder).facilities.id == ("h1", "h2", "h3")
    assert run([*command, "--without", "population"]) == 0
    assert open_study(folder).demand.total == 0
    assert run([*command, "--without", "osm"]) == 1
    assert "cannot be without" in capsys.readouterr().err


def test_a_demonstration_says_that_it_cannot_be_refreshed(tmp_path):
    folder = tmp_path / "demo"
    write_study(build_demo("yongchuan", profiles=load_profiles()), folder, ImportReport())
    with pytest.raises(DataUnavailableError, match="does not say which files"):
        read_sources(folder)


def test_every_file_and_choice_counts_in_some_step(made_from):
    """A new field of `StudyFiles` that no step depends on would be kept stale."""
    files, _ = made_from
    at = files.osm.parent
    digests = {path: path.name for path in at.iterdir()}
    more = at / "more.csv"
    others = {
        "osm": at / "areas.geojson",
        "facilities": (),
        "mapping": more,
        "decisions": more,
        "population": more,
        "population_unit": "per_km2",
        "group_files": {Group.AGE_65_PLUS: more},
        "totals": more,
        "spread": Spread.BUILDINGS,
        "leave_out": ("a",),
        "areas": None,
        "areas_date": "2020-01-01",
        "river": "Aura",
        "register": more,
        "indicators": more,
        "dem": more,
        "datum": "gcj02",
        "population_datum": "bd09",
        "areas_datum": "bd09",
        "facility_kind": Service.CLINIC,
        "setting": Setting.URBAN,
        "plan": "yongchuan",
    }
    base = step_keys(files, digests)
    named = {name for name in StudyFiles.__dataclass_fields__ if name != "name"}
    assert set(others) == named
    for name, value in others.items():
        assert step_keys(replace(files, **{name: value}), digests) != base, name


def test_an_unknown_input_cannot_be_left_out(made_from):
    with pytest.raises(InputError, match="it can be without"):
        made_from[0].without("datum")


DOUBLES = (
    "id,name,lon,lat,kind\n"
    "a,Töölö Hospital,24.9400,60.1700,hospital\n"
    "b,Töölö hospital,24.9401,60.1701,hospital\n"
    "c,Harbour Clinic,24.9430,60.1670,clinic\n"
)


def test_decisions_are_listed_replayed_and_never_overwritten(made_from, tmp_path, capsys):
    files, _ = made_from
    listed = files.osm.parent / "doubles.csv"
    listed.write_text(DOUBLES, encoding="utf-8")
    folder = bundle_of(replace(files, facilities=(listed,)), tmp_path / "doubles")
    record = open_study(folder).record
    assert [(one.first, one.second, one.decision) for one in record.doubles] == [("a", "b", "")]
    assert len(open_study(folder).facilities) == 3

    template = folder / "decisions.csv"
    filled = template.read_text(encoding="utf-8-sig").replace("same_name,,", "same_name,same,b")
    template.write_text(filled, encoding="utf-8-sig")
    again = ["study", "refresh", str(folder), "--lang", "en"]
    assert run([*again, "--decisions", str(template)]) == 1
    assert "would be lost" in capsys.readouterr().err
    own = shutil.move(template, files.osm.parent / "mine.csv")
    assert run([*again, "--decisions", str(own)]) == 0
    study = open_study(folder)
    assert study.facilities.id == ("b", "c")
    assert study.facilities.aliases[0] == ("Töölö Hospital",)
    assert [one.decision for one in study.record.doubles] == ["same"]


def test_of_two_refreshes_at_once_the_second_is_refused(made_from):
    """Or the first one's new list would be undone without a word."""
    files, folder = made_from
    first = plan_refresh(folder, replace(files, facilities=(files.osm.parent / "list2.csv",)))
    second = plan_refresh(folder, replace(files, population=files.osm.parent / "more.csv"))
    one, other = refresh_study(folder, first), refresh_study(folder, second)
    write_study(one.study, folder, one.report, overwrite=True, made=one, replaces=first.marks)
    with pytest.raises(OutputError, match="renewed by another run"):
        write_study(
            other.study, folder, other.report, overwrite=True, made=other, replaces=second.marks
        )
    assert open_study(folder).facilities.id == ("h1", "h2", "h3")


def test_a_study_set_aside_by_a_writer_that_was_killed_comes_back(made_from):
    _, folder = made_from
    before = contents(folder)
    folder.rename(folder.with_name(f".{folder.name}.4711.old"))
    assert open_study(folder).facilities.id == ("h1", "h2")
    assert contents(folder) == before
    folder.rename(folder.with_name(f".{folder.name}.4711.old"))
    shutil.copytree(folder.with_name(f".{folder.name}.4711.old"), folder.with_name(".study.9.old"))
    with pytest.raises(DataUnavailableError):  # which of the two is a guess
        open_study(folder)


def test_the_mapping_file_is_among_the_inputs(made_from):
    files, _ = made_from
    rule = files.osm.parent / "rule.toml"
    rule.write_text('[columns]\nname = "name"\n', encoding="utf-8")
    made = make_study(replace(files, mapping=rule))
    assert "rule.toml" in {one.name for one in made.study.info.inputs}


def test_another_version_of_the_program_is_named_as_the_reason(made_from, monkeypatch, capsys):
    _, folder = made_from
    for module in (steps_module, extract_parts):
        monkeypatch.setattr(module, "program", lambda: "another")
    assert run(["study", "refresh", str(folder), "--check", "--lang", "en"]) == 0
    said = capsys.readouterr().err
    assert "The program has changed" in said
    assert "Changed:" not in said
