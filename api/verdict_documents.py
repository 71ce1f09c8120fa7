"""Verdicts as JSON documents: every figure, word and doubt of them, in both languages."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping

from api.document_parts import (
    Document,
    both_languages,
    named_both,
    note_documents,
    number_or_null,
    provenance,
)
from planning.judging.depends import plain
from planning.judging.finding import Finding, Number, Run, Table
from planning.plan import Plan
from planning.plan_figures import Figure, Form
from planning.plan_rows import Computable, PlanRow
from planning.scorecard import GoalCard, MissingInput, Scorecard, Tally
from planning.study import Study
from planning.table_words import is_code
from planning.verdict import Verdict


def verdict_document(verdict: Verdict) -> Document:
    """Describe the outcome of one reading of one goal."""
    goal, reading, finding = verdict.goal, verdict.reading, verdict.finding
    return {
        "goal": goal.id,
        **_goal_words(goal.row, goal.title),
        "test": reading.test or None,
        "reading": reading.id,
        "reading_title": dict(reading.title),
        "reading_version": reading.version,
        "rule": reading.rule.kind,
        "headline": verdict.headline,
        "counts": verdict.counts,
        "status": verdict.status.value,
        "unit": finding.unit.value,
        "value": number_or_null(verdict.value),
        "comparator": finding.target.comparator.value or None,
        "target": number_or_null(verdict.target),
        "target_high": number_or_null(finding.target.high),
        "target_chosen": finding.target.chosen,
        "margin": number_or_null(verdict.margin),
        "band": _band(finding),
        "pass_marks": [
            {"mark": mark, "status": status.value, "chosen": math.isclose(mark, verdict.target)}
            for mark, status in finding.marks
        ],
        "formula": None
        if finding.formula is None
        else {
            "code": finding.formula.code,
            **both_languages(finding.formula.code, **finding.formula.fields),
        },
        "numbers": [_number(one) for one in finding.numbers],
        "runs": [_run(one) for one in finding.runs],
        "flips": note_documents(finding.flips),
        "facilities": list(finding.facilities),
        "tables": [_table(one) for one in finding.tables],
        "evidence": {
            "numbers": {one.name: number_or_null(one.value) for one in finding.numbers},
            "facilities": list(finding.facilities),
            "pass_mark_source": dict(reading.pass_source),
        },
        "missing": note_documents(verdict.missing),
        "caveats": note_documents(verdict.notes),
    }


def check_document(
    study: Study,
    plan: Plan,
    verdicts: tuple[Verdict, ...],
    *,
    shown: tuple[Verdict, ...] | None = None,
) -> Document:
    """
    Describe the verdicts on a plan.

    Parameters
    ----------
    study, plan, verdicts
        What was judged, and how it came out: the summary and the outcome speak of all.
    shown
        The verdicts to be listed; None lists all.
    """
    card = Scorecard.of(verdicts)
    listed = verdicts if shown is None else shown
    named = {one.goal.id for one in listed}
    return {
        **_head(study, plan, card),
        "goals": [_goal(one) for one in card.goals if one.goal.id in named],
        "verdicts": [verdict_document(one) for one in listed],
        "units": {
            unit: named_both("unitname", unit)
            for unit in sorted({one.finding.unit.value for one in listed})
        },
        "provenance": provenance(study, _question(plan, listed)),
    }


def scorecard_document(study: Study, plan: Plan, verdicts: tuple[Verdict, ...]) -> Document:
    """Describe how a plan comes out: counts, a line a goal, and what is missing to tell more."""
    card = Scorecard.of(verdicts)
    return {
        **_head(study, plan, card),
        "goals": [_goal(one) for one in card.goals],
        "missing": [_missing(one) for one in card.missing],
        "provenance": provenance(study, _question(plan, verdicts)),
    }


def _head(study: Study, plan: Plan, card: Scorecard) -> Document:
    return {
        "study": study.info.name,
        "study_title": dict(study.info.title),
        "plan": plan.name,
        "plan_title": dict(plan.title),
        "plan_document": plan.document or None,
        "period": plan.period,
        "outcome": card.outcome.value,
        "summary": {
            **_tally(card.whole),
            "not_computable": len(card.silent),
            "by_class": {
                kind.value: _tally(card.by_class.get(kind, Tally()))
                for kind in Computable
                if kind is not Computable.NOT_COMPUTABLE
            },
            "binding": _tally(card.binding),
        },
    }


def _question(plan: Plan, verdicts: Iterable[Verdict]) -> Mapping[str, object]:
    """What was asked: a user's plan may change and keep its name, so its words count too."""
    asked = [
        [one.goal.id, one.reading.test, one.reading.id, plain(one.reading), plain(one.goal.row)]
        for one in verdicts
    ]
    written = json.dumps(asked, sort_keys=True, default=str)
    return {"plan": plan.name, "readings": hashlib.sha256(written.encode()).hexdigest()}


def _goal_words(row: PlanRow, title: Mapping[str, str]) -> Document:
    return {
        "goal_title": dict(title),
        "phrase": row.phrase,
        "section": row.section,
        "class": row.computable.value,
        "attribute": row.attribute.value,
        "target_year": row.target_year,
        "plan_target": row.target_words or None,
        "plan_unit": row.unit or None,
        "baseline": _figure(row.baseline_2020),
    }


def _figure(figure: Figure) -> Document | None:
    if figure.form is Form.NONE:
        return None
    return {"text": figure.text, "numbers": list(figure.numbers)}


def _band(finding: Finding) -> list[float | None] | None:
    if any(math.isnan(one) for one in finding.band):
        return None
    return [number_or_null(one) for one in finding.band]


def _number(one: Number) -> Document:
    return {
        "name": one.name,
        "title": named_both("number", one.name),
        "value": number_or_null(one.value),
        "unit": one.unit.value,
    }


def _run(one: Run) -> Document:
    return {
        "what": {"code": one.what.code, **both_languages(one.what.code, **one.what.fields)},
        "value": number_or_null(one.value),
        "status": one.status.value,
    }


def _table(one: Table) -> Document:
    return {
        "name": one.name,
        "title": named_both("table", one.name),
        "columns": [{"name": name, "title": named_both("column", name)} for name in one.columns],
        "rows": [
            [number_or_null(cell) if isinstance(cell, float) else cell for cell in row]
            for row in one.rows
        ],
        "words": {
            cell: both_languages(cell)
            for row in one.rows
            for cell in row
            if isinstance(cell, str) and is_code(cell)
        },
    }


def _tally(one: Tally) -> Document:
    return {
        "counted": one.total,
        "met": one.met,
        "not_met": one.not_met,
        "cannot_tell": one.cannot_tell,
    }


def _goal(card: GoalCard) -> Document:
    headline = card.headline
    return {
        "goal": card.goal.id,
        "goal_title": dict(card.goal.title),
        "class": card.goal.row.computable.value,
        "attribute": card.goal.row.attribute.value,
        "counts": card.counts,
        "status": card.status.value,
        "disputed": card.disputed,
        "headline": {
            "test": headline.reading.test or None,
            "reading": headline.reading.id,
            "status": headline.status.value,
            "unit": headline.finding.unit.value,
            "value": number_or_null(headline.value),
            "target": number_or_null(headline.target),
        },
        "missing": note_documents(card.missing),
    }


def _missing(one: MissingInput) -> Document:
    return {
        "needed": one.needed.value,
        "title": named_both("needed", one.needed.value),
        "notes": note_documents(one.notes),
        "goals": list(one.goals),
        "alone": list(one.alone),
    }
