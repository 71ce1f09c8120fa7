"""Lorenz, Gini, Theil, means by area and gaps: plain loops, and what must always hold."""

import math
from collections import defaultdict

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.errors import DataUnavailableError, InputError, ShapeError
from layers.areas import OUTSIDE, AreaSet
from layers.demand import DemandSurface, Group
from layers.equity import gini, lorenz, theil
from layers.sides import FIRST, NEITHER, SECOND, density_gap, mean_gap, sides
from layers.summaries import summarise, summarise_by_area

PLACE = st.tuples(st.integers(0, 50), st.integers(0, 40), st.integers(0, 3))
places = st.lists(PLACE, max_size=12)


def columns(rows):
    """Rate, people and group of rows of three."""
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2].astype(np.int64)


def resource(rows):
    return sum(rate * people for rate, people, _ in rows)


# ------------------------------------------------------------------- oracles ---


def gini_person_by_person(rows):
    """Half the mean difference of any two people, over the mean."""
    persons = [rate for rate, people, _ in rows for _ in range(people)]
    apart = sum(abs(one - other) for one in persons for other in persons)
    return apart / (2 * len(persons) * sum(persons))


def theil_person_by_person(persons):
    """Mean of y ln y over single people."""
    mean = sum(persons) / len(persons)
    if mean == 0:
        return 0.0
    return math.fsum(x / mean * math.log(x / mean) for x in persons if x) / len(persons)


@given(rows=places)
def test_gini_is_the_mean_difference_of_any_two_people(rows):
    rate, people, _ = columns(rows)
    found = gini(rate, people)
    if resource(rows) == 0:
        assert math.isnan(found)
        assert lorenz(rate, people).people_share.size == 0
        return
    assert found == pytest.approx(gini_person_by_person(rows), abs=1e-12)
    assert 0 <= found < 1


@given(rows=places)
def test_theil_is_the_sum_over_people_and_over_groups(rows):
    found = theil(*columns(rows))
    if resource(rows) == 0:
        assert math.isnan(found.total)
        assert math.isnan(found.between_share)
        assert found.groups == ()
        return
    persons, of_group = [], defaultdict(list)
    for rate, people, group in rows:
        persons += [rate] * people
        of_group[group] += [rate] * people
    of_group = {code: inside for code, inside in sorted(of_group.items()) if inside}
    assert found.total == pytest.approx(theil_person_by_person(persons), abs=1e-12)
    # As if everyone had the mean of the group.
    levelled = [sum(one) / len(one) for one in of_group.values() for _ in one]
    assert found.between == pytest.approx(theil_person_by_person(levelled), abs=1e-12)
    assert found.between + found.within == pytest.approx(found.total, abs=1e-12)
    assert [one.code for one in found.groups] == list(of_group)
    for one, inside in zip(found.groups, of_group.values(), strict=True):
        assert one.people_share == len(inside) / len(persons)
        assert one.resource_share == sum(inside) / sum(persons)
        assert one.rate == sum(inside) / len(inside)
        assert one.index == pytest.approx(theil_person_by_person(inside), abs=1e-12)


# ---------------------------------------------------------------- properties ---


@given(rows=places)
def test_a_lorenz_curve_rises_bends_upwards_and_stays_below_the_diagonal(rows):
    assume(resource(rows) > 0)
    curve = lorenz(*columns(rows)[:2])
    p, share = curve.people_share, curve.resource_share
    assert (p[0], share[0], p[-1], share[-1]) == (0, 0, 1, 1)
    assert (np.diff(p) > 0).all()
    assert (np.diff(share) >= 0).all()
    assert (np.diff(np.diff(share) / np.diff(p)) >= -1e-12).all()
    assert (share <= p + 1e-12).all()
    assert p.size == len({rate for rate, people, _ in rows if people}) + 1


@given(rows=places, data=st.data())
def test_row_order_scale_and_splitting_a_place_do_not_matter(rows, data):
    assume(resource(rows) > 0)
    rate, people, group = columns(rows)
    order = np.array(data.draw(st.permutations(range(len(rows)))), dtype=np.int64)
    before = (gini(rate, people), theil(rate, people, group).total)
    for one in (
        (rate[order], people[order], group[order]),
        (rate * 1000, people * 7, group),
        (np.tile(rate, 2), np.tile(people / 2, 2), np.tile(group, 2)),
    ):
        assert gini(*one[:2]) == pytest.approx(before[0], abs=1e-12)
        assert theil(*one).total == pytest.approx(before[1], abs=1e-12)


@given(rate=st.integers(1, 50), people=st.lists(st.integers(0, 40), min_size=1, max_size=9))
def test_where_all_have_the_same_there_is_no_inequality(rate, people):
    assume(sum(people) > 0)
    even, people = np.full(len(people), float(rate)), np.array(people, dtype=np.float64)
    found = theil(even, people)
    assert gini(even, people) == pytest.approx(0, abs=1e-12)
    assert gini(even, people) >= 0
    assert found.total == pytest.approx(0, abs=1e-12)
    assert math.isnan(found.between_share)


def test_one_who_has_all_is_as_unequal_as_it_gets():
    rate, people = np.array([0.0, 5.0]), np.array([99.0, 1.0])
    assert gini(rate, people) == pytest.approx(0.99)
    found = theil(rate, people, np.array([7, 2]))
    assert found.total == pytest.approx(math.log(100))
    assert found.between_share == pytest.approx(1.0)
    assert [(one.code, one.rate, one.index) for one in found.groups] == [(2, 5, 0), (7, 0, 0)]


# ----------------------------------------------------------- means, quantiles ---


def mean_by_loop(rows):
    people = sum(one for _, one in rows)
    return sum(value * one for value, one in rows if one) / people if people else math.nan


@given(
    rows=st.lists(
        st.tuples(st.one_of(st.integers(0, 90).map(float), st.just(math.inf)), st.integers(0, 9)),
        max_size=9,
    )
)
def test_a_summary_is_what_loops_give(rows):
    value = np.array([one for one, _ in rows], dtype=np.float64)
    people = np.array([one for _, one in rows], dtype=np.float64)
    found = summarise(value, people, quantiles=(0.25, 1.0))
    assert found.people == people.sum()
    assert found.unreached == sum(count for one, count in rows if one == math.inf)
    assert found.mean == pytest.approx(mean_by_loop(rows), nan_ok=True)
    reached = [row for row in rows if row[0] < math.inf]
    assert found.mean_reached == pytest.approx(mean_by_loop(reached), nan_ok=True)
    persons = sorted(one for one, count in rows for _ in range(count))
    quarter = persons[math.ceil(len(persons) / 4) - 1] if persons else math.nan
    last = persons[-1] if persons else math.nan
    assert [q for q, _ in found.quantiles] == [0.25, 1.0]
    assert [one for _, one in found.quantiles] == pytest.approx([quarter, last], nan_ok=True)


def three_places():
    polygon = np.empty(2, dtype=object)
    polygon[:] = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    areas = AreaSet(("a", "b"), ("甲", "乙"), ("township",) * 2, polygon)
    demand = DemandSurface(
        np.array([0.2, 0.8, 9.0]),
        np.full(3, 0.5),
        np.array([30.0, 10.0, 5.0]),
        (),
        "test",
        groups={Group.AGE_65_PLUS: np.array([1.0, 3.0, 0.0])},
    )
    return areas, demand


def test_means_by_area_and_group_with_the_people_outside():
    areas, demand = three_places()
    found = summarise_by_area(
        np.array([4.0, 8.0, 6.0]),
        demand,
        np.array([0, 0, OUTSIDE]),
        areas,
        groups=(Group.ALL, Group.AGE_65_PLUS),
        quantiles=(0.5,),
    )
    told = [(row.code, row.name, row.group.value, row.summary.mean) for row in found]
    assert told[:2] == [("a", "甲", "all", 5.0), ("a", "甲", "65plus", 7.0)]
    assert [row[:3] for row in told[2:4]] == [("b", "乙", "all"), ("b", "乙", "65plus")]
    assert all(math.isnan(row[3]) for row in told[2:4])
    assert told[4] == ("", "", "all", 6.0)
    assert found[0].summary.quantiles == ((0.5, 4.0),)
    assert found[1].summary.quantiles == ((0.5, 8.0),)
    assert sum(row.summary.people for row in found[::2]) == demand.total
    whole = summarise_by_area(np.ones(3), demand, np.array([0, 0, 1]), areas)
    assert [row.code for row in whole] == ["a", "b"]


def test_a_group_that_nobody_counted_is_said():
    areas, demand = three_places()
    with pytest.raises(DataUnavailableError, match="65plus"):
        summarise_by_area(
            np.ones(3), demand, np.zeros(3, dtype=np.int64), areas, groups=(Group.UNDER_3,)
        )


def test_an_unknown_value_counts_only_where_nobody_lives():
    value = np.array([math.nan, 4.0])
    assert summarise(value, np.array([0.0, 2.0])).mean == 4.0
    with pytest.raises(InputError, match=r"live at place 1 \(from 0\)"):
        summarise(value[::-1], np.array([1.0, 2.0]))
    with pytest.raises(InputError, match="unknown"):
        summarise(np.array([-math.inf]), np.ones(1))


# ------------------------------------------------------------------------ gaps ---


def test_a_gap_is_the_difference_of_two_means():
    area = np.array([0, 1, 2, OUTSIDE, 3])
    side = sides(area, 4, {0, 1}, [3])
    assert side.tolist() == [FIRST, FIRST, NEITHER, NEITHER, SECOND]
    value = np.array([10.0, 20.0, 999.0, 999.0, 30.0])
    people = np.array([1.0, 3.0, 50.0, 50.0, 2.0])
    gap = mean_gap(value, people, side)
    assert (gap.first, gap.second) == (17.5, 30.0)
    assert (gap.first_people, gap.second_people) == (4.0, 2.0)
    assert gap.difference == -12.5
    assert gap.ratio == pytest.approx(17.5 / 30)
    covered = mean_gap((value <= 15).astype(np.float64), people, side)
    assert (covered.first, covered.second, covered.difference) == (0.25, 0.0, 0.25)
    assert math.isnan(covered.ratio)


def test_a_gap_to_those_whom_nobody_reaches_has_no_end():
    gap = mean_gap(np.array([10.0, math.inf]), np.ones(2), np.array([FIRST, SECOND]))
    assert (gap.first, gap.second, gap.difference, gap.ratio) == (10, math.inf, -math.inf, 0)
    both = mean_gap(np.full(2, math.inf), np.ones(2), np.array([FIRST, SECOND]))
    assert math.isnan(both.difference)
    assert math.isnan(both.ratio)


def test_an_unknown_supply_and_an_empty_side_have_no_density():
    beds, at = np.array([10.0, math.nan, 7.0]), np.array([FIRST, SECOND, NEITHER])
    gap = density_gap(beds, at, np.array([1000.0, 500.0]), np.array([FIRST, SECOND]))
    assert gap.first == 10
    assert math.isnan(gap.second)
    empty = density_gap(np.ones(1), np.array([SECOND]), np.array([9.0]), np.array([FIRST]))
    assert (empty.first, empty.second_people) == (0, 0)
    assert math.isnan(empty.second)


# ---------------------------------------------------------------------- errors ---


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_rates_and_people_must_be_numbers_from_zero_on(bad):
    one, wrong = np.ones(1), np.array([bad])
    for measure in (lorenz, gini, theil):
        with pytest.raises(InputError, match=r"Entry 0 .* column rate"):
            measure(wrong, one)
        with pytest.raises(InputError, match=r"Entry 0 .* column people"):
            measure(one, wrong)
    with pytest.raises(InputError, match="column people"):
        summarise(one, wrong)
    if not math.isnan(bad):
        with pytest.raises(InputError, match="column amount"):
            density_gap(wrong, np.array([FIRST]), one, np.array([FIRST]))


def test_columns_must_line_up():
    one, two, side = np.ones(1), np.ones(2), np.zeros(2, dtype=np.int64)
    areas, demand = three_places()
    for call, name in (
        (lambda: gini(one, two), "people"),
        (lambda: theil(two, two, side[:1]), "group"),
        (lambda: summarise(one, two), "people"),
        (lambda: summarise_by_area(two, demand, np.zeros(3, dtype=np.int64), areas), "value"),
        (lambda: summarise_by_area(np.ones(3), demand, side, areas), "area"),
        (lambda: mean_gap(two, two, side[:1]), "side"),
        (lambda: density_gap(two, side[:1], two, side), "amount_side"),
        (lambda: density_gap(two, side, two, side[:1]), "side"),
    ):
        with pytest.raises(ShapeError, match=f"{name} needs"):
            call()


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ([0, 1], [1], "position 1 .* on both sides"),
        ([0], [2], "no area at position 2 .* there are 2"),
        ([-1], [1], "no area at position -1"),
    ],
)
def test_an_area_is_on_one_side_and_exists(first, second, said):
    with pytest.raises(InputError, match=said):
        sides(np.array([0, 1]), 2, first, second)


@pytest.mark.parametrize("stray", [-2, 2])
def test_a_place_lies_in_an_area_that_exists(stray):
    with pytest.raises(InputError, match=f"no area at position {stray}"):
        sides(np.array([0, stray]), 2, [0], [1])
