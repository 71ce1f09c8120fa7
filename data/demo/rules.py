"""What a district's file lays down: its towns and the rules that its model follows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.facilities import Level, OperatingStatus, Service
from planning.study import InputFile
from routing.profile import Setting


@dataclass(frozen=True, slots=True)
class Town:
    """
    A town or street of the district.

    Attributes
    ----------
    id
        GeoNames id, or official code where GeoNames has no such town.
    origin
        ``"geonames"`` or ``"china-division"``.
    code
        Official code of nine digits; empty where none is known.
    rank
        Ending of its full name: 街道, 镇 or 乡.
    name_zh, name_en
        Name without its rank; the English one may be empty.
    lon, lat
        Place [deg, WGS-84].
    population
        Residents, those of its villages too [persons].
    modelled
        What of this row is modelled: ``"position"``, ``"population"``, ``"rank"``.
    """

    id: int
    origin: str
    code: str
    rank: str
    name_zh: str
    name_en: str
    lon: float
    lat: float
    population: int
    modelled: frozenset[str]

    @property
    def full_name(self) -> str:
        """Name with its rank, such as 大安街道."""
        return self.name_zh + self.rank


@dataclass(frozen=True, slots=True)
class RiverRule:
    """A river: course [deg, WGS-84] shape ``(k, 2)``, size, and how far apart bridges stand."""

    name: str
    course: NDArray[np.float64]
    width_m: float
    meander_m: float
    bridge_every_m: float
    street_bridge_every_m: float


@dataclass(frozen=True, slots=True)
class MotorwayRule:
    """An expressway: course [deg, WGS-84] shape ``(k, 2)``, and the towns it is left for."""

    ref: str
    course: NDArray[np.float64]
    interchanges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FacilityRule:
    """
    A named institution, placed by its offset from a town.

    Attributes
    ----------
    id, name, kind, services
        As in `layers.facilities.FacilitySet`.
    town
        Position of the town that the offset starts from.
    east_m, north_m
        Offset [m].
    level, status, aliases
        As in `FacilitySet`.
    beds, vehicles
        Fixed numbers; NaN lets the generator draw them.
    """

    id: str
    name: str
    kind: Service
    services: frozenset[Service]
    town: int
    east_m: float
    north_m: float
    level: Level = Level.UNKNOWN
    status: OperatingStatus = OperatingStatus.OPEN
    aliases: tuple[str, ...] = ()
    beds: float = math.nan
    vehicles: float = math.nan


@dataclass(frozen=True, slots=True)
class NamedRule:
    """
    What is laid down of a facility that the plan names, beside what the plan says.

    Attributes
    ----------
    town
        Position of its town; None leaves it to the plan's place, else to the seat.
    kind
        What it is, where the plan's kind does not fit; None keeps that.
    services, level, status
        As in `layers.facilities.FacilitySet`; the plan's centres are added.
    beds
        Fixed number; NaN lets the generator draw it.
    """

    town: int | None
    kind: Service | None
    services: frozenset[Service]
    level: Level
    status: OperatingStatus
    beds: float


@dataclass(frozen=True, slots=True)
class NodeRule:
    """A station or wharf, placed by its offset [m] from a town, with or without an AED."""

    name: str
    town: int
    east_m: float
    north_m: float
    has_aed: bool


@dataclass(frozen=True, slots=True)
class NeighbourRule:
    """
    An institution beyond the border, by the road that runs on nearest to a town.

    Attributes
    ----------
    name, kind, services, level, beds, vehicles
        As in `layers.facilities.FacilitySet`.
    town
        Position of the town.
    own_road
        Whether a road is run on to it, where none of the others leaves the district near.
    """

    name: str
    kind: Service
    services: frozenset[Service]
    level: Level
    town: int
    beds: float
    vehicles: float
    own_road: bool


@dataclass(frozen=True, slots=True)
class CareRule:
    """
    Further institutions and gaps; towns by their positions.

    Attributes
    ----------
    private_hospitals, child_care, blood_sites
        How many.
    elder_stations
        Elder-care stations of a street, fewest and most, beside its centre.
    elder_missing_share, fever_share, tcm_clinic_share
        Share of towns without an elder-care centre; of township centres with a fever clinic;
        of village clinics that offer Chinese medicine.
    tcm_missing, without_centre
        Towns whose health centre offers no Chinese medicine; towns without one.
    unknown_beds
        Ids of facilities whose beds nobody states.
    """

    private_hospitals: int
    child_care: int
    blood_sites: int
    elder_stations: tuple[int, int]
    elder_missing_share: float
    fever_share: float
    tcm_clinic_share: float
    tcm_missing: tuple[int, ...]
    without_centre: tuple[int, ...]
    unknown_beds: frozenset[str]


@dataclass(frozen=True, slots=True)
class TerrainRule:
    """Parallel ridges and small hills; each pair is a range to draw from."""

    ridges: int
    ridge_azimuth_deg: float
    ridge_height_m: tuple[float, float]
    ridge_half_width_m: tuple[float, float]
    ridge_coverage: tuple[float, float]
    pass_every_m: float
    hill_height_m: float


@dataclass(frozen=True, slots=True, eq=False)
class District:
    """
    What is known, or laid down, about one district.

    Attributes
    ----------
    towns
        In the order of the table; other fields name them by their position there.
    outline
        Valid polygon or multipolygon [deg, WGS-84].
    hub, seat, streets
        The town that main roads start from; the towns of the one built-up seat; the 街道.
    trunk
        Chains of towns that the national roads join.
    health_bases, emergency_rooms
        Towns whose health centre holds an ambulance base, an emergency room.
    community
        Towns whose health centre is a community health centre.
    care
        Further institutions and gaps.
    named, plan_left_out
        What is laid down of facilities that the plan names, by their names there; those that
        are left out because they have no one place.
    nodes, neighbours
        Stations and wharfs; institutions beyond the border.
    totals
        Beds, doctors and staff of the district, which the institutions add up to.
    bank_river, bank_names
        Name of the river that splits the district into banks, empty where none does; names of
        the left and the right bank.
    own_note
        Code of a caveat of this district alone; empty where there is none.
    inputs
        The three files with their digests.
    """

    name: str
    code: str
    id_prefix: str
    plan: str
    setting: Setting
    seed: int
    title: dict[str, str]
    towns: tuple[Town, ...]
    outline: shapely.Geometry
    hub: int
    seat: tuple[int, ...]
    streets: tuple[int, ...]
    urban_share_seat: float
    urban_share_town: float
    terrain: TerrainRule
    rivers: tuple[RiverRule, ...]
    motorways: tuple[MotorwayRule, ...]
    trunk: tuple[tuple[int, ...], ...]
    primary_population: int
    village_count: int
    hamlets: tuple[int, int]
    clinic_missing_share: float
    regional_centres: tuple[int, ...]
    health_bases: tuple[int, ...]
    emergency_rooms: tuple[int, ...]
    facilities: tuple[FacilityRule, ...]
    community: tuple[int, ...]
    care: CareRule
    named: Mapping[str, NamedRule]
    plan_left_out: frozenset[str]
    nodes: tuple[NodeRule, ...]
    neighbours: tuple[NeighbourRule, ...]
    totals: Mapping[str, int]
    bank_river: str
    bank_names: tuple[str, str]
    own_note: str
    inputs: tuple[InputFile, ...]

    def random(self, purpose: int) -> np.random.Generator:
        """Draw from a stream of its own per purpose: one part's change moves no other."""
        return np.random.default_rng([self.seed, purpose])
