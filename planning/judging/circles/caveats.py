"""Caveats of a finding: on facilities, on travel times, on the roads; each said once."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from layers.facilities import OperatingStatus, Placed, Service
from planning.answers import DEFAULT_PROFILE, access_notes, demand_notes, road_notes, study_notes
from planning.ferries import ferry_use
from planning.judging.circles.words import names
from planning.judging.evidence import Evidence
from planning.note import Note
from planning.quality.places import road_doubts
from planning.readings.rules_reach import Leg, Where

FROM_MAP = "OSM "
"""How the source of a facility begins that OpenStreetMap gave."""

_MAP_KNOWS = frozenset(
    {Service.HOSPITAL, Service.CLINIC, Service.DOCTORS, Service.DENTIST, Service.PHARMACY}
)
"""What mappers see from the street (judgement); what is done inside they seldom know."""

_ROUGH = frozenset({Placed.STREET, Placed.AREA})


def has_roads(evidence: Evidence, profile: str) -> bool:
    """Tell whether the study has any road for a travel profile."""

    def work() -> bool:
        try:
            evidence.study.roads(profile)
        except InputError as fault:
            if fault.code != "build.no_roads":
                raise
            return False
        return True

    return evidence.once(("has_roads", profile), work)


def usual_notes(evidence: Evidence) -> tuple[Note, ...]:
    """Caveats of the study, its people and its areas, whatever is asked."""
    return evidence.once(
        "usual_notes", lambda: study_notes(evidence.study) + demand_notes(evidence.study)
    )


def facility_notes(evidence: Evidence, rows: NDArray[np.int64]) -> tuple[Note, ...]:
    """
    Caveats on the facilities counted: not known to be open, placed roughly.

    Parameters
    ----------
    evidence
        The study looked at.
    rows
        Facilities that were counted, each once.
    """
    facilities = evidence.study.facilities
    counted = rows.tolist()
    notes = []
    unknown = sum(facilities.status[row] is OperatingStatus.UNKNOWN for row in counted)
    if unknown:
        notes.append(Note("notes.unknown_status", {"unknown": unknown, "count": len(counted)}))
    rough = [facilities.label(row) for row in counted if facilities.placed[row] in _ROUGH]
    if rough:
        notes.append(Note("notes.placed_roughly", {"count": len(rough), "names": names(rough)}))
    return tuple(notes)


def service_notes(evidence: Evidence, services: Iterable[Service]) -> tuple[Note, ...]:
    """Caveats on who offers a service: known from the map alone, or all beyond the border."""
    facilities = evidence.study.facilities
    notes = []
    for service in services:
        rows = evidence.offering(service)
        from_map = all(facilities.source[row].startswith(FROM_MAP) for row in rows.tolist())
        if rows.size and from_map and service not in _MAP_KNOWS:
            fields = {"service": service, "count": rows.size}
            notes.append(Note("notes.service_from_map", fields))
        if rows.size and not evidence.inside[rows].any():
            notes.append(Note("notes.all_beyond_border", {"service": service}))
    return tuple(notes)


def travel_notes(
    evidence: Evidence, legs: Iterable[Leg], people: NDArray[np.float64]
) -> tuple[Note, ...]:
    """
    Caveats on travel times and roads of some legs, at plain speed.

    Parameters
    ----------
    evidence
        The study looked at.
    legs
        The stretches; who offers their services must be known.
    people
        People of each place who were asked about, shape ``(m,)``.
    """
    study = evidence.study
    notes: list[Note] = []
    roads: list[Note] = []
    for leg in legs:
        built_up = evidence.where(Where.BUILT_UP)
        parts = [(leg.profile, people)]
        if leg.profile_built_up != leg.profile and built_up is not None:
            parts = [
                (leg.profile, np.where(built_up, 0.0, people)),
                (leg.profile_built_up, np.where(built_up, people, 0.0)),
            ]
        rows = evidence.offering(leg.service)
        for profile, asked in parts:
            access = evidence.access(leg.service, profile, leg.direction)
            notes += access_notes(study, access, rows, asked)
            ferries = evidence.once(
                ("ferries", leg.service, profile, leg.direction),
                partial(ferry_use, study, access, rows),
            )
            if ferries is not None:
                notes.append(Note("notes.ferries", ferries))
            roads += road_notes(study, profile)
    return each_once([*notes, *thin_roads(evidence), *roads])


def thin_roads(evidence: Evidence) -> tuple[Note, ...]:
    """
    Caveat on townships and cells where the map has too few roads for its people.

    As the quality report measures it (`planning.quality.places.road_doubts`), on the
    roads of cars: what no car can use is seldom missed first.
    """

    def work() -> tuple[Note, ...]:
        study = evidence.study
        if DEFAULT_PROFILE not in study.profiles or not has_roads(evidence, DEFAULT_PROFILE):
            return ()
        doubts = road_doubts(study, DEFAULT_PROFILE, evidence.townships)
        notes = []
        if doubts.low:
            fields = {
                "count": len(doubts.low),
                "names": names([one.name or one.code for one in doubts.low]),
                "people": math.fsum(one.people for one in doubts.low),
            }
            notes.append(Note("notes.thin_roads", fields))
        if doubts.gaps:
            fields = {"count": len(doubts.gaps), "people": doubts.people_in_gaps}
            notes.append(Note("notes.road_gaps", fields))
        return tuple(notes)

    return evidence.once("thin_roads", work)


def each_once(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Leave out a caveat that was said already in the same words."""
    said: dict[tuple[str, str], Note] = {}
    for note in notes:
        said.setdefault((note.code, repr(sorted(note.fields.items()))), note)
    return tuple(said.values())
