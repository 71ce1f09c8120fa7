"""The options that say what a study is made from, the same for every command that makes one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from api.screen import Screen
from data.creation.files import PopulationUnit, Spread, StudyFiles
from data.datum import Datum
from data.plans import plan_names
from geo.errors import InputError
from layers.demand import Group
from layers.facilities import Service
from routing.profile import Setting


@dataclass(frozen=True, slots=True)
class _Option:
    """
    One option of the command line, and the field of `StudyFiles` that it fills.

    Attributes
    ----------
    field
        Field of `StudyFiles`.
    flag
        Name on the command line.
    kind
        Type that typer reads.
    code
        Key of the help text.
    """

    field: str
    flag: str
    kind: Any
    code: str


_OPTIONS = (
    _Option("osm", "--osm", Path, "cli.create.osm"),
    _Option("facilities", "--facilities", list[Path], "cli.create.facilities"),
    _Option("mapping", "--mapping", Path, "cli.create.mapping"),
    _Option("decisions", "--decisions", Path, "cli.create.decisions"),
    _Option("population", "--population", Path, "cli.create.population"),
    _Option("population_unit", "--population-unit", PopulationUnit, "cli.create.population_unit"),
    _Option("group_files", "--group", list[str], "cli.create.group"),
    _Option("totals", "--totals", Path, "cli.create.totals"),
    _Option("spread", "--spread", Spread, "cli.create.spread"),
    _Option("leave_out", "--leave-out", list[str], "cli.create.leave_out"),
    _Option("areas", "--areas", Path, "cli.create.areas"),
    _Option("areas_date", "--areas-date", str, "cli.create.areas_date"),
    _Option("river", "--river", str, "cli.create.river"),
    _Option("register", "--register", Path, "cli.create.register"),
    _Option("indicators", "--indicators", Path, "cli.create.indicators"),
    _Option("dem", "--dem", Path, "cli.create.dem"),
    _Option("datum", "--datum", Datum, "cli.create.datum"),
    _Option("population_datum", "--population-datum", Datum, "cli.create.population_datum"),
    _Option("areas_datum", "--areas-datum", Datum, "cli.create.areas_datum"),
    _Option("facility_kind", "--facility-kind", Service, "cli.create.kind"),
    _Option("setting", "--setting", Setting, "cli.create.setting"),
    _Option("plan", "--plan", str, "cli.create.plan"),
    _Option("name", "--name", str, "cli.create.name"),
)
_MANY = frozenset({"facilities", "group_files", "leave_out"})


def takes_study_options(
    screen: Screen, *, needs_osm: bool, without: frozenset[str] = frozenset()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """
    Give a command the options of a study; it receives them as ``**given``.

    Parameters
    ----------
    screen
        Words the help.
    needs_osm
        Whether ``--osm`` must be given.
    without
        Fields whose option the command does not have.
    """
    known = ", ".join(plan_names())

    def give(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True)
        parameters = [
            one for one in own.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        for option in _OPTIONS:
            if option.field in without:
                continue
            said = screen.t(option.code, known=known) if option.field == "plan" else ""
            worded = typer.Option(option.flag, help=said or screen.t(option.code))
            must = needs_osm and option.field == "osm"
            kind: Any = option.kind if must else option.kind | None
            parameters.append(
                inspect.Parameter(
                    option.field,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=inspect.Parameter.empty if must else None,
                    annotation=Annotated[kind, worded],
                )
            )
        vars(command)["__signature__"] = own.replace(parameters=parameters)
        command.__annotations__ = {one.name: one.annotation for one in parameters}
        return command

    return give


def study_files(given: Mapping[str, Any], base: StudyFiles | None = None) -> StudyFiles:
    """
    Turn what was given on the command line into the files and choices of a study.

    Parameters
    ----------
    given
        Values by field; None and empty lists were not given.
    base
        Files and choices that stay where nothing was given.

    Raises
    ------
    InputError
        If a group's raster is not given as ``group=file``.
    """
    values = {name: value for name, value in given.items() if value not in (None, [])}
    if "group_files" in values:
        values["group_files"] = dict(map(_group_file, values["group_files"]))
    for name in _MANY - {"group_files"}:
        if name in values:
            values[name] = tuple(values[name])
    return StudyFiles(**values) if base is None else replace(base, **values)


def _group_file(said: str) -> tuple[Group, Path]:
    name, mark, path = said.partition("=")
    if not mark or name not in set(Group) - {Group.ALL} or not path:
        known = ", ".join(sorted(set(Group) - {Group.ALL}))
        raise InputError("usage.group", value=said, known=known)
    return Group(name), Path(path)
