"""Isochrones against the time surface: what coverage would count, place by place."""

import json

import numpy as np
import pytest
import shapely

from data.create import StudyFiles, create_study
from data.demo.build import build_demo
from data.isochrones import check_suffix, write_isochrones
from data.profiles import load_profiles
from geo.errors import InputError, OutputError
from geo.text import Lang
from hand_town import lonlat, town_study
from planning.reach import answer_reach
from routing import isochrone, snapping
from routing.isochrone import isochrones
from routing.network import RoadNetwork
from routing.search import nearest
from routing.snapping import RoadIndex

POINTS = 10_000


class Asked:
    """A study's roads by one profile, a place on them, and the truth about any other place."""

    def __init__(self, study, profile, lon=None, lat=None):
        self.roads, self.profile = study.roads(profile), study.profile(profile)
        network = self.roads.network
        if lon is None:  # the junction nearest to the middle of them all
            middle = np.median(network.node_x_m), np.median(network.node_y_m)
            away = np.hypot(network.node_x_m - middle[0], network.node_y_m - middle[1])
            x_m, y_m = network.node_x_m[[away.argmin()]], network.node_y_m[[away.argmin()]]
        else:
            x_m, y_m = study.crs.from_lonlat(np.array([lon]), np.array([lat]))
        self.place = self.snap(x_m, y_m)

    def snap(self, x_m, y_m):
        """Join places to the roads."""
        return self.roads.index.snap(x_m, y_m, max_distance_m=self.profile.max_snap_m)

    def draw(self, direction, *cutoffs_s):
        """Isochrones of the place."""
        roads = self.roads
        ask = {"cutoffs_s": cutoffs_s, "direction": direction}
        return isochrones(roads.network, roads.index, self.profile, self.place, **ask)

    def time_s(self, x_m, y_m, direction):
        """Every place by the whole search, as coverage does it; `inf` where unreachable."""
        homes = self.snap(x_m, y_m)
        found = nearest(self.roads.network, self.place, direction=direction).at(homes)
        away_m = np.where(np.isfinite(homes.distance_m), homes.distance_m, 0.0)
        total_ds = found.time_ds + self.profile.off_road_ds(away_m)
        return np.where(found.time_ds >= 0, total_ds / 10, np.inf)


def anywhere(polygon, rng):
    """Places spread evenly over the box of a polygon plus 20 %."""
    west, south, east, north = polygon.bounds
    wide, high = 0.1 * (east - west), 0.1 * (north - south)
    return (
        rng.uniform(west - wide, east + wide, POINTS),
        rng.uniform(south - high, north + high, POINTS),
    )


def beside(polygon, near_m, far_m, rng):
    """Places so far from the outline, on either side."""
    rings = shapely.get_parts(shapely.boundary(polygon))
    corner, ring = shapely.get_coordinates(rings, return_index=True)
    sides = np.stack([corner[:-1], corner[1:]], axis=1)[ring[:-1] == ring[1:]]
    length_m = np.hypot(*(sides[:, 1] - sides[:, 0]).T)
    side = sides[rng.choice(len(sides), 4 * POINTS, p=length_m / length_m.sum())]
    on = side[:, 0] + rng.random((len(side), 1)) * (side[:, 1] - side[:, 0])
    angle, away_m = rng.uniform(0, 2 * np.pi, len(side)), rng.uniform(near_m, far_m, len(side))
    x_m, y_m = on[:, 0] + away_m * np.cos(angle), on[:, 1] + away_m * np.sin(angle)
    tree = shapely.STRtree(shapely.linestrings(sides))
    _, found_m = tree.query_nearest(
        shapely.points(x_m, y_m), return_distance=True, all_matches=False
    )
    kept = np.flatnonzero((found_m >= near_m) & (found_m <= far_m))[:POINTS]
    return x_m[kept], y_m[kept]


def assert_true(asked, direction, cutoff_s):
    (band,) = asked.draw(direction, cutoff_s)
    assert band.polygon.is_valid
    assert band.cell_m <= 50
    shapely.prepare(band.polygon)
    rng = np.random.default_rng(20_260)
    samples = (
        (anywhere(band.polygon, rng), 0.995),
        (beside(band.polygon, band.cell_m, 2 * band.cell_m, rng), 0.95),
    )
    for (x_m, y_m), share in samples:
        time_s = asked.time_s(x_m, y_m, direction)
        inside = shapely.contains_xy(band.polygon, x_m, y_m)
        assert (inside == (time_s <= cutoff_s)).mean() >= share
        assert not np.isinf(time_s[inside]).any()


@pytest.fixture(scope="module")
def andorra(test_data):
    return Asked(create_study(StudyFiles(osm=test_data / "andorra/andorra.osm.pbf"))[0], "car")


@pytest.fixture(scope="module")
def liechtenstein(test_data):
    pbf = test_data / "liechtenstein/liechtenstein.osm.pbf"
    return Asked(create_study(StudyFiles(osm=pbf))[0], "car")


@pytest.fixture(scope="module")
def helsinki(helsinki_pbf):
    return Asked(create_study(StudyFiles(osm=helsinki_pbf))[0], "walk")


@pytest.fixture(scope="module")
def demo():
    return Asked(build_demo("yongchuan", profiles=load_profiles()), "car")


@pytest.mark.parametrize("direction", ["from", "to"])
@pytest.mark.parametrize("cutoff_s", [300.0, 900.0, pytest.param(1800.0, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", ["andorra", "liechtenstein", "helsinki", "demo"])
def test_an_isochrone_agrees_with_the_time_surface(request, name, cutoff_s, direction):
    assert_true(request.getfixturevalue(name), direction, cutoff_s)


# -------------------------------------------------------------------- hand-made cases ---


def covers(band, *place_m):
    lon, lat = lonlat(*place_m)
    study = town_study([(0, 0)], [1])
    x_m, y_m = study.crs.from_lonlat(np.array([lon]), np.array([lat]))
    return bool(shapely.contains_xy(band.polygon, x_m, y_m)[0])


@pytest.fixture(scope="module")
def town():
    return Asked(town_study([(0, 0)], [1]), "car", *lonlat(0, 0))


def test_a_one_way_street_is_reached_one_way_only(town):
    # Near its start, 141 m along: 205 s out to it, but 409 s from it on and round.
    (out,), (home,) = town.draw("from", 300.0), town.draw("to", 300.0)
    assert covers(out, 900, 100)
    assert not covers(home, 900, 100)


@pytest.mark.parametrize("direction", ["from", "to"])
def test_an_island_is_reached_on_foot_from_the_road_that_leads_somewhere(town, direction):
    needed_s = 3100 / (20 / 3.6) + 300 * 1.3 / (3 / 3.6)
    before, after = town.draw(direction, needed_s - 10, needed_s + 10)
    assert not covers(before, 3100, 300)
    assert covers(after, 3100, 300)


@pytest.mark.parametrize("direction", ["from", "to"])
def test_the_middle_of_a_ring_road_is_a_hole(direction):
    # A square of 4 km, a minute a side and both ways round; its middle is 2 km off every side.
    corners = np.array([(0, 0), (4_000, 0), (4_000, 4_000), (0, 4_000)], dtype=np.float64)
    tail, head = np.array([0, 1, 2, 3]), np.array([1, 2, 3, 0])
    network = RoadNetwork.from_arrays(
        tail=np.concatenate([tail, head]),
        head=np.concatenate([head, tail]),
        time_s=np.full(8, 60.0),
        xy_m=corners + 500_000,
    )
    index, car = RoadIndex(network), load_profiles()["car"]
    place = index.snap(np.array([500_000.0]), np.array([500_000.0]), max_distance_m=10.0)
    (band,) = isochrones(network, index, car, place, cutoffs_s=(900.0,), direction=direction)
    assert band.polygon.geom_type == "Polygon"
    (hole,) = band.polygon.interiors
    assert shapely.Polygon(hole).contains(shapely.Point(502_000, 502_000))
    walked_m = (900 - 120) * (3 / 3.6) / 1.3  # from the far corner, two minutes away
    assert shapely.contains_xy(band.polygon, 504_000 - walked_m + 3, 503_999)
    assert not shapely.contains_xy(band.polygon, 502_000, 504_000 - walked_m - 60)


def test_a_sparse_rural_road_is_a_ribbon_that_narrows_to_its_end(town):
    (band,) = town.draw("from", 900.0)
    x_m, y_m = np.array([500_000 + 4_000.0]), np.array([0.0])
    left_s = 900 - town.time_s(x_m, y_m, "from")[0]
    half_m = left_s * (3 / 3.6) / 1.3
    assert covers(band, 4_000, half_m - 3)
    assert not covers(band, 4_000, half_m + 3)
    assert not covers(band, 5_010, 0)


@pytest.mark.parametrize(("cutoff_s", "inside"), [(899.9, False), (900.0, True), (900.1, True)])
def test_a_place_exactly_at_the_limit_lies_inside(town, cutoff_s, inside):
    # 5,000 m of map east of the hospital: a timed place, 900.0 s away in the map plane.
    rng = np.arange(499_000 + 5_900, 499_000 + 6_100, 25.0)
    time_s = town.time_s(rng, np.zeros(rng.size), "from")
    at = int(np.abs(time_s - 900.0).argmin())
    (band,) = town.draw("from", time_s[at] + (cutoff_s - 900.0))
    assert shapely.contains_xy(band.polygon, rng[at], 0.0) == inside


def test_a_walk_beyond_the_snapping_limit_is_never_inside(helsinki):
    (band,) = helsinki.draw("from", 3_600.0)
    x_m, y_m = anywhere(band.polygon, np.random.default_rng(1))
    inside = shapely.contains_xy(band.polygon, x_m, y_m)
    assert np.isfinite(helsinki.time_s(x_m, y_m, "from")[inside]).all()


def test_a_longer_limit_holds_a_shorter_one(andorra):
    long, short = andorra.draw("from", 900.0, 600.0)
    assert short.polygon.difference(long.polygon).area < 1e-3


def test_without_numba_the_outline_is_the_same(town, monkeypatch):
    (fast,) = town.draw("to", 600.0)
    monkeypatch.setattr(isochrone, "_grid_times", None)
    monkeypatch.setattr(snapping, "_grid", None)
    slow = Asked(town_study([(0, 0)], [1]), "car", *lonlat(0, 0))
    assert slow.draw("to", 600.0)[0].polygon.equals_exact(fast.polygon, 0.0)


@pytest.mark.parametrize("direction", ["from", "to"])
def test_the_surface_times_places_as_the_search_does(andorra, direction):
    network = andorra.roads.network
    rng = np.random.default_rng(7)
    corner = rng.integers(0, network.shape_x_m.size, 20_000)
    x_m = network.shape_x_m[corner] + rng.normal(0, 60, corner.size)
    y_m = network.shape_y_m[corner] + rng.normal(0, 60, corner.size)
    field = nearest(network, andorra.place, direction=direction)
    surface = isochrone.TimeSurface(field, andorra.roads.index, andorra.profile)
    expected = andorra.time_s(x_m, y_m, direction)
    found = surface.times_ds(x_m, y_m, 0.0)
    reached = np.isfinite(expected)
    np.testing.assert_array_equal(found[reached] / 10, expected[reached])
    assert (found[~reached] >= isochrone.LATE).all()


def test_much_ground_is_timed_farther_apart_and_says_so():
    for side_m, cell_m in ((10_000, 25.0), (50_000, 41.0), (100_000, 50.0), (200_000, 82.0)):
        lattice = isochrone._lattice((0.0, 0.0, float(side_m), float(side_m)))
        assert lattice.cell_m == cell_m
        band = isochrone.Isochrone(900.0, shapely.Polygon(), lattice.cell_m)
        assert band.is_coarse == (cell_m > 50)


# ------------------------------------------------------------------------------ files ---


@pytest.fixture
def document():
    from api.documents import isochrone_document

    study = town_study([(0, 0)], [1])
    return isochrone_document(study, answer_reach(study, 105.0, 0.0, cutoffs_s=(300.0, 600.0)))


def test_a_geopackage_holds_the_bands_and_has_the_same_bytes_every_time(document, tmp_path):
    import geopandas

    one, other = tmp_path / "a" / "reach.gpkg", tmp_path / "b" / "reach.gpkg"
    for path in (one, other, other):
        write_isochrones(path, document)
    assert one.read_bytes() == other.read_bytes()
    assert [path.name for path in one.parent.iterdir()] == ["reach.gpkg"]
    frame = geopandas.read_file(one)
    assert frame.crs == 4326
    assert frame.cutoff_s.tolist() == [600.0, 300.0]
    assert {"area_km2", "cell_m", "profile", "direction"} <= set(frame.columns)
    assert frame.geometry.is_valid.all()
    drawn = [shapely.geometry.shape(one["geometry"]) for one in document["features"]]
    assert all(a.equals(b) for a, b in zip(frame.geometry, drawn, strict=True))


@pytest.mark.parametrize("name", ["reach.geojson", "reach.JSON"])
def test_geojson_is_the_document_as_it_stands(document, tmp_path, name):
    write_isochrones(tmp_path / name, document)
    assert json.loads((tmp_path / name).read_text(encoding="utf-8")) == document


def test_another_suffix_is_refused_in_both_languages(tmp_path):
    with pytest.raises(InputError, match=r"\.geojson, \.json or \.gpkg") as caught:
        check_suffix(tmp_path / "reach.shp")
    assert "等时圈" in caught.value.render(Lang.ZH)


def test_a_folder_that_cannot_be_made_is_refused(document, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_isochrones(tmp_path / "file" / "reach.gpkg", document)
