"""Verdicts as flat tables: scorecard, verdicts, sensitivity, numbers, one a kind of evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from geo.text import Lang, text
from planning import wording
from planning.note import Note
from planning.scorecard import GoalCard, Scorecard
from planning.study import Study
from planning.table_words import is_code
from planning.verdict import Verdict

Cell = str | float | None
EVIDENCE = "evidence_"
"""Start of the names of the tables that hold findings' own tables."""
_AREA_COLUMNS = ("code", "area", "name")
_BETWEEN = "; "
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Grid:
    """
    A table to be written.

    Attributes
    ----------
    name
        Name of its file, sheet or layer.
    columns
        Names of the columns; a quantity's ends in its unit.
    rows
        Cells: text, number, or None where unknown.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def verdict_grids(
    study: Study, verdicts: Sequence[Verdict], *, langs: tuple[Lang, ...] = tuple(Lang)
) -> tuple[Grid, ...]:
    """
    Flatten verdicts into tables.

    Parameters
    ----------
    study
        The study that was judged: names of facilities, and whether it is a demonstration.
    verdicts
        Its verdicts.
    langs
        Languages of the texts; with several, a text has a column for each.

    Returns
    -------
    grids
        ``scorecard``, ``verdicts``, ``sensitivity``, ``numbers``, ``facilities``, then one
        for each kind of evidence. Tables of a demonstration say so in every row.
    """
    grids = [
        _scorecard(Scorecard.of(verdicts).goals, langs),
        _verdicts(verdicts, langs),
        _sensitivity(verdicts, langs),
        _numbers(verdicts, langs),
        _facilities(study, verdicts),
        *_evidence(verdicts, langs),
    ]
    if not study.info.demonstration:
        return tuple(grids)
    mark = " / ".join(text("demo.mark", lang) for lang in (Lang.ZH, Lang.EN))
    return tuple(
        Grid(one.name, (*one.columns, "mark"), tuple((*row, mark) for row in one.rows))
        for one in grids
    )


def area_figures(verdicts: Iterable[Verdict]) -> Iterator[tuple[str, dict[str, float]]]:
    """
    Give the share of every area that a reading has by area.

    Yields
    ------
    column, shares
        Name of the reading, such as ``"YC_01_T_EMG_15_call_to_arrival_share"``, and its shares by
        the area's name or code.
    """
    for one in verdicts:
        for table in one.finding.tables:
            where = next((name for name in _AREA_COLUMNS if name in table.columns), None)
            what = next((name for name in table.columns if name.endswith("_share")), None)
            if not table.name.startswith("by_") or where is None or what is None:
                continue
            at, of = table.columns.index(where), table.columns.index(what)
            shares = {
                str(row[at]): share
                for row in table.rows
                if isinstance(share := row[of], float) and math.isfinite(share)
            }
            parts = (one.goal.id, one.reading.test, one.reading.id)
            name = "_".join(part for part in parts if part).replace("-", "_")
            yield f"{name}_share", shares


def _named(one: Verdict) -> tuple[Cell, ...]:
    return one.goal.id, one.reading.test, one.reading.id


_NAMED = ("goal", "test", "reading")


def _heads(columns: Iterable[str], texts: frozenset[str], langs: tuple[Lang, ...]) -> list[str]:
    """Columns, those of text once a language."""
    return [
        f"{name}_{lang.value}" if name in texts and len(langs) > 1 else name
        for name in columns
        for lang in (langs if name in texts else langs[:1])
    ]


def _grid(
    name: str,
    columns: Sequence[str],
    texts: frozenset[str],
    langs: tuple[Lang, ...],
    rows: Iterable[Sequence[Cell | Callable[[Lang], str]]],
) -> Grid:
    """Make a grid; a cell that is worded gets a column for each language."""
    written = []
    for row in rows:
        cells: list[Cell] = []
        for cell in row:
            if callable(cell):
                cells += [cell(lang) for lang in langs]
            else:
                cells.append(_number(cell) if isinstance(cell, float) else cell)
        written.append(tuple(cells))
    return Grid(name, tuple(_heads(columns, texts, langs)), tuple(written))


def _number(value: float) -> float | None:
    return round(value, _DIGITS) if math.isfinite(value) else None


def _sentences(notes: Sequence[Note]) -> Callable[[Lang], str]:
    return lambda lang: _BETWEEN.join(note.render(lang) for note in notes)


def _title(words: object) -> Callable[[Lang], str]:
    titles = dict(words) if isinstance(words, dict) else {}
    return lambda lang: wording.titled(titles, lang)


def _yes(value: bool) -> str:  # noqa: FBT001 (a word for a truth)
    return "yes" if value else "no"


def _scorecard(cards: tuple[GoalCard, ...], langs: tuple[Lang, ...]) -> Grid:
    columns = (
        *("goal", "title", "phrase", "section", "class", "attribute", "target_year", "counts"),
        *("status", "value", "target", "target_high", "unit", "margin", "plan_target", "plan_unit"),
        *("baseline_2020", "reading", "readings", "disputed", "missing"),
    )
    rows = (
        (
            card.goal.id,
            _title(dict(card.goal.title)),
            card.goal.phrase,
            card.goal.section,
            card.goal.row.computable.value,
            card.goal.row.attribute.value,
            float(card.goal.row.target_year),
            _yes(card.counts),
            card.status.value,
            card.headline.value,
            card.headline.target,
            card.headline.finding.target.high,
            card.headline.finding.unit.value,
            card.headline.margin,
            card.goal.row.target_words,
            card.goal.row.unit,
            card.goal.row.baseline_2020.words,
            card.headline.reading.id,
            float(len(card.verdicts)),
            _yes(card.disputed),
            _sentences(card.missing),
        )
        for card in cards
    )
    return _grid("scorecard", columns, frozenset({"title", "missing"}), langs, rows)


def _verdicts(verdicts: Sequence[Verdict], langs: tuple[Lang, ...]) -> Grid:
    columns = (
        *_NAMED,
        *("title", "reading_title", "version", "rule", "decides", "counts", "status"),
        *("value", "target", "target_high", "unit", "comparator", "target_chosen", "margin"),
        *("band_low", "band_high", "formula", "flips", "missing", "caveats", "pass_source"),
    )
    rows = (
        (
            *_named(one),
            _title(dict(one.goal.title)),
            _title(dict(one.reading.title)),
            float(one.reading.version),
            one.reading.rule.kind,
            _yes(one.headline),
            _yes(one.counts),
            one.status.value,
            one.value,
            one.target,
            one.finding.target.high,
            one.finding.unit.value,
            one.finding.target.comparator.value,
            _yes(one.finding.target.chosen),
            one.margin,
            one.band[0],
            one.band[1],
            _sentences(() if one.finding.formula is None else (one.finding.formula,)),
            _sentences(one.finding.flips),
            _sentences(one.missing),
            _sentences(one.notes),
            _title(dict(one.reading.pass_source)),
        )
        for one in verdicts
    )
    texts = ("title", "reading_title", "formula", "flips", "missing", "caveats", "pass_source")
    return _grid("verdicts", columns, frozenset(texts), langs, rows)


def _sensitivity(verdicts: Sequence[Verdict], langs: tuple[Lang, ...]) -> Grid:
    rows = (
        (
            *_named(one),
            _sentences((run.what,)),
            run.value,
            one.finding.unit.value,
            run.status.value,
        )
        for one in verdicts
        for run in one.finding.runs
    )
    columns = (*_NAMED, "changed", "value", "unit", "status")
    return _grid("sensitivity", columns, frozenset({"changed"}), langs, rows)


def _numbers(verdicts: Sequence[Verdict], langs: tuple[Lang, ...]) -> Grid:
    def name_of(code: str) -> Callable[[Lang], str]:
        return lambda lang: wording.named("number", code, lang)

    rows = (
        (*_named(one), number.name, name_of(number.name), number.value, number.unit.value)
        for one in verdicts
        for number in one.finding.numbers
    )
    columns = (*_NAMED, "number", "number_title", "value", "unit")
    return _grid("numbers", columns, frozenset({"number_title"}), langs, rows)


def _facilities(study: Study, verdicts: Sequence[Verdict]) -> Grid:
    names = dict(zip(study.facilities.id, study.facilities.name, strict=True))
    return Grid(
        "facilities",
        (*_NAMED, "facility_id", "facility_name"),
        tuple(
            (*_named(one), facility, names.get(facility, ""))
            for one in verdicts
            for facility in one.finding.facilities
        ),
    )


def _evidence(verdicts: Sequence[Verdict], langs: tuple[Lang, ...]) -> Iterator[Grid]:
    """One table for each kind that findings have; columns are united, in order."""
    kinds = dict.fromkeys(table.name for one in verdicts for table in one.finding.tables)
    for kind in kinds:
        found = [
            (one, table) for one in verdicts for table in one.finding.tables if table.name == kind
        ]
        columns = tuple(dict.fromkeys(name for _, table in found for name in table.columns))
        rows = tuple(
            (*_named(one), *_cells(dict(zip(table.columns, row, strict=True)), columns, langs))
            for one, table in found
            for row in table.rows
        )
        heads = tuple(f"table_{name}" if name in _NAMED else name for name in columns)
        yield Grid(f"{EVIDENCE}{kind}", (*_NAMED, *heads), rows)


def _cells(
    row: dict[str, Cell], columns: tuple[str, ...], langs: tuple[Lang, ...]
) -> Iterator[Cell]:
    for name in columns:
        value = row.get(name)
        if isinstance(value, str) and is_code(value):
            yield " / ".join(text(value, lang) for lang in langs)
        else:
            yield _number(value) if isinstance(value, float) else value
