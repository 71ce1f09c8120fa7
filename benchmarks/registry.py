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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from benchmarks.graphs import BenchGraph

BASELINE = "scipy"


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

    def is_smallest(self, graph: BenchGraph) -> bool:
        """Tell whether the slow peers may run on this network."""
        return graph.name == self.graphs[0]


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
class Workload:
    """A named question with the target it is held against."""

    name: str
    title: str
    target: str
    run: Run


WORKLOADS: dict[str, Workload] = {}


def workload(name: str, title: str, *, target: str) -> Callable[[Run], Run]:
    """Enter a function in `WORKLOADS` under a name that is still free."""

    def enter(run: Run) -> Run:
        if name in WORKLOADS:
            raise ValueError(f"two workloads are called {name}")
        WORKLOADS[name] = Workload(name, title, target, run)
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
