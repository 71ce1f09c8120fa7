"""Modelled township areas, the part of the district nearest to each town; banks of a river."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from data.demo.rules import District
from data.demo.terrain import River
from geo.crs import MetricCrs
from layers.areas import AreaSet
from layers.banks import split_by_river

DISTRICT_LEVEL = "district"
TOWNSHIP_LEVEL = "township"


def township_areas(district: District) -> AreaSet:
    """
    Cut the district into the areas nearest to its towns, in the order of the towns.

    The cut is made in degrees with longitudes shortened by the cosine of the middle
    latitude, where straight lines stay straight and the areas fit without slivers. Their
    codes are the official ones where there are such, their names end in 街道, 镇 or 乡.
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
        code=tuple(town.code or f"{district.code}-{town.id}" for town in district.towns),
        name=tuple(town.full_name for town in district.towns),
        level=(TOWNSHIP_LEVEL,) * len(cells),
        polygon=polygons,
    )


def all_areas(
    district: District, townships: AreaSet, rivers: tuple[River, ...], crs: MetricCrs
) -> AreaSet:
    """
    Put the district itself, with its true outline, before its townships and river banks.

    Raises
    ------
    InputError
        If the river that the district's file names does not split it.
    """
    whole = AreaSet(
        code=(district.code,),
        name=(district.title["zh"],),
        level=(DISTRICT_LEVEL,),
        polygon=np.array([district.outline], dtype=object),
    )
    parts = [whole, townships]
    if district.bank_river:
        lines = [_in_degrees(one, crs) for one in rivers if one.rule.name == district.bank_river]
        banks = split_by_river(whole, district.code, np.array(lines, dtype=object)).areas
        # People call the banks of a bent river by one side of the compass from end to end.
        parts.append(replace(banks, name=district.bank_names))
    return AreaSet(
        code=tuple(code for one in parts for code in one.code),
        name=tuple(name for one in parts for name in one.name),
        level=tuple(level for one in parts for level in one.level),
        polygon=np.concatenate([one.polygon for one in parts]),
    )


def _in_degrees(river: River, crs: MetricCrs) -> shapely.Geometry:
    return shapely.transform(river.line, lambda xy: np.column_stack(crs.to_lonlat(*xy.T)))


def _surfaces(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop the lines and points that a cut along a border may leave."""
    if shape.geom_type != "GeometryCollection":
        return shape
    return shapely.union_all([part for part in shape.geoms if part.area > 0])
