"""Roads as they were drawn: ways over nodes, with what each mode may do on them.

Every reader (OSM extract, osmnx graph, the demonstration's generator) makes a
`RoadWays`; `routing.build` turns it into a network for one travel profile. Junctions
depend on the mode (a footpath does not split a motorway), so they are found there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from geo.crs import check_lonlat, geodesic_length_m
from geo.errors import InputError, ShapeError
from routing.rules import NodeRules

ROAD_CLASSES: tuple[str, ...] = (
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    "track",
    "pedestrian",
    "cycleway",
    "footway",
    "path",
    "bridleway",
    "steps",
    "corridor",
    "ferry",
)
"""The OSM ``highway`` values that carry people, widest first, and the ferry."""

ROAD_CLASS_CODE = {name: code for code, name in enumerate(ROAD_CLASSES)}


SETTINGS = ("study", "urban", "rural", "mountain")
SETTING_CODE = {name: code for code, name in enumerate(SETTINGS)}
"""Kind of country of a way; ``study`` stands for the study's own setting."""


class Mode(IntFlag):
    """Who may use a road, one bit each."""

    CAR = 1
    EMERGENCY = 2
    BICYCLE = 4
    FOOT = 8


class RoadFlag(IntFlag):
    """What a piece of road stands on, and whether its source names its surface."""

    BRIDGE = 1
    TUNNEL = 2
    FERRY = 4
    SURFACE = 8


@dataclass(frozen=True, slots=True, eq=False)
class RoadWays:
    """
    Ways over nodes, column by column.

    The nodes of way ``i`` are ``way_node[way_start[i]:way_start[i + 1]]``, in the
    direction it was drawn.

    Attributes
    ----------
    node_id
        Identity of each node in its source, shape ``(n,)``, int64, unique.
    lon, lat
        Place of each node [deg, WGS-84], shape ``(n,)``.
    way_start
        Row starts, shape ``(w + 1,)``, int64.
    way_node
        Position of each way's nodes in `node_id`, int32.
    way_id
        Identity of each way in its source, shape ``(w,)``, int64; a way that was
        cut at the edge of an extract appears once for each run.
    road_class
        Code of the class in `ROAD_CLASSES`, shape ``(w,)``, uint8.
    forward, backward
        `Mode` bits that may travel along and against the drawing, shape ``(w,)``, uint8.
    max_speed_kph
        Posted limit [km/h], shape ``(w,)``, float32; NaN where none is mapped.
    flags
        `RoadFlag` bits, shape ``(w,)``, uint8.
    rules
        Signals, barriers and turn restrictions, by the identities above.
    setting
        Kind of country of each way, as `SETTING_CODE`, shape ``(w,)``, uint8; None
        where the study's setting holds for all.
    duration_s
        Duration of each crossing [s] where the source says one (ferries), shape
        ``(w,)``, float32, else NaN; None where nothing is known.
    elevation_m
        Height of the road at each node above the sea [m], shape ``(n,)``, float32, NaN
        where it is not known; None where no elevation model was given.
    """

    node_id: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    way_start: NDArray[np.int64]
    way_node: NDArray[np.int32]
    way_id: NDArray[np.int64]
    road_class: NDArray[np.uint8]
    forward: NDArray[np.uint8]
    backward: NDArray[np.uint8]
    max_speed_kph: NDArray[np.float32]
    flags: NDArray[np.uint8]
    rules: NodeRules = field(default_factory=NodeRules.none)
    setting: NDArray[np.uint8] | None = None
    duration_s: NDArray[np.float32] | None = None
    elevation_m: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        """Check the rules above once, so that the builder need not."""
        n_nodes, n_ways = self.node_id.size, self.way_id.size
        per_node: dict[str, NDArray[np.generic]] = {"lon": self.lon, "lat": self.lat}
        per_way: dict[str, NDArray[np.generic]] = {
            "road_class": self.road_class,
            "forward": self.forward,
            "backward": self.backward,
            "max_speed_kph": self.max_speed_kph,
            "flags": self.flags,
        }
        if self.setting is not None:
            per_way["setting"] = self.setting
        if self.duration_s is not None:
            per_way["duration_s"] = self.duration_s
        if self.elevation_m is not None:
            per_node["elevation_m"] = self.elevation_m
        for size, columns in ((n_nodes, per_node), (n_ways, per_way)):
            for name, column in columns.items():
                if column.shape != (size,):
                    raise ShapeError("shape.mismatch", name=name, expected=size, found=column.size)
        if self.way_start.shape != (n_ways + 1,) or self.way_start[-1] != self.way_node.size:
            raise ShapeError(
                "shape.mismatch",
                name="way_start",
                expected=n_ways + 1,
                found=self.way_start.size,
            )
        if n_ways and int(np.diff(self.way_start).min()) < 2:  # noqa: PLR2004
            raise InputError("ways.too_short")
        if self.way_node.size and not (self.way_node.min() >= 0 and self.way_node.max() < n_nodes):
            raise InputError("ways.node_out_of_range", n=n_nodes)
        if self.road_class.size and self.road_class.max() >= len(ROAD_CLASSES):
            raise InputError("ways.unknown_class", found=int(self.road_class.max()))
        if self.setting is not None and self.setting.max(initial=0) >= len(SETTINGS):
            raise InputError("ways.unknown_setting", found=int(self.setting.max()))
        check_lonlat(self.lon, self.lat)

    @property
    def n_ways(self) -> int:
        """Number of ways."""
        return self.way_id.size

    def steps_m(self) -> NDArray[np.float64]:
        """Length from each entry of `way_node` to the next [m]; 0 from a way's last node."""
        step_m = np.zeros(self.way_node.size, dtype=np.float64)
        if step_m.size:
            step_m[:-1] = geodesic_length_m(self.lon[self.way_node], self.lat[self.way_node])
            step_m[self.way_start[1:] - 1] = 0.0
        return step_m

    def lengths_m(self) -> NDArray[np.float64]:
        """Geodesic length of each way [m], shape ``(w,)``."""
        run_m = np.concatenate([[0.0], np.cumsum(self.steps_m())])
        length_m: NDArray[np.float64] = run_m[self.way_start[1:]] - run_m[self.way_start[:-1]]
        return length_m

    def middles(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Place halfway along each way, longitude and latitude [deg], shape ``(w,)`` each."""
        run_m = np.concatenate([[0.0], np.cumsum(self.steps_m())])
        first, last = self.way_start[:-1], self.way_start[1:] - 1
        half_m = (run_m[first] + run_m[last]) / 2
        # The step in which the half lies; a way of no length stays at its first node.
        at = np.clip(np.searchsorted(run_m[:-1], half_m, side="right") - 1, first, last - 1)
        step_m = run_m[at + 1] - run_m[at]
        share = np.divide(half_m - run_m[at], step_m, out=np.zeros_like(half_m), where=step_m > 0)
        tail, head = self.way_node[at], self.way_node[at + 1]
        return (
            self.lon[tail] + share * (self.lon[head] - self.lon[tail]),
            self.lat[tail] + share * (self.lat[head] - self.lat[tail]),
        )
