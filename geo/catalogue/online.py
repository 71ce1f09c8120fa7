"""Fetching from online services."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    # ------------------------------------------------------------- the command ---
    "cli.fetch": {
        "en": "Fetch roads, care, boundaries, land and population of a place from the internet, and "
        "make a study of it.",
        "zh": "从互联网获取某地的道路、医疗机构、行政区、用地和人口，并建立研究。",
    },
    "cli.fetch.folder": {"en": "Folder to write the study to.", "zh": "研究要写入的文件夹。"},
    "cli.fetch.place": {
        "en": "Name of the place, with its province or country where the name is a common one.",
        "zh": "地名；若有重名，请附上所属省市或国家。",
    },
    "cli.fetch.osm_id": {
        "en": "OpenStreetMap number of the place, such as R1155956, in place of a name.",
        "zh": "以 OpenStreetMap 编号（如 R1155956）代替地名。",
    },
    "cli.fetch.buffer": {
        "en": "Kilometres that the roads reach beyond the border, {least:g} or more.",
        "zh": "道路超出边界的范围（公里），不少于 {least:g}。",
    },
    "cli.fetch.population_url": {
        "en": "Address of a GeoTIFF of people per cell in an open catalogue, such as WorldPop's.",
        "zh": "开放数据目录（如 WorldPop）中每格人口 GeoTIFF 的网址。",
    },
    "cli.fetch.population_sha256": {
        "en": "sha256 of that file, as its publisher or a colleague who has it states it.",
        "zh": "该文件的 sha256 校验值，由发布方或已有该文件的同事提供。",
    },
    "cli.fetch.population_licence": {
        "en": "Licence and credit of that file.",
        "zh": "该文件的许可与署名。",
    },
    "cli.fetch.sources": {
        "en": "Folder for the fetched files; by default beside the study, with .sources behind its "
        "name.",
        "zh": "存放获取文件的文件夹；默认在研究旁边，名称后加 .sources。",
    },
    "cli.fetch.yes": {
        "en": "Fetch a large region without asking back.",
        "zh": "范围很大时直接获取，不再要求确认。",
    },
    "cli.fetch.plan_line": {
        "en": "{place} ({osm_id}): {district_km2:,.0f} km², with the margin {region_km2:,.0f} km², at "
        "least {requests} requests. The services are free and shared: they are asked one thing at "
        "a time.",
        "zh": "{place}（{osm_id}）：{district_km2:,.0f} 平方公里，含外围共 {region_km2:,.0f} 平方公里，至少 {requests} 次请求。公共服务免费共享，请求将逐个进行。",
    },
    "cli.fetch.kept": {
        "en": "The fetched files and where they came from are in {path}; the data are © OpenStreetMap "
        "contributors (ODbL 1.0).",
        "zh": "获取的文件及其来源见 {path}；数据 © OpenStreetMap 贡献者（ODbL 1.0）。",
    },
    # --------------------------------------------------------------- what goes on ---
    "online.finding": {"en": "Looking for “{query}” …", "zh": "正在查找“{query}”……"},
    "online.found": {"en": "Found: {place} ({osm_id}).", "zh": "已找到：{place}（{osm_id}）。"},
    "online.population": {"en": "Population: {url} …", "zh": "正在获取人口数据：{url} ……"},
    "online.roads": {
        "en": "Roads and care: piece {done} of {count} …",
        "zh": "道路与医疗机构：第 {done} 块，共 {count} 块……",
    },
    "online.buildings": {
        "en": "Buildings: piece {done} of {count} …",
        "zh": "建筑物：第 {done} 块，共 {count} 块……",
    },
    "online.borders": {"en": "Administrative areas …", "zh": "行政区……"},
    "online.joining": {
        "en": "Joining {count} answers into one extract …",
        "zh": "正在合并 {count} 份结果……",
    },
    "online.cutting": {
        "en": "That was too much at once: asking in {parts} smaller pieces.",
        "zh": "单次请求过大：改为 {parts} 个较小的部分分别获取。",
    },
    "online.waiting": {
        "en": "{host}: {why}; waiting {seconds:.0f} s.",
        "zh": "{host}：{why}；等待 {seconds:.0f} 秒。",
    },
    "online.dates_differ": {
        "en": "The pieces are not of one day: the oldest is of {oldest}, the newest of {newest}. For "
        "one date, delete the folder of sources and fetch again.",
        "zh": "各部分数据日期不一：最早为 {oldest}，最新为 {newest}。如需同一日期，请删除来源文件夹后重新获取。",
    },
    # --------------------------------------------------------------------- faults ---
    "online.unreachable": {
        "en": "{host} cannot be reached: {why}. Without internet, take an OpenStreetMap extract and a "
        "population file from another computer and use “goldenhour study create”.",
        "zh": "无法连接 {host}：{why}。如无互联网，请从其他电脑拷贝 OpenStreetMap 数据和人口文件，并使用“goldenhour study create”。",
    },
    "online.gave_up": {
        "en": "{host} gave no usable answer in {attempts} attempts: {why}. What has come is kept: run "
        "the same command later and it goes on from here.",
        "zh": "{host} 在 {attempts} 次尝试后仍无可用结果：{why}。已获取的部分均已保留：稍后运行同一命令即可继续。",
    },
    "online.waited_enough": {
        "en": "{host} ({why}) asks for {wanted:.0f} more minutes after {minutes:.0f} minutes of "
        "waiting. What has come is kept: run the same command later and it goes on from here.",
        "zh": "{host}（{why}）：已等待 {minutes:.0f} 分钟，还须再等 {wanted:.0f} 分钟。已获取的部分均已保留：稍后运行同一命令即可继续。",
    },
    "online.refused": {
        "en": "{host} refuses: {why}. What has come is kept.",
        "zh": "{host} 拒绝请求：{why}。已获取的部分均已保留。",
    },
    "online.too_much": {
        "en": "{host} cannot answer even for the smallest piece: {why}. Try later, or use an extract "
        "with “goldenhour study create”.",
        "zh": "{host} 对最小的部分也无法作答：{why}。请稍后再试，或用已有数据运行“goldenhour study create”。",
    },
    "online.redirect": {
        "en": "{url} leads to another server, {target}: that is not followed. If you trust it, give "
        "that address itself.",
        "zh": "{url} 转向另一服务器 {target}，未予跟随。如可信任，请直接填写该网址。",
    },
    "online.bad_url": {
        "en": "“{url}” is no address that can be fetched: expected http:// or https://, a server, and "
        "no password.",
        "zh": "“{url}”不是可获取的网址：应以 http:// 或 https:// 开头，含服务器名，且不含密码。",
    },
    "online.disk_full": {
        "en": "There is no room at {path}: {needed_mb:,.0f} MB needed, {free_mb:,.0f} MB free. What "
        "has come is kept.",
        "zh": "{path} 空间不足：需要 {needed_mb:,.0f} MB，剩余 {free_mb:,.0f} MB。已获取的部分均已保留。",
    },
    "online.no_place": {
        "en": "Name a place with --place, or give its OpenStreetMap number with --osm-id.",
        "zh": "请用 --place 指定地名，或用 --osm-id 给出 OpenStreetMap 编号。",
    },
    "online.two_places": {
        "en": "Give either --place or --osm-id, not both.",
        "zh": "--place 与 --osm-id 只能给出一个。",
    },
    "online.two_populations": {
        "en": "Give either --population or --population-url, not both.",
        "zh": "--population 与 --population-url 只能给出一个。",
    },
    "online.bad_osm_id": {
        "en": "“{value}” is no OpenStreetMap number: expected one such as R1155956.",
        "zh": "“{value}”不是 OpenStreetMap 编号：应形如 R1155956。",
    },
    "online.place_unknown": {
        "en": "No place called “{query}” was found. Write it as OpenStreetMap does, with its province "
        "or country.",
        "zh": "未找到“{query}”。请按 OpenStreetMap 的写法填写，并附上所属省市或国家。",
    },
    "online.place_ambiguous": {
        "en": "“{query}” can be any of {count} places: {listed}. Choose one with --osm-id.",
        "zh": "“{query}”可能是 {count} 个地方之一：{listed}。请用 --osm-id 选定。",
    },
    "online.place_is_point": {
        "en": "“{query}” has no boundary in OpenStreetMap ({found}): a study needs an area. Give the "
        "area around it, or draw the boundary and use “goldenhour study create --areas”.",
        "zh": "“{query}”在 OpenStreetMap 中没有边界（{found}）：研究须有一个区域。请改用其所在区域，或自绘边界并使用“goldenhour study create --areas”。",
    },
    "online.place_too_far": {
        "en": "With its margin the place reaches from ({west:.2f}, {south:.2f}) to ({east:.2f}, "
        "{north:.2f}): a region across the date line or at a pole cannot be fetched.",
        "zh": "该地连同外围从（{west:.2f}, {south:.2f}）到（{east:.2f}, {north:.2f}）：无法获取跨越日期变更线或位于极地的区域。",
    },
    "online.too_large": {
        "en": "The place with its margin has {km2:,.0f} km², more than the {most:,.0f} km² that may be "
        "asked of shared services. Use an extract with “goldenhour study create”.",
        "zh": "该地连同外围共 {km2:,.0f} 平方公里，超过可向公共服务请求的 {most:,.0f} 平方公里。请用已有数据运行“goldenhour study create”。",
    },
    "online.large": {
        "en": "{place} with its margin has {km2:,.0f} km² and takes at least {requests} requests. If "
        "that is meant, add --yes.",
        "zh": "{place} 连同外围共 {km2:,.0f} 平方公里，至少需 {requests} 次请求。如确认无误，请加 --yes。",
    },
    "online.bad_buffer": {
        "en": "The roads must reach {least:g} to {most:g} km beyond the border, got {value:g}: with "
        "less, hospitals across the border and the ways round would be missing.",
        "zh": "道路须超出边界 {least:g} 至 {most:g} 公里，收到 {value:g}：范围过小会遗漏邻区医院和绕行道路。",
    },
    "online.bad_sha256": {
        "en": "“{value}” is no sha256: expected 64 digits 0–9, a–f.",
        "zh": "“{value}”不是 sha256：应为 64 位十六进制数字（0–9、a–f）。",
    },
    "online.sha256_missing": {
        "en": "--population-url and --population-sha256 belong together: the checksum tells that the "
        "file is whole and the one that was meant.",
        "zh": "--population-url 与 --population-sha256 须同时给出：校验值用于确认文件完整无误。",
    },
    "online.other_sha256": {
        "en": "{url} is not the file that was meant: its sha256 is {found}, expected {expected}. "
        "Nothing was kept.",
        "zh": "{url} 不是预期的文件：其 sha256 为 {found}，应为 {expected}。未保留任何内容。",
    },
    "online.not_geotiff": {
        "en": "{url}: expected a GeoTIFF with a coordinate system, but it is none ({what}). Nothing "
        "was kept.",
        "zh": "{url}：应为带坐标系的 GeoTIFF，实际不是（{what}）。未保留任何内容。",
    },
    "online.not_sources": {
        "en": "{path} is no folder of fetched sources: nothing was touched. Choose another with "
        "--sources.",
        "zh": "{path} 不是获取来源的文件夹：未作改动。请用 --sources 另选。",
    },
    "online.other_place": {
        "en": "{path} holds the sources of {there}, not of {place}: nothing was touched. Choose "
        "another folder with --sources.",
        "zh": "{path} 中是 {there} 的来源，不是 {place} 的：未作改动。请用 --sources 另选文件夹。",
    },
    "online.bad_manifest": {
        "en": "{path} is damaged ({what}). Delete that file and fetch again: what has come is kept.",
        "zh": "{path} 已损坏（{what}）。请删除该文件后重新获取：已获取的部分会保留。",
    },
    # -------------------------------------------------- reasons, inside a sentence ---
    "online.why.status": {"en": "status {status}{said}", "zh": "状态 {status}{said}"},
    "online.why.queue": {"en": "our turn comes later", "zh": "需排队等候"},
    "online.why.cut": {"en": "the answer broke off", "zh": "应答中断"},
    "online.why.slow": {"en": "the answer came too slowly", "zh": "应答过慢"},
    "online.why.silent": {"en": "no answer within {seconds:g} s", "zh": "{seconds:g} 秒内无应答"},
    "online.why.no_answer": {"en": "no connection in time", "zh": "连接超时"},
    "online.why.no_name": {"en": "its name is not known here", "zh": "无法解析其域名"},
    "online.why.no_connection": {"en": "no connection", "zh": "无法建立连接"},
    "online.why.proxy": {"en": "the proxy does not answer", "zh": "代理服务器无应答"},
    "online.why.certificate": {
        "en": "its certificate is not trusted here",
        "zh": "其证书在本机不受信任",
    },
    "online.why.redirects": {"en": "it only leads elsewhere", "zh": "反复转向其他网址"},
    "online.why.too_large": {
        "en": "the answer is longer than {most_mb:,.0f} MB",
        "zh": "应答超过 {most_mb:,.0f} MB",
    },
    "online.why.html": {
        "en": "a web page came in place of data (does the network ask for a log-in?)",
        "zh": "收到的是网页而非数据（网络是否需要登录？）",
    },
    "online.why.not_json": {"en": "the answer is damaged", "zh": "应答已损坏"},
    "online.why.not_places": {"en": "the answer is no list of places", "zh": "应答不是地点列表"},
    "online.why.not_whole_xml": {
        "en": "the answer is damaged or cut short",
        "zh": "应答已损坏或不完整",
    },
    "online.why.not_osm": {
        "en": "the answer is no OpenStreetMap data ({found})",
        "zh": "应答不是 OpenStreetMap 数据（{found}）",
    },
    "online.why.entities": {
        "en": "the answer declares entities, which data never do",
        "zh": "应答含有实体声明，正常数据不会如此",
    },
    "online.why.remark": {"en": "the server says “{said}”", "zh": "服务器提示“{said}”"},
    "online.why.known_too_much": {
        "en": "that was too much at once before",
        "zh": "此前已知单次请求过大",
    },
}
