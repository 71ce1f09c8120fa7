"""Floating catchments, gravity and catchments against plain loops, and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError, ShapeError
from geo.text import Lang, text
from layers import cost_matrix
from layers.catchments import catchments, people_by_facility, per_thousand
from layers.supply import (
    LUO_QI_2009_S,
    LUO_QI_2009_SHARP_S,
    WAN_2012_S,
    FloatingMethod,
    enhanced_two_step,
    gravity,
    three_step,
    two_step,
)

ZONES = {10: 1.0, 20: 0.68, 30: 0.22}
METHODS = {
    "2sfca": lambda cost, demand, supply: two_step(cost, demand, supply, cutoff=15),
    "e2sfca": lambda cost, demand, supply: enhanced_two_step(cost, demand, supply, zones=ZONES),
    "3sfca": lambda cost, demand, supply: three_step(cost, demand, supply, zones=ZONES),
}
every_method = pytest.mark.parametrize("method", METHODS)


@st.composite
def towns(draw, least_places=0, least_facilities=0):
    """Costs with ties, limits hit exactly and no way at all; people and supply, zero too."""
    n = draw(st.integers(least_places, 8))
    m = draw(st.integers(least_facilities, 5))
    cell = st.one_of(st.integers(0, 40).map(float), st.just(math.inf))
    cost = draw(st.lists(cell, min_size=n * m, max_size=n * m))
    demand = draw(st.lists(st.integers(0, 5000), min_size=n, max_size=n))
    supply = draw(st.lists(st.integers(0, 100), min_size=m, max_size=m))
    return (
        np.array(cost, dtype=np.float64).reshape(n, m),
        np.array(demand, dtype=np.float64),
        np.array(supply, dtype=np.float64),
    )


# ------------------------------------------------------------------- oracles ---


def weight_by_loop(cost, zones):
    """Weight of the nearest zone that holds a cost."""
    for limit in sorted(zones):
        if cost <= limit:
            return zones[limit]
    return 0.0


def access_by_loops(cost, demand, supply, zones, *, choose):
    """Both steps, one place and one facility after the other."""
    n, m = cost.shape
    weight = [[weight_by_loop(cost[i, j], zones) for j in range(m)] for i in range(n)]
    if choose:
        chosen = []
        for row in weight:
            whole = math.fsum(row)
            chosen.append([one / whole * one if whole else 0.0 for one in row])
        weight = chosen
    ratio = []
    for j in range(m):
        drawn = math.fsum(weight[i][j] * demand[i] for i in range(n))
        ratio.append(supply[j] / drawn if drawn else 0.0)
    return [math.fsum(weight[i][j] * ratio[j] for j in range(m)) for i in range(n)], ratio


@every_method
@given(town=towns())
def test_a_floating_catchment_is_what_two_loops_give(method, town):
    found = METHODS[method](*town)
    zones = {15: 1.0} if method == "2sfca" else ZONES
    access, ratio = access_by_loops(*town, zones, choose=method == "3sfca")
    assert found.access.tolist() == pytest.approx(access, rel=1e-12)
    assert found.ratio.tolist() == pytest.approx(ratio, rel=1e-12)


@given(town=towns())
def test_gravity_is_what_a_loop_gives(town):
    cost, _, supply = town
    beta = math.log(2) / 7
    expected = [
        math.fsum(s * math.exp(-beta * t) for s, t in zip(supply, row, strict=True)) for row in cost
    ]
    assert gravity(cost, supply, half_life=7).tolist() == pytest.approx(expected, rel=1e-12)


@given(town=towns(), cutoff=st.one_of(st.none(), st.integers(0, 40)))
def test_catchments_are_what_a_loop_gives(town, cutoff):
    cost, demand, supply = town
    found = catchments(cost, demand, cutoff=cutoff)
    people, unserved, tied_people = [0.0] * supply.size, 0.0, 0.0
    for i in range(demand.size):
        best, best_cost, equals = -1, math.inf, 0
        for j in range(supply.size):
            if cutoff is not None and cost[i, j] > cutoff:
                continue
            if cost[i, j] < best_cost:
                best, best_cost, equals = j, cost[i, j], 1
            elif cost[i, j] == best_cost < math.inf:
                equals += 1
        assert (found.facility[i], found.cost[i], found.tied[i]) == (best, best_cost, equals > 1)
        if best < 0:
            unserved += demand[i]
        else:
            people[best] += demand[i]
        tied_people += demand[i] if equals > 1 else 0
    assert found.people.tolist() == people
    assert (found.unserved, found.tied_people) == (unserved, tied_people)
    assert found.people.sum() + found.unserved == demand.sum()


# ---------------------------------------------------------------- properties ---


@every_method
@given(town=towns())
def test_the_supply_that_somebody_reaches_is_given_out_whole(method, town):
    cost, demand, supply = town
    found = METHODS[method](*town)
    limit = 15 if method == "2sfca" else 30
    reached = ((cost <= limit) & (demand[:, None] > 0)).any(axis=0)
    assert (found.access * demand).sum() == pytest.approx(supply[reached].sum(), rel=1e-9)
    assert found.idle.tolist() == np.flatnonzero(~reached & (supply > 0)).tolist()
    assert found.idle_supply == supply[~reached].sum()
    assert found.unserved == demand[~(cost <= limit).any(axis=1)].sum()
    assert not found.access[~(cost <= limit).any(axis=1)].any()


@every_method
@given(town=towns(), data=st.data())
def test_the_order_of_rows_and_columns_does_not_matter(method, town, data):
    cost, demand, supply = town
    rows = np.array(data.draw(st.permutations(range(demand.size))), dtype=np.int64)
    columns = np.array(data.draw(st.permutations(range(supply.size))), dtype=np.int64)
    found = METHODS[method](*town)
    moved = METHODS[method](cost[rows][:, columns], demand[rows], supply[columns])
    np.testing.assert_allclose(moved.access, found.access[rows], rtol=1e-12)
    np.testing.assert_allclose(moved.ratio, found.ratio[columns], rtol=1e-12)
    assert moved.unserved == found.unserved


@pytest.mark.parametrize("method", ["2sfca", "e2sfca"])
@given(town=towns(least_facilities=1))
def test_one_more_facility_never_lowers_anyones_access(method, town):
    cost, demand, supply = town
    fewer = METHODS[method](cost[:, :-1], demand, supply[:-1]).access
    assert (METHODS[method](*town).access >= fewer * (1 - 1e-12)).all()


def test_under_three_steps_one_more_facility_can_lower_it():
    # Half of the second place's people turn to a new site without beds, and get nothing there.
    supply = np.array([10.0, 0.0])
    two = np.array([[5.0, np.inf], [5.0, 5.0]])
    before = three_step(two[:, :1], np.array([100.0, 100.0]), supply[:1], zones=ZONES).access
    after = three_step(two, np.array([100.0, 100.0]), supply, zones=ZONES).access
    assert after[1] < before[1]
    assert after[0] > before[0]


@pytest.mark.parametrize("method", ["2sfca", "e2sfca"])
@given(town=towns())
def test_facilities_without_supply_and_places_without_people_change_nothing(method, town):
    cost, demand, supply = town
    some, homes = supply > 0, demand > 0
    found = METHODS[method](*town)
    fewer = METHODS[method](cost[homes][:, some], demand[homes], supply[some])
    np.testing.assert_allclose(found.access[homes], fewer.access, rtol=1e-12)
    # Whoever lived at an empty place would have access all the same: it is a place's figure.
    assert (found.access[~homes] >= 0).all()


@given(town=towns(), rows=st.integers(1, 9))
@every_method
def test_the_size_of_the_blocks_does_not_matter(method, town, rows):
    whole = METHODS[method](*town)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cost_matrix, "BLOCK_CELLS", rows)
        parts = METHODS[method](*town)
        nearest = catchments(*town[:2])
        drawn = gravity(town[0], town[2], half_life=5)
    np.testing.assert_allclose(parts.access, whole.access, rtol=1e-12)
    assert nearest.facility.tolist() == catchments(*town[:2]).facility.tolist()
    assert drawn.tolist() == gravity(town[0], town[2], half_life=5).tolist()


@given(town=towns())
def test_two_steps_are_enhanced_steps_with_one_zone(town):
    plain = two_step(*town, cutoff=20)
    zoned = enhanced_two_step(*town, zones={20: 1})
    assert plain.access.tolist() == zoned.access.tolist()
    assert (plain.method, zoned.method) == (FloatingMethod.TWO_STEP, FloatingMethod.ENHANCED)
    assert plain.zones == zoned.zones == ((20.0, 1.0),)


# ------------------------------------------------------------------ boundaries ---


@pytest.mark.parametrize(("cost_s", "access"), [(899.9, 0.1), (900.0, 0.1), (900.1, 0.0)])
def test_a_limit_is_inclusive(cost_s, access):
    column = np.array([[cost_s]])
    demand, supply = np.array([100.0]), np.array([10.0])
    assert two_step(column, demand, supply, cutoff=900).access.tolist() == [access]
    zoned = enhanced_two_step(column, demand, supply, zones={900: 0.5})
    assert zoned.access.tolist() == [access]
    assert catchments(column, demand, cutoff=900).unserved == (0 if access else 100)


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int32, np.uint16])
def test_every_kind_of_number_keeps_the_limit(kind):
    column = np.array([[14, 15, 16]], dtype=kind)
    found = two_step(column, np.array([1.0]), np.ones(3), cutoff=np.float64(15))
    assert found.ratio.tolist() == [1, 1, 0]
    assert catchments(column, np.array([1.0])).facility.tolist() == [0]
    assert gravity(column, np.ones(3), half_life=1)[0] == 2.0**-14 + 2.0**-15 + 2.0**-16


def test_a_limit_holds_the_same_decimal_in_single_precision():
    column = np.array([[14.1]], dtype=np.float32)
    found = two_step(column, np.array([1.0]), np.ones(1), cutoff=np.float64(14.1))
    assert found.access.tolist() == [1.0]


@every_method
def test_nobody_and_nothing_are_answers(method):
    nobody = METHODS[method](np.empty((0, 2)), np.empty(0), np.array([1.0, 2.0]))
    assert (nobody.access.size, nobody.idle_supply) == (0, 3.0)
    nothing = METHODS[method](np.empty((2, 0)), np.array([1.0, 2.0]), np.empty(0))
    assert (nothing.access.tolist(), nothing.unserved) == ([0.0, 0.0], 3.0)
    lost = catchments(np.empty((2, 0)), np.array([1.0, 2.0]))
    assert (lost.facility.tolist(), lost.unserved) == ([-1, -1], 3.0)


def test_published_zones_are_in_seconds_and_as_published():
    assert dict(LUO_QI_2009_S) == {600: 1.0, 1200: 0.68, 1800: 0.22}
    assert dict(LUO_QI_2009_SHARP_S) == {600: 1.0, 1200: 0.42, 1800: 0.09}
    assert dict(WAN_2012_S) == {600: 0.962, 1200: 0.704, 1800: 0.377, 3600: 0.042}


def test_beds_per_thousand_are_not_told_where_nobody_lives_or_nobody_counted():
    beds = np.array([10.0, 5.0, np.nan, 0.0])
    rate = per_thousand(beds, np.array([2000.0, 0.0, 100.0, 100.0]))
    assert np.isnan(rate).tolist() == [False, True, True, False]
    assert rate[[0, 3]].tolist() == [5.0, 0.0]


def test_people_of_a_facility_come_from_any_search():
    facility = np.array([1, 1, -1, 0])
    people = people_by_facility(facility, np.array([1.0, 2.0, 4.0, 8.0]), 3)
    assert people.tolist() == [8.0, 3.0, 0.0]
    assert people_by_facility(np.empty(0, dtype=np.int64), np.empty(0), 2).tolist() == [0.0, 0.0]


# ----------------------------------------------------------------------- notes ---


def test_notes_say_the_method_the_idle_supply_the_ties_and_the_unserved():
    cost = np.array([[5.0, 5.0, np.inf], [np.inf, np.inf, np.inf]])
    demand = np.array([1200.0, 3.0])
    found = enhanced_two_step(cost, demand, np.array([1.0, 2.0, 40.0]), zones=ZONES)
    assert [one.code for one in found.notes] == ["supply.method", "supply.idle"]
    assert "E2SFCA" in text(found.notes[0].code, Lang.ZH, **found.notes[0].fields)
    assert "1, with a supply of 40" in text(found.notes[1].code, Lang.EN, **found.notes[1].fields)
    nearest = catchments(cost, demand)
    told = [text(one.code, Lang.EN, **one.fields) for one in nearest.notes]
    assert "1, with 1,200 people" in told[0]
    assert "no facility in reach: 3" in told[1]
    assert catchments(np.array([[1.0]]), np.array([1.0])).notes == ()
    assert two_step(np.array([[1.0]]), np.ones(1), np.ones(1), cutoff=1).notes[0].fields == {
        "method": FloatingMethod.TWO_STEP
    }


# ---------------------------------------------------------------------- errors ---

ONE = np.ones(1)


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (np.array([[1.0, np.nan]]), "from demand point 0 to facility 1 .* got nan"),
        (np.array([[-1, 5]]), "from demand point 0 to facility 0 .* got -1"),
        (np.array([[True, False]]), "type bool"),
        (np.array([["1", "2"]]), "type <U1"),
    ],
)
def test_a_matrix_of_no_costs_is_refused(cost, said):
    calls = (
        lambda: two_step(cost, ONE, np.ones(2), cutoff=1),
        lambda: gravity(cost, np.ones(2), half_life=1),
        lambda: catchments(cost, ONE),
    )
    for call in calls:
        with pytest.raises(InputError, match=said):
            call()


def test_the_fault_is_named_by_its_row_in_the_whole_matrix(monkeypatch):
    monkeypatch.setattr(cost_matrix, "BLOCK_CELLS", 2)
    cost = np.ones((5, 2))
    cost[3, 1] = np.nan
    with pytest.raises(InputError, match="from demand point 3 to facility 1"):
        two_step(cost, np.ones(5), np.ones(2), cutoff=1)


@pytest.mark.parametrize("shape", [(2, 1), (1, 2, 1), (2,)])
def test_a_matrix_of_another_shape_is_refused(shape):
    with pytest.raises(ShapeError, match=r"one row a demand point \(1\)"):
        two_step(np.ones(shape), ONE, np.ones(2), cutoff=1)
    with pytest.raises(ShapeError):
        gravity(np.ones(shape), np.ones(3), half_life=1)
    with pytest.raises(ShapeError):
        catchments(np.ones(shape), np.ones(3))


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_people_and_supply_must_be_numbers_from_zero_on(bad):
    with pytest.raises(InputError, match=r"Entry 0 .* column demand"):
        two_step(np.ones((1, 1)), np.array([bad]), ONE, cutoff=1)
    with pytest.raises(InputError, match=r"Entry 0 .* column supply"):
        two_step(np.ones((1, 1)), ONE, np.array([bad]), cutoff=1)
    with pytest.raises(InputError, match=r"Entry 0 .* column people"):
        per_thousand(ONE, np.array([bad]))
    with pytest.raises(InputError, match="limit must be a finite number from 0 on"):
        two_step(np.ones((1, 1)), ONE, ONE, cutoff=bad)
    with pytest.raises(InputError, match="half-life must be a finite number above 0"):
        gravity(np.ones((1, 1)), ONE, half_life=bad)


@pytest.mark.parametrize("bad", [-1.0, math.inf])
def test_an_amount_may_be_unknown_but_not_impossible(bad):
    with pytest.raises(InputError, match=r"Entry 1 .* column amount"):
        per_thousand(np.array([1.0, bad]), np.ones(2))
    with pytest.raises(ShapeError, match="amount needs 1 entries, got 2"):
        per_thousand(np.ones(2), ONE)


@pytest.mark.parametrize(
    ("zones", "said"),
    [
        ({}, "at least one zone"),
        ({1.0: 10, 0.68: 20}, "Write the limit first"),
        ({10: -0.1}, "weight in 0–1"),
        ({10: math.nan}, "weight in 0–1"),
        ({math.inf: 1}, "finite limit"),
        ({-1: 1}, "finite limit"),
        ({10: 0.5, 20: 0.6}, "must not rise"),
    ],
)
def test_zones_must_be_zones(zones, said):
    for method in (enhanced_two_step, three_step):
        with pytest.raises(InputError, match=said):
            method(np.ones((1, 1)), ONE, ONE, zones=zones)
