"""Figures and questions in words, as people of either language write them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from geo.text import Lang, Message, has_text, label, text
from geo.units import SECONDS_PER_MINUTE
from layers.demand import Group
from planning.answers import CoverageAnswer
from routing.search import Direction

_WAN = 10_000
_SMALLEST_SHOWN_SHARE = 0.001
_MOST_DIGITS = 6


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
