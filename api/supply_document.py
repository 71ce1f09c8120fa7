"""The JSON document of a supply answer: one shape for the command line and the service."""

from __future__ import annotations

from api.document_parts import Document, note_documents, number_or_null, provenance
from layers.areas import OUTSIDE, AreaSet
from layers.equity import TheilIndex
from planning.equity_answers import SidesGap, lorenz_points
from planning.study import Study
from planning.supply_answers import AreaSupply, FacilitySupply, SupplyAnswer
from planning.supply_question import SupplyQuestion


def supply_document(study: Study, answer: SupplyAnswer) -> Document:
    """
    Describe a supply answer: figures, areas, facilities, equity, caveats, provenance.

    Access is ``mean_per_thousand`` (units of the resource per 1,000 people), or
    ``mean_discounted`` for gravity. Shares are 0-1, times in seconds; null is "none" or
    "unknown".
    """
    question = _question(answer.question)
    unit = answer.question.unit.value
    return {
        **question,
        "access_unit": unit,
        **_figures(answer.whole, unit),
        "supply_known": answer.known,
        "supply_used": number_or_null(answer.used),
        "supply_left": number_or_null(answer.known - answer.used),
        "most_served": number_or_null(answer.most_served),
        "people_per_unit": number_or_null(answer.people_per_unit),
        "equity": _equity(answer, unit),
        "by_area": [
            {"code": one.code or None, "name": one.name or None, **_figures(one, unit)}
            for one in answer.by_area
        ],
        "facilities": [_facility(one) for one in answer.facilities],
        "facilities_nobody_reaches": [one.id for one in answer.unreached],
        "facilities_unknown": _named(study, answer.unknown_rows),
        "facilities_without": _named(study, answer.empty_rows),
        "caveats": note_documents(answer.notes),
        "provenance": provenance(study, question),
    }


def _question(question: SupplyQuestion) -> Document:
    return {
        "resource": question.resource.value,
        "service": None if question.service is None else question.service.value,
        "method": question.method.value,
        "profile": question.profile,
        "direction": question.direction.value,
        "group": question.group.value,
        "cutoff_s": number_or_null(question.cutoff_s),
        "zones": [{"cutoff_s": limit_s, "weight": weight} for limit_s, weight in question.zones],
        "half_life_s": number_or_null(question.half_life_s),
        "order": None if question.order is None else question.order.value,
        "people_per_unit_asked": number_or_null(question.people_per_unit),
    }


def _figures(one: AreaSupply, unit: str) -> Document:
    return {
        "population": one.access.people,
        f"mean_{unit}": number_or_null(one.access.mean),
        "quantiles": [
            {"share": share, f"at_most_{unit}": number_or_null(value)}
            for share, value in one.access.quantiles
        ],
        "in_reach": one.in_reach,
        "share_in_reach": number_or_null(one.share_in_reach),
        "served": one.served,
        "share_served": number_or_null(one.share_served),
        "supply_located": number_or_null(one.located),
        "located_per_thousand": number_or_null(one.located_per_thousand),
    }


def _facility(one: FacilitySupply) -> Document:
    return {
        "id": one.id,
        "name": one.name,
        "supply": one.supply,
        "people_in_reach": one.people_in_reach,
        "people": number_or_null(one.people),
        "rate_per_thousand": number_or_null(one.rate_per_thousand),
        "used": number_or_null(one.used),
        "left": number_or_null(one.left),
    }


def _named(study: Study, rows: tuple[int, ...]) -> list[Document]:
    facilities = study.facilities
    return [{"id": facilities.id[row], "name": facilities.label(row)} for row in rows]


def _equity(answer: SupplyAnswer, unit: str) -> Document:
    equity = answer.equity
    return {
        "gini": number_or_null(equity.lorenz.gini),
        "lorenz": [list(point) for point in lorenz_points(equity.lorenz)],
        "theil_areas": _theil(equity.theil_areas, unit, answer.areas),
        "theil_built_up": _theil(equity.theil_built_up, unit, None),
        "built_up": _sides(equity.built_up, unit),
        "banks": _sides(equity.banks, unit),
    }


def _theil(found: TheilIndex | None, unit: str, areas: AreaSet | None) -> Document | None:
    if found is None:
        return None

    def name(code: int) -> str | None:
        if areas is None:
            return "built_up" if code else "rural"
        return None if code == OUTSIDE else areas.code[code]

    return {
        "total": number_or_null(found.total),
        "between": number_or_null(found.between),
        "within": number_or_null(found.within),
        "between_share": number_or_null(found.between_share),
        "groups": [
            {
                "code": name(one.code),
                "people_share": one.people_share,
                "resource_share": one.resource_share,
                f"mean_{unit}": number_or_null(one.rate),
                "index": number_or_null(one.index),
            }
            for one in found.groups
        ],
    }


def _sides(found: SidesGap | None, unit: str) -> Document | None:
    if found is None:
        return None
    located = found.located_per_thousand
    return {
        "first": found.first or "built_up",
        "second": found.second or "rural",
        "first_population": found.access.first_people,
        "second_population": found.access.second_people,
        f"first_mean_{unit}": number_or_null(found.access.first),
        f"second_mean_{unit}": number_or_null(found.access.second),
        f"difference_{unit}": number_or_null(found.access.difference),
        "ratio": number_or_null(found.access.ratio),
        "first_located_per_thousand": None if located is None else number_or_null(located.first),
        "second_located_per_thousand": None if located is None else number_or_null(located.second),
    }
