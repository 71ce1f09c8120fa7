"""The JSON document of a quality report: one shape for the command line and the service.

Its keys, all always there unless a line says otherwise:

- ``study``, ``service``, ``profile``, ``direction``, ``cutoff_s``, ``level`` (null without areas)
- ``fitness`` (``fit``, ``care`` or ``unfit``), ``rule`` (both languages), ``reasons`` (names)
- ``findings``: name, severity (``serious``, ``check``, ``know``), stops, share (null where that
  is no question), fields (figures), what, effect and todo in both languages; gravest first
- ``homes``, ``sites``: total, histogram (over low_m, up to high_m; both null beyond the limit),
  quantiles_m, leg_quantiles_s (null where they reach those without a road), far, off,
  limit_m, worst
- ``unroutable``: off_network, cut_off (null where it cannot be told)
- ``network``: junctions, pieces, km, n_sets, main_share, n_parts, rest_km, parts,
  people_on_islands, tags, n_bridges, bridges
- ``areas``: rows (with doubts), outside, whole; ``gaps``: cells with people and next to no road
- ``facilities``, ``border`` (null without areas), ``sources``
- ``thresholds``: every number that a rule uses
- ``remarks`` of the import, ``provenance``

Distances are metres, lengths kilometres, times seconds, shares 0-1; null stands for what is
unknown or without end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from api.documents import Document, both_languages, provenance
from geo.text import Lang, Message, has_text
from layers.facilities import Service
from planning.answers import DEFAULT_PROFILE, DEFAULT_SERVICE, FAR_SNAP_M
from planning.quality import limits
from planning.quality.findings import Finding, reasons
from planning.quality.places import AreaRoads
from planning.quality.report import QualityReport, inspect_study
from planning.quality.snap import SnapQuality
from planning.study import Study
from routing.search import Direction

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def inspect_document(
    study: Study,
    *,
    service: Service = DEFAULT_SERVICE,
    profile: str = DEFAULT_PROFILE,
    direction: Direction = Direction.TO,
) -> Document:
    """Measure a study and describe it; takes and raises what `inspect_study` does."""
    report = inspect_study(study, service=service, profile=profile, direction=direction)
    return quality_document(study, report)


def quality_document(study: Study, report: QualityReport) -> Document:
    """Describe a quality report; the module says in what shape."""
    m = report.measured
    question = {
        "service": m.service.value,
        "profile": m.profile,
        "direction": m.direction.value,
        "cutoff_s": limits.COVER_S,
    }
    remarks = [
        {"code": code, **both_languages(code, **values)}
        for code, values in study.record.notes
        if has_text(code)
    ]
    return {
        "study": study.info.name,
        **question,
        "level": m.sources.level or None,
        "fitness": report.fitness.value,
        "rule": both_languages(
            "quality.rule",
            unroutable=limits.UNFIT_UNROUTABLE,
            far=limits.UNFIT_FAR,
            limit_m=FAR_SNAP_M,
        ),
        "reasons": [one.name for one in reasons(report.findings)],
        "findings": [_finding(one) for one in report.findings],
        "homes": _snaps(m.homes),
        "sites": _snaps(m.sites),
        "unroutable": {"off_network": m.homes.off, "cut_off": _plain(m.cut_off)},
        "network": _plain(m.network),
        "areas": {
            "rows": [_area(one) for one in m.places.areas],
            "outside": _area(m.places.outside),
            "whole": _area(m.places.whole),
        },
        "gaps": _plain(m.places.gaps),
        "facilities": _facilities(report),
        "border": _border(report),
        "sources": _sources(report),
        "thresholds": {
            name.lower(): _plain(value)
            for name, value in vars(limits).items()
            if name.isupper() and isinstance(value, int | float | tuple)
        },
        "remarks": remarks,
        "provenance": provenance(study, {**question, "inspect": True}),
    }


def _plain(value: object) -> object:
    """Turn measures into what JSON has: no NaN, no infinity, names for choices."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, bool | int | str) or value is None:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return _columns(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    raise TypeError(type(value).__name__)


def _columns(value: DataclassInstance) -> Document:
    """Turn a dataclass into a document, field by field."""
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _finding(one: Finding) -> Document:
    return {
        "name": one.name,
        "severity": one.severity.value,
        "stops": one.stops,
        "share": _plain(one.share),
        "fields": {
            name: both_languages(value.code, **value.fields)
            if isinstance(value, Message)
            else _plain(value)
            for name, value in one.fields.items()
        },
        "what": {lang.value: one.what(lang) for lang in Lang},
        "effect": {lang.value: one.effect(lang) for lang in Lang},
        "todo": {lang.value: one.todo(lang) for lang in Lang},
    }


def _snaps(snaps: SnapQuality) -> Document:
    document = _columns(snaps)
    document["histogram"] = document.pop("bins")
    for name in ("quantiles_m", "leg_quantiles_s"):
        document[name] = dict(
            zip((f"{q:g}" for q in limits.QUANTILES), document[name], strict=True)
        )
    return document


def _area(one: AreaRoads) -> Document:
    document = _columns(one)
    return {
        **document,
        "code": one.code or None,
        "name": one.name or None,
        "km_per_km2": _plain(one.km_per_km2),
        "km_per_1000": _plain(one.km_per_1000),
    }


def _facilities(report: QualityReport) -> Document:
    care = report.measured.facilities
    document = _columns(care)
    for name in ("by_kind", "by_status", "by_placed"):
        document[name] = dict(document[name])
    return {**document, "open_doubles": care.open_doubles, "not_counted": care.not_counted}


def _border(report: QualityReport) -> Document | None:
    border = report.measured.border
    if border is None:
        return None
    west, south, east, north = border.reach_km
    covered = None if border.coverage is None else _plain(border.coverage.share)
    alone = None if border.without is None else _plain(border.without.share)
    return {
        "reach_km": {"west": west, "south": south, "east": east, "north": north},
        "wanted_km": limits.REACH_KM,
        "inside": border.inside,
        "outside": border.outside,
        "people_outside": border.people_outside,
        "share_with": covered,
        "share_without": alone,
        "cutoff_s": limits.COVER_S,
    }


def _sources(report: QualityReport) -> Document:
    sources = report.measured.sources
    document = _columns(sources)
    return {
        **document,
        "inputs": [asdict(one) for one in sources.inputs],
        "rejected": dict(document["rejected"]),
        "groups": dict(document["groups"]),
        "levels": dict(document["levels"]),
        "scaling": [{**_columns(one), "factor": _plain(one.factor)} for one in sources.scaling],
    }
