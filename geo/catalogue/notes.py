"""Caveats and missing inputs: what a reader must know before believing a figure."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "notes.demo_roads": {
        "en": "Demonstration: modelled roads, villages and facilities; "
        "town populations and the district outline are real.",
        "zh": "演示：道路、村庄和机构均为模拟；乡镇人口和区县边界为真实数据。",
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
    "notes.setting_built_up": {
        "en": "Speeds are the profile's: urban for the {urban:,} roads in built-up land of the map, "
        "those of {setting} country for the other {other:,}, a stated choice. No elevation model "
        "was given, so steep land has no speeds of its own. Read the share with its band at speeds "
        "x0.8 and x1.2.",
        "zh": "车速采用出行参数：地图建成区内的 {urban:,} 条道路按城市取值，其余 {other:,} 条按设定的“{setting}”取值；未提供高程数据，陡坡地区未单独取值。请结合车速×0.8与×1.2的区间阅读。",
    },
    "notes.setting_terrain": {
        "en": "Speeds are the profile's: urban for the {urban:,} roads in built-up land of the map, "
        "mountain for the {mountain:,} on land steeper than 15° by the elevation model, those of "
        "{setting} country for the other {other:,}, a stated choice. Read the share with its band "
        "at speeds x0.8 and x1.2.",
        "zh": "车速采用出行参数：地图建成区内的 {urban:,} 条道路按城市取值，高程数据显示坡度大于15°地区的 {mountain:,} 条按山区取值，其余 {other:,} 条按设定的“{setting}”取值。请结合车速×0.8与×1.2的区间阅读。",
    },
    "notes.no_slopes": {
        "en": "Slopes are not counted: the study has no elevation model (--dem). In hills walking "
        "takes longer than stated.",
        "zh": "未计坡度：研究没有高程数据（--dem）。山地步行实际用时更长。",
    },
    "notes.slopes_in_part": {
        "en": "Slopes are counted except at {share:.1%} of the road points, which lie outside the "
        "elevation model.",
        "zh": "已计坡度，但 {share:.1%} 的道路点位于高程数据之外，当地未计。",
    },
    "notes.simple_roads": {
        "en": "Turn restrictions over a way, restrictions at certain hours and traffic are not "
        "applied.",
        "zh": "未计经由路段的转弯限制、分时限制和交通拥堵。",
    },
    "notes.cells_left_out": {
        "en": "{people:,.0f} people of the population raster live outside the study's areas and are "
        "not counted.",
        "zh": "人口栅格中有 {people:,.0f} 人位于研究区域之外，未计入。",
    },
    "notes.coarse_isochrone": {
        "en": "The area is so large that the ground was timed every {cell_m:,.0f} m only: its "
        "outline is that coarse. Ask for fewer minutes for a finer one.",
        "zh": "范围过大，仅按每 {cell_m:,.0f} 米计算，边界精度亦为此值。减少分钟数可得到更精细的结果。",
    },
    "notes.ferries": {
        "en": "Ferries are part of the roads ({ferries}, {wait_min:g} minutes' wait): the way of "
        "{people:,.0f} people goes over one.",
        "zh": "路网含轮渡（{ferries} 条，候船 {wait_min:g} 分钟）：{people:,.0f} 人的路线经过轮渡。",
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
