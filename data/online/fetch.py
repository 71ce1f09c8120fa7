"""Fetching everything a study of a place needs into a folder, from which it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import shapely

from data.online import manifest as books
from data.online.asking import Clock, Limits, Progress
from data.online.borders import fetch_borders
from data.online.files import (
    OSM_FILE,
    PLACE_FILE,
    POPULATION_FILE,
    check_folder,
    describe,
    join,
    write_place,
)
from data.online.http import PoliteClient
from data.online.kept import AnswerCache
from data.online.manifest import Manifest
from data.online.nominatim import Place, find_place
from data.online.osm_xml import (
    Box,
)
from data.online.overpass import Overpass, date_span
from data.online.population import PopulationSource, fetch_population
from data.online.queries import (
    area_km2,
    building_query,
    cover,
    land_query,
    quarters,
    widen,
)
from geo.errors import InputError, OutputError
from planning.note import Note

LEAST_BUFFER_M = 30_000.0
"""Roads reach at least this far beyond the border [m]: patients and ambulances cross it."""
MOST_BUFFER_M = 200_000.0
LARGE_KM2 = 40_000.0
"""A region larger than this is fetched only when the user agrees [km²]."""
LARGEST_KM2 = 400_000.0
"""A region larger than this is no district: an extract is kinder to the servers [km²]."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """
    The services that are asked.

    Attributes
    ----------
    overpass_url, nominatim_url
        Their addresses.
    agent
        How we name ourselves to them: product and version.
    """

    overpass_url: str
    nominatim_url: str
    agent: str


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """
    What is about to be fetched.

    Attributes
    ----------
    place
        The place that was found.
    district_km2, region_km2
        Its area, and that with the margin [km²].
    requests
        How many questions it takes at least.
    """

    place: Place
    district_km2: float
    region_km2: float
    requests: int

    @property
    def is_large(self) -> bool:
        """Whether the user should agree first."""
        return self.region_km2 > LARGE_KM2


@dataclass(frozen=True, slots=True)
class FetchedSources:
    """
    The files of a folder, ready for `data.create.create_study`.

    Attributes
    ----------
    folder
        Where they lie.
    place
        The place.
    osm, population
        OSM extract, and population raster where one was asked for.
    areas
        The place's boundary, where the extract holds none that could serve.
    manifest
        Where each came from.
    """

    folder: Path
    place: Place
    osm: Path
    population: Path | None
    areas: Path | None
    manifest: Manifest


def fetch_sources(
    place: str,
    folder: Path,
    *,
    endpoints: Endpoints,
    osm_id: str = "",
    buffer_m: float = LEAST_BUFFER_M,
    population: PopulationSource | None = None,
    agree: Callable[[FetchPlan], None],
    progress: Progress,
    clock: Clock | None = None,
    limits: Limits | None = None,
) -> FetchedSources:
    """
    Fetch roads, care, boundaries, land and population of a place.

    What has come is kept in the folder by what was asked: a run that was interrupted, or
    given up because a service was busy, goes on where it stood, and one that is complete
    asks nothing.

    Parameters
    ----------
    place
        Name of the place, as a map would find it.
    folder
        Where the files go; made where missing.
    endpoints
        The services.
    osm_id
        OSM number of the place, in place of its name.
    buffer_m
        Margin of the roads beyond the border [m].
    population
        Raster to fetch; none where None.
    agree
        Called before anything large is fetched; raises to stop.
    progress
        Told what goes on.
    clock, limits
        Time, and how far the client goes.

    Raises
    ------
    InputError
        If the place is ambiguous, or the region too large.
    DataUnavailableError
        If there is no such place, or a service cannot be used.
    FileFormatError
        If the population is not the file that was meant.
    OutputError
        If the folder holds another place, or the disk refuses.
    """
    if not LEAST_BUFFER_M <= buffer_m <= MOST_BUFFER_M:
        raise InputError(
            "online.bad_buffer",
            value=buffer_m / 1000,
            least=LEAST_BUFFER_M / 1000,
            most=MOST_BUFFER_M / 1000,
        )
    try:
        check_folder(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with PoliteClient(endpoints.agent, progress=progress, clock=clock, limits=limits) as client:
            return _fetch(
                client, folder, endpoints, (place, osm_id), buffer_m, population, agree, progress
            )
    except OutputError:
        raise
    except OSError as fault:
        raise OutputError("output.refused", path=str(folder), what=str(fault)) from fault


def _fetch(
    client: PoliteClient,
    folder: Path,
    endpoints: Endpoints,
    wanted: tuple[str, str],
    buffer_m: float,
    population: PopulationSource | None,
    agree: Callable[[FetchPlan], None],
    progress: Progress,
) -> FetchedSources:
    cache = AnswerCache(folder)
    earlier = _earlier(folder)
    progress(Note("online.finding", {"query": wanted[1] or wanted[0]}))
    place = find_place(client, endpoints.nominatim_url, cache, name=wanted[0], osm_id=wanted[1])
    progress(Note("online.found", {"place": place.display_name, "osm_id": place.osm_id}))
    _check_same_place(earlier, folder, place)
    region = widen(place.polygon, buffer_m)
    boxes, own = list(cover(region)), list(cover(place.polygon))
    # The boundaries take two questions: which there are, and those that are wanted.
    requests = len(boxes) + len(own) + 2
    plan = FetchPlan(place, area_km2(place.polygon), area_km2(region), requests)
    if plan.region_km2 > LARGEST_KM2:
        raise InputError("online.too_large", km2=plan.region_km2, most=LARGEST_KM2)
    agree(plan)
    people_fetched = ""
    if population is not None:
        # First, because a wrong address or checksum shows here and nothing else is lost.
        progress(Note("online.population", {"url": population.url}))
        people_fetched = _people(client, folder, population, earlier)
    overpass = Overpass(client, endpoints.overpass_url, cache, progress)
    land = overpass.ask_in_pieces(
        boxes, land_query, lambda box: list(quarters(box)), code="online.roads"
    )
    land += overpass.ask_in_pieces(
        _pieces(place.polygon, own), building_query, _cut, code="online.buildings"
    )
    progress(Note("online.borders", {}))
    asked, borders = fetch_borders(overpass, place)
    answers = [*land, *asked]
    oldest, newest = date_span(answers)
    if oldest[:10] != newest[:10]:
        progress(Note("online.dates_differ", {"oldest": oldest[:10], "newest": newest[:10]}))
    progress(Note("online.joining", {"count": len(answers)}))
    join([*(one.path for one in land), *borders], folder / OSM_FILE, boxes, oldest)
    write_place(place, folder / PLACE_FILE)
    manifest = Manifest(
        place=place.display_name or place.name,
        osm_id=place.osm_id,
        buffer_km=buffer_m / 1000,
        sources=describe(
            folder, endpoints.overpass_url, place, answers, population, people_fetched
        ),
    )
    books.write_manifest(manifest, folder)
    in_extract = place.is_area and place.osm_id[:1] == "R"
    return FetchedSources(
        folder=folder,
        place=place,
        osm=folder / OSM_FILE,
        population=folder / POPULATION_FILE if population is not None else None,
        areas=None if in_extract else folder / PLACE_FILE,
        manifest=manifest,
    )


def _people(
    client: PoliteClient, folder: Path, population: PopulationSource, earlier: Manifest | None
) -> str:
    """Fetch the population where it is not there; tell when it came."""
    fetched = fetch_population(client, population, folder / POPULATION_FILE)
    known = earlier.of_role("population") if earlier else None
    if not fetched and known is not None:
        return known.fetched
    return client.clock.now().astimezone(UTC).isoformat(timespec="seconds")


def _pieces(polygon: shapely.Geometry, boxes: list[Box]) -> list[shapely.Geometry]:
    """Cut a district into what each box has of it."""
    parts = shapely.intersection(polygon, [shapely.box(*box) for box in boxes])
    return [part for part in parts.tolist() if shapely.area(part) > 0]


def _cut(piece: shapely.Geometry) -> list[shapely.Geometry]:
    west, south, east, north = shapely.bounds(piece).tolist()
    return _pieces(piece, list(quarters((west, south, east, north))))


def _earlier(folder: Path) -> Manifest | None:
    return books.read_manifest(folder) if (folder / books.NAME).is_file() else None


def _check_same_place(earlier: Manifest | None, folder: Path, place: Place) -> None:
    """Refuse to put a second place into a folder."""
    if earlier is not None and earlier.osm_id != place.osm_id:
        raise OutputError(
            "online.other_place", path=str(folder), there=earlier.place, place=place.display_name
        )
