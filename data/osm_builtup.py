"""Built-up land of an OSM extract: where roads take the speeds of a town."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from geo.crs import MetricCrs
from layers.land import CELL_M, LandCells

BUILT_UP_USES = ("residential", "commercial", "retail", "industrial")
"""Values of ``landuse`` that are built-up land (OSM wiki, Key:landuse)."""

LIVED_IN_USES = ("residential",)
"""Values of ``landuse`` where people live, for spreading them."""

BUILT_UP_LEAST_HA = 10.0
"""Smaller settlements are country (judgement: some 1,000 people at 100 m² each)."""

BUILT_UP_GAP_M = 30.0
"""Blocks no farther apart than this are one settlement, with the street between them
(judgement: a main street with its pavements)."""

_M2_PER_HA = 10_000.0
_CHUNK = 1_000_000

Polygons = NDArray[np.object_]


def read_built_up(path: Path, use: tuple[str, ...] = BUILT_UP_USES) -> tuple[Polygons, int]:
    """
    Read closed ways and multipolygons of built-up land.

    Parameters
    ----------
    path
        OSM extract.
    use
        Values of ``landuse`` that count.

    Returns
    -------
    polygons, broken
        Polygons in longitude and latitude [deg, WGS-84], and how many do not close.

    Raises
    ------
    RuntimeError
        If the file is damaged (the caller words it).
    """
    wkb = osmium.geom.WKBFactory()
    uses = osmium.filter.TagFilter(*(("landuse", one) for one in use))
    shapes: list[str] = []
    broken = 0
    for thing in osmium.FileProcessor(str(path)).with_areas(uses).with_filter(uses):
        if isinstance(thing, osmium.osm.Area):
            try:
                shapes.append(wkb.create_multipolygon(thing))
            except RuntimeError:  # rings that do not close: mapped wrongly, or clipped
                broken += 1
    polygons: Polygons = np.asarray(shapely.from_wkb(np.array(shapes, dtype=object)), dtype=object)
    return polygons, broken


def settlements(built_up: Polygons, crs: MetricCrs) -> Polygons:
    """
    Join built-up land into settlements, and leave out the small ones.

    Parameters
    ----------
    built_up
        Polygons in longitude and latitude [deg, WGS-84].
    crs
        Metric CRS of the result.

    Returns
    -------
    settlement
        Polygons in `crs` [m], each of at least `BUILT_UP_LEAST_HA`.
    """
    if built_up.size == 0:
        return built_up
    flat = _flat(built_up, crs)
    wide = shapely.union_all(shapely.buffer(flat, BUILT_UP_GAP_M / 2, quad_segs=2))
    parts = shapely.get_parts(shapely.buffer(wide, -BUILT_UP_GAP_M / 2, quad_segs=2))
    large: Polygons = parts[shapely.area(parts) >= BUILT_UP_LEAST_HA * _M2_PER_HA]
    return large


def lies_in(
    settlement: Polygons, x_m: NDArray[np.float64], y_m: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """
    Tell which places lie in a settlement.

    Places stay columns: ten million of them need no geometry objects.

    Parameters
    ----------
    settlement
        Polygons of `settlements` [m].
    x_m, y_m
        Places in the settlements' CRS [m], shape ``(n,)``; one that is NaN lies nowhere.

    Returns
    -------
    inside
        Shape ``(n,)``; on the edge is inside.
    """
    inside = np.zeros(x_m.size, dtype=np.bool_)
    if settlement.size == 0:
        return inside
    west, south, east, north = shapely.bounds(settlement).T
    shapely.prepare(settlement)
    for start in range(0, x_m.size, _CHUNK):
        part = slice(start, start + _CHUNK)
        order = np.argsort(x_m[part], kind="stable")
        x, y = x_m[part][order], y_m[part][order]
        found = np.zeros(x.size, dtype=np.bool_)
        begin = np.searchsorted(x, west, side="left")
        end = np.searchsorted(x, east, side="right")
        for row in np.flatnonzero(begin < end).tolist():
            slab = slice(begin[row], end[row])
            near = (y[slab] >= south[row]) & (y[slab] <= north[row]) & ~found[slab]
            asked = begin[row] + np.flatnonzero(near)
            found[asked] = shapely.intersects_xy(settlement[row], x[asked], y[asked])
        inside[start + order] = found
    return inside


def built_up_land(built_up: Polygons, crs: MetricCrs) -> LandCells:
    """
    Cut built-up land into cells of 100 m, each weighted by its share of built-up land.

    Parameters
    ----------
    built_up
        Polygons of `LIVED_IN_USES` in longitude and latitude [deg, WGS-84].
    crs
        Metric CRS of the cells.

    Returns
    -------
    land
        Cells at the middle of their built-up part, weighted by its area [m²]: the areas
        add up to the land's, overlaps counted once.
    """
    parts = shapely.get_parts(shapely.union_all(_flat(built_up, crs)))
    pieces = _cut(_cut(parts[shapely.area(parts) > 0], across=True), across=False)
    area_m2 = np.asarray(shapely.area(pieces), dtype=np.float64)
    pieces, area_m2 = pieces[area_m2 > 0], area_m2[area_m2 > 0]
    middle = shapely.centroid(pieces)
    x_m, y_m = shapely.get_x(middle), shapely.get_y(middle)
    cell = np.column_stack([np.floor(x_m / CELL_M), np.floor(y_m / CELL_M)])
    _, at = np.unique(cell, axis=0, return_inverse=True)
    room = np.bincount(at, weights=area_m2).astype(np.float64)
    x_m = np.bincount(at, weights=area_m2 * x_m) / room
    y_m = np.bincount(at, weights=area_m2 * y_m) / room
    lon, lat = crs.to_lonlat(x_m, y_m)
    return LandCells(lon, lat, room, "built_up")


def _cut(shapes: Polygons, *, across: bool) -> Polygons:
    """Cut shapes at the lines of the grid, first across, then along: every piece is simple."""
    if shapes.size == 0:
        return shapes
    bounds = shapely.bounds(shapes)
    low, high = (bounds[:, 0], bounds[:, 2]) if across else (bounds[:, 1], bounds[:, 3])
    first = np.floor(low / CELL_M).astype(np.int64)
    count = np.floor(high / CELL_M).astype(np.int64) - first + 1
    row = np.repeat(np.arange(shapes.size), count)
    step = np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)
    start_m = (first[row] + step) * CELL_M
    west, south, east, north = bounds[row].T
    strips = (
        shapely.box(start_m, south - 1, start_m + CELL_M, north + 1)
        if across
        else shapely.box(west - 1, start_m, east + 1, start_m + CELL_M)
    )
    cut: Polygons = shapely.intersection(shapes[row], strips)
    some: Polygons = cut[~shapely.is_empty(cut)]
    return some


def _flat(built_up: Polygons, crs: MetricCrs) -> Polygons:
    """Polygons in the metric CRS, repaired where they cross themselves."""
    flat: Polygons = shapely.transform(built_up, lambda xy: np.column_stack(crs.from_lonlat(*xy.T)))
    crossed = ~shapely.is_valid(flat)
    flat[crossed] = shapely.make_valid(flat[crossed], method="structure")
    return flat
