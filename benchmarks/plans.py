"""Workload of a planner: every goal of a plan on a district, with all readings and runs."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.extracts import drawn_ways, write_extract
from benchmarks.graphs import BenchGraph
from benchmarks.registry import Goal, Row, Setting, row_of, timed, workload
from data.import_report import ImportReport
from data.plans import load_plan
from data.profiles import load_profiles
from data.studies import open_study, write_study
from geo.crs import metric_crs_for
from layers.areas import AreaSet
from layers.demand import DemandSurface, Group
from layers.facilities import FacilitySet, Service
from planning.study import Study, StudyInfo
from planning.verdict import Verdict, check
from routing import profile as profiles
from routing.ways import RoadWays

PLANS = ("yongchuan", "kaizhou")
_CELLS_PER_NODE = 4
_SEED = 5
_GRID = 6  # townships a side
_FRESH = "roads kept, verdicts new"
_KEPT = "verdicts kept"
_SERVICES: Sequence[tuple[int, Service, tuple[Service, ...]]] = (
    (3, Service.HOSPITAL, (Service.STROKE, Service.CHEST_PAIN, Service.TRAUMA, Service.LEVEL_2)),
    (3, Service.HOSPITAL, (Service.MATERNAL, Service.NEWBORN, Service.CHILD, Service.TCM)),
    (
        20,
        Service.TOWNSHIP_HEALTH_CENTRE,
        (Service.AMBULANCE_BASE, Service.EMERGENCY_ROOM, Service.TCM),
    ),
    (20, Service.COMMUNITY_HEALTH_CENTRE, (Service.TCM, Service.ELDER_CARE)),
    (300, Service.VILLAGE_CLINIC, ()),
)


def bench_study(setting: Setting, graph: BenchGraph) -> Study:
    """Make a district of a network: four homes a junction, 36 townships, 346 facilities."""
    ways = drawn_ways(write_extract(graph, setting.folder))
    random = np.random.default_rng(_SEED)

    def near(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        at = random.integers(0, ways.lon.size, count)
        away = random.normal(0.0, 0.0005, (2, count))
        return ways.lon[at] + away[0], ways.lat[at] + away[1]

    lon, lat = near(_CELLS_PER_NODE * graph.n_nodes)
    people = random.gamma(2.0, 3.0, lon.size)
    demand = DemandSurface(
        lon,
        lat,
        people,
        (),
        "benchmark",
        groups={
            Group.AGE_65_PLUS: people * 0.14,
            Group.UNDER_3: people * 0.03,
            Group.WOMEN_15_49: people * 0.23,
        },
        built_up=random.random(lon.size) < 0.4,
    )
    kinds = [one for one in _SERVICES for _ in range(one[0])]
    facility_lon, facility_lat = near(len(kinds))
    facilities = FacilitySet(
        id=tuple(f"f{row:03d}" for row in range(len(kinds))),
        name=tuple(f"{kind.value} {row}" for row, (_, kind, _) in enumerate(kinds)),
        lon=facility_lon,
        lat=facility_lat,
        kind=tuple(kind for _, kind, _ in kinds),
        services=tuple(frozenset({kind, *more}) for _, kind, more in kinds),
        source=("benchmark",) * len(kinds),
        beds=random.integers(5, 400, len(kinds)).astype(np.float64),
        vehicles=random.integers(1, 4, len(kinds)).astype(np.float64),
    )
    return Study(
        info=StudyInfo(
            name="benchmark",
            title={"zh": "基准", "en": "Benchmark"},
            setting=profiles.Setting.RURAL,
            demonstration=True,
            plan=PLANS[0],
            inputs=(),
        ),
        crs=metric_crs_for(ways.lon, ways.lat),
        ways=ways,
        facilities=facilities,
        demand=demand,
        areas=_areas(ways),
        profiles=load_profiles(),
    )


def _areas(ways: RoadWays) -> AreaSet:
    west, east = float(ways.lon.min()), float(ways.lon.max())
    south, north = float(ways.lat.min()), float(ways.lat.max())
    lon, lat = np.linspace(west, east, _GRID + 1), np.linspace(south, north, _GRID + 1)
    boxes = [
        shapely.box(lon[column], lat[row], lon[column + 1], lat[row + 1])
        for row in range(_GRID)
        for column in range(_GRID)
    ]
    polygons = np.empty(len(boxes) + 1, dtype=object)
    polygons[:] = [shapely.box(west, south, east, north), *boxes]
    return AreaSet(
        code=("500000", *(f"500000{100 + row}" for row in range(len(boxes)))),
        name=("district", *(f"town {row}镇" for row in range(len(boxes)))),
        level=("district", *("township",) * len(boxes)),
        polygon=polygons,
    )


@workload(
    "PLAN",
    "A whole plan: every goal, all readings, all sensitivity runs",
    target="under 5 s at 50k junctions and 200k homes from kept roads",
    goals=[Goal(("50k",), _FRESH, "median_ms", most=5_000)],
)
def whole_plan(setting: Setting, graph: BenchGraph) -> list[Row]:
    """Roads are kept on disk and in memory no longer; verdicts are new, or kept, or a few new."""
    if graph.name not in ("2k", "50k"):
        return []
    folder = setting.folder / f"plan-{graph.name}"
    shutil.rmtree(folder, ignore_errors=True)
    study = bench_study(setting, graph)
    write_study(study, folder, ImportReport())
    rows = []
    try:
        for name in PLANS:
            plan = load_plan(name)
            check(open_study(folder), plan)  # pays for networks, orders and compiling
            fresh_s, kept_s, verdicts = [], [], ()
            for _ in range(min(3, setting.rounds)):
                shutil.rmtree(folder / ".cache" / "findings", ignore_errors=True)
                opened = open_study(folder)
                spent_s, verdicts = timed(lambda opened=opened, plan=plan: check(opened, plan))
                fresh_s.append(spent_s)
                opened = open_study(folder)
                spent_s, again = timed(lambda opened=opened, plan=plan: check(opened, plan))
                kept_s.append(spent_s)
                assert told(again) == told(verdicts)
            asked = f"plan {name}"
            sizes = {
                "readings": len(verdicts),
                "runs": sum(len(one.finding.runs) for one in verdicts),
                "homes": len(study.demand),
            }
            rows.append(row_of(asked, graph, _FRESH, fresh_s, **sizes))
            rows.append(row_of(asked, graph, _KEPT, kept_s, **sizes))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return rows


def told(verdicts: Sequence[Verdict]) -> list[tuple[str, str, str]]:
    """What the verdicts say, for comparing."""
    return [(one.goal.id, one.reading.id, one.status.value) for one in verdicts]
