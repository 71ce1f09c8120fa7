"""The facilities that a district's plan names, and the rows of a list they are found to be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.errors import DataUnavailableError, InputError
from layers.facilities import FacilitySet, Service
from layers.names import is_bare_kind, normal_name, other_names, same_area_name, split_kind
from planning.import_record import NO_ROW, PlanFacilityMatch
from planning.readings.fields import REQUIRED, Fields

_PRIMARY = frozenset({Service.TOWNSHIP_HEALTH_CENTRE, Service.COMMUNITY_HEALTH_CENTRE})
_PRIMARY_WORDS = frozenset({"卫生院", "中心卫生院", "社区卫生服务中心"})


@dataclass(frozen=True, slots=True)
class PlanFacility:
    """
    A facility as a plan names it.

    Attributes
    ----------
    name
        Name in the plan.
    kind
        What it is.
    aliases
        Other names of it.
    level_now, level_target
        Its grade as the plan describes it, and the one it is to reach; empty where the
        plan is silent.
    centres
        Services that the plan gives it.
    place
        Township or street; empty where the plan names none.
    beds
        Beds that the plan intends it to have; NaN where it names no number.
    project
        What is to be built; empty where nothing is.
    note
        Further facts.
    """

    name: str
    kind: Service
    aliases: tuple[str, ...] = ()
    level_now: str = ""
    level_target: str = ""
    centres: tuple[Service, ...] = ()
    place: str = ""
    beds: float = math.nan
    project: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacilities:
    """
    All facilities that a plan names.

    Attributes
    ----------
    plan
        Identifier of the plan, such as ``"yongchuan"``.
    prefixes
        Units that the district lies in, from the widest to itself, as
        `layers.names.normal_name` takes them.
    facilities
        In the plan's order; no name twice.
    """

    plan: str
    prefixes: tuple[str, ...] = ()
    facilities: tuple[PlanFacility, ...] = ()

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> PlanFacilities:
        """
        Build the list from the tables of its TOML file.

        Raises
        ------
        InputError
            If a key is missing or a value is not what it must be; the message names it.
        DataUnavailableError
            If a kind or a centre is no service.
        """
        plan = str(table.get("plan", "?"))
        try:
            named = cls(
                plan=str(table["plan"]),
                prefixes=Fields(table, plan).texts("prefixes", REQUIRED),
                facilities=tuple(
                    plan_facility(row, f"{plan}: facilities #{at}")
                    for at, row in enumerate(table["facilities"], start=1)
                ),
            )
        except KeyError as fault:
            raise InputError("plan.key_missing", plan=plan, key=str(fault)) from fault
        except (InputError, DataUnavailableError):
            raise
        except (TypeError, LookupError) as fault:
            raise InputError("plan.bad_value", plan=plan, what=str(fault)) from fault
        names = [one.name for one in named.facilities]
        double = next((name for name in names if names.count(name) > 1), None)
        if double is not None:
            raise InputError("plan.double_facility", plan=plan, name=double)
        return named


def plan_facility(table: object, place: str) -> PlanFacility:
    """
    Build one facility from its TOML table.

    Parameters
    ----------
    table
        The table.
    place
        Where it stands, for messages, until its name is known.

    Raises
    ------
    InputError
        If a key is missing or unknown, or a value cannot be used.
    DataUnavailableError
        If its kind or a centre is no service.
    """
    fields = Fields(table, place)
    name = fields.text("name")
    fields.place = f"{place} ({name})"
    facility = PlanFacility(
        name=name,
        kind=fields.service("kind"),
        aliases=fields.texts("aliases"),
        level_now=fields.text("level_now", ""),
        level_target=fields.text("level_target", ""),
        centres=fields.services("centres"),
        place=fields.text("place", ""),
        beds=fields.number("beds", math.nan),
        project=fields.text("project", ""),
        note=fields.text("note", ""),
    )
    fields.done()
    return facility


def match_plan_facilities(
    facilities: FacilitySet,
    named: PlanFacilities,
    *,
    decisions: Mapping[str, str] | None = None,
) -> tuple[PlanFacilityMatch, ...]:
    """
    Find the facilities of a plan in a list.

    In this order, and the first step that finds a row decides:

    1. a decision of the user (`NO_ROW` says that there is none);
    2. the plan's name is the row's name (``"name"``), as `layers.names` compares them;
    3. one of the plan's names is one of the row's (``"alias"``);
    4. for health centres: the names are one but for the rank of the town (桥沟卫生院 and
       桥沟镇卫生院), or the plan names only the town and the list has one health centre of
       that town (``"alias"``).

    Where a step finds several rows, none is chosen (``"ambiguous"``). Where no step finds
    one, the facility is ``"missing"``; `candidates` then holds rows of the same own name
    that say another kind of house.

    Parameters
    ----------
    facilities
        The list, after what is one has been united.
    named
        Facilities of the plan.
    decisions
        Id by plan name, as `data.decisions.plan_choices` gives them.

    Returns
    -------
    matches
        One for each facility of the plan, in its order.
    """
    prefixes = named.prefixes
    own: dict[str, list[int]] = {}
    called: dict[str, list[int]] = {}
    parts: list[tuple[str, str]] = []
    for row, name in enumerate(facilities.name):
        key = normal_name(name, prefixes)
        # A second name such as 精神卫生中心, without a place, is anybody's.
        others = [
            one
            for one in (*facilities.aliases[row], *other_names(name))
            if not is_bare_kind(normal_name(one))
        ]
        own.setdefault(key, []).append(row)
        for known in dict.fromkeys([key, *(normal_name(other, prefixes) for other in others)]):
            called.setdefault(known, []).append(row)
        parts.append(split_kind(key))
    for names in (own, called):
        names.pop("", None)
    positions = {facility_id: row for row, facility_id in enumerate(facilities.id)}

    def found(one: PlanFacility) -> tuple[str, Sequence[int]]:
        chosen = (decisions or {}).get(one.name, "")
        if chosen in positions:
            return "decision", [positions[chosen]]
        if chosen == NO_ROW:
            return "missing", []
        key = normal_name(one.name, prefixes)
        if key in own:
            return "name", own[key]
        keys = (key, *(normal_name(alias, prefixes) for alias in one.aliases))
        rows = sorted({row for alias in keys for row in called.get(alias, ())})
        return "alias", rows or _health_centres(one, key, parts)

    matches: list[PlanFacilityMatch] = []
    for one in named.facilities:
        how, rows = found(one)
        ids = tuple(sorted(facilities.id[row] for row in rows))
        if len(ids) == 1:
            matches.append(PlanFacilityMatch(one.name, ids[0], how, ids))
        elif ids:
            matches.append(PlanFacilityMatch(one.name, "", "ambiguous", ids))
        else:
            decided = how == "missing"
            like = _of_the_same_name(one, facilities, parts, prefixes)
            candidates = (NO_ROW,) if decided else like
            matches.append(PlanFacilityMatch(one.name, "", "missing", candidates))
    return tuple(matches)


def _health_centres(one: PlanFacility, key: str, parts: Sequence[tuple[str, str]]) -> Sequence[int]:
    """Rows that step 4 finds."""
    name, house = split_kind(key)
    if one.kind not in _PRIMARY or not name:
        return []
    if house:
        return [row for row, part in enumerate(parts) if part == (name, house)]
    return [
        row
        for row, (own, kind) in enumerate(parts)
        if kind in _PRIMARY_WORDS and own and same_area_name(own, name)
    ]


def _of_the_same_name(
    one: PlanFacility,
    facilities: FacilitySet,
    parts: Sequence[tuple[str, str]],
    prefixes: Sequence[str],
) -> tuple[str, ...]:
    """Ids of rows whose own name is that of the plan's facility, whatever their kind."""
    name, house = split_kind(normal_name(one.name, prefixes))
    if not name or not house:
        return ()
    return tuple(sorted(facilities.id[row] for row, (own, _) in enumerate(parts) if own == name))
