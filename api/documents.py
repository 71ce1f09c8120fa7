"""The JSON documents that the command line and the service hand out: one shape for both."""

from __future__ import annotations

import json

import shapely

from api.document_parts import (
    Document,
    both_languages,
    note_documents,
    number_or_null,
    provenance,
)
from api.verdict_documents import check_document, scorecard_document, verdict_document
from layers.coverage import Coverage
from planning.answers import CoverageAnswer
from planning.reach import ReachAnswer
from planning.study import Study

__all__ = [
    "Document",
    "as_json",
    "both_languages",
    "check_document",
    "coverage_document",
    "isochrone_document",
    "note_documents",
    "number_or_null",
    "provenance",
    "scorecard_document",
    "study_document",
    "verdict_document",
]


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
