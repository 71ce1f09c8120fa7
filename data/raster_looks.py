"""What the values of a raster look like: whether they can be numbers of people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.import_report import ImportReport
from data.raster_grid import Grid

MOST_PEOPLE_IN_A_CELL = 50_000_000
"""More than the largest city on earth in one cell is no number of people."""

CUSTOMARY_NO_DATA = (-99999.0, -9999.0, -999.0, -32768.0, -3.4028234663852886e38, -1.7e308)
"""Values that stand for "no data" in many files which forget to say so."""

_FEWEST_TO_JUDGE = 1000
_SMOOTH = 0.03
"""From cell to cell heights change by 1.2 % of their mean (SRTM, Pyrenees), people by 6 % and
more (WorldPop, Ahr valley, the smoothest we know): a plain by the sea is not told."""
_LIVED_IN = 0.98
_DENSEST_PER_KM2 = 50_000.0
_DENSE_FROM_KM2 = 10.0
"""The densest city, Manila, has 43,600 people per km² (census of 2020)."""


class Looks:
    """
    Tallies of the values seen, piece by piece.

    Attributes
    ----------
    nowhere
        Cells with people whose centre has no longitude and latitude.
    """

    def __init__(self) -> None:
        self.nowhere = 0
        self._negative = 0
        self._lowest = 0.0
        self._highest_negative = -np.inf
        self._endless = 0
        self._huge = 0
        self._hugest = 0.0
        self._with_data = 0
        self._positive = 0
        self._sum = 0.0
        self._least, self._most = np.inf, -np.inf
        self._pairs = 0
        self._steps = 0.0

    def look(self, people: NDArray[np.float64]) -> NDArray[np.bool_]:
        """
        Tell which cells hold people, and remember what the others hold.

        Parameters
        ----------
        people
            Values of a piece, NaN where there is no data, shape ``(rows, columns)``.

        Returns
        -------
        good
            Cells with a number of people above 0, same shape.
        """
        positive = people > 0
        with np.errstate(invalid="ignore"):
            negative = people < 0
        huge = people > MOST_PEOPLE_IN_A_CELL
        endless = np.isinf(people)
        if negative.any():
            below = people[negative & ~endless]
            self._negative += below.size
            self._lowest = min(self._lowest, float(below.min(initial=0.0)))
            self._highest_negative = max(self._highest_negative, float(below.max(initial=-np.inf)))
        self._endless += int(endless.sum())
        if huge.any():
            large = people[huge & ~endless]
            self._huge += large.size
            self._hugest = max(self._hugest, float(large.max(initial=0.0)))
        good = positive & ~huge
        self._with_data += int((good | (people == 0)).sum())
        if good.any():
            self._remember(people, good)
        return good

    def _remember(self, people: NDArray[np.float64], good: NDArray[np.bool_]) -> None:
        here = people[good]
        self._positive += here.size
        self._sum += float(here.sum())
        self._least = min(self._least, float(here.min()))
        self._most = max(self._most, float(here.max()))
        beside = good[:, 1:] & good[:, :-1]
        self._pairs += int(beside.sum())
        self._steps += float(np.abs(np.diff(people, axis=1))[beside].sum())

    def tell(self, name: str, report: ImportReport) -> None:
        """Reject what is no number of people, and say where the values look like another thing."""
        if self._negative:
            if self._lowest == self._highest_negative and _customary(self._lowest):
                report.note(
                    "import.undeclared_no_data",
                    path=name,
                    value=f"{self._lowest:g}",
                    count=self._negative,
                )
            else:
                report.reject(name, "*", "row.negative_cells", count=self._negative)
        if self._endless:
            report.reject(name, "*", "row.bad_cells", count=self._endless)
        if self._huge:
            report.reject(
                name,
                "*",
                "row.huge_cells",
                count=self._huge,
                value=f"{self._hugest:g}",
                most=MOST_PEOPLE_IN_A_CELL,
            )
        if self.nowhere:
            report.reject(name, "*", "row.cells_nowhere", count=self.nowhere)
        if self._positive < _FEWEST_TO_JUDGE:
            return
        if self._least == self._most:
            report.note("import.raster_one_value", path=name, value=f"{self._least:g}")
        elif (
            self._positive >= _LIVED_IN * self._with_data
            and self._pairs
            and self._steps / self._pairs < _SMOOTH * self._sum / self._positive
        ):
            report.note(
                "import.raster_smooth",
                path=name,
                least=f"{self._least:g}",
                most=f"{self._most:g}",
            )

    def tell_density(
        self,
        name: str,
        people: NDArray[np.float64],
        grid: Grid,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        report: ImportReport,
    ) -> None:
        """Say where more people share the cells than any city holds: likely a density."""
        row, column = grid.cells(lon[:1], lat[:1])
        cell_km2 = float(grid.areas_km2(np.floor(row), np.floor(column))[0])
        lived_in_km2 = cell_km2 * people.size
        density = float(people.sum()) / lived_in_km2 if lived_in_km2 > 0 else 0.0
        if lived_in_km2 >= _DENSE_FROM_KM2 and density > _DENSEST_PER_KM2:
            report.note("import.raster_dense", path=name, density=density)


def _customary(value: float) -> bool:
    return any(abs(value - known) <= 1e-6 * abs(known) for known in CUSTOMARY_NO_DATA)
