"""The JSON Schema of a plan file, made from what the program reads, so that editors complete it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.catalogue import MESSAGES
from layers.facilities import Service
from planning.plan_figures import Comparator
from planning.plan_projects import ProjectPlace
from planning.plan_row import FIRST_YEAR, LAST_YEAR, LONGEST_PHRASE, Computable, Standing
from planning.readings.keys import Key, Kind, rule_keys
from planning.readings.reading import RULES, ReadingBook
from planning.readings.rules_reach import ReachRule

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_SAID: Schema = {"type": "string", "pattern": r"\S"}
_FIGURE: Schema = {
    "anyOf": [
        {"type": "number"},
        {
            "type": "string",
            "pattern": r"^(-?[0-9.]+|[0-9.]+-[0-9.]+|[0-9.]+(\+[0-9.]+)+|"
            r"[0-9.]+( ?/ ?[0-9.]+)+|[0-9.]+:[0-9.]+|[0-9.]+ of [0-9.]+|rising)$",
        },
    ]
}


def _object(properties: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    made: Schema = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return made | ({"required": list(required)} if required else {})


def _list(items: Schema, **more: Any) -> Schema:  # noqa: ANN401 (a JSON value)
    return {"type": "array", "items": items, **more}


def _enum(values: Any) -> Schema:  # noqa: ANN401 (an enumeration)
    return {"enum": [one.value for one in values]}


_BOTH = _object({"zh": _SAID, "en": _SAID}, ("zh", "en"))
_SERVICE = _enum(Service)


def key_meaning(key: str, lang: str, *, inside: bool = False) -> str:
    """
    Say what a key of a rule means; empty where nothing is said of it.

    Parameters
    ----------
    key
        Name of the key, such as ``"median_minutes"``.
    lang
        ``"zh"`` or ``"en"``.
    inside
        Whether it stands in a table of the rule: there ``minutes`` is a time that passes.
    """
    name = {"minutes": "time_s" if inside else "cutoff_s"}.get(key, key)
    if name.endswith("_minutes"):
        name = name.removesuffix("minutes") + "s"
    return MESSAGES.get(f"rulekey.{name}", {}).get(lang, "")


def _key_schema(key: Key, *, inside: bool = False) -> Schema:
    inner = {one.name: _key_schema(one, inside=True) for one in key.keys}
    needed = tuple(one.name for one in key.keys if one.required)
    made: Schema = {
        Kind.TEXT: _SAID,
        Kind.TEXTS: _list(_TEXT),
        Kind.NUMBER: {"type": "number", "minimum": key.least},
        Kind.WHOLE: {"type": "integer", "minimum": int(key.least)},
        Kind.FLAG: {"type": "boolean"},
        Kind.MINUTES: {"type": "number", "minimum": 0, "maximum": 1440},
        Kind.SHARE: {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        Kind.SERVICE: _SERVICE,
        Kind.SERVICES: _list(_SERVICE),
        Kind.CHOICE: {"enum": list(key.choices)},
        Kind.TABLES: _list(_object(inner, needed)),
        Kind.LIST: _list({"type": "number"}),
    }[key.kind]
    meaning = key_meaning(key.name, "en", inside=inside)
    made = {**made, **({"description": meaning} if meaning else {})}
    plain = isinstance(key.default, str | int | float) and not str(key.default).startswith("<")
    return {**made, "default": key.default} if plain else made


def _readings() -> Schema:
    """A reading of each kind, or one that starts from a reading of the book."""
    common: dict[str, Schema] = {
        "id": _SAID,
        "test": _SAID,
        "title": _BOTH,
        "pass_source": _BOTH,
        "target": _FIGURE,
        "comparator": _enum(Comparator),
        "compare_only": {"type": "boolean", "default": False},
        "rival": {"type": "boolean", "default": False},
    }
    forms: list[Schema] = []
    every: dict[str, Schema] = {}
    for kind, rule in RULES.items():
        keys = rule_keys(rule)
        own = {key.name: _key_schema(key) for key in keys}
        every = {**own, **every}
        needed = ("id", "title", "pass_source", *(key.name for key in keys if key.required))
        needed = needed if kind == ReachRule.kind else ("kind", *needed)
        forms.append(_object({"kind": {"const": kind}, **common, **own}, needed))
    any_key: dict[str, Schema] = {
        name: {} for name in every
    }  # checked by the rule that it starts from
    used: dict[str, Schema] = {
        "use": {"type": "string", "pattern": "^[^/]+/[^/]+$"},
        "kind": {"enum": list(RULES)},
    }
    start = _object(
        {**used, **{k: v for k, v in common.items() if k != "test"}, **any_key}, ("use",)
    )
    return {"anyOf": [start, *forms]}


def plan_schema(book: ReadingBook) -> Schema:
    """
    Make the schema of a plan: one file, or all files of a folder together.

    Parameters
    ----------
    book
        Its tests are the names that editors offer.

    Returns
    -------
    schema
        JSON Schema, draft 2020-12. Each file of a folder holds a part of the keys, so
        none is required here.
    """
    row = {
        "id": {"type": "string", "pattern": "^[A-Z][A-Z0-9]*-[0-9]+$"},
        "title": _BOTH,
        "type": _TEXT,
        "section": _SAID,
        "phrase": {**_SAID, "maxLength": LONGEST_PHRASE},
        "computable": {**_enum(Computable), "default": Computable.GEOSPATIAL.value},
        "comparator": _enum(Comparator),
        "value": _FIGURE,
        "unit": _TEXT,
        "baseline_2020": _FIGURE,
        "target_year": {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        "attribute": {**_enum(Standing), "default": Standing.NOT_IN_TABLE.value},
        "tests": _list({"enum": list(book.tests)}),
        "data_needed": _list(_TEXT),
        "note": _TEXT,
        "sites": _list(_SAID),
        "readings": _list(_readings(), minItems=1),
    }
    facility = {
        "name": _SAID,
        "kind": _SERVICE,
        "aliases": _list(_TEXT),
        "level_now": _SAID,
        "level_target": _SAID,
        "centres": _list(_SERVICE),
        "place": _SAID,
        "beds": {"type": "number", "minimum": 0},
        "project": _SAID,
        "note": _SAID,
    }
    amount: Schema = {"type": "number", "minimum": 0}
    project = {
        "number": {"type": "integer", "minimum": 1},
        "name": _SAID,
        "place": _SAID,
        "place_class": _enum(ProjectPlace),
        "kind": _SAID,
        "investor": _SAID,
        "first_year": {"type": "integer", "minimum": 0},
        "last_year": {"type": "integer", "minimum": 0},
        **dict.fromkeys(("cost_10k_yuan", "floor_m2", "land_mu"), amount),
        **dict.fromkeys(("beds_added", "beds_planned", "beds_care"), amount),
        "facility": _SAID,
        "remark": _SAID,
        "goals": _list(_SAID),
    }
    head = {
        "name": _SAID,
        "title": {"anyOf": [_SAID, _BOTH]},
        "document": _TEXT,
        "period": _SAID,
        "date": _TEXT,
        "issuer": _TEXT,
        "district": _TEXT,
        "province": _TEXT,
        "context": {"type": "object", "additionalProperties": {"type": "number"}},
        "prefixes": _list(_TEXT),
        "goals": _list(_object(row, ("id", "section", "phrase")), minItems=1),
        "facilities": _list(_object(facility, ("name", "kind"))),
        "projects": _list(_object(project, ("number", "name", "place_class"))),
        "statements": _list({"type": "object"}),
        "plan": _TEXT,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "goldenhour plan",
        "description": "A plan file, or a file of a plan's folder. See docs/plans.md.",
        **_object(head),
    }
