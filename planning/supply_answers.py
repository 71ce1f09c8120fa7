"""The supply question, asked of a study: what people have within reach, and how unevenly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import DataUnavailableError
from layers.areas import OUTSIDE, AreaSet
from layers.catchments import per_thousand
from layers.cost_matrix import Column
from layers.dasymetric import rows_of
from layers.demand import Group
from layers.facilities import Service
from layers.summaries import Summary, summarise
from planning.answers import DEFAULT_PROFILE
from planning.equity_answers import EquityAnswer, measure_equity
from planning.note import Note
from planning.study import Study
from planning.supply_methods import SharedSupply, share_out
from planning.supply_notes import Counted, supply_notes
from planning.supply_question import (
    FillOrder,
    Resource,
    SupplyMethod,
    SupplyQuestion,
    supply_question,
)
from routing.search import Direction

QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class FacilitySupply:
    """
    One facility that was counted.

    Attributes
    ----------
    row
        Position in the study's set.
    id, name
        Identity, and name or id.
    supply
        Beds, doctors … it has, > 0.
    people_in_reach
        People within the limit.
    people
        Whom it shares its supply among: see `planning.supply_methods.SharedSupply`.
    rate_per_thousand
        Supply per 1,000 of them; NaN where there are none, and for gravity.
    used, left
        Supply that somebody has, and the rest; NaN for gravity.
    """

    row: int
    id: str
    name: str
    supply: float
    people_in_reach: float
    people: float
    rate_per_thousand: float
    used: float
    left: float


@dataclass(frozen=True, slots=True)
class AreaSupply:
    """
    What the people of one area have.

    Attributes
    ----------
    code, name
        The area; both empty for the people outside every area, and for the whole.
    access
        Access over its people, in the question's unit: mean, and the quantiles
        `QUANTILES` (lower step function).
    in_reach, served
        People with a facility within the limit, and people who are served; they differ
        where facilities fill up.
    located
        Supply of the facilities that lie in the area, whoever uses it; NaN where one of
        them is unknown.
    located_per_thousand
        The same per 1,000 people of the area; NaN where unknown or nobody lives.
    """

    code: str
    name: str
    access: Summary
    in_reach: float
    served: float
    located: float
    located_per_thousand: float

    @property
    def share_in_reach(self) -> float:
        """Share of the people with a facility in reach, 0-1; NaN where nobody lives."""
        return self.in_reach / self.access.people if self.access.people > 0 else math.nan

    @property
    def share_served(self) -> float:
        """Share of the people who are served, 0-1; NaN where nobody lives."""
        return self.served / self.access.people if self.access.people > 0 else math.nan


@dataclass(frozen=True, slots=True, eq=False)
class SupplyAnswer:
    """
    What people have of a resource within their reach.

    Attributes
    ----------
    question
        The question with its defaults.
    whole
        Everyone asked about; its `located` is what lies in any area of the table.
    areas, by_area
        The areas of the table and their rows, the last perhaps "outside every area".
    facilities
        Those counted, in the order of their ids.
    unknown_rows, empty_rows
        Facilities left out: their number is unknown, or 0. Positions in the study's set.
    access
        What a person at each demand point has, in the question's unit, shape ``(n,)``.
    equity
        How unevenly that is spread.
    most_served
        People whom any order of filling could serve at most; NaN where none fill up.
    people_per_unit
        People whom one bed … could take; NaN where none fill up.
    notes
        What a reader must know before believing the figures.
    """

    question: SupplyQuestion
    whole: AreaSupply
    areas: AreaSet
    by_area: tuple[AreaSupply, ...]
    facilities: tuple[FacilitySupply, ...]
    unknown_rows: tuple[int, ...]
    empty_rows: tuple[int, ...]
    access: Column
    equity: EquityAnswer
    most_served: float
    people_per_unit: float
    notes: tuple[Note, ...]

    @property
    def unreached(self) -> tuple[FacilitySupply, ...]:
        """Facilities that nobody has within reach."""
        return tuple(one for one in self.facilities if one.people_in_reach <= 0)

    @property
    def known(self) -> float:
        """Supply of all facilities counted, wherever they lie."""
        return math.fsum(one.supply for one in self.facilities)

    @property
    def used(self) -> float:
        """Supply that somebody has; NaN for gravity."""
        return math.fsum(one.used for one in self.facilities)


def answer_supply(  # noqa: PLR0913 (one argument each part of the question)
    study: Study,
    *,
    resource: Resource,
    method: SupplyMethod = SupplyMethod.ENHANCED,
    service: Service | None = None,
    cutoff_s: float | None = None,
    profile: str = DEFAULT_PROFILE,
    direction: Direction = Direction.TO,
    group: Group = Group.ALL,
    zones: Mapping[float, float] | None = None,
    half_life_s: float | None = None,
    order: FillOrder | None = None,
    people_per_unit: float | None = None,
    level: str | None = None,
) -> SupplyAnswer:
    """
    Share a resource out among the people who can reach it.

    What facilities in the neighbourhood have counts too; people beyond the demand of the
    study do not compete for it.

    Parameters
    ----------
    study
        Roads, facilities, people, areas.
    resource
        What is shared out.
    method
        How.
    service
        Whose facilities count; None: all that have the number.
    cutoff_s, zones, half_life_s, order, people_per_unit
        See `planning.supply_question.supply_question`.
    profile, direction
        How people travel, and who moves.
    group
        Among whom it is shared out.
    level
        Level of the areas of the table; None takes the one that fits best.

    Raises
    ------
    DataUnavailableError
        If nobody offers the service, no facility's number is known or all are 0, the
        study has no such people, or the profile, level or group is unknown.
    InputError
        If a number is out of range, or is of no use to the method.
    """
    question = supply_question(
        resource=resource,
        service=service,
        method=method,
        profile=profile,
        direction=direction,
        group=group,
        cutoff_s=cutoff_s,
        zones=zones,
        half_life_s=half_life_s,
        order=order,
        people_per_unit=people_per_unit,
    )
    rows, amount = _facilities(study, question)
    known = amount > 0
    people = study.demand.people(group)
    if people.sum() <= 0:
        raise DataUnavailableError("coverage.no_population")
    study.profile(profile)
    areas = study.table_level(level)
    area = areas.locate(study.demand.lon, study.demand.lat)
    shared = share_out(study, question, rows[known], amount[known], people)
    place = areas.locate(study.facilities.lon[rows], study.facilities.lat[rows])
    inside = place != OUTSIDE if len(areas) else np.ones(rows.size, dtype=np.bool_)
    counted = Counted(rows[known], amount[known], rows[np.isnan(amount)], rows[amount == 0])
    equity = measure_equity(
        study,
        shared.access,
        people,
        area if len(areas) else np.empty(0, dtype=np.int64),
        rows=rows,
        supply=amount,
    )
    return SupplyAnswer(
        question=question,
        whole=_summed("", "", shared, people, amount[inside], slice(None)),
        areas=areas,
        by_area=_by_area(areas, area, place, shared, people, amount),
        facilities=_facility_rows(study, rows[known], amount[known], shared),
        unknown_rows=tuple(counted.unknown.tolist()),
        empty_rows=tuple(counted.empty.tolist()),
        access=shared.access,
        equity=equity,
        most_served=shared.most_served,
        people_per_unit=shared.people_per_unit,
        notes=supply_notes(study, question, counted, shared, people, place[known], equity),
    )


def _facilities(study: Study, question: SupplyQuestion) -> tuple[NDArray[np.int64], Column]:
    """Facilities asked about in the order of their ids, and what each has (NaN: unknown)."""
    asked = study.facilities
    kinds = set(asked.kind) if question.service is None else {question.service}
    found = {int(row) for kind in kinds for row in asked.offering(kind)}
    rows = np.array(sorted(found, key=lambda row: asked.id[row]), dtype=np.int64)
    if rows.size == 0:
        offered = ", ".join(sorted({one for kinds in asked.services for one in kinds})) or "-"
        if question.service is None:
            raise DataUnavailableError("supply_answer.no_facilities")
        raise DataUnavailableError(
            "coverage.nobody_offers", service=question.service, offered=offered
        )
    column: Column = getattr(asked, question.resource)
    amount = column[rows]
    told = {"resource": question.resource, "column": question.resource.value, "count": rows.size}
    if np.isnan(amount).all():
        raise DataUnavailableError("supply_answer.all_unknown", **told)
    if not (amount > 0).any():
        unknown = int(np.isnan(amount).sum())
        raise DataUnavailableError("supply_answer.all_zero", **told, unknown=unknown)
    return rows, amount


def _by_area(
    areas: AreaSet,
    area: NDArray[np.int64],
    place: NDArray[np.int64],
    shared: SharedSupply,
    people: Column,
    amount: Column,
) -> tuple[AreaSupply, ...]:
    if not len(areas):
        return ()
    found = [
        _summed(areas.code[one], areas.name[one], shared, people, amount[place == one], at)
        for one, at in rows_of(area, len(areas))
    ]
    outside = np.flatnonzero(area == OUTSIDE)
    if outside.size:
        there = amount[place == OUTSIDE]
        found.append(_summed("", "", shared, people, there, outside))
    return tuple(found)


def _summed(
    code: str,
    name: str,
    shared: SharedSupply,
    people: Column,
    located: Column,
    at: NDArray[np.int64] | slice,
) -> AreaSupply:
    here = people[at]
    supply, everyone = math.fsum(located), math.fsum(here)
    rate = per_thousand(np.array([supply]), np.array([everyone]))
    return AreaSupply(
        code=code,
        name=name,
        access=summarise(shared.access[at], here, quantiles=QUANTILES),
        in_reach=math.fsum(here[shared.in_reach[at]]),
        served=math.fsum(here * shared.served_share[at]),
        located=supply,
        located_per_thousand=float(rate[0]),
    )


def _facility_rows(
    study: Study, rows: NDArray[np.int64], supply: Column, shared: SharedSupply
) -> tuple[FacilitySupply, ...]:
    return tuple(
        FacilitySupply(
            row=int(row),
            id=study.facilities.id[row],
            name=study.facilities.label(int(row)),
            supply=float(supply[at]),
            people_in_reach=float(shared.people_in_reach[at]),
            people=float(shared.people[at]),
            rate_per_thousand=float(shared.rate_per_thousand[at]),
            used=float(shared.used[at]),
            left=float(supply[at] - shared.used[at]),
        )
        for at, row in enumerate(rows.tolist())
    )
