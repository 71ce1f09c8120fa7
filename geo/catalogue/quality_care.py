"""Findings of the quality report on facilities, and on lists against each other."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "quality.from_map.what": {
        "en": "The {count:,} facilities are those of the map; no official list was given.",
        "zh": "{count:,} 家机构取自地图，未提供官方清单。",
    },
    "quality.from_map.effect": {
        "en": "Village clinics and small practices are mostly missing from OSM: their coverage looks "
        "lower; a hospital that has closed may still count.",
        "zh": "OSM 大多缺少村卫生室和小诊所，其覆盖率偏低；已关闭的医院可能仍被计入。",
    },
    "quality.from_map.todo": {
        "en": "Give the official list with --facilities; the map then only serves as a check.",
        "zh": "请用 --facilities 提供官方清单，地图仅作核对。",
    },
    "quality.misplaced.what": {
        "en": "{count:,} of the {stated:,} facilities that state a township lie outside it: {names}.",
        "zh": "注明所在乡镇的 {stated:,} 家机构中有 {count:,} 家不在该乡镇内：{names}。",
    },
    "quality.misplaced.effect": {
        "en": "Their times are those of another place: too short there, too long where they really "
        "stand. If there are many, the datum is wrong.",
        "zh": "其用时属于别处：彼处偏短，实际所在地偏长。若数量较多，应为坐标系有误。",
    },
    "quality.misplaced.todo": {
        "en": "Correct the coordinates or the township in the list; check --datum.",
        "zh": "请更正清单中的坐标或乡镇，并检查 --datum。",
    },
    "quality.township_unknown.what": {
        "en": "{count:,} facilities state a township that no area bears the name of.",
        "zh": "{count:,} 家机构注明的乡镇在区域中找不到。",
    },
    "quality.township_unknown.effect": {
        "en": "Whether they stand in the right place cannot be checked; no figure changes.",
        "zh": "无法核对其位置；不影响数字。",
    },
    "quality.township_unknown.todo": {
        "en": "Townships that were merged or renamed need boundaries of the same year as the list.",
        "zh": "乡镇若经合并或更名，边界与清单须为同一年份。",
    },
    "quality.facilities_far.what": {
        "en": "{count:,} facilities lie more than {limit_m:,.0f} m from a road ({off:,} of them "
        "without any within reach): {names}.",
        "zh": "{count:,} 家机构距道路超过 {limit_m:,.0f} 米（其中 {off:,} 家附近无路）：{names}。",
    },
    "quality.facilities_far.effect": {
        "en": "The way from there is counted as walked, or they serve nobody: times look longer.",
        "zh": "其间路程按步行计，或不提供服务：用时偏长。",
    },
    "quality.facilities_far.todo": {
        "en": "Check their coordinates first, then the road.",
        "zh": "请先核对坐标，再核对道路。",
    },
    "quality.doubles.what": {
        "en": "{count:,} pairs of facilities may be one, and nobody has decided: {names}.",
        "zh": "{count:,} 对机构可能重复，尚未决定：{names}。",
    },
    "quality.doubles.effect": {
        "en": "Times hardly change; numbers of facilities, beds and staff look higher than they are.",
        "zh": "用时基本不变；机构、床位和人员数偏高。",
    },
    "quality.doubles.todo": {
        "en": "Decide each pair; nothing is merged without a decision.",
        "zh": "请逐对决定；未决定的不会合并。",
    },
    "quality.unnamed.what": {
        "en": "{count:,} of {of:,} facilities have no name.",
        "zh": "{of:,} 家机构中有 {count:,} 家没有名称。",
    },
    "quality.unnamed.effect": {
        "en": "Whether they are what their kind says cannot be checked: coverage may look higher.",
        "zh": "无法核实其性质：覆盖率可能偏高。",
    },
    "quality.unnamed.todo": {
        "en": "Ask the health commission which they are.",
        "zh": "请向卫生健康部门核实。",
    },
    "quality.not_counted.what": {
        "en": "{count:,} of {of:,} facilities are planned, being built, suspended or closed.",
        "zh": "{of:,} 家机构中有 {count:,} 家为规划、在建、暂停或关闭。",
    },
    "quality.not_counted.effect": {
        "en": "They are not counted: coverage is that of today.",
        "zh": "均未计入：覆盖率反映当前情况。",
    },
    "quality.not_counted.todo": {
        "en": "Correct the status in the list where one has opened.",
        "zh": "如已投入使用，请更正清单中的状态。",
    },
    "quality.rough_places.what": {
        "en": "{count:,} of {of:,} facilities are located to their street or township only.",
        "zh": "{of:,} 家机构中有 {count:,} 家仅定位到街道或乡镇。",
    },
    "quality.rough_places.effect": {
        "en": "Times around them are off by some minutes, in either direction.",
        "zh": "其周边用时可能相差数分钟，方向不定。",
    },
    "quality.rough_places.todo": {
        "en": "Get coordinates of the entrance.",
        "zh": "请补充入口处坐标。",
    },
    # Lists against each other.
    "quality.plan_missing.what": {
        "en": "{count:,} of the {of:,} facilities that the plan names are not in the list: {names}.",
        "zh": "规划点名的 {of:,} 家机构中有 {count:,} 家不在清单内：{names}。",
    },
    "quality.plan_missing.effect": {
        "en": "Where they give care today, coverage looks lower than it is.",
        "zh": "若已运营，覆盖率偏低。",
    },
    "quality.plan_missing.todo": {
        "en": "Add them to the list with their status, or name their entry in a decision.",
        "zh": "请补入清单并注明状态，或以决定指明对应条目。",
    },
    "quality.plan_ambiguous.what": {
        "en": "{count:,} of the {of:,} facilities that the plan names fit several entries: {names}.",
        "zh": "规划点名的 {of:,} 家机构中有 {count:,} 家对应多个条目：{names}。",
    },
    "quality.plan_ambiguous.effect": {
        "en": "Goals about a named facility may be judged by the wrong one.",
        "zh": "针对点名机构的目标可能按错误机构判断。",
    },
    "quality.plan_ambiguous.todo": {
        "en": "Decide which entry is meant.",
        "zh": "请决定所指条目。",
    },
    "quality.only_mapped.what": {
        "en": "{count:,} of {of:,} facilities on the map have none of the list within "
        "{near_m:,.0f} m: {names}.",
        "zh": "地图上的 {of:,} 家机构中有 {count:,} 家在 {near_m:,.0f} 米内没有对应的清单条目：{names}。",
    },
    "quality.only_mapped.effect": {
        "en": "If the list is incomplete, coverage looks lower; if its coordinates are shifted, "
        "times are of other places.",
        "zh": "若清单不全，覆盖率偏低；若坐标偏移，用时属于别处。",
    },
    "quality.only_mapped.todo": {
        "en": "Ask whether these exist; the list is never changed by the map.",
        "zh": "请核实是否存在；地图不会改动清单。",
    },
    "quality.only_listed.what": {
        "en": "{count:,} of {of:,} facilities of the list have none on the map within {near_m:,.0f} m.",
        "zh": "清单中的 {of:,} 家机构有 {count:,} 家在 {near_m:,.0f} 米内没有地图上的对应。",
    },
    "quality.only_listed.effect": {
        "en": "None by itself: village clinics are mostly missing from OSM. Many hospitals among them "
        "point to shifted coordinates.",
        "zh": "本身无影响：OSM 大多缺少村卫生室。若其中医院较多，可能是坐标偏移。",
    },
    "quality.only_listed.todo": {
        "en": "Check the hospitals in the list below.",
        "zh": "请核对下表中的医院。",
    },
}
