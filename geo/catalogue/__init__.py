"""The messages themselves: code -> language -> sentence, one module a subject."""

from __future__ import annotations

from geo.catalogue import cli, edges, errors, imports, labels, maps, notes

MESSAGES: dict[str, dict[str, str]] = {}
for _part in (
    cli.MESSAGES,
    edges.MESSAGES,
    errors.MESSAGES,
    imports.MESSAGES,
    labels.MESSAGES,
    notes.MESSAGES,
    maps.MESSAGES,
):
    for _code, _wording in _part.items():
        if _code in MESSAGES:
            raise RuntimeError(_code)
        MESSAGES[_code] = _wording

__all__ = ["MESSAGES"]
