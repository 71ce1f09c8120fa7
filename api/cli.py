"""The command line: parse, call one function, show; errors in one line, exit codes kept.

Exit codes: 0 done, goals met; 1 error; 2 usage; 3 some goal not met; 4 none failed but
some cannot be told.
"""

import os
import sys
from typing import Annotated

import typer

from api.commands_ask import add_ask_commands
from api.commands_doctor import add_doctor_command
from api.commands_plan import add_plan_commands
from api.commands_show import add_show_commands
from api.commands_study import add_study_commands
from api.commands_supply import add_supply_command
from api.screen import Screen
from api.settings import read_settings
from api.streams import make_safe
from api.usage import show_usage_error, word_help
from geo.errors import GoldenHourError
from geo.text import Lang, text

_INTERRUPTED = 130


def build_app(screen: Screen) -> typer.Typer:
    """Build the command line in the screen's language."""
    word_help(screen)
    app = typer.Typer(
        help=screen.t("cli.app"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def version(wanted: bool) -> None:
        if wanted:
            screen.version()
            raise typer.Exit

    @app.callback()
    def start(
        _version: Annotated[
            bool,
            typer.Option(
                "--version", callback=version, is_eager=True, help=screen.t("cli.version")
            ),
        ] = False,
        _lang: Annotated[str, typer.Option("--lang", help=screen.t("cli.lang"))] = screen.lang,
    ) -> None:
        """Hold the options that every command shares."""

    add_show_commands(app, screen)
    add_study_commands(app, screen)
    add_ask_commands(app, screen)
    add_supply_command(app, screen)
    add_plan_commands(app, screen)
    add_doctor_command(app, screen)
    return app


def take_lang(arguments: list[str], default: Lang) -> tuple[list[str], Lang]:
    """
    Take ``--lang`` out of the arguments, wherever it stands: help needs it first.

    Examples
    --------
    >>> take_lang(["check", "study", "--lang", "zh"], Lang.EN)
    (['check', 'study'], <Lang.ZH: 'zh'>)
    """
    rest: list[str] = []
    lang = default
    waiting = iter(arguments)
    for one in waiting:
        if one == "--lang" or one.startswith("--lang="):
            said = one.removeprefix("--lang=") if "=" in one else next(waiting, "")
            if said not in set(Lang):
                both = (text("usage.lang", each, value=said) for each in Lang)
                raise typer.BadParameter(" ".join(both))
            lang = Lang(said)
        else:
            rest.append(one)
    return rest, lang


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        make_safe(stream)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run the command line; return its exit code instead of leaving."""
    settings = read_settings()
    screen = Screen(settings.lang)
    try:
        arguments, lang = take_lang(arguments, settings.lang)
        screen = Screen(lang)
        code = build_app(screen)(arguments, standalone_mode=False, prog_name="goldenhour")
    except typer.Exit as leaving:
        return leaving.exit_code
    except GoldenHourError as fault:
        screen.error(fault.render(screen.lang))
        return 1
    except (KeyboardInterrupt, typer.Abort):
        screen.say("cli.interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe (head, less) has left: that is no fault of ours.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return 0
    except Exception as fault:
        if not hasattr(fault, "exit_code") or not hasattr(fault, "show"):
            raise
        show_usage_error(fault, screen)
        return int(fault.exit_code)
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
