"""Turn restrictions, barriers and waits, against brute force on the line graph."""

from __future__ import annotations

import heapq
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import MetricCrs
from geo.errors import ShapeError
from routing.build import build_network
from routing.network import CLOSED_DS, RoadNetwork
from routing.profile import Setting, TravelProfile
from routing.rules import NodeRules
from routing.search import nearest
from routing.snapping import SnappedPoints
from routing.ways import ROAD_CLASS_CODE, ROAD_CLASSES, Mode, RoadWays

N = 6
CAR = int(Mode.CAR)


def rules_of(turns=(), signals=(), barriers=()) -> NodeRules:
    rows = np.array([(a, v, b, only, CAR) for a, v, b, only in turns], np.int64).reshape(-1, 5)
    return NodeRules(
        signal_id=np.array(sorted(one for one, _ in signals), np.int64),
        signal_faces=np.array([face for _, face in sorted(signals)], np.uint8),
        barrier_id=np.array(sorted(barriers), np.int64),
        barrier_blocks=np.full(len(barriers), CAR, np.uint8),
        turn_from=rows[:, 0].copy(),
        turn_via=rows[:, 1].copy(),
        turn_to=rows[:, 2].copy(),
        turn_only=rows[:, 3].astype(bool),
        turn_binds=rows[:, 4].astype(np.uint8),
    )


def network_of(pieces, turns) -> RoadNetwork:
    """Pieces are (tail, head, forward_ds, backward_ds), each its own way."""
    columns = np.array(pieces, np.int64).reshape(-1, 4)
    count = len(columns)
    return RoadNetwork.from_pieces(
        node_x_m=np.arange(N, dtype=float),
        node_y_m=np.zeros(N),
        node_id=np.arange(N, dtype=np.int64),
        tail=columns[:, 0].astype(np.int32),
        head=columns[:, 1].astype(np.int32),
        forward_ds=columns[:, 2].astype(np.int32),
        backward_ds=columns[:, 3].astype(np.int32),
        length_m=np.ones(count),
        way_id=np.arange(count, dtype=np.int64),
        road_class=np.zeros(count, np.uint8),
        flags=np.zeros(count, np.uint8),
        shape_start=np.arange(count + 1, dtype=np.int64) * 2,
        shape_x_m=np.zeros(2 * count),
        shape_y_m=np.zeros(2 * count),
        rules=rules_of(turns),
        mode=CAR,
    )


def moves_of(pieces):
    """Directed traversals: (piece, way) -> (start, end, time)."""
    moves = {}
    for number, (tail, head, forward, backward) in enumerate(pieces):
        if forward != CLOSED_DS:
            moves[number, 0] = (tail, head, forward)
        if backward != CLOSED_DS:
            moves[number, 1] = (head, tail, backward)
    return moves


def may_follow(moves, turns, one, other) -> bool:
    """The rule of the wiki, turn by turn: is `other` allowed after `one`?"""
    via = moves[one][1]
    onward = [move for move in moves if moves[move][0] == via]
    if other not in onward:
        return False
    allowed = onward
    for source, place, target, only in turns:
        if source != one[0] or place != via:
            continue
        if only:
            allowed = [m for m in allowed if m[0] == target] or allowed
        elif source == target:
            allowed = [m for m in allowed if m[0] != one[0]]
        else:
            allowed = [m for m in allowed if m[0] != target]
    return other in allowed


def line_graph_times(pieces, turns, start):
    """Least time from a junction to the end of every traversal, and to every junction."""
    moves = moves_of(pieces)
    best = {}
    queue = [(time, move) for move, (tail, _, time) in moves.items() if tail == start]
    heapq.heapify(queue)
    while queue:
        time, move = heapq.heappop(queue)
        if move in best:
            continue
        best[move] = time
        for other in moves:
            if other not in best and may_follow(moves, turns, move, other):
                heapq.heappush(queue, (time + moves[other][2], other))
    junction = [math.inf] * N
    junction[start] = 0
    for move, time in best.items():
        junction[moves[move][1]] = min(junction[moves[move][1]], time)
    return junction


piece = st.tuples(
    st.integers(0, N - 1),
    st.integers(0, N - 1),
    st.sampled_from([CLOSED_DS, 1, 2, 3, 7, 20]),
    st.sampled_from([CLOSED_DS, 1, 2, 3, 7, 20]),
).filter(lambda one: one[0] != one[1])
town = st.lists(piece, min_size=1, max_size=12).flatmap(
    lambda pieces: st.tuples(
        st.just(pieces),
        st.lists(
            st.tuples(
                st.integers(0, len(pieces) - 1),
                st.integers(0, N - 1),
                st.integers(0, len(pieces) - 1),
                st.booleans(),
            ),
            max_size=8,
            unique_by=lambda one: one[:3],
        ),
    )
)


@settings(max_examples=400)
@given(town, st.integers(0, N - 1))
def test_times_from_a_junction_equal_brute_force_on_the_line_graph(drawn, start):
    pieces, turns = drawn
    turns = sorted(turns)
    found = nearest(network_of(pieces, turns), np.array([start]), direction="from")
    assert (found.time_s * 10).tolist() == line_graph_times(pieces, turns, start)


@settings(max_examples=200)
@given(town, st.integers(0, N - 1))
def test_times_to_a_junction_equal_brute_force_on_the_line_graph(drawn, goal):
    pieces, turns = drawn
    turns = sorted(turns)
    found = nearest(network_of(pieces, turns), np.array([goal]), direction="to")
    expected = [line_graph_times(pieces, turns, start)[goal] for start in range(N)]
    assert (found.time_s * 10).tolist() == expected


@settings(max_examples=200)
@given(town, st.data())
def test_snapped_places_obey_restrictions_at_both_ends_of_their_piece(drawn, data):
    """A place in mid-piece is a junction of its own in the brute-force network."""
    pieces, turns = drawn
    turns = sorted(turns)
    network = network_of(pieces, turns)
    a = data.draw(st.integers(0, len(pieces) - 1))
    b = data.draw(st.integers(0, len(pieces) - 1).filter(lambda one: one != a or len(pieces) == 1))
    if a == b:
        return
    # Both places stand at their piece's tail, so that no time is split: the way on is
    # free at the place's own junction, restricted where its piece ends.
    ends = SnappedPoints(np.array([a, b]), np.array([0.0, 0.0]), np.zeros(2))
    for direction in ("from", "to"):
        found = nearest(network, ends.take(np.array([0])), direction=direction)
        at = found.at(ends.take(np.array([1])))
        start, goal = (a, b) if direction == "from" else (b, a)
        expected = place_time(pieces, turns, start, goal)
        assert at.time_s[0] * 10 == expected, direction


def place_time(pieces, turns, origin, target):
    """Least time between two places that stand at 0 of their pieces."""
    moves = moves_of(pieces)
    best: dict[tuple[int, int], int] = {}
    queue = []
    # Leaving: along the whole piece, or against it, where nothing of it is left.
    if (origin, 0) in moves:
        queue.append((moves[origin, 0][2], (origin, 0)))
    if (origin, 1) in moves:
        queue.append((0, (origin, 1)))
    heapq.heapify(queue)
    answer = math.inf
    while queue:
        time, move = heapq.heappop(queue)
        if move in best:
            continue
        best[move] = time
        for other in moves:
            if not may_follow(moves, turns, move, other):
                continue
            if other == (target, 0):
                answer = min(answer, time)
            if other == (target, 1):
                answer = min(answer, time + moves[target, 1][2])
            if other not in best:
                heapq.heappush(queue, (time + moves[other][2], other))
    return answer


def test_only_junctions_with_a_binding_restriction_are_split():
    pieces = [(0, 1, 10, 10), (1, 2, 10, 10), (1, 3, 10, 10)]
    free = network_of(pieces, [])
    assert free.n_states == free.n_nodes == N
    bound = network_of(pieces, [(0, 1, 1, False)])
    assert bound.n_states == N + 1
    assert bound.turns.applied.tolist() == [0]
    # Elsewhere, and where the way does not meet the junction, nothing is split.
    assert network_of(pieces, [(0, 3, 1, False)]).n_states == N


def test_a_ban_on_turning_round_forbids_only_the_same_piece():
    pieces = [(0, 1, 10, 10), (1, 2, 10, 10)]
    network = network_of(pieces, [(0, 1, 0, False)])
    found = nearest(network, np.array([0]), direction="from")
    assert found.time_s[:3].tolist() == [0.0, 1.0, 2.0]
    assert network.turns.applied.tolist() == [0]


def profile(**waits) -> TravelProfile:
    speeds = dict.fromkeys(ROAD_CLASSES, 36.0)  # 10 m/s
    return TravelProfile(
        name="test",
        mode=Mode.CAR,
        speed_kph=dict.fromkeys(Setting, speeds),
        factor=dict.fromkeys(Setting, 1.0),
        limit_share=0.0,
        top_speed_kph=200.0,
        off_road_kph=3.0,
        off_road_detour=1.3,
        max_snap_m=1000.0,
        signal_delay_s=waits.get("signal", 0.0),
        junction_delay_s=dict.fromkeys(Setting, waits.get("junction", 0.0)),
        ferry_wait_s=waits.get("ferry", 0.0),
        sources={},
    )


def street(nodes, ways, rules, *, classes=None, duration=None) -> RoadWays:
    """Ways over nodes at given metres east of a point on the equator."""
    lon = 105.0 + np.array([east for east, _ in nodes]) / 111_319.49
    lat = np.array([north for _, north in nodes]) / 110_574.0
    sizes = [len(way) for way in ways]
    names = classes or ["residential"] * len(ways)
    return RoadWays(
        node_id=np.arange(len(nodes), dtype=np.int64),
        lon=lon,
        lat=lat,
        way_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        way_node=np.concatenate(ways).astype(np.int32),
        way_id=np.arange(len(ways), dtype=np.int64),
        road_class=np.array([ROAD_CLASS_CODE[name] for name in names], np.uint8),
        forward=np.full(len(ways), 15, np.uint8),
        backward=np.full(len(ways), 15, np.uint8),
        max_speed_kph=np.full(len(ways), np.nan, np.float32),
        flags=np.zeros(len(ways), np.uint8),
        rules=rules,
        duration_s=None if duration is None else np.array(duration, np.float32),
    )


def built(ways, **waits) -> RoadNetwork:
    return build_network(ways, profile(**waits), crs=MetricCrs(32648), setting=Setting.URBAN)


LINE = [(0, 0), (1000, 0), (2000, 0)]


def test_a_barrier_ends_the_road_on_both_sides():
    open_road = built(street(LINE, [[0, 1, 2]], rules_of()))
    assert nearest(open_road, np.array([0]), direction="from").time_s.max() < math.inf
    shut = built(street(LINE, [[0, 1, 2]], rules_of(barriers=[1])))
    assert shut.n_nodes == 4
    times = nearest(shut, np.array([int(shut.tail[0])]), direction="from").time_s
    assert sorted(times.tolist())[2:] == [math.inf, math.inf]


def test_a_signal_on_the_way_costs_each_passage_once_in_the_direction_it_faces():
    free = built(street(LINE, [[0, 1, 2]], rules_of()))
    both = built(street(LINE, [[0, 1, 2]], rules_of(signals=[(1, 3)])), signal=5.0)
    along = built(street(LINE, [[0, 1, 2]], rules_of(signals=[(1, 1)])), signal=5.0)
    plain = int(free.forward_ds[0])
    assert [int(both.forward_ds[0]), int(both.backward_ds[0])] == [plain + 50, plain + 50]
    assert [int(along.forward_ds[0]), int(along.backward_ds[0])] == [plain + 50, plain]


def test_a_signal_at_a_crossing_stops_those_who_enter_not_those_who_leave():
    nodes = [*LINE, (1000, 1000)]
    ways = [[0, 1], [1, 2], [1, 3]]
    network = built(street(nodes, ways, rules_of(signals=[(1, 3)])), signal=5.0)
    times = nearest(network, np.array([0]), direction="from").time_s
    free = nearest(built(street(nodes, ways, rules_of())), np.array([0]), direction="from").time_s
    assert (times - free).round(6).tolist() == [0.0, 5.0, 5.0, 5.0]


def test_a_crossing_of_three_roads_costs_the_junction_wait_a_bend_does_not():
    nodes = [*LINE, (1000, 1000)]
    three = built(street(nodes, [[0, 1], [1, 2], [1, 3]], rules_of()), junction=2.0)
    two = built(street(LINE, [[0, 1], [1, 2]], rules_of()), junction=2.0)
    assert int(three.forward_delay_ds[0]) == 20
    assert int(two.forward_delay_ds[0]) == 0


def test_a_wait_is_not_shared_out_along_the_piece():
    nodes = [*LINE, (1000, 1000)]
    network = built(
        street(nodes, [[0, 1], [1, 2], [1, 3]], rules_of(signals=[(1, 3)])), signal=30.0
    )
    middle = SnappedPoints(np.array([0]), np.array([0.5]), np.zeros(1))
    field = nearest(network, np.array([0]), direction="from")
    road_ds = int(network.forward_ds[0] - network.forward_delay_ds[0])
    assert int(network.forward_delay_ds[0]) == 300
    assert int(field.at(middle).time_ds[0]) == math.floor(road_ds / 2 + 0.5)


def test_a_ferry_takes_its_stated_duration_and_the_wait():
    ways = street(
        LINE,
        [[0, 1], [1, 2]],
        rules_of(),
        classes=["residential", "ferry"],
        duration=[math.nan, 600],
    )
    network = built(ways, ferry=900.0)
    assert int(network.forward_ds[1]) == 15_000
    unsaid = street(LINE, [[0, 1], [1, 2]], rules_of(), classes=["residential", "ferry"])
    assert int(built(unsaid, ferry=900.0).forward_ds[1]) == pytest.approx(10_000, abs=5)


def test_columns_of_rules_must_line_up():
    with pytest.raises(ShapeError, match="signal_faces needs 1 entries, got 0"):
        NodeRules(**{**vars_of(rules_of()), "signal_id": np.array([7], np.int64)})


def vars_of(rules: NodeRules) -> dict[str, np.ndarray]:
    return {name: getattr(rules, name) for name in NodeRules.__slots__}
