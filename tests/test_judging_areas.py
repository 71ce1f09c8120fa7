"""Every area has its own facilities: kinds, counts, people each, neighbours, duplicates."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.text import Lang
from layers.register import Register
from planning.judging.finding import Status
from planning.judging.places.area_kinds import kind_of_code, kind_of_name, kinds_of_areas
from planning.judging.places.counted_areas import enough, needed_facilities
from planning.readings.rules_place import AreaCountRule, AreaKind
from tests.judged_town import area_set, cells, codes, judged, plan_of, row, study_of

CHC, THC = "community_health_centre", "township_health_centre"
WEST = ("500118001", "河西街道", "township", -2000, -2000, 500, 3000)
EAST = ("500118101", "河东镇", "township", 500, -2000, 8000, 3000)
PER_STREET = {"kind": "area_count", "areas": "street", "services": [CHC]}
PER_TOWN = {"kind": "area_count", "areas": "any", "services": [CHC, THC]}


def rule_of(**more) -> AreaCountRule:
    given = {
        "areas": AreaKind.ANY,
        "services": (),
        "least": 1,
        "most_people_each": 0,
        "least_people_each": 0,
        "either": False,
    }
    return AreaCountRule(**(given | more))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("500118000", "any"),
        ("500118001", "street"),
        ("500118099", "street"),
        ("500118100", "town"),
        ("500118399", "town"),
        ("500118400", "any"),
        ("500118001000", "street"),
        ("500118001001", "any"),
        ("50011800", "any"),
        ("\uff15\uff10\uff10118001", "any"),
        ("osm-1", "any"),
        ("", "any"),
    ],
)
def test_the_kind_of_a_code_by_digits_seven_to_nine(code, kind):
    assert kind_of_code(code).value == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("胜利路街道", "street"),
        ("胜利路 街道办事处", "street"),
        ("大安镇", "town"),
        ("大 安　镇", "town"),
        ("关面乡", "town"),
        ("大安", "any"),
        ("Dashi Town", "town"),
        ("Shengli Subdistrict", "street"),
        ("", "any"),
    ],
)
def test_the_kind_of_a_name_by_its_end(name, kind):
    assert kind_of_name(name).value == kind


def test_the_register_tells_what_neither_code_nor_name_does():
    areas = area_set(
        [("a", "大安", "township", 0, 0, 10, 10), ("b", "长安", "township", 10, 0, 20, 10)]
    )
    register = Register(
        ("500118001", "z"), ("大安街道", "长安"), ("township", "乡"), ("500118", "500118")
    )
    assert [one.kind.value for one in kinds_of_areas(areas, register)] == ["street", "town"]
    # The level's own word "township" says nothing: it heads streets, too.
    silent = Register(("q",), ("大安",), ("township",), ("500118",))
    assert [one.kind.value for one in kinds_of_areas(areas, silent)] == ["any", "any"]


def test_code_goes_before_name_and_the_contradiction_is_said():
    odd = ("500118001", "河西镇", "township", -2000, -2000, 500, 3000)
    study = study_of([row("c", "河西卫生服务中心", CHC, (0, 0))], [(0, 0, 5)], [odd])
    found = judged(study, plan_of(PER_STREET))
    assert found.status is Status.MET
    assert "notes.kind_contradicts" in codes(found.notes)


@pytest.mark.parametrize(
    ("people", "needed"),
    [(0, 1), (1, 1), (100_000, 1), (100_000.0000001, 1), (100_001, 2), (250_000, 3)],
)
def test_one_for_every_hundred_thousand_begun(people, needed):
    assert needed_facilities(people, rule_of(most_people_each=100_000)) == needed


@pytest.mark.parametrize(
    ("count", "people", "both", "either"),
    [
        (0, 50_000, False, False),
        (1, 29_999, False, True),
        (1, 30_000, True, True),
        (1, 100_000, True, True),
        (1, 100_001, False, True),
        (2, 59_999, False, True),
        (2, 60_000, True, True),
        (3, 250_000, True, True),
        (2, 250_000, False, True),
    ],
)
def test_enough_by_number_and_by_people_each(count, people, both, either):
    bounds = {"most_people_each": 100_000, "least_people_each": 30_000}
    assert enough(count, people, rule_of(**bounds)) is both
    assert enough(count, people, rule_of(**bounds, either=True)) is either


def test_a_street_of_a_quarter_million_is_two_short():
    study = study_of(
        [
            row("c", "河西街道社区卫生服务中心", CHC, (0, 0)),
            row("t", "河东镇卫生院", THC, (1000, 0)),
        ],
        [(0, 0, 250_000), (1000, 0, 9)],
        [WEST, EAST],
    )
    found = judged(study, plan_of(PER_STREET | {"most_people_each": 100_000}))
    assert (found.status, found.value) == (Status.NOT_MET, 0.0)
    assert found.figures["shortfall"] == 2
    (flip,) = found.flips
    assert flip.fields == {"area": "河西街道", "more": 2, "have": 1, "needed": 3}
    assert "再增加 2 所" in flip.render(Lang.ZH)
    assert not found.target.chosen
    assert found.target.low == 1.0


def test_towns_by_polygon_with_branch_alias_planned_and_other_township():
    rows = [
        row("a", "分水镇中心卫生院", THC, (0, 0), township="河东镇"),
        row("b", "区第六人民医院", THC, (10, 0)),
        row("c", "河东镇卫生院大溪分院", THC, (1000, 0)),
        row("d", "河东镇卫生院", THC, (1000, 0), status="planned"),
        row("e", "河东镇老卫生院", THC, (1000, 0), status="closed"),
    ]
    study = study_of(rows, [(0, 0, 10), (1000, 0, 10)], [WEST, EAST])
    named = {
        "name": "分水镇中心卫生院",
        "kind": THC,
        "aliases": ["区第六人民医院"],
    }
    found = judged(study, plan_of(PER_TOWN, facilities=[named]))
    # The sixth hospital is the health centre: found once, never counted twice.
    assert cells(found, "own_sites", "area", "facilities", "own_verdict", "branch_sites") == [
        ("河东镇", 0, "cell.branch_only", "河东镇卫生院大溪分院"),
        ("河西街道", 1, "cell.passes", ""),
    ]
    assert (found.status, found.value, found.facilities) == (Status.NOT_MET, 0.5, ("a",))
    assert {"notes.counted_once", "notes.other_township"} <= set(codes(found.notes))
    # What is planned does not count, and is shown as what would change it.
    assert found.figures["planned_sites"] == 1
    assert [(one.what.code, one.value) for one in found.runs] == [("run.planned_open", 1.0)]
    # Without the plan's word they are two institutions, and that is a remark, no fault.
    two = judged(study, plan_of(PER_TOWN))
    assert cells(two, "own_sites", "own_verdict") == [("cell.branch_only",), ("cell.duplicate",)]
    assert "notes.more_than_one" in codes(two.notes)


def test_a_small_street_passes_by_a_neighbour_and_only_then():
    rows = [row("c", "河西街道社区卫生服务中心", CHC, (0, 0))]
    boxes = [WEST, ("500118002", "河东街道", "township", 500, -2000, 8000, 3000)]
    reading = plan_of(PER_STREET | {"most_people_each": 100_000, "least_people_each": 1_000})
    near = judged(study_of(rows, [(0, 0, 5_000), (1000, 0, 999)], boxes), reading)
    assert near.status is Status.MET
    assert cells(near, "own_sites", "own_verdict", "served_by") == [
        ("cell.neighbour", "河西街道社区卫生服务中心"),
        ("cell.passes", ""),
    ]
    assert "notes.neighbour_serves" in codes(near.notes)
    # From the bound on it needs its own.
    assert judged(study_of(rows, [(0, 0, 5_000), (1000, 0, 1_000)], boxes), reading).value == 0.5
    # Too far from any road, nobody reaches the neighbour.
    tall = [WEST, ("500118002", "河东街道", "township", 500, -2000, 8000, 90_000)]
    far = judged(study_of(rows, [(0, 0, 5_000), (3100, 80_000, 999)], tall), reading)
    assert far.value == 0.5
    # A facility beyond every area is no neighbour's.
    beyond = [row("c", "区外社区卫生服务中心", CHC, (-1000, -500))]
    boxes = [("500118002", "河东街道", "township", 500, -2000, 8000, 3000)]
    alone = judged(study_of(beyond, [(1000, 0, 999)], boxes), reading)
    assert alone.value == 0.0
    assert codes(alone.flips) == ["flip.area_people"]


def test_a_street_with_nobody_and_nothing_fails_without_a_crash():
    boxes = [WEST, ("500118002", "河东街道", "township", 500, -2000, 8000, 3000)]
    rows = [row("c", "河西社区卫生服务中心", CHC, (0, 0))]
    reading = plan_of(PER_STREET | {"most_people_each": 100_000, "least_people_each": 30_000})
    found = judged(study_of(rows, [(0, 0, 50_000)], boxes), reading)
    assert cells(found, "own_sites", "area", "own_verdict") == [
        ("河东街道", "cell.none_inside"),
        ("河西街道", "cell.passes"),
    ]


def test_without_township_areas_the_missing_boundaries_are_named():
    rows = [row("c", "卫生院", THC, (0, 0))]
    for boxes in (
        [],
        [("d", "甲区", "district", -2000, -2000, 8000, 3000)],
        [("v", "大湾村", "village", -2000, -2000, 8000, 3000)],
        [("q", "West", "quarter", -2000, -2000, 8000, 3000)],
    ):
        found = judged(study_of(rows, [(0, 0, 1)], boxes), plan_of(PER_TOWN))
        assert found.status is Status.CANNOT_TELL
        assert codes(found.missing) == ["missing.township_areas"]


def test_areas_of_another_level_that_are_all_townships_by_name_are_taken_and_said():
    boxes = [("1", "河西街道", "8", -2000, -2000, 500, 3000)]
    rows = [row("c", "卫生院", THC, (0, 0))]
    found = judged(study_of(rows, [(0, 0, 1)], boxes), plan_of(PER_TOWN))
    assert found.status is Status.MET
    assert "notes.level_for_township" in codes(found.notes)


def test_what_nobody_offers_is_missing_and_so_are_people_where_they_matter():
    empty = study_of([row("h", "医院", "hospital", (0, 0))], [(0, 0, 1)], [WEST])
    assert codes(judged(empty, plan_of(PER_TOWN)).missing) == ["missing.service"] * 2
    nobody = study_of([row("c", "中心", CHC, (0, 0))], [(0, 0, 0)], [WEST])
    asked = judged(nobody, plan_of(PER_STREET | {"most_people_each": 100_000}))
    assert codes(asked.missing) == ["missing.population"]
    assert judged(nobody, plan_of(PER_STREET)).status is Status.MET


def test_an_area_of_unknown_kind_cannot_be_told_unless_it_makes_no_difference():
    odd = ("x", "河东", "township", 500, -2000, 8000, 3000)
    here = [row("c", "河西社区卫生服务中心", CHC, (0, 0))]
    open_ = judged(study_of(here, [(0, 0, 1)], [WEST, odd]), plan_of(PER_STREET))
    assert (open_.status, codes(open_.missing)) == (Status.CANNOT_TELL, ["missing.area_kinds"])
    assert open_.missing[0].fields["areas"] == "河东"
    assert open_.band == (0.5, 1.0)
    # It has one: street or not, the streets pass.
    both = [*here, row("d", "河东社区卫生服务中心", CHC, (1000, 0))]
    assert (
        judged(study_of(both, [(0, 0, 1)], [WEST, odd]), plan_of(PER_STREET)).status is Status.MET
    )
    # The street fails for certain.
    only = judged(study_of(both[1:], [(0, 0, 1)], [WEST, odd]), plan_of(PER_STREET))
    assert only.status is Status.NOT_MET
    assert "missing.area_kinds" in codes(only.notes)
    # All unknown, and no street at all.
    alone = judged(study_of(both, [(0, 0, 1)], [odd]), plan_of(PER_STREET))
    assert codes(alone.missing) == ["missing.area_kinds"]
    none = judged(study_of(both, [(0, 0, 1)], [EAST]), plan_of(PER_STREET))
    assert codes(none.missing) == ["missing.areas_of_kind"]


def test_a_row_without_a_figure_is_measured_and_decides_nothing():
    study = study_of([row("c", "中心", CHC, (0, 0))], [(0, 0, 1)], [WEST])
    goal = {"comparator": None, "value": None, "unit": None}
    found = judged(study, plan_of(PER_STREET, goal=goal))
    assert (found.status, found.value) == (Status.CANNOT_TELL, 1.0)
    assert codes(found.missing) == ["missing.target"]


def test_a_figure_in_percent_is_that_share():
    boxes = [WEST, EAST]
    study = study_of([row("c", "中心", CHC, (0, 0))], [(0, 0, 1)], boxes)
    goal = {"value": 50, "unit": "% of townships"}
    found = judged(study, plan_of(PER_TOWN, goal=goal))
    assert (found.target.low, found.status) == (0.5, Status.MET)


PLACE = st.tuples(st.integers(-1900, 7900), st.integers(-1900, 2900))


@settings(max_examples=15)
@given(st.lists(PLACE, max_size=8), PLACE, st.permutations(range(9)))
def test_one_more_never_lowers_the_share_and_the_order_does_not_matter(places, more, order):
    rows = [row(f"f{at}", f"{at}号卫生院", THC, place) for at, place in enumerate(places)]
    homes = [(0, 0, 10), (1000, 0, 20)]

    def share(rows):
        found = judged(study_of(rows, homes, [WEST, EAST]), plan_of(PER_TOWN))
        return 0.0 if math.isnan(found.value) else found.value

    # The twin: an area passes if any facility has its easting.
    expected = (any(x < 500 for x, _ in places) + any(x > 500 for x, _ in places)) / 2
    if all(x != 500 for x, _ in places):
        assert share(rows) == expected
    added = [*rows, row("new", "新卫生院", THC, more)]
    assert share(added) >= share(rows)
    shuffled = [added[at] for at in order if at < len(added)]
    study = study_of(shuffled, homes, [WEST, EAST])
    assert judged(study, plan_of(PER_TOWN)) == judged(
        replace(study, facilities=study_of(added, homes, [WEST, EAST]).facilities),
        plan_of(PER_TOWN),
    )


def test_every_note_is_worded_in_both_languages():
    rows = [
        row("a", "分水镇中心卫生院", THC, (0, 0), township="河东镇"),
        row("b", "河东镇卫生院", THC, (1000, 0), status="building"),
    ]
    found = judged(study_of(rows, [(0, 0, 1)], [WEST, EAST]), plan_of(PER_TOWN))
    for note in (found.formula, *found.flips, *found.notes, *(one.what for one in found.runs)):
        assert note.render(Lang.ZH) != note.render(Lang.EN)
