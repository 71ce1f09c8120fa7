"""Verdicts over areas, villages, named sites and projects."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "word.percent": {"en": "{share:.1%}", "zh": "{share:.1%}"},
    "ownkind.any": {"en": "townships and streets", "zh": "乡镇（街道）"},
    "ownkind.street": {"en": "streets", "zh": "街道"},
    "ownkind.town": {"en": "towns and townships", "zh": "乡镇"},
    # ---------------------------------------------------------------- formulas ---
    "formula.area_count": {
        "en": "{passing} of {areas} {kind} have what the rule asks for",
        "zh": "{areas} 个{kind}中有 {passing} 个符合规则",
    },
    "formula.villages": {
        "en": "{passing} of {villages} administrative villages pass",
        "zh": "{villages} 个行政村中有 {passing} 个符合",
    },
    "formula.sites": {
        "en": "{fulfil} of the {named} sites that the plan names fulfil the rule",
        "zh": "规划点名的 {named} 家机构中有 {fulfil} 家符合规则",
    },
    "formula.site_services": {
        "en": "{found} of the {asked} services asked for are found at the named sites",
        "zh": "所要求的 {asked} 项服务中，点名机构具备 {found} 项",
    },
    "formula.projects": {
        "en": "{done} of {projects} projects are open by the facility list",
        "zh": "{projects} 个项目中，按机构清单已启用 {done} 个",
    },
    "formula.projects_reported": {
        "en": "{value:g} done, as the user's indicator table reports; {projects} named in the plan",
        "zh": "用户指标表填报完成 {value:g} 个；规划点名 {projects} 个",
    },
    # --------------------------------------------------------- what is missing ---
    "missing.area_kinds": {
        "en": "Whether {count} areas are streets or towns: neither code nor name nor register tells "
        "({areas}). Give official codes or full names with --areas, or a list with --register.",
        "zh": "无法判断 {count} 个区域是街道还是乡镇（{areas}）：代码、名称和名录均未说明。请在 --areas "
        "中提供行政区划代码或全称，或用 --register 提供名录。",
    },
    "missing.areas_of_kind": {
        "en": "Areas of the kind asked about ({kind}): the study's boundaries hold none. Check --areas.",
        "zh": "研究的边界中没有所问类型的区域（{kind}）：请核对 --areas。",
    },
    "missing.village_list": {
        "en": "A list of the administrative villages: give it with --register (a table of names), or "
        "village boundaries with --areas.",
        "zh": "缺少行政村名单：请用 --register 提供村名录，或用 --areas 提供村界。",
    },
    "missing.village_places": {
        "en": "Where {count} villages are ({villages}): no clinic of the list bears their name, and "
        "neither a boundary nor a population point tells their place. Give village boundaries with "
        "--areas, or population points with village names.",
        "zh": "{count} 个村的位置不明（{villages}）：清单中没有以其命名的卫生室，也没有村界或人口点。"
        "请用 --areas 提供村界，或提供带村名的人口点。",
    },
    "missing.sites_named": {
        "en": "The plan names {named} of {wanted} sites: name the others in the goal's sites.",
        "zh": "规划只点名了 {wanted} 家中的 {named} 家：请在目标的 sites 中补充其余机构。",
    },
    "missing.sites_listed": {
        "en": "{count} of the sites that the plan names are not in the facility list ({names}): add "
        "them, or decide which row they are; the list may be short.",
        "zh": "规划点名的机构中有 {count} 家不在机构清单里（{names}）：请补充，或指定对应的行；清单可能不全。",
    },
    "missing.site_choice": {
        "en": "Which row of the facility list “{name}” is: {candidates} all come into question. Decide "
        "with --decisions.",
        "zh": "“{name}”对应机构清单的哪一行：{candidates} 都有可能。请用 --decisions 指定。",
    },
    "missing.site_level": {
        "en": "The grade of “{name}”: the list says “{level}”, and “{least}” is asked for.",
        "zh": "“{name}”的等级不足以判断：清单为“{level}”，要求为“{least}”。",
    },
    "missing.grade_asked": {
        "en": "Which grade “{figure}” of {id} is: give it as least_level of a reading.",
        "zh": "{id} 的“{figure}”是何等级：请在读法中用 least_level 写明。",
    },
    "missing.services_asked": {
        "en": "Which services the plan counts: the reading asks for {asked}, the plan's figure is "
        "{wanted}. Name the others in `offering`.",
        "zh": "规划所计的是哪些服务：读法只要求 {asked} 项，规划数为 {wanted}。请在 offering 中补充。",
    },
    "missing.projects_named": {
        "en": "The plan names {named} of {wanted} projects: list the others in its projects, or name "
        "the goal's sites.",
        "zh": "规划只列出 {wanted} 个项目中的 {named} 个：请在 projects 中补充，或写明目标的 sites。",
    },
    "missing.sites_none": {
        "en": "The plan names no site for this goal: name them in the goal's sites.",
        "zh": "规划没有为该目标点名机构：请在目标的 sites 中写明。",
    },
    "missing.projects_none": {
        "en": "The plan names no project for this goal: list them in its projects, or name the goal's "
        "sites.",
        "zh": "规划没有为该目标列出项目：请在 projects 中列出，或写明目标的 sites。",
    },
    "missing.projects_listed": {
        "en": "The houses of {count} projects are not in the facility list ({names}): add them with "
        "their status.",
        "zh": "{count} 个项目的机构不在机构清单中（{names}）：请补充并注明状态。",
    },
    "missing.projects_status": {
        "en": "Whether {count} projects are open: the facility list gives no status ({names}).",
        "zh": "{count} 个项目是否启用不明：机构清单未注明状态（{names}）。",
    },
    "missing.projects_works": {
        "en": "Whether the works of {count} projects are done ({names}): the houses were there before, "
        "so that they are open does not tell. Give the opening year in the facility list, or the "
        "number done in the indicator table.",
        "zh": "{count} 个项目的工程是否完成不明（{names}）：机构本已存在，开业不能说明工程完成。"
        "请在机构清单填写启用年份，或在指标表填写完成数。",
    },
    # ------------------------------------------------------ what would change it ---
    "flip.area_sites": {
        "en": "{area}: {more} more would pass (has {have}, needs {needed}).",
        "zh": "{area}：再增加 {more} 所即符合（现有 {have} 所，需要 {needed} 所）。",
    },
    "flip.area_fewer": {
        "en": "{area}: has {have}; with {fewer} the people for each would be within the bounds.",
        "zh": "{area}：现有 {have} 所；为 {fewer} 所时每所服务人口在范围内。",
    },
    "flip.area_people": {
        "en": "{area}: no number of sites passes; its {people:,.0f} people are fewer than {each:,} for "
        "one, and no neighbour's site serves it.",
        "zh": "{area}：增减机构都不符合；其 {people:,.0f} 人少于每所 {each:,} 人，且无邻近机构服务。",
    },
    "flip.area_single": {
        "en": "{count} areas have a single site; if it closed they would fail ({areas}).",
        "zh": "{count} 个区域只有一所机构，一旦关闭即不符合（{areas}）。",
    },
    "flip.villages_to_gain": {
        "en": "{count} more villages with a clinic would meet the pass mark.",
        "zh": "再有 {count} 个村设置卫生室即达标。",
    },
    "flip.villages_to_lose": {
        "en": "{count} villages fewer that pass would miss the pass mark.",
        "zh": "减少 {count} 个符合的村即不达标。",
    },
    "flip.neighbour_to_pass": {
        "en": "If a neighbour's clinic counted up to {minutes}, the pass mark would be met.",
        "zh": "若邻村卫生室放宽到 {minutes} 以内计入，即达标。",
    },
    "flip.neighbour_to_fail": {
        "en": "The pass mark holds as long as a neighbour's clinic counts up to {minutes}.",
        "zh": "邻村卫生室至少按 {minutes} 以内计入才达标。",
    },
    "flip.site_opens": {
        "en": "“{name}” does not give care yet or any more: {status}.",
        "zh": "“{name}”目前不提供服务：{status}。",
    },
    "flip.site_grade": {
        "en": "“{name}” is of grade “{level}”; “{least}” is asked for.",
        "zh": "“{name}”等级为“{level}”，要求“{least}”。",
    },
    "flip.site_services": {
        "en": "“{name}” does not offer: {services}.",
        "zh": "“{name}”不具备：{services}。",
    },
    "flip.services_lacking": {
        "en": "Not found at the named sites: {services}.",
        "zh": "点名机构尚不具备：{services}。",
    },
    "flip.projects_open": {
        "en": "{count} projects are listed but not open: {names}.",
        "zh": "{count} 个项目已列入清单但未启用：{names}。",
    },
    "flip.projects_more": {
        "en": "{count} more projects shown as open would meet the figure.",
        "zh": "再有 {count} 个项目启用即达到规划数。",
    },
    # -------------------------------------------------------------------- runs ---
    "run.planned_open": {
        "en": "if all that is planned or being built were open",
        "zh": "若规划与在建的均已启用",
    },
    "run.with_neighbours": {
        "en": "if a neighbour's clinic counted",
        "zh": "若邻村卫生室计入",
    },
    "run.without_neighbours": {
        "en": "if a neighbour's clinic did not count",
        "zh": "若邻村卫生室不计入",
    },
    "run.no_exemption": {
        "en": "if villages that host a health centre were not exempt",
        "zh": "若卫生院所在村不予豁免",
    },
    "run.projects_open": {
        "en": "if all projects were open: {with_share:.1%} of the people within {minutes} of “{service}”, "
        "{without_share:.1%} without their sites",
        "zh": "若项目全部启用：{minutes}内可达“{service}”的人口为 {with_share:.1%}，没有这些项目时为 "
        "{without_share:.1%}",
    },
    # ----------------------------------------------------------------- caveats ---
    "notes.count_only": {
        "en": "Whether a site meets the standard (达标) stands in no list: what is counted is that it is "
        "there.",
        "zh": "机构清单不含“达标”标记：此处只计是否设置。",
    },
    "notes.other_township": {
        "en": "{count} facilities state another township than the one that they stand in ({names}); "
        "they are counted where they stand.",
        "zh": "{count} 家机构所填乡镇与坐标所在乡镇不一致（{names}）；按坐标所在地计。",
    },
    "notes.counted_once": {
        "en": "{count} rows are an institution that is counted already, by name or by the plan's aliases "
        "({names}).",
        "zh": "{count} 行与已计入的机构同名或在规划中为其别名，不重复计（{names}）。",
    },
    "notes.more_than_one": {
        "en": "{count} areas have more than one main site: duplicates, or what a merger left; no fault "
        "({areas}).",
        "zh": "{count} 个区域有不止一所主体机构：或为重复，或为撤并保留，不算缺陷（{areas}）。",
    },
    "notes.neighbour_serves": {
        "en": "{count} small areas have no site of their own and pass because their median resident's "
        "nearest, by car, lies in another area ({areas}).",
        "zh": "{count} 个人口较少的区域自身无机构，因其中位居民驾车最近的机构在其他区域而通过（{areas}）。",
    },
    "notes.kind_by_code": {
        "en": "Streets and towns are told apart by digits 7-9 of the code (001-099 street, 100-399 town), "
        "else by the name: a rule of thumb.",
        "zh": "街道与乡镇按代码第7至9位（001-099为街道，100-399为乡镇）区分，其次按名称：这是经验规则。",
    },
    "notes.kind_contradicts": {
        "en": "The name of {count} areas says another kind than their code, which decides ({areas}).",
        "zh": "{count} 个区域的名称与代码所示类型不一致，以代码为准（{areas}）。",
    },
    "notes.level_for_township": {
        "en": "The boundaries have no level “township”; level “{level}” is taken, all of whose codes or "
        "names are those of townships or streets.",
        "zh": "边界中没有“township”级别；采用级别“{level}”，其代码或名称均为乡镇或街道。",
    },
    "notes.communities_left_out": {
        "en": "{count} urban communities (社区) of the list are no administrative villages and are left "
        "out.",
        "zh": "名单中 {count} 个社区不是行政村，未计入。",
    },
    "notes.villages_from_register": {
        "en": "{count} villages have no boundary; only the register knows them.",
        "zh": "{count} 个村没有村界，仅见于名录。",
    },
    "notes.neighbour_clinic": {
        "en": "{count} villages without a clinic of their own have one within {minutes} ({profile}), "
        "measured from the home nearest to the middle of their people: the limit is a judgement.",
        "zh": "{count} 个村自身无卫生室，但邻村卫生室在 {minutes}以内（{profile}），"
        "以距人口重心最近的居住点起算：时限为判断。",
    },
    "notes.seat_exempt": {
        "en": "{count} villages host a health centre and are exempt: a judgement.",
        "zh": "{count} 个村为卫生院所在地，予以豁免：此为判断。",
    },
    "notes.site_double": {
        "en": "{count} names of the plan are a row that another name is already; it counts once "
        "({names}).",
        "zh": "规划中 {count} 个名称与另一名称对应同一机构，只计一次（{names}）。",
    },
    "notes.indicator_differs": {
        "en": "The indicator table says {indicator:g} for {id} ({year}, {source}); the facility list "
        "gives {value:g}.",
        "zh": "指标表中 {id} 为 {indicator:g}（{year} 年，{source}），机构清单得 {value:g}。",
    },
    "notes.indicator_decides": {
        "en": "The facility list cannot tell ({value:g} shown as open); the user's figure for {id} "
        "decides: {indicator:g} ({year}, {source}).",
        "zh": "机构清单无法判断（显示启用 {value:g} 个），以用户填报的 {id} 为准：{indicator:g}"
        "（{year} 年，{source}）。",
    },
    "notes.projects_as_listed": {
        "en": "Projects that are planned or being built are taken as the facility list has them; it may "
        "be older than they are.",
        "zh": "规划或在建项目以机构清单为准；清单可能早于项目进展。",
    },
    "notes.projects_undecided": {
        "en": "{count} projects have no decided place and are left out of the reach ({names}); their "
        "share of the money: {share}.",
        "zh": "{count} 个项目选址待定，未计入可及性比较（{names}）；占投资 {share}。",
    },
    "notes.projects_no_place": {
        "en": "{count} more projects have no one place and are left out of the reach ({names}); their "
        "share of the money: {share}.",
        "zh": "另有 {count} 个项目没有确定的地点，未计入可及性比较（{names}）；占投资 {share}。",
    },
    "notes.projects_elsewhere": {
        "en": "The houses of {count} projects stand outside the township that the plan names ({names}).",
        "zh": "{count} 个项目的机构不在规划所写的乡镇内（{names}）。",
    },
    "notes.projects_at_middle": {
        "en": "{count} projects are only placed by their township and stand at the middle of its people "
        "({names}).",
        "zh": "{count} 个项目只知所在乡镇，按该乡镇人口重心落点（{names}）。",
    },
    "notes.projects_township_unknown": {
        "en": "The township of {count} projects is not, or not once, among the study's areas ({names}).",
        "zh": "{count} 个项目所写乡镇在研究区域中找不到或不唯一（{names}）。",
    },
    "notes.beds_planned": {
        "en": "{count} projects state the beds of the whole site when done ({beds:,.0f} together): no gain "
        "until the present beds are subtracted; for {unknown} of them these are not known.",
        "zh": "{count} 个项目写的是建成后全院床位（合计 {beds:,.0f} 张）：须减去现有床位才是新增；其中 "
        "{unknown} 个的现有床位不明。",
    },
    "notes.projects_gain": {
        "en": "What the projects add is measured for {count} sites that offer “{service}”, within "
        "{minutes}: the list with them less the list without them.",
        "zh": "可及性增量按提供“{service}”的 {count} 处项目地点、{minutes}以内计算：有项目减去无项目。",
    },
    "notes.projects_no_gain": {
        "en": "No project has both a place and the service “{service}”, or people and roads are not "
        "known: nothing is said of what they add to its reach.",
        "zh": "没有项目既有地点又提供“{service}”，或缺少人口与道路：不计算其可及性增量。",
    },
}
