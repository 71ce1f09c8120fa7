"""The files and choices that a study is made from, and how a bundle remembers them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomli_w

from data.datum import Datum
from geo.errors import DataUnavailableError, FileFormatError, InputError
from layers.demand import Group
from layers.facilities import Service
from routing.profile import Setting

SOURCES = "sources.toml"

_RASTER_SIDES = (".aux.xml", ".aux", ".msk", ".tfw", ".tifw", ".tiffw", ".wld", ".tab")
_SIDES = {
    ".shp": (".dbf", ".shx", ".prj", ".cpg"),
    ".gpkg": ("-wal", "-journal"),
    ".tif": _RASTER_SIDES,
    ".tiff": _RASTER_SIDES,
    ".hgt": (".aux.xml", ".prj"),
}
"""What readers take in beside a file, by its suffix: it counts as part of the file."""


class Spread(StrEnum):
    """Onto what the people of a place or an area are spread."""

    NONE = "none"
    BUILDINGS = "buildings"
    BUILT_UP = "built_up"
    EVEN = "even"


class PopulationUnit(StrEnum):
    """What a cell of a population raster holds."""

    PEOPLE = "people"
    PER_KM2 = "per_km2"


@dataclass(frozen=True, slots=True)
class StudyFiles:
    """
    The files and choices that a study is made from.

    Attributes
    ----------
    osm
        OSM extract (``.osm.pbf``, ``.osm``) or saved osmnx graph (``.graphml``).
    facilities
        Facility lists (table, workbook or vector file); where there are any, OSM's
        facilities are set aside and only cross-check them.
    mapping
        Which heading of the facility lists means what (TOML), where it is not plain.
    decisions
        Which possible doubles are one facility (CSV), as an earlier import listed them.
    population
        Population points (table), polygons (vector file) or raster (GeoTIFF).
    population_unit
        What a cell of the raster holds.
    group_files
        Rasters of groups of the population, on the same cells.
    totals
        Official totals by area (table) that the population is brought to.
    spread
        Onto what the people of points and areas are spread.
    leave_out
        Names of population rows that are sums of others and must not count again.
    areas
        Administrative areas; where absent, those of the extract.
    areas_date
        Date of the boundaries, ISO 8601, where the file does not say.
    river
        Name of a river in the extract, or a line file, that splits the district in two.
    register
        Names of townships and villages without geometry (table).
    indicators
        Indicator values (table).
    dem
        Elevation model (GeoTIFF, SRTM ``.hgt``, or either in a ``.zip``): slopes for
        walkers, and mountain country.
    datum
        Datum of the lists and areas; ``auto`` tells it from how they fit the roads and
        OSM's boundaries, and refuses where it cannot.
    population_datum, areas_datum
        Datum of the population points and of the areas, where it is another one.
    facility_kind
        Kind of the rows of a list without a kind column.
    setting
        Kind of country, for roads that are neither in a town nor on steep land.
    plan
        Plan that `check` uses where none is named.
    name
        Name of the study.
    """

    osm: Path
    facilities: tuple[Path, ...] = ()
    mapping: Path | None = None
    decisions: Path | None = None
    population: Path | None = None
    population_unit: PopulationUnit = PopulationUnit.PEOPLE
    group_files: Mapping[Group, Path] = field(default_factory=dict)
    totals: Path | None = None
    spread: Spread = Spread.NONE
    leave_out: tuple[str, ...] = ()
    areas: Path | None = None
    areas_date: str = ""
    river: str = ""
    register: Path | None = None
    indicators: Path | None = None
    dem: Path | None = None
    datum: Datum = Datum.AUTO
    population_datum: Datum | None = None
    areas_datum: Datum | None = None
    facility_kind: Service = Service.HOSPITAL
    setting: Setting = Setting.RURAL
    plan: str = "circles"
    name: str = ""

    def paths(self) -> Iterator[Path]:
        """All files, in the order of the fields, each with what lies beside it and counts."""
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, Path):
                yield from with_sides(value)
            elif one.name == "facilities":
                for each in value:
                    yield from with_sides(each)
            elif one.name == "group_files":
                for group in sorted(value):
                    yield from with_sides(value[group])
        if self.river_file is not None:
            yield from with_sides(self.river_file)

    def without(self, name: str) -> StudyFiles:
        """
        Leave out an input, by the name of its field.

        Raises
        ------
        InputError
            If there is no such input, or a study cannot be without it.
        """
        plain = name.replace("-", "_")
        if plain not in OPTIONAL:
            raise InputError("refresh.cannot_drop", name=name, known=", ".join(sorted(OPTIONAL)))
        default = next(one for one in fields(self) if one.name == plain)
        blank: dict[str, Any] = {plain: {} if default.default is MISSING else default.default}
        return replace(self, **blank)

    @property
    def river_file(self) -> Path | None:
        """
        The river's line file; None where the river is named, or there is none.

        A whole path is never a river's name: the file may be gone, it is still meant.
        """
        path = Path(self.river)
        return path if path.suffix and (path.is_absolute() or path.is_file()) else None


OPTIONAL = frozenset(
    {
        "facilities",
        "mapping",
        "decisions",
        "population",
        "group_files",
        "totals",
        "leave_out",
        "areas",
        "river",
        "register",
        "indicators",
        "dem",
    }
)
"""Inputs that a study can be without."""


def is_side(path: Path, main: Path) -> bool:
    """
    Tell whether a file is read together with another: a shapefile's table, a world file.

    Examples
    --------
    >>> is_side(Path("a/town.DBF"), Path("a/town.shp")), is_side(Path("a/o.dbf"), Path("a/b.shp"))
    (True, False)
    """
    if path.parent != main.parent or path == main:
        return False
    name, endings = path.name.casefold(), _SIDES.get(main.suffix.casefold(), ())
    return any(name in (main.stem.casefold() + end, main.name.casefold() + end) for end in endings)


def with_sides(path: Path) -> Iterator[Path]:
    """Give a file, and after it what lies beside it and counts as part of it."""
    yield path
    if path.suffix.casefold() in _SIDES and path.is_file():
        # An empty journal says nothing: it comes and goes with whoever has the file open.
        beside = (one for one in path.parent.iterdir() if is_side(one, path) and one.is_file())
        yield from sorted(one for one in beside if one.stat().st_size)


def write_sources(path: Path, files: StudyFiles, digests: Mapping[Path, str]) -> None:
    """
    Remember the files and choices of a study, so that it can be refreshed.

    Paths are relative to the bundle's folder where both lie under one drive, so that a
    project folder can be moved as a whole.
    """
    home = path.parent.parent
    written: dict[str, Any] = {}
    for one in fields(files):
        value = getattr(files, one.name)
        if value is None or (isinstance(value, tuple | dict | str) and not value):
            continue
        if isinstance(value, Path):
            written[one.name] = _relative(value, home)
        elif one.name == "facilities":
            written[one.name] = [_relative(each, home) for each in value]
        elif one.name == "group_files":
            written[one.name] = {
                group.value: _relative(value[group], home) for group in sorted(value)
            }
        elif one.name == "river" and files.river_file is not None:
            written[one.name] = _relative(files.river_file, home)
        else:
            written[one.name] = list(value) if isinstance(value, tuple) else str(value)
    digest = {_relative(one, home): said for one, said in digests.items()}
    path.write_text(tomli_w.dumps({"files": written, "sha256": digest}), encoding="utf-8")


def read_sources(folder: Path) -> tuple[StudyFiles, dict[Path, str]]:
    """
    Read back what a bundle was made from.

    Returns
    -------
    files, digests
        The files and choices, and each file's digest when it was read.

    Raises
    ------
    DataUnavailableError
        If the bundle does not say: it was not made from files (a demonstration).
    FileFormatError
        If the list is damaged.
    """
    path = folder / SOURCES
    if not path.is_file():
        known = (folder / "study.toml").is_file()
        code = "refresh.no_sources" if known else "study.not_found"
        raise DataUnavailableError(code, path=str(folder))
    home = folder.resolve().parent
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        kept = written["files"]
        values: dict[str, Any] = dict(kept)
        for name in ("osm", "mapping", "decisions", "population", "totals", "areas"):
            if name in kept:
                values[name] = _absolute(kept[name], home)
        for name in ("register", "indicators", "dem"):
            if name in kept:
                values[name] = _absolute(kept[name], home)
        values["facilities"] = tuple(_absolute(one, home) for one in kept.get("facilities", ()))
        values["group_files"] = {
            Group(group): _absolute(one, home) for group, one in kept.get("group_files", {}).items()
        }
        values["leave_out"] = tuple(kept.get("leave_out", ()))
        for name, kind in _CHOICES.items():
            if name in kept:
                values[name] = kind(kept[name])
        files = StudyFiles(**values)
        if files.river in written["sha256"]:  # a file has a digest, a name has none
            files = replace(files, river=str(_absolute(files.river, home)))
        digests = {_absolute(one, home): digest for one, digest in written["sha256"].items()}
    except (KeyError, TypeError, ValueError, UnicodeDecodeError) as fault:
        raise FileFormatError("study.damaged", path=str(path), what=str(fault)) from fault
    return files, digests


_CHOICES: dict[str, type[StrEnum]] = {
    "population_unit": PopulationUnit,
    "spread": Spread,
    "datum": Datum,
    "population_datum": Datum,
    "areas_datum": Datum,
    "facility_kind": Service,
    "setting": Setting,
}


def _relative(path: Path, home: Path) -> str:
    whole = path.resolve()
    try:
        return Path(os.path.relpath(whole, home.resolve())).as_posix()
    except ValueError:  # another drive
        return whole.as_posix()


def _absolute(written: str, home: Path) -> Path:
    return Path(os.path.normpath(home / written))
