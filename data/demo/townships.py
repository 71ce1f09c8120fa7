"""Modelled township areas: the part of the district nearest to each town."""

from __future__ import annotations

import numpy as np
import shapely

from data.demo.district import District
from layers.areas import AreaSet

DISTRICT_LEVEL = "district"
TOWNSHIP_LEVEL = "township"


def township_areas(district: District) -> AreaSet:
    """
    Cut the district into the areas nearest to its towns, in the order of the towns.

    The cut is made in degrees with longitudes shortened by the cosine of the middle
    latitude, where straight lines stay straight and the areas fit without slivers.
    """
    squeeze = np.cos(np.radians(float(np.mean([town.lat for town in district.towns]))))
    scale = np.array([squeeze, 1.0])
    flat = shapely.transform(district.outline, lambda lonlat: lonlat * scale)
    seeds = np.array([(town.lon * squeeze, town.lat) for town in district.towns])
    if len(seeds) == 1:
        cells = [flat]
    else:
        raw = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=flat.envelope).geoms
        tree = shapely.STRtree(list(raw))
        of_seed = dict(zip(*tree.query(shapely.points(seeds), predicate="intersects"), strict=True))
        cells = [shapely.intersection(raw[of_seed[row]], flat) for row in range(len(seeds))]
    polygons = np.empty(len(cells), dtype=object)
    polygons[:] = [shapely.transform(_surfaces(cell), lambda xy: xy / scale) for cell in cells]
    return AreaSet(
        code=tuple(f"{district.code}-{town.geonameid}" for town in district.towns),
        name=tuple(town.name_zh for town in district.towns),
        level=(TOWNSHIP_LEVEL,) * len(cells),
        polygon=polygons,
    )


def all_areas(district: District, townships: AreaSet) -> AreaSet:
    """Put the district itself, with its true outline, before its townships."""
    polygons = np.empty(len(townships) + 1, dtype=object)
    polygons[0] = district.outline
    polygons[1:] = townships.polygon
    return AreaSet(
        code=(district.code, *townships.code),
        name=(district.title["zh"], *townships.name),
        level=(DISTRICT_LEVEL, *townships.level),
        polygon=polygons,
    )


def _surfaces(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop the lines and points that a cut along a border may leave."""
    if shape.geom_type != "GeometryCollection":
        return shape
    return shapely.union_all([part for part in shape.geoms if part.area > 0])
