"""``study fetch`` as a user runs it: the same figures as from the extract it was fetched from."""

import hashlib
import json

import numpy as np
import pytest
import rasterio
import typer
from rasterio.io import MemoryFile

from api import cli
from api.commands_fetch import add_fetch_command, read_endpoints
from api.commands_study import _write
from api.screen import Screen
from data.studies import open_study
from geo.errors import DataUnavailableError, InputError, OutputError
from geo.text import Lang
from overpass_server import Extract, Fault, Services, place_json

VADUZ = 1_155_956


@pytest.fixture(scope="session")
def liechtenstein(test_data):
    """The country as its extract has it, in the server's hands."""
    return Extract(test_data / "liechtenstein" / "liechtenstein.osm.pbf")


@pytest.fixture(scope="session")
def people():
    """A raster over the country; the figures are made up, the cells are where people live."""
    rows, columns = np.mgrid[0:90, 0:70]
    cells = ((rows * 7 + columns * 13) % 11).astype(np.float32)
    place = rasterio.Affine(0.0025, 0, 9.47, 0, -0.0025, 47.27)
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=70, height=90, count=1, dtype="float32", crs=4326, transform=place
        ) as raster:
            raster.write(cells, 1)
        return memory.read()


@pytest.fixture
def server(liechtenstein, people, monkeypatch):
    with Services(liechtenstein, osm_base="2015-07-27T21:14:01Z") as services:
        services.places["Vaduz"] = [place_json(liechtenstein, VADUZ)]
        services.files["/files/lie_ppp_2015.tif"] = people
        monkeypatch.setenv("GOLDENHOUR_OVERPASS_URL", f"{services.url}/api")
        monkeypatch.setenv("GOLDENHOUR_NOMINATIM_URL", services.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield services


def fetch(*arguments):
    """Run the command in a command line of its own."""
    screen = Screen(Lang.EN)
    app = typer.Typer()
    group = typer.Typer()
    app.add_typer(group, name="study")
    add_fetch_command(group, screen, write=_write)
    app(["study", "fetch", *map(str, arguments)], standalone_mode=False)


def figures(folder, capsys):
    """Coverage of hospitals and pharmacies by area, as the command line gives it."""
    found = {}
    for service, minutes in (("hospital", "7"), ("hospital", "15"), ("pharmacy", "10")):
        capsys.readouterr()
        asked = ["--service", service, "--minutes", minutes, "--json"]
        assert cli.run(["coverage", str(folder), *asked]) == 0
        for row in json.loads(capsys.readouterr().out)["by_area"]:
            found[service, minutes, row.pop("name")] = row
    return found


@pytest.mark.slow
def test_a_fetched_study_answers_as_one_made_from_the_whole_extract(
    server, people, test_data, tmp_path, capsys
):
    name = "Vaduz"
    (tmp_path / "people.tif").write_bytes(people)
    whole = tmp_path / "whole"
    extract = test_data / "liechtenstein" / "liechtenstein.osm.pbf"
    files = ["--osm", str(extract), "--population", str(tmp_path / "people.tif")]
    assert cli.run(["study", "create", str(whole), *files]) == 0
    url = f"{server.url}/files/lie_ppp_2015.tif"
    digest = hashlib.sha256(people).hexdigest()
    given = ["--population-url", url, "--population-sha256", digest]
    fetch(tmp_path / "one", "--place", name, *given)
    said = capsys.readouterr().err
    assert f"Found: {name}, Testland (R" in said
    assert "OpenStreetMap contributors" in said

    expected = figures(whole, capsys)
    got = figures(tmp_path / "one", capsys)
    here = {key: row for key, row in expected.items() if key[2] == name}
    assert len(here) == 3
    assert {key: row for key, row in got.items() if key[2] == name} == here
    assert any(0 < row["share"] < 1 for row in here.values())
    assert all(row["population"] > 100 for row in here.values())

    licences = {one.role: one.licence for one in open_study(tmp_path / "one").info.inputs}
    assert licences["osm"].startswith("ODbL 1.0")
    assert licences["population"] == "CC BY 4.0, WorldPop (www.worldpop.org)"
    count = len(server.seen)
    fetch(tmp_path / "one", "--place", name, *given, "--overwrite")
    assert len(server.seen) == count


@pytest.mark.slow
def test_what_can_fail_without_the_internet_asks_nothing(server, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "letter.txt").write_text("dear")
    place = ["--place", "Vaduz"]
    digest = ["--population-sha256", "0" * 64]
    raster = ["--population-url", f"{server.url}/x"]
    for arguments, kind, words in (
        ([tmp_path / "s"], InputError, "Name a place"),
        ([tmp_path / "s", *place, "--osm-id", "R1"], InputError, "not both"),
        ([tmp_path / "s", *place, *raster], InputError, "belong together"),
        ([tmp_path / "s", *place, *digest], InputError, "belong together"),
        ([tmp_path / "s", *place, *raster, "--population-sha256", "1"], InputError, "no sha256"),
        (
            [tmp_path / "s", *place, *raster, *digest, "--population", "x.tif"],
            InputError,
            "not both",
        ),
        ([tmp_path / "s", *place, "--buffer-km", "5"], InputError, "30 to 200 km"),
        ([tmp_path / "s", "--osm-id", "R1;out"], InputError, "no OpenStreetMap number"),
        ([tmp_path / "s", *place, "--plan", "none"], DataUnavailableError, "none"),
        ([tmp_path / "there", *place], OutputError, "not a study"),
    ):
        with pytest.raises(kind, match=words):
            fetch(*arguments)
    assert server.seen == []


def test_a_large_region_wants_leave(server, tmp_path, capsys, monkeypatch):
    from data.online import fetch as fetching

    monkeypatch.setattr(fetching, "LARGE_KM2", 1_000.0)
    with pytest.raises(
        InputError, match=r"takes at least \d+ requests\. If that is meant, add --yes"
    ):
        fetch(tmp_path / "s", "--place", "Vaduz")
    assert "km², with the margin" in capsys.readouterr().err
    assert server.asked("/api/interpreter") == []
    assert not (tmp_path / "s").exists()


def test_no_study_is_left_where_the_service_fails(server, tmp_path):
    server.faults = [Fault("/api/interpreter", 400)]
    server.places["R1155956"] = server.places["Vaduz"]
    with pytest.raises(DataUnavailableError, match="refuses: status 400"):
        fetch(tmp_path / "s", "--osm-id", "R1155956", "--sources", tmp_path / "from")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["from"]


def test_the_services_are_those_of_the_environment_or_the_public_ones():
    public = read_endpoints({})
    assert public.overpass_url.startswith("https://")
    assert public.nominatim_url.startswith("https://")
    assert public.agent.startswith("goldenhour/")
    own = read_endpoints({"GOLDENHOUR_NOMINATIM_URL": "http://n.local"})
    assert (own.nominatim_url, own.overpass_url) == ("http://n.local", public.overpass_url)
