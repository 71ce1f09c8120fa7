"""Villages in the names of clinics: which villages a clinic says it is for.

A clinic is called after its village: 大湾村卫生室, 大湾卫生室, 分水镇大湾村第二卫生室. A joint
clinic names several. The rules, none of which guesses:

1. Both names are spelt as `layers.names.normal_name` spells them; words for a house
   (卫生室, 卫生所 …) and remarks such as 联合 part a name.
2. The longest name wins at each place: 新大湾村卫生室 is that of 新大湾村, never of 大湾村.
3. A village's name must begin where a name can begin: at the start, after another
   village, after a unit above it (镇, 乡, 街道, 县 …) or the bare name of its township. Without
   its rank (大湾 for 大湾村) it must end where a name can end, or where another village's
   begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from layers.names import normal_name, same_area_name

_CJK = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff]")
_HOUSE = re.compile(
    r"(社区)?(中心|联合|标准化|甲级|公有|产权|示范|合并|共建)*"
    r"(卫生服务室|卫生服务站|卫生室|卫生所|卫生站|医务室|医疗室|医疗站|保健站|诊所|门诊部|\bclinic\b)"
)
_PART = "|"
_BETWEEN = re.compile(r"[、,;/&+|()\-]")
_AND = "和与及"
_ABOVE = (*"省市区县旗镇乡", "街道", "办事处", "苏木")
_RANK = re.compile(
    r"(村民委员会|村委会|社区居民委员会|社区居委会|居民委员会|居委会|社区|村|嘎查|\b(village|community))$"
)
_COMMUNITY = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|社区|\bcommunity)$")
_TOWN_RANK = re.compile(r"(街道办事处|街道办|办事处|街道|民族[镇乡]|[镇乡]|苏木)$")
_SHORTEST_BARE = 2
"""Signs: 湾 alone is in too many names to stand for 湾村."""


def is_community(name: str) -> bool:
    """
    Tell whether a name is an urban community's (社区, 居委会), which is no village.

    Examples
    --------
    >>> is_community("观音阁社区"), is_community("大湾村"), is_community("大湾村村委会")
    (True, False, False)
    """
    return bool(_COMMUNITY.search(normal_name(name)))


def village_stem(name: str) -> str:
    """
    Give the normal name of a village without its rank; with it where too little is left.

    Examples
    --------
    >>> village_stem("大湾村民委员会"), village_stem("大 湾 村"), village_stem("湾村")
    ('大湾', '大湾', '湾村')
    """
    own = normal_name(name)
    stem = _RANK.sub("", own).strip()
    return stem if len(stem) >= _SHORTEST_BARE else own


class VillageNames:
    """
    Names of villages, ready to be found in the names of clinics.

    Parameters
    ----------
    villages
        Names of the villages that come into question: those of one township.
    township
        Name of that township, which may stand before a village's name.

    Examples
    --------
    >>> here = VillageNames(("大湾村", "新大湾村", "石坝村", "湾村"), township="分水镇")
    >>> [here.in_text(one) for one in ("大湾村卫生室", "大湾卫生室", "新大湾村卫生室")]
    [(0,), (0,), (1,)]
    >>> here.in_text("分水镇大湾村、石坝村联合卫生室"), here.in_text("老大湾村卫生室")
    ((0, 2), ())
    """

    def __init__(self, villages: Sequence[str], *, township: str = "") -> None:
        self._ranked: dict[str, list[int]] = {}
        self._bare: dict[str, list[int]] = {}
        for row, name in enumerate(villages):
            full, stem = normal_name(name), village_stem(name)
            if stem == full:
                self._add(self._bare, full, row)
                continue
            self._add(self._ranked, full, row)
            self._add(self._bare, stem, row)
            if _CJK.search(stem):
                self._add(self._ranked, f"{stem}村", row)
        for name in self._ranked.keys() & self._bare.keys():
            del self._bare[name]
        self._sizes = sorted({len(one) for one in (*self._ranked, *self._bare)}, reverse=True)
        self._before = _town_stem(township)

    @staticmethod
    def _add(spelt: dict[str, list[int]], name: str, row: int) -> None:
        rows = spelt.setdefault(name, [])
        if row not in rows and name:
            rows.append(row)

    def in_text(self, text: str) -> tuple[int, ...]:
        """
        Find the villages that a line names.

        Parameters
        ----------
        text
            Name of a clinic, or any line that may name villages.

        Returns
        -------
        positions
            In the list of villages, ascending; empty where none is named.
        """
        own = _HOUSE.sub(_PART, normal_name(text))
        found: set[int] = set()
        at, free = 0, True
        while at < len(own):
            rows, size = self._fit(own, at) if free or _may_begin(own, at) else ((), 0)
            if size:
                found.update(rows)
            elif free and self._before and own.startswith(self._before, at):
                # The bare name of the township; its rank, where there is one, is read next.
                size = len(self._before)
            else:
                free = bool(_BETWEEN.match(own[at])) or (free and own[at] in _AND)
                at += 1
                continue
            at, free = at + size, True
        return tuple(sorted(found))

    def _fit(self, own: str, at: int) -> tuple[Sequence[int], int]:
        """Villages of the longest name that stands at a place, and its length; 0 for none."""
        for size in self._sizes:
            part = own[at : at + size]
            if size == 0 or len(part) < size:
                continue
            if part in self._ranked:
                return self._ranked[part], size
            # 分水大湾村: what is the township's bare name, too, is the township before a village.
            chained = part != self._before and part in self._bare and self._fit(own, at + size)[1]
            if part in self._bare and (chained or _may_end(own, at + size)):
                return self._bare[part], size
        return (), 0


def _may_begin(own: str, at: int) -> bool:
    if at == 0 or _BETWEEN.match(own[at - 1]):
        return True
    if _CJK.match(own[at]):
        return own[:at].endswith(_ABOVE) or not _CJK.match(own[at - 1])
    return not own[at - 1].isalnum()


def _may_end(own: str, end: int) -> bool:
    """Whether a name without rank may end here."""
    if end >= len(own) or own[end].isspace():
        return True
    if _BETWEEN.match(own[end]):
        return True
    return own[end].isdigit() or own.startswith(("第", "联合", *_AND), end)


def _town_stem(township: str) -> str:
    own = normal_name(township)
    stem = _TOWN_RANK.sub("", own)
    return stem if len(stem) >= _SHORTEST_BARE else own


def same_township(first: str, second: str) -> bool:
    """Tell whether two statements of a township agree; one that is empty agrees with none."""
    return bool(first.strip()) and bool(second.strip()) and same_area_name(first, second)
