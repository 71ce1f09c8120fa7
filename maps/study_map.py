"""The map of an answer: one HTML file that opens from a disk, with no internet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from folium import LayerControl, Map
from numpy.typing import NDArray

from geo.text import Lang, text
from maps import contents, panels
from maps.doubts import doubt_columns, doubt_key, is_doubtful
from maps.elements import Banner, DataLayer, PageSetup, Panel, ViewSetup
from maps.homes import HomePoints, home_columns, home_points
from maps.offline import OfflineFigure
from planning.answers import CoverageAnswer
from planning.quality.places import RoadDoubts, road_doubts
from planning.study import Study
from planning.verdict import Verdict
from planning.wording import question, titled

_WORDS = (
    "residents",
    "time",
    "nearest",
    "kind",
    "unnamed_place",
    "layers",
    "zoom_in",
    "zoom_out",
    "close",
)
_SMALLEST_VIEW_DEG = 0.002

Bounds = tuple[tuple[float, float], tuple[float, float]]


def study_map(
    study: Study,
    answer: CoverageAnswer,
    *,
    lang: Lang,
    verdicts: tuple[Verdict, ...] = (),
    generated_for: str = "",
) -> str:
    """
    Draw who is within reach of a service, in a page that needs nothing but a browser.

    Parameters
    ----------
    study
        Roads, facilities, people, areas.
    answer
        Coverage of that study.
    lang
        Language of the page.
    verdicts
        Verdicts to be listed in the answer box.
    generated_for
        Whom the page is for; may be empty.

    Returns
    -------
    html
        The whole document. The same inputs give the same text.

    Examples
    --------
    ``pathlib.Path("map.html").write_text(study_map(study, answer, lang=Lang.ZH), "utf-8")``
    """
    homes = home_points(study, answer)
    bounds = _bounds(study, answer, homes)
    title = f"{titled(study.info.title, lang, study.info.name)} · {question(answer, lang)}"
    figure = OfflineFigure(title=title, lang=lang)
    page = Map(
        location=[(bounds[0][0] + bounds[1][0]) / 2, (bounds[0][1] + bounds[1][1]) / 2],
        tiles=None,
        zoom_start=11,
        zoom_control=False,
        zoom_snap=0.25,
        max_zoom=18,
        min_zoom=5,
    )
    figure.add_child(page)
    page.add_child(
        PageSetup(
            texts=_texts(lang),
            credits_html=panels.credits_markup(study.info.inputs),
            bounds=bounds,
        )
    )
    head = panels.head_markup(study, lang=lang, generated_for=generated_for)
    page.add_child(Banner(head))
    doubts = road_doubts(study, answer.profile, answer.areas)
    layers = list(_layers(study, answer, homes, doubts, lang))
    for layer in layers:
        page.add_child(layer)
    layer_control = LayerControl(position="topright", collapsed=False)
    page.add_child(layer_control)
    answered = panels.answer_markup(study, answer, verdicts, lang=lang)
    page.add_child(Panel(answered, css_id="gh-answer", position="topleft"))
    others = len(study.facilities) - len(answer.facility_rows)
    legend = panels.legend_markup(
        answer, homes, others=others, doubts=doubt_key(doubts, lang), lang=lang
    )
    page.add_child(Panel(legend, css_id="gh-legend", position="bottomright"))
    page.add_child(ViewSetup(layer_control))
    return figure.render()


def _layers(
    study: Study, answer: CoverageAnswer, homes: HomePoints, doubts: RoadDoubts, lang: Lang
) -> Iterator[DataLayer]:
    """Layers that have something to show, undermost first."""
    if len(answer.areas):
        yield DataLayer(
            "areas",
            contents.area_columns(study, answer, lang),
            name=text("map.layer.areas", lang),
        )
    if is_doubtful(doubts):
        yield DataLayer("doubts", doubt_columns(study, doubts), name=text("map.layer.doubts", lang))
    if study.ways.n_ways:
        yield DataLayer("roads", contents.road_columns(study), name=text("map.layer.roads", lang))
    if homes.people.size:
        yield DataLayer(
            "demand", home_columns(study, homes, lang), name=text("map.layer.demand", lang)
        )
    if len(study.facilities) > len(answer.facility_rows):
        yield DataLayer(
            "others",
            contents.other_columns(study, answer, lang),
            name=text("map.layer.others", lang),
            show=False,
        )
    if answer.facility_rows:
        yield DataLayer(
            "facilities",
            contents.counted_columns(study, answer, lang),
            name=text("map.layer.counted", lang),
        )
    names = contents.name_columns(study, answer)
    if names["names"]:
        yield DataLayer("names", names, name=text("map.layer.names", lang))


def _texts(lang: Lang) -> dict[str, str]:
    """Words for the page's script; ``%s`` stands for the number that it puts in."""
    texts = {key: text(f"map.{key}", lang) for key in _WORDS}
    texts["never"] = text("word.never", lang)
    texts["people"] = text("word.people", lang, count="%s")
    texts["minutes"] = text("word.minutes", lang, value="%s")
    return texts


def _bounds(study: Study, answer: CoverageAnswer, homes: HomePoints) -> Bounds:
    """What the page shows at first: areas; without any, people and facilities; or roads."""
    chosen = np.array(answer.facility_rows, dtype=np.int64)
    if len(answer.areas):
        corners = shapely.get_coordinates(answer.areas.polygon)
        return _box(corners[:, 0], corners[:, 1])
    if homes.lon.size:
        lon = np.concatenate([homes.lon, study.facilities.lon[chosen]])
        lat = np.concatenate([homes.lat, study.facilities.lat[chosen]])
        return _box(lon, lat)
    return _box(study.ways.lon, study.ways.lat)


def _box(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Bounds:
    """Least and greatest latitude and longitude [deg], a little apart even for one place."""
    if not lon.size:
        return (-60.0, -180.0), (75.0, 180.0)
    pad = _SMALLEST_VIEW_DEG / 2
    return (
        (round(float(lat.min()) - pad, 5), round(float(lon.min()) - pad, 5)),
        (round(float(lat.max()) + pad, 5), round(float(lon.max()) + pad, 5)),
    )
