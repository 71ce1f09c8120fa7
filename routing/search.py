"""Travel-time searches over a road network, in a stated direction."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.units import DECISECONDS_PER_SECOND, rounded_deciseconds, whole_deciseconds
from routing.engine import NO_LIMIT, Seeds, engine_of
from routing.entries import Direction, entries_of, stretches
from routing.network import RoadNetwork
from routing.snapping import SnappedPoints

NO_FACILITY = -1
MOST_NEAREST = 8
"""So many nearest facilities can be asked for at once."""
_NEVER = np.iinfo(np.int64).max // 4

Ints = NDArray[np.int64]

__all__ = [
    "NO_FACILITY",
    "Direction",
    "Nearest",
    "NearestField",
    "k_nearest",
    "nearest",
    "one_to_all",
    "seeds_of",
]


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """
    The nearest facilities of places or nodes.

    Attributes
    ----------
    time_ds
        Travel time [ds], int64, shape ``(m,)`` or, of the k nearest, ``(m, k)`` with the
        nearest first; -1 where unreached.
    facility
        Position in the list of sources, same shape; `NO_FACILITY` where unreached. Of
        equally near sources the first of the list.
    """

    time_ds: Ints
    facility: Ints

    @property
    def time_s(self) -> NDArray[np.float64]:
        """Travel time [s], ``inf`` where unreached."""
        return np.where(self.time_ds < 0, np.inf, self.time_ds / DECISECONDS_PER_SECOND)


@dataclass(frozen=True, slots=True, eq=False)
class NearestField:
    """
    A search that has settled every junction; ask it for any snapped places.

    Attributes
    ----------
    network
        Where the search ran.
    direction
        Who moves.
    states
        Times and facilities of every state, shape ``(states, k)``.
    sources
        The snapped sources, or None where they were nodes.
    delay_ds
        Time that each source adds [ds], shape ``(n,)``.
    k
        How many nearest were asked for; None for the nearest alone, as plain columns.
    cutoff_ds
        Longest time reported [ds], inclusive; None reports all.
    """

    network: RoadNetwork
    direction: Direction
    states: Nearest
    sources: SnappedPoints | None
    delay_ds: Ints
    k: int | None = None
    cutoff_ds: int | None = None
    _nodes: list[Nearest] = field(default_factory=list, init=False, repr=False)

    @property
    def nodes(self) -> Nearest:
        """Times and facilities of every junction: the best over itself and its copies."""
        if not self._nodes:
            n_nodes = self.network.n_nodes
            row = np.arange(n_nodes, dtype=np.int64)
            state = row
            # One starts at a junction by any way on, but arrives at it at any of its copies.
            if self.direction is Direction.FROM:
                row = self.network.state_junction.astype(np.int64)
                state = np.arange(self.network.n_states, dtype=np.int64)
            self._nodes.append(self._best(n_nodes, [self._at_states(row, state, 0)]))
        return self._nodes[0]

    @property
    def time_s(self) -> NDArray[np.float64]:
        """Travel time of every junction [s], ``inf`` where unreached."""
        return self.nodes.time_s

    @property
    def facility(self) -> Ints:
        """Source that serves every junction; `NO_FACILITY` where none."""
        return self.nodes.facility

    def at(self, points: SnappedPoints) -> Nearest:
        """
        Times and facilities at snapped places.

        The better of the two ends of the place's piece, or the direct stretch where a
        source lies on the same piece and the direction allows it.
        """
        joints = entries_of(
            self.network,
            points,
            leaving=self.direction is Direction.TO,
            ordered=self.k is not None,
        )
        offers = [self._at_states(joints.row, joints.state, joints.time_ds)]
        if self.sources is not None:
            direct = stretches(self.network, self.sources, points, self.direction)
            time_ds = direct.time_ds + self.delay_ds[direct.source]
            offers.append((direct.row, time_ds, direct.source))
        return self._best(len(points), offers)

    def _at_states(self, row: Ints, state: Ints, leg_ds: Ints | int) -> tuple[Ints, Ints, Ints]:
        """What the states offer to rows: row, time, facility."""
        if self.k is None:
            alone_ds, alone = self.states.time_ds[state, 0], self.states.facility[state, 0]
            reached = alone_ds >= 0
            leg = leg_ds if isinstance(leg_ds, int) else leg_ds[reached]
            return row[reached], alone_ds[reached] + leg, alone[reached]
        time_ds, facility = self.states.time_ds[state], self.states.facility[state]
        offer, place = np.nonzero(time_ds >= 0)
        legs = leg_ds if isinstance(leg_ds, int) else leg_ds[offer]
        return row[offer], time_ds[offer, place] + legs, facility[offer, place]

    def _best(self, n_rows: int, offers: list[tuple[Ints, Ints, Ints]]) -> Nearest:
        """The k best distinct facilities of each row, by time, then facility."""
        row, time_ds, facility = (np.concatenate(column) for column in zip(*offers, strict=True))
        if self.cutoff_ds is not None:
            early = time_ds <= self.cutoff_ds
            row, time_ds, facility = row[early], time_ds[early], facility[early]
        if self.k is None:
            return _earliest(n_rows, row, time_ds, facility)
        width = self.k
        best_ds = np.full((n_rows, width), -1, dtype=np.int64)
        best = np.full((n_rows, width), NO_FACILITY, dtype=np.int64)
        if width > 1:  # a facility that is offered twice counts once
            row, facility, time_ds = _sorted_rows(row, facility, time_ds)
            first = np.ones(row.size, dtype=np.bool_)
            first[1:] = (row[1:] != row[:-1]) | (facility[1:] != facility[:-1])
            row, time_ds, facility = row[first], time_ds[first], facility[first]
        row, time_ds, facility = _sorted_rows(row, time_ds, facility)
        rank = np.arange(row.size) - np.searchsorted(row, row, side="left")
        kept = rank < width
        best_ds[row[kept], rank[kept]] = time_ds[kept]
        best[row[kept], rank[kept]] = facility[kept]
        return Nearest(best_ds, best)


_FACILITY_BITS = 32
_MOST_BITS = 62


def _sorted_rows(*columns: Ints) -> tuple[Ints, ...]:
    """Sort rows by their columns, the first one first; none may be negative.

    Where the columns fit into one number it is sorted alone, many times as fast.
    """
    bits = [int(column.max(initial=0)).bit_length() for column in columns]
    if sum(bits) > _MOST_BITS:
        order = np.lexsort(columns[::-1])
        return tuple(column[order] for column in columns)
    packed = np.zeros(columns[0].size, dtype=np.int64)
    for column, width in zip(columns, bits, strict=True):
        packed = (packed << width) | column
    packed.sort()
    unpacked = []
    for width in reversed(bits):
        unpacked.append(packed & ((1 << width) - 1))
        packed = packed >> width
    return tuple(reversed(unpacked))


def _earliest(n_rows: int, row: Ints, time_ds: Ints, facility: Ints) -> Nearest:
    """The first facility of each row: time and facility packed, one minimum tells both."""
    best = np.full(n_rows, _NEVER, dtype=np.int64)
    np.minimum.at(best, row, (time_ds.astype(np.int64) << _FACILITY_BITS) | facility)
    reached = best != _NEVER
    return Nearest(
        np.where(reached, best >> _FACILITY_BITS, -1),
        np.where(reached, best & ((1 << _FACILITY_BITS) - 1), NO_FACILITY),
    )


def nearest(
    network: RoadNetwork,
    sources: Ints | SnappedPoints,
    *,
    direction: Direction | str,
    delay_s: NDArray[np.float64] | None = None,
    cutoff_s: float | None = None,
) -> NearestField:
    """
    Find the nearest source of every junction.

    Parameters
    ----------
    network
        The road network.
    sources
        Node of each source, shape ``(n,)``, or snapped places; places that are not
        snapped serve nobody.
    direction
        ``"from"`` the sources outwards or ``"to"`` them.
    delay_s
        Time that each source adds to every trip [s], shape ``(n,)``, >= 0: a leg
        between its door and its road, or a turnout. None adds nothing.
    cutoff_s
        Longest time to report [s], inclusive; None reports all.

    Returns
    -------
    field
        Time and source of every junction, and by `NearestField.at` of any place.

    Raises
    ------
    InputError
        If a node is out of range, a delay is negative or not finite, or `cutoff_s` is
        negative.

    Examples
    --------
    >>> net = RoadNetwork.from_arrays(
    ...     tail=np.array([0, 1]), head=np.array([1, 2]), time_s=np.array([600.0, 300.5]),
    ...     xy_m=np.array([[0.0, 0], [9, 0], [18, 0]]))
    >>> nearest(net, np.array([0]), direction="from").time_s.tolist()
    [0.0, 600.0, 900.5]
    >>> nearest(net, np.array([0]), direction="to").time_s.tolist()
    [0.0, inf, inf]
    """
    direction = Direction(direction)
    seeds, delay_ds = seeds_of(network, sources, direction=direction, delay_s=delay_s)
    cutoff_ds = None if cutoff_s is None else whole_deciseconds(cutoff_s)
    time_ds, facility = engine_of(network).nearest(
        seeds,
        backward=direction is Direction.TO,
        limit_ds=NO_LIMIT if cutoff_ds is None else cutoff_ds,
    )
    return NearestField(
        network=network,
        direction=direction,
        states=Nearest(time_ds[:, None], facility[:, None]),
        sources=sources if isinstance(sources, SnappedPoints) else None,
        delay_ds=delay_ds,
        cutoff_ds=cutoff_ds,
    )


def one_to_all(
    network: RoadNetwork,
    source: int | SnappedPoints,
    *,
    direction: Direction | str,
    cutoff_s: float | None = None,
) -> NearestField:
    """
    Find the time between one place and every junction.

    Parameters
    ----------
    network, direction, cutoff_s
        As in `nearest`.
    source
        A node, or one snapped place.

    Raises
    ------
    InputError
        As `nearest`.
    """
    place = source if isinstance(source, SnappedPoints) else np.array([source], dtype=np.int64)
    return nearest(network, place, direction=direction, cutoff_s=cutoff_s)


def k_nearest(
    network: RoadNetwork,
    sources: Ints | SnappedPoints,
    k: int,
    *,
    direction: Direction | str,
    delay_s: NDArray[np.float64] | None = None,
) -> NearestField:
    """
    Find the k nearest sources of every junction.

    Parameters
    ----------
    network, sources, direction, delay_s
        As in `nearest`.
    k
        How many, in ``[1, MOST_NEAREST]``.

    Returns
    -------
    field
        Times and sources as tables of k columns, the nearest first; -1 where fewer reach.

    Raises
    ------
    InputError
        As `nearest`, or if `k` is out of its range.
    """
    if not 1 <= k <= MOST_NEAREST:
        raise InputError("search.bad_k", k=k, most=MOST_NEAREST)
    direction = Direction(direction)
    seeds, delay_ds = seeds_of(network, sources, direction=direction, delay_s=delay_s)
    time_ds, facility = engine_of(network).nearest_k(seeds, k=k, backward=direction is Direction.TO)
    return NearestField(
        network=network,
        direction=direction,
        states=Nearest(time_ds, facility),
        sources=sources if isinstance(sources, SnappedPoints) else None,
        delay_ds=delay_ds,
        k=k,
    )


def seeds_of(
    network: RoadNetwork,
    sources: Ints | SnappedPoints,
    *,
    direction: Direction,
    delay_s: NDArray[np.float64] | None = None,
) -> tuple[Seeds, Ints]:
    """
    States at which sources enter a search, labelled by their positions; and their delays.

    Raises
    ------
    InputError
        As `nearest`.
    """
    delay_ds = np.zeros(len(sources), dtype=np.int64)
    if delay_s is not None:
        if delay_s.shape != delay_ds.shape or not (np.isfinite(delay_s) & (delay_s >= 0)).all():
            raise InputError("search.bad_delay", n=len(sources))
        delay_ds = rounded_deciseconds(delay_s)
    if isinstance(sources, SnappedPoints):
        joints = entries_of(network, sources, leaving=direction is Direction.FROM)
        label, state, time_ds = joints.row, joints.state, joints.time_ds
    else:
        if sources.size and not (sources.min() >= 0 and sources.max() < network.n_nodes):
            raise InputError("search.node_out_of_range", n=network.n_nodes)
        state, label = sources.astype(np.int64), np.arange(sources.size, dtype=np.int64)
        if direction is Direction.TO:
            # Who arrives at a copy of the junction has arrived.
            of_source, copy = np.nonzero(state[:, None] == network.turns.copy_junction[None, :])
            state = np.concatenate([state, network.n_nodes + copy])
            label = np.concatenate([label, of_source])
        time_ds = np.zeros(state.size, dtype=np.int64)
    return Seeds(state, time_ds + delay_ds[label], label), delay_ds
