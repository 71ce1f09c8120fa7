"""The facilities that the plans name, and how rows of a list are recognised as them."""

import math
from dataclasses import replace

import numpy as np
import pytest

from data.plan_facilities import load_plan_facilities, plans_with_facilities
from data.plans import load_readings
from geo.errors import DataUnavailableError, InputError
from hand_town import town_study
from layers.facilities import FacilitySet, Service
from layers.names import normal_name
from planning.import_record import NO_ROW, ImportRecord, PlanFacilityMatch
from planning.judging.evidence import Evidence
from planning.plan import Plan
from planning.plan_facilities import PlanFacilities, PlanFacility, match_plan_facilities

TOWNSHIP = Service.TOWNSHIP_HEALTH_CENTRE


def listed(*names, kind=Service.HOSPITAL, aliases=None):
    return FacilitySet(
        id=tuple(f"f{number}" for number in range(len(names))),
        name=tuple(names),
        lon=np.full(len(names), 105.9),
        lat=np.full(len(names), 29.35),
        kind=(kind,) * len(names),
        services=(frozenset({kind}),) * len(names),
        source=("x",) * len(names),
        aliases=tuple(tuple((aliases or {}).get(name, ())) for name in names),
    )


def plan(*facilities, prefixes=("重庆市", "永川区")):
    return PlanFacilities("yongchuan", prefixes, tuple(facilities))


def found(facilities, named, **more):
    return [
        (one.how, one.facility_id, one.candidates)
        for one in match_plan_facilities(facilities, named, **more)
    ]


HOSPITAL_OF_THE_DISTRICT = plan(PlanFacility("区人民医院", Service.HOSPITAL))


@pytest.mark.parametrize("name", ["区人民医院", "永川区人民医院", "重庆市永川区人民医院"])
def test_a_name_is_found_with_and_without_its_district(name):
    facilities = listed("重庆市人民医院", name, "永川区人民医院（新院区）")
    assert found(facilities, HOSPITAL_OF_THE_DISTRICT) == [("name", "f1", ("f1",))]


def test_a_name_on_two_rows_is_left_to_the_user():
    facilities = listed("永川区人民医院", "区人民医院")
    assert found(facilities, HOSPITAL_OF_THE_DISTRICT) == [("ambiguous", "", ("f0", "f1"))]
    decided = found(facilities, HOSPITAL_OF_THE_DISTRICT, decisions={"区人民医院": "f1"})
    assert decided == [("decision", "f1", ("f1",))]
    none = found(facilities, HOSPITAL_OF_THE_DISTRICT, decisions={"区人民医院": NO_ROW})
    assert none == [("missing", "", (NO_ROW,))]
    gone = found(facilities, HOSPITAL_OF_THE_DISTRICT, decisions={"区人民医院": "f9"})
    assert gone == [("ambiguous", "", ("f0", "f1"))]


def test_a_name_goes_before_an_alias():
    named = plan(PlanFacility("附属人民医院", Service.HOSPITAL, aliases=("区人民医院",)))
    assert found(listed("区人民医院", "附属人民医院"), named) == [("name", "f1", ("f1",))]
    assert found(listed("区人民医院", "乙医院"), named) == [("alias", "f0", ("f0",))]
    both = listed(
        "甲医院", "乙医院", aliases={"甲医院": ("区人民医院",), "乙医院": ("附属人民医院",)}
    )
    assert found(both, named) == [("ambiguous", "", ("f0", "f1"))]


def test_a_row_is_found_by_its_second_name():
    named = plan(PlanFacility("应急医院", Service.HOSPITAL))
    facilities = listed("甲医院", "乙医院（应急医院）", aliases={"甲医院": ("其他",)})
    assert found(facilities, named) == [("alias", "f1", ("f1",))]


def test_a_second_name_without_a_place_is_nobodys():
    named = plan(PlanFacility("区精神卫生中心", Service.HOSPITAL))
    assert found(listed("山西省医院（精神卫生中心）"), named) == [("missing", "", ())]
    assert found(listed("第七医院（区精神卫生中心）"), named) == [("alias", "f0", ("f0",))]
    assert found(listed("精神卫生中心"), named) == [("name", "f0", ("f0",))]


@pytest.mark.parametrize(
    ("names", "match"),
    [
        (["大安镇卫生院", "大安村卫生室"], ("alias", "f0", ("f0",))),
        (["长安镇卫生院", "大安街道社区卫生服务中心"], ("alias", "f1", ("f1",))),
        (["大安镇中心卫生院", "大安街道社区卫生服务中心"], ("ambiguous", "", ("f0", "f1"))),
        (["长安镇卫生院", "大安药店", "大安口腔诊所"], ("missing", "", ())),
    ],
)
def test_a_town_alone_means_its_one_health_centre(names, match):
    named = plan(PlanFacility("大安", TOWNSHIP, place="大安"))
    assert found(listed(*names, kind=TOWNSHIP), named) == [match]


def test_a_kind_of_house_that_differs_is_shown_and_not_taken():
    named = plan(PlanFacility("大安镇中心卫生院", TOWNSHIP))
    assert found(listed("大安镇卫生院", "乙"), named) == [("missing", "", ("f0",))]
    assert found(listed("大安中心卫生院", "乙"), named) == [("alias", "f0", ("f0",))]


def test_an_empty_list_has_nothing():
    matches = match_plan_facilities(listed(), load_plan_facilities("wanzhou"))
    assert len(matches) == 32
    assert {one.how for one in matches} == {"missing"}


# ------------------------------------------------------------------ packaged lists ---

COUNTED = {"kaizhou": 14, "wanzhou": 32, "wutongqiao": 14, "yanjiang": 31, "yongchuan": 18}
"""Entries under `facilities:` of the plans' notes, counted by hand."""


def test_all_five_plans_are_packaged_whole():
    assert {
        plan: len(load_plan_facilities(plan).facilities) for plan in plans_with_facilities()
    } == COUNTED


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_no_two_facilities_of_a_plan_share_a_name_or_alias(name):
    named = load_plan_facilities(name)
    keys = [
        key
        for one in named.facilities
        for key in {normal_name(said, named.prefixes) for said in (one.name, *one.aliases)}
    ]
    assert sorted(keys) == sorted(set(keys))


def test_facts_of_the_plans_are_kept():
    wanzhou = {one.name: one for one in load_plan_facilities("wanzhou").facilities}
    assert wanzhou["分水镇中心卫生院"].aliases == ("区第六人民医院",)
    assert wanzhou["分水镇中心卫生院"].place == "分水镇"
    assert wanzhou["三峡公共卫生应急医院"].beds == 1000
    assert math.isnan(wanzhou["区第一人民医院"].beds)
    yongchuan = {one.name: one for one in load_plan_facilities("yongchuan").facilities}
    assert yongchuan["区人民医院"].centres == (Service.CHEST_PAIN, Service.STROKE, Service.TRAUMA)
    assert yongchuan["区妇幼保健院"].centres == (Service.MATERNAL, Service.NEWBORN)
    yanjiang = load_plan_facilities("yanjiang")
    assert yanjiang.prefixes == ("四川省", "资阳市", "雁江区")
    # The plan's table of beds by institution: 24 rows, 4,195 beds.
    beds = [one.beds for one in yanjiang.facilities if not math.isnan(one.beds)]
    assert (len(beds), sum(beds)) == (24, 4195)


def test_judgements_stay_behind():
    for name in COUNTED:
        for one in load_plan_facilities(name).facilities:
            assert "J)" not in f"{one.level_now}{one.level_target}{one.project}{one.place}"


def test_an_official_list_of_wanzhou_is_recognised():
    facilities = listed(
        "重庆大学附属三峡医院",
        "重庆市万州区第一人民医院",
        "重庆三峡医药高等专科学校附属人民医院",
        "重庆市万州区中医院",
        "重庆市万州区上海医院",
        "重庆市万州区妇幼保健院",
        "万州区第六人民医院",
        "万州区恒合土家族乡卫生院",
        "万州爱尔眼科医院",
        "万州区余家镇中心卫生院",
        "重庆市人民医院",
    )
    matches = {
        one.plan_name: one
        for one in match_plan_facilities(facilities, load_plan_facilities("wanzhou"))
    }
    assert matches["重庆大学附属三峡医院"].facility_id == "f0"
    assert matches["区第一人民医院"].facility_id == "f1"
    assert (
        matches["三峡医药高专附属人民医院"].facility_id,
        matches["三峡医药高专附属人民医院"].how,
    ) == (
        "f2",
        "alias",
    )
    assert matches["三峡医药高专附属中医院"].facility_id == "f3"
    assert matches["区上海医院"].facility_id == "f4"
    assert matches["区妇幼保健院"].facility_id == "f5"
    assert matches["分水镇中心卫生院"].facility_id == "f6"
    assert matches["恒合"].facility_id == "f7"
    assert matches["万州爱尔眼科医院"].facility_id == "f8"
    assert matches["余家"].facility_id == "f9"
    assert matches["龙驹镇中心卫生院"].how == "missing"


# ------------------------------------------------------------------ a damaged list ---


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"prefixes": None}, "x"),
        ({"facilities": [{"kind": "hospital"}]}, "name"),
        ({"facilities": [{"name": "甲", "kind": "moonbase"}]}, "moonbase"),
        ({"facilities": [{"name": "甲", "kind": "hospital", "beds": "many"}]}, "many"),
        ({"facilities": [{"name": "甲", "kind": "hospital", "beds": -1}]}, "beds"),
        ({"facilities": [{"name": "甲", "kind": "hospital", "bed": 5}]}, "bed"),
        ({"facilities": [{"name": "甲", "kind": "hospital", "aliases": "乙"}]}, "aliases"),
        ({"facilities": [{"name": "甲", "kind": "hospital", "centres": ["moon"]}]}, "moon"),
        ({"facilities": [{"name": " ", "kind": "hospital"}]}, "name"),
        ({"facilities": [{"name": "甲", "kind": "hospital"}] * 2}, "named twice"),
        ({"facilities": ["甲"]}, "x"),
    ],
)
def test_a_damaged_list_is_refused_by_name(change, reason):
    table = {"plan": "x", "prefixes": ["重庆市"], "facilities": []} | change
    with pytest.raises((InputError, DataUnavailableError), match=reason):
        PlanFacilities.from_mapping(table)


def test_of_the_import_only_the_users_decisions_outlive_a_change_of_the_plan():
    study = town_study([(500.0, 0.0)], [10.0])
    name = study.facilities.name[0]
    kept = (
        PlanFacilityMatch("甲", "", "missing"),  # its alias was written after the import
        PlanFacilityMatch("乙", "", "missing", (NO_ROW,)),
        PlanFacilityMatch("丙", study.facilities.id[0], "decision"),
    )
    study = replace(
        study, info=replace(study.info, plan="p"), record=ImportRecord(plan_facilities=kept)
    )
    named = [
        {"name": "甲", "kind": "hospital", "aliases": [name]},
        {"name": "乙", "kind": "hospital", "aliases": [name]},
        {"name": "丙", "kind": "hospital"},
    ]
    goal = {"id": "G-1", "section": "s", "phrase": "p", "tests": ["T-NC"]}
    head = {"name": "p", "title": "p", "period": "2021-2025"}
    table = {**head, "goals": [goal], "facilities": named}
    rows = Evidence(study, Plan.from_mapping(table, book=load_readings())).site_rows(
        ("甲", "乙", "丙")
    )
    assert rows == {"甲": 0, "丙": 0}
