"""Coverage, quantiles, areas, facilities: worked examples and properties."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import oracles
from geo.errors import DataUnavailableError, InputError, ShapeError
from layers.areas import OUTSIDE, AreaSet, best_level
from layers.coverage import coverage_by_area, measure_coverage, weighted_quantile
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service, read_service

TOY_S = np.array([5.0, 8.0, 14.0, 35.0])
TOY_PEOPLE = np.array([1000.0, 2000.0, 3000.0, 4000.0])

times = st.one_of(
    st.integers(0, 20_000).map(lambda ds: ds / 10),
    st.just(math.inf),
    st.sampled_from([899.9, 900.0, 900.1]),
)
homes = st.lists(st.tuples(times, st.integers(0, 5000), st.integers(-1, 2)), max_size=25)


def arrays(rows):
    time_s = np.array([row[0] for row in rows], dtype=np.float64)
    people = np.array([row[1] for row in rows], dtype=np.float64)
    return time_s, people, np.array([row[2] for row in rows], dtype=np.int64)


def squares(*corners, side=1.0, level="area", code="a"):
    polygon = np.empty(len(corners), dtype=object)
    polygon[:] = [shapely.box(x, y, x + side, y + side) for x, y in corners]
    names = tuple(f"{code}{row}" for row in range(len(corners)))
    return AreaSet(names, names, (level,) * len(corners), polygon)


# --------------------------------------------------------- the worked examples ---


@pytest.mark.parametrize(
    ("cutoff", "share"), [(15, 0.60), (14, 0.60), (13.99, 0.30), (35, 1.0), (4.9, 0.0), (11, 0.30)]
)
def test_toy_coverage(cutoff, share):
    assert measure_coverage(TOY_S, TOY_PEOPLE, cutoff_s=cutoff).share == pytest.approx(share)


def test_toy_quantiles_are_times_that_occur():
    found = measure_coverage(TOY_S, TOY_PEOPLE, cutoff_s=15)
    assert (found.median_s, found.p95_s) == (14.0, 35.0)
    assert weighted_quantile(TOY_S, TOY_PEOPLE, 0.3) == 8.0  # an exact tie
    assert weighted_quantile(TOY_S, TOY_PEOPLE, 1.0) == 35.0


def test_toy_unroutable_people_stay_in_the_denominator():
    time_s = TOY_S.copy()
    time_s[1] = math.inf
    found = measure_coverage(time_s, TOY_PEOPLE, cutoff_s=15)
    assert (found.covered, found.uncovered, found.unroutable) == (4000, 4000, 2000)
    assert found.share == pytest.approx(0.40)
    assert found.p95_s == math.inf


@pytest.mark.parametrize(("time_s", "covered"), [(899.9, 1), (900.0, 1), (900.1, 0)])
def test_exactly_fifteen_minutes_is_covered(time_s, covered):
    found = measure_coverage(np.array([time_s]), np.array([1.0]), cutoff_s=900.0)
    assert (found.covered, found.uncovered) == (covered, 1 - covered)


def test_nobody_is_no_share_and_no_quantile():
    found = measure_coverage(np.empty(0), np.empty(0), cutoff_s=900.0)
    assert (found.covered, found.uncovered, found.unroutable) == (0, 0, 0)
    assert math.isnan(found.share)
    assert math.isnan(found.median_s)


@pytest.mark.parametrize("cutoff_s", [-1.0, math.nan, 90_000.0])
def test_a_limit_out_of_range_is_refused(cutoff_s):
    with pytest.raises(InputError, match="time limit must be 0 to 86,400 s"):
        measure_coverage(TOY_S, TOY_PEOPLE, cutoff_s=cutoff_s)


@pytest.mark.parametrize("q", [0.0, -0.1, 1.01, math.nan])
def test_a_quantile_out_of_range_is_refused(q):
    with pytest.raises(InputError, match=r"quantile must lie in \(0, 1\]"):
        weighted_quantile(TOY_S, TOY_PEOPLE, q)


# ------------------------------------------------------------------- properties ---


@given(homes, st.integers(0, 20_000))
def test_coverage_equals_plain_sums_and_conserves_people(rows, cutoff_ds):
    time_s, people, _ = arrays(rows)
    found = measure_coverage(time_s, people, cutoff_s=cutoff_ds / 10)
    parts = (found.covered, found.uncovered, found.unroutable)
    assert parts == oracles.coverage_by_sums(time_s.tolist(), people.tolist(), cutoff_ds / 10)
    assert found.population == sum(row[1] for row in rows)


@given(homes, st.integers(0, 20_000), st.integers(0, 5_000))
def test_a_longer_limit_never_covers_fewer(rows, cutoff_ds, more_ds):
    time_s, people, _ = arrays(rows)
    short = measure_coverage(time_s, people, cutoff_s=cutoff_ds / 10)
    long = measure_coverage(time_s, people, cutoff_s=(cutoff_ds + more_ds) / 10)
    assert long.covered >= short.covered
    assert long.unroutable == short.unroutable


@given(homes, st.randoms(use_true_random=False))
def test_row_order_does_not_matter_to_coverage(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    first, second = (
        measure_coverage(*arrays(some)[:2], cutoff_s=900.0) for some in (rows, shuffled)
    )
    assert repr(first) == repr(second)


@given(
    st.lists(st.tuples(times, st.integers(0, 1000)), min_size=1, max_size=20),
    st.integers(1, 100),
)
def test_quantiles_equal_the_sorted_loop(rows, percent):
    value, weight = [row[0] for row in rows], [row[1] for row in rows]
    found = weighted_quantile(np.array(value), np.array(weight, np.float64), percent / 100)
    expected = oracles.quantile_by_loop(value, weight, percent)
    assert found == pytest.approx(expected, nan_ok=True, abs=0)


@given(homes)
def test_areas_sum_to_the_whole(rows):
    time_s, people, area = arrays(rows)
    areas = squares((0, 0), (1, 0), (2, 0))
    found = coverage_by_area(time_s, people, area, areas, cutoff_s=900.0)
    whole = measure_coverage(time_s, people, cutoff_s=900.0)
    for part in ("covered", "uncovered", "unroutable", "population"):
        assert sum(getattr(row.coverage, part) for row in found) == getattr(whole, part)
    assert [row.code for row in found[:3]] == ["a0", "a1", "a2"]
    assert (len(found) == 4) == bool((area == OUTSIDE).any())


# ------------------------------------------------------------------------ areas ---


@given(st.lists(st.tuples(st.floats(-1, 4), st.floats(-1, 3)), max_size=20))
def test_places_are_located_as_a_plain_loop_locates_them(places):
    areas = squares((0, 0), (1, 0), (2.5, 0), (0.5, 0.5))
    lon = np.array([place[0] for place in places])
    lat = np.array([place[1] for place in places])
    expected = [
        next(
            (row for row, shape in enumerate(areas.polygon) if shape.intersects(shapely.Point(p))),
            OUTSIDE,
        )
        for p in places
    ]
    assert areas.locate(lon, lat).tolist() == expected


def test_a_place_on_a_common_border_belongs_to_the_first_area_only():
    areas = squares((0, 0), (1, 0))
    assert areas.locate(np.array([1.0]), np.array([0.5])).tolist() == [0]


def test_the_table_is_made_by_the_finest_level_that_holds_the_people():
    def both(*sets):
        return AreaSet(
            sum((one.code for one in sets), ()),
            sum((one.name for one in sets), ()),
            sum((one.level for one in sets), ()),
            np.concatenate([one.polygon for one in sets]),
        )

    areas = both(
        squares((0, 0), side=10, level="2", code="c"),
        squares((0, 0), (5, 0), (0, 5), (5, 5), side=5, level="7", code="p"),
        squares(*((i / 10, 0) for i in range(9)), side=0.1, level="9", code="v"),
    )
    lon, lat = np.array([2.0, 7.0, 0.05]), np.array([2.0, 7.0, 0.05])
    people = np.array([50.0, 49.0, 1.0])
    assert best_level(areas, lon, lat, people) == "7"
    assert best_level(squares(), lon, lat, people) is None


def test_an_unknown_level_names_the_known_ones():
    with pytest.raises(DataUnavailableError, match=r"No areas of level “9”. The study has: area"):
        squares((0, 0)).at_level("9")


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Polygon(),
        shapely.Point(0, 0),
        shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]),
    ],
)
def test_an_area_needs_a_valid_surface(shape):
    polygon = np.empty(1, dtype=object)
    polygon[:] = [shape]
    with pytest.raises(InputError, match="Area x needs a valid, non-empty polygon"):
        AreaSet(("x",), ("x",), ("1",), polygon)


# --------------------------------------------------------- facilities and people ---


def test_facilities_that_offer_a_service_come_in_the_order_of_their_ids():
    kinds = (Service.HOSPITAL, Service.CLINIC, Service.HOSPITAL)
    zero = np.zeros(3)
    both = frozenset({Service.CLINIC, Service.HOSPITAL})
    services = (frozenset({Service.HOSPITAL}), both, frozenset({Service.HOSPITAL}))
    found = FacilitySet(("b", "c", "a"), ("", "", ""), zero, zero, kinds, services, ("", "", ""))
    assert found.offering(Service.HOSPITAL).tolist() == [2, 0, 1]
    assert found.offering(Service.CLINIC).tolist() == [1]
    assert found.offering(Service.STROKE).tolist() == []


def test_double_ids_and_ragged_columns_are_refused():
    zero = np.zeros(2)
    kinds = (Service.HOSPITAL,) * 2
    services = (frozenset({Service.HOSPITAL}),) * 2
    with pytest.raises(InputError, match="“a” stands twice"):
        FacilitySet(("a", "a"), ("", ""), zero, zero, kinds, services, ("", ""))
    with pytest.raises(ShapeError, match="column name needs 2 entries, got 1"):
        FacilitySet(("a", "b"), ("",), zero, zero, kinds, services, ("", ""))


def test_an_unknown_service_names_the_known_ones():
    assert read_service(" Emergency-Room ") is Service.EMERGENCY_ROOM
    with pytest.raises(DataUnavailableError, match=r"Unknown service .*“spa”\. Known: hospital"):
        read_service("spa")


@pytest.mark.parametrize("people", [-1.0, math.nan, math.inf])
def test_people_are_counted_in_finite_numbers(people):
    zero = np.zeros(1)
    with pytest.raises(InputError, match="population must be finite and not negative"):
        DemandSurface(zero, zero, np.array([people]), ("",), "")
