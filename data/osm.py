"""Reading an OSM extract: roads, facilities and administrative areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from data.import_report import ImportReport
from data.osm_builtup import Polygons, read_built_up
from data.osm_facilities import (
    FacilityElement,
    facilities_from_elements,
    is_doubtful_kind,
    read_facility_tags,
)
from data.osm_node_rules import read_node_rules
from geo.errors import DataUnavailableError, FileFormatError, InputError
from layers.areas import AreaSet
from layers.facilities import FacilitySet
from routing.osm_rules import RELEVANT_KEYS, WayRule, read_way
from routing.ways import RoadWays

if TYPE_CHECKING:
    from osmium.osm import Area, Node, Way

OSM_LICENCE = "ODbL 1.0, © OpenStreetMap contributors"
_FACILITY_KEYS = ("amenity", "healthcare", "emergency")
_OFFICIAL_CODES = ("ref:admin:CN:nbs", "ref:admin:CN:mca", "ref:cadc:2020")
"""Keys of official area codes (OSM wiki, China/Tagging), the statistical one first."""
_FEWEST_NODES = 2
_DAY = len("2021-01-31")


@dataclass(frozen=True, slots=True, eq=False)
class OsmExtract:
    """
    What an OSM extract holds for a study.

    Attributes
    ----------
    ways, facilities, areas
        Roads, care and boundaries.
    vintage
        Date of the extract's data, ISO 8601; empty where the file does not say.
    built_up
        Polygons of built-up land [deg, WGS-84]; none where the source knows of none.
    """

    ways: RoadWays
    facilities: FacilitySet
    areas: AreaSet
    vintage: str
    built_up: Polygons = field(default_factory=lambda: np.empty(0, dtype=object))


def read_osm(path: Path, report: ImportReport) -> OsmExtract:
    """
    Read an ``.osm.pbf`` (or ``.osm``) extract.

    Nodes that ways refer to but the file lacks (at the edge of a clipped extract) cut
    their way; the count goes to `report`.

    Parameters
    ----------
    path
        The extract.
    report
        Takes the remarks.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is no OSM file, or is damaged or cut short.
    InputError
        If it holds no road.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        ways = _read_roads(path, report)
        elements, areas, vintage = _read_places(path, report)
        built_up, unclosed = read_built_up(path)
    except (RuntimeError, osmium.InvalidLocationError) as fault:
        raise FileFormatError("osm.damaged", path=str(path), what=str(fault)) from fault
    facilities = facilities_from_elements(elements, report)
    if unclosed:
        report.note("import.broken_built_up", count=unclosed)
    report.note(
        "import.osm_read",
        ways=ways.n_ways,
        nodes=ways.node_id.size,
        facilities=len(facilities),
        areas=len(areas),
    )
    return OsmExtract(ways, facilities, areas, vintage, built_up)


def _read_roads(path: Path, report: ImportReport) -> RoadWays:
    refs: list[NDArray[np.int64]] = []
    shapes: list[NDArray[np.float64]] = []
    way_ids: list[int] = []
    rules: list[WayRule] = []
    missing = 0
    read = _RuleReader()
    wkb = osmium.geom.WKBFactory()
    reader = (
        osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
        .with_locations()
        .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        .with_filter(osmium.filter.KeyFilter("highway", "route"))
    )
    for way in reader:
        if not isinstance(way, osmium.osm.Way):
            continue
        rule = read.rule(way)
        if rule is None:
            continue
        for nodes, places in _runs(way, wkb):
            if places is None:
                missing += nodes.size
            elif nodes.size >= _FEWEST_NODES:
                refs.append(nodes)
                shapes.append(places)
                way_ids.append(way.id)
                rules.append(rule)
    if not rules:
        raise InputError("osm.no_roads", path=str(path))
    if missing:
        report.note("import.missing_nodes", count=missing)
    unique, first, position = np.unique(
        np.concatenate(refs), return_index=True, return_inverse=True
    )
    place = np.concatenate(shapes)[first]
    sizes = [nodes.size for nodes in refs]
    return RoadWays(
        node_id=unique,
        lon=place[:, 0].copy(),
        lat=place[:, 1].copy(),
        way_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        way_node=position.astype(np.int32),
        way_id=np.array(way_ids, dtype=np.int64),
        road_class=np.array([rule.road_class for rule in rules], dtype=np.uint8),
        forward=np.array([rule.forward for rule in rules], dtype=np.uint8),
        backward=np.array([rule.backward for rule in rules], dtype=np.uint8),
        max_speed_kph=np.array([rule.max_speed_kph for rule in rules], dtype=np.float32),
        flags=np.array([rule.flags for rule in rules], dtype=np.uint8),
        rules=read_node_rules(path, report),
        duration_s=np.array([rule.duration_s for rule in rules], dtype=np.float32),
    )


class _RuleReader:
    """Rules of ways; of ways with the same tags worked out once."""

    def __init__(self) -> None:
        self._known: dict[frozenset[tuple[str, str]], WayRule | None] = {}

    def rule(self, way: Way) -> WayRule | None:
        """Rule of a way; None where it carries nobody."""
        tags = frozenset((tag.k, tag.v) for tag in way.tags if tag.k in RELEVANT_KEYS)
        if tags not in self._known:
            self._known[tags] = read_way(dict(tags))
        return self._known[tags]


def _runs(
    way: Way, wkb: osmium.geom.WKBFactory
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64] | None]]:
    """
    Stretches of a way between nodes that the extract lacks.

    Yields the ids and places of each stretch, and the ids of each gap with None. Whole
    ways, nearly all, come through the library's own geometry: no step a node.
    """
    nodes = np.array([node.ref for node in way.nodes], dtype=np.int64)
    try:
        drawn = wkb.create_linestring(way, use_nodes=osmium.geom.use_nodes.ALL)
    except (RuntimeError, osmium.InvalidLocationError):  # a place is missing, or all are one
        here = np.array([node.location.valid() for node in way.nodes], dtype=np.bool_)
        edges = np.flatnonzero(np.diff(here)) + 1
        for part in np.split(np.arange(nodes.size), edges):
            if part.size and here[part[0]]:
                places = [(way.nodes[row].lon, way.nodes[row].lat) for row in part.tolist()]
                yield nodes[part], np.array(places, dtype=np.float64)
            elif part.size:
                yield nodes[part], None
        return
    # Little-endian WKB: byte order, type, number of points, then pairs of doubles.
    yield nodes, np.frombuffer(bytes.fromhex(drawn), dtype="<f8", offset=9).reshape(-1, 2)


def _read_places(path: Path, report: ImportReport) -> tuple[list[FacilityElement], AreaSet, str]:
    """Facilities (nodes and polygons) and administrative areas."""
    elements: list[FacilityElement] = []
    found: dict[str, tuple[str, str, shapely.Geometry]] = {}
    official: dict[str, str] = {}
    wkb = osmium.geom.WKBFactory()
    unnamed = 0
    broken: list[str] = []
    reader = osmium.FileProcessor(str(path)).with_areas(
        osmium.filter.KeyFilter("boundary", *_FACILITY_KEYS)
    )
    reader = reader.with_filter(osmium.filter.KeyFilter("boundary", *_FACILITY_KEYS))
    for thing in _nodes_and_areas(reader):
        tags = {tag.k: tag.v for tag in thing.tags}
        care = read_facility_tags(tags)
        shape: shapely.Geometry
        if isinstance(thing, osmium.osm.Area):
            try:
                shape = _polygon(shapely.from_wkb(wkb.create_multipolygon(thing)))
            except RuntimeError:  # rings that do not close: mapped wrongly, or clipped
                broken.append(_element_id(thing))
                continue
        else:
            shape = shapely.Point(thing.lon, thing.lat)
        if care is not None:
            name = tags.get("name", "")
            doubtful = is_doubtful_kind(tags, care.kind)
            elements.append(FacilityElement(_element_id(thing), name, care, shape, doubtful))
        if isinstance(thing, osmium.osm.Area) and tags.get("boundary") == "administrative":
            name, level = tags.get("name", ""), tags.get("admin_level", "")
            if name and level:
                found[_element_id(thing)] = (name, level, shape)
                code = _official_code(tags)
                if code:
                    official[_element_id(thing)] = code
            else:
                unnamed += 1
    if unnamed:
        report.note("import.unnamed_areas", count=unnamed)
    if broken:
        report.note("import.broken_areas", count=len(broken), first=", ".join(broken[:3]))
    header = osmium.io.Reader(str(path)).header()
    vintage = header.get("osmosis_replication_timestamp")
    ids = sorted(found)
    areas = AreaSet(
        code=_area_codes(ids, official),
        name=tuple(found[one][0] for one in ids),
        level=tuple(found[one][1] for one in ids),
        polygon=np.array([found[one][2] for one in ids], dtype=object),
        date=(vintage[:_DAY],) * len(ids),
    )
    return elements, areas, vintage


def _area_codes(ids: list[str], official: dict[str, str]) -> tuple[str, ...]:
    """Official code of each area where it has one of its own, else its OSM identity."""
    count = Counter(official.values())
    return tuple(official[one] if count[official.get(one, "")] == 1 else one for one in ids)


def _official_code(tags: dict[str, str]) -> str:
    """Statistical code of a Chinese area; empty where none is mapped."""
    for key in _OFFICIAL_CODES:
        if tags.get(key, "").isdecimal():
            return tags[key]
    return ""


def _nodes_and_areas(reader: osmium.FileProcessor) -> Iterator[Node | Area]:
    """Closed ways and relations come again as areas: take each once."""
    for thing in reader:
        if isinstance(thing, osmium.osm.Node | osmium.osm.Area):
            yield thing


def _element_id(thing: Node | Area) -> str:
    """OSM identity such as ``n123``, ``w45``, ``r6``."""
    if isinstance(thing, osmium.osm.Area):
        return f"{'w' if thing.from_way() else 'r'}{thing.orig_id()}"
    return f"n{thing.id}"


def _polygon(shape: shapely.Geometry) -> shapely.Geometry:
    """Repair a polygon; what is not a surface is dropped from it."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure")
    surfaces = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return surfaces[0] if len(surfaces) == 1 else shapely.MultiPolygon(surfaces)
