"""Standard output and error that never fail for want of a character."""

from __future__ import annotations

import io
from typing import TextIO

from geo.text import Lang, text


def make_safe(stream: TextIO) -> None:
    """
    Let a stream take every character.

    A terminal shows in its own encoding, so that is kept, and so is that of a file or
    pipe which knows Chinese (GBK, GB18030, UTF-8): what reads it expects it. One that does
    not (cp1252, ASCII) would get nothing but question marks: it becomes UTF-8. A single
    sign that an encoding lacks, such as ✔ in GBK, is replaced by “?”.
    """
    if not isinstance(stream, io.TextIOWrapper):
        return
    if stream.isatty() or can_write(stream, text("cli.interrupted", Lang.ZH)):
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8", errors="replace")


def can_write(stream: TextIO, words: str) -> bool:
    """Tell whether the encoding of a stream has all characters of `words`."""
    try:
        words.encode(stream.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
