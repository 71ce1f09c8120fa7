"""The JSON documents that the command line and the service hand out: one shape for both."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import shapely

from api.version import VERSION
from geo.text import Lang, text
from layers.coverage import Coverage
from planning.answers import CoverageAnswer
from planning.note import Note
from planning.plan import Plan
from planning.reach import ReachAnswer
from planning.study import Study
from planning.verdict import Verdict, outcome

Document = dict[str, Any]


def number_or_null(value: float) -> float | None:
    """Turn NaN and infinity into null: JSON has neither."""
    return value if math.isfinite(value) else None


def both_languages(code: str, **fields: object) -> dict[str, str]:
    """Word a message in every language."""
    return {lang.value: text(code, lang, **fields) for lang in Lang}


def note_documents(notes: Iterable[Note]) -> list[Document]:
    """Turn caveats into documents: code, and the sentence in every language."""
    return [{"code": note.code, **both_languages(note.code, **note.fields)} for note in notes]


def provenance(study: Study, parameters: Mapping[str, object]) -> Document:
    """
    Say what a result was made of.

    Parameters
    ----------
    study
        The study asked.
    parameters
        The question; its digest, with those of the inputs, identifies the answer.
    """
    inputs = [
        {
            "role": one.role,
            "name": one.name,
            "sha256": one.sha256,
            "licence": one.licence,
            "vintage": one.vintage or None,
        }
        for one in study.info.inputs
    ]
    identity = json.dumps([inputs, VERSION, parameters], sort_keys=True, default=str)
    document: Document = {
        "study": study.info.name,
        "goldenhour": VERSION,
        "setting": study.info.setting.value,
        "population_source": study.demand.source,
        "inputs": inputs,
        "credit": text("credit.osm", Lang.EN),
        "answer_sha256": hashlib.sha256(identity.encode()).hexdigest(),
        "demonstration": study.info.demonstration,
    }
    if study.info.demonstration:
        document["demonstration_mark"] = both_languages("demo.mark")
    return document


def _figures(coverage: Coverage) -> Document:
    return {
        "population": coverage.population,
        "covered": coverage.covered,
        "share": number_or_null(coverage.share),
        "uncovered": coverage.uncovered,
        "unroutable": coverage.unroutable,
        "median_s": number_or_null(coverage.median_s),
        "p95_s": number_or_null(coverage.p95_s),
    }


def coverage_document(study: Study, answer: CoverageAnswer) -> Document:
    """Describe a coverage: figures, areas, caveats, provenance."""
    question = {
        "service": answer.service.value,
        "cutoff_s": answer.cutoff_s,
        "profile": answer.profile,
        "direction": answer.direction.value,
        "group": answer.group.value,
    }
    return {
        **_figures(answer.whole),
        **question,
        "facilities": len(answer.facility_rows),
        "by_area": [
            {"code": row.code or None, "name": row.name or None, **_figures(row.coverage)}
            for row in answer.by_area
        ],
        "caveats": note_documents(answer.notes),
        "provenance": provenance(study, question),
    }


def verdict_document(verdict: Verdict) -> Document:
    """Describe the outcome of one reading of one goal."""
    reading, finding = verdict.reading, verdict.finding
    low, high = (number_or_null(share) for share in verdict.band)
    return {
        "goal": verdict.goal.id,
        "goal_title": dict(verdict.goal.title),
        "phrase": verdict.goal.phrase,
        "section": verdict.goal.section,
        "test": reading.test or None,
        "reading": reading.id,
        "reading_title": dict(reading.title),
        "headline": verdict.headline,
        "status": verdict.status.value,
        "unit": finding.unit.value,
        "value": number_or_null(verdict.value),
        "target": number_or_null(verdict.target),
        "margin": number_or_null(verdict.margin),
        "band": None if low is None or high is None else [low, high],
        "evidence": {
            "numbers": {one.name: number_or_null(one.value) for one in finding.numbers},
            "facilities": list(finding.facilities),
            "pass_mark_source": dict(reading.pass_source),
        },
        "missing": note_documents(verdict.missing),
        "caveats": note_documents(verdict.notes),
    }


def check_document(study: Study, plan: Plan, verdicts: tuple[Verdict, ...]) -> Document:
    """Describe the verdicts on a plan."""
    return {
        "study": study.info.name,
        "plan": plan.name,
        "plan_title": dict(plan.title),
        "outcome": outcome(verdicts).value,
        "verdicts": [verdict_document(verdict) for verdict in verdicts],
        "provenance": provenance(study, {"plan": plan.name}),
    }


def isochrone_document(study: Study, answer: ReachAnswer) -> Document:
    """Describe isochrones as a GeoJSON feature collection, the longest limit first."""
    question = {
        "lon": answer.lon,
        "lat": answer.lat,
        "profile": answer.profile,
        "direction": answer.direction.value,
        "cutoffs_s": [band.cutoff_s for band in answer.bands],
    }
    features = [
        {
            "type": "Feature",
            "properties": {
                "cutoff_s": band.cutoff_s,
                "area_km2": round(band.polygon.area / 1e6, 3),
                "cell_m": round(band.cell_m, 1),
                "profile": answer.profile,
                "direction": answer.direction.value,
            },
            "geometry": json.loads(shapely.to_geojson(answer.polygon_lonlat(band))),
        }
        for band in sorted(answer.bands, key=lambda band: -band.cutoff_s)
    ]
    return {
        "type": "FeatureCollection",
        "features": features,
        "question": question,
        "snap_m": round(answer.snap_m, 1),
        "caveats": note_documents(answer.notes),
        "provenance": provenance(study, question),
    }


def study_document(study: Study) -> Document:
    """Describe a study: what it holds and what can be asked of it."""
    services = sorted({one.value for offered in study.facilities.services for one in offered})
    return {
        "name": study.info.name,
        "title": dict(study.info.title),
        "plan": study.info.plan,
        "population": study.demand.total,
        "demand_points": len(study.demand),
        "facilities": len(study.facilities),
        "services": services,
        "profiles": sorted(study.profiles),
        "area_levels": list(study.areas.levels),
        "provenance": provenance(study, {}),
    }


def as_json(document: Document, *, ascii_only: bool = False) -> str:
    """Write a document as text: readable, Chinese as Chinese (or escaped), no NaN."""
    return json.dumps(document, ensure_ascii=ascii_only, indent=1, allow_nan=False)
