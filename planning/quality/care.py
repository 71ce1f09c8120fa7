"""What is known of the facilities, and what of it does not fit the map."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from layers.areas import AreaSet
from layers.doubles import PossibleDouble
from layers.facilities import OperatingStatus, Placed, Service
from layers.names import same_area_name
from planning.import_record import PlanFacilityMatch
from planning.quality.limits import OSM_MATCH_M, TOWNSHIP_SLACK_M
from planning.study import Study

NOT_COUNTED = (
    OperatingStatus.BUILDING,
    OperatingStatus.PLANNED,
    OperatingStatus.SUSPENDED,
    OperatingStatus.CLOSED,
)
"""Facilities of these states offer nothing today."""

_PRACTICES = frozenset({Service.CLINIC, Service.DOCTORS})
OSM_KINDS: Mapping[Service, frozenset[Service]] = {
    Service.TOWNSHIP_HEALTH_CENTRE: _PRACTICES | {Service.HOSPITAL},
    Service.COMMUNITY_HEALTH_CENTRE: _PRACTICES | {Service.HOSPITAL},
    Service.VILLAGE_CLINIC: _PRACTICES,
    Service.CLINIC: _PRACTICES,
    Service.DOCTORS: _PRACTICES,
}
"""What the map may call a facility of a kind, besides that kind: OSM has no township health
centres (judgement)."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """
    A facility outside the township that its list states.

    Attributes
    ----------
    id, name
        The facility.
    township
        As stated.
    lies_in
        Name of the area of that level which it lies in; empty where none.
    distance_m
        How far outside [m].
    """

    id: str
    name: str
    township: str
    lies_in: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class Unmatched:
    """
    A facility that only one of the list and the map has.

    Attributes
    ----------
    id
        Facility id; empty for one of the map.
    name, kind
        What it is called and is.
    lon, lat
        Place [deg, WGS-84].
    nearest_m
        To the nearest of the kind in the other source [m]; ``inf`` where it has none.
    """

    id: str
    name: str
    kind: str
    lon: float
    lat: float
    nearest_m: float


@dataclass(frozen=True, slots=True)
class OsmCheck:
    """
    The list against the map; the map never changes the list.

    Attributes
    ----------
    listed, mapped
        Facilities compared, of either side (the map's: of kinds that the list has).
    only_listed, only_mapped
        Those without a partner within 500 m.
    """

    listed: int
    mapped: int
    only_listed: tuple[Unmatched, ...]
    only_mapped: tuple[Unmatched, ...]


@dataclass(frozen=True, slots=True)
class FacilityQuality:
    """
    The facilities of a study.

    Attributes
    ----------
    total
        All of them, whatever they are.
    offering
        How many offer the service asked for today.
    unnamed
        How many have no name.
    by_kind, by_status, by_placed
        Counts, in the order of the kinds.
    with_township
        How many state their township.
    township_unknown
        How many of those state one that no area bears the name of.
    misplaced
        Those outside it, farthest first.
    doubles
        Pairs that may be one; those nobody has decided yet come first.
    plan_missing, plan_ambiguous
        Facilities that the plan names and the list lacks, or has several candidates for.
    plan_named
        How many the plan names.
    osm
        The list against the map; None where there is nothing to compare with.
    from_map
        Whether the facilities themselves are those of the map.
    """

    total: int
    offering: int
    unnamed: int
    by_kind: tuple[tuple[Service, int], ...]
    by_status: tuple[tuple[OperatingStatus, int], ...]
    by_placed: tuple[tuple[Placed, int], ...]
    with_township: int
    township_unknown: int
    misplaced: tuple[Misplaced, ...]
    doubles: tuple[PossibleDouble, ...]
    plan_missing: tuple[PlanFacilityMatch, ...]
    plan_ambiguous: tuple[PlanFacilityMatch, ...]
    plan_named: int
    osm: OsmCheck | None
    from_map: bool

    @property
    def open_doubles(self) -> int:
        """Pairs that nobody has decided yet."""
        return sum(not one.decision for one in self.doubles)

    @property
    def not_counted(self) -> int:
        """Facilities that are planned, being built, suspended or closed."""
        return sum(count for status, count in self.by_status if status in NOT_COUNTED)


def facility_quality(study: Study, service: Service) -> FacilityQuality:
    """Measure what is known of the facilities, and what does not fit the map."""
    facilities, record = study.facilities, study.record
    kinds, states, placed = (
        Counter(facilities.kind),
        Counter(facilities.status),
        Counter(facilities.placed),
    )
    misplaced, unknown = _townships(study)
    matches = record.plan_facilities
    from_map = not any(one.role == "facilities" for one in study.info.inputs)
    return FacilityQuality(
        total=len(facilities),
        offering=int(facilities.offering(service).size),
        unnamed=sum(not name.strip() for name in facilities.name),
        by_kind=tuple((one, kinds[one]) for one in Service if kinds[one]),
        by_status=tuple((one, states[one]) for one in OperatingStatus if states[one]),
        by_placed=tuple((one, placed[one]) for one in Placed if placed[one]),
        with_township=sum(bool(one.strip()) for one in facilities.township),
        township_unknown=unknown,
        misplaced=misplaced,
        doubles=tuple(sorted(record.doubles, key=lambda one: bool(one.decision))),
        plan_missing=tuple(one for one in matches if one.how == "missing"),
        plan_ambiguous=tuple(one for one in matches if one.how == "ambiguous"),
        plan_named=len(matches),
        osm=_against_osm(study) if record.osm_facilities else None,
        from_map=from_map and not study.info.demonstration,
    )


def _townships(study: Study) -> tuple[tuple[Misplaced, ...], int]:
    """Facilities outside the township they state, and how many state one unknown here."""
    facilities, areas = study.facilities, study.areas
    in_metres = _metric(study)
    drawn: dict[int, shapely.Geometry] = {}
    by_name: dict[str, list[int]] = {}
    found, unknown = [], 0
    for row, stated in enumerate(facilities.township):
        township = stated.strip()
        if not township:
            continue
        if township not in by_name:
            by_name[township] = [
                at for at, name in enumerate(areas.name) if same_area_name(name, township)
            ]
        candidates = by_name[township]
        if not candidates:
            unknown += 1
            continue
        place = shapely.Point(facilities.lon[row], facilities.lat[row])
        if any(areas.polygon[at].intersects(place) for at in candidates):
            continue
        here = in_metres(place)
        for at in candidates:
            if at not in drawn:
                drawn[at] = in_metres(areas.polygon[at])
        distance_m = min(here.distance(drawn[at]) for at in candidates)
        if distance_m > TOWNSHIP_SLACK_M:
            found.append(
                Misplaced(
                    id=facilities.id[row],
                    name=facilities.name[row],
                    township=township,
                    lies_in=_lies_in(areas, areas.level[candidates[0]], row, study),
                    distance_m=float(distance_m),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.distance_m, one.id))), unknown


def _metric(study: Study) -> Callable[[shapely.Geometry], shapely.Geometry]:
    """Give what turns a shape in degrees into the study's metres."""

    def to_metres(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(study.crs.from_lonlat(corners[:, 0], corners[:, 1]))

    return lambda shape: shapely.transform(shape, to_metres)


def _lies_in(areas: AreaSet, level: str, row: int, study: Study) -> str:
    at_level = areas.at_level(level)
    at = int(at_level.locate(study.facilities.lon[[row]], study.facilities.lat[[row]])[0])
    return at_level.name[at] if at >= 0 else ""


def _against_osm(study: Study) -> OsmCheck:
    """Match the list and the map by kind and distance."""
    facilities = study.facilities
    chosen = [row for row in range(len(facilities)) if facilities.status[row] not in NOT_COUNTED]
    called = {
        kind: frozenset({kind}) | OSM_KINDS.get(kind, frozenset())
        for kind in {facilities.kind[row] for row in chosen}
    }
    compared = {one.value for kinds in called.values() for one in kinds}
    mapped = [one for one in study.record.osm_facilities if one[3] in compared]
    lon, lat = facilities.lon[chosen], facilities.lat[chosen]
    own_xy_m = np.column_stack(study.crs.from_lonlat(lon, lat))
    places = np.array([[one[1], one[2]] for one in mapped]).reshape(-1, 2)
    map_xy_m = np.column_stack(study.crs.from_lonlat(places[:, 0], places[:, 1]))
    own_m = np.full(len(chosen), math.inf)
    map_m = np.full(len(mapped), math.inf)
    for kind, names in called.items():
        here = np.array([facilities.kind[row] is kind for row in chosen], dtype=bool)
        there = np.array([Service(one[3]) in names for one in mapped], dtype=bool)
        if here.any() and there.any():
            own_m[here] = cKDTree(map_xy_m[there]).query(own_xy_m[here])[0]
            away_m = cKDTree(own_xy_m[here]).query(map_xy_m[there])[0]
            map_m[there] = np.minimum(map_m[there], away_m)
    only_listed = [
        Unmatched(
            facilities.id[row],
            facilities.name[row],
            facilities.kind[row].value,
            float(facilities.lon[row]),
            float(facilities.lat[row]),
            float(own_m[at]),
        )
        for at, row in enumerate(chosen)
        if own_m[at] > OSM_MATCH_M
    ]
    only_mapped = [
        Unmatched("", name, kind, lon, lat, float(map_m[at]))
        for at, (name, lon, lat, kind) in enumerate(mapped)
        if map_m[at] > OSM_MATCH_M
    ]
    return OsmCheck(len(chosen), len(mapped), tuple(only_listed), tuple(only_mapped))
