"""Capacity-limited coverage against a plain loop in whole fractions, and what must always hold."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError, ShapeError
from geo.text import Lang, text
from layers.capacity import capacity_coverage, order_by, people_in_reach

CUTOFF = 20


@st.composite
def towns(draw):
    """Costs with ties and no way at all, people, capacities and an order."""
    n, m = draw(st.integers(0, 8)), draw(st.integers(0, 5))
    cell = st.one_of(st.integers(15, 24).map(float), st.integers(0, 40).map(float))
    cell = st.one_of(cell, st.just(math.inf))
    cost = draw(st.lists(cell, min_size=n * m, max_size=n * m))
    demand = draw(st.lists(st.integers(0, 500), min_size=n, max_size=n))
    capacity = draw(st.lists(st.integers(0, 900), min_size=m, max_size=m))
    return (
        np.array(cost, dtype=np.float64).reshape(n, m),
        np.array(demand, dtype=np.float64),
        np.array(capacity, dtype=np.float64),
        draw(st.permutations(range(m))),
    )


def fill_by_loop(cost, demand, capacity, order):
    """Minute by minute, facility after facility, in exact fractions."""
    left = [Fraction(int(people)) for people in demand]
    served = [Fraction(0)] * len(capacity)
    for j in order:
        room = Fraction(int(capacity[j]))
        for minute in range(CUTOFF + 1):
            ring = [i for i in range(len(left)) if cost[i, j] == minute]
            there = sum(left[i] for i in ring)
            if there == 0:
                continue
            taken = min(room, there)
            for i in ring:
                left[i] -= left[i] * taken / there
            room -= taken
            served[j] += taken
    return [float(one) for one in served], [float(one) for one in left]


@given(town=towns())
def test_filling_up_is_what_a_loop_gives(town):
    cost, demand, capacity, order = town
    found = capacity_coverage(cost, demand, capacity, cutoff=CUTOFF, order=order)
    served, left = fill_by_loop(cost, demand, capacity, order)
    assert found.served.tolist() == pytest.approx(served, abs=1e-9)
    assert found.residual.tolist() == pytest.approx(left, abs=1e-9)
    assert found.order == tuple(order)


@given(town=towns())
def test_people_are_conserved_and_no_capacity_is_exceeded(town):
    cost, demand, capacity, order = town
    found = capacity_coverage(cost, demand, capacity, cutoff=CUTOFF, order=order)
    assert found.covered + found.uncovered == pytest.approx(demand.sum(), abs=1e-9)
    assert found.population == demand.sum()
    assert (found.residual >= 0).all()
    assert (found.residual <= demand).all()
    assert (found.served <= capacity).all()
    assert (found.spare == capacity - found.served).all()
    near = (cost <= CUTOFF).any(axis=1)
    assert found.in_reach == demand[near].sum()
    assert found.covered <= found.in_reach + 1e-9
    assert found.residual[~near].tolist() == demand[~near].tolist()
    # Whoever is left and had a facility in reach found it full.
    for i, j in np.argwhere(cost <= CUTOFF):
        assert found.residual[i] == 0 or found.spare[j] == 0


@given(town=towns(), data=st.data())
def test_the_order_of_rows_and_columns_does_not_matter_only_the_stated_order(town, data):
    cost, demand, capacity, order = town
    rows = np.array(data.draw(st.permutations(range(demand.size))), dtype=np.int64)
    columns = np.array(data.draw(st.permutations(range(capacity.size))), dtype=np.int64)
    found = capacity_coverage(cost, demand, capacity, cutoff=CUTOFF, order=order)
    moved = capacity_coverage(
        cost[rows][:, columns],
        demand[rows],
        capacity[columns],
        cutoff=CUTOFF,
        order=[columns.tolist().index(one) for one in order],
    )
    np.testing.assert_allclose(moved.residual, found.residual[rows], atol=1e-9)
    np.testing.assert_allclose(moved.served, found.served[columns], atol=1e-9)


@given(town=towns())
def test_without_limits_of_capacity_everyone_in_reach_is_covered(town):
    cost, demand, capacity, order = town
    free = np.full(capacity.size, math.inf)
    found = capacity_coverage(cost, demand, free, cutoff=CUTOFF, order=order)
    assert found.covered == found.in_reach
    assert np.isinf(found.spare).all()


@given(town=towns())
def test_more_capacity_never_covers_fewer_where_it_comes_last(town):
    cost, demand, capacity, order = town
    if not order:
        return
    more = capacity.copy()
    more[order[-1]] += 100
    few, many = (
        capacity_coverage(cost, demand, one, cutoff=CUTOFF, order=order).covered
        for one in (capacity, more)
    )
    assert many >= few - 1e-9


@given(town=towns())
def test_people_in_reach_are_what_a_loop_gives(town):
    cost, demand, capacity, _ = town
    expected = [
        sum(demand[i] for i in range(demand.size) if cost[i, j] <= CUTOFF)
        for j in range(capacity.size)
    ]
    assert people_in_reach(cost, demand, cutoff=CUTOFF).tolist() == expected


@pytest.mark.parametrize(("cost_s", "served"), [(899.9, 5.0), (900.0, 5.0), (900.1, 0.0)])
def test_the_limit_is_inclusive(cost_s, served):
    cost, people = np.array([[cost_s]]), np.array([5.0])
    found = capacity_coverage(cost, people, np.array([9.0]), cutoff=900, order=[0])
    assert found.served.tolist() == [served]
    assert people_in_reach(cost, people, cutoff=900).tolist() == [served]


def test_equally_near_places_lose_the_same_share():
    found = capacity_coverage(
        np.array([[3.0], [7.0], [7.0], [8.0]]),
        np.array([10.0, 30.0, 10.0, 5.0]),
        np.array([30.0]),
        cutoff=10,
        order=[0],
    )
    assert found.residual.tolist() == [0.0, 15.0, 5.0, 5.0]
    assert found.share == 30 / 55


def test_nobody_has_no_share():
    found = capacity_coverage(np.empty((0, 1)), np.empty(0), np.ones(1), cutoff=1, order=[0])
    assert math.isnan(found.share)
    assert found.spare.tolist() == [1.0]


def test_the_order_is_told_by_name():
    found = capacity_coverage(np.ones((1, 2)), np.ones(1), np.ones(2), cutoff=1, order=[1, 0])
    note = found.note(["甲", "乙"])
    assert "顺序为 乙 → 甲" in text(note.code, Lang.ZH, **note.fields)
    many = capacity_coverage(
        np.ones((1, 12)), np.ones(1), np.ones(12), cutoff=1, order=list(range(12))
    ).note([str(one) for one in range(12)])
    assert "8 → 9 → …" in text(many.code, Lang.EN, **many.fields)
    assert "filled one after the other: 12" in text(many.code, Lang.EN, **many.fields)


def test_an_order_by_a_figure_keeps_equals_in_their_order():
    key = np.array([2.0, 5.0, 2.0, math.inf, 0.0])
    assert order_by(key, largest_first=True) == (3, 1, 0, 2, 4)
    assert order_by(key, largest_first=False) == (4, 0, 2, 1, 3)
    with pytest.raises(InputError, match=r"position 1 \(from 0\) has no known figure"):
        order_by(np.array([1.0, math.nan]), largest_first=True)


@pytest.mark.parametrize("order", [[0], [0, 0], [0, 2], [0, 1, 1], [-1, 0], [0.5, 1]])
def test_an_order_must_name_each_facility_once(order):
    with pytest.raises(InputError, match="each of the 2 facilities once"):
        capacity_coverage(np.ones((1, 2)), np.ones(1), np.ones(2), cutoff=1, order=order)


@pytest.mark.parametrize("bad", [-1.0, math.nan])
def test_numbers_must_be_numbers(bad):
    one = np.ones(1)
    with pytest.raises(InputError, match=r"Entry 0 .* column capacity"):
        capacity_coverage(np.ones((1, 1)), one, np.array([bad]), cutoff=1, order=[0])
    with pytest.raises(InputError, match=r"Entry 0 .* column demand"):
        capacity_coverage(np.ones((1, 1)), np.array([bad]), one, cutoff=1, order=[0])
    with pytest.raises(InputError, match="limit must be"):
        people_in_reach(np.ones((1, 1)), one, cutoff=bad)
    with pytest.raises(InputError, match="from demand point 0 to facility 0"):
        people_in_reach(np.array([[bad]]), one, cutoff=1)
    with pytest.raises(ShapeError, match="one row a demand point"):
        capacity_coverage(np.ones((2, 1)), one, one, cutoff=1, order=[0])
