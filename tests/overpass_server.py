"""A loopback server that speaks Overpass and Nominatim over a real extract.

The Overpass side reads the part of Overpass QL that it documents below, evaluates it over
the extract, and answers OSM XML as osm3s does; what it cannot read it answers with osm3s'
own page for a parse error, status 400. The Nominatim side answers ``/search`` and
``/lookup`` as the ``jsonv2`` format is documented. A script of faults says what goes wrong
before it goes right. Nothing here imports the product.

Overpass QL: settings ``[out:xml] [timeout:] [maxsize:] [bbox:s,w,n,e]``; ``node way relation
nwr`` with ``["k"]``, ``["k"="v"]``, ``["k"~"re"]``, ``(id:1,2)``, ``(poly:"lat lon …")``;
unions, ``->.set``, ``.set``, ``.set>``, ``._``, ``>``; ``out body``, ``out tags bb``.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import quoteattr

import numpy as np
import osmium
import shapely

GENERATOR = "Overpass API 0.7.62.1 084b4234"
NOTE = (
    "The data included in this document is from www.openstreetmap.org. "
    "The data is made available under ODbL."
)
OSM_LICENCE = "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright"
ERROR_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head>
  <meta http-equiv="content-type" content="text/html; charset=utf-8" lang="en"/>
  <title>OSM3S Response</title>
</head>
<body>

<p>{note}</p>
<p><strong style="color:#FF0000">Error</strong>: {said} </p>

</body>
</html>
"""
BUSY = (
    "runtime error: open64: 0 Success /osm3s_osm_base Dispatcher_Client::request_read_and_idx::"
    "timeout. The server is probably too busy to handle your request."
)
LIMITED = (
    "runtime error: open64: 0 Success /osm3s_osm_base Dispatcher_Client::request_read_and_idx::"
    "rate_limited. Please check /api/status for the quota of your IP address."
)


def error_page(said):
    """Page on which osm3s words an error."""
    return ERROR_PAGE.format(note=NOTE, said=said)


class Extract:
    """An OSM file in memory: what stands where, and what belongs to what."""

    def __init__(self, path):
        self.nodes, self.ways, self.relations = {}, {}, {}
        for thing in osmium.FileProcessor(str(path)):
            tags = dict(thing.tags) if len(thing.tags) else {}
            if isinstance(thing, osmium.osm.Node):
                self.nodes[thing.id] = (thing.lon, thing.lat, tags)
            elif isinstance(thing, osmium.osm.Way):
                self.ways[thing.id] = ([node.ref for node in thing.nodes], tags)
            else:
                members = [(one.type, one.ref, one.role) for one in thing.members]
                self.relations[thing.id] = (members, tags)
        self.node_id = np.array(sorted(self.nodes), dtype=np.int64)
        self.lon = np.array([self.nodes[one][0] for one in self.node_id.tolist()])
        self.lat = np.array([self.nodes[one][1] for one in self.node_id.tolist()])
        self.with_key = {}
        for kind in ("node", "way", "relation"):
            for number, (*_, tags) in getattr(self, f"{kind}s").items():
                for key in tags:
                    self.with_key.setdefault((kind, key), []).append(number)
        self.polygons = dict(self._polygons(path))

    def _polygons(self, path):
        wkb = osmium.geom.WKBFactory()
        wanted = osmium.filter.TagFilter(("boundary", "administrative"))
        for thing in osmium.FileProcessor(str(path)).with_areas(wanted).with_filter(wanted):
            if isinstance(thing, osmium.osm.Area) and not thing.from_way():
                try:
                    shape = shapely.from_wkb(wkb.create_multipolygon(thing))
                except RuntimeError:
                    continue
                yield thing.orig_id(), shape

    def tags(self, kind, number):
        """Tags of an element."""
        return {"node": self.nodes, "way": self.ways, "relation": self.relations}[kind][number][-1]

    def inside(self, south, west, north, east):
        """Nodes in a box."""
        here = (self.lat >= south) & (self.lat <= north) & (self.lon >= west) & (self.lon <= east)
        return set(self.node_id[here].tolist())

    def within(self, polygon):
        """Nodes in a polygon."""
        shapely.prepare(polygon)
        here = shapely.contains_xy(polygon, self.lon, self.lat)
        return set(self.node_id[here].tolist())

    def touches(self, kind, number, nodes):
        """Tell whether an element is, or is made of, one of the nodes."""
        if kind == "node":
            return number in nodes
        if kind == "way":
            return any(ref in nodes for ref in self.ways[number][0])
        return any(
            (member == "n" and ref in nodes)
            or (member == "w" and ref in self.ways and self.touches("way", ref, nodes))
            for member, ref, _ in self.relations[number][0]
        )

    def down(self, found):
        """What a set's relations and ways are made of (``>``)."""
        ways = {number for kind, number in found if kind == "way"}
        nodes = set()
        for kind, number in found:
            if kind == "relation":
                members = self.relations[number][0]
                ways |= {ref for member, ref, _ in members if member == "w" and ref in self.ways}
                nodes |= {ref for member, ref, _ in members if member == "n" and ref in self.nodes}
        for way in ways:
            nodes |= {ref for ref in self.ways[way][0] if ref in self.nodes}
        return {("way", one) for one in ways} | {("node", one) for one in nodes}


class QueryError(Exception):
    """A query that the server cannot read."""


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<kind>node|way|relation|nwr)\b | (?P<into>->\s*\.\s*\w+) | (?P<set>\.\w+)
    | (?P<tag>\["[^"]*"(?:\s*(?:=|~)\s*"[^"]*")?\]) | (?P<poly>\(poly:"[-0-9. ]+"\))
    | (?P<id>\(id:[0-9, ]+\)) | (?P<down>>) | (?P<open>\() | (?P<close>\)) | (?P<end>;)
    | (?P<out>out\s+(?:body|tags\s+bb)) )""",
    re.VERBOSE,
)
_SETTING = re.compile(r"\[(out|timeout|maxsize|bbox):([^\]]*)\]")
_FILTER = re.compile(r'\["([^"]*)"(?:\s*(=|~)\s*"([^"]*)")?\]')


class Interpreter:
    """Evaluates one query over an extract."""

    def __init__(self, extract, query):
        self.extract = extract
        self.sets = {"_": set()}
        self.bbox = None
        position = 0
        while found := _SETTING.match(query, position):
            if found[1] == "bbox":
                self.bbox = tuple(float(one) for one in found[2].split(","))
            if found[1] == "out" and found[2] != "xml":
                raise QueryError("only xml")
            position = found.end()
        if not query[position:].startswith(";"):
            raise QueryError(f"';' expected after the settings, found {query[position:][:20]!r}")
        self.tokens = self._tokens(query, position + 1)
        self.at = 0
        self.printed = None

    def _tokens(self, query, position):
        tokens = []
        while query[position:].strip():
            found = _TOKEN.match(query, position)
            if not found:
                raise QueryError(f"line 1: parse error: Unknown: {query[position:][:30]!r}")
            tokens.append((found.lastgroup, found[found.lastgroup]))
            position = found.end()
        return tokens

    def run(self):
        """Evaluate the query; what it printed, and how."""
        while self.at < len(self.tokens):
            self._statement()
        if self.printed is None:
            raise QueryError("nothing printed")
        return self.printed

    def _peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def _take(self, *kinds):
        kind, said = self._peek()
        if kind not in kinds:
            raise QueryError(f"line 1: parse error: {'/'.join(kinds)} expected, found {said!r}")
        self.at += 1
        return said

    def _statement(self):
        kind, said = self._peek()
        if kind == "out":
            self.at += 1
            self.printed = (self.sets["_"], said.split()[1:])
            self._take("end")
            return set()
        if kind == "open":
            self.at += 1
            result = set()
            while self._peek()[0] != "close":
                result |= self._statement()
            self.at += 1
        elif kind == "kind":
            self.at += 1
            result = self._query(said)
        elif kind == "set":
            self.at += 1
            result = set(self.sets[said[1:]])
            if self._peek()[0] == "down":
                self.at += 1
                result = self.extract.down(result)
        elif kind == "down":
            self.at += 1
            result = self.extract.down(self.sets["_"])
        else:
            raise QueryError(f"line 1: parse error: unexpected {said!r}")
        name = "_"
        if self._peek()[0] == "into":
            name = self._take("into").split(".")[1].strip()
        self._take("end")
        self.sets[name] = result
        return result

    def _query(self, kind):
        kinds = ("node", "way", "relation") if kind == "nwr" else (kind,)
        filters, places, ids = [], [], None
        while self._peek()[0] in {"tag", "poly", "id"}:
            what, said = self._peek()
            self.at += 1
            if what == "tag":
                filters.append(_FILTER.fullmatch(said).groups())
            elif what == "poly":
                numbers = [float(one) for one in said[7:-2].split()]
                ring = list(zip(numbers[1::2], numbers[::2], strict=True))
                places.append(self.extract.within(shapely.Polygon(ring)))
            else:
                ids = {int(one) for one in said[4:-1].split(",")}
        if self.bbox is not None and ids is None:
            places.append(self.extract.inside(*self.bbox))
        if not places and ids is None:
            raise QueryError("a query over the whole planet")
        return {
            (each, number)
            for each in kinds
            for number in (self._candidates(each, filters) if ids is None else ids)
            if (ids is None or number in getattr(self.extract, f"{each}s"))
            and _fits(self.extract.tags(each, number), filters)
            and all(self.extract.touches(each, number, nodes) for nodes in places)
        }

    def _candidates(self, kind, filters):
        if not filters:
            raise QueryError("a query for everything in a place")
        return self.extract.with_key.get((kind, filters[0][0]), [])


def _fits(tags, filters):
    for key, sign, value in filters:
        if key not in tags:
            return False
        if sign == "=" and tags[key] != value:
            return False
        if sign == "~" and not re.search(value, tags[key]):
            return False
    return True


def osm_xml(extract, printed, osm_base):
    """Write a result as osm3s does: a note, the date of the data, then the elements."""
    found, mode = printed
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<osm version="0.6" generator="{GENERATOR}">',
        f"<note>{NOTE}</note>",
        f'<meta osm_base="{osm_base}"/>',
        "",
    ]
    for kind in ("node", "way", "relation"):
        for number in sorted(one for each, one in found if each == kind):
            lines.extend(_element(extract, kind, number, mode))
    return "\n".join([*lines, "", "</osm>", ""]).encode()


def _element(extract, kind, number, mode):
    tags = [
        f"    <tag k={quoteattr(k)} v={quoteattr(v)}/>"
        for k, v in extract.tags(kind, number).items()
    ]
    if kind == "node":
        lon, lat, _ = extract.nodes[number]
        head = f'  <node id="{number}" lat="{lat:.7f}" lon="{lon:.7f}"'
        return [f"{head}>", *tags, "  </node>"] if tags else [f"{head}/>"]
    inner = []
    if mode == ["tags", "bb"]:
        nodes = [
            extract.nodes[one] for each, one in extract.down({(kind, number)}) if each == "node"
        ]
        if nodes:
            lon, lat = [one[0] for one in nodes], [one[1] for one in nodes]
            inner.append(
                f'    <bounds minlat="{min(lat):.7f}" minlon="{min(lon):.7f}" '
                f'maxlat="{max(lat):.7f}" maxlon="{max(lon):.7f}"/>'
            )
    elif kind == "way":
        inner = [f'    <nd ref="{ref}"/>' for ref in extract.ways[number][0]]
    else:
        names = {"n": "node", "w": "way", "r": "relation"}
        inner = [
            f'    <member type="{names[member]}" ref="{ref}" role={quoteattr(role)}/>'
            for member, ref, role in extract.relations[number][0]
        ]
    return [f'  <{kind} id="{number}">', *inner, *tags, f"  </{kind}>"]


def place_json(extract, number, *, polygon=True, **other):
    """Describe a relation as Nominatim does in ``jsonv2``."""
    tags = extract.tags("relation", number)
    shape = extract.polygons[number]
    west, south, east, north = shape.bounds
    middle = shape.representative_point()
    drawn = shape if polygon else middle
    return {
        "place_id": 100_000 + number % 1000,
        "licence": OSM_LICENCE,
        "osm_type": "relation",
        "osm_id": number,
        "lat": f"{middle.y:.7f}",
        "lon": f"{middle.x:.7f}",
        "category": "boundary",
        "type": "administrative",
        "place_rank": 2 * int(tags.get("admin_level", "8")),
        "importance": 0.45,
        "addresstype": "village",
        "name": tags["name"],
        "display_name": f"{tags['name']}, Testland",
        "boundingbox": [f"{one:.7f}" for one in (south, north, west, east)],
        "geojson": json.loads(shapely.to_geojson(drawn)),
    } | other


@dataclass
class Fault:
    """One thing that goes wrong, once, at one address."""

    at: str
    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes | None = None
    change: Callable[[bytes], bytes] | None = None
    promise: int = 0  # bytes announced beyond what is sent: the connection breaks
    drip_s: float = 0.0
    chunked: bool = False
    plain: bool = False
    hang_up: bool = False


class Services(ThreadingHTTPServer):
    """Overpass at ``/api``, Nominatim at ``/search`` and ``/lookup``, files at ``/files``."""

    daemon_threads = True

    def __init__(self, extract, *, osm_base="2025-03-01T04:05:06Z", now_s=time.monotonic):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.extract = extract
        self.osm_base = osm_base
        self.now_s = now_s
        self.faults: list[Fault] = []
        self.places: dict[str, list] = {}
        self.files: dict[str, bytes] = {}
        self.status = "Rate limit: 2\n2 slots available now.\n"
        self.seen: list[tuple[str, float, dict, dict]] = []  # path, time, fields, headers
        self.open_now = 0
        self.most_open = 0
        self._guard = threading.Lock()
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def url(self):
        """Address of the server."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def asked(self, path):
        """Requests to one address so far."""
        return [one for one in self.seen if one[0] == path]

    def __enter__(self):
        """Serve."""
        self._thread.start()
        return self

    def __exit__(self, *_):
        """Serve no more."""
        self.shutdown()
        self.server_close()
        self._thread.join()

    def take_fault(self, path):
        """Take the next thing that goes wrong at an address."""
        with self._guard:
            for number, fault in enumerate(self.faults):
                if fault.at == path:
                    return self.faults.pop(number)
        return None

    def answer(self, path, fields):  # noqa: PLR0911 - one return an address
        """Status, content type and body of a request that nothing goes wrong with."""
        if path == "/api/status":
            head = "Connected as: 2130706433\nCurrent time: 2025-03-01T12:00:00Z\n"
            tail = "Currently running queries (pid, space limit, time limit, start time):\n"
            return 200, "text/plain", (head + self.status + tail).encode()
        if path == "/api/interpreter":
            try:
                printed = Interpreter(self.extract, fields.get("data", "")).run()
            except QueryError as fault:
                return 400, "text/html", error_page(fault).encode()
            xml = osm_xml(self.extract, printed, self.osm_base)
            return 200, "application/osm3s+xml", xml
        if path in {"/search", "/lookup"}:
            if fields.get("format") != "jsonv2" or fields.get("polygon_geojson") != "1":
                said = {"error": {"code": 400, "message": "Parameter 'format' must be one of …"}}
                return 400, "application/json", json.dumps(said).encode()
            known = self.places.get(fields.get("q", fields.get("osm_ids", "")), [])
            return 200, "application/json; charset=utf-8", json.dumps(known).encode()
        if path in self.files:
            return 200, "application/octet-stream", self.files[path]
        return 404, "text/html", b"<html><body><h1>404 Not Found</h1></body></html>"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Services

    def do_GET(self):
        parts = urlsplit(self.path)
        self._serve(parts.path, parts.query)

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        self._serve(urlsplit(self.path).path, self.rfile.read(length).decode())

    def _serve(self, path, query):
        fields = {key: values[0] for key, values in parse_qs(query).items()}
        served = self.server
        with served._guard:
            served.open_now += 1
            served.most_open = max(served.most_open, served.open_now)
            served.seen.append((path, served.now_s(), fields, dict(self.headers)))
        try:
            self._answer(path, fields)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with served._guard:
                served.open_now -= 1

    def _answer(self, path, fields):
        fault = self.server.take_fault(path) or Fault(path)
        if fault.hang_up:
            self.close_connection = True
            return
        status, kind, body = self.server.answer(path, fields)
        if fault.status != 200:
            status, body = fault.status, b""
        if fault.body is not None:
            body = fault.body
        if fault.change is not None:
            body = fault.change(body)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in fault.headers.items():
            self.send_header(name, value)
        if fault.plain:
            # Length unknown, end of the connection is end of the answer.
            self.close_connection = True
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            return
        if fault.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
            self.close_connection = True  # without the last chunk
            return
        if "gzip" in self.headers.get("Accept-Encoding", "") and path == "/api/interpreter":
            body = gzip.compress(body, 1)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body) + fault.promise))
        self.end_headers()
        if fault.drip_s:
            for start in range(0, len(body), 64):
                self.wfile.write(body[start : start + 64])
                self.wfile.flush()
                time.sleep(fault.drip_s)
        else:
            self.wfile.write(body)
        if fault.promise:
            self.close_connection = True

    def log_message(self, *_):
        """Keep standard error for the tests."""
