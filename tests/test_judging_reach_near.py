"""Mobile care and defibrillators against plain loops."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracles
from geo.text import Lang
from hand_town import lonlat, town_up_to
from layers.facilities import Service
from planning.judging.circles.near import nearest_of
from planning.judging.finding import Status
from planning.judging.judge import judge
from planning.readings.reading import Reading
from test_judging_reach import BOTH, NEVER, TIME_DS, Told, one_goal, town

CENTRE = frozenset({Service.TOWNSHIP_HEALTH_CENTRE})
STATION, AED = frozenset({Service.TRANSPORT_NODE}), frozenset({Service.AED})
MOBILE = {
    "id": "far-small",
    "title": BOTH,
    "pass_source": BOTH,
    "kind": "mobile_care",
    "service": "township_health_centre",
    "profile": "walk",
    "beyond_minutes": 30,
    "most_people": 300,
}
NEAR = {
    "id": "near",
    "title": BOTH,
    "pass_source": BOTH,
    "kind": "near",
    "of": "transport_node",
    "has": "aed",
    "within_m": 100,
}


def judged(study, seconds, table, **changes):
    reading = Reading.read({**table, **changes}, place="G-1")
    plan = one_goal()
    goal = dataclasses.replace(plan.goals[0], readings=(reading,))
    return judge(Told(study, dataclasses.replace(plan, goals=(goal,)), seconds), goal, reading)


# ------------------------------------------------------------------------ mobile care ---


@given(
    homes=st.lists(st.tuples(st.integers(0, 400), TIME_DS), min_size=1, max_size=12),
    most=st.integers(1, 400),
    beyond=st.integers(0, 25),
)
def test_candidates_are_the_small_places_that_are_far(homes, most, beyond):
    people = [float(one) for one, _ in homes]
    times = [NEVER if one is None else one / 10 for _, one in homes]
    study = town(people, [CENTRE])
    changes = {"most_people": most, "beyond_minutes": beyond}
    found = judged(study, [[one] for one in times], MOBILE, **changes)
    if sum(people) == 0:
        assert [note.code for note in found.missing] == ["missing.population"]
        return
    expected = [
        (-people[at], -times[at], at)
        for at in range(len(homes))
        if 0 < people[at] <= most and times[at] > 60 * beyond
    ]
    (table,) = found.tables
    assert [row[2] for row in table.rows] == [-one for one, _, _ in sorted(expected)]
    assert [row[3] for row in table.rows] == [-one for _, one, _ in sorted(expected)]
    assert found.value == sum(-one for one, _, _ in expected)
    assert found.figures["candidates"] == len(expected)
    assert found.figures["candidates_no_way"] == sum(one == -NEVER for _, one, _ in expected)


@pytest.mark.parametrize(
    ("people", "seconds", "candidate"),
    [
        (300.0, 1800.1, True),
        (300.0, 1800.0, False),
        (300.1, 1800.1, False),
        (1.0, NEVER, True),
        (0.0, NEVER, False),
    ],
)
def test_the_bounds_of_a_candidate(people, seconds, candidate):
    found = judged(town([people, 500.0], [CENTRE]), [[seconds], [0.0]], MOBILE)
    assert found.figures["candidates"] == int(candidate)


def test_without_a_figure_in_the_plan_the_people_are_told_and_nothing_is_decided():
    found = judged(town([10.0, 20.0], [CENTRE]), [[NEVER], [60.0]], MOBILE)
    assert (found.status, found.value) == (Status.CANNOT_TELL, 10.0)
    assert [note.code for note in found.missing] == ["missing.target"]
    assert [run.value for run in found.runs] == [10.0] * 3
    target = {"target": 5, "comparator": "<="}
    found = judged(town([10.0, 20.0], [CENTRE]), [[NEVER], [60.0]], MOBILE, **target)
    assert (found.status, found.missing) == (Status.NOT_MET, ())


def test_villages_go_by_name_and_cells_say_that_they_are_none():
    study = town([10.0, 20.0], [CENTRE])
    assert "notes.cells_not_villages" in {
        note.code for note in judged(study, [[NEVER], [60.0]], MOBILE).notes
    }
    study = dataclasses.replace(
        study, demand=dataclasses.replace(study.demand, name=("石门村", "沙坪村"))
    )
    found = judged(study, [[NEVER], [60.0]], MOBILE)
    assert "notes.cells_not_villages" not in {note.code for note in found.notes}
    (table,) = found.tables
    assert table.rows[0][:4] == ("石门村", "West", 10.0, NEVER)


def test_a_long_list_of_candidates_says_how_much_it_shows():
    study = town([1.0] * 205, [CENTRE])
    found = judged(study, [[NEVER]] * 205, MOBILE)
    (table,) = found.tables
    assert (len(table.rows), found.figures["candidates"], found.value) == (200, 205, 205.0)
    notes = {note.code: note.fields for note in found.notes}
    assert notes["notes.table_cut"] == {"shown": 200, "count": 205}


def test_without_health_centres_mobile_care_cannot_be_told():
    found = judged(town([1.0], [STATION]), [[1.0]], MOBILE)
    assert [note.code for note in found.missing] == ["missing.service"]


# ----------------------------------------------------------------------- what is near ---


def sites(places, kinds, **columns):
    return town([1.0], kinds, sites_m=places, **columns)


def near(study, **changes):
    return judged(study, [[1.0] * len(study.facilities)], NEAR, **changes)


PLACE = st.tuples(st.floats(-179, 179), st.floats(-89, 89))


@given(
    asked=st.lists(PLACE, min_size=1, max_size=4),
    there=st.lists(PLACE, min_size=1, max_size=6),
    close=st.floats(-0.002, 0.002),
)
def test_the_nearest_is_that_of_all_geodesics(asked, there, close):
    from geo.crs import WGS84

    there = [*there, (asked[0][0] + close, asked[0][1])]
    lon, lat = np.array(asked).T
    has_lon, has_lat = np.array(there).T
    nearest, distance_m = nearest_of(lon, lat, has_lon, has_lat)
    for at, (x, y) in enumerate(asked):
        every = [WGS84.inv(x, y, *one)[2] for one in there]
        assert distance_m[at] == pytest.approx(min(every), abs=1e-6)
        assert every[nearest[at]] == pytest.approx(min(every), abs=1e-6)


def test_a_station_with_a_defibrillator_near_passes():
    study = sites(
        [(0.0, 0.0), (1000.0, 0.0), (60.0, 60.0), (1000.0, 150.0)], [STATION, STATION, AED, AED]
    )
    found = near(study, tried_m=[80, 160])
    assert (found.value, found.status) == (0.5, Status.NOT_MET)
    runs = {run.what.fields["within_m"]: run.value for run in found.runs}
    assert runs == {80.0: 0.0, 160.0: 1.0}
    (table,) = found.tables
    site, area, nearest, distance_m, passes = table.rows[0][:5]
    assert (site, area, nearest, passes) == ("f1", "West", "f3", "cell.no")
    there = oracles.vincenty_m(*lonlat(1000.0, 0.0), *lonlat(1000.0, 150.0))
    assert distance_m == pytest.approx(there, abs=1e-4)
    flips = {note.code: note for note in found.flips}
    assert flips["flip.near_missing"].fields == {"count": 1, "names": "f1"}
    assert flips["flip.near_distance"].fields["within_m"] == math.ceil(there)


def test_the_distance_is_inclusive_and_a_station_with_its_own_is_near():
    study = sites([(0.0, 0.0)], [STATION | AED])
    found = near(study, within_m=0)
    assert (found.value, found.status) == (1.0, Status.MET)
    study = sites([(0.0, 0.0), (0.0, 100.0)], [STATION, AED])
    (reach,) = nearest_of(
        study.facilities.lon[:1],
        study.facilities.lat[:1],
        study.facilities.lon[1:],
        study.facilities.lat[1:],
    )[1].tolist()
    assert near(study, within_m=reach).value == 1.0
    assert near(study, within_m=np.nextafter(reach, 0)).value == 0.0


def test_no_list_is_unknown_and_never_zero():
    for kinds, missing in (
        ([STATION], [("missing.list_of", Service.AED)]),
        ([AED], [("missing.list_of", Service.TRANSPORT_NODE)]),
        ([CENTRE], [("missing.list_of", Service.TRANSPORT_NODE), ("missing.list_of", Service.AED)]),
    ):
        found = near(sites([(0.0, 0.0)], kinds))
        assert found.status is Status.CANNOT_TELL
        assert math.isnan(found.value)
        assert [(note.code, note.fields["service"]) for note in found.missing] == missing
    words = near(sites([(0.0, 0.0)], [AED])).missing[0].render(Lang.EN)
    assert "“station or wharf”" in words


def test_stations_beyond_the_border_are_left_out_but_their_defibrillators_serve():
    places = [(0.0, 0.0), (900.0, 0.0), (930.0, 0.0), (2000.0, 0.0), (10.0, 0.0)]
    study = sites(places, [STATION, STATION, AED, STATION, AED])
    study = dataclasses.replace(study, areas=town_up_to(920.0))
    found = near(study)
    assert (found.value, found.figures["near_all"]) == (1.0, 2)
    notes = {note.code: note.fields for note in found.notes}
    assert notes["notes.beyond_border_left_out"]["count"] == 1
    alone = sites([(2000.0, 0.0), (0.0, 0.0)], [STATION, AED])
    alone = dataclasses.replace(alone, areas=town_up_to(920.0))
    assert [note.code for note in near(alone).missing] == ["missing.list_inside"]


@given(
    stations=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=5),
    aeds=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=5),
)
def test_the_share_equals_plain_loops_over_vincenty(stations, aeds):
    places = [*stations, *aeds]
    kinds = [STATION] * len(stations) + [AED] * len(aeds)
    found = near(sites([(float(x), float(y)) for x, y in places], kinds))
    best = [
        min(oracles.vincenty_m(*lonlat(*one), *lonlat(*other)) for other in aeds)
        for one in stations
    ]
    if all(abs(one - 100) > 1e-3 for one in best):
        assert found.value == sum(one <= 100 for one in best) / len(best)
    assert found.figures["near_farthest"] == pytest.approx(max(best), abs=1e-3)
