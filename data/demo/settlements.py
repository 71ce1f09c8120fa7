"""Where people live: villages and their hamlets, the cells of towns, and how many people.

Positions are drawn, town totals are not: the people of a town are its true number, shared
out in whole persons over the places that lie in its area.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from data.demo.mesh import COUNTRY, Mesh
from data.demo.rules import District
from data.demo.streets import TOWN_BLOCK_M, urban_people
from data.demo.terrain import Terrain
from geo.crs import MetricCrs
from layers.areas import AreaSet

Metres = NDArray[np.float64]
Rows = NDArray[np.int64]

_VILLAGE_APART_M = 1_100.0
_HAMLET_APART_M = 380.0
_SMALLEST_APART_M = 250.0
_HAMLET_REACH_M = 1_500.0
_FROM_STREETS_M = 450.0
_FROM_MOTORWAY_M = 180.0
_FROM_BORDER_M = 150.0
_DECIMALS = 6
_FIRST = "龙凤石柏黄青双大金长万新观白天福永太清高玉红三兴"
_SECOND = "桥坝湾坪沟岭堰池泉寺庙井田坡塘林河山石门店场溪口"


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """
    A place for a building by every site of the mesh.

    Attributes
    ----------
    lon, lat
        Some 15-45 m off the site [deg, WGS-84], shape ``(n,)``.
    town
        Town whose area it lies in, -1 outside the district.
    """

    lon: Metres
    lat: Metres
    town: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Settlements:
    """
    Villages and hamlets by their sites in the mesh.

    Attributes
    ----------
    village, name
        Site and name of each village, by town.
    hamlet, hamlet_of
        Site of each hamlet, and its village's position.
    """

    village: Rows
    name: tuple[str, ...]
    hamlet: Rows
    hamlet_of: Rows


def places_by_sites(district: District, mesh: Mesh, townships: AreaSet, crs: MetricCrs) -> Places:
    """Draw a place by every site; `townships` are in the order of the towns."""
    random = district.random(4)
    bearing = random.uniform(0, 2 * np.pi, mesh.n_sites)
    off_m = random.uniform(15.0, 45.0, mesh.n_sites)
    x_m = mesh.xy_m[:, 0] + off_m * np.cos(bearing)
    y_m = mesh.xy_m[:, 1] + off_m * np.sin(bearing)
    lon, lat = (axis.round(_DECIMALS) for axis in crs.to_lonlat(x_m, y_m))
    return Places(lon, lat, townships.locate(lon, lat))


def settle(
    district: District,
    mesh: Mesh,
    terrain: Terrain,
    places: Places,
    outline_m: shapely.Geometry,
    motorways: list[shapely.LineString],
) -> Settlements:
    """
    Draw villages by rejection: off ridges, steep ground, borders, streets and each other.

    A town gets villages by its area and its rural people; hamlets lie around their village,
    in the same town.
    """
    random = district.random(5)
    fit = _fitness(mesh, terrain, places, outline_m, motorways)
    chance = random.uniform(0, 1, mesh.n_sites) < fit
    taken = np.zeros((0, 2))
    villages: list[int] = []
    names: list[str] = []
    short = 0
    for town, count in enumerate(_village_counts(district, places, fit)):
        count += short  # noqa: PLW2901 (what found no room before is placed here)
        mine = np.flatnonzero(chance & (places.town == town))
        chosen = _spaced(mesh.xy_m, random.permutation(mine), taken, count, _VILLAGE_APART_M)
        short = int(count) - len(chosen)
        taken = np.vstack([taken, mesh.xy_m[chosen]])
        villages += chosen
        letters = random.permutation(len(_FIRST) * len(_SECOND))[: len(chosen)]
        own_name = district.towns[town].name_zh
        names += [f"{own_name}{_two_letters(int(one))}村" for one in letters]
    hamlets, owner = _hamlets(district, mesh, places, fit, np.array(villages), random)
    return Settlements(np.array(villages, dtype=np.int64), tuple(names), hamlets, owner)


def share_out(total: int, weight: Metres) -> NDArray[np.int64]:
    """
    Split whole persons in proportion to weights, losing none (largest remainders).

    Raises
    ------
    ValueError
        If there are persons but no weight above 0.

    Examples
    --------
    >>> share_out(10, np.array([1.0, 1.0, 1.0])).tolist()
    [4, 3, 3]
    """
    if total == 0:
        return np.zeros(weight.size, dtype=np.int64)
    if not weight.sum() > 0:
        raise ValueError("persons to share out, but no place to live")
    exact = total * weight / weight.sum()
    whole = np.floor(exact).astype(np.int64)
    first = np.argsort(-(exact - whole), kind="stable")[: total - int(whole.sum())]
    whole[first] += 1
    return np.asarray(whole, dtype=np.int64)


def people_by_site(
    district: District, mesh: Mesh, places: Places, settled: Settlements, on_road: NDArray[np.bool_]
) -> tuple[Rows, NDArray[np.int64]]:
    """
    Choose the cells of towns and share everyone out.

    Returns
    -------
    sites
        Cells of towns, then villages, then hamlets.
    people
        Residents at each [persons].
    """
    random = district.random(6)
    # Every second corner, like the fields of a chessboard, stands for its blocks.
    corner = (mesh.zone != COUNTRY) & ((mesh.column + mesh.row) % 2 == 0)
    cells = np.flatnonzero(corner & on_road & (places.town >= 0))
    core = random.gamma(4.0, 1.0, settled.village.size)
    size = random.gamma(3.0, 1.0, settled.hamlet.size) * 0.25
    sites = np.concatenate([cells, settled.village, settled.hamlet])
    weight = np.concatenate([np.zeros(cells.size), core, core[settled.hamlet_of] * size])
    town = places.town[sites]
    is_cell = np.arange(sites.size) < cells.size
    people = np.zeros(sites.size, dtype=np.int64)
    for row, (one, urban) in enumerate(zip(district.towns, urban_people(district), strict=True)):
        mine, rural = is_cell & (town == row), ~is_cell & (town == row)
        if mine.any():
            centre_m = mesh.xy_m[sites[mine]].mean(axis=0)
            away_m = np.hypot(*(mesh.xy_m[sites[mine]] - centre_m).T)
            weight[mine] = 0.3 + np.exp(-away_m / (6 * TOWN_BLOCK_M))
        in_streets = int(urban) if rural.any() else one.population
        in_streets = in_streets if mine.any() else 0
        people[mine] = share_out(in_streets, weight[mine])
        people[rural] = share_out(one.population - in_streets, weight[rural])
    return sites, people


def _fitness(
    mesh: Mesh,
    terrain: Terrain,
    places: Places,
    outline_m: shapely.Geometry,
    motorways: list[shapely.LineString],
) -> Metres:
    """Chance that a site may carry a village, 0 to 1."""
    fit = np.exp(-terrain.ridge_height_m(mesh.xy_m) / 60) * np.exp(
        -terrain.steepness(mesh.xy_m) / 0.2
    )
    fit[(mesh.zone != COUNTRY) | (places.town < 0)] = 0
    fit[mesh.gate_site] = 0
    fit[~mesh.main_sites(np.ones(mesh.begin.size, dtype=bool))] = 0
    streets = mesh.xy_m[mesh.zone != COUNTRY]
    fit[cKDTree(streets).query(mesh.xy_m)[0] < _FROM_STREETS_M] = 0
    points = shapely.points(mesh.xy_m)
    for line, least_m in [
        (outline_m.boundary, _FROM_BORDER_M),
        *((road, _FROM_MOTORWAY_M) for road in motorways),
    ]:
        shapely.prepare(line)
        fit[shapely.dwithin(points, line, least_m)] = 0
    return np.asarray(fit, dtype=np.float64)


def _village_counts(district: District, places: Places, fit: Metres) -> NDArray[np.int64]:
    """Villages of each town: half by the room it has, half by its people outside streets."""
    towns = len(district.towns)
    room = np.bincount(places.town[fit > 0], minlength=towns).astype(np.float64)
    people = np.array([town.population for town in district.towns]) - urban_people(district)
    weight = room / max(room.sum(), 1) + people * (room > 0) / max(people.sum(), 1)
    return share_out(district.village_count, weight)


def _spaced(xy_m: Metres, order: Rows, taken: Metres, count: int, apart_m: float) -> list[int]:
    """Take sites in the given order that keep their distance; closer where room is short."""
    chosen: list[int] = []
    while len(chosen) < count and apart_m > _SMALLEST_APART_M:
        for site in order:
            if len(chosen) == count:
                break
            near = np.vstack([taken, xy_m[chosen]]) - xy_m[site]
            if not len(near) or (near**2).sum(axis=1).min() >= apart_m**2:
                chosen.append(int(site))
        apart_m *= 0.8
    return chosen


def _two_letters(number: int) -> str:
    return _FIRST[number // len(_SECOND)] + _SECOND[number % len(_SECOND)]


def _hamlets(
    district: District,
    mesh: Mesh,
    places: Places,
    fit: Metres,
    villages: Rows,
    random: np.random.Generator,
) -> tuple[Rows, Rows]:
    """Sites of hamlets, and the village of each."""
    free = fit > 0.02  # noqa: PLR2004 (a hamlet stands on poorer ground than a village)
    free[villages] = False
    sites = np.flatnonzero(free)
    tree = cKDTree(mesh.xy_m[sites])
    taken = list(villages)
    hamlets: list[int] = []
    owner: list[int] = []
    fewest, most = district.hamlets
    for row, village in enumerate(villages):
        count = int(random.integers(fewest, most + 1))
        near = sites[sorted(tree.query_ball_point(mesh.xy_m[village], _HAMLET_REACH_M))]
        near = near[places.town[near] == places.town[village]]
        around = np.array(taken)[
            (np.abs(mesh.xy_m[taken] - mesh.xy_m[village]) < 2 * _HAMLET_REACH_M).all(axis=1)
        ]
        chosen = _spaced(
            mesh.xy_m, random.permutation(near), mesh.xy_m[around], count, _HAMLET_APART_M
        )
        hamlets += chosen
        taken += chosen
        owner += [row] * len(chosen)
    return np.array(hamlets, dtype=np.int64), np.array(owner, dtype=np.int64)
