"""What a check finds: its kind, how serious it is, the arithmetic, and whom to ask what."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from planning.note import Note


class CheckKind(StrEnum):
    """What was held against what, in the order of the page."""

    TWICE = "twice"
    UNITS = "units"
    POPULATION = "population"
    RATIO = "ratio"
    SUM = "sum"
    GROWTH = "growth"
    TARGET = "target"
    SHARE = "share"
    NAMED = "named"
    PROJECTS = "projects"
    NAMES = "names"
    BASIS = "basis"


class ConsistencyStatus(StrEnum):
    """
    How a check comes out.

    A contradiction is arithmetic: both cannot hold as they are written. What may be meant
    and only the plan's author can say is to be clarified.
    """

    CONTRADICTION = "contradiction"
    CLARIFY = "clarify"
    CONSISTENT = "consistent"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """
    One result of a check.

    Attributes
    ----------
    kind, status
        What was checked, and how it came out.
    what
        The sentence, with the arithmetic filled in where it is one line.
    details
        Lines of the arithmetic below the sentence, where there are several.
    todo
        What to do, or whom to ask what; None for what is consistent.
    sections
        Where in the plan, in its own words; none twice.
    goals
        Ids of the goals concerned; none twice.
    numbers
        Every number of the sentence: those of the plan and those worked out from them.
    """

    kind: CheckKind
    status: ConsistencyStatus
    what: Note
    todo: Note | None = None
    details: tuple[Note, ...] = ()
    sections: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Drop what stands twice, and numbers that are none."""
        object.__setattr__(self, "sections", _once(self.sections))
        object.__setattr__(self, "goals", _once(self.goals))
        finite = tuple(dict.fromkeys(one for one in self.numbers if math.isfinite(one)))
        object.__setattr__(self, "numbers", finite)


def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in texts if one))
