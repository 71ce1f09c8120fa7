"""Densities, fleets, counts, shares and beds of a facility list; expected values by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.plans import load_readings
from geo.text import Lang
from hand_town import lonlat, town_areas, town_study, town_up_to
from layers.areas import AreaSet
from layers.facilities import FacilitySet, Level, OperatingStatus, Service
from planning.judging.codec import finding_from_plain, finding_to_plain
from planning.judging.counts.density import implied_people
from planning.judging.counts.eligible import bounded, grade_fits
from planning.judging.counts.fleet import units_required
from planning.judging.evidence import Evidence
from planning.judging.finding import Status, Target, Unit
from planning.judging.judge import judge
from planning.plan import Plan
from planning.plan_figures import Comparator
from planning.readings.rules_count import Eligible

WORDS = {"zh": "甲", "en": "x"}
NAN = math.nan


@cache
def town(people: tuple[float, ...]):
    # Two homes: one in the west (0, 0), one in the east (6000, 0).
    return town_study([(0, 0), (6000, 0)][: len(people)], list(people))


def site(name, *, x=0.0, kind="hospital", services=(), level="", status="open", **numbers):
    return {
        "id": name,
        "x": x,
        "kind": Service(kind),
        "services": frozenset({Service(kind), *map(Service, services)}),
        "level": Level(level),
        "status": OperatingStatus(status),
        **{one: numbers.get(one, NAN) for one in ("beds", "doctors", "staff", "vehicles")},
    }


def study_of(*sites, people=(600.0, 400.0), areas=None):
    place = np.array([lonlat(one["x"], 0.0) for one in sites]).reshape(-1, 2)
    ids = tuple(one["id"] for one in sites)
    facilities = FacilitySet(
        id=ids,
        name=ids,
        lon=place[:, 0],
        lat=place[:, 1],
        kind=tuple(one["kind"] for one in sites),
        services=tuple(one["services"] for one in sites),
        source=("list",) * len(sites),
        level=tuple(one["level"] for one in sites),
        status=tuple(one["status"] for one in sites),
        **{
            name: np.array([one[name] for one in sites], dtype=np.float64)
            for name in ("beds", "doctors", "staff", "vehicles")
        },
    )
    if areas is None:
        quarters = town_areas()
        areas = AreaSet(quarters.code, quarters.name, ("township",) * 2, quarters.polygon)
    return replace(town(people), facilities=facilities, areas=areas)


def plan_of(reading, *, context=None, facilities=(), book=False, more=(), **row):
    own = {
        "id": "own",
        "title": WORDS,
        "pass_source": WORDS,
        **reading,
    }
    goal = {
        "id": "X-01",
        "type": "count_goal",
        "section": "1",
        "phrase": "words",
        "computable": "count",
        **row,
    }
    table = {
        "name": "x",
        "title": WORDS,
        "period": "2021-2025",
        "context": context or {},
        "goals": [goal | ({} if book else {"readings": [own, *more]})],
        "prefixes": [],
        "facilities": [{"kind": "hospital", **one} for one in facilities],
    }
    return Plan.from_mapping(table, book=load_readings())


def judged(plan, study):
    goal = plan.goals[0]
    finding = judge(Evidence(study, plan), goal, goal.readings[0])
    kept = finding_from_plain(finding_to_plain(finding))
    assert kept.status is finding.status
    notes = [*finding.notes, *finding.missing, *finding.flips, *(one.what for one in finding.runs)]
    for note in [*notes, *([finding.formula] if finding.formula else [])]:
        for lang in Lang:
            assert "{" not in note.render(lang)
    return finding


def codes(notes):
    return [one.code for one in notes]


def english(notes):
    return " ".join(one.render(Lang.EN) for one in notes)


# ------------------------------------------------------------------- density ---

BEDS = {"kind": "density", "resource": "beds", "per": 1000, "services": ["hospital"]}
AT_LEAST_30 = {"comparator": ">=", "value": 30, "unit": "beds/1000", "type": "bed_density"}


def beds_of(*beds, x=0.0):
    return [site(f"h{at}", beds=float(one), x=x) for at, one in enumerate(beds)]


@pytest.mark.parametrize(
    ("beds", "value", "status"),
    [((10, 20), 30.0, "MET"), ((10, 19), 29.0, "NOT_MET"), ((10, 20.00001), 30.00001, "MET")],
)
def test_beds_per_thousand_of_the_study(beds, value, status):
    finding = judged(plan_of(BEDS, **AT_LEAST_30), study_of(*beds_of(*beds)))
    assert finding.unit is Unit.PER_1000
    assert finding.value == pytest.approx(value, rel=1e-12)
    assert finding.status is Status(status)
    assert finding.figures["population"] == 1000
    assert finding.facilities == ("h0", "h1")
    assert "1,000" in finding.formula.render(Lang.EN)
    assert "hand" in english(finding.notes)


def test_the_table_by_township_adds_up_and_says_what_is_unknown():
    sites = [site("a", beds=12.0), site("b", x=6000, beds=20.0), site("c", x=6000)]
    finding = judged(plan_of(BEDS, **AT_LEAST_30), study_of(*sites))
    (table,) = finding.tables
    assert table.rows == (
        ("East", 2.0, 1.0, 20.0, 400.0, 50.0),
        ("West", 1.0, 0.0, 12.0, 600.0, 20.0),
    )
    empty = judged(plan_of(BEDS, **AT_LEAST_30), study_of(site("a", beds=40.0), site("c", x=6000)))
    assert empty.tables[0].rows[0] == ("East", 1.0, 1.0, None, 400.0, None)


def test_unknown_beds_make_a_lower_bound_that_may_pass_but_never_fails():
    enough = judged(plan_of(BEDS, **AT_LEAST_30), study_of(*beds_of(10, 20), site("u")))
    assert enough.status is Status.MET
    assert "notes.count_lower_bound" in codes(enough.notes)
    short = judged(plan_of(BEDS, **AT_LEAST_30), study_of(*beds_of(10, 19), site("u")))
    assert short.status is Status.CANNOT_TELL
    assert short.value == 29.0
    assert codes(short.missing) == ["missing.count_numbers"]
    assert "of 1 facilities: u" in english(short.missing)
    assert "1 beds together" in english(short.flips)


def test_unknown_beds_break_a_ceiling_but_never_keep_it():
    ceiling = {**AT_LEAST_30, "comparator": "<="}
    assert judged(plan_of(BEDS, **ceiling), study_of(*beds_of(30))).status is Status.MET
    over = judged(plan_of(BEDS, **ceiling), study_of(*beds_of(31), site("u")))
    assert over.status is Status.NOT_MET
    under = judged(plan_of(BEDS, **ceiling), study_of(*beds_of(29), site("u")))
    assert under.status is Status.CANNOT_TELL


@pytest.mark.parametrize(
    ("beds", "unknown", "status"),
    [
        (30, False, "MET"),
        (30, True, "CANNOT_TELL"),
        (29, True, "CANNOT_TELL"),
        (41, True, "NOT_MET"),
        (41, False, "NOT_MET"),
    ],
)
def test_a_range_of_beds(beds, unknown, status):
    row = {**AT_LEAST_30, "comparator": "in", "value": "30-40"}
    sites = [*beds_of(beds), *([site("u")] if unknown else [])]
    assert judged(plan_of(BEDS, **row), study_of(*sites)).status is Status(status)


def test_the_first_three_without_a_number_are_named():
    finding = judged(plan_of(BEDS, **AT_LEAST_30), study_of(*(site(f"u{at}") for at in range(5))))
    assert finding.status is Status.CANNOT_TELL
    assert math.isnan(finding.value)
    assert "5 facilities: u0, u1, u2, …" in english(finding.missing)


def test_the_plans_denominator_is_brought_to_the_rules():
    row = {"comparator": ">=", "value": 300, "unit": "beds per 10000", "type": "bed_density"}
    finding = judged(plan_of(BEDS, **row), study_of(*beds_of(10, 20)))
    assert (finding.target.low, finding.status) == (30.0, Status.MET)


@pytest.mark.parametrize(
    "row",
    [
        {"comparator": ">=", "value": 3, "unit": "per 1000", "type": "workforce_density"},
        {"comparator": ">=", "value": 30, "unit": "%"},
        {"comparator": ">=", "value": 30, "unit": "beds"},
        {"comparator": ">=", "value": "3+4", "unit": "beds/1000"},
        {"comparator": ">", "value": "rising", "unit": "beds/1000"},
    ],
)
def test_a_figure_of_another_kind_is_not_compared(row):
    finding = judged(plan_of(BEDS, **row), study_of(*beds_of(10, 20)))
    assert finding.status is Status.CANNOT_TELL
    assert codes(finding.missing) == ["missing.count_other_figure"]
    assert "X-01" in english(finding.missing)


def test_a_density_of_staff_is_held_against_persons():
    reading = {**BEDS, "resource": "doctors"}
    row = {"comparator": ">=", "value": 3, "unit": "per 1000", "type": "workforce_density"}
    finding = judged(plan_of(reading, **row), study_of(site("a", doctors=3.0)))
    assert (finding.value, finding.status) == (3.0, Status.MET)


def test_what_a_density_lacks_is_named():
    plan = plan_of(BEDS, **AT_LEAST_30)
    nobody = judged(plan, study_of(*beds_of(10), people=(0.0, 0.0)))
    assert codes(nobody.missing) == ["missing.population"]
    none = judged(plan, study_of(site("c", kind="clinic", beds=3.0)))
    assert codes(none.missing) == ["missing.service"]
    beyond = judged(plan, study_of(*beds_of(10, x=6000), areas=town_up_to(1500)))
    assert codes(beyond.missing) == ["missing.count_none_eligible"]
    young = judged(plan_of({**BEDS, "group": "under3"}, **AT_LEAST_30), study_of(*beds_of(10)))
    assert codes(young.missing) == ["missing.group"]
    no_figure = judged(plan_of(BEDS, type="bed_density"), study_of(*beds_of(10)))
    assert codes(no_figure.missing) == ["missing.target"]
    assert no_figure.value == 10.0


def test_the_districts_own_facilities_count_and_those_beyond_are_a_run():
    sites = [site("in", beds=10.0), site("out", x=6000, beds=20.0)]
    study = study_of(*sites, areas=town_up_to(1500))
    finding = judged(plan_of(BEDS, **AT_LEAST_30), study)
    assert (finding.value, finding.status) == (10.0, Status.NOT_MET)
    assert finding.facilities == ("in",)
    (run,) = finding.runs
    assert (run.value, run.status) == (30.0, Status.MET)


def test_the_people_that_the_plan_implies_are_a_run():
    context = {"resident_pop": 2000.0, "beds_2020": 10218.0, "beds_per_1000": 6.53}
    plan = plan_of(BEDS, context=context, **AT_LEAST_30)
    finding = judged(plan, study_of(*beds_of(30)))
    stated, implied = finding.runs
    assert (stated.value, stated.status) == (15.0, Status.NOT_MET)
    # 10,218 / 6.53 x 1,000 = 1,564,778 people
    assert implied.value == pytest.approx(30 * 1000 / 1_564_777.9, rel=1e-6)
    assert "1,564,778" in implied.what.render(Lang.EN)


def test_every_population_a_plan_implies_has_words():
    context = {"resident_pop": 1.0}
    for name in ("beds", "staff", "technicians", "doctors", "nurses"):
        context |= {f"{name}_2020": 2.0, f"{name}_per_1000": 4.0}
    found = judged(plan_of(BEDS, context=context, **AT_LEAST_30), study_of(*beds_of(30)))
    assert [round(people) for _, people in implied_people(context)] == [1, *[500] * 5]
    assert len(found.runs) == 6
    assert implied_people({"beds_2020": 5.0, "beds_per_1000": 0.0, "staff_2020": 3.0}) == ()


def test_so_many_more_beds_do_meet_it():
    study = study_of(*beds_of(10, 12.5))
    finding = judged(plan_of(BEDS, **AT_LEAST_30), study)
    (flip,) = finding.flips
    assert flip.fields["count"] == 8  # 7.5 beds are missing
    met = judged(plan_of(BEDS, **AT_LEAST_30), study_of(*beds_of(10, 12.5, 8)))
    assert met.status is Status.MET
    assert met.flips[0].fields["count"] == 0  # half a bed to spare is none


def test_a_planned_house_has_no_beds_and_one_of_unknown_state_is_a_caveat():
    sites = [
        site("open", beds=10.0),
        site("planned", beds=99.0, status="planned"),
        site("closed", beds=99.0, status="closed"),
        site("perhaps", beds=20.0, status="unknown"),
    ]
    finding = judged(plan_of(BEDS, **AT_LEAST_30), study_of(*sites))
    assert finding.value == 30.0
    assert "notes.unknown_status" in codes(finding.notes)


@given(
    beds=st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=1, max_size=6),
    at=st.integers(0, 5),
)
def test_one_more_bed_never_lowers_a_density(beds, at):
    def finding(numbers):
        sites = [site(f"h{k}", **({} if n is None else {"beds": float(n)})) for k, n in numbers]
        return judged(plan_of(BEDS, **AT_LEAST_30), study_of(*sites))

    before = list(enumerate(beds))
    after = [(k, n + 1 if k == at % len(beds) and n is not None else n) for k, n in before]
    old, new = finding(before), finding(after)
    assert math.isnan(old.value) == math.isnan(new.value)
    assert math.isnan(old.value) or new.value >= old.value
    order = [Status.NOT_MET, Status.CANNOT_TELL, Status.MET]
    assert order.index(new.status) >= order.index(old.status)
    backwards = finding(before[::-1])
    assert (backwards.value, backwards.status) == (old.value, old.status) or math.isnan(old.value)


@given(known=st.integers(0, 60), hidden=st.integers(0, 60), sign=st.sampled_from([">=", "<="]))
def test_hiding_a_number_never_turns_the_answer_round(known, hidden, sign):
    row = {**AT_LEAST_30, "comparator": sign}
    shown = judged(plan_of(BEDS, **row), study_of(*beds_of(known, hidden)))
    unknown = judged(plan_of(BEDS, **row), study_of(*beds_of(known), site("h1")))
    assert unknown.status in (shown.status, Status.CANNOT_TELL)


# --------------------------------------------------------------------- fleet ---

FLEET = {
    "kind": "fleet",
    "service": "ambulance_base",
    "people_per_vehicle": 300,
    "tried": [100, 1000],
}
PER_300 = {"comparator": "<=", "value": 300, "unit": "residents per ambulance"}


def base(name, vehicles=NAN, x=0.0):
    return site(name, kind="ambulance_base", vehicles=vehicles, x=x)


@pytest.mark.parametrize(
    ("people", "each", "required"),
    [
        (1_000_600, 30_000, 34),
        (1_564_000, 30_000, 53),
        (250, 100, 3),
        (250_000, 100_000, 3),
        (60_000, 30_000, 2),
        (60_000.000001, 30_000, 2),
        (60_001, 30_000, 3),
        (0, 30_000, 0),
        (1, 30_000, 1),
    ],
)
def test_units_required(people, each, required):
    assert units_required(people, each) == required


def test_required_vehicles_and_the_gap():
    # 1,000 people, one for each 300: 3.33, so 4.
    finding = judged(plan_of(FLEET, **PER_300), study_of(base("a", 2.0), base("b", 1.0, x=6000)))
    assert finding.status is Status.NOT_MET
    assert finding.unit is Unit.PEOPLE_EACH
    assert finding.value == pytest.approx(1000 / 3)
    assert finding.figures["count_required"] == 4
    assert finding.figures["count_have"] == 3
    assert finding.target == Target(Comparator.AT_MOST, 300.0)
    assert english(finding.flips).startswith("1 more vehicles")
    # One for each 100: 10; for each 1,000: 1.
    assert [run.what.fields["required"] for run in finding.runs] == [10, 1]
    assert [run.status.value for run in finding.runs] == ["NOT_MET", "MET"]
    assert finding.tables[0].rows == (("a", 2.0, 600.0), ("b", 1.0, 400.0))
    enough = judged(plan_of(FLEET, **PER_300), study_of(base("a", 3.0), base("b", 1.0)))
    assert enough.status is Status.MET
    assert enough.flips[0].fields["count"] == 0


def test_people_whom_two_bases_reach_in_time():
    # The home in the west stands at both; that in the east is 18 minutes from either:
    # 6,000 m at 20 km/h on residential streets.
    near = judged(plan_of(FLEET, **PER_300), study_of(base("a", 2.0), base("b", 1.0)))
    assert near.figures["count_two_bases"] == 600.0
    apart = judged(plan_of(FLEET, **PER_300), study_of(base("a", 2.0), base("b", 1.0, x=6000)))
    assert apart.figures["count_two_bases"] == 0.0
    alone = judged(plan_of(FLEET, **PER_300), study_of(base("a", 2.0)))
    assert alone.figures["count_two_bases"] == 0.0


def test_a_base_without_a_number_is_unknown_and_not_empty():
    short = judged(plan_of(FLEET, **PER_300), study_of(base("a", 3.0), base("b")))
    assert short.status is Status.CANNOT_TELL
    assert codes(short.missing) == ["missing.count_vehicles"]
    assert "1 bases: b" in english(short.missing)
    assert "1 vehicles together" in english(short.flips)
    enough = judged(plan_of(FLEET, **PER_300), study_of(base("a", 4.0), base("b")))
    assert enough.status is Status.MET
    none = judged(plan_of(FLEET, **PER_300), study_of(base("a"), base("b")))
    assert math.isnan(none.value)
    empty = judged(plan_of(FLEET, **PER_300), study_of(base("a", 0.0)))
    assert (empty.value, empty.status) == (math.inf, Status.NOT_MET)


def test_what_a_fleet_lacks_is_named():
    plan = plan_of(FLEET, **PER_300)
    assert codes(judged(plan, study_of(site("h"))).missing) == ["missing.service"]
    nobody = judged(plan, study_of(base("a", 1.0), people=(0.0, 0.0)))
    assert codes(nobody.missing) == ["missing.population"]


def test_a_row_without_a_figure_decides_nothing_under_the_books_reading():
    plan = plan_of({}, book=True, tests=["T-AMB-30K"])
    finding = judged(plan, study_of(base("a", 2.0)))
    assert finding.status is Status.CANNOT_TELL
    assert codes(finding.missing) == ["missing.target"]
    assert finding.value == 500.0
    assert finding.figures["count_required"] == 1
    shown = judged(plan_of({**FLEET, "compare_only": True}, **PER_300), study_of(base("a", 9.0)))
    assert shown.status is Status.CANNOT_TELL
    assert codes(shown.missing) == ["missing.target_shown"]
    own = judged(plan_of(FLEET), study_of(base("a", 4.0)))
    assert own.status is Status.MET
    assert own.target.chosen


def test_rivals_of_what_is_only_shown_are_neither_met_nor_missed():
    rival = {"id": "rival", "title": WORDS, "pass_source": WORDS, **FLEET, "rival": True}
    study = study_of(base("a", 9.0))
    for beside, status in ((True, Status.CANNOT_TELL), (False, Status.MET)):
        plan = plan_of({**FLEET, "compare_only": beside}, more=(rival,), **PER_300)
        goal = plan.goals[0]
        assert not goal.is_headline(goal.readings[1])
        assert judge(Evidence(study, plan), goal, goal.readings[1]).status is status


def test_what_is_only_shown_flips_nothing_and_says_why_the_plan_is_silent():
    beside = {**FLEET, "compare_only": True}
    fact = {**PER_300, "target_year": 2020}
    for row, code in (
        ({}, "missing.target"),
        (PER_300, "missing.target_shown"),
        (fact, "missing.target_fact"),
    ):
        short = judged(plan_of(beside, **row), study_of(base("a", 1.0)))
        assert (short.status, codes(short.missing)) == (Status.CANNOT_TELL, [code])
        assert short.flips == ()
        assert {one.status for one in short.runs} <= {Status.CANNOT_TELL}
        # Bases in the list would give a value and still no verdict.
        unknown = judged(plan_of(beside, **row), study_of(site("h")))
        assert codes(unknown.missing) == ["missing.service", code]


def test_bases_beyond_the_border_are_a_run():
    study = study_of(base("a", 3.0), base("b", 1.0, x=6000), areas=town_up_to(1500))
    finding = judged(plan_of({**FLEET, "tried": []}, **PER_300), study)
    assert finding.status is Status.NOT_MET
    (run,) = finding.runs
    assert (run.value, run.status) == (250.0, Status.MET)


# ----------------------------------------------------------- grades, bounds ---


@pytest.mark.parametrize(
    ("level", "least", "most", "fits"),
    [
        ("2A", "2", "", True),
        ("2", "2", "", True),
        ("1A", "2", "", False),
        ("3C", "2A", "", True),
        ("2", "2A", "", None),
        ("2B", "2A", "", False),
        ("", "2", "", None),
        ("", "", "", True),
        ("0", "1", "", False),
        ("0", "0", "", True),
        ("2A", "", "2", True),
        ("3", "", "2", False),
        ("2", "", "2B", None),
        ("1", "1", "2", True),
        ("3C", "1", "2", False),
        ("", "", "2", None),
    ],
)
def test_grades(level, least, most, fits):
    eligible = Eligible((), Level(least), Level(most))
    assert grade_fits(Level(level), eligible) is fits


@given(
    low=st.floats(0, 20),
    size=st.floats(0, 20),
    sign=st.sampled_from(list(Comparator)),
    inner=st.floats(0, 1),
)
def test_what_is_said_of_a_bound_holds_for_every_value_in_it(low, size, sign, inner):
    target = Target(sign, 8.0, 12.0 if sign is Comparator.WITHIN else NAN)
    high = low + size
    said = bounded(target, low, high)
    if said is not Status.CANNOT_TELL:
        assert target.status(min(low + inner * size, high)) is said


# -------------------------------------------------------------------- count ---

COUNT = {"kind": "facility_count", "services": ["hospital"], "least_level": "2"}
TWO = {"comparator": "==", "value": 2, "unit": "hospitals"}


def test_facilities_of_a_grade_are_counted():
    sites = [site("a", level="2A"), site("b", level="3"), site("c", level="1A")]
    finding = judged(plan_of(COUNT, **TWO), study_of(*sites))
    assert (finding.value, finding.status, finding.unit) == (2.0, Status.MET, Unit.COUNT)
    assert finding.facilities == ("a", "b")
    one = judged(plan_of(COUNT, **TWO), study_of(*sites[1:]))
    assert (one.value, one.status) == (1.0, Status.NOT_MET)
    assert "1 more would meet it" in english(one.flips)


def test_a_facility_of_unknown_grade_leaves_it_open_where_it_matters():
    sites = [site("a", level="2A"), site("u")]
    finding = judged(plan_of(COUNT, **TWO), study_of(*sites))
    assert finding.status is Status.CANNOT_TELL
    assert codes(finding.missing) == ["missing.count_grades"]
    assert "u" in english(finding.missing)
    three = judged(plan_of(COUNT, **{**TWO, "value": 3}), study_of(*sites))
    assert three.status is Status.NOT_MET
    enough = judged(plan_of(COUNT, **TWO), study_of(*sites, site("b", level="2")))
    assert enough.status is Status.MET


def test_planned_ones_do_not_count_and_would_meet_it():
    sites = [
        site("a", level="2A"),
        site("p", level="2", status="planned"),
        site("q", status="building"),
        site("z", level="3", status="closed"),
    ]
    finding = judged(plan_of(COUNT, **TWO), study_of(*sites))
    assert (finding.value, finding.status) == (1.0, Status.NOT_MET)
    assert codes(finding.flips) == ["flip.count_add", "flip.count_open"]
    assert "p, q" in english(finding.flips)
    assert [row[3] for row in finding.tables[0].rows] == ["count_rows", *["count_coming"] * 2]
    unknown = judged(plan_of(COUNT, **TWO), study_of(site("a", level="2", status="unknown")))
    assert "notes.unknown_status" in codes(unknown.notes)


def test_all_services_asked_for_must_be_offered():
    reading = {**COUNT, "least_level": "", "offering": ["stroke", "trauma"]}
    sites = [
        site("both", services=["stroke", "trauma"]),
        site("one", services=["stroke"]),
    ]
    finding = judged(plan_of(reading, **TWO), study_of(*sites))
    assert (finding.value, finding.facilities) == (1.0, ("both",))
    silent = judged(plan_of(reading, **TWO), study_of(site("one", services=["stroke"])))
    assert silent.status is Status.CANNOT_TELL
    assert codes(silent.missing) == ["missing.service"]
    planned = judged(
        plan_of(reading, **TWO),
        study_of(site("p", services=["stroke", "trauma"], status="planned")),
    )
    assert (planned.value, planned.status) == (0.0, Status.NOT_MET)


def test_those_beyond_the_border_are_a_run_of_the_count():
    sites = [site("a", level="2"), site("out", level="2", x=6000)]
    finding = judged(plan_of(COUNT, **TWO), study_of(*sites, areas=town_up_to(1500)))
    assert finding.status is Status.NOT_MET
    assert [(run.value, run.status) for run in finding.runs] == [(2.0, Status.MET)]


def test_named_sites_alone_are_looked_at_and_one_not_found_is_unknown():
    reading = {**COUNT, "named_only": True}
    named = [{"name": "甲医院"}, {"name": "乙医院"}]
    sites = [site("甲医院", level="2"), site("丙医院", level="2"), site("丁医院", level="2")]
    plan = plan_of(reading, facilities=named, sites=["甲医院", "乙医院"], **TWO)
    finding = judged(plan, study_of(*sites))
    assert (finding.value, finding.status) == (1.0, Status.CANNOT_TELL)
    assert "乙医院" in english(finding.missing)
    both = judged(plan, study_of(*sites, site("乙医院", level="2C", x=6000)))
    assert (both.value, both.status) == (2.0, Status.MET)
    low = judged(plan, study_of(*sites, site("乙医院", level="1")))
    assert low.status is Status.NOT_MET
    nameless = judged(plan_of(reading, **TWO), study_of(*sites))
    assert codes(nameless.missing) == ["missing.count_no_sites"]


@pytest.mark.parametrize(
    "row", [{"comparator": ">=", "value": 90, "unit": "%"}, {"comparator": ">=", "value": "1+1"}]
)
def test_a_count_is_not_held_against_percent_or_parts(row):
    finding = judged(plan_of(COUNT, **row), study_of(site("a", level="2")))
    assert codes(finding.missing) == ["missing.count_other_figure"]


def test_a_ceiling_on_a_count():
    most = {**TWO, "comparator": "<="}
    sites = [site(name, level="2") for name in "abc"]
    over = judged(plan_of(COUNT, **most), study_of(*sites))
    assert over.status is Status.NOT_MET
    assert "1 fewer" in english(over.flips)
    assert judged(plan_of(COUNT, **most), study_of(*sites[:2])).status is Status.MET


# -------------------------------------------------------------------- share ---

SHARE = {"kind": "facility_share", "services": ["township_health_centre"], "offering": ["tcm"]}
ALL = {"comparator": ">=", "value": 100, "unit": "%"}


def centres(having, lacking, **more):
    return [
        site(f"c{at:03}", kind="township_health_centre", services=["tcm"] * (at < having), **more)
        for at in range(having + lacking)
    ]


@pytest.mark.parametrize(
    ("having", "lacking", "figure", "status"),
    [
        (4, 0, 100, "MET"),
        (3, 1, 100, "NOT_MET"),
        (3, 1, 75, "MET"),
        (19, 1, 95, "MET"),
        (2, 1, 67, "NOT_MET"),
        (7, 3, 70, "MET"),
    ],
)
def test_a_share_of_facilities(having, lacking, figure, status):
    row = {**ALL, "value": figure}
    finding = judged(plan_of(SHARE, **row), study_of(*centres(having, lacking)))
    assert finding.unit is Unit.SHARE
    assert finding.value == pytest.approx(having / (having + lacking), rel=1e-12)
    assert finding.status is Status(status)
    without = finding.tables[0].rows if finding.tables else ()
    assert len(without) == lacking


def test_how_many_more_institutions_meet_a_share():
    row = {**ALL, "value": 95}
    finding = judged(plan_of(SHARE, **row), study_of(*centres(10, 10)))
    assert finding.flips[0].fields["count"] == 9  # 19 of 20
    met = judged(plan_of(SHARE, **{**ALL, "value": 40}), study_of(*centres(10, 10)))
    assert met.flips[0].fields["count"] == 2  # 8 of 20 would do


def test_a_list_in_which_nobody_has_it_does_not_say():
    finding = judged(plan_of(SHARE, **ALL), study_of(*centres(0, 4)))
    assert finding.status is Status.CANNOT_TELL
    assert math.isnan(finding.value)
    assert codes(finding.missing) == ["missing.count_column"]
    assert "4 facilities" in english(finding.missing)
    none = judged(plan_of(SHARE, **ALL), study_of(site("h")))
    assert codes(none.missing) == ["missing.service"]


def test_unknown_grades_bound_a_share():
    reading = {**SHARE, "least_level": "1"}
    known = centres(3, 1, level="1")
    unsure = site("u", kind="township_health_centre", services=["tcm"])
    finding = judged(plan_of(reading, **{**ALL, "value": 80}), study_of(*known, unsure))
    # 3 of 4 without it, 4 of 5 with it.
    assert finding.status is Status.CANNOT_TELL
    assert finding.band == (0.75, 0.8)
    assert codes(finding.missing) == ["missing.count_grades"]
    low = judged(plan_of(reading, **{**ALL, "value": 75}), study_of(*known, unsure))
    assert low.status is Status.MET
    high = judged(plan_of(reading, **{**ALL, "value": 81}), study_of(*known, unsure))
    assert high.status is Status.NOT_MET


def test_a_share_is_not_held_against_a_count():
    row = {"comparator": "==", "value": 40, "unit": "centres"}
    finding = judged(plan_of(SHARE, **row), study_of(*centres(3, 1)))
    assert codes(finding.missing) == ["missing.count_other_figure"]
    own = {**SHARE, "target": 75, "comparator": ">="}
    assert judged(plan_of(own, **row), study_of(*centres(3, 1))).status is Status.MET


def test_institutions_beyond_the_border_are_a_run_of_the_share():
    sites = [*centres(3, 1), site("out", kind="township_health_centre", x=6000)]
    finding = judged(plan_of(SHARE, **ALL), study_of(*sites, areas=town_up_to(1500)))
    assert finding.value == 0.75
    assert [run.value for run in finding.runs] == [0.6]


# --------------------------------------------------------------------- beds ---

SUM = {"kind": "institution_beds"}
NAMED = [{"name": "甲医院", "beds": 100}, {"name": "乙医院", "beds": 50}, {"name": "丙医院"}]
BEDS_150 = {"comparator": "==", "value": 150, "unit": "beds, sum of 2 rows"}


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [(100, 50, "MET"), (149, 1, "MET"), (100, 49, "NOT_MET"), (NAN, 150, "MET")],
)
def test_the_sum_of_the_plans_institutions(first, second, status):
    sites = [site("甲医院", beds=first), site("乙医院", beds=second), site("别家", beds=999.0)]
    finding = judged(plan_of(SUM, facilities=NAMED, **BEDS_150), study_of(*sites))
    assert finding.status is Status(status)
    assert finding.unit is Unit.BEDS
    assert finding.value == (150.0 if math.isnan(first) else first + second)
    assert finding.figures["count_beds_wanted"] == 150


def test_what_is_unknown_of_beds_is_named():
    plan = plan_of(SUM, facilities=NAMED, **BEDS_150)
    lost = judged(plan, study_of(site("甲医院", beds=120.0)))
    assert lost.status is Status.CANNOT_TELL
    assert lost.value == 120.0
    assert codes(lost.missing) == ["missing.count_beds"]
    assert "乙医院" in english(lost.missing)
    assert lost.tables[0].rows == (
        ("甲医院", 100.0, 120.0, 1.2, 20.0, "count_rows"),
        ("乙医院", 50.0, None, None, None, "count_lost"),
    )
    nothing = judged(plan, study_of(site("别家", beds=1.0)))
    assert math.isnan(nothing.value)
    assert "甲医院, 乙医院" in english(nothing.missing)
    assert nothing.tables


def test_a_house_that_is_not_open_has_no_beds_yet():
    sites = [site("甲医院", beds=100.0), site("乙医院", beds=50.0, status="building")]
    finding = judged(plan_of(SUM, facilities=NAMED, **BEDS_150), study_of(*sites))
    assert (finding.value, finding.status) == (100.0, Status.NOT_MET)
    assert "notes.count_beds_idle" in codes(finding.notes)
    assert "50 beds away" in english(finding.flips)


def test_two_names_of_one_house_are_summed_once():
    named = [*NAMED[:2], {"name": "丁医院", "beds": 10, "aliases": ["甲医院"]}]
    sites = [site("甲医院", beds=100.0), site("乙医院", beds=50.0)]
    finding = judged(plan_of(SUM, facilities=named, **BEDS_150), study_of(*sites))
    assert finding.value == 150.0
    assert "notes.count_beds_again" in codes(finding.notes)


@pytest.mark.parametrize(
    ("first", "second", "value", "status"),
    [
        (600, 1000, 600.0, "MET"),
        (599, 1000, 599.0, "NOT_MET"),
        (700, 1001, 1001.0, "NOT_MET"),
        (700, NAN, 700.0, "CANNOT_TELL"),
        (500, NAN, 500.0, "NOT_MET"),
    ],
)
def test_each_named_hospital_within_a_range(first, second, value, status):
    row = {"comparator": "in", "value": "600-1000", "unit": "beds per hospital"}
    plan = plan_of({**SUM, "each": True}, facilities=NAMED, sites=["甲医院", "乙医院"], **row)
    sites = [site("甲医院", beds=first), site("乙医院", beds=second)]
    finding = judged(plan, study_of(*sites))
    assert (finding.value, finding.status) == (value, Status(status))


def test_a_rule_for_each_needs_named_sites_and_a_figure_in_beds():
    row = {"comparator": "in", "value": "600-1000", "unit": "beds per hospital"}
    nameless = judged(
        plan_of({**SUM, "each": True}, facilities=NAMED, **row), study_of(site("甲医院"))
    )
    assert codes(nameless.missing) == ["missing.count_no_sites"]
    share = {"comparator": "in", "value": "2-5", "unit": "% of beds"}
    other = judged(plan_of(SUM, facilities=NAMED, **share), study_of(site("甲医院", beds=1.0)))
    assert codes(other.missing) == ["missing.count_kind_of_beds"]
    silent = judged(plan_of(SUM, facilities=NAMED), study_of(site("甲医院", beds=70.0)))
    assert codes(silent.missing) == ["missing.target"]
    assert silent.value == 70.0
