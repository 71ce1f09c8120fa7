"""Closures and changed speeds equal a network that was built so from the beginning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.demo.build import build_demo
from data.profiles import load_profiles
from geo.errors import InputError
from layers.facilities import Service
from routing._engine_plain import PlainEngine
from routing.engine import engine_of
from routing.network import CLOSED_DS
from routing.retime import closed, retimed
from routing.search import nearest
from routing.ways import RoadFlag
from test_routing_searches import points, spots, with_engine
from test_routing_turns import network_of, town


@settings(max_examples=200)
@given(town, spots, spots, st.sampled_from(["from", "to"]), st.data())
def test_new_times_equal_a_network_built_with_them(drawn, sources, places, direction, data):
    pieces, turns = drawn
    # Restrictions that say "only" look at which ways are open, so that closing may differ
    # from building without: here none says so.
    turns = [(*one[:3], False) for one in sorted(turns)]
    base = network_of(pieces, turns)
    prepared = data.draw(st.booleans())
    if prepared:
        engine = engine_of(base)
        engine.prepare()
        engine._sweeping = lambda **_: True
    some = st.sampled_from([1, 4, 30, CLOSED_DS])
    new = [
        (tail, head, *(CLOSED_DS if time == CLOSED_DS else data.draw(some) for time in times))
        for tail, head, *times in pieces
    ]
    columns = np.array(new, np.int32).reshape(-1, 4)
    changed = retimed(base, forward_ds=columns[:, 2].copy(), backward_ds=columns[:, 3].copy())
    if prepared:
        engine_of(changed)._sweeping = lambda **_: True
    built = with_engine(network_of(new, turns), PlainEngine)
    own, homes = points(sources, pieces), points(places, pieces)
    found = nearest(changed, own, direction=direction).at(homes)
    expected = nearest(built, own, direction=direction).at(homes)
    assert found.time_ds.tolist() == expected.time_ds.tolist()
    assert found.facility.tolist() == expected.facility.tolist()
    # The base never changes.
    before = nearest(base, own, direction=direction).at(homes)
    fresh = nearest(network_of(pieces, turns), own, direction=direction).at(homes)
    assert before.time_ds.tolist() == fresh.time_ds.tolist()


@pytest.mark.parametrize("prepared", [False, True])
def test_a_bridge_that_is_out_only_lengthens_ways(prepared):
    study = build_demo("yongchuan", profiles=load_profiles())
    roads = study.roads("car")
    if prepared:
        engine_of(roads.network).prepare()
    bridges = np.flatnonzero((roads.network.flags & RoadFlag.BRIDGE) != 0)
    out = closed(roads.network, bridges)
    own = roads.facilities.take(study.facilities.offering(Service.HOSPITAL))
    before = nearest(roads.network, own, direction="to").at(roads.demand).time_s
    after = nearest(out, own, direction="to").at(roads.demand).time_s
    plain = with_engine(closed(roads.network, bridges), PlainEngine)
    assert after.tolist() == nearest(plain, own, direction="to").at(roads.demand).time_s.tolist()
    assert (after >= before).all()
    assert (after > before).any()


def test_what_was_closed_cannot_be_opened_and_pieces_must_exist():
    network = network_of([(0, 1, 10, CLOSED_DS)], [])
    both = np.array([10], np.int32)
    with pytest.raises(InputError, match="cannot be opened"):
        retimed(network, forward_ds=both, backward_ds=both)
    with pytest.raises(InputError, match="finite and not negative"):
        retimed(network, forward_ds=np.array([0], np.int32), backward_ds=network.backward_ds)
    with pytest.raises(InputError, match=r"Pieces of road must lie in \[0, 1\)"):
        closed(network, np.array([3]))
