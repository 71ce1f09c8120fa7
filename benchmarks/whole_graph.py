"""Workloads of the contraction order: whole-network fields, many to many, changed speeds."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from benchmarks import peers
from benchmarks.graphs import REAL, BenchGraph
from benchmarks.local import METHOD, NO_LIMIT, K, rows_of, seeds_at
from benchmarks.peers import Call
from benchmarks.registry import Goal, Row, Setting, race, row_of, timed, workload
from routing._bucket import nearest_bucket
from routing._customise import Times, customise, true_times
from routing._hierarchy import Hierarchy, build_hierarchy
from routing._order import contraction_order
from routing._sweep import SweepGraph, nearest_sweep, sweep_graph, unpack_keys
from routing._sweep_collect import collect_within
from routing._sweep_k import nearest_k_sweep
from routing._sweep_lanes import lane_buffer, lane_graph, lane_seeds, sweep_block

WITHIN_DS = 18_000
"""30 minutes."""
_THREADS = 2
_NEW_TIMES = "customisation and sweep"
_W3_ROUNDS = 3
_PANDANA_NODES_MAX = 1_000_000  # beyond, it prepares for minutes
_SCIPY_SOURCES = 20  # of the many: scipy's time per pair is the same for each


@lru_cache(maxsize=1)
def hierarchy_of(graph: BenchGraph) -> Hierarchy:
    """The contracted network; kept for the workloads that follow on it."""
    order = contraction_order(graph.n_nodes, graph.tail, graph.head, graph.x_m, graph.y_m)
    return build_hierarchy(graph.n_nodes, graph.tail, graph.head, order)


@lru_cache(maxsize=1)
def sweep_of(graph: BenchGraph) -> SweepGraph:
    """The network ready to be swept, needless arcs left out."""
    hierarchy = hierarchy_of(graph)
    times = customise(hierarchy, graph.weight_ds)
    return sweep_graph(hierarchy, times, direction="from", true=true_times(hierarchy, *times))


def _on_ranks(sweep: SweepGraph, graph: BenchGraph, count: int) -> tuple[NDArray[np.int64], ...]:
    """Facilities as the sweeps take them: rank, time on the clock, label."""
    seeds = seeds_at(graph, count, seed=0)
    return sweep.hierarchy.rank[seeds.node].astype(np.int64), seeds.time_ds, seeds.label


@workload(
    "order",
    "Contraction order, once for a network",
    target="at most 3 s at 500k and 20 s at 2M of processor time; customisation 60 ms at 500k",
    goals=[
        Goal(("500k",), f"order, threads: {_THREADS}", "processor_s", most=3),
        Goal(("2M",), f"order, threads: {_THREADS}", "processor_s", most=20),
        Goal(("500k",), "basic customisation", "median_ms", most=60),
    ],
)
def order(setting: Setting, graph: BenchGraph) -> list[Row]:
    """Each step in a row; the order itself on one thread and on two."""
    ends = (graph.n_nodes, graph.tail, graph.head)
    once: dict[str, Call] = {
        f"order, threads: {threads}": partial(
            contraction_order, *ends, graph.x_m, graph.y_m, threads=threads
        )
        for threads in (1, _THREADS)
    }
    hierarchy = hierarchy_of(graph)
    times = customise(hierarchy, graph.weight_ds)
    once["contraction"] = partial(build_hierarchy, *ends, hierarchy.order)
    often: dict[str, Call] = {
        "basic customisation": partial(customise, hierarchy, graph.weight_ds),
        "perfect customisation": partial(true_times, hierarchy, *times),
        "layout of the sweep": partial(sweep_graph, hierarchy, times, direction="from"),
    }
    rows = []
    for name, call in once.items():
        begin_s = time.process_time()
        time_s, _ = timed(call)
        used_s = time.process_time() - begin_s
        rows.append(row_of("once", graph, name, [time_s], processor_s=used_s))
    rows[0] = replace(
        rows[0], figures={**rows[0].figures, "upward_arcs_per_node": hierarchy.n_up / graph.n_nodes}
    )
    return rows + race(setting, graph, "for changed speeds", often)


@workload(
    "W1",
    "Nearest facility of every node",
    target="at least 25 times as fast as scipy at 500k nodes, 35 times at 2M, 8 times on real "
    "extracts",
    goals=[
        Goal(graphs, "sweep", "times as fast as scipy", least=least, asked="times only")
        for graphs, least in ((REAL, 8), (("500k",), 25), (("2M",), 35))
    ],
)
def nearest(setting: Setting, graph: BenchGraph) -> list[Row]:
    """The sweep by rank, the same by node in two columns, the bucket queue and scipy."""
    sweep, seeds = sweep_of(graph), seeds_at(graph, setting.n_facilities, seed=0)
    on_ranks = _on_ranks(sweep, graph, setting.n_facilities)
    room = np.empty(graph.n_nodes + 1, np.uint64)
    ask = partial(nearest_sweep, sweep, *on_ranks, out=room)

    def by_node() -> tuple[NDArray[np.int64], ...]:
        return unpack_keys(ask()[sweep.hierarchy.rank])

    bucket = partial(nearest_bucket, *rows_of(graph), *seeds, NO_LIMIT)
    assert all((a == b).all() for a, b in zip(by_node(), bucket(), strict=True))
    asked = f"nearest of {setting.n_facilities}"
    return [
        *race(
            setting,
            graph,
            f"{asked}, times only",
            {"sweep": ask, "scipy": partial(peers.scipy_times, graph, seeds.node)},
        ),
        *race(
            setting,
            graph,
            f"{asked}, with which facility",
            {
                "sweep": ask,
                "sweep, by node": by_node,
                METHOD: bucket,
                "scipy": partial(peers.scipy_which, graph, seeds.node),
            },
        ),
    ]


@workload(
    "W3",
    "Many facilities to every node within 30 minutes",
    target="at most 10 ns a reached pair on one core at 500k, at least 15 times as fast as scipy",
    goals=[
        goal
        for method in ("swept only", "gathered")
        for goal in (
            Goal(("500k",), method, "ns_per_pair", most=10),
            Goal(("500k",), method, "times_as_fast_as_scipy_per_pair", least=15),
        )
    ],
)
def many_to_many(setting: Setting, graph: BenchGraph) -> list[Row]:
    """Swept only (what aggregates need), then gathered as rows, on one core and on two."""
    sweep = sweep_of(graph)
    rank, time_ds, source = _on_ranks(sweep, graph, setting.n_sources)
    lanes = lane_graph(sweep, limit_ds=WITHIN_DS)
    dealt = lane_seeds(rank, time_ds, source, n_sources=setting.n_sources)
    buffers = [lane_buffer(lanes) for _ in range(_THREADS)]

    def sweep_some(first: int, step: int) -> None:
        for block in range(first, dealt.n_blocks, step):
            sweep_block(lanes, dealt, block, buffers[first])

    def sweep_together() -> None:
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(sweep_some, range(_THREADS), [_THREADS] * _THREADS))

    sweep_together()
    swept = [timed(partial(sweep_some, 0, 1))[0] for _ in range(_W3_ROUNDS)]
    swept_together = [timed(sweep_together)[0] for _ in range(_W3_ROUNDS)]
    collect_within(lanes, lane_seeds(rank[:1], time_ds[:1], source[:1], n_sources=1))
    alone_s, found = timed(partial(collect_within, lanes, dealt))
    together_s, _ = timed(partial(collect_within, lanes, dealt, threads=_THREADS))
    n_pairs = int(found.start[-1])
    places = graph.places(setting.n_sources, seed=0)[:_SCIPY_SOURCES]
    theirs, scipy_pairs = [], 0
    for number, place in enumerate(places):
        time_s, reach_ds = timed(partial(peers.scipy_within, graph, place, WITHIN_DS))
        theirs.append(time_s)
        own = slice(found.start[number], found.start[number + 1])
        assert np.isfinite(reach_ds).sum() == found.rank[own].size
        assert (reach_ds[sweep.hierarchy.order[found.rank[own]]] == found.time_ds[own]).all()
        scipy_pairs += found.rank[own].size
    scipy_ns = sum(theirs) / scipy_pairs * 1e9

    def row(method: str, times_s: list[float], pairs: int) -> Row:
        pair_ns = sum(times_s) / len(times_s) / pairs * 1e9
        return row_of(
            f"{setting.n_sources} to all within 30 min",
            graph,
            method,
            times_s,
            ns_per_pair=pair_ns,
            million_pairs=pairs / 1e6,
            times_as_fast_as_scipy_per_pair=scipy_ns / pair_ns,
        )

    return [
        row("swept only", swept, n_pairs),
        row(f"swept only, {_THREADS} threads", swept_together, n_pairs),
        row("gathered", [alone_s], n_pairs),
        row(f"gathered, {_THREADS} threads", [together_s], n_pairs),
        row(f"scipy, {places.size} of them", [sum(theirs)], scipy_pairs),
    ]


@workload(
    "W4",
    "3 nearest facilities of every node",
    target="at least 30 times as fast as pandana at 500k",
    goals=[Goal(("500k",), "sweep", "times as fast as pandana", least=30)],
)
def k_nearest(setting: Setting, graph: BenchGraph) -> list[Row]:
    """The sweep by rank; pandana's query alone, its network prepared."""
    sweep = sweep_of(graph)
    on_ranks = _on_ranks(sweep, graph, setting.n_facilities)
    contenders: dict[str, Call] = {"sweep": partial(nearest_k_sweep, sweep, *on_ranks, k=K)}
    if graph.n_nodes <= _PANDANA_NODES_MAX:
        place = graph.places(setting.n_facilities, seed=0)
        contenders |= peers.pandana_nearest(graph, place, k=K)
    return race(setting, graph, f"{K} nearest of {setting.n_facilities}", contenders)


@workload(
    "W6",
    "Changed speeds, then the nearest facility",
    target="at most 100 ms at 500k nodes; on real extracts twice as fast as the bucket queue",
    goals=[
        Goal(("500k",), _NEW_TIMES, "median_ms", most=100),
        Goal(REAL, _NEW_TIMES, f"times as fast as {METHOD}", least=2),
    ],
)
def changed_speeds(setting: Setting, graph: BenchGraph) -> list[Row]:
    """Everything from the new times of the arcs to the field; scipy gets a new matrix."""
    hierarchy, seeds = hierarchy_of(graph), seeds_at(graph, setting.n_facilities, seed=0)
    on_ranks = _on_ranks(sweep_of(graph), graph, setting.n_facilities)
    share = np.random.default_rng(3).uniform(0.7, 1.3, graph.head.size)
    weight_ds = np.maximum(1, np.round(graph.weight_ds * share)).astype(np.int32)

    def swept() -> tuple[NDArray[np.int64], ...]:
        times: tuple[Times, Times] = customise(hierarchy, weight_ds)
        graph_now = sweep_graph(hierarchy, times, direction="from")
        return unpack_keys(nearest_sweep(graph_now, *on_ranks)[hierarchy.rank])

    bucket = partial(nearest_bucket, graph.indptr, graph.head, weight_ds, *seeds, NO_LIMIT)
    assert all((a == b).all() for a, b in zip(swept(), bucket(), strict=True))
    contenders: dict[str, Call] = {
        _NEW_TIMES: swept,
        METHOD: bucket,
        "scipy": partial(peers.scipy_times_of, graph, weight_ds, seeds.node),
    }
    return race(setting, graph, "new speeds, then nearest", contenders)
