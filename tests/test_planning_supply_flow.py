"""The bound that no order of filling beats, against networkx and against every order."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError, ShapeError
from layers import capacity_flow
from layers.capacity import capacity_coverage
from layers.capacity_flow import most_served

CUTOFF = 20


@st.composite
def towns(draw):
    n, m = draw(st.integers(0, 7)), draw(st.integers(0, 4))
    cell = st.sampled_from([10.0, 20.0, 21.0, math.inf])
    cost = draw(st.lists(cell, min_size=n * m, max_size=n * m))
    demand = draw(st.lists(st.integers(0, 500), min_size=n, max_size=n))
    capacity = draw(st.lists(st.integers(0, 900), min_size=m, max_size=m))
    return (
        np.array(cost, dtype=np.float64).reshape(n, m),
        np.array(demand, dtype=np.float64),
        np.array(capacity, dtype=np.float64),
    )


def flow_by_networkx(cost, demand, capacity):
    graph = nx.DiGraph()
    graph.add_nodes_from(["people", "care"])
    for i, people in enumerate(demand):
        graph.add_edge("people", ("place", i), capacity=int(people))
        for j in range(capacity.size):
            if cost[i, j] <= CUTOFF:
                graph.add_edge(("place", i), ("site", j))
    for j, room in enumerate(capacity):
        graph.add_edge(("site", j), "care", capacity=int(room))
    return nx.maximum_flow_value(graph, "people", "care")


@given(town=towns())
def test_the_bound_is_the_maximum_flow(town):
    assert most_served(*town, cutoff=CUTOFF) == (flow_by_networkx(*town), True)


@given(town=towns())
def test_no_order_beats_the_bound(town):
    most, _ = most_served(*town, cutoff=CUTOFF)
    for order in itertools.permutations(range(town[2].size)):
        found = capacity_coverage(*town, cutoff=CUTOFF, order=order)
        assert found.covered <= most + 1e-9


@given(town=towns(), part=st.floats(0.001, 1))
def test_parts_of_people_never_make_the_bound_too_low(town, part):
    cost, demand, capacity = town
    most, _ = most_served(cost, demand * part, capacity * part, cutoff=CUTOFF)
    flow = flow_by_networkx(cost, demand, capacity) * part
    assert flow - 1e-6 <= most <= flow + 1e-3


def test_too_large_an_instance_is_bounded_in_the_plain_way(monkeypatch):
    monkeypatch.setattr(capacity_flow, "_MOST_ARCS", 3)
    cost = np.array([[1.0, math.inf], [1.0, 1.0], [math.inf, 1.0]])
    # 100 of the people at the first place cannot be served: the plain bound does not see it.
    demand, capacity = np.array([300.0, 0.0, 50.0]), np.array([200.0, 500.0])
    assert most_served(cost, demand, capacity, cutoff=5) == (250.0, True)
    demand[1] = 1.0
    assert most_served(cost, demand, capacity, cutoff=5) == (351.0, False)


def test_a_facility_without_limit_takes_everyone_in_reach():
    cost = np.array([[1.0], [9.0]])
    most = most_served(cost, np.array([5.0, 7.0]), np.array([math.inf]), cutoff=5)
    assert most == (5.0, True)


def test_the_example_of_two_orders_has_one_bound():
    cost = np.array([[5.0, 20, 40], [12, 8, 35], [25, 14, 18], [50, 35, 10]])
    people, room = np.array([1e3, 2e3, 3e3, 4e3]), np.array([1500.0, 3000, 3500])
    assert most_served(cost, people, room, cutoff=20) == (8000.0, True)


@pytest.mark.parametrize(
    ("demand", "capacity", "cutoff", "kind"),
    [
        ([-1.0], [1.0], 1, InputError),
        ([1.0], [math.nan], 1, InputError),
        ([1.0], [1.0], math.inf, InputError),
        ([1.0, 1.0], [1.0], 1, ShapeError),
    ],
)
def test_a_wrong_number_is_said(demand, capacity, cutoff, kind):
    with pytest.raises(kind, match=r"demand|capacity|limit"):
        most_served(np.ones((1, 1)), np.array(demand), np.array(capacity), cutoff=cutoff)
