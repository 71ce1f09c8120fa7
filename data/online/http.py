"""One polite client for every service: one request at a time, waits as asked, bounded in all.

An answer is streamed to a file beside its place, checked, and only then given its name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from data.online.addresses import check_url, followed, shown
from data.online.asking import PART, Ask, Clock, Limits, Progress, Saved
from data.online.faults import AnswerFault, Then, read_retry_after
from geo.errors import DataUnavailableError, InputError, OutputError
from geo.text import Message
from planning.note import Note

_BACKOFF_S = (5.0, 10.0, 20.0, 40.0, 80.0)
_UNHEARD_ATTEMPTS = 2
_UNHEARD_WAIT_S = 2.0
_MOST_REDIRECTS = 3
_MOST_ERROR_BYTES = 65_536
_CHUNK_BYTES = 1 << 16
_PASSING = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


class PoliteClient:
    """
    Sends requests one at a time per host, and tries again within limits.

    Parameters
    ----------
    agent
        How the client names itself: product and version.
    progress
        Told of every wait.
    clock, limits
        Time, and how far to go.
    """

    def __init__(
        self,
        agent: str,
        *,
        progress: Progress,
        clock: Clock | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.limits = limits or Limits()
        self._progress = progress
        self._session = requests.Session()
        self._session.headers["User-Agent"] = agent
        # Without an answer of our own the library would send passwords from a .netrc file.
        self._session.auth = lambda request: request
        self._guard = threading.Lock()
        self._locks: dict[str, threading.RLock] = {}
        self._sent_s: dict[str, float] = {}
        self._heard: set[str] = set()
        self._waited_s = 0.0

    def __enter__(self) -> Self:
        """Hand out the client."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._session.close()

    def download(
        self,
        ask: Ask,
        to: Path,
        *,
        check: Callable[[Path], None],
        before: Callable[[], None] = lambda: None,
    ) -> Saved:
        """
        Fetch an answer into a file: whole and checked, or not at all.

        Parameters
        ----------
        ask
            The request.
        to
            Where the answer goes; its folder exists.
        check
            Raises `AnswerFault` where the file is not what it should be.
        before
            Called before each attempt: waits for the server's leave.

        Raises
        ------
        DataUnavailableError
            If the server cannot be reached, refuses, or gives nothing usable in the end.
        AnswerFault
            If less must be asked for at once.
        InputError
            If the address is none that may be asked.
        OutputError
            If the disk is full or refuses.
        """
        check_url(ask.url)
        # The suffix stays, because readers tell the form of a file by it.
        part = to.with_name(f"{PART}{os.getpid()}.{to.name}")
        with self._lock(ask.host):
            attempt = 0
            while True:
                attempt += 1
                try:
                    before()
                    saved = self._once(ask, part, attempt)
                    check(part)
                    part.replace(to)
                except AnswerFault as fault:
                    self._judge(fault, ask, attempt)
                except OutputError:
                    raise
                except OSError as fault:
                    raise OutputError("output.refused", path=str(to), what=str(fault)) from fault
                else:
                    return saved
                finally:
                    part.unlink(missing_ok=True)

    def look(self, ask: Ask, *, most_bytes: int = _MOST_ERROR_BYTES) -> str:
        """Read a short text; empty where it does not come. Never tries again."""
        check_url(ask.url)
        with self._lock(ask.host):
            try:
                with self._answer(ask) as answer:
                    said = b"".join(self._chunks(answer, most_bytes))
            except AnswerFault:
                return ""
        return said.decode("utf-8", "replace")

    def wait(self, wait_s: float, *, host: str, why: Message) -> None:
        """
        Let time pass, and say so.

        Raises
        ------
        DataUnavailableError
            If more waiting than the limit would come together.
        """
        if self._waited_s + wait_s > self.limits.waiting_s:
            raise DataUnavailableError(
                "online.waited_enough",
                host=host,
                why=why,
                minutes=self._waited_s / 60,
                wanted=wait_s / 60,
            )
        self._waited_s += wait_s
        self._progress(Note("online.waiting", {"host": host, "seconds": wait_s, "why": why}))
        self.clock.sleep(wait_s)

    def _judge(self, fault: AnswerFault, ask: Ask, attempt: int) -> None:
        """Return where the request is to be sent again, after the wait; else raise."""
        if fault.then is Then.SMALLER:
            raise fault
        if fault.then is Then.STOP:
            raise fault.error or DataUnavailableError(
                "online.refused", host=ask.host, why=fault.why
            )
        unheard = fault.unheard and ask.host not in self._heard
        if attempt >= (_UNHEARD_ATTEMPTS if unheard else self.limits.attempts):
            if unheard:
                raise DataUnavailableError("online.unreachable", host=ask.host, why=fault.why)
            raise DataUnavailableError(
                "online.gave_up", host=ask.host, attempts=attempt, why=fault.why
            )
        pause_s = _BACKOFF_S[min(attempt, len(_BACKOFF_S)) - 1]
        pause_s = _UNHEARD_WAIT_S if unheard else max(pause_s, fault.after_s)
        self.wait(pause_s, host=ask.host, why=fault.why)

    def _once(self, ask: Ask, part: Path, attempt: int) -> Saved:
        """Send a request and write its answer to `part`."""
        digest = hashlib.sha256()
        size = 0
        with self._answer(ask, attempt) as answer, part.open("wb") as stream:
            announced = answer.headers.get("Content-Length", "")
            coming = int(announced) if announced.isdecimal() else 0
            if coming > ask.most_bytes:
                raise _too_long(ask.most_bytes)
            free = shutil.disk_usage(part.parent).free
            if free < coming + self.limits.spare_bytes:
                raise OutputError(
                    "online.disk_full",
                    path=str(part.parent),
                    free_mb=free / 1e6,
                    needed_mb=(coming + self.limits.spare_bytes) / 1e6,
                )
            for chunk in self._chunks(answer, ask.most_bytes):
                stream.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return Saved(digest.hexdigest(), size)

    def _answer(self, ask: Ask, attempt: int = 1) -> requests.Response:
        """
        Send a request, follow redirects within the host, take nothing but status 200.

        Raises
        ------
        AnswerFault
            For any other answer, and for none.
        """
        url = ask.url
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._send(ask, url)
            self._heard.add(ask.host)
            if answer.status_code == HTTPStatus.OK:
                return answer
            try:
                if "Location" in answer.headers and answer.is_redirect:
                    url = followed(url, answer.headers["Location"])
                    continue
                raise self._status_fault(answer, attempt)
            finally:
                answer.close()
        raise AnswerFault(Then.STOP, Message("online.why.redirects", {}))

    def _send(self, ask: Ask, url: str) -> requests.Response:
        now_s = self.clock.monotonic()
        gap_s = self._sent_s.get(ask.host, -ask.gap_s) + ask.gap_s - now_s
        if gap_s > 0:
            self.clock.sleep(gap_s)
        self._sent_s[ask.host] = self.clock.monotonic()
        try:
            return self._session.request(
                ask.method,
                url,
                params=ask.fields if ask.method == "GET" else None,
                data=ask.fields if ask.method == "POST" else None,
                timeout=(self.limits.connect_s, self.limits.read_s),
                allow_redirects=False,
                stream=True,
            )
        except requests.exceptions.SSLError as fault:
            why = Message("online.why.certificate", {})
            raise AnswerFault(Then.STOP, why) from fault
        except requests.exceptions.ReadTimeout as fault:
            why = Message("online.why.silent", {"seconds": self.limits.read_s})
            raise AnswerFault(Then.AGAIN, why) from fault
        except requests.exceptions.ConnectionError as fault:
            why = _connection_fault(fault)
            raise AnswerFault(Then.AGAIN, why, unheard=True) from fault
        except (requests.RequestException, UnicodeError) as fault:
            raise InputError("online.bad_url", url=url) from fault

    def _chunks(self, answer: requests.Response, most_bytes: int) -> _Chunks:
        """Pieces of the body, as they come."""
        return _Chunks(answer, most_bytes, self.clock, self.limits.answer_s)

    def _status_fault(self, answer: requests.Response, attempt: int) -> AnswerFault:
        """Say what an answer other than 200 means."""
        status = answer.status_code
        try:
            body = b"".join(self._chunks(answer, _MOST_ERROR_BYTES))
        except AnswerFault:
            body = b""
        said = shown(body)
        why = Message("online.why.status", {"status": status, "said": said})
        if status not in _PASSING:
            return AnswerFault(Then.STOP, why)
        after_s = read_retry_after(answer.headers.get("Retry-After"), self.clock.now())
        last = attempt >= self.limits.attempts
        # A gateway that never gets its answer in time: less at once may get through.
        smaller = last and status == HTTPStatus.GATEWAY_TIMEOUT
        return AnswerFault(Then.SMALLER if smaller else Then.AGAIN, why, after_s=after_s)

    def _lock(self, host: str) -> threading.RLock:
        with self._guard:
            return self._locks.setdefault(host, threading.RLock())


class _Chunks:
    """The body of an answer, piece by piece, with its faults named."""

    def __init__(
        self, answer: requests.Response, most_bytes: int, clock: Clock, answer_s: float
    ) -> None:
        self._pieces = answer.iter_content(_CHUNK_BYTES)
        self._most_bytes = most_bytes
        self._clock = clock
        self._until_s = clock.monotonic() + answer_s
        self._size = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        try:
            piece: bytes = next(self._pieces)
        except requests.RequestException as fault:
            raise AnswerFault(Then.AGAIN, Message("online.why.cut", {})) from fault
        self._size += len(piece)
        if self._size > self._most_bytes:
            raise _too_long(self._most_bytes)
        if self._clock.monotonic() > self._until_s:
            raise AnswerFault(Then.AGAIN, Message("online.why.slow", {}))
        return piece


def _too_long(most_bytes: int) -> AnswerFault:
    why = Message("online.why.too_large", {"most_mb": most_bytes / 1e6})
    return AnswerFault(Then.SMALLER, why)


def _connection_fault(fault: requests.exceptions.ConnectionError) -> Message:
    """Name why there was no connection, without the library's own long words."""
    said = repr(fault)
    if isinstance(fault, requests.exceptions.ProxyError):
        return Message("online.why.proxy", {})
    if "NameResolutionError" in said or "getaddrinfo" in said:
        return Message("online.why.no_name", {})
    if isinstance(fault, requests.exceptions.ConnectTimeout):
        return Message("online.why.no_answer", {})
    return Message("online.why.no_connection", {})
