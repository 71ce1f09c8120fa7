"""Areas: district, townships, parishes, by level, and which place lies in which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import DataUnavailableError, InputError, ShapeError

OUTSIDE = -1


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
    """

    code: tuple[str, ...]
    name: tuple[str, ...]
    level: tuple[str, ...]
    polygon: NDArray[np.object_]

    def __post_init__(self) -> None:
        """Check the rules above once."""
        size = len(self.code)
        for name, found in (
            ("name", len(self.name)),
            ("level", len(self.level)),
            ("polygon", len(self.polygon)),
        ):
            if found != size:
                raise ShapeError("shape.mismatch", name=name, expected=size, found=found)
        if len(set(self.code)) != size:
            raise InputError("areas.double_code")
        for code, shape in zip(self.code, self.polygon, strict=True):
            if shape.is_empty or not shape.is_valid or shape.geom_type not in _SURFACES:
                raise InputError("areas.bad_polygon", code=code)

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
        rows = [row for row, found in enumerate(self.level) if found == level]
        if not rows:
            raise DataUnavailableError(
                "areas.unknown_level", level=level, known=", ".join(self.levels) or "-"
            )
        return self.take(sorted(rows, key=lambda row: (self.name[row], self.code[row])))

    def take(self, rows: Sequence[int]) -> AreaSet:
        """Pick some areas, in the given order."""
        return AreaSet(
            code=tuple(self.code[row] for row in rows),
            name=tuple(self.name[row] for row in rows),
            level=tuple(self.level[row] for row in rows),
            polygon=self.polygon[np.asarray(rows, dtype=np.int64)],
        )

    def locate(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """
        Find the area that each place lies in.

        A place on a common border goes to the first area of this set.

        Returns
        -------
        area
            Position in this set, shape ``(m,)``; `OUTSIDE` where none.
        """
        area = np.full(lon.size, OUTSIDE, dtype=np.int64)
        if len(self) and lon.size:
            tree = shapely.STRtree(self.polygon)
            place, hit = tree.query(shapely.points(lon, lat), predicate="intersects")
            order = np.lexsort((hit, place))
            place, first = np.unique(place[order], return_index=True)
            area[place] = hit[order][first]
        return area


_SURFACES = frozenset({"Polygon", "MultiPolygon"})


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
        here = areas.at_level(level)
        size[level] = len(here)
        held[level] = float(population[here.locate(lon, lat) != OUTSIDE].sum())
    if not held:
        return None
    enough = _LEVEL_SHARE * max(held.values())
    good = [level for level in areas.levels if held[level] >= enough]
    return max(good, key=lambda level: (size[level], level))


_LEVEL_SHARE = 0.95
