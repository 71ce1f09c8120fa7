"""The overview of a study: the verdicts on its plan, and the coverage that its map shows."""

from __future__ import annotations

import math
from pathlib import Path

from api.version import VERSION
from data.plans import load_plan, load_readings
from data.results import write_text
from geo.errors import DataUnavailableError
from geo.text import Lang
from layers.facilities import Service
from maps.scorecard_page import scorecard_page
from planning.answers import CoverageAnswer, answer_coverage
from planning.plan import Plan
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


def scorecard_of(
    study: Study,
    plan: Plan,
    verdicts: tuple[Verdict, ...],
    *,
    lang: Lang,
    served: bool = False,
) -> str:
    """Make the scorecard page with what the packaged book of readings says of the tests."""
    return scorecard_page(
        study, plan, verdicts, lang=lang, book=load_readings(), version=VERSION, served=served
    )


def write_scorecard(
    path: Path, study: Study, plan: Plan, verdicts: tuple[Verdict, ...], *, lang: Lang
) -> None:
    """
    Write the scorecard of a plan as one page that opens without internet.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    write_text(path, scorecard_of(study, plan, verdicts, lang=lang))
