"""Projects: placed, open, and what they add to the reach of a service."""

from __future__ import annotations

import math

import numpy as np
import pytest

from geo.text import Lang
from planning.indicators import IndicatorTable
from planning.judging.evidence import Evidence
from planning.judging.finding import Status, Unit
from planning.judging.places.project_gain import township_centre
from planning.judging.places.project_list import house_name, project_states, projects_of
from planning.judging.places.projects import judge_projects
from tests.hand_town import METRES_PER_S
from tests.judged_town import cells, codes, judged, plan_of, row, study_of

HOSPITAL, THC = "hospital", "township_health_centre"
WEST = ("500118101", "河西镇", "township", -2000, -2000, 500, 3000)
EAST = ("500118102", "河东镇", "township", 500, -2000, 8000, 3000)
READING = {"kind": "projects", "service": HOSPITAL, "minutes": 5}


def goal(figure, *sites, **more):
    """A row about so many projects."""
    return {"comparator": "==", "value": figure, "unit": "projects", "sites": list(sites)} | more


def project(number, name, place_class="facility", **more):
    """One line of a plan's list of projects."""
    return {"number": number, "name": name, "place_class": place_class, "goals": ["XX-01"]} | more


def indicators(value):
    """A table of one value."""
    return IndicatorTable(
        ("XX-01",), ("",), np.array([2024]), np.array([float(value)]), ("",), ("卫健委",)
    )


@pytest.mark.parametrize(
    ("name", "house"),
    [
        ("正安街道社区卫生服务中心迁建", "正安街道社区卫生服务中心"),
        ("紫水乡卫生院迁建项目（人民医院紫水分院建设）", "紫水乡卫生院"),
        ("中和镇中心卫生院能力提升", "中和镇中心卫生院"),
        ("长沙镇中心卫生院综合楼扩建", "长沙镇中心卫生院"),
        ("惠爱精神病医院建设", "惠爱精神病医院"),
        ("大数据平台建设", "大数据平台建设"),
    ],
)
def test_the_house_that_a_project_is_for(name, house):
    assert house_name(name) == house


@pytest.mark.parametrize(
    ("columns", "more", "status", "missing"),
    [
        ({"status": "open"}, {"kind": "new build"}, Status.MET, []),
        ({"status": "building"}, {"kind": "new build"}, Status.NOT_MET, []),
        ({"status": "planned"}, {"kind": "new build"}, Status.NOT_MET, []),
        ({"status": "unknown"}, {}, Status.CANNOT_TELL, ["missing.projects_status"]),
        # A house that was there before its works does not tell that they are done …
        ({"status": "open"}, {"kind": "extension"}, Status.CANNOT_TELL, ["missing.projects_works"]),
        ({"status": "open"}, {"kind": "upgrade"}, Status.CANNOT_TELL, ["missing.projects_works"]),
        ({"status": "open"}, {"kind": "tower"}, Status.CANNOT_TELL, ["missing.projects_works"]),
        (
            {"status": "open"},
            {"kind": "new building"},
            Status.CANNOT_TELL,
            ["missing.projects_works"],
        ),
        # … unless it opened since they began.
        (
            {"status": "open", "year": 2022},
            {"kind": "extension", "first_year": 2022},
            Status.MET,
            [],
        ),
        (
            {"status": "open", "year": 2021},
            {"kind": "new build", "first_year": 2022},
            Status.CANNOT_TELL,
            ["missing.projects_works"],
        ),
    ],
)
def test_what_the_list_shows_of_a_project(columns, more, status, missing):
    study = study_of([row("a", "新医院", HOSPITAL, (0, 0), **columns)], [(0, 0, 1)], [WEST])
    plan = plan_of(READING, goal=goal(1), projects=[project(1, "新医院建设", **more)])
    found = judged(study, plan)
    assert (found.status, codes(found.missing)) == (status, missing)
    for one in found.missing:
        assert one.fields["names"] == "新医院建设"
    if status is Status.NOT_MET:
        assert "notes.projects_as_listed" in codes(found.notes)
    assert found.unit is Unit.SITES


@pytest.mark.parametrize(
    ("type_", "unit", "year", "status"),
    [
        ("facility_new", "hospital", 0, Status.MET),
        ("facility_new", "new campus", 0, Status.CANNOT_TELL),
        ("facility_relocation", "hospital moved", 0, Status.CANNOT_TELL),
        ("facility_relocation", "hospital moved", 2020, Status.CANNOT_TELL),
        # Opened in the plan's years, 2021 to 2025.
        ("facility_relocation", "hospital moved", 2021, Status.MET),
    ],
)
def test_an_open_house_does_not_show_that_works_on_it_are_done(type_, unit, year, status):
    rows = [row("a", "区人民医院", HOSPITAL, (0, 0), year=year)]
    study = study_of(rows, [(0, 0, 1)], [WEST])
    plan = plan_of(READING, goal=goal(1, "区人民医院", type=type_, unit=unit))
    assert judged(study, plan).status is status


def test_a_house_that_is_not_listed_cannot_be_told_and_an_indicator_decides():
    lines = [project(1, "新医院建设"), project(2, "大数据平台建设", "district_wide", kind="IT")]
    rows = [row("a", "新医院", HOSPITAL, (0, 0))]
    plan = plan_of(READING, goal=goal(2), projects=lines)
    found = judged(study_of(rows, [(0, 0, 1)], [WEST]), plan)
    assert (found.status, found.value) == (Status.CANNOT_TELL, 1.0)
    assert found.missing[0].fields == {"count": 1, "names": "大数据平台建设"}
    told = judged(study_of(rows, [(0, 0, 1)], [WEST], indicators=indicators(2)), plan)
    assert (told.status, told.value) == (Status.MET, 2.0)
    assert "notes.indicator_decides" in codes(told.notes)
    short = judged(study_of(rows, [(0, 0, 1)], [WEST], indicators=indicators(1)), plan)
    assert short.status is Status.NOT_MET
    # Where the list can tell, the indicator stands beside and decides nothing.
    sure = plan_of(READING, goal=goal(1), projects=lines[:1])
    beside = judged(study_of(rows, [(0, 0, 1)], [WEST], indicators=indicators(0)), sure)
    assert (beside.status, beside.figures["indicator_beside"]) == (Status.MET, 0.0)


def test_the_projects_of_a_goal():
    study = study_of([row("a", "新医院", HOSPITAL, (0, 0))], [(0, 0, 1)], [WEST])
    lines = [project(1, "甲医院"), project(2, "乙医院", goals=["XX-02"])]

    def numbers(row_, projects):
        plan = plan_of(READING, goal=row_, projects=projects)
        return [one.name for one in projects_of(Evidence(study, plan), plan.goals[0])]

    assert numbers(goal(1), lines) == ["甲医院"]
    assert numbers(goal(2, type="project_list"), lines[1:]) == ["乙医院"]
    assert numbers(goal(2, "丙医院", "丙医院"), lines[1:]) == ["丙医院"]
    none = judged(study, plan_of(READING, goal=goal(3)))
    assert codes(none.missing) == ["missing.projects_named"]
    few = judged(study, plan_of(READING, goal=goal(3, "新医院")))
    assert few.missing[0].fields == {"named": 1, "wanted": "3"}
    blank = goal(None, "新医院", comparator=None, unit=None)
    assert codes(judged(study, plan_of(READING, goal=blank)).missing) == ["missing.target"]


def test_places_money_and_beds():
    rows = [
        row("a", "河西镇卫生院", THC, (0, 0), beds=60),
        row("b", "河东镇卫生院", THC, (0, 0)),
    ]
    lines = [
        project(
            1, "河西镇卫生院迁建", "township", place="河西镇", beds_planned=200, cost_10k_yuan=300
        ),
        project(2, "河东镇卫生院迁建", "township", place="河东镇（新区）", beds_planned=150),
        project(3, "某医院建设", "undecided", place="待定", cost_10k_yuan=600),
        project(4, "平台", "district_wide", place="全域", cost_10k_yuan=100),
        project(5, "河南镇卫生院迁建", "township", place="河南镇"),
        project(6, "妇幼保健院扩能", "facility", beds_added=300),
    ]
    study = study_of(rows, [(0, 0, 1)], [WEST, EAST])
    plan = plan_of(READING, goal=goal(6), projects=lines)
    found = judged(study, plan)
    assert cells(found, "projects", "project_located", "inside_township", "beds_gained") == [
        ("cell.at_facility", "cell.yes", 140.0),
        # Its house stands in the other township, and its present beds are not known.
        ("cell.at_facility", "cell.no", None),
        ("cell.place_undecided", "cell.not_told", None),
        ("cell.place_district_wide", "cell.not_told", None),
        ("cell.place_township", "cell.not_told", None),
        ("cell.place_facility", "cell.not_told", 300.0),
    ]
    notes = {one.code: one.fields for one in found.notes}
    assert notes["notes.projects_undecided"]["names"] == "某医院建设"
    assert notes["notes.projects_undecided"]["share"].fields == {"share": 0.6}
    assert notes["notes.projects_no_place"]["count"] == 3
    assert notes["notes.projects_elsewhere"]["names"] == "河东镇卫生院迁建"
    assert notes["notes.beds_planned"] == {"count": 2, "beds": 350.0, "unknown": 1}
    assert notes["notes.projects_township_unknown"]["names"] == "河南镇卫生院迁建"
    # Beds of the whole site are no gain: only what the plan adds is summed.
    assert found.figures["beds_added"] == 300.0
    assert found.figures["projects_cost"] == 1000.0
    for note in found.notes:
        assert note.render(Lang.ZH) != note.render(Lang.EN)


def test_marginal_coverage_of_a_planned_site_by_an_independent_sum():
    rows = [
        row("old", "老医院", HOSPITAL, (0, 0)),
        row("new", "新医院", HOSPITAL, (6000, 0), status="building"),
    ]
    homes = [(0, 0, 100), (1000, 0, 200), (6000, 0, 700)]
    study = study_of(rows, homes, [WEST, EAST])
    plan = plan_of(READING, goal=goal(1), projects=[project(1, "新医院建设")])
    found = judged(study, plan)
    # 1 km of street is 180 s, 5 km are 900 s: the limit is 300 s.
    near = [abs(x - 0) / METRES_PER_S <= 300 for x, _, _ in homes]
    assert near == [True, True, False]
    assert found.figures["without_projects_share"] == pytest.approx(0.3)
    assert found.figures["with_projects_share"] == pytest.approx(1.0)
    assert found.figures["projects_bring"] == pytest.approx(700)
    assert cells(found, "projects", "gain_people", "gain_share") == [
        (pytest.approx(700), pytest.approx(0.7))
    ]
    (run,) = found.runs
    assert run.what.fields["without_share"] == pytest.approx(0.3)
    assert (run.value, run.status) == (1.0, Status.MET)
    # Open already: the same difference, against the list without it.
    rows[1]["status"] = "open"
    open_ = judged(study_of(rows, homes, [WEST, EAST]), plan)
    assert open_.figures["projects_bring"] == pytest.approx(700)


def test_a_project_that_only_names_its_township_stands_at_the_middle_of_its_people():
    homes = [(0, 0, 100), (5000, 0, 100), (6000, 0, 300)]
    study = study_of([row("old", "老医院", HOSPITAL, (0, 0))], homes, [WEST, EAST])
    plan = plan_of(
        READING, goal=goal(1), projects=[project(1, "新医院建设", "township", place="河东镇")]
    )
    evidence = Evidence(study, plan)
    (state,) = project_states(evidence, plan.goals[0], plan.projects)
    x_m, _ = study.crs.from_lonlat(study.demand.lon, study.demand.lat)
    middle = township_centre(evidence, state.township)
    assert middle is not None
    assert middle[0] == pytest.approx((100 * x_m[1] + 300 * x_m[2]) / 400)
    found = judged(study, plan)
    assert found.figures["projects_bring"] == pytest.approx(400)
    assert "notes.projects_at_middle" in codes(found.notes)
    assert cells(found, "projects", "project_located") == [("cell.at_township",)]
    # A township where nobody lives has no middle: nothing is said of its gain.
    empty = study_of([row("old", "老医院", HOSPITAL, (0, 0))], homes[:1], [WEST, EAST])
    assert "notes.projects_no_gain" in codes(judged(empty, plan).notes)


def test_works_at_one_house_count_once_for_the_reach():
    rows = [row("a", "区人民医院", HOSPITAL, (0, 0))]
    lines = [
        project(1, "区人民医院感染科改建", facility="区人民医院", kind="conversion"),
        project(2, "区人民医院门诊改造", facility="区人民医院", kind="conversion"),
    ]
    study = study_of(rows, [(0, 0, 10)], [WEST])
    found = judged(study, plan_of(READING, goal=goal(2), projects=lines))
    assert found.figures["projects_bring"] == 10
    assert found.missing[0].fields["count"] == 2


def test_without_people_or_projects_nothing_is_added_and_nothing_crashes():
    rows = [row("a", "新医院", HOSPITAL, (0, 0))]
    study = study_of(rows, [(0, 0, 0)], [])
    plan = plan_of(READING, goal=goal(1), projects=[project(1, "新医院建设")])
    found = judged(study, plan)
    assert found.status is Status.MET
    assert "with_projects_share" not in found.figures
    assert math.isnan(found.figures["projects_cost"])
    one = plan.goals[0]
    assert (
        judge_projects(Evidence(study, plan), one, one.readings[0], one.readings[0].rule) == found
    )
