"""Angles as people write them: decimal degrees, degrees-minutes-seconds, pairs in a cell."""

# ruff: noqa: RUF001, RUF002, RUF003 (the look-alikes of signs are what is read here)
from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MINUTES_PER_DEGREE = 60
_SECONDS_PER_MINUTE = 60

# Before the compatibility form: it would turn a masculine ordinal (º) into the letter o.
_SIGNS = {
    "°": "º˚∘゜度",
    "'": "′‵‘’ʹ´`＇分",
    '"': "″“”ʺ＂秒",
    "-": "−－",
    ":": "：",
}
_WORDS = {
    "E": ("东经", "东", "EAST"),
    "W": ("西经", "西", "WEST"),
    "N": ("北纬", "北", "NORTH"),
    "S": ("南纬", "南", "SOUTH"),
}
_AXIS = {"": "", "E": "E", "W": "E", "N": "N", "S": "N"}
_LONGEST = 200
"""No place takes more letters; a longer cell is some other text."""
_LABEL = re.compile(
    r"(?:(?<=\0)|^)\s*(?:经度|纬度|longitude|latitude|lon|lng|lat)\s*[:=]?\s*", re.IGNORECASE
)
_ANGLE = re.compile(
    r"""(?P<before>[EWNS])?\s*:?\s*(?P<sign>[+-])?\s*
    (?P<degrees>\d{1,3}(?:\.\d*)?)
    (?:
        \s*°\s*(?:(?P<minutes>\d{1,2}(?:\.\d*)?)\s*'\s*(?:(?P<seconds>\d{1,2}(?:\.\d*)?)\s*(?:"|'')?)?)?
      | (?P<mark>\s+|\s*[:-]\s*)(?P<minutes2>\d{1,2}(?:\.\d*)?)
        (?:(?P=mark)(?P<seconds2>\d{1,2}(?:\.\d*)?))?
    )?
    \s*(?P<after>[EWNS])?""",
    re.VERBOSE,
)
_WRAPPED = re.compile(r"^(?:point\s*z?\s*)?[(\[{（【]\s*(.*?)\s*[)\]}）】]$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,，;；、/|]\s*")
_LETTERED = re.compile(r"^([EW].+?|[NS].+?)[\s,]*((?<=.)[EWNS].+)$")
_LETTERED_AFTER = re.compile(r"^(.+?[EWNS])\s*(\S.*[EWNS])$")


@dataclass(frozen=True, slots=True, eq=False)
class Angles:
    """
    A column of angles.

    Attributes
    ----------
    value
        The numbers, degrees unless the column is something else, shape ``(n,)``; NaN
        where the cell is none.
    sexagesimal
        Where minutes were written out.
    letter
        ``"E"`` or ``"N"`` where a letter or word says which of the two it is, else
        ``""``; W and S stand under them.
    """

    value: NDArray[np.float64]
    sexagesimal: NDArray[np.bool_]
    letter: NDArray[np.str_]


def read_angles(cells: Sequence[str]) -> Angles:
    """
    Read a column of angles; blank cells and what is no angle are NaN.

    Taken besides plain numbers: ``105°55′30″E``, ``E105°55'30.5"``, ``105 55 30``,
    ``105:55:30``, ``105-55-30``, ``105°55.5′``, ``105.92°``, ``东经105度55分30秒`` and all of
    these in full-width signs. Minutes and seconds of 60 or more are no angle.

    Examples
    --------
    >>> read_angles(["105.925", "105°55′30″E", "105°75′"]).value.tolist()
    [105.925, 105.925, nan]
    """
    size = len(cells)
    value = np.full(size, math.nan)
    sexagesimal = np.zeros(size, dtype=np.bool_)
    letter = np.zeros(size, dtype="U1")
    other: list[int] = []
    for row, cell in enumerate(cells):
        try:
            value[row] = float(cell)
        except ValueError:
            if cell and len(cell) <= _LONGEST:
                other.append(row)
            continue
        if "_" in cell:  # which float() takes for a separator of digits
            value[row] = math.nan
    # All at once, for a column may be long; no cell holds the sign that parts them.
    plain = plain_signs(_LABEL.sub("", "\0".join(cells[row].replace("\0", " ") for row in other)))
    for row, cell in zip(other, plain.split("\0"), strict=False):
        found = _ANGLE.fullmatch(cell.strip())
        if found is not None:
            value[row], sexagesimal[row], letter[row] = _angle(found)
    value[~np.isfinite(value)] = math.nan
    return Angles(value, sexagesimal, letter)


def _angle(found: re.Match[str]) -> tuple[float, bool, str]:
    """Degrees, whether minutes were written out, and E, N or nothing."""
    before, sign, degrees, minutes, seconds, _, minutes2, seconds2, after = found.groups()
    letter = (before or "") + (after or "")
    minutes, seconds = minutes or minutes2, seconds or seconds2
    # 105.5°30′ says two things at once: only the last part may have a fraction.
    contradictory = (minutes and "." in degrees) or (seconds and "." in minutes)
    if contradictory or len(letter) > 1 or (letter and sign):
        return math.nan, False, ""
    small = [float(part) if part else 0.0 for part in (minutes, seconds)]
    if max(small) >= _MINUTES_PER_DEGREE:
        return math.nan, False, ""
    angle = float(degrees) + (small[0] + small[1] / _SECONDS_PER_MINUTE) / _MINUTES_PER_DEGREE
    if sign == "-" or letter in {"W", "S"}:
        angle = -angle
    return angle, bool(minutes), _AXIS[letter]


def plain_signs(cell: str) -> str:
    """
    Bring full-width and Chinese signs, and words for the quarters, to one plain form.

    Examples
    --------
    >>> plain_signs("东经１０５度５５分")
    "E105°55'"
    """
    for sign, alike in _SIGNS.items():
        for one in alike:
            cell = cell.replace(one, sign)
    if not cell.replace("°", "").isascii():
        cell = unicodedata.normalize("NFKC", cell)
    cell = cell.upper()
    for letter, words in _WORDS.items():
        for word in words:
            cell = cell.replace(word, letter)
    return cell.strip()


def split_pairs(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """
    Split cells that hold both coordinates into first and second part.

    Taken: ``105.92,29.35``, ``(105.92 29.35)``, ``POINT(105.92 29.35)``,
    ``东经105°55′，北纬29°21′``. What is no pair gives its text and an empty second part.

    Examples
    --------
    >>> split_pairs(["105.92，29.35", "29.35"])
    (['105.92', '29.35'], ['29.35', ''])
    """
    first: list[str] = []
    second: list[str] = []
    for cell in cells:
        one, other = _pair(cell)
        first.append(one)
        second.append(other)
    return first, second


def _pair(cell: str) -> tuple[str, str]:
    if len(cell) > _LONGEST:
        return cell, ""
    wrapped = _WRAPPED.match(cell)
    inner = wrapped[1] if wrapped else cell
    parts = _BETWEEN.split(inner)
    if len(parts) != 2:  # noqa: PLR2004
        parts = inner.split()
    if len(parts) != 2:  # noqa: PLR2004
        plain = plain_signs(inner)
        found = _LETTERED.match(plain) or _LETTERED_AFTER.match(plain)
        parts = list(found.groups()) if found else []
    return (parts[0], parts[1]) if len(parts) == 2 else (cell, "")  # noqa: PLR2004
