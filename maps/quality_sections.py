"""The sections of the quality page on people and roads: distances, areas, network, border."""

from __future__ import annotations

import math

from geo.text import Lang, label, text
from layers.access import AT_THE_ROAD_M
from maps.quality_parts import (
    SHOWN,
    Block,
    Cell,
    Chart,
    Paragraph,
    Section,
    Table,
    bars,
    columns,
    rows,
)
from maps.quality_words import area_label, distance_bin, lonlat, metres, number, part
from planning import wording
from planning.answers import FAR_SNAP_M
from planning.quality import limits
from planning.quality.border import SIDES
from planning.quality.measures import Measures
from planning.quality.places import AreaRoads
from planning.quality.snap import Far, SnapQuality

_PARTS = 8
"""Parts of the network that are listed: the rest are stubs."""

_DENSITY_EDGES = (0.2, 0.5, 1.0, 2.0)
"""Classes of shading [km/km2]: round steps about China's mean of 0.57."""


def distance_section(m: Measures, lang: Lang) -> Section:
    """Distances of people and facilities to their roads."""
    blocks: list[Block] = []
    note = {"limit_m": m.homes.limit_m, "at_m": AT_THE_ROAD_M}
    blocks.append(Paragraph(text("quality.snap.note", lang, **note), small=True))
    for name, snaps in (("homes", m.homes), ("sites", m.sites)):
        if snaps.total > 0:
            blocks += [_chart(name, snaps, lang), Paragraph(_quantiles(snaps, lang))]
    blocks += [_worst("places", m.homes, lang), _worst("sites", m.sites, lang)]
    kept = tuple(one for one in blocks if not (isinstance(one, Table) and not one.rows))
    return Section("distance", text("quality.snap", lang), kept)


def _chart(name: str, snaps: SnapQuality, lang: Lang) -> Chart:
    title = text(f"quality.snap.{name}", lang)
    parts = [
        (
            distance_bin(one, lang),
            part(one.weight, snaps.total, lang),
            one.weight,
            one.low_m >= FAR_SNAP_M,
        )
        for one in snaps.bins
    ]
    laid, height = bars(parts)
    heads = columns(
        text("quality.snap.distance", lang),
        "#" + text("quality.people" if name == "homes" else "quality.count", lang),
        "#" + text("quality.share", lang),
    )
    table = Table(
        title,
        heads,
        rows(
            (words, number(one.weight, lang), share)
            for one, (words, share, _, _) in zip(snaps.bins, parts, strict=True)
        ),
    )
    return Chart(name, title, text("quality.snap.desc", lang), laid, height, table)


def _quantiles(snaps: SnapQuality, lang: Lang) -> str:
    names = ("median", "p90", "p95", "p99")
    worded = {
        name: metres(value, lang, limit_m=snaps.limit_m)
        for name, value in zip(names, snaps.quantiles_m, strict=True)
    }
    leg = wording.minutes(snaps.leg_quantiles_s[limits.QUANTILES.index(0.95)], lang)
    return text("quality.snap.quantiles", lang, **worded, leg=leg)


def _worst(name: str, snaps: SnapQuality, lang: Lang) -> Table:
    homes = name == "places"
    heads = columns(
        text("quality.place" if homes else "quality.site", lang),
        text("quality.area", lang),
        text("quality.coordinates", lang),
        "#" + text("quality.to_road", lang),
        "#" + text("quality.people" if homes else "quality.nearest_for", lang),
    )

    def called(one: Far) -> str:
        if homes:
            return one.name.strip() or text("quality.row", lang, row=one.id)
        return f"{one.name.strip()} ({one.id})" if one.name.strip() else one.id

    table = rows(
        (
            called(one),
            one.area or "–",
            lonlat(one.lon, one.lat),
            metres(one.distance_m, lang, limit_m=snaps.limit_m),
            number(one.people, lang),
        )
        for one in snaps.worst
    )
    return Table(text(f"quality.worst_{name}", lang, count=len(snaps.worst)), heads, table)


def area_section(m: Measures, lang: Lang) -> Section:
    """Roads against people by area, and the cells with people and no road."""
    blocks: list[Block] = []
    if m.places.areas:
        note = text(
            "quality.roads.note",
            lang,
            far=limits.LOW_FAR_SHARE,
            limit_m=FAR_SNAP_M,
            gap=limits.LOW_GAP_SHARE,
            per_km2=limits.SPARSE_KM_PER_KM2,
            inhabited=limits.INHABITED_PER_KM2,
            per_1000=limits.SPARSE_KM_PER_1000,
            urban=limits.URBAN_PER_KM2,
            unclassed=limits.LOW_UNCLASSED_SHARE,
        )
        blocks += [_area_table(m, lang), Paragraph(note, small=True)]
    else:
        km = m.places.whole.roads.km
        blocks.append(Paragraph(text("quality.no_area_table", lang, km=km)))
    blocks.append(_gap_table(m, lang))
    return Section("areas", text("quality.roads", lang), tuple(blocks))


def _area_table(m: Measures, lang: Lang) -> Table:
    heads = columns(
        text("quality.area", lang),
        "#" + text("quality.people", lang),
        "#" + text("quality.km_road", lang),
        "#" + text("quality.per_km2", lang),
        "#" + text("quality.per_1000", lang),
        "#" + text("quality.far_share", lang),
        "#" + text("quality.classed", lang),
        "#" + text("quality.limited", lang),
        "#" + text("quality.surfaced", lang),
        text("quality.doubts", lang),
    )
    sparsest_first = sorted(
        m.places.areas, key=lambda one: (not one.doubts, one.km_per_km2, one.name, one.code)
    )
    named = [(area_label(one, lang), one) for one in sparsest_first]
    if m.places.outside.people > 0 or m.places.outside.roads.km > 0:
        named.append((text("area.outside", lang), m.places.outside))
    named.append((text("quality.all_areas", lang), m.places.whole))
    return Table(
        text("quality.roads", lang), heads, rows(_area_row(name, one, lang) for name, one in named)
    )


def _area_row(name: str, one: AreaRoads, lang: Lang) -> tuple[str | Cell, ...]:
    surfaced = math.nan if one.roads.surfaced is None else one.roads.surfaced
    shade = ""
    if not math.isnan(one.km_per_km2):
        shade = f"shade{sum(one.km_per_km2 >= edge for edge in _DENSITY_EDGES)}"
    separator = text("map.list_separator", lang)
    return (
        Cell(name, "hatched" if one.doubts else ""),
        number(one.people, lang),
        number(one.roads.km, lang, digits=1),
        Cell(number(one.km_per_km2, lang, digits=2), shade),
        number(one.km_per_1000, lang, digits=2),
        part(one.far, one.people, lang),
        wording.share(one.roads.classed, lang),
        wording.share(one.roads.limited, lang),
        wording.share(surfaced, lang),
        separator.join(label(doubt, lang) for doubt in one.doubts) or "–",
    )


def _gap_table(m: Measures, lang: Lang) -> Block:
    gaps = m.places.gaps
    if not gaps:
        none = text(
            "quality.no_gaps",
            lang,
            people=limits.GAP_PEOPLE,
            density=limits.GAP_KM_PER_KM2,
            limit_m=FAR_SNAP_M,
        )
        return Paragraph(none)
    shown = gaps[:SHOWN]
    heads = columns(
        text("quality.coordinates", lang),
        text("quality.area", lang),
        "#" + text("quality.people", lang),
        "#" + text("quality.far_people", lang),
        "#" + text("quality.around", lang),
    )
    return Table(
        text("quality.gap_cells", lang, count=len(gaps), shown=len(shown)),
        heads,
        rows(
            (
                lonlat(one.lon, one.lat),
                one.area or "–",
                number(one.people, lang),
                number(one.far, lang),
                number(one.km_per_km2, lang, digits=2),
            )
            for one in shown
        ),
    )


def network_section(m: Measures, lang: Lang) -> Section:
    """The network as a whole: parts, tags, bridges that lead nowhere."""
    network = m.network
    line = text(
        "quality.network.line",
        lang,
        junctions=network.junctions,
        pieces=network.pieces,
        km=network.km,
        main_share=network.main_share,
        sets=network.n_sets - 1,
        people=network.people_on_islands,
    )
    blocks: list[Block] = [Paragraph(line)]
    if network.n_parts > 1:
        heads = columns(
            text("quality.part", lang),
            "#" + text("quality.junctions", lang),
            "#" + text("quality.km_road", lang),
            "#" + text("quality.people", lang),
        )
        table = rows(
            (
                str(rank),
                number(one.junctions, lang),
                number(one.km, lang, digits=1),
                number(one.people, lang),
            )
            for rank, one in enumerate(network.parts[:_PARTS], 1)
        )
        fields = {"count": network.n_parts, "shown": len(table)}
        blocks.append(Table(text("quality.parts", lang, **fields), heads, table))
    if network.bridges:
        heads = columns(
            text("quality.way", lang),
            text("quality.coordinates", lang),
            "#" + text("quality.length", lang),
        )
        table = rows(
            (str(one.way_id), lonlat(one.lon, one.lat), metres(one.length_m, lang))
            for one in network.bridges
        )
        fields = {"count": network.n_bridges, "shown": len(network.bridges)}
        blocks.append(Table(text("quality.bridges", lang, **fields), heads, table))
    else:
        blocks.append(Paragraph(text("quality.no_bridges", lang)))
    return Section("network", text("quality.network", lang), tuple(blocks))


def border_section(m: Measures, lang: Lang) -> Section:
    """What lies beyond the border, and what it does to the coverage."""
    title = text("quality.border", lang)
    if m.border is None:
        return Section("border", title, (Paragraph(text("quality.border.unknown", lang)),))
    border = m.border
    reach = text("quality.border.reach", lang, road_km=limits.REACH_ROAD_KM, wanted=limits.REACH_KM)
    heads = columns(*("#" + text(f"quality.side.{side}", lang) for side in SIDES))
    table = rows([[text("quality.km", lang, value=km) for km in border.reach_km]])
    blocks: list[Block] = [Table(reach, heads, table)]
    if border.coverage is None or border.without is None:
        blocks.append(Paragraph(text("quality.border.no_people", lang)))
        return Section("border", title, tuple(blocks))
    sites = text(
        "quality.border.sites",
        lang,
        inside=border.inside,
        outside=border.outside,
        people=border.people_outside,
        share=part(border.people_outside, border.coverage.population, lang),
    )
    cover = text(
        "quality.border.cover",
        lang,
        minutes=limits.COVER_S / 60,
        with_share=wording.share(border.coverage.share, lang),
        without_share=wording.share(border.without.share, lang),
    )
    return Section("border", title, (*blocks, Paragraph(sites), Paragraph(cover)))
