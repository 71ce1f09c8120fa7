"""The command that reports how good the data of a study are."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.commands_ask import default_direction
from api.page_places import check_page_place
from api.screen import Screen
from geo.text import Lang, label, text
from planning import wording
from planning.quality.findings import Fitness, Severity, reasons
from planning.quality.report import QualityReport
from planning.study import Study

_FITNESS_STYLE = {
    Fitness.FIT: "bold cyan",
    Fitness.CARE: "bold yellow",
    Fitness.UNFIT: "bold magenta",
}
_SEVERITY_STYLE = {Severity.SERIOUS: "magenta", Severity.CHECK: "yellow", Severity.KNOW: "cyan"}


def add_inspect_command(group: typer.Typer, screen: Screen) -> None:
    """Add ``study inspect`` to the commands on studies."""
    t = screen.t

    @group.command("inspect", help=t("cli.inspect"), no_args_is_help=True)
    def inspect(
        study: Annotated[Path, typer.Argument(help=t("cli.arg.study"))],
        out: Annotated[Path | None, typer.Option("-o", "--out", help=t("cli.inspect.out"))] = None,
        as_document: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
        profile: Annotated[str, typer.Option("--profile", help=t("cli.opt.profile"))] = "car",
        service: Annotated[str, typer.Option("--service", help=t("cli.opt.service"))] = "hospital",
    ) -> None:
        """Measure a study and say what is wrong with it."""
        from api.quality_document import quality_document
        from data.results import write_text
        from data.studies import open_study
        from data.words import find_service
        from maps.quality_page import quality_page
        from planning.quality.report import inspect_study

        if out is not None:
            from maps.quality_page import QUALITY_MARK

            check_page_place(out, mark=QUALITY_MARK, subject="quality")
        opened = open_study(study)
        asked = find_service(service)
        with screen.step("cli.step.inspect"):
            report = inspect_study(
                opened, service=asked, profile=profile, direction=default_direction(profile)
            )
        if out is not None:
            write_text(out, quality_page(opened, report, lang=screen.lang))
        if as_document:
            screen.document(quality_document(opened, report))
        else:
            show_quality(screen, opened, report)
        if out is not None:
            screen.say("cli.written", path=str(out))


def show_quality(screen: Screen, study: Study, report: QualityReport) -> None:
    """Show a report: the headline with its reasons, then every finding."""
    lang, out, t = screen.lang, screen.out, screen.t
    m = report.measured
    if study.info.demonstration:
        marks = " / ".join(text("demo.mark", one) for one in (Lang.ZH, Lang.EN))
        out.print(f"[reverse] {escape(marks)} [/reverse]")
    title = wording.titled(study.info.title, lang, study.info.name)
    out.print(escape(t("quality.title", title=title)), style="bold")
    question = t(
        "quality.question",
        service=m.service,
        profile=wording.named("profile", m.profile, lang),
        direction=m.direction,
    )
    out.print(escape(question), style="dim")
    headline = t("quality.headline", fitness=label(report.fitness, lang))
    out.print(escape(headline), style=_FITNESS_STYLE[report.fitness])
    deciding = reasons(report.findings)
    for one in deciding:
        out.print(f"  {escape(one.what(lang))}")
    if not deciding:
        out.print(f"  {escape(t('quality.no_reason'))}")
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(t("quality.severity"), no_wrap=True)
    for code in ("what", "effect", "todo"):
        # Chinese has no blanks to break at: folded, or a sentence would lose its end.
        table.add_column(t(f"quality.{code}"), ratio=1, overflow="fold")
    for one in report.findings:
        table.add_row(
            f"[{_SEVERITY_STYLE[one.severity]}]{escape(label(one.severity, lang))}[/]",
            escape(one.what(lang)),
            escape(one.effect(lang)),
            escape(one.todo(lang)),
        )
    out.print()
    out.print(table)
    out.print()
    out.print(f"· {escape(t('credit.osm'))}", style="dim")
