"""Verdicts by arithmetic: indicators, densities, fleets, counts, shares."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    # ------------------------------------------------------------------ words ---
    "count.within": {"en": "{low} to {high}", "zh": "{low} 至 {high}"},
    "count.signed": {"en": "{sign} {figure}", "zh": "{sign} {figure}"},
    "count.parts": {"en": "{first} / {rest}", "zh": "{first} / {rest}"},
    "count.no_unit": {"en": "no unit stated in the plan", "zh": "规划未写单位"},
    "count.study_population": {"en": "the study's population", "zh": "研究所用人口"},
    "count.basis_stated": {"en": "stated in the plan", "zh": "规划所载常住人口"},
    "count.basis_beds": {
        "en": "the plan's beds of 2020 over its beds per 1,000",
        "zh": "规划2020年床位数÷每千人口床位数",
    },
    "count.basis_staff": {
        "en": "the plan's staff of 2020 over its staff per 1,000",
        "zh": "规划2020年卫生人员数÷每千人口卫生人员数",
    },
    "count.basis_technicians": {
        "en": "the plan's technicians of 2020 over its technicians per 1,000",
        "zh": "规划2020年卫生技术人员数÷每千人口卫生技术人员数",
    },
    "count.basis_doctors": {
        "en": "the plan's doctors of 2020 over its doctors per 1,000",
        "zh": "规划2020年医师数÷每千人口医师数",
    },
    "count.basis_nurses": {
        "en": "the plan's nurses of 2020 over its nurses per 1,000",
        "zh": "规划2020年护士数÷每千人口护士数",
    },
    # --------------------------------------------------------------- formulas ---
    "formula.count_indicator": {
        "en": "{id}, reported for {year}: {value}; target {target}",
        "zh": "{id}，{year} 年上报值 {value}；目标 {target}",
    },
    "formula.count_density": {
        "en": "{per:,} × {amount} {resource} / {people:,.0f} people = {value}; target {target}",
        "zh": "{per:,} × {resource} {amount} ÷ {people:,.0f} 人 = {value}；目标 {target}",
    },
    "formula.count_fleet": {
        "en": "required: {people:,.0f} people / {each} for each, rounded up = {required:,} vehicles; "
        "there: {have}",
        "zh": "应配：{people:,.0f} 人 ÷ 每辆 {each} 人，向上取整 = {required:,} 辆；现有 {have} 辆",
    },
    "formula.count_facilities": {
        "en": "{count} facilities counted; target {target}",
        "zh": "计入机构 {count} 家；目标 {target}",
    },
    "formula.count_share": {
        "en": "{having} of {count} facilities = {share}; target {target}",
        "zh": "{count} 家机构中的 {having} 家 = {share}；目标 {target}",
    },
    "formula.count_beds": {
        "en": "{beds} beds at {count} institutions together; target {target}",
        "zh": "{count} 家机构合计 {beds} 张床位；目标 {target}",
    },
    "formula.count_beds_each": {
        "en": "{reach} of {count} institutions are at the figure; target for each {target}",
        "zh": "{count} 家机构中 {reach} 家符合；每家目标 {target}",
    },
    # ---------------------------------------------------------- what is missing ---
    "missing.count_indicator": {
        "en": "The value of {ids} (“{phrase}”; {unit}; for {year}). Write the table with "
        "“goldenhour plan new {plan}”, fill it in, and give it with --indicators.",
        "zh": "缺少 {ids} 的数值（“{phrase}”；单位：{unit}；{year} 年）。请用“goldenhour plan new {plan}”生成指标表，填好后用 --indicators 提供。",
    },
    "missing.count_one_year": {
        "en": "The values of {ids} (“{phrase}”; {unit}) for one and the same year, {year} if "
        "possible: each has a value, but no year has them all. Fill in the table of "
        "“goldenhour plan new {plan}”.",
        "zh": "缺少 {ids} 在同一年份的数值（“{phrase}”；单位：{unit}；最好为 {year} 年）：各项均有数值，但没有哪一年齐全。请补填“goldenhour plan new {plan}”生成的指标表。",
    },
    "missing.count_refused": {
        "en": "A value that can be used: {reason}",
        "zh": "缺少可用的数值：{reason}",
    },
    "missing.count_divide": {
        "en": "{id} was given as a number, and the plan wants a density: divide it by the residents "
        "of the same year, and give it in {unit}.",
        "zh": "{id} 填写的是总数，规划要求密度：请除以同年常住人口，按“{unit}”填写。",
    },
    "missing.count_multiply": {
        "en": "{id} was given as a density, and the plan wants a number: multiply it by the "
        "residents of the same year, and give it in {unit}.",
        "zh": "{id} 填写的是密度，规划要求总数：请乘以同年常住人口，按“{unit}”填写。",
    },
    "missing.count_fewest": {
        "en": "The number at the institution that has the fewest: {id} was given as {value}, which "
        "is a mean, and a mean at the plan's figure does not show that every one reaches it.",
        "zh": "缺少人数最少的一家的数值：{id} 填写的 {value} 是平均数，平均数达到规划数不等于每一家都达到。"
        "请填写最少一家的数值。",
    },
    "missing.count_start": {
        "en": "A figure of 2020 to rise from: the plan asks that {id} rises and gives no figure.",
        "zh": "缺少2020年的起点数：规划要求 {id} 提高，但未给出2020年的数值。",
    },
    "missing.count_other_figure": {
        "en": "A figure of the kind that is counted here: that of {id} is {figure} ({unit}). Use a "
        "reading of kind “indicator”, or give the reading a target of its own.",
        "zh": "缺少可与此处计数对照的数：{id} 的规划数为 {figure}（{unit}）。请改用“indicator”类读法，或在读法中另定目标值。",
    },
    "missing.count_numbers": {
        "en": "The number of {resource} of {count} facilities: {names}. Give it in the facility "
        "list.",
        "zh": "{count} 家机构缺少{resource}数：{names}。请在机构名录中填写。",
    },
    "missing.count_none_eligible": {
        "en": "A facility of that kind and grade in the district: the list has none. Check the "
        "services and levels of the facility list.",
        "zh": "名录中区内没有该类型和等级的机构：请核对机构名录中的服务与等级。",
    },
    "missing.count_vehicles": {
        "en": "The number of vehicles of {count} bases: {names}. Give it in the facility list.",
        "zh": "{count} 个急救站点缺少车辆数：{names}。请在机构名录中填写。",
    },
    "missing.count_grades": {
        "en": "The grade of {count} facilities: {names}. Give level and class (2A) in the facility "
        "list.",
        "zh": "{count} 家机构缺少等级：{names}。请在机构名录中填写级别与等次（如二级甲等）。",
    },
    "missing.count_sites": {
        "en": "The rows of {count} named sites in the facility list: {names}. Give the list with "
        "them, or say in the decisions file which rows they are.",
        "zh": "机构名录中未找到规划点名的 {count} 家机构：{names}。请补全名录，或在决定文件中指明对应行。",
    },
    "missing.count_no_sites": {
        "en": "The names of the institutions that {id} is about: the plan's goal names none.",
        "zh": "缺少 {id} 所涉机构的名称：该目标未点名任何机构。",
    },
    "missing.count_column": {
        "en": "Who offers “{service}”: the list marks none of the {count} facilities looked at, so "
        "it probably does not say. Give a facility list with that column.",
        "zh": "缺少“{service}”的标注：所考察的 {count} 家机构均未标注，名录很可能没有这项信息。请提供含该列的机构名录。",
    },
    "missing.count_kind_of_beds": {
        "en": "{id} (“{phrase}”, {figure}) is no number of beds of institutions, and a facility list "
        "does not know beds of a kind. Give the value in the indicator table, with a reading of "
        "kind “indicator”.",
        "zh": "{id}（“{phrase}”，{figure}）不是机构床位数，机构名录也不分床位种类。请在指标表中填写，并采用“indicator”类读法。",
    },
    "missing.count_beds": {
        "en": "The beds of {count} institutions ({names}); {lost} of them were not found in the "
        "facility list. Give them in the list.",
        "zh": "{count} 家机构缺少床位数（{names}），其中 {lost} 家未在机构名录中找到。请在名录中补充。",
    },
    "missing.count_outcome": {
        "en": "This is an outcome of health: maps and facility lists do not tell it.",
        "zh": "该项为健康结果指标，地图和机构名录无法判断。",
    },
    "missing.count_process": {
        "en": "This is a process of care: maps and facility lists do not tell it.",
        "zh": "该项为诊疗或管理过程指标，地图和机构名录无法判断。",
    },
    "missing.count_finance": {
        "en": "This is about money: maps and facility lists do not tell it.",
        "zh": "该项为经费指标，地图和机构名录无法判断。",
    },
    "missing.count_environment": {
        "en": "This is about the environment or a city title: maps and facility lists do not tell it.",
        "zh": "该项为环境或创建类指标，地图和机构名录无法判断。",
    },
    "missing.count_other": {
        "en": "This is no matter of geography: maps and facility lists do not tell it.",
        "zh": "该项与空间无关，地图和机构名录无法判断。",
    },
    "missing.count_official": {
        "en": "The official figure of {ids} (“{phrase}”; {unit}; for {year}); in the indicator table "
        "it would be shown beside the plan's.",
        "zh": "缺少 {ids} 的官方数字（“{phrase}”；单位：{unit}；{year} 年）；填入指标表后可与规划数并列显示。",
    },
    # --------------------------------------------- what would change the answer ---
    "flip.count_each": {
        "en": "{target} at every single institution would meet it; more at some of them would not.",
        "zh": "每一家都达到 {target} 才达标；只在部分机构增加不够。",
    },
    "flip.count_more": {"en": "{gap} more would meet it.", "zh": "再增加 {gap} 即达标。"},
    "flip.count_fewer": {"en": "{gap} less would meet it.", "zh": "再减少 {gap} 即达标。"},
    "flip.count_more_than": {
        "en": "More than {gap} more would meet it.",
        "zh": "增幅超过 {gap} 即达标。",
    },
    "flip.count_less_than": {
        "en": "More than {gap} less would meet it.",
        "zh": "降幅超过 {gap} 即达标。",
    },
    "flip.count_more_of_people": {
        "en": "{gap} more would meet it: {count:,} {thing} for {people:,.0f} residents ({source}).",
        "zh": "再增加 {gap} 即达标：按 {people:,.0f} 名居民（{source}）计为 {count:,}{thing}。",
    },
    "flip.count_fewer_of_people": {
        "en": "{gap} less would meet it: {count:,} {thing} for {people:,.0f} residents ({source}).",
        "zh": "再减少 {gap} 即达标：按 {people:,.0f} 名居民（{source}）计为 {count:,}{thing}。",
    },
    "flip.count_part": {"en": "{id}: {flip}", "zh": "{id}：{flip}"},
    "flip.count_spare": {
        "en": "It holds with up to {gap} to spare.",
        "zh": "余量为 {gap}，在此之内仍达标。",
    },
    "flip.count_spare_less": {
        "en": "It holds with less than {gap} to spare.",
        "zh": "余量不足 {gap}。",
    },
    "flip.count_resource_more": {
        "en": "{count:,} more {resource} would meet it: {gap} more for {people:,.0f} people.",
        "zh": "{resource}再增加 {count:,} 即达标：按 {people:,.0f} 人计为 {gap}。",
    },
    "flip.count_resource_fewer": {
        "en": "{count:,} fewer {resource} would meet it: {gap} less for {people:,.0f} people.",
        "zh": "{resource}再减少 {count:,} 即达标：按 {people:,.0f} 人计为 {gap}。",
    },
    "flip.count_resource_unstated": {
        "en": "It is met if the {facilities} facilities without a number have {count:,} {resource} "
        "together: {gap} more for {people:,.0f} people.",
        "zh": "如未注明的 {facilities} 家机构合计有{resource} {count:,}，即达标：按 {people:,.0f} 人计为 {gap}。",
    },
    "flip.count_resource_spare": {
        "en": "It holds with up to {count:,} {resource} to spare.",
        "zh": "{resource}余量为 {count:,}，在此之内仍达标。",
    },
    "flip.count_vehicles_more": {
        "en": "{count:,} more vehicles would meet it.",
        "zh": "再增加 {count:,} 辆即达标。",
    },
    "flip.count_vehicles_unstated": {
        "en": "It is met if the {bases} bases without a number have {count:,} vehicles together.",
        "zh": "如未注明的 {bases} 个站点合计有 {count:,} 辆，即达标。",
    },
    "flip.count_vehicles_spare": {
        "en": "It holds with {count:,} vehicles to spare.",
        "zh": "余量为 {count:,} 辆。",
    },
    "flip.count_add": {"en": "{count:,} more would meet it.", "zh": "再增加 {count:,} 家即达标。"},
    "flip.count_too_many": {
        "en": "{count:,} fewer would meet it.",
        "zh": "减少 {count:,} 家即达标。",
    },
    "flip.count_open": {
        "en": "It would be met when the {count} planned or unfinished ones open: {names}.",
        "zh": "规划或在建的 {count} 家投入使用后即达标：{names}。",
    },
    "flip.count_lose": {
        "en": "It holds with {count:,} to spare.",
        "zh": "余量为 {count:,} 家。",
    },
    "flip.count_room": {
        "en": "It holds with up to {count:,} more.",
        "zh": "再增加不超过 {count:,} 家仍达标。",
    },
    "flip.count_add_having": {
        "en": "{count:,} more of the institutions looked at would meet it.",
        "zh": "所考察机构中再有 {count:,} 家具备即达标。",
    },
    "flip.count_lose_having": {
        "en": "It holds with {count:,} institutions to spare.",
        "zh": "余量为 {count:,} 家机构。",
    },
    "flip.count_never": {
        "en": "No number of institutions would meet it: the figure is above 100 %.",
        "zh": "无论多少家都无法达标：目标值超过 100%。",
    },
    "flip.count_beds_of": {
        "en": "{name}: {gap} away from the figure.",
        "zh": "{name}：与目标相差 {gap}。",
    },
    "flip.count_beds_change": {
        "en": "The sum is {gap} away from the figure.",
        "zh": "合计与目标相差 {gap}。",
    },
    "flip.count_beds_spare": {
        "en": "The sum holds with {count:,} beds to spare.",
        "zh": "合计余量为 {count:,} 张。",
    },
}
