"""Run the benchmarks: ``python -m benchmarks.run``.

``--quick`` proves in seconds, on a small network, that every workload still runs; its
figures mean nothing. Figures of different runs are not comparable, ratios of one run are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks import disk, local, plans, whole_graph
from benchmarks.extracts import extract_path, load_extract
from benchmarks.graphs import FULL, NODES, REAL, load_graph
from benchmarks.registry import WORKLOADS, Row, Setting
from benchmarks.report import as_json, as_markdown, as_table, as_verdicts

MODULES = (local, whole_graph, disk, plans)
"""Modules whose import enters their workloads in the registry."""

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "bench"
DOCS = ROOT / "docs" / "benchmarks.md"


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run on a small network")
    parser.add_argument("--only", nargs="+", choices=sorted(WORKLOADS), help="these workloads")
    parser.add_argument("--graphs", nargs="+", choices=[*REAL, *NODES], help="these networks")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of networks and results")
    parser.add_argument(
        "--write-docs", action="store_true", help="write the table to docs/benchmarks.md"
    )
    asked = parser.parse_args(argv)
    setting = _setting(quick=asked.quick, graphs=asked.graphs, folder=asked.out)
    works = [WORKLOADS[name] for name in asked.only or WORKLOADS]
    rows: dict[str, list[Row]] = {work.name: [] for work in works}
    for name in setting.graphs:
        if name in REAL and not extract_path(name).is_file():
            print(f"{name}: skipped, GOLDENHOUR_TEST_DATA does not hold it", flush=True)
            continue
        graph = load_extract(name) if name in REAL else load_graph(name, setting.folder)
        print(f"{name}: {graph.n_nodes:,} nodes, {graph.head.size:,} arcs", flush=True)
        for work in works:
            found = work.run(setting, graph)
            if not found:
                continue
            rows[work.name] += found
            print(f"\n{work.name}: {work.title}\n{as_table(found)}", flush=True)
    results = [(work, rows[work.name]) for work in works]
    if not asked.quick and (told := as_verdicts(results)):
        print(f"\n{told}")
    asked.out.mkdir(parents=True, exist_ok=True)
    into = asked.out / "results.json"
    into.write_text(json.dumps(as_json(setting, results), indent=1) + "\n", encoding="utf-8")
    print(f"written to {into}")
    if asked.write_docs:
        DOCS.write_text(as_markdown(setting, results), encoding="utf-8")
        print(f"written to {DOCS}")
    return 0


def _setting(*, quick: bool, graphs: list[str] | None, folder: Path) -> Setting:
    """Sizes of a smoke run, or those that the targets are stated for."""
    if quick:
        return Setting(tuple(graphs or ["2k"]), 20, 10, 40, 0.1, 3, folder)
    names = tuple(sorted(graphs or FULL, key=[*REAL, *NODES].index))
    return Setting(names, 200, 200, 1000, 10.0, 15, folder)


if __name__ == "__main__":
    raise SystemExit(main())
