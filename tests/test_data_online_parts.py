"""The parts of a fetch: what is asked, where, and what is made of the answers."""

import itertools
import json
import math
import re
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from data.online import osm_xml as answers
from data.online import queries
from data.online.asking import Ask, Clock
from data.online.faults import AnswerFault, Then
from data.online.http import PoliteClient
from data.online.kept import AnswerCache
from data.online.manifest import Manifest, Request, Source, read_manifest, write_manifest
from data.online.nominatim import find_place, read_osm_id
from data.online.osm_xml import check_osm_xml, read_relation_boxes, write_sorted
from geo.errors import DataUnavailableError, FileFormatError, InputError
from overpass_server import Extract, Interpreter, QueryError, Services, osm_xml, place_json

GEOD = Geod(ellps="WGS84")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="Overpass API">\n'
META = '<note>N</note>\n<meta osm_base="2025-03-01T04:05:06Z"/>\n'
NODE = '<node id="1" lat="47.1" lon="9.5"><tag k="name" v="a &lt;remark&gt; b"/></node>\n'


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def xml(tmp_path, text):
    path = tmp_path / "answer.osm"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def fault_of(path):
    with pytest.raises(AnswerFault) as shown:
        check_osm_xml(path)
    return shown.value


# -------------------------------------------------------------------- answers of Overpass ---


def test_a_whole_answer_tells_the_date_of_its_data(tmp_path):
    assert check_osm_xml(xml(tmp_path, HEAD + META + NODE + "</osm>\n")) == "2025-03-01T04:05:06Z"
    assert check_osm_xml(xml(tmp_path, HEAD + NODE + "</osm>\n")) == ""
    assert check_osm_xml(xml(tmp_path, "<osm/>")) == ""


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ('runtime error: Query timed out in "query" at line 3 after 181 seconds.', Then.SMALLER),
        ("runtime error: Query run out of memory using about 2048 MB of RAM.", Then.SMALLER),
        ("runtime error: open64: 2 No such file or directory /db/nodes.bin", Then.AGAIN),
        ("", Then.AGAIN),
    ],
)
def test_a_remark_behind_the_data_is_never_taken_for_the_whole(tmp_path, said, then):
    found = fault_of(xml(tmp_path, f"{HEAD}{META}{NODE}<remark> {said} </remark>\n</osm>\n"))
    assert found.then is then
    assert found.why.fields["said"] == (said or "?")


@settings(max_examples=60)
@given(before=st.integers(0, 90), block=st.integers(1, 40))
def test_a_remark_is_found_wherever_the_blocks_part_it(tmp_path_factory, before, block):
    path = tmp_path_factory.mktemp("remark") / "x.osm"
    path.write_text(f"{HEAD}<!--{'.' * before}--><remark>Query timed out</remark></osm>")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "_CHUNK_BYTES", block)
        assert answers._find_remark(path) == "Query timed out"


@pytest.mark.parametrize("keep", [0, 1, 20, 60, 120, -2, -8])
def test_an_answer_cut_anywhere_is_not_whole(tmp_path, keep):
    text = (HEAD + META + NODE + "</osm>").encode()
    found = fault_of(xml(tmp_path, text[:keep]))
    assert (found.then, found.why.code) == (Then.AGAIN, "online.why.not_whole_xml")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<html><body>Please log in</body></html>", "online.why.not_osm"),
        ("<!DOCTYPE html><html><p>Please <br> log in</html>", "online.why.html"),
        ("<HTML><p>x<br></HTML>", "online.why.html"),
        ("<osmChange/>", "online.why.not_osm"),
        ('{"version": 0.6}', "online.why.not_whole_xml"),
        ("<osm><node></osm>", "online.why.not_whole_xml"),
        (b"<osm>\xff\xfe</osm>", "online.why.not_whole_xml"),
        ("<osm></osm><osm></osm>", "online.why.not_whole_xml"),
    ],
)
def test_what_is_no_osm_xml_is_asked_for_again(tmp_path, text, code):
    found = fault_of(xml(tmp_path, text))
    assert (found.then, found.why.code) == (Then.AGAIN, code)


LAUGHS = '<!DOCTYPE osm [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in itertools.pairwise("abcdefghij")
)


@pytest.mark.parametrize(
    "text",
    [
        f'{LAUGHS}]><osm version="0.6"><note>&j;</note></osm>',
        '<!DOCTYPE osm [<!ENTITY x SYSTEM "file:///etc/passwd">]><osm><note>&x;</note></osm>',
        '<!DOCTYPE osm SYSTEM "http://127.0.0.1:1/x.dtd"><osm/>',
        "<!DOCTYPE osm><osm/>",
    ],
    ids=["laughs", "file", "outside", "bare"],
)
def test_entities_are_refused_unread(tmp_path, text):
    found = fault_of(xml(tmp_path, text))
    assert (found.then, found.why.code) == (Then.STOP, "online.why.entities")


def test_a_document_type_of_a_web_page_is_a_web_page(tmp_path):
    from overpass_server import BUSY, error_page

    assert fault_of(xml(tmp_path, error_page(BUSY))).why.code == "online.why.html"


def test_relations_tell_their_boxes(tmp_path):
    text = (
        f'{HEAD}<bounds minlat="0" minlon="0" maxlat="9" maxlon="9"/>'
        '<relation id="7"><bounds minlat="1" minlon="2" maxlat="3" maxlon="4"/></relation>'
        '<relation id="8"><tag k="name" v="without"/></relation></osm>'
    )
    assert read_relation_boxes(xml(tmp_path, text)) == {7: (2.0, 1.0, 4.0, 3.0)}
    with pytest.raises(AnswerFault):
        read_relation_boxes(xml(tmp_path, text.replace('"3"', '"x"')))


def test_pieces_are_joined_sorted_each_object_once(tmp_path):
    one, two = tmp_path / "1.osm", tmp_path / "2.osm"
    one.write_text(
        HEAD + '<node id="3" lat="1" lon="2"/><node id="1" lat="1" lon="1"/>'
        '<way id="5"><nd ref="1"/><nd ref="3"/></way></osm>'
    )
    two.write_text(
        HEAD + '<node id="2" lat="1" lon="2"/><node id="1" lat="1" lon="1"/>'
        '<relation id="9"><member type="way" ref="5" role="from"/></relation>'
        '<way id="5"><nd ref="1"/><nd ref="3"/></way></osm>'
    )
    made = []
    for number, order in enumerate([(one, two), (two, one), (one, two, one)]):
        to = tmp_path / f"{number}.osm.pbf"
        write_sorted(order, to, box=(1, 2, 3, 4), osm_base="2025-03-01T04:05:06Z")
        made.append(to.read_bytes())
    assert len(set(made)) == 1
    found = [(type(one).__name__, one.id) for one in osmium.FileProcessor(str(to))]
    assert found == [("Node", 1), ("Node", 2), ("Node", 3), ("Way", 5), ("Relation", 9)]
    header = osmium.io.Reader(str(to)).header()
    assert header.get("osmosis_replication_timestamp") == "2025-03-01T04:05:06Z"
    assert (header.box().bottom_left.lon, header.box().top_right.lat) == (1.0, 4.0)


def test_an_empty_answer_is_kept_and_one_that_is_no_data_is_not(tmp_path):
    empty = xml(tmp_path, HEAD + "</osm>")
    write_sorted((empty,), tmp_path / "e.osm.pbf")
    assert list(osmium.FileProcessor(str(tmp_path / "e.osm.pbf"))) == []
    bad = xml(tmp_path, HEAD + '<node id="x" lat="1" lon="1"/></osm>')
    with pytest.raises(AnswerFault):
        write_sorted((bad,), tmp_path / "b.osm.pbf")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["answer.osm", "e.osm.pbf"]


# ------------------------------------------------------------------------------- queries ---


def shapes(lat):
    """Small polygons anywhere between the polar circles, also with a hole or in two parts."""
    return st.tuples(
        st.floats(-170, 170), lat, st.floats(0.01, 0.4), st.floats(0.01, 0.4), st.integers(0, 2)
    ).map(_shape)


def _shape(said):
    lon, lat, wide, high, kind = said
    box = shapely.box(lon, lat, lon + wide, lat + high)
    if kind == 1:
        return box.difference(shapely.box(lon + wide / 4, lat, lon + wide / 2, lat + high / 2))
    if kind == 2:
        other = shapely.box(lon + wide * 1.5, lat, lon + wide * 2, lat + high)
        return shapely.MultiPolygon([box, other])
    return box


@settings(max_examples=40)
@given(shape=shapes(st.floats(-60, 60)), buffer_m=st.sampled_from([30_000.0, 75_000.0]))
def test_the_margin_is_as_wide_as_said_on_the_ellipsoid(shape, buffer_m):
    region = queries.widen(shape, buffer_m)
    lon, lat = shapely.get_coordinates(shape).T
    for azimuth in range(0, 360, 15):
        far = np.array(GEOD.fwd(lon, lat, np.full(lon.size, azimuth), np.full(lon.size, buffer_m)))
        assert shapely.contains_xy(region, far[0], far[1]).all()
    # And not much wider: 1 % for the projection, 1 % for the outline.
    tall = np.diff(shapely.bounds(region)[1::2]) - np.diff(shapely.bounds(shape)[1::2])
    assert tall[0] * 110_574 < 2 * buffer_m * 1.05
    assert queries.area_km2(region) > queries.area_km2(shape) + (buffer_m / 1000) ** 2 * math.pi


@settings(max_examples=60)
@given(shape=shapes(st.floats(-60, 60)))
def test_boxes_cover_the_region_and_stay_in_their_cells(shape):
    boxes = queries.cover(shape)
    all_of_them = shapely.union_all([shapely.box(*box) for box in boxes])
    assert shapely.area(shapely.difference(shape, shapely.buffer(all_of_them, 2e-8))) < 1e-12
    assert len(
        {(math.floor((w + e) / 2 / 0.5), math.floor((s + n) / 2 / 0.5)) for w, s, e, n in boxes}
    ) == len(boxes)
    for west, south, east, north in boxes:
        assert 0 < east - west <= 0.5 + 1e-9
        assert 0 < north - south <= 0.5 + 1e-9
    parts = [part for box in boxes for part in queries.quarters(box)]
    assert sum(shapely.box(*part).area for part in parts) == pytest.approx(
        sum(shapely.box(*box).area for box in boxes)
    )


@settings(max_examples=60)
@given(shape=shapes(st.floats(-60, 60)))
def test_rings_of_a_query_hold_the_whole_piece(shape):
    rings = queries._rings(shape)
    drawn = shapely.union_all(
        [
            shapely.Polygon(np.array(ring.split(), dtype=float).reshape(-1, 2)[:, ::-1])
            for ring in rings
        ]
    )
    assert drawn.covers(shape)


def test_a_winding_outline_becomes_a_short_query():
    angle = np.linspace(0, 2 * np.pi, 20_000)
    radius = 0.2 + 0.02 * np.sin(300 * angle)
    outline = shapely.Polygon(
        np.column_stack([10 + radius * np.cos(angle), 50 + radius * np.sin(angle)])
    )
    rings = queries._rings(outline)
    assert sum(len(ring.split()) // 2 for ring in rings) <= 400
    drawn = shapely.Polygon(np.array(rings[0].split(), dtype=float).reshape(-1, 2)[:, ::-1])
    assert drawn.covers(outline)


@pytest.mark.parametrize(
    "box", [(179.9, 10.0, 179.99, 10.1), (-179.99, 10.0, -179.9, 10.1), (10, 84.9, 10.1, 84.99)]
)
def test_the_date_line_and_the_poles_are_refused(box):
    with pytest.raises(InputError, match="date line or at a pole"):
        queries.widen(shapely.box(*box), 30_000)


def test_queries_hold_nothing_but_what_is_written_here():
    box = (9.0, 47.0, 9.5, 47.5)
    assert "[bbox:47.0000000,9.0000000,47.5000000,9.5000000]" in queries.land_query(box)
    assert queries.border_query([5, 3]).endswith("relation(id:3,5);(._;>;);out body;")
    with pytest.raises((ValueError, TypeError)):
        queries.border_query(["1);out;"])
    with pytest.raises((ValueError, TypeError)):
        queries.land_query(("1];out", 0, 0, 0))


def test_the_server_of_these_tests_reads_what_is_asked_and_refuses_the_rest(tmp_path):
    extract = Extract(xml(tmp_path, HEAD + META + NODE + "</osm>"))
    for query in (
        queries.land_query((9, 47, 10, 48)),
        queries.building_query(shapely.box(9, 47, 10, 48)),
        queries.border_list_query((9, 47, 10, 48)),
        queries.border_query([1]),
    ):
        printed = Interpreter(extract, query).run()
        check_osm_xml(xml(tmp_path, osm_xml(extract, printed, "2025-03-01T00:00:00Z")))
    for query in (
        "",
        "way[highway];out;",
        "[out:json];way(1);out;",
        "[out:xml];way['a'];out body;",
    ):
        with pytest.raises(QueryError):
            Interpreter(extract, query).run()


# ----------------------------------------------------------------------------- Nominatim ---


class Town:
    """Two places with a boundary, in the form that the server's answers are made of."""

    polygons = {  # noqa: RUF012
        7: shapely.box(9.5, 47.1, 9.6, 47.2),
        8: shapely.box(19.5, 47.1, 19.6, 47.2),
    }

    def tags(self, *_):
        """Tags of a place."""
        return {"name": "Spring“field", "admin_level": "8"}


@pytest.fixture
def places(tmp_path):
    """Ask the server for places; it answers what it is given."""
    slept = []
    clock = Clock(lambda: sum(slept), slept.append)
    silent = PoliteClient("g/1", progress=lambda _: None, clock=clock)
    with Services(Town()) as server, silent as client:

        def find(results=None, *, raw=None, **wanted):
            server.seen.clear()
            key = wanted.get("name") or wanted.get("osm_id")
            server.places = {" ".join(key.split()): results}
            if raw is not None:
                from overpass_server import Fault

                server.faults = [Fault("/search", body=raw) for _ in range(6)]
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            return find_place(client, server.url, AnswerCache(folder), **wanted)

        find.server = server
        find.client = client
        yield find


def test_a_place_comes_with_its_boundary_number_and_licence(places):
    found = places([place_json(Town(), 7)], name="  Spring“field \n")
    assert (found.name, found.osm_id, found.is_area) == ("Spring“field", "R7", True)
    assert found.polygon.equals(Town.polygons[7])
    assert "ODbL" in found.licence
    assert places.server.seen[0][2] == {
        "format": "jsonv2",
        "polygon_geojson": "1",
        "q": "Spring“field",
        "limit": "20",
    }


def test_a_number_is_looked_up(places):
    found = places([place_json(Town(), 7)], osm_id="R7")
    assert found.osm_id == "R7"
    assert places.server.seen[0][0] == "/lookup"


@pytest.mark.parametrize(
    "said", ["", "R", "R0", "R-1", "R1;out", "R1,R2", "X5", "R1)", "R٣", "1e3", "R" + "9" * 16]
)
def test_what_is_no_number_is_refused(said):
    with pytest.raises(InputError, match="is no OpenStreetMap number"):
        read_osm_id(said)


def test_several_places_are_listed_never_guessed(places):
    two = [place_json(Town(), 7), place_json(Town(), 8, display_name="Spring“field, Elsewhere")]
    with pytest.raises(InputError, match=r"2 places: R7 .*Testland; R8 .*Elsewhere\. Choose one"):
        places(two, name="Spring“field")
    assert places(two, name="spring“FIELD,  elsewhere").osm_id == "R8"
    point = place_json(Town(), 8, polygon=False)
    assert places([point, two[0]], name="Spring“field").osm_id == "R7"
    park = place_json(Town(), 8, category="leisure", type="park")
    assert places([park, two[0]], name="Spring“field").osm_id == "R7"
    assert places([two[0], two[0]], name="Spring“field").osm_id == "R7"
    other = place_json(Town(), 8, name="Springfield Heights")
    assert places([other, two[0]], name="Spring“field").osm_id == "R7"


def test_a_place_without_boundary_or_none_at_all_is_said(places):
    with pytest.raises(DataUnavailableError, match=r"has no boundary in OpenStreetMap \(R7 Spring"):
        places([place_json(Town(), 7, polygon=False)], name="Spring“field")
    with pytest.raises(DataUnavailableError, match="No place called “Nowhere”"):
        places([], name="Nowhere")
    with pytest.raises(InputError, match="--place"):
        places([], name=" ", osm_id="")


@pytest.mark.parametrize(
    "drawn",
    [
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[9, 47], [10, 47]]]},
        {"type": "Polygon", "coordinates": [[[9, 947], [10, 47], [10, 48], [9, 947]]]},
        {"type": "Polygon", "coordinates": [[["a", 47], [10, 47], [10, 48], ["a", 47]]]},
        {"type": "Polygon", "coordinates": [[[9, 47], [9, 47], [9, 47], [9, 47]]]},
        {"type": "Polygon"},
    ],
)
def test_a_boundary_that_is_none_is_said(places, drawn):
    with pytest.raises(DataUnavailableError, match="has no boundary"):
        places([place_json(Town(), 7, geojson=drawn)], name="x")


def test_a_crossed_boundary_is_repaired(places):
    drawn = {"type": "Polygon", "coordinates": [[[9, 47], [10, 48], [10, 47], [9, 48], [9, 47]]]}
    found = places([place_json(Town(), 7, geojson=drawn)], name="x").polygon
    assert found.is_valid
    assert found.area == pytest.approx(0.5)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[{",
        b"<html><h1>403</h1></html>",
        b'{"error": {"code": 500, "message": "Internal"}}',
        b'["x"]',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_damaged_answer_ends_in_one_error(places, raw):
    with pytest.raises(DataUnavailableError, match="no usable answer in 6 attempts"):
        places([], raw=raw, name="x")


NASTY = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"),
    min_size=1,
    max_size=30,
).filter(str.strip)


@settings(max_examples=40, deadline=None)
@given(
    name=NASTY
    | st.sampled_from(['"];out;//', "a&q=b&format=xml", "../../etc", "x\r\nHost: y", "%00", "#"])
)
def test_whatever_a_name_holds_it_stays_one_field(name):
    from data.online.nominatim import _ask

    with Services(Town()) as server, PoliteClient("g/1", progress=lambda _: None) as client:
        ask = _ask(f"{server.url}/search", {"q": name})
        client.look(Ask(ask.url, ask.fields))
        assert server.seen[0][2] == {"format": "jsonv2", "polygon_geojson": "1", "q": name}
        assert server.seen[0][0] == "/search"


# ------------------------------------------------------------------------------ manifest ---


def test_the_manifest_is_read_as_it_was_written(tmp_path):
    asked = Request(
        '[out:xml];way["highway"];', "ab", "2025-03-01T04:05:06Z", "2025-03-02T00:00:00Z"
    )
    written = Manifest(
        "永川区",
        "R7",
        30.0,
        (
            Source("osm", "x.osm.pbf", "http://x", "cd", "", "2025", "ODbL", (asked, asked)),
            Source("population", "p.tif", "http://y", "ef", "", "", "CC BY 4.0"),
        ),
    )
    write_manifest(written, tmp_path)
    assert read_manifest(tmp_path) == written
    assert read_manifest(tmp_path).of_role("population").path == "p.tif"
    assert read_manifest(tmp_path).of_role("dem") is None
    assert [one.name for one in tmp_path.iterdir()] == ["fetched.toml"]


@pytest.mark.parametrize(
    "text", ["", "x", "version = 2", "version = 1\nplace = 1", "version = [1]"]
)
def test_a_damaged_manifest_is_one_error(tmp_path, text):
    (tmp_path / "fetched.toml").write_text(text)
    with pytest.raises(FileFormatError, match=r"fetched\.toml is damaged"):
        read_manifest(tmp_path)
    with pytest.raises(DataUnavailableError, match="no file"):
        read_manifest(tmp_path / "none")


def test_a_kept_answer_that_was_changed_is_not_handed_out(tmp_path):
    cache = AnswerCache(tmp_path)
    cache.folder.mkdir()
    path = cache.place("http://x", "q", ".osm.pbf")
    assert cache.find(path) is None
    path.write_bytes(b"data")
    assert cache.find(path) is None
    kept = cache.keep(path, data_date="2025", fetched="2026", request="q")
    assert cache.find(path) == kept
    path.write_bytes(b"datA")
    assert cache.find(path) is None
    path.write_bytes(b"data")
    note = path.with_name(f"{path.name}.json")
    note.write_text(json.dumps({"sha256": 1}))
    assert cache.find(path) is None
    assert (
        cache.place("http://x", "q2", ".osm.pbf")
        != path
        != cache.place("http://y", "q", ".osm.pbf")
    )


def test_every_sentence_of_a_fetch_is_in_the_catalogue_and_every_one_there_is_said():
    from geo.catalogue import online

    root = Path(__file__).resolve().parent.parent
    files = [*(root / "data" / "online").glob("*.py"), root / "api" / "commands_fetch.py"]
    said = {
        code
        for path in files
        for code in re.findall(r'"((?:online|cli\.fetch)\.?[a-z0-9_.]*)"', path.read_text("utf-8"))
    }
    said = {code for code in said if code != "online"}
    assert said == set(online.MESSAGES)
