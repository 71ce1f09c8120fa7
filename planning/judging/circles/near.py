"""Judging what stands near what: a defibrillator by every station."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from geo.crs import WGS84
from layers.areas import OUTSIDE
from planning.answers import study_notes
from planning.judging.circles.caveats import each_once, facility_notes, service_notes
from planning.judging.circles.reach_tables import area_name
from planning.judging.circles.words import names
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    Finding,
    Number,
    Run,
    Status,
    Table,
    Target,
    Unit,
    cannot_tell,
)
from planning.note import Note
from planning.plan import Goal
from planning.plan_figures import Comparator
from planning.readings.reading import Reading
from planning.readings.rules_place import NearRule

TARGET = Target(Comparator.AT_LEAST, 1.0, chosen=True)


def judge_near(evidence: Evidence, goal: Goal, reading: Reading, rule: NearRule) -> Finding:
    """
    Judge it: the share of the district's facilities of one kind with another kind near.

    What must be near may stand beyond the border; what is looked at lies within it.
    """
    del goal, reading
    looked, has = evidence.offering(rule.of, inside_only=True), evidence.offering(rule.has)
    everywhere = evidence.offering(rule.of)
    missing = []
    if not everywhere.size:
        missing.append(Note("missing.list_of", {"service": rule.of}))
    elif not looked.size:
        fields = {"service": rule.of, "count": everywhere.size}
        missing.append(Note("missing.list_inside", fields))
    if not has.size:
        # A list without any is silent, not a list of none.
        missing.append(Note("missing.list_of", {"service": rule.has}))
    if missing:
        return cannot_tell(Unit.SHARE, TARGET, missing, notes=study_notes(evidence.study))
    facilities = evidence.study.facilities
    nearest, distance_m = nearest_of(
        facilities.lon[looked], facilities.lat[looked], facilities.lon[has], facilities.lat[has]
    )
    within = distance_m <= rule.within_m
    share = float(within.mean())
    status = TARGET.status(share)
    order = np.lexsort((np.arange(looked.size), -distance_m))
    area = evidence.area_of_facilities()[looked]
    area = np.where(area == OUTSIDE, len(evidence.townships), area)
    rows = tuple(
        (
            facilities.label(int(looked[at])),
            area_name(evidence, int(area[at])),
            facilities.label(int(has[nearest[at]])),
            float(distance_m[at]),
            "cell.yes" if within[at] else "cell.no",
            float(facilities.lon[looked[at]]),
            float(facilities.lat[looked[at]]),
        )
        for at in order.tolist()
    )
    columns = ("site", "area", "nearest", "distance_m", "passes", "lon_deg", "lat_deg")
    return Finding(
        status,
        Unit.SHARE,
        share,
        TARGET,
        formula=Note(
            "formula.near",
            {
                "served": int(within.sum()),
                "all": looked.size,
                "of": rule.of,
                "has": rule.has,
                "within_m": rule.within_m,
            },
        ),
        numbers=(
            Number("near_all", float(looked.size), Unit.SITES),
            Number("near_served", float(within.sum()), Unit.SITES),
            Number("near_farthest", float(distance_m.max()), Unit.METRES),
        ),
        flips=_flips(evidence, looked, distance_m, status, rule),
        runs=tuple(
            _run(Note("run.within", {"within_m": tried_m}), distance_m, tried_m)
            for tried_m in rule.tried_m
        ),
        facilities=tuple(sorted(facilities.id[row] for row in {*looked.tolist(), *has.tolist()})),
        tables=(Table("near", columns, rows),),
        notes=_notes(evidence, rule, looked, has),
    )


def nearest_of(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    has_lon: NDArray[np.float64],
    has_lat: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """
    Find the nearest of some places to each of others along the WGS-84 geodesic.

    Parameters
    ----------
    lon, lat
        Places asked for [deg], shape ``(n,)``.
    has_lon, has_lat
        Places that may be near [deg], shape ``(k,)``, at least one.

    Returns
    -------
    nearest
        Position among the ``k``, the first of equally near ones, shape ``(n,)``.
    distance_m
        Shape ``(n,)`` [m].
    """
    nearest = np.zeros(lon.size, dtype=np.int64)
    distance_m = np.zeros(lon.size)
    there = _in_space_m(has_lon, has_lat)
    for at, here in enumerate(_in_space_m(lon, lat)):
        chord_m = np.sqrt(((there - here) ** 2).sum(axis=1))
        best = int(np.argmin(chord_m))
        bound_m = WGS84.inv(lon[at], lat[at], has_lon[best], has_lat[best])[2]
        # The chord is never longer than the geodesic: what is farther through the earth
        # than the bound is over it too. A millimetre covers the rounding of both.
        near = np.flatnonzero(chord_m <= bound_m + _ROUNDING_M)
        over_m = WGS84.inv(
            np.full(near.size, lon[at]), np.full(near.size, lat[at]), has_lon[near], has_lat[near]
        )[2]
        first = int(np.argmin(over_m))
        nearest[at], distance_m[at] = near[first], over_m[first]
    return nearest, distance_m


_ROUNDING_M = 1e-3


def _in_space_m(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Place on the ellipsoid in Cartesian metres, shape ``(n, 3)``."""
    lam, phi = np.radians(lon), np.radians(lat)
    across_m = WGS84.a / np.sqrt(1 - WGS84.es * np.sin(phi) ** 2)
    return np.column_stack(
        [
            across_m * np.cos(phi) * np.cos(lam),
            across_m * np.cos(phi) * np.sin(lam),
            across_m * (1 - WGS84.es) * np.sin(phi),
        ]
    )


def _run(what: Note, distance_m: NDArray[np.float64], within_m: float) -> Run:
    share = float((distance_m <= within_m).mean())
    return Run(what, share, TARGET.status(share))


def _flips(
    evidence: Evidence,
    looked: NDArray[np.int64],
    distance_m: NDArray[np.float64],
    status: Status,
    rule: NearRule,
) -> tuple[Note, ...]:
    farthest_m = float(distance_m.max())
    if status is Status.MET:
        return (Note("flip.near_farthest", {"farthest_m": farthest_m}),)
    facilities = evidence.study.facilities
    without = [facilities.label(int(row)) for row in looked[distance_m > rule.within_m]]
    return (
        Note("flip.near_missing", {"count": len(without), "names": names(without)}),
        Note("flip.near_distance", {"within_m": float(math.ceil(farthest_m))}),
    )


def _notes(
    evidence: Evidence, rule: NearRule, looked: NDArray[np.int64], has: NDArray[np.int64]
) -> tuple[Note, ...]:
    notes = []
    beyond = evidence.offering(rule.of).size - looked.size
    if beyond:
        fields = {"count": beyond, "service": rule.of}
        notes.append(Note("notes.beyond_border_left_out", fields))
    return each_once(
        [
            *notes,
            *study_notes(evidence.study),
            *service_notes(evidence, (rule.of, rule.has)),
            *facility_notes(evidence, np.union1d(looked, has)),
        ]
    )
