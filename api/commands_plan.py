"""Commands about plans: list, show, new, validate."""

from pathlib import Path
from typing import Annotated

import typer

from api.naming import quoted
from api.screen import Screen
from geo.errors import DataUnavailableError
from planning.plan_rows import Computable, Need


def add_plan_commands(app: typer.Typer, screen: Screen) -> None:
    """Add the group ``plan`` to the command line."""
    from data.plan_rows import plan_row_names
    from data.plans import plan_names

    t = screen.t
    group = typer.Typer(help=t("plan_cmd.group"), no_args_is_help=True)
    app.add_typer(group, name="plan")
    districts = ", ".join(plan_row_names())
    known = ", ".join(sorted({*plan_names(), *plan_row_names()}))
    json_option = typer.Option("--json", help=t("cli.opt.json"))

    @group.command("list", help=t("plan_cmd.list"))
    def list_plans(as_json: Annotated[bool, json_option] = False) -> None:
        """List the plans."""
        from api import plan_pages

        entries = plan_pages.plan_entries()
        if as_json:
            screen.document({"plans": [one.document() for one in entries]})
        else:
            plan_pages.show_list(screen, entries)

    @group.command("show", help=t("plan_cmd.show"), no_args_is_help=True)
    def show(
        plan: Annotated[str, typer.Argument(help=t("plan_cmd.arg_plan", known=known))],
        kind: Annotated[
            Computable | None, typer.Option("--class", help=t("plan_cmd.opt_class"))
        ] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        """Show a plan."""
        from api import plan_pages

        found = plan_pages.find_plan(plan)
        if as_json:
            screen.document(plan_pages.plan_document(found, kind))
        else:
            plan_pages.show_plan(screen, found, kind)

    @group.command("new", help=t("plan_cmd.new"), no_args_is_help=True)
    def new(
        plan: Annotated[str, typer.Argument(help=t("plan_cmd.arg_rows", known=districts))],
        out: Annotated[Path, typer.Option("-o", "--out", help=t("plan_cmd.opt_out"))],
        overwrite: Annotated[
            bool, typer.Option("--overwrite", help=t("plan_cmd.opt_overwrite"))
        ] = False,
    ) -> None:
        """Write a template of indicators."""
        from data.indicator_template import write_template
        from data.plan_rows import load_plan_rows

        rows = load_plan_rows(plan)
        folder = out.is_dir() or not out.suffix
        path = out / f"{rows.name}-indicators.xlsx" if folder else out
        write_template(path, rows, lang=screen.lang, overwrite=overwrite)
        screen.say(
            "plan_cmd.new_done",
            path=str(path),
            needed=len(rows.of(Need.NEEDED)),
            optional=len(rows.of(Need.OPTIONAL)),
            quoted=quoted(path),
        )

    @group.command("validate", help=t("plan_cmd.validate"), no_args_is_help=True)
    def validate(
        file: Annotated[Path, typer.Argument(help=t("plan_cmd.arg_file"))],
        plan: Annotated[str | None, typer.Option("--plan", help=t("plan_cmd.opt_plan"))] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        """Check a plan or an indicator table."""
        from api import plan_pages
        from api.plan_checks import check_file

        if not file.is_file():
            raise DataUnavailableError("file.not_found", path=str(file))
        result = check_file(file, plan)
        if as_json:
            screen.document(result.document(screen.lang))
        else:
            plan_pages.show_check(screen, result)
        raise typer.Exit(1 if result.faults else 0)
