"""Vector files: shapes and columns, projections, encodings of shapefiles, what is refused."""

import json
import random
import shutil
import sqlite3
import struct
import zipfile
from contextlib import closing, suppress

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from data.columns import COMMON_FIELDS, ColumnMapping
from data.import_report import ImportReport
from data.sheet_reader import read_sheet
from geo.errors import CrsError, InputError
from geo.text import Lang, text

FIELDS = {**COMMON_FIELDS, "beds": ("beds", "床位数")}
NAMES = ["永川区人民医院", "板桥镇卫生院", "朱沱"]
LON, LAT = [105.9, 105.92, 106.0], [29.35, 29.36, 29.3]


def reading(path, *, needed=("lon", "lat", "name"), mapping=None):
    report = ImportReport()
    sheet = read_sheet(path, fields=FIELDS, needed=needed, mapping=mapping, report=report)
    for note in report.notes:
        assert text(note.code, Lang.ZH, **note.fields)
    return sheet, {note.code: note.fields for note in report.notes}


def fault_of(path, **named):
    with pytest.raises(InputError) as fault:
        reading(path, **named)
    assert fault.value.render(Lang.ZH)
    return fault.value


def frame(*, crs=4326):
    shapes = shapely.points(LON, LAT)
    content = {"名称": NAMES, "beds": [100, 20, 5], "x": [1.5, np.nan, 3.0]}
    return geopandas.GeoDataFrame(content, geometry=shapes, crs=4326).to_crs(crs)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp"])
def test_every_kind_gives_the_same_sheet(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    frame().to_file(path, encoding="utf-8")
    sheet, _ = reading(path)
    assert sheet.column("name") == NAMES
    assert sheet.column("beds") == ["100", "20", "5"]
    assert sheet.cells[sheet.head.index("x")] == ["1.5", "", "3"]
    assert sheet.row.tolist() == [1, 2, 3]
    assert sheet.datum == ""
    np.testing.assert_allclose(shapely.get_x(sheet.geometry), LON)
    np.testing.assert_allclose(shapely.get_y(sheet.geometry), LAT)


@pytest.mark.parametrize("crs", [32648, 4547, 3857])
def test_a_projection_is_undone(tmp_path, crs):
    path = tmp_path / "a.gpkg"
    frame(crs=crs).to_file(path)
    sheet, notes = reading(path)
    assert sheet.datum == "wgs84"
    assert "sheets.projected" in notes
    np.testing.assert_allclose(shapely.get_x(sheet.geometry), LON, atol=1e-8)
    np.testing.assert_allclose(shapely.get_y(sheet.geometry), LAT, atol=1e-8)


def test_what_the_user_says_of_the_crs_counts(tmp_path):
    path = tmp_path / "a.shp"
    frame(crs=4547).to_file(path, encoding="utf-8")
    path.with_suffix(".prj").unlink()
    assert reading(path)[0].datum == ""
    sheet, _ = reading(path, mapping=ColumnMapping(crs="EPSG:4547"))
    np.testing.assert_allclose(shapely.get_x(sheet.geometry), LON, atol=1e-8)
    with pytest.raises(CrsError):
        reading(path, mapping=ColumnMapping(crs="EPSG:999999"))


def test_a_shape_beyond_its_projection_has_no_place(tmp_path):
    path = tmp_path / "a.gpkg"
    shapes = [shapely.Point(400_000, 3_000_000), shapely.Point(1e30, 1e30), None]
    geopandas.GeoDataFrame({"name": ["a", "b", "c"]}, geometry=shapes, crs=32648).to_file(path)
    sheet, notes = reading(path)
    assert [shape is None for shape in sheet.geometry] == [False, True, True]
    assert notes["sheets.not_projected"]["count"] == 1


def test_degrees_of_another_system_stay_and_are_remarked(tmp_path):
    path = tmp_path / "a.gpkg"
    frame(crs=4214).to_file(path)
    assert "sheets.other_degrees" in reading(path)[1]
    frame(crs=4490).to_file(tmp_path / "b.gpkg")
    assert "sheets.other_degrees" not in reading(tmp_path / "b.gpkg")[1]


# -------------------------------------------------------------------- shapefiles ---


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk"])
@pytest.mark.parametrize("cpg", [True, False])
def test_shapefile_text_is_right_with_and_without_a_cpg(tmp_path, encoding, cpg):
    path = tmp_path / "a.shp"
    frame().to_file(path, encoding=encoding)
    if not cpg:
        path.with_suffix(".cpg").unlink()
    sheet, _ = reading(path)
    assert sheet.column("name") == NAMES


def test_a_cpg_that_is_wrong_is_overruled_with_a_remark(tmp_path):
    path = tmp_path / "a.shp"
    frame().to_file(path, encoding="gbk")
    path.with_suffix(".cpg").write_text("UTF-8")
    sheet, notes = reading(path)
    assert sheet.column("name") == NAMES
    assert notes["sheets.dbf_encoding"]["encoding"] == "GB18030"


def test_a_text_cut_by_the_width_of_its_field_does_not_spoil_the_encoding(tmp_path):
    path = tmp_path / "a.shp"
    frame().to_file(path, encoding="utf-8")
    path.with_suffix(".cpg").unlink()
    dbf = path.with_suffix(".dbf")
    content = bytearray(dbf.read_bytes())
    head_bytes, row_bytes = struct.unpack("<HH", content[8:12])
    width = content[32 + 16]
    cut = ("永" * 100).encode()[:width]
    assert width % 3
    content[head_bytes + 1 : head_bytes + 1 + width] = cut
    assert row_bytes > width
    dbf.write_bytes(content)
    sheet, _ = reading(path)
    assert sheet.column("name")[0].startswith("永" * (width // 3))
    assert sheet.column("name")[1:] == NAMES[1:]


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_part_that_is_missing_is_named(tmp_path, part):
    path = tmp_path / "a.shp"
    frame().to_file(path, encoding="utf-8")
    path.with_suffix(part).unlink()
    fault = fault_of(path)
    assert (fault.code, fault.fields["parts"]) == ("sheets.shapefile_lacks", part)


def packed(folder, target, *, prefix=""):
    with zipfile.ZipFile(target, "w") as archive:
        for one in sorted(folder.iterdir()):
            archive.write(one, prefix + one.name)
    return target


def test_a_shapefile_in_an_archive_is_read(tmp_path):
    folder = tmp_path / "layer"
    folder.mkdir()
    frame(crs=4547).to_file(folder / "永川.shp", encoding="gbk")
    sheet, _ = reading(packed(folder, tmp_path / "a.zip", prefix="数据/"))
    assert (sheet.name, sheet.column("name"), sheet.datum) == ("a.zip", NAMES, "wgs84")
    frame().to_file(folder / "二.shp", encoding="gbk")
    fault = fault_of(packed(folder, tmp_path / "b.zip"))
    assert (fault.code, fault.fields["count"]) == ("sheets.shapefiles_packed", 2)
    for one in folder.glob("*.dbf"):
        one.unlink()
    for one in folder.glob("二.*"):
        one.unlink()
    assert fault_of(packed(folder, tmp_path / "c.zip")).code == "sheets.shapefile_lacks"


def test_an_archive_of_other_things_is_refused(tmp_path):
    folder = tmp_path / "layer"
    folder.mkdir()
    (folder / "a.txt").write_text("lon,lat")
    assert fault_of(packed(folder, tmp_path / "a.zip")).code == "sheets.nothing_packed"


# ------------------------------------------------------------------------ layers ---


def test_of_several_layers_the_first_with_shapes_is_taken(tmp_path):
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(frame().drop(columns="geometry"), path, layer="table")
    frame().iloc[:2].to_file(path, layer="one")
    frame().to_file(path, layer="two")
    sheet, notes = reading(path)
    assert (sheet.name, len(sheet)) == ("a.gpkg [one]", 2)
    assert notes["import.more_layers"]["taken"] == "one"
    assert len(reading(path, mapping=ColumnMapping(sheet="two"))[0]) == 3
    assert fault_of(path, mapping=ColumnMapping(sheet="three")).code == "mapping.no_sheet"
    fault = fault_of(path, mapping=ColumnMapping(sheet="table"))
    assert (fault.code, fault.fields["column"]) == ("table.no_column", "lat")


def test_a_needed_column_is_needed_of_a_vector_file_too(tmp_path):
    path = tmp_path / "a.gpkg"
    frame().drop(columns="名称").to_file(path)
    assert fault_of(path).fields["column"] == "name"


# ----------------------------------------------------------------- what is refused ---


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", b""),
        ("a.geojson", b"{"),
        ("a.json", b'{"type": "nothing"}'),
        ("a.geojson", b"[1, 2]"),
        ("a.geojson", b'<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>'),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 100),
        ("a.gpkg", b"{}"),
        ("a.shp", b"\0\0\x27\x0a"),
        ("a.geojson", b"{" * 100_000),
        ("a.geojson", b'{"type":"FeatureCollection","features":' + b"[" * 100_000),
    ],
)
def test_what_is_no_vector_file_is_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    code = fault_of(path).code
    assert code in ("sheets.damaged_vector", "sheets.shapefile_lacks")


def test_a_view_that_never_ends_is_not_run(tmp_path):
    path = tmp_path / "a.gpkg"
    frame().to_file(path, layer="a")
    with closing(sqlite3.connect(path)) as base:
        base.execute(
            "CREATE VIEW v AS WITH RECURSIVE r(fid, geom) AS (SELECT 1, (SELECT geom FROM a) "
            "UNION ALL SELECT fid + 1, geom FROM r) SELECT * FROM r"
        )
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            base.execute(f"UPDATE {table} SET table_name = 'v' WHERE table_name = 'a'")  # noqa: S608
        base.commit()
    assert fault_of(path, needed=()).code == "sheets.view"


def test_a_crs_on_the_network_is_never_fetched(tmp_path):
    path = tmp_path / "a.geojson"
    link = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}}
    point = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [1, 2]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": link, "features": [point]}))
    assert fault_of(path).code == "sheets.crs_link"


def test_an_empty_collection_has_no_rows(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    assert len(reading(path, needed=())[0]) == 0


# ---------------------------------------------------------------------- real files ---


def test_real_layers_are_read(test_data):
    sheet, _ = reading(test_data / "ahr" / "physicians.gpkg")
    assert len(sheet) == 20
    assert all(shape.geom_type == "Point" for shape in sheet.geometry)
    border, _ = reading(test_data / "china" / "yongchuan_boundary_gcj02.geojson", needed=())
    assert [shape.geom_type for shape in border.geometry] in (["Polygon"], ["MultiPolygon"])


REAL = [
    "andorra/places.csv",
    "china/kaizhou_towns.csv",
    "ahr/physicians.gpkg",
    "china/wutongqiao_boundary_gcj02.geojson",
]


@pytest.mark.parametrize("name", REAL)
def test_damaged_copies_of_real_files_are_read_or_refused(test_data, tmp_path, name):
    whole = (test_data / name).read_bytes()
    chance = random.Random(7)  # noqa: S311
    for round_ in range(60):
        path = tmp_path / f"{round_}{(test_data / name).suffix}"
        path.write_bytes(damaged(whole, chance))
        with suppress(InputError):
            reading(path, needed=())
        path.unlink()


@pytest.mark.slow
def test_damaged_copies_of_a_shapefile_are_read_or_refused(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    frame(crs=4547).to_file(whole / "a.shp", encoding="gbk")
    chance = random.Random(8)  # noqa: S311
    for round_ in range(120):
        folder = tmp_path / str(round_)
        shutil.copytree(whole, folder)
        path = folder / chance.choice(sorted(one.name for one in folder.iterdir()))
        path.write_bytes(damaged(path.read_bytes(), chance))
        with suppress(InputError):
            reading(folder / "a.shp", needed=())


def damaged(whole, chance):
    """Flip, insert and cut bytes."""
    content = bytearray(whole or b"0")
    for _ in range(chance.randint(1, 10)):
        content = content or bytearray(b"0")
        place = chance.randrange(len(content))
        match chance.randrange(4):
            case 0 | 1:
                content[place] = chance.randrange(256)
            case 2:
                content[place:place] = chance.randbytes(chance.randint(1, 20))
            case 3:
                del content[place : place + chance.randint(1, 20)]
    if chance.random() < 0.2:
        del content[chance.randint(0, len(content)) :]
    return bytes(content)
