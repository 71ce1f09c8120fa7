"""Figures of the quality page in words."""

from __future__ import annotations

import math

from geo.text import Lang, has_text, text
from planning import wording
from planning.quality.findings import Finding
from planning.quality.places import AreaRoads
from planning.quality.snap import Bin


def metres(value: float, lang: Lang, *, limit_m: float = math.nan) -> str:
    """
    Word a distance [m]; what has no road within `limit_m` is over it.

    Examples
    --------
    >>> metres(1234.5, Lang.EN), metres(math.inf, Lang.EN, limit_m=2000), metres(math.nan, Lang.EN)
    ('1,234 m', 'over 2,000 m', '–')
    """
    if math.isnan(value):
        return text("word.unknown", lang)
    if math.isinf(value):
        if math.isnan(limit_m):
            return text("quality.none_there", lang)
        return text("quality.over_metres", lang, value=limit_m)
    return text("quality.metres", lang, value=value)


def number(value: float, lang: Lang, *, digits: int = 0) -> str:
    """
    Word a number; NaN and infinity have no figure.

    Examples
    --------
    >>> number(12345.6, Lang.EN), number(0.126, Lang.EN, digits=2), number(math.nan, Lang.EN)
    ('12,346', '0.13', '–')
    """
    if not math.isfinite(value):
        return text("word.unknown", lang)
    return f"{value:,.{digits}f}"


def part(count: float, of: float, lang: Lang) -> str:
    """Word a share of people or roads; nothing of nothing is unknown."""
    return wording.share(count / of if of > 0 else math.nan, lang)


def distance_bin(one: Bin, lang: Lang) -> str:
    """Word a bar of the histogram."""
    if math.isinf(one.low_m):
        return text("quality.snap.none", lang)
    if math.isinf(one.high_m):
        return text("quality.snap.bin_last", lang, low=one.low_m)
    if one.low_m == 0:
        return text("quality.snap.bin_first", lang, high=one.high_m)
    return text("quality.snap.bin", lang, low=one.low_m, high=one.high_m)


def lonlat(lon: float, lat: float) -> str:
    """Word a place to five digits, a metre or so."""
    return f"{lon:.5f}, {lat:.5f}"


def known_or(code: str, name: str, lang: Lang) -> str:
    """Word a value that the catalogue names; any other stands as it is."""
    return text(f"{code}.{name}", lang) if has_text(f"{code}.{name}") else name


def area_label(area: AreaRoads, lang: Lang) -> str:
    """Name of an area; its code, or a word, where it has none."""
    return area.name.strip() or area.code or text("map.unnamed_area", lang)


def severity_sign(finding: Finding) -> str:
    """Sign that stands before a finding, so that nothing hangs on its colour."""
    return {"serious": "▲", "check": "◆", "know": "○"}[finding.severity.value]
