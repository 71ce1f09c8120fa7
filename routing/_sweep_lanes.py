"""Many bounded searches at once: 32 sources side by side in every step of a sweep.

A block of up to 32 sources shares one sweep; a rank holds one time for each, in one line of
the cache. Sources that lie together share a block, and whole subtrees that no source of the
block reaches within the limit are stepped over, so that the work follows what is reached.

Times are uint16 where the limit allows (up to `NARROW_LIMIT_DS`, 109 minutes), else uint32;
the highest value of the type means not reached, and sums stop there instead of overflowing.
Everything here is indexed by rank, as in `routing._sweep`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing._customise import NEVER_DS
from routing._sweep import MARK_WIDTH, SweepGraph, descent_rows

Array = NDArray[Any]
Scalar = Any  # a scalar of the type of times
LaneTimes = NDArray[np.uint16] | NDArray[np.uint32]

LANES = 32
NARROW_LIMIT_DS = int(np.iinfo(np.uint16).max) - 1
"""Longest limit for which times are kept in 16 bits [ds]."""
_LEAST_SKIP = 16
"""Smaller subtrees are sooner swept than stepped over."""


class LaneArcs(NamedTuple):
    """Arcs by their lower end, apart from their packing."""

    start: NDArray[Any]  # int32 (n + 1,)
    head: NDArray[Any]  # int32: rank of the upper end
    time: NDArray[Any]  # [ds], in the type of times; never more than its highest value


@dataclass(frozen=True, slots=True, eq=False)
class LaneGraph:
    """
    A sweep graph with times that saturate in one type; everything by rank.

    Attributes
    ----------
    graph
        The network, in the direction asked for.
    limit_ds
        Longest time kept [ds], inclusive.
    never
        What stands for *not reached*: the highest value of the type of times.
    climb, descent
        Arcs by which a search climbs, and descends.
    """

    graph: SweepGraph
    limit_ds: int
    never: int
    climb: LaneArcs
    descent: LaneArcs


@dataclass(frozen=True, slots=True, eq=False)
class LaneSeeds:
    """
    Seeds dealt into blocks of `LANES` sources that lie near each other.

    Attributes
    ----------
    source
        Sources, shape ``(s,)``, int64: block ``b`` has ``source[32 * b : 32 * b + 32]``,
        one a lane.
    seed_start
        Seeds of block ``b`` are ``seed_start[b]:seed_start[b + 1]``.
    rank, time_ds, lane
        Rank, time on the clock [ds] and lane of each seed, int64.
    """

    source: NDArray[np.int64]
    seed_start: NDArray[np.int64]
    rank: NDArray[np.int64]
    time_ds: NDArray[np.int64]
    lane: NDArray[np.int64]

    @property
    def n_blocks(self) -> int:
        """Number of blocks."""
        return self.seed_start.size - 1


class LaneBuffer(NamedTuple):
    """Room for one block, to be used again for the next; one for each thread."""

    time: NDArray[Any]  # (n, 32) by rank and lane; what was swept is listed by the block
    reached: NDArray[Any]  # uint8 (n,): whether any lane reaches a rank that was swept
    marks: NDArray[Any]  # uint64, eight ranks a word: a seed lies below; 0 between blocks
    span: NDArray[Any]  # int32 (c, 2): the ranges swept


@dataclass(frozen=True, slots=True, eq=False)
class LaneBlock:
    """
    Answer of one block; it lives in the buffer and is gone with the next block.

    Attributes
    ----------
    source
        Source of each lane, shape ``(l,)``, l <= 32.
    time
        Times [ds] by rank and lane, shape ``(n, 32)``. It holds only in the spans; the
        highest value of its type means not reached within the limit.
    span
        Ranks that were swept, as ``[begin, end)``, shape ``(c, 2)``, int32, descending;
        no source reaches a rank outside them.
    """

    source: NDArray[np.int64]
    time: LaneTimes
    span: NDArray[np.int32]


def lane_graph(graph: SweepGraph, *, limit_ds: int) -> LaneGraph:
    """
    Lay out a sweep graph for lanes.

    Parameters
    ----------
    graph
        The network, in the direction asked for.
    limit_ds
        Longest time to keep [ds], inclusive, in ``[0, NEVER_DS)``.
    """
    kind: type[np.uint16 | np.uint32] = np.uint16 if limit_ds <= NARROW_LIMIT_DS else np.uint32
    never = int(np.iinfo(kind).max)
    descent_start, descent_arc = descent_rows(graph)
    return LaneGraph(
        graph,
        min(limit_ds, NEVER_DS - 1),
        never,
        climb=_unpacked(graph.climb_start, graph.climb_arc, kind),
        descent=_unpacked(descent_start, descent_arc, kind),
    )


def _unpacked(
    start: NDArray[np.int32], arc: NDArray[np.uint64], kind: type[np.uint16 | np.uint32]
) -> LaneArcs:
    time_ds = np.minimum(arc >> np.uint64(32), np.iinfo(kind).max)
    return LaneArcs(start, (arc & np.uint64(0xFFFFFFFF)).astype(np.int32), time_ds.astype(kind))


def lane_seeds(
    seed_rank: NDArray[np.int64],
    seed_ds: NDArray[np.int64],
    seed_source: NDArray[np.int64],
    *,
    n_sources: int,
) -> LaneSeeds:
    """
    Deal sources into blocks by the lowest rank of their seeds.

    Parameters
    ----------
    seed_rank
        Rank of each seed, shape ``(k,)``.
    seed_ds
        Time already on the clock at each seed [ds], >= 0.
    seed_source
        Source of each seed, in ``[0, n_sources)``; a source may have any number of seeds.
    n_sources
        Number of sources.
    """
    lowest = np.full(n_sources, np.iinfo(np.int64).max)
    np.minimum.at(lowest, seed_source, seed_rank)
    source = np.argsort(lowest, kind="stable")
    place = np.empty(n_sources, np.int64)
    place[source] = np.arange(n_sources)
    order = np.lexsort((seed_rank, place[seed_source]))
    of_seed = place[seed_source][order]
    n_blocks = -(-n_sources // LANES)
    return LaneSeeds(
        source=source,
        seed_start=np.searchsorted(of_seed // LANES, np.arange(n_blocks + 1)),
        rank=seed_rank[order].astype(np.int64),
        time_ds=np.minimum(seed_ds[order], NEVER_DS).astype(np.int64),
        lane=of_seed % LANES,
    )


def lane_buffer(lanes: LaneGraph) -> LaneBuffer:
    """Room for one block at a time."""
    n_nodes = lanes.graph.n_nodes
    return LaneBuffer(
        time=np.empty((n_nodes, LANES), dtype=lanes.climb.time.dtype),
        reached=np.empty(n_nodes, np.uint8),
        marks=np.zeros(n_nodes // MARK_WIDTH + 1, np.uint64),
        span=np.empty((n_nodes // _LEAST_SKIP + 2, 2), np.int32),
    )


def sweep_block(lanes: LaneGraph, seeds: LaneSeeds, block: int, buffer: LaneBuffer) -> LaneBlock:
    """
    Times of one block of sources at every rank within the limit.

    Parameters
    ----------
    lanes
        The network.
    seeds
        From `lane_seeds`.
    block
        Number of the block.
    buffer
        From `lane_buffer`; its content is overwritten. Threads that share `lanes` and
        `seeds` need a buffer each; the sweep itself does not hold the interpreter's lock.
    """
    own = slice(seeds.seed_start[block], seeds.seed_start[block + 1])
    hierarchy = lanes.graph.hierarchy
    kind = lanes.climb.time.dtype.type
    limit, never = kind(lanes.limit_ds), kind(lanes.never)
    _climb(
        hierarchy.parent,
        lanes.climb,
        seeds.rank[own],
        seeds.time_ds[own],
        seeds.lane[own],
        limit,
        never,
        buffer,
    )
    n_spans = _descend(
        hierarchy.subtree_begin,
        hierarchy.up_start,
        hierarchy.up_head,
        lanes.descent,
        limit,
        never,
        buffer,
    )
    return LaneBlock(
        source=seeds.source[LANES * block : LANES * (block + 1)],
        time=buffer.time,
        span=buffer.span[:n_spans],
    )


def sweep_blocks(lanes: LaneGraph, seeds: LaneSeeds) -> Iterator[LaneBlock]:
    """
    Every block in turn, in one buffer: read a block before asking for the next.

    Sums need no matrix. People within the limit of every source, with `people` by rank::

        for block in sweep_blocks(lanes, seeds):
            for begin, end in block.span:
                within = block.time[begin:end] <= lanes.limit_ds
                total[block.source] += (people[begin:end] @ within)[: block.source.size]
    """
    buffer = lane_buffer(lanes)
    for block in range(seeds.n_blocks):
        yield sweep_block(lanes, seeds, block, buffer)


@njit(cache=True, nogil=True)
def _relax(row: Array, base: Array, weight: Scalar, never: Scalar) -> None:
    """Lower the times of `row` to those of `base` plus the way between; sums saturate."""
    kind = row.dtype.type
    room = kind(never - weight)
    for lane in range(LANES):
        row[lane] = min(row[lane], kind(min(base[lane], room) + weight))


@njit(cache=True, nogil=True)
def _store(row: Array, into: Array, limit: Scalar, never: Scalar) -> bool:
    """Keep the times within the limit; whether there are any."""
    least = never
    for lane in range(LANES):
        here = row[lane] if row[lane] <= limit else never
        into[lane] = here
        least = min(least, here)
    return bool(least < never)


@njit(cache=True, nogil=True)
def _climb(
    parent: Array,
    arcs: LaneArcs,
    seed_rank: Array,
    seed_ds: Array,
    seed_lane: Array,
    limit: Scalar,
    never: Scalar,
    buffer: LaneBuffer,
) -> None:
    """Mark the seeds and their ancestors and search upwards through them."""
    time, marks = buffer.time, buffer.marks
    marked = marks.view(np.uint8)
    for i in range(seed_rank.size):
        v = seed_rank[i]
        while v >= 0 and marked[v] == 0:
            marked[v] = 1
            time[v, :] = never
            v = parent[v]
        if seed_ds[i] <= limit:
            v, lane = seed_rank[i], seed_lane[i]
            time[v, lane] = min(time[v, lane], time.dtype.type(seed_ds[i]))
    for word in range(marks.size):
        if marks[word] == 0:
            continue
        for v in range(MARK_WIDTH * word, MARK_WIDTH * word + MARK_WIDTH):
            if marked[v] and _store(time[v], time[v], limit, never):
                for e in range(arcs.start[v], arcs.start[v + 1]):
                    _relax(time[arcs.head[e]], time[v], arcs.time[e], never)


@njit(cache=True, nogil=True)
def _any_reached(reached: Array, head: Array, first: int, end: int) -> bool:
    """Whether a rank of the row is reached."""
    for e in range(first, end):  # noqa: SIM110 (numba compiles no generator)
        if reached[head[e]]:
            return True
    return False


@njit(cache=True, nogil=True)
def _descend(
    subtree_begin: Array,
    up_start: Array,
    up_head: Array,
    arcs: LaneArcs,
    limit: Scalar,
    never: Scalar,
    buffer: LaneBuffer,
) -> int:
    """
    Sweep downwards; clears the marks; the number of spans.

    A way into a subtree without seeds leads through its root or the root's later
    neighbours: where none of them is reached, nothing below is.
    """
    time, reached, span = buffer.time, buffer.reached, buffer.span
    start, head, weight = arcs.start, arcs.head, arcs.time
    marked = buffer.marks.view(np.uint8)
    row = np.empty(LANES, time.dtype)
    n_spans = 0
    end = up_start.size - 1
    v = end - 1
    while v >= 0:
        own = marked[v] != 0
        marked[v] = 0
        for lane in range(LANES):
            row[lane] = time[v, lane] if own else never
        for e in range(start[v], start[v + 1]):
            _relax(row, time[np.uint64(head[e])], weight[e], never)
        found = _store(row, time[v], limit, never)
        reached[v] = found
        below = subtree_begin[v]
        if (
            not (found or own)
            and v - below >= _LEAST_SKIP
            and not _any_reached(reached, up_head, up_start[v], up_start[v + 1])
        ):
            span[n_spans, 0] = v
            span[n_spans, 1] = end
            n_spans += 1
            v = below
            end = v
        v -= 1
    if end > 0:
        span[n_spans, 0] = 0
        span[n_spans, 1] = end
        n_spans += 1
    return n_spans
