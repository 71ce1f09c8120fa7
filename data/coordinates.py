"""From the cells or shapes of a sheet to places in WGS-84, or to a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.coordinate_columns import (
    FEWEST_FOR_COLUMN,
    LARGE,
    LARGEST_LAT,
    LARGEST_LON,
    PAIR_FIELD,
    PAIR_HEADINGS,
    Column,
    Faults,
    near,
    of_cells,
    of_shapes,
    refuse_swapped_columns,
)
from data.coordinate_systems import (
    Extent,
    likely_scale,
    likely_systems,
    region_of,
    share_in,
    transformer_of,
)
from data.datum import Datum, known_datum, settle_datum, to_wgs84
from data.import_report import ImportReport
from data.sheets import Sheet
from geo.datum import in_shift_rectangle
from geo.errors import InputError
from geo.text import Message
from layers.datum_evidence import DatumEvidence, RoadLines, weigh_points

__all__ = ["PAIR_FIELD", "PAIR_HEADINGS", "Extent", "Places", "read_places"]

_MIXED_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """
    Places of a sheet's rows.

    Attributes
    ----------
    lon, lat
        One entry per row of the sheet [deg, WGS-84], shape ``(n,)``; NaN where not taken.
    taken
        Rows that have a place, shape ``(n,)``; every other was rejected to the report.
    evidence
        The datum that was applied, and why.
    from_polygon
        Rows whose place is a point inside a polygon, shape ``(n,)``.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    taken: NDArray[np.bool_]
    evidence: DatumEvidence
    from_polygon: NDArray[np.bool_]


def read_places(
    sheet: Sheet,
    *,
    datum: Datum | str,
    extent: Extent | None,
    roads: RoadLines | None = None,
    crs: str = "",
    report: ImportReport,
) -> Places:
    """
    Read the places of a sheet's rows: columns lon and lat, one column of both, or shapes.

    Degrees may be decimal or with minutes and seconds; polygons count by a point inside.

    Parameters
    ----------
    sheet
        The rows.
    datum
        Datum of the coordinates; `Datum.AUTO` leaves it to the roads. A sheet that says
        itself where it lies (`Sheet.datum`) and a named `crs` go before it.
    extent
        West, south, east, north of the study's roads [deg]: rows far outside are
        rejected; without it order and unit of doubtful numbers cannot be told.
    roads
        Roads to weigh the datum against; where it is stated, only a doubt is remarked.
    crs
        System of the numbers, such as ``"EPSG:4544"``, where the user names one.
    report
        Takes remarks, rejected rows and, in `report.datum`, the datum with its evidence.

    Raises
    ------
    InputError
        If the column as a whole is not what it must be: ``coordinates.swapped_columns``,
        ``coordinates.projected``, ``coordinates.scaled``, ``coordinates.mixed``,
        ``coordinates.order_unknown``, ``coordinates.crs_elsewhere``; if there is no column
        (``coordinates.no_column``); or if the datum is unknown or cannot be told.
    CrsError
        If there is no system `crs`.
    """
    stated = known_datum(datum)
    faults = Faults(sheet)
    if sheet.geometry is None:
        lon, lat = of_cells(sheet, extent, faults, report)
        from_polygon = np.zeros(len(sheet), dtype=np.bool_)
    else:
        lon, lat, from_polygon = of_shapes(sheet.geometry, faults)
    basis = ""
    if sheet.datum:
        basis = "crs"
    elif crs:
        basis = "crs"
        lon, lat = _from_crs(lon, lat, crs, extent, sheet.name, report)
    else:
        _refuse_other_units(lon, lat, extent, faults.open, sheet.name)
    _check_rows(lon, lat, extent, faults)
    faults.tell(report)
    taken = faults.open
    lon[~taken], lat[~taken] = np.nan, np.nan
    if basis:
        evidence = DatumEvidence(sheet.name, "wgs84", basis)
        report.datum.append(evidence)
    else:
        evidence = _weighed(lon[taken], lat[taken], stated, roads, sheet.name)
        if stated is not Datum.AUTO or taken.any():
            evidence = settle_datum(stated, evidence, report)
        lon[taken], lat[taken] = to_wgs84(lon[taken], lat[taken], evidence.chosen or "wgs84")
    return Places(lon, lat, taken, evidence, from_polygon & taken)


def _weighed(
    lon: Column, lat: Column, stated: Datum, roads: RoadLines | None, layer: str
) -> DatumEvidence:
    """Ask the roads; without them only a place outside the shifts speaks for itself."""
    if roads is not None:
        return weigh_points(lon, lat, roads, layer=layer)
    if stated is Datum.AUTO and lon.size and not in_shift_rectangle(lon, lat).any():
        return DatumEvidence(layer, "wgs84", "outside_china")
    return DatumEvidence(layer, "", "roads")


def _from_crs(
    x: Column, y: Column, crs: str, extent: Extent | None, name: str, report: ImportReport
) -> tuple[Column, Column]:
    """Bring a named system to degrees; surveyors write the northing first, as x."""
    to_degrees = transformer_of(crs)
    known = np.isfinite(x) & np.isfinite(y)
    where = extent or region_of(crs)
    best: tuple[float, Column, Column] | None = None
    for turned in (False, True):
        lon, lat = np.full(x.size, np.nan), np.full(x.size, np.nan)
        pair = (y[known], x[known]) if turned else (x[known], y[known])
        lon[known], lat[known] = to_degrees.transform(*pair)
        share = share_in(lon[known], lat[known], where)
        if best is None or share > best[0]:
            best = (share, lon, lat)
            if turned:
                report.note("import.axes_turned", path=name, crs=crs)
    share, lon, lat = best or (0.0, x, y)
    if known.any() and share == 0.0:
        raise InputError("coordinates.crs_elsewhere", path=name, crs=crs)
    return lon, lat


def _refuse_other_units(
    lon: Column, lat: Column, extent: Extent | None, rows: NDArray[np.bool_], name: str
) -> None:
    """Refuse a column of metres, of scaled whole numbers, or of several kinds of number."""
    x, y = lon[rows], lat[rows]
    large = (np.abs(x) >= LARGE) & (np.abs(y) >= LARGE)
    count = int(large.sum())
    if count == 0:
        return
    x, y = x[large], y[large]
    if count * 2 < large.size:
        if count >= FEWEST_FOR_COLUMN and count >= _MIXED_SHARE * large.size:
            raise InputError(
                "coordinates.mixed",
                path=name,
                count=count,
                total=large.size,
                x=float(x[0]),
                y=float(y[0]),
            )
        return
    for first, second in ((x, y), (y, x)):
        scale = likely_scale(first, second, extent)
        if scale:
            raise InputError(
                "coordinates.scaled", path=name, x=float(x[0]), y=float(y[0]), scale=scale
            )
    systems = likely_systems(x, y, extent)
    likely = (
        Message("coordinates.likely", {"systems": ", ".join(systems)})
        if systems
        else Message("coordinates.none_likely", {})
    )
    raise InputError(
        "coordinates.projected", path=name, x=float(x[0]), y=float(y[0]), likely=likely
    )


def _check_rows(lon: Column, lat: Column, extent: Extent | None, faults: Faults) -> None:
    """Reject rows that are swapped, no degrees, or far from the study."""
    swapped = (np.abs(lat) > LARGEST_LAT) & (np.abs(lon) <= LARGEST_LAT)
    if extent is not None:
        swapped |= ~near(lon, lat, extent) & near(lat, lon, extent)
    refuse_swapped_columns(swapped, faults.open, faults.sheet.name)
    said = {"lon": _Numbers(lon), "lat": _Numbers(lat)}
    faults.add(swapped, "row.swapped", **said)
    wild = ~((np.abs(lon) <= LARGEST_LON) & (np.abs(lat) <= LARGEST_LAT))
    faults.add(wild, "row.not_lonlat", **said)
    if extent is not None:
        faults.add(~near(lon, lat, extent), "row.far_outside", **said)


class _Numbers(Sequence[object]):
    """A column whose entries are plain numbers when asked for, not before."""

    def __init__(self, column: Column) -> None:
        self.column = column.copy()

    def __len__(self) -> int:
        return self.column.size

    def __getitem__(self, row: int) -> float:  # type: ignore[override] # never sliced
        return float(self.column[row])
