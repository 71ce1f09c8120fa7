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
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.rules import (
    CareRule,
    District,
    FacilityRule,
    MotorwayRule,
    NamedRule,
    NeighbourRule,
    NodeRule,
    RiverRule,
    TerrainRule,
    Town,
)
from geo.errors import DataUnavailableError, InputError
from layers.facilities import Level, OperatingStatus, Service, read_service
from planning.study import InputFile
from routing.profile import Setting

STREET, TOWN = "街道", "镇"
"""Endings of the full names of streets and towns."""
_RANKS = frozenset({STREET, TOWN, "乡"})


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
    streets = frozenset(int(one) for one in table["towns"]["streets"])
    towns = tuple(_towns(raw["population"].decode("utf-8"), streets))
    outline = shapely.from_geojson(json.dumps(json.loads(raw["areas"])["geometry"]))
    name = str(table["name"])
    outside = [
        town.name_zh for town in towns if not outline.contains(shapely.Point(town.lon, town.lat))
    ]
    if outside or not outline.is_valid:
        raise InputError("demo.bad_district", name=name, what=f"outside: {', '.join(outside)}")
    row_of = {town.id: row for row, town in enumerate(towns)}

    def rows(ids: Iterable[int]) -> tuple[int, ...]:
        return tuple(row_of[one] for one in ids)

    centres, banks = table["health_centres"], table.get("banks", {})
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
        community=rows(centres.get("community", table["towns"]["streets"])),
        care=_care(table["care"], row_of),
        named={
            str(row["name"]): _named(row, row_of)
            for row in table.get("plan_facilities", {}).get("named", [])
        },
        plan_left_out=frozenset(table.get("plan_facilities", {}).get("left_out", [])),
        nodes=tuple(
            NodeRule(
                str(row["name"]),
                row_of[row["town"]],
                float(row["east_m"]),
                float(row["north_m"]),
                bool(row["aed"]),
            )
            for row in table.get("node", [])
        ),
        neighbours=tuple(_neighbour(row, row_of) for row in table.get("neighbour", [])),
        totals={name: int(table["totals"][name]) for name in ("beds", "doctors", "staff")},
        bank_river=str(banks.get("river", "")),
        bank_names=(str(banks.get("left", "")), str(banks.get("right", ""))),
        own_note=str(table.get("note", "")),
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


def _towns(text: str, streets: frozenset[int]) -> Iterable[Town]:
    for row in csv.DictReader(io.StringIO(text)):
        number = int(row["id"])
        rank = row["rank"] or (STREET if number in streets else TOWN)
        if rank not in _RANKS or (rank == STREET) != (number in streets):
            raise ValueError(f"{row['name_zh']}: rank {rank} and the list of streets disagree")
        yield Town(
            id=number,
            origin=row["origin"],
            code=row["code"],
            rank=rank,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=int(row["population"]),
            modelled=frozenset(filter(None, row["modelled"].split("+"))),
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


def _services(row: dict[str, Any], *kinds: Service) -> frozenset[Service]:
    return frozenset({*kinds, *(read_service(str(one)) for one in row.get("services", []))})


def _facility(row: dict[str, Any], row_of: dict[int, int]) -> FacilityRule:
    kind = read_service(str(row["kind"]))
    return FacilityRule(
        id=str(row["id"]),
        name=str(row["name"]),
        kind=kind,
        services=_services(row, kind),
        town=row_of[row["town"]],
        east_m=float(row["east_m"]),
        north_m=float(row["north_m"]),
        level=Level(row.get("level", "")),
        status=OperatingStatus(row.get("status", "open")),
        aliases=tuple(str(one) for one in row.get("aliases", [])),
        beds=float(row.get("beds", math.nan)),
        vehicles=float(row.get("vehicles", math.nan)),
    )


def _named(row: dict[str, Any], row_of: dict[int, int]) -> NamedRule:
    return NamedRule(
        town=row_of[row["town"]] if "town" in row else None,
        kind=read_service(str(row["kind"])) if "kind" in row else None,
        services=_services(row),
        level=Level(row.get("level", "")),
        status=OperatingStatus(row.get("status", "open")),
        beds=float(row.get("beds", math.nan)),
    )


def _neighbour(row: dict[str, Any], row_of: dict[int, int]) -> NeighbourRule:
    kind = read_service(str(row["kind"]))
    return NeighbourRule(
        name=str(row["name"]),
        kind=kind,
        services=_services(row, kind),
        level=Level(row.get("level", "")),
        town=row_of[row["town"]],
        beds=float(row["beds"]),
        vehicles=float(row["vehicles"]),
        own_road=bool(row.get("own_road", False)),
    )


def _care(row: Mapping[str, Any], row_of: dict[int, int]) -> CareRule:
    fewest, most = (int(one) for one in row["elder_stations"])
    return CareRule(
        private_hospitals=int(row["private_hospitals"]),
        child_care=int(row["child_care"]),
        blood_sites=int(row["blood_sites"]),
        elder_stations=(fewest, most),
        elder_missing_share=_share(row["elder_missing_share"]),
        fever_share=_share(row["fever_share"]),
        tcm_clinic_share=_share(row["tcm_clinic_share"]),
        tcm_missing=tuple(row_of[one] for one in row["tcm_missing"]),
        without_centre=tuple(row_of[one] for one in row["without_centre"]),
        unknown_beds=frozenset(str(one) for one in row["unknown_beds"]),
    )
