"""The areas of a study and the tables beside its map: banks, names, indicators."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from data.boundaries import note_claims, read_areas
from data.creation.files import StudyFiles
from data.creation.roads import extent_of
from data.import_report import ImportReport
from data.indicators import read_ids, read_indicators
from data.osm import OsmExtract
from data.osm_rivers import read_osm_river
from data.osmnx_graphs import is_graph_file
from data.plan_rows import load_plan_rows, plan_row_names, rows_of_ids
from data.register import read_register
from data.river_lines import note_banks, read_river_lines
from geo.errors import InputError
from layers.areas import OUTSIDE, AreaSet
from layers.banks import split_by_river
from layers.register import TOWNSHIP, Register, match
from planning.indicators import IndicatorTable

_NAMED = 3


def read_study_areas(files: StudyFiles, extract: OsmExtract, report: ImportReport) -> AreaSet:
    """
    Areas of the file, or those of the extract; with the banks of the river where one is named.

    Raises
    ------
    InputError
        If the areas lie elsewhere than the roads, or the river does not split them.
    """
    if files.areas is None:
        areas = extract.areas
        if not len(areas):
            report.note("import.no_areas")
        note_claims(areas, files.osm.name, report)
    else:
        areas, said = read_areas(
            files.areas,
            datum=files.areas_datum or files.datum,
            reference=extract.areas.polygon,
            date=files.areas_date,
            extent=extent_of(extract.ways),
        )
        ways = extract.ways
        if not (areas.locate(ways.lon, ways.lat) != OUTSIDE).any():
            raise InputError("areas.elsewhere", path=files.areas.name)
        report.extend(said)
    return _with_banks(files, areas, report) if files.river else areas


def _with_banks(files: StudyFiles, areas: AreaSet, report: ImportReport) -> AreaSet:
    """Add the two banks of the river to the areas, as a level of their own."""
    if files.river_file is not None:
        lines, said = read_river_lines(files.river_file, datum=files.areas_datum or files.datum)
        report.extend(said)
    elif is_graph_file(files.osm):
        raise InputError("banks.graph_has_no_rivers", name=files.river)
    else:
        lines = read_osm_river(files.osm, files.river)
    split = split_by_river(areas, _district(areas), lines)
    note_banks(split, report)
    joined: dict[str, Any] = {}
    for one in fields(AreaSet):
        both = getattr(areas, one.name), getattr(split.areas, one.name)
        joined[one.name] = np.concatenate(both) if one.name == "polygon" else both[0] + both[1]
    return AreaSet(**joined)


def _district(areas: AreaSet) -> str:
    """Code of the area that a river splits: the only one of its level, the largest of such."""
    alone = [areas.at_level(level) for level in areas.levels if len(areas.at_level(level)) == 1]
    if not alone:
        raise InputError("banks.no_district", levels=", ".join(areas.levels) or "-")
    largest = max(alone, key=lambda one: float(one.polygon[0].area))
    return largest.code[0]


def read_names(files: StudyFiles, areas: AreaSet, report: ImportReport) -> Register:
    """Names of townships and villages without geometry, held against the areas."""
    if files.register is None:
        return Register.none()
    register, said = read_register(files.register)
    report.extend(said)
    if len(areas):
        _note_match(register, areas, report)
    return register


def _note_match(register: Register, areas: AreaSet, report: ImportReport) -> None:
    """Say which townships of the list have no area, and which areas are not in the list."""
    if TOWNSHIP not in register.levels:
        return
    count = register.count(TOWNSHIP)
    # Vocabularies of levels differ; the level with the most like number of areas is meant.
    level = min(areas.levels, key=lambda one: (abs(len(areas.at_level(one)) - count), one))
    found = match(register, areas, level=TOWNSHIP, area_level=level)
    if found.without_geometry or found.not_in_register:
        name = dict(zip(register.code, register.name, strict=True))
        area = dict(zip(areas.code, areas.name, strict=True))
        report.note(
            "import.register_match",
            matched=len(found.pairs),
            without_area=len(found.without_geometry),
            unlisted=len(found.not_in_register),
            first=", ".join(name[code] for code in found.without_geometry[:_NAMED]) or "-",
            other=", ".join(area[code] for code in found.not_in_register[:_NAMED]) or "-",
        )


def read_indicator_values(files: StudyFiles, report: ImportReport) -> IndicatorTable:
    """Values by indicator, area and year; held against the plan's rows where it has some."""
    if files.indicators is None:
        return IndicatorTable.empty()
    known = files.plan in plan_row_names()
    rows = load_plan_rows(files.plan) if known else rows_of_ids(read_ids(files.indicators))
    table, said = read_indicators(files.indicators, rows=rows)
    report.extend(said)
    return table
