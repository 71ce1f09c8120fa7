"""Measures of the quality report on the hand-made town: every expected figure by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hand_town import lonlat, town_areas, town_study, town_up_to
from layers.areas import AreaSet
from layers.doubles import PossibleDouble
from layers.facilities import FacilitySet, OperatingStatus, Service
from layers.scaling import ScaledArea
from planning.import_record import ImportRecord, PlanFacilityMatch
from planning.quality import limits
from planning.quality.border import _far_out_m
from planning.quality.care import facility_quality
from planning.quality.measures import Measures, measure_study
from planning.quality.places import Doubt, road_doubts
from planning.quality.roads import network_quality, road_steps
from planning.quality.snap import histogram
from planning.quality.sources import Lacking
from planning.study import Study
from routing.search import Direction
from routing.snapping import RoadIndex
from routing.ways import ROAD_CLASS_CODE, RoadFlag

UTM = 0.9996
"""The map plane is that much shorter than the ground at the central meridian."""

HOMES_M = [(500, 40), (500, -100), (3000, -250), (3100, 350), (5000, -800), (6000, -4000)]
PEOPLE = [10.0, 20.0, 30.0, 5.0, 40.0, 7.0]
ROAD_M = {
    "0-1": 1000.0,
    "1-2": 5000.0,
    "1-3": math.hypot(1000, 1000),
    "0-3": 1000.0,
    "3-4": 500.0,
    "ring": 200 + 2 * math.hypot(100, 100),
    "0-7": 1000.0,
    "trunk": 2 * math.hypot(500, 200),
    "7-9": 500.0,
    "10-11": 200.0,
}
ALL_KM = sum(ROAD_M.values()) / 1000


def measured(study: Study, **asked: object) -> Measures:
    question = {"service": Service.HOSPITAL, "profile": "car", "direction": Direction.TO}
    return measure_study(study, **(question | asked))  # type: ignore[arg-type]


def with_ways(study: Study, **columns: object) -> Study:
    return replace(study, ways=replace(study.ways, **columns))


# --- distances ---


def test_homes_stand_in_the_bars_they_belong_to():
    homes = measured(town_study(HOMES_M, PEOPLE)).homes
    by_bar = {(one.low_m, one.high_m): one.weight for one in homes.bins}
    assert by_bar == {
        (0, 50): 10,
        (50, 100): 20,
        (100, 200): 0,
        (200, 300): 30,
        (300, 500): 5,
        (500, 1000): 40,
        (1000, 2000): 0,
        (2000, math.inf): 0,
        (math.inf, math.inf): 7,
    }
    # Of the 112 people 10, 30, 60, 65, 105 and 112 live that far out or nearer.
    assert homes.quantiles_m == pytest.approx((250 * UTM, 800 * UTM, math.inf, math.inf), abs=0.1)
    assert (homes.total, homes.far, homes.off) == (112, 5 + 40 + 7, 7)


def test_the_leg_over_the_ground_is_the_profiles():
    study = town_study([(500, 100)], [1.0])
    rules = study.profile("car")
    speed = rules.off_road_kph / 3.6
    expected = 100 * UTM * rules.off_road_detour / speed
    assert measured(study).homes.leg_quantiles_s == pytest.approx([expected] * 4, abs=0.1)


def test_the_worst_places_come_farthest_first_and_homes_without_people_never():
    study = town_study([*HOMES_M, (7000, -1900)], [*PEOPLE, 0.0])
    worst = measured(study).homes.worst
    assert [one.id for one in worst] == ["6", "5", "4", "3", "2", "1"]
    assert worst[0].distance_m == math.inf
    assert worst[0].area == ""
    assert worst[1].distance_m == pytest.approx(800 * UTM, abs=0.1)
    assert (worst[1].people, worst[1].area) == (40, "East")


def test_of_places_without_a_road_the_largest_come_first():
    homes = [(6000, -4000), (6000, -4100), (6000, -4200)]
    worst = measured(town_study(homes, [1.0, 9.0, 9.0])).homes.worst
    assert [one.id for one in worst] == ["2", "3", "1"]


def test_facilities_are_measured_whatever_they_offer():
    study = town_study([(0, 0)], [8.0], hospitals_m=((0, 0), (500, -400), (6000, -4000)))
    sites = measured(study).sites
    assert (sites.total, sites.far, sites.off) == (3, 2, 1)
    assert [one.id for one in sites.worst] == ["h2", "h1", "h0"]
    assert sites.worst[1].distance_m == pytest.approx(400 * UTM, abs=0.1)
    assert [one.people for one in sites.worst] == [0, 0, 8]


@pytest.mark.parametrize(
    ("distance_m", "bar"),
    [(0, 0), (50, 0), (50.001, 1), (300, 3), (300.001, 4), (2000, 6), (2000.1, 7), (math.inf, 8)],
)
def test_edges_of_the_bars(distance_m, bar):
    bins = histogram(np.array([float(distance_m)]), np.ones(1))
    assert [one.weight for one in bins] == [float(at == bar) for at in range(9)]


@given(
    st.lists(
        st.tuples(st.floats(0, 1e5) | st.just(math.inf), st.floats(0, 1e6, allow_subnormal=False)),
        max_size=50,
    )
)
def test_the_bars_hold_everyone_and_each_where_it_lies(rows):
    distance_m = np.array([row[0] for row in rows])
    people = np.array([row[1] for row in rows])
    bins = histogram(distance_m, people)
    assert math.fsum(one.weight for one in bins) == pytest.approx(math.fsum(people))
    # The obvious twin: one home after the other.
    for one in bins[:-1]:
        here = [
            p
            for d, p in rows
            if (one.low_m < d or (one.low_m == 0 and d == 0)) and d <= one.high_m and d < math.inf
        ]
        assert one.weight == pytest.approx(math.fsum(here))


# --- the network ---


def test_the_network_falls_into_the_town_and_the_island():
    study = town_study(HOMES_M, PEOPLE)
    found = measured(study).network
    # Junctions 0-4, 7, 9 and one on the ring, 10 and 11 on the island; 8 is a bend.
    assert (found.junctions, found.n_parts, found.n_sets) == (10, 2, 2)
    assert found.main_share == pytest.approx(0.8)
    assert [(one.junctions, one.people) for one in found.parts] == [(8, 105), (2, 0)]
    assert [one.km for one in found.parts] == pytest.approx([ALL_KM - 0.2, 0.2], abs=1e-3)
    assert found.rest_km == pytest.approx(0.2, abs=1e-4)
    assert found.km == pytest.approx(ALL_KM, abs=1e-3)
    assert found.people_on_islands == 0


def test_sets_of_junctions_are_those_that_homes_are_joined_by():
    study = town_study(HOMES_M, PEOPLE)
    index = RoadIndex(study.roads("car").network)
    found = measured(study).network
    assert (found.n_sets, found.main_share) == (index.n_components, index.main_share)


def near_roads_only(study: Study, limit_m: float) -> Study:
    rules = replace(study.profile("car"), max_snap_m=limit_m)
    return replace(study, profiles={**study.profiles, "car": rules})


def test_people_on_the_island_are_cut_off():
    study = near_roads_only(town_study(HOMES_M, PEOPLE), 100.0)
    found = measured(study)
    assert found.network.people_on_islands == 5
    assert found.cut_off == 5
    assert found.homes.off == 30 + 40 + 7
    assert found.unroutable == 82


def test_what_is_known_of_the_roads():
    study = town_study(HOMES_M, PEOPLE)
    speed = study.ways.max_speed_kph.copy()
    speed[0] = 50
    flags = study.ways.flags.copy()
    flags[1] |= int(RoadFlag.SURFACE)
    kind = study.ways.road_class.copy()
    kind[2] = ROAD_CLASS_CODE["road"]
    changed = with_ways(study, max_speed_kph=speed, flags=flags, road_class=kind)
    tags = measured(changed).network.tags
    assert tags.limited == pytest.approx(1.0 / ALL_KM, abs=1e-4)
    assert tags.surfaced == pytest.approx(5.0 / ALL_KM, abs=1e-4)
    assert tags.classed == pytest.approx(1 - ROAD_M["1-3"] / 1000 / ALL_KM, abs=1e-4)
    assert measured(study).network.tags.surfaced is None


def test_a_bridge_into_nothing_is_found_and_one_between_roads_is_not():
    study = town_study(HOMES_M, PEOPLE)
    flags = study.ways.flags.copy()
    flags[[0, 8]] = int(RoadFlag.BRIDGE | RoadFlag.SURFACE)
    found = measured(with_ways(study, flags=flags)).network
    (bridge,) = found.bridges
    assert (found.n_bridges, bridge.way_id) == (1, 9)
    assert (bridge.lon, bridge.lat) == pytest.approx(lonlat(-1000, -500))
    assert bridge.length_m == pytest.approx(500, abs=0.1)


def test_ferries_are_no_roads():
    study = town_study(HOMES_M, PEOPLE)
    kind = study.ways.road_class.copy()
    kind[1] = ROAD_CLASS_CODE["ferry"]
    changed = with_ways(study, road_class=kind)
    found = measured(changed)
    assert found.network.km == pytest.approx(ALL_KM - 5.0, abs=1e-3)
    assert found.places.whole.roads.km == pytest.approx(ALL_KM - 5.0, abs=1e-3)


# --- roads against people ---


def test_roads_belong_to_the_area_of_their_middle():
    # The only street over the border at 1,500 m is cut there, give or take half a step.
    found = measured(town_study(HOMES_M, PEOPLE)).places
    west, east = found.areas if found.areas[0].code == "w" else found.areas[::-1]
    assert (west.people, east.people) == (30, 75)
    half_a_step_km = limits.LONGEST_STEP_M / 2000
    assert east.roads.km == pytest.approx(4.5 + 0.2, abs=half_a_step_km)
    assert west.roads.km == pytest.approx(ALL_KM - 4.7, abs=half_a_step_km)
    assert west.roads.km + east.roads.km == pytest.approx(ALL_KM, abs=1e-3)
    assert (west.km2, east.km2) == pytest.approx((17.5, 32.5), rel=1e-3)
    assert east.km_per_km2 == pytest.approx(4.7 / 32.5, rel=0.02)
    assert east.km_per_1000 == pytest.approx(4.7 / 75 * 1000, rel=0.02)
    assert (west.far, east.far) == (0, 45)
    assert found.whole.roads.km == pytest.approx(ALL_KM, abs=1e-3)
    assert found.whole.km2 == pytest.approx(50, rel=1e-3)
    assert (found.outside.people, found.outside.roads.km) == (7, 0)


def test_without_areas_everything_is_outside():
    study = replace(town_study(HOMES_M, PEOPLE), areas=town_areas().take([]))
    found = measured(study)
    assert found.places.areas == ()
    assert found.places.whole is found.places.outside
    assert found.places.whole.people == 112
    assert math.isnan(found.places.whole.km_per_km2)
    assert found.border is None
    assert Lacking.AREAS in found.sources.missing


def test_people_without_roads_make_a_cell_and_an_area_doubtful():
    # 60 people 800 m from the street: their cell is bare, for most of them live far off.
    found = measured(town_study([(0, 10), (5000, -800)], [900.0, 60.0])).places
    (gap,) = found.gaps
    assert (gap.people, gap.far, gap.area) == (60, 60, "East")
    assert (gap.column, gap.row) == (504, -1)
    # Of the street 3 km lie in the nine cells about it, and the island's 0.2 km.
    assert gap.km_per_km2 == pytest.approx(3.2 / 9, rel=0.03)
    (low,) = found.low
    assert (low.code, low.in_gaps) == ("e", 60)
    assert set(low.doubts) == {Doubt.FAR, Doubt.GAPS}
    assert found.people_in_gaps == 60


@pytest.mark.parametrize(("people", "cells"), [(49.9, 0), (50.0, 1)])
def test_a_cell_with_few_people_is_let_be(people, cells):
    assert len(measured(town_study([(5000, -800)], [people])).places.gaps) == cells


def test_a_village_beside_a_road_of_the_next_cell_is_not_without_roads():
    # It lies at 20 m over the edge of a cell; all the town's roads are around it.
    assert measured(town_study([(20, 20)], [5000.0])).places.gaps == ()


def test_roads_without_a_class_make_an_area_doubtful():
    study = town_study([(0, 10), (3000, 10)], [900.0, 900.0])
    kind = study.ways.road_class.copy()
    kind[1] = ROAD_CLASS_CODE["road"]
    found = road_doubts(with_ways(study, road_class=kind), "car", study.table_level())
    assert {one.code: one.doubts for one in found.low} == {"e": (Doubt.UNCLASSED,)}


def test_few_roads_for_the_land_and_for_the_people():
    # 32.5 km2 in the east: 1,700 people are 52 a km2, 4,800 are 148; it has 4.7 km of road.
    def east(people: float) -> set[Doubt]:
        found = measured(town_study([(3500, 10)], [people])).places
        return {doubt for one in found.low for doubt in one.doubts}

    assert east(1600) == set()
    assert east(1700) == {Doubt.PER_KM2}
    assert east(4600) == {Doubt.PER_KM2}
    assert east(4800) == {Doubt.PER_KM2, Doubt.PER_PEOPLE}


def test_an_area_where_nobody_lives_is_not_doubted():
    found = measured(town_study([(0, 10)], [100.0])).places
    assert found.low == ()


# --- facilities ---


def facilities(**columns: object) -> FacilitySet:
    places = [lonlat(0, 0), lonlat(100, 0), lonlat(3000, 0), lonlat(1600, 0)]
    given: dict[str, object] = {
        "id": ("a", "b", "c", "d"),
        "name": ("A", "", "C", " "),
        "lon": np.array([one[0] for one in places]),
        "lat": np.array([one[1] for one in places]),
        "kind": (Service.HOSPITAL,) * 3 + (Service.VILLAGE_CLINIC,),
        "services": (frozenset({Service.HOSPITAL}),) * 3 + (frozenset({Service.VILLAGE_CLINIC}),),
        "source": ("x",) * 4,
    }
    return FacilitySet(**(given | columns))  # type: ignore[arg-type]


def test_facilities_are_counted_by_what_they_are():
    study = replace(
        town_study(HOMES_M, PEOPLE),
        facilities=facilities(
            status=(
                OperatingStatus.OPEN,
                OperatingStatus.PLANNED,
                OperatingStatus.CLOSED,
                OperatingStatus.UNKNOWN,
            )
        ),
    )
    found = facility_quality(study, Service.HOSPITAL)
    assert (found.total, found.offering, found.unnamed, found.not_counted) == (4, 1, 2, 2)
    assert dict(found.by_kind) == {Service.HOSPITAL: 3, Service.VILLAGE_CLINIC: 1}


def test_facilities_outside_their_township_are_found_unless_by_the_width_of_a_border():
    study = replace(
        town_study(HOMES_M, PEOPLE),
        facilities=facilities(township=("West", "Nowhere", "West", "West")),
    )
    found = facility_quality(study, Service.HOSPITAL)
    # c lies 1,500 m east of the border; d exactly 100 m, which borders are drawn by.
    (one,) = found.misplaced
    assert (one.id, one.township, one.lies_in) == ("c", "West", "East")
    assert one.distance_m == pytest.approx(1500 * UTM, abs=0.1)
    assert (found.with_township, found.township_unknown) == (4, 1)


def test_open_doubles_come_first():
    pairs = (
        PossibleDouble("a", "b", "A", "B", 1.0, "same_name", "same"),
        PossibleDouble("c", "d", "C", "D", 2.0, "same_place"),
    )
    study = replace(town_study(HOMES_M, PEOPLE), record=ImportRecord(doubles=pairs))
    found = facility_quality(study, Service.HOSPITAL)
    assert [one.first for one in found.doubles] == ["c", "a"]
    assert found.open_doubles == 1


def test_what_the_plan_names():
    matches = (
        PlanFacilityMatch("one", "a", "name"),
        PlanFacilityMatch("two", "", "missing"),
        PlanFacilityMatch("three", "", "ambiguous", ("a", "b")),
    )
    study = replace(town_study(HOMES_M, PEOPLE), record=ImportRecord(plan_facilities=matches))
    found = facility_quality(study, Service.HOSPITAL)
    assert [one.plan_name for one in found.plan_missing] == ["two"]
    assert [one.plan_name for one in found.plan_ambiguous] == ["three"]
    assert found.plan_named == 3


def test_the_list_against_the_map():
    mapped = (
        ("near c", *lonlat(3499, 0), "hospital"),
        ("far from all", *lonlat(6000, 0), "hospital"),
        ("a practice by d", *lonlat(1600, 300), "doctors"),
        ("another kind", *lonlat(0, 0), "pharmacy"),
    )
    study = replace(
        town_study(HOMES_M, PEOPLE),
        facilities=facilities(),
        record=ImportRecord(osm_facilities=mapped),
    )
    osm = facility_quality(study, Service.HOSPITAL).osm
    assert osm is not None
    assert (osm.listed, osm.mapped) == (4, 3)
    # a and b are hospitals: the nearest mapped one is 3,499 m off; c has one at 499 m.
    assert [one.id for one in osm.only_listed] == ["a", "b"]
    assert [one.nearest_m for one in osm.only_listed] == pytest.approx(
        [3499 * UTM, 3399 * UTM], abs=0.1
    )
    assert [one.name for one in osm.only_mapped] == ["far from all"]
    assert osm.only_mapped[0].nearest_m == pytest.approx(3000 * UTM, abs=0.1)


def test_without_facilities_on_the_map_nothing_is_compared():
    assert facility_quality(town_study(HOMES_M, PEOPLE), Service.HOSPITAL).osm is None


# --- sources ---


def test_scaling_is_summed_by_group_with_its_factors():
    rows = (
        ScaledArea("w", "West", "all", 50, 100, 2.0),
        ScaledArea("e", "East", "all", 200, 100, 0.5),
        ScaledArea("n", "North", "all", 0, 10, math.nan),
        ScaledArea("w", "West", "65plus", 10, 10, 1.0),
    )
    study = replace(town_study(HOMES_M, PEOPLE), record=ImportRecord(scaling=rows))
    whole, old = measured(study).sources.scaling
    assert (whole.group, whole.areas, whole.before, whole.official) == ("all", 3, 250, 210)
    assert (whole.low, whole.high, whole.anew) == (0.5, 2.0, 1)
    assert whole.factor == pytest.approx(0.84)
    assert (old.group, old.factor) == ("65plus", 1.0)


def test_people_outside_the_areas_and_what_is_not_there():
    sources = measured(town_study(HOMES_M, PEOPLE)).sources
    assert sources.outside_areas == 7
    assert (sources.level, sources.levels) == ("quarter", (("quarter", 2),))
    assert sources.missing == (Lacking.ELEVATION, Lacking.BUILT_UP, Lacking.GROUPS)
    assert not sources.coarse
    assert measured(town_study([(0, 0)], [500.1])).sources.coarse
    assert not measured(town_study([(0, 0)], [500.0])).sources.coarse


# --- the border ---


def west_only(
    homes: list[tuple[float, float]],
    people: list[float],
    hospitals: tuple[tuple[float, float], ...],
) -> Study:
    """The district ends at 5,800 m: a hospital at 6,000 m lies beyond."""
    return replace(town_study(homes, people, hospitals_m=hospitals), areas=town_up_to(5800))


def test_coverage_with_and_without_the_hospital_beyond_the_border():
    # From 5,500 m it is 90 s to the hospital at 6,000 m, and 990 s to that at 0.
    found = measured(west_only([(100, 0), (5500, 0)], [10, 20], ((0, 0), (6000, 0)))).border
    assert found is not None
    assert (found.inside, found.outside, found.people_outside) == (1, 1, 20)
    assert found.coverage is not None
    assert found.without is not None
    assert (found.coverage.covered, found.without.covered) == (30, 10)
    assert found.change == pytest.approx(20 / 30)


def test_people_beyond_the_border_do_not_count_in_what_it_does():
    """Their own hospital is near; of the district's people it changes nothing."""
    study = town_study([(100, 0), (5900, 0)], [10, 500], hospitals_m=((0, 0), (6000, 0)))
    found = measured(replace(study, areas=town_up_to(1500))).border
    assert found is not None
    assert found.coverage is not None
    assert found.without is not None
    assert found.people_outside == 0
    assert (found.coverage.population, found.without.population) == (10, 10)
    assert found.change == 0


def test_with_all_care_beyond_the_border_nobody_is_covered_without_it():
    found = measured(west_only([(5500, 0)], [20], ((6000, 0),))).border
    assert found is not None
    assert found.without is not None
    assert (found.without.covered, found.without.unroutable) == (0, 20)


@given(
    st.lists(
        st.sampled_from([(0, 0), (900, 0), (1600, 0), (6000, 0), (0, 1000)]),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_facilities_beyond_the_border_never_lower_the_share(sites):
    study = west_only([(100, 0), (5500, 0), (0, 900)], [10, 20, 30], tuple(sites))
    found = measured(study).border
    assert found is not None
    assert found.coverage is not None
    assert found.without is not None
    assert found.change >= 0
    assert found.inside + found.outside == len(sites)
    if not found.outside:
        assert found.change == 0
        assert found.people_outside == 0


def test_how_far_the_roads_reach():
    # East of 1,500 m lie 4.7 km of road: too little to call it a way out.
    found = measured(west_only([(100, 0)], [10], ((0, 0),))).border
    assert found is not None
    assert found.reach_km == (0, 0, 0, 0)
    # East of 900 m: from 6,000 m back to 1,200 m it is 4.8 km, and the island has 0.2 km.
    box = shapely.box(*lonlat(-2000, -2000), *lonlat(900, 3000))
    areas = AreaSet(("a",), ("A",), ("quarter",), np.array([box]))
    found = measured(replace(town_study([(100, 0)], [10.0]), areas=areas)).border
    assert found is not None
    west, south, east, north = found.reach_km
    assert (west, south, north) == (0, 0, 0)
    assert east == pytest.approx(0.3, abs=0.1)


def test_so_much_road_must_lie_that_far_out():
    beyond_m = np.array([-5.0, 100, 200, 300, 400])
    assert _far_out_m(beyond_m, np.array([9.0, 9, 3, 2, 1])) == 200
    assert _far_out_m(beyond_m, np.array([9.0, 1, 2, 1, 0.5])) == 0
    assert _far_out_m(beyond_m, np.array([9.0, 1, 2, 1, 5.0])) == 400
    assert _far_out_m(np.empty(0), np.empty(0)) == 0


# --- size, and a twin on real roads ---


def test_cells_stay_columns(monkeypatch):
    made = []

    def refuse(*values: object, **_: object) -> None:
        made.append(values)
        raise AssertionError

    study = town_study([(x * 10, 50) for x in range(300)], [1.0] * 300)
    monkeypatch.setattr(shapely, "points", refuse)
    monkeypatch.setattr(shapely, "Point", refuse)
    assert measured(study).homes.total == 300
    assert made == []


def test_road_lengths_by_area_are_those_of_clipped_roads(test_data):
    """Middles of steps against true clipping, on a whole country."""
    from data.import_report import ImportReport
    from data.osm import read_osm
    from data.profiles import load_profiles
    from geo.crs import metric_crs_for
    from routing.build import build_network
    from routing.profile import Setting

    extract = read_osm(test_data / "andorra" / "andorra.osm.pbf", ImportReport())
    ways, areas = extract.ways, extract.areas.at_level("7")
    crs = metric_crs_for(ways.lon, ways.lat)
    network = build_network(ways, load_profiles()["car"], crs=crs, setting=Setting.RURAL)
    steps = road_steps(ways, network)
    found = np.bincount(areas.locate(steps.lon, steps.lat) + 1, weights=steps.km)[1:]

    used = np.isin(ways.way_id, network.way_id) & (ways.road_class != ROAD_CLASS_CODE["ferry"])
    lines = [
        shapely.LineString(np.column_stack(crs.from_lonlat(ways.lon[nodes], ways.lat[nodes])))
        for way in np.flatnonzero(used).tolist()
        for nodes in [ways.way_node[ways.way_start[way] : ways.way_start[way + 1]]]
    ]
    scale = steps.km.sum() * 1000 / sum(line.length for line in lines)
    for position in range(len(areas)):
        shape = shapely.transform(
            areas.polygon[position], lambda xy: np.column_stack(crs.from_lonlat(xy[:, 0], xy[:, 1]))
        )
        clipped_km = shapely.length(shapely.intersection(lines, shape)).sum() * scale / 1000
        assert found[position] == pytest.approx(clipped_km, rel=0.005, abs=0.2)


def test_steps_of_a_network_are_as_long_as_its_pieces():
    study = town_study(HOMES_M, PEOPLE)
    network = study.roads("car").network
    steps = road_steps(study.ways, network)
    assert math.fsum(steps.km) == pytest.approx(network.length_m.sum() / 1000)
    assert network_quality(study, "car", steps).pieces == network.n_pieces


def test_areas_of_the_report_are_those_of_the_table():
    study = town_study(HOMES_M, PEOPLE)
    nothing = AreaSet((), (), (), np.empty(0, dtype=object))
    assert measured(study).areas.code == study.table_level().code
    assert len(measured(replace(study, areas=nothing)).areas) == 0
    assert limits.BIN_EDGES_M[4] == 300
