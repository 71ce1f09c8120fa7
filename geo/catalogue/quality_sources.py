"""Findings of the quality report on inputs, population, areas and the border."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "quality.datum_undecided.what": {
        "en": "The datum of {count:,} layers could not be told: {layers}.",
        "zh": "{count:,} 个图层的坐标系无法判断：{layers}。",
    },
    "quality.datum_undecided.effect": {
        "en": "In China a wrong datum moves places by 300 to 600 m: times are of other places.",
        "zh": "在中国，坐标系有误会使位置偏移 300～600 米：用时属于别处。",
    },
    "quality.datum_undecided.todo": {
        "en": "Ask whoever made the file, and state it with --datum.",
        "zh": "请询问数据提供方，并用 --datum 注明。",
    },
    "quality.scaled.what": {
        "en": "People ({group}) were brought to official totals in {areas:,} areas: {before:,.0f} "
        "before, {official:,.0f} after; {factors}; spread anew in {anew:,}.",
        "zh": "人口（{group}）已在 {areas:,} 个区域调整到官方总数：调整前 {before:,.0f}，调整后 {official:,.0f}；{factors}；其中 {anew:,} 个区域重新分配。",
    },
    "quality.scaled.effect": {
        "en": "Totals are official; where in an area the people live is as the source has it. A factor "
        "far from 1 says that the source has them in other places.",
        "zh": "总数为官方数；区域内分布仍按原数据。系数远离 1 说明原数据的分布与实际不符。",
    },
    "quality.scaled.todo": {
        "en": "Look at the areas with factors beyond 2 or below one half.",
        "zh": "请核对系数大于 2 或小于 0.5 的区域。",
    },
    "quality.factors": {
        "en": "factors {low:.2f} to {high:.2f}",
        "zh": "系数 {low:.2f}～{high:.2f}",
    },
    "quality.no_factors": {"en": "nobody was there before", "zh": "原数据无人口"},
    "quality.coarse.what": {
        "en": "The population stands at {places:,} points, {people:,.0f} people at each on average.",
        "zh": "人口集中在 {places:,} 个点上，平均每点 {people:,.0f} 人。",
    },
    "quality.coarse.effect": {
        "en": "A whole place counts as reached or not: shares move in steps, and the people around a "
        "town look nearer than they are.",
        "zh": "每点整体计为可达或不可达：覆盖率呈跳跃变化，城镇周边人口看上去更近。",
    },
    "quality.coarse.todo": {
        "en": "Use a population raster or village points.",
        "zh": "请使用人口栅格或村级点位。",
    },
    "quality.outside_areas.what": {
        "en": "{people:,.0f} people ({share:.1%}) live outside every area.",
        "zh": "{people:,.0f} 人（{share:.1%}）不在任何区域内。",
    },
    "quality.outside_areas.effect": {
        "en": "They count in the whole and in no row of the table.",
        "zh": "他们计入合计，但不属于表中任何一行。",
    },
    "quality.outside_areas.todo": {
        "en": "Check that boundaries and population are of the same district and datum.",
        "zh": "请核对边界与人口是否为同一区县、同一坐标系。",
    },
    "quality.overlaps.what": {
        "en": "{count:,} pairs of areas of one level claim the same land ({km2:,.1f} km²).",
        "zh": "同级区域有 {count:,} 对重叠（{km2:,.1f} 平方公里）。",
    },
    "quality.overlaps.effect": {
        "en": "People there count for the first of the two; the whole does not change.",
        "zh": "重叠处人口计入前一区域；合计不变。",
    },
    "quality.overlaps.todo": {
        "en": "Use boundaries of one source and one year.",
        "zh": "请使用同一来源、同一年份的边界。",
    },
    "quality.area_gaps.what": {
        "en": "The areas enclose {count:,} patches that none claims ({km2:,.1f} km²).",
        "zh": "区域之间有 {count:,} 处空隙（{km2:,.1f} 平方公里）。",
    },
    "quality.area_gaps.effect": {
        "en": "People there are in no row of the table.",
        "zh": "空隙处人口不属于表中任何一行。",
    },
    "quality.area_gaps.todo": {
        "en": "A lake is no fault; otherwise use complete boundaries.",
        "zh": "湖面属正常；否则请使用完整边界。",
    },
    "quality.rejected.what": {
        "en": "{count:,} rows were not taken ({files}).",
        "zh": "{count:,} 行未采用（{files}）。",
    },
    "quality.rejected.effect": {
        "en": "Rejected facilities serve nobody and rejected people are not counted: shares may be "
        "off in either direction.",
        "zh": "未采用的机构不提供服务，未采用的人口不计入：覆盖率可能偏高或偏低。",
    },
    "quality.rejected.todo": {
        "en": "Read rejects.csv in the study's folder, correct the rows and make the study again.",
        "zh": "请查看研究文件夹内的 rejects.csv，更正后重建研究。",
    },
    "quality.dates_apart.what": {
        "en": "The inputs lie {years:,} years apart.",
        "zh": "各输入数据相差 {years:,} 年。",
    },
    "quality.dates_apart.effect": {
        "en": "Roads and homes that came or went in between do not fit each other.",
        "zh": "期间新增或消失的道路与居民点彼此不符。",
    },
    "quality.dates_apart.todo": {
        "en": "Use inputs of about the same year.",
        "zh": "请使用年份相近的数据。",
    },
    "quality.undated.what": {
        "en": "{count:,} inputs do not say of when their data are: {files}.",
        "zh": "{count:,} 个输入未注明数据日期：{files}。",
    },
    "quality.undated.effect": {
        "en": "Nobody can tell how old the figures are.",
        "zh": "无法判断数据的新旧。",
    },
    "quality.undated.todo": {
        "en": "Note the date where the figures are printed.",
        "zh": "印发数字时请注明日期。",
    },
    "quality.unlicensed.what": {
        "en": "{count:,} inputs have no licence on record: {files}.",
        "zh": "{count:,} 个输入没有许可记录：{files}。",
    },
    "quality.unlicensed.effect": {
        "en": "No figure changes; whether they may be published is open.",
        "zh": "不影响数字；能否公开尚不明确。",
    },
    "quality.unlicensed.todo": {
        "en": "Ask the owner before you publish.",
        "zh": "公开前请征得数据所有方同意。",
    },
    # The border.
    "quality.short_reach.what": {
        "en": "Beyond the border the roads reach {west:,.0f} km to the west, {south:,.0f} km to the "
        "south, {east:,.0f} km to the east and {north:,.0f} km to the north; {wanted:,.0f} km are "
        "wanted.",
        "zh": "边界以外道路延伸：西 {west:,.0f} 公里、南 {south:,.0f} 公里、东 {east:,.0f} 公里、北 {north:,.0f} 公里；应达 {wanted:,.0f} 公里。",
    },
    "quality.short_reach.effect": {
        "en": "Ways through the neighbours and their hospitals are missing: near the border times "
        "look longer and the share lower.",
        "zh": "缺少经过邻区的道路和邻区医院：边界附近用时偏长，覆盖率偏低。",
    },
    "quality.short_reach.todo": {
        "en": "Make the study from an extract that reaches {wanted:,.0f} km beyond the border, and add "
        "the neighbours' hospitals.",
        "zh": "请用超出边界 {wanted:,.0f} 公里的道路数据重建研究，并补充邻区医院。",
    },
    "quality.beyond_border.what": {
        "en": "{people:,.0f} people ({share:.1%}) have their nearest facility beyond the border "
        "({outside:,} lie there). Within {minutes:.0f} minutes: {with_share:.1%} with them, "
        "{without_share:.1%} without.",
        "zh": "{people:,.0f} 人（{share:.1%}）的最近机构在边界以外（共 {outside:,} 家）。{minutes:.0f} 分钟覆盖率：计入为 {with_share:.1%}，不计为 {without_share:.1%}。",
    },
    "quality.beyond_border.effect": {
        "en": "If the neighbours' care may not be counted, the share is the lower one.",
        "zh": "若邻区机构不应计入，以较低者为准。",
    },
    "quality.beyond_border.todo": {
        "en": "Ask whether these facilities take the district's patients; print both shares.",
        "zh": "请核实这些机构是否接收本区患者；两个数字一并列出。",
    },
}
