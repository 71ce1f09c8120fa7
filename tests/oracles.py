"""Slow, obvious reference answers: they share no code with the product.

Two oracles of travel time:

* `FloatRoads`: every OSM node is a node of the graph, every drawn segment an arc in float
  seconds; lengths by Vincenty's formula, tags read by an own restatement of the rules.
* `integer_twin`: the product's own pieces with their whole deciseconds, but searched by
  networkx, one Dijkstra for each facility; it must agree to the last digit.
"""

from __future__ import annotations

import functools
import heapq
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx
import osmium
import osmnx
import shapely
from pyproj import Transformer

# ----------------------------------------------------------------------- earth ---


@functools.cache
def vincenty_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Length of the geodesic on WGS-84 [m], by Vincenty's inverse formula (1975)."""
    if (lon1, lat1) == (lon2, lat2):
        return 0.0
    a, f = 6_378_137.0, 1 / 298.257223563
    b = a * (1 - f)
    u1 = math.atan((1 - f) * math.tan(math.radians(lat1)))
    u2 = math.atan((1 - f) * math.tan(math.radians(lat2)))
    difference = lam = math.radians(lon2 - lon1)
    for _ in range(20):
        x = math.cos(u2) * math.sin(lam)
        y = math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam)
        sin_s = math.hypot(x, y)
        if sin_s == 0:
            return 0.0
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        sigma = math.atan2(sin_s, cos_s)
        sin_alpha = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_s
        cos2_alpha = 1 - sin_alpha**2
        cos_2m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_alpha if cos2_alpha else 0.0
        c = f / 16 * cos2_alpha * (4 + f * (4 - 3 * cos2_alpha))
        bend = cos_2m + c * cos_s * (-1 + 2 * cos_2m**2)
        before, lam = lam, difference + (1 - c) * f * sin_alpha * (sigma + c * sin_s * bend)
        if abs(lam - before) < 1e-16:
            break
    u_2 = cos2_alpha * (a**2 - b**2) / b**2
    big_a = 1 + u_2 / 16384 * (4096 + u_2 * (-768 + u_2 * (320 - 175 * u_2)))
    big_b = u_2 / 1024 * (256 + u_2 * (-128 + u_2 * (74 - 47 * u_2)))
    inner = cos_s * (-1 + 2 * cos_2m**2)
    inner -= big_b / 6 * cos_2m * (-3 + 4 * sin_s**2) * (-3 + 4 * cos_2m**2)
    delta = big_b * sin_s * (cos_2m + big_b / 4 * inner)
    return b * big_a * (sigma - delta)


def gcj02_by_the_published_formula(lon: float, lat: float) -> tuple[float, float]:
    """WGS-84 to GCJ-02, scalar, as the published listings write it."""
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return lon, lat
    a, ee, pi = 6378245.0, 0.00669342162296594323, math.pi
    x, y = lon - 105.0, lat - 35.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    d_lat += (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lat += (20.0 * math.sin(y * pi) + 40.0 * math.sin(y / 3.0 * pi)) * 2.0 / 3.0
    d_lat += (160.0 * math.sin(y / 12.0 * pi) + 320 * math.sin(y * pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    d_lon += (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lon += (20.0 * math.sin(x * pi) + 40.0 * math.sin(x / 3.0 * pi)) * 2.0 / 3.0
    d_lon += (150.0 * math.sin(x / 12.0 * pi) + 300.0 * math.sin(x / 30.0 * pi)) * 2.0 / 3.0
    rad_lat = lat / 180.0 * pi
    magic = 1 - ee * math.sin(rad_lat) ** 2
    root = math.sqrt(magic)
    d_lat = (d_lat * 180.0) / ((a * (1 - ee)) / (magic * root) * pi)
    d_lon = (d_lon * 180.0) / (a / root * math.cos(rad_lat) * pi)
    return lon + d_lon, lat + d_lat


# --------------------------------------------------------------------- coverage ---


def coverage_by_sums(
    time_s: Sequence[float], people: Sequence[float], cutoff_s: float
) -> tuple[float, float, float]:
    """Covered, uncovered and unroutable people, one by one."""
    covered, uncovered, unroutable = [], [], []
    for time, count in zip(time_s, people, strict=True):
        if math.isinf(time):
            unroutable.append(count)
        elif time <= cutoff_s:
            covered.append(count)
        else:
            uncovered.append(count)
    return math.fsum(covered), math.fsum(uncovered), math.fsum(unroutable)


def quantile_by_loop(value: Sequence[float], weight: Sequence[int], percent: int) -> float:
    """Smallest value whose cumulative weight is at least so many percent, in whole numbers."""
    total = sum(weight)
    if total == 0:
        return math.nan
    run = 0
    for one, count in sorted(zip(value, weight, strict=True)):
        run += count
        if run * 100 >= percent * total:
            return one
    raise AssertionError("the whole weight is at least any share of it")


# ----------------------------------------------------- the rules, said once more ---

CAR_ROADS = [
    *("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link"),
    *("secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified"),
    *("residential", "living_street", "service", "road", "track"),
]
FOOT_ONLY = ["pedestrian", "footway", "path", "bridleway", "steps", "corridor", "cycleway"]
REFUSED = {"no", "private", "agricultural", "forestry", "use_sidepath"}
TAGS = [
    "highway", "route", "area", "access", "vehicle", "motor_vehicle", "motorcar", "foot",
    "emergency", "oneway", "oneway:motor_vehicle", "oneway:emergency", "junction", "maxspeed",
    "tracktype", "4wd_only",
    *(f"{key}:{way}" for way in ("forward", "backward")
      for key in ("access", "vehicle", "motor_vehicle", "motorcar", "foot", "emergency")),
]  # fmt: skip


def first_said(tags: Mapping[str, str], way: str, *keys: str) -> str:
    """Value of the most special key that is present, the one for a direction first."""
    for key in keys:
        for name in (f"{key}:{way}", key):
            if tags.get(name):
                return tags[name]
    return ""


def may_go(tags: Mapping[str, str], mode: str, way: str) -> bool:
    """Whether a car, an ambulance or a walker may be on a road, going "forward" or "backward"."""
    road = tags.get("highway", "")
    if tags.get("area") == "yes" or tags.get("route") == "ferry":
        return False  # nobody waits for a ferry in these profiles
    if mode == "foot":
        usual = road in CAR_ROADS + FOOT_ONLY and road not in ("motorway", "motorway_link")
        said = first_said(tags, way, "foot", "access")
        asked_for = first_said(tags, way, "foot") in {"yes", "designated", "permissive"}
        return (usual or (asked_for and road in CAR_ROADS + FOOT_ONLY)) and said not in REFUSED
    usual = road in CAR_ROADS
    if road == "track" and (
        tags.get("tracktype") in ("grade4", "grade5") or tags.get("4wd_only") == "yes"
    ):
        usual = False
    general = first_said(tags, way, "motorcar", "motor_vehicle", "vehicle", "access")
    if mode == "emergency":
        own = first_said(tags, way, "emergency")
        if own:
            return (usual or own in {"yes", "designated", "permissive"}) and own not in REFUSED
        return usual and general != "no"
    asked_for = first_said(tags, way, "motorcar") in {"yes", "designated", "permissive"}
    return (usual or asked_for) and general not in REFUSED


def may_use(tags: Mapping[str, str], mode: str) -> bool:
    """Whether a car, an ambulance or a walker may be on a road at all."""
    return any(ways_open(tags, mode))


def ways_open(tags: Mapping[str, str], mode: str) -> tuple[bool, bool]:
    """Whether a road may be travelled along and against its drawing."""
    along, against = may_go(tags, mode, "forward"), may_go(tags, mode, "backward")
    if mode == "foot":
        return along, against
    keys = ["oneway:motor_vehicle", "oneway"]
    if mode == "emergency":
        keys.insert(0, "oneway:emergency")
    said = next((tags[key] for key in keys if key in tags), "")
    if not said and (
        tags.get("highway") == "motorway" or tags.get("junction") in ("roundabout", "circular")
    ):
        said = "yes"
    own = "emergency" if mode == "emergency" else "motorcar"
    let_in = {"yes", "designated", "permissive"}
    if said in ("-1", "reverse") and tags.get(f"{own}:forward") not in let_in:
        along = False
    if said in ("yes", "true", "1") and tags.get(f"{own}:backward") not in let_in:
        against = False
    return along, against


@dataclass(frozen=True)
class Speeds:
    """The numbers of a profile's TOML file, taken as they stand."""

    table: Mapping[str, object]
    setting: str
    factor: float = 1.0

    @classmethod
    def of(cls, name: str, setting: str, factor: float = 1.0) -> Speeds:
        """Read the packaged file of a profile."""
        path = Path(__file__).resolve().parent.parent / "data/reference/profiles" / f"{name}.toml"
        return cls(tomllib.loads(path.read_text(encoding="utf-8")), setting, factor)

    def number(self, key: str) -> float:
        """Give a number of the file."""
        return float(self.table[key])

    @property
    def mode(self) -> str:
        """Who moves: car, emergency or foot."""
        return str(self.table["mode"])

    def kph(self, tags: Mapping[str, str]) -> float:
        """Class speed times factor, capped by the posted limit and the top speed."""
        speed = self.table["speed_kph"][self.setting][tags["highway"]]
        speed *= self.table["factor"][self.setting]
        posted = re.fullmatch(
            r"\s*(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?\s*", tags.get("maxspeed", "")
        )
        share = self.number("limit_share")
        if posted and share > 0 and float(posted[1]) > 0:
            limit = float(posted[1]) * (1.609344 if posted[2] == "mph" else 1)
            speed = min(speed, share * limit)
        return min(speed, self.number("top_speed_kph")) * self.factor

    def off_road_s(self, distance_m: float) -> float:
        """Seconds from a home to its road."""
        metres_per_s = self.number("off_road_kph") / 3.6 * self.factor
        return distance_m * self.number("off_road_detour") / metres_per_s


# ------------------------------------------------------------- roads out of osmnx ---


def roads_as_xml(extract: Path, xml: Path) -> Path:
    """Write the roads of an extract as `.osm`: osmnx reads no PBF and no gaps in a way."""
    runs: list[tuple[object, list[int], dict[str, str]]] = []
    used: dict[int, tuple[float, float]] = {}
    for way in osmium.FileProcessor(
        str(extract), osmium.osm.NODE | osmium.osm.WAY
    ).with_locations():
        if not way.is_way() or not ("highway" in way.tags or "route" in way.tags):
            continue
        tags = {tag.k: tag.v for tag in way.tags if tag.k in TAGS}
        run: list[int] = []
        for ref in way.nodes:
            if ref.location.valid():
                used[ref.ref] = (ref.lon, ref.lat)
                run.append(ref.ref)
                continue
            runs.append((way.id, run, tags))
            run = []
        runs.append((way.id, run, tags))
    xml.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(xml)) as writer:
        for node, place in used.items():
            writer.add_node(osmium.osm.mutable.Node(id=node, location=place, version=1))
        number = 0
        for _, nodes, tags in runs:
            if len(nodes) > 1:
                number += 1  # a way cut at the clip edge stands once for each run
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags, version=1))
    return xml


def osmnx_graph(xml: Path) -> nx.MultiDiGraph:
    """Every node and every segment of the file, each in the direction osmnx leaves it."""
    before = osmnx.settings.useful_tags_way, osmnx.settings.all_oneway
    osmnx.settings.useful_tags_way, osmnx.settings.all_oneway = TAGS, True
    try:
        return osmnx.graph_from_xml(xml, simplify=False, retain_all=True)
    finally:
        osmnx.settings.useful_tags_way, osmnx.settings.all_oneway = before


@dataclass(frozen=True)
class Segment:
    """A straight stretch between two OSM nodes; seconds are None where it is closed."""

    u: int
    v: int
    length_m: float
    along_s: float | None
    against_s: float | None
    xy: tuple[float, float, float, float]


@dataclass
class FloatRoads:
    """Usable segments of one profile with float seconds, and what hangs on them."""

    segments: list[Segment]
    junctions: set[int]
    osmnx_length_m: float
    epsg: int
    graph: nx.MultiDiGraph = field(default_factory=nx.MultiDiGraph)

    def __post_init__(self) -> None:
        """Make the graph, mark the main part, and sort segments into square boxes."""
        for one in self.segments:
            self.graph.add_nodes_from((one.u, one.v))
            if one.along_s is not None:
                self.graph.add_edge(one.u, one.v, t=one.along_s)
            if one.against_s is not None:
                self.graph.add_edge(one.v, one.u, t=one.against_s)
        parts = nx.strongly_connected_components(self.graph)
        main = max(parts, key=lambda part: len(part & self.junctions))
        self.on_main = [one.u in main and one.v in main for one in self.segments]
        self.lines = [shapely.LineString([one.xy[:2], one.xy[2:]]) for one in self.segments]
        self.boxes: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, one in enumerate(self.segments):
            x0, y0, x1, y1 = one.xy
            for i in range(int(min(x0, x1) // BOX_M), int(max(x0, x1) // BOX_M) + 1):
                for j in range(int(min(y0, y1) // BOX_M), int(max(y0, y1) // BOX_M) + 1):
                    self.boxes[i, j].append(row)

    @classmethod
    def from_graph(cls, graph: nx.MultiDiGraph, speeds: Speeds, epsg: int) -> FloatRoads:
        """Filter osmnx's graph by the rules above."""
        project = Transformer.from_crs(4326, epsg, always_xy=True).transform
        place = {node: (float(v["x"]), float(v["y"])) for node, v in graph.nodes(data=True)}
        nodes = list(place)
        x, y = project([place[n][0] for n in nodes], [place[n][1] for n in nodes])
        xy = {node: (x[row], y[row]) for row, node in enumerate(nodes)}
        segments = []
        osmnx_m = 0.0
        degree: Counter[int] = Counter()
        ways: dict[int, set[int]] = defaultdict(set)
        for u, v, tags in graph.edges(data=True):
            if u == v or not may_use(tags, speeds.mode) or speeds.kph(tags) <= 0:
                continue
            # osmnx has turned round the ways that are tagged as one-way backwards.
            turned = tags.get("oneway") in ("-1", "reverse")
            along, against = ways_open(tags, speeds.mode)
            if turned:
                along, against = against, along
            length = vincenty_m(*place[u], *place[v])
            time = length / (speeds.kph(tags) / 3.6)
            segments.append(
                Segment(
                    u, v, length, time if along else None, time if against else None, xy[u] + xy[v]
                )
            )
            osmnx_m += float(tags["length"])
            degree.update((u, v))
            ways[u].add(tags["osmid"])
            ways[v].add(tags["osmid"])
        # In the middle of a way a node has two segments of it; anything else is a junction.
        junctions = {n for n, count in degree.items() if count != 2 or len(ways[n]) > 1}
        return cls(segments, junctions, osmnx_m, epsg)

    @property
    def length_m(self) -> float:
        """Length of all usable segments."""
        return math.fsum(one.length_m for one in self.segments)

    def snap(self, x: float, y: float, limit_m: float) -> tuple[list[int], float, float]:
        """Nearest usable segments (several where equal), share along the first, and distance."""
        point = shapely.Point(x, y)
        for wanted in (True, False):
            best, rows = math.inf, []
            for ring in range(int(limit_m // BOX_M) + 2):
                if best < (ring - 1) * BOX_M:
                    break
                for row in self._ring(x, y, ring):
                    if self.on_main[row] != wanted or row in rows:
                        continue
                    distance = point.distance(self.lines[row])
                    if distance > limit_m:
                        continue
                    if distance < best - 1e-6:
                        best, rows = distance, [row]
                    elif distance < best + 1e-6:
                        rows.append(row)
            if rows:
                line = self.lines[rows[0]]
                return rows, (line.project(point) / line.length if line.length else 0.0), best
        return [], 0.0, math.inf

    def _ring(self, x: float, y: float, ring: int) -> Iterator[int]:
        i0, j0 = int(x // BOX_M), int(y // BOX_M)
        for i in range(i0 - ring, i0 + ring + 1):
            edge = abs(i - i0) == ring
            for j in range(j0 - ring, j0 + ring + 1, 1 if edge else 2 * ring):
                yield from self.boxes.get((i, j), ())

    def nearest(
        self,
        facilities: Sequence[tuple[float, float]],
        homes: Sequence[tuple[float, float]],
        speeds: Speeds,
        direction: str,
    ) -> list[Answer]:
        """Time of each home [x, y in the metric CRS] and how far it may be off by rounding."""
        limit_m = speeds.number("max_snap_m")
        graph = self.graph.copy() if direction == "from" else self.graph.reverse(copy=True)
        placed = []
        for x, y in facilities:
            rows, share, distance = self.snap(x, y, limit_m)
            if not rows:
                continue
            leg = speeds.off_road_s(distance) if distance > 300 else 0.0
            placed.append((rows[0], share, leg))
            for node, time in self._ends(rows[0], share, leaving=direction == "from"):
                graph.add_edge("all facilities", node, t=leg + time)
        if "all facilities" not in graph:
            return [Answer(math.inf, 0.0, []) for _ in homes]
        before, time_s = nx.dijkstra_predecessor_and_distance(graph, "all facilities", weight="t")
        return [
            self._answer(home, placed, before, time_s, speeds, direction, limit_m) for home in homes
        ]

    def _ends(self, row: int, share: float, *, leaving: bool) -> Iterator[tuple[int, float]]:
        """Ends of a segment and the seconds between a place on it and each of them."""
        one = self.segments[row]
        if one.along_s is not None:
            yield (one.v, one.along_s * (1 - share)) if leaving else (one.u, one.along_s * share)
        if one.against_s is not None:
            yield (
                (one.u, one.against_s * share) if leaving else (one.v, one.against_s * (1 - share))
            )

    def _answer(self, home, placed, before, time_s, speeds, direction, limit_m) -> Answer:
        rows, share, distance = self.snap(*home, limit_m)
        if not rows:
            return Answer(math.inf, 0.0, [])
        best, node = math.inf, None
        for end, leg in self._ends(rows[0], share, leaving=direction == "to"):
            if end in time_s and time_s[end] + leg < best:
                best, node = time_s[end] + leg, end
        for row, at, leg in placed:
            one = self.segments[row]
            if row != rows[0]:
                continue
            ahead = share - at if direction == "from" else at - share
            for whole, sign in ((one.along_s, 1), (one.against_s, -1)):
                if whole is not None and sign * ahead >= 0 and leg + whole * abs(ahead) < best:
                    best, node = leg + whole * abs(ahead), None
        arcs = 0
        while node is not None and node != "all facilities":
            arcs += node in self.junctions
            node = before[node][0] if before[node] else None
        off = speeds.off_road_s(distance)
        # One rounding an arc, two part arcs, two legs off the road; and each metre of a
        # share of a piece measured in the map plane instead of on the ellipsoid.
        return Answer(best + off, 0.05 * (arcs + 4) + 0.01, rows)


BOX_M = 100.0


@dataclass(frozen=True)
class Answer:
    """Seconds of a home, how much rounding may change them, and its nearest segments."""

    time_s: float
    tolerance_s: float
    rows: list[int]


# ---------------------------------------------------------------- the integer twin ---


def half_up(value: float) -> int:
    """Whole number nearest to a value, halves upwards."""
    return math.floor(round(value, 9) + 0.5)


@dataclass(frozen=True)
class Spot:
    """A place on a piece of road: which, at what share from its tail, how far off."""

    piece: int
    share: float
    distance_m: float = 0.0


def spots(snapped: object) -> list[Spot | None]:
    """Read the product's snapped points, one by one."""
    rows = zip(
        snapped.piece.tolist(), snapped.share.tolist(), snapped.distance_m.tolist(), strict=True
    )
    return [Spot(p, s, d) if p >= 0 else None for p, s, d in rows]


def parts_ds(along: int, against: int, share: float, waits: tuple[int, int]) -> dict[str, int]:
    """Deciseconds between a place and the ends of its piece, by the documented rule.

    The wait at the end of the piece is not shared out. Of the rest, the part from where
    the piece is entered is rounded half up; the other part is what is left, wait and all.
    A closed direction (-1) has no parts.
    """
    found = {}
    if along >= 0:
        found["from tail"] = half_up((along - waits[0]) * share)
        found["to head"] = along - found["from tail"]
    if against >= 0:
        found["from head"] = half_up((against - waits[1]) * (1 - share))
        found["to tail"] = against - found["from head"]
    return found


Run = tuple[int, str]
"""A piece driven "along" or "against" its drawing."""


class LineGraph:
    """Runs over whole pieces, and which may follow which: turn restrictions by the book."""

    def __init__(self, network: object, rules: object = None, mode: int = 0) -> None:
        tail, head = network.tail.tolist(), network.head.tolist()
        self.time_ds = {
            "along": network.forward_ds.tolist(),
            "against": network.backward_ds.tolist(),
        }
        self.wait_ds = list(
            zip(network.forward_delay_ds.tolist(), network.backward_delay_ds.tolist(), strict=True)
        )
        self.begin = {"along": tail, "against": head}
        self.end = {"along": head, "against": tail}
        way, node = network.way_id.tolist(), network.node_id.tolist()
        bans: dict[tuple[int, int], list[tuple[int, bool]]] = {}
        for number in range(rules.turn_from.size if rules is not None else 0):
            if int(rules.turn_binds[number]) & mode:
                key = (int(rules.turn_from[number]), int(rules.turn_via[number]))
                bans.setdefault(key, []).append(
                    (int(rules.turn_to[number]), bool(rules.turn_only[number]))
                )
        leaving: dict[int, list[Run]] = {}
        runs = [
            (piece, how)
            for how in ("along", "against")
            for piece in range(len(tail))
            if self.time_ds[how][piece] >= 0
        ]
        for piece, how in runs:
            leaving.setdefault(self.begin[how][piece], []).append((piece, how))
        self.after: dict[Run, list[Run]] = {}
        self.before: dict[Run, list[Run]] = {run: [] for run in runs}
        for piece, how in runs:
            junction = self.end[how][piece]
            onward = leaving.get(junction, [])
            for target, only in bans.get((way[piece], node[junction]), []):
                if only:
                    # One that leads nowhere for this mode binds nobody.
                    onward = [run for run in onward if way[run[0]] == target] or onward
                elif target == way[piece]:
                    onward = [run for run in onward if run[0] != piece]
                else:
                    onward = [run for run in onward if way[run[0]] != target]
            self.after[piece, how] = onward
            for run in onward:
                self.before[run].append((piece, how))

    def spread(self, starts: dict[Run, int], direction: str) -> dict[Run, int]:
        """Least time at which each run is finished ("from"), or from its end on ("to")."""
        best: dict[Run, int] = {}
        queue = [(time, run) for run, time in starts.items()]
        heapq.heapify(queue)
        while queue:
            time, run = heapq.heappop(queue)
            if run in best:
                continue
            best[run] = time
            for other in self.after[run] if direction == "from" else self.before[run]:
                if other not in best:
                    # Backwards, what lies between the ends of two runs is the later one.
                    step = other if direction == "from" else run
                    heapq.heappush(queue, (time + self.time_ds[step[1]][step[0]], other))
        return best


def integer_twin(  # noqa: PLR0912 (the rule is spelt out, not folded)
    network: object,
    facilities: Sequence[Spot | None],
    homes: Iterable[Spot | None],
    direction: str,
    delay_ds: Sequence[int] | None = None,
    rules: object = None,
    mode: int = 0,
) -> list[tuple[int, int]]:
    """Deciseconds and facility of each home, (-1, -1) where none: one search a facility.

    Brute force on the line graph: every run over a piece is a node, every allowed turn an
    arc, so that restrictions need no copies of junctions.
    """
    line = LineGraph(network, rules, mode)

    def parts(spot: Spot) -> dict[str, int]:
        piece = spot.piece
        whole = (line.time_ds["along"][piece], line.time_ds["against"][piece])
        return parts_ds(*whole, spot.share, line.wait_ds[piece])

    homes = list(homes)
    best: list[tuple[float, int]] = [(math.inf, -1)] * len(homes)
    own_parts = [parts(home) if home is not None else {} for home in homes]
    for number, spot in enumerate(facilities):
        if spot is None:
            continue
        delay = delay_ds[number] if delay_ds else 0
        own = parts(spot)
        starts: dict[Run, int] = {}
        if direction == "from":
            # Finishing the facility's own piece, either way.
            for how, part in (("along", "to head"), ("against", "to tail")):
                if part in own:
                    starts[spot.piece, how] = own[part]
        else:
            # Any run after which the facility's piece may be entered.
            for how, part in (("along", "from tail"), ("against", "from head")):
                if part in own:
                    for run in line.before[spot.piece, how]:
                        starts[run] = min(starts.get(run, own[part]), own[part])
        reach = line.spread(starts, direction)
        for row, home in enumerate(homes):
            if home is None:
                continue
            at = own_parts[row]
            ways = []
            if direction == "from":
                for how, part in (("along", "from tail"), ("against", "from head")):
                    if part in at:
                        ways.extend(
                            reach[run] + at[part]
                            for run in line.before[home.piece, how]
                            if run in reach
                        )
            else:
                for how, part in (("along", "to head"), ("against", "to tail")):
                    if part in at and (home.piece, how) in reach:
                        ways.append(reach[home.piece, how] + at[part])
            if home.piece == spot.piece:
                for part in ("from tail", "from head"):
                    if part in own:
                        stretch = at[part] - own[part]
                        stretch = stretch if direction == "from" else -stretch
                        if stretch >= 0:
                            ways.append(stretch)
            if ways:
                best[row] = min(best[row], (min(ways) + delay, number))
    return [(-1, -1) if math.isinf(time) else (int(time), number) for time, number in best]


def whole_times_s(
    network: object,
    profile: object,
    facilities: Sequence[Spot | None],
    homes: Sequence[Spot | None],
    direction: str,
    rules: object = None,
) -> list[tuple[float, int]]:
    """Seconds and facility of each home, both legs off the road included."""

    def leg_ds(distance_m: float) -> int:
        return half_up(10 * distance_m * profile.off_road_detour / (profile.off_road_kph / 3.6))

    delay = [
        leg_ds(s.distance_m) if s is not None and s.distance_m > 300 else 0 for s in facilities
    ]
    mode = int(profile.mode)
    found = integer_twin(network, facilities, homes, direction, delay, rules, mode)
    return [
        (math.inf, -1) if time < 0 else ((time + leg_ds(home.distance_m)) / 10, number)
        for (time, number), home in zip(found, homes, strict=True)
    ]
