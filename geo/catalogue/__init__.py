"""The messages themselves: code -> language -> sentence, one module a subject."""

from __future__ import annotations

from geo.catalogue import (
    areas,
    cli,
    consistency,
    consistency_page,
    coordinates,
    counting,
    counting_notes,
    demonstration,
    edges,
    errors,
    facilities,
    imports,
    indicators,
    labels,
    maps,
    notes,
    online,
    placing,
    placing_tables,
    plan_faults,
    plans,
    population,
    quality,
    reaching,
    refresh,
    scorecard,
    sheets,
    supply,
    supply_pages,
    verdicts,
)

MESSAGES: dict[str, dict[str, str]] = {}
for _part in (
    areas.MESSAGES,
    cli.MESSAGES,
    consistency.MESSAGES,
    consistency_page.MESSAGES,
    coordinates.MESSAGES,
    counting.MESSAGES,
    counting_notes.MESSAGES,
    demonstration.MESSAGES,
    edges.MESSAGES,
    errors.MESSAGES,
    facilities.MESSAGES,
    imports.MESSAGES,
    indicators.MESSAGES,
    labels.MESSAGES,
    maps.MESSAGES,
    notes.MESSAGES,
    online.MESSAGES,
    placing.MESSAGES,
    placing_tables.MESSAGES,
    plan_faults.MESSAGES,
    plans.MESSAGES,
    population.MESSAGES,
    quality.MESSAGES,
    reaching.MESSAGES,
    refresh.MESSAGES,
    scorecard.MESSAGES,
    sheets.MESSAGES,
    supply.MESSAGES,
    supply_pages.MESSAGES,
    verdicts.MESSAGES,
):
    for _code, _wording in _part.items():
        if _code in MESSAGES:
            raise RuntimeError(_code)
        MESSAGES[_code] = _wording

__all__ = ["MESSAGES"]
