"""Numbers as people write them in tables: grouped, full-width, with a unit behind."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

# Full-width forms stand at one distance from the ASCII they mean; and the proper minus.
_HALF_WIDTH = {
    **{0xFEE0 + ord(sign): sign for sign in "0123456789.+-%"},
    ord("−"): "-",
    0x3000: " ",
}
_SIGNS = frozenset("0123456789.+-")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,，]\d{3})+(?:\.\d*)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_QUANTITY = re.compile(r"[+-]?[\d.,，]*\d[\d.,，]*(?:[eE][+-]?\d+)?\s*(\D{0,4})", re.ASCII)
_UNIT_WORDS = frozenset(
    (
        *("", "%", "‰", "°", "人", "张", "名", "个", "床", "辆", "台", "户", "家", "所", "万"),
        *("千", "元", "万人", "千人", "万元", "公里", "千米", "米", "㎡", "平方米", "分钟"),
        *("小时", "年", "岁", "km", "m", "min", "h"),
    )
)


def parse_numbers(
    cells: Sequence[str], *, grouped: bool, units: tuple[str, ...] = ()
) -> NDArray[np.float64]:
    """
    Read a column of numbers.

    Full-width digits and signs are read. What is none stays none: a blank cell, a word,
    "1_000", "nan", "inf", a number too large for a float, a decimal comma.

    Parameters
    ----------
    cells
        Text, shape ``(n,)``.
    grouped
        Whether "12,345" and "12，345" are read as twelve thousand; never for coordinates,
        of which nobody groups the digits.
    units
        Words that may stand behind a number, such as ``("人", "张")``; they are left off,
        not converted.

    Returns
    -------
    numbers
        Finite numbers, NaN where there is none, shape ``(n,)``.

    Examples
    --------
    >>> parse_numbers(["12", "1,234", "８０张", ""], grouped=True, units=("张",)).tolist()
    [12.0, 1234.0, 80.0, nan]
    >>> parse_numbers(["1,500"], grouped=False).tolist()
    [nan]
    """
    if set("".join(cells)) <= _SIGNS:
        # A column of nothing but plain numbers, a million of them perhaps: without patterns.
        with suppress(ValueError):
            return np.array([_finite(cell) if cell else math.nan for cell in cells])
    ordered = tuple(sorted(units, key=len, reverse=True))
    return np.fromiter(
        (_number(cell, grouped, ordered) for cell in cells), dtype=np.float64, count=len(cells)
    )


def is_quantity(text: str) -> bool:
    """
    Tell whether a cell holds a number, with a usual unit behind it or none.

    Examples
    --------
    >>> [is_quantity(text) for text in ("120", "1,200 张", "106°30.5", "3号楼", "甲镇")]
    [True, True, True, False, False]
    """
    said = text.translate(_HALF_WIDTH).strip()
    if "°" in said and said[:1].isdigit():
        return True
    found = _QUANTITY.fullmatch(said)
    return found is not None and found[1].strip().casefold() in _UNIT_WORDS


def _number(cell: str, grouped: bool, units: tuple[str, ...]) -> float:  # noqa: FBT001
    if _PLAIN.fullmatch(cell):
        return _finite(cell)
    said = cell.translate(_HALF_WIDTH).strip()
    for unit in units:
        if said.endswith(unit):
            said = said[: -len(unit)].rstrip()
            break
    if _PLAIN.fullmatch(said):
        return _finite(said)
    if grouped and _GROUPED.fullmatch(said):
        return _finite(said.replace(",", "").replace("，", ""))
    return math.nan


def _finite(said: str) -> float:
    value = float(said)
    return value if math.isfinite(value) else math.nan
