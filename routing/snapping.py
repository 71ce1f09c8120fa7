"""Joining places to roads: the nearest piece, where on it, and how far off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import InputError
from geo.units import DECISECONDS_PER_SECOND, rounded_deciseconds
from routing._kernels import junction_arcs, strong_components
from routing.network import CLOSED_DS, RoadNetwork

try:
    from routing import _grid
except ModuleNotFoundError:  # no numba here: shapely's tree does it, more slowly
    _grid = None  # type: ignore[assignment] # the name stands for the module or for its absence

NOT_SNAPPED = -1
_CHUNK = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class SnappedPoints:
    """
    Where places meet the road.

    Attributes
    ----------
    piece
        Piece of road, shape ``(m,)``, int64; `NOT_SNAPPED` where none is near enough.
    share
        Place on that piece as a share of its length from the tail, in [0, 1].
    distance_m
        Straight line from the place to the road [m]; ``inf`` where not snapped.
    """

    piece: NDArray[np.int64]
    share: NDArray[np.float64]
    distance_m: NDArray[np.float64]

    def __len__(self) -> int:
        """Number of places."""
        return self.piece.size

    def take(self, rows: NDArray[np.int64]) -> SnappedPoints:
        """Pick some of the places, in the given order."""
        return SnappedPoints(self.piece[rows], self.share[rows], self.distance_m[rows])


@dataclass(frozen=True, slots=True, eq=False)
class PartialTimes:
    """
    Times between snapped places and the ends of their pieces [ds].

    The two parts of a direction add up to the piece's time exactly. `CLOSED_DS` where
    the direction is closed or the place is not snapped.

    Attributes
    ----------
    from_tail, to_head
        Along the drawing: tail to place, place to head, shape ``(m,)``.
    from_head, to_tail
        Against the drawing: head to place, place to tail, shape ``(m,)``.
    """

    from_tail: NDArray[np.int64]
    to_head: NDArray[np.int64]
    from_head: NDArray[np.int64]
    to_tail: NDArray[np.int64]


class _Search(Protocol):
    """Finds the nearest of some segments; `_GridSearch` or, without numba, `_TreeSearch`."""

    def fill(
        self,
        x_m: NDArray[np.float64],
        y_m: NDArray[np.float64],
        limit_m: float,
        found: NDArray[np.int64],
        distance_m: NDArray[np.float64],
    ) -> None:
        """Give places without a segment the nearest one within the limit, in place."""


class _GridSearch:
    """The segments in a grid of arrays (`routing._grid`)."""

    def __init__(self, segment_m: NDArray[np.float64], chosen: NDArray[np.int64]) -> None:
        self.segment_m = segment_m
        self.grid = _grid.build_grid(segment_m, chosen)

    def fill(
        self,
        x_m: NDArray[np.float64],
        y_m: NDArray[np.float64],
        limit_m: float,
        found: NDArray[np.int64],
        distance_m: NDArray[np.float64],
    ) -> None:
        grid = self.grid
        _grid.nearest_segments(
            self.segment_m,
            grid.corner_m,
            grid.box_m,
            grid.part,
            grid.start,
            grid.candidate,
            grid.chosen,
            x_m,
            y_m,
            limit_m,
            found,
            distance_m,
        )


class _TreeSearch:
    """The segments as shapely lines in a tree: slower, and the same answers."""

    def __init__(self, segment_m: NDArray[np.float64], chosen: NDArray[np.int64]) -> None:
        self.chosen = chosen
        self.tree = shapely.STRtree(shapely.linestrings(segment_m[chosen].reshape(-1, 2, 2)))

    def fill(
        self,
        x_m: NDArray[np.float64],
        y_m: NDArray[np.float64],
        limit_m: float,
        found: NDArray[np.int64],
        distance_m: NDArray[np.float64],
    ) -> None:
        open_rows = np.flatnonzero(found == NOT_SNAPPED)
        for begin in range(0, open_rows.size, _CHUNK):
            part = open_rows[begin : begin + _CHUNK]
            (which, hit), found_m = self.tree.query_nearest(
                shapely.points(x_m[part], y_m[part]),
                max_distance=limit_m,
                return_distance=True,
                all_matches=True,
            )
            # Of equally near roads the first in the network's order, always.
            order = np.lexsort((hit, which))
            which, hit, found_m = which[order], hit[order], found_m[order]
            which, first = np.unique(which, return_index=True)
            found[part[which]] = self.chosen[hit[first]]
            distance_m[part[which]] = found_m[first]


class RoadIndex:
    """
    A spatial index over the pieces of a network.

    A place is joined to the nearest road of the main part (the largest set of
    junctions that all reach each other) within the limit; only where there is none, to
    the nearest other road: never to an unreachable island beside a usable road. Of
    equally near roads the first in the network's order counts.

    Parameters
    ----------
    network
        The network whose pieces are indexed; it must have shapes.

    Attributes
    ----------
    on_main
        Whether each piece belongs to the main part, shape ``(p,)``.
    n_components, main_share
        Number of such sets, and the share of the junctions that the largest holds.
    """

    def __init__(self, network: RoadNetwork) -> None:
        self.network = network
        steps = np.arange(network.shape_x_m.size - 1, dtype=np.int64)
        is_step = np.ones(steps.size, dtype=bool)
        is_step[network.shape_start[1:-1] - 1] = False
        steps = steps[is_step]
        self._piece = np.searchsorted(network.shape_start, steps, side="right").astype(np.int64) - 1
        xy_m = np.column_stack([network.shape_x_m, network.shape_y_m])
        self._segment_m = np.column_stack([xy_m[steps], xy_m[steps + 1]])
        length_m = np.hypot(*(xy_m[steps + 1] - xy_m[steps]).T)
        run_m = np.concatenate([[0.0], np.cumsum(length_m)])
        first_step = np.searchsorted(self._piece, np.arange(network.n_pieces))
        end_step = np.append(first_step[1:], steps.size)
        self._before_m = run_m[:-1] - run_m[first_step][self._piece]
        self._piece_m = run_m[end_step] - run_m[first_step]
        # Copies of a junction belong to their junction: what counts is where roads lead.
        count, component = strong_components(
            *junction_arcs(network.state_junction, network.arc_tail, network.arc_head)
        )
        self.n_components = count
        sizes = np.bincount(component, minlength=max(count, 1))
        main = component == sizes.argmax()
        self.main_share = float(main.mean()) if main.size else 0.0
        self.on_main = main[network.tail] & main[network.head]
        on_main = self.on_main[self._piece]
        search = _TreeSearch if _grid is None else _GridSearch
        self._searches: list[_Search] = [
            search(self._segment_m, chosen)
            for chosen in (np.flatnonzero(on_main), np.flatnonzero(~on_main))
            if chosen.size
        ]

    def snap(
        self, x_m: NDArray[np.float64], y_m: NDArray[np.float64], *, max_distance_m: float
    ) -> SnappedPoints:
        """
        Join places to the nearest road.

        Parameters
        ----------
        x_m, y_m
            Places in the study's metric CRS [m], shape ``(m,)``, finite.
        max_distance_m
            Longest straight line to a road [m], > 0, inclusive.

        Raises
        ------
        InputError
            If a coordinate is not finite.
        """
        if not (np.isfinite(x_m).all() and np.isfinite(y_m).all()):
            raise InputError("snap.not_finite")
        x_m, y_m = np.ascontiguousarray(x_m), np.ascontiguousarray(y_m)
        found = np.full(x_m.size, NOT_SNAPPED, dtype=np.int64)
        distance_m = np.full(x_m.size, np.inf)
        for search in self._searches:
            search.fill(x_m, y_m, float(max_distance_m), found, distance_m)
        share = np.zeros(x_m.size)
        if _grid is None:
            self._place(x_m, y_m, found, share)
        else:
            _grid.place_on_pieces(
                self._segment_m,
                self._piece,
                self._before_m,
                self._piece_m,
                x_m,
                y_m,
                found,
                share,
            )
        return SnappedPoints(found, share, distance_m)

    def _place(
        self,
        x_m: NDArray[np.float64],
        y_m: NDArray[np.float64],
        found: NDArray[np.int64],
        share: NDArray[np.float64],
    ) -> None:
        """Do what `place_on_pieces` does, without numba."""
        snapped = found != NOT_SNAPPED
        row = found[snapped]
        begin = self._segment_m[row, :2]
        vector = self._segment_m[row, 2:] - begin
        to_place = np.column_stack([x_m[snapped], y_m[snapped]]) - begin
        length2 = (vector**2).sum(axis=1)
        along = np.divide(
            (to_place * vector).sum(axis=1), length2, out=np.zeros(row.size), where=length2 > 0
        ).clip(0, 1)
        covered_m = self._before_m[row] + along * np.sqrt(length2)
        total_m = self._piece_m[self._piece[row]]
        share[snapped] = np.divide(
            covered_m, total_m, out=np.zeros(row.size), where=total_m > 0
        ).clip(0, 1)
        found[snapped] = self._piece[row]


def partial_times(network: RoadNetwork, points: SnappedPoints) -> PartialTimes:
    """
    Times between snapped places and both ends of their pieces.

    The wait at the end of a piece belongs to those who reach that end, so it is not
    shared out. Rounded half up, so that a place at 0 or 1 costs nothing or all of the
    road; the two parts of a direction add up to the piece's time.
    """
    snapped = points.piece != NOT_SNAPPED
    piece = np.where(snapped, points.piece, 0)
    parts = []
    for whole_ds, wait_ds, share in (
        (network.forward_ds, network.forward_delay_ds, points.share),
        (network.backward_ds, network.backward_delay_ds, 1 - points.share),
    ):
        whole = whole_ds[piece].astype(np.int64) if network.n_pieces else piece
        wait = wait_ds[piece].astype(np.int64) if network.n_pieces else piece
        open_way = snapped & (whole != CLOSED_DS)
        before = rounded_deciseconds((whole - wait) * share / DECISECONDS_PER_SECOND)
        parts.append(np.where(open_way, before, CLOSED_DS))
        parts.append(np.where(open_way, whole - before, CLOSED_DS))
    return PartialTimes(from_tail=parts[0], to_head=parts[1], from_head=parts[2], to_tail=parts[3])
