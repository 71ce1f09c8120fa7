"""Units of indicators: what is counted, and per how many of whom.

The dearest mistake with an indicator is a factor of ten: 2.79 doctors per 1,000 read as
per 10,000. So a unit is taken apart, a stated unit is held against the plan's, and a
value is converted only where both say their denominator.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from geo.text import Message


class UnitKind(StrEnum):
    """What sort of figure a unit belongs to."""

    PERCENT = "percent"
    RATE = "rate"
    COUNT = "count"
    EACH = "each"
    RATIO = "ratio"
    LEVEL = "level"
    MINUTES = "minutes"
    YEARS = "years"
    DAYS = "days"
    YUAN = "yuan"
    YUAN_100M = "yuan_100m"


class Thing(StrEnum):
    """What is counted."""

    BEDS = "beds"
    PERSONS = "persons"
    ITEMS = "items"
    ANY = "any"


class Base(StrEnum):
    """Per whom a rate is."""

    PEOPLE = "people"
    CHILDREN = "children"
    BEDS = "beds"


@dataclass(frozen=True, slots=True)
class Unit:
    """
    A unit, taken apart.

    Attributes
    ----------
    kind
        Sort of figure.
    thing
        What a count, a count for each, or a rate counts.
    per
        Denominator of a rate: 100, 1,000, 10,000, 100,000; 1 for every other kind.
    base
        Whom the denominator of a rate counts.
    """

    kind: UnitKind
    thing: Thing = Thing.ANY
    per: int = 1
    base: Base = Base.PEOPLE

    def message(self) -> Message:
        """Words of the unit, for either language: ``张/千人``, ``beds per 1,000 people``."""
        if self.kind is UnitKind.RATE:
            base = Message(f"unit.base_{self.base.value}", {"count": count_message(self.per)})
            return Message("unit.rate", {"thing": _thing(self.thing), "base": base})
        if self.kind in (UnitKind.COUNT, UnitKind.EACH):
            return _thing(self.thing)
        return Message(f"unit.{self.kind.value}", {})


def _thing(thing: Thing) -> Message:
    return Message(f"unit.thing_{thing.value}", {})


def count_message(count: int) -> Message:
    """Word a round denominator: 千, 万, 十万; 1,000, 10,000, 100,000."""
    return Message(f"unit.per_{count}", {})


def comparable(stated: Unit, wanted: Unit) -> bool:
    """
    Tell whether a value in one unit can be held against a figure in another.

    Rates of the same thing and base can, whatever their denominators: both have said
    theirs, and a value times ``wanted.per / stated.per`` is the same value.

    Examples
    --------
    >>> per_10000 = Unit(UnitKind.RATE, Thing.PERSONS, 10_000)
    >>> comparable(per_10000, Unit(UnitKind.RATE, Thing.PERSONS, 1_000))
    True
    >>> comparable(Unit(UnitKind.COUNT, Thing.PERSONS), per_10000)
    False
    """
    counts = {UnitKind.COUNT, UnitKind.EACH}
    if wanted.kind is UnitKind.LEVEL and stated.kind in counts:
        return stated.thing is Thing.ITEMS
    same = stated.kind is wanted.kind or {stated.kind, wanted.kind} <= counts
    alike = stated.thing is wanted.thing or Thing.ANY in (stated.thing, wanted.thing)
    return same and alike and stated.base is wanted.base


_DENOMINATORS = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "100": 100,
    "1000": 1_000,
    "1千": 1_000,
    "10000": 10_000,
    "1万": 10_000,
    "100000": 100_000,
    "10万": 100_000,
    "hundred": 100,
    "thousand": 1_000,
}
_THINGS = {
    Thing.BEDS: "张 张床 张床位 床 床位 bed beds",
    Thing.PERSONS: "人 名 位 人数 person persons people doctor doctors nurse nurses "
    "staff 医师 护士",
    Thing.ITEMS: "个 所 家 处 项 支 间 座 台 辆 种 件 托位 个托位 个数 家数 place places "
    "item items institution institutions count number centre centres center centers",
    Thing.ANY: "1 例 case cases",
}
_THING = {word: thing for thing, words in _THINGS.items() for word in words.split()}
_BASES = {
    Base.PEOPLE: "人 人口 常住人口 名居民 居民 people person persons population residents "
    "inhabitants",
    Base.CHILDREN: "儿童 名儿童 个儿童 children child",
    Base.BEDS: "张 床 床位 张床 张床位 beds bed",
}
_BASE = {word: base for base, words in _BASES.items() for word in words.split()}
_PLAIN = {
    Unit(UnitKind.PERCENT): "% 百分比 百分数 percent pct",
    Unit(UnitKind.RATE, Thing.ANY, 1_000): "‰ 千分之",
    Unit(UnitKind.RATIO): "比 比例 比值 1:x 1:n ratio",
    Unit(UnitKind.LEVEL): "级 level",
    Unit(UnitKind.MINUTES): "分 分钟 min minute minutes",
    Unit(UnitKind.YEARS): "岁 年 year years",
    Unit(UnitKind.DAYS): "天 日 day days",
    Unit(UnitKind.YUAN): "元 yuan",
    Unit(UnitKind.YUAN_100M): "亿元 100millionyuan",
}
_STATED = {word: unit for unit, words in _PLAIN.items() for word in words.split()}
_NUMBER = r"(?P<per>十万|百|千|万|100000|10万|10000|1万|1000|1千|100|hundred|thousand)"
_SLASHED = re.compile(rf"^(?P<thing>[^/每\d]*?|1)(?:/每?|每|per){_NUMBER}(?P<base>\D*)$")
_WHOM = "名?居民|常住人口|人口|人|名?儿童|张?床位|张床|床"
_NAMED = re.compile(rf"^每{_NUMBER}(?P<base>{_WHOM})?(?P<rest>.*)$")
_EACH = re.compile(r"^(?P<thing>[^/每\d]+?)(?:/每?|每|per)(?P<who>[^\d]+)$")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace(",", "")
    return "".join(folded.split()).strip("()[]")


def stated_unit(text: str) -> Unit | None:
    """
    Understand a unit that a user states.

    Returns
    -------
    unit
        The unit; None where its words are not known (or there are none).

    Examples
    --------
    >>> stated_unit("张/千人") == stated_unit("beds per 1,000 people")
    True
    >>> stated_unit("1/10万").per, stated_unit("furlongs")
    (100000, None)
    """
    said = _plain(text)
    if said in _STATED:
        return _STATED[said]
    if said in _THING:
        return Unit(UnitKind.COUNT, _THING[said])
    if (found := _SLASHED.match(said)) and not said.startswith("每"):
        return _rate(found["thing"], found["per"], found["base"])
    if (found := _NAMED.match(said)) and (found["rest"] in _THING or not found["rest"]):
        return _rate(found["rest"], found["per"], found["base"] or "")
    if (found := _EACH.match(said)) and found["thing"] in _THING:
        return Unit(UnitKind.EACH, _THING[found["thing"]])
    return None


def unit_named(indicator: str, stated: str) -> Unit | None:
    """
    Understand a unit with the help of the indicator's name.

    Yearbooks head a row "每千人口执业（助理）医师数" and give the unit as "人": the name
    states the denominator, so the two together are 人/千人.

    Examples
    --------
    >>> unit_named("每千人口床位数", "张") == stated_unit("张/千人")
    True
    >>> unit_named("床位数", "张").kind.value
    'count'
    """
    unit = stated_unit(stated)
    named = _NAMED.match(_plain(indicator))
    if unit is None or unit.kind is not UnitKind.COUNT or named is None:
        return unit
    return _rate("", named["per"], named["base"] or "", unit.thing)


def _rate(thing: str, per: str, base: str, known: Thing | None = None) -> Unit | None:
    counted = known or (_THING.get(thing) if thing else Thing.ANY)
    whom = _BASE.get(base) if base else Base.PEOPLE
    if counted is None or whom is None:
        return None
    return Unit(UnitKind.RATE, counted, _DENOMINATORS[per], whom)


_PLAN_RATE = re.compile(r"(?P<thing>.*?)(?:/|\bper )(?P<per>100000|10000|1000|100)\b(?P<base>.*)")
_PLAN_WORDS = {
    "min": UnitKind.MINUTES,
    "years": UnitKind.YEARS,
    "days": UnitKind.DAYS,
    "yuan": UnitKind.YUAN,
    "100 million yuan": UnitKind.YUAN_100M,
    "doctor:nurse": UnitKind.RATIO,
    "bed:staff": UnitKind.RATIO,
}
_STAFF = "staff_"


def plan_unit(text: str, row_type: str) -> Unit | None:
    """
    Understand the unit of a plan row, which is written in English words.

    Parameters
    ----------
    text
        Unit of the row, such as ``"beds/1000 (table)"``; empty where the plan has none.
    row_type
        Type of the row: a workforce row counts persons where its unit does not say so.

    Examples
    --------
    >>> plan_unit("per 10000 (table)", "workforce_density") == stated_unit("人/万人")
    True
    """
    said = re.sub(r"\s*\(.*?\)", "", text).strip()
    if not text:
        return None
    if text.startswith("%"):
        return Unit(UnitKind.PERCENT)
    if said in _PLAN_WORDS:
        return Unit(_PLAN_WORDS[said])
    if said.startswith("record-system level"):
        return Unit(UnitKind.LEVEL)
    if found := _PLAN_RATE.fullmatch(said):
        base = Base.CHILDREN if "child" in found["base"] else Base.PEOPLE
        base = Base.BEDS if "bed" in found["base"] else base
        return Unit(UnitKind.RATE, _counted(found["thing"], row_type), int(found["per"]), base)
    thing = _counted(said, row_type)
    thing = Thing.ITEMS if thing is Thing.ANY else thing
    return Unit(UnitKind.EACH if re.search(r"\bper [A-Za-z]", said) else UnitKind.COUNT, thing)


def _counted(words: str, row_type: str) -> Thing:
    if row_type == "workforce_density" or row_type.startswith(_STAFF):
        return Thing.PERSONS
    if re.search(r"\bbeds\b", words.removesuffix("and beds")):
        return Thing.BEDS
    if words.startswith(("persons", "residents")):
        return Thing.PERSONS
    return Thing.ITEMS if words.startswith("places") else Thing.ANY
