"""What is asked of Overpass, and in pieces of which size.

Queries are built from numbers alone: no word of a user or of another service gets in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely

from data.online.osm_xml import Box
from data.osm_builtup import BUILT_UP_USES
from geo.crs import WGS84, metric_crs_for
from geo.errors import InputError

TIMEOUT_S = 180
"""Time that a query may take on the server [s]: what public servers grant unasked."""
MAXSIZE_BYTES = 1 << 30
"""Memory that a query may take on the server [bytes]."""
CELL_DEG = 0.5
"""Side of the cells that a region is asked in [deg]: some 50 km. The grid is the same for
every region, so that a wider margin finds the inner cells already fetched."""
_SNAP_DEG = 0.01
_MOST_VERTICES = 400
_FINEST_DEG = 0.0005
_LARGEST_LAT = 85.0
_HALF_TURN_DEG = 180.0
_QUAD_SEGMENTS = 8
_AMENITIES = "hospital|clinic|doctors|dentist|pharmacy"
_SETTINGS = f"[out:xml][timeout:{TIMEOUT_S}][maxsize:{MAXSIZE_BYTES}]"


def land_query(box: Box) -> str:
    """
    Ask for roads, ferries, turn restrictions, care, built-up land and rivers in a box.

    Ways come whole, with all their nodes; signals, barriers and crossings are among them.
    Relations of rivers come without their members: a great river has thousands elsewhere.
    """
    uses = "|".join(BUILT_UP_USES)
    return (
        f"{_SETTINGS}[bbox:{_corners(box)}];("
        'way["highway"];'
        'way["route"="ferry"];'
        'relation["type"~"^restriction"];'
        f'nwr["amenity"~"^({_AMENITIES})$"];'
        'nwr["healthcare"];'
        'nwr["emergency"="ambulance_station"];'
        f'way["landuse"~"^({uses})$"];'
        f'relation["landuse"~"^({uses})$"];'
        'way["waterway"~"^(river|canal)$"];'
        ")->.land;"
        'relation["type"="waterway"]["waterway"="river"]->.rivers;'
        "(.land;.land >;.rivers;);out body;"
    )


def building_query(piece: shapely.Geometry) -> str:
    """Ask for the buildings in a polygon [deg, WGS-84], drawn a little too wide."""
    parts = "".join(
        f'way["building"](poly:"{ring}");relation["building"](poly:"{ring}");'
        for ring in _rings(piece)
    )
    return f"{_SETTINGS};({parts});(._;>;);out body;"


def border_list_query(box: Box) -> str:
    """Ask which administrative boundaries touch a box: their tags and boxes only."""
    return (
        f"{_SETTINGS}[bbox:{_corners(box)}];"
        'relation["boundary"="administrative"]["admin_level"];out tags bb;'
    )


def border_query(ids: Sequence[int]) -> str:
    """Ask for boundaries by number, with their lines."""
    numbers = ",".join(str(int(one)) for one in sorted(ids))
    return f"{_SETTINGS};relation(id:{numbers});(._;>;);out body;"


def widen(polygon: shapely.Geometry, buffer_m: float) -> shapely.Geometry:
    """
    Widen a polygon by a margin.

    Parameters
    ----------
    polygon
        In longitude and latitude [deg, WGS-84].
    buffer_m
        Margin [m].

    Raises
    ------
    InputError
        If it then reaches across the date line or to a pole.
    """
    lon, lat = shapely.get_coordinates(polygon).T
    crs = metric_crs_for(lon, lat)
    flat = shapely.transform(polygon, lambda xy: np.column_stack(crs.from_lonlat(*xy.T)))
    # A margin needs no fine outline, and a coast of 100,000 points would stall the buffer.
    # What the outline (1/2 %), the chords of its arcs (1/2 %) and the scale of the projection
    # (1/4 %) may take away is added, so that the margin is never less than was asked for.
    flat = shapely.simplify(flat, buffer_m * 0.005)
    wide = shapely.buffer(flat, buffer_m * 1.02, quad_segs=_QUAD_SEGMENTS)
    wide = shapely.transform(wide, lambda xy: np.column_stack(crs.to_lonlat(*xy.T)))
    west, south, east, north = shapely.bounds(wide).tolist()
    crosses = east - west > _HALF_TURN_DEG or west < -_HALF_TURN_DEG or east > _HALF_TURN_DEG
    if crosses or not math.isfinite(west) or max(-south, north) > _LARGEST_LAT:
        raise InputError("online.place_too_far", west=west, south=south, east=east, north=north)
    return wide


def area_km2(polygon: shapely.Geometry) -> float:
    """Area of a polygon [deg, WGS-84] on the ellipsoid [km²]."""
    return abs(float(WGS84.geometry_area_perimeter(polygon)[0])) / 1e6


def cover(region: shapely.Geometry) -> tuple[Box, ...]:
    """
    Cover a region with boxes, each within one cell of the grid.

    Parameters
    ----------
    region
        Polygon [deg, WGS-84].

    Returns
    -------
    boxes
        From south-west to north-east; each no larger than what it has of the region,
        rounded outwards to 0.01 degrees.
    """
    shapely.prepare(region)
    west, south, east, north = shapely.bounds(region).tolist()
    boxes: list[Box] = []
    for row in range(math.floor(south / CELL_DEG), math.ceil(north / CELL_DEG)):
        for column in range(math.floor(west / CELL_DEG), math.ceil(east / CELL_DEG)):
            cell: Box = (
                column * CELL_DEG,
                row * CELL_DEG,
                (column + 1) * CELL_DEG,
                (row + 1) * CELL_DEG,
            )
            here = shapely.intersection(region, shapely.box(*cell))
            if shapely.is_empty(here):
                continue
            box = _round_out(shapely.bounds(here).tolist())
            if box[0] < box[2] and box[1] < box[3]:  # more than a touch of the cell's edge
                boxes.append(box)
    return tuple(boxes)


def quarters(box: Box) -> tuple[Box, ...]:
    """Cut a box into four."""
    west, south, east, north = box
    lon, lat = (west + east) / 2, (south + north) / 2
    return (
        (west, south, lon, lat),
        (lon, south, east, lat),
        (west, lat, lon, north),
        (lon, lat, east, north),
    )


def _round_out(bounds: Sequence[float]) -> Box:
    # A millimetre inside, so that a cell's own edge, hit in floats, stays where it is.
    west, south = (math.floor(one / _SNAP_DEG + 1e-6) / 100 for one in bounds[:2])
    east, north = (math.ceil(one / _SNAP_DEG - 1e-6) / 100 for one in bounds[2:])
    return west, south, east, north


def _corners(box: Box) -> str:
    """South, west, north, east, as Overpass wants them."""
    west, south, east, north = box
    return ",".join(f"{one:.7f}" for one in (south, west, north, east))


def _rings(piece: shapely.Geometry) -> list[str]:
    """Outer rings as Overpass wants them, simplified, never smaller than the piece."""
    step = _FINEST_DEG
    wide = piece
    while True:
        wide = shapely.buffer(shapely.simplify(piece, step), step, quad_segs=2)
        if shapely.get_num_coordinates(wide) <= _MOST_VERTICES:
            break
        step *= 2
    rings = [shapely.get_exterior_ring(part) for part in shapely.get_parts(wide)]
    return [
        " ".join(f"{lat:.5f} {lon:.5f}" for lon, lat in shapely.get_coordinates(ring).tolist())
        for ring in rings
    ]
