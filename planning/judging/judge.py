"""One table from rules to judges; no caller chooses a judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from planning.judging.circles.area_served import judge_area_served
from planning.judging.circles.balance import judge_balance
from planning.judging.circles.mobile import judge_mobile
from planning.judging.circles.near import judge_near
from planning.judging.circles.reach import judge_reach
from planning.judging.counts.density import judge_density
from planning.judging.counts.facility_count import judge_facility_count
from planning.judging.counts.facility_share import judge_facility_share
from planning.judging.counts.fleet import judge_fleet
from planning.judging.counts.indicator import FACT_YEAR, judge_indicator
from planning.judging.counts.institution_beds import judge_institution_beds
from planning.judging.counts.silent import judge_silent
from planning.judging.depends import only_shown
from planning.judging.evidence import Evidence
from planning.judging.finding import Finding, Status
from planning.judging.places.area_count import judge_area_count
from planning.judging.places.projects import judge_projects
from planning.judging.places.sites import judge_sites
from planning.judging.places.villages import judge_villages
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Form
from planning.plan_rows import PlanRow
from planning.readings.reading import Reading
from planning.readings.rules_count import (
    DensityRule,
    FacilityCountRule,
    FacilityShareRule,
    FleetRule,
    IndicatorRule,
    SilentRule,
)
from planning.readings.rules_place import (
    AreaCountRule,
    AreaServedRule,
    BalanceRule,
    InstitutionBedsRule,
    MobileRule,
    NearRule,
    ProjectRule,
    SitesRule,
    VillageRule,
)
from planning.readings.rules_reach import ReachRule

Judge = Callable[[Evidence, Goal, Reading, Any], Finding]
JUDGES: Mapping[type, Judge] = {
    ReachRule: judge_reach,
    AreaServedRule: judge_area_served,
    BalanceRule: judge_balance,
    MobileRule: judge_mobile,
    NearRule: judge_near,
    IndicatorRule: judge_indicator,
    DensityRule: judge_density,
    FleetRule: judge_fleet,
    FacilityCountRule: judge_facility_count,
    FacilityShareRule: judge_facility_share,
    SilentRule: judge_silent,
    InstitutionBedsRule: judge_institution_beds,
    AreaCountRule: judge_area_count,
    VillageRule: judge_villages,
    SitesRule: judge_sites,
    ProjectRule: judge_projects,
}


def judge(evidence: Evidence, goal: Goal, reading: Reading) -> Finding:
    """
    Judge one reading of one goal; what cannot be told is a finding too.

    A reading whose figure is only for comparison decides nothing, whatever its rule.
    """
    found = JUDGES[type(reading.rule)](evidence, goal, reading, reading.rule)
    return _undecided(goal.row, found) if only_shown(goal, reading) else found


def _undecided(row: PlanRow, found: Finding) -> Finding:
    """
    Take every judgement out of a finding that is only shown.

    Nothing flips what decides nothing; and an input that is missing too would give a value
    and still no verdict, so that the plan's silence is always among what is missing.
    """
    silence = _silence(row)
    others = tuple(one for one in found.missing if one.code != "missing.target")
    return replace(
        found,
        status=Status.CANNOT_TELL,
        flips=(),
        runs=tuple(replace(one, status=Status.CANNOT_TELL) for one in found.runs),
        missing=(*others, silence),
        notes=tuple(one for one in found.notes if one.code != "notes.count_fact"),
    )


def _silence(row: PlanRow) -> Note:
    """Say what the plan does not: a figure at all, a goal, or a standard for what is shown."""
    if row.value.form is Form.NONE:
        return Note("missing.target", {})
    if row.target_year == FACT_YEAR:
        return Note("missing.target_fact", {"figure": row.target_words, "year": FACT_YEAR})
    return Note("missing.target_shown", {"figure": row.target_words})
