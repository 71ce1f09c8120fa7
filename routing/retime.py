"""The same roads at other times: closures, changed speeds, draws of uncertain speeds."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from routing.engine import engine_of
from routing.network import CLOSED_DS, RoadNetwork, arcs_of

Pieces = NDArray[np.int64]


def retimed(
    network: RoadNetwork,
    *,
    forward_ds: NDArray[np.int32],
    backward_ds: NDArray[np.int32],
) -> RoadNetwork:
    """
    Give the pieces of a network other times; places joined to it stay joined.

    Junctions, states and turn restrictions stay, so that a contraction order made for
    `network` serves the result too (times are all that is worked out anew). Waits at
    junctions stay part of the times and are capped by them.

    Parameters
    ----------
    network
        The roads as they are.
    forward_ds, backward_ds
        New times along and against each piece [ds], shape ``(p,)``, >= 1; `CLOSED_DS`
        closes the direction.

    Raises
    ------
    InputError
        If a time is below 1 ds, or opens a direction that was closed: its turns were
        never laid out.
    """
    for new, old in ((forward_ds, network.forward_ds), (backward_ds, network.backward_ds)):
        if new.shape != old.shape or not ((new >= 1) | (new == CLOSED_DS)).all():
            raise InputError("network.bad_time")
        if ((old == CLOSED_DS) & (new != CLOSED_DS)).any():
            raise InputError("retime.was_closed")
    waits = [
        np.clip(wait, 0, np.maximum(time_ds - 1, 0))
        for wait, time_ds in (
            (network.forward_delay_ds, forward_ds),
            (network.backward_delay_ds, backward_ds),
        )
    ]
    times = np.stack([forward_ds, backward_ds], axis=1)
    indptr, head, arc_ds, piece = arcs_of(
        network.n_nodes, network.tail, network.head, times, network.turns
    )
    changed = dataclasses.replace(
        network,
        forward_ds=forward_ds,
        backward_ds=backward_ds,
        forward_delay_ds=waits[0],
        backward_delay_ds=waits[1],
        indptr=indptr,
        arc_head=head,
        arc_ds=arc_ds,
        arc_piece=piece,
    )
    engine_of(changed).follow(engine_of(network), network)
    return changed


def closed(network: RoadNetwork, pieces: Pieces) -> RoadNetwork:
    """
    Close pieces in both directions: a bridge that is out, a flooded road.

    Parameters
    ----------
    network
        The roads as they are.
    pieces
        Positions of the pieces; homes on a closed piece are cut off.

    Raises
    ------
    InputError
        If a piece is out of range.
    """
    if pieces.size and not (pieces.min() >= 0 and pieces.max() < network.n_pieces):
        raise InputError("retime.no_piece", n=network.n_pieces)
    forward_ds, backward_ds = network.forward_ds.copy(), network.backward_ds.copy()
    forward_ds[pieces] = CLOSED_DS
    backward_ds[pieces] = CLOSED_DS
    return retimed(network, forward_ds=forward_ds, backward_ds=backward_ds)
