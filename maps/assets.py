"""Third-party scripts and styles, taken from installed packages, ready to be inlined.

Nobody's browser asks the internet for them: folium names its assets by their address on
four delivery networks; this module says which packaged file stands for which address,
which addresses are left out on purpose, and that any other is an error.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from geo.errors import DataUnavailableError

LEAFLET_JS = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js"
LEAFLET_CSS = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css"
JQUERY_JS = "https://code.jquery.com/jquery-3.7.1.min.js"

DROPPED: frozenset[str] = frozenset(
    {
        # Bootstrap styles folium's own markers and popups; our pages bring their own styles,
        # and its rules would change ours.
        "https://cdn.jsdelivr.net/npm/bootstrap@5.2.2/dist/js/bootstrap.bundle.min.js",
        "https://cdn.jsdelivr.net/npm/bootstrap@5.2.2/dist/css/bootstrap.min.css",
        # Icon fonts and the markers made of them: our markers are inline SVG.
        "https://netdna.bootstrapcdn.com/bootstrap/3.0.0/css/bootstrap-glyphicons.css",
        "https://cdn.jsdelivr.net/npm/@fortawesome/fontawesome-free@6.2.0/css/all.min.css",
        "https://cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/leaflet.awesome-markers.js",
        "https://cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/leaflet.awesome-markers.css",
        "https://cdn.jsdelivr.net/gh/python-visualization/folium/folium/templates/leaflet.awesome.rotate.min.css",
    }
)
"""Assets that folium adds to every map and that no map of ours uses."""

_MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml", "gif": "image/gif"}
_DEFAULT_ICON = {
    "iconUrl": "marker-icon.png",
    "iconRetinaUrl": "marker-icon-2x.png",
    "shadowUrl": "marker-shadow.png",
}


@cache
def inlined(url: str) -> str:
    """
    Markup that stands for a linked asset.

    Parameters
    ----------
    url
        Address as folium links it.

    Returns
    -------
    markup
        A ``<script>`` or ``<style>`` element; empty where the asset is left out on purpose.

    Raises
    ------
    DataUnavailableError
        If the address is neither packaged nor left out on purpose.
    """
    if url in DROPPED:
        return ""
    if url == LEAFLET_JS:
        code = _leaflet().joinpath("leaflet.js").read_text("utf-8")
        return script_element(code) + _default_icon()
    if url == LEAFLET_CSS:
        return style_element(_with_data_images(_leaflet()))
    if url == JQUERY_JS:
        package = files("xstatic.pkg.jquery").joinpath("data")
        return script_element(package.joinpath("jquery.min.js").read_text("utf-8"))
    raise DataUnavailableError("map.unknown_asset", url=url)


@cache
def own_page_asset(name: str) -> str:
    """Text of one of the files in ``maps/page``, such as ``"map.css"``."""
    return files("maps").joinpath("page", name).read_text("utf-8")


def script_element(code: str) -> str:
    r"""
    Wrap JavaScript so that nothing in it ends the element early.

    A link to a source map would be asked for by developer tools, so it goes; only to the
    end of its line, for what follows may be needed.

    Examples
    --------
    >>> script_element("a = '</script>';")
    "<script>a = '<\\/script>';</script>"
    """
    code = re.sub(r"(?m)^//# sourceMappingURL=\S*[ \t]*$", "", code)
    code = re.sub(r"</(script)", r"<\\/\1", code, flags=re.IGNORECASE)
    code = code.replace("<!--", r"<\!--").strip()
    return f"<script>{code}</script>"


def style_element(rules: str) -> str:
    """Wrap CSS so that nothing in it ends the element early."""
    rules = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", rules)
    rules = rules.replace("</", r"<\/").strip()
    return f"<style>{rules}</style>"


def _leaflet() -> Traversable:
    return files("xstatic.pkg.leaflet").joinpath("data")


def _data_uri(file: Traversable) -> str:
    media_type = _MEDIA_TYPES[file.name.rpartition(".")[2]]
    return f"data:{media_type};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"


def _with_data_images(package: Traversable) -> str:
    """Leaflet's style sheet with its images inside."""

    def embed(found: re.Match[str]) -> str:
        target = found[1].strip("'\" ")
        if target.startswith(("data:", "#")):
            return found[0]
        return f"url({_data_uri(package.joinpath(*target.split('/')))})"

    return re.sub(r"url\(([^)]+)\)", embed, package.joinpath("leaflet.css").read_text("utf-8"))


def _default_icon() -> str:
    """Tell Leaflet where its marker is: it guesses from a style that no longer has a path."""
    images = {
        key: _data_uri(_leaflet().joinpath("images", name)) for key, name in _DEFAULT_ICON.items()
    }
    return script_element(
        "delete L.Icon.Default.prototype._getIconUrl;"
        f"L.Icon.Default.mergeOptions({json.dumps(images)});"
    )
