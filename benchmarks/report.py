"""Results as text: a table for the screen, JSON for programs, a page for the documentation."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.registry import Row, Setting, Workload

Results = Sequence[tuple[Workload, Sequence[Row]]]

_HEADER = ("question", "network", "method", "median", "best", "runs", "× scipy", "further")
_PACKAGES = ("numpy", "numba", "scipy", "osmium", "networkx", "pandana", "igraph")
_MET = {True: "met", False: "MISSED", None: "not in this run"}


def as_table(rows: Sequence[Row]) -> str:
    """Rows under a header, in columns of equal width."""
    cells = [_HEADER, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(_HEADER))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def as_verdicts(results: Results) -> str:
    """A line for every goal that the run can judge."""
    return "\n".join(
        f"{_MET[one.is_met]}: {work.name}, {one.graph}, {one.goal}; {_figure(one.value)}"
        for work, rows in results
        for one in work.verdicts(rows)
        if one.value is not None
    )


def as_json(setting: Setting, results: Results) -> dict[str, Any]:
    """Everything measured, with what it was measured on."""
    return {
        "machine": machine(),
        "setting": {key: value for key, value in asdict(setting).items() if key != "folder"},
        "workloads": [
            {
                "name": work.name,
                "title": work.title,
                "target": work.target,
                "goals": [
                    {
                        "goal": str(one.goal),
                        "graph": one.graph,
                        "value": one.value,
                        "is_met": one.is_met,
                    }
                    for one in work.verdicts(rows)
                ],
                "rows": [asdict(row) for row in rows],
            }
            for work, rows in results
        ],
    }


def as_markdown(setting: Setting, results: Results) -> str:
    """A page with a table for each workload."""
    on = machine()
    lines = [
        "# Benchmarks",
        "",
        "Written by `python -m benchmarks.run --write-docs`; not edited by hand.",
        "",
        f"Machine: {on['processor']}, {on['cores']} cores, Python {on['python']}, "
        + ", ".join(f"{name} {number}" for name, number in on["packages"].items())
        + ".",
        "",
        f"Medians of races of at most {setting.rounds} rounds, or of {setting.n_trials} single "
        f"queries; {setting.n_facilities} facilities at random nodes of real extracts and of "
        "synthetic road networks (`benchmarks/graphs.py`). Contenders of one question take turns "
        "on the same node order; *× scipy* is scipy's median in the same race over the row's "
        "own. Compare ratios; seconds belong to the machine.",
        "",
        "## Targets",
        "",
        "| workload | network | to reach | in this run | |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {work.name} | {one.graph} | {one.goal} | {_figure(one.value)} | {_MET[one.is_met]} |"
        for work, rows in results
        for one in work.verdicts(rows)
    ]
    for work, rows in results:
        lines += ["", f"## {work.name}: {work.title}", "", f"To reach: {work.target}.", ""]
        if not rows:
            lines += ["Not in this run."]
            continue
        lines += ["| " + " | ".join(_HEADER) + " |", "|" + "---|" * len(_HEADER)]
        lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def machine() -> dict[str, Any]:
    """Processor, cores, Python and the packages that matter."""
    packages = {}
    for name in _PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "packages": packages,
    }


def _processor() -> str:
    """Name of the processor, where the system tells."""
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cells(row: Row) -> tuple[str, ...]:
    """Texts of one row."""
    return (
        row.question,
        row.graph,
        row.method,
        _duration(row.median_s),
        _duration(row.best_s),
        str(row.n_runs),
        "" if row.versus_scipy is None else f"{row.versus_scipy:.1f}",
        ", ".join(f"{name} {_figure(value)}" for name, value in row.figures.items()),
    )


def _figure(value: float | None) -> str:
    """Three digits, or whole from a thousand on."""
    if value is None:
        return ""
    return f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"


def _duration(time_s: float) -> str:
    """Milliseconds below a second, else seconds."""
    return f"{time_s * 1e3:.3g} ms" if time_s < 1 else f"{time_s:.2f} s"
