"""The road network of one profile: pieces between junctions, and arcs to search.

A *piece* is a stretch of road from junction to junction, with its shape and its time in
each direction. Homes and facilities are snapped to pieces. A search walks *arcs* between
*states*: every junction is a state, and where a turn restriction binds, those who arrive
by the restricted piece arrive at a copy of the junction with fewer ways on
(`routing.turns`). An arc is the quickest piece from one state to another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, ShapeError
from geo.units import DECISECONDS_PER_SECOND, rounded_deciseconds
from routing.rules import NodeRules
from routing.turns import AGAINST, ALONG, TurnStates, split_junctions

CLOSED_DS = -1
"""Time of a piece in a direction in which it may not be travelled."""


@dataclass(frozen=True, slots=True, eq=False)
class RoadNetwork:
    """
    A directed road network in flat arrays, times in whole deciseconds.

    Attributes
    ----------
    node_x_m, node_y_m
        Junctions in the study's metric CRS, shape ``(n,)``.
    node_id
        Identity of each junction in its source, shape ``(n,)``.
    tail, head
        First and last junction of each piece as drawn, shape ``(p,)``, int32.
    forward_ds, backward_ds
        Time along and against the drawing [ds], the delay at the entered junction
        included, shape ``(p,)``, int32, >= 1; `CLOSED_DS` where not allowed.
    forward_delay_ds, backward_delay_ds
        Part of that time spent waiting at the junction entered [ds], shape ``(p,)``.
    length_m
        Geodesic length [m], shape ``(p,)``.
    way_id
        Identity of the way each piece belongs to, shape ``(p,)``.
    road_class, flags
        Class code and `RoadFlag` bits, shape ``(p,)``, uint8.
    shape_start
        Row starts of the vertices, shape ``(p + 1,)``.
    shape_x_m, shape_y_m
        Vertices from tail to head in the metric CRS.
    turns
        Copies of junctions that turn restrictions ask for.
    indptr, arc_head, arc_ds, arc_piece
        Arcs out of state ``i`` are ``indptr[i]:indptr[i + 1]``: the state each leads
        to, its time [ds] and the piece that gives it. At most one arc joins two states:
        of parallel pieces the quickest wins, the first of equals.
    """

    node_x_m: NDArray[np.float64]
    node_y_m: NDArray[np.float64]
    node_id: NDArray[np.int64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    forward_ds: NDArray[np.int32]
    backward_ds: NDArray[np.int32]
    forward_delay_ds: NDArray[np.int32]
    backward_delay_ds: NDArray[np.int32]
    length_m: NDArray[np.float64]
    way_id: NDArray[np.int64]
    road_class: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    shape_start: NDArray[np.int64]
    shape_x_m: NDArray[np.float64]
    shape_y_m: NDArray[np.float64]
    turns: TurnStates
    indptr: NDArray[np.int64]
    arc_head: NDArray[np.int32]
    arc_ds: NDArray[np.int32]
    arc_piece: NDArray[np.int32]
    kept: dict[str, object] = field(default_factory=dict, init=False, repr=False)
    """What searches work out once and keep (`routing.engine`); no part of the data."""

    @classmethod
    def from_pieces(  # noqa: PLR0913 (one argument a column)
        cls,
        *,
        node_x_m: NDArray[np.float64],
        node_y_m: NDArray[np.float64],
        node_id: NDArray[np.int64],
        tail: NDArray[np.int32],
        head: NDArray[np.int32],
        forward_ds: NDArray[np.int32],
        backward_ds: NDArray[np.int32],
        length_m: NDArray[np.float64],
        way_id: NDArray[np.int64],
        road_class: NDArray[np.uint8],
        flags: NDArray[np.uint8],
        shape_start: NDArray[np.int64],
        shape_x_m: NDArray[np.float64],
        shape_y_m: NDArray[np.float64],
        forward_delay_ds: NDArray[np.int32] | None = None,
        backward_delay_ds: NDArray[np.int32] | None = None,
        rules: NodeRules | None = None,
        mode: int = 0,
    ) -> RoadNetwork:
        """
        Derive states and arcs from the pieces, and the restrictions that bind a mode.

        Without delays nobody waits; without rules every turn is allowed.

        Raises
        ------
        ShapeError
            If columns of pieces or nodes disagree in length.
        InputError
            If an end is no node, or an open direction takes less than 1 ds.
        """
        n_nodes, n_pieces = node_x_m.size, tail.size
        columns: dict[str, NDArray[np.generic]] = {
            "head": head,
            "forward_ds": forward_ds,
            "backward_ds": backward_ds,
            "length_m": length_m,
            "way_id": way_id,
            "road_class": road_class,
            "flags": flags,
            "shape_start": shape_start[1:],
        }
        for name, column in columns.items():
            if column.shape != (n_pieces,):
                raise ShapeError("shape.mismatch", name=name, expected=n_pieces, found=column.size)
        ends = np.concatenate([tail, head])
        if ends.size and not (ends.min() >= 0 and ends.max() < n_nodes):
            raise InputError("network.end_out_of_range", n=n_nodes)
        for times in (forward_ds, backward_ds):
            if not ((times >= 1) | (times == CLOSED_DS)).all():
                raise InputError("network.bad_time")
        no_delay = np.zeros(n_pieces, dtype=np.int32)
        turns = split_junctions(
            node_id=node_id,
            tail=tail,
            head=head,
            open_ways=np.stack([forward_ds != CLOSED_DS, backward_ds != CLOSED_DS], axis=1),
            way_id=way_id,
            rules=rules or NodeRules.none(),
            mode=mode,
        )
        indptr, arc_head, arc_ds, arc_piece = arcs_of(
            n_nodes, tail, head, np.stack([forward_ds, backward_ds], axis=1), turns
        )
        return cls(
            node_x_m=node_x_m,
            node_y_m=node_y_m,
            node_id=node_id,
            tail=tail,
            head=head,
            forward_ds=forward_ds,
            backward_ds=backward_ds,
            forward_delay_ds=no_delay if forward_delay_ds is None else forward_delay_ds,
            backward_delay_ds=no_delay if backward_delay_ds is None else backward_delay_ds,
            length_m=length_m,
            way_id=way_id,
            road_class=road_class,
            flags=flags,
            shape_start=shape_start,
            shape_x_m=shape_x_m,
            shape_y_m=shape_y_m,
            turns=turns,
            indptr=indptr,
            arc_head=arc_head,
            arc_ds=arc_ds,
            arc_piece=arc_piece,
        )

    @classmethod
    def from_arrays(
        cls,
        *,
        tail: NDArray[np.int64],
        head: NDArray[np.int64],
        time_s: NDArray[np.float64],
        xy_m: NDArray[np.float64],
    ) -> RoadNetwork:
        """
        Build a network from plain one-way arcs (published graphs, tests).

        Parameters
        ----------
        tail, head
            Ends of each arc, shape ``(m,)``, in ``[0, n)``.
        time_s
            Time of each arc [s], shape ``(m,)``, finite and not negative; it is
            rounded half up to deciseconds, and to 1 ds at least.
        xy_m
            Place of each node [m], shape ``(n, 2)``.

        Raises
        ------
        InputError
            If an end is no node, or a time is negative or not finite.
        """
        if not (np.isfinite(time_s).all() and (time_s >= 0).all()):
            raise InputError("network.bad_time")
        tail32, head32 = tail.astype(np.int32), head.astype(np.int32)
        ends = np.concatenate([tail, head])
        if ends.size and not (ends.min() >= 0 and ends.max() < len(xy_m)):
            raise InputError("network.end_out_of_range", n=len(xy_m))
        corners = (
            np.stack([xy_m[tail32], xy_m[head32]], axis=1) if tail.size else np.empty((0, 2, 2))
        )
        return cls.from_pieces(
            node_x_m=xy_m[:, 0].astype(np.float64),
            node_y_m=xy_m[:, 1].astype(np.float64),
            node_id=np.arange(len(xy_m), dtype=np.int64),
            tail=tail32,
            head=head32,
            forward_ds=np.maximum(rounded_deciseconds(time_s), 1).astype(np.int32),
            backward_ds=np.full(tail.size, CLOSED_DS, dtype=np.int32),
            length_m=np.hypot(*(corners[:, 1] - corners[:, 0]).T),
            way_id=np.arange(tail.size, dtype=np.int64),
            road_class=np.zeros(tail.size, dtype=np.uint8),
            flags=np.zeros(tail.size, dtype=np.uint8),
            shape_start=np.arange(tail.size + 1, dtype=np.int64) * 2,
            shape_x_m=corners[:, :, 0].ravel(),
            shape_y_m=corners[:, :, 1].ravel(),
        )

    @property
    def n_nodes(self) -> int:
        """Number of junctions."""
        return self.node_x_m.size

    @property
    def n_states(self) -> int:
        """Number of states of a search: junctions and their copies."""
        return self.indptr.size - 1

    @property
    def n_pieces(self) -> int:
        """Number of pieces of road."""
        return self.tail.size

    @property
    def narcs_of(self) -> int:
        """Number of directed arcs."""
        return self.arc_head.size

    @property
    def arc_tail(self) -> NDArray[np.int32]:
        """State that each arc leaves, shape ``(a,)``."""
        return np.repeat(np.arange(self.n_states, dtype=np.int32), np.diff(self.indptr))

    @property
    def arc_time_s(self) -> NDArray[np.float64]:
        """Time of each arc [s], shape ``(a,)``."""
        return self.arc_ds / DECISECONDS_PER_SECOND

    @property
    def state_junction(self) -> NDArray[np.int32]:
        """Junction that each state belongs to, shape ``(s,)``."""
        own = np.arange(self.n_nodes, dtype=np.int32)
        return np.concatenate([own, self.turns.copy_junction])


def arcs_of(
    n_nodes: int,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    time_ds: NDArray[np.int32],
    turns: TurnStates,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """
    Derive the arcs between states from the times of the pieces.

    Parameters
    ----------
    n_nodes, tail, head
        Junctions and pieces.
    time_ds
        Time along and against each piece [ds], shape ``(p, 2)``; `CLOSED_DS` where closed.
    turns
        Copies of junctions.

    Returns
    -------
    indptr, arc_head, arc_ds, arc_piece
        As in `RoadNetwork`: by the state left, then the state entered. Of parallels the
        quickest counts (scipy's own conversion would add them up).
    """
    piece = np.arange(tail.size, dtype=np.int32)
    start = np.concatenate([tail, head, turns.leave_state])
    of_piece = np.concatenate([piece, piece, turns.leave_piece])
    way = np.repeat(np.array([ALONG, AGAINST], dtype=np.int8), tail.size)
    way = np.concatenate([way, turns.leave_way])
    taken_ds, end = time_ds[of_piece, way], turns.enters[of_piece, way]
    keep = (taken_ds != CLOSED_DS) & (start != end)
    start, end, taken_ds, of_piece = start[keep], end[keep], taken_ds[keep], of_piece[keep]
    order = np.lexsort((of_piece, taken_ds, end, start))
    start, end, taken_ds, of_piece = start[order], end[order], taken_ds[order], of_piece[order]
    first = np.ones(start.size, dtype=bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    n_states = n_nodes + turns.copy_junction.size
    indptr = np.zeros(n_states + 1, dtype=np.int64)
    np.cumsum(np.bincount(start[first], minlength=n_states), out=indptr[1:])
    return indptr, end[first], taken_ds[first], of_piece[first]
