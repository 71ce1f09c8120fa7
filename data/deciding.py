"""Deciding: what a decisions file does to a facility list, whatever the order of its rows."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from data.import_report import ImportReport
from geo.errors import InputError
from geo.text import Message
from layers.doubles import PossibleDouble
from layers.facilities import FacilitySet
from layers.uniting import Difference, unite_rows

SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class PairDecision:
    """
    What the user decided of two rows.

    Attributes
    ----------
    first, second
        Their ids.
    first_name, second_name
        Their names when the file was written; they tell an id that a spreadsheet changed.
    same
        Whether they are one.
    keep
        Id that stays; empty for the first.
    row
        Row of the decisions file.
    """

    first: str
    second: str
    first_name: str
    second_name: str
    same: bool
    keep: str
    row: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """
    A decisions file.

    Attributes
    ----------
    source
        Name of the file.
    pairs
        Decisions on pairs, in the order of the rows; what is open is left out.
    plan
        Facility id by plan name, `NO_ROW` where the list has none.
    """

    source: str
    pairs: tuple[PairDecision, ...] = ()
    plan: tuple[tuple[str, str], ...] = ()


def mark_doubles(
    doubles: Iterable[PossibleDouble], decisions: Decisions, facilities: FacilitySet
) -> tuple[PossibleDouble, ...]:
    """
    Write the decisions into the pairs that were found.

    Parameters
    ----------
    doubles
        Pairs, as `layers.doubles.find_doubles` found them in `facilities`.
    decisions
        The file.
    facilities
        The list before `apply_decisions`.

    Returns
    -------
    doubles
        The same pairs; those of one united group are the same, also over a third.
    """
    decisions = _with_known_ids(facilities, decisions, ImportReport())
    group = {one: whole.members[0] for whole in grouped(decisions) for one in whole.members}
    said = {frozenset((one.first, one.second)): one.same for one in decisions.pairs}

    def decided(one: PossibleDouble) -> str:
        pair = frozenset((one.first, one.second))
        if pair in said:
            return SAME if said[pair] else DIFFERENT
        united = one.first in group and group[one.first] == group.get(one.second)
        return SAME if united else one.decision

    return tuple(replace(one, decision=decided(one)) for one in doubles)


def apply_decisions(
    facilities: FacilitySet, decisions: Decisions
) -> tuple[FacilitySet, ImportReport]:
    """
    Unite the rows that were decided to be one facility.

    The row that is kept keeps what it says; services are united, the other names become
    aliases, what it does not know it takes from the others (in the order of their ids).
    Numbers are never added up. Ids that the list has no more are remarked and passed over.

    Returns
    -------
    facilities, report
        The rows that stay, in their order, and what was done.

    Raises
    ------
    InputError
        If decisions contradict each other.
    """
    report = ImportReport()
    decisions = _with_known_ids(facilities, decisions, report)
    row_of = {one: row for row, one in enumerate(facilities.id)}
    groups: list[tuple[int, list[int]]] = []
    for group in grouped(decisions):
        present = [one for one in group.members if one in row_of]
        if len(present) > 1:
            kept = group.kept(row_of)
            groups.append((row_of[kept], [row_of[one] for one in present if one != kept]))
    groups.sort()
    for kept_row, others in groups:
        report.note(
            "import.united",
            kept=facilities.id[kept_row],
            name=facilities.label(kept_row),
            others=", ".join(facilities.id[row] for row in others),
        )
    united, differences = unite_rows(facilities, groups)
    _note_differences(differences, report)
    return united, report


def plan_choices(facilities: FacilitySet, decisions: Decisions) -> dict[str, str]:
    """
    Tell which row each facility of the plan was decided to be.

    Parameters
    ----------
    facilities
        The list before `apply_decisions`.
    decisions
        The file.

    Returns
    -------
    choices
        Id by plan name: that of the kept row where the chosen one was united with it.
    """
    decisions = _with_known_ids(facilities, decisions, ImportReport())
    kept_of: dict[str, str] = {}
    there = set(facilities.id)
    for group in grouped(decisions):
        if not there.isdisjoint(group.members):
            kept_of |= dict.fromkeys(group.members, group.kept(there))
    return {name: kept_of.get(one, one) for name, one in decisions.plan}


@dataclass(frozen=True, slots=True)
class _Group:
    """Ids that are one facility, sorted, and the decisions that say so."""

    members: tuple[str, ...]
    pairs: tuple[PairDecision, ...]
    chosen: str

    def kept(self, there: Container[str]) -> str:
        """
        Id that stays of those in a list: the one that was named, or the first of a pair.

        Where pairs disagree on who is first, and where the one to keep is not in the list
        any more, the lowest id stays.
        """
        if self.chosen and self.chosen in there:
            return self.chosen
        seconds = {one.first if one.keep == one.second else one.second for one in self.pairs}
        present = [one for one in self.members if one in there]
        return next((one for one in present if one not in seconds), present[0])


def grouped(decisions: Decisions) -> list[_Group]:
    """
    Put ids together that are one facility, also over a third, in the order of the ids.

    Raises
    ------
    InputError
        If two ids of a group were decided to be different, or if it has two to keep.
    """
    leader: dict[str, str] = {}

    def find(one: str) -> str:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    same = [pair for pair in decisions.pairs if pair.same]
    for pair in same:
        low, high = sorted((find(pair.first), find(pair.second)))
        leader[high] = low
    for pair in decisions.pairs:
        if not pair.same and find(pair.first) == find(pair.second):
            raise InputError(
                "decisions.contradiction",
                path=decisions.source,
                row=pair.row,
                first=pair.first,
                second=pair.second,
            )
    members: dict[str, set[str]] = {}
    pairs: dict[str, list[PairDecision]] = {}
    for pair in same:
        lead = find(pair.first)
        members.setdefault(lead, set()).update((pair.first, pair.second))
        pairs.setdefault(lead, []).append(pair)
    return [
        _Group(
            tuple(sorted(members[lead])), tuple(pairs[lead]), _chosen(decisions.source, pairs[lead])
        )
        for lead in sorted(members)
    ]


def _chosen(source: str, pairs: Sequence[PairDecision]) -> str:
    """
    Id that the user named to keep and that gives way to no other; empty where none is named.

    Raises
    ------
    InputError
        If there are two, or if each gives way to another.
    """
    named = [one for one in pairs if one.keep]
    losers = {one.first if one.keep == one.second else one.second for one in named}
    winners = {one.keep for one in named} - losers
    if named and len(winners) != 1:
        raise InputError(
            "decisions.two_kept",
            path=source,
            rows=", ".join(str(one.row) for one in named),
            ids=", ".join(sorted({one.keep for one in named})),
        )
    return next(iter(winners), "")


def _with_known_ids(
    facilities: FacilitySet, decisions: Decisions, report: ImportReport
) -> Decisions:
    """Undo what a spreadsheet did to ids, and remark those that the list does not have."""
    there = set(facilities.id)
    bare: dict[tuple[str, str], list[str]] = {}
    for one, name in zip(facilities.id, facilities.name, strict=True):
        bare.setdefault((_bare(one), name), []).append(one)

    def known(one: str, name: str) -> str:
        like = bare.get((_bare(one), name), [])
        return like[0] if one not in there and len(like) == 1 else one

    pairs = []
    for pair in decisions.pairs:
        first = known(pair.first, pair.first_name)
        second = known(pair.second, pair.second_name)
        keep = {pair.first: first, pair.second: second}.get(pair.keep, pair.keep)
        pairs.append(replace(pair, first=first, second=second, keep=keep))
    missing = sorted({one for pair in pairs for one in (pair.first, pair.second)} - there)
    if missing:
        report.note(
            "import.decisions_without_row",
            path=decisions.source,
            count=len(missing),
            ids=", ".join(missing[:3]),
        )
    return replace(decisions, pairs=tuple(pairs))


def _bare(one: str) -> str:
    """An id as a spreadsheet leaves it that took it for a number."""
    return one.lstrip("0").removesuffix(".0") if one.replace(".", "", 1).isdecimal() else one


def _note_differences(differences: Sequence[Difference], report: ImportReport) -> None:
    for one in differences:
        report.note(
            "import.united_differ",
            kept=one.kept,
            other=one.other,
            column=Message(f"facilities.column.{one.column}", {}),
            ours=one.ours,
            theirs=one.theirs,
        )
