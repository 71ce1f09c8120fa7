"""What a benchmark is: workloads by name, contenders that race, rows that come out.

A workload is a function from a network to rows, entered in `WORKLOADS` by a decorator::

    @workload("W2", "15-minute field from one place", target="at most 3 ms at every size")
    def reach(setting: Setting, graph: BenchGraph) -> list[Row]: ...

The module that holds it is named in `benchmarks.run`. Contenders of a race take turns, so
that whatever else the machine does meets them alike; their medians are compared within one
race only.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from benchmarks.graphs import BenchGraph

BASELINE = "scipy"
_SLOW_PEERS_NODES_MAX = 60_000
_AS_FAST_AS = "times as fast as "


@dataclass(frozen=True)
class Setting:
    """
    What a run was asked for.

    Attributes
    ----------
    graphs
        Names of the networks, the smallest first.
    n_facilities
        Facilities of a nearest-facility question.
    n_trials
        Single queries over which a median is taken.
    n_sources
        Sources of a many-to-many question.
    budget_s
        Time for which one contender may race [s]; each runs at least once.
    rounds
        Most rounds of a race.
    folder
        Where networks are kept.
    """

    graphs: tuple[str, ...]
    n_facilities: int
    n_trials: int
    n_sources: int
    budget_s: float
    rounds: int
    folder: Path

    @staticmethod
    def is_small(graph: BenchGraph) -> bool:
        """Tell whether the slow peers may run on this network."""
        return graph.n_nodes <= _SLOW_PEERS_NODES_MAX


@dataclass(frozen=True)
class Row:
    """
    One line of the table.

    Attributes
    ----------
    question
        What was asked, e.g. ``"nearest of 200, times only"``.
    graph
        Name of the network.
    method
        Who answered.
    median_s, best_s
        Of the rounds or trials [s].
    n_runs
        How many there were.
    versus_scipy
        Median of scipy in the same race over this median; None where scipy did not run.
    figures
        Further figures, by name with its unit.
    """

    question: str
    graph: str
    method: str
    median_s: float
    best_s: float
    n_runs: int
    versus_scipy: float | None = None
    figures: Mapping[str, float] = field(default_factory=dict)


Run: TypeAlias = Callable[[Setting, BenchGraph], list[Row]]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Goal:
    """
    A bound that a figure of some rows is held against.

    Attributes
    ----------
    graphs
        Networks it is stated for; on others nothing is judged.
    method
        Whose rows.
    figure
        ``"median_ms"``, ``"times as fast as <method>"`` (in the same question), or one of
        the rows' further figures.
    least, most
        The bound; one of them is given.
    asked
        Part of the question; by default any.
    """

    graphs: tuple[str, ...]
    method: str
    figure: str
    least: float | None = None
    most: float | None = None
    asked: str = ""

    def __str__(self) -> str:
        """The bound in words."""
        words = f"{self.figure.replace('_', ' ')} of {self.method}"
        if self.asked:
            words += f" ({self.asked})"
        if self.least is not None:
            return f"{words}: at least {self.least:,g}"
        return f"{words}: at most {self.most:,g}"

    def is_met(self, value: float) -> bool:
        """Tell whether a value keeps to the bound."""
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )

    def values(self, rows: Sequence[Row], graph: str) -> list[float]:
        """The figure in every row it is stated for."""
        found = []
        for row in rows:
            if row.graph == graph and row.method == self.method and self.asked in row.question:
                value = self._value(row, rows)
                if value is not None:
                    found.append(value)
        return found

    def _value(self, row: Row, rows: Sequence[Row]) -> float | None:
        if self.figure == "median_ms":
            return row.median_s * 1e3
        if not self.figure.startswith(_AS_FAST_AS):
            return row.figures.get(self.figure)
        other = self.figure.removeprefix(_AS_FAST_AS)
        for one in rows:
            if (one.question, one.graph, one.method) == (row.question, row.graph, other):
                return one.median_s / row.median_s
        return None


@dataclass(frozen=True)
class Verdict:
    """
    What became of a goal on one network.

    Attributes
    ----------
    goal, graph
        What was to be reached, where.
    value
        The worst of the figures; None where the run did not measure it.
    is_met
        None where there is no value.
    """

    goal: Goal
    graph: str
    value: float | None
    is_met: bool | None


@dataclass(frozen=True)
class Workload:
    """A named question with the target it is held against, in words and in bounds."""

    name: str
    title: str
    target: str
    run: Run
    goals: tuple[Goal, ...] = ()

    def verdicts(self, rows: Sequence[Row]) -> list[Verdict]:
        """Hold rows against every goal, network by network."""
        found = []
        for goal in self.goals:
            for graph in goal.graphs:
                values = goal.values(rows, graph)
                if not values:
                    found.append(Verdict(goal, graph, None, None))
                    continue
                worst = max(values) if goal.least is None else min(values)
                found.append(Verdict(goal, graph, worst, goal.is_met(worst)))
        return found


WORKLOADS: dict[str, Workload] = {}


def workload(
    name: str, title: str, *, target: str, goals: Sequence[Goal] = ()
) -> Callable[[Run], Run]:
    """Enter a function in `WORKLOADS` under a name that is still free."""

    def enter(run: Run) -> Run:
        if name in WORKLOADS:
            raise ValueError(f"two workloads are called {name}")
        WORKLOADS[name] = Workload(name, title, target, run, tuple(goals))
        return run

    return enter


def timed(call: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds that one call takes, and its answer."""
    begin = time.perf_counter()
    answer = call()
    return time.perf_counter() - begin, answer


def race(
    setting: Setting,
    graph: BenchGraph,
    question: str,
    contenders: Mapping[str, Callable[[], object]],
) -> list[Row]:
    """
    Let contenders answer in turns, after one answer each that does not count.

    The first answer pays for compiling and for caches. A contender leaves the race when
    its budget is spent.
    """
    for call in contenders.values():
        call()
    runs: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.disable()
    try:
        for _ in range(setting.rounds):
            for name, call in contenders.items():
                if not runs[name] or sum(runs[name]) < setting.budget_s:
                    runs[name].append(timed(call)[0])
    finally:
        gc.enable()
    rows = [row_of(question, graph, name, times) for name, times in runs.items()]
    return against_scipy(rows)


def row_of(
    question: str, graph: BenchGraph, method: str, times_s: list[float], **figures: float
) -> Row:
    """A row over the times of single runs [s]."""
    return Row(
        question,
        graph.name,
        method,
        statistics.median(times_s),
        min(times_s),
        len(times_s),
        figures=figures,
    )


def against_scipy(rows: list[Row]) -> list[Row]:
    """The same rows with their ratios to scipy's, where it is among them."""
    scipy_s = next((row.median_s for row in rows if row.method == BASELINE), None)
    if scipy_s is None:
        return rows
    return [replace(row, versus_scipy=scipy_s / row.median_s) for row in rows]
