"""Many to many: times between every source and every place within a limit, as sparse rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.units import DECISECONDS_PER_SECOND, whole_deciseconds
from routing.engine import NO_LIMIT, Seeds, engine_of
from routing.entries import Direction, Entries, Stretches, entries_of, stretches
from routing.network import RoadNetwork
from routing.search import seeds_of
from routing.snapping import SnappedPoints

Ints = NDArray[np.int64]

_NEVER = np.int64(1) << 40
_SOURCES_AT_ONCE = 256
"""Sources searched before their rows are made: bounds the memory, not the answer."""


@dataclass(frozen=True, slots=True, eq=False)
class TimeMatrix:
    """
    Times within a limit, source by source.

    Attributes
    ----------
    start
        Entries of source ``j`` are ``start[j]:start[j + 1]``, shape ``(n + 1,)``.
    place
        Position of the place of each entry, ascending within a source.
    time_ds
        Time of each entry [ds].
    n_places
        Number of places.
    """

    start: Ints
    place: Ints
    time_ds: Ints
    n_places: int

    @property
    def time_s(self) -> NDArray[np.float64]:
        """Time of each entry [s]."""
        return self.time_ds / DECISECONDS_PER_SECOND

    def dense_s(self) -> NDArray[np.float64]:
        """Times as a table of places by sources [s], ``inf`` beyond the limit."""
        table = np.full((self.n_places, self.start.size - 1), np.inf)
        source = np.repeat(np.arange(self.start.size - 1), np.diff(self.start))
        table[self.place, source] = self.time_s
        return table


def many_to_many(
    network: RoadNetwork,
    sources: SnappedPoints,
    places: SnappedPoints,
    *,
    direction: Direction | str,
    delay_s: NDArray[np.float64] | None = None,
    cutoff_s: float | None = None,
) -> TimeMatrix:
    """
    Find the times between every source and every place.

    Parameters
    ----------
    network
        The road network.
    sources, places
        Snapped places; what is not snapped has no entry.
    direction
        ``"from"`` the sources outwards or ``"to"`` them.
    delay_s
        Time that each source adds to every trip [s], >= 0.
    cutoff_s
        Longest time to keep [s], inclusive; None keeps all.

    Returns
    -------
    matrix
        Sparse rows, a row a source.

    Raises
    ------
    InputError
        If a delay is negative or not finite, or `cutoff_s` is negative.
    """
    rows = [
        (place, time_ds)
        for _, place, time_ds in rows_of_sources(
            network, sources, places, direction=direction, delay_s=delay_s, cutoff_s=cutoff_s
        )
    ]
    start = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([place.size for place, _ in rows], out=start[1:])
    none = [np.empty(0, dtype=np.int64)]
    return TimeMatrix(
        start=start,
        place=np.concatenate([place for place, _ in rows] or none),
        time_ds=np.concatenate([time_ds for _, time_ds in rows] or none),
        n_places=len(places),
    )


def rows_of_sources(
    network: RoadNetwork,
    sources: SnappedPoints,
    places: SnappedPoints,
    *,
    direction: Direction | str,
    delay_s: NDArray[np.float64] | None = None,
    cutoff_s: float | None = None,
) -> Iterator[tuple[int, Ints, Ints]]:
    """
    Give the rows of `many_to_many` one by one, so that sums need no stored matrix.

    Yields
    ------
    source, place, time_ds
        Position of the source; places within the limit, ascending, and their times [ds].
    """
    direction = Direction(direction)
    limit_ds = NO_LIMIT if cutoff_s is None else whole_deciseconds(cutoff_s)
    seeds, delay_ds = seeds_of(network, sources, direction=direction, delay_s=delay_s)
    joints = entries_of(network, places, leaving=direction is Direction.TO)
    direct = stretches(network, sources, places, direction)
    direct = Stretches(direct.source, direct.row, direct.time_ds + delay_ds[direct.source])
    engine = engine_of(network)
    state_ds = np.full(network.n_states, _NEVER, dtype=np.int64)
    best_ds = np.full(len(places), _NEVER, dtype=np.int64)
    for begin in range(0, len(sources), _SOURCES_AT_ONCE):
        end = min(begin + _SOURCES_AT_ONCE, len(sources))
        own = (seeds.label >= begin) & (seeds.label < end)
        some = Seeds(seeds.state[own], seeds.time_ds[own], seeds.label[own] - begin)
        found = engine.from_each(
            some, n_labels=end - begin, backward=direction is Direction.TO, limit_ds=limit_ds
        )
        for source, times in enumerate(found, start=begin):
            state_ds[times.state] = times.time_ds
            _offer(best_ds, joints, state_ds)
            mine = direct.source == source
            np.minimum.at(best_ds, direct.row[mine], direct.time_ds[mine])
            place = np.flatnonzero(best_ds < _NEVER)
            time_ds = best_ds[place]
            state_ds[times.state] = _NEVER
            best_ds[place] = _NEVER
            if limit_ds >= 0:
                early = time_ds <= limit_ds
                place, time_ds = place[early], time_ds[early]
            yield source, place, time_ds


def _offer(best_ds: Ints, joints: Entries, state_ds: Ints) -> None:
    """Lower each place to the best of its states, in place."""
    total_ds = state_ds[joints.state] + joints.time_ds
    near = total_ds < _NEVER
    if near.any():
        # Rows are ascending, so that each place's offers stand together.
        row, total_ds = joints.row[near], total_ds[near]
        first = np.flatnonzero(np.append(True, row[1:] != row[:-1]))
        best_ds[row[first]] = np.minimum.reduceat(total_ds, first)
