"""A nearest-facility field that follows its facilities: one more, one less, what changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from routing.engine import Seeds, StateChange, engine_of
from routing.entries import Direction, entries_of
from routing.network import RoadNetwork
from routing.search import Nearest, NearestField, seeds_of
from routing.snapping import SnappedPoints

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PlaceChange:
    """
    Places whose answer a change of the facilities moved.

    Attributes
    ----------
    place
        Positions of the places, ascending.
    before, after
        Their answers before and after.
    """

    place: Ints
    before: Nearest
    after: Nearest


class LiveField:
    """
    Nearest facilities of some places, kept up to date by touching only what changes.

    Facilities keep the number they came with: the first ``len(sources)`` those of the
    start, the next one each that is added; a removed number is not used again.

    Parameters
    ----------
    network
        The road network.
    sources
        Facilities at the start.
    places
        Places watched (homes).
    direction
        Who moves.
    delay_s
        Time that each source adds [s].

    Raises
    ------
    InputError
        As `nearest`.
    """

    def __init__(
        self,
        network: RoadNetwork,
        sources: SnappedPoints,
        places: SnappedPoints,
        *,
        direction: Direction | str,
        delay_s: NDArray[np.float64] | None = None,
    ) -> None:
        self._network, self._places = network, places
        self._direction = Direction(direction)
        self._sources = sources
        self._alive = np.ones(len(sources), dtype=np.bool_)
        seeds, self._delay_ds = seeds_of(
            network, sources, direction=self._direction, delay_s=delay_s
        )
        backward = self._direction is Direction.TO
        self._live = engine_of(network).live(seeds, backward=backward)
        joints = entries_of(network, places, leaving=backward)
        order = np.argsort(joints.state, kind="stable")
        self._joint_state, self._joint_row = joints.state[order], joints.row[order]
        self._answer = self._asked(np.arange(len(places), dtype=np.int64))

    @property
    def answer(self) -> Nearest:
        """Time and facility of every place, as things stand."""
        return self._answer

    def add(self, source: SnappedPoints, *, delay_s: float = 0.0) -> tuple[int, PlaceChange]:
        """
        Add a facility.

        Returns
        -------
        number, change
            The facility's number, and what it changed.

        Raises
        ------
        InputError
            If `source` is not one place, or the delay is negative.
        """
        if len(source) != 1:
            raise InputError("route.one_place", origins=len(source), destinations=1)
        number = len(self._sources)
        seeds, delay_ds = seeds_of(
            self._network, source, direction=self._direction, delay_s=np.array([delay_s])
        )
        self._sources = SnappedPoints(
            np.append(self._sources.piece, source.piece),
            np.append(self._sources.share, source.share),
            np.append(self._sources.distance_m, source.distance_m),
        )
        self._alive = np.append(self._alive, True)
        self._delay_ds = np.append(self._delay_ds, delay_ds)
        change = self._live.add(Seeds(seeds.state, seeds.time_ds, seeds.label + number))
        return number, self._changed(change, number)

    def remove(self, number: int) -> PlaceChange:
        """
        Take a facility away.

        Raises
        ------
        InputError
            If there is no such facility (any more).
        """
        if not (0 <= number < self._alive.size and self._alive[number]):
            raise InputError("live.no_such_facility", number=number)
        self._alive[number] = False
        return self._changed(self._live.remove(number), number)

    def _changed(self, change: StateChange, number: int) -> PlaceChange:
        """Ask again those places that a changed state or the facility's own piece touches."""
        state = np.sort(change.state)
        begin = np.searchsorted(self._joint_state, state, side="left")
        end = np.searchsorted(self._joint_state, state, side="right")
        spans = [self._joint_row[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
        same_piece = np.flatnonzero(self._places.piece == self._sources.piece[number])
        rows = np.unique(np.concatenate([same_piece, *spans]))
        after = self._asked(rows)
        before = Nearest(self._answer.time_ds[rows], self._answer.facility[rows])
        moved = (after.time_ds != before.time_ds) | (after.facility != before.facility)
        self._answer.time_ds[rows] = after.time_ds
        self._answer.facility[rows] = after.facility
        return PlaceChange(
            place=rows[moved],
            before=Nearest(before.time_ds[moved], before.facility[moved]),
            after=Nearest(after.time_ds[moved], after.facility[moved]),
        )

    def _asked(self, rows: Ints) -> Nearest:
        time_ds, label = self._live.states()
        gone = ~self._alive
        sources = SnappedPoints(
            np.where(gone, -1, self._sources.piece), self._sources.share, self._sources.distance_m
        )
        field = NearestField(
            network=self._network,
            direction=self._direction,
            states=Nearest(time_ds[:, None], label[:, None]),
            sources=sources,
            delay_ds=self._delay_ds,
        )
        return field.at(self._places.take(rows))
