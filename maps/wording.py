"""Names in words for a page: facilities, services, escaped text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from geo.text import Lang, label, text
from layers.facilities import FacilitySet, Service


def facility_name(facilities: FacilitySet, row: int, lang: Lang) -> str:
    """Name of a facility, or what it is where it has none."""
    name = facilities.name[row].strip()
    return name or text("map.unnamed", lang, kind=label(facilities.kind[row], lang))


def service_names(services: Iterable[Service], *, besides: Service, lang: Lang) -> str:
    """List services in words, without the kind that is named anyway."""
    names = [label(one, lang) for one in sorted(set(services) - {besides})]
    return text("map.list_separator", lang).join(names) or text("map.no_services", lang)


def inside_quotes(phrase: str) -> str:
    """
    Word a phrase that stands between double quotes: its own become single ones.

    Examples
    --------
    >>> inside_quotes("“空-地”一体化急救") == "\u2018空-地\u2019一体化急救"
    True
    """
    return phrase.translate({0x201C: 0x2018, 0x201D: 0x2019})


def html_text(value: str) -> str:
    """Escape text for HTML; braces too, for branca may read the result as a template."""
    return escape(value).replace("{", "&#123;").replace("}", "&#125;")
