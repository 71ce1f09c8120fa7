"""The sites that a plan names: found once, open, of their grade, with their services."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.text import Lang
from planning.indicators import IndicatorTable
from planning.judging.evidence import Evidence
from planning.judging.finding import Status
from planning.judging.places.site_states import site_states
from tests.judged_town import cells, codes, judged, plan_of, row, study_of

THC, HOSPITAL = "township_health_centre", "hospital"
TOWN = ("500118101", "分水镇", "township", -2000, -2000, 8000, 3000)
FENSHUI = {"name": "分水镇中心卫生院", "kind": THC, "aliases": ["区第六人民医院"]}
LONGJU = {"name": "龙驹镇中心卫生院", "kind": THC}
LEVEL_2 = {"kind": "sites", "least_level": "2"}


def goal(figure, *sites, **more):
    """A row that wants so many of some sites."""
    return {"comparator": "==", "value": figure, "unit": "sub-centres", "sites": list(sites)} | more


def indicator(value, name="XX-01", unit=""):
    """A table of one value."""
    return IndicatorTable(
        (name,), ("",), np.array([2024]), np.array([float(value)]), (unit,), ("卫健委",)
    )


def test_an_alias_is_found_once_and_never_counted_twice():
    rows = [row("six", "区第六人民医院", HOSPITAL, (0, 0), level="2A")]
    study = study_of(rows, [(0, 0, 10)], [TOWN])
    plan = plan_of(
        LEVEL_2,
        goal=goal(2, "分水镇中心卫生院", "区第六人民医院"),
        facilities=[FENSHUI],
    )
    found = judged(study, plan)
    assert found.value == 1.0
    assert found.facilities == ("six",)
    assert cells(found, "named_sites", "how_found", "fulfils") == [
        ("cell.how_alias", "cell.yes"),
        ("cell.how_alias", "cell.site_double"),
    ]
    assert "notes.site_double" in codes(found.notes)
    # Two names, one house: the plan's second is not known.
    assert found.status is Status.CANNOT_TELL
    assert found.missing[0].fields == {"named": 1, "wanted": "2"}


@pytest.mark.parametrize(
    "name", ["分水镇中心卫生院", "分 水 镇　中心卫生院", "万州区分水镇中心卫生院"]
)
def test_blanks_width_and_the_district_before_a_name_do_not_hide_it(name):
    study = study_of([row("a", name, THC, (0, 0))], [(0, 0, 1)], [TOWN])
    plan = plan_of(
        {"kind": "sites"},
        goal=goal(1, "分水镇中心卫生院"),
        facilities=[FENSHUI],
        prefixes=["重庆市", "万州区"],
    )
    assert judged(study, plan).status is Status.MET


def test_five_wanted_two_named_cannot_be_told():
    rows = [
        row("a", "分水镇中心卫生院", THC, (0, 0), level="2"),
        row("b", "龙驹镇中心卫生院", THC, (1000, 0), level="2B"),
    ]
    study = study_of(rows, [(0, 0, 10), (1000, 0, 30)], [TOWN])
    plan = plan_of(
        LEVEL_2, goal=goal(5, FENSHUI["name"], LONGJU["name"]), facilities=[FENSHUI, LONGJU]
    )
    found = judged(study, plan)
    assert (found.status, found.value, found.band) == (Status.CANNOT_TELL, 2.0, (2.0, 5.0))
    assert [one.fields for one in found.missing] == [{"named": 2, "wanted": "5"}]
    assert "只点名了 5 家中的 2 家" in found.missing[0].render(Lang.ZH)


@pytest.mark.parametrize(
    ("level", "services", "status"),
    [
        ("2C", (), Status.MET),
        ("2", (), Status.MET),
        ("3A", (), Status.MET),
        ("1A", (), Status.NOT_MET),
        ("0", (), Status.NOT_MET),
        ("", (), Status.CANNOT_TELL),
        ("", ("level_2_or_above",), Status.MET),
    ],
)
def test_the_grade_of_a_site(level, services, status):
    rows = [row("a", "分水镇中心卫生院", THC, (0, 0), level=level, services=services)]
    study = study_of(rows, [(0, 0, 1)], [TOWN])
    found = judged(study, plan_of(LEVEL_2, goal=goal(1, FENSHUI["name"]), facilities=[FENSHUI]))
    assert found.status is status
    if status is Status.CANNOT_TELL:
        assert codes(found.missing) == ["missing.site_level"]
        assert found.missing[0].fields["name"] == FENSHUI["name"]


@pytest.mark.parametrize("status", ["planned", "building", "suspended", "closed"])
def test_a_site_that_gives_no_care_fails_and_says_why(status):
    rows = [row("a", "分水镇中心卫生院", THC, (0, 0), level="2", status=status)]
    study = study_of(rows, [(0, 0, 1)], [TOWN])
    found = judged(study, plan_of(LEVEL_2, goal=goal(1, FENSHUI["name"]), facilities=[FENSHUI]))
    assert (found.status, found.value) == (Status.NOT_MET, 0.0)
    assert codes(found.flips) == ["flip.site_opens"]
    assert bool(found.runs) is (status in ("planned", "building"))
    for one in found.runs:
        assert (one.value, one.status) == (1.0, Status.MET)


def test_a_site_that_is_not_in_the_list_is_unknown_and_matters_only_if_it_could_still_do_it():
    rows = [row("a", "分水镇中心卫生院", THC, (0, 0), level="1")]
    study = study_of(rows, [(0, 0, 1)], [TOWN])
    one_of_two = plan_of(
        LEVEL_2, goal=goal(1, FENSHUI["name"], LONGJU["name"]), facilities=[FENSHUI, LONGJU]
    )
    open_ = judged(study, one_of_two)
    assert open_.status is Status.CANNOT_TELL
    assert codes(open_.missing) == ["missing.sites_listed"]
    assert open_.missing[0].fields["names"] == LONGJU["name"]
    both = plan_of(
        LEVEL_2, goal=goal(2, FENSHUI["name"], LONGJU["name"]), facilities=[FENSHUI, LONGJU]
    )
    assert judged(study, both).status is Status.NOT_MET


def test_several_rows_that_may_be_it_are_named_and_none_is_chosen():
    rows = [row("a", "龙驹镇中心卫生院", THC, (0, 0)), row("b", "龙驹镇中心卫生院", THC, (1000, 0))]
    study = study_of(rows, [(0, 0, 1)], [TOWN])
    plan = plan_of({"kind": "sites"}, goal=goal(1, LONGJU["name"]), facilities=[LONGJU])
    found = judged(study, plan)
    assert (found.status, codes(found.missing)) == (Status.CANNOT_TELL, ["missing.site_choice"])
    (state,) = site_states(Evidence(study, plan), (LONGJU["name"],))
    assert (state.found, state.how) == (False, "ambiguous")


def test_services_of_the_sites_are_counted():
    asked = ["chest_pain", "stroke", "trauma"]
    reading = {"kind": "sites", "offering": asked, "count_services": True}
    rows = [
        row("a", "区人民医院", HOSPITAL, (0, 0), services=("chest_pain", "stroke")),
        row("b", "别的医院", HOSPITAL, (1000, 0), services=("trauma",)),
    ]
    study = study_of(rows, [(0, 0, 1)], [TOWN])
    named = [{"name": "区人民医院", "kind": HOSPITAL}]
    found = judged(study, plan_of(reading, goal=goal(3, "区人民医院"), facilities=named))
    assert (found.status, found.value) == (Status.NOT_MET, 2.0)
    assert codes(found.flips) == ["flip.services_lacking"]
    assert "创伤" in found.flips[0].render(Lang.ZH)
    assert cells(found, "site_services", "service_asked", "service_offered") == [
        ("service.chest_pain", "cell.yes"),
        ("service.stroke", "cell.yes"),
        ("service.trauma", "cell.no"),
    ]
    # A service that no row of the list has may be a column that is not there.
    silent = judged(study_of(rows[:1], [(0, 0, 1)], [TOWN]), plan_of(
        reading, goal=goal(3, "区人民医院"), facilities=named
    ))  # fmt: skip
    assert silent.status is Status.CANNOT_TELL
    assert [one.fields["service"] for one in silent.missing] == ["trauma"]
    # The figure counts more services than the reading asks for.
    more = judged(study, plan_of(reading, goal=goal(5, "区人民医院"), facilities=named))
    assert "missing.services_asked" in codes(more.missing)
    absent = judged(study, plan_of(reading, goal=goal(3, "区中医院")))
    assert codes(absent.missing) == ["missing.sites_listed"]


def test_all_services_are_asked_of_each_site():
    reading = {"kind": "sites", "offering": ["fever_clinic", "ct_24h"]}
    rows = [
        row("a", "区人民医院", HOSPITAL, (0, 0), services=("fever_clinic", "ct_24h")),
        row("b", "区中医院", HOSPITAL, (1000, 0), services=("ct_24h",)),
    ]
    study = study_of(rows, [(0, 0, 1)], [TOWN])
    found = judged(study, plan_of(reading, goal=goal(2, "区人民医院", "区中医院")))
    assert (found.status, found.value) == (Status.NOT_MET, 1.0)
    assert codes(found.flips) == ["flip.site_services"]


def test_no_site_no_figure_and_a_figure_of_another_kind():
    study = study_of([row("a", "区人民医院", HOSPITAL, (0, 0))], [(0, 0, 1)], [TOWN])
    none = judged(study, plan_of({"kind": "sites"}, goal=goal(2)))
    assert codes(none.missing) == ["missing.sites_named"]
    blank = goal(None, "区人民医院", comparator=None, unit=None)
    silent = judged(study, plan_of({"kind": "sites"}, goal=blank))
    assert (silent.status, silent.value) == (Status.CANNOT_TELL, 1.0)
    assert codes(silent.missing) == ["missing.target"]
    other = judged(study, plan_of({"kind": "sites"}, goal=goal(90, "区人民医院", unit="% of beds")))
    assert codes(other.missing) == ["missing.count_other_figure"]


def test_an_indicator_that_differs_is_said_and_does_not_decide():
    study = study_of(
        [row("a", "区人民医院", HOSPITAL, (0, 0))], [(0, 0, 1)], [TOWN], indicators=indicator(0)
    )
    found = judged(study, plan_of({"kind": "sites"}, goal=goal(1, "区人民医院")))
    assert found.status is Status.MET
    assert found.figures["indicator_beside"] == 0.0
    assert "notes.indicator_differs" in codes(found.notes)


def test_catchments_beds_and_reach_with_and_without():
    rows = [
        row("a", "分水镇中心卫生院", THC, (0, 0), level="2", beds=30),
        row("far", "区人民医院", HOSPITAL, (6000, 0), level="3A", beds=500),
    ]
    homes = [(0, 0, 100), (1000, 0, 200), (6000, 0, 700)]
    study = study_of(rows, homes, [TOWN])
    found = judged(study, plan_of(LEVEL_2, goal=goal(1, FENSHUI["name"]), facilities=[FENSHUI]))
    columns = ("catchment_people", "catchment_share", "catchment_beds_per_1000")
    # The homes at 0 and 1 km are nearer to it, that at 6 km to the hospital.
    assert cells(found, "named_sites", *columns) == [(300.0, 0.3, 100.0)]
    reach = cells(found, "reach_of_sites", "reach_limit_s", "with_sites_share")
    assert reach == [(1800.0, 1.0), (2700.0, 1.0), (3600.0, 1.0)]
    # Alone, without any other hospital, nobody is within reach without it.
    lone = judged(
        study_of(rows[:1], homes, [TOWN]),
        plan_of(LEVEL_2, goal=goal(1, FENSHUI["name"]), facilities=[FENSHUI]),
    )
    assert cells(lone, "reach_of_sites", "without_sites_share") == [(0.0,)] * 3


NAMES = ("甲镇卫生院", "乙镇卫生院", "丙镇卫生院")


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(["2A", "1A", "", "absent", "closed"]), min_size=3, max_size=3),
    st.integers(1, 3),
    st.permutations(range(3)),
)
def test_the_count_agrees_with_a_loop_and_order_does_not_matter(kinds, wanted, order):
    rows = [
        row(f"f{at}", NAMES[at], THC, (0, 0), level="2A" if kind == "closed" else kind,
            status="closed" if kind == "closed" else "open")
        for at, kind in enumerate(kinds)
        if kind != "absent"
    ]  # fmt: skip
    sure = kinds.count("2A")
    maybe = kinds.count("") + kinds.count("absent")
    expected = Status.MET if sure >= wanted else (
        Status.CANNOT_TELL if sure + maybe >= wanted else Status.NOT_MET
    )  # fmt: skip
    found = judged(study_of(rows, [(0, 0, 1)], [TOWN]), plan_of(LEVEL_2, goal=goal(wanted, *NAMES)))
    assert (found.status, found.value) == (expected, float(sure))
    names = [NAMES[at] for at in order]
    turned = judged(
        study_of(rows[::-1], [(0, 0, 1)], [TOWN]), plan_of(LEVEL_2, goal=goal(wanted, *names))
    )
    assert (turned.status, turned.value, turned.facilities) == (
        found.status, found.value, found.facilities,
    )  # fmt: skip
    assert math.isnan(found.band[0]) is (maybe == 0)
