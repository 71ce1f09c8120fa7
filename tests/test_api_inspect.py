"""`study inspect` and the JSON document of the quality report."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import typer
from rich.console import Console
from rich.table import Table

from api.commands_ask import default_direction
from api.commands_inspect import add_inspect_command, show_quality
from api.documents import as_json
from api.page_places import check_page_place
from api.plan_pages import packaged_plans, show_list, show_plan
from api.quality_document import inspect_document
from api.screen import Screen
from data.import_report import ImportReport
from data.studies import write_study
from geo.errors import DataUnavailableError, InputError, OutputError
from geo.text import Lang
from hand_town import town_areas, town_study
from layers.demand import DemandSurface
from layers.facilities import Service
from planning.answers import answer_coverage
from planning.quality.report import inspect_study
from test_maps_quality import bad_study

KEYS = [
    *("study", "service", "profile", "direction", "cutoff_s", "level", "fitness", "rule"),
    *("reasons", "findings", "homes", "sites", "unroutable", "network", "areas", "gaps"),
    *("facilities", "border", "sources", "thresholds", "remarks", "provenance"),
]


def command(lang: Lang = Lang.EN):
    """The command line with nothing but the studies' group."""
    app, group = typer.Typer(), typer.Typer()
    app.callback()(lambda: None)
    group.callback()(lambda: None)
    add_inspect_command(group, Screen(lang))
    app.add_typer(group, name="study")
    built = typer.main.get_command(app)
    return lambda *arguments: built(
        ["study", "inspect", *map(str, arguments)], standalone_mode=False
    )


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("quality") / "town"
    write_study(town_study([(0, 20), (5000, -800)], [100.0, 900.0]), folder, ImportReport())
    return folder


@pytest.mark.parametrize("width", [60, 100])
def test_a_long_chinese_sentence_is_folded_not_cut(width):
    study = town_study([(0, 20), (5000, -800)], [100.0, 900.0])
    report = inspect_study(
        study, service=Service.HOSPITAL, profile="car", direction=default_direction("car")
    )
    assert max(len(one.todo(Lang.ZH)) for one in report.findings) > width / 4
    screen = Screen(Lang.ZH)
    screen.out = Console(width=width, record=True, file=io.StringIO(), highlight=False)
    show_quality(screen, study, report)
    shown = screen.out.export_text()
    assert "…" not in shown
    letters = set(shown)
    assert all(letters >= set("".join(one.todo(Lang.ZH).split())) for one in report.findings)


def test_the_tables_of_answers_and_plans_cut_no_chinese_either(monkeypatch):
    tables = []
    monkeypatch.setattr(Console, "print", lambda _self, *what, **_: tables.extend(what))
    for entry in packaged_plans():
        show_plan(Screen(Lang.ZH), entry, None)
    show_list(Screen(Lang.ZH), packaged_plans())
    study = town_study([(0, 20), (5000, -800)], [100.0, 900.0])
    asked = answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0)
    Screen(Lang.ZH).coverage(study, asked)
    columns = [one for table in tables if isinstance(table, Table) for one in table.columns]
    assert len(columns) > 20
    assert all(one.no_wrap or one.overflow == "fold" for one in columns)


def test_the_document_has_the_agreed_keys_and_figures():
    study = town_study([(0, 20), (5000, -800)], [100.0, 900.0])
    document = inspect_document(study)
    assert list(document) == KEYS
    assert document["fitness"] == "unfit"  # nine of ten people are 800 m from any road
    assert document["reasons"] == ["far_from_road"]
    assert document["homes"]["total"] == sum(
        one["weight"] for one in document["homes"]["histogram"]
    )
    assert set(document["homes"]) == {
        *("total", "histogram", "quantiles_m", "leg_quantiles_s", "far", "off", "limit_m", "worst")
    }
    assert set(document["findings"][0]) == {
        *("name", "severity", "stops", "share", "fields", "what", "effect", "todo")
    }
    assert set(document["findings"][0]["what"]) == {"zh", "en"}
    east = next(one for one in document["areas"]["rows"] if one["code"] == "e")
    assert east["people"] == 900
    assert east["doubts"] == ["far", "gaps"]
    assert east["km_per_km2"] == pytest.approx(4.7 / 32.5, rel=0.02)
    assert document["network"]["n_parts"] == 2
    assert document["network"]["tags"]["surfaced"] is None
    assert document["border"]["share_with"] == document["border"]["share_without"]
    assert document["facilities"]["by_kind"] == {"hospital": 1}
    assert document["thresholds"]["gap_people"] == 50
    assert "OpenStreetMap" in document["provenance"]["credit"]


def test_every_document_is_plain_json_and_the_same_every_time():
    empty = DemandSurface(np.empty(0), np.empty(0), np.empty(0), (), "")
    study = town_study([(0, 20)], [100.0])
    nothing = replace(study, demand=empty, areas=town_areas().take([]))
    for one in (bad_study(), nothing):
        written = as_json(inspect_document(one))
        assert written == as_json(inspect_document(one))
        assert list(json.loads(written)) == KEYS
    document = inspect_document(nothing)
    assert (document["level"], document["border"], document["unroutable"]["cut_off"]) == (None,) * 3
    assert inspect_document(study, service=Service.STROKE)["reasons"] == ["nobody_offers"]


def test_the_screen_shows_headline_and_findings(bundle, capsys):
    command()(bundle)
    shown = capsys.readouterr().out
    assert "Verdict: not fit for use" in shown
    assert "90.0%" in shown
    command(Lang.ZH)(bundle)
    assert "结论：不可使用" in capsys.readouterr().out


def test_json_is_one_document_alone_and_the_page_is_written_beside_it(bundle, tmp_path, capsys):
    page = tmp_path / "new" / "report.html"
    command()(bundle, "-o", page, "--json")
    captured = capsys.readouterr()
    assert list(json.loads(captured.out)) == KEYS
    assert str(page) in captured.err
    first = page.read_bytes()
    command()(bundle, "-o", page)  # an older report is replaced
    assert page.read_bytes() == first


def test_foreign_files_and_wrong_names_are_refused_before_the_work(bundle, tmp_path):
    foreign = tmp_path / "letter.html"
    foreign.write_text("<p>mine</p>", encoding="utf-8")
    with pytest.raises(OutputError, match="not a quality report"):
        command()(bundle, "-o", foreign)
    assert foreign.read_text(encoding="utf-8") == "<p>mine</p>"
    with pytest.raises(InputError, match=r"\.html"):
        command()(bundle, "-o", tmp_path / "report.json")
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(OutputError):
        check_page_place(tmp_path / "folder.html", mark="x", subject="quality")
    check_page_place(tmp_path / "free.htm", mark="x", subject="quality")


def test_what_cannot_be_asked_is_said_in_a_sentence(bundle, tmp_path):
    with pytest.raises(DataUnavailableError):
        command()(bundle, "--profile", "rocket")
    with pytest.raises(DataUnavailableError):
        command()(bundle, "--service", "spaceport")
    with pytest.raises(DataUnavailableError):
        command()(tmp_path / "nowhere")


def test_the_command_is_part_of_the_program(bundle, tmp_path, capsys):
    from api.cli import run

    page = tmp_path / "report.html"
    assert run(["study", "inspect", str(bundle), "-o", str(page), "--lang", "zh"]) == 0
    assert 'lang="zh-CN"' in page.read_text(encoding="utf-8")
    page.write_text("mine", encoding="utf-8")
    capsys.readouterr()
    assert run(["study", "inspect", str(bundle), "-o", str(page)]) == 1
    captured = capsys.readouterr()
    assert "not a quality report" in captured.err
    assert captured.out == ""
