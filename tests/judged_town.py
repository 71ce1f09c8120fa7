"""Hand-made districts for judges: rows of facilities, square areas, and goals made of a line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely import Polygon

from layers.areas import AreaSet
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Level, OperatingStatus, Service
from layers.register import Register
from planning.judging.evidence import Evidence
from planning.judging.finding import Finding
from planning.judging.judge import judge
from planning.plan import Goal, Plan
from planning.study import Study
from tests.hand_town import lonlat, town_study

BOTH = {"zh": "甲", "en": "a"}


def row(id_, name, kind, at, **more):
    """One facility: id, name, kind, place in metres, and further columns by name."""
    return {"id": id_, "name": name, "kind": kind, "at": at, **more}


def facility_set(rows):
    """Put rows of `row` into columns."""
    place = np.array([lonlat(*one["at"]) for one in rows]).reshape(-1, 2)
    kinds = tuple(Service(one["kind"]) for one in rows)
    return FacilitySet(
        id=tuple(one["id"] for one in rows),
        name=tuple(one["name"] for one in rows),
        lon=place[:, 0],
        lat=place[:, 1],
        kind=kinds,
        services=tuple(
            frozenset({kind, *map(Service, one.get("services", ()))})
            for kind, one in zip(kinds, rows, strict=True)
        ),
        source=tuple("list" for _ in rows),
        aliases=tuple(tuple(one.get("aliases", ())) for one in rows),
        level=tuple(Level(one.get("level", "")) for one in rows),
        status=tuple(OperatingStatus(one.get("status", "open")) for one in rows),
        address=tuple(one.get("address", "") for one in rows),
        township=tuple(one.get("township", "") for one in rows),
        beds=np.array([one.get("beds", np.nan) for one in rows]).reshape(-1).astype(np.float64),
        opening_year=np.array([one.get("year", 0) for one in rows], dtype=np.int64),
    )


def area_set(boxes):
    """Make areas of ``(code, name, level, west, south, east, north)`` in metres."""
    polygon = np.empty(len(boxes), dtype=object)
    polygon[:] = [
        Polygon([lonlat(w, s), lonlat(e, s), lonlat(e, n), lonlat(w, n)])
        for _, _, _, w, s, e, n in boxes
    ]
    columns = list(zip(*[box[:3] for box in boxes], strict=True)) or [(), (), ()]
    return AreaSet(tuple(columns[0]), tuple(columns[1]), tuple(columns[2]), polygon)


def study_of(rows, homes, boxes, *, names=(), register=None, **more) -> Study:
    """Make a study; homes are ``(x_m, y_m, people)``."""
    base = town_study([(x, y) for x, y, _ in homes], [float(people) for *_, people in homes])
    demand = DemandSurface(
        base.demand.lon, base.demand.lat, base.demand.population, tuple(names), "hand"
    )
    return replace(
        base,
        facilities=facility_set(rows),
        areas=area_set(boxes),
        demand=demand,
        register=register or Register.none(),
        **more,
    )


def plan_of(reading, *, goal=None, facilities=(), projects=(), prefixes=()) -> Plan:
    """Make a plan of one goal with one reading."""
    line = {
        "id": "XX-01",
        "title": BOTH,
        "type": "hand",
        "section": "1",
        "phrase": "甲",
        "computable": "count",
        "comparator": ">=",
        "value": 1,
        "unit": "per township",
        "target_year": 2025,
        "attribute": "not in indicator table",
        "tests": [],
        "readings": [{"id": "r", "title": BOTH, "pass_source": BOTH, **reading}],
    }
    line |= goal or {}
    line = {key: value for key, value in line.items() if value is not None}
    table = {
        "name": "hand",
        "title": BOTH,
        "document": "1",
        "period": "2021-2025",
        "district": "甲区",
        "province": "乙省",
        "goals": [line],
        "prefixes": list(prefixes),
        "facilities": list(facilities),
        "projects": list(projects),
    }
    return Plan.from_mapping(table)


def judged(study: Study, plan: Plan) -> Finding:
    """Judge the first reading of the first goal."""
    goal: Goal = plan.goals[0]
    return judge(Evidence(study, plan), goal, goal.readings[0])


def codes(notes):
    """Codes of some notes."""
    return [one.code for one in notes]


def cells(finding, table, *columns):
    """Some columns of one table, as rows."""
    found = next(one for one in finding.tables if one.name == table)
    at = [found.columns.index(one) for one in columns]
    return [tuple(line[i] for i in at) for line in found.rows]
