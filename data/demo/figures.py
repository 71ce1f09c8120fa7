"""The indicator table of a demonstration: a modelled value of 2025 for nearly every row.

Values lie between the plan's figure of 2020 and a little beyond its goal, so that some goals
are met and some are not; about a tenth is missing. What the facility list itself states (beds,
doctors, ambulances, health centres, village clinics) is computed from it, so that the two agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from data.demo.rules import District
from geo.text import Lang, text
from layers.demand import DemandSurface
from layers.facilities import FacilitySet, Service
from planning.indicator_units import Thing, Unit, UnitKind
from planning.indicators import WHOLE_DISTRICT, IndicatorTable
from planning.plan_figures import Comparator, Form
from planning.plan_rows import Need, PlanRow, PlanRows

YEAR = 2025
_MISSING_SHARE = 0.1
_PROJECT_KNOWN_SHARE = 0.6
_FROM, _TO = 0.45, 1.2
"""A value lies this share of the way from the figure of 2020 to the goal."""
_EXACT_SHARE = 0.6
_BASELINE_SHARE = 0.7
"""Where the plan gives no figure of 2020, this share of the goal stands for it."""
_FEW, _FEW_FROM = 2, 0.65
_EACH_FROM, _EACH_SPAN = 0.75, 0.25
_PERCENT = 100.0
_ALL_BEDS = ("每千人口医疗卫生机构床位数", "每千人口医疗机构床位数", "每千人口床位数")
_ALL_DOCTORS = "每千人口执业（助理）医师数"


def model_indicators(
    district: District, rows: PlanRows, facilities: FacilitySet, demand: DemandSurface
) -> IndicatorTable:
    """
    Model the indicators of a plan.

    Parameters
    ----------
    facilities
        Those inside the district; planned ones are not counted.
    demand
        Residents.
    """
    random = district.random(14)
    stated = stated_by_list(district, rows, facilities, demand)
    source = " / ".join(text("demo.indicator_source", lang) for lang in (Lang.ZH, Lang.EN))
    names: list[str] = []
    values: list[float] = []
    units: list[str] = []
    for row in rows.of(Need.NEEDED, Need.OPTIONAL):
        drawn = [_value(row, part, random) for part in range(len(row.indicators))]
        chance = random.uniform()
        if row.need is Need.OPTIONAL:
            kept = "T-PROJECT" in row.tests and chance < _PROJECT_KNOWN_SHARE
        else:
            kept = row.id in stated or chance >= _MISSING_SHARE
        if not kept:
            continue
        unit = "" if row.measure is None else _words(row.measure)
        for indicator, value in zip(row.indicators, drawn, strict=True):
            names.append(indicator)
            values.append(stated.get(row.id, value))
            units.append(unit)
    return IndicatorTable(
        indicator=tuple(names),
        area=(WHOLE_DISTRICT,) * len(names),
        year=np.full(len(names), YEAR),
        value=np.array(values, dtype=np.float64),
        unit=tuple(units),
        source=(source,) * len(names),
    )


def stated_by_list(
    district: District, rows: PlanRows, facilities: FacilitySet, demand: DemandSurface
) -> Mapping[str, float]:
    """Values that the facility list states, by plan row."""
    thousands = demand.total / 1_000
    vehicles = float(np.nansum(facilities.vehicles))
    count = Counter(facilities.kind)
    in_streets = sum(district.towns[row].population for row in district.streets)
    with_centre = len(district.towns) - len(district.care.without_centre)
    found: dict[str, float] = {}
    for row in rows.of(Need.NEEDED):
        if row.type == "bed_density" and any(row.phrase.startswith(one) for one in _ALL_BEDS):
            found[row.id] = round(float(np.nansum(facilities.beds)) / thousands, 2)
        elif row.type == "workforce_density" and row.phrase.startswith(_ALL_DOCTORS):
            found[row.id] = round(float(np.nansum(facilities.doctors)) / thousands, 2)
        elif row.type == "ambulance_per_capita":
            found[row.id] = float(round(demand.total / vehicles))
        elif row.type == "ems_vehicle_mix":
            found[row.id] = vehicles
        elif row.type == "chc_per_population" and district.streets:
            found[row.id] = float(round(in_streets / count[Service.COMMUNITY_HEALTH_CENTRE]))
        elif row.type == "township_centre":
            found[row.id] = round(with_centre / len(district.towns), 2)
        elif row.type == "village_clinic" and "village" in row.unit:
            found[row.id] = round(count[Service.VILLAGE_CLINIC] / district.village_count, 2)
        elif row.type == "fever_clinic" and not row.unit:
            found[row.id] = float(facilities.offering(Service.FEVER_CLINIC).size)
    return found


def _words(unit: Unit) -> str:
    """Word a unit as Chinese yearbooks do, so that reading it back gives the same unit."""
    message = unit.message()
    return text(message.code, Lang.ZH, **message.fields)


def _value(row: PlanRow, part: int, random: np.random.Generator) -> float:
    """Draw the value of one part of a row, in the row's unit."""
    share, exact = float(random.uniform(_FROM, _TO)), float(random.uniform())
    goal, start = _goal_and_start(row, part)
    if row.comparator is Comparator.WITHIN:
        low, high = row.value.numbers
        value = low + (high - low) * (share - 0.25)
    elif row.comparator is Comparator.EXACTLY:
        value = goal if exact < _EXACT_SHARE else min(goal * _BASELINE_SHARE, goal - 1)
    else:
        value = start + (goal - start) * share
    measure = row.measure
    kind = UnitKind.COUNT if measure is None else measure.kind
    if kind is UnitKind.EACH:
        return round(goal * (_EACH_FROM + _EACH_SPAN * share), 2)  # the mean of many
    if goal <= _FEW and kind is UnitKind.COUNT:
        # So few cannot lie between: they are all there, or one is wanting.
        return goal if share >= _FEW_FROM else goal - 1
    if kind is UnitKind.PERCENT:
        return min(round(value, 1), _PERCENT)
    whole = kind in (UnitKind.COUNT, UnitKind.EACH, UnitKind.LEVEL)
    if whole and (measure is None or measure.thing is not Thing.ANY or goal == int(goal)):
        return float(np.floor(value + 0.5))
    return round(value, 2)


def _goal_and_start(row: PlanRow, part: int) -> tuple[float, float]:
    """Goal of one part of a row and where it starts from; round numbers where none is stated."""
    form, numbers = row.value.form, row.value.numbers
    if form in (Form.NONE, Form.RISING):
        percent = row.measure is not None and row.measure.kind is UnitKind.PERCENT
        goal = 80.0 if percent else 10.0
    elif form is Form.RATIO:
        goal = numbers[1] / numbers[0]
    else:
        goal = numbers[part] if row.value.parts > 1 else numbers[0]
    before = row.baseline_2020
    if before.form is Form.RATIO:
        return goal, before.numbers[1] / before.numbers[0]
    if before.form is Form.OUT_OF and row.measure is not None:
        if row.measure.kind is UnitKind.PERCENT:
            return goal, _PERCENT * before.numbers[0] / before.numbers[1]
        return goal, goal
    if before.form in (Form.NONE, Form.RISING):
        larger = row.comparator in (Comparator.AT_MOST, Comparator.BELOW)
        return goal, goal / _BASELINE_SHARE if larger else goal * _BASELINE_SHARE
    if before.parts == row.value.parts and before.parts > 1:
        return goal, before.numbers[part]
    return goal, before.numbers[0]
