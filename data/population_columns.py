"""Columns of population tables: all people, and the groups that goals are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data.columns import COMMON_FIELDS
from data.coordinate_columns import PAIR_FIELD, PAIR_HEADINGS
from data.import_report import ImportReport
from data.numbers import parse_numbers
from data.sheets import Sheet
from layers.demand import Group

MOST_PEOPLE_AT_A_PLACE = 50_000_000
"""More than the largest city on earth at one point is a slip of the pen."""

PEOPLE_UNITS = ("人", "口", "名")

POPULATION_HEADINGS = (
    "population", "pop", "people", "residents", "inhabitants", "total_population", "pop_total",
    "人口", "常住人口", "人口数", "常住人口数", "总人口", "总人口数", "人口总数", "人数",
    "居民人数", "户籍人口", "户籍人口数",
)  # fmt: skip

GROUP_FIELDS: Mapping[Group, tuple[str, ...]] = {
    Group.AGE_65_PLUS: (
        "65plus", "65+", "65岁及以上", "65岁及以上人口", "65岁以上", "65岁以上人口", "65岁以上老人",
        "65周岁及以上", "老年人口", "老年人", "老年人口数", "age_65_plus", "pop_65_plus",
        "population_65_plus", "pop65", "65_and_over", "aged_65_plus", "elderly",
    ),
    Group.UNDER_3: (
        "under3", "3岁以下", "3岁以下人口", "3岁以下婴幼儿", "0-3岁", "0-3岁人口", "0～3岁",
        "0-2岁", "婴幼儿", "婴幼儿数", "婴幼儿人口", "under_3", "pop_under_3", "age_0_2", "infants",
    ),
    Group.WOMEN_15_49: (
        "women15_49", "15-49岁妇女", "15～49岁妇女", "15-49岁女性", "育龄妇女", "育龄妇女数",
        "育龄妇女人数", "育龄女性", "women_15_49", "female_15_49", "women_of_childbearing_age",
    ),
}  # fmt: skip
"""Headings by group. 0-3岁 is read as under 3, as the lists of maternal and child health
mean it; a list that counts three-year-olds too makes the group a quarter too large."""

POPULATION_FIELDS: Mapping[str, tuple[str, ...]] = {
    **COMMON_FIELDS,
    "name": (
        *COMMON_FIELDS["name"], "place", "村（社区）", "村社区", "村（居）", "村居", "行政村",
        "行政村名称", "村名称", "社区名称", "社区", "自然村", "村", "居民点", "小区",
        "乡镇（街道）", "乡镇街道", "乡镇名称", "乡镇", "镇街", "街道",
    ),
    PAIR_FIELD: PAIR_HEADINGS,
    "population": POPULATION_HEADINGS,
    **{group.value: headings for group, headings in GROUP_FIELDS.items()},
}  # fmt: skip
"""Every field of a population table. Of a village and its township the village is the name."""


def read_people(
    sheet: Sheet, rows: NDArray[np.bool_], report: ImportReport
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """
    Read the people of each row; a row without a number of people is rejected.

    Parameters
    ----------
    sheet
        Table with a field ``population``.
    rows
        Rows that are still in question, shape ``(n,)``: only these are judged.
    report
        Takes the rejected rows.

    Returns
    -------
    people, taken
        People (NaN where not taken), and the rows taken, shape ``(n,)`` each.
    """
    said = sheet.column("population")
    people = parse_numbers(said, grouped=True, units=PEOPLE_UNITS)
    formula = sheet.formulas("population")
    with np.errstate(invalid="ignore"):
        good = (people >= 0) & (people <= MOST_PEOPLE_AT_A_PLACE) & ~formula
    for row in np.flatnonzero(rows & ~good).tolist():
        number = int(sheet.row[row])
        if formula[row]:
            report.reject(sheet.name, number, "row.formula_people", value=said[row])
        elif not said[row].strip():
            report.reject(sheet.name, number, "row.blank", column="population")
        elif people[row] > MOST_PEOPLE_AT_A_PLACE:
            report.reject(
                sheet.name,
                number,
                "row.too_many_people",
                value=said[row],
                most=MOST_PEOPLE_AT_A_PLACE,
            )
        else:
            report.reject(sheet.name, number, "row.bad_population", value=said[row])
    taken = rows & good
    return np.where(taken, people, np.nan), taken


def read_groups(
    sheet: Sheet,
    rows: NDArray[np.bool_],
    people: NDArray[np.float64],
    report: ImportReport,
) -> dict[Group, NDArray[np.float64]]:
    """
    Read the groups that a table tells of.

    A blank cell means that nobody counted, not that nobody lives there: the group can
    then not be told for the whole and is left out, by a note. A row with more people in
    a group than in all is kept and pointed out.

    Parameters
    ----------
    sheet
        The table.
    rows
        Rows taken, shape ``(n,)``.
    people
        All people of each row, shape ``(n,)``.
    report
        Takes the notes.

    Returns
    -------
    groups
        People of each group in the rows taken, in their order.
    """
    groups = {}
    for group in GROUP_FIELDS:
        if not sheet.has(group.value):
            continue
        said = sheet.column(group.value)
        counted = parse_numbers(said, grouped=True, units=PEOPLE_UNITS)
        with np.errstate(invalid="ignore"):
            good = (counted >= 0) & (counted <= MOST_PEOPLE_AT_A_PLACE)
        bad = np.flatnonzero(rows & ~(good & ~sheet.formulas(group.value)))
        if bad.size:
            report.note(
                "import.group_not_told",
                path=sheet.name,
                group=group,
                count=bad.size,
                row=int(sheet.row[bad[0]]),
                value=said[int(bad[0])],
            )
            continue
        over = np.flatnonzero(rows & (counted > np.where(rows, people, np.inf)))
        if over.size:
            note_over(sheet.name, group, over, sheet.row, report)
        groups[group] = counted[rows]
    return groups


def note_over(
    path: str,
    group: Group,
    over: NDArray[np.int64],
    row: NDArray[np.int64],
    report: ImportReport,
) -> None:
    """Point out rows with more people in a group than in all, the first three by number."""
    first: Sequence[int] = row[over[:3]].tolist()
    report.note(
        "import.group_exceeds",
        path=path,
        group=group,
        count=over.size,
        rows=", ".join(map(str, first)),
    )
