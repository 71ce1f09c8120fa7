"""Demand: the places where people live, and how many."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geo.crs import check_lonlat
from geo.errors import DataUnavailableError, InputError, ShapeError


class Group(StrEnum):
    """A part of the residents that a goal can be about."""

    ALL = "all"
    AGE_65_PLUS = "65plus"
    UNDER_3 = "under3"
    WOMEN_15_49 = "women15_49"


@dataclass(frozen=True, slots=True, eq=False)
class DemandSurface:
    """
    Points or cell centres with the people who live there.

    Attributes
    ----------
    lon, lat
        Place [deg, WGS-84], shape ``(m,)``.
    population
        Residents, shape ``(m,)``, finite, >= 0.
    name
        Name of each place; an empty tuple where none has one, as with cells (millions
        of cells must not carry millions of empty names).
    source
        One line that says where the population comes from, with its year if known.
    groups
        People of each group at each place, shape ``(m,)`` each, finite, >= 0; `Group.ALL`
        is `population` and never in here.
    built_up
        Whether each place lies on built-up land, shape ``(m,)``, bool; None where
        nothing is known of built-up land.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    population: NDArray[np.float64]
    name: tuple[str, ...]
    source: str
    groups: Mapping[Group, NDArray[np.float64]] = field(default_factory=dict)
    built_up: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        """Check the rules above once."""
        size = self.population.size
        columns = {"lon": self.lon.size, "lat": self.lat.size}
        if self.name:
            columns["name"] = len(self.name)
        if self.built_up is not None:
            columns["built_up"] = self.built_up.size
        columns |= {group.value: people.size for group, people in self.groups.items()}
        for name, found in columns.items():
            if found != size:
                raise ShapeError("shape.mismatch", name=name, expected=size, found=found)
        for people in (self.population, *self.groups.values()):
            if not (np.isfinite(people).all() and (people >= 0).all()):
                raise InputError("demand.bad_population")
        check_lonlat(self.lon, self.lat)

    def __len__(self) -> int:
        """Number of places."""
        return self.population.size

    def label(self, row: int) -> str:
        """Name of a place; empty where it has none."""
        return self.name[row] if self.name else ""

    def people(self, group: Group = Group.ALL) -> NDArray[np.float64]:
        """
        People of a group at each place, shape ``(m,)``.

        Raises
        ------
        DataUnavailableError
            If the group is not known here; the message lists those that are.
        """
        if group is Group.ALL:
            return self.population
        if group not in self.groups:
            known = ", ".join([Group.ALL, *self.groups])
            raise DataUnavailableError("demand.unknown_group", group=group, known=known)
        return self.groups[group]

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> DemandSurface:
        """Pick some places: positions in the given order, or a mask."""
        at = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return replace(
            self,
            lon=self.lon[at],
            lat=self.lat[at],
            population=self.population[at],
            name=tuple(self.name[row] for row in at.tolist()) if self.name else (),
            groups={group: people[at] for group, people in self.groups.items()},
            built_up=None if self.built_up is None else self.built_up[at],
        )

    @property
    def total(self) -> float:
        """Sum of all residents, exact to the last digit of a float."""
        return math.fsum(self.population)
