"""Supply on a real district: Andorra, with beds put in by hand."""

import dataclasses
import math

import numpy as np
import pytest

from data.create import StudyFiles, create_study
from layers.facilities import Service
from planning.supply_answers import answer_supply
from planning.supply_question import Resource, SupplyMethod
from routing.search import Direction


@pytest.fixture(scope="module")
def andorra(test_data):
    home = test_data / "andorra"
    study, _ = create_study(
        StudyFiles(osm=home / "andorra.osm.pbf", population=home / "places.csv")
    )
    beds = np.full(len(study.facilities), np.nan)
    hospitals = study.facilities.offering(Service.HOSPITAL)
    beds[hospitals] = 10.0 * np.arange(1, hospitals.size + 1)
    beds[hospitals[-1]] = np.nan
    return dataclasses.replace(study, facilities=dataclasses.replace(study.facilities, beds=beds))


@pytest.mark.slow
def test_andorra_has_its_beds_shared_out_by_every_method(andorra):
    rows = andorra.facilities.offering(Service.HOSPITAL)[:-1]
    people = andorra.demand.population
    # Each hospital alone, by the search for the nearest.
    times = np.column_stack(
        [
            dataclasses.replace(andorra, facilities=andorra.facilities.take([row]))
            .access(Service.HOSPITAL, profile="car", direction=Direction.TO)
            .time_s
            for row in rows.tolist()
        ]
    )
    beds = andorra.facilities.beds[rows]
    near = times <= 900.0
    drawn = (near * people[:, None]).sum(axis=0)
    expected = (near * np.where(drawn > 0, beds / np.maximum(drawn, 1), 0)).sum(axis=1) * 1000
    found = answer_supply(
        andorra,
        resource=Resource.BEDS,
        service=Service.HOSPITAL,
        method=SupplyMethod.TWO_STEP,
        cutoff_s=900.0,
    )
    np.testing.assert_allclose(found.access, expected, rtol=1e-9)
    assert len(found.unknown_rows) == 1
    assert found.known == beds.sum()
    for method in SupplyMethod:
        answer = answer_supply(
            andorra, resource=Resource.BEDS, service=Service.HOSPITAL, method=method
        )
        assert math.fsum(one.access.people for one in answer.by_area) == people.sum()
        assert 0 <= answer.equity.lorenz.gini < 1
        if method is not SupplyMethod.GRAVITY:
            given_out = math.fsum(answer.access * people) / 1000
            assert given_out == pytest.approx(answer.used, rel=1e-6)
