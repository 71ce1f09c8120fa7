"""Texts of the command line."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "cli.app": {
        "en": "Who can reach which care in how long, does that meet the plan, and where are the "
        "gaps. Start with “goldenhour demo”.",
        "zh": "谁能在多长时间内到达何种医疗服务，是否达到规划要求，缺口在哪里。请从“goldenhour demo”开始。",
    },
    "cli.lang": {"en": "Language: zh or en.", "zh": "语言：zh 或 en。"},
    "cli.version": {"en": "Print the version and leave.", "zh": "显示版本后退出。"},
    "cli.study": {"en": "Make studies from files.", "zh": "由文件建立研究。"},
    "cli.create": {
        "en": "Make a study from an OpenStreetMap extract, facilities, population and areas.",
        "zh": "由 OpenStreetMap 数据、机构清单、人口和行政区建立研究。",
    },
    "cli.create.folder": {"en": "Folder to write the study to.", "zh": "研究要写入的文件夹。"},
    "cli.create.osm": {
        "en": "OpenStreetMap extract (.osm.pbf or .osm), or a graph saved by osmnx (.graphml).",
        "zh": "OpenStreetMap 数据（.osm.pbf 或 .osm），或 osmnx 保存的图（.graphml）。",
    },
    "cli.create.facilities": {
        "en": "Facility list: CSV, XLSX, GeoJSON, GeoPackage or Shapefile, with Chinese or English "
        "headings. May be given more than once. Without it the extract's facilities are used.",
        "zh": "机构清单：CSV、XLSX、GeoJSON、GeoPackage 或 Shapefile，表头中英文均可，可多次给出。缺省时采用 OSM 中的机构。",
    },
    "cli.create.mapping": {
        "en": "Which heading of the facility lists means what (TOML), where it is not recognised.",
        "zh": "机构清单表头对照文件（TOML），用于无法识别的表头。",
    },
    "cli.create.decisions": {
        "en": "Decisions on possible doubles (CSV), as an earlier import listed them.",
        "zh": "疑似重复机构的处理意见（CSV），由以前的导入列出。",
    },
    "cli.create.population": {
        "en": "Population: table of points (longitude, latitude, population), polygons with people, or "
        "GeoTIFF of people per cell.",
        "zh": "人口：点位表（经度、纬度、人口）、带人口的多边形，或每格人口的 GeoTIFF。",
    },
    "cli.create.population_unit": {
        "en": "What a cell of the raster holds: people, or per_km2 (people per km²).",
        "zh": "栅格每格的含义：people（人数）或 per_km2（每平方千米人数）。",
    },
    "cli.create.group": {
        "en": "Raster of a group, such as 65plus=old.tif (65plus, under3, women15_49), on the cells of the population raster. May be given more than once.",
        "zh": "某类人群的栅格，如 65plus=old.tif（65plus、under3、women15_49），格网须与人口栅格一致，可多次给出。",
    },
    "cli.create.totals": {
        "en": "Official totals by township or district (table): the population is brought to them, and both totals are kept.",
        "zh": "各乡镇或区县的官方人口总数（表格）：人口按其校正，校正前后的总数均保留。",
    },
    "cli.create.spread": {
        "en": "Spread the people of points and areas over buildings, built_up land, or evenly (even); none leaves them where they are.",
        "zh": "把点位或区域的人口分摊到 buildings（建筑）、built_up（建成区）或均匀分摊（even）；none 为不分摊。",
    },
    "cli.create.leave_out": {
        "en": "Name of a population row that is the sum of others and must not count again. May be given more than once.",
        "zh": "属于合计、不应重复计算的人口行名称，可多次给出。",
    },
    "cli.create.areas": {
        "en": "Areas for the tables (GeoJSON, GeoPackage, Shapefile). Without it those of the "
        "extract are used.",
        "zh": "列表所用行政区（GeoJSON、GeoPackage、Shapefile）。缺省时采用 OSM 行政区。",
    },
    "cli.create.areas_date": {
        "en": "Date of the boundaries (ISO 8601), where their file does not say.",
        "zh": "边界日期（如 2020-12-31），文件未注明时填写。",
    },
    "cli.create.river": {
        "en": "Name of a river in the extract, or a line file, that splits the district into two banks.",
        "zh": "把区县分为两岸的河流：OSM 数据中的河名，或线文件。",
    },
    "cli.create.register": {
        "en": "Names of townships and villages without geometry (table), as denominators.",
        "zh": "无边界的乡镇与村名录（表格），用作分母。",
    },
    "cli.create.indicators": {
        "en": "Indicator values by year (table); `goldenhour plan new` writes a template.",
        "zh": "分年指标值（表格）；模板由 `goldenhour plan new` 生成。",
    },
    "cli.create.datum": {
        "en": "Datum of the lists and areas: wgs84, gcj02 (Amap, Tencent), bd09 (Baidu), or auto: told by how they fit the roads and OSM's boundaries; refused where that decides nothing. Outside China always wgs84.",
        "zh": "清单与行政区的坐标基准：wgs84、gcj02（高德、腾讯）、bd09（百度）或 auto（按与道路、OSM 边界的吻合程度判断，无法判断时拒绝）。境外一律为 wgs84。",
    },
    "cli.create.population_datum": {
        "en": "Datum of the population points, if it is not that of the lists.",
        "zh": "人口点位的坐标基准（与清单不同时填写）。",
    },
    "cli.create.areas_datum": {
        "en": "Datum of the areas, if it is not that of the lists.",
        "zh": "行政区的坐标基准（与清单不同时填写）。",
    },
    "cli.create.kind": {
        "en": "Kind of every row of a list that has no column for it.",
        "zh": "清单没有类别列时，所有行的类别。",
    },
    "cli.create.setting": {
        "en": "Kind of country, which chooses the speeds: urban, rural or mountain. Roads in built-up "
        "land, and with --dem on steep land, have their own.",
        "zh": "地区类型，决定车速：urban（城市）、rural（乡村）、mountain（山区）。建成区道路以及（提供 --dem 时）陡坡地区道路另行取值。",
    },
    "cli.create.dem": {
        "en": "Elevation model (GeoTIFF, SRTM .hgt, or either in a .zip): walkers' slopes, and "
        "mountain speeds on steep land.",
        "zh": "高程数据（GeoTIFF、SRTM .hgt 或其 .zip）：用于步行坡度和陡坡地区的山区车速。",
    },
    "cli.create.plan": {
        "en": "Plan that “check” uses where none is named: {known}.",
        "zh": "“check”缺省使用的规划：{known}。",
    },
    "cli.create.name": {
        "en": "Name of the study; the folder's name where none is given.",
        "zh": "研究名称；缺省为文件夹名。",
    },
    "cli.create.strict": {
        "en": "Stop with exit code 1 if any row is rejected.",
        "zh": "只要有一行被拒绝就停止，退出码 1。",
    },
    "cli.create.overwrite": {
        "en": "Replace a study that is already there.",
        "zh": "替换已有的研究。",
    },
    "cli.create.done": {
        "en": "Study written to {path}. Next: goldenhour coverage {quoted} --service hospital "
        "--minutes 15",
        "zh": "研究已写入 {path}。下一步：goldenhour coverage {quoted} --service hospital --minutes 15",
    },
    "cli.create.rejected": {
        "en": "Rows rejected: {count}; each with its reason in {path}. The first:",
        "zh": "有 {count} 行被拒绝，原因见 {path}。首先是：",
    },
    "cli.create.reject_line": {
        "en": "{source}, row {row}: {reason}",
        "zh": "{source} 第 {row} 行：{reason}",
    },
    "cli.coverage": {
        "en": "Count the people within some minutes of a service.",
        "zh": "统计若干分钟内可达某项服务的人口。",
    },
    "cli.check": {
        "en": "Judge the goals of a plan. Exit code 0: all met; 3: some not met; 4: none failed, "
        "but some cannot be told.",
        "zh": "判断规划目标。退出码 0：全部达标；3：有未达标；4：无未达标但有无法判断。",
    },
    "cli.isochrone": {
        "en": "Draw the ground within some minutes of a place, as GeoJSON.",
        "zh": "绘制某地若干分钟可达的范围（GeoJSON）。",
    },
    "cli.map": {
        "en": "Write a map that opens in a browser without internet.",
        "zh": "生成无需联网即可在浏览器打开的地图。",
    },
    "cli.serve": {
        "en": "Serve verdicts, maps and the HTTP interface of one or more studies.",
        "zh": "以网页和 HTTP 接口提供一个或多个研究的结论与地图。",
    },
    "cli.demo": {
        "en": "Make the demonstration district: study, map, verdicts and tables.",
        "zh": "生成演示区县：研究、地图、结论和表格。",
    },
    "cli.doctor": {
        "en": "Look at the installation: versions, reference data, search kernels.",
        "zh": "检查安装：版本、参考数据、计算内核。",
    },
    "cli.doctor.warm": {
        "en": "Compile the search kernels now, so that no first answer waits for it.",
        "zh": "立即编译计算内核，避免首次计算等待。",
    },
    "cli.doctor.python": {"en": "Python {python} on {system}", "zh": "Python {python}，{system}"},
    "cli.doctor.libraries": {"en": "Libraries: {libraries}", "zh": "程序库：{libraries}"},
    "cli.doctor.reference": {
        "en": "Profiles: {profiles}. Plans: {plans}. Demonstration districts: {districts}.",
        "zh": "出行方式：{profiles}。规划：{plans}。演示区县：{districts}。",
    },
    "cli.doctor.kernels": {
        "en": "Search kernels: compiled (numba).",
        "zh": "计算内核：编译版（numba）。",
    },
    "cli.doctor.no_kernels": {
        "en": "Search kernels: numba is missing, scipy answers the same, more slowly.",
        "zh": "计算内核：缺少 numba，由 scipy 计算，结果相同但较慢。",
    },
    "cli.doctor.warmed": {
        "en": "Kernels ready after {seconds:.0f} s.",
        "zh": "内核已就绪，用时 {seconds:.0f} 秒。",
    },
    "cli.step.warm": {"en": "Compiling the search kernels", "zh": "正在编译计算内核"},
    "cli.arg.study": {"en": "Folder of a study.", "zh": "研究文件夹。"},
    "cli.arg.studies": {"en": "Folders of studies.", "zh": "研究文件夹（可多个）。"},
    "cli.arg.district": {"en": "District: {known}.", "zh": "区县：{known}。"},
    "cli.opt.service": {
        "en": "What must be reached, such as hospital, clinic, pharmacy, ambulance_base, stroke.",
        "zh": "要到达的服务，例如 hospital、clinic、pharmacy、ambulance_base、stroke。",
    },
    "cli.opt.minutes": {"en": "Limit in minutes; exactly on it counts.", "zh": "分钟限值（含）。"},
    "cli.opt.minutes_list": {
        "en": "Limits in minutes, with commas: 5,10,15.",
        "zh": "分钟限值，逗号分隔：5,10,15。",
    },
    "cli.opt.profile": {
        "en": "How people travel: car, ambulance, ebike, walk, walk65 (walkers over 65).",
        "zh": "出行方式：car（小汽车）、ambulance（救护车）、ebike（电动自行车）、walk（步行）、walk65（65 岁以上步行）。",
    },
    "cli.opt.direction": {
        "en": "Who moves: “to” the facility (the default) or “from” it (the default for an "
        "ambulance). One-way streets make them differ.",
        "zh": "方向：to 前往机构（缺省）或 from 由机构驶出（救护车缺省）。单行道使两者不同。",
    },
    "cli.opt.direction_place": {
        "en": "“from” the place outwards, or “to” the place.",
        "zh": "from 由该地向外，或 to 前往该地。",
    },
    "cli.opt.group": {
        "en": "Whose people are counted; the study's population must tell the group.",
        "zh": "统计哪类人群；研究的人口数据须含该人群。",
    },
    "cli.opt.by": {
        "en": "Level of the areas of the table; without it the one that fits best.",
        "zh": "列表所用的行政级别；缺省时自动选择。",
    },
    "cli.opt.json": {
        "en": "Print one JSON document and nothing else on standard output.",
        "zh": "标准输出只含一个 JSON 文档。",
    },
    "cli.opt.plan": {
        "en": "Plan by name ({known}) or file.",
        "zh": "规划名称（{known}）或文件。",
    },
    "cli.opt.goal": {"en": "Only this goal; may be repeated.", "zh": "只判断该目标，可多次给出。"},
    "cli.opt.at": {
        "en": "Place as LON,LAT in degrees (WGS-84), such as 1.52,42.51.",
        "zh": "地点：经度,纬度（WGS-84，度），例如 1.52,42.51。",
    },
    "cli.opt.out": {"en": "File to write.", "zh": "要写入的文件。"},
    "cli.opt.standalone": {
        "en": "One file with everything in it (maps are always made so).",
        "zh": "单一文件，内含全部资源（地图一律如此）。",
    },
    "cli.opt.out_folder": {"en": "Folder to write to.", "zh": "要写入的文件夹。"},
    "cli.opt.serve": {"en": "Serve the result afterwards.", "zh": "完成后提供网页服务。"},
    "cli.opt.host": {"en": "Address to listen on.", "zh": "监听地址。"},
    "cli.opt.port": {"en": "Port to listen on.", "zh": "监听端口。"},
    "cli.written": {"en": "Written: {path}", "zh": "已写入：{path}"},
    "cli.serving": {
        "en": "Open {url} in a browser. Stop with Ctrl+C.",
        "zh": "请在浏览器打开 {url}，按 Ctrl+C 停止。",
    },
    "cli.error": {"en": "error", "zh": "错误"},
    "cli.interrupted": {
        "en": "Stopped; nothing was half-written.",
        "zh": "已停止；没有写入一半的文件。",
    },
    "cli.step.osm": {"en": "Reading the files", "zh": "正在读取文件"},
    "cli.step.write": {"en": "Writing the study", "zh": "正在写入研究"},
    "cli.step.demo": {"en": "Modelling the district", "zh": "正在生成模拟区县"},
    "cli.step.ask": {"en": "Working out travel times", "zh": "正在计算出行时间"},
    "cli.step.map": {"en": "Drawing the map", "zh": "正在绘制地图"},
    "screen.coverage": {
        "en": "{question} {share} of {people} ({mode}).",
        "zh": "{question}{people}中的 {share}（{mode}）。",
    },
    "screen.coverage_parts": {
        "en": "Covered {covered}, not covered {uncovered}, no way at all {unroutable}. "
        "Half of them need at most {median}, 95 % at most {p95}.",
        "zh": "已覆盖 {covered}，未覆盖 {uncovered}，无路可达 {unroutable}。半数人用时不超过 {median}，95% 的人不超过 {p95}。",
    },
    "screen.area": {"en": "area", "zh": "区域"},
    "screen.people": {"en": "people", "zh": "人口"},
    "screen.share": {"en": "covered", "zh": "覆盖率"},
    "screen.gap": {"en": "not covered", "zh": "未覆盖"},
    "screen.median": {"en": "median", "zh": "中位时间"},
    "screen.p95": {"en": "95 %", "zh": "95% 分位"},
    "screen.goal": {"en": "goal", "zh": "目标"},
    "screen.reading": {"en": "reading", "zh": "读法"},
    "screen.verdict": {"en": "verdict", "zh": "结论"},
    "screen.rival": {"en": "other reading: {title}", "zh": "其他读法：{title}"},
    "screen.caveats": {"en": "Read this with:", "zh": "阅读须知："},
    "screen.plan": {"en": "{title} — {study}", "zh": "{title} — {study}"},
    "page.other_language": {"en": "中文", "zh": "English"},
    "page.population": {"en": "residents: {people}", "zh": "常住人口 {people}"},
    "page.no_population": {
        "en": "no population was given: shares cannot be told",
        "zh": "未提供人口，无法给出覆盖率",
    },
    "page.others": {"en": "Other studies:", "zh": "其他研究："},
    "page.outcome": {
        "en": "All in all: {word} (by the first reading of each goal)",
        "zh": "总体：{word}（以各目标的首选读法为准）",
    },
    "page.map": {"en": "Open the map", "zh": "打开地图"},
    "page.missing": {"en": "Missing:", "zh": "缺少："},
}
