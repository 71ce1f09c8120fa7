"""Sweeps over the hierarchy against networkx: times, labels by the tie rule, every limit."""

import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing._customise import NEVER_DS, customise, true_times
from routing._hierarchy import build_hierarchy
from routing._order import contraction_order
from routing._sweep import UNREACHED_KEY, nearest_sweep, sweep_graph, unpack_keys
from routing._sweep_collect import collect_within
from routing._sweep_k import K_MAX, nearest_k_sweep
from routing._sweep_lanes import (
    LANES,
    NARROW_LIMIT_DS,
    lane_graph,
    lane_seeds,
    sweep_blocks,
)

ROOT = Path(__file__).resolve().parent.parent
DIRECTIONS = ["from", "to"]


# ------------------------------------------------------------------ graphs and oracle ---


@st.composite
def networks(draw, max_weight_ds=12):
    """Arcs with one-ways, parallels, loops, islands and ties, none of them closed."""
    n = draw(st.integers(1, 25))
    end = st.integers(0, n - 1)
    weight = st.integers(0, max_weight_ds)
    rows = draw(st.lists(st.tuples(end, end, weight), max_size=3 * n))
    return (n, *np.array(rows, dtype=np.int32).reshape(-1, 3).T.copy())


@st.composite
def seeds(draw, n, max_seeds=6):
    """Nodes with time on the clock and labels, of which some share a node or a label."""
    seed = st.tuples(st.integers(0, n - 1), st.integers(0, 9), st.integers(0, 4))
    rows = draw(st.lists(seed, max_size=max_seeds))
    return tuple(np.array(rows, dtype=np.int64).reshape(-1, 3).T.copy())


def contracted(n, tail, head, weight_ds, direction, *, pruned=True):
    x_m = np.arange(n, dtype=np.float64)
    hierarchy = build_hierarchy(n, tail, head, contraction_order(n, tail, head, x_m, x_m % 5))
    times = customise(hierarchy, weight_ds)
    true = true_times(hierarchy, *times) if pruned else None
    return sweep_graph(hierarchy, times, direction=direction, true=true)


def by_networkx(network, seed, direction):
    """Best time of every label at every node, as dictionaries by node."""
    n, tail, head, weight_ds = network
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(n))
    for a, b, w in zip(tail.tolist(), head.tolist(), weight_ds.tolist(), strict=True):
        graph.add_edge(*((a, b) if direction == "from" else (b, a)), t=w)
    best = [{} for _ in range(n)]
    for node, start_ds, label in zip(*(column.tolist() for column in seed), strict=True):
        found = nx.single_source_dijkstra_path_length(graph, node, weight="t")
        for other, time_ds in found.items():
            known = best[other].get(label, time_ds + start_ds)
            best[other][label] = min(known, time_ds + start_ds)
    return best


def at(graph, seed):
    """The seeds with ranks in place of nodes."""
    node, start_ds, label = seed
    return graph.hierarchy.rank[node].astype(np.int64), start_ds, label


def town(side=40, seed=3):
    """Streets with one-ways and repeated times, so that ties abound."""
    rng = np.random.default_rng(seed)
    number = np.arange(side * side).reshape(side, side)
    a = np.concatenate([number[1:].ravel(), number[:, 1:].ravel()])
    b = np.concatenate([number[:-1].ravel(), number[:, :-1].ravel()])
    kept = rng.random(a.size) < 0.8
    back = kept & (rng.random(a.size) < 0.85)
    tail = np.concatenate([a[kept], b[back]]).astype(np.int32)
    head = np.concatenate([b[kept], a[back]]).astype(np.int32)
    return side * side, tail, head, rng.integers(1, 8, tail.size).astype(np.int32) * 50


def town_distances(network, nodes, direction):
    n, tail, head, weight_ds = network
    ends = (tail, head) if direction == "from" else (head, tail)
    arcs = csr_array((weight_ds.astype(np.float64), ends), shape=(n, n))
    return dijkstra(arcs, indices=nodes)


# ---------------------------------------------------------------------------- nearest ---


@given(st.data(), networks(), st.sampled_from(DIRECTIONS), st.booleans())
@settings(max_examples=200)
def test_nearest_equals_networkx(data, network, direction, pruned):
    seed = data.draw(seeds(network[0]))
    graph = contracted(*network, direction, pruned=pruned)
    key = nearest_sweep(graph, *at(graph, seed))
    assert key.dtype == np.uint64
    time_ds, label = unpack_keys(key[graph.hierarchy.rank])
    for node, best in enumerate(by_networkx(network, seed, direction)):
        expected = min(((t, which) for which, t in best.items()), default=(-1, -1))
        assert (time_ds[node], label[node]) == expected


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_nearest_in_a_town_equals_scipy(direction):
    network = town()
    graph = contracted(*network, direction)
    node = np.random.default_rng(8).choice(network[0], 60, replace=False)
    all_ds = town_distances(network, node, direction)
    seed = (node, np.zeros(60, np.int64), np.arange(60))
    room = np.empty(network[0] + 1, np.uint64)
    key = nearest_sweep(graph, *at(graph, seed), out=room)
    assert key.base is room
    time_ds, label = unpack_keys(key[graph.hierarchy.rank])
    reached = np.isfinite(all_ds.min(axis=0))
    assert time_ds.tolist() == np.where(reached, all_ds.min(axis=0), -1).tolist()
    assert label.tolist() == np.where(reached, all_ds.argmin(axis=0), -1).tolist()
    # Ties are common here, or the test would show little.
    assert ((all_ds == all_ds.min(axis=0)).sum(axis=0) > 1).mean() > 0.02


def test_times_from_the_longest_on_reach_nothing():
    tail, head = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    graph = contracted(3, tail, head, np.array([5, NEVER_DS - 6], np.int32), "from")
    for start_ds, reached in ((0, 3), (1, 2), (NEVER_DS - 6, 2), (NEVER_DS, 0), (2**40, 0)):
        seed = (np.array([0]), np.array([start_ds]), np.array([2**32 - 1]))
        key = nearest_sweep(graph, *at(graph, seed))
        assert (key < UNREACHED_KEY).sum() == reached
        assert (key[key >= UNREACHED_KEY] == UNREACHED_KEY).all()


# ------------------------------------------------------------------------------ lanes ---


def dense(graph, seed, limit_ds, n_sources):
    """Times by source and node from the blocks; -1 beyond the limit and outside spans."""
    lanes = lane_graph(graph, limit_ds=limit_ds)
    found = np.full((n_sources, graph.n_nodes), -1, np.int64)
    dealt = lane_seeds(*at(graph, seed), n_sources=n_sources)
    for block in sweep_blocks(lanes, dealt):
        assert 1 <= block.source.size <= LANES
        covered = np.zeros(graph.n_nodes, np.int64)
        for begin, end in block.span.tolist():
            covered[begin:end] += 1
            for lane, source in enumerate(block.source.tolist()):
                time_ds = block.time[begin:end, lane].astype(np.int64)
                found[source, begin:end] = np.where(time_ds == lanes.never, -1, time_ds)
        assert covered.max(initial=0) <= 1
    return found[:, graph.hierarchy.rank]


def check_sparse(graph, seed, limit_ds, expected):
    lanes = lane_graph(graph, limit_ds=limit_ds)
    dealt = lane_seeds(*at(graph, seed), n_sources=len(expected))
    once, twice = (collect_within(lanes, dealt, threads=threads) for threads in (1, 2))
    for name in ("start", "rank", "time_ds"):
        assert getattr(once, name).tolist() == getattr(twice, name).tolist()
    by_rank = expected[:, graph.hierarchy.order]
    source, rank = np.nonzero(by_rank >= 0)
    assert once.rank.tolist() == rank.tolist()
    assert once.time_ds.tolist() == by_rank[source, rank].tolist()
    assert np.diff(once.start).tolist() == (by_rank >= 0).sum(axis=1).tolist()


@given(st.data(), networks(), st.sampled_from(DIRECTIONS))
@settings(max_examples=150)
def test_lanes_equal_networkx(data, network, direction):
    n_sources = data.draw(st.integers(1, 70))
    node, start_ds, source = data.draw(seeds(network[0], max_seeds=40))
    seed = (node, start_ds, source * 17 % n_sources)
    limit_ds = data.draw(st.sampled_from([0, 5, 20, NARROW_LIMIT_DS, NARROW_LIMIT_DS + 1]))
    graph = contracted(*network, direction)
    expected = np.full((n_sources, network[0]), -1, np.int64)
    for other, best in enumerate(by_networkx(network, seed, direction)):
        for label, time_ds in best.items():
            expected[label, other] = time_ds if time_ds <= limit_ds else -1
    assert dense(graph, seed, limit_ds, n_sources).tolist() == expected.tolist()
    check_sparse(graph, seed, limit_ds, expected)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(
    "limit_ds", [0, 50, 849, 850, 20_000, NARROW_LIMIT_DS, NARROW_LIMIT_DS + 1, NEVER_DS - 1]
)
def test_lanes_in_a_town_equal_scipy(direction, limit_ds):
    # Times a hundredfold reach beyond 16 bits.
    n, tail, head, weight_ds = town()
    network = (n, tail, head, weight_ds * (20 if limit_ds >= NARROW_LIMIT_DS else 1))
    graph = contracted(*network, direction)
    node = np.random.default_rng(9).choice(n, 75, replace=False)
    all_ds = town_distances(network, node, direction)
    expected = np.where(all_ds <= limit_ds, all_ds, -1).astype(np.int64)
    if limit_ds == NEVER_DS - 1:
        assert expected.max() > NARROW_LIMIT_DS
    seed = (node, np.zeros(75, np.int64), np.arange(75))
    assert (dense(graph, seed, limit_ds, 75) == expected).all()
    check_sparse(graph, seed, limit_ds, expected)


def test_sums_stop_at_the_end_of_the_lane():
    n = 6
    tail, head = np.arange(n - 1, dtype=np.int32), np.arange(1, n, dtype=np.int32)
    weights = np.array([NARROW_LIMIT_DS - 1, 1, 1, NARROW_LIMIT_DS, 200_000], np.int32)
    for shift in range(n - 1):
        weight_ds = np.roll(weights, shift)
        graph = contracted(n, tail, head, weight_ds, "from")
        expected = np.concatenate([[0], np.cumsum(weight_ds.astype(np.int64))])
        for limit_ds in (NARROW_LIMIT_DS - 1, NARROW_LIMIT_DS, NARROW_LIMIT_DS + 1, 500_000):
            seed = (np.array([0]), np.array([0]), np.array([0]))
            found = dense(graph, seed, limit_ds, 1)[0]
            assert found.tolist() == np.where(expected <= limit_ds, expected, -1).tolist()


def test_sums_need_no_matrix():
    network = town()
    graph = contracted(*network, "from")
    node = np.arange(0, network[0], 37)
    within = town_distances(network, node, "from") <= 900
    lanes = lane_graph(graph, limit_ds=900)
    seed = (node, np.zeros(node.size, np.int64), np.arange(node.size))
    people = np.arange(network[0]) % 7
    by_rank = people[graph.hierarchy.order]
    total = np.zeros(node.size, np.int64)
    for block in sweep_blocks(lanes, lane_seeds(*at(graph, seed), n_sources=node.size)):
        for begin, end in block.span:
            reached = block.time[begin:end] <= lanes.limit_ds
            total[block.source] += (by_rank[begin:end] @ reached)[: block.source.size]
    assert total.tolist() == (within @ people).tolist()


def test_a_source_without_seeds_reaches_nothing():
    graph = contracted(*town(6), "from")
    nothing = np.empty(0, np.int64)
    assert (dense(graph, (nothing, nothing, nothing), 900, 3) == -1).all()
    assert dense(graph, (nothing, nothing, nothing), 900, 0).shape == (0, 36)


# ---------------------------------------------------------------------------- k lists ---


@given(st.data(), networks(), st.sampled_from(DIRECTIONS), st.integers(1, K_MAX))
@settings(max_examples=200)
def test_k_nearest_equals_networkx(data, network, direction, k):
    seed = data.draw(seeds(network[0], max_seeds=12))
    graph = contracted(*network, direction)
    key = nearest_k_sweep(graph, *at(graph, seed), k=k)
    assert (np.diff(key.astype(np.int64), axis=1) >= 0).all()
    time_ds, label = unpack_keys(key[graph.hierarchy.rank])
    for node, best in enumerate(by_networkx(network, seed, direction)):
        expected = sorted((t, which) for which, t in best.items())[:k]
        expected += [(-1, -1)] * (k - len(expected))
        assert list(zip(time_ds[node].tolist(), label[node].tolist(), strict=True)) == expected


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_k_nearest_in_a_town_equals_scipy(direction):
    network = town()
    graph = contracted(*network, direction)
    node = np.random.default_rng(10).choice(network[0], 40, replace=False)
    all_ds = town_distances(network, node, direction)
    order = np.argsort(all_ds, axis=0, kind="stable")[:5]
    best_ds = np.take_along_axis(all_ds, order, axis=0)
    seed = (node, np.zeros(40, np.int64), np.arange(40))
    key = nearest_k_sweep(graph, *at(graph, seed), k=5)
    time_ds, label = unpack_keys(key[graph.hierarchy.rank])
    assert (np.where(np.isfinite(best_ds), best_ds, -1) == time_ds.T).all()
    assert (np.where(np.isfinite(best_ds), order, -1) == label.T).all()


# ------------------------------------------------------------------------ adversaries ---


def adversaries():
    """Each a network, seeds and a limit that a careless kernel would stumble over."""
    none = np.empty(0, np.int32)
    rng = np.random.default_rng(4)
    streets = town(12)
    every = np.arange(144)
    one = np.full(70, 77)
    hub = np.zeros(299, np.int32), np.arange(1, 300, dtype=np.int32), np.ones(299, np.int32)
    clique = np.argwhere(~np.eye(50, dtype=bool)).astype(np.int32).T
    times = rng.integers(1, 9, clique.shape[1]).astype(np.int32)
    yield "empty graph", (0, none, none, none), every[:0], 100
    yield "one node", (1, none, none, none), one[:1] * 0, 0
    yield "one node with a loop", (1, *np.zeros((2, 1), np.int32), none[:0] + 1), one[:1] * 0, 9
    yield "no seeds", streets, every[:0], 100
    yield "all seeds on one node", streets, one, 300
    yield "a seed on every node", streets, every, 250
    yield "limit nought", streets, every[::3], 0
    yield "limit beyond the lanes", streets, every[::3], NARROW_LIMIT_DS + 1
    yield "limit beyond all", streets, every[::3], NEVER_DS - 1
    yield "hub", (300, *hub), np.arange(40), 1
    yield "clique", (50, *clique.copy(), times), np.arange(50), 3


def check_adversary(case):
    _, (n, tail, head, weight_ds), node, limit_ds = case
    if weight_ds.size != tail.size:
        weight_ds = np.ones(tail.size, np.int32)
    network = (n, tail, head, weight_ds)
    seed = (node, np.zeros(node.size, np.int64), np.arange(node.size))
    for direction in DIRECTIONS:
        graph = contracted(*network, direction)
        best = by_networkx(network, seed, direction)
        first, k_best = (
            nearest_sweep(graph, *at(graph, seed)),
            nearest_k_sweep(graph, *at(graph, seed), k=3),
        )
        rank = graph.hierarchy.rank
        time_ds, label = unpack_keys(k_best[rank])
        assert (k_best[:, 0] == first).all()
        expected = np.full((node.size, n), -1, np.int64)
        for other in range(n):
            rows = sorted((t, which) for which, t in best[other].items())[:3]
            rows += [(-1, -1)] * (3 - len(rows))
            assert list(zip(time_ds[other], label[other], strict=True)) == rows
            for which, t in best[other].items():
                expected[which, other] = t if t <= limit_ds else -1
        assert dense(graph, seed, limit_ds, node.size).tolist() == expected.tolist()
        check_sparse(graph, seed, limit_ds, expected)


@pytest.mark.parametrize("case", list(adversaries()), ids=lambda case: case[0])
def test_adversary(case):
    check_adversary(case)


@pytest.mark.slow
def test_kernels_stay_inside_their_arrays(tmp_path):
    """Every test of the kernels again, compiled with checks of every index."""
    own_tests = ["test_routing_order.py", "test_routing_hierarchy.py", "test_routing_sweep.py"]
    found = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-x", "-m", "not slow"),
            *("-p", "no:cacheprovider", *(str(ROOT / "tests" / name) for name in own_tests)),
        ],
        cwd=ROOT,
        env={**os.environ, "NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-4000:] + found.stderr[-2000:]
