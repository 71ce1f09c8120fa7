"""The overview of a study: the verdicts on its plan, and the coverage that its map shows."""

from __future__ import annotations

import math

from data.plans import load_plan
from geo.errors import DataUnavailableError
from layers.facilities import Service
from planning.answers import CoverageAnswer, answer_coverage
from planning.readings.rules_reach import ReachRule
from planning.study import Study
from planning.verdict import Verdict, check
from routing.search import Direction


def answer_for_map(
    study: Study,
    *,
    service: Service | None = None,
    cutoff_s: float = 900.0,
    profile: str = "car",
    direction: Direction = Direction.TO,
) -> tuple[CoverageAnswer, tuple[Verdict, ...]]:
    """
    Choose what the map shows: the coverage asked for, or the first that can be told.

    Parameters
    ----------
    study
        The study.
    service
        What must be reached; None shows the first verdict that can be told, and if
        there is none, the first service of the study.
    cutoff_s, profile, direction
        The question where `service` is given or no verdict can be told.

    Returns
    -------
    answer, verdicts
        The coverage, and the verdicts on the study's plan.

    Raises
    ------
    DataUnavailableError
        If the study has no facility, or none offers `service`.
    """
    verdicts = check(study, load_plan(study.info.plan))
    if service is None:
        told = [one.reading.rule for one in verdicts if not math.isnan(one.value)]
        circles = [rule for rule in told if isinstance(rule, ReachRule)]
        if circles:
            leg = circles[0].legs[0]
            spent_s = math.fsum(one.time_s for one in circles[0].constants)
            answer = answer_coverage(
                study,
                leg.service,
                cutoff_s=circles[0].cutoff_s - spent_s,
                profile=leg.profile,
                direction=leg.direction,
            )
            return answer, verdicts
        offered = sorted({one for services in study.facilities.services for one in services})
        if not offered:
            raise DataUnavailableError("coverage.nobody_offers", service="*", offered="-")
        service = Service.HOSPITAL if Service.HOSPITAL in offered else offered[0]
    answer = answer_coverage(
        study,
        service,
        cutoff_s=cutoff_s,
        profile=profile,
        direction=direction,
        without_people=True,
    )
    return answer, verdicts
