"""OSM extracts: what is in them, counted independently; what is damaged, said in one line."""

import zipfile
from collections import Counter

import osmium
import pytest
import shapely

from data.import_report import ImportReport
from data.osm import read_osm
from data.osm_facilities import (
    FacilityElement,
    facilities_from_elements,
    read_facility_tags,
)
from geo.errors import DataUnavailableError, FileFormatError, InputError
from layers.facilities import Service
from routing.ways import Mode


def extract(path):
    report = ImportReport()
    return read_osm(path, report), {note.code: note for note in report.notes}


def of_kind(found, kind):
    return [one for one, k in zip(found.id, found.kind, strict=True) if k is kind]


def xml(tmp_path, body, name="town.osm"):
    path = tmp_path / name
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{body}</osm>', "utf-8")
    return path


def node(number, lon, lat, **tags):
    inner = "".join(f'<tag k="{k.replace("__", ":")}" v="{v}"/>' for k, v in tags.items())
    return f'<node id="{number}" version="1" lon="{lon}" lat="{lat}">{inner}</node>'


def way(number, refs, **tags):
    inner = "".join(f'<nd ref="{ref}"/>' for ref in refs)
    inner += "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
    return f'<way id="{number}" version="1">{inner}</way>'


ROAD = node(1, 1.5, 42.5) + node(2, 1.51, 42.5)
STREET = way(1, [1, 2], highway="residential")

# ----------------------------------------------------------------- damaged files ---


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataUnavailableError, match=r"There is no file .*nowhere\.osm\.pbf"):
        extract(tmp_path / "nowhere.osm.pbf")


@pytest.mark.parametrize("keep", [10, 300, 90_000, 300_000, -3])
def test_an_extract_cut_short_is_damaged(tmp_path, helsinki_pbf, keep):
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(helsinki_pbf.read_bytes()[:keep])
    with pytest.raises(FileFormatError, match=r"cut\.osm\.pbf: expected an OpenStreetMap extract"):
        extract(path)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_an_extract_with_a_wrong_byte_is_damaged(tmp_path, helsinki_pbf, place):
    raw = bytearray(helsinki_pbf.read_bytes())
    raw[int(len(raw) * place)] ^= 0xFF
    path = tmp_path / "wrong.osm.pbf"
    path.write_bytes(bytes(raw))
    with pytest.raises(FileFormatError, match="cannot be read to its end"):
        extract(path)


@pytest.mark.parametrize("content", [b"", b"not a map\n" * 100, bytes(range(256)) * 10])
def test_what_is_no_pbf_is_refused(tmp_path, content):
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match=r"expected an OpenStreetMap extract \(\.osm\.pbf\)"):
        extract(path)


def test_a_zip_is_no_pbf(tmp_path):
    path = tmp_path / "x.osm.pbf"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x.osm", "<osm/>" * 100)
    with pytest.raises(FileFormatError, match="cannot be read to its end"):
        extract(path)


def test_an_unknown_suffix_and_a_page_of_html_are_refused(tmp_path):
    for name, content in (("x.txt", "hello"), ("x.osm", "<html>404</html>"), ("y.osm", "<?xml")):
        path = tmp_path / name
        path.write_text(content)
        with pytest.raises(FileFormatError, match="expected an OpenStreetMap extract"):
            extract(path)


@pytest.mark.parametrize(
    "body",
    [
        "",
        ROAD,
        ROAD + way(1, [1, 2], building="yes"),
        ROAD + way(1, [1, 2], highway="construction"),
        ROAD + way(1, [1], highway="residential"),
        ROAD + way(1, [1, 99], highway="residential"),
        way(1, [1, 2], highway="residential"),
    ],
)
def test_an_extract_without_roads_is_refused(tmp_path, body):
    with pytest.raises(InputError, match=r"expected roads .* found none"):
        extract(xml(tmp_path, body))


# -------------------------------------------------------------------------- roads ---


def test_a_way_with_a_gap_is_cut_there_and_the_gap_is_counted(tmp_path):
    nodes = "".join(node(k, 1.5 + k / 100, 42.5) for k in (1, 2, 4, 5, 7))
    found, notes = extract(
        xml(tmp_path, nodes + way(8, [1, 2, 3, 4, 5, 6, 7], highway="residential"))
    )
    ways = found.ways
    rows = [ways.way_node[a:b] for a, b in zip(ways.way_start, ways.way_start[1:], strict=False)]
    assert [ways.node_id[row].tolist() for row in rows] == [[1, 2], [4, 5]]
    assert ways.way_id.tolist() == [8, 8]
    assert notes["import.missing_nodes"].fields["count"] == 2


def test_roads_are_counted_as_a_plain_handler_counts_them(test_data, helsinki_pbf):
    for path in (helsinki_pbf, test_data / "andorra" / "andorra.osm.pbf"):
        found, notes = extract(path)
        lengths = Counter()
        missing = 0
        for one in osmium.FileProcessor(str(path)).with_locations():
            if not one.is_way() or one.tags.get("area") == "yes":
                continue
            if one.id in set(found.ways.way_id[:50].tolist()):
                good = [ref.ref for ref in one.nodes if ref.location.valid()]
                lengths[one.id] = len(good)
                missing += len(one.nodes) - len(good)
        sizes = Counter()
        ways = found.ways
        for row in range(ways.n_ways):
            if int(ways.way_id[row]) in lengths:
                sizes[int(ways.way_id[row])] += int(ways.way_start[row + 1] - ways.way_start[row])
        for number, size in lengths.items():
            # A single node between two gaps is no road.
            assert sizes[number] <= size
            assert missing or sizes[number] == size
        assert notes["import.osm_read"].fields["ways"] == ways.n_ways


@pytest.mark.parametrize(
    ("tags", "along", "against"),
    [
        ({"oneway": "yes"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"oneway": "no"}, True, True),
        ({}, True, True),
        ({"junction": "roundabout"}, True, False),
        ({"highway": "motorway"}, True, False),
    ],
)
def test_one_way_streets_bind_cars_and_not_walkers(tmp_path, tags, along, against):
    street = way(1, [1, 2], **{"highway": "primary", **tags})
    ways = extract(xml(tmp_path, ROAD + street))[0].ways
    assert bool(ways.forward[0] & Mode.CAR) is along
    assert bool(ways.backward[0] & Mode.CAR) is against
    if "highway" not in tags:
        assert ways.forward[0] & ways.backward[0] & Mode.FOOT


# --------------------------------------------------------------------- facilities ---


def test_a_hospital_mapped_as_node_and_as_polygon_is_one(tmp_path):
    corners = [(1.5, 42.5), (1.502, 42.5), (1.502, 42.502), (1.5, 42.502)]
    body = ROAD + "".join(node(10 + k, *place) for k, place in enumerate(corners))
    body += node(20, 1.501, 42.501, amenity="hospital", name="North")
    body += STREET + way(2, [10, 11, 12, 13, 10], healthcare="hospital", emergency="yes")
    found, notes = extract(xml(tmp_path, body))
    assert found.facilities.id == ("w2",)
    assert found.facilities.name == ("North",)
    assert found.facilities.services == ({Service.HOSPITAL, Service.EMERGENCY_ROOM},)
    assert notes["import.merged"].fields["others"] == "n20"
    assert (found.facilities.lon[0], found.facilities.lat[0]) == pytest.approx((1.501, 42.501))


def test_a_hospital_mapped_as_a_multipolygon_is_found(tmp_path):
    corners = [(1.5, 42.5), (1.502, 42.5), (1.502, 42.502), (1.5, 42.502)]
    body = ROAD + "".join(node(10 + k, *place) for k, place in enumerate(corners))
    body += STREET + way(2, [10, 11, 12]) + way(3, [12, 13, 10])
    body += (
        '<relation id="5" version="1"><member type="way" ref="2" role="outer"/>'
        '<member type="way" ref="3" role="outer"/><tag k="type" v="multipolygon"/>'
        '<tag k="amenity" v="hospital"/></relation>'
    )
    found, _ = extract(xml(tmp_path, body))
    assert found.facilities.id == ("r5",)


EAST_M = 1 / 82_200  # degrees of longitude a metre at 42.5 N


def element(number, name, east_m, kind="hospital"):
    care = read_facility_tags({"amenity": kind})
    return FacilityElement(number, name, care, shapely.Point(1.5 + east_m * EAST_M, 42.5))


@pytest.mark.parametrize(
    ("elements", "kept"),
    [
        ([("n1", "A", 0), ("n2", "A", 149)], ["n1"]),
        ([("n1", "A", 0), ("n2", " a  ", 100)], ["n1"]),
        ([("n1", "A", 0), ("n2", "A", 152)], ["n1", "n2"]),
        ([("n1", "A", 0), ("n2", "B", 5)], ["n1", "n2"]),
        ([("n1", "", 0), ("n2", "B", 29)], ["n2"]),
        ([("n1", "", 0), ("n2", "B", 32)], ["n1", "n2"]),
        ([("n1", "", 0), ("n2", "", 20)], ["n1"]),
        ([("n1", "A", 0), ("n2", "", 20), ("n3", "B", 40)], ["n1", "n3"]),
        ([("n1", "A", 0), ("n2", "A", 120), ("n3", "A", 240)], ["n1", "n3"]),
    ],
)
def test_doubles_are_merged_only_as_documented(elements, kept):
    for order in (elements, elements[::-1]):
        found = facilities_from_elements([element(*one) for one in order], ImportReport())
        assert list(found.id) == kept


def test_two_kinds_are_never_one():
    report = ImportReport()
    found = facilities_from_elements(
        [element("n1", "A", 0), element("n2", "A", 0, "pharmacy")], report
    )
    assert found.kind == (Service.HOSPITAL, Service.PHARMACY)
    assert report.notes == []


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "hospital"}, Service.HOSPITAL),
        ({"healthcare": "hospital"}, Service.HOSPITAL),
        ({"amenity": "pharmacy", "healthcare": "hospital"}, Service.PHARMACY),
        ({"healthcare": "doctor"}, Service.DOCTORS),
        ({"healthcare": "centre"}, Service.CLINIC),
        ({"healthcare": "midwife"}, Service.OTHER),
        ({"emergency": "ambulance_station"}, Service.AMBULANCE_BASE),
    ],
)
def test_kinds_are_read_from_tags(tags, kind):
    assert read_facility_tags(tags).kind is kind


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"amenity": "school"},
        {"healthcare": "no"},
        {"disused:amenity": "hospital"},
        {"emergency": "fire_hydrant"},
    ],
)
def test_what_is_no_care_is_none(tags):
    assert read_facility_tags(tags) is None


# ------------------------------------------------------------------- real extracts ---


def hospitals_by_hand(path):
    """Nodes, closed ways and multipolygons tagged as hospitals, without assembling any."""
    found = []
    for one in osmium.FileProcessor(str(path)):
        by_amenity = one.tags.get("amenity") == "hospital"
        if by_amenity or (one.tags.get("healthcare") == "hospital" and not one.tags.get("amenity")):
            found.append((f"{one.type_str()}{one.id}", by_amenity))
    return found


def test_andorra_has_nine_hospitals_and_seven_parishes(test_data):
    path = test_data / "andorra" / "andorra.osm.pbf"
    found, notes = extract(path)
    by_hand = hospitals_by_hand(path)
    assert sum(amenity for _, amenity in by_hand) == 8
    assert len(by_hand) == 9
    assert sorted(of_kind(found.facilities, Service.HOSPITAL)) == sorted(k for k, _ in by_hand)
    parishes = found.areas.at_level("7")
    assert len(parishes) == 7
    assert "Andorra la Vella" in parishes.name
    # Two nodes of one pharmacy; no other pair is merged.
    assert notes["import.merged"].fields["kept"] == "n5734184036"
    assert len(of_kind(found.facilities, Service.PHARMACY)) == 29


def test_liechtenstein_has_one_hospital_and_eleven_named_municipalities(test_data):
    found, notes = extract(test_data / "liechtenstein" / "liechtenstein.osm.pbf")
    assert len(of_kind(found.facilities, Service.HOSPITAL)) == 1
    municipalities = found.areas.at_level("8")
    assert len(municipalities) == 11
    assert all(municipalities.name)
    assert {"Vaduz", "Schaan", "Triesenberg"} <= set(municipalities.name)
    assert notes["import.unnamed_areas"].fields["count"] == 4


def test_heidelberg_has_five_hospitals_all_drawn_as_polygons(test_data):
    found, _ = extract(test_data / "heidelberg" / "heidelberg.osm.pbf")
    hospitals = of_kind(found.facilities, Service.HOSPITAL)
    assert len(hospitals) == 5
    assert all(one.startswith("w") for one in hospitals)


def test_monaco_is_read_though_its_borders_are_cut(test_data):
    found, notes = extract(test_data / "monaco" / "monaco-2016.osm.pbf")
    assert notes["import.broken_areas"].fields["count"] == 24
    assert len(of_kind(found.facilities, Service.HOSPITAL)) == 5


def test_helsinki_is_clipped_and_says_so(helsinki_pbf):
    found, notes = extract(helsinki_pbf)
    missing = sum(
        not ref.location.valid()
        for one in osmium.FileProcessor(str(helsinki_pbf)).with_locations()
        if one.is_way() and "highway" in one.tags
        for ref in one.nodes
    )
    assert 0 < notes["import.missing_nodes"].fields["count"] <= missing
    assert of_kind(found.facilities, Service.HOSPITAL) == []
    # Three of amenity=clinic, one of healthcare=clinic without an amenity.
    assert len(of_kind(found.facilities, Service.CLINIC)) == 4


# ------------------------------------------------------------- tags for one direction ---

DIRECTED = [
    # tags, cars, ambulances, bicycles and walkers: along and against the drawing.
    ({"motor_vehicle:forward": "no"}, "-< -< <> <>"),
    ({"motor_vehicle:backward": "no"}, "-> -> <> <>"),
    ({"access:backward": "no"}, "-> -> -> ->"),
    ({"vehicle:forward": "private"}, "-< <> -< <>"),
    ({"access:forward": "no", "foot": "yes"}, "-< -< -< <>"),
    # The more special key decides, even where it speaks of both directions.
    ({"access:forward": "no", "motor_vehicle": "yes"}, "<> <> -< -<"),
    ({"motor_vehicle": "no", "motor_vehicle:forward": "yes"}, "-> -> <> <>"),
    ({"motor_vehicle": "no", "motorcar:backward": "yes"}, "-< -< <> <>"),
    ({"emergency:backward": "yes", "motor_vehicle:backward": "no"}, "-> <> <> <>"),
    ({"oneway": "yes", "bicycle:backward": "yes"}, "-> -> <> <>"),
    ({"oneway": "-1", "emergency:forward": "yes"}, "-< <> -< <>"),
    ({"oneway": "yes", "motor_vehicle:forward": "no"}, "-- -- -> <>"),
    ({"foot:backward": "no"}, "<> <> <> ->"),
]


@pytest.mark.parametrize(("tags", "said"), DIRECTED)
def test_tags_for_one_direction_close_that_direction(tags, said):
    import oracles
    from routing.osm_rules import read_way

    tags = {"highway": "residential", **tags}
    rule = read_way(tags)
    modes = (Mode.CAR, Mode.EMERGENCY, Mode.BICYCLE, Mode.FOOT)
    for mode, arrows in zip(modes, said.split(), strict=True):
        expected = (">" in arrows, "<" in arrows)
        assert (mode in rule.forward, mode in rule.backward) == expected, mode
        if mode is not Mode.BICYCLE:
            assert oracles.ways_open(tags, mode.name.lower()) == expected
            assert oracles.may_use(tags, mode.name.lower()) == any(expected)


def test_a_road_closed_both_ways_carries_nobody():
    from routing.osm_rules import read_way

    assert read_way({"highway": "path", "access:forward": "no", "access:backward": "no"}) is None
