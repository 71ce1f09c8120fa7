"""Findings: when they appear, how grave they are, what they say, what the headline follows."""

from __future__ import annotations

import ast
import inspect
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalogue import MESSAGES
from geo.errors import DataUnavailableError
from geo.text import Lang
from hand_town import lonlat, town_areas, town_study, town_up_to
from layers.datum_evidence import DatumEvidence
from layers.demand import DemandSurface
from layers.doubles import PossibleDouble
from layers.facilities import FacilitySet, OperatingStatus, Placed, Service
from layers.scaling import ScaledArea
from planning.import_record import ImportRecord, PlanFacilityMatch
from planning.quality import limits, rules
from planning.quality.findings import (
    Finding,
    Fitness,
    Severity,
    fitness,
    grade,
    in_order,
    reasons,
)
from planning.quality.report import QualityReport, inspect_study
from planning.study import InputFile, Study
from routing.ways import ROAD_CLASS_CODE, RoadFlag


def found_in(study: Study, **asked: object) -> dict[str, Finding]:
    return {one.name: one for one in inspect_study(study, **asked).findings}  # type: ignore[arg-type]


def sound() -> Study:
    """A study in which little is wrong: people by the road, an official list, dates."""
    study = town_study([(x, 20) for x in range(0, 1000, 100)], [100.0] * 10)
    inputs = tuple(
        InputFile(role, f"{role}.x", "0" * 64, 1, "CC0", "2024-05-01")
        for role in ("osm", "facilities", "population")
    )
    return replace(study, info=replace(study.info, inputs=inputs))


def names_in_the_rules() -> set[str]:
    """Every name that the rules give a finding, read off their source."""
    tree = ast.parse(inspect.getsource(rules))
    names = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Finding"
        and isinstance(node.args[0], ast.Constant)
    }
    return names | {"off_network", "cut_off"}  # these two come from a table


@pytest.mark.parametrize("name", sorted(names_in_the_rules()))
def test_every_finding_has_its_three_sentences(name):
    assert {f"quality.{name}.{part}" for part in ("what", "effect", "todo")} <= set(MESSAGES)


def test_no_sentence_is_left_over():
    said = {
        code.split(".")[1]
        for code in MESSAGES
        if re.fullmatch(r"quality\.\w+\.(effect|todo)", code)
    }
    assert said == names_in_the_rules()


# --- grades, order, headline ---


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (math.nan, None),
        (0.0, None),
        (1e-9, Severity.KNOW),
        (0.0099, Severity.KNOW),
        (0.01, Severity.CHECK),
        (0.0499, Severity.CHECK),
        (0.05, Severity.SERIOUS),
        (1.0, Severity.SERIOUS),
    ],
)
def test_grades_change_at_their_steps(share, expected):
    assert grade(share, (0.05, 0.01)) is expected


SOME = st.builds(
    Finding,
    name=st.sampled_from("abcde"),
    severity=st.sampled_from(Severity),
    fields=st.just({}),
    share=st.floats(0, 1) | st.just(math.nan),
    stops=st.booleans(),
)


@given(st.lists(SOME, max_size=8))
def test_the_headline_follows_the_gravest_and_the_order_does_not_matter(found):
    ordered = in_order(found)
    ranks = [(not one.stops, list(Severity).index(one.severity)) for one in ordered]
    assert ranks == sorted(ranks)
    assert fitness(ordered) is fitness(tuple(found)) is fitness(in_order(found[::-1]))
    expected = Fitness.FIT
    if any(one.severity is Severity.SERIOUS for one in found):
        expected = Fitness.CARE
    if any(one.stops for one in found):
        expected = Fitness.UNFIT
    assert fitness(ordered) is expected
    assert bool(reasons(ordered)) is (expected is not Fitness.FIT)


# --- each rule ---


def test_a_sound_study_is_fit_but_for_its_border():
    report = inspect_study(sound())
    serious = [one.name for one in report.findings if one.severity is Severity.SERIOUS]
    assert serious == ["short_reach"]
    assert report.fitness is Fitness.CARE
    without = inspect_study(replace(sound(), areas=town_areas().take([])))
    assert without.fitness is Fitness.FIT
    assert "no_areas" in {one.name for one in without.findings}


def test_a_demonstration_is_fit_for_nothing():
    study = sound()
    report = inspect_study(replace(study, info=replace(study.info, demonstration=True)))
    assert report.fitness is Fitness.UNFIT
    assert report.findings[0].name == "demonstration"


def test_without_people_or_care_nothing_can_be_told():
    study = sound()
    empty = DemandSurface(np.empty(0), np.empty(0), np.empty(0), (), "")
    report = inspect_study(replace(study, demand=empty))
    assert (report.fitness, report.findings[0].name) == (Fitness.UNFIT, "no_population")
    report = inspect_study(study, service=Service.STROKE)
    assert (report.fitness, report.findings[0].name) == (Fitness.UNFIT, "nobody_offers")
    assert math.isnan(report.measured.cut_off)
    assert "卒中中心" in report.findings[0].what(Lang.ZH)


def test_an_unknown_profile_is_refused():
    with pytest.raises(DataUnavailableError):
        inspect_study(sound(), profile="rocket")


@pytest.mark.parametrize(
    ("off", "severity", "fit"),
    [
        (4.0, "know", "fit"),
        (10.0, "check", "fit"),
        (50.0, "serious", "care"),
        (201.0, "serious", "unfit"),
    ],
)
def test_people_without_a_road(off, severity, fit):
    study = town_study([(0, 20)] * 10 + [(6000, -4000)], [(1000.0 - off) / 10] * 10 + [off])
    study = replace(study, areas=town_areas().take([]))
    found = found_in(study)["off_network"]
    assert (found.severity.value, found.share) == (severity, pytest.approx(off / 1000))
    assert fitness(tuple(found_in(study).values())).value == fit
    assert "4,0" not in found.effect(Lang.EN)
    assert f"{off:,.0f} people" in found.what(Lang.EN)


def test_people_far_from_roads_and_on_islands():
    study = town_study([(0, 20), (3100, 340), (5000, -800)], [800.0, 100.0, 100.0])
    found = found_in(study)
    # 340 m from the street although the island is 40 m away: homes go to the main network.
    assert found["far_from_road"].share == pytest.approx(0.2)
    assert found["far_from_road"].severity is Severity.SERIOUS
    near = replace(study.profile("car"), max_snap_m=100.0)
    found = found_in(replace(study, profiles={"car": near}))
    assert found["islands"].fields["people"] == 100
    assert found["cut_off"].fields["people"] == 100


def test_most_people_far_from_roads_stop_a_study():
    study = town_study([(0, 20), (5000, -800)], [49.0, 51.0])
    assert found_in(study)["far_from_road"].stops
    study = town_study([(0, 20), (5000, -800)], [51.0, 49.0])
    assert not found_in(study)["far_from_road"].stops


def test_roads_without_a_class_and_bridges_into_nothing():
    study = sound()
    kind, flags = study.ways.road_class.copy(), study.ways.flags.copy()
    kind[1], flags[8] = ROAD_CLASS_CODE["road"], int(RoadFlag.BRIDGE)
    found = found_in(replace(study, ways=replace(study.ways, road_class=kind, flags=flags)))
    assert found["unclassed"].severity is Severity.SERIOUS  # 5 of 12.2 km
    assert found["dead_end_bridges"].fields["count"] == 1
    assert "unclassed" not in found_in(study)


def test_the_record_of_the_import_speaks():
    record = ImportRecord(
        rejected=(("list.csv", 3), ("people.csv", 0)),
        datum=(DatumEvidence("list.csv", "", "roads", 9),),
        scaling=(ScaledArea("w", "West", "65plus", 10, 60, 6.0),),
        doubles=(PossibleDouble("a", "b", "A", "B", 1.0, "same_name"),),
        plan_facilities=(
            PlanFacilityMatch("one", "", "missing"),
            PlanFacilityMatch("two", "", "ambiguous", ("a", "b")),
        ),
        osm_facilities=(("Elsewhere", *lonlat(6000, 0), "hospital"),),
    )
    found = found_in(replace(sound(), record=record))
    assert found["rejected"].fields["count"] == 3
    assert found["rejected"].fields["files"] == "list.csv: 3"
    assert found["datum_undecided"].severity is Severity.SERIOUS
    assert found["scaled"].severity is Severity.SERIOUS
    assert "65 岁及以上" in found["scaled"].what(Lang.ZH)
    assert found["doubles"].fields["names"] == "A = B"
    assert found["plan_missing"].severity is Severity.SERIOUS  # one of two
    assert found["plan_ambiguous"].fields["names"] == "two"
    assert found["only_mapped"].fields["names"] == "Elsewhere"
    assert found["only_listed"].fields["count"] == 1


@pytest.mark.parametrize(
    ("factor", "severity"),
    [
        (1.0, "know"),
        (2.0, "know"),
        (2.01, "check"),
        (0.49, "check"),
        (5.01, "serious"),
        (0.19, "serious"),
        (math.nan, "check"),
    ],
)
def test_factors_far_from_one(factor, severity):
    row = ScaledArea("w", "West", "all", 10, 10 if math.isnan(factor) else 10 * factor, factor)
    found = found_in(replace(sound(), record=ImportRecord(scaling=(row,))))
    assert found["scaled"].severity.value == severity
    assert "nan" not in found["scaled"].what(Lang.EN)


def test_facilities_that_do_not_fit():
    places = [lonlat(0, 0), lonlat(3000, -400), lonlat(100, 0)]
    study = replace(
        sound(),
        facilities=FacilitySet(
            ("a", "b", "c"),
            ("A", "B", ""),
            np.array([one[0] for one in places]),
            np.array([one[1] for one in places]),
            (Service.HOSPITAL,) * 3,
            (frozenset({Service.HOSPITAL}),) * 3,
            ("x",) * 3,
            township=("West", "West", "Nowhere"),
            status=(OperatingStatus.OPEN, OperatingStatus.OPEN, OperatingStatus.PLANNED),
            placed=(Placed.POINT, Placed.STREET, Placed.POINT),
        ),
    )
    found = found_in(study)
    assert found["misplaced"].fields["names"] == "B"
    assert found["township_unknown"].fields["count"] == 1
    assert (found["facilities_far"].fields["count"], found["facilities_far"].fields["off"]) == (
        1,
        0,
    )
    assert found["unnamed"].fields["count"] == 1
    assert found["not_counted"].fields["count"] == 1
    assert found["rough_places"].fields["count"] == 1


def test_without_an_official_list_the_map_is_named():
    study = sound()
    only_osm = replace(study.info, inputs=study.info.inputs[:1])
    assert "from_map" in found_in(replace(study, info=only_osm))
    assert "from_map" not in found_in(study)


def test_dates_and_licences():
    study = sound()
    old = InputFile("areas", "areas.x", "0" * 64, 1, "", "2019")
    blank = InputFile("dem", "dem.x", "0" * 64, 1, "CC0", "")
    inputs = (*study.info.inputs, old, blank)
    found = found_in(replace(study, info=replace(study.info, inputs=inputs)))
    assert found["dates_apart"].fields["years"] == 5
    assert found["undated"].fields["files"] == "dem.x"
    assert found["unlicensed"].fields["files"] == "areas.x"


def test_care_beyond_the_border():
    study = town_study([(100, 0), (5500, 0)], [10.0, 20.0], hospitals_m=((0, 0), (6000, 0)))
    found = found_in(replace(study, areas=town_up_to(5800)))["beyond_border"]
    assert found.severity is Severity.SERIOUS
    assert "100.0% with them, 33.3% without" in found.what(Lang.EN)
    assert "outside_areas" in found_in(replace(study, areas=town_areas().take([0])))


@pytest.mark.parametrize("lang", list(Lang))
def test_every_sentence_of_a_bad_study_can_be_worded(lang):
    study = town_study([(0, 20), (5000, -800), (6000, -4000)], [100.0, 900.0, 100.0])
    report: QualityReport = inspect_study(study)
    assert len(report.findings) > 5
    for one in report.findings:
        for sentence in (one.what(lang), one.effect(lang), one.todo(lang)):
            assert sentence
            assert "{" not in sentence


def test_the_same_study_gives_the_same_report():
    first, second = (inspect_study(sound()).findings for _ in range(2))
    assert repr(first) == repr(second)


def test_every_threshold_is_said_to_be_a_judgement_or_has_its_source():
    source = inspect.getsource(limits)
    assert source.count("(judgement)") >= 12
    assert "Ministry of" in source
    assert "Degree of Urbanisation" in source
