"""Kinds of township-level areas: a street (街道), or a town (镇、乡)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from layers.areas import AreaSet
from layers.names import normal_name
from layers.register import TOWNSHIP, Register, match
from planning.readings.rules_place import AreaKind

_LENGTHS = (9, 12)
_STREETS, _TOWNS = range(1, 100), range(100, 400)
_STREET_NAME = re.compile(
    r"(街道办事处|街道办|街道|办事处|\b(sub-?district|jiedao|jiedao banshichu))$"
)
_TOWN_NAME = re.compile(r"([镇乡]|[镇乡]人民政府|苏木|\b(township|town|zhen|xiang))$")


class KindSource(StrEnum):
    """What told the kind of an area."""

    CODE = "code"
    NAME = "name"
    REGISTER = "register"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class KindOfArea:
    """
    The kind of one area and what told it.

    Attributes
    ----------
    kind
        Street or town; `AreaKind.ANY` where nothing tells.
    source
        What told it.
    contradicted
        Whether the name says another kind than the code: a town that became a street
        keeps its old code or its old name for a while.
    """

    kind: AreaKind
    source: KindSource
    contradicted: bool = False


def kind_of_code(code: str) -> AreaKind:
    """
    Read the kind off a statistical code of 9 or 12 digits; `AreaKind.ANY` where it says none.

    Digits 7 to 9 are 001-099 for a street and 100-399 for a town or township. This is how
    such codes are given out in practice: a rule of thumb, not a promise.

    Examples
    --------
    >>> kind_of_code("500118001"), kind_of_code("500118101000"), kind_of_code("500118")
    (<AreaKind.STREET: 'street'>, <AreaKind.TOWN: 'town'>, <AreaKind.ANY: 'any'>)
    """
    if len(code) not in _LENGTHS or not (code.isascii() and code.isdecimal()):
        return AreaKind.ANY
    if len(code) == _LENGTHS[1] and code[_LENGTHS[0] :] != "000":
        return AreaKind.ANY  # a village's code
    number = int(code[6:9])
    if number in _STREETS:
        return AreaKind.STREET
    return AreaKind.TOWN if number in _TOWNS else AreaKind.ANY


def kind_of_name(name: str) -> AreaKind:
    """
    Read the kind off the end of a name; `AreaKind.ANY` where it says none.

    Examples
    --------
    >>> [kind_of_name(one).value for one in ("胜利路街道", "大安 镇", "大安")]
    ['street', 'town', 'any']
    """
    own = normal_name(name)
    if _STREET_NAME.search(own):
        return AreaKind.STREET
    return AreaKind.TOWN if _TOWN_NAME.search(own) else AreaKind.ANY


def kinds_of_areas(areas: AreaSet, register: Register) -> tuple[KindOfArea, ...]:
    """
    Find the kind of each area: by its code, else its name, else the register.

    Parameters
    ----------
    areas
        Areas of township level.
    register
        List of townships; its units are found by code and name.
    """
    listed = _listed_kinds(areas, register)
    return tuple(
        _kind(code, name, listed.get(code, AreaKind.ANY))
        for code, name in zip(areas.code, areas.name, strict=True)
    )


def _kind(code: str, name: str, listed: AreaKind) -> KindOfArea:
    by_code, by_name = kind_of_code(code), kind_of_name(name)
    if by_code is not AreaKind.ANY:
        contradicted = by_name not in (AreaKind.ANY, by_code)
        return KindOfArea(by_code, KindSource.CODE, contradicted)
    if by_name is not AreaKind.ANY:
        return KindOfArea(by_name, KindSource.NAME)
    if listed is not AreaKind.ANY:
        return KindOfArea(listed, KindSource.REGISTER)
    return KindOfArea(AreaKind.ANY, KindSource.NOTHING)


def _listed_kinds(areas: AreaSet, register: Register) -> dict[str, AreaKind]:
    """Kind by code of the area, of those that the register tells."""
    place = {code: row for row, code in enumerate(register.code)}
    told: dict[str, AreaKind] = {}
    # A register may word the level itself: 街道, 镇, 乡.
    for level in dict.fromkeys((TOWNSHIP, *register.level)):
        if level != TOWNSHIP and kind_of_name(level) is AreaKind.ANY:
            continue
        for unit, area in match(register, areas, level=level).pairs:
            row = place[unit]
            worded = AreaKind.ANY if level == TOWNSHIP else kind_of_name(level)
            says = (kind_of_code(unit), kind_of_name(register.name[row]), worded)
            kind = next((one for one in says if one is not AreaKind.ANY), AreaKind.ANY)
            if kind is not AreaKind.ANY:
                told.setdefault(area, kind)
    return told
