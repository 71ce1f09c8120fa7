"""``fetched.toml``: for each fetched file what was asked, when, and under which licence."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tomli_w

from data.online.asking import PART
from geo.errors import DataUnavailableError, FileFormatError

NAME = "fetched.toml"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Request:
    """
    One question that went into a source.

    Attributes
    ----------
    query
        What was asked.
    sha256
        Digest of the answer as it is kept.
    data_date
        Date of the data, ISO 8601; empty where unknown.
    fetched
        When it was answered, ISO 8601, UTC.
    """

    query: str
    sha256: str
    data_date: str
    fetched: str


@dataclass(frozen=True, slots=True)
class Source:
    """
    One file of the folder.

    Attributes
    ----------
    role
        What it is for: ``"osm"``, ``"place"`` or ``"population"``.
    path
        File name within the folder.
    url
        Address it came from.
    sha256
        Digest of its bytes.
    data_date
        Date of the oldest of its data, ISO 8601; empty where unknown.
    fetched
        When its last part came, ISO 8601, UTC.
    licence
        Licence and credit.
    requests
        The questions it was put together from.
    """

    role: str
    path: str
    url: str
    sha256: str
    data_date: str
    fetched: str
    licence: str
    requests: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    What a folder of fetched sources holds.

    Attributes
    ----------
    place, osm_id
        Name and OSM number of the place.
    buffer_km
        Margin of the roads beyond its border [km].
    sources
        Its files.
    """

    place: str
    osm_id: str
    buffer_km: float
    sources: tuple[Source, ...]

    def of_role(self, role: str) -> Source | None:
        """Source of a role; None where there is none."""
        return next((one for one in self.sources if one.role == role), None)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest, whole: beside its place first."""
    said: dict[str, Any] = {"version": VERSION, **asdict(manifest)}
    said["source"] = said.pop("sources")
    for one in said["source"]:
        one["request"] = one.pop("requests")
    aside = folder / f"{PART}{NAME}"
    try:
        aside.write_text(tomli_w.dumps(said), encoding="utf-8")
        aside.replace(folder / NAME)
    finally:
        aside.unlink(missing_ok=True)


def read_manifest(folder: Path) -> Manifest:
    """
    Read the manifest of a folder.

    Raises
    ------
    DataUnavailableError
        If there is none.
    FileFormatError
        If it is damaged or of another version.
    """
    path = folder / NAME
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        if said["version"] != VERSION:
            raise ValueError(said["version"])
        sources = tuple(
            Source(
                **{key: one[key] for key in one if key != "request"},
                requests=tuple(Request(**each) for each in one["request"]),
            )
            for one in said["source"]
        )
        return Manifest(str(said["place"]), str(said["osm_id"]), float(said["buffer_km"]), sources)
    except (ValueError, KeyError, TypeError) as fault:
        what = f"{type(fault).__name__}: {fault}"
        raise FileFormatError("online.bad_manifest", path=str(path), what=what) from fault
