"""Scaling to official totals: against plain loops; both totals kept, nobody lost."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataUnavailableError, InputError
from layers.areas import AreaSet
from layers.demand import DemandSurface, Group
from layers.land import LandCells
from layers.scaling import scale_to_totals

# A district of three towns side by side, each 0.1 degrees wide; the third has two villages.
AREAS = AreaSet(
    code=("d", "t1", "t2", "t3", "v1", "v2"),
    name=("District", "One", "Two", "Three", "North", "South"),
    level=("district", "town", "town", "town", "village", "village"),
    polygon=np.array(
        [
            shapely.box(105.0, 29.0, 105.3, 29.1),
            shapely.box(105.0, 29.0, 105.1, 29.1),
            shapely.box(105.1, 29.0, 105.2, 29.1),
            shapely.box(105.2, 29.0, 105.3, 29.1),
            shapely.box(105.2, 29.05, 105.3, 29.1),
            shapely.box(105.2, 29.0, 105.3, 29.05),
        ],
        dtype=object,
    ),
)


def people_at(*rows, **more):
    lon, lat, count = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return DemandSurface(lon, lat, count, more.pop("name", ()), "s", **more)


HOMES = people_at(
    (105.02, 29.02, 30),
    (105.03, 29.07, 10),
    (105.15, 29.05, 50),
    (105.25, 29.08, 20),
    (105.25, 29.02, 5),
    (105.5, 29.02, 7),
)


def test_each_town_takes_its_total_and_outsiders_stay():
    demand, scaled = scale_to_totals(HOMES, AREAS, {"t1": 80, "t2": 25})
    assert demand.population.tolist() == [60, 20, 25, 20, 5, 7]
    one, two = scaled
    assert (one.code, one.name, one.group) == ("t1", "One", "all")
    assert (one.before, one.official, one.factor, one.after) == (40, 80, 2, 80)
    assert (two.before, two.official, two.factor, two.overruled) == (50, 25, 0.5, False)


@pytest.mark.parametrize("west", [1.0, 2.0])
def test_people_whom_two_areas_claim_count_as_in_the_tables(west):
    """In an overlap, and on a common border: the tables' order decides, not the file's."""
    both = AreaSet(
        ("1", "2"),
        ("Zed", "Alpha"),
        ("town", "town"),
        np.array([shapely.box(0, 0, 2, 1), shapely.box(west, 0, 3, 1)], dtype=object),
    )
    demand = people_at((0.5, 0.5, 10), (west, 0.5, 20), (2.5, 0.5, 30))
    scaled, _ = scale_to_totals(demand, both, {"1": 100.0, "2": 300.0})
    table = both.at_level("town")
    found = table.locate(scaled.lon, scaled.lat)
    held = [math.fsum(scaled.population[found == row]) for row in range(2)]
    assert dict(zip(table.name, held, strict=True)) == pytest.approx({"Alpha": 300, "Zed": 100})


def test_a_district_total_scales_the_whole_district():
    demand, (one,) = scale_to_totals(HOMES, AREAS, {"d": 230})
    assert demand.population.tolist() == [60, 20, 100, 40, 10, 7]
    assert (one.before, one.factor) == (115, 2)


def test_the_finer_level_wins_and_the_difference_is_told():
    demand, scaled = scale_to_totals(HOMES, AREAS, {"d": 1000, "t1": 80, "t2": 25, "t3": 50})
    assert demand.population.tolist() == [60, 20, 25, 40, 10, 7]
    district = scaled[0]
    assert (district.code, district.official, district.after) == ("d", 1000, 155)
    assert district.overruled
    assert not any(one.overruled for one in scaled[1:])


def test_what_a_district_has_left_goes_to_its_other_towns():
    demand, scaled = scale_to_totals(HOMES, AREAS, {"d": 150, "t1": 80, "t2": 25})
    assert demand.population.tolist() == pytest.approx([60, 20, 25, 36, 9, 7])
    assert scaled[0].after == 150
    assert not scaled[0].overruled


@pytest.mark.parametrize("district", [105, 117, 156, 90])
def test_a_sliver_does_not_take_a_towns_people(district):
    """The rest would be multiplied by 0, by 0.48, by 2.04, or be negative."""
    demand, scaled = scale_to_totals(HOMES, AREAS, {"d": district, "t1": 80, "t2": 25})
    assert demand.population.tolist() == [60, 20, 25, 20, 5, 7]
    assert scaled[0].after == 130
    assert scaled[0].overruled


def test_three_levels_count_each_village_once():
    totals = {"d": 500, "t1": 80, "t3": 60, "v1": 40, "v2": 15}
    demand, scaled = scale_to_totals(HOMES, AREAS, totals)
    # The villages give the third town 55, not 60; the district has 500 - 80 - 55 for town two.
    assert demand.population.tolist() == [60, 20, 50, 40, 15, 7]
    after = {one.code: one.after for one in scaled}
    assert after == {"d": 80 + 55 + 50, "t1": 80, "t3": 55, "v1": 40, "v2": 15}


def test_an_area_where_nobody_was_takes_its_people_on_its_land():
    homes = HOMES.take(np.array([0, 1, 3]))
    land = LandCells(np.array([105.12, 105.18, 105.4]), np.full(3, 29.05), np.array([1.0, 3, 9]))
    demand, scaled = scale_to_totals(homes, AREAS, {"t2": 100}, land=[land])
    assert demand.lon[3:].tolist() == [105.12, 105.18]
    assert demand.population[3:].tolist() == [25, 75]
    assert math.isnan(scaled[0].factor)
    assert (scaled[0].before, scaled[0].after) == (0, 100)


def test_without_land_they_are_spread_evenly_with_the_groups_of_the_whole():
    homes = people_at(
        (105.02, 29.02, 30),
        (105.03, 29.07, 10),
        groups={Group.UNDER_3: np.array([2.0, 0.0])},
        name=("a", "b"),
        built_up=np.array([True, False]),
    )
    demand, _ = scale_to_totals(homes, AREAS, {"t1": 40, "t2": 100})
    new = slice(2, None)
    assert math.fsum(demand.population[new]) == pytest.approx(100, abs=1e-9)
    assert math.fsum(demand.people(Group.UNDER_3)[new]) == pytest.approx(5, abs=1e-9)
    assert set(demand.name[new]) == {"Two"}
    assert shapely.intersects_xy(AREAS.polygon[2], demand.lon[new], demand.lat[new]).all()
    assert demand.built_up is None


def test_groups_go_with_the_people_unless_they_have_totals():
    homes = people_at(
        (105.02, 29.02, 30),
        (105.15, 29.05, 50),
        groups={Group.AGE_65_PLUS: np.array([6.0, 5.0])},
    )
    demand, _ = scale_to_totals(homes, AREAS, {"t1": 60, "t2": 100})
    assert demand.people(Group.AGE_65_PLUS).tolist() == [12, 10]
    again, (one,) = scale_to_totals(demand, AREAS, {"t1": 9}, group=Group.AGE_65_PLUS)
    assert again.people(Group.AGE_65_PLUS).tolist() == [9, 10]
    assert again.population.tolist() == [60, 100]
    assert (one.group, one.before, one.official) == ("65plus", 12, 9)


def test_an_unknown_group_is_a_share_of_all_where_every_area_tells_it():
    inside = HOMES.take(np.arange(3))
    demand, _ = scale_to_totals(inside, AREAS, {"t1": 8, "t2": 5}, group=Group.UNDER_3)
    assert demand.people(Group.UNDER_3).tolist() == [6, 2, 5]
    with pytest.raises(DataUnavailableError, match="82 people live outside the areas"):
        scale_to_totals(HOMES, AREAS, {"t1": 8}, group=Group.UNDER_3)


def test_a_group_that_is_nowhere_in_an_area_is_shared_by_its_people():
    homes = people_at((105.02, 29.02, 30), (105.03, 29.02, 10), groups={Group.UNDER_3: np.zeros(2)})
    demand, _ = scale_to_totals(homes, AREAS, {"t1": 8}, group=Group.UNDER_3)
    assert demand.people(Group.UNDER_3).tolist() == [6, 2]
    with pytest.raises(InputError, match="the population shows nobody there"):
        scale_to_totals(homes, AREAS, {"t2": 8}, group=Group.UNDER_3)


def test_bad_totals_are_refused():
    with pytest.raises(InputError, match="not among the study's areas"):
        scale_to_totals(HOMES, AREAS, {"x": 1})
    for total in (-1.0, math.nan, math.inf):
        with pytest.raises(InputError, match="must be a number of people"):
            scale_to_totals(HOMES, AREAS, {"t1": total})


@settings(max_examples=100)
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(1, 60),
    totals=st.dictionaries(st.sampled_from(AREAS.code[1:4]), st.floats(0, 2e6)),
    land=st.booleans(),
)
def test_totals_are_met_and_shares_kept(seed, count, totals, land):
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(104.95, 105.35, count), rng.uniform(28.98, 29.12, count)
    people = np.where(rng.random(count) < 0.3, 0.0, rng.uniform(0.01, 900, count))
    homes = DemandSurface(lon, lat, people, (), "")
    cells = [LandCells(lon, lat, np.ones(count))] if land else []
    demand, scaled = scale_to_totals(homes, AREAS, totals, land=cells)
    where = AREAS.take([1, 2, 3]).locate(demand.lon, demand.lat)
    first = AREAS.take([1, 2, 3]).locate(lon, lat)
    kept = math.fsum(people[first == -1])
    for position, code in enumerate(("t1", "t2", "t3")):
        got = demand.population[where == position]
        was = people[first == position]
        wanted = totals.get(code, math.fsum(was))
        kept += wanted
        assert math.fsum(got) == pytest.approx(wanted, rel=1e-12, abs=1e-9)
        if was.sum() > 0:
            # The plain way, row by row.
            plain = [one * wanted / math.fsum(was) for one in was.tolist()]
            np.testing.assert_allclose(got, plain, rtol=1e-9, atol=1e-9)
    assert math.fsum(demand.population) == pytest.approx(kept, rel=1e-12, abs=1e-9)
    assert sorted(one.code for one in scaled) == sorted(totals)


def test_a_town_across_the_border_shows_in_what_the_district_holds():
    """The district's own row tells the people inside its border, not its towns' sum."""
    across = AreaSet(
        ("d", "t"),
        ("District", "Town"),
        ("district", "town"),
        np.array([shapely.box(0, 0, 2, 1), shapely.box(1.2, 0, 2.7, 1)], dtype=object),
    )
    homes = people_at((0.5, 0.5, 40), (1.6, 0.5, 10), (2.4, 0.5, 10))
    demand, scaled = scale_to_totals(homes, across, {"d": 140, "t": 100})
    assert demand.population.tolist() == [40, 50, 50]
    district = next(one for one in scaled if one.code == "d")
    assert (district.before, district.after) == (50, 90)
    assert district.overruled
