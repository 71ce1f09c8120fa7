"""Rivers from OSM: by name, in pieces, without side streams; real banks in Andorra."""

import pytest
import shapely

from data.import_report import ImportReport
from data.osm import read_osm
from data.osm_rivers import read_osm_river
from data.river_lines import note_banks, read_river_lines
from geo.errors import DataUnavailableError, FileFormatError, GoldenHourError, InputError
from geo.text import Lang, text
from layers.areas import AreaSet
from layers.banks import split_by_river

NODES = "".join(
    f'<node id="{number}" version="1" lon="{number / 10}" lat="1"/>' for number in range(1, 9)
)


def way(number, nodes, **tags):
    inside = "".join(f'<nd ref="{one}"/>' for one in nodes)
    inside += "".join(
        f'<tag k="{key.replace("_", ":")}" v="{value}"/>' for key, value in tags.items()
    )
    return f'<way id="{number}" version="1">{inside}</way>'


def relation(number, members, **tags):
    inside = "".join(f'<member type="way" ref="{ref}" role="{role}"/>' for ref, role in members)
    inside += "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<relation id="{number}" version="1">{inside}</relation>'


@pytest.fixture
def extract(tmp_path):
    def write(*elements):
        path = tmp_path / "town.osm"
        path.write_text(f'<osm version="0.6">{NODES}{"".join(elements)}</osm>', "utf-8")
        return path

    return write


def drawn(lines):
    return [[round(lon * 10) for lon, _ in shapely.get_coordinates(one)] for one in lines]


def test_ways_of_the_name_are_taken_in_any_language_and_case(extract):
    path = extract(
        way(1, [1, 2], waterway="river", name="长江", name_en="Yangtze"),
        way(2, [2, 3], waterway="river", name="扬子江;长江"),
        way(3, [3, 4], waterway="river", name="嘉陵江"),
        way(4, [4, 5], waterway="dam", name="长江"),
        way(5, [5, 6], highway="residential", name="长江"),
    )
    assert drawn(read_osm_river(path, "长江")) == [[1, 2], [2, 3]]
    assert drawn(read_osm_river(path, " yangtze ")) == [[1, 2]]
    assert drawn(read_osm_river(path, "长江；嘉陵江")) == [[1, 2], [2, 3], [3, 4]]


def test_members_of_the_relation_are_taken_side_streams_are_not(extract):
    path = extract(
        way(1, [1, 2], waterway="river"),
        way(2, [2, 3], waterway="river", name="Valira"),
        way(3, [2, 4, 3], waterway="river", name="Valira"),
        way(4, [5, 6], waterway="river", name="Valira"),
        relation(
            9,
            [(1, "main_stream"), (2, ""), (3, "side_stream")],
            type="waterway",
            waterway="river",
            name="Valira",
        ),
    )
    assert drawn(read_osm_river(path, "Valira")) == [[1, 2], [2, 3], [5, 6]]


def test_a_way_is_cut_where_the_extract_lacks_its_nodes(extract):
    path = extract(way(1, [1, 2, 99, 3, 98, 4, 5, 6], waterway="river", name="a"))
    assert drawn(read_osm_river(path, "a")) == [[1, 2], [4, 5, 6]]


def test_an_unknown_river_names_those_there_are(extract):
    path = extract(
        way(1, [1, 2], waterway="river", name="乙河"), way(2, [2, 3], waterway="river", name="甲河")
    )
    with pytest.raises(DataUnavailableError, match=r"no river called “丙”.* 2 \(乙河, 甲河\)"):
        read_osm_river(path, "丙")


def test_a_file_that_is_missing_or_damaged_is_named(tmp_path):
    with pytest.raises(DataUnavailableError, match="There is no file"):
        read_osm_river(tmp_path / "none.osm.pbf", "a")
    path = tmp_path / "bad.osm.pbf"
    path.write_bytes(b"\x00\x00\x00\x0d\x0a\x09OSMHeader rubbish")
    with pytest.raises(FileFormatError, match=r"bad\.osm\.pbf"):
        read_osm_river(path, "a")


@pytest.fixture(scope="module")
def andorra(test_data):
    path = test_data / "andorra" / "andorra.osm.pbf"
    return path, read_osm(path, ImportReport()).areas


def test_the_valira_splits_sant_julia_into_an_east_and_a_west_bank(andorra):
    path, areas = andorra
    code = "r2804759"
    found = split_by_river(areas, code, read_osm_river(path, "Valira"), lang=Lang.EN)
    assert found.areas.name == (
        "Sant Julià de Lòria, east bank",
        "Sant Julià de Lòria, west bank",
    )
    whole = areas.polygon[areas.code.index(code)]
    left, right = found.areas.polygon
    assert left.area + right.area == pytest.approx(whole.area, rel=1e-12)
    assert shapely.intersection(left, right).area == 0
    assert shapely.union(left, right).symmetric_difference(whole).area < 1e-12 * whole.area
    # Villages of the extract whose side any map of Andorra shows.
    for lon, lat, side in (
        (1.4567, 42.4836, right),  # Bixessarri
        (1.4641, 42.4826, right),  # Aixàs
        (1.4640, 42.4543, right),  # Fontaneda
        (1.4918, 42.4392, left),  # Juberri
        (1.4996, 42.4705, left),  # Nagol
        (1.5016, 42.4620, left),  # Aixirivall
        (1.5062, 42.4761, left),  # Certers
    ):
        assert shapely.intersects_xy(side, lon, lat)


def test_a_river_that_rises_or_ends_inside_does_not_split(andorra):
    path, areas = andorra
    for code, name in (("r9407", "Valira"), ("r2804758", "Valira del Nord")):
        with pytest.raises(InputError, match="does not split the area"):
            split_by_river(areas, code, read_osm_river(path, name))


def test_a_river_and_its_upper_reach_are_one_by_both_names(andorra):
    path, areas = andorra
    both = read_osm_river(path, "Valira;Valira d'Orient")
    found = split_by_river(areas, "r2804756", both, lang=Lang.EN)  # Escaldes-Engordany
    size = areas.polygon[areas.code.index("r2804756")].area
    assert sum(one.area for one in found.areas.polygon) == pytest.approx(size, rel=1e-12)


def test_the_rhine_is_liechtensteins_border_and_no_split(test_data):
    path = test_data / "liechtenstein" / "liechtenstein.osm.pbf"
    areas = read_osm(path, ImportReport()).areas
    river = read_osm_river(path, "Alpenrhein")
    for code in ("r1155955", "r1155956", "r1155953"):  # the country, Vaduz, Balzers
        with pytest.raises(InputError, match="the line does not split the area"):
            split_by_river(areas, code, river)


# --------------------------------------------------------------- line files ---


def line_file(path, *shapes, crs=4326):
    import geopandas

    geopandas.GeoDataFrame({"name": ["r"] * len(shapes)}, geometry=list(shapes), crs=crs).to_file(
        path
    )
    return path


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
def test_a_line_file_is_the_river_in_its_own_direction(tmp_path, suffix):
    line = shapely.LineString([(8, 49), (8.1, 49.1), (8.3, 49)])
    lines, report = read_river_lines(line_file(tmp_path / f"r{suffix}", line, line.reverse()))
    assert [one.coords[:] for one in lines] == [line.coords[:], line.reverse().coords[:]]
    assert [one.basis for one in report.datum] == ["stated"]


def test_lines_are_taken_out_of_collections_other_shapes_are_counted(tmp_path):
    line, other = shapely.LineString([(8, 49), (9, 49)]), shapely.LineString([(9, 49), (9, 50)])
    both = shapely.GeometryCollection(
        [shapely.MultiLineString([line, other]), shapely.Point(8, 49)]
    )
    path = tmp_path / "r.geojson"
    path.write_text(shapely.to_geojson(both), "utf-8")
    lines, report = read_river_lines(path)
    assert list(lines) == [line, other]
    assert [one.fields["count"] for one in report.notes if one.code == "import.no_lines"] == [1]


def test_a_line_comes_in_the_datum_that_is_stated_and_auto_is_refused_in_china(tmp_path):
    import numpy as np

    import oracles

    line = shapely.LineString([(105.8, 29.3), (105.9, 29.4)])
    shifted = shapely.transform(
        line, lambda xy: np.array([oracles.gcj02_by_the_published_formula(*one) for one in xy])
    )
    path = line_file(tmp_path / "r.geojson", shifted)
    (found,), report = read_river_lines(path, datum="gcj02")
    assert shapely.get_coordinates(found) == pytest.approx(shapely.get_coordinates(line), abs=1e-6)
    assert [one.chosen for one in report.datum] == ["gcj02"]
    with pytest.raises(InputError, match="cannot be told"):
        read_river_lines(path, datum="auto")


def test_a_projected_line_is_undone(tmp_path):
    path = tmp_path / "r.gpkg"
    line = shapely.LineString([(500_000, 5_427_000), (510_000, 5_427_000)])
    line_file(path, line, crs=32632)
    (found,), report = read_river_lines(path, datum="gcj02")
    assert found.coords[0][0] == pytest.approx(9.0)
    assert [(one.chosen, one.basis) for one in report.datum] == [("wgs84", "crs")]


def test_files_without_a_line_or_degrees_are_refused(tmp_path):
    with pytest.raises(InputError, match="expected the line of a river, found no line"):
        read_river_lines(line_file(tmp_path / "p.geojson", shapely.Point(8, 49)))
    (tmp_path / "t.csv").write_text("name,lon\nr,8\n", "utf-8")
    with pytest.raises(InputError, match="found no line"):
        read_river_lines(tmp_path / "t.csv")
    far = shapely.LineString([(5e5, 5e6), (6e5, 5e6)])
    with pytest.raises(InputError, match="are not longitude and latitude"):
        read_river_lines(line_file(tmp_path / "m.geojson", far))
    with pytest.raises(DataUnavailableError):
        read_river_lines(tmp_path / "none.gpkg")


def test_everything_done_to_the_line_is_remarked():
    import numpy as np

    square = np.array([shapely.box(0, 0, 0.1, 0.1)], dtype=object)
    exclave = shapely.MultiPolygon([square[0], shapely.box(0.2, 0, 0.21, 0.01)])
    areas = AreaSet(("d",), ("甲县",), ("district",), np.array([exclave], dtype=object))
    river = np.array(
        [
            shapely.LineString([(0.0005, 0.03), (0.05, 0.03)]),
            shapely.LineString([(0.15, 0.03), (0.13, 0.03)]),
            shapely.LineString([(0.05, 0.03), (0.13, 0.03)]),
            shapely.LineString([(0.05, 0.06), (0.051, 0.06)]),
        ],
        dtype=object,
    )
    report = ImportReport()
    note_banks(split_by_river(areas, "d", river), report)
    assert [one.code for one in report.notes] == [
        "import.banks_made",
        "import.banks_mended",
        "import.banks_against",
        "import.banks_loose",
        "import.banks_detached",
    ]
    for one in report.notes:
        assert text(one.code, Lang.ZH, **one.fields)
    plain = ImportReport()
    whole = AreaSet(("d",), ("甲县",), ("district",), square)
    line = np.array([shapely.LineString([(-0.1, 0.03), (0.2, 0.03)])], dtype=object)
    note_banks(split_by_river(whole, "d", line), plain)
    assert [one.code for one in plain.notes] == ["import.banks_made"]


def test_mutated_extracts_give_lines_or_one_clear_error(helsinki_pbf, tmp_path):
    import numpy as np

    content = bytearray(helsinki_pbf.read_bytes())
    rng = np.random.default_rng(5)
    for trial in range(15):
        copy = bytearray(content)
        for at in rng.integers(0, len(copy), 20).tolist():
            copy[at] = int(rng.integers(0, 256))
        path = tmp_path / f"{trial}.osm.pbf"
        path.write_bytes(copy[: int(rng.integers(1, len(copy)))] if trial % 2 else copy)
        try:
            read_osm_river(path, "Vantaa")
        except GoldenHourError:
            continue


def test_the_set_of_an_extract_can_be_split_and_written(andorra):
    path, areas = andorra
    found = split_by_river(areas, "r2804759", read_osm_river(path, "valira"))
    assert isinstance(found.areas, AreaSet)
    assert found.areas.name == ("Sant Julià de Lòria东岸", "Sant Julià de Lòria西岸")
