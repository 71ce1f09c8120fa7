"""The user's own value against the plan's figure; expected values by hand or by plain rules."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.plans import load_plan, load_readings
from geo.text import Lang
from hand_town import town_study
from planning.indicator_units import UnitKind
from planning.indicators import IndicatorTable
from planning.judging.codec import finding_from_plain, finding_to_plain
from planning.judging.counts.indicator import judge_indicator
from planning.judging.counts.silent import KIND_OF_TYPE, OTHER, judge_silent
from planning.judging.evidence import Evidence
from planning.judging.finding import Status, Unit
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Comparator
from planning.readings.rules_count import IndicatorRule, SilentRule

PLANS = ("kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan")
RESIDENTS = 1_024_708.0
READING = {
    "id": "own",
    "title": {"zh": "数", "en": "number"},
    "kind": "indicator",
    "pass_source": {"zh": "规划", "en": "plan"},
}
Entry = tuple[str, int, float, str]


def values_of(*entries: Entry) -> IndicatorTable:
    ids, years, values, units = zip(*entries, strict=True) if entries else ((), (), (), ())
    return IndicatorTable(
        ids,
        ("",) * len(ids),
        np.array(years, dtype=np.int64),
        np.array(values, dtype=np.float64),
        units,
        ("yearbook",) * len(ids),
    )


@cache
def town(people: float):
    return town_study([(0, 0)], [people])


def study_with(*entries: Entry, people: float = RESIDENTS):
    return replace(town(people), indicators=values_of(*entries))


def plan_with(reading=READING, **row):
    goal = {
        "id": "X-01",
        "type": "count_goal",
        "section": "1",
        "phrase": "words",
        "computable": "count",
        "readings": [reading],
        **row,
    }
    return Plan.from_mapping(
        {
            "name": "x",
            "title": {"zh": "甲", "en": "x"},
            "period": "2021-2025",
            "goals": [goal],
        },
        book=load_readings(),
    )


def judged(plan, study, goal_id="X-01"):
    goal = plan.goal(goal_id)
    (reading,) = [one for one in goal.readings if isinstance(one.rule, IndicatorRule)][:1]
    return whole(judge_indicator(Evidence(study, plan), goal, reading, reading.rule))


def whole(finding):
    """Every finding must survive being kept, and every word of it must be there."""
    plain = finding_from_plain(finding_to_plain(finding))
    assert plain.status is finding.status
    notes = [*finding.notes, *finding.missing, *finding.flips, *(one.what for one in finding.runs)]
    for note in [*notes, *([finding.formula] if finding.formula else [])]:
        for lang in Lang:
            assert "{" not in note.render(lang)
    return finding


def told(plan, *entries, people=RESIDENTS):
    return judged(plan, study_with(*entries, people=people))


def codes(notes: tuple[Note, ...]) -> list[str]:
    return [one.code for one in notes]


def english(notes: tuple[Note, ...]) -> str:
    return " ".join(one.render(Lang.EN) for one in notes)


DENSITY = {"comparator": ">=", "value": 3.2, "unit": "per 1000", "type": "workforce_density"}


# ------------------------------------------------------------------- forms ---


@pytest.mark.parametrize(
    ("row", "values", "status"),
    [
        ({"comparator": ">=", "value": 9.5, "unit": "beds/1000"}, [9.5], "MET"),
        ({"comparator": ">=", "value": 9.5, "unit": "beds/1000"}, [9.5 * (1 - 1e-9)], "MET"),
        ({"comparator": ">=", "value": 9.5, "unit": "beds/1000"}, [9.4999], "NOT_MET"),
        ({"comparator": ">=", "value": 9.5, "unit": "beds/1000"}, [9.5 * (1 - 1e-8)], "NOT_MET"),
        ({"comparator": "<=", "value": 3, "unit": "%"}, [3.0], "MET"),
        ({"comparator": "<=", "value": 3, "unit": "%"}, [3.01], "NOT_MET"),
        ({"comparator": "<", "value": 3, "unit": "%"}, [3.0], "NOT_MET"),
        ({"comparator": ">", "value": 3, "unit": "%"}, [3.0], "NOT_MET"),
        ({"comparator": ">", "value": 3, "unit": "%"}, [3.01], "MET"),
        ({"comparator": "==", "value": 5, "unit": "centres"}, [6.0], "MET"),
        ({"comparator": "==", "value": 5, "unit": "centres"}, [4.0], "NOT_MET"),
        ({"comparator": ">=", "value": "2-4", "unit": "institutions"}, [2.0], "MET"),
        ({"comparator": ">=", "value": "2-4", "unit": "institutions"}, [1.0], "NOT_MET"),
        ({"comparator": "<=", "value": "2-4", "unit": "institutions"}, [4.0], "MET"),
        ({"comparator": "<=", "value": "2-4", "unit": "institutions"}, [5.0], "NOT_MET"),
        ({"comparator": "in", "value": "5.0-6.0", "unit": "beds/1000"}, [6.0], "MET"),
        ({"comparator": "in", "value": "5.0-6.0", "unit": "beds/1000"}, [6.1], "NOT_MET"),
        ({"comparator": "in", "value": "5.0-6.0", "unit": "beds/1000"}, [4.9], "NOT_MET"),
        ({"comparator": ">=", "value": "3+4", "unit": "hospitals"}, [3.0, 4.0], "MET"),
        ({"comparator": ">=", "value": "3+4", "unit": "hospitals"}, [7.0, 3.0], "NOT_MET"),
        ({"comparator": ">=", "value": "1 / 5 / 10", "unit": "x"}, [1.0, 5.0, 10.0], "MET"),
        ({"comparator": ">=", "value": "1 / 5 / 10", "unit": "x"}, [0.0, 9.0, 10.0], "NOT_MET"),
        ({"comparator": ">=", "value": "1:1.30", "unit": "doctor:nurse"}, [1.3], "MET"),
        ({"comparator": ">=", "value": "1:1.30", "unit": "doctor:nurse"}, [1.29], "NOT_MET"),
        ({"comparator": ">=", "value": "50 of 52", "unit": "institutions"}, [50.0], "MET"),
        ({"comparator": ">=", "value": "50 of 52", "unit": "institutions"}, [49.0], "NOT_MET"),
        ({"comparator": ">=", "value": "39 of 52", "unit": "%"}, [75.0], "MET"),
        ({"comparator": ">=", "value": "39 of 52", "unit": "%"}, [74.9], "NOT_MET"),
        ({"comparator": ">", "value": "rising", "baseline_2020": 67.1}, [67.2], "MET"),
        ({"comparator": ">", "value": "rising", "baseline_2020": 67.1}, [67.1], "NOT_MET"),
        ({"comparator": ">", "value": "rising"}, [67.2], "CANNOT_TELL"),
        ({}, [3.0], "CANNOT_TELL"),
    ],
)
def test_every_form_of_figure_is_held_as_it_is_meant(row, values, status):
    plan = plan_with(**row)
    ids = plan.goals[0].row.indicators
    finding = told(plan, *((one, 2025, value, "") for one, value in zip(ids, values, strict=True)))
    assert finding.status is Status(status)
    if status == "CANNOT_TELL":
        assert not math.isnan(finding.value)
        assert codes(finding.missing)[0] in ("missing.target", "missing.count_start")


def test_a_percent_is_a_share_of_one():
    finding = told(plan_with(comparator=">=", value=95, unit="%"), ("X-01", 2025, 95.0, ""))
    assert (finding.unit, finding.value, finding.target.low) == (Unit.SHARE, 0.95, 0.95)
    assert finding.margin == 0


@pytest.mark.parametrize(
    ("unit", "shown", "value"),
    [
        ("beds/1000", Unit.PER_1000, 5.0),
        ("per 100000", Unit.PER_100000, 5.0),
        ("beds", Unit.BEDS, 5.0),
        ("persons", Unit.PEOPLE, 5.0),
        ("institutions", Unit.COUNT, 5.0),
        ("residents per ambulance", Unit.PEOPLE_EACH, 5.0),
        ("days", Unit.DAYS, 5.0),
        ("years", Unit.YEARS, 5.0),
        ("min", Unit.SECONDS, 300.0),
        ("yuan", Unit.YUAN_10K, 0.0005),
        ("100 million yuan", Unit.YUAN_100M, 5.0),
        ("", Unit.PLAIN, 5.0),
    ],
)
def test_the_unit_of_a_finding_follows_the_rows(unit, shown, value):
    finding = told(plan_with(comparator=">=", value=4, unit=unit), ("X-01", 2025, 5.0, ""))
    assert finding.unit is shown
    assert finding.value == pytest.approx(value, rel=1e-12)
    assert finding.status is Status.MET


def test_of_several_parts_the_one_furthest_behind_is_shown():
    plan = plan_with(comparator=">=", value="3+4", unit="hospitals", baseline_2020="2+2")
    finding = told(plan, ("X-01.1", 2025, 2.0, ""), ("X-01.2", 2025, 3.0, ""))
    # 2 of 3 lacks a third, 3 of 4 a quarter.
    assert (finding.value, finding.target.low) == (2.0, 3.0)
    assert finding.tables[0].rows == (
        ("X-01.1", 2.0, 3.0, "count_no"),
        ("X-01.2", 3.0, 4.0, "count_no"),
    )
    assert "notes.count_every_part" in codes(finding.notes)
    assert finding.figures["count_baseline"] == 2.0
    said = english(finding.flips)
    assert "X-01.1: 1 more" in said
    assert "X-01.2: 1 more" in said


# --------------------------------------------------------- missing, refused ---


def test_a_missing_value_says_what_is_wanted_and_the_baseline_is_no_value():
    plan = plan_with(**DENSITY, baseline_2020=2.66)
    finding = told(plan)
    assert finding.status is Status.CANNOT_TELL
    assert math.isnan(finding.value)
    assert finding.figures == {"count_baseline": 2.66}
    for word in ("X-01", "words", "persons per 1,000 people", "2025", "goldenhour plan new x"):
        assert word in english(finding.missing)


def test_parts_that_have_no_year_in_common_are_named():
    plan = plan_with(comparator=">=", value="3+4", unit="hospitals")
    apart = told(plan, ("X-01.1", 2024, 3.0, ""), ("X-01.2", 2025, 4.0, ""))
    assert codes(apart.missing) == ["missing.count_one_year"]
    half = told(plan, ("X-01.1", 2024, 3.0, ""))
    assert codes(half.missing) == ["missing.count_indicator"]
    assert "X-01.2" in english(half.missing)
    assert "X-01.1" not in english(half.missing)


def test_a_count_for_a_density_is_refused_and_it_is_said_what_to_do():
    finding = told(plan_with(**DENSITY), ("X-01", 2025, 3279.0, "人"))
    assert codes(finding.missing) == ["missing.count_refused", "missing.count_divide"]
    assert "contradicts" in english(finding.missing)
    other = told(
        plan_with(comparator=">=", value=30, unit="persons"), ("X-01", 2025, 3.0, "人/千人")
    )
    assert codes(other.missing) == ["missing.count_refused", "missing.count_multiply"]


def test_a_unit_nobody_knows_is_refused():
    finding = told(plan_with(**DENSITY), ("X-01", 2025, 3.0, "furlongs"))
    assert codes(finding.missing) == ["missing.count_refused"]
    assert "furlongs" in english(finding.missing)


def test_a_stated_denominator_is_converted():
    finding = told(plan_with(**DENSITY), ("X-01", 2025, 32.0, "人/万人"))
    assert (finding.value, finding.status) == (3.2, Status.MET)


# ------------------------------------------------------------ year, fact, trend ---


def test_a_value_before_the_target_year_is_a_caveat_that_names_both_years():
    early = told(plan_with(**DENSITY), ("X-01", 2023, 3.2, ""))
    assert "2023" in english(early.notes)
    assert "2025" in english(early.notes)
    assert "notes.count_early" in codes(early.notes)
    late = told(plan_with(**DENSITY), ("X-01", 2025, 3.2, ""))
    assert "notes.count_early" not in codes(late.notes)


def test_the_newest_value_decides():
    plan = plan_with(**DENSITY)
    finding = told(plan, ("X-01", 2025, 3.0, ""), ("X-01", 2024, 3.3, ""))
    assert (finding.value, finding.status) == (3.0, Status.NOT_MET)


def test_a_figure_of_2020_is_judged_as_a_fact():
    plan = plan_with(
        comparator="==", value=5.31, unit="beds/1000", baseline_2020=5.31, target_year=2020
    )
    finding = told(plan, ("X-01", 2023, 5.4, ""))
    assert finding.status is Status.MET
    assert "notes.count_fact" in codes(finding.notes)
    assert not [one for one in codes(finding.notes) if one.startswith("notes.count_trend")]


def test_the_trend_says_how_much_of_the_way_is_done():
    plan = plan_with(**DENSITY, baseline_2020=2.6)
    finding = told(plan, ("X-01", 2024, 2.9, ""))
    # 0.3 of 0.6
    assert finding.figures["count_way_done"] == pytest.approx(0.5, abs=1e-12)
    assert "50%" in english(finding.notes)
    back = told(plan, ("X-01", 2024, 2.3, ""))
    assert back.figures["count_way_done"] == pytest.approx(-0.5, abs=1e-12)
    falling = plan_with(comparator="<=", value=4.0, unit="%", baseline_2020=5.0)
    fallen = told(falling, ("X-01", 2024, 4.25, ""))
    assert fallen.figures["count_way_done"] == pytest.approx(0.75, abs=1e-12)


def test_a_start_that_met_the_figure_already_has_no_way():
    plan = plan_with(**DENSITY, baseline_2020=3.3)
    finding = told(plan, ("X-01", 2024, 3.1, ""))
    assert "count_way_done" not in finding.figures
    assert "notes.count_trend_met" in codes(finding.notes)


def test_a_ratio_has_its_start_in_the_same_shape():
    plan = plan_with(comparator=">=", value="1:1.30", unit="doctor:nurse", baseline_2020="1:1.14")
    finding = told(plan, ("X-01", 2024, 1.22, ""))
    assert finding.figures["count_baseline"] == 1.14
    assert finding.figures["count_way_done"] == pytest.approx(0.5, abs=1e-9)


# ------------------------------------------------------------------- flips ---


def test_the_gap_of_a_density_is_told_in_heads():
    finding = told(plan_with(**DENSITY), ("X-01", 2025, 2.78, ""))
    # 0.42 x 1,024.708 = 430.38: 430 would not do.
    (flip,) = finding.flips
    assert flip.code == "flip.count_more_of_people"
    assert flip.fields["count"] == 431
    said = flip.render(Lang.EN)
    assert "0.42 per 1,000 more" in said
    assert "1,024,708" in said
    assert "hand" in said  # the source of the people
    nobody = told(plan_with(**DENSITY), ("X-01", 2025, 2.78, ""), people=0.0)
    assert codes(nobody.flips) == ["flip.count_more"]


def test_so_many_more_heads_do_meet_a_density_and_one_fewer_does_not():
    finding = told(plan_with(**DENSITY), ("X-01", 2025, 2.78, ""))
    count = finding.flips[0].fields["count"]
    before = 2.78 * RESIDENTS / 1000
    assert (before + count) * 1000 / RESIDENTS >= 3.2
    assert (before + count - 1) * 1000 / RESIDENTS < 3.2


@pytest.mark.parametrize(
    ("row", "value", "said"),
    [
        ({"comparator": ">=", "value": 5, "unit": "institutions"}, 3.0, "2 more would meet it"),
        ({"comparator": "<=", "value": 5, "unit": "days"}, 7.5, "2.5 days less would meet it"),
        ({"comparator": ">=", "value": 95, "unit": "%"}, 92.5, "2.5 points more would meet it"),
        ({"comparator": "in", "value": "600-1000", "unit": "beds"}, 1100.0, "100 beds less"),
        ({"comparator": "in", "value": "600-1000", "unit": "beds"}, 550.0, "50 beds more"),
        ({"comparator": ">", "value": 60, "unit": "%"}, 60.0, "More than 0 points more"),
        ({"comparator": ">=", "value": 5, "unit": "institutions"}, 7.0, "up to 2 to spare"),
        ({"comparator": "in", "value": "600-1000", "unit": "beds"}, 990.0, "up to 10 beds"),
    ],
)
def test_what_would_change_the_answer(row, value, said):
    finding = told(plan_with(**row), ("X-01", 2025, value, ""))
    assert said in english(finding.flips)


@pytest.mark.parametrize(
    ("value", "status", "missing"),
    [
        # Somebody is below a mean; whoever has the fewest is known only where it is told.
        (0.87, Status.NOT_MET, []),
        (1.0, Status.MET, []),
        (2.0, Status.MET, []),
        (1.04, Status.CANNOT_TELL, ["missing.count_fewest"]),
        (0.0, Status.NOT_MET, []),
    ],
)
def test_a_mean_does_not_show_that_every_institution_has_its_one(value, status, missing):
    plan = plan_with(
        comparator=">=", value=1, unit="per community health station", type="staff_per_institution"
    )
    finding = told(plan, ("X-01", 2025, value, ""))
    assert (finding.status, codes(finding.missing)) == (status, missing)
    if status is Status.NOT_MET:
        # One person more somewhere leaves the others without.
        assert codes(finding.flips) == ["flip.count_each"]
    if status is Status.MET:
        assert "notes.count_fewest" in codes(finding.notes)


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("places/1000", "flip.count_more_of_people"),
        ("beds/1000 public", "flip.count_more_of_people"),
        ("places/1000 new communities (8 old)", "flip.count_more"),
    ],
)
def test_a_density_of_a_part_is_not_told_in_heads_of_everybody(unit, code):
    finding = told(plan_with(comparator=">=", value=10, unit=unit), ("X-01", 2025, 9.59, ""))
    assert codes(finding.flips) == [code]


# ------------------------------------------------------- readings of their own ---


def test_a_reading_with_a_figure_of_its_own_takes_the_place_of_the_plans():
    reading = {**READING, "target": 3.0, "comparator": ">="}
    finding = told(plan_with(reading, **DENSITY), ("X-01", 2025, 3.1, ""))
    assert finding.status is Status.MET
    assert finding.target.chosen
    parts = {**READING, "target": "3+4", "comparator": ">="}
    split = told(plan_with(parts, comparator=">=", value=7, unit="hospitals"))
    assert "X-01.1, X-01.2" in english(split.missing)


def test_a_figure_that_is_only_shown_decides_nothing():
    reading = {**READING, "compare_only": True}
    finding = told(plan_with(reading, **DENSITY), ("X-01", 2025, 3.3, ""))
    assert finding.status is Status.CANNOT_TELL
    assert finding.value == 3.3
    assert codes(finding.missing) == ["missing.target"]


# ------------------------------------------------------------ every packaged row ---

ROWS = [(plan, goal) for plan in PLANS for goal in load_plan(plan).goals]
FIGURED = [
    (plan, goal)
    for plan, goal in ROWS
    if goal.row.value.text and goal.row.value.form.value != "none"
]


def at_figure(row):
    """Values that lie on the figure, and how a value passes: plain rules, apart from the code."""
    text, numbers = row.value.text, row.value.numbers
    if text in ("", "rising"):
        return None
    if ":" in text:
        return [numbers[1] / numbers[0]]
    if "+" in text or "/" in text:
        return list(numbers)
    if "-" in text:
        upper = row.comparator in (Comparator.AT_MOST, Comparator.BELOW)
        return [numbers[1] if upper else numbers[0]]
    return [numbers[0]]


def own_rule(plan, goal, entries):
    """Judge a row of any class by the indicator rule."""
    packaged = load_plan(plan)
    reading = next(
        one
        for one in load_readings().test("T-COUNT").readings(goal.row)
        if isinstance(one.rule, IndicatorRule)
    )
    study = study_with(*entries)
    return whole(judge_indicator(Evidence(study, packaged), goal, reading, reading.rule))


@pytest.mark.parametrize(("plan", "goal"), FIGURED, ids=[goal.id for _, goal in FIGURED])
def test_every_row_is_met_at_its_figure_and_tips_beside_it(plan, goal):
    row = goal.row
    figures = at_figure(row)
    if figures is None:
        return
    higher = {"<=": "NOT_MET", "<": "NOT_MET"}.get(row.comparator.value, "MET")
    each = row.measure is not None and row.measure.kind is UnitKind.EACH
    if each and row.comparator in (Comparator.AT_LEAST, Comparator.EXACTLY):
        higher = "CANNOT_TELL"  # 1.000001 persons at each are a mean
    lower = {"<=": "MET", "<": "MET"}.get(row.comparator.value, "NOT_MET")
    on = "NOT_MET" if row.comparator.value in ("<", ">") else "MET"
    for factor, status in ((1.0, on), (1 - 1e-6, lower), (1 + 1e-6, higher)):
        entries = [
            (one, row.target_year, figure * factor, "")
            for one, figure in zip(row.indicators, figures, strict=True)
        ]
        assert own_rule(plan, goal, entries).status is Status(status), (row.id, factor)


def test_every_packaged_row_says_what_is_missing_without_a_value():
    assert len(ROWS) == 403
    for plan, goal in ROWS:
        finding = own_rule(plan, goal, [])
        assert finding.status is Status.CANNOT_TELL
        assert goal.id in english(finding.missing)
        assert f"goldenhour plan new {plan}" in english(finding.missing)


# -------------------------------------------------------------------- silent ---

SILENT = [(plan, goal) for plan, goal in ROWS if goal.row.computable.value == "not_computable"]


def silent(plan, goal, *entries):
    reading = load_readings().test("T-NC").readings(goal.row)[0]
    assert isinstance(reading.rule, SilentRule)
    evidence = Evidence(study_with(*entries), load_plan(plan))
    return whole(judge_silent(evidence, goal, reading, reading.rule))


def test_every_silent_row_stays_silent_and_says_why():
    assert len(SILENT) == 115
    for plan, goal in SILENT:
        bare = silent(plan, goal)
        assert bare.status is Status.CANNOT_TELL
        kind = KIND_OF_TYPE.get(goal.row.type, OTHER)
        assert codes(bare.missing) == [f"missing.count_{kind}", "missing.count_official"]
        assert goal.id in english(bare.missing)
        figures = at_figure(goal.row) or [70.0]
        entries = [
            (one, 2025, figure, "")
            for one, figure in zip(goal.row.indicators, figures, strict=True)
        ]
        given = silent(plan, goal, *entries)
        assert given.status is Status.CANNOT_TELL
        assert not math.isnan(given.value)
        assert codes(given.missing) == [f"missing.count_{kind}"]


def test_a_silent_row_says_whether_its_value_would_reach_the_figure():
    plan, goal = next(
        (plan, goal)
        for plan, goal in SILENT
        if goal.row.comparator is Comparator.AT_MOST and goal.row.unit == "%"
    )
    figure = goal.row.value.numbers[0]
    under = silent(plan, goal, (goal.id, 2025, figure * 0.9, ""))
    assert "notes.count_would" in codes(under.notes)
    over = silent(plan, goal, (goal.id, 2025, figure * 1.1, ""))
    assert "notes.count_would_not" in codes(over.notes)
    assert over.value == pytest.approx(figure * 1.1 / 100)


def test_a_refused_value_of_a_silent_row_is_a_caveat():
    plan, goal = next((plan, goal) for plan, goal in SILENT if goal.row.unit == "%")
    finding = silent(plan, goal, (goal.id, 2025, 3.0, "furlongs"))
    assert math.isnan(finding.value)
    assert "indicators.unit_unknown" in codes(finding.notes)


# --------------------------------------------------------------- properties ---


@given(
    target=st.floats(0.01, 1e6),
    value=st.floats(0.0, 1e6),
    sign=st.sampled_from([">=", "<=", ">", "<"]),
)
def test_a_value_passes_exactly_when_plain_arithmetic_says_so(target, value, sign):
    same = math.isclose(value, target, rel_tol=1e-9)
    passes = {
        ">=": value > target or same,
        "<=": value < target or same,
        ">": value > target and not same,
        "<": value < target and not same,
    }[sign]
    plan = plan_with(comparator=sign, value=target, unit="days")
    finding = told(plan, ("X-01", 2025, value, ""))
    assert (finding.status is Status.MET) is passes
    assert (finding.margin >= -1e-9 * target) is (passes or same)


@given(order=st.permutations([("X-01.1", 3.0), ("X-01.2", 3.5), ("X-01.2x", 1.0)]))
def test_the_order_of_the_table_does_not_matter(order):
    plan = plan_with(comparator=">=", value="3+4", unit="hospitals")
    finding = told(plan, *((one, 2025, value, "") for one, value in order))
    assert (finding.value, finding.status) == (3.5, Status.NOT_MET)
