"""Registers: lists of townships and villages without geometry, the denominators of plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from geo.errors import InputError, ShapeError
from layers.areas import AreaSet
from layers.names import normal_name, same_area_name

DISTRICT, TOWNSHIP, VILLAGE = "district", "township", "village"
"""Levels that a register's readers know; others are kept as the source words them."""


@dataclass(frozen=True, slots=True)
class Register:
    """
    Names of administrative units, in the order of the list.

    Attributes
    ----------
    code
        Identity of each, unique.
    name
        Its name; the same name in different townships is normal.
    level
        Its level, such as ``"township"`` or ``"village"``.
    parent
        Code of the unit it belongs to where that is in the register too, else that unit
        as the source words it; empty where the source does not say.
    """

    code: tuple[str, ...]
    name: tuple[str, ...]
    level: tuple[str, ...]
    parent: tuple[str, ...]

    def __post_init__(self) -> None:
        """Check the rules above once; a unit cannot lie in itself, however indirectly."""
        size = len(self.code)
        for field in ("name", "level", "parent"):
            found = len(getattr(self, field))
            if found != size:
                raise ShapeError("shape.mismatch", name=field, expected=size, found=found)
        code, count = Counter(self.code).most_common(1)[0] if size else ("", 0)
        if count > 1:
            raise InputError("register.double_code", code=code)
        if "" in self.code:
            raise InputError("register.no_code", name=self.name[self.code.index("")])
        above = dict(zip(self.code, self.parent, strict=True))
        safe: set[str] = set()
        for one in self.code:
            way: set[str] = set()
            while one in above and one not in safe:
                if one in way:
                    raise InputError("register.circle", code=one)
                way.add(one)
                one = above[one]  # noqa: PLW2901 (the walk goes up from the code)
            safe |= way

    def __len__(self) -> int:
        """Number of units."""
        return len(self.code)

    @classmethod
    def none(cls) -> Register:
        """Make the register of a study that was given none."""
        return cls((), (), (), ())

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels present, sorted."""
        return tuple(sorted(set(self.level)))

    def count(self, level: str, within: str = "") -> int:
        """
        Count the units of a level.

        Parameters
        ----------
        level
            The level; 0 are counted where the register has no such.
        within
            Code (or wording) of the unit that they must lie in, directly or not; empty
            for all.
        """
        if not within:
            return self.level.count(level)
        above = dict(zip(self.code, self.parent, strict=True))
        return sum(
            found == level and within in _ancestors(parent, above)
            for found, parent in zip(self.level, self.parent, strict=True)
        )

    def counts(self) -> dict[str, dict[str, int]]:
        """Number of units by the parent they name, then by level, both sorted."""
        found = Counter(zip(self.parent, self.level, strict=True))
        by_parent: dict[str, dict[str, int]] = {}
        for parent, level in sorted(found):
            by_parent.setdefault(parent, {})[level] = found[parent, level]
        return by_parent


def _ancestors(parent: str, above: dict[str, str]) -> Iterator[str]:
    while parent:
        yield parent
        parent = above.get(parent, "")


@dataclass(frozen=True, slots=True)
class RegisterMatch:
    """
    Which units of a register have geometry.

    Attributes
    ----------
    pairs
        Code in the register and code of the area, by code first, then by name.
    without_geometry
        Codes of the register's units of which there is no area.
    not_in_register
        Codes of the areas that the register does not know.
    ambiguous
        Codes of the register's units whose name several areas, or several units, bear;
        these and their areas are in none of the above.
    """

    pairs: tuple[tuple[str, str], ...]
    without_geometry: tuple[str, ...]
    not_in_register: tuple[str, ...]
    ambiguous: tuple[str, ...]


def match(
    register: Register, areas: AreaSet, *, level: str = "", area_level: str = ""
) -> RegisterMatch:
    """
    Find the area of each unit of a register.

    A statistical code and the same code with its zeros at the end are one. Names are
    compared normalised, without the rank at their end; a match by name counts only where
    it is the only one on both sides.

    Parameters
    ----------
    register, areas
        The list and the map.
    level
        Level of the register's units; empty for all.
    area_level
        Level of the areas, for the two vocabularies may differ (``"township"``, ``"8"``);
        empty for all: then only areas of a level that was met at all can lack a unit.
    """
    units = [row for row, one in enumerate(register.level) if level in {"", one}]
    shapes = [row for row, one in enumerate(areas.level) if area_level in {"", one}]
    by_code: dict[str, list[int]] = {}
    for row in shapes:
        by_code.setdefault(_plain_code(areas.code[row]), []).append(row)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for row in units:
        same = by_code.get(_plain_code(register.code[row]), [])
        if len(same) == 1 and same[0] not in taken:
            pairs[row] = same[0]
            taken.add(same[0])
    open_shapes = [row for row in shapes if row not in taken]
    normal = [normal_name(name) for name in areas.name]
    named = {
        row: _namesakes(register.name[row], areas, open_shapes, normal)
        for row in units
        if row not in pairs
    }
    claims = Counter(shape for found in named.values() for shape in found)
    ambiguous = []
    for row, found in named.items():
        if len(found) == 1 and claims[found[0]] == 1:
            pairs[row] = found[0]
        elif found:
            ambiguous.append(row)
    met = {areas.level[row] for row in pairs.values()} | {area_level}
    settled = set(pairs.values()) | {shape for row in ambiguous for shape in named[row]}
    return RegisterMatch(
        pairs=tuple((register.code[row], areas.code[pairs[row]]) for row in units if row in pairs),
        without_geometry=tuple(register.code[row] for row, found in named.items() if not found),
        not_in_register=tuple(
            areas.code[row] for row in shapes if row not in settled and areas.level[row] in met
        ),
        ambiguous=tuple(register.code[row] for row in ambiguous),
    )


def _plain_code(code: str) -> str:
    """Statistical code without the zeros that stand for “all of it”."""
    while len(code) > _DISTRICT_DIGITS and code.isdecimal() and code.endswith("000"):
        code = code[:-3]
    return code


_DISTRICT_DIGITS = 6


_RANK_LETTERS = frozenset("村镇乡街道社区县市旗委员会办事处居民 ")


def _namesakes(name: str, areas: AreaSet, rows: list[int], normal: list[str]) -> list[int]:
    """Areas of the very name where there are any, else of the name but for its rank."""
    own = normal_name(name)
    telling = set(own) - _RANK_LETTERS
    exact = [row for row in rows if normal[row] == own]
    # Names with no telling letter in common are never one: the comparison is not for free.
    return exact or [
        row
        for row in rows
        if not telling.isdisjoint(normal[row]) and same_area_name(areas.name[row], name)
    ]
