"""A supply answer on the screen: the mean and how unequal, the areas with least, the doubt."""

from __future__ import annotations

import math

from rich.markup import escape
from rich.table import Table

from api.screen import Screen
from geo.text import Lang, label, text
from geo.units import SECONDS_PER_MINUTE
from planning import wording
from planning.equity_answers import Sides
from planning.study import Study
from planning.supply_answers import AreaSupply, SupplyAnswer
from planning.supply_question import SupplyMethod

WORST = 5
"""Areas shown: those whose people have least."""

_MEDIAN = 1  # position in `planning.supply_answers.QUANTILES`


def show_supply(screen: Screen, study: Study, answer: SupplyAnswer) -> None:
    """Show a supply answer: the sentence, how unequal, the areas with least, the caveats."""
    out = screen.out
    if study.info.demonstration:
        marks = " / ".join(text("demo.mark", one) for one in (Lang.ZH, Lang.EN))
        out.print(f"[reverse] {escape(marks)} [/reverse]")
    out.print(escape(_head(screen, answer)), style="bold")
    for line in _lines(screen, answer):
        out.print(escape(line))
    if answer.by_area:
        out.print()
        out.print(_table(screen, answer))
    out.print()
    out.print(screen.t("screen.caveats"), style="dim")
    for note in answer.notes:
        out.print(f"· {escape(note.render(screen.lang))}", style="dim")
    out.print(f"· {screen.t('credit.osm')}", style="dim")


def worst_areas(answer: SupplyAnswer) -> tuple[AreaSupply, ...]:
    """Areas whose people have least on average, least first; equals in the table's order."""
    lived_in = [one for one in answer.by_area if one.code and one.access.people > 0]
    return tuple(sorted(lived_in, key=lambda one: one.access.mean)[:WORST])


def rate(value: float, lang: Lang) -> str:
    """
    Word a rate or an index in three digits.

    Examples
    --------
    >>> rate(4.1875, Lang.EN), rate(1234.5, Lang.EN), rate(0.0, Lang.EN)
    ('4.19', '1,234', '0')
    """
    if math.isnan(value):
        return text("word.unknown", lang)
    if abs(value) >= 100:  # noqa: PLR2004 (three digits stand before the point)
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _head(screen: Screen, answer: SupplyAnswer) -> str:
    asked, lang = answer.question, screen.lang
    if math.isinf(asked.cutoff_s):
        limit = screen.t("supply_screen.no_limit")
    else:
        minutes = f"{asked.cutoff_s / SECONDS_PER_MINUTE:g}"
        limit = screen.t("supply_screen.limit", minutes=minutes)
    head = screen.t(
        "supply_screen.head",
        resource=asked.resource,
        mean=rate(answer.whole.access.mean, lang),
        unit=asked.unit,
        people=wording.people(answer.whole.access.people, lang),
        limit=limit,
    )
    return head[:1].upper() + head[1:]


def _lines(screen: Screen, answer: SupplyAnswer) -> list[str]:
    lang, whole, equity = screen.lang, answer.whole, answer.equity
    low, middle = (rate(value, lang) for _, value in whole.access.quantiles[: _MEDIAN + 1])
    lines = [
        screen.t("supply_screen.gini", gini=rate(equity.lorenz.gini, lang), low=low, middle=middle)
    ]
    for found, code in (
        (equity.theil_areas, "supply_screen.theil"),
        (equity.theil_built_up, "supply_screen.theil_built_up"),
    ):
        # Where everyone has the same, no part of the inequality lies anywhere.
        if found is not None and not math.isnan(found.between_share):
            between = wording.share(found.between_share, lang)
            lines.append(screen.t(code, total=rate(found.total, lang), between=between))
    for gap in (equity.built_up, equity.banks):
        if gap is None:
            continue
        values = {
            "first_value": rate(gap.access.first, lang),
            "second_value": rate(gap.access.second, lang),
        }
        if gap.sides is Sides.BUILT_UP:
            lines.append(screen.t("supply_screen.built_up", **values))
            continue
        names = {"first": gap.first, "second": gap.second}
        lines.append(screen.t("supply_screen.banks", **names, **values))
        if gap.located_per_thousand is not None:
            located = {
                "first_value": rate(gap.located_per_thousand.first, lang),
                "second_value": rate(gap.located_per_thousand.second, lang),
            }
            lines.append(screen.t("supply_screen.banks_located", **names, **located))
    shares = {"share": wording.share(whole.share_in_reach, lang)}
    if answer.question.method is SupplyMethod.CAPACITY:
        served = wording.share(whole.share_served, lang)
        lines.append(screen.t("supply_screen.served", served=served, **shares))
    else:
        lines.append(screen.t("supply_screen.reach", **shares))
    rows = [one for one in answer.by_area if one.code and one.access.people > 0]
    if none := sum(one.access.mean <= 0 for one in rows):
        lines.append(screen.t("supply_screen.none", count=none, total=len(rows)))
    told = {
        "supply": f"{answer.known:,.0f}",
        "resource": answer.question.resource,
        "count": len(answer.facilities),
    }
    if math.isnan(answer.used):
        lines.append(screen.t("supply_screen.facilities_gravity", **told))
    else:
        lines.append(screen.t("supply_screen.facilities", used=f"{answer.used:,.0f}", **told))
    return lines


def _table(screen: Screen, answer: SupplyAnswer) -> Table:
    t, lang = screen.t, screen.lang
    unit = label(answer.question.unit, lang)
    table = Table(
        box=None,
        pad_edge=False,
        header_style="dim",
        title=escape(t("supply_screen.areas")),
        title_justify="left",
        title_style="",
    )
    table.add_column(t("screen.area"), min_width=16, overflow="fold")
    heads = (
        t("screen.people"),
        f"{t('supply_screen.mean')} {unit}",
        t("supply_screen.median"),
        t("supply_screen.share"),
        t("supply_screen.located"),
    )
    for head in heads:
        table.add_column(escape(head), justify="right", overflow="fold")
    rows = [(one.name or one.code, one) for one in worst_areas(answer)]
    for name, one in [*rows, (t("area.whole"), answer.whole)]:
        table.add_row(
            escape(name),
            f"{one.access.people:,.0f}",
            rate(one.access.mean, lang),
            rate(one.access.quantiles[_MEDIAN][1], lang),
            wording.share(one.share_in_reach, lang),
            rate(one.located_per_thousand, lang),
        )
    return table
