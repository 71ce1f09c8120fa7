"""Land: places where people can live, and places that lie evenly in a polygon."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84, check_lonlat
from geo.errors import InputError, ShapeError

CELL_M = 100.0
"""Side of the cells that buildings are gathered into, as of the common population rasters."""

MOST_EVEN_PLACES = 400
"""An even spread over an area is drawn by at most about this many places."""

_M_PER_DEG = 111_320.0

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LandCells:
    """
    Places where people can live, and how many in proportion.

    Attributes
    ----------
    lon, lat
        Place [deg, WGS-84], shape ``(k,)``.
    weight
        Any measure of room, such as floor area [m²], finite, > 0, shape ``(k,)``.
    kind
        What it is, such as ``"buildings"``.
    least_per_person
        Weight that a person needs at least: where the map knows less, it is too
        incomplete to be followed, and the next kind of land is asked.
    """

    lon: Column
    lat: Column
    weight: Column
    kind: str = ""
    least_per_person: float = 0.0

    def __post_init__(self) -> None:
        """Check the rules above once."""
        for name, found in (("lat", self.lat.size), ("weight", self.weight.size)):
            if found != self.lon.size:
                raise ShapeError("shape.mismatch", name=name, expected=self.lon.size, found=found)
        if not (np.isfinite(self.weight).all() and (self.weight > 0).all()):
            raise InputError("spread.bad_weight")
        check_lonlat(self.lon, self.lat)

    def __len__(self) -> int:
        """Number of cells."""
        return self.lon.size

    @classmethod
    def gather(
        cls,
        lon: Column,
        lat: Column,
        weight: Column,
        *,
        kind: str = "",
        least_per_person: float = 0.0,
        cell_m: float = CELL_M,
    ) -> LandCells:
        """
        Gather single buildings into cells of about `cell_m`.

        A cell stands at the middle of the room in it, so that it lies among its houses.

        Parameters
        ----------
        lon, lat
            Buildings [deg, WGS-84], shape ``(b,)``.
        weight
            Their room, >= 0; those without any are left out.
        kind, least_per_person
            As in the class.
        cell_m
            Side of a cell [m].

        Examples
        --------
        >>> homes = np.array([105.9, 105.90001, 105.95])
        >>> land = LandCells.gather(homes, np.full(3, 29.35), np.array([50.0, 150.0, 80.0]))
        >>> land.weight.tolist()
        [200.0, 80.0]
        """
        if not (np.isfinite(weight).all() and (weight >= 0).all()):
            raise InputError("spread.bad_weight")
        some = weight > 0
        lon, lat, weight = lon[some], lat[some], weight[some]
        check_lonlat(lon, lat)
        row = np.floor(lat * (_M_PER_DEG / cell_m))
        # The width of a cell is that of its row, or neighbours would not line up.
        wide = np.maximum(np.cos(np.radians((row + 0.5) * cell_m / _M_PER_DEG)), 1e-6)
        column = np.floor(lon * wide * (_M_PER_DEG / cell_m))
        order = np.lexsort((column, row))
        row, column = row[order], column[order]
        new = np.ones(row.size, dtype=np.bool_)
        new[1:] = (np.diff(row) != 0) | (np.diff(column) != 0)
        first = np.flatnonzero(new)
        if not first.size:
            return cls(lon, lat, weight, kind, least_per_person)
        lon, lat, weight = lon[order], lat[order], weight[order]
        room = np.add.reduceat(weight, first)
        return cls(
            np.add.reduceat(lon * weight, first) / room,
            np.add.reduceat(lat * weight, first) / room,
            room,
            kind,
            least_per_person,
        )


def even_places(polygon: shapely.Geometry) -> tuple[Column, Column]:
    """
    Places that lie evenly in a polygon, some 100 m apart or more.

    Parameters
    ----------
    polygon
        Surface [deg, WGS-84].

    Returns
    -------
    lon, lat
        At most about `MOST_EVEN_PLACES` places [deg]; one inside where it is smaller than
        the distance between them.
    """
    west, south, east, north = shapely.bounds(polygon).tolist()
    wide = max(math.cos(math.radians((south + north) / 2)), 1e-6)
    area_m2 = abs(WGS84.geometry_area_perimeter(polygon)[0])
    step_m = max(CELL_M, math.sqrt(area_m2 / MOST_EVEN_PLACES))
    # A long thin polygon aslant in its box must not make a grid of millions.
    box_m2 = (east - west) * wide * (north - south) * _M_PER_DEG**2
    step_m = max(step_m, math.sqrt(box_m2 / (_BOX_FACTOR * MOST_EVEN_PLACES)))
    columns, rows = np.meshgrid(
        _steps(west, east, step_m / _M_PER_DEG / wide), _steps(south, north, step_m / _M_PER_DEG)
    )
    lon, lat = columns.ravel(), rows.ravel()
    inside = shapely.intersects_xy(polygon, lon, lat)
    if not inside.any():
        one = shapely.point_on_surface(polygon)
        return np.array([one.x]), np.array([one.y])
    return lon[inside], lat[inside]


_BOX_FACTOR = 25


def _steps(first: float, last: float, step: float) -> Column:
    """Middles of the equal parts of a range, each about a step long."""
    count = max(round((last - first) / step), 1)
    return first + (np.arange(count, dtype=np.float64) + 0.5) * ((last - first) / count)
