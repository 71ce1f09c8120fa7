"""The tables behind a supply answer: a workbook, or CSV files in a folder."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from data.results import safe_text, write_bytes, write_text
from data.verdict_tables import Cell, Grid
from data.workbooks import workbook_bytes
from geo.errors import InputError
from geo.text import Lang, text
from planning.equity_answers import lorenz_points
from planning.study import Study
from planning.supply_answers import QUANTILES, SupplyAnswer

SUFFIXES = (".csv", ".xlsx")

_FACILITY_HEAD = (
    "id",
    "name",
    "supply",
    "people_in_reach",
    "people",
    "rate_per_thousand",
    "used",
    "left",
    "counted",
)
_LORENZ_HEAD = ("people_share", "resource_share")


def check_suffix(path: Path) -> None:
    """
    Make sure that tables can be written under a name, before anything is worked out.

    Raises
    ------
    InputError
        If it ends neither in ``.xlsx`` nor in ``.csv``.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("supply_answer.bad_suffix", path=str(path))


def write_supply_tables(path: Path, study: Study, answer: SupplyAnswer, *, lang: Lang) -> Path:
    """
    Write the tables behind a supply answer: areas, facilities, the Lorenz curve, notes.

    Shares are 0-1; an empty cell is "none" or "unknown". Tables of a demonstration say so
    in every row, in both languages.

    Parameters
    ----------
    path
        ``x.xlsx``: a workbook with a sheet each. ``x.csv``: a folder ``x`` with a file
        each (UTF-8 with BOM). What is there of that name is replaced.
    study, answer
        What to write.
    lang
        Language of the notes; the heads of the columns are those of the JSON document.

    Returns
    -------
    written
        The workbook, or the folder.

    Raises
    ------
    InputError
        If the suffix is another.
    OutputError
        If the disk refuses.
    """
    check_suffix(path)
    grids = [
        _areas(answer),
        _facilities(study, answer),
        _grid("lorenz", _LORENZ_HEAD, lorenz_points(answer.equity.lorenz)),
        _grid("notes", ("note",), [(note.render(lang),) for note in answer.notes]),
    ]
    if study.info.demonstration:
        mark = " / ".join(text("demo.mark", one) for one in (Lang.ZH, Lang.EN))
        grids = [
            Grid(one.name, (*one.columns, "mark"), tuple((*row, mark) for row in one.rows))
            for one in grids
        ]
    if path.suffix.lower() == ".xlsx":
        write_bytes(path, workbook_bytes((one.name, one.columns, one) for one in grids))
        return path
    folder = path.with_suffix("")
    for one in grids:
        write_text(folder / f"{one.name}.csv", _as_csv(one))
    return folder


def _grid(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Grid:
    """Make a table in which what is not finite is an empty cell."""
    return Grid(name, tuple(columns), tuple(tuple(_finite(cell) for cell in row) for row in rows))


def _finite(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _areas(answer: SupplyAnswer) -> Grid:
    unit = answer.question.unit.value
    head = (
        "code",
        "name",
        "population",
        f"mean_{unit}",
        *(f"p{share * 100:02.0f}_{unit}" for share in QUANTILES),
        "in_reach",
        "share_in_reach",
        "served",
        "share_served",
        "supply_located",
        "located_per_thousand",
    )
    # The people of all areas stand last, under the code that no area has.
    rows: list[Sequence[Cell]] = [
        (
            code,
            one.name,
            one.access.people,
            one.access.mean,
            *(value for _, value in one.access.quantiles),
            one.in_reach,
            one.share_in_reach,
            one.served,
            one.share_served,
            one.located,
            one.located_per_thousand,
        )
        for code, one in [*((one.code, one) for one in answer.by_area), ("*", answer.whole)]
    ]
    return _grid("areas", head, rows)


def _facilities(study: Study, answer: SupplyAnswer) -> Grid:
    rows: list[Sequence[Cell]] = [
        (
            one.id,
            one.name,
            one.supply,
            one.people_in_reach,
            one.people,
            one.rate_per_thousand,
            one.used,
            one.left,
            "yes",
        )
        for one in answer.facilities
    ]
    known = study.facilities
    blank = (None,) * 5
    for left_out, supply, why in (
        (answer.empty_rows, 0.0, "no: has none"),
        (answer.unknown_rows, None, "no: number unknown"),
    ):
        rows += [(known.id[row], known.label(row), supply, *blank, why) for row in left_out]
    return _grid("facilities", _FACILITY_HEAD, rows)


def _as_csv(grid: Grid) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(grid.columns)
    for row in grid.rows:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + stream.getvalue()
