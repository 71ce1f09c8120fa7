"""CSV tables: what is taken, what is rejected with which reason, what stops the run."""

import numpy as np
import pytest

import oracles
from data.datum import Datum
from data.tables import read_facilities, read_population_points
from geo.errors import DataUnavailableError, FileFormatError, InputError
from layers.facilities import Service

EXTENT = (1.4, 42.4, 1.8, 42.7)


@pytest.fixture
def table(tmp_path):
    def write(content, *, encoding="utf-8", name="people.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def reasons(report):
    return [(one.row, one.code) for one in report.rejects]


# ------------------------------------------------------------------- the file ---


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataUnavailableError, match=r"There is no file .*nowhere\.csv"):
        read_population_points(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("name,lat,population", "lon"),
        ("name,lon,population", "lat"),
        ("lon,lat,name", "population"),
    ],
)
def test_a_table_without_a_needed_column_names_it_and_what_came(table, head, column):
    with pytest.raises(InputError, match=f"expected a column for “{column}”.*found: {head[:3]}"):
        read_population_points(table(f"{head}\n1,2,3\n"))


def test_a_facility_table_without_coordinates_is_refused(table):
    with pytest.raises(InputError, match=r"hospitals\.csv: expected a column for “lon”"):
        read_facilities(
            table("name,address\nA,Main street 1\n", name="hospitals.csv"), datum="wgs84"
        )


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("reader", [read_facilities, read_population_points])
def test_an_empty_table_is_refused(table, content, reader):
    with pytest.raises(FileFormatError, match="is empty: expected a head row"):
        reader(table(content), datum="wgs84")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "expected CSV text in UTF-8 or GB18030"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", r"is no whole \.zip or workbook"),
    ],
)
def test_what_is_no_text_is_refused(table, content, reason):
    with pytest.raises(FileFormatError, match=reason):
        read_population_points(table(content))


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_below(table):
    content = 'lon,lat,population,name\n1.5,42.5,10,"Foo\n1.6,42.6,20,Bar\n'
    with pytest.raises(FileFormatError, match=r"cannot be read as CSV: unexpected end of data"):
        read_population_points(table(content))


def test_a_table_of_a_head_alone_holds_nobody(table):
    demand, report = read_population_points(table("lon,lat,population\n"))
    assert (len(demand), demand.total, report.rejects) == (0, 0.0, [])


# ----------------------------------------------------------------- ways of writing ---

ROWS = [("甲镇", 1.5, 42.5, 1234.0), ("乙村", 1.6, 42.6, 0.0)]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name,lon,lat,population\n甲镇,1.5,42.5,1234\n乙村,1.6,42.6,0\n", "utf-8"),
        ("name,lon,lat,population\n甲镇,1.5,42.5,1234\n乙村,1.6,42.6,0\n", "utf-8-sig"),
        ("地名,经度,纬度,常住人口\n甲镇,1.5,42.5,1234\n乙村,1.6,42.6,0\n", "gb18030"),
        ("地名,经度,纬度,人口\r\n甲镇,1.5,42.5,1234\r\n乙村,1.6,42.6,0\r\n", "gbk"),
        ("地名\t经度\t纬度\t人口\r\n甲镇\t1.5\t42.5\t1234\r\n乙村\t1.6\t42.6\t0\r\n", "utf-16"),
        ("name;lon;lat;population\n甲镇;1.5;42.5;1234\n乙村;1.6;42.6;0\n", "utf-8"),
        ("name\tlon\tlat\tpopulation\n甲镇\t1.5\t42.5\t1234\n乙村\t1.6\t42.6\t0\n", "utf-8"),
        ('name,lon,lat,population\n甲镇,1.5,42.5,"1,234"\n乙村,1.6,42.6,0\n', "utf-8"),
        ("name,lon,lat,population\n甲镇,1.5,42.5,1，234\n乙村,1.6,42.6,0\n", "utf-8"),
        ("\n\nname, LON ,Lat,POPULATION\n甲镇, 1.5 ,42.5, 1234\n\n乙村,1.6,42.6,0\n\n", "utf-8"),
        ("population,y,x,name\n1234,42.5,1.5,甲镇\n0,42.6,1.6,乙村\n", "utf-8"),
        ('name,lon,lat,population\n"甲\n镇",1.5,42.5,1234\n乙村,1.6,42.6,0\n', "utf-8"),
    ],
)
def test_the_same_people_are_read_however_the_table_is_written(table, content, encoding):
    demand, report = read_population_points(table(content, encoding=encoding))
    assert report.rejects == []
    names = tuple("".join(name.split()) for name in demand.name)
    found = list(
        zip(
            names, demand.lon.tolist(), demand.lat.tolist(), demand.population.tolist(), strict=True
        )
    )
    assert found == ROWS


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("12", 12.0),
        ("1,234", 1234.0),
        ("12,345,678", 12_345_678.0),
        ("1,234.5", 1234.5),
        ("1e3", 1000.0),
        ("0", 0.0),
    ],
)
def test_thousands_separators_are_read(table, said, people):
    demand, _ = read_population_points(table(f"lon;lat;population\n1.5;42.5;{said}\n"))
    assert demand.population.tolist() == [people]


@pytest.mark.parametrize("said", ["1.234,5", "1,2,3", "1,23", "1_000", "many", "-3", "NaN", "inf"])
def test_what_is_no_number_of_people_is_rejected_not_guessed(table, said):
    demand, report = read_population_points(table(f"lon;lat;population\n1.5;42.5;{said}\n"))
    assert len(demand) == 0
    assert reasons(report) == [("2", "row.bad_population")]
    assert report.rejects[0].fields["value"] == said


@pytest.mark.parametrize(("lon", "lat"), [("1,5", "42.5"), ("1,500", "42.5"), ("1_5", "42.5")])
def test_a_decimal_comma_in_a_coordinate_is_rejected_not_moved(table, lon, lat):
    """Read as thousands, 1,5 would be fifteen degrees."""
    demand, report = read_population_points(table(f"lon;lat;population\n{lon};{lat};3\n"))
    assert len(demand) == 0
    assert reasons(report) == [("2", "row.not_a_number")]


# ------------------------------------------------------------------------- rows ---


def test_bad_rows_are_rejected_with_their_number_and_reason_and_the_rest_is_taken(table):
    content = """name,lon,lat,population
good,1.5,42.5,10
negative,1.5,42.5,-3
blank,1.5,42.5,
not a number,1.5,42.5,NaN
swapped,42.5,1.5,3
no latitude,1.5,,3
word,1.5,north,3
far,5.5,42.5,3
nowhere,500,42.5,3
short
also good,1.7,42.6,20
"""
    demand, report = read_population_points(table(content), extent=EXTENT)
    assert demand.name == ("good", "also good")
    assert demand.total == 30
    assert sorted(reasons(report), key=lambda one: int(one[0])) == [
        ("3", "row.bad_population"),
        ("4", "row.blank"),
        ("5", "row.bad_population"),
        ("6", "row.swapped"),
        ("7", "row.blank"),
        ("8", "row.not_a_number"),
        ("9", "row.far_outside"),
        ("10", "row.not_lonlat"),
        ("11", "row.blank"),
    ]


def test_a_latitude_beyond_ninety_is_seen_as_swapped_without_an_extent(table):
    _, report = read_population_points(table("lon,lat,population\n29.35,105.9,3\n"))
    assert reasons(report) == [("2", "row.swapped")]


def test_facilities_keep_order_ids_kinds_and_services(table):
    content = """id,name,lon,lat,kind,services
b,Two,1.5,42.5,hospital,stroke;maternal
a,One,1.6,42.6,clinic,
,Three,1.7,42.5,,Emergency-Room、tcm
"""
    found, report = read_facilities(table(content, name="list.csv"), extent=EXTENT, datum="wgs84")
    assert report.rejects == []
    assert found.id == ("b", "a", "list-4")
    assert found.name == ("Two", "One", "Three")
    assert found.kind == (Service.HOSPITAL, Service.CLINIC, Service.HOSPITAL)
    assert found.services == (
        {Service.HOSPITAL, Service.STROKE, Service.MATERNAL},
        {Service.CLINIC},
        {Service.HOSPITAL, Service.EMERGENCY_ROOM, Service.TCM},
    )


def test_bad_facility_rows_are_rejected(table):
    content = """id,name,lon,lat,kind
a,good,1.5,42.5,hospital
a,double,1.6,42.5,hospital
c,spa,1.6,42.5,spa
d,swapped,42.5,1.5,hospital
e,blank,,42.5,hospital
"""
    found, report = read_facilities(table(content), extent=EXTENT, datum="wgs84")
    assert found.name == ("good", "spa")
    assert found.kind[1] is Service.OTHER
    assert [note.code for note in report.notes] == ["import.unknown_words"]
    assert reasons(report) == [
        ("3", "row.double_id"),
        ("5", "row.swapped"),
        ("6", "row.blank"),
    ]


def test_a_list_without_a_kind_column_is_remarked(table):
    found, report = read_facilities(
        table("lon,lat\n1.5,42.5\n"), kind=Service.PHARMACY, datum="wgs84"
    )
    assert found.kind == (Service.PHARMACY,)
    assert [note.code for note in report.notes] == ["import.no_kind_column"]


def test_gcj02_rows_are_converted(table):
    place = (105.9, 29.35)
    lon, lat = oracles.gcj02_by_the_published_formula(*place)
    path = table(f"lon,lat,population\n{lon!r},{lat!r},5\n")
    demand, _ = read_population_points(path, datum=Datum.GCJ02)
    assert (demand.lon[0], demand.lat[0]) == pytest.approx(place, abs=1e-8)
    plain, _ = read_population_points(path)
    moved_m = oracles.vincenty_m(float(plain.lon[0]), float(plain.lat[0]), *place)
    assert 100 < moved_m < 700


def test_an_unknown_datum_is_refused(table):
    with pytest.raises(InputError, match=r"Unknown datum “nad27”\. Known: wgs84"):
        read_population_points(table("lon,lat,population\n1,2,3\n"), datum="nad27")


def test_a_real_list_is_read_whole(test_data):
    demand, report = read_population_points(test_data / "andorra" / "places.csv")
    assert (len(demand), demand.total, report.rejects) == (20, 85_903.0, [])
    assert np.isfinite(demand.lon).all()
