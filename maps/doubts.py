"""Where a map's roads are doubtful: hatched areas and cells, and their line in the legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.text import Lang, text
from maps.contents import SIMPLIFY_M
from maps.encode import path_columns
from maps.wording import html_text
from planning.quality.limits import CELL_M
from planning.quality.places import RoadDoubts
from planning.study import Study

Corners = NDArray[np.float64]

_COLOUR = "#22303c"
_KEY = (
    '<svg width="22" height="14" aria-hidden="true"><defs><pattern id="gh-doubt" width="6" '
    'height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path d="M0 0V6" '
    f'stroke="{_COLOUR}" stroke-width="1.8"/></pattern></defs><rect x=".5" y=".5" width="21" '
    f'height="13" fill="url(#gh-doubt)" stroke="{_COLOUR}"/></svg>'
)


def is_doubtful(doubts: RoadDoubts) -> bool:
    """Tell whether there is anything to hatch."""
    return bool(doubts.low or doubts.gaps)


def doubt_columns(study: Study, doubts: RoadDoubts) -> Mapping[str, object]:
    """Shapes to be hatched: doubtful areas, and cells with people and next to no road."""
    code_at = {code: at for at, code in enumerate(study.areas.code)}
    low = study.areas.polygon[[code_at[one.code] for one in doubts.low]]
    shapes = [shapely.simplify(one, SIMPLIFY_M) for one in shapely.transform(low, _to_m(study))]
    if doubts.gaps:
        corner = np.array([[one.column, one.row] for one in doubts.gaps]) * CELL_M
        cells = shapely.box(*corner.T, *(corner + CELL_M).T)
        # Neighbouring cells become one shape: fewer corners, no lines inside.
        shapes += list(shapely.get_parts(shapely.union_all(cells)))
    rows = []
    for shape in shapely.transform(np.array(shapes, dtype=object), _to_deg(study)):
        rings = shapely.get_rings(shapely.get_parts(shape))
        corners, ring = shapely.get_coordinates(rings, return_index=True)
        rows.append(path_columns(corners[:, 0], corners[:, 1], ring))
    return {"colour": _COLOUR, "rows": rows}


def doubt_key(doubts: RoadDoubts, lang: Lang) -> str:
    """Line of the legend; empty where nothing is hatched."""
    if not is_doubtful(doubts):
        return ""
    said = text("map.legend.doubts", lang, areas=len(doubts.low), cells=len(doubts.gaps))
    return f'<div class="gh-key">{_KEY}<span>{html_text(said)}</span></div>'


def _to_m(study: Study) -> Callable[[Corners], Corners]:
    return lambda corners: np.column_stack(study.crs.from_lonlat(corners[:, 0], corners[:, 1]))


def _to_deg(study: Study) -> Callable[[Corners], Corners]:
    return lambda corners: np.column_stack(study.crs.to_lonlat(corners[:, 0], corners[:, 1]))
