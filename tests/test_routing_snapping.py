"""Snapping by the grid of squares: the same, to the last bit, as by shapely's tree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from routing import snapping
from routing.network import RoadNetwork
from routing.snapping import NOT_SNAPPED, RoadIndex


def by_tree(network):
    """The index as it is where numba is missing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapping, "_grid", None)
        return RoadIndex(network)


def both(network, x_m, y_m, limit_m):
    """Snap by the grid and by the tree."""
    grid = RoadIndex(network).snap(x_m, y_m, max_distance_m=limit_m)
    index = by_tree(network)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapping, "_grid", None)
        return grid, index.snap(x_m, y_m, max_distance_m=limit_m)


def assert_same(one, other):
    for column in ("piece", "share", "distance_m"):
        np.testing.assert_array_equal(getattr(one, column), getattr(other, column))


def two_way(xy_m, pairs):
    """Streets open both ways between places in metres."""
    tail, head = np.array(pairs).reshape(-1, 2).T
    return RoadNetwork.from_arrays(
        tail=np.concatenate([tail, head]),
        head=np.concatenate([head, tail]),
        time_s=np.ones(2 * tail.size),
        xy_m=np.array(xy_m, dtype=np.float64),
    )


TOWN_M = np.array([500_000.0, 3_000_000.0])

# Whole metres on a small field: crossings, doubled streets, points and ties are common.
spot = st.tuples(st.integers(-40, 40), st.integers(-40, 40))


@settings(max_examples=150)
@given(
    st.lists(spot, min_size=2, max_size=12),
    st.data(),
    st.sampled_from([0.5, 5.0, 30.0, 3000.0, 9000.0]),
    st.sampled_from([1.0, 37.7, 900.0]),
)
def test_grid_and_tree_agree_to_the_last_bit(nodes, data, limit_m, scale):
    node = st.integers(0, len(nodes) - 1)
    pairs = data.draw(st.lists(st.tuples(node, node), min_size=1, max_size=30))
    places = data.draw(st.lists(spot, min_size=1, max_size=30))
    origin = np.array([400_000.0, 4_700_000.0])
    network = two_way(np.array(nodes) * scale + origin, pairs)
    x_m, y_m = (np.array(places) * scale + origin).T
    assert_same(*both(network, x_m, y_m, limit_m))


@pytest.mark.parametrize("seed", range(3))
def test_grid_and_tree_agree_on_a_town_of_many_streets(seed):
    rng = np.random.default_rng(seed)
    xy_m = rng.uniform(0, 5_000, (1_500, 2)).round(1) + TOWN_M
    start = rng.integers(0, 1_500, 3_000)
    near = np.argsort(np.hypot(*(xy_m[start][:, None] - xy_m[None]).transpose(2, 0, 1)), axis=1)
    network = two_way(xy_m, np.column_stack([start, near[:, 1 + seed]]))
    x_m, y_m = (rng.uniform(-9_000, 14_000, (20_000, 2)) + TOWN_M).T
    x_m[:1_500], y_m[:1_500] = xy_m.T  # and at the junctions themselves, where all is tied
    assert_same(*both(network, x_m, y_m, 6_000.0))


def test_of_equally_near_roads_the_first_counts():
    network = two_way([(0, 10), (100, 10), (0, -10), (100, -10)], [(2, 3), (0, 1), (0, 2)])
    one, other = both(network, np.array([50.0, 50.0]), np.array([0.0, 1e-9]), 50.0)
    assert_same(one, other)
    assert one.piece.tolist() == [0, 1]


def test_an_island_is_taken_only_where_no_usable_road_lies_within_the_limit():
    network = two_way([(0, 0), (128, 0), (256, 0), (0, 500), (50, 500)], [(0, 1), (1, 2), (3, 4)])
    index = RoadIndex(network)
    near = index.snap(np.array([25.0]), np.array([480.0]), max_distance_m=480.0)
    far = index.snap(np.array([25.0]), np.array([480.1]), max_distance_m=480.0)
    assert near.distance_m.tolist() == [480.0]
    assert far.piece.tolist() == [2]
    assert index.on_main.tolist() == [True, True, False, True, True, False]


@pytest.mark.parametrize(("y_m", "piece"), [(100.0, 0), (100.0000001, NOT_SNAPPED)])
def test_the_limit_is_inclusive(y_m, piece):
    network = two_way([(0, 0), (10, 0)], [(0, 1)])
    one, other = both(network, np.array([5.0]), np.array([y_m]), 100.0)
    assert one.piece.tolist() == other.piece.tolist() == [piece]


def test_a_place_far_outside_all_squares_is_joined_where_the_limit_allows():
    network = two_way([(0, 0), (10, 0)], [(0, 1)])
    x_m = np.array([-50_000.0, 50_010.0, 50_010.1, 5.0])
    one, other = both(network, x_m, np.zeros(4), 50_000.0)
    assert_same(one, other)
    assert one.piece.tolist() == [0, 0, NOT_SNAPPED, 0]


def test_no_places_and_streets_without_length_are_answered():
    network = two_way([(0, 0), (0, 0)], [(0, 1)])
    assert len(RoadIndex(network).snap(np.empty(0), np.empty(0), max_distance_m=9.0)) == 0
    one, other = both(network, np.array([3.0]), np.array([4.0]), 9.0)
    assert_same(one, other)
    assert one.distance_m.tolist() == [5.0]


def test_places_that_are_no_numbers_are_refused():
    network = two_way([(0, 0), (10, 0)], [(0, 1)])
    with pytest.raises(InputError, match="finite"):
        RoadIndex(network).snap(np.array([np.inf]), np.zeros(1), max_distance_m=9.0)


def test_the_index_is_made_of_arrays_alone():
    (search,) = RoadIndex(two_way([(0, 0), (10, 0)], [(0, 1)]))._searches
    grid = search.grid
    for name in grid.__slots__:
        assert isinstance(getattr(grid, name), np.ndarray)
