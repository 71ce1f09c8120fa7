"""A study: all inputs of one district, and the answers that follow from them.

The base never changes; networks and snapped places are worked out once a profile and
speed and kept with the study object.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.crs import MetricCrs
from geo.errors import DataUnavailableError
from layers.access import AccessField, measure_access
from layers.areas import AreaSet, best_level
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service
from planning.import_record import ImportRecord
from routing.build import build_network
from routing.engine import engine_of
from routing.network import RoadNetwork
from routing.profile import Setting, TravelProfile
from routing.search import Direction
from routing.snapping import RoadIndex, SnappedPoints
from routing.ways import RoadWays


@dataclass(frozen=True, slots=True)
class InputFile:
    """
    One input of a study and where it came from.

    Attributes
    ----------
    role
        What it gave: ``"osm"``, ``"facilities"``, ``"population"``, ``"areas"`` ….
    name
        File name, without its folder.
    sha256
        Digest of its bytes.
    size_bytes
        Length.
    licence
        Licence and credit, where known.
    vintage
        Date of the data themselves (not of the file), ISO 8601, where known.
    """

    role: str
    name: str
    sha256: str
    size_bytes: int
    licence: str = ""
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class StudyInfo:
    """
    What a study is called and how it was put together.

    Attributes
    ----------
    name
        Identifier, fit for a URL.
    title
        Title by language.
    setting
        Kind of country that chooses the speeds.
    demonstration
        Whether roads or facilities are modelled, not real.
    plan
        Plan that `check` uses where none is named.
    inputs
        The files it was made from.
    notes
        Codes and fields of caveats that every result repeats.
    """

    name: str
    title: Mapping[str, str]
    setting: Setting
    demonstration: bool
    plan: str
    inputs: tuple[InputFile, ...]
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()


@dataclass(frozen=True, eq=False)
class RoadAccess:
    """
    A network of one profile with all places of the study joined to it.

    Attributes
    ----------
    network
        Roads.
    facilities, demand
        Where each facility and demand point meets the road.
    base
        Roads of the same shape at other speeds, whose index serves these too.
    """

    network: RoadNetwork
    facilities: SnappedPoints
    demand: SnappedPoints
    base: RoadAccess | None = None

    @cached_property
    def index(self) -> RoadIndex:
        """Spatial index over the roads; made when first asked for."""
        return RoadIndex(self.network) if self.base is None else self.base.index


class RoadStore(Protocol):
    """Where the roads of a study are kept between runs (files are none of ours here)."""

    def load(self, study: Study, profile: str, speed_factor: float) -> RoadAccess | None:
        """Give kept roads, or None."""

    def save(self, study: Study, profile: str, speed_factor: float, roads: RoadAccess) -> None:
        """Keep roads."""

    def load_order(self, study: Study, profile: str, roads: RoadAccess) -> bool:
        """Hand a kept contraction order to the roads' engine; False where there is none."""

    def save_order(self, study: Study, profile: str, roads: RoadAccess) -> None:
        """Keep the contraction order of the roads' engine."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """
    All inputs of one district.

    Attributes
    ----------
    info
        Name, setting, provenance.
    crs
        The one metric CRS inside.
    ways, facilities, demand, areas
        Roads, care, people, boundaries.
    profiles
        Travel profiles by name.
    store
        Keeps roads between runs; None keeps them in memory only.
    record
        What the import remarked and decided.
    """

    info: StudyInfo
    crs: MetricCrs
    ways: RoadWays
    facilities: FacilitySet
    demand: DemandSurface
    areas: AreaSet
    profiles: Mapping[str, TravelProfile]
    store: RoadStore | None = None
    record: ImportRecord = field(default_factory=ImportRecord)
    _roads: dict[tuple[str, float], RoadAccess] = field(default_factory=dict, init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False)

    def profile(self, name: str) -> TravelProfile:
        """
        Find a travel profile.

        Raises
        ------
        DataUnavailableError
            If the study has none of that name; the message lists those it has.
        """
        if name not in self.profiles:
            known = ", ".join(sorted(self.profiles))
            raise DataUnavailableError("study.unknown_profile", name=name, known=known)
        return self.profiles[name]

    def roads(self, profile: str, *, speed_factor: float = 1.0) -> RoadAccess:
        """
        Network and snapped places of a profile; worked out once, then kept.

        Raises
        ------
        InputError
            If no road can be used by the profile.
        """
        key = (profile, speed_factor)
        with self._lock:
            if key not in self._roads:
                self._roads[key] = self._join_roads(profile, speed_factor)
            return self._roads[key]

    def prepare(self, profile: str) -> None:
        """Do now, and keep, what makes many later questions about a profile quick."""
        roads = self.roads(profile)
        if self.store is None or not self.store.load_order(self, profile, roads):
            engine_of(roads.network).prepare()
            if self.store is not None:
                self.store.save_order(self, profile, roads)

    def _join_roads(self, profile: str, speed_factor: float) -> RoadAccess:
        kept = None if self.store is None else self.store.load(self, profile, speed_factor)
        if kept is not None:
            return kept
        rules = self.profile(profile)
        network = build_network(
            self.ways,
            rules,
            crs=self.crs,
            setting=self.info.setting,
            speed_factor=speed_factor,
        )
        if speed_factor != 1.0:
            # Speeds change the times, never the places where homes meet the road.
            base = self.roads(profile)
            roads = RoadAccess(network, base.facilities, base.demand, base)
        else:
            index = RoadIndex(network)
            roads = RoadAccess(
                network,
                self._snap(index, self.facilities.lon, self.facilities.lat, rules.max_snap_m),
                self._snap(index, self.demand.lon, self.demand.lat, rules.max_snap_m),
            )
            roads.__dict__["index"] = index  # it is there already
        if self.store is not None:
            self.store.save(self, profile, speed_factor, roads)
        return roads

    def _snap(
        self,
        index: RoadIndex,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        max_distance_m: float,
    ) -> SnappedPoints:
        return index.snap(*self.crs.from_lonlat(lon, lat), max_distance_m=max_distance_m)

    def access(
        self,
        service: Service,
        *,
        profile: str,
        direction: Direction,
        speed_factor: float = 1.0,
    ) -> AccessField:
        """
        Time between every demand point and the nearest facility that offers a service.

        Where nobody offers it, everyone is unroutable: ask `facilities.offering` first
        to tell "nobody offers it" from "nobody can get there".
        """
        roads = self.roads(profile, speed_factor=speed_factor)
        return measure_access(
            roads.network,
            self.profile(profile),
            facilities=roads.facilities,
            facility_rows=self.facilities.offering(service),
            demand=roads.demand,
            direction=direction,
            speed_factor=speed_factor,
        )

    def table_level(self, level: str | None = None) -> AreaSet:
        """
        Areas that tables are made by: those of `level`, or of the level that fits best.

        Returns an empty set where the study has no areas.
        """
        if level is None:
            level = best_level(self.areas, self.demand.lon, self.demand.lat, self.demand.population)
        return self.areas.take([]) if level is None else self.areas.at_level(level)
