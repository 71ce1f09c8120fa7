"""What OSM tags say about a road: its class, who may use it, which way, how fast.

Sources: the OSM wiki pages Key:highway, Key:access, Key:oneway and Key:maxspeed. The
access hierarchy is general to special (``access`` < ``vehicle`` < ``motor_vehicle``);
the most special tag that is present decides. A tag for one direction
(``motor_vehicle:backward=no``, Key:access, "Directional") comes before the same tag for
both, and after any more special one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from routing.ways import ROAD_CLASS_CODE, Mode, RoadFlag

_CAR_CLASSES = frozenset(list(ROAD_CLASS_CODE)[: list(ROAD_CLASS_CODE).index("track") + 1])
_FOOT_FORBIDDEN = frozenset({"motorway", "motorway_link"})
_BICYCLE_CLASSES = _CAR_CLASSES - _FOOT_FORBIDDEN | {"cycleway", "path", "bridleway"}
_FOOT_ONLY = frozenset({"pedestrian", "footway", "path", "bridleway", "steps", "corridor"})
_FOOT_CLASSES = _CAR_CLASSES - _FOOT_FORBIDDEN | _FOOT_ONLY | {"cycleway"}

_DENIED = frozenset({"no", "private", "agricultural", "forestry", "use_sidepath"})
_DENIED_TO_ALL = frozenset({"no"})
_ACCESS_KEYS: dict[Mode, tuple[str, ...]] = {
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
    Mode.EMERGENCY: ("emergency", "motorcar", "motor_vehicle", "vehicle", "access"),
    Mode.BICYCLE: ("bicycle", "vehicle", "access"),
    Mode.FOOT: ("foot", "access"),
}
_OPENED = frozenset({"yes", "designated", "permissive"})
_ALONG_SUFFIX, _AGAINST_SUFFIX = ":forward", ":backward"
_ONEWAY_KEYS: dict[Mode, tuple[str, ...]] = {
    Mode.CAR: ("oneway:motor_vehicle", "oneway"),
    Mode.EMERGENCY: ("oneway:emergency", "oneway:motor_vehicle", "oneway"),
    Mode.BICYCLE: ("oneway:bicycle", "oneway"),
}
_ALONG = frozenset({"yes", "true", "1"})
_AGAINST = frozenset({"-1", "reverse"})
_MPH_IN_KPH = 1.609344
_DURATION_PARTS = 3
_SPEED = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?\s*$")

RELEVANT_KEYS = frozenset(
    {
        *("highway", "route", "area", "bridge", "tunnel", "maxspeed", "duration", "junction"),
        *("tracktype", "4wd_only", "surface"),
        *(key for keys in _ONEWAY_KEYS.values() for key in keys),
        *(
            key + suffix
            for keys in _ACCESS_KEYS.values()
            for key in keys
            for suffix in ("", _ALONG_SUFFIX, _AGAINST_SUFFIX)
        ),
    }
)
"""All keys that `read_way` looks at: ways that agree in them have the same rule."""


@dataclass(frozen=True, slots=True)
class WayRule:
    """
    The reading of one way's tags.

    Attributes
    ----------
    road_class
        Code in `routing.ways.ROAD_CLASSES`.
    forward, backward
        `Mode` bits allowed along and against the drawing.
    max_speed_kph
        Posted limit [km/h], NaN where none can be read.
    flags
        `RoadFlag` bits.
    duration_s
        Duration of the crossing [s], NaN where none is said.
    """

    road_class: int
    forward: Mode
    backward: Mode
    max_speed_kph: float
    flags: RoadFlag
    duration_s: float


def read_way(tags: Mapping[str, str]) -> WayRule | None:
    """
    Read the tags of a way; None where it carries nobody.

    Examples
    --------
    >>> rule = read_way({"highway": "primary", "oneway": "yes", "maxspeed": "50"})
    >>> Mode.CAR in rule.forward, Mode.CAR in rule.backward, rule.max_speed_kph
    (True, False, 50.0)
    """
    road_class = "ferry" if tags.get("route") == "ferry" else tags.get("highway", "")
    if road_class not in ROAD_CLASS_CODE or tags.get("area") == "yes":
        return None
    forward, backward = _directions(road_class, tags)
    if not (forward | backward):
        return None
    flags = RoadFlag(0)
    if tags.get("bridge", "no") != "no":
        flags |= RoadFlag.BRIDGE
    if tags.get("tunnel", "no") != "no":
        flags |= RoadFlag.TUNNEL
    if road_class == "ferry":
        flags |= RoadFlag.FERRY
    if tags.get("surface", "").strip():
        # How fast one drives follows from the class; this tells how well the road is mapped.
        flags |= RoadFlag.SURFACE
    limit_kph = read_speed_kph(tags.get("maxspeed", ""))
    duration_s = read_duration_s(tags.get("duration", ""))
    return WayRule(ROAD_CLASS_CODE[road_class], forward, backward, limit_kph, flags, duration_s)


def _allowed_modes(road_class: str, tags: Mapping[str, str], suffix: str) -> Mode:
    """Modes that may use a road in one direction, one-way rules aside."""
    allowed = Mode(0)
    by_class = {
        Mode.CAR: road_class in _CAR_CLASSES,
        Mode.EMERGENCY: road_class in _CAR_CLASSES,
        Mode.BICYCLE: road_class in _BICYCLE_CLASSES,
        Mode.FOOT: road_class in _FOOT_CLASSES,
    }
    if road_class == "track" and _is_rough(tags):
        by_class[Mode.CAR] = by_class[Mode.EMERGENCY] = False
    for mode, usual in by_class.items():
        key, said = _said(tags, _ACCESS_KEYS[mode], suffix)
        own = key == _ACCESS_KEYS[mode][0]
        if not said:
            # A ferry says whom it carries; one that says nothing carries walkers.
            permitted = usual or (road_class == "ferry" and mode is Mode.FOOT)
        elif mode is Mode.EMERGENCY and not own:
            # An ambulance passes a private gate; a closed road stays closed.
            permitted = usual and said not in _DENIED_TO_ALL
        else:
            opened = said in _OPENED and (own or road_class == "ferry")
            permitted = (usual or opened) and said not in _DENIED
        if permitted:
            allowed |= mode
    return allowed


def _said(tags: Mapping[str, str], keys: tuple[str, ...], suffix: str) -> tuple[str, str]:
    """Find the most special key with a value, for one direction or for both."""
    for key in keys:
        value = tags.get(key + suffix) or tags.get(key)
        if value:
            return key, value
    return "", ""


def _is_rough(tags: Mapping[str, str]) -> bool:
    """Tell whether an ordinary car cannot be expected to pass a track."""
    return tags.get("tracktype") in {"grade4", "grade5"} or tags.get("4wd_only") == "yes"


def _directions(road_class: str, tags: Mapping[str, str]) -> tuple[Mode, Mode]:
    """Modes along and against the drawing."""
    implied = road_class == "motorway" or tags.get("junction") in {"roundabout", "circular"}
    forward = backward = _allowed_modes(road_class, tags, _ALONG_SUFFIX)
    if any(key.endswith((_ALONG_SUFFIX, _AGAINST_SUFFIX)) for key in tags):
        backward = _allowed_modes(road_class, tags, _AGAINST_SUFFIX)
    for mode, keys in _ONEWAY_KEYS.items():
        said = next((tags[key] for key in keys if key in tags), "yes" if implied else "no")
        # A mode that a tag of its own lets in (bicycle:backward=yes) is not bound.
        own = _ACCESS_KEYS[mode][0]
        if said in _AGAINST and tags.get(own + _ALONG_SUFFIX) not in _OPENED:
            forward &= ~mode
        elif said in _ALONG and tags.get(own + _AGAINST_SUFFIX) not in _OPENED:
            backward &= ~mode
    return forward, backward


def read_speed_kph(said: str) -> float:
    """
    Read a ``maxspeed`` value in km/h; NaN where it is not a number with a unit.

    Examples
    --------
    >>> read_speed_kph("50"), round(read_speed_kph("30 mph"), 2), read_speed_kph("walk")
    (50.0, 48.28, nan)
    """
    found = _SPEED.match(said)
    if not found or float(found[1]) == 0:
        return float("nan")
    return float(found[1]) * (_MPH_IN_KPH if found[2] == "mph" else 1.0)


def read_duration_s(said: str) -> float:
    """
    Read a ``duration`` value, ``H:MM``, ``H:MM:SS`` or minutes; NaN where it is none.

    Examples
    --------
    >>> read_duration_s("0:20"), read_duration_s("20"), read_duration_s("1:00:30")
    (1200.0, 1200.0, 3630.0)
    >>> read_duration_s("PT20M")
    nan
    """
    parts = said.strip().split(":")
    if not all(part.isdecimal() for part in parts) or len(parts) > _DURATION_PARTS:
        return float("nan")
    numbers = [float(part) for part in parts]
    if len(numbers) == 1:
        numbers = [0.0, *numbers]
    hours, minutes, seconds = (*numbers, 0.0)[:_DURATION_PARTS]
    total_s = hours * 3600 + minutes * 60 + seconds
    return total_s if total_s > 0 else float("nan")
