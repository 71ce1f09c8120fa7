"""The data of a demonstration district: its town table, outline and `district.toml`.

Everything particular to a district is in these three packaged files; the generator knows
no place by name. A fault in them is a fault of the package, found by `load_district`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import DataUnavailableError, InputError
from layers.facilities import Service, read_service
from planning.study import InputFile
from routing.profile import Setting


@dataclass(frozen=True, slots=True)
class Town:
    """A town or street of the district; `population` [persons] covers its villages too."""

    geonameid: int
    name_zh: str
    name_en: str
    lon: float
    lat: float
    population: int


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
    """A named institution, placed by its offset from a town."""

    id: str
    name: str
    kind: Service
    services: frozenset[Service]
    town: int
    east_m: float
    north_m: float


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
        The town that main roads start from; the towns of the one built-up seat; those
        whose health centre is a community health centre.
    trunk
        Chains of towns that the national roads join.
    health_bases, emergency_rooms
        Towns whose health centre holds an ambulance base, an emergency room.
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
    inputs: tuple[InputFile, ...]

    def random(self, purpose: int) -> np.random.Generator:
        """Draw from a stream of its own per purpose: one part's change moves no other."""
        return np.random.default_rng([self.seed, purpose])


def district_names() -> tuple[str, ...]:
    """List the packaged districts, sorted."""
    return tuple(sorted(entry.name for entry in _folder().iterdir() if entry.is_dir()))


def load_district(name: str) -> District:
    """
    Read the packaged files of a district.

    Raises
    ------
    DataUnavailableError
        If there is no such district; the message lists those there are.
    InputError
        If its files lack a key, name an unknown town, or leave a town outside the outline.
    """
    if name not in district_names():
        raise DataUnavailableError(
            "demo.unknown_district", name=name, known=", ".join(district_names())
        )
    raw = {role: (_folder() / name / file_name).read_bytes() for role, file_name in _FILES.items()}
    try:
        return _parse(raw)
    except (KeyError, TypeError, ValueError) as fault:
        if isinstance(fault, InputError):
            raise
        raise InputError("demo.bad_district", name=name, what=repr(fault)) from fault


_FILES = {"population": "towns.csv", "areas": "outline.geojson", "demo": "district.toml"}
_SOURCE_OF_ROLE = {"population": "towns", "areas": "outline", "demo": "district"}


def _folder() -> Traversable:
    return files("data") / "reference" / "districts"


def _parse(raw: dict[str, bytes]) -> District:
    table = tomllib.loads(raw["demo"].decode("utf-8"))
    towns = tuple(_towns(raw["population"].decode("utf-8")))
    outline = shapely.from_geojson(json.dumps(json.loads(raw["areas"])["geometry"]))
    name = str(table["name"])
    outside = [
        town.name_zh for town in towns if not outline.contains(shapely.Point(town.lon, town.lat))
    ]
    if outside or not outline.is_valid:
        raise InputError("demo.bad_district", name=name, what=f"outside: {', '.join(outside)}")
    row_of = {town.geonameid: row for row, town in enumerate(towns)}

    def rows(ids: Iterable[int]) -> tuple[int, ...]:
        return tuple(row_of[one] for one in ids)

    centres = table["health_centres"]
    return District(
        name=name,
        code=str(table["code"]),
        id_prefix=str(table["id_prefix"]),
        plan=str(table["plan"]),
        setting=Setting(table["setting"]),
        seed=int(table["seed"]),
        title={"zh": str(table["title"]["zh"]), "en": str(table["title"]["en"])},
        towns=towns,
        outline=outline,
        hub=row_of[table["towns"]["hub"]],
        seat=rows(table["towns"]["seat"]),
        streets=rows(table["towns"]["streets"]),
        urban_share_seat=_share(table["towns"]["urban_share_seat"]),
        urban_share_town=_share(table["towns"]["urban_share_town"]),
        terrain=_terrain(table["terrain"]),
        rivers=tuple(_river(row) for row in table.get("river", [])),
        motorways=tuple(
            MotorwayRule(str(row["ref"]), _course(row["course"]), rows(row["interchanges"]))
            for row in table.get("motorway", [])
        ),
        trunk=tuple(rows(chain) for chain in table["roads"]["trunk"]),
        primary_population=int(table["roads"]["primary_population"]),
        village_count=int(table["villages"]["count"]),
        hamlets=(int(table["villages"]["hamlets"][0]), int(table["villages"]["hamlets"][1])),
        clinic_missing_share=_share(table["villages"]["clinic_missing_share"]),
        regional_centres=rows(centres["regional"]),
        health_bases=rows(centres["ambulance_bases"]),
        emergency_rooms=rows(centres["emergency_rooms"]),
        facilities=tuple(_facility(row, row_of) for row in table.get("facility", [])),
        inputs=tuple(
            InputFile(
                role=role,
                name=file_name,
                sha256=hashlib.sha256(raw[role]).hexdigest(),
                size_bytes=len(raw[role]),
                licence=str(table["sources"][_SOURCE_OF_ROLE[role]]["credit"]),
            )
            for role, file_name in _FILES.items()
        ),
    )


def _towns(text: str) -> Iterable[Town]:
    for row in csv.DictReader(io.StringIO(text)):
        yield Town(
            geonameid=int(row["geonameid"]),
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=int(row["population"]),
        )


def _share(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError(f"share {value} outside 0-1")
    return float(value)


def _range(row: list[float]) -> tuple[float, float]:
    low, high = (float(value) for value in row)
    if not (math.isfinite(high) and 0 < low <= high):
        raise ValueError(f"range {row} is not lowest, highest")
    return low, high


def _course(points: list[list[float]]) -> NDArray[np.float64]:
    course = np.array(points, dtype=np.float64)
    if course.ndim != 2 or course.shape[1] != 2 or len(course) < 2:  # noqa: PLR2004
        raise ValueError("a course needs two points [lon, lat] or more")
    return course


def _terrain(row: dict[str, Any]) -> TerrainRule:
    return TerrainRule(
        ridges=int(row["ridges"]),
        ridge_azimuth_deg=float(row["ridge_azimuth_deg"]),
        ridge_height_m=_range(row["ridge_height_m"]),
        ridge_half_width_m=_range(row["ridge_half_width_m"]),
        ridge_coverage=_range(row["ridge_coverage"]),
        pass_every_m=float(row["pass_every_m"]),
        hill_height_m=float(row["hill_height_m"]),
    )


def _river(row: dict[str, Any]) -> RiverRule:
    return RiverRule(
        name=str(row["name"]),
        course=_course(row["course"]),
        width_m=float(row["width_m"]),
        meander_m=float(row["meander_m"]),
        bridge_every_m=float(row["bridge_every_m"]),
        street_bridge_every_m=float(row["street_bridge_every_m"]),
    )


def _facility(row: dict[str, Any], row_of: dict[int, int]) -> FacilityRule:
    kind = read_service(str(row["kind"]))
    return FacilityRule(
        id=str(row["id"]),
        name=str(row["name"]),
        kind=kind,
        services=frozenset({kind, *(read_service(str(one)) for one in row["services"])}),
        town=row_of[row["town"]],
        east_m=float(row["east_m"]),
        north_m=float(row["north_m"]),
    )
