"""Sharing a resource out: times block by block, and the six methods over them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.text import Message
from geo.units import DECISECONDS_PER_SECOND
from layers.access import facility_leg_s
from layers.capacity import capacity_coverage, order_by, people_in_reach
from layers.capacity_flow import most_served
from layers.catchments import catchments, people_by_facility, per_thousand
from layers.cost_matrix import Column
from layers.supply import FloatingCatchment, enhanced_two_step, gravity, three_step, two_step
from planning.study import Study
from planning.supply_question import FillOrder, SupplyMethod, SupplyQuestion
from routing.many import rows_of_sources
from routing.search import NO_FACILITY

Times = NDArray[np.float32]

_BLOCK_CELLS = 4_000_000
"""Times held at once by the methods that take the facilities one after the other."""

_MOST_CELLS = 400_000_000
"""Times held at once by the methods that need all of them: 1.6 GB."""

_THOUSAND = 1000.0
_AT_ONCE = frozenset({SupplyMethod.THREE_STEP, SupplyMethod.CAPACITY})


@dataclass(frozen=True, slots=True, eq=False)
class SharedSupply:
    """
    A resource shared out.

    Attributes
    ----------
    access
        What a person at each demand point has, in the question's unit, shape ``(n,)``.
    in_reach
        Whether a facility is within the limit of each demand point, shape ``(n,)``.
    served_share
        Share of the people there who are served, 0-1, shape ``(n,)``: `in_reach`, except
        where facilities fill up.
    people_in_reach
        People within the limit of each facility, shape ``(m,)``; those of several count
        for each.
    people
        Whom each facility shares its supply among, shape ``(m,)``: weighted people of a
        floating catchment, those nearest, or those taken; NaN for gravity.
    rate_per_thousand
        Supply per 1,000 of `people`, shape ``(m,)``; NaN where there are none.
    used
        Supply that somebody has, shape ``(m,)``; NaN for gravity.
    most_served
        People whom any order of filling could serve at most; NaN for the other methods.
    people_per_unit
        People whom one bed … could take; NaN for the other methods.
    notes
        What the method found.
    """

    access: Column
    in_reach: NDArray[np.bool_]
    served_share: Column
    people_in_reach: Column
    people: Column
    rate_per_thousand: Column
    used: Column
    most_served: float
    people_per_unit: float
    notes: tuple[Message, ...]


def time_blocks(
    study: Study, question: SupplyQuestion, rows: NDArray[np.int64], *, columns_at_once: int
) -> Iterator[tuple[slice, Times]]:
    """
    Give the times between all demand points and some facilities at a time.

    Times are those of `layers.access.measure_access`, to the decisecond; memory holds one
    block.

    Parameters
    ----------
    study
        Roads, people, facilities.
    question
        Profile, direction and limit.
    rows
        Facilities, positions in the study's set, shape ``(m,)``.
    columns_at_once
        Facilities of a block.

    Yields
    ------
    columns, times
        Which of `rows`, and times [s], shape ``(n, b)``, ``inf`` beyond the limit.
    """
    roads, profile = study.roads(question.profile), study.profile(question.profile)
    places = roads.facilities.take(rows)
    limit_s = None if math.isinf(question.cutoff_s) else question.cutoff_s
    snapped = np.isfinite(roads.demand.distance_m)
    off_road_ds = profile.off_road_ds(np.where(snapped, roads.demand.distance_m, 0.0))
    found = rows_of_sources(
        roads.network,
        places,
        roads.demand,
        direction=question.direction,
        delay_s=facility_leg_s(profile, places),
        cutoff_s=limit_s,
    )
    for begin in range(0, rows.size, columns_at_once):
        columns = slice(begin, min(begin + columns_at_once, rows.size))
        block = np.full((len(study.demand), columns.stop - begin), np.inf, dtype=np.float32)
        for column in range(columns.stop - begin):
            _, place, time_ds = next(found)
            time_s = (time_ds + off_road_ds[place]) / DECISECONDS_PER_SECOND
            block[place, column] = np.where(time_s <= question.cutoff_s, time_s, np.inf)
        yield columns, block


def share_out(
    study: Study,
    question: SupplyQuestion,
    rows: NDArray[np.int64],
    supply: Column,
    demand: Column,
) -> SharedSupply:
    """
    Share a resource out among people.

    Parameters
    ----------
    study
        Roads and places.
    question
        The method and its numbers.
    rows
        Facilities that have some of it, in the order of their ids, shape ``(m,)``.
    supply
        How much, shape ``(m,)``, > 0.
    demand
        People, shape ``(n,)``.

    Raises
    ------
    InputError
        If the method needs all times at once and they are too many, or a zone is none.
    """
    at_once = question.method in _AT_ONCE
    if at_once and demand.size * rows.size > _MOST_CELLS:
        raise InputError(
            "supply_answer.too_many_pairs",
            method=question.method,
            places=demand.size,
            facilities=rows.size,
            most=_MOST_CELLS,
        )
    step = rows.size if at_once else max(1, _BLOCK_CELLS // max(demand.size, 1))
    reach = np.zeros(demand.size, dtype=np.bool_)
    people_near = np.zeros(rows.size)

    def blocks() -> Iterator[tuple[slice, Times]]:
        for columns, times in time_blocks(study, question, rows, columns_at_once=step):
            reach[:] |= np.isfinite(times).any(axis=1)
            people_near[columns] = people_in_reach(
                times, demand, cutoff=min(question.cutoff_s, float(np.finfo(np.float32).max))
            )
            yield columns, times

    if question.method is SupplyMethod.CATCHMENT:
        return _by_catchment(blocks(), supply, demand, reach, people_near)
    if question.method is SupplyMethod.GRAVITY:
        return _by_gravity(blocks(), question, supply, demand, reach, people_near)
    if question.method is SupplyMethod.CAPACITY:
        ((_, times),) = blocks()
        return _by_capacity(study, question, rows, supply, demand, times, reach, people_near)
    return _by_floating(blocks(), question, supply, demand, reach, people_near)


def _by_floating(
    blocks: Iterator[tuple[slice, Times]],
    question: SupplyQuestion,
    supply: Column,
    demand: Column,
    reach: NDArray[np.bool_],
    people_near: Column,
) -> SharedSupply:
    """Two-step catchments add up over the facilities; three-step ones come in one block."""
    access, ratio = np.zeros(demand.size), np.zeros(supply.size)
    for columns, times in blocks:
        part = _float(times, question, supply[columns], demand)
        access += part.access
        ratio[columns] = part.ratio
    drawn = np.divide(supply, ratio, out=np.zeros(supply.size), where=ratio > 0)
    return SharedSupply(
        access=access * _THOUSAND,
        in_reach=reach,
        served_share=reach.astype(np.float64),
        people_in_reach=people_near,
        people=drawn,
        rate_per_thousand=np.where(ratio > 0, ratio * _THOUSAND, np.nan),
        used=np.where(ratio > 0, supply, 0.0),
        most_served=math.nan,
        people_per_unit=math.nan,
        notes=(),
    )


def _float(
    times: Times, question: SupplyQuestion, supply: Column, demand: Column
) -> FloatingCatchment:
    if question.method is SupplyMethod.TWO_STEP:
        return two_step(times, demand, supply, cutoff=question.cutoff_s)
    zones = dict(question.zones)
    if question.method is SupplyMethod.ENHANCED:
        return enhanced_two_step(times, demand, supply, zones=zones)
    return three_step(times, demand, supply, zones=zones)


def _by_catchment(
    blocks: Iterator[tuple[slice, Times]],
    supply: Column,
    demand: Column,
    reach: NDArray[np.bool_],
    people_near: Column,
) -> SharedSupply:
    facility = np.full(demand.size, NO_FACILITY, dtype=np.int64)
    least = np.full(demand.size, np.inf)
    tied = np.zeros(demand.size, dtype=np.bool_)
    for columns, times in blocks:
        part = catchments(times, demand)
        nearer, equal = part.cost < least, np.isfinite(least) & (part.cost == least)
        tied = np.where(nearer, part.tied, tied | equal)
        facility[nearer] = part.facility[nearer] + columns.start
        least = np.minimum(least, part.cost)
    people = people_by_facility(facility, demand, supply.size)
    rate = per_thousand(supply, people)
    served = facility != NO_FACILITY
    access = np.zeros(demand.size)
    access[served] = np.nan_to_num(rate[facility[served]])  # NaN where nobody lives there
    notes: tuple[Message, ...] = ()
    if (tied & (demand > 0)).any():
        told = {"count": int((tied & (demand > 0)).sum()), "people": math.fsum(demand[tied])}
        notes = (Message("catchments.ties", told),)
    return SharedSupply(
        access=access,
        in_reach=reach,
        served_share=reach.astype(np.float64),
        people_in_reach=people_near,
        people=people,
        rate_per_thousand=rate,
        used=np.where(people > 0, supply, 0.0),
        most_served=math.nan,
        people_per_unit=math.nan,
        notes=notes,
    )


def _by_gravity(
    blocks: Iterator[tuple[slice, Times]],
    question: SupplyQuestion,
    supply: Column,
    demand: Column,
    reach: NDArray[np.bool_],
    people_near: Column,
) -> SharedSupply:
    access = np.zeros(demand.size)
    for columns, times in blocks:
        access += gravity(times, supply[columns], half_life=question.half_life_s)
    unknown = np.full(supply.size, np.nan)
    return SharedSupply(
        access=access,
        in_reach=reach,
        served_share=reach.astype(np.float64),
        people_in_reach=people_near,
        people=unknown,
        rate_per_thousand=unknown,
        used=unknown,
        most_served=math.nan,
        people_per_unit=math.nan,
        notes=(),
    )


def _by_capacity(
    study: Study,
    question: SupplyQuestion,
    rows: NDArray[np.int64],
    supply: Column,
    demand: Column,
    times: Times,
    reach: NDArray[np.bool_],
    people_near: Column,
) -> SharedSupply:
    own = math.isnan(question.people_per_unit)
    per_unit = math.fsum(demand) / math.fsum(supply) if own else question.people_per_unit
    capacity = supply * per_unit
    key = people_near if question.order is FillOrder.PEOPLE else supply
    order = order_by(key, largest_first=question.order is not FillOrder.SMALLEST)
    found = capacity_coverage(times, demand, capacity, cutoff=question.cutoff_s, order=order)
    most, exact = most_served(times, demand, capacity, cutoff=question.cutoff_s)
    # The last digits of two ways to the same sum.
    most = max(most, found.covered)
    share = np.divide(demand - found.residual, demand, out=np.zeros(demand.size), where=demand > 0)
    bound = {"served": found.covered, "most": most, "in_reach": found.in_reach}
    names = [study.facilities.label(int(row)) for row in rows]
    return SharedSupply(
        access=share / per_unit * _THOUSAND,
        in_reach=reach,
        served_share=share,
        people_in_reach=people_near,
        people=found.served,
        rate_per_thousand=per_thousand(supply, found.served),
        used=found.served / per_unit,
        most_served=most,
        people_per_unit=per_unit,
        notes=(
            found.note(names),
            Message("supply_answer.bound" if exact else "supply_answer.bound_rough", bound),
            Message(
                "supply_answer.own_mean" if own else "supply_answer.given_mean",
                {"people": per_unit, "resource": question.resource},
            ),
        ),
    )
