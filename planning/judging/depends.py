"""What a finding depends on: the parts of a study and a plan that its judge may look at.

A kept finding is given again only while all of them are the same. A test holds every judge
of every packaged plan to its list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum, StrEnum
from typing import Any

from planning.plan import Goal, Plan
from planning.readings.reading import Reading
from planning.readings.rules_count import IndicatorRule, SilentRule
from planning.readings.rules_place import AreaServedRule, BalanceRule, MobileRule, NearRule
from planning.readings.rules_reach import ReachRule
from planning.study import Study


class Part(StrEnum):
    """A part of a study's bundle that findings are made from."""

    WAYS = "ways"
    FACILITIES = "facilities"
    DEMAND = "demand"
    AREAS = "areas"
    REGISTER = "register"
    INDICATORS = "indicators"
    RECORD = "record"


EVERYTHING = frozenset(Part)
_ARITHMETIC = frozenset({Part.INDICATORS, Part.DEMAND})
_GEOGRAPHY = EVERYTHING - {Part.INDICATORS, Part.REGISTER}
PARTS_OF_RULE: Mapping[type, frozenset[Part]] = {
    IndicatorRule: _ARITHMETIC,
    SilentRule: _ARITHMETIC,
    ReachRule: _GEOGRAPHY,
    AreaServedRule: _GEOGRAPHY,
    BalanceRule: _GEOGRAPHY,
    MobileRule: _GEOGRAPHY,
    NearRule: _GEOGRAPHY,
}
"""Rules that look at less than everything."""


def parts_of(reading: Reading) -> frozenset[Part]:
    """Parts of a study that the judge of a reading may look at."""
    return PARTS_OF_RULE.get(type(reading.rule), EVERYTHING)


def surroundings(study: Study, plan: Plan) -> list[Any]:
    """
    Describe what every finding on a study and a plan depends on besides the parts.

    Returns
    -------
    surroundings
        Lists, tables, texts and numbers, in a fixed order: fit for a digest.
    """
    return [
        study.info.setting.value,
        study.info.demonstration,
        study.info.plan,
        [[code, plain(dict(values))] for code, values in study.info.notes],
        study.crs.epsg,
        study.demand.source,
        [plain(one) for _, one in sorted(study.profiles.items())],
        plan.name,
        plan.period,
        plain(dict(plan.rows.context)),
        plain(plan.facilities),
        plain(plan.projects),
    ]


def question(goal: Goal, reading: Reading) -> list[Any]:
    """Describe one reading of one goal, fit for a digest."""
    return [
        plain(goal.row),
        plain(reading),
        type(reading.rule).__name__,
        goal.is_headline(reading),
        only_shown(goal, reading),
    ]


def only_shown(goal: Goal, reading: Reading) -> bool:
    """
    Tell whether a reading's figure is shown and decides nothing.

    Its own word says so; and where all headlines of a goal are only shown, because the
    plan sets no figure, its rivals cannot be met or missed either.
    """
    headlines = [one for one in goal.readings if goal.is_headline(one)]
    silent = bool(headlines) and all(one.compare_only for one in headlines)
    return reading.compare_only or silent


def plain(value: object) -> Any:  # noqa: ANN401 (values of JSON)
    """Turn dataclasses, enumerations and containers into values of JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = (one.name for one in fields(value) if one.compare)
        return {name: plain(getattr(value, name)) for name in shown}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(plain(one)) for one in value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value
