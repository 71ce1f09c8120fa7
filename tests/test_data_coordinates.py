"""From cells and shapes to places: what is recognised, and what is refused by name."""

# ruff: noqa: RUF001 (the look-alikes of signs are what is read here)

import math
import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from data.coordinate_systems import likely_systems
from data.coordinate_text import read_angles, split_pairs
from data.coordinates import read_places
from data.import_report import ImportReport
from data.sheets import Sheet
from geo.datum import bd09_from_wgs84, gcj02_from_wgs84
from geo.errors import CrsError, InputError
from geo.text import Lang, text
from layers.datum_evidence import RoadLines

YONGCHUAN = (105.6, 28.9, 106.2, 29.6)
DECIMAL = ["105.92", "105.93", "105.95", "105.90"], ["29.35", "29.36", "29.31", "29.40"]


def table(lon, lat, **more):
    return Sheet.from_columns("list.csv", {"lon": lon, "lat": lat, **more})


def both(cells, heading="坐标"):
    return Sheet.from_columns("list.csv", {"name": ["x"] * len(cells), heading: cells})


def read(sheet, *, datum="wgs84", extent=YONGCHUAN, **more):
    report = ImportReport()
    return read_places(sheet, datum=datum, extent=extent, report=report, **more), report


def refused(sheet, code, **more):
    with pytest.raises(InputError) as fault:
        read(sheet, **more)
    assert fault.value.code == code
    for lang in Lang:
        assert fault.value.render(lang)
    return fault.value


def codes(report):
    return [(one.row, one.code) for one in report.rejects]


def notes(report):
    for one in report.notes:
        for lang in Lang:
            assert text(one.code, lang, **one.fields)
    return [one.code for one in report.notes]


# ------------------------------------------------------------------ decimal degrees ---


def test_every_row_is_a_place_or_a_reject_with_its_reason():
    lon = ["105.92", "", "105.9x", "29.35", "500", "110.5", "1_05", "nan", "105.9"]
    lat = ["29.35", "29.3", "29.3", "105.92", "29.3", "29.3", "29.3", "29.3", ""]
    places, report = read(table(lon, lat))
    assert places.taken.tolist() == [True] + [False] * 8
    assert codes(report) == [
        ("3", "row.blank"),
        ("4", "row.not_a_number"),
        ("5", "row.swapped"),
        ("6", "row.not_lonlat"),
        ("7", "row.far_outside"),
        ("8", "row.not_a_number"),
        ("9", "row.not_a_number"),
        ("10", "row.blank"),
    ]
    assert [one.fields for one in report.rejects[:3]] == [
        {"column": "lon"},
        {"column": "lon", "value": "105.9x"},
        {"lon": 29.35, "lat": 105.92},
    ]
    assert report.rejects[-1].fields == {"column": "lat"}
    assert (places.lon[0], places.lat[0]) == (105.92, 29.35)
    assert np.isnan([places.lon[1:], places.lat[1:]]).all()
    assert places.evidence.basis == "stated"
    assert report.datum == [places.evidence]


@pytest.mark.slow
@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True)), max_size=12),
    st.sampled_from([None, YONGCHUAN]),
)
def test_no_number_is_lost_and_none_raises_but_by_name(pairs, extent):
    sheet = table([repr(x) for x, _ in pairs], [repr(y) for _, y in pairs])
    try:
        places, report = read(sheet, extent=extent)
    except InputError as fault:
        assert fault.code.startswith("coordinates.")  # noqa: PT017 (either outcome is right)
        return
    assert int(places.taken.sum()) + len(report.rejects) == len(sheet)
    assert np.isfinite(places.lon[places.taken]).all()
    assert (np.abs(places.lon[places.taken]) <= 180).all()
    assert (np.abs(places.lat[places.taken]) <= 90).all()


@given(st.lists(st.tuples(st.text(max_size=25), st.text(max_size=25)), max_size=8))
def test_no_text_raises_but_by_name(pairs):
    cells = [(x.strip(), y.strip()) for x, y in pairs]
    for sheet in (
        table([x for x, _ in cells], [y for _, y in cells]),
        both([f"{x},{y}".strip() for x, y in cells]),
    ):
        try:
            places, report = read(sheet)
        except InputError as fault:
            assert fault.code.startswith("coordinates.")  # noqa: PT017 (either outcome is right)
        else:
            assert int(places.taken.sum()) + len(report.rejects) == len(sheet)


def test_the_slack_around_the_roads_is_one_degree_inclusive():
    places, _ = read(table(["107.2", "107.2001"], ["30.6", "30.6"]))
    assert places.taken.tolist() == [True, False]


@pytest.mark.parametrize(
    ("datum", "turn"), [("gcj02", gcj02_from_wgs84), ("bd09", bd09_from_wgs84)]
)
def test_the_stated_datum_is_undone(datum, turn):
    lon, lat = turn(np.array([105.92]), np.array([29.35]))
    places, report = read(table([repr(lon.item())], [repr(lat.item())]), datum=datum)
    assert (places.lon[0], places.lat[0]) == pytest.approx((105.92, 29.35), abs=1e-9)
    assert (report.datum[0].chosen, report.datum[0].basis) == (datum, "stated")


def test_a_formula_and_a_failed_one_are_rejected():
    sheet = table(["=A1+1", "#N/A", "105.92"], ["29.35"] * 3)
    marked = Sheet(
        sheet.name,
        sheet.head,
        sheet.cells,
        sheet.row,
        sheet.columns,
        formula={0: np.array([True, False, False])},
    )
    places, report = read(marked)
    assert places.taken.tolist() == [False, False, True]
    assert codes(report) == [("2", "row.formula"), ("3", "row.error_cell")]


# ---------------------------------------------------------- degrees, minutes, seconds ---


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("105°55′30″E", 105.925),
        ("105°55'30.6\"", 105 + 55 / 60 + 30.6 / 3600),
        ("105°55'30''", 105.925),
        ("105 55 30", 105.925),
        ("105:55:30", 105.925),
        ("105-55-30", 105.925),
        ("E105°55′30″", 105.925),
        ("东经105度55分30秒", 105.925),
        ("东经：１０５°５５′３０″", 105.925),
        ("105º55’30”", 105.925),
        ("北纬29度21分", 29.35),
        ("N29°21′", 29.35),
        ("29°21.6′N", 29.36),
        ("29.35°", 29.35),
        ("南纬29°21′", -29.35),
        ("W105°55′30″", -105.925),
        ("-105 55 30", -105.925),
        ("经度:105.925", 105.925),
        ("105°59′59.9″", 106 - 0.1 / 3600),
        ("１０５.９２５", 105.925),
        ("0°0′36″", 0.01),
    ],
)
def test_angles_in_the_usual_forms(cell, degrees):
    assert read_angles([cell]).value[0] == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize(
    "cell",
    [
        "105°60′",  # a whole minute too many
        "105°55′60″",
        "105.5°30′",  # a fraction, and minutes all the same
        "105°55.5′30″",
        "-105°55′E",  # a sign and a letter
        "E105°55′E",
        "105°55′30″ 29°21′",
        "1055530°",
        "105°abc",
        "1,52",
        "1_05",
        "infinity",
        "°",
        "9" * 400,
        "105°" * 5_000,
        "(" + " " * 5_000,
    ],
)
def test_what_is_no_angle_is_none(cell):
    assert math.isnan(read_angles([cell]).value[0])
    assert split_pairs([cell])[1] != [cell]


@given(
    st.integers(0, 179),
    st.integers(0, 59),
    st.integers(0, 59_999).map(lambda ms: ms / 1000),
    st.sampled_from(
        ["{}°{}′{}″", "{} {} {}", "{}:{}:{}", "{}度{}分{}秒", "E{}°{}'{}\"", "{}-{}-{}"]
    ),
)
def test_written_out_angles_come_back(degrees, minutes, seconds, form):
    cell = form.format(degrees, minutes, f"{seconds:.3f}")
    exact = degrees + minutes / 60 + seconds / 3600
    found = read_angles([cell, "1.5"])
    assert found.value.tolist() == pytest.approx([exact, 1.5], abs=1e-11)
    assert found.sexagesimal.tolist() == [True, False]


def test_degrees_minutes_and_seconds_are_counted_beside_decimal_ones():
    places, report = read(table(["105°55′12″E", "105.95"], ["29°21′N", "29.31"]))
    assert places.lon.tolist() == pytest.approx([105.92, 105.95])
    assert places.lat.tolist() == pytest.approx([29.35, 29.31])
    assert notes(report) == ["import.sexagesimal"]
    assert (report.notes[0].fields["count"], report.notes[0].fields["row"]) == (1, 2)


def test_a_letter_of_the_other_axis_is_a_swapped_row():
    _, report = read(table(["N29°21′", *DECIMAL[0]], ["E105°55′", *DECIMAL[1]]))
    assert codes(report) == [("2", "row.swapped")]


# ------------------------------------------------------------------ one column of both ---


@pytest.mark.parametrize(
    "cell",
    [
        "105.92,29.35",
        "105.92，29.35",
        "105.92 29.35",
        "(105.92, 29.35)",
        "[105.92;29.35]",
        "POINT(105.92 29.35)",
        "东经105°55′12″，北纬29°21′",
        "E105°55′12″N29°21′",
        "105°55′12″E 29°21′N",
    ],
)
@pytest.mark.parametrize("heading", ["坐标", "经纬度", "location", "经纬度（高德）"])
def test_both_in_one_column_are_read(cell, heading):
    places, report = read(both([cell] * 2, heading))
    assert places.lon.tolist() == pytest.approx([105.92] * 2)
    assert places.lat.tolist() == pytest.approx([29.35] * 2)
    assert notes(report)[0] == "import.pair_column"


def test_the_order_of_both_is_told_by_the_study_or_by_what_can_be():
    for extent in (YONGCHUAN, None):
        places, _ = read(both(["29.35,105.92", "29.36,105.93"]), extent=extent)
        assert places.lon.tolist() == [105.92, 105.93]
    # In Andorra either order is a place on earth: only the study's place tells.
    places, _ = read(both(["42.5,1.5", "42.51,1.52"]), extent=(1.4, 42.4, 1.8, 42.7))
    assert places.lon.tolist() == [1.5, 1.52]
    refused(both(["42.5,1.5", "42.51,1.52"]), "coordinates.order_unknown", extent=None)
    # Rows that speak for both orders alike.
    mixed = both(["105.92,29.35", "29.35,105.92"])
    refused(mixed, "coordinates.order_unknown")


def test_rows_of_a_joint_column_that_are_no_pair_are_rejected():
    good = ["105.92,29.35"] * 2
    places, report = read(both([*good, "105.92", "", "a,b", "29.36,105.92", "1,2,3"]))
    assert places.taken.tolist() == [True, True, False, False, False, False, False]
    assert [code for _, code in codes(report)] == [
        "row.not_a_pair",
        "row.blank",
        "row.not_a_pair",
        "row.swapped",
        "row.not_a_pair",
    ]


def test_a_sheet_without_any_column_is_refused():
    fault = refused(Sheet.from_columns("a.csv", {"name": ["x"]}), "coordinates.no_column")
    assert "name" in str(fault)


# ------------------------------------------------------------------------------ shapes ---


def shapes(*geometry, datum=""):
    array = np.empty(len(geometry), dtype=object)
    array[:] = geometry
    size = len(geometry)
    return Sheet(
        "a.gpkg", ("name",), (["x"] * size,), np.arange(1, size + 1), {"name": 0}, {}, array, datum
    )


def test_points_and_polygons_give_places_and_the_rest_is_rejected():
    horseshoe = shapely.Polygon(
        np.array([(0, 0), (6, 0), (6, 6), (4, 6), (4, 2), (2, 2), (2, 6), (0, 6)]) / 100
        + (105.9, 29.3)
    )
    places, report = read(
        shapes(
            shapely.Point(105.92, 29.35),
            horseshoe,
            shapely.MultiPolygon([horseshoe]),
            shapely.MultiPoint([(105.9, 29.3)]),
            shapely.MultiPoint([(105.9, 29.3), (105.91, 29.3)]),
            shapely.LineString([(105.9, 29.3), (105.95, 29.3)]),
            shapely.Point(),
            shapely.Polygon(),
            None,
            shapely.Point(105.92, 29.35, 300.0),
        )
    )
    assert places.taken.tolist() == [True] * 4 + [False] * 5 + [True]
    assert places.from_polygon.tolist() == [False, True, True] + [False] * 7
    assert shapely.contains_xy(horseshoe, places.lon[1], places.lat[1])
    assert [(one.row, one.code) for one in report.rejects] == [
        (str(row), "row.no_point") for row in range(5, 10)
    ]
    assert report.rejects[1].fields == {"kind": "LineString"}


def test_shapes_that_say_where_they_lie_are_not_shifted():
    sheet = shapes(shapely.Point(105.92, 29.35), datum="wgs84")
    for datum in ("gcj02", "auto"):
        places, report = read(sheet, datum=datum)
        assert places.lon[0] == 105.92
        assert (report.datum[0].chosen, report.datum[0].basis) == ("wgs84", "crs")


# ------------------------------------------------------------------ refused by name ---


def test_a_swapped_table_is_refused_as_a_whole():
    fault = refused(table(DECIMAL[1], DECIMAL[0]), "coordinates.swapped_columns")
    assert "4 of 4" in str(fault)
    refused(table(DECIMAL[1], DECIMAL[0]), "coordinates.swapped_columns", extent=None)
    refused(table(["N29°21′"] * 3, ["E105°55′"] * 3), "coordinates.swapped_columns")


def test_a_few_swapped_rows_are_rejected_one_by_one():
    places, report = read(table([*DECIMAL[0], *DECIMAL[1][:2]], [*DECIMAL[1], *DECIMAL[0][:2]]))
    assert places.taken.sum() == 4
    assert codes(report) == [("6", "row.swapped"), ("7", "row.swapped")]


def in_metres(epsg, *, north_first=False, digits=3):
    """Some places of the district in a projected system, by pyproj and the axis names."""
    crs = CRS.from_epsg(epsg)
    lon = np.array([105.92, 105.8, 105.95, 106.05, 105.75])
    lat = np.array([29.35, 29.2, 29.31, 29.5, 29.05])
    x_m, y_m = Transformer.from_crs(4326, crs, always_xy=True).transform(lon, lat)
    cells = [[f"{v:.{digits}f}" for v in column] for column in (x_m, y_m)]
    return lon, lat, table(*(cells[::-1] if north_first else cells))


@pytest.mark.parametrize(
    "epsg",
    [
        3857,  # Web Mercator
        4523,  # CGCS2000, 3 degrees, zone 35: easting 35,5xx,xxx
        4544,  # the same without the number of the zone
        4524,  # the neighbouring zone 36
        4545,
        4496,  # CGCS2000, 6 degrees, zone 18
        4507,
        32648,  # UTM
    ],
)
@pytest.mark.parametrize("north_first", [False, True])
def test_projected_coordinates_are_refused_with_their_likely_system(epsg, north_first):
    _, _, sheet = in_metres(epsg, north_first=north_first)
    fault = refused(sheet, "coordinates.projected")
    assert f"EPSG:{epsg}" in str(fault)
    assert "crs" in str(fault)


@pytest.mark.parametrize("epsg", [4523, 4544, 3857])
def test_without_a_place_of_the_study_they_are_refused_too(epsg):
    _, _, sheet = in_metres(epsg)
    refused(sheet, "coordinates.projected", extent=None)


def test_a_system_that_fits_nowhere_is_said_to():
    _, _, sheet = in_metres(4544)
    fault = refused(sheet, "coordinates.projected", extent=(1.4, 42.4, 1.8, 42.7))
    assert "No system" in str(fault)
    assert likely_systems(np.array([1e9]), np.array([-1e9]), YONGCHUAN) == ()


@pytest.mark.parametrize("epsg", [4523, 4544, 4496, 32648, 3857, 4490])
@pytest.mark.parametrize("north_first", [False, True])
def test_a_named_system_is_undone_whichever_axis_stands_first(epsg, north_first):
    lon, lat, sheet = in_metres(epsg, north_first=north_first, digits=9)
    places, report = read(sheet, crs=f"EPSG:{epsg}", datum="auto")
    assert places.lon == pytest.approx(lon, abs=1e-8)
    assert places.lat == pytest.approx(lat, abs=1e-8)
    assert (report.datum[0].chosen, report.datum[0].basis) == ("wgs84", "crs")
    assert notes(report) == (["import.axes_turned"] if north_first else [])


def test_a_named_system_that_leads_elsewhere_or_is_none_is_refused():
    _, _, sheet = in_metres(4544)
    refused(sheet, "coordinates.crs_elsewhere", crs="EPSG:4553")
    for crs in ("EPSG:999999", "nonsense", "EPSG:"):
        with pytest.raises(CrsError, match="Unknown coordinate system"):
            read(sheet, crs=crs)


@pytest.mark.parametrize("scale", [1e5, 1e6, 1e7, 3600.0])
@pytest.mark.parametrize("extent", [YONGCHUAN, None])
def test_whole_numbers_of_parts_of_a_degree_are_refused(scale, extent):
    cells = [[f"{float(cell) * scale:.0f}" for cell in column] for column in DECIMAL]
    fault = refused(table(*cells), "coordinates.scaled", extent=extent)
    assert fault.fields["scale"] == scale


def test_a_column_of_two_kinds_of_numbers_is_refused_and_a_stray_row_rejected():
    metres = [["535123.4"] * 3, ["3248123.4"] * 3]
    fault = refused(table(DECIMAL[0] + metres[0], DECIMAL[1] + metres[1]), "coordinates.mixed")
    assert (fault.fields["count"], fault.fields["total"]) == (3, 7)
    places, report = read(table([*DECIMAL[0], "535123.4"], [*DECIMAL[1], "3248123.4"]))
    assert places.taken.sum() == 4
    assert codes(report) == [("6", "row.not_lonlat")]


# ---------------------------------------------------------------------- the datum ---


def test_auto_without_roads_cannot_tell_in_china_and_need_not_abroad():
    fault = refused(table(*DECIMAL), "datum.cannot_tell", datum="auto")
    assert "no roads" in str(fault)
    for option in ("--datum", "--areas-datum", "--population-datum"):
        assert all(option in fault.render(lang) for lang in Lang)
    places, report = read(table(["1.5"], ["42.5"]), datum="auto", extent=None)
    assert places.lon[0] == 1.5
    assert (report.datum[0].chosen, report.datum[0].basis) == ("wgs84", "outside_china")
    assert notes(report) == ["import.datum_found"]


def lattice():
    """Roads 200 to 600 m apart each way, and places 10 m from some of them."""
    # Not evenly: in an even mesh a shift by just its width looks like no shift at all.
    rng = np.random.default_rng(4)
    lon = 105.8 + rng.uniform(0.002, 0.006, 50).cumsum()
    lat = 29.2 + rng.uniform(0.002, 0.006, 50).cumsum()
    across = [[(x, lat[0]), (x, lat[-1])] for x in lon] + [[(lon[0], y), (lon[-1], y)] for y in lat]
    ends = np.array(across)
    x, y = (one.ravel()[::5] for one in np.meshgrid(lon[8:-8] + 0.001, lat[8:-8] + 0.0001))
    return RoadLines(ends[:, :, 0], ends[:, :, 1]), x, y


@pytest.mark.parametrize(
    ("datum", "turn"),
    [("wgs84", lambda x, y: (x, y)), ("gcj02", gcj02_from_wgs84), ("bd09", bd09_from_wgs84)],
)
def test_auto_finds_the_datum_by_the_roads_and_a_wrong_word_is_doubted(datum, turn):
    roads, lon, lat = lattice()
    sheet = table(*(list(map(repr, column.tolist())) for column in turn(lon, lat)))
    places, report = read(sheet, datum="auto", roads=roads)
    assert places.lon == pytest.approx(lon, abs=1e-9)
    assert notes(report) == ["import.datum_found"]
    assert (places.evidence.chosen, places.evidence.basis) == (datum, "roads")
    for stated in ("wgs84", "gcj02", "bd09"):
        places, report = read(sheet, datum=stated, roads=roads)
        assert (places.evidence.chosen, places.evidence.basis) == (stated, "stated")
        assert notes(report) == ([] if stated == datum else ["import.datum_doubt"])
        assert bool(np.abs(places.lon - lon).max() < 1e-9) is (stated == datum)


def test_auto_refuses_five_places_however_well_they_fit():
    roads, lon, lat = lattice()
    sheet = table(*(list(map(repr, one[:5].tolist())) for one in gcj02_from_wgs84(lon, lat)))
    fault = refused(sheet, "datum.cannot_tell", datum="auto", roads=roads)
    assert "half of 5 places" in str(fault)
    assert "5 could be compared, at least 20 are needed" in str(fault)
    assert "可比对 5 个，至少需要 20 个" in fault.render(Lang.ZH)


def test_many_places_at_one_spot_are_too_few_apart_and_many_far_from_all_roads_too_alike():
    roads, lon, lat = lattice()
    near = [repr(float(lon[0]) + 1e-6 * row) for row in range(40)]
    sheet = table(near, [repr(float(lat[0]))] * 40)
    fault = refused(sheet, "datum.cannot_tell", datum="auto", roads=roads)
    assert "half of 40 places" in str(fault)
    assert fault.fields["reason"].code == "datum.too_few_apart"
    assert fault.fields["reason"].fields["witnesses"] < 5
    rng = np.random.default_rng(7)
    strewn = (rng.uniform(lon.min(), lon.max(), 300), rng.uniform(lat.min(), lat.max(), 300))
    sheet = table(*(list(map(repr, one.tolist())) for one in strewn))
    fault = refused(sheet, "datum.cannot_tell", datum="auto", roads=roads)
    assert fault.fields["reason"].code == "datum.too_alike"
    assert "too alike" in str(fault)


def test_auto_on_rows_none_of_which_is_taken_leaves_the_reasons_to_speak():
    places, report = read(table(["", "x"], ["1", "2"]), datum="auto")
    assert not places.taken.any()
    assert len(report.rejects) == 2


def test_an_unknown_datum_is_refused_before_anything_is_read():
    refused(table(*DECIMAL), "datum.unknown", datum="nad27")


# --------------------------------------------------------------------------- scale ---


@pytest.mark.slow
def test_a_million_rows_are_read_in_seconds():
    rng = np.random.default_rng(0)
    lon = [f"{x:.6f}" for x in rng.uniform(105.6, 106.2, 1_000_000)]
    lat = [f"{x:.6f}" for x in rng.uniform(28.9, 29.6, 1_000_000)]
    began = time.perf_counter()
    places, _ = read(table(lon, lat), datum="gcj02")
    assert places.taken.all()
    assert time.perf_counter() - began < 30  # some 5 s; the bound allows for a busy machine
