"""The messages themselves: code -> language -> sentence, one module a subject."""

from __future__ import annotations

from geo.catalogue import (
    areas,
    cli,
    coordinates,
    edges,
    errors,
    facilities,
    imports,
    indicators,
    labels,
    maps,
    notes,
    online,
    population,
    quality,
    refresh,
    sheets,
    supply,
)

MESSAGES: dict[str, dict[str, str]] = {}
for _part in (
    areas.MESSAGES,
    cli.MESSAGES,
    coordinates.MESSAGES,
    edges.MESSAGES,
    errors.MESSAGES,
    facilities.MESSAGES,
    imports.MESSAGES,
    indicators.MESSAGES,
    labels.MESSAGES,
    maps.MESSAGES,
    notes.MESSAGES,
    online.MESSAGES,
    population.MESSAGES,
    quality.MESSAGES,
    refresh.MESSAGES,
    sheets.MESSAGES,
    supply.MESSAGES,
):
    for _code, _wording in _part.items():
        if _code in MESSAGES:
            raise RuntimeError(_code)
        MESSAGES[_code] = _wording

__all__ = ["MESSAGES"]
