"""Facilities that may be one and the same: listed for decision, never merged silently.

Two rows are pointed out, for the first of these reasons that holds:

- ``same_name``: one normal name (`layers.names`), at most `SAME_NAME_M` apart; a name that
  only says the kind of house (卫生室) counts within `NEAR_M` only;
- ``alias``: a name of the one is a second name of the other, however far apart;
- ``similar_name``: names alike by `LIKE_SHARE`, at most `NEAR_M` apart;
- ``same_place``: at most `SAME_PLACE_M` apart, whatever their names, unless so many stand
  there (`CROWDED`) that the place was filled in for want of a better one.

Only rows of one family of kinds can be one: a hospital and its ambulance base are two. What
is `Service.OTHER` may be anything, so that a shared name still tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from geo.crs import WGS84
from layers.facilities import FacilitySet, Service
from layers.names import is_bare_kind, name_parts, normal_name, other_names

SAME_NAME_M = 1_000.0
"""More than the datums of China differ: a row that a second list gives in another datum is
still seen (judgement)."""
NEAR_M = 300.0
"""The size of a large hospital's ground (judgement)."""
SAME_PLACE_M = 30.0
"""One building (judgement)."""
LIKE_SHARE = 0.6
"""Least likeness of similar names (judgement; 第一人民医院 and 第二人民医院 are alike by 0.5)."""
CROWD = 64
"""A row is compared with so many of its nearest neighbours: more stand within `NEAR_M` only
where a list was placed at the middle of its town."""
CROWDED = 16
"""A row with so many neighbours within `SAME_PLACE_M` stands where its town does, not where it
is: its place tells nothing (judgement)."""

_REASONS = ("same_name", "alias", "similar_name", "same_place")
_HOUSES = frozenset({
    Service.HOSPITAL, Service.TOWNSHIP_HEALTH_CENTRE, Service.COMMUNITY_HEALTH_CENTRE,
})  # fmt: skip
_PRACTICES = frozenset({Service.CLINIC, Service.DOCTORS, Service.TCM})
_ANY = -1
_EARTH_M = 6_371_008.8
_STRETCH = 1.01
"""The sphere of the search is nowhere off the ellipsoid by more than 0.6 %."""
_BLOCK = 100_000
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PossibleDouble:
    """
    Two rows that look like one facility.

    Attributes
    ----------
    first, second
        Their ids, in the order of the rows.
    first_name, second_name
        Their names.
    distance_m
        How far apart they lie [m].
    reason
        ``"same_name"``, ``"alias"``, ``"similar_name"`` or ``"same_place"``.
    decision
        ``"same"`` or ``"different"`` where the user decided; empty where it is open.
    """

    first: str
    second: str
    first_name: str
    second_name: str
    distance_m: float
    reason: str
    decision: str = ""


def find_doubles(
    facilities: FacilitySet, *, district_prefixes: Sequence[str] = ()
) -> tuple[PossibleDouble, ...]:
    """
    Point out the rows that may be one facility; the module says when.

    Every pair is looked at, wherever its rows stand in the list; of a crowd at one place
    (more than `CROWD` rows) each row is compared with its nearest neighbours.

    Parameters
    ----------
    facilities
        The list.
    district_prefixes
        As `layers.names.normal_name`.

    Returns
    -------
    doubles
        Each pair once, in the order of the rows.
    """
    if len(facilities) < 2:  # noqa: PLR2004 (a pair)
        return ()
    names = [normal_name(name, district_prefixes) for name in facilities.name]
    family = np.array([_family(kind) for kind in facilities.kind], dtype=np.int64)
    place = _on_the_sphere(facilities.lon, facilities.lat)
    group = _groups(names)
    bare = np.array([not name or is_bare_kind(name) for name in names])
    found: list[tuple[_Ints, _Ints, int]] = []

    first, second = _neighbours(place, SAME_NAME_M, group)
    far = _distances(facilities, first, second)
    fit = far <= np.where(bare[first], NEAR_M, SAME_NAME_M)
    found.append((first[fit], second[fit], 0))

    first, second = _alias_pairs(facilities, names, district_prefixes)
    found.append((first, second, 1))

    first, second = _neighbours(place, NEAR_M, None)
    far = _distances(facilities, first, second)
    near = far <= NEAR_M
    known = near & (family[first] == family[second]) & (family[first] != _ANY)
    first, second, far = first[known], second[known], far[known]
    like = _likeness(names, first, second) >= LIKE_SHARE
    found.append((first[like], second[like], 2))
    at_one = far <= SAME_PLACE_M
    first, second = first[at_one], second[at_one]
    beside = np.bincount(np.concatenate((first, second)), minlength=len(facilities))
    telling = (beside[first] < CROWDED) & (beside[second] < CROWDED)
    found.append((first[telling], second[telling], 3))

    first = np.concatenate([one for one, _, _ in found])
    second = np.concatenate([other for _, other, _ in found])
    reason = np.concatenate([np.full(one.size, why, dtype=np.int64) for one, _, why in found])
    fit = (family[first] == family[second]) | (family[first] == _ANY) | (family[second] == _ANY)
    first, second, reason = first[fit], second[fit], reason[fit]
    order = np.lexsort((reason, second, first))
    pairs = np.column_stack((first[order], second[order]))
    _, kept = np.unique(pairs, axis=0, return_index=True)
    rows = order[kept]
    far = _distances(facilities, first[rows], second[rows])
    return tuple(
        PossibleDouble(
            first=facilities.id[one],
            second=facilities.id[other],
            first_name=facilities.name[one],
            second_name=facilities.name[other],
            distance_m=round(distance_m, 1),
            reason=_REASONS[why],
        )
        for one, other, why, distance_m in zip(
            first[rows].tolist(),
            second[rows].tolist(),
            reason[rows].tolist(),
            far.tolist(),
            strict=True,
        )
    )


def _family(kind: Service) -> int:
    """Kinds that lists mix up are one family; OTHER may be any."""
    if kind is Service.OTHER:
        return _ANY
    for family in (_HOUSES, _PRACTICES):
        if kind in family:
            kind = min(family)
    return list(Service).index(kind)


def _groups(names: Sequence[str]) -> _Ints:
    """Number of each name; a negative number of its own for a row without one."""
    numbers: dict[str, int] = {}
    return np.array(
        [
            numbers.setdefault(name, len(numbers)) if name else -1 - row
            for row, name in enumerate(names)
        ],
        dtype=np.int64,
    )


def _on_the_sphere(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places as points of a sphere [m], shape ``(k, 3)``: near is near all over the world."""
    x, y = np.radians(lon), np.radians(lat)
    return _EARTH_M * np.column_stack((np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)))


def _neighbours(
    place: NDArray[np.float64], within_m: float, group: _Ints | None
) -> tuple[_Ints, _Ints]:
    """
    Find pairs of rows at most (roughly) `within_m` apart, each once, the earlier row first.

    With `group`, only rows of one group are paired: a fourth axis holds the groups apart.
    """
    rows = np.arange(len(place))
    reach_m = within_m * _STRETCH
    if group is not None:
        _, number, size = np.unique(group, return_inverse=True, return_counts=True)
        rows = np.flatnonzero(size[number] > 1)
        place = np.column_stack((place, number * (4 * reach_m)))[rows]
    if rows.size < 2:  # noqa: PLR2004 (a pair)
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    most = min(CROWD + 1, rows.size)
    _, near = cKDTree(place).query(place, k=most, distance_upper_bound=reach_m)
    one = np.repeat(np.arange(rows.size), most)
    other = near.ravel()
    real = (other < rows.size) & (other != one)
    one, other = rows[one[real]], rows[other[real]]
    pairs = np.unique(np.column_stack((np.minimum(one, other), np.maximum(one, other))), axis=0)
    return pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int64)


def _distances(facilities: FacilitySet, first: _Ints, second: _Ints) -> NDArray[np.float64]:
    lon, lat = facilities.lon, facilities.lat
    _, _, far = WGS84.inv(lon[first], lat[first], lon[second], lat[second])
    return np.asarray(far, dtype=np.float64)


def _alias_pairs(
    facilities: FacilitySet, names: Sequence[str], prefixes: Sequence[str]
) -> tuple[_Ints, _Ints]:
    """Rows that share a name where it is a second name of at least one of them."""
    called: dict[str, list[int]] = {}
    second_names: dict[str, set[int]] = {}
    for row, name in enumerate(names):
        others = {
            normal_name(one, prefixes)
            for one in (*facilities.aliases[row], *other_names(facilities.name[row]))
        } - {"", name}
        for other in sorted(others):
            second_names.setdefault(other, set()).add(row)
        for one in sorted({name, *others} - {""}):
            called.setdefault(one, []).append(row)
    pairs = {
        pair
        for name, owners in second_names.items()
        # What a crowd is called besides is a remark of the list, not a name.
        if not is_bare_kind(name) and len(called[name]) <= CROWD
        for pair in combinations(called[name], 2)
        if owners & set(pair)
    }
    both = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _likeness(names: Sequence[str], first: _Ints, second: _Ints) -> NDArray[np.float64]:
    """`layers.names.name_likeness` of many pairs, shape ``(n,)``."""
    parts = [sorted(name_parts(name)) for name in names]
    number: dict[str, int] = {}
    column = [number.setdefault(part, len(number)) for row in parts for part in row]
    start = np.concatenate(([0], np.cumsum([len(row) for row in parts])))
    held = csr_array(
        (np.ones(len(column), dtype=np.int32), np.array(column, dtype=np.int64), start),
        shape=(len(names), max(len(number), 1)),
    )
    size = np.diff(start)
    like = np.zeros(first.size)
    for begin in range(0, first.size, _BLOCK):
        block = slice(begin, begin + _BLOCK)
        one, other = first[block], second[block]
        common = np.asarray(held[one].multiply(held[other]).sum(axis=1)).ravel()
        whole = np.where((size[one] == 0) | (size[other] == 0), np.inf, size[one] + size[other])
        like[block] = 2 * common / whole
    return like
