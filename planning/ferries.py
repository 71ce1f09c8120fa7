"""Whose way to care goes over a ferry: named beside the figures, never hidden in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.units import SECONDS_PER_MINUTE
from layers.access import AccessField, measure_access
from planning.study import Study
from routing.retime import closed
from routing.ways import RoadFlag


def ferry_use(
    study: Study, access: AccessField, facility_rows: NDArray[np.int64]
) -> dict[str, object] | None:
    """
    Count the people whose answer changes when the ferries stop.

    Parameters
    ----------
    study
        The study.
    access
        The answer with ferries, at the profile's own speeds.
    facility_rows
        Facilities that were counted.

    Returns
    -------
    fields
        Fields of the caveat ``notes.ferries``; None where no ferry is part of the roads.
    """
    roads = study.roads(access.profile)
    ferries = np.flatnonzero((roads.network.flags & RoadFlag.FERRY) != 0)
    if ferries.size == 0:
        return None
    rules = study.profile(access.profile)
    without = measure_access(
        closed(roads.network, ferries),
        rules,
        facilities=roads.facilities,
        facility_rows=facility_rows,
        demand=roads.demand,
        direction=access.direction,
    )
    changed = without.time_s != access.time_s
    return {
        "ferries": np.unique(roads.network.way_id[ferries]).size,
        "people": float(study.demand.population[changed].sum()),
        "wait_min": rules.ferry_wait_s / SECONDS_PER_MINUTE,
    }
