"""What can be asked about supply: which resource, shared out by which method, among whom."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from geo.errors import InputError
from geo.units import LONGEST_CUTOFF_S
from layers.demand import Group
from layers.facilities import Service
from layers.supply import LUO_QI_2009_S, WAN_2012_S
from routing.search import Direction

DEFAULT_LIMIT_S = 1800.0
"""Limit of the methods that need one and have no zones [s]: that of Luo & Wang (2003)."""

DEFAULT_HALF_LIFE_S = 600.0
"""Time that halves a facility's weight in the gravity method [s] (judgement)."""


class Resource(StrEnum):
    """What is shared out; the name of a column of the facility set."""

    BEDS = "beds"
    DOCTORS = "doctors"
    STAFF = "staff"
    VEHICLES = "vehicles"


class SupplyMethod(StrEnum):
    """How a resource is shared out among people; the methods rank places differently."""

    CATCHMENT = "catchment"
    TWO_STEP = "2sfca"
    ENHANCED = "e2sfca"
    THREE_STEP = "3sfca"
    GRAVITY = "gravity"
    CAPACITY = "capacity"


class FillOrder(StrEnum):
    """Which facility is filled first where capacity is limited."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    PEOPLE = "people"


class AccessUnit(StrEnum):
    """What the access of a place is counted in."""

    PER_THOUSAND = "per_thousand"
    DISCOUNTED = "discounted"


class ZoneSource(StrEnum):
    """Where the weights by zone come from."""

    OWN = "own"
    PUBLISHED = "published"
    SCALED = "scaled"


_ZONES: Mapping[SupplyMethod, Mapping[float, float]] = MappingProxyType(
    {SupplyMethod.ENHANCED: LUO_QI_2009_S, SupplyMethod.THREE_STEP: WAN_2012_S}
)
_WITH_LIMIT = frozenset({SupplyMethod.TWO_STEP, SupplyMethod.CAPACITY})


@dataclass(frozen=True, slots=True)
class SupplyQuestion:
    """
    A question about supply with every default filled in.

    Attributes
    ----------
    resource
        What is shared out.
    service
        Whose facilities count; None: all that have the number.
    method
        How it is shared out.
    profile, direction
        How people travel, and who moves.
    group
        Among whom it is shared out.
    cutoff_s
        Longest way [s], inclusive; ``inf`` where there is no limit.
    zones
        Limit [s] and weight of each zone, nearest first; empty where the method has none.
    zone_source
        Where they come from; None where there are none.
    half_life_s
        Of `SupplyMethod.GRAVITY` [s]; NaN for the others.
    order
        Of `SupplyMethod.CAPACITY`; None for the others.
    people_per_unit
        People whom one bed, doctor … can take; NaN: the district's own mean.
    """

    resource: Resource
    service: Service | None
    method: SupplyMethod
    profile: str
    direction: Direction
    group: Group
    cutoff_s: float
    zones: tuple[tuple[float, float], ...]
    zone_source: ZoneSource | None
    half_life_s: float
    order: FillOrder | None
    people_per_unit: float

    @property
    def unit(self) -> AccessUnit:
        """What access is counted in."""
        gravity = self.method is SupplyMethod.GRAVITY
        return AccessUnit.DISCOUNTED if gravity else AccessUnit.PER_THOUSAND


def supply_question(  # noqa: PLR0913 (one argument each part of the question)
    *,
    resource: Resource,
    service: Service | None,
    method: SupplyMethod,
    profile: str,
    direction: Direction,
    group: Group,
    cutoff_s: float | None = None,
    zones: Mapping[float, float] | None = None,
    half_life_s: float | None = None,
    order: FillOrder | None = None,
    people_per_unit: float | None = None,
) -> SupplyQuestion:
    """
    Fill in the defaults of a method, and refuse what it has no use for.

    Parameters
    ----------
    resource, service, method, profile, direction, group
        See `SupplyQuestion`.
    cutoff_s
        Limit [s]. None: 30 minutes, the last zone of a method with zones, and no limit
        for catchments and gravity. With zones that are not given, they are stretched so
        that the last one ends here.
    zones
        Weight by limit [s]. None: Luo & Qi (2009) for `SupplyMethod.ENHANCED`, and Wan,
        Zou & Sternberg (2012) for `SupplyMethod.THREE_STEP`, both as in PySAL access.
    half_life_s, order, people_per_unit
        See `SupplyQuestion`. None: 10 minutes; the largest first; the district's mean.

    Raises
    ------
    InputError
        If a number is out of range, or is of no use to the method.
    """
    for name, value, users in (
        ("zones", zones, frozenset(_ZONES)),
        ("half_life_s", half_life_s, {SupplyMethod.GRAVITY}),
        ("order", order, {SupplyMethod.CAPACITY}),
        ("people_per_unit", people_per_unit, {SupplyMethod.CAPACITY}),
    ):
        if value is not None and method not in users:
            known = ", ".join(one for one in SupplyMethod if one in users)
            raise InputError("supply_answer.no_use", name=name, method=method.value, known=known)
    if cutoff_s is not None and not 0 < cutoff_s <= LONGEST_CUTOFF_S:
        raise InputError("supply_answer.bad_limit", value=cutoff_s)
    if half_life_s is not None and not 0 < half_life_s <= LONGEST_CUTOFF_S:
        raise InputError("supply_answer.bad_half_life", value=half_life_s)
    if people_per_unit is not None and not 0 < people_per_unit < math.inf:
        raise InputError("supply_answer.bad_people_per_unit", value=people_per_unit)
    rows, source = _zones_of(method, zones, cutoff_s)
    if rows:
        limit_s = rows[-1][0]
    elif cutoff_s is None:
        limit_s = DEFAULT_LIMIT_S if method in _WITH_LIMIT else math.inf
    else:
        limit_s = cutoff_s
    by_gravity, by_capacity = method is SupplyMethod.GRAVITY, method is SupplyMethod.CAPACITY
    return SupplyQuestion(
        resource=resource,
        service=service,
        method=method,
        profile=profile,
        direction=direction,
        group=group,
        cutoff_s=limit_s,
        zones=rows,
        zone_source=source,
        half_life_s=(half_life_s or DEFAULT_HALF_LIFE_S) if by_gravity else math.nan,
        order=(order or FillOrder.LARGEST) if by_capacity else None,
        people_per_unit=math.nan if people_per_unit is None else people_per_unit,
    )


def _zones_of(
    method: SupplyMethod, zones: Mapping[float, float] | None, cutoff_s: float | None
) -> tuple[tuple[tuple[float, float], ...], ZoneSource | None]:
    if method not in _ZONES:
        return (), None
    if zones is not None:
        if cutoff_s is not None:
            raise InputError("supply_answer.zones_and_limit")
        if not zones or not 0 < max(zones) <= LONGEST_CUTOFF_S:
            raise InputError("supply_answer.bad_zones")
        return tuple(sorted(zones.items())), ZoneSource.OWN
    published = tuple(sorted(_ZONES[method].items()))
    last_s = published[-1][0]
    if cutoff_s is None or cutoff_s == last_s:
        return published, ZoneSource.PUBLISHED
    # The last limit must be the one asked for, to the digit.
    scaled = [(round(limit_s * cutoff_s / last_s, 6), weight) for limit_s, weight in published]
    scaled[-1] = (cutoff_s, published[-1][1])
    return tuple(scaled), ZoneSource.SCALED
