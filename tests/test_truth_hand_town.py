"""The hand-made town: every journey worked out on paper, and by the integer oracle."""

import math

import numpy as np
import pytest

import oracles
from data.profiles import load_profiles
from geo.crs import MetricCrs
from hand_town import PLACES_M, lonlat, town_study, town_ways
from layers.facilities import Service
from planning.answers import answer_coverage
from planning.plan import Plan
from planning.reach import answer_reach
from planning.verdict import Status, check
from routing.build import build_network
from routing.isochrone import isochrones
from routing.network import RoadNetwork
from routing.profile import Setting
from routing.search import Direction, nearest
from routing.snapping import RoadIndex, SnappedPoints

STREET = 20 / 3.6
AT_LIMIT = [(4999.44, 0.0), (5000.0, 0.0), (5000.56, 0.0)]
"""899.9, 900.0 and 900.1 s from the hospital along 1 -> 2."""


def times(study, direction, profile="car"):
    field = study.access(Service.HOSPITAL, profile=profile, direction=Direction(direction))
    return field.time_s.tolist()


@pytest.mark.parametrize("direction", ["to", "from"])
def test_home_on_a_plain_street_is_its_distance_over_its_speed(direction):
    study = town_study([(500, 0), (-250, 0), (0, 700)], [1, 1, 1])
    expected = [500 / STREET, 250 / STREET, 700 / STREET]
    # The home west of the hospital could also go by the trunk, which is the longer way.
    assert times(study, direction) == pytest.approx(expected, abs=0.1)


def test_one_way_street_is_a_short_cut_in_one_direction_only():
    study = town_study([(1000, 0)], [1])
    corner = [(500.0, 500.0)]  # on the one-way street 1 -> 3, in its middle
    half = math.hypot(1000, 1000) / 2
    study = town_study(corner, [1])
    to_hospital = (half + 1000) / STREET  # on to 3, then down to 0
    from_hospital = (1000 + half) / STREET  # out to 1, then along the one-way street
    assert times(study, "to") == pytest.approx([to_hospital], abs=0.2)
    assert times(study, "from") == pytest.approx([from_hospital], abs=0.2)
    near_the_start = town_study([(900.0, 100.0)], [1])
    assert times(near_the_start, "from") == pytest.approx([(1000 + 141.4) / STREET], abs=0.2)
    assert times(near_the_start, "to") == pytest.approx([(1272.8 + 1000) / STREET], abs=0.2)


def test_roundabout_is_driven_one_way_round():
    side, top = math.hypot(100, 100), 200.0
    study = town_study([(0.0, 1600.0)], [1])  # in the middle of 5 -> 6
    to_ring = 1500 / STREET
    assert times(study, "from") == pytest.approx([to_ring + (side + top / 2) / STREET], abs=0.2)
    assert times(study, "to") == pytest.approx([to_ring + (side + top / 2) / STREET], abs=0.2)
    early = town_study([(50.0, 1550.0)], [1])  # half-way up 4 -> 5
    assert times(early, "from") == pytest.approx([to_ring + side / 2 / STREET], abs=0.2)
    way_out = (side / 2 + top + side) / STREET
    assert times(early, "to") == pytest.approx([to_ring + way_out], abs=0.2)


def test_of_parallel_ways_the_quicker_counts_though_it_is_longer():
    study = town_study([(-1000.0, 0.0)], [1])
    trunk_m = 2 * math.hypot(500, 200)
    assert times(study, "to") == pytest.approx([trunk_m / (60 / 3.6)], abs=0.1)
    assert trunk_m > 1000


def test_end_of_a_dead_end_is_reached_both_ways():
    study = town_study([(-1000.0, -500.0)], [1])
    expected = 2 * math.hypot(500, 200) / (60 / 3.6) + 500 / (12 / 3.6)
    for direction in ("to", "from"):
        assert times(study, direction) == pytest.approx([expected], abs=0.1)


def test_home_on_the_island_walks_to_the_road_that_leads_somewhere():
    study = town_study([(3100.0, 300.0)], [1])
    walk_s = 300 * 1.3 / (3 / 3.6)
    # The walk is measured in the map plane, which is 0.04 % short here.
    assert times(study, "to") == pytest.approx([3100 / STREET + walk_s], abs=0.4)


def test_home_beyond_the_limit_is_unroutable_not_an_error():
    study = town_study([(0.0, 4605.0), (0.0, 4590.0)], [3, 4])
    far, near = times(study, "to")
    assert math.isinf(far)
    assert math.isfinite(near)
    answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0)
    assert answer.whole.unroutable == 3
    assert answer.whole.population == 7
    assert any(note.code == "notes.off_network" for note in answer.notes)


@pytest.mark.parametrize("profile", ["car", "ambulance", "walk"])
@pytest.mark.parametrize("direction", ["to", "from"])
def test_every_corner_of_the_town_equals_the_integer_oracle(profile, direction):
    homes = [(x + dx, y + dy) for x, y in PLACES_M for dx, dy in ((0, 0), (37, 11), (-90, 60))]
    sites = ((0.0, 0.0), (30.0, 1600.0), (5500.0, 0.0), (-500.0, -200.0), (400.0, 600.0))
    study = town_study(homes, [1] * len(homes), hospitals_m=sites)
    roads = study.roads(profile)
    expected = oracles.whole_times_s(
        roads.network,
        study.profile(profile),
        oracles.spots(roads.facilities),
        oracles.spots(roads.demand),
        direction,
    )
    field = study.access(Service.HOSPITAL, profile=profile, direction=Direction(direction))
    found = list(zip(field.time_s.tolist(), field.facility.tolist(), strict=True))
    assert found == expected


# ------------------------------------------------------------- 900.0 s counts ---


def test_fifteen_minutes_is_inclusive_in_coverage_and_answers():
    study = town_study(AT_LIMIT, [1, 10, 100])
    assert times(study, "to") == [899.9, 900.0, 900.1]
    for cutoff_s, covered in ((899.9, 1), (900.0, 11), (900.1, 111), (899.8, 0), (900.05, 11)):
        answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=cutoff_s)
        assert answer.whole.covered == covered, cutoff_s
        assert sum(row.coverage.covered for row in answer.by_area) == covered


def test_fifteen_minutes_is_inclusive_in_verdicts():
    table = {
        "name": "p",
        "title": {"zh": "一", "en": "one"},
        "document": "d",
        "period": "2025",
        "goals": [
            {
                "id": "G-1",
                "title": {"zh": "一", "en": "one"},
                "phrase": "p",
                "section": "s",
                "readings": [
                    {
                        "id": "r",
                        "title": {"zh": "一", "en": "one"},
                        "service": "hospital",
                        "profile": "car",
                        "direction": "to",
                        "minutes": 15,
                        "pass_share": 0.5,
                        "pass_source": {"zh": "一", "en": "one"},
                    }
                ],
            }
        ],
    }
    plan = Plan.from_mapping(table)
    for people, value, status in (
        ([1, 1, 2], 0.5, Status.MET),
        ([1, 1, 3], 0.4, Status.NOT_MET),
        ([0, 0, 0], math.nan, Status.CANNOT_TELL),
    ):
        (verdict,) = check(town_study(AT_LIMIT, people), plan)
        assert verdict.status is status
        assert verdict.value == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize(("cutoff_s", "reached"), [(899.9, 1), (900.0, 2), (900.1, 3)])
def test_fifteen_minutes_is_inclusive_in_the_search(cutoff_s, reached):
    network = RoadNetwork.from_arrays(
        tail=np.array([0, 0, 0]),
        head=np.array([1, 2, 3]),
        time_s=np.array([899.9, 900.0, 900.1]),
        xy_m=np.array([[0.0, 0], [1, 0], [2, 0], [3, 0]]),
    )
    field = nearest(network, np.array([0]), direction="from", cutoff_s=cutoff_s)
    assert np.isfinite(field.time_s[1:]).tolist() == [k < reached for k in range(3)]
    assert (field.facility[1:] >= 0).tolist() == [k < reached for k in range(3)]


@pytest.mark.parametrize(("cutoff_s", "reached"), [(899.9, 1), (900.0, 2), (900.1, 3)])
def test_fifteen_minutes_is_inclusive_at_snapped_places(cutoff_s, reached):
    study = town_study(AT_LIMIT, [1, 1, 1])
    roads = study.roads("car")
    for direction in ("to", "from"):
        field = nearest(roads.network, roads.facilities, direction=direction, cutoff_s=cutoff_s)
        found = field.at(roads.demand)
        assert np.isfinite(found.time_s).tolist() == [k < reached for k in range(3)]


def test_a_home_beyond_the_limit_does_not_come_back_through_its_other_end():
    """The end behind it lies within the limit, the home itself does not."""
    study = town_study([(5000.56, 0.0)], [1])
    roads = study.roads("car")
    field = nearest(roads.network, roads.facilities, direction="to", cutoff_s=900.0)
    found = field.at(roads.demand)
    assert found.time_ds.tolist() == [-1]
    assert found.facility.tolist() == [-1]


# ------------------------------------------------------------------ isochrones ---


def timed_places(band):
    """Ask a polygon at the places it was timed at: whole multiples of its cell."""
    import shapely

    step = band.cell_m
    west, south, east, north = (edge // step for edge in band.polygon.bounds)
    x_m, y_m = (
        axis.ravel() * step
        for axis in np.meshgrid(np.arange(west - 1, east + 3), np.arange(south - 1, north + 3))
    )
    return x_m, y_m, shapely.contains_xy(band.polygon, x_m, y_m)


@pytest.mark.parametrize("direction", ["to", "from"])
@pytest.mark.parametrize("cutoff_s", [120.0, 300.0, 900.0])
def test_a_timed_place_is_in_the_isochrone_exactly_if_a_home_there_is_covered(cutoff_s, direction):
    study = town_study([(0.0, 0.0)], [1])
    roads, car = study.roads("car"), study.profile("car")
    (band,) = isochrones(
        roads.network,
        roads.index,
        car,
        roads.facilities,
        cutoffs_s=(cutoff_s,),
        direction=direction,
    )
    x_m, y_m, inside = timed_places(band)
    homes = roads.index.snap(x_m, y_m, max_distance_m=car.max_snap_m)
    expected = oracles.whole_times_s(
        roads.network,
        car,
        oracles.spots(roads.facilities),
        oracles.spots(homes),
        direction,
    )
    assert inside.tolist() == [time <= cutoff_s for time, _ in expected]
    assert inside.sum() > 20


def test_an_isochrone_takes_the_place_that_is_reached_exactly_at_its_limit():
    study = town_study([(0.0, 0.0)], [1])
    roads, car = study.roads("car"), study.profile("car")
    ask = {"cutoffs_s": (600.0,), "direction": "to"}
    (band,) = isochrones(roads.network, roads.index, car, roads.facilities, **ask)
    x_m, y_m, inside = timed_places(band)
    homes = roads.index.snap(x_m[inside], y_m[inside], max_distance_m=car.max_snap_m)
    expected = oracles.whole_times_s(
        roads.network, car, oracles.spots(roads.facilities), oracles.spots(homes), "to"
    )
    last = max(time for time, _ in expected)
    row = int(np.flatnonzero(inside)[[time for time, _ in expected].index(last)])
    # The places timed stay where they are, whatever the limits.
    on_it, before = isochrones(
        roads.network,
        roads.index,
        car,
        roads.facilities,
        cutoffs_s=(last, round(last - 0.1, 1), 600.0),
        direction="to",
    )[:2]
    import shapely

    assert shapely.contains_xy(on_it.polygon, x_m[row], y_m[row])
    assert not shapely.contains_xy(before.polygon, x_m[row], y_m[row])


def test_an_isochrone_of_a_far_off_place_agrees_with_its_coverage():
    site = (2000.0, -2000.0)  # two kilometres off the street: 52 minutes on foot
    home = (2000.0, 0.0)
    study = town_study([home], [1], hospitals_m=(site,))
    covered = answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0).whole.covered
    reach = answer_reach(study, *lonlat(*site), cutoffs_s=(900.0,), direction=Direction.TO)
    import shapely

    x_m, y_m = study.crs.from_lonlat(study.demand.lon, study.demand.lat)
    inside = shapely.contains_xy(reach.bands[0].polygon, x_m, y_m)
    assert covered == 0
    assert not inside[0]


# ----------------------------------------------- places on one and the same piece ---


def street(*, forward=True, backward=True):
    """One street of 100 s in each direction that is open, and a way round of 30 s."""
    both = np.array([1000 if forward else -1, 300], dtype=np.int32)
    back = np.array([1000 if backward else -1, 300], dtype=np.int32)
    return RoadNetwork.from_pieces(
        node_x_m=np.array([0.0, 100.0]),
        node_y_m=np.array([0.0, 0.0]),
        node_id=np.arange(2),
        tail=np.array([0, 0], dtype=np.int32),
        head=np.array([1, 1], dtype=np.int32),
        forward_ds=both,
        backward_ds=back,
        length_m=np.array([100.0, 100.0]),
        way_id=np.arange(2),
        road_class=np.zeros(2, np.uint8),
        flags=np.zeros(2, np.uint8),
        shape_start=np.array([0, 2, 4]),
        shape_x_m=np.array([0.0, 100.0, 0.0, 100.0]),
        shape_y_m=np.array([0.0, 0.0, 5.0, 5.0]),
    )


def spot(*shares):
    size = len(shares)
    return SnappedPoints(np.zeros(size, np.int64), np.array(shares), np.zeros(size))


@pytest.mark.parametrize(
    ("forward", "backward", "direction", "home", "expected_s"),
    [
        (True, True, "from", 0.6, 20.0),  # straight on
        (True, True, "to", 0.6, 20.0),
        (True, True, "from", 0.2, 20.0),
        (True, False, "from", 0.6, 20.0),
        (True, False, "to", 0.6, 40.0 + 30.0 + 40.0),  # on to the end, round, and up again
        (True, False, "from", 0.2, 60.0 + 30.0 + 20.0),
        (True, False, "to", 0.2, 20.0),
        (False, True, "from", 0.2, 20.0),
        (False, True, "from", 0.6, 40.0 + 30.0 + 40.0),
        (True, True, "from", 1.0, 60.0),
        (True, True, "from", 0.0, 40.0),
    ],
)
def test_on_one_piece_one_goes_straight_or_where_it_is_one_way_round(
    forward, backward, direction, home, expected_s
):
    network = street(forward=forward, backward=backward)
    found = nearest(network, spot(0.4), direction=direction).at(spot(home))
    assert found.time_s.tolist() == [expected_s]


def test_the_way_round_wins_on_one_piece_where_it_is_quicker():
    network = street()
    found = nearest(network, spot(0.05), direction="from").at(spot(0.95))
    assert found.time_s.tolist() == [5.0 + 30.0 + 5.0]


def test_a_network_of_the_town_has_the_twelve_corners_and_a_cut_ring():
    profiles = load_profiles()
    network = build_network(
        town_ways(), profiles["car"], crs=MetricCrs(32648), setting=Setting.RURAL
    )
    # 5 or 6 cuts the ring in its middle; 8 lies inside the trunk road.
    assert sorted(network.node_id.tolist()) == [100, 101, 102, 103, 104, 105, 107, 109, 110, 111]
    assert RoadIndex(network).n_components == 2
