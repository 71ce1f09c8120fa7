"""Wrong use of the command line, worded in the user's language; help's fixed words."""

from __future__ import annotations

import re

from typer import rich_utils

from api.invalid import word_invalid
from api.screen import Screen

_QUOTED = re.compile(r"'(.*)'")
_BRACKETED = re.compile(r"\((\S.*)\)")


def word_help(screen: Screen) -> None:
    """Put the fixed words of the help pages into the screen's language."""
    for constant, code in (
        ("ARGUMENTS_PANEL_TITLE", "help.arguments"),
        ("OPTIONS_PANEL_TITLE", "help.options"),
        ("COMMANDS_PANEL_TITLE", "help.commands"),
        ("REQUIRED_LONG_STRING", "help.required"),
    ):
        setattr(rich_utils, constant, screen.t(code))
    # The library puts the value in by itself.
    rich_utils.DEFAULT_STRING = screen.t("help.default", value="{}")


def show_usage_error(fault: Exception, screen: Screen) -> None:
    """
    Say in one line what the parser of the command line refused, and where help is.

    The parser's classes are no public names of its library, so they are told apart by
    their names and fields; what is not known is shown in the parser's own words.
    """
    if type(fault).__name__ == "NoArgsIsHelpError":
        fault.show()  # type: ignore[attr-defined] # the caller has looked
        return
    screen.error(_worded(fault, screen), kind="usage.error")
    context = getattr(fault, "ctx", None)
    if context is not None:
        screen.say("usage.try", command=context.command_path)


def _worded(fault: Exception, screen: Screen) -> str:
    kind = type(fault).__name__
    own = str(getattr(fault, "message", "") or fault).strip().rstrip(".")
    parameter = getattr(fault, "param", None)
    if parameter is not None:
        name = _shown_name(parameter)
        if kind == "MissingParameter":
            return screen.t("usage.missing", name=name)
        return _bad_value(fault, name, own, screen)
    if kind == "BadParameter":
        return own  # ours, worded already
    option = getattr(fault, "option_name", None)
    if option is not None:
        code = "usage.needs_value" if "requires" in own else "usage.takes_no_value"
        return screen.t("usage.no_option" if kind == "NoSuchOption" else code, name=option)
    return _by_message(own, screen)


def _by_message(own: str, screen: Screen) -> str:
    """Word what the parser tells by its sentence only."""
    if own.startswith("No such command") and (found := _QUOTED.search(own)):
        return screen.t("usage.no_command", name=found[1])
    if own == "Missing command":
        return screen.t("usage.no_command_given")
    if "extra argument" in own and (found := _BRACKETED.search(own.partition("(s)")[2])):
        return screen.t("usage.too_many", what=found[1])
    return screen.t("usage.other", what=own)


def _shown_name(parameter: object) -> str:
    """Longest spelling of an option; name of an argument in capitals."""
    spellings = [str(one) for one in getattr(parameter, "opts", ())]
    options = [one for one in spellings if one.startswith("-")]
    if options:
        return max(options, key=len)
    return str(getattr(parameter, "name", "") or "").upper()


def _bad_value(fault: Exception, name: str, own: str, screen: Screen) -> str:
    errors = getattr(fault.__cause__, "errors", None)
    if not callable(errors):
        return screen.t(
            "usage.bad_value", name=name, value="", what=screen.t("invalid.other", what=own)
        )
    first = errors()[0]
    # A list of choices is checked by the library's own code, which tells no kind.
    choices = re.findall(r"'([^']*)'", own.partition("is not one of")[2])
    if choices:
        what = screen.t("invalid.enum", expected=", ".join(choices))
    else:
        what = word_invalid(first["type"], first.get("ctx", {}), own, screen.lang)
    value = f"“{first['input']}”"
    return screen.t("usage.bad_value", name=name, value=value, what=what)
