"""Making a study from files: what did not change since an earlier time is not done again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from data.creation.care import read_care, without_lost_facilities
from data.creation.files import StudyFiles
from data.creation.people import read_people
from data.creation.places import read_indicator_values, read_names, read_study_areas
from data.creation.roads import note_network, read_extract, roads_with_country
from data.creation.steps import Kept, Made, Step, join_reports, step_keys
from data.digests import file_sha256
from data.import_report import ImportReport
from data.osm import OSM_LICENCE
from data.profiles import load_profiles
from geo.crs import metric_crs_for
from geo.errors import DataUnavailableError
from planning.study import InputFile, Study, StudyInfo

__all__ = ["StudyFiles", "create_study", "digest_files", "make_study"]

T = TypeVar("T")
Tell = Callable[[Step, bool], None]
"""Told of each step as it begins, and whether it is only taken over."""


def create_study(files: StudyFiles) -> tuple[Study, ImportReport]:
    """
    Read the files and put a study together.

    Returns
    -------
    study, report
        The study, and what was remarked, merged and rejected.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        If a file is missing, damaged, or lacks what it must have.
    """
    made = make_study(files)
    return made.study, made.report


def digest_files(files: StudyFiles, known: Mapping[Path, str] | None = None) -> dict[Path, str]:
    """
    Digest of each file of a study.

    Parameters
    ----------
    files
        The files.
    known
        Digests of an earlier time: a file that is no longer there keeps its own.

    Raises
    ------
    DataUnavailableError
        If a file is not there and was never read.
    """
    found = {}
    for path in files.paths():
        if path.is_file():
            found[path] = file_sha256(path)
        elif known is not None and path in known:
            found[path] = known[path]
        else:
            raise DataUnavailableError("file.not_found", path=str(path))
    return found


def make_study(
    files: StudyFiles,
    *,
    digests: Mapping[Path, str] | None = None,
    kept: Kept | None = None,
    tell: Tell | None = None,
) -> Made:
    """
    Make a study step by step.

    Parameters
    ----------
    files
        Files and choices.
    digests
        Digest of each file, where known.
    kept
        An earlier bundle; a step that was made from the same is taken over from it.
    tell
        Told of each step as it begins.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        If a file is missing, damaged, or lacks what it must have.
    """
    digests = digest_files(files) if digests is None else digests
    run = _Run(step_keys(files, digests), kept, tell)
    extract = run.do(
        Step.EXTRACT, lambda said: read_extract(files.osm, said), lambda old: old.extract()
    )
    crs = metric_crs_for(extract.ways.lon, extract.ways.lat)
    ways = run.do(
        Step.ROADS,
        lambda said: roads_with_country(extract, files.dem, crs, files.setting, said),
        lambda old: old.ways(),
    )
    areas = run.do(
        Step.AREAS, lambda said: read_study_areas(files, extract, said), lambda old: old.areas()
    )
    facilities = run.do(
        Step.FACILITIES,
        lambda said: read_care(files, extract, areas, said),
        lambda old: old.facilities(),
    )
    demand = run.do(
        Step.PEOPLE,
        lambda said: read_people(files, extract, areas, crs, said),
        lambda old: old.demand(),
    )
    names = run.do(
        Step.REGISTER, lambda said: read_names(files, areas, said), lambda old: old.register()
    )
    indicators = run.do(
        Step.INDICATORS,
        lambda said: read_indicator_values(files, said),
        lambda old: old.indicators(),
    )
    name = files.name or files.osm.name.split(".")[0]
    study = Study(
        info=StudyInfo(
            name=name,
            title={"zh": name, "en": name},
            setting=files.setting,
            demonstration=False,
            plan=files.plan,
            inputs=tuple(_inputs(files, digests, extract.vintage, kept)),
            notes=tuple(
                ("notes.cells_left_out", {"people": note.fields["people"]})
                for note in run.reports[Step.PEOPLE].notes
                if note.code == "import.cells_outside_areas"
            ),
        ),
        crs=crs,
        ways=ways,
        facilities=facilities,
        demand=demand,
        areas=areas,
        profiles=load_profiles(),
        register=names,
        indicators=indicators,
    )
    if Step.FACILITIES not in run.reused:
        study = without_lost_facilities(study, run.reports[Step.FACILITIES])
    if Step.ROADS not in run.reused:
        note_network(study, run.reports[Step.ROADS])
    study = replace(
        study,
        record=join_reports(run.reports).record(extract.facilities if files.facilities else None),
    )
    return Made(study, files, extract, run.keys, run.reports, tuple(run.reused), digests)


@dataclass(slots=True)
class _Run:
    """Goes through the steps; takes over from an earlier bundle what was made from the same."""

    keys: Mapping[Step, str]
    kept: Kept | None
    tell: Tell | None
    reports: dict[Step, ImportReport] = field(default_factory=dict)
    reused: list[Step] = field(default_factory=list)

    def do(
        self,
        step: Step,
        work: Callable[[ImportReport], T],
        take: Callable[[Kept], T],
    ) -> T:
        """Do a step, or take it over."""
        said = None if self.kept is None else self.kept.report(step, self.keys[step])
        if self.tell is not None:
            self.tell(step, said is not None)
        if said is not None and self.kept is not None:
            self.reports[step] = said
            self.reused.append(step)
            return take(self.kept)
        self.reports[step] = ImportReport()
        return work(self.reports[step])


def _inputs(
    files: StudyFiles, digests: Mapping[Path, str], vintage: str, kept: Kept | None
) -> list[InputFile]:
    """Where each file came from; one that is no longer there as it was recorded."""
    roles: list[tuple[str, Path]] = [("osm", files.osm)]
    roles += [("facilities", path) for path in files.facilities]
    single = {
        "population": files.population,
        "totals": files.totals,
        "areas": files.areas,
        "river": files.river_file,
        "dem": files.dem,
        "register": files.register,
        "indicators": files.indicators,
        "mapping": files.mapping,
        "decisions": files.decisions,
    }
    roles += [(role, path) for role, path in single.items() if path is not None]
    roles += [
        (f"population {group}", files.group_files[group]) for group in sorted(files.group_files)
    ]
    found = []
    for role, path in roles:
        was = None if kept is None else kept.input_of(role, path.name, digests[path])
        if was is not None:
            found.append(was)
            continue
        licence, date = (OSM_LICENCE, vintage) if role == "osm" else ("", "")
        size_bytes = path.stat().st_size
        found.append(InputFile(role, path.name, digests[path], size_bytes, licence, date))
    return found
