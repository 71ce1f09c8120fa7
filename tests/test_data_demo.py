"""The demonstration of Yongchuan: what is true in it, what is counted, and that it repeats."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

import data.demo.district as district_module
from data.demo.build import build_demo
from data.demo.district import load_district
from data.demo.rules import District
from data.demo.settlements import share_out
from data.profiles import load_profiles
from geo.crs import metric_crs_for
from geo.datum import wgs84_from_gcj02
from geo.errors import DataUnavailableError, InputError
from layers.areas import OUTSIDE
from layers.facilities import Service
from planning.study import Study
from routing.search import Direction

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "reference" / "districts" / "yongchuan"
PEOPLE = 1_024_708

# A digest of everything a study holds; also run in a process of its own.
DIGEST = """
import hashlib
import numpy as np, shapely
from data.demo.build import build_demo

def digest(study):
    total = hashlib.sha256()
    for part in (study.ways, study.facilities, study.demand, study.areas, study.register,
                 study.indicators):
        for name in part.__dataclass_fields__:
            value = getattr(part, name)
            if name == "groups":
                value = np.concatenate([value[group] for group in sorted(value)])
            if name == "polygon":
                value = shapely.to_wkb(value).tolist()
            if name == "services":
                value = [sorted(row) for row in value]
            total.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return total.hexdigest()
"""


@pytest.fixture(scope="module")
def district() -> District:
    return load_district("yongchuan")


@pytest.fixture(scope="module")
def study() -> Study:
    return build_demo("yongchuan", profiles=load_profiles())


def in_metres(shape: shapely.Geometry) -> shapely.Geometry:
    lonlat = shapely.get_coordinates(shape)
    crs = metric_crs_for(lonlat[:, 0], lonlat[:, 1])
    return shapely.transform(shape, lambda at: np.column_stack(crs.from_lonlat(*at.T)))


# --- what is true ---


def test_towns_are_the_raw_table(test_data: Path) -> None:
    with (test_data / "china" / "yongchuan_towns.csv").open(encoding="utf-8") as file:
        raw = list(csv.DictReader(file))
    towns = load_district("yongchuan").towns
    assert [(t.id, t.lon, t.lat, t.population) for t in towns] == [
        (int(r["geonameid"]), float(r["lon"]), float(r["lat"]), int(r["population"])) for r in raw
    ]
    renamed = {
        t.name_zh
        for t, r in zip(towns, raw, strict=True)
        if t.name_zh not in r["alternate_names"].split("|")
    }
    assert renamed == {"茶山竹海", "青峰"}  # GeoNames writes 竹海 and 青锋


def test_outline_is_the_source_in_wgs84(test_data: Path) -> None:
    path = test_data / "china" / "yongchuan_boundary_gcj02.geojson"
    source = shapely.transform(
        shapely.from_geojson(path.read_text(encoding="utf-8")),
        lambda at: np.column_stack(wgs84_from_gcj02(*at.T)),
    )
    outline = load_district("yongchuan").outline
    assert 200 <= shapely.get_num_coordinates(outline) <= 400
    assert in_metres(source).hausdorff_distance(in_metres(outline)) < 150


def test_towns_without_a_population_stay_without(district: District) -> None:
    assert [t.name_zh for t in district.towns if t.population == 0] == ["双竹", "中山路"]


# --- what is counted ---


def test_people_of_every_town_are_conserved(study: Study) -> None:
    townships = study.areas.at_level("township")
    assert (study.demand.population == study.demand.population.round()).all()
    where = townships.locate(study.demand.lon, study.demand.lat)
    assert (where != OUTSIDE).all()
    counted = np.bincount(where, weights=study.demand.population, minlength=len(townships))
    true = {town.full_name: town.population for town in load_district("yongchuan").towns}
    assert dict(zip(townships.name, counted.tolist(), strict=True)) == true
    assert study.demand.total == PEOPLE


def test_townships_fill_the_outline(study: Study, district: District) -> None:
    townships = study.areas.at_level("township")
    outline = study.areas.at_level("district").polygon[0]
    assert len(townships) == 25
    union = shapely.union_all(townships.polygon)
    assert union.symmetric_difference(outline).area < 1e-9 * outline.area
    assert sum(one.area for one in townships.polygon) == pytest.approx(outline.area, rel=1e-9)
    here = townships.locate(
        np.array([t.lon for t in district.towns]), np.array([t.lat for t in district.towns])
    )
    assert [townships.name[row] for row in here] == [t.full_name for t in district.towns]


def test_everyone_lives_inside(study: Study, district: District) -> None:
    outline = district.outline
    assert shapely.contains_xy(outline, study.demand.lon, study.demand.lat).all()
    inside = shapely.contains_xy(outline, study.facilities.lon, study.facilities.lat)
    marked = np.array(["邻区" in name for name in study.facilities.name])
    assert (inside == ~marked).all()
    villages = [name for name in study.demand.name if name.endswith("村")]
    assert len(villages) == len(set(villages)) == district.village_count
    assert 1_000 <= len(study.demand) <= 3_000


def test_shares_lose_nobody() -> None:
    assert share_out(0, np.zeros(2)).tolist() == [0, 0]
    assert share_out(7, np.array([0.0, 2.0, 1.0])).tolist() == [0, 5, 2]
    with pytest.raises(ValueError, match="no place to live"):
        share_out(1, np.zeros(3))


# --- facilities by the plan's rules ---


def test_one_health_centre_a_township(study: Study) -> None:
    townships = study.areas.at_level("township")
    kinds = (Service.TOWNSHIP_HEALTH_CENTRE, Service.COMMUNITY_HEALTH_CENTRE)
    rows = [row for row, kind in enumerate(study.facilities.kind) if kind in kinds]
    centres = study.facilities.take(rows)
    where = townships.locate(centres.lon, centres.lat)
    assert sorted(where.tolist()) == list(range(25))
    assert all(
        name.startswith(townships.name[area])
        for name, area in zip(centres.name, where.tolist(), strict=True)
    )
    streets = [
        name for name, kind in zip(centres.name, centres.kind, strict=True) if kind == kinds[1]
    ]
    assert len(streets) == len(load_district("yongchuan").streets)


def test_named_hospitals_offer_what_the_plan_says(study: Study) -> None:
    offered = dict(zip(study.facilities.name, study.facilities.services, strict=True))
    assert {
        Service.HOSPITAL, Service.CHEST_PAIN, Service.STROKE, Service.TRAUMA,
        Service.EMERGENCY_ROOM, Service.LEVEL_2,
    } <= offered["永川区人民医院"]  # fmt: skip
    assert {Service.CHEST_PAIN, Service.STROKE, Service.TCM} <= offered["永川区中医院"]
    assert {Service.MATERNAL, Service.NEWBORN} <= offered["永川区妇幼保健院"]
    assert Service.CHILD in offered["永川区儿童医院"]
    assert Service.HOSPITAL in offered["重庆医科大学附属永川医院"]
    bases = {name for name, services in offered.items() if Service.AMBULANCE_BASE in services}
    assert {f"{town}镇中心卫生院" for town in ("三教", "朱沱", "来苏", "五间", "双石")} < bases
    assert "大安街道社区卫生服务中心" in bases


def test_some_villages_have_no_clinic(study: Study, district: District) -> None:
    clinics = study.facilities.offering(Service.VILLAGE_CLINIC).size
    share = clinics / district.village_count
    assert share == pytest.approx(1 - district.clinic_missing_share, abs=0.08)


def test_places_lie_by_a_road(study: Study) -> None:
    roads = study.roads("car")
    assert roads.facilities.distance_m.max() <= 100
    assert roads.demand.distance_m.max() <= 150


# --- the study as a whole ---


def test_study_says_what_it_is(study: Study) -> None:
    info = study.info
    assert (info.name, info.plan, info.demonstration) == ("yongchuan", "yongchuan", True)
    assert set(info.title) == {"zh", "en"}
    assert [code for code, _ in info.notes] == [
        "notes.demo_yongchuan", "notes.demo_roads", "notes.demo_numbers",
        "notes.demo_indicators", "notes.demo_groups",
    ]  # fmt: skip
    for one in info.inputs:
        raw = (FOLDER / one.name).read_bytes()
        assert (one.sha256, one.size_bytes) == (hashlib.sha256(raw).hexdigest(), len(raw))
        assert one.licence
    credits = " ".join(one.licence for one in info.inputs)
    assert "CC BY 4.0" in credits
    assert "MIT" in credits


def test_figures_are_plausible(study: Study) -> None:
    field = study.access(Service.AMBULANCE_BASE, profile="car", direction=Direction.FROM)
    people = study.demand.population
    assert 0.60 <= people[field.time_s <= 900].sum() / people.sum() <= 0.97
    assert np.isfinite(field.time_s).all()


def test_same_bytes_in_every_process(study: Study) -> None:
    here: dict[str, Any] = {}
    exec(DIGEST, here)  # noqa: S102 - the text above
    there = subprocess.run(
        [sys.executable, "-c", DIGEST + "print(digest(build_demo('yongchuan', profiles={})))"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert there == here["digest"](study)


# --- faults ---


def test_unknown_district_lists_the_known() -> None:
    with pytest.raises(DataUnavailableError, match="yongchuan"):
        load_district("atlantis")


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("hub = 1786378", "hub = 1", "KeyError"),
        ("urban_share_town = 0.32", "urban_share_town = 1.32", "outside 0-1"),
        ('kind = "hospital"', 'kind = "casino"', "casino"),
        ("interchanges = [1814646,", "interchanges = [7,", "KeyError"),
    ],
)
def test_faulty_district_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, match: str
) -> None:
    shutil.copytree(FOLDER, tmp_path / "yongchuan")
    path = tmp_path / "yongchuan" / "district.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(district_module, "_folder", lambda: tmp_path)
    with pytest.raises((InputError, DataUnavailableError), match=match):
        load_district("yongchuan")


def test_town_outside_the_outline_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FOLDER, tmp_path / "yongchuan")
    path = tmp_path / "yongchuan" / "outline.geojson"
    feature = json.loads(path.read_text(encoding="utf-8"))
    feature["geometry"] = json.loads(shapely.to_geojson(shapely.box(105.7, 29.1, 106.1, 29.6)))
    path.write_text(json.dumps(feature), encoding="utf-8")
    monkeypatch.setattr(district_module, "_folder", lambda: tmp_path)
    with pytest.raises(InputError, match="朱沱"):
        load_district("yongchuan")
