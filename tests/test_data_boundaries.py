"""Boundaries: names and codes as a user's file gives them, faults in one clear line."""

import json

import geopandas
import numpy as np
import pytest
import shapely

import oracles
from data.boundaries import read_areas, read_written_areas, write_areas
from data.datum import Datum
from geo.errors import DataUnavailableError, FileFormatError, InputError


def square(x, y=0.0):
    return shapely.box(x, y, x + 1, y + 1)


@pytest.fixture
def geojson(tmp_path):
    def write(*features, name="areas.geojson"):
        rows = [
            {
                "type": "Feature",
                "properties": properties,
                "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
            }
            for properties, shape in features
        ]
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
        return path

    return write


def test_names_codes_and_levels_are_read_in_either_language(geojson):
    first, _ = read_areas(geojson(({"name": "甲", "code": "1", "level": "town"}, square(0))))
    second, _ = read_areas(geojson(({"名称": "甲", "代码": "1", "级别": "town"}, square(0))))
    for areas in (first, second):
        assert (areas.code, areas.name, areas.level) == (("1",), ("甲",), ("town",))


def test_absent_names_and_codes_are_numbered_never_called_nan(geojson):
    areas, report = read_areas(
        geojson(
            ({"name": None, "code": None}, square(0)),
            ({"name": "B", "code": None}, square(1)),
            ({"name": "C", "code": "c"}, square(2)),
        )
    )
    assert report.rejects == []
    assert areas.code == ("areas-1", "areas-2", "c")
    assert areas.name == ("areas-1", "B", "C")


def test_codes_that_are_numbers_keep_no_decimals(geojson):
    areas, _ = read_areas(geojson(({"code": 500118101}, square(0)), ({"code": None}, square(1))))
    assert areas.code == ("500118101", "areas-2")


def test_rows_without_a_polygon_and_double_codes_are_rejected(geojson):
    areas, report = read_areas(
        geojson(
            ({"code": "a"}, square(0)),
            ({"code": "b"}, shapely.Point(0, 0)),
            ({"code": "c"}, None),
            ({"code": "a"}, square(3)),
        )
    )
    assert areas.code == ("a",)
    assert [(one.row, one.code) for one in report.rejects] == [
        ("2", "row.no_polygon"),
        ("3", "row.no_polygon"),
        ("4", "row.double_id"),
    ]


def test_a_twisted_polygon_is_repaired(geojson):
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    areas, _ = read_areas(geojson(({"code": "a"}, bow)))
    assert areas.polygon[0].is_valid
    assert areas.polygon[0].area == pytest.approx(0.5)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataUnavailableError, match=r"There is no file .*nowhere\.geojson"):
        read_areas(tmp_path / "nowhere.geojson")


def test_an_empty_boundary_is_refused(geojson):
    with pytest.raises(InputError, match="expected at least one polygon, found none"):
        read_areas(geojson())
    with pytest.raises(InputError, match="expected at least one polygon, found none"):
        read_areas(geojson(({}, shapely.Point(0, 0)), ({}, None)))


@pytest.mark.parametrize("content", ["", "hello", '{"type": "FeatureColl'])
def test_what_is_no_boundary_is_refused(tmp_path, content):
    path = tmp_path / "areas.geojson"
    path.write_text(content)
    with pytest.raises(FileFormatError, match=r"areas\.geojson cannot be read as GeoJSON"):
        read_areas(path)


def test_a_boundary_in_metres_is_brought_to_degrees_whatever_the_datum_of_the_lists(tmp_path):
    path = tmp_path / "areas.gpkg"
    shape = shapely.box(105.8, 29.3, 105.9, 29.4)
    frame = geopandas.GeoDataFrame({"code": ["a"]}, geometry=[shape], crs=4326).to_crs(32648)
    frame.to_file(path)
    for datum in (Datum.WGS84, Datum.GCJ02):
        areas, _ = read_areas(path, datum=datum)
        centre = areas.polygon[0].centroid
        assert oracles.vincenty_m(centre.x, centre.y, 105.85, 29.35) < 20


def test_degrees_of_another_datum_are_brought_to_wgs84(tmp_path):
    path = tmp_path / "areas.gpkg"
    shape = shapely.box(139.7, 35.6, 139.8, 35.7)
    frame = geopandas.GeoDataFrame({"code": ["a"]}, geometry=[shape], crs=4326).to_crs(4301)
    moved = frame.geometry.iloc[0].centroid
    assert oracles.vincenty_m(moved.x, moved.y, 139.75, 35.65) > 300  # the old Tokyo datum
    frame.to_file(path)
    centre = read_areas(path)[0].polygon[0].centroid
    assert oracles.vincenty_m(centre.x, centre.y, 139.75, 35.65) < 5


def test_a_gcj02_boundary_is_moved_vertex_by_vertex(geojson):
    shape = shapely.box(105.8, 29.3, 105.9, 29.4)
    shifted = shapely.transform(
        shape, lambda xy: np.array([oracles.gcj02_by_the_published_formula(*one) for one in xy])
    )
    areas, _ = read_areas(geojson(({"code": "a"}, shifted)), datum="gcj02")
    found, expected = (
        shapely.get_coordinates(one.normalize()) for one in (areas.polygon[0], shape)
    )
    assert found == pytest.approx(expected, abs=1e-8)


def test_coordinates_that_are_no_degrees_are_refused(geojson):
    with pytest.raises(InputError, match="are not longitude and latitude in degrees"):
        read_areas(geojson(({"code": "a"}, shapely.box(500_000, 0, 500_100, 100))))


def test_areas_are_written_and_read_back_to_the_last_digit(tmp_path, geojson):
    shape = shapely.MultiPolygon([square(1 / 3), square(2 / 3, 10)])
    areas, _ = read_areas(geojson(({"code": "a", "name": "甲“乙”"}, shape), ({}, square(7))))
    write_areas(tmp_path / "w.geojson", areas)
    again = read_written_areas(tmp_path / "w.geojson")
    assert (again.code, again.name, again.level) == (areas.code, areas.name, areas.level)
    for one, other in zip(again.polygon, areas.polygon, strict=True):
        assert shapely.get_coordinates(one).tolist() == shapely.get_coordinates(other).tolist()
    write_areas(tmp_path / "v.geojson", again)
    assert (tmp_path / "v.geojson").read_bytes() == (tmp_path / "w.geojson").read_bytes()


@pytest.mark.parametrize("name", ["yongchuan", "kaizhou", "wanzhou", "yanjiang", "wutongqiao"])
def test_the_outlines_of_the_five_districts_are_read(test_data, name):
    areas, report = read_areas(
        test_data / "china" / f"{name}_boundary_gcj02.geojson", datum="gcj02"
    )
    assert len(areas) == 1
    assert report.rejects == []
