"""The packaged plans: every inconsistency that their reader found is found by computation."""

from __future__ import annotations

import importlib.util
import math
import re
from pathlib import Path

import pytest

from data.plans import load_plan
from geo.text import Lang
from planning.consistency.report import check_consistency
from planning.consistency.result import CheckKind, ConsistencyStatus
from planning.plan_figures import Form

DISTRICTS = ("kaizhou", "wanzhou", "wutongqiao", "yanjiang", "yongchuan")

# Why each is a contradiction: two figures written for one thing that differ by more than
# their rounding, or densities that no single population gives. Everything else (targets
# looser than 2020, lists with names missing, words) may be meant, and is to be clarified.
CONTRADICTIONS = {
    "yongchuan": [
        "units: 0.83 per 10,000 and per 1,000",
        "population: 1.14 M behind beds and technicians, 1.02 M behind doctors, 1.06 M nurses",
    ],
    "yanjiang": [
        "twice: 9.6 beds per 1,000 and 5.0-6.0",
        "twice: 2.99 and 2.71 general practitioners per 10,000",
        "twice: 6.64 and 0.1 ten thousand public-health staff",
        "units: 6.64 ten thousand persons beside 6.1 per 10,000",
        "ratio: 3.23 / 2.66 is no 1.14",
        "ratio: 9495 / 9576 is no 0.96",
    ],
    "wutongqiao": [
        "twice: life expectancy 78.53 and 78.47",
        "twice: infant mortality 2.81 and 3.28",
        "twice: no maternal death and 4.56 per 100,000",
        "twice: 3 combined-care centres and 1",
    ],
    "kaizhou": [
        "twice: 5.36 and 5.31 beds per 1,000",
        "twice: 3.46 and 2.59 general practitioners per 10,000",
        "twice: 9270 and 9271 square metres",
    ],
    "wanzhou": ["twice: no maternal death in three years and 11.4 per 100,000"],
}

# Entry of the source -> kind of check, and a word of the result's sentence or its goals.
FOUND = {
    "yongchuan": {
        "implied resident population differs by indicator": [("population", "1.1408 million")],
        "public-health staff unit": [("units", "Public-health staff")],
        "target looser than baseline": [("target", "YC-34"), ("target", "YC-36")],
        "people's hospital site": [("names", "moved already")],
        "target grade": [("twice", "MCH"), ("twice", "CDC")],
        "one hospital, two names": [("names", "渝西公共卫生应急救治医院")],
    },
    "yanjiang": {
        "bed density target": [("twice", "Beds of medical")],
        "implied population": [("population", "1.0006 million")],
        "institution table total": [("sum", "4,195 on"), ("sum", "list of 24 comes to 4,195")],
        "ratios do not recompute": [("ratio", "Doctor"), ("ratio", "Bed")],
        "GP density 2020": [("twice", "General")],
        "public-health staff": [("units", "ten thousand persons")],
        "sub-centres not named": [("named", "丹山")],
        "public-health staff target": [("units", "ten thousand persons")],
        "infectious ward host": [("twice", "infectious ward")],
        "age-friendly institutions": [("twice", "age-friendly")],
        "table numbers": [("named", "表1")],
    },
    "wutongqiao": {
        "2020 life expectancy": [("twice", "Life expectancy")],
        "2020 infant mortality": [("twice", "Infant mortality")],
        "2020 maternal mortality": [("twice", "Maternal mortality")],
        "8 % recommended standard": [("share", "WTQ-13")],
        "child-care": [("growth", "Child-care")],
        "combined-care centres": [("twice", "Combined-care")],
        "targets looser than baseline": [
            ("target", "WTQ-35"), ("target", "WTQ-36"), ("target", "WTQ-37"), ("target", "WTQ-30"),
        ],
    },
    "kaizhou": {
        "beds per 1000 in 2020": [("twice", "Beds of medical")],
        "GPs per 10,000 in 2020": [("twice", "General")],
        "CDC floor area": [("twice", "Floor area")],
        "place names": [("names", "满月乡")],
        "project places": [("projects", "can be placed")],
        "baseline wording": [("basis", "2020 average value")],
        "beds of projects": [("projects", "whole site")],
        "number of level-2 hospitals": [("sum", "Level-2")],
        "clinical five centres": [("named", "clinical service")],
    },
    "wanzhou": {
        "densities recompute": [("population", "fit one population")],
        "maternal mortality": [("twice", "Maternal")],
        "urban population": [("population", "urban planned area")],
        "same site, two names": [
            ("names", "区第六人民医院"), ("names", "重庆三峡中心医院"), ("names", "区中医院"),
            ("names", "区人民医院"),
        ],
        "targets already met": [
            ("target", "WZ-17"), ("target", "WZ-36"), ("target", "WZ-34"), ("target", "WZ-42"),
            ("target", "WZ-30"), ("target", "WZ-45"),
        ],
        "kind of beds": [("basis", "approved beds")],
        "sub-centres not named": [("named", "WZ-03")],
    },
}  # fmt: skip
# Entries that no computation on the plan's figures could give: none.
NOT_COMPUTED: dict[str, set[str]] = {}

# Numbers of a detail that are no figures: numbers of boxes and grades, denominators.
_NO_FIGURE = re.compile(
    r"(?:box|chapter|section|level|table|row|rows)[ -]\d+(?:, \d+)*(?: and \d+)?"
    r"|per (?:1,000|10,000|100,000|1000)|表\d|3-A|m2|13th"
)
_FIGURE = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")


def sources(test_data: Path) -> Path:
    folder = test_data.parent / "domain" / "plans"
    if not folder.is_dir():
        pytest.skip(f"no district files at {folder}")
    return folder


def source(test_data: Path, name: str):
    path = sources(test_data) / f"{name}.yaml"
    if importlib.util.find_spec("yaml") is None:
        pytest.skip("PyYAML is not installed")
    import yaml

    return yaml.safe_load(path.read_text(encoding="utf-8"))


def results_for(report, kind, word):
    return [
        one
        for one in report.results
        if one.kind == CheckKind(kind) and (word in one.goals or word in one.what.render(Lang.EN))
    ]


def figures(detail: str) -> list[str]:
    return _FIGURE.findall(_NO_FIGURE.sub(" ", detail))


def is_among(written: str, numbers: list[float]) -> bool:
    """Whether a figure is one of the numbers, rounded as it is written; 1.141 M in millions."""
    plain = written.replace(",", "")
    digits = len(plain.partition(".")[2])
    half = 0.5 * 10.0**-digits + 1e-9
    value = float(plain)
    return any(
        abs(number - value) <= half or abs(number / 1e6 - value) <= half for number in numbers
    )


@pytest.mark.parametrize("name", DISTRICTS)
def test_every_entry_of_the_source_is_found_by_computation(name, test_data):
    entries = source(test_data, name)["inconsistencies_found"]
    assert {one["what"] for one in entries} == set(FOUND[name]) | NOT_COMPUTED.get(name, set())
    report = check_consistency(load_plan(name))
    for entry in entries:
        numbers: list[float] = []
        for kind, word in FOUND[name][entry["what"]]:
            found = results_for(report, kind, word)
            assert found, (entry["what"], kind, word)
            numbers += [number for one in found for number in one.numbers]
        missing = [one for one in figures(entry["detail"]) if not is_among(one, numbers)]
        assert missing == [], (entry["what"], entry["detail"], numbers)


def test_the_reader_of_details_takes_figures_and_leaves_the_numbers_of_boxes():
    detail = "target 4, but box 8 starts 4: 8967/7.86=1.141 M, 0.83 per 10,000, 51,400 m2, rows 7"
    assert figures(detail) == ["4", "4", "8967", "7.86", "1.141", "0.83", "51,400"]
    assert is_among("1.141", [1_140_840.0])
    assert not is_among("1.142", [1_140_840.0])


@pytest.mark.parametrize("name", DISTRICTS)
def test_no_contradiction_without_a_reason(name):
    report = check_consistency(load_plan(name))
    found = [
        one.kind.value for one in report.results if one.status is ConsistencyStatus.CONTRADICTION
    ]
    assert found == [reason.partition(":")[0] for reason in CONTRADICTIONS[name]]


@pytest.mark.parametrize("name", DISTRICTS)
def test_statements_are_facts_that_the_source_gives(name, test_data):
    """Every figure of a statement stands in the source: its context, goals or details."""
    given = source(test_data, name)
    written: list[float] = []

    def gather(value: object) -> None:
        if isinstance(value, dict):
            for one in value.values():
                gather(one)
        elif isinstance(value, list):
            for one in value:
                gather(one)
        elif isinstance(value, int | float):
            written.append(float(value))
        elif isinstance(value, str):
            written.extend(float(one.replace(",", "")) for one in _FIGURE.findall(value))

    for key, value in given.items():
        gather(value if key != "inconsistencies_found" else [one["detail"] for one in value])
    millions = [one * 1e6 for one in written]
    said_in_words = {
        ("maternal_deaths", 0.0),  # no maternal death
        ("combined_care_centres", 1.0),  # one combined-care centre
        ("community_centres_listed", 5.0),  # 20 % of 5 listed CHC
        ("clinical_five_centres", 5.0),  # five centres
    }
    plan = load_plan(name)
    for one in plan.statements:
        for number in one.value.numbers:
            known = any(math.isclose(number, each) for each in (*written, *millions))
            assert known or (one.about, number) in said_in_words, (one.about, number)
        if (
            one.goal
            and one.value.form is Form.NUMBER
            and one.section == plan.rows.row(one.goal).section
        ):
            row = plan.rows.row(one.goal)
            its = {*row.value.numbers, *row.baseline_2020.numbers, *_in(row.unit)}
            its |= {project.floor_m2 for project in plan.projects}
            assert one.value.numbers[0] in its or one.part_of or one.listed, one


def _in(unit: str) -> list[float]:
    return [float(one) for one in _FIGURE.findall(unit)]


def test_a_study_stands_beside_the_plan():
    report = check_consistency(load_plan("yongchuan"), population=1_140_840.0)
    own, study = report.of(CheckKind.POPULATION)
    assert own.status is ConsistencyStatus.CONTRADICTION
    assert study.status is ConsistencyStatus.CLARIFY
    # 2,644 doctors and 3,653 nurses of 1,140,840 people, reckoned by hand.
    assert any(math.isclose(one, 2.3176, abs_tol=1e-4) for one in study.numbers)
    assert any(math.isclose(one, 3.2020, abs_tol=1e-4) for one in study.numbers)


def test_the_same_plan_gives_the_same_words():
    first, second = (check_consistency(load_plan("yanjiang")) for _ in range(2))
    assert [one.what.render(Lang.ZH) for one in first.results] == [
        one.what.render(Lang.ZH) for one in second.results
    ]


@pytest.mark.parametrize("name", [*DISTRICTS, "circles"])
def test_no_sentence_has_a_hole(name):
    for one in check_consistency(load_plan(name)).results:
        for lang in Lang:
            sentence = one.what.render(lang)
            assert not re.search(r"nan|inf\b|None|\{|\(\)|（）|::|: ;", sentence), sentence
