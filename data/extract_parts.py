"""What a bundle keeps of its OSM extract, so that a refresh need not read it again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from data.boundaries import read_written_areas, write_areas
from data.bundle_parts import (
    read_arrays,
    read_facilities_part,
    shape_arrays,
    shapes_from_arrays,
    write_arrays,
    write_facilities,
)
from data.creation.steps import Made, Step, program, raw_ways
from data.digests import file_sha256
from data.import_report import ImportReport
from data.osm import OsmExtract
from data.report_json import report_from_json, report_to_json
from geo.errors import FileFormatError, GoldenHourError
from layers.facilities import FacilitySet
from routing.ways import RoadWays

EXTRACT = "extract"
_FACILITIES, _AREAS, _LAND, _STEPS = "facilities.csv", "areas.geojson", "land.npz", "steps.json"
_MARKS = "digests.json"


def write_extract(folder: Path, made: Made) -> None:
    """Write the extract's own facilities, areas and built-up land, and what each step said."""
    folder.mkdir()
    extract = made.extract
    write_facilities(folder / _FACILITIES, extract.facilities)
    write_areas(folder / _AREAS, extract.areas)
    write_arrays(folder / _LAND, shape_arrays(extract.built_up))
    steps = {
        "vintage": extract.vintage,
        "program": program(),
        "steps": {
            step.value: {"key": made.keys[step], "report": report_to_json(report)}
            for step, report in made.reports.items()
        },
    }
    (folder / _STEPS).write_text(json.dumps(steps, ensure_ascii=False), encoding="utf-8")
    digests = {name: file_sha256(folder / name) for name in (_FACILITIES, _AREAS, _LAND, _STEPS)}
    (folder / _MARKS).write_text(json.dumps(digests), encoding="utf-8")


def marks(folder: Path) -> dict[str, str]:
    """
    Give the digests of the parts, as they were written.

    Raises
    ------
    FileFormatError
        If they cannot be read.
    """
    with _worded(folder):
        return dict(json.loads((folder / _MARKS).read_text(encoding="utf-8")))


@contextmanager
def _worded(folder: Path) -> Iterator[None]:
    """Say of whatever goes wrong that the bundle is damaged."""
    try:
        yield
    except GoldenHourError:
        raise
    except (OSError, KeyError, TypeError, ValueError, EOFError, zipfile.BadZipFile) as fault:
        what = f"{type(fault).__name__}: {fault}"
        raise FileFormatError("study.damaged", path=str(folder), what=what) from fault


def _checked(folder: Path, name: str) -> Path:
    """Path of a part that is as it was written."""
    said = marks(folder)
    with _worded(folder):
        if file_sha256(folder / name) != said[name]:
            raise FileFormatError("study.part_changed", path=str(folder), part=name)
    return folder / name


def read_extract_facilities(folder: Path) -> FacilitySet | None:
    """
    Read the facilities that OSM maps; None where nothing was kept.

    Raises
    ------
    FileFormatError
        If they are not as they were written.
    """
    return read_facilities_part(_checked(folder, _FACILITIES)) if folder.is_dir() else None


def read_extract(folder: Path, ways: RoadWays) -> OsmExtract:
    """
    Read back the extract.

    Parameters
    ----------
    folder
        Where `write_extract` wrote.
    ways
        The study's roads; their kind of country and heights are taken off.

    Raises
    ------
    FileFormatError
        If a part is not as it was written.
    """
    with _worded(folder):
        vintage = json.loads(_checked(folder, _STEPS).read_text(encoding="utf-8"))["vintage"]
        built_up = shapes_from_arrays(read_arrays(_checked(folder, _LAND)))
        return OsmExtract(
            raw_ways(ways),
            read_facilities_part(_checked(folder, _FACILITIES)),
            read_written_areas(_checked(folder, _AREAS)),
            vintage,
            built_up if built_up.size else np.empty(0, dtype=object),
        )


def read_steps(folder: Path) -> dict[Step, tuple[str, ImportReport]]:
    """
    Read what each step was made from, and what it said.

    Raises
    ------
    FileFormatError
        If that is not as it was written.
    """
    with _worded(folder):
        steps = json.loads(_checked(folder, _STEPS).read_text(encoding="utf-8"))["steps"]
        return {
            Step(name): (one["key"], report_from_json(one["report"])) for name, one in steps.items()
        }


def made_by_this_program(folder: Path) -> bool:
    """
    Tell whether the steps were done by the very code that runs.

    Raises
    ------
    FileFormatError
        If the part is not as it was written.
    """
    with _worded(folder):
        written = json.loads(_checked(folder, _STEPS).read_text(encoding="utf-8"))
        return bool(written["program"] == program())
