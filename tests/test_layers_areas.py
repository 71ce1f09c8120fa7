"""Areas: dates, which place lies where, land claimed twice or not at all."""

import math
import time

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import layers.areas
from geo.errors import InputError, ShapeError
from layers.areas import (
    BANK_LEVEL,
    OUTSIDE,
    AreaGap,
    AreaOverlap,
    AreaSet,
    areas_km2,
    best_level,
)


def areas(*shapes, level="town", date=()):
    polygon = np.empty(len(shapes), dtype=object)
    polygon[:] = shapes
    names = tuple(f"a{row}" for row in range(len(shapes)))
    return AreaSet(names, names, (level,) * len(shapes), polygon, date)


def box(x, y, side=1.0):
    return shapely.box(x, y, x + side, y + side)


# -------------------------------------------------------------------- dates ---


def test_boundaries_without_a_date_say_so():
    assert areas(box(0, 0), box(1, 0)).date == ("", "")


@pytest.mark.parametrize("date", ["2020", "2020-05", "2020-05-31", ""])
def test_a_date_is_kept_by_every_choice_of_areas(date):
    made = areas(box(0, 0), box(1, 0), date=("1999", date))
    assert made.take([1]).date == (date,)
    assert made.at_level("town").date == ("1999", date)


@pytest.mark.parametrize("date", ["2020-13", "2020-05-32", "2020/5", "May", "20200501", "2020-5"])
def test_a_date_must_be_iso(date):
    with pytest.raises(InputError, match=r"Area a0: the boundary date “.*” is no ISO date"):
        areas(box(0, 0), date=(date,))


def test_dates_are_one_an_area():
    with pytest.raises(ShapeError, match="column date needs 2 entries, got 1"):
        areas(box(0, 0), box(1, 0), date=("2020",))


# ------------------------------------------------------------------- places ---


def blob(x, y, turn, ragged):
    """A polygon of eight corners about a place, convex or not."""
    angle = turn + np.arange(8) * math.pi / 4
    far = np.where(np.arange(8) % 2 == 0, 1.0, ragged)
    return shapely.Polygon(np.column_stack((x + far * np.cos(angle), y + far * np.sin(angle))))


@given(
    st.lists(
        st.tuples(
            st.integers(-3, 3), st.integers(-3, 3), st.floats(0, 6), st.sampled_from([0.3, 1, 1.5])
        ),
        max_size=6,
    ),
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 7, 1_000_000]),
)
def test_places_are_located_as_a_plain_loop_locates_them(kinds, seed, chunk):
    made = areas(*(blob(*one) for one in kinds))
    rng = np.random.default_rng(seed)
    corners = shapely.get_coordinates(made.polygon)
    lon = np.concatenate((rng.uniform(-5, 5, 60), corners[:, 0], [math.nan, 0.0, math.inf]))
    lat = np.concatenate((rng.uniform(-5, 5, 60), corners[:, 1], [0.0, math.nan, 0.0]))
    expected = [
        next(
            (row for row, one in enumerate(made.polygon) if one.intersects(shapely.Point(x, y))),
            OUTSIDE,
        )
        if math.isfinite(x + y)
        else OUTSIDE
        for x, y in zip(lon, lat, strict=True)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers.areas, "_CHUNK", chunk)
        assert made.locate(lon, lat).tolist() == expected


def test_a_border_and_an_overlap_belong_to_the_first_area():
    made = areas(box(0, 0, 2), box(1, 0, 2), box(3, 0, 1))
    found = made.locate(np.array([1.5, 2.0, 2.5, 3.0, 4.0]), np.full(5, 0.5))
    assert found.tolist() == [0, 0, 1, 1, 2]


def test_locating_changes_no_polygon():
    made = areas(box(0, 0))
    made.locate(np.full(100, 0.5), np.full(100, 0.5))
    assert not shapely.is_prepared(made.polygon[0])


def test_no_places_and_no_areas():
    nothing = np.empty(0)
    assert areas(box(0, 0)).locate(nothing, nothing).size == 0
    assert areas().locate(np.zeros(3), np.zeros(3)).tolist() == [OUTSIDE] * 3


def test_a_million_places_are_located_in_seconds():
    made = areas(
        *(shapely.segmentize(box(x / 10, y / 5, 0.1), 0.001) for x in range(10) for y in range(5))
    )
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(0, 1, (2, 1_000_000))
    begin = time.perf_counter()
    found = made.locate(lon, lat)
    assert time.perf_counter() - begin < 30  # 0.7 s on an idle core; objects took 15
    columns = np.floor(lon * 10).astype(int)
    inside = (lat * 5) % 1 < 0.5
    assert (found[inside] == (columns * 5 + np.floor(lat * 5).astype(int))[inside]).all()
    assert (found[~inside] == OUTSIDE).all()


# ----------------------------------------------------- twice, and not at all ---


def sphere_free_km2(west, south, east, north):
    """Area of a box of degrees on the ellipsoid by its closed formula (authalic latitude)."""
    a, f = 6378.137, 1 / 298.257223563
    e2 = f * (2 - f)
    e = math.sqrt(e2)

    def q(lat):
        s = math.sin(math.radians(lat))
        return (1 - e2) * (s / (1 - e2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    return a * a * math.radians(east - west) * (q(north) - q(south)) / 2


def test_sizes_are_those_of_the_ellipsoid():
    # A side along a parallel is drawn as a geodesic: cut fine, the two are one.
    shape = shapely.segmentize(shapely.box(105, 29, 105.5, 29.4), 0.001)
    hole = shapely.segmentize(shapely.box(105.1, 29.1, 105.2, 29.2), 0.001)
    both = shapely.union(shape - hole, shapely.segmentize(shapely.box(106, 29, 106.1, 29.1), 0.001))
    found = areas_km2(np.array([shape, both, shapely.Point(0, 0), shapely.Polygon()]))
    whole = sphere_free_km2(105, 29, 105.5, 29.4)
    rest = whole - sphere_free_km2(105.1, 29.1, 105.2, 29.2) + sphere_free_km2(106, 29, 106.1, 29.1)
    assert found.tolist() == pytest.approx([whole, rest, 0, 0], rel=1e-6)


def test_land_claimed_twice_is_found_at_its_own_level_only():
    made = areas(box(0, 0, 0.1), box(0.09, 0, 0.1), box(0.19, 0, 0.1))
    whole = areas(box(0, 0, 1), level="district")
    both = AreaSet(
        (*made.code, "d"),
        (*made.name, "d"),
        made.level + whole.level,
        np.concatenate((made.polygon, whole.polygon)),
    )
    (found,) = both.overlaps(least_km2=0.01)
    size = sphere_free_km2(0.09, 0, 0.1, 0.1)
    assert found == AreaOverlap("town", 0, 1, pytest.approx(size, rel=1e-5))
    assert both.overlaps(least_km2=size * 1.01) == ()
    assert len(both.overlaps(least_km2=size * 0.99)) == 1


def test_land_that_nobody_claims_is_found_an_island_in_it_is_not():
    ring = box(0, 0, 0.3) - box(0.1, 0.1, 0.1)
    (found,) = areas(ring).gaps(least_km2=0.01)
    size = sphere_free_km2(0.1, 0.1, 0.2, 0.2)
    assert found == AreaGap(
        "town", pytest.approx(0.15), pytest.approx(0.15), pytest.approx(size, rel=1e-5)
    )
    assert areas(ring, box(0.1, 0.1, 0.1)).gaps() == ()
    (left,) = areas(ring, box(0.12, 0.12, 0.05)).gaps(least_km2=0.01)
    assert left.area_km2 == pytest.approx(size * 0.75, rel=1e-4)
    assert shapely.intersects_xy(box(0.1, 0.1, 0.1) - box(0.12, 0.12, 0.05), left.lon, left.lat)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_overlaps_of_squares_are_those_of_a_plain_loop(corners):
    made = areas(*(box(x / 100, y / 100, 0.03) for x, y in corners))
    expected = {}
    for one, (x, y) in enumerate(corners):
        for other in range(one + 1, len(corners)):
            wide = 3 - abs(x - corners[other][0])
            high = 3 - abs(y - corners[other][1])
            if wide > 0 and high > 0:
                expected[one, other] = wide * high * 1.2364  # km² of 0.01° squared
    found = {(one.first, one.second): one.area_km2 for one in made.overlaps(least_km2=0.5)}
    assert set(found) == set(expected)
    for key, km2 in expected.items():
        assert found[key] == pytest.approx(km2, rel=0.01)


def test_an_overlap_names_first_the_area_that_its_people_count_for():
    polygon = np.array([box(0, 0, 2), box(1, 0, 2)], dtype=object)
    made = AreaSet(("1", "2"), ("Zed", "Alpha"), ("town", "town"), polygon)
    (found,) = made.overlaps()
    table = made.at_level("town")
    (counted,) = table.locate(np.array([1.5]), np.array([0.5]))
    assert made.name[found.first] == table.name[counted] == "Alpha"


def test_townships_of_the_ahr_neither_overlap_nor_leave_gaps(test_data):
    import geopandas

    shapes = geopandas.read_file(test_data / "ahr" / "affected_municipalities.gpkg").geometry
    made = areas(*(shapely.make_valid(one) for one in shapes))
    assert made.overlaps() == ()


def test_the_banks_of_a_river_are_not_the_level_of_the_tables():
    """Two banks are more areas than one district, and no finer a table."""
    whole = shapely.box(0.0, 0.0, 2.0, 1.0)
    both = AreaSet(
        ("d", "d-left", "d-right"),
        ("D", "N", "S"),
        ("district", BANK_LEVEL, BANK_LEVEL),
        np.array([whole, shapely.box(0, 0.5, 2, 1), shapely.box(0, 0, 2, 0.5)], dtype=object),
    )
    lon, lat = np.array([0.5, 1.5]), np.array([0.2, 0.8])
    assert best_level(both, lon, lat, np.ones(2)) == "district"
    banks = both.at_level(BANK_LEVEL)
    assert best_level(banks, lon, lat, np.ones(2)) == BANK_LEVEL
