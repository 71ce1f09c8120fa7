"""The quality page as text, and the hatching of doubtful roads on the map."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from geo.text import Lang, text
from hand_town import town_areas, town_study
from layers.datum_evidence import DatumCandidate, DatumEvidence
from layers.doubles import PossibleDouble
from layers.facilities import Service
from layers.scaling import ScaledArea
from maps import study_map
from maps.quality_page import QUALITY_MARK, quality_page
from maps.quality_parts import bars
from planning.answers import answer_coverage
from planning.import_record import ImportRecord, PlanFacilityMatch
from planning.quality.report import inspect_study
from planning.study import InputFile, Study

HOSTILE = (
    "<script>alert(1)</script>",
    "</script></style></title><img src=x onerror=alert(1)>",
    "\"quoted\" 'and' `ticked`",
    "{{ 7 * 7 }}{% raw %}",
    "医院🏥 & <b>bold</b>",
    "see https://example.org/x.js",
)


def bad_study() -> Study:
    """A study in which nearly everything is wrong, with hostile names wherever one can be."""
    name = HOSTILE
    study = town_study(
        [(0, 20), (5000, -800), (6000, -4000)],
        [1000.0, 900.0, 100.0],
        hospitals_m=((0, 0), (6000, -4000)),
        hospital_ids=(name[0], name[1]),
    )
    areas = replace(town_areas(), name=(name[0], name[4]), code=(name[1], name[2]))
    record = ImportRecord(
        notes=(("import.missing_nodes", {"count": 7}),),
        rejected=((name[1], 3),),
        datum=(
            DatumEvidence(name[0], "", "roads", 5, (DatumCandidate("wgs84", 9.0, 90.0),)),
            DatumEvidence(name[2], "gcj02", name[3]),
        ),
        scaling=(ScaledArea("w", name[1], "all", 10, 20, 2.0),),
        doubles=(PossibleDouble("a", "b", name[0], name[1], 1.0, name[2], ""),),
        plan_facilities=(PlanFacilityMatch(name[5], "", "ambiguous", (name[0], name[1])),),
        osm_facilities=((name[1], 105.0, 1.0, "hospital"),),
    )
    info = replace(
        study.info,
        title={"zh": name[1], "en": name[0]},
        demonstration=True,
        inputs=(InputFile("osm", name[1], "f" * 64, 12345, name[5], "2024-05-01T00:00:00Z"),),
    )
    facilities = replace(study.facilities, township=(name[0], name[4]))
    demand = replace(study.demand, name=name[:3], source=name[1])
    return replace(
        study, info=info, areas=areas, record=record, facilities=facilities, demand=demand
    )


class Elements(HTMLParser):
    """Elements and attributes of a page as a browser would make them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note an element, and that it is open unless it never closes."""
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "line", "rect"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Note an element that closes itself."""
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Hold the page to closing what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Note what a reader sees."""
        self.texts.append(data)


@pytest.fixture(scope="module")
def pages() -> dict[Lang, str]:
    study = bad_study()
    report = inspect_study(study)
    return {lang: quality_page(study, report, lang=lang) for lang in Lang}


@pytest.mark.parametrize("lang", list(Lang))
def test_names_stay_names_and_nothing_is_loaded(pages, lang):
    page = Elements(pages[lang])
    assert page.open == []
    tags = {tag for tag, _ in page.found}
    assert not tags & {"script", "img", "iframe", "b-old", "object", "form", "a"}
    for tag, attributes in page.found:
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        for name in ("src", "href"):
            assert (attributes.get(name) or "data:,").startswith("data:")
    assert "url(" not in pages[lang]
    assert "@import" not in pages[lang]
    shown = "".join(page.texts)
    for name in HOSTILE[:2]:
        assert name in shown


@pytest.mark.parametrize("lang", list(Lang))
def test_the_policy_lets_in_the_style_and_nothing_else(pages, lang):
    (style,) = re.findall(r"<style>(.*?)</style>", pages[lang], flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'Security-Policy" content="([^"]*)"', pages[lang])
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_the_answer_comes_first_and_the_marks_are_there(pages):
    page = pages[Lang.EN]
    assert QUALITY_MARK in page
    order = [
        page.index(text("quality.headline", Lang.EN, fitness="not fit for use")),
        page.index(f'id="figures">{text("quality.figures", Lang.EN)}'),
        page.index(f'id="findings">{text("quality.findings", Lang.EN)}'),
        page.index('<details id="distance"'),
        page.index('<details id="sources"'),
    ]
    assert order == sorted(order)
    for lang in Lang:
        assert text("demo.mark", lang) in page
    assert "OpenStreetMap" in page
    assert 'lang="zh-CN"' in pages[Lang.ZH]


def test_the_chart_says_what_its_table_says(pages):
    page = Elements(pages[Lang.EN])
    charts = [attributes for tag, attributes in page.found if tag == "svg"]
    assert [one["aria-labelledby"] for one in charts] == [
        "homes-title homes-desc",
        "sites-title sites-desc",
    ]
    (chart,) = re.findall(
        r'<svg[^>]*"homes-title.*?</figure>(.*?)</table>', pages[Lang.EN], re.DOTALL
    )
    # 1,000 people at 20 m, 900 at 800 m, 100 without a road.
    figures = re.findall(r'<td class="n">([^<]*)</td>', chart)
    assert figures[0::2] == ["1,000", "0", "0", "0", "0", "900", "0", "0", "100"]
    assert figures[1::2][0] == "50.0%"


def test_bars_are_as_long_as_their_weights():
    laid, height = bars((("a", "", 2.0, False), ("b", "", 1.0, True), ("c", "", 0.0, False)))
    assert [one.width for one in laid] == [190, 95, 0]
    assert [one.css for one in laid] == ["good", "bad", "good"]
    assert height == 72
    assert bars((("a", "", 0.0, False),))[0][0].width == 0
    assert bars(()) == ((), 0)


def test_doubtful_areas_are_marked_and_shaded(pages):
    rows = re.findall(r'<th scope="row" class="hatched">(.*?)</th>', pages[Lang.EN])
    assert rows == ["医院🏥 &amp; &lt;b&gt;bold&lt;/b&gt;"]
    assert 'class="n shade' in pages[Lang.EN]


def test_the_page_is_the_same_every_time(pages):
    study = bad_study()
    assert quality_page(study, inspect_study(study), lang=Lang.ZH) == pages[Lang.ZH]


def test_a_study_with_nothing_in_it_has_a_page_too():
    study = town_study([], [], hospitals_m=())
    study = replace(study, areas=town_areas().take([]))
    page = quality_page(study, inspect_study(study), lang=Lang.EN)
    assert Elements(page).open == []
    assert text("quality.border.unknown", Lang.EN) in page


# --- the map ---


def layer_data(page: str, kind: str) -> dict[str, object] | None:
    found = re.search(rf'<script type="application/json" id="{kind}_[^"]*">(.*?)</script>', page)
    return json.loads(found[1]) if found else None


def the_map(study: Study, lang: Lang = Lang.EN) -> str:
    answer = answer_coverage(study, Service.HOSPITAL, cutoff_s=900.0)
    return study_map(study, answer, lang=lang)


def test_doubtful_areas_and_cells_are_hatched_on_the_map_and_named_in_the_legend():
    page = the_map(town_study([(0, 20), (5000, -800)], [900.0, 900.0]))
    data = layer_data(page, "doubts")
    assert data is not None
    rows = data["rows"]
    # The east, and the one cell south of its street.
    assert [row["n"] for row in rows] == [[5], [5]]
    assert text("map.legend.doubts", Lang.EN, areas=1, cells=1) in page
    assert "gh-doubt" in page


def test_a_cell_alone_is_hatched_where_it_lies():
    study = town_study([(3000, 10), (5000, -800)], [9000.0, 60.0])
    study = replace(study, areas=town_areas().take([]))
    data = layer_data(the_map(study), "doubts")
    assert data is not None
    (row,) = data["rows"]
    steps = row["d"]
    lon, lat = sum(steps[0:1]) / 1e5, sum(steps[1:2]) / 1e5
    # The cell 504, -1 of the map plane: 4,000 to 5,000 m east, 0 to 1,000 m south.
    corners_m = [((lon - 105) * 111319.5, lat * 110574.3)]
    for x, y in corners_m:
        assert min(abs(x - 4000 / 0.9996), abs(x - 5000 / 0.9996)) < 3
        assert min(abs(y), abs(y + 1000 / 0.9996)) < 3


def test_a_map_without_doubts_has_neither_layer_nor_line():
    page = the_map(town_study([(0, 20)], [900.0]))
    assert layer_data(page, "doubts") is None
    assert "gh-doubt" not in page


def test_hatching_is_never_told_by_red_against_green(pages):
    colours = re.findall(r"#[0-9a-f]{6}", pages[Lang.EN].split("</style>")[0])
    reds = [one for one in colours if int(one[1:3], 16) > 200 and int(one[3:5], 16) < 60]
    greens = [
        one
        for one in colours
        if int(one[3:5], 16) > int(one[1:3], 16) + 80 and int(one[5:7], 16) < 80
    ]
    assert reds == greens == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_in_a_browser_nothing_is_asked_for_and_nothing_sticks_out(
    pages, chromium_path, tmp_path, width
):
    from playwright.sync_api import sync_playwright

    file = tmp_path / "quality.html"
    file.write_text(pages[Lang.ZH], encoding="utf-8")
    asked: list[str] = []
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda one: asked.append(one.url))
        page.on("console", lambda one: faults.append(one.text))
        page.on("pageerror", lambda one: faults.append(str(one)))
        page.on("dialog", lambda one: faults.append(one.message))
        page.goto(file.as_uri())
        root = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        colour = page.evaluate("getComputedStyle(document.querySelector('.verdict h2')).color")
        browser.close()
    assert asked == [file.as_uri()]
    assert faults == []
    assert root[0] <= root[1]
    assert colour == "rgb(138, 28, 90)"  # the policy has let the style in
