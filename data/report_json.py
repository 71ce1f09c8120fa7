"""Import reports as JSON: written with their sentences, read back with their meaning.

A remark's fields hold words of the program (a service, a setting) that each language
has its own word for, and remarks within remarks; both survive the trip.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from data.datum import Datum
from data.import_report import ImportReport, Reject
from geo.text import Lang, Message, text
from layers.datum_evidence import DatumCandidate, DatumEvidence
from layers.demand import Group
from layers.doubles import PossibleDouble
from layers.facilities import Level, OperatingStatus, Placed, Service
from layers.scaling import ScaledArea
from planning.import_record import PlanFacilityMatch
from planning.note import Note
from routing.profile import Setting
from routing.search import Direction

_WORDS: dict[str, type[StrEnum]] = {
    kind.__name__: kind
    for kind in (Service, Level, OperatingStatus, Placed, Group, Setting, Direction, Datum)
}


def report_to_json(report: ImportReport) -> dict[str, Any]:
    """Write a report as values that JSON can hold; remarks come with their sentences."""
    return {
        "notes": [
            {"code": note.code, "fields": _packed(note.fields)}
            | {lang.value: text(note.code, lang, **note.fields) for lang in Lang}
            for note in report.notes
        ],
        "rejects": [
            {"source": one.source, "row": one.row, "code": one.code, "fields": _packed(one.fields)}
            for one in report.rejects
        ],
        "datum": [asdict(one) for one in report.datum],
        "scaling": [_packed(asdict(one)) for one in report.scaling],
        "doubles": [asdict(one) for one in report.doubles],
        "plan_facilities": [asdict(one) for one in report.plan_facilities],
    }


def report_from_json(written: Mapping[str, Any]) -> ImportReport:
    """
    Read back what `report_to_json` wrote.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is something else (the caller words it).
    """
    return ImportReport(
        notes=[Note(one["code"], _unpacked(one["fields"])) for one in written["notes"]],
        rejects=[
            Reject(one["source"], one["row"], one["code"], _unpacked(one["fields"]))
            for one in written["rejects"]
        ],
        datum=[
            DatumEvidence(**one | {"candidates": _candidates(one["candidates"])})
            for one in written["datum"]
        ],
        scaling=[ScaledArea(**_unpacked(one)) for one in written["scaling"]],
        doubles=[PossibleDouble(**one) for one in written["doubles"]],
        plan_facilities=[
            PlanFacilityMatch(**one | {"candidates": tuple(one["candidates"])})
            for one in written["plan_facilities"]
        ],
    )


def _candidates(written: list[dict[str, Any]]) -> tuple[DatumCandidate, ...]:
    return tuple(DatumCandidate(**one) for one in written)


def _packed(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: _pack(value) for name, value in fields.items()}


def _pack(value: object) -> object:
    if isinstance(value, Message):
        return {"message": value.code, "fields": _packed(value.fields)}
    if isinstance(value, StrEnum):
        return {"word": type(value).__name__, "value": value.value}
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": repr(value)}
    if isinstance(value, str | bool | int | float) or value is None:
        return value
    if hasattr(value, "item"):  # a number of numpy's
        return _pack(value.item())
    return str(value)


def _unpacked(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _unpack(value) for name, value in fields.items()}


def _unpack(value: Any) -> Any:  # noqa: ANN401 (whatever JSON holds)
    if not isinstance(value, dict):
        return value
    if "message" in value:
        return Message(value["message"], _unpacked(value["fields"]))
    if "word" in value:
        return _WORDS[value["word"]](value["value"])
    return float(value["number"])
