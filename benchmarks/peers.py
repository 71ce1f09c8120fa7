"""The peers, each used as its manual advises: scipy, networkx, and pandana and igraph if there.

pandana and igraph are no dependencies: their licences keep them out of the product, and
whoever wants their rows installs them beside it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.graphs import BenchGraph

Ints = NDArray[np.int64]
UNREACHED = -1
Call = Callable[[], object]


def scipy_times(graph: BenchGraph, place: Ints) -> NDArray[np.float64]:
    """Time of the nearest of some places [ds], shape ``(n,)``."""
    found: NDArray[np.float64] = dijkstra(graph.matrix, indices=place, min_only=True)
    return found


def scipy_times_of(
    graph: BenchGraph, weight_ds: NDArray[np.int32], place: Ints
) -> NDArray[np.float64]:
    """The same with other times of the arcs: the matrix keeps its shape."""
    matrix = csr_array(
        (weight_ds.astype(np.float64), graph.matrix.indices, graph.matrix.indptr),
        shape=graph.matrix.shape,
    )
    found: NDArray[np.float64] = dijkstra(matrix, indices=place, min_only=True)
    return found


def scipy_which(graph: BenchGraph, place: Ints) -> tuple[NDArray[np.float64], Ints]:
    """Time of the nearest place [ds] and the node of that place, shape ``(n,)`` each."""
    time_ds, _, source = dijkstra(
        graph.matrix, indices=place, min_only=True, return_predecessors=True
    )
    return time_ds, source


def whole(time_ds: NDArray[np.float64]) -> Ints:
    """Times as our searches give them: whole, `UNREACHED` where nothing reaches."""
    return np.where(np.isfinite(time_ds), time_ds, UNREACHED).astype(np.int64)


def scipy_within(graph: BenchGraph, place: int, limit_ds: int) -> NDArray[np.float64]:
    """Times from one place [ds], ``inf`` beyond the limit, shape ``(n,)``."""
    found: NDArray[np.float64] = dijkstra(graph.matrix, indices=place, limit=limit_ds)
    return found


def networkx_graph(graph: BenchGraph) -> nx.DiGraph:
    """The network as networkx holds it."""
    made = nx.DiGraph()
    made.add_nodes_from(range(graph.n_nodes))
    made.add_weighted_edges_from(
        zip(graph.tail.tolist(), graph.head.tolist(), graph.weight_ds.tolist(), strict=True)
    )
    return made


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep what compiled code prints off the table; `redirect_stdout` does not reach it."""
    sys.stdout.flush()
    kept = os.dup(1)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (the null device is no path of ours)
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def pandana_nearest(graph: BenchGraph, place: Ints, *, k: int) -> dict[str, Call]:
    """
    Contenders that ask pandana for the `k` nearest; none where it is not installed.

    pandana searches towards places of interest, so it gets the arcs turned around.
    """
    if find_spec("pandana") is None:
        return {}
    pandana, pd = import_module("pandana"), import_module("pandas")

    with _hushed():
        network = pandana.Network(
            pd.Series(graph.x_m),
            pd.Series(graph.y_m),
            pd.Series(graph.head),
            pd.Series(graph.tail),
            pd.DataFrame({"time_ds": graph.weight_ds.astype(float)}),
            twoway=False,
        )
    # The largest of all answers bounds its search, as its manual asks for.
    times_ds = scipy_times(graph, place)
    farthest_ds = float(times_ds[np.isfinite(times_ds)].max()) * (1 if k == 1 else 4)
    network.set_pois(
        "place", farthest_ds, k, pd.Series(graph.x_m[place]), pd.Series(graph.y_m[place])
    )

    def ask() -> object:
        return network.nearest_pois(
            farthest_ds, "place", num_pois=k, include_poi_ids=True, imp_name="time_ds"
        )

    return {"pandana": ask}


def igraph_nearest(graph: BenchGraph, place: Ints) -> dict[str, Call]:
    """
    A contender that asks igraph for times only; none where it is not installed.

    igraph knows no search from many places at once: a further node leads to all of them.
    """
    if find_spec("igraph") is None:
        return {}
    igraph = import_module("igraph")
    start = np.full(place.size, graph.n_nodes)
    ends = np.stack([np.append(graph.tail, start), np.append(graph.head, place)], axis=1)
    made = igraph.Graph(n=graph.n_nodes + 1, edges=ends, directed=True)
    weight = np.append(graph.weight_ds, np.zeros(place.size)).tolist()
    return {"igraph": lambda: made.distances(source=graph.n_nodes, weights=weight)}
