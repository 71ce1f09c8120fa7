"""Rules of arithmetic: indicators, densities, fleets, counts and shares of institutions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from layers.demand import Group
from layers.facilities import Level, Service
from planning.readings.fields import REQUIRED, Fields


class Resource(StrEnum):
    """A number that a facility list may hold."""

    BEDS = "beds"
    DOCTORS = "doctors"
    STAFF = "staff"
    VEHICLES = "vehicles"


@dataclass(frozen=True, slots=True)
class Eligible:
    """
    Which facilities a rule looks at: those that offer any of some services, of some grade.

    Attributes
    ----------
    services
        A facility must offer one of them; empty means any facility.
    least_level, most_level
        Lowest and highest grade (`Level.UNKNOWN` sets no bound); a facility of unknown
        grade is not eligible where there is a bound, and that is said.
    """

    services: tuple[Service, ...] = ()
    least_level: Level = Level.UNKNOWN
    most_level: Level = Level.UNKNOWN

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take ``services``, ``least_level``, ``most_level``."""
        return cls(
            services=fields.services("services"),
            least_level=fields.choice(Level, "least_level", Level.UNKNOWN),
            most_level=fields.choice(Level, "most_level", Level.UNKNOWN),
        )


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """The user's own figure, from the indicator table, is held against the plan's."""

    kind: ClassVar[str] = "indicator"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take no key."""
        del fields
        return cls()


@dataclass(frozen=True, slots=True)
class DensityRule:
    """
    A resource of the facility list per so many people of the study.

    Attributes
    ----------
    resource, eligible
        What is summed, over which facilities.
    per
        1,000, 10,000 or 100,000 people.
    group
        Whose people are the denominator.
    """

    kind: ClassVar[str] = "density"
    resource: Resource
    eligible: Eligible
    per: int
    group: Group

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            resource=fields.choice(Resource, "resource"),
            eligible=Eligible.read(fields),
            per=fields.whole("per", least=1),
            group=fields.choice(Group, "group", Group.ALL),
        )


@dataclass(frozen=True, slots=True)
class FleetRule:
    """
    Vehicles at bases against one for so many people: required = ceil(people / base).

    Attributes
    ----------
    service
        Whose vehicles count.
    people_per_vehicle
        Base figure [persons].
    tried
        Other base figures that are shown beside it.
    """

    kind: ClassVar[str] = "fleet"
    service: Service
    people_per_vehicle: int
    tried: tuple[int, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        tried = fields.take("tried", [])
        if not isinstance(tried, list):
            raise fields.bad("tried", "[20000, 50000]", tried)
        return cls(
            service=fields.service("service"),
            people_per_vehicle=fields.whole("people_per_vehicle", least=1),
            tried=tuple(Fields({"n": one}, fields.place).whole("n", least=1) for one in tried),
        )


@dataclass(frozen=True, slots=True)
class FacilityCountRule:
    """
    Number of facilities of the list that are eligible and offer everything asked for.

    Attributes
    ----------
    eligible
        Which facilities are looked at.
    offering
        Services that each must offer, all of them.
    named_only
        Whether only the goal's own sites are looked at.
    """

    kind: ClassVar[str] = "facility_count"
    eligible: Eligible
    offering: tuple[Service, ...]
    named_only: bool

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(
            eligible=Eligible.read(fields),
            offering=fields.services("offering"),
            named_only=fields.flag("named_only", default=False),
        )


@dataclass(frozen=True, slots=True)
class FacilityShareRule:
    """
    Share of the eligible facilities that offer a service.

    Attributes
    ----------
    eligible
        The denominator.
    offering
        Services that each must offer, all of them: the numerator.
    """

    kind: ClassVar[str] = "facility_share"
    eligible: Eligible
    offering: tuple[Service, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take the rule's keys."""
        return cls(eligible=Eligible.read(fields), offering=fields.services("offering", REQUIRED))


@dataclass(frozen=True, slots=True)
class SilentRule:
    """An outcome, a process or money: geography cannot decide it; the row is kept and listed."""

    kind: ClassVar[str] = "not_computable"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take no key."""
        del fields
        return cls()
