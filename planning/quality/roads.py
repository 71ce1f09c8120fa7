"""What the roads of a profile are like: parts, tags, bridges that lead nowhere."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planning.quality.limits import LONGEST_STEP_M, WORST
from planning.study import Study
from routing.network import CLOSED_DS, RoadNetwork
from routing.snapping import NOT_SNAPPED
from routing.ways import ROAD_CLASS_CODE, RoadFlag, RoadWays

_METRES_PER_KM = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class RoadSteps:
    """
    The straight steps that a profile's roads are drawn with, ferries left out.

    A step longer than `limits.LONGEST_STEP_M` is cut into equal ones.

    Attributes
    ----------
    lon, lat
        Middle of each step [deg, WGS-84], shape ``(n,)``.
    km
        Geodesic length [km], shape ``(n,)``.
    way
        Way that each step belongs to, position in the study's ways.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    km: NDArray[np.float64]
    way: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TagShares:
    """
    Share of the road length that the map says something about, 0-1.

    Attributes
    ----------
    km
        Length [km].
    classed
        With a class of its own (``highway=road`` says none); NaN without roads.
    limited
        With a posted speed limit.
    surfaced
        With a surface; None where the source tells of no surface anywhere.
    """

    km: float
    classed: float
    limited: float
    surfaced: float | None


@dataclass(frozen=True, slots=True)
class DeadEndBridge:
    """
    A bridge with nothing on its far side.

    Attributes
    ----------
    way_id
        Identity of the way in its source.
    lon, lat
        The end where no way of any kind goes on [deg, WGS-84].
    length_m
        Length of the way [m].
    """

    way_id: int
    lon: float
    lat: float
    length_m: float


@dataclass(frozen=True, slots=True)
class RoadPart:
    """
    Roads that hang together.

    Attributes
    ----------
    junctions
        Number of junctions.
    km
        Length of road [km], each piece once whatever its directions.
    people
        People joined to it.
    """

    junctions: int
    km: float
    people: float


@dataclass(frozen=True, slots=True)
class NetworkQuality:
    """
    The network of a profile as a whole.

    Attributes
    ----------
    junctions, pieces, km
        Size.
    parts
        The largest parts, largest first: roads that touch no road of another part,
        whatever their directions.
    n_parts
        Number of such parts.
    rest_km
        Road in all parts but the largest [km].
    main_share
        Share of the junctions in the main part, where all reach each other.
    n_sets
        Number of sets of junctions that all reach each other.
    people_on_islands
        People joined to a road outside that main part.
    tags
        What the map says about the roads.
    bridges
        Bridges that lead nowhere, longest first, the first 20.
    n_bridges
        Number of them all.
    """

    junctions: int
    pieces: int
    km: float
    parts: tuple[RoadPart, ...]
    n_parts: int
    rest_km: float
    main_share: float
    n_sets: int
    people_on_islands: float
    tags: TagShares
    bridges: tuple[DeadEndBridge, ...]
    n_bridges: int


def road_steps(ways: RoadWays, network: RoadNetwork) -> RoadSteps:
    """Cut the ways that a network was built from into their straight steps."""
    used = np.isin(ways.way_id, network.way_id) & (ways.road_class != ROAD_CLASS_CODE["ferry"])
    length_m = ways.steps_m()
    way = np.repeat(np.arange(ways.n_ways, dtype=np.int64), np.diff(ways.way_start))
    at = np.flatnonzero(used[way] & (length_m > 0))
    # Long steps are cut: what lies where is told by the middle of each.
    parts = np.ceil(length_m[at] / LONGEST_STEP_M).astype(np.int64)
    first = np.repeat(np.cumsum(parts) - parts, parts)
    share = (np.arange(first.size) - first + 0.5) / np.repeat(parts, parts)
    at = np.repeat(at, parts)
    tail, head = ways.way_node[at], ways.way_node[at + 1]
    return RoadSteps(
        lon=ways.lon[tail] + share * (ways.lon[head] - ways.lon[tail]),
        lat=ways.lat[tail] + share * (ways.lat[head] - ways.lat[tail]),
        km=length_m[at] / np.repeat(parts, parts) / _METRES_PER_KM,
        way=way[at],
    )


def tag_shares(ways: RoadWays, steps: RoadSteps, chosen: NDArray[np.bool_]) -> TagShares:
    """Measure what the map says about some steps, by their length."""
    km, way = steps.km[chosen], steps.way[chosen]
    total = math.fsum(km)

    def share(known: NDArray[np.bool_]) -> float:
        return math.fsum(km[known[way]]) / total if total > 0 else math.nan

    has_surface = (ways.flags & int(RoadFlag.SURFACE)) != 0
    return TagShares(
        km=total,
        classed=share(ways.road_class != ROAD_CLASS_CODE["road"]),
        limited=share(np.isfinite(ways.max_speed_kph)),
        surfaced=share(has_surface) if has_surface.any() else None,
    )


def network_quality(study: Study, profile: str, steps: RoadSteps) -> NetworkQuality:
    """Measure the network of a profile: how whole it is and what is known of its roads."""
    roads = study.roads(profile)
    network = roads.network
    n_sets, in_set = _components(network, directed=True)
    on_main = in_set == np.bincount(in_set).argmax()
    n_parts, part = _components(network, directed=False)
    piece = roads.demand.piece
    people = study.demand.population
    snapped = piece != NOT_SNAPPED
    held = people[snapped]
    tail, head = network.tail[piece[snapped]], network.head[piece[snapped]]
    people_in = np.bincount(part[tail], weights=held, minlength=n_parts)
    junctions_in = np.bincount(part, minlength=n_parts)
    km_in = np.bincount(
        part[network.tail], weights=network.length_m / _METRES_PER_KM, minlength=n_parts
    )
    order = np.lexsort((np.arange(n_parts), -km_in, -junctions_in))[:WORST]
    bridges = _dead_end_bridges(study.ways, network)
    return NetworkQuality(
        junctions=network.n_nodes,
        pieces=network.n_pieces,
        km=math.fsum(steps.km),
        parts=tuple(
            RoadPart(int(junctions_in[one]), float(km_in[one]), float(people_in[one]))
            for one in order.tolist()
        ),
        n_parts=n_parts,
        rest_km=math.fsum(km_in) - float(km_in[order[0]]),
        main_share=float(on_main.mean()),
        n_sets=n_sets,
        people_on_islands=math.fsum(held[~(on_main[tail] & on_main[head])]),
        tags=tag_shares(study.ways, steps, np.ones(steps.km.size, dtype=bool)),
        bridges=bridges[:WORST],
        n_bridges=len(bridges),
    )


def _components(network: RoadNetwork, *, directed: bool) -> tuple[int, NDArray[np.int64]]:
    """Sets of junctions that all reach each other, or that touch in any direction."""
    along = network.forward_ds != CLOSED_DS
    against = network.backward_ds != CLOSED_DS
    tail = np.concatenate([network.tail[along], network.head[against]])
    head = np.concatenate([network.head[along], network.tail[against]])
    shape = (network.n_nodes, network.n_nodes)
    graph = coo_array((np.ones(tail.size, dtype=np.int8), (tail, head)), shape=shape).tocsr()
    count, label = connected_components(graph, directed=directed, connection="strong")
    return int(count), label.astype(np.int64)


def _dead_end_bridges(ways: RoadWays, network: RoadNetwork) -> tuple[DeadEndBridge, ...]:
    """Find bridges of the network at whose end no way of any kind goes on."""
    times_used = np.bincount(ways.way_node, minlength=ways.node_id.size)
    bridge = np.isin(ways.way_id, network.way_id) & ((ways.flags & int(RoadFlag.BRIDGE)) != 0)
    length_m = ways.lengths_m()
    found: list[DeadEndBridge] = []
    for way in np.flatnonzero(bridge).tolist():
        ends = ways.way_node[[ways.way_start[way], ways.way_start[way + 1] - 1]]
        found.extend(
            DeadEndBridge(
                way_id=int(ways.way_id[way]),
                lon=float(ways.lon[node]),
                lat=float(ways.lat[node]),
                length_m=float(length_m[way]),
            )
            for node in ends[times_used[ends] == 1].tolist()
        )
    return tuple(sorted(found, key=lambda one: (-one.length_m, one.way_id, one.lon, one.lat)))
