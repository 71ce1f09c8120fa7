"""Words for values that a check of types refused, on the command line and over HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from geo.text import Lang, has_text, text


def word_invalid(kind: str, context: Mapping[str, object], message: str, lang: Lang) -> str:
    """
    Word what is wrong with a value.

    Parameters
    ----------
    kind
        Kind of the fault as pydantic names it, such as ``"greater_than"``.
    context
        What belongs to it, such as the limit.
    message
        Its own English sentence, shown where the catalogue has no better one.
    lang
        Language wanted.

    Examples
    --------
    >>> word_invalid("greater_than", {"gt": 0.0}, "-", Lang.ZH)
    '须大于 0'
    >>> word_invalid("url_scheme", {}, "no such scheme", Lang.EN)
    'no such scheme'
    """
    fields = {name: _shown(value) for name, value in context.items()}
    code = f"invalid.{kind}"
    if has_text(code):
        try:
            return text(code, lang, **fields)
        except KeyError:  # another release may hand over other fields
            pass
    return text("invalid.other", lang, what=message)


def _shown(value: object) -> object:
    """Numbers without needless digits, choices without an English “or”."""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str):
        return value.replace(" or ", ", ").replace("'", "")
    return value
