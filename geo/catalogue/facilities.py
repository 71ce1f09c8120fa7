"""Facility lists: levels, doubles, plan names, decisions."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "decisions.bad_keep": {
        "en": "{path}, row {row}: the id to keep, “{keep}”, is neither of the two: write one of them, or nothing for the first.",
        "zh": "{path} 第 {row} 行：要保留的编号“{keep}”不是这两个之一：请填其中一个，或留空以保留第一个。",
    },
    "decisions.bad_word": {
        "en": "{path}, row {row}: “{value}” is no decision: write same, different, or nothing while it is open.",
        "zh": "{path} 第 {row} 行：“{value}”不是有效的决定：请填“同一”（same）、“不同”（different），未定则留空。",
    },
    "decisions.contradiction": {
        "en": "{path}, row {row}: {first} and {second} are said to be different, but other rows make them one facility (directly or over a third): correct one of these rows.",
        "zh": "{path} 第 {row} 行：{first} 与 {second} 被定为不同机构，但其他行（直接或通过第三家）将其定为同一机构：请更正其中一行。",
    },
    "decisions.no_pair": {
        "en": "{path}, row {row}: a decision needs two different ids in the columns first and second.",
        "zh": "{path} 第 {row} 行：作出决定的行须在 first 和 second 两列填写两个不同的编号。",
    },
    "decisions.plan_twice": {
        "en": "{path}, row {row}: the plan's facility “{name}” is given two different ids: leave one.",
        "zh": "{path} 第 {row} 行：规划中的机构“{name}”对应了两个不同的编号：请只保留一个。",
    },
    "decisions.two_kept": {
        "en": "{path}, rows {rows}: these rows make one facility of their ids, but keep more than one of them ({ids}): name the same id to keep in each.",
        "zh": "{path} 第 {rows} 行：这些行将各编号定为同一机构，却要保留多个编号（{ids}）：请统一要保留的编号。",
    },
    "facilities.bad_count": {
        "en": "Column {column} of the facilities holds a negative or endless number.",
        "zh": "机构的 {column} 列含有负数或无穷大。",
    },
    "facilities.column.beds": {"en": "beds", "zh": "床位数"},
    "facilities.column.doctors": {"en": "doctors", "zh": "医师数"},
    "facilities.column.level": {"en": "level", "zh": "等级"},
    "facilities.column.opening_year": {"en": "opening year", "zh": "开业年份"},
    "facilities.column.staff": {"en": "staff", "zh": "人员数"},
    "facilities.column.status": {"en": "status", "zh": "状态"},
    "facilities.column.township": {"en": "township", "zh": "所在乡镇"},
    "facilities.column.vehicles": {"en": "vehicles", "zh": "车辆数"},
    "import.bad_counts": {
        "en": "{path}: {count} cells of “{column}” hold no usable number (0 to {most:,}) and are taken as unknown; the facilities stay. First: {examples}.",
        "zh": "{path}：“{column}”列有 {count} 个单元格不是可用的数（0 至 {most:,}），按未知处理，机构保留。例如：{examples}。",
    },
    "import.better_column": {
        "en": "{path}: the column “{taken}” goes before “{others}”; {filled} rows where it is blank take the latter.",
        "zh": "{path}：优先采用“{taken}”列，其次为“{others}”列；{filled} 行前者为空，采用后者。",
    },
    "import.decisions_without_row": {
        "en": "{path}: {count} ids that decisions name are not in the facility lists any more and were passed over: {ids}.",
        "zh": "{path}：决定中有 {count} 个编号已不在机构清单中，已略过：{ids}。",
    },
    "import.doubles_listed": {
        "en": "{path}: {count} pairs of rows may be one facility each (same name {same_name}, second name {alias}, similar name {similar_name}, same place {same_place}). All are kept; the decisions file says which are one.",
        "zh": "{path}：有 {count} 对记录疑似同一机构（同名 {same_name}，别名 {alias}，名称相近 {similar_name}，同一位置 {same_place}）。均予保留，是否同一由决定文件说明。",
    },
    "import.not_yet_offered": {
        "en": "{path}: in “{column}”, {count} rows speak of what is planned, applied for or being built (first: {examples}): it is not counted as offered.",
        "zh": "{path}：“{column}”列有 {count} 行为拟建、创建、申报或在建（例如：{examples}）：不计为已具备。",
    },
    "import.one_place": {
        "en": "{path}: {count} facilities stand on exactly one point ({lon}, {lat}), among them {examples}: it is likely the middle of a town, not their places.",
        "zh": "{path}：有 {count} 家机构坐标完全相同（{lon}, {lat}），如 {examples}：很可能是城镇中心点，而非机构实际位置。",
    },
    "import.outside_township": {
        "en": "{path}: {count} facilities lie outside the township that their row names: {examples}. Check the coordinates or the township.",
        "zh": "{path}：有 {count} 家机构不在其所填乡镇（街道）范围内：{examples}。请核对坐标或所属乡镇。",
    },
    "import.township_not_found": {
        "en": "{path}: {count} rows name a township that the areas do not have: {examples}. It could not be checked.",
        "zh": "{path}：有 {count} 行所填乡镇（街道）在区划数据中找不到：{examples}。无法核对。",
    },
    "import.united": {
        "en": "By decision one facility: {kept} ({name}) stays, united with it: {others}.",
        "zh": "按决定视为同一机构：保留 {kept}（{name}），并入：{others}。",
    },
    "import.united_differ": {
        "en": "United rows differ in “{column}”: {kept} says {ours}, {other} says {theirs}; that of {kept} is kept.",
        "zh": "合并的记录“{column}”不一致：{kept} 为 {ours}，{other} 为 {theirs}；采用 {kept} 的值。",
    },
    "import.unknown_cells": {
        "en": "{path}: {count} cells of “{column}” say what is not known and are taken as not stated, never guessed. First: {examples}.",
        "zh": "{path}：“{column}”列有 {count} 个单元格无法识别，按未注明处理，不作猜测。例如：{examples}。",
    },
    "table.no_rows": {
        "en": "{path}: there are headings, but no row of data beneath them. Nothing was written. Check that it is the right file or sheet.",
        "zh": "{path}：有表头，但其下没有数据行。未写入任何内容。请核对文件或工作表是否正确。",
    },
    "plan.double_facility": {
        "en": "Plan {plan}: the facility “{name}” is named twice.",
        "zh": "规划 {plan}：机构“{name}”重复列出。",
    },
}
