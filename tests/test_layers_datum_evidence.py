"""The datum by evidence: real roads and borders moved to Chongqing, and five real outlines."""

import json

import numpy as np
import pytest
import scipy.stats
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from data.datum import settle_datum
from data.demo.build import build_demo
from data.import_report import ImportReport
from data.osm import read_osm
from data.profiles import load_profiles
from geo.crs import metric_crs_for
from geo.datum import bd09_from_wgs84, gcj02_from_wgs84
from geo.errors import ShapeError
from layers.datum_evidence import (
    FEWEST_WITNESSES,
    RoadLines,
    _chance,
    ring_vertices,
    weigh_boundary,
    weigh_points,
)
from routing.ways import RoadFlag, RoadWays
from test_geo_datum import gcj02_by_tables

SHIFTS = {
    "wgs84": lambda lon, lat: (lon, lat),
    "gcj02": gcj02_from_wgs84,
    "bd09": bd09_from_wgs84,
}
DISTRICTS = ("yongchuan", "yanjiang", "wutongqiao", "kaizhou", "wanzhou")
CHONGQING = np.array([105.9]), np.array([29.35])


def objects(*shapes):
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return array


def mover(lon, lat):
    """Carry places to Chongqing, metre for metre: metric offsets from the middle stay."""
    here, there = metric_crs_for(lon, lat), metric_crs_for(*CHONGQING)
    middle = here.from_lonlat(*(np.array([(x.min() + x.max()) / 2]) for x in (lon, lat)))
    target = there.from_lonlat(*CHONGQING)

    def moved(x, y):
        east_m, north_m = here.from_lonlat(x, y)
        return there.to_lonlat(east_m - middle[0] + target[0], north_m - middle[1] + target[1])

    return moved


@pytest.fixture(scope="module")
def moved_osm(test_data):
    """Roads, facilities and areas of an extract, carried to Chongqing."""
    kept = {}

    def load(name):
        if name not in kept:
            extract = read_osm(test_data / name / f"{name}.osm.pbf", ImportReport())
            ways = extract.ways
            move = mover(ways.lon, ways.lat)
            roads = RoadLines.of_ways(ways)
            areas = shapely.transform(
                extract.areas.polygon, lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1]))
            )
            places = move(extract.facilities.lon, extract.facilities.lat)
            level = np.array(extract.areas.level)
            kept[name] = RoadLines(*move(roads.lon, roads.lat)), places, areas, level
        return kept[name]

    return load


# --------------------------------------------------------------- points against roads ---


@pytest.mark.parametrize("datum", sorted(SHIFTS))
def test_the_facilities_of_andorra_tell_their_datum_wherever_they_are_shifted(moved_osm, datum):
    roads, places, _, _ = moved_osm("andorra")
    found = weigh_points(*SHIFTS[datum](*places), roads, layer="a.csv")
    assert (found.layer, found.chosen, found.basis) == ("a.csv", datum, "roads")
    assert found.points == len(set(zip(*(one.tolist() for one in places), strict=True)))
    assert found.candidates[0].datum == datum
    assert found.candidates[0].median_m < 15
    assert all(one.median_m > 25 for one in found.candidates[1:])
    assert [one.median_m for one in found.candidates] == sorted(
        one.median_m for one in found.candidates
    )


@pytest.mark.slow
@pytest.mark.parametrize("datum", sorted(SHIFTS))
@pytest.mark.parametrize("name", ["liechtenstein", "heidelberg"])
def test_a_handful_of_facilities_decides_nothing(moved_osm, name, datum):
    roads, places, _, _ = moved_osm(name)
    assert 0 < places[0].size < FEWEST_WITNESSES
    found = weigh_points(*SHIFTS[datum](*places), roads, layer="a.csv")
    assert found.chosen == ""
    assert found.points == places[0].size
    assert len(found.candidates) == 3


def test_saying_a_few_places_a_hundred_times_does_not_make_them_many(moved_osm):
    roads, places, _, _ = moved_osm("andorra")
    few = [np.tile(one[:8], 100) for one in gcj02_from_wgs84(*places)]
    assert weigh_points(*few, roads, layer="a").chosen == ""
    # Nor do places next door to each other: they look at the same roads.
    near = few[0] + np.random.default_rng(0).uniform(0, 2e-5, few[0].size), few[1]
    found = weigh_points(*near, roads, layer="a")
    assert found.points > 100
    assert found.chosen == ""


@pytest.mark.slow
def test_places_that_have_nothing_to_do_with_roads_decide_nothing(moved_osm):
    for name in ("heidelberg", "andorra"):
        roads, _, _, _ = moved_osm(name)
        rng = np.random.default_rng(1)
        for _ in range(6):
            lon = rng.uniform(roads.lon.min(), roads.lon.max(), 300)
            lat = rng.uniform(roads.lat.min(), roads.lat.max(), 300)
            assert weigh_points(lon, lat, roads, layer="a").chosen == ""


@pytest.mark.parametrize("datum", sorted(SHIFTS))
def test_coordinates_rounded_to_a_kilometre_decide_nothing(moved_osm, datum):
    roads, places, _, _ = moved_osm("andorra")
    shifted = SHIFTS[datum](*places)
    found = weigh_points(shifted[0].round(2), shifted[1].round(2), roads, layer="a")
    assert found.chosen == ""


@settings(max_examples=20)
@given(st.permutations(range(43)))
def test_the_order_of_places_makes_no_difference(order):
    rng = np.random.default_rng(2)
    ends = rng.uniform(0, 0.05, (200, 2)), rng.uniform(0, 0.05, (200, 2))
    roads = RoadLines(105.9 + ends[0], 29.3 + ends[1])
    lon, lat = 105.9 + rng.uniform(0, 0.05, 43), 29.3 + rng.uniform(0, 0.05, 43)
    rows = np.array(order)
    assert weigh_points(lon[rows], lat[rows], roads, layer="a") == weigh_points(
        lon, lat, roads, layer="a"
    )


def test_residuals_are_those_of_a_search_through_all_roads():
    rng = np.random.default_rng(3)
    ends = rng.uniform(0, 0.02, (40, 2)), rng.uniform(0, 0.02, (40, 2))
    roads = RoadLines(105.9 + ends[0], 29.3 + ends[1])
    lon, lat = 105.9 + rng.uniform(0, 0.02, 60), 29.3 + rng.uniform(0, 0.02, 60)
    expected = []
    for x, y in zip(lon, lat, strict=True):
        # Metres on a plane that touches the earth at the place, by geodesics.
        scale_x = oracles.vincenty_m(x - 0.01, y, x + 0.01, y) / 0.02
        scale_y = oracles.vincenty_m(x, y - 0.01, x, y + 0.01) / 0.02
        lines = shapely.linestrings(
            np.stack([(roads.lon - x) * scale_x, (roads.lat - y) * scale_y], axis=-1)
        )
        expected.append(shapely.distance(lines, shapely.Point(0, 0)).min())
    found = next(
        one for one in weigh_points(lon, lat, roads, layer="a").candidates if one.datum == "wgs84"
    )
    assert found.median_m == pytest.approx(np.median(expected), rel=2e-3)
    assert found.p90_m == pytest.approx(np.sort(expected)[int(0.9 * 59)], rel=2e-3)


@given(st.lists(st.floats(-100, 100).filter(lambda x: abs(x) > 1e-3), min_size=20, max_size=60))
def test_the_chance_is_that_of_the_signed_rank_test(leads):
    expected = scipy.stats.wilcoxon(leads, alternative="greater", method="approx", correction=False)
    # scipy takes equal sizes into account, which makes its spread a little smaller.
    if len({abs(one) for one in leads}) == len(leads):
        assert _chance(np.array(leads)) == pytest.approx(expected.pvalue, rel=1e-9)
    else:
        assert _chance(np.array(leads)) == pytest.approx(expected.pvalue, abs=0.06)


def test_outside_china_nothing_is_weighed():
    roads = RoadLines(np.array([[1.5, 1.6]]), np.array([[42.5, 42.5]]))
    found = weigh_points(np.array([1.5, np.nan]), np.array([42.5, 42.5]), roads, layer="a")
    assert (found.chosen, found.basis, found.candidates) == ("wgs84", "outside_china", ())


@pytest.mark.parametrize(
    ("lon", "lat"), [([], []), ([np.nan], [29.0]), ([np.inf], [29.0]), ([105.9], [95.0])]
)
def test_without_places_or_roads_nothing_is_chosen(lon, lat):
    none = RoadLines(np.empty((0, 2)), np.empty((0, 2)))
    one = RoadLines(np.array([[105.9, 106.0]]), np.array([[29.3, 29.3]]))
    for roads in (none, one):
        found = weigh_points(np.array(lon), np.array(lat), roads, layer="a")
        assert (found.chosen, found.points, found.candidates) == ("", 0, ())
    assert weigh_points(*CHONGQING, none, layer="a").chosen == ""
    # A road far away is no road.
    far = RoadLines(np.array([[110.0, 110.1]]), np.array([[29.3, 29.3]]))
    assert weigh_points(*CHONGQING, far, layer="a").points == 0


def test_road_lines_are_the_steps_of_ways_without_ferries():
    ways = RoadWays(
        node_id=np.arange(5),
        lon=np.array([1.0, 2, 3, 4, 5]),
        lat=np.array([0.0, 1, 2, 3, 4]),
        way_start=np.array([0, 3, 5, 7]),
        way_node=np.array([0, 1, 2, 2, 3, 4, 0], dtype=np.int32),
        way_id=np.array([7, 8, 9]),
        road_class=np.zeros(3, dtype=np.uint8),
        forward=np.ones(3, dtype=np.uint8),
        backward=np.ones(3, dtype=np.uint8),
        max_speed_kph=np.full(3, np.nan, dtype=np.float32),
        flags=np.array([0, RoadFlag.FERRY, RoadFlag.BRIDGE], dtype=np.uint8),
    )
    roads = RoadLines.of_ways(ways)
    assert roads.lon.tolist() == [[1, 2], [2, 3], [5, 1]]
    assert roads.lat.tolist() == [[0, 1], [1, 2], [4, 0]]
    with pytest.raises(ShapeError):
        RoadLines(np.zeros(4), np.zeros(4))
    with pytest.raises(ShapeError):
        RoadLines(np.zeros((4, 2)), np.zeros((3, 2)))


# ------------------------------------------------------- boundaries against boundaries ---


@pytest.mark.parametrize("datum", sorted(SHIFTS))
@pytest.mark.parametrize(
    ("name", "country", "municipality"), [("andorra", "2", "7"), ("liechtenstein", "2", "6")]
)
def test_real_borders_tell_their_datum_by_others_that_share_stretches(
    moved_osm, name, country, municipality, datum
):
    _, _, areas, level = moved_osm(name)
    # The country against its municipalities, whose inner borders belong to it not at all.
    outer = SHIFTS[datum](*ring_vertices(areas[level == country]))
    found = weigh_boundary(*outer, areas[level == municipality], layer="a.geojson")
    assert (found.layer, found.chosen, found.basis) == ("a.geojson", datum, "boundary")
    assert found.candidates[0].median_m < 20
    # One municipality against the country: only where it lies at the border.
    inner = SHIFTS[datum](*ring_vertices(areas[level == municipality]))
    found = weigh_boundary(*inner, areas[level == country], layer="a.geojson")
    assert found.chosen in {datum, ""}


def outline(test_data, district):
    path = test_data / "china" / f"{district}_boundary_gcj02.geojson"
    return shapely.from_geojson(path.read_text(encoding="utf-8"))


def undone(xy):
    """GCJ-02 to WGS-84 by Newton's steps on the other implementation of the tests."""
    place = xy.copy()
    for _ in range(3):
        for row, (lon, lat) in enumerate(place):
            here = np.array(gcj02_by_tables(lon, lat))
            h = 1e-5
            slope = np.column_stack(
                [
                    (np.array(gcj02_by_tables(lon + h, lat)) - here) / h,
                    (np.array(gcj02_by_tables(lon, lat + h)) - here) / h,
                ]
            )
            place[row] -= np.linalg.solve(slope, here - xy[row])
    return place


def surveyed_again(shape, *, error_m, share, seed):
    """Another survey of a WGS-84 outline: waves of error, coarser, with stretches missing."""
    rng = np.random.default_rng(seed)
    lines = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        xy = shapely.get_coordinates(shapely.segmentize(ring, 0.002))
        window = np.hanning(15)
        noise = rng.normal(size=(2, len(xy) + 14))
        waves = np.array([np.convolve(one, window, "valid") for one in noise])
        waves *= error_m / waves.std(axis=1, keepdims=True)
        xy = xy + waves.T / (96_000, 111_000)
        lines += [
            shapely.simplify(shapely.LineString(part), 0.0005)
            for part in np.array_split(xy, max(1, len(xy) // 60))
            if len(part) > 2 and rng.random() < share
        ]
    return objects(*lines)


@pytest.fixture(scope="module")
def outlines(test_data):
    """The five outlines as they came, and by independent means in WGS-84."""
    found = {}
    for district in DISTRICTS:
        came = outline(test_data, district)
        found[district] = came, shapely.transform(came, undone)
    return found


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize(("error_m", "share"), [(60, 0.7), (120, 0.7), (150, 0.5)])
def test_the_five_outlines_come_in_as_gcj02_by_evidence(outlines, district, error_m, share):
    came, truth = outlines[district]
    for seed in range(2):
        reference = surveyed_again(truth, error_m=error_m, share=share, seed=seed)
        found = weigh_boundary(*ring_vertices(objects(came)), reference, layer=district)
        assert found.chosen == "gcj02"
        # Like what was measured against OSM: 47-193 m as GCJ-02, 140-327 m as WGS-84.
        medians = {one.datum: one.median_m for one in found.candidates}
        assert 30 < medians["gcj02"] < 193
        assert 140 < medians["wgs84"] < 420
        assert medians["bd09"] > 300


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize("datum", ["wgs84", "bd09"])
def test_the_same_outlines_in_another_datum_are_told_too(outlines, district, datum):
    _, truth = outlines[district]
    lon, lat = ring_vertices(objects(truth))
    reference = surveyed_again(truth, error_m=60, share=0.7, seed=0)
    found = weigh_boundary(*SHIFTS[datum](lon, lat), reference, layer=district)
    assert found.chosen == datum


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_reference_of_another_place_decides_nothing(outlines, district):
    came, _ = outlines[district]
    lon, lat = ring_vertices(objects(came))
    for other in DISTRICTS:
        if other == district:
            continue
        away = outlines[other][0]
        assert weigh_boundary(lon, lat, objects(away), layer="a").chosen == ""
        # Even where it is laid right over the district.
        aside = shapely.get_coordinates(came.centroid) - shapely.get_coordinates(away.centroid)
        over = shapely.transform(away, lambda xy: xy + aside)  # noqa: B023 (called at once)
        assert weigh_boundary(lon, lat, objects(over), layer="a").chosen == ""
    # Nor a net of cells all over it, of which some line is always near.
    rng = np.random.default_rng(0)
    west, south, east, north = came.bounds
    seeds = np.column_stack([rng.uniform(west, east, 400), rng.uniform(south, north, 400)])
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds)))
    assert weigh_boundary(lon, lat, cells, layer="a").chosen == ""


def test_a_reference_with_a_tenth_of_the_outline_decides_nothing(outlines):
    came, truth = outlines["kaizhou"]
    reference = surveyed_again(truth, error_m=60, share=0.1, seed=1)
    found = weigh_boundary(*ring_vertices(objects(came)), reference, layer="a")
    assert found.chosen == ""
    assert found.points > 0


def test_an_outline_that_fits_no_datum_decides_nothing(outlines):
    came, truth = outlines["yanjiang"]
    for seed in range(4):
        far_off = surveyed_again(truth, error_m=900, share=1.0, seed=seed)
        assert weigh_boundary(*ring_vertices(objects(came)), far_off, layer="a").chosen == ""


def test_a_boundary_without_reference_or_outside_china():
    lon, lat = ring_vertices(objects(shapely.box(105.8, 29.3, 105.9, 29.4)))
    found = weigh_boundary(lon, lat, objects(), layer="a")
    assert (found.chosen, found.basis, found.points) == ("", "boundary", 0)
    found = weigh_boundary(lon, lat, objects(shapely.Point(105.8, 29.3)), layer="a")
    assert found.chosen == ""
    lon, lat = ring_vertices(objects(shapely.box(1.4, 42.4, 1.5, 42.5)))
    found = weigh_boundary(lon, lat, objects(), layer="a")
    assert (found.chosen, found.basis) == ("wgs84", "outside_china")
    nothing = np.array([np.nan])
    assert weigh_boundary(nothing, nothing, objects(shapely.box(0, 0, 1, 1)), layer="a").points == 0


def test_ring_vertices_take_holes_parts_and_lines_and_pass_over_the_rest():
    hole = shapely.Polygon([(0, 0), (9, 0), (9, 9)], holes=[[(5, 1), (6, 1), (6, 2)]])
    mixed = objects(
        shapely.MultiPolygon([hole]),
        shapely.GeometryCollection([shapely.LineString([(1, 1), (2, 2)]), shapely.Point(3, 3)]),
        None,
        shapely.LineString(),
    )
    lon, lat = ring_vertices(mixed)
    runs = np.split(lon, np.flatnonzero(np.isnan(lon)) + 1)
    assert [run[:-1].tolist() for run in runs if run.size] == [
        [0, 9, 9, 0],
        [5, 6, 6, 5],
        [1, 2],
    ]
    assert np.isnan(lat).tolist() == np.isnan(lon).tolist()
    assert ring_vertices(objects())[0].size == 0


def test_the_written_outlines_are_what_the_tests_take_them_for(test_data):
    path = test_data / "china" / "wutongqiao_boundary_gcj02.geojson"
    assert json.loads(path.read_text(encoding="utf-8"))["type"] == "MultiPolygon"


# ------------------------------------------------------------------ lists of two origins ---


@pytest.fixture(scope="module")
def demo_care():
    demo = build_demo("yongchuan", profiles=load_profiles())
    return RoadLines.of_ways(demo.ways), (demo.facilities.lon, demo.facilities.lat)


@pytest.mark.parametrize(("share", "said"), [(0.0, False), (0.3, True)])
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_list_put_together_from_two_datums_is_pointed_out(demo_care, datum, share, said):
    """It is decided, for the greater part agrees; but a part of the rows is then displaced."""
    roads, (lon, lat) = demo_care
    other = np.random.default_rng(7).random(lon.size) < share
    shifted = SHIFTS[datum](lon, lat)
    mixed = [np.where(other, one, two) for one, two in zip((lon, lat), shifted, strict=True)]
    found = weigh_points(*mixed, roads, layer="a.csv")
    assert found.chosen == datum
    report = ImportReport()
    settle_datum("auto", found, report)
    assert ("import.datum_mixed" in {note.code for note in report.notes}) is said
