"""Roads chosen from the mesh, rank by rank: trunk, main, county, township, village, street.

Each rank takes the cheapest lines between the places it joins. Lines that carry a road
already are cheaper, so that roads run together in the valleys instead of side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import Delaunay, cKDTree

from data.demo.mesh import Mesh
from data.demo.motorways import Motorway
from data.demo.rules import District
from data.demo.streets import main_streets, one_way_streets

Rows = NDArray[np.int64]
Metres = NDArray[np.float64]

NO_ROAD, VILLAGE, STREET, TOWNSHIP, COUNTY, MAIN, TRUNK = range(7)
CLASS_OF_RANK = ("", "unclassified", "residential", "tertiary", "secondary", "primary", "trunk")

_SHARED = 0.5
"""A line that carries a road of the same rank or a higher one costs this share."""
_WIDENED = 0.75
_MAIN_STREET = 0.6
"""Through roads follow the main streets of a town rather than zigzag over its blocks."""
_DETOUR_M = 30_000.0
_VILLAGE_LOOP_M = 5_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """
    What became of each line of the mesh.

    Attributes
    ----------
    rank
        `NO_ROAD` to `TRUNK`, shape ``(m,)``.
    one_way
        1 from begin to end only, -1 back only, 0 both, shape ``(m,)``.
    """

    rank: NDArray[np.int8]
    one_way: NDArray[np.int8]

    @property
    def used(self) -> NDArray[np.bool_]:
        """Mark the lines that carry a road."""
        return np.asarray(self.rank != NO_ROAD)


class RoadPlan:
    """
    Roads in the making.

    Parameters
    ----------
    mesh
        Sites and lines to choose from.
    """

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self.rank = np.zeros(mesh.begin.size, dtype=np.int8)
        self.rank[mesh.street] = STREET
        main = mesh.street & main_streets(mesh.zone, mesh.column, mesh.row, mesh.begin, mesh.end)
        in_seat = mesh.zone[mesh.begin[main]] == 0
        self.rank[main] = np.where(in_seat, COUNTY, TOWNSHIP)
        self._effort = np.where(main, mesh.effort * _MAIN_STREET, mesh.effort)
        lines = np.arange(mesh.begin.size)
        tail = np.concatenate([mesh.begin, mesh.end])
        head = np.concatenate([mesh.end, mesh.begin])
        order = np.lexsort((head, tail))
        self._line = np.concatenate([lines, lines])[order]
        self._head = head[order]
        self._start = np.searchsorted(tail[order], np.arange(mesh.n_sites + 1))
        self._key = tail[order] * mesh.n_sites + self._head

    def _graph(self, rank: int) -> csr_matrix:
        share = np.where(self.rank >= rank, _SHARED, np.where(self.rank > 0, _WIDENED, 1.0))
        cost = self._effort * share
        n_sites = self.mesh.n_sites
        return csr_matrix((cost[self._line], self._head, self._start), shape=(n_sites, n_sites))

    def _raise(self, before: NDArray[np.int32], targets: Rows, rank: int) -> None:
        """Give the lines from the targets back to their roots at least this rank."""
        at = np.unique(targets)
        passed = np.zeros(before.size, dtype=bool)
        while at.size:
            passed[at] = True
            come_from = before[at].astype(np.int64)
            known = come_from >= 0
            key = come_from[known] * self.mesh.n_sites + at[known]
            line = self._line[np.searchsorted(self._key, key)]
            self.rank[line] = np.maximum(self.rank[line], rank)
            at = np.unique(come_from[known])
            at = at[~passed[at]]

    def join(self, source: int, targets: Rows, rank: int) -> None:
        """Run roads of a rank from one site to others, together as far as they can."""
        _, before = dijkstra(self._graph(rank), indices=source, return_predecessors=True)
        self._raise(before, targets, rank)

    def join_pairs(self, pairs: Rows, rank: int, *, limit_m: float) -> None:
        """Run roads of a rank between pairs of sites, unless they lie too far apart."""
        sources, which = np.unique(pairs[:, 0], return_inverse=True)
        graph = self._graph(rank)
        for begin in range(0, sources.size, 32):
            part = sources[begin : begin + 32]
            away, before = dijkstra(graph, indices=part, return_predecessors=True, limit=limit_m)
            for row in range(part.size):
                targets = pairs[which == begin + row, 1]
                self._raise(before[row], targets[np.isfinite(away[row, targets])], rank)

    def attach(self, targets: Rows, rank: int) -> None:
        """Join sites to the connected roads, each by the cheapest way."""
        reached = np.flatnonzero(self.mesh.main_sites(self.rank > NO_ROAD))
        _, before, _ = dijkstra(
            self._graph(rank), indices=reached, return_predecessors=True, min_only=True
        )
        self._raise(before, targets, rank)

    def stray_sites(self) -> Rows:
        """One site of every part of the roads that is not joined to the largest."""
        used = self.rank > NO_ROAD
        main = self.mesh.main_sites(used)
        on_road = np.zeros(self.mesh.n_sites, dtype=bool)
        on_road[self.mesh.begin[used]] = True
        on_road[self.mesh.end[used]] = True
        stray = np.flatnonzero(on_road & ~main)
        joined = csr_matrix(
            (np.ones(int(used.sum())), (self.mesh.begin[used], self.mesh.end[used])),
            shape=(self.mesh.n_sites, self.mesh.n_sites),
        )
        _, part = connected_components(joined, directed=False)
        _, first = np.unique(part[stray], return_index=True)
        return stray[first]


def build_roads(
    district: District,
    mesh: Mesh,
    motorways: tuple[Motorway, ...],
    towns_m: Metres,
    villages: Rows,
    hamlets: Rows,
) -> Roads:
    """
    Choose the roads that join towns, interchanges, villages and hamlets.

    Parameters
    ----------
    villages, hamlets
        Sites of the mesh.
    """
    plan = RoadPlan(mesh)
    main = mesh.main_sites(np.ones(mesh.begin.size, dtype=bool))
    sites = np.flatnonzero(main)
    town_site = sites[cKDTree(mesh.xy_m[sites]).query(towns_m)[1]]
    for chain in district.trunk:
        for one, other in pairwise(chain):
            plan.join(int(town_site[one]), town_site[[other]], TRUNK)
    people = np.array([town.population for town in district.towns])
    large = people >= district.primary_population
    large[list(district.regional_centres)] = True
    plan.join(int(town_site[district.hub]), town_site[large], MAIN)
    close, fair = neighbours(towns_m)
    plan.join_pairs(town_site[close], COUNTY, limit_m=_DETOUR_M)
    gates = [one.town for road in motorways for one in road.interchanges]
    gate_pairs = np.column_stack([mesh.gate_site, town_site[np.array(gates, dtype=np.int64)]])
    plan.join_pairs(gate_pairs, COUNTY, limit_m=_DETOUR_M)
    plan.join_pairs(town_site[fair], TOWNSHIP, limit_m=_DETOUR_M)

    plan.attach(np.concatenate([villages, plan.stray_sites()]), VILLAGE)
    pairs = np.vstack(neighbours(mesh.xy_m[villages]))
    plan.join_pairs(villages[pairs], VILLAGE, limit_m=_VILLAGE_LOOP_M)
    plan.attach(hamlets, VILLAGE)

    joined = mesh.main_sites(plan.rank > NO_ROAD)
    plan.rank[~(joined[mesh.begin] & joined[mesh.end])] = NO_ROAD
    return Roads(plan.rank, _one_way(mesh, plan.rank))


def neighbours(xy_m: Metres) -> tuple[Rows, Rows]:
    """
    Pairs of places that are neighbours.

    Returns
    -------
    close
        Relative neighbours: no third place is nearer to both than they are to each other.
    fair
        The further Gabriel neighbours: no third place lies in the circle between them.
    """
    corners = Delaunay(xy_m).simplices.astype(np.int64)
    sides = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    pairs = np.unique(np.sort(sides, axis=1), axis=0)
    apart = np.hypot(*(xy_m[:, None] - xy_m[None]).transpose(2, 0, 1))
    length = apart[pairs[:, 0], pairs[:, 1]]
    one, other = apart[pairs[:, 0]], apart[pairs[:, 1]]
    own = np.zeros_like(one, dtype=bool)
    rows = np.arange(len(pairs))
    own[rows, pairs[:, 0]] = own[rows, pairs[:, 1]] = True
    lens = ((np.maximum(one, other) < length[:, None]) & ~own).any(axis=1)
    circle = ((one**2 + other**2 < length[:, None] ** 2) & ~own).any(axis=1)
    return pairs[~lens], pairs[lens & ~circle]


def _one_way(mesh: Mesh, rank: NDArray[np.int8]) -> NDArray[np.int8]:
    """One-way streets; where they would cut a corner off they become two-way again."""
    one_way = one_way_streets(mesh.xy_m, mesh.zone, mesh.column, mesh.row, mesh.begin, mesh.end) * (
        mesh.street & (rank == STREET)
    )
    used = rank > NO_ROAD
    while True:
        along, against = used & (one_way >= 0), used & (one_way <= 0)
        tail = np.concatenate([mesh.begin[along], mesh.end[against]])
        head = np.concatenate([mesh.end[along], mesh.begin[against]])
        directed = csr_matrix(
            (np.ones(tail.size), (tail, head)), shape=(mesh.n_sites, mesh.n_sites)
        )
        _, part = connected_components(directed, connection="strong")
        main = part == np.bincount(part).argmax()
        broken = (one_way != 0) & used & ~(main[mesh.begin] & main[mesh.end])
        if not broken.any():
            return np.asarray(one_way, dtype=np.int8)
        one_way[broken] = 0
