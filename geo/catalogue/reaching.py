"""Verdicts on circles, chains, served areas, balance, mobile care and what stands near."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    # --------------------------------------------------------------- formulas ---
    "where.built_up": {"en": "on built-up land", "zh": "建成区"},
    "where.rural": {"en": "outside built-up land", "zh": "建成区以外"},
    "term.clock": {"en": "{clock} {minutes:g}", "zh": "{clock} {minutes:g}"},
    "term.leg_from": {
        "en": "way from {service} to home ({profile})",
        "zh": "{service}至居住地路程（{profile}）",
    },
    "term.leg_to": {
        "en": "way from home to {service} ({profile})",
        "zh": "居住地至{service}路程（{profile}）",
    },
    "term.two_profiles": {
        "en": "{profile}, on built-up land {built_up}",
        "zh": "{profile}，建成区内{built_up}",
    },
    "join.plus": {"en": "{first} + {rest}", "zh": "{first} + {rest}"},
    "join.comma": {"en": "{first}, {rest}", "zh": "{first}、{rest}"},
    "join.more": {"en": "{count} more", "zh": "另 {count} 项"},
    "formula.reach": {
        "en": "{terms} ≤ {limit:g} min for {covered:,.0f} of {people:,.0f} people = {share}",
        "zh": "{terms} ≤ {limit:g} 分钟：{people:,.0f} 人中的 {covered:,.0f} 人 = {share}",
    },
    "formula.reach_of": {
        "en": "{terms} ≤ {limit:g} min for {covered:,.0f} of {people:,.0f} people ({whose}) = {share}",
        "zh": "{terms} ≤ {limit:g} 分钟：{people:,.0f} 人（{whose}）中的 {covered:,.0f} 人 = {share}",
    },
    "formula.area_served": {
        "en": "{served} of {areas} townships have {service} inside, or a median way of at most "
        "{median:g} min, with nobody beyond {worst:g} min",
        "zh": "{areas} 个乡镇街道中有 {served} 个：境内有{service}或居民路程中位数不超过 {median:g} 分钟，且无人超过 {worst:g} 分钟",
    },
    "formula.area_served_median": {
        "en": "{served} of {areas} townships have {service} inside, or a median way of at most "
        "{median:g} min",
        "zh": "{areas} 个乡镇街道中有 {served} 个：境内有{service}或居民路程中位数不超过 {median:g} 分钟",
    },
    "formula.balance": {
        "en": "{resource} per 1,000 people: {worse} {worse_rate:.3f} / {better} {better_rate:.3f} = "
        "{ratio:.3f}",
        "zh": "每千人{resource}：{worse} {worse_rate:.3f} ÷ {better} {better_rate:.3f} = {ratio:.3f}",
    },
    "formula.mobile": {
        "en": "{candidates} of {places} places have at most {most:,} people and a way to {service} "
        "({profile}) of more than {beyond:g} min: {people:,.0f} people",
        "zh": "{places} 个居住点中有 {candidates} 个人口不超过 {most:,} 人且到{service}（{profile}）超过 {beyond:g} 分钟，共 {people:,.0f} 人",
    },
    "formula.near": {
        "en": "{served} of {all} with {has} within {within_m:g} m ({of})",
        "zh": "{all} 处{of}中有 {served} 处在 {within_m:g} 米内有{has}",
    },
    # ------------------------------------------------------- what was changed ---
    "run.constant": {
        "en": "{clock} {minutes:g} min instead of {usual:g}",
        "zh": "{clock}取 {minutes:g} 分钟（原为 {usual:g}）",
    },
    "run.inside_only": {
        "en": "without the {count} facilities beyond the border",
        "zh": "不计界外 {count} 家机构",
    },
    "run.without_sites": {
        "en": "without the goal's own sites ({names})",
        "zh": "不计本目标点名的机构（{names}）",
    },
    "run.median_only": {
        "en": "without the condition that nobody is beyond {worst:g} min",
        "zh": "不要求无人超过 {worst:g} 分钟",
    },
    "run.coverage_ratio": {
        "en": "share within {minutes:g} min of {service} instead: worse side over better, speeds "
        "×{factor:g}",
        "zh": "改比 {minutes:g} 分钟内可达{service}的人口占比：较差一侧÷较好一侧，车速 ×{factor:g}",
    },
    "run.within": {"en": "within {within_m:g} m instead", "zh": "距离改为 {within_m:g} 米"},
    # --------------------------------------------- what would change the answer ---
    "flip.speed": {
        "en": "The answer turns between speeds ×{slow:g} and ×{fast:g}.",
        "zh": "结论在车速 ×{slow:g} 与 ×{fast:g} 之间改变。",
    },
    "flip.speed_never": {
        "en": "Speeds from ×{slow:g} to ×{fast:g} do not change the answer.",
        "zh": "车速在 ×{slow:g} 至 ×{fast:g} 之间，结论不变。",
    },
    "flip.no_limit_passes": {
        "en": "No limit would pass: {people:,.0f} people have no way at all.",
        "zh": "任何时限都无法达标：{people:,.0f} 人完全无路可达。",
    },
    "flip.most_missing": {
        "en": "{people:,.0f} of the {all:,.0f} people who are not covered ({share:.0%}) live in {area}.",
        "zh": "未覆盖的 {all:,.0f} 人中有 {people:,.0f} 人（{share:.0%}）居住在{area}。",
    },
    "flip.sites_bring": {
        "en": "The goal's own sites ({names}) bring {people:,.0f} people within the limit.",
        "zh": "本目标点名的机构（{names}）使 {people:,.0f} 人进入时限。",
    },
    "flip.area_over": {"en": "{area} (median {over} too long)", "zh": "{area}（中位数超 {over}）"},
    "flip.area_far": {
        "en": "{area} ({people:,.0f} people beyond the limit for the farthest)",
        "zh": "{area}（{people:,.0f} 人超过最远限值）",
    },
    "flip.area_no_way": {
        "en": "{area} (no way for half of it)",
        "zh": "{area}（半数居民无路可达）",
    },
    "flip.areas_failing": {
        "en": "Townships that fail ({count}): {areas}.",
        "zh": "未达到的乡镇街道（{count} 个）：{areas}。",
    },
    "flip.area_tightest": {
        "en": "{area} passes with the least to spare: {spare} below the median allowed.",
        "zh": "{area}余量最小：中位数比限值少 {spare}。",
    },
    "flip.resource_to_gain": {
        "en": "{count:,} more {resource} on the worse side ({side}) would meet the ratio.",
        "zh": "较差一侧（{side}）再增加{resource} {count:,} 即达到该比值。",
    },
    "flip.resource_to_lose": {
        "en": "{count:,} {resource} fewer on the worse side ({side}) would miss the ratio.",
        "zh": "较差一侧（{side}）{resource}减少 {count:,} 即达不到该比值。",
    },
    "flip.near_missing": {
        "en": "{count} have none near enough: {names}.",
        "zh": "{count} 处附近没有：{names}。",
    },
    "flip.near_distance": {
        "en": "All would pass within {within_m:,.0f} m.",
        "zh": "距离放宽到 {within_m:,.0f} 米则全部达到。",
    },
    "flip.near_farthest": {
        "en": "The farthest is {farthest_m:,.0f} m away: a smaller distance would fail.",
        "zh": "最远者相距 {farthest_m:,.0f} 米：距离再小则不达标。",
    },
    # --------------------------------------------------------- what is missing ---
    "missing.roads": {
        "en": "The study has no road that “{profile}” may use: give an OSM extract that holds such "
        "roads.",
        "zh": "研究中没有“{profile}”可用的道路：请提供含此类道路的 OSM 数据。",
    },
    "missing.people_there": {
        "en": "Nobody of the group “{group}” lives where the reading looks ({where}): check the "
        "population and the built-up land.",
        "zh": "“{group}”人群在该读法所指范围（{where}）内为零：请核对人口与建成区数据。",
    },
    "missing.township_areas": {
        "en": "Boundaries of the townships and streets: give them with --areas.",
        "zh": "缺少乡镇街道边界：请用 --areas 提供。",
    },
    "missing.people_in_townships": {
        "en": "Nobody of the population lives in any of the study's townships: check that population "
        "and boundaries are of the same place.",
        "zh": "人口均不在任何乡镇街道内：请核对人口与边界是否为同一地区。",
    },
    "missing.banks": {
        "en": "The two banks as areas: make the study with the river that parts them "
        "(study create --river NAME), or give areas of level “bank”.",
        "zh": "缺少两岸区域：创建研究时请指明分隔两岸的河流（study create --river 河名），或提供级别为“bank”的区域。",
    },
    "missing.sides": {
        "en": "Two or more areas of level “{level}”: give them with --areas.",
        "zh": "缺少两个及以上级别为“{level}”的区域：请用 --areas 提供。",
    },
    "missing.second_side": {
        "en": "People on two sides: all live on one ({side}). Check the areas of level “{level}”.",
        "zh": "仅一侧有人口（{side}），无法比较：请核对级别为“{level}”的区域。",
    },
    "missing.resource_number": {
        "en": "The number of {resource} of the facilities on side “{side}”: none of its {count} "
        "states it. Give it in the facility list.",
        "zh": "缺少“{side}”一侧机构的{resource}数：{count} 家均未注明，请在机构清单中填写。",
    },
    "missing.resource_anywhere": {
        "en": "Any {resource} at all: no facility of the list has one. Give their numbers in the "
        "facility list.",
        "zh": "缺少{resource}数：清单中没有任何机构有此数值，请在机构清单中填写。",
    },
    "missing.list_of": {
        "en": "A list that says where each “{service}” is: the study knows of none. Without a list "
        "it is unknown, not zero.",
        "zh": "缺少“{service}”清单：研究中没有任何记录。没有清单即为未知，并不等于零。",
    },
    "missing.list_inside": {
        "en": "A list of each “{service}” in the district: all {count} that the study knows lie "
        "beyond its border.",
        "zh": "缺少区内“{service}”清单：研究中已知的 {count} 处均在界外。",
    },
    # ---------------------------------------------------------------- caveats ---
    "notes.unknown_status": {
        "en": "{unknown} of the {count} facilities counted do not say whether they are open; they "
        "are counted as open.",
        "zh": "计入的 {count} 家机构中有 {unknown} 家未注明是否运营，按运营计。",
    },
    "notes.placed_roughly": {
        "en": "{count} of the facilities counted are placed only by their street or township: "
        "{names}. The way to them is that rough.",
        "zh": "计入的机构中有 {count} 家仅定位到街道或乡镇：{names}，其路程仅为粗略值。",
    },
    "notes.service_from_map": {
        "en": "Who offers “{service}” is known from map tags alone ({count} facilities), not from an "
        "official list: there may be more, or fewer.",
        "zh": "提供“{service}”的机构（{count} 家）仅来自地图标注，并非官方清单，可能有遗漏或误标。",
    },
    "notes.all_beyond_border": {
        "en": "Every facility that offers “{service}” lies beyond the district's border.",
        "zh": "提供“{service}”的机构全部在区外。",
    },
    "notes.sites_not_found": {
        "en": "{count} of the goal's own sites were not found in the facility list: {names}.",
        "zh": "本目标点名的机构有 {count} 家未在清单中找到：{names}。",
    },
    "notes.sites_not_counted": {
        "en": "None of the goal's own sites in the list ({names}) offers the service today: without "
        "them nothing changes.",
        "zh": "清单中本目标点名的机构（{names}）目前均不提供该服务，去除后结果不变。",
    },
    "notes.constants_over_limit": {
        "en": "The fixed times alone ({constants:g} min) are longer than the limit: nobody can be "
        "covered.",
        "zh": "固定用时合计 {constants:g} 分钟，已超过时限，任何人都无法覆盖。",
    },
    "notes.areas_not_townships": {
        "en": "The study has no areas of level “township”: those of level “{level}” stand in their "
        "place.",
        "zh": "研究没有“township”级别的区域，以“{level}”级别代替。",
    },
    "notes.empty_townships": {
        "en": "{count} townships have no people in the study and are not judged: {names}.",
        "zh": "{count} 个乡镇街道在研究中没有人口，未作判断：{names}。",
    },
    "notes.people_outside_areas": {
        "en": "{people:,.0f} people live in none of the areas compared and count nowhere here.",
        "zh": "{people:,.0f} 人不在所比较的任何区域内，此处未计。",
    },
    "notes.unknown_resource": {
        "en": "{count} of the {all} facilities compared do not state their {resource} and count as "
        "having none: {names}.",
        "zh": "参与比较的 {all} 家机构中有 {count} 家未注明{resource}，按零计：{names}。",
    },
    "notes.facilities_no_side": {
        "en": "{count} facilities lie on no side and are not compared: {names}.",
        "zh": "{count} 家机构不在任何一侧，未参与比较：{names}。",
    },
    "notes.resource_without_people": {
        "en": "{amount:,.0f} {resource} stand in townships without people; Gini and Theil leave them "
        "out.",
        "zh": "有 {amount:,.0f} {resource}位于没有人口的乡镇，基尼系数与泰尔指数未计。",
    },
    "notes.cells_not_villages": {
        "en": "The population has no place names: candidates are its points or cells, not villages. "
        "A village of many cells may show as many small places. Give a village list with --population.",
        "zh": "人口数据没有地名：候选点为人口点或栅格，并非村庄，一个大村可能被拆成许多小点。请用 --population 提供村级人口表。",
    },
    "notes.table_cut": {
        "en": "The table shows the first {shown:,} of {count:,} rows.",
        "zh": "表中仅列出 {count:,} 行中的前 {shown:,} 行。",
    },
    "notes.beyond_border_left_out": {
        "en": "{count} of “{service}” lie beyond the border and are not judged.",
        "zh": "有 {count} 处“{service}”在界外，未作判断。",
    },
    # ---------------------------------------------------------------- numbers ---
    "number.population": {"en": "people asked about", "zh": "人口"},
    "number.covered": {"en": "within the limit", "zh": "时限内人口"},
    "number.uncovered": {"en": "beyond the limit", "zh": "超出时限人口"},
    "number.unroutable": {"en": "with no way", "zh": "无路可达人口"},
    "number.unroutable_share": {"en": "share with no way", "zh": "无路可达占比"},
    "number.median": {"en": "median time", "zh": "用时中位数"},
    "number.p95": {"en": "time of 95 % of the people", "zh": "95% 人口的用时"},
    "number.mean_reached": {
        "en": "mean time of those who have a way",
        "zh": "有路可达人口的平均用时",
    },
    "number.facilities": {"en": "facilities counted", "zh": "计入机构"},
    "number.beyond_border": {"en": "of them beyond the border", "zh": "其中界外"},
    "number.travel_budget": {"en": "time left for travel", "zh": "可用于路程的时间"},
    "number.sites_bring": {
        "en": "people whom the goal's own sites bring within the limit",
        "zh": "点名机构带来的时限内人口",
    },
    "number.townships": {"en": "townships judged", "zh": "参与判断的乡镇街道"},
    "number.townships_served": {"en": "townships served", "zh": "达到的乡镇街道"},
    "number.beyond_worst": {
        "en": "people beyond the limit for the farthest",
        "zh": "超过最远限值的人口",
    },
    "number.worse_rate": {"en": "per 1,000 on the worse side", "zh": "较差一侧每千人"},
    "number.better_rate": {"en": "per 1,000 on the better side", "zh": "较好一侧每千人"},
    "number.unknown_amounts": {"en": "facilities without the number", "zh": "未注明数量的机构"},
    "number.gini": {"en": "Gini coefficient over townships", "zh": "基尼系数（按乡镇）"},
    "number.theil": {"en": "Theil index over townships", "zh": "泰尔指数（按乡镇）"},
    "number.theil_between_share": {
        "en": "part of the Theil index between the sides",
        "zh": "泰尔指数中两侧之间的占比",
    },
    "number.places": {"en": "places with people", "zh": "有人口的居住点"},
    "number.candidates": {"en": "candidate places", "zh": "候选点"},
    "number.candidates_no_way": {"en": "of them with no way", "zh": "其中无路可达"},
    "number.near_all": {"en": "looked at", "zh": "参与判断"},
    "number.near_served": {"en": "with one near", "zh": "附近有"},
    "number.near_farthest": {"en": "farthest", "zh": "最远距离"},
    # ----------------------------------------------------------------- tables ---
    "table.by_area": {"en": "By township", "zh": "分乡镇街道"},
    "table.gaps": {"en": "Places with most people not covered", "zh": "未覆盖人口最多的居住点"},
    "table.by_township_served": {"en": "Townships and their bases", "zh": "各乡镇街道急救服务"},
    "table.by_side": {"en": "By side", "zh": "分侧"},
    "table.candidates": {"en": "Candidates for mobile care", "zh": "巡回医疗候选点"},
    "table.near": {"en": "Nearest to each", "zh": "各处最近设施"},
    "column.area": {"en": "area", "zh": "区域"},
    "column.population_people": {"en": "people", "zh": "人口"},
    "column.covered_people": {"en": "covered", "zh": "已覆盖"},
    "column.covered_share": {"en": "share covered", "zh": "覆盖率"},
    "column.uncovered_people": {"en": "beyond the limit", "zh": "超出时限"},
    "column.unroutable_people": {"en": "no way", "zh": "无路可达"},
    "column.median_s": {"en": "median", "zh": "中位数"},
    "column.p95_s": {"en": "95 %", "zh": "95%"},
    "column.place": {"en": "place", "zh": "居住点"},
    "column.people": {"en": "people", "zh": "人口"},
    "column.time_s": {"en": "time", "zh": "用时"},
    "column.why": {"en": "why", "zh": "原因"},
    "column.lon_deg": {"en": "longitude", "zh": "经度"},
    "column.lat_deg": {"en": "latitude", "zh": "纬度"},
    "column.bases": {"en": "bases inside", "zh": "境内站点"},
    "column.worst_s": {"en": "farthest", "zh": "最远"},
    "column.beyond_worst_people": {"en": "people beyond the limit", "zh": "超过限值人口"},
    "column.passes": {"en": "passes", "zh": "是否达到"},
    "column.side": {"en": "side", "zh": "侧"},
    "column.facilities": {"en": "facilities", "zh": "机构"},
    "column.unknown_amounts": {"en": "without number", "zh": "未注明"},
    "column.amount": {"en": "amount", "zh": "数量"},
    "column.per_1000": {"en": "per 1,000", "zh": "每千人"},
    "column.within_15_min_share": {"en": "within 15 min", "zh": "15 分钟内"},
    "column.within_30_min_share": {"en": "within 30 min", "zh": "30 分钟内"},
    "column.within_limit_share": {"en": "within the limit", "zh": "时限内"},
    "column.site": {"en": "site", "zh": "地点"},
    "column.nearest": {"en": "nearest", "zh": "最近设施"},
    "column.distance_m": {"en": "distance", "zh": "距离"},
    "why.beyond": {"en": "beyond the limit", "zh": "超出时限"},
    "why.off_network": {"en": "too far from any road", "zh": "离道路过远"},
    "why.no_way": {"en": "no way to any facility", "zh": "路网不通"},
    "cell.yes": {"en": "yes", "zh": "是"},
    "cell.no": {"en": "no", "zh": "否"},
    "cell.not_judged": {"en": "nobody lives there", "zh": "无人口，未判断"},
}
