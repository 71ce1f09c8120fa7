"""Times for a hierarchy: customisation, to be repeated whenever the times change.

*Basic* customisation gives every upward arc the time of the best way through lower ranks;
a search that climbs and then descends is then exact. *Perfect* customisation lowers each
to the true time between its ends; arcs that were longer than that lie on no shortest path
and may be left out, which costs as much again and pays where many searches follow.

Arrays of times run over the hierarchy's upward arcs; times are in deciseconds, uint32.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing._hierarchy import Hierarchy

Array = NDArray[Any]
Times = NDArray[np.uint32]

NEVER_DS = 0x3FFFFFFF
"""
No way [ds]. No stored time exceeds it, and the sum of two fits 32 bits.

A trip of 3.4 years or more therefore counts as no way.
"""


def customise(hierarchy: Hierarchy, weight_ds: NDArray[np.int32]) -> tuple[Times, Times]:
    """
    Give every arc of the hierarchy its best time through lower ranks.

    Parameters
    ----------
    hierarchy
        The contracted network.
    weight_ds
        Time of each arc of the network [ds], shape ``(m,)``, in the order in which the
        hierarchy was built; a negative one closes the arc.

    Returns
    -------
    up_ds, down_ds
        Time along and against each upward arc [ds], shape ``(u,)``, uint32; `NEVER_DS`
        where there is no way.
    """
    times = np.full(2 * hierarchy.n_up, NEVER_DS, dtype=np.uint32)
    weights = np.ascontiguousarray(weight_ds, dtype=np.int32)
    _place_weights(hierarchy.arc_place, weights, times)
    up_ds, down_ds = times[: hierarchy.n_up], times[hierarchy.n_up :]
    _relax_upwards(hierarchy.up_start, hierarchy.run_place, hierarchy.run_length, up_ds, down_ds)
    return up_ds, down_ds


def true_times(hierarchy: Hierarchy, up_ds: Times, down_ds: Times) -> tuple[Times, Times]:
    """
    Lower customised times to the true times between the ends of each arc.

    Parameters
    ----------
    hierarchy
        The contracted network.
    up_ds, down_ds
        From `customise` [ds], shape ``(u,)``.

    Returns
    -------
    true_up_ds, true_down_ds
        Shortest time along and against each upward arc by any way [ds]. An arc whose
        customised time is longer may be left out of searches.
    """
    true_up_ds, true_down_ds = up_ds.copy(), down_ds.copy()
    _relax_downwards(
        hierarchy.up_start,
        hierarchy.run_start,
        hierarchy.run_place,
        hierarchy.run_length,
        true_up_ds,
        true_down_ds,
    )
    return true_up_ds, true_down_ds


@njit(cache=True, nogil=True)
def _place_weights(arc_place: Array, weight_ds: Array, times: Array) -> None:
    """The least weight of parallel arcs onto their place in `times`."""
    for arc in range(arc_place.size):
        place, weight = arc_place[arc], weight_ds[arc]
        if place >= 0 and weight >= 0:
            times[place] = min(times[place], np.uint32(weight))


@njit(cache=True, nogil=True)
def _relax_upwards(
    up_start: Array, run_place: Array, run_length: Array, up_ds: Array, down_ds: Array
) -> None:
    """
    Relax every triangle from its lowest corner, lowest corners first, in place.

    Unsigned indices spare the test for negative ones, which would stop vectorisation.
    """
    run = 0
    for v in range(up_start.size - 1):
        end = up_start[v + 1]
        for e in range(up_start[v], end - 1):
            climb, descent = up_ds[e], down_ds[e]
            other = e + 1
            while other < end:
                place, length = run_place[run], int(run_length[run])
                run += 1
                for i in range(length):
                    ours, theirs = np.uint64(other + i), np.uint64(place + i)
                    up_ds[theirs] = min(up_ds[theirs], np.uint32(descent + up_ds[ours]))
                for i in range(length):
                    ours, theirs = np.uint64(other + i), np.uint64(place + i)
                    down_ds[theirs] = min(down_ds[theirs], np.uint32(climb + down_ds[ours]))
                other += length


@njit(cache=True, nogil=True)
def _relax_downwards(
    up_start: Array,
    run_start: Array,
    run_place: Array,
    run_length: Array,
    up_ds: Array,
    down_ds: Array,
) -> None:
    """Relax every triangle for its two lower sides, highest corners first, in place."""
    for v in range(up_start.size - 2, -1, -1):
        end = up_start[v + 1]
        run = run_start[v]
        for e in range(up_start[v], end - 1):
            first_climb, first_descent = up_ds[e], down_ds[e]
            climb, descent = first_climb, first_descent
            other = e + 1
            while other < end:
                place, length = run_place[run], int(run_length[run])
                run += 1
                for i in range(length):
                    ours, theirs = np.uint64(other + i), np.uint64(place + i)
                    between, own = up_ds[theirs], up_ds[ours]
                    descent = min(descent, np.uint32(between + down_ds[ours]))
                    up_ds[ours] = min(own, np.uint32(first_climb + between))
                for i in range(length):
                    ours, theirs = np.uint64(other + i), np.uint64(place + i)
                    between, own = down_ds[theirs], down_ds[ours]
                    climb = min(climb, np.uint32(between + up_ds[ours]))
                    down_ds[ours] = min(own, np.uint32(first_descent + between))
                other += length
            up_ds[e] = climb
            down_ds[e] = descent
