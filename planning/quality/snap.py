"""How far homes and facilities lie from the roads that serve them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.units import DECISECONDS_PER_SECOND
from layers.access import AccessField, facility_leg_s
from layers.areas import OUTSIDE, AreaSet
from layers.coverage import weighted_quantile
from planning.answers import FAR_SNAP_M
from planning.quality.limits import BIN_EDGES_M, QUANTILES, WORST
from planning.study import Study
from routing.search import NO_FACILITY


@dataclass(frozen=True, slots=True)
class Bin:
    """
    One bar of a histogram of distances.

    Attributes
    ----------
    low_m, high_m
        Edges [m]: over `low_m` and up to `high_m` (the first bar holds 0 too); ``inf``
        and ``inf`` for what lies beyond the snapping limit.
    weight
        People, or facilities, in it.
    """

    low_m: float
    high_m: float
    weight: float


@dataclass(frozen=True, slots=True)
class Far:
    """
    A place or facility far from its road.

    Attributes
    ----------
    id
        Facility id, or the row of the place, counted from 1.
    name
        Its name; may be empty.
    area
        Name of the area it lies in; empty where none.
    lon, lat
        Place [deg, WGS-84].
    distance_m
        To its road [m]; ``inf`` where none is within the limit.
    people
        People who live there; for a facility those whose nearest it is, NaN where unknown.
    """

    id: str
    name: str
    area: str
    lon: float
    lat: float
    distance_m: float
    people: float


@dataclass(frozen=True, slots=True)
class SnapQuality:
    """
    Distances to the road of one layer.

    Attributes
    ----------
    total
        People, or facilities.
    bins
        Histogram; its weights sum to `total`.
    quantiles_m
        Distance [m] at each of `limits.QUANTILES`; ``inf`` where the places without a
        road reach into it, NaN where there is nothing.
    leg_quantiles_s
        Time over the ground between place and road [s], at the same quantiles.
    far
        People or facilities farther than 300 m, those without any road included.
    off
        People or facilities without a road within the snapping limit.
    limit_m
        That limit [m].
    worst
        The farthest, farthest first.
    """

    total: float
    bins: tuple[Bin, ...]
    quantiles_m: tuple[float, ...]
    leg_quantiles_s: tuple[float, ...]
    far: float
    off: float
    limit_m: float
    worst: tuple[Far, ...]


def home_snaps(study: Study, profile: str, areas: AreaSet, area: NDArray[np.int64]) -> SnapQuality:
    """
    Measure how far people live from their roads.

    Parameters
    ----------
    study, profile
        Whose roads.
    areas, area
        The areas of the table, and the area of each place, shape ``(m,)``.
    """
    demand, rules = study.demand, study.profile(profile)
    distance_m = study.roads(profile).demand.distance_m
    people = demand.population
    snapped = np.isfinite(distance_m)
    leg_ds = rules.off_road_ds(np.where(snapped, distance_m, 0.0), speed_factor=1.0)
    leg_s = np.where(snapped, leg_ds / DECISECONDS_PER_SECOND, np.inf)
    lived = np.flatnonzero(people > 0)
    # Farthest first; among those without a road, and equals, the most people first.
    order = lived[np.lexsort((lived, -people[lived], -distance_m[lived]))][:WORST]
    worst = tuple(
        Far(
            id=str(row + 1),
            name=demand.label(row),
            area=_area_name(areas, int(area[row])),
            lon=float(demand.lon[row]),
            lat=float(demand.lat[row]),
            distance_m=float(distance_m[row]),
            people=float(people[row]),
        )
        for row in order.tolist()
    )
    return _measured(distance_m, leg_s, people, rules.max_snap_m, worst)


def facility_snaps(
    study: Study, profile: str, areas: AreaSet, access: AccessField | None
) -> SnapQuality:
    """
    Measure how far facilities lie from their roads, whatever they offer.

    `access` tells for how many people each is the nearest of those asked for; None where
    nothing can be asked.
    """
    facilities, rules = study.facilities, study.profile(profile)
    snapped = study.roads(profile).facilities
    leg_s = facility_leg_s(rules, snapped)
    leg_s = np.where(np.isfinite(snapped.distance_m), leg_s, np.inf)
    serves = np.full(len(facilities), np.nan)
    if access is not None:
        served = access.facility != NO_FACILITY
        serves = np.bincount(
            access.facility[served],
            weights=study.demand.population[served],
            minlength=len(facilities),
        )
    area = areas.locate(facilities.lon, facilities.lat)
    rows = np.arange(len(facilities))
    order = np.lexsort((rows, -snapped.distance_m))[:WORST]
    worst = tuple(
        Far(
            id=facilities.id[row],
            name=facilities.name[row],
            area=_area_name(areas, int(area[row])),
            lon=float(facilities.lon[row]),
            lat=float(facilities.lat[row]),
            distance_m=float(snapped.distance_m[row]),
            people=float(serves[row]),
        )
        for row in order.tolist()
    )
    weight = np.ones(len(facilities))
    return _measured(snapped.distance_m, leg_s, weight, rules.max_snap_m, worst)


def _area_name(areas: AreaSet, position: int) -> str:
    return "" if position == OUTSIDE else areas.name[position]


def _measured(
    distance_m: NDArray[np.float64],
    leg_s: NDArray[np.float64],
    weight: NDArray[np.float64],
    limit_m: float,
    worst: tuple[Far, ...],
) -> SnapQuality:
    off = ~np.isfinite(distance_m)
    return SnapQuality(
        total=math.fsum(weight),
        bins=histogram(distance_m, weight),
        quantiles_m=tuple(weighted_quantile(distance_m, weight, q) for q in QUANTILES),
        leg_quantiles_s=tuple(weighted_quantile(leg_s, weight, q) for q in QUANTILES),
        far=math.fsum(weight[distance_m > FAR_SNAP_M]),
        off=math.fsum(weight[off]),
        limit_m=limit_m,
        worst=worst,
    )


def histogram(distance_m: NDArray[np.float64], weight: NDArray[np.float64]) -> tuple[Bin, ...]:
    """
    Sum weights by distance, in bars with fixed edges.

    Parameters
    ----------
    distance_m
        Shape ``(m,)``, >= 0; ``inf`` goes to the last bar.
    weight
        Shape ``(m,)``.

    Examples
    --------
    >>> [one.weight for one in histogram(np.array([0.0, 50, 50.1, np.inf]), np.ones(4))]
    [2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    """
    edges = np.array(BIN_EDGES_M)
    place = np.maximum(np.searchsorted(edges, distance_m, side="left"), 1)
    place[np.isinf(distance_m)] = edges.size + 1
    lows = (*BIN_EDGES_M, math.inf)
    highs = (*BIN_EDGES_M[1:], math.inf, math.inf)
    return tuple(
        Bin(low, high, math.fsum(weight[place == number]))
        for number, (low, high) in enumerate(zip(lows, highs, strict=True), 1)
    )
