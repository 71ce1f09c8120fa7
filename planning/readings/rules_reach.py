"""The rule of a circle: who must be reached, over which legs, within how long."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from layers.demand import Group
from layers.facilities import Service
from planning.readings.fields import Fields
from routing.search import Direction


class Where(StrEnum):
    """Which homes a rule is about."""

    ALL = "all"
    BUILT_UP = "built_up"
    RURAL = "rural"


class Clock(StrEnum):
    """A time that passes while nobody travels."""

    CALL = "call"
    TURNOUT = "turnout"
    SCENE = "scene"
    HANDOVER = "handover"
    PARKING = "parking"
    PREPARATION = "preparation"
    DOOR_TO_NEEDLE = "door_to_needle"


@dataclass(frozen=True, slots=True)
class Constant:
    """
    A fixed time of a chain, and the values that its sensitivity is shown at.

    Attributes
    ----------
    clock
        What passes.
    time_s
        How long [s].
    tried_s
        Other values [s].
    """

    clock: Clock
    time_s: float
    tried_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Leg:
    """
    One stretch of travel between a home and the facility that serves it best.

    Attributes
    ----------
    service
        What the facility must offer.
    profile, direction
        How, and who moves.
    profile_built_up
        Profile for homes on built-up land; the same as `profile` where it makes no
        difference.
    """

    service: Service
    profile: str
    direction: Direction
    profile_built_up: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the keys of a leg."""
        profile = fields.text("profile")
        return cls(
            service=fields.service("service"),
            profile=profile,
            direction=fields.choice(Direction, "direction"),
            profile_built_up=fields.text("profile_built_up", profile),
        )


@dataclass(frozen=True, slots=True)
class ReachRule:
    """
    The sum of constants and legs is within a limit for a share of a group.

    Each leg goes to (or comes from) its own best facility: an ambulance base and the
    hospital it drives to are chosen apart.

    Attributes
    ----------
    legs
        At least one.
    constants
        Times in which nobody travels.
    cutoff_s
        Limit of the sum [s], inclusive.
    group, where
        Whose people are counted, and where they live.
    pass_share
        Share that passes, 0-1: a choice, as no plan states one.
    without_sites
        Whether the share without the goal's own sites is shown beside it.
    """

    kind: ClassVar[str] = "reach"
    legs: tuple[Leg, ...]
    constants: tuple[Constant, ...]
    cutoff_s: float
    group: Group
    where: Where
    pass_share: float
    without_sites: bool = False

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys; one leg may be written without a list."""
        if fields.has("legs"):
            parts = fields.tables("legs")
            legs = tuple(Leg.read(one) for one in parts)
            for one in parts:
                one.done()
        else:
            legs = (Leg.read(fields),)
        if not legs:
            raise fields.bad("legs", "[[legs]]", [])
        constants = []
        for one in fields.tables("constants"):
            tried = one.take("tried_minutes", [])
            if not isinstance(tried, list):
                raise one.bad("tried_minutes", "[2, 5]", tried)
            constants.append(
                Constant(
                    clock=one.choice(Clock, "clock"),
                    time_s=one.minutes("minutes"),
                    tried_s=tuple(
                        Fields({"tried_minutes": value}, one.place).minutes("tried_minutes")
                        for value in tried
                    ),
                )
            )
            one.done()
        return cls(
            legs=legs,
            constants=tuple(constants),
            cutoff_s=fields.minutes("minutes"),
            group=fields.choice(Group, "group", Group.ALL),
            where=fields.choice(Where, "where", Where.ALL),
            pass_share=fields.share("pass_share"),
            without_sites=fields.flag("without_sites", default=False),
        )
