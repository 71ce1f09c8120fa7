"""What an import remarks, and why it rejects a row."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "import.broken_areas": {
        "en": "Boundaries or buildings left out, not closed in the extract: {count} ({first}).",
        "zh": "数据中有 {count} 个边界或建筑不闭合，已略去：{first}。",
    },
    "import.broken_built_up": {
        "en": "Polygons of built-up land left out, not closed in the extract: {count}.",
        "zh": "数据中有 {count} 个建成区多边形不闭合，已略去。",
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
    "import.country": {
        "en": "{urban_km:,.0f} km of road lie in built-up land (settlements of "
        "{least_ha:g} ha or more: {settlements}) and take urban speeds, the other {study_km:,.0f} km those of "
        "{setting} country. Without an elevation model (--dem) steep land is not known.",
        "zh": "{urban_km:,.0f} 公里道路位于建成区（{settlements} 片，每片不小于 {least_ha:g} 公顷），采用城市车速；其余 {study_km:,.0f} 公里按“{setting}”取值。未提供高程数据（--dem），无法识别陡坡地区。",
    },
    "import.country_with_dem": {
        "en": "{urban_km:,.0f} km of road lie in built-up land (settlements of "
        "{least_ha:g} ha or more: {settlements}) and take urban speeds, {mountain_km:,.0f} km on land steeper than "
        "{steep_deg:g}° take mountain speeds, the other {study_km:,.0f} km those of {setting} "
        "country.",
        "zh": "{urban_km:,.0f} 公里道路位于建成区（{settlements} 片，每片不小于 {least_ha:g} 公顷），采用城市车速；{mountain_km:,.0f} 公里位于坡度大于 {steep_deg:g}° 的地区，采用山区车速；其余 {study_km:,.0f} 公里按“{setting}”取值。",
    },
    "import.dem_outside": {
        "en": "{count:,} of {nodes:,} road points lie outside the elevation model: no slope is "
        "counted there, and no land is taken as steep.",
        "zh": "{nodes:,} 个道路点中有 {count:,} 个位于高程数据之外：当地不计坡度，也不视为陡坡地区。",
    },
    "import.dem_read": {
        "en": "{path}: heights from {lowest:,.0f} to {highest:,.0f} m in {cells:,} cells by the "
        "roads; {voids:,} cells without a height took that of the nearest cell.",
        "zh": "{path}：道路一带 {cells:,} 格，高程 {lowest:,.0f} 至 {highest:,.0f} 米；{voids:,} 个空值格取最近格的高程。",
    },
    "import.doubtful_kind": {
        "en": "Counted as {kind}, but name or further tags say otherwise: {count} (first: {first}). "
        "Nothing was changed; check them, and correct them in OpenStreetMap or give a list of your "
        "own.",
        "zh": "按“{kind}”计入，但名称或其他标签与此不符的有 {count} 家（如：{first}）。未作更改；请核对，并在 OpenStreetMap 中更正，或改用自己的清单。",
    },
    "import.facilities_read": {
        "en": "{path}: facilities read: {count}.",
        "zh": "{path}：读取机构 {count} 家。",
    },
    "import.graph_read": {
        "en": "{path}: roads taken from an osmnx graph: {ways:,}; roads only, "
        "no facility, area, signal, barrier or turn restriction.",
        "zh": "{path}：从 osmnx 图中采用 {ways:,} 条道路：仅道路，不含机构、行政区、信号灯、路障和转弯限制。",
    },
    "import.merged": {
        "en": "One {kind} mapped more than once: {kept} ({name}) stays, merged into it: {others}.",
        "zh": "同一{kind}重复绘制：保留 {kept}（{name}），并入：{others}。",
    },
    "import.missing_nodes": {
        "en": "Way points missing from the extract (clipped edge): {count:,}; their roads end "
        "there.",
        "zh": "数据边缘缺少 {count:,} 个路径点，相应道路在此截断。",
    },
    "import.network": {
        "en": "Car network: junctions {junctions:,}, {km:,.0f} km; {main_share:.1%} of the junctions "
        "reach each other, parts cut off: {islands}; of parallel roads the quickest is used "
        "({parallel}); turn restrictions that bind: {turns}.",
        "zh": "车行路网：路口 {junctions:,} 个，{km:,.0f} 公里；{main_share:.1%} 的路口互通，孤立部分 {islands} 处；并行道路取最快者（{parallel} 处）；生效的转弯限制 {turns} 条。",
    },
    "import.no_car_roads": {
        "en": "No road is open to cars: car and ambulance cannot be asked for.",
        "zh": "没有可供机动车通行的道路：无法按小汽车或救护车计算。",
    },
    "import.no_areas": {
        "en": "The extract holds no administrative area: tables by area need --areas. If you "
        "expected some, the extract may be cut short: download it again.",
        "zh": "数据中没有行政区：按区域列表需要 --areas。若本应有行政区，数据可能不完整，请重新下载。",
    },
    "import.no_built_up": {
        "en": "The source holds no built-up land (landuse): no road is known to lie in a town.",
        "zh": "数据中没有建成区（landuse）：无法识别城区道路。",
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
        "en": "Facilities of the extract set aside, as the given list is the truth: {count}.",
        "zh": "以所给清单为准，OSM 中的 {count} 家机构不采用。",
    },
    "import.osm_read": {
        "en": "Extract: roads {ways:,}, their points {nodes:,}, facilities {facilities}, "
        "administrative areas {areas}.",
        "zh": "数据：{ways:,} 条道路、{nodes:,} 个点，{facilities} 家机构，{areas} 个行政区。",
    },
    "import.possible_doubles": {
        "en": "“{name}” stands more than once in nearly one place ({ids}): if it is one facility, "
        "say so in the decisions file.",
        "zh": "“{name}”在相近位置出现多次（{ids}）：如为同一机构，请在处理意见文件中注明。",
    },
    "import.ids_prefixed": {
        "en": "Several lists use the same ids: they now begin with the name of their file.",
        "zh": "多个清单使用了相同编号：编号前已加上文件名。",
    },
    "import.more_bands": {
        "en": "{path} has {count} bands; the first is taken as the population.",
        "zh": "{path} 有 {count} 个波段；以第一个作为人口。",
    },
    "import.more_layers": {
        "en": "{path} has several layers ({names}); “{taken}” is taken.",
        "zh": "{path} 有多个图层（{names}）；采用“{taken}”。",
    },
    "import.repaired": {
        "en": "{path}: polygons repaired: {count}.",
        "zh": "{path}：修复多边形 {count} 个。",
    },
    "import.unknown_words": {
        "en": "{path}: {count} words for a kind or service are not known and were passed over, "
        "first in row {row}: “{word}”. Known: {known}.",
        "zh": "{path}：有 {count} 个类别或服务用词无法识别，已略过，首见第 {row} 行：“{word}”。可用：{known}（也可用中文名称，如医院、乡镇卫生院、村卫生室、急救站、卒中中心）。",
    },
    "import.population_read": {
        "en": "{path}: people {people:,.0f}, places {places:,}.",
        "zh": "{path}：{places:,} 处共 {people:,.0f} 人。",
    },
    "import.turns_skipped": {
        "en": "Turn restrictions of the extract not applied: {count}, of which over a way {via_way}, "
        "at some times only {conditional}, incomplete {incomplete}.",
        "zh": "数据中有 {count} 条转弯限制未采用：{via_way} 条经由路段，{conditional} 条为分时限制，{incomplete} 条不完整。",
    },
    "import.unnamed_areas": {
        "en": "Administrative areas left out, without name or level: {count}.",
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
    "row.too_many_people": {
        "en": "{value} people at one place is more than {most:,}: check the number",
        "zh": "一个点上有 {value} 人，超过 {most:,}：请核对",
    },
    "row.bad_cells": {
        "en": "{count} cells do not hold a finite number of people and were left out",
        "zh": "{count} 个格子的人口不是有限数，已略去",
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
        "en": "cells left out, with a negative number of people: {count}",
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
    "population.option_without": {
        "en": "{option} needs a population to work on: give --population too.",
        "zh": "{option} 需要人口数据，请同时给出 --population。",
    },
    "population.graph_has_no_buildings": {
        "en": "{path} is a road graph and holds neither buildings nor land use: spread the people evenly, or give an .osm.pbf extract.",
        "zh": "{path} 是道路图，不含建筑和用地：请改用 even 分摊，或提供 .osm.pbf 数据。",
    },
    "population.no_built_up": {
        "en": "{path} maps no land that people live on (landuse=residential and the like): spread the people over buildings or evenly.",
        "zh": "{path} 没有居住用地（landuse=residential 等）：请改用 buildings 或 even 分摊。",
    },
    "banks.graph_has_no_rivers": {
        "en": "A road graph holds no rivers, so “{name}” cannot be found by its name: give a line file instead.",
        "zh": "道路图不含河流，无法按名称找到“{name}”：请改给河流的线文件。",
    },
    "banks.no_district": {
        "en": "No level of the areas has exactly one area for the river to split; levels: {levels}. Give areas that hold the district's own boundary.",
        "zh": "没有哪一级行政区恰好只有一个区域可供河流划分；现有级别：{levels}。请提供含区县边界的行政区文件。",
    },
    "import.register_match": {
        "en": "Of the name list {matched} units have an area; {without_area} have none (first: {first}), and {unlisted} areas are not in the list (first: {other}).",
        "zh": "名录中 {matched} 个有对应边界，{without_area} 个没有（如：{first}）；另有 {unlisted} 个行政区不在名录中（如：{other}）。",
    },
    "import.open_doubles": {
        "en": "Pairs of facilities that may be one and are not decided: {count} (first: {first}). They stand in the study's decisions.csv; copy it, fill in same or different, and give the copy to --decisions.",
        "zh": "疑似同一机构而尚未决定的有 {count} 对（如：{first}）。已列入研究文件夹中的 decisions.csv；请复制一份，填写 same（同一）或 different（不同），再用 --decisions 给出。",
    },
    "import.plan_facilities_open": {
        "en": "Of {named} facilities that the plan names, {count} were not found for certain in the lists (first: {first}).",
        "zh": "规划点名的 {named} 个机构中，有 {count} 个未能在清单中确定（如：{first}）。",
    },
    "output.decisions_edited": {
        "en": "{path} has been filled in and would be lost: move it out of the study's folder and give it with --decisions.",
        "zh": "{path} 已被填写，继续会丢失其内容：请移出研究文件夹，再用 --decisions 给出。",
    },
}
