"""Plans and readings as data: writing, checking, listing them."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "plan.rows_are_goals": {
        "en": "Plan {plan}: the tables [[rows]] are called [[goals]] now. Rename them; their keys stay the same.",
        "zh": "规划 {plan}：表 [[rows]] 现称 [[goals]]，请改名，各键不变。",
    },
    "plan.foreign_test": {
        "en": "Goal {goal}, reading {reading}: the goal does not name the test {test}. It names: {known}. Add it to the goal's tests, or leave “test” out.",
        "zh": "目标 {goal} 的读法 {reading}：目标没有检验 {test}，现有：{known}。请把它加入目标的 tests，或去掉 test。",
    },
    "plan.goal_unknown_test": {
        "en": "Goal {goal}: there is no test {test}. Known tests: {known}. Name one of these, or give the goal readings of its own.",
        "zh": "目标 {goal}：没有检验 {test}。已知检验：{known}。请改用其中之一，或为目标写自己的读法。",
    },
    "plan.unknown_site": {
        "en": "{goal}: the site “{site}” is not among the plan's facilities. Named there: {known}. Add it to [[facilities]], or write it as there.",
        "zh": "{goal}：规划的机构清单中没有“{site}”，现有：{known}。请加入 [[facilities]]，或改用清单中的名称。",
    },
    "plan.unknown_profile": {
        "en": "Goal {goal}: there is no travel profile “{profile}”. Known: {known}.",
        "zh": "目标 {goal}：没有出行方式“{profile}”。已知：{known}。",
    },
    "plan.unknown_service": {
        "en": "{place}: {key} names “{name}”, which is no service. Known: {known}.",
        "zh": "{place}：{key} 中的“{name}”不是已知服务。已知：{known}。",
    },
    "plan_cmd.no_goals": {
        "en": "{path}: a plan holds [[goals]]; there are none.",
        "zh": "{path}：规划应含 [[goals]]，文件中没有。",
    },
    "plan_cmd.readings": {
        "en": "List the tests with their readings; with a test, its readings with every number.",
        "zh": "列出各检验及其读法；给出检验时，列出它的读法与全部数字。",
    },
    "plan_cmd.arg_test": {"en": "Test, such as T-EMG-15.", "zh": "检验，如 T-EMG-15。"},
    "plan_cmd.readings_hint": {
        "en": "● decides, ○ stands beside it. All numbers of a test: goldenhour plan readings TEST",
        "zh": "● 为准，○ 并列。查看某一检验的全部数字：goldenhour plan readings 检验",
    },
    "plan_cmd.opt_goal": {
        "en": "Show one goal in full: words, figure, readings with every number.",
        "zh": "完整显示一个目标：原文、数字、读法与全部数字。",
    },
    "plan_cmd.opt_blank": {
        "en": "Write a starting plan for another district (goals.toml, facilities.toml) into the folder of --out.",
        "zh": "为其他区县生成规划的起始文件（goals.toml、facilities.toml），写入 --out 的文件夹。",
    },
    "plan_cmd.arg_new": {
        "en": "District: {known}; or a plan of your own; with --blank, the name of the new plan.",
        "zh": "区县：{known}；或自己的规划；用 --blank 时为新规划的名称。",
    },
    "plan_cmd.blank_done": {
        "en": "Written: {folder} (goals.toml, facilities.toml). Edit them, then: goldenhour plan validate {quoted}",
        "zh": "已写入：{folder}（goals.toml、facilities.toml）。修改后检查：goldenhour plan validate {quoted}",
    },
    "plan_cmd.blank_exists": {
        "en": "{path} is there already: nothing was written. Choose another folder, or add --overwrite.",
        "zh": "{path} 已存在，未写入任何内容。请换一个文件夹，或加 --overwrite。",
    },
    "plan_cmd.blank_name": {
        "en": "“{name}” cannot be the name of a plan: letters, digits, “-” and “_” only, and no packaged plan's name ({known}).",
        "zh": "“{name}”不能作规划名称：只能用字母、数字、“-”和“_”，且不能与内置规划（{known}）同名。",
    },
    "plan_cmd.goal": {"en": "goal", "zh": "目标"},
    "plan_cmd.goal_words": {"en": "“{phrase}” ({section})", "zh": "“{phrase}”（{section}）"},
    "plan_cmd.goal_figure": {"en": "figure: {value}", "zh": "规划数字：{value}"},
    "plan_cmd.goal_no_figure": {"en": "none in the plan", "zh": "规划没有"},
    "plan_cmd.goal_year": {"en": "year: {value}", "zh": "目标年：{value}"},
    "plan_cmd.goal_baseline": {
        "en": "2020, as the plan says: {value}",
        "zh": "规划所述2020年：{value}",
    },
    "plan_cmd.goal_standing": {"en": "standing: {value}", "zh": "属性：{value}"},
    "plan_cmd.goal_class": {"en": "class: {value}", "zh": "类别：{value}"},
    "plan_cmd.goal_sites": {"en": "sites: {value}", "zh": "机构：{value}"},
    "plan_cmd.goal_data": {"en": "data needed: {value}", "zh": "所需数据：{value}"},
    "plan_cmd.goal_note": {"en": "remark: {value}", "zh": "备注：{value}"},
    "plan_cmd.open_in_plan": {"en": "Left open by plans: {open}", "zh": "规划未明：{open}"},
    "plan_cmd.own_readings": {"en": "Readings of the goal's own", "zh": "目标自己的读法"},
    "plan_cmd.is_headline": {"en": "decides", "zh": "为准"},
    "plan_cmd.is_rival": {"en": "beside it", "zh": "并列"},
    "plan_cmd.is_beside": {"en": "shown, decides nothing", "zh": "只作对照"},
    "plan_cmd.number": {"en": "{name}: {value}", "zh": "{name}：{value}"},
    "plan_cmd.with_tried": {"en": "{value} (tried: {tried})", "zh": "{value}（另试{tried}）"},
    "clock.call": {"en": "call taking", "zh": "呼救受理"},
    "clock.turnout": {"en": "turnout", "zh": "出车准备"},
    "clock.scene": {"en": "care at the scene", "zh": "现场处置"},
    "clock.handover": {"en": "handover", "zh": "交接"},
    "clock.parking": {"en": "parking", "zh": "停车"},
    "clock.preparation": {"en": "preparation", "zh": "转运准备"},
    "clock.door_to_needle": {"en": "door to needle", "zh": "入院至溶栓"},
    "plan_cmd.list_stop": {"en": "; ", "zh": "；"},
    "plan_cmd.leg": {
        "en": "{service}, {direction}, {profile}",
        "zh": "{service}，{direction}，{profile}",
    },
    "plan_cmd.leg_built_up": {
        "en": "{service}, {direction}, {profile} ({built_up} in built-up areas)",
        "zh": "{service}，{direction}，{profile}（建成区{built_up}）",
    },
    "plan_cmd.metres": {"en": "{value} m", "zh": "{value}米"},
    "plan_cmd.yes": {"en": "yes", "zh": "是"},
    "plan_cmd.no": {"en": "no", "zh": "否"},
    "rulekey.cutoff_s": {"en": "limit", "zh": "时限"},
    "rulekey.group": {"en": "people", "zh": "人群"},
    "rulekey.where": {"en": "where", "zh": "范围"},
    "rulekey.pass_share": {"en": "pass mark", "zh": "达标线"},
    "rulekey.without_sites": {"en": "also without the goal's sites", "zh": "另算不含点名机构"},
    "rulekey.resource": {"en": "resource", "zh": "资源"},
    "rulekey.per": {"en": "per", "zh": "每"},
    "rulekey.services": {"en": "any of", "zh": "机构类型"},
    "rulekey.least_level": {"en": "at least", "zh": "不低于"},
    "rulekey.most_level": {"en": "at most", "zh": "不高于"},
    "rulekey.offering": {"en": "offering", "zh": "提供"},
    "rulekey.named_only": {"en": "the goal's sites alone", "zh": "只看点名机构"},
    "rulekey.service": {"en": "service", "zh": "服务"},
    "rulekey.people_per_vehicle": {"en": "people per vehicle", "zh": "每车人口"},
    "rulekey.tried": {"en": "tried", "zh": "另试"},
    "rulekey.areas": {"en": "areas", "zh": "区域"},
    "rulekey.least": {"en": "at least each", "zh": "每处至少"},
    "rulekey.most_people_each": {"en": "at most people each", "zh": "每所最多人口"},
    "rulekey.least_people_each": {"en": "at least people each", "zh": "每所最少人口"},
    "rulekey.either": {"en": "either rule is enough", "zh": "满足其一即可"},
    "rulekey.profile": {"en": "travel", "zh": "出行方式"},
    "rulekey.direction": {"en": "direction", "zh": "方向"},
    "rulekey.median_s": {"en": "median at most", "zh": "中位数不超过"},
    "rulekey.worst_s": {"en": "nobody beyond", "zh": "最远不超过"},
    "rulekey.neighbour_s": {"en": "neighbour's within", "zh": "邻村不超过"},
    "rulekey.neighbour_counts": {"en": "a neighbour's counts", "zh": "邻村算覆盖"},
    "rulekey.exempt_seat": {"en": "exempt where there is", "zh": "所在村免设"},
    "rulekey.count_services": {"en": "services are counted", "zh": "按服务计数"},
    "rulekey.each": {"en": "each site for itself", "zh": "逐家判断"},
    "rulekey.level": {"en": "sides", "zh": "两侧层级"},
    "rulekey.least_ratio": {"en": "ratio at least", "zh": "比值不低于"},
    "rulekey.beyond_s": {"en": "farther than", "zh": "超过"},
    "rulekey.most_people": {"en": "people at most", "zh": "人数不超过"},
    "rulekey.of": {"en": "each", "zh": "每个"},
    "rulekey.has": {"en": "has", "zh": "配有"},
    "rulekey.within_m": {"en": "within", "zh": "距离不超过"},
    "rulekey.tried_m": {"en": "tried", "zh": "另试"},
    "rulekey.worst_counts": {"en": "the farthest decide too", "zh": "最远也算"},
    "rulekey.holders": {"en": "held by", "zh": "资源所在机构"},
    "rulekey.target": {"en": "figure", "zh": "数字"},
    "plan_cmd.list_mark": {"en": ", ", "zh": "、"},
    "where.all": {"en": "everywhere", "zh": "全区"},
    "plan_cmd.blank_goals": {
        "en": """# A plan for {name}. Lines after # are remarks. Check it with: goldenhour plan validate FOLDER
# How every key is meant: docs/plans.md. Readings and tests: goldenhour plan readings

name = "{name}"
district = "TO FILL IN"
province = "TO FILL IN"
title = {{ zh = "TO FILL IN", en = "TO FILL IN" }}
document = ""                      # number of the document, if it has one
period = "2021-2025"               # the last year is the target year of every goal

# Figures that the plan states about the district, each with a name of your choice.
[context]
# resident_population = 1000000

# A circle: the test brings its readings, headline and rivals; 15 replaces their minutes.
[[goals]]
id = "{prefix}-01"
title = {{ zh = "15分钟急救圈", en = "15-minute emergency circle" }}
section = "TO FILL IN"             # where it stands in the plan
phrase = "TO FILL IN"              # the plan's own words, at most 60 characters
comparator = "<="
value = 15
unit = "min"
tests = ["T-EMG-15"]

# A density: the value of today comes from your table of indicators (goldenhour plan new).
[[goals]]
id = "{prefix}-02"
title = {{ zh = "每千人口床位数", en = "beds per 1,000 residents" }}
section = "TO FILL IN"
phrase = "TO FILL IN"
computable = "per_capita"
comparator = ">="
value = 7.0
unit = "beds/1000"
tests = ["T-BEDS"]

# Named sites: their names stand in facilities.toml too.
[[goals]]
id = "{prefix}-03"
title = {{ zh = "建设1个次中心", en = "one sub-centre" }}
section = "TO FILL IN"
phrase = "TO FILL IN"
comparator = ">="
value = 1
unit = "sub-centres"
tests = ["T-SUBCENTRE"]
sites = ["TO FILL IN"]

# A reading of the goal's own. Without `test` it decides beside the tests; rival = true shows it only.
[[goals]]
id = "{prefix}-04"
title = {{ zh = "居民30分钟内到达医院", en = "a hospital within 30 minutes" }}
section = "TO FILL IN"
phrase = "TO FILL IN"

[[goals.readings]]
id = "drive-30"
title = {{ zh = "居民驾车30分钟内到达医院", en = "a resident drives to a hospital within 30 minutes" }}
service = "hospital"
profile = "car"
direction = "to"
minutes = 30
pass_share = 0.9
pass_source = {{ zh = "30分钟与90%为判断。", en = "30 minutes and 90 %: judgement." }}
""",
        "zh": """# {name}的规划。# 之后为说明。检查：goldenhour plan validate 文件夹
# 各键含义见 docs/plans.zh-CN.md；检验与读法：goldenhour plan readings

name = "{name}"
district = "待填"
province = "待填"
title = {{ zh = "待填", en = "待填" }}
document = ""                      # 文号，没有则留空
period = "2021-2025"               # 最后一年为各目标的目标年

# 规划陈述的区情数字，名称自定。
[context]
# resident_population = 1000000

# 时间圈：检验自带读法（首选与并列），这里的 15 代替其中的分钟数。
[[goals]]
id = "{prefix}-01"
title = {{ zh = "15分钟急救圈", en = "15-minute emergency circle" }}
section = "待填"             # 在规划中的位置
phrase = "待填"              # 规划原文，不超过60字
comparator = "<="
value = 15
unit = "min"
tests = ["T-EMG-15"]

# 密度：现状值取自指标表（goldenhour plan new 生成）。
[[goals]]
id = "{prefix}-02"
title = {{ zh = "每千人口床位数", en = "beds per 1,000 residents" }}
section = "待填"
phrase = "待填"
computable = "per_capita"
comparator = ">="
value = 7.0
unit = "beds/1000"
tests = ["T-BEDS"]

# 点名机构：名称须与 facilities.toml 一致。
[[goals]]
id = "{prefix}-03"
title = {{ zh = "建设1个次中心", en = "one sub-centre" }}
section = "待填"
phrase = "待填"
comparator = ">="
value = 1
unit = "sub-centres"
tests = ["T-SUBCENTRE"]
sites = ["待填"]

# 目标自己的读法：不写 test 时与检验一同决定；rival = true 时只作并列。
[[goals]]
id = "{prefix}-04"
title = {{ zh = "居民30分钟内到达医院", en = "a hospital within 30 minutes" }}
section = "待填"
phrase = "待填"

[[goals.readings]]
id = "drive-30"
title = {{ zh = "居民驾车30分钟内到达医院", en = "a resident drives to a hospital within 30 minutes" }}
service = "hospital"
profile = "car"
direction = "to"
minutes = 30
pass_share = 0.9
pass_source = {{ zh = "30分钟与90%为判断。", en = "30 minutes and 90 %: judgement." }}
""",
    },
    "plan_cmd.blank_facilities": {
        "en": """# The facilities that the plan names. goldenhour looks for them in the facility list by name and
# alias. `kind` and `centres` are services: hospital, township_health_centre, stroke, ...

prefixes = []                      # units that the names may leave out, such as ["重庆市", "永川区"]

[[facilities]]
name = "TO FILL IN"
kind = "township_health_centre"
# aliases = ["another name"]
# level_now = "1A"
# level_target = "level 2"
# centres = ["chest_pain", "stroke"]
# place = "the township it is in"
# beds = 100                       # beds that the plan intends
""",
        "zh": """# 规划点名的机构，按名称和别名在机构名单中查找。kind 与 centres 为服务代码：hospital、
# township_health_centre、stroke 等。

prefixes = []                      # 名称中可省略的上级地名，如 ["重庆市", "永川区"]

[[facilities]]
name = "待填"
kind = "township_health_centre"
# aliases = ["别名"]
# level_now = "1A"
# level_target = "level 2"
# centres = ["chest_pain", "stroke"]
# place = "所在乡镇"
# beds = 100                       # 规划床位
""",
    },
    "rulekey.legs": {
        "en": "stretches of travel, each to its own best facility",
        "zh": "行程各段，各自选最佳机构",
    },
    "rulekey.constants": {"en": "times in which nobody travels", "zh": "不行进的时间"},
    "rulekey.profile_built_up": {"en": "travel in built-up areas", "zh": "建成区出行方式"},
    "rulekey.clock": {"en": "what passes", "zh": "环节"},
    "rulekey.time_s": {"en": "how long", "zh": "时长"},
    "rulekey.tried_s": {"en": "other values tried", "zh": "另试的值"},
    "plan_cmd.blanks": {
        "en": "{count} texts still say “{words}”: the plan can be read, but it says nothing yet there.",
        "zh": "还有 {count} 处写着“{words}”：规划可以读取，但这些地方尚未填写。",
    },
}
