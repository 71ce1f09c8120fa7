"""The table of a goal's projects, their money, and the caveats on them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from geo.text import Message
from layers.facilities import NO_YEAR
from planning.judging.circles.words import names
from planning.judging.evidence import Evidence
from planning.judging.finding import Table
from planning.judging.places.project_gain import ProjectGains, site_of
from planning.judging.places.project_list import NO_TOWNSHIP, Progress, ProjectState
from planning.judging.places.site_states import known, status_cell
from planning.note import Note
from planning.plan_projects import ProjectPlace
from planning.readings.rules_place import ProjectRule
from planning.wording import minutes_message

_COLUMNS = (
    *("project_number", "project_name", "project_place", "project_located"),
    *("inside_township", "listed_as", "site_status", "site_opening_year"),
    *("project_progress", "project_cost_yuan_10k", "beds_added", "beds_planned"),
    *("beds_present", "beds_gained", "gain_people", "gain_share"),
)


def money(states: Iterable[ProjectState]) -> float:
    """Sum the cost of projects [10,000 yuan]; NaN where none of them states any."""
    costs = [one.project.cost_10k_yuan for one in states]
    stated = [one for one in costs if not math.isnan(one)]
    return math.fsum(stated) if stated else math.nan


def _share_of_money(part: Iterable[ProjectState], whole: Iterable[ProjectState]) -> Message:
    """Word the share of the money that some projects have; unknown where there is none."""
    share = money(part) / (money(whole) or math.nan)
    if math.isnan(share):
        return Message("word.unknown", {})
    return Message("word.percent", {"share": share})


def beds_gained(evidence: Evidence, state: ProjectState) -> float:
    """
    Beds that a project gains; NaN where that cannot be told.

    Beds of the whole site when done are no gain: the present beds are subtracted, and
    where they are unknown so is the gain.
    """
    project = state.project
    if not math.isnan(project.beds_added):
        return project.beds_added
    if math.isnan(project.beds_planned) or not state.site.found:
        return math.nan
    return project.beds_planned - float(evidence.study.facilities.beds[state.site.row])


def project_table(
    evidence: Evidence, states: tuple[ProjectState, ...], gained: ProjectGains | None
) -> Table:
    """Make the table of projects, in the plan's order."""
    facilities = evidence.study.facilities

    def row_of(state: ProjectState) -> tuple[str | float | None, ...]:
        project, row = state.project, state.site.row
        found = state.site.found
        year = int(facilities.opening_year[row]) if found else NO_YEAR
        site = site_of(state)
        gain = gained.each.get(site) if gained is not None and site is not None else None
        return (
            project.number,
            project.name,
            project.place,
            _located(state),
            {True: "cell.yes", False: "cell.no", None: "cell.not_told"}[state.inside],
            facilities.label(row) if found else None,
            status_cell(facilities.status[row]) if found else None,
            None if year == NO_YEAR else year,
            f"cell.project_{state.progress.value}",
            known(project.cost_10k_yuan),
            known(project.beds_added),
            known(project.beds_planned),
            known(float(facilities.beds[row])) if found else None,
            known(beds_gained(evidence, state)),
            None if gain is None else gain.people,
            None if gain is None else known(gain.with_share - gain.without_share),
        )

    return Table("projects", _COLUMNS, tuple(row_of(one) for one in states))


def _undecided(state: ProjectState) -> bool:
    return state.project.place_class is ProjectPlace.UNDECIDED


def _located(state: ProjectState) -> str:
    if state.located:
        return "cell.at_facility" if state.site.found else "cell.at_township"
    return f"cell.place_{state.project.place_class.value}"


def project_notes(
    evidence: Evidence,
    rule: ProjectRule,
    states: tuple[ProjectState, ...],
    gained: ProjectGains | None,
) -> list[Note]:
    """Say what the finding on projects leaves out or takes for granted."""
    notes = []
    if any(one.progress is Progress.NOT_OPEN for one in states):
        notes.append(Note("notes.projects_as_listed", {}))
    for code, left in (
        ("notes.projects_undecided", [one for one in states if _undecided(one)]),
        ("notes.projects_no_place", [o for o in states if not o.located and not _undecided(o)]),
    ):
        if left:
            fields = {
                "count": len(left),
                "names": names([one.project.name for one in left]),
                "share": _share_of_money(left, states),
            }
            notes.append(Note(code, fields))
    outside = [one.project.name for one in states if one.inside is False]
    if outside:
        notes.append(
            Note("notes.projects_elsewhere", {"count": len(outside), "names": names(outside)})
        )
    middle = [one.project.name for one in states if one.located and not one.site.found]
    if middle:
        notes.append(
            Note("notes.projects_at_middle", {"count": len(middle), "names": names(middle)})
        )
    lost = [
        one.project.name
        for one in states
        if one.project.place_class is ProjectPlace.TOWNSHIP
        and one.township == NO_TOWNSHIP
        and not one.site.found
    ]
    if lost:
        notes.append(
            Note("notes.projects_township_unknown", {"count": len(lost), "names": names(lost)})
        )
    planned = [one for one in states if not math.isnan(one.project.beds_planned)]
    if planned:
        unknown = [
            one.project.name for one in planned if math.isnan(beds_gained(evidence, one))
        ]  # fmt: skip
        notes.append(
            Note(
                "notes.beds_planned",
                {
                    "count": len(planned),
                    "beds": math.fsum(one.project.beds_planned for one in planned),
                    "unknown": len(unknown),
                },
            )
        )
    if gained is not None:
        fields = {
            "count": len(gained.each),
            "service": rule.service,
            "minutes": minutes_message(rule.cutoff_s),
        }
        notes.append(Note("notes.projects_gain", fields))
    elif states:
        notes.append(Note("notes.projects_no_gain", {"service": rule.service}))
    return notes
