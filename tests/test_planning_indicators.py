"""Indicator tables: values by year, and the plan's figures beside them but never instead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.plan_rows import load_plan_rows
from geo.errors import InputError, ShapeError
from geo.text import Lang
from planning.indicators import IndicatorTable, beside_plan, in_unit_of, split_figure
from planning.note import Note
from planning.plan_figures import Figure
from planning.plan_rows import Need, PlanRows

YONGCHUAN = load_plan_rows("yongchuan")
KAIZHOU = load_plan_rows("kaizhou")
YANJIANG = load_plan_rows("yanjiang")

Entry = tuple[str, str, int, float, str, str]


def table_of(*entries: Entry) -> IndicatorTable:
    columns = list(zip(*entries, strict=True)) if entries else [()] * 6
    return IndicatorTable(
        indicator=tuple(columns[0]),
        area=tuple(columns[1]),
        year=np.array(columns[2], dtype=np.int64),
        value=np.array(columns[3], dtype=np.float64),
        unit=tuple(columns[4]),
        source=tuple(columns[5]),
    )


def lines_of(table, rows=YONGCHUAN, **options):
    return {line.row.id: line for line in beside_plan(table, rows, **options)}


def test_the_newest_value_and_the_series_are_found():
    table = table_of(
        ("YC-18", "", 2023, 8.4, "张/千人", "b"),
        ("YC-18", "", 2021, 8.0, "张/千人", "a"),
        ("YC-18", "大安", 2024, 3.0, "张/千人", "c"),
    )
    newest = table.latest("YC-18")
    assert newest is not None
    assert (newest.year, newest.value, newest.source) == (2023, 8.4, "b")
    assert table.latest("YC-18", by_year=2022) == table.value_of("YC-18", year=2021)
    assert table.latest("YC-18", by_year=2020) is None
    assert table.latest("YC-19") is None
    assert table.value_of("YC-18", year=2022) is None
    assert [one.year for one in table.series("YC-18")] == [2021, 2023]
    assert table.areas("YC-18") == ("", "大安")
    assert len(table) == 3


@pytest.mark.parametrize("year", [1949, 2100])
def test_years_at_the_ends_are_taken(year):
    assert len(table_of(("A", "", year, 1.0, "", ""))) == 1


@pytest.mark.parametrize(
    ("entries", "match"),
    [
        ([("A", "", 1948, 1.0, "", "")], "1948"),
        ([("A", "", 2101, 1.0, "", "")], "2101"),
        ([("A", "", 2020, float("nan"), "", "")], "finite"),
        ([("A", "", 2020, float("inf"), "", "")], "finite"),
        ([(" ", "", 2020, 1.0, "", "")], "id"),
        ([("A", "x", 2020, 1.0, "", ""), ("A", "x", 2020, 2.5, "", "")], r"A.*x.*2020.*1 and 2\.5"),
    ],
)
def test_a_table_refuses_what_cannot_be(entries, match):
    with pytest.raises(InputError, match=match):
        table_of(*entries)


def test_columns_of_other_lengths_are_refused():
    with pytest.raises(ShapeError, match="unit"):
        IndicatorTable(("A",), ("",), np.array([2020]), np.array([1.0]), (), ("",))


def test_a_year_between_years_is_refused():
    with pytest.raises(InputError, match=r"2020\.5"):
        IndicatorTable(("A",), ("",), np.array([2020.5]), np.array([1.0]), ("",), ("",))


def test_arrays_of_a_table_cannot_be_changed():
    given_years = np.array([2020])
    table = IndicatorTable(("A",), ("",), given_years, np.array([1.0]), ("",), ("",))
    with pytest.raises(ValueError, match="read-only"):
        table.value[0] = 2
    given_years[0] = 1999
    assert table.latest("A").year == 2020  # type: ignore[union-attr]


def test_a_row_without_a_value_is_missing_and_its_baseline_stays_beside_it():
    line = lines_of(IndicatorTable.empty())["YC-18"]
    assert line.missing
    assert line.values == ()
    assert line.year is None
    assert line.baseline.numbers == (7.86,)
    assert line.target.numbers == (9.5,)


def test_every_row_that_needs_a_value_has_a_line():
    plans = [load_plan_rows(name) for name in ("kaizhou", "wanzhou", "wutongqiao", "yanjiang")]
    lines = [line for rows in (*plans, YONGCHUAN) for line in beside_plan(table_of(), rows)]
    assert len(lines) == 222
    assert all(line.missing for line in lines)
    more = beside_plan(table_of(), YONGCHUAN, optional=True)
    assert {line.row.need for line in more} == {Need.NEEDED, Need.OPTIONAL}


def test_a_value_with_another_stated_denominator_is_converted():
    table = table_of(("YC-19", "", 2023, 27.9, "人/万人", "yearbook"))
    line = lines_of(table)["YC-19"]
    assert line.values == (2.79,)
    assert (line.year, line.source) == (2023, "yearbook")


def test_a_value_without_a_unit_is_in_the_plans_and_never_converted():
    assert lines_of(table_of(("YC-21", "", 2023, 3.5, "", "")))["YC-21"].values == (3.5,)


@pytest.mark.parametrize("unit", ["张", "%", "人/千人", "张/千名儿童", "furlongs"])
def test_a_contradicting_unit_is_refused_for_that_row_alone(unit):
    table = table_of(("YC-18", "", 2023, 8.0, unit, ""), ("YC-20", "", 2023, 4.0, "人/千人", ""))
    lines = lines_of(table)
    assert lines["YC-18"].missing
    refused = lines["YC-18"].refused
    assert refused is not None
    assert "YC-18" in refused.render(Lang.EN)
    assert unit in refused.render(Lang.ZH)
    assert lines["YC-20"].values == (4.0,)
    assert lines["YC-20"].refused is None


def test_a_figure_of_parts_needs_them_all_in_one_year():
    table = table_of(
        ("KZ-06.1", "", 2021, 2.0, "个", "a"),
        ("KZ-06.2", "", 2021, 3.0, "个", "b"),
        ("KZ-06.1", "", 2023, 3.0, "个", "a"),
    )
    line = lines_of(table, KAIZHOU)["KZ-06"]
    assert (line.values, line.year, line.source) == ((2.0, 3.0), 2021, "a; b")
    assert lines_of(table, KAIZHOU, by_year=2020)["KZ-06"].missing


def test_another_area_is_not_the_district():
    table = table_of(("YC-18", "大安", 2023, 3.0, "张/千人", ""))
    assert lines_of(table)["YC-18"].missing
    assert lines_of(table, area="大安")["YC-18"].values == (3.0,)


@pytest.mark.parametrize(
    ("row", "written", "values"),
    [
        ("KZ-06", "2+4", (2.0, 4.0)),
        ("KZ-06", "2 + 4", (2.0, 4.0)),
        ("KZ-06", "7", None),
        ("KZ-06", "2/4", None),
        ("KZ-06", "1+2+3", None),
        ("KZ-12", "2+4", None),
    ],
)
def test_a_value_in_the_shape_of_the_plan_is_split(row, written, values):
    assert split_figure(KAIZHOU.row(row), written) == values


def test_a_ratio_is_its_second_side_for_one_of_the_first():
    row = YANJIANG.row("YJ-48")
    assert split_figure(row, "1:1.14") == (1.14,)
    assert split_figure(row, "2：3") == (1.5,)
    assert split_figure(row, "0:3") is None
    assert split_figure(YANJIANG.row("YJ-80"), "1/5/9") == (1.0, 5.0, 9.0)


def without_baselines(rows: PlanRows) -> PlanRows:
    bare = tuple(replace(row, baseline_2020=Figure()) for row in rows.rows)
    return replace(rows, rows=bare)


IDS = [part for row in YONGCHUAN.of(Need.NEEDED) for part in row.indicators]
ENTRIES = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(["", "大安"]), st.integers(1949, 2100)),
    st.tuples(
        st.floats(0, 1e6),
        st.sampled_from(["", "张/千人", "人/千人", "人/万人", "%", "个", "人", "张"]),
    ),
    max_size=30,
)


def table_from(entries) -> IndicatorTable:
    return table_of(
        *(
            (one, area, year, value, unit, "s")
            for (one, area, year), (value, unit) in entries.items()
        )
    )


@given(ENTRIES, st.one_of(st.none(), st.integers(1949, 2100)))
def test_values_of_today_never_depend_on_the_baseline(entries, by_year):
    table = table_from(entries)
    with_them = beside_plan(table, YONGCHUAN, by_year=by_year)
    bare = beside_plan(table, without_baselines(YONGCHUAN), by_year=by_year)
    for one, other in zip(with_them, bare, strict=True):
        assert (one.values, one.year, one.source) == (other.values, other.year, other.source)
        assert one.missing == other.missing


@given(ENTRIES, st.one_of(st.none(), st.integers(1949, 2100)))
def test_a_line_is_what_a_plain_loop_finds(entries, by_year):
    table = table_from(entries)
    for line in beside_plan(table, YONGCHUAN, by_year=by_year):
        newest = None
        for (one, area, year), (value, unit) in entries.items():
            fits = one == line.row.id and area == "" and (by_year is None or year <= by_year)
            if fits and (newest is None or year > newest[0]):
                newest = (year, value, unit)
        if newest is None:
            assert line.missing
            assert line.refused is None
            continue
        year, value, unit = newest
        wanted = in_unit_of(line.row, value, unit)
        if isinstance(wanted, Note):
            assert line.missing
            assert line.refused == wanted
        else:
            assert (line.values, line.year) == ((wanted,), year)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(entries, random):
    shuffled = list(entries.items())
    random.shuffle(shuffled)
    table, other = table_from(entries), table_from(dict(shuffled))
    assert beside_plan(table, YONGCHUAN) == beside_plan(other, YONGCHUAN)
    assert all(table.series(one) == other.series(one) for one in IDS)


@given(st.floats(1e-3, 1e6), st.sampled_from([1_000, 10_000, 100_000]))
def test_conversion_keeps_the_count_of_people(value, per):
    row = YONGCHUAN.row("YC-19")
    words = {1_000: "人/千人", 10_000: "人/万人", 100_000: "人/10万人"}
    converted = in_unit_of(row, value, words[per])
    assert isinstance(converted, float)
    # In a town of 10 million people the heads counted are the same, whatever the unit.
    assert converted * 1e7 / 1_000 == pytest.approx(value * 1e7 / per)
