"""Balance of two sides against worked examples and plain loops."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.text import Lang
from hand_town import lonlat
from layers.areas import AreaSet
from layers.facilities import OperatingStatus, Service
from planning.judging.finding import Status
from planning.judging.judge import judge
from planning.readings.reading import Reading
from test_judging_reach import BOTH, NEVER, TOY_MINUTES, TOY_PEOPLE, Told, minutes, one_goal, town

READING = {
    "id": "banks",
    "title": BOTH,
    "pass_source": BOTH,
    "kind": "balance",
    "level": "bank",
    "resource": "beds",
    "service": "hospital",
    "minutes": 20,
    "least_ratio": 0.8,
}
HOSPITAL = frozenset({Service.HOSPITAL})
WEST, EAST, NOWHERE = (500.0, 0.0), (4000.0, 0.0), (500.0, 3900.0)


def banks(level="bank"):
    def part(west_m, east_m):
        (west, south), (east, north) = lonlat(west_m, -2000), lonlat(east_m, 3000)
        return box(west, south, east, north)

    polygon = np.empty(2, dtype=object)
    polygon[:] = [part(-2000, 1500), part(1500, 8000)]
    return AreaSet(("l", "r"), ("West", "East"), (level,) * 2, polygon)


def quarters():
    """Four townships, two on each bank: thirds of the street that the homes stand on."""
    edges = [-2000, 503, 1500, 4005, 8000]
    polygon = np.empty(4, dtype=object)
    for at in range(4):
        (west, south), (east, north) = lonlat(edges[at], -2000), lonlat(edges[at + 1], 3000)
        polygon[at] = box(west, south, east, north)
    names = ("A", "B", "C", "D")
    return AreaSet(names, names, ("township",) * 4, polygon)


def both(first, second):
    polygon = np.concatenate([first.polygon, second.polygon])
    columns = {
        name: getattr(first, name) + getattr(second, name)
        for name in ("code", "name", "level", "date")
    }
    return AreaSet(polygon=polygon, **columns)


def judged(study, seconds, **changes):
    reading = Reading.read({**READING, **changes}, place="G-1")
    plan = one_goal()
    goal = dataclasses.replace(plan.goals[0], readings=(reading,))
    plan = dataclasses.replace(plan, goals=(goal,))
    return judge(Told(study, plan, seconds), goal, reading)


def two_banks(people, homes, beds, sites, *, areas=None, **columns):
    """Homes and hospitals at places of the hand town, in order a few metres apart."""
    study = town(
        people,
        [HOSPITAL] * len(beds),
        where=homes,
        sites_m=[(x + row / 10, y) for row, (x, y) in enumerate(sites)],
        beds=np.array(beds, dtype=np.float64),
        **columns,
    )
    return dataclasses.replace(study, areas=banks() if areas is None else areas)


def toy():
    """Places A and B west, C and D east; F1 west, F2 and F3 east."""
    return two_banks(TOY_PEOPLE, [WEST, WEST, EAST, EAST], [10, 20, 40], [WEST, EAST, EAST])


def rows_of(found):
    (table,) = found.tables
    return {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}


def test_the_two_banks_of_the_worked_example():
    found = judged(toy(), minutes(TOY_MINUTES))
    rows = rows_of(found)
    assert rows["West"]["per_1000"] == pytest.approx(3.333, abs=5e-4)
    assert rows["East"]["per_1000"] == pytest.approx(8.571, abs=5e-4)
    assert found.value == pytest.approx((10 / 3) / (60 / 7))
    assert found.status is Status.NOT_MET
    # Within 20 minutes of any: A 5, B 8, C 14, D 10; within 15 minutes too.
    assert (rows["West"]["within_15_min_share"], rows["East"]["within_15_min_share"]) == (1, 1)
    assert found.formula.render(Lang.EN) == (
        "beds per 1,000 people: West 3.333 / East 8.571 = 0.389"
    )
    # 0.8 x 60/7 per 1,000 for 3,000 people are 20.57 beds: 11 more than the 10 there are.
    assert found.flips[0].fields["count"] == 11
    assert found.flips[0].fields["side"] == "West"


def test_gini_and_theil_are_those_of_the_worked_example():
    sites = [WEST, (503.5, 0.0), EAST, (4009.5, 0.0)]
    study = two_banks(
        TOY_PEOPLE,
        [WEST, (502.0, 0.0), (3990.0, 0.0), (4000.0, 0.0)],
        [2, 6, 12, 20],
        sites,
        areas=both(banks(), quarters()),
    )
    found = judged(study, np.full((4, 4), 60.0))
    assert found.figures["gini"] == pytest.approx(0.135)
    assert found.figures["theil"] == pytest.approx(0.033762, abs=5e-7)
    between = found.figures["theil"] * found.figures["theil_between_share"]
    assert between == pytest.approx(0.025732, abs=5e-7)


@st.composite
def rivers(draw):
    size, count = draw(st.integers(2, 6)), draw(st.integers(1, 5))
    place = st.sampled_from([WEST, EAST, NOWHERE])
    people = draw(st.lists(st.integers(0, 40), min_size=size, max_size=size))
    homes = draw(st.lists(place, min_size=size, max_size=size))
    homes[:2], people[0], people[1] = [WEST, EAST], people[0] + 1, people[1] + 1
    beds = draw(
        st.lists(st.one_of(st.integers(0, 30), st.just(math.nan)), min_size=count, max_size=count)
    )
    sites = draw(st.lists(place, min_size=count, max_size=count))
    times = draw(st.lists(st.integers(0, 3000), min_size=size * count, max_size=size * count))
    return [float(one) for one in people], homes, beds, sites, np.reshape(times, (size, count))


@given(river=rivers())
def test_ratio_table_and_flip_equal_plain_loops(river):
    people, homes, beds, sites, times = river
    found = judged(two_banks(people, homes, beds, sites), times)
    living, standing, silent, known = {}, {}, {}, {}
    for side in (WEST, EAST):
        living[side] = sum(w for w, one in zip(people, homes, strict=True) if one == side)
        own = [b for b, one in zip(beds, sites, strict=True) if one == side]
        silent[side] = sum(math.isnan(one) for one in own)
        known[side] = len(own) - silent[side]
        standing[side] = sum(one for one in own if not math.isnan(one))
    if sum(standing.values()) == 0:
        assert [note.code for note in found.missing] == ["missing.resource_anywhere"]
        return
    dark = [side for side in (WEST, EAST) if silent[side] and not known[side]]
    if dark:
        assert [note.code for note in found.missing] == ["missing.resource_number"] * len(dark)
        return
    rate = {side: 1000 * standing[side] / living[side] for side in living}
    expected = min(rate.values()) / max(rate.values())
    assert found.value == pytest.approx(expected)
    assert found.status is (Status.MET if found.value >= 0.8 else Status.NOT_MET)
    rows = rows_of(found)
    for side, name in ((WEST, "West"), (EAST, "East")):
        assert rows[name]["population_people"] == living[side]
        assert rows[name]["unknown_amounts"] == silent[side]
        near = [
            w
            for w, one, row in zip(people, homes, times.tolist(), strict=True)
            if one == side and min(row) <= 1200
        ]
        assert rows[name]["within_limit_share"] == sum(near) / living[side]
    # As many beds more (fewer) as the flip says turn the answer, one less does not.
    worse = min(rate, key=lambda side: (rate[side], side != EAST))
    count = found.flips[0].fields["count"]
    best = max(rate.values())
    if found.status is Status.NOT_MET:
        assert 1000 * (standing[worse] + count) / living[worse] >= 0.8 * best - 1e-6
        assert 1000 * (standing[worse] + count - 1) / living[worse] < 0.8 * best
    elif rate[WEST] != rate[EAST]:
        assert 1000 * (standing[worse] - count) / living[worse] < 0.8 * best
        assert 1000 * (standing[worse] - count + 1) / living[worse] >= 0.8 * best - 1e-6
    notes = {note.code: note.fields for note in found.notes}
    outside = sum(one == NOWHERE for one in sites)
    assert notes.get("notes.facilities_no_side", {"count": 0})["count"] == outside
    unknown = silent[WEST] + silent[EAST]
    assert notes.get("notes.unknown_resource", {"count": 0})["count"] == unknown
    away = sum(w for w, one in zip(people, homes, strict=True) if one == NOWHERE)
    assert notes.get("notes.people_outside_areas", {"people": 0.0})["people"] == away


def test_speeds_are_runs_of_the_reach_on_both_sides():
    study = two_banks([10.0, 10.0], [WEST, EAST], [5, 5], [WEST, EAST])
    found = judged(study, [[1000.0, NEVER], [NEVER, 600.0]])
    runs = {run.what.fields["factor"]: run.value for run in found.runs}
    # 1,000 s are 1,250 s at four fifths of the speed: over the 1,200 s of the reading.
    assert runs == {0.8: 0.0, 1.0: 1.0, 1.2: 1.0}
    assert found.value == 1.0
    assert math.isnan(found.band[0])


def test_beds_of_other_houses_are_no_hospital_beds_and_closed_ones_none():
    study = two_banks([1000.0, 1000.0], [WEST, EAST], [8, 8, 90, 90], [WEST, EAST, WEST, WEST])
    kinds = (Service.HOSPITAL, Service.HOSPITAL, Service.ELDER_CARE, Service.HOSPITAL)
    facilities = dataclasses.replace(
        study.facilities,
        kind=kinds,
        services=tuple(frozenset({kind}) for kind in kinds),
        status=(OperatingStatus.OPEN,) * 3 + (OperatingStatus.PLANNED,),
    )
    study = dataclasses.replace(study, facilities=facilities)
    times = np.full((2, 4), 60.0)
    found = judged(study, times)
    assert found.value == 1.0
    assert found.facilities == ("f0", "f1")
    only_homes = judged(study, times, holders=["elder_care"])
    assert only_homes.value == 0.0


def test_a_service_that_nobody_offers_leaves_the_ratio_and_says_so():
    found = judged(toy(), minutes(TOY_MINUTES), service="stroke")
    assert found.value == pytest.approx(0.3889, abs=1e-4)
    assert found.runs == ()
    assert rows_of(found)["West"]["within_30_min_share"] is None
    assert "missing.service" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    ("people", "homes", "areas", "changes", "missing"),
    [
        ([1.0, 1.0], [WEST, EAST], quarters(), {}, ["missing.banks"]),
        ([1.0, 1.0], [WEST, EAST], banks(), {"level": "county"}, ["missing.sides"]),
        ([1.0, 1.0], [WEST, WEST], banks(), {}, ["missing.second_side"]),
        ([0.0, 0.0], [WEST, EAST], banks(), {}, ["missing.population"]),
        ([1.0, 1.0], [WEST, EAST], banks(), {"resource": "doctors"}, ["missing.resource_anywhere"]),
    ],
)
def test_what_cannot_be_compared_names_what_is_missing(people, homes, areas, changes, missing):
    study = two_banks(people, homes, [5, 5], [WEST, EAST], areas=areas)
    found = judged(study, np.full((2, 2), 60.0), **changes)
    assert found.status is Status.CANNOT_TELL
    assert [note.code for note in found.missing] == missing
    assert all(note.render(lang) for note in found.missing for lang in Lang)
    if missing == ["missing.banks"]:
        assert "--river" in found.missing[0].render(Lang.ZH)
