"""Plans as data: goals with their words, and readings that make them computable.

No plan defines its circles, so a reading is a named, printed choice: who must reach
what, by which mode and direction, within how long, for which share of whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import DataUnavailableError, InputError
from geo.units import seconds_from_minutes
from layers.facilities import Service, read_service
from routing.search import Direction


@dataclass(frozen=True, slots=True)
class Reading:
    """
    One way to make a goal computable.

    Attributes
    ----------
    id
        Name, unique within the goal.
    title
        Title by language.
    service
        What must be reached, or must reach.
    profile, direction
        How, and who moves.
    cutoff_s
        Limit [s], inclusive.
    pass_share
        Share of all residents that passes, 0-1.
    pass_source
        Where that share comes from: the plan is silent, so it is a marked choice.
    """

    id: str
    title: Mapping[str, str]
    service: Service
    profile: str
    direction: Direction
    cutoff_s: float
    pass_share: float
    pass_source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Goal:
    """
    One goal of a plan.

    Attributes
    ----------
    id
        Identity of the source row, such as ``"YC-01"``.
    title
        Title by language.
    phrase
        The plan's own words.
    section
        Where they stand.
    readings
        The first decides, the others are rivals shown beside it.
    """

    id: str
    title: Mapping[str, str]
    phrase: str
    section: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A district's plan.

    Attributes
    ----------
    name
        Identifier, such as ``"yongchuan"``.
    title
        Title by language.
    document
        Number and date of the source.
    period
        Years it is for.
    goals
        Goals that can be checked, in the source's order.
    """

    name: str
    title: Mapping[str, str]
    document: str
    period: str
    goals: tuple[Goal, ...]

    def goal(self, goal_id: str) -> Goal:
        """
        Find a goal by its id.

        Raises
        ------
        DataUnavailableError
            If the plan has no such goal; the message lists those it has.
        """
        for goal in self.goals:
            if goal.id == goal_id:
                return goal
        raise DataUnavailableError(
            "plan.unknown_goal",
            goal=goal_id,
            plan=self.name,
            known=", ".join(goal.id for goal in self.goals),
        )

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> Plan:
        """
        Build a plan from the tables of its TOML file.

        Raises
        ------
        InputError
            If a key is missing or a value is out of its range; the message names it.
        """
        name = str(table.get("name", "?"))
        try:
            goals = tuple(_goal(row) for row in table["goals"])
            plan = cls(
                name=str(table["name"]),
                title=_bilingual(table["title"]),
                document=str(table["document"]),
                period=str(table["period"]),
                goals=goals,
            )
        except KeyError as fault:
            raise InputError("plan.key_missing", plan=name, key=str(fault)) from fault
        except (TypeError, AttributeError) as fault:
            raise InputError("plan.bad_value", plan=name, what=str(fault)) from fault
        except ValueError as fault:
            if isinstance(fault, InputError):
                raise
            raise InputError("plan.bad_value", plan=name, what=str(fault)) from fault
        ids = [goal.id for goal in goals]
        if len(set(ids)) != len(ids):
            raise InputError("plan.double_goal", plan=name)
        return plan


def _bilingual(table: Mapping[str, str]) -> Mapping[str, str]:
    return {"zh": str(table["zh"]), "en": str(table["en"])}


def _goal(row: Mapping[str, Any]) -> Goal:
    readings = tuple(_reading(one) for one in row["readings"])
    if not readings:
        raise InputError("plan.no_reading", goal=str(row["id"]))
    return Goal(
        id=str(row["id"]),
        title=_bilingual(row["title"]),
        phrase=str(row["phrase"]),
        section=str(row["section"]),
        readings=readings,
    )


def _reading(row: Mapping[str, Any]) -> Reading:
    pass_share = float(row["pass_share"])
    if not 0 < pass_share <= 1:
        raise InputError("plan.bad_share", reading=str(row["id"]), value=pass_share)
    return Reading(
        id=str(row["id"]),
        title=_bilingual(row["title"]),
        service=read_service(str(row["service"])),
        profile=str(row["profile"]),
        direction=Direction(str(row["direction"])),
        cutoff_s=seconds_from_minutes(float(row["minutes"])),
        pass_share=pass_share,
        pass_source=_bilingual(row["pass_source"]),
    )
