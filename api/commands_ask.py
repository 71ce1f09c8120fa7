"""Commands that ask a study: coverage and isochrone; check and scorecard stand beside them."""

from pathlib import Path
from typing import Annotated

import typer

from api.screen import Screen
from geo.units import seconds_from_minutes
from layers.demand import Group
from routing.search import Direction


def default_direction(profile: str) -> Direction:
    """Choose who moves where the user does not say: ambulances drive out, people drive in."""
    return Direction.FROM if profile == "ambulance" else Direction.TO


def add_ask_commands(app: typer.Typer, screen: Screen) -> None:
    """Add the commands that ask a study."""
    from api.commands_check import add_check_command
    from api.commands_scorecard import add_scorecard_commands

    t = screen.t
    study_argument = typer.Argument(help=t("cli.arg.study"))
    json_option = typer.Option("--json", help=t("cli.opt.json"))
    profile_option = typer.Option("--profile", help=t("cli.opt.profile"))

    _add_isochrone(app, screen)
    add_check_command(app, screen)
    add_scorecard_commands(app, screen)

    @app.command("coverage", help=t("cli.coverage"), no_args_is_help=True)
    def coverage(
        study: Annotated[Path, study_argument],
        service: Annotated[str, typer.Option("--service", help=t("cli.opt.service"))],
        minutes: Annotated[float, typer.Option("--minutes", help=t("cli.opt.minutes"))],
        profile: Annotated[str, profile_option] = "car",
        direction: Annotated[
            Direction | None, typer.Option("--direction", help=t("cli.opt.direction"))
        ] = None,
        group: Annotated[Group, typer.Option("--group", help=t("cli.opt.group"))] = Group.ALL,
        by: Annotated[str | None, typer.Option("--by", help=t("cli.opt.by"))] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        """Count the people within some minutes of a service."""
        from api import documents
        from data.studies import open_study
        from data.words import find_service
        from planning.answers import answer_coverage

        cutoff_s = seconds_from_minutes(minutes)
        wanted = find_service(service)
        opened = open_study(study)
        with screen.step("cli.step.ask"):
            answer = answer_coverage(
                opened,
                wanted,
                cutoff_s=cutoff_s,
                profile=profile,
                direction=direction or default_direction(profile),
                level=by,
                group=group,
            )
        if as_json:
            screen.document(documents.coverage_document(opened, answer))
        else:
            screen.coverage(opened, answer)


def _add_isochrone(app: typer.Typer, screen: Screen) -> None:
    t = screen.t

    @app.command("isochrone", help=t("cli.isochrone"), no_args_is_help=True)
    def isochrone(
        study: Annotated[Path, typer.Argument(help=t("cli.arg.study"))],
        *,
        at: Annotated[str, typer.Option("--at", help=t("cli.opt.at"))],
        minutes: Annotated[str, typer.Option("--minutes", help=t("cli.opt.minutes_list"))],
        out: Annotated[Path, typer.Option("-o", "--out", help=t("cli.opt.out"))],
        profile: Annotated[str, typer.Option("--profile", help=t("cli.opt.profile"))] = "car",
        direction: Annotated[
            Direction, typer.Option("--direction", help=t("cli.opt.direction_place"))
        ] = Direction.FROM,
    ) -> None:
        """Draw the ground within some minutes of a place."""
        from api import documents
        from api.places import ask_reach, parse_minutes, parse_place
        from data.isochrones import check_suffix, write_isochrones
        from data.studies import open_study

        check_suffix(out)
        lon, lat = parse_place(at)
        cutoffs_s = parse_minutes(minutes)
        opened = open_study(study)
        with screen.step("cli.step.ask"):
            answer = ask_reach(
                opened, lon, lat, cutoffs_s=cutoffs_s, profile=profile, direction=direction
            )
        write_isochrones(out, documents.isochrone_document(opened, answer))
        screen.say("cli.written", path=str(out))
