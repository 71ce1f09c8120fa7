"""Population from tables, polygons and OSM: reading, pointing out, spreading, scaling."""

import csv
import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import osmium
import pytest
import rasterio
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from data.columns import ColumnMapping
from data.import_report import ImportReport
from data.official_totals import OfficialTotals, read_official_totals
from data.osm_buildings import NO_HOMES, read_buildings
from data.osm_builtup import built_up_land, lies_in, read_built_up, settlements
from data.population import (
    Spreading,
    mark_built_up,
    read_land,
    read_population,
    scale_population,
)
from data.population_points import block_sums, possible_aggregates, read_population_points
from data.population_polygons import read_population_polygons
from geo.crs import MetricCrs
from geo.errors import DataUnavailableError, FileFormatError, GoldenHourError, InputError
from layers.areas import AreaSet
from layers.demand import DemandSurface, Group

ROOT = Path(__file__).resolve().parent.parent
UTM31, UTM48 = MetricCrs(32631), MetricCrs(32648)


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def codes(report):
    return [one.code for one in report.notes]


def rejected(report):
    return [(one.row, one.code) for one in report.rejects]


# ------------------------------------------------------------------------- points ---


def test_points_are_read_and_each_bad_row_has_its_reason(tmp_path):
    path = write(
        tmp_path / "p.csv",
        "村名,经度,纬度,常住人口\n"
        'A,105.1,29.1,"1,200"\n'
        "B,105.2,29.2,\uff10\n"
        "C,105.3,29.3,\n"
        "D,105.4,29.4,-3\n"
        "E,105.5,29.5,many\n"
        "F,105.6,29.6,50000001\n"
        "G,,29.7,12\n"
        "H,105.8,29.8,300人\n"
        "I,105.9,29.9,=1+1\n",
    )
    demand, report = read_population_points(path)
    assert demand.name == ("A", "B", "H")
    assert demand.population.tolist() == [1200, 0, 300]
    assert demand.lon.tolist() == [105.1, 105.2, 105.8]
    assert sorted(rejected(report)) == [
        ("10", "row.formula_people"),
        ("4", "row.blank"),
        ("5", "row.bad_population"),
        ("6", "row.bad_population"),
        ("7", "row.too_many_people"),
        ("8", "row.blank"),
    ]


def test_gcj02_points_come_out_in_wgs84(tmp_path):
    path = write(tmp_path / "p.csv", "lon,lat,population\n105.9,29.35,5\n")
    demand, _ = read_population_points(path, datum="gcj02")
    # The shift of GCJ-02 is some 200 to 700 m there.
    _, _, apart_m = Geod(ellps="WGS84").inv(105.9, 29.35, demand.lon[0], demand.lat[0])
    assert 100 < apart_m < 800
    assert demand.name == ()


GROUPS = (
    "名称,经度,纬度,人口,65岁及以上,0-3岁（人）,15～49岁妇女\n"
    "A,105.1,29.1,100,20,3,{women}\n"
    "B,105.2,29.2,50,{old},0,12\n"
)


def test_groups_are_read_in_their_rows(tmp_path):
    demand, report = read_population_points(
        write(tmp_path / "p.csv", GROUPS.format(women=25, old=7))
    )
    assert {group: people.tolist() for group, people in demand.groups.items()} == {
        Group.AGE_65_PLUS: [20, 7],
        Group.UNDER_3: [3, 0],
        Group.WOMEN_15_49: [25, 12],
    }
    assert report.rejects == []


def test_a_blank_group_cell_is_unknown_and_not_nobody(tmp_path):
    demand, report = read_population_points(
        write(tmp_path / "p.csv", GROUPS.format(women="", old=51))
    )
    assert set(demand.groups) == {Group.AGE_65_PLUS, Group.UNDER_3}
    told = {one.code: one.fields for one in report.notes}
    assert told["import.group_not_told"]["group"] is Group.WOMEN_15_49
    assert told["import.group_not_told"]["row"] == 2
    assert told["import.group_exceeds"]["rows"] == "3"
    with pytest.raises(DataUnavailableError, match="does not tell"):
        demand.people(Group.WOMEN_15_49)


def test_the_two_aggregates_of_wanzhou_are_pointed_out(test_data):
    path = test_data / "china" / "wanzhou_towns.csv"
    demand, report = read_population_points(path)
    assert len(demand) == 52
    found = [one.fields for one in report.notes if one.code == "import.possible_aggregates"]
    assert [(one["name"], one["people"]) for one in found] == [
        ("Wanzhou", 1_545_900),
        ("Wanxian", 859_662),
    ]
    with path.open(encoding="utf-8") as stream:
        plain = [int(row["population"]) for row in csv.DictReader(stream)]
    assert demand.total == sum(plain)
    kept, said = read_population_points(path, leave_out=("wanzhou", "1791748"))
    assert kept.total == sum(plain) - 1_545_900 - 859_662
    assert codes(said).count("import.row_left_out") == 2
    assert "import.possible_aggregates" not in codes(said)


@pytest.mark.parametrize(
    ("path", "places", "people"),
    [
        ("china/yongchuan_towns.csv", 25, 1_024_708),
        ("china/kaizhou_towns.csv", 38, 1_160_336),
        ("china/yanjiang_towns.csv", 1, 905_729),
        ("andorra/places.csv", 20, 85_903),
        ("liechtenstein/places.csv", 14, 42_507),
    ],
)
def test_ordinary_seats_are_not_suspected(test_data, path, places, people):
    demand, report = read_population_points(test_data / path)
    assert (len(demand), demand.total) == (places, people)
    assert "import.possible_aggregates" not in codes(report)


def test_a_row_that_calls_itself_a_sum_is_suspected():
    people = np.array([5.0, 6, 11, 4, 4, 4, 4])
    names = ("A", "B", "合计", "C", "D", "E", "F")
    assert possible_aggregates(people, names) == [2]
    assert possible_aggregates(people, ()) == []
    # With few places a seat may outweigh the others.
    assert possible_aggregates(np.array([50.0, 9, 8, 7, 9]), ()) == []


@given(
    st.lists(st.lists(st.integers(0, 5000), min_size=2, max_size=9), min_size=2, max_size=30),
    st.booleans(),
)
@settings(deadline=None)
def test_townships_among_their_villages_are_found(blocks, above):
    blocks = [[*one, 7] for one in blocks]
    people = [
        one for block in blocks for one in ([sum(block), *block] if above else [*block, sum(block)])
    ]
    heads = np.cumsum([0] + [len(block) + 1 for block in blocks])
    wanted = heads[:-1] if above else heads[1:] - 1
    found = block_sums(np.array(people, dtype=float)).tolist()
    assert set(wanted.tolist()) <= set(found) or sum(people[one] for one in found) >= 0.4 * sum(
        people
    )


def test_township_rows_are_pointed_out_and_still_counted(tmp_path):
    rows = [("甲镇", 600), ("一村", 100), ("二村", 200), ("三村", 300), ("乙镇", 90), ("四村", 40)]
    rows += [("五村", 50)]
    lines = [f"{name},{people},105.{i},29.3" for i, (name, people) in enumerate(rows)]
    path = write(tmp_path / "p.csv", "村名,人口,经度,纬度\n" + "\n".join(lines))
    demand, report = read_population_points(path)
    (found,) = [one.fields for one in report.notes if one.code == "import.block_sums"]
    assert (found["rows"], found["count"], found["people"]) == ("2, 6", 2, 690)
    assert demand.total == 1380
    rng = np.random.default_rng(4)
    assert block_sums(rng.integers(20, 3000, 20_000).astype(float)).size == 0
    assert block_sums(np.zeros(9)).size == block_sums(np.empty(0)).size == 0


def test_a_place_is_called_by_its_village_before_its_township(tmp_path):
    text = "乡镇,村（社区）,人口,经度,纬度\n甲镇,一村,5,105.9,29.3\n甲镇,二村,6,105.8,29.3\n"
    demand, _ = read_population_points(write(tmp_path / "p.csv", text))
    assert demand.name == ("一村", "二村")
    kept, _ = read_population_points(tmp_path / "p.csv", leave_out=["二村"])
    assert kept.total == 5


def test_a_name_to_leave_out_must_be_there(test_data):
    with pytest.raises(InputError, match="no row has the name or id “Wanzhuo”"):
        read_population_points(test_data / "china" / "wanzhou_towns.csv", leave_out=["Wanzhuo"])


def test_a_mapping_names_columns_and_datum(tmp_path):
    path = write(tmp_path / "p.csv", "东,北,多少\n105.9,29.35,5\n")
    mapping = ColumnMapping({"lon": "东", "lat": "北", "population": "多少"}, datum="gcj02")
    demand, report = read_population(path, mapping=mapping)
    assert demand.total == 5
    assert report.datum[0].chosen == "gcj02"


READ_AND_MEASURE = """
import resource, sys, time
from pathlib import Path
from data.population_points import read_population_points
start = time.perf_counter()
demand, _ = read_population_points(Path(sys.argv[1]))
spent_s = time.perf_counter() - start
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(len(demand), demand.total, spent_s, peak_mb)
"""


@pytest.mark.slow
def test_a_million_rows_stay_within_2_gb(tmp_path):
    pytest.importorskip("resource")
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(105, 106, 10**6), rng.uniform(29, 30, 10**6)
    people = rng.integers(0, 200, 10**6)
    path = tmp_path / "p.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("村名,经度,纬度,人口,65岁及以上\n")
        out.writelines(
            f"村{row},{one:.6f},{other:.6f},{count},{count // 5}\n"
            for row, (one, other, count) in enumerate(
                zip(lon.tolist(), lat.tolist(), people.tolist(), strict=True)
            )
        )
    done = subprocess.run(
        [sys.executable, "-c", READ_AND_MEASURE, str(path)],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=400,
    )  # fmt: skip
    found, total, spent_s, peak_mb = map(float, done.stdout.split())
    assert (found, total) == (10**6, float(people.sum()))
    assert peak_mb < 2000
    assert spent_s < 120


# ----------------------------------------------------------------------- polygons ---


def collection(*features):
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": said, "geometry": shapely.geometry.mapping(shape)}
            for shape, said in features
        ],
    }


WEST, EAST = shapely.box(105.0, 29.0, 105.1, 29.1), shapely.box(105.1, 29.0, 105.2, 29.1)


def test_polygons_without_land_are_spread_evenly_and_named(tmp_path):
    path = write(
        tmp_path / "p.geojson",
        json.dumps(
            collection(
                (WEST, {"name": "West", "人口": 300, "老年人口": 60}),
                (EAST, {"name": "East", "人口": 100, "老年人口": 10}),
                (EAST, {"name": "Gone", "人口": None, "老年人口": 1}),
                (shapely.Point(105, 29), {"name": "Dot", "人口": 4, "老年人口": 1}),
            )
        ),
    )
    demand, report = read_population(path)
    west = demand.lon < 105.1
    assert math.fsum(demand.population[west]) == pytest.approx(300, abs=1e-9)
    assert math.fsum(demand.population[~west]) == pytest.approx(100, abs=1e-9)
    assert math.fsum(demand.people(Group.AGE_65_PLUS)[west]) == pytest.approx(60, abs=1e-9)
    assert sorted(one.code for one in report.rejects) == ["row.blank", "row.no_polygon"]
    (note,) = [one for one in report.notes if one.code == "import.spread_without_land"]
    assert (note.fields["people"], note.fields["names"]) == (pytest.approx(400), "West, East")


def test_gcj02_polygons_and_crossed_ones_come_in_right(tmp_path):
    bow = shapely.Polygon([(105, 29), (105.1, 29.1), (105.1, 29), (105, 29.1)])
    path = write(tmp_path / "p.geojson", json.dumps(collection((bow, {"population": 7}))))
    totals, report = read_population_polygons(path, datum="gcj02")
    assert "import.repaired" in codes(report)
    (shape,) = totals.areas.polygon
    assert shape.is_valid
    assert shape.area == pytest.approx(0.005, rel=0.01)
    _, _, apart_m = Geod(ellps="WGS84").inv(105.05, 29.05, shape.centroid.x, shape.centroid.y)
    assert 100 < apart_m < 800


def test_points_where_polygons_are_expected_are_refused(tmp_path):
    path = write(tmp_path / "p.csv", "lon,lat,population\n105.9,29.35,5\n")
    with pytest.raises(InputError, match="has no polygons"):
        read_population_polygons(path)
    with pytest.raises(InputError, match="Rasters of groups need a raster"):
        read_population(path, group_rasters={Group.UNDER_3: path})


@pytest.fixture(scope="module")
def village_table(tmp_path_factory):
    return write(
        tmp_path_factory.mktemp("t") / "p.csv",
        "name,lon,lat,population,65+\nA,105.1,29.1,10,2\nB,105.2,29.2,20,3\n",
    ).read_bytes()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_tables_are_read_or_refused(village_table, tmp_path_factory, data):
    raw = bytearray(village_table)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("fuzz") / "p.csv"
    path.write_bytes(raw)
    try:
        demand, _ = read_population(path, extent=(105, 29, 106, 30))
    except GoldenHourError as fault:
        assert fault.code  # noqa: PT017
    else:
        assert math.isfinite(demand.total)


# ------------------------------------------------------------- buildings and land ---


def test_homes_of_andorra_equal_an_independent_reading(test_data):
    """Closed ways and relations by hand: geodesic areas of what is not set aside."""
    path = test_data / "andorra" / "andorra.osm.pbf"
    found = read_buildings(path, UTM31)
    wkb = osmium.geom.WKBFactory()
    geod, area, middle, aside = Geod(ellps="WGS84"), [], [], 0

    class Handler(osmium.SimpleHandler):
        def area(self, thing):
            nonlocal aside
            if "building" not in thing.tags:
                return
            if thing.tags["building"] in NO_HOMES:
                aside += 1
                return
            shape = shapely.from_wkb(wkb.create_multipolygon(thing))
            area.append(abs(geod.geometry_area_perimeter(shapely.orient_polygons(shape))[0]))
            middle.append((shape.centroid.x, shape.centroid.y))

    Handler().apply_file(str(path), locations=True)
    assert found.lon.size == len(area)
    assert found.set_aside == aside > 50
    # UTM differs from the ellipsoid by less than a part in a thousand.
    np.testing.assert_allclose(np.sort(found.area_m2), np.sort(area), rtol=1.5e-3)
    lon, lat = np.array(middle).T
    assert found.lon.mean() == pytest.approx(lon.mean(), abs=1e-7)
    assert found.lat.mean() == pytest.approx(lat.mean(), abs=1e-7)
    land = found.land()
    levels = np.where(np.isfinite(found.levels), found.levels, np.nanmedian(found.levels))
    assert math.fsum(land.weight) == pytest.approx(math.fsum(found.area_m2 * levels), rel=1e-12)


OSM = """<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6">
{nodes}
{ways}
</osm>
"""


def houses(path, *tags):
    """Write one 20 m square house a tag set, 0.001 degrees apart."""
    nodes, ways = [], []
    for row, said in enumerate(tags):
        west, south = 105 + row * 0.001, 29.0
        corners = [(0, 0), (0.0002, 0), (0.0002, 0.0002), (0, 0.0002)]
        ids = [row * 10 + corner + 1 for corner in range(4)]
        nodes += [
            f'<node id="{one}" version="1" lon="{west + dx}" lat="{south + dy}"/>'
            for one, (dx, dy) in zip(ids, corners, strict=True)
        ]
        refs = "".join(f'<nd ref="{one}"/>' for one in [*ids, ids[0]])
        marks = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in said.items())
        ways.append(f'<way id="{row + 1}" version="1">{refs}{marks}</way>')
    return write(path, OSM.format(nodes="\n".join(nodes), ways="\n".join(ways)))


def test_storeys_count_and_outbuildings_do_not(tmp_path):
    path = houses(
        tmp_path / "a.osm",
        {"building": "yes"},
        {"building": "apartments", "building:levels": "6"},
        {"building": "house", "building:levels": "2,5"},
        {"building": "tower", "building:levels": "400"},
        {"building": "garage"},
        {"building": "barn"},
        {"building": "yes", "ruins": "yes"},
        {"building": "house", "building:levels": "many"},
        {"building": "house", "building:levels": "0"},
    )
    found = read_buildings(path, UTM48)
    np.testing.assert_array_equal(found.levels, [np.nan, 6, 2.5, 40, np.nan, 1])
    assert (found.set_aside, found.broken, found.usual_levels()) == (3, 0, 1)
    assert found.area_m2 == pytest.approx(431, rel=0.01)
    land = found.land()
    assert land.weight[:3] / land.weight[0] == pytest.approx([1, 6, 2.5], rel=1e-4)


def test_what_is_no_extract_is_refused(tmp_path):
    with pytest.raises(DataUnavailableError):
        read_buildings(tmp_path / "none.osm.pbf", UTM48)
    with pytest.raises(FileFormatError):
        read_buildings(write(tmp_path / "bad.osm.pbf", "no"), UTM48)


def test_built_up_cells_hold_the_land_once(test_data):
    polygons, _ = read_built_up(test_data / "andorra" / "andorra.osm.pbf")
    land = built_up_land(polygons, UTM31)
    flat = shapely.make_valid(
        shapely.transform(polygons, lambda xy: np.column_stack(UTM31.from_lonlat(*xy.T)))
    )
    whole = shapely.union_all(flat)
    assert math.fsum(land.weight) == pytest.approx(whole.area, rel=1e-9)
    assert land.weight.max() <= 10_000 + 1e-6
    # One cell by hand: the share of the 100 m square that is built up.
    x, y = UTM31.from_lonlat(land.lon, land.lat)
    for row in range(0, len(land), 97):
        west, south = math.floor(x[row] / 100) * 100, math.floor(y[row] / 100) * 100
        square = shapely.box(west, south, west + 100, south + 100)
        assert land.weight[row] == pytest.approx(whole.intersection(square).area, abs=1e-3)


@given(seed=st.integers(0, 10**6))
def test_places_in_settlements_equal_geometry_objects(seed):
    rng = np.random.default_rng(seed)
    middle = rng.uniform(0, 1000, (6, 2))
    land = shapely.buffer(shapely.points(middle), rng.uniform(10, 300, 6))
    x, y = rng.uniform(-200, 1200, (2, 200))
    x[0] = np.nan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.osm_builtup._CHUNK", 37)
        found = lies_in(land, x, y)
    expected = [
        any(shape.intersects(shapely.Point(*one)) for shape in land)
        if np.isfinite(one[0])
        else False
        for one in zip(x, y, strict=True)
    ]
    assert found.tolist() == expected


def test_built_up_places_are_marked(test_data):
    polygons, _ = read_built_up(test_data / "andorra" / "andorra.osm.pbf")
    demand, _ = read_population_points(test_data / "andorra" / "places.csv")
    marked = mark_built_up(demand, polygons, UTM31)
    town = settlements(polygons, UTM31)
    x, y = UTM31.from_lonlat(demand.lon, demand.lat)
    expected = [
        bool(shapely.intersects(town, shapely.Point(*one)).any()) for one in zip(x, y, strict=True)
    ]
    assert marked.built_up.tolist() == expected
    assert 5 < sum(expected) < 20
    assert mark_built_up(demand, np.empty(0, dtype=object), UTM31).built_up is None


def test_andorra_is_spread_over_its_houses_and_nobody_is_lost(test_data):
    report = ImportReport()
    land = read_land(test_data / "andorra" / "andorra.osm.pbf", UTM31, report)
    assert [one.kind for one in land] == ["buildings", "built_up"]
    assert codes(report) == ["import.land_read"]
    path = test_data / "andorra" / "places.csv"
    demand, said = read_population(path, spreading=Spreading(land, points=True))
    assert demand.total == pytest.approx(85_903, abs=1e-6)
    assert len(demand) > 500
    assert "import.spread_buildings" in codes(said)
    followed = sum(
        one.fields["people"] for one in said.notes if one.code.startswith("import.spread_")
    )
    assert followed == pytest.approx(85_903, abs=1e-6)


# ---------------------------------------------------------------- official totals ---

TOWNS = AreaSet(
    code=("500118", "500118001", "500118002"),
    name=("永川区", "大安街道", "三教镇"),
    level=("district", "township", "township"),
    polygon=np.array([shapely.box(105, 29, 105.2, 29.1), WEST, EAST], dtype=object),
)
HOMES = DemandSurface(
    np.array([105.05, 105.06, 105.15, 105.5]),
    np.full(4, 29.05),
    np.array([100.0, 300.0, 50.0, 9.0]),
    (),
    "s",
)


def test_totals_are_matched_by_name_and_scaled(tmp_path):
    path = write(
        tmp_path / "t.csv",
        "乡镇,年份,常住人口,65岁及以上,数据来源\n"
        "大安,2020,600,120,七普\n"
        "三教镇,2020年,500,50,七普\n"
        "永川区,2020,2000,170,七普\n"
        "朱沱镇,2020,9,1,七普\n"
        "大安镇,2010,1,1,六普\n"
        "大安街道办事处,2020,1,1,七普\n",
    )
    totals, report = read_official_totals(path, TOWNS)
    assert totals.by_group[Group.ALL] == {
        "500118001": 600,
        "500118002": 500,
        "500118": 2000,
    }
    assert (totals.year, totals.source) == ("2020", "七普")
    assert rejected(report) == [("5", "row.unknown_area"), ("7", "row.double_area")]
    assert "import.one_year_taken" in codes(report)
    demand = scale_population(HOMES, TOWNS, totals, report)
    assert demand.population.tolist() == pytest.approx([150, 450, 500, 9])
    told = {one.code: one.fields for one in report.notes}
    assert told["import.scale_overruled"]["difference"] == pytest.approx(900)
    assert (told["import.scale_doubtful"]["name"], told["import.scale_doubtful"]["factor"]) == (
        "三教镇",
        10,
    )
    assert told["import.scale_outside"]["people"] == 9
    # Nine people live where no total tells of the old: the group cannot be told.
    assert told["import.group_totals_too_few"]["people"] == 9
    assert Group.AGE_65_PLUS not in demand.groups
    assert [(one.name, one.before, one.official) for one in report.scaling] == [
        ("永川区", 450, 2000),
        ("大安街道", 400, 600),
        ("三教镇", 50, 500),
    ]
    inside = scale_population(HOMES.take(np.arange(3)), TOWNS, totals, ImportReport())
    assert inside.people(Group.AGE_65_PLUS).tolist() == pytest.approx([30, 90, 50])


def test_group_totals_are_held_against_the_groups_of_the_file():
    """All people tripled on the way: what the file said of the old is still what is shown."""
    homes = replace(HOMES.take(np.arange(3)), groups={Group.AGE_65_PLUS: np.array([10.0, 30, 5])})
    totals = OfficialTotals(
        {
            Group.ALL: {"500118001": 1200, "500118002": 150},
            Group.AGE_65_PLUS: {"500118001": 60, "500118002": 15},
        },
        "2020",
        "s",
    )
    report = ImportReport()
    demand = scale_population(homes, TOWNS, totals, report)
    assert demand.people(Group.AGE_65_PLUS).tolist() == pytest.approx([15, 45, 15])
    old = [one for one in report.scaling if one.group == "65plus"]
    assert [(one.before, one.official, one.factor) for one in old] == [(40, 60, 1.5), (5, 15, 3)]
    said = [one.fields for one in report.notes if one.code == "import.scaled"]
    assert (said[1]["before"], said[1]["after"]) == (45, pytest.approx(75))
    doubtful = [one.fields for one in report.notes if one.code == "import.scale_doubtful"]
    assert [(one["group"], one["factor"]) for one in doubtful] == [
        ("all", 3),
        ("all", 3),
        ("65plus", 3),
    ]


def test_a_group_that_only_the_totals_tell_of_is_no_doubtful_factor():
    """A fifth of all people are old: that is no wrong boundary, and nobody was counted before."""
    totals = OfficialTotals({Group.AGE_65_PLUS: {"500118001": 80, "500118002": 10}}, "", "s")
    report = ImportReport()
    demand = scale_population(HOMES.take(np.arange(3)), TOWNS, totals, report)
    assert demand.people(Group.AGE_65_PLUS).tolist() == pytest.approx([20, 60, 10])
    assert codes(report) == ["import.scaled", "import.group_from_totals"]
    assert report.notes[0].fields["before"] == 0
    assert [(one.before, one.official) for one in report.scaling] == [(0, 80), (0, 10)]
    assert all(math.isnan(one.factor) for one in report.scaling)


def test_a_level_in_other_words_than_the_boundaries_shuts_no_area_out(tmp_path):
    path = write(
        tmp_path / "t.csv",
        "镇街,级别,常住人口\n大安街道,街道,600\n三教镇,乡级,500\n永川区,区,2000\n",
    )
    totals, report = read_official_totals(path, TOWNS)
    assert report.rejects == []
    assert totals.by_group[Group.ALL] == {"500118001": 600, "500118002": 500, "500118": 2000}


def test_codes_and_years_can_be_named(tmp_path):
    path = write(
        tmp_path / "t.csv",
        "名称,代码,年份,人口\n大安,500118001,2010,7\n大安,500118001,2020,8\n",
    )
    assert read_official_totals(path, TOWNS, year=2010)[0].by_group[Group.ALL] == {"500118001": 7}
    with pytest.raises(InputError, match="no row for the year 2015; it has: 2010, 2020"):
        read_official_totals(path, TOWNS, year=2015)


def test_a_name_that_two_areas_bear_is_not_guessed(tmp_path):
    twins = AreaSet(
        code=("a", "b", "c"),
        name=("长安镇", "长安镇", "大安镇"),
        level=("township", "village", "township"),
        polygon=np.array([WEST, EAST, EAST], dtype=object),
    )
    path = write(tmp_path / "t.csv", "名称,人口\n长安镇,5\n大安,6\n")
    totals, report = read_official_totals(path, twins)
    assert totals.by_group[Group.ALL] == {"c": 6}
    assert rejected(report) == [("2", "row.ambiguous_area")]
    levels = write(tmp_path / "l.csv", "名称,人口,级别\n长安镇,5,village\n")
    assert read_official_totals(levels, twins)[0].by_group[Group.ALL] == {"b": 5}


def test_tables_that_tell_nothing_are_refused(tmp_path):
    with pytest.raises(InputError, match="no column tells of people"):
        read_official_totals(write(tmp_path / "a.csv", "名称,面积\n大安镇,5\n"), TOWNS)
    with pytest.raises(InputError, match="not one row belongs to an area"):
        read_official_totals(write(tmp_path / "b.csv", "名称,人口\n长寿镇,5\n"), TOWNS)


@pytest.mark.parametrize(
    "name", ["全区", "全县", "全市", "合计", "全区合计", "全 区", "全区总人口"]
)
def test_a_row_that_sums_up_the_others_is_left_out_and_no_fault(tmp_path, name):
    path = write(tmp_path / "t.csv", f"名称,人口\n{name},1100\n大安,600\n三教,500\n")
    totals, report = read_official_totals(path, TOWNS)
    assert totals.by_group[Group.ALL] == {"500118001": 600, "500118002": 500}
    assert report.rejects == []
    (note,) = (one for one in report.notes if one.code == "sheets.total_rows")
    assert (note.fields["count"], note.fields["rows"]) == (1, "2")


def test_a_sum_row_with_an_area_of_its_own_counts_and_a_strange_name_is_a_fault(tmp_path):
    path = write(tmp_path / "t.csv", "代码,名称,人口\n500118,全区,9\n,全安镇,5\n,,3\n")
    totals, report = read_official_totals(path, TOWNS)
    assert totals.by_group[Group.ALL] == {"500118": 9}
    assert rejected(report) == [("3", "row.unknown_area"), ("4", "row.unknown_area")]


def test_a_missing_group_total_is_told(tmp_path):
    path = write(tmp_path / "t.csv", "名称,人口,婴幼儿\n大安,600,\n三教,500,20\n")
    totals, report = read_official_totals(path, TOWNS)
    assert totals.by_group[Group.UNDER_3] == {"500118002": 20}
    assert "import.group_totals_missing" in codes(report)


# ---------------------------------------------------------------------- the whole ---


def test_a_raster_of_the_old_joins_that_of_all_and_both_are_scaled(test_data, tmp_path):
    """Municipalities of the Ahr valley at twice their people: every cell doubles."""
    path = test_data / "ahr" / "wpop_ahrvalley.tif"
    with rasterio.open(path) as source:
        profile, values = source.profile, source.read(1)
    with rasterio.open(tmp_path / "old.tif", "w", **profile) as out:
        out.write(np.where(values > 0, values / 4, values), 1)
    demand, _ = read_population(path, group_rasters={Group.AGE_65_PLUS: tmp_path / "old.tif"})
    np.testing.assert_allclose(demand.people(Group.AGE_65_PLUS), demand.population / 4, rtol=1e-12)
    frame = geopandas.read_file(test_data / "ahr" / "affected_municipalities.gpkg").to_crs(4326)
    areas = AreaSet(
        code=tuple(f"m{row}" for row in range(len(frame))),
        name=tuple(f"m{row}" for row in range(len(frame))),
        level=("8",) * len(frame),
        polygon=frame.geometry.to_numpy(),
    )
    where = areas.locate(demand.lon, demand.lat)
    plain = {
        code: 2 * math.fsum(demand.population[where == row])
        for row, code in enumerate(areas.code)
        if (where == row).any()
    }
    assert len(plain) > 10
    report = ImportReport()
    totals = OfficialTotals({Group.ALL: plain}, "2021", "test")
    scaled = scale_population(demand, areas, totals, report)
    factor = np.where(where >= 0, 2.0, 1.0)
    np.testing.assert_allclose(scaled.population, demand.population * factor, rtol=1e-9)
    np.testing.assert_allclose(
        scaled.people(Group.AGE_65_PLUS), demand.population * factor / 4, rtol=1e-9
    )
    for one in report.scaling:
        here = math.fsum(scaled.population[where == int(one.code[1:])])
        assert here == pytest.approx(one.official, abs=1e-9)
        assert one.factor == pytest.approx(2, abs=1e-12)
    assert "import.scale_outside" in codes(report)


def test_people_may_stand_beside_one_column_of_both_coordinates(tmp_path):
    path = tmp_path / "villages.csv"
    path.write_text('村名,坐标,人口\n甲村,"105.92,29.35",120\n乙村,"105.95,29.36",80\n', "utf-8")
    demand, _ = read_population_points(path, datum="wgs84", extent=(105.5, 29.0, 106.2, 29.6))
    assert demand.lon.tolist() == [105.92, 105.95]
    assert demand.lat.tolist() == [29.35, 29.36]
    path.write_text("村名,人口\n甲村,120\n", "utf-8")
    with pytest.raises(InputError, match="lon"):
        read_population_points(path, datum="wgs84")
