"""Chains of legs: an ambulance's clock, or a referral over the township.

A chain is a row of stages. Each is a constant, or a ride between the place and a facility:
the quickest one, or one that is fixed in advance. Every ride chooses for itself, so that
the base that sends the ambulance and the hospital that takes the patient are two choices.
All times are in one unit, seconds wherever the program asks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ShapeError
from layers.catchments import catchments
from layers.cost_matrix import Column, Costs, check_costs
from routing.search import NO_FACILITY

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wait:
    """
    A stage that takes the same time everywhere: call, turnout, care at the scene.

    Attributes
    ----------
    name
        What it is.
    time
        How long it takes, finite, >= 0.
    """

    name: str
    time: float


@dataclass(frozen=True, slots=True, eq=False)
class Ride:
    """
    A stage between each place and the facility of least cost.

    Attributes
    ----------
    name
        What it is.
    cost
        Times, places x facilities, shape ``(n, m)``, ``inf`` where there is no way. Leave
        out the facilities that cannot give what the stage needs.
    """

    name: str
    cost: Costs


@dataclass(frozen=True, slots=True, eq=False)
class FixedRide:
    """
    A stage to a facility that is given, near or not, such as the home township's centre.

    Attributes
    ----------
    name
        What it is.
    cost
        As in `Ride`.
    facility
        Column of each place's facility, shape ``(n,)``; `NO_FACILITY` where it has none.
    """

    name: str
    cost: Costs
    facility: Ints


Stage = Wait | Ride | FixedRide


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """
    One stage of every place.

    Attributes
    ----------
    name
        The stage.
    time
        Shape ``(n,)``; ``inf`` where there is no way.
    facility
        Column that was used, shape ``(n,)``; `NO_FACILITY` where none, and for a wait.
    """

    name: str
    time: Column
    facility: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """
    The whole way of every place.

    Attributes
    ----------
    legs
        The stages in their order.
    total
        Their sum, shape ``(n,)``; ``inf`` where one of them has no way.
    """

    legs: tuple[Leg, ...]
    total: Column


def run_chain(stages: Sequence[Stage], *, n_places: int) -> Chain:
    """
    Add up the stages of every place.

    Parameters
    ----------
    stages
        In their order; of equally near facilities a `Ride` takes the first.
    n_places
        Places there are.

    Raises
    ------
    ShapeError, InputError
        If a matrix does not have a row for every place, a time is negative or NaN, a wait
        is not finite, or a fixed facility is no column.

    Examples
    --------
    >>> ambulance = [Wait("turnout", 3), Ride("out", np.array([[12.0, 9.0]])),
    ...              Wait("scene", 15), Ride("in", np.array([[28.0, 40.0]]))]
    >>> run_chain(ambulance, n_places=1).total.tolist()
    [55.0]
    """
    legs = tuple(_leg(stage, n_places) for stage in stages)
    total = np.zeros(n_places)
    for leg in legs:
        total = total + leg.time
    return Chain(legs, total)


def referral_chain(to_township: Costs, home: Ints, preparation: float, onward: Costs) -> Chain:
    """
    Follow a patient to the home township's centre and on to the quickest hospital.

    The first leg goes to the home township, though another centre may be nearer: that is
    who refers.

    Parameters
    ----------
    to_township
        Times from places to township centres, shape ``(n, k)``.
    home
        Column of each place's own centre, shape ``(n,)``; `NO_FACILITY` where it has none.
    preparation
        Time at the centre before the patient goes on.
    onward
        Times from the centres to the hospitals that can, shape ``(k, m)``.

    Raises
    ------
    ShapeError, InputError
        As in `run_chain`.
    """
    first = _leg(FixedRide("township", to_township, home), home.size)
    check_costs(
        onward,
        n_demand=to_township.shape[1],
        n_facilities=onward.shape[1] if onward.ndim > 1 else 0,
    )
    # The quickest hospital of each centre, then of each place by its centre.
    of_centre = catchments(onward, np.ones(onward.shape[0]))
    known = home != NO_FACILITY
    time = np.full(home.size, np.inf)
    hospital = np.full(home.size, NO_FACILITY, dtype=np.int64)
    time[known] = of_centre.cost[home[known]]
    hospital[known] = of_centre.facility[home[known]]
    wait = _leg(Wait("preparation", preparation), home.size)
    last = Leg("onward", time, hospital)
    return Chain((first, wait, last), first.time + wait.time + last.time)


def drive_budget(limit: float, waits: Sequence[float]) -> float:
    """
    Time that is left for driving; negative where the waits alone are longer than the limit.

    Raises
    ------
    InputError
        If a number is negative or not finite.

    Examples
    --------
    >>> drive_budget(15, [1, 3])
    11.0
    """
    for one in (limit, *waits):
        _check_wait(one)
    return float(limit - math.fsum(waits))


def _leg(stage: Stage, n_places: int) -> Leg:
    none = np.full(n_places, NO_FACILITY, dtype=np.int64)
    if isinstance(stage, Wait):
        _check_wait(stage.time)
        return Leg(stage.name, np.full(n_places, float(stage.time)), none)
    n_facilities = stage.cost.shape[1] if stage.cost.ndim > 1 else 0
    check_costs(stage.cost, n_demand=n_places, n_facilities=n_facilities)
    if isinstance(stage, Ride):
        found = catchments(stage.cost, np.ones(n_places))
        return Leg(stage.name, found.cost, found.facility)
    if stage.facility.shape != (n_places,):
        raise ShapeError(
            "shape.mismatch", name="facility", expected=n_places, found=stage.facility.size
        )
    known = stage.facility != NO_FACILITY
    wrong = known & ((stage.facility < 0) | (stage.facility >= n_facilities))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise InputError(
            "chain.no_facility", row=row, found=int(stage.facility[row]), count=n_facilities
        )
    time = np.full(n_places, np.inf)
    time[known] = stage.cost[np.flatnonzero(known), stage.facility[known]]
    return Leg(stage.name, time, np.where(np.isfinite(time), stage.facility, NO_FACILITY))


def _check_wait(time: float) -> None:
    if not 0 <= time < math.inf:
        raise InputError("chain.bad_wait", value=time)
