"""What every JSON document has: numbers without NaN, words in both languages, provenance."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from api.version import VERSION
from geo.text import Lang, text
from planning import wording
from planning.note import Note
from planning.study import Study

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


def named_both(prefix: str, name: str) -> dict[str, str]:
    """Word a code such as ``number.population`` in every language; the name itself at worst."""
    return {lang.value: wording.named(prefix, name, lang) for lang in Lang}
