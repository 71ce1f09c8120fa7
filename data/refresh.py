"""Refreshing a study: what its files say now, and what of it must be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from data.create import Tell, digest_files, make_study
from data.creation.files import Spread, StudyFiles, is_side, read_sources
from data.creation.steps import Made, Step, step_keys
from data.extract_parts import (
    EXTRACT,
    made_by_this_program,
    marks,
    read_extract,
    read_steps,
)
from data.import_report import ImportReport
from data.osm import OsmExtract
from data.studies import open_study
from geo.errors import DataUnavailableError, FileFormatError
from layers.areas import AreaSet
from layers.demand import DemandSurface
from layers.facilities import FacilitySet
from layers.register import Register
from planning.indicators import IndicatorTable
from planning.study import InputFile, Study
from routing.ways import RoadWays


@dataclass(frozen=True, slots=True, eq=False)
class Refresh:
    """
    What a refresh would do.

    Attributes
    ----------
    files, digests
        The files and choices as they stand now.
    changed
        Steps that must be done again.
    gone
        Files that are no longer there: what was read from them is kept.
    unlike
        Choices that differ from those of the study, by field.
    marks
        Marks of the bundle that this was found of.
    newer_program
        Whether the program itself has changed since: then every step is done again.
    """

    files: StudyFiles
    digests: Mapping[Path, str]
    changed: tuple[Step, ...]
    gone: tuple[Path, ...]
    unlike: tuple[str, ...]
    marks: Mapping[str, str]
    newer_program: bool = False

    @property
    def needed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.changed or self.unlike)


class BundleKept:
    """
    A bundle as the source of what did not change.

    Parameters
    ----------
    folder
        The bundle; it is opened, and its digests checked.

    Raises
    ------
    DataUnavailableError, FileFormatError
        If the bundle is damaged, or another one took its place meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._marks = marks(folder / EXTRACT)
        self._steps = read_steps(folder / EXTRACT)
        self._study: Study = open_study(folder)
        self._check_same()

    def _check_same(self) -> None:
        """Refuse a bundle that another refresh has replaced since its steps were read."""
        if marks(self._folder / EXTRACT) != self._marks:
            raise FileFormatError("study.part_changed", path=str(self._folder), part=EXTRACT)

    def report(self, step: Step, key: str) -> ImportReport | None:
        """What a step said; None where it was made from something else."""
        found = self._steps.get(step)
        return found[1] if found is not None and found[0] == key else None

    def input_of(self, role: str, name: str, sha256: str) -> InputFile | None:
        """What was recorded of an input; None where it was another file."""
        known = self._study.info.inputs
        return next(
            (one for one in known if (one.role, one.name, one.sha256) == (role, name, sha256)), None
        )

    def extract(self) -> OsmExtract:
        """The extract as it was read."""
        extract = read_extract(self._folder / EXTRACT, self._study.ways)
        self._check_same()
        return extract

    def ways(self) -> RoadWays:
        """Roads with their kind of country and heights."""
        return self._study.ways

    def areas(self) -> AreaSet:
        """Areas."""
        return self._study.areas

    def facilities(self) -> FacilitySet:
        """Facilities."""
        return self._study.facilities

    def demand(self) -> DemandSurface:
        """People."""
        return self._study.demand

    def register(self) -> Register:
        """Names without geometry."""
        return self._study.register

    def indicators(self) -> IndicatorTable:
        """Indicator values."""
        return self._study.indicators


def plan_refresh(folder: Path, files: StudyFiles) -> Refresh:
    """
    Find out what a refresh has to do, without doing it.

    Parameters
    ----------
    folder
        The bundle.
    files
        Files and choices that are wanted now.

    Raises
    ------
    DataUnavailableError
        If the bundle does not say what it was made from, or a file was never read and
        is not there, or one that must be read again is gone.
    """
    before = marks(folder / EXTRACT)
    was, known = read_sources(folder)
    digests = digest_files(files, known)
    gone = tuple(path for path in files.paths() if not path.is_file())
    for side, digest in known.items():
        if any(is_side(side, path) for path in gone):
            digests[side] = digest
    steps = read_steps(folder / EXTRACT)
    keys = step_keys(files, digests)
    changed = tuple(step for step in Step if steps.get(step, ("",))[0] != keys[step])
    for path in gone:
        needed = [step for step in changed if path in _files_of(step, files)]
        if needed:
            raise DataUnavailableError("refresh.file_gone", path=str(path), step=needed[0])
    unlike = tuple(
        one.name for one in fields(files) if getattr(files, one.name) != getattr(was, one.name)
    )
    newer = not made_by_this_program(folder / EXTRACT)
    return Refresh(files, digests, changed, gone, unlike, before, newer)


def _files_of(step: Step, files: StudyFiles) -> list[Path | None]:
    """Files that a step reads; a named river and land to live on come from the extract."""
    river = files.river_file or (files.osm if files.river else None)
    land = files.osm if files.spread in (Spread.BUILDINGS, Spread.BUILT_UP) else None
    read: dict[Step, list[Path | None]] = {
        Step.EXTRACT: [files.osm],
        Step.ROADS: [files.dem],
        Step.AREAS: [files.areas, river],
        Step.FACILITIES: [*files.facilities, files.mapping, files.decisions],
        Step.PEOPLE: [files.population, files.totals, *files.group_files.values(), land],
        Step.REGISTER: [files.register],
        Step.INDICATORS: [files.indicators],
    }
    return read[step]


def refresh_study(folder: Path, refresh: Refresh, *, tell: Tell | None = None) -> Made:
    """
    Make the study again where it must be; the bundle itself is not touched.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        As `data.create.make_study`, or if the bundle is damaged.
    """
    kept = BundleKept(folder)
    return make_study(refresh.files, digests=refresh.digests, kept=kept, tell=tell)
