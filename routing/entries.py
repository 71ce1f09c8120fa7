"""How snapped places enter and leave a search: states, and the time to or from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from routing.network import CLOSED_DS, RoadNetwork
from routing.snapping import NOT_SNAPPED, SnappedPoints, partial_times
from routing.turns import AGAINST, ALONG

Ints = NDArray[np.int64]


class Direction(StrEnum):
    """Who moves: one-way streets make the two differ."""

    FROM = "from"
    """From the facility outwards: the ambulance drives out."""
    TO = "to"
    """To the facility: the patient drives in."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """
    Joints between places and states; a place may have several.

    Attributes
    ----------
    row
        Position of the place, ascending where asked for, shape ``(e,)``.
    state
        State of the network.
    time_ds
        Time between the two along the place's own piece [ds].
    """

    row: Ints
    state: Ints
    time_ds: Ints


def entries_of(
    network: RoadNetwork, places: SnappedPoints, *, leaving: bool, ordered: bool = True
) -> Entries:
    """
    Find the states by which places are left, or arrived at.

    One leaves a place by the end of its piece, into the state that a traversal enters;
    one arrives from any state that leads onto its piece: the junction, and those copies
    of it from which the turn is allowed.

    Parameters
    ----------
    network, places
        Where the places lie.
    leaving
        True from the places outwards, False towards them.
    ordered
        Whether the rows must ascend; sorting half a million of them takes its time.
    """
    parts = partial_times(network, places)
    legs = (
        ((ALONG, parts.to_head), (AGAINST, parts.to_tail))
        if leaving
        else ((ALONG, parts.from_tail), (AGAINST, parts.from_head))
    )
    row, state, time_ds = [], [], []
    for way, leg_ds in legs:
        here = np.flatnonzero((places.piece != NOT_SNAPPED) & (leg_ds != CLOSED_DS))
        piece = places.piece[here]
        if leaving:
            joined = network.turns.enters[piece, way].astype(np.int64)
        else:
            start = (network.tail if way == ALONG else network.head)[piece].astype(np.int64)
            of_row, copy = network.turns.copies_onto(piece, way)
            here = np.concatenate([here, here[of_row]])
            joined = np.concatenate([start, copy])
        row.append(here)
        state.append(joined)
        time_ds.append(leg_ds[here])
    rows = np.concatenate(row)
    if not ordered:
        return Entries(rows, np.concatenate(state), np.concatenate(time_ds))
    order = np.argsort(rows, kind="stable")
    return Entries(rows[order], np.concatenate(state)[order], np.concatenate(time_ds)[order])


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """
    Direct ways between a source and a place on one piece of road.

    Attributes
    ----------
    source, row
        Positions of the source and of the place, shape ``(d,)``.
    time_ds
        Time between them along the piece [ds].
    """

    source: Ints
    row: Ints
    time_ds: Ints


def stretches(
    network: RoadNetwork,
    sources: SnappedPoints,
    places: SnappedPoints,
    direction: Direction,
) -> Stretches:
    """Find the direct ways between sources and places that share a piece of road."""
    found = list(_shared(sources, places))
    if not found:
        nothing = np.empty(0, dtype=np.int64)
        return Stretches(nothing, nothing, nothing)
    source = np.concatenate([np.full(rows.size, one, dtype=np.int64) for one, rows in found])
    row = np.concatenate([rows for _, rows in found])
    here = partial_times(network, sources.take(source))
    there = partial_times(network, places.take(row))
    sign = 1 if direction is Direction.FROM else -1
    parts = []
    for begin, end in ((here.from_tail, there.from_tail), (here.from_head, there.from_head)):
        time_ds = sign * (end - begin)
        open_way = (begin != CLOSED_DS) & (time_ds >= 0)
        parts.append((source[open_way], row[open_way], time_ds[open_way]))
    return Stretches(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _shared(sources: SnappedPoints, places: SnappedPoints) -> Iterator[tuple[int, Ints]]:
    """Each source with the places on its piece, where there are any."""
    # Few pieces have a source: only their places are sorted.
    on_source = np.zeros(max(int(places.piece.max(initial=0)), 0) + 1, dtype=np.bool_)
    known = (sources.piece != NOT_SNAPPED) & (sources.piece < on_source.size)
    on_source[sources.piece[known]] = True
    order = np.flatnonzero(on_source[places.piece] & (places.piece != NOT_SNAPPED))
    order = order[np.argsort(places.piece[order], kind="stable")]
    piece = places.piece[order]
    begin = np.searchsorted(piece, sources.piece, side="left")
    end = np.searchsorted(piece, sources.piece, side="right")
    for source in np.flatnonzero((end > begin) & (sources.piece != NOT_SNAPPED)).tolist():
        yield source, order[begin[source] : end[source]]


__all__ = ["Direction", "Entries", "Stretches", "entries_of", "stretches"]
