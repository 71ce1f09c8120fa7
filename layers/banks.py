"""River banks as areas: a river's line splits a district into its two sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import InputError
from geo.text import Lang, text
from layers.areas import BANK_LEVEL, AreaSet
from layers.river_stem import LocalFrame, Stem, river_stems

REACH_M = 100.0
"""A line that ends this short of the border, or has gaps no wider, is still taken as
whole (judgement: some widths of a town's river, less than any village)."""

_OVERSHOOT_M = 1.0
_ON_LINE_DEG = 1e-9
_LEAST_BANK_SHARE = 0.001
_MOST_LOOSE_SHARE = 0.1
_MOST_WRONG_SHARE = 0.01
_LEAST_COURSE_SHARE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class BankSplit:
    """
    A district split by a river.

    Attributes
    ----------
    areas
        The left bank, then the right bank (looking downstream), level `BANK_LEVEL`. Their
        sizes sum to the district's to 1e-9, and they share nothing but the river's line.
    sides
        Compass side of each: ``"north"``, ``"south"``, ``"east"`` or ``"west"``.
    river_m
        Length of the dividing line inside the district [m].
    extended_m
        What was added to ends that stop short of the border, in all [m].
    bridged_m
        Gaps of the line that were closed, in all [m].
    against_m
        How much of the stems was drawn upstream [m].
    loose_m
        How much of the stems lies inside and divides nothing [m].
    detached
        Parts of the district that the river does not touch; each went to the nearest bank.
    """

    areas: AreaSet
    sides: tuple[str, str]
    river_m: float
    extended_m: float
    bridged_m: float
    against_m: float
    loose_m: float
    detached: int


def split_by_river(
    areas: AreaSet,
    code: str,
    river: NDArray[np.object_],
    *,
    reach_m: float = REACH_M,
    lang: Lang = Lang.ZH,
) -> BankSplit:
    """
    Split one area into the banks of a river.

    Of a braided river the shorter channel divides, so that an island belongs to one bank
    whole. A meander that leaves the area and comes back is followed. The banks are named
    by the compass: a river that runs rather east or west has a north and a south bank,
    any other an east and a west bank; where it comes back to where it came from, the
    middles of the banks decide.

    Parameters
    ----------
    areas, code
        The set and the code of the area to split.
    river
        Lines drawn downstream [deg, WGS-84], object array of LineStrings or
        MultiLineStrings, in any order and pieces.
    reach_m
        Ends no farther inside the border than this are drawn on to it, and gaps no wider
        are closed [m].
    lang
        Language of the banks' names.

    Returns
    -------
    split
        The banks and what was done to the line.

    Raises
    ------
    InputError
        If there is no such area, the line does not split it (it misses it, runs along its
        border, or ends inside), or its pieces are not all drawn downstream.
    """
    if code not in areas.code:
        raise InputError("banks.no_area", code=code)
    row = areas.code.index(code)
    district, name = areas.polygon[row], areas.name[row]
    lines = shapely.get_parts(np.asarray(river, dtype=object))
    lines = lines[(shapely.get_type_id(lines) == _LINE) & ~shapely.is_empty(lines)]
    centre = shapely.box(*district.bounds).centroid
    frame = LocalFrame.about(float(centre.x), float(centre.y))
    stems = [
        one
        for one in river_stems(shapely.force_2d(lines), frame, reach_m=reach_m)
        if shapely.intersects(district, shapely.LineString(one.lonlat))
    ]
    if not stems:
        raise InputError("banks.misses", name=name)
    drawn, extended_m = _drawn_to_the_border(district, stems, frame, reach_m)
    parts = _parts(district, drawn)
    left_m, right_m, touched_m = _touch(parts, drawn, frame)
    inside_m = float(
        sum(shapely.length(_scaled(shapely.intersection(one, district), frame)) for one in drawn)
    )
    loose_m = max(inside_m - touched_m, 0.0)
    # What runs on the border itself touches one part only.
    dividing_m = float(left_m.sum() + right_m.sum()) - touched_m
    is_left = left_m > right_m
    touched = (left_m + right_m) > 0
    _check_sides(name, district, parts, is_left, touched, inside_m, loose_m)
    wrong_m = float(np.minimum(left_m, right_m).sum())
    if wrong_m > _MOST_WRONG_SHARE * max(dividing_m, 1.0):
        raise InputError("banks.both_sides", name=name, wrong_km=wrong_m / _M_PER_KM)
    for loose in np.flatnonzero(~touched).tolist():
        distance = shapely.distance(parts[touched], parts[loose])
        is_left[loose] = is_left[touched][np.argmin(distance)]
    banks = np.empty(2, dtype=object)
    banks[:] = [shapely.union_all(parts[is_left]), shapely.union_all(parts[~is_left])]
    sides = _sides(drawn, district, banks, frame)
    return BankSplit(
        areas=AreaSet(
            code=(f"{code}-left", f"{code}-right"),
            name=tuple(text(f"banks.{side}", lang, name=name) for side in sides),
            level=(BANK_LEVEL,) * 2,
            polygon=banks,
            date=(areas.date[row],) * 2,
        ),
        sides=sides,
        river_m=dividing_m,
        extended_m=extended_m,
        bridged_m=sum(one.bridged_m for one in stems),
        against_m=sum(one.against_m for one in stems),
        loose_m=loose_m,
        detached=int((~touched).sum()),
    )


_LINE = 1
_M_PER_KM = 1000.0


def _scaled(shape: shapely.Geometry, frame: LocalFrame) -> shapely.Geometry:
    return shapely.transform(shape, frame.to_m)


def _drawn_to_the_border(
    district: shapely.Geometry, stems: list[Stem], frame: LocalFrame, reach_m: float
) -> tuple[list[shapely.Geometry], float]:
    """Stems with their ends drawn on, just past the border, where they stop short of it."""
    border = _scaled(district, frame).boundary
    drawn, extended_m = [], 0.0
    for stem in stems:
        xy_m = frame.to_m(stem.lonlat)
        pieces = [stem.lonlat]
        for end, at_front in ((xy_m[::-1], True), (xy_m, False)):
            more = _beyond(end, border, district, frame, reach_m)
            if more is None:
                continue
            extended_m += max(float(np.hypot(*(more - end[-1]))) - _OVERSHOOT_M, 0.0)
            added = frame.to_deg(more[np.newaxis])
            pieces = [added, *pieces] if at_front else [*pieces, added]
        drawn.append(shapely.LineString(np.concatenate(pieces)))
    return drawn, extended_m


def _beyond(
    xy_m: NDArray[np.float64],
    border: shapely.Geometry,
    district: shapely.Geometry,
    frame: LocalFrame,
    reach_m: float,
) -> NDArray[np.float64] | None:
    """
    Place just past the border to which the last vertex of a line is drawn on.

    Straight on where that crosses the border within reach, else the shortest way out.
    None where the line ends outside already, or too far inside.
    """
    end = xy_m[-1]
    if not shapely.intersects_xy(district, *frame.to_deg(end)):
        return None
    line = shapely.LineString(xy_m)
    ahead = (end - xy_m[-2]) / np.hypot(*(end - xy_m[-2]))
    ray = shapely.LineString([end, end + ahead * (reach_m + _OVERSHOOT_M)])
    crossings = shapely.get_coordinates(shapely.intersection(ray, border))
    tries = [(float(np.hypot(*(one - end))), ahead) for one in crossings]
    here = shapely.Point(end)
    nearest = shapely.get_coordinates(shapely.shortest_line(here, border))[1]
    out_m = float(np.hypot(*(nearest - end)))
    tries.sort(key=lambda one: one[0])
    if 0 < out_m <= reach_m:
        tries.append((out_m, (nearest - end) / out_m))
    for length_m, way in tries:
        past = end + way * (length_m + _OVERSHOOT_M)
        added = shapely.LineString([end, past])
        if not shapely.intersects_xy(district, *frame.to_deg(past)) and shapely.equals(
            shapely.intersection(added, line), here
        ):
            return np.asarray(past, dtype=np.float64)
    return None


def _parts(district: shapely.Geometry, drawn: list[shapely.Geometry]) -> NDArray[np.object_]:
    """Pieces that the lines cut the district into, rings drawn with their inside left."""
    noded = shapely.union_all([district.boundary, *drawn])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inner = shapely.point_on_surface(faces)
    kept = faces[shapely.intersects(district, inner)]
    return np.asarray(shapely.orient_polygons(kept), dtype=object)


def _touch(
    parts: NDArray[np.object_], drawn: list[shapely.Geometry], frame: LocalFrame
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """
    How far each part lies left and right of the lines, and how much line touches parts.

    Every ring keeps its inside on the left: where it runs with the river its part lies
    on the left bank, where it runs against it on the right one.
    """
    rings, owner = [], []
    for number, part in enumerate(parts):
        for ring in (part.exterior, *part.interiors):
            rings.append(shapely.get_coordinates(ring))
            owner.append(np.full(len(rings[-1]) - 1, number))
    begin = np.concatenate([ring[:-1] for ring in rings])
    end = np.concatenate([ring[1:] for ring in rings])
    part_of = np.concatenate(owner)
    river_begin = np.concatenate([shapely.get_coordinates(one)[:-1] for one in drawn])
    river_end = np.concatenate([shapely.get_coordinates(one)[1:] for one in drawn])
    tree = shapely.STRtree(shapely.linestrings(np.stack((river_begin, river_end), axis=1)))
    (edge, step), distance = tree.query_nearest(
        shapely.points((begin + end) / 2),
        max_distance=_ON_LINE_DEG,
        return_distance=True,
        all_matches=False,
    )
    edge = edge[distance <= _ON_LINE_DEG]
    step = step[distance <= _ON_LINE_DEG]
    along = frame.to_m(end[edge] - begin[edge])
    ahead = frame.to_m(river_end[step] - river_begin[step])
    with_river = (along * ahead).sum(axis=1) > 0
    length_m = np.hypot(*along.T)
    left_m, right_m = np.zeros((2, len(parts)))
    np.add.at(left_m, part_of[edge[with_river]], length_m[with_river])
    np.add.at(right_m, part_of[edge[~with_river]], length_m[~with_river])
    ends = np.stack((begin[edge] @ (1, 1j), end[edge] @ (1, 1j)))
    _, once = np.unique(np.sort(ends, axis=0), axis=1, return_index=True)
    return left_m, right_m, float(length_m[once].sum())


def _check_sides(
    name: str,
    district: shapely.Geometry,
    parts: NDArray[np.object_],
    is_left: NDArray[np.bool_],
    touched: NDArray[np.bool_],
    inside_m: float,
    loose_m: float,
) -> None:
    """Make sure that the line leaves land on both sides, and does not stop half-way."""
    if loose_m > _MOST_LOOSE_SHARE * inside_m:
        raise InputError(
            "banks.ends_inside",
            name=name,
            loose_km=loose_m / _M_PER_KM,
            inside_km=inside_m / _M_PER_KM,
        )
    size = shapely.area(parts)
    smaller = min(
        float(size[is_left & touched].sum()), float(size[~is_left & touched].sum())
    ) / float(district.area)
    if smaller < _LEAST_BANK_SHARE:
        raise InputError("banks.no_split", name=name, share=smaller, least=_LEAST_BANK_SHARE)


def _sides(
    drawn: list[shapely.Geometry],
    district: shapely.Geometry,
    banks: NDArray[np.object_],
    frame: LocalFrame,
) -> tuple[str, str]:
    """Compass sides of the left and the right bank."""
    course = np.zeros(2)
    for line in drawn:
        inside = shapely.intersection(line, district)
        on_it = [shapely.Point(one) for one in shapely.get_coordinates(inside)]
        along = shapely.line_locate_point(line, np.array(on_it, dtype=object))
        if along.size:
            first, last = shapely.get_coordinates(
                shapely.line_interpolate_point(line, [along.min(), along.max()])
            )
            course += frame.to_m((last - first)[np.newaxis])[0]
    west, south, east, north = district.bounds
    across_m = np.hypot(*frame.to_m(np.array([[east - west, north - south]]))[0])
    if np.hypot(*course) >= _LEAST_COURSE_SHARE * across_m:
        to_left = np.array([-course[1], course[0]])
    else:
        left, right = shapely.get_coordinates(shapely.centroid(banks))
        to_left = frame.to_m((left - right)[np.newaxis])[0]
    if abs(to_left[1]) >= abs(to_left[0]):
        return ("north", "south") if to_left[1] > 0 else ("south", "north")
    return ("east", "west") if to_left[0] > 0 else ("west", "east")
