"""Answers, verdicts and plans: the figures behind them, and what is refused."""

import copy
import math

import numpy as np
import pytest

import oracles
from geo.errors import DataUnavailableError, InputError
from hand_town import town_study
from layers.facilities import Service
from planning.answers import answer_coverage
from planning.plan import Plan
from planning.reach import answer_reach
from planning.verdict import Status, check, outcome
from routing.search import Direction

READING = {
    "id": "drive",
    "title": {"zh": "一", "en": "one"},
    "service": "hospital",
    "profile": "car",
    "direction": "to",
    "minutes": 15,
    "pass_share": 0.9,
    "pass_source": {"zh": "一", "en": "one"},
}
GOAL = {
    "id": "G-1",
    "title": {"zh": "一", "en": "one"},
    "phrase": "p",
    "section": "s",
    "readings": [READING],
}
PLAN = {
    "name": "p",
    "title": {"zh": "一", "en": "one"},
    "document": "d",
    "period": "2025",
    "goals": [GOAL],
}
STREET = [(500.0 * row, 0.0) for row in range(1, 12)]
PEOPLE = [10.0, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]


def plan(**changes):
    table = copy.deepcopy(PLAN)
    table["goals"][0]["readings"][0].update(changes)
    return Plan.from_mapping(table)


def reading_shares(study, cutoff_s, factors):
    """Covered share at each speed, by the integer oracle on networks of the product."""
    shares = []
    for factor in factors:
        roads = study.roads("car", speed_factor=factor)
        times = oracles.whole_times_s(
            roads.network,
            study.profile("car"),
            oracles.spots(roads.facilities),
            oracles.spots(roads.demand),
            "to",
        )
        people = study.demand.population.tolist()
        parts = oracles.coverage_by_sums([time for time, _ in times], people, cutoff_s)
        shares.append(parts[0] / math.fsum(parts))
    return shares


def test_a_verdict_holds_value_target_margin_and_band():
    study = town_study(STREET, PEOPLE)
    (verdict,) = check(study, plan())
    slow, value, fast = reading_shares(study, 900.0, (0.8, 1.0, 1.2))
    assert verdict.value == value == sum(PEOPLE[:10]) / sum(PEOPLE)
    assert verdict.band == (slow, fast)
    assert slow < value < fast == 1.0
    assert verdict.margin == pytest.approx(value - 0.9)
    assert verdict.status is Status.NOT_MET
    assert verdict.notes[0].code == "notes.band_straddles"


@pytest.mark.parametrize(
    ("pass_share", "status"),
    [(550 / 660, Status.MET), (550 / 660 + 1e-6, Status.NOT_MET), (0.5, Status.MET)],
)
def test_a_share_that_equals_the_target_passes(pass_share, status):
    (verdict,) = check(town_study(STREET, PEOPLE), plan(pass_share=pass_share))
    assert verdict.status is status


@pytest.mark.parametrize("minutes", [14.99, 15, 15.01])
def test_fifteen_minutes_include_the_home_at_exactly_fifteen(minutes):
    study = town_study([(5000.0, 0.0)], [1.0])
    (verdict,) = check(study, plan(minutes=minutes))
    assert verdict.value == (1.0 if minutes >= 15 else 0.0)


@pytest.mark.parametrize(
    ("service", "people", "missing"),
    [
        ("stroke", PEOPLE, ["missing.service"]),
        ("hospital", [0.0] * 11, ["missing.population"]),
        ("stroke", [0.0] * 11, ["missing.service", "missing.population"]),
    ],
)
def test_what_cannot_be_told_names_what_is_missing(service, people, missing):
    verdicts = check(town_study(STREET, people), plan(service=service))
    assert verdicts[0].status is Status.CANNOT_TELL
    assert [note.code for note in verdicts[0].missing] == missing
    assert math.isnan(verdicts[0].value)
    assert outcome(verdicts) is Status.CANNOT_TELL


def test_only_the_first_reading_of_a_goal_decides():
    table = copy.deepcopy(PLAN)
    rival = {**READING, "id": "strict", "minutes": 1}
    table["goals"][0]["readings"] = [{**READING, "minutes": 60}, rival]
    verdicts = check(town_study(STREET, PEOPLE), Plan.from_mapping(table))
    assert [one.status for one in verdicts] == [Status.MET, Status.NOT_MET]
    assert outcome(verdicts) is Status.MET


def test_an_unknown_goal_names_the_known_ones():
    with pytest.raises(DataUnavailableError, match=r"has no goal “G-9”\. It has: G-1"):
        check(town_study(STREET, PEOPLE), plan(), goals=("G-9",))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pass_share": 0}, r"pass_share must be 0 < x <= 1; found 0"),
        ({"pass_share": 1.2}, r"pass_share must be 0 < x <= 1; found 1\.2"),
        ({"pass_share": math.nan}, r"pass_share must be 0 < x <= 1; found nan"),
        ({"minutes": -1}, r"G-1/drive: minutes must be 0-1440 \[min\]; found -1"),
        ({"minutes": "soon"}, r"minutes must be 0-1440 \[min\]; found 'soon'"),
        ({"direction": "sideways"}, r"direction must be .from. \| .to.; found 'sideways'"),
        ({"title": "one"}, "title must be .*; found 'one'"),
        ({"constants": [{"clock": "call", "minutes": 1, "tried_minutes": 5}]}, "tried_minutes"),
    ],
)
def test_a_plan_with_a_bad_value_is_refused(change, words):
    with pytest.raises(InputError, match=words):
        plan(**change)


def test_a_plan_with_an_unknown_service_is_refused():
    with pytest.raises(
        DataUnavailableError,
        match=r"G-1/drive: service names “spa”, which is no service\. Known: hospital,",
    ):
        plan(service="spa")


@pytest.mark.parametrize("key", ["id", "service", "minutes", "pass_share", "pass_source"])
def test_a_plan_without_a_key_names_it(key):
    table = copy.deepcopy(PLAN)
    del table["goals"][0]["readings"][0][key]
    with pytest.raises(InputError, match=f"key '{key}' is missing"):
        Plan.from_mapping(table)


def test_double_goals_and_goals_without_a_reading_are_refused():
    with pytest.raises(InputError, match="G-1 is given twice"):
        Plan.from_mapping({**PLAN, "goals": [GOAL, GOAL]})
    with pytest.raises(InputError, match="Goal G-1 needs at least one reading"):
        Plan.from_mapping({**PLAN, "goals": [{**GOAL, "readings": []}]})


def test_coverage_by_area_sums_to_the_whole_and_tells_the_outside():
    homes = [*STREET, (500.0, 3500.0)]
    study = town_study(homes, [*PEOPLE, 7.0])
    answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=600.0)
    assert [row.code for row in answer.by_area] == ["e", "w", ""]
    east, west, outside = (row.coverage for row in answer.by_area)
    assert west.population == 30  # the home on the common border counts in the first area, East
    assert east.population == sum(PEOPLE[2:])
    assert outside.population == 7
    assert answer.whole.population == sum(PEOPLE) + 7


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"profile": "boat"}, DataUnavailableError, "no travel profile “boat”. There are: ambul"),
        ({"level": "9"}, DataUnavailableError, "No areas of level “9”. The study has: quarter"),
        ({"cutoff_s": -1.0}, InputError, "time limit must be 0 to 86,400 s"),
        ({"speed_factor": 0.0}, InputError, "speed factor must be finite and above 0"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(options, error, words):
    with pytest.raises(error, match=words):
        answer_coverage(
            town_study(STREET, PEOPLE), Service.HOSPITAL, **{"cutoff_s": 9.0, **options}
        )


def test_a_service_that_nobody_offers_names_those_offered():
    with pytest.raises(DataUnavailableError, match=r"No facility .* Offered: hospital"):
        answer_coverage(town_study(STREET, PEOPLE), Service.STROKE, cutoff_s=900.0)


def test_hospitals_far_from_any_road_are_reached_over_their_own_walk():
    far, lost = (1000.0, -1000.0), (0.0, -9000.0)
    study = town_study([(1000.0, 0.0)], [1.0], hospitals_m=(far, lost))
    answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0)
    walk_s = 1000 * 1.3 / (3 / 3.6)
    assert answer.access.time_s[0] == pytest.approx(walk_s, abs=1.0)
    codes = {note.code: note.fields for note in answer.notes}
    assert codes["notes.facility_far_from_road"]["count"] == 1
    assert codes["notes.facility_off_network"]["names"] == "h1"


def test_slower_speeds_slow_the_walk_to_the_road_too():
    study = town_study([(500.0, 100.0)], [1.0])
    usual, slow = (
        study.access(Service.HOSPITAL, profile="car", direction=Direction.TO, speed_factor=f)
        for f in (1.0, 0.8)
    )
    assert slow.time_s[0] == pytest.approx(usual.time_s[0] / 0.8, abs=0.3)
    assert slow.off_road_s[0] == pytest.approx(usual.off_road_s[0] / 0.8, abs=0.1)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((200.0, 0.0), "are not longitude and latitude"),
        ((106.0, 1.0), "lies more than 3,000 m from any road"),
        ((math.nan, 0.0), "are not longitude and latitude"),
    ],
)
def test_an_isochrone_of_no_place_is_refused(place, words):
    with pytest.raises(InputError, match=words):
        answer_reach(town_study(STREET, PEOPLE), *place, cutoffs_s=(900.0,))


def test_an_isochrone_needs_a_limit():
    with pytest.raises(InputError, match="At least one time limit is needed"):
        answer_reach(town_study(STREET, PEOPLE), 105.0, 0.0, cutoffs_s=())


def test_isochrones_grow_with_their_limit_and_keep_their_order():
    reach = answer_reach(town_study(STREET, PEOPLE), 105.0, 0.0, cutoffs_s=(600.0, 300.0, 900.0))
    assert [band.cutoff_s for band in reach.bands] == [600.0, 300.0, 900.0]
    middle, small, large = (band.polygon for band in reach.bands)
    assert small.within(middle)
    assert middle.within(large)
    assert np.isfinite(reach.snap_m)
