"""Judging whether every administrative village has its clinic."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planning.answers import study_notes
from planning.judging.circles.caveats import has_roads
from planning.judging.circles.words import names, profile_word
from planning.judging.counts.bounded import bounded, number, share_target
from planning.judging.evidence import Evidence
from planning.judging.finding import (
    BAND_SPEED_FACTORS,
    Finding,
    Number,
    Run,
    Table,
    Target,
    Unit,
    cannot_tell,
)
from planning.judging.places.site_states import known
from planning.judging.places.village_list import (
    NOWHERE,
    VillageFacts,
    VillageList,
    learn,
    list_villages,
)
from planning.note import Note
from planning.plan import Goal
from planning.readings.reading import Reading
from planning.readings.rules_place import VillageRule
from planning.wording import minutes_message
from routing.search import Direction


class Outcome(StrEnum):
    """What became of a village."""

    INSIDE = "inside"
    NAMED = "named"
    SEAT = "seat"
    NEIGHBOUR = "neighbour"
    GAP = "gap"
    UNKNOWN = "unknown"


_OWN = frozenset({Outcome.INSIDE, Outcome.NAMED, Outcome.SEAT})


@dataclass(frozen=True, slots=True)
class Tally:
    """
    Villages by outcome.

    Attributes
    ----------
    outcomes
        Of each village.
    neighbour_counts
        Whether a neighbour's clinic is enough.
    """

    outcomes: tuple[Outcome, ...]
    neighbour_counts: bool

    @property
    def passing(self) -> int:
        """Villages that pass for certain."""
        good = _OWN | ({Outcome.NEIGHBOUR} if self.neighbour_counts else frozenset())
        return sum(one in good for one in self.outcomes)

    @property
    def unknown(self) -> int:
        """Villages of which nothing can be told."""
        return self.outcomes.count(Outcome.UNKNOWN)

    @property
    def low(self) -> float:
        """Share that passes if no unknown village does."""
        return self.passing / len(self.outcomes)

    @property
    def high(self) -> float:
        """Share that passes if every unknown village does."""
        return (self.passing + self.unknown) / len(self.outcomes)


def judge_villages(evidence: Evidence, goal: Goal, reading: Reading, rule: VillageRule) -> Finding:
    """
    Judge whether every village has its clinic.

    In this order, and the first that holds decides: a clinic stands in the village; a
    clinic of its township bears its name (a joint clinic those of several); the village
    is the seat of a centre that exempts it; a neighbour's clinic is within the walk; the
    village is a gap. Without a clinic of its name and without a known place it is unknown.
    """
    study = evidence.study
    target = share_target(goal, reading)
    listed = evidence.once("villages", lambda: list_villages(study))
    missing = []
    if not listed.villages:
        missing.append(Note("missing.village_list", {}))
    if not evidence.offering(rule.service).size:
        missing.append(Note("missing.service", {"service": rule.service}))
    if missing:
        return cannot_tell(Unit.SHARE, target, missing, notes=study_notes(study))
    facts = evidence.once(
        ("village facts", rule.service, rule.exempt_seat),
        lambda: learn(evidence, listed, rule.service, rule.exempt_seat),
    )
    needs_way = any(
        not (inside or named or seat)
        for inside, named, seat in zip(facts.inside, facts.named, facts.seat, strict=True)
    )
    if needs_way and not has_roads(evidence, rule.profile):
        return cannot_tell(
            Unit.SHARE,
            target,
            [Note("missing.roads", {"profile": profile_word(rule.profile)})],
            notes=study_notes(study),
        )
    time_s = _times(evidence, rule, facts) if needs_way else np.full(len(facts.seat), np.nan)
    tally = Tally(outcomes(facts, time_s, rule.neighbour_s), rule.neighbour_counts)
    nameless = _unknown_note(listed, tally)
    status, left = bounded(reading, target, low=tally.low, high=tally.high, unknown=nameless)
    clinics = {row for rows in (*facts.inside, *facts.named) for row in rows}
    return Finding(
        status,
        Unit.SHARE,
        tally.low,
        target,
        formula=Note(
            "formula.villages",
            {"passing": tally.passing, "villages": len(tally.outcomes)},
        ),
        band=(tally.low, tally.high) if tally.unknown else (math.nan, math.nan),
        numbers=_numbers(listed, facts, tally),
        flips=_flips(target, tally, time_s, rule),
        runs=_runs(evidence, reading, target, rule, facts, time_s) if needs_way else (),
        facilities=tuple(sorted(study.facilities.id[row] for row in clinics)),
        tables=_tables(listed, facts, tally, time_s),
        missing=left,
        notes=(*([] if left else nameless), *_notes(listed, tally, rule), *study_notes(study)),
    )


def _times(
    evidence: Evidence, rule: VillageRule, facts: VillageFacts, *, speed_factor: float = 1.0
) -> NDArray[np.float64]:
    """Time from each village's home to the nearest clinic [s]; NaN where no home is known."""
    field = evidence.access(rule.service, rule.profile, Direction.TO, speed_factor=speed_factor)
    known = facts.home != NOWHERE
    time_s = np.full(known.size, np.nan)
    time_s[known] = np.round(field.time_s[facts.home[known]], 1)
    return time_s


def outcomes(
    facts: VillageFacts, time_s: NDArray[np.float64], neighbour_s: float
) -> tuple[Outcome, ...]:
    """
    Tell what became of each village.

    Parameters
    ----------
    facts
        Clinics, seats.
    time_s
        Time to the nearest clinic [s], shape ``(v,)``, NaN where the place is unknown.
    neighbour_s
        Longest way to a neighbour's clinic [s], inclusive.
    """
    found = []
    for row, seat in enumerate(facts.seat):
        if facts.inside[row]:
            found.append(Outcome.INSIDE)
        elif facts.named[row]:
            found.append(Outcome.NAMED)
        elif seat:
            found.append(Outcome.SEAT)
        elif math.isnan(time_s[row]):
            found.append(Outcome.UNKNOWN)
        else:
            found.append(Outcome.NEIGHBOUR if time_s[row] <= neighbour_s else Outcome.GAP)
    return tuple(found)


def _runs(
    evidence: Evidence,
    reading: Reading,
    target: Target,
    rule: VillageRule,
    facts: VillageFacts,
    time_s: NDArray[np.float64],
) -> tuple[Run, ...]:
    def run(what: Note, tally: Tally) -> Run:
        unknown = (Note("missing.village_list", {}),)
        status, _ = bounded(reading, target, low=tally.low, high=tally.high, unknown=unknown)
        return Run(what, tally.low, status)

    runs = []
    if rule.neighbour_counts:
        for factor in BAND_SPEED_FACTORS:
            at_speed = (
                time_s if factor == 1.0 else _times(evidence, rule, facts, speed_factor=factor)
            )
            found = outcomes(facts, at_speed, rule.neighbour_s)
            runs.append(
                run(Note("run.speed", {"factor": factor}), Tally(found, neighbour_counts=True))
            )
    for counts in (True, False):
        if counts is not rule.neighbour_counts:
            what = Note("run.with_neighbours" if counts else "run.without_neighbours", {})
            runs.append(
                run(what, Tally(outcomes(facts, time_s, rule.neighbour_s), neighbour_counts=counts))
            )
    if any(facts.seat):
        bare = replace(facts, seat=(False,) * len(facts.seat))
        found = outcomes(bare, time_s, rule.neighbour_s)
        runs.append(run(Note("run.no_exemption", {}), Tally(found, rule.neighbour_counts)))
    return tuple(runs)


def _unknown_note(listed: VillageList, tally: Tally) -> list[Note]:
    called = [
        _called(listed, row)
        for row, one in enumerate(tally.outcomes)
        if one is Outcome.UNKNOWN
    ]  # fmt: skip
    if not called:
        return []
    return [Note("missing.village_places", {"count": len(called), "villages": names(called)})]


def _called(listed: VillageList, row: int) -> str:
    one = listed.villages[row]
    return f"{one.township}{one.name}" if one.township else one.name


def _numbers(listed: VillageList, facts: VillageFacts, tally: Tally) -> tuple[Number, ...]:
    counted = Counter(tally.outcomes)
    gaps = [row for row, one in enumerate(tally.outcomes) if one is Outcome.GAP]
    known = facts.people[gaps][~np.isnan(facts.people[gaps])]
    return (
        number("villages", len(tally.outcomes), Unit.VILLAGES),
        number("villages_passing", tally.passing, Unit.VILLAGES),
        *(number(f"villages_{one.value}", counted[one], Unit.VILLAGES) for one in Outcome),
        number("communities_left_out", listed.communities, Unit.AREAS),
        number(
            "people_in_gaps",
            float(known.sum()) if known.size == len(gaps) else math.nan,
            Unit.PEOPLE,
        ),
    )


def _flips(
    target: Target, tally: Tally, time_s: NDArray[np.float64], rule: VillageRule
) -> tuple[Note, ...]:
    if not target.stated:
        return ()
    size = len(tally.outcomes)
    needed = math.ceil(round(target.low * size, 6))
    short = needed - tally.passing
    if short > 0:
        flips = [Note("flip.villages_to_gain", {"count": short})]
        gaps_s = sorted(
            float(time_s[row]) for row, one in enumerate(tally.outcomes) if one is Outcome.GAP
        )
        if rule.neighbour_counts and len(gaps_s) >= short and math.isfinite(gaps_s[short - 1]):
            limit = minutes_message(gaps_s[short - 1])
            flips.append(Note("flip.neighbour_to_pass", {"minutes": limit}))
        return tuple(flips)
    flips = [Note("flip.villages_to_lose", {"count": 1 - short})]
    near_s = sorted(
        (float(time_s[row]) for row, one in enumerate(tally.outcomes) if one is Outcome.NEIGHBOUR),
        reverse=True,
    )
    if rule.neighbour_counts and len(near_s) > -short:
        limit = minutes_message(near_s[-short])
        flips.append(Note("flip.neighbour_to_fail", {"minutes": limit}))
    return tuple(flips)


def _tables(
    listed: VillageList, facts: VillageFacts, tally: Tally, time_s: NDArray[np.float64]
) -> tuple[Table, ...]:
    def row_of(row: int) -> tuple[str | float | None, ...]:
        one = listed.villages[row]
        return (
            one.name,
            one.township,
            f"cell.village_{tally.outcomes[row].value}",
            known(time_s[row]),
            known(facts.people[row]),
        )

    order = {Outcome.GAP: 0, Outcome.UNKNOWN: 1, Outcome.NEIGHBOUR: 2}
    shown = sorted(
        (row for row, one in enumerate(tally.outcomes) if one in order),
        key=lambda row: (order[tally.outcomes[row]], row),
    )
    counted = Counter(tally.outcomes)
    return (
        Table(
            "village_gaps",
            (
                "village_name",
                "village_township",
                "village_outcome",
                "nearest_clinic_s",
                "population_people",
            ),
            tuple(row_of(row) for row in shown),
        ),
        Table(
            "village_outcomes",
            ("village_outcome", "villages_counted"),
            tuple((f"cell.village_{one.value}", counted[one]) for one in Outcome),
        ),
    )


def _notes(listed: VillageList, tally: Tally, rule: VillageRule) -> list[Note]:
    notes = [Note("notes.count_only", {})]
    if listed.communities:
        notes.append(Note("notes.communities_left_out", {"count": listed.communities}))
    if listed.from_register:
        notes.append(Note("notes.villages_from_register", {"count": listed.from_register}))
    if Outcome.NEIGHBOUR in tally.outcomes:
        notes.append(
            Note(
                "notes.neighbour_clinic",
                {
                    "count": tally.outcomes.count(Outcome.NEIGHBOUR),
                    "minutes": minutes_message(rule.neighbour_s),
                    "profile": profile_word(rule.profile),
                },
            )
        )
    if Outcome.SEAT in tally.outcomes:
        notes.append(Note("notes.seat_exempt", {"count": tally.outcomes.count(Outcome.SEAT)}))
    return notes
