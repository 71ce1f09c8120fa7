"""What stands at the nodes of a road map: signals, barriers, turn restrictions.

Few nodes carry any of it, so they are kept as short columns beside the ways.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import ShapeError


@dataclass(frozen=True, slots=True, eq=False)
class NodeRules:
    """
    Signals, barriers and turn restrictions.

    Attributes
    ----------
    signal_id
        Source identity of nodes with traffic signals, int64, sorted.
    signal_faces
        Whom each signal stops, uint8: 1 those who travel along the way's drawing, 2
        those against it, 3 both.
    barrier_id
        Source identity of nodes with a barrier, int64, sorted.
    barrier_blocks
        `Mode` bits that may not pass each barrier, uint8.
    turn_from, turn_via, turn_to
        Restrictions by via node: way, node, way, by their source identities, int64.
    turn_only
        True where nothing but this turn is allowed, False where it is forbidden.
    turn_binds
        `Mode` bits that each restriction binds, uint8.
    """

    signal_id: NDArray[np.int64]
    signal_faces: NDArray[np.uint8]
    barrier_id: NDArray[np.int64]
    barrier_blocks: NDArray[np.uint8]
    turn_from: NDArray[np.int64]
    turn_via: NDArray[np.int64]
    turn_to: NDArray[np.int64]
    turn_only: NDArray[np.bool_]
    turn_binds: NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Check that the columns line up."""
        sizes = {
            "signal_faces": (self.signal_faces.size, self.signal_id.size),
            "barrier_blocks": (self.barrier_blocks.size, self.barrier_id.size),
            "turn_via": (self.turn_via.size, self.turn_from.size),
            "turn_to": (self.turn_to.size, self.turn_from.size),
            "turn_only": (self.turn_only.size, self.turn_from.size),
            "turn_binds": (self.turn_binds.size, self.turn_from.size),
        }
        for name, (found, expected) in sizes.items():
            if found != expected:
                raise ShapeError("shape.mismatch", name=name, expected=expected, found=found)

    @classmethod
    def none(cls) -> NodeRules:
        """No signal, no barrier, no restriction."""
        ids = np.empty(0, dtype=np.int64)
        bits = np.empty(0, dtype=np.uint8)
        return cls(ids, bits, ids, bits, ids, ids, ids, np.empty(0, dtype=np.bool_), bits)
