"""Numbers that are no degrees: which projection or unit they are likely to be in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geo.errors import CrsError

Extent = tuple[float, float, float, float]
"""West, south, east, north [deg, WGS-84]."""

MOST_NAMED = 6
_SAMPLE = 200
_MOST_ROWS_IN = 0.9
_SLACK_DEG = 0.1
_CHINA: Extent = (73.0, 17.0, 136.0, 54.0)
_WEB_MERCATOR = 3857
_GK6_ZONES, _GK6_CENTRES = range(4491, 4502), range(4502, 4513)
_GK3_ZONES, _GK3_CENTRES = range(4513, 4534), range(4534, 4555)
_UTM_NORTH, _UTM_SOUTH = 32_600, 32_700
_SCALES = (1e6, 1e5, 1e7, 3600.0)


def transformer_of(crs: str) -> Transformer:
    """
    Make the transformation from a named system to WGS-84, easting or longitude first.

    Raises
    ------
    CrsError
        If there is no such system, or it has no way to longitude and latitude.
    """
    try:
        return Transformer.from_crs(CRS.from_user_input(crs), 4326, always_xy=True)
    except (CRSError, ProjError) as fault:
        raise CrsError("coordinates.unknown_crs", crs=crs) from fault


def region_of(crs: str) -> Extent:
    """Where a named system is meant to be used [deg]; the whole earth where it is not said."""
    area = CRS.from_user_input(crs).area_of_use
    return area.bounds if area else (-180.0, -90.0, 180.0, 90.0)


def share_in(lon: NDArray[np.float64], lat: NDArray[np.float64], extent: Extent) -> float:
    """Share of places within an extent and a little more."""
    west, south, east, north = extent
    inside = (lon >= west - _SLACK_DEG) & (lon <= east + _SLACK_DEG)
    inside &= (lat >= south - _SLACK_DEG) & (lat <= north + _SLACK_DEG)
    return float(inside.mean()) if inside.size else 0.0


def likely_systems(
    first: NDArray[np.float64], second: NDArray[np.float64], extent: Extent | None
) -> tuple[str, ...]:
    """
    Name the systems in which numbers would lie in the study.

    Parameters
    ----------
    first, second
        Columns of numbers in metres, shape ``(n,)``, in either order: surveyors' x points
        north.
    extent
        West, south, east, north of the study [deg]; None: anywhere in China.

    Returns
    -------
    systems
        EPSG codes such as ``"EPSG:4544"``, at most `MOST_NAMED`: Web Mercator, the
        Gauss-Kruger zones of CGCS2000 (3 and 6 degrees, with and without the number of
        the zone), UTM.
    """
    rows = np.linspace(0, first.size - 1, min(first.size, _SAMPLE)).astype(np.int64)
    first, second = first[rows], second[rows]
    found = []
    for epsg in _systems(extent):
        to_degrees = _from_epsg(epsg)
        for x_m, y_m in ((first, second), (second, first)):
            lon, lat = (np.asarray(one) for one in to_degrees.transform(x_m, y_m))
            if share_in(lon, lat, _reach(epsg, extent)) >= _MOST_ROWS_IN:
                found.append(f"EPSG:{epsg}")
                break
    return tuple(found[:MOST_NAMED])


def likely_scale(
    lon: NDArray[np.float64], lat: NDArray[np.float64], extent: Extent | None
) -> float:
    """Find what whole numbers must be divided by to lie in the study; 0 where nothing fits."""
    if (lon != np.round(lon)).any() or (lat != np.round(lat)).any():
        return 0.0
    for scale in _SCALES:
        if share_in(lon / scale, lat / scale, extent or _CHINA) >= _MOST_ROWS_IN:
            return scale
    return 0.0


def _systems(extent: Extent | None) -> Iterator[int]:
    yield _WEB_MERCATOR
    yield from (*_GK3_ZONES, *_GK3_CENTRES, *_GK6_ZONES, *_GK6_CENTRES)
    if extent is not None:
        west, south, east, north = extent
        zone = min(int(((west + east) / 2 + 180) // 6) + 1, 60)
        yield (_UTM_NORTH if south + north >= 0 else _UTM_SOUTH) + zone


def _reach(epsg: int, extent: Extent | None) -> Extent:
    """Where places must lie for a system to come into question."""
    if extent is not None:
        return extent
    return _CHINA if epsg == _WEB_MERCATOR else region_of(f"EPSG:{epsg}")


@lru_cache(maxsize=128)
def _from_epsg(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, 4326, always_xy=True)
