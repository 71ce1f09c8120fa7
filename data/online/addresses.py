"""Addresses that may be asked and followed, and the web pages that come in place of data."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from data.online.faults import AnswerFault, Then
from geo.errors import DataUnavailableError, InputError
from geo.text import Message

_SHOWN_SIGNS = 200
_HTML_BYTES = 2_048
_TAG = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)


def check_url(url: str) -> None:
    """Refuse what is no plain web address: other schemes, no host, a password inside."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
        fine = fine and parts.username is None and parts.password is None
        fine = fine and (parts.port is None or parts.port > 0) and url.isprintable()
    except ValueError:
        fine = False
    if not fine or " " in url:
        raise InputError("online.bad_url", url=url)


def followed(url: str, location: str) -> str:
    """Address that a redirect leads to; only the same host, and never back to plain http."""
    target = urljoin(url, location)
    old, new = urlsplit(url), urlsplit(target)
    same = (new.scheme, new.netloc) == (old.scheme, old.netloc)
    safer = (old.scheme, new.scheme) == ("http", "https") and old.hostname == new.hostname
    if not (same or safer):
        raise AnswerFault(
            Then.STOP,
            Message("online.why.redirects", {}),
            error=DataUnavailableError("online.redirect", url=url, target=target[:_SHOWN_SIGNS]),
        )
    return target


def shown(body: bytes) -> str:
    """
    Take the readable words of an error page, in one line.

    Examples
    --------
    >>> shown(b"<html><title>OSM3S</title><p><b>Error</b>: too busy </p></html>")
    ': Error: too busy'
    >>> shown(b"")
    ''
    """
    words = " ".join(_TAG.sub(" ", body.decode("utf-8", "replace")).split())
    words = "".join(sign for sign in words if sign.isprintable()).replace(" :", ":")
    # The reason stands behind this word on Overpass's pages, after the licence.
    at = words.find("Error:")
    words = words[max(at, 0) :][:_SHOWN_SIGNS]
    return f": {words}" if words else ""


def is_html(path: Path) -> bool:
    """Tell whether a file begins as a web page, such as a log-in page of the network."""
    with path.open("rb") as stream:
        return _HTML.search(stream.read(_HTML_BYTES)) is not None
