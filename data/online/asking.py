"""What a request is, and how far a client goes for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from planning.note import Note

Progress = Callable[[Note], None]
"""Told what goes on while it goes on, for standard error."""

PART = ".part-"
"""How the names of files begin that are not whole yet."""


@dataclass(frozen=True, slots=True)
class Clock:
    """
    The time, and how to let it pass: tests hand in their own.

    Attributes
    ----------
    monotonic
        Time that never goes back [s].
    sleep
        Waits so many seconds.
    now
        Date and time in UTC.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """
    How far the client goes.

    Attributes
    ----------
    connect_s, read_s
        Longest wait for a connection, and for the next bytes [s]. A server may compute for
        as long as a query allows it (`data.online.queries.TIMEOUT_S`) before it sends any.
    answer_s
        Longest time for one answer, from its first byte to its last [s].
    attempts
        How often one request is sent at most.
    waiting_s
        Longest waiting in a whole run, between attempts and for a place in a queue [s].
    spare_bytes
        Room that is left free on the disk.
    """

    connect_s: float = 15.0
    read_s: float = 240.0
    answer_s: float = 3_600.0
    attempts: int = 6
    waiting_s: float = 1_800.0
    spare_bytes: int = 300_000_000


@dataclass(frozen=True, slots=True)
class Ask:
    """
    A request.

    Attributes
    ----------
    url
        Address, http or https.
    fields
        What is asked: in the address (GET) or as a form (POST); always encoded.
    method
        ``"GET"`` or ``"POST"``.
    most_bytes
        An answer longer than this [bytes, unpacked] is refused.
    gap_s
        Least time since the last request to the same host was sent [s].
    """

    url: str
    fields: Mapping[str, str] = field(default_factory=dict)
    method: Literal["GET", "POST"] = "GET"
    most_bytes: int = 50_000_000
    gap_s: float = 0.0

    @property
    def host(self) -> str:
        """Name of the server."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Saved:
    """
    An answer on the disk.

    Attributes
    ----------
    sha256
        Digest of its bytes.
    size_bytes
        Its length.
    """

    sha256: str
    size_bytes: int
