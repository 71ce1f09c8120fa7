"""Words inside findings: names of profiles, lists of any length, the formula of a chain."""

from __future__ import annotations

from collections.abc import Sequence

from geo.text import Lang, Message, has_text
from geo.units import SECONDS_PER_MINUTE
from layers.demand import Group
from planning.note import Note
from planning.readings.rules_reach import Clock, Constant, Leg, ReachRule, Where
from planning.wording import share as share_words
from routing.search import Direction

MOST_NAMED = 5
"""Names in a sentence; what is more is counted, or stands in a table."""

_BEFORE = frozenset({Clock.CALL, Clock.TURNOUT})
_BETWEEN = frozenset({Clock.SCENE, Clock.PREPARATION})


def names(values: Sequence[str]) -> str:
    """
    First names of a list, with dots where there are more.

    Examples
    --------
    >>> names(["a", "b"]), names(list("abcdefg"))
    ('a, b', 'a, b, c, d, e, …')
    """
    shown = [*values[:MOST_NAMED], *(["…"] if len(values) > MOST_NAMED else [])]
    return ", ".join(shown)


def plus(parts: Sequence[Message]) -> Message:
    """Join messages by plus signs; at least one."""
    joined = parts[-1]
    for one in reversed(parts[:-1]):
        joined = Message("join.plus", {"first": one, "rest": joined})
    return joined


def listed(parts: Sequence[Message]) -> Message:
    """List messages, the first of them in full and the others counted; at least one."""
    rest = len(parts) - MOST_NAMED
    shown = list(parts[:MOST_NAMED])
    if rest > 0:
        shown.append(Message("join.more", {"count": rest}))
    joined = shown[-1]
    for one in reversed(shown[:-1]):
        joined = Message("join.comma", {"first": one, "rest": joined})
    return joined


def profile_word(profile: str) -> Message | str:
    """Word a travel profile; its own name where the catalogue has none."""
    code = f"profile.{profile}"
    return Message(code, {}) if has_text(code) else profile


def minutes_of(time_s: float) -> float:
    """Give a fixed time or limit in minutes, as it is written in a formula."""
    return round(time_s / SECONDS_PER_MINUTE, 6)


def share_shown(value: float, *, pass_mark: float) -> str:
    """Share in percent, in digits of no language; it never reads as the mark it misses."""
    return share_words(value, Lang.EN, pass_mark=pass_mark)


def formula(rule: ReachRule, *, covered: float, people: float) -> Note:
    """
    Fill in the formula of a circle.

    Parameters
    ----------
    rule
        Constants, legs, limit, group and place.
    covered, people
        People within the limit and everyone asked about, above 0.
    """
    filled: dict[str, object] = {
        "terms": plus(_terms(rule)),
        "limit": minutes_of(rule.cutoff_s),
        "covered": covered,
        "people": people,
        "share": share_shown(covered / people, pass_mark=rule.pass_share),
    }
    whose = [
        *([Message(f"group.{rule.group.value}", {})] if rule.group is not Group.ALL else []),
        *([Message(f"where.{rule.where.value}", {})] if rule.where is not Where.ALL else []),
    ]
    if whose:
        return Note("formula.reach_of", filled | {"whose": listed(whose)})
    return Note("formula.reach", filled)


def _terms(rule: ReachRule) -> list[Message]:
    """Constants and legs in the order in which they happen."""
    before = [_clock(one) for one in rule.constants if one.clock in _BEFORE]
    between = [_clock(one) for one in rule.constants if one.clock in _BETWEEN]
    after = [_clock(one) for one in rule.constants if one.clock not in _BEFORE | _BETWEEN]
    legs = [_leg(one) for one in rule.legs]
    # Who comes to the patient has come before care begins; who drives there oneself has not.
    out = 1 if len(legs) > 1 or rule.legs[0].direction is Direction.FROM else 0
    return [*before, *legs[:out], *between, *legs[out:], *after]


def _clock(constant: Constant) -> Message:
    return Message("term.clock", {"clock": constant.clock, "minutes": minutes_of(constant.time_s)})


def _leg(leg: Leg) -> Message:
    profile: Message | str = profile_word(leg.profile)
    if leg.profile_built_up != leg.profile:
        both = {"profile": profile, "built_up": profile_word(leg.profile_built_up)}
        profile = Message("term.two_profiles", both)
    code = "term.leg_from" if leg.direction is Direction.FROM else "term.leg_to"
    return Message(code, {"service": leg.service, "profile": profile})
