"""A caveat or remark: a code of the text catalogue, worded at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.text import Lang, text


@dataclass(frozen=True, slots=True)
class Note:
    """
    A caveat: a code of the text catalogue and the values that fill it.

    Attributes
    ----------
    code
        Key in the catalogue.
    fields
        Values of its placeholders.
    """

    code: str
    fields: Mapping[str, object]

    def render(self, lang: Lang) -> str:
        """Word the caveat in `lang`."""
        return text(self.code, lang, **self.fields)
