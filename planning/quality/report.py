"""The quality report: every measure of a study, and the findings that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

from layers.facilities import Service
from planning.answers import DEFAULT_PROFILE, DEFAULT_SERVICE
from planning.quality.findings import Finding, Fitness, fitness
from planning.quality.measures import Measures, measure_study
from planning.quality.rules import find
from planning.study import Study
from routing.search import Direction


@dataclass(frozen=True, slots=True, eq=False)
class QualityReport:
    """
    How good the data of a study are, for one service and profile.

    Attributes
    ----------
    measured
        The figures.
    findings
        What a reader must know, gravest first.
    fitness
        What the study may be used for.
    """

    measured: Measures
    findings: tuple[Finding, ...]
    fitness: Fitness


def inspect_study(
    study: Study,
    *,
    service: Service = DEFAULT_SERVICE,
    profile: str = DEFAULT_PROFILE,
    direction: Direction = Direction.TO,
) -> QualityReport:
    """
    Measure how good the data of a study are.

    Parameters
    ----------
    study
        The study.
    service
        Care that unreachable people and the effect of the border are measured for; where
        nobody offers it, that is a finding, not an error.
    profile
        Travel profile whose roads are measured.
    direction
        Who moves.

    Raises
    ------
    DataUnavailableError
        If the profile is unknown.
    InputError
        If no road can be used by the profile.

    Examples
    --------
    ``inspect_study(open_study("study")).fitness``
    """
    measured = measure_study(study, service=service, profile=profile, direction=direction)
    findings = find(measured)
    return QualityReport(measured, findings, fitness(findings))
