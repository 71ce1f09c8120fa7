"""Commands that make studies."""

from pathlib import Path
from typing import Annotated

import typer

from api.naming import quoted, study_name
from api.screen import Screen
from geo.errors import InputError
from layers.facilities import Service
from routing.profile import Setting


def add_study_commands(app: typer.Typer, screen: Screen) -> None:
    """Add ``study create`` to the command line."""
    from data.datum import Datum
    from data.plans import plan_names

    t = screen.t
    group = typer.Typer(help=t("cli.study"), no_args_is_help=True)
    app.add_typer(group, name="study")

    @group.command("create", help=t("cli.create"), no_args_is_help=True)
    def create(
        folder: Annotated[Path, typer.Argument(help=t("cli.create.folder"))],
        *,
        osm: Annotated[Path, typer.Option("--osm", help=t("cli.create.osm"))],
        facilities: Annotated[
            list[Path] | None, typer.Option("--facilities", help=t("cli.create.facilities"))
        ] = None,
        population: Annotated[
            Path | None, typer.Option("--population", help=t("cli.create.population"))
        ] = None,
        areas: Annotated[Path | None, typer.Option("--areas", help=t("cli.create.areas"))] = None,
        datum: Annotated[Datum, typer.Option("--datum", help=t("cli.create.datum"))] = Datum.WGS84,
        population_datum: Annotated[
            Datum | None, typer.Option("--population-datum", help=t("cli.create.population_datum"))
        ] = None,
        areas_datum: Annotated[
            Datum | None, typer.Option("--areas-datum", help=t("cli.create.areas_datum"))
        ] = None,
        facility_kind: Annotated[
            Service, typer.Option("--facility-kind", help=t("cli.create.kind"))
        ] = Service.HOSPITAL,
        setting: Annotated[
            Setting, typer.Option("--setting", help=t("cli.create.setting"))
        ] = Setting.RURAL,
        dem: Annotated[Path | None, typer.Option("--dem", help=t("cli.create.dem"))] = None,
        plan: Annotated[
            str, typer.Option("--plan", help=t("cli.create.plan", known=", ".join(plan_names())))
        ] = "circles",
        name: Annotated[str, typer.Option("--name", help=t("cli.create.name"))] = "",
        strict: Annotated[bool, typer.Option("--strict", help=t("cli.create.strict"))] = False,
        overwrite: Annotated[
            bool, typer.Option("--overwrite", help=t("cli.create.overwrite"))
        ] = False,
    ) -> None:
        """Make a study from files."""
        from data.create import StudyFiles, create_study
        from data.plans import load_plan
        from data.studies import check_place, write_rejects, write_study

        called = study_name(name, folder)
        load_plan(plan)
        check_place(folder, overwrite=overwrite)
        with screen.step("cli.step.osm"):
            study, report = create_study(
                StudyFiles(
                    osm=osm,
                    facilities=tuple(facilities or ()),
                    population=population,
                    areas=areas,
                    datum=datum,
                    population_datum=population_datum,
                    areas_datum=areas_datum,
                    facility_kind=facility_kind,
                    setting=setting,
                    dem=dem,
                    plan=plan,
                    name=called,
                )
            )
        if strict and report.rejects:
            rejects = folder.with_name(f"{folder.resolve().name}.rejects.csv")
            write_rejects(rejects, report)
            screen.imported(report, str(rejects))
            raise InputError("rejects.strict", count=len(report.rejects), path=str(rejects))
        with screen.step("cli.step.write"):
            write_study(study, folder, report, overwrite=overwrite)
        screen.imported(report, str(folder / "rejects.csv"))
        screen.say("cli.create.done", path=str(folder), quoted=quoted(folder))
