"""Searches, networks and snapping against plain constructions: properties by hypothesis."""

import math
from collections import Counter
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import oracles
from data.profiles import load_profiles
from geo.crs import MetricCrs
from geo.errors import InputError, ShapeError
from hand_town import EAST_M_PER_DEG, NORTH_M_PER_DEG, town_study, town_ways
from layers.access import measure_access
from layers.coverage import measure_coverage
from layers.facilities import Service
from routing.build import build_network
from routing.network import RoadNetwork
from routing.osm_rules import read_speed_kph, read_way
from routing.profile import Setting
from routing.search import Direction, nearest
from routing.snapping import RoadIndex
from routing.ways import ROAD_CLASS_CODE, ROAD_CLASSES, Mode, RoadWays

CRS = MetricCrs(32648)
PROFILES = load_profiles()
N = 8

# ------------------------------------------------------------- networks of arrays ---

arc = st.tuples(st.integers(0, N - 1), st.integers(0, N - 1), st.integers(0, 3000))
arcs = st.lists(arc, max_size=30)
nodes = st.lists(st.integers(0, N - 1), min_size=1, max_size=4)
directions = st.sampled_from(["from", "to"])


def plain(rows):
    tail, head, time_ds = (
        (np.array(column) for column in zip(*rows, strict=True))
        if rows
        else (
            np.empty(0, np.int64),
            np.empty(0, np.int64),
            np.empty(0),
        )
    )
    xy_m = np.column_stack([np.arange(N), np.zeros(N)]).astype(np.float64)
    return RoadNetwork.from_arrays(tail=tail, head=head, time_s=time_ds / 10, xy_m=xy_m)


def by_networkx(rows, sources, direction):
    """Lowest time, then lowest number of the source, of every node."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(N))
    for tail, head, time_ds in rows:
        ends = (tail, head) if direction == "from" else (head, tail)
        graph.add_edge(*ends, t=max(time_ds, 1))
    best = [(math.inf, -1)] * N
    for number, source in enumerate(sources):
        found = nx.single_source_dijkstra_path_length(graph, source, weight="t")
        for node, time_ds in found.items():
            best[node] = min(best[node], (time_ds, number))
    return best


@given(arcs, nodes, directions)
def test_nearest_equals_networkx_and_ties_go_to_the_first_source(rows, sources, direction):
    field = nearest(plain(rows), np.array(sources), direction=direction)
    expected = by_networkx(rows, sources, direction)
    assert field.time_s.tolist() == [time / 10 for time, _ in expected]
    assert field.facility.tolist() == [number for _, number in expected]


@given(arcs, nodes, st.integers(0, 5000))
def test_a_limit_hides_what_lies_beyond_it_and_nothing_else(rows, sources, cutoff_ds):
    whole = nearest(plain(rows), np.array(sources), direction="from")
    cut = nearest(plain(rows), np.array(sources), direction="from", cutoff_s=cutoff_ds / 10)
    within = whole.time_s * 10 <= cutoff_ds
    assert cut.time_s.tolist() == np.where(within, whole.time_s, np.inf).tolist()
    assert cut.facility.tolist() == np.where(within, whole.facility, -1).tolist()


@given(arcs, nodes)
def test_to_equals_from_on_the_reversed_graph(rows, sources):
    turned = [(head, tail, time_ds) for tail, head, time_ds in rows]
    to = nearest(plain(rows), np.array(sources), direction="to")
    out = nearest(plain(turned), np.array(sources), direction="from")
    assert to.time_s.tolist() == out.time_s.tolist()
    assert to.facility.tolist() == out.facility.tolist()


@given(arcs, nodes, st.integers(0, N - 1), directions)
def test_one_more_facility_never_makes_a_place_worse(rows, sources, extra, direction):
    before = nearest(plain(rows), np.array(sources), direction=direction)
    after = nearest(plain(rows), np.array([*sources, extra]), direction=direction)
    assert (after.time_s <= before.time_s).all()
    kept = after.time_s == before.time_s
    assert after.facility[kept].tolist() == before.facility[kept].tolist()


@given(arcs, nodes, st.lists(st.integers(0, 900), min_size=4, max_size=4))
def test_delays_are_added_to_their_own_source(rows, sources, delays_ds):
    delay_s = np.array(delays_ds[: len(sources)]) / 10
    field = nearest(plain(rows), np.array(sources), direction="from", delay_s=delay_s)
    best = [(math.inf, -1)] * N
    for number, source in enumerate(sources):
        for node, (time_ds, _) in enumerate(by_networkx(rows, [source], "from")):
            if time_ds < math.inf:
                best[node] = min(best[node], (time_ds + delays_ds[number], number))
    assert field.time_s.tolist() == [time / 10 for time, _ in best]
    assert field.facility.tolist() == [number for _, number in best]


@given(arcs)
def test_of_parallel_arcs_the_quickest_is_kept(rows):
    network = plain(rows)
    expected = {}
    for tail, head, time_ds in rows:
        if tail != head:
            key = (tail, head)
            expected[key] = min(expected.get(key, math.inf), max(time_ds, 1))
    keys = zip(network.arc_tail.tolist(), network.arc_head.tolist(), strict=True)
    assert dict(zip(keys, network.arc_ds.tolist(), strict=True)) == expected


def test_an_arc_of_no_length_takes_a_decisecond():
    assert plain([(0, 1, 0)]).arc_time_s.tolist() == [0.1]


def test_no_source_reaches_nobody():
    field = nearest(plain([(0, 1, 5)]), np.empty(0, np.int64), direction="from")
    assert np.isinf(field.time_s).all()
    assert (field.facility == -1).all()


@pytest.mark.parametrize("node", [-1, N])
def test_a_source_that_is_no_node_is_refused(node):
    with pytest.raises(InputError, match=rf"Nodes must lie in \[0, {N}\)"):
        nearest(plain([(0, 1, 5)]), np.array([node]), direction="to")


@pytest.mark.parametrize("time_s", [-1.0, math.nan, math.inf])
def test_a_time_that_is_none_is_refused(time_s):
    with pytest.raises(InputError, match="travel time must be finite and not negative"):
        RoadNetwork.from_arrays(
            tail=np.array([0]), head=np.array([1]), time_s=np.array([time_s]), xy_m=np.zeros((2, 2))
        )


@pytest.mark.parametrize("end", [-1, 2])
def test_an_arc_to_nowhere_is_refused(end):
    with pytest.raises(InputError, match=r"Road ends must be nodes in \[0, 2\)"):
        RoadNetwork.from_arrays(
            tail=np.array([0]), head=np.array([end]), time_s=np.ones(1), xy_m=np.zeros((2, 2))
        )


@pytest.mark.parametrize("delay", [[1.0, 2.0], [-1.0], [math.nan], [math.inf]])
def test_delays_that_do_not_fit_are_refused(delay):
    with pytest.raises(InputError, match="one for each of the 1 sources"):
        nearest(plain([(0, 1, 5)]), np.array([0]), direction="to", delay_s=np.array(delay))


def test_a_direction_must_be_stated_right():
    with pytest.raises(ValueError, match="sideways"):
        nearest(plain([(0, 1, 5)]), np.array([0]), direction="sideways")


# ---------------------------------------------------------------- drawn ways ---

GRID = [(x * 400.0 + 13.0 * (y % 3), y * 300.0 + 7.0 * x) for y in range(4) for x in range(4)]
drawn = st.lists(
    st.tuples(
        st.lists(st.integers(0, 15), min_size=2, max_size=7),
        st.sampled_from(["residential", "trunk", "footway", "motorway", "track"]),
        st.sampled_from([(15, 15), (15, 8), (8, 15), (9, 9), (8, 8), (6, 15)]),
        st.sampled_from([math.nan, 20.0, 50.0]),
    ),
    min_size=1,
    max_size=9,
)


def make_ways(rows):
    sizes = [len(row[0]) for row in rows]
    return RoadWays(
        node_id=np.arange(16, dtype=np.int64) * 11,
        lon=np.array([105 + x / EAST_M_PER_DEG for x, _ in GRID]),
        lat=np.array([y / NORTH_M_PER_DEG for _, y in GRID]),
        way_start=np.cumsum([0, *sizes]).astype(np.int64),
        way_node=np.array([node for row in rows for node in row[0]], dtype=np.int32),
        way_id=np.arange(len(rows), dtype=np.int64),
        road_class=np.array([ROAD_CLASS_CODE[row[1]] for row in rows], dtype=np.uint8),
        forward=np.array([row[2][0] for row in rows], dtype=np.uint8),
        backward=np.array([row[2][1] for row in rows], dtype=np.uint8),
        max_speed_kph=np.array([row[3] for row in rows], dtype=np.float32),
        flags=np.zeros(len(rows), dtype=np.uint8),
    )


def usable(rows, profile):
    """Ways of a mode without repeated nodes, each with its speed [m/s] and open directions."""
    bit = {"car": 1, "ambulance": 2, "walk": 8}[profile]
    speeds = oracles.Speeds.of(profile, "rural")
    found = []
    for nodes_, kind, (forward, backward), limit in rows:
        tags = {"highway": kind} | ({} if math.isnan(limit) else {"maxspeed": f"{limit:g}"})
        path = [node for k, node in enumerate(nodes_) if k == 0 or node != nodes_[k - 1]]
        if (forward | backward) & bit and speeds.kph(tags) > 0 and len(path) > 1:
            found.append((path, speeds.kph(tags) / 3.6, bool(forward & bit), bool(backward & bit)))
    return found


@settings(max_examples=200)
@given(drawn, st.sampled_from(["car", "ambulance", "walk"]))
def test_a_built_network_equals_a_plain_construction(rows, profile):
    """Same junctions, same times between all of them, same length; loops included."""
    ways, mine = make_ways(rows), usable(rows, profile)
    assume(mine)
    network = build_network(ways, PROFILES[profile], crs=CRS, setting=Setting.RURAL)
    seen = Counter(node for path, *_ in mine for node in path)
    junction = {n for n, count in seen.items() if count > 1}
    junction |= {path[0] for path, *_ in mine} | {path[-1] for path, *_ in mine}
    found = {int(one) // 11 for one in network.node_id}
    assert junction <= found <= set(seen)

    graph = nx.MultiDiGraph()
    graph.add_nodes_from(seen)
    total_m = 0.0
    pieces = 0
    lon, lat = ways.lon.tolist(), ways.lat.tolist()
    for path, speed, forward, backward in mine:
        # The extra cuts of lonely loops are the product's choice: they stay within a loop.
        begin = 0
        for end in range(1, len(path)):
            if path[end] not in found:
                continue
            stretch = path[begin : end + 1]
            length = math.fsum(
                oracles.vincenty_m(lon[a], lat[a], lon[b], lat[b]) for a, b in pairwise(stretch)
            )
            time_ds = max(math.floor(length / speed * 10 + 0.5), 1)
            total_m += length
            pieces += 1
            assert stretch[0] != stretch[-1]
            if forward:
                graph.add_edge(stretch[0], stretch[-1], t=time_ds)
            if backward:
                graph.add_edge(stretch[-1], stretch[0], t=time_ds)
            begin = end
    assert network.n_pieces == pieces
    assert network.length_m.sum() == pytest.approx(total_m, abs=1e-4)
    position = {int(one) // 11: row for row, one in enumerate(network.node_id)}
    for node, row in position.items():
        expected = nx.single_source_dijkstra_path_length(graph, node, weight="t")
        times = nearest(network, np.array([row]), direction="from").time_s
        for other, at in position.items():
            assert times[at] == expected.get(other, math.inf) / 10


places = st.lists(st.tuples(st.floats(-300, 1700), st.floats(-300, 1300)), min_size=1, max_size=6)


@settings(max_examples=150)
@given(drawn, st.sampled_from(["car", "walk"]), places, places, directions)
def test_access_on_any_ways_equals_the_integer_oracle(rows, profile, homes, sites, direction):
    assume(usable(rows, profile))
    rules = PROFILES[profile]
    network = build_network(make_ways(rows), rules, crs=CRS, setting=Setting.RURAL)
    index = RoadIndex(network)

    def joined(some):
        lon = np.array([105 + x / EAST_M_PER_DEG for x, _ in some])
        lat = np.array([y / NORTH_M_PER_DEG for _, y in some])
        return index.snap(*CRS.from_lonlat(lon, lat), max_distance_m=rules.max_snap_m)

    home, site = joined(homes), joined(sites)
    field = measure_access(
        network,
        rules,
        facilities=site,
        facility_rows=np.arange(len(sites)),
        demand=home,
        direction=Direction(direction),
    )
    expected = oracles.whole_times_s(
        network, rules, oracles.spots(site), oracles.spots(home), direction
    )
    assert list(zip(field.time_s.tolist(), field.facility.tolist(), strict=True)) == expected


@settings(max_examples=100)
@given(drawn, places, st.sampled_from([100.0, 400.0, 3000.0]))
def test_snapping_equals_a_plain_loop_and_avoids_islands(rows, some, limit_m):
    assume(usable(rows, "walk"))
    network = build_network(make_ways(rows), PROFILES["walk"], crs=CRS, setting=Setting.RURAL)
    index = RoadIndex(network)
    x_m = np.array([500_000.0 + x for x, _ in some])
    y_m = np.array([y for _, y in some])
    found = index.snap(x_m, y_m, max_distance_m=limit_m)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.n_nodes))
    graph.add_edges_from(zip(network.arc_tail.tolist(), network.arc_head.tolist(), strict=True))
    parts = sorted(map(len, nx.strongly_connected_components(graph)))
    assume(len(parts) < 2 or parts[-1] > parts[-2])  # of equal parts any may be the main one
    main = max(nx.strongly_connected_components(graph), key=len)
    starts = network.shape_start.tolist()
    lines = [
        shapely.LineString(np.column_stack([network.shape_x_m[a:b], network.shape_y_m[a:b]]))
        for a, b in pairwise(starts)
    ]
    on_main = [
        int(t) in main and int(h) in main for t, h in zip(network.tail, network.head, strict=True)
    ]
    for row, (x, y) in enumerate(zip(x_m, y_m, strict=True)):
        point = shapely.Point(x, y)
        distance = [line.distance(point) for line in lines]
        near = [k for k, d in enumerate(distance) if d <= limit_m]
        wanted = [k for k in near if on_main[k]] or near
        if not wanted:
            assert found.piece[row] == -1
            assert math.isinf(found.distance_m[row])
            continue
        piece = int(found.piece[row])
        assert piece in wanted
        assert found.distance_m[row] == pytest.approx(min(distance[k] for k in wanted), abs=1e-6)
        assert distance[piece] == pytest.approx(found.distance_m[row], abs=1e-6)
        at = lines[piece].interpolate(found.share[row] * lines[piece].length)
        assert at.distance(point) == pytest.approx(found.distance_m[row], abs=1e-5)


def test_a_place_exactly_at_the_limit_is_joined():
    network = RoadNetwork.from_arrays(
        tail=np.array([0]),
        head=np.array([1]),
        time_s=np.ones(1),
        xy_m=np.array([[0.0, 0], [10, 0]]),
    )
    index = RoadIndex(network)
    found = index.snap(np.array([5.0, 5.0]), np.array([100.0, 100.001]), max_distance_m=100.0)
    assert found.piece.tolist() == [0, -1]


def test_coordinates_that_are_no_numbers_are_refused():
    network = RoadNetwork.from_arrays(
        tail=np.array([0]),
        head=np.array([1]),
        time_s=np.ones(1),
        xy_m=np.array([[0.0, 0], [10, 0]]),
    )
    with pytest.raises(InputError, match="Coordinates must be finite"):
        RoadIndex(network).snap(np.array([math.nan]), np.zeros(1), max_distance_m=10.0)


@pytest.mark.parametrize("profile", ["car", "ambulance"])
def test_roads_that_nobody_may_use_are_an_input_error(profile):
    ways = make_ways([([0, 1], "footway", (8, 8), math.nan)])
    with pytest.raises(InputError, match=f"No road can be used by the profile “{profile}”"):
        build_network(ways, PROFILES[profile], crs=CRS, setting=Setting.RURAL)


def test_ways_that_are_a_point_are_no_roads():
    ways = make_ways([([3, 3], "residential", (15, 15), math.nan)])
    with pytest.raises(InputError, match="No road can be used by the profile “car”"):
        build_network(ways, PROFILES["car"], crs=CRS, setting=Setting.RURAL)


@pytest.mark.parametrize("factor", [0.0, -1.0, math.nan, math.inf])
def test_a_speed_factor_that_is_none_is_refused(factor):
    with pytest.raises(InputError, match="speed factor must be finite and above 0"):
        build_network(
            town_ways(), PROFILES["car"], crs=CRS, setting=Setting.RURAL, speed_factor=factor
        )


def test_at_a_fifth_slower_every_piece_takes_a_quarter_longer():
    usual, slow = (
        build_network(town_ways(), PROFILES["car"], crs=CRS, setting=Setting.RURAL, speed_factor=f)
        for f in (1.0, 0.8)
    )
    open_ = usual.forward_ds > 0
    assert np.abs(slow.forward_ds[open_] - usual.forward_ds[open_] / 0.8).max() <= 1.2


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"lon": np.zeros(3)}, ShapeError, "column lon needs 12 entries, got 3"),
        ({"flags": np.zeros(2, np.uint8)}, ShapeError, "column flags needs 10 entries, got 2"),
        ({"way_start": np.array([0, 27])}, ShapeError, "column way_start needs 11 entries, got 2"),
        (
            {"way_node": np.full(25, 12, np.int32)},
            InputError,
            r"nodes of a way must lie in \[0, 12\)",
        ),
        ({"road_class": np.full(10, 99, np.uint8)}, InputError, "no road class with code 99"),
        ({"lat": np.full(12, 95.0)}, InputError, "12 coordinates are not longitude and latitude"),
    ],
)
def test_ways_that_break_a_rule_are_refused(change, error, words):
    from dataclasses import replace

    ways = town_ways()
    if "way_node" in change:
        change = {"way_node": np.full(ways.way_node.size, 12, np.int32)}
    with pytest.raises(error, match=words):
        replace(ways, **change)


# ---------------------------------------------------- properties of whole answers ---

town_homes = st.lists(
    st.tuples(st.floats(-1500, 6500), st.floats(-900, 2000), st.integers(0, 500)),
    min_size=1,
    max_size=8,
)
town_sites = st.lists(
    st.tuples(st.floats(-1200, 6200), st.floats(-700, 1800)), min_size=1, max_size=4
)


def answer(homes, sites, *, ids=None, direction="to"):
    study = town_study(
        [home[:2] for home in homes],
        [home[2] for home in homes],
        hospitals_m=tuple(sites),
        hospital_ids=ids,
    )
    return study, study.access(Service.HOSPITAL, profile="car", direction=Direction(direction))


@settings(max_examples=40)
@given(town_homes, town_sites, st.tuples(st.floats(-1200, 6200), st.floats(-700, 1800)), directions)
def test_one_more_hospital_never_lowers_coverage(homes, sites, extra, direction):
    people = np.array([home[2] for home in homes], dtype=np.float64)
    _, before = answer(homes, sites, direction=direction)
    _, after = answer(homes, [*sites, extra], direction=direction)
    assert (after.time_s <= before.time_s).all()
    for cutoff_s in (300.0, 900.0):
        covered = [
            measure_coverage(one.time_s, people, cutoff_s=cutoff_s).covered
            for one in (before, after)
        ]
        assert covered[1] >= covered[0]


@settings(max_examples=40)
@given(town_homes, town_sites, st.randoms(use_true_random=False), directions)
def test_row_order_does_not_matter_and_ties_go_to_the_lowest_id(homes, sites, random, direction):
    sites = [*sites, sites[0]]  # a double at the same place: only its id can decide
    ids = [f"id{row}" for row in range(len(sites))]
    random.shuffle(ids)
    study, first = answer(homes, sites, ids=tuple(ids), direction=direction)
    site_order, home_order = list(range(len(sites))), list(range(len(homes)))
    random.shuffle(site_order)
    random.shuffle(home_order)
    other, second = answer(
        [homes[row] for row in home_order],
        [sites[row] for row in site_order],
        ids=tuple(ids[row] for row in site_order),
        direction=direction,
    )

    def names(one, field):
        return [one.facilities.id[row] if row >= 0 else "" for row in field.facility.tolist()]

    assert second.time_s.tolist() == [first.time_s.tolist()[row] for row in home_order]
    assert names(other, second) == [names(study, first)[row] for row in home_order]
    assert max(ids[0], ids[-1]) not in names(study, first)


# ------------------------------------------------------------------- OSM rules ---

values = st.sampled_from(["yes", "no", "private", "destination", "designated", "permissive"])
tag_sets = st.fixed_dictionaries(
    {"highway": st.sampled_from([*(c for c in ROAD_CLASSES if c != "ferry"), "construction"])},
    optional={
        "access": values,
        "vehicle": values,
        "motor_vehicle": values,
        "motorcar": values,
        "foot": values,
        "emergency": values,
        "oneway": st.sampled_from(["yes", "no", "-1", "1", "true", "reverse", "alternating"]),
        "oneway:motor_vehicle": st.sampled_from(["yes", "no", "-1"]),
        "oneway:emergency": st.sampled_from(["yes", "no", "-1"]),
        "junction": st.sampled_from(["roundabout", "circular", "yes"]),
        "area": st.sampled_from(["yes", "no"]),
        "tracktype": st.sampled_from(["grade1", "grade4", "grade5"]),
        "maxspeed": st.sampled_from(["50", "30 mph", "none", "0", "walk", "50;70", "CN:urban"]),
    },
)


@settings(max_examples=500)
@given(
    tag_sets,
    st.sampled_from([("car", Mode.CAR), ("emergency", Mode.EMERGENCY), ("foot", Mode.FOOT)]),
)
def test_the_reading_of_tags_equals_its_plain_restatement(tags, mode):
    word, bit = mode
    rule = read_way(tags)
    expected = (False, False)
    if tags["highway"] in ROAD_CLASS_CODE and oracles.may_use(tags, word):
        expected = oracles.ways_open(tags, word)
    # A class that a profile gives no speed is closed to it whatever the tags say.
    speed = word == "foot" or tags["highway"] in oracles.CAR_ROADS
    found = (False, False) if rule is None else (bit in rule.forward, bit in rule.backward)
    if speed:
        assert found == expected


@pytest.mark.parametrize(
    ("said", "kph"), [("50", 50.0), ("30 mph", 48.28032), ("60 km/h", 60.0), ("7.5", 7.5)]
)
def test_a_posted_limit_is_read_with_its_unit(said, kph):
    assert read_speed_kph(said) == pytest.approx(kph)


@pytest.mark.parametrize("said", ["", "none", "walk", "RO:urban", "50;30", "0", "-20", "50 knots"])
def test_a_posted_limit_that_is_none_is_nan(said):
    assert math.isnan(read_speed_kph(said))
