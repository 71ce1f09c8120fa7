"""Facility lists as offices keep them: what becomes of every cell, and of every row."""

import json

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracles
from data.columns import ColumnMapping
from data.datum import Datum
from data.deciding import apply_decisions, mark_doubles
from data.decisions import read_decisions, write_decisions
from data.demo.build import build_demo
from data.facility_lists import need_some
from data.facility_lists import read_facilities as read_list
from data.grade_words import Flag, flag_in_words, level_in_words, placed_in_words, status_in_words
from data.profiles import load_profiles
from data.words import kind_in_words
from geo.errors import GoldenHourError, InputError
from geo.text import Lang, text
from layers.areas import AreaSet
from layers.facilities import NO_YEAR, Level, OperatingStatus, Placed, Service

HOSPITAL, TOWNSHIP, CLINIC = (
    Service.HOSPITAL,
    Service.TOWNSHIP_HEALTH_CENTRE,
    Service.VILLAGE_CLINIC,
)
STROKE, CHEST, TRAUMA = Service.STROKE, Service.CHEST_PAIN, Service.TRAUMA
ROOM, BASE, TCM, LEVEL_2 = (
    Service.EMERGENCY_ROOM, Service.AMBULANCE_BASE, Service.TCM, Service.LEVEL_2,
)  # fmt: skip
OPEN, NO_STATUS = OperatingStatus.OPEN, OperatingStatus.UNKNOWN
NAN = float("nan")


def read_facilities(path, *, datum=Datum.WGS84, **more):
    """Read a list of which every test but those on the datum knows that it is WGS-84."""
    return read_list(path, datum=datum, **more)


def notes(report, code):
    return [note.fields for note in report.notes if note.code == code]


def codes(report):
    return [note.code for note in report.notes]


def written(folder, content, name="list.csv"):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


# --------------------------------------------------------- a workbook of an office ---

HEAD = (
    ("序号", ""), ("机构编号", ""), ("所在乡镇（街道）", ""), ("机构名称", ""), ("第二名称", ""),
    ("坐标", "经度"), ("坐标", "纬度"), ("机构类别", ""), ("医院等级", ""),
    ("床位数（张）", "编制"), ("床位数（张）", "实有"), ("执业（助理）医师", ""),
    ("救护车（辆）", ""),
    ("救治中心", "卒中中心"), ("救治中心", "胸痛中心"), ("救治中心", "创伤中心"),
    ("急诊科", ""), ("120站点", ""), ("运行状态", ""), ("成立时间", ""), ("地址", ""),
)  # fmt: skip
# Town, id, name, second name, kind, level, beds approved and in use, doctors, vehicles, stroke,
# chest pain, trauma, emergency room, 120, status, founded, address.
ROWS = (
    (0, "0501", "永川区人民医院", "萱花医院；第四人民医院", "综合医院", "三级甲等",
     900, "\uff11，\uff10\uff12\uff10", 380, 6,
     "国家级卒中中心", "是", "建设单位", "√", "是", "正常", "1941年", "萱花路1号"),
    (0, "0502", "永川区中医院", "", "中医医院", "三甲", 600, "", 210, "2辆", "拟建", "否", "×",
     "有", "无",
     "正常", "1953-07-01", "渝西大道1号"),
    (0, "0503", "区妇幼保健院", "", "妇幼保健院", "二级甲等", 200, 180, "六十", 1, "", "", "",
     "1", "0",
     "正常", 1956, ""),
    (1, "0504", "大安镇卫生院", "", "卫生院", "一级甲等", 60, 55, 12, 1, "否", "否", "否", "是",
     "是",
     "正常", "1958", "正街"),
    (1, "0505", "康宁精神病医院", "", "精神病医院", "未定级", 100, -5, 9, 0, "", "", "", "", "",
     "在建", "", ""),
    (1, "0506", "大安镇卫生院", "", "卫生院", "一级甲等", 60, 70, 12, 1, "否", "否", "也许",
     "是", "是",
     "正常", "1958", "正街附近"),
    (2, "0507", "三教中心卫生院", "", "中心卫生院", "二级（创三级）", 99, 99, 20, "", "", "", "",
     "是", "是",
     "停业", "", ""),
    (2, "0508", "区中医院", "", "中医医院", "", "", 560, "", "", "", "", "", "", "", "", "", ""),
)  # fmt: skip
CLINICS = 18
EXPECTED = {
    "0501": (HOSPITAL, Level.LEVEL_3A, 1020, 380, 6, {HOSPITAL, STROKE, CHEST, ROOM, BASE, LEVEL_2},
             OPEN, 1941),
    "0502": (HOSPITAL, Level.LEVEL_3A, 600, 210, 2, {HOSPITAL, TCM, ROOM, LEVEL_2}, OPEN, 1953),
    "0503": (HOSPITAL, Level.LEVEL_2A, 180, NAN, 1, {HOSPITAL, ROOM, LEVEL_2}, OPEN, 1956),
    "0504": (TOWNSHIP, Level.LEVEL_1A, 55, 12, 1, {TOWNSHIP, ROOM, BASE}, OPEN, 1958),
    "0505": (HOSPITAL, Level.UNGRADED, NAN, 9, 0, {HOSPITAL}, OperatingStatus.BUILDING, NO_YEAR),
    "0506": (TOWNSHIP, Level.LEVEL_1A, 70, 12, 1, {TOWNSHIP, ROOM, BASE}, OPEN, 1958),
    "0507": (TOWNSHIP, Level.UNKNOWN, 99, 20, NAN, {TOWNSHIP, ROOM, BASE},
             OperatingStatus.SUSPENDED, NO_YEAR),
    "0508": (HOSPITAL, Level.UNKNOWN, 560, NAN, NAN, {HOSPITAL, TCM}, NO_STATUS, NO_YEAR),
}  # fmt: skip


@pytest.fixture(scope="module")
def demo():
    return build_demo("yongchuan", profiles=load_profiles())


def places_on_roads(demo):
    """Points of roads, in three townships each and for the clinics all over the district."""
    ways, areas = demo.ways, demo.areas.at_level("township")
    town = areas.locate(ways.lon, ways.lat)
    by_name = {name: row for row, name in enumerate(areas.name)}
    towns = [name for name in by_name if (town == by_name[name]).sum() > 100][:3]
    taken = {}
    for number, name in enumerate(towns):
        nodes = np.flatnonzero(town == by_name[name])
        for one, row in enumerate([row for row in ROWS if row[0] == number]):
            node = nodes[(one + 1) * nodes.size // 5]
            taken[row[1]] = (float(ways.lon[node]), float(ways.lat[node]))
    # The doubles stand where a second list would have put them: some way off.
    lon, lat = taken["0504"]
    taken["0506"] = (lon + 0.0012, lat + 0.0004)
    lon, lat = taken["0502"]
    taken["0508"] = (lon, lat + 0.0006)
    inside = np.flatnonzero(town >= 0)
    for one in range(CLINICS):
        node = inside[(2 * one + 1) * inside.size // (2 * CLINICS + 1)]
        taken[f"C{one}"] = (float(ways.lon[node]), float(ways.lat[node]))
    return towns, taken


def write_workbook(path, towns, taken):
    """The list as an office keeps it: in GCJ-02, titled, merged, summed up and annotated."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "医疗机构"
    sheet["A1"] = "永川区医疗卫生机构基本情况表"
    sheet.merge_cells("A1:U1")
    sheet["A2"] = "填报单位：区卫生健康委员会"
    sheet["T2"] = "单位：张、人、辆"
    for column, (upper, lower) in enumerate(HEAD, 1):
        sheet.cell(3, column, upper)
        sheet.cell(4, column, lower or None)
        if not lower:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    for first, last in ((6, 7), (10, 11), (14, 16)):
        for column in range(first + 1, last + 1):
            sheet.cell(3, column).value = None
        sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=last)
    number = 5
    rows = [(*row[:2], row[2], row[3], *row[4:]) for row in ROWS]
    rows += [
        (None, f"C{one}", f"第{one + 1}村卫生室", "", "村卫生室", *[""] * 13)
        for one in range(CLINICS)
    ]
    for count, (town, key, name, second, kind, level, *rest) in enumerate(rows, 1):
        lon, lat = oracles.gcj02_by_the_published_formula(*taken[key])
        first_of_town = town is not None and all(row[0] != town for row in rows[: count - 1])
        cells = [
            count,
            key,
            towns[town] if first_of_town else "",
            name,
            second,
            lon,
            lat,
            kind,
            level,
        ]
        for column, value in enumerate([*cells, *rest], 1):
            sheet.cell(number, column, None if value == "" else value)
        number += 1
    for first, last in ((5, 7), (8, 10), (11, 12)):
        sheet.merge_cells(start_row=first, end_row=last, start_column=3, end_column=3)
    sheet.cell(number, 1, "合计")
    sheet.cell(number, 10, 2019)
    sheet.cell(number, 11, 1984)
    sheet.cell(number + 2, 1, "注：床位数以实际开放床位为准；坐标取自地图服务。")
    book.create_sheet("填表说明")["A1"] = "请如实填报"
    book.save(path)


def test_a_chinese_workbook_becomes_facilities_with_a_report(demo, tmp_path):
    towns, taken = places_on_roads(demo)
    path = tmp_path / "永川区医疗机构.xlsx"
    write_workbook(path, towns, taken)
    found, report = read_facilities(
        path,
        datum="auto",
        roads=demo.ways,
        areas=demo.areas,
        district_prefixes=("重庆市", "永川区"),
    )
    assert report.rejects == []
    assert found.id == (*(row[1] for row in ROWS), *(f"C{one}" for one in range(CLINICS)))
    (evidence,) = report.datum
    assert (evidence.chosen, evidence.basis) == ("gcj02", "roads")
    for row, one in enumerate(found.id):
        off_m = oracles.vincenty_m(float(found.lon[row]), float(found.lat[row]), *taken[one])
        assert off_m < 0.1
    for row, (one, said) in enumerate(zip(found.id, ROWS, strict=False)):
        kind, level, beds, doctors, vehicles, services, status, year = EXPECTED[one]
        assert found.kind[row] is kind, one
        assert found.level[row] is level, one
        assert found.services[row] == services, one
        assert found.status[row] is status, one
        assert found.opening_year[row] == year, one
        counts = (found.beds[row], found.doctors[row], found.vehicles[row])
        assert np.array_equal(counts, (beds, doctors, vehicles), equal_nan=True), one
        assert (found.name[row], found.address[row]) == (said[2], said[-1])
        assert found.township[row] == towns[said[0]], one
        assert found.source[row].endswith(f":{row + 5}")
        assert found.placed[row] is Placed.POINT
    assert found.aliases[0] == ("萱花医院", "第四人民医院")
    assert set(found.kind[len(ROWS) :]) == {CLINIC}
    assert np.isnan(found.beds[len(ROWS) :]).all()

    # Both doubles, with their distance, and nothing else.
    assert [(one.first, one.second, one.reason) for one in report.doubles] == [
        ("0502", "0508", "same_name"),
        ("0504", "0506", "same_name"),
    ]
    for one in report.doubles:
        apart_m = oracles.vincenty_m(*taken[one.first], *taken[one.second])
        assert one.distance_m == pytest.approx(apart_m, abs=0.1)
    assert notes(report, "import.possible_doubles") == [
        {"name": "永川区中医院", "ids": "0502, 0508"},
        {"name": "大安镇卫生院", "ids": "0504, 0506"},
    ]

    # What could not be used is said, with the rows.
    not_yet = {
        fields["column"]: fields["examples"] for fields in notes(report, "import.not_yet_offered")
    }
    assert not_yet == {"救治中心 卒中中心": "6: 拟建", "救治中心 创伤中心": "5: 建设单位"}
    odd = {fields["column"]: fields["examples"] for fields in notes(report, "import.unknown_cells")}
    assert odd == {"救治中心 创伤中心": "10: 也许", "医院等级": "11: 二级（创三级）"}
    bad = {fields["column"]: fields["examples"] for fields in notes(report, "import.bad_counts")}
    assert bad == {"床位数（张） 实有": "9: -5", "执业（助理）医师": "7: 六十"}
    (better,) = notes(report, "import.better_column")
    assert (better["taken"], better["filled"]) == ("床位数（张） 实有", 1)
    # 0508 names no township of its own cell, it lies in the first: told with its distance.
    (outside,) = notes(report, "import.outside_township")
    assert outside["count"] == 1
    assert outside["examples"].startswith(f"区中医院 ({towns[2]}, ")
    assert all(note.render(lang) for note in report.notes for lang in Lang)


def test_the_doubles_of_a_workbook_are_decided_and_replayed(demo, tmp_path):
    towns, taken = places_on_roads(demo)
    path, decisions = tmp_path / "list.xlsx", tmp_path / "decisions.csv"
    write_workbook(path, towns, taken)
    prefixes = ("重庆市", "永川区")
    found, report = read_facilities(path, datum=Datum.GCJ02, district_prefixes=prefixes)
    write_decisions(decisions, report.doubles)
    rows = decisions.read_text(encoding="utf-8-sig").replace("same_name,,", "same_name,同一,", 1)
    rows = rows.replace("same_name,,", "same_name,不同,", 1)
    decisions.write_text(rows, encoding="gb18030")
    read = read_decisions(decisions)
    assert [one.decision for one in mark_doubles(report.doubles, read, found)] == [
        "same",
        "different",
    ]
    united, said = apply_decisions(found, read)
    assert len(united) == len(found) - 1
    kept = united.id.index("0502")
    assert "0508" not in united.id
    assert united.aliases[kept] == ("区中医院",)
    # 600 approved beds of the kept row stay, the other's 560 in use are told.
    assert united.beds[kept] == 600
    differ = {one["column"].code: one["theirs"] for one in notes(said, "import.united_differ")}
    assert differ["facilities.column.beds"] == 560
    again, _ = apply_decisions(found, read)
    assert again.id == united.id


def test_auto_without_roads_refuses(demo, tmp_path):
    towns, taken = places_on_roads(demo)
    path = tmp_path / "list.xlsx"
    write_workbook(path, towns, taken)
    with pytest.raises(InputError):
        read_facilities(path, datum="auto")


# -------------------------------------------------------------------- real files ---


def test_the_real_list_of_tertiary_hospitals_is_read_whole(test_data):
    found, report = read_facilities(test_data / "china" / "tertiary_hospitals_wgs84.csv")
    assert (len(found), report.rejects) == (1444, [])
    pairs = {(one.first_name, one.second_name): one for one in report.doubles}
    twice = pairs["武警重庆总队医院", "武警重庆总队医院"]
    assert (twice.distance_m, twice.reason) == (0.0, "same_name")
    # 12 parts of the first name, 20 of the second, 12 in common: alike by 24/32.
    children = pairs["重庆三峡中心医院", "重庆三峡中心医院儿童分院"]
    assert (children.distance_m, children.reason) == (0.0, "similar_name")
    army = pairs["北京466医院（空军航空医学研究所附属医院）", "中国人民解放军四六六医院"]
    assert (army.distance_m, army.reason) == (0.0, "same_place")
    assert report.doubles == sorted(
        report.doubles,
        key=lambda one: tuple(found.id.index(end) for end in (one.first, one.second)),
    )
    (listed,) = notes(report, "import.doubles_listed")
    assert listed["count"] == len(report.doubles)


def test_the_physicians_of_the_ahr_valley_are_read(test_data):
    found, report = read_facilities(test_data / "ahr" / "physicians.gpkg")
    assert (len(found), report.rejects) == (20, [])
    assert set(found.kind) == {Service.DOCTORS}
    row = found.id.index("2712660420")
    assert found.name[row] == "Dr. Bernhard Stölzle"
    assert (found.lon[row], found.lat[row]) == pytest.approx((7.14038, 50.54456), abs=1e-5)


# -------------------------------------------------------------------------- cells ---


def test_a_count_that_cannot_be_used_leaves_the_facility(tmp_path):
    content = "name,lon,lat,beds,doctors\n" + "".join(
        f"H{row},1.{row},42,{beds},{row}\n"
        for row, beds in enumerate(
            ["many", "-1", "1e9", "=2+3", "12.5", "", "-", "“80”", "\uff180张"]
        )
    )
    found, report = read_facilities(written(tmp_path, content))
    assert len(found) == 9
    expected = [NAN, NAN, NAN, NAN, 12.5, NAN, NAN, NAN, 80]
    assert np.array_equal(found.beds, expected, equal_nan=True)
    (bad,) = notes(report, "import.bad_counts")
    assert (bad["column"], bad["count"]) == ("beds", 5)
    assert bad["examples"] == "2: many, 3: -1, 4: 1e9"


@pytest.mark.parametrize(
    ("head", "row", "beds", "filled"),
    [
        ("编制床位,实有床位", "100,120", 120, 0),
        ("编制床位,实有床位", "100,", 100, 1),
        ("编制床位,实有床位", "100,abc", NAN, 0),
        ("编制床位,床位数,实有床位", "100,110,", 110, 1),
        ("编制床位", "100", 100, None),
    ],
)
def test_beds_in_use_go_before_approved_beds(tmp_path, head, row, beds, filled):
    found, report = read_facilities(written(tmp_path, f"名称,经度,纬度,{head}\n甲,105,29,{row}\n"))
    assert np.array_equal(found.beds, [beds], equal_nan=True)
    said = [fields["filled"] for fields in notes(report, "import.better_column")]
    assert said == ([] if filled is None else [filled])


def test_ids_are_text_and_a_number_of_excel_is_one(tmp_path):
    book = openpyxl.Workbook()
    for row in (["编号", "名称", "经度", "纬度"], ["007", "甲", 105.1, 29], [7.0, "乙", 105.2, 29],
                [8, "丙", 105.3, 29], ["8.0", "丁", 105.4, 29]):  # fmt: skip
        book.active.append(row)
    path = tmp_path / "ids.xlsx"
    book.save(path)
    found, report = read_facilities(path)
    assert found.id == ("007", "7", "8")
    assert [(one.row, one.code, one.fields["id"]) for one in report.rejects] == [
        ("5", "row.double_id", "8")
    ]


def test_rejects_come_in_the_order_of_the_rows(tmp_path):
    content = "id,name,lon,lat\na,A,1,2\na,B,1,2\nb,C,,2\nb,D,1,2\nb,E,1,2\nc,F,x,2\n"
    _, report = read_facilities(written(tmp_path, content))
    assert [(one.row, one.code) for one in report.rejects] == [
        ("3", "row.double_id"), ("4", "row.blank"), ("6", "row.double_id"),
        ("7", "row.not_a_number"),
    ]  # fmt: skip


def test_a_grade_and_its_class_in_two_columns_are_joined(tmp_path):
    content = "名称,经度,纬度,类别,级别,等次\n"
    content += "甲,105,29,综合医院,三级,甲等\n乙,105,30,三级乙等综合医院,,\n"
    found, report = read_facilities(written(tmp_path, content))
    assert found.level == (Level.LEVEL_3A, Level.LEVEL_3B)
    assert found.kind == (HOSPITAL, HOSPITAL)
    assert codes(report) == []


def test_only_a_hospital_of_level_two_is_one(tmp_path):
    content = "名称,经度,纬度,类别,等级\n甲,105,29,医院,二级\n乙,105,30,卫生院,二级\n"
    content += "丙,105,31,医院,一级\n"
    found, _ = read_facilities(written(tmp_path, content))
    assert [LEVEL_2 in one for one in found.services] == [True, False, False]


def test_every_service_column_is_read(tmp_path):
    heads = {
        "卒中中心": STROKE, "胸痛中心": CHEST, "创伤中心": TRAUMA,
        "危重孕产妇救治中心": Service.MATERNAL, "危重新生儿救治中心": Service.NEWBORN,
        "儿童救治": Service.CHILD, "急诊科": ROOM, "急救站": BASE, "中医馆": TCM,
        "24小时CT": Service.CT_24H, "发热门诊": Service.FEVER_CLINIC,
    }  # fmt: skip
    for head, service in heads.items():
        content = (
            f"名称,经度,纬度,类别,{head}\n甲,105,29,医院,是\n乙,105,30,医院,否\n丙,105,31,医院,\n"
        )
        found, report = read_facilities(written(tmp_path, content))
        assert [service in one for one in found.services] == [True, False, False], head
        assert codes(report) == []


def test_the_precision_of_a_place_is_kept(tmp_path):
    content = (
        "名称,经度,纬度,精度\n甲,105,29,门牌号\n乙,105,30,道路\n丙,105,31,乡镇\n丁,105,32,也许\n"
    )
    found, report = read_facilities(written(tmp_path, content))
    assert found.placed == (Placed.POINT, Placed.STREET, Placed.AREA, Placed.POINT)
    assert notes(report, "import.unknown_cells")[0]["examples"] == "5: 也许"


def test_a_polygon_counts_by_a_point_inside(tmp_path):
    ring = [[105, 29], [105.002, 29], [105.002, 29.002], [105, 29.002], [105, 29]]
    features = [
        {"type": "Feature", "properties": {"name": "甲医院", "beds": 20},
         "geometry": {"type": "Polygon", "coordinates": [ring]}},
        {"type": "Feature", "properties": {"name": "乙医院", "beds": None},
         "geometry": {"type": "Point", "coordinates": [105.1, 29.1]}},
    ]  # fmt: skip
    path = tmp_path / "care.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    found, _ = read_facilities(path)
    assert found.name == ("甲医院", "乙医院")
    assert found.placed == (Placed.POLYGON, Placed.POINT)
    assert (found.lon[0], found.lat[0]) == pytest.approx((105.001, 29.001), abs=0.001)
    assert np.array_equal(found.beds, [20, NAN], equal_nan=True)


def test_a_mapping_names_columns_and_datum(tmp_path):
    lon, lat = oracles.gcj02_by_the_published_formula(105.9, 29.35)
    path = written(tmp_path, f"单位,X坐标值,Y坐标值,核定数\n甲医院,{lon!r},{lat!r},50\n")
    columns = {"name": "单位", "lon": "X坐标值", "lat": "Y坐标值", "beds": "核定数"}
    found, _ = read_facilities(path, mapping=ColumnMapping(columns=columns, datum="gcj02"))
    assert (found.lon[0], found.lat[0]) == pytest.approx((105.9, 29.35), abs=1e-8)
    assert (found.name, found.beds[0]) == (("甲医院",), 50)
    toml = tmp_path / "map.toml"
    lines = "\n".join(f'{field} = "{heading}"' for field, heading in columns.items())
    toml.write_text(f'datum = "gcj02"\n[columns]\n{lines}\n', encoding="utf-8")
    again, _ = read_facilities(path, mapping=toml)
    assert again.lon[0] == found.lon[0]


def test_one_column_of_both_coordinates_is_enough(tmp_path):
    found, _ = read_facilities(written(tmp_path, '名称,经纬度\n甲,"105.9,29.35"\n'))
    assert (found.lon[0], found.lat[0]) == (105.9, 29.35)


def test_a_township_is_held_against_the_map(tmp_path):
    import shapely

    box = shapely.box(105, 29, 106, 30)
    areas = AreaSet(("1", "2"), ("大安街道", "三教镇"), ("town", "town"),
                    np.array([box, shapely.box(107, 29, 108, 30)]))  # fmt: skip
    content = (
        "名称,经度,纬度,所在乡镇\n甲,105.5,29.5,大安镇\n乙,106.01,29.5,永川区大安街道\n"
        "丙,106,29.5,大安\n丁,105.5,29.5,朱沱镇\n戊,105.2,29.5,\n己,106.5,29.5,三教\n"
    )
    found, report = read_facilities(written(tmp_path, content), areas=areas)
    assert len(found) == 6
    (outside,) = notes(report, "import.outside_township")
    east_m = oracles.vincenty_m(106.01, 29.5, 106, 29.5)
    west_m = oracles.vincenty_m(106.5, 29.5, 107, 29.5)
    assert outside["count"] == 2
    assert (
        outside["examples"] == f"己 (三教, {west_m:,.0f} m), 乙 (永川区大安街道, {east_m:,.0f} m)"
    )
    (lost,) = notes(report, "import.township_not_found")
    assert (lost["count"], lost["examples"]) == (1, "朱沱镇")


def test_a_town_centre_that_stands_in_for_places_is_remarked(tmp_path):
    rows = "".join(f"第{row}诊所,105.5,29.5\n" for row in range(12))
    _, report = read_facilities(written(tmp_path, f"名称,经度,纬度\n{rows}"), kind=Service.CLINIC)
    (said,) = notes(report, "import.one_place")
    assert (said["count"], said["lon"], said["lat"]) == (12, 105.5, 29.5)


def test_a_formula_is_never_a_value(tmp_path):
    book = openpyxl.Workbook()
    for row in (["编号", "名称", "经度", "纬度", "床位数"], ["1", "=A1", 105.1, 29, "=1+1"],
                ["=A2", "乙", 105.2, 29, 5], ["3", "丙", "=C2", 29, 5]):  # fmt: skip
        book.active.append(row)
    path = tmp_path / "formulas.xlsx"
    book.save(path)
    found, report = read_facilities(path)
    assert (found.id, found.name) == (("1",), ("",))
    assert np.isnan(found.beds[0])
    assert [(one.row, one.code) for one in report.rejects] == [
        ("3", "row.formula"), ("4", "row.formula"),
    ]  # fmt: skip
    assert {"import.unknown_cells", "import.bad_counts"} <= set(codes(report))


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=18, max_size=18))
def test_any_cell_is_a_value_or_unknown_never_a_crash(tmp_path_factory, cells):
    import csv

    heads = ["编号", "名称", "别名", "类别", "级别", "床位数", "执业医师", "救护车", "状态",
    "成立年份", "精度",
             "卒中中心", "急诊科", "所在乡镇", "地址", "服务", "等次", "实有床位", "经度",
             "纬度"]  # fmt: skip
    path = tmp_path_factory.mktemp("cells") / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(heads)
        writer.writerow([*cells, "105", "29"])
        writer.writerow(["z", "好医院", *[""] * 16, "105.5", "29.5"])
    try:
        found, report = read_facilities(path)
    except InputError:
        return  # such as a NUL byte: the file as a whole is no table
    assert len(found) + len(report.rejects) in {1, 2}
    assert "好医院" in found.name or "z" in {one.fields.get("id") for one in report.rejects}


@given(st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=3)), max_size=8))
def test_a_damaged_copy_of_a_real_list_is_read_or_refused_in_words(
    test_data, tmp_path_factory, changes
):
    whole = (test_data / "china" / "tertiary_hospitals_wgs84.csv").read_bytes()[:3000]
    for place, piece in changes:
        whole = whole[:place] + piece + whole[place + 1 :]
    path = tmp_path_factory.mktemp("damaged") / "list.csv"
    path.write_bytes(whole)
    try:
        found, report = read_facilities(path)
    except GoldenHourError:
        return
    assert all(note.render(lang) for note in report.notes for lang in Lang)
    assert all(text(one.code, Lang.ZH, **one.fields) for one in report.rejects)
    assert len(found) + len(report.rejects) <= whole.count(b"\n") + whole.count(b"\r") + 1


# -------------------------------------------------------------------------- words ---


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("三级甲等", "3A"), ("三甲", "3A"), ("三级甲等综合医院", "3A"), ("二甲", "2A"),
        ("二级", "2"),
        ("未定级", "0"), ("一级乙等", "1B"), ("3A", "3A"), ("3-A", "3A"), ("Level 3 A", "3A"),
        ("level 2", "2"), ("三级丙等", "3C"), ("三级 乙等", "3B"), ("3", "3"), ("2.0", "2"),
        ("0", "0"),
        ("Ⅲ级", "3"), ("三级特等", "3"), ("三级（甲等）", "3A"), ("二级未定等", "2"), ("", ""),
        ("-", ""),
        ("无", "0"), ("三级中医医院", "3"), ("二级甲等妇幼保健院", "2A"), ("３级", "3"),
    ],
)  # fmt: skip
def test_a_grade_is_read(said, level):
    assert level_in_words(said) is Level(level)


@pytest.mark.parametrize(
    "said",
    [
        "创建三级甲等",
        "拟三甲",
        "二级（创三级）",
        "二级以上",
        "4A",
        "三等",
        "甲等",
        "很高",
        "三级医师",
    ],
)
def test_a_grade_that_is_only_aimed_at_is_none(said):
    assert level_in_words(said) is None


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("正常", "open"), ("运营", "open"), ("在建", "building"), ("拟建", "planned"),
        ("规划", "planned"),
        ("停业", "suspended"), ("暂停", "suspended"), ("关闭", "closed"), ("注销", "closed"),
        ("撤销", "closed"), ("", "unknown"), ("Open", "open"), ("Under construction", "building"),
        ("运营中", "open"), ("closed", "closed"),
    ],
)  # fmt: skip
def test_a_state_is_read(said, status):
    assert status_in_words(said) is OperatingStatus(status)


@pytest.mark.parametrize("said", ["是", "有", "√", "1", "1.0", "Y", "yes", "国家级卒中中心",
"卒中中心",
                                  "综合防治卒中中心", "市级", "已建成", "标准版", "已创建",
                                  "建设完成"])  # fmt: skip
def test_a_yes_is_a_yes(said):
    assert flag_in_words(said, STROKE) is Flag.YES


@pytest.mark.parametrize(
    "said", ["否", "无", "×", "0", "0.0", "N", "", "空白", "-", "未建成", "未开展"]
)
def test_a_no_is_a_no(said):
    assert flag_in_words(said, STROKE) is Flag.NO


@pytest.mark.parametrize("said", ["建设单位", "创建中", "拟建", "国家级卒中中心建设单位", "在建",
"申报",
                                  "规划", "计划2025年建成", "待验收", "卒中中心（筹）",
                                  "planned"])  # fmt: skip
def test_what_is_planned_or_being_built_is_not_offered(said):
    assert flag_in_words(said, STROKE) is Flag.NOT_YET


@pytest.mark.parametrize("said", ["也许", "胸痛中心", "2", "见附件", "?", "2019", "○"])
def test_an_unclear_flag_is_not_guessed_at(said):
    assert flag_in_words(said, STROKE) is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("三甲医院", "hospital"), ("中心卫生院", "township_health_centre"),
        ("社区卫生服务站", "community_health_centre"), ("妇幼保健计划生育服务中心", "hospital"),
        ("急救分中心", "ambulance_base"), ("养老院", "elder_care"), ("敬老院", "elder_care"),
        ("托育机构", "child_care"), ("疾控中心", "other"), ("疾病预防控制中心", "other"),
        ("村卫生室", "village_clinic"), ("乡镇卫生院", "township_health_centre"),
        ("医院（公立）", "hospital"), ("Doctor", "doctors"), ("三级甲等综合医院", "hospital"),
    ],
)  # fmt: skip
def test_a_kind_is_read(said, kind):
    assert kind_in_words(said) is Service(kind)


@pytest.mark.parametrize("said", ["宠物医院", "互联网医院", "月球基地", "", "动物诊所"])
def test_what_is_no_kind_of_care_is_none(said):
    assert kind_in_words(said) is None


def test_words_for_precision():
    assert placed_in_words("ROOFTOP") is Placed.POINT
    assert placed_in_words("somewhere") is None


def test_a_list_of_headings_alone_is_refused_as_what_it_is(tmp_path):
    path = tmp_path / "head.csv"
    path.write_text("名称,经度,纬度\n", encoding="utf-8")
    found, report = read_facilities(path)
    with pytest.raises(InputError, match="no row of data"):
        need_some(path, len(found), report)


@pytest.mark.parametrize("asked", ["是否", "有无", "是否设有", "是否为"])
def test_a_heading_that_asks_whether_is_that_of_the_service(tmp_path, asked):
    path = tmp_path / "f.csv"
    text = f"名称,类别,经度,纬度,{asked}卒中中心,{asked}胸痛中心\nA,医院,105.9,29.3,是,否\n"
    path.write_text(text, encoding="utf-8")
    found, _ = read_facilities(path)
    assert Service.STROKE in found.services[0]
    assert Service.CHEST_PAIN not in found.services[0]
