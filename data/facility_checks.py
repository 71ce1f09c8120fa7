"""What strikes one about a facility list once it is read: doubles, townships, stand-in places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely

from data.import_report import ImportReport
from geo.crs import WGS84
from layers.areas import AreaSet
from layers.doubles import PossibleDouble
from layers.facilities import FacilitySet
from layers.names import same_area_name

EXAMPLES = 3
"""Offenders that a remark names."""
NAMED_DOUBLES = 10
"""Names that are pointed out one by one; every pair stands in the report."""
STAND_IN = 10
"""So many facilities on exactly one point were put there for want of better (judgement)."""


def note_doubles(
    facilities: FacilitySet, doubles: Sequence[PossibleDouble], path: str, report: ImportReport
) -> None:
    """List possible doubles in the report, and say how many there are; nothing is merged."""
    report.doubles.extend(doubles)
    if not doubles:
        return
    leader: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    for one in doubles:
        if one.reason == "same_name":
            lead = leader.setdefault(one.first, one.first)
            if leader.setdefault(one.second, lead) == lead:
                members = groups.setdefault(lead, [one.first])
                if one.second not in members:
                    members.append(one.second)
    names = dict(zip(facilities.id, facilities.name, strict=True))
    for lead, members in list(groups.items())[:NAMED_DOUBLES]:
        report.note("import.possible_doubles", name=names[lead], ids=", ".join(members))
    count = Counter(one.reason for one in doubles)
    report.note(
        "import.doubles_listed",
        path=path,
        count=len(doubles),
        same_name=count["same_name"],
        alias=count["alias"],
        similar_name=count["similar_name"],
        same_place=count["same_place"],
    )


def note_stand_in_places(facilities: FacilitySet, path: str, report: ImportReport) -> None:
    """Remark points that hold so many facilities that they are a town's, not theirs."""
    if not len(facilities):
        return
    place, first, size = np.unique(
        np.column_stack((facilities.lon, facilities.lat)),
        axis=0,
        return_index=True,
        return_counts=True,
    )
    crowded = [one for one in np.argsort(-size, kind="stable").tolist() if size[one] >= STAND_IN]
    for one in crowded[:EXAMPLES]:
        report.note(
            "import.one_place",
            path=path,
            count=int(size[one]),
            lon=round(float(place[one, 0]), 6),
            lat=round(float(place[one, 1]), 6),
            examples=facilities.label(int(first[one])),
        )


def note_townships(
    facilities: FacilitySet, areas: AreaSet, path: str, report: ImportReport
) -> None:
    """
    Compare the township that each row names with the one that its point lies in.

    A point outside is remarked with its distance, and stays: which of the two is wrong is
    for the user to say.
    """
    outside: list[tuple[float, str, str]] = []
    lost: list[str] = []
    rows_of: dict[str, list[int]] = {}
    for row, township in enumerate(facilities.township):
        if township:
            rows_of.setdefault(township, []).append(row)
    unknown = 0
    for township, rows in rows_of.items():
        here = [
            shape
            for name, shape in zip(areas.name, areas.polygon, strict=True)
            if same_area_name(name, township)
        ]
        if not here:
            unknown += len(rows)
            lost.append(township)
            continue
        land = shapely.union_all(here)
        shapely.prepare(land)
        inside = shapely.intersects_xy(land, facilities.lon[rows], facilities.lat[rows])
        outside += [
            (
                _distance_m(land, float(facilities.lon[row]), float(facilities.lat[row])),
                facilities.label(row),
                township,
            )
            for row, is_inside in zip(rows, inside.tolist(), strict=True)
            if not is_inside
        ]
    if outside:
        outside.sort(key=lambda one: (-one[0], *one[1:]))
        report.note(
            "import.outside_township",
            path=path,
            count=len(outside),
            examples=", ".join(
                f"{name} ({township}, {far:,.0f} m)" for far, name, township in outside[:EXAMPLES]
            ),
        )
    if unknown:
        report.note(
            "import.township_not_found",
            path=path,
            count=unknown,
            examples=", ".join(lost[:EXAMPLES]),
        )


def _distance_m(land: shapely.Geometry, lon: float, lat: float) -> float:
    """Geodesic distance from a point to the nearest border of some land [m]."""
    # Degrees of longitude are shortened first, so that the nearest point is the nearest in metres.
    narrow = max(float(np.cos(np.radians(lat))), 1e-9)
    flat = shapely.transform(land, lambda xy: xy * (narrow, 1.0))
    line = shapely.shortest_line(shapely.Point(lon * narrow, lat), flat)
    x, y = shapely.get_coordinates(line)[1].tolist()
    return float(WGS84.inv(lon, lat, x / narrow, y)[2])
