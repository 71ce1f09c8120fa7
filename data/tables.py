"""Reading lists of places: one door to the readers of facilities and of population points."""

from __future__ import annotations

from data.coordinates import Extent
from data.facility_lists import need_some, read_facilities
from data.population_points import read_population_points

__all__ = ["Extent", "need_some", "read_facilities", "read_population_points"]
