"""The HTTP service: documents, pages, problems; the same figures as the command line."""

from __future__ import annotations

import json
import math
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import run
from data.demo.build import build_demo
from data.profiles import load_profiles
from data.studies import open_study


@pytest.fixture(scope="module")
def client():
    app = create_app([build_demo("yongchuan", profiles=load_profiles())])
    with TestClient(app) as client:
        yield client


def test_healthz_names_the_studies(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["studies"] == ["yongchuan"]


@pytest.mark.parametrize("prefix", ["", "/v1"])
def test_coverage_parts_sum_to_the_population(client, prefix):
    question = {"service": "ambulance_base", "minutes": 15, "profile": "ambulance"}
    answer = client.post(f"{prefix}/studies/yongchuan/coverage", json=question).json()
    assert answer["population"] == 1_024_708
    assert answer["covered"] + answer["uncovered"] + answer["unroutable"] == answer["population"]
    assert sum(row["population"] for row in answer["by_area"]) == answer["population"]
    assert answer["direction"] == "from"
    assert answer["provenance"]["demonstration_mark"] == {
        "en": "Demonstration: modelled roads, facilities and indicators",
        "zh": "演示：道路、机构和指标均为模拟数据",
    }


def test_service_and_command_line_say_the_same(client, tmp_path, capsys):
    assert run(["demo", "--out", str(tmp_path / "demo")]) == 0
    capsys.readouterr()
    study = str(tmp_path / "demo" / "study")
    run(["coverage", study, "--service", "hospital", "--minutes", "30", "--json"])
    by_command = json.loads(capsys.readouterr().out)
    question = {"service": "hospital", "minutes": 30}
    by_service = client.post("/v1/studies/yongchuan/coverage", json=question).json()
    assert by_service == by_command


def test_verdicts_quote_the_plan(client):
    answer = client.get("/v1/studies/yongchuan/verdicts").json()
    assert answer["plan"] == "yongchuan"
    first = answer["verdicts"][0]
    assert first["phrase"] == "打造15分钟医疗急救圈"
    slow, fast = first["band"]
    assert slow <= first["value"] <= fast
    numbers = first["evidence"]["numbers"]
    gain = math.ceil(first["target"] * numbers["population"] - numbers["covered"])
    flip = next(one for one in first["flips"] if one["code"] == "flip.people_to_gain")
    assert gain > 0
    assert f"{gain:,} " in flip["en"]


def test_isochrone_is_geojson_around_the_place(client):
    question = {"location": [105.892, 29.354], "minutes": [5, 10], "direction": "to"}
    answer = client.post("/v1/studies/yongchuan/isochrones/car", json=question)
    assert answer.headers["content-type"] == "application/geo+json"
    areas = [one["properties"]["area_km2"] for one in answer.json()["features"]]
    assert areas[0] > areas[1] > 0


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/v1/studies/atlantis/coverage", {"service": "hospital", "minutes": 15}, 404, "atlantis"),
        ("/v1/studies/yongchuan/coverage", {"service": "wizard", "minutes": 15}, 422, "service"),
        ("/v1/studies/yongchuan/coverage", {"service": "dentist", "minutes": 15}, 404, "dentist"),
        ("/v1/studies/yongchuan/coverage", {"service": "hospital", "minutes": -1}, 422, "minutes"),
        (
            "/v1/studies/yongchuan/coverage",
            {"service": "hospital", "minutes": 15, "profile": "broom"},
            404,
            "broom",
        ),
        (
            "/v1/studies/yongchuan/coverage",
            {"service": "hospital", "minutes": 15, "by": "planet"},
            404,
            "planet",
        ),
        (
            "/v1/studies/yongchuan/isochrones/car",
            {"location": [0, 0], "minutes": [15]},
            422,
            "road",
        ),
        (
            "/v1/studies/yongchuan/isochrones/car",
            {"location": [105.9], "minutes": [15]},
            422,
            "location",
        ),
    ],
)
def test_a_wrong_question_is_a_problem_that_says_what_is_wrong(client, path, body, status, words):
    answer = client.post(path, json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert words in problem["detail"]


def test_problems_come_in_the_language_asked_for(client):
    chinese = client.get("/v1/studies/atlantis", headers={"Accept-Language": "zh-CN"}).json()
    assert "没有研究" in chinese["detail"]


@pytest.mark.parametrize("plan", ["../../etc/passwd", "/etc/passwd", "no-such-plan"])
def test_a_callers_text_never_becomes_a_path(client, plan):
    answer = client.get("/v1/studies/yongchuan/verdicts", params={"plan": plan})
    assert answer.status_code == 404


@pytest.mark.parametrize(("lang", "mark"), [("zh", "未达标"), ("en", "not met")])
def test_the_front_page_shows_verdicts_mark_and_map(client, lang, mark):
    page = client.get("/", headers={"Accept": "text/html"}, params={"lang": lang}).text
    assert mark in page
    assert "演示：道路、机构和指标均为模拟数据" in page
    assert "Demonstration: modelled roads" in page
    assert "OpenStreetMap" in page
    assert "/maps/yongchuan.html" in page
    assert "http://" not in page
    assert "https://" not in page
    map_page = client.get("/maps/yongchuan.html", params={"lang": lang})
    assert map_page.status_code == 200
    assert "演示：道路、机构和指标均为模拟数据" in map_page.text


def test_the_front_page_gives_links_to_programs(client):
    rels = [one["rel"] for one in client.get("/").json()["links"]]
    assert rels == ["studies", "service-desc"]


def test_openapi_describes_both_questions(client):
    paths = client.get("/openapi.json").json()["paths"]
    assert "/v1/studies/{name}/coverage" in paths
    assert "/v1/studies/{name}/isochrones/{profile}" in paths


def test_serve_answers_on_loopback(tmp_path):
    assert run(["demo", "--out", str(tmp_path / "demo")]) == 0
    open_study(tmp_path / "demo" / "study")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", str(tmp_path / "demo" / "study")]
    root = Path(__file__).resolve().parent.parent
    server = subprocess.Popen([*command, "--port", str(port)], cwd=root, stderr=subprocess.PIPE)
    try:
        for _ in range(150):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                    assert json.load(answer)["status"] == "ok"
                    break
            except OSError:
                assert server.poll() is None
                time.sleep(0.2)
        else:
            pytest.fail("the service did not answer within 30 s")
    finally:
        server.terminate()
        _, err = server.communicate(timeout=20)
    assert f"Open http://127.0.0.1:{port}/" in err.decode()


def test_the_quality_of_a_study_is_what_inspect_says(client):
    answer = client.get("/v1/studies/yongchuan/quality")
    assert answer.status_code == 200
    found = answer.json()
    assert found["fitness"] == "unfit"  # a demonstration is never fit for use
    assert {"findings", "provenance"} <= set(found)
    assert client.get("/v1/studies/yongchuan/quality?service=nothing").status_code == 422
    assert client.get("/v1/studies/nowhere/quality").status_code == 404
