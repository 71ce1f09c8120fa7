"""Unit rules: seconds and metres inside, minutes and kilometres at the edges.

A name that holds a quantity ends in its unit: ``_ds`` (deciseconds, kernels only),
``_s``, ``_m``, ``_m2``, ``_kph``, ``_min`` and ``_km`` (edges only).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError

SECONDS_PER_MINUTE = 60.0
DECISECONDS_PER_SECOND = 10
METRES_PER_SECOND_PER_KPH = 1 / 3.6

LONGEST_CUTOFF_S = 86_400.0
"""No question of this field reaches beyond a day."""


def seconds_from_minutes(value_min: float) -> float:
    """
    Convert minutes to seconds.

    Raises
    ------
    InputError
        If `value_min` is negative, NaN, infinite or beyond a day.

    Examples
    --------
    >>> seconds_from_minutes(15), seconds_from_minutes(0.41)
    (900.0, 24.6)
    """
    if not 0 <= value_min * SECONDS_PER_MINUTE <= LONGEST_CUTOFF_S:
        raise InputError("units.bad_minutes", value=value_min)
    # 0.41 * 60 falls a last digit short of 24.6, and would leave out a home at 24.6 s.
    return round(value_min * SECONDS_PER_MINUTE, 6)


def whole_deciseconds(limit_s: float) -> int:
    """
    Turn an inclusive limit in seconds into the largest decisecond within it.

    Examples
    --------
    >>> whole_deciseconds(900.0), whole_deciseconds(899.99)
    (9000, 8999)
    """
    if not 0 <= limit_s <= LONGEST_CUTOFF_S:
        raise InputError("units.bad_seconds", value=limit_s)
    return math.floor(limit_s * DECISECONDS_PER_SECOND + 1e-6)


def rounded_deciseconds(time_s: NDArray[np.float64]) -> NDArray[np.int64]:
    """
    Round seconds half up to whole deciseconds.

    Examples
    --------
    >>> rounded_deciseconds(np.array([0.04, 0.05, 12.34])).tolist()
    [0, 1, 123]
    """
    # 0.05 s * 10 is 0.5 only after the product is freed of its last binary digit.
    return np.floor(np.round(time_s * DECISECONDS_PER_SECOND, 9) + 0.5).astype(np.int64)
