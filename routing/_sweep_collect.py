"""All pairs of source and node within a limit, as sparse rows.

The blocks of `routing._sweep_lanes` are read one after another; where only sums are wanted,
read the blocks yourself and store nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing._sweep_lanes import (
    LANES,
    LaneGraph,
    LaneSeeds,
    LaneTimes,
    lane_buffer,
    sweep_block,
)

Array = NDArray[Any]

_CHUNK = 256
"""Ranks copied at a time: their times fit the nearest cache."""


@dataclass(frozen=True, slots=True, eq=False)
class SparseTimes:
    """
    Times within the limit, source by source.

    Attributes
    ----------
    start
        Entries of source ``s`` are ``start[s]:start[s + 1]``, shape ``(s + 1,)``, int64.
    rank
        Rank of each node reached, ascending within a source, int32.
    time_ds
        Time of each entry [ds], uint16 or uint32.
    """

    start: NDArray[np.int64]
    rank: NDArray[np.int32]
    time_ds: LaneTimes


def collect_within(lanes: LaneGraph, seeds: LaneSeeds, *, threads: int = 1) -> SparseTimes:
    """
    Gather every pair of source and node within the limit.

    Everything is swept twice, to count and to fill: that is sooner done than to copy, and
    nothing is held twice.

    Parameters
    ----------
    lanes
        The network and the limit.
    seeds
        The sources, from `routing._sweep_lanes.lane_seeds`.
    threads
        Number of threads, >= 1. The answer is the same for any number.
    """
    n_sources = seeds.source.size
    count = np.zeros(n_sources + 1, np.int64)

    def count_some(first: int) -> None:
        buffer = lane_buffer(lanes)
        for number in range(first, seeds.n_blocks, threads):
            block = sweep_block(lanes, seeds, number, buffer)
            found = _count(block.span, buffer.time, buffer.reached, lanes.never)
            count[block.source + 1] = found[: block.source.size]

    _in_threads(count_some, threads)
    start = np.cumsum(count)
    rank = np.empty(start[-1], np.int32)
    time_ds = np.empty(start[-1], lanes.climb.time.dtype)

    def fill_some(first: int) -> None:
        buffer = lane_buffer(lanes)
        for number in range(first, seeds.n_blocks, threads):
            block = sweep_block(lanes, seeds, number, buffer)
            place = np.zeros(LANES, np.int64)
            place[: block.source.size] = start[block.source]
            _fill(block.span, buffer.time, lanes.never, place, rank, time_ds)

    _in_threads(fill_some, threads)
    return SparseTimes(start, rank, time_ds)


def _in_threads(work: Callable[[int], None], threads: int) -> None:
    """Call `work` with every number below `threads`, at the same time."""
    if threads == 1:
        work(0)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))


@njit(cache=True, nogil=True)
def _count(span: Array, time: Array, reached: Array, never: int) -> Array:
    """Entries of each lane."""
    count = np.zeros(LANES, np.int64)
    row = np.zeros(LANES, np.int32)  # narrower sums take fewer steps; a row per span is safe
    for i in range(span.shape[0]):
        for v in range(span[i, 0], span[i, 1]):
            if reached[v]:
                for lane in range(LANES):
                    row[lane] += time[v, lane] != never
        for lane in range(LANES):
            count[lane] += row[lane]
            row[lane] = 0
    return count


@njit(cache=True, nogil=True)
def _fill(
    span: Array,
    time: Array,
    never: int,
    place: Array,
    rank: Array,
    time_ds: Array,
) -> None:
    """
    Write the entries of each lane from ``place[lane]`` on, ranks ascending.

    A few hundred ranks at a time, lane by lane and without a branch on what is reached:
    such a branch could not be foretold.
    """
    some_ranks = np.empty(_CHUNK, np.int32)
    some_times = np.empty(_CHUNK, time.dtype)
    for i in range(span.shape[0] - 1, -1, -1):
        for first in range(span[i, 0], span[i, 1], _CHUNK):
            end = min(first + _CHUNK, span[i, 1])
            for lane in range(LANES):
                size = 0
                for v in range(first, end):
                    here = time[v, lane]
                    some_ranks[size] = v
                    some_times[size] = here
                    size += here != never
                into = place[lane]
                for j in range(size):
                    rank[into + j] = some_ranks[j]
                    time_ds[into + j] = some_times[j]
                place[lane] = into + size
