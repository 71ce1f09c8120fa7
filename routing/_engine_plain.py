"""Searches by scipy: where numba is missing, and in tests the twin of the fast ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing import _kernels
from routing.engine import Engine, LiveStates, Seeds, StateChange, StatePath, StateTimes
from routing.network import RoadNetwork

Ints = NDArray[np.int64]
Arcs = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]

_UNREACHED = -1


class PlainEngine:
    """Plain answers, one Dijkstra a label."""

    def __init__(self, network: RoadNetwork) -> None:
        self._forward: Arcs = (network.indptr, network.arc_head, network.arc_ds)
        self._backward: Arcs = _kernels.reversed_arcs(*self._forward)

    def _arcs(self, *, backward: bool) -> Arcs:
        return self._backward if backward else self._forward

    def nearest(self, seeds: Seeds, *, backward: bool, limit_ds: int) -> tuple[Ints, Ints]:
        """Time and label of the nearest seed of every state."""
        time_ds, label = _kernels.nearest_labels(
            *self._arcs(backward=backward), seeds.state, seeds.time_ds, seeds.label
        )
        late = time_ds > limit_ds if limit_ds >= 0 else np.zeros(time_ds.size, dtype=np.bool_)
        return np.where(late, _UNREACHED, time_ds), np.where(late, _UNREACHED, label)

    def nearest_k(self, seeds: Seeds, *, k: int, backward: bool) -> tuple[Ints, Ints]:
        """Times and labels of the k nearest distinct labels."""
        labels = np.unique(seeds.label)
        n_states = self._forward[0].size - 1
        table = np.full((n_states, max(labels.size, k)), np.iinfo(np.int64).max)
        for column, label in enumerate(labels.tolist()):
            own = seeds.label == label
            one = Seeds(seeds.state[own], seeds.time_ds[own], np.zeros(own.sum(), np.int64))
            time_ds, _ = self.nearest(one, backward=backward, limit_ds=-1)
            table[:, column] = np.where(time_ds < 0, np.iinfo(np.int64).max, time_ds)
        order = np.argsort(table, axis=1, kind="stable")[:, :k]
        times = np.take_along_axis(table, order, axis=1)
        reached = times < np.iinfo(np.int64).max
        padded = np.append(labels, np.full(max(k - labels.size, 0), _UNREACHED))
        return np.where(reached, times, _UNREACHED), np.where(reached, padded[order], _UNREACHED)

    def from_each(
        self, seeds: Seeds, *, n_labels: int, backward: bool, limit_ds: int
    ) -> list[StateTimes]:
        """For each label the states within the limit."""
        found = []
        for label in range(n_labels):
            own = seeds.label == label
            one = Seeds(seeds.state[own], seeds.time_ds[own], np.zeros(own.sum(), np.int64))
            time_ds, _ = self.nearest(one, backward=backward, limit_ds=limit_ds)
            state = np.flatnonzero(time_ds >= 0)
            found.append(StateTimes(state, time_ds[state]))
        return found

    def path(self, starts: Seeds, ends: Seeds, *, limit_ds: int) -> StatePath:
        """Quickest way from any start to any end."""
        indptr, head, weight_ds = self._forward
        n_states = indptr.size - 1
        order = np.lexsort((starts.time_ds, starts.state))
        entry, first = np.unique(starts.state[order], return_index=True)
        # Start times are lifted by 1 because a stored zero would not be an arc.
        lifted = starts.time_ds[order][first].astype(np.float64) + 1
        graph = csr_array(
            (
                np.concatenate([weight_ds.astype(np.float64), lifted]),
                np.concatenate([head.astype(np.int64), entry]),
                np.append(indptr, indptr[-1] + entry.size),
            ),
            shape=(n_states + 1, n_states + 1),
        )
        time, before = dijkstra(graph, indices=n_states, return_predecessors=True)
        if ends.state.size == 0:
            return StatePath(_UNREACHED, np.empty(0, np.int64))
        total = time[ends.state] - 1 + ends.time_ds
        best = int(np.argmin(total))
        if not np.isfinite(total[best]) or (limit_ds >= 0 and total[best] > limit_ds):
            return StatePath(_UNREACHED, np.empty(0, np.int64))
        states = []
        state = int(ends.state[best])
        while state != n_states:
            states.append(state)
            state = int(before[state])
        return StatePath(int(total[best]), np.array(states[::-1], dtype=np.int64))

    def live(self, seeds: Seeds, *, backward: bool) -> LiveStates:
        """A field to which labels can be added and from which they can be taken."""
        return PlainLiveStates(self, seeds, backward=backward)

    def prepare(self) -> None:
        """Nothing can be prepared for scipy."""

    def order_arrays(self) -> dict[str, NDArray[Any]] | None:
        """Nothing is to be kept."""
        return None

    def take_order(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Pass over what another engine kept."""

    def follow(self, other: Engine, network: RoadNetwork) -> None:
        """Nothing to take."""


class PlainLiveStates:
    """A field that is searched anew at each change, and compared."""

    def __init__(self, engine: PlainEngine, seeds: Seeds, *, backward: bool) -> None:
        self._engine, self._seeds, self._backward = engine, seeds, backward
        self._field = engine.nearest(seeds, backward=backward, limit_ds=-1)

    def add(self, own: Seeds) -> StateChange:
        """Add a label."""
        joined = (
            np.concatenate([getattr(self._seeds, name), getattr(own, name)])
            for name in ("state", "time_ds", "label")
        )
        return self._searched(Seeds(*joined))

    def remove(self, label: int) -> StateChange:
        """Take a label away."""
        left = self._seeds.label != label
        rest = (getattr(self._seeds, name)[left] for name in ("state", "time_ds", "label"))
        return self._searched(Seeds(*rest))

    def _searched(self, seeds: Seeds) -> StateChange:
        before, self._seeds = self._field, seeds
        self._field = self._engine.nearest(seeds, backward=self._backward, limit_ds=-1)
        time_ds, label = self._field
        state = np.flatnonzero((time_ds != before[0]) | (label != before[1]))
        return StateChange(state, time_ds[state], label[state])

    def states(self) -> tuple[Ints, Ints]:
        """Time and label of every state."""
        return self._field
