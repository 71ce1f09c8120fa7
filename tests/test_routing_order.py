"""The contraction order: a permutation, the same for any number of threads, by true cuts."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_flow

from routing._order import contraction_order
from routing._order_dissect import NO_CUT
from routing._order_flow import SEPARATOR, SINK_SIDE, SOURCE_SIDE, Cells, cut_along, new_scratch
from routing._order_leaves import _order_one
from routing._order_reduce import eliminate_low_degrees, undirected_csr


def arrays(pairs):
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return ends[:, 0].copy(), ends[:, 1].copy()


def grid(side, keep, seed, *, shortcuts=0):
    """Streets of a jittered grid of which a share is kept, and places of its nodes."""
    rng = np.random.default_rng(seed)
    number = np.arange(side * side).reshape(side, side)
    rows = np.column_stack([number[1:].ravel(), number[:-1].ravel()])
    columns = np.column_stack([number[:, 1:].ravel(), number[:, :-1].ravel()])
    pairs = np.concatenate([rows, columns])
    pairs = pairs[rng.random(len(pairs)) < keep]
    pairs = np.concatenate([pairs, rng.integers(0, side * side, (shortcuts, 2))])
    place = np.indices((side, side)).reshape(2, -1) + rng.random((2, side * side)) / 2
    return (*arrays(pairs), place[0] * 100, place[1] * 100)


def check_permutation(n, tail, head, x_m, y_m):
    order = contraction_order(n, tail, head, x_m, y_m)
    assert order.dtype == np.int32
    assert sorted(order.tolist()) == list(range(n))
    for threads in (2, 3):
        together = contraction_order(n, tail, head, x_m, y_m, threads=threads)
        assert together.tobytes() == order.tobytes()


@st.composite
def graphs(draw):
    n = draw(st.integers(1, 60))
    end = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(end, end), max_size=4 * n))
    place = draw(st.sampled_from(["random", "one", "line"]))
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    x_m, y_m = {"random": rng.random((2, n)), "one": np.zeros((2, n))}.get(
        place, np.stack([np.arange(n, dtype=np.float64), np.zeros(n)])
    )
    return (n, *arrays(pairs), x_m, y_m)


@given(graphs())
@settings(max_examples=100)
def test_order_is_a_permutation_for_any_graph(graph):
    check_permutation(*graph)


def named_graphs():
    rng = np.random.default_rng(1)
    yield "empty", 0, []
    yield "one node", 1, []
    yield "a loop", 1, [(0, 0)]
    yield "nodes alone", 5, []
    yield "star", 3000, [(0, leaf) for leaf in range(1, 3000)]
    yield "two stars", 400, [(i % 2, i) for i in range(2, 400)]
    yield "path", 500, [(i, i + 1) for i in range(499)]
    yield "ring", 500, [(i, (i + 1) % 500) for i in range(500)]
    yield "clique", 70, list(nx.complete_graph(70).edges)
    yield "two sides", 100, list(nx.complete_bipartite_graph(50, 50).edges)
    yield "islands", 400, [(i, i + 1) for i in range(399) if i % 40] * 2
    yield "tangle", 300, rng.integers(0, 300, (900, 2)).tolist()


@pytest.mark.parametrize("case", list(named_graphs()), ids=lambda case: case[0])
@pytest.mark.parametrize("at_one_place", [False, True])
def test_order_of_named_graphs(case, at_one_place):
    _, n, pairs = case
    place = np.random.default_rng(2).random((2, n)) * (not at_one_place)
    check_permutation(n, *arrays(pairs), *place)


def test_large_pieces_are_cut_by_all_threads_to_the_same_order():
    check_permutation(3600, *grid(60, 0.75, 3))
    check_permutation(900, *grid(30, 1.0, 4, shortcuts=20))


def test_direction_of_arcs_loops_and_doubles_do_not_matter():
    tail, head, x_m, y_m = grid(20, 0.8, 5)
    once = contraction_order(400, tail, head, x_m, y_m)
    loops = np.arange(400, dtype=np.int32)
    doubled = contraction_order(
        400,
        np.concatenate([tail, head, loops]),
        np.concatenate([head, tail, loops]),
        x_m,
        y_m,
    )
    # Doubles stand behind the originals, so that the lists keep their order.
    assert once.tolist() == doubled.tolist()


@given(graphs(), st.integers(0, 4))
@settings(max_examples=80)
def test_elimination_leaves_the_core_of_the_elimination_game(graph, max_degree):
    n, tail, head, _, _ = graph
    gone, core, start, neighbour = eliminate_low_degrees(
        *undirected_csr(n, tail, head), max_degree, 4
    )
    game = nx.Graph()
    game.add_nodes_from(range(n))
    game.add_edges_from((a, b) for a, b in zip(tail, head, strict=True) if a != b)
    for node in gone.tolist():
        around = list(game[node])
        assert len(around) <= max_degree
        game.remove_node(node)
        game.add_edges_from((a, b) for a in around for b in around if a < b)
    assert sorted(game) == core.tolist()
    rows = np.repeat(core, np.diff(start))
    found = sorted(zip(rows.tolist(), core[neighbour].tolist(), strict=True))
    assert found == sorted([*game.edges, *((b, a) for a, b in game.edges)])


def test_a_hub_is_not_scanned_and_stays_in_the_core():
    tail, head = arrays([(0, leaf) for leaf in range(1, 200)])
    gone, core, _, _ = eliminate_low_degrees(*undirected_csr(200, tail, head), 3, 4)
    assert gone.size == 0
    assert core.size == 200


@pytest.mark.parametrize("seed", range(40))
def test_separator_separates_and_is_as_small_as_the_maximum_flow(seed):
    rng = np.random.default_rng(seed)
    side = int(rng.integers(4, 18))
    tail, head, x_m, y_m = grid(side, rng.uniform(0.6, 1), seed, shortcuts=seed % 3 * 2)
    n = side * side
    _, piece = connected_components(csr_array((np.ones(tail.size), (tail, head)), shape=(n, n)))
    keep = piece == np.bincount(piece).argmax()
    new = np.cumsum(keep) - 1
    inside = keep[tail]
    n = int(keep.sum())
    start, neighbour = undirected_csr(
        n, new[tail[inside]].astype(np.int32), new[head[inside]].astype(np.int32)
    )
    bounds = start.astype(np.int32)
    cells = Cells(
        bounds[:-1].copy(),
        bounds[1:].copy(),
        neighbour,
        x_m[keep].astype(np.float32),
        y_m[keep].astype(np.float32),
        np.arange(n, dtype=np.int32),
    )
    work = new_scratch(n)
    flow, smaller = cut_along(0, n, cells, seed % 4, rng.uniform(0.1, 0.45), *NO_CUT, work)
    sources, sinks = np.flatnonzero(work.kind == 1), np.flatnonzero(work.kind == 2)
    # Each node is an arc of capacity one from 2v to 2v + 1; 2n is the source, 2n + 1 the sink.
    node, row = np.arange(n), np.repeat(np.arange(n), np.diff(start))
    begin = [2 * row + 1, 2 * node, np.full(sources.size, 2 * n), 2 * sinks + 1]
    end = [2 * neighbour, 2 * node + 1, 2 * sources, np.full(sinks.size, 2 * n + 1)]
    room = [np.full(row.size, n), np.ones(n), np.ones(sources.size), np.ones(sinks.size)]
    capacity = csr_array(
        (
            np.concatenate(room).astype(np.int32),
            (np.concatenate(begin).astype(np.int32), np.concatenate(end).astype(np.int32)),
        ),
        shape=(2 * n + 2, 2 * n + 2),
    )
    expected = maximum_flow(capacity, 2 * n, 2 * n + 1).flow_value
    if smaller == 0:  # the terminals leave nothing between them
        return
    label = work.side
    assert flow == expected == (label == SEPARATOR).sum()
    assert smaller == min((label == SOURCE_SIDE).sum(), (label == SINK_SIDE).sum())
    assert not ((label[row] == SOURCE_SIDE) & (label[neighbour] == SINK_SIDE)).any()
    assert (label[sources] != SINK_SIDE).all()
    assert (label[sinks] != SOURCE_SIDE).all()


@given(st.integers(3, 9), st.integers(0, 140), st.integers(0, 1000))
@settings(max_examples=60)
def test_leaf_order_is_minimum_degree(size, n_around, seed):
    known = size + n_around
    rng = np.random.default_rng(seed)
    joined = rng.random((size, known)) < 0.3
    joined[:, :size] |= joined[:, :size].T
    np.fill_diagonal(joined[:, :size], val=False)
    n_words = (known + 63) >> 6
    bits = np.zeros((size, n_words), np.uint64)
    for i, j in zip(*np.nonzero(joined), strict=True):
        bits[i, j >> 6] |= np.uint64(1) << np.uint64(j & 63)
    nodes = np.arange(size, dtype=np.int32)
    _order_one(nodes, bits, joined.sum(axis=1).astype(np.int32), n_words)
    around = {i: set(np.flatnonzero(joined[i]).tolist()) for i in range(size)}
    expected = []
    while around:
        node = min(around, key=lambda i: (len(around[i]), i))
        expected.append(node)
        gone = around.pop(node)
        for i in gone & set(around):
            around[i] = (around[i] | gone) - {i, node}
    assert nodes.tolist() == expected


def test_too_many_entries_for_the_offsets_are_refused(monkeypatch):
    monkeypatch.setattr("routing._order.OFFSET_MAX", 4)
    with pytest.raises(OverflowError, match="6 entries of neighbour lists, at most 4"):
        contraction_order(3, *arrays([(0, 1)]), np.zeros(3), np.zeros(3))
