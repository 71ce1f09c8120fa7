"""How a plan comes out, and figures in words: counted by hand, and never rounded to a pass."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalogue import MESSAGES
from geo.text import Lang, text
from hand_verdicts import NO_FIGURE, NO_SERVICE, PLAN, verdicts
from planning.judging.finding import Status, Target, Unit
from planning.note import Note
from planning.plan_figures import Comparator
from planning.plan_rows import Computable
from planning.scorecard import NEEDED_FOR, Needed, Scorecard, Tally, needed_for, unique_notes
from planning.table_words import cell_words
from planning.verdict import outcome
from planning.wording import band_words, margin_words, quantity, target_words

CARD = Scorecard.of(verdicts())


def test_goals_are_counted_by_what_they_come_to():
    # G-7 cannot be computed, G-8 has no headline: neither counts.
    assert [one.goal.id for one in CARD.counting] == ["G-1", "G-2", "G-3", "G-4", "G-5", "G-6"]
    assert [one.goal.id for one in CARD.silent] == ["G-7", "G-8"]
    assert CARD.whole == Tally(met=1, not_met=2, cannot_tell=3)
    assert CARD.binding == Tally(met=0, not_met=1, cannot_tell=1)
    assert CARD.by_class == {
        Computable.GEOSPATIAL: Tally(0, 1, 1),
        Computable.PER_CAPITA: Tally(1, 0, 0),
        Computable.COUNT: Tally(0, 1, 2),
    }


def test_a_goal_without_a_headline_is_never_met():
    only_rivals = CARD.goals[-1]
    assert only_rivals.goal.id == "G-8"
    assert only_rivals.status is Status.CANNOT_TELL
    assert not only_rivals.counts


def test_the_outcome_is_that_of_the_verdicts():
    assert CARD.outcome is outcome(verdicts()) is CARD.whole.outcome is Status.NOT_MET
    met = Scorecard.of(one for one in verdicts() if one.goal.id == "G-3")
    assert met.outcome is met.whole.outcome is Status.MET
    assert Scorecard.of(()).outcome is Tally().outcome is Status.CANNOT_TELL


def test_readings_that_say_otherwise_are_a_dispute():
    assert [one.goal.id for one in CARD.goals if one.disputed] == ["G-1", "G-2", "G-8"]
    first = CARD.goals[0]
    assert first.headline.reading.id == "a"
    assert [one.reading.id for one in first.rivals] == ["b"]


def test_what_is_missing_is_grouped_and_what_decides_most_comes_first():
    by_sort = {one.needed: one for one in CARD.missing}
    assert by_sort[Needed.FACILITIES].goals == ("G-2", "G-5")
    assert by_sort[Needed.FACILITIES].alone == ("G-2",)
    assert by_sort[Needed.FACILITIES].notes == (NO_SERVICE,)
    assert by_sort[Needed.PLAN].goals == ("G-5", "G-6")
    assert by_sort[Needed.PLAN].alone == ("G-6",)
    assert by_sort[Needed.PLAN].notes == (NO_FIGURE,)
    assert set(by_sort) == {Needed.FACILITIES, Needed.PLAN}  # G-7 never counts
    sizes = [(len(one.alone), len(one.goals)) for one in CARD.missing]
    assert sizes == sorted(sizes, reverse=True)


def test_every_missing_thing_has_a_sort_and_every_sort_a_word():
    said = {code for code in MESSAGES if code.startswith("missing.")}
    assert said - set(NEEDED_FOR) == set()
    assert set(NEEDED_FOR) - said == set()
    assert all(f"needed.{one.value}" in MESSAGES for one in Needed)
    assert needed_for(Note("missing.from_elsewhere", {})) is Needed.OTHER


def test_notes_are_alike_only_with_the_same_fields():
    one, other = (Note("missing.group", {"group": name}) for name in "ab")
    assert unique_notes((one, other, Note("missing.group", {"group": "a"}))) == (one, other)


# --- figures in words ---


def test_every_unit_has_words_in_both_languages():
    for unit in Unit:
        assert f"unitname.{unit.value}" in MESSAGES
        for lang in Lang:
            assert quantity(3.0, unit, lang)
            assert target_words(Target(Comparator.AT_LEAST, 3.0), unit, lang)


@pytest.mark.parametrize(
    ("value", "unit", "target", "words"),
    [
        (0.9, Unit.SHARE, Target(Comparator.AT_LEAST, 0.9), "90.0%"),
        (0.89996, Unit.SHARE, Target(Comparator.AT_LEAST, 0.9), "89.996%"),
        (0.99999, Unit.SHARE, Target(Comparator.AT_LEAST, 1.0), "99.999%"),
        (0.050004, Unit.SHARE, Target(Comparator.AT_MOST, 0.05), "5.0004%"),
        (30_000.4, Unit.PEOPLE_EACH, Target(Comparator.AT_MOST, 30_000.0), "30,000.4 people"),
        (2.786, Unit.PER_1000, None, "2.79 per 1,000"),
        (2.7, Unit.PER_1000, None, "2.70 per 1,000"),
        (6.0001, Unit.PER_1000, Target(Comparator.WITHIN, 5.0, 6.0), "6.0001 per 1,000"),
        (60.001, Unit.COUNT, Target(Comparator.ABOVE, 60.0), "60.001"),
        (12.0, Unit.VEHICLES, None, "12 vehicles"),
        (1.3, Unit.RATIO, None, "1:1.30"),
        (900.04, Unit.SECONDS, Target(Comparator.AT_MOST, 900.0), "15.1 min"),
        (899.98, Unit.SECONDS, Target(Comparator.AT_LEAST, 900.0), "899.98 s"),
        (math.inf, Unit.SECONDS, None, "no way by road"),
        (math.nan, Unit.COUNT, None, "–"),
    ],
)
def test_a_figure_that_misses_never_reads_as_if_it_met(value, unit, target, words):
    assert quantity(value, unit, Lang.EN, target=target).startswith(words)


COUNTED = [one for one in Unit if one not in (Unit.SECONDS, Unit.LEVEL, Unit.PER_100, Unit.RATIO)]


def number_in(words: str, lang: Lang, unit: Unit) -> float:
    """The number that a reader sees: what differs from the same words about nothing."""
    template = "{value}%" if unit is Unit.SHARE else MESSAGES[f"quantity.{unit.value}"][lang]
    before, after = template.split("{value}")
    shown = words.removeprefix(before).removesuffix(after).replace(",", "")
    return float(shown.lstrip("<>"))


@given(
    st.sampled_from(COUNTED),
    st.sampled_from([one for one in Comparator if one is not Comparator.NONE]),
    st.floats(0.01, 1e6),
    st.floats(-1e-3, 1e-3),
    st.sampled_from(Lang),
)
def test_what_is_shown_lies_on_the_side_of_the_target_where_the_figure_lies(
    unit, comparator, mark, off, lang
):
    scale = 1e-6 if unit is Unit.SHARE else 1.0
    low = mark * scale
    target = Target(comparator, low, low * 1.5 if comparator is Comparator.WITHIN else math.nan)
    value = low * (1 + off)
    shown = number_in(quantity(value, unit, lang, target=target), lang, unit)
    shown = shown / 100 if unit is Unit.SHARE else shown
    assert target.met(shown) == target.met(value)


@given(st.floats(-1e5, 1e5, allow_subnormal=False), st.sampled_from(COUNTED))
def test_a_margin_shows_its_side_and_is_nothing_only_where_there_is_none(margin, unit):
    words = margin_words(margin, unit, Lang.EN)
    assert words[0] == ("−" if margin < 0 else "+")
    digits = re.sub(r" per .*| points| people.*|10,000 yuan|100 million.*", "", words[1:])
    seen_nothing = not re.search(r"[1-9]", digits)
    assert seen_nothing == (margin == 0)


@pytest.mark.parametrize(
    ("target", "unit", "words"),
    [
        (Target(Comparator.AT_LEAST, 0.9), Unit.SHARE, "≥ 90%"),
        (Target(Comparator.AT_LEAST, 0.575), Unit.SHARE, "≥ 57.5%"),
        (Target(Comparator.AT_MOST, 30_000.0), Unit.PEOPLE_EACH, "≤ 30,000 people for each"),
        (Target(Comparator.WITHIN, 5.0, 6.0), Unit.PER_1000, "5–6 per 1,000"),
        (Target(Comparator.WITHIN, 0.5, 0.6), Unit.SHARE, "50–60%"),
        (Target(Comparator.EXACTLY, 5.0), Unit.SITES, "5 sites"),
        (Target(Comparator.AT_MOST, 900.0), Unit.SECONDS, "≤ 15.0 min"),
        (Target(), Unit.SHARE, "–"),
    ],
)
def test_targets_in_words(target, unit, words):
    assert target_words(target, unit, Lang.EN) == words


def test_bands_and_margins_that_are_not_known_are_a_dash():
    assert band_words((math.nan, 0.5), Unit.SHARE, Lang.EN) == "–"
    assert band_words((0.4, 0.5), Unit.SHARE, Lang.EN) == "40.0% – 50.0%"
    assert margin_words(math.nan, Unit.SHARE, Lang.ZH) == "–"


def test_cells_are_worded_by_the_end_of_their_columns_name():
    assert cell_words("time_s", math.inf, Lang.EN) == text("word.never", Lang.EN)
    assert cell_words("lon_deg", 105.0, Lang.EN) == "105.00000"
    assert cell_words("people", 20.4, Lang.ZH) == "20"
    assert cell_words("name", "no such code", Lang.ZH) == "no such code"


def test_the_plan_by_hand_is_read_as_written():
    assert len(PLAN.goals) == 8
