"""What a study map shows, as columns for the browser: roads, areas, facilities, names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.text import Lang, label, text
from layers.areas import AreaSet
from maps.encode import path_columns, point_steps
from maps.palette import AREA_OPACITY, ROAD_STYLES, SHARE_COLOURS, share_class
from maps.wording import facility_name, service_names
from planning.answers import CoverageAnswer
from planning.study import Study
from planning.wording import minutes, people, share
from routing.ways import ROAD_CLASS_CODE

SIMPLIFY_M = 5.0
"""Roads and borders may be off by this much on the map, never in the figures."""

MOST_VERTICES = 250_000
"""More vertices than this would make the file heavy: they are thinned further."""

_STEPS_ACROSS = 4_000
_MOST_NAMES = 200
_LONGEST_NAME = 24
_BELOW_CIRCLE_PX = 15
_FACILITY_PX = 26
_FACILITY_PX_WHEN_MANY = 16
_MANY_FACILITIES = 60

OTHER_FACILITY = {"shape": "square", "colour": "#ffffff", "edge": "#3f4a55"}

FACILITY_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 26" width="100%" height="100%" '
    'aria-hidden="true"><circle cx="13" cy="13" r="12" fill="#0f4c5c" stroke="#fff" '
    'stroke-width="1.8"/><path d="M11 6.5h4V11h4.5v4H15v4.5h-4V15H6.5v-4H11z" fill="#fff"/></svg>'
)
"""A white cross on dark blue-green: no red cross, whose use is restricted by treaty."""


def road_columns(study: Study) -> Mapping[str, object]:
    """Roads of the study, grouped by the style that their class is drawn in."""
    ways = study.ways
    if not ways.n_ways:
        return {"groups": []}
    x_m, y_m = study.crs.from_lonlat(ways.lon[ways.way_node], ways.lat[ways.way_node])
    way = np.repeat(np.arange(ways.n_ways), np.diff(ways.way_start))
    lines = shapely.linestrings(np.column_stack([x_m, y_m]), indices=way)
    tolerance_m = SIMPLIFY_M
    drawn = shapely.simplify(lines, tolerance_m)
    while int(shapely.get_num_coordinates(drawn).sum()) > MOST_VERTICES and tolerance_m < 1e3:  # noqa: PLR2004
        tolerance_m *= 2
        drawn = shapely.simplify(lines, tolerance_m)
    groups = []
    for style in ROAD_STYLES:
        codes = [ROAD_CLASS_CODE[name] for name in style.classes]
        chosen = drawn[np.isin(ways.road_class, codes)]
        if not chosen.size:
            continue
        corners, path = shapely.get_coordinates(chosen, return_index=True)
        lon, lat = study.crs.to_lonlat(corners[:, 0], corners[:, 1])
        groups.append(
            {
                "min_zoom": style.min_zoom,
                "width": style.width_px,
                "colour": style.colour,
                "casing": style.casing,
                "dash": style.dash,
                **path_columns(lon, lat, path),
            }
        )
    return {"groups": groups}


def area_columns(study: Study, answer: CoverageAnswer, lang: Lang) -> Mapping[str, object]:
    """Areas of the answer with their class and the words of their tooltips."""
    figures = {row.code: row.coverage for row in answer.by_area if row.code}
    shapes = _simplified(study, answer.areas)
    rows = []
    for position, code in enumerate(answer.areas.code):
        coverage = figures[code]
        corners, ring = shapely.get_coordinates(_rings(shapes[position]), return_index=True)
        rows.append(
            {
                "c": share_class(coverage.share),
                "name": answer.areas.name[position].strip() or text("map.unnamed_area", lang),
                "rows": [
                    [text("map.residents", lang), people(coverage.population, lang)],
                    [text("map.share", lang), share(coverage.share, lang)],
                    [text("map.median", lang), minutes(coverage.median_s, lang)],
                ],
                **path_columns(corners[:, 0], corners[:, 1], ring),
            }
        )
    return {
        "colours": list(SHARE_COLOURS),
        "opacity": AREA_OPACITY,
        "nobody": "#8d99a3",
        "rows": rows,
    }


def _simplified(study: Study, areas: AreaSet) -> NDArray[np.object_]:
    """Polygons with fewer corners, so that a border of 90 km does not weigh a megabyte."""

    def to_metres(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(study.crs.from_lonlat(corners[:, 0], corners[:, 1]))

    def to_degrees(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(study.crs.to_lonlat(corners[:, 0], corners[:, 1]))

    in_metres = shapely.transform(areas.polygon, to_metres)
    west, south, east, north = shapely.total_bounds(in_metres)
    tolerance_m = max(SIMPLIFY_M, max(east - west, north - south) / _STEPS_ACROSS)
    shapes: NDArray[np.object_] = shapely.transform(
        shapely.simplify(in_metres, tolerance_m), to_degrees
    )
    return shapes


def _rings(shape: shapely.Geometry) -> NDArray[np.object_]:
    rings: NDArray[np.object_] = shapely.get_rings(shapely.get_parts(shape))
    return rings


def counted_columns(study: Study, answer: CoverageAnswer, lang: Lang) -> Mapping[str, object]:
    """Facilities that the answer counts, with the words of their popups."""
    facilities = study.facilities
    chosen = np.array(answer.facility_rows, dtype=np.int64)
    population, access = study.demand.population, answer.access
    within = access.time_s <= answer.cutoff_s
    rows = []
    for row in answer.facility_rows:
        kind = facilities.kind[row]
        mine = access.facility == row
        rows.append(
            {
                "name": facility_name(facilities, row, lang),
                "rows": [
                    [text("map.kind", lang), label(kind, lang)],
                    [
                        text("map.services", lang),
                        service_names(facilities.services[row], besides=kind, lang=lang),
                    ],
                    [text("map.serves", lang), people(float(population[mine].sum()), lang)],
                    [
                        text("map.serves_within", lang),
                        people(float(population[mine & within].sum()), lang),
                    ],
                ],
            }
        )
    many = len(rows) > _MANY_FACILITIES
    return {
        "d": point_steps(facilities.lon[chosen], facilities.lat[chosen]),
        "rows": rows,
        "svg": FACILITY_SVG,
        "size": _FACILITY_PX_WHEN_MANY if many else _FACILITY_PX,
    }


def other_columns(study: Study, answer: CoverageAnswer, lang: Lang) -> Mapping[str, object]:
    """Facilities that the answer does not count: small squares with a tooltip."""
    facilities = study.facilities
    counted = set(answer.facility_rows)
    rows = [row for row in range(len(facilities)) if row not in counted]
    chosen = np.array(rows, dtype=np.int64)
    kinds = sorted({facilities.kind[row] for row in rows})
    return {
        "d": point_steps(facilities.lon[chosen], facilities.lat[chosen]),
        "c": [0] * len(rows),
        "r": [3.5] * len(rows),
        "names": [facility_name(facilities, row, lang) for row in rows],
        "kind": [kinds.index(facilities.kind[row]) for row in rows],
        "kinds": [label(kind, lang) for kind in kinds],
        "styles": [OTHER_FACILITY],
    }


def name_columns(study: Study, answer: CoverageAnswer) -> Mapping[str, object]:
    """Names of areas, or of places where there are no areas, the most populous first."""
    if len(answer.areas):
        spot = shapely.get_coordinates(shapely.point_on_surface(answer.areas.polygon))
        lon, lat, name = spot[:, 0], spot[:, 1], answer.areas.name
        held = {row.code: row.coverage.population for row in answer.by_area}
        weight = np.array([held[code] for code in answer.areas.code])
    else:
        lon, lat = study.demand.lon, study.demand.lat
        name = study.demand.name or ("",) * len(study.demand)
        weight = study.demand.population
    order = [int(row) for row in np.argsort(-weight, kind="stable") if name[row].strip()]
    order = order[:_MOST_NAMES]
    return {
        "d": point_steps(lon[order], lat[order]) if order else [],
        "names": [_shortened(name[row].strip()) for row in order],
        # The name of a place stands under its circle, that of an area in its middle.
        "drop": 0 if len(answer.areas) else _BELOW_CIRCLE_PX,
    }


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
