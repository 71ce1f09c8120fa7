"""Population rasters: read through the library, summed by an independent loop."""

import math
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import osmium
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from rasterio.features import rasterize
from rasterio.windows import Window

from data.create import StudyFiles, create_study
from data.raster_grid import pieces
from data.raster_groups import read_group_rasters
from data.rasters import read_population_raster
from geo.errors import (
    CrsError,
    DataUnavailableError,
    FileFormatError,
    GoldenHourError,
    InputError,
)
from geo.text import Lang
from layers.demand import Group
from layers.facilities import Service
from planning.answers import answer_coverage

ROOT = Path(__file__).resolve().parent.parent
ANDORRA = 85_903.0


def write_raster(path, values, *, west, north, cell, epsg=32631, nodata=None, dtype="float64"):
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=values.shape[0],
        width=values.shape[1],
        count=1,
        dtype=dtype,
        crs=None if epsg is None else CRS.from_epsg(epsg).to_wkt(),
        transform=rasterio.Affine(cell, 0, west, 0, -cell, north),
        nodata=nodata,
    ) as out:
        out.write(values.astype(dtype), 1)
    return path


def test_cells_become_points_at_their_centres(tmp_path):
    values = np.array([[1.0, 0.0, 2.5], [np.nan, -9999.0, 4.0]])
    path = write_raster(
        tmp_path / "p.tif", values, west=400_000, north=4_700_000, cell=100, nodata=-9999
    )
    demand, report = read_population_raster(path)
    back = Transformer.from_crs(4326, 32631, always_xy=True).transform(demand.lon, demand.lat)
    found = sorted(zip(*(one.round(3).tolist() for one in back), demand.population, strict=True))
    assert found == [
        (400_050.0, 4_699_950.0, 1.0),
        (400_250.0, 4_699_850.0, 4.0),
        (400_250.0, 4_699_950.0, 2.5),
    ]
    assert report.rejects == []


def test_negative_cells_are_rejected_and_counted(tmp_path):
    path = write_raster(
        tmp_path / "p.tif", np.array([[1.0, -3.0, -9.0]]), west=400_000, north=4_700_000, cell=100
    )
    demand, report = read_population_raster(path)
    assert demand.total == 1
    assert [(one.code, one.fields["count"]) for one in report.rejects] == [
        ("row.negative_cells", 2)
    ]


def test_people_outside_the_extent_are_left_out_by_name(tmp_path):
    path = write_raster(
        tmp_path / "p.tif",
        np.array([[1.0, 2.0], [4.0, 8.0]]),
        west=1,
        north=43,
        cell=0.5,
        epsg=4326,
    )
    demand, report = read_population_raster(path, extent=(1.5, 42.0, 2.0, 42.5))
    assert demand.total == 8
    (note,) = report.notes
    assert (note.code, note.fields["people"]) == ("import.cells_outside", 7.0)


def test_a_missing_raster_is_named(tmp_path):
    with pytest.raises(DataUnavailableError, match=r"There is no file .*nowhere\.tif"):
        read_population_raster(tmp_path / "nowhere.tif")


@pytest.mark.parametrize("content", [b"", b"hello", b"II*\x00\x08\x00\x00\x00"])
def test_what_is_no_raster_is_refused(tmp_path, content):
    path = tmp_path / "p.tif"
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match="expected a GeoTIFF of people per cell"):
        read_population_raster(path)


def test_a_raster_cut_short_is_refused(tmp_path):
    values = np.random.default_rng(1).random((300, 300))
    path = write_raster(tmp_path / "p.tif", values, west=400_000, north=4_700_000, cell=100)
    path.write_bytes(path.read_bytes()[:200_000])
    with pytest.raises(FileFormatError, match="expected a GeoTIFF of people per cell"):
        read_population_raster(path)


def test_a_raster_without_a_crs_is_refused(tmp_path):
    path = write_raster(
        tmp_path / "p.tif", np.ones((2, 2)), west=400_000, north=4_700_000, cell=100, epsg=None
    )
    with pytest.raises(CrsError, match="has no coordinate system"):
        read_population_raster(path)


@pytest.mark.parametrize("values", [np.zeros((2, 2)), np.full((2, 2), np.nan), np.full((2, 2), -1)])
def test_a_raster_without_people_is_refused(tmp_path, values):
    path = write_raster(tmp_path / "p.tif", values, west=400_000, north=4_700_000, cell=100)
    with pytest.raises(InputError, match="no cell inside the study holds people"):
        read_population_raster(path)


# --------------------------------------------------- Andorra by building area ---


class Buildings(osmium.SimpleHandler):
    """Centre and area of every building, in the metric CRS."""

    def __init__(self):
        super().__init__()
        self.wkb = osmium.geom.WKBFactory()
        self.project = Transformer.from_crs(4326, 32631, always_xy=True)
        self.found = []

    def area(self, area):
        """Take one area of the file."""
        if "building" not in area.tags:
            return
        try:
            shape = shapely.from_wkb(self.wkb.create_multipolygon(area))
        except RuntimeError:
            return
        shape = shapely.transform(shape, self.project.transform, interleaved=False)
        self.found.append((shape.centroid.x, shape.centroid.y, shape.area))


@pytest.fixture(scope="module")
def raster(test_data, tmp_path_factory):
    """People in 100 m cells: the footprint of buildings, scaled to the country's total."""
    handler = Buildings()
    handler.apply_file(str(test_data / "andorra" / "andorra.osm.pbf"), locations=True)
    x, y, area = np.array(handler.found).T
    west, north = math.floor(x.min() / 100) * 100, math.ceil(y.max() / 100) * 100
    grid = np.zeros((int((north - y.min()) // 100) + 1, int((x.max() - west) // 100) + 1))
    np.add.at(grid, (((north - y) // 100).astype(int), ((x - west) // 100).astype(int)), area)
    grid *= ANDORRA / grid.sum()
    path = write_raster(
        tmp_path_factory.mktemp("raster") / "people.tif", grid, west=west, north=north, cell=100
    )
    return path, grid, rasterio.Affine(100, 0, west, 0, -100, north)


@pytest.fixture(scope="module")
def andorra(test_data, raster):
    osm = test_data / "andorra" / "andorra.osm.pbf"
    return create_study(StudyFiles(osm=osm, population=raster[0]))


def test_the_people_of_the_raster_are_all_accounted_for(andorra, raster):
    study, report = andorra
    left_out = sum(
        note.fields["people"]
        for note in report.notes
        if note.code.startswith("import.cells_outside")
    )
    assert study.demand.total + left_out == pytest.approx(ANDORRA, abs=1e-6)
    assert raster[1].sum() == pytest.approx(ANDORRA, abs=1e-6)
    assert left_out < 0.02 * ANDORRA


def test_people_by_parish_equal_an_independent_zonal_sum(andorra, raster):
    """GDAL burns the parishes into the raster's own grid; a cell belongs where its centre lies."""
    study, _ = andorra
    _, grid, transform = raster
    answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0)
    parishes = {row.name: row.coverage for row in answer.by_area if row.code}
    assert len(parishes) == 7
    to_metres = Transformer.from_crs(4326, 32631, always_xy=True).transform
    areas = study.areas.at_level("7")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rasterio's burning uses a deprecated numpy call
        burnt = {
            name: rasterize(
                [(shapely.transform(shape, to_metres, interleaved=False), 1)],
                out_shape=grid.shape,
                transform=transform,
            )
            for name, shape in zip(areas.name, areas.polygon, strict=True)
        }
    for name, mask in burnt.items():
        assert parishes[name].population == pytest.approx(grid[mask == 1].sum(), abs=1e-6)
    assert answer.whole.population == pytest.approx(study.demand.total, abs=1e-6)
    assert sum(one.population for one in parishes.values()) == pytest.approx(
        study.demand.total, abs=1e-6
    )


def test_people_covered_by_parish_equal_a_plain_loop(andorra):
    study, _ = andorra
    answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0)
    areas = study.areas.at_level("7")
    for shape in areas.polygon:
        shapely.prepare(shape)
    sums = {name: [0.0, 0.0, 0.0] for name in areas.name}
    for lon, lat, people, time_s in zip(
        study.demand.lon.tolist(),
        study.demand.lat.tolist(),
        study.demand.population.tolist(),
        answer.access.time_s.tolist(),
        strict=True,
    ):
        name = next(
            name
            for name, shape in zip(areas.name, areas.polygon, strict=True)
            if shape.intersects(shapely.Point(lon, lat))
        )
        sums[name][2 if math.isinf(time_s) else int(time_s > 900.0)] += people
    for row in answer.by_area:
        one = row.coverage
        found = [one.covered, one.uncovered, one.unroutable]
        assert found == pytest.approx(sums[row.name], abs=1e-6)


def test_worldpop_of_the_ahr_valley_is_read_whole(test_data):
    demand, report = read_population_raster(test_data / "ahr" / "wpop_ahrvalley.tif")
    assert demand.total == pytest.approx(191_420, abs=1)
    assert report.rejects == []


def test_the_sum_of_the_ahr_valley_equals_a_plain_sum(test_data):
    path = test_data / "ahr" / "wpop_ahrvalley.tif"
    demand, report = read_population_raster(path)
    with rasterio.open(path) as source:
        values = source.read(1).astype(np.float64)
        assert source.shape == (300, 857)
        good = values != source.nodata
    assert len(demand) == int(good.sum())
    assert demand.total == pytest.approx(math.fsum(values[good]), abs=1e-9)
    assert round(demand.total) == 191_420
    assert demand.name == ()
    assert report.notes == []


# ------------------------------------------------- places, CRS and turned grids ---


def ahr_cells(test_data):
    with rasterio.open(test_data / "ahr" / "wpop_ahrvalley.tif") as source:
        return source.read(1, masked=True).astype(np.float64).filled(0), source.transform


def save(path, values, transform, *, crs="EPSG:4326", **more):
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=values.shape[0],
        width=values.shape[1],
        count=1,
        dtype=values.dtype,
        crs=crs,
        transform=transform,
        **more,
    ) as out:
        out.write(values, 1)
    return path


def by_place(demand):
    order = np.lexsort((demand.lat.round(9), demand.lon.round(9)))
    return demand.lon[order], demand.lat[order], demand.population[order]


@pytest.mark.parametrize("turn", ["south_up", "east_first", "transposed"])
def test_a_turned_grid_holds_the_same_people_in_the_same_places(test_data, tmp_path, turn):
    values, north_up = ahr_cells(test_data)
    height, width = values.shape
    shift = rasterio.Affine.translation
    if turn == "south_up":
        values, transform = values[::-1], north_up @ shift(0, height) @ rasterio.Affine.scale(1, -1)
    elif turn == "east_first":
        values = values[:, ::-1]
        transform = north_up @ shift(width, 0) @ rasterio.Affine.scale(-1, 1)
    else:
        values = values.T
        transform = north_up @ rasterio.Affine(0, 1, 0, 1, 0, 0)
    path = save(tmp_path / "turned.tif", np.ascontiguousarray(values), transform)
    expected = by_place(read_population_raster(test_data / "ahr" / "wpop_ahrvalley.tif")[0])
    found = by_place(read_population_raster(path)[0])
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-8)


def test_a_rotated_grid_puts_each_cell_where_its_centre_turns_to(tmp_path):
    angle = 30
    transform = (
        rasterio.Affine.translation(400_000, 4_700_000)
        @ rasterio.Affine.rotation(angle)
        @ rasterio.Affine.scale(100, -100)
    )
    path = save(tmp_path / "p.tif", np.array([[0.0, 0, 7.0]]), transform, crs="EPSG:32631")
    demand, _ = read_population_raster(path)
    x, y = Transformer.from_crs(4326, 32631, always_xy=True).transform(demand.lon, demand.lat)
    # Centre of the third cell: 250 m along the row, 50 m down, turned by 30 degrees.
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    assert x[0] == pytest.approx(400_000 + 250 * cos + 50 * sin, abs=1e-3)
    assert y[0] == pytest.approx(4_700_000 + 250 * sin - 50 * cos, abs=1e-3)


def test_a_utm_copy_of_the_ahr_valley_keeps_the_people(test_data, tmp_path):
    """Each cell's people go to the UTM cell its centre lies in: sums equal, places near."""
    values, transform = ahr_cells(test_data)
    row, column = np.nonzero(values)
    lon = transform.c + (column + 0.5) * transform.a
    lat = transform.f + (row + 0.5) * transform.e
    x, y = Transformer.from_crs(4326, 32632, always_xy=True).transform(lon, lat)
    west, north = math.floor(x.min() / 200) * 200, math.ceil(y.max() / 200) * 200
    grid = np.zeros((int((north - y.min()) // 200) + 1, int((x.max() - west) // 200) + 1))
    np.add.at(
        grid,
        (((north - y) // 200).astype(int), ((x - west) // 200).astype(int)),
        values[row, column],
    )
    path = save(
        tmp_path / "utm.tif", grid, rasterio.Affine(200, 0, west, 0, -200, north), crs="EPSG:32632"
    )
    utm, _ = read_population_raster(path)
    plain, _ = read_population_raster(test_data / "ahr" / "wpop_ahrvalley.tif")
    assert utm.total == pytest.approx(plain.total, abs=1e-6)
    for axis in ("lon", "lat"):
        middle = [
            float(np.average(getattr(one, axis), weights=one.population)) for one in (utm, plain)
        ]
        assert middle[0] == pytest.approx(middle[1], abs=2e-4)


def test_a_raster_of_0_to_360_degrees_comes_round(tmp_path):
    path = save(tmp_path / "p.tif", np.array([[1.0, 2.0]]), rasterio.Affine(1, 0, 358, 0, -1, 50))
    demand, _ = read_population_raster(path, extent=(-2.0, 48.0, -1.2, 51.0))
    assert (demand.lon.tolist(), demand.population.tolist()) == ([-1.5], [1.0])


@pytest.mark.parametrize("epsg", [4326, 32632, 3035])
@pytest.mark.parametrize(
    "box", [(0.3, 0.3, 0.5, 0.6), (-0.2, 0.2, 0.1, 1.4), (0.5, 0.5, 0.51, 0.51)]
)
def test_a_window_holds_what_the_whole_raster_holds_there(tmp_path, epsg, box):
    rng = np.random.default_rng(5)
    to = Transformer.from_crs(4326, epsg, always_xy=True)
    west, north = to.transform(6.0, 51.0)
    cell = 0.001 if epsg == 4326 else 100.0
    path = save(
        tmp_path / "p.tif",
        rng.random((900, 900)),
        rasterio.Affine(cell, 0, west, 0, -cell, north),
        crs=f"EPSG:{epsg}",
    )
    whole, _ = read_population_raster(path)
    lon, lat = ((axis.min(), np.ptp(axis)) for axis in (whole.lon, whole.lat))
    extent = (
        lon[0] + box[0] * lon[1], lat[0] + box[1] * lat[1],
        lon[0] + box[2] * lon[1], lat[0] + box[3] * lat[1],
    )  # fmt: skip
    part, report = read_population_raster(path, extent=extent)
    inside = (whole.lon >= extent[0]) & (whole.lon <= extent[2])
    inside &= (whole.lat >= extent[1]) & (whole.lat <= extent[3])
    expected = whole.take(inside)
    np.testing.assert_array_equal(by_place(part), by_place(expected))
    assert [note.code for note in report.notes] == ["import.cells_not_read"]


def test_a_raster_that_does_not_reach_the_study_is_refused(tmp_path):
    path = save(tmp_path / "p.tif", np.ones((9, 9)), rasterio.Affine(0.01, 0, 29, 0, -0.01, 80))
    with pytest.raises(InputError, match="does not reach the study"):
        read_population_raster(path, extent=(105.0, 28.0, 106.0, 29.0))


@pytest.mark.parametrize(
    "transform",
    [
        rasterio.Affine.identity(),
        rasterio.Affine(0, 0, 5, 0, 0, 50),
        rasterio.Affine(1, 1, 0, 1, 1, 0),
    ],
)
@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_raster_without_a_place_is_refused(tmp_path, transform):
    path = save(tmp_path / "p.tif", np.ones((3, 3)), transform)
    with pytest.raises((FileFormatError, CrsError), match=r"gives the cells no place|coordinate"):
        read_population_raster(path)


def test_what_another_driver_would_follow_is_not_opened(tmp_path):
    """A virtual raster names other files, or addresses: only GeoTIFF is read."""
    target = write_raster(tmp_path / "t.tif", np.ones((2, 2)), west=4e5, north=4.7e6, cell=100)
    path = tmp_path / "p.tif"
    path.write_text(
        '<VRTDataset rasterXSize="2" rasterYSize="2"><VRTRasterBand dataType="Float64" band="1">'
        f"<SimpleSource><SourceFilename>{target}</SourceFilename></SimpleSource>"
        "</VRTRasterBand></VRTDataset>"
    )
    with pytest.raises(FileFormatError, match="expected a GeoTIFF"):
        read_population_raster(path)


# ---------------------------------------------------------- values, blocks, masks ---


@pytest.mark.slow
@pytest.mark.parametrize(
    "layout",
    [
        {"blockysize": 1},
        {"blockysize": 300},
        {"tiled": True, "blockxsize": 16, "blockysize": 16},
        {"tiled": True, "blockxsize": 512, "blockysize": 512},
        {"compress": "deflate"},
    ],
)
@pytest.mark.parametrize("cells_a_window", [1, 7, 1000, 4_000_000])
def test_the_blocks_of_the_file_do_not_matter(tmp_path, monkeypatch, layout, cells_a_window):
    monkeypatch.setattr("data.raster_grid.CELLS_A_WINDOW", cells_a_window)
    shape = (30, 41) if cells_a_window < 1000 else (300, 410)
    values = np.random.default_rng(3).integers(0, 3, shape).astype(np.float32)
    path = save(tmp_path / "p.tif", values, rasterio.Affine(0.001, 0, 6, 0, -0.001, 50), **layout)
    demand, _ = read_population_raster(path)
    assert (len(demand), demand.total) == (np.count_nonzero(values), values.sum())
    column = np.round((demand.lon - 6) / 0.001 - 0.5).astype(int)
    row = np.round((50 - demand.lat) / 0.001 - 0.5).astype(int)
    np.testing.assert_array_equal(demand.population, values[row, column])
    assert len(set(zip(row.tolist(), column.tolist(), strict=True))) == len(demand)


@given(
    top=st.integers(0, 40),
    left=st.integers(0, 40),
    high=st.integers(1, 60),
    wide=st.integers(1, 60),
    block=st.tuples(st.integers(1, 80), st.integers(1, 80)),
    most=st.integers(1, 500),
)
def test_pieces_cover_a_window_once_and_are_bounded(top, left, high, wide, block, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.raster_grid.CELLS_A_WINDOW", most)
        found = list(pieces(Window(left, top, wide, high), block))
    seen = np.zeros((top + high, left + wide), dtype=int)
    for one in found:
        assert one.width * one.height <= most
        seen[one.row_off : one.row_off + one.height, one.col_off : one.col_off + one.width] += 1
    assert (seen[top:, left:] == 1).all()
    assert seen.sum() == high * wide


def test_a_mask_band_and_a_scale_are_heeded(tmp_path):
    path = tmp_path / "p.tif"
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(
            path, "w", driver="GTiff", height=1, width=3, count=1, dtype="int16",
            crs="EPSG:4326", transform=rasterio.Affine(1, 0, 6, 0, -1, 50),
        ) as out,
    ):  # fmt: skip
        out.write(np.array([[10, 20, 30]], dtype=np.int16), 1)
        out.write_mask(np.array([[True, False, True]]))
        out.scales, out.offsets = (0.5,), (1.0,)
    demand, report = read_population_raster(path)
    assert demand.population.tolist() == [6.0, 16.0]
    assert report.rejects == []


def test_no_data_that_nobody_declared_is_told(tmp_path):
    values = np.array([[5.0, -99999, -99999]])
    path = save(tmp_path / "p.tif", values, rasterio.Affine(1, 0, 6, 0, -1, 50))
    demand, report = read_population_raster(path)
    assert (demand.total, report.rejects) == (5, [])
    assert [(one.code, one.fields["count"]) for one in report.notes] == [
        ("import.undeclared_no_data", 2)
    ]


@pytest.mark.parametrize(
    ("value", "code"),
    [(50_000_001.0, "row.huge_cells"), (3.4e38, "row.huge_cells"), (np.inf, "row.bad_cells")],
)
def test_a_cell_that_no_people_fill_is_rejected(tmp_path, value, code):
    values = np.array([[5.0, value, 50_000_000.0]])
    path = save(tmp_path / "p.tif", values, rasterio.Affine(1, 0, 6, 0, -1, 50))
    demand, report = read_population_raster(path)
    assert demand.population.tolist() == [5, 50_000_000]
    assert [one.code for one in report.rejects] == [code]


def test_values_that_are_hardly_people_are_pointed_out(test_data, tmp_path):
    cell = rasterio.Affine(0.0008, 0, 6, 0, -0.0008, 50)
    equal = save(tmp_path / "equal.tif", np.full((40, 40), 3.0), cell)
    assert [one.code for one in read_population_raster(equal)[1].notes] == [
        "import.raster_one_value"
    ]
    with rasterio.open(f"/vsizip/{test_data}/andorra/N42E001.hgt.zip/N42E001.hgt") as source:
        heights = save(tmp_path / "dem.tif", source.read(1), source.transform, nodata=source.nodata)
    codes = [one.code for one in read_population_raster(heights)[1].notes]
    assert codes == ["import.raster_smooth", "import.raster_dense"]


def test_a_density_is_multiplied_by_an_independent_area(tmp_path):
    """Geodesic area of each cell's outline, drawn with many vertices."""
    geod = Geod(ellps="WGS84")
    for epsg, transform in (
        (4326, rasterio.Affine(0.5, 0, 105, 0, -0.5, 60)),
        (32648, rasterio.Affine(1000, 0, 400_000, 0, -1000, 3_300_000)),
        (4326, rasterio.Affine(0.5, 0, 179.75, 0, -0.5, 10)),
    ):
        path = save(
            tmp_path / "d.tif", np.array([[2.0, 0], [0, 3.0]]), transform, crs=f"EPSG:{epsg}"
        )
        demand, report = read_population_raster(path, unit="per_km2")
        to = Transformer.from_crs(epsg, 4326, always_xy=True)
        expected = []
        for place, density in ((0, 2.0), (1, 3.0)):
            step = np.linspace(0, 1, 500)
            edge = np.concatenate([step, np.ones(500), step[::-1], np.zeros(500)])
            side = np.concatenate([np.zeros(500), step, np.ones(500), step[::-1]])
            x = transform.a * (place + edge) + transform.c
            y = transform.e * (place + side) + transform.f
            area_m2, _ = geod.polygon_area_perimeter(*to.transform(x, y))
            expected.append(abs(area_m2) / 1e6 * density)
        np.testing.assert_allclose(demand.population, expected, rtol=2e-6)
        assert [one.code for one in report.notes] == ["import.raster_density"]


def test_an_unknown_unit_is_refused(test_data):
    with pytest.raises(InputError, match="expected one of: people, per_km2"):
        read_population_raster(test_data / "ahr" / "wpop_ahrvalley.tif", unit="per_ha")


def test_bounds_are_held(tmp_path, monkeypatch):
    path = save(tmp_path / "p.tif", np.ones((20, 20)), rasterio.Affine(0.1, 0, 6, 0, -0.1, 50))
    for name, value, said in (
        ("MOST_CELLS_READ", 399, "would have to be read"),
        ("MOST_CELLS_HELD", 399, "cells hold people"),
        ("LARGEST_BLOCK_BYTES", 100, "packed in blocks"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"data.rasters.{name}", value)
            with pytest.raises(InputError, match=said):
                read_population_raster(path)


@settings(max_examples=150)
@given(data=st.data())
def test_damaged_copies_are_read_or_refused(test_data, tmp_path_factory, data):
    """Bits flipped, mostly in the head, and files cut short."""
    raw = bytearray((test_data / "ahr" / "wpop_ahrvalley.tif").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        end = data.draw(st.sampled_from([64, 4096, len(raw)]))
        at = data.draw(st.integers(0, min(end, len(raw)) - 1))
        raw[at] ^= 1 << data.draw(st.integers(0, 7))
    if data.draw(st.booleans()):
        raw = raw[: data.draw(st.integers(0, len(raw)))]
    path = tmp_path_factory.mktemp("fuzz") / "p.tif"
    path.write_bytes(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            demand, _ = read_population_raster(
                path, extent=data.draw(st.sampled_from([None, (6.5, 50, 7.5, 51)]))
            )
        except GoldenHourError as fault:
            said = fault.render(Lang.ZH)
        else:
            said = str(demand.total)
            assert math.isfinite(demand.total)
    assert said


# -------------------------------------------------------------------- large files ---

READ_AND_MEASURE = """
import resource, sys, time
from pathlib import Path
from data.rasters import read_population_raster
start = time.perf_counter()
demand, _ = read_population_raster(Path(sys.argv[1]))
spent_s = time.perf_counter() - start
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(len(demand), demand.total, spent_s, peak_mb)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "layout",
    [
        {"tiled": True, "blockxsize": 256, "blockysize": 256},
        {"blockysize": 1},
        {"blockysize": 10_800},
    ],
    ids=["tiles", "lines", "one_strip"],
)
def test_116_million_cells_with_10_million_populated_stay_within_2_gb(tmp_path, layout):
    pytest.importorskip("resource")
    size, path = 10_800, tmp_path / "large.tif"
    rng = np.random.default_rng(1)
    count, people = 0, 0.0
    with rasterio.open(
        path, "w", driver="GTiff", height=size, width=size, count=1, dtype="float32",
        crs="EPSG:4326", transform=rasterio.Affine(1 / 1200, 0, 105, 0, -1 / 1200, 33),
        nodata=-99999, compress="deflate", zlevel=1, **layout,
    ) as out:  # fmt: skip
        for top in range(0, size, 400):
            drawn = rng.random((400, size), dtype=np.float32)
            values = np.where(drawn < 0.12, np.ceil(drawn * 400) / 4, 0).astype(np.float32)
            count += int(np.count_nonzero(values[:, size // 5 :]))
            people += float(values[:, size // 5 :].sum(dtype=np.float64))
            values[:, : size // 5] = -99999
            out.write(values, 1, window=Window(0, top, size, 400))
    done = subprocess.run(
        [sys.executable, "-c", READ_AND_MEASURE, str(path)],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=300,
    )  # fmt: skip
    found, total, spent_s, peak_mb = map(float, done.stdout.split())
    assert (found, total) == (count, people)
    assert found > 10_000_000
    assert peak_mb < 2000
    assert spent_s < 120


# ------------------------------------------------------------------------- groups ---


def test_a_group_on_the_same_grid_keeps_its_cells(tmp_path):
    transform = rasterio.Affine(0.001, 0, 6, 0, -0.001, 50)
    everyone = np.array([[10.0, 20, 0], [5, 0, 8]])
    old = np.array([[1.0, 3, 0], [0, 0, 9]])
    demand, _ = read_population_raster(save(tmp_path / "all.tif", everyone, transform))
    path = save(tmp_path / "old.tif", old, transform)
    grouped, report = read_group_rasters({Group.AGE_65_PLUS: path}, demand)
    assert grouped.people(Group.AGE_65_PLUS).tolist() == [1, 3, 0, 9]
    assert [(one.code, one.fields["rows"]) for one in report.notes] == [
        ("import.group_exceeds", "4")
    ]


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), ratio=st.sampled_from([1 / 3, 0.7, 1.0, 2.5, 7.0]))
def test_groups_on_any_grid_conserve_their_sum(tmp_path_factory, seed, ratio):
    rng = np.random.default_rng(seed)
    folder = tmp_path_factory.mktemp("groups")
    everyone = rng.integers(0, 4, (12, 9)).astype(float)
    everyone[0, 0] = 1
    demand, _ = read_population_raster(
        save(folder / "all.tif", everyone, rasterio.Affine(0.01, 0, 6, 0, -0.01, 50))
    )
    size = (max(int(12 / ratio), 1), max(int(9 / ratio), 1))
    old = rng.random(size)
    cell = 0.01 * ratio
    path = save(folder / "old.tif", old, rasterio.Affine(cell, 0, 6.003, 0, -cell, 50.002))
    grouped, _ = read_group_rasters({Group.AGE_65_PLUS: path}, demand)
    assert math.fsum(grouped.people(Group.AGE_65_PLUS)) == pytest.approx(
        math.fsum(old.ravel()), abs=1e-9
    )
    assert (grouped.people(Group.AGE_65_PLUS)[demand.population == 0] == 0).all()


def test_a_coarse_group_cell_is_shared_by_who_lives_in_it(tmp_path):
    fine = np.array([[10.0, 30, 0, 0], [0, 60, 0, 0]])
    demand, _ = read_population_raster(
        save(tmp_path / "all.tif", fine, rasterio.Affine(0.01, 0, 6, 0, -0.01, 50))
    )
    path = save(
        tmp_path / "g.tif", np.array([[20.0, 5]]), rasterio.Affine(0.02, 0, 6, 0, -0.02, 50)
    )
    grouped, report = read_group_rasters({Group.UNDER_3: path}, demand)
    # The empty right half's 5 people go to the nearest home, the one at (column 1, row 0 or 1).
    found = grouped.people(Group.UNDER_3)
    assert found.sum() == pytest.approx(25, abs=1e-12)
    assert found[0] == pytest.approx(2)
    assert sorted(found[1:].tolist()) in ([6.0, 17.0], [11.0, 12.0])
    assert [(one.code, one.fields["people"]) for one in report.notes] == [
        ("import.group_moved", 5.0)
    ]


def test_swapped_axes_never_pass_for_a_place(tmp_path):
    """Longitude 105 to 106 written as latitude: no cell has a place on the earth."""
    transform = rasterio.Affine(0.1, 0, 29, 0, -0.1, 106)
    path = save(tmp_path / "p.tif", np.ones((10, 10)), transform)
    with pytest.raises(InputError, match="no cell inside the study holds people"):
        read_population_raster(path)
    with pytest.raises(InputError, match="longitude and latitude are swapped"):
        read_population_raster(path, extent=(105.0, 28.0, 106.0, 29.0))
