"""Commands that make studies, renew them, and look into them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands_fetch import add_fetch_command
from api.commands_inspect import add_inspect_command
from api.naming import quoted, study_name
from api.screen import Screen
from api.study_options import study_files, takes_study_options
from data.creation.steps import Made
from geo.errors import InputError


def add_study_commands(app: typer.Typer, screen: Screen) -> None:
    """Add ``study create``, ``fetch``, ``refresh`` and ``inspect`` to the command line."""
    t = screen.t
    group = typer.Typer(help=t("cli.study"), no_args_is_help=True)
    app.add_typer(group, name="study")
    _add_create(group, screen)
    add_fetch_command(group, screen, write=_write)
    _add_refresh(group, screen)
    add_inspect_command(group, screen)


def _add_create(group: typer.Typer, screen: Screen) -> None:
    t = screen.t

    @group.command("create", help=t("cli.create"), no_args_is_help=True)
    @takes_study_options(screen, needs_osm=True)
    def create(
        folder: Annotated[Path, typer.Argument(help=t("cli.create.folder"))],
        *,
        strict: Annotated[bool, typer.Option("--strict", help=t("cli.create.strict"))] = False,
        overwrite: Annotated[
            bool, typer.Option("--overwrite", help=t("cli.create.overwrite"))
        ] = False,
        **given: Any,  # noqa: ANN401 (one value an option)
    ) -> None:
        """Make a study from files."""
        from data.create import make_study
        from data.plans import load_plan
        from data.studies import check_place

        files = study_files(given | {"name": study_name(given["name"] or "", folder)})
        load_plan(files.plan)
        check_place(folder, overwrite=overwrite)
        with screen.steps() as tell:
            made = make_study(files, tell=tell)
        _write(made, folder, screen, strict=strict, overwrite=overwrite)
        screen.say("cli.create.done", path=str(folder), quoted=quoted(folder))


def _add_refresh(group: typer.Typer, screen: Screen) -> None:
    t = screen.t

    @group.command("refresh", help=t("cli.refresh"), no_args_is_help=True)
    @takes_study_options(screen, needs_osm=False, without=frozenset({"name"}))
    def refresh(
        folder: Annotated[Path, typer.Argument(help=t("cli.arg.study"))],
        *,
        without: Annotated[
            list[str] | None, typer.Option("--without", help=t("cli.refresh.without"))
        ] = None,
        check: Annotated[bool, typer.Option("--check", help=t("cli.refresh.check"))] = False,
        strict: Annotated[bool, typer.Option("--strict", help=t("cli.create.strict"))] = False,
        **given: Any,  # noqa: ANN401 (one value an option)
    ) -> None:
        """Renew a study where its files or the choices have changed."""
        from data.creation.files import read_sources
        from data.plans import load_plan
        from data.refresh import plan_refresh, refresh_study
        from data.studies import check_place

        check_place(folder, overwrite=True)
        files = study_files(given, read_sources(folder)[0])
        for name in without or ():
            files = files.without(name)
        load_plan(files.plan)
        wanted = plan_refresh(folder, files)
        for path in wanted.gone:
            screen.say("refresh.gone", path=str(path))
        if not wanted.needed:
            screen.say("refresh.nothing", path=str(folder))
            return
        if wanted.newer_program:
            screen.say("refresh.newer_program")
        for step in () if wanted.newer_program else wanted.changed:
            screen.say("refresh.changed", step=step)
        if check:
            return
        with screen.steps() as tell:
            made = refresh_study(folder, wanted, tell=tell)
        _write(made, folder, screen, strict=strict, overwrite=True, replaces=wanted.marks)
        screen.say(
            "refresh.done", path=str(folder), kept=len(made.reused), made=len(wanted.changed)
        )


def _write(
    made: Made,
    folder: Path,
    screen: Screen,
    *,
    strict: bool,
    overwrite: bool,
    replaces: Mapping[str, str] | None = None,
) -> None:
    """Write a bundle and say what its import remarked; with `strict` a reject stops it."""
    from data.studies import REJECTS, write_rejects, write_study

    report = made.report
    if strict and report.rejects:
        rejects = folder.with_name(f"{folder.resolve().name}.rejects.csv")
        write_rejects(rejects, report)
        screen.imported(report, str(rejects))
        raise InputError("rejects.strict", count=len(report.rejects), path=str(rejects))
    with screen.step("cli.step.write"):
        write_study(made.study, folder, report, overwrite=overwrite, made=made, replaces=replaces)
    screen.imported(report, str(folder / REJECTS))
