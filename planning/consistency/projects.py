"""The plan's list of projects: which cannot be put on a map, and what their beds are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from geo.text import Message
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.words import number
from planning.note import Note
from planning.plan import Plan
from planning.plan_projects import PlanProject, ProjectPlace

_PLACED = (ProjectPlace.TOWNSHIP, ProjectPlace.FACILITY)
_UNPLACED = (
    ProjectPlace.UNDECIDED,
    ProjectPlace.DISTRICT_WIDE,
    ProjectPlace.UNSPECIFIED,
    ProjectPlace.NEW_AREA,
)


def check_projects(plan: Plan) -> tuple[CheckResult, ...]:
    """
    Say which projects have no place yet, with their share of the money, and whose beds
    are planned in all and not added.
    """
    return (*_places(plan), *_beds(plan))


def _rows(those: Sequence[PlanProject]) -> str:
    return ", ".join(str(one) for one in sorted(one.number for one in those)) or "–"


def _share(those: Sequence[PlanProject], all_of: Sequence[PlanProject]) -> float:
    """Share of the money, 0-1, of those that have a cost; NaN where there is none."""
    whole = math.fsum(one.cost_10k_yuan for one in all_of if math.isfinite(one.cost_10k_yuan))
    part = math.fsum(one.cost_10k_yuan for one in those if math.isfinite(one.cost_10k_yuan))
    return part / whole if whole > 0 else math.nan


def _places(plan: Plan) -> Iterator[CheckResult]:
    everything = plan.projects
    if not everything:
        return
    by_class = {
        kind: [one for one in everything if one.place_class is kind] for kind in ProjectPlace
    }
    placed = [one for one in everything if one.place_class in _PLACED]
    unplaced = [one for one in everything if one not in placed]
    lines = []
    numbers = [float(len(those)) for those in (everything, placed, *by_class.values())]
    numbers += [float(one.number) for one in unplaced]
    for kind in _UNPLACED:
        those = by_class[kind]
        if not those:
            continue
        share = _share(those, everything)
        numbers.append(share * 100)
        fields = {
            "place": Message(f"consistency.place_{kind.value}", {}),
            "count": len(those),
            "rows": _rows(those),
            "share": "–" if math.isnan(share) else f"{share:.1%}",
        }
        lines.append(Note("consistency.projects_class", fields))
    largest = _largest(by_class[ProjectPlace.UNDECIDED])
    if len(largest) > 1 and not math.isnan(_share(largest, everything)):
        share = _share(largest, everything)
        numbers.append(share * 100)
        fields = {"rows": _rows(largest), "share": f"{share:.1%}"}
        lines.append(Note("consistency.projects_largest", fields))
    counts = {"total": len(everything), "placed": len(placed)}
    code = "consistency.projects_unplaced" if unplaced else "consistency.projects_placed"
    yield CheckResult(
        CheckKind.PROJECTS,
        ConsistencyStatus.CLARIFY if unplaced else ConsistencyStatus.CONSISTENT,
        Note(code, counts),
        Note("consistency.ask_places", {}) if unplaced else None,
        tuple(lines),
        sections=_section(plan),
        goals=_goal(plan),
        numbers=tuple(numbers),
    )


def _largest(those: Sequence[PlanProject]) -> list[PlanProject]:
    """The two costliest of several; of equals the first."""
    costly = [one for one in those if math.isfinite(one.cost_10k_yuan)]
    return sorted(costly, key=lambda one: (-one.cost_10k_yuan, one.number))[:2]


def _beds(plan: Plan) -> Iterator[CheckResult]:
    planned = [one for one in plan.projects if math.isfinite(one.beds_planned)]
    added = [one for one in plan.projects if math.isfinite(one.beds_added)]
    if not planned:
        return
    fields = {
        "planned_rows": _rows(planned),
        "planned": ", ".join(number(one.beds_planned) for one in planned),
        "sum": number(math.fsum(one.beds_planned for one in planned)),
        "added_rows": _rows(added),
        "added": ", ".join(number(one.beds_added) for one in added) or "–",
    }
    numbers = [
        *(float(one.number) for one in (*planned, *added)),
        *(one.beds_planned for one in planned),
        *(one.beds_added for one in added),
    ]
    yield CheckResult(
        CheckKind.PROJECTS,
        ConsistencyStatus.CLARIFY,
        Note("consistency.projects_beds", fields),
        Note("consistency.ask_beds", {}),
        sections=_section(plan),
        goals=_goal(plan),
        numbers=tuple(numbers),
    )


def _list_rows(plan: Plan) -> list[tuple[str, str]]:
    return [(row.section, row.id) for row in plan.rows.rows if row.type == "project_list"]


def _section(plan: Plan) -> tuple[str, ...]:
    return tuple(section for section, _ in _list_rows(plan))


def _goal(plan: Plan) -> tuple[str, ...]:
    return tuple(goal for _, goal in _list_rows(plan))
