"""Verdicts by arithmetic: what was changed, caveats, numbers and tables."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    # ------------------------------------------------------- what was changed ---
    "run.count_people_of_plan": {
        "en": "for {people:,.0f} people ({basis})",
        "zh": "按 {people:,.0f} 人（{basis}）",
    },
    "run.count_with_beyond": {
        "en": "with the {count} facilities beyond the border too",
        "zh": "另计界外 {count} 家机构",
    },
    "run.count_fleet_base": {
        "en": "one for {each:,} people: {required:,} vehicles required",
        "zh": "按每 {each:,} 人一辆：应配 {required:,} 辆",
    },
    # ---------------------------------------------------------------- caveats ---
    "notes.count_source": {
        "en": "Value of {year}, from: {source}.",
        "zh": "数值为 {year} 年，来源：{source}。",
    },
    "notes.count_no_source": {
        "en": "Value of {year}; the table names no source.",
        "zh": "数值为 {year} 年；指标表未注明来源。",
    },
    "notes.count_early": {
        "en": "The value is of {year}, before the plan's target year {target_year}: it says where "
        "the goal stood then.",
        "zh": "数值为 {year} 年，早于规划目标年 {target_year} 年，仅反映当时的进度。",
    },
    "notes.count_fact": {
        "en": "The plan's figure is a fact of {target_year}, not a goal: judged is whether the value "
        "is still at it.",
        "zh": "规划所载为 {target_year} 年的事实而非目标：仅判断现值是否仍达到该数。",
    },
    "notes.count_fewest": {
        "en": "The plan wants so many at every institution: the value is read as that of the one "
        "with the fewest.",
        "zh": "规划要求每一家都达到：此值按最少一家的数值理解。",
    },
    "notes.count_every_part": {
        "en": "The plan's figure has {parts} parts and each must reach its own; shown is the one "
        "furthest behind.",
        "zh": "规划数含 {parts} 个部分，须逐一达到；此处显示差距最大的一个。",
    },
    "notes.count_trend": {
        "en": "From {start} in 2020 to {value} in {year}.",
        "zh": "由2020年的 {start} 变为 {year} 年的 {value}。",
    },
    "notes.count_trend_done": {
        "en": "From {start} in 2020 to {value} in {year}: {done} of the way to {target}.",
        "zh": "由2020年的 {start} 变为 {year} 年的 {value}：完成至目标 {target} 的 {done}。",
    },
    "notes.count_trend_met": {
        "en": "The plan's own figure of 2020, {start}, already reached {target}; the value of {year} "
        "is {value}.",
        "zh": "规划所载2020年数 {start} 已达到 {target}；{year} 年为 {value}。",
    },
    "notes.count_trend_target": {
        "en": "From {start} in 2020 to {value} in {year}; target {target}.",
        "zh": "由2020年的 {start} 变为 {year} 年的 {value}；目标 {target}。",
    },
    "notes.count_lower_bound": {
        "en": "The value is a lower bound: {count} facilities do not state their {resource}, or "
        "their grade is not known ({names}).",
        "zh": "该值为下限：{count} 家机构未注明{resource}或等级不明（{names}）。",
    },
    "notes.count_people": {
        "en": "Per head of {people:,.0f} people ({source}).",
        "zh": "人口按 {people:,.0f} 人计（{source}）。",
    },
    "notes.count_fleet_bound": {
        "en": "{count} bases do not state their vehicles ({names}): there are at most so many people "
        "for each.",
        "zh": "{count} 个站点未注明车辆数（{names}）：每辆服务人数为上限。",
    },
    "notes.count_no_base_roads": {
        "en": "The study has no roads for ambulances: the people nearest to each base are not known.",
        "zh": "研究没有救护车可用的道路：无法得出各站点的就近人口。",
    },
    "notes.count_ungraded": {
        "en": "{count} facilities are not counted because too little is known of their grade: "
        "{names}.",
        "zh": "{count} 家机构因等级不明未计入：{names}。",
    },
    "notes.count_coming": {
        "en": "{count} planned or unfinished facilities are not counted: {names}.",
        "zh": "{count} 家规划或在建机构未计入：{names}。",
    },
    "notes.count_sites_lost": {
        "en": "{count} named sites were not found in the facility list: {names}.",
        "zh": "机构名录中未找到点名的 {count} 家：{names}。",
    },
    "notes.count_beds_unknown": {
        "en": "The sum lacks {count} institutions whose beds are not known: {names}.",
        "zh": "合计未含床位数不明的 {count} 家机构：{names}。",
    },
    "notes.count_beds_idle": {
        "en": "{count} institutions give no care today, and their beds count as none: {names}.",
        "zh": "{count} 家机构目前未运营，床位按零计：{names}。",
    },
    "notes.count_beds_again": {
        "en": "{count} institutions of the plan are the same row of the list as another; its beds "
        "are summed once: {names}.",
        "zh": "规划中有 {count} 家机构与另一家对应名录同一行，床位只计一次：{names}。",
    },
    "notes.count_reported": {
        "en": "Reported: {value}. The plan names no figure to hold it against.",
        "zh": "上报值 {value}；规划没有可供对照的数。",
    },
    "notes.count_would": {
        "en": "Reported {value}, plan {target}: would be met; not judged by geography.",
        "zh": "上报值 {value}，规划 {target}：据此可达到；不由空间数据判断。",
    },
    "notes.count_would_not": {
        "en": "Reported {value}, plan {target}: would not be met; not judged by geography.",
        "zh": "上报值 {value}，规划 {target}：据此未达到；不由空间数据判断。",
    },
    # ------------------------------------------------------- numbers and tables ---
    "number.count_value": {"en": "reported value", "zh": "上报值"},
    "number.count_baseline": {"en": "the plan's figure of 2020", "zh": "规划所载2020年数"},
    "number.count_way_done": {"en": "part of the way done", "zh": "完成进度"},
    "number.count_amount": {"en": "sum of the numbers stated", "zh": "已注明数量合计"},
    "number.count_required": {"en": "vehicles required", "zh": "应配车辆"},
    "number.count_have": {"en": "vehicles there", "zh": "现有车辆"},
    "number.count_two_bases": {
        "en": "people within 15 minutes' drive of two bases",
        "zh": "15分钟车程内有两个站点的人口",
    },
    "number.count_found": {"en": "facilities counted", "zh": "计入机构"},
    "number.count_ungraded": {"en": "facilities of unknown grade", "zh": "等级不明机构"},
    "number.count_coming": {"en": "planned or unfinished", "zh": "规划或在建"},
    "number.count_not_found": {"en": "named sites not found", "zh": "未找到的点名机构"},
    "number.count_having": {"en": "facilities that have it", "zh": "具备的机构"},
    "number.count_eligible": {"en": "facilities looked at", "zh": "所考察机构"},
    "number.count_beds_sum": {"en": "beds there", "zh": "现有床位合计"},
    "number.count_beds_wanted": {"en": "beds in the plan's list", "zh": "规划各机构床位合计"},
    "number.count_known": {"en": "institutions with a number", "zh": "床位数已知的机构"},
    "number.count_unknown_beds": {"en": "institutions without one", "zh": "床位数不明的机构"},
    "table.count_parts": {"en": "Parts of the figure", "zh": "规划数各部分"},
    "table.count_by_area": {"en": "By township", "zh": "分乡镇街道"},
    "table.count_bases": {"en": "Bases and their vehicles", "zh": "各急救站点车辆"},
    "table.count_facilities": {"en": "Facilities", "zh": "机构"},
    "table.count_without": {"en": "Facilities without it", "zh": "尚不具备的机构"},
    "table.count_beds": {"en": "Beds by institution", "zh": "各机构床位"},
    "column.count_part": {"en": "part", "zh": "部分"},
    "column.count_value": {"en": "value", "zh": "现值"},
    "column.count_value_share": {"en": "value", "zh": "现值"},
    "column.count_target": {"en": "target", "zh": "目标"},
    "column.count_target_share": {"en": "target", "zh": "目标"},
    "column.count_reached": {"en": "reached", "zh": "是否达到"},
    "column.count_area": {"en": "area", "zh": "区域"},
    "column.count_facilities": {"en": "facilities", "zh": "机构数"},
    "column.count_unknown": {"en": "without a number", "zh": "未注明"},
    "column.count_amount": {"en": "sum", "zh": "合计"},
    "column.count_people": {"en": "people", "zh": "人口"},
    "column.count_rate": {"en": "rate", "zh": "密度"},
    "column.count_base": {"en": "base", "zh": "站点"},
    "column.count_vehicles": {"en": "vehicles", "zh": "车辆"},
    "column.count_nearest_people": {"en": "people nearest to it", "zh": "就近人口"},
    "column.count_facility": {"en": "facility", "zh": "机构"},
    "column.count_level": {"en": "level", "zh": "等级"},
    "column.count_township": {"en": "township", "zh": "所在乡镇街道"},
    "column.count_counted": {"en": "counted", "zh": "是否计入"},
    "column.count_beds_wanted": {"en": "beds planned", "zh": "规划床位"},
    "column.count_beds": {"en": "beds there", "zh": "现有床位"},
    "column.count_ratio_share": {"en": "of the plan", "zh": "达到比例"},
    "column.count_difference": {"en": "difference", "zh": "差额"},
    "cell.count_yes": {"en": "yes", "zh": "是"},
    "cell.count_no": {"en": "no", "zh": "否"},
    "cell.count_outside": {"en": "outside every area", "zh": "各区域之外"},
    "cell.count_rows": {"en": "counted", "zh": "计入"},
    "cell.count_ungraded": {"en": "grade unknown", "zh": "等级不明"},
    "cell.count_coming": {"en": "not open yet", "zh": "尚未运营"},
    "cell.count_lost": {"en": "not in the list", "zh": "名录中无"},
    "cell.count_again": {"en": "same row as another", "zh": "与另一家同一行"},
}
