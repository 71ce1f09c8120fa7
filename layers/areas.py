"""Areas: district, townships, parishes, by level, and which place lies in which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84
from geo.errors import DataUnavailableError, InputError, ShapeError

OUTSIDE = -1

BANK_LEVEL = "bank"
"""Level of the banks of a river that splits a district."""

LEAST_CLAIM_KM2 = 0.01
"""Overlaps and gaps below a hectare are how borders are drawn."""

_SURFACES = frozenset({"Polygon", "MultiPolygon"})
_DATE = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?")
_CHUNK = 1_000_000
_PREPARED_FROM = 16
_LEVEL_SHARE = 0.95
_M2_PER_KM2 = 1e6


@dataclass(frozen=True, slots=True)
class AreaOverlap:
    """
    Land that two areas of one level both claim.

    Attributes
    ----------
    level
        The level of both.
    first, second
        Positions in the set: in the tables people in the overlap count for the first.
    area_km2
        Size of the overlap [km²].
    """

    level: str
    first: int
    second: int
    area_km2: float


@dataclass(frozen=True, slots=True)
class AreaGap:
    """
    Land that the areas of a level enclose and none of them claims.

    Attributes
    ----------
    level
        The level.
    lon, lat
        A place inside the gap [deg, WGS-84].
    area_km2
        Its size [km²].
    """

    level: str
    lon: float
    lat: float
    area_km2: float


@dataclass(frozen=True, slots=True, eq=False)
class AreaSet:
    """
    Administrative areas of one or several levels.

    Attributes
    ----------
    code
        Identity of each area, unique.
    name
        Its name.
    level
        The level it belongs to, such as ``"7"`` (OSM) or ``"township"``.
    polygon
        Valid polygons or multipolygons [deg, WGS-84], object array.
    date
        As of when each boundary is drawn, ISO 8601 (a year, a month or a day); empty
        where nobody says. May be left out: then nobody says of any.
    """

    code: tuple[str, ...]
    name: tuple[str, ...]
    level: tuple[str, ...]
    polygon: NDArray[np.object_]
    date: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the rules above once, and fill the dates of which nothing is known."""
        size = len(self.code)
        if not self.date:
            object.__setattr__(self, "date", ("",) * size)
        for name, found in (
            ("name", len(self.name)),
            ("level", len(self.level)),
            ("polygon", len(self.polygon)),
            ("date", len(self.date)),
        ):
            if found != size:
                raise ShapeError("shape.mismatch", name=name, expected=size, found=found)
        if len(set(self.code)) != size:
            raise InputError("areas.double_code")
        for code, shape in zip(self.code, self.polygon, strict=True):
            if shape.is_empty or not shape.is_valid or shape.geom_type not in _SURFACES:
                raise InputError("areas.bad_polygon", code=code)
        for code, date in zip(self.code, self.date, strict=True):
            if not _DATE.fullmatch(date):
                raise InputError("areas.bad_date", code=code, date=date)

    def __len__(self) -> int:
        """Number of areas."""
        return len(self.code)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels present, sorted."""
        return tuple(sorted(set(self.level)))

    def at_level(self, level: str) -> AreaSet:
        """
        Pick the areas of one level, ordered by name, then code.

        Raises
        ------
        DataUnavailableError
            If there is no such level; the message lists those there are.
        """
        rows = [row for row in self.in_order() if self.level[row] == level]
        if not rows:
            raise DataUnavailableError(
                "areas.unknown_level", level=level, known=", ".join(self.levels) or "-"
            )
        return self.take(rows)

    def in_order(self) -> list[int]:
        """
        Positions of the areas by name, then code: the order of the tables.

        Who assigns people to areas takes them in this order: those on a common border
        or in an overlap then count for the same area everywhere.
        """
        return sorted(range(len(self)), key=lambda row: (self.name[row], self.code[row]))

    def take(self, rows: Sequence[int]) -> AreaSet:
        """Pick some areas, in the given order."""
        return AreaSet(
            code=tuple(self.code[row] for row in rows),
            name=tuple(self.name[row] for row in rows),
            level=tuple(self.level[row] for row in rows),
            polygon=self.polygon[np.asarray(rows, dtype=np.int64)],
            date=tuple(self.date[row] for row in rows),
        )

    def locate(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """
        Find the area that each place lies in.

        A place on a common border, or in an overlap, goes to the first area of this
        set. Places stay columns: ten million of them need no geometry objects.

        Parameters
        ----------
        lon, lat
            Places [deg, WGS-84], shape ``(m,)``; a place that is NaN lies nowhere.

        Returns
        -------
        area
            Position in this set, shape ``(m,)``; `OUTSIDE` where none.
        """
        area = np.full(lon.size, OUTSIDE, dtype=np.int64)
        if len(self) == 0:
            return area
        bounds = shapely.bounds(self.polygon)
        prepared: dict[int, shapely.Geometry] = {}
        for start in range(0, lon.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            self._locate_part(lon[part], lat[part], area[part], bounds, prepared)
        return area

    def _locate_part(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        area: NDArray[np.int64],
        bounds: NDArray[np.float64],
        prepared: dict[int, shapely.Geometry],
    ) -> None:
        """Fill `area` in place: each polygon asks only the places within its box."""
        order = np.argsort(lon, kind="stable")
        lon, lat = lon[order], lat[order]
        found = np.full(lon.size, OUTSIDE, dtype=np.int64)
        west, south, east, north = bounds.T
        begin = np.searchsorted(lon, west, side="left")
        end = np.searchsorted(lon, east, side="right")
        for row in np.flatnonzero(begin < end).tolist():
            slab = slice(begin[row], end[row])
            high = lat[slab]
            asked = begin[row] + np.flatnonzero(
                (found[slab] == OUTSIDE) & (high >= south[row]) & (high <= north[row])
            )
            if asked.size == 0:
                continue
            shape = prepared.get(row, self.polygon[row])
            if row not in prepared and asked.size >= _PREPARED_FROM:
                # A copy: preparing changes a geometry, and threads share these.
                shape = shapely.from_wkb(shapely.to_wkb(self.polygon[row]))
                shapely.prepare(shape)
                prepared[row] = shape
            found[asked[shapely.intersects_xy(shape, lon[asked], lat[asked])]] = row
        area[order] = found

    def overlaps(self, *, least_km2: float = LEAST_CLAIM_KM2) -> tuple[AreaOverlap, ...]:
        """
        Find areas of one level that claim the same land.

        Parameters
        ----------
        least_km2
            Overlaps smaller than this are how borders are drawn, and are left out [km²].

        Returns
        -------
        overlaps
            The largest first; ties in the order of the set.
        """
        found = []
        for level in self.levels:
            rows = np.array([row for row in self.in_order() if self.level[row] == level])
            place = np.empty(len(self), dtype=np.int64)
            place[rows] = np.arange(rows.size)
            tree = shapely.STRtree(self.polygon[rows])
            pairs = rows[tree.query(self.polygon[rows], predicate="intersects")]
            one, other = pairs[:, place[pairs[0]] < place[pairs[1]]]
            common = shapely.intersection(self.polygon[one], self.polygon[other])
            for first, second, km2 in zip(
                one.tolist(), other.tolist(), areas_km2(common).tolist(), strict=True
            ):
                if km2 >= least_km2:
                    found.append((-km2, first, second, level))
        return tuple(
            AreaOverlap(level, first, second, -less) for less, first, second, level in sorted(found)
        )

    def gaps(self, *, least_km2: float = LEAST_CLAIM_KM2) -> tuple[AreaGap, ...]:
        """
        Find land that the areas of a level enclose without claiming it.

        Parameters
        ----------
        least_km2
            Gaps smaller than this are how borders are drawn, and are left out [km²].

        Returns
        -------
        gaps
            The largest first; ties from west to east.
        """
        found = []
        for level in self.levels:
            rows = [row for row, one in enumerate(self.level) if one == level]
            covered = shapely.union_all(self.polygon[rows])
            rings = [ring for part in shapely.get_parts(covered) for ring in part.interiors]
            # A part of a level can lie in a hole of another part: an island is no gap.
            empty = shapely.difference(shapely.polygons(np.array(rings, dtype=object)), covered)
            for shape, km2 in zip(empty, areas_km2(empty).tolist(), strict=True):
                if km2 >= least_km2:
                    inside = shape.representative_point()
                    found.append((-km2, float(inside.x), float(inside.y), level))
        return tuple(AreaGap(level, lon, lat, -less) for less, lon, lat, level in sorted(found))


def areas_km2(polygon: NDArray[np.object_]) -> NDArray[np.float64]:
    """
    Size of polygons on the WGS-84 ellipsoid.

    Parameters
    ----------
    polygon
        Geometries [deg, WGS-84], shape ``(n,)``; what is no surface counts 0.

    Returns
    -------
    km2
        Shape ``(n,)`` [km²].
    """
    km2 = np.zeros(len(polygon))
    parts, owner = shapely.get_parts(np.asarray(polygon, dtype=object), return_index=True)
    for part, row in zip(parts, owner.tolist(), strict=True):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings = [part.exterior, *part.interiors]
            outer, *inner = (
                abs(WGS84.polygon_area_perimeter(*shapely.get_coordinates(ring).T)[0])
                for ring in rings
            )
            km2[row] += (outer - sum(inner)) / _M2_PER_KM2
    return km2


def best_level(
    areas: AreaSet,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    population: NDArray[np.float64],
) -> str | None:
    """
    Choose the level that tables are made by, where the user names none.

    The finest level (most areas) among those that hold at least 95 % of the people
    that the best level holds: a stray village of a neighbour does not win.

    Returns
    -------
    level
        None where there are no areas at all.
    """
    held: dict[str, float] = {}
    size: dict[str, int] = {}
    for level in areas.levels:
        if level == BANK_LEVEL and len(areas.levels) > 1:
            continue  # two banks are two areas more than a district, and no finer a table
        here = areas.at_level(level)
        size[level] = len(here)
        held[level] = float(population[here.locate(lon, lat) != OUTSIDE].sum())
    if not held:
        return None
    enough = _LEVEL_SHARE * max(held.values())
    good = [level for level in held if held[level] >= enough]
    return max(good, key=lambda level: (size[level], level))
