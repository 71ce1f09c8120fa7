"""Writing results: text and tables, each whole or not at all."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from data.verdict_tables import EVIDENCE, Cell, verdict_grids
from geo.errors import OutputError
from geo.text import Lang, text
from planning.answers import CoverageAnswer
from planning.study import Study
from planning.verdict import Verdict
from routing.search import NO_FACILITY


def write_text(path: Path, content: str) -> None:
    """
    Write a text file (UTF-8, line ends as they are), whole or not at all.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    write_bytes(path, content.encode("utf-8"))


_MANIFEST = "study.toml"
STUDY_FILES = frozenset(
    (
        *(_MANIFEST, "roads.npz", "facilities.csv", "demand.npz", "areas.geojson"),
        *("register.csv", "indicators.csv", "import-report.json", "rejects.csv"),
        *("decisions.csv", "sources.toml"),
    )
)
"""Files of a study that no result may replace."""


def write_bytes(path: Path, content: bytes) -> None:
    """
    Write a file beside its place first, then in one rename.

    Raises
    ------
    OutputError
        If it would replace a part of a study, or the disk refuses.
    """
    if path.name in STUDY_FILES and (path.parent / _MANIFEST).is_file():
        raise OutputError("output.part_of_study", path=str(path))
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as fault:
        raise OutputError("output.refused", path=str(path), what=str(fault)) from fault
    finally:
        with suppress(OSError):  # where the folder itself is refused there is nothing to tidy
            aside.unlink(missing_ok=True)


def write_verdict_csv(folder: Path, study: Study, verdicts: Sequence[Verdict]) -> tuple[Path, ...]:
    """
    Write verdicts as CSV files that spreadsheets open (UTF-8 with BOM), one a table.

    Shares are 0-1, times in seconds; an empty cell is "none" or "cannot tell". Evidence
    that an earlier run left in the folder, and this one has not, is removed.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    paths = []
    for grid in verdict_grids(study, verdicts):
        path = folder / f"{grid.name}.csv"
        write_text(path, csv_text(grid.columns, grid.rows))
        paths.append(path)
    # Not every plan has every kind of evidence: an earlier plan's must not stand beside this one's.
    for stale in {*folder.glob(f"{EVIDENCE}*.csv")} - {*paths}:
        try:
            stale.unlink()
        except OSError as fault:
            raise OutputError("output.refused", path=str(stale), what=str(fault)) from fault
    return tuple(paths)


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Write a table as CSV text that a spreadsheet opens, with no cell read as a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(
        [safe_text(cell) if isinstance(cell, str) else _plain(cell) for cell in row] for row in rows
    )
    return "\ufeff" + stream.getvalue()


def write_tables(
    folder: Path, study: Study, answer: CoverageAnswer, verdicts: Sequence[Verdict]
) -> tuple[Path, ...]:
    """
    Write all tables behind a result as CSV files that spreadsheets open (UTF-8 with BOM).

    Shares are 0-1, times in seconds; an empty cell is "none" or "cannot tell". Tables of
    a demonstration say so in every row, in both languages.

    Returns
    -------
    paths
        The files written: those of `write_verdict_csv`, coverage by
        area, and access by place.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    mark = " / ".join(text("demo.mark", lang) for lang in (Lang.ZH, Lang.EN))
    tables = {
        "coverage_by_area.csv": (_AREA_HEAD, _area_rows(answer)),
        "access_by_place.csv": (_PLACE_HEAD, _place_rows(study, answer)),
    }
    paths = [*write_verdict_csv(folder, study, verdicts)]
    for name, (head, rows) in tables.items():
        marked = study.info.demonstration
        shown = [[*row, mark] if marked else [*row] for row in rows]
        path = folder / name
        write_text(path, csv_text([*head, "mark"] if marked else head, shown))
        paths.append(path)
    return tuple(paths)


_AREA_HEAD = (
    "code",
    "name",
    "population",
    "covered",
    "share",
    "uncovered",
    "unroutable",
    "median_s",
    "p95_s",
)
_PLACE_HEAD = (
    "row",
    "name",
    "lon",
    "lat",
    "population",
    "time_s",
    "road_s",
    "off_road_s",
    "to_road_m",
    "facility_id",
    "facility_name",
)


def _cell(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None


def safe_text(value: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _area_rows(answer: CoverageAnswer) -> Iterable[Sequence[Cell]]:
    whole = [("", text("area.whole", Lang.ZH), answer.whole)]
    parts = [
        (row.code, row.name or text("area.outside", Lang.ZH), row.coverage)
        for row in answer.by_area
    ]
    for code, name, figures in parts + whole:
        yield (
            code,
            name,
            _cell(figures.population),
            _cell(figures.covered),
            _cell(figures.share),
            _cell(figures.uncovered),
            _cell(figures.unroutable),
            _cell(figures.median_s),
            _cell(figures.p95_s),
        )


def _place_rows(study: Study, answer: CoverageAnswer) -> Iterable[Sequence[Cell]]:
    demand, access = study.demand, answer.access
    # Longest way first: the gaps are what the reader looks for.
    for row in np.argsort(-access.time_s, kind="stable").tolist():
        facility = int(access.facility[row])
        served = facility != NO_FACILITY
        yield (
            row + 1,
            demand.label(row),
            round(float(demand.lon[row]), 6),
            round(float(demand.lat[row]), 6),
            _cell(float(demand.population[row])),
            _cell(float(access.time_s[row])),
            _cell(float(access.road_s[row])),
            _cell(float(access.off_road_s[row])),
            _cell(float(access.snap_m[row])),
            study.facilities.id[facility] if served else "",
            study.facilities.name[facility] if served else "",
        )


_MOST_WHOLE = 1e15
"""Beyond it a float no longer holds every whole number."""


def _plain(cell: float | None) -> str:
    """Write a number without an empty fraction: years and counts are whole."""
    if cell is None:
        return ""
    return str(int(cell)) if float(cell).is_integer() and abs(cell) < _MOST_WHOLE else repr(cell)
