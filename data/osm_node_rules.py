"""Reading what stands at nodes of an OSM extract: signals, barriers, turn restrictions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import osmium

from data.import_report import ImportReport
from routing.rules import NodeRules
from routing.ways import Mode

_OPEN = frozenset({"yes", "permissive", "designated", "destination", "customers", "delivery"})
_SHUT = frozenset({"no", "private", "forestry", "agricultural", "emergency"})
# Barriers that stop a car by their nature; the others (gates, lift gates, toll booths,
# cattle grids …) open unless a tag says that they do not. Source: OSM wiki Key:barrier.
_STOPS_CARS = frozenset(
    {
        "bollard",
        "block",
        "jersey_barrier",
        "cycle_barrier",
        "motorcycle_barrier",
        "stile",
        "kissing_gate",
        "turnstile",
        "full-height_turnstile",
        "log",
        "debris",
        "chain",
        "planter",
        "horse_stile",
        "wall",
        "fence",
        "hedge",
        "retaining_wall",
    }
)
_STOPS_BICYCLES = frozenset(
    {"turnstile", "full-height_turnstile", "stile", "wall", "fence", "hedge", "retaining_wall"}
)
_STOPS_WALKERS = frozenset({"wall", "fence", "hedge", "retaining_wall"})
_BARRIER_KEYS: dict[Mode, tuple[str, ...]] = {
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
    Mode.EMERGENCY: ("emergency", "motorcar", "motor_vehicle", "vehicle", "access"),
    Mode.BICYCLE: ("bicycle", "vehicle", "access"),
    Mode.FOOT: ("foot", "access"),
}
_TURNS = frozenset(
    {
        "no_left_turn",
        "no_right_turn",
        "no_straight_on",
        "no_u_turn",
        "no_entry",
        "no_exit",
        "only_left_turn",
        "only_right_turn",
        "only_straight_on",
        "only_u_turn",
    }
)
_EXCEPT = {
    "motorcar": Mode.CAR,
    "motor_vehicle": Mode.CAR,
    "vehicle": Mode.CAR,
    "emergency": Mode.EMERGENCY,
    "bicycle": Mode.BICYCLE,
}
_FACES = {"forward": 1, "backward": 2, "both": 3}
_ALL_VEHICLES = Mode.CAR | Mode.EMERGENCY | Mode.BICYCLE


def blocked_modes(tags: Mapping[str, str]) -> Mode:
    """
    Tell whom a barrier stops.

    A gate with no word on access is taken as open: most gates on through roads are.

    Examples
    --------
    >>> Mode.CAR in blocked_modes({"barrier": "bollard"})
    True
    >>> Mode.CAR in blocked_modes({"barrier": "gate"})
    False
    >>> Mode.EMERGENCY in blocked_modes({"barrier": "gate", "access": "private"})
    False
    """
    kind = tags.get("barrier", "")
    natural = {
        Mode.CAR: kind in _STOPS_CARS,
        Mode.EMERGENCY: kind in _STOPS_CARS,
        Mode.BICYCLE: kind in _STOPS_BICYCLES,
        Mode.FOOT: kind in _STOPS_WALKERS,
    }
    blocked = Mode(0)
    for mode, by_nature in natural.items():
        said = next((tags[key] for key in _BARRIER_KEYS[mode] if key in tags), None)
        if mode is Mode.EMERGENCY and said == "private":
            said = None  # an ambulance gets a private gate opened
        stops = said in _SHUT or (by_nature and said not in _OPEN)
        if stops:
            blocked |= mode
    return blocked


def read_node_rules(path: Path, report: ImportReport) -> NodeRules:
    """
    Read signals, barriers and turn restrictions of an extract.

    Restrictions over a via *way*, conditional ones and ones with missing members are not
    applied; they are counted in `report`.

    Raises
    ------
    RuntimeError
        If the file is damaged (the caller words it).
    """
    signals: list[tuple[int, int]] = []
    barriers: list[tuple[int, int]] = []
    turns: list[tuple[int, int, int, bool, int]] = []
    skipped: dict[str, int] = {}
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.RELATION)
    keys = osmium.filter.KeyFilter("highway", "barrier", "restriction", "type")
    for thing in reader.with_filter(keys):
        tags = {tag.k: tag.v for tag in thing.tags}
        if isinstance(thing, osmium.osm.Node):
            if tags.get("highway") == "traffic_signals":
                facing = tags.get("traffic_signals:direction", "both")
                signals.append((thing.id, _FACES.get(facing, 3)))
            blocked = blocked_modes(tags) if "barrier" in tags else Mode(0)
            if blocked:
                barriers.append((thing.id, int(blocked)))
        elif isinstance(thing, osmium.osm.Relation) and tags.get("type") == "restriction":
            members = [(one.role, one.type, one.ref) for one in thing.members]
            found, why = _read_turn(tags, members)
            turns.extend(found)
            if why:
                skipped[why] = skipped.get(why, 0) + 1
    if skipped:
        report.note(
            "import.turns_skipped",
            count=sum(skipped.values()),
            via_way=skipped.get("via_way", 0),
            conditional=skipped.get("conditional", 0),
            incomplete=skipped.get("incomplete", 0),
        )
    signal_rows = np.array(sorted(signals), dtype=np.int64).reshape(-1, 2)
    barrier_rows = np.array(sorted(barriers), dtype=np.int64).reshape(-1, 2)
    turn_rows = np.array(sorted(set(turns)), dtype=np.int64).reshape(-1, 5)
    return NodeRules(
        signal_id=signal_rows[:, 0].copy(),
        signal_faces=signal_rows[:, 1].astype(np.uint8),
        barrier_id=barrier_rows[:, 0].copy(),
        barrier_blocks=barrier_rows[:, 1].astype(np.uint8),
        turn_from=turn_rows[:, 0].copy(),
        turn_via=turn_rows[:, 1].copy(),
        turn_to=turn_rows[:, 2].copy(),
        turn_only=turn_rows[:, 3].astype(np.bool_),
        turn_binds=turn_rows[:, 4].astype(np.uint8),
    )


Turn = tuple[int, int, int, bool, int]


def _read_turn(
    tags: Mapping[str, str], members: list[tuple[str, str, int]]
) -> tuple[list[Turn], str]:
    """Rows of one restriction, or the reason why it is not applied."""
    said = tags.get("restriction") or tags.get("restriction:motorcar", "")
    if not said:
        conditional = any(key.endswith(":conditional") for key in tags)
        # What binds lorries, buses or prams alone does not concern these modes.
        return [], "conditional" if conditional else ""
    if said not in _TURNS:
        return [], "incomplete"
    binds = _ALL_VEHICLES if "restriction" in tags else Mode.CAR | Mode.EMERGENCY
    for one in tags.get("except", "").replace(",", ";").split(";"):
        binds &= ~_EXCEPT.get(one.strip(), Mode(0))
    if any(role == "via" and kind == "w" for role, kind, _ in members):
        return [], "via_way"
    sources = [ref for role, kind, ref in members if role == "from" and kind == "w"]
    places = [ref for role, kind, ref in members if role == "via" and kind == "n"]
    targets = [ref for role, kind, ref in members if role == "to" and kind == "w"]
    if not (sources and places and targets):
        return [], "incomplete"
    only = said.startswith("only_")
    rows = [
        (source, place, target, only, int(binds))
        for source in sources
        for place in places
        for target in targets
    ]
    return rows, ""
