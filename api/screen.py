"""What the command line shows: answers first, the doubt beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.streams import can_write
from api.version import VERSION
from geo.text import Lang, text
from planning import wording
from planning.answers import CoverageAnswer
from planning.note import Note
from planning.plan import Plan
from planning.study import Study
from planning.verdict import Verdict

if TYPE_CHECKING:  # what it stands on would delay every command
    from data.import_report import ImportReport

_NARROWEST = 100
_FIRST_REJECTS = 3


class Screen:
    """
    Words and tables for one user.

    Parameters
    ----------
    lang
        Language of everything shown.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        # Out of a terminal (a pipe, a file) lines must not be folded at 80 columns.
        width = None if sys.stdout.isatty() else max(_NARROWEST, 160)
        self.out = Console(width=width, highlight=False)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def t(self, code: str, /, **fields: object) -> str:
        """Word a message in the user's language."""
        return text(code, self.lang, **fields)

    @contextmanager
    def step(self, code: str) -> Iterator[None]:
        """Show that long work goes on; silent where standard error is no terminal."""
        if self.err.is_terminal:
            with self.err.status(self.t(code)):
                yield
        else:
            yield

    @contextmanager
    def steps(self) -> Iterator[Callable[[StrEnum, bool], None]]:
        """Show which step of long work goes on; silent where standard error is no terminal."""
        if not self.err.is_terminal:
            yield lambda _step, _kept: None
            return
        with self.err.status(self.t("cli.step.osm")) as status:

            def tell(step: StrEnum, kept: bool) -> None:
                code = "refresh.step_kept" if kept else "refresh.step"
                status.update(escape(self.t(code, step=step)))

            yield tell

    def say(self, code: str, /, **fields: object) -> None:
        """Say a sentence on standard error."""
        self.err.print(escape(self.t(code, **fields)))

    def line(self, code: str, /, **fields: object) -> None:
        """Print a sentence on standard output."""
        self.out.print(escape(self.t(code, **fields)), soft_wrap=True)

    def error(self, message: str, *, kind: str = "cli.error") -> None:
        """Say what went wrong, in one line."""
        self.err.print(f"[bold]goldenhour: {self.t(kind)}:[/bold] {escape(message)}")

    def document(self, document: dict[str, Any]) -> None:
        """Print a JSON document; signs that the output cannot write are escaped, not lost."""
        from api.documents import as_json

        written = as_json(document)
        if not can_write(sys.stdout, written):
            written = as_json(document, ascii_only=True)
        sys.stdout.write(f"{written}\n")

    def imported(self, report: ImportReport, rejects_path: str) -> None:
        """Say what an import remarked and rejected."""
        for note in report.notes:
            self.err.print(f"· {escape(note.render(self.lang))}")
        if report.rejects:
            self.say("cli.create.rejected", count=len(report.rejects), path=rejects_path)
            for one in report.rejects[:_FIRST_REJECTS]:
                reason = text(one.code, self.lang, **one.fields)
                line = self.t(
                    "cli.create.reject_line", source=one.source, row=one.row, reason=reason
                )
                self.err.print(f"  {escape(line)}")

    def coverage(self, study: Study, answer: CoverageAnswer) -> None:
        """Show a coverage: the sentence, the table by area, the caveats."""
        self.mark(study)
        whole = answer.whole
        people, share, minutes = self._people, self._share, self._time
        answer_line = self.t(
            "screen.coverage",
            question=wording.question(answer, self.lang),
            share=share(whole.share),
            people=people(whole.population),
            mode=wording.mode(answer, self.lang),
        )
        parts_line = self.t(
            "screen.coverage_parts",
            covered=people(whole.covered),
            uncovered=people(whole.uncovered),
            unroutable=people(whole.unroutable),
            median=minutes(whole.median_s),
            p95=minutes(whole.p95_s),
        )
        self.out.print(escape(answer_line), style="bold")
        self.out.print(escape(parts_line))
        if answer.by_area:
            table = Table(box=None, pad_edge=False, header_style="dim")
            table.add_column(self.t("screen.area"), min_width=16, overflow="fold")
            for code in ("people", "share", "gap", "median", "p95"):
                table.add_column(self.t(f"screen.{code}"), justify="right", overflow="fold")
            rows = [(row.name or self.t("area.outside"), row.coverage) for row in answer.by_area]
            for name, figures in [*rows, (self.t("area.whole"), whole)]:
                table.add_row(
                    escape(name),
                    f"{figures.population:,.0f}",
                    share(figures.share),
                    f"{figures.uncovered + figures.unroutable:,.0f}",
                    minutes(figures.median_s),
                    minutes(figures.p95_s),
                )
            self.out.print()
            self.out.print(table)
        self.caveats(answer.notes)

    def verdicts(self, study: Study, plan: Plan, verdicts: tuple[Verdict, ...]) -> None:
        """Show verdicts: how the plan comes out, then a line a goal."""
        from api.screen_verdicts import show_verdicts

        show_verdicts(self, study, plan, verdicts)

    def version(self) -> None:
        """Show the version."""
        self.out.print(f"goldenhour {VERSION}")

    def mark(self, study: Study) -> None:
        """Say in both languages that a demonstration is one."""
        if study.info.demonstration:
            both = " / ".join(text("demo.mark", lang) for lang in (Lang.ZH, Lang.EN))
            self.out.print(f"[reverse] {escape(both)} [/reverse]")

    def caveats(self, notes: tuple[Note, ...]) -> None:
        """Show what a result must be read with, and the credit."""
        self.out.print()
        self.out.print(self.t("screen.caveats"), style="dim")
        for note in notes:
            self.out.print(f"· {escape(note.render(self.lang))}", style="dim")
        self.out.print(f"· {self.t('credit.osm')}", style="dim")

    def _share(self, share: float) -> str:
        return wording.share(share, self.lang)

    def _people(self, people: float) -> str:
        return wording.people(people, self.lang)

    def _time(self, time_s: float) -> str:
        return wording.minutes(time_s, self.lang)
