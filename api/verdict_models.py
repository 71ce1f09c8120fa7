"""The shape of the documents about verdicts, as the published JSON Schema states it."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from planning.judging.finding import Status, Unit
from planning.plan_rows import Computable, Standing
from planning.scorecard import Needed

SCHEMA_ID = "urn:goldenhour:schema:check"
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$|^$")]
Count = Annotated[int, Field(ge=0)]


class _Closed(BaseModel):
    """A part of a document: no member but those named."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, allow_inf_nan=False)


class Words(_Closed):
    """A text in both languages."""

    zh: str
    en: str


class Worded(Words):
    """A sentence in both languages, and its code."""

    code: str


class FigureModel(_Closed):
    """A figure as the plan writes it."""

    text: str
    numbers: list[float]


class NumberModel(_Closed):
    """A number that a verdict rests on."""

    name: str
    title: Words
    value: float | None = Field(description="null where unknown or never reached")
    unit: Unit


class RunModel(_Closed):
    """The same reading with one thing changed."""

    what: Worded
    value: float | None
    status: Status


class ColumnModel(_Closed):
    """A column of a table."""

    name: str
    title: Words


class TableModel(_Closed):
    """A table behind a verdict."""

    name: str
    title: Words
    columns: list[ColumnModel]
    rows: list[list[str | float | None]]
    words: dict[str, Words] = Field(description="words of the cells that are codes")


class PassMark(_Closed):
    """A usual pass mark, and what the value says at it."""

    mark: float
    status: Status
    chosen: bool = Field(description="whether it is the one that decides")


class EvidenceModel(_Closed):
    """What a verdict rests on, in short."""

    numbers: dict[str, float | None]
    facilities: list[str]
    pass_mark_source: Words


class VerdictModel(_Closed):
    """The outcome of one reading of one goal."""

    goal: str
    goal_title: Words
    phrase: str = Field(description="the plan's own words")
    section: str
    class_: Computable = Field(alias="class")
    attribute: Standing
    target_year: int
    plan_target: str | None = Field(description="the plan's figure as it writes it")
    plan_unit: str | None
    baseline: FigureModel | None = Field(description="the plan's own figure of 2020")
    test: str | None = Field(description="null where the plan brings the reading itself")
    reading: str
    reading_title: Words
    reading_version: Count
    rule: str
    headline: bool = Field(description="whether the reading decides its test")
    counts: bool = Field(description="whether it decides the outcome of the plan")
    status: Status
    unit: Unit = Field(description="unit of value, target, margin and band; a share is 0-1")
    value: float | None = Field(description="null where it cannot be measured")
    comparator: Literal[">=", "<=", "==", ">", "<", "in"] | None
    target: float | None = Field(description="null where the plan and the reading name none")
    target_high: float | None = Field(description="upper end of a range")
    target_chosen: bool = Field(description="whether the reading chose the figure, not the plan")
    margin: float | None = Field(description="by how much it passes; negative where it does not")
    band: Annotated[list[float | None], Field(min_length=2, max_length=2)] | None
    pass_marks: list[PassMark]
    formula: Worded | None
    numbers: list[NumberModel]
    runs: list[RunModel]
    flips: list[Worded] = Field(description="what would change the answer")
    facilities: list[str]
    tables: list[TableModel]
    evidence: EvidenceModel
    missing: list[Worded] = Field(description="never empty where the status is CANNOT_TELL")
    caveats: list[Worded]


class TallyModel(_Closed):
    """Goals that count, by their verdicts."""

    counted: Count
    met: Count
    not_met: Count
    cannot_tell: Count


class ClassTallies(_Closed):
    """The same by what goals are computed from."""

    geospatial: TallyModel
    per_capita: TallyModel
    count: TallyModel


class Summary(TallyModel):
    """How the plan comes out, in numbers of goals."""

    not_computable: Count = Field(description="goals that are listed and never count")
    by_class: ClassTallies
    binding: TallyModel


class HeadlineModel(_Closed):
    """The reading that a goal's line shows."""

    test: str | None
    reading: str
    status: Status
    unit: Unit
    value: float | None
    target: float | None


class GoalModel(_Closed):
    """One goal in one line."""

    goal: str
    goal_title: Words
    class_: Computable = Field(alias="class")
    attribute: Standing
    counts: bool
    status: Status
    disputed: bool = Field(description="whether another reading says otherwise")
    headline: HeadlineModel
    missing: list[Worded]


class MissingModel(_Closed):
    """An input that goals lack."""

    needed: Needed
    title: Words
    notes: list[Worded]
    goals: list[str]
    alone: list[str] = Field(description="goals that lack nothing else")


class InputModel(_Closed):
    """A file that the study was made from."""

    role: str
    name: str
    sha256: Digest
    licence: str
    vintage: str | None


class Provenance(_Closed):
    """What an answer was made of."""

    study: str
    goldenhour: str
    setting: str
    population_source: str
    inputs: list[InputModel]
    credit: str
    answer_sha256: Digest
    demonstration: bool
    demonstration_mark: Words | None = None


class _Head(_Closed):
    """Whose verdicts they are, and how they come out."""

    study: str
    study_title: Words
    plan: str
    plan_title: Words
    plan_document: str | None
    period: str
    outcome: Status
    summary: Summary
    goals: list[GoalModel]
    provenance: Provenance


class ScorecardDocument(_Head):
    """How a plan comes out, and what is missing to tell more."""

    missing: list[MissingModel]


class CheckDocument(_Head):
    """The verdicts on a plan."""

    verdicts: list[VerdictModel]
    units: dict[str, Words] = Field(description="words of the units of the verdicts")


def check_schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of what ``check --json`` and the service hand out."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **CheckDocument.model_json_schema(by_alias=True, mode="serialization"),
    }


def check_schema_text() -> str:
    """Write the schema as the file ``docs/schema/check.schema.json`` holds it."""
    return json.dumps(check_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
