"""Decisions: which rows are one facility, and which row a facility of the plan is.

A CSV file that an office fills in with a spreadsheet: an import lists what is open, the user
writes ``same`` or ``different``, and every later import does the same again, whatever the
order of the rows. Ids are text; a spreadsheet that made a number of one (001 became 1) is
seen through where the name agrees.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from data.deciding import DIFFERENT, SAME, Decisions, PairDecision, grouped
from data.import_report import ImportReport
from data.results import write_text
from data.sheet_reader import read_sheet
from data.words import plain_word
from geo.errors import InputError
from layers.doubles import PossibleDouble
from planning.import_record import NO_ROW, PlanFacilityMatch

COLUMNS = (
    "first", "second", "first_name", "second_name", "distance_m", "reason", "decision", "keep",
    "plan_name", "facility_id", "candidates",
)  # fmt: skip
_WORDS = {
    **dict.fromkeys((SAME, "同一", "同一家", "同一机构", "相同", "是", "合并", "s"), SAME),
    **dict.fromkeys(
        (DIFFERENT, "不同", "不是", "否", "不同机构", "非同一", "非同一家", "不合并", "d"),
        DIFFERENT,
    ),
}
_NO_ROW_WORDS = frozenset({"-", "--", "—", "无", "没有", "none"})
_FORMULA = re.compile(r"[=+@]|-(?=.*\D)")
_OPEN_MATCHES = frozenset({"ambiguous", "missing"})


def write_decisions(
    path: Path, doubles: Iterable[PossibleDouble], matches: Iterable[PlanFacilityMatch] = ()
) -> None:
    """
    Write a decisions file: what is open with blank cells, what is decided as it is.

    Parameters
    ----------
    path
        CSV file, in UTF-8 with the mark that spreadsheets need.
    doubles
        Pairs, with the decisions that were taken.
    matches
        Facilities of the plan; those found by name or alias need no decision and are left out.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for one in doubles:
        row = {name: getattr(one, name) for name in COLUMNS[:5]} | {"decision": one.decision}
        writer.writerow(_harmless(row | {"reason": one.reason}))
    for match in matches:
        if match.how in _OPEN_MATCHES or match.how == "decision":
            writer.writerow(
                _harmless(
                    {
                        "plan_name": match.plan_name,
                        "reason": match.how,
                        "facility_id": match.decision,
                        "candidates": "; ".join(one for one in match.candidates if one != NO_ROW),
                    }
                )
            )
    write_text(path, "\ufeff" + stream.getvalue())


def _harmless(row: Mapping[str, object]) -> dict[str, str]:
    """Text of a row; what a spreadsheet would take for a formula begins with a quote."""
    texts = {name: str(value) for name, value in row.items()}
    return {name: f"'{text}" if _FORMULA.match(text) else text for name, text in texts.items()}


def read_decisions(path: Path, report: ImportReport | None = None) -> Decisions:
    """
    Read a decisions file, CSV or workbook, as a spreadsheet leaves it.

    Parameters
    ----------
    path
        The file.
    report
        Takes the remarks of reading a table.

    Raises
    ------
    DataUnavailableError, FileFormatError
        As `data.sheet_reader.read_sheet`.
    InputError
        If a column or an id is missing, a word is no decision, an id to keep is neither of the
        pair, a facility of the plan is decided twice, or decisions contradict each other.
    """
    sheet = read_sheet(
        path,
        fields={name: (name,) for name in COLUMNS},
        needed=("first", "second", "decision"),
        report=ImportReport() if report is None else report,
    )
    columns = {name: [_as_written(cell) for cell in sheet.column(name)] for name in COLUMNS}
    pairs: list[PairDecision] = []
    plan: dict[str, str] = {}
    for place, row in enumerate(sheet.row.tolist()):
        cell = {name: column[place] for name, column in columns.items()}
        if cell["plan_name"]:
            chosen = NO_ROW if cell["facility_id"] in _NO_ROW_WORDS else cell["facility_id"]
            if chosen and plan.setdefault(cell["plan_name"], chosen) != chosen:
                raise InputError(
                    "decisions.plan_twice", path=sheet.name, row=row, name=cell["plan_name"]
                )
        if not cell["decision"]:
            continue
        said = _WORDS.get(plain_word(cell["decision"]))
        if said is None:
            raise InputError("decisions.bad_word", path=sheet.name, row=row, value=cell["decision"])
        if not cell["first"] or not cell["second"] or cell["first"] == cell["second"]:
            raise InputError("decisions.no_pair", path=sheet.name, row=row)
        if cell["keep"] not in {"", cell["first"], cell["second"]}:
            raise InputError("decisions.bad_keep", path=sheet.name, row=row, keep=cell["keep"])
        named = (cell["first"], cell["second"], cell["first_name"], cell["second_name"])
        pairs.append(PairDecision(*named, said == SAME, cell["keep"], row))
    decisions = Decisions(sheet.name, tuple(pairs), tuple(plan.items()))
    grouped(decisions)  # contradictions are told when the file is read, not when it is used
    return decisions


def _as_written(cell: str) -> str:
    """Undo `_harmless`."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell
