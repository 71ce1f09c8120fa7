"""The steps that make a study, and what tells whether one must be done again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.resources import files as resources
from pathlib import Path
from typing import Protocol

from data.cache import cache_key, code_digest
from data.creation.files import StudyFiles, is_side
from data.import_report import ImportReport
from data.osm import OsmExtract
from layers.areas import AreaSet
from layers.demand import DemandSurface
from layers.facilities import FacilitySet
from layers.register import Register
from planning.indicators import IndicatorTable
from planning.study import InputFile, Study
from routing.ways import RoadWays


class Step(StrEnum):
    """A step of making a study; each needs only steps above it."""

    EXTRACT = "extract"
    ROADS = "roads"
    AREAS = "areas"
    FACILITIES = "facilities"
    PEOPLE = "people"
    REGISTER = "register"
    INDICATORS = "indicators"


class Kept(Protocol):
    """An earlier bundle, asked for what a step gave then."""

    def report(self, step: Step, key: str) -> ImportReport | None:
        """What the step said; None where it was made from something else."""

    def input_of(self, role: str, name: str, sha256: str) -> InputFile | None:
        """What was recorded of an input; None where it was another file."""

    def extract(self) -> OsmExtract:
        """The extract as it was read, without the kind of country of its roads."""

    def ways(self) -> RoadWays:
        """Roads with their kind of country and heights."""

    def areas(self) -> AreaSet:
        """Areas."""

    def facilities(self) -> FacilitySet:
        """Facilities."""

    def demand(self) -> DemandSurface:
        """People."""

    def register(self) -> Register:
        """Names without geometry."""

    def indicators(self) -> IndicatorTable:
        """Indicator values."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """
    A study, and what must be kept with it to make it again in part.

    Attributes
    ----------
    study
        The study.
    files
        What it was made from.
    extract
        The extract as it was read.
    keys
        What each step was made from, as a digest.
    reports
        What each step said.
    reused
        Steps that were not done again.
    digests
        Digest of each file.
    """

    study: Study
    files: StudyFiles
    extract: OsmExtract
    keys: Mapping[Step, str]
    reports: Mapping[Step, ImportReport]
    reused: tuple[Step, ...]
    digests: Mapping[Path, str] = field(default_factory=dict)

    @property
    def report(self) -> ImportReport:
        """Everything that was said, step by step."""
        return join_reports(self.reports)


def join_reports(reports: Mapping[Step, ImportReport]) -> ImportReport:
    """Put the reports of the steps together, in the order of the work."""
    whole = ImportReport()
    for step in Step:
        if step in reports:
            whole.extend(reports[step])
    return whole


def program() -> str:
    """Digest of the code that makes studies: what it makes may differ where it differs."""
    return code_digest("data", "data.creation", "layers", "geo", "planning", "routing")


def step_keys(files: StudyFiles, digests: Mapping[Path, str]) -> dict[Step, str]:
    """
    Digest of everything each step depends on: files, choices, earlier steps, the code.

    Parameters
    ----------
    files
        Files and choices.
    digests
        Digest of each file.
    """
    code = program()

    def of(*paths: Path | None) -> list[list[list[str]]]:
        # The name counts beside the bytes: reports and sources quote it. An absent file
        # leaves its place empty, lest one option's file pass for another's.
        return [[] if one is None else _with_sides(one, digests) for one in paths]

    def key(step: Step, *parts: object) -> str:
        return cache_key(code, step.value, *parts)

    extract = key(Step.EXTRACT, of(files.osm))
    profiles = _reference_digest("profiles")
    roads = key(Step.ROADS, extract, profiles, of(files.dem), files.setting.value)
    areas = key(
        Step.AREAS,
        extract,
        of(files.areas, files.river_file),
        files.areas_datum or files.datum,
        files.areas_date,
        "" if files.river_file else files.river,
    )
    facilities = key(
        Step.FACILITIES,
        extract,
        areas,
        profiles,
        _plans_digest("facilities.toml"),
        of(*files.facilities),
        of(files.mapping, files.decisions),
        files.datum,
        files.facility_kind,
        files.plan,
    )
    people = key(
        Step.PEOPLE,
        extract,
        areas,
        of(files.population, files.totals),
        [[group.value, of(files.group_files[group])] for group in sorted(files.group_files)],
        files.population_datum or files.datum,
        files.population_unit,
        files.spread,
        files.leave_out,
    )
    return {
        Step.EXTRACT: extract,
        Step.ROADS: roads,
        Step.AREAS: areas,
        Step.FACILITIES: facilities,
        Step.PEOPLE: people,
        Step.REGISTER: key(Step.REGISTER, areas, of(files.register)),
        Step.INDICATORS: key(
            Step.INDICATORS, _plans_digest("goals.toml"), of(files.indicators), files.plan
        ),
    }


def _with_sides(path: Path, digests: Mapping[Path, str]) -> list[list[str]]:
    """Name and digest of a file, and of what lies beside it and counts as part of it."""
    sides = sorted(one for one in digests if is_side(one, path))
    return [[one.name, digests[one]] for one in (path, *sides)]


def _reference_digest(folder: str) -> str:
    """Digest of the packaged reference files of a kind: some may be edited by hand."""
    digest = hashlib.sha256()
    found = (resources("data.reference") / folder).iterdir()
    for entry in sorted(found, key=lambda one: one.name):
        if entry.name.endswith(".toml"):
            digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def _plans_digest(name: str) -> str:
    """Digest of one file of every packaged plan."""
    digest = hashlib.sha256()
    for plan in sorted((resources("data.reference") / "plans").iterdir(), key=lambda one: one.name):
        part = plan / name
        if part.is_file():
            digest.update(plan.name.encode() + part.read_bytes())
    return digest.hexdigest()


def raw_ways(ways: RoadWays) -> RoadWays:
    """Roads as the extract gave them: without kind of country and heights."""
    return replace(ways, setting=None, elevation_m=None)
