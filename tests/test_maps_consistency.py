"""The consistency page as text: the answer first, nothing loaded, nothing of the plan run."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape

import pytest

from consistency_toys import goal, said, toy_plan
from data.plans import load_plan
from geo.text import Lang, text
from maps.consistency_page import CONSISTENCY_MARK, consistency_page, goal_words, population_lines
from planning.consistency.report import check_consistency
from planning.consistency.result import ConsistencyStatus

HOSTILE = "</style><script>alert(1)</script>{{ 7 * 7 }}{% raw %}<img src=x onerror=alert(1)>"


def page_of(plan, lang=Lang.EN, **more):
    return consistency_page(plan, check_consistency(plan), lang=lang, **more)


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", ["yongchuan", "yanjiang", "wutongqiao", "kaizhou", "wanzhou"])
def test_every_result_is_on_the_page_and_the_answer_first(name, lang):
    plan = load_plan(name)
    report = check_consistency(plan)
    page = consistency_page(plan, report, lang=lang)
    counts = {status.value: count for status, count in report.counts().items()}
    answer = escape(text("consistency.answer", lang, **counts))
    assert answer in page
    for one in report.results:
        for note in (one.what, *one.details, *([one.todo] if one.todo else [])):
            # jinja writes quotes as numbers, html.escape by name.
            shown = escape(note.render(lang)).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
            assert page.index(shown) > page.index(answer)
        for section in one.sections:
            assert section in page
    assert page.count('<tr class="contradiction">') == counts["contradiction"]
    assert page.count('<tr class="clarify">') == counts["clarify"]
    assert page.count('<tr class="consistent">') == counts["consistent"]


def test_the_page_loads_nothing_and_lets_in_its_own_style_only():
    page = page_of(load_plan("kaizhou"))
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode("ascii")
    assert f"style-src 'sha256-{digest}'" in page
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert CONSISTENCY_MARK in page[:1000]
    assert not re.search(r"<[^>]+ (?:style|on\w+)=", page)


def test_hostile_words_stay_words():
    hostile = {"zh": HOSTILE, "en": HOSTILE}
    plan = toy_plan(
        [
            said("beds", 1, "beds/1000", section=HOSTILE, title=hostile, group=hostile),
            said("beds", 2, "beds/1000", section=HOSTILE, group=hostile),
            {"about": "words", "words": hostile, "section": "一"},
            {"about": "words", "words": {"zh": "二", "en": "b"}, "section": "二"},
            {"about": "h", "name": HOSTILE, "section": "一"},
            {"about": "h", "name": "二", "section": "二"},
        ],
        [goal("T-1")],
        title=HOSTILE,
    )
    for lang in Lang:
        page = page_of(plan, lang, study=HOSTILE)
        assert "<script>" not in page
        assert "<img" not in page
        assert "49" not in re.sub(r"<style>.*?</style>", "", page.replace("sha256", ""), flags=re.S)
        assert escape("<script>alert(1)</script>") in page


def test_a_plan_without_results_says_so():
    page = page_of(toy_plan())
    assert text("consistency.answer_none", Lang.EN) in page
    assert "<table>" not in page
    assert text("consistency.base_none", Lang.EN) in page


def test_a_study_is_named_and_a_demonstration_marked_in_both_languages():
    plan = load_plan("yongchuan")
    report = check_consistency(plan, population=1_024_708.0)
    page = consistency_page(plan, report, lang=Lang.ZH, study="某研究", demonstration=True)
    assert "研究“某研究”的人口为 102.47 万人" in page
    for lang in Lang:
        assert text("demo.mark", lang) in page
    assert text("demo.mark", Lang.EN) not in consistency_page(plan, report, lang=Lang.EN)
    assert len(population_lines(report, Lang.EN, study="x")) == 2


def test_the_colour_of_the_answer_is_that_of_the_worst_result():
    def worst(*statements):
        return re.search(r'class="answer (\w*)"', page_of(toy_plan(statements)))[1]

    same = [said("a", 1, "beds"), said("a", 1, "beds")]
    assert worst(*same) == ConsistencyStatus.CONSISTENT
    assert worst(*same, said("five", 5, named=4)) == ConsistencyStatus.CLARIFY
    assert worst(*same, said("a", 2, "beds")) == ConsistencyStatus.CONTRADICTION


def test_many_goals_are_shortened_and_the_same_inputs_give_the_same_page():
    ids = tuple(f"T-{at}" for at in range(1, 8))
    assert goal_words(ids) == "T-1 … T-7 (7)"
    assert goal_words(ids[:6]) == "T-1, T-2, T-3, T-4, T-5, T-6"
    plan = load_plan("wanzhou")
    assert page_of(plan) == page_of(plan)


@pytest.mark.parametrize("lang", list(Lang))
def test_no_sentence_of_the_page_is_in_the_other_language(lang):
    page = page_of(load_plan("wutongqiao"), lang)
    other = next(one for one in Lang if one is not lang)
    for code in ("consistency.rule", "consistency.column_todo", "consistency.ask_figure"):
        assert escape(text(code, lang)).replace("&#x27;", "&#39;") in page
        assert text(code, other) not in page
