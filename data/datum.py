"""The datum that incoming coordinates are given in."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geo.datum import wgs84_from_gcj02
from geo.errors import InputError


class Datum(StrEnum):
    """A datum that a layer can come in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


def to_wgs84(
    lon: NDArray[np.float64], lat: NDArray[np.float64], datum: Datum | str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Turn coordinates of a stated datum [deg] into WGS-84.

    Raises
    ------
    InputError
        If the datum is not one that can be converted.
    """
    try:
        known = Datum(datum)
    except ValueError:
        raise InputError("datum.unknown", datum=datum, known=", ".join(Datum)) from None
    return wgs84_from_gcj02(lon, lat) if known is Datum.GCJ02 else (lon, lat)
