"""Real extracts as networks, and synthetic networks as extracts.

``python -m benchmarks.extracts FILE`` turns an extract into a network and prints, as JSON,
what that took: a process of its own, so that its memory is that of the import alone.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np
import osmium

from benchmarks.graphs import BenchGraph, in_rows
from data.import_report import ImportReport
from data.osm import read_osm
from data.profiles import load_profiles
from geo.crs import MetricCrs, metric_crs_for
from routing._hilbert import hilbert_order
from routing.build import build_network
from routing.network import RoadNetwork
from routing.profile import Setting as Country
from routing.ways import RoadWays

ROOT = Path(__file__).resolve().parent.parent
PROFILE = "car"

_BENDS = 5  # drawn between two crossings; so many make 20 MB of the 500k network
_BEND_M = 4.0  # beside the straight line at most
_EDITION = 1  # of the extracts written
_PLACE = MetricCrs(32632)
_EAST_M, _NORTH_M = 450_000.0, 5_300_000.0
_HIGHWAYS = ("residential", "tertiary", "primary", "trunk")
_FASTER_KPH = (33.0, 48.0, 75.0)  # from one kind of highway to the next
_ARC_DS_TO_H = 1 / 36_000
_MB = 1e6


def extract_path(name: str) -> Path:
    """Where a real extract lies, `GOLDENHOUR_TEST_DATA` or ``../shared/data``."""
    named = os.environ.get("GOLDENHOUR_TEST_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder / name / f"{name}.osm.pbf"


def drawn_ways(path: Path) -> RoadWays:
    """Ways of an extract, everything else read with them as every import does."""
    return read_osm(path, ImportReport()).ways


def network_of(ways: RoadWays) -> RoadNetwork:
    """The network for cars."""
    return build_network(
        ways,
        load_profiles()[PROFILE],
        crs=metric_crs_for(ways.lon, ways.lat),
        setting=Country.RURAL,
    )


def load_extract(name: str) -> BenchGraph:
    """States and arcs of a real extract, numbered along the curve as the others are."""
    return graph_of(name, network_of(drawn_ways(extract_path(name))))


def graph_of(name: str, network: RoadNetwork) -> BenchGraph:
    """States and arcs of a network along the curve; islands and copies of junctions stay."""
    junction = network.state_junction
    x_m, y_m = network.node_x_m[junction], network.node_y_m[junction]
    order = hilbert_order(x_m, y_m)
    number = np.empty(order.size, dtype=np.int64)
    number[order] = np.arange(order.size)
    rows = in_rows(order.size, number[network.arc_tail], number[network.arc_head], network.arc_ds)
    return BenchGraph(name, *rows, x_m[order], y_m[order])


def write_extract(graph: BenchGraph, folder: Path) -> Path:
    """
    Write a network as an OSM extract, if it is not there yet.

    A street is a way of its own with a few bends, one-way if there is no arc back; its
    kind of highway follows from its speed.
    """
    path = folder / f"extract-{graph.name}-{_EDITION}.osm.pbf"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    arc = np.minimum(graph.tail, graph.head).astype(np.int64) * graph.n_nodes
    arc += np.maximum(graph.tail, graph.head)
    _, first, arcs = np.unique(arc, return_index=True, return_counts=True)
    tail, head = graph.tail[first], graph.head[first]
    step_m = np.hypot(graph.x_m[tail] - graph.x_m[head], graph.y_m[tail] - graph.y_m[head])
    speed_kph = step_m / 1e3 / (graph.weight_ds[first] * _ARC_DS_TO_H)
    kind = np.digitize(speed_kph, _FASTER_KPH)
    share = np.arange(1, _BENDS + 1) / (_BENDS + 1)
    chance, size = np.random.default_rng(_EDITION), (first.size, _BENDS)
    x_m, y_m = (
        np.append(
            at,
            at[tail, None]
            + (at[head] - at[tail])[:, None] * share
            + chance.uniform(-_BEND_M, _BEND_M, size),
        )
        for at in (graph.x_m, graph.y_m)
    )
    lon, lat = _PLACE.to_lonlat(x_m + _EAST_M, y_m + _NORTH_M)
    bends = graph.n_nodes + np.arange(first.size * _BENDS).reshape(-1, _BENDS)
    refs = np.concatenate([tail[:, None], bends, head[:, None]], axis=1) + 1
    unfinished = path.with_name(f"part-{path.name}")
    unfinished.unlink(missing_ok=True)
    made = osmium.osm.mutable
    with osmium.SimpleWriter(str(unfinished)) as writer:
        for node, place in enumerate(zip(lon.tolist(), lat.tolist(), strict=True), start=1):
            writer.add_node(made.Node(id=node, version=1, location=place))
        ways = zip(refs.tolist(), kind.tolist(), (arcs == 1).tolist(), strict=True)
        for way, (nodes, which, one_way) in enumerate(ways, start=1):
            tags = {"highway": _HIGHWAYS[which], "oneway": "yes" if one_way else "no"}
            writer.add_way(made.Way(id=way, version=1, nodes=nodes, tags=tags))
    unfinished.replace(path)
    return path


def count_nodes(path: Path) -> int:
    """Nodes of an extract: the plainest pass over the whole file that pyosmium offers."""
    nodes = 0
    for thing in osmium.FileProcessor(str(path)):
        nodes += isinstance(thing, osmium.osm.Node)
    return nodes


def peak_memory_mb() -> float:
    """
    Most memory that this process ever held [MB].

    Linux counts in `getrusage` what the parent held when it started us; the status file
    begins anew with the program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / _MB
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / _MB if sys.platform == "darwin" else held * 1024 / _MB


def main(path: Path) -> None:
    """Turn one extract into a network and print what it took."""
    begin = time.perf_counter()
    network = network_of(drawn_ways(path))
    time_s = time.perf_counter() - begin
    figures = {
        "time_s": time_s,
        "peak_mb": peak_memory_mb(),
        "junctions": network.n_nodes,
        "arcs": network.arc_head.size,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
