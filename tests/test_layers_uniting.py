"""Rows that are one facility: the kept row is believed, the others fill its gaps by their ids."""

import numpy as np

from layers.facilities import FacilitySet, Service
from layers.uniting import Difference, unite_rows

HOSPITAL, STROKE = Service.HOSPITAL, Service.STROKE
NAN = float("nan")


def listed(ids, beds, names=None):
    size = len(ids)
    return FacilitySet(
        id=tuple(ids),
        name=tuple(names or ids),
        lon=np.arange(size, dtype=float),
        lat=np.zeros(size),
        kind=(HOSPITAL,) * size,
        services=tuple(frozenset({HOSPITAL, *([STROKE] if one == "c" else [])}) for one in ids),
        source=("x",) * size,
        beds=np.array(beds, dtype=float),
    )


def test_the_others_speak_in_the_order_of_their_ids_not_of_their_rows():
    facilities = listed("cab", [30, NAN, 20])
    united, differences = unite_rows(facilities, [(1, [0, 2])])
    assert (united.id, united.beds.tolist()) == (("a",), [20.0])
    assert differences == (Difference("a", "c", "beds", 20, 30),)
    assert united.services == ({HOSPITAL, STROKE},)
    assert united.aliases == (("b", "c"),)
    assert united.lon.tolist() == [1.0]


def test_the_list_that_was_given_stays_as_it_was():
    facilities = listed("ab", [NAN, 20])
    unite_rows(facilities, [(0, [1])])
    assert np.array_equal(facilities.beds, [NAN, 20], equal_nan=True)
    assert facilities.aliases == ((), ())


def test_an_unnamed_row_takes_a_name_and_does_not_keep_it_as_alias():
    united, _ = unite_rows(listed("ab", [1, 1], ["", "甲医院"]), [(0, [1])])
    assert (united.name, united.aliases) == (("甲医院",), ((),))


def test_no_group_changes_nothing():
    facilities = listed("ab", [1, 2])
    united, differences = unite_rows(facilities, [])
    assert (united.id, united.beds.tolist(), differences) == (("a", "b"), [1.0, 2.0], ())
