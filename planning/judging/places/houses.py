"""Institutions behind the rows of a list: what bears one name counts once; what is a branch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from layers.facilities import FacilitySet
from layers.names import is_bare_kind, normal_name, other_names
from planning.plan_facilities import PlanFacilities

_BRANCH = re.compile(r"(分院|分部|分中心|分站|院区|[新老旧东西南北]院|\b(branch|annex))$")


def is_branch(name: str) -> bool:
    """
    Tell whether a name is that of a branch.

    Examples
    --------
    >>> is_branch("太龙镇卫生院大溪分院"), is_branch("大安镇中心卫生院")
    (True, False)
    """
    return bool(_BRANCH.search(normal_name(name)))


def houses(
    facilities: FacilitySet, rows: Iterable[int], named: PlanFacilities
) -> tuple[tuple[int, ...], ...]:
    """
    Group the rows of a list that are one institution.

    Rows are one where they share a name, an alias, or a second name in brackets, or where
    the plan says that their names are one's (分水镇中心卫生院 is 区第六人民医院). What kind of
    house it is alone (卫生室) is no name.

    Parameters
    ----------
    facilities
        The list.
    rows
        Rows that may be one: those of one area.
    named
        Facilities of the plan, with their aliases and the district's prefixes.

    Returns
    -------
    houses
        Rows of each institution by id; the institutions by their first id.
    """
    prefixes = named.prefixes
    owner: dict[str, int] = {}
    for at, one in enumerate(named.facilities):
        for name in (one.name, *one.aliases):
            owner.setdefault(normal_name(name, prefixes), at)
    found: list[tuple[set[int], set[str]]] = []
    for row in sorted(set(rows), key=lambda row: facilities.id[row]):
        keys = _keys(facilities, row, prefixes)
        keys |= {f"\0{owner[key]}" for key in keys if key in owner}
        members = {row}
        apart = []
        for group in found:
            if group[1].isdisjoint(keys):
                apart.append(group)
            else:
                members |= group[0]
                keys |= group[1]
        found = [*apart, (members, keys)]
    groups = [tuple(sorted(one, key=lambda row: facilities.id[row])) for one, _ in found]
    return tuple(sorted(groups, key=lambda group: facilities.id[group[0]]))


def _keys(facilities: FacilitySet, row: int, prefixes: Sequence[str]) -> set[str]:
    name = facilities.name[row]
    spelt = {normal_name(name, prefixes)} | {
        normal_name(one, prefixes) for one in (*facilities.aliases[row], *other_names(name))
    }
    return {one for one in spelt if one and not is_bare_kind(one)}
