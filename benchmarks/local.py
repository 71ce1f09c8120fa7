"""Workloads of the bucket queue: fields of one place, facilities added and removed."""

from __future__ import annotations

import statistics
from functools import partial

import networkx as nx
import numpy as np

from benchmarks import peers
from benchmarks.graphs import FULL, REAL, BenchGraph
from benchmarks.registry import Goal, Row, Setting, against_scipy, race, row_of, timed, workload
from routing._bucket import nearest_bucket, reach_of_place
from routing._bucket_delta import delta_of_added, delta_of_removed
from routing._bucket_k import nearest_k
from routing._bucket_types import Arcs, FieldDelta, LabelField, Seeds, new_scratch

WITHIN_DS = 9_000
"""15 minutes."""
NO_LIMIT = -1
K = 3
METHOD = "bucket queue"
_CHECKED = 5  # deltas held against a search from the beginning; the tests go further


def seeds_at(graph: BenchGraph, count: int, *, seed: int) -> Seeds:
    """Facilities at nodes chosen at random, nothing on the clock, labels from 0."""
    return Seeds(
        graph.places(count, seed=seed), np.zeros(count, np.int64), np.arange(count, dtype=np.int64)
    )


def rows_of(graph: BenchGraph) -> Arcs:
    """Arcs as the kernels take them."""
    return Arcs(graph.indptr, graph.head, graph.weight_ds)


@workload(
    "nearest",
    "Nearest facility of every node, by the bucket queue",
    target="ahead of scipy at every size",
    goals=[Goal(FULL, METHOD, "times as fast as scipy", least=1)],
)
def nearest(setting: Setting, graph: BenchGraph) -> list[Row]:
    """Times only, then with the facility; the bucket queue finds both at once."""
    seeds = seeds_at(graph, setting.n_facilities, seed=0)
    ours = partial(nearest_bucket, *rows_of(graph), *seeds, NO_LIMIT)
    assert (peers.whole(peers.scipy_times(graph, seeds.node)) == ours()[0]).all()
    only: dict[str, peers.Call] = {
        METHOD: ours,
        "scipy": partial(peers.scipy_times, graph, seeds.node),
    }
    which: dict[str, peers.Call] = {
        METHOD: ours,
        "scipy": partial(peers.scipy_which, graph, seeds.node),
    }
    if setting.is_small(graph):
        only |= peers.igraph_nearest(graph, seeds.node)
        starts = set(seeds.node.tolist())
        which["networkx"] = partial(nx.multi_source_dijkstra, peers.networkx_graph(graph), starts)
        which |= peers.pandana_nearest(graph, seeds.node, k=1)
    asked = f"nearest of {setting.n_facilities}"
    return [
        *race(setting, graph, f"{asked}, times only", only),
        *race(setting, graph, f"{asked}, with which facility", which),
    ]


@workload(
    "W2",
    "15-minute field from one place",
    target="at most 3 ms at every size",
    goals=[Goal(FULL, METHOD, "median_ms", most=3)],
)
def reach(setting: Setting, graph: BenchGraph) -> list[Row]:
    """One place after another: each costs what it reaches."""
    scratch, nothing = new_scratch(graph.n_nodes), np.zeros(1, np.int64)
    ask = partial(reach_of_place, *rows_of(graph))
    ours: list[float] = []
    theirs: list[float] = []
    reached: list[int] = []
    places = graph.places(setting.n_trials, seed=1)
    ask(places[:1], nothing, WITHIN_DS, scratch)
    for place in places:
        time_s, (node, _) = timed(partial(ask, np.array([place]), nothing, WITHIN_DS, scratch))
        ours.append(time_s)
        reached.append(node.size)
        time_s, found = timed(partial(peers.scipy_within, graph, place, WITHIN_DS))
        theirs.append(time_s)
        assert np.isfinite(found).sum() == node.size
    question = "15-minute field"
    return against_scipy(
        [
            row_of(
                question,
                graph,
                METHOD,
                ours,
                worst_ms=max(ours) * 1e3,
                median_nodes_reached=statistics.median(reached),
                ns_per_settled_node=sum(ours) / sum(reached) * 1e9,
            ),
            row_of(question, graph, "scipy", theirs, worst_ms=max(theirs) * 1e3),
        ]
    )


@workload(
    "W4-bucket",
    "3 nearest facilities, by the bucket queue",
    target="ahead of pandana where both run",
    goals=[Goal((*REAL, "50k"), METHOD, "times as fast as pandana", least=1)],
)
def k_nearest(setting: Setting, graph: BenchGraph) -> list[Row]:
    """The whole network, times and facilities."""
    seeds = seeds_at(graph, setting.n_facilities, seed=0)
    contenders: dict[str, peers.Call] = {
        METHOD: partial(nearest_k, *rows_of(graph), *seeds, K, NO_LIMIT)
    }
    if setting.is_small(graph):
        contenders |= peers.pandana_nearest(graph, seeds.node, k=K)
    return race(setting, graph, f"{K} nearest of {setting.n_facilities}", contenders)


@workload(
    "W5",
    "One facility added or removed",
    target="median of 200 at most 1 ms at 500k nodes",
    goals=[Goal(("500k",), "delta", "median_ms", most=1)],
)
def change_one(setting: Setting, graph: BenchGraph) -> list[Row]:
    """Each trial adds another facility to, or removes one from, the same field."""
    count = setting.n_facilities
    trials = range(min(setting.n_trials, count))
    arcs, scratch = rows_of(graph), new_scratch(graph.n_nodes)
    all_seeds = seeds_at(graph, 2 * count, seed=2)
    seeds = Seeds(*(column[:count] for column in all_seeds))
    anew = partial(nearest_bucket, *arcs, limit_ds=NO_LIMIT)
    field = LabelField(*nearest_bucket(*arcs, *seeds, NO_LIMIT))
    further = [Seeds(*(column[[count + trial]] for column in all_seeds)) for trial in trials]
    adding = [
        partial(delta_of_added, arcs, field, new.node, new.time_ds, new.label[0], NO_LIMIT, scratch)
        for new in further
    ]
    turned = Arcs(*graph.turned)
    removing = [
        partial(delta_of_removed, arcs, turned, field, seeds, label, NO_LIMIT, scratch)
        for label in trials
    ]
    added = [Seeds(*map(np.append, seeds, new)) for new in further[:_CHECKED]]
    removed = [
        Seeds(*(np.delete(column, label) for column in seeds)) for label in trials[:_CHECKED]
    ]
    rows = race(setting, graph, "one facility changed, all anew", {METHOD: partial(anew, *seeds)})
    anew_s = rows[0].median_s
    for question, changes, after in (
        ("one facility added", adding, added),
        ("one facility removed", removing, removed),
    ):
        changes[0]()
        runs = [timed(change) for change in changes]
        for (_, delta), expected in zip(runs, after, strict=False):
            assert _is_patched(field, delta, LabelField(*anew(*expected)))
        times_s = [time_s for time_s, _ in runs]
        changed = [delta.node.size for _, delta in runs]
        rows.append(
            row_of(
                question,
                graph,
                "delta",
                times_s,
                worst_ms=max(times_s) * 1e3,
                median_nodes_changed=statistics.median(changed),
                most_nodes_changed=max(changed),
                times_as_fast_as_anew=anew_s / statistics.median(times_s),
            )
        )
    return rows


def _is_patched(before: LabelField, delta: FieldDelta, after: LabelField) -> bool:
    """Tell whether the delta leads from one field to the other."""
    time_ds, label = before.time_ds.copy(), before.label.copy()
    time_ds[delta.node], label[delta.node] = delta.time_ds, delta.label
    return bool((time_ds == after.time_ds).all() and (label == after.label).all())
