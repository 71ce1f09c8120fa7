"""Study bundles: a folder that holds one study, written whole or not at all.

A bundle is ``study.toml`` (name, setting, provenance), ``roads.npz``,
``facilities.csv``, ``demand.npz``, ``areas.geojson``, and what the import had to say:
``import-report.json``, ``rejects.csv`` and ``decisions.csv``. A study made from files also
keeps what it needs to be refreshed in part: ``sources.toml`` and the folder ``extract``.
"""

from __future__ import annotations

import csv
import glob
import json
import os
import shutil
import time
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomli_w

from data.boundaries import read_written_areas, write_areas
from data.bundle_parts import (
    demand_arrays,
    demand_from_arrays,
    read_arrays,
    read_facilities_part,
    way_arrays,
    ways_from_arrays,
    write_arrays,
    write_facilities,
)
from data.creation.files import SOURCES, write_sources
from data.creation.steps import Made
from data.decisions import write_decisions
from data.digests import file_sha256
from data.extract_parts import EXTRACT, marks, read_extract_facilities, write_extract
from data.finding_store import BundleFindingStore
from data.import_report import ImportReport, Reject
from data.indicators import read_written_indicators, write_indicators
from data.profiles import load_profiles
from data.register import read_written_register, write_register
from data.report_json import report_from_json, report_to_json
from data.results import safe_text
from data.road_store import FOLDER as CACHE_FOLDER
from data.road_store import BundleRoadStore
from geo.crs import MetricCrs
from geo.errors import DataUnavailableError, FileFormatError, GoldenHourError, OutputError
from geo.text import Lang, text
from layers.register import Register
from planning.import_record import ImportRecord
from planning.indicators import IndicatorTable
from planning.note import Note
from planning.study import InputFile, Study, StudyInfo
from routing.profile import Setting

BUNDLE_VERSION = 2
MANIFEST = "study.toml"
REPORT = "import-report.json"
REJECTS = "rejects.csv"
DECISIONS = "decisions.csv"
_PARTS = (
    "roads.npz",
    "facilities.csv",
    "demand.npz",
    "areas.geojson",
    REPORT,
)
_REGISTER, _INDICATORS = "register.csv", "indicators.csv"
_TABLES = (_REGISTER, _INDICATORS)
"""Parts that only a study with such tables has."""
_OWN = frozenset({*_PARTS, *_TABLES, MANIFEST, REJECTS, DECISIONS, SOURCES, EXTRACT, CACHE_FOLDER})


def write_study(
    study: Study,
    folder: Path,
    report: ImportReport,
    *,
    overwrite: bool = False,
    made: Made | None = None,
    replaces: Mapping[str, str] | None = None,
) -> None:
    """
    Write a bundle: beside its place first, then in one rename.

    Until that rename an earlier bundle stays as it was. Its kept networks move to the
    new one; each is named by what it depends on, so none is answered from wrongly.

    Parameters
    ----------
    study
        What to write.
    folder
        The bundle's folder; its parent is made where missing.
    report
        What the import had to say.
    overwrite
        Whether a bundle that is already there is replaced.
    made
        How the study was made, where it was made from files: then it can be refreshed.
    replaces
        Marks (`data.extract_parts.marks`) of the very bundle that a refresh was made from.

    Raises
    ------
    OutputError
        If the folder exists and is no bundle, or is one and `overwrite` is false, or
        another refresh replaced it meanwhile, or the disk refuses.
    """
    check_place(folder, overwrite=overwrite)
    if replaces is not None and marks(folder / EXTRACT) != replaces:
        raise OutputError("output.replaced_meanwhile", path=str(folder))
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        aside.mkdir(parents=True)
        _write_parts(study, aside, report, made)
        if folder.exists():
            folder.rename(old)
        aside.rename(folder)
        if (old / CACHE_FOLDER).is_dir():
            with suppress(OSError):  # a cache saves time, it is never the only copy
                (old / CACHE_FOLDER).rename(folder / CACHE_FOLDER)
    except OSError as fault:
        raise OutputError("output.refused", path=str(folder), what=str(fault)) from fault
    finally:
        if old.exists() and not folder.exists():  # also when it was interrupted
            old.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def check_place(folder: Path, *, overwrite: bool) -> None:
    """
    Make sure that a bundle may be written at a place, before the work is done.

    Raises
    ------
    OutputError
        As `write_study`.
    """
    recover(folder)
    if not folder.exists():
        return
    empty = folder.is_dir() and not any(folder.iterdir())
    if not empty and not (folder / MANIFEST).is_file():
        raise OutputError("output.not_a_bundle", path=str(folder))
    if not empty and not overwrite:
        raise OutputError("output.exists", path=str(folder))
    foreign = sorted({one.name for one in folder.iterdir()} - _OWN)
    if foreign:
        raise OutputError("output.foreign_files", path=str(folder), names=", ".join(foreign[:3]))
    filled_in = folder / DECISIONS
    if filled_in.is_file() and file_sha256(filled_in) != _template_digest(folder):
        raise OutputError("output.decisions_edited", path=str(filled_in))


def recover(folder: Path) -> None:
    """
    Bring a bundle back that was set aside when a writer was ended between two renames.

    Nothing is done where the bundle is there, or more than one was set aside.
    """
    if folder.exists() or not folder.parent.is_dir():
        return
    aside = [
        one
        for one in folder.parent.glob(f".{glob.escape(folder.name)}.*.old")
        if (one / MANIFEST).is_file()
    ]
    for _ in range(_PATIENCE if len(aside) == 1 else 0):
        time.sleep(_MOMENT_S)  # a writer at work is done with its second rename by then
        if folder.exists():
            return
    if len(aside) == 1:
        with suppress(OSError):
            aside[0].rename(folder)


_PATIENCE, _MOMENT_S = 10, 0.05


def _template_digest(folder: Path) -> str:
    """Digest of the decisions file as it was written; empty where the manifest is unreadable."""
    try:
        manifest = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(manifest.get("decisions", ""))


def _write_parts(study: Study, folder: Path, report: ImportReport, made: Made | None) -> None:
    write_arrays(folder / "roads.npz", way_arrays(study.ways))
    mark = ""
    if study.info.demonstration:
        mark = " / ".join(text("demo.mark", lang) for lang in (Lang.ZH, Lang.EN))
    write_facilities(folder / "facilities.csv", study.facilities, mark)
    write_arrays(folder / "demand.npz", demand_arrays(study.demand))
    write_areas(folder / "areas.geojson", study.areas, mark=mark)
    if len(study.register):
        write_register(folder / _REGISTER, study.register)
    if len(study.indicators):
        write_indicators(folder / _INDICATORS, study.indicators)
    write_rejects(folder / REJECTS, report)
    if report.doubles or any(one.how != "name" for one in report.plan_facilities):
        write_decisions(folder / DECISIONS, report.doubles, report.plan_facilities)
    _write_report(folder / REPORT, report, study.info.notes if mark else ())
    if made is not None:
        write_extract(folder / EXTRACT, made)
        write_sources(folder / SOURCES, made.files, made.digests)
    info = study.info
    manifest: dict[str, Any] = {
        "bundle_version": BUNDLE_VERSION,
        "name": info.name,
        "title": dict(info.title),
        "setting": info.setting.value,
        "demonstration": info.demonstration,
        "plan": info.plan,
        "epsg": study.crs.epsg,
        "population_source": study.demand.source,
        "inputs": [asdict(one) for one in info.inputs],
        "notes": [{"code": code, "fields": dict(values)} for code, values in info.notes],
        # Digests, so that a part that was cut short or edited is never read as the truth.
        "parts": {
            name: file_sha256(folder / name)
            for name in (*_PARTS, *_TABLES)
            if (folder / name).is_file()
        },
        # Users fill this one in: an edited one is never overwritten.
        "decisions": (file_sha256(folder / DECISIONS) if (folder / DECISIONS).is_file() else ""),
    }
    (folder / MANIFEST).write_text(tomli_w.dumps(manifest), encoding="utf-8")


def _write_report(
    path: Path, report: ImportReport, notes: Sequence[tuple[str, Mapping[str, object]]]
) -> None:
    """Write what the import said, and caveats; rejected rows stand in a table of their own."""
    written = report_to_json(report)
    del written["rejects"]
    written["rejected"] = report.rejected_by_source()
    caveats = ImportReport([Note(code, values) for code, values in notes])
    written["notes"] += report_to_json(caveats)["notes"]
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")


def write_rejects(path: Path, report: ImportReport) -> None:
    """Write the rows that were not taken, with their reasons in both languages."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["source", "row", "reason", "reason_zh"])
        for one in sorted_rejects(report.rejects):
            reasons = [text(one.code, lang, **one.fields) for lang in (Lang.EN, Lang.ZH)]
            # Spreadsheets open this file: what users wrote must not run there.
            writer.writerow([safe_text(said) for said in (one.source, one.row, *reasons)])


def sorted_rejects(rejects: Sequence[Reject]) -> list[Reject]:
    """Rejects file by file in the order the files came, and by row within each."""
    order = {source: place for place, source in enumerate(dict.fromkeys(r.source for r in rejects))}
    return sorted(
        rejects,
        key=lambda one: (order[one.source], int(one.row) if one.row.isdecimal() else -1),
    )


def open_study(path: str | Path) -> Study:
    """
    Open a bundle.

    Raises
    ------
    DataUnavailableError
        If there is no bundle at `path`.
    FileFormatError
        If the bundle is damaged, or of another version.
    """
    folder = Path(path)
    recover(folder)
    if not (folder / MANIFEST).is_file():
        raise DataUnavailableError("study.not_found", path=str(folder))
    try:
        return _read_parts(folder)
    except GoldenHourError:
        raise
    except (
        OSError,
        KeyError,
        TypeError,
        ValueError,
        EOFError,
        zipfile.BadZipFile,
    ) as fault:
        what = f"{type(fault).__name__}: {fault}"
        raise FileFormatError("study.damaged", path=str(folder), what=what) from fault


def _read_parts(folder: Path) -> Study:
    manifest = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["bundle_version"] != BUNDLE_VERSION:
        raise FileFormatError(
            "study.version",
            path=str(folder),
            found=manifest["bundle_version"],
            expected=BUNDLE_VERSION,
        )
    parts = manifest["parts"]
    for name in (*_PARTS, *(one for one in _TABLES if one in parts)):
        if file_sha256(folder / name) != manifest["parts"][name]:
            raise FileFormatError("study.part_changed", path=str(folder), part=name)
    ways = ways_from_arrays(read_arrays(folder / "roads.npz"))
    demand = demand_from_arrays(read_arrays(folder / "demand.npz"), manifest["population_source"])
    info = StudyInfo(
        name=manifest["name"],
        title=manifest["title"],
        setting=Setting(manifest["setting"]),
        demonstration=manifest["demonstration"],
        plan=manifest["plan"],
        inputs=tuple(InputFile(**one) for one in manifest["inputs"]),
        notes=tuple((one["code"], one["fields"]) for one in manifest["notes"]),
    )
    store = BundleRoadStore(folder, manifest["parts"])
    findings = BundleFindingStore(folder, manifest["parts"])
    study = Study(
        info=info,
        crs=MetricCrs(manifest["epsg"]),
        ways=ways,
        facilities=read_facilities_part(folder / "facilities.csv"),
        demand=demand,
        areas=read_written_areas(folder / "areas.geojson"),
        profiles=load_profiles(),
        register=(
            read_written_register(folder / _REGISTER) if _REGISTER in parts else Register.none()
        ),
        indicators=(
            read_written_indicators(folder / _INDICATORS)
            if _INDICATORS in parts
            else IndicatorTable.empty()
        ),
        record=_read_record(folder, lists=any(one.role == "facilities" for one in info.inputs)),
        store=store,
        findings=findings,
    )
    store.adopt(study)
    findings.adopt(study)
    return study


def _read_record(folder: Path, *, lists: bool) -> ImportRecord:
    """Read what the import said; OSM's own facilities where lists stand in their place."""
    written = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    rejected = tuple((one["source"], one["rows"]) for one in written["rejected"])
    aside = read_extract_facilities(folder / EXTRACT) if lists else None
    return report_from_json(written | {"rejects": []}).record(aside, rejected)
