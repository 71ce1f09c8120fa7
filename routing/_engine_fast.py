"""Searches by our own kernels: a bucket queue near by, sweeps over a contraction order."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing._bucket import nearest_bucket, reach_of_place
from routing._bucket_delta import delta_of_added, delta_of_removed
from routing._bucket_k import nearest_k
from routing._bucket_path import quickest_path
from routing._bucket_types import Arcs, FieldDelta, LabelField, SearchScratch, new_scratch
from routing._bucket_types import Seeds as BucketSeeds
from routing._customise import customise, true_times
from routing._hierarchy import Hierarchy, build_hierarchy
from routing._hilbert import hilbert_order
from routing._kernels import reversed_arcs
from routing._order import contraction_order
from routing._sweep import SweepGraph, nearest_sweep, sweep_graph, unpack_keys
from routing._sweep_collect import collect_within
from routing._sweep_k import nearest_k_sweep
from routing._sweep_lanes import lane_graph, lane_seeds
from routing.engine import NO_CHANGE, Engine, LiveStates, Seeds, StateChange, StatePath, StateTimes
from routing.network import RoadNetwork

Ints = NDArray[np.int64]

SMALL_STATES = 4_000
"""Up to here a bucket queue answers in a fraction of a millisecond anyway."""
PREPARE_AFTER = 40
"""So many whole-network searches cost about what a contraction order costs."""
SWEEP_LABELS = 8
"""From so many labels on, one search each is not worth its queue."""
MOST_UP_ARCS_A_STATE = 64
"""Road networks have about 5 in a good order; far beyond, a sweep is no gain."""
_NO_LIMIT = -1
_CLOSED = -1
_LONGEST_DS = 864_000
_THREADS = 2


class FastEngine:
    """
    Answers by bucket queue or sweep.

    Inside, states are kept in Hilbert order (neighbours share cache lines) for the bucket
    queue, in elimination order for the sweeps; outside they have the network's numbers.

    Parameters
    ----------
    network
        States, arcs and coordinates.
    """

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        junction = network.state_junction
        self._x_m, self._y_m = network.node_x_m[junction], network.node_y_m[junction]
        order = hilbert_order(self._x_m, self._y_m)
        self._state_of = order.astype(np.int64)
        self._place_of = np.empty(order.size, dtype=np.int64)
        self._place_of[order] = np.arange(order.size)
        self._forward = self._in_places(network)
        self._backward = Arcs(*reversed_arcs(*self._forward))
        self._scratch = threading.local()
        self._lock = threading.Lock()
        self._hierarchy: Hierarchy | None = None
        self._weight_ds = network.arc_ds  # in the arcs' order of the hierarchy
        self._sweeps: dict[bool, SweepGraph] = {}
        self._asked = 0
        self._orderable = True

    def _in_places(self, network: RoadNetwork) -> Arcs:
        tail = self._place_of[network.arc_tail]
        head = self._place_of[network.arc_head]
        order = np.lexsort((head, tail))
        indptr = np.zeros(self._state_of.size + 1, dtype=np.int64)
        np.cumsum(np.bincount(tail, minlength=self._state_of.size), out=indptr[1:])
        return Arcs(indptr, head[order].astype(np.int32), network.arc_ds[order])

    def _arcs(self, *, backward: bool) -> Arcs:
        return self._backward if backward else self._forward

    def _own_scratch(self) -> SearchScratch:
        found: SearchScratch | None = getattr(self._scratch, "own", None)
        if found is None:
            found = self._scratch.own = new_scratch(self._state_of.size)
        return found

    # ------------------------------------------------------------ the order ---

    @property
    def prepared(self) -> bool:
        """Whether the contraction order is there."""
        return self._hierarchy is not None

    def prepare(self) -> None:
        """Make the contraction order now and lay out its sweeps, where the network has one."""
        if self._can_sweep():
            for backward in (False, True):
                self._sweep(backward=backward)

    def _can_sweep(self) -> bool:
        """Make the contraction order if need be; False where contraction would explode."""
        with self._lock:
            if self._hierarchy is None and self._orderable:
                try:
                    self._hierarchy = self._contracted()
                except OverflowError:
                    # Coordinates that mean nothing give an order that is worth nothing.
                    self._orderable = False
            return self._hierarchy is not None

    def order_arrays(self) -> dict[str, NDArray[Any]] | None:
        """The contraction order as plain arrays; None before it is made."""
        return None if self._hierarchy is None else self._hierarchy.arrays()

    def take_order(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take a contraction order that was kept; it must be of the same states and arcs."""
        with self._lock:
            self._hierarchy = Hierarchy(**arrays)
            self._sweeps = {}

    def follow(self, other: Engine, network: RoadNetwork) -> None:
        """Take the order of `network` (same states, this one's arcs or more), if it is made."""
        if not isinstance(other, FastEngine) or not other.prepared:
            return
        # Arcs of both are sorted by the states they join: find this one's among the other's.
        n_states = self._state_of.size
        theirs = network.arc_tail.astype(np.int64) * n_states + network.arc_head
        ours = self._network.arc_tail.astype(np.int64) * n_states + self._network.arc_head
        weight_ds = np.full(theirs.size, _CLOSED, dtype=np.int32)
        weight_ds[np.searchsorted(theirs, ours)] = self._network.arc_ds
        with self._lock:
            self._hierarchy, self._weight_ds = other._hierarchy, weight_ds
            self._sweeps = {}

    def _contracted(self) -> Hierarchy:
        network = self._network
        n_states, tail, head = network.n_states, network.arc_tail, network.arc_head
        order = contraction_order(n_states, tail, head, self._x_m, self._y_m, threads=_THREADS)
        most = MOST_UP_ARCS_A_STATE * n_states
        return build_hierarchy(n_states, tail, head, order, n_up_max=most)

    def _sweep(self, *, backward: bool) -> SweepGraph:
        with self._lock:
            hierarchy = self._hierarchy
            if hierarchy is None:
                raise RuntimeError("no contraction order")  # the caller has asked _can_sweep
            if not self._sweeps:
                times = customise(hierarchy, self._weight_ds)
                true = true_times(hierarchy, *times)
                self._sweeps = {
                    False: sweep_graph(hierarchy, times, direction="from", true=true),
                    True: sweep_graph(hierarchy, times, direction="to", true=true),
                }
            return self._sweeps[backward]

    def _sweeping(self, *, limit_ds: int, n_labels: int) -> bool:
        """Choose the kernel for a question about the whole network."""
        if self._state_of.size <= SMALL_STATES:
            return False
        if limit_ds >= 0 and n_labels < SWEEP_LABELS:
            return False  # a short search near few places settles little
        self._asked += 1
        return (self.prepared or self._asked > PREPARE_AFTER) and self._can_sweep()

    # ---------------------------------------------------------- the answers ---

    def nearest(self, seeds: Seeds, *, backward: bool, limit_ds: int) -> tuple[Ints, Ints]:
        """Time and label of the nearest seed of every state."""
        n_labels = int(seeds.label.max(initial=-1)) + 1
        if self._sweeping(limit_ds=limit_ds, n_labels=n_labels):
            graph = self._sweep(backward=backward)
            rank = graph.hierarchy.rank
            key = nearest_sweep(
                graph, rank[seeds.state].astype(np.int64), seeds.time_ds, seeds.label
            )
            time_ds, label = unpack_keys(key[rank])
            if limit_ds >= 0:
                late = time_ds > limit_ds
                time_ds, label = np.where(late, -1, time_ds), np.where(late, -1, label)
            return time_ds, label
        place = self._place_of[seeds.state]
        time_ds, label = nearest_bucket(
            *self._arcs(backward=backward), place, seeds.time_ds, seeds.label, limit_ds
        )
        return time_ds[self._place_of], label[self._place_of]

    def nearest_k(self, seeds: Seeds, *, k: int, backward: bool) -> tuple[Ints, Ints]:
        """Times and labels of the k nearest distinct labels."""
        if self._sweeping(limit_ds=_NO_LIMIT, n_labels=SWEEP_LABELS):
            graph = self._sweep(backward=backward)
            rank = graph.hierarchy.rank
            key = nearest_k_sweep(
                graph, rank[seeds.state].astype(np.int64), seeds.time_ds, seeds.label, k=k
            )
            return unpack_keys(key[rank])
        place = self._place_of[seeds.state]
        time_ds, label = nearest_k(
            *self._arcs(backward=backward), place, seeds.time_ds, seeds.label, k, _NO_LIMIT
        )
        return time_ds[self._place_of], label[self._place_of]

    def from_each(
        self, seeds: Seeds, *, n_labels: int, backward: bool, limit_ds: int
    ) -> list[StateTimes]:
        """For each label the states within the limit."""
        many = n_labels >= SWEEP_LABELS and self._state_of.size > SMALL_STATES
        if many and self._can_sweep():
            graph = self._sweep(backward=backward)
            rank = graph.hierarchy.rank
            lanes = lane_graph(graph, limit_ds=limit_ds if limit_ds >= 0 else _LONGEST_DS)
            dealt = lane_seeds(
                rank[seeds.state].astype(np.int64), seeds.time_ds, seeds.label, n_sources=n_labels
            )
            found = collect_within(lanes, dealt, threads=_THREADS)
            state = graph.hierarchy.order[found.rank].astype(np.int64)
            time_ds = found.time_ds.astype(np.int64)
            parts = [slice(a, b) for a, b in zip(found.start[:-1], found.start[1:], strict=True)]
            return [StateTimes(state[part], time_ds[part]) for part in parts]
        arcs, scratch = self._arcs(backward=backward), self._own_scratch()
        answers = []
        for label in range(n_labels):
            own = seeds.label == label
            place, time_ds = reach_of_place(
                *arcs, self._place_of[seeds.state[own]], seeds.time_ds[own], limit_ds, scratch
            )
            answers.append(StateTimes(self._state_of[place], time_ds))
        return answers

    def path(self, starts: Seeds, ends: Seeds, *, limit_ds: int) -> StatePath:
        """Quickest way from any start to any end."""
        arcs = self._forward
        found = quickest_path(
            *arcs,
            self._place_of[starts.state],
            starts.time_ds,
            self._place_of[ends.state],
            ends.time_ds,
            limit_ds,
            self._own_scratch(),
        )
        if found.time_ds < 0:
            return StatePath(-1, np.empty(0, np.int64))
        first = self._place_of[starts.state[found.start]]
        places = np.concatenate([[first], arcs.head[found.arc]]).astype(np.int64)
        return StatePath(int(found.time_ds), self._state_of[places])

    def live(self, seeds: Seeds, *, backward: bool) -> LiveStates:
        """A field to which labels can be added and from which they can be taken."""
        time_ds, label = self.nearest(seeds, backward=backward, limit_ds=_NO_LIMIT)
        return FastLiveStates(
            arcs=(self._arcs(backward=backward), self._arcs(backward=not backward)),
            state_of=self._state_of,
            place_of=self._place_of,
            seeds=seeds,
            field=(time_ds[self._state_of], label[self._state_of]),
        )


class FastLiveStates:
    """
    A field kept in Hilbert order, changed only where it changes.

    Parameters
    ----------
    arcs
        In the field's direction, and turned around.
    state_of, place_of
        Between places in Hilbert order and states.
    seeds
        All seeds of the field.
    field
        Time and label by place.
    """

    def __init__(
        self,
        *,
        arcs: tuple[Arcs, Arcs],
        state_of: Ints,
        place_of: Ints,
        seeds: Seeds,
        field: tuple[Ints, Ints],
    ) -> None:
        self._arcs, self._arcs_in = arcs
        self._state_of, self._place_of = state_of, place_of
        self._seeds = seeds
        self._time_ds, self._label = field
        self._scratch = new_scratch(state_of.size)

    def add(self, own: Seeds) -> StateChange:
        """Add a label; `own` are its seeds (one label)."""
        self._seeds = Seeds(
            np.concatenate([self._seeds.state, own.state]),
            np.concatenate([self._seeds.time_ds, own.time_ds]),
            np.concatenate([self._seeds.label, own.label]),
        )
        if own.state.size == 0:
            return NO_CHANGE
        return self._applied(
            delta_of_added(
                self._arcs,
                LabelField(self._time_ds, self._label),
                self._place_of[own.state],
                own.time_ds,
                int(own.label[0]),
                _NO_LIMIT,
                self._scratch,
            )
        )

    def remove(self, label: int) -> StateChange:
        """Take a label away."""
        seeds = self._seeds
        delta = delta_of_removed(
            self._arcs,
            self._arcs_in,
            LabelField(self._time_ds, self._label),
            BucketSeeds(self._place_of[seeds.state], seeds.time_ds, seeds.label),
            label,
            _NO_LIMIT,
            self._scratch,
        )
        left = seeds.label != label
        self._seeds = Seeds(seeds.state[left], seeds.time_ds[left], seeds.label[left])
        return self._applied(delta)

    def _applied(self, delta: FieldDelta) -> StateChange:
        self._time_ds[delta.node] = delta.time_ds
        self._label[delta.node] = delta.label
        return StateChange(self._state_of[delta.node], delta.time_ds, delta.label)

    def states(self) -> tuple[Ints, Ints]:
        """Time and label of every state."""
        return self._time_ds[self._place_of], self._label[self._place_of]
