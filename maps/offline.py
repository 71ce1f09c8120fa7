"""A folium page in one file: it asks nobody for anything, and the same map is the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.raster_layers import TileLayer, WmsTileLayer
from folium.template import Template

from geo.errors import DataUnavailableError
from geo.text import Lang
from maps.assets import inlined

_HTML_LANG = {Lang.ZH: "zh-CN", Lang.EN: "en"}
_LOADING_TAG = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?"
    r"\b(?:src|href|data)\s*=\s*[\"']?\s*((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
_ELEMENT_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_ASSET_MARK = re.compile(r"<!--asset:(\S+?)-->")

# The browser's own guard: whatever slips through the checks below still loads nothing.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)


class Verbatim(Element):
    """
    Markup that goes into the page as it is.

    branca compiles what its macros return as a template once more: a facility called
    ``{{ 7 * 7 }}`` would be reckoned out, and a payload of megabytes parsed in vain.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.markup = markup

    def render(self, **_kwargs: object) -> str:
        """Return the markup."""
        return self.markup


class OfflineFigure(Figure):
    """
    A branca figure that renders to one self-contained HTML document.

    Parameters
    ----------
    title
        Title of the document; plain text.
    lang
        Its language.
    """

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.html_lang }}">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">\n'
        '<link rel="icon" href="data:,">\n'
        "<title>{{ this.escaped_title }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n"
        "</head>\n"
        "<body>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n"
        "</body>\n"
        "</html>\n"
    )

    def __init__(self, *, title: str, lang: Lang) -> None:
        super().__init__(title=title)
        self.escaped_title = escape(title)
        self.html_lang = _HTML_LANG[lang]
        self.policy = _POLICY
        # branca's own line about the encoding comes too late to count, after ours.
        self.header._children.clear()

    def render(self, **kwargs: object) -> str:
        """
        Render the document.

        Raises
        ------
        DataUnavailableError
            If anything in it would be loaded from elsewhere.
        """
        for child in self._children.values():
            child.render(**kwargs)
        for element in _elements_below(self):
            if isinstance(element, TileLayer | WmsTileLayer):
                url = getattr(element, "tiles", getattr(element, "url", ""))
                raise DataUnavailableError("map.unknown_asset", url=url)
        for name, child in list(self.header._children.items()):
            if isinstance(child, JavascriptLink | CssLink):
                inlined(child.url)  # refuses the unknown
                self.header._children[name] = Verbatim(f"<!--asset:{child.url}-->")
        page: str = self._template.render(this=self, kwargs=kwargs)
        if loading := _LOADING_TAG.search(page):
            raise DataUnavailableError("map.unknown_asset", url=loading[1])
        return _ASSET_MARK.sub(lambda mark: inlined(mark[1]), self._with_counted_ids(page))

    def _with_counted_ids(self, page: str) -> str:
        """
        Replace branca's random ids by 1, 2, 3 … in the order of their appearance.

        Done on the finished text: names are copied into commands when elements are made,
        so renaming the elements themselves would tear the two apart.
        """
        random_ids = {element._id for element in _elements_below(self)}
        numbers: dict[str, str] = {}

        def count(found: re.Match[str]) -> str:
            if found[0] not in random_ids:
                return found[0]
            return numbers.setdefault(found[0], str(len(numbers) + 1))

        return _ELEMENT_ID.sub(count, page)


def _elements_below(root: Element) -> Iterator[Element]:
    """Every element that hangs on `root`, as a child or as an attribute, each once."""
    seen: set[int] = set()
    waiting: list[Element] = [root]
    while waiting:
        element = waiting.pop()
        if id(element) in seen:
            continue
        seen.add(id(element))
        yield element
        waiting.extend(element._children.values())
        waiting.extend(value for value in vars(element).values() if isinstance(value, Element))
