"""Travel-time searches over a road network, in a stated direction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.units import DECISECONDS_PER_SECOND, rounded_deciseconds, whole_deciseconds
from routing import _kernels
from routing.network import CLOSED_DS, RoadNetwork
from routing.snapping import NOT_SNAPPED, PartialTimes, SnappedPoints, partial_times
from routing.turns import AGAINST, ALONG

NO_FACILITY = -1
_NEVER = np.iinfo(np.int64).max // 4


class Direction(StrEnum):
    """Who moves: one-way streets make the two differ."""

    FROM = "from"
    """From the facility outwards: the ambulance drives out."""
    TO = "to"
    """To the facility: the patient drives in."""


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """
    The nearest facility of places or nodes.

    Attributes
    ----------
    time_ds
        Travel time [ds], shape ``(m,)``, int64; -1 where unreached.
    facility
        Position in the list of sources, shape ``(m,)``; `NO_FACILITY` where unreached.
        Of equally near sources the first of the list.
    """

    time_ds: NDArray[np.int64]
    facility: NDArray[np.int64]

    @property
    def time_s(self) -> NDArray[np.float64]:
        """Travel time [s], ``inf`` where unreached."""
        return np.where(self.time_ds < 0, np.inf, self.time_ds / DECISECONDS_PER_SECOND)


@dataclass(frozen=True, eq=False)
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
        Time and facility of every state: junctions, then their copies.
    sources
        The snapped sources, or None where they were nodes.
    delay_ds
        Time that each source adds [ds], shape ``(k,)``.
    cutoff_ds
        Longest time reported [ds], inclusive; None reports all.
    """

    network: RoadNetwork
    direction: Direction
    states: Nearest
    sources: SnappedPoints | None
    delay_ds: NDArray[np.int64]
    cutoff_ds: int | None = None

    @cached_property
    def nodes(self) -> Nearest:
        """Time and facility of every junction: the best over itself and its copies."""
        n_nodes = self.network.n_nodes
        time_ds = np.where(self.states.time_ds < 0, _NEVER, self.states.time_ds)
        own_ds, own = time_ds[:n_nodes].copy(), self.states.facility[:n_nodes].copy()
        # One starts at a junction by any way on, but arrives at it at any of its copies.
        if self.direction is Direction.FROM:
            copies = self.network.turns.copy_junction.tolist()
            for state, junction in enumerate(copies, start=n_nodes):
                found = (time_ds[state], self.states.facility[state])
                own_ds[junction], own[junction] = min((own_ds[junction], own[junction]), found)
        return Nearest(np.where(own_ds == _NEVER, -1, own_ds), own)

    @property
    def time_s(self) -> NDArray[np.float64]:
        """Travel time of every junction [s], ``inf`` where unreached."""
        return self.nodes.time_s

    @property
    def facility(self) -> NDArray[np.int64]:
        """Source that serves every junction; `NO_FACILITY` where none."""
        return self.nodes.facility

    def at(self, points: SnappedPoints) -> Nearest:
        """
        Time and facility at snapped places.

        The better of the two ends of the place's piece, or the direct stretch where a
        source lies on the same piece and the direction allows it.
        """
        parts = partial_times(self.network, points)
        snapped = points.piece != NOT_SNAPPED
        piece = np.where(snapped, points.piece, 0)
        time_ds = np.full(len(points), _NEVER, dtype=np.int64)
        facility = np.full(len(points), NO_FACILITY, dtype=np.int64)
        legs = _legs(parts, leaving=self.direction is Direction.TO)
        for way, leg_ds in legs:
            if self.direction is Direction.TO:
                # Towards the facility one leaves the place by the end of its piece …
                rows = np.flatnonzero(snapped)
                state = self.network.turns.enters[piece[rows], way].astype(np.int64)
            else:
                # … from it one comes by any state that leads onto the piece.
                rows, state = _states_onto(self.network, np.flatnonzero(snapped), piece, way)
            leg = leg_ds[rows]
            reached = (leg != CLOSED_DS) & (self.states.time_ds[state] >= 0)
            rows, state, leg = rows[reached], state[reached], leg[reached]
            _keep_best(
                time_ds,
                facility,
                rows,
                self.states.time_ds[state] + leg,
                self.states.facility[state],
            )
        if self.sources is not None:
            self._along_the_same_piece(points, parts, time_ds, facility)
        late = time_ds > (_NEVER - 1 if self.cutoff_ds is None else self.cutoff_ds)
        return Nearest(np.where(late, -1, time_ds), np.where(late, NO_FACILITY, facility))

    def _along_the_same_piece(
        self,
        points: SnappedPoints,
        parts: PartialTimes,
        time_ds: NDArray[np.int64],
        facility: NDArray[np.int64],
    ) -> None:
        """Improve places that share a piece with a source, in place."""
        assert self.sources is not None  # noqa: S101 (the caller has asked)
        own = partial_times(self.network, self.sources)
        order = np.argsort(points.piece, kind="stable")
        sorted_piece = points.piece[order]
        begin = np.searchsorted(sorted_piece, self.sources.piece, side="left")
        end = np.searchsorted(sorted_piece, self.sources.piece, side="right")
        sign = 1 if self.direction is Direction.FROM else -1
        for source in np.flatnonzero((end > begin) & (self.sources.piece != NOT_SNAPPED)):
            rows = order[begin[source] : end[source]]
            for here, there in (
                (own.from_tail, parts.from_tail),
                (own.from_head, parts.from_head),
            ):
                if here[source] == CLOSED_DS:
                    continue
                stretch = sign * (there[rows] - here[source])
                total = np.where(stretch >= 0, stretch + self.delay_ds[source], _NEVER)
                _keep_best(time_ds, facility, rows, total, np.full(rows.size, source, np.int64))


def _legs(
    parts: PartialTimes, *, leaving: bool
) -> tuple[tuple[int, NDArray[np.int64]], tuple[int, NDArray[np.int64]]]:
    """Times from a place to the end it travels to, or to the place from where it starts."""
    if leaving:
        return (ALONG, parts.to_head), (AGAINST, parts.to_tail)
    return (ALONG, parts.from_tail), (AGAINST, parts.from_head)


def _states_onto(
    network: RoadNetwork, rows: NDArray[np.int64], piece: NDArray[np.int64], way: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of a row and a state from which its piece may be taken: junction and copies."""
    start = (network.tail if way == ALONG else network.head)[piece[rows]].astype(np.int64)
    of_row, copy = network.turns.copies_onto(piece[rows], way)
    return np.concatenate([rows, rows[of_row]]), np.concatenate([start, copy])


def _keep_best(
    time_ds: NDArray[np.int64],
    facility: NDArray[np.int64],
    rows: NDArray[np.int64],
    other_ds: NDArray[np.int64],
    other: NDArray[np.int64],
) -> None:
    """Take the least time offered to a row, of equal times the first facility, in place."""
    order = np.lexsort((other, other_ds, rows))
    rows, first = np.unique(rows[order], return_index=True)
    other_ds, other = other_ds[order][first], other[order][first]
    better = (other_ds < time_ds[rows]) | (
        (other_ds == time_ds[rows]) & (other_ds < _NEVER) & (other < facility[rows])
    )
    time_ds[rows[better]] = other_ds[better]
    facility[rows[better]] = other[better]


def nearest(
    network: RoadNetwork,
    sources: NDArray[np.int64] | SnappedPoints,
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
        Node of each source, shape ``(k,)``, or snapped places; places that are not
        snapped serve nobody.
    direction
        ``"from"`` the sources outwards or ``"to"`` them.
    delay_s
        Time that each source adds to every trip [s], shape ``(k,)``, >= 0: a leg
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
    snapped = sources if isinstance(sources, SnappedPoints) else None
    if isinstance(sources, SnappedPoints):
        node, seed_ds, label = _seeds(network, sources, direction)
    else:
        if sources.size and not (sources.min() >= 0 and sources.max() < network.n_nodes):
            raise InputError("search.node_out_of_range", n=network.n_nodes)
        node, label = sources.astype(np.int64), np.arange(sources.size, dtype=np.int64)
        if direction is Direction.TO:
            # Who arrives at a copy of the junction has arrived.
            junction = network.turns.copy_junction
            of_source, copy = np.nonzero(node[:, None] == junction[None, :])
            node = np.concatenate([node, network.n_nodes + copy])
            label = np.concatenate([label, of_source])
        seed_ds = np.zeros(node.size, dtype=np.int64)
    delay_ds = np.zeros(len(sources), dtype=np.int64)
    if delay_s is not None:
        if delay_s.shape != delay_ds.shape or not (np.isfinite(delay_s) & (delay_s >= 0)).all():
            raise InputError("search.bad_delay", n=len(sources))
        delay_ds = rounded_deciseconds(delay_s)
    seed_ds = seed_ds + delay_ds[label]
    arcs = (network.indptr, network.arc_head, network.arc_ds)
    if direction is Direction.TO:
        arcs = _kernels.reversed_arcs(*arcs)
    time_ds, facility = _kernels.nearest_labels(*arcs, node, seed_ds, label)
    cutoff_ds = None if cutoff_s is None else whole_deciseconds(cutoff_s)
    if cutoff_ds is not None:
        late = time_ds > cutoff_ds
        time_ds = np.where(late, -1, time_ds)
        facility = np.where(late, NO_FACILITY, facility)
    return NearestField(
        network, direction, Nearest(time_ds, facility), snapped, delay_ds, cutoff_ds
    )


def _seeds(
    network: RoadNetwork, sources: SnappedPoints, direction: Direction
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """States at which the sources enter the search, with the time already spent."""
    parts = partial_times(network, sources)
    snapped = np.flatnonzero(sources.piece != NOT_SNAPPED)
    state, seed_ds, label = [], [], []
    for way, leg_ds in _legs(parts, leaving=direction is Direction.FROM):
        rows = snapped[leg_ds[snapped] != CLOSED_DS]
        if direction is Direction.FROM:
            entered = network.turns.enters[sources.piece[rows], way].astype(np.int64)
        else:
            rows, entered = _states_onto(network, rows, sources.piece, way)
        state.append(entered)
        seed_ds.append(leg_ds[rows])
        label.append(rows)
    return np.concatenate(state), np.concatenate(seed_ds), np.concatenate(label)
