"""A ferry is named with the people who need it; an ambulance does not take it."""

import numpy as np

from data.profiles import load_profiles
from geo.crs import MetricCrs
from layers.areas import AreaSet
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service
from planning.answers import answer_coverage
from planning.study import Study, StudyInfo
from routing.profile import Setting
from routing.search import Direction
from test_routing_turns import rules_of, street


def river_town() -> Study:
    """A hospital on the west bank, 700 people there, 300 beyond a ferry of ten minutes."""
    nodes = [(0, 0), (1000, 0), (7000, 0), (8000, 0)]
    ways = street(
        nodes,
        [[0, 1], [1, 2], [2, 3]],
        rules_of(),
        classes=["residential", "ferry", "residential"],
        duration=[np.nan, 600, np.nan],
    )
    flags = np.array([0, 4, 0], dtype=np.uint8)
    object.__setattr__(ways, "flags", flags)
    lon = 105.0 + np.array([500, 7500]) / 111_319.49
    place = 105.0 + np.array([100]) / 111_319.49
    hospital = FacilitySet(
        ("h",),
        ("H",),
        place,
        np.zeros(1),
        (Service.HOSPITAL,),
        (frozenset({Service.HOSPITAL}),),
        ("test",),
    )
    return Study(
        info=StudyInfo(
            "river",
            {"zh": "河", "en": "river"},
            Setting.RURAL,
            demonstration=False,
            plan="circles",
            inputs=(),
        ),
        crs=MetricCrs(32648),
        ways=ways,
        facilities=hospital,
        demand=DemandSurface(lon, np.zeros(2), np.array([700.0, 300.0]), ("west", "east"), "test"),
        areas=AreaSet((), (), (), np.empty(0, dtype=object)),
        profiles=load_profiles(),
    )


def test_people_beyond_the_ferry_are_counted_and_the_wait_is_in_their_time():
    study = river_town()
    answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=1200.0)
    (note,) = [one for one in answer.notes if one.code == "notes.ferries"]
    assert note.fields == {"ferries": 1, "people": 300.0, "wait_min": 15.0}
    west, east = answer.access.time_s
    assert 1500 < east - west < 1900  # 10 min of crossing, 15 of waiting, the streets
    assert answer.whole.covered == 700.0


def test_an_ambulance_does_not_wait_for_the_boat():
    answer = answer_coverage(
        river_town(),
        Service.HOSPITAL,
        cutoff_s=1200.0,
        profile="ambulance",
        direction=Direction.FROM,
    )
    assert answer.whole.unroutable == 300.0
    assert not [one for one in answer.notes if one.code == "notes.ferries"]
