"""The villages of a district, their clinics by place and by name, and where their people are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.areas import OUTSIDE, AreaSet
from layers.facilities import Service
from layers.names import normal_name
from layers.register import VILLAGE, Register, match
from layers.villages import VillageNames, is_community, same_township
from planning.judging.evidence import TOWNSHIP_LEVEL, Evidence
from planning.study import Study

NOWHERE = -1
"""Polygon or home of a village of which none is known."""


@dataclass(frozen=True, slots=True)
class Village:
    """
    An administrative village.

    Attributes
    ----------
    code, name
        Its identity and name.
    township
        Name of its township; empty where nobody says.
    polygon
        Position among the areas of village level; `NOWHERE` where it has none.
    """

    code: str
    name: str
    township: str
    polygon: int = NOWHERE


@dataclass(frozen=True, slots=True)
class VillageList:
    """
    The villages of a study.

    Attributes
    ----------
    villages
        By township, name and code.
    areas
        Areas of village level.
    communities
        Urban communities (社区) left out: they are no villages.
    from_register
        Villages that only the register knows.
    """

    villages: tuple[Village, ...]
    areas: AreaSet
    communities: int
    from_register: int


def list_villages(study: Study) -> VillageList:
    """
    List the villages: the areas of village level, and those that only the register has.

    Parameters
    ----------
    study
        Areas and register.
    """
    areas = study.areas
    drawn = areas.at_level(VILLAGE) if VILLAGE in areas.levels else areas.take([])
    towns = areas.at_level(TOWNSHIP_LEVEL) if TOWNSHIP_LEVEL in areas.levels else areas.take([])
    register = study.register
    above = _parents(register, towns)
    matched = match(register, drawn, level=VILLAGE)
    unit_of = {area: unit for unit, area in matched.pairs}
    inside = np.array([shape.representative_point() for shape in drawn.polygon], dtype=object)
    town = towns.locate(shapely.get_x(inside), shapely.get_y(inside))
    found = [
        Village(
            code,
            name,
            towns.name[town[at]] if town[at] != OUTSIDE else above.get(unit_of.get(code, ""), ""),
            at,
        )
        for at, (code, name) in enumerate(zip(drawn.code, drawn.name, strict=True))
    ]
    lone = set(matched.without_geometry)
    found += [
        Village(code, name, above.get(code, ""))
        for code, name in zip(register.code, register.name, strict=True)
        if code in lone
    ]
    rural = [one for one in found if not is_community(one.name)]
    return VillageList(
        villages=tuple(sorted(rural, key=lambda one: (one.township, one.name, one.code))),
        areas=drawn,
        communities=len(found) - len(rural),
        from_register=sum(one.polygon == NOWHERE for one in rural) if len(drawn) else 0,
    )


def _parents(register: Register, towns: AreaSet) -> dict[str, str]:
    """Name of the unit above each unit of a register, by the unit's code."""
    named = dict(zip(towns.code, towns.name, strict=True))
    named |= dict(zip(register.code, register.name, strict=True))
    return {
        code: named.get(parent, parent)
        for code, parent in zip(register.code, register.parent, strict=True)
    }


class VillageFinder:
    """
    Finds the villages that lines of text name, township by township.

    Parameters
    ----------
    villages
        The villages.

    Notes
    -----
    A village of another township is never found. Where either side does not say its
    township, a name counts only if no other village of the list bears it.
    """

    def __init__(self, villages: Sequence[Village]) -> None:
        by_town: dict[str, list[int]] = {}
        for row, one in enumerate(villages):
            by_town.setdefault(one.township, []).append(row)
        self._towns = {
            town: (rows, VillageNames([villages[row].name for row in rows], township=town))
            for town, rows in by_town.items()
            if town
        }
        borne = Counter(normal_name(one.name) for one in villages)
        lone = [row for row, one in enumerate(villages) if borne[normal_name(one.name)] == 1]
        homeless = [row for row in lone if not villages[row].township]
        self._lone = (lone, VillageNames([villages[row].name for row in lone]))
        self._homeless = (homeless, VillageNames([villages[row].name for row in homeless]))
        self._agreeing: dict[tuple[str, ...], list[str]] = {}

    def find(self, texts: Iterable[str], towns: Iterable[str]) -> tuple[int, ...]:
        """
        Find the villages that some lines name.

        Parameters
        ----------
        texts
            Names, aliases.
        towns
            Townships that the thing named lies in, as it states and as the map says;
            may be empty.

        Returns
        -------
        rows
            Positions of the villages, ascending.
        """
        said = tuple(dict.fromkeys(one for one in towns if one))
        if said not in self._agreeing:
            self._agreeing[said] = [
                town for town in self._towns if any(same_township(town, one) for one in said)
            ]
        indexes = [self._towns[town] for town in self._agreeing[said]]
        indexes.append(self._homeless if said else self._lone)
        return tuple(
            sorted(
                {
                    rows[at]
                    for text in texts
                    if text
                    for rows, names in indexes
                    for at in names.in_text(text)
                }
            )
        )


@dataclass(frozen=True, slots=True, eq=False)
class VillageFacts:
    """
    What is known of each village of a list.

    Attributes
    ----------
    inside, named
        Rows of the clinics that stand in it, and that name it.
    seat
        Whether it is the seat of a centre that exempts it.
    people
        Residents, NaN where unknown, shape ``(v,)``.
    home
        Demand row that stands for it, shape ``(v,)``; `NOWHERE` where none is known.
    """

    inside: tuple[tuple[int, ...], ...]
    named: tuple[tuple[int, ...], ...]
    seat: tuple[bool, ...]
    people: NDArray[np.float64]
    home: NDArray[np.int64]


def learn(
    evidence: Evidence, listed: VillageList, service: Service, exempt: tuple[Service, ...]
) -> VillageFacts:
    """
    Find the clinics, seats and homes of the villages.

    Parameters
    ----------
    evidence
        The study.
    listed
        Its villages.
    service
        What a clinic offers.
    exempt
        Services whose presence makes a village a seat; a village without a polygon is
        found by the address.
    """
    study, villages = evidence.study, listed.villages
    facilities, demand = study.facilities, study.demand
    finder = VillageFinder(villages)
    row_of = {one.polygon: row for row, one in enumerate(villages) if one.polygon != NOWHERE}
    polygon = listed.areas.locate(facilities.lon, facilities.lat)
    town = _towns_at(study, facilities.lon, facilities.lat)

    inside: list[list[int]] = [[] for _ in villages]
    named: list[list[int]] = [[] for _ in villages]
    for clinic in evidence.offering(service).tolist():
        if int(polygon[clinic]) in row_of:
            inside[row_of[int(polygon[clinic])]].append(clinic)
        texts = (facilities.name[clinic], *facilities.aliases[clinic])
        for row in finder.find(texts, (town[clinic], facilities.township[clinic])):
            named[row].append(clinic)
    seat = [False] * len(villages)
    for one in exempt:
        for centre in evidence.offering(one).tolist():
            towns = (town[centre], facilities.township[centre])
            rows = {row_of.get(int(polygon[centre]), NOWHERE)} - {NOWHERE}
            for row in rows or finder.find((facilities.address[centre],), towns):
                seat[row] = True

    rows_named: list[list[int]] = [[] for _ in villages]
    if demand.name:
        at_home = _towns_at(study, demand.lon, demand.lat)
        for home, name in enumerate(demand.name):
            if name:
                for row in finder.find((name,), (at_home[home],)):
                    rows_named[row].append(home)
    people = np.full(len(villages), np.nan)
    home_of = np.full(len(villages), NOWHERE, dtype=np.int64)
    within = listed.areas.locate(demand.lon, demand.lat)
    for row, village in enumerate(villages):
        drawn = np.flatnonzero(within == village.polygon) if village.polygon != NOWHERE else _NONE
        called = np.array(rows_named[row], dtype=np.int64)
        living = drawn if village.polygon != NOWHERE else called
        if village.polygon != NOWHERE or called.size:
            people[row] = demand.population[living].sum()
        home_of[row] = _central(study, called if called.size else drawn)
    return VillageFacts(
        tuple(map(tuple, inside)), tuple(map(tuple, named)), tuple(seat), people, home_of
    )


_NONE = np.empty(0, dtype=np.int64)


def _towns_at(study: Study, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[str]:
    """Township that each place lies in, by the map; empty where the map does not say."""
    if TOWNSHIP_LEVEL not in study.areas.levels:
        return [""] * lon.size
    towns = study.areas.at_level(TOWNSHIP_LEVEL)
    return ["" if at == OUTSIDE else towns.name[at] for at in towns.locate(lon, lat).tolist()]


def _central(study: Study, homes: NDArray[np.int64]) -> int:
    """Home nearest to the middle of the people of some homes: a middle may lie in a lake."""
    if not homes.size:
        return NOWHERE
    people = study.demand.population[homes]
    if people.sum() > 0:
        homes, people = homes[people > 0], people[people > 0]
    else:
        people = np.ones(homes.size)
    lon, lat = study.demand.lon[homes], study.demand.lat[homes]
    x_m, y_m = study.crs.from_lonlat(lon, lat)
    middle_x_m, middle_y_m = np.average(x_m, weights=people), np.average(y_m, weights=people)
    away_m = np.round(np.hypot(x_m - middle_x_m, y_m - middle_y_m), 3)
    return int(homes[np.lexsort((lat, lon, away_m))[0]])
