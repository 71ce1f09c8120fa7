"""Reading and writing registers: name lists of townships and villages from tables."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.columns import ColumnMapping
from data.import_report import ImportReport
from data.sheet_reader import formula_rejects, read_sheet
from data.sheets import Sheet
from geo.errors import DataUnavailableError, FileFormatError, InputError
from layers.names import normal_name
from layers.register import DISTRICT, TOWNSHIP, VILLAGE, Register

REGISTER_FIELDS: Mapping[str, tuple[str, ...]] = {
    field: tuple(headings.split())
    for field, headings in {
        "code": "code 代码 行政区划代码 区划代码 统计用区划代码 统计用区划代码和城乡划分代码 编码 "
        "行政代码 区划编码 行政村代码 村代码 乡镇代码 id",
        "name": "name 名称 村名 村名称 行政村 行政村名称 村居名称 村社区 村居 村 乡镇名称 乡镇 "
        "镇街 街道乡镇 行政区划名称 区划名称 单位名称",
        "level": "level 级别 层级 行政级别 行政层级 类型 类别",
        "parent": "parent 上级 上级代码 上级名称 上级区划 上级行政区划 上级单位 父级 父级代码 "
        "towncode streetcode areacode 所属区县 隶属",
        # What heads the names of townships in a list of townships heads the villages'
        # townships in a list of villages: it stands late here, so that `name` has it first.
        "township": "township 所属乡镇 所属街道 所属镇街 所属乡镇街道 所属乡 所属镇 所在乡镇 "
        "所在镇街 所在街道 乡镇街道 镇街名称 所属乡镇名称 所辖乡镇 乡镇名称 乡镇 镇街 街道乡镇",
    }.items()
}
"""Headings by field. A `township` column says of villages which township they belong to."""

_LEVEL_WORDS = {
    DISTRICT: "district county 区县 区 县 县级 区县级 县区",
    TOWNSHIP: "township town 乡镇 镇 乡 街道 乡级 乡镇级 镇街 乡镇街道 街道乡镇 subdistrict",
    VILLAGE: "village 村 社区 行政村 村级 居委会 村委会 村居 村社区 居 community",
}
_LEVEL_OF = {word: level for level, words in _LEVEL_WORDS.items() for word in words.split()}
_LEVEL_BY_DIGITS = {6: DISTRICT, 9: TOWNSHIP, 12: VILLAGE}
_NAME_ENDS = (
    (re.compile(r"(村|社区|居委会|村委会|居民委员会|村民委员会)$"), VILLAGE),
    (re.compile(r"(镇|乡|街道|街道办事处|街道办|苏木)$"), TOWNSHIP),
    (re.compile(r"(区|县|市|旗)$"), DISTRICT),
)
_RANK = {DISTRICT: 0, TOWNSHIP: 1, VILLAGE: 2}
_COLUMNS = ("code", "name", "level", "parent")


def read_register(
    path: Path, *, level: str = "", mapping: ColumnMapping | None = None
) -> tuple[Register, ImportReport]:
    """
    Read a list of administrative units.

    A unit's level is what the list says; else what its statistical code says (6 digits
    district, 9 township, 12 village, zeros at the end left out); else `level`; else what
    its name ends in. Where a list names no parents but has statistical codes, a unit
    belongs to the one whose code its own begins with. A parent is looked for by code, then
    by name among the coarser levels; where several bear that name the row is rejected.

    A unit without a code gets one of its parent and name, such as ``大安街道/铁山村``.

    Parameters
    ----------
    path
        CSV or workbook.
    level
        Level of rows of which neither the list nor the code says it.
    mapping
        Headings that are not known by themselves.

    Returns
    -------
    register, report
        The units in the order of the list, and the rows not taken.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    InputError
        If there is no column of names, or no row can be taken.
    """
    report = ImportReport()
    sheet = read_sheet(
        path, fields=REGISTER_FIELDS, needed=("name",), mapping=mapping, report=report
    )
    rows = _rows(sheet, level, report)
    _settle_parents(rows, sheet.name, report)
    rows = _unique(rows, sheet.name, report)
    if not rows:
        raise InputError("register.empty", path=path.name)
    counted = Counter(one.level for one in rows)
    report.note(
        "import.register_read",
        path=path.name,
        count=len(rows),
        levels=", ".join(f"{one} {counted[one]}" for one in sorted(counted)),
    )
    return (
        Register(
            code=tuple(one.code for one in rows),
            name=tuple(one.name for one in rows),
            level=tuple(one.level for one in rows),
            parent=tuple(one.parent for one in rows),
        ),
        report,
    )


@dataclass(slots=True)
class _Row:
    number: int
    code: str
    name: str
    level: str
    parent: str
    taken: bool = True


def _rows(sheet: Sheet, level: str, report: ImportReport) -> list[_Row]:
    rows = []
    columns = {one: sheet.column(one) for one in REGISTER_FIELDS}
    rejected = formula_rejects(sheet, tuple(REGISTER_FIELDS), report)
    for position, number in enumerate(sheet.row.tolist()):
        if rejected[position]:
            continue
        said = {one: column[position] for one, column in columns.items()}
        if not said["name"]:
            report.reject(sheet.name, number, "row.blank", column=_heading(sheet, "name"))
            continue
        code = _code(said["code"])
        found = _level(said["level"]) or _level_of_code(code) or level
        found = found or (VILLAGE if said["township"] else _level_of_name(said["name"]))
        if not found:
            report.reject(sheet.name, number, "row.no_level", name=said["name"])
            continue
        parent = said["parent"]
        if said["township"] and (found == VILLAGE or not parent):
            parent = said["township"]
        if parent == said["name"] and found == TOWNSHIP:
            parent = ""  # a township's own row, in a list of villages by township
        rows.append(_Row(number, code, said["name"], found, parent))
    return rows


def _heading(sheet: Sheet, field: str) -> str:
    return sheet.head[sheet.columns[field]]


def _code(cell: str) -> str:
    """Codes stay text; full-width digits and blanks within are only how it was typed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell))


def _level(cell: str) -> str:
    word = re.sub(r"[\s/、，,()（）]+", "", unicodedata.normalize("NFKC", cell)).casefold()
    return _LEVEL_OF.get(word, cell)


def _level_of_code(code: str) -> str:
    if not (code.isdecimal() and len(code) in _LEVEL_BY_DIGITS):
        return ""
    return _LEVEL_BY_DIGITS[len(_significant(code))]


def _significant(code: str) -> str:
    """Code without the groups of three zeros that stand for “all of it”."""
    while len(code) > min(_LEVEL_BY_DIGITS) and code.endswith("000"):
        code = code[:-3]
    return code


def _level_of_name(name: str) -> str:
    return next((level for ends, level in _NAME_ENDS if ends.search(name)), "")


def _settle_parents(rows: list[_Row], source: str, report: ImportReport) -> None:
    """Turn the wording of parents into codes where the list itself holds the parent."""
    by_code = {_significant(row.code): row for row in rows if row.code}
    by_name: dict[str, list[_Row]] = {}
    for row in rows:
        by_name.setdefault(normal_name(row.name), []).append(row)
    for row in rows:
        if not row.parent:
            row.parent = _parent_by_code(row, by_code)
            continue
        same = by_code.get(_significant(_code(row.parent)))
        if same is not None and same is not row:
            row.parent = same.code
            continue
        above = [
            one
            for one in by_name.get(normal_name(row.parent), ())
            if _RANK.get(one.level, -1) < _RANK.get(row.level, len(_RANK)) and one is not row
        ]
        if len(above) > 1:
            report.reject(
                source, row.number, "row.parent_unclear", parent=row.parent, count=len(above)
            )
            row.taken = False
        elif above and above[0].code:
            row.parent = above[0].code


def _parent_by_code(row: _Row, by_code: Mapping[str, _Row]) -> str:
    code = _significant(row.code)
    if not code.isdecimal():
        return ""
    for size in sorted(_LEVEL_BY_DIGITS, reverse=True):
        if size < len(code) and code[:size] in by_code:
            return by_code[code[:size]].code
    return ""


def _unique(rows: list[_Row], source: str, report: ImportReport) -> list[_Row]:
    """Give codes to those without, and reject who says one again."""
    kept: list[_Row] = []
    seen: set[str] = set()
    for row in rows:
        if not row.taken:
            continue
        row.code = row.code or "/".join(one for one in (row.parent, row.name) if one)
        if row.code in seen:
            report.reject(source, row.number, "row.double_id", id=row.code)
            continue
        if row.code == row.parent:
            report.reject(source, row.number, "row.own_parent", id=row.code)
            continue
        seen.add(row.code)
        kept.append(row)
    return kept


def write_register(path: Path, register: Register) -> None:
    """Write a register as CSV, the same bytes every time."""
    text = io.StringIO()
    # Quoted throughout: a line break within a name would else end the row.
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(_COLUMNS)
    writer.writerows(
        zip(register.code, register.name, register.level, register.parent, strict=True)
    )
    path.write_bytes(text.getvalue().encode("utf-8"))


def read_written_register(path: Path) -> Register:
    """
    Read back what `write_register` wrote.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is something else.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise FileFormatError("register.damaged", path=path.name, what=str(fault)) from fault
    if not rows or tuple(rows[0]) != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
        raise FileFormatError("register.damaged", path=path.name, what=",".join(_COLUMNS))
    columns = [tuple(row[at] for row in rows[1:]) for at in range(len(_COLUMNS))]
    return Register(*columns)
