"""Columns for the browser: whole-number coordinates as steps, and JSON that stays data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

UNITS_PER_DEGREE = 100_000
"""Coordinates are whole hundred-thousandths of a degree: a metre or less."""

_MIN_PATH_VERTICES = 2


def data_json(value: object) -> str:
    r"""
    Write JSON that can stand in any HTML page and in any branca template.

    Angle brackets, the ampersand and the two line separators of JavaScript are escaped,
    so that a name cannot end the ``<script>`` it stands in; so is a brace before a brace,
    a percent or a hash sign, which branca would take for a command.

    Raises
    ------
    ValueError
        If a number is not finite: JSON has no word for it.

    Examples
    --------
    >>> data_json({"name": "</script>{{7}}"})
    '{"name":"\\u003c/script\\u003e\\u007b{7}}"}'
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029\u0085":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    # Outside a string no brace is followed by one of these.
    return re.sub(r"\{(?=[{%#])", r"\\u007b", written)


def whole_units(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round degrees to `UNITS_PER_DEGREE`."""
    return np.round(degrees * UNITS_PER_DEGREE).astype(np.int64)


def point_steps(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[int]:
    """
    Write points as x and y steps, each from the point before.

    Examples
    --------
    >>> point_steps(np.array([1.0, 1.00002]), np.array([2.0, 1.99999]))
    [100000, 200000, 2, -1]
    """
    units = np.column_stack([whole_units(lon), whole_units(lat)])
    steps: list[int] = (
        np.diff(units, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist()
    )
    return steps


def path_columns(
    lon: NDArray[np.float64], lat: NDArray[np.float64], path: NDArray[np.int64]
) -> Mapping[str, list[int]]:
    """
    Write paths as steps, vertices that fall on their predecessor left out.

    Parameters
    ----------
    lon, lat
        Vertices [deg], shape ``(v,)``.
    path
        Which path each vertex belongs to, shape ``(v,)``, in runs.

    Returns
    -------
    columns
        ``"n"``: vertices of each path; ``"d"``: steps, running on from path to path. Paths
        of which fewer than two vertices remain are gone.
    """
    x, y = whole_units(lon), whole_units(lat)
    keep = np.ones(path.size, dtype=bool)
    keep[1:] = (np.diff(x) != 0) | (np.diff(y) != 0) | (np.diff(path) != 0)
    x, y, path = x[keep], y[keep], path[keep]
    _, position, count = np.unique(path, return_inverse=True, return_counts=True)
    long_enough = count[position] >= _MIN_PATH_VERTICES
    units = np.column_stack([x, y])[long_enough]
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return {
        "n": count[count >= _MIN_PATH_VERTICES].tolist(),
        "d": steps.ravel().tolist(),
    }
