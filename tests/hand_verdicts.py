"""A plan of eight goals with verdicts written by hand: every status, unit and kind of evidence."""

from __future__ import annotations

import math

from planning.judging.finding import Finding, Number, Run, Status, Table, Target, Unit
from planning.note import Note
from planning.plan import Plan
from planning.plan_figures import Comparator
from planning.verdict import Verdict

NAN = math.nan
AT_LEAST_90 = Target(Comparator.AT_LEAST, 0.9, chosen=True)
NO_SERVICE = Note("missing.service", {"service": "stroke"})
NO_FIGURE = Note("missing.target", {})
NO_PEOPLE = Note("missing.population", {})
SHARED = Note("notes.band_straddles", {"slow": 0.5, "fast": 0.95})


def reading(name: str, kind: str = "indicator", **more: object) -> dict[str, object]:
    """Table of a reading."""
    circle = {
        "service": "hospital",
        "profile": "car",
        "direction": "to",
        "minutes": 15,
        "pass_share": 0.9,
    }
    return {
        "id": name,
        "kind": kind,
        "title": {"zh": f"读法{name}", "en": f"reading {name}"},
        "pass_source": {"zh": "判断", "en": "judgement"},
        **(circle if kind == "reach" else {}),
        **more,
    }


def goal(number: int, kind: str, *readings: dict[str, object], **more: object) -> dict[str, object]:
    """Table of a goal."""
    return {
        "id": f"G-{number}",
        "title": {"zh": f"目标{number}", "en": f"goal {number}"},
        "phrase": f"原文{number}",
        "section": f"第{'三一二'[number % 3]}章 第一节",
        "computable": kind,
        "readings": list(readings),
        **more,
    }


PLAN = Plan.from_mapping(
    {
        "name": "hand",
        "title": {"zh": "手写规划", "en": "Plan by hand"},
        "document": "文2021第1号",
        "period": "2021-2025",
        "goals": [
            goal(
                1,
                "geospatial",
                reading("a", "reach"),
                reading("b", "reach", rival=True),
                attribute="binding",
            ),
            goal(2, "geospatial", reading("a", "reach"), reading("b", "reach", rival=True)),
            goal(3, "per_capita", reading("a"), comparator=">=", value=4.5, unit="beds/1000"),
            goal(4, "count", reading("a"), comparator="<=", value=5, baseline_2020=3),
            goal(5, "count", reading("a")),
            goal(6, "count", reading("a"), attribute="binding"),
            goal(7, "not_computable", reading("a", "not_computable"), attribute="binding"),
            goal(8, "count", reading("a", rival=True)),
        ],
    }
)


def circle(value: float, status: Status, *, rich: bool = False) -> Finding:
    """A share of people; with all that can stand behind it where `rich`."""
    more: dict[str, object] = {}
    if rich:
        more = {
            "formula": Note("formula.share", {"covered": 899.6, "people": 1000.0}),
            "band": (0.5, 0.95),
            "numbers": (
                Number("population", 1000.0, Unit.PEOPLE),
                Number("median", math.inf, Unit.SECONDS),
                Number("no_such_name", NAN, Unit.PLAIN),
            ),
            "flips": (Note("flip.people_to_gain", {"people": 1}),),
            "runs": (
                Run(Note("run.speed", {"factor": 0.8}), 0.5, Status.NOT_MET),
                Run(Note("run.speed", {"factor": 1.2}), 0.95, Status.MET),
            ),
            "facilities": ("h0",),
            "tables": (
                Table(
                    "by_area",
                    ("area", "covered_people", "covered_share", "median_s"),
                    (("West", 700.0, 0.875, 300.0), ("East", 199.6, 0.998, math.inf)),
                ),
                Table(
                    "gaps",
                    ("place", "lon_deg", "lat_deg", "people", "time_s", "reading", "why"),
                    (
                        ("=SUM(A1)", 105.001, 0.001, 80.0, 1200.0, "own", "why.beyond"),
                        ("nowhere", None, None, 20.4, math.inf, None, "why not"),
                    ),
                ),
            ),
            "notes": (SHARED,),
        }
    return Finding(status, Unit.SHARE, value, AT_LEAST_90, **more)  # type: ignore[arg-type]


NOBODY_KNOWS = Finding(
    Status.CANNOT_TELL, Unit.SHARE, NAN, AT_LEAST_90, missing=(NO_SERVICE,), notes=(SHARED,)
)
FINDINGS = {
    ("G-1", "a"): circle(0.8996, Status.NOT_MET, rich=True),
    ("G-1", "b"): circle(0.95, Status.MET),
    ("G-2", "a"): NOBODY_KNOWS,
    ("G-2", "b"): circle(0.97, Status.MET),
    ("G-3", "a"): Finding(
        Status.MET, Unit.PER_1000, 4.5, Target(Comparator.AT_LEAST, 4.5), notes=(SHARED,)
    ),
    ("G-4", "a"): Finding(Status.NOT_MET, Unit.SITES, 7.0, Target(Comparator.AT_MOST, 5.0)),
    ("G-5", "a"): Finding(
        Status.CANNOT_TELL, Unit.COUNT, 12.0, Target(), missing=(NO_FIGURE, NO_SERVICE)
    ),
    ("G-6", "a"): Finding(Status.CANNOT_TELL, Unit.COUNT, NAN, Target(), missing=(NO_FIGURE,)),
    ("G-7", "a"): Finding(Status.CANNOT_TELL, Unit.PLAIN, NAN, Target(), missing=(NO_PEOPLE,)),
    ("G-8", "a"): Finding(Status.MET, Unit.COUNT, 1.0, Target(Comparator.AT_LEAST, 1.0)),
}


def verdicts() -> tuple[Verdict, ...]:
    """The verdicts, as `planning.verdict.check` would order them."""
    return tuple(
        Verdict(one, read, one.is_headline(read), FINDINGS[one.id, read.id])
        for one in PLAN.goals
        for read in one.readings
    )
