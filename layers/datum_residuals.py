"""How far places and drawn lines lie from a reference, under each datum they may be in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import MetricCrs
from geo.datum import wgs84_from_bd09, wgs84_from_gcj02

FARTHEST_M = 2_000.0
"""Residuals are not measured beyond this."""
STEP_M = 100.0
"""Rings are walked in steps of this."""
MOST_POINTS = 20_000
"""Of more places than this, evenly chosen ones are weighed."""

Degrees = NDArray[np.float64]
TO_WGS84: dict[str, Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]] = {
    "wgs84": lambda lon, lat: (lon, lat),
    "gcj02": wgs84_from_gcj02,
    "bd09": wgs84_from_bd09,
}


def finite(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Leave out what is no place on earth."""
    known = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)  # noqa: PLR2004
    return lon[known], lat[known]


def thinned(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Drop places said twice, and of very many take evenly chosen ones."""
    order = np.lexsort((lat, lon))
    lon, lat = lon[order], lat[order]
    new = np.ones(lon.size, dtype=np.bool_)
    new[1:] = (lon[1:] != lon[:-1]) | (lat[1:] != lat[:-1])
    lon, lat = lon[new], lat[new]
    chosen = np.linspace(0, lon.size - 1, min(lon.size, MOST_POINTS)).astype(np.int64)
    return lon[chosen], lat[chosen]


def pieces(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Both ends of each step between vertices, shape ``(s, 2)``; none across a NaN."""
    lon, lat = (np.column_stack([one[:-1], one[1:]]) for one in (lon, lat))
    whole = np.isfinite(lon).all(axis=1)
    return lon[whole], lat[whole]


def segments(crs: MetricCrs, lon: Degrees, lat: Degrees) -> NDArray[np.float64]:
    """Ends of pieces in metres, shape ``(s, 2, 2)``; pieces that cannot be projected go."""
    x_m, y_m = crs.from_lonlat(lon, lat)
    ends_m = np.stack([x_m, y_m], axis=-1)
    return ends_m[np.isfinite(ends_m).all(axis=(1, 2))]


def residuals_m(
    lon: Degrees, lat: Degrees, segments_m: NDArray[np.float64], crs: MetricCrs
) -> NDArray[np.float64]:
    """Distance of places to the nearest segment [m] by datum, ``(3, n)``."""
    places_m = [np.column_stack(crs.from_lonlat(*undone(lon, lat))) for undone in TO_WGS84.values()]
    # Lines far from all places would only cost memory.
    low = np.min([one.min(axis=0) for one in places_m], axis=0) - FARTHEST_M
    high = np.max([one.max(axis=0) for one in places_m], axis=0) + FARTHEST_M
    inside = (segments_m.max(axis=1) >= low) & (segments_m.min(axis=1) <= high)
    tree = shapely.STRtree(shapely.linestrings(segments_m[inside.all(axis=1)]))
    residual_m = np.full((len(places_m), lon.size), FARTHEST_M)
    for row, place_m in enumerate(places_m):
        (which, _), found_m = tree.query_nearest(
            shapely.points(place_m),
            max_distance=FARTHEST_M,
            return_distance=True,
            all_matches=False,
        )
        residual_m[row, which] = found_m
    return residual_m


def walked(
    lon: Degrees, lat: Degrees, crs: MetricCrs
) -> tuple[Degrees, Degrees, NDArray[np.float64]]:
    """Places every `STEP_M` along rings, and how far along the whole [m]."""
    ends_lon, ends_lat = pieces(lon, lat)
    ends_m = np.stack(crs.from_lonlat(ends_lon, ends_lat), axis=-1)
    length_m = np.hypot(*(ends_m[:, 1] - ends_m[:, 0]).T)
    run_m = np.concatenate([[0.0], np.cumsum(length_m)])
    step_m = max(STEP_M, run_m[-1] / MOST_POINTS)
    at_m = np.arange(0.0, run_m[-1], step_m)
    piece = np.minimum(np.searchsorted(run_m, at_m, side="right") - 1, length_m.size - 1)
    share = np.divide(
        at_m - run_m[piece], length_m[piece], out=np.zeros_like(at_m), where=length_m[piece] > 0
    )
    places = [
        ends[piece, 0] + share * (ends[piece, 1] - ends[piece, 0]) for ends in (ends_lon, ends_lat)
    ]
    return places[0], places[1], at_m
