"""The keys that a rule reads from TOML, told by the rule's own reading.

A rule is read once from a table that answers every question and remembers what it was asked.
So the list of keys can never say anything else than the code does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

from layers.facilities import Service
from planning.readings.fields import REQUIRED, Fields
from planning.readings.reading import RULES, Rule

_Choice = TypeVar("_Choice", bound=StrEnum)
READING_KEYS = (
    "use",
    "id",
    "test",
    "title",
    "kind",
    "pass_source",
    "target",
    "comparator",
    "compare_only",
    "rival",
)
"""Keys that every reading may have, whatever its rule."""


class Kind(StrEnum):
    """What a key holds."""

    TEXT = "text"
    TEXTS = "texts"
    NUMBER = "number"
    WHOLE = "whole"
    FLAG = "flag"
    MINUTES = "minutes"
    SHARE = "share"
    SERVICE = "service"
    SERVICES = "services"
    CHOICE = "choice"
    TABLES = "tables"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Key:
    """
    One key of a rule.

    Attributes
    ----------
    name, kind
        The key, and what it holds.
    required
        Whether it must be there.
    default
        What it is where it is left out; None where it must be there.
    choices
        Values that it takes; empty where any of its kind.
    least
        Smallest number that it takes.
    keys
        Keys of its tables.
    """

    name: str
    kind: Kind
    required: bool
    default: object = None
    choices: tuple[str, ...] = ()
    least: float = 0.0
    keys: tuple[Key, ...] = ()


@dataclass
class _Asked:
    """What was asked for a key, while it is asked."""

    kind: Kind
    default: object
    choices: tuple[str, ...] = ()
    least: float = 0.0
    inner: list[_Recorder] = field(default_factory=list)


class _Recorder(Fields):
    """A table that answers every question and remembers it."""

    def __init__(self, *, listed: bool) -> None:
        super().__init__({}, "keys")
        self._listed = listed
        self.asked: dict[str, _Asked] = {}

    def _note(self, key: str, kind: Kind, default: object, **more: Any) -> None:  # noqa: ANN401
        self.asked[key] = _Asked(kind, default, **more)

    def has(self, key: str) -> bool:
        del key
        return self._listed

    def take(self, key: str, default: object = REQUIRED) -> Any:  # noqa: ANN401
        self._note(key, Kind.LIST if isinstance(default, list) else Kind.TEXT, default)
        return [] if isinstance(default, list) else None

    def text(self, key: str, default: object = REQUIRED) -> str:
        self._note(key, Kind.TEXT, default)
        # A default that is another key's value shows as that key's name: "<profile>".
        return f"<{key}>" if default is REQUIRED else str(default)

    def texts(self, key: str, default: object = ()) -> tuple[str, ...]:
        self._note(key, Kind.TEXTS, default)
        return ("x",)

    def number(self, key: str, default: object = REQUIRED, *, least: float = 0.0) -> float:
        self._note(key, Kind.NUMBER, default, least=least)
        return max(1.0, least)

    def whole(self, key: str, default: object = REQUIRED, *, least: int = 0) -> int:
        self._note(key, Kind.WHOLE, default, least=float(least))
        return max(1, least)

    def flag(self, key: str, *, default: bool) -> bool:
        self._note(key, Kind.FLAG, default)
        return default

    def minutes(self, key: str, default: object = REQUIRED) -> float:
        self._note(key, Kind.MINUTES, default)
        return 60.0

    def share(self, key: str, default: object = REQUIRED) -> float:
        self._note(key, Kind.SHARE, default)
        return 0.5

    def choice(self, kind: type[_Choice], key: str, default: object = REQUIRED) -> _Choice:
        self._note(key, Kind.CHOICE, default, choices=tuple(one.value for one in kind))
        return next(iter(kind))

    def service(self, key: str, default: object = REQUIRED) -> Service:
        self._note(key, Kind.SERVICE, default, choices=tuple(one.value for one in Service))
        return Service.HOSPITAL

    def services(self, key: str, default: object = ()) -> tuple[Service, ...]:
        self._note(key, Kind.SERVICES, default, choices=tuple(one.value for one in Service))
        return (Service.HOSPITAL,)

    def tables(self, key: str) -> tuple[Fields, ...]:
        inner = _Recorder(listed=self._listed)
        self._note(key, Kind.TABLES, [], inner=[inner])
        return (inner,)

    def done(self) -> None:
        return None


def _key(name: str, asked: _Asked, *, required: bool) -> Key:
    default = None if asked.default is REQUIRED else asked.default
    if isinstance(default, float) and math.isnan(default):
        default = None
    inner = asked.inner[0].asked if asked.inner else {}
    return Key(
        name=name,
        kind=asked.kind,
        required=required,
        default=default.value if isinstance(default, StrEnum) else default,
        choices=asked.choices,
        least=asked.least,
        keys=tuple(
            _key(one, said, required=said.default is REQUIRED) for one, said in inner.items()
        ),
    )


def rule_keys(rule: type[Rule]) -> tuple[Key, ...]:
    """
    Tell the keys of a rule, in the order in which it asks for them.

    A key that may be written in two ways (one leg, or a list of legs) is needed in
    neither of them alone, so it is not marked as required.
    """
    plain, listed = _Recorder(listed=False), _Recorder(listed=True)
    rule.read(plain)
    rule.read(listed)
    names = dict.fromkeys((*plain.asked, *listed.asked))
    both: Final = [plain.asked, listed.asked]
    return tuple(
        _key(
            name,
            next(asked[name] for asked in both if name in asked),
            required=all(name in asked and asked[name].default is REQUIRED for asked in both),
        )
        for name in names
    )


def known_keys(kind: str) -> frozenset[str]:
    """
    Names of all keys that a reading of a rule may have.

    Examples
    --------
    >>> "within_m" in known_keys("near"), "minutes" in known_keys("near")
    (True, False)
    """
    return frozenset(READING_KEYS) | {key.name for key in rule_keys(RULES[kind])}
