"""The words of the quality report around its findings: heads, tables, notes."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "doubt.far": {"en": "people far from roads", "zh": "居民距道路远"},
    "doubt.gaps": {"en": "people where no road is mapped", "zh": "有人无路"},
    "doubt.per_km2": {"en": "few roads for the land", "zh": "路网密度低"},
    "doubt.per_people": {"en": "few roads for the people", "zh": "人均道路少"},
    "doubt.unclassed": {"en": "roads without a class", "zh": "道路无等级"},
    "lacking.population": {"en": "population", "zh": "人口"},
    "lacking.facilities": {"en": "facilities", "zh": "机构"},
    "lacking.areas": {"en": "administrative areas", "zh": "行政区边界"},
    "lacking.elevation": {"en": "elevation model", "zh": "高程数据"},
    "lacking.built_up": {"en": "built-up land", "zh": "建成区"},
    "lacking.groups": {"en": "age groups", "zh": "人群分组"},
    # The command line.
    "cli.inspect": {
        "en": "Report how good the data of a study are, and what that does to the results.",
        "zh": "报告研究数据的质量及其对结果的影响。",
    },
    "cli.inspect.out": {
        "en": "Write the report as one HTML file that opens without internet.",
        "zh": "将报告写成一个可离线打开的 HTML 文件。",
    },
    "cli.step.inspect": {"en": "Measuring the data…", "zh": "正在检查数据……"},
    "quality.not_html": {
        "en": "{path}: the report is an HTML page, so its name must end in .html or .htm. For JSON "
        "use --json.",
        "zh": "{path}：报告为 HTML 页面，文件名须以 .html 或 .htm 结尾。如需 JSON，请用 --json。",
    },
    "quality.foreign": {
        "en": "{path} is there already and is not a quality report: it is not replaced. Choose "
        "another name.",
        "zh": "{path} 已存在，且不是质量报告，不予覆盖。请另选文件名。",
    },
    # Head of the report.
    "quality.title": {"en": "Data quality: {title}", "zh": "数据质量：{title}"},
    "quality.question": {
        "en": "Measured for {service}, {profile}, {direction}",
        "zh": "针对：{service}，{profile}，{direction}",
    },
    "quality.headline": {"en": "Verdict: {fitness}", "zh": "结论：{fitness}"},
    "quality.because": {"en": "Because:", "zh": "原因："},
    "quality.no_reason": {
        "en": "Nothing serious was found.",
        "zh": "未发现严重问题。",
    },
    "quality.counts": {
        "en": "{serious} serious · {check} to check · {know} good to know",
        "zh": "严重 {serious} 项 · 需核对 {check} 项 · 供参考 {know} 项",
    },
    "quality.findings": {"en": "Findings", "zh": "发现"},
    "quality.severity": {"en": "Severity", "zh": "程度"},
    "quality.what": {"en": "What was found", "zh": "发现"},
    "quality.effect": {"en": "What it does to the results", "zh": "对结果的影响"},
    "quality.todo": {"en": "What to do", "zh": "处理办法"},
    # Figures of the head.
    "quality.figures": {"en": "In figures", "zh": "主要数字"},
    "quality.figure.people": {"en": "residents", "zh": "常住人口"},
    "quality.figure.far": {
        "en": "live over {limit_m:,.0f} m from a road",
        "zh": "距道路超过 {limit_m:,.0f} 米",
    },
    "quality.figure.unroutable": {"en": "have no way at all", "zh": "完全无路可达"},
    "quality.figure.facilities": {
        "en": "facilities, {offering:,} offer “{service}”",
        "zh": "家机构，其中 {offering:,} 家提供“{service}”",
    },
    "quality.figure.road": {"en": "km of road", "zh": "公里道路"},
    "quality.figure.main": {
        "en": "of the junctions reach each other",
        "zh": "的路口彼此可达",
    },
    # Distances.
    "quality.snap": {"en": "Distance to the road", "zh": "到道路的距离"},
    "quality.snap.homes": {
        "en": "Residents by distance to their road",
        "zh": "居民到所用道路的距离",
    },
    "quality.snap.sites": {"en": "Facilities by distance to their road", "zh": "机构到道路的距离"},
    "quality.snap.note": {
        "en": "Straight lines. A home is joined to the nearest road of the main network within "
        "{limit_m:,.0f} m; a facility within {at_m:,.0f} m of a road is taken to stand at it.",
        "zh": "均为直线距离。居民点接入 {limit_m:,.0f} 米内最近的主路网道路；距道路 {at_m:,.0f} 米以内的机构视为位于路旁。",
    },
    "quality.snap.desc": {
        "en": "Bars by distance; the same figures stand in the table beside them.",
        "zh": "按距离分段的条形图；相同数字见旁边的表格。",
    },
    "quality.snap.distance": {"en": "Distance", "zh": "距离"},
    "quality.snap.none": {"en": "no road near", "zh": "附近无路"},
    "quality.snap.bin": {"en": "{low:,.0f}–{high:,.0f} m", "zh": "{low:,.0f}～{high:,.0f} 米"},
    "quality.snap.bin_first": {"en": "up to {high:,.0f} m", "zh": "{high:,.0f} 米以内"},
    "quality.snap.bin_last": {"en": "over {low:,.0f} m", "zh": "{low:,.0f} 米以上"},
    "quality.snap.quantiles": {
        "en": "Half: up to {median}; 90 %: {p90}; 95 %: {p95}; 99 %: {p99} (lower step). Time over "
        "the ground for 95 %: {leg}.",
        "zh": "半数不超过 {median}；90%：{p90}；95%：{p95}；99%：{p99}（下阶取值）。95% 的路外用时：{leg}。",
    },
    "quality.metres": {"en": "{value:,.0f} m", "zh": "{value:,.0f} 米"},
    "quality.over_metres": {"en": "over {value:,.0f} m", "zh": "{value:,.0f} 米以上"},
    "quality.km": {"en": "{value:,.1f} km", "zh": "{value:,.1f} 公里"},
    "quality.worst_places": {
        "en": "The {count} places farthest from a road",
        "zh": "距道路最远的 {count} 处居民点",
    },
    "quality.worst_sites": {
        "en": "The {count} facilities farthest from a road",
        "zh": "距道路最远的 {count} 家机构",
    },
    "quality.place": {"en": "Place", "zh": "地点"},
    "quality.site": {"en": "Facility", "zh": "机构"},
    "quality.area": {"en": "Area", "zh": "区域"},
    "quality.coordinates": {"en": "Longitude, latitude", "zh": "经度，纬度"},
    "quality.to_road": {"en": "To the road", "zh": "到道路"},
    "quality.people": {"en": "People", "zh": "人口"},
    "quality.nearest_for": {"en": "Nearest for", "zh": "最近服务人口"},
    "quality.row": {"en": "row {row}", "zh": "第 {row} 行"},
    "quality.count": {"en": "Number", "zh": "数量"},
    "quality.share": {"en": "Share", "zh": "占比"},
    # Roads by area.
    "quality.roads": {"en": "Roads by area", "zh": "各区域道路"},
    "quality.roads.note": {
        "en": "Roads of this mode, ferries left out, the two carriageways of a divided road counted "
        "as two. Steps of 100 m at most belong to the area their middle lies in. Darker is "
        "sparser; hatched areas are doubtful by these rules, all judgements: at least {far:.0%} of "
        "the people over {limit_m:,.0f} m from a road; at least {gap:.0%} of the people in 1 km "
        "cells with next to no road; under {per_km2:g} km/km² where {inhabited:g} or more "
        "live per km²; under {per_1000:g} km per 1,000 people where fewer than {urban:,.0f} live per "
        "km²; over {unclassed:.0%} of the length without a class.",
        "zh": "该出行方式可用的道路，不含轮渡，分幅道路按两条计。道路按不超过 100 米的小段归其中点所在区域。颜色越深路网越稀；斜线区域按下列规则存疑（均为判断）：{far:.0%} 及以上人口距道路超过 {limit_m:,.0f} 米；{gap:.0%} 及以上人口位于几乎无路的 1 公里网格；每平方公里 {inhabited:g} 人及以上而路网密度低于 {per_km2:g} 公里/平方公里；每平方公里不足 {urban:,.0f} 人而每千人道路少于 {per_1000:g} 公里；超过 {unclassed:.0%} 的里程没有等级。",
    },
    "quality.km_road": {"en": "Road km", "zh": "道路公里"},
    "quality.per_km2": {"en": "km per km²", "zh": "公里/平方公里"},
    "quality.per_1000": {"en": "km per 1,000 people", "zh": "公里/千人"},
    "quality.classed": {"en": "With class", "zh": "有等级"},
    "quality.limited": {"en": "With limit", "zh": "有限速"},
    "quality.surfaced": {"en": "With surface", "zh": "有路面"},
    "quality.far_share": {"en": "Far from roads", "zh": "距道路远"},
    "quality.doubts": {"en": "Doubts", "zh": "存疑"},
    "quality.all_areas": {"en": "all areas", "zh": "全部区域"},
    "quality.no_area_table": {
        "en": "The study has no areas: {km:,.0f} km of road in all.",
        "zh": "研究没有行政区边界：道路共 {km:,.0f} 公里。",
    },
    "quality.gap_cells": {
        "en": "Cells of 1 km with people and next to no road ({count:,}; the {shown} with most people)",
        "zh": "有人而几乎无路的 1 公里网格（共 {count:,} 个；列出人口最多的 {shown} 个）",
    },
    "quality.around": {"en": "km per km² around", "zh": "周边公里/平方公里"},
    "quality.far_people": {"en": "Far from a road", "zh": "距道路远"},
    "quality.no_gaps": {
        "en": "No cell of 1 km with {people:,.0f} people or more has next to no road (under "
        "{density:g} km/km² around it, or most of its people over {limit_m:,.0f} m from a road).",
        "zh": "没有人口达到 {people:,.0f} 人而几乎无路的 1 公里网格（周边路网密度低于 {density:g} 公里/平方公里，或多数人距道路超过 {limit_m:,.0f} 米）。",
    },
    # Network.
    "quality.network": {"en": "The network as a whole", "zh": "路网总体"},
    "quality.network.line": {
        "en": "{junctions:,} junctions, {pieces:,} pieces, {km:,.0f} km. {main_share:.1%} of the "
        "junctions reach each other; {sets:,} sets of junctions do not reach them or are not reached. "
        "{people:,.0f} people are joined to a road outside the main network.",
        "zh": "路口 {junctions:,} 个，路段 {pieces:,} 条，共 {km:,.0f} 公里。{main_share:.1%} 的路口彼此可达；{sets:,} 组路口单向或双向不通。{people:,.0f} 人接入主路网以外的道路。",
    },
    "quality.parts": {
        "en": "Separate parts of the roads ({count:,}; the {shown} largest)",
        "zh": "互不相连的部分（共 {count:,} 个；列出最大的 {shown} 个）",
    },
    "quality.part": {"en": "Part", "zh": "部分"},
    "quality.junctions": {"en": "Junctions", "zh": "路口"},
    "quality.bridges": {
        "en": "Bridges that lead nowhere ({count:,}; the {shown} longest)",
        "zh": "断头桥（共 {count:,} 座；列出最长的 {shown} 座）",
    },
    "quality.no_bridges": {"en": "No bridge leads nowhere.", "zh": "没有断头桥。"},
    "quality.way": {"en": "OSM way", "zh": "OSM 路段"},
    "quality.length": {"en": "Length", "zh": "长度"},
    # Facilities.
    "quality.facilities": {"en": "Facilities", "zh": "机构"},
    "quality.kind": {"en": "Kind", "zh": "类型"},
    "quality.status": {"en": "Status", "zh": "状态"},
    "quality.placed": {"en": "Located by", "zh": "定位依据"},
    "quality.misplaced": {
        "en": "Outside the township they state ({count:,})",
        "zh": "不在所注明的乡镇内（{count:,}）",
    },
    "quality.township": {"en": "Township stated", "zh": "注明的乡镇"},
    "quality.lies_in": {"en": "Lies in", "zh": "实际位于"},
    "quality.outside_by": {"en": "Outside by", "zh": "偏出"},
    "quality.doubles": {
        "en": "Possible doubles ({count:,}, {open:,} open)",
        "zh": "可能重复（{count:,} 对，待定 {open:,} 对）",
    },
    "quality.first": {"en": "First", "zh": "其一"},
    "quality.second": {"en": "Second", "zh": "其二"},
    "quality.apart": {"en": "Apart", "zh": "相距"},
    "quality.reason": {"en": "Why", "zh": "理由"},
    "quality.decision": {"en": "Decision", "zh": "决定"},
    "quality.reason.same_name": {"en": "same name", "zh": "名称相同"},
    "quality.reason.alias": {"en": "alias", "zh": "别名"},
    "quality.reason.similar_name": {"en": "similar name", "zh": "名称相近"},
    "quality.reason.same_place": {"en": "same place", "zh": "位置相同"},
    "quality.decision.same": {"en": "one", "zh": "同一家"},
    "quality.decision.different": {"en": "two", "zh": "两家"},
    "quality.decision.open": {"en": "open", "zh": "待定"},
    "quality.plan": {
        "en": "Facilities that the plan names, missing or ambiguous ({count:,} of {of:,})",
        "zh": "规划点名而缺失或不明的机构（{of:,} 家中 {count:,} 家）",
    },
    "quality.plan_name": {"en": "Name in the plan", "zh": "规划中的名称"},
    "quality.found": {"en": "Found", "zh": "匹配"},
    "quality.how.missing": {"en": "missing", "zh": "缺失"},
    "quality.how.ambiguous": {"en": "ambiguous: {ids}", "zh": "不明：{ids}"},
    "quality.osm": {
        "en": "Against the map, which only serves as a check: {listed:,} of the list, {mapped:,} of "
        "the map",
        "zh": "与地图核对（仅供核对）：清单 {listed:,} 家，地图 {mapped:,} 家",
    },
    "quality.only_listed": {
        "en": "In the list only ({count:,}): none on the map within {near_m:,.0f} m",
        "zh": "仅在清单（{count:,}）：{near_m:,.0f} 米内地图无对应",
    },
    "quality.only_mapped": {
        "en": "On the map only ({count:,}): none of the list within {near_m:,.0f} m",
        "zh": "仅在地图（{count:,}）：{near_m:,.0f} 米内清单无对应",
    },
    "quality.nearest": {"en": "Nearest", "zh": "最近"},
    "quality.none_there": {"en": "none", "zh": "无"},
    "quality.and_more": {"en": "and {count:,} more", "zh": "另有 {count:,} 条"},
    # Border.
    "quality.border": {"en": "The border", "zh": "边界影响"},
    "quality.border.unknown": {
        "en": "Cannot be told: the study has no areas, so nobody knows where the district ends.",
        "zh": "无法判断：研究没有行政区边界，无从得知区县范围。",
    },
    "quality.border.no_people": {
        "en": "The effect on coverage cannot be told: nobody lives here, or nobody offers the service.",
        "zh": "无法判断对覆盖率的影响：没有人口，或无机构提供该服务。",
    },
    "quality.border.reach": {
        "en": "How far the roads reach beyond the box of the areas (so far out or farther lie at least "
        "{road_km:g} km of road); {wanted:g} km are wanted.",
        "zh": "道路超出区域外接矩形的距离（该距离以外至少有 {road_km:g} 公里道路）；应达 {wanted:g} 公里。",
    },
    "quality.side.west": {"en": "West", "zh": "西"},
    "quality.side.south": {"en": "South", "zh": "南"},
    "quality.side.east": {"en": "East", "zh": "东"},
    "quality.side.north": {"en": "North", "zh": "北"},
    "quality.border.sites": {
        "en": "Facilities that offer the service: {inside:,} within the border, {outside:,} beyond. "
        "{people:,.0f} people ({share}) have their nearest beyond it.",
        "zh": "提供该服务的机构：边界内 {inside:,} 家，边界外 {outside:,} 家。{people:,.0f} 人（{share}）的最近机构在边界外。",
    },
    "quality.border.cover": {
        "en": "Covered within {minutes:.0f} minutes: {with_share} with those beyond the border, "
        "{without_share} without.",
        "zh": "{minutes:.0f} 分钟覆盖率：计入边界外机构 {with_share}，不计入 {without_share}。",
    },
    # Sources.
    "quality.sources": {"en": "Inputs and population", "zh": "输入与人口"},
    "quality.input": {"en": "Input", "zh": "输入"},
    "quality.file": {"en": "File", "zh": "文件"},
    "quality.digest": {"en": "SHA-256", "zh": "SHA-256"},
    "quality.size": {"en": "Size", "zh": "大小"},
    "quality.date": {"en": "Date of the data", "zh": "数据日期"},
    "quality.licence": {"en": "Licence", "zh": "许可"},
    "quality.not_said": {"en": "not said", "zh": "未注明"},
    "quality.bytes": {"en": "{value:,} B", "zh": "{value:,} 字节"},
    "quality.lacking": {"en": "Not there: {what}.", "zh": "缺少：{what}。"},
    "quality.population": {
        "en": "{people:,.0f} residents at {places:,} places. Source: {source}",
        "zh": "常住人口 {people:,.0f}，{places:,} 处。来源：{source}",
    },
    "quality.groups": {"en": "Groups known: {groups}.", "zh": "已知人群：{groups}。"},
    "quality.group": {"en": "{group} {people:,.0f}", "zh": "{group} {people:,.0f}"},
    "quality.scaling": {"en": "Brought to official totals", "zh": "调整到官方总数"},
    "quality.group_head": {"en": "Group", "zh": "人群"},
    "quality.before": {"en": "Before", "zh": "调整前"},
    "quality.official": {"en": "Official", "zh": "官方"},
    "quality.factor": {"en": "Factor", "zh": "系数"},
    "quality.spread_anew": {"en": "spread anew", "zh": "重新分配"},
    "quality.datum": {"en": "Datum of the layers", "zh": "各图层坐标系"},
    "quality.layer": {"en": "Layer", "zh": "图层"},
    "quality.chosen": {"en": "Taken to be", "zh": "判定为"},
    "quality.cannot_tell": {"en": "cannot tell", "zh": "无法判断"},
    "quality.basis": {"en": "By", "zh": "依据"},
    "quality.points": {"en": "Points", "zh": "点数"},
    "quality.residuals": {
        "en": "Residual under each datum: half, 90 %",
        "zh": "各坐标系下的残差：半数，90%",
    },
    "quality.basis.stated": {"en": "stated", "zh": "用户注明"},
    "quality.basis.crs": {"en": "the file", "zh": "文件注明"},
    "quality.basis.roads": {"en": "roads", "zh": "与道路比较"},
    "quality.basis.boundary": {"en": "OSM's boundary", "zh": "与 OSM 边界比较"},
    "quality.basis.outside_china": {"en": "not in China", "zh": "不在中国"},
    "quality.overlap_table": {"en": "Areas that claim the same land", "zh": "重叠的区域"},
    "quality.areas": {"en": "Areas", "zh": "区域"},
    "quality.km2": {"en": "km²", "zh": "平方公里"},
    "quality.remarks": {"en": "Remarks of the import ({count})", "zh": "导入说明（{count}）"},
    # The map.
    "map.layer.doubts": {"en": "Roads in doubt", "zh": "道路存疑"},
    "map.legend.doubts": {
        "en": "Roads in doubt: {areas} areas, {cells} cells of 1 km",
        "zh": "道路存疑：{areas} 个区域，{cells} 个 1 公里网格",
    },
}
