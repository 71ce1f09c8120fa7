"""The administrative areas of a place: those within it, and no neighbour's lines."""

from __future__ import annotations

from pathlib import Path

import shapely

from data.online.asking import Ask
from data.online.faults import AnswerFault
from data.online.kept import KeptAnswer
from data.online.nominatim import Place
from data.online.osm_xml import Box, read_relation_boxes, without_borders_outside
from data.online.overpass import Overpass
from data.online.queries import border_list_query, border_query
from geo.errors import DataUnavailableError

_IDS_AT_ONCE = 200
_BOX_SLACK_DEG = 0.002


def fetch_borders(overpass: Overpass, place: Place) -> tuple[list[KeptAnswer], list[Path]]:
    """
    Fetch the administrative areas within the place, itself included.

    A box touches the province and the country too, whose borders are thousands of ways:
    the list tells them apart by their boxes before any line is fetched.

    Returns
    -------
    answers, paths
        What was asked, and the files to join.
    """
    around = shapely.bounds(place.polygon).tolist()
    west, south, east, north = around
    own = int(place.osm_id[1:]) if place.osm_id[:1] == "R" and place.is_area else 0
    host = Ask(overpass.url).host
    try:
        answers = [overpass.ask(border_list_query((west, south, east, north)), as_xml=True)]
        boxes = read_relation_boxes(answers[0].path)
        ids = sorted({one for one, box in boxes.items() if _lies_in(box, around)} | {own} - {0})
        paths: list[Path] = []
        for first in range(0, len(ids), _IDS_AT_ONCE):
            answer = overpass.ask(border_query(ids[first : first + _IDS_AT_ONCE]))
            inside = answer.path.with_name(f"inside-{answer.path.name}")
            without_borders_outside(answer.path, inside, place.polygon)
            answers.append(answer)
            paths.append(inside)
    except AnswerFault as fault:
        raise DataUnavailableError("online.too_much", host=host, why=fault.why) from fault
    return answers, paths


def _lies_in(box: Box, around: list[float]) -> bool:
    low = all(box[side] >= around[side] - _BOX_SLACK_DEG for side in (0, 1))
    return low and all(box[side] <= around[side] + _BOX_SLACK_DEG for side in (2, 3))
