"""The benchmark harness: its networks, its races, and a smoke run over every workload."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import disk, registry, run
from benchmarks.extracts import count_nodes, drawn_ways, graph_of, network_of, write_extract
from benchmarks.graphs import FULL, BenchGraph, load_graph, make_graph
from benchmarks.registry import (
    WORKLOADS,
    Goal,
    Row,
    Setting,
    Workload,
    against_scipy,
    race,
    row_of,
    workload,
)
from benchmarks.report import as_markdown, as_table
from routing._kernels import strong_components
from routing.network import RoadNetwork

SETTING = Setting(("2k",), 5, 3, 5, 0.01, 2, Path("nowhere"))


@pytest.fixture(scope="module")
def graph() -> BenchGraph:
    return make_graph("2k")


def test_a_network_looks_like_roads(graph: BenchGraph) -> None:
    assert 1_700 < graph.n_nodes < 2_100
    assert 2.3 < graph.head.size / graph.n_nodes < 2.9
    assert strong_components(graph.indptr, graph.head)[0] == 1
    assert graph.weight_ds.min() >= 1
    there_and_back = set(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    one_way = sum((head, tail) not in there_and_back for tail, head in there_and_back)
    assert 0 < one_way < 0.1 * len(there_and_back)
    # Along the curve a node's neighbours in number are near it on the ground.
    assert np.median(np.hypot(np.diff(graph.x_m), np.diff(graph.y_m))) < 200


def test_a_network_is_made_once_and_the_same_every_time(graph: BenchGraph, tmp_path: Path) -> None:
    first = load_graph("2k", tmp_path / "kept")
    (kept,) = (tmp_path / "kept").iterdir()
    written = kept.stat().st_mtime_ns
    again = load_graph("2k", tmp_path / "kept")
    assert kept.stat().st_mtime_ns == written
    for column in ("indptr", "head", "weight_ds", "x_m", "y_m"):
        made = getattr(graph, column)
        for other in (getattr(first, column), getattr(again, column)):
            assert other.dtype == made.dtype
            assert (other == made).all()


def test_a_race_counts_no_first_answer_and_compares_with_scipy(graph: BenchGraph) -> None:
    calls = {"ours": 0, "scipy": 0}

    def call(name: str) -> None:
        calls[name] += 1

    rows = race(SETTING, graph, "q", {name: lambda name=name: call(name) for name in calls})
    assert [row.n_runs for row in rows] == [2, 2]
    assert calls == {"ours": 3, "scipy": 3}
    assert rows[1].versus_scipy == 1.0
    assert rows[0].versus_scipy == rows[1].median_s / rows[0].median_s


def test_a_contender_whose_budget_is_spent_leaves(graph: BenchGraph) -> None:
    (row,) = race(replace(SETTING, budget_s=0.0), graph, "q", {"ours": lambda: None})
    assert row.n_runs == 1


def test_a_row_holds_the_median(graph: BenchGraph) -> None:
    row = row_of("q", graph, "ours", [5.0, 1.0, 2.0], worst_ms=5_000.0)
    assert (row.median_s, row.best_s, row.n_runs) == (2.0, 1.0, 3)
    assert against_scipy([row]) == [row]


def test_a_name_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "WORKLOADS", {})
    enter = workload("W0", "a title", target="a target")
    enter(lambda _setting, _graph: [])
    with pytest.raises(ValueError, match="two workloads are called W0"):
        enter(lambda _setting, _graph: [])


def test_a_goal_is_judged_by_the_worst_figure_of_its_networks() -> None:
    rows = [
        Row("slow one", "50k", "ours", 0.004, 0.001, 1, figures={"peak_mb": 7.0}),
        Row("slow one", "50k", "scipy", 0.010, 0.001, 1),
        Row("quick one", "50k", "ours", 0.002, 0.001, 1),
        Row("quick one", "50k", "scipy", 0.012, 0.001, 1),
        Row("quick one", "2k", "ours", 9.0, 9.0, 1),
    ]
    goals = (
        Goal(("50k", "2M"), "ours", "median_ms", most=3),
        Goal(("50k",), "ours", "times as fast as scipy", least=2),
        Goal(("50k",), "ours", "times as fast as scipy", least=3, asked="quick"),
        Goal(("50k",), "ours", "peak_mb", most=7),
        Goal(("50k",), "ours", "times as fast as pandana", least=1),
    )
    work = Workload("W0", "a title", "a target", lambda _setting, _graph: [], goals)
    judged = [(one.graph, one.value, one.is_met) for one in work.verdicts(rows)]
    assert judged == [
        ("50k", 4.0, False),
        ("2M", None, None),
        ("50k", 2.5, True),
        ("50k", 6.0, True),
        ("50k", 7.0, True),
        ("50k", None, None),
    ]
    page = as_markdown(SETTING, [(work, rows)])
    assert "| W0 | 50k | median ms of ours: at most 3 | 4 | MISSED |" in page
    assert "| W0 | 2M | median ms of ours: at most 3 |  | not in this run |" in page
    assert "| W0 | 50k | peak mb of ours: at most 7 | 7 | met |" in page


def test_every_goal_names_networks_of_a_full_run() -> None:
    for work in WORKLOADS.values():
        for goal in work.goals:
            assert set(goal.graphs) <= set(FULL)
            assert (goal.least is None) != (goal.most is None)


def test_a_written_extract_comes_back_as_the_network(graph: BenchGraph, tmp_path: Path) -> None:
    path = write_extract(graph, tmp_path)
    network = network_of(drawn_ways(path))
    back = graph_of("2k", network)
    assert count_nodes(path) > 2 * graph.n_nodes
    assert (back.indptr == graph.indptr).all()
    assert (back.head == graph.head).all()
    assert write_extract(graph, tmp_path) == path


def test_states_are_numbered_along_the_curve_with_their_arcs() -> None:
    network = RoadNetwork.from_arrays(
        tail=np.array([0, 1, 2]),
        head=np.array([1, 2, 0]),
        time_s=np.array([1.0, 2.0, 3.0]),
        xy_m=np.array([[100.0, 0.0], [0.0, 0.0], [0.0, 100.0]]),
    )
    made = graph_of("three", network)
    found = {
        (made.x_m[a], made.y_m[a], made.x_m[b], made.y_m[b], int(ds))
        for a, b, ds in zip(made.tail, made.head, made.weight_ds, strict=True)
    }
    assert found == {
        (100.0, 0.0, 0.0, 0.0, 10),
        (0.0, 0.0, 0.0, 100.0, 20),
        (0.0, 100.0, 100.0, 0.0, 30),
    }
    assert made.places(10, seed=0).size == 3


def test_a_real_extract_that_is_not_there_is_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDENHOUR_TEST_DATA", str(tmp_path))
    asked = ["--quick", "--graphs", "andorra", "2k", "--only", "W2", "--out", str(tmp_path)]
    assert run.main(asked) == 0
    assert "andorra: skipped" in capsys.readouterr().out
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert {row["graph"] for row in results["workloads"][0]["rows"]} == {"2k"}


@pytest.mark.slow
def test_a_real_extract_answers_with_its_islands(test_data: Path, tmp_path: Path) -> None:
    assert (test_data / "andorra").is_dir()
    only = [name for name in WORKLOADS if name not in ("PBF", "PLAN")]
    asked = ["--quick", "--graphs", "andorra", "--only", *only, "--out", str(tmp_path)]
    assert run.main(asked) == 0
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert all(work["rows"] for work in results["workloads"])


def test_the_steps_of_an_import_are_timed(graph: BenchGraph, tmp_path: Path) -> None:
    rows = disk.import_steps(SETTING, graph, write_extract(graph, tmp_path))
    assert [row.n_runs for row in rows] == [2] * 4
    assert {row.figures["junctions"] for row in rows} == {graph.n_nodes}


def test_a_checksum_sees_every_byte() -> None:
    kept = {"k": {"a": np.arange(100, dtype=np.int32), "b": np.arange(13, dtype=np.uint8)}}
    before = disk.checksum(kept)
    for name, place in (("a", 50), ("b", 12)):
        kept["k"][name][place] += 1
        assert disk.checksum(kept) != before
        kept["k"][name][place] -= 1
    assert disk.checksum(kept) == before


def test_the_page_holds_every_row() -> None:
    row = Row("asked", "2k", "ours", 0.0012, 0.001, 7, 12.34, {"worst_ms": 1234.0})
    work = WORKLOADS["W2"]
    assert "1.2 ms" in as_table([row])
    page = as_markdown(SETTING, [(work, [row])])
    assert f"## W2: {work.title}" in page
    assert "| asked | 2k | ours | 1.2 ms | 1 ms | 7 | 12.3 | worst_ms 1,234 |" in page


@pytest.mark.slow
def test_a_quick_run_answers_every_workload(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "DOCS", tmp_path / "benchmarks.md")
    assert run.main(["--quick", "--out", str(tmp_path), "--write-docs"]) == 0
    printed = capfd.readouterr().out
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert [work["name"] for work in results["workloads"]] == list(WORKLOADS)
    for work in results["workloads"]:
        assert work["rows"], work["name"]
        assert all(row["median_s"] > 0 and row["graph"] == "2k" for row in work["rows"])
        assert work["title"] in printed
    page = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert page.count("\n## ") == len(WORKLOADS) + 1  # and the targets
    assert "Not in this run" not in page
    assert str(tmp_path) not in page


def test_one_workload_can_be_chosen(tmp_path: Path) -> None:
    assert run.main(["--quick", "--only", "W2", "--out", str(tmp_path)]) == 0
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert [work["name"] for work in results["workloads"]] == ["W2"]
