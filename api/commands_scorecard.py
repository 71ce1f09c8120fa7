"""Commands ``scorecard`` and ``schema``: a plan on one page, and the shape of its document."""

from pathlib import Path
from typing import Annotated

import typer

from api.screen import Screen


def add_scorecard_commands(app: typer.Typer, screen: Screen) -> None:
    """Add the commands ``scorecard`` and ``schema``."""
    from data.plans import plan_names

    t = screen.t
    known = ", ".join(plan_names())

    @app.command("scorecard", help=t("scorecard.command"), no_args_is_help=True)
    def scorecard(
        study: Annotated[Path, typer.Argument(help=t("cli.arg.study"))],
        plan: Annotated[
            str | None, typer.Option("--plan", help=t("cli.opt.plan", known=known))
        ] = None,
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help=t("scorecard.opt_page"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        """Put a plan on one page."""
        from api import documents
        from api.overview import write_scorecard
        from api.screen_verdicts import headlines
        from data.plans import load_plan
        from data.studies import open_study
        from geo.errors import InputError
        from planning.scorecard import Scorecard
        from planning.verdict import check

        if out is not None and out.suffix.lower() not in (".html", ".htm"):
            raise InputError("scorecard.page_suffix", path=str(out))
        opened = open_study(study)
        chosen = load_plan(plan or opened.info.plan)
        with screen.step("cli.step.ask"):
            verdicts = check(opened, chosen)
        if as_json:
            screen.document(documents.scorecard_document(opened, chosen, verdicts))
        else:
            screen.mark(opened)
            for line in headlines(screen, Scorecard.of(verdicts)):
                screen.out.print(line, soft_wrap=True, markup=False)
        if out is None and as_json:
            return
        path = Path(f"{opened.info.name}-scorecard.html") if out is None else out
        write_scorecard(path, opened, chosen, verdicts, lang=screen.lang)
        screen.say("cli.written", path=str(path))

    @app.command("schema", help=t("scorecard.schema"))
    def schema(
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help=t("scorecard.opt_schema"))
        ] = None,
    ) -> None:
        """Give the JSON Schema of the verdicts."""
        from api.verdict_models import check_schema, check_schema_text
        from data.results import write_text

        if out is None:
            screen.document(check_schema())
            return
        write_text(out, check_schema_text())
        screen.say("cli.written", path=str(out))
