"""Where people live, as columns for the browser: sorted, sized, and thinned where too many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.text import Lang
from maps.encode import point_steps
from maps.palette import TIME_COLOURS, UNROUTABLE_MARK, time_class
from maps.wording import facility_name
from planning.answers import CoverageAnswer
from planning.study import Study
from planning.wording import tenths_of_minute
from routing.search import NO_FACILITY

MOST_POINTS = 20_000
"""More points than this are gathered in cells; each class is gathered by itself."""

_RADIUS_BY_COUNT_PX = ((60, 13.0), (1_000, 9.0), (5_000, 6.0))
_RADIUS_WHEN_MANY_PX = 4.5
_SMALLEST_RADIUS_PX = 2.0
_FINEST_CELLS_ACROSS = 512
_GATHERED = -1


@dataclass(frozen=True, slots=True, eq=False)
class HomePoints:
    """
    Inhabited places as they are drawn.

    Attributes
    ----------
    lon, lat
        Place [deg], shape ``(m,)``.
    people
        Residents, shape ``(m,)``, > 0.
    time_s
        Travel time [s], ``inf`` where unroutable; of a gathered point the mean.
    group
        Class of the travel time, shape ``(m,)``, sorted.
    covered
        Whether within the question's limit.
    facility
        Nearest facility; `NO_FACILITY` where there is none or a point is gathered.
    row
        Place in the study's demand; -1 where a point is gathered.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    people: NDArray[np.float64]
    time_s: NDArray[np.float64]
    group: NDArray[np.int64]
    covered: NDArray[np.bool_]
    facility: NDArray[np.int64]
    row: NDArray[np.int64]


def home_points(study: Study, answer: CoverageAnswer, *, most: int = MOST_POINTS) -> HomePoints:
    """
    Pick the inhabited places of a study, the quickest class first, the populous first in it.

    Where there are more than `most`, those of one cell of a grid, one class and one side of
    the limit become one point, so that the people of a class stay what they were.
    """
    population, time_s = study.demand.population, answer.access.time_s
    row = np.flatnonzero(population > 0)
    homes = HomePoints(
        lon=study.demand.lon[row],
        lat=study.demand.lat[row],
        people=population[row],
        time_s=time_s[row],
        group=time_class(time_s[row]),
        covered=time_s[row] <= answer.cutoff_s,
        facility=answer.access.facility[row],
        row=row,
    )
    cells_across = _FINEST_CELLS_ACROSS
    gathered = homes
    while gathered.people.size > most and cells_across:
        gathered = _gather(homes, cells_across)
        cells_across //= 2
    return _sorted(gathered)


def _gather(homes: HomePoints, cells_across: int) -> HomePoints:
    west, south = homes.lon.min(), homes.lat.min()
    side = max(homes.lon.max() - west, homes.lat.max() - south, 1e-9) / cells_across
    column = ((homes.lon - west) / side).astype(np.int64)
    line = ((homes.lat - south) / side).astype(np.int64)
    keys = np.column_stack([line, column, homes.group, homes.covered])
    _, first, cell = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    cell = cell.ravel()
    people = np.bincount(cell, weights=homes.people).astype(np.float64)

    def mean(value: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(cell, weights=value * homes.people) / people

    routed = np.isfinite(homes.time_s)
    time_s = mean(np.where(routed, homes.time_s, 0.0))
    nothing = np.full(first.size, NO_FACILITY, dtype=np.int64)
    return HomePoints(
        lon=mean(homes.lon),
        lat=mean(homes.lat),
        people=people,
        time_s=np.where(routed[first], time_s, np.inf),
        group=homes.group[first],
        covered=homes.covered[first],
        facility=nothing,
        row=np.full(first.size, _GATHERED, dtype=np.int64),
    )


def _sorted(homes: HomePoints) -> HomePoints:
    order = np.lexsort((homes.lat, homes.lon, -homes.people, homes.group))
    return HomePoints(
        lon=homes.lon[order],
        lat=homes.lat[order],
        people=homes.people[order],
        time_s=homes.time_s[order],
        group=homes.group[order],
        covered=homes.covered[order],
        facility=homes.facility[order],
        row=homes.row[order],
    )


def radius_px(people: NDArray[np.float64], *, largest: float, count: int) -> NDArray[np.float64]:
    """
    Radius of the circle for a number of people: its area is in proportion.

    Parameters
    ----------
    people
        Residents, shape ``(k,)``.
    largest
        Residents at the most populous point of the map.
    count
        Points on the map: many small circles tell more than many that overlap.
    """
    widest = next((px for limit, px in _RADIUS_BY_COUNT_PX if count <= limit), _RADIUS_WHEN_MANY_PX)
    radius = widest * np.sqrt(people / largest) if largest > 0 else np.zeros(people.size)
    return np.maximum(radius, _SMALLEST_RADIUS_PX)


def home_columns(study: Study, homes: HomePoints, lang: Lang) -> Mapping[str, object]:
    """Write the places as columns; the names of facilities once each."""
    largest = float(homes.people.max(initial=0.0))
    radius = radius_px(homes.people, largest=largest, count=homes.people.size)
    served_by, facility = np.unique(homes.facility, return_inverse=True)
    known = served_by != NO_FACILITY
    # Position in the list of names, -1 for none: NO_FACILITY sorts first where it occurs.
    facility = facility - int((~known).sum())
    names = [study.demand.label(row).strip() if row >= 0 else "" for row in homes.row]
    whole = homes.people >= 10  # noqa: PLR2004 (under ten people a tenth tells something)
    return {
        "d": point_steps(homes.lon, homes.lat),
        "p": [
            round(n) if is_whole else round(n, 1)
            for n, is_whole in zip(homes.people.tolist(), whole.tolist(), strict=True)
        ],
        "t": [
            tenths_of_minute(time_s) if np.isfinite(time_s) else -1
            for time_s in homes.time_s.tolist()
        ],
        "c": homes.group.tolist(),
        "k": homes.covered.astype(int).tolist(),
        "r": np.round(radius, 1).tolist(),
        "f": facility.tolist(),
        "facilities": [facility_name(study.facilities, int(row), lang) for row in served_by[known]],
        "names": names if any(names) else [],
        "styles": [
            *({"shape": "circle", "colour": one, "edge": "#ffffff"} for one in TIME_COLOURS),
            UNROUTABLE_MARK,
        ],
    }
