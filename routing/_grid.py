"""A grid of squares over road segments that finds the nearest segment: arrays only.

A square is halved into four until few segments can be the nearest to any place in it.
What cannot be is decided at the square's middle: with ``r`` from there to a corner, a
segment farther from the middle than the nearest one by more than ``2 r`` is farther from
every place in the square. So a search walks down to the square of its place and measures
the few candidates there: the answer is exact, whatever the distance, and of equally near
segments the lowest number.

Distances are computed as GEOS computes them, operation by operation, so that equal
distances are equal to the last bit and a tie means the same here and there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SmallInts = NDArray[np.int32]

NOBODY = -1
AROUND_M = 4_000.0
"""The squares reach so far beyond the segments: farther than a home may lie from a road."""
_ENOUGH = 48
_FINEST_M = 8.0
_SLACK_M = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class SegmentGrid:
    """
    Squares of halving size and the segments that may be nearest in them.

    Attributes
    ----------
    corner_m
        West and south edge of the whole, and its side, shape ``(3,)`` [m].
    box_m
        West, south, east and north edge of the segments, shape ``(4,)`` [m].
    part
        For a square that is halved, the first of its four parts (south-west,
        south-east, north-west, north-east); for any other ``-1 - leaf``. int32.
    start
        Row starts of `candidate` by leaf, int32.
    candidate
        Segments that may be nearest in each leaf, ascending, int32.
    chosen
        All segments of the grid, ascending, int32.
    """

    corner_m: Floats
    box_m: Floats
    part: SmallInts
    start: SmallInts
    candidate: SmallInts
    chosen: SmallInts


def build_grid(segment_m: Floats, chosen: NDArray[np.int64]) -> SegmentGrid:
    """
    Build the squares over some segments.

    Parameters
    ----------
    segment_m
        All segments, shape ``(s, 4)``: x and y of the start, x and y of the end [m].
    chosen
        The segments that count, ascending, at least one.
    """
    picked = segment_m[chosen]
    low = np.minimum(picked[:, :2], picked[:, 2:]).min(axis=0)
    high = np.maximum(picked[:, :2], picked[:, 2:]).max(axis=0)
    side_m = float((high - low).max()) + 2 * AROUND_M
    corner_m = np.array([*((low + high - side_m) / 2).tolist(), side_m])
    numbers = chosen.astype(np.int32)
    part, start, candidate = halve_squares(segment_m, numbers, corner_m)
    return SegmentGrid(corner_m, np.concatenate([low, high]), part, start, candidate, numbers)


@njit(cache=True, nogil=True)
def distance_to_segment(segment_m: Floats, one: int, x: float, y: float) -> float:
    """Distance of a place from a segment [m], in the operations of GEOS."""
    x0, y0, x1, y1 = segment_m[one, 0], segment_m[one, 1], segment_m[one, 2], segment_m[one, 3]
    run, rise = x1 - x0, y1 - y0
    length2 = run * run + rise * rise
    along = (x - x0) * run + (y - y0) * rise
    if along <= 0.0 or length2 == 0.0:
        return float(np.sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0)))
    if along >= length2:
        return float(np.sqrt((x - x1) * (x - x1) + (y - y1) * (y - y1)))
    across = ((y0 - y) * run - (x0 - x) * rise) / length2
    return float(abs(across) * np.sqrt(length2))


@njit(cache=True, nogil=True)
def longer(values: SmallInts, needed: int) -> SmallInts:
    """Give an array room for `needed` entries, keeping what it holds."""
    if needed <= values.size:
        return values
    grown = np.empty(max(needed, 2 * values.size), dtype=np.int32)
    grown[: values.size] = values
    return grown


@njit(cache=True, nogil=True)
def halve_squares(
    segment_m: Floats, chosen: SmallInts, corner_m: Floats
) -> tuple[SmallInts, SmallInts, SmallInts]:
    """
    Halve squares, deepest first, until few candidates are left in each.

    Returns ``part``, ``start`` and ``candidate`` as in `SegmentGrid`. The lists of the
    squares on the way down lie behind each other in one array; a square's list is
    dropped when its last part is done.
    """
    part = np.empty(1024, dtype=np.int32)
    start = np.empty(1024, dtype=np.int32)
    candidate = np.empty(4 * chosen.size + 1024, dtype=np.int32)
    path = np.empty(4 * chosen.size + 1024, dtype=np.int32)
    far_m = np.empty(chosen.size, dtype=np.float64)
    n_squares, n_leaves = 1, 0
    start[0] = 0
    # Squares that still wait: number and their parent's list, middle and half side.
    waits = np.zeros((256, 3), dtype=np.int64)
    middle = np.empty((256, 3), dtype=np.float64)
    half_m = corner_m[2] / 2
    middle[0] = corner_m + half_m
    middle[0, 2] = half_m
    path[: chosen.size] = chosen
    waits[0, 2] = chosen.size
    n_waits = 1
    while n_waits > 0:
        n_waits -= 1
        square, begin, end = waits[n_waits, 0], waits[n_waits, 1], waits[n_waits, 2]
        x, y, half_m = middle[n_waits, 0], middle[n_waits, 1], middle[n_waits, 2]
        least_m = np.inf
        for at in range(begin, end):
            far_m[at - begin] = distance_to_segment(segment_m, path[at], x, y)
            least_m = min(least_m, far_m[at - begin])
        bound_m = least_m + 2.0 * np.sqrt(2.0) * half_m + _SLACK_M
        count = 0
        path = longer(path, 2 * end)
        for at in range(begin, end):
            if far_m[at - begin] <= bound_m:
                path[end + count] = path[at]
                count += 1
        if count <= _ENOUGH or half_m <= _FINEST_M:
            candidate = longer(candidate, start[n_leaves] + count)
            candidate[start[n_leaves] : start[n_leaves] + count] = path[end : end + count]
            part[square] = -1 - n_leaves
            n_leaves += 1
            start = longer(start, n_leaves + 1)
            start[n_leaves] = start[n_leaves - 1] + count
            continue
        part = longer(part, n_squares + 4)
        part[square] = n_squares
        for quarter in range(4):
            waits[n_waits, 0] = n_squares + quarter
            waits[n_waits, 1], waits[n_waits, 2] = end, end + count
            middle[n_waits, 0] = x + (half_m / 2 if quarter & 1 else -half_m / 2)
            middle[n_waits, 1] = y + (half_m / 2 if quarter & 2 else -half_m / 2)
            middle[n_waits, 2] = half_m / 2
            n_waits += 1
        n_squares += 4
    return (
        part[:n_squares].copy(),
        start[: n_leaves + 1].copy(),
        candidate[: start[n_leaves]].copy(),
    )


@njit(cache=True, nogil=True)
def nearest_segments(  # noqa: PLR0913, PLR0917 (a kernel takes one argument an array)
    segment_m: Floats,
    corner_m: Floats,
    box_m: Floats,
    part: SmallInts,
    start: SmallInts,
    candidate: SmallInts,
    chosen: SmallInts,
    x_m: Floats,
    y_m: Floats,
    limit_m: float,
    found: NDArray[np.int64],
    distance_m: Floats,
) -> None:
    """
    Nearest segment of every place that has none yet, in place.

    Of equally near segments the lowest number; none beyond `limit_m`, inclusive.

    Parameters
    ----------
    segment_m, corner_m, box_m, part, start, candidate, chosen
        Segments and their grid, as in `SegmentGrid`.
    x_m, y_m
        Places [m], shape ``(m,)``, finite.
    limit_m
        Longest distance [m].
    found, distance_m
        Segment (`NOBODY` asks for one) and distance of each place, shape ``(m,)``.
    """
    for place in range(x_m.size):
        if found[place] != NOBODY:
            continue
        x, y = x_m[place], y_m[place]
        off_m = max(box_m[0] - x, x - box_m[2], box_m[1] - y, y - box_m[3])
        if off_m > limit_m + _SLACK_M:
            continue
        items, begin, end = chosen, 0, chosen.size
        if off_m < AROUND_M - 1.0:
            half_m = corner_m[2] / 2
            middle_x, middle_y = corner_m[0] + half_m, corner_m[1] + half_m
            square = part[0]
            while square >= 0:
                half_m /= 2
                if x >= middle_x:
                    square += 1
                    middle_x += half_m
                else:
                    middle_x -= half_m
                if y >= middle_y:
                    square += 2
                    middle_y += half_m
                else:
                    middle_y -= half_m
                square = part[square]
            items, begin, end = candidate, start[-1 - square], start[-square]
        hit = NOBODY
        best_m = limit_m
        for at in range(begin, end):
            far_m = distance_to_segment(segment_m, items[at], x, y)
            if far_m < best_m or (far_m == best_m and hit == NOBODY):
                hit = items[at]
                best_m = far_m
        if hit != NOBODY:
            found[place] = hit
            distance_m[place] = best_m


@njit(cache=True, nogil=True)
def place_on_pieces(
    segment_m: Floats,
    segment_piece: NDArray[np.int64],
    before_m: Floats,
    piece_m: Floats,
    x_m: Floats,
    y_m: Floats,
    found: NDArray[np.int64],
    share: Floats,
) -> None:
    """
    Turn the segment of each place into its piece and the share of it, in place.

    Parameters
    ----------
    segment_m, segment_piece, before_m
        Segments, the piece of each, and the length of that piece before it [m].
    piece_m
        Length of every piece [m].
    x_m, y_m
        Places [m], shape ``(m,)``.
    found
        Segment of each place, or `NOBODY`; becomes its piece.
    share
        Becomes the place on the piece as a share of its length, in [0, 1].
    """
    for place in range(x_m.size):
        one = found[place]
        if one == NOBODY:
            continue
        x0, y0 = segment_m[one, 0], segment_m[one, 1]
        run, rise = segment_m[one, 2] - x0, segment_m[one, 3] - y0
        length2 = run * run + rise * rise
        along = 0.0
        if length2 > 0.0:
            along = ((x_m[place] - x0) * run + (y_m[place] - y0) * rise) / length2
            along = min(max(along, 0.0), 1.0)
        piece = segment_piece[one]
        found[place] = piece
        if piece_m[piece] > 0.0:
            covered_m = before_m[one] + along * np.sqrt(length2)
            share[place] = min(max(covered_m / piece_m[piece], 0.0), 1.0)
