"""Markup of the boxes on a map: head, answer, legend. Every text in it is escaped here."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geo.text import Lang, label, text
from maps.contents import FACILITY_SVG, OTHER_FACILITY
from maps.homes import HomePoints, radius_px
from maps.palette import (
    AREA_OPACITY,
    SHARE_COLOURS,
    TIME_COLOURS,
    UNROUTABLE_MARK,
    share_labels,
    time_labels,
)
from maps.wording import html_text
from planning import wording
from planning.answers import CoverageAnswer
from planning.readings.rules_reach import ReachRule
from planning.study import InputFile, Study
from planning.verdict import Status, Verdict

_OSM_NAME = "© OpenStreetMap contributors"
_OSM_CREDIT = f'<a href="https://www.openstreetmap.org/copyright" rel="noopener">{_OSM_NAME}</a>'
_STATUS_SIGN = {Status.MET: "✓", Status.NOT_MET: "✗", Status.CANNOT_TELL: "?"}
_STATUS_CLASS = {
    Status.MET: "gh-met",
    Status.NOT_MET: "gh-not-met",
    Status.CANNOT_TELL: "gh-cannot-tell",
}
_HATCHED = (
    '<svg width="22" height="14" aria-hidden="true"><defs><pattern id="gh-hatch" width="6" '
    'height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" '
    'stroke="#8d99a3" stroke-width="1.6"/></pattern></defs><rect x=".5" y=".5" width="21" '
    'height="13" fill="url(#gh-hatch)" stroke="#5b6b7b"/></svg>'
)
_DIAMOND = (
    '<svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true"><path d="M11 1l6 6-6 6-6-6z'
    f'M8 7h6" fill="{UNROUTABLE_MARK["colour"]}" stroke="{UNROUTABLE_MARK["edge"]}"/></svg>'
)


def head_markup(study: Study, *, lang: Lang, generated_for: str) -> str:
    """Title of the study, whom the page is for, and the mark of a demonstration."""
    parts = [f"<h1>{html_text(wording.titled(study.info.title, lang, study.info.name))}</h1>"]
    if generated_for.strip():
        said = text("map.generated_for", lang, whom=generated_for.strip())
        parts.append(f"<p>{html_text(said)}</p>")
    if study.info.demonstration:
        # In both languages, whoever reads: a picture of this page travels without its words.
        others = [one for one in Lang if one is not lang]
        marks = " · ".join(text("demo.mark", one) for one in (lang, *others))
        parts.append(f'<p class="gh-demo">{html_text(marks)}</p>')
    return "".join(parts)


def credits_markup(inputs: Iterable[InputFile]) -> list[str]:
    """Credits for the corner of the map: OpenStreetMap always, then each licence once."""
    # Licences of OSM files repeat the credit that stands before them already.
    licences = (one.licence.replace(_OSM_NAME, "").strip(" ,;·") for one in inputs)
    return [_OSM_CREDIT, *(html_text(one) for one in dict.fromkeys(licences) if one)]


def answer_markup(
    study: Study, answer: CoverageAnswer, verdicts: tuple[Verdict, ...], *, lang: Lang
) -> str:
    """Question, share and numbers of people, verdicts, caveats, date of the data."""
    body = [
        f'<p class="gh-mode">{html_text(wording.mode(answer, lang))}</p>',
        _figures(answer, lang),
        _caveats(answer, lang, opened=not verdicts),
        _verdicts(verdicts, lang),
        _data_dates(study.info.inputs, lang),
    ]
    question = html_text(wording.question(answer, lang))
    return (
        f'<details open><summary>{question}</summary><div class="gh-body">'
        f"{''.join(body)}</div></details>"
    )


def _figures(answer: CoverageAnswer, lang: Lang) -> str:
    whole = answer.whole
    if not whole.population > 0:
        unknown = html_text(text("word.unknown", lang))
        why = html_text(text("map.no_residents", lang))
        return f'<p class="gh-share"><b>{unknown}</b><span>{why}</span></p>'
    parts = (
        ("gh-covered", "map.covered", whole.covered),
        ("gh-uncovered", "map.uncovered", whole.uncovered),
        ("gh-unroutable", "map.unroutable", whole.unroutable),
    )
    of_all = text("map.of_residents", lang, people=wording.people(whole.population, lang))
    bar = "".join(
        f'<i class="{css}" style="width:{100 * count / whole.population:.3f}%"></i>'
        for css, _, count in parts
    )
    lines = "".join(
        f'<tr><th scope="row"><i class="{css}"></i>{html_text(text(code, lang))}</th>'
        f"<td>{html_text(wording.people(count, lang))}</td>"
        f"<td>{html_text(wording.share(count / whole.population, lang))}</td></tr>"
        for css, code, count in parts
    )
    return (
        f'<p class="gh-share"><b>{html_text(wording.share(whole.share, lang))}</b>'
        f"<span>{html_text(of_all)}</span></p>"
        f'<div class="gh-bar" aria-hidden="true">{bar}</div>'
        f'<table class="gh-counts">{lines}</table>'
        f'<label class="gh-switch"><input type="checkbox" id="gh-highlight">'
        f"{html_text(text('map.highlight', lang))}</label>"
    )


def _verdicts(verdicts: tuple[Verdict, ...], lang: Lang) -> str:
    """Circles that decide: what a map of travel times shows; all others are counted."""
    circles = [one for one in verdicts if one.headline and isinstance(one.reading.rule, ReachRule)]
    others = len({one.goal.id for one in verdicts} - {one.goal.id for one in circles})
    if not verdicts:
        return ""
    lines = ""
    for position, verdict in enumerate(circles):
        goal = verdict.goal
        if not position or circles[position - 1].goal.id != goal.id:
            named = html_text(wording.titled(goal.title, lang, goal.id))
            lines += f'<li class="gh-goal">{named}</li>'
        lines += _verdict(verdict, lang)
    heading = html_text(text("map.verdicts", lang))
    more = html_text(text("scorecard.on_map", lang, count=others))
    return (
        f'<h2>{heading}</h2><ul class="gh-verdicts">{lines}</ul>'
        f"{f'<p>{more}</p>' if others else ''}"
    )


def _verdict(verdict: Verdict, lang: Lang) -> str:
    finding = verdict.finding
    target = wording.target_words(finding.target, finding.unit, lang)
    if verdict.status is Status.CANNOT_TELL:
        figures = text("map.verdict_target", lang, target=target)
    else:
        value = wording.quantity(verdict.value, finding.unit, lang, target=finding.target)
        figures = text("map.verdict_value", lang, value=value, target=target)
    reading = wording.titled(verdict.reading.title, lang, verdict.reading.id)
    small = [note.render(lang) for note in verdict.missing]
    slow, fast = verdict.band
    if not np.isnan([slow, fast]).any():
        shown = {
            "slow": wording.quantity(slow, finding.unit, lang),
            "fast": wording.quantity(fast, finding.unit, lang),
        }
        small.append(text("map.verdict_band", lang, **shown))
    sign = _STATUS_SIGN[verdict.status]
    return (
        f'<li class="{_STATUS_CLASS[verdict.status]}">'
        f'<span class="gh-reading">{html_text(reading)}</span>'
        f'<span><b class="gh-status">{sign} {html_text(label(verdict.status, lang))}</b>'
        f" · {html_text(figures)}</span>"
        + "".join(f'<span class="gh-band">{html_text(one)}</span>' for one in small)
        + "</li>"
    )


def _caveats(answer: CoverageAnswer, lang: Lang, *, opened: bool) -> str:
    if not answer.notes:
        return ""
    heading = text("map.caveats", lang, count=len(answer.notes))
    lines = "".join(f"<li>{html_text(one.render(lang))}</li>" for one in answer.notes)
    return (
        f'<details class="gh-caveats"{" open" if opened else ""}>'
        f"<summary>{html_text(heading)}</summary>"
        f"<ul>{lines}</ul></details>"
    )


def _data_dates(inputs: Iterable[InputFile], lang: Lang) -> str:
    dated = dict.fromkeys(
        f"{wording.named('map.role', one.role, lang)} {_date_of(one.vintage)}"
        for one in inputs
        if one.vintage
    )
    if not dated:
        return ""
    line = text("map.data_date", lang, dates=text("map.list_separator", lang).join(dated))
    return f'<p class="gh-foot">{html_text(line)}</p>'


def _date_of(vintage: str) -> str:
    """Day of an ISO 8601 date, without the hour; anything else as it is."""
    return vintage.partition("T")[0] if vintage[:4].isdigit() else vintage


def legend_markup(
    answer: CoverageAnswer, homes: HomePoints, *, others: int, doubts: str = "", lang: Lang
) -> str:
    """Legend: only of what the map shows; `doubts` is the line for doubtful roads."""
    body = []
    if homes.people.size:
        body.append(f"<p>{html_text(text('map.darker_is_worse', lang))}</p>")
    elif len(answer.areas):
        body.append(_key(_HATCHED, text("map.no_residents", lang)))
    if len(answer.areas) and homes.people.size:
        shares = zip(reversed(SHARE_COLOURS), reversed(share_labels(lang)), strict=True)
        body.append(_heading("map.legend.areas", lang))
        body.extend(
            _key(
                '<svg width="22" height="14" aria-hidden="true"><rect x=".5" y=".5" width="21" '
                f'height="13" fill="{colour}" fill-opacity="{AREA_OPACITY}" '
                'stroke="#5b6b7b"/></svg>',
                words,
            )
            for colour, words in shares
        )
        body.append(_key(_HATCHED, text("map.class.nobody", lang)))
    body.append(doubts)
    if homes.people.size:
        body.append(_heading("map.legend.times", lang))
        body.extend(
            _key(
                '<svg width="22" height="14" aria-hidden="true">'
                f'<circle cx="11" cy="7" r="6" fill="{colour}" stroke="#737b83" '
                'stroke-width=".6"/></svg>',
                words,
            )
            for colour, words in zip(TIME_COLOURS, time_labels(lang), strict=True)
        )
        body.append(_key(_DIAMOND, text("map.time.unroutable", lang)))
        body.append(_sizes(homes, lang))
    if answer.facility_rows or others:
        body.append(_heading("map.legend.facilities", lang))
    if answer.facility_rows:
        icon = f'<svg width="22" height="16" aria-hidden="true">{FACILITY_SVG}</svg>'
        body.append(_key(icon, text("map.layer.counted", lang)))
    if others:
        icon = (
            '<svg width="22" height="14" aria-hidden="true"><rect x="7.5" y="3.5" width="7" '
            f'height="7" fill="{OTHER_FACILITY["colour"]}" '
            f'stroke="{OTHER_FACILITY["edge"]}"/></svg>'
        )
        body.append(_key(icon, text("map.layer.others", lang)))
    return (
        f"<details open><summary>{html_text(text('map.legend', lang))}</summary>"
        f'<div class="gh-body">{"".join(body)}</div></details>'
    )


def _heading(code: str, lang: Lang) -> str:
    return f"<h2>{html_text(text(code, lang))}</h2>"


def _key(icon: str, words: str) -> str:
    return f'<div class="gh-key">{icon}<span>{html_text(words)}</span></div>'


def _sizes(homes: HomePoints, lang: Lang) -> str:
    """Three circles for round numbers of people, the greatest no greater than the map's."""
    largest = float(homes.people.max())
    sizes = sorted({_round_down(largest / part) for part in (1, 5, 25)})
    radii = radius_px(np.array(sizes), largest=largest, count=homes.people.size)
    circles = "".join(
        f'<span><svg width="{2 * radius + 2:.1f}" height="{2 * radius + 2:.1f}" aria-hidden="true">'
        f'<circle cx="{radius + 1:.1f}" cy="{radius + 1:.1f}" r="{radius:.1f}" fill="#c9ced3" '
        f'stroke="#56646f"/></svg>{html_text(wording.people(size, lang))}</span>'
        for size, radius in zip(sizes, radii.tolist(), strict=True)
    )
    return f'{_heading("map.legend.sizes", lang)}<div class="gh-sizes">{circles}</div>'


def _round_down(number: float) -> float:
    """
    Largest of 1, 2, 5, 10, 20, 50 … that is not above a number (1 at least).

    Examples
    --------
    >>> _round_down(7_300.0), _round_down(0.4)
    (5000.0, 1.0)
    """
    power = 10.0 ** np.floor(np.log10(max(number, 1.0)))
    return float(max(step * power for step in (1, 2, 5) if step * power <= max(number, 1.0)))
