"""Reading one TOML table strictly: every key known, every value of its kind, faults named."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from geo.errors import DataUnavailableError, InputError
from geo.units import LONGEST_CUTOFF_S, SECONDS_PER_MINUTE, seconds_from_minutes
from layers.facilities import Service, read_service

_Choice = TypeVar("_Choice", bound=StrEnum)
REQUIRED: Final = object()
"""Default of a key that must be there."""

_LONGEST_SHOWN = 80


def is_finite(number: float) -> bool:
    """Tell whether a number is finite as a float: TOML's whole numbers may have any length."""
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def shortened(found: object) -> str:
    """
    Show a value in a message, its end cut off where it is long.

    Examples
    --------
    >>> shortened("x"), len(shortened("x" * 999))
    ("'x'", 80)
    """
    try:
        shown = f"{found!r}"
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "…"
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"


class Fields:
    """
    The keys of one TOML table, each taken once.

    Parameters
    ----------
    table
        The table.
    place
        Where it stands, for messages: ``"T-EMG-15/drive-only"``.
    """

    def __init__(self, table: object, place: str) -> None:
        if not isinstance(table, Mapping):
            raise InputError(
                "plan.bad_field", place=place, key="?", expected="[table]", found=shortened(table)
            )
        self._table = dict(table)
        self.place = place

    def has(self, key: str) -> bool:
        """Tell whether a key is there and not taken yet."""
        return key in self._table

    def take(self, key: str, default: object = REQUIRED) -> Any:  # noqa: ANN401 (a TOML value)
        """
        Take a value as it stands.

        Raises
        ------
        InputError
            If it is missing and there is no default.
        """
        if key in self._table:
            return self._table.pop(key)
        if default is REQUIRED:
            raise InputError("plan.key_missing", plan=self.place, key=f"'{key}'")
        return default

    def bad(self, key: str, expected: str, found: object) -> InputError:
        """Word a value that cannot be used."""
        return InputError(
            "plan.bad_field", place=self.place, key=key, expected=expected, found=shortened(found)
        )

    def text(self, key: str, default: object = REQUIRED) -> str:
        """Take a text that is not blank; a default may be empty."""
        value = self.take(key, default)
        if value is not default and (not isinstance(value, str) or not value.strip()):
            raise self.bad(key, "text", value)
        return str(value)

    def texts(self, key: str, default: object = ()) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self.take(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise self.bad(key, '["…"]', value)
        return tuple(value)

    def number(self, key: str, default: object = REQUIRED, *, least: float = 0.0) -> float:
        """Take a finite number, at least `least`."""
        value = self.take(key, default)
        good = isinstance(value, int | float) and not isinstance(value, bool) and is_finite(value)
        if value is not default and not (good and least <= value):
            raise self.bad(key, f"a number >= {least:g}", value)
        return float(value)

    def whole(self, key: str, default: object = REQUIRED, *, least: int = 0) -> int:
        """Take a whole number, at least `least`."""
        value = self.take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.bad(key, f"a whole number >= {least}", value)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise self.bad(key, "true, false", value)
        return value

    def minutes(self, key: str, default: object = REQUIRED) -> float:
        """Take minutes, give seconds."""
        value = self.take(key, default)
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not 0 <= value <= LONGEST_CUTOFF_S / SECONDS_PER_MINUTE:
            raise self.bad(key, "0-1440 [min]", value)
        return seconds_from_minutes(float(value))

    def share(self, key: str, default: object = REQUIRED) -> float:
        """Take a share in (0, 1]."""
        value = self.take(key, default)
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not 0 < value <= 1:
            raise self.bad(key, "0 < x <= 1", value)
        return float(value)

    def choice(self, kind: type[_Choice], key: str, default: object = REQUIRED) -> _Choice:
        """Take one of the values of an enumeration."""
        value = self.take(key, default)
        try:
            return kind(value)
        except ValueError:
            raise self.bad(key, " | ".join(f'"{one.value}"' for one in kind), value) from None

    def service(self, key: str, default: object = REQUIRED) -> Service:
        """
        Take a service by its name.

        Raises
        ------
        DataUnavailableError
            If there is no such service; the message names the place and the known ones.
        """
        return self._service(key, self.text(key, default))

    def services(self, key: str, default: object = ()) -> tuple[Service, ...]:
        """Take a list of services."""
        return tuple(self._service(key, one) for one in self.texts(key, default))

    def _service(self, key: str, name: str) -> Service:
        try:
            return read_service(name)
        except DataUnavailableError:
            known = ", ".join(Service)
            raise DataUnavailableError(
                "plan.unknown_service", place=self.place, key=key, name=name, known=known
            ) from None

    def both(self, key: str) -> Mapping[str, str]:
        """Take a wording in Chinese and English."""
        value = self.take(key)
        if not isinstance(value, Mapping):
            raise self.bad(key, '{ zh = "…", en = "…" }', value)
        inner = Fields(value, f"{self.place}.{key}")
        found = {lang: inner.text(lang) for lang in ("zh", "en")}
        inner.done()
        return found

    def tables(self, key: str) -> tuple[Fields, ...]:
        """Take a list of tables, each with a place of its own; empty where there is none."""
        value = self.take(key, [])
        if not isinstance(value, list):
            raise self.bad(key, "[[…]]", value)
        return tuple(Fields(one, f"{self.place}.{key}[{at}]") for at, one in enumerate(value, 1))

    def done(self) -> None:
        """
        Say that every key was asked for.

        Raises
        ------
        InputError
            If a key is left: a misspelt key must not be overlooked.
        """
        if self._table:
            raise InputError(
                "plan.unknown_key", place=self.place, keys=", ".join(map(str, self._table))
            )
