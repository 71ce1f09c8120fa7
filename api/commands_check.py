"""The command ``check``: judge the goals of a plan, show them, write them."""

from pathlib import Path
from typing import Annotated

import typer

from api.screen import Screen
from planning.plan import Plan
from planning.plan_rows import Computable
from planning.study import Study
from planning.verdict import Status, Verdict

NOT_MET_EXIT, CANNOT_TELL_EXIT = 3, 4


def add_check_command(app: typer.Typer, screen: Screen) -> None:
    """Add the command ``check``."""
    from data.plans import plan_names

    t = screen.t
    known = ", ".join(plan_names())

    @app.command("check", help=t("cli.check"), no_args_is_help=True)
    def check(
        study: Annotated[Path, typer.Argument(help=t("cli.arg.study"))],
        plan: Annotated[
            str | None, typer.Option("--plan", help=t("cli.opt.plan", known=known))
        ] = None,
        goal: Annotated[list[str] | None, typer.Option("--goal", help=t("cli.opt.goal"))] = None,
        kind: Annotated[
            list[Computable] | None, typer.Option("--class", help=t("scorecard.opt_class"))
        ] = None,
        status: Annotated[
            list[Status] | None,
            typer.Option("--status", case_sensitive=False, help=t("scorecard.opt_status")),
        ] = None,
        readings: Annotated[
            bool, typer.Option("--readings", help=t("scorecard.opt_readings"))
        ] = False,
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help=t("scorecard.opt_out"))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        """Judge the goals of a plan."""
        from api import documents
        from api.screen_goal import show_goals
        from api.screen_verdicts import Shown, show_verdicts
        from data.plans import load_plan
        from data.studies import open_study
        from data.verdict_files import check_out
        from planning.verdict import check as judge
        from planning.verdict import outcome

        if out is not None:
            check_out(out)
        opened = open_study(study)
        chosen = load_plan(plan or opened.info.plan)
        with screen.step("cli.step.ask"):
            verdicts = judge(opened, chosen, goals=tuple(goal or ()))
        shown = Shown(frozenset(kind or ()), frozenset(status or ()), readings)
        listed = shown.of(verdicts)
        if as_json:
            screen.document(documents.check_document(opened, chosen, verdicts, shown=listed))
        elif goal:
            show_goals(screen, opened, listed)
        else:
            show_verdicts(screen, opened, chosen, verdicts, shown)
        if out is not None:
            with screen.step("cli.step.write"):
                write_verdicts(out, opened, chosen, verdicts, listed, screen)
            screen.say("cli.written", path=str(out))
        exits = {Status.NOT_MET: NOT_MET_EXIT, Status.CANNOT_TELL: CANNOT_TELL_EXIT}
        raise typer.Exit(exits.get(outcome(verdicts), 0))


def write_verdicts(
    out: Path,
    study: Study,
    plan: Plan,
    verdicts: tuple[Verdict, ...],
    listed: tuple[Verdict, ...],
    screen: Screen,
) -> None:
    """
    Write verdicts as the kind of file that a name asks for; without a suffix, as a folder.

    Parameters
    ----------
    out
        Where to: ``.xlsx``, ``.gpkg``, ``.html``, ``.json``, or the name of a folder.
    study, plan, verdicts
        What was judged, and how it came out.
    listed
        The verdicts that tables and documents list; a page holds them all.
    screen
        Whose language is used.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    from api import documents
    from api.overview import write_scorecard
    from data.results import write_text, write_verdict_csv
    from data.verdict_files import write_verdict_geopackage, write_verdict_workbook

    suffix = out.suffix.lower()
    if suffix == ".xlsx":
        write_verdict_workbook(out, study, listed, lang=screen.lang)
    elif suffix == ".gpkg":
        write_verdict_geopackage(out, study, listed)
    elif suffix == ".html":
        write_scorecard(out, study, plan, verdicts, lang=screen.lang)
    elif suffix == ".json":
        document = documents.check_document(study, plan, verdicts, shown=listed)
        write_text(out, documents.as_json(document))
    else:
        write_verdict_csv(out, study, listed)
