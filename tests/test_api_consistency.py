"""`plan consistency`, its JSON document and the service's route: the same figures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import run
from api.consistency_document import consistency_of, named_plan
from api.documents import as_json
from api.page_places import check_page_place
from data.import_report import ImportReport
from data.plans import load_plan, plan_names
from data.studies import write_study
from geo.errors import DataUnavailableError, InputError, OutputError
from hand_town import town_study
from maps.consistency_page import CONSISTENCY_MARK

PLAN = """
name = "mine"
title = "我的规划"
period = "2021-2025"

[[goals]]
id = "M-1"
type = "bed_density"
section = "一"
phrase = "每千人口床位数"
computable = "per_capita"
comparator = ">="
value = 6
unit = "beds/1000"
tests = ["T-BEDS"]
"""
STATEMENTS = """
[[statements]]
about = "beds"
section = "一"
year = 2020
value = 5.36
unit = "beds/1000"

[[statements]]
about = "beds"
section = "二"
year = 2020
value = 5.31
unit = "beds/1000"
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("consistency") / "town"
    write_study(town_study([(0, 20), (5000, -800)], [100.0, 900.0]), folder, ImportReport())
    return folder


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app([town_study([(0, 20)], [1000.0])])) as client:
        yield client


def test_the_terminal_gives_the_count_first_and_every_result(capsys):
    assert run(["--lang", "en", "plan", "consistency", "wutongqiao"]) == 0
    shown = capsys.readouterr().out.splitlines()
    # Eight of the source, and vaccination: 88 % in a table, over 90 % in the text.
    assert shown[1] == "Contradictions: 4; to clarify: 9; checks that agree: 7"
    assert sum("✘ contradiction" in line for line in shown) == 4
    assert sum("? to clarify" in line for line in shown) == 9


@pytest.mark.parametrize("width", [80, 100])
def test_no_sentence_loses_its_end_in_a_narrow_terminal(width, capsys):
    from rich.console import Console

    from api.commands_consistency import show_consistency
    from api.screen import Screen
    from geo.text import Lang
    from planning.consistency.report import check_consistency

    screen = Screen(Lang.ZH)
    screen.out = Console(width=width, highlight=False)
    plan = load_plan("yanjiang")
    report = check_consistency(plan)
    show_consistency(screen, plan, report)
    shown = capsys.readouterr().out
    # Columns stand side by side, so sentences are told apart by no more than their signs:
    # every one of them must be there as often as the results have it.
    sentences = "".join(
        note.render(Lang.ZH)
        for one in report.results
        for note in (one.what, *one.details, *([one.todo] if one.todo else []))
    )
    wanted = Counter(sentences.replace(" ", ""))
    assert wanted - Counter(shown) == Counter()


def test_the_command_and_the_service_hand_out_one_document(client, capsys):
    assert run(["plan", "consistency", "kaizhou", "--json"]) == 0
    by_command = json.loads(capsys.readouterr().out)
    for prefix in ("", "/v1"):
        assert client.get(f"{prefix}/plans/kaizhou/consistency").json() == by_command
    assert by_command["counts"]["contradiction"] == 3
    assert by_command["population"] is None
    first = by_command["results"][0]
    assert set(first) == {
        *("kind", "kind_title", "status", "code", "what", "details", "todo"),
        *("sections", "goals", "numbers"),
    }
    assert set(first["what"]) == {"en", "zh"}
    assert first["numbers"] == [5.36, 5.31]


@pytest.mark.parametrize("name", plan_names())
def test_every_packaged_plan_makes_a_document_of_finite_numbers(name):
    document = json.loads(as_json(consistency_of(named_plan(name), None)))
    assert sum(document["counts"].values()) == len(document["results"])
    for one in document["results"]:
        assert (one["todo"] is None) is (one["status"] == "consistent")


def test_a_study_puts_its_people_beside_the_plans(client, town, tmp_path, capsys):
    out = tmp_path / "page.html"
    given = ["plan", "consistency", "yongchuan", "--study", str(town), "--json", "-o", str(out)]
    assert run(given) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["study_population"] == 1000
    assert [one["kind"] for one in document["results"]].count("population") == 2
    assert CONSISTENCY_MARK in out.read_text(encoding="utf-8")
    name = client.get("/v1/studies").json()["studies"][0]["name"]
    by_service = client.get(f"/v1/plans/yongchuan/consistency?study={name}").json()
    assert by_service["study"] == document["study"]


def test_a_plan_of_ones_own_as_file_and_as_folder(tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "goals.toml").write_text(PLAN, encoding="utf-8")
    (folder / "statements.toml").write_text(STATEMENTS, encoding="utf-8")
    one = tmp_path / "one.toml"
    one.write_text(PLAN + STATEMENTS, encoding="utf-8")
    documents = []
    for path in (folder, one):
        assert run(["plan", "consistency", str(path), "--json"]) == 0
        documents.append(json.loads(capsys.readouterr().out))
    assert documents[0] == documents[1]
    assert documents[0]["counts"] == {"contradiction": 1, "clarify": 0, "consistent": 0}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('value = "viele"', "value"),
        ("value = 5.3\ncolour = 1", "colour"),
        ('value = 5.3\ngoal = "M-9"', "M-9"),
        ("value = inf", "value"),
    ],
)
def test_a_bad_statement_is_told_in_one_line(line, words, tmp_path, capsys):
    path = tmp_path / "bad.toml"
    text = f'{PLAN}\n[[statements]]\nabout = "beds"\nsection = "一"\n{line}\n'
    path.write_text(text, encoding="utf-8")
    assert run(["plan", "consistency", str(path)]) == 1
    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err


def test_an_unknown_plan_lists_those_there_are(client, capsys):
    assert run(["plan", "consistency", "nowhere"]) == 1
    assert "yongchuan" in capsys.readouterr().err
    for name in ("nowhere", "..%2F..%2Fetc%2Fpasswd"):
        assert client.get(f"/v1/plans/{name}/consistency").status_code == 404
    assert client.get("/v1/plans/kaizhou/consistency?study=none").status_code == 404
    with pytest.raises(DataUnavailableError, match="yongchuan"):
        named_plan("data/reference/plans/yongchuan")


def test_the_page_replaces_an_older_page_and_nothing_else(tmp_path, capsys):
    page = tmp_path / "page.html"
    for _ in range(2):
        assert run(["plan", "consistency", "wanzhou", "-o", str(page)]) == 0
        assert str(page) in capsys.readouterr().err.replace("\n", "")
    foreign = tmp_path / "foreign.html"
    foreign.write_text("<p>mine</p>", encoding="utf-8")
    with pytest.raises(OutputError, match="no consistency page"):
        check_page_place(foreign, mark=CONSISTENCY_MARK, subject="consistency")
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(OutputError, match="no consistency page"):
        check_page_place(tmp_path / "folder.html", mark=CONSISTENCY_MARK, subject="consistency")
    with pytest.raises(InputError, match=r"\.html"):
        check_page_place(tmp_path / "page.pdf", mark=CONSISTENCY_MARK, subject="consistency")
    assert foreign.read_text(encoding="utf-8") == "<p>mine</p>"


def test_a_study_without_people_is_refused(tmp_path, capsys):
    folder = tmp_path / "empty"
    write_study(town_study([], []), folder, ImportReport())
    assert run(["plan", "consistency", "yongchuan", "--study", str(folder)]) == 1
    assert "no people" in capsys.readouterr().err
