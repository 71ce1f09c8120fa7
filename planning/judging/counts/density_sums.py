"""A resource of the facility list summed: over facilities, and by township."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from layers.areas import OUTSIDE
from planning.judging.counts.eligible import Candidates
from planning.judging.evidence import Evidence
from planning.judging.finding import Table
from planning.readings.rules_count import DensityRule, Resource


@dataclass(frozen=True, slots=True)
class Sum:
    """
    A resource summed over facilities.

    Attributes
    ----------
    known
        Sum of the numbers that are stated.
    stated, unstated
        Rows with a number and without one, sorted by id; those whose grade is unknown
        are among the unstated, whatever their number.
    """

    known: float
    stated: tuple[int, ...]
    unstated: tuple[int, ...]


def summed(evidence: Evidence, resource: Resource, found: Candidates) -> Sum:
    """Sum a resource over facilities; what is unknown stays apart and is never zero."""
    column = getattr(evidence.study.facilities, resource.value)
    stated = tuple(row for row in found.rows if not math.isnan(column[row]))
    unstated = tuple(row for row in found.rows if math.isnan(column[row]))
    # What is known to have none adds nothing, whatever its grade.
    maybe = tuple(row for row in found.ungraded if column[row] != 0)
    order = evidence.study.facilities.id
    return Sum(
        known=math.fsum(column[row] for row in stated),
        stated=stated,
        unstated=tuple(sorted((*unstated, *maybe), key=lambda row: order[row])),
    )


def by_area(evidence: Evidence, rule: DensityRule, found: Candidates) -> Table:
    """Set up the table of resource, people and rate of each township, with those in none."""
    areas, people = evidence.townships, evidence.people(rule.group)
    home, place = evidence.area_of_homes(), evidence.area_of_facilities()
    column = getattr(evidence.study.facilities, rule.resource.value)
    # Last those outside every area, so that the table adds up to the whole.
    size = len(areas) + 1
    lived = np.bincount(
        np.where(home == OUTSIDE, size - 1, home),
        weights=np.zeros(home.size) if people is None else people,
        minlength=size,
    )
    sums, stated, unstated = np.zeros(size), np.zeros(size), np.zeros(size)
    for row in found.rows:
        at = size - 1 if place[row] == OUTSIDE else int(place[row])
        if math.isnan(column[row]):
            unstated[at] += 1
        else:
            stated[at] += 1
            sums[at] += column[row]
    for row in found.ungraded:
        unstated[size - 1 if place[row] == OUTSIDE else int(place[row])] += column[row] != 0
    rows: list[tuple[str | float | None, ...]] = []
    for at in range(size):
        outside = at == size - 1
        if outside and not (lived[at] or stated[at] or unstated[at]):
            continue
        rate = float(sums[at] * rule.per / lived[at]) if lived[at] > 0 else None
        unknown_all = not stated[at] and unstated[at]
        rows.append(
            (
                "count_outside" if outside else areas.name[at] or areas.code[at],
                float(stated[at] + unstated[at]),
                float(unstated[at]),
                None if unknown_all else float(sums[at]),
                float(lived[at]),
                None if unknown_all else rate,
            )
        )
    columns = (
        "count_area",
        "count_facilities",
        "count_unknown",
        "count_amount",
        "count_people",
        "count_rate",
    )
    return Table("count_by_area", columns, tuple(rows))
