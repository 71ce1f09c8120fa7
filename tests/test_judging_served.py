"""Served townships against plain loops: base inside or median near, and nobody too far."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

import oracles
from geo.text import Lang
from hand_town import lonlat, town_study
from layers.areas import AreaSet
from layers.facilities import Service
from planning.judging.evidence import Evidence
from planning.judging.finding import Status
from planning.judging.judge import judge
from test_judging_reach import BASE, BOTH, NEVER, TIME_DS, Told, one_goal, town

READING = {
    "id": "townships",
    "title": BOTH,
    "pass_source": BOTH,
    "kind": "area_served",
    "service": "ambulance_base",
    "profile": "ambulance",
    "direction": "from",
    "median_minutes": 15,
    "worst_minutes": 30,
}
SPOTS = {"A": (500.0, 0.0), "B": (2500.0, 0.0), "C": (4500.0, 0.0), "": (500.0, 3900.0)}
"""A place in each of three townships, and one in none."""


def townships(level="township"):
    def part(west_m, east_m):
        (west, south), (east, north) = lonlat(west_m, -2000), lonlat(east_m, 3000)
        return box(west, south, east, north)

    polygon = np.empty(3, dtype=object)
    polygon[:] = [part(0, 2000), part(2000, 4000), part(4000, 6000)]
    return AreaSet(("a", "b", "c"), ("A", "B", "C"), (level,) * 3, polygon)


def plan_of(**changes):
    plan = one_goal()
    (goal,) = plan.goals
    from planning.readings.reading import Reading

    reading = Reading.read({**READING, **changes}, place="G-1")
    return dataclasses.replace(plan, goals=(dataclasses.replace(goal, readings=(reading,)),))


def judged(study, seconds, **changes):
    plan = plan_of(**changes)
    (goal,) = plan.goals
    return judge(Told(study, plan, seconds), goal, goal.readings[0])


def study_of(homes, people, bases, areas=None):
    """Homes and bases by the township that they are in."""
    study = town(
        people,
        [BASE] * len(bases),
        where=[SPOTS[one] for one in homes],
        sites_m=[
            (SPOTS[one][0] + row / 10 if one else 9000.0 + row, 0.0)
            for row, one in enumerate(bases)
        ],
    )
    return dataclasses.replace(study, areas=townships() if areas is None else areas)


def rows_of(found):
    (table,) = [one for one in found.tables if one.name == "by_township_served"]
    return {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}


@st.composite
def networks(draw):
    size, count = draw(st.integers(1, 8)), draw(st.integers(1, 3))
    homes = draw(st.lists(st.sampled_from("ABC"), min_size=size, max_size=size))
    homes[-1] = draw(st.sampled_from(["A", ""]))
    people = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
    homes[0], people[0] = "A", people[0] + 1
    bases = draw(st.lists(st.sampled_from(["A", "B", "C", ""]), min_size=count, max_size=count))
    cells = draw(st.lists(TIME_DS, min_size=size * count, max_size=size * count))
    times = [NEVER if one is None else one / 10 for one in cells]
    return homes, [float(one) for one in people], bases, np.array(times).reshape(size, count)


def served_by_loops(network, *, median_s, worst_s, worst_counts, factor=1.0, inside_only=False):
    """Townships with people: bases, people, median, worst, people beyond, whether it passes."""
    homes, people, bases, times = network
    near = []
    for row in times.tolist():
        ways = [
            round(one / factor, 1)
            for at, one in enumerate(row)
            if one < NEVER and (bases[at] or not inside_only)
        ]
        near.append(min(ways, default=NEVER))
    rows = {}
    for name in "ABC":
        here = [at for at, one in enumerate(homes) if one == name and people[at] > 0]
        if not here:
            continue
        own, weight = [near[at] for at in here], [int(people[at]) for at in here]
        median = oracles.quantile_by_loop(own, weight, 50)
        beyond = math.fsum(w for t, w in zip(own, weight, strict=True) if not t <= worst_s)
        inside = sum(one == name for one in bases)
        passes = inside > 0 or median <= median_s
        if worst_counts and beyond:
            passes = False
        rows[name] = (inside, sum(weight), median, max(own), beyond, passes)
    return rows


@given(
    network=networks(),
    median=st.integers(0, 20),
    more=st.integers(0, 20),
    worst_counts=st.booleans(),
)
def test_every_township_is_judged_as_by_plain_loops(network, median, more, worst_counts):
    homes, people, bases, times = network
    study = study_of(homes, people, bases)
    changes = {"median_minutes": median, "worst_minutes": median + more}
    found = judged(study, times, worst_counts=worst_counts, **changes)
    question = {"median_s": 60.0 * median, "worst_s": 60.0 * (median + more)}
    expected = served_by_loops(network, worst_counts=worst_counts, **question)
    share = sum(row[5] for row in expected.values()) / len(expected)
    assert found.value == share
    assert found.status is (Status.MET if share == 1 else Status.NOT_MET)
    rows = rows_of(found)
    for name, row in rows.items():
        if name not in expected:
            assert (row["median_s"], row["passes"]) == (None, "cell.not_judged")
            continue
        shown = tuple(
            row[one]
            for one in ("bases", "population_people", "median_s", "worst_s", "beyond_worst_people")
        )
        assert shown == expected[name][:5]
        assert row["passes"] == ("cell.yes" if expected[name][5] else "cell.no")
    runs = [run.value for run in found.runs]
    changed = [{"factor": factor} for factor in (0.8, 1.0, 1.2)]
    changed += [{"inside_only": True}] if "" in bases else []
    changed += [{"worst_counts": False}] if worst_counts else []
    for value, change in zip(runs, changed, strict=True):
        other = served_by_loops(network, **{"worst_counts": worst_counts, **question, **change})
        assert value == sum(row[5] for row in other.values()) / len(other)
    failing = [name for name, row in expected.items() if not row[5]]
    flips = {note.code: note.fields for note in found.flips}
    assert flips.get("flip.areas_failing", {"count": 0})["count"] == len(failing)


@pytest.mark.parametrize(("seconds", "met"), [(899.9, True), (900.0, True), (900.1, False)])
def test_the_median_limit_is_inclusive(seconds, met):
    # Township B has no base: one of its two people at the limit is its lower-step median.
    study = study_of(["A", "B", "B"], [1.0, 1.0, 1.0], ["A"])
    found = judged(study, [[0.0], [seconds], [1700.0]])
    assert found.status is (Status.MET if met else Status.NOT_MET)


@pytest.mark.parametrize(("seconds", "beyond"), [(1800.0, 0.0), (1800.1, 7.0), (NEVER, 7.0)])
def test_people_beyond_the_longest_time_fail_their_township_even_with_a_base(seconds, beyond):
    study = study_of(["A", "A"], [100.0, 7.0], ["A"])
    found = judged(study, [[0.0], [seconds]])
    assert found.figures["beyond_worst"] == beyond
    assert found.status is (Status.NOT_MET if beyond else Status.MET)
    (run,) = [run for run in found.runs if run.what.code == "run.median_only"]
    assert (run.value, run.status) == (1.0, Status.MET)
    if beyond:
        words = found.flips[0].render(Lang.EN)
        assert words == "Townships that fail (1): A (7 people beyond the limit for the farthest)."


def test_flips_name_the_failing_townships_and_the_minutes_missing():
    study = study_of(["A", "B", "C"], [1.0, 1.0, 1.0], ["A"])
    found = judged(study, [[0.0], [1020.1], [NEVER]])
    words = found.flips[0].render(Lang.EN)
    assert (
        words == "Townships that fail (2): B (median 2.1 min too long), C (no way for half of it)."
    )
    assert (
        found.flips[0].render(Lang.ZH)
        == "未达到的乡镇街道（2 个）：B（中位数超 2.1 分钟）、C（半数居民无路可达）。"
    )
    assert found.value == 1 / 3
    found = judged(study, [[0.0], [600.0], [725.0]])
    (flip,) = [note for note in found.flips if note.code == "flip.area_tightest"]
    assert flip.render(Lang.EN).startswith("C passes with the least to spare: 2.9 min")


def test_an_empty_township_and_people_in_none_are_said():
    study = study_of(["A", "", "B"], [1.0, 5.0, 2.0], ["A"])
    found = judged(study, [[0.0], [NEVER], [60.0]])
    assert found.value == 1.0
    notes = {note.code: note.fields for note in found.notes}
    assert notes["notes.empty_townships"] == {"count": 1, "names": "C"}
    assert notes["notes.people_outside_areas"] == {"people": 5.0}
    assert found.figures["townships"] == 2


def none():
    return AreaSet((), (), (), np.empty(0, dtype=object))


@pytest.mark.parametrize(
    ("areas", "changes", "missing"),
    [
        (none(), {}, ["missing.township_areas"]),
        (townships("district"), {}, ["missing.township_areas"]),
        (townships("bank"), {}, ["missing.township_areas"]),
        (townships(), {"service": "stroke"}, ["missing.service"]),
    ],
)
def test_without_townships_or_bases_nothing_is_told(areas, changes, missing):
    study = study_of(["A"], [1.0], ["A"], areas)
    found = judged(study, [[0.0]], **changes)
    assert found.status is Status.CANNOT_TELL
    assert [note.code for note in found.missing] == missing


def test_areas_of_another_level_stand_in_and_that_is_said():
    found = judged(study_of(["A"], [1.0], ["A"], townships("7")), [[0.0]])
    assert found.status is Status.MET
    notes = {note.code: note.fields for note in found.notes}
    assert notes["notes.areas_not_townships"] == {"level": "7"}


def test_nobody_in_any_township_is_missing_people_not_a_pass():
    found = judged(study_of([""], [5.0], ["A"]), [[0.0]])
    assert [note.code for note in found.missing] == ["missing.people_in_townships"]
    found = judged(study_of(["A"], [0.0], ["A"]), [[0.0]])
    assert [note.code for note in found.missing] == ["missing.population"]


def test_on_the_roads_of_the_hand_town_the_medians_are_those_of_the_oracle():
    homes = [(500.0, 0.0), (2500.0, 0.0), (3500.0, 0.0), (4500.0, 0.0), (5900.0, 0.0)]
    study = town_study(homes, [10.0, 20.0, 30.0, 40.0, 50.0])
    study = dataclasses.replace(study, areas=townships())
    plan = plan_of(service="hospital", profile="car", direction="from", median_minutes=10)
    (goal,) = plan.goals
    found = judge(Evidence(study, plan), goal, goal.readings[0])
    roads = study.roads("car")
    times = [
        time
        for time, _ in oracles.whole_times_s(
            roads.network,
            study.profile("car"),
            oracles.spots(roads.facilities),
            oracles.spots(roads.demand),
            "from",
        )
    ]
    rows = rows_of(found)
    assert rows["B"]["median_s"] == oracles.quantile_by_loop(times[1:3], [20, 30], 50)
    assert rows["C"]["worst_s"] == max(times[3:])
    assert (rows["A"]["bases"], rows["B"]["bases"]) == (1, 0)
    assert found.value == pytest.approx(1 / 3)
    assert Service.HOSPITAL.value in found.formula.render(Lang.EN)
