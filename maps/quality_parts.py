"""Building blocks of the quality page: tables, charts and sections of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

SHOWN = 20
"""Rows of a long list that the page shows; the JSON document holds them all."""

_LABEL_PX, _BAR_PX, _STEP_PX = 118, 190, 24


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One cell of a table.

    Attributes
    ----------
    text
        What it says; escaped by the template.
    css
        Class of its shading or mark; empty for none.
    """

    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """
    Head of a column.

    Attributes
    ----------
    title
        Its words.
    number
        Whether it holds figures, set to the right.
    """

    title: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table with a caption.

    Attributes
    ----------
    caption
        What it is of.
    columns, rows
        Its content.
    more
        Words about rows left out; empty where there are none.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One bar of a chart, in the units of its drawing.

    Attributes
    ----------
    label, value
        Words on its left and right.
    y, width
        Place and length.
    css
        Class of its colour.
    """

    label: str
    value: str
    y: int
    width: float
    css: str


@dataclass(frozen=True, slots=True)
class Chart:
    """
    A bar chart, with the table of the same figures beside it.

    Attributes
    ----------
    id
        Prefix of the ids of its title and description.
    title, description
        What a screen reader says.
    bars
        The bars.
    height
        Height of the drawing.
    table
        The same figures.
    """

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]
    height: int
    table: Table
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """
    A paragraph.

    Attributes
    ----------
    text
        Its words.
    small
        Whether it is a remark beside the figures.
    """

    text: str
    small: bool = False
    kind: Literal["text"] = "text"


Block = Table | Chart | Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """
    A part of the page that folds up.

    Attributes
    ----------
    id, title
        Anchor and head.
    blocks
        Content in its order.
    opened
        Whether it is unfolded at first.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    opened: bool = True


def columns(*titles: str) -> tuple[Column, ...]:
    """
    Make heads; a title that begins with ``#`` heads a column of figures.

    Examples
    --------
    >>> columns("Place", "#People")
    (Column(title='Place', number=False), Column(title='People', number=True))
    """
    return tuple(Column(one.removeprefix("#"), one.startswith("#")) for one in titles)


def rows(table: Iterable[Sequence[str | Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Make rows of cells of words."""
    return tuple(tuple(one if isinstance(one, Cell) else Cell(one) for one in row) for row in table)


def bars(parts: Sequence[tuple[str, str, float, bool]]) -> tuple[tuple[Bar, ...], int]:
    """
    Lay out bars one below the other.

    Parameters
    ----------
    parts
        Label, value in words, weight, and whether it is one of the bad ones.

    Returns
    -------
    bars, height
        The longest bar fills the drawing's 190 units; a bar of no weight has no length.
    """
    largest = max((weight for _, _, weight, _ in parts), default=0.0)
    laid = tuple(
        Bar(
            label=label,
            value=value,
            y=number * _STEP_PX,
            width=round(_BAR_PX * weight / largest, 2) if largest > 0 else 0.0,
            css="bad" if bad else "good",
        )
        for number, (label, value, weight, bad) in enumerate(parts)
    )
    return laid, len(laid) * _STEP_PX
