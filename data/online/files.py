"""The files of a folder of sources: joined, written whole, and described."""

from __future__ import annotations

import json
from pathlib import Path

import shapely

from data.digests import file_sha256
from data.online.asking import PART
from data.online.faults import AnswerFault
from data.online.kept import FOLDER as CACHE_FOLDER
from data.online.kept import KeptAnswer
from data.online.manifest import NAME, Request, Source
from data.online.nominatim import Place
from data.online.osm_xml import Box, write_sorted
from data.online.overpass import date_span
from data.online.population import PopulationSource
from data.osm import OSM_LICENCE
from geo.errors import FileFormatError, OutputError

OSM_FILE = "extract.osm.pbf"
PLACE_FILE = "place.geojson"
POPULATION_FILE = "population.tif"
_OWN = frozenset({OSM_FILE, PLACE_FILE, POPULATION_FILE, NAME, CACHE_FOLDER})


def join(paths: list[Path], to: Path, boxes: list[Box], osm_base: str) -> None:
    """Join the answers into one extract, with the box of what was asked for."""
    low = [min(box[side] for box in boxes) for side in (0, 1)]
    high = [max(box[side] for box in boxes) for side in (2, 3)]
    try:
        write_sorted(paths, to, box=(low[0], low[1], high[0], high[1]), osm_base=osm_base)
    except AnswerFault as fault:
        raise FileFormatError("osm.damaged", path=str(to), what=fault.why.code) from fault


def describe(
    folder: Path,
    overpass_url: str,
    place: Place,
    answers: list[KeptAnswer],
    population: PopulationSource | None,
    people_fetched: str,
) -> tuple[Source, ...]:
    """Describe every file of the folder."""
    extract, drawn = folder / OSM_FILE, folder / PLACE_FILE
    sources = [
        Source(
            role="osm",
            path=extract.name,
            url=overpass_url,
            sha256=file_sha256(extract),
            data_date=date_span(answers)[0],
            fetched=max(one.fetched for one in answers),
            licence=OSM_LICENCE,
            requests=tuple(
                Request(one.request, one.sha256, one.data_date, one.fetched) for one in answers
            ),
        ),
        Source(
            role="place",
            path=drawn.name,
            url=place.url,
            sha256=file_sha256(drawn),
            data_date="",
            fetched=place.fetched,
            licence=OSM_LICENCE,
            requests=(Request(place.query, place.sha256, "", place.fetched),),
        ),
    ]
    if population is not None:
        sources.append(
            Source(
                role="population",
                path=POPULATION_FILE,
                url=population.url,
                sha256=population.sha256.strip().lower(),
                data_date="",
                fetched=people_fetched,
                licence=population.licence,
            )
        )
    return tuple(sources)


def write_place(place: Place, to: Path) -> None:
    """Write the boundary as GeoJSON, whole: beside its place first."""
    said = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "name": place.name,
                    "display_name": place.display_name,
                    "osm_id": place.osm_id,
                    "licence": OSM_LICENCE,
                },
                "geometry": json.loads(shapely.to_geojson(place.polygon)),
            }
        ],
    }
    aside = to.with_name(f"{PART}{to.name}")
    try:
        aside.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        aside.replace(to)
    finally:
        aside.unlink(missing_ok=True)


def check_folder(folder: Path) -> None:
    """Refuse a folder with files of somebody else's."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError("online.not_sources", path=str(folder))
    foreign = {one.name for one in folder.iterdir()} - _OWN
    if any(not name.startswith(PART) for name in foreign):
        raise OutputError("online.not_sources", path=str(folder))
    # What a run left that was killed outright.
    for one in [*folder.glob(f"{PART}*"), *(folder / CACHE_FOLDER).glob(f"{PART}*")]:
        one.unlink(missing_ok=True)
