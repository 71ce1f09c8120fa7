"""Access: the travel time between every place and the facility that serves it best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.units import DECISECONDS_PER_SECOND
from routing.network import RoadNetwork
from routing.profile import TravelProfile
from routing.search import NO_FACILITY, Direction, nearest
from routing.snapping import NOT_SNAPPED, SnappedPoints

AT_THE_ROAD_M = 300.0
"""A facility this near to a road is taken to stand at it (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class AccessField:
    """
    Time and facility of every demand point.

    Attributes
    ----------
    time_s
        Whole travel time [s], shape ``(m,)``; ``inf`` where no facility can be reached
        or the place lies beyond the snapping limit.
    road_s
        Part of it on the road [s], the leg of a far-off facility included.
    off_road_s
        Part of it between the home and its road [s]; ``inf`` where not snapped.
    facility
        Position in the facility set, shape ``(m,)``; `NO_FACILITY` where none.
    snap_m
        Straight line from the home to its road [m]; ``inf`` where not snapped.
    direction
        Who moves.
    profile
        Name of the travel profile.
    """

    time_s: NDArray[np.float64]
    road_s: NDArray[np.float64]
    off_road_s: NDArray[np.float64]
    facility: NDArray[np.int64]
    snap_m: NDArray[np.float64]
    direction: Direction
    profile: str


def facility_leg_s(
    profile: TravelProfile, places: SnappedPoints, *, speed_factor: float = 1.0
) -> NDArray[np.float64]:
    """Time between a facility and its road [s]: 0 within `AT_THE_ROAD_M`, else walked."""
    far = np.isfinite(places.distance_m) & (places.distance_m > AT_THE_ROAD_M)
    leg_ds = profile.off_road_ds(np.where(far, places.distance_m, 0.0), speed_factor=speed_factor)
    return leg_ds / DECISECONDS_PER_SECOND


def measure_access(
    network: RoadNetwork,
    profile: TravelProfile,
    *,
    facilities: SnappedPoints,
    facility_rows: NDArray[np.int64],
    demand: SnappedPoints,
    direction: Direction,
    speed_factor: float = 1.0,
) -> AccessField:
    """
    Measure the time between every demand point and its nearest facility.

    The off-road leg lies between the home and its road. A facility within
    `AT_THE_ROAD_M` of a road is taken to stand at it; one farther off is reached over
    an off-road leg of its own, so that a post on a ski slope does not stand on the
    highway below it.

    Parameters
    ----------
    network
        Roads of `profile` at `speed_factor`.
    profile
        Gives the off-road speed.
    facilities
        Where every facility of the set meets the road.
    facility_rows
        Which of them count, ordered by id; may be empty: then nobody is served.
    demand
        Where every demand point meets the road.
    direction
        Who moves.
    speed_factor
        Multiplies the off-road speed too.
    """
    chosen_points = facilities.take(facility_rows)
    leg_s = facility_leg_s(profile, chosen_points, speed_factor=speed_factor)
    found = nearest(network, chosen_points, direction=direction, delay_s=leg_s).at(demand)
    snapped = demand.piece != NOT_SNAPPED
    off_road_ds = profile.off_road_ds(
        np.where(snapped, demand.distance_m, 0.0), speed_factor=speed_factor
    )
    served = found.facility != NO_FACILITY
    chosen = np.full(served.size, NO_FACILITY, dtype=np.int64)
    chosen[served] = facility_rows[found.facility[served]]
    total_ds = np.where(served, found.time_ds + off_road_ds, -1)
    return AccessField(
        time_s=np.where(served, total_ds / DECISECONDS_PER_SECOND, np.inf),
        road_s=found.time_s,
        off_road_s=np.where(snapped, off_road_ds / DECISECONDS_PER_SECOND, np.inf),
        facility=chosen,
        snap_m=demand.distance_m,
        direction=direction,
        profile=profile.name,
    )
