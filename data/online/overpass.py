"""Overpass: a question, its place in the queue, and its answer as a sorted ``.osm.pbf``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from data.online.asking import Ask, Progress
from data.online.faults import AnswerFault, Then
from data.online.http import PoliteClient
from data.online.kept import AnswerCache, KeptAnswer
from data.online.osm_xml import check_osm_xml, write_sorted
from geo.errors import DataUnavailableError
from geo.text import Message
from planning.note import Note

MOST_BYTES = 1_500_000_000
"""An answer longer than this is asked for in smaller pieces [bytes of XML]."""
_MOST_SPLITS = 4
_STATUS_BYTES = 65_536
_FREE = re.compile(r"^(\d+) slots? available now", re.MULTILINE)
_AFTER = re.compile(r"^Slot available after: ([0-9TZ:\-]+), in (-?\d+) seconds", re.MULTILINE)
_NO_LIMIT = re.compile(r"^Rate limit: 0\s*$", re.MULTILINE)
_SLOT_GRACE_S = 1.0

Piece = TypeVar("Piece")


def read_slot_wait_s(status: str) -> float:
    r"""
    Read how long the next place in the queue is away, from ``/api/status``.

    A page that says nothing of places (a server without limits, or none at all) means no
    wait: if that is wrong the server answers 429, which is heeded too.

    Returns
    -------
    wait_s
        Wait [s]; 0 where a place is free.

    Examples
    --------
    >>> read_slot_wait_s("Rate limit: 2\n1 slots available now.\n")
    0.0
    >>> read_slot_wait_s("Slot available after: 2025-03-01T12:00:09Z, in 9 seconds.\n")
    10.0
    """
    if _NO_LIMIT.search(status):
        return 0.0
    free = _FREE.search(status)
    if free and int(free[1]) > 0:
        return 0.0
    waits = [max(float(found[2]), 0.0) for found in _AFTER.finditer(status)]
    return min(waits) + _SLOT_GRACE_S if waits else 0.0


class Overpass:
    """
    Asks an Overpass server, one question at a time.

    Parameters
    ----------
    client
        Sends the requests.
    url
        Address of the API, with or without ``/interpreter``.
    cache
        Keeps the answers.
    progress
        Told of every piece.
    """

    def __init__(
        self, client: PoliteClient, url: str, cache: AnswerCache, progress: Progress
    ) -> None:
        base = url.rstrip("/").removesuffix("/interpreter")
        self.url = f"{base}/interpreter"
        self._status_url = f"{base}/status"
        self._client = client
        self._cache = cache
        self._progress = progress

    def ask(self, query: str, *, as_xml: bool = False) -> KeptAnswer:
        """
        Answer a question from the cache, or ask it.

        Parameters
        ----------
        query
            The question, in Overpass QL.
        as_xml
            Whether the answer is kept as it came: a PBF holds no boxes of relations.

        Raises
        ------
        AnswerFault
            If less must be asked for at once.
        DataUnavailableError, OutputError
            As `PoliteClient.download`.
        """
        path = self._cache.place(self.url, query, ".osm" if as_xml else ".osm.pbf")
        kept = self._cache.find(path)
        if kept is not None:
            return kept
        if self._cache.is_too_much(path):
            raise AnswerFault(Then.SMALLER, Message("online.why.known_too_much", {}))
        self._cache.folder.mkdir(parents=True, exist_ok=True)
        raw = path if as_xml else path.with_name(f"{path.name}.raw.osm")
        said: list[str] = []

        def check(part: Path) -> None:
            said.append(check_osm_xml(part))
            if not as_xml:  # turned into the kept form here: what cannot be read is asked again
                write_sorted((part,), path)

        ask = Ask(self.url, {"data": query}, "POST", MOST_BYTES)
        try:
            self._client.download(ask, raw, check=check, before=self._await_slot)
        finally:
            if not as_xml:
                raw.unlink(missing_ok=True)
        fetched = self._client.clock.now().astimezone(UTC).isoformat(timespec="seconds")
        return self._cache.keep(path, data_date=said[-1], fetched=fetched, request=query)

    def ask_in_pieces(
        self,
        pieces: list[Piece],
        query: Callable[[Piece], str],
        smaller: Callable[[Piece], list[Piece]],
        *,
        code: str,
    ) -> list[KeptAnswer]:
        """
        Ask a question about each piece; a piece that is too much is cut and asked again.

        Parameters
        ----------
        pieces
            What to ask about.
        query, smaller
            The question about a piece, and the parts of a piece.
        code
            Message for the progress, with the fields ``done`` and ``count``.

        Raises
        ------
        DataUnavailableError
            As `ask`, and if even the smallest piece is too much.
        """
        answers: list[KeptAnswer] = []
        for done, piece in enumerate(pieces):
            self._progress(Note(code, {"done": done + 1, "count": len(pieces)}))
            answers.extend(self._with_cuts(piece, query, smaller, _MOST_SPLITS))
        return answers

    def _with_cuts(
        self,
        piece: Piece,
        query: Callable[[Piece], str],
        smaller: Callable[[Piece], list[Piece]],
        cuts_left: int,
    ) -> list[KeptAnswer]:
        asked = query(piece)
        try:
            return [self.ask(asked)]
        except AnswerFault as fault:
            if cuts_left == 0:
                host = Ask(self.url).host
                raise DataUnavailableError("online.too_much", host=host, why=fault.why) from fault
        parts = smaller(piece)
        self._progress(Note("online.cutting", {"parts": len(parts)}))
        answers = [
            answer
            for part in parts
            for answer in self._with_cuts(part, query, smaller, cuts_left - 1)
        ]
        # Only now: a server that was busy for a day must not leave a mark that bars the way.
        self._cache.mark_too_much(self._cache.place(self.url, asked, ".osm.pbf"))
        return answers

    def _await_slot(self) -> None:
        """Wait until the server has a place for us, if it says when."""
        ask = Ask(self._status_url)
        wait_s = read_slot_wait_s(self._client.look(ask, most_bytes=_STATUS_BYTES))
        if wait_s > 0:
            self._client.wait(wait_s, host=ask.host, why=Message("online.why.queue", {}))


def date_span(answers: list[KeptAnswer]) -> tuple[str, str]:
    """Oldest and newest date of the data; empty where no answer says one."""
    dates = sorted(one.data_date for one in answers if _is_date(one.data_date))
    return (dates[0], dates[-1]) if dates else ("", "")


def _is_date(said: str) -> bool:
    try:
        datetime.fromisoformat(said)
    except ValueError:
        return False
    return True
