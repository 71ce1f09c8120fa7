"""The HTTP service: a route parses, calls one function and returns a document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Query
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from api import documents
from api.commands_ask import default_direction
from api.consistency_document import consistency_of, named_plan
from api.limits import BodyLimit, HeadAsGet
from api.overview import answer_for_map, scorecard_of
from api.places import ask_reach
from api.problems import add_problems, preferred_language
from api.quality_document import inspect_document
from api.schemas import CoverageQuestion, IsochroneQuestion, SupplyQuestion
from api.supply_document import supply_document
from api.verdict_routes import Answered, VerdictQuestion, add_verdicts
from api.version import VERSION
from data.plans import load_plan, plan_names
from geo.errors import DataUnavailableError, InputError
from geo.text import Lang
from geo.units import seconds_from_minutes
from layers.facilities import Service
from maps import study_map
from maps.overview_page import overview_page
from planning.answers import DEFAULT_PROFILE, DEFAULT_SERVICE, answer_coverage
from planning.plan import Plan
from planning.study import Study
from planning.supply_answers import answer_supply
from planning.verdict import Verdict, check

_GEOJSON = "application/geo+json"

AcceptLanguage = Annotated[str, Header(alias="Accept-Language")]


class Served:
    """
    The studies that a service answers for.

    Parameters
    ----------
    studies
        Studies with different names.

    Raises
    ------
    InputError
        If two share a name.
    """

    def __init__(self, studies: Sequence[Study]) -> None:
        self.by_name: dict[str, Study] = {}
        for study in studies:
            if study.info.name in self.by_name:
                raise InputError("study.same_name", name=study.info.name)
            self.by_name[study.info.name] = study
        self.map_page = lru_cache(maxsize=32)(self._map_page)
        self.verdicts = lru_cache(maxsize=32)(self._verdicts)
        self.scorecard = lru_cache(maxsize=32)(self._scorecard)
        self.document = lru_cache(maxsize=128)(self._document)

    def study(self, name: str) -> Study:
        """
        Find a study.

        Raises
        ------
        DataUnavailableError
            If there is none of that name.
        """
        if name not in self.by_name:
            raise DataUnavailableError("study.unknown", name=name, known=", ".join(self.by_name))
        return self.by_name[name]

    def plan(self, name: str, plan: str | None) -> Plan:
        """
        Find a packaged plan; by default that of the study.

        Raises
        ------
        DataUnavailableError
            If there is none of that name.
        """
        # By name only: a caller's text never reaches the file system.
        if plan is not None and plan not in plan_names():
            raise DataUnavailableError("plan.not_found", plan=plan, known=", ".join(plan_names()))
        return load_plan(plan or self.study(name).info.plan)

    def _verdicts(self, name: str, plan: str | None) -> tuple[Verdict, ...]:
        return check(self.study(name), self.plan(name, plan))

    def _scorecard(self, name: str, plan: str | None, lang: Lang) -> str:
        return scorecard_of(
            self.study(name),
            self.plan(name, plan),
            self.verdicts(name, plan),
            lang=lang,
            served=True,
        )

    def _document(self, name: str, plan: str | None, asked: VerdictQuestion | None) -> Answered:
        """The verdicts asked for, or the scorecard where `asked` is None."""
        study, chosen = self.study(name), self.plan(name, plan)
        verdicts = self.verdicts(name, plan)
        if asked is None:
            return Answered.of(documents.scorecard_document(study, chosen, verdicts))
        shown = asked.of(chosen, verdicts)
        return Answered.of(documents.check_document(study, chosen, verdicts, shown=shown))

    def _map_page(self, name: str, lang: Lang) -> str:
        study = self.study(name)
        answer, verdicts = answer_for_map(study)
        return study_map(study, answer, lang=lang, verdicts=verdicts)


def create_app(studies: Sequence[Study], *, lang: Lang = Lang.EN) -> FastAPI:
    """
    Build the service for some studies.

    Parameters
    ----------
    studies
        What it answers for.
    lang
        Language where the browser asks for neither.
    """
    served = Served(studies)
    app = FastAPI(
        title="goldenhour",
        version=VERSION,
        description="Who can reach which care in how long, and does that meet the plan.",
        docs_url=None,  # the usual documentation pages load their scripts from the internet
        redoc_url=None,
    )
    add_problems(app, lang)
    app.add_middleware(HeadAsGet)
    app.add_middleware(BodyLimit, lang=lang)
    router = APIRouter()
    _add_pages(app, served, lang)
    _add_answers(router, served)
    add_verdicts(router, served)
    app.include_router(router, prefix="/v1")
    app.include_router(router, include_in_schema=False)
    return app


def _add_pages(app: FastAPI, served: Served, default: Lang) -> None:
    @app.get("/healthz", summary="Is the service alive")
    def healthz() -> dict[str, Any]:
        return {"status": "ok", "version": VERSION, "studies": list(served.by_name)}

    @app.get("/", summary="The overview page, or links where JSON is asked for")
    def root(
        accept: Annotated[str, Header()] = "",
        accept_language: AcceptLanguage = "",
        lang: Annotated[Lang | None, Query()] = None,
        study: Annotated[str | None, Query()] = None,
    ) -> Response:
        if "text/html" not in accept:
            links = [
                {"rel": rel, "href": href}
                for rel, href in (("studies", "/v1/studies"), ("service-desc", "/openapi.json"))
            ]
            return JSONResponse({"title": "goldenhour", "version": VERSION, "links": links})
        name = study or next(iter(served.by_name))
        chosen = served.study(name)
        page = overview_page(
            chosen,
            served.plan(name, None),
            served.verdicts(name, None),
            lang=lang or preferred_language(accept_language, default),
            others=tuple(one for one in served.by_name if one != name),
        )
        return HTMLResponse(page)

    @app.get("/maps/{name}.html", response_class=HTMLResponse, summary="The map of a study")
    def map_page(
        name: str,
        accept_language: AcceptLanguage = "",
        lang: Annotated[Lang | None, Query()] = None,
    ) -> str:
        served.study(name)
        return served.map_page(name, lang or preferred_language(accept_language, default))

    @app.get(
        "/scorecards/{name}.html", response_class=HTMLResponse, summary="The scorecard of a study"
    )
    def scorecard_page(
        name: str,
        plan: Annotated[str | None, Query()] = None,
        accept_language: AcceptLanguage = "",
        lang: Annotated[Lang | None, Query()] = None,
    ) -> str:
        return served.scorecard(name, plan, lang or preferred_language(accept_language, default))

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> Response:
        return RedirectResponse("data:,")


def _add_answers(router: APIRouter, served: Served) -> None:
    @router.get("/studies", summary="The studies served")
    def studies() -> dict[str, Any]:
        return {"studies": [documents.study_document(one) for one in served.by_name.values()]}

    @router.get("/studies/{name}", summary="One study")
    def study(name: str) -> dict[str, Any]:
        return documents.study_document(served.study(name))

    @router.get("/plans/{name}/consistency", summary="Whether a plan's own figures agree")
    def consistency(name: str, study: Annotated[str | None, Query()] = None) -> dict[str, Any]:
        found = None if study is None else served.study(study)
        return consistency_of(named_plan(name), found)

    @router.get("/studies/{name}/quality", summary="How good the data are")
    def quality(
        name: str, service: Service = DEFAULT_SERVICE, profile: str = DEFAULT_PROFILE
    ) -> dict[str, Any]:
        return inspect_document(
            served.study(name),
            service=service,
            profile=profile,
            direction=default_direction(profile),
        )

    @router.post("/studies/{name}/coverage", summary="People within a time of a service")
    def coverage(name: str, question: CoverageQuestion) -> dict[str, Any]:
        found = served.study(name)
        answer = answer_coverage(
            found,
            question.service,
            cutoff_s=seconds_from_minutes(question.minutes),
            profile=question.profile,
            direction=question.direction_or_default(),
            level=question.by,
            group=question.group,
        )
        return documents.coverage_document(found, answer)

    @router.post("/studies/{name}/supply", summary="What people have within reach, how unevenly")
    def supply(name: str, question: SupplyQuestion) -> dict[str, Any]:
        found = served.study(name)
        cutoff_s, half_life_s = question.seconds()
        answer = answer_supply(
            found,
            resource=question.resource,
            method=question.method,
            service=question.service,
            cutoff_s=cutoff_s,
            profile=question.profile,
            direction=question.direction_or_default(),
            group=question.group,
            half_life_s=half_life_s,
            order=question.order,
            people_per_unit=question.people_per_unit,
            level=question.by,
        )
        return supply_document(found, answer)

    @router.post(
        "/studies/{name}/isochrones/{profile}",
        summary="Ground within a time of a place (GeoJSON)",
    )
    def isochrones(name: str, profile: str, question: IsochroneQuestion) -> Response:
        found = served.study(name)
        answer = ask_reach(
            found,
            question.location[0],
            question.location[1],
            cutoffs_s=tuple(seconds_from_minutes(one) for one in dict.fromkeys(question.minutes)),
            profile=profile,
            direction=question.direction,
        )
        return Response(
            documents.as_json(documents.isochrone_document(found, answer)), media_type=_GEOJSON
        )
