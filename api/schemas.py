"""What the service is asked: bodies of requests, checked at the door."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.commands_ask import default_direction
from geo.units import LONGEST_CUTOFF_S, SECONDS_PER_MINUTE, seconds_from_minutes
from layers.demand import Group
from layers.facilities import Service
from planning.supply_question import FillOrder, Resource, SupplyMethod
from routing.search import Direction

MOST_MINUTES = LONGEST_CUTOFF_S / SECONDS_PER_MINUTE
Minutes = Annotated[
    float,
    Field(gt=0, le=MOST_MINUTES, allow_inf_nan=False, description="Limit in minutes, inclusive"),
]


class CoverageQuestion(BaseModel):
    """Who is within some minutes of a service."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"service": "hospital", "minutes": 15}]},
    )

    service: Service
    minutes: Minutes
    profile: str = "car"
    direction: Direction | None = Field(
        default=None, description="'to' the facility or 'from' it; by profile where absent"
    )
    group: Group = Field(default=Group.ALL, description="Whose people are counted")
    by: str | None = Field(default=None, description="Level of the areas of the table")

    def direction_or_default(self) -> Direction:
        """Choose who moves, by profile where the caller does not say."""
        return self.direction or default_direction(self.profile)


class IsochroneQuestion(BaseModel):
    """What ground is within some minutes of a place."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"location": [105.89, 29.35], "minutes": [5, 10, 15]}]},
    )

    location: Annotated[
        tuple[
            Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)],
            Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)],
        ],
        Field(description="[longitude, latitude] in degrees, WGS-84"),
    ]
    minutes: Annotated[list[Minutes], Field(min_length=1, max_length=10)]
    direction: Direction = Direction.FROM


class SupplyQuestion(BaseModel):
    """What people have of a resource within reach, and how unevenly."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"resource": "beds", "service": "hospital", "method": "e2sfca"}]
        },
    )

    resource: Resource = Resource.BEDS
    service: Service | None = Field(
        default=None, description="Whose facilities count; all that have the number where absent"
    )
    method: SupplyMethod = SupplyMethod.ENHANCED
    minutes: Minutes | None = Field(
        default=None,
        description="30 where absent; 60 for 3sfca; no limit for catchment and gravity",
    )
    profile: str = "car"
    direction: Direction | None = Field(
        default=None, description="'to' the facility or 'from' it; by profile where absent"
    )
    group: Group = Field(default=Group.ALL, description="Among whom it is shared out")
    by: str | None = Field(default=None, description="Level of the areas of the table")
    order: FillOrder | None = Field(default=None, description="Of capacity: who is filled first")
    half_life_minutes: Minutes | None = Field(default=None, description="Of gravity")
    people_per_unit: float | None = Field(
        default=None,
        gt=0,
        allow_inf_nan=False,
        description="Of capacity: people whom one unit can take; the study's mean where absent",
    )

    def direction_or_default(self) -> Direction:
        """Choose who moves, by profile where the caller does not say."""
        return self.direction or default_direction(self.profile)

    def seconds(self) -> tuple[float | None, float | None]:
        """Give limit and half-life in seconds."""
        return (
            None if self.minutes is None else seconds_from_minutes(self.minutes),
            None
            if self.half_life_minutes is None
            else seconds_from_minutes(self.half_life_minutes),
        )
