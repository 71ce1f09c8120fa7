"""The command line: contracts of output, exit codes and faults, as a user meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from api.cli import run
from data.studies import open_study


@pytest.fixture(scope="module")
def helsinki(helsinki_pbf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that any machine can make: Helsinki's centre with three places of people."""
    folder = tmp_path_factory.mktemp("helsinki")
    people = folder / "people.csv"
    people.write_text(
        "name,lon,lat,population\nKamppi,24.932,60.169,1000\nKluuvi,24.945,60.170,500\n"
        "Kruununhaka,24.955,60.172,250\n",
        encoding="utf-8",
    )
    study = folder / "study"
    arguments = ["study", "create", str(study), "--osm", str(helsinki_pbf)]
    assert run([*arguments, "--population", str(people), "--setting", "urban"]) == 0
    return study


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_coverage_as_json_is_one_document_with_the_agreed_keys(helsinki, capsys):
    capsys.readouterr()
    ask = ["coverage", str(helsinki), "--service", "pharmacy", "--minutes", "5"]
    assert run([*ask, "--profile", "walk", "--json"]) == 0
    document = json.loads(said(capsys)[0])
    agreed = {
        "population",
        "covered",
        "share",
        "uncovered",
        "unroutable",
        "cutoff_s",
        "service",
        "profile",
        "direction",
        "by_area",
        "caveats",
        "provenance",
    }
    assert agreed <= set(document)
    assert document["population"] == 1750
    parts = document["covered"] + document["uncovered"] + document["unroutable"]
    assert parts == document["population"]
    assert document["cutoff_s"] == 300.0
    assert document["direction"] == "to"
    assert "OpenStreetMap" in document["provenance"]["credit"]


def test_check_as_json_has_the_agreed_keys_and_exit_code(helsinki, capsys):
    capsys.readouterr()
    assert run(["check", str(helsinki), "--json"]) == 4
    document = json.loads(said(capsys)[0])
    assert set(document) >= {"study", "plan", "verdicts", "provenance"}
    first = document["verdicts"][0]
    agreed = "goal reading status unit value target margin band evidence missing caveats"
    assert set(agreed.split()) <= set(first)
    assert first["goal"] == "YC-01"
    assert first["status"] == "CANNOT_TELL"
    assert first["value"] is None
    assert first["missing"][0]["code"] == "missing.service"


@pytest.mark.parametrize(
    ("pass_share", "exit_code", "status"), [(0.01, 0, "MET"), (1.0, 3, "NOT_MET")]
)
def test_exit_code_tells_met_from_not_met(
    helsinki, tmp_path, capsys, pass_share, exit_code, status
):
    plan = tmp_path / "own.toml"
    plan.write_text(
        f"""
name = "own"
title = {{ zh = "自定", en = "own" }}
document = "-"
period = "2021-2025"
[[goals]]
id = "G-1"
title = {{ zh = "药店", en = "pharmacy" }}
phrase = "-"
section = "-"
[[goals.readings]]
id = "walk"
title = {{ zh = "步行", en = "walk" }}
service = "pharmacy"
profile = "walk"
direction = "to"
minutes = 4
pass_share = {pass_share}
pass_source = {{ zh = "-", en = "-" }}
""",
        encoding="utf-8",
    )
    capsys.readouterr()
    assert run(["check", str(helsinki), "--plan", str(plan), "--json"]) == exit_code
    assert json.loads(said(capsys)[0])["verdicts"][0]["status"] == status


def test_json_stands_alone_on_standard_output(helsinki, capsys):
    capsys.readouterr()
    run(["check", str(helsinki), "--json"])
    out, _ = said(capsys)
    assert out.startswith("{")
    json.loads(out)


def test_isochrone_is_valid_geojson_that_holds_its_place(helsinki, tmp_path):
    import shapely

    out = tmp_path / "reach.geojson"
    ask = ["isochrone", str(helsinki), "--at", "24.9414,60.1710", "--minutes", "3,6"]
    assert run([*ask, "--profile", "walk", "-o", str(out)]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["type"] == "FeatureCollection"
    wide, narrow = (shapely.geometry.shape(one["geometry"]) for one in document["features"])
    assert [one["properties"]["cutoff_s"] for one in document["features"]] == [360.0, 180.0]
    assert wide.is_valid
    assert narrow.is_valid
    assert narrow.contains(shapely.Point(24.9414, 60.1710))
    # Both are drawn on one grid, so that the narrow one lies in the wide one.
    assert narrow.difference(wide).area < 1e-9


def test_isochrone_far_from_any_road_is_one_clear_line(helsinki, tmp_path, capsys):
    capsys.readouterr()
    out = tmp_path / "reach.geojson"
    ask = ["isochrone", str(helsinki), "--at", "25.5,60.5", "--minutes", "5"]
    assert run([*ask, "-o", str(out)]) == 1
    assert "from any road" in said(capsys)[1]
    assert not out.exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_explains_itself_in_both_languages(lang, capsys):
    for command in ([], ["demo"], ["study", "create"], ["coverage"], ["check"], ["isochrone"]):
        capsys.readouterr()
        assert run([*command, "--help", "--lang", lang]) == 0
        out, _ = said(capsys)
        assert any("\u4e00" <= one <= "\u9fff" for one in out) == (lang == "zh")


def test_map_opens_without_a_service_named(helsinki, tmp_path):
    out = tmp_path / "map.html"
    assert run(["map", str(helsinki), "-o", str(out)]) == 0
    assert "OpenStreetMap" in out.read_text(encoding="utf-8")


BAD_COMMANDS = {
    "missing extract": (["--osm", "nowhere.osm.pbf"], "no file"),
    "text, not an extract": (["--osm", "{text}"], "expected an OpenStreetMap extract"),
    "truncated extract": (["--osm", "{cut}"], "cannot be read to its end"),
    "no coordinate columns": (["--osm", "{good}", "--population", "{bad_csv}"], "lon"),
    "empty boundary": (["--osm", "{good}", "--areas", "{empty_areas}"], "at least one polygon"),
    "no such plan": (["--osm", "{good}", "--plan", "atlantis"], "no plan"),
}


@pytest.mark.parametrize("case", BAD_COMMANDS)
def test_a_bad_file_is_one_clear_line_and_no_bundle(case, helsinki_pbf, tmp_path, capsys):
    files = {
        "text": tmp_path / "text.osm.pbf",
        "cut": tmp_path / "cut.osm.pbf",
        "bad_csv": tmp_path / "bad.csv",
        "empty_areas": tmp_path / "empty.geojson",
        "good": helsinki_pbf,
    }
    files["text"].write_text("this is no extract", encoding="utf-8")
    whole = helsinki_pbf.read_bytes()
    files["cut"].write_bytes(whole[: len(whole) // 2])
    files["bad_csv"].write_text("town,people\nA,5\n", encoding="utf-8")
    files["empty_areas"].write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    options, expected = BAD_COMMANDS[case]
    study = tmp_path / "study"
    capsys.readouterr()
    code = run(["study", "create", str(study), *(one.format(**files) for one in options)])
    _, err = said(capsys)
    assert code == 1
    assert expected in err
    assert "Traceback" not in err
    assert len([line for line in err.splitlines() if line.startswith("goldenhour:")]) == 1
    assert not study.exists()
    assert not [one for one in tmp_path.iterdir() if "partial" in one.name]


ROWS = (
    "name,lon,lat,population\n"
    "good,24.94,60.17,100\n"
    "blank,24.94,60.17,\n"
    "negative,24.94,60.17,-5\n"
    "nan,24.94,60.17,NaN\n"
    "swapped,60.17,24.94,10\n"
)


def test_bad_rows_are_listed_with_row_and_reason_and_the_run_goes_on(
    helsinki_pbf, tmp_path, capsys
):
    people = tmp_path / "people.csv"
    people.write_text(ROWS, encoding="utf-8")
    study = tmp_path / "study"
    make = ["study", "create", str(study), "--osm", str(helsinki_pbf)]
    capsys.readouterr()
    assert run([*make, "--population", str(people)]) == 0
    assert "Rows rejected: 4" in said(capsys)[1]
    rejects = (study / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in rejects[1:]] == ["3", "4", "5", "6"]
    assert open_study(study).demand.total == 100


def test_strict_turns_bad_rows_into_an_error_and_writes_only_their_list(
    helsinki_pbf, tmp_path, capsys
):
    people = tmp_path / "people.csv"
    people.write_text(ROWS, encoding="utf-8")
    study = tmp_path / "study"
    make = ["study", "create", str(study), "--osm", str(helsinki_pbf)]
    capsys.readouterr()
    assert run([*make, "--population", str(people), "--strict"]) == 1
    assert "rows were rejected (4)" in said(capsys)[1]
    assert not study.exists()
    assert (tmp_path / "study.rejects.csv").is_file()


def test_a_facility_far_off_the_network_is_rejected_by_row(helsinki_pbf, tmp_path, capsys):
    places = tmp_path / "hospitals.csv"
    places.write_text(
        "name,lon,lat,kind\nnear,24.94,60.17,hospital\nfar,24.94,60.62,hospital\n",
        encoding="utf-8",
    )
    study = tmp_path / "study"
    make = ["study", "create", str(study), "--osm", str(helsinki_pbf)]
    capsys.readouterr()
    assert run([*make, "--facilities", str(places)]) == 0
    rejects = (study / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "hospitals.csv,3," in rejects
    assert open_study(study).facilities.name == ("near",)


def test_an_existing_study_is_kept_unless_overwriting_is_allowed(helsinki, helsinki_pbf, capsys):
    before = (helsinki / "study.toml").read_bytes()
    make = ["study", "create", str(helsinki), "--osm", str(helsinki_pbf)]
    capsys.readouterr()
    assert run(make) == 1
    assert "--overwrite" in said(capsys)[1]
    assert (helsinki / "study.toml").read_bytes() == before


def test_a_folder_that_is_no_study_is_never_touched(helsinki_pbf, tmp_path, capsys):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter.txt").write_text("keep me", encoding="utf-8")
    make = ["study", "create", str(precious), "--osm", str(helsinki_pbf), "--overwrite"]
    assert run(make) == 1
    assert "not a study" in said(capsys)[1]
    assert [one.name for one in precious.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("part", ["roads.npz", "demand.npz", "facilities.csv", "areas.geojson"])
def test_a_damaged_study_is_one_clear_line(helsinki, tmp_path, capsys, part):
    damaged = tmp_path / "damaged"
    shutil.copytree(helsinki, damaged)
    whole = (damaged / part).read_bytes()
    (damaged / part).write_bytes(whole[: len(whole) // 3])
    capsys.readouterr()
    code = run(["coverage", str(damaged), "--service", "pharmacy", "--minutes", "5"])
    _, err = said(capsys)
    assert code == 1
    assert "damaged" in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nonsense"], 2),
        (["coverage"], 2),
        (["coverage", "nowhere", "--service", "hospital", "--minutes", "15"], 1),
        (["coverage", "nowhere", "--service", "hospital", "--minutes", "-1"], 1),
        (["coverage", "nowhere", "--service", "wizard", "--minutes", "15"], 1),
        (["--version"], 0),
        (["demo", "atlantis"], 1),
    ],
)
def test_exit_codes_of_wrong_use(arguments, code, capsys):
    assert run(arguments) == code
    assert "Traceback" not in said(capsys)[1]
