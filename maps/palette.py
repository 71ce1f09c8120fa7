"""Colours and classes of the maps.

Two ramps that tell apart in every kind of colour vision, both even in lightness: blue
for areas, yellow to dark violet for travel times. Dark means worse in both; nowhere does
red stand against green, and every class is worded in the legend.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.text import Lang, text
from geo.units import SECONDS_PER_MINUTE

SHARE_EDGES = (0.25, 0.5, 0.75, 0.9)
SHARE_COLOURS = ("#186f9b", "#4c8db8", "#7dabcf", "#adcae3", "#deeaf5")
"""Fill of an area by its covered share, worst first; steps of CIELAB lightness are equal."""

AREA_OPACITY = 0.72
"""Areas let the paper through; their keys in the legend do the same."""

TIME_EDGES_MIN = (5, 10, 15, 30, 60)
TIME_COLOURS = ("#f2e661", "#fca50a", "#eb6628", "#bc3754", "#7c1d6d", "#2b0b57")
"""Fill of a place by its travel time, quickest first: samples of the "inferno" ramp."""

UNROUTABLE_MARK = {"shape": "diamond", "colour": "#e6e8eb", "edge": "#3f4a55"}
UNROUTABLE_CLASS = len(TIME_COLOURS)
NOBODY_CLASS = len(SHARE_COLOURS)


@dataclass(frozen=True, slots=True)
class RoadStyle:
    """
    How a group of road classes is drawn.

    Attributes
    ----------
    classes
        Values of `routing.ways.ROAD_CLASSES`.
    min_zoom
        Zoom from which the group is shown.
    width_px
        Width at zoom 12.
    colour, casing
        Colour of the line, and of its edge (empty for none).
    dash
        Dash pattern, empty for a whole line.
    """

    classes: tuple[str, ...]
    min_zoom: int
    width_px: float
    colour: str
    casing: str = ""
    dash: str = ""


ROAD_STYLES: tuple[RoadStyle, ...] = (
    RoadStyle(
        ("footway", "path", "pedestrian", "cycleway", "bridleway", "steps", "corridor"),
        15,
        0.6,
        "#b3aca0",
        dash="4 3",
    ),
    RoadStyle(("ferry",), 10, 1.0, "#6f9bb8", dash="5 5"),
    RoadStyle(("service", "track"), 14, 0.6, "#c4c0b8"),
    RoadStyle(("unclassified", "residential", "living_street", "road"), 12, 0.8, "#b7b3ab"),
    RoadStyle(("tertiary", "tertiary_link"), 10, 1.1, "#a5a29c"),
    RoadStyle(("secondary", "secondary_link"), 0, 1.6, "#fffdf8", "#9a968f"),
    RoadStyle(("primary", "primary_link"), 0, 2.0, "#fff6df", "#8f8779"),
    RoadStyle(("motorway", "motorway_link", "trunk", "trunk_link"), 0, 2.6, "#f7deb0", "#857a68"),
)
"""Groups of roads, the first drawn undermost."""


def share_class(share: float) -> int:
    """
    Class of a covered share; `NOBODY_CLASS` for NaN. The lower edge belongs to a class.

    Examples
    --------
    >>> share_class(0.2499), share_class(0.25), share_class(1.0), share_class(float("nan"))
    (0, 1, 4, 5)
    """
    if np.isnan(share):
        return NOBODY_CLASS
    return int(np.searchsorted(SHARE_EDGES, share, side="right"))


def time_class(time_s: NDArray[np.float64]) -> NDArray[np.int64]:
    """
    Class of travel times [s]; `UNROUTABLE_CLASS` for ``inf``. The upper edge belongs to it.

    Examples
    --------
    >>> time_class(np.array([300.0, 300.1, 3600.1, np.inf])).tolist()
    [0, 1, 5, 6]
    """
    edges_s = np.array(TIME_EDGES_MIN) * SECONDS_PER_MINUTE
    classes = np.searchsorted(edges_s, time_s, side="left")
    return np.where(np.isfinite(time_s), classes, UNROUTABLE_CLASS)


def share_labels(lang: Lang) -> tuple[str, ...]:
    """Words for the classes of `SHARE_COLOURS`, worst first."""
    inner = (
        text("map.class.between", lang, low=low, high=high) for low, high in pairwise(SHARE_EDGES)
    )
    return (
        text("map.class.under", lang, high=SHARE_EDGES[0]),
        *inner,
        text("map.class.at_least", lang, low=SHARE_EDGES[-1]),
    )


def time_labels(lang: Lang) -> tuple[str, ...]:
    """Words for the classes of `TIME_COLOURS`, quickest first."""
    inner = (
        text("map.time.between", lang, low=low, high=high) for low, high in pairwise(TIME_EDGES_MIN)
    )
    return (
        text("map.time.up_to", lang, high=TIME_EDGES_MIN[0]),
        *inner,
        text("map.time.over", lang, low=TIME_EDGES_MIN[-1]),
    )
