"""The Chinese map datums GCJ-02 and BD-09 and their conversion to and from WGS-84.

Chinese web maps shift coordinates by 100-700 m with a published polynomial-and-sine
offset on the Krasovsky ellipsoid (GCJ-02: Amap, Tencent); Baidu turns and stretches the
result once more, by some 900 m (BD-09). Formulas: the widely published reverse-engineered
transforms ("eviltransform").

Both apply inside the published rectangle `in_shift_rectangle`, which is larger than the
country: Hong Kong, Macau and Taiwan lie in it, so do Seoul, Hanoi and Vientiane. Map
services differ in where the shift really ends, and their polygons are not published; so a
layer of a neighbouring country must come in as WGS-84, which is left alone everywhere.
Every inverse is an iteration of the forward formula, exact to about a micrometre.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY_2 = 0.00669342162296594323
_CENTRE_LON, _CENTRE_LAT = 105.0, 35.0
_CHINA_WEST, _CHINA_EAST = 72.004, 137.8347
_CHINA_SOUTH, _CHINA_NORTH = 0.8293, 55.8271
_BAIDU_EAST, _BAIDU_NORTH = 0.0065, 0.006
_BAIDU_RADIUS, _BAIDU_ANGLE = 0.00002, 0.000003
_BAIDU_TURN = np.pi * 3000 / 180
_INVERSE_ROUNDS = 8

Degrees = NDArray[np.float64]
_Offset = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]


def _waves(x: Degrees, *terms: tuple[float, float]) -> Degrees:
    total = np.zeros_like(x)
    for amplitude, divisor in terms:
        total += amplitude * np.sin(x * np.pi / divisor)
    return total * 2 / 3


def _offset_deg(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift that GCJ-02 adds to a WGS-84 coordinate [deg]."""
    x, y = lon - _CENTRE_LON, lat - _CENTRE_LAT
    root = np.sqrt(np.abs(x))
    short = _waves(x, (20.0, 1 / 6), (20.0, 1 / 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + short
    north += _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + short
    east += _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
    phi = np.radians(lat)
    w2 = 1 - _ECCENTRICITY_2 * np.sin(phi) ** 2
    w = np.sqrt(w2)
    d_lat = np.degrees(north / (_SEMI_MAJOR_M * (1 - _ECCENTRICITY_2) / (w2 * w)))
    d_lon = np.degrees(east / (_SEMI_MAJOR_M / w * np.cos(phi)))
    inside = in_shift_rectangle(lon, lat)
    return np.where(inside, d_lon, 0.0), np.where(inside, d_lat, 0.0)


def _baidu_offset_deg(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift that BD-09 adds to a GCJ-02 coordinate [deg]."""
    radius = np.hypot(lon, lat) + _BAIDU_RADIUS * np.sin(lat * _BAIDU_TURN)
    angle = np.arctan2(lat, lon) + _BAIDU_ANGLE * np.cos(lon * _BAIDU_TURN)
    d_lon = radius * np.cos(angle) + _BAIDU_EAST - lon
    d_lat = radius * np.sin(angle) + _BAIDU_NORTH - lat
    inside = in_shift_rectangle(lon, lat)
    return np.where(inside, d_lon, 0.0), np.where(inside, d_lat, 0.0)


def _undone(offset: _Offset, lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Find the place that an offset brought to (lon, lat), by fixed-point iteration."""
    guess_lon, guess_lat = lon, lat
    for _ in range(_INVERSE_ROUNDS):
        d_lon, d_lat = offset(guess_lon, guess_lat)
        guess_lon, guess_lat = lon - d_lon, lat - d_lat
    return guess_lon, guess_lat


def in_shift_rectangle(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    """
    Tell which places the published shift is applied to.

    Parameters
    ----------
    lon, lat
        Coordinates [deg, any of the three datums], same shape.

    Examples
    --------
    >>> in_shift_rectangle(np.array([105.9, 1.5]), np.array([29.35, 42.5])).tolist()
    [True, False]
    """
    inside = (lon >= _CHINA_WEST) & (lon <= _CHINA_EAST)
    inside &= (lat >= _CHINA_SOUTH) & (lat <= _CHINA_NORTH)
    return inside


def gcj02_from_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """
    Shift WGS-84 longitude and latitude [deg] to GCJ-02, same shape.

    Examples
    --------
    >>> lon, lat = gcj02_from_wgs84(np.array([116.3912]), np.array([39.9067]))
    >>> lon.round(4).item(), lat.round(4).item()
    (116.3974, 39.9081)
    """
    d_lon, d_lat = _offset_deg(lon, lat)
    return lon + d_lon, lat + d_lat


def wgs84_from_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """
    Undo GCJ-02 by fixed-point iteration, to about a micrometre.

    Parameters
    ----------
    lon, lat
        GCJ-02 coordinates [deg], same shape.

    Returns
    -------
    lon, lat
        WGS-84 coordinates [deg].
    """
    return _undone(_offset_deg, lon, lat)


def bd09_from_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """
    Shift GCJ-02 longitude and latitude [deg] to BD-09, same shape.

    Examples
    --------
    >>> lon, lat = bd09_from_gcj02(np.array([116.404]), np.array([39.915]))
    >>> lon.round(4).item(), lat.round(4).item()
    (116.4104, 39.9213)
    """
    d_lon, d_lat = _baidu_offset_deg(lon, lat)
    return lon + d_lon, lat + d_lat


def gcj02_from_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """
    Undo BD-09 by fixed-point iteration, to well below a micrometre.

    The closed formula that is often seen for this direction is off by up to a metre.

    Parameters
    ----------
    lon, lat
        BD-09 coordinates [deg], same shape.

    Returns
    -------
    lon, lat
        GCJ-02 coordinates [deg].
    """
    return _undone(_baidu_offset_deg, lon, lat)


def bd09_from_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 longitude and latitude [deg] to BD-09, same shape."""
    return bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))


def wgs84_from_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Turn BD-09 longitude and latitude [deg] back into WGS-84, same shape."""
    return wgs84_from_gcj02(*gcj02_from_bd09(lon, lat))
