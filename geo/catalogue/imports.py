"""What an import remarks, and why it rejects a row."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "import.broken_areas": {
        "en": "{count} boundaries or buildings are not closed in the extract and were left out: "
        "{first}.",
        "zh": "数据中有 {count} 个边界或建筑不闭合，已略去：{first}。",
    },
    "import.cells_outside": {
        "en": "{path}: {people:,.0f} people live outside the extract's roads and were left out.",
        "zh": "{path}：{people:,.0f} 人位于路网范围之外，已略去。",
    },
    "import.cells_outside_areas": {
        "en": "{path}: {people:,.0f} people live outside the study's areas (level {level}) and were "
        "left out.",
        "zh": "{path}：{people:,.0f} 人位于研究区域（级别 {level}）之外，已略去。",
    },
    "import.facilities_read": {
        "en": "{path}: {count} facilities taken.",
        "zh": "{path}：采用 {count} 家机构。",
    },
    "import.graph_read": {
        "en": "{path}: {ways:,} roads taken from an osmnx graph (roads only).",
        "zh": "{path}：从 osmnx 图中采用 {ways:,} 条道路（仅道路）。",
    },
    "import.merged": {
        "en": "One {kind} mapped more than once: {kept} ({name}) stays, merged into it: {others}.",
        "zh": "同一{kind}重复绘制：保留 {kept}（{name}），并入：{others}。",
    },
    "import.missing_nodes": {
        "en": "{count:,} way points are missing from the extract (clipped edge): their roads end "
        "there.",
        "zh": "数据边缘缺少 {count:,} 个路径点，相应道路在此截断。",
    },
    "import.no_areas": {
        "en": "The extract holds no administrative area: tables by area need --areas. If you "
        "expected some, the extract may be cut short: download it again.",
        "zh": "数据中没有行政区：按区域列表需要 --areas。若本应有行政区，数据可能不完整，请重新下载。",
    },
    "import.no_kind_column": {
        "en": "{path} has no column for the kind: every row is taken as “{kind}”.",
        "zh": "{path} 没有类别列：所有行均按“{kind}”处理。",
    },
    "import.no_population": {
        "en": "No population was given: coverage and verdicts will say “cannot tell”.",
        "zh": "未提供人口：覆盖率和结论将为“无法判断”。",
    },
    "import.osm_facilities_set_aside": {
        "en": "{count} facilities of the extract are set aside: the given list is the truth.",
        "zh": "以所给清单为准，OSM 中的 {count} 家机构不采用。",
    },
    "import.osm_read": {
        "en": "Extract: {ways:,} roads with {nodes:,} points, {facilities} facilities, {areas} "
        "administrative areas.",
        "zh": "数据：{ways:,} 条道路、{nodes:,} 个点，{facilities} 家机构，{areas} 个行政区。",
    },
    "import.population_read": {
        "en": "{path}: {people:,.0f} people at {places:,} places.",
        "zh": "{path}：{places:,} 处共 {people:,.0f} 人。",
    },
    "import.turns_skipped": {
        "en": "{count} turn restrictions of the extract are not applied: {via_way} lead over a way, "
        "{conditional} hold at some times only, {incomplete} are incomplete.",
        "zh": "数据中有 {count} 条转弯限制未采用：{via_way} 条经由路段，{conditional} 条为分时限制，{incomplete} 条不完整。",
    },
    "import.unnamed_areas": {
        "en": "{count} administrative areas have no name or level and were left out.",
        "zh": "{count} 个行政区没有名称或级别，已略去。",
    },
    "row.bad_population": {
        "en": "population must be a number of people, 0 or more; got “{value}”",
        "zh": "人口须为非负数；收到“{value}”",
    },
    "row.blank": {
        "en": "the cell “{column}” is blank",
        "zh": "“{column}”为空",
    },
    "row.double_id": {
        "en": "the id “{id}” stands in an earlier row",
        "zh": "编号“{id}”已在前面出现",
    },
    "row.far_outside": {
        "en": "({lon}, {lat}) lies more than one degree outside the roads of the study",
        "zh": "({lon}, {lat}) 位于研究路网范围一度以外",
    },
    "row.negative_cells": {
        "en": "{count} cells hold a negative number of people and were left out",
        "zh": "{count} 个格子的人口为负，已略去",
    },
    "row.no_polygon": {
        "en": "the row has no polygon",
        "zh": "该行没有多边形",
    },
    "row.not_a_number": {
        "en": "“{column}” must be a number; got “{value}”",
        "zh": "“{column}”须为数字；收到“{value}”",
    },
    "row.not_lonlat": {
        "en": "({lon}, {lat}) is no longitude and latitude in degrees",
        "zh": "({lon}, {lat}) 不是以度为单位的经纬度",
    },
    "row.off_network": {
        "en": "{name} lies more than {limit_km:g} km from any road: check its coordinates",
        "zh": "{name} 距任何道路超过 {limit_km:g} 公里：请检查坐标",
    },
    "row.swapped": {
        "en": "longitude and latitude look swapped: lon {lon}, lat {lat}",
        "zh": "经纬度疑似颠倒：经度 {lon}，纬度 {lat}",
    },
}
