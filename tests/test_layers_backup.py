"""Backup, the double standard and busy vehicles: plain loops, and what must always hold."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError, ShapeError
from layers.backup import (
    best_placement,
    busy_fraction,
    cover_counts,
    expected_coverage,
    measure_backup,
    measure_double_standard,
)

CUTOFF = 20


@st.composite
def towns(draw):
    """Costs about the limit and no way at all, people, vehicles."""
    n, m = draw(st.integers(0, 7)), draw(st.integers(1, 4))
    cell = st.one_of(st.integers(18, 22).map(float), st.just(math.inf))
    cost = draw(st.lists(cell, min_size=n * m, max_size=n * m))
    weight = draw(st.lists(st.integers(0, 500), min_size=n, max_size=n))
    units = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    return (
        np.array(cost, dtype=np.float64).reshape(n, m),
        np.array(weight, dtype=np.float64),
        np.array(units, dtype=np.int64),
    )


def counts_by_loop(cost, units, cutoff):
    return [
        sum(int(units[j]) for j in range(units.size) if cost[i, j] <= cutoff)
        for i in range(cost.shape[0])
    ]


@given(town=towns(), q=st.floats(0, 1))
def test_every_figure_is_what_a_loop_gives(town, q):
    cost, weight, units = town
    count = counts_by_loop(cost, units, CUTOFF)
    found = measure_backup(cost, weight, units, cutoff=CUTOFF)
    assert found.count.tolist() == cover_counts(cost, units, cutoff=CUTOFF).tolist() == count
    for least, people in ((1, found.once), (2, found.twice)):
        assert people == sum(weight[i] for i in range(weight.size) if count[i] >= least)
    assert found.population == weight.sum()
    reached = sum(weight[i] * (1 - q ** count[i]) for i in range(weight.size))
    got = expected_coverage(cost, weight, units, q=q, cutoff=CUTOFF)
    assert got == pytest.approx(reached, abs=1e-6)


@given(town=towns(), q=st.floats(0, 1), site=st.integers(0, 3))
def test_one_more_vehicle_never_lowers_a_figure(town, q, site):
    cost, weight, units = town
    more = units.copy()
    more[site % units.size] += 1
    before, after = (measure_backup(cost, weight, one, cutoff=CUTOFF) for one in (units, more))
    assert after.once >= before.once
    assert after.twice >= before.twice
    fewer, richer = (
        expected_coverage(cost, weight, one, q=q, cutoff=CUTOFF) for one in (units, more)
    )
    assert richer >= fewer - 1e-9


@given(town=towns())
def test_never_busy_is_plain_coverage_and_always_busy_is_none(town):
    cost, weight, units = town
    once = measure_backup(cost, weight, units, cutoff=CUTOFF).once
    assert expected_coverage(cost, weight, units, q=0, cutoff=CUTOFF) == once
    assert expected_coverage(cost, weight, units, q=1, cutoff=CUTOFF) == 0


@given(town=towns(), q=st.floats(0, 1))
def test_a_busier_fleet_and_a_shorter_limit_reach_fewer(town, q):
    cost, weight, units = town
    busy, busier, near = (
        expected_coverage(cost, weight, units, q=share, cutoff=cutoff)
        for share, cutoff in ((q / 2, CUTOFF), (q, CUTOFF), (q / 2, CUTOFF - 1))
    )
    assert busier <= busy + 1e-9
    assert near <= busy + 1e-9


@pytest.mark.parametrize(("cutoff", "found"), [(899.9, 0), (900.0, 1), (900.1, 1)])
def test_exactly_on_the_limit_counts(cutoff, found):
    assert cover_counts(np.array([[900.0]]), np.array([1]), cutoff=cutoff).tolist() == [found]


@given(town=towns(), vehicles=st.integers(1, 3), q=st.floats(0, 1))
def test_the_best_placement_beats_every_other(town, vehicles, q):
    cost, weight, units = town
    best, reached = best_placement(cost, weight, vehicles=vehicles, q=q, cutoff=CUTOFF)
    assert best.sum() == vehicles
    assert reached == expected_coverage(cost, weight, best, q=q, cutoff=CUTOFF)
    for other in itertools.product(range(vehicles + 1), repeat=units.size):
        if sum(other) == vehicles:
            rival = expected_coverage(cost, weight, np.array(other), q=q, cutoff=CUTOFF)
            assert rival <= reached + 1e-9


def test_double_standard_asks_for_both_limits():
    cost, weight = np.array([[10.0], [20.0]]), np.array([60.0, 40.0])
    one = np.array([1])
    ask = {"near": 15, "far": 20}
    assert measure_double_standard(cost, weight, one, **ask, least_share=0.6).is_met
    assert not measure_double_standard(cost, weight, one, **ask, least_share=0.61).is_met
    assert not measure_double_standard(cost, weight, one, near=15, far=19, least_share=0).is_met
    assert measure_double_standard(cost, weight, np.array([2]), **ask, least_share=0).covered_twice


def test_nobody_there_has_no_share():
    found = measure_backup(np.empty((0, 1)), np.empty(0), np.array([1]), cutoff=1)
    assert math.isnan(found.share_once)
    assert math.isnan(found.share_twice)


def test_a_fleet_that_cannot_answer_all_calls_is_told_as_it_is():
    assert busy_fraction(48, 60, 1) == 2.0
    assert busy_fraction(0, 60, 1) == 0.0


COST, WEIGHT, UNITS = np.array([[5.0]]), np.array([1.0]), np.array([1])


@pytest.mark.parametrize(
    ("call", "kind", "match"),
    [
        (lambda: cover_counts(COST, np.array([-1]), cutoff=1), InputError, "whole numbers"),
        (lambda: cover_counts(COST, np.array([0.5]), cutoff=1), InputError, "whole numbers"),
        (lambda: cover_counts(COST, np.array([1, 1]), cutoff=1), ShapeError, "facility"),
        (lambda: cover_counts(COST, UNITS, cutoff=-1), InputError, "limit"),
        (lambda: cover_counts(COST, UNITS, cutoff=math.inf), InputError, "limit"),
        (lambda: cover_counts(-COST, UNITS, cutoff=1), InputError, "at least 0"),
        (
            lambda: measure_backup(COST, np.ones(2), UNITS, cutoff=1),
            ShapeError,
            "weight",
        ),
        (
            lambda: measure_double_standard(COST, WEIGHT, UNITS, near=2, far=1, least_share=0),
            InputError,
            "shorter limit",
        ),
        (
            lambda: measure_double_standard(COST, WEIGHT, UNITS, near=1, far=2, least_share=2),
            InputError,
            "0–1",
        ),
        (lambda: expected_coverage(COST, WEIGHT, UNITS, q=1.1, cutoff=1), InputError, "busy"),
        (lambda: expected_coverage(COST, WEIGHT, UNITS, q=math.nan, cutoff=1), InputError, "busy"),
        (lambda: busy_fraction(-1, 90, 3), InputError, "calls_per_day"),
        (lambda: busy_fraction(12, math.inf, 3), InputError, "minutes_per_call"),
        (lambda: busy_fraction(12, 90, 0), InputError, "vehicles"),
        (
            lambda: best_placement(COST, WEIGHT, vehicles=0, q=0.1, cutoff=1),
            InputError,
            "at least one vehicle",
        ),
        (
            lambda: best_placement(np.ones((1, 60)), WEIGHT, vehicles=6, q=0.1, cutoff=1),
            InputError,
            "placements",
        ),
    ],
)
def test_a_wrong_number_is_said(call, kind, match):
    with pytest.raises(kind, match=match):
        call()
