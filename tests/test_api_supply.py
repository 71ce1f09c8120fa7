"""Supply at the edges: the command, its tables, and the service say the same and say faults."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import run
from api.supply_screen import rate, worst_areas
from data.import_report import ImportReport
from data.studies import write_study
from geo.text import Lang
from hand_town import town_study
from layers.facilities import Service
from planning.supply_answers import answer_supply
from planning.supply_question import Resource, SupplyMethod

ROUTE = "/v1/studies/town/supply"
AGREED = {
    "resource",
    "service",
    "method",
    "profile",
    "direction",
    "group",
    "cutoff_s",
    "zones",
    "access_unit",
    "population",
    "mean_per_thousand",
    "quantiles",
    "share_in_reach",
    "supply_known",
    "supply_used",
    "supply_left",
    "equity",
    "by_area",
    "facilities",
    "facilities_nobody_reaches",
    "facilities_unknown",
    "facilities_without",
    "caveats",
    "provenance",
}


def town():
    study = town_study(
        [(500, 0), (0, 700), (4000, 0)], [120, 300, 57], hospitals_m=((0, 0), (1000, 0), (0, 900))
    )
    beds = np.array([10.0, 5.0, np.nan])
    names = ("=Central", "", "North")
    facilities = replace(study.facilities, beds=beds, name=names)
    built_up = np.array([True, True, False])
    return replace(study, facilities=facilities, demand=replace(study.demand, built_up=built_up))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("supply") / "town"
    write_study(town(), place, ImportReport())
    return place


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app([town()])) as client:
        yield client


def told(capsys, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["supply", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_json_is_one_document_with_the_agreed_keys(folder, capsys):
    code, out, _ = told(capsys, str(folder), "--json")
    document = json.loads(out)
    assert code == 0
    assert set(document) >= AGREED
    assert document["method"] == "e2sfca"
    assert document["resource"] == "beds"
    assert document["population"] == 477
    assert document["supply_known"] == document["supply_used"] == 15
    assert document["mean_per_thousand"] == pytest.approx(15 / 477 * 1000)
    assert [row["id"] for row in document["facilities"]] == ["h0", "h1"]
    assert document["facilities_unknown"] == [{"id": "h2", "name": "North"}]
    assert [row["name"] for row in document["by_area"]] == ["East", "West"]
    assert {one["first"] for one in [document["equity"]["built_up"]]} == {"built_up"}
    assert document["equity"]["banks"] is None
    assert all({"code", "zh", "en"} <= set(one) for one in document["caveats"])


@pytest.mark.parametrize("method", SupplyMethod)
def test_service_and_command_line_say_the_same(folder, client, capsys, method):
    _, out, _ = told(capsys, str(folder), "--method", method, "--minutes", "20", "--json")
    question = {"method": method.value, "minutes": 20}
    answer = client.post(ROUTE, json=question)
    assert answer.status_code == 200
    by_command = json.loads(out)
    assert answer.json() == by_command
    unit = "discounted" if method is SupplyMethod.GRAVITY else "per_thousand"
    assert by_command["access_unit"] == unit
    assert by_command[f"mean_{unit}"] > 0
    assert (by_command["most_served"] is None) == (method is not SupplyMethod.CAPACITY)


def test_who_moves_follows_the_profile(client):
    asked = [{"profile": "car"}, {"profile": "ambulance"}, {"direction": "from"}]
    found = [client.post(ROUTE, json=question).json()["direction"] for question in asked]
    assert found == ["to", "from", "from"]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("method", SupplyMethod)
def test_the_screen_puts_the_answer_first_and_the_doubt_beside_it(folder, capsys, lang, method):
    code, out, err = told(capsys, str(folder), "--method", method, "--lang", lang)
    assert (code, err) == (0, "")
    first = out.splitlines()[0]
    words = {
        Lang.EN: ("Beds within reach", "Read this with", "North"),
        Lang.ZH: ("床位", "阅读", "North"),
    }
    head, doubt, unknown = words[lang]
    assert head in first
    assert out.index(first) < out.index("East") < out.index(doubt)
    assert unknown in out[out.index(doubt) :]
    assert "nan" not in out
    assert "inf" not in out.replace("information", "")


def test_the_areas_shown_are_the_five_with_least():
    study = town()
    answer = answer_supply(study, resource=Resource.BEDS, method=SupplyMethod.TWO_STEP)
    row = next(one for one in answer.by_area if one.access.people > 0)
    rates = [7.0, 3.0, 9.0, 1.0, 5.0, 8.0, 2.0]
    many = tuple(
        replace(row, code=str(at), access=replace(row.access, mean=rate))
        for at, rate in enumerate(rates)
    )
    empty = replace(row, code="empty", access=replace(row.access, people=0.0, mean=math.nan))
    outside = replace(row, code="", access=replace(row.access, mean=0.0))
    shown = worst_areas(replace(answer, by_area=(*many, empty, outside)))
    assert [one.access.mean for one in shown] == [1.0, 2.0, 3.0, 5.0, 7.0]


def test_rates_have_three_digits():
    assert [rate(one, Lang.EN) for one in (0.0, 0.01234, 4.1875, 99.96, 1234.5)] == [
        "0",
        "0.0123",
        "4.19",
        "100",
        "1,234",
    ]
    assert rate(math.nan, Lang.ZH) == "–"


def test_areas_where_nobody_has_any_are_counted(folder, capsys):
    _, out, _ = told(capsys, str(folder), "--method", "2sfca", "--minutes", "3")
    assert "In 1 of 2 areas nobody has any." in out


# --- tables ---


def test_a_workbook_holds_the_tables_and_the_same_bytes_twice(folder, tmp_path, capsys):
    paths = [tmp_path / "one.xlsx", tmp_path / "deep" / "two.xlsx"]
    for path in paths:
        code, _, err = told(capsys, str(folder), "-o", str(path))
        assert code == 0
        assert str(path) in err
    assert paths[0].read_bytes() == paths[1].read_bytes()
    book = openpyxl.load_workbook(paths[0])
    assert book.properties.modified == book.properties.created == datetime(2000, 1, 1)  # no clock
    assert book.sheetnames == ["areas", "facilities", "lorenz", "notes"]
    areas = list(book["areas"].values)
    assert areas[0][:4] == ("code", "name", "population", "mean_per_thousand")
    assert [row[0] for row in areas[1:]] == ["e", "w", "*"]
    assert areas[-1][2:4] == (477, pytest.approx(15 / 477 * 1000))
    facilities = {row[0]: row for row in list(book["facilities"].values)[1:]}
    assert facilities["h0"][1:3] == ("=Central", 10)
    assert facilities["h1"][1] == "h1"
    assert facilities["h2"][2:] == (None,) * 6 + ("no: number unknown",)
    assert book["facilities"]["B2"].data_type == "s"  # no formula, whatever it begins with
    assert list(book["lorenz"].values)[1:][0] == (0, 0)
    assert any("North" in row[0] for row in book["notes"].values)


def test_csv_files_lie_in_a_folder_of_the_name(folder, tmp_path, capsys):
    code, out, err = told(capsys, str(folder), "--json", "-o", str(tmp_path / "beds.csv"))
    assert code == 0
    document = json.loads(out)
    assert str(tmp_path / "beds") in err
    files = {path.name: path for path in (tmp_path / "beds").iterdir()}
    assert sorted(files) == ["areas.csv", "facilities.csv", "lorenz.csv", "notes.csv"]
    with files["areas.csv"].open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["code"]: row for row in csv.DictReader(stream)}
    for row in document["by_area"]:
        assert float(rows[row["code"]]["mean_per_thousand"]) == row["mean_per_thousand"]
    with files["facilities.csv"].open(encoding="utf-8-sig", newline="") as stream:
        named = {row["id"]: row for row in csv.DictReader(stream)}
    assert named["h0"]["name"] == "'=Central"
    assert named["h2"]["supply"] == ""
    before = {name: path.read_bytes() for name, path in files.items()}
    told(capsys, str(folder), "-o", str(tmp_path / "beds.csv"))
    assert {name: path.read_bytes() for name, path in files.items()} == before


def test_tables_of_a_demonstration_say_so(tmp_path, capsys):
    study = town()
    study = replace(study, info=replace(study.info, demonstration=True))
    write_study(study, tmp_path / "study", ImportReport())
    told(capsys, str(tmp_path / "study"), "-o", str(tmp_path / "t.csv"))
    for path in (tmp_path / "t").iterdir():
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        assert lines[0].endswith(",mark")
        assert all("演示" in line for line in lines[1:])


# --- faults ---


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--method", "magic"], 2, "catchment, 2sfca, e2sfca, 3sfca, gravity, capacity"),
        (["--resource", "money"], 2, "beds, doctors, staff, vehicles"),
        (["--minutes", "-1"], 1, "-1"),
        (["--minutes", "0"], 1, "above 0"),
        (["--minutes", "nan"], 1, "nan"),
        (["--minutes", "2000"], 1, "2000"),
        (["--minutes", "soon"], 2, "soon"),
        (["--resource", "doctors"], 1, "column “doctors”"),
        (["--service", "wizard"], 1, "wizard"),
        (["--service", "stroke"], 1, "stroke"),
        (["--by", "planet"], 1, "planet"),
        (["--profile", "broom"], 1, "broom"),
        (["--group", "under3"], 1, "under 3"),
        (["--order", "people"], 1, "belongs to capacity"),
        (["--half-life", "5"], 1, "belongs to gravity"),
        (["--method", "gravity", "--half-life", "0"], 1, "half-life"),
        (["--method", "capacity", "--people-per-unit", "0"], 1, "one unit"),
        (["-o", "tables.pdf"], 1, "tables.pdf"),
    ],
)
def test_a_wrong_question_is_one_line_that_says_what(folder, capsys, arguments, code, words):
    found, out, err = told(capsys, str(folder), *arguments)
    assert (found, out) == (code, "")
    assert words in err
    assert "Traceback" not in err


def test_a_place_that_cannot_be_written_is_said(folder, tmp_path, capsys):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    for name in ("taken/t.xlsx", "taken.csv"):
        code, _, err = told(capsys, str(folder), "-o", str(tmp_path / name))
        assert code == 1
        assert "taken" in err


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ({"method": "magic"}, 422, "method"),
        ({"minutes": -1}, 422, "minutes"),
        ({"minutes": 0}, 422, "minutes"),
        ({"minutes": 1441}, 422, "minutes"),
        ({"resource": "doctors"}, 404, "column “doctors”"),
        ({"service": "stroke"}, 404, "stroke"),
        ({"service": "wizard"}, 422, "service"),
        ({"by": "planet"}, 404, "planet"),
        ({"order": "people"}, 422, "capacity"),
        ({"half_life_minutes": 5}, 422, "gravity"),
        ({"method": "capacity", "people_per_unit": 0}, 422, "people_per_unit"),
        ({"beds": 5}, 422, "beds"),
    ],
)
def test_a_wrong_question_is_a_problem(client, question, status, words):
    answer = client.post(ROUTE, json=question)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_help_is_in_both_languages(capsys):
    for lang, words in ((Lang.EN, "shared out"), (Lang.ZH, "资源")):
        code, out, _ = told(capsys, "--help", "--lang", lang)
        assert code == 0
        assert words in out


def test_clinics_are_asked_alone(folder, capsys):
    code, _, err = told(capsys, str(folder), "--service", Service.CLINIC)
    assert code == 1
    assert "clinic" in err
