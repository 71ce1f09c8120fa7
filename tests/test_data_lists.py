"""Lists as offices keep them: Chinese words, unknown words, nothing usable, several files."""

from __future__ import annotations

import json

import pytest

from api.cli import run
from data.create import StudyFiles, create_study
from data.creation import people
from data.datum import Datum
from data.results import write_text
from data.studies import check_place, open_study
from data.tables import read_facilities, read_population_points
from data.words import find_service
from geo.errors import DataUnavailableError, InputError, OutputError
from geo.text import Lang
from layers.facilities import Service

CHINESE = (
    "机构名称,经度,纬度,类别,服务\n"
    "区人民医院,24.940,60.170,综合医院,卒中中心、胸痛中心\n"
    "大安镇卫生院,24.942,60.171,乡镇卫生院,急救站\n"
    "区中医院,24.944,60.172,中医院,\n"
)


def written(folder, name, content):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_chinese_list_is_read_in_its_own_words(tmp_path):
    found, report = read_facilities(written(tmp_path, "zh.csv", CHINESE), datum="wgs84")
    assert not report.rejects
    assert not report.notes
    assert found.kind == (
        Service.HOSPITAL,
        Service.TOWNSHIP_HEALTH_CENTRE,
        Service.HOSPITAL,
    )
    assert found.services[0] == {Service.HOSPITAL, Service.STROKE, Service.CHEST_PAIN}
    assert Service.AMBULANCE_BASE in found.services[1]
    assert Service.TCM in found.services[2]


def test_an_unknown_word_is_reported_and_its_row_stays(tmp_path):
    content = (
        "name,lon,lat,kind,services\nA,24.9,60.1,hospital,stroke;nonsense\nB,24.9,60.2,moonbase,\n"
    )
    found, report = read_facilities(written(tmp_path, "f.csv", content), datum="wgs84")
    assert found.name == ("A", "B")
    assert found.services[0] == {Service.HOSPITAL, Service.STROKE}
    assert found.kind[1] is Service.OTHER
    (note,) = [one for one in report.notes if one.code == "import.unknown_words"]
    assert note.fields["count"] == 2
    assert "nonsense" in note.render(Lang.ZH)


@pytest.mark.parametrize(
    ("rows", "said"), [("", "no row of data"), ("A,24.94,60.17,many\n", "not one row can be used")]
)
def test_a_population_without_one_usable_row_is_refused(helsinki_pbf, tmp_path, rows, said):
    path = written(tmp_path, "p.csv", f"name,lon,lat,population\n{rows}")
    with pytest.raises(InputError, match=said):
        create_study(StudyFiles(osm=helsinki_pbf, population=path))


def test_a_facility_list_of_another_country_is_refused_and_says_why(helsinki_pbf, tmp_path):
    path = written(tmp_path, "f.csv", "name,lon,lat\n北京医院,116.4,39.9\n")
    with pytest.raises(InputError, match=r"row 2: .* more than one degree outside") as fault:
        create_study(StudyFiles(osm=helsinki_pbf, facilities=(path,)))
    assert "路网范围" in fault.value.render(Lang.ZH)


def test_more_people_at_a_point_than_a_city_holds_is_a_rejected_row(tmp_path):
    content = "lon,lat,population\n24.9,60.1,1e308\n24.9,60.1,5\n"
    demand, report = read_population_points(written(tmp_path, "p.csv", content))
    assert demand.total == 5
    assert [one.code for one in report.rejects] == ["row.too_many_people"]


def test_a_row_is_counted_as_a_spreadsheet_counts_it(tmp_path):
    content = 'name,lon,lat,population\n"two\nlines",24.9,60.1,5\nbad,24.9,60.1,-1\n'
    _, report = read_population_points(written(tmp_path, "p.csv", content))
    assert [one.row for one in report.rejects] == ["3"]


def test_rows_that_look_like_one_facility_are_pointed_out_never_merged(tmp_path):
    content = "id,name,lon,lat\n1,A,24.9,60.1\n2,A,24.9001,60.1\n3,B,24.9,60.1\n"
    found, report = read_facilities(written(tmp_path, "f.csv", content), datum="wgs84")
    assert len(found) == 3
    (note,) = [one for one in report.notes if one.code == "import.possible_doubles"]
    assert note.fields["ids"] == "1, 2"


def test_two_lists_that_number_their_rows_alike_are_joined(helsinki_pbf, tmp_path):
    one = written(tmp_path, "one.csv", "id,name,lon,lat\n1,A,24.94,60.17\n")
    two = written(tmp_path, "two.csv", "id,name,lon,lat\n1,B,24.95,60.17\n")
    study, report = create_study(StudyFiles(osm=helsinki_pbf, facilities=(one, two)))
    assert study.facilities.id == ("1-one:1", "2-two:1")
    assert "import.ids_prefixed" in [note.code for note in report.notes]


def test_a_boundary_of_another_place_is_refused(helsinki_pbf, tmp_path):
    ring = [[105, 29], [106, 29], [106, 30], [105, 30], [105, 29]]
    shape = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [shape]})
    path = written(tmp_path, "areas.geojson", content)
    with pytest.raises(InputError, match="no road of the extract lies in any of its areas"):
        create_study(StudyFiles(osm=helsinki_pbf, areas=path, areas_datum=Datum.WGS84))
    with pytest.raises(InputError, match="no road of the extract lies in any of its areas"):
        create_study(StudyFiles(osm=helsinki_pbf, areas=path))


def test_overwriting_never_takes_a_users_own_file(helsinki_pbf, tmp_path):
    study = tmp_path / "study"
    assert run(["study", "create", str(study), "--osm", str(helsinki_pbf)]) == 0
    (study / "my-notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"my-notes\.txt"):
        check_place(study, overwrite=True)
    assert run(["study", "create", str(study), "--osm", str(helsinki_pbf), "--overwrite"]) == 1
    assert (study / "my-notes.txt").read_text(encoding="utf-8") == "mine"


def test_every_part_of_a_demonstration_says_so(tmp_path):
    assert run(["demo", "--out", str(tmp_path / "demo")]) == 0
    for path in (tmp_path / "demo").rglob("*"):
        if path.suffix in {".json", ".geojson", ".csv", ".html"} and path.name != "rejects.csv":
            content = path.read_text(encoding="utf-8-sig")
            if path.name == "register.csv":  # names and codes alone: its first line says it
                assert "（演示）" in content.splitlines()[1]
                continue
            assert "模拟" in content, path.name
            mark = "modelled value" if path.name == "indicators.csv" else "modelled roads"
            assert mark in content, path.name
    assert open_study(tmp_path / "demo" / "study").info.demonstration


def test_a_service_may_be_asked_for_in_chinese():
    assert find_service("医院") is Service.HOSPITAL
    assert find_service("township_health_centre") is Service.TOWNSHIP_HEALTH_CENTRE
    with pytest.raises(DataUnavailableError, match="Unknown service"):
        find_service("月球基地")


def test_a_list_in_gcj02_and_people_in_wgs84_are_read_side_by_side(tmp_path, helsinki_pbf):
    # Outside China the two are one, so the reader's own answer shows which one it took.
    gcj = read_population_points(
        written(tmp_path, "p.csv", "lon,lat,population\n105.9,29.35,5\n"), datum="gcj02"
    )[0]
    assert abs(gcj.lon[0] - 105.9) > 0.001
    files = StudyFiles(
        osm=helsinki_pbf,
        population=written(tmp_path, "q.csv", "lon,lat,population\n24.94,60.17,5\n"),
        datum=Datum.GCJ02,
        population_datum=Datum.WGS84,
    )
    seen = {}
    with pytest.MonkeyPatch.context() as patch:
        real = people.read_population
        patch.setattr(
            people,
            "read_population",
            lambda path, **more: seen.update(more) or real(path, **more),
        )
        create_study(files)
    assert seen["datum"] is Datum.WGS84


def test_a_result_under_a_file_is_refused_in_one_line(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_text(tmp_path / "file" / "map.html", "page")
