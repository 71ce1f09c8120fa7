"""The text catalogue: every sentence a user reads, in Chinese and English.

A code names a message in `geo.catalogue`; fields fill its placeholders. The core
raises codes, the edge (command line, web page, map) chooses the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.catalogue import MESSAGES


class Lang(StrEnum):
    """A language of the user interface."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Message:
    """
    A message inside a message, worded in the language of the whole.

    Attributes
    ----------
    code
        Key of the inner message.
    fields
        Values of its placeholders.
    """

    code: str
    fields: Mapping[str, object]


def text(code: str, lang: Lang, /, **fields: object) -> str:
    """
    Word a message.

    Parameters
    ----------
    code
        Key of the message, such as ``"coverage.title"``.
    lang
        Language wanted.
    **fields
        Values for the message's placeholders; a value of an enumeration that the
        catalogue names (a service, a setting) is worded too.

    Returns
    -------
    worded
        The message with its placeholders filled.

    Raises
    ------
    KeyError
        If the catalogue has no such code, or a placeholder has no field: both
        are faults of the program, never of the user.

    Examples
    --------
    >>> text("direction.from", Lang.EN)
    'from the facility outwards'
    """
    return MESSAGES[code][lang].format(
        **{name: _worded(value, lang) for name, value in fields.items()}
    )


def label(value: StrEnum, lang: Lang) -> str:
    """
    Word a value of an enumeration, such as a service or a status.

    Examples
    --------
    >>> class Status(StrEnum):
    ...     MET = "MET"
    >>> label(Status.MET, Lang.ZH)
    '达标'
    """
    return str(_worded(value, lang))


def _worded(value: object, lang: Lang) -> object:
    if isinstance(value, Message):
        return text(value.code, lang, **value.fields)
    if isinstance(value, StrEnum):
        code = f"{type(value).__name__.lower()}.{value.value}"
        return MESSAGES[code][lang] if code in MESSAGES else value.value
    return value


def has_text(code: str) -> bool:
    """Tell whether the catalogue knows `code`."""
    return code in MESSAGES
