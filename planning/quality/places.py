"""Where roads are doubtful: density by area, people in cells without roads, the verdicts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from layers.areas import OUTSIDE, AreaSet, areas_km2
from planning.answers import FAR_SNAP_M
from planning.quality import limits
from planning.quality.roads import RoadSteps, TagShares, road_steps, tag_shares
from planning.study import Study


class Doubt(StrEnum):
    """Why the roads of an area are doubtful."""

    FAR = "far"
    GAPS = "gaps"
    PER_KM2 = "per_km2"
    PER_PEOPLE = "per_people"
    UNCLASSED = "unclassed"


@dataclass(frozen=True, slots=True)
class AreaRoads:
    """
    People and roads of one area, or of several together.

    Attributes
    ----------
    code, name
        The area; both empty for the whole, and for what lies outside every area.
    km2
        Land [km2]; NaN where there is no area.
    people
        Residents.
    roads
        Length of road and what is known of it.
    far
        Residents farther than 300 m from a road, or without any.
    in_gaps
        Residents in cells with people and next to no road.
    doubts
        Why its roads are doubtful; empty where they are not.
    """

    code: str
    name: str
    km2: float
    people: float
    roads: TagShares
    far: float
    in_gaps: float
    doubts: tuple[Doubt, ...] = ()

    @property
    def km_per_km2(self) -> float:
        """Road density [km/km2]; NaN where the land is not known."""
        return self.roads.km / self.km2 if self.km2 > 0 else math.nan

    @property
    def km_per_1000(self) -> float:
        """Road length per 1,000 residents [km]; NaN where nobody lives."""
        return self.roads.km / self.people * 1000 if self.people > 0 else math.nan


@dataclass(frozen=True, slots=True)
class GapCell:
    """
    A cell of 1 km in which people live and next to no road is mapped.

    Attributes
    ----------
    column, row
        The cell: its corner lies that many cells east and north of the CRS's origin.
    lon, lat
        Its middle [deg, WGS-84].
    area
        Name of the area its middle lies in; empty where none.
    people
        Residents.
    far
        Those of them farther than 300 m from a road, or without any.
    km_per_km2
        Road density of the cell and its eight neighbours together [km/km2].
    """

    column: int
    row: int
    lon: float
    lat: float
    area: str
    people: float
    far: float
    km_per_km2: float


@dataclass(frozen=True, slots=True)
class RoadDoubts:
    """
    Roads and people by area, and where they do not fit each other.

    Attributes
    ----------
    areas
        One entry an area of the table, in its order.
    outside
        What lies outside every area; without areas that is everything.
    whole
        All areas together; without areas, everything.
    gaps
        Cells with people and next to no road, most people first; all of them.
    """

    areas: tuple[AreaRoads, ...]
    outside: AreaRoads
    whole: AreaRoads
    gaps: tuple[GapCell, ...]

    @property
    def low(self) -> tuple[AreaRoads, ...]:
        """Areas whose roads are doubtful."""
        return tuple(one for one in self.areas if one.doubts)

    @property
    def people_in_gaps(self) -> float:
        """People in the cells of `gaps`."""
        return math.fsum(one.people for one in self.gaps)


def road_doubts(study: Study, profile: str, areas: AreaSet) -> RoadDoubts:
    """
    Set roads against people, area by area and cell by cell.

    Roads are given to areas and cells step by step (the straight line from one drawn
    point to the next, cut to 100 m at most) by the middle of the step: a step over a
    border counts whole on the side of its middle, so that the parts add up to the whole
    and each is off by half a step a crossing at most. The two carriageways
    of a divided road count as two roads; ferries count as none.

    Parameters
    ----------
    study, profile
        Whose roads and people.
    areas
        Areas of the table, as `Study.table_level` gives them; may be empty.
    """
    roads = study.roads(profile)
    steps = road_steps(study.ways, roads.network)
    step_area = areas.locate(steps.lon, steps.lat)
    people = study.demand.population
    home_area = areas.locate(study.demand.lon, study.demand.lat)
    far = ~(roads.demand.distance_m <= FAR_SNAP_M)
    gaps, in_gap = _gap_cells(study, steps, areas, far)
    land_km2 = areas_km2(areas.polygon)

    def measured(code: str, name: str, km2: float, of: NDArray[np.bool_], at: object) -> AreaRoads:
        return AreaRoads(
            code=code,
            name=name,
            km2=km2,
            people=math.fsum(people[of]),
            roads=tag_shares(study.ways, steps, np.asarray(at)),
            far=math.fsum(people[of & far]),
            in_gaps=math.fsum(people[of & in_gap]),
        )

    rows = []
    for position in range(len(areas)):
        one = measured(
            areas.code[position],
            areas.name[position],
            float(land_km2[position]),
            home_area == position,
            step_area == position,
        )
        rows.append(_doubted(one))
    outside = measured("", "", math.nan, home_area == OUTSIDE, step_area == OUTSIDE)
    whole = outside
    if len(areas):
        km2 = math.fsum(land_km2)
        whole = measured("", "", km2, home_area != OUTSIDE, step_area != OUTSIDE)
    return RoadDoubts(tuple(rows), outside, whole, gaps)


def _doubted(area: AreaRoads) -> AreaRoads:
    """Apply the rules for doubtful roads; their thresholds stand in `limits`."""
    if area.people <= 0:
        return area
    per_km2 = area.people / area.km2 if area.km2 > 0 else math.inf
    doubts = []
    if area.far >= limits.LOW_FAR_SHARE * area.people:
        doubts.append(Doubt.FAR)
    if area.in_gaps >= limits.LOW_GAP_SHARE * area.people:
        doubts.append(Doubt.GAPS)
    if per_km2 >= limits.INHABITED_PER_KM2 and area.km_per_km2 < limits.SPARSE_KM_PER_KM2:
        doubts.append(Doubt.PER_KM2)
    if per_km2 < limits.URBAN_PER_KM2 and area.km_per_1000 < limits.SPARSE_KM_PER_1000:
        doubts.append(Doubt.PER_PEOPLE)
    if 1 - area.roads.classed > limits.LOW_UNCLASSED_SHARE:
        doubts.append(Doubt.UNCLASSED)
    return AreaRoads(
        area.code,
        area.name,
        area.km2,
        area.people,
        area.roads,
        area.far,
        area.in_gaps,
        tuple(doubts),
    )


def _gap_cells(
    study: Study, steps: RoadSteps, areas: AreaSet, far: NDArray[np.bool_]
) -> tuple[tuple[GapCell, ...], NDArray[np.bool_]]:
    """Find cells with people and next to no road, and the homes that lie in them."""
    people = study.demand.population
    home = _cells(study, study.demand.lon, study.demand.lat)
    road = _cells(study, steps.lon, steps.lat)
    cells, where = np.unique(home, return_inverse=True)
    held = np.bincount(where, weights=people, minlength=cells.size)
    far_held = np.bincount(where[far], weights=people[far], minlength=cells.size)
    around = _km_around(cells, road, steps.km) / _AROUND_KM2
    bare = (held >= limits.GAP_PEOPLE) & (
        (around < limits.GAP_KM_PER_KM2) | (far_held > limits.GAP_FAR_SHARE * held)
    )
    at = np.flatnonzero(bare)
    column, row = cells[at] // _COLUMN - _HALF, cells[at] % _COLUMN - _HALF
    middle_m = (np.stack([column, row]).astype(np.float64) + 0.5) * limits.CELL_M
    lon, lat = study.crs.to_lonlat(middle_m[0], middle_m[1])
    area = areas.locate(lon, lat)
    order = np.lexsort((cells[at], -held[at]))
    found = tuple(
        GapCell(
            column=int(column[one]),
            row=int(row[one]),
            lon=float(lon[one]),
            lat=float(lat[one]),
            area="" if area[one] == OUTSIDE else areas.name[area[one]],
            people=float(held[at[one]]),
            far=float(far_held[at[one]]),
            km_per_km2=float(around[at[one]]),
        )
        for one in order.tolist()
    )
    return found, bare[where]


def _km_around(
    cells: NDArray[np.int64], road: NDArray[np.int64], km: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Road in each cell and its eight neighbours [km]: a village on an edge has two sides."""
    with_road, where = np.unique(road, return_inverse=True)
    held_km = np.bincount(where, weights=km, minlength=with_road.size)
    total_km = np.zeros(cells.size)
    if not with_road.size:
        return total_km
    for column in (-1, 0, 1):
        for row in (-1, 0, 1):
            asked = cells + column * _COLUMN + row
            at = np.minimum(np.searchsorted(with_road, asked), with_road.size - 1)
            total_km += np.where(with_road[at] == asked, held_km[at], 0.0)
    return total_km


_AROUND_KM2 = 9 * (limits.CELL_M / 1000) ** 2
_COLUMN = np.int64(1 << 22)
_HALF = np.int64(1 << 20)


def _cells(study: Study, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Number the cell that each place lies in: column times 2**22 plus row."""
    x_m, y_m = study.crs.from_lonlat(lon, lat)
    column = np.floor(x_m / limits.CELL_M).astype(np.int64) + _HALF
    row = np.floor(y_m / limits.CELL_M).astype(np.int64) + _HALF
    return column * _COLUMN + row
