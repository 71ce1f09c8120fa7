"""Commands about plans: list, show, readings, new, validate."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands_consistency import add_consistency_command
from api.naming import quoted
from api.screen import Screen
from geo.errors import DataUnavailableError
from planning.plan_rows import Computable, Need


def add_plan_commands(app: typer.Typer, screen: Screen) -> None:
    """Add the group ``plan`` to the command line."""
    from data.plans import plan_names

    t = screen.t
    group = typer.Typer(help=t("plan_cmd.group"), no_args_is_help=True)
    app.add_typer(group, name="plan")
    add_consistency_command(group, screen)
    known = ", ".join(plan_names())
    json_option = typer.Option("--json", help=t("cli.opt.json"))

    @group.command("list", help=t("plan_cmd.list"))
    def list_plans(as_json: Annotated[bool, json_option] = False) -> None:
        """List the plans."""
        from api import plan_pages

        plans = plan_pages.packaged_plans()
        if as_json:
            screen.document({"plans": [plan_pages.plan_head(one) for one in plans]})
        else:
            plan_pages.show_list(screen, plans)

    @group.command("show", help=t("plan_cmd.show"), no_args_is_help=True)
    def show(
        plan: Annotated[str, typer.Argument(help=t("plan_cmd.arg_plan", known=known))],
        kind: Annotated[
            Computable | None, typer.Option("--class", help=t("plan_cmd.opt_class"))
        ] = None,
        goal: Annotated[str | None, typer.Option("--goal", help=t("plan_cmd.opt_goal"))] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        """Show a plan, or one goal of it."""
        from api import plan_pages, reading_pages
        from data.plans import load_plan, load_readings

        found = load_plan(plan)
        if goal is not None:
            one = found.goal(goal)
            if as_json:
                screen.document(reading_pages.goal_document(one, load_readings()))
            else:
                reading_pages.show_goal(screen, one, load_readings())
        elif as_json:
            screen.document(plan_pages.plan_document(found, kind))
        else:
            plan_pages.show_plan(screen, found, kind)

    @group.command("readings", help=t("plan_cmd.readings"))
    def readings(
        test: Annotated[str | None, typer.Argument(help=t("plan_cmd.arg_test"))] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        """List the book of readings."""
        from api import reading_pages
        from data.plans import load_readings

        book = load_readings()
        if as_json:
            screen.document(reading_pages.book_document(book, test))
        elif test is None:
            reading_pages.show_book(screen, book)
        else:
            reading_pages.show_test(screen, book.test(test))

    _add_writing(group, screen)


def _add_writing(group: typer.Typer, screen: Screen) -> None:
    """Add the commands about what a user writes: ``new`` and ``validate``."""
    from data.plan_rows import plan_row_names

    t = screen.t
    districts = ", ".join(plan_row_names())

    @group.command("new", help=t("plan_cmd.new"), no_args_is_help=True)
    def new(
        plan: Annotated[str, typer.Argument(help=t("plan_cmd.arg_new", known=districts))],
        out: Annotated[Path, typer.Option("-o", "--out", help=t("plan_cmd.opt_out"))],
        blank: Annotated[bool, typer.Option("--blank", help=t("plan_cmd.opt_blank"))] = False,
        overwrite: Annotated[
            bool, typer.Option("--overwrite", help=t("plan_cmd.opt_overwrite"))
        ] = False,
    ) -> None:
        """Write a template of indicators, or a plan to start from."""
        if blank:
            from data.plan_template import write_blank_plan

            write_blank_plan(out, plan, lang=screen.lang, overwrite=overwrite)
            screen.say("plan_cmd.blank_done", folder=str(out), quoted=quoted(out))
            return
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
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        """Check a plan or an indicator table."""
        from api import plan_pages
        from api.plan_checks import check_file

        if not file.exists():
            raise DataUnavailableError("file.not_found", path=str(file))
        result = check_file(file, plan)
        if as_json:
            screen.document(result.document(screen.lang))
        else:
            plan_pages.show_check(screen, result)
        raise typer.Exit(1 if result.faults else 0)
