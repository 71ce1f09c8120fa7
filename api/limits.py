"""What stands before the service: bodies have a limit, and HEAD is answered as GET."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import preferred_language, problem
from geo.text import Lang, text

MOST_BODY_BYTES = 1_000_000
"""The longest question anyone asks is a few hundred bytes."""
_MOST_DRAINED_BYTES = 8 * MOST_BODY_BYTES


class BodyLimit:
    """
    Refuse requests with a body of more than `MOST_BODY_BYTES`, announced or in chunks.

    Parameters
    ----------
    app
        The application behind.
    lang
        Language where the caller asks for neither.
    """

    def __init__(self, app: ASGIApp, *, lang: Lang) -> None:
        self.app = app
        self.lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit, then hand the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        announced = headers.get("Content-Length", "")
        body = bytearray()
        more = True
        too_long = announced.isdecimal() and int(announced) > MOST_BODY_BYTES
        while more and not too_long:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            too_long = len(body) > MOST_BODY_BYTES
        if too_long:
            read = len(body)
            # One who is still sending would never see the answer: read on for a while.
            while body and more and read <= _MOST_DRAINED_BYTES:
                message = await receive()
                read += len(message.get("body", b""))
                more = message.get("more_body", False)
            lang = preferred_language(headers.get("Accept-Language", ""), self.lang)
            refused = problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "http",
                text("http.body_too_long", lang, most=MOST_BODY_BYTES),
                lang=lang,
                headers={"Connection": "close"},
                instance=scope["path"],
            )
            await refused(scope, receive, send)
            return
        waiting: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def receive_again() -> Message:
            return waiting.pop() if waiting else await receive()

        await self.app(scope, receive_again, send)


class HeadAsGet:
    """
    Answer HEAD with the status and headers of GET, and no body (RFC 9110, 9.3.2).

    Parameters
    ----------
    app
        The application behind.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask the application for the document, keep its head."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_head)
