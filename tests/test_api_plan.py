"""``goldenhour plan``: what is listed, shown, written and checked, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from rich.console import Console

from api import plan_pages
from api.commands_plan import add_plan_commands
from api.reading_pages import show_goal
from api.screen import Screen
from data.plans import load_plan, load_readings
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


def test_list_counts_every_goal_by_class(capsys):
    plans = {one["name"]: one for one in document(capsys, "plan", "list")["plans"]}
    assert set(plans) == {*DISTRICTS, "circles"}
    assert sum(plans[name]["goals"] for name in DISTRICTS) == 403
    totals = {
        kind: sum(plans[name]["classes"][kind] for name in DISTRICTS)
        for kind in ("geospatial", "per_capita", "count", "not_computable")
    }
    assert list(totals.values()) == [66, 59, 163, 115]
    assert plans["circles"]["goals"] == 5
    assert plans["kaizhou"]["projects"] == 39
    assert plans["yanjiang"]["facilities"] == 31


@pytest.mark.parametrize(("lang", "words"), [(Lang.EN, "per capita"), (Lang.ZH, "人均")])
def test_list_in_both_languages(capsys, lang, words):
    assert run("plan", "list", lang=lang) == 0
    out = capsys.readouterr().out
    assert words in out
    assert "yanjiang" in out


def test_show_gives_goals_and_readings(capsys):
    shown = document(capsys, "plan", "show", "yongchuan")
    goals = {one["id"]: one for one in shown["plan_goals"]}
    assert len(goals) == 74
    first = goals["YC-01"]["readings"]
    assert [(one["test"], one["id"], one["headline"]) for one in first[:2]] == [
        ("T-EMG-15", "call-to-arrival", True),
        ("T-EMG-15", "drive-only-base", False),
    ]
    assert first[0]["rule"]["cutoff_s"] == 900
    assert [one["time_s"] for one in first[0]["rule"]["constants"]] == [60, 180]
    beds = goals["YC-18"]
    assert beds["value"] == {"text": "9.5", "form": "number", "numbers": [9.5]}
    assert beds["baseline_2020"]["numbers"] == [7.86]
    assert beds["need"] == "needed"
    assert beds["title"]["zh"] == "每千人口床位9.5张"
    assert shown["context"]["beds_2020"] == 8967


def test_show_one_class_only(capsys):
    shown = document(capsys, "plan", "show", "kaizhou", "--class", "per_capita")
    assert {one["class"] for one in shown["plan_goals"]} == {"per_capita"}
    assert len(shown["plan_goals"]) == 9


def shown_at(width: int, lang: Lang, show) -> str:
    """What a page prints at a width."""
    screen = Screen(lang)
    with open("/dev/null", "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        screen.out = Console(width=width, highlight=False, record=True, file=nowhere)
        show(screen)
        return screen.out.export_text()


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", DISTRICTS)
def test_show_cuts_no_title_at_a_hundred_columns(name, lang):
    plan = load_plan(name)
    shown = shown_at(100, lang, lambda screen: plan_pages.show_plan(screen, plan, None))
    lines = shown.splitlines()
    assert "…" not in shown
    for goal in plan.goals:
        first = next(line for line in lines if line.startswith(f"{goal.id} "))
        assert goal.row.title[lang][:8] in first


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", [*DISTRICTS, "circles"])
def test_every_goal_is_shown_in_full(name, lang):
    plan, book = load_plan(name), load_readings()
    for goal in plan.goals:
        shown = shown_at(10_000, lang, lambda screen, g=goal: show_goal(screen, g, book))
        for words in (goal.row.title[lang], goal.phrase, goal.section, *goal.row.sites):
            assert words in shown, goal.id
        for reading in goal.readings:
            assert reading.title[lang] in shown
            assert reading.pass_source[lang] in shown
        assert "None" not in shown
        assert "_s:" not in shown


def test_show_one_goal_with_every_number(capsys):
    assert run("plan", "show", "yongchuan", "--goal", "YC-01") == 0
    out = capsys.readouterr().out
    for words in ("turnout: 3.0 min", "2.0 min, 5.0 min", "limit: 15.0 min", "pass mark: 90%"):
        assert words in out
    assert run("plan", "show", "yongchuan", "--goal", "YC-01", lang=Lang.ZH) == 0
    assert "达标线：90%" in capsys.readouterr().out
    shown = document(capsys, "plan", "show", "yongchuan", "--goal", "YC-09")
    assert shown["sites"] == ["区人民医院"]
    assert set(shown["open_in_plan"]) == {"T-STROKE-60", "T-CENTRE-CP", "T-CENTRE-TR"}
    assert next(one["test"] for one in shown["readings"] if one["headline"]) is None
    assert run("plan", "show", "yongchuan", "--goal", "YC-99") == 1
    assert "YC-98" not in capsys.readouterr().err


def test_readings_lists_the_book_and_one_test(capsys):
    book = document(capsys, "plan", "readings")["tests"]
    assert len(book) == 25
    (test,) = document(capsys, "plan", "readings", "T-AED")["tests"]
    assert test["readings"][0]["rule"] == {
        "of": "transport_node", "has": "aed", "within_m": 100, "tried_m": [50, 200],
    }  # fmt: skip
    for lang in Lang:
        assert run("plan", "readings", lang=lang) == 0
        out = capsys.readouterr().out
        assert all(one["id"] in out for one in book)
        for one in book:
            assert run("plan", "readings", one["id"], lang=lang) == 0
            shown = capsys.readouterr().out
            assert one["open_in_plan"][lang][:12] in shown
    assert run("plan", "readings", "T-NONE") == 1
    assert "T-EMG-15" in capsys.readouterr().err


@pytest.mark.parametrize("lang", list(Lang))
def test_a_blank_plan_is_in_order_and_is_not_overwritten(tmp_path, capsys, lang):
    folder = tmp_path / "mine"
    assert run("plan", "new", "my-plan", "-o", str(folder), "--blank", lang=lang) == 0
    assert sorted(one.name for one in folder.iterdir()) == ["facilities.toml", "goals.toml"]
    assert run("plan", "validate", str(folder), lang=lang) == 0
    assert run("plan", "show", str(folder), lang=lang) == 0
    assert "MYPLAN-01" in capsys.readouterr().out
    template = tmp_path / "t.xlsx"
    assert run("plan", "new", str(folder), "-o", str(template), lang=lang) == 0
    assert template.is_file()
    before = (folder / "goals.toml").read_bytes()
    (folder / "facilities.toml").unlink()
    assert run("plan", "new", "other", "-o", str(folder), "--blank", lang=lang) == 1
    assert "goals.toml" in capsys.readouterr().err
    assert (folder / "goals.toml").read_bytes() == before
    assert not (folder / "facilities.toml").exists()
    assert run("plan", "new", "other", "-o", str(folder), "--blank", "--overwrite", lang=lang) == 0
    assert (folder / "goals.toml").read_bytes() != before


@pytest.mark.parametrize("name", ["yongchuan", "", "a b", 'a"b', "../up", "规划", "x" * 41])
def test_a_name_that_no_plan_can_have_is_refused(tmp_path, capsys, name):
    assert run("plan", "new", name, "-o", str(tmp_path / "new"), "--blank") == 1
    assert "yongchuan" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


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
HEAD = 'name = "own"\ntitle = { zh = "a", en = "a" }\ndocument = "-"\nperiod = "2025"\n'


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
    assert run("plan", "validate", str(path), lang=Lang.ZH) == 1
    assert "G-1" in capsys.readouterr().out


def own_goals(tmp_path: Path, old: str, new: str) -> Path:
    packaged = Path(__file__).resolve().parent.parent / "data/reference/plans/kaizhou/goals.toml"
    path = tmp_path / "goals.toml"
    path.write_text(packaged.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    facilities = packaged.with_name("facilities.toml").read_text(encoding="utf-8")
    (tmp_path / "facilities.toml").write_text(facilities, encoding="utf-8")
    return tmp_path


def test_validate_a_folder(tmp_path, capsys):
    assert run("plan", "validate", str(own_goals(tmp_path, "", ""))) == 0
    assert "69" in capsys.readouterr().out
    path = own_goals(tmp_path, 'attribute = "binding"', 'attribute = "strict"')
    found = document(capsys, "plan", "validate", str(path))
    assert len(found["faults"]) == 5
    assert found["taken"] == 64
    assert run("plan", "validate", str(own_goals(tmp_path, 'id = "KZ-02"', 'id = "KZ-01"'))) == 1
    assert "KZ-01" in capsys.readouterr().out
    path = own_goals(tmp_path, "[[goals]]", "[[rows]]")
    for lang in Lang:
        assert run("plan", "validate", str(path), lang=lang) == 1
        assert "[[goals]]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.toml", "not = [toml"),
        ("a.toml", 'name = "x"'),
        ("a.toml", "goals = 5"),
        ("a.toml", "goals = [5]"),
        ("a.toml", "rows = [5]"),
        ("a.toml", "goals = 5\nrows = 5"),
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


def test_a_starting_plan_that_nobody_filled_in_says_so(tmp_path, capsys):
    folder = tmp_path / "mine"
    assert run("plan", "new", "mine", "-o", str(folder), "--blank") == 0
    goals = folder / "goals.toml"
    facilities = folder / "facilities.toml"
    written = sum(
        line.count('"TO FILL IN"')
        for path in (goals, facilities)
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    found = document(capsys, "plan", "validate", str(folder))
    assert [one["code"] for one in found["notes"]] == ["plan_cmd.blanks"]
    assert f"{written} texts" in found["notes"][0]["message"]
    for path in (goals, facilities):
        path.write_text(
            path.read_text(encoding="utf-8").replace("TO FILL IN", "永川"), encoding="utf-8"
        )
    assert document(capsys, "plan", "validate", str(folder))["notes"] == []
