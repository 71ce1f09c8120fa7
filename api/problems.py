"""Faults of a request as problem+json (RFC 9457), in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.invalid import word_invalid
from geo.errors import CrsError, DataUnavailableError, GoldenHourError, InputError
from geo.text import Lang, has_text, text

_STATUS: dict[type[GoldenHourError], HTTPStatus] = {
    DataUnavailableError: HTTPStatus.NOT_FOUND,
    CrsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_MEDIA_TYPE = "application/problem+json"


def preferred_language(accepted: str, default: Lang = Lang.EN) -> Lang:
    """
    Choose the language that a browser asks for.

    Examples
    --------
    >>> preferred_language("zh-CN,zh;q=0.9,en;q=0.8").value
    'zh'
    """
    for part in accepted.lower().split(","):
        for lang in Lang:
            if part.strip().startswith(lang.value):
                return lang
    return default


def problem(
    status: HTTPStatus,
    kind: str,
    detail: str,
    *,
    lang: Lang,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> JSONResponse:
    """
    Make the answer to a request that cannot be met.

    Parameters
    ----------
    status, kind
        HTTP status, and the end of the problem's type.
    detail
        What is wrong, worded.
    lang
        Language of the title.
    headers
        Further headers.
    **more
        Further members of the document.
    """
    code = f"http.{status.value}"
    content = {
        "type": f"urn:goldenhour:{kind}",
        "title": text(code, lang) if has_text(code) else status.phrase,
        "status": status.value,
        "detail": detail,
        **more,
    }
    said = {"Content-Language": lang.value, **(headers or {})}
    return JSONResponse(content, status.value, headers=said, media_type=_MEDIA_TYPE)


def add_problems(app: FastAPI, default: Lang) -> None:
    """Answer every fault of an application as a problem."""

    def language(request: Request) -> Lang:
        return preferred_language(request.headers.get("Accept-Language", ""), default)

    @app.exception_handler(GoldenHourError)
    def ours(request: Request, fault: GoldenHourError) -> JSONResponse:
        lang = language(request)
        kinds = [status for kind, status in _STATUS.items() if isinstance(fault, kind)]
        status = kinds[0] if kinds else HTTPStatus.INTERNAL_SERVER_ERROR
        path = request.url.path
        return problem(status, fault.code, fault.render(lang), lang=lang, instance=path)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, fault: RequestValidationError) -> JSONResponse:
        lang = language(request)
        errors = [
            {
                "pointer": "/" + "/".join(map(str, one["loc"][1:])),
                "detail": word_invalid(one["type"], one.get("ctx", {}), one["msg"], lang),
            }
            for one in fault.errors()
        ]
        detail = "; ".join(f"{one['pointer']}: {one['detail']}" for one in errors)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        path = request.url.path
        return problem(status, "invalid", detail, lang=lang, errors=errors, instance=path)

    @app.exception_handler(HTTPException)
    def other(request: Request, fault: HTTPException) -> JSONResponse:
        lang = language(request)
        status = HTTPStatus(fault.status_code)
        path = request.url.path
        worded = {
            HTTPStatus.NOT_FOUND: text("http.unknown_path", lang, path=path),
            HTTPStatus.METHOD_NOT_ALLOWED: text(
                "http.wrong_method", lang, method=request.method, path=path
            ),
            HTTPStatus.BAD_REQUEST: text("http.bad_body", lang),
        }
        detail = worded.get(status, str(fault.detail))
        return problem(status, "http", detail, lang=lang, headers=fault.headers, instance=path)
