"""Keeping a study's networks, snapped places and contraction orders on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from data.cache import ArrayCache, cache_key
from planning.study import RoadAccess, Study
from routing.engine import engine_of
from routing.network import RoadNetwork
from routing.snapping import SnappedPoints
from routing.turns import TurnStates

FOLDER = ".cache"
_KEPT_NOT = frozenset({"turns", "kept"})


class BundleRoadStore:
    """
    Networks of one bundle, kept beside it.

    Parameters
    ----------
    folder
        The bundle.
    parts
        Digests of the bundle's parts.

    Notes
    -----
    A study made from an opened one by changing its parts is another study: `belongs`
    holds the store to the very objects that were read.
    """

    def __init__(self, folder: Path, parts: Mapping[str, str]) -> None:
        self._cache = ArrayCache(folder / FOLDER)
        self._parts = dict(parts)
        self._own: tuple[object, ...] = ()

    def adopt(self, study: Study) -> None:
        """Take a study's parts as the ones that the digests stand for."""
        self._own = (study.ways, study.facilities, study.demand)

    def belongs(self, study: Study) -> bool:
        """Tell whether a study is made of the parts that were read."""
        parts = (study.ways, study.facilities, study.demand)
        return len(self._own) == len(parts) and all(
            own is one for own, one in zip(self._own, parts, strict=True)
        )

    def load(self, study: Study, profile: str, speed_factor: float) -> RoadAccess | None:
        """Give the kept roads of a profile; None where they were never kept."""
        if not self.belongs(study):
            return None
        found = self._cache.load(self._key(study, profile, speed_factor))
        if found is None:
            return None
        return RoadAccess(
            network=_network(found),
            facilities=SnappedPoints(**_under("facilities.", found)),
            demand=SnappedPoints(**_under("demand.", found)),
        )

    def save(self, study: Study, profile: str, speed_factor: float, roads: RoadAccess) -> None:
        """Keep the roads of a profile."""
        if not self.belongs(study):
            return
        network = roads.network
        arrays = {
            one.name: getattr(network, one.name)
            for one in fields(RoadNetwork)
            if one.name not in _KEPT_NOT
        }
        turns = {
            f"turns.{one.name}": getattr(network.turns, one.name) for one in fields(TurnStates)
        }
        points = {
            f"{name}.{one.name}": getattr(places, one.name)
            for name, places in (("facilities", roads.facilities), ("demand", roads.demand))
            for one in fields(SnappedPoints)
        }
        self._cache.save(self._key(study, profile, speed_factor), arrays | turns | points)

    def load_order(self, study: Study, profile: str, roads: RoadAccess) -> bool:
        """Hand a kept contraction order to the roads' engine; False where there is none."""
        found = self._cache.load(self._order_key(study, profile)) if self.belongs(study) else None
        if found is None:
            return False
        engine_of(roads.network).take_order(found)
        return True

    def save_order(self, study: Study, profile: str, roads: RoadAccess) -> None:
        """Keep the contraction order of the roads' engine, if it has one."""
        arrays = engine_of(roads.network).order_arrays()
        if arrays is not None and self.belongs(study):
            self._cache.save(self._order_key(study, profile), arrays)

    def _key(self, study: Study, profile: str, speed_factor: float) -> str:
        return cache_key("roads", *self._shape(study, profile), speed_factor)

    def _order_key(self, study: Study, profile: str) -> str:
        # Speeds change the times, never the shape that is contracted.
        return cache_key("order", *self._shape(study, profile))

    def _shape(self, study: Study, profile: str) -> tuple[object, ...]:
        rules = asdict(study.profile(profile))
        rules["mode"] = int(rules["mode"])
        return self._parts, rules, study.info.setting.value, study.crs.epsg


def _under(prefix: str, found: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {
        name.removeprefix(prefix): array for name, array in found.items() if name.startswith(prefix)
    }


def _network(found: Mapping[str, NDArray[Any]]) -> RoadNetwork:
    own = {name: array for name, array in found.items() if "." not in name}
    return RoadNetwork(**own, turns=TurnStates(**_under("turns.", found)))
