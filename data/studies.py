"""Study bundles: a folder that holds one study, written whole or not at all.

A bundle is ``study.toml`` (name, setting, provenance), ``roads.npz``,
``facilities.csv``, ``demand.npz``, ``areas.geojson``, and what the import had to say:
``import-report.json`` and ``rejects.csv``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
from numpy.typing import NDArray

from data.boundaries import read_written_areas, write_areas
from data.import_report import ImportReport
from data.profiles import load_profiles
from data.road_store import FOLDER as CACHE_FOLDER
from data.road_store import BundleRoadStore
from geo.crs import MetricCrs
from geo.errors import DataUnavailableError, FileFormatError, GoldenHourError, OutputError
from geo.text import Lang, text
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service
from planning.answers import Note
from planning.study import InputFile, Study, StudyInfo
from routing.profile import Setting
from routing.rules import NodeRules
from routing.ways import RoadWays

BUNDLE_VERSION = 1
MANIFEST = "study.toml"
_PARTS = ("roads.npz", "facilities.csv", "demand.npz", "areas.geojson")
_OWN = frozenset({*_PARTS, MANIFEST, "rejects.csv", "import-report.json", CACHE_FOLDER})
_RULE_PREFIX = "rules_"
_FACILITY_HEAD = ("id", "name", "lon", "lat", "kind", "services", "source")


def file_sha256(path: Path) -> str:
    """Digest of a file's bytes, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def describe_input(role: str, path: Path, *, licence: str = "", vintage: str = "") -> InputFile:
    """Record where an input came from: its name, digest and length."""
    return InputFile(role, path.name, file_sha256(path), path.stat().st_size, licence, vintage)


def write_study(
    study: Study, folder: Path, report: ImportReport, *, overwrite: bool = False
) -> None:
    """
    Write a bundle: beside its place first, then in one rename.

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

    Raises
    ------
    OutputError
        If the folder exists and is no bundle, or is one and `overwrite` is false, or
        the disk refuses.
    """
    check_place(folder, overwrite=overwrite)
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        aside.mkdir(parents=True)
        _write_parts(study, aside, report)
        if folder.exists():
            folder.rename(old)
        aside.rename(folder)
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


def _write_parts(study: Study, folder: Path, report: ImportReport) -> None:
    np.savez(folder / "roads.npz", allow_pickle=False, **_way_columns(study.ways))
    mark = ""
    if study.info.demonstration:
        mark = " / ".join(text("demo.mark", lang) for lang in (Lang.ZH, Lang.EN))
    _write_facilities(folder / "facilities.csv", study.facilities, mark)
    demand = study.demand
    np.savez(
        folder / "demand.npz",
        allow_pickle=False,
        lon=demand.lon,
        lat=demand.lat,
        population=demand.population,
        # Names as one block of text: a fixed-width column would be as wide as the longest.
        name=np.frombuffer("\n".join(_one_line(name) for name in demand.name).encode(), np.uint8),
    )
    write_areas(folder / "areas.geojson", study.areas, mark=mark)
    write_rejects(folder / "rejects.csv", report)
    said = [*report.notes, *([Note("notes.demo_roads", {})] if mark else [])]
    notes = [
        {"code": note.code, "fields": dict(note.fields)}
        | {lang.value: text(note.code, lang, **note.fields) for lang in Lang}
        for note in said
    ]
    (folder / "import-report.json").write_text(
        json.dumps(notes, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    info = study.info
    manifest: dict[str, Any] = {
        "bundle_version": BUNDLE_VERSION,
        "name": info.name,
        "title": dict(info.title),
        "setting": info.setting.value,
        "demonstration": info.demonstration,
        "plan": info.plan,
        "epsg": study.crs.epsg,
        "population_source": demand.source,
        "inputs": [asdict(one) for one in info.inputs],
        "notes": [{"code": code, "fields": dict(values)} for code, values in info.notes],
        # Digests, so that a part that was cut short or edited is never read as the truth.
        "parts": {name: file_sha256(folder / name) for name in _PARTS},
    }
    (folder / MANIFEST).write_text(tomli_w.dumps(manifest), encoding="utf-8")


def _way_columns(ways: RoadWays) -> dict[str, NDArray[Any]]:
    """Columns of the ways, those of their rules under a prefix; absent ones left out."""
    columns = {one.name: getattr(ways, one.name) for one in fields(RoadWays)}
    rules = columns.pop("rules")
    columns |= {_RULE_PREFIX + one.name: getattr(rules, one.name) for one in fields(NodeRules)}
    return {name: column for name, column in columns.items() if column is not None}


def _ways_from_columns(columns: Mapping[str, NDArray[Any]]) -> RoadWays:
    rules = {one.name: columns[_RULE_PREFIX + one.name] for one in fields(NodeRules)}
    own = {one.name: columns[one.name] for one in fields(RoadWays) if one.name in columns}
    return RoadWays(**own, rules=NodeRules(**rules))


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _write_facilities(path: Path, facilities: FacilitySet, mark: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*_FACILITY_HEAD, "mark"] if mark else _FACILITY_HEAD)
        for row in range(len(facilities)):
            writer.writerow(
                [
                    facilities.id[row],
                    _one_line(facilities.name[row]),
                    repr(float(facilities.lon[row])),
                    repr(float(facilities.lat[row])),
                    facilities.kind[row].value,
                    ";".join(sorted(facilities.services[row])),
                    facilities.source[row],
                    *([mark] if mark else []),
                ]
            )


def write_rejects(path: Path, report: ImportReport) -> None:
    """Write the rows that were not taken, with their reasons in both languages."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["source", "row", "reason", "reason_zh"])
        for one in report.rejects:
            reasons = [text(one.code, lang, **one.fields) for lang in (Lang.EN, Lang.ZH)]
            writer.writerow([one.source, one.row, *reasons])


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
    for name in _PARTS:
        if file_sha256(folder / name) != manifest["parts"][name]:
            raise FileFormatError("study.part_changed", path=str(folder), part=name)
    # Opened here, not by numpy: it leaves a damaged file open.
    with (
        (folder / "roads.npz").open("rb") as stream,
        np.load(stream, allow_pickle=False) as columns,
    ):
        ways = _ways_from_columns(columns)
    with (
        (folder / "demand.npz").open("rb") as stream,
        np.load(stream, allow_pickle=False) as columns,
    ):
        population = columns["population"]
        names = columns["name"].tobytes().decode().split("\n") if population.size else []
        demand = DemandSurface(
            columns["lon"], columns["lat"], population, tuple(names), manifest["population_source"]
        )
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
    study = Study(
        info=info,
        crs=MetricCrs(manifest["epsg"]),
        ways=ways,
        facilities=_read_facilities(folder / "facilities.csv"),
        demand=demand,
        areas=read_written_areas(folder / "areas.geojson"),
        profiles=load_profiles(),
        store=store,
    )
    store.adopt(study)
    return study


def _read_facilities(path: Path) -> FacilitySet:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return FacilitySet(
        id=tuple(row["id"] for row in rows),
        name=tuple(row["name"] for row in rows),
        lon=np.array([float(row["lon"]) for row in rows], dtype=np.float64),
        lat=np.array([float(row["lat"]) for row in rows], dtype=np.float64),
        kind=tuple(Service(row["kind"]) for row in rows),
        services=tuple(
            frozenset(Service(one) for one in row["services"].split(";")) for row in rows
        ),
        source=tuple(row["source"] for row in rows),
    )
