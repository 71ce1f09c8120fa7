"""Expressways: two one-way carriageways each, left and joined only by interchanges.

An interchange is laid out before the other roads: a toll gate beside the road, four ramps to
the carriageways, and one two-way link from the gate to a junction of the ordinary roads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.rules import District
from data.demo.terrain import Terrain, right_of, smooth_course
from geo.crs import MetricCrs
from geo.errors import InputError

Metres = NDArray[np.float64]

HALF_GAP_M = 14.0
"""From the middle of an expressway to the middle of each carriageway."""
_RAMP_M = 420.0
_GATE_M = 260.0
_JUNCTION_M = 620.0
_FARTHEST_SHIFT = 40
"""An interchange may move this many vertices along the road to find room."""


@dataclass(frozen=True, slots=True, eq=False)
class Interchange:
    """
    Where an expressway is left for a town.

    Attributes
    ----------
    town
        Position of the town it serves.
    station
        Vertex of the expressway abreast of the gate.
    side
        1 where the gate lies right of the course, -1 left.
    gate_m, junction_m
        Toll gate, and the junction with the ordinary roads [m].
    ground
        The ground that ramps and link take up.
    """

    town: int
    station: int
    side: int
    gate_m: Metres
    junction_m: Metres
    ground: shapely.Polygon


@dataclass(frozen=True, slots=True, eq=False)
class Motorway:
    """An expressway: its middle line [m], shape ``(n, 2)``, and its interchanges."""

    ref: str
    middle_m: Metres
    interchanges: tuple[Interchange, ...]

    def carriageway_m(self, side: int) -> Metres:
        """Vertices of one carriageway in driving direction: 1 along the course, -1 back."""
        line = self.middle_m + right_of(self.middle_m) * (side * HALF_GAP_M)
        return line if side == 1 else line[::-1]

    @property
    def line(self) -> shapely.LineString:
        """Middle line."""
        return shapely.LineString(self.middle_m)


def plan_motorways(
    district: District, terrain: Terrain, towns_m: Metres, region: shapely.Geometry, crs: MetricCrs
) -> tuple[Motorway, ...]:
    """
    Lay the expressways of a district through their courses, inside `region`.

    Raises
    ------
    InputError
        If an interchange finds no room between rivers and other interchanges.
    """
    lines = []
    for rule in district.motorways:
        course = np.column_stack(crs.from_lonlat(rule.course[:, 0], rule.course[:, 1]))
        line = smooth_course(course)
        inside = np.flatnonzero(shapely.contains_xy(region, line[:, 0], line[:, 1]))
        lines.append(line[inside[0] : inside[-1] + 1])
    taken: list[shapely.Geometry] = [river.water for river in terrain.rivers]
    motorways = []
    for rule, line in zip(district.motorways, lines, strict=True):
        others = [shapely.LineString(other) for other in lines if other is not line]
        found = []
        for town in rule.interchanges:
            one = _interchange(line, town, towns_m[town], [*taken, *others])
            if one is None:
                name = district.towns[town].name_zh
                what = f"no room for an interchange of {rule.ref} near {name}"
                raise InputError("demo.bad_district", name=district.name, what=what)
            taken.append(one.ground)
            found.append(one)
        motorways.append(Motorway(rule.ref, line, tuple(found)))
    return tuple(motorways)


def _interchange(
    line: Metres, town: int, town_m: Metres, taken: Sequence[shapely.Geometry]
) -> Interchange | None:
    """Find the place nearest to the town where the interchange touches nothing taken."""
    right = right_of(line)
    nearest = int(np.hypot(*(line - town_m).T).argmin())
    reach = 4
    for shift in range(2 * _FARTHEST_SHIFT + 1):
        station = nearest + (shift + 1) // 2 * (1 if shift % 2 else -1)
        if not reach < station < len(line) - 1 - reach:
            continue
        side = 1 if (town_m - line[station]) @ right[station] > 0 else -1
        out = right[station] * side
        gate_m, junction_m = line[station] + out * _GATE_M, line[station] + out * _JUNCTION_M
        ground = shapely.MultiPoint(
            [*line[station - reach : station + reach + 1], gate_m, junction_m]
        ).convex_hull.buffer(40.0)
        if not any(ground.intersects(other) for other in taken):
            return Interchange(town, station, side, gate_m, junction_m, ground)
    return None


def ramps_m(motorway: Motorway, interchange: Interchange) -> list[tuple[int, int, bool, Metres]]:
    """
    Lay the four ramps between carriageways and gate.

    Returns
    -------
    ramps
        Carriageway (1 along the course, -1 back), its vertex in driving direction, whether
        the ramp leads off it, and the points between the two ends [m], from the carriageway.
    """
    last = len(motorway.middle_m) - 1
    vertices = max(int(_RAMP_M // 150), 1)
    ramps = []
    for side in (1, -1):
        carriageway = motorway.carriageway_m(side)
        abreast = interchange.station if side == 1 else last - interchange.station
        # The far carriageway's ramps start farther out, so that no two ramps cross.
        spread = vertices + (side != interchange.side)
        for leads_off in (True, False):
            vertex = abreast - spread if leads_off else abreast + spread
            points = _bow(carriageway, vertex, interchange, leads_off=leads_off)
            ramps.append((side, vertex, leads_off, points))
    return ramps


def _bow(carriageway: Metres, vertex: int, interchange: Interchange, *, leads_off: bool) -> Metres:
    """Points of a curve that leaves the carriageway nearly along it and ends at the gate."""
    ahead = carriageway[vertex + 1] - carriageway[vertex]
    ahead = ahead / np.hypot(*ahead)
    begin, end = carriageway[vertex], interchange.gate_m
    pull = begin + ahead * (180.0 if leads_off else -180.0) + (end - begin) * 0.18
    share = np.linspace(0, 1, 6)[1:-1, None]
    points = (1 - share) ** 2 * begin + 2 * share * (1 - share) * pull + share**2 * end
    return np.asarray(points, dtype=np.float64)
