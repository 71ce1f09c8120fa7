"""Buildings of an OSM extract: where people can live, and how much room there is."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from geo.crs import MetricCrs
from geo.errors import DataUnavailableError, FileFormatError
from layers.land import LandCells

NO_HOMES = frozenset(
    {
        # farm and outbuildings
        "barn", "boathouse", "carport", "conservatory", "cowshed", "farm_auxiliary", "garage",
        "garages", "greenhouse", "hut", "shed", "silo", "slurry_tank", "stable", "storage_tank",
        "sty", "livestock",
        # trade and industry
        "commercial", "factory", "hangar", "industrial", "kiosk", "manufacture", "office",
        "retail", "supermarket", "warehouse",
        # the public's
        "bakehouse", "bridge", "cathedral", "chapel", "church", "civic", "college", "fire_station",
        "gatehouse", "government", "grandstand", "hospital", "kindergarten", "mosque", "museum",
        "parking", "pavilion", "public", "religious", "riding_hall", "school", "shrine",
        "sports_centre", "sports_hall", "stadium", "synagogue", "temple", "toilets",
        "train_station", "transportation", "university",
        # technical, unfinished, or none at all
        "bunker", "construction", "container", "digester", "guardhouse", "no", "roof", "ruins",
        "service", "tech_cab", "transformer_tower", "water_tower",
    }
)  # fmt: skip
"""Values of ``building`` in which nobody lives as a rule (OSM wiki, Key:building: its
sections Commercial, Religious, Civic, Agricultural, Sports, Storage, Cars, Technical)."""

NO_HOME_TAGS = ("ruins", "abandoned", "demolished")
"""With one of these set to ``yes`` a building stands empty."""

MOST_LEVELS = 40
"""More storeys than this are cut down: a slip of the pen, or a tower of offices."""

FEWEST_TO_JUDGE_LEVELS = 30
"""From so many buildings with ``building:levels`` on, their median speaks for the rest."""

LEAST_FLOOR_M2_PER_PERSON = 5.0
"""With less mapped floor than this a person, the map lacks most of the houses (judgement:
dwellings in China have about 40 m² a person, census of 2020)."""

_LEVELS = re.compile(r"\s*(\d{1,4}(?:[.,]\d+)?)")
_BATCH = 50_000

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Buildings:
    """
    Buildings in which people can live.

    Attributes
    ----------
    lon, lat
        Middle of each footprint [deg, WGS-84], shape ``(b,)``.
    area_m2
        Footprint, > 0, shape ``(b,)``.
    levels
        Storeys as mapped, from 1 to `MOST_LEVELS`; NaN where they are not, shape ``(b,)``.
    set_aside
        Buildings left out because nobody lives in such ones.
    broken
        Outlines that do not close.
    """

    lon: Column
    lat: Column
    area_m2: Column
    levels: Column
    set_aside: int
    broken: int

    def usual_levels(self) -> float:
        """Storeys taken where none are mapped: the median of those mapped, or 1."""
        known = self.levels[np.isfinite(self.levels)]
        return float(np.median(known)) if known.size >= FEWEST_TO_JUDGE_LEVELS else 1.0

    def land(self) -> LandCells:
        """Gather the floors [m²] into cells of about 100 m."""
        levels = np.where(np.isfinite(self.levels), self.levels, self.usual_levels())
        return LandCells.gather(
            self.lon,
            self.lat,
            self.area_m2 * levels,
            kind="buildings",
            least_per_person=LEAST_FLOOR_M2_PER_PERSON,
        )


def read_buildings(path: Path, crs: MetricCrs) -> Buildings:
    """
    Read the buildings of an ``.osm.pbf`` (or ``.osm``) extract.

    Parameters
    ----------
    path
        The extract.
    crs
        Metric CRS of the study, for footprints and their middles.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is no OSM file, or is damaged or cut short.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        return _read(path, crs)
    except (RuntimeError, osmium.InvalidLocationError) as fault:
        raise FileFormatError("osm.damaged", path=str(path), what=str(fault)) from fault


def _read(path: Path, crs: MetricCrs) -> Buildings:
    wkb = osmium.geom.WKBFactory()
    key = osmium.filter.KeyFilter("building")
    outlines: list[str] = []
    levels: list[float] = []
    parts: list[tuple[Column, Column, Column]] = []
    set_aside = broken = 0
    for thing in osmium.FileProcessor(str(path)).with_areas(key).with_filter(key):
        if not isinstance(thing, osmium.osm.Area):
            continue
        if not _may_be_home(thing.tags):
            set_aside += 1
            continue
        try:
            outlines.append(wkb.create_multipolygon(thing))
        except RuntimeError:  # rings that do not close: mapped wrongly, or clipped
            broken += 1
            continue
        levels.append(_levels(thing.tags.get("building:levels") or ""))
        if len(outlines) == _BATCH:
            # A city's outlines are not held all at once, only their middles and areas.
            parts.append(_measured(outlines, crs))
            outlines = []
    parts.append(_measured(outlines, crs))
    lon, lat, area_m2 = (np.concatenate([part[at] for part in parts]) for at in range(3))
    some = np.isfinite(lon) & np.isfinite(lat) & (area_m2 > 0)
    return Buildings(
        lon[some],
        lat[some],
        area_m2[some],
        np.array(levels, dtype=np.float64)[some],
        set_aside,
        broken + int((~some).sum()),
    )


def _may_be_home(tags: osmium.osm.TagList) -> bool:
    if tags.get("building") in NO_HOMES:
        return False
    return not any(tags.get(key) == "yes" for key in NO_HOME_TAGS)


def _levels(said: str) -> float:
    """Storeys of a tag such as "3", "2.5" or "3;4"; NaN where it tells none."""
    found = _LEVELS.match(said)
    if not found:
        return math.nan
    levels = float(found[1].replace(",", "."))
    return min(max(levels, 1.0), float(MOST_LEVELS))


def _measured(outlines: list[str], crs: MetricCrs) -> tuple[Column, Column, Column]:
    """Middles [deg] and areas [m²] of outlines."""
    shapes = shapely.from_wkb(np.array(outlines, dtype=object))
    flat = shapely.transform(shapes, lambda xy: np.column_stack(crs.from_lonlat(*xy.T)))
    middle = shapely.centroid(flat)
    lon, lat = crs.to_lonlat(shapely.get_x(middle), shapely.get_y(middle))
    return lon, lat, np.asarray(shapely.area(flat), dtype=np.float64)
