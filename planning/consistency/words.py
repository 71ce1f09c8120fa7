"""Parts of sentences in both languages: titles, figures with their units, lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from geo.text import Message
from planning.indicator_units import Thing, UnitKind, count_message
from planning.plan import Plan
from planning.plan_figures import Form
from planning.statements import Statement

_WAN = 10_000
_MILLION = 1_000_000


def said(words: Mapping[str, str]) -> Message:
    """Put a wording that exists in both languages inside a sentence of either."""
    return Message("consistency.said", {"zh": words.get("zh", ""), "en": words.get("en", "")})


def joined(parts: Iterable[Message | str]) -> Message | str:
    """Join parts of a list with the separator of the language; nothing gives ``""``."""
    whole: Message | str = ""
    for part in parts:
        whole = Message("consistency.list", {"head": whole, "tail": part}) if whole else part
    return whole


def title_of(plan: Plan, about: str) -> Message:
    """Name what statements are about: their title, that of their goal, or the key itself."""
    those = [one for one in plan.statements if one.about == about]
    for one in those:
        if one.title:
            return said(one.title)
    for one in those:
        if one.goal and plan.rows.has(one.goal):
            row = plan.rows.row(one.goal)
            return said({lang: row.titled(lang) for lang in ("zh", "en")})
    return said({"zh": about, "en": about})


def dated(title: Message, year: int, group: Mapping[str, str] | None = None) -> Message:
    """Put the year and the group behind a title, where the plan names them."""
    if group:
        title = Message("consistency.of_group", {"title": title, "group": said(group)})
    return Message("consistency.dated", {"title": title, "year": year}) if year else title


def number(value: float, digits: int | None = None) -> str:
    """
    Write a number with thousands apart; without `digits` as few as it needs.

    Examples
    --------
    >>> number(15492.0), number(7.86), number(2.3171, 2), number(0.1)
    ('15,492', '7.86', '2.32', '0.1')
    """
    if digits is not None:
        return f"{value:,.{digits}f}"
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.6f}".rstrip("0")


def people(count: float) -> Message:
    """
    Word a number of people that was worked out, to four digits.

    Examples
    --------
    >>> people(1_140_840).fields["en"], people(1_564_000).fields["zh"]
    ('1.1408 million people', '156.4 万人')
    """
    if count >= _MILLION:
        millions, wans = number(round(count / _MILLION, 4)), number(round(count / _WAN, 2))
        return said({"en": f"{millions} million people", "zh": f"{wans} 万人"})
    rounded = number(round(count, -1) if count >= _WAN else round(count))
    return said({"en": f"{rounded} people", "zh": f"{rounded} 人"})


def figure_words(one: Statement) -> str:
    """Write a statement's figure as the plan does, with its sign and thousands apart."""
    shown = one.value.words
    if one.value.form is Form.NUMBER and one.value.numbers[0] >= _WAN:
        shown = number(one.value.numbers[0])
    return f"{one.comparator.sign} {shown}".strip()


def unit_words(one: Statement) -> Message:
    """Word a statement's unit; nothing where the plan gives none."""
    unit = one.measure
    if unit is None:
        return said({})
    if one.scale != 1:
        return Message("consistency.unit_wan", {"unit": unit.message()})
    if unit.kind is UnitKind.COUNT and unit.thing in (Thing.ITEMS, Thing.ANY):
        return said({})
    if unit.kind is UnitKind.RATE and unit.thing is Thing.ANY:
        # Deaths are per so many births, not people: the unit names no base, nor do we.
        return Message("consistency.unit_per", {"per": count_message(unit.per)})
    code = "consistency.unit_tight" if unit.kind is UnitKind.PERCENT else "consistency.unit"
    return Message(code, {"unit": unit.message()})


def stated(one: Statement) -> Message:
    """Word a figure or words with where they stand, and whom they are about."""
    about = (
        Message("consistency.stated_words", {"words": said(one.words)})
        if one.words
        else Message(
            "consistency.stated_figure", {"figure": figure_words(one), "unit": unit_words(one)}
        )
    )
    fields = {"what": about, "section": one.section}
    if one.group:
        return Message("consistency.stated_of", {**fields, "group": said(one.group)})
    return Message("consistency.stated", fields)


def all_stated(those: Sequence[Statement]) -> Message | str:
    """Word several statements, one after the other."""
    return joined(stated(one) for one in those)
