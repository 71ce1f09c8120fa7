"""Caveats and missing inputs: what a reader must know before believing a figure."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "notes.demo_roads": {
        "en": "Demonstration: modelled roads. Roads, villages and facilities are modelled; "
        "town populations and the district outline are real.",
        "zh": "演示：道路为模拟数据。道路、村庄和机构均为模拟；乡镇人口和区县边界为真实数据。",
    },
    "notes.off_network": {
        "en": "{people:,.0f} people live more than {limit_m:,.0f} m from any road the profile "
        "may use: they count as not covered.",
        "zh": "{people:,.0f} 人居住地距可用道路超过 {limit_m:,.0f} 米，按未覆盖计。",
    },
    "notes.cut_off": {
        "en": "{people:,.0f} people live by a road from which no facility can be reached: they "
        "count as not covered.",
        "zh": "{people:,.0f} 人居住地有路，但路网不通往任何机构，按未覆盖计。",
    },
    "notes.far_from_road": {
        "en": "{people:,.0f} people live more than {limit_m:,.0f} m from the nearest mapped road: "
        "the map may lack roads there.",
        "zh": "{people:,.0f} 人居住地距最近的已绘道路超过 {limit_m:,.0f} 米，当地路网数据可能不全。",
    },
    "notes.facility_off_network": {
        "en": "{count} facilities are too far from any road and serve nobody: {names}.",
        "zh": "{count} 家机构离道路过远，未计入服务：{names}。",
    },
    "notes.facility_far_from_road": {
        "en": "{count} facilities lie more than {limit_m:,.0f} m from a road; the way from there is "
        "counted as walked: {names}. Check their places.",
        "zh": "{count} 家机构距道路超过 {limit_m:,.0f} 米，其间路程按步行计：{names}。请核对位置。",
    },
    "notes.unnamed_facilities": {
        "en": "{unnamed} of the {count} facilities counted have no name: check that they are what "
        "the map calls them.",
        "zh": "计入的 {count} 家机构中有 {unnamed} 家没有名称：请核实其性质。",
    },
    "notes.coarse_demand": {
        "en": "The population stands at {places} points, {people:,.0f} people at each on average: "
        "a whole place counts as reached or not.",
        "zh": "人口集中在 {places} 个点上，平均每点 {people:,.0f} 人：每点整体计为可达或不可达。",
    },
    "notes.setting": {
        "en": "Speeds are the profile's for {setting} country, a stated choice: read the share "
        "with its band at speeds x0.8 and x1.2.",
        "zh": "车速采用出行参数中“{setting}”地区的取值，属设定；请结合车速×0.8与×1.2的区间阅读。",
    },
    "notes.simple_roads": {
        "en": "Turn restrictions over a way, restrictions at certain hours and traffic are not "
        "applied.",
        "zh": "未计经由路段的转弯限制、分时限制和交通拥堵。",
    },
    "notes.no_areas": {
        "en": "The study has no administrative areas: no table by area.",
        "zh": "本研究没有行政区边界，无法按区域列表。",
    },
    "notes.band_straddles": {
        "en": "The verdict turns with the speeds: {slow:.1%} at x0.8 and {fast:.1%} at x1.2 lie on "
        "both sides of the pass mark.",
        "zh": "结论随车速改变：车速×0.8时为 {slow:.1%}，×1.2时为 {fast:.1%}，分居达标线两侧。",
    },
    "missing.service": {
        "en": "no facility in the study offers “{service}”: give a facility list that says who does",
        "zh": "研究中没有机构标注提供“{service}”：请提供注明该服务的机构清单",
    },
    "missing.population": {
        "en": "the study has no population: give it with --population",
        "zh": "研究没有人口数据：请用 --population 提供",
    },
}
