"""Spreading people over land: against plain loops, and no person lost."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import WGS84
from geo.errors import InputError, ShapeError
from layers.areas import AreaSet
from layers.dasymetric import NO_LAND, NOBODY, spread_areas, spread_points
from layers.demand import DemandSurface, Group
from layers.land import LandCells, even_places


def boxes(*bounds, level="town"):
    codes = tuple(f"a{row}" for row in range(len(bounds)))
    shapes = np.array([shapely.box(*one) for one in bounds], dtype=object)
    return AreaSet(codes, codes, (level,) * len(bounds), shapes)


TWO = boxes((105.0, 29.0, 105.1, 29.1), (105.1, 29.0, 105.2, 29.1))


def land_of(rng, count, *, kind="", least=0.0, west=104.98, east=105.22):
    return LandCells(
        rng.uniform(west, east, count),
        rng.uniform(28.98, 29.12, count),
        rng.uniform(0.1, 9000, count),
        kind,
        least,
    )


def test_each_area_goes_to_its_own_cells_in_proportion():
    land = LandCells(
        np.array([105.05, 105.06, 105.15, 104.9]),
        np.array([29.05, 29.05, 29.05, 29.05]),
        np.array([300.0, 100.0, 50.0, 9e9]),
    )
    found = spread_areas(TWO, np.array([40.0, 7.0]), [land], source="s")
    assert found.demand.population.tolist() == [30, 10, 7]
    assert found.demand.lon.tolist() == [105.05, 105.06, 105.15]
    assert found.origin.tolist() == [0, 0, 1]
    assert found.followed.tolist() == [0, 0]
    assert found.demand.source == "s"


def test_an_area_without_land_keeps_its_people_evenly():
    land = LandCells(np.array([105.05]), np.array([29.05]), np.array([3.0]))
    found = spread_areas(TWO, np.array([40.0, 600.0]), [land], source="")
    assert found.followed.tolist() == [0, NO_LAND]
    here = found.origin == 1
    assert here.sum() > 100
    assert np.ptp(found.demand.population[here]) < 1e-9
    assert math.fsum(found.demand.population[here]) == pytest.approx(600, abs=1e-9)
    inside = shapely.intersects_xy(TWO.polygon[1], found.demand.lon[here], found.demand.lat[here])
    assert inside.all()


def test_an_empty_area_takes_no_place_and_a_poor_map_is_not_followed():
    houses = LandCells(np.array([105.05, 105.15]), np.full(2, 29.05), np.full(2, 100.0), "b", 5.0)
    meadow = LandCells(np.array([105.07, 105.17]), np.full(2, 29.05), np.full(2, 1.0))
    # 100 m² are enough for 20 people, not for 21.
    found = spread_areas(TWO, np.array([20.0, 21.0]), [houses, meadow], source="")
    assert found.followed.tolist() == [0, 1]
    assert found.demand.lon.tolist() == [105.05, 105.17]
    empty = spread_areas(TWO, np.array([0.0, 1.0]), [houses], source="")
    assert empty.followed.tolist() == [NOBODY, 0]
    assert len(empty.demand) == 1


def test_nobody_at_all_is_an_empty_population():
    assert len(spread_areas(TWO, np.zeros(2), [], source="").demand) == 0


@settings(max_examples=80)
@given(
    seed=st.integers(0, 10**6),
    people=st.lists(st.floats(0, 2e6), min_size=2, max_size=2),
    old=st.lists(st.floats(0, 2e5), min_size=2, max_size=2),
    count=st.integers(0, 60),
)
def test_areas_conserve_every_sum(seed, people, old, count):
    land = land_of(np.random.default_rng(seed), count)
    found = spread_areas(
        TWO,
        np.array(people),
        [land],
        source="",
        groups={Group.AGE_65_PLUS: np.array(old)},
    )
    for spread, totals in (
        (found.demand.population, people),
        (found.demand.people(Group.AGE_65_PLUS), old),
    ):
        for area in range(2):
            # Equal to 1e-9 of the total, and of a person where the total is a person.
            one = math.fsum(spread[found.origin == area])
            assert one == pytest.approx(totals[area], rel=1e-12, abs=1e-9)
        assert math.fsum(spread) == pytest.approx(math.fsum(totals), rel=1e-12, abs=1e-9)


def test_a_group_without_people_at_all_is_not_lost():
    found = spread_areas(
        TWO, np.zeros(2), [], source="", groups={Group.UNDER_3: np.array([0.0, 8.0])}
    )
    assert math.fsum(found.demand.people(Group.UNDER_3)) == pytest.approx(8, abs=1e-9)


def test_points_equal_a_plain_nearest_loop():
    rng = np.random.default_rng(11)
    land = land_of(rng, 300)
    points = DemandSurface(
        rng.uniform(105.0, 105.2, 12),
        rng.uniform(29.0, 29.1, 12),
        np.array([0.0, *rng.uniform(1, 500, 11)]),
        (),
        "s",
    )
    found = spread_points(points, [land], farthest_m=4000.0)
    expected = [dict[float, float]() for _ in range(12)]
    for lon, lat, weight in zip(land.lon, land.lat, land.weight, strict=True):
        distance = [
            WGS84.inv(lon, lat, points.lon[one], points.lat[one])[2] if one else math.inf
            for one in range(12)
        ]
        nearest = int(np.argmin(distance))
        if distance[nearest] <= 4000:
            expected[nearest][float(lon)] = float(weight)
    for point, cells in enumerate(expected):
        here = found.origin == point
        people = points.population[point]
        if not people:
            assert not here.any()
            continue
        whole = sum(cells.values())
        got = dict(zip(found.demand.lon[here].tolist(), found.demand.population[here], strict=True))
        want = {lon: people * weight / whole for lon, weight in cells.items()}
        assert got == pytest.approx(want or {float(points.lon[point]): people})


def test_points_do_not_leave_their_area():
    # The eastern point is the nearest of the western cell, but lives over the border.
    points = DemandSurface(
        np.array([105.01, 105.11]), np.full(2, 29.05), np.array([10.0, 20.0]), (), ""
    )
    land = LandCells(np.array([105.09, 105.19, 105.3]), np.full(3, 29.05), np.ones(3))
    # The limit is for open country: a border holds people back by itself.
    found = spread_points(points, [land], areas=TWO, farthest_m=1.0)
    assert found.demand.lon.tolist() == [105.09, 105.19]
    assert found.demand.population.tolist() == [10, 20]
    free = spread_points(points, [land], farthest_m=1e6)
    assert free.followed.tolist() == [NO_LAND, 0]
    assert free.demand.lon.tolist() == [105.01, 105.09, 105.19, 105.3]


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), count=st.integers(0, 50), within=st.booleans())
def test_points_conserve_every_sum(seed, count, within):
    rng = np.random.default_rng(seed)
    people = rng.uniform(0, 1e5, 9).round(1)
    points = DemandSurface(
        rng.uniform(104.97, 105.22, 9),
        rng.uniform(28.98, 29.12, 9),
        people,
        (),
        "",
        groups={Group.WOMEN_15_49: people / 4},
    )
    found = spread_points(points, [land_of(rng, count)], areas=TWO if within else None)
    for point in range(9):
        here = found.origin == point
        assert math.fsum(found.demand.population[here]) == pytest.approx(people[point], abs=1e-9)
    group = found.demand.people(Group.WOMEN_15_49)
    assert math.fsum(group) == pytest.approx(math.fsum(people / 4), abs=1e-9)


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 80), lat=st.floats(-85, 85))
def test_gathered_cells_keep_the_room_and_are_small(seed, count, lat):
    rng = np.random.default_rng(seed)
    lon = 105 + rng.uniform(0, 0.01, count)
    high = lat + rng.uniform(0, 0.005, count)
    area = np.where(rng.random(count) < 0.2, 0.0, rng.uniform(1, 500, count))
    land = LandCells.gather(lon, high, area, kind="buildings", least_per_person=2.0)
    assert math.fsum(land.weight) == pytest.approx(math.fsum(area), rel=1e-12)
    assert (land.kind, land.least_per_person) == ("buildings", 2.0)
    if len(land):
        middle = [np.average(one, weights=area) for one in (lon, high)]
        assert np.average(land.lon, weights=land.weight) == pytest.approx(middle[0], abs=1e-9)
        assert np.average(land.lat, weights=land.weight) == pytest.approx(middle[1], abs=1e-9)
    for one_lon, one_lat in zip(land.lon, land.lat, strict=True):
        _, _, apart_m = WGS84.inv(np.full(count, one_lon), np.full(count, one_lat), lon, high)
        assert apart_m[area > 0].min() < 150


@pytest.mark.parametrize(
    "shape",
    [
        shapely.box(105, 29, 105.0001, 29.0001),
        shapely.box(105, 29, 107, 31),
        shapely.LineString([(105, 29), (106, 30)]).buffer(1e-4),
        shapely.box(105, 29, 105.3, 29.3).difference(shapely.box(105.01, 29.01, 105.29, 29.29)),
    ],
)
def test_even_places_lie_inside_and_are_bounded(shape):
    lon, lat = even_places(shape)
    assert 1 <= lon.size <= 1200
    assert shapely.intersects_xy(shape, lon, lat).all()


def test_bad_weights_and_totals_are_refused():
    one = np.array([105.0])
    for weight in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(InputError, match="finite weight above 0"):
            LandCells(one, one - 76, np.array([weight]))
    with pytest.raises(ShapeError):
        LandCells(one, one - 76, np.ones(2))
    with pytest.raises(InputError, match="finite and not negative"):
        spread_areas(TWO, np.array([1.0, -1.0]), [], source="")
    with pytest.raises(ShapeError):
        spread_areas(TWO, np.ones(3), [], source="")


def test_land_that_two_areas_claim_counts_as_in_the_tables():
    """The order of the tables decides, not that of the file."""
    both = AreaSet(
        ("1", "2"),
        ("Zed", "Alpha"),
        ("town", "town"),
        np.array([shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)], dtype=object),
    )
    cells = LandCells(np.array([0.5, 1.0, 1.5, 2.5]), np.full(4, 0.5), np.ones(4))
    spread = spread_areas(both, np.array([100.0, 300.0]), [cells], source="s")
    table = both.at_level("town")
    found = table.locate(spread.demand.lon, spread.demand.lat)
    held = [math.fsum(spread.demand.population[found == row]) for row in range(2)]
    assert table.name == ("Alpha", "Zed")
    assert held == pytest.approx([300, 100])
    assert spread.origin.tolist() == [0, 1, 1, 1]
