"""Reading population rasters, block by block."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from pyproj import CRS, Transformer
from rasterio.errors import RasterioError, RasterioIOError
from rasterio.windows import Window

from data.import_report import ImportReport
from geo.errors import CrsError, DataUnavailableError, FileFormatError, InputError
from layers.demand import DemandSurface

Extent = tuple[float, float, float, float]


def read_population_raster(
    path: Path, *, extent: Extent | None = None
) -> tuple[DemandSurface, ImportReport]:
    """
    Read a GeoTIFF of people per cell as points at the cells' centres.

    Cells without data and empty cells are left out; cells with a negative value are
    rejected and counted. The file is read block by block.

    Parameters
    ----------
    path
        GeoTIFF of any CRS, one band of people per cell (not per area).
    extent
        West, south, east, north [deg, WGS-84]: cells outside are left out, and the
        people in them are named in the report.

    Returns
    -------
    demand, report
        One point for each cell with people.

    Raises
    ------
    DataUnavailableError
        If there is no such file.
    FileFormatError
        If it is no raster, or is damaged.
    CrsError
        If it has no CRS.
    InputError
        If no cell holds people.
    """
    if not path.is_file():
        raise DataUnavailableError("file.not_found", path=str(path))
    report = ImportReport()
    parts: list[np.ndarray[tuple[int, int], np.dtype[np.float64]]] = []
    negative = 0
    endless = 0
    left_out = 0.0
    try:
        with rasterio.open(path) as source:
            if source.crs is None:
                raise CrsError("raster.no_crs", path=path.name)
            crs = CRS.from_user_input(source.crs.to_wkt())
            if source.count > 1:
                report.note("import.more_bands", path=path.name, count=source.count)
            to_lonlat = Transformer.from_crs(crs, 4326, always_xy=True)
            for _, window in source.block_windows(1):
                people, x, y, below, beyond = _block(source, window)
                negative += below
                endless += beyond
                lon, lat = to_lonlat.transform(x, y)
                if extent is not None:
                    west, south, east, north = extent
                    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
                    left_out += float(people[~inside].sum())
                    lon, lat, people = lon[inside], lat[inside], people[inside]
                if people.size:
                    parts.append(np.column_stack([lon, lat, people]))
    except RasterioIOError as fault:
        raise FileFormatError("raster.damaged", path=path.name, what=str(fault)) from fault
    except RasterioError as fault:
        raise FileFormatError("raster.damaged", path=path.name, what=str(fault)) from fault
    if negative:
        report.reject(path.name, "*", "row.negative_cells", count=negative)
    if endless:
        report.reject(path.name, "*", "row.bad_cells", count=endless)
    if left_out > 0:
        report.note("import.cells_outside", path=path.name, people=left_out)
    if not parts:
        raise InputError("raster.empty", path=path.name)
    cells = np.concatenate(parts)
    names = ("",) * len(cells)
    source_line = f"{path.name} ({len(cells)} cells)"
    demand = DemandSurface(
        cells[:, 0].copy(), cells[:, 1].copy(), cells[:, 2].copy(), names, source_line
    )
    return demand, report


def _block(
    source: rasterio.DatasetReader, window: Window
) -> tuple[
    np.ndarray[tuple[int], np.dtype[np.float64]],
    np.ndarray[tuple[int], np.dtype[np.float64]],
    np.ndarray[tuple[int], np.dtype[np.float64]],
    int,
    int,
]:
    """People and coordinates of the cells that hold any; how many are negative, and endless."""
    values = source.read(1, window=window, masked=True).astype(np.float64)
    people = np.where(np.ma.getmaskarray(values), 0.0, values.data)
    beyond = int(np.isinf(people).sum())
    people = np.where(np.isfinite(people), people, 0.0)
    row, column = np.nonzero(people > 0)
    transform = source.transform
    col_c = column + window.col_off + 0.5
    row_c = row + window.row_off + 0.5
    x = transform.a * col_c + transform.b * row_c + transform.c
    y = transform.d * col_c + transform.e * row_c + transform.f
    return people[row, column], x, y, int((people < 0).sum()), beyond
