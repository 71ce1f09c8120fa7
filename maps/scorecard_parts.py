"""Parts of the scorecard page: one goal with its readings, as words and rows."""

from __future__ import annotations

import math

from geo.text import Lang, label, text
from maps.wording import inside_quotes
from planning import wording
from planning.indicator_units import UnitKind, plan_unit
from planning.judging.finding import Table
from planning.note import Note
from planning.plan_row import PlanRow
from planning.readings.reading import ReadingBook
from planning.scorecard import GoalCard, Tally
from planning.study import Study
from planning.table_words import cell_words
from planning.verdict import Status, Verdict

SIGN = {Status.MET: "✔", Status.NOT_MET: "✘", Status.CANNOT_TELL: "?"}
Part = dict[str, object]
_MOST_ROWS = 40
_MOST_FACILITIES = 40
_BAR_WIDTH = 1000.0
_BAR_ORDER = (Status.MET, Status.NOT_MET, Status.CANNOT_TELL)


def tally_part(tally: Tally, lang: Lang) -> Part:
    """Counts in words, and the stretches of a bar of 1,000 units."""
    counts = dict(zip(_BAR_ORDER, (tally.met, tally.not_met, tally.cannot_tell), strict=True))
    stretches, start = [], 0.0
    for status, count in counts.items():
        width = _BAR_WIDTH * count / tally.total if tally.total else 0.0
        if count:
            stretches.append({"status": status.value, "x": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return {
        "total": tally.total,
        "counts": [
            {
                "status": status.value,
                "word": f"{SIGN[status]} {label(status, lang)}",
                "count": count,
            }
            for status, count in counts.items()
        ],
        "stretches": stretches,
    }


def line_part(card: GoalCard, lang: Lang) -> Part:
    """One goal as a line: words, figures, verdict."""
    one = card.headline
    return {
        "id": card.goal.id,
        "title": wording.titled(card.goal.title, lang, card.goal.id),
        "binding": label(card.goal.row.attribute, lang) if card.binding else "",
        "disputed": card.disputed and card.counts,
        "counts": card.counts,
        "status": card.status.value,
        "word": f"{SIGN[card.status]} {label(card.status, lang)}",
        **_figures(one, lang),
    }


def goal_part(
    card: GoalCard, study: Study, lang: Lang, *, book: ReadingBook, shared: frozenset[str]
) -> Part:
    """
    Give one goal with all that stands behind its line.

    Parameters
    ----------
    card
        The goal and its verdicts.
    study
        Names of the facilities.
    lang
        Language of the words.
    book
        Says what plans leave open for each test.
    shared
        English words of the caveats that stand at the end of the page.
    """
    row = card.goal.row
    facts = [
        label(row.computable, lang),
        label(row.attribute, lang),
        text("scorecard.target_year", lang, year=row.target_year),
    ]
    if row.target_words:
        facts.append(text("scorecard.plan_says", lang, words=plan_says(row, lang)))
    if row.baseline_2020.words:
        facts.append(text("scorecard.baseline", lang, words=row.baseline_2020.words))
    tests = dict.fromkeys(one.reading.test for one in card.verdicts)
    left_open = (
        wording.titled(book.tests[test].open_in_plan, lang) for test in tests if test in book.tests
    )
    ordered = (card.headline, *card.rivals)
    return {
        **line_part(card, lang),
        "phrase": inside_quotes(row.phrase),
        "section": row.section,
        "facts": facts,
        "left_open": [one for one in dict.fromkeys(left_open) if one],
        "readings": [_reading(one, lang) for one in ordered] if len(ordered) > 1 else [],
        "evidence": [_evidence(one, study, lang, shared) for one in ordered],
        "reasons": [note.render(lang) for note in (*card.headline.missing, *card.headline.notes)]
        if not card.counts
        else [],
    }


def plan_says(row: PlanRow, lang: Lang) -> str:
    """Word the plan's figure; in Chinese with its unit alone, for plans keep units in English."""
    unit = plan_unit(row.unit, row.type)
    if unit is not None and unit.kind is UnitKind.YUAN_100M:
        return text("quantity.yuan_100m", lang, value=row.target_words)
    if lang is Lang.ZH and unit is not None:
        if unit.kind is UnitKind.RATIO:
            return row.target_words
        message = unit.message()
        worded = text(message.code, lang, **message.fields)
        gap = "" if unit.kind is UnitKind.PERCENT else " "
        return f"{row.target_words}{gap}{worded}"
    return f"{row.target_words} {row.unit}".strip()


def _figures(one: Verdict, lang: Lang) -> Part:
    finding = one.finding
    return {
        "value": wording.quantity(one.value, finding.unit, lang, target=finding.target),
        "target": wording.target_words(finding.target, finding.unit, lang),
        "chosen": finding.target.chosen and finding.target.stated,
        "margin": wording.margin_words(one.margin, finding.unit, lang),
        "band": wording.band_words(one.band, finding.unit, lang),
    }


def _reading(one: Verdict, lang: Lang) -> Part:
    return {
        "title": wording.titled(one.reading.title, lang, one.reading.id),
        "headline": one.headline,
        "status": one.status.value,
        "word": f"{SIGN[one.status]} {label(one.status, lang)}",
        **_figures(one, lang),
    }


def _evidence(one: Verdict, study: Study, lang: Lang, shared: frozenset[str]) -> Part:
    """What one verdict rests on; tables and numbers only where it decides."""
    finding, reading = one.finding, one.reading
    version = text("scorecard.version", lang, version=reading.version)
    return {
        "title": wording.titled(reading.title, lang, reading.id),
        "name": f"{reading.test}/{reading.id}, {version}" if reading.test else reading.id,
        "headline": one.headline,
        "formula": finding.formula.render(lang) if finding.formula else "",
        "marks": [
            {
                "mark": f"{mark:.0%}",
                "status": status.value,
                "word": f"{SIGN[status]} {label(status, lang)}",
                "chosen": math.isclose(mark, one.target),
            }
            for mark, status in finding.marks
        ],
        "source": wording.titled(reading.pass_source, lang),
        "flips": _words(finding.flips, lang),
        "missing": _words(one.missing, lang),
        "notes": [note.render(lang) for note in one.notes if note.render(Lang.EN) not in shared],
        "numbers": [
            (
                wording.named("number", number.name, lang),
                wording.quantity(number.value, number.unit, lang),
            )
            for number in (finding.numbers if one.headline else ())
        ],
        "runs": [
            {
                "what": run.what.render(lang),
                "value": wording.quantity(run.value, finding.unit, lang, target=finding.target),
                "status": run.status.value,
                "word": f"{SIGN[run.status]} {label(run.status, lang)}",
            }
            for run in (finding.runs if one.headline else ())
        ],
        "facilities": _facilities(finding.facilities, study, lang) if one.headline else "",
        "tables": [_table(table, lang) for table in (finding.tables if one.headline else ())],
    }


def _words(notes: tuple[Note, ...], lang: Lang) -> list[str]:
    return [note.render(lang) for note in notes]


def _facilities(ids: tuple[str, ...], study: Study, lang: Lang) -> str:
    if not ids:
        return ""
    names = dict(zip(study.facilities.id, study.facilities.name, strict=True))
    listed = text("map.list_separator", lang).join(
        names.get(one, "").strip() or one for one in ids[:_MOST_FACILITIES]
    )
    more = len(ids) - _MOST_FACILITIES
    if more > 0:
        listed += text("scorecard.more", lang, count=more)
    return text("scorecard.facilities", lang, count=len(ids), ids=listed)


def _table(table: Table, lang: Lang) -> Part:
    numeric = [
        any(isinstance(row[at], float | int) for row in table.rows)
        for at in range(len(table.columns))
    ]
    more = len(table.rows) - _MOST_ROWS
    return {
        "caption": wording.named("table", table.name, lang),
        "columns": [
            {"title": wording.named("column", name, lang), "number": number}
            for name, number in zip(table.columns, numeric, strict=True)
        ],
        "rows": [
            [cell_words(name, cell, lang) for name, cell in zip(table.columns, row, strict=True)]
            for row in table.rows[:_MOST_ROWS]
        ],
        "more": text("scorecard.more_rows", lang, count=more) if more > 0 else "",
    }
