"""A whole fetch against the loopback server: what comes, what is kept, what goes wrong."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta

import numpy as np
import osmium
import pytest
import rasterio
import shapely
from rasterio.io import MemoryFile

from data.import_report import ImportReport
from data.online import fetch as fetching
from data.online import overpass
from data.online.asking import PART, Clock
from data.online.fetch import Endpoints, fetch_sources
from data.online.manifest import read_manifest
from data.online.population import PopulationSource
from data.osm import read_osm
from geo.errors import DataUnavailableError, FileFormatError, InputError, OutputError
from overpass_server import BUSY, LIMITED, Extract, Fault, Services, error_page, place_json

START = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
TOWN = 7
REMARK = (
    b'<remark> runtime error: Query timed out in "query" at line 1 after 181 seconds. </remark>'
)


def town_xml():
    """A district (7), a hamlet in it (8), beside it (9), in a bend of its border (4), roads."""
    nodes, ways, relations = [], [], []

    def square(number, lon, lat, side, *, notch=0.0, **tags):
        first = number * 100
        low, high = side - notch, side
        corners = [(0, 0), (high, 0), (high, high), (0, high)]
        if notch:
            corners[2:3] = [(high, low), (low, low), (low, high)]
        for place, (x, y) in enumerate(corners):
            nodes.append((first + place, lon + x, lat + y, {}))
        ways.append((first, [*range(first, first + len(corners)), first], {}))
        relations.append((number, [("way", first, "outer")], {"type": "boundary", **tags}))

    border = {"boundary": "administrative"}
    square(7, 9.45, 47.05, 0.1, notch=0.02, name="Town", admin_level="6", **border)
    square(4, 9.533, 47.133, 0.015, name="Nook", admin_level="8", **border)
    square(8, 9.46, 47.06, 0.03, name="Hamlet", admin_level="8", **border)
    square(9, 9.56, 47.06, 0.03, name="Beside", admin_level="8", **border)
    square(6, 9.0, 46.5, 1.5, name="Province", admin_level="4", **border)
    for row in range(5):  # a grid of streets over two cells, some beyond the border
        line = [9.4 + 0.05 * step for step in range(5)]
        for step, lon in enumerate(line):
            nodes.append((10 + 10 * row + step, lon, 47.0 + 0.04 * row, {}))
        refs = [10 + 10 * row + step for step in range(5)]
        ways.append((10 + row, refs, {"highway": "secondary", "name": f"Street {row} <&>“"}))
    for step in range(5):
        refs = [10 + 10 * row + step for row in range(5)]
        ways.append((20 + step, refs, {"highway": "residential"}))
    nodes[-1][3].update(highway="traffic_signals")
    nodes.append((90, 9.5, 47.1, {"amenity": "hospital", "name": "永川区人民医院"}))
    nodes.append((91, 9.3, 47.1, {"healthcare": "clinic", "name": "Across the border"}))
    nodes.append((92, 9.5, 47.11, {"amenity": "bench"}))
    houses = {"building": "yes"}
    for number, lon in ((60, 9.5), (61, 9.7)):
        base = number * 10
        for place, (x, y) in enumerate([(0, 0), (1, 0), (1, 1)]):
            nodes.append((base + place, lon + x / 5000, 47.1 + y / 5000, {}))
        ways.append((number, [base, base + 1, base + 2, base], houses))
    restriction = [("way", 10, "from"), ("node", 12, "via"), ("way", 22, "to")]
    relations.append((5, restriction, {"type": "restriction", "restriction": "no_left_turn"}))
    return nodes, ways, relations


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """The extract that the server answers from."""
    path = tmp_path_factory.mktemp("town") / "town.osm.pbf"
    writer = osmium.SimpleWriter(str(path))
    nodes, ways, relations = town_xml()
    for number, lon, lat, tags in sorted(nodes, key=lambda one: one[0]):
        writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat), tags=tags))
    for number, refs, tags in sorted(ways, key=lambda one: one[0]):
        writer.add_way(osmium.osm.mutable.Way(id=number, nodes=refs, tags=tags))
    for number, members, tags in sorted(relations, key=lambda one: one[0]):
        short = [(kind[0], ref, role) for kind, ref, role in members]
        writer.add_relation(osmium.osm.mutable.Relation(id=number, members=short, tags=tags))
    writer.close()
    return Extract(path)


@pytest.fixture
def server(town, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Services(town) as services:
        services.places["Town"] = [place_json(town, TOWN)]
        yield services


@pytest.fixture
def passing():
    """What was slept, in place of sleeping."""
    return []


@pytest.fixture
def fetch(server, tmp_path, passing):
    """Fetch the town into a folder; the notes of the run are kept."""

    def run(folder="sources", place="Town", **more):
        clock = Clock(
            lambda: sum(passing), passing.append, lambda: START + timedelta(seconds=sum(passing))
        )
        run.notes = []
        return fetch_sources(
            place,
            tmp_path / folder,
            endpoints=Endpoints(f"{server.url}/api/", server.url, "goldenhour/9.9"),
            progress=run.notes.append,
            agree=more.pop("agree", lambda _: None),
            clock=clock,
            **more,
        )

    return run


def everything(folder):
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*"))


def parts(folder):
    return [one for one in everything(folder) if PART in one]


# --------------------------------------------------------------------------- what comes ---


def test_a_fetch_brings_everything_the_import_reads_and_nothing_foreign(fetch, server):
    got = fetch()
    report = ImportReport()
    extract = read_osm(got.osm, report)
    assert extract.vintage == "2025-03-01T04:05:06Z"
    assert set(extract.areas.name) == {"Town", "Hamlet"}  # not beside, in a bend, above
    assert set(extract.facilities.name) == {"永川区人民医院", "Across the border"}
    assert extract.ways.n_ways == 10
    assert extract.ways.rules.signal_id.size == 1
    assert extract.ways.rules.turn_from.tolist() == [10]
    found = {
        (type(one).__name__, one.id): dict(one.tags) for one in osmium.FileProcessor(str(got.osm))
    }
    assert found["Way", 10]["name"] == "Street 0 <&>“"
    assert ("Way", 60) in found  # a house in the district
    assert ("Way", 61) not in found  # a house beyond it
    assert ("Node", 92) not in found  # a bench
    assert got.areas is None
    assert got.population is None
    assert len(server.asked("/search")) == 1
    assert all(one[3]["User-Agent"] == "goldenhour/9.9" for one in server.seen)
    assert server.most_open == 1
    assert len(server.asked("/api/status")) == len(server.asked("/api/interpreter"))


def test_the_manifest_says_where_everything_came_from(fetch, server):
    got = fetch(buffer_m=40_000)
    manifest = read_manifest(got.folder)
    assert manifest == got.manifest
    assert (manifest.place, manifest.osm_id, manifest.buffer_km) == ("Town, Testland", "R7", 40.0)
    osm = manifest.of_role("osm")
    assert osm.sha256 == hashlib.sha256(got.osm.read_bytes()).hexdigest()
    assert (osm.data_date, osm.licence) == (
        "2025-03-01T04:05:06Z",
        "ODbL 1.0, © OpenStreetMap contributors",
    )
    sent = [one[2]["data"] for one in server.asked("/api/interpreter")]
    assert [one.query for one in osm.requests] == sent
    assert all(one.fetched.startswith("2025-03-01T12:") for one in osm.requests)
    place = json.loads((got.folder / "place.geojson").read_text("utf-8"))
    assert place["features"][0]["properties"]["osm_id"] == "R7"
    assert shapely.from_geojson(json.dumps(place["features"][0]["geometry"])).area == pytest.approx(
        0.0096
    )


def test_only_numbers_and_words_of_ours_reach_overpass(fetch, server, town):
    nasty = '"];out;//<&>\n永川'
    server.places["x"] = [place_json(town, TOWN, name=nasty, display_name=nasty)]
    got = fetch(place="x")
    assert got.place.display_name == nasty
    for one in server.asked("/api/interpreter"):
        assert one[2]["data"].isascii()
        assert re.findall(r"\bout\b", one[2]["data"]) == ["out", "out"]  # setting, statement
    assert read_manifest(got.folder).place == nasty


def test_a_second_run_asks_nothing_and_gives_the_same_bytes(fetch, server):
    first = fetch().osm.read_bytes()
    manifest = read_manifest(fetch().folder)
    count = len(server.seen)
    again = fetch()
    assert len(server.seen) == count
    assert again.osm.read_bytes() == first
    assert again.manifest == manifest
    assert fetch("other").osm.read_bytes() == first


def test_a_wider_margin_asks_for_the_new_cells_only(fetch, server):
    fetch()
    count = len(server.asked("/api/interpreter"))
    fetch(buffer_m=30_100)
    assert len(server.asked("/api/interpreter")) == count


def test_a_place_that_is_no_administrative_area_brings_its_own_boundary(fetch, server, town):
    server.places["Park"] = [place_json(town, TOWN, category="leisure", type="park")]
    got = fetch(place="Park")
    assert got.areas == got.folder / "place.geojson"


# -------------------------------------------------------------------------- what goes wrong ---


@pytest.fixture(scope="module")
def clean():
    """Digest of the extract where nothing goes wrong, by the first test that makes it."""
    return {}


def broken(body):
    return body[: len(body) // 2]


FAULTS = {
    "429": Fault("/api/interpreter", 429, {"Retry-After": "9"}, error_page(LIMITED).encode()),
    "504": Fault("/api/interpreter", 504, body=error_page(BUSY).encode()),
    "remark": Fault(
        "/api/interpreter", change=lambda body: body.replace(b"</osm>", REMARK + b"</osm>")
    ),
    "no remark of size": Fault(
        "/api/interpreter",
        change=lambda body: body.replace(
            b"</osm>", b"<remark> runtime error: open64: 2 </remark></osm>"
        ),
    ),
    "truncated": Fault("/api/interpreter", change=broken, plain=True),
    "short": Fault("/api/interpreter", promise=1),
    "chunked": Fault("/api/interpreter", chunked=True),
    "malformed": Fault(
        "/api/interpreter", change=lambda body: body.replace(b"<note>", b"<note", 1)
    ),
    "bad number": Fault(
        "/api/interpreter", change=lambda body: body.replace(b"</note>", b'</note><node id="x"/>')
    ),
    "html": Fault("/api/interpreter", body=b"<!DOCTYPE html><html><body>Log in</body></html>"),
    "error page": Fault("/api/interpreter", body=error_page(BUSY).encode()),
    "hang up": Fault("/api/interpreter", hang_up=True),
    "status": Fault("/api/status", 502),
    "search": Fault("/search", 503),
    "search html": Fault("/search", body=b"<html>"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", FAULTS)
def test_every_passing_fault_is_survived_to_the_same_bytes(fetch, server, passing, clean, kind):
    expected = clean.setdefault("sha256", fetch("clean").manifest.of_role("osm").sha256)
    server.seen.clear()
    server.faults = [FAULTS[kind]]
    got = fetch("faulty")
    assert server.faults == []
    assert got.manifest.of_role("osm").sha256 == expected
    assert parts(got.folder) == []
    said = {note.code for note in fetch.notes}
    assert ("online.cutting" in said) == (kind == "remark")
    assert ("online.waiting" in said) == (kind not in {"remark", "status"})
    if kind == "429":
        assert 9.0 in passing


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault",
    [
        Fault("/api/interpreter", 504, body=error_page(BUSY).encode()),
        Fault("/api/interpreter", 429),
        Fault("/api/interpreter", change=broken, plain=True),
        Fault("/api/interpreter", body=b"<!DOCTYPE html><html>"),
        Fault("/api/interpreter", change=lambda body: body.replace(b"</osm>", REMARK + b"</osm>")),
        Fault("/api/interpreter", 400, body=error_page("parse error").encode()),
        Fault("/api/interpreter", body=b'<!DOCTYPE osm [<!ENTITY a "b">]><osm/>'),
    ],
    ids=["504", "429", "truncated", "html", "remark", "400", "entities"],
)
def test_what_does_not_pass_ends_in_one_error_and_the_next_run_goes_on(
    fetch, server, tmp_path, clean, fault, monkeypatch
):
    monkeypatch.setattr(overpass, "_MOST_SPLITS", 1)
    expected = clean.setdefault("sha256", fetch("clean").manifest.of_role("osm").sha256)
    server.seen.clear()
    real = server.take_fault
    # The first two questions are answered, then nothing but faults.
    monkeypatch.setattr(
        server,
        "take_fault",
        lambda path: fault if path == fault.at and len(server.asked(path)) > 2 else real(path),
    )
    with pytest.raises(DataUnavailableError) as shown:
        fetch()
    assert "127.0.0.1" in str(shown.value)
    folder = tmp_path / "sources"
    assert not (folder / "extract.osm.pbf").exists()
    assert not (folder / "fetched.toml").exists()
    assert parts(folder) == []
    monkeypatch.setattr(server, "take_fault", real)
    server.seen.clear()
    got = fetch()
    assert got.manifest.of_role("osm").sha256 == expected
    sent = {one[2]["data"] for one in server.asked("/api/interpreter")}
    kept = {one.query for one in got.manifest.of_role("osm").requests} - sent
    assert len(kept) == 2
    assert server.asked("/search") == []


def test_only_small_questions_get_through(fetch, server, clean, monkeypatch):
    expected = clean.setdefault("sha256", fetch("clean").manifest.of_role("osm").sha256)

    def take(path):
        if path != "/api/interpreter":
            return None
        query = server.seen[-1][2]["data"]
        if "[bbox:" not in query or "highway" not in query:
            return None
        south, west, north, east = map(float, query.split("[bbox:")[1].split("]")[0].split(","))
        too_much = (north - south) * (east - west) > 0.06
        return (
            Fault(path, change=lambda body: body.replace(b"</osm>", REMARK + b"</osm>"))
            if too_much
            else None
        )

    monkeypatch.setattr(server, "take_fault", take)
    assert fetch().manifest.of_role("osm").sha256 == expected
    asked = len(server.asked("/api/interpreter"))
    fetch()
    assert len(server.asked("/api/interpreter")) == asked  # what was too much is not asked again


def test_an_answer_longer_than_any_should_be_is_asked_in_pieces_then_given_up(fetch, monkeypatch):
    monkeypatch.setattr(overpass, "MOST_BYTES", 300)
    monkeypatch.setattr(overpass, "_MOST_SPLITS", 1)
    with pytest.raises(
        DataUnavailableError, match="even for the smallest piece: the answer is longer"
    ):
        fetch()


def test_the_queue_is_waited_for(fetch, server, passing):
    server.status = "Rate limit: 2\nSlot available after: 2025-03-01T12:00:05Z, in 5 seconds.\n"
    fetch()
    assert passing.count(6.0) == len(server.asked("/api/interpreter"))


def test_one_second_lies_between_questions_to_nominatim(fetch, server, passing):
    server.faults = [Fault("/search", 503)]
    fetch()
    assert passing[0] >= 1.0
    passing.clear()
    server.places["R7"] = server.places["Town"]
    fetch("second", osm_id="R7", place="")
    assert len(server.asked("/lookup")) == 1


def test_a_kept_answer_that_was_damaged_is_fetched_again(fetch, server):
    got = fetch()
    expected = got.osm.read_bytes()
    for path in sorted((got.folder / "cache").glob("*.osm.pbf"))[:2]:
        path.write_bytes(path.read_bytes()[:-1])
    count = len(server.asked("/api/interpreter"))
    assert fetch().osm.read_bytes() == expected
    assert 1 <= len(server.asked("/api/interpreter")) - count <= 2


def test_what_a_killed_run_left_is_swept_away(fetch, tmp_path):
    fetch()
    for where in (tmp_path / "sources", tmp_path / "sources" / "cache"):
        (where / f"{PART}99.x.osm").write_text("half")
    fetch()
    assert parts(tmp_path / "sources") == []


def test_offline_is_one_clear_line(tmp_path):
    with Services(None) as gone:
        url = gone.url
    with pytest.raises(
        DataUnavailableError, match=r"cannot be reached: .*“goldenhour study create”"
    ):
        fetch_sources(
            "Town",
            tmp_path / "s",
            endpoints=Endpoints(f"{url}/api", url, "g/1"),
            progress=lambda _: None,
            agree=lambda _: None,
            clock=Clock(sleep=lambda _: None),
        )


# ------------------------------------------------------------------------------- refusals ---


def test_another_place_or_a_folder_of_something_else_is_not_touched(fetch, server, town, tmp_path):
    fetch()
    server.places["Hamlet"] = [place_json(town, 8)]
    before = everything(tmp_path / "sources")
    with pytest.raises(OutputError, match="holds the sources of Town, Testland, not of Hamlet"):
        fetch(place="Hamlet")
    # The answer that told the place apart is kept; nothing else changed.
    assert {one for one in before if "cache" not in one} <= set(everything(tmp_path / "sources"))
    other = tmp_path / "mine"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    with pytest.raises(OutputError, match="no folder of fetched sources"):
        fetch("mine")
    assert everything(other) == ["letter.txt"]
    with pytest.raises(OutputError, match="no folder of fetched sources"):
        fetch("mine/letter.txt")


@pytest.mark.parametrize("buffer_m", [0, 29_999, 200_001, float("nan"), float("inf"), -30_000])
def test_a_margin_too_small_or_endless_is_refused(fetch, server, buffer_m):
    with pytest.raises(InputError, match="must reach 30 to 200 km"):
        fetch(buffer_m=buffer_m)
    assert server.seen == []


def test_nothing_large_is_fetched_without_leave(fetch, server, monkeypatch):
    def no(plan):
        # 0.1 x 0.1 degrees less a notch, at 47 degrees north; then 30 km more on every side.
        assert plan.district_km2 == pytest.approx(11.12 * 7.6 * 0.96, rel=0.01)
        around = 81.1 + 2 * (11.12 + 7.6) * 30 + np.pi * 30**2
        assert around < plan.region_km2 < around * 1.05
        assert plan.requests > 3
        assert not plan.is_large
        raise InputError("online.large", place="Town", km2=1.0, requests=3)

    with pytest.raises(InputError, match="add --yes"):
        fetch(agree=no)
    assert server.asked("/api/interpreter") == []
    monkeypatch.setattr(fetching, "LARGEST_KM2", 1_000.0)
    with pytest.raises(InputError, match="may be asked of shared services"):
        fetch()


# ----------------------------------------------------------------------------- population ---


def geotiff(crs="EPSG:4326"):
    cells = np.full((10, 20), 12.5, dtype=np.float32)
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            width=20,
            height=10,
            count=1,
            dtype="float32",
            crs=crs,
            transform=rasterio.Affine(0.005, 0, 9.45, 0, -0.01, 47.15),
        ) as raster:
            raster.write(cells, 1)
        return memory.read()


def source(server, body, sha256=None):
    server.files["/files/pop.tif"] = body
    return PopulationSource(
        f"{server.url}/files/pop.tif", sha256 or hashlib.sha256(body).hexdigest()
    )


def test_a_population_raster_comes_once_with_its_licence(fetch, server):
    wanted = source(server, geotiff())
    server.faults = [Fault("/files/pop.tif", change=broken, promise=10)]
    got = fetch(population=wanted)
    with rasterio.open(got.population) as raster:
        assert raster.read(1).sum() == 2_500
    said = got.manifest.of_role("population")
    assert (said.licence, said.sha256) == ("CC BY 4.0, WorldPop (www.worldpop.org)", wanted.sha256)
    count = len(server.asked("/files/pop.tif"))
    assert count == 2
    again = fetch(population=wanted)
    assert len(server.asked("/files/pop.tif")) == count
    assert again.manifest == got.manifest


def test_another_file_than_was_meant_is_not_kept(fetch, server, tmp_path):
    with pytest.raises(FileFormatError, match=r"is not the file that was meant: its sha256 is"):
        fetch(population=source(server, geotiff(), "0" * 64))
    assert not (tmp_path / "sources" / "population.tif").exists()
    assert parts(tmp_path / "sources") == []
    assert len(server.asked("/files/pop.tif")) == 1
    assert server.asked("/api/interpreter") == []


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("kind", ["text", "cut", "no crs"])
def test_what_is_no_geotiff_is_not_kept(fetch, server, tmp_path, kind):
    body = {"text": b"lon,lat,people\n", "cut": geotiff()[:60], "no crs": geotiff(crs=None)}[kind]
    with pytest.raises(FileFormatError, match="expected a GeoTIFF with a coordinate system"):
        fetch(population=source(server, body))
    assert not (tmp_path / "sources" / "population.tif").exists()


def test_a_log_in_page_in_place_of_the_population_is_said(fetch, server, tmp_path):
    wanted = source(server, geotiff())
    server.faults = [Fault("/files/pop.tif", body=b"<!DOCTYPE html><html>") for _ in range(6)]
    with pytest.raises(DataUnavailableError, match="does the network ask for a log-in"):
        fetch(population=wanted)
    assert not (tmp_path / "sources" / "population.tif").exists()


@pytest.mark.parametrize("said", ["", "abc", "g" * 64, "0" * 63, "-" * 64])
def test_what_is_no_digest_is_refused_before_anything_is_asked(said):
    with pytest.raises(InputError, match="is no sha256"):
        PopulationSource("http://127.0.0.1/x.tif", said)
