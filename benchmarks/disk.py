"""Workloads of the disk: an extract becomes a network, a network is kept and read again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.extracts import (
    ROOT,
    count_nodes,
    drawn_ways,
    extract_path,
    network_of,
    write_extract,
)
from benchmarks.graphs import REAL, BenchGraph
from benchmarks.registry import Goal, Row, Setting, row_of, timed, workload
from benchmarks.whole_graph import hierarchy_of
from data.cache import ArrayCache, cache_key
from routing.network import RoadNetwork

WRITTEN = ("2k", "500k")
"""Synthetic networks that are also written as an extract; that of 500k has about 20 MB."""
_ROUNDS = 3
_PLAIN = "plain pyosmium pass"
_WAYS = "extract to ways"
_NETWORK = "ways to network"
_ALL = "extract to network"
_ALONE = "extract to network, in a process of its own"
_WARM = "reload, pages in memory"
_COLD = "reload, pages on disk"

Arrays = Mapping[str, NDArray[Any]]


@workload(
    "PBF",
    "OSM extract to network",
    target="at least 0.3 million OSM nodes a second on the real extracts; at most 2 GB of "
    "memory for an extract of 20 MB",
    goals=[
        Goal(REAL, _ALL, "nodes_per_s", least=300_000),
        Goal(("500k",), _ALONE, "peak_mb", most=2_000),
    ],
)
def pbf(setting: Setting, graph: BenchGraph) -> list[Row]:
    """The import step by step, beside a pass that only counts; a written one for its memory."""
    if graph.name in REAL:
        return import_steps(setting, graph, extract_path(graph.name))
    return _import_alone(setting, graph) if graph.name in WRITTEN else []


def import_steps(setting: Setting, graph: BenchGraph, path: Path) -> list[Row]:
    """Steps in turns; the collector of rubbish runs, as it does in the product."""
    times_s: dict[str, list[float]] = {name: [] for name in (_PLAIN, _WAYS, _NETWORK, _ALL)}
    n_nodes, network = count_nodes(path), network_of(drawn_ways(path))
    for _ in range(min(_ROUNDS, setting.rounds)):
        times_s[_PLAIN].append(timed(partial(count_nodes, path))[0])
        ways_s, ways = timed(partial(drawn_ways, path))
        network_s, network = timed(partial(network_of, ways))
        times_s[_WAYS].append(ways_s)
        times_s[_NETWORK].append(network_s)
        times_s[_ALL].append(ways_s + network_s)
    sizes = {"osm_nodes": n_nodes, "junctions": network.n_nodes}
    rows = []
    for name, runs in times_s.items():
        speed = n_nodes / float(np.median(runs))
        rows.append(row_of("OSM import", graph, name, runs, nodes_per_s=speed, **sizes))
    return rows


def _import_alone(setting: Setting, graph: BenchGraph) -> list[Row]:
    """Import of a written extract, once, with the memory it took."""
    path = write_extract(graph, setting.folder)
    size_mb = path.stat().st_size / 1e6
    plain_s, n_nodes = timed(partial(count_nodes, path))
    done = subprocess.run(  # noqa: S603 (our own module, by our own interpreter)
        [sys.executable, "-m", "benchmarks.extracts", str(path.resolve())],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    assert (found["junctions"], found["arcs"]) == (graph.n_nodes, graph.head.size)
    asked, time_s = "import of a written extract", found["time_s"]
    sizes = {"osm_nodes": n_nodes, "file_mb": size_mb}
    return [
        row_of(asked, graph, _PLAIN, [plain_s], nodes_per_s=n_nodes / plain_s, **sizes),
        row_of(
            asked,
            graph,
            _ALONE,
            [time_s],
            nodes_per_s=n_nodes / time_s,
            **sizes,
            junctions=found["junctions"],
            peak_mb=found["peak_mb"],
        ),
    ]


@workload(
    "CACHE",
    "Order and network kept on disk",
    target="read again within 0.5 s at 500k nodes, every page touched",
    goals=[Goal(("500k",), method, "median_ms", most=500) for method in (_WARM, _COLD)],
)
def cache(setting: Setting, graph: BenchGraph) -> list[Row]:
    """Two entries as the product keeps them; a checksum touches every page that was mapped."""
    kept: dict[str, Arrays] = {
        cache_key("bench", "roads", graph.name): _network_arrays(graph),
        cache_key("bench", "order", graph.name): hierarchy_of(graph).arrays(),
    }
    expected = checksum(kept)
    folder = setting.folder / "cache"
    rounds = range(min(_ROUNDS, setting.rounds))

    def save() -> None:
        for key, arrays in kept.items():
            ArrayCache(folder).save(key, arrays)

    def load() -> int:
        found = {key: ArrayCache(folder).load(key) for key in kept}
        return checksum({key: arrays for key, arrays in found.items() if arrays is not None})

    try:
        save_s = []
        for _ in rounds:
            shutil.rmtree(folder, ignore_errors=True)
            save_s.append(timed(save)[0])
        files = [path for path in folder.rglob("*") if path.is_file()]
        size_mb = sum(path.stat().st_size for path in files) / 1e6
        warm = [timed(load) for _ in rounds]
        cold = [timed(load) for _ in rounds if _forgotten(files)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert all(sum_ == expected for _, sum_ in warm + cold)
    asked = "order and network"
    rows = [row_of(asked, graph, "save", save_s, size_mb=size_mb)]
    for name, runs in ((_WARM, warm), (_COLD, cold)):
        if runs:
            times_s = [time_s for time_s, _ in runs]
            rows.append(row_of(asked, graph, name, times_s, size_mb=size_mb))
    return rows


def _network_arrays(graph: BenchGraph) -> Arrays:
    """Columns of the road network that has these arcs, each a piece of its own."""
    network = RoadNetwork.from_arrays(
        tail=graph.tail.astype(np.int64),
        head=graph.head.astype(np.int64),
        time_s=graph.weight_ds / 10,
        xy_m=np.stack([graph.x_m, graph.y_m], axis=1),
    )
    columns = {one.name: getattr(network, one.name) for one in fields(network)}
    return {name: column for name, column in columns.items() if isinstance(column, np.ndarray)}


def checksum(entries: Mapping[str, Arrays]) -> int:
    """All bytes of all arrays folded into eight; reads every page."""
    folded = 0
    for key in sorted(entries):
        for array in entries[key].values():
            raw = array.reshape(-1).view(np.uint8)
            whole = raw.size - raw.size % 8
            folded ^= int(np.bitwise_xor.reduce(raw[:whole].view(np.uint64)))
            folded ^= int.from_bytes(raw[whole:].tobytes(), "little")
    return folded


def _forgotten(files: list[Path]) -> bool:
    """Ask the system to drop its copies of files; False where it takes no such wish."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True
