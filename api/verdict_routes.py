"""Routes about plans and verdicts: what was worked out once is given again for nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, Response

from api import documents, plan_pages
from api.verdict_models import CheckDocument, ScorecardDocument, check_schema
from data.plans import load_plan, plan_names
from geo.errors import DataUnavailableError
from planning.plan import Plan
from planning.scorecard import Scorecard
from planning.verdict import Status, Verdict

_SCHEMA_TYPE = "application/schema+json"
IfNoneMatch = Annotated[str, Header(alias="If-None-Match")]


@dataclass(frozen=True, slots=True)
class VerdictQuestion:
    """
    Which verdicts are listed; what they come to speaks of all.

    Attributes
    ----------
    goals
        Ids of goals; empty means all.
    statuses
        What the goals come to; empty means anything.
    readings
        Whether rival readings are listed too.
    """

    goals: tuple[str, ...] = ()
    statuses: frozenset[Status] = frozenset()
    readings: bool = True

    def of(self, plan: Plan, verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
        """
        Pick the verdicts.

        Raises
        ------
        DataUnavailableError
            If the plan has no goal of some id.
        """
        named = {one.id for one in plan.only(self.goals).goals}
        wanted = {
            one.goal.id
            for one in Scorecard.of(verdicts).goals
            if one.goal.id in named and (not self.statuses or one.status in self.statuses)
        }
        return tuple(
            one for one in verdicts if one.goal.id in wanted and (self.readings or one.headline)
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """
    A document as it goes out.

    Attributes
    ----------
    content
        JSON text.
    etag
        Names its bytes.
    """

    content: bytes
    etag: str

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Answered:
        """Write a document and name it by its digest."""
        content = documents.as_json(dict(document)).encode()
        return cls(content, f'"{hashlib.sha256(content).hexdigest()}"')

    def response(self, if_none_match: str) -> Response:
        """Give the document, or only say that the caller has it."""
        headers = {"ETag": self.etag, "Cache-Control": "no-cache"}
        known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
        if self.etag in known or "*" in known:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(self.content, media_type="application/json", headers=headers)


class Answers(Protocol):
    """What the routes need of the studies served."""

    def document(self, name: str, plan: str | None, asked: VerdictQuestion | None, /) -> Answered:
        """Give the verdicts asked for, or the scorecard where nothing is."""


def add_verdicts(router: APIRouter, served: Answers) -> None:
    """Add the routes about plans, verdicts and their schema."""

    @router.get(
        "/studies/{name}/verdicts", summary="Verdicts on a plan", response_model=CheckDocument
    )
    def verdicts(
        name: str,
        plan: Annotated[str | None, Query(description="a packaged plan")] = None,
        goal: Annotated[list[str] | None, Query(description="ids of goals")] = None,
        status: Annotated[list[Status] | None, Query(description="what goals come to")] = None,
        readings: Annotated[bool, Query(description="list rival readings too")] = True,
        if_none_match: IfNoneMatch = "",
    ) -> Response:
        asked = VerdictQuestion(tuple(dict.fromkeys(goal or ())), frozenset(status or ()), readings)
        return served.document(name, plan, asked).response(if_none_match)

    @router.get(
        "/studies/{name}/scorecard",
        summary="How a plan comes out, and what is missing to tell more",
        response_model=ScorecardDocument,
    )
    def scorecard(
        name: str,
        plan: Annotated[str | None, Query(description="a packaged plan")] = None,
        if_none_match: IfNoneMatch = "",
    ) -> Response:
        return served.document(name, plan, None).response(if_none_match)

    @router.get("/plans", summary="The packaged plans")
    def plans() -> dict[str, Any]:
        return {"plans": [plan_pages.plan_head(one) for one in plan_pages.packaged_plans()]}

    @router.get("/plans/{name}", summary="One plan, all its rows")
    def plan(name: str) -> dict[str, Any]:
        # By name only: a caller's text never reaches the file system.
        if name not in plan_names():
            raise DataUnavailableError("plan.not_found", plan=name, known=", ".join(plan_names()))
        return plan_pages.plan_document(load_plan(name), None)

    @router.get("/schemas/check.json", summary="JSON Schema of the verdicts")
    def schema() -> Response:
        return JSONResponse(check_schema(), media_type=_SCHEMA_TYPE)
