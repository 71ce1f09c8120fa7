"""What a study was made of: inputs, population and its scaling, areas, what is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from layers.areas import OUTSIDE, AreaGap, AreaSet
from layers.datum_evidence import DatumEvidence
from layers.demand import Group
from layers.scaling import ScaledArea
from planning.answers import COARSE_DEMAND_PEOPLE
from planning.quality.limits import LEAST_OVERLAP_KM2
from planning.study import InputFile, Study


class Lacking(StrEnum):
    """What a study could have and has not."""

    POPULATION = "population"
    FACILITIES = "facilities"
    AREAS = "areas"
    ELEVATION = "elevation"
    BUILT_UP = "built_up"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class ClaimedTwice:
    """
    Land that two areas of one level both claim.

    Attributes
    ----------
    level
        The level of both.
    first, second
        Their names (codes where they have none); people there count for the first.
    area_km2
        Its size [km2].
    """

    level: str
    first: str
    second: str
    area_km2: float


@dataclass(frozen=True, slots=True)
class ScalingTotal:
    """
    One group's people before and after they were brought to official totals.

    Attributes
    ----------
    group
        A `layers.demand.Group` value.
    areas
        Number of areas that were scaled.
    before, official
        People of these areas, before and as official.
    low, high
        Smallest and largest factor; NaN where no area has one.
    anew
        Areas in which nobody was, so that the people were spread anew.
    """

    group: str
    areas: int
    before: float
    official: float
    low: float
    high: float
    anew: int

    @property
    def factor(self) -> float:
        """Factor of them all together; NaN where nobody was there before."""
        return self.official / self.before if self.before > 0 else math.nan


@dataclass(frozen=True, slots=True)
class SourceQuality:
    """
    Inputs and population of a study.

    Attributes
    ----------
    inputs
        The files.
    rejected
        Rows not taken, by file.
    datum
        Datum of each layer and the evidence for it.
    population, places
        Residents, and the points or cells they stand at.
    population_source
        Where they come from.
    coarse
        Whether so many stand at each point that a share moves in steps.
    groups
        People of each group that is known.
    scaling, scaled
        Official totals, by group and area by area.
    outside_areas
        Residents outside every area of the table; NaN without areas.
    level
        Level of the table; empty without areas.
    levels
        Number of areas by level.
    overlaps, gaps
        Land that two areas of a level claim, or none.
    missing
        What is not there.
    """

    inputs: tuple[InputFile, ...]
    rejected: tuple[tuple[str, int], ...]
    datum: tuple[DatumEvidence, ...]
    population: float
    places: int
    population_source: str
    coarse: bool
    groups: tuple[tuple[Group, float], ...]
    scaling: tuple[ScalingTotal, ...]
    scaled: tuple[ScaledArea, ...]
    outside_areas: float
    level: str
    levels: tuple[tuple[str, int], ...]
    overlaps: tuple[ClaimedTwice, ...]
    gaps: tuple[AreaGap, ...]
    missing: tuple[Lacking, ...]

    @property
    def undecided(self) -> tuple[str, ...]:
        """Layers whose datum the evidence did not decide."""
        return tuple(one.layer for one in self.datum if not one.chosen)

    def years_apart(self) -> float:
        """Years between the oldest and the newest input; NaN where fewer than two say."""
        years = [int(one.vintage[:4]) for one in self.inputs if one.vintage[:4].isdecimal()]
        return float(max(years) - min(years)) if len(years) > 1 else math.nan


def source_quality(study: Study, areas: AreaSet) -> SourceQuality:
    """
    Gather what a study was made of.

    Parameters
    ----------
    study
        The study.
    areas
        Areas of the table; may be empty.
    """
    demand, record = study.demand, study.record
    outside = math.nan
    if len(areas):
        away = areas.locate(demand.lon, demand.lat) == OUTSIDE
        outside = math.fsum(demand.population[away])
    counted = {level: study.areas.level.count(level) for level in study.areas.levels}
    return SourceQuality(
        inputs=study.info.inputs,
        rejected=tuple(one for one in record.rejected if one[1]),
        datum=record.datum,
        population=demand.total,
        places=len(demand),
        population_source=demand.source,
        coarse=demand.total > COARSE_DEMAND_PEOPLE * max(len(demand), 1),
        groups=tuple((one, math.fsum(people)) for one, people in demand.groups.items()),
        scaling=_scaling(record.scaling),
        scaled=record.scaling,
        outside_areas=outside,
        level=areas.level[0] if len(areas) else "",
        levels=tuple(counted.items()),
        overlaps=_overlaps(study.areas),
        gaps=areas.gaps(least_km2=LEAST_OVERLAP_KM2),
        missing=tuple(_missing(study)),
    )


def _overlaps(areas: AreaSet) -> tuple[ClaimedTwice, ...]:
    def named(position: int) -> str:
        return areas.name[position].strip() or areas.code[position]

    return tuple(
        ClaimedTwice(one.level, named(one.first), named(one.second), one.area_km2)
        for one in areas.overlaps(least_km2=LEAST_OVERLAP_KM2)
    )


def _scaling(rows: tuple[ScaledArea, ...]) -> tuple[ScalingTotal, ...]:
    totals = []
    for group in dict.fromkeys(one.group for one in rows):
        mine = [one for one in rows if one.group == group]
        factors = np.array([one.factor for one in mine])
        known = factors[np.isfinite(factors)]
        totals.append(
            ScalingTotal(
                group=group,
                areas=len(mine),
                before=math.fsum(one.before for one in mine),
                official=math.fsum(one.official for one in mine),
                low=float(known.min()) if known.size else math.nan,
                high=float(known.max()) if known.size else math.nan,
                anew=int((~np.isfinite(factors)).sum()),
            )
        )
    return tuple(totals)


def _missing(study: Study) -> list[Lacking]:
    has = {
        Lacking.POPULATION: study.demand.total > 0,
        Lacking.FACILITIES: len(study.facilities) > 0,
        Lacking.AREAS: len(study.areas) > 0,
        Lacking.ELEVATION: study.ways.elevation_m is not None,
        Lacking.BUILT_UP: study.ways.setting is not None,
        Lacking.GROUPS: bool(study.demand.groups),
    }
    return [one for one, there in has.items() if not there]
