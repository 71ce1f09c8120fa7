"""GCJ-02 and BD-09 against published pairs and an implementation of another form."""

import cmath
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from data.datum import Datum, to_wgs84
from geo.datum import (
    bd09_from_gcj02,
    bd09_from_wgs84,
    gcj02_from_bd09,
    gcj02_from_wgs84,
    in_shift_rectangle,
    wgs84_from_bd09,
    wgs84_from_gcj02,
)
from geo.errors import InputError
from geo.text import Lang

china = st.tuples(st.floats(73.4, 135.2), st.floats(3.8, 53.7))
# The offset holds a square root of the distance from 105° E, which is steepest there.
by_105_east = st.tuples(st.floats(-1e-7, 1e-7).map(lambda x: 105 + x), st.floats(18, 42))
TURNS = [
    (gcj02_from_wgs84, wgs84_from_gcj02),
    (bd09_from_gcj02, gcj02_from_bd09),
    (bd09_from_wgs84, wgs84_from_bd09),
]


def at(turn, lon, lat):
    x, y = turn(np.array([lon], dtype=np.float64), np.array([lat], dtype=np.float64))
    return float(x[0]), float(y[0])


def apart_m(one, other):
    """Distance of two places, flat: good to a hair over a kilometre."""
    middle = math.radians((one[1] + other[1]) / 2)
    east = math.radians(one[0] - other[0]) * 6_378_137 * math.cos(middle)
    north = math.radians(one[1] - other[1]) * 6_371_000
    return math.hypot(east, north)


# ------------------------------------------------ an implementation of another form ---


def gcj02_by_tables(lon, lat):
    """The offset as tables of powers and waves, over the radii of curvature."""
    x, y = lon - 105, lat - 35
    powers = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
    waves_x = [(6, 20), (2, 20)]
    north = (-100, 2, 3, 0, 0.1, 0.2), 0.2, [(1, 20), (1 / 3, 40), (1 / 12, 160), (1 / 30, 320)], y
    east = (300, 1, 2, 0.1, 0.1, 0), 0.1, [(1, 20), (1 / 3, 40), (1 / 12, 150), (1 / 30, 300)], x
    shift_m = []
    for factors, root, waves, along in (east, north):
        total = math.fsum(f * x**i * y**j for f, (i, j) in zip(factors, powers, strict=True))
        total += root * abs(x) ** 0.5
        total += math.fsum(a * math.sin(k * math.pi * x) for k, a in waves_x) / 1.5
        total += math.fsum(a * math.sin(k * math.pi * along) for k, a in waves) / 1.5
        shift_m.append(total)
    axis_m, e2 = 6_378_245.0, 0.00669342162296594323  # Krasovsky 1940
    bend = 1 - e2 * math.sin(math.radians(lat)) ** 2
    prime_vertical_m = axis_m * bend**-0.5
    meridian_m = axis_m * (1 - e2) * bend**-1.5
    return (
        lon + math.degrees(shift_m[0] / (prime_vertical_m * math.cos(math.radians(lat)))),
        lat + math.degrees(shift_m[1] / meridian_m),
    )


def bd09_by_complex_numbers(lon, lat):
    """A turn and a stretch of one complex number, and a step aside."""
    k = math.pi * 3000 / 180
    place = complex(lon, lat)
    turned = place * cmath.exp(0.000003j * math.cos(k * lon))
    stretched = turned * (1 + 0.00002 * math.sin(k * lat) / abs(place))
    moved = stretched + complex(0.0065, 0.006)
    return moved.real, moved.imag


def undone_by_bisection(forward, lon, lat):
    """The place that `forward` brings to (lon, lat): halving one axis after the other."""
    place = [lon, lat]
    for _ in range(6):
        for axis in (0, 1):
            low, high = place[axis] - 0.02, place[axis] + 0.02
            for _ in range(60):
                place[axis] = (low + high) / 2
                if forward(*place)[axis] > (lon, lat)[axis]:
                    high = place[axis]
                else:
                    low = place[axis]
    return tuple(place)


@given(china)
def test_both_shifts_equal_the_other_implementation(place):
    assert at(gcj02_from_wgs84, *place) == pytest.approx(gcj02_by_tables(*place), abs=1e-11)
    assert at(bd09_from_gcj02, *place) == pytest.approx(bd09_by_complex_numbers(*place), abs=1e-11)
    both = bd09_by_complex_numbers(*gcj02_by_tables(*place))
    assert at(bd09_from_wgs84, *place) == pytest.approx(both, abs=1e-11)


@settings(max_examples=25)
@given(china)
def test_both_inverses_equal_a_bisection_of_the_other_implementation(place):
    for inverse, forward in (
        (wgs84_from_gcj02, gcj02_by_tables),
        (gcj02_from_bd09, bd09_by_complex_numbers),
    ):
        assert apart_m(at(inverse, *place), undone_by_bisection(forward, *place)) < 1e-5


# ------------------------------------------------------------------- there and back ---


@given(st.one_of(china, by_105_east))
def test_there_and_back_is_within_a_micrometre_over_all_china(place):
    for turn, back in TURNS:
        assert apart_m(at(back, *at(turn, *place)), place) < 1e-6
        assert apart_m(at(turn, *at(back, *place)), place) < 1e-6


def test_there_and_back_holds_on_a_grid_over_china_to_its_corners():
    lon, lat = (one.ravel() for one in np.meshgrid(np.arange(73, 136, 0.3), np.arange(3, 54, 0.3)))
    for turn, back in TURNS:
        again = back(*turn(lon, lat))
        assert max(np.abs(again[0] - lon).max(), np.abs(again[1] - lat).max()) < 1e-11


@given(china)
def test_bd09_lies_about_a_kilometre_from_gcj02(place):
    assert 500 < apart_m(at(bd09_from_gcj02, *place), place) < 1_300


# ---------------------------------------------------------------- published pairs ---

# As the map services gave them, to seven decimals: WGS-84, GCJ-02, BD-09 of city halls
# (test data of the gcoord package, MIT licence; a choice from all parts of the country).
CITIES = {
    "雁江": (104.6252411, 30.1317508, 104.6276449, 30.1289052, 104.6340814, 30.1351581),
    "乐山": (103.7633622, 29.5548611, 103.765577, 29.552111, 103.7721165, 29.558045),
    "泸州": (105.4386655, 28.8748404, 105.4422659, 28.871815, 105.4487888, 28.8776874),
    "广安": (106.6293033, 30.4590046, 106.6330919, 30.456228, 106.6396444, 30.4619752),
    "恩施": (109.4832892, 30.2747107, 109.488179, 30.2721601, 109.4947721, 30.2778979),
    "驻马店": (114.0164322, 33.0133556, 114.022306, 33.0115324, 114.0287781, 33.0176697),
    "邢台": (114.498916, 37.0700925, 114.5048503, 37.0705911, 114.5113116, 37.0766797),
    "那曲": (92.0499619, 31.4784436, 92.0512438, 31.4762063, 92.0576832, 31.4824421),
    "山南": (91.7719189, 29.2402175, 91.7731367, 29.2371411, 91.7796074, 29.2431814),
    "沈阳": (123.4253306, 41.8032629, 123.4314787, 41.8057023, 123.438095, 41.8114013),
    "黑河": (127.5209846, 50.2434852, 127.528304, 50.2451332, 127.5347994, 50.2510922),
    "酒泉": (98.4937175, 39.7319946, 98.4943595, 39.7328234, 98.5008441, 39.7388949),
    "汕尾": (115.3702248, 22.7888255, 115.3751647, 22.7861903, 115.3817179, 22.7918527),
    "钦州": (108.6503952, 21.9828281, 108.6541485, 21.9799392, 108.6607283, 21.9856319),
    "锡林浩特": (116.0414035, 43.9312805, 116.0482308, 43.9334573, 116.0546232, 43.9397782),
}


@pytest.mark.parametrize("city", sorted(CITIES))
def test_published_triples_of_cities(city):
    wgs84, gcj02, bd09 = (CITIES[city][i : i + 2] for i in (0, 2, 4))
    # Baidu's step is met to the last decimal that was printed.
    assert apart_m(at(bd09_from_gcj02, *gcj02), bd09) < 0.015
    assert apart_m(at(gcj02_from_bd09, *bd09), gcj02) < 0.015
    # The services' own GCJ-02 differs from the published formula by some 70 cm everywhere.
    assert apart_m(at(gcj02_from_wgs84, *wgs84), gcj02) < 0.8
    assert apart_m(at(wgs84_from_bd09, *bd09), wgs84) < 0.8


@pytest.mark.parametrize(
    ("turn", "place", "expected", "within_m"),
    [
        # Test data of the eviltransform package. Its BD-09 is left out: its waves have another
        # length (pi for 3000 pi / 180), which Baidu's own figures above refute by up to 40 m.
        (gcj02_from_wgs84, (121.5272106, 31.1774276), (121.531541859215, 31.17530398364597), 1e-6),
        (gcj02_from_wgs84, (113.912316, 22.543847), (113.9171764808363, 22.540796131694766), 1e-6),
        (gcj02_from_wgs84, (116.377817, 39.911954), (116.38404722455657, 39.91334545536069), 1e-6),
        # Examples of the coordtransform package; its ways back are approximations.
        (bd09_from_gcj02, (116.404, 39.915), (116.41036949371029, 39.92133699351021), 1e-6),
        (gcj02_from_wgs84, (116.404, 39.915), (116.41024449916938, 39.91640428150164), 1e-6),
        (gcj02_from_bd09, (116.404, 39.915), (116.39762729119315, 39.90865673957631), 0.2),
        (wgs84_from_gcj02, (116.404, 39.915), (116.39775550083061, 39.91359571849836), 0.2),
        # Test data of the gcoord package, for a way back of the same kind.
        (gcj02_from_bd09, (123.0, 45.0), (122.99363304, 44.99365430), 0.2),
        (wgs84_from_bd09, (123.0, 45.0), (122.98762210, 44.99171540), 0.2),
        (gcj02_from_wgs84, (123.0, 45.0), (123.00607541, 45.00197815), 0.01),
    ],
)
def test_published_pairs(turn, place, expected, within_m):
    assert apart_m(at(turn, *place), expected) < within_m


def test_the_flat_distance_of_these_tests_is_right():
    assert apart_m((105.9, 29.35), (105.906, 29.347)) == pytest.approx(
        oracles.vincenty_m(105.9, 29.35, 105.906, 29.347), rel=3e-3
    )


# --------------------------------------------------------------- where it applies ---


@pytest.mark.parametrize("place", [(1.5, 42.5), (9.5, 47.1), (139.7, 35.7), (-70.0, -33.0)])
def test_places_outside_the_rectangle_stay_where_they_are(place):
    for turn in (one for pair in TURNS for one in pair):
        assert at(turn, *place) == place


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (114.17, 22.30, True),  # Hong Kong
        (121.56, 25.03, True),  # Taipei
        (102.60, 17.97, True),  # Vientiane: a neighbour that the rectangle cannot tell
        (126.98, 37.57, True),  # Seoul
        (72.004, 30.0, True),  # the rectangle's own edge belongs to it
        (72.0039, 30.0, False),
        (137.8347, 30.0, True),
        (137.8348, 30.0, False),
        (105.0, 0.8293, True),
        (105.0, 0.8292, False),
        (105.0, 55.8271, True),
        (105.0, 55.8272, False),
    ],
)
def test_the_rectangle_is_the_published_one(lon, lat, inside):
    assert in_shift_rectangle(np.array([lon]), np.array([lat])).item() is inside


# ------------------------------------------------------------------ the user's word ---


def test_each_stated_datum_is_undone():
    lon, lat = np.array([105.9]), np.array([29.35])
    for datum, turn in (
        ("wgs84", lambda x, y: (x, y)),
        (Datum.GCJ02, gcj02_from_wgs84),
        ("bd09", bd09_from_wgs84),
    ):
        back = to_wgs84(*turn(lon, lat), datum)
        assert (back[0].item(), back[1].item()) == pytest.approx((105.9, 29.35), abs=1e-11)


def test_auto_must_be_settled_first_and_an_unknown_datum_is_refused():
    nothing = np.empty(0)
    with pytest.raises(InputError, match="must be settled by the evidence") as fault:
        to_wgs84(nothing, nothing, Datum.AUTO)
    assert "auto" in fault.value.render(Lang.ZH)
    with pytest.raises(InputError, match="Known: wgs84, gcj02, bd09, auto"):
        to_wgs84(nothing, nothing, "cgcs2000")
