"""Rivers as lines: by name from an OSM extract, or from a line file; banks from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from geo.errors import DataUnavailableError, FileFormatError

_WATERWAYS = frozenset({"river", "stream", "canal", "tidal_channel"})
_SIDE_ROLES = frozenset({"side_stream", "tributary", "spring", "waterbody", "anabranch"})
_NAMES = ("name", "alt_name", "official_name", "old_name", "short_name", "loc_name")
_LISTED = 12


def read_osm_river(path: Path, name: str) -> NDArray[np.object_]:
    """
    Read the line of a river from an OSM extract, by its name.

    Taken are the ways of that name (in any language) with ``waterway=river``, ``stream``
    or ``canal``, and the members of waterway relations of that name; what a relation
    calls a side stream or a tributary is left out. OSM draws rivers downstream.

    Parameters
    ----------
    path
        The extract.
    name
        Name as mapped, upper and lower case alike; where a river changes its name on the
        way, all its names with semicolons between them.

    Returns
    -------
    lines
        LineStrings [deg, WGS-84], in the order of the file. Ways are cut where the
        extract lacks their nodes.

    Raises
    ------
    DataUnavailableError
        If there is no such file, or no such river; the message lists some there are.
    FileFormatError
        If it is no OSM file, or is damaged or cut short.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        taken, left_out, known = _ways_named(path, _names_in(name))
        lines = _lines_of(path, taken - left_out)
    except (RuntimeError, osmium.InvalidLocationError) as fault:
        raise FileFormatError("osm.damaged", path=str(path), what=str(fault)) from fault
    if not lines:
        some = ", ".join(sorted(known)[:_LISTED]) or "-"
        raise DataUnavailableError(
            "rivers.unknown", path=path.name, name=name, count=len(known), known=some
        )
    found = np.empty(len(lines), dtype=object)
    found[:] = lines
    return found


def _names_in(said: str) -> set[str]:
    parts = said.replace("；", ";").split(";")
    return {one.strip().casefold() for one in parts if one.strip()}


def _ways_named(path: Path, wanted: set[str]) -> tuple[set[int], set[int], set[str]]:
    """Ids of the ways to take and to leave out, and the names of all rivers."""
    taken: set[int] = set()
    left_out: set[int] = set()
    known: set[str] = set()
    reader = osmium.FileProcessor(str(path), osmium.osm.WAY | osmium.osm.RELATION).with_filter(
        osmium.filter.KeyFilter("waterway")
    )
    for thing in reader:
        tags = {tag.k: tag.v for tag in thing.tags}
        if tags["waterway"] not in _WATERWAYS:
            continue
        if tags["waterway"] == "river" and tags.get("name"):
            known.add(tags["name"])
        named = [value for key, value in tags.items() if key in _NAMES or key.startswith("name:")]
        if not wanted & _names_in(";".join(named)):
            continue
        if isinstance(thing, osmium.osm.Way):
            taken.add(thing.id)
        elif isinstance(thing, osmium.osm.Relation) and tags.get("type") == "waterway":
            ways = [(member.ref, member.role) for member in thing.members if member.type == "w"]
            left_out.update(ref for ref, role in ways if role in _SIDE_ROLES)
            taken.update(ref for ref, role in ways if role not in _SIDE_ROLES)
    return taken, left_out, known


def _lines_of(path: Path, wanted: set[int]) -> list[shapely.Geometry]:
    lines: list[shapely.Geometry] = []
    if not wanted:
        return lines
    reader = (
        osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
        .with_locations()
        .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        .with_filter(osmium.filter.IdFilter(wanted))
    )
    for way in reader:
        if not isinstance(way, osmium.osm.Way):
            continue
        run: list[tuple[float, float]] = []
        for node in [*way.nodes, None]:
            if node is not None and node.location.valid():
                run.append((node.lon, node.lat))
                continue
            if len(run) > 1:
                lines.append(shapely.LineString(run))
            run = []
    return lines
