"""Indicator tables and plan rows."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "plan_rows.bad_field": {
        "en": "Plan row {row}: “{field}” cannot be used. Expected: {expected}; found: “{found}”.",
        "zh": "规划条目 {row}：“{field}”无法使用。应为：{expected}；实际：“{found}”。",
    },
    "plan_rows.unknown_field": {
        "en": "Plan row {row}: there is no field “{field}”. Check the spelling.",
        "zh": "规划条目 {row}：没有字段“{field}”。请检查拼写。",
    },
    "plan_rows.bad_context": {
        "en": "Plan rows {plan}, [context]: “{field}” must be a finite number, found “{found}”.",
        "zh": "规划条目 {plan} 的 [context]：“{field}”须为有限数，实际为“{found}”。",
    },
    "plan_rows.no_rows": {
        "en": "Plan {plan}: expected at least one [[goals]] table, found none.",
        "zh": "规划 {plan}：至少应有一个 [[goals]] 表，实际没有。",
    },
    "plan_rows.double_id": {
        "en": "Plan rows {plan}: the id {row} is given twice. Ids must be unique.",
        "zh": "规划条目 {plan}：编号 {row} 重复。编号须唯一。",
    },
    "plan_rows.not_found": {
        "en": "There are no plan rows “{plan}”, packaged or as a file. Packaged: {known}.",
        "zh": "没有规划条目“{plan}”（内置或文件）。内置：{known}。",
    },
    "indicators.no_id": {
        "en": "An indicator table needs an id in every row.",
        "zh": "指标表的每一行都须有编号。",
    },
    "indicators.not_finite": {
        "en": "Indicator {indicator}: a value must be a finite number, got {found}.",
        "zh": "指标 {indicator}：数值须为有限数，收到 {found}。",
    },
    "indicators.bad_year": {
        "en": "Indicator {indicator}: a year must be a whole number from 1949 to 2100, got {year}.",
        "zh": "指标 {indicator}：年份须为 1949—2100 之间的整数，收到 {year}。",
    },
    "indicators.double": {
        "en": "Indicator {indicator}, area “{area}”, {year}: told twice ({first} and {second}). Keep one.",
        "zh": "指标 {indicator}，地区“{area}”，{year} 年：出现两次（{first} 与 {second}）。请只保留一个。",
    },
    "indicators.unit_unknown": {
        "en": "{id}: the unit “{unit}” is not understood. The plan counts in {wanted}: write that, or leave the unit blank.",
        "zh": "{id}：无法识别单位“{unit}”。规划的单位是{wanted}：请照此填写，或将单位留空。",
    },
    "indicators.unit_contradicts": {
        "en": "{id} ({phrase}): the unit “{unit}” contradicts the plan, which counts in {wanted}. Give the value in the plan's unit.",
        "zh": "{id}（{phrase}）：单位“{unit}”与规划不符，规划的单位是{wanted}。请按规划单位填写数值。",
    },
    "indicators.state_unit": {
        "en": "{id}: {found} is over five times, or under a fifth of, the plan's figures, and no unit with a denominator stands beside it. Write the unit; the plan counts in {wanted}.",
        "zh": "{id}：{found} 超过规划数的 5 倍或不足其五分之一，且未写明带人口基数的单位。请写明单位；规划的单位是{wanted}。",
    },
    "indicators.no_year_column": {
        "en": "{path}: expected columns for year and value (年份, 数值), or one column a year headed 2021 or 2021年; found: {found}.",
        "zh": "{path}：应有年份列和数值列，或每年一列（列名如 2021 或 2021年）；实际列：{found}。",
    },
    "indicators.years_ignored": {
        "en": "{source}: there are columns for year and value, so the columns {columns} were not read.",
        "zh": "{source}：已有年份列和数值列，因此未读取以下各列：{columns}。",
    },
    "indicators.plan_columns": {
        "en": "{source}: columns of plan figures were not read as values: {columns}.",
        "zh": "{source}：规划数列不作为现状值读取：{columns}。",
    },
    "indicators.formula": {
        "en": "The value is a formula ({value}); its remembered result may be old. Paste the value itself.",
        "zh": "数值是公式（{value}），其缓存结果可能已过时。请粘贴为数值。",
    },
    "indicators.row_without_id": {
        "en": "The value {value} has no indicator beside it. Fill in the plan row's id.",
        "zh": "数值 {value} 没有对应的指标。请填写目标编号。",
    },
    "indicators.unknown_id": {
        "en": "“{id}” is not a row of the plan {plan}. Nearest: {nearest} ({phrase}). Use the plan row's id.",
        "zh": "规划 {plan} 中没有“{id}”。最接近的是 {nearest}（{phrase}）。请使用目标编号。",
    },
    "indicators.not_in_plan": {
        "en": "“{id}” is not a row of the plan {plan}. Use the plan row's id.",
        "zh": "规划 {plan} 中没有“{id}”。请使用目标编号。",
    },
    "indicators.name_of_several": {
        "en": "“{id}” is the name of several rows of the plan: {known}. Give the id.",
        "zh": "“{id}”对应规划的多个条目：{known}。请填写目标编号。",
    },
    "indicators.year_not_read": {
        "en": "“{found}” is not a year. Expected one from {first} to {last}, such as 2023.",
        "zh": "“{found}”不是年份。应为 {first}—{last} 之间的年份，例如 2023。",
    },
    "indicators.not_a_number": {
        "en": "“{found}” is not a number. Write such as 7.86, 12,345 or 95%.",
        "zh": "“{found}”不是数。请写成 7.86、12,345 或 95% 等形式。",
    },
    "indicators.two_units": {
        "en": "The value is written with “{own}”, and the unit column says “{unit}”. Keep one.",
        "zh": "数值后写的是“{own}”，单位列写的是“{unit}”。请保留一个。",
    },
    "indicators.share_or_percent": {
        "en": "{found} may be a share (0.95) or per cent (95). Write it with the sign, such as 95% or 0.95%.",
        "zh": "{found} 可能是比例（0.95），也可能是百分数（95）。请带百分号填写，例如 95% 或 0.95%。",
    },
    "indicators.negative": {
        "en": "{id}: {found} is below 0, which it cannot be. Check the sign.",
        "zh": "{id}：{found} 小于 0，不可能。请检查正负号。",
    },
    "indicators.over_100": {
        "en": "{id}: {found} is over 100 %, which a share cannot be. Check the value.",
        "zh": "{id}：{found} 超过 100%，占比不可能如此。请检查数值。",
    },
    "indicators.needs_ratio": {
        "en": "{id} is a ratio. Write it as the plan does ({plan}).",
        "zh": "{id} 是比值。请按规划的写法填写（{plan}）。",
    },
    "indicators.needs_parts": {
        "en": "{id} has several figures ({plan} in the plan). Write them the same way, or give {ids} one by one.",
        "zh": "{id} 含多个数（规划为 {plan}）。请按同样写法填写，或分别填写 {ids}。",
    },
    "indicators.told_twice": {
        "en": "{id}, {area}, {year}: {value} here, and another value in row {others}. None was taken. Keep one.",
        "zh": "{id}，{area}，{year} 年：此处为 {value}，另有不同的值（行 {others}）。均未采用，请只保留一个。",
    },
    "indicators.whole": {"en": "whole district", "zh": "全区"},
    "indicators.blank": {
        "en": "{source}: {count} cells without a value were passed over.",
        "zh": "{source}：{count} 个单元格没有数值，已略过。",
    },
    "indicators.by_name": {
        "en": "{source}: {count} values were matched by the plan's words, not by id. Check them.",
        "zh": "{source}：{count} 个值按规划原文（而非编号）对应。请核对。",
    },
    "indicators.no_unit": {
        "en": "{source}: {count} values state no unit and were taken in the plan's.",
        "zh": "{source}：{count} 个值未写单位，按规划单位采用。",
    },
    "indicators.converted": {
        "en": "{source}: {count} values were stated per another number of people and brought to the plan's unit.",
        "zh": "{source}：{count} 个值的人口基数与规划不同，已换算为规划单位。",
    },
    "indicators.repeated": {
        "en": "{source}: {count} values are told again with the same figure, and were taken once.",
        "zh": "{source}：{count} 个值重复且数值相同，只采用一次。",
    },
    "indicators.far": {
        "en": "{source}: the values of {ids} are over five times, or under a fifth of, the plan's figures. Check whether they are per 1,000 or per 10,000.",
        "zh": "{source}：{ids} 的数值超过规划数的 5 倍或不足其五分之一。请核对是每千人口还是每万人口。",
    },
    "indicators.found": {
        "en": "{source}: {found} of the {needed} rows of the plan {plan} that need an indicator have a value.",
        "zh": "{source}：规划 {plan} 需要指标的 {needed} 个条目中，{found} 个有数值。",
    },
    "indicators.part_damaged": {
        "en": "{path} is damaged ({what}). Make the study again.",
        "zh": "{path} 已损坏（{what}）。请重新建立研究。",
    },
    "indicators.template_suffix": {
        "en": "{path}: a template is written as one of {known}. Give such a file name.",
        "zh": "{path}：模板只能写为 {known}。请给出相应的文件名。",
    },
    "indicators.template_exists": {
        "en": "{path} is already there and may hold figures. Choose another name, or allow it with --overwrite.",
        "zh": "{path} 已存在，其中可能已有数据。请另选文件名，或加 --overwrite 允许覆盖。",
    },
    "indicators.head_goal": {"en": "Goal id", "zh": "目标编号"},
    "indicators.head_words": {"en": "Plan words", "zh": "规划原文"},
    "indicators.head_area": {"en": "Area", "zh": "地区"},
    "indicators.head_year": {"en": "Year", "zh": "年份"},
    "indicators.head_value": {"en": "Value", "zh": "数值"},
    "indicators.head_unit": {"en": "Unit", "zh": "单位"},
    "indicators.head_source": {"en": "Source", "zh": "来源"},
    "indicators.head_target": {"en": "Plan target (not a value)", "zh": "规划目标值（不作现状）"},
    "indicators.head_baseline": {
        "en": "Plan baseline (not a current value)",
        "zh": "规划基期值（不作现状）",
    },
    "indicators.head_section": {"en": "Plan section", "zh": "规划章节"},
    "indicators.head_needs": {"en": "Plan row", "zh": "规划条目"},
    "indicators.sheet_values": {"en": "Indicators", "zh": "指标"},
    "indicators.sheet_help": {"en": "How to fill in", "zh": "填写说明"},
    "indicators.help_1": {"en": "{title} ({document})", "zh": "{title}（{document}）"},
    "indicators.help_2": {
        "en": "Fill in the year, the value and the source. Rows that you leave blank count as missing. {needed} rows need a value; {optional} may have one, geography answers them otherwise.",
        "zh": "请填写年份、数值和来源。留空的行视为缺失。需要数值的条目 {needed} 个；可以填写的 {optional} 个，未填时由地理计算回答。",
    },
    "indicators.help_3": {
        "en": "Area: leave it blank for the whole district, or write the code or name of a township. Copy a row to give several areas or years.",
        "zh": "地区：留空表示全区，也可填写乡镇（街道）的代码或名称。需要填写多个地区或年份时，复制该行。",
    },
    "indicators.help_4": {
        "en": "Unit: the plan's unit is filled in. If your figure is per another number of people (per 10,000 instead of 1,000), write that unit: it is converted. A total cannot stand for a rate.",
        "zh": "单位：已填入规划单位。若您的数值按其他人口基数统计（如每万人口而非每千人口），请改写单位，系统会换算。总数不能代替比率。",
    },
    "indicators.help_5": {
        "en": "Shares: write 95% or 95, not 0.95.",
        "zh": "占比：请写 95% 或 95，不要写 0.95。",
    },
    "indicators.help_6": {
        "en": "Where the plan gives several figures (3+4, 1 / 5 / 10) or a ratio (1:1.30), write yours the same way.",
        "zh": "规划为多个数（3+4、1 / 5 / 10）或比值（1:1.30）时，请按同样写法填写。",
    },
    "indicators.help_7": {
        "en": "The grey columns are what the plan says. The baseline is the plan's figure of 2020: it is shown beside your value and never used in its place.",
        "zh": "灰色列为规划内容。基期值是规划所列的 2020 年数，只与您的数值并列显示，绝不代替现状值。",
    },
    "indicators.help_8": {
        "en": "Do not change the goal ids. Values, not formulas: a formula's remembered result may be old.",
        "zh": "请勿修改目标编号。请填数值，不要填公式：公式的缓存结果可能已过时。",
    },
    "indicators.help_9": {
        "en": "Check the filled table with: goldenhour plan validate FILE",
        "zh": "填好后可检查：goldenhour plan validate 文件",
    },
    "unit.percent": {"en": "%", "zh": "%"},
    "unit.rate": {"en": "{thing} per {base}", "zh": "{thing}/{base}"},
    "unit.ratio": {"en": "1:x", "zh": "1:x"},
    "unit.level": {"en": "level", "zh": "级"},
    "unit.minutes": {"en": "minutes", "zh": "分钟"},
    "unit.years": {"en": "years", "zh": "岁"},
    "unit.days": {"en": "days", "zh": "天"},
    "unit.yuan": {"en": "yuan", "zh": "元"},
    "unit.yuan_100m": {"en": "100 million yuan", "zh": "亿元"},
    "unit.thing_beds": {"en": "beds", "zh": "张"},
    "unit.thing_persons": {"en": "persons", "zh": "人"},
    "unit.thing_items": {"en": "items", "zh": "个"},
    "unit.thing_any": {"en": "cases", "zh": "例"},
    "unit.base_people": {"en": "{count} people", "zh": "{count}人"},
    "unit.base_children": {"en": "{count} children", "zh": "{count}名儿童"},
    "unit.base_beds": {"en": "{count} beds", "zh": "{count}张床位"},
    "unit.per_100": {"en": "100", "zh": "百"},
    "unit.per_1000": {"en": "1,000", "zh": "千"},
    "unit.per_10000": {"en": "10,000", "zh": "万"},
    "unit.per_100000": {"en": "100,000", "zh": "10万"},
    "computable.geospatial": {"en": "geography", "zh": "地理计算"},
    "computable.per_capita": {"en": "per capita", "zh": "人均"},
    "computable.count": {"en": "count", "zh": "计数"},
    "computable.not_computable": {"en": "not computable", "zh": "不可计算"},
    "standing.binding": {"en": "binding", "zh": "约束性"},
    "standing.expected": {"en": "expected", "zh": "预期性"},
    "standing.not in indicator table": {"en": "text only", "zh": "仅正文"},
    "need.needed": {"en": "needs a value", "zh": "需填"},
    "need.optional": {"en": "may have a value", "zh": "可填"},
    "need.none": {"en": "none", "zh": "无需"},
    "plan_cmd.group": {
        "en": "List, show and check plans and readings; write the table of indicators to fill in, or a plan to start from.",
        "zh": "列出、查看、检查规划与读法；生成待填指标表或规划起始文件。",
    },
    "plan_cmd.list": {
        "en": "List the plans and their goals by class.",
        "zh": "列出规划及其目标的分类数量。",
    },
    "plan_cmd.show": {
        "en": "Show a plan: its goals, their figures and the readings that decide them.",
        "zh": "查看规划：目标、数字和为准的读法。",
    },
    "plan_cmd.new": {
        "en": "Write the indicator template of a plan (.xlsx or .csv), to fill in and hand to “study create --indicators”; with --blank, a plan to start from.",
        "zh": "生成规划的待填指标表（.xlsx 或 .csv），填好后交给“study create --indicators”；用 --blank 则生成规划起始文件。",
    },
    "plan_cmd.validate": {
        "en": "Check a plan (.toml, or a folder of them) or a filled indicator table (.csv, .xlsx): every fault at once. Exit code 1 if there is one.",
        "zh": "检查规划（.toml 或其文件夹）或填好的指标表（.csv、.xlsx），一次列出全部问题。有问题时退出码为 1。",
    },
    "plan_cmd.arg_plan": {
        "en": "Plan: {known}, or a TOML file or folder.",
        "zh": "规划：{known}，或 TOML 文件、文件夹。",
    },
    "plan_cmd.arg_file": {"en": "File or folder to check.", "zh": "要检查的文件或文件夹。"},
    "plan_cmd.opt_out": {
        "en": "File (.xlsx, .csv) or folder to write to.",
        "zh": "要写入的文件（.xlsx、.csv）或文件夹。",
    },
    "plan_cmd.opt_overwrite": {
        "en": "Replace a file that is already there.",
        "zh": "替换已有的文件。",
    },
    "plan_cmd.opt_plan": {
        "en": "Plan whose rows the table answers; told from the ids where it is not given.",
        "zh": "指标表对应的规划；未给出时按编号判断。",
    },
    "plan_cmd.opt_class": {
        "en": "Only rows of this class: geospatial, per_capita, count or not_computable.",
        "zh": "只显示该类条目：geospatial、per_capita、count 或 not_computable。",
    },
    "plan_cmd.name": {"en": "plan", "zh": "规划"},
    "plan_cmd.title": {"en": "title", "zh": "名称"},
    "plan_cmd.period": {"en": "period", "zh": "期限"},
    "plan_cmd.goals": {"en": "goals", "zh": "目标"},
    "plan_cmd.id": {"en": "id", "zh": "编号"},
    "plan_cmd.target": {"en": "target", "zh": "目标值"},
    "plan_cmd.unit": {"en": "unit", "zh": "单位"},
    "plan_cmd.baseline": {"en": "2020", "zh": "2020年"},
    "plan_cmd.standing": {"en": "standing", "zh": "属性"},
    "plan_cmd.reading": {"en": "deciding readings", "zh": "为准的读法"},
    "plan_cmd.list_hint": {
        "en": "Goals by what they are computed from. A plan in full: goldenhour plan show PLAN",
        "zh": "目标按计算依据分类。查看规划：goldenhour plan show 规划",
    },
    "plan_cmd.show_hint": {
        "en": "2020 is the plan's own figure: it stands beside a value of today and never in its place. One goal in full: goldenhour plan show {plan} --goal ID",
        "zh": "2020 年为规划自身的数，只与现状值并列，绝不代替现状值。查看一个目标：goldenhour plan show {plan} --goal 编号",
    },
    "plan_cmd.new_done": {
        "en": "Written: {path} ({needed} rows need a value, {optional} may have one). Fill it in, then: goldenhour plan validate {quoted}",
        "zh": "已写入：{path}（需填 {needed} 条，可填 {optional} 条）。填好后检查：goldenhour plan validate {quoted}",
    },
    "plan_cmd.ok_plan": {
        "en": "{path}: ok. A plan with {goals} goals and {readings} readings.",
        "zh": "{path}：没有问题。规划含 {goals} 个目标、{readings} 种读法。",
    },
    "plan_cmd.ok_table": {
        "en": "{path}: ok. {count} values.",
        "zh": "{path}：没有问题。数值 {count} 个。",
    },
    "plan_cmd.faults": {
        "en": "{path}: {count} faults ({taken} usable).",
        "zh": "{path}：{count} 处问题（可用 {taken} 项）。",
    },
    "plan_cmd.fault_row": {"en": "row {row}: {reason}", "zh": "第 {row} 行：{reason}"},
    "plan_cmd.against": {
        "en": "Held against the plan rows of {plan}.",
        "zh": "对照规划条目：{plan}。",
    },
    "plan_cmd.against_none": {
        "en": "The ids belong to no packaged plan, or to several: neither ids nor units were checked. Name the plan with --plan.",
        "zh": "编号不属于任何内置规划，或属于多个规划：未核对编号与单位。请用 --plan 指明规划。",
    },
    "plan_cmd.not_a_kind": {
        "en": "{path}: expected a plan (.toml) or an indicator table (.csv, .xlsx).",
        "zh": "{path}：应为规划（.toml）或指标表（.csv、.xlsx）。",
    },
}
