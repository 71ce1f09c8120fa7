"""Road times of many snapped places from the times at the ends of their pieces: arrays only."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_CLOSED_DS = -1


@njit(cache=True, nogil=True)
def half_up(road_ds: int, share: float) -> int:
    """Time of a share of a piece, rounded as `geo.units.rounded_deciseconds` rounds."""
    return int(np.floor(np.rint(road_ds * share / 10.0 * 10.0 * 1e9) / 1e9 + 0.5))


@njit(cache=True, nogil=True)
def road_times(
    piece: NDArray[np.int64],
    share: NDArray[np.float64],
    forward_ds: NDArray[np.int32],
    forward_delay_ds: NDArray[np.int32],
    backward_ds: NDArray[np.int32],
    backward_delay_ds: NDArray[np.int32],
    end_ds: NDArray[np.int64],
    towards: bool,  # noqa: FBT001 (numba knows no keyword-only arguments)
    found_ds: NDArray[np.int64],
) -> None:
    """
    Time of places by the better end of their piece, in place.

    The time at an end is the best over both ways there, so taking it for one way only can
    never make a place quicker than it is.

    Parameters
    ----------
    piece, share
        Where each place lies, as in `SnappedPoints`, shape ``(m,)``.
    forward_ds, forward_delay_ds, backward_ds, backward_delay_ds
        Times of the pieces, as in `RoadNetwork`.
    end_ds
        Time of a place at the tail and at the head of each piece, shape ``(p, 2)``; -1
        where not found.
    towards
        Whether one travels to the sources.
    found_ds
        Becomes the time [ds], -1 where not found, shape ``(m,)``.
    """
    for place in range(piece.size):
        found_ds[place] = -1
        one = piece[place]
        if one < 0:
            continue
        for way in range(2):
            whole_ds = forward_ds[one] if way == 0 else backward_ds[one]
            wait_ds = forward_delay_ds[one] if way == 0 else backward_delay_ds[one]
            # Along the drawing one comes from the tail and leaves by the head.
            end = end_ds[one, 1 - way if towards else way]
            if whole_ds == _CLOSED_DS or end < 0:
                continue
            road_ds = whole_ds - wait_ds
            part_ds = half_up(road_ds, share[place] if way == 0 else 1.0 - share[place])
            total_ds = end + (road_ds - part_ds if towards else part_ds)
            if found_ds[place] < 0 or total_ds < found_ds[place]:
                found_ds[place] = total_ds
