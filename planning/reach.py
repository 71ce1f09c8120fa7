"""The isochrone question, asked of a study: what ground lies within a time of a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs import MetricCrs, check_lonlat
from layers.access import facility_leg_s
from planning.answers import DEFAULT_PROFILE, road_notes, study_notes
from planning.note import Note
from planning.study import Study
from routing.isochrone import Isochrone, isochrones
from routing.search import Direction


@dataclass(frozen=True, slots=True, eq=False)
class ReachAnswer:
    """
    The ground within some times of a place.

    Attributes
    ----------
    lon, lat
        The place [deg, WGS-84].
    profile, direction
        How, and who moves.
    snap_m
        Straight line from the place to its road [m].
    bands
        One isochrone for each limit, in the order asked; polygons in the metric CRS.
    crs
        That metric CRS.
    notes
        Caveats.
    """

    lon: float
    lat: float
    profile: str
    direction: Direction
    snap_m: float
    bands: tuple[Isochrone, ...]
    crs: MetricCrs
    notes: tuple[Note, ...]

    def polygon_lonlat(self, band: Isochrone) -> shapely.Geometry:
        """Polygon of a band in longitude and latitude [deg], rings right-handed (RFC 7946)."""
        turned = shapely.transform(
            band.polygon, lambda xy: np.column_stack(self.crs.to_lonlat(*xy.T)).round(7)
        )
        if not turned.is_valid:  # a sliver thinner than a centimetre has closed
            turned = shapely.make_valid(turned, method="structure", keep_collapsed=False)
        return shapely.orient_polygons(turned)


def answer_reach(
    study: Study,
    lon: float,
    lat: float,
    *,
    cutoffs_s: tuple[float, ...],
    profile: str = DEFAULT_PROFILE,
    direction: Direction = Direction.FROM,
) -> ReachAnswer:
    """
    Draw the ground within some times of a place.

    Parameters
    ----------
    study
        Gives roads and profiles.
    lon, lat
        The place [deg, WGS-84].
    cutoffs_s
        Limits [s], each inclusive.
    profile, direction
        How, and who moves.

    Raises
    ------
    InputError
        If the place is no coordinate or lies beyond the snapping limit from any road,
        or a limit is out of range.
    DataUnavailableError
        If the profile is unknown.
    """
    place_lon, place_lat = np.array([lon]), np.array([lat])
    check_lonlat(place_lon, place_lat)
    rules = study.profile(profile)
    roads = study.roads(profile)
    place = roads.index.snap(
        *study.crs.from_lonlat(place_lon, place_lat), max_distance_m=rules.max_snap_m
    )
    bands = isochrones(
        roads.network,
        roads.index,
        rules,
        place,
        cutoffs_s=cutoffs_s,
        direction=direction,
        delay_s=facility_leg_s(rules, place),  # as coverage counts a facility at this place
    )
    return ReachAnswer(
        lon=lon,
        lat=lat,
        profile=profile,
        direction=direction,
        snap_m=float(place.distance_m[0]),
        bands=bands,
        crs=study.crs,
        notes=(
            *study_notes(study),
            *road_notes(study, profile),
            # A limit so long that the ground is timed in wide steps says so.
            *(
                Note("notes.coarse_isochrone", {"cell_m": band.cell_m})
                for band in bands[:1]
                if band.is_coarse
            ),
        ),
    )
