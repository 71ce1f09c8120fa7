"""What can be wrong with an answer from a service, and what to do about it."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum

from geo.errors import GoldenHourError
from geo.text import Message


class Then(Enum):
    """What follows from a fault."""

    AGAIN = "ask again later"
    SMALLER = "ask for less at once"
    STOP = "asking again would change nothing"


class AnswerFault(Exception):  # noqa: N818 - it never leaves the package
    """
    An answer that cannot be used.

    Parameters
    ----------
    then
        What to do about it.
    why
        The reason, to be worded inside another message.
    after_s
        Wait that the server asked for [s]; 0 where it asked for none.
    unheard
        Whether the server could not be spoken to at all.
    error
        What the user is told where the fault is final; None for the usual sentence.
    """

    def __init__(
        self,
        then: Then,
        why: Message,
        *,
        after_s: float = 0.0,
        unheard: bool = False,
        error: GoldenHourError | None = None,
    ) -> None:
        super().__init__(why.code)
        self.then = then
        self.why = why
        self.after_s = after_s
        self.unheard = unheard
        self.error = error


def read_retry_after(said: str | None, now: datetime) -> float:
    """
    Read a ``Retry-After`` header: seconds, or an HTTP date (RFC 9110, 10.2.3).

    Returns
    -------
    after_s
        Wait [s], never below 0; 0 where there is no header or it says nothing.

    Examples
    --------
    >>> start = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
    >>> read_retry_after("90", start)
    90.0
    >>> read_retry_after("Sat, 01 Mar 2025 12:02:00 GMT", start)
    120.0
    >>> read_retry_after("soon", start)
    0.0
    """
    words = (said or "").strip()
    if words.isascii() and words.isdigit():
        return float(words)
    try:
        then = parsedate_to_datetime(words)
    except (TypeError, ValueError):
        return 0.0
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    wait_s = (then - now).total_seconds()
    return wait_s if math.isfinite(wait_s) and wait_s > 0 else 0.0
