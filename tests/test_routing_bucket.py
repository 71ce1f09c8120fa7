"""The bucket-queue searches against networkx, scipy and plain relaxation.

All times are whole deciseconds, so every comparison is for equality. Graphs have one-ways,
parallel arcs, loops, islands and many ties; seeds share nodes and labels and carry offsets.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import _kernels
from routing._bucket import nearest_bucket, reach_of_place
from routing._bucket_delta import delta_of_added, delta_of_removed
from routing._bucket_k import nearest_k
from routing._bucket_path import quickest_path
from routing._bucket_queue import NEVER_DS
from routing._bucket_types import Arcs, LabelField, Seeds, new_scratch
from routing._hilbert import hilbert_key, hilbert_order

ROOT = Path(__file__).resolve().parent.parent
HUGE_DS = int(np.iinfo(np.int32).max)
LIMITS = (-1, 0, 1, 5, 40, 100_000)


class Case(NamedTuple):
    """A graph as a list of (tail, head, weight) and seeds as (node, time, label)."""

    n_nodes: int
    arc: list[tuple[int, int, int]]
    seed: list[tuple[int, int, int]]

    @property
    def rows(self) -> Arcs:
        """Arcs in rows; the order of parallel arcs is that of the list."""
        arc = sorted(self.arc, key=lambda a: a[0])
        out = [0] * self.n_nodes
        for tail, _, _ in arc:
            out[tail] += 1
        return Arcs(
            np.concatenate([[0], np.cumsum(out, dtype=np.int64)]).astype(np.int64),
            np.array([a[1] for a in arc], dtype=np.int32),
            np.array([a[2] for a in arc], dtype=np.int32),
        )

    @property
    def seeds(self) -> Seeds:
        """Seeds as columns."""
        column = np.array(self.seed, dtype=np.int64).reshape(-1, 3)
        return Seeds(*(np.ascontiguousarray(column[:, i]) for i in range(3)))


def times_by_relaxing(case: Case, seed: list[tuple[int, int, int]]) -> list[float]:
    """Bellman and Ford: relax every arc until nothing changes."""
    best = [np.inf] * case.n_nodes
    for node, time_ds, _ in seed:
        best[node] = min(best[node], time_ds)
    changed = True
    while changed:
        changed = False
        for tail, head, weight in case.arc:
            if best[tail] + weight < best[head]:
                best[head] = best[tail] + weight
                changed = True
    return best


def ranking(case: Case, limit_ds: int) -> list[list[tuple[int, int]]]:
    """Of every node all (time, label) within the limit, sorted: each label searched alone."""
    found: list[list[tuple[int, int]]] = [[] for _ in range(case.n_nodes)]
    for label in sorted({s[2] for s in case.seed}):
        alone = times_by_relaxing(case, [s for s in case.seed if s[2] == label])
        for node, time_ds in enumerate(alone):
            if time_ds < np.inf and (limit_ds < 0 or time_ds <= limit_ds):
                found[node].append((int(time_ds), label))
    return [sorted(row) for row in found]


def expected_field(case: Case, limit_ds: int) -> list[tuple[int, int]]:
    return [row[0] if row else (-1, -1) for row in ranking(case, limit_ds)]


def field(case: Case, limit_ds: int) -> LabelField:
    return LabelField(*nearest_bucket(*case.rows, *case.seeds, limit_ds))


def pairs(answer: LabelField) -> list[tuple[int, int]]:
    return list(zip(answer.time_ds.tolist(), answer.label.tolist(), strict=True))


def cases(weight: st.SearchStrategy[int]) -> st.SearchStrategy[Case]:
    """Small graphs, often in several parts, with a seed or more (or none)."""

    def on(n_nodes: int) -> st.SearchStrategy[Case]:
        node = st.integers(0, n_nodes - 1)
        return st.builds(
            Case,
            st.just(n_nodes),
            st.lists(st.tuples(node, node, weight), max_size=30),
            st.lists(st.tuples(node, st.integers(0, 12), st.integers(0, 4)), max_size=7),
        )

    return st.integers(1, 9).flatmap(on)


# Few different weights make ties; the huge ones leave every window; 0 is not promised away.
WEIGHTS = st.one_of(st.integers(1, 4), st.integers(0, 2), st.sampled_from([1, 7, 20_000, HUGE_DS]))
CASES = cases(WEIGHTS)
# Of an arc of 0 ds scipy knows nothing, and a network has none.
REAL_CASES = cases(st.one_of(st.integers(1, 3), st.sampled_from([1, 20_000])))


# --- nearest of every node ---


@given(case=CASES, limit_ds=st.sampled_from(LIMITS))
def test_nearest_is_what_relaxing_finds(case: Case, limit_ds: int) -> None:
    assert pairs(field(case, limit_ds)) == expected_field(case, limit_ds)


@given(case=REAL_CASES)
def test_nearest_is_what_the_scipy_kernel_finds(case: Case) -> None:
    ours = nearest_bucket(*case.rows, *case.seeds, -1)
    theirs = _kernels.nearest_labels(*case.rows, *case.seeds)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.dtype == other.dtype == np.int64
        assert mine.tolist() == other.tolist()


def grid(side: int, *, seed: int, weight_max: int) -> Case:
    """A town of `side` x `side` crossings with one-ways, gaps and many equal times."""
    chance = np.random.default_rng(seed)
    arc = []
    for row in range(side):
        for column in range(side):
            here = row * side + column
            for there in ([here + 1] if column + 1 < side else []) + (
                [here + side] if row + 1 < side else []
            ):
                if chance.random() < 0.2:
                    continue
                arc.append((here, there, int(chance.integers(1, weight_max + 1))))
                if chance.random() < 0.8:
                    arc.append((there, here, int(chance.integers(1, weight_max + 1))))
    node = chance.integers(0, side * side, 24)
    offset = chance.integers(0, 3, 24)
    return Case(
        side * side,
        arc,
        [(int(n), int(t), i // 2) for i, (n, t) in enumerate(zip(node, offset, strict=True))],
    )


@pytest.mark.parametrize("weight_max", [1, 3, 300, HUGE_DS])
def test_nearest_on_a_town_is_what_networkx_finds(weight_max: int) -> None:
    case = grid(24, seed=weight_max % 97, weight_max=weight_max)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(case.n_nodes))
    graph.add_weighted_edges_from(case.arc)
    best = dict.fromkeys(range(case.n_nodes), (-1, -1))
    for label in range(12):
        start = ("label", label)
        graph.add_weighted_edges_from((start, n, t) for n, t, at in case.seed if at == label)
        for node, time_ds in nx.single_source_dijkstra_path_length(graph, start).items():
            if node != start and (best[node][0] < 0 or (time_ds, label) < best[node]):
                best[node] = (time_ds, label)
    assert pairs(field(case, -1)) == [best[node] for node in range(case.n_nodes)]


def test_the_limit_is_inclusive() -> None:
    case = Case(3, [(0, 1, 9000), (0, 2, 9001)], [(0, 0, 4)])
    assert pairs(field(case, 9000)) == [(0, 4), (9000, 4), (-1, -1)]
    assert pairs(field(case, 8999)) == [(0, 4), (-1, -1), (-1, -1)]
    assert pairs(field(case, 9001)) == [(0, 4), (9000, 4), (9001, 4)]


def test_of_equal_times_the_lowest_label_wins_also_downstream() -> None:
    case = Case(4, [(0, 2, 5), (1, 2, 5), (2, 3, 1)], [(0, 0, 7), (1, 0, 3)])
    assert pairs(field(case, -1)) == [(0, 7), (0, 3), (5, 3), (6, 3)]


def test_times_far_apart_need_no_memory_between_them() -> None:
    far = 1 << 45
    n_nodes = 6
    arc = [(i, i + 1, HUGE_DS) for i in range(n_nodes - 2)]
    case = Case(n_nodes, arc, [(0, far, 0), (n_nodes - 1, 1 << 50, 1)])
    expected = [(far + i * HUGE_DS, 0) for i in range(n_nodes - 1)]
    assert pairs(field(case, -1)) == [*expected, (1 << 50, 1)]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(0, [], []), []),
        (Case(1, [], []), [(-1, -1)]),
        (Case(1, [(0, 0, 1)], [(0, 0, 0)]), [(0, 0)]),
        (Case(2, [], [(1, 3, 5)]), [(-1, -1), (3, 5)]),
        (Case(2, [(0, 1, 1)], [(0, 2, 6), (0, 2, 5), (0, 3, 1)]), [(2, 5), (3, 5)]),
    ],
    ids=["no node", "one node", "a loop", "no arc", "all on one node"],
)
def test_small_networks(case: Case, expected: list[tuple[int, int]]) -> None:
    assert pairs(field(case, -1)) == expected
    times, labels = nearest_k(*case.rows, *case.seeds, 1, -1)
    assert pairs(LabelField(times[:, 0], labels[:, 0])) == expected


# --- the reach of one place ---


@given(case=CASES, limit_ds=st.sampled_from(LIMITS))
def test_reach_is_what_relaxing_finds(case: Case, limit_ds: int) -> None:
    scratch = new_scratch(case.n_nodes)
    seeds = case.seeds
    expected = {
        node: time_ds
        for node, time_ds in enumerate(times_by_relaxing(case, case.seed))
        if time_ds < np.inf and (limit_ds < 0 or time_ds <= limit_ds)
    }
    for _ in range(2):  # the second finds the scratch as the first left it
        node, time_ds = reach_of_place(*case.rows, seeds.node, seeds.time_ds, limit_ds, scratch)
        assert dict(zip(node.tolist(), time_ds.tolist(), strict=True)) == expected
        assert node.size == len(expected)
        assert (np.diff(time_ds) >= 0).all()
        assert (scratch.time_ds == NEVER_DS).all()


def test_reach_of_nothing() -> None:
    none = np.empty(0, np.int64)
    for case in (Case(0, [], []), Case(3, [(0, 1, 1)], [])):
        node, time_ds = reach_of_place(*case.rows, none, none, 9000, new_scratch(case.n_nodes))
        assert node.size == time_ds.size == 0


# --- the k nearest ---


@given(case=CASES, k=st.integers(1, 8), limit_ds=st.sampled_from(LIMITS))
def test_k_nearest_is_what_relaxing_finds(case: Case, k: int, limit_ds: int) -> None:
    time_ds, label = nearest_k(*case.rows, *case.seeds, k, limit_ds)
    for node, row in enumerate(ranking(case, limit_ds)):
        expected = (row + [(-1, -1)] * k)[:k]
        assert pairs(LabelField(time_ds[node], label[node])) == expected


def test_one_nearest_is_the_nearest() -> None:
    case = grid(40, seed=5, weight_max=9)
    time_ds, label = nearest_k(*case.rows, *case.seeds, 1, -1)
    assert pairs(LabelField(time_ds[:, 0], label[:, 0])) == pairs(field(case, -1))


# --- what a change of facilities changes ---


def applied(before: LabelField, case: Case, delta: object) -> LabelField:
    """The field after the delta, once the delta is shown to be one."""
    node, old_time_ds, old_label, time_ds, label = delta  # type: ignore[misc]  # a NamedTuple that numba made
    assert np.unique(node).size == node.size
    assert old_time_ds.tolist() == before.time_ds[node].tolist()
    assert old_label.tolist() == before.label[node].tolist()
    assert ((old_time_ds != time_ds) | (old_label != label)).all()
    assert case.n_nodes == before.time_ds.size
    after = LabelField(before.time_ds.copy(), before.label.copy())
    after.time_ds[node] = time_ds
    after.label[node] = label
    return after


@given(case=CASES, new_label=st.integers(0, 5), limit_ds=st.sampled_from(LIMITS), data=st.data())
def test_adding_is_searching_anew(
    case: Case, new_label: int, limit_ds: int, data: st.DataObject
) -> None:
    node = st.integers(0, case.n_nodes - 1)
    new = data.draw(st.lists(st.tuples(node, st.integers(0, 9), st.just(new_label)), max_size=3))
    before, scratch = field(case, limit_ds), new_scratch(case.n_nodes)
    more = Case(case.n_nodes, case.arc, new).seeds
    delta = delta_of_added(case.rows, before, more.node, more.time_ds, new_label, limit_ds, scratch)
    both = Case(case.n_nodes, case.arc, case.seed + new)
    assert pairs(applied(before, case, delta)) == pairs(field(both, limit_ds))
    assert (scratch.time_ds == NEVER_DS).all()


@given(case=CASES, gone_label=st.integers(0, 4), limit_ds=st.sampled_from(LIMITS))
def test_removing_is_searching_anew(case: Case, gone_label: int, limit_ds: int) -> None:
    before, scratch = field(case, limit_ds), new_scratch(case.n_nodes)
    arcs_in = Arcs(*_kernels.reversed_arcs(*case.rows))
    delta = delta_of_removed(case.rows, arcs_in, before, case.seeds, gone_label, limit_ds, scratch)
    rest = Case(case.n_nodes, case.arc, [s for s in case.seed if s[2] != gone_label])
    assert pairs(applied(before, case, delta)) == pairs(field(rest, limit_ds))
    assert (scratch.time_ds == NEVER_DS).all()


@pytest.mark.parametrize("limit_ds", [-1, 40])
def test_taking_every_facility_out_and_putting_it_back(limit_ds: int) -> None:
    case = grid(40, seed=3, weight_max=9)
    rows, seeds, scratch = case.rows, case.seeds, new_scratch(case.n_nodes)
    arcs_in = Arcs(*_kernels.reversed_arcs(*rows))
    before = field(case, limit_ds)
    for label in range(12):
        delta = delta_of_removed(rows, arcs_in, before, seeds, label, limit_ds, scratch)
        without = applied(before, case, delta)
        rest = Case(case.n_nodes, case.arc, [s for s in case.seed if s[2] != label])
        assert pairs(without) == pairs(field(rest, limit_ds))
        own = seeds.label == label
        back = delta_of_added(
            rows, without, seeds.node[own], seeds.time_ds[own], label, limit_ds, scratch
        )
        assert pairs(applied(without, case, back)) == pairs(before)
        assert sorted(back.node) == sorted(delta.node)


# --- the way from one place to another ---


@given(case=CASES, limit_ds=st.sampled_from(LIMITS), data=st.data())
def test_path_is_quickest_and_can_be_driven(case: Case, limit_ds: int, data: st.DataObject) -> None:
    node = st.integers(0, case.n_nodes - 1)
    target = data.draw(st.lists(st.tuples(node, st.integers(0, 9)), max_size=3))
    rows, seeds, scratch = case.rows, case.seeds, new_scratch(case.n_nodes)
    path = quickest_path(
        *rows,
        seeds.node,
        seeds.time_ds,
        np.array([t[0] for t in target], dtype=np.int64),
        np.array([t[1] for t in target], dtype=np.int64),
        limit_ds,
        scratch,
    )
    assert (scratch.time_ds == NEVER_DS).all()
    alone = times_by_relaxing(case, case.seed)
    total = [alone[n] + t for n, t in target]
    best = min(total, default=np.inf)
    if best == np.inf or 0 <= limit_ds < best:
        assert (path.time_ds, path.arc.size, path.start, path.end) == (-1, 0, -1, -1)
        return
    assert path.time_ds == best
    assert path.end == total.index(best)
    here, time_ds = seeds.node[path.start], seeds.time_ds[path.start]
    for arc in path.arc:
        assert rows.indptr[here] <= arc < rows.indptr[here + 1]
        here, time_ds = rows.head[arc], time_ds + rows.weight_ds[arc]
        assert time_ds == alone[here]
    assert (here, time_ds + target[path.end][1]) == (target[path.end][0], best)


def test_of_equal_paths_the_lowest_arcs() -> None:
    case = Case(4, [(0, 1, 2), (0, 2, 1), (1, 3, 1), (2, 3, 2), (2, 3, 2)], [])
    place = [np.array([n], dtype=np.int64) for n in (0, 0, 3, 0)]
    path = quickest_path(*case.rows, *place, -1, new_scratch(4))
    assert (path.time_ds, path.arc.tolist()) == (3, [0, 2])


# --- the order of nodes ---


def test_the_curve_visits_every_cell_and_never_jumps() -> None:
    column, row = (a.ravel() for a in np.meshgrid(np.arange(16), np.arange(16)))
    order = np.argsort(hilbert_key(column, row, 4))
    assert sorted(hilbert_key(column, row, 4)) == list(range(256))
    assert (np.abs(np.diff(column[order])) + np.abs(np.diff(row[order])) == 1).all()


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), max_size=30))
def test_the_order_is_a_permutation_with_ties_by_index(place: list[tuple[int, int]]) -> None:
    xy = np.array(place, dtype=np.float64).reshape(-1, 2)
    order = hilbert_order(xy[:, 0], xy[:, 1])
    assert sorted(order.tolist()) == list(range(len(place)))
    rank = {node: i for i, node in enumerate(order.tolist())}
    for a, one in enumerate(place):
        for b in range(a + 1, len(place)):
            assert one != place[b] or rank[a] < rank[b]


def test_the_order_keeps_neighbours_together() -> None:
    chance = np.random.default_rng(0)
    x, y = chance.uniform(0, 1000, (2, 4000))
    order = hilbert_order(x, y)
    step = np.hypot(np.diff(x[order]), np.diff(y[order]))
    assert np.median(step) < 20  # nodes chosen at random lie about 500 m apart


# --- the same with every array access checked ---


@pytest.mark.slow
def test_no_kernel_reads_beyond_an_array(tmp_path: Path) -> None:
    if os.environ.get("NUMBA_BOUNDSCHECK") == "1":
        pytest.skip("this run checks every access already")
    # A cache of its own: numba does not tell checked code from unchecked.
    checked = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__],
        cwd=ROOT,
        env=checked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
