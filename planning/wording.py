"""Figures and questions in words, as people of either language write them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from geo.text import Lang, Message, has_text, label, text
from geo.units import SECONDS_PER_MINUTE
from layers.demand import Group
from planning.answers import CoverageAnswer
from planning.judging.finding import Target, Unit
from planning.plan_figures import Comparator
from routing.search import Direction

_WAN = 10_000
_SMALLEST_SHOWN_SHARE = 0.001
_MOST_DIGITS = 6
_DIGITS: Mapping[Unit, int] = {
    Unit.SHARE: 1,
    Unit.PER_100: 2,
    Unit.PER_1000: 2,
    Unit.PER_10000: 2,
    Unit.PER_100000: 2,
    Unit.RATIO: 2,
}
"""Digits after the point; every other unit shows as many as it has, two at most."""
_WHOLE = frozenset({Unit.PEOPLE, Unit.PEOPLE_EACH, Unit.METRES})
_PERCENT = 100.0


def people(count: float, lang: Lang) -> str:
    """
    Word a number of people, in units of 万 from ten thousand on in Chinese.

    Examples
    --------
    >>> people(1_024_708, Lang.ZH), people(9_999.6, Lang.ZH), people(1_024_708, Lang.EN)
    ('102.47万人', '1万人', '1,024,708 people')
    """
    whole = round(count)
    if lang is Lang.ZH and whole >= _WAN:
        shown = f"{whole / _WAN:.2f}".rstrip("0").rstrip(".") + "万"
    else:
        shown = f"{whole:,}"
    return text("word.people", lang, count=shown)


def share(value: float, lang: Lang, *, pass_mark: float | None = None) -> str:
    """
    Word a share, 0-1, in percent; never all or nothing where it is not.

    Where a pass mark is given and the share misses it, as many digits are shown as it
    takes to see that it does.

    Examples
    --------
    >>> share(0.99999, Lang.EN), share(1.0, Lang.EN), share(0.0004, Lang.EN)
    ('>99.9%', '100.0%', '<0.1%')
    >>> share(0.89996, Lang.EN, pass_mark=0.9), share(0.89, Lang.EN, pass_mark=0.9)
    ('89.996%', '89.0%')
    """
    if math.isnan(value):
        return text("word.unknown", lang)
    if pass_mark is not None and value < pass_mark:
        for digits in range(1, _MOST_DIGITS):
            if float(f"{value * 100:.{digits}f}") < pass_mark * 100:
                return f"{value:.{digits}%}"
        return f"<{pass_mark:.1%}"
    if 0 < value < _SMALLEST_SHOWN_SHARE:
        return f"<{_SMALLEST_SHOWN_SHARE:.1%}"
    if 1 - _SMALLEST_SHOWN_SHARE < value < 1:
        return f">{1 - _SMALLEST_SHOWN_SHARE:.1%}"
    return f"{value:.1%}"


def tenths_of_minute(time_s: float) -> int:
    """
    Time in tenths of a minute, rounded up: what is over a limit never reads as the limit.

    Examples
    --------
    >>> tenths_of_minute(900.0), tenths_of_minute(900.1)
    (150, 151)
    """
    return math.ceil(round(time_s / (SECONDS_PER_MINUTE / 10), 6))


def minutes(time_s: float, lang: Lang) -> str:
    """Word a time [s]; ``inf`` and NaN have words of their own."""
    message = minutes_message(time_s)
    return text(message.code, lang, **message.fields)


def minutes_message(time_s: float) -> Message:
    """Word a time [s] inside a sentence of either language."""
    if math.isnan(time_s):
        return Message("word.unknown", {})
    if math.isinf(time_s):
        return Message("word.never", {})
    return Message("word.minutes", {"value": f"{tenths_of_minute(time_s) / 10:.1f}"})


def named(prefix: str, name: str, lang: Lang) -> str:
    """Name of a profile or an input; the name itself where the catalogue has none."""
    code = f"{prefix}.{name}"
    return text(code, lang) if has_text(code) else name


def question(answer: CoverageAnswer, lang: Lang) -> str:
    """Word the question that an answer answers."""
    code = "word.question_from" if answer.direction is Direction.FROM else "word.question"
    return text(
        code,
        lang,
        service=label(answer.service, lang),
        minutes=f"{answer.cutoff_s / SECONDS_PER_MINUTE:g}",
    )


def mode(answer: CoverageAnswer, lang: Lang) -> str:
    """Word how people travel, who moves, and of whom is spoken where not of everyone."""
    code = "word.mode" if answer.group is Group.ALL else "word.mode_group"
    fields = {
        "profile": named("profile", answer.profile, lang),
        "direction": label(answer.direction, lang),
    }
    if answer.group is not Group.ALL:
        fields["group"] = label(answer.group, lang)
    return text(code, lang, **fields)


def titled(title: Mapping[str, str], lang: Lang, fallback: str = "") -> str:
    """Pick the title in a language, or in any that there is."""
    return title.get(lang) or next((one for one in title.values() if one), fallback)


def quantity(value: float, unit: Unit, lang: Lang, *, target: Target | None = None) -> str:
    """
    Word a measured figure with its unit; unknown and never have words of their own.

    Where a target is given, as many digits are shown as it takes to see on which side of
    it the figure lies.

    Examples
    --------
    >>> quantity(2.786, Unit.PER_1000, Lang.EN), quantity(12.0, Unit.COUNT, Lang.ZH)
    ('2.79 per 1,000', '12 个')
    >>> quantity(4.4996, Unit.PER_1000, Lang.EN, target=Target(Comparator.AT_LEAST, 4.5))
    '4.4996 per 1,000'
    """
    if math.isnan(value):
        return text("word.unknown", lang)
    if math.isinf(value):
        return text("word.never" if unit in (Unit.SECONDS, Unit.METRES) else "word.endless", lang)
    held = target if target is not None and target.stated else None
    if unit is Unit.SECONDS:
        return _time(value, lang, held)
    shown = _rounded(value, unit, held)
    if unit is Unit.SHARE:
        return share(value, lang) if held is None else f"{shown}%"
    if unit is Unit.PEOPLE and held is None:
        return people(value, lang)
    return _with_unit(shown, unit, lang)


def target_words(target: Target, unit: Unit, lang: Lang) -> str:
    """
    Word the figure that passes, with its sign; a dash where there is none.

    Examples
    --------
    >>> target_words(Target(Comparator.AT_LEAST, 0.9), Unit.SHARE, Lang.EN)
    '≥ 90%'
    >>> target_words(Target(Comparator.WITHIN, 5.0, 6.0), Unit.PER_1000, Lang.EN)
    '5–6 per 1,000'
    """
    if not target.stated:
        return text("word.unknown", lang)
    if unit is Unit.SECONDS:
        worded = minutes(target.low, lang)
    elif target.comparator is Comparator.WITHIN:
        both = f"{_plain(target.low, unit)}–{_plain(target.high, unit)}"
        worded = f"{both}%" if unit is Unit.SHARE else _with_unit(both, unit, lang)
    else:
        shown = _plain(target.low, unit)
        worded = f"{shown}%" if unit is Unit.SHARE else _with_unit(shown, unit, lang)
    return f"{target.comparator.sign} {worded}".strip()


def margin_words(margin: float, unit: Unit, lang: Lang) -> str:
    """
    Word by how much a figure passes, with its sign; a dash where that is unknown.

    Examples
    --------
    >>> margin_words(-0.0312, Unit.SHARE, Lang.EN), margin_words(3.0, Unit.SITES, Lang.EN)
    ('−3.1 points', '+3 sites')
    """
    if math.isnan(margin):
        return text("word.unknown", lang)
    size = abs(margin)
    if unit is Unit.SECONDS:
        worded = minutes(size, lang)
    else:
        # A margin that is there never reads as none.
        passing = Target(Comparator.ABOVE, 0.0) if size > 0 else None
        shown = _rounded(size, unit, passing)
        points = text("word.points", lang, value=shown)
        worded = points if unit is Unit.SHARE else _with_unit(shown, unit, lang)
    return f"{'−' if margin < 0 else '+'}{worded}"


def band_words(band: tuple[float, float], unit: Unit, lang: Lang) -> str:
    """Word the values at both ends of what was tried; a dash where nothing was."""
    if any(math.isnan(one) for one in band):
        return text("word.unknown", lang)
    return " – ".join(quantity(one, unit, lang) for one in band)


def _time(time_s: float, lang: Lang, target: Target | None) -> str:
    shown_s = tenths_of_minute(time_s) * SECONDS_PER_MINUTE / 10
    if target is None or target.met(shown_s) == target.met(time_s):
        return minutes(time_s, lang)
    return _with_unit(_rounded(time_s, Unit.SECONDS, target), Unit.SECONDS, lang)


def _rounded(value: float, unit: Unit, target: Target | None) -> str:
    """Round for showing, to as many digits as the target asks for; percent for shares."""
    scale = _PERCENT if unit is Unit.SHARE else 1.0
    scaled = value * scale
    ends = (0.0, _PERCENT) if unit is Unit.SHARE else ()
    least = _DIGITS.get(unit, 0 if unit in _WHOLE or scaled == round(scaled) else 2)
    for digits in range(least, least + _MOST_DIGITS):
        shown = float(f"{scaled:.{digits}f}")
        # All or nothing is said of a share only where it is.
        honest = shown not in ends or scaled in ends
        if target is None or (honest and target.met(shown / scale) == target.met(value)):
            worded = f"{shown:,.{digits}f}"
            return worded if unit in _DIGITS or not digits else worded.rstrip("0").rstrip(".")
    return f"{scaled!r}"


def _plain(value: float, unit: Unit) -> str:
    """Write a figure as it was set: no digit more than it has."""
    scaled = round(value * _PERCENT, 9) if unit is Unit.SHARE else value
    return f"{scaled:,.6f}".rstrip("0").rstrip(".")


def _with_unit(shown: str, unit: Unit, lang: Lang) -> str:
    return text(f"quantity.{unit.value}", lang, value=shown)
