"""Small plans of a few statements, for the tests of the consistency checks."""

from __future__ import annotations

from planning.plan import Plan
from planning.plan_facilities import PlanFacilities
from planning.plan_projects import PlanProject
from planning.plan_rows import PlanRows
from planning.statements import Statement


def toy_plan(statements=(), goals=(), facilities=(), projects=(), title="玩具规划") -> Plan:
    """A plan with one goal that nothing is asked of, and what the test is about."""
    rows = [{"id": "T-0", "section": "一", "phrase": "无关目标"}, *goals]
    given = [
        {"section": f"第{at}节", **one} if "section" not in one else one
        for at, one in enumerate(statements, 1)
    ]
    return Plan(
        rows=PlanRows.from_mapping(
            {"name": "toy", "title": title, "period": "2021-2025", "goals": rows}
        ),
        title={"zh": title, "en": "Toy plan"},
        goals=(),
        facilities=PlanFacilities.from_mapping(
            {"plan": "toy", "prefixes": [], "facilities": list(facilities)}
        ),
        projects=tuple(PlanProject.read(one, "toy") for one in projects),
        statements=tuple(Statement.read(one, f"toy #{at}") for at, one in enumerate(given, 1)),
    )


def said(about, value, unit="", year=2020, **more) -> dict[str, object]:
    """One statement as its TOML table."""
    return {"about": about, "value": value, "unit": unit, "year": year, **more}


def goal(goal_id, **more) -> dict[str, object]:
    """One goal as its TOML table."""
    return {"id": goal_id, "section": "指标表", "phrase": "目标", **more}


def project(number, name, place_class="township", place="东镇", **more) -> dict[str, object]:
    """One project as its TOML table."""
    return {"number": number, "name": name, "place": place, "place_class": place_class, **more}
