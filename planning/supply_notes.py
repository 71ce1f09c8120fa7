"""The doubt beside a supply answer: how it was shared out, and what was left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.text import Message
from geo.units import SECONDS_PER_MINUTE
from layers.areas import OUTSIDE
from layers.cost_matrix import Column
from layers.demand import Group
from planning.answers import road_notes, study_notes
from planning.equity_answers import EquityAnswer
from planning.note import Note
from planning.study import Study
from planning.supply_methods import SharedSupply
from planning.supply_question import SupplyMethod, SupplyQuestion

_NAMED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """
    Which facilities were counted and which were not; positions in the study's set.

    Attributes
    ----------
    rows, supply
        Those that have something, and how much, shape ``(m,)``.
    unknown, empty
        Those whose number is unknown, and those that have none.
    """

    rows: NDArray[np.int64]
    supply: Column
    unknown: NDArray[np.int64]
    empty: NDArray[np.int64]


def supply_notes(
    study: Study,
    question: SupplyQuestion,
    counted: Counted,
    shared: SharedSupply,
    people: Column,
    place: NDArray[np.int64],
    equity: EquityAnswer,
) -> tuple[Note, ...]:
    """
    List what a reader must know before believing the figures.

    Parameters
    ----------
    study, question, counted, shared, equity
        The question and what was found.
    people
        Shape ``(n,)``.
    place
        Area of each counted facility, shape ``(m,)``; `OUTSIDE` where none.
    """
    return (
        *study_notes(study),
        *_method_notes(question),
        *(Note(one.code, dict(one.fields)) for one in shared.notes),
        *_facility_notes(study, question, counted, shared, place),
        *_people_notes(study, question, shared, people),
        *_unknown_sides(study, equity),
        *road_notes(study, question.profile),
    )


def _method_notes(question: SupplyQuestion) -> list[Note]:
    notes = [Note("supply_answer.method", {"method": question.method})]
    if question.zone_source is not None:
        zones = ", ".join(
            f"≤{limit_s / SECONDS_PER_MINUTE:g}: {weight:g}" for limit_s, weight in question.zones
        )
        source = Message(f"supply_answer.zones_{question.zone_source.value}", {})
        notes.append(Note("supply_answer.zones", {"zones": zones, "source": source}))
    if question.method is SupplyMethod.GRAVITY:
        half_min = question.half_life_s / SECONDS_PER_MINUTE
        notes.append(
            Note(
                "supply_answer.gravity",
                {"minutes": f"{half_min:g}", "resource": question.resource},
            )
        )
    if question.group is not Group.ALL:
        notes.append(Note("supply_answer.group", {"group": question.group}))
    return notes


def _facility_notes(
    study: Study,
    question: SupplyQuestion,
    counted: Counted,
    shared: SharedSupply,
    place: NDArray[np.int64],
) -> list[Note]:
    def told(rows: NDArray[np.int64], supply: float = math.nan) -> dict[str, object]:
        names = [study.facilities.label(int(row)) for row in rows]
        return {
            "resource": question.resource,
            "count": len(names),
            "names": _some(names),
            "supply": supply,
        }

    notes = []
    if counted.unknown.size:
        notes.append(Note("supply_answer.unknown", told(counted.unknown)))
    if counted.empty.size:
        notes.append(Note("supply_answer.empty", told(counted.empty)))
    idle = shared.people_in_reach <= 0
    if idle.any():
        supply = math.fsum(counted.supply[idle])
        notes.append(Note("supply_answer.unreached", told(counted.rows[idle], supply)))
    beyond = place == OUTSIDE
    if len(study.areas) and beyond.any():
        supply = math.fsum(counted.supply[beyond])
        notes.append(Note("supply_answer.beyond", told(counted.rows[beyond], supply)))
    snap_m = study.roads(question.profile).facilities.distance_m[counted.rows]
    if (lost := ~np.isfinite(snap_m)).any():
        fields = told(counted.rows[lost])
        kept = {"names": fields["names"], "count": fields["count"]}
        notes.append(Note("notes.facility_off_network", kept))
    return notes


def _people_notes(
    study: Study, question: SupplyQuestion, shared: SharedSupply, people: Column
) -> list[Note]:
    notes = []
    if (left := math.fsum(people[~shared.in_reach])) > 0:
        share = left / math.fsum(people)
        notes.append(
            Note(
                "supply_answer.nothing_in_reach",
                {"people": left, "share": share, "resource": question.resource},
            )
        )
    off = ~np.isfinite(study.roads(question.profile).demand.distance_m)
    if (people_off := math.fsum(people[off])) > 0:
        limit_m = study.profile(question.profile).max_snap_m
        notes.append(Note("notes.off_network", {"people": people_off, "limit_m": limit_m}))
    return notes


def _unknown_sides(study: Study, equity: EquityAnswer) -> list[Note]:
    """Say which comparison could not be made, and what it lacks."""
    notes = []
    if equity.built_up is None:
        known = study.demand.built_up is not None
        notes.append(Note("supply_answer.one_side" if known else "supply_answer.no_built_up", {}))
    if equity.banks is None:
        notes.append(Note("supply_answer.no_banks", {}))
    if not len(study.areas):
        notes.append(Note("notes.no_areas", {}))
    return notes


def _some(names: Sequence[str]) -> str:
    return ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])
