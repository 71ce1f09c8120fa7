"""Reading population rasters, window by window, cells as columns."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError, ProjError
from rasterio.errors import CRSError as RasterioCRSError
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window

from data.import_report import ImportReport
from data.raster_grid import Extent, Grid, pieces
from data.raster_looks import Looks
from geo.errors import CrsError, DataUnavailableError, FileFormatError, InputError
from layers.demand import DemandSurface

MOST_CELLS_READ = 1_000_000_000
"""Cells looked at in one reading (judgement: a minute; China in 100 m cells is as many)."""

MOST_CELLS_HELD = 25_000_000
"""Cells with people held at a time: three columns of them are 600 MB."""

LARGEST_BLOCK_BYTES = 1_000_000_000
"""A file's block is unpacked whole: 10,800 x 10,800 cells of 8 bytes are 0.93 GB."""

_CACHE_BYTES = 64 * 1024 * 1024

_DRIVER = "GTiff"
"""By name: other drivers follow references to further files, or to the network."""

_LARGEST_LON, _LARGEST_LAT = 180.0, 90.0

Column = NDArray[np.float64]


class RasterUnit(StrEnum):
    """What the value of a cell is."""

    PEOPLE = "people"
    PER_KM2 = "per_km2"


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """
    Cells of a raster that hold people.

    Attributes
    ----------
    grid
        Where they lie.
    lon, lat
        Their centres [deg, WGS-84], shape ``(m,)``.
    people
        People in each, > 0, shape ``(m,)``.
    """

    grid: Grid
    lon: Column
    lat: Column
    people: Column


def read_population_raster(
    path: Path, *, extent: Extent | None = None, unit: RasterUnit | str = RasterUnit.PEOPLE
) -> tuple[DemandSurface, ImportReport]:
    """
    Read a GeoTIFF of people per cell as points at the cells' centres.

    Cells without data and empty cells are left out; cells that cannot be a number of
    people (negative, endless, more than 50 million) are rejected and counted. The file is
    read in pieces of a bounded size.

    Parameters
    ----------
    path
        GeoTIFF of any CRS; its first band.
    extent
        West, south, east, north [deg, WGS-84]: only the cells around it are read, and
        those outside are left out; the report says so.
    unit
        ``"people"``, or ``"per_km2"`` where a cell holds a density: it is multiplied by
        the cell's area on the ellipsoid.

    Returns
    -------
    demand, report
        One point for each cell with people, without names.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is no GeoTIFF, is damaged, or gives its cells no place.
    CrsError
        If it has no CRS, or one from which no way leads to WGS-84.
    InputError
        If no cell in the extent holds people, or there are too many cells for one reading.
    """
    report = ImportReport()
    cells = read_cells(path, extent=extent, unit=unit, report=report)
    source = f"{path.name} ({cells.people.size} cells)"
    return DemandSurface(cells.lon, cells.lat, cells.people, (), source), report


def read_cells(
    path: Path, *, extent: Extent | None, unit: RasterUnit | str, report: ImportReport
) -> Cells:
    """
    Read the cells of a raster that hold people, with the grid they lie in.

    Parameters
    ----------
    path, extent, unit
        As in `read_population_raster`.
    report
        Takes the remarks.

    Raises
    ------
    DataUnavailableError, FileFormatError, CrsError, InputError
        As `read_population_raster`.
    """
    if unit not in tuple(RasterUnit):
        raise InputError("raster.bad_unit", unit=unit, known=", ".join(RasterUnit))
    unit = RasterUnit(unit)
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        with (
            warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning),
            # Values and transforms of a damaged file overflow; what is not finite is told below.
            np.errstate(over="ignore", invalid="ignore"),
            rasterio.Env(GDAL_CACHEMAX=_CACHE_BYTES),
            rasterio.open(path, driver=_DRIVER) as source,
        ):
            return _Reading(source, path, extent, unit, report).cells()
    except (RasterioError, MemoryError) as fault:
        raise FileFormatError("raster.damaged", path=path.name, what=str(fault)) from fault
    except (CRSError, ProjError, RasterioCRSError) as fault:
        raise CrsError("raster.bad_crs", path=path.name, what=str(fault)) from fault


class _Reading:
    """One reading of an open raster."""

    def __init__(
        self,
        source: rasterio.DatasetReader,
        path: Path,
        extent: Extent | None,
        unit: RasterUnit,
        report: ImportReport,
    ) -> None:
        self._source = source
        self._name = path.name
        self._extent = extent
        self._unit = unit
        self._report = report
        self._looks = Looks()
        self._left_out = 0.0

    def cells(self) -> Cells:
        """Read what the extent needs, and say what was seen."""
        grid = self._grid()
        window = grid.window(self._extent)
        if window is None:
            raise InputError(
                "raster.elsewhere",
                path=self._name,
                raster=_worded(self._source.bounds),
                study=_worded(self._extent or ()),
            )
        whole = grid.width * grid.height
        if window.width * window.height > MOST_CELLS_READ:
            raise InputError(
                "raster.too_large",
                path=self._name,
                cells=window.width * window.height,
                most=MOST_CELLS_READ,
            )
        if self._source.count > 1:
            self._report.note("import.more_bands", path=self._name, count=self._source.count)
        if self._unit is RasterUnit.PER_KM2:
            self._report.note("import.raster_density", path=self._name)
        lon, lat, people = self._columns(grid, window)
        self._looks.tell(self._name, self._report)
        if window.width * window.height < whole:
            self._report.note(
                "import.cells_not_read",
                path=self._name,
                cells=whole - window.width * window.height,
                whole=whole,
            )
        elif self._left_out > 0:
            self._report.note("import.cells_outside", path=self._name, people=self._left_out)
        if not people.size:
            raise InputError("raster.empty", path=self._name)
        self._looks.tell_density(self._name, people, grid, lon, lat, self._report)
        return Cells(grid, lon, lat, people)

    def _grid(self) -> Grid:
        source = self._source
        if source.crs is None:
            raise CrsError("raster.no_crs", path=self._name)
        grid = Grid(
            CRS.from_user_input(source.crs.to_wkt()), source.transform, source.width, source.height
        )
        if not grid.usable:
            raise FileFormatError("raster.no_place", path=self._name)
        high, wide = source.block_shapes[0]
        block_bytes = high * wide * np.dtype(source.dtypes[0]).itemsize
        if block_bytes > LARGEST_BLOCK_BYTES:
            raise FileFormatError(
                "raster.large_block", path=self._name, found=block_bytes, most=LARGEST_BLOCK_BYTES
            )
        return grid

    def _columns(self, grid: Grid, window: Window) -> tuple[Column, Column, Column]:
        parts: tuple[list[Column], list[Column], list[Column]] = ([], [], [])
        held = 0
        for piece in pieces(window, self._source.block_shapes[0]):
            for column, part in zip(parts, self._piece(grid, piece), strict=True):
                column.append(part)
            held += parts[0][-1].size
            if held > MOST_CELLS_HELD:
                raise InputError("raster.too_many_cells", path=self._name, most=MOST_CELLS_HELD)
        # Column by column, each list freed before the next is joined.
        joined = []
        for column in parts:
            joined.append(np.concatenate(column))
            column.clear()
        return joined[0], joined[1], joined[2]

    def _piece(self, grid: Grid, piece: Window) -> tuple[Column, Column, Column]:
        """Longitude, latitude and people of the cells of a piece that hold any."""
        values = self._source.read(1, window=piece, masked=True)
        if np.iscomplexobj(values):
            raise FileFormatError("raster.damaged", path=self._name, what=str(values.dtype))
        people = values.astype(np.float64).filled(np.nan)
        scale, offset = self._source.scales[0], self._source.offsets[0]
        if (scale, offset) != (1.0, 0.0):
            people = people * scale + offset
        good = self._looks.look(people)
        row, column = np.nonzero(good)
        people = people[row, column]
        row += piece.row_off
        column += piece.col_off
        lon, lat = grid.centres(row, column)
        if self._unit is RasterUnit.PER_KM2:
            people = people * grid.areas_km2(row, column)
        placed = np.isfinite(lon) & np.isfinite(lat)
        placed &= (np.abs(lon) <= _LARGEST_LON) & (np.abs(lat) <= _LARGEST_LAT)
        self._looks.nowhere += int((~placed).sum())
        if self._extent is not None:
            west, south, east, north = self._extent
            inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
            self._left_out += float(people[placed & ~inside].sum())
            placed &= inside
        if placed.all():
            return lon, lat, people
        return lon[placed], lat[placed], people[placed]


def _worded(box: tuple[float, ...]) -> str:
    return ", ".join(f"{value:.2f}" for value in box)
