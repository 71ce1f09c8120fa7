"""Graphs of osmnx: read a saved one as roads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import osmnx
import shapely

from data.import_report import ImportReport
from data.osm import OsmExtract
from geo.errors import DataUnavailableError, FileFormatError, InputError
from layers.areas import AreaSet
from layers.facilities import FacilitySet
from routing.osm_rules import WayRule, read_way
from routing.ways import Mode, RoadWays

if TYPE_CHECKING:
    import networkx

# Whatever the graph kept of who may use a road; which way is settled by its edges.
_TAGS = (
    *("highway", "maxspeed", "bridge", "tunnel", "junction", "area", "tracktype", "4wd_only"),
    *("access", "vehicle", "motor_vehicle", "motorcar", "emergency", "bicycle", "foot"),
)


def is_graph_file(path: Path) -> bool:
    """Tell whether a file is a graph that osmnx saved."""
    return path.suffix.lower() == ".graphml"


def read_graph(path: Path, report: ImportReport) -> OsmExtract:
    """
    Read a graph that osmnx saved as GraphML; it holds roads only.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is no GraphML of osmnx.
    InputError
        If it holds no road.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        graph = osmnx.load_graphml(path)
        ways = ways_from_osmnx(graph)
    except InputError:
        raise
    except Exception as fault:  # parsers of XML and of attributes raise many kinds
        raise FileFormatError("graph.unreadable", path=path.name, what=str(fault)) from fault
    report.note("import.graph_read", path=path.name, ways=ways.n_ways)
    nowhere = np.empty(0)
    none = FacilitySet((), (), nowhere, nowhere, (), (), ())
    return OsmExtract(ways, none, AreaSet((), (), (), np.empty(0, dtype=object)), "")


def ways_from_osmnx(graph: networkx.MultiDiGraph) -> RoadWays:
    """
    Turn an osmnx graph (unprojected, simplified or not) into drawn ways.

    Each edge becomes a one-way road with the edge's shape; osmnx has already settled the
    directions. Junctions keep their OSM ids, vertices inside an edge get negative ones.

    Raises
    ------
    InputError
        If no edge is a road.
    """
    position = {node: row for row, node in enumerate(graph.nodes)}
    node_id = [int(node) for node in graph.nodes]
    lon = [float(values["x"]) for _, values in graph.nodes(data=True)]
    lat = [float(values["y"]) for _, values in graph.nodes(data=True)]
    vertices: list[int] = []
    sizes: list[int] = []
    way_id: list[int] = []
    rules: list[WayRule] = []
    for tail, head, values in graph.edges(data=True):
        rule = read_way({key: _first(values[key]) for key in _TAGS if key in values})
        if rule is None or (tail == head and "geometry" not in values):
            continue
        inner: list[tuple[float, float]] = []
        if "geometry" in values:
            inner = shapely.get_coordinates(values["geometry"])[1:-1].tolist()
        vertices.append(position[tail])
        for x, y in inner:
            vertices.append(len(node_id))
            node_id.append(-len(node_id) - 1)
            lon.append(x)
            lat.append(y)
        vertices.append(position[head])
        sizes.append(len(inner) + 2)
        way_id.append(int(_first(values.get("osmid", 0))))
        rules.append(rule)
    if not rules:
        raise InputError("graph.no_roads")
    return RoadWays(
        node_id=np.array(node_id, dtype=np.int64),
        lon=np.array(lon),
        lat=np.array(lat),
        way_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        way_node=np.array(vertices, dtype=np.int32),
        way_id=np.array(way_id, dtype=np.int64),
        road_class=np.array([rule.road_class for rule in rules], dtype=np.uint8),
        forward=np.array([_either(rule) for rule in rules], dtype=np.uint8),
        # On foot a one-way street is none, and osmnx's drive graphs know only the car's way.
        backward=np.array([_either(rule) & Mode.FOOT for rule in rules], dtype=np.uint8),
        max_speed_kph=np.array([rule.max_speed_kph for rule in rules], dtype=np.float32),
        flags=np.array([rule.flags for rule in rules], dtype=np.uint8),
    )


def _either(rule: WayRule) -> Mode:
    """Modes that may use the road at all: osmnx has settled which way."""
    return rule.forward | rule.backward


def _first(value: object) -> str:
    """Take the first of the values that osmnx keeps for a merged edge."""
    return str(value[0] if isinstance(value, list) else value)
