"""The facilities of a study: the official lists, or OSM's where there are none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.columns import read_mapping
from data.creation.files import StudyFiles
from data.creation.roads import extent_of
from data.deciding import apply_decisions, mark_doubles, plan_choices
from data.decisions import read_decisions
from data.facility_lists import need_some, read_facilities
from data.import_report import ImportReport
from data.osm import OsmExtract
from data.plan_facilities import load_plan_facilities
from layers.areas import AreaSet
from layers.datum_evidence import RoadLines
from layers.doubles import find_doubles
from layers.facilities import FacilitySet, join_facilities
from planning.plan_facilities import match_plan_facilities
from planning.study import Study
from routing.ways import Mode

FACILITY_OFF_NETWORK_M = 10_000.0
"""A facility this far from any road has wrong coordinates: its row is rejected."""


def read_care(
    files: StudyFiles, extract: OsmExtract, areas: AreaSet, report: ImportReport
) -> FacilitySet:
    """
    Read the facility lists, apply the user's decisions, and point out what is open.

    Where several lists number their rows alike, ids get the list's place and name.
    """
    facilities = _lists(files, extract, areas, report) if files.facilities else extract.facilities
    named = load_plan_facilities(files.plan)
    choices: dict[str, str] = {}
    doubles = find_doubles(facilities, district_prefixes=named.prefixes)
    if files.decisions is not None:
        decisions = read_decisions(files.decisions, report)
        choices = plan_choices(facilities, decisions)
        doubles = mark_doubles(doubles, decisions, facilities)
        facilities, said = apply_decisions(facilities, decisions)
        report.extend(said)
    open_pairs = [one for one in doubles if not one.decision]
    if open_pairs:
        first = open_pairs[0]
        report.note(
            "import.open_doubles",
            count=len(open_pairs),
            first=f"{first.first_name or first.first} – {first.second_name or first.second}",
        )
    report.doubles.extend(doubles)
    matches = match_plan_facilities(facilities, named, decisions=choices)
    lacking = [one.plan_name for one in matches if one.how in {"missing", "ambiguous"}]
    if lacking and files.facilities:
        report.note(
            "import.plan_facilities_open",
            count=len(lacking),
            named=len(matches),
            first=", ".join(lacking[:3]),
        )
    report.plan_facilities.extend(matches)
    return facilities


def _lists(
    files: StudyFiles, extract: OsmExtract, areas: AreaSet, report: ImportReport
) -> FacilitySet:
    mapping = None if files.mapping is None else read_mapping(files.mapping)
    roads = RoadLines.of_ways(extract.ways)
    read: list[FacilitySet] = []
    for path in files.facilities:
        found, said = read_facilities(
            path,
            datum=files.datum,
            mapping=mapping,
            kind=files.facility_kind,
            extent=extent_of(extract.ways),
            roads=roads,
            areas=areas,
            doubles=False,  # looked for in all lists together
        )
        need_some(path, len(found), said)
        report.extend(said)
        report.note("import.facilities_read", path=path.name, count=len(found))
        read.append(found)
    if len(extract.facilities):
        report.note("import.osm_facilities_set_aside", count=len(extract.facilities))
    ids = [one for found in read for one in found.id]
    if len(set(ids)) != len(ids):
        # Each list numbers its own rows: the file's place and name tell them apart.
        report.note("import.ids_prefixed")
        read = [
            replace(found, id=tuple(f"{number}-{path.stem}:{one}" for one in found.id))
            for number, (path, found) in enumerate(zip(files.facilities, read, strict=True), 1)
        ]
    return join_facilities(read)


def without_lost_facilities(study: Study, report: ImportReport) -> Study:
    """Reject facilities that lie far from every road: their coordinates are wrong."""
    if not len(study.facilities):
        return study
    walkable = (study.ways.forward | study.ways.backward) & Mode.FOOT
    roads = study.roads("walk" if walkable.any() else "car")
    x_m, y_m = study.crs.from_lonlat(study.facilities.lon, study.facilities.lat)
    found = roads.index.snap(x_m, y_m, max_distance_m=FACILITY_OFF_NETWORK_M)
    lost = np.flatnonzero(~np.isfinite(found.distance_m)).tolist()
    if not lost:
        return study
    for row in lost:
        source, _, number = study.facilities.source[row].rpartition(":")
        report.reject(
            source or "OSM",
            number or study.facilities.id[row],
            "row.off_network",
            name=study.facilities.label(row),
            limit_km=FACILITY_OFF_NETWORK_M / 1000,
        )
    kept = [row for row in range(len(study.facilities)) if row not in set(lost)]
    return replace(study, facilities=study.facilities.take(kept))
