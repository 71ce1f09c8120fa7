"""What is kept on disk: found again, never stale, safe among builders."""

from __future__ import annotations

import dataclasses
import shutil
import threading

import numpy as np
import pytest

import data.cache
from data.cache import MOST_ENTRIES, ArrayCache, cache_key
from data.demo.build import build_demo
from data.import_report import ImportReport
from data.profiles import load_profiles
from data.studies import open_study, write_study
from layers.facilities import Service
from planning.answers import answer_coverage
from routing.engine import engine_of
from routing.search import Direction


@pytest.fixture
def cache(tmp_path):
    return ArrayCache(tmp_path / "kept")


def test_arrays_come_back_as_they_were(cache):
    arrays = {"a": np.arange(5, dtype=np.int32), "b": np.zeros((0, 2)), "c": np.array([True])}
    cache.save("key", arrays)
    found = cache.load("key")
    assert found is not None
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert found[name].tolist() == array.tolist()


def test_changes_to_what_was_read_stay_in_memory(cache):
    cache.save("key", {"a": np.arange(5)})
    first = cache.load("key")
    first["a"][0] = 99
    assert cache.load("key")["a"].tolist() == [0, 1, 2, 3, 4]


def test_an_unknown_key_is_none_and_another_input_another_key(cache):
    assert cache.load("nowhere") is None
    assert cache_key("roads", {"a": 1}) != cache_key("roads", {"a": 2})
    assert cache_key("roads", {"b": 1, "a": 2}) == cache_key("roads", {"a": 2, "b": 1})


def test_what_is_kept_depends_on_the_code_of_roads_and_of_projections(monkeypatch):
    """Lengths and places on the road come from `geo`: its code counts too."""
    asked = []
    monkeypatch.setattr(data.cache, "code_digest", lambda *packages: asked.append(packages))
    cache_key("network")
    assert asked == [("geo", "routing")]


def test_a_damaged_entry_is_not_read_and_is_replaced(cache, tmp_path):
    cache.save("key", {"a": np.arange(500)})
    path = tmp_path / "kept" / "key" / "a.npy"
    path.write_bytes(path.read_bytes()[:100])
    assert cache.load("key") is None
    cache.save("key", {"a": np.arange(3)})
    assert cache.load("key")["a"].tolist() == [0, 1, 2]


def test_builders_side_by_side_leave_one_whole_entry_and_nothing_else(cache, tmp_path):
    arrays = {f"a{row}": np.full(20_000, row) for row in range(8)}
    builders = [threading.Thread(target=cache.save, args=("key", arrays)) for _ in range(8)]
    for one in builders:
        one.start()
    for one in builders:
        one.join()
    found = cache.load("key")
    assert all((found[name] == array).all() for name, array in arrays.items())
    assert [one.name for one in (tmp_path / "kept").iterdir()] == ["key"]


def test_the_oldest_entries_go(cache, tmp_path):
    for number in range(MOST_ENTRIES + 3):
        cache.save(f"key{number:03}", {"a": np.arange(2)})
    assert len(list((tmp_path / "kept").iterdir())) == MOST_ENTRIES


def test_a_disk_that_refuses_costs_time_only(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = ArrayCache(tmp_path / "file")
    cache.save("key", {"a": np.arange(2)})
    assert cache.load("key") is None


# ------------------------------------------------------------- a study's roads ---


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept") / "study"
    write_study(build_demo("yongchuan", profiles=load_profiles()), folder, ImportReport())
    return folder


def asked(study, **more):
    answer = answer_coverage(
        study, Service.HOSPITAL, cutoff_s=900.0, direction=Direction.TO, **more
    )
    return answer.whole, answer.access.time_s.tolist(), answer.access.facility.tolist()


def test_kept_roads_answer_as_fresh_ones(bundle):
    fresh = build_demo("yongchuan", profiles=load_profiles())
    first, second = open_study(bundle), open_study(bundle)
    expected = asked(fresh)
    assert asked(first) == expected
    assert any((bundle / ".cache").iterdir())
    assert asked(second) == expected
    assert asked(second, speed_factor=0.8) == asked(fresh, speed_factor=0.8)


def test_a_kept_contraction_order_is_taken_and_answers_the_same(bundle):
    first = open_study(bundle)
    expected = asked(first)
    first.prepare("car")
    again = open_study(bundle)
    again.prepare("car")
    engine = engine_of(again.roads("car").network)
    assert engine.prepared
    assert asked(again) == expected


def test_a_changed_part_is_never_answered_from_what_was_kept(bundle):
    study = open_study(bundle)
    expected = asked(study)
    slow = {
        name: dataclasses.replace(one, top_speed_kph=10.0) for name, one in study.profiles.items()
    }
    assert asked(dataclasses.replace(study, profiles=slow))[0].covered < expected[0].covered
    ways = dataclasses.replace(study.ways, forward=np.zeros_like(study.ways.forward))
    changed = dataclasses.replace(study, ways=ways)
    assert asked(changed)[0].covered != expected[0].covered
    assert asked(open_study(bundle)) == expected


def test_a_study_without_its_kept_roads_is_whole(bundle, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(bundle, moved, ignore=shutil.ignore_patterns(".cache"))
    assert asked(open_study(moved)) == asked(open_study(bundle))
