"""Plan rows: what a row may be, and what its figure and unit mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataUnavailableError, InputError
from planning.indicator_units import (
    Base,
    Thing,
    Unit,
    UnitKind,
    comparable,
    plan_unit,
    stated_unit,
    unit_named,
)
from planning.plan_figures import Figure, Form
from planning.plan_rows import Computable, Need, PlanRows, plan_row

ROW: Mapping[str, Any] = {
    "id": "XX-01",
    "type": "bed_density",
    "section": "第一章",
    "phrase": "每千人口床位数",
    "computable": "per_capita",
    "comparator": ">=",
    "value": 9.5,
    "unit": "beds/1000",
    "baseline_2020": 7.86,
    "target_year": 2025,
    "attribute": "expected",
    "tests": ["T-BEDS"],
}
HEAD: Mapping[str, Any] = {
    "name": "own",
    "district": "某区",
    "province": "某省",
    "title": "某规划",
    "period": "2021-2025",
}


def row(**changed: Any) -> Any:
    return plan_row({**ROW, **changed}, "#1")


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in ROW.items() if name != key}


@pytest.mark.parametrize(
    ("written", "form", "numbers"),
    [
        (9.5, Form.NUMBER, (9.5,)),
        (0, Form.NUMBER, (0.0,)),
        ("-1.5", Form.NUMBER, (-1.5,)),
        ("2-4", Form.RANGE, (2.0, 4.0)),
        ("5.0-6.0", Form.RANGE, (5.0, 6.0)),
        ("3+4", Form.SUM, (3.0, 4.0)),
        ("1 / 5 / 10", Form.SEVERAL, (1.0, 5.0, 10.0)),
        ("1:1.30", Form.RATIO, (1.0, 1.3)),
        ("52 of 52", Form.OUT_OF, (52.0, 52.0)),
        ("rising", Form.RISING, ()),
        (None, Form.NONE, ()),
        ("", Form.NONE, ()),
    ],
)
def test_a_figure_is_read_in_each_of_its_shapes(written, form, numbers):
    figure = Figure.read(written)
    assert (figure.form, figure.numbers) == (form, numbers)


@pytest.mark.parametrize(
    "written", ["4-2", "about 5", "1:2:3", float("inf"), float("nan"), True, [1], "3+", "1,5"]
)
def test_a_figure_of_no_shape_is_refused(written):
    with pytest.raises(ValueError, match=r".+"):
        Figure.read(written)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "no id"}, "id"),
        ({"id": "xx-01"}, "id"),
        ({"comparator": "~"}, "comparator"),
        ({"comparator": ""}, "comparator"),
        ({"value": None}, "comparator"),
        ({"value": float("nan")}, "value"),
        ({"value": True}, "value"),
        ({"comparator": "in"}, "value"),
        ({"baseline_2020": "many"}, "baseline_2020"),
        ({"computable": "maybe"}, "computable"),
        ({"attribute": "soft"}, "attribute"),
        ({"target_year": 1948}, "target_year"),
        ({"target_year": 2101}, "target_year"),
        ({"target_year": "2025"}, "target_year"),
        ({"target_year": True}, "target_year"),
        ({"tests": "T-BEDS"}, "tests"),
        ({"phrase": "字" * 61}, "phrase"),
        ({"phrase": " "}, "phrase"),
        ({"unit": 5}, "unit"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_field_is_named_with_its_row(change, field):
    with pytest.raises(InputError) as caught:
        row(**change)
    assert caught.value.fields["field"] == field
    assert str(caught.value.fields["row"]) == str(change.get("id", "XX-01"))
    assert field in str(caught.value)


@pytest.mark.parametrize("key", ["id", "section", "phrase"])
def test_a_missing_field_is_named(key):
    with pytest.raises(InputError) as caught:
        plan_row(without(key), "#7")
    assert caught.value.fields["field"] == key
    if key == "id":
        assert caught.value.fields["row"] == "#7"


def test_years_at_the_ends_are_taken():
    assert row(target_year=1949).target_year == 1949
    assert row(target_year=2100).target_year == 2100


def test_a_phrase_as_long_as_may_be_is_taken():
    assert len(row(phrase="字" * 60).phrase) == 60


def test_two_rows_of_one_id_are_refused_and_named():
    with pytest.raises(InputError, match="XX-01"):
        PlanRows.from_mapping({**HEAD, "goals": [dict(ROW), dict(ROW)]})


@pytest.mark.parametrize("rows", [None, [], "rows", {}])
def test_a_plan_without_rows_is_refused(rows):
    with pytest.raises(InputError, match="at least one"):
        PlanRows.from_mapping({**HEAD, "goals": rows})


def test_an_old_file_of_rows_is_told_their_new_name():
    with pytest.raises(InputError, match=r"\[\[rows\]\] are called \[\[goals\]\]"):
        PlanRows.from_mapping({**HEAD, "rows": [dict(ROW)]})


def test_every_unknown_key_of_a_row_is_named_at_once():
    with pytest.raises(InputError, match="colour, size"):
        row(colour="red", size=3)


def test_what_a_row_leaves_out_has_a_default():
    short = plan_row({"id": "XX-1", "section": "s", "phrase": "p"}, "#1", last_year=2030)
    assert short.target_year == 2030
    assert (short.computable, short.tests, short.sites) == (Computable.GEOSPATIAL, (), ())
    assert short.titled("zh") == "p"
    with pytest.raises(InputError, match="target_year"):
        plan_row({"id": "XX-1", "section": "s", "phrase": "p"}, "#1")


@pytest.mark.parametrize("title", [{}, {"zh": "a"}, {"zh": "a", "en": " "}, "a", 5])
def test_a_title_needs_both_languages(title):
    with pytest.raises(InputError, match="title"):
        row(title=title)


@pytest.mark.parametrize("value", ["many", True, float("inf"), float("nan")])
def test_a_context_figure_must_be_a_finite_number(value):
    with pytest.raises(InputError, match="beds"):
        PlanRows.from_mapping({**HEAD, "context": {"beds": value}, "goals": [dict(ROW)]})


def test_a_row_is_found_by_its_id_and_by_its_parts_only():
    parted = {**ROW, "id": "XX-02", "value": "3+4", "unit": "hospitals", "computable": "count"}
    rows = PlanRows.from_mapping({**HEAD, "goals": [dict(ROW), parted]})
    assert rows.row("XX-02.2").id == "XX-02"
    assert rows.row("XX-02").indicators == ("XX-02.1", "XX-02.2")
    assert rows.row("XX-01").indicators == ("XX-01",)
    for unknown in ("XX-02.3", "XX-01.1", "XX-03", ""):
        with pytest.raises(DataUnavailableError, match="XX-01, XX-02"):
            rows.row(unknown)


def test_need_follows_the_class_and_the_figure():
    assert row().need is Need.NEEDED
    assert row(computable="count", comparator="", value=None, unit="").need is Need.NEEDED
    assert row(computable="geospatial", unit="min").need is Need.NONE
    assert row(computable="geospatial", unit="sub-centres").need is Need.OPTIONAL
    assert row(computable="geospatial", comparator="", value=None, unit="").need is Need.NONE
    assert row(computable="not_computable", unit="%").need is Need.NONE
    rows = PlanRows.from_mapping({**HEAD, "goals": [dict(ROW)]})
    assert rows.counts() == {kind: int(kind is Computable.PER_CAPITA) for kind in Computable}


def rate(thing: Thing, per: int, base: Base = Base.PEOPLE) -> Unit:
    return Unit(UnitKind.RATE, thing, per, base)


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("张/千人", rate(Thing.BEDS, 1_000)),
        ("张\uff0f千人", rate(Thing.BEDS, 1_000)),
        ("张 / 每千人口", rate(Thing.BEDS, 1_000)),
        ("每千人口张", rate(Thing.BEDS, 1_000)),
        ("beds/1000", rate(Thing.BEDS, 1_000)),
        ("beds per 1,000 people", rate(Thing.BEDS, 1_000)),
        ("人/万人", rate(Thing.PERSONS, 10_000)),
        ("人/1万人", rate(Thing.PERSONS, 10_000)),
        ("名/十万人", rate(Thing.PERSONS, 100_000)),
        ("1/10万", rate(Thing.ANY, 100_000)),
        ("‰", rate(Thing.ANY, 1_000)),
        ("张/千名儿童", rate(Thing.BEDS, 1_000, Base.CHILDREN)),
        ("人/百张床位", rate(Thing.PERSONS, 100, Base.BEDS)),
        ("%", Unit(UnitKind.PERCENT)),
        ("\uff05", Unit(UnitKind.PERCENT)),
        ("个", Unit(UnitKind.COUNT, Thing.ITEMS)),
        ("家", Unit(UnitKind.COUNT, Thing.ITEMS)),
        ("张", Unit(UnitKind.COUNT, Thing.BEDS)),
        ("（张）", Unit(UnitKind.COUNT, Thing.BEDS)),
        ("人", Unit(UnitKind.COUNT, Thing.PERSONS)),
        ("人/辆", Unit(UnitKind.EACH, Thing.PERSONS)),
        ("万人", None),
        ("furlongs", None),
        ("张/千平方米", None),
        ("", None),
    ],
)
def test_a_stated_unit_is_taken_apart(words, unit):
    assert stated_unit(words) == unit


@pytest.mark.parametrize(
    ("words", "row_type", "unit"),
    [
        ("beds/1000 (2020 value; 13th target 5.26)", "bed_density", rate(Thing.BEDS, 1_000)),
        ("per 10000 (table)", "workforce_density", rate(Thing.PERSONS, 10_000)),
        ("per 1000", "workforce_density", rate(Thing.PERSONS, 1_000)),
        ("per 100000", "health_status", rate(Thing.ANY, 100_000)),
        ("per 100 beds", "workforce_density", rate(Thing.PERSONS, 100, Base.BEDS)),
        ("paediatric beds per 1000 children", "x", rate(Thing.BEDS, 1_000, Base.CHILDREN)),
        ("places/1000 new communities (8 old)", "childcare_places", rate(Thing.ITEMS, 1_000)),
        ("labelled ten thousand persons; reads as per 10000", "workforce_density",
         rate(Thing.PERSONS, 10_000)),
        ("% of primary institutions", "tcm_coverage", Unit(UnitKind.PERCENT)),
        ("per township", "township_centre", Unit(UnitKind.EACH, Thing.ITEMS)),
        ("residents per CHC (or one per street)", "x", Unit(UnitKind.EACH, Thing.PERSONS)),
        ("hospitals", "hospital_level", Unit(UnitKind.COUNT, Thing.ITEMS)),
        ("persons in team", "emergency_team", Unit(UnitKind.COUNT, Thing.PERSONS)),
        ("bed:staff", "workforce_ratio", Unit(UnitKind.RATIO)),
        ("min", "time_tcm_15", Unit(UnitKind.MINUTES)),
        ("", "x", None),
    ],
)  # fmt: skip
def test_a_plan_unit_is_taken_apart(words, row_type, unit):
    assert plan_unit(words, row_type) == unit


@pytest.mark.parametrize(
    ("stated", "wanted", "same"),
    [
        ("人/万人", "人/千人", True),
        ("个/千人", "人/千人", False),
        ("人/千人", "张/千人", False),
        ("‰", "人/千人", True),
        ("张", "张/千人", False),
        ("%", "张/千人", False),
        ("张/千人", "张/千名儿童", False),
        ("个", "个", True),
        ("人/辆", "人", True),
        ("个", "人", False),
        ("个", "级", True),
        ("人", "级", False),
        ("级", "个", False),
        ("%", "%", True),
    ],
)
def test_units_that_can_be_held_against_each_other(stated, wanted, same):
    first, second = stated_unit(stated), stated_unit(wanted)
    assert first is not None
    assert second is not None
    assert comparable(first, second) is same


def test_a_name_lends_its_denominator_to_a_bare_unit_only():
    assert unit_named("每千人口床位数（张）", "张") == stated_unit("张/千人")
    assert unit_named("每万人口全科医师数", "人") == stated_unit("人/万人")
    assert unit_named("每万人口全科医师数", "人/千人") == stated_unit("人/千人")
    assert unit_named("全科医师数", "人") == stated_unit("人")
    assert unit_named("每千人口床位数", "") is None


@given(st.text(max_size=20))
def test_any_text_is_a_unit_or_none_and_never_an_accident(words):
    assert stated_unit(words) is None or isinstance(stated_unit(words), Unit)
    assert unit_named(words, "张") is not None
