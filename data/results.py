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

from geo.errors import OutputError
from geo.text import Lang, text
from planning.answers import CoverageAnswer
from planning.study import Study
from planning.verdict import Verdict
from routing.search import NO_FACILITY


def write_text(path: Path, content: str) -> None:
    """
    Write a text file beside its place first, then in one rename.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(content, encoding="utf-8", newline="")
        aside.replace(path)
    except OSError as fault:
        raise OutputError("output.refused", path=str(path), what=str(fault)) from fault
    finally:
        with suppress(OSError):  # where the folder itself is refused there is nothing to tidy
            aside.unlink(missing_ok=True)


def write_tables(
    folder: Path, study: Study, answer: CoverageAnswer, verdicts: Sequence[Verdict]
) -> tuple[Path, ...]:
    """
    Write the tables behind a result as CSV files that spreadsheets open (UTF-8 with BOM).

    Shares are 0-1, times in seconds; an empty cell is "none" or "cannot tell". Tables of
    a demonstration say so in every row, in both languages.

    Returns
    -------
    paths
        The files written: verdicts, coverage by area, and access by place.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    mark = " / ".join(text("demo.mark", lang) for lang in (Lang.ZH, Lang.EN))
    tables = {
        "verdicts.csv": (_VERDICT_HEAD, _verdict_rows(verdicts)),
        "coverage_by_area.csv": (_AREA_HEAD, _area_rows(answer)),
        "access_by_place.csv": (_PLACE_HEAD, _place_rows(study, answer)),
    }
    paths = []
    for name, (head, rows) in tables.items():
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\r\n")
        marked = study.info.demonstration
        writer.writerow([*head, "mark"] if marked else head)
        writer.writerows([*row, mark] if marked else row for row in rows)
        path = folder / name
        write_text(path, "\ufeff" + stream.getvalue())
        paths.append(path)
    return tuple(paths)


_VERDICT_HEAD = (
    "goal",
    "title_zh",
    "title_en",
    "reading",
    "reading_zh",
    "reading_en",
    "decides",
    "status",
    "value_share",
    "target_share",
    "margin_share",
    "share_speed_0.8",
    "share_speed_1.2",
    "missing_en",
    "missing_zh",
)
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


def _cell(value: float) -> float | str:
    return round(value, 6) if math.isfinite(value) else ""


def safe_text(value: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _verdict_rows(verdicts: Sequence[Verdict]) -> Iterable[Sequence[object]]:
    for one in verdicts:
        missing = [
            "; ".join(note.render(lang) for note in one.missing) for lang in (Lang.EN, Lang.ZH)
        ]
        yield (
            one.goal.id,
            one.goal.title["zh"],
            one.goal.title["en"],
            one.reading.id,
            one.reading.title["zh"],
            one.reading.title["en"],
            "yes" if one.headline else "no",
            one.status.value,
            _cell(one.value),
            one.target,
            _cell(one.margin),
            _cell(one.band[0]),
            _cell(one.band[1]),
            *missing,
        )


def _area_rows(answer: CoverageAnswer) -> Iterable[Sequence[object]]:
    whole = [("", text("area.whole", Lang.ZH), answer.whole)]
    parts = [
        (row.code, safe_text(row.name) or text("area.outside", Lang.ZH), row.coverage)
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


def _place_rows(study: Study, answer: CoverageAnswer) -> Iterable[Sequence[object]]:
    demand, access = study.demand, answer.access
    # Longest way first: the gaps are what the reader looks for.
    for row in np.argsort(-access.time_s, kind="stable").tolist():
        facility = int(access.facility[row])
        served = facility != NO_FACILITY
        yield (
            row + 1,
            safe_text(demand.label(row)),
            round(float(demand.lon[row]), 6),
            round(float(demand.lat[row]), 6),
            _cell(float(demand.population[row])),
            _cell(float(access.time_s[row])),
            _cell(float(access.road_s[row])),
            _cell(float(access.off_road_s[row])),
            _cell(float(access.snap_m[row])),
            study.facilities.id[facility] if served else "",
            safe_text(study.facilities.name[facility]) if served else "",
        )
