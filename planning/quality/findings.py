"""Findings: what was found, how grave it is, and whether the study is fit for use."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.text import Lang, text
from planning.quality.limits import Steps


class Severity(StrEnum):
    """How grave a finding is."""

    SERIOUS = "serious"
    CHECK = "check"
    KNOW = "know"


class Fitness(StrEnum):
    """What a study may be used for."""

    FIT = "fit"
    CARE = "care"
    UNFIT = "unfit"


SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing that a reader of the results must know.

    Attributes
    ----------
    name
        Which; the texts are ``quality.<name>.what``, ``.effect`` and ``.todo``.
    severity
        How grave.
    fields
        Values of the texts' placeholders: the figure.
    share
        How much of the people, facilities or roads it is about, 0-1; NaN where that is
        no question. It orders findings of one severity.
    stops
        Whether it alone makes the study unfit.
    """

    name: str
    severity: Severity
    fields: Mapping[str, object]
    share: float = math.nan
    stops: bool = False

    def what(self, lang: Lang) -> str:
        """Say what was found, with its figure."""
        return text(f"quality.{self.name}.what", lang, **self.fields)

    def effect(self, lang: Lang) -> str:
        """Say what it does to the results, and in which direction."""
        return text(f"quality.{self.name}.effect", lang, **self.fields)

    def todo(self, lang: Lang) -> str:
        """Say what to do."""
        return text(f"quality.{self.name}.todo", lang, **self.fields)


def grade(share: float, steps: Steps) -> Severity | None:
    """
    Grade a share by its steps; None where there is nothing to say.

    Examples
    --------
    >>> [grade(one, (0.05, 0.01)) for one in (0.0, 0.001, 0.01, 0.05)] == [
    ...     None, Severity.KNOW, Severity.CHECK, Severity.SERIOUS
    ... ]
    True
    """
    serious, check = steps
    if not share > 0:
        return None
    if share >= serious:
        return Severity.SERIOUS
    return Severity.CHECK if share >= check else Severity.KNOW


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort findings: those that stop, then by severity, share (largest first) and name."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (
                not one.stops,
                SEVERITIES.index(one.severity),
                math.inf if math.isnan(one.share) else -one.share,
                one.name,
            ),
        )
    )


def fitness(findings: tuple[Finding, ...]) -> Fitness:
    """
    Judge a study: unfit if a finding stops it, to be used with care if one is serious.

    The rule is said on the page: `quality.rule` in the text catalogue.
    """
    if any(one.stops for one in findings):
        return Fitness.UNFIT
    if any(one.severity is Severity.SERIOUS for one in findings):
        return Fitness.CARE
    return Fitness.FIT


def reasons(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings that decide the fitness; none where the study is fit."""
    stopping = tuple(one for one in findings if one.stops)
    return stopping or tuple(one for one in findings if one.severity is Severity.SERIOUS)
