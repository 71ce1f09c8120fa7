"""The tables behind a supply answer: a workbook, or CSV files in a folder."""

from __future__ import annotations

import csv
import io
import math
import os
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from data.results import safe_text, write_text
from geo.errors import InputError, OutputError
from geo.text import Lang, text
from planning.equity_answers import lorenz_points
from planning.study import Study
from planning.supply_answers import QUANTILES, SupplyAnswer

SUFFIXES = (".csv", ".xlsx")

Cell = str | float | None
Table = tuple[Sequence[str], Sequence[Sequence[Cell]]]

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
# A fixed stamp instead of the clock, so that bytes repeat.
_EPOCH = datetime(2000, 1, 1)
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
_STAMP = b"2000-01-01T00:00:00Z"
_WIDEST, _NARROWEST = 60, 12


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
    tables = {
        "areas": _areas(answer),
        "facilities": _facilities(study, answer),
        "lorenz": (_LORENZ_HEAD, lorenz_points(answer.equity.lorenz)),
        "notes": (("note",), [(note.render(lang),) for note in answer.notes]),
    }
    if study.info.demonstration:
        mark = " / ".join(text("demo.mark", one) for one in (Lang.ZH, Lang.EN))
        tables = {
            name: ((*head, "mark"), [(*row, mark) for row in rows])
            for name, (head, rows) in tables.items()
        }
    if path.suffix.lower() == ".xlsx":
        _write_bytes(path, _as_workbook(tables))
        return path
    folder = path.with_suffix("")
    for name, table in tables.items():
        write_text(folder / f"{name}.csv", _as_csv(table))
    return folder


def _areas(answer: SupplyAnswer) -> Table:
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
    return head, rows


def _facilities(study: Study, answer: SupplyAnswer) -> Table:
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
    return _FACILITY_HEAD, rows


def _as_csv(table: Table) -> str:
    head, rows = table
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return "\ufeff" + stream.getvalue()


def _as_text(cell: Cell) -> Cell:
    """Keep names from being read as formulas, and leave NaN and infinity empty."""
    if isinstance(cell, str):
        return safe_text(cell)
    return cell if cell is not None and math.isfinite(cell) else None


def _as_workbook(tables: dict[str, Table]) -> bytes:
    book = Workbook()
    book.properties.creator = "goldenhour"
    book.properties.created = _EPOCH
    book.remove(book.worksheets[0])
    for name, (head, rows) in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(list(head))
        for row_at, row in enumerate(rows, 2):
            for at, cell in enumerate(row, 1):
                if isinstance(cell, str):
                    # Text stays text, whatever sign it begins with.
                    target = sheet.cell(row_at, at, ILLEGAL_CHARACTERS_RE.sub("", cell))
                    target.data_type = "s"
                elif cell is not None and math.isfinite(cell):
                    sheet.cell(row_at, at, cell)
        for at, title in enumerate(head, 1):
            sheet.cell(1, at).font = Font(bold=True)
            longest = max((len(str(row[at - 1])) for row in rows), default=0)
            width = max(_NARROWEST, len(title) + 2, longest if title == "name" else 0)
            letter = get_column_letter(at)
            sheet.column_dimensions[letter].width = _WIDEST if title == "note" else width
        sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return _steady(stream.getvalue())


def _steady(content: bytes) -> bytes:
    """Take the clock out of a workbook: the same answer gives the same bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                stamp = rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"
                part = re.sub(stamp, rb"\g<1>" + _STAMP, part)
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    return stream.getvalue()


def _write_bytes(path: Path, content: bytes) -> None:
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
