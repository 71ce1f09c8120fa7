"""Road-like synthetic networks for the benchmarks, made from a seed and kept on disk.

A grid of crossings, shaken out of its rows; most of its local streets are kept, every 8th
line is a collector, every 32nd an arterial road, every 128th a motorway; some streets are
one-way. Only the largest strongly connected part is kept, so every node reaches every
other, and nodes are numbered along a Hilbert curve: for us and for the peers alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from routing._hilbert import hilbert_order
from routing._kernels import reversed_arcs, strong_components

REAL = ("andorra", "liechtenstein", "heidelberg")
"""Real extracts by name (`benchmarks.extracts`)."""

NODES = {"2k": 2_000, "50k": 50_000, "500k": 500_000, "2M": 2_000_000}
"""Synthetic networks by name, with the number of nodes aimed at."""

FULL = (*REAL, "50k", "500k", "2M")
"""What a full run measures, small ones first."""

_EDITION = 1  # to be raised with every change below: it names the file on disk
_SEED = 1
_SPACING_M = 90.0
_SHAKE = 0.35  # of the spacing, either way
_DETOUR_MAX = 1.25  # a street is up to so much longer than the straight line
_LINE_EVERY = (1, 8, 32, 128)  # local, collector, arterial, motorway
_SPEED_M_PER_S = np.array([30.0, 45.0, 60.0, 100.0]) / 3.6
_CROSSING_S = np.array([2.0, 2.0, 0.5, 0.5])  # spent at the crossing that an arc enters
_KEPT_SHARE = np.array([0.60, 0.985, 0.985, 0.985])
_ONE_WAY_SHARE = 0.06
_ARTERIAL = 2  # from this class on no street is one-way
_KEPT_NODES_SHARE = 0.93


@dataclass(frozen=True, eq=False)
class BenchGraph:
    """
    A network in rows.

    Attributes
    ----------
    name
        One of `NODES` or `REAL`.
    indptr, head, weight_ds
        Arcs out of node ``i`` are ``indptr[i]:indptr[i + 1]``: int64 ``(n + 1,)``, int32
        ``(a,)``, int32 ``(a,)`` [ds].
    x_m, y_m
        Place of each node [m], shape ``(n,)``.
    """

    name: str
    indptr: NDArray[np.int64]
    head: NDArray[np.int32]
    weight_ds: NDArray[np.int32]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return self.x_m.size

    @cached_property
    def tail(self) -> NDArray[np.int32]:
        """Node that each arc leaves, shape ``(a,)``."""
        return np.repeat(np.arange(self.n_nodes, dtype=np.int32), np.diff(self.indptr))

    @cached_property
    def matrix(self) -> csr_array:
        """The network as scipy likes it best: float64 weights, int32 indices, prepared once."""
        return csr_array(
            (self.weight_ds.astype(np.float64), self.head, self.indptr.astype(np.int32)),
            shape=(self.n_nodes, self.n_nodes),
        )

    @cached_property
    def turned(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        """Every arc turned around, in rows."""
        return reversed_arcs(self.indptr, self.head, self.weight_ds)

    def places(self, count: int, *, seed: int) -> NDArray[np.int64]:
        """Different nodes chosen at random, shape ``(count,)``, or all if there are fewer."""
        count = min(count, self.n_nodes)
        return np.random.default_rng(seed).choice(self.n_nodes, count, replace=False)


def load_graph(name: str, folder: Path) -> BenchGraph:
    """Read a network from `folder`, or make it and leave it there."""
    path = folder / f"graph-{name}-{_EDITION}.npz"
    if not path.exists():
        made = make_graph(name)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part.npz")
        columns = ("indptr", "head", "weight_ds", "x_m", "y_m")
        np.savez(unfinished, **{column: getattr(made, column) for column in columns})
        unfinished.replace(path)
    with np.load(path) as stored:
        return BenchGraph(name, **{column: stored[column] for column in stored.files})


def make_graph(name: str) -> BenchGraph:
    """Make the network of a name; the same bytes every time."""
    chance = np.random.default_rng(_SEED)
    side = round((NODES[name] / _KEPT_NODES_SHARE) ** 0.5)
    crossing = np.arange(side * side).reshape(side, side)
    column, row = (index.ravel() for index in np.indices((side, side)))
    x_m, y_m = (
        (index + chance.uniform(-_SHAKE, _SHAKE, side * side)) * _SPACING_M
        for index in (column, row)
    )
    across = np.stack([crossing[:-1].ravel(), crossing[1:].ravel()])
    along = np.stack([crossing[:, :-1].ravel(), crossing[:, 1:].ravel()])
    start, end = np.concatenate([across, along], axis=1)
    line = np.concatenate([row[across[0]], column[along[0]]])
    road_class = np.sum([line % every == 0 for every in _LINE_EVERY[1:]], axis=0)
    kept = chance.random(start.size) < _KEPT_SHARE[road_class]
    start, end, road_class = start[kept], end[kept], road_class[kept]
    length_m = np.hypot(x_m[start] - x_m[end], y_m[start] - y_m[end])
    length_m *= chance.uniform(1.0, _DETOUR_MAX, start.size)
    time_s = length_m / _SPEED_M_PER_S[road_class] + _CROSSING_S[road_class]
    time_ds = np.maximum(1, np.round(time_s * 10)).astype(np.int32)
    back = (chance.random(start.size) >= _ONE_WAY_SHARE) | (road_class >= _ARTERIAL)
    tail, head = np.concatenate([start, end[back]]), np.concatenate([end, start[back]])
    weight_ds = np.concatenate([time_ds, time_ds[back]])
    # Largest strong part first, then the curve: numbers without gaps, in its order.
    part = strong_components(*in_rows(side * side, tail, head, weight_ds)[:2])[1]
    chosen = np.flatnonzero(part == np.argmax(np.bincount(part)))
    chosen = chosen[hilbert_order(x_m[chosen], y_m[chosen])]
    number = np.full(side * side, -1, dtype=np.int64)
    number[chosen] = np.arange(chosen.size)
    inside = (number[tail] >= 0) & (number[head] >= 0)
    rows = in_rows(chosen.size, number[tail[inside]], number[head[inside]], weight_ds[inside])
    return BenchGraph(name, *rows, x_m[chosen], y_m[chosen])


def in_rows(
    n_nodes: int, tail: NDArray[np.int64], head: NDArray[np.int64], weight_ds: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Arcs in rows, by tail then head."""
    order = np.lexsort((head, tail))
    indptr = np.zeros(n_nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail, minlength=n_nodes), out=indptr[1:])
    return indptr, head[order].astype(np.int32), weight_ds[order]
