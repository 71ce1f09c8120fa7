"""The command that asks a study what people have within reach, and how unevenly."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands_ask import default_direction
from api.screen import Screen
from geo.units import seconds_from_minutes
from layers.demand import Group
from planning.supply_question import FillOrder, Resource, SupplyMethod
from routing.search import Direction


def add_supply_command(app: typer.Typer, screen: Screen) -> None:
    """Add ``supply`` to the commands that ask a study."""
    t = screen.t

    @app.command("supply", help=t("cli.supply"), no_args_is_help=True)
    def supply(
        study: Annotated[Path, typer.Argument(help=t("cli.arg.study"))],
        *,
        resource: Annotated[
            Resource, typer.Option("--resource", help=t("cli.opt.resource"))
        ] = Resource.BEDS,
        service: Annotated[
            str | None, typer.Option("--service", help=t("cli.opt.supply_service"))
        ] = None,
        method: Annotated[
            SupplyMethod, typer.Option("--method", help=t("cli.opt.supply_method"))
        ] = SupplyMethod.ENHANCED,
        minutes: Annotated[
            float | None, typer.Option("--minutes", help=t("cli.opt.supply_minutes"))
        ] = None,
        profile: Annotated[str, typer.Option("--profile", help=t("cli.opt.profile"))] = "car",
        direction: Annotated[
            Direction | None, typer.Option("--direction", help=t("cli.opt.direction"))
        ] = None,
        group: Annotated[Group, typer.Option("--group", help=t("cli.opt.group"))] = Group.ALL,
        by: Annotated[str | None, typer.Option("--by", help=t("cli.opt.by"))] = None,
        order: Annotated[FillOrder | None, typer.Option("--order", help=t("cli.opt.order"))] = None,
        half_life: Annotated[
            float | None, typer.Option("--half-life", help=t("cli.opt.half_life"))
        ] = None,
        capacity: Annotated[
            float | None, typer.Option("--people-per-unit", help=t("cli.opt.capacity_people"))
        ] = None,
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help=t("cli.opt.supply_out"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        """Share beds, doctors … out among the people who can reach them."""
        from api.supply_document import supply_document
        from api.supply_screen import show_supply
        from data.studies import open_study
        from data.supply_tables import check_suffix, write_supply_tables
        from data.words import find_service
        from planning.supply_answers import answer_supply

        if out is not None:
            check_suffix(out)
        cutoff_s = None if minutes is None else seconds_from_minutes(minutes)
        half_life_s = None if half_life is None else seconds_from_minutes(half_life)
        wanted = None if service is None else find_service(service)
        opened = open_study(study)
        with screen.step("cli.step.ask"):
            answer = answer_supply(
                opened,
                resource=resource,
                method=method,
                service=wanted,
                cutoff_s=cutoff_s,
                profile=profile,
                direction=direction or default_direction(profile),
                group=group,
                half_life_s=half_life_s,
                order=order,
                people_per_unit=capacity,
                level=by,
            )
        written = (
            None if out is None else write_supply_tables(out, opened, answer, lang=screen.lang)
        )
        if as_json:
            screen.document(supply_document(opened, answer))
        else:
            show_supply(screen, opened, answer)
        if written is not None:
            screen.say("cli.written", path=str(written))
