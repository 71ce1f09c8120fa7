"""The map in a real browser, opened from a disk: no request, no error, nothing covered."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.text import Lang, text
from planning.verdict import check
from test_maps import HOSTILE, PLAN, a_study, page_of

pytestmark = pytest.mark.browser

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FRAMES = ".leaflet-control, .gh-head"
INKED = """() => {
  const canvas = document.querySelector('.leaflet-overlay-pane canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  let inked = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3] === 0) continue;
    inked++;
    colours.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
  }
  return [inked, colours.size];
}"""


@pytest.fixture(scope="module")
def browser(chromium_path) -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(chromium_path), args=list(ARGUMENTS)
        )
        yield started
        started.close()


class OpenedMap:
    """A page and everything it asked for or complained about."""

    def __init__(self, browser, folder: Path, html: str, *, size=(1366, 768)) -> None:
        file = folder / "map.html"
        file.write_text(html, encoding="utf-8")
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        self.page.on("request", lambda one: self.requests.append(one.url))
        self.page.on("requestfailed", lambda one: self.faults.append(f"failed {one.url}"))
        self.page.on("console", lambda one: self.faults.append(f"{one.type} {one.text}"))
        self.page.on("pageerror", lambda one: self.faults.append(f"error {one}"))
        self.page.on("dialog", lambda one: (self.faults.append("a dialog"), one.dismiss()))
        self.page.goto(file.as_uri(), wait_until="load")
        self.page.wait_for_function("document.querySelector('.leaflet-overlay-pane canvas')")
        self.page.wait_for_timeout(300)

    def from_elsewhere(self) -> list[str]:
        """Addresses asked for, but for the page itself and what it carries."""
        return [one for one in self.requests[1:] if not one.startswith("data:")]

    def inked(self) -> tuple[int, int]:
        """Painted pixels of the canvas, and different colours among them."""
        inked, colours = self.page.evaluate(INKED)
        return inked, colours

    def boxes(self) -> dict[str, dict[str, float]]:
        """Frames of the head and of every control, by id or class."""
        found = {}
        for one in self.page.query_selector_all(FRAMES):
            if (box := one.bounding_box()) and box["width"] and box["height"]:
                found[one.get_attribute("id") or one.get_attribute("class")] = box
        return found


@pytest.fixture
def opened(browser, tmp_path):
    pages = []

    def open_it(html: str, **more) -> OpenedMap:
        pages.append(OpenedMap(browser, tmp_path, html, **more))
        return pages[-1]

    yield open_it
    for one in pages:
        one.page.close()


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 600), (390, 780)])
@pytest.mark.parametrize("lang", Lang)
def test_opens_without_internet_and_covers_nothing(opened, lang: Lang, size) -> None:
    study = a_study(demonstration=True)
    html = page_of(study, lang, verdicts=check(study, PLAN), generated_for="the office")
    shown = opened(html, size=size)
    assert shown.from_elsewhere() == []
    assert shown.faults == []
    area = shown.page.locator(".leaflet-container").bounding_box()
    assert area["width"] == size[0]
    assert area["height"] > 0.6 * size[1]
    boxes = shown.boxes()
    assert {"gh-answer", "gh-legend"} <= set(boxes)
    assert sum("leaflet-control-scale" in name for name in boxes) == 1
    for (name, one), (other_name, other) in itertools.combinations(boxes.items(), 2):
        assert not overlap(one, other), (name, other_name)
    for name, one in boxes.items():
        assert one["x"] >= 0, name
        assert one["x"] + one["width"] <= size[0], name
        assert one["y"] + one["height"] <= size[1], name
    inked, colours = shown.inked()
    assert inked > 1_000
    assert colours > 20


def test_a_layer_can_be_switched_off_and_on(opened) -> None:
    shown = opened(page_of(a_study()))
    before = shown.inked()
    area_switch = shown.page.locator(".leaflet-control-layers label").filter(
        has_text=text("map.layer.areas", Lang.EN)
    )
    area_switch.click()
    shown.page.wait_for_timeout(200)
    assert shown.inked()[0] < before[0] / 2
    area_switch.click()
    shown.page.wait_for_timeout(200)
    # The areas are back, and under the roads and homes, not over them.
    assert shown.inked() == before


def test_highlighting_changes_the_picture(opened) -> None:
    shown = opened(page_of(a_study()))
    before = shown.page.screenshot()
    shown.page.check("#gh-highlight")
    shown.page.wait_for_timeout(200)
    assert shown.page.screenshot() != before
    assert shown.faults == []


@pytest.mark.parametrize("lang", Lang)
def test_a_facility_opens_its_popup(opened, lang: Lang) -> None:
    shown = opened(page_of(a_study(), lang))
    shown.page.locator(".gh-facility").first.click()
    words = shown.page.locator(".leaflet-popup-content").inner_text()
    assert words.startswith("General")
    assert text("service.hospital", lang) in words
    assert text("service.stroke", lang) in words
    close = shown.page.locator(".leaflet-popup-close-button")
    assert close.get_attribute("aria-label") == text("map.close", lang)
    zoom = shown.page.locator(".leaflet-control-zoom-in")
    assert zoom.get_attribute("title") == text("map.zoom_in", lang)


def test_furniture(opened) -> None:
    shown = opened(page_of(a_study(), Lang.ZH))
    scale = shown.page.locator(".leaflet-control-scale").inner_text()
    assert scale.strip().endswith("m")
    assert "mi" not in scale
    assert "ft" not in scale
    credit = shown.page.locator(".leaflet-control-attribution")
    assert credit.inner_text().startswith("© OpenStreetMap contributors")
    assert credit.locator("svg").count() == 0
    assert "CC BY 4.0 <GeoNames>" in credit.inner_text()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_text(opened, name: str) -> None:
    from dataclasses import replace

    study = a_study()
    study = replace(
        study,
        info=replace(study.info, title={"en": name, "zh": name}),
        facilities=replace(study.facilities, name=(name, name)),
        demand=replace(study.demand, name=(name,) * len(study.demand)),
        areas=replace(study.areas, name=(name, name)),
    )
    shown = opened(page_of(study, generated_for=name))
    shown.page.locator(".gh-facility").first.click()
    heading = shown.page.locator(".leaflet-popup-content strong")
    assert heading.text_content() == name.strip()
    assert shown.page.locator("h1").text_content() == name
    box = shown.page.locator(".leaflet-popup").bounding_box()
    assert box["width"] < 400
    assert shown.faults == []
    assert shown.from_elsewhere() == []


def test_a_tooltip_on_a_place(opened) -> None:
    shown = opened(page_of(a_study()))
    spot = shown.page.evaluate(
        """() => {
          const map = window[Object.keys(window).find((key) => /^map_\\d+$/.test(key))];
          const data = JSON.parse(document.querySelector('[id^=demand_layer]').textContent);
          const last = data.c.length - 1;
          let x = 0, y = 0;
          for (let i = 0; i <= last; i++) { x += data.d[2 * i]; y += data.d[2 * i + 1]; }
          const at = map.latLngToContainerPoint([y / 1e5, x / 1e5]);
          const frame = map.getContainer().getBoundingClientRect();
          return [at.x + frame.left, at.y + frame.top];
        }"""
    )
    # Leaflet looks at the cursor every 32 ms only.
    for step in (-30, -2, -1, 0):
        shown.page.mouse.move(spot[0] + step, spot[1])
        shown.page.wait_for_timeout(60)
    shown.page.wait_for_timeout(200)
    words = shown.page.locator(".gh-tip").inner_text()
    assert "55 people" in words
    assert text("word.never", Lang.EN) in words
