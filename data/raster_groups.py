"""Group rasters: people of a group brought onto the places of a population."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from data.import_report import ImportReport
from data.population_columns import note_over
from data.raster_grid import Extent
from data.rasters import Cells, RasterUnit, read_cells
from layers.demand import DemandSurface, Group

_OVER = 1e-6


def read_group_rasters(
    paths: Mapping[Group, Path],
    demand: DemandSurface,
    *,
    extent: Extent | None = None,
    unit: RasterUnit | str = RasterUnit.PEOPLE,
) -> tuple[DemandSurface, ImportReport]:
    """
    Read rasters of groups and bring them onto the places of a population.

    The grids need not agree: the people of a group's cell go to the places inside it, in
    proportion to who lives there; where nobody is known to live in it, to the nearest
    place with people. Sums are conserved.

    Parameters
    ----------
    paths
        GeoTIFF of each group.
    demand
        The population, with at least one place with people.
    extent, unit
        As in `data.rasters.read_population_raster`; the extent must be that of `demand`.

    Returns
    -------
    demand, report
        The population with the groups added; what was remarked.

    Raises
    ------
    DataUnavailableError, FileFormatError, CrsError, InputError
        As `data.rasters.read_population_raster`.
    """
    report = ImportReport()
    groups = dict(demand.groups)
    for group, path in sorted(paths.items()):
        cells = read_cells(path, extent=extent, unit=unit, report=report)
        people, moved = onto_places(cells, demand)
        groups[group] = people
        if moved > 0:
            report.note("import.group_moved", path=path.name, group=group, people=moved)
        over = np.flatnonzero(people > demand.population * (1 + _OVER) + _OVER)
        if over.size:
            note_over(path.name, group, over, np.arange(1, len(demand) + 1), report)
    return replace(demand, groups=groups), report


def onto_places(cells: Cells, demand: DemandSurface) -> tuple[NDArray[np.float64], float]:
    """
    Bring the people of a raster's cells onto places.

    Parameters
    ----------
    cells
        The cells with people.
    demand
        Places, at least one with people.

    Returns
    -------
    people, moved
        People at each place, shape ``(m,)``, and how many of them stood in a cell in
        which nobody is known to live.
    """
    grid = cells.grid
    settled = np.flatnonzero(demand.population > 0)
    lon, lat, weight = demand.lon[settled], demand.lat[settled], demand.population[settled]

    def key(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        row, column = grid.cells(lon, lat)
        inside = (row >= 0) & (row < grid.height) & (column >= 0) & (column < grid.width)
        flat = np.where(inside, np.floor(row) * grid.width + np.floor(column), -1.0)
        return flat.astype(np.int64)

    cell = key(cells.lon, cells.lat)
    order = np.argsort(cell, kind="stable")
    cell, count = cell[order], cells.people[order]
    home = key(lon, lat)
    at = np.minimum(np.searchsorted(cell, home), cell.size - 1)
    known = cell[at] == home
    room = np.bincount(at[known], weights=weight[known], minlength=cell.size)
    people = np.zeros(len(demand))
    people[settled[known]] = count[at[known]] * (weight[known] / room[at[known]])
    lost = room == 0
    if lost.any():
        nearest = _nearest(lon, lat, cells.lon[order][lost], cells.lat[order][lost])
        np.add.at(people, settled[nearest], count[lost])
    return people, math.fsum(count[lost])


def _nearest(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    from_lon: NDArray[np.float64],
    from_lat: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Nearest place of each, on a plane true at the middle: cells are a few steps away."""
    wide = math.cos(math.radians(float(lat.mean())))
    tree = KDTree(np.column_stack([lon * wide, lat]))
    _, nearest = tree.query(np.column_stack([from_lon * wide, from_lat]))
    return np.asarray(nearest, dtype=np.int64)
