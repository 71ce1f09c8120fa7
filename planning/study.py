"""A study: all inputs of one district, and the answers that follow from them.

The base never changes; networks and snapped places are worked out once a profile and
speed and kept with the study object.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Protocol

from geo.crs import MetricCrs
from geo.errors import DataUnavailableError
from layers.access import AccessField, measure_access
from layers.areas import AreaSet, best_level
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service
from layers.register import Register
from planning.import_record import ImportRecord
from planning.indicators import IndicatorTable
from planning.judging.finding import Finding
from planning.plan import Goal, Plan
from planning.readings.reading import Reading
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


PlaceLayer = Literal["facilities", "demand"]


class RoadStore(Protocol):
    """Where the roads of a study are kept between runs (files are none of ours here)."""

    def load_network(self, study: Study, profile: str, speed_factor: float) -> RoadNetwork | None:
        """Give a kept network, or None."""

    def save_network(
        self, study: Study, profile: str, speed_factor: float, network: RoadNetwork
    ) -> None:
        """Keep a network."""

    def load_places(self, study: Study, profile: str, layer: PlaceLayer) -> SnappedPoints | None:
        """Give where the places of a layer meet the road at plain speed, or None."""

    def save_places(
        self, study: Study, profile: str, layer: PlaceLayer, places: SnappedPoints
    ) -> None:
        """Keep where the places of a layer meet the road."""

    def load_order(self, study: Study, profile: str, roads: RoadAccess) -> bool:
        """Hand a kept contraction order to the roads' engine; False where there is none."""

    def save_order(self, study: Study, profile: str, roads: RoadAccess) -> None:
        """Keep the contraction order of the roads' engine."""


class FindingStore(Protocol):
    """Where findings on a study are kept between runs."""

    def load(self, study: Study, plan: Plan, goal: Goal, reading: Reading) -> Finding | None:
        """Give the kept finding of one reading of one goal, or None."""

    def save(
        self, study: Study, plan: Plan, goal: Goal, reading: Reading, finding: Finding
    ) -> None:
        """Keep a finding."""


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
    register
        Names of townships and villages without geometry.
    indicators
        Indicator values by area and year.
    record
        What the import remarked and decided.
    findings
        Keeps findings between runs; None keeps none.
    """

    info: StudyInfo
    crs: MetricCrs
    ways: RoadWays
    facilities: FacilitySet
    demand: DemandSurface
    areas: AreaSet
    profiles: Mapping[str, TravelProfile]
    store: RoadStore | None = None
    register: Register = field(default_factory=Register.none)
    indicators: IndicatorTable = field(default_factory=IndicatorTable.empty)
    record: ImportRecord = field(default_factory=ImportRecord)
    findings: FindingStore | None = None
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
        network = self._network(profile, speed_factor)
        if speed_factor != 1.0:
            # Speeds change the times, never the places where homes meet the road.
            base = self.roads(profile)
            return RoadAccess(network, base.facilities, base.demand, base)
        index: list[RoadIndex] = []
        roads = RoadAccess(
            network,
            self._places(network, profile, "facilities", index),
            self._places(network, profile, "demand", index),
        )
        if index:
            roads.__dict__["index"] = index[0]  # it is there already
        return roads

    def _network(self, profile: str, speed_factor: float) -> RoadNetwork:
        if self.store is not None:
            kept = self.store.load_network(self, profile, speed_factor)
            if kept is not None:
                return kept
        network = build_network(
            self.ways,
            self.profile(profile),
            crs=self.crs,
            setting=self.info.setting,
            speed_factor=speed_factor,
        )
        if self.store is not None:
            self.store.save_network(self, profile, speed_factor, network)
        return network

    def _places(
        self, network: RoadNetwork, profile: str, layer: PlaceLayer, index: list[RoadIndex]
    ) -> SnappedPoints:
        """Join a layer to the roads; `index` is made at the first need and handed on."""
        if self.store is not None:
            kept = self.store.load_places(self, profile, layer)
            if kept is not None:
                return kept
        if not index:
            index.append(RoadIndex(network))
        points: FacilitySet | DemandSurface = getattr(self, layer)
        x_m, y_m = self.crs.from_lonlat(points.lon, points.lat)
        found = index[0].snap(x_m, y_m, max_distance_m=self.profile(profile).max_snap_m)
        if self.store is not None:
            self.store.save_places(self, profile, layer, found)
        return found

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
