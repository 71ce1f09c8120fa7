"""Every search against its plain twin: both engines, both directions, places and junctions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.demo.build import build_demo
from data.profiles import load_profiles
from geo.errors import InputError
from layers.facilities import Service
from routing import engine
from routing._engine_fast import FastEngine
from routing._engine_plain import PlainEngine
from routing.live import LiveField
from routing.many import many_to_many
from routing.network import RoadNetwork
from routing.route import route
from routing.search import _sorted_rows, k_nearest, nearest, one_to_all
from routing.snapping import SnappedPoints
from routing.warm import warm_kernels
from test_routing_turns import N, network_of, town

spot = st.tuples(st.integers(0, 11), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
spots = st.lists(spot, min_size=1, max_size=5)


def points(drawn, pieces) -> SnappedPoints:
    piece = np.array([one % len(pieces) for one, _ in drawn], np.int64)
    return SnappedPoints(piece, np.array([share for _, share in drawn]), np.zeros(len(drawn)))


def with_engine(network: RoadNetwork, kind) -> RoadNetwork:
    network.kept["engine"] = kind(network)
    return network


def swept(network: RoadNetwork) -> FastEngine:
    """A fast engine that sweeps however small the network is."""
    made = FastEngine(network)
    made.prepare()
    made._sweeping = lambda **_: True
    return made


@settings(max_examples=150)
@given(town, spots, spots, st.sampled_from(["from", "to"]), st.sampled_from([None, 0.5, 2.0]))
def test_both_engines_and_both_kernels_answer_the_same(drawn, sources, places, direction, cutoff):
    pieces, turns = drawn
    answers = []
    for kind in (PlainEngine, FastEngine, swept):
        network = with_engine(network_of(pieces, sorted(turns)), kind)
        field = nearest(network, points(sources, pieces), direction=direction, cutoff_s=cutoff)
        at = field.at(points(places, pieces))
        nearby = k_nearest(network, points(sources, pieces), 2, direction=direction)
        few = nearby.at(points(places, pieces))
        answers.append(
            (
                field.time_s.tolist(),
                field.facility.tolist(),
                at.time_ds.tolist(),
                at.facility.tolist(),
                few.time_ds.tolist(),
                few.facility.tolist(),
                nearby.nodes.time_ds.tolist(),
            )
        )
    assert answers[0] == answers[1] == answers[2]


@settings(max_examples=150)
@given(town, spots, spots, st.sampled_from(["from", "to"]), st.sampled_from([None, 1.5]))
def test_many_to_many_equals_one_search_a_source(drawn, sources, places, direction, cutoff):
    pieces, turns = drawn
    network = network_of(pieces, sorted(turns))
    own, homes = points(sources, pieces), points(places, pieces)
    table = many_to_many(network, own, homes, direction=direction, cutoff_s=cutoff).dense_s()
    for source in range(len(own)):
        one = one_to_all(
            network, own.take(np.array([source])), direction=direction, cutoff_s=cutoff
        )
        assert table[:, source].tolist() == one.at(homes).time_s.tolist()
    # The nearest of several is the least of a row, and the k nearest are the k least.
    field = nearest(network, own, direction=direction, cutoff_s=cutoff)
    assert field.at(homes).time_s.tolist() == table.min(axis=1).tolist()
    if cutoff is None:
        few = k_nearest(network, own, 3, direction=direction).at(homes)
        padded = np.pad(np.sort(table, axis=1), ((0, 0), (0, 3)), constant_values=np.inf)
        assert few.time_s.tolist() == padded[:, :3].tolist()


@settings(max_examples=150)
@given(town, spots, spots, spot, st.sampled_from(["from", "to"]), st.data())
def test_a_live_field_equals_a_search_from_the_beginning(
    drawn, sources, places, further, direction, data
):
    pieces, turns = drawn
    network = network_of(pieces, sorted(turns))
    if data.draw(st.booleans()):
        with_engine(network, PlainEngine)
    homes = points(places, pieces)
    live = LiveField(network, points(sources, pieces), homes, direction=direction)
    before = (live.answer.time_ds.tolist(), live.answer.facility.tolist())
    number, change = live.add(points([further], pieces))
    assert number == len(sources)
    full = nearest(network, points([*sources, further], pieces), direction=direction).at(homes)
    assert live.answer.time_ds.tolist() == full.time_ds.tolist()
    assert live.answer.facility.tolist() == full.facility.tolist()
    moved = np.flatnonzero(np.array(before[0]) != full.time_ds)
    assert set(moved.tolist()) <= set(change.place.tolist())
    gone = data.draw(st.integers(0, len(sources)))
    live.remove(gone)
    left = [one for row, one in enumerate([*sources, further]) if row != gone]
    rest = nearest(network, points(left, pieces), direction=direction).at(homes)
    assert live.answer.time_ds.tolist() == rest.time_ds.tolist()
    if gone == len(sources):
        assert (live.answer.time_ds.tolist(), live.answer.facility.tolist()) == before
    with pytest.raises(InputError, match="no facility with the number"):
        live.remove(gone)


@settings(max_examples=150)
@given(town, spot, spot)
def test_a_route_takes_the_time_that_the_search_says(drawn, origin, destination):
    pieces, turns = drawn
    network = network_of(pieces, sorted(turns))
    a, b = points([origin], pieces), points([destination], pieces)
    found = route(network, a, b)
    assert found.time_s == one_to_all(network, a, direction="from").at(b).time_s[0]
    plain = route(with_engine(network_of(pieces, sorted(turns)), PlainEngine), a, b)
    assert plain.time_s == found.time_s


@pytest.fixture(scope="module")
def demo():
    return build_demo("yongchuan", profiles=load_profiles())


def test_on_a_district_sweeps_and_buckets_and_scipy_agree_bit_for_bit(demo):
    roads = demo.roads("car")
    rows = demo.facilities.offering(Service.VILLAGE_CLINIC)
    own = roads.facilities.take(rows)
    answers = []
    for kind in (PlainEngine, FastEngine, swept):
        with_engine(roads.network, kind)
        for direction in ("from", "to"):
            found = nearest(roads.network, own, direction=direction).at(roads.demand)
            few = k_nearest(roads.network, own, 3, direction=direction).at(roads.demand)
            answers.append((found.time_ds, found.facility, few.time_ds, few.facility))
    for one, other in zip(answers[:2], answers[2:4], strict=True):
        assert all((a == b).all() for a, b in zip(one, other, strict=True))
    for one, other in zip(answers[:2], answers[4:], strict=True):
        assert all((a == b).all() for a, b in zip(one, other, strict=True))


def test_on_a_district_a_matrix_within_thirty_minutes_equals_scipy(demo):
    roads = demo.roads("car")
    own = roads.facilities.take(demo.facilities.offering(Service.TOWNSHIP_HEALTH_CENTRE)[:12])
    tables = []
    for kind in (PlainEngine, FastEngine):
        with_engine(roads.network, kind)
        matrix = many_to_many(roads.network, own, roads.demand, direction="to", cutoff_s=1800.0)
        tables.append(matrix.dense_s())
    assert (tables[0] == tables[1]).all()
    assert np.isfinite(tables[0]).any()
    assert tables[0][np.isfinite(tables[0])].max() <= 1800.0


def test_a_route_on_a_district_is_a_connected_line_of_its_length(demo):
    roads = demo.roads("car")
    found = route(
        roads.network, roads.demand.take(np.array([0])), roads.demand.take(np.array([2000]))
    )
    assert np.isfinite(found.time_s)
    drawn_m = np.hypot(np.diff(found.x_m), np.diff(found.y_m)).sum()
    assert drawn_m == pytest.approx(found.length_m, rel=1e-3)
    jumps = np.hypot(np.diff(found.x_m), np.diff(found.y_m))
    assert jumps.max() < 3_000  # no leap across the map


def test_without_numba_the_plain_engine_answers(monkeypatch):
    import builtins

    real = builtins.__import__

    def without_numba(name, *rest, **more):
        if name == "routing._engine_fast":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_numba)
    network = network_of([(0, 1, 10, 10)], [])
    assert isinstance(engine.engine_of(network), PlainEngine)
    assert nearest(network, np.array([0]), direction="from").time_s[1] == 1.0


@pytest.mark.parametrize("k", [0, 9])
def test_a_number_of_nearest_out_of_range_is_refused(k):
    with pytest.raises(InputError, match="must be 1 to 8"):
        k_nearest(network_of([(0, 1, 10, 10)], []), np.array([0]), k, direction="from")


def test_nobody_is_nearest_where_nobody_serves():
    network = network_of([(0, 1, 10, 10)], [])
    none = np.empty(0, np.int64)
    for kind in (PlainEngine, FastEngine, swept):
        with_engine(network, kind)
        assert np.isinf(nearest(network, none, direction="to").time_s).all()
        assert nearest(network, none, direction="to").time_s.shape == (N,)


def test_coordinates_that_mean_nothing_cost_no_answer():
    rng = np.random.default_rng(1)
    size = 5_000
    network = RoadNetwork.from_arrays(
        tail=rng.integers(0, size, 8 * size),
        head=rng.integers(0, size, 8 * size),
        time_s=rng.integers(1, 90, 8 * size).astype(float),
        xy_m=np.zeros((size, 2)),
    )
    made = FastEngine(network)
    made.prepare()
    assert not made.prepared
    sources = np.arange(0, size, 500)
    found = nearest(with_engine(network, lambda _: made), sources, direction="to").time_s
    assert (
        found.tolist()
        == nearest(with_engine(network, PlainEngine), sources, direction="to").time_s.tolist()
    )


def test_warming_asks_every_kind_of_question_without_a_fault():
    warm_kernels()


@pytest.mark.parametrize("largest", [5, 2**20, 2**31])
def test_packed_rows_sort_as_plain_ones(largest):
    random = np.random.default_rng(largest)
    columns = [random.integers(0, largest, 500) for _ in range(3)]
    rows = sorted(zip(*(column.tolist() for column in columns), strict=True))
    found = _sorted_rows(*columns)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == rows
    assert [column.size for column in _sorted_rows(*(column[:0] for column in columns))] == [0] * 3
