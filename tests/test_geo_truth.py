"""Earth, datum and units against independent formulas."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracles
from geo.crs import MetricCrs, check_lonlat, geodesic_length_m, metric_crs_for
from geo.datum import gcj02_from_wgs84, wgs84_from_gcj02
from geo.errors import CrsError, GoldenHourError, InputError
from geo.text import Lang
from geo.units import rounded_deciseconds, seconds_from_minutes, whole_deciseconds

china = st.tuples(st.floats(73.5, 135.0), st.floats(18.0, 53.5))


def one(value):
    return np.array([value], dtype=np.float64)


# ------------------------------------------------------------------------ datum ---


@given(china)
def test_gcj02_equals_the_published_formula(place):
    lon, lat = gcj02_from_wgs84(one(place[0]), one(place[1]))
    expected = oracles.gcj02_by_the_published_formula(*place)
    assert (lon[0], lat[0]) == pytest.approx(expected, abs=1e-11)


@given(china)
def test_gcj02_there_and_back_is_within_a_tenth_of_a_metre(place):
    lon, lat = wgs84_from_gcj02(*gcj02_from_wgs84(one(place[0]), one(place[1])))
    assert oracles.vincenty_m(place[0], place[1], float(lon[0]), float(lat[0])) < 0.1


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # Tiananmen, and the pair that the tests of the eviltransform package print.
        ((116.3912, 39.9067), (116.39744, 39.90810)),
        ((121.4737, 31.2304), (121.47822, 31.22842)),
    ],
)
def test_gcj02_of_known_places(wgs84, gcj02):
    lon, lat = gcj02_from_wgs84(one(wgs84[0]), one(wgs84[1]))
    assert oracles.vincenty_m(float(lon[0]), float(lat[0]), *gcj02) < 5


@given(china)
def test_gcj02_moves_a_place_by_what_chinese_maps_are_known_for(place):
    moved = gcj02_from_wgs84(one(place[0]), one(place[1]))
    assert 20 < oracles.vincenty_m(*place, float(moved[0][0]), float(moved[1][0])) < 1500


@pytest.mark.parametrize("place", [(1.5, 42.5), (24.9, 60.2), (9.5, 47.1), (-70.0, -33.0)])
def test_gcj02_leaves_places_outside_china_alone(place):
    for turn in (gcj02_from_wgs84, wgs84_from_gcj02):
        lon, lat = turn(one(place[0]), one(place[1]))
        assert (lon[0], lat[0]) == place


# -------------------------------------------------------------------------- crs ---


@given(
    st.floats(-179, 179),
    st.floats(-80, 80),
    st.floats(-0.05, 0.05),
    st.floats(-0.05, 0.05),
)
def test_geodesic_lengths_equal_vincenty(lon, lat, d_lon, d_lat):
    found = geodesic_length_m(np.array([lon, lon + d_lon]), np.array([lat, lat + d_lat]))
    expected = oracles.vincenty_m(lon, lat, lon + d_lon, lat + d_lat)
    assert found[0] == pytest.approx(expected, abs=1e-5)


@given(st.floats(-179.9, 179.9), st.floats(-79, 79))
def test_the_metric_crs_is_the_utm_zone_and_goes_there_and_back(lon, lat):
    crs = metric_crs_for(one(lon), one(lat))
    zone = math.floor((lon + 180) / 6) + 1
    assert crs.epsg == (32600 if lat >= 0 else 32700) + zone
    x_m, y_m = crs.from_lonlat(one(lon), one(lat))
    back = crs.to_lonlat(x_m, y_m)
    assert (back[0][0], back[1][0]) == pytest.approx((lon, lat), abs=1e-7)
    assert abs(x_m[0] - 500_000) < 400_000


def test_a_metre_of_the_metric_crs_is_a_metre_to_a_thousandth():
    crs = metric_crs_for(one(1.5), one(42.5))
    x_m, y_m = crs.from_lonlat(np.array([1.5, 1.51]), np.array([42.5, 42.5]))
    assert math.hypot(x_m[1] - x_m[0], y_m[1] - y_m[0]) == pytest.approx(
        oracles.vincenty_m(1.5, 42.5, 1.51, 42.5), rel=1e-3
    )


@pytest.mark.parametrize("epsg", [4326, 4490, 2263])
def test_degrees_and_feet_are_no_metric_crs(epsg):
    with pytest.raises(CrsError, match=f"EPSG:{epsg} is not a projected system in metres"):
        MetricCrs(epsg)


@pytest.mark.parametrize(
    ("lon", "lat"), [(181.0, 0.0), (0.0, 91.0), (math.nan, 0.0), (0.0, math.inf), (500_000, 4e6)]
)
def test_what_is_no_longitude_and_latitude_is_refused_with_its_row(lon, lat):
    with pytest.raises(InputError, match=r"1 coordinates are not longitude .* number 1: \("):
        check_lonlat(np.array([1.0, lon]), np.array([2.0, lat]))


# ------------------------------------------------------------------------ units ---


@given(st.integers(0, 10**7), st.integers(0, 999))
def test_seconds_are_rounded_half_up_to_deciseconds(tenths, thousandths):
    exact = Fraction(tenths, 10) + Fraction(thousandths, 10_000)
    expected = math.floor(exact * 10 + Fraction(1, 2))
    assert rounded_deciseconds(one(float(exact)))[0] == expected


@given(st.integers(0, 864_000))
def test_a_limit_of_whole_deciseconds_is_kept_whole(tenths):
    assert whole_deciseconds(tenths / 10) == tenths
    if tenths:
        assert whole_deciseconds(tenths / 10 - 0.01) == tenths - 1


@given(st.integers(0, 144_000))
def test_minutes_in_hundredths_become_the_float_of_their_seconds(hundredths):
    """0.41 min are 24.6 s: a home at 24.6 s is within them."""
    assert seconds_from_minutes(hundredths / 100) == float(Fraction(hundredths * 60, 100))


@pytest.mark.parametrize("minutes", [-1, math.nan, math.inf, 1440.1])
def test_minutes_out_of_range_are_refused(minutes):
    with pytest.raises(InputError, match=r"0 to 1,440 minutes, got"):
        seconds_from_minutes(minutes)


@pytest.mark.parametrize("seconds", [-0.1, math.nan, math.inf, 86_401])
def test_a_limit_out_of_range_is_refused(seconds):
    with pytest.raises(InputError, match=r"0 to 86,400 s, got"):
        whole_deciseconds(seconds)


# ----------------------------------------------------------------------- errors ---


def test_an_error_survives_a_trip_between_processes():
    import pickle

    error = InputError("units.bad_minutes", value=-1)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
    assert type(again) is InputError
    assert isinstance(again, GoldenHourError)
    assert isinstance(again, ValueError)
    assert (str(again), again.render(Lang.ZH)) == (str(error), error.render(Lang.ZH))
