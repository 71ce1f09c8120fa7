"""Modelled country: parallel ridges with passes, small hills, rivers in their courses.

All lengths and coordinates are metres of the study's CRS. Heights are relative: they only
say where roads are dear and where nobody builds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.spatial import cKDTree

from data.demo.rules import District, RiverRule, TerrainRule
from geo.crs import MetricCrs

Metres = NDArray[np.float64]

_STEP_M = 150.0
"""Distance between the vertices of rivers and expressways."""
_GORGE_M = 700.0
"""A river cuts the ridge this far to both sides, a town flattens it twice as far."""
_SLOPE_STEP_M = 60.0
_TUNNEL_HEIGHT_M = 90.0


@dataclass(frozen=True, slots=True)
class River:
    """A river: centre line and water surface in the metric CRS, with its rule."""

    rule: RiverRule
    line: shapely.LineString
    water: shapely.Polygon


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """
    Heights and rivers of a district.

    Attributes
    ----------
    rivers
        In the order of the district's file.
    along, across
        Unit vectors of the ridges' direction and of its right-hand side.
    """

    rivers: tuple[River, ...]
    along: Metres
    across: Metres
    _ridges: tuple[_Ridge, ...]
    _waves: Metres
    _calm: cKDTree
    _towns: cKDTree

    def ridge_height_m(self, xy_m: Metres) -> Metres:
        """Height of the ridges alone [m] at places of shape ``(n, 2)``."""
        along_m, across_m = xy_m @ self.along, xy_m @ self.across
        height_m = np.zeros(len(xy_m))
        for ridge in self._ridges:
            height_m = np.maximum(height_m, ridge.height_at(along_m, across_m))
        for tree, reach_m in ((self._calm, _GORGE_M), (self._towns, 2 * _GORGE_M)):
            if tree.n:
                far = tree.query(xy_m)[0] / reach_m
                height_m = height_m * (1 - np.exp(-(far**2)))
        return height_m

    def height_m(self, xy_m: Metres) -> Metres:
        """Height of ridges and hills [m], shape ``(n,)``."""
        phase = xy_m @ self._waves[:, :2].T + self._waves[:, 2]
        return self.ridge_height_m(xy_m) + np.sin(phase) @ self._waves[:, 3]

    def steepness(self, xy_m: Metres) -> Metres:
        """Slope of the ground as a share (0.1 = 10 m in 100 m), shape ``(n,)``."""
        east, north = np.array([_SLOPE_STEP_M, 0.0]), np.array([0.0, _SLOPE_STEP_M])
        here = self.height_m(xy_m)
        rise_m = np.hypot(self.height_m(xy_m + east) - here, self.height_m(xy_m + north) - here)
        return rise_m / _SLOPE_STEP_M

    def under_ridge(self, xy_m: Metres) -> NDArray[np.bool_]:
        """Mark the places where an expressway runs in a tunnel."""
        return self.ridge_height_m(xy_m) > _TUNNEL_HEIGHT_M


@dataclass(frozen=True, slots=True, eq=False)
class _Ridge:
    centre_m: float
    height_m: float
    half_width_m: float
    begin_m: float
    end_m: float
    bend: tuple[float, float, float]
    passes_m: Metres

    def axis_m(self, along_m: Metres) -> Metres:
        size_m, length_m, phase = self.bend
        return self.centre_m + size_m * np.sin(along_m / length_m + phase)

    def height_at(self, along_m: Metres, across_m: Metres) -> Metres:
        off = (across_m - self.axis_m(along_m)) / self.half_width_m
        ends = np.clip((along_m - self.begin_m) / 2500, 0, 1) * np.clip(
            (self.end_m - along_m) / 2500, 0, 1
        )
        crest = np.ones_like(along_m)
        for pass_m in self.passes_m:
            crest = crest * (1 - 0.65 * np.exp(-(((along_m - pass_m) / 700) ** 2)))
        return self.height_m * np.exp(-(off**2) / 2) * crest * ends


def model_terrain(district: District, crs: MetricCrs) -> Terrain:
    """
    Lay ridges and rivers over a district.

    Ridges run parallel at fairly even distances, each where it meets the fewest towns;
    rivers follow their courses with seeded bends, and cut the ridges they meet.
    """
    rule = district.terrain
    azimuth = np.radians(rule.ridge_azimuth_deg)
    along = np.array([np.sin(azimuth), np.cos(azimuth)])
    across = np.array([np.cos(azimuth), -np.sin(azimuth)])
    random = district.random(1)
    rivers = tuple(_river(one, crs, random) for one in district.rivers)
    towns_m = np.column_stack(
        crs.from_lonlat(
            np.array([town.lon for town in district.towns]),
            np.array([town.lat for town in district.towns]),
        )
    )
    outline = shapely.get_coordinates(district.outline)
    outline_m = np.column_stack(crs.from_lonlat(outline[:, 0], outline[:, 1]))
    banks_m = np.vstack([np.empty((0, 2)), *(shapely.get_coordinates(one.line) for one in rivers)])
    return Terrain(
        rivers=rivers,
        along=along,
        across=across,
        _ridges=_ridges(
            rule,
            np.column_stack([outline_m @ along, outline_m @ across]),
            np.column_stack([towns_m @ along, towns_m @ across]),
            np.array([town.population for town in district.towns], dtype=np.float64),
            random,
        ),
        _waves=_hills(rule.hill_height_m, random),
        _calm=cKDTree(banks_m),
        _towns=cKDTree(towns_m),
    )


def smooth_course(course: Metres) -> Metres:
    """Run a smooth line through points [m], with a vertex about every 150 m."""
    run_m = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(course, axis=0).T))])
    count = max(int(run_m[-1] / _STEP_M), 2)
    # Square-root spacing keeps a spline from swinging wide between uneven points.
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(np.diff(run_m)))])
    at = np.interp(np.linspace(0, run_m[-1], count + 1), run_m, knots)
    return np.asarray(CubicSpline(knots, course)(at), dtype=np.float64)


def right_of(line: Metres) -> Metres:
    """Unit vectors to the right of a line at its vertices, shape ``(n, 2)``."""
    ahead = np.gradient(line, axis=0)
    ahead = ahead / np.hypot(*ahead.T)[:, None]
    return np.column_stack([ahead[:, 1], -ahead[:, 0]])


def _river(rule: RiverRule, crs: MetricCrs, random: np.random.Generator) -> River:
    course = np.column_stack(crs.from_lonlat(rule.course[:, 0], rule.course[:, 1]))
    line = smooth_course(course)
    run_m = np.arange(len(line)) * _STEP_M
    bend_m = np.zeros(len(line))
    for length_m in (1_700.0, 2_900.0, 5_300.0):
        bend_m += np.sin(2 * np.pi * run_m / length_m + random.uniform(0, 2 * np.pi))
    line = line + right_of(line) * (bend_m * rule.meander_m / 2)[:, None]
    centre = shapely.LineString(line.round(1))
    return River(rule, centre, shapely.buffer(centre, rule.width_m / 2, quad_segs=4))


def _hills(height_m: float, random: np.random.Generator) -> Metres:
    """Wave vectors [rad/m], phases and heights of the small hills, shape ``(20, 4)``."""
    count = 20
    length_m = random.uniform(1_200, 5_000, count)
    angle = random.uniform(0, np.pi, count)
    size = 2 * np.pi / length_m
    share = height_m * length_m / length_m.sum() * np.sqrt(count)
    phase = random.uniform(0, 2 * np.pi, count)
    return np.column_stack([size * np.cos(angle), size * np.sin(angle), phase, share])


def _ridges(
    rule: TerrainRule,
    outline_m: Metres,
    towns_m: Metres,
    people: Metres,
    random: np.random.Generator,
) -> tuple[_Ridge, ...]:
    """Place ridges; coordinates are along and across their direction."""
    (south_m, west_m), (north_m, east_m) = outline_m.min(axis=0), outline_m.max(axis=0)
    slot_m = (east_m - west_m) / rule.ridges
    ridges = []
    for slot in range(rule.ridges):
        extent_m = (north_m - south_m) * random.uniform(*rule.ridge_coverage)
        begin_m = south_m + random.uniform(0, 1) * (north_m - south_m - extent_m)
        bend = (random.uniform(300, 700), random.uniform(4_000, 7_000), random.uniform(0, 6.28))
        height_m = random.uniform(*rule.ridge_height_m)
        half_width_m = random.uniform(*rule.ridge_half_width_m)
        passes = int(extent_m // rule.pass_every_m)
        share = (np.arange(passes) + random.uniform(0.2, 0.8, passes)) / max(passes, 1)
        tried_m = west_m + slot_m * (slot + np.linspace(0.15, 0.85, 29))
        axis_m = tried_m[:, None] + bend[0] * np.sin(towns_m[:, 0] / bend[1] + bend[2])
        near = np.exp(-(((towns_m[:, 1] - axis_m) / (1.6 * half_width_m)) ** 2))
        near *= (towns_m[:, 0] > begin_m) & (towns_m[:, 0] < begin_m + extent_m)
        clash = near @ (people + 20_000)
        ridges.append(
            _Ridge(
                centre_m=float(tried_m[int(clash.argmin())]),
                height_m=height_m,
                half_width_m=half_width_m,
                begin_m=begin_m,
                end_m=begin_m + extent_m,
                bend=bend,
                passes_m=begin_m + extent_m * share,
            )
        )
    return tuple(ridges)
