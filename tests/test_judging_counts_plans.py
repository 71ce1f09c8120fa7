"""The packaged plans' figures that a facility list answers, and twins of the counting."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.plans import load_plan, load_readings
from geo.catalogue import MESSAGES
from hand_town import town_study
from layers.facilities import FacilitySet
from planning.judging.counts.silent import KIND_OF_TYPE, OTHER
from planning.judging.evidence import Evidence
from planning.judging.finding import Status, Unit
from planning.judging.judge import judge
from planning.readings.rules_count import (
    DensityRule,
    FacilityCountRule,
    FacilityShareRule,
    FleetRule,
    IndicatorRule,
    SilentRule,
)
from planning.readings.rules_place import InstitutionBedsRule
from routing.search import Direction
from test_judging_counts import (
    COUNT,
    FLEET,
    PER_300,
    SHARE,
    base,
    codes,
    english,
    judged,
    plan_of,
    site,
    study_of,
)

PLANS = ("kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan")
MINE = (
    DensityRule,
    FacilityCountRule,
    FacilityShareRule,
    FleetRule,
    IndicatorRule,
    InstitutionBedsRule,
    SilentRule,
)


def list_of(plan, change=0.0):
    """Facility list with the beds that a plan intends; the first house has `change` more."""
    named = [one for one in plan.facilities.facilities if not math.isnan(one.beds)]
    beds = np.array([one.beds for one in named])
    beds[0] += change
    return FacilitySet(
        id=tuple(f"f{at:02}" for at in range(len(named))),
        name=tuple(one.name for one in named),
        lon=np.full(len(named), 105.0),
        lat=np.zeros(len(named)),
        kind=tuple(one.kind for one in named),
        services=tuple(frozenset({one.kind}) for one in named),
        source=("list",) * len(named),
        beds=beds,
    )


def beds_finding(plan_name, goal_id, *, change=0.0, drop=()):
    plan = load_plan(plan_name)
    goal = plan.goal(goal_id)
    # The whole table is asked for, whatever sites the packaged goal is about.
    goal = replace(goal, row=replace(goal.row, sites=()))
    reading = load_readings().test("T-BEDS-INST").readings(goal.row)[0]
    facilities = list_of(plan, change)
    keep = [at for at, name in enumerate(facilities.name) if name not in drop]
    study = replace(town_study([(0, 0)], [1000.0]), facilities=facilities.take(keep))
    return judge(Evidence(study, plan), goal, reading)


def test_the_24_institutions_of_yanjiang_together():
    at = beds_finding("yanjiang", "YJ-21")
    assert (at.value, at.target.low, at.status) == (4195.0, 4195.0, Status.MET)
    assert len(at.tables[0].rows) == 24
    assert at.flips[0].fields["count"] == 0
    below = beds_finding("yanjiang", "YJ-21", change=-1.0)
    assert (below.value, below.status) == (4194.0, Status.NOT_MET)
    assert "1 beds away" in english(below.flips)
    lost = beds_finding("yanjiang", "YJ-21", drop=("伍隍镇中心卫生院",))
    assert (lost.value, lost.status) == (4195.0 - 140, Status.CANNOT_TELL)
    assert "伍隍镇中心卫生院" in english(lost.missing)


def test_the_surge_beds_of_wanzhou():
    assert beds_finding("wanzhou", "WZ-08").status is Status.MET
    short = beds_finding("wanzhou", "WZ-08", change=-0.5)
    assert (short.value, short.status) == (999.5, Status.NOT_MET)


@pytest.mark.parametrize(("plan", "goal"), [("kaizhou", "KZ-10"), ("yanjiang", "YJ-65")])
def test_shares_of_beds_are_not_read_off_a_facility_list(plan, goal):
    if plan == "kaizhou":  # its plan names no beds, so any list will do
        facilities = list_of(load_plan("yanjiang"))
        found = replace(town_study([(0, 0)], [1.0]), facilities=facilities)
        book = load_plan(plan)
        row = book.goal(goal)
        reading = load_readings().test("T-BEDS-INST").readings(row.row)[0]
        finding = judge(Evidence(found, book), row, reading)
    else:
        finding = beds_finding(plan, goal)
    assert codes(finding.missing) == ["missing.count_kind_of_beds"]
    assert goal in english(finding.missing)


@pytest.mark.parametrize(("people", "vehicles"), [(1_000_600.0, 34), (1_564_000.0, 53)])
def test_one_ambulance_for_30000_in_yanjiang(people, vehicles):
    plan = load_plan("yanjiang")
    goal = plan.goal("YJ-02")
    reading = load_readings().test("T-AMB-30K").readings(goal.row)[0]
    for have, status in ((vehicles, Status.MET), (vehicles - 1, Status.NOT_MET)):
        study = study_of(base("a", float(have)), people=(people, 0.0))
        finding = judge(Evidence(study, plan), goal, reading)
        assert finding.figures["count_required"] == vehicles
        assert finding.status is status
        assert not finding.target.chosen


@pytest.mark.parametrize("plan_name", PLANS)
def test_every_reading_of_arithmetic_can_be_judged_on_a_bare_study(plan_name):
    plan = load_plan(plan_name)
    study = study_of(site("h", level="2A"))
    evidence = Evidence(study, plan)
    seen = 0
    for goal in plan.goals:
        for reading in goal.readings:
            if isinstance(reading.rule, MINE):
                seen += 1
                finding = judge(evidence, goal, reading)
                assert finding.status is Status.CANNOT_TELL or finding.value == finding.value
                if isinstance(reading.rule, IndicatorRule | SilentRule):
                    assert finding.status is Status.CANNOT_TELL
                    assert goal.id in english(finding.missing)
    assert seen > 20


def test_the_people_near_two_bases_are_those_near_the_farther_of_two():
    study = study_of(base("a", 1.0), base("b", 1.0, x=5500.0))
    homes = town_study(
        [(0, 0), (700, 0), (1500, 0), (2600, 0), (3600, 0), (4500, 0), (6000, 0), (3000, 300)],
        [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0],
    )
    study = replace(study, demand=homes.demand)
    evidence = Evidence(study, plan_of(FLEET, **PER_300))
    times = [
        evidence.access_to(np.array([row]), "ambulance", Direction.FROM).time_s for row in (0, 1)
    ]
    people = study.demand.population
    expected = people[np.maximum(*times) <= 900.0].sum()
    assert 0 < expected < people.sum()
    finding = judged(plan_of(FLEET, **PER_300), study)
    assert finding.figures["count_two_bases"] == expected


HOUSES = st.lists(
    st.tuples(
        st.sampled_from(["", "1A", "2", "2B", "3A"]),
        st.sampled_from(["open", "planned", "closed"]),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
)


def houses(drawn, kind):
    return [
        site(
            f"h{at}",
            kind=kind,
            level=level,
            status=status,
            services=["tcm"] * has_it,
            x=0.0 if near else 6000.0,
        )
        for at, (level, status, has_it, near) in enumerate(drawn)
    ]


@given(drawn=HOUSES, figure=st.integers(1, 4), data=st.data())
def test_a_count_is_that_of_plain_counting_whatever_the_order(drawn, figure, data):
    row = {"comparator": ">=", "value": figure, "unit": "hospitals"}
    plan = plan_of({**COUNT, "least_level": "2", "offering": ["tcm"]}, **row)
    sites = houses(drawn, "hospital")
    finding = judged(plan, study_of(*sites))
    if not any(has_it for _, _, has_it, _ in drawn):
        assert codes(finding.missing) == ["missing.service"]
        return
    sure = [one for one in drawn if one[0][:1] in ("2", "3") and one[1] == "open" and one[2]]
    maybe = [one for one in drawn if not one[0] and one[1] == "open" and one[2]]
    assert finding.value == len(sure)
    if len(sure) >= figure:
        assert finding.status is Status.MET
    elif len(sure) + len(maybe) < figure:
        assert finding.status is Status.NOT_MET
    else:
        assert finding.status is Status.CANNOT_TELL
    shuffled = judged(plan, study_of(*data.draw(st.permutations(sites))))
    assert (shuffled.value, shuffled.status, shuffled.facilities) == (
        finding.value,
        finding.status,
        finding.facilities,
    )


@given(drawn=HOUSES, figure=st.integers(1, 100))
def test_a_share_holds_whatever_the_unknown_grades_turn_out_to_be(drawn, figure):
    row = {"comparator": ">=", "value": figure, "unit": "%"}
    plan = plan_of({**SHARE, "least_level": "2"}, **row)
    kind = "township_health_centre"
    finding = judged(plan, study_of(*houses(drawn, kind)))
    if finding.status is Status.CANNOT_TELL:
        return
    assert finding.unit is Unit.SHARE
    for told in ("1A", "2B"):
        known = [(told if not one[0] else one[0], *one[1:]) for one in drawn]
        clear = judged(plan, study_of(*houses(known, kind)))
        # Where the truth leaves nobody with it, the list is silent.
        assert clear.status in (finding.status, Status.CANNOT_TELL)


def test_every_name_in_these_findings_has_words():
    kinds = {*KIND_OF_TYPE.values(), OTHER}
    assert all(f"missing.count_{kind}" in MESSAGES for kind in kinds)
    sites = [
        site("a", level="2A", beds=3.0, services=["tcm"]),
        site("u", beds=1.0),
        site("p", status="planned"),
        base("b", 1.0),
    ]
    study = study_of(*sites)
    density = {"kind": "density", "resource": "beds", "per": 1000, "services": ["hospital"]}
    share = {**SHARE, "services": ["hospital"]}
    beds = {"kind": "institution_beds"}
    named = [{"name": "a", "beds": 3}, {"name": "x", "beds": 3}]
    figure = {"comparator": ">=", "value": 1, "unit": "beds"}
    findings = [
        judged(plan_of(density), study),
        judged(plan_of(FLEET, **PER_300), study),
        judged(plan_of({**COUNT, "named_only": True}, facilities=named, sites=["a"]), study),
        judged(plan_of(share), study),
        judged(plan_of(beds, facilities=named, **figure), study),
    ]
    for finding in findings:
        assert finding.formula is not None
        assert finding.tables
        for number in finding.numbers:
            assert f"number.{number.name}" in MESSAGES
        for table in finding.tables:
            assert f"table.{table.name}" in MESSAGES
            assert all(f"column.{one}" in MESSAGES for one in table.columns)
            assert all(len(row) == len(table.columns) for row in table.rows)
            marks = [c for row in table.rows for c in row if str(c).startswith("count_")]
            assert all(f"cell.{one}" in MESSAGES for one in marks)
