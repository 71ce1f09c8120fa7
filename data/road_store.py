"""Keeping a study's networks, snapped places and contraction orders on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from data.cache import ArrayCache, cache_key
from planning.study import PlaceLayer, RoadAccess, Study
from routing.engine import engine_of
from routing.network import RoadNetwork
from routing.snapping import SnappedPoints
from routing.turns import TurnStates

FOLDER = ".cache"
_PART_OF = {"ways": "roads.npz", "facilities": "facilities.csv", "demand": "demand.npz"}
_KEPT_NOT = frozenset({"turns", "kept"})


class BundleRoadStore:
    """
    Networks of one bundle, kept beside it.

    Each entry is named by what it depends on and by nothing else: a new facility list
    leaves the networks, the contraction orders and the homes' places on the road as they are.

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
        self._digest = {name: parts[part] for name, part in _PART_OF.items()}
        self._own: dict[str, object] = {}

    def adopt(self, study: Study) -> None:
        """Take a study's parts as the ones that the digests stand for."""
        self._own = {name: getattr(study, name) for name in _PART_OF}

    def belongs(self, study: Study, *names: str) -> bool:
        """Tell whether some parts of a study are the ones that were read."""
        return all(self._own.get(name) is getattr(study, name) for name in names)

    def load_network(self, study: Study, profile: str, speed_factor: float) -> RoadNetwork | None:
        """Give the kept network of a profile; None where it was never kept."""
        if not self.belongs(study, "ways"):
            return None
        found = self._cache.load(self._key("network", study, profile, speed_factor))
        return None if found is None else _network(found)

    def save_network(
        self, study: Study, profile: str, speed_factor: float, network: RoadNetwork
    ) -> None:
        """Keep the network of a profile."""
        if not self.belongs(study, "ways"):
            return
        arrays = {
            one.name: getattr(network, one.name)
            for one in fields(RoadNetwork)
            if one.name not in _KEPT_NOT
        }
        turns = {
            f"turns.{one.name}": getattr(network.turns, one.name) for one in fields(TurnStates)
        }
        self._cache.save(self._key("network", study, profile, speed_factor), arrays | turns)

    def load_places(self, study: Study, profile: str, layer: PlaceLayer) -> SnappedPoints | None:
        """Give where the places of a layer meet the road; None where it was never kept."""
        if not self.belongs(study, "ways", layer):
            return None
        found = self._cache.load(self._key(layer, study, profile, self._digest[layer]))
        return None if found is None else SnappedPoints(**found)

    def save_places(
        self, study: Study, profile: str, layer: PlaceLayer, places: SnappedPoints
    ) -> None:
        """Keep where the places of a layer meet the road."""
        if self.belongs(study, "ways", layer):
            arrays = {one.name: getattr(places, one.name) for one in fields(SnappedPoints)}
            self._cache.save(self._key(layer, study, profile, self._digest[layer]), arrays)

    def load_order(self, study: Study, profile: str, roads: RoadAccess) -> bool:
        """Hand a kept contraction order to the roads' engine; False where there is none."""
        if not self.belongs(study, "ways"):
            return False
        found = self._cache.load(self._key("order", study, profile))
        if found is None:
            return False
        engine_of(roads.network).take_order(found)
        return True

    def save_order(self, study: Study, profile: str, roads: RoadAccess) -> None:
        """Keep the contraction order of the roads' engine, if it has one."""
        arrays = engine_of(roads.network).order_arrays()
        if arrays is not None and self.belongs(study, "ways"):
            # Speeds change the times, never the shape that is contracted.
            self._cache.save(self._key("order", study, profile), arrays)

    def _key(self, what: str, study: Study, profile: str, *besides: object) -> str:
        rules = asdict(study.profile(profile))
        rules["mode"] = int(rules["mode"])
        shape = (self._digest["ways"], rules, study.info.setting.value, study.crs.epsg)
        return cache_key(what, *shape, *besides)


def _under(prefix: str, found: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {
        name.removeprefix(prefix): array for name, array in found.items() if name.startswith(prefix)
    }


def _network(found: Mapping[str, NDArray[Any]]) -> RoadNetwork:
    own = {name: array for name, array in found.items() if "." not in name}
    return RoadNetwork(**own, turns=TurnStates(**_under("turns.", found)))
