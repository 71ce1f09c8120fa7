"""The worked examples: every figure that can be worked out by hand, stated as it stands there.

Four places A to D, three facilities F1 to F3, times in minutes. The figures were made with
plain numpy, apart from the program. `NOT_YET` lists those that wait for their function.
"""

import dataclasses
import math

import numpy as np
import pytest
import shapely

from data.profiles import load_profiles
from geo.crs import MetricCrs
from layers.areas import AreaSet
from layers.backup import (
    best_placement,
    busy_fraction,
    cover_counts,
    expected_coverage,
    measure_backup,
    measure_double_standard,
)
from layers.capacity import capacity_coverage
from layers.catchments import catchments, per_thousand
from layers.coverage import measure_coverage, weighted_quantile
from layers.demand import DemandSurface
from layers.emergency_chain import Ride, Wait, drive_budget, referral_chain, run_chain
from layers.equity import gini, theil
from layers.scaling import scale_to_totals
from layers.sides import density_gap, sides
from layers.summaries import summarise
from layers.supply import (
    enhanced_two_step,
    gravity,
    selection_weights,
    three_step,
    two_step,
    zone_weights,
)
from planning.judging.counts.fleet import units_required
from routing.build import build_network
from routing.network import RoadNetwork
from routing.profile import Setting
from routing.search import nearest
from routing.snapping import SnappedPoints
from routing.terrain import tobler_factor
from test_routing_turns import profile, rules_of, street

PEOPLE = np.array([1000.0, 2000.0, 3000.0, 4000.0])
MINUTES = np.array([[5.0, 20, 40], [12, 8, 35], [25, 14, 18], [50, 35, 10]])
BEDS = np.array([10.0, 20.0, 40.0])
ZONES = {10: 1.0, 20: 0.68, 30: 0.22}
NEAREST_MIN = np.array([5.0, 8.0, 14.0, 35.0])  # F1 and F2 are open
TOWN_BEDS = np.array([2.0, 6.0, 12.0, 20.0])
TOWN_RATE = np.array([2.0, 3.0, 4.0, 5.0])
RURAL, URBAN = 0, 1
TOWN_KIND = np.array([RURAL, RURAL, URBAN, URBAN])
CAPACITY = np.array([1500.0, 3000.0, 3500.0])


def covered_share(minutes, cutoff_min):
    return measure_coverage(np.asarray(minutes) * 60, PEOPLE, cutoff_s=cutoff_min * 60).share


def e2sfca():
    return enhanced_two_step(MINUTES, PEOPLE, BEDS, zones=ZONES)


def e3sfca():
    return three_step(MINUTES, PEOPLE, BEDS, zones=ZONES)


def given_out(found):
    return (PEOPLE * found.access).sum()


def town_theil():
    return theil(TOWN_RATE, PEOPLE, TOWN_KIND)


def filled(*order):
    return capacity_coverage(MINUTES, PEOPLE, CAPACITY, cutoff=20, order=order)


def tobler_kph(slope):
    return 6 * math.exp(-3.5 * 0.05) / tobler_factor(np.asarray(slope))


def reached_m():
    road = RoadNetwork.from_arrays(
        tail=np.array([0, 1]),
        head=np.array([1, 0]),
        time_s=np.full(2, 1000 / (30 / 3.6)),
        xy_m=np.array([[0.0, 0.0], [1000.0, 0.0]]),
    )
    metre = np.arange(1001)
    piece = np.zeros(metre.size, dtype=np.int64)
    start = int(road.tail[0])
    along = metre / 1000 if start == 0 else 1 - metre / 1000
    points = SnappedPoints(piece, along, np.zeros(metre.size))
    found = nearest(road, np.array([start]), direction="from").at(points)
    return metre[found.time_s <= 60].max()


def snap_min():
    walk = dataclasses.replace(load_profiles()["walk"], off_road_kph=5.0, off_road_detour=1.0)
    return walk.off_road_ds(np.array([200.0]))[0] / 600


def ferry_min():
    nodes = [(0, 0), (1000, 0), (2200, 0)]
    ways = street(nodes, [[0, 1], [1, 2]], rules_of(), classes=["residential", "ferry"])
    boat = profile(ferry=15 * 60.0)
    speeds = {**boat.speed_kph[Setting.URBAN], "ferry": 10.0}
    boat = dataclasses.replace(boat, speed_kph=dict.fromkeys(Setting, speeds))
    built = build_network(ways, boat, crs=MetricCrs(32648), setting=Setting.URBAN)
    return int(built.forward_ds[1]) / 600


def township_factor():
    polygon = np.empty(1, dtype=object)
    polygon[:] = [shapely.box(104, 29, 105, 30)]
    town = AreaSet(("t",), ("镇",), ("township",), polygon)
    cells = DemandSurface(
        np.array([104.2, 104.8]), np.full(2, 29.5), np.array([3000.0, 5000.0]), (), "grid"
    )
    demand, (scaled,) = scale_to_totals(cells, town, {"t": 10_000.0})
    assert demand.total == 10_000
    return scaled.factor


def banks():
    # Places A, B and facility F1 lie in area 0, the others in area 1.
    place = sides(np.array([0, 0, 1, 1]), 2, [0], [1])
    gap = density_gap(BEDS, sides(np.array([0, 1, 1]), 2, [0], [1]), PEOPLE, place)
    return [gap.first, gap.second]


def double_standard():
    units = np.array([1, 1, 2])
    return measure_double_standard(MINUTES, PEOPLE, units, near=15, far=20, least_share=0)


def expected(*units):
    return expected_coverage(MINUTES, PEOPLE, np.array(units), q=0.3, cutoff=15)


def placed():
    return best_placement(MINUTES, PEOPLE, vehicles=3, q=0.3, cutoff=15)


def ambulance_min():
    out, back = np.array([[12.0, 9.0]]), np.array([[28.0, 40.0]])
    stages = [Wait("turnout", 3), Ride("out", out), Wait("scene", 15), Ride("in", back)]
    return run_chain(stages, n_places=1).total


def referral_min():
    home, onward = np.array([0]), np.array([[25.0, 40.0]])
    return referral_chain(np.array([[20.0]]), home, 30, onward).total


COVERED = [
    # 1 coverage, mean, quantiles
    ("nearest12", lambda: catchments(MINUTES[:, :2], PEOPLE).cost, [5, 8, 14, 35]),
    ("cov15", lambda: covered_share(NEAREST_MIN, 15), 0.6),
    ("cov14 boundary inclusive", lambda: covered_share(NEAREST_MIN, 14), 0.6),
    ("cov13.99", lambda: covered_share(NEAREST_MIN, 13.99), 0.3),
    ("mean", lambda: summarise(NEAREST_MIN, PEOPLE).mean, 20.3),
    ("median", lambda: weighted_quantile(NEAREST_MIN, PEOPLE, 0.5), 14),
    ("p95", lambda: weighted_quantile(NEAREST_MIN, PEOPLE, 0.95), 35),
    ("p30 exact tie", lambda: weighted_quantile(NEAREST_MIN, PEOPLE, 0.3), 8),
    ("unroutable counted uncovered", lambda: covered_share([5, math.inf, 14, 35], 15), 0.4),
    (
        "speed x0.8,1,1.2",
        lambda: [covered_share(NEAREST_MIN / factor, 15) for factor in (0.8, 1.0, 1.2)],
        [0.3, 0.6, 0.6],
    ),
    ("speed x2.4", lambda: covered_share(NEAREST_MIN / 2.4, 15), 1.0),
    ("neighbour facility for D at 12", lambda: covered_share([5, 8, 14, 12], 15), 1.0),
    ("cov at 11", lambda: covered_share(NEAREST_MIN, 11), 0.3),
    # 2 floating catchments
    (
        "2sfca R",
        lambda: two_step(MINUTES, PEOPLE, BEDS, cutoff=15).ratio,
        [10 / 3000, 20 / 5000, 40 / 4000],
    ),
    (
        "2sfca A per1000",
        lambda: two_step(MINUTES, PEOPLE, BEDS, cutoff=15).access * 1000,
        [3.33333333, 7.33333333, 4, 10],
        1e-7,
    ),
    (
        "2sfca conserve",
        lambda: given_out(two_step(MINUTES, PEOPLE, BEDS, cutoff=15)),
        70,
    ),
    (
        "W",
        lambda: zone_weights(MINUTES, tuple(ZONES.items())),
        [[1, 0.68, 0], [0.68, 1, 0], [0.22, 0.68, 0.68], [0, 0, 1]],
    ),
    ("e2sfca R*1000", lambda: e2sfca().ratio * 1000, [3.311258, 4.237288, 6.622517], 1e-6),
    (
        "e2sfca A per1000",
        lambda: e2sfca().access * 1000,
        [6.192614, 6.488944, 8.113144, 6.622517],
        1e-6,
    ),
    ("e2sfca conserve", lambda: given_out(e2sfca()), 70),
    (
        "3sfca G",
        lambda: selection_weights(zone_weights(MINUTES, tuple(ZONES.items()))),
        [
            [0.5952381, 0.4047619, 0],
            [0.4047619, 0.5952381, 0],
            [0.13924051, 0.43037975, 0.43037975],
            [0, 0, 1],
        ],
        1e-7,
    ),
    ("3sfca R*1000", lambda: e3sfca().ratio * 1000, [8.080070, 8.533556, 8.200125], 1e-6),
    (
        "3sfca A per1000",
        lambda: e3sfca().access * 1000,
        [7.158325, 7.303440, 5.144765, 8.200125],
        1e-6,
    ),
    ("3sfca conserve", lambda: given_out(e3sfca()), 70),
    (
        "unserved C is served by F2",
        lambda: two_step(MINUTES[:3, :2], PEOPLE[:3], BEDS[:2], cutoff=15).access[2] * 1000,
        4,
    ),
    # 3 Gini, Theil
    ("rate", lambda: per_thousand(TOWN_BEDS, PEOPLE), [2, 3, 4, 5]),
    ("gini", lambda: gini(TOWN_RATE, PEOPLE), 0.135),
    ("mu", lambda: summarise(TOWN_RATE, PEOPLE).mean, 4),
    ("theil T", lambda: town_theil().total, 0.0337626, 1e-6),
    ("theil sum", lambda: town_theil().between + town_theil().within, 0.0337626, 1e-6),
    ("theil between", lambda: town_theil().between, 0.025732, 1e-6),
    ("theil within", lambda: town_theil().within, 0.008030, 1e-6),
    # 4 Hansen
    ("hansen", lambda: gravity(np.array([[10.0, 20.0, 30.0]]), BEDS, half_life=10), [15]),
    # 6 backup, double standard
    (
        "cover count 20",
        lambda: cover_counts(MINUTES, np.ones(3, dtype=np.int64), cutoff=20),
        [2, 2, 2, 1],
    ),
    (
        "backup share",
        lambda: measure_backup(MINUTES, PEOPLE, np.ones(3, dtype=np.int64), cutoff=20).share_twice,
        0.6,
    ),
    ("dsm r1 count", lambda: double_standard().near.count, [1, 2, 1, 2]),
    ("dsm twice", lambda: double_standard().covered_twice, 6000),
    ("dsm r2 all", lambda: double_standard().is_met, True),
    # 7 expected coverage
    ("mexclp 111", lambda: expected(1, 1, 1), 7420),
    ("mexclp 021", lambda: expected(0, 2, 1), 7350),
    ("mexclp 012", lambda: expected(0, 1, 2), 7140),
    ("mexclp best", lambda: placed()[1], 7420),
    ("mexclp argmax", lambda: placed()[0], [1, 1, 1]),
    ("busy q", lambda: busy_fraction(12, 90, 3), 0.25),
    # 8 chains
    ("ems chain", ambulance_min, [55]),
    ("drive budget of 15 with 1+3", lambda: drive_budget(15, [1, 3]), 11),
    ("referral", referral_min, [75]),
    # 9 catchments
    ("owner", lambda: catchments(MINUTES, PEOPLE).facility, [0, 1, 1, 2]),
    ("catch pop", lambda: catchments(MINUTES, PEOPLE).people, [1000, 5000, 4000]),
    (
        "beds per1000",
        lambda: per_thousand(BEDS, catchments(MINUTES, PEOPLE).people),
        [10, 4, 10],
    ),
    # 10 capacity
    ("cap desc", lambda: filled(2, 1, 0).covered, 7500),
    ("cap desc res", lambda: filled(2, 1, 0).residual, [0, 0, 2000, 500]),
    ("cap asc", lambda: filled(0, 1, 2).covered, 8000),
    ("cap asc res", lambda: filled(0, 1, 2).residual, [0, 0, 1500, 500]),
    # 11 slopes, edges, snapping, ferries
    (
        "tobler",
        lambda: tobler_kph([0, 0.1, -0.1, -0.05]),
        [5.0367421, 3.5493319, 5.0367421, 6],
        1e-6,
    ),
    ("1km 10% up/down min", lambda: 60 / tobler_kph([0.1, -0.1]), [16.904591, 11.912462], 1e-5),
    ("reach m in 1 min on 1000 m edge at 30 km/h", reached_m, 500),
    ("snap 200 m at 5 km/h (min)", snap_min, 2.4),
    ("ferry 1.2 km at 10 km/h + wait 15", ferry_min, 22.2, 1 / 600),
    # 12 arithmetic
    (
        "ambulances",
        lambda: [units_required(1_000_600, 30_000), units_required(1_564_000, 30_000)],
        [34, 53],
    ),
    ("CHC min for 250k street", lambda: units_required(250_000, 100_000), 3),
    (
        "wz beds",
        lambda: per_thousand(np.array([10_218.0]), np.array([1_564_000.0])).round(2),
        [6.53],
    ),
    (
        "yj sum per1000",
        lambda: per_thousand(np.array([4195.0]), np.array([1_000_600.0])).round(2),
        [4.19],
    ),
    ("scale", township_factor, 1.25),
    ("beds per1000 banks", banks, [10 / 3, 60 / 7]),
]

SITING = "a site-location model (mclp, lscp, p_median, p_center) on this matrix"

NOT_YET = {
    "mclp p1": SITING,
    "mclp p2": SITING,
    "greedy 5 opt 6": SITING,
    "lscp15": SITING,
    "lscp20": SITING,
    "pmedian p1": SITING,
    "pmedian p2": SITING,
    "pcenter p1": SITING,
    "pcenter p2": SITING,
}


@pytest.mark.parametrize("example", COVERED, ids=[example[0] for example in COVERED])
def test_a_worked_example_comes_out(example):
    _, compute, expected, *tolerance = example
    found = np.asarray(compute(), dtype=np.float64)
    assert found.shape == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance[0] if tolerance else 1e-9)


def test_every_worked_example_is_covered_or_waits_for_a_named_function():
    covered = [example[0] for example in COVERED]
    assert len(set(covered)) == len(covered)
    assert not set(covered) & set(NOT_YET)
    assert (len(covered), len(NOT_YET)) == (65, 9)
    assert all(NOT_YET.values())


def test_the_lesson_of_the_methods_and_of_the_order_holds():
    assert e2sfca().access.argmax() == 2
    assert e3sfca().access.argmin() == 2
    assert round(town_theil().between_share, 2) == 0.76
    assert filled(0, 1, 2).in_reach == PEOPLE.sum()
