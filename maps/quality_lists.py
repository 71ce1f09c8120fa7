"""The sections of the quality page on lists: facilities, inputs, what the import remarked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from geo.text import Lang, has_text, label, text
from layers.facilities import Service
from layers.scaling import ScaledArea
from maps.quality_parts import SHOWN, Block, Paragraph, Section, Table, columns, rows
from maps.quality_words import known_or, metres, number
from planning import wording
from planning.quality.care import OsmCheck, Unmatched
from planning.quality.limits import OSM_MATCH_M
from planning.quality.measures import Measures

_DIGEST = 12


def facility_section(m: Measures, lang: Lang) -> Section:
    """What is known of the facilities and does not fit."""
    care = m.facilities
    blocks: list[Block] = [
        _counts("quality.kind", care.by_kind, lang),
        _counts("quality.status", care.by_status, lang),
        _counts("quality.placed", care.by_placed, lang),
    ]
    heads: tuple[str, ...]
    table: list[tuple[str, ...]]
    if care.misplaced:
        heads = ("quality.site", "quality.township", "quality.lies_in", "#quality.outside_by")
        table = [
            (one.name or one.id, one.township, one.lies_in or "–", metres(one.distance_m, lang))
            for one in care.misplaced
        ]
        caption = text("quality.misplaced", lang, count=len(care.misplaced))
        blocks.append(_table(caption, heads, table, lang))
    if care.doubles:
        heads = (
            *("quality.first", "quality.second", "#quality.apart"),
            *("quality.reason", "quality.decision"),
        )
        table = [
            (
                f"{one.first_name} ({one.first})",
                f"{one.second_name} ({one.second})",
                metres(one.distance_m, lang),
                known_or("quality.reason", one.reason, lang),
                known_or("quality.decision", one.decision or "open", lang),
            )
            for one in care.doubles
        ]
        fields = {"count": len(care.doubles), "open": care.open_doubles}
        blocks.append(_table(text("quality.doubles", lang, **fields), heads, table, lang))
    unclear = (*care.plan_missing, *care.plan_ambiguous)
    if unclear:
        table = [
            (
                one.plan_name,
                text(f"quality.how.{one.how}", lang, ids=" · ".join(one.candidates)),
            )
            for one in unclear
        ]
        caption = text("quality.plan", lang, count=len(unclear), of=care.plan_named)
        heads = ("quality.plan_name", "quality.found")
        blocks.append(_table(caption, heads, table, lang))
    if care.osm is not None:
        blocks += _osm_blocks(care.osm, lang)
    return Section("facilities", text("quality.facilities", lang), tuple(blocks))


def _osm_blocks(osm: OsmCheck, lang: Lang) -> Iterable[Block]:
    yield Paragraph(text("quality.osm", lang, listed=osm.listed, mapped=osm.mapped))
    for code, found in (
        ("quality.only_listed", osm.only_listed),
        ("quality.only_mapped", osm.only_mapped),
    ):
        if not found:
            continue
        caption = text(code, lang, count=len(found), near_m=OSM_MATCH_M)
        heads = ("quality.site", "quality.kind", "#quality.nearest")
        yield _table(caption, heads, [_unmatched(one, lang) for one in found], lang)


def _unmatched(one: Unmatched, lang: Lang) -> tuple[str, ...]:
    name = one.name or one.id or "–"
    return name, label(Service(one.kind), lang), metres(one.nearest_m, lang)


def _counts(code: str, counts: Iterable[tuple[object, int]], lang: Lang) -> Table:
    title = text(code, lang)
    table = [(label(value, lang), number(count, lang)) for value, count in counts]  # type: ignore[arg-type] # an enumeration each
    return Table(title, columns(title, "#" + text("quality.count", lang)), rows(table))


def _table(caption: str, heads: Iterable[str], table: list[tuple[str, ...]], lang: Lang) -> Table:
    """Make a table of the first rows; heads are codes, ``#`` before those of figures."""
    worded = (
        f"#{text(one[1:], lang)}" if one.startswith("#") else text(one, lang) for one in heads
    )
    left = len(table) - SHOWN
    more = text("quality.and_more", lang, count=left) if left > 0 else ""
    return Table(caption, columns(*worded), rows(table[:SHOWN]), more)


def source_section(m: Measures, lang: Lang) -> Section:
    """Inputs, population, scaling, datum, overlaps, and what is not there."""
    sources = m.sources
    not_said = text("quality.not_said", lang)
    heads: tuple[str, ...] = (
        *("quality.input", "quality.file", "quality.date", "quality.licence"),
        *("quality.digest", "#quality.size"),
    )
    table: list[tuple[str, ...]] = [
        (
            wording.named("map.role", one.role, lang),
            one.name,
            one.vintage[:10] or not_said,
            one.licence or not_said,
            one.sha256[:_DIGEST],
            text("quality.bytes", lang, value=one.size_bytes),
        )
        for one in sources.inputs
    ]
    blocks: list[Block] = [_table(text("quality.input", lang), heads, table, lang)]
    separator = text("map.list_separator", lang)
    if sources.missing:
        what = separator.join(label(one, lang) for one in sources.missing)
        blocks.append(Paragraph(text("quality.lacking", lang, what=what)))
    if sources.population > 0:
        fields = {"people": sources.population, "places": sources.places}
        source = sources.population_source or not_said
        blocks.append(Paragraph(text("quality.population", lang, **fields, source=source)))
    if sources.groups:
        groups = separator.join(
            text("quality.group", lang, group=group, people=people)
            for group, people in sources.groups
        )
        blocks.append(Paragraph(text("quality.groups", lang, groups=groups)))
    if sources.scaled:
        heads = (
            *("quality.area", "quality.group_head", "#quality.before"),
            *("#quality.official", "#quality.factor"),
        )
        table = [
            (
                one.name or one.code,
                known_or("group", one.group, lang),
                number(one.before, lang),
                number(one.official, lang),
                text("quality.spread_anew", lang)
                if math.isnan(one.factor)
                else number(one.factor, lang, digits=3),
            )
            for one in _scaled_rows(m, lang)
        ]
        blocks.append(_table(text("quality.scaling", lang), heads, table, lang))
    if sources.datum:
        blocks.append(_datum_table(m, lang))
    if sources.overlaps:
        heads = ("quality.first", "quality.second", "#quality.km2")
        table = [
            (one.first, one.second, number(one.area_km2, lang, digits=2))
            for one in sources.overlaps
        ]
        blocks.append(_table(text("quality.overlap_table", lang), heads, table, lang))
    return Section("sources", text("quality.sources", lang), tuple(blocks))


def _scaled_rows(m: Measures, lang: Lang) -> Iterable[ScaledArea]:
    """Totals of each group first, then the areas, those with factors farthest from 1 first."""
    whole = text("area.whole", lang)
    for one in m.sources.scaling:
        yield ScaledArea("", whole, one.group, one.before, one.official, one.factor)

    def oddness(one: ScaledArea) -> float:
        return abs(math.log(one.factor)) if one.factor > 0 else math.inf

    yield from sorted(m.sources.scaled, key=oddness, reverse=True)


def _datum_table(m: Measures, lang: Lang) -> Table:
    heads = (
        *("quality.layer", "quality.chosen", "quality.basis"),
        *("#quality.points", "quality.residuals"),
    )
    table: list[tuple[str, ...]] = [
        (
            one.layer,
            one.chosen or text("quality.cannot_tell", lang),
            known_or("quality.basis", one.basis, lang),
            number(one.points, lang) if one.points else "–",
            "; ".join(
                f"{other.datum} {metres(other.median_m, lang)}, {metres(other.p90_m, lang)}"
                for other in one.candidates
            )
            or "–",
        )
        for one in m.sources.datum
    ]
    return _table(text("quality.datum", lang), heads, table, lang)


def remark_section(notes: Iterable[tuple[str, Mapping[str, object]]], lang: Lang) -> Section | None:
    """What the import remarked; None where it said nothing."""
    said = [
        Paragraph(f"· {text(code, lang, **fields)}", small=True)
        for code, fields in notes
        if has_text(code)
    ]
    if not said:
        return None
    title = text("quality.remarks", lang, count=len(said))
    return Section("remarks", title, tuple(said), opened=False)
