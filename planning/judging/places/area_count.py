"""Judging whether every area of a kind has its own facilities."""

from __future__ import annotations

import math

from geo.text import Message
from layers.areas import BANK_LEVEL, AreaSet
from layers.names import same_area_name
from planning.answers import study_notes
from planning.judging.circles.words import names
from planning.judging.counts.bounded import bounded, number, share_target
from planning.judging.evidence import DISTRICT_LEVEL, TOWNSHIP_LEVEL, Evidence
from planning.judging.finding import (
    Finding,
    Number,
    Run,
    Status,
    Table,
    Target,
    Unit,
    cannot_tell,
    settled,
)
from planning.judging.places.area_kinds import KindOfArea, kinds_of_areas
from planning.judging.places.counted_areas import CountedArea, counted_areas, enough
from planning.note import Note
from planning.plan import Goal
from planning.readings.reading import Reading
from planning.readings.rules_place import AreaCountRule, AreaKind
from routing.search import NO_FACILITY

VILLAGE_LEVEL = "village"
_MOST_NAMED = 10


def judge_area_count(
    evidence: Evidence, goal: Goal, reading: Reading, rule: AreaCountRule
) -> Finding:
    """
    Judge whether every area of a kind has its own facilities.

    Facilities are counted in the polygon that they stand in, whatever township they
    state. An institution counts once; branches and what is not open yet are listed and do
    not count. More than one site is a duplicate or what a merger left, and no fault.
    """
    target = share_target(goal, reading)
    areas = evidence.townships
    kinds = kinds_of_areas(areas, evidence.study.register)
    missing = _missing(evidence, rule, areas, kinds)
    if missing:
        return cannot_tell(Unit.SHARE, target, missing, notes=study_notes(evidence.study))
    counted = counted_areas(evidence, rule)
    asked = [one for one in counted if rule.areas in (AreaKind.ANY, one.kind.kind)]
    unknown = [] if rule.areas is AreaKind.ANY else [
        one for one in counted if one.kind.kind is AreaKind.ANY
    ]  # fmt: skip
    passing = sum(one.passes for one in asked)
    # An area of unknown kind is asked about or not: the extremes are that those which fail
    # are all asked about, or those which pass.
    failing = sum(not one.passes for one in unknown)
    low = _share(passing, len(asked) + failing)
    high = _share(passing + len(unknown) - failing, len(asked) + len(unknown) - failing)
    value = _share(passing, len(asked))
    nameless = [_kinds_missing(unknown)] if unknown else []
    if not asked:
        return cannot_tell(
            Unit.SHARE,
            target,
            nameless or [Note("missing.areas_of_kind", {"kind": _kind_word(rule.areas)})],
            notes=study_notes(evidence.study),
        )
    status, left = bounded(reading, target, low=low, high=high, unknown=nameless)
    rows = sorted({row for one in asked for row in one.main})
    return Finding(
        status,
        Unit.SHARE,
        value,
        target,
        formula=Note(
            "formula.area_count",
            {"passing": passing, "areas": len(asked), "kind": _kind_word(rule.areas)},
        ),
        band=(low, high) if unknown else (math.nan, math.nan),
        numbers=_numbers(asked, passing),
        flips=_flips(asked, status, rule),
        runs=_runs(asked, reading, target, rule),
        facilities=tuple(sorted(evidence.study.facilities.id[row] for row in rows)),
        tables=(_table(evidence, asked),),
        missing=left,
        notes=(*([] if left else nameless), *_notes(evidence, rule, asked, areas, kinds)),
    )


def _missing(
    evidence: Evidence, rule: AreaCountRule, areas: AreaSet, kinds: tuple[KindOfArea, ...]
) -> list[Note]:
    levels = set(areas.level)
    coarse = levels & {DISTRICT_LEVEL, VILLAGE_LEVEL, BANK_LEVEL}
    # Areas of another level are townships where every one of them says that it is.
    strange = TOWNSHIP_LEVEL not in levels and any(one.kind is AreaKind.ANY for one in kinds)
    if not len(areas) or coarse or strange:
        return [Note("missing.township_areas", {})]
    if not any(evidence.offering(one).size for one in rule.services):
        return [Note("missing.service", {"service": one}) for one in rule.services]
    uses_people = bool(rule.most_people_each or rule.least_people_each)
    if uses_people and float(evidence.study.demand.population.sum()) <= 0:
        return [Note("missing.population", {})]
    return []


def _kinds_missing(unknown: list[CountedArea]) -> Note:
    return Note(
        "missing.area_kinds",
        {"count": len(unknown), "areas": names([one.name for one in unknown])},
    )


def _kind_word(kind: AreaKind) -> Message:
    return Message(f"ownkind.{kind.value}", {})


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _numbers(asked: list[CountedArea], passing: int) -> tuple[Number, ...]:
    short = sum(max(0, one.needed - len(one.main)) for one in asked)
    return (
        number("areas_asked", len(asked), Unit.AREAS),
        number("areas_passing", passing, Unit.AREAS),
        number("main_sites", sum(len(one.main) for one in asked), Unit.SITES),
        number("shortfall", short, Unit.SITES),
        number("branch_sites", sum(len(one.branches) for one in asked), Unit.SITES),
        number("planned_sites", sum(len(one.coming) for one in asked), Unit.SITES),
        number("more_than_one", sum(len(one.main) > 1 for one in asked), Unit.AREAS),
        number("people_in_areas", math.fsum(one.people for one in asked), Unit.PEOPLE),
    )


def _runs(
    asked: list[CountedArea], reading: Reading, target: Target, rule: AreaCountRule
) -> tuple[Run, ...]:
    """Show what opening everything that is planned or being built would give."""
    if not any(one.coming for one in asked):
        return ()
    passing = sum(
        one.passes or enough(len(one.main) + len(one.coming), one.people, rule) for one in asked
    )
    value = _share(passing, len(asked))
    return (Run(Note("run.planned_open", {}), value, settled(reading, target, value)[0]),)


def _flips(asked: list[CountedArea], status: Status, rule: AreaCountRule) -> tuple[Note, ...]:
    flips = []
    for one in [one for one in asked if not one.passes][:_MOST_NAMED]:
        count = len(one.main)
        most = max(one.needed, rule.least, count) + 1
        more = next((n for n in range(count + 1, most + 1) if enough(n, one.people, rule)), None)
        fewer = next((n for n in range(count - 1, 0, -1) if enough(n, one.people, rule)), None)
        if more is not None:
            fields = {"area": one.name, "more": more - count, "have": count, "needed": more}
            flips.append(Note("flip.area_sites", fields))
        elif fewer is not None:
            flips.append(Note("flip.area_fewer", {"area": one.name, "have": count, "fewer": fewer}))
        else:
            fields = {"area": one.name, "people": one.people, "each": rule.least_people_each}
            flips.append(Note("flip.area_people", fields))
    if status is Status.MET:
        single = [one.name for one in asked if len(one.main) == 1]
        if single:
            flips.append(Note("flip.area_single", {"count": len(single), "areas": names(single)}))
    return tuple(flips)


def _verdict(one: CountedArea) -> str:
    """Word of a cell: a code of the catalogue."""
    if one.neighbour != NO_FACILITY:
        return "cell.neighbour"
    if one.passes:
        return "cell.duplicate" if len(one.main) > 1 else "cell.passes"
    if not one.main and one.branches:
        return "cell.branch_only"
    return "cell.none_inside" if not one.main else "cell.wrong_number"


def _table(evidence: Evidence, asked: list[CountedArea]) -> Table:
    facilities = evidence.study.facilities

    def labels(rows: tuple[int, ...]) -> str:
        return "、".join(facilities.label(row) for row in rows)

    return Table(
        "own_sites",
        (
            *("area", "kind_of_area", "population_people", "facilities", "each_people"),
            *("sites_needed", "own_verdict", "own_names", "branch_sites", "planned_sites"),
            "served_by",
        ),
        tuple(
            (
                one.name,
                f"ownkind.{one.kind.kind.value}",
                one.people,
                len(one.main),
                one.people_each if one.main else None,
                one.needed,
                _verdict(one),
                labels(one.main),
                labels(one.branches),
                labels(one.coming),
                labels((one.neighbour,)) if one.neighbour != NO_FACILITY else "",
            )
            for one in asked
        ),
    )


def _notes(
    evidence: Evidence,
    rule: AreaCountRule,
    asked: list[CountedArea],
    areas: AreaSet,
    kinds: tuple[KindOfArea, ...],
) -> tuple[Note, ...]:
    facilities = evidence.study.facilities
    located = evidence.area_of_facilities()
    moved = [
        facilities.label(row)
        for one in asked
        for row in (*one.main, *one.branches)
        if facilities.township[row]
        and not same_area_name(facilities.township[row], areas.name[located[row]])
    ]
    notes = [Note("notes.count_only", {})]
    if moved:
        notes.append(Note("notes.other_township", {"count": len(moved), "names": names(moved)}))
    once = [
        f"{facilities.label(row)}"
        for one in asked
        for row in one.doubles
    ]  # fmt: skip
    if once:
        notes.append(Note("notes.counted_once", {"count": len(once), "names": names(once)}))
    several = [one.name for one in asked if len(one.main) > 1]
    if several and rule.least == 1:
        notes.append(Note("notes.more_than_one", {"count": len(several), "areas": names(several)}))
    served = [one.name for one in asked if one.neighbour != NO_FACILITY]
    if served:
        notes.append(Note("notes.neighbour_serves", {"count": len(served), "areas": names(served)}))
    if rule.areas is not AreaKind.ANY:
        notes.append(Note("notes.kind_by_code", {}))
    odd = [name for name, kind in zip(areas.name, kinds, strict=True) if kind.contradicted]
    if odd and rule.areas is not AreaKind.ANY:
        notes.append(Note("notes.kind_contradicts", {"count": len(odd), "areas": names(odd)}))
    if TOWNSHIP_LEVEL not in areas.level:
        notes.append(Note("notes.level_for_township", {"level": areas.level[0]}))
    return (*notes, *study_notes(evidence.study))
