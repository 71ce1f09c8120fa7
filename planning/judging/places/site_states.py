"""What the facility list says of the sites that a plan names."""

from __future__ import annotations

import math
from dataclasses import dataclass

from layers.facilities import Level, OperatingStatus, Service
from planning.import_record import PlanFacilityMatch
from planning.judging.counts.eligible import COUNTED, grade_fits
from planning.judging.evidence import Evidence
from planning.plan_facilities import PlanFacilities, PlanFacility, match_plan_facilities
from planning.readings.rules_count import Eligible

NO_ROW = -1
"""Row of a site that the list does not have, or of which it is not clear which it is."""


@dataclass(frozen=True, slots=True)
class SiteState:
    """
    A site of the plan, as the list has it.

    Attributes
    ----------
    name
        Name in the plan.
    how
        How it was looked for: ``"name"``, ``"alias"``, ``"decision"``, ``"ambiguous"`` or
        ``"missing"``.
    row
        Row of the list; `NO_ROW` where none is it for certain.
    candidates
        Labels of the rows that came into question.
    """

    name: str
    how: str
    row: int = NO_ROW
    candidates: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the list has it."""
        return self.row != NO_ROW


def site_states(evidence: Evidence, names: tuple[str, ...]) -> tuple[SiteState, ...]:
    """
    Look the sites of a plan up in the list.

    Parameters
    ----------
    evidence
        The study; names that the plan's list of facilities has not are looked up alone.
    names
        Names as the plan writes them.

    Returns
    -------
    states
        One a name, in order; each once.
    """
    return tuple(_state(evidence, name) for name in dict.fromkeys(names))


def _state(evidence: Evidence, name: str) -> SiteState:
    facilities = evidence.study.facilities
    match = evidence.site_match(name) or _alone(evidence, name)
    row_of = evidence.once("row of id", lambda: {one: row for row, one in enumerate(facilities.id)})
    row = row_of.get(match.facility_id, NO_ROW)
    return SiteState(
        name=name,
        how=match.how if row != NO_ROW or match.how == "ambiguous" else "missing",
        row=row,
        candidates=tuple(
            facilities.label(row_of[one]) for one in match.candidates if one in row_of
        ),
    )


def _alone(evidence: Evidence, name: str) -> PlanFacilityMatch:
    """Match of a name that is, or is an alias in, no line of the plan's own facilities."""
    named = evidence.plan.facilities
    known = next((one for one in named.facilities if name in one.aliases), None)
    if known is not None:
        found = evidence.site_match(known.name)
        if found is not None:
            return found
    together = evidence.once("alone", lambda: _matches(evidence, _names_of_projects(evidence)))
    if name in together:
        return together[name]
    return evidence.once(("alone", name), lambda: _matches(evidence, (name,)))[name]


def _names_of_projects(evidence: Evidence) -> tuple[str, ...]:
    """Names that the plan's projects go by: going through a list once finds them all."""
    projects = evidence.plan.projects
    names = [one for project in projects for one in (project.facility, project.name) if one]
    return tuple(dict.fromkeys(names))


def _matches(evidence: Evidence, names: tuple[str, ...]) -> dict[str, PlanFacilityMatch]:
    """Match names that stand for themselves; each is looked for apart from the others."""
    named = evidence.plan.facilities
    alone = tuple(PlanFacility(name, Service.OTHER) for name in names)
    found = match_plan_facilities(
        evidence.study.facilities, PlanFacilities(named.plan, named.prefixes, alone)
    )
    return {one.plan_name: one for one in found}


def is_open(evidence: Evidence, row: int) -> bool:
    """Tell whether a facility gives care today; of an unknown state it is taken."""
    return evidence.study.facilities.status[row] in COUNTED


def of_grade(evidence: Evidence, row: int, least: Level) -> bool | None:
    """
    Tell whether a facility is of a grade at least; None where too little is known.

    A facility that offers `Service.LEVEL_2` is of level 2, whatever its grade's class.
    """
    facilities = evidence.study.facilities
    fits = grade_fits(facilities.level[row], Eligible(least_level=least))
    if fits is None and Service.LEVEL_2 in facilities.services[row]:
        return grade_fits(Level.LEVEL_2, Eligible(least_level=least))
    return fits


def level_two_rows(evidence: Evidence) -> frozenset[int]:
    """Rows of the open facilities of level 2 and above."""
    facilities = evidence.study.facilities
    return frozenset(
        row
        for row in range(len(facilities))
        if is_open(evidence, row)
        and (
            Service.LEVEL_2 in facilities.services[row]
            or grade_fits(facilities.level[row], Eligible(least_level=Level.LEVEL_2)) is True
        )
    )


def known(value: float) -> float | None:
    """Number as a cell of a table; None where it is unknown."""
    return None if math.isnan(value) else float(value)


def status_cell(status: OperatingStatus) -> str:
    """Code of the word for a facility's state."""
    return f"operatingstatus.{status.value}"
