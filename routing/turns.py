"""Turn restrictions: junctions are split where, and only where, one binds.

A search runs over *states*. Each junction is a state; where a restriction binds those
who arrive by some piece, they arrive at a copy of the junction from which only the
allowed pieces lead on. A junction's answer is the best over itself and its copies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.rules import NodeRules

ALONG, AGAINST = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class TurnStates:
    """
    Copies of junctions and the moves between states.

    Attributes
    ----------
    copy_junction
        Junction that each copy belongs to, shape ``(c,)``, int32; copy ``i`` is state
        ``n_nodes + i``.
    enters
        State in which a traversal of each piece ends, shape ``(p, 2)``, int32: along
        the drawing, against it.
    leave_piece, leave_way, leave_state
        Which pieces may be taken from copies: piece, `ALONG` or `AGAINST`, state, in
        this order. From the junction itself every open piece may be taken.
    applied
        Rows of the restrictions that bind somewhere in this network, ascending.
    """

    copy_junction: NDArray[np.int32]
    enters: NDArray[np.int32]
    leave_piece: NDArray[np.int32]
    leave_way: NDArray[np.int8]
    leave_state: NDArray[np.int32]
    applied: NDArray[np.int64]

    def copies_onto(
        self, piece: NDArray[np.int64], way: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """
        Find the copies from which pieces may be taken.

        Parameters
        ----------
        piece
            Pieces, shape ``(m,)``.
        way
            `ALONG` or `AGAINST`.

        Returns
        -------
        row, state
            Pairs: position in `piece` and a copy that leads onto it.
        """
        here = self.leave_way == way
        onto, state = self.leave_piece[here], self.leave_state[here]
        begin = np.searchsorted(onto, piece, side="left")
        count = np.searchsorted(onto, piece, side="right") - begin
        row = np.repeat(np.arange(piece.size, dtype=np.int64), count)
        within = np.arange(row.size, dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
        return row, state[begin[row] + within].astype(np.int64)


def split_junctions(
    *,
    node_id: NDArray[np.int64],
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    open_ways: NDArray[np.bool_],
    way_id: NDArray[np.int64],
    rules: NodeRules,
    mode: int,
) -> TurnStates:
    """
    Find the copies that the restrictions of a mode ask for.

    A U-turn that is forbidden on one way forbids going back on the same piece; any other
    restriction forbids (or alone allows) every piece of its ``to`` way that leaves the
    junction. Restrictions of several ways at a junction add up.

    Parameters
    ----------
    node_id
        Source identity of each junction, shape ``(n,)``.
    tail, head, way_id
        Pieces, as in `RoadNetwork`.
    open_ways
        Whether each piece may be travelled along and against its drawing, shape ``(p, 2)``.
    rules
        Restrictions by source identities.
    mode
        `Mode` bit.

    Returns
    -------
    states
        Copies in the order of their junction and piece: the same input, the same copies.
    """
    n_nodes = node_id.size
    enters = np.stack([head, tail], axis=1).astype(np.int32)
    binding = np.flatnonzero((rules.turn_binds & mode) != 0)
    via = np.isin(rules.turn_via[binding], node_id)
    binding = binding[via]
    order = np.argsort(node_id, kind="stable")
    junction = order[np.searchsorted(node_id, rules.turn_via[binding], sorter=order)]
    at_junction: dict[int, list[int]] = {}
    for row, place in zip(binding.tolist(), junction.tolist(), strict=True):
        at_junction.setdefault(place, []).append(row)
    touching = np.flatnonzero(np.isin(tail, list(at_junction)) | np.isin(head, list(at_junction)))
    arriving: dict[int, list[tuple[int, int]]] = {place: [] for place in at_junction}
    leaving: dict[int, list[tuple[int, int]]] = {place: [] for place in at_junction}
    for piece in touching.tolist():
        moves = (
            (ALONG, int(tail[piece]), int(head[piece])),
            (AGAINST, int(head[piece]), int(tail[piece])),
        )
        for way, start, end in moves:
            if not open_ways[piece, way]:
                continue
            if end in arriving:
                arriving[end].append((piece, way))
            if start in leaving:
                leaving[start].append((piece, way))
    copies: list[int] = []
    leaves: list[tuple[int, int, int]] = []
    applied: set[int] = set()
    for place in sorted(at_junction):
        for piece, way in arriving[place]:
            allowed = leaving[place]
            bound = [row for row in at_junction[place] if rules.turn_from[row] == way_id[piece]]
            for row in bound:
                narrowed = _after(row, piece, allowed, way_id, rules)
                if len(narrowed) < len(allowed):
                    applied.add(row)
                allowed = narrowed
            if len(allowed) == len(leaving[place]):
                continue
            state = n_nodes + len(copies)
            copies.append(place)
            enters[piece, way] = state
            leaves.extend((onto, onto_way, state) for onto, onto_way in allowed)
    columns = np.array(sorted(leaves), dtype=np.int32).reshape(-1, 3)
    return TurnStates(
        copy_junction=np.array(copies, dtype=np.int32),
        enters=enters,
        leave_piece=columns[:, 0].copy(),
        leave_way=columns[:, 1].astype(np.int8),
        leave_state=columns[:, 2].copy(),
        applied=np.array(sorted(applied), dtype=np.int64),
    )


def _after(
    row: int,
    piece: int,
    allowed: list[tuple[int, int]],
    way_id: NDArray[np.int64],
    rules: NodeRules,
) -> list[tuple[int, int]]:
    """Moves that one restriction leaves to those who arrive by `piece`."""
    target = rules.turn_to[row]
    if rules.turn_only[row]:
        narrowed = [(onto, way) for onto, way in allowed if way_id[onto] == target]
        # An "only" whose way cannot be entered by this mode binds nobody: it was made
        # for others, or mapped wrongly; a dead end at a crossing would be worse.
        return narrowed or allowed
    if rules.turn_from[row] == target:
        return [(onto, way) for onto, way in allowed if onto != piece]
    return [(onto, way) for onto, way in allowed if way_id[onto] != target]
