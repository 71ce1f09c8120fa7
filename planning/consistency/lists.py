"""What the lists of a plan come to: beds, money, projects, hospitals of a grade."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from layers.facilities import Service
from planning.plan import Plan
from planning.plan_facilities import PlanFacility
from planning.statements import Listed

_GRADE = re.compile(r"^(?:level )?([123])(?:\D|$)")


@dataclass(frozen=True, slots=True)
class Total:
    """
    What a list comes to.

    Attributes
    ----------
    value
        The sum or count.
    members
        How many entries of the list it is made of.
    names
        Their names where they are few enough to be read: those of a grade.
    """

    value: float
    members: int
    names: tuple[str, ...] = ()


def grade(words: str) -> int:
    """
    Read a grade of hospital; 0 where the words name none.

    Examples
    --------
    >>> grade("3-A TCM"), grade("level 2"), grade("tertiary"), grade("not stated in the plan")
    (3, 2, 3, 0)
    """
    if words.startswith("tertiary"):
        return 3
    found = _GRADE.match(words)
    return int(found[1]) if found else 0


def final_grade(one: PlanFacility) -> int:
    """The grade that a facility is to have: its target, else the one that it has."""
    return grade(one.level_target) or grade(one.level_now)


def total_of(plan: Plan, listed: Listed) -> Total | None:
    """Add a list of the plan up; None where the plan has no such list."""
    if listed in (Listed.FACILITY_BEDS, Listed.FACILITIES_WITH_BEDS):
        beds = [one.beds for one in plan.facilities.facilities if math.isfinite(one.beds)]
        value = math.fsum(beds) if listed is Listed.FACILITY_BEDS else float(len(beds))
        return Total(value, len(beds)) if beds else None
    if listed in (Listed.PROJECT_COST, Listed.PROJECTS):
        cost = [one.cost_10k_yuan for one in plan.projects if math.isfinite(one.cost_10k_yuan)]
        count = len(plan.projects)
        if not count:
            return None
        return Total(math.fsum(cost) if listed is Listed.PROJECT_COST else float(count), count)
    wanted = 2 if listed is Listed.HOSPITALS_LEVEL_2 else 3
    those = [
        one.name
        for one in plan.facilities.facilities
        if final_grade(one) == wanted and one.kind is not Service.OTHER
    ]
    return Total(float(len(those)), len(those), tuple(those)) if those else None
