"""The command that recomputes a plan's own figures."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.page_places import check_page_place
from api.screen import Screen
from geo.text import Lang, label, text
from planning import wording
from planning.consistency.report import ConsistencyReport
from planning.consistency.result import CheckKind, ConsistencyStatus
from planning.plan import Plan
from planning.study import Study

_STYLE = {
    ConsistencyStatus.CONTRADICTION: "magenta",
    ConsistencyStatus.CLARIFY: "yellow",
    ConsistencyStatus.CONSISTENT: "cyan",
}


def add_consistency_command(group: typer.Typer, screen: Screen) -> None:
    """Add ``plan consistency`` to the commands on plans."""
    from data.plans import plan_names

    t = screen.t
    known = ", ".join(plan_names())

    @group.command("consistency", help=t("consistency.command"), no_args_is_help=True)
    def consistency(
        plan: Annotated[str, typer.Argument(help=t("consistency.arg_plan", known=known))],
        study: Annotated[
            Path | None, typer.Option("--study", help=t("consistency.opt_study"))
        ] = None,
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help=t("consistency.opt_out"))
        ] = None,
        as_document: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        """Recompute a plan's own figures."""
        from api.consistency_document import consistency_document, people_of
        from data.plans import load_plan
        from data.results import write_text
        from data.studies import open_study
        from maps.consistency_page import consistency_page
        from planning.consistency.report import check_consistency

        if out is not None:
            from maps.consistency_page import CONSISTENCY_MARK

            check_page_place(out, mark=CONSISTENCY_MARK, subject="consistency")
        found = load_plan(plan)
        opened = None if study is None else open_study(study)
        people = None if opened is None else people_of(opened)
        report = check_consistency(found, population=people)
        title = "" if opened is None else study_title(opened, screen.lang)
        shown = opened is not None and opened.info.demonstration
        if out is not None:
            page = consistency_page(
                found, report, lang=screen.lang, study=title, demonstration=shown
            )
            write_text(out, page)
        if as_document:
            screen.document(consistency_document(found, report, study=opened))
        else:
            show_consistency(screen, found, report, study=title, demonstration=shown)
        if out is not None:
            screen.say("cli.written", path=str(out))


def study_title(study: Study, lang: Lang) -> str:
    """Title of a study, its name where it has none."""
    return wording.titled(study.info.title, lang, study.info.name)


def show_consistency(
    screen: Screen,
    plan: Plan,
    report: ConsistencyReport,
    *,
    study: str = "",
    demonstration: bool = False,
) -> None:
    """Show the count of each outcome, then every result by its kind."""
    from maps.consistency_page import SIGNS, goal_words, population_lines

    lang, out, t = screen.lang, screen.out, screen.t
    if demonstration:
        marks = " / ".join(text("demo.mark", one) for one in (Lang.ZH, Lang.EN))
        out.print(f"[reverse] {escape(marks)} [/reverse]")
    title = wording.titled(plan.title, lang, plan.name)
    out.print(escape(f"{t('consistency.title')} – {title}"), style="bold")
    counts = {status.value: count for status, count in report.counts().items()}
    answer = t("consistency.answer", **counts) if report.results else t("consistency.answer_none")
    out.print(escape(answer), style="bold")
    for line in population_lines(report, lang, study=study):
        out.print(escape(line), style="dim")
    for kind in CheckKind:
        results = report.of(kind)
        if not results:
            continue
        table = Table(
            box=None,
            pad_edge=False,
            header_style="dim",
            padding=(0, 2, 0, 0),
            title=escape(label(kind, lang)),
            title_justify="left",
            title_style="bold",
            expand=True,
        )
        table.add_column(t("consistency.column_status"), no_wrap=True)
        # Chinese has no blanks to break at: folded, or a sentence would lose its end.
        table.add_column(t("consistency.column_what"), ratio=3, overflow="fold")
        table.add_column(t("consistency.column_todo"), ratio=2, overflow="fold")
        table.add_column(t("consistency.column_where"), ratio=1, overflow="fold")
        for one in results:
            style = _STYLE[one.status]
            table.add_row(
                f"[{style}]{SIGNS[one.status]} {escape(label(one.status, lang))}[/]",
                escape("\n".join(line.render(lang) for line in (one.what, *one.details))),
                escape("" if one.todo is None else one.todo.render(lang)),
                escape(goal_words(one.goals) or "; ".join(one.sections)),
            )
        out.print()
        out.print(table)
    out.print()
    out.print(escape(t("consistency.rule")), style="dim")
