"""In which datum a layer was drawn, told by how it fits what is known to be WGS-84.

The layer is brought to WGS-84 from each datum it may be in, and its residuals to the
reference are compared. Roads are dense: in a town any point lies near one, so that a small
median alone proves nothing. A datum is chosen only if places that lie apart agree on it
(signed ranks, against every other datum) and its median residual is clearly the smallest.
Neighbouring points see the same roads and the same drawn line; they count as one witness.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import metric_crs_for
from geo.datum import in_shift_rectangle
from geo.errors import ShapeError
from layers.datum_residuals import (
    TO_WGS84,
    Degrees,
    finite,
    pieces,
    residuals_m,
    segments,
    thinned,
    walked,
)
from routing.ways import RoadFlag, RoadWays

LARGEST_CHANCE = 1e-3
"""The test must rule out chance to this probability, against each other datum."""
LARGEST_RATIO = 0.75
"""The best median residual must be at most this share of the second best."""
FITS_M, CLEARLY = 40.0, 4.0
"""A witness speaks for another datum if that brings it within the first of a line, and the
datum that is chosen leaves it the second times as far off (judgement)."""
FEWEST_WITNESSES = 20
"""Fewer places apart than this decide nothing."""
ROAD_REACH_M, BOUNDARY_REACH_M = 1_000.0, 500.0
"""A point farther from the reference than this under every datum is no witness."""
FEWEST_MATCHED = 1 / 3
"""A boundary of which less than this share is near the reference belongs elsewhere."""
LARGEST_ROAD_MEDIAN_M = 200.0
LARGEST_BOUNDARY_MEDIAN_M = 400.0
"""A best median above these says that layer and reference do not belong together."""
_WITNESS_M = 250.0
_STRETCH_M = 1_000.0


@dataclass(frozen=True, slots=True)
class DatumCandidate:
    """
    How well a layer fits if its coordinates are in one datum.

    Attributes
    ----------
    datum
        ``"wgs84"``, ``"gcj02"`` or ``"bd09"``.
    median_m, p90_m
        Residual of the layer's points to the reference under that datum [m]; 2,000 stands
        for anything more.
    """

    datum: str
    median_m: float
    p90_m: float


@dataclass(frozen=True, slots=True)
class DatumEvidence:
    """
    What a layer's datum was taken to be, and why.

    Attributes
    ----------
    layer
        Which layer, by its file name.
    chosen
        The datum; empty where the evidence decides nothing.
    basis
        ``"stated"`` (the user said it), ``"crs"`` (the file says it), ``"roads"``
        (facilities against roads), ``"boundary"`` (a boundary against OSM's), or
        ``"outside_china"`` (the shifts do not apply there).
    points
        Number of points compared; 0 where none were.
    candidates
        The datums compared, best first; empty where none were.
    contrary
        Share of the witnesses, 0-1, that another datum fits clearly better: a list of two
        origins, where it is large.
    witnesses
        Places far enough apart to count on their own; `FEWEST_WITNESSES` are needed.
    """

    layer: str
    chosen: str
    basis: str
    points: int = 0
    candidates: tuple[DatumCandidate, ...] = ()
    contrary: float = 0.0
    witnesses: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class RoadLines:
    """
    Straight pieces of road, the reference for facilities.

    Attributes
    ----------
    lon, lat
        Both ends of each piece [deg, WGS-84], shape ``(s, 2)`` each.

    Raises
    ------
    ShapeError
        If the shapes differ.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check that the columns line up."""
        if self.lon.ndim != 2 or self.lon.shape != (len(self.lon), 2):  # noqa: PLR2004
            raise ShapeError("shape.mismatch", name="lon", expected="(s, 2)", found=self.lon.shape)
        if self.lat.shape != self.lon.shape:
            raise ShapeError(
                "shape.mismatch", name="lat", expected=self.lon.shape, found=self.lat.shape
            )

    def __len__(self) -> int:
        """Number of pieces."""
        return len(self.lon)

    @classmethod
    def of_ways(cls, ways: RoadWays) -> RoadLines:
        """Take the pieces of all ways, ferries left out: nobody builds along them."""
        way = np.repeat(np.arange(ways.n_ways), np.diff(ways.way_start))
        tail = np.flatnonzero(way[:-1] == way[1:])
        tail = tail[(ways.flags[way[tail]] & RoadFlag.FERRY) == 0]
        ends = ways.way_node[np.column_stack([tail, tail + 1])]
        return cls(ways.lon[ends], ways.lat[ends])


def weigh_points(lon: Degrees, lat: Degrees, roads: RoadLines, *, layer: str) -> DatumEvidence:
    """
    Tell the datum of places by their distance to the nearest road.

    Places within some 250 m of each other are one witness, a place farther than
    `ROAD_REACH_M` from every road under every datum is none. Of very many places evenly
    chosen ones do.

    Parameters
    ----------
    lon, lat
        Places in the unknown datum [deg], shape ``(n,)``; those not finite are passed over.
    roads
        Roads of the same country.
    layer
        File name, for the record.

    Returns
    -------
    evidence
        `chosen` is empty where the evidence decides nothing.
    """
    lon, lat = finite(lon, lat)
    if _outside_china(lon, lat):
        return DatumEvidence(layer, "wgs84", "outside_china")
    lon, lat = thinned(lon, lat)
    if not (lon.size and len(roads)):
        return DatumEvidence(layer, "", "roads")
    crs = metric_crs_for(lon, lat)
    residual_m = residuals_m(lon, lat, segments(crs, roads.lon, roads.lat), crs)
    near = residual_m.min(axis=0) <= ROAD_REACH_M
    # A cell of the layer's own coordinates: the same under every datum.
    x_m, y_m = crs.from_lonlat(lon, lat)
    cell = np.floor(np.column_stack([x_m, y_m]) / _WITNESS_M)
    _, witness = np.unique(cell[near], axis=0, return_inverse=True)
    return _verdict(layer, "roads", residual_m[:, near], witness, LARGEST_ROAD_MEDIAN_M)


def weigh_boundary(
    lon: Degrees, lat: Degrees, reference: NDArray[np.object_], *, layer: str
) -> DatumEvidence:
    """
    Tell the datum of a boundary by its distance to boundaries known to be WGS-84.

    The boundary is walked in steps of some 100 m; a stretch of 1 km is one witness. Steps
    without a reference within `BOUNDARY_REACH_M` under any datum are passed over, for the
    reference may lack stretches. If that leaves less than `FEWEST_MATCHED` of them, the
    reference is of another place and decides nothing.

    Parameters
    ----------
    lon, lat
        Vertices of the rings in the unknown datum [deg], shape ``(n,)``, as drawn; NaN
        stands between rings (`ring_vertices` makes them of polygons).
    reference
        Polygons or lines [deg, WGS-84], object array; of polygons the rings count.
    layer
        File name, for the record.

    Returns
    -------
    evidence
        `chosen` is empty where the evidence decides nothing.
    """
    if _outside_china(*finite(lon, lat)):
        return DatumEvidence(layer, "wgs84", "outside_china")
    ends_lon, ends_lat = pieces(*ring_vertices(reference))
    if not (ends_lon.size and np.isfinite(lon).any()):
        return DatumEvidence(layer, "", "boundary")
    crs = metric_crs_for(*finite(lon, lat))
    walked_lon, walked_lat, run_m = walked(lon, lat, crs)
    residual_m = residuals_m(walked_lon, walked_lat, segments(crs, ends_lon, ends_lat), crs)
    near = residual_m.min(axis=0) <= BOUNDARY_REACH_M
    stretch = np.unique(np.floor(run_m[near] / _STRETCH_M), return_inverse=True)[1]
    if near.mean() < FEWEST_MATCHED:
        return DatumEvidence(layer, "", "boundary", int(near.sum()), _candidates(residual_m))
    return _verdict(layer, "boundary", residual_m[:, near], stretch, LARGEST_BOUNDARY_MEDIAN_M)


def ring_vertices(shapes: NDArray[np.object_]) -> tuple[Degrees, Degrees]:
    """
    Take the vertices of polygons' rings and of lines, NaN between them.

    Parameters
    ----------
    shapes
        Polygons, lines or collections of them, object array; points count for nothing.

    Returns
    -------
    lon, lat
        Vertices in the shapes' own coordinates, shape ``(n,)`` each.

    Examples
    --------
    >>> lon, lat = ring_vertices(np.array([shapely.box(0, 0, 1, 1), shapely.Point(5, 5)]))
    >>> lon.tolist()
    [1.0, 1.0, 0.0, 0.0, 1.0, nan]
    """
    parts = shapely.get_parts(np.atleast_1d(np.asarray(shapes, dtype=object)))
    while np.isin(shapely.get_type_id(parts), _COLLECTIONS).any():
        parts = shapely.get_parts(parts)
    dimension = shapely.get_dimensions(parts)
    lines = np.concatenate([shapely.get_rings(parts[dimension == 2]), parts[dimension == 1]])  # noqa: PLR2004
    lines = lines[~shapely.is_empty(lines)]
    xy, line = shapely.get_coordinates(lines, return_index=True)
    breaks = np.searchsorted(line, np.arange(len(lines)), side="right")
    xy = np.insert(xy, breaks, np.nan, axis=0)
    return xy[:, 0], xy[:, 1]


_COLLECTIONS = (4, 5, 6, 7)


def _outside_china(lon: Degrees, lat: Degrees) -> bool:
    """Tell whether the greater part of the places lies where no shift applies."""
    return bool(lon.size) and float(in_shift_rectangle(lon, lat).mean()) < 1 / 2


def _candidates(residual_m: NDArray[np.float64]) -> tuple[DatumCandidate, ...]:
    """Medians and 90th percentiles, best first; equals in the order of the datums."""
    found = [
        DatumCandidate(datum, float(np.median(one)), float(np.quantile(one, 0.9, method="lower")))
        for datum, one in zip(TO_WGS84, residual_m, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one.median_m))


def _verdict(
    layer: str,
    basis: str,
    residual_m: NDArray[np.float64],
    witness: NDArray[np.int64],
    largest_median_m: float,
) -> DatumEvidence:
    """Choose the datum that witnesses agree on, or none; `residual_m` is ``(3, n)``."""
    points = residual_m.shape[1]
    if points == 0:
        return DatumEvidence(layer, "", basis)
    candidates = _candidates(residual_m)
    best, second = candidates[0], candidates[1]
    decisive = best.median_m <= largest_median_m
    decisive &= best.median_m <= LARGEST_RATIO * second.median_m
    said_m = _median_by(residual_m, witness)
    count = said_m.shape[1]
    decisive &= count >= FEWEST_WITNESSES
    rows = {datum: row for row, datum in enumerate(TO_WGS84)}
    for other in candidates[1:]:
        lead_m = said_m[rows[other.datum]] - said_m[rows[best.datum]]
        decisive &= _chance(lead_m) <= LARGEST_CHANCE
    own_m = said_m[rows[best.datum]]
    other_m = np.delete(said_m, rows[best.datum], axis=0).min(axis=0)
    contrary = (other_m <= FITS_M) & (own_m > CLEARLY * FITS_M)
    return DatumEvidence(
        layer,
        best.datum if decisive else "",
        basis,
        points,
        candidates,
        float(contrary.mean()) if decisive else 0.0,
        count,
    )


def _chance(lead_m: NDArray[np.float64]) -> float:
    """
    Probability of such leads if none of two datums were right (Wilcoxon's signed ranks).

    Wrong datums put a place beside some road or other, by a little; the right one wins by
    much where roads are few. Ranks see that, and no single place can outweigh the others.
    The normal approximation is good to a few per cent from 20 witnesses on.
    """
    size = np.unique(np.abs(lead_m), return_inverse=True)[1]
    ties = np.bincount(size)
    rank = (np.cumsum(ties) - (ties - 1) / 2)[size]
    count = lead_m.size
    score = float((rank * np.sign(lead_m)).sum())
    spread = float(np.sqrt(count * (count + 1) * (2 * count + 1) / 6))
    return math.erfc(score / spread / math.sqrt(2)) / 2


def _median_by(residual_m: NDArray[np.float64], witness: NDArray[np.int64]) -> NDArray[np.float64]:
    """Lower median residual of each witness's points under each datum, ``(3, witnesses)``."""
    size = np.bincount(witness)
    middle = np.cumsum(size) - size + (size - 1) // 2
    return np.stack([one[np.lexsort((one, witness))][middle] for one in residual_m])
