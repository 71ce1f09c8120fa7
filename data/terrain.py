"""Reading elevation models: GeoTIFF, SRTM ``.hgt`` and ``.hgt.zip``; voids counted and filled."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window
from scipy.ndimage import distance_transform_edt

from data.archives import open_archive
from data.import_report import ImportReport
from geo.errors import CrsError, DataUnavailableError, FileFormatError, InputError
from routing.terrain import MOUNTAIN_RADIUS_M, Terrain

Extent = tuple[float, float, float, float]

_GRIDS = (".hgt", ".tif", ".tiff")
_LOWEST_M, _HIGHEST_M = -500.0, 9000.0
"""Land lies between the Dead Sea and Everest; a height outside is a void."""

_VOID_M = -32768.0

_METRES_PER_DEGREE = 110_000.0
_MARGIN_CELLS = 2


def read_terrain(path: Path, *, extent: Extent | None = None) -> tuple[Terrain, ImportReport]:
    """
    Read the first band of an elevation model as heights in metres.

    A model in projected coordinates is resampled to longitude and latitude (bilinear).
    Voids (no-data cells, values that are no height on land) take the height of the
    nearest valid cell; the report counts them.

    Parameters
    ----------
    path
        GeoTIFF of any CRS, SRTM tile (``.hgt``), or a ``.zip`` that holds one of them.
    extent
        West, south, east, north [deg, WGS-84]: only cells in it, and in a margin that
        slopes need, are read and counted; None reads all.

    Returns
    -------
    terrain, report
        The heights, and what was remarked.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is no elevation model, or is damaged.
    CrsError
        If it has no CRS.
    InputError
        If it does not cover the extent at all, or holds no height there.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    try:
        place = _place(path)
        # Named, or a VRT under another name would be read through to other files.
        driver = "SRTMHGT" if place.lower().endswith(".hgt") else "GTiff"
        with rasterio.open(place, driver=driver) as source:
            if source.crs is None:
                raise CrsError("raster.no_crs", path=path.name)
            if source.crs.is_geographic and source.transform.b == source.transform.d == 0:
                terrain, n_void = _read(source, path, extent)
            else:
                # What the turned grid has beyond the corners of its source is a void.
                with WarpedVRT(
                    source,
                    crs="EPSG:4326",
                    resampling=Resampling.bilinear,
                    src_nodata=source.nodata,
                    nodata=_VOID_M,
                    dtype="float32",
                ) as turned:
                    terrain, n_void = _read(turned, path, extent)
    except RasterioError as fault:
        raise FileFormatError("dem.unreadable", path=path.name, what=str(fault)) from fault
    report = ImportReport()
    report.note(
        "import.dem_read",
        path=path.name,
        cells=terrain.height_m.size,
        voids=n_void,
        lowest=float(terrain.height_m.min()),
        highest=float(terrain.height_m.max()),
    )
    return terrain, report


def _place(path: Path) -> str:
    """Name by which GDAL finds the grid, also inside an archive."""
    if path.suffix.lower() != ".zip":
        return str(path)
    with open_archive(path) as packed:
        grids = sorted(name for name in packed.namelist() if name.lower().endswith(_GRIDS))
    if not grids:
        raise FileFormatError("dem.nothing_packed", path=path.name)
    if len(grids) > 1:
        raise FileFormatError("dem.several_packed", path=path.name, count=len(grids))
    return f"/vsizip/{path.resolve().as_posix()}/{grids[0]}"


def _read(source: rasterio.DatasetReader, path: Path, extent: Extent | None) -> tuple[Terrain, int]:
    transform = source.transform
    window = Window(0, 0, source.width, source.height)
    if extent is not None:
        window = _window(source, extent)
        if window is None:
            raise InputError(
                "dem.elsewhere", path=path.name, dem=_worded(source.bounds), roads=_worded(extent)
            )
    values = source.read(1, window=window, masked=True).astype(np.float64)
    height = values.filled(np.nan)
    # South-up and east-first grids are turned to the usual order.
    west = transform.c + transform.a * (window.col_off + 0.5)
    north = transform.f + transform.e * (window.row_off + 0.5)
    if transform.a < 0:
        height, west = height[:, ::-1], west + transform.a * (height.shape[1] - 1)
    if transform.e > 0:
        height, north = height[::-1], north + transform.e * (height.shape[0] - 1)
    void = ~np.isfinite(height) | (height < _LOWEST_M) | (height > _HIGHEST_M)
    if void.all() or min(height.shape) <= 1:
        raise InputError("dem.empty", path=path.name)
    if void.any():
        _, (row, column) = distance_transform_edt(void, return_indices=True)
        height = height[row, column]
    terrain = Terrain(height.astype(np.float32), west, north, abs(transform.a), abs(transform.e))
    return terrain, int(void.sum())


def _window(source: rasterio.DatasetReader, extent: Extent) -> Window | None:
    """Cells in an extent with the margin that slopes at its edge need; None where none."""
    west, south, east, north = extent
    transform = source.transform
    columns = [(lon - transform.c) / transform.a for lon in (west, east)]
    rows = [(lat - transform.f) / transform.e for lat in (north, south)]
    if (
        max(columns) < 0
        or min(columns) > source.width
        or max(rows) < 0
        or min(rows) > source.height
    ):
        return None
    lat = min(max(abs(south), abs(north)), 80.0)
    margin = MOUNTAIN_RADIUS_M / _METRES_PER_DEGREE
    wide = margin / math.cos(math.radians(lat)) / abs(transform.a) + _MARGIN_CELLS
    high = margin / abs(transform.e) + _MARGIN_CELLS
    left = max(math.floor(min(columns) - wide), 0)
    right = min(math.ceil(max(columns) + wide), source.width)
    top = max(math.floor(min(rows) - high), 0)
    bottom = min(math.ceil(max(rows) + high), source.height)
    return Window(left, top, right - left, bottom - top)


def _worded(box: Extent) -> str:
    return ", ".join(f"{value:.2f}" for value in box)
