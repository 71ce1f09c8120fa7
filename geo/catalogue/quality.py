"""The quality report: findings, what they do to results, what to do."""

from __future__ import annotations

from geo.catalogue.quality_care import MESSAGES as _CARE
from geo.catalogue.quality_page import MESSAGES as _PAGE
from geo.catalogue.quality_sources import MESSAGES as _SOURCES

MESSAGES: dict[str, dict[str, str]] = {
    "severity.serious": {"en": "serious", "zh": "严重"},
    "severity.check": {"en": "check", "zh": "需核对"},
    "severity.know": {"en": "good to know", "zh": "供参考"},
    "fitness.fit": {"en": "fit for use", "zh": "可以使用"},
    "fitness.care": {"en": "use with care", "zh": "谨慎使用"},
    "fitness.unfit": {"en": "not fit for use", "zh": "不可使用"},
    "quality.rule": {
        "en": "The rule: not fit where there is no population, nobody offers the service, the roads "
        "are modelled, over {unroutable:.0%} of the people have no way at all, or over {far:.0%} "
        "live more than {limit_m:,.0f} m from any road; with care where a finding is serious; fit "
        "otherwise. All thresholds are judgements of this program.",
        "zh": "判定规则：没有人口、无机构提供该服务、道路为模拟数据、超过 {unroutable:.0%} 的人口"
        "完全无路可达，或超过 {far:.0%} 的人口距道路超过 {limit_m:,.0f} 米，为不可使用；"
        "有严重问题的，为谨慎使用；其余为可以使用。各项阈值均为本程序的判断。",
    },
    # Essentials.
    "quality.demonstration.what": {
        "en": "The roads of this study are modelled, not real.",
        "zh": "本研究的道路为模拟数据，并非真实道路。",
    },
    "quality.demonstration.effect": {
        "en": "No figure says anything about the real district.",
        "zh": "所有数字均不反映真实区县的情况。",
    },
    "quality.demonstration.todo": {
        "en": "For a decision, make a study from an OSM extract of the district.",
        "zh": "用于决策时，请用该区县的 OSM 数据新建研究。",
    },
    "quality.no_population.what": {
        "en": "The study has no population.",
        "zh": "研究没有人口数据。",
    },
    "quality.no_population.effect": {
        "en": "No share of covered people can be told.",
        "zh": "无法给出人口覆盖率。",
    },
    "quality.no_population.todo": {
        "en": "Make the study again with --population.",
        "zh": "请用 --population 提供人口后重建研究。",
    },
    "quality.nobody_offers.what": {
        "en": "Of the {facilities:,} facilities none offers “{service}” today.",
        "zh": "{facilities:,} 家机构中没有一家目前提供“{service}”。",
    },
    "quality.nobody_offers.effect": {
        "en": "Access to this service cannot be told.",
        "zh": "无法计算该服务的可达性。",
    },
    "quality.nobody_offers.todo": {
        "en": "Give a list that says who offers it, or ask for another service with --service.",
        "zh": "请提供注明由谁提供该服务的清单，或用 --service 另选服务。",
    },
    "quality.no_areas.what": {
        "en": "The study has no administrative areas.",
        "zh": "研究没有行政区边界。",
    },
    "quality.no_areas.effect": {
        "en": "No table by area; what lies beyond the border, and what that does to the figures, "
        "cannot be told.",
        "zh": "无法按区域列表，也无法判断边界以外的情况及其影响。",
    },
    "quality.no_areas.todo": {
        "en": "Make the study again with --areas.",
        "zh": "请用 --areas 提供边界后重建研究。",
    },
    "quality.no_elevation.what": {
        "en": "The study has no elevation model.",
        "zh": "研究没有高程数据。",
    },
    "quality.no_elevation.effect": {
        "en": "Slopes are not counted: in hills times look shorter than they are, on foot most.",
        "zh": "未计坡度：山地用时看上去比实际短，步行尤甚。",
    },
    "quality.no_elevation.todo": {
        "en": "In hills make the study again with --dem; in flat country nothing is to be done.",
        "zh": "山地请用 --dem 提供高程后重建研究；平原无需处理。",
    },
    "quality.no_built_up.what": {
        "en": "The source tells of no built-up land.",
        "zh": "数据来源没有建成区信息。",
    },
    "quality.no_built_up.effect": {
        "en": "Roads in towns take the speeds of the study's setting: times may look shorter there.",
        "zh": "城镇道路按研究设定的地区类型取速度：城镇内用时可能偏短。",
    },
    "quality.no_built_up.todo": {
        "en": "Where the study is a town, set --setting urban.",
        "zh": "研究区域为城镇时，请设 --setting urban。",
    },
    # People and roads.
    "quality.off_network.what": {
        "en": "{people:,.0f} people ({share:.1%}) live more than {limit_m:,.0f} m from any road of "
        "this mode.",
        "zh": "{people:,.0f} 人（{share:.1%}）居住地距可用道路超过 {limit_m:,.0f} 米。",
    },
    "quality.off_network.effect": {
        "en": "They are counted as not covered: the share looks lower where a road is not mapped.",
        "zh": "他们按未覆盖计：若当地道路未入图，覆盖率偏低。",
    },
    "quality.off_network.todo": {
        "en": "Look at the list of the worst places: add the roads to the map, or correct the "
        "places' coordinates.",
        "zh": "请查看最差地点清单：补绘道路，或更正坐标。",
    },
    "quality.cut_off.what": {
        "en": "{people:,.0f} people ({share:.1%}) live by a road that leads to no “{service}”.",
        "zh": "{people:,.0f} 人（{share:.1%}）居住地有路，但路网不通往任何“{service}”。",
    },
    "quality.cut_off.effect": {
        "en": "They are counted as not covered: the share looks lower where a link of the road is "
        "missing.",
        "zh": "他们按未覆盖计：若路网有断点，覆盖率偏低。",
    },
    "quality.cut_off.todo": {
        "en": "Look for missing bridges, closed gates and one-way mistakes around them on the map.",
        "zh": "请在地图上检查周边缺失的桥梁、关闭的闸门和单行线错误。",
    },
    "quality.far_from_road.what": {
        "en": "{people:,.0f} people ({share:.1%}) live more than {limit_m:,.0f} m from the road that "
        "serves them.",
        "zh": "{people:,.0f} 人（{share:.1%}）居住地距所用道路超过 {limit_m:,.0f} 米。",
    },
    "quality.far_from_road.effect": {
        "en": "The way to the road is counted as walked: where a road is only missing from the map, "
        "times look longer and the share lower.",
        "zh": "到道路的一段按步行计：若只是道路未入图，用时偏长，覆盖率偏低。",
    },
    "quality.far_from_road.todo": {
        "en": "Check the worst places against a satellite picture; map the roads that are missing.",
        "zh": "请对照卫星影像核对最差地点，补绘缺失道路。",
    },
    "quality.islands.what": {
        "en": "{people:,.0f} people ({share:.1%}) are joined to roads outside the main network "
        "({sets:,} sets of junctions cut off from it in one direction or both).",
        "zh": "{people:,.0f} 人（{share:.1%}）所接道路不在主路网内（另有 {sets:,} 组路口单向或双向与主路网不通）。",
    },
    "quality.islands.effect": {
        "en": "They reach only what lies on their island: mostly counted as not covered.",
        "zh": "他们只能到达孤立路网内的机构，多按未覆盖计。",
    },
    "quality.islands.todo": {
        "en": "Check the gaps between these roads and the network: bridges, ferries, gates.",
        "zh": "请检查这些道路与主路网之间的断点：桥梁、渡口、闸门。",
    },
    "quality.gaps.what": {
        "en": "{people:,.0f} people ({share:.1%}) live in {cells:,} cells of 1 km with next to no road: "
        "under {density:g} km/km² around them, or most of them over {limit_m:,.0f} m from a road.",
        "zh": "{people:,.0f} 人（{share:.1%}）居住在 {cells:,} 个几乎无路的 1 公里网格内：周边路网密度低于 {density:g} 公里/平方公里，或多数人距道路超过 {limit_m:,.0f} 米。",
    },
    "quality.gaps.effect": {
        "en": "People without roads are rare: either roads are missing (times look longer) or the "
        "people stand in the wrong place (times are of somewhere else).",
        "zh": "有人无路并不常见：或道路缺失（用时偏长），或人口位置有误（用时不属当地）。",
    },
    "quality.gaps.todo": {
        "en": "These cells are hatched on the map: check them against a satellite picture.",
        "zh": "这些网格在地图上以斜线标出，请对照卫星影像核对。",
    },
    "quality.low_areas.what": {
        "en": "The roads of {count:,} of {areas:,} areas are doubtful, with {people:,.0f} people "
        "({share:.1%}): {names}.",
        "zh": "{areas:,} 个区域中有 {count:,} 个道路数据存疑，涉及 {people:,.0f} 人（{share:.1%}）：{names}。",
    },
    "quality.low_areas.effect": {
        "en": "Where roads are missing, times look longer and these areas look worse than they are.",
        "zh": "道路缺失处用时偏长，这些区域看上去比实际差。",
    },
    "quality.low_areas.todo": {
        "en": "They are hatched on the map. Compare their road length with the official figure, and "
        "do not rank them against the others before that.",
        "zh": "这些区域在地图上以斜线标出。请与官方公路里程对照，此前不宜与其他区域排名。",
    },
    # Roads.
    "quality.unclassed.what": {
        "en": "{share:.1%} of the road length has no class.",
        "zh": "{share:.1%} 的道路里程没有等级。",
    },
    "quality.unclassed.effect": {
        "en": "Such roads take a low default speed: times look longer.",
        "zh": "此类道路采用较低的缺省速度：用时偏长。",
    },
    "quality.unclassed.todo": {
        "en": "Give these roads a class in OSM.",
        "zh": "请在 OSM 中补充道路等级。",
    },
    "quality.tags.what": {
        "en": "{limited:.1%} of the road length has a posted limit; {surface}.",
        "zh": "{limited:.1%} 的道路里程标有限速；{surface}。",
    },
    "quality.tags.effect": {
        "en": "Where nothing is posted the speed follows from the class of the road: single roads "
        "may be faster or slower, in either direction.",
        "zh": "未标限速处按道路等级取速度：个别道路可能偏快或偏慢，方向不定。",
    },
    "quality.tags.todo": {
        "en": "Read every share with its band at speeds x0.8 and x1.2.",
        "zh": "覆盖率请结合车速×0.8与×1.2的区间阅读。",
    },
    "quality.surface_known": {
        "en": "{share:.1%} a known surface",
        "zh": "{share:.1%} 标有路面类型",
    },
    "quality.surface_unknown": {
        "en": "surfaces are unknown (the source or the bundle does not carry them)",
        "zh": "路面类型未知（数据来源或研究文件不含此项）",
    },
    "quality.dead_end_bridges.what": {
        "en": "{count:,} bridges end where no road goes on (OSM ways {ways}).",
        "zh": "{count:,} 座桥的一端没有道路相接（OSM 路段 {ways}）。",
    },
    "quality.dead_end_bridges.effect": {
        "en": "If the road behind is missing from the map, ways look longer than they are.",
        "zh": "若桥后道路未入图，路线看上去比实际长。",
    },
    "quality.dead_end_bridges.todo": {
        "en": "Check them; at the edge of a clipped extract, and on piers, they are harmless.",
        "zh": "请核对；若在裁剪边缘或为栈桥，则无影响。",
    },
    "quality.parts.what": {
        "en": "The roads fall into {parts:,} separate parts; the largest has {km:,.0f} km, the others "
        "{rest_km:,.1f} km together. {main_share:.1%} of the junctions reach each other.",
        "zh": "路网分为 {parts:,} 个互不相连的部分；最大部分 {km:,.0f} 公里，其余共 {rest_km:,.1f} 公里。{main_share:.1%} 的路口彼此可达。",
    },
    "quality.parts.effect": {
        "en": "Homes are joined to the main network where it is near enough, so small parts rarely "
        "change a figure.",
        "zh": "居民点优先接入主路网，零星部分很少影响结果。",
    },
    "quality.parts.todo": {
        "en": "Look at the larger ones if people live there.",
        "zh": "较大的部分若有人居住，请核对。",
    },
    **_CARE,
    **_SOURCES,
    **_PAGE,
}
