"""What a bundle keeps of its OSM extract, so that a refresh need not read it again."""

from __future__ import annotations

import json
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
from data.creation.steps import Made, Step, raw_ways
from data.import_report import ImportReport
from data.osm import OsmExtract
from data.report_json import report_from_json, report_to_json
from layers.facilities import FacilitySet
from routing.ways import RoadWays

EXTRACT = "extract"
_FACILITIES, _AREAS, _LAND, _STEPS = "facilities.csv", "areas.geojson", "land.npz", "steps.json"


def write_extract(folder: Path, made: Made) -> None:
    """Write the extract's own facilities, areas and built-up land, and what each step said."""
    folder.mkdir()
    extract = made.extract
    write_facilities(folder / _FACILITIES, extract.facilities)
    write_areas(folder / _AREAS, extract.areas)
    write_arrays(folder / _LAND, shape_arrays(extract.built_up))
    steps = {
        "vintage": extract.vintage,
        "steps": {
            step.value: {"key": made.keys[step], "report": report_to_json(report)}
            for step, report in made.reports.items()
        },
    }
    (folder / _STEPS).write_text(json.dumps(steps, ensure_ascii=False), encoding="utf-8")


def read_extract_facilities(folder: Path) -> FacilitySet | None:
    """Read the facilities that OSM maps; None where nothing was kept."""
    path = folder / _FACILITIES
    return read_facilities_part(path) if path.is_file() else None


def read_extract(folder: Path, ways: RoadWays) -> OsmExtract:
    """
    Read back the extract.

    Parameters
    ----------
    folder
        Where `write_extract` wrote.
    ways
        The study's roads; their kind of country and heights are taken off.
    """
    vintage = json.loads((folder / _STEPS).read_text(encoding="utf-8"))["vintage"]
    built_up = shapes_from_arrays(read_arrays(folder / _LAND))
    return OsmExtract(
        raw_ways(ways),
        read_facilities_part(folder / _FACILITIES),
        read_written_areas(folder / _AREAS),
        vintage,
        built_up if built_up.size else np.empty(0, dtype=object),
    )


def read_steps(folder: Path) -> dict[Step, tuple[str, ImportReport]]:
    """Read what each step was made from, and what it said."""
    steps = json.loads((folder / _STEPS).read_text(encoding="utf-8"))["steps"]
    return {
        Step(name): (one["key"], report_from_json(one["report"])) for name, one in steps.items()
    }
