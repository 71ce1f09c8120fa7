"""Each kind of consistency check on plans of a few statements, reckoned by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency_toys import goal, project, said, toy_plan
from geo.errors import DataUnavailableError, InputError
from geo.text import Lang
from planning.consistency.basis import check_basis
from planning.consistency.figures import Span, agree, population_span, span_of
from planning.consistency.growth import check_growth
from planning.consistency.lists import grade
from planning.consistency.named import check_named
from planning.consistency.names import check_names
from planning.consistency.population import (
    check_population,
    implied_populations,
    plan_population,
)
from planning.consistency.projects import check_projects
from planning.consistency.ratios import check_ratios
from planning.consistency.report import check_consistency
from planning.consistency.result import CheckKind, ConsistencyStatus
from planning.consistency.shares import check_shares
from planning.consistency.sums import check_sums
from planning.consistency.targets import check_targets
from planning.consistency.twice import check_twice
from planning.consistency.units import check_units
from planning.plan_figures import Figure
from planning.statements import Statement

CONTRADICTION, CLARIFY, CONSISTENT = ConsistencyStatus
PER_1000, PER_10000 = "persons/1000", "persons/10000"
PUBLIC = {"zh": "公立", "en": "public"}


def only(results):
    (one,) = results
    return one


def statuses(results):
    return [one.status for one in results]


# --- what a figure stands for ---


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (9.9, "9.90", True),
        ("9.90", 9.91, False),
        (9.9, 9.94, True),
        (9.9, 9.95, False),
        (5.36, 5.31, False),
        (9270, 9271, False),
        ("5.0-5.7", 5.7, True),
        ("5.0-5.7", 5.74, False),
        ("5.0-6.0", "5.0-5.7", False),
        ("5.0-6.0", "5.0-6.0", True),
        (0.285, 0.29, True),
    ],
)
def test_figures_agree_if_one_is_the_other_rounded(first, second, same):
    one, other = (
        Statement.read({"about": "x", "section": "一", "value": value}, "t")
        for value in (first, second)
    )
    assert agree(one, other) is same
    assert agree(other, one) is same


def test_a_rounded_figure_is_an_interval_and_a_count_is_not():
    assert span_of(Figure.read(7.86)) == Span(7.86 - 0.005, 7.86 + 0.005)
    assert span_of(Figure.read(24), exact=True) == Span(24, 24)
    assert span_of(Figure.read("1-2")) == Span(1, 2)
    assert population_span(1_000_000) == Span(500_000, 1_500_000)


@given(st.floats(0.01, 100), st.integers(0, 3))
def test_every_number_lies_in_the_interval_of_its_rounding(value, digits):
    written = f"{value:.{digits}f}"
    span = span_of(Figure.read(written))
    assert span.low - 1e-9 <= value <= span.high + 1e-9


# --- stated twice ---


def test_two_figures_of_one_thing_and_year_contradict():
    found = only(check_twice(toy_plan([said("beds", 5.36, "beds/1000", goal="T-0"),
                                       said("beds", 5.31, "beds/1000")])))  # fmt: skip
    assert (found.kind, found.status) == (CheckKind.TWICE, CONTRADICTION)
    assert found.numbers == (5.36, 5.31)
    assert (found.sections, found.goals) == (("第1节", "第2节"), ("T-0",))
    assert "5.36 beds per 1,000 people (第1节)" in found.what.render(Lang.EN)
    assert found.todo is not None


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"year": 2025}, None),
        ({"unit": "beds/10000"}, None),
        ({"group": PUBLIC}, CLARIFY),
        ({"value": "5.360"}, CONSISTENT),
        ({"added": True}, None),
    ],
)
def test_another_year_unit_or_group_is_another_thing(more, status):
    plan = toy_plan([said("beds", 5.36, "beds/1000"), {**said("beds", 5.31, "beds/1000"), **more}])
    assert statuses(check_twice(plan)) == ([] if status is None else [status])


def test_none_counted_and_a_rate_above_zero_contradict_and_none_and_zero_do_not():
    none = said("deaths", 0, "cases")
    some = said("deaths", 4.56, "cases per 100000")
    assert only(check_twice(toy_plan([none, some]))).status is CONTRADICTION
    assert only(check_twice(toy_plan([some, none]))).status is CONTRADICTION
    assert check_twice(toy_plan([none, said("deaths", 0, "cases per 100000")])) == ()
    assert check_twice(toy_plan([said("deaths", 1, "cases"), some])) == ()


def test_words_that_differ_are_asked_about_and_a_closer_wording_is_told_apart():
    def words(*texts):
        plan = toy_plan(
            [{"about": "grade", "words": {"zh": one, "en": one}, "year": 2025} for one in texts]
        )
        return [(one.status, one.what.code) for one in check_twice(plan)]

    assert words("三级", "三级甲等") == [(CLARIFY, "consistency.words_exact")]
    assert words("甲院", "乙院") == [(CLARIFY, "consistency.words_differ")]
    assert words("甲院", "甲院") == [(CONSISTENT, "consistency.words_same")]
    assert words("甲院") == []


# --- units ---


def test_one_number_under_two_denominators():
    plan = toy_plan([said("staff", 0.83, PER_10000), said("staff", 0.83, PER_1000)])
    found = only(check_units(plan))
    assert (found.status, found.numbers) == (CONTRADICTION, (0.83, 1000, 10000, 10))
    assert (
        check_units(toy_plan([said("staff", 8.3, PER_10000), said("staff", 0.83, PER_1000)])) == ()
    )


def test_ten_thousand_persons_that_would_be_more_than_the_density_allows():
    people = said("resident_population", 1_000_000, "persons")
    wan = said("staff", 5, "ten thousand persons")
    found = only(check_units(toy_plan([people, wan, said("staff", 6, PER_10000)])))
    # 50,000 of a million are 500 per 10,000, not 6.
    assert found.status is CONTRADICTION
    assert {5, 6, 50_000, 500}.issubset(found.numbers)
    # 500 per 10,000 beside it: the label is right. No population: nothing to reckon on.
    assert check_units(toy_plan([people, wan, said("staff", 500, PER_10000)])) == ()
    assert check_units(toy_plan([wan, said("staff", 6, PER_10000)])) == ()


# --- population ---


def pair(about, count, rate, unit="persons"):
    return [said(about, count, unit), said(about, rate, f"{unit}/1000")]


def test_pairs_that_fit_one_population_and_pairs_that_do_not():
    good = toy_plan([*pair("doctors", 2500, 2.5), *pair("nurses", 3000, 3.0)])
    bad = toy_plan([*pair("doctors", 2500, 2.5), *pair("nurses", 3000, 2.5)])
    assert [one.people for one in implied_populations(good)] == pytest.approx([1e6, 1e6])
    assert only(check_population(good)).status is CONSISTENT
    found = only(check_population(bad))
    assert found.status is CONTRADICTION
    assert {1_000_000, 1_200_000, 20}.issubset({round(one, 6) for one in found.numbers})
    # On a million, 3,000 nurses are 3.00 per 1,000.
    assert "3.00 per 1,000" in found.details[1].render(Lang.EN)


def test_rounding_is_no_contradiction_and_just_beyond_it_is():
    # 2.5 stands for 2.45 to 2.55: 2,500 doctors are of 980,392 to 1,020,408 people.
    def status(people):
        return only(
            check_population(
                toy_plan(
                    [*pair("doctors", 2500, 2.5), said("resident_population", people, "persons")]
                )
            )
        ).status

    assert status(980_393) is CONSISTENT
    assert status(1_020_408) is CONSISTENT
    assert status(980_391) is CONTRADICTION
    assert status(1_020_410) is CONSISTENT  # written as rounded to ten: 1,020,405 may be meant
    assert status(1_020_411) is CONTRADICTION


def test_the_population_is_the_stated_one_else_that_of_most_pairs():
    most = [*pair("a", 2500, 2.5), *pair("b", 3000, 2.5), *pair("c", 6000, 5.0)]
    assert plan_population(toy_plan(most)) == pytest.approx(1_200_000)
    stated = said("resident_population", 90, "ten thousand persons")
    assert plan_population(toy_plan([*most, stated])) == 900_000
    assert plan_population(toy_plan()) is None
    assert plan_population(toy_plan([said("resident_population", 0, "persons")])) is None


def test_deaths_and_their_rate_are_no_pair_for_they_are_per_births():
    plan = toy_plan([said("deaths", 10, "cases"), said("deaths", 2.5, "cases per 1000")])
    assert implied_populations(plan) == ()


def test_one_pair_alone_is_to_be_checked():
    assert only(check_population(toy_plan(pair("beds", 5000, 5.0, "beds")))).status is CLARIFY


def test_a_study_within_two_percent_is_near_enough():
    plan = toy_plan([*pair("doctors", 25_000, "25.00"), *pair("nurses", 30_000, "30.00")])

    def status(people):
        return check_population(plan, population=people)[1].status

    assert status(1_000_000) is CONSISTENT
    assert status(1_000_000 / 1.0199) is CONSISTENT
    assert status(1_000_000 / 1.0201) is CLARIFY
    assert status(1_000_000 / 0.9799) is CLARIFY


def test_a_part_of_the_people_is_not_more_than_all():
    def status(part):
        return only(
            check_population(
                toy_plan(
                    [
                        said("resident_population", 1000, "persons"),
                        said("urban", part, "persons", part_of="resident_population"),
                    ]
                )
            )
        ).status

    assert status(652) is CLARIFY
    assert status(1001) is CONTRADICTION


@given(st.integers(10_000, 3_000_000), st.lists(st.integers(50, 30_000), min_size=2, max_size=5))
def test_densities_of_one_population_never_contradict(people, counts):
    """Whatever the counts: rounded densities of one population are consistent."""
    statements = [said("resident_population", people, "persons")]
    for at, count in enumerate(counts):
        rate = round(count / people * 10_000, 2)
        if rate > 0.005:
            statements += [said(f"s{at}", count, "persons"), said(f"s{at}", rate, PER_10000)]
    results = check_population(toy_plan(statements))
    assert all(one.status is CONSISTENT for one in results)


# --- ratios ---


def test_a_ratio_is_worked_out_again_and_rounding_is_allowed_for():
    def status(stated, year=2020):
        plan = toy_plan(
            [
                said("doctors", 2.66, PER_1000),
                said("nurses", 3.23, PER_1000),
                said("ratio", stated, "doctor:nurse", year, ratio_of=["doctors", "nurses"]),
            ]
        )
        return statuses(check_ratios(plan))

    # 3.225/2.665 = 1.2101 to 3.235/2.655 = 1.2185.
    assert status("1:1.14") == [CONTRADICTION]
    assert status("1:1.21") == [CONSISTENT]
    assert status("1:1.22") == [CONSISTENT]
    assert status("1:1.20") == [CONTRADICTION]
    assert status("1:1.2") == [CONSISTENT]
    assert status("2:2.42") == [CONSISTENT]
    assert status("1:1.14", year=2025) == []


def test_a_ratio_of_counts():
    plan = toy_plan(
        [
            said("beds", 9576, "beds"),
            said("staff", 9495, "persons"),
            said("ratio", "1:0.96", "bed:staff", ratio_of=["beds", "staff"]),
        ]
    )
    found = only(check_ratios(plan))
    assert found.status is CONTRADICTION
    assert "9,495 / 9,576 = 0.99" in found.what.render(Lang.EN)


# --- sums ---


BEDS = [
    {"name": "甲卫生院", "kind": "township_health_centre", "beds": 60},
    {"name": "乙卫生院", "kind": "township_health_centre", "beds": 40.5},
    {"name": "丙", "kind": "hospital"},
]


@pytest.mark.parametrize(
    ("listed", "value", "status"),
    [
        ("facility_beds", 100.5, CONSISTENT),
        ("facility_beds", 101, CONTRADICTION),
        ("facilities_with_beds", 2, CONSISTENT),
        ("facilities_with_beds", 3, CONTRADICTION),
        ("projects", 2, CONSISTENT),
        ("project_cost_10k_yuan", 700, CONSISTENT),
        ("project_cost_10k_yuan", 701, CONTRADICTION),
    ],
)
def test_a_list_comes_to_its_total_or_not(listed, value, status):
    plan = toy_plan(
        [said("t", value, listed=listed)],
        facilities=BEDS,
        projects=[project(1, "甲", cost_10k_yuan=300), project(2, "乙", cost_10k_yuan=400)],
    )
    assert only(check_sums(plan)).status is status
    assert check_sums(toy_plan([said("t", value, listed=listed)])) == ()


def test_hospitals_of_a_grade_are_counted_by_their_target_or_else_by_what_they_have():
    facilities = [
        {"name": "升", "kind": "hospital", "level_now": "2-A", "level_target": "3"},
        {"name": "留", "kind": "hospital", "level_now": "2-A"},
        {"name": "新", "kind": "hospital", "level_target": "level 2"},
        {"name": "疾控", "kind": "other", "level_target": "2-A"},
    ]

    def found(value):
        plan = toy_plan([said("h", value, listed="hospitals_level_2")], facilities=facilities)
        return only(check_sums(plan))

    assert found(2).status is CONSISTENT
    assert found(1).status is CLARIFY
    assert found(1).numbers == (1, 2)
    assert [grade(one) for one in ("level 3-B general", "2-A", "start 3-A", "")] == [3, 2, 0, 0]


def test_parts_fill_the_whole_leave_a_rest_or_are_too_many():
    def status(*parts):
        given_parts = [said(f"p{one}", one, part_of="all") for one in parts]
        return only(check_sums(toy_plan([said("all", 253), *given_parts]))).status

    assert status(5, 12, 7, 229) is CONSISTENT
    assert status(5, 12, 7, 228) is CLARIFY
    assert status(5, 12, 7, 230) is CONTRADICTION


def test_a_counted_target_as_a_density_on_the_plans_people():
    def status(beds, rate, sign, **more):
        plan = toy_plan(
            [
                said("resident_population", 1_000_000, "persons"),
                said("beds", beds, "beds", 2025, comparator="==", **more),
                said("beds", rate, "beds/1000", 2025, comparator=sign),
            ]
        )
        return statuses(check_sums(plan))

    assert status(4195, "5.0-5.7", "in") == [CLARIFY]
    assert status(5000, "5.0-5.7", "in") == [CONSISTENT]
    assert status(5800, "5.0-5.7", "in") == [CLARIFY]
    assert status(5800, 5.0, ">=") == [CONSISTENT]
    assert status(5800, 5.0, "<=") == [CLARIFY]
    assert status(4195, "5.0-5.7", "in", group=PUBLIC) == []


# --- growth ---


def growth_plan(*more):
    return toy_plan(
        [
            said("places", 2.2, "places/1000"),
            said("places", 4.5, "places/1000", 2025, comparator=">="),
            said("places", 150, "places", 2025, added=True),
            *more,
        ]
    )


def test_a_gain_and_a_rise_are_both_true_for_one_population_only():
    found = only(check_growth(growth_plan()))
    assert found.status is CLARIFY
    # 150 / 2.3 per thousand.
    assert any(math.isclose(one, 65_217.39, abs_tol=0.01) for one in found.numbers)
    assert "65,220 people" in found.what.render(Lang.EN)


def test_with_people_the_gain_that_is_needed_is_reckoned():
    people = said("resident_population", 280_000, "persons")
    assert only(check_growth(growth_plan(people))).status is CLARIFY
    # 2.2 to 4.5 is a rise of 2.2 at least: 150 places are enough for 68,181 people.
    assert only(check_growth(growth_plan(), population=68_180)).status is CONSISTENT
    assert only(check_growth(growth_plan(), population=68_183)).status is CLARIFY


# --- targets ---


@pytest.mark.parametrize(
    ("sign", "before", "after", "looser"),
    [
        ("<=", 2.56, 3.0, 1),
        ("<=", 3.0, 3.0, 0),
        ("<", 3.01, 3.0, 0),
        (">=", 96.73, 95, 1),
        (">", 95, 96.73, 0),
        (">=", "80.51 / 56.01", "80 / 70", 1),
        (">=", "98.2 / 98.45", 99, 0),
        (">=", "99.2 / 99.45", 99, 2),
        (">=", "1:1.14", "1:1.30", 0),
        (">=", "1:1.14", "1:1.10", 1),
        (">=", "52 of 52", 1, None),
        ("==", 5, 4, None),
    ],
)
def test_a_target_looser_than_the_figure_of_2020(sign, before, after, looser):
    row = goal("T-1", comparator=sign, value=after, baseline_2020=before, unit="%")
    results = check_targets(toy_plan(goals=[row]))
    assert sum(one.status is CLARIFY for one in results) == (looser or 0)
    assert len(results) == (0 if looser is None else looser + 1)
    assert all(one.goals == ("T-1",) for one in results[:-1])


def test_a_fact_of_2020_is_no_target_and_a_second_target_is_taken_from_its_statement():
    past = goal("T-1", comparator=">=", value=75, baseline_2020=80, target_year=2020)
    assert check_targets(toy_plan(goals=[past])) == ()
    row = goal(
        "T-1", comparator=">=", value=35, baseline_2020="21.2 / 64.46", unit="% (inpatient >=60)"
    )
    statements = [
        said("inpatients", 64.46, "% of patients", goal="T-1"),
        said("inpatients", 60, "% of patients", 2025, comparator=">=", goal="T-1"),
    ]
    results = check_targets(toy_plan(statements, [row]))
    assert statuses(results) == [CLARIFY, CONSISTENT]
    assert results[0].numbers == (64.46, 60)


def test_two_targets_for_one_thing_are_left_to_the_check_of_what_is_stated_twice():
    statements = [
        said("staff", 5, PER_1000),
        said("staff", 6, PER_1000, 2025, comparator=">="),
        said("staff", 0.1, PER_1000, 2025, comparator=">="),
    ]
    assert check_targets(toy_plan(statements)) == ()


# --- shares ---


@pytest.mark.parametrize(
    ("share", "base", "status", "whole"),
    [(8, 12, CLARIFY, 1), (20, 5, CONSISTENT, 1), (60, 12, CONSISTENT, 8), (19, 5, CLARIFY, 1)],
)
def test_a_percentage_of_few(share, base, status, whole):
    plan = toy_plan(
        [said("base", base, base_of=["T-1"])],
        [goal("T-1", comparator=">=", value=share, unit="% of centres")],
    )
    found = only(check_shares(plan))
    assert (found.status, found.numbers[-1]) == (status, whole)
    assert math.isclose(found.numbers[2], share * base / 100)


# --- what is named ---


def test_sites_are_counted_from_the_goal_and_from_the_statement():
    def found(sites, **more):
        row = goal("T-1", type="subcentre", comparator="==", value=3, sites=sites)
        statements = [said("s", 3, goal="T-1", **more)] if more else []
        return statuses(check_named(toy_plan(statements, [row])))

    assert found(["甲", "乙", "丙"]) == [CONSISTENT]
    assert found(["甲", "乙"]) == [CLARIFY]
    assert found([]) == []
    assert found([], named=0) == [CLARIFY]
    assert found(["甲", "乙", "丙"], named=0) == [CONSISTENT]


def test_a_count_that_is_not_the_goals_contradicts_it():
    row = goal("T-1", type="subcentre", comparator="==", value=3, sites=["甲", "乙", "丙"])
    statement = said("s", 4, goal="T-1", named=3, section="正文")
    other, own = check_named(toy_plan([statement], [row]))
    assert (other.status, own.status) == (CONTRADICTION, CONSISTENT)
    assert other.numbers == (3, 4)
    assert "the goal says 3, but elsewhere the plan says 4 (正文)" in other.what.render(Lang.EN)


def test_the_centres_with_most_beds_are_candidates_and_ties_come_along():
    hosts = [
        {"name": name, "kind": "township_health_centre", "beds": beds}
        for name, beds in (("甲", 90), ("乙", 260), ("丙", 140), ("丁", 140))
    ]
    row = goal("T-1", type="subcentre", comparator="==", value=2)
    plan = toy_plan([said("s", 2, goal="T-1", named=0)], [row], facilities=hosts)
    found = only(check_named(plan))
    assert found.numbers == (2, 0, 260, 140)
    assert "乙 260 beds; 丙 140 beds; 丁 140 beds" in found.what.render(Lang.EN)


def test_a_list_that_names_fewer_than_its_title_and_two_tables_under_one_number():
    assert only(check_named(toy_plan([said("five", 5, named=4)]))).numbers == (5, 4, 1)
    assert only(check_named(toy_plan([said("five", 5, named=5)]))).status is CONSISTENT

    def tables(*things):
        return check_named(
            toy_plan([{"about": one, "label": "表1", "section": one} for one in things])
        )

    assert only(tables("甲", "乙")).status is CLARIFY
    assert tables("甲", "甲") == ()


# --- projects, names, basis ---


def test_projects_without_a_place_and_their_money():
    everything = [
        project(1, "甲", cost_10k_yuan=100),
        project(2, "乙", "facility", cost_10k_yuan=100),
        project(7, "丙", "undecided", cost_10k_yuan=200),
        project(9, "丁", "district_wide", beds_planned=50),
        project(11, "戊", "facility", beds_added=30, cost_10k_yuan=100),
    ]
    places, beds = check_projects(toy_plan(projects=everything))
    # 200 of 500.
    assert {5, 3, 1, 7, 9, 40}.issubset(places.numbers)
    assert [one.render(Lang.EN) for one in places.details] == [
        "undecided: 1 (no. 7), 40.0% of the money",
        "district-wide: 1 (no. 9), 0.0% of the money",
    ]
    assert (places.status, beds.status) == (CLARIFY, CLARIFY)
    assert beds.numbers == (9, 11, 50, 30)
    assert only(check_projects(toy_plan(projects=everything[:2]))).status is CONSISTENT
    assert check_projects(toy_plan()) == ()


@pytest.mark.parametrize(
    ("name", "place", "count"),
    [
        ("满月乡卫生院迁建", "满月镇", 1),
        ("满月镇卫生院迁建", "满月镇", 0),
        ("满月乡卫生院（满月镇）", "满月镇", 0),
        ("正安社区卫生服务中心", "正安街道", 0),
        ("正安镇卫生院", "正安街道", 1),
        ("某院", "待定", 0),
    ],
)
def test_a_place_of_two_ranks(name, place, count):
    assert len(check_names(toy_plan(projects=[project(1, name, place=place)]))) == count


def test_a_site_moved_and_to_be_moved_and_one_under_two_names():
    def moves(*kinds):
        return len(check_names(toy_plan([{"about": "h", "move": one} for one in kinds])))

    assert moves("done", "planned") == 1
    assert moves("planned", "planned") == moves("done") == 0

    def names(*given_names):
        return len(check_names(toy_plan([{"about": "h", "name": one} for one in given_names])))

    assert names("甲院", "乙院") == 1
    assert names("甲院", "甲院") == 0


def test_the_kind_of_beds_is_repeated_or_asked_for():
    count, rate = pair("beds", 5000, 5.0, "beds")
    approved = {**count, "basis": {"zh": "编制床位", "en": "approved beds"}}
    assert only(check_basis(toy_plan([approved, rate]))).what.code == "consistency.basis_beds"
    assert only(check_basis(toy_plan([count, rate]))).what.code == "consistency.basis_unsaid"
    assert check_basis(toy_plan(pair("doctors", 5000, 5.0))) == ()


def test_a_column_under_another_heading_counts_its_goals():
    rows = [goal("T-1", baseline_2020=1.0), goal("T-2"), goal("T-3", baseline_2020=2.0)]
    table = {"about": "t", "section": "指标表", "basis": {"zh": "平均值", "en": "average"}}
    found = only(check_basis(toy_plan([table], rows)))
    assert found.goals == ("T-1", "T-3")


# --- the whole ---


def test_a_plan_without_anything_to_check_gives_nothing():
    report = check_consistency(toy_plan())
    assert report.results == ()
    assert report.population is None
    assert set(report.counts().values()) == {0}


def test_results_come_by_kind_and_the_worst_first():
    plan = toy_plan(
        [
            said("a", 1, "beds"), said("a", 1, "beds"), said("b", 1, "beds"), said("b", 2, "beds"),
            said("five", 5, named=4),
        ]
    )  # fmt: skip
    report = check_consistency(plan)
    assert [(one.kind, one.status) for one in report.results] == [
        (CheckKind.TWICE, CONTRADICTION), (CheckKind.TWICE, CONSISTENT), (CheckKind.NAMED, CLARIFY),
    ]  # fmt: skip
    assert report.of(CheckKind.NAMED) == report.results[2:]


@pytest.mark.parametrize("people", [0, -1, math.nan, math.inf])
def test_no_people_are_refused(people):
    with pytest.raises(InputError, match="above zero"):
        check_consistency(toy_plan(), population=people)


@pytest.mark.parametrize("more", [{"goal": "T-9"}, {"base_of": ["T-9"]}])
def test_a_goal_that_there_is_not_is_named(more):
    with pytest.raises(DataUnavailableError, match="T-9"):
        check_consistency(toy_plan([said("a", 1, **more)]))


@pytest.mark.parametrize(
    "table",
    [
        {"about": "a", "section": "一"},
        {"about": "a", "section": "一", "value": "viele"},
        {"about": "a", "section": "一", "value": 1, "colour": "red"},
        {"about": "a", "section": "一", "value": 1, "ratio_of": ["b", "c"]},
        {"about": "a", "section": "一", "value": "1:2", "ratio_of": ["b"]},
        {"about": "a", "section": "一", "value": "1-2", "named": 1},
        {"about": "a", "section": "一", "value": "1-2", "listed": "projects"},
        {"about": "a", "section": "一", "words": {"zh": "一", "en": "one"}, "part_of": "b"},
        {"about": "a", "section": "一", "value": 1, "comparator": "~"},
        {"about": "a", "section": "一", "words": "nur deutsch"},
        {"about": "", "section": "一", "value": 1},
        {"section": "一", "value": 1},
    ],
)
def test_a_statement_that_no_check_could_use_is_refused(table):
    with pytest.raises(InputError):
        Statement.read(table, "toy")


FIGURES = st.one_of(
    st.floats(0, 1e6).map(lambda value: round(value, 2)),
    st.sampled_from(["1-2", "3+4", "50 / 70", "1:1.30", "0:1", "52 of 52", "rising", 0, -1]),
)
UNITS = st.sampled_from(
    ["", "beds", "persons", "beds/1000", PER_1000, PER_10000, "ten thousand persons", "%",
     "cases per 100000", "doctor:nurse"]
)  # fmt: skip


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "about": st.sampled_from(["beds", "staff", "resident_population"]),
                "value": FIGURES,
                "unit": UNITS,
                "year": st.sampled_from([0, 2020, 2025]),
            },
            optional={
                "comparator": st.sampled_from(["", ">=", "<=", "in"]),
                "added": st.booleans(),
                "group": st.just(PUBLIC),
                "base_of": st.just(["T-1"]),
                "move": st.sampled_from(["done", "planned"]),
            },
        ),
        max_size=8,
    )
)
def test_whatever_is_stated_gives_sentences_in_both_languages_and_no_fault(statements):
    row = goal("T-1", comparator=">=", value=8, baseline_2020=9, unit="% of centres")
    report = check_consistency(toy_plan(statements, [row]), population=1000.0)
    for one in report.results:
        for lang in Lang:
            for note in (one.what, *one.details, *([one.todo] if one.todo else [])):
                assert note.render(lang)
        assert all(math.isfinite(number) for number in one.numbers)
        assert (one.todo is None) is (one.status is CONSISTENT)


@given(st.permutations(range(4)))
def test_the_order_of_statements_changes_no_verdict(order):
    statements = [
        *pair("doctors", 2500, 2.5),
        said("doctors", 2.4, PER_1000),
        said("doctors", 9, PER_1000, 2025),
    ]
    usual = check_consistency(toy_plan([{**one, "section": "一"} for one in statements]))
    mixed = check_consistency(toy_plan([{**statements[at], "section": "一"} for at in order]))
    assert usual.counts() == mixed.counts()
    assert {one.status for one in usual.results} == {one.status for one in mixed.results}
