"""The mesh that roads are chosen from: junction sites and the straight lines between them.

Sites stand on a jittered lattice in the country and on street lattices in towns; a Delaunay
triangulation joins them, so no two lines cross but at a site. Lines over water are left out,
save those few where a bridge stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, cKDTree

from data.demo.motorways import Motorway
from data.demo.rules import District
from data.demo.streets import StreetSites
from data.demo.terrain import River, Terrain

Metres = NDArray[np.float64]
Rows = NDArray[np.int64]

SPACING_M = 300.0
_JITTER_M = 95.0
_BANK_M = 45.0
_MOTORWAY_M = 110.0
_LONGEST_M = 900.0
_WIDE_BRIDGE_M = 400.0
COUNTRY = -1
"""Street zone of a site outside all towns."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """
    Sites and lines.

    Attributes
    ----------
    xy_m
        Sites [m], shape ``(n, 2)``.
    zone, column, row
        Street zone of each site (`COUNTRY` outside) and its place in the zone's lattice.
    begin, end
        Sites that each line joins, shape ``(m,)``, begin < end; sorted by both.
    street, bridge
        Whether a line is a street of a town; whether it crosses a river by a bridge.
    effort
        What building and driving a line costs, in metres of level road.
    gate_site
        Site of each interchange's junction, in the order of the expressways.
    """

    xy_m: Metres
    zone: Rows
    column: Rows
    row: Rows
    begin: Rows
    end: Rows
    street: NDArray[np.bool_]
    bridge: NDArray[np.bool_]
    effort: Metres
    gate_site: Rows

    @property
    def n_sites(self) -> int:
        """Number of sites."""
        return len(self.xy_m)

    def main_sites(self, lines: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Mark the sites of the largest part that the chosen lines join."""
        chosen = np.flatnonzero(lines)
        joined = csr_matrix(
            (np.ones(chosen.size), (self.begin[chosen], self.end[chosen])),
            shape=(self.n_sites, self.n_sites),
        )
        _, part = connected_components(joined, directed=False)
        return np.asarray(part == np.bincount(part).argmax())


def build_mesh(
    district: District,
    terrain: Terrain,
    motorways: tuple[Motorway, ...],
    streets: StreetSites,
    region: shapely.Geometry,
    towns_m: Metres,
) -> Mesh:
    """Spread sites over `region`, join them, choose the bridges and price the lines."""
    random = district.random(3)
    gates_m = np.array([one.junction_m for road in motorways for one in road.interchanges]).reshape(
        -1, 2
    )
    free_street = _free(streets.xy_m, terrain, motorways)
    street_m = streets.xy_m[free_street]
    country_m = _lattice(region, random)
    keep = _free(country_m, terrain, motorways)
    for kept_off_m, sites in ((0.7 * SPACING_M, street_m), (0.6 * SPACING_M, gates_m)):
        if len(sites):
            keep &= cKDTree(sites).query(country_m)[0] > kept_off_m
    country_m = country_m[keep]
    xy_m = np.vstack([street_m, gates_m, country_m])
    outside = np.full(len(gates_m) + len(country_m), COUNTRY, dtype=np.int64)
    zone = np.concatenate([streets.zone[free_street], outside])
    column = np.concatenate([streets.column[free_street], outside])
    row = np.concatenate([streets.row[free_street], outside])

    corners = Delaunay(xy_m).simplices.astype(np.int64)
    sides = np.sort(np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), axis=1)
    begin, end = np.unique(sides, axis=0).T
    same_zone = (zone[begin] == zone[end]) & (zone[begin] != COUNTRY)
    step = np.abs(column[begin] - column[end]) + np.abs(row[begin] - row[end])
    street = same_zone & (step == 1)
    lines = shapely.linestrings(np.stack([xy_m[begin], xy_m[end]], axis=1))
    length_m = np.hypot(*(xy_m[begin] - xy_m[end]).T)
    bridge, wet = _bridges(terrain.rivers, lines, length_m, street, xy_m, begin, end, towns_m)
    # Over a river wider than a block no street of one plan runs from bank to bank.
    wide = bridge & (length_m > _WIDE_BRIDGE_M)
    # A diagonal of a street block is no road; a long line lies outside the country's edge.
    keep = ~(same_zone & ~street & ~wide) & (~wet | bridge) & ((length_m < _LONGEST_M) | bridge)
    keep &= ~_on_interchanges(motorways, lines, begin, end, len(street_m), len(gates_m))
    begin, end, street, bridge = begin[keep], end[keep], street[keep], bridge[keep]
    effort = _effort(terrain, motorways, xy_m, begin, end, lines[keep], bridge, random)
    effort[street] = length_m[keep][street]
    return Mesh(
        xy_m=xy_m,
        zone=zone,
        column=column,
        row=row,
        begin=begin,
        end=end,
        street=street,
        bridge=bridge,
        effort=effort,
        gate_site=len(street_m) + np.arange(len(gates_m)),
    )


def _lattice(region: shapely.Geometry, random: np.random.Generator) -> Metres:
    """Sites of the country: a lattice of triangles, each moved a little."""
    west_m, south_m, east_m, north_m = region.bounds
    x_m = np.arange(west_m, east_m, SPACING_M)
    y_m = np.arange(south_m, north_m, SPACING_M * np.sqrt(3) / 2)
    grid_x, grid_y = np.meshgrid(x_m, y_m)
    grid_x[1::2] += SPACING_M / 2
    sites = np.column_stack([grid_x.ravel(), grid_y.ravel()])
    sites += random.uniform(-_JITTER_M, _JITTER_M, sites.shape)
    inside = shapely.contains_xy(region, sites[:, 0], sites[:, 1])
    return np.asarray(sites[inside], dtype=np.float64)


def _free(xy_m: Metres, terrain: Terrain, motorways: tuple[Motorway, ...]) -> NDArray[np.bool_]:
    """Mark the places off the water, the expressways and their interchanges."""
    free = np.ones(len(xy_m), dtype=bool)
    for river in terrain.rivers:
        bank = river.water.buffer(_BANK_M, quad_segs=2)
        shapely.prepare(bank)
        free &= ~shapely.contains_xy(bank, xy_m[:, 0], xy_m[:, 1])
    for road in motorways:
        strip = road.line.buffer(_MOTORWAY_M, quad_segs=2)
        grounds = [one.ground.buffer(_BANK_M) for one in road.interchanges]
        for ground in (strip, *grounds):
            shapely.prepare(ground)
            free &= ~shapely.contains_xy(ground, xy_m[:, 0], xy_m[:, 1])
    return free


def _on_interchanges(
    motorways: tuple[Motorway, ...],
    lines: NDArray[np.object_],
    begin: Rows,
    end: Rows,
    first_gate: int,
    n_gates: int,
) -> NDArray[np.bool_]:
    """Mark lines over the ground of an interchange; those of its own junction may stay."""
    over = np.zeros(len(lines), dtype=bool)
    grounds = [one for road in motorways for one in road.interchanges]
    tree = shapely.STRtree(lines)
    for site, one in zip(range(first_gate, first_gate + n_gates), grounds, strict=True):
        hit = tree.query(one.ground, predicate="intersects")
        own = (begin[hit] == site) | (end[hit] == site)
        over[hit[~own]] = True
        # The junction's own lines must lead away, not back over gate and ramps.
        core = shapely.LineString([one.junction_m, one.gate_m]).interpolate(60.0).buffer(55.0)
        over[hit[own]] |= shapely.intersects(lines[hit[own]], core)
    return over


def _bridges(
    rivers: tuple[River, ...],
    lines: NDArray[np.object_],
    length_m: Metres,
    street: NDArray[np.bool_],
    xy_m: Metres,
    begin: Rows,
    end: Rows,
    towns_m: Metres,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the lines that carry a bridge, and all lines that touch water."""
    touched = np.zeros(len(lines), dtype=np.int64)
    tree = shapely.STRtree(lines)
    hits = [tree.query(river.water, predicate="intersects") for river in rivers]
    for hit in hits:
        touched[hit] += 1
    middle_m = (xy_m[begin] + xy_m[end]) / 2
    from_town_m = cKDTree(towns_m).query(middle_m)[0]
    bridge = np.zeros(len(lines), dtype=bool)
    for river, hit in zip(rivers, hits, strict=True):
        fits = hit[(touched[hit] == 1) & (length_m[hit] < _LONGEST_M + river.rule.width_m)]
        crossing = shapely.intersection(lines[fits], river.line)
        fits = fits[shapely.get_type_id(crossing) == 0]
        station_m = shapely.line_locate_point(river.line, shapely.points(middle_m[fits]))
        # Towns get their bridges first; in the country long gaps stay without one.
        order = np.lexsort((fits, length_m[fits], from_town_m[fits].round(-2), ~street[fits]))
        taken_m: list[float] = []
        for one in order:
            rule = river.rule
            gap_m = rule.street_bridge_every_m if street[fits[one]] else rule.bridge_every_m
            if all(abs(station_m[one] - other) >= gap_m for other in taken_m):
                taken_m.append(float(station_m[one]))
                bridge[fits[one]] = True
    return bridge, touched > 0


def _effort(
    terrain: Terrain,
    motorways: tuple[Motorway, ...],
    xy_m: Metres,
    begin: Rows,
    end: Rows,
    lines: NDArray[np.object_],
    bridge: NDArray[np.bool_],
    random: np.random.Generator,
) -> Metres:
    """Cost of each line in metres of level road: steep ground, bridges, expressways."""
    steep = terrain.steepness((xy_m[begin] + xy_m[end]) / 2)
    height_m = terrain.height_m(xy_m)
    length_m = np.hypot(*(xy_m[begin] - xy_m[end]).T)
    climb = np.abs(height_m[begin] - height_m[end]) / length_m
    effort = length_m * (1 + (steep / 0.09) ** 1.5 + (climb / 0.07) ** 2)
    effort *= np.exp(random.normal(0, 0.12, begin.size))
    effort[bridge] = length_m[bridge] * 2 + 300.0
    tree = shapely.STRtree(lines)
    for road in motorways:
        effort[tree.query(road.line, predicate="intersects")] += 900.0
    return np.asarray(effort, dtype=np.float64)
