"""From chosen lines to drawn ways: rounded corners in the country, expressways with ramps."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.mesh import COUNTRY, Mesh
from data.demo.motorways import Motorway, ramps_m
from data.demo.roads import CLASS_OF_RANK, Roads
from data.demo.terrain import Terrain
from geo.crs import MetricCrs
from routing.ways import ROAD_CLASS_CODE, Mode, RoadFlag, RoadWays

Metres = NDArray[np.float64]
Rows = NDArray[np.int64]

EVERYONE = int(Mode.CAR | Mode.EMERGENCY | Mode.BICYCLE | Mode.FOOT)
MOTOR = int(Mode.CAR | Mode.EMERGENCY)
_DECIMALS = 7
_CURVE = np.array([0.25, 0.5, 0.75])


@dataclass(slots=True)
class WayWriter:
    """
    Collects nodes and ways in the order of the work.

    Attributes
    ----------
    points
        Nodes so far [m].
    ways
        Node numbers, class, forward and backward modes, flags of each way.
    """

    points: list[Metres] = field(default_factory=list)
    ways: list[tuple[list[int], str, int, int, int]] = field(default_factory=list)
    n_points: int = 0

    def add_points(self, xy_m: Metres) -> list[int]:
        """Take over nodes [m], shape ``(k, 2)``; returns their numbers."""
        first = self.n_points
        self.points.append(xy_m.reshape(-1, 2))
        self.n_points += len(self.points[-1])
        return list(range(first, self.n_points))

    def add_way(
        self, nodes: list[int], road_class: str, *, modes: int, both_ways: bool, flags: int = 0
    ) -> None:
        """Take over a way along its drawing, or along it and back."""
        self.ways.append((nodes, road_class, modes, modes if both_ways else 0, flags))

    def steps(self) -> NDArray[np.object_]:
        """Straight steps of the ways so far."""
        xy_m = np.vstack(self.points)
        pairs = np.array([pair for nodes, *_ in self.ways for pair in pairwise(nodes)])
        return np.asarray(shapely.linestrings(xy_m[pairs]), dtype=object)

    def to_ways(self, crs: MetricCrs) -> RoadWays:
        """Number what is used, in order, and turn metres into degrees."""
        sizes = np.array([len(nodes) for nodes, *_ in self.ways])
        used, way_node = np.unique(
            np.concatenate([nodes for nodes, *_ in self.ways]), return_inverse=True
        )
        xy_m = np.vstack(self.points)[used]
        lon, lat = (axis.round(_DECIMALS) for axis in crs.to_lonlat(xy_m[:, 0], xy_m[:, 1]))
        columns = np.array(
            [(ROAD_CLASS_CODE[name], *rest) for _, name, *rest in self.ways], dtype=np.uint8
        ).T.copy()
        return RoadWays(
            node_id=np.arange(1, used.size + 1, dtype=np.int64),
            lon=lon,
            lat=lat,
            way_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            way_node=way_node.astype(np.int32),
            way_id=np.arange(1, sizes.size + 1, dtype=np.int64),
            road_class=columns[0],
            forward=columns[1],
            backward=columns[2],
            max_speed_kph=np.full(sizes.size, np.nan, dtype=np.float32),
            flags=columns[3],
        )


def draw_ways(
    mesh: Mesh, roads: Roads, motorways: tuple[Motorway, ...], terrain: Terrain, crs: MetricCrs
) -> RoadWays:
    """Draw all roads, as one way from junction to junction or change of rank."""
    writer = WayWriter()
    writer.add_points(mesh.xy_m)  # so that a site keeps its number
    _draw_lines(writer, mesh, roads, terrain)
    used = np.flatnonzero(roads.used)
    ends_m = np.stack([mesh.xy_m[mesh.begin[used]], mesh.xy_m[mesh.end[used]]], axis=1)
    # Rounded corners may cross an expressway at another of its steps than the lines do.
    ordinary = shapely.STRtree(np.concatenate([shapely.linestrings(ends_m), writer.steps()]))
    sites = mesh.gate_site.tolist()
    for road in motorways:
        own, sites = sites[: len(road.interchanges)], sites[len(road.interchanges) :]
        _draw_motorway(writer, road, own, terrain, ordinary, motorways)
    return writer.to_ways(crs)


def _draw_lines(writer: WayWriter, mesh: Mesh, roads: Roads, terrain: Terrain) -> None:
    used = np.flatnonzero(roads.used)
    begin, end = mesh.begin[used], mesh.end[used]
    look = np.column_stack([roads.rank[used], mesh.bridge[used], roads.one_way[used]])
    tail, head = np.concatenate([begin, end]), np.concatenate([end, begin])
    line = np.tile(np.arange(used.size), 2)
    order = np.lexsort((head, tail))
    tail, head, line = tail[order], head[order], line[order]
    first = np.searchsorted(tail, np.arange(mesh.n_sites + 1))
    degree = np.diff(first)
    # A site is passed through where two lines of the same look meet; a one-way street is not
    # passed through, because its lines may be drawn against each other.
    two = np.flatnonzero(degree == 2)  # noqa: PLR2004
    one, other = line[first[two]], line[first[two] + 1]
    same = (look[one] == look[other]).all(axis=1) & (look[one, 2] == 0) & (look[one, 1] == 0)
    through = np.zeros(mesh.n_sites, dtype=bool)
    through[two[same]] = True
    through[mesh.gate_site] = False
    curve = _round_corners(writer, mesh, used, through, first, head, line, terrain)
    middle = writer.add_points((mesh.xy_m[begin] + mesh.xy_m[end]) / 2)

    done = np.zeros(used.size, dtype=bool)
    # Chains start at their ends; what is left are rings without any junction.
    starts = np.concatenate([np.flatnonzero((degree > 0) & ~through), np.flatnonzero(through)])
    for start in starts.tolist():
        for slot in range(int(first[start]), int(first[start + 1])):
            if done[line[slot]]:
                continue
            nodes, at, here = [start], slot, start
            while True:
                piece, ahead = int(line[at]), int(head[at])
                done[piece] = True
                if not mesh.bridge[used[piece]]:
                    nodes.append(middle[piece])
                if not through[ahead] or ahead == start:
                    nodes.append(ahead)
                    break
                bend = curve.get(ahead, [ahead])
                back_first = int(head[first[ahead]]) == here
                nodes += bend if back_first else bend[::-1]
                at = int(first[ahead]) + back_first
                here = ahead
            rank, bridge, one_way = look[line[slot]].tolist()
            if one_way and (one_way > 0) != (start == begin[line[slot]]):
                nodes.reverse()
            writer.add_way(
                nodes,
                CLASS_OF_RANK[rank],
                modes=EVERYONE,
                both_ways=one_way == 0,
                flags=int(RoadFlag.BRIDGE) if bridge else 0,
            )


def _round_corners(
    writer: WayWriter,
    mesh: Mesh,
    used: Rows,
    through: NDArray[np.bool_],
    first: Rows,
    head: Rows,
    line: Rows,
    terrain: Terrain,
) -> dict[int, list[int]]:
    """
    Replace a site that is passed through by a curve between the middles of its two lines.

    A corner stays sharp where the triangle that holds its curve touches another road or
    water: so curves add no crossing.

    Returns
    -------
    curve
        Nodes by site, from the first of its two neighbours to the second.
    """
    corner = np.flatnonzero(through & (mesh.zone == COUNTRY))
    slot = first[corner]
    here = mesh.xy_m[corner]
    before = (here + mesh.xy_m[head[slot]]) / 2
    after = (here + mesh.xy_m[head[slot + 1]]) / 2
    triangle = shapely.polygons(np.stack([before, here, after], axis=1))
    lines = shapely.linestrings(
        np.stack([mesh.xy_m[mesh.begin[used]], mesh.xy_m[mesh.end[used]]], axis=1)
    )
    which, hit = shapely.STRtree(lines).query(triangle, predicate="intersects")
    foreign = (hit != line[slot[which]]) & (hit != line[slot[which] + 1])
    sharp = np.zeros(corner.size, dtype=bool)
    sharp[which[foreign]] = True
    triangles = shapely.STRtree(triangle)
    for river in terrain.rivers:
        sharp[triangles.query(river.water, predicate="intersects")] = True
    round_ = np.flatnonzero(~sharp)
    share = _CURVE[None, :, None]
    points = (
        (1 - share) ** 2 * before[round_, None]
        + 2 * share * (1 - share) * here[round_, None]
        + share**2 * after[round_, None]
    )
    numbers = np.array(writer.add_points(points.reshape(-1, 2))).reshape(-1, _CURVE.size)
    return dict(zip(corner[round_].tolist(), numbers.tolist(), strict=True))


def _draw_motorway(
    writer: WayWriter,
    road: Motorway,
    sites: list[int],
    terrain: Terrain,
    ordinary: shapely.STRtree,
    motorways: tuple[Motorway, ...],
) -> None:
    numbers = {}
    others = [other.line for other in motorways if other is not road]
    for side in (1, -1):
        carriageway = road.carriageway_m(side)
        nodes = writer.add_points(carriageway)
        numbers[side] = nodes
        flags = _carriageway_flags(carriageway, terrain, ordinary, others)
        cuts = [0, *(np.flatnonzero(np.diff(flags)) + 1).tolist(), len(flags)]
        for begin, end in pairwise(cuts):
            writer.add_way(
                nodes[begin : end + 1],
                "motorway",
                modes=MOTOR,
                both_ways=False,
                flags=int(flags[begin]),
            )
    # A driver who leaves the map at the border can come back: it stands for the next exit.
    for side in (1, -1):
        turn = [numbers[side][-1], numbers[-side][0]]
        writer.add_way(turn, "motorway_link", modes=MOTOR, both_ways=False)
    for one, site in zip(road.interchanges, sites, strict=True):
        (gate,) = writer.add_points(one.gate_m)
        # Nothing else runs over an interchange's ground; only the far side's ramps cross, above.
        writer.add_way([gate, site], "motorway_link", modes=MOTOR, both_ways=True)
        for side, vertex, leads_off, points in ramps_m(road, one):
            nodes = [numbers[side][vertex], *writer.add_points(points), gate]
            writer.add_way(
                nodes if leads_off else nodes[::-1],
                "motorway_link",
                modes=MOTOR,
                both_ways=False,
                flags=0 if side == one.side else int(RoadFlag.BRIDGE),
            )


def _carriageway_flags(
    carriageway: Metres,
    terrain: Terrain,
    ordinary: shapely.STRtree,
    others: list[shapely.LineString],
) -> NDArray[np.uint8]:
    """Flags of each step: over water or another road by a bridge, under a ridge by a tunnel."""
    steps = shapely.linestrings(np.stack([carriageway[:-1], carriageway[1:]], axis=1))
    over = np.zeros(steps.size, dtype=bool)
    over[ordinary.query(steps, predicate="intersects")[0]] = True
    for shape in [*(river.water for river in terrain.rivers), *others]:
        over |= shapely.dwithin(steps, shape, 20.0)
    under = terrain.under_ridge((carriageway[:-1] + carriageway[1:]) / 2)
    bridge, tunnel = int(RoadFlag.BRIDGE), int(RoadFlag.TUNNEL)
    return np.where(over, bridge, np.where(under, tunnel, 0)).astype(np.uint8)
