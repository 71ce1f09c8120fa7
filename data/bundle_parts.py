"""The parts of a study bundle: each written to its file and read back to the last digit."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.demand import DemandSurface, Group
from layers.facilities import COUNTS, FacilitySet, Level, OperatingStatus, Placed, Service
from routing.rules import NodeRules
from routing.ways import RoadWays

_RULE_PREFIX = "rules_"
_GROUP_PREFIX = "group_"
_ALIAS_MARK = "|"
_FACILITY_HEAD = (
    "id",
    "name",
    "lon",
    "lat",
    "kind",
    "services",
    "source",
    "aliases",
    "level",
    "status",
    "address",
    "township",
    "placed",
    *COUNTS,
    "opening_year",
)


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays as ``.npz``, uncompressed, without a date."""
    np.savez(path, allow_pickle=False, **arrays)


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Read all arrays of an ``.npz``."""
    # Opened here, not by numpy: it leaves a damaged file open.
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as columns:
        return dict(columns)


def way_arrays(ways: RoadWays) -> dict[str, NDArray[Any]]:
    """Columns of the ways, those of their rules under a prefix; absent ones left out."""
    columns = {one.name: getattr(ways, one.name) for one in fields(RoadWays)}
    rules = columns.pop("rules")
    columns |= {_RULE_PREFIX + one.name: getattr(rules, one.name) for one in fields(NodeRules)}
    return {name: column for name, column in columns.items() if column is not None}


def ways_from_arrays(columns: Mapping[str, NDArray[Any]]) -> RoadWays:
    """Read back what `way_arrays` gave."""
    rules = {one.name: columns[_RULE_PREFIX + one.name] for one in fields(NodeRules)}
    own = {one.name: columns[one.name] for one in fields(RoadWays) if one.name in columns}
    return RoadWays(**own, rules=NodeRules(**rules))


def demand_arrays(demand: DemandSurface) -> dict[str, NDArray[Any]]:
    """Columns of the demand; groups under a prefix, the mask of built-up land where known."""
    columns: dict[str, NDArray[Any]] = {
        "lon": demand.lon,
        "lat": demand.lat,
        "population": demand.population,
        # Names as one block of text: a fixed-width column would be as wide as the longest.
        "name": np.frombuffer("\n".join(map(one_line, demand.name)).encode(), np.uint8),
        "named": np.array([bool(demand.name)]),
    }
    columns |= {_GROUP_PREFIX + group.value: people for group, people in demand.groups.items()}
    if demand.built_up is not None:
        columns["built_up"] = demand.built_up
    return columns


def demand_from_arrays(columns: Mapping[str, NDArray[Any]], source: str) -> DemandSurface:
    """Read back what `demand_arrays` gave."""
    names = columns["name"].tobytes().decode().split("\n") if columns["named"][0] else []
    return DemandSurface(
        columns["lon"],
        columns["lat"],
        columns["population"],
        tuple(names),
        source,
        {
            group: columns[_GROUP_PREFIX + group.value]
            for group in Group
            if _GROUP_PREFIX + group.value in columns
        },
        columns.get("built_up"),
    )


def one_line(name: str) -> str:
    """Put a name on one line."""
    return " ".join(name.split())


def write_facilities(path: Path, facilities: FacilitySet, mark: str = "") -> None:
    """Write facilities as CSV; `mark` is a remark that every row repeats."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*_FACILITY_HEAD, "mark"] if mark else _FACILITY_HEAD)
        for row in range(len(facilities)):
            writer.writerow(
                [
                    facilities.id[row],
                    one_line(facilities.name[row]),
                    repr(float(facilities.lon[row])),
                    repr(float(facilities.lat[row])),
                    facilities.kind[row].value,
                    ";".join(sorted(facilities.services[row])),
                    facilities.source[row],
                    _ALIAS_MARK.join(
                        one_line(name).replace(_ALIAS_MARK, " ") for name in facilities.aliases[row]
                    ),
                    facilities.level[row].value,
                    facilities.status[row].value,
                    one_line(facilities.address[row]),
                    one_line(facilities.township[row]),
                    facilities.placed[row].value,
                    *(_count(getattr(facilities, name)[row]) for name in COUNTS),
                    int(facilities.opening_year[row]),
                    *([mark] if mark else []),
                ]
            )


def _count(value: float) -> str:
    return "" if np.isnan(value) else repr(float(value))


def read_facilities_part(path: Path) -> FacilitySet:
    """Read back what `write_facilities` wrote."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    counts = {
        name: np.array([float(row[name] or "nan") for row in rows], dtype=np.float64)
        for name in COUNTS
    }
    return FacilitySet(
        id=tuple(row["id"] for row in rows),
        name=tuple(row["name"] for row in rows),
        lon=np.array([float(row["lon"]) for row in rows], dtype=np.float64),
        lat=np.array([float(row["lat"]) for row in rows], dtype=np.float64),
        kind=tuple(Service(row["kind"]) for row in rows),
        services=tuple(
            frozenset(Service(one) for one in row["services"].split(";")) for row in rows
        ),
        source=tuple(row["source"] for row in rows),
        aliases=tuple(tuple(filter(None, row["aliases"].split(_ALIAS_MARK))) for row in rows),
        level=tuple(Level(row["level"]) for row in rows),
        status=tuple(OperatingStatus(row["status"]) for row in rows),
        address=tuple(row["address"] for row in rows),
        township=tuple(row["township"] for row in rows),
        placed=tuple(Placed(row["placed"]) for row in rows),
        **counts,
        opening_year=np.array([int(row["opening_year"]) for row in rows], dtype=np.int64),
    )


def shape_arrays(shapes: NDArray[np.object_]) -> dict[str, NDArray[Any]]:
    """Shapes as one block of WKB and the places where each ends."""
    written = [shapely.to_wkb(shape) for shape in shapes]
    ends = np.cumsum([len(one) for one in written], dtype=np.int64)
    return {"wkb": np.frombuffer(b"".join(written), np.uint8), "ends": ends}


def shapes_from_arrays(columns: Mapping[str, NDArray[Any]]) -> NDArray[np.object_]:
    """Read back what `shape_arrays` gave."""
    block = columns["wkb"].tobytes()
    shapes = np.empty(columns["ends"].size, dtype=object)
    begin = 0
    for row, end in enumerate(columns["ends"].tolist()):
        shapes[row] = shapely.from_wkb(block[begin:end])
        begin = end
    return shapes
