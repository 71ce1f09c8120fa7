"""Demand: the places where people live, and how many."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.crs import check_lonlat
from geo.errors import InputError, ShapeError


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
        Name of each place; empty where it is a cell.
    source
        One line that says where the population comes from, with its year if known.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    population: NDArray[np.float64]
    name: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        """Check the rules above once."""
        size = self.population.size
        for name, found in (
            ("lon", self.lon.size),
            ("lat", self.lat.size),
            ("name", len(self.name)),
        ):
            if found != size:
                raise ShapeError("shape.mismatch", name=name, expected=size, found=found)
        if not (np.isfinite(self.population).all() and (self.population >= 0).all()):
            raise InputError("demand.bad_population")
        check_lonlat(self.lon, self.lat)

    def __len__(self) -> int:
        """Number of places."""
        return self.population.size

    @property
    def total(self) -> float:
        """Sum of all residents, exact to the last digit of a float."""
        return math.fsum(self.population)
