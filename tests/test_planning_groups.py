"""Coverage of a group: its own people alone, on the same times."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.errors import DataUnavailableError
from hand_town import town_study
from layers.demand import Group
from layers.facilities import OperatingStatus, Service
from planning.answers import answer_coverage

HOMES = [(500.0, 10.0), (4500.0, 10.0), (5900.0, 10.0)]


@pytest.fixture
def town():
    study = town_study(HOMES, [100.0, 50.0, 10.0])
    old = np.array([5.0, 20.0, 10.0])
    return replace(study, demand=replace(study.demand, groups={Group.AGE_65_PLUS: old}))


def test_a_group_is_counted_by_its_own_people(town):
    everyone = answer_coverage(town, Service.HOSPITAL, cutoff_s=600.0)
    old = answer_coverage(town, Service.HOSPITAL, cutoff_s=600.0, group=Group.AGE_65_PLUS)
    # Only the home at 500 m is within ten minutes at 20 km/h.
    assert (everyone.whole.covered, everyone.whole.population) == (100.0, 160.0)
    assert (old.whole.covered, old.whole.population) == (5.0, 35.0)
    assert sum(row.coverage.population for row in old.by_area) == 35.0
    assert old.access.time_s.tolist() == everyone.access.time_s.tolist()


def test_a_group_that_is_not_known_is_no_zero(town):
    with pytest.raises(DataUnavailableError, match=r"does not tell .*it tells: all, 65plus"):
        answer_coverage(town, Service.HOSPITAL, cutoff_s=600.0, group=Group.UNDER_3)


@pytest.mark.parametrize(
    ("status", "counted"),
    [
        (OperatingStatus.OPEN, True),
        (OperatingStatus.UNKNOWN, True),
        (OperatingStatus.BUILDING, False),
        (OperatingStatus.PLANNED, False),
        (OperatingStatus.SUSPENDED, False),
        (OperatingStatus.CLOSED, False),
    ],
)
def test_only_what_gives_care_today_is_counted(town, status, counted):
    facilities = replace(town.facilities, status=(status,) * len(town.facilities))
    assert bool(facilities.offering(Service.HOSPITAL).size) is counted
