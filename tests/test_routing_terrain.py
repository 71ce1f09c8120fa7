"""Terrain, slopes and kinds of country: grids with known slopes, plain arithmetic."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.profiles import load_profiles
from geo.crs import MetricCrs
from geo.errors import InputError, ShapeError
from routing.build import build_network
from routing.profile import Setting
from routing.search import nearest
from routing.terrain import (
    SLOPE_STEP_M,
    STEEPEST_WALK,
    Terrain,
    road_elevations_m,
    tobler_factor,
)
from routing.ways import ROAD_CLASS_CODE, SETTING_CODE, RoadFlag, RoadWays

PROFILES = load_profiles()
EAST_M, NORTH_M = 111_319.4908, 110_574.2758  # metres a degree at the equator, WGS-84
FLAT_KPH = 6 * math.exp(-0.175)


def roads(places_m, ways, *, kinds=None, heights=None, **columns):
    """Ways over places in metres east and north of (105 E, 0 N); all may use them."""
    places = np.array(places_m, dtype=np.float64)
    sizes = [len(way) for way in ways]
    kinds = kinds or ["residential"] * len(ways)
    return RoadWays(
        node_id=np.arange(len(places), dtype=np.int64),
        lon=105 + places[:, 0] / EAST_M,
        lat=places[:, 1] / NORTH_M,
        way_start=np.cumsum([0, *sizes]).astype(np.int64),
        way_node=np.concatenate(ways).astype(np.int32),
        way_id=np.arange(len(ways), dtype=np.int64),
        road_class=np.array([ROAD_CLASS_CODE[kind] for kind in kinds], dtype=np.uint8),
        forward=np.full(len(ways), 15, dtype=np.uint8),
        backward=np.full(len(ways), 15, dtype=np.uint8),
        max_speed_kph=np.full(len(ways), np.nan, dtype=np.float32),
        **{"flags": np.zeros(len(ways), dtype=np.uint8)} | columns,
        elevation_m=None if heights is None else np.array(heights, dtype=np.float32),
    )


def built(ways, profile="walk", setting=Setting.RURAL, **options):
    return build_network(ways, PROFILES[profile], crs=MetricCrs(32648), setting=setting, **options)


def hill(height, *, rows=41, columns=41, step=0.001):
    """Grid of 1/1000 degree over (105 E, 0 N), height a function of metres east and north."""
    row, column = np.mgrid[0:rows, 0:columns]
    east = (column - columns // 2) * step * EAST_M
    north = (rows // 2 - row) * step * NORTH_M
    return Terrain(
        (height(east, north) + 0.0 * east).astype(np.float32),
        105 - columns // 2 * step,
        rows // 2 * step,
        step,
        step,
    )


HERE = np.array([105.0]), np.array([0.0])

# ------------------------------------------------------------------------- terrain ---


@given(
    st.lists(st.floats(0, 3000, width=32), min_size=12, max_size=12),
    st.floats(-0.5, 2.5),
    st.floats(-0.5, 3.5),
)
def test_heights_are_bilinear_between_the_middles_of_cells(heights, row, column):
    grid = np.array(heights, dtype=np.float32).reshape(3, 4)
    terrain = Terrain(grid, 10.0, 50.0, 0.01, 0.02)
    found = terrain.elevation_m(np.array([10.0 + 0.01 * column]), np.array([50.0 - 0.02 * row]))
    y, x = min(max(row, 0.0), 2.0), min(max(column, 0.0), 3.0)
    total = 0.0
    for i in range(3):
        for j in range(4):
            total += float(grid[i, j]) * max(0, 1 - abs(y - i)) * max(0, 1 - abs(x - j))
    if np.isfinite(found[0]):
        assert found[0] == pytest.approx(total, abs=1e-3)
    else:  # only on the very rim, by the last digit
        assert min(abs(row + 0.5), abs(row - 2.5), abs(column + 0.5), abs(column - 3.5)) < 1e-9


@pytest.mark.parametrize(("lon", "lat"), [(9.994, 50.0), (10.036, 50.0), (10, 50.011), (10, 49.94)])
def test_outside_the_grid_nothing_is_known(lon, lat):
    terrain = Terrain(np.ones((3, 4), dtype=np.float32), 10.0, 50.0, 0.01, 0.02)
    place = np.array([lon]), np.array([lat])
    assert np.isnan(terrain.elevation_m(*place)).all()
    assert np.isnan(terrain.slope_deg(*place, 100.0)).all()


@pytest.mark.parametrize("radius_m", [0.0, 250.0, 500.0, 1e5])
@pytest.mark.parametrize(("east", "north"), [(0.0, 0.0), (0.3, 0.0), (0.0, -0.5), (0.3, 0.4)])
def test_an_even_hillside_has_its_slope_everywhere(east, north, radius_m):
    terrain = hill(lambda x, y: 5000 + east * x + north * y)
    slope = math.degrees(math.atan(math.hypot(east, north)))
    assert terrain.slope_deg(*HERE, radius_m)[0] == pytest.approx(slope, rel=1e-4)


@given(st.integers(0, 2**32 - 1), st.floats(0, 700))
def test_the_mean_slope_is_that_of_the_cells_within_the_radius(seed, radius_m):
    rng = np.random.default_rng(seed)
    grid = rng.uniform(0, 400, (12, 15)).astype(np.float32)
    terrain = Terrain(grid, 104.99, 0.006, 0.001, 0.001)
    row, column = int(rng.integers(12)), int(rng.integers(15))
    place = np.array([104.99 + 0.001 * column]), np.array([0.006 - 0.001 * row])
    dy, dx = np.gradient(grid.astype(float), 0.001 * NORTH_M, 0.001 * EAST_M)
    slope = np.degrees(np.arctan(np.hypot(dx, dy)))
    near = [
        slope[i, j]
        for i in range(12)
        for j in range(15)
        if (i, j) == (row, column)
        or math.hypot((i - row) * 0.001 * NORTH_M, (j - column) * 0.001 * EAST_M) <= radius_m
    ]
    # On the rim of the circle the last digit of a cell's size decides.
    rim = [
        math.hypot((i - row) * 0.001 * NORTH_M, (j - column) * 0.001 * EAST_M) - radius_m
        for i in range(12)
        for j in range(15)
    ]
    if min(abs(one) for one in rim) > 0.01:
        assert terrain.slope_deg(*place, radius_m)[0] == pytest.approx(np.mean(near), rel=1e-4)


def test_a_grid_that_is_none_is_refused():
    with pytest.raises(ShapeError, match="height_m needs 2 x 2 entries"):
        Terrain(np.ones((1, 5), dtype=np.float32), 0.0, 0.0, 1.0, 1.0)
    with pytest.raises(InputError, match="finite height"):
        Terrain(np.full((2, 2), np.nan, dtype=np.float32), 0.0, 0.0, 1.0, 1.0)
    with pytest.raises(InputError, match="finite height"):
        Terrain(np.ones((2, 2), dtype=np.float32), 0.0, 0.0, 0.0, 1.0)
    with pytest.raises(InputError, match="radius must be finite"):
        hill(lambda x, _: x).slope_deg(*HERE, -1.0)


# -------------------------------------------------------------------------- Tobler ---


@pytest.mark.parametrize(
    ("slope", "kph"), [(0.0, 5.036742), (0.1, 3.549332), (-0.1, 5.036742), (-0.05, 6.0)]
)
def test_tobler_has_the_published_speeds(slope, kph):
    assert FLAT_KPH / tobler_factor(np.array([slope]))[0] == pytest.approx(kph, abs=1e-6)


@given(st.floats(-3, 3))
def test_tobler_is_the_formula_up_to_the_steepest_walk(slope):
    held = min(max(slope, -STEEPEST_WALK), STEEPEST_WALK)
    kph = 6 * math.exp(-3.5 * abs(held + 0.05))
    assert tobler_factor(np.array([slope]))[0] == pytest.approx(FLAT_KPH / kph, rel=1e-12)


def test_a_kilometre_at_ten_percent_takes_longer_up_than_down():
    ways = roads([(0, 0), (1000, 0)], [[0, 1]], heights=[500, 600])
    network = built(ways)
    # At Tobler's own 5.036742 km/h on the flat: 16.9046 min up, 11.9125 down; at 4.5:
    up_s, down_s = (60 * minutes * FLAT_KPH / 4.5 for minutes in (16.9046, 11.9125))
    assert network.forward_ds[0] / 10 == pytest.approx(up_s, abs=0.1)
    assert network.backward_ds[0] / 10 == pytest.approx(down_s, abs=0.1)
    assert network.backward_ds[0] / 10 == pytest.approx(800.0, abs=0.1)
    elder = built(ways, "walk65")
    assert elder.forward_ds[0] / 10 == pytest.approx(up_s * 1.5, abs=0.1)
    for direction, expected in (("from", up_s), ("to", down_s)):
        times = nearest(network, np.array([int(network.tail[0])]), direction=direction).time_s
        assert times.max() == pytest.approx(expected, abs=0.1)


def by_hand_s(places, heights, kph):
    """Seconds along a line of places (east, m), in equal steps of at least 90 m."""
    length = abs(places[-1] - places[0])
    n = max(1, int(length // SLOPE_STEP_M))
    total = 0.0
    marks = [length * k / n for k in range(n + 1)]
    east = [abs(place - places[0]) for place in places]
    height = [float(np.interp(mark, east, heights)) for mark in marks]
    for low, high in itertools.pairwise(height):
        slope = min(max((high - low) / (length / n), -STEEPEST_WALK), STEEPEST_WALK)
        total += (length / n) / (kph / 3.6) * math.exp(3.5 * (abs(slope + 0.05) - 0.05))
    return total


@given(
    st.lists(
        st.tuples(st.floats(2, 400), st.floats(-60, 60)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([0.8, 1.0, 1.2]),
)
def test_a_piece_takes_the_sum_of_its_steps_each_way(steps, factor):
    places = np.cumsum([0.0, *(length for length, _ in steps)])
    heights = np.float32(1000 + np.cumsum([0.0, *(rise for _, rise in steps)])).astype(float)
    ways = roads(
        [(east, 0) for east in places], [list(range(len(places)))], heights=heights.tolist()
    )
    network = built(ways, speed_factor=factor)
    kph = 4.5 * factor
    ahead = by_hand_s(places, heights, kph)
    back = by_hand_s(places[::-1], heights[::-1], kph)
    assert network.forward_ds[0] / 10 == pytest.approx(ahead, abs=0.06, rel=1e-5)
    assert network.backward_ds[0] / 10 == pytest.approx(back, abs=0.06, rel=1e-5)


def test_a_zigzag_of_heights_between_close_vertices_evens_out():
    """A road on a hillside, drawn 5 m off its place by turns: level, whatever the grid says."""
    places = [(10.0 * k, 0) for k in range(91)]
    heights = [1000.0 + 3.0 * (k % 2) for k in range(91)]
    network = built(roads(places, [list(range(91))], heights=heights))
    assert network.forward_ds[0] / 10 < 900 / 1.25 * 1.13
    # Step by step it would be a road of 30 % up and down.
    up, down = tobler_factor(np.array([0.3, -0.3]))
    assert (up + down) / 2 > 2.3


@pytest.mark.parametrize("profile", ["car", "ambulance", "ebike"])
def test_slopes_concern_walkers_alone(profile):
    line = [(0, 0), (500, 0), (1000, 0)]
    flat, steep = (
        built(roads(line, [[0, 1, 2]], heights=heights), profile)
        for heights in (None, [0.0, 100.0, 300.0])
    )
    assert flat.forward_ds.tolist() == steep.forward_ds.tolist()


@pytest.mark.parametrize("kind", ["steps", "corridor", "ferry"])
def test_steps_hold_their_climb_and_water_is_level(kind):
    line = [(0, 0), (500, 0)]
    flat, steep = (
        built(roads(line, [[0, 1]], kinds=[kind], heights=heights))
        for heights in (None, [0.0, 100.0])
    )
    assert flat.forward_ds.tolist() == steep.forward_ds.tolist()
    assert flat.backward_ds.tolist() == steep.backward_ds.tolist()


def test_where_no_height_is_known_the_road_is_level():
    """Also right beside a road whose heights are known."""
    line = [(0, 0), (900, 0), (1800, 0)]
    network = built(roads(line, [[0, 1], [1, 2]], heights=[0.0, 90.0, np.nan]))
    flat = built(roads(line, [[0, 1], [1, 2]]))
    assert network.forward_ds[1] == flat.forward_ds[1]
    assert network.forward_ds[0] == pytest.approx(7200 * tobler_factor(np.array([0.1]))[0], abs=1)


# ------------------------------------------------------------- bridges and tunnels ---


def test_bridges_and_tunnels_are_straight_from_end_to_end():
    """Ground, a tunnel of two ways, ground, a bridge: 0-1 = 2-3-4 = 5-6."""
    places = [(100.0 * k, 0) for k in range(8)]
    flags = [0, RoadFlag.TUNNEL, RoadFlag.TUNNEL, 0, RoadFlag.BRIDGE]
    ways = roads(
        places,
        [[0, 1], [1, 2, 3], [3, 4], [4, 5], [5, 6, 7]],
        flags=np.array(flags, dtype=np.uint8),
    )
    ground = np.array([100.0, 110, 500, 600, 140, 150, 20, 170])
    found = road_elevations_m(ways, ground)
    assert found.tolist() == pytest.approx([100, 110, 120, 130, 140, 150, 160, 170])
    assert found.dtype == np.float32


def test_a_tunnel_without_an_end_on_the_ground_keeps_the_ground():
    ring = roads(
        [(0, 0), (100, 0), (0, 100)], [[0, 1, 2, 0]], flags=np.array([RoadFlag.TUNNEL], np.uint8)
    )
    ground = np.array([1.0, 2.0, 3.0])
    assert road_elevations_m(ring, ground).tolist() == [1.0, 2.0, 3.0]


def test_a_bridge_to_where_no_height_is_known_has_none():
    ways = roads(
        [(0, 0), (100, 0), (200, 0), (300, 0)],
        [[0, 1, 2], [2, 3]],
        flags=np.array([RoadFlag.BRIDGE, 0], np.uint8),
    )
    found = road_elevations_m(ways, np.array([5.0, 0.0, np.nan, np.nan]))
    assert found[0] == 5.0
    assert np.isnan(found[1:]).all()


# -------------------------------------------------------------- kinds of country ---


@given(st.lists(st.floats(1, 500), min_size=1, max_size=7), st.booleans())
def test_the_middle_of_a_way_halves_its_length(steps, doubled):
    places = np.cumsum([0.0, *steps])
    nodes = list(range(len(places)))
    if doubled:
        nodes.insert(1, nodes[1])
    ways = roads([(east, 0) for east in places], [nodes, [0, 1]])
    lon, lat = ways.middles()
    assert (lon[0] - 105) * EAST_M == pytest.approx(places[-1] / 2, abs=0.01)
    assert lat.tolist() == [0.0, 0.0]
    assert ways.lengths_m().tolist() == pytest.approx([places[-1], steps[0]], rel=1e-6)


TOWNS = {
    # Speeds [km/h] as the profile's file states them: residential and primary.
    ("car", "urban"): (20.0, 45.0),
    ("car", "rural"): (20.0, 50.0),
    ("car", "mountain"): (15.0, 40.0),
    ("ambulance", "urban"): (23.0, 51.75),
    ("ambulance", "rural"): (20.0, 50.0),
    ("ambulance", "mountain"): (15.0, 40.0),
}


@pytest.mark.parametrize("profile", ["car", "ambulance"])
@pytest.mark.parametrize("study", ["urban", "rural", "mountain"])
def test_each_way_takes_the_speed_of_its_own_country(profile, study):
    kinds = ["residential", "primary"] * 4
    codes = [code for code in range(4) for _ in range(2)]
    # Roads apart from each other: no junction, no wait.
    places = [(east, 1000.0 * k) for k in range(8) for east in (0, 1000)]
    ways = roads(
        places,
        [[2 * k, 2 * k + 1] for k in range(8)],
        kinds=kinds,
        setting=np.array(codes, dtype=np.uint8),
    )
    network = built(ways, profile, Setting(study))
    names = {code: name for name, code in SETTING_CODE.items()}
    for piece in range(8):
        way = int(network.way_id[piece])
        country = names[codes[way]]
        kph = TOWNS[profile, study if country == "study" else country][way % 2]
        assert network.forward_ds[piece] == pytest.approx(36000 / kph, abs=0.51)


def test_a_junction_waits_by_the_country_of_the_way_that_enters_it():
    star = [(0, 0), (1000, 0), (-1000, 0), (0, 1000)]
    setting = np.array([SETTING_CODE[one] for one in ("urban", "rural", "mountain")], np.uint8)
    ways = roads(star, [[1, 0], [2, 0], [3, 0]], setting=setting)
    network = built(ways, "car")
    assert network.forward_delay_ds.tolist() == [20, 0, 0]
    assert network.backward_delay_ds.tolist() == [0, 0, 0]


def test_an_unknown_country_and_a_wrong_column_are_refused():
    line = [(0, 0), (500, 0)]
    with pytest.raises(InputError, match="no kind of country with code 4"):
        roads(line, [[0, 1]], setting=np.array([4], dtype=np.uint8))
    with pytest.raises(ShapeError, match="elevation_m needs 2 entries, got 1"):
        roads(line, [[0, 1]], heights=[1.0])
