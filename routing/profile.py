"""Travel profiles: how fast a mode moves on each road class, and how it reaches a road.

Rules in their order (each number of a profile states its source): class speed by
setting -> factor of the profile -> 0.8 x posted limit as a cap -> absolute cap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.units import METRES_PER_SECOND_PER_KPH, rounded_deciseconds
from routing.ways import ROAD_CLASSES, SETTINGS, Mode


class Setting(StrEnum):
    """The kind of country that a study's roads run through."""

    URBAN = "urban"
    RURAL = "rural"
    MOUNTAIN = "mountain"


class Slope(StrEnum):
    """How a profile's speed depends on the slope."""

    NONE = "none"
    TOBLER = "tobler"


def settings_by_code(study: Setting) -> tuple[Setting, ...]:
    """Turn the codes of `routing.ways.SETTINGS` into settings: the first is the study's."""
    return tuple(study if name == SETTINGS[0] else Setting(name) for name in SETTINGS)


@dataclass(frozen=True, slots=True)
class TravelProfile:
    """
    Speeds and limits of one way of travelling.

    Attributes
    ----------
    name
        Identifier, such as ``"car"``.
    mode
        Whose access and one-way rules apply.
    speed_kph
        Speed by setting and road class [km/h]; 0 where the mode does not go.
    factor
        Multiplies the class speed, by setting.
    limit_share
        Share of a posted limit that is driven; 0 where limits do not matter.
    top_speed_kph
        Absolute cap [km/h].
    off_road_kph
        Speed of the leg between a home and its road [km/h].
    off_road_detour
        Length of that leg as a multiple of the straight line.
    max_snap_m
        Longest straight line from a home to its road [m]; beyond it is unroutable.
    signal_delay_s
        Wait at traffic signals [s].
    junction_delay_s
        Wait at a junction of three or more roads [s], by setting.
    ferry_wait_s
        Wait before a ferry leaves [s].
    sources
        Where each number comes from, by its key.
    slope
        How the speed depends on the slope, where elevations are known.
    """

    name: str
    mode: Mode
    speed_kph: Mapping[Setting, Mapping[str, float]]
    factor: Mapping[Setting, float]
    limit_share: float
    top_speed_kph: float
    off_road_kph: float
    off_road_detour: float
    max_snap_m: float
    signal_delay_s: float
    junction_delay_s: Mapping[Setting, float]
    ferry_wait_s: float
    sources: Mapping[str, str]
    slope: Slope = Slope.NONE

    def __post_init__(self) -> None:
        """Check once that every class has an answer and every number makes sense."""
        for setting in Setting:
            speeds = self.speed_kph.get(setting, {})
            missing = [name for name in ROAD_CLASSES if name not in speeds]
            if missing:
                raise InputError(
                    "profile.class_missing",
                    profile=self.name,
                    setting=setting,
                    classes=", ".join(missing[:3]),
                )
            if not all(0 <= speed < float("inf") for speed in speeds.values()):
                raise InputError("profile.bad_number", profile=self.name, key="speed_kph")
        numbers = {
            "top_speed_kph": self.top_speed_kph,
            "off_road_kph": self.off_road_kph,
            "off_road_detour": self.off_road_detour,
            "max_snap_m": self.max_snap_m,
        }
        for key, value in numbers.items():
            if not 0 < value < float("inf"):
                raise InputError("profile.bad_number", profile=self.name, key=key)
        waits = {
            "signal_delay_s": self.signal_delay_s,
            "ferry_wait_s": self.ferry_wait_s,
            **{f"junction_delay_s.{one}": self.junction_delay_s.get(one, -1.0) for one in Setting},
        }
        for key, value in waits.items():
            if not 0 <= value < float("inf"):
                raise InputError("profile.bad_wait", profile=self.name, key=key)

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> TravelProfile:
        """
        Build a profile from the tables of its TOML file.

        Raises
        ------
        InputError
            If a key or a road class is missing, or a number is out of its range.
        """
        try:
            settings = {Setting(name): dict(row) for name, row in table["speed_kph"].items()}
            return cls(
                name=str(table["name"]),
                mode=Mode[str(table["mode"]).upper()],
                speed_kph=settings,
                factor={Setting(name): float(v) for name, v in table["factor"].items()},
                limit_share=float(table["limit_share"]),
                top_speed_kph=float(table["top_speed_kph"]),
                off_road_kph=float(table["off_road_kph"]),
                off_road_detour=float(table["off_road_detour"]),
                max_snap_m=float(table["max_snap_m"]),
                signal_delay_s=float(table["signal_delay_s"]),
                junction_delay_s={
                    Setting(name): float(v) for name, v in table["junction_delay_s"].items()
                },
                ferry_wait_s=float(table["ferry_wait_s"]),
                sources=dict(table["sources"]),
                slope=Slope(table.get("slope", Slope.NONE)),
            )
        except (KeyError, ValueError) as fault:
            if isinstance(fault, InputError):
                raise
            raise InputError(
                "profile.incomplete", profile=str(table.get("name", "?")), what=str(fault)
            ) from fault

    def speeds_kph(
        self,
        road_class: NDArray[np.uint8],
        max_speed_kph: NDArray[np.float32],
        *,
        setting: Setting,
        way_setting: NDArray[np.uint8] | None = None,
        speed_factor: float = 1.0,
    ) -> NDArray[np.float64]:
        """
        Speed on each way by the rules in their order.

        Parameters
        ----------
        road_class
            Class codes, shape ``(w,)``.
        max_speed_kph
            Posted limits [km/h], shape ``(w,)``, NaN where none.
        setting
            Kind of country.
        way_setting
            Kind of country way by way, as `SETTING_CODE`; None takes `setting` for all.
        speed_factor
            Multiplies the final speed: 0.8 asks "what if all is a fifth slower".

        Returns
        -------
        speed_kph
            Shape ``(w,)``, 0 where the mode does not go.
        """
        table = np.array(
            [
                [self.speed_kph[here][name] * self.factor[here] for name in ROAD_CLASSES]
                for here in settings_by_code(setting)
            ]
        )
        speed = table[0 if way_setting is None else way_setting, road_class]
        if self.limit_share > 0:
            cap = self.limit_share * max_speed_kph.astype(np.float64)
            speed = np.where(np.isnan(cap), speed, np.minimum(speed, cap))
        driven_kph: NDArray[np.float64] = np.minimum(speed, self.top_speed_kph) * speed_factor
        return driven_kph

    def junction_delays_s(
        self, n_ways: int, *, setting: Setting, way_setting: NDArray[np.uint8] | None = None
    ) -> NDArray[np.float64]:
        """Wait at an ordinary junction at the end of each way's pieces [s], shape ``(w,)``."""
        table = np.array(
            [self.junction_delay_s[here] for here in settings_by_code(setting)], dtype=np.float64
        )
        code = np.zeros(n_ways, dtype=np.uint8) if way_setting is None else way_setting
        delay_s: NDArray[np.float64] = table[code]
        return delay_s

    def off_road_ds(
        self, distance_m: NDArray[np.float64], *, speed_factor: float = 1.0
    ) -> NDArray[np.int64]:
        """Time of the leg between home and road [ds] for straight lines [m], same shape."""
        speed_mps = self.off_road_kph * METRES_PER_SECOND_PER_KPH * speed_factor
        return rounded_deciseconds(distance_m * self.off_road_detour / speed_mps)
