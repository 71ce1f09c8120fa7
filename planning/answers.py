"""The coverage question, asked of a study: figures, areas, and the doubt beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import DataUnavailableError
from layers.access import AT_THE_ROAD_M, AccessField
from layers.areas import AreaSet
from layers.coverage import AreaCoverage, Coverage, coverage_by_area, measure_coverage
from layers.demand import Group
from layers.facilities import Service
from planning.ferries import ferry_use
from planning.note import Note
from planning.study import Study
from routing.profile import Slope
from routing.search import NO_FACILITY, Direction
from routing.ways import SETTING_CODE, SETTINGS

DEFAULT_SERVICE = Service.HOSPITAL
DEFAULT_MINUTES = 15.0
DEFAULT_PROFILE = "car"
FAR_SNAP_M = 300.0
"""Homes and facilities farther than this from a road are pointed out."""

COARSE_DEMAND_PEOPLE = 500.0
"""With more people than this at an average place, a share moves in steps (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class CoverageAnswer:
    """
    Who is within a time of a service.

    Attributes
    ----------
    service, profile, direction, cutoff_s, group
        The question; every figure counts the people of the group alone.
    whole
        Figures for everyone asked about.
    areas, by_area
        The areas of the table and their rows, the last perhaps "outside every area".
    access
        Time and facility of every demand point.
    facility_rows
        Facilities that were counted, positions in the study's set.
    notes
        What a reader must know before believing the figures.
    """

    service: Service
    profile: str
    direction: Direction
    cutoff_s: float
    whole: Coverage
    areas: AreaSet
    by_area: tuple[AreaCoverage, ...]
    access: AccessField
    facility_rows: tuple[int, ...]
    notes: tuple[Note, ...]
    group: Group = Group.ALL


def study_notes(study: Study) -> tuple[Note, ...]:
    """List the caveats that belong to the study, whatever is asked of it."""
    return tuple(Note(code, dict(fields)) for code, fields in study.info.notes)


def answer_coverage(
    study: Study,
    service: Service,
    *,
    cutoff_s: float,
    profile: str = DEFAULT_PROFILE,
    direction: Direction = Direction.TO,
    level: str | None = None,
    speed_factor: float = 1.0,
    group: Group = Group.ALL,
    without_people: bool = False,
) -> CoverageAnswer:
    """
    Count the people within a time of the nearest facility that offers a service.

    Parameters
    ----------
    study
        Roads, facilities, people, areas.
    service
        What must be offered.
    cutoff_s
        Limit [s], inclusive.
    profile
        Travel profile.
    direction
        Who moves.
    level
        Level of the areas of the table; None takes the one that fits best.
    speed_factor
        Multiplies every speed.
    group
        Whose people are counted.
    without_people
        Whether a study without population is answered too: shares are NaN, and a note
        says why.

    Raises
    ------
    DataUnavailableError
        If no facility offers the service, the study has no population (and
        `without_people` does not allow that), or the profile, level or group is unknown.
    InputError
        If the limit is out of range.
    """
    rows = study.facilities.offering(service)
    if rows.size == 0:
        offered = sorted({one for services in study.facilities.services for one in services})
        raise DataUnavailableError(
            "coverage.nobody_offers", service=service, offered=", ".join(offered) or "-"
        )
    population = study.demand.people(group)
    if population.sum() <= 0 and not without_people:
        raise DataUnavailableError("coverage.no_population")
    access = study.access(service, profile=profile, direction=direction, speed_factor=speed_factor)
    areas = study.table_level(level)
    area = areas.locate(study.demand.lon, study.demand.lat)
    return CoverageAnswer(
        service=service,
        profile=profile,
        direction=direction,
        cutoff_s=cutoff_s,
        whole=measure_coverage(access.time_s, population, cutoff_s=cutoff_s),
        areas=areas,
        by_area=coverage_by_area(access.time_s, population, area, areas, cutoff_s=cutoff_s),
        access=access,
        facility_rows=tuple(int(row) for row in rows),
        notes=study_notes(study) + _notes(study, access, rows, speed_factor, population),
        group=group,
    )


def _notes(
    study: Study,
    access: AccessField,
    rows: NDArray[np.int64],
    speed_factor: float,
    population: NDArray[np.float64],
) -> tuple[Note, ...]:
    notes = demand_notes(study) + access_notes(study, access, rows, population)
    ferries = ferry_use(study, access, rows) if speed_factor == 1.0 else None
    if ferries is not None:
        notes = (*notes, Note("notes.ferries", ferries))
    return notes + road_notes(study, access.profile)


def demand_notes(study: Study) -> tuple[Note, ...]:
    """List the caveats on the people and areas of a study, whatever is asked of them."""
    notes = []
    total = study.demand.total
    if total <= 0:
        notes.append(Note("missing.population", {}))
    per_place = total / max(len(study.demand), 1)
    if per_place > COARSE_DEMAND_PEOPLE:
        notes.append(
            Note("notes.coarse_demand", {"places": len(study.demand), "people": per_place})
        )
    if not len(study.areas):
        notes.append(Note("notes.no_areas", {}))
    return tuple(notes)


def access_notes(
    study: Study,
    access: AccessField,
    rows: NDArray[np.int64],
    population: NDArray[np.float64],
) -> tuple[Note, ...]:
    """
    List the caveats on one field of travel times: who is off the roads, which facility is.

    Parameters
    ----------
    study, access
        The study and its answer.
    rows
        Facilities that were counted.
    population
        People of each place who were asked about, shape ``(m,)``.
    """
    notes = []
    profile = access.profile
    people_off = float(population[~np.isfinite(access.snap_m)].sum())
    if people_off > 0:
        limit_m = study.profile(profile).max_snap_m
        notes.append(Note("notes.off_network", {"people": people_off, "limit_m": limit_m}))
    people_cut = float(
        population[np.isfinite(access.snap_m) & (access.facility == NO_FACILITY)].sum()
    )
    if people_cut > 0:
        notes.append(Note("notes.cut_off", {"people": people_cut}))
    people_far = float(population[np.isfinite(access.snap_m) & (access.snap_m > FAR_SNAP_M)].sum())
    if people_far > 0:
        notes.append(Note("notes.far_from_road", {"people": people_far, "limit_m": FAR_SNAP_M}))
    snap_m = study.roads(profile).facilities.distance_m[rows]
    lost = [study.facilities.label(int(row)) for row in rows[~np.isfinite(snap_m)]]
    if lost:
        notes.append(
            Note("notes.facility_off_network", {"names": ", ".join(lost[:3]), "count": len(lost)})
        )
    far = [
        study.facilities.label(int(row))
        for row in rows[np.isfinite(snap_m) & (snap_m > AT_THE_ROAD_M)]
    ]
    if far:
        notes.append(
            Note(
                "notes.facility_far_from_road",
                {"names": ", ".join(far[:3]), "count": len(far), "limit_m": AT_THE_ROAD_M},
            )
        )
    unnamed = sum(not study.facilities.name[int(row)] for row in rows)
    if unnamed:
        notes.append(Note("notes.unnamed_facilities", {"unnamed": unnamed, "count": rows.size}))
    return tuple(notes)


def road_notes(study: Study, profile: str) -> tuple[Note, ...]:
    """List the caveats on the roads' speeds for a profile, whatever is asked."""
    ways = study.ways
    notes = []
    setting: dict[str, object] = {"setting": study.info.setting}
    if ways.setting is None:
        notes.append(Note("notes.setting", setting))
    else:
        count = np.bincount(ways.setting, minlength=len(SETTINGS)).tolist()
        urban, mountain = count[SETTING_CODE["urban"]], count[SETTING_CODE["mountain"]]
        setting |= {"urban": urban, "mountain": mountain, "other": ways.n_ways - urban - mountain}
        known = "notes.setting_built_up" if ways.elevation_m is None else "notes.setting_terrain"
        notes.append(Note(known, setting))
    if study.profile(profile).slope is not Slope.NONE:
        if ways.elevation_m is None:
            notes.append(Note("notes.no_slopes", {}))
        elif np.isnan(ways.elevation_m).any():
            share = float(np.isnan(ways.elevation_m).mean())
            notes.append(Note("notes.slopes_in_part", {"share": share}))
    notes.append(Note("notes.simple_roads", {}))
    return tuple(notes)
