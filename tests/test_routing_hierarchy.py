"""The hierarchy and its customisation against the elimination game and scipy's Dijkstra."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from routing._customise import NEVER_DS, customise, true_times
from routing._hierarchy import LOOP, NO_PARENT, Hierarchy, build_hierarchy
from routing._order import contraction_order


@st.composite
def networks(draw, max_weight_ds=12):
    """Arcs with one-ways, parallels, loops, islands and ties; a closed arc is negative."""
    n = draw(st.integers(1, 25))
    end = st.integers(0, n - 1)
    weight = st.integers(-1, max_weight_ds)
    rows = draw(st.lists(st.tuples(end, end, weight), max_size=3 * n))
    tail, head, weight_ds = np.array(rows, dtype=np.int32).reshape(-1, 3).T.copy()
    order = np.random.default_rng(draw(st.integers(0, 99))).permutation(n).astype(np.int32)
    return n, tail, head, weight_ds, order


def distances(n, tail, head, weight_ds):
    """All shortest times by scipy; zero weights need a dense matrix with nan for no arc."""
    least = np.full((n, n), np.inf)
    for a, b, w in zip(tail.tolist(), head.tolist(), weight_ds.tolist(), strict=True):
        if w >= 0:
            least[a, b] = min(least[a, b], w)
    for middle in range(n):
        least = np.minimum(least, least[:, middle, None] + least[None, middle, :])
    np.fill_diagonal(least, 0)
    return least


def rows_of(hierarchy):
    return np.repeat(np.arange(hierarchy.n_nodes), np.diff(hierarchy.up_start))


@given(networks())
@settings(max_examples=150)
def test_hierarchy_is_the_elimination_game(network):
    n, tail, head, _, order = network
    found = build_hierarchy(n, tail, head, order)
    assert found.rank[found.order].tolist() == list(range(n))
    for ranking in (found.order, order):  # postorder contracts to the same graph
        game = nx.Graph()
        game.add_nodes_from(range(n))
        game.add_edges_from((a, b) for a, b in zip(tail, head, strict=True) if a != b)
        arcs = set()
        for node in ranking.tolist():
            around = list(game[node])
            arcs |= {(node, other) for other in around}
            game.remove_node(node)
            game.add_edges_from((a, b) for a in around for b in around if a < b)
        lower, upper = found.order[rows_of(found)], found.order[found.up_head]
        assert set(zip(lower.tolist(), upper.tolist(), strict=True)) == arcs
    below = [{v} for v in range(n)]
    for v in range(n):
        row = found.up_head[found.up_start[v] : found.up_start[v + 1]].tolist()
        assert row == sorted(row)
        assert found.parent[v] == (row[0] if row else NO_PARENT)
        if row:
            below[row[0]] |= below[v]
        assert below[v] == set(range(found.subtree_begin[v], v + 1))
    for a, b, place in zip(tail, head, found.arc_place, strict=True):
        low, high = sorted((found.rank[a], found.rank[b]))
        if a == b:
            assert place == LOOP
        else:
            assert (place < found.n_up) == (found.rank[a] < found.rank[b])
            assert rows_of(found)[place % found.n_up] == low
            assert found.up_head[place % found.n_up] == high


@given(networks())
@settings(max_examples=150)
def test_customised_times_go_through_lower_ranks_and_true_times_anywhere(network):
    n, tail, head, weight_ds, order = network
    found = build_hierarchy(n, tail, head, order)
    up_ds, down_ds = customise(found, weight_ds)
    true_up_ds, true_down_ds = true_times(found, up_ds, down_ds)
    a, b = found.rank[tail], found.rank[head]
    through = np.full((n, n), np.inf)
    for i, j, w in zip(a.tolist(), b.tolist(), weight_ds.tolist(), strict=True):
        if w >= 0 and i != j:
            through[i, j] = min(through[i, j], w)
    anywhere = distances(n, a, b, weight_ds)
    rows = rows_of(found)
    for middle in range(n):  # through ranks below `middle` only
        for e in np.flatnonzero(rows == middle):
            ends = middle, int(found.up_head[e])
            for ours, by_truth, (i, j) in (
                (up_ds[e], true_up_ds[e], ends),
                (down_ds[e], true_down_ds[e], ends[::-1]),
            ):
                assert ours == (through[i, j] if through[i, j] < math.inf else NEVER_DS)
                assert by_truth == (anywhere[i, j] if anywhere[i, j] < math.inf else NEVER_DS)
        through = np.minimum(through, through[:, middle, None] + through[None, middle, :])


def test_the_longest_times_do_not_overflow():
    tail, head = np.array([0, 1, 2, 1], np.int32), np.array([1, 2, 3, 0], np.int32)
    weight_ds = np.full(4, np.iinfo(np.int32).max, np.int32)
    weight_ds[2:] = NEVER_DS - 1
    found = build_hierarchy(4, tail, head, np.array([1, 2, 0, 3], np.int32))
    times = customise(found, weight_ds)
    for column in (*times, *true_times(found, *times)):
        assert column.max(initial=0) <= NEVER_DS
    assert sorted(np.concatenate(times).tolist())[:2] == [NEVER_DS - 1] * 2


@pytest.mark.parametrize("n", [0, 1, 3])
def test_hierarchy_without_arcs(n):
    nothing = np.empty(0, np.int32)
    found = build_hierarchy(n, nothing, nothing, np.arange(n, dtype=np.int32))
    up_ds, down_ds = customise(found, nothing)
    assert (found.n_nodes, found.n_up, up_ds.size, down_ds.size) == (n, 0, 0, 0)


def test_hierarchy_survives_a_trip_through_plain_arrays():
    tail, head = np.array([0, 1, 2], np.int32), np.array([1, 2, 0], np.int32)
    found = build_hierarchy(3, tail, head, np.arange(3, dtype=np.int32))
    again = Hierarchy(**found.arrays())
    for name, column in found.arrays().items():
        assert again.arrays()[name] is column


def test_a_town_of_streets_has_few_arcs_and_true_times():
    side = 50
    rng = np.random.default_rng(6)
    number = np.arange(side * side).reshape(side, side)
    a = np.concatenate([number[1:].ravel(), number[:, 1:].ravel()])
    b = np.concatenate([number[:-1].ravel(), number[:, :-1].ravel()])
    kept = rng.random(a.size) < 0.7
    back = kept & (rng.random(a.size) < 0.9)
    tail = np.concatenate([a[kept], b[back]]).astype(np.int32)
    head = np.concatenate([b[kept], a[back]]).astype(np.int32)
    weight_ds = rng.integers(1, 400, tail.size).astype(np.int32)
    x_m, y_m = np.indices((side, side)).reshape(2, -1).astype(np.float64)
    order = contraction_order(side * side, tail, head, x_m, y_m)
    found = build_hierarchy(side * side, tail, head, order)
    assert found.n_up / found.n_nodes < 4
    up_ds, _ = true_times(found, *customise(found, weight_ds))
    dense = np.full((side * side, side * side), np.inf)
    np.minimum.at(dense, (tail, head), weight_ds)
    dense[~np.isfinite(dense)] = 0
    expected = dijkstra(dense, indices=found.order[rows_of(found)[::50]])
    expected = expected[np.arange(expected.shape[0]), found.order[found.up_head[::50]]]
    assert up_ds[::50].tolist() == np.where(np.isinf(expected), NEVER_DS, expected).tolist()


def test_too_many_entries_are_refused(monkeypatch):
    clique = np.argwhere(~np.eye(5, dtype=bool)).astype(np.int32).T.copy()
    order = np.arange(5, dtype=np.int32)
    assert build_hierarchy(5, *clique, order, n_up_max=10).n_up == 10
    with pytest.raises(OverflowError, match="10 entries of the contracted network, at most 9"):
        build_hierarchy(5, *clique, order, n_up_max=9)
    for limit, found, most in ((10, 7, 5), (19, 10, 9)):
        monkeypatch.setattr("routing._hierarchy.OFFSET_MAX", limit)
        with pytest.raises(OverflowError, match=f"{found} entries .*, at most {most}$"):
            build_hierarchy(5, *clique, order)
