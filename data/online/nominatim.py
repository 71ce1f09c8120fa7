"""Nominatim: from the name of a place, or its OSM number, to its boundary."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data.online.addresses import is_html
from data.online.asking import Ask
from data.online.faults import AnswerFault, Then
from data.online.http import PoliteClient
from data.online.kept import AnswerCache, KeptAnswer
from geo.errors import DataUnavailableError, InputError
from geo.text import Message

GAP_S = 1.0
"""Least time between requests [s] (Nominatim usage policy: at most one a second)."""
_MOST_RESULTS = 20
_MOST_BYTES = 100_000_000
_SHOWN = 8
_OSM_ID = re.compile(r"(?:(r|rel|relation|w|way|n|node)[\s/]*)?(\d{1,15})", re.IGNORECASE)
_POLYGONS = frozenset({"Polygon", "MultiPolygon"})
_TYPES = {"relation": "R", "way": "W", "node": "N"}


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """
    A place with a boundary.

    Attributes
    ----------
    query
        What was asked for: a name or a number.
    name, display_name
        Its short name, and the one with everything it lies in.
    osm_id
        Number in OSM, such as ``R1155956``.
    is_area
        Whether OSM holds it as an administrative boundary.
    polygon
        Boundary [deg, WGS-84], valid.
    licence
        What the service says about the licence.
    fetched
        When the answer came, ISO 8601, UTC.
    sha256
        Digest of the answer.
    url
        Address that was asked.
    """

    query: str
    name: str
    display_name: str
    osm_id: str
    is_area: bool
    polygon: shapely.Geometry
    licence: str
    fetched: str
    sha256: str
    url: str


def read_osm_id(said: str) -> str:
    """
    Read an OSM number: ``R123``, ``relation/123``, or bare for a relation.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> read_osm_id("relation/1155956"), read_osm_id("w 5"), read_osm_id("77")
    ('R1155956', 'W5', 'R77')
    """
    found = _OSM_ID.fullmatch(said.strip())
    if not found or not found[2].isascii() or int(found[2]) == 0:
        raise InputError("online.bad_osm_id", value=said)
    return f"{(found[1] or 'r')[0].upper()}{int(found[2])}"


def find_place(
    client: PoliteClient, url: str, cache: AnswerCache, *, name: str = "", osm_id: str = ""
) -> Place:
    """
    Find a place by its OSM number where there is one, else by its name.

    Of several places that fit a name none is guessed: one is taken only if it alone is an
    administrative area, or alone bears the very name.

    Parameters
    ----------
    client, cache
        Sends the request, keeps the answer.
    url
        Address of the service.
    name, osm_id
        What to look for.

    Raises
    ------
    InputError
        If nothing is asked for, or several places fit.
    DataUnavailableError
        If there is no such place, it has no boundary, or the service does not answer.
    """
    base = url.rstrip("/")
    if osm_id:
        number = read_osm_id(osm_id)
        query = number
        ask = _ask(f"{base}/lookup", {"osm_ids": number})
    else:
        query = " ".join(name.split())
        if not query:
            raise InputError("online.no_place")
        ask = _ask(f"{base}/search", {"q": query, "limit": str(_MOST_RESULTS)})
    kept = _answer(client, cache, ask)
    results: list[Mapping[str, Any]] = json.loads(kept.path.read_text(encoding="utf-8"))
    if not results:
        raise DataUnavailableError("online.place_unknown", query=query)
    chosen = _choose(query, results, by_number=bool(osm_id))
    return Place(
        query=query,
        name=_name(chosen),
        display_name=str(chosen.get("display_name", "")),
        osm_id=_number(chosen),
        is_area=_is_area(chosen),
        polygon=_polygon(query, chosen),
        licence=str(chosen.get("licence", "")),
        fetched=kept.fetched,
        sha256=kept.sha256,
        url=ask.url,
    )


def _ask(url: str, fields: Mapping[str, str]) -> Ask:
    both = {"format": "jsonv2", "polygon_geojson": "1", **fields}
    return Ask(url, both, most_bytes=_MOST_BYTES, gap_s=GAP_S)


def _answer(client: PoliteClient, cache: AnswerCache, ask: Ask) -> KeptAnswer:
    request = json.dumps(dict(ask.fields), ensure_ascii=False, sort_keys=True)
    path = cache.place(ask.url, request, ".place.json")
    kept = cache.find(path)
    if kept is None:
        cache.folder.mkdir(parents=True, exist_ok=True)
        try:
            client.download(ask, path, check=_check)
        except AnswerFault as fault:
            raise DataUnavailableError("online.refused", host=ask.host, why=fault.why) from fault
        fetched = client.clock.now().astimezone(UTC).isoformat(timespec="seconds")
        kept = cache.keep(path, data_date="", fetched=fetched, request=request)
    return kept


def _check(path: Path) -> None:
    """Make sure that an answer is a list of objects; an error is an object of its own."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as fault:
        code = "online.why.html" if is_html(path) else "online.why.not_json"
        raise AnswerFault(Then.AGAIN, Message(code, {})) from fault
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        raise AnswerFault(Then.AGAIN, Message("online.why.not_places", {}))


def _choose(query: str, results: list[Mapping[str, Any]], *, by_number: bool) -> Mapping[str, Any]:
    drawn = [one for one in results if _kind(one) in _POLYGONS]
    if not drawn:
        found = f"{_number(results[0])} {results[0].get('display_name', '')}"
        raise DataUnavailableError("online.place_is_point", query=query, found=found)
    if by_number or len(drawn) == 1:
        return drawn[0]
    areas = [one for one in drawn if _is_area(one)]
    wanted = _plain(query)
    rules = (
        areas,
        [one for one in areas or drawn if _plain(str(one.get("display_name", ""))) == wanted],
        [one for one in areas or drawn if _plain(_name(one)) == wanted],
    )
    for fitting in rules:
        if len({_number(one) for one in fitting}) == 1:
            return fitting[0]
    listed = "; ".join(f"{_number(one)} {one.get('display_name', '')}" for one in drawn[:_SHOWN])
    raise InputError("online.place_ambiguous", query=query, count=len(drawn), listed=listed)


def _is_area(one: Mapping[str, Any]) -> bool:
    kind = (one.get("category", one.get("class")), one.get("type"))
    return kind == ("boundary", "administrative")


def _kind(one: Mapping[str, Any]) -> str:
    drawn = one.get("geojson")
    return str(drawn.get("type", "")) if isinstance(drawn, dict) else ""


def _number(one: Mapping[str, Any]) -> str:
    letter = _TYPES.get(str(one.get("osm_type", "")), "?")
    number = one.get("osm_id", 0)
    return f"{letter}{int(number)}" if str(number).isdecimal() else "?"


def _name(one: Mapping[str, Any]) -> str:
    return str(one.get("name") or str(one.get("display_name", "")).split(",")[0]).strip()


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _polygon(query: str, one: Mapping[str, Any]) -> shapely.Geometry:
    """Read the boundary; repaired where its lines cross."""
    try:
        drawn = shapely.from_geojson(json.dumps(one["geojson"]))
        place = shapely.get_coordinates(drawn)
        inside = np.isfinite(place).all() and (np.abs(place) <= (180.0, 90.0)).all()
        if not drawn.is_valid:
            drawn = shapely.make_valid(drawn, method="structure")
        parts = [
            part
            for part in shapely.get_parts(drawn)
            if part.geom_type == "Polygon" and not part.is_empty
        ]
    except (shapely.errors.GEOSException, ValueError, TypeError) as fault:
        raise DataUnavailableError("online.place_is_point", query=query, found="?") from fault
    if not parts or not inside:
        found = f"{_number(one)} {one.get('display_name', '')}"
        raise DataUnavailableError("online.place_is_point", query=query, found=found)
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
