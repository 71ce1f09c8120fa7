"""The map page as text: nothing is loaded, nothing is random, names stay names."""

import base64
import html
import json
import re
from dataclasses import replace

import folium
import numpy as np
import pytest
from branca.element import Element

from geo.errors import DataUnavailableError, GoldenHourError
from geo.text import Lang, text
from hand_town import town_study
from layers.facilities import Service
from maps import study_map
from maps.assets import DROPPED, LEAFLET_CSS, LEAFLET_JS, inlined, script_element
from maps.encode import UNITS_PER_DEGREE, data_json, path_columns
from maps.homes import home_points, radius_px
from maps.offline import OfflineFigure
from maps.palette import SHARE_COLOURS, TIME_COLOURS
from maps.study_map import _bounds
from planning.answers import CoverageAnswer, answer_coverage
from planning.plan import Plan
from planning.study import InputFile, Study
from planning.verdict import check

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"quoted\" 'and' `ticked` \\ back",
    "{{ 7 * 7 }}{% raw %}{# no #}{{{",
    "line\u2028and\u2029paragraph",
    "医院🏥 & <b>bold</b>",
    "long " * 60,
    "see https://example.org/x.js",
)
PLAN = Plan.from_mapping(
    {
        "name": "p",
        "title": {"zh": "规划", "en": "Plan"},
        "document": "d",
        "period": "2025",
        "goals": [
            {
                "id": f"G-{number}",
                "title": {"zh": f"十五分钟之{service}", "en": f"Fifteen minutes to {service}"},
                "phrase": "十五分钟",
                "section": "1",
                "readings": [
                    {
                        "id": f"r-{service}",
                        "title": {"zh": f"读法{service}", "en": f"Reading {service}"},
                        "service": service,
                        "profile": "car",
                        "direction": "to",
                        "minutes": 15,
                        "pass_share": 0.9,
                        "pass_source": {"zh": "设定", "en": "a choice"},
                        "rival": rival,
                    }
                    for service, rival in ((service, False), ("pharmacy", True))
                ],
            }
            for number, service in enumerate(("hospital", "trauma"), start=1)
        ],
    }
)


def a_study(*, demonstration: bool = False) -> Study:
    """People near, far, cut off and nobody; a hospital that counts and a pharmacy."""
    study = town_study(
        [(50, 0), (0, 900), (5900, 0), (7900, 2900), (0, 1400)],
        [12_345.0, 4_000.0, 700.0, 55.0, 0.0],
        hospitals_m=((0, 0), (0, 1500)),
    )
    facilities = replace(
        study.facilities,
        name=("General", ""),
        kind=(Service.HOSPITAL, Service.PHARMACY),
        services=(
            frozenset({Service.HOSPITAL, Service.STROKE}),
            frozenset({Service.PHARMACY}),
        ),
    )
    inputs = (
        InputFile("osm", "x.osm.pbf", "0" * 64, 1, "ODbL 1.0", "2021-04-14T20:21:42Z"),
        InputFile("population", "p.csv", "1" * 64, 1, "CC BY 4.0 <GeoNames>", "2020"),
    )
    info = replace(study.info, demonstration=demonstration, inputs=inputs)
    return replace(study, facilities=facilities, info=info)


def an_answer(study: Study) -> CoverageAnswer:
    return answer_coverage(study, Service.HOSPITAL, cutoff_s=600.0)


def page_of(study: Study, lang: Lang = Lang.EN, **more: object) -> str:
    return study_map(study, an_answer(study), lang=lang, **more)  # type: ignore[arg-type]


def layer_data(page: str, kind: str) -> dict[str, object]:
    """Columns of one layer, read back from the page."""
    found = re.search(
        rf'<script type="application/json" id="{kind}_layer_\d+_data">(.*?)</script>', page
    )
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


# --- nothing is loaded ---


def test_an_unknown_asset_raises() -> None:
    with pytest.raises(DataUnavailableError, match=r"elsewhere\.example/x\.js"):
        inlined("https://elsewhere.example/x.js")


@pytest.mark.parametrize(
    "tag",
    [
        '<script src="https://elsewhere.example/x.js"></script>',
        "<link rel=stylesheet href=//elsewhere.example/x.js>",
        "<img alt='' src='http://elsewhere.example/x.js'>",
    ],
)
def test_a_raw_tag_that_loads_raises(tag: str) -> None:
    figure = OfflineFigure(title="t", lang=Lang.EN)
    figure.html.add_child(Element(tag))
    with pytest.raises(GoldenHourError, match=r"elsewhere\.example/x\.js"):
        figure.render()


@pytest.mark.parametrize("extra", ["tiles", "plugin"])
def test_tiles_and_plugins_raise(extra: str) -> None:
    figure = OfflineFigure(title="t", lang=Lang.EN)
    page = folium.Map(tiles="OpenStreetMap" if extra == "tiles" else None)
    figure.add_child(page)
    if extra == "plugin":
        from folium.plugins import Fullscreen

        page.add_child(Fullscreen())
    with pytest.raises(GoldenHourError, match="not among the packaged assets"):
        figure.render()


def test_folium_itself_adds_only_what_is_known() -> None:
    linked = [url for _, url in (*folium.Map.default_js, *folium.Map.default_css)]
    assert {url for url in linked if not inlined(url)} == DROPPED
    assert "Leaflet 1.9.3" in inlined(LEAFLET_JS)


def test_styles_carry_their_images() -> None:
    rules = inlined(LEAFLET_CSS)
    targets = re.findall(r"url\(([^)]+)\)", rules)
    assert {target[:22] for target in targets} == {"data:image/png;base64,", "#default#VML"}
    picture = next(target for target in targets if target.startswith("data:"))
    assert base64.b64decode(picture.partition(",")[2]).startswith(b"\x89PNG")


def test_a_source_map_goes_and_what_follows_stays() -> None:
    assert script_element("a=1;\n//# sourceMappingURL=a.js.map\nb=2;") == (
        "<script>a=1;\n\nb=2;</script>"
    )
    assert "sourceMappingURL" not in inlined(LEAFLET_JS)
    assert inlined(LEAFLET_JS).count("</script>") == inlined(LEAFLET_JS).count("<script>") == 2


def test_no_link_loads() -> None:
    page = page_of(a_study(), verdicts=check(a_study(), PLAN))
    links = re.findall(r"(?:src|href)=\\?[\"']?((?:https?:)?//[^\"'\\\s>]+)", page)
    assert set(links) <= {"https://www.openstreetmap.org/copyright", "https://leafletjs.com"}
    assert '<link rel="icon" href="data:,">' in page
    assert "default-src 'none'" in page


# --- the same bytes ---


def test_the_same_inputs_give_the_same_bytes() -> None:
    first = page_of(a_study())
    other = page_of(a_study(demonstration=True), Lang.ZH)
    again = page_of(a_study())
    assert first.encode() == again.encode()
    assert first != other
    assert "map_1" in first


# --- names stay names ---


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("lang", Lang)
def test_hostile_names_stay_text(name: str, lang: Lang) -> None:
    study = a_study()
    plain = page_of(study, lang)
    study = replace(
        study,
        info=replace(
            study.info,
            title={"en": name, "zh": name},
            inputs=(InputFile("osm", name, "", 1, name, name),),
        ),
        facilities=replace(study.facilities, name=(name, name)),
        demand=replace(study.demand, name=(name,) * len(study.demand)),
        areas=replace(study.areas, name=(name, name)),
    )
    page = page_of(study, lang, generated_for=name)
    assert layer_data(page, "facilities")["rows"][0]["name"] == name.strip()  # type: ignore[index]
    assert layer_data(page, "areas")["rows"][0]["name"] == name.strip()  # type: ignore[index]
    assert layer_data(page, "demand")["names"][0] == name.strip()  # type: ignore[index]
    assert layer_data(page, "others")["names"] == [name.strip()]
    for tag in ("<script", "</script", "<img", "<b>"):
        assert page.count(tag) == plain.count(tag)
    blocks = re.findall(r"(?s)<script.*?</script>", page)
    assert not any("\u2028" in block or "\u2029" in block for block in blocks)


def test_braces_in_panels_are_not_reckoned() -> None:
    page = page_of(a_study(), generated_for="{{ 7 * 7 }}")
    assert "&#123;&#123; 7 * 7 &#125;&#125;" in page


@pytest.mark.parametrize("name", HOSTILE)
def test_json_survives(name: str) -> None:
    written = data_json({"a": [{"b": name}]})
    assert json.loads(written) == {"a": [{"b": name}]}
    assert not set(written) & {"<", ">", "&", "\u2028", "\u2029"}
    assert not re.search(r"\{[{%#]", written)


def test_nothing_infinite_in_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        data_json([float("inf")])


# --- what it says ---


@pytest.mark.parametrize("lang", Lang)
def test_a_demonstration_says_so_in_both_languages(lang: Lang) -> None:
    marks = [text("demo.mark", one) for one in Lang]
    shown = page_of(a_study(demonstration=True), lang)
    assert all(mark in shown for mark in marks)
    assert not any(mark in page_of(a_study(), lang) for mark in marks)


@pytest.mark.parametrize("demonstration", [True, False])
@pytest.mark.parametrize("lang", Lang)
def test_credits(lang: Lang, *, demonstration: bool) -> None:
    page = page_of(a_study(demonstration=demonstration), lang)
    assert "© OpenStreetMap contributors" in page
    assert "ODbL 1.0" in page
    assert r"CC BY 4.0 \u0026lt;GeoNames\u0026gt;" in page


@pytest.mark.parametrize("lang", Lang)
def test_figures_in_the_answer(lang: Lang) -> None:
    study = a_study()
    page = page_of(study, lang)
    whole = an_answer(study).whole
    assert (whole.covered, whole.uncovered, whole.unroutable) == (16_345.0, 700.0, 55.0)
    shown = {Lang.EN: "16,345 people", Lang.ZH: "1.63万人"}
    assert shown[lang] in page
    assert "95.6%" in page
    assert "2021-04-14" in page
    assert "T20:21" not in page


@pytest.mark.parametrize("lang", Lang)
def test_verdicts_are_listed(lang: Lang) -> None:
    study = a_study()
    page = page_of(study, lang, verdicts=check(study, PLAN))
    assert text("status.MET", lang) in page or text("status.NOT_MET", lang) in page
    assert text("status.CANNOT_TELL", lang) in page
    assert text("service.trauma", lang) in page
    assert all(page.count(goal.title[lang]) == 1 for goal in PLAN.goals)
    assert all(goal.readings[0].title[lang] in page for goal in PLAN.goals)
    assert "≥ 90%" in html.unescape(page)


@pytest.mark.parametrize("lang", Lang)
def test_rivals_and_other_verdicts_are_left_to_the_scorecard(lang: Lang) -> None:
    study = a_study()
    counted = {
        "id": "G-3",
        "phrase": "病床",
        "section": "1",
        "computable": "count",
        "readings": [
            {
                "id": "own",
                "kind": "indicator",
                "title": {"zh": "指标", "en": "indicator"},
                "pass_source": {"zh": "规划", "en": "the plan"},
            }
        ],
    }
    goals = Plan.from_mapping({"name": "q", "title": "q", "period": "2025", "goals": [counted]})
    both = replace(PLAN, goals=(*PLAN.goals, *goals.goals))
    page = page_of(study, lang, verdicts=check(study, both))
    assert PLAN.goals[0].readings[1].title[lang] not in page
    assert "病床" not in page
    assert text("scorecard.on_map", lang, count=1) in page


def test_languages_differ_and_show_no_code_names() -> None:
    study = a_study(demonstration=True)
    pages = {lang: page_of(study, lang, verdicts=check(study, PLAN)) for lang in Lang}
    assert pages[Lang.EN] != pages[Lang.ZH]
    assert '<html lang="zh-CN">' in pages[Lang.ZH]
    assert '<html lang="en">' in pages[Lang.EN]
    for page in pages.values():
        seen = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", page)
        assert not re.search(r"(map|notes|service|status|direction|profile)\.[a-z]", seen)
        assert not re.search(r"CANNOT_TELL|NOT_MET|level_2|Setting|Service\.", seen)
    assert "未命名药店" in pages[Lang.ZH]
    assert "unnamed pharmacy" in pages[Lang.EN]


# --- nothing there ---


def test_without_areas_and_without_people() -> None:
    study = a_study()
    answer = an_answer(study)
    bare = replace(study, areas=study.areas.take([]))
    page = study_map(bare, an_answer(bare), lang=Lang.EN)
    assert "areas_layer" not in page
    nobody = replace(study, demand=replace(study.demand, population=np.zeros(5)))
    empty = replace(
        answer,
        whole=replace(answer.whole, covered=0.0, uncovered=0.0, unroutable=0.0),
        areas=bare.areas,
        by_area=(),
    )
    page = study_map(nobody, empty, lang=Lang.ZH)
    assert text("map.no_residents", Lang.ZH) in page
    assert "demand_layer" not in page
    (south, west), (north, east) = _bounds(nobody, empty, home_points(nobody, empty))
    assert south < north
    assert west < east


# --- columns and colours ---


def test_paths_come_back() -> None:
    lon = np.array([1.0, 1.0, 1.00002, 5.0, 5.0, 7.0, 7.1])
    lat = np.array([2.0, 2.000001, 2.0, 5.0, 5.0, 7.0, 7.0])
    columns = path_columns(lon, lat, np.array([0, 0, 0, 1, 1, 2, 2]))
    assert columns["n"] == [2, 2]
    steps = np.array(columns["d"]).reshape(-1, 2).cumsum(axis=0) / UNITS_PER_DEGREE
    assert steps.tolist() == [[1.0, 2.0], [1.00002, 2.0], [7.0, 7.0], [7.1, 7.0]]


def test_gathering_keeps_the_people_of_every_class() -> None:
    rng = np.random.default_rng(7)
    homes_m = list(zip(rng.uniform(-900, 5900, 400), rng.uniform(-300, 300, 400), strict=True))
    study = town_study(homes_m, rng.uniform(0.1, 9, 400).tolist())
    answer = an_answer(study)
    every, few = home_points(study, answer), home_points(study, answer, most=60)
    assert every.people.size == 400
    assert few.people.size <= 60
    for covered in (True, False):
        for group in range(7):
            sums = [
                one.people[(one.group == group) & (one.covered == covered)].sum()
                for one in (every, few)
            ]
            assert sums[0] == pytest.approx(sums[1], rel=1e-12)


def test_a_circle_is_in_proportion_by_area() -> None:
    radius = radius_px(np.array([100.0, 400.0]), largest=400.0, count=10)
    assert radius[1] / radius[0] == pytest.approx(2)


def lightness(colour: str) -> float:
    """CIELAB lightness of a hexadecimal colour."""
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(116 * np.cbrt(linear @ [0.2126, 0.7152, 0.0722]) - 16)


@pytest.mark.parametrize(("ramp", "spread"), [(SHARE_COLOURS, 1.5), (TIME_COLOURS, 6.0)])
def test_ramps_are_even_in_lightness(ramp: tuple[str, ...], spread: float) -> None:
    steps = np.diff([lightness(one) for one in ramp])
    assert (steps > 0).all() or (steps < 0).all()
    assert np.ptp(steps) < spread
