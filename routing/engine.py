"""The searches over the states of one network, by whichever kernel suits the question.

Callers ask for a field, the k nearest, many to many or a path; they do not choose how.
Small networks and short limits go through a bucket queue; many whole-network questions on
a large network are worth a contraction order, whose sweeps answer the rest. Without numba
scipy answers, more slowly and the same.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from routing.network import RoadNetwork

Ints = NDArray[np.int64]

NO_LIMIT = -1
_KEY = "engine"
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """
    Where a search starts.

    Attributes
    ----------
    state
        State at which each seed enters, shape ``(s,)``.
    time_ds
        Time already on the clock [ds], >= 0.
    label
        What the seed stands for, >= 0; several seeds may share a label.
    """

    state: Ints
    time_ds: Ints
    label: Ints


@dataclass(frozen=True, slots=True, eq=False)
class StateTimes:
    """
    Times from (or to) one label at the states that it reaches within a limit.

    Attributes
    ----------
    state
        States reached, int64.
    time_ds
        Their times [ds], int64.
    """

    state: Ints
    time_ds: Ints


@dataclass(frozen=True, slots=True, eq=False)
class StatePath:
    """
    The quickest way between two sets of seeds.

    Attributes
    ----------
    time_ds
        Whole time [ds]; -1 where there is no way.
    states
        States in the order of travel; empty where there is no way.
    """

    time_ds: int
    states: Ints


@dataclass(frozen=True, slots=True, eq=False)
class StateChange:
    """
    What a change of the sources did to a field.

    Attributes
    ----------
    state
        States whose answer changed, each once.
    time_ds, label
        What they say now; -1 where nothing reaches.
    """

    state: Ints
    time_ds: Ints
    label: Ints


NO_CHANGE = StateChange(*(np.empty(0, dtype=np.int64),) * 3)


class LiveStates(Protocol):
    """A field that follows its sources."""

    def add(self, own: Seeds) -> StateChange:
        """Add a label; `own` are its seeds (one label, which the field does not know)."""

    def remove(self, label: int) -> StateChange:
        """Take a label away."""

    def states(self) -> tuple[Ints, Ints]:
        """Time and label of every state."""


class Engine(Protocol):
    """What a kind of engine must answer; times in deciseconds, -1 where unreached."""

    def nearest(self, seeds: Seeds, *, backward: bool, limit_ds: int) -> tuple[Ints, Ints]:
        """Time and label of the nearest seed of every state; ties to the lowest label."""

    def nearest_k(self, seeds: Seeds, *, k: int, backward: bool) -> tuple[Ints, Ints]:
        """Times and labels of the k nearest distinct labels, shape ``(states, k)``."""

    def from_each(
        self, seeds: Seeds, *, n_labels: int, backward: bool, limit_ds: int
    ) -> list[StateTimes]:
        """For each label the states within the limit."""

    def path(self, starts: Seeds, ends: Seeds, *, limit_ds: int) -> StatePath:
        """Quickest way from any start to any end, end times added."""

    def live(self, seeds: Seeds, *, backward: bool) -> LiveStates:
        """A field to which labels can be added and from which they can be taken."""

    def prepare(self) -> None:
        """Do now what makes many later questions quick."""

    def order_arrays(self) -> dict[str, NDArray[Any]] | None:
        """What `prepare` made, to be kept; None where there is nothing to keep."""

    def take_order(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take what `prepare` made for a network of the same states and arcs."""

    def follow(self, other: Engine, network: RoadNetwork) -> None:
        """Take the order of a network with the same states, and this one's arcs or more."""


def engine_of(network: RoadNetwork) -> Engine:
    """
    Find the engine of a network; made once, then kept with it.

    Threads may share it.
    """
    with _LOCK:
        found = network.kept.get(_KEY)
        if found is None:
            found = network.kept[_KEY] = _new_engine(network)
    return found  # type: ignore[return-value]  # whatever is kept under the key is one


def _new_engine(network: RoadNetwork) -> Engine:
    try:
        from routing._engine_fast import FastEngine  # noqa: PLC0415 (numba may be missing)
    except ImportError:
        from routing._engine_plain import PlainEngine  # noqa: PLC0415

        return PlainEngine(network)
    return FastEngine(network)
