"""Texts on maps and pages."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "map.unknown_asset": {
        "en": "the page would load {url}, which is not among the packaged assets: a map must open "
        "without internet. Add it to maps.assets, or draw without it",
        "zh": "页面会加载 {url}，该资源不在随附资源之列；地图必须能离线打开。"
        "请将其加入 maps.assets，或改用其他画法",
    },
    # The question and the head of the page.
    "word.question": {
        "en": "Who is within {minutes} minutes of the nearest {service}?",
        "zh": "谁能在 {minutes} 分钟内到达最近的{service}？",
    },
    "word.question_from": {
        "en": "Whom does the nearest {service} reach within {minutes} minutes?",
        "zh": "最近的{service}能在 {minutes} 分钟内到达谁？",
    },
    "word.mode": {"en": "Mode: {profile}, {direction}", "zh": "方式：{profile}，{direction}"},
    "word.mode_group": {
        "en": "Mode: {profile}, {direction}; people counted: {group}",
        "zh": "方式：{profile}，{direction}；统计人群：{group}",
    },
    "map.generated_for": {"en": "Prepared for {whom}", "zh": "编制对象：{whom}"},
    # The answer box.
    "map.answer": {"en": "Answer", "zh": "结果"},
    "map.of_residents": {
        "en": "of {people} are covered",
        "zh": "已覆盖，共 {people}",
    },
    "map.no_residents": {
        "en": "No population was given: no share can be told.",
        "zh": "未提供人口，无法给出覆盖率。",
    },
    "map.covered": {"en": "Covered", "zh": "已覆盖"},
    "map.uncovered": {"en": "Not covered", "zh": "未覆盖"},
    "map.unroutable": {"en": "No way by road", "zh": "无路可达"},
    "map.highlight": {
        "en": "Highlight people who are not covered",
        "zh": "突出显示未覆盖人口",
    },
    "map.verdicts": {"en": "Verdicts", "zh": "结论"},
    "map.verdict_value": {"en": "{value}, pass mark {target}", "zh": "{value}，达标线 {target}"},
    "map.verdict_target": {"en": "pass mark {target}", "zh": "达标线 {target}"},
    "map.verdict_band": {
        "en": "{slow} – {fast} at speeds ×0.8 – ×1.2",
        "zh": "车速×0.8～×1.2时为 {slow}～{fast}",
    },
    "map.caveats": {"en": "Before you rely on this ({count})", "zh": "使用前须知（{count}）"},
    "map.data_date": {"en": "Date of the data: {dates}", "zh": "数据日期：{dates}"},
    "map.role.osm": {"en": "roads", "zh": "道路"},
    "map.role.facilities": {"en": "facilities", "zh": "机构"},
    "map.role.population": {"en": "population", "zh": "人口"},
    "map.role.areas": {"en": "areas", "zh": "行政区"},
    "map.role.dem": {"en": "elevation", "zh": "高程"},
    "map.role.indicators": {"en": "indicators", "zh": "指标"},
    # Layers and legend.
    "map.legend": {"en": "Legend", "zh": "图例"},
    "map.layers": {"en": "Layers", "zh": "图层"},
    "map.layer.roads": {"en": "Roads", "zh": "道路"},
    "map.layer.areas": {"en": "Covered share by area", "zh": "各区域覆盖率"},
    "map.layer.demand": {"en": "Residents by travel time", "zh": "居民（按出行时间）"},
    "map.layer.counted": {"en": "Facilities that count", "zh": "计入的机构"},
    "map.layer.others": {"en": "Other facilities", "zh": "其他机构"},
    "map.layer.names": {"en": "Place names", "zh": "地名"},
    "map.legend.areas": {"en": "Residents covered", "zh": "居民覆盖率"},
    "map.legend.times": {"en": "Travel time of residents", "zh": "居民出行时间"},
    "map.legend.sizes": {"en": "Residents at a place", "zh": "居民点人口"},
    "map.legend.facilities": {"en": "Facilities", "zh": "机构"},
    "map.class.at_least": {"en": "{low:.0%} or more", "zh": "{low:.0%} 及以上"},
    "map.class.between": {"en": "{low:.0%} to under {high:.0%}", "zh": "{low:.0%}～{high:.0%}"},
    "map.class.under": {"en": "under {high:.0%}", "zh": "不足 {high:.0%}"},
    "map.class.nobody": {"en": "no residents", "zh": "无居民"},
    "map.time.up_to": {"en": "up to {high} min", "zh": "{high} 分钟以内"},
    "map.time.between": {"en": "over {low} to {high} min", "zh": "{low}～{high} 分钟"},
    "map.time.over": {"en": "over {low} min", "zh": "超过 {low} 分钟"},
    "map.time.unroutable": {"en": "no way by road", "zh": "无路可达"},
    "map.darker_is_worse": {"en": "Darker is worse.", "zh": "颜色越深越差。"},
    # Tooltips and popups.
    "word.people": {"en": "{count} people", "zh": "{count}人"},
    "map.residents": {"en": "Residents", "zh": "居民"},
    "map.share": {"en": "Covered", "zh": "覆盖率"},
    "map.median": {"en": "Half of them need at most", "zh": "半数居民用时不超过"},
    "map.time": {"en": "Travel time", "zh": "出行时间"},
    "word.minutes": {"en": "{value} min", "zh": "{value} 分钟"},
    "word.never": {"en": "no way by road", "zh": "无路可达"},
    "map.nearest": {"en": "Nearest", "zh": "最近机构"},
    "map.kind": {"en": "Kind", "zh": "类型"},
    "map.services": {"en": "Services", "zh": "服务"},
    "map.no_services": {"en": "none beyond its kind", "zh": "无其他服务"},
    "map.serves": {"en": "Nearest for", "zh": "最近服务人口"},
    "map.serves_within": {"en": "of them in time", "zh": "其中按时可达"},
    "map.unnamed": {"en": "unnamed {kind}", "zh": "未命名{kind}"},
    "map.unnamed_area": {"en": "unnamed area", "zh": "未命名区域"},
    "map.unnamed_place": {"en": "homes here", "zh": "此处居民"},
    "map.list_separator": {"en": ", ", "zh": "、"},
    "word.unknown": {"en": "–", "zh": "–"},
    # Buttons.
    "map.zoom_in": {"en": "Zoom in", "zh": "放大"},
    "map.zoom_out": {"en": "Zoom out", "zh": "缩小"},
    "map.close": {"en": "Close", "zh": "关闭"},
}
