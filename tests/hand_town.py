r"""A town of twelve junctions, small enough to work out by hand.

It lies where the equator meets the central meridian of UTM zone 48: there a metre east
is a fixed angle, and the map plane is flat over the whole town. Metres east and north::

        6 (-100,1600) <------- 5 (100,1600)      one-way roundabout 4 -> 5 -> 6 -> 4
              \                ^
               v              /
                4 (0,1500) --/
                |                                 10 (3000,300) -- 11 (3200,300)  island
                3 (0,1000) <=== one-way ===+
                |                           \
    7 -------- 0 (0,0) -------------------- 1 (1000,0) ------------- 2 (6000,0)
    | \__8__/  hospital
    9 dead end        7 (-1000,0)  8 (-500,-200)  9 (-1000,-500)

Residential streets are driven at 20 km/h: 5,000 m are 900.0 s.
"""

from __future__ import annotations

import math

import numpy as np
from shapely import Polygon

from data.profiles import load_profiles
from geo.crs import MetricCrs
from layers.areas import AreaSet
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service
from planning.study import Study, StudyInfo
from routing.profile import Setting
from routing.ways import ROAD_CLASS_CODE, Mode, RoadWays

EAST_M_PER_DEG = math.radians(1) * 6_378_137.0
NORTH_M_PER_DEG = math.radians(1) * 6_378_137.0 * (1 - 0.00669437999014)
METRES_PER_S = 20 / 3.6
"""Residential street, rural setting."""

PLACES_M = [
    (0, 0),
    (1000, 0),
    (6000, 0),
    (0, 1000),
    (0, 1500),
    (100, 1600),
    (-100, 1600),
    (-1000, 0),
    (-500, -200),
    (-1000, -500),
    (3000, 300),
    (3200, 300),
]
BOTH, ALONG = (15, 15), (15, int(Mode.FOOT))
STREETS: list[tuple[str, list[int], tuple[int, int]]] = [
    ("residential", [0, 1], BOTH),
    ("residential", [1, 2], BOTH),
    ("residential", [1, 3], ALONG),
    ("residential", [0, 3], BOTH),
    ("residential", [3, 4], BOTH),
    ("residential", [4, 5, 6, 4], ALONG),
    ("residential", [0, 7], BOTH),
    ("trunk", [0, 8, 7], BOTH),
    ("service", [7, 9], BOTH),
    ("residential", [10, 11], BOTH),
]


def lonlat(x_m: float, y_m: float) -> tuple[float, float]:
    """Degrees of a place in metres east and north of the hospital."""
    return 105 + x_m / EAST_M_PER_DEG, y_m / NORTH_M_PER_DEG


def town_ways() -> RoadWays:
    """Give the streets as drawn."""
    places = np.array([lonlat(x, y) for x, y in PLACES_M])
    sizes = [len(nodes) for _, nodes, _ in STREETS]
    return RoadWays(
        node_id=np.arange(100, 112, dtype=np.int64),
        lon=places[:, 0],
        lat=places[:, 1],
        way_start=np.cumsum([0, *sizes]).astype(np.int64),
        way_node=np.array([n for _, nodes, _ in STREETS for n in nodes], dtype=np.int32),
        way_id=np.arange(len(STREETS), dtype=np.int64) + 1,
        road_class=np.array([ROAD_CLASS_CODE[kind] for kind, _, _ in STREETS], dtype=np.uint8),
        forward=np.array([way[0] for _, _, way in STREETS], dtype=np.uint8),
        backward=np.array([way[1] for _, _, way in STREETS], dtype=np.uint8),
        max_speed_kph=np.full(len(STREETS), np.nan, dtype=np.float32),
        flags=np.zeros(len(STREETS), dtype=np.uint8),
    )


def town_areas() -> AreaSet:
    """Give the west and the east of the town, parted at 1.5 km."""

    def box(west: float, east: float) -> Polygon:
        return Polygon(
            [lonlat(west, -2000), lonlat(east, -2000), lonlat(east, 3000), lonlat(west, 3000)]
        )

    polygon = np.empty(2, dtype=object)
    polygon[:] = [box(-2000, 1500), box(1500, 8000)]
    return AreaSet(("w", "e"), ("West", "East"), ("quarter", "quarter"), polygon)


def town_up_to(east_m: float) -> AreaSet:
    """Give one area that ends so far east of the hospital at 0."""
    ring = [(-2000, -2000), (east_m, -2000), (east_m, 3000), (-2000, 3000)]
    polygon = np.empty(1, dtype=object)
    polygon[:] = [Polygon([lonlat(*place) for place in ring])]
    return AreaSet(("d",), ("District",), ("district",), polygon)


def town_study(
    homes_m: list[tuple[float, float]],
    people: list[float],
    *,
    hospitals_m: tuple[tuple[float, float], ...] = ((0, 0),),
    hospital_ids: tuple[str, ...] | None = None,
) -> Study:
    """Put people and hospitals into the town; places in metres."""
    ids = hospital_ids or tuple(f"h{row}" for row in range(len(hospitals_m)))
    home = np.array([lonlat(*place) for place in homes_m]).reshape(-1, 2)
    site = np.array([lonlat(*place) for place in hospitals_m]).reshape(-1, 2)
    kinds = (Service.HOSPITAL,) * len(ids)
    return Study(
        info=StudyInfo(
            name="town",
            title={"zh": "小镇", "en": "Town"},
            setting=Setting.RURAL,
            demonstration=False,
            plan="circles",
            inputs=(),
        ),
        crs=MetricCrs(32648),
        ways=town_ways(),
        facilities=FacilitySet(
            ids, ids, site[:, 0], site[:, 1], kinds, tuple(frozenset({k}) for k in kinds), ids
        ),
        demand=DemandSurface(
            home[:, 0], home[:, 1], np.array(people, dtype=np.float64), ("",) * len(people), "hand"
        ),
        areas=town_areas(),
        profiles=load_profiles(),
    )
