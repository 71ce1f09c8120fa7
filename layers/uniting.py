"""Uniting rows of a list that are one facility: what one does not know the other tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from layers.facilities import (
    COUNTS,
    NO_YEAR,
    FacilitySet,
    Level,
    OperatingStatus,
)

_UNKNOWN: dict[str, object] = {
    "name": "",
    "level": Level.UNKNOWN,
    "status": OperatingStatus.UNKNOWN,
    "address": "",
    "township": "",
    "opening_year": NO_YEAR,
}
"""Columns that are taken over from another row where they hold this."""
_COMPARED = ("level", "status", "township", "opening_year", *COUNTS)
"""Columns of which a difference matters to what is computed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """
    Two united rows that do not say the same; the kept one is believed.

    Attributes
    ----------
    kept, other
        Their ids.
    column
        Column of `FacilitySet`.
    ours, theirs
        What the kept row and the other say.
    """

    kept: str
    other: str
    column: str
    ours: object
    theirs: object


def unite_rows(
    facilities: FacilitySet, groups: Sequence[tuple[int, Sequence[int]]]
) -> tuple[FacilitySet, tuple[Difference, ...]]:
    """
    Unite rows.

    Parameters
    ----------
    facilities
        The list.
    groups
        The row that is kept and those that go into it; no row in two groups.

    Returns
    -------
    facilities
        The rows that stay, in their order. Place, kind and source are those of the kept
        row; services are united; the others' names and aliases become aliases; what is
        unknown is taken from the first of the others (by id) that knows it. Numbers are
        never added up.
    differences
        What both know and say differently, in the order of the groups.
    """
    columns: dict[str, Any] = {}
    for one in fields(FacilitySet):
        column = getattr(facilities, one.name)
        columns[one.name] = column.copy() if isinstance(column, np.ndarray) else list(column)
    differences: list[Difference] = []
    gone: set[int] = set()
    for kept, rows in groups:
        others = sorted(rows, key=lambda row: facilities.id[row])
        gone.update(others)
        for name in (*_UNKNOWN, *COUNTS):
            column = columns[name]
            for other in others:
                theirs = column[other]
                if _is_unknown(name, theirs):
                    continue
                if _is_unknown(name, column[kept]):
                    column[kept] = theirs
                elif name in _COMPARED and column[kept] != theirs:
                    differences.append(
                        Difference(
                            facilities.id[kept],
                            facilities.id[other],
                            name,
                            _plain(column[kept]),
                            _plain(theirs),
                        )
                    )
        columns["services"][kept] = frozenset().union(
            *(facilities.services[row] for row in (kept, *others))
        )
        names = [*facilities.aliases[kept]]
        for other in others:
            names += [facilities.name[other], *facilities.aliases[other]]
        own = columns["name"][kept]
        columns["aliases"][kept] = tuple(
            dict.fromkeys(name for name in names if name and name != own)
        )
    whole: dict[str, Any] = {
        name: column if isinstance(column, np.ndarray) else tuple(column)
        for name, column in columns.items()
    }
    stay = [row for row in range(len(facilities)) if row not in gone]
    return FacilitySet(**whole).take(stay), tuple(differences)


def _is_unknown(column: str, value: Any) -> bool:  # noqa: ANN401 (a cell of any column)
    return bool(np.isnan(value)) if column in COUNTS else bool(value == _UNKNOWN[column])


def _plain(value: Any) -> object:  # noqa: ANN401 (a cell of any column)
    """A number of numpy's as Python's own, whole where it is whole."""
    number = value.item() if hasattr(value, "item") else value
    return int(number) if isinstance(number, float) and number.is_integer() else number
