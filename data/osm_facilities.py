"""Care in OSM: which tags mean which facility, and one facility mapped twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from data.import_report import ImportReport
from geo.crs import metric_crs_for
from layers.facilities import FacilitySet, Service

_AMENITY = {
    "hospital": Service.HOSPITAL,
    "clinic": Service.CLINIC,
    "doctors": Service.DOCTORS,
    "dentist": Service.DENTIST,
    "pharmacy": Service.PHARMACY,
}
_HEALTHCARE = {
    "hospital": Service.HOSPITAL,
    "clinic": Service.CLINIC,
    "centre": Service.CLINIC,
    "doctor": Service.DOCTORS,
    "dentist": Service.DENTIST,
    "pharmacy": Service.PHARMACY,
}
_PHARMACY_NAME = re.compile(
    r"pharmac(?!olog)|farmac(?!olog)|apothek|apotek|apteek|aptek|lekarn|drugstore|eczane"
    r"|аптек|φαρμακει|药房|药店|藥房|藥局|药局|薬局|약국"
)
_MOST_NAMED = 5
SAME_NAME_M = 150.0
"""Two of a kind and a name this near are one (judgement)."""
UNNAMED_M = 30.0
"""Two of a kind this near are one if one of them has no name (judgement)."""


@dataclass(frozen=True, slots=True)
class Care:
    """
    What an element's tags say about care.

    Attributes
    ----------
    kind
        What it is.
    services
        Everything it can be asked for, its kind included.
    """

    kind: Service
    services: frozenset[Service]


@dataclass(frozen=True, slots=True)
class FacilityElement:
    """
    A node or polygon of OSM that gives care.

    Attributes
    ----------
    id
        OSM identity.
    name
        Name; may be empty.
    care
        Kind and services.
    shape
        Point or polygon [deg, WGS-84].
    doubtful
        Whether name or further tags call it another kind than `care` does.
    """

    id: str
    name: str
    care: Care
    shape: shapely.Geometry
    doubtful: bool = False


def read_facility_tags(tags: Mapping[str, str]) -> Care | None:
    """
    Read the tags of a facility; None where it is none.

    ``amenity`` decides, then ``healthcare``; an ambulance station is a base. Source: the
    OSM wiki pages Key:healthcare, Tag:amenity=hospital, Tag:emergency=ambulance_station.

    Examples
    --------
    >>> read_facility_tags({"healthcare": "hospital"}).kind.value
    'hospital'
    """
    if tags.get("emergency") == "ambulance_station":
        kind = Service.AMBULANCE_BASE
    elif tags.get("amenity") in _AMENITY:
        kind = _AMENITY[tags["amenity"]]
    elif "healthcare" in tags and tags["healthcare"] != "no":
        kind = _HEALTHCARE.get(tags["healthcare"], Service.OTHER)
    else:
        return None
    services = {kind}
    if kind in {Service.HOSPITAL, Service.CLINIC} and tags.get("emergency") == "yes":
        services.add(Service.EMERGENCY_ROOM)
    if "traditional_chinese_medicine" in tags.get("healthcare:speciality", ""):
        services.add(Service.TCM)
    return Care(kind, frozenset(services))


def is_doubtful_kind(tags: Mapping[str, str], kind: Service) -> bool:
    """
    Tell whether one tag says pharmacy, or the name or `dispensing` does, and another not.

    Examples
    --------
    >>> is_doubtful_kind({"amenity": "hospital", "name": "Farmacy"}, Service.HOSPITAL)
    True
    """
    said = {_AMENITY.get(tags.get("amenity", "")), _HEALTHCARE.get(tags.get("healthcare", ""))}
    said.discard(None)
    if kind is Service.PHARMACY:
        return len(said) > 1
    if Service.PHARMACY in said or (kind is Service.HOSPITAL and "dispensing" in tags):
        return True
    if kind not in {Service.HOSPITAL, Service.CLINIC, Service.DOCTORS}:
        return False
    apart = unicodedata.normalize("NFKD", tags.get("name", "").casefold())
    plain = "".join(one for one in apart if not unicodedata.combining(one))
    return bool(_PHARMACY_NAME.search(unicodedata.normalize("NFC", plain)))


def _note_doubtful(elements: list[FacilityElement], report: ImportReport) -> None:
    """Point out what may be another kind than it is counted as, one note a kind."""
    for kind in Service:
        rows = sorted(
            (one.id, one.name) for one in elements if one.doubtful and one.care.kind is kind
        )
        if rows:
            first = ", ".join(f"{one} ({name or '-'})" for one, name in rows[:_MOST_NAMED])
            report.note("import.doubtful_kind", kind=kind, count=len(rows), first=first)


def facilities_from_elements(elements: list[FacilityElement], report: ImportReport) -> FacilitySet:
    """
    Make one facility of each, merging what is mapped twice.

    Two elements of a kind are one where they share a name within `SAME_NAME_M`, or one
    is unnamed within `UNNAMED_M` (a node in the other's polygon is at distance 0). The
    polygon stays, then the named, then the lowest id; services are united. Each merger
    is a line in `report`, as is what may be of another kind; the facilities come in the
    order of their ids.
    """
    _note_doubtful(elements, report)
    rows: list[tuple[FacilityElement, str, frozenset[Service]]] = []
    for members in _groups(elements):
        best = members[0]
        name = best.name or next((one.name for one in members if one.name), "")
        services = frozenset().union(*(one.care.services for one in members))
        rows.append((best, name, services))
        if len(members) > 1:
            report.note(
                "import.merged",
                kept=best.id,
                name=name or "-",
                others=", ".join(one.id for one in members if one is not best),
                kind=best.care.kind,
            )
    rows.sort(key=lambda row: row[0].id)
    points = [
        one.shape if one.shape.geom_type == "Point" else one.shape.representative_point()
        for one, _, _ in rows
    ]
    return FacilitySet(
        id=tuple(one.id for one, _, _ in rows),
        name=tuple(name for _, name, _ in rows),
        lon=np.array([point.x for point in points], dtype=np.float64),
        lat=np.array([point.y for point in points], dtype=np.float64),
        kind=tuple(one.care.kind for one, _, _ in rows),
        services=tuple(services for _, _, services in rows),
        source=tuple(f"OSM {one.id}" for one, _, _ in rows),
    )


def _groups(elements: list[FacilityElement]) -> list[list[FacilityElement]]:
    """
    Put elements that are one facility together, the one that stays first.

    Each element joins the nearest facility that it equals, never a chain of neighbours:
    in a street of pharmacies an unnamed one must not tie the named ones together.
    """
    if not elements:
        return []
    elements = sorted(
        elements, key=lambda one: (one.shape.geom_type == "Point", not one.name, one.id)
    )
    lon, lat = shapely.get_coordinates([one.shape.centroid for one in elements]).T
    crs = metric_crs_for(lon, lat)
    shapes_m = [
        shapely.transform(one.shape, lambda xy: np.column_stack(crs.from_lonlat(*xy.T)))
        for one in elements
    ]
    tree = shapely.STRtree(shapes_m)
    first, second = tree.query(shapes_m, predicate="dwithin", distance=SAME_NAME_M)
    near: dict[int, list[tuple[float, int]]] = {row: [] for row in range(len(elements))}
    for row, other in zip(first.tolist(), second.tolist(), strict=True):
        if other < row:
            near[row].append((float(shapes_m[row].distance(shapes_m[other])), other))
    members: dict[int, list[FacilityElement]] = {}
    for row, element in enumerate(elements):
        same = (
            other
            for distance_m, other in sorted(near[row])
            if other in members and _same(element, elements[other], distance_m)
        )
        members.setdefault(next(same, row), []).append(element)
    return list(members.values())


def _same(one: FacilityElement, other: FacilityElement, distance_m: float) -> bool:
    if one.care.kind is not other.care.kind:
        return False
    names = [" ".join(name.split()).casefold() for name in (one.name, other.name)]
    if all(names):
        return names[0] == names[1] and distance_m <= SAME_NAME_M
    return distance_m <= UNNAMED_M
