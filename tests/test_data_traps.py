"""Traps that the real files hold: what is misleading in them, and what is made of it."""

import csv

import numpy as np
import osmium
import pytest

from data.create import StudyFiles, create_study
from data.creation.roads import extent_of
from data.import_report import ImportReport
from data.osm import read_osm
from data.osm_facilities import is_doubtful_kind
from data.population_points import read_population_points
from geo.text import Lang, text
from layers.facilities import Service
from planning.answers import answer_coverage

DRIVABLE = {
    *("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link"),
    *("secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified"),
    *("residential", "living_street", "service", "road"),
}


def extract(path):
    report = ImportReport()
    found = read_osm(path, report)
    for note in report.notes:
        assert all(text(note.code, lang, **note.fields) for lang in Lang)
    return found, report


def notes(report, code):
    return [one.fields for one in report.notes if one.code == code]


def places_of(path, service):
    found, report = extract(path)
    rows = [row for row, kind in enumerate(found.facilities.kind) if kind is service]
    return {found.facilities.id[row]: found.facilities.name[row] for row in rows}, report


# ------------------------------------------------------------------------ facilities ---


def test_monacos_pharmacy_that_is_tagged_a_hospital_is_pointed_out_and_not_changed(test_data):
    hospitals, report = places_of(test_data / "monaco" / "monaco-2016.osm.pbf", Service.HOSPITAL)
    assert hospitals["n2287695176"] == "Farmacy des Anglais"
    assert len(hospitals) == 5
    (note,) = notes(report, "import.doubtful_kind")
    assert (note["kind"], note["count"]) == (Service.HOSPITAL, 1)
    assert note["first"] == "n2287695176 (Farmacy des Anglais)"


@pytest.mark.parametrize(
    "where", ["andorra/andorra", "heidelberg/heidelberg", "liechtenstein/liechtenstein"]
)
def test_no_other_file_has_a_doubtful_kind(test_data, where):
    assert notes(extract(test_data / f"{where}.osm.pbf")[1], "import.doubtful_kind") == []


@pytest.mark.parametrize(
    ("tags", "kind", "doubtful"),
    [
        ({"amenity": "hospital", "name": "Farmàcia Les Escaldes"}, Service.HOSPITAL, True),
        ({"amenity": "hospital", "name": "桐君阁大药房"}, Service.HOSPITAL, True),
        ({"amenity": "clinic", "name": "Löwen-Apotheke"}, Service.CLINIC, True),
        ({"amenity": "hospital", "name": "Аптека №1"}, Service.HOSPITAL, True),
        ({"amenity": "hospital", "name": "Φαρμακείο"}, Service.HOSPITAL, True),
        ({"amenity": "hospital", "name": "약국"}, Service.HOSPITAL, True),
        ({"amenity": "hospital", "healthcare": "pharmacy"}, Service.HOSPITAL, True),
        ({"amenity": "hospital", "dispensing": "yes"}, Service.HOSPITAL, True),
        ({"amenity": "pharmacy", "healthcare": "hospital"}, Service.PHARMACY, True),
        ({"amenity": "pharmacy", "healthcare": "pharmacy"}, Service.PHARMACY, False),
        ({"amenity": "pharmacy", "name": "Pharmacy", "dispensing": "yes"}, Service.PHARMACY, False),
        ({"amenity": "doctors", "dispensing": "yes"}, Service.DOCTORS, False),
        ({"amenity": "hospital", "name": "Institute of Pharmacology"}, Service.HOSPITAL, False),
        ({"amenity": "hospital", "name": "永川区人民医院"}, Service.HOSPITAL, False),
        ({"amenity": "doctors", "healthcare": "clinic"}, Service.DOCTORS, False),
        ({"amenity": "hospital"}, Service.HOSPITAL, False),
    ],
)
def test_what_makes_a_kind_doubtful(tags, kind, doubtful):
    assert is_doubtful_kind(tags, kind) is doubtful


def test_andorras_unnamed_hospitals_are_counted_and_remarked_with_the_coverage(test_data):
    path = test_data / "andorra" / "andorra.osm.pbf"
    hospitals, _ = places_of(path, Service.HOSPITAL)
    unnamed = {one for one, name in hospitals.items() if not name}
    by_hand = {
        f"n{one.id}"
        for one in osmium.FileProcessor(str(path))
        if one.tags.get("amenity") == "hospital" and "name" not in one.tags
    }
    assert len(by_hand) == 6
    # One more has no amenity, but healthcare=hospital alone.
    assert unnamed == by_hand | {"n5764355409"}
    people = test_data / "andorra" / "places.csv"
    study, _ = create_study(StudyFiles(osm=path, population=people))
    answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0)
    (note,) = (one for one in answer.notes if one.code == "notes.unnamed_facilities")
    assert note.fields == {"unnamed": 7, "count": 9}


def test_hospitals_tagged_twice_are_counted_once(test_data):
    path = test_data / "andorra" / "andorra.osm.pbf"
    both = [
        f"{one.type_str()}{one.id}"
        for one in osmium.FileProcessor(str(path))
        if one.tags.get("amenity") == one.tags.get("healthcare") == "hospital"
    ]
    assert len(both) == 5
    found, _ = extract(path)
    assert all(found.facilities.id.count(one) == 1 for one in both)
    assert sum(kind is Service.HOSPITAL for kind in found.facilities.kind) == 9


# ----------------------------------------------------------------------------- roads ---


def test_heidelbergs_extent_is_that_of_its_roads_not_of_the_header(test_data):
    path = test_data / "heidelberg" / "heidelberg.osm.pbf"
    box = osmium.io.Reader(str(path)).header().box()
    assert (box.bottom_left.lon, box.top_right.lon, box.top_right.lat) == (0, 180, 90)
    west, south, east, north = extent = extent_of(extract(path)[0].ways)
    # The town lies at 8.7 E, 49.4 N; the whole of the road B 37, which runs through it, is in
    # the file, from 7.7 E.
    assert (7.5 < west < 8.69, 8.71 < east < 9.5) == (True, True)
    assert (49.0 < south < 49.4, 49.42 < north < 50.0) == (True, True)
    places = np.array(
        [
            (ref.lon, ref.lat)
            for one in osmium.FileProcessor(str(path)).with_locations()
            if one.is_way() and one.tags.get("highway") in DRIVABLE
            for ref in one.nodes
            if ref.location.valid()
        ]
    )
    # No narrower than the roads for cars, and wider by paths alone.
    (low_lon, low_lat), (high_lon, high_lat) = places.min(axis=0), places.max(axis=0)
    assert west <= low_lon + 1e-7
    assert south <= low_lat + 1e-7
    assert east >= high_lon - 1e-7
    assert north >= high_lat - 1e-7
    assert np.abs(np.subtract(extent, (low_lon, low_lat, high_lon, high_lat))).max() < 0.2


def test_helsinkis_clip_edge_lacks_186_places_of_drivable_roads(helsinki_pbf):
    lacking = {}
    for one in osmium.FileProcessor(str(helsinki_pbf)).with_locations():
        if one.is_way() and "highway" in one.tags:
            count = sum(not ref.location.valid() for ref in one.nodes)
            lacking[one.id] = (one.tags["highway"], count)
    assert sum(count for kind, count in lacking.values() if kind in DRIVABLE) == 186
    found, report = extract(helsinki_pbf)
    # Paths and cycleways are roads here too: they lack the rest.
    (note,) = notes(report, "import.missing_nodes")
    taken = set(found.ways.way_id.tolist())
    least = sum(count for way, (_, count) in lacking.items() if way in taken)
    # A road of which one place is left is none, and counts all the same: so no equality.
    assert 186 <= least <= note["count"] <= sum(count for _, count in lacking.values())


# ------------------------------------------------------------------------ population ---


@pytest.mark.parametrize("place", ["andorra", "liechtenstein"])
def test_blank_cells_are_faults_in_the_population_and_none_elsewhere(test_data, tmp_path, place):
    path = test_data / place / "places.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    # As it is, only other names are blank.
    assert sum(not row["alternate_names"] for row in rows) > 5
    demand, report = read_population_points(path)
    assert report.rejects == []
    assert demand.population.tolist() == [float(row["population"]) for row in rows]
    for row in rows[::4]:
        row["population"] = ""
    copy = tmp_path / "places.csv"
    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    demand, report = read_population_points(copy)
    # A blank is not nobody: the row is named, and adds nothing.
    blank = [str(number) for number, row in enumerate(rows, start=2) if not row["population"]]
    assert [(one.row, one.code) for one in report.rejects] == [(one, "row.blank") for one in blank]
    assert np.isclose(demand.population.sum(), sum(float(row["population"] or 0) for row in rows))
