"""Rules over areas, villages and named sites."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from layers.facilities import Level, Service
from planning.readings.fields import REQUIRED, Fields
from planning.readings.rules_count import Resource
from routing.search import Direction


class AreaKind(StrEnum):
    """Kinds of township-level areas."""

    ANY = "any"
    STREET = "street"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class AreaCountRule:
    """
    Every area of a kind has enough facilities of its own.

    Attributes
    ----------
    areas
        Streets (街道), towns (镇、乡), or both.
    services
        A facility counts if it offers one of them.
    least
        Facilities that each area needs.
    most_people_each, least_people_each
        People per facility that are still right; 0 sets no bound. An area below the
        lower bound without a facility passes where a neighbour's facility serves it.
    either
        Whether enough facilities *or* the right people per facility passes; both where
        false.
    """

    kind: ClassVar[str] = "area_count"
    areas: AreaKind
    services: tuple[Service, ...]
    least: int
    most_people_each: int
    least_people_each: int
    either: bool

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            areas=fields.choice(AreaKind, "areas", AreaKind.ANY),
            services=fields.services("services", REQUIRED),
            least=fields.whole("least", 1),
            most_people_each=fields.whole("most_people_each", 0),
            least_people_each=fields.whole("least_people_each", 0),
            either=fields.flag("either", default=False),
        )


@dataclass(frozen=True, slots=True)
class AreaServedRule:
    """
    Every township has a facility inside, or its people are near one in the median.

    Attributes
    ----------
    service, profile, direction
        Who must be near, and how.
    median_s
        Most that the median person of a township without one may need [s].
    worst_s
        Most that anybody may need [s].
    worst_counts
        Whether a township fails where anybody needs more than `worst_s`; they are only
        told beside it where false.
    """

    kind: ClassVar[str] = "area_served"
    service: Service
    profile: str
    direction: Direction
    median_s: float
    worst_s: float
    worst_counts: bool = True

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            service=fields.service("service"),
            profile=fields.text("profile"),
            direction=fields.choice(Direction, "direction"),
            median_s=fields.minutes("median_minutes"),
            worst_s=fields.minutes("worst_minutes"),
            worst_counts=fields.flag("worst_counts", default=True),
        )


@dataclass(frozen=True, slots=True)
class VillageRule:
    """
    Every administrative village has a clinic, or a neighbour's within a walk.

    Attributes
    ----------
    service
        What a clinic offers.
    profile, neighbour_s
        How the neighbour's clinic is reached, and within how long [s].
    neighbour_counts
        Whether a village served by a neighbour passes.
    exempt_seat
        Services whose presence in a village exempts it (the seat of a township centre).
    """

    kind: ClassVar[str] = "villages"
    service: Service
    profile: str
    neighbour_s: float
    neighbour_counts: bool
    exempt_seat: tuple[Service, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            service=fields.service("service"),
            profile=fields.text("profile"),
            neighbour_s=fields.minutes("neighbour_minutes"),
            neighbour_counts=fields.flag("neighbour_counts", default=True),
            exempt_seat=fields.services("exempt_seat"),
        )


@dataclass(frozen=True, slots=True)
class SitesRule:
    """
    The sites that the goal names are in the list, open, of a grade, and offer services.

    Attributes
    ----------
    least_level
        Grade that each must have; `Level.UNKNOWN` asks for none.
    offering
        Services that each must offer, all of them.
    count_services
        Whether the services found are counted, not the sites ("three centres at one
        hospital").
    """

    kind: ClassVar[str] = "sites"
    least_level: Level
    offering: tuple[Service, ...]
    count_services: bool

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            least_level=fields.choice(Level, "least_level", Level.UNKNOWN),
            offering=fields.services("offering"),
            count_services=fields.flag("count_services", default=False),
        )


@dataclass(frozen=True, slots=True)
class ProjectRule:
    """
    The goal's projects are located and open; what they add to a service's reach is shown.

    Attributes
    ----------
    service, profile, direction, cutoff_s
        Reach that is compared with and without the projects.
    """

    kind: ClassVar[str] = "projects"
    service: Service
    profile: str
    direction: Direction
    cutoff_s: float

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            service=fields.service("service", Service.HOSPITAL.value),
            profile=fields.text("profile", "car"),
            direction=fields.choice(Direction, "direction", Direction.TO),
            cutoff_s=fields.minutes("minutes", 30),
        )


@dataclass(frozen=True, slots=True)
class InstitutionBedsRule:
    """
    Beds of the goal's sites against the beds that the plan gives each; or against a range.

    Attributes
    ----------
    each
        Whether the goal's figure is for each site; for their sum where false.
    """

    kind: ClassVar[str] = "institution_beds"
    each: bool

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(each=fields.flag("each", default=False))


@dataclass(frozen=True, slots=True)
class BalanceRule:
    """
    What a head has on the worse side of a barrier, as a share of the better side.

    Attributes
    ----------
    level
        Level of the areas that are the sides, such as ``"bank"``.
    resource
        What is compared per 1,000 people.
    service, profile, direction, cutoff_s
        Reach that is compared too.
    least_ratio
        Ratio that passes, 0-1: a choice.
    holders
        Kinds of facilities whose resource is compared; empty takes all that give medical
        care, so that no bed of a home for the elderly is a hospital bed.
    """

    kind: ClassVar[str] = "balance"
    level: str
    resource: Resource
    service: Service
    profile: str
    cutoff_s: float
    least_ratio: float
    direction: Direction = Direction.TO
    holders: tuple[Service, ...] = ()

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            level=fields.text("level"),
            resource=fields.choice(Resource, "resource"),
            service=fields.service("service"),
            profile=fields.text("profile", "car"),
            cutoff_s=fields.minutes("minutes"),
            least_ratio=fields.share("least_ratio"),
            direction=fields.choice(Direction, "direction", Direction.TO),
            holders=fields.services("holders"),
        )


@dataclass(frozen=True, slots=True)
class MobileRule:
    """
    Places of few people far from their health centre: candidates for mobile care.

    Attributes
    ----------
    service, profile, beyond_s
        What is far: more than `beyond_s` [s] away.
    most_people
        Places with more people than this are no candidates.
    """

    kind: ClassVar[str] = "mobile_care"
    service: Service
    profile: str
    beyond_s: float
    most_people: int

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            service=fields.service("service"),
            profile=fields.text("profile"),
            beyond_s=fields.minutes("beyond_minutes"),
            most_people=fields.whole("most_people", least=1),
        )


@dataclass(frozen=True, slots=True)
class NearRule:
    """
    Each facility of one kind has one of another kind within some metres.

    Attributes
    ----------
    of, has
        The facilities looked at, and what must be near each.
    within_m
        Straight-line distance [m], inclusive.
    tried_m
        Other distances that are shown beside it [m].
    """

    kind: ClassVar[str] = "near"
    of: Service
    has: Service
    within_m: float
    tried_m: tuple[float, ...] = ()

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        tried = fields.take("tried_m", [])
        if not isinstance(tried, list):
            raise fields.bad("tried_m", "[50, 200]", tried)
        return cls(
            of=fields.service("of"),
            has=fields.service("has"),
            within_m=fields.number("within_m"),
            tried_m=tuple(
                Fields({"tried_m": one}, fields.place).number("tried_m") for one in tried
            ),
        )
