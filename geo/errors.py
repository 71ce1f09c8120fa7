"""Errors raised on purpose by goldenhour.

Hierarchy::

    GoldenHourError                       anything we raise on purpose
    ├── InputError (ValueError)           the caller's data break a stated rule
    │   ├── CrsError                      a layer has no CRS, or not the one needed
    │   ├── ShapeError                    arrays disagree in length
    │   └── FileFormatError               a file is damaged, or of another kind
    ├── DataUnavailableError (LookupError)  a file, study or plan is not here
    └── OutputError (OSError)             a result cannot be written

An error carries a code and fields; `render` words it in Chinese or English from
the catalogue, so that every edge (command line, HTTP, library) says the same.
An unreachable place is not an error: its travel time is ``inf``.
"""

from __future__ import annotations

from geo.text import Lang, text


class GoldenHourError(Exception):
    """
    Base class: catch this to catch every error raised on purpose.

    Parameters
    ----------
    code
        Key of the message in `geo.catalogue`.
    **fields
        Values that fill the message's placeholders.
    """

    def __init__(self, code: str, /, **fields: object) -> None:
        self.code = code
        self.fields = fields
        super().__init__(text(code, Lang.EN, **fields))

    def render(self, lang: Lang) -> str:
        """Word the error in `lang`: what was expected, what came, what to do."""
        return text(self.code, lang, **self.fields)

    def __reduce__(self) -> tuple[object, ...]:
        """Survive a trip between processes (`fields` are keyword-only)."""
        return _rebuild, (type(self), self.code, self.fields)


def _rebuild(kind: type[GoldenHourError], code: str, fields: dict[str, object]) -> GoldenHourError:
    return kind(code, **fields)


class InputError(GoldenHourError, ValueError):
    """The caller's data break a rule that the docstring states."""


class CrsError(InputError):
    """A layer has no coordinate reference system, or not the one needed."""


class ShapeError(InputError):
    """Arrays that must line up have different lengths."""


class FileFormatError(InputError):
    """A file is damaged, or is not of the kind that its place demands."""


class DataUnavailableError(GoldenHourError, LookupError):
    """A file, study, plan or facility kind is not on this machine."""


class OutputError(GoldenHourError, OSError):
    """A result cannot be written where the caller asked for it."""
