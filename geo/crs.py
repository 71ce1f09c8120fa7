"""Coordinate systems: WGS-84 longitude and latitude outside, one metric CRS inside.

Lengths of roads are geodesic, so that no projection's scale error shows in a travel
time; the study's metric CRS serves snapping, grids and buffers only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from geo.errors import CrsError, InputError

WGS84 = Geod(ellps="WGS84")

Extent = tuple[float, float, float, float]
"""A box: west, south, east, north [deg, WGS-84]."""

_UTM_ZONE_WIDTH_DEG = 6
_UTM_NORTH, _UTM_SOUTH = 32_600, 32_700
_LARGEST_LON, _LARGEST_LAT = 180.0, 90.0


@lru_cache(maxsize=16)
def _transformers(epsg: int) -> tuple[Transformer, Transformer]:
    crs = CRS.from_epsg(epsg)
    if not crs.is_projected or crs.axis_info[0].unit_name != "metre":
        raise CrsError("crs.not_metric", epsg=epsg)
    return (
        Transformer.from_crs(4326, crs, always_xy=True),
        Transformer.from_crs(crs, 4326, always_xy=True),
    )


@dataclass(frozen=True, slots=True)
class MetricCrs:
    """
    The metric projection of one study, by its EPSG code.

    Raises
    ------
    CrsError
        If the code is not a projected system in metres.
    """

    epsg: int

    def __post_init__(self) -> None:
        """Refuse degrees at the door."""
        _transformers(self.epsg)

    def from_lonlat(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Project longitude and latitude [deg, WGS-84] to x and y [m], same shape."""
        x_m, y_m = _transformers(self.epsg)[0].transform(lon, lat)
        return np.asarray(x_m, dtype=np.float64), np.asarray(y_m, dtype=np.float64)

    def to_lonlat(
        self, x_m: NDArray[np.float64], y_m: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Turn x and y [m] back into longitude and latitude [deg, WGS-84]."""
        lon, lat = _transformers(self.epsg)[1].transform(x_m, y_m)
        return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def check_lonlat(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> None:
    """
    Make sure that coordinates can be longitude and latitude in degrees.

    Raises
    ------
    InputError
        If any value is not finite, or lies outside ±180 or ±90.
    """
    good = np.isfinite(lon) & np.isfinite(lat)
    good &= (np.abs(lon) <= _LARGEST_LON) & (np.abs(lat) <= _LARGEST_LAT)
    if not good.all():
        first = int(np.flatnonzero(~good)[0])
        raise InputError(
            "crs.not_lonlat", count=int((~good).sum()), row=first, lon=lon[first], lat=lat[first]
        )


def metric_crs_for(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> MetricCrs:
    """
    Choose the UTM zone of the middle of some points.

    Parameters
    ----------
    lon, lat
        Coordinates [deg, WGS-84], shape ``(n,)``, n >= 1.

    Raises
    ------
    InputError
        If a coordinate is not a longitude and latitude.

    Examples
    --------
    >>> metric_crs_for(np.array([105.9]), np.array([29.35])).epsg
    32648
    """
    check_lonlat(lon, lat)
    centre_lon = (float(lon.min()) + float(lon.max())) / 2
    centre_lat = (float(lat.min()) + float(lat.max())) / 2
    zone = min(int((centre_lon + 180) // _UTM_ZONE_WIDTH_DEG) + 1, 60)
    return MetricCrs((_UTM_NORTH if centre_lat >= 0 else _UTM_SOUTH) + zone)


def geodesic_length_m(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Length of each step of a path on the WGS-84 ellipsoid.

    Parameters
    ----------
    lon, lat
        Vertices [deg], shape ``(n,)``.

    Returns
    -------
    step_m
        Length from vertex i to vertex i + 1 [m], shape ``(n - 1,)``.

    Examples
    --------
    >>> geodesic_length_m(np.array([0.0, 1.0]), np.array([0.0, 0.0])).round(1).tolist()
    [111319.5]
    """
    _, _, step_m = WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return np.asarray(step_m, dtype=np.float64)
