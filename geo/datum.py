"""The Chinese map datum GCJ-02 and its conversion to and from WGS-84.

Chinese web maps shift coordinates by 100-700 m with a published polynomial-and-sine
offset on the Krasovsky ellipsoid. Outside mainland China the offset does not apply.
Formula: the widely published reverse-engineered transform ("eviltransform").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY_2 = 0.00669342162296594323
_CENTRE_LON, _CENTRE_LAT = 105.0, 35.0
_CHINA_WEST, _CHINA_EAST = 72.004, 137.8347
_CHINA_SOUTH, _CHINA_NORTH = 0.8293, 55.8271
_INVERSE_ROUNDS = 12

Degrees = NDArray[np.float64]


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
    inside = (lon >= _CHINA_WEST) & (lon <= _CHINA_EAST)
    inside &= (lat >= _CHINA_SOUTH) & (lat <= _CHINA_NORTH)
    return np.where(inside, d_lon, 0.0), np.where(inside, d_lat, 0.0)


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
    Undo GCJ-02 by fixed-point iteration, to well below a millimetre.

    Parameters
    ----------
    lon, lat
        GCJ-02 coordinates [deg], same shape.

    Returns
    -------
    lon, lat
        WGS-84 coordinates [deg].
    """
    guess_lon, guess_lat = lon, lat
    for _ in range(_INVERSE_ROUNDS):
        d_lon, d_lat = _offset_deg(guess_lon, guess_lat)
        guess_lon, guess_lat = lon - d_lon, lat - d_lat
    return guess_lon, guess_lat
