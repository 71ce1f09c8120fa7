"""Errors: what was expected, what came, where, and what to do."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "areas.bad_polygon": {
        "en": "Area {code} needs a valid, non-empty polygon.",
        "zh": "区域 {code} 需要有效且非空的多边形。",
    },
    "areas.double_code": {
        "en": "Area codes must be unique.",
        "zh": "区域代码不得重复。",
    },
    "areas.empty": {
        "en": "{path}: expected at least one polygon, found none. Give the boundary as polygons "
        "(GeoJSON, GeoPackage or Shapefile).",
        "zh": "{path}：应至少有一个多边形，实际没有。请提供多边形边界（GeoJSON、GeoPackage 或 Shapefile）。",
    },
    "areas.unknown_level": {
        "en": "No areas of level “{level}”. The study has: {known}.",
        "zh": "没有级别为“{level}”的区域。本研究有：{known}。",
    },
    "build.bad_speed_factor": {
        "en": "A speed factor must be finite and above 0, got {value}.",
        "zh": "车速系数须为大于 0 的有限数，收到 {value}。",
    },
    "build.no_roads": {
        "en": "No road can be used by the profile “{profile}”. Check the extract, or choose "
        "another profile.",
        "zh": "没有道路可供“{profile}”使用。请检查路网数据或换用其他出行方式。",
    },
    "coverage.bad_quantile": {
        "en": "A quantile must lie in (0, 1], got {q}.",
        "zh": "分位数须在 (0, 1] 内，收到 {q}。",
    },
    "coverage.no_population": {
        "en": "The study has no population, so no share of people can be given. Create it with "
        "--population FILE (CSV of points, or GeoTIFF).",
        "zh": "研究没有人口数据，无法计算人口比例。请用 --population 文件（点位 CSV 或 GeoTIFF）重新建立研究。",
    },
    "coverage.nobody_offers": {
        "en": "No facility in the study offers “{service}”. Offered: {offered}. Give a facility "
        "list with --facilities when you create the study.",
        "zh": "研究中没有机构提供“{service}”。现有：{offered}。请在建立研究时用 --facilities 提供机构清单。",
    },
    "crs.not_lonlat": {
        "en": "{count} coordinates are not longitude and latitude in degrees; the first is "
        "number {row}: ({lon}, {lat}). Convert them to WGS-84 degrees.",
        "zh": "{count} 个坐标不是以度为单位的经纬度；首个为第 {row} 个：({lon}, {lat})。请转换为 WGS-84 经纬度。",
    },
    "crs.not_metric": {
        "en": "EPSG:{epsg} is not a projected system in metres.",
        "zh": "EPSG:{epsg} 不是以米为单位的投影坐标系。",
    },
    "datum.unknown": {
        "en": "Unknown datum “{datum}”. Known: {known}.",
        "zh": "未知的坐标基准“{datum}”。可用：{known}。",
    },
    "dem.elsewhere": {
        "en": "{path} covers none of the roads: it holds {dem}, the roads lie in {roads} (west, "
        "south, east, north). Give the elevation model of this place.",
        "zh": "{path} 不覆盖任何道路：其范围为 {dem}，道路范围为 {roads}（西、南、东、北）。请提供当地的高程数据。",
    },
    "dem.empty": {
        "en": "{path}: no cell by the roads holds a height on land in metres. Check the file's "
        "no-data value and unit.",
        "zh": "{path}：道路附近没有任何格子含以米为单位的陆地高程。请检查无数据值与单位。",
    },
    "dem.nothing_packed": {
        "en": "{path}: expected an archive with one .hgt or .tif, found none.",
        "zh": "{path}：压缩包内应有一个 .hgt 或 .tif，实际没有。",
    },
    "dem.several_packed": {
        "en": "{path}: expected an archive with one .hgt or .tif, found {count}. Join them to one "
        "GeoTIFF (gdalwarp), and give that.",
        "zh": "{path}：压缩包内应有一个 .hgt 或 .tif，实际有 {count} 个。请先合并为一个 GeoTIFF（gdalwarp）。",
    },
    "dem.unreadable": {
        "en": "{path}: expected an elevation model (GeoTIFF, SRTM .hgt under its tile's name such "
        "as N42E001.hgt, or either in a .zip), but it cannot be read ({what}).",
        "zh": "{path}：应为高程数据（GeoTIFF、以图幅命名的 SRTM .hgt，如 N42E001.hgt，或其 .zip），但无法读取（{what}）。",
    },
    "demand.bad_population": {
        "en": "Every population must be finite and not negative.",
        "zh": "人口须为非负的有限数。",
    },
    "demo.bad_district": {
        "en": "The packaged data of district “{name}” are faulty: {what}.",
        "zh": "区县“{name}”的内置数据有误：{what}。",
    },
    "demo.unknown_district": {
        "en": "There is no demonstration district “{name}”. Known: {known}.",
        "zh": "没有名为“{name}”的演示区县。可用：{known}。",
    },
    "facilities.double_id": {
        "en": "Facility ids must be unique; “{id}” stands twice.",
        "zh": "机构编号不得重复；“{id}”出现两次。",
    },
    "facilities.unknown_service": {
        "en": "Unknown service or kind “{name}”. Known: {known}; Chinese names such as 医院 or 卒中中心 work too.",
        "zh": "未知的服务或类别“{name}”。可用中文名称（医院、乡镇卫生院、卒中中心、急救站 等）或程序名称：{known}。",
    },
    "file.not_found": {
        "en": "There is no file {path}. Check the path.",
        "zh": "没有文件 {path}。请检查路径。",
    },
    "file.not_toml": {
        "en": "{path} is not valid TOML: {what}.",
        "zh": "{path} 不是有效的 TOML：{what}。",
    },
    "graph.no_roads": {
        "en": "The graph holds no road with a known highway class.",
        "zh": "该图中没有已知道路等级的道路。",
    },
    "graph.unreadable": {
        "en": "{path} cannot be read as a GraphML file saved by osmnx ({what}). Save it with "
        "osmnx.save_graphml, unprojected.",
        "zh": "{path} 无法作为 osmnx 保存的 GraphML 读取（{what}）。请用 osmnx.save_graphml 保存未投影的图。",
    },
    "interop.key_missing": {
        "en": "A node needs x_m and y_m, an edge time_s; {key} is missing.",
        "zh": "节点需要 x_m 和 y_m，边需要 time_s；缺少 {key}。",
    },
    "interop.not_directed": {
        "en": "Expected a directed graph (one-way streets make directions differ). Use "
        "graph.to_directed().",
        "zh": "应为有向图（单行道使两个方向不同）。请使用 graph.to_directed()。",
    },
    "isochrone.no_cutoff": {
        "en": "At least one time limit is needed.",
        "zh": "至少需要一个时间限值。",
    },
    "isochrone.bad_suffix": {
        "en": "{path}: isochrones are written as .geojson, .json or .gpkg. Choose one of these "
        "endings.",
        "zh": "{path}：等时圈只能写为 .geojson、.json 或 .gpkg。请选用其中一种扩展名。",
    },
    "isochrone.off_network": {
        "en": "The place lies more than {limit_m:,.0f} m from any road that the profile may use. "
        "Choose a place nearer to a road.",
        "zh": "该地点距可用道路超过 {limit_m:,.0f} 米。请选择更靠近道路的地点。",
    },
    "live.no_such_facility": {
        "en": "There is no facility with the number {number}; it may have been removed.",
        "zh": "没有编号为 {number} 的机构；可能已被移除。",
    },
    "network.bad_time": {
        "en": "Every travel time must be finite and not negative.",
        "zh": "通行时间须为非负的有限数。",
    },
    "network.end_out_of_range": {
        "en": "Road ends must be nodes in [0, {n}).",
        "zh": "道路端点须为 [0, {n}) 内的节点。",
    },
    "osm.damaged": {
        "en": "{path}: expected an OpenStreetMap extract (.osm.pbf), but it cannot be read to its "
        "end ({what}). Download it again.",
        "zh": "{path}：应为 OpenStreetMap 数据（.osm.pbf），但无法完整读取（{what}）。请重新下载。",
    },
    "osm.no_roads": {
        "en": "{path}: expected roads (ways with a highway tag), found none. Use an extract that "
        "covers the district's roads.",
        "zh": "{path}：应含道路（带 highway 标签的路径），实际没有。请使用覆盖本区县道路的数据。",
    },
    "areas.elsewhere": {
        "en": "{path}: no road of the extract lies in any of its areas. Check that the boundary and "
        "the extract are of the same district, and the boundary's datum.",
        "zh": "{path}：路网中没有道路位于这些区域内。请核对边界与路网是否为同一区县，以及边界的坐标基准。",
    },
    "output.exists": {
        "en": "{path} is already there. Choose another folder, or allow it with --overwrite.",
        "zh": "{path} 已存在。请另选文件夹，或加 --overwrite 允许覆盖。",
    },
    "output.foreign_files": {
        "en": "{path} also holds files that are not the study's own ({names}): nothing was touched. "
        "Move them away, or choose another folder.",
        "zh": "{path} 中还有不属于该研究的文件（{names}）：未作改动。请先移走，或另选文件夹。",
    },
    "output.not_a_bundle": {
        "en": "{path} exists and is not a study made by goldenhour: nothing was touched. Choose "
        "another folder.",
        "zh": "{path} 已存在且不是 goldenhour 建立的研究：未作改动。请另选文件夹。",
    },
    "output.refused": {
        "en": "{path} cannot be written: {what}.",
        "zh": "{path} 无法写入：{what}。",
    },
    "place.bad": {
        "en": "“{value}” is not a place. Give longitude and latitude in degrees: LON,LAT, such "
        "as 1.52,42.51.",
        "zh": "“{value}”不是地点。请给出以度为单位的经度,纬度，例如 1.52,42.51。",
    },
    "place.minutes": {
        "en": "“{value}” is not a list of minutes. Give numbers above 0 with commas: 5,10,15.",
        "zh": "“{value}”不是分钟数。请用逗号分隔大于 0 的数：5,10,15。",
    },
    "profile.bad_number": {
        "en": "Profile {profile}: {key} must be finite and above 0.",
        "zh": "出行方式 {profile}：{key} 须为大于 0 的有限数。",
    },
    "profile.bad_wait": {
        "en": "Profile {profile}: {key} must be finite and 0 or more.",
        "zh": "出行方式 {profile}：{key} 须为非负有限数。",
    },
    "profile.class_missing": {
        "en": "Profile {profile}: no speed for {classes} in the setting {setting}.",
        "zh": "出行方式 {profile}：“{setting}”缺少 {classes} 的速度。",
    },
    "profile.incomplete": {
        "en": "Profile {profile}: {what} is missing or cannot be used.",
        "zh": "出行方式 {profile}：{what} 缺失或无法使用。",
    },
    "raster.damaged": {
        "en": "{path}: expected a GeoTIFF of people per cell, but it cannot be read ({what}).",
        "zh": "{path}：应为每格人口数的 GeoTIFF，但无法读取（{what}）。",
    },
    "raster.empty": {
        "en": "{path}: no cell inside the study holds people. Check the raster's place and its "
        "no-data value.",
        "zh": "{path}：研究范围内没有任何格子有人口。请检查栅格的位置与无数据值。",
    },
    "raster.no_crs": {
        "en": "{path} has no coordinate system. Save it with one.",
        "zh": "{path} 没有坐标系。请带坐标系保存。",
    },
    "rejects.strict": {
        "en": "--strict is on and rows were rejected ({count}): nothing was written but their list, "
        "{path}.",
        "zh": "有 {count} 行被拒绝且启用了 --strict：除清单 {path} 外未写入任何内容。",
    },
    "retime.no_piece": {
        "en": "Pieces of road must lie in [0, {n}).",
        "zh": "路段须在 [0, {n}) 内。",
    },
    "retime.was_closed": {
        "en": "A direction that is closed cannot be opened by a new time: build the network with "
        "the road open.",
        "zh": "已关闭的方向不能仅靠新的时间开放：请以开放的道路重新建立路网。",
    },
    "route.one_place": {
        "en": "A way leads from one place to one place; got {origins} and {destinations}.",
        "zh": "路线须由一处到一处；收到 {origins} 处和 {destinations} 处。",
    },
    "search.bad_delay": {
        "en": "Delays must be finite, not negative, and one for each of the {n} sources.",
        "zh": "延时须为非负有限数，且与 {n} 个起点一一对应。",
    },
    "search.bad_k": {
        "en": "The number of nearest facilities must be 1 to {most}, got {k}.",
        "zh": "最近机构的个数须为 1 至 {most}，收到 {k}。",
    },
    "search.node_out_of_range": {
        "en": "Nodes must lie in [0, {n}).",
        "zh": "节点须在 [0, {n}) 内。",
    },
    "shape.mismatch": {
        "en": "The column {name} needs {expected} entries, got {found}.",
        "zh": "列 {name} 应有 {expected} 项，实际 {found} 项。",
    },
    "snap.not_finite": {
        "en": "Coordinates must be finite.",
        "zh": "坐标须为有限数。",
    },
    "study.damaged": {
        "en": "The study {path} is damaged ({what}). Create it again.",
        "zh": "研究 {path} 已损坏（{what}）。请重新建立。",
    },
    "study.not_found": {
        "en": "There is no study at {path}: expected a folder with study.toml. Make one with "
        "“goldenhour study create” or “goldenhour demo”.",
        "zh": "{path} 处没有研究：应为含 study.toml 的文件夹。请用“goldenhour study create”或“goldenhour demo”建立。",
    },
    "study.unknown": {
        "en": "There is no study “{name}” here. Served: {known}.",
        "zh": "没有研究“{name}”。现有：{known}。",
    },
    "study.part_changed": {
        "en": "The study {path} is damaged: {part} was cut short or changed after it was written. "
        "Create it again.",
        "zh": "研究 {path} 已损坏：{part} 写入后被截断或改动。请重新建立。",
    },
    "study.same_name": {
        "en": "Two studies are called “{name}”; serve them under different names.",
        "zh": "有两个研究同名“{name}”；请使用不同名称。",
    },
    "study.unknown_profile": {
        "en": "There is no travel profile “{name}”. There are: {known}.",
        "zh": "没有出行方式“{name}”。现有：{known}。",
    },
    "study.version": {
        "en": "The study {path} is of version {found}, this program reads {expected}. Create it "
        "again.",
        "zh": "研究 {path} 的版本为 {found}，本程序读取 {expected}。请重新建立。",
    },
    "table.damaged": {
        "en": "{path} cannot be read as CSV: {what}.",
        "zh": "{path} 无法作为 CSV 读取：{what}。",
    },
    "table.empty": {
        "en": "{path} is empty: expected a head row and data rows.",
        "zh": "{path} 为空：应有表头和数据行。",
    },
    "table.no_column": {
        "en": "{path}: expected a column for “{column}” (one of: {accepted}); found: {found}. "
        "Rename the column.",
        "zh": "{path}：应有“{column}”列（可用列名：{accepted}）；实际列：{found}。请修改列名。",
    },
    "table.no_row_taken": {
        "en": "{path}: not one row can be used ({count} rejected; row {row}: {reason}). Nothing "
        "was written.",
        "zh": "{path}：没有任何一行可用（拒绝 {count} 行；第 {row} 行：{reason}）。未写入任何内容。",
    },
    "table.not_text": {
        "en": "{path}: expected CSV text in UTF-8 or GB18030. Save the table as CSV.",
        "zh": "{path}：应为 UTF-8 或 GB18030 编码的 CSV 文本。请将表格另存为 CSV。",
    },
    "terrain.bad_radius": {
        "en": "A radius must be finite and 0 m or more, got {value}.",
        "zh": "半径须为非负有限数（米），收到 {value}。",
    },
    "terrain.not_finite": {
        "en": "Every cell of a terrain needs a finite height, and its cells a size above 0.",
        "zh": "地形每格须有有限的高程，格子尺寸须大于 0。",
    },
    "units.bad_minutes": {
        "en": "A duration must be 0 to 1,440 minutes, got {value}.",
        "zh": "时长须为 0 至 1440 分钟，收到 {value}。",
    },
    "units.bad_seconds": {
        "en": "A time limit must be 0 to 86,400 s, got {value}.",
        "zh": "时间限值须为 0 至 86400 秒，收到 {value}。",
    },
    "ways.node_out_of_range": {
        "en": "The nodes of a way must lie in [0, {n}).",
        "zh": "路径的节点须在 [0, {n}) 内。",
    },
    "ways.too_short": {
        "en": "A way needs at least two nodes.",
        "zh": "路径至少需要两个节点。",
    },
    "ways.unknown_class": {
        "en": "There is no road class with code {found}.",
        "zh": "没有代码为 {found} 的道路等级。",
    },
    "ways.unknown_setting": {
        "en": "There is no kind of country with code {found}.",
        "zh": "没有代码为 {found} 的地区类型。",
    },
    "usage.group": {
        "en": "“{value}” names no raster of a group: write it as group=file, such as 65plus=old.tif; groups: {known}.",
        "zh": "“{value}”不是人群栅格的写法，应为“人群=文件”，如 65plus=old.tif；可用人群：{known}。",
    },
}
