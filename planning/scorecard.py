"""The scorecard of a plan: how many goals are met, and what is missing to tell the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planning.note import Note
from planning.plan import Goal
from planning.plan_rows import Computable, Standing
from planning.verdict import Status, Verdict, goal_status, outcome


class Needed(StrEnum):
    """Sort of input that would let a goal be told; ``needed.*`` in the catalogue words it."""

    FACILITIES = "facilities"
    INDICATORS = "indicators"
    POPULATION = "population"
    AREAS = "areas"
    LAND = "land"
    ROADS = "roads"
    PLAN = "plan"
    OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class GoalCard:
    """
    One goal with all its verdicts.

    Attributes
    ----------
    goal
        The goal.
    verdicts
        One for each of its readings, in their order; at least one.
    """

    goal: Goal
    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> bool:
        """Whether it decides the outcome: it has a headline and can be computed."""
        return any(one.counts for one in self.verdicts)

    @property
    def computable(self) -> bool:
        """Whether geography or arithmetic can decide it at all."""
        return self.goal.row.computable is not Computable.NOT_COMPUTABLE

    @property
    def binding(self) -> bool:
        """Whether the plan calls it binding."""
        return self.goal.row.attribute is Standing.BINDING

    @property
    def status(self) -> Status:
        """What its headlines say together; cannot tell where it has none."""
        headlines = tuple(one for one in self.verdicts if one.headline)
        return goal_status(headlines) if headlines else Status.CANNOT_TELL

    @property
    def headline(self) -> Verdict:
        """The first headline that says what the goal comes to; the first reading if none does."""
        return next(
            (one for one in self.verdicts if one.headline and one.status is self.status),
            self.verdicts[0],
        )

    @property
    def rivals(self) -> tuple[Verdict, ...]:
        """Every reading but the headline, in their order."""
        return tuple(one for one in self.verdicts if one is not self.headline)

    @property
    def disputed(self) -> bool:
        """Whether some reading that can be told says otherwise than the goal does."""
        told = {one.status for one in self.verdicts} - {Status.CANNOT_TELL}
        return bool(told - {self.status})

    @property
    def missing(self) -> tuple[Note, ...]:
        """What its undecided headlines lack, each once."""
        lacking = (
            note
            for one in self.verdicts
            if one.headline and one.status is Status.CANNOT_TELL
            for note in one.missing
        )
        return unique_notes(lacking)


@dataclass(frozen=True, slots=True)
class Tally:
    """
    Goals that count, by what their verdicts say.

    Attributes
    ----------
    met, not_met, cannot_tell
        Numbers of goals.
    """

    met: int = 0
    not_met: int = 0
    cannot_tell: int = 0

    @property
    def total(self) -> int:
        """Goals that count."""
        return self.met + self.not_met + self.cannot_tell

    @property
    def outcome(self) -> Status:
        """Not met if any goal is, cannot tell if any cannot be told or there is none, else met."""
        if self.not_met:
            return Status.NOT_MET
        return Status.MET if self.met and not self.cannot_tell else Status.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class MissingInput:
    """
    An input that goals lack.

    Attributes
    ----------
    needed
        Sort of input.
    notes
        What exactly is missing, each once, in the plan's order.
    goals
        Ids of the goals that lack it.
    alone
        Those among them that lack nothing else: the input would decide them.
    """

    needed: Needed
    notes: tuple[Note, ...]
    goals: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scorecard:
    """
    How a plan comes out.

    Attributes
    ----------
    goals
        Every goal with its verdicts, in the plan's order.
    """

    goals: tuple[GoalCard, ...]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Scorecard:
        """Gather verdicts by goal."""
        gathered: dict[str, list[Verdict]] = {}
        for one in verdicts:
            gathered.setdefault(one.goal.id, []).append(one)
        return cls(tuple(GoalCard(found[0].goal, tuple(found)) for found in gathered.values()))

    @property
    def counting(self) -> tuple[GoalCard, ...]:
        """Goals that decide the outcome."""
        return tuple(one for one in self.goals if one.counts)

    @property
    def silent(self) -> tuple[GoalCard, ...]:
        """Goals that are listed and never count."""
        return tuple(one for one in self.goals if not one.counts)

    @property
    def whole(self) -> Tally:
        """All goals that count."""
        return tally(self.counting)

    @property
    def binding(self) -> Tally:
        """Goals that count and that the plan calls binding."""
        return tally(one for one in self.counting if one.binding)

    @property
    def by_class(self) -> Mapping[Computable, Tally]:
        """Goals that count, by what they are computed from; classes without any are left out."""
        found = {
            kind: tally(one for one in self.counting if one.goal.row.computable is kind)
            for kind in Computable
        }
        return {kind: one for kind, one in found.items() if one.total}

    @property
    def outcome(self) -> Status:
        """What the plan comes to."""
        return outcome(tuple(one for card in self.goals for one in card.verdicts))

    @property
    def missing(self) -> tuple[MissingInput, ...]:
        """What is missing to tell the rest; the input that would decide most goals first."""
        lacking = {
            card.goal.id: card.missing
            for card in self.counting
            if card.status is Status.CANNOT_TELL
        }
        sorts = {name: {needed_for(one) for one in notes} for name, notes in lacking.items()}
        found = [
            MissingInput(
                needed=needed,
                notes=unique_notes(
                    note
                    for notes in lacking.values()
                    for note in notes
                    if needed_for(note) is needed
                ),
                goals=tuple(name for name, needs in sorts.items() if needed in needs),
                alone=tuple(name for name, needs in sorts.items() if needs == {needed}),
            )
            for needed in Needed
        ]
        wanted = [one for one in found if one.goals]
        return tuple(sorted(wanted, key=lambda one: (-len(one.alone), -len(one.goals))))


def tally(cards: Iterable[GoalCard]) -> Tally:
    """Count goals by what their verdicts say."""
    found = [one.status for one in cards]
    return Tally(*(found.count(one) for one in (Status.MET, Status.NOT_MET, Status.CANNOT_TELL)))


def unique_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Take each note once, in the order of first appearance."""
    return tuple(
        {(one.code, str(sorted(one.fields.items(), key=str))): one for one in notes}.values()
    )


_CODES = {
    Needed.FACILITIES: (
        "service list_of list_inside resource_anywhere resource_number count_beds "
        "count_column count_grades count_none_eligible count_numbers count_sites "
        "count_vehicles projects_listed projects_status projects_works site_choice "
        "site_level sites_listed"
    ),
    Needed.INDICATORS: (
        "count_divide count_fewest count_indicator count_kind_of_beds count_multiply "
        "count_official count_one_year count_refused"
    ),
    Needed.POPULATION: "group population people_there people_in_townships second_side",
    Needed.AREAS: (
        "banks sides township_areas area_kinds areas_of_kind village_list village_places"
    ),
    Needed.LAND: "built_up",
    Needed.ROADS: "roads",
    Needed.PLAN: (
        "target target_fact target_shown count_no_sites count_other_figure count_start "
        "grade_asked projects_named services_asked sites_named sites_none projects_none"
    ),
    Needed.OTHER: "count_environment count_finance count_other count_outcome count_process",
}
NEEDED_FOR: Mapping[str, Needed] = {
    f"missing.{name}": needed for needed, names in _CODES.items() for name in names.split()
}
"""Sort of input that each ``missing.*`` message asks for."""


def needed_for(note: Note) -> Needed:
    """Tell which sort of input a missing thing belongs to."""
    return NEEDED_FOR.get(note.code, Needed.OTHER)
