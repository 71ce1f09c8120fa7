"""Elements of our own for folium maps: columnar layers, panels, and what ties them together.

folium makes one JavaScript object a feature; these hand whole columns to a few objects
that share one canvas, so that tens of thousands of features paint at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from branca.element import Element, Figure, MacroElement
from folium.map import Layer, LayerControl
from folium.template import Template

from maps.assets import own_page_asset, script_element, style_element
from maps.encode import data_json
from maps.offline import Verbatim


def _figure_of(element: Element) -> Figure:
    """The page that an element is drawn on; branca types it as any element."""
    return cast("Figure", element.get_root())


class DataLayer(Layer):
    """
    A layer drawn by ``maps/page/map.js`` from columns of data.

    Parameters
    ----------
    kind
        Function that draws it: ``"roads"``, ``"areas"``, ``"doubts"``, ``"demand"``,
        ``"facilities"``, ``"others"`` or ``"names"``.
    data
        What the function needs, as plain numbers, text, lists and mappings.
    name
        Name in the layer control.
    show
        Whether the layer is on when the page opens.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = GoldenHour.{{ this.kind }}("
        "GoldenHour.data({{ this.data_id | tojson }}), {{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(
        self, kind: str, data: Mapping[str, object], *, name: str, show: bool = True
    ) -> None:
        super().__init__(name=name, overlay=True, control=True, show=show)
        self._name = f"{kind}_layer"
        self.kind = kind
        self.columns = data

    @property
    def data_id(self) -> str:
        """Id of the element that holds the data."""
        return f"{self.get_name()}_data"

    def render(self, **kwargs: object) -> str:
        """Put the data into the page as inert JSON, and the call that draws them."""
        block = (
            f'<script type="application/json" id="{self.data_id}">'
            f"{data_json(self.columns)}</script>"
        )
        _figure_of(self).html.add_child(Verbatim(block), name=self.data_id)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class Panel(MacroElement):
    """
    A box of prepared markup as a control in one of the map's corners.

    As a Leaflet control it is stacked with the others of its corner, and covers neither
    the scale bar nor the buttons, as a box with a fixed position would.

    Parameters
    ----------
    markup
        Content; every text in it escaped by the caller.
    css_id
        Id of the box.
    position
        Corner: ``"topleft"``, ``"bottomright"`` ….
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "GoldenHour.panel({{ this._parent.get_name() }}, {{ this.css_id | tojson }}, "
        "{{ this.position | tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, markup: str, *, css_id: str, position: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Panel"
        self.markup = markup
        self.css_id = css_id
        self.position = position

    def render(self, **kwargs: object) -> str:
        """Put the box into the page, and the call that moves it into the map's corner."""
        block = f'<section id="{self.css_id}" class="gh-panel">{self.markup}</section>'
        _figure_of(self).html.add_child(Verbatim(block), name=self.get_name())
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class Banner(MacroElement):
    """
    The head of the page, above the map.

    Parameters
    ----------
    markup
        Content; every text in it escaped by the caller.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Banner"
        self.markup = markup

    def render(self, **_kwargs: object) -> str:
        """Put the head into the page."""
        block = f'<header class="gh-head">{self.markup}</header>'
        _figure_of(self).html.add_child(Verbatim(block), name=self.get_name(), index=0)
        return ""


class PageSetup(MacroElement):
    """
    Scripts and styles of our pages, and the map's furniture: scale, buttons, credits, view.

    Must be the first child of its map: the layers' calls need its functions.

    Parameters
    ----------
    texts
        Words that the script puts on the page, by key.
    credits_html
        Credits, in their order; markup, escaped by the caller.
    bounds
        Least and greatest latitude and longitude to be seen at first
        ``((lat, lon), (lat, lon))`` [deg].
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "GoldenHour.page({{ this._parent.get_name() }}, {{ this.options }});"
        "{% endmacro %}"
    )

    def __init__(
        self,
        *,
        texts: Mapping[str, str],
        credits_html: Sequence[str],
        bounds: tuple[tuple[float, float], tuple[float, float]],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PageSetup"
        self.options = data_json(
            {"texts": dict(texts), "credits": list(credits_html), "bounds": bounds}
        )

    def render(self, **kwargs: object) -> str:
        """Put scripts and styles into the head of the page, after Leaflet's own."""
        header = _figure_of(self).header
        header.add_child(Verbatim(style_element(own_page_asset("map.css"))), name="own_css")
        header.add_child(Verbatim(script_element(own_page_asset("map.js"))), name="own_js")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class ViewSetup(MacroElement):
    """
    Last child of its map: fits panels and view to the window.

    Parameters
    ----------
    layer_control
        The map's layer control: folded up where the window is narrow.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "GoldenHour.ready({{ this._parent.get_name() }}, "
        "{{ this.layer_control.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, layer_control: LayerControl) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "ViewSetup"
        self.layer_control = layer_control
