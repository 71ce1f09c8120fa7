"""``goldenhour plan``: what is listed, shown, written and checked, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from rich.console import Console

from api.commands_plan import add_plan_commands
from api.screen import Screen
from geo.errors import GoldenHourError
from geo.text import Lang

DISTRICTS = ("kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan")


def run(*arguments: str, lang: Lang = Lang.EN) -> int:
    """Run the group alone, as the command line does."""
    screen = Screen(lang)
    app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

    @app.callback()
    def start() -> None:
        """Hold the group."""

    add_plan_commands(app, screen)
    try:
        code = app(list(arguments), standalone_mode=False)
    except typer.Exit as leaving:
        return leaving.exit_code
    except GoldenHourError as fault:
        screen.error(fault.render(lang))
        return 1
    return code if isinstance(code, int) else 0


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    run(*arguments, "--json")
    captured = capsys.readouterr()
    return json.loads(captured.out)


def test_list_counts_every_row_by_class(capsys):
    plans = {one["name"]: one for one in document(capsys, "plan", "list")["plans"]}
    assert set(DISTRICTS) | {"circles"} <= set(plans)
    assert sum(plans[name]["rows"] for name in DISTRICTS) == 403
    totals = {
        kind: sum(plans[name]["classes"][kind] for name in DISTRICTS)
        for kind in ("geospatial", "per_capita", "count", "not_computable")
    }
    assert list(totals.values()) == [66, 59, 163, 115]
    assert plans["circles"]["rows"] == 0
    assert plans["circles"]["goals"] > 0


@pytest.mark.parametrize(("lang", "words"), [(Lang.EN, "per capita"), (Lang.ZH, "人均")])
def test_list_in_both_languages(capsys, lang, words):
    assert run("plan", "list", lang=lang) == 0
    out = capsys.readouterr().out
    assert words in out
    assert "yanjiang" in out


def test_show_gives_rows_and_readings(capsys):
    shown = document(capsys, "plan", "show", "yongchuan")
    assert len(shown["plan_rows"]) == 74
    assert shown["checked"][0]["id"] == "YC-01"
    assert len(shown["checked"][0]["readings"]) == 3
    beds = next(one for one in shown["plan_rows"] if one["id"] == "YC-18")
    assert beds["value"] == {"text": "9.5", "form": "number", "numbers": [9.5]}
    assert beds["baseline_2020"]["numbers"] == [7.86]
    assert beds["need"] == "needed"
    assert shown["context"]["beds_2020"] == 8967


def test_show_one_class_only(capsys):
    shown = document(capsys, "plan", "show", "kaizhou", "--class", "per_capita")
    assert {one["class"] for one in shown["plan_rows"]} == {"per_capita"}
    assert len(shown["plan_rows"]) == 9


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", DISTRICTS)
def test_show_cuts_no_phrase_at_a_hundred_columns(name, lang):
    from api import plan_pages

    screen = Screen(lang)
    with open("/dev/null", "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        screen.out = Console(width=100, highlight=False, record=True, file=nowhere)
        entry = plan_pages.find_plan(name)
        plan_pages.show_plan(screen, entry, None)
        shown = screen.out.export_text()
    assert entry.rows is not None
    lines = shown.splitlines()
    assert "…" not in shown.replace("“", "")
    for row in entry.rows.rows:
        first = next(line for line in lines if line.startswith(f"{row.id} "))
        assert row.phrase[:8] in first


def test_an_unknown_plan_lists_the_known(capsys):
    assert run("plan", "show", "nowhere") == 1
    assert "yanjiang" in capsys.readouterr().err
    assert run("plan", "new", "circles", "-o", "x.xlsx") == 1
    assert "yanjiang" in capsys.readouterr().err


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_new_writes_a_template_that_validates(tmp_path, capsys, lang, name):
    path = tmp_path / name
    assert run("plan", "new", "wanzhou", "-o", str(path), lang=lang) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(path) in captured.err
    assert run("plan", "validate", str(path), lang=lang) == 0
    assert "wanzhou" in capsys.readouterr().out
    before = path.read_bytes()
    assert run("plan", "new", "wanzhou", "-o", str(path), lang=lang) == 1
    assert path.read_bytes() == before
    assert run("plan", "new", "wanzhou", "-o", str(path), "--overwrite", lang=lang) == 0


def test_new_into_a_folder_names_the_file_itself(tmp_path):
    assert run("plan", "new", "kaizhou", "-o", str(tmp_path)) == 0
    assert (tmp_path / "kaizhou-indicators.xlsx").is_file()
    assert run("plan", "new", "kaizhou", "-o", str(tmp_path / "made")) == 0
    assert (tmp_path / "made" / "kaizhou-indicators.xlsx").is_file()
    assert run("plan", "new", "kaizhou", "-o", str(tmp_path / "t.doc")) == 1


def test_validate_names_every_fault_of_a_table_with_its_row(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text(
        "目标编号,年份,数值,单位\nYC-18,2023,8967,张\nYC-19,2023,x,\nYC-99,2023,1,\n"
        "YC-20,2023,4.0,人/千人\n",
        encoding="utf-8",
    )
    assert run("plan", "validate", str(path)) == 1
    out = capsys.readouterr().out
    for row in ("row 2", "row 3", "row 4"):
        assert row in out
    assert "row 5" not in out
    found = document(capsys, "plan", "validate", str(path))
    assert not found["ok"]
    assert found["taken"] == 1
    assert [one["row"] for one in found["faults"]] == ["2", "3", "4"]
    assert run("plan", "validate", str(path), lang=Lang.ZH) == 1
    assert "第 2 行" in capsys.readouterr().out


def test_validate_with_a_named_plan(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text("目标编号,年份,数值\nYC-20,2023,4.0\n", encoding="utf-8")
    assert run("plan", "validate", str(path), "--plan", "yongchuan") == 0
    assert run("plan", "validate", str(path), "--plan", "kaizhou") == 1
    assert "YC-20" in capsys.readouterr().out
    path.write_text("目标编号,年份,数值\nown-1,2023,4.0\n", encoding="utf-8")
    assert run("plan", "validate", str(path)) == 0
    assert "--plan" in capsys.readouterr().out


GOAL = """
[[goals]]
id = "{id}"
title = {{ zh = "a", en = "a" }}
phrase = "p"
section = "s"
[[goals.readings]]
id = "r"
title = {{ zh = "a", en = "a" }}
service = "hospital"
profile = "car"
direction = "to"
minutes = 15
pass_share = {share}
pass_source = {{ zh = "-", en = "-" }}
"""
HEAD = 'name = "own"\ntitle = { zh = "a", en = "a" }\ndocument = "-"\nperiod = "-"\n'


def goals_file(tmp_path: Path, *goals: tuple[str, float]) -> Path:
    path = tmp_path / "own.toml"
    body = "".join(GOAL.format(id=one, share=share) for one, share in goals)
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def test_validate_a_plan_of_goals(tmp_path, capsys):
    path = goals_file(tmp_path, ("G-1", 0.9), ("G-2", 0.8))
    assert run("plan", "validate", str(path)) == 0
    assert "2 goals" in capsys.readouterr().out
    path = goals_file(tmp_path, ("G-1", 1.9), ("G-2", 0.8), ("G-3", 0.0))
    found = document(capsys, "plan", "validate", str(path))
    assert [one["row"] for one in found["faults"]] == ["G-1", "G-3"]
    assert found["taken"] == 1
    path = goals_file(tmp_path, ("G-1", 0.9), ("G-1", 0.9))
    assert run("plan", "validate", str(path)) == 1
    assert "unique" in capsys.readouterr().out


def rows_file(tmp_path: Path, old: str, new: str) -> Path:
    packaged = Path(__file__).resolve().parent.parent / "data/reference/plan_rows/kaizhou.toml"
    path = tmp_path / "rows.toml"
    path.write_text(packaged.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


def test_validate_plan_rows(tmp_path, capsys):
    assert run("plan", "validate", str(rows_file(tmp_path, "", ""))) == 0
    assert "69" in capsys.readouterr().out
    path = rows_file(tmp_path, 'attribute = "binding"', 'attribute = "strict"')
    found = document(capsys, "plan", "validate", str(path))
    assert len(found["faults"]) == 5
    assert found["taken"] == 64
    assert run("plan", "validate", str(rows_file(tmp_path, 'id = "KZ-02"', 'id = "KZ-01"'))) == 1
    assert "KZ-01" in capsys.readouterr().out
    assert run("plan", "validate", str(rows_file(tmp_path, 'district = "开州区"', ""))) == 1
    assert "district" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.toml", "not = [toml"),
        ("a.toml", 'name = "x"'),
        ("a.toml", "goals = 5"),
        ("a.toml", "goals = [5]"),
        ("a.toml", "rows = 5"),
        ("a.toml", "rows = [5]"),
        ("a.doc", "x"),
        ("a.csv", "a,b\n1,2\n"),
        ("a.xlsx", "no workbook"),
        ("a.csv", ""),
    ],
)
def test_validate_refuses_what_is_no_plan_in_words(tmp_path, capsys, name, content):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert run("plan", "validate", str(path)) == 1
    captured = capsys.readouterr()
    assert captured.out + captured.err
    assert "Traceback" not in captured.out + captured.err


def test_validate_a_missing_file(tmp_path, capsys):
    assert run("plan", "validate", str(tmp_path / "none.csv")) == 1
    assert "none.csv" in capsys.readouterr().err


def test_every_fault_is_worded_in_both_languages(tmp_path):
    from api.plan_checks import check_file

    path = tmp_path / "t.csv"
    path.write_text("目标编号,年份,数值,单位\nYC-18,2023,8967,张\n", encoding="utf-8")
    result = check_file(path)
    words = {lang: result.faults[0].words(lang) for lang in Lang}
    assert "张/千人" in words[Lang.ZH]
    assert "beds per 1,000 people" in words[Lang.EN]
