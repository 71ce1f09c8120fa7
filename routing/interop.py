"""Networks of networkx, accepted and handed back at the edge."""

from __future__ import annotations

import networkx as nx
import numpy as np

from geo.errors import InputError
from geo.units import DECISECONDS_PER_SECOND
from routing.network import RoadNetwork


def to_networkx(network: RoadNetwork) -> nx.DiGraph:
    """
    Hand a network out as a networkx graph.

    Returns
    -------
    graph
        Nodes are the network's positions with ``x_m``, ``y_m`` and ``id``; edges are
        its arcs with ``time_s``, ``length_m`` and ``way_id``.
    """
    graph = nx.DiGraph()
    for node in range(network.n_nodes):
        graph.add_node(
            node,
            x_m=float(network.node_x_m[node]),
            y_m=float(network.node_y_m[node]),
            id=int(network.node_id[node]),
        )
    for tail, head, time_ds, piece in zip(
        network.arc_tail.tolist(),
        network.arc_head.tolist(),
        network.arc_ds.tolist(),
        network.arc_piece.tolist(),
        strict=True,
    ):
        graph.add_edge(
            tail,
            head,
            time_s=time_ds / DECISECONDS_PER_SECOND,
            length_m=float(network.length_m[piece]),
            way_id=int(network.way_id[piece]),
        )
    return graph


def from_networkx(graph: nx.DiGraph) -> RoadNetwork:
    """
    Take a directed networkx graph in.

    Nodes need ``x_m`` and ``y_m`` [m], edges ``time_s`` [s]; of parallel edges the
    quickest counts. Nodes are numbered in the graph's order.

    Raises
    ------
    InputError
        If the graph is not directed, or a node or edge lacks what it needs.
    """
    if not graph.is_directed():
        raise InputError("interop.not_directed")
    position = {node: row for row, node in enumerate(graph.nodes)}
    try:
        xy_m = [(float(row["x_m"]), float(row["y_m"])) for _, row in graph.nodes(data=True)]
        edges = [
            (position[tail], position[head], float(row["time_s"]))
            for tail, head, row in graph.edges(data=True)
        ]
    except KeyError as fault:
        raise InputError("interop.key_missing", key=str(fault)) from fault
    columns = np.array(edges, dtype=np.float64).reshape(-1, 3)
    return RoadNetwork.from_arrays(
        tail=columns[:, 0].astype(np.int64),
        head=columns[:, 1].astype(np.int64),
        time_s=columns[:, 2].copy(),
        xy_m=np.array(xy_m, dtype=np.float64).reshape(-1, 2),
    )
