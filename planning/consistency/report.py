"""All checks of a plan, in the order of the page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from geo.errors import InputError
from planning.consistency.basis import check_basis
from planning.consistency.growth import check_growth
from planning.consistency.named import check_named
from planning.consistency.names import check_names
from planning.consistency.population import (
    check_population,
    implied_populations,
    plan_population,
)
from planning.consistency.projects import check_projects
from planning.consistency.ratios import check_ratios
from planning.consistency.result import CheckKind, CheckResult, ConsistencyStatus
from planning.consistency.shares import check_shares
from planning.consistency.sums import check_sums
from planning.consistency.targets import check_targets
from planning.consistency.twice import check_twice
from planning.consistency.units import check_units
from planning.plan import Plan

_KINDS = tuple(CheckKind)
_STATUSES = tuple(ConsistencyStatus)


@dataclass(frozen=True, slots=True)
class ConsistencyReport:
    """
    What the checks of a plan found.

    Attributes
    ----------
    results
        By kind in the order of `CheckKind`; contradictions first within a kind.
    population
        The population that figures of the plan were worked out on: the stated one, or
        the implied one that most pairs allow; None where there is none.
    study_population
        People of the study it was held against; None where there was none.
    implied
        The populations that the plan's counts and densities imply, in its order.
    """

    results: tuple[CheckResult, ...]
    population: float | None
    study_population: float | None
    implied: tuple[float, ...] = ()

    def of(self, kind: CheckKind) -> tuple[CheckResult, ...]:
        """Results of one kind."""
        return tuple(one for one in self.results if one.kind is kind)

    def counts(self) -> Mapping[ConsistencyStatus, int]:
        """Count the results of each status."""
        return {
            status: sum(one.status is status for one in self.results)
            for status in ConsistencyStatus
        }


def check_consistency(plan: Plan, *, population: float | None = None) -> ConsistencyReport:
    """
    Recompute a plan's own figures.

    Parameters
    ----------
    plan
        The plan.
    population
        People of a study to hold the plan's population against; None where there is none.

    Raises
    ------
    DataUnavailableError
        If a statement names a goal that the plan has not.
    InputError
        If the population is not above zero.
    """
    if population is not None and not (math.isfinite(population) and population > 0):
        raise InputError("consistency.bad_population", people=population)
    for one in plan.statements:
        for goal in (one.goal, *one.base_of):
            if goal:
                plan.rows.row(goal)
    found = (
        *check_twice(plan),
        *check_units(plan),
        *check_population(plan, population=population),
        *check_ratios(plan),
        *check_sums(plan),
        *check_growth(plan, population=population),
        *check_targets(plan),
        *check_shares(plan),
        *check_named(plan),
        *check_projects(plan),
        *check_names(plan),
        *check_basis(plan),
    )
    ordered = sorted(found, key=lambda one: (_KINDS.index(one.kind), _STATUSES.index(one.status)))
    return ConsistencyReport(
        tuple(ordered),
        plan_population(plan),
        population,
        tuple(one.people for one in implied_populations(plan)),
    )
