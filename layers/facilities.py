"""Facilities: where care is given, of what kind, and which services it offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.crs import check_lonlat
from geo.errors import DataUnavailableError, InputError, ShapeError


class Service(StrEnum):
    """What a facility can be asked for; a kind of facility is a service too."""

    HOSPITAL = "hospital"
    CLINIC = "clinic"
    DOCTORS = "doctors"
    DENTIST = "dentist"
    PHARMACY = "pharmacy"
    TOWNSHIP_HEALTH_CENTRE = "township_health_centre"
    COMMUNITY_HEALTH_CENTRE = "community_health_centre"
    VILLAGE_CLINIC = "village_clinic"
    AMBULANCE_BASE = "ambulance_base"
    EMERGENCY_ROOM = "emergency_room"
    STROKE = "stroke"
    CHEST_PAIN = "chest_pain"
    TRAUMA = "trauma"
    MATERNAL = "maternal"
    NEWBORN = "newborn"
    CHILD = "child"
    TCM = "tcm"
    LEVEL_2 = "level_2_or_above"
    CT_24H = "ct_24h"
    FEVER_CLINIC = "fever_clinic"
    ELDER_CARE = "elder_care"
    CHILD_CARE = "child_care"
    BLOOD_DONATION = "blood_donation"
    AED = "aed"
    TRANSPORT_NODE = "transport_node"
    OTHER = "other"


class Level(StrEnum):
    """Grade of a medical institution: level 1 to 3, with its class A to C where known."""

    UNKNOWN = ""
    UNGRADED = "0"
    LEVEL_1 = "1"
    LEVEL_1C = "1C"
    LEVEL_1B = "1B"
    LEVEL_1A = "1A"
    LEVEL_2 = "2"
    LEVEL_2C = "2C"
    LEVEL_2B = "2B"
    LEVEL_2A = "2A"
    LEVEL_3 = "3"
    LEVEL_3C = "3C"
    LEVEL_3B = "3B"
    LEVEL_3A = "3A"


class OperatingStatus(StrEnum):
    """Whether a facility gives care today; only the first two are counted."""

    OPEN = "open"
    UNKNOWN = "unknown"
    BUILDING = "building"
    PLANNED = "planned"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Placed(StrEnum):
    """What the coordinates of a facility are worth."""

    POINT = "point"
    POLYGON = "polygon"
    STREET = "street"
    AREA = "area"


NO_YEAR = 0
"""Opening year of a facility of which none is known."""

_COUNTED = frozenset({OperatingStatus.OPEN, OperatingStatus.UNKNOWN})

COUNTS = ("beds", "doctors", "staff", "vehicles")
_BLANK: dict[str, object] = {
    "aliases": (),
    "level": Level.UNKNOWN,
    "status": OperatingStatus.UNKNOWN,
    "address": "",
    "township": "",
    "placed": Placed.POINT,
}


def _nothing() -> NDArray[np.float64]:
    return np.empty(0)


def _no_years() -> NDArray[np.int64]:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class FacilitySet:
    """
    Facilities in the caller's order.

    The columns from `aliases` on may be left out: then nothing is known of them.

    Attributes
    ----------
    id
        Unique identity of each.
    name
        Name as given; may be empty.
    lon, lat
        Place [deg, WGS-84], shape ``(k,)``.
    kind
        What it is: one `Service`.
    services
        Everything it can be asked for; always holds its kind.
    source
        Where the row came from (file and row, or OSM element).
    aliases
        Other names it goes by.
    level
        Grade.
    status
        Whether it gives care today.
    address, township
        As the source states them; empty where it does not. `township` is a claim to be
        checked against the map, not a place.
    placed
        What the coordinates are worth.
    beds, doctors, staff, vehicles
        Counts, shape ``(k,)``, float64, NaN where unknown.
    opening_year
        Year, shape ``(k,)``, int64, `NO_YEAR` where unknown.
    """

    id: tuple[str, ...]
    name: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    kind: tuple[Service, ...]
    services: tuple[frozenset[Service], ...]
    source: tuple[str, ...]
    aliases: tuple[tuple[str, ...], ...] = ()
    level: tuple[Level, ...] = ()
    status: tuple[OperatingStatus, ...] = ()
    address: tuple[str, ...] = ()
    township: tuple[str, ...] = ()
    placed: tuple[Placed, ...] = ()
    beds: NDArray[np.float64] = field(default_factory=_nothing)
    doctors: NDArray[np.float64] = field(default_factory=_nothing)
    staff: NDArray[np.float64] = field(default_factory=_nothing)
    vehicles: NDArray[np.float64] = field(default_factory=_nothing)
    opening_year: NDArray[np.int64] = field(default_factory=_no_years)

    def __post_init__(self) -> None:
        """Check the rules above once, and fill the columns of which nothing is known."""
        size = len(self.id)
        for name, blank in _BLANK.items():
            if len(getattr(self, name)) == 0:
                object.__setattr__(self, name, (blank,) * size)
        for name in COUNTS:
            if getattr(self, name).size == 0:
                object.__setattr__(self, name, np.full(size, np.nan))
        if self.opening_year.size == 0:
            object.__setattr__(self, "opening_year", np.full(size, NO_YEAR, dtype=np.int64))
        for one in fields(self):
            found = len(getattr(self, one.name))
            if found != size:
                raise ShapeError("shape.mismatch", name=one.name, expected=size, found=found)
        for name in COUNTS:
            column = getattr(self, name)
            if not (np.isnan(column) | (np.isfinite(column) & (column >= 0))).all():
                raise InputError("facilities.bad_count", column=name)
        if len(set(self.id)) != size:
            seen: set[str] = set()
            double = next(one for one in self.id if one in seen or seen.add(one))  # type: ignore[func-returns-value]
            raise InputError("facilities.double_id", id=double)
        check_lonlat(self.lon, self.lat)

    def __len__(self) -> int:
        """Number of facilities."""
        return len(self.id)

    def offering(self, service: Service) -> NDArray[np.int64]:
        """
        Find who offers a service today, in the order of their ids.

        What is planned, being built, suspended or closed offers nothing.

        That order makes ties between equally near facilities go to the lowest id,
        whatever the order of the rows.

        Returns
        -------
        rows
            Positions in this set, sorted by id, int64; may be empty.
        """
        rows = [
            row
            for row, offered in enumerate(self.services)
            if service in offered and self.status[row] in _COUNTED
        ]
        return np.array(sorted(rows, key=lambda row: self.id[row]), dtype=np.int64)

    def label(self, row: int) -> str:
        """Name of a facility, or its id where it has none."""
        return self.name[row] or self.id[row]

    def take(self, rows: Sequence[int]) -> FacilitySet:
        """Pick some facilities, in the given order."""
        index = np.asarray(rows, dtype=np.int64)
        picked: dict[str, Any] = {}
        for one in fields(self):
            column = getattr(self, one.name)
            picked[one.name] = (
                column[index]
                if isinstance(column, np.ndarray)
                else tuple(column[row] for row in rows)
            )
        return FacilitySet(**picked)


def join_facilities(sets: Sequence[FacilitySet]) -> FacilitySet:
    """
    Put facility sets together, one after the other.

    Raises
    ------
    InputError
        If an id occurs twice.
    """
    joined: dict[str, Any] = {}
    for one in fields(FacilitySet):
        columns = [getattr(found, one.name) for found in sets]
        if any(isinstance(column, np.ndarray) for column in columns):
            joined[one.name] = np.concatenate(columns)
        else:
            joined[one.name] = tuple(value for column in columns for value in column)
    return FacilitySet(**joined)


def read_service(name: str) -> Service:
    """
    Find a service by its name.

    Raises
    ------
    DataUnavailableError
        If there is no such service; the message lists the known ones.
    """
    try:
        return Service(name.strip().lower().replace("-", "_"))
    except ValueError:
        known = ", ".join(Service)
        raise DataUnavailableError("facilities.unknown_service", name=name, known=known) from None
