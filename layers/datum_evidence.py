"""In which datum a layer was drawn, told by how it fits what is known to be WGS-84."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DatumCandidate:
    """
    How well a layer fits if its coordinates are in one datum.

    Attributes
    ----------
    datum
        ``"wgs84"``, ``"gcj02"`` or ``"bd09"``.
    median_m, p90_m
        Residual of the layer's points to the reference under that datum [m].
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
    """

    layer: str
    chosen: str
    basis: str
    points: int = 0
    candidates: tuple[DatumCandidate, ...] = ()
