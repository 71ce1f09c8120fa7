"""Reading population points: villages and towns with the people who live there."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.columns import ColumnMapping
from data.coordinate_columns import need_place
from data.coordinates import Extent, read_places
from data.datum import Datum
from data.import_report import ImportReport
from data.population_columns import POPULATION_FIELDS, read_groups, read_people
from data.sheet_reader import read_sheet
from data.sheets import Sheet
from geo.errors import InputError
from layers.datum_evidence import RoadLines
from layers.demand import DemandSurface

AGGREGATE_SHARE = 0.5
"""A place with at least this share of all smaller places' people may be their sum."""

FEWEST_BESIDE = 5
"""With fewer smaller places a seat may well outweigh them."""

BLOCK_SHARE = 0.4
"""Where every place stands in a block, the sums hold half of all people (judgement)."""

_SMALLEST_BLOCK = 2
_BLOCKS_NAMED = 5
_SAME = 1e-6
_SUM_WORD = re.compile(
    r"(合\s*计|总\s*计|小\s*计|总人口|全[区县市镇乡]|sum|(?:grand |sub[- ]?)?total)\s*[:：]?",
    re.IGNORECASE,
)


def read_population_points(
    path: Path,
    *,
    datum: Datum | str = Datum.WGS84,
    extent: Extent | None = None,
    mapping: ColumnMapping | None = None,
    roads: RoadLines | None = None,
    leave_out: Collection[str] = (),
) -> tuple[DemandSurface, ImportReport]:
    """
    Read population points: longitude, latitude, population, and a name where present.

    Columns of groups (65+, under 3, women 15-49) are read where there are any. Places
    that look like the sum of others are pointed out, never left out unasked.

    Parameters
    ----------
    path
        Any table or vector file that `data.sheet_reader.read_sheet` reads.
    datum
        Datum of its coordinates; `Datum.AUTO` leaves it to the roads.
    extent
        West, south, east, north of the roads [deg]: rows far outside are rejected.
    mapping
        What the user says of its columns.
    roads
        Roads to weigh the datum against.
    leave_out
        Names or ids of rows that do not count, such as a district's own row on top of
        its towns.

    Returns
    -------
    demand, report
        The rows taken, and what was said of the others. Zero people is a valid value.

    Raises
    ------
    DataUnavailableError, FileFormatError, InputError
        As `data.sheet_reader.read_sheet` and `data.coordinates.read_places`; or if a name
        to leave out is not in the table.
    """
    report = ImportReport()
    sheet = read_sheet(
        path,
        fields=POPULATION_FIELDS,
        needed=("population",),
        mapping=mapping,
        report=report,
    )
    demand = points_of(
        sheet,
        datum=datum,
        extent=extent,
        mapping=mapping,
        roads=roads,
        leave_out=leave_out,
        report=report,
    )
    return demand, report


def points_of(
    sheet: Sheet,
    *,
    datum: Datum | str,
    extent: Extent | None,
    mapping: ColumnMapping | None,
    roads: RoadLines | None,
    leave_out: Collection[str],
    report: ImportReport,
) -> DemandSurface:
    """
    Take the population points from a sheet.

    Parameters
    ----------
    sheet
        The rows, with a field ``population``.
    datum, extent, mapping, roads, leave_out
        As in `read_population_points`.
    report
        Takes the remarks and the rejected rows.

    Raises
    ------
    InputError, CrsError
        As `data.coordinates.read_places`; or if a name to leave out is not in the table.
    """
    need_place(sheet, POPULATION_FIELDS)
    places = read_places(
        sheet,
        datum=mapping.datum if mapping is not None and mapping.datum else datum,
        extent=extent,
        roads=roads,
        crs=mapping.crs if mapping is not None else "",
        report=report,
    )
    people, taken = read_people(sheet, places.taken, report)
    taken &= ~_left_out(sheet, people, leave_out, report)
    names = _names(sheet, taken)
    demand = DemandSurface(
        places.lon[taken],
        places.lat[taken],
        people[taken],
        names,
        f"{sheet.name} ({int(taken.sum())} points)",
        groups=read_groups(sheet, taken, people, report),
    )
    note_aggregates(demand, sheet.row[taken], sheet.name, report)
    return demand


def _names(sheet: Sheet, taken: NDArray[np.bool_]) -> tuple[str, ...]:
    names = sheet.column("name")
    if not sheet.has("name") or not any(names):
        return ()
    return tuple(names[row] for row in np.flatnonzero(taken).tolist())


def _left_out(
    sheet: Sheet,
    people: NDArray[np.float64],
    leave_out: Collection[str],
    report: ImportReport,
) -> NDArray[np.bool_]:
    """Rows that the user does not want counted, by name or id."""
    gone = np.zeros(len(sheet), dtype=np.bool_)
    if not leave_out:
        return gone
    said = {
        field: [" ".join(cell.split()).casefold() for cell in sheet.column(field)]
        for field in ("name", "id")
    }
    for wanted in sorted(set(leave_out)):
        key = " ".join(wanted.split()).casefold()
        hits = [row for column in said.values() for row, cell in enumerate(column) if cell == key]
        if not key or not hits:
            raise InputError("population.nothing_to_leave_out", path=sheet.name, name=wanted)
        gone[hits] = True
    for row in np.flatnonzero(gone & np.isfinite(people)).tolist():
        report.note(
            "import.row_left_out",
            path=sheet.name,
            row=int(sheet.row[row]),
            name=sheet.column("name")[row],
            people=float(people[row]),
        )
    return gone


def possible_aggregates(population: NDArray[np.float64], name: Sequence[str]) -> list[int]:
    """
    Find places that are probably the sum of others in the same list.

    A place is suspected if its name says so (合计, total), or if it has at least
    `AGGREGATE_SHARE` of the people of all smaller places together, of which there are at
    least `FEWEST_BESIDE`. Judged from the largest down and no further than the first that
    is not suspected, so that a city's sum and its district's are both found. It does not
    find the sum of a few rows of many, such as one township's among its villages, and
    suspects a seat in which a third or more of all people live.

    Parameters
    ----------
    population
        People of each place, shape ``(m,)``.
    name
        Their names; empty where they have none.

    Returns
    -------
    rows
        Suspected places, in the order of the list.

    Examples
    --------
    >>> possible_aggregates(np.array([50.0, 9, 8, 7, 9, 8, 9]), ())
    [0]
    """
    by_name = {row for row, one in enumerate(name) if _SUM_WORD.fullmatch(one.strip())}
    rest = np.array([row for row in range(population.size) if row not in by_name], dtype=np.int64)
    found = set(by_name)
    order = rest[np.argsort(-population[rest], kind="stable")]
    smaller = float(population[rest].sum())
    for place, row in enumerate(order.tolist()):
        smaller -= float(population[row])
        beside = int((population[order[place + 1 :]] > 0).sum())
        if beside < FEWEST_BESIDE or population[row] < AGGREGATE_SHARE * smaller:
            break
        found.add(row)
    return sorted(found)


def block_sums(population: NDArray[np.float64]) -> NDArray[np.int64]:
    """
    Find rows that are to the last person the sum of the rows beneath, or above, them.

    One such row may be chance. Found are those of which two or more follow each other, each
    where the rows of the last one end, and which together hold `BLOCK_SHARE` of all people:
    a list of villages with a row for each township among them.

    Parameters
    ----------
    population
        People of each place in the order of the list, shape ``(m,)``.

    Returns
    -------
    rows
        Suspected rows, ascending.

    Examples
    --------
    >>> block_sums(np.array([30.0, 10, 20, 12, 5, 4, 3])).tolist()
    [0, 3]
    """
    for turned in (False, True):
        people = population[::-1] if turned else population
        rows = _heads_of_blocks(people)
        if people[rows].sum() >= BLOCK_SHARE * people.sum() > 0:
            return np.sort(people.size - 1 - rows) if turned else rows
    return np.empty(0, dtype=np.int64)


def _heads_of_blocks(people: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows that are the sum of two or more beneath them, next to another such block."""
    until = np.concatenate(([0.0], np.cumsum(people)))
    goal = until[1:] + people
    end = np.searchsorted(until, goal + _SAME, side="right") - 1
    head = (np.abs(until[end] - goal) <= _SAME) & (people > 0)
    head &= end - np.arange(people.size) > _SMALLEST_BLOCK
    joined = head & np.append(head, False)[end]
    found = joined.copy()
    found[end[joined]] = True
    return np.flatnonzero(found).astype(np.int64)


def note_aggregates(
    demand: DemandSurface, row: NDArray[np.int64], path: str, report: ImportReport
) -> None:
    """
    Point out the places of `possible_aggregates` and of `block_sums`.

    Parameters
    ----------
    demand
        The places.
    row
        Row number of each in its file, shape ``(m,)``.
    path
        File name.
    report
        Takes the notes.
    """
    total = demand.total
    blocks = block_sums(demand.population)
    if blocks.size:
        report.note(
            "import.block_sums",
            path=path,
            count=blocks.size,
            people=float(demand.population[blocks].sum()),
            total=total,
            rows=", ".join(str(one) for one in row[blocks[:_BLOCKS_NAMED]].tolist()),
        )
    for place in possible_aggregates(demand.population, demand.name):
        report.note(
            "import.possible_aggregates",
            path=path,
            row=int(row[place]),
            name=demand.label(place),
            people=float(demand.population[place]),
            others=math.fsum((total, -float(demand.population[place]))),
        )
