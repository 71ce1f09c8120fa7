"""Boundaries: names and codes as a user's file gives them, faults in one clear line."""

import datetime
import json
import zipfile

import geopandas
import numpy as np
import pandas
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import oracles
from data.boundaries import iso_date, read_areas, read_written_areas, write_areas
from data.columns import ColumnMapping
from data.datum import Datum
from data.import_report import ImportReport
from data.osm import read_osm
from geo.errors import DataUnavailableError, FileFormatError, GoldenHourError, InputError
from layers.areas import best_level


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


# ---------------------------------------------------- as files really come ---


def notes(report, code):
    return [one.fields for one in report.notes if one.code == code]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2020", "2020"), ("2020年", "2020"), ("2020-05", "2020-05"), ("2020年5月", "2020-05"),
        ("202005", "2020-05"), ("20200501", "2020-05-01"), ("2020/5/1", "2020-05-01"),
        ("2020.5.1", "2020-05-01"), ("２０２０年５月１日", "2020-05-01"), ("2020.0", "2020"),
        ("2020-05-01T12:00:00Z", "2020-05-01"), ("2020-05-01 12:00:00", "2020-05-01"),
        ("", ""), (" ", ""), ("2020-13", None), ("20200230", None), ("soon", None), ("20", None),
        ("0000", None), ("2020-5-", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(cell, expected):
    assert iso_date(cell) == expected


@given(st.dates(min_value=datetime.date(1, 1, 1)), st.sampled_from(["-", "/", ".", "年"]))
def test_every_day_is_read_back(day, mark):
    other = {"年": "月"}.get(mark, mark)
    assert iso_date(f"{day.year:04d}{mark}{day.month}{other}{day.day}") == day.isoformat()
    assert iso_date(f"{day:%Y%m%d}".zfill(8)) == day.isoformat()


def test_the_date_of_a_row_goes_before_the_date_of_the_file(geojson):
    path = geojson(
        ({"代码": "a", "边界日期": "2021年3月"}, square(0)),
        ({"代码": "b", "边界日期": None}, square(1)),
        ({"代码": "c", "边界日期": "neulich"}, square(2)),
    )
    areas, report = read_areas(path, date="2019")
    assert areas.date == ("2021-03", "2019", "2019")
    (said,) = notes(report, "import.dates_unread")
    assert (said["count"], said["first"]) == (1, "neulich")
    assert read_areas(path)[0].date == ("2021-03", "", "")
    with pytest.raises(InputError, match="is no ISO date"):
        read_areas(path, date="last year")


def test_dates_are_written_and_read_back_and_leave_no_trace_where_there_are_none(tmp_path, geojson):
    areas, _ = read_areas(
        geojson(({"code": "a", "date": "2020-05"}, square(0)), ({"code": "b"}, square(2)))
    )
    write_areas(tmp_path / "w.geojson", areas)
    assert read_written_areas(tmp_path / "w.geojson").date == ("2020-05", "")
    assert (tmp_path / "w.geojson").read_text("utf-8").count('"date"') == 1


def test_a_user_s_own_headings_are_read_with_a_mapping(geojson):
    path = geojson(({"街镇全称": "甲镇", "内码": "007"}, square(0)))
    mapping = ColumnMapping({"name": "街镇全称", "code": "内码"})
    areas, _ = read_areas(path, mapping=mapping)
    assert (areas.name, areas.code) == (("甲镇",), ("007",))


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".zip", ".geojson"])
def test_every_kind_of_vector_file_gives_the_same_areas(tmp_path, suffix):
    frame = geopandas.GeoDataFrame(
        {"名称": ["大安街道", "仙龙镇"], "代码": ["500118001", "500118103"], "级别": ["乡镇"] * 2},
        geometry=[square(105), square(106)],
        crs=4326,
    )
    path = tmp_path / f"towns{suffix}"
    if suffix == ".zip":
        frame.to_file(tmp_path / "towns.shp", encoding="GB18030")
        with zipfile.ZipFile(path, "w") as archive:
            for one in sorted(tmp_path.glob("towns.*")):
                if one != path:
                    archive.write(one, one.name)
    else:
        frame.to_file(path, **({"encoding": "UTF-8"} if suffix == ".shp" else {}))
    areas, report = read_areas(path, datum="gcj02")
    assert (areas.name, areas.code, areas.level) == (
        ("大安街道", "仙龙镇"), ("500118001", "500118103"), ("乡镇", "乡镇")
    )  # fmt: skip
    assert report.rejects == []
    assert [(one.chosen, one.basis) for one in report.datum] == [("gcj02", "stated")]


def test_heights_are_dropped(geojson):
    high = shapely.force_3d(square(0), 300.0)
    areas, _ = read_areas(geojson(({"code": "a"}, high)))
    assert not areas.polygon[0].has_z
    assert areas.polygon[0].equals(square(0))


def test_surfaces_are_taken_out_of_collections_however_deep(geojson):
    inner = shapely.GeometryCollection([square(2), shapely.Point(9, 9)])
    whole = shapely.GeometryCollection(
        [
            square(0),
            inner,
            shapely.MultiPolygon([square(4), square(6)]),
            shapely.LineString([(0, 0), (9, 9)]),
        ]
    )
    areas, report = read_areas(geojson(({"code": "a"}, whole)))
    assert areas.polygon[0].equals(
        shapely.MultiPolygon([square(0), square(2), square(4), square(6)])
    )
    assert report.rejects == []


def test_parts_that_overlap_become_one_land(geojson):
    areas, report = read_areas(
        geojson(({"code": "a"}, shapely.MultiPolygon([square(0), square(0.5)])))
    )
    assert areas.polygon[0].area == pytest.approx(1.5)
    assert notes(report, "import.repaired")[0]["count"] == 1


def test_slivers_are_dropped_and_counted_and_a_row_of_slivers_is_rejected(geojson):
    sliver = shapely.box(3, 0, 3 + 5e-5, 1e-5)  # some 6 m²
    areas, report = read_areas(
        geojson(({"code": "a"}, shapely.MultiPolygon([square(0), sliver])), ({"code": "b"}, sliver))
    )
    assert areas.code == ("a",)
    assert areas.polygon[0].equals(square(0))
    assert notes(report, "import.slivers")[0]["count"] == 1
    assert [(one.row, one.code) for one in report.rejects] == [("2", "row.tiny_area")]


def test_an_island_of_a_house_s_size_stays(geojson):
    island = shapely.box(3, 0, 3 + 1e-4, 1.5e-4)  # 11 m by 17 m
    areas, _ = read_areas(geojson(({"code": "a"}, shapely.MultiPolygon([square(0), island]))))
    assert shapely.get_num_geometries(areas.polygon[0]) == 2


def test_a_row_beyond_the_degrees_is_rejected_the_others_stay(geojson):
    areas, report = read_areas(
        geojson(({"code": "a"}, square(0)), ({"code": "b"}, shapely.box(29, 105, 30, 106)))
    )
    assert areas.code == ("a",)
    assert [(one.row, one.code) for one in report.rejects] == [("2", "row.not_lonlat")]


def test_overlaps_and_gaps_of_a_level_are_remarked_with_their_size(geojson):
    ring = shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2)
    areas, report = read_areas(
        geojson(
            ({"code": "a", "name": "甲"}, ring),
            ({"code": "b", "name": "乙"}, shapely.box(2.9, 0, 4, 1)),
            ({"code": "c", "name": "丙", "level": "8"}, square(0)),
        )
    )
    (overlap,) = notes(report, "import.areas_overlap")
    assert overlap["count"] == 1
    assert overlap["km2"] == pytest.approx(0.1 * 1.0 * 110.57 * 111.3, rel=0.01)
    assert overlap["first"].startswith("乙 / 甲 ")
    (gap,) = notes(report, "import.areas_gap")
    assert gap["km2"] == pytest.approx(110.57 * 111.3, rel=0.01)
    # People in the overlap count for the first in the tables, as the remark says.
    table = areas.at_level("area")
    (found,) = table.locate(np.array([2.95]), np.array([0.5]))
    assert table.name[found] == "乙"


def test_areas_that_only_touch_are_not_remarked(geojson):
    _, report = read_areas(geojson(({"code": "a"}, square(0)), ({"code": "b"}, square(1))))
    assert [one.code for one in report.notes if one.code.startswith("import.areas")] == []


def test_a_table_without_shapes_is_refused(tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text("名称,代码\n大安街道,1\n", "utf-8")
    with pytest.raises(InputError, match="is a table without shapes"):
        read_areas(path)


# -------------------------------------------------------------------- datum ---


def unshifted(xy):
    """WGS-84 of GCJ-02 places: the published formula the other way, by fixed point."""
    found = xy.copy()
    for _ in range(20):
        ahead = np.array([oracles.gcj02_by_the_published_formula(*one) for one in found])
        found += xy - ahead
    return found


def twin(path, seed=3):
    """Somebody else's drawing of a GCJ-02 boundary, in WGS-84: coarser, and 10 m off."""
    rough = shapely.simplify(shapely.from_geojson(path.read_text("utf-8")), 5e-4)
    rng = np.random.default_rng(seed)
    moved = shapely.transform(rough, unshifted)

    def shaken(xy):  # a vertex that closes its ring is one with the first
        places, vertex = np.unique(xy, axis=0, return_inverse=True)
        return xy + rng.normal(0, 1e-4, places.shape)[vertex.reshape(-1)]

    return shapely.transform(moved, shaken)


FIVE = ["yongchuan", "kaizhou", "wanzhou", "yanjiang", "wutongqiao"]


@pytest.mark.parametrize("name", FIVE)
def test_the_outlines_of_the_five_districts_are_read(test_data, name):
    path = test_data / "china" / f"{name}_boundary_gcj02.geojson"
    areas, report = read_areas(path, datum="gcj02", date="2022")
    assert len(areas) == 1
    assert report.rejects == []
    assert areas.date == ("2022",)
    drawn = shapely.from_geojson(path.read_text("utf-8"))
    expected = unshifted(shapely.get_coordinates(drawn.normalize())[:50])
    found = shapely.get_coordinates(areas.polygon[0])
    for lon, lat in expected:  # within a decimetre, whatever vertex a ring begins with
        assert np.hypot(found[:, 0] - lon, found[:, 1] - lat).min() < 1e-6


@pytest.mark.parametrize("name", FIVE)
def test_left_to_the_evidence_without_any_the_districts_are_refused(test_data, name):
    path = test_data / "china" / f"{name}_boundary_gcj02.geojson"
    with pytest.raises(
        InputError, match=r"WGS-84, GCJ-02 or BD-09 cannot be told: there is no ref"
    ):
        read_areas(path, datum="auto")


@pytest.mark.parametrize("name", FIVE)
def test_the_five_districts_come_in_as_gcj02_by_evidence(test_data, name):
    path = test_data / "china" / f"{name}_boundary_gcj02.geojson"
    reference = np.array([twin(path)], dtype=object)
    areas, report = read_areas(path, datum="auto", reference=reference)
    (evidence,) = report.datum
    assert (evidence.chosen, evidence.basis) == ("gcj02", "boundary")
    assert evidence.candidates[0].median_m < evidence.candidates[1].median_m / 2
    stated, _ = read_areas(path, datum="gcj02")
    assert shapely.to_wkb(areas.polygon[0]) == shapely.to_wkb(stated.polygon[0])
    assert len(notes(report, "import.datum_found")) == 1


def test_the_same_outline_against_its_own_datum_is_left_where_it_is(test_data):
    path = test_data / "china" / "yongchuan_boundary_gcj02.geojson"
    drawn = shapely.from_geojson(path.read_text("utf-8"))
    areas, report = read_areas(path, datum="auto", reference=np.array([drawn], dtype=object))
    assert report.datum[0].chosen == "wgs84"
    assert areas.polygon[0].equals(drawn)


def test_a_reference_of_another_place_decides_nothing(test_data):
    path = test_data / "china" / "yongchuan_boundary_gcj02.geojson"
    other = twin(test_data / "china" / "kaizhou_boundary_gcj02.geojson")
    with pytest.raises(InputError, match="cannot be told"):
        read_areas(path, datum="auto", reference=np.array([other], dtype=object))


def test_a_stated_datum_holds_but_evidence_against_it_is_remarked(test_data):
    path = test_data / "china" / "yongchuan_boundary_gcj02.geojson"
    reference = np.array([twin(path)], dtype=object)
    areas, report = read_areas(path, datum="wgs84", reference=reference)
    assert areas.polygon[0].equals(shapely.from_geojson(path.read_text("utf-8")))
    assert len(notes(report, "import.datum_doubt")) == 1
    assert report.datum[0].basis == "stated"


def test_outside_china_nothing_is_asked(geojson):
    areas, report = read_areas(geojson(({"code": "a"}, square(7))), datum="auto")
    assert areas.polygon[0].equals(square(7))
    assert (report.datum[0].chosen, report.datum[0].basis) == ("wgs84", "outside_china")


def test_a_projected_file_says_its_datum_itself(tmp_path):
    frame = geopandas.GeoDataFrame({"code": ["a"]}, geometry=[square(105)], crs=4326)
    frame.to_crs(4544).to_file(tmp_path / "a.gpkg")
    _, report = read_areas(tmp_path / "a.gpkg", datum="auto")
    assert (report.datum[0].chosen, report.datum[0].basis) == ("wgs84", "crs")


# --------------------------------------------------------------- real files ---


def test_the_municipalities_of_the_ahr_are_read(test_data):
    areas, report = read_areas(test_data / "ahr" / "affected_municipalities.gpkg")
    assert len(areas) == 20
    assert report.rejects == []
    assert "2181" in areas.code
    assert all(name and name != code for name, code in zip(areas.name, areas.code, strict=True))


def test_a_neighbour_s_boundary_is_no_finer_level_of_the_study(test_data):
    # A French commune lies in Andorra's extract at level 8, beside two Andorran villages.
    areas = read_osm(test_data / "andorra" / "andorra.osm.pbf", ImportReport()).areas
    assert "L'Hospitalet-près-l'Andorre" in areas.at_level("8").name
    frame = pandas.read_csv(test_data / "andorra" / "places.csv")
    level = best_level(
        areas,
        frame["lon"].to_numpy(float),
        frame["lat"].to_numpy(float),
        frame["population"].to_numpy(float),
    )
    assert level == "7"


# --------------------------------------------------------------------- fuzz ---


def survives(path):
    try:
        areas, report = read_areas(path, datum="gcj02")
    except GoldenHourError:
        return
    assert len(areas) > 0
    assert shapely.is_valid(areas.polygon).all()
    assert all(isinstance(one.row, str) for one in report.rejects)


@given(st.data())
def test_mutated_geojson_gives_areas_or_one_clear_error(tmp_path_factory, data):
    rows = [
        {"type": "Feature", "properties": {"code": str(row), "name": "甲", "date": "2020"},
         "geometry": json.loads(shapely.to_geojson(square(row + 100, 30)))}
        for row in range(3)
    ]  # fmt: skip
    content = bytearray(json.dumps({"type": "FeatureCollection", "features": rows}).encode())
    for at, byte in data.draw(
        st.lists(
            st.tuples(
                st.integers(0, len(content) - 1), st.sampled_from(b'0123456789.-e[]{},:"aN ')
            ),
            max_size=12,
        )
    ):
        content[at] = byte
    path = tmp_path_factory.mktemp("fuzz") / "areas.geojson"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))] or content)
    survives(path)


@given(
    st.lists(
        st.lists(
            st.tuples(*[st.sampled_from([0.0, 1.0, 2.0, 1e-7, 100.0, 1e300, -180.0, 90.0])] * 2),
            max_size=8,
        ),
        max_size=4,
    ),
    st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection", "Point", None, "Curve"]),
)
def test_any_rings_give_areas_or_one_clear_error(tmp_path_factory, rings, kind):
    path = tmp_path_factory.mktemp("rings") / "areas.geojson"
    shape = {"type": kind, "coordinates": [rings] if kind == "MultiPolygon" else rings}
    path.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": shape}))
    survives(path)


def test_mutated_geopackages_give_areas_or_one_clear_error(test_data, tmp_path):
    content = (test_data / "ahr" / "affected_municipalities.gpkg").read_bytes()
    rng = np.random.default_rng(11)
    for trial in range(40):
        copy = bytearray(content)
        for at in rng.integers(0, len(copy), 60).tolist():
            copy[at] = int(rng.integers(0, 256))
        path = tmp_path / f"{trial}.gpkg"
        path.write_bytes(copy[: int(rng.integers(1, len(copy)))] if trial % 4 == 0 else copy)
        survives(path)
