"""Facilities: where care is given, of what kind, and which services it offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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
    OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class FacilitySet:
    """
    Facilities in the caller's order.

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
    """

    id: tuple[str, ...]
    name: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    kind: tuple[Service, ...]
    services: tuple[frozenset[Service], ...]
    source: tuple[str, ...]

    def __post_init__(self) -> None:
        """Check the rules above once."""
        size = len(self.id)
        columns = {
            "name": len(self.name),
            "lon": self.lon.size,
            "lat": self.lat.size,
            "kind": len(self.kind),
            "services": len(self.services),
            "source": len(self.source),
        }
        for name, found in columns.items():
            if found != size:
                raise ShapeError("shape.mismatch", name=name, expected=size, found=found)
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
        Find who offers a service, in the order of their ids.

        That order makes ties between equally near facilities go to the lowest id,
        whatever the order of the rows.

        Returns
        -------
        rows
            Positions in this set, sorted by id, int64; may be empty.
        """
        rows = [row for row, offered in enumerate(self.services) if service in offered]
        return np.array(sorted(rows, key=lambda row: self.id[row]), dtype=np.int64)

    def label(self, row: int) -> str:
        """Name of a facility, or its id where it has none."""
        return self.name[row] or self.id[row]

    def take(self, rows: Sequence[int]) -> FacilitySet:
        """Pick some facilities, in the given order."""
        index = np.asarray(rows, dtype=np.int64)
        return FacilitySet(
            id=tuple(self.id[row] for row in rows),
            name=tuple(self.name[row] for row in rows),
            lon=self.lon[index],
            lat=self.lat[index],
            kind=tuple(self.kind[row] for row in rows),
            services=tuple(self.services[row] for row in rows),
            source=tuple(self.source[row] for row in rows),
        )


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
