"""Where the cells of a raster lie: centres, areas, and the window that covers a study."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from rasterio.windows import Window

Extent = tuple[float, float, float, float]

CELLS_A_WINDOW = 4_000_000
"""Cells read at a time, 32 MB a column: a file's own blocks may be one strip, or tiny tiles."""

Places = NDArray[np.floating]

_EQUAL_AREA_EPSG = 6933
_M2_PER_KM2 = 1_000_000.0
_EDGE_SAMPLES = 65
_LARGEST_LON, _TURN_DEG = 180.0, 360.0
_MARGIN_CELLS, _MARGIN_SHARE = 2, 0.02


@dataclass(frozen=True, slots=True)
class Grid:
    """
    Where the cells of a raster lie.

    Attributes
    ----------
    crs
        CRS of the transform.
    transform
        From column and row (the first edge is 0) to x and y in `crs`.
    width, height
        Cells along a row and along a column.
    """

    crs: CRS
    transform: rasterio.Affine
    width: int
    height: int

    @property
    def usable(self) -> bool:
        """Whether the transform gives every cell a place of its own."""
        turn = self.transform
        finite = all(map(math.isfinite, turn[:6]))
        return finite and turn.determinant != 0 and not turn.is_identity

    def centres(
        self, row: NDArray[np.int64], column: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Centres of cells [deg, WGS-84], same shape; not finite where there is no place."""
        to = Transformer.from_crs(self.crs, 4326, always_xy=True)
        lon, lat = to.transform(*self._xy(row + 0.5, column + 0.5))
        lon = np.asarray(lon, dtype=np.float64)
        if self.crs.is_geographic:  # a raster of 0 to 360 degrees
            lon = np.where(lon > _LARGEST_LON, lon - _TURN_DEG, lon)
        return lon, np.asarray(lat, dtype=np.float64)

    def cells(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Row and column of places [deg, WGS-84], with fractions; NaN where there is none."""
        to = Transformer.from_crs(4326, self.crs, always_xy=True)
        x, y = to.transform(lon, lat)
        back = ~self.transform
        if self.crs.is_geographic:
            corner_row = np.array([0.0, 0.0, self.height, self.height])
            corner_column = np.array([0.0, self.width, 0.0, self.width])
            middle = float(self._xy(corner_row, corner_column)[0].mean())
            x = x + _TURN_DEG * np.round((middle - x) / _TURN_DEG)
        row = np.asarray(back.d * x + back.e * y + back.f, dtype=np.float64)
        column = np.asarray(back.a * x + back.b * y + back.c, dtype=np.float64)
        lost = ~(np.isfinite(row) & np.isfinite(column))
        return np.where(lost, np.nan, row), np.where(lost, np.nan, column)

    def areas_km2(self, row: NDArray[np.int64], column: NDArray[np.int64]) -> NDArray[np.float64]:
        """
        Area of cells on the ellipsoid [km²], shape of `row`.

        A cell is measured between the middles of its edges in an equal-area projection
        (EPSG:6933): exact where the grid follows the meridians; elsewhere the error goes
        with the square of the cell's size over the earth's.
        """
        to = Transformer.from_crs(self.crs, _EQUAL_AREA_EPSG, always_xy=True)
        around = 2 * float(Transformer.from_crs(4326, _EQUAL_AREA_EPSG).transform(0.0, 180.0)[0])
        top, bottom, left, right = (
            to.transform(*self._xy(row + 0.5 + down, column + 0.5 + across))
            for down, across in ((-0.5, 0.0), (0.5, 0.0), (0.0, -0.5), (0.0, 0.5))
        )
        high_x, high_y = bottom[0] - top[0], bottom[1] - top[1]
        wide_x, wide_y = right[0] - left[0], right[1] - left[1]
        # A cell over the antimeridian is not as wide as the earth.
        wide_x = wide_x - around * np.round(wide_x / around)
        high_x = high_x - around * np.round(high_x / around)
        area: NDArray[np.float64] = np.abs(wide_x * high_y - wide_y * high_x) / _M2_PER_KM2
        return area

    def window(self, extent: Extent | None) -> Window | None:
        """
        Smallest window, and a little more, that covers an extent [deg, WGS-84].

        None where the raster does not reach the extent; the whole raster where there is
        no extent, or where a corner of it has no place in the raster's CRS.
        """
        whole = Window(0, 0, self.width, self.height)
        if extent is None:
            return whole
        west, south, east, north = extent
        lon, lat = np.meshgrid(
            np.linspace(west, east, _EDGE_SAMPLES), np.linspace(south, north, _EDGE_SAMPLES)
        )
        row, column = self.cells(lon.ravel(), lat.ravel())
        if np.isnan(row).any():
            return whole
        top, bottom = _bounds(row, self.height)
        left, right = _bounds(column, self.width)
        if bottom <= top or right <= left:
            return None
        return Window(left, top, right - left, bottom - top)

    def _xy(self, row: Places, column: Places) -> tuple[Places, Places]:
        turn = self.transform
        x = turn.a * column + turn.b * row + turn.c
        y = turn.d * column + turn.e * row + turn.f
        return x, y


def _bounds(place: NDArray[np.float64], size: int) -> tuple[int, int]:
    """First cell and end of those that reach from the least to the greatest place."""
    # Between the samples an edge may bulge: the margin is far more than it can.
    margin = _MARGIN_CELLS + _MARGIN_SHARE * float(place.max() - place.min())
    first, last = float(place.min()) - margin, float(place.max()) + margin
    if last < 0 or first > size:
        return 0, 0
    return max(math.floor(max(first, 0.0)), 0), min(math.ceil(min(last, size)), size)


def pieces(window: Window, block: tuple[int, int]) -> Iterator[Window]:
    """
    Cut a window into pieces of a bounded size that follow the file's own blocks.

    Parameters
    ----------
    window
        Cells wanted.
    block
        Height and width of the file's blocks: a piece holds whole blocks where they are
        small, and part of one where it is larger than a piece may be.
    """
    height, width = block
    if height * window.width <= CELLS_A_WINDOW:
        across = window.width
        down = CELLS_A_WINDOW // window.width // height * height
    elif height * width <= CELLS_A_WINDOW:
        across, down = CELLS_A_WINDOW // height // width * width, height
    else:
        across = min(width, CELLS_A_WINDOW)
        down = CELLS_A_WINDOW // across
    # Column by column: a block larger than a piece is unpacked once, and read piece by piece.
    for left, right in _spans(window.col_off, window.col_off + window.width, across):
        for top, bottom in _spans(window.row_off, window.row_off + window.height, down):
            yield Window(left, top, right - left, bottom - top)


def _spans(first: int, end: int, step: int) -> Iterator[tuple[int, int]]:
    """Cut a range at the multiples of a step."""
    while first < end:
        last = min((first // step + 1) * step, end)
        yield first, last
        first = last
