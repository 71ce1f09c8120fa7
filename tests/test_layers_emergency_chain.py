"""Chains of legs against plain loops: each leg chooses for itself, a referral does not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError, ShapeError
from layers.emergency_chain import FixedRide, Ride, Wait, drive_budget, referral_chain, run_chain
from routing.search import NO_FACILITY

CELL = st.one_of(st.integers(0, 9).map(float), st.just(math.inf))


def matrix(draw, n, m):
    cells = draw(st.lists(CELL, min_size=n * m, max_size=n * m))
    return np.array(cells, dtype=np.float64).reshape(n, m)


@st.composite
def emergencies(draw):
    n = draw(st.integers(0, 5))
    return matrix(draw, n, draw(st.integers(0, 3))), matrix(draw, n, draw(st.integers(0, 3)))


@given(town=emergencies(), turnout=st.integers(0, 5), scene=st.integers(0, 20))
def test_base_and_hospital_are_chosen_apart(town, turnout, scene):
    out, back = town
    n = out.shape[0]
    stages = [Wait("turnout", turnout), Ride("out", out), Wait("scene", scene), Ride("in", back)]
    found = run_chain(stages, n_places=n)
    for i in range(n):
        # The best of all pairs is the best of each.
        pairs = [turnout + o + scene + b for o in out[i].tolist() for b in back[i].tolist()]
        assert found.total[i] == min(pairs, default=math.inf)
        base = found.legs[1].facility[i]
        rides = out[i].tolist()
        expected = rides.index(min(rides)) if rides and min(rides) < math.inf else NO_FACILITY
        assert base == expected
    assert [leg.name for leg in found.legs] == ["turnout", "out", "scene", "in"]
    assert (found.legs[0].facility == NO_FACILITY).all()


@given(town=emergencies(), extra=st.integers(0, 9))
def test_one_more_base_never_delays_anyone(town, extra):
    out, back = town
    n = out.shape[0]
    more = np.hstack([out, np.full((n, 1), float(extra))])
    before, after = (
        run_chain([Ride("out", one), Ride("in", back)], n_places=n).total for one in (out, more)
    )
    assert (after <= before).all()


@st.composite
def referrals(draw):
    n, k, m = draw(st.integers(0, 5)), draw(st.integers(1, 3)), draw(st.integers(0, 3))
    home = draw(st.lists(st.integers(NO_FACILITY, k - 1), min_size=n, max_size=n))
    return matrix(draw, n, k), np.array(home, dtype=np.int64), matrix(draw, k, m)


@given(town=referrals(), preparation=st.integers(0, 40))
def test_a_referral_goes_over_the_home_township(town, preparation):
    first, home, onward = town
    found = referral_chain(first, home, preparation, onward)
    for i, centre in enumerate(home.tolist()):
        expected = math.inf
        if centre != NO_FACILITY:
            rest = min(onward[centre].tolist(), default=math.inf)
            expected = first[i, centre] + preparation + rest
        assert found.total[i] == expected
        hospital = found.legs[2].facility[i]
        if hospital != NO_FACILITY:
            assert onward[centre, hospital] == found.legs[2].time[i]


def test_a_nearer_centre_that_is_not_home_does_not_count():
    near_and_home = np.array([[5.0, 20.0]])
    onward = np.array([[1.0], [25.0]])
    assert referral_chain(near_and_home, np.array([1]), 30, onward).total.tolist() == [75.0]
    assert referral_chain(near_and_home, np.array([0]), 30, onward).total.tolist() == [36.0]


def test_a_fixed_facility_out_of_reach_is_no_way():
    ride = FixedRide("home", np.array([[math.inf, 1.0], [3.0, 1.0]]), np.array([0, 0]))
    found = run_chain([ride], n_places=2)
    assert found.total.tolist() == [math.inf, 3.0]
    assert found.legs[0].facility.tolist() == [NO_FACILITY, 0]


def test_no_stages_take_no_time():
    assert run_chain([], n_places=2).total.tolist() == [0.0, 0.0]


def test_waits_longer_than_the_limit_leave_less_than_nothing():
    assert drive_budget(15, [1, 3]) == 11.0
    assert drive_budget(15, [10, 8]) == -3.0


ONE = np.array([[1.0]])


@pytest.mark.parametrize(
    ("call", "kind", "match"),
    [
        (lambda: run_chain([Wait("w", -1)], n_places=1), InputError, "stage"),
        (lambda: run_chain([Wait("w", math.inf)], n_places=1), InputError, "stage"),
        (lambda: run_chain([Ride("r", ONE)], n_places=2), ShapeError, "demand point"),
        (lambda: run_chain([Ride("r", -ONE)], n_places=1), InputError, "at least 0"),
        (
            lambda: run_chain([FixedRide("f", ONE, np.array([1]))], n_places=1),
            InputError,
            "names the facility 1",
        ),
        (
            lambda: run_chain([FixedRide("f", ONE, np.array([-2]))], n_places=1),
            InputError,
            "names the facility -2",
        ),
        (
            lambda: run_chain([FixedRide("f", ONE, np.array([0, 0]))], n_places=1),
            ShapeError,
            "facility",
        ),
        (lambda: referral_chain(ONE, np.array([0]), math.nan, ONE), InputError, "stage"),
        (
            lambda: referral_chain(ONE, np.array([0]), 1, np.ones((2, 1))),
            ShapeError,
            "demand point",
        ),
        (lambda: drive_budget(math.inf, []), InputError, "stage"),
    ],
)
def test_a_wrong_number_is_said(call, kind, match):
    with pytest.raises(kind, match=match):
        call()
