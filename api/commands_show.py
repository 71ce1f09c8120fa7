"""Commands that show a study: demo, map, serve."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands_ask import default_direction
from api.screen import Screen
from api.settings import read_settings
from geo.units import seconds_from_minutes
from routing.search import Direction


def add_show_commands(app: typer.Typer, screen: Screen) -> None:
    """Add the commands that show a study."""
    from data.demo.district import district_names

    t = screen.t
    defaults = read_settings()
    districts = ", ".join(district_names())
    host_option = typer.Option("--host", help=t("cli.opt.host"))
    port_option = typer.Option("--port", min=1, max=65535, help=t("cli.opt.port"))

    @app.command("demo", help=t("cli.demo"))
    def demo(
        district: Annotated[
            str, typer.Argument(help=t("cli.arg.district", known=districts))
        ] = "yongchuan",
        out: Annotated[Path, typer.Option("--out", help=t("cli.opt.out_folder"))] = Path(
            "goldenhour-demo"
        ),
        serve_after: Annotated[bool, typer.Option("--serve", help=t("cli.opt.serve"))] = False,
        host: Annotated[str, host_option] = defaults.host,
        port: Annotated[int, port_option] = defaults.port,
    ) -> None:
        """Make the demonstration district."""
        from api.demonstration import make_demonstration

        study = make_demonstration(district, out, screen)
        if serve_after:
            from api.serving import serve_studies

            serve_studies([study], host=host, port=port, screen=screen)

    @app.command("map", help=t("cli.map"), no_args_is_help=True)
    def draw(
        study: Annotated[Path, typer.Argument(help=t("cli.arg.study"))],
        out: Annotated[Path, typer.Option("-o", "--out", help=t("cli.opt.out"))],
        service: Annotated[str | None, typer.Option("--service", help=t("cli.opt.service"))] = None,
        minutes: Annotated[float, typer.Option("--minutes", help=t("cli.opt.minutes"))] = 15.0,
        profile: Annotated[str, typer.Option("--profile", help=t("cli.opt.profile"))] = "car",
        direction: Annotated[
            Direction | None, typer.Option("--direction", help=t("cli.opt.direction"))
        ] = None,
        standalone: Annotated[  # noqa: ARG001 (a promise that every map keeps)
            bool, typer.Option("--standalone", help=t("cli.opt.standalone"))
        ] = True,
    ) -> None:
        """Write a map that opens without internet."""
        from api.overview import answer_for_map
        from data.results import write_text
        from data.studies import open_study
        from data.words import find_service
        from maps import study_map

        opened = open_study(study)
        with screen.step("cli.step.ask"):
            answer, verdicts = answer_for_map(
                opened,
                service=None if service is None else find_service(service),
                cutoff_s=seconds_from_minutes(minutes),
                profile=profile,
                direction=direction or default_direction(profile),
            )
        with screen.step("cli.step.map"):
            page = study_map(opened, answer, lang=screen.lang, verdicts=verdicts)
        write_text(out, page)
        screen.say("cli.written", path=str(out))

    @app.command("serve", help=t("cli.serve"), no_args_is_help=True)
    def serve(
        studies: Annotated[list[Path], typer.Argument(help=t("cli.arg.studies"))],
        host: Annotated[str, host_option] = defaults.host,
        port: Annotated[int, port_option] = defaults.port,
    ) -> None:
        """Serve studies."""
        from api.serving import serve_studies
        from data.studies import open_study

        serve_studies([open_study(one) for one in studies], host=host, port=port, screen=screen)
