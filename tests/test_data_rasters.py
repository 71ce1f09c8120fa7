"""Population rasters: read through the library, summed by an independent loop."""

import math
import warnings

import numpy as np
import osmium
import pytest
import rasterio
import shapely
from pyproj import CRS, Transformer
from rasterio.features import rasterize

from data.create import StudyFiles, create_study
from data.rasters import read_population_raster
from geo.errors import CrsError, DataUnavailableError, FileFormatError, InputError
from layers.facilities import Service
from planning.answers import answer_coverage

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
