"""Built-up land of an OSM extract: where roads take the speeds of a town."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from geo.crs import MetricCrs

BUILT_UP_USES = ("residential", "commercial", "retail", "industrial")
"""Values of ``landuse`` that are built-up land (OSM wiki, Key:landuse)."""

BUILT_UP_LEAST_HA = 10.0
"""Smaller settlements are country (judgement: some 1,000 people at 100 m² each)."""

BUILT_UP_GAP_M = 30.0
"""Blocks no farther apart than this are one settlement, with the street between them
(judgement: a main street with its pavements)."""

_M2_PER_HA = 10_000.0

Polygons = NDArray[np.object_]


def read_built_up(path: Path) -> tuple[Polygons, int]:
    """
    Read closed ways and multipolygons of built-up land.

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
    uses = osmium.filter.TagFilter(*(("landuse", use) for use in BUILT_UP_USES))
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
    flat = shapely.transform(built_up, lambda xy: np.column_stack(crs.from_lonlat(*xy.T)))
    crossed = ~shapely.is_valid(flat)
    flat[crossed] = shapely.make_valid(flat[crossed], method="structure")
    wide = shapely.union_all(shapely.buffer(flat, BUILT_UP_GAP_M / 2, quad_segs=2))
    parts = shapely.get_parts(shapely.buffer(wide, -BUILT_UP_GAP_M / 2, quad_segs=2))
    large: Polygons = parts[shapely.area(parts) >= BUILT_UP_LEAST_HA * _M2_PER_HA]
    return large


def lies_in(
    settlement: Polygons, x_m: NDArray[np.float64], y_m: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell which places [m, the settlements' CRS] lie in a settlement, shape ``(n,)``."""
    tree = shapely.STRtree(shapely.points(x_m, y_m))
    inside = np.zeros(x_m.size, dtype=bool)
    # The polygons ask, because the side that asks is prepared: many places, large polygons.
    _, place = tree.query(settlement, predicate="intersects")
    inside[place] = True
    return inside
