"""Elevation models and built-up land: read from files, joined to a study, told in its report."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.shutil
import shapely
from pyproj import Transformer

from data.create import StudyFiles, create_study
from data.import_report import ImportReport
from data.osm_builtup import lies_in, read_built_up, settlements
from data.studies import open_study, write_study
from data.terrain import read_terrain
from geo.crs import MetricCrs, geodesic_length_m
from geo.errors import CrsError, DataUnavailableError, FileFormatError, InputError
from layers.facilities import Service
from planning.answers import answer_coverage
from planning.reach import answer_reach
from routing.profile import Setting
from routing.ways import SETTING_CODE

TILE = 1201


def from_origin(west, north, width, height):
    return rasterio.Affine(width, 0.0, west, 0.0, -height, north)


def tile():
    """SRTM tile of 0-1 N, 105-106 E: 1000 m, rising 40 m a cell from row 600 southwards."""
    height = np.full((TILE, TILE), 1000, dtype=np.int16)
    height[600:] += (40 * (np.arange(TILE - 600) % 100))[:, None].astype(np.int16)
    return height


def hgt(folder, height, name="N00E105"):
    path = folder / f"{name}.hgt"
    height.astype(">i2").tofile(path)
    return path


def packed(folder, *paths):
    path = folder / "packed.hgt.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in paths:
            archive.write(one, one.name)
    return path


def tif(path, height, transform, *, crs="EPSG:4326", nodata=None):
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=height.shape[1],
        height=height.shape[0],
        count=1,
        dtype=height.dtype,
        crs=crs,
        transform=transform,
        nodata=nodata,
    ) as target:
        target.write(height, 1)
    return path


def fields_of(report, code):
    (one,) = (note.fields for note in report.notes if note.code == code)
    return one


# ------------------------------------------------------------------------- reading ---


def test_a_tile_reads_the_same_plain_and_packed_and_as_a_geotiff(tmp_path):
    height = tile()
    plain = hgt(tmp_path, height)
    step = 1 / 1200
    as_tif = tif(tmp_path / "t.tif", height, from_origin(105 - step / 2, 1 + step / 2, step, step))
    lon = np.array([105.0, 105.25, 105.5 + step / 2, 106.0])
    lat = np.array([1.0, 0.5 - 10.5 * step, 0.25, 0.0])
    found = []
    for path in (plain, packed(tmp_path, plain), as_tif):
        terrain, report = read_terrain(path)
        assert fields_of(report, "import.dem_read")["voids"] == 0
        assert (terrain.west, terrain.north) == pytest.approx((105.0, 1.0), abs=1e-9)
        found.append(terrain.elevation_m(lon, lat).tolist())
    assert found[0] == pytest.approx([1000, 1420, 1000, 1000], abs=0.01)
    assert found[1] == found[0]
    assert found[2] == pytest.approx(found[0], abs=0.01)


def test_voids_are_counted_and_filled_from_the_nearest_cell(tmp_path):
    height = np.arange(100, 130, dtype=np.float32).reshape(5, 6)
    height[1, 1:4] = -9999.0
    height[4, 5] = np.nan
    height[0, 0] = 20_000.0  # no land is so high
    path = tif(tmp_path / "v.tif", height, from_origin(10, 50, 0.1, 0.1), nodata=-9999.0)
    terrain, report = read_terrain(path)
    assert fields_of(report, "import.dem_read")["voids"] == 5
    assert terrain.height_m[1].tolist()[1] in (101, 106, 113)
    assert terrain.height_m[1, 2] in (102, 114)
    assert terrain.height_m[4, 5] in (123, 128)
    assert terrain.height_m[0, 0] in (101, 106)
    good = (height > 0) & (height < 9000)
    assert (terrain.height_m[good] == height[good]).all()


def test_the_tile_of_andorra_has_its_voids_counted(test_data):
    path = test_data / "andorra" / "N42E001.hgt.zip"
    whole, report = read_terrain(path)
    assert whole.height_m.shape == (1201, 1201)
    said = fields_of(report, "import.dem_read")
    assert (said["voids"], said["cells"]) == (7652, 1201 * 1201)
    extent = (1.41, 42.43, 1.79, 42.66)
    part, report = read_terrain(path, extent=extent)
    assert fields_of(report, "import.dem_read")["cells"] < 0.2 * 1201 * 1201
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(1.41, 1.79, 500), rng.uniform(42.43, 42.66, 500)
    difference = part.elevation_m(lon, lat) - whole.elevation_m(lon, lat)
    assert np.abs(difference).max() < 0.01
    slopes = [one.slope_deg(lon, lat, 500.0) for one in (part, whole)]
    assert np.abs(slopes[0] - slopes[1]).max() < 0.01
    # Andorra la Vella lies at some 1,020 m, the top of Coma Pedrosa at 2,942 m.
    town, peak = whole.elevation_m(np.array([1.5218, 1.4438]), np.array([42.5063, 42.5918]))
    assert town == pytest.approx(1020, abs=40)
    assert peak == pytest.approx(2942, abs=80)


def test_a_projected_model_is_turned_to_longitude_and_latitude(tmp_path):
    x0, y0 = 500_000.0, 4_700_000.0
    east = np.arange(200) * 30.0 + 15
    north = np.arange(200)[::-1] * 30.0 + 15
    height = (500 + 0.2 * east[None, :] + 0.1 * north[:, None]).astype(np.float32)
    path = tif(tmp_path / "utm.tif", height, from_origin(x0, y0 + 6000, 30, 30), crs="EPSG:32631")
    terrain, _ = read_terrain(path)
    back = Transformer.from_crs(32631, 4326, always_xy=True).transform
    lon, lat = back(x0 + np.array([1000.0, 3000, 5000]), y0 + np.array([1000.0, 3000, 2000]))
    expected = [500 + 200 + 100, 500 + 600 + 300, 500 + 1000 + 200]
    assert terrain.elevation_m(lon, lat).tolist() == pytest.approx(expected, abs=1.0)
    slope = np.degrees(np.arctan(np.hypot(0.2, 0.1)))
    assert terrain.slope_deg(lon, lat, 300.0).tolist() == pytest.approx([slope] * 3, abs=0.2)


def test_a_model_that_stands_on_its_head_is_turned(tmp_path):
    height = np.arange(20, dtype=np.float32).reshape(4, 5)
    upright = tif(tmp_path / "a.tif", height, from_origin(10, 50, 0.1, 0.1))
    turned = rasterio.Affine(0.1, 0, 10, 0, 0.1, 49.6)
    head = tif(tmp_path / "b.tif", height[::-1].copy(), turned)
    one, other = read_terrain(upright)[0], read_terrain(head)[0]
    assert one.height_m.tolist() == other.height_m.tolist()
    assert (other.west, other.north) == pytest.approx((one.west, one.north))


# -------------------------------------------------------------------- damaged files ---


def test_what_is_no_elevation_model_is_refused(tmp_path):
    with pytest.raises(DataUnavailableError, match=r"There is no file .*gone\.hgt"):
        read_terrain(tmp_path / "gone.hgt")
    words = tmp_path / "words.tif"
    words.write_text("hello")
    with pytest.raises(FileFormatError, match=r"words\.tif: expected an elevation model"):
        read_terrain(words)
    broken = tmp_path / "broken.zip"
    broken.write_text("hello")
    with pytest.raises(FileFormatError, match=r"broken\.zip is no whole \.zip"):
        read_terrain(broken)
    misnamed = hgt(tmp_path, tile(), name="tile")
    with pytest.raises(FileFormatError, match=r"tile's name such as N42E001\.hgt"):
        read_terrain(misnamed)
    with pytest.raises(FileFormatError, match=r"archive with one \.hgt or \.tif, found none"):
        read_terrain(packed(tmp_path, words.rename(tmp_path / "words.txt")))
    two = [hgt(tmp_path, tile(), name=name) for name in ("N00E105", "N01E105")]
    with pytest.raises(FileFormatError, match="found 2"):
        read_terrain(packed(tmp_path, *two))


def test_a_model_without_a_place_or_without_heights_is_refused(tmp_path):
    transform = from_origin(10, 50, 0.1, 0.1)
    height = np.ones((4, 5), dtype=np.float32)
    with pytest.raises(CrsError, match="no coordinate system"):
        read_terrain(tif(tmp_path / "a.tif", height, transform, crs=None))
    nothing = tif(tmp_path / "b.tif", height * -32768, transform, nodata=-32768)
    with pytest.raises(InputError, match="no cell by the roads holds a height"):
        read_terrain(nothing)
    here = tif(tmp_path / "c.tif", height, transform)
    with pytest.raises(InputError, match="covers none of the roads"):
        read_terrain(here, extent=(105.0, 29.0, 106.0, 30.0))


def test_a_cut_model_is_damaged(tmp_path):
    height = np.random.default_rng(1).uniform(0, 100, (300, 300)).astype(np.float32)
    path = tif(tmp_path / "a.tif", height, from_origin(10, 50, 0.1, 0.1))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(FileFormatError, match=r"a\.tif: expected an elevation model"):
        read_terrain(path)


# ---------------------------------------------------------------------- built-up land ---

CRS = MetricCrs(32648)


def box(west, south, east, north):
    """Rectangle in metres from (105 E, 0 N), in degrees."""
    shape = shapely.box(west, south, east, north)
    return shapely.transform(
        shape, lambda xy: np.column_stack(CRS.to_lonlat(xy[:, 0] + 500_000, xy[:, 1]))
    )


def inside(places, *boxes):
    land = settlements(np.array([box(*one) for one in boxes], dtype=object), CRS)
    x, y = np.array(places, dtype=float).T
    return lies_in(land, x + 500_000, y).tolist()


def test_a_settlement_needs_ten_hectares():
    assert inside([(100, 100)], (0, 0, 400, 249)) == [False]
    assert inside([(100, 100)], (0, 0, 400, 251)) == [True]


def test_blocks_and_the_street_between_them_are_one_settlement():
    blocks = [(0, 0, 200, 300), (220, 0, 420, 300)]
    assert inside([(100, 100), (210, 100), (-5, 100), (425, 100)], *blocks) == [
        True,
        True,
        False,
        False,
    ]
    # Forty metres apart they are two, each too small.
    assert inside([(100, 100)], (0, 0, 200, 300), (240, 0, 440, 300)) == [False]


def test_land_that_crosses_itself_is_repaired_and_no_land_is_none():
    bow = shapely.Polygon([(105, 0), (105.01, 0.01), (105.01, 0), (105, 0.01)])
    land = settlements(np.array([bow], dtype=object), CRS)
    x, y = CRS.from_lonlat(np.array([105.001, 105.009, 105.005]), np.array([0.005, 0.005, 0.009]))
    assert lies_in(land, x, y).tolist() == [True, True, False]
    none = settlements(np.empty(0, dtype=object), CRS)
    assert none.size == 0
    assert lies_in(none, np.array([1.0]), np.array([2.0])).tolist() == [False]


def town_osm(folder, *, landuse=True):
    """A road in a town, one in the plain, one on the hill; the town's block is a relation."""
    nodes = {
        # Four corners of 400 m x 400 m around the first road.
        1: (105.500, 0.750), 2: (105.504, 0.750), 3: (105.504, 0.754), 4: (105.500, 0.754),
        11: (105.501, 0.752), 12: (105.503, 0.752),
        13: (105.520, 0.752),
        14: (105.520, 0.460), 15: (105.522, 0.460),
    }  # fmt: skip
    body = "".join(
        f'<node id="{k}" version="1" lon="{x}" lat="{y}"/>' for k, (x, y) in nodes.items()
    )
    body += '<node id="20" version="1" lon="105.502" lat="0.752"><tag k="amenity" v="hospital"/>'
    body += "</node>"
    for number, refs, tags in (
        (1, (11, 12), {"highway": "residential"}),
        (2, (12, 13), {"highway": "primary"}),
        (3, (13, 14), {"highway": "primary"}),
        (4, (14, 15), {"highway": "residential"}),
        (5, (1, 2, 3), {}),
        (6, (3, 4, 1), {}),
    ):
        body += f'<way id="{number}" version="1">'
        body += "".join(f'<nd ref="{ref}"/>' for ref in refs)
        body += "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items()) + "</way>"
    if landuse:
        body += '<relation id="7" version="1"><member type="way" ref="5" role="outer"/>'
        body += '<member type="way" ref="6" role="outer"/><tag k="type" v="multipolygon"/>'
        body += '<tag k="landuse" v="residential"/></relation>'
    path = folder / "town.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{body}</osm>', "utf-8")
    people = folder / "people.csv"
    people.write_text("lon,lat,population\n105.521,0.46,100\n", "utf-8")
    return path, people


def codes(study):
    names = {code: name for name, code in SETTING_CODE.items()}
    return [names[code] for code in study.ways.setting.tolist()]


def noted(answer):
    return {note.code: note.fields for note in answer.notes}


def test_roads_take_their_country_from_built_up_land_and_terrain(tmp_path):
    osm, people = town_osm(tmp_path)
    dem = packed(tmp_path, hgt(tmp_path, tile()))
    study, report = create_study(StudyFiles(osm=osm, population=people, dem=dem))
    # The long road's middle lies in the plain; the last stands on land of 40 m a cell.
    assert codes(study) == ["urban", "study", "study", "mountain"]
    said = fields_of(report, "import.country_with_dem")
    length_km = [
        geodesic_length_m(study.ways.lon[nodes], study.ways.lat[nodes]).sum() / 1000
        for nodes in study.ways.way_node.reshape(-1, 2)
    ]
    assert said["urban_km"] == pytest.approx(length_km[0])
    assert said["study_km"] == pytest.approx(length_km[1] + length_km[2])
    assert said["mountain_km"] == pytest.approx(length_km[3])
    assert study.ways.elevation_m.tolist() == pytest.approx([1000, 1000, 1000, 2920, 2920], abs=15)
    assert [one.role for one in study.info.inputs] == ["osm", "population", "dem"]
    write_study(study, tmp_path / "bundle", ImportReport())
    again = open_study(tmp_path / "bundle")
    assert again.ways.elevation_m.tolist() == study.ways.elevation_m.tolist()
    assert again.ways.setting.tolist() == study.ways.setting.tolist()
    for profile in ("car", "walk"):
        notes = noted(answer_coverage(again, Service.HOSPITAL, cutoff_s=900.0, profile=profile))
        assert notes["notes.setting_terrain"] == {
            "setting": Setting.RURAL, "urban": 1, "mountain": 1, "other": 2,
        }  # fmt: skip
        assert not {"notes.setting", "notes.no_slopes", "notes.slopes_in_part"} & set(notes)


def test_without_terrain_only_towns_are_known_and_walkers_are_told(tmp_path):
    osm, people = town_osm(tmp_path)
    study, report = create_study(StudyFiles(osm=osm, population=people, setting=Setting.MOUNTAIN))
    assert codes(study) == ["urban", "study", "study", "study"]
    assert study.ways.elevation_m is None
    assert fields_of(report, "import.country")["settlements"] == 1
    car, walk = (
        noted(answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0, profile=profile))
        for profile in ("car", "walk")
    )
    assert car["notes.setting_built_up"]["urban"] == 1
    assert "notes.no_slopes" not in car
    assert "notes.no_slopes" in walk
    reach = answer_reach(study, 105.502, 0.752, cutoffs_s=(300.0,), profile="walk65")
    assert {"notes.no_slopes", "notes.setting_built_up"} <= {note.code for note in reach.notes}


def test_without_either_the_studys_setting_holds_for_all(tmp_path):
    osm, people = town_osm(tmp_path, landuse=False)
    study, report = create_study(StudyFiles(osm=osm, population=people))
    assert study.ways.setting is None
    assert "import.no_built_up" in {note.code for note in report.notes}
    notes = noted(answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0))
    assert notes["notes.setting"] == {"setting": Setting.RURAL}


def test_roads_beyond_the_model_are_level_and_counted(tmp_path):
    osm, people = town_osm(tmp_path)
    height = tile()[:400]  # 1 N to 0.668 N: the hill is missing
    step = 1 / 1200
    dem = tif(tmp_path / "n.tif", height, from_origin(105 - step / 2, 1 + step / 2, step, step))
    study, report = create_study(StudyFiles(osm=osm, population=people, dem=dem))
    assert fields_of(report, "import.dem_outside") == {"count": 2, "nodes": 5}
    assert codes(study) == ["urban", "study", "study", "study"]
    notes = noted(answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0, profile="walk"))
    assert notes["notes.slopes_in_part"]["share"] == pytest.approx(0.4)


def test_andorra_is_mountain_country_with_towns(test_data):
    home: Path = test_data / "andorra"
    files = StudyFiles(osm=home / "andorra.osm.pbf", dem=home / "N42E001.hgt.zip")
    study, report = create_study(files)
    said = fields_of(report, "import.country_with_dem")
    total_km = said["urban_km"] + said["mountain_km"] + said["study_km"]
    assert total_km == pytest.approx(study.ways.lengths_m().sum() / 1000)
    assert 100 < said["urban_km"] < 250
    assert said["mountain_km"] > 0.7 * total_km
    # Built-up land, asked one road at a time.
    built_up, broken = read_built_up(files.osm)
    assert (built_up.size, broken) == (98, 0)
    towns = shapely.union_all(settlements(built_up, study.crs))
    x_m, y_m = study.crs.from_lonlat(*study.ways.middles())
    for row in range(0, study.ways.n_ways, 97):
        expected = towns.covers(shapely.Point(x_m[row], y_m[row]))
        assert (study.ways.setting[row] == SETTING_CODE["urban"]) == expected
    # A bridge or tunnel leads evenly from end to end: no tunnel climbs its mountain.
    walk = study.roads("walk").network
    flat_s = walk.length_m / 1.25
    assert (walk.forward_ds + walk.backward_ds).sum() > 1.1 * 20 * flat_s.sum()


def test_a_grid_that_refers_to_other_files_is_refused(tmp_path):
    """A virtual raster under an honest name would be read through, wherever it points."""
    real = tmp_path / "real.tif"
    with rasterio.open(
        real, "w", driver="GTiff", width=4, height=4, count=1, dtype="float32",
        crs="EPSG:4326", transform=rasterio.Affine(0.1, 0, 105, 0, -0.1, 30),
    ) as target:  # fmt: skip
        target.write(np.full((4, 4), 300.0, dtype=np.float32), 1)
    rasterio.shutil.copy(real, tmp_path / "linked.vrt", driver="VRT")
    sly = (tmp_path / "linked.vrt").rename(tmp_path / "sly.tif")
    assert read_terrain(real)[0].height_m.max() == 300.0
    with pytest.raises(FileFormatError):
        read_terrain(sly)
