"""Columns: which heading is which field, and the file in which a user says so.

Headings are compared without regard to case, blanks, line breaks, full width and half
width, stars of compulsory columns and what stands in brackets: "床位数（张）*" is "床位数".
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from data.datum import Datum
from geo.errors import DataUnavailableError, InputError

COMMON_FIELDS: Mapping[str, tuple[str, ...]] = {
    "lon": (
        *("lon", "lng", "long", "longitude", "longitude_wgs84", "lon_wgs84", "lng_wgs84"),
        *("wgs84_lon", "wgs84_lng", "经度", "东经", "地理经度", "经度坐标", "gps经度", "x"),
    ),
    "lat": (
        *("lat", "latitude", "latitude_wgs84", "lat_wgs84", "wgs84_lat"),
        *("纬度", "北纬", "地理纬度", "纬度坐标", "gps纬度", "y"),
    ),
    "name": (
        ("name", "名称", "机构名称", "单位名称", "地名", "村名", "name_zh", "机构全称", "单位全称")
    ),
    "id": ("id", "code", "geonameid", "编号", "机构编号", "代码", "机构代码", "编码", "统一编号"),
}
"""Fields that every list of places may have, with the headings they are known by."""

_BRACKETS = re.compile(r"[(\[{<【《][^()\[\]{}<>【】《》]*[)\]}>】》]")
_IGNORED = re.compile(r"[\s_*:\-'\"•·.、\u200b\ufeff]+")
_KEYS = frozenset(("columns", "sheet", "head_row", "datum", "crs"))
_UNIT = r"(?:\d*[十百千万萬亿億]+(?:人|人次|张|名|个|户|元|辆|床|家|口)?)"
_SCALED = re.compile(rf"^(?:单位)?{_UNIT}$")
_SCALED_END = re.compile(rf"(.+?)[\s/,]*((?:单位:?)?{_UNIT})")
_STATED = re.compile(r"单位(:?)([^()\[\]{}<>【】《》|]+)")
_DATUM_WORDS = (
    ("bd09", ("bd09", "bd-09", "百度", "baidu")),
    ("gcj02", ("gcj", "火星", "高德", "腾讯", "amap")),
    ("wgs84", ("wgs", "gps")),
)

Parts = tuple[str, ...]
"""A heading as written: one part, or the parts of a head of several rows, from the top."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """
    What a user says of a table that does not speak for itself.

    It is written in TOML, every line of it optional::

        sheet = "医疗机构"     # which sheet of a workbook
        head_row = 3           # row of the headings, as the editor counts (the upper of two)
        datum = "gcj02"        # datum of its longitudes and latitudes
        crs = "EPSG:4547"      # or the projected system of its coordinates

        [columns]              # field = "heading as it stands in the table"
        name = "单位全称"
        beds = "床位 实有"     # of a head of two rows: upper heading, blank, lower heading

    Attributes
    ----------
    columns
        Heading of each field that is named; the others are looked for as usual.
    sheet
        Name of the sheet; empty where the best fitting one is to be taken.
    head_row
        Row of the headings, counted from 1; 0 where it is to be found.
    datum
        Datum of the coordinates; empty where the caller decides.
    crs
        Projected system of the coordinates, such as ``"EPSG:4547"``; empty for none.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    head_row: int = 0
    datum: str = ""
    crs: str = ""


def read_mapping(path: Path) -> ColumnMapping:
    """
    Read a mapping file.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    InputError
        If it is no TOML, has an unknown key, or a value of the wrong kind.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InputError("mapping.unreadable", path=path.name, what=str(fault)) from fault
    except OSError as fault:
        raise InputError("sheets.unreadable", path=str(path), what=str(fault)) from fault
    for key in content:
        if key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            raise InputError("mapping.unknown_key", path=path.name, key=key, known=known)
    columns = content.get("columns", {})
    if not isinstance(columns, dict) or not all(
        isinstance(heading, str) and heading.strip() for heading in columns.values()
    ):
        raise InputError("mapping.bad_columns", path=path.name)
    for key in ("sheet", "datum", "crs"):
        if not isinstance(content.get(key, ""), str):
            raise InputError("mapping.not_text", path=path.name, key=key, value=content[key])
    head_row = content.get("head_row", 0)
    if "head_row" in content and (type(head_row) is not int or head_row < 1):
        raise InputError("mapping.bad_row", path=path.name, value=head_row)
    datum = content.get("datum", "").strip().casefold()
    known_datums = sorted({*map(str, Datum), "auto"})
    if datum and datum not in known_datums:
        raise InputError("datum.unknown", datum=datum, known=", ".join(known_datums))
    return ColumnMapping(
        columns, content.get("sheet", "").strip(), head_row, datum, content.get("crs", "").strip()
    )


def normal_heading(heading: str, *, brackets: bool = False) -> str:
    """
    Bring a heading to the form in which headings are compared.

    Parameters
    ----------
    heading
        As written.
    brackets
        Whether what stands in brackets is kept (without the brackets' blanks).

    Examples
    --------
    >>> normal_heading("床位数 （张）*"), normal_heading("Lon _WGS84")
    ('床位数', 'lonwgs84')
    """
    plain = unicodedata.normalize("NFKC", heading)
    if not brackets:
        without = _BRACKETS.sub("", plain)
        # A heading that is nothing but its brackets stays what it is.
        plain = without if without.strip() else plain
    return _IGNORED.sub("", plain).casefold()


def recognise(
    head: Sequence[Parts], fields: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, int], dict[str, list[int]]]:
    """
    Find the column of each field.

    A heading of several parts is known by the whole ("床位 编制"), by the whole from the
    bottom ("编制床位"), or by its lowest part ("坐标 经度"). Where several headings claim a
    field, the better match wins: as written before without its brackets, whole before
    lowest part; then the accepted heading that is named first, then the first column.

    Parameters
    ----------
    head
        Heading of each column, in parts.
    fields
        Accepted headings by field name.

    Returns
    -------
    columns
        Position of each field that was recognised.
    others
        Further columns that claim a recognised field as well as its own does or less,
        and are claimed by no other field.
    """
    accepted: dict[str, list[tuple[str, int]]] = {}
    for name, headings in fields.items():
        for order, heading in enumerate(headings):
            claims = accepted.setdefault(normal_heading(heading, brackets=True), [])
            if all(name != claimed for claimed, _ in claims):
                claims.append((name, order))
    claims_made: list[tuple[int, int, int, str]] = []
    for position, parts in enumerate(head):
        for rank, key in enumerate(_ways_to_read(parts)):
            for name, order in accepted.get(key, ()):
                claims_made.append((rank, order, position, name))
    columns: dict[str, int] = {}
    others: dict[str, list[int]] = {}
    taken: dict[int, str] = {}
    for _, _, position, name in sorted(claims_made, key=lambda claim: claim[:3]):
        if name not in columns and position not in taken:
            columns[name] = position
            taken[position] = name
    for _, _, position, name in sorted(claims_made, key=lambda claim: claim[2]):
        if position not in taken and position not in others.get(name, ()):
            others.setdefault(name, []).append(position)
    return columns, others


def find_heading(head: Sequence[Parts], heading: str) -> int:
    """Position of the heading that a user names, -1 where there is none."""
    written = " ".join(heading.split())
    joined = [join_parts(parts) for parts in head]
    if written in joined:
        return joined.index(written)
    for brackets in (True, False):
        key = normal_heading(heading, brackets=brackets)
        whole = [normal_heading(one, brackets=brackets) for one in joined]
        if key in whole:
            return whole.index(key)
    lowest = [normal_heading(parts[-1]) if parts else "" for parts in head]
    key = normal_heading(heading)
    return lowest.index(key) if key in lowest else -1


def join_parts(parts: Parts) -> str:
    """Write a heading of several parts in one, its line breaks as blanks."""
    return " ".join(" ".join(part.split()) for part in parts)


def scaled_unit(parts: Parts) -> str:
    """
    Give the unit of a heading that counts in tens of thousands or the like.

    Examples
    --------
    >>> scaled_unit(("常住人口（万人）",)), scaled_unit(("床位（张）",))
    ('万人', '')
    """
    for part in parts:
        for bracket in _BRACKETS.findall(unicodedata.normalize("NFKC", part)):
            unit = re.sub(r"[\s:]", "", bracket[1:-1])
            if _SCALED.match(unit):
                return unit
    return ""


def without_scaled_unit(heading: str) -> tuple[str, str]:
    """
    Part a heading from a scaled unit at its end; the unit is empty where there is none.

    Examples
    --------
    >>> without_scaled_unit("常住人口万人"), without_scaled_unit("人口")
    (('常住人口', '万人'), ('人口', ''))
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", heading))
    found = _SCALED_END.fullmatch(plain)
    return (found[1], found[2]) if found else (plain, "")


def stated_units(cells: Sequence[str], *, above: bool = True) -> list[str]:
    """
    Give the scaled units that a row of titles or notes states.

    Parameters
    ----------
    cells
        The row; the unit may stand in the cell after "单位：".
    above
        Whether the row stands above the head. Of the head's own rows and of notes only
        "单位：" counts: a bracket there speaks of its own column or sentence.

    Examples
    --------
    >>> stated_units(["单位：万人"]), stated_units(["单位：人、万元"]), stated_units(["单位：张"])
    (['万人'], ['万元'], [])
    """
    texts = [re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)) for cell in cells]
    said = [unit for text in texts for colon, unit in _STATED.findall(text) if colon or above]
    said += [
        after for text, after in pairwise(filter(None, texts)) if text.endswith(("单位", "单位:"))
    ]
    units = [part for one in said for part in re.split(r"[、,;/。.和及]", one)]
    if above:
        units += [scaled_unit((cell,)) for cell in cells]
    return list(dict.fromkeys(unit for unit in units if _SCALED.match(unit)))


def datum_in_heading(parts: Parts) -> str:
    """
    Give the datum that a heading claims, empty where it claims none.

    Examples
    --------
    >>> datum_in_heading(("经度（GCJ-02）",)), datum_in_heading(("经度",))
    ('gcj02', '')
    """
    words = unicodedata.normalize("NFKC", "".join(parts)).casefold()
    for datum, marks in _DATUM_WORDS:
        if any(mark in words for mark in marks):
            return datum
    return ""


def _ways_to_read(parts: Parts) -> list[str]:
    """Keys under which a heading may be known, the surest first; no key twice."""
    if not parts:
        return []
    keys = [
        "".join(normal_heading(part, brackets=True) for part in parts),
        "".join(map(normal_heading, parts)),
        "".join(map(normal_heading, reversed(parts))),
        normal_heading(parts[-1]),
    ]
    return list(dict.fromkeys(key for key in keys if key))
