"""OSM XML as Overpass sends it: checked to its end, sorted, joined, written as ``.osm.pbf``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat  # with every entity and document type refused below

import osmium
import shapely

from data.online.addresses import is_html
from data.online.asking import PART
from data.online.faults import AnswerFault, Then
from geo.text import Message

_CHUNK_BYTES = 1 << 20
_MOST_REMARK_BYTES = 4_096
_REMARK = re.compile(rb"<remark[^>]*>(.*?)(?:</remark>|\Z)", re.DOTALL)
_ELEMENTS = frozenset({"node", "way", "relation"})
# What Overpass says where a query was too much at once (osm3s, "Status Remarks").
_TOO_MUCH = ("timed out", "out of memory", "too much memory", "exceeded", "maxsize")
_SHOWN_SIGNS = 200

Box = tuple[float, float, float, float]
"""West, south, east, north [deg, WGS-84]."""


@dataclass(slots=True)
class _Seen:
    """What the first elements of a document say."""

    root: str = ""
    osm_base: str = ""
    forbidden: bool = False


def check_osm_xml(path: Path) -> str:
    """
    Make sure that a file is a whole answer of Overpass.

    Overpass says with status 200 that a query ran out of time or memory, in a ``remark``
    behind what it had found by then: such an answer must never pass for the whole.

    Returns
    -------
    osm_base
        Date of the data, ISO 8601; empty where the answer says none.

    Raises
    ------
    AnswerFault
        If it is a web page, is cut short, is no OSM XML, declares entities, or holds a
        remark.
    """
    seen = _parse(path)
    if seen.forbidden:
        raise AnswerFault(Then.STOP, Message("online.why.entities", {}))
    if seen.root != "osm":
        why = Message("online.why.not_osm", {"found": seen.root[:_SHOWN_SIGNS]})
        raise AnswerFault(Then.AGAIN, why)
    remark = _find_remark(path)
    if remark:
        then = Then.SMALLER if any(word in remark for word in _TOO_MUCH) else Then.AGAIN
        raise AnswerFault(then, Message("online.why.remark", {"said": remark}))
    return seen.osm_base


def _parse(path: Path) -> _Seen:
    """Run a parser over the file; no element but the first ones costs a step of ours."""
    seen = _Seen()
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        seen.forbidden = True
        raise expat.ExpatError("entities")

    def start(name: str, attributes: dict[str, str]) -> None:
        seen.root = seen.root or name
        if name == "meta":
            seen.osm_base = attributes.get("osm_base", "")
        if name in _ELEMENTS or seen.root != "osm":
            parser.StartElementHandler = None

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as fault:
        if is_html(path):
            raise AnswerFault(Then.AGAIN, Message("online.why.html", {})) from fault
        if seen.forbidden:
            return seen
        raise AnswerFault(Then.AGAIN, Message("online.why.not_whole_xml", {})) from fault
    return seen


def read_relation_boxes(path: Path) -> dict[int, Box]:
    """
    Read the boxes of relations (``out bb``) from a checked answer, by their numbers.

    A relation without a readable box is left out.
    """
    boxes: dict[int, Box] = {}
    current: list[int] = []
    parser = expat.ParserCreate()

    def start(name: str, said: dict[str, str]) -> None:
        if name == "relation":
            current[:] = [int(said["id"])]
        elif name == "bounds" and current:
            sides = [float(said[side]) for side in ("minlon", "minlat", "maxlon", "maxlat")]
            west, south, east, north = sides
            boxes[current[0]] = (west, south, east, north)

    def end(name: str) -> None:
        if name == "relation":
            current.clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    except (expat.ExpatError, KeyError, ValueError) as fault:
        raise AnswerFault(Then.STOP, Message("online.why.not_whole_xml", {})) from fault
    return boxes


def _find_remark(path: Path) -> str:
    """
    Words of the remark, empty where there is none.

    In well-formed XML a bare ``<`` stands nowhere but before a name, so that a search of
    the bytes finds every remark and nothing else.
    """
    tail = b""
    with path.open("rb") as stream:
        while block := stream.read(_CHUNK_BYTES):
            both = tail + block
            at = both.find(b"<remark")
            if at >= 0:
                rest = both[at:] + stream.read(_MOST_REMARK_BYTES)
                found = _REMARK.search(rest[:_MOST_REMARK_BYTES])
                said = found[1].decode("utf-8", "replace") if found else ""
                return " ".join(said.split())[:_SHOWN_SIGNS] or "?"
            tail = both[-len(b"<remark") :]
    return ""


def write_sorted(
    sources: Sequence[Path], to: Path, *, box: Box | None = None, osm_base: str = ""
) -> None:
    """
    Join OSM files into one sorted ``.osm.pbf``, each object once.

    Parameters
    ----------
    sources
        Checked files (``.osm``, ``.osm.pbf``); of an object in several states the highest
        version stays.
    to
        Written whole; a file of that name is replaced.
    box
        Box for the header.
    osm_base
        Date of the data for the header, ISO 8601.

    Raises
    ------
    AnswerFault
        If a file cannot be read as OSM data.
    """
    header = osmium.io.Header()
    header.set("generator", "goldenhour")
    if box is not None:
        header.add_box(osmium.osm.Box(*box))
    if osm_base:
        header.set("osmosis_replication_timestamp", osm_base)
    part = to.with_name(f"{PART}{to.name}")
    part.unlink(missing_ok=True)
    try:
        merger = osmium.MergeInputReader()
        for source in sources:
            merger.add_file(str(source))
        writer = osmium.SimpleWriter(str(part), header=header)
        try:
            merger.apply(writer, simplify=True)
        finally:
            writer.close()
        part.replace(to)
    except (RuntimeError, ValueError) as fault:
        why = Message("online.why.not_osm", {"found": str(fault)[:_SHOWN_SIGNS]})
        raise AnswerFault(Then.AGAIN, why) from fault
    finally:
        part.unlink(missing_ok=True)


def without_borders_outside(path: Path, to: Path, district: shapely.Geometry) -> None:
    """
    Leave out administrative areas that lie outside a district.

    The box of a neighbour's hamlet in a bend of the border lies within the district's
    box; its polygon tells. A boundary that cannot be closed is kept: the import names it.

    Parameters
    ----------
    path, to
        Sorted OSM file, and where the result goes.
    district
        Polygon [deg, WGS-84].
    """
    outside: set[int] = set()
    wkb = osmium.geom.WKBFactory()
    borders = osmium.filter.TagFilter(("boundary", "administrative"))
    for thing in osmium.FileProcessor(str(path)).with_areas(borders).with_filter(borders):
        if isinstance(thing, osmium.osm.Area) and not thing.from_way():
            try:
                shape = shapely.from_wkb(wkb.create_multipolygon(thing))
            except RuntimeError:  # rings that do not close
                continue
            if not district.intersects(shapely.make_valid(shape).representative_point()):
                outside.add(thing.orig_id())
    part = to.with_name(f"{PART}{to.name}")
    part.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(str(part))
    try:
        for thing in osmium.FileProcessor(str(path)):
            if not (isinstance(thing, osmium.osm.Relation) and thing.id in outside):
                writer.add(thing)
    finally:
        writer.close()
    part.replace(to)
