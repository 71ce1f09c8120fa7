"""Circles and chains against plain loops: every share, quantile, run, table and flip."""

import copy
import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracles
from geo.text import Lang, label
from hand_town import town_study
from layers.access import AccessField
from layers.demand import Group
from layers.facilities import OperatingStatus, Placed, Service
from planning.judging.circles.tallies import TimedPeople, deciseconds
from planning.judging.evidence import Evidence
from planning.judging.finding import Status
from planning.judging.judge import judge
from planning.plan import Plan
from planning.readings.rules_reach import Clock
from routing.search import NO_FACILITY

BOTH = {"zh": "一", "en": "one"}
READING = {
    "id": "chain",
    "title": BOTH,
    "pass_source": BOTH,
    "service": "ambulance_base",
    "profile": "ambulance",
    "direction": "from",
    "minutes": 15,
    "pass_share": 0.9,
}
STROKE = {
    "minutes": 60,
    "constants": [{"clock": "turnout", "minutes": 3}, {"clock": "scene", "minutes": 15}],
    "legs": [
        {"service": "ambulance_base", "profile": "ambulance", "direction": "from"},
        {"service": "stroke", "profile": "ambulance", "direction": "to"},
    ],
}
WEST_M, EAST_M, OUTSIDE_M = (500.0, 0.0), (4000.0, 0.0), (500.0, 3900.0)
TOY_PEOPLE = [1000.0, 2000.0, 3000.0, 4000.0]
TOY_MINUTES = [[5.0, 20.0, 40.0], [12.0, 8.0, 35.0], [25.0, 14.0, 18.0], [50.0, 35.0, 10.0]]
NEVER = math.inf


def one_goal(sites=(), **changes):
    reading = {**READING, **changes}
    if "legs" in changes:
        for key in ("service", "profile", "direction"):
            del reading[key]
    goal = {
        "id": "G-1",
        "title": BOTH,
        "phrase": "p",
        "section": "s",
        "sites": list(sites),
        "readings": [reading],
    }
    table = {"name": "p", "title": BOTH, "document": "d", "period": "2025", "goals": [goal]}
    if sites:
        table["facilities"] = [{"name": name, "kind": "ambulance_base"} for name in sites]
        table["prefixes"] = []
    return Plan.from_mapping(copy.deepcopy(table))


class Told(Evidence):
    """A study whose travel times are told, place by facility [s], not searched."""

    def __init__(self, study, plan, seconds):
        super().__init__(study, plan)
        self.seconds = np.asarray(seconds, dtype=np.float64).reshape(len(study.demand), -1)

    def access_to(self, rows, profile, direction, speed_factor=1.0):
        """Take the least of the told times, one by one."""
        size = len(self.study.demand)
        time_s, facility = np.full(size, np.inf), np.full(size, NO_FACILITY)
        for place in range(size):
            for row in rows.tolist():
                one = np.round(self.seconds[place, row] / speed_factor, 1)
                if one < time_s[place]:
                    time_s[place], facility[place] = one, row
        zero = np.zeros(size)
        return AccessField(time_s, time_s, zero, facility, zero, direction, profile)


def places(count, where=None):
    """Homes in the west, the east or outside, each a few metres from the others."""
    where = where or [WEST_M] * count
    return [(x + 3.0 * row, y) for row, (x, y) in enumerate(where)]


def town(people, services, *, where=None, sites_m=None, **columns):
    """A hand town with facilities that offer what `services` says."""
    sites_m = sites_m or [(10.0 * row, 0.0) for row in range(len(services))]
    study = town_study(
        places(len(people), where),
        people,
        hospitals_m=tuple(sites_m),
        hospital_ids=tuple(f"f{row}" for row in range(len(services))),
    )
    offered = tuple(frozenset({Service.OTHER, *one}) for one in services)
    facilities = dataclasses.replace(
        study.facilities,
        kind=(Service.OTHER,) * len(services),
        services=offered,
        **columns,
    )
    return dataclasses.replace(study, facilities=facilities)


BASE = frozenset({Service.AMBULANCE_BASE})
BOTH_SERVICES = frozenset({Service.AMBULANCE_BASE, Service.STROKE})


def judged(study, seconds, plan):
    (goal,) = plan.goals
    return judge(Told(study, plan, seconds), goal, goal.readings[0])


def minutes(table):
    return [[60 * one for one in row] for row in table]


# ---------------------------------------------------------------- worked examples ---


def test_the_stroke_chain_of_the_worked_example_takes_55_minutes():
    services = [BASE, BASE, {Service.STROKE}, {Service.STROKE}]
    study, times = town([1.0], services), minutes([[12, 9, 28, 40]])
    found = judged(study, times, one_goal(**STROKE))
    assert found.figures["median"] == 55 * 60
    assert found.value == 1.0
    assert judged(study, times, one_goal(**STROKE | {"minutes": 55})).value == 1.0
    assert judged(study, times, one_goal(**STROKE | {"minutes": 54.99})).value == 0.0


def test_call_and_turnout_leave_eleven_minutes_of_driving():
    study = town(TOY_PEOPLE, [BASE, BASE])
    clocks = [
        {"clock": "call", "minutes": 1},
        {"clock": "turnout", "minutes": 3, "tried_minutes": [1, 0]},
    ]
    found = judged(study, minutes([row[:2] for row in TOY_MINUTES]), one_goal(constants=clocks))
    assert found.value == 0.30
    assert found.figures["travel_budget"] == 11 * 60
    # A minute's turnout leaves 13 minutes, and none leaves 14: the third place is at 14.
    tried = {
        (run.what.fields["minutes"]): run.value
        for run in found.runs
        if run.what.code == "run.constant"
    }
    assert tried == {1: 0.30, 0: 0.60}
    call, turnout = (label(one, Lang.EN) for one in (Clock.CALL, Clock.TURNOUT))
    assert found.formula.render(Lang.EN) == (
        f"{call} 1 + {turnout} 3 + way from ambulance base to home (ambulance) ≤ 15 min for "
        "3,000 of 10,000 people = 30.0%"
    )
    call, turnout = (label(one, Lang.ZH) for one in (Clock.CALL, Clock.TURNOUT))
    assert found.formula.render(Lang.ZH) == (
        f"{call} 1 + {turnout} 3 + 急救站点至居住地路程（救护车） ≤ 15 分钟："
        "10,000 人中的 3,000 人 = 30.0%"
    )


def test_the_toy_data_give_the_worked_shares_mean_and_quantiles():
    study = town(TOY_PEOPLE, [BASE, BASE])
    found = judged(study, minutes([row[:2] for row in TOY_MINUTES]), one_goal())
    assert found.value == 0.60
    assert [run.value for run in found.runs[:3]] == [0.30, 0.60, 0.60]
    assert found.band == (0.30, 0.60)
    assert found.figures["mean_reached"] == pytest.approx(20.3 * 60)
    assert (found.figures["median"], found.figures["p95"]) == (14 * 60, 35 * 60)
    assert [status for _, status in found.marks] == [Status.NOT_MET] * 4


def test_a_neighbour_beyond_the_border_is_counted_and_said():
    beyond_m = (9000.0, 0.0)
    study = town(TOY_PEOPLE, [BASE, BASE, BASE], sites_m=[(0.0, 0.0), (10.0, 0.0), beyond_m])
    times = minutes([[*row[:2], 99.0 if row[0] < 50 else 12.0] for row in TOY_MINUTES])
    found = judged(study, times, one_goal())
    assert found.value == 1.0
    (run,) = [run for run in found.runs if run.what.code == "run.inside_only"]
    assert (run.value, run.status, run.what.fields["count"]) == (0.60, Status.NOT_MET, 1)
    assert (found.figures["facilities"], found.figures["beyond_border"]) == (3, 1)


# ---------------------------------------------------------------------- boundaries ---


@pytest.mark.parametrize(("seconds", "share"), [(899.9, 1.0), (900.0, 1.0), (900.1, 0.0)])
@pytest.mark.parametrize("fixed_min", [[], [1, 3], [0.41, 2.3], [1 / 3, 0.7]])
def test_the_limit_is_inclusive_through_a_chain(seconds, share, fixed_min):
    clocks = [
        {"clock": clock, "minutes": value}
        for clock, value in zip(["call", "turnout"], fixed_min, strict=False)
    ]
    # The legs are whole deciseconds; fixed times need not be.
    legs_ds = math.floor(round(10 * (seconds - 60 * sum(fixed_min)), 6))
    if seconds == 900.1:
        legs_ds = math.floor(round(10 * (900 - 60 * sum(fixed_min)), 6)) + 1
    found = judged(town([1.0], [BASE]), [[legs_ds / 10]], one_goal(constants=clocks))
    assert found.value == share


def test_fixed_times_longer_than_the_limit_cover_nobody_and_say_so():
    clocks = [{"clock": "call", "minutes": 15.01}]
    found = judged(town([1.0], [BASE]), [[0.0]], one_goal(constants=clocks))
    assert found.value == 0.0
    assert "notes.constants_over_limit" in {note.code for note in found.notes}
    assert found.figures["travel_budget"] < 0
    exactly = [{"clock": "call", "minutes": 15}]
    found = judged(town([1.0], [BASE]), [[0.0]], one_goal(constants=exactly))
    assert found.value == 1.0


# ------------------------------------------------------------------ against loops ---

TIME_DS = st.one_of(st.integers(0, 12_000), st.just(None))


@st.composite
def districts(draw):
    size, count = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    people = draw(st.lists(st.integers(0, 50), min_size=size, max_size=size))
    people[draw(st.integers(0, size - 1))] += 1
    where = draw(
        st.lists(st.sampled_from([WEST_M, EAST_M, OUTSIDE_M]), min_size=size, max_size=size)
    )
    cells = draw(st.lists(TIME_DS, min_size=size * count, max_size=size * count))
    times = np.array([NEVER if one is None else one / 10 for one in cells]).reshape(size, count)
    kinds = draw(
        st.lists(
            st.sampled_from([BASE, frozenset({Service.STROKE}), BOTH_SERVICES]),
            min_size=count,
            max_size=count,
        )
    )
    kinds[0] = BOTH_SERVICES
    beyond = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    sites = [(9000.0 + row if far else 10.0 * row, 0.0) for row, far in enumerate(beyond)]
    return [float(one) for one in people], where, times, kinds, sites


def study_of(district):
    people, where, _, kinds, sites = district
    return town(people, kinds, where=where, sites_m=sites)


def chain_by_loops(times, kinds, legs, constants_ds, *, keep=None, factor=1.0):
    """Whole deciseconds of every place; None where there is no way."""
    totals = []
    for row in times.tolist():
        total = constants_ds
        for service in legs:
            ways = [
                round(10 * round(one / factor, 1))
                for at, one in enumerate(row)
                if service in kinds[at] and (keep is None or keep[at]) and one < NEVER
            ]
            total = None if total is None or not ways else total + min(ways)
        totals.append(total)
    return totals


def as_seconds(totals):
    return [NEVER if one is None else one / 10 for one in totals]


CHAIN = [
    {"service": "ambulance_base", "profile": "ambulance", "direction": "from"},
    {"service": "stroke", "profile": "car", "direction": "to"},
]
LEGS = [Service.AMBULANCE_BASE, Service.STROKE]


@given(district=districts(), turnout=st.integers(0, 5), limit=st.integers(0, 40))
def test_every_figure_of_a_chain_equals_a_plain_recomputation(district, turnout, limit):
    people, where, times, kinds, sites = district
    study = study_of(district)
    clocks = [{"clock": "turnout", "minutes": turnout, "tried_minutes": [turnout + 2]}]
    found = judged(study, times, one_goal(legs=CHAIN, constants=clocks, minutes=limit))
    whole = as_seconds(chain_by_loops(times, kinds, LEGS, 600 * turnout))
    parts = oracles.coverage_by_sums(whole, people, 60.0 * limit)
    total = math.fsum(parts)
    numbers = found.figures
    names = ("covered", "uncovered", "unroutable")
    assert tuple(numbers[one] for one in names) == parts
    assert found.value == parts[0] / total
    weight = [int(one) for one in people]
    assert numbers["median"] == oracles.quantile_by_loop(whole, weight, 50)
    assert numbers["p95"] == oracles.quantile_by_loop(whole, weight, 95)
    reached = [(t, w) for t, w in zip(whole, people, strict=True) if t < NEVER]
    if sum(w for _, w in reached):
        mean = sum(t * w for t, w in reached) / sum(w for _, w in reached)
        assert numbers["mean_reached"] == pytest.approx(mean, abs=1e-6)  # told to a microsecond
    else:
        assert math.isnan(numbers["mean_reached"])
    # Each run, by the same loops with one thing changed.
    inside = [site[0] < 8000 for site in sites]
    shares = {
        **{f: {"factor": f} for f in (0.8, 1.0, 1.2)},
        "tried": {"constants_ds": 600 * (turnout + 2)},
        "inside": {"keep": inside},
    }
    expected = {
        name: oracles.coverage_by_sums(
            as_seconds(
                chain_by_loops(times, kinds, LEGS, **{"constants_ds": 600 * turnout, **changed})
            ),
            people,
            60.0 * limit,
        )[0]
        / total
        for name, changed in shares.items()
    }
    runs = [run.value for run in found.runs]
    if all(inside):
        del expected["inside"]
    assert runs == pytest.approx(list(expected.values()))
    # The table of areas: the parts sum to the whole, exactly.
    (by_area,) = [one for one in found.tables if one.name == "by_area"]
    *rows, last = by_area.rows
    for column in (1, 2, 4, 5):
        assert math.fsum(row[column] for row in rows) == last[column]
    assert last[0] == "area.whole"
    assert last[3] == found.value
    for row in rows:
        spot = {"West": WEST_M, "East": EAST_M, "area.outside": OUTSIDE_M}[row[0]]
        here = [at for at, one in enumerate(where) if one == spot]
        own = [whole[at] for at in here]
        own_people = [people[at] for at in here]
        assert row[2] == oracles.coverage_by_sums(own, own_people, 60.0 * limit)[0]
        median = oracles.quantile_by_loop(own, [int(one) for one in own_people], 50)
        assert row[6] == (None if math.isnan(median) else median)
    assert [row[0] for row in rows][:2] == ["East", "West"]


@given(
    places=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.integers(0, 9),
            st.one_of(st.integers(0, 900_000), st.integers(65_500, 65_600), st.none()),
        ),
        min_size=1,
        max_size=12,
    ),
    percent=st.integers(1, 100),
)
def test_quantiles_of_every_area_hold_for_days_of_travel(places, percent):
    part, people, time_ds = (list(one) for one in zip(*places, strict=True))
    time_s = [NEVER if one is None else one / 10 for one in time_ds]
    timed = TimedPeople(
        deciseconds(np.array(time_s)), np.array(people, dtype=np.float64), np.array(part), 2
    )
    found = [*timed.area_quantiles_s(percent / 100), (timed.quantile_s(percent / 100),)]
    for area, (value,) in enumerate(found):
        here = [at for at, one in enumerate(part) if area in (one, 3)]
        own, weight = [time_s[at] for at in here], [people[at] for at in here]
        expected = oracles.quantile_by_loop(own, weight, percent)
        if percent == 100 and sum(weight):  # nobody at all is left out of the last of them
            expected = max(t for t, w in zip(own, weight, strict=True) if w)
        assert value == expected or (math.isnan(value) and math.isnan(expected))


@given(district=districts(), limit=st.integers(0, 30), longer=st.integers(0, 10))
def test_a_longer_limit_never_shrinks_a_circle(district, limit, longer):
    study = study_of(district)
    one, other = (
        judged(study, district[2], one_goal(minutes=value)) for value in (limit, limit + longer)
    )
    assert one.value <= other.value


@given(district=districts(), extra=TIME_DS)
def test_one_facility_more_never_lowers_and_none_beyond_the_border_never_raises(district, extra):
    people, where, times, kinds, sites = district
    fewer = judged(study_of(district), times, one_goal())
    added = np.full((len(people), 1), NEVER if extra is None else extra / 10)
    more = people, where, np.hstack([times, added]), [*kinds, BASE], [*sites, (500.0, 0.0)]
    assert judged(study_of(more), more[2], one_goal()).value >= fewer.value
    for run in fewer.runs:
        if run.what.code == "run.inside_only":
            assert run.value <= fewer.value


@given(district=districts(), data=st.data())
def test_the_order_of_the_facilities_does_not_matter(district, data):
    study, times = study_of(district), district[2]
    order = data.draw(st.permutations(range(len(study.facilities))))
    turned = dataclasses.replace(study, facilities=study.facilities.take(order))
    plan = one_goal(legs=CHAIN)
    one, other = judged(study, times, plan), judged(turned, times[:, order], plan)
    for name in ("status", "value", "band", "runs", "tables", "facilities", "flips", "notes"):
        assert repr(getattr(one, name)) == repr(getattr(other, name))


@given(district=districts(), limit=st.integers(0, 20), mark=st.sampled_from([0.5, 0.8, 0.9, 1.0]))
def test_what_flips_an_answer_does_flip_it(district, limit, mark):
    people, _, times, kinds, _ = district
    found = judged(study_of(district), times, one_goal(minutes=limit, pass_share=mark))
    covered, total = found.figures["covered"], found.figures["population"]
    flips = {note.code: note.fields for note in found.flips}
    if found.status is Status.NOT_MET:
        gain = flips["flip.people_to_gain"]["people"]
        assert (covered + gain) / total >= mark - 1e-9
        assert (covered + gain - 1) / total < mark
    else:
        lose = flips["flip.people_to_lose"]["people"]
        assert (covered - lose) / total < mark
        assert (covered - lose + 1) / total >= mark - 1e-9
    whole = sorted(
        (NEVER if t is None else t, w)
        for t, w in zip(chain_by_loops(times, kinds, LEGS[:1], 0), people, strict=True)
    )
    run, needed_ds = 0.0, NEVER
    for time_ds, count in whole:
        run += count
        if run >= mark * total - 1e-9:
            needed_ds = time_ds
            break
    if needed_ds == NEVER:
        assert flips["flip.no_limit_passes"]["people"] == found.figures["unroutable"]
    else:
        code = "flip.limit_to_pass" if found.status is Status.NOT_MET else "flip.limit_to_fail"
        shown = flips[code]["minutes"].fields["value"]
        assert float(shown) == pytest.approx(math.ceil(needed_ds / 60) / 10)


# --------------------------------------------------------------------- flips, gaps ---


def test_the_speed_at_which_the_answer_turns_is_bracketed():
    study = town([1.0], [BASE])
    (flip,) = [n for n in judged(study, [[1000.0]], one_goal()).flips if "speed" in n.code]
    assert (flip.code, flip.fields) == ("flip.speed", {"slow": 1.0, "fast": 1.2})
    (flip,) = [n for n in judged(study, [[800.0]], one_goal()).flips if "speed" in n.code]
    assert (flip.code, flip.fields) == ("flip.speed", {"slow": 0.8, "fast": 1.0})
    (flip,) = [n for n in judged(study, [[5000.0]], one_goal()).flips if "speed" in n.code]
    assert (flip.code, flip.fields) == ("flip.speed_never", {"slow": 0.8, "fast": 1.2})


def test_the_township_where_most_of_the_missing_live_is_named():
    where = [WEST_M, EAST_M, EAST_M]
    study = town([10.0, 30.0, 40.0], [BASE], where=where)
    found = judged(study, [[1000.0], [1000.0], [NEVER]], one_goal())
    (flip,) = [note for note in found.flips if note.code == "flip.most_missing"]
    assert flip.fields == {"area": "East", "people": 70.0, "all": 80.0, "share": 0.875}
    assert "70 of the 80 people" in flip.render(Lang.EN)


def test_gaps_list_the_places_with_most_people_first_and_say_why():
    people = [float(one) for one in range(1, 31)]
    times = [[60.0] if one % 3 == 0 else [1000.0] for one in range(30)]
    times[29], times[28] = [NEVER], [901.0]
    study = town(people, [BASE])
    found = judged(study, times, one_goal())
    (gaps,) = [one for one in found.tables if one.name == "gaps"]
    missed = [row for row in range(30) if times[row][0] > 900]
    expected = sorted(missed, key=lambda row: -people[row])[:20]
    assert [row[2] for row in gaps.rows] == [people[row] for row in expected]
    assert gaps.rows[0][3:5] == (NEVER, "why.no_way")
    assert gaps.rows[1][3:5] == (901.0, "why.beyond")
    lon, lat = study.demand.lon[29], study.demand.lat[29]
    assert gaps.rows[0][0] == f"{lon:.5f}, {lat:.5f}"
    assert gaps.rows[0][1] == "West"


def test_a_gap_with_a_name_goes_by_it_and_one_off_the_roads_says_so():
    study = town_study([(500.0, 0.0), (500.0, -9000.0)], [5.0, 6.0])
    named = dataclasses.replace(study.demand, name=("near", "hermit"))
    study = dataclasses.replace(study, demand=named)
    plan = one_goal(service="hospital", profile="car", direction="to", minutes=0.5)
    (goal,) = plan.goals
    found = judge(Evidence(study, plan), goal, goal.readings[0])
    (gaps,) = [one for one in found.tables if one.name == "gaps"]
    # 500 m at 20 km/h are 90 s.
    assert [(row[0], row[3], row[4]) for row in gaps.rows] == [
        ("hermit", NEVER, "why.off_network"),
        ("near", 90.0, "why.beyond"),
    ]
    notes = {note.code: note.fields for note in found.notes}
    assert notes["notes.off_network"]["people"] == 6.0


# ------------------------------------------------------------------------ own sites ---


def test_the_goals_own_sites_are_taken_out_and_what_they_bring_is_told():
    names = ("甲急救站", "乙急救站", "丙急救站")
    study = town([10.0, 20.0, 30.0], [BASE] * 3, name=names)
    times = [[60.0, 60.0, 60.0], [1000.0, 60.0, 1000.0], [1000.0, 60.0, 100.0]]
    plan = one_goal(sites=["乙急救站", "丁急救站"], without_sites=True)
    found = judged(study, times, plan)
    (run,) = [run for run in found.runs if run.what.code == "run.without_sites"]
    assert (found.value, run.value) == (1.0, 40 / 60)
    assert found.figures["sites_bring"] == 20.0
    notes = {note.code: note.fields for note in found.notes}
    assert notes["notes.sites_not_found"] == {"count": 1, "names": "丁急救站"}


def test_sites_that_do_not_offer_the_service_change_nothing_and_are_said():
    study = town([10.0], [BASE, {Service.STROKE}], name=("甲急救站", "乙医院"))
    found = judged(study, [[60.0, 60.0]], one_goal(sites=["乙医院"], without_sites=True))
    assert "run.without_sites" not in {run.what.code for run in found.runs}
    assert "notes.sites_not_counted" in {note.code for note in found.notes}


# --------------------------------------------------------------- who, where, missing ---


def test_groups_and_built_up_land_choose_whose_people_count():
    study = town([10.0, 20.0, 30.0], [BASE])
    demand = dataclasses.replace(
        study.demand,
        groups={Group.AGE_65_PLUS: np.array([1.0, 2.0, 3.0])},
        built_up=np.array([True, False, True]),
    )
    study = dataclasses.replace(study, demand=demand)
    times = [[60.0], [60.0], [1000.0]]
    for where, value in (("all", 3 / 6), ("built_up", 1 / 4), ("rural", 1.0)):
        found = judged(study, times, one_goal(group="65plus", where=where))
        assert found.value == value
    assert "(aged 65 and over, outside built-up land)" in found.formula.render(Lang.EN)


def test_a_leg_with_two_profiles_takes_each_where_it_belongs():
    study = town_study([(500.0, 0.0), (510.0, 0.0)], [1.0, 1.0])
    demand = dataclasses.replace(study.demand, built_up=np.array([True, False]))
    study = dataclasses.replace(study, demand=demand)
    plan = one_goal(
        service="hospital", profile="car", profile_built_up="walk", direction="to", minutes=3
    )
    (goal,) = plan.goals
    found = judge(Evidence(study, plan), goal, goal.readings[0])
    # The walker needs over six minutes for what the driver does in a minute and a half.
    assert found.value == 0.5
    assert "car, on built-up land on foot" in found.formula.render(Lang.EN)
    assert "notes.no_slopes" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"service": "stroke"}, ["missing.service"]),
        ({"group": "under3"}, ["missing.group"]),
        ({"where": "built_up"}, ["missing.built_up"]),
        ({"profile_built_up": "walk"}, ["missing.built_up"]),
        ({"group": "under3", "where": "rural"}, ["missing.built_up", "missing.group"]),
    ],
)
def test_what_is_not_known_is_named_and_no_number_is_given(change, missing):
    found = judged(town([1.0], [BASE]), [[1.0]], one_goal(**change))
    assert found.status is Status.CANNOT_TELL
    assert [note.code for note in found.missing] == missing
    assert math.isnan(found.value)
    for note in found.missing:
        assert all(note.render(lang) for lang in Lang)


def test_nobody_where_the_reading_looks_is_no_zero():
    study = town([1.0], [BASE])
    study = dataclasses.replace(
        study, demand=dataclasses.replace(study.demand, built_up=np.array([True]))
    )
    found = judged(study, [[1.0]], one_goal(where="rural"))
    assert [note.code for note in found.missing] == ["missing.people_there"]


def test_a_profile_without_any_road_is_missing_not_a_crash():
    study = town_study([(500.0, 0.0)], [1.0])
    closed = np.zeros_like(study.ways.forward)
    ways = dataclasses.replace(study.ways, forward=closed, backward=closed)
    study = dataclasses.replace(study, ways=ways)
    plan = one_goal(service="hospital", profile="car", direction="to")
    (goal,) = plan.goals
    found = judge(Evidence(study, plan), goal, goal.readings[0])
    assert [note.code for note in found.missing] == ["missing.roads"]


# ---------------------------------------------------------------------------- caveats ---


def test_doubtful_facilities_are_said_with_their_number():
    study = town(
        [1.0],
        [BASE] * 3,
        status=(OperatingStatus.OPEN, OperatingStatus.UNKNOWN, OperatingStatus.UNKNOWN),
        placed=(Placed.POINT, Placed.STREET, Placed.AREA),
        source=("OSM n1", "OSM n2", "OSM n3"),
    )
    found = judged(study, [[60.0] * 3], one_goal())
    notes = {note.code: note.fields for note in found.notes}
    assert notes["notes.unknown_status"] == {"unknown": 2, "count": 3}
    assert notes["notes.placed_roughly"] == {"count": 2, "names": "f1, f2"}
    assert notes["notes.service_from_map"]["count"] == 3
    listed = dataclasses.replace(
        study, facilities=dataclasses.replace(study.facilities, source=("a:1", "OSM n2", "OSM n3"))
    )
    notes = {note.code for note in judged(listed, [[60.0] * 3], one_goal()).notes}
    assert "notes.service_from_map" not in notes


def test_each_caveat_is_said_once_in_both_languages():
    found = judged(town([600.0], [BOTH_SERVICES]), [[60.0]], one_goal(legs=CHAIN))
    for lang in Lang:
        words = [note.render(lang) for note in found.notes]
        assert len(words) == len(set(words))
    assert "notes.coarse_demand" in {note.code for note in found.notes}


def test_every_part_of_a_finding_has_words():
    from geo.catalogue import MESSAGES

    study = town([10.0, 20.0], [BASE, BASE], sites_m=[(0.0, 0.0), (9000.0, 0.0)])
    clocks = [{"clock": "call", "minutes": 1, "tried_minutes": [2]}]
    found = judged(study, [[60.0, 70.0], [NEVER, 1000.0]], one_goal(constants=clocks))
    for lang in Lang:
        said = [*found.notes, *found.flips, found.formula, *(run.what for run in found.runs)]
        assert all(note.render(lang) for note in said)
    for number in found.numbers:
        assert f"number.{number.name}" in MESSAGES
    for table in found.tables:
        assert f"table.{table.name}" in MESSAGES
        assert all(f"column.{column}" in MESSAGES for column in table.columns)
        assert all(len(row) == len(table.columns) for row in table.rows)


# ------------------------------------------------------------------------ real roads ---


@pytest.mark.parametrize("direction", ["from", "to"])
def test_a_chain_on_the_roads_of_the_hand_town_equals_the_integer_oracle(direction):
    homes = [(500.0, 0.0), (0.0, 1500.0), (6000.0, 0.0), (0.0, 1010.0), (3100.0, 300.0)]
    people = [10.0, 20.0, 30.0, 40.0, 50.0]
    study = town_study(homes, people, hospitals_m=((0, 0), (1000, 0), (6000, 0)))
    kinds = (BASE, frozenset({Service.STROKE}), BOTH_SERVICES)
    facilities = dataclasses.replace(
        study.facilities,
        kind=(Service.OTHER,) * 3,
        services=tuple(one | {Service.OTHER} for one in kinds),
    )
    study = dataclasses.replace(study, facilities=facilities)
    legs = [CHAIN[0], {**CHAIN[1], "direction": direction}]
    plan = one_goal(legs=legs, minutes=12, constants=[{"clock": "scene", "minutes": 2.5}])
    (goal,) = plan.goals
    found = judge(Evidence(study, plan), goal, goal.readings[0])
    total = [150.0] * len(homes)
    for leg, service in zip(legs, LEGS, strict=True):
        roads = study.roads(leg["profile"])
        spots = oracles.spots(roads.facilities)
        chosen = [spot for spot, kind in zip(spots, kinds, strict=True) if service in kind]
        times = oracles.whole_times_s(
            roads.network,
            study.profile(leg["profile"]),
            chosen,
            oracles.spots(roads.demand),
            leg["direction"],
        )
        total = [round(one + time, 1) for one, (time, _) in zip(total, times, strict=True)]
    parts = oracles.coverage_by_sums(total, people, 720.0)
    assert found.value == parts[0] / math.fsum(parts)
    assert 0 < found.value < 1
    weight = [int(one) for one in people]
    assert found.figures["median"] == oracles.quantile_by_loop(total, weight, 50)


def test_a_chain_in_andorra_equals_a_plain_recomputation(test_data):
    from data.create import StudyFiles, create_study

    home = test_data / "andorra"
    study, _ = create_study(
        StudyFiles(osm=home / "andorra.osm.pbf", population=home / "places.csv")
    )
    legs = [
        {"service": "pharmacy", "profile": "ambulance", "direction": "from"},
        {"service": "hospital", "profile": "car", "direction": "to"},
    ]
    plan = one_goal(legs=legs, minutes=30, constants=[{"clock": "turnout", "minutes": 3}])
    (goal,) = plan.goals
    found = judge(Evidence(study, plan), goal, goal.readings[0])
    total = [180.0] * len(study.demand)
    for leg in legs:
        roads = study.roads(leg["profile"])
        spots = oracles.spots(roads.facilities)
        chosen = [
            spots[row]
            for row, offered in enumerate(study.facilities.services)
            if leg["service"] in {one.value for one in offered}
        ]
        times = oracles.whole_times_s(
            roads.network,
            study.profile(leg["profile"]),
            chosen,
            oracles.spots(roads.demand),
            leg["direction"],
            study.ways.rules,
        )
        total = [one + time for one, (time, _) in zip(total, times, strict=True)]
    total = [round(one, 1) for one in total]
    people = study.demand.population.tolist()
    parts = oracles.coverage_by_sums(total, people, 1800.0)
    assert 0 < found.value < 1
    assert found.value == pytest.approx(parts[0] / math.fsum(parts), rel=1e-12)
    weight = [int(one) for one in people]
    assert found.figures["median"] == oracles.quantile_by_loop(total, weight, 50)
    assert found.figures["p95"] == oracles.quantile_by_loop(total, weight, 95)
    (gaps,) = [one for one in found.tables if one.name == "gaps"]
    missed = sorted((-w for t, w in zip(total, people, strict=True) if t > 1800 and w > 0))
    assert [-row[2] for row in gaps.rows] == missed[:20]


def test_ground_without_roads_is_said_beside_the_times():
    street = [(500.0 * row, 0.0) for row in range(1, 12)]
    plan = Plan.from_mapping({
        "name": "p", "title": "p", "period": "2025",
        "goals": [{"id": "G-1", "phrase": "p", "section": "s", "readings": [{
            "id": "r", "service": "hospital", "profile": "car", "direction": "to", "minutes": 15,
            "pass_share": 0.9, "title": {"zh": "一", "en": "r"},
            "pass_source": {"zh": "一", "en": "r"},
        }]}],
    })  # fmt: skip

    def gaps(homes, people):
        evidence = Evidence(town_study(homes, people), plan)
        (goal,) = plan.goals
        notes = {note.code: note for note in judge(evidence, goal, goal.readings[0]).notes}
        for lang in Lang:
            assert "inspect" in notes["notes.thin_roads"].render(lang)
        return notes["notes.road_gaps"].fields

    before = gaps(street, [50.0] * 11)
    # One home more, 2.6 km from every road: one cell more, with the 70 people who live there.
    after = gaps([*street, (2500.0, -2600.0)], [50.0] * 11 + [70.0])
    assert after["count"] == before["count"] + 1
    assert after["people"] == before["people"] + 70.0
