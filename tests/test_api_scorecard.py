"""Scorecards over HTTP and from the command line; second requests cost nothing."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

import api.app
from api.app import create_app
from api.cli import run
from api.documents import check_document
from api.verdict_models import CheckDocument, ScorecardDocument
from data.import_report import ImportReport
from data.plans import load_plan, plan_names
from data.studies import write_study
from geo.text import Lang, text
from hand_town import town_study
from maps.scorecard_page import SCORECARD_MARK
from planning.verdict import check

VERDICTS = "/v1/studies/town/verdicts"


@pytest.fixture(scope="module")
def study():
    return town_study([(0, 50), (5900, 0)], [900.0, 100.0])


@pytest.fixture(scope="module")
def client(study):
    with TestClient(create_app([study])) as client:
        yield client


def test_verdicts_are_those_of_the_library(client, study):
    answer = client.get(VERDICTS, params={"plan": "yongchuan"})
    assert answer.status_code == 200
    plan = load_plan("yongchuan")
    assert answer.json() == json.loads(
        json.dumps(check_document(study, plan, check(study, plan)), allow_nan=False)
    )
    CheckDocument.model_validate(answer.json())


def test_a_known_answer_is_not_sent_again(client):
    first = client.get(VERDICTS)
    etag = first.headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(VERDICTS, headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == etag
    assert client.get(VERDICTS, headers={"If-None-Match": '"other"'}).status_code == 200
    others = {client.get(VERDICTS, params={"plan": one}).headers["etag"] for one in plan_names()}
    assert len(others) == len(plan_names())


def test_a_second_request_judges_nothing(study, monkeypatch):
    judged = []

    def counted(*asked):
        judged.append(asked)
        return check(*asked)

    monkeypatch.setattr(api.app, "check", counted)
    with TestClient(create_app([study])) as client:
        for _ in range(2):
            for path in (VERDICTS, "/v1/studies/town/scorecard", "/scorecards/town.html"):
                assert client.get(path).status_code == 200
            client.get(VERDICTS, params={"status": "MET"})
            client.get("/", headers={"Accept": "text/html"})
    assert len(judged) == 1


def test_verdicts_are_picked_by_goal_status_and_reading(client):
    plan = load_plan("yongchuan")
    names = [plan.goals[0].id, plan.goals[8].id]
    picked = client.get(VERDICTS, params={"plan": "yongchuan", "goal": names}).json()
    assert {one["goal"] for one in picked["verdicts"]} == set(names)
    assert [one["goal"] for one in picked["goals"]] == names
    whole = client.get(VERDICTS, params={"plan": "yongchuan"}).json()
    assert picked["summary"] == whole["summary"]
    alone = client.get(VERDICTS, params={"plan": "yongchuan", "readings": "false"}).json()
    assert {(one["goal"], one["test"], one["reading"]) for one in alone["verdicts"]} == {
        (one["goal"], one["test"], one["reading"]) for one in whole["verdicts"] if one["headline"]
    }
    unknown = client.get(VERDICTS, params={"plan": "yongchuan", "status": "CANNOT_TELL"}).json()
    assert {one["goal"] for one in unknown["verdicts"]} == {
        one["goal"] for one in whole["goals"] if one["status"] == "CANNOT_TELL"
    }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{VERDICTS}?goal=G-99", 404),
        (f"{VERDICTS}?status=PASSED", 422),
        (f"{VERDICTS}?plan=../../etc/passwd", 404),
        ("/v1/studies/nowhere/verdicts", 404),
        ("/v1/studies/nowhere/scorecard", 404),
        ("/v1/studies/town/scorecard?plan=nothing", 404),
        ("/v1/plans/nothing", 404),
        ("/v1/plans/..%2F..%2Fetc%2Fpasswd", 404),
        ("/scorecards/nowhere.html", 404),
        ("/scorecards/town.html?plan=nothing", 404),
    ],
)
def test_a_wrong_question_is_a_problem(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_scorecard_says_what_is_missing(client):
    answer = client.get("/v1/studies/town/scorecard", params={"plan": "yongchuan"}).json()
    ScorecardDocument.model_validate(answer)
    lacking = {goal for one in answer["missing"] for goal in one["goals"]}
    counting = {one["goal"]: one for one in answer["goals"] if one["counts"]}
    assert lacking == {name for name, one in counting.items() if one["status"] == "CANNOT_TELL"}
    assert answer["summary"]["counted"] == len(counting)


def test_plans_are_listed_and_shown_as_the_command_line_shows_them(client, capsys):
    capsys.readouterr()
    assert run(["plan", "list", "--json"]) == 0
    assert client.get("/v1/plans").json() == json.loads(capsys.readouterr().out)
    assert run(["plan", "show", "wanzhou", "--json"]) == 0
    assert client.get("/v1/plans/wanzhou").json() == json.loads(capsys.readouterr().out)


def test_the_schema_is_served_and_named_in_the_description(client, capsys):
    answer = client.get("/v1/schemas/check.json")
    assert answer.headers["content-type"] == "application/schema+json"
    capsys.readouterr()
    assert run(["schema"]) == 0
    assert answer.json() == json.loads(capsys.readouterr().out)
    paths = client.get("/openapi.json").json()["paths"]
    shape = paths["/v1/studies/{name}/verdicts"]["get"]["responses"]["200"]["content"]
    assert shape["application/json"]["schema"]["$ref"].endswith("/CheckDocument")


@pytest.mark.parametrize("lang", Lang)
def test_the_page_is_served_in_both_languages_and_links_back(client, lang):
    page = client.get("/scorecards/town.html", params={"lang": lang, "plan": "yongchuan"})
    assert page.headers["content-type"].startswith("text/html")
    assert SCORECARD_MARK in page.text
    assert text("scorecard.title", lang, title="Town" if lang is Lang.EN else "小镇") in page.text
    assert f"?plan=yongchuan&amp;lang={'en' if lang is Lang.ZH else 'zh'}" in page.text
    assert "/maps/town.html" in page.text
    front = client.get("/", headers={"Accept": "text/html"}, params={"lang": lang}).text
    assert "/scorecards/town.html" in front


def test_the_language_of_the_browser_is_spoken(client):
    page = client.get("/scorecards/town.html", headers={"Accept-Language": "zh-CN,zh"}).text
    assert '<html lang="zh-CN">' in page


def test_the_command_writes_the_page_and_says_how_the_plan_comes_out(study, tmp_path, capsys):
    folder = tmp_path / "study"
    write_study(study, folder, ImportReport())
    page = tmp_path / "card.html"
    capsys.readouterr()
    ask = ["scorecard", str(folder), "--plan", "yongchuan", "--lang", "zh"]
    assert run([*ask, "-o", str(page)]) == 0
    said = capsys.readouterr()
    assert "项目标中" in said.out
    assert str(page) in said.err.replace("\n", "")
    assert text("scorecard.title", Lang.ZH, title="小镇") in page.read_text(encoding="utf-8")
    assert run([*ask, "--json"]) == 0
    ScorecardDocument.model_validate_json(capsys.readouterr().out)
    assert run([*ask, "-o", str(tmp_path / "card.pdf")]) == 1
    assert ".html" in capsys.readouterr().err


def test_without_a_name_the_page_is_named_after_the_study(study, tmp_path, monkeypatch):
    folder = tmp_path / "study"
    write_study(study, folder, ImportReport())
    monkeypatch.chdir(tmp_path)
    assert run(["scorecard", str(folder)]) == 0
    assert (tmp_path / "town-scorecard.html").is_file()
