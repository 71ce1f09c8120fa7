"""Supply and equity for readers: commands, tables, pages."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "accessunit.discounted": {"en": "discounted by time", "zh": "按时间折减"},
    "accessunit.per_thousand": {"en": "per 1,000 people", "zh": "每千人"},
    "cli.supply": {
        "en": "Beds, doctors, staff or vehicles within reach of people, and how unevenly.",
        "zh": "居民可及范围内的床位、医生、职工或车辆，以及分布是否均衡。",
    },
    "cli.opt.capacity_people": {
        "en": "People whom one bed (doctor …) can take, for capacity; without it the mean over all "
        "people and all beds of the study.",
        "zh": "每张床位（每名医生等）可服务的人数，仅用于 capacity；缺省为本研究的平均值。",
    },
    "cli.opt.half_life": {
        "en": "Minutes that halve a facility's weight, for gravity (10 without it).",
        "zh": "使机构权重减半的分钟数，仅用于 gravity（缺省为 10）。",
    },
    "cli.opt.order": {
        "en": "Which facility is filled first, for capacity: largest (the default), smallest, or people "
        "(most people in reach). A bound for every order is always told.",
        "zh": "capacity 方法的填充顺序：largest（大者优先，缺省）、smallest（小者优先）或 people（可达人口多者优先）。"
        "同时给出与顺序无关的上限。",
    },
    "cli.opt.resource": {
        "en": "What is shared out: beds, doctors, staff, vehicles.",
        "zh": "要分配的资源：beds（床位）、doctors（医生）、staff（职工）、vehicles（车辆）。",
    },
    "cli.opt.supply_method": {
        "en": "How it is shared out: catchment (everyone uses the nearest), 2sfca, e2sfca, 3sfca "
        "(floating catchments), gravity, capacity (facilities fill up). Rankings differ by method.",
        "zh": "分配方法：catchment（就近）、2sfca、e2sfca、3sfca（移动搜索法）、gravity（引力模型）、"
        "capacity（容量限制）。不同方法得出的排序不同。",
    },
    "cli.opt.supply_minutes": {
        "en": "Longest way in minutes. Without it: 30; 60 for 3sfca; no limit for catchment and gravity. "
        "Zones of e2sfca and 3sfca are stretched to end there.",
        "zh": "最长分钟数。缺省为 30；3sfca 为 60；catchment 和 gravity 不设限。e2sfca 与 3sfca 的分区按此值等比缩放。",
    },
    "cli.opt.supply_out": {
        "en": "Write the tables too: a workbook (.xlsx), or CSV files into a folder named after the file "
        "(.csv).",
        "zh": "同时写出表格：工作簿（.xlsx），或在同名文件夹内写出 CSV 文件（.csv）。",
    },
    "cli.opt.supply_service": {
        "en": "Whose facilities count, such as hospital; without it all that have the number.",
        "zh": "计入哪类机构，例如 hospital；缺省为所有有该数值的机构。",
    },
    "fillorder.largest": {"en": "largest first", "zh": "大者优先"},
    "fillorder.people": {"en": "most people in reach first", "zh": "可达人口多者优先"},
    "fillorder.smallest": {"en": "smallest first", "zh": "小者优先"},
    "resource.beds": {"en": "beds", "zh": "床位"},
    "resource.doctors": {"en": "doctors", "zh": "医生"},
    "resource.staff": {"en": "staff", "zh": "职工"},
    "resource.vehicles": {"en": "vehicles", "zh": "车辆"},
    "supply_answer.all_unknown": {
        "en": "None of the {count} facilities asked about has a known number of {resource}: the column "
        "“{column}” of the facility list is empty. Fill it in for some of them and make the study anew, "
        "or ask for another --resource or --service.",
        "zh": "所询问的 {count} 家机构均无已知的{resource}数：机构表的“{column}”列为空。请补充该列并重新建立研究，"
        "或改用其他 --resource 或 --service。",
    },
    "supply_answer.all_zero": {
        "en": "None of the {count} facilities asked about has any {resource}: where the column “{column}” "
        "of the facility list is filled in, it says 0 ({unknown} are unknown). Correct the column, or ask "
        "for another --resource or --service.",
        "zh": "所询问的 {count} 家机构均没有{resource}：机构表“{column}”列已填的值均为 0（{unknown} 家未知）。"
        "请更正该列，或改用其他 --resource 或 --service。",
    },
    "supply_answer.bad_half_life": {
        "en": "The half-life must be above 0 and at most 1,440 minutes (86,400 s), got {value} s.",
        "zh": "半衰时间须大于 0 且不超过 1,440 分钟（86,400 秒），收到 {value} 秒。",
    },
    "supply_answer.bad_limit": {
        "en": "The limit must be above 0 and at most 1,440 minutes (86,400 s), got {value} s.",
        "zh": "限值须大于 0 且不超过 1,440 分钟（86,400 秒），收到 {value} 秒。",
    },
    "supply_answer.bad_people_per_unit": {
        "en": "The people whom one unit can take must be a finite number above 0, got {value}.",
        "zh": "每单位资源可服务的人数须为大于 0 的有限数，收到 {value}。",
    },
    "supply_answer.bad_suffix": {
        "en": "Tables are written as .xlsx or .csv, got “{path}”.",
        "zh": "表格只能写为 .xlsx 或 .csv，收到“{path}”。",
    },
    "supply_answer.bad_zones": {
        "en": "Zones need at least one limit above 0 and no longer than a day, in seconds.",
        "zh": "分区至少须有一个大于 0 且不超过一天的上限（秒）。",
    },
    "supply_answer.beyond": {
        "en": "{count} facilities with {supply:,.0f} {resource} lie outside every area of the table and count "
        "too; the people there do not compete, unless the study has them: {names}.",
        "zh": "有 {count} 家机构（{resource} {supply:,.0f}）位于表中各区域之外，仍计入；除非研究含有当地人口，"
        "否则当地居民不参与竞争：{names}。",
    },
    "supply_answer.bound": {
        "en": "In this order {served:,.0f} people are served. No order can serve more than {most:,.0f}; "
        "{in_reach:,.0f} have a facility in reach.",
        "zh": "按此顺序可服务 {served:,.0f} 人；任何顺序均不超过 {most:,.0f} 人；有机构可达者 {in_reach:,.0f} 人。",
    },
    "supply_answer.bound_rough": {
        "en": "In this order {served:,.0f} people are served; {in_reach:,.0f} have a facility in reach. The best "
        "order was not worked out, the study is too large for that: no order can serve more than "
        "{most:,.0f}.",
        "zh": "按此顺序可服务 {served:,.0f} 人；有机构可达者 {in_reach:,.0f} 人。研究规模过大，未求最优顺序：任何顺序均不超过"
        " {most:,.0f} 人。",
    },
    "supply_answer.empty": {
        "en": "{count} facilities have no {resource} (0 is stated) and are no choice: {names}.",
        "zh": "有 {count} 家机构的{resource}为 0，不作为选择：{names}。",
    },
    "supply_answer.given_mean": {
        "en": "Each unit ({resource}) takes {people:,.1f} people, as asked.",
        "zh": "按要求，每单位{resource}服务 {people:,.1f} 人。",
    },
    "supply_answer.gravity": {
        "en": "The {resource} of every facility count for everyone, half as much for each {minutes} minutes of "
        "way (judgement). They are not shared among people: compare places, never hold the figure "
        "against a standard.",
        "zh": "每个机构的{resource}对所有人均计入，路程每增加 {minutes} 分钟减半（判断）。该值未在人群间分摊，只能用于"
        "各地比较，不能与标准对照。",
    },
    "supply_answer.group": {
        "en": "The supply is shared among this group alone ({group}), as if nobody else used it.",
        "zh": "资源只在该人群（{group}）中分配，视同他人不使用。",
    },
    "supply_answer.method": {
        "en": "Method: {method}. The methods rank places differently; compare only figures of the same one.",
        "zh": "方法：{method}。不同方法得出的排序不同，只能比较同一方法的结果。",
    },
    "supply_answer.no_banks": {
        "en": "The study has no two river banks with people: no comparison of banks.",
        "zh": "本研究没有两个有人居住的河岸区域，无法比较两岸。",
    },
    "supply_answer.no_built_up": {
        "en": "Nothing is known of built-up land: no comparison of town and country.",
        "zh": "没有建成区资料，无法比较城乡。",
    },
    "supply_answer.no_facilities": {
        "en": "The study has no facility that is open. Give a list of facilities when making the study.",
        "zh": "本研究没有运营中的机构。请在建立研究时提供机构表。",
    },
    "supply_answer.no_use": {
        "en": "{name} is of no use to the method {method}; it belongs to {known}.",
        "zh": "{name} 不适用于方法 {method}，仅用于 {known}。",
    },
    "supply_answer.nothing_in_reach": {
        "en": "People with no {resource} in reach: {people:,.0f} ({share:.1%}). They have 0 and count in every "
        "mean.",
        "zh": "可及范围内没有{resource}的人口：{people:,.0f}（{share:.1%}）。其值为 0，并计入各项均值。",
    },
    "supply_answer.one_side": {
        "en": "All people live on built-up land, or all outside it: no comparison of town and country.",
        "zh": "全部人口均在建成区内（或均在建成区外），无法比较城乡。",
    },
    "supply_answer.own_mean": {
        "en": "Each unit ({resource}) takes {people:,.1f} people: the mean over all people and all known "
        "{resource} of the study, so that sharing evenly would serve everyone (judgement).",
        "zh": "每单位{resource}服务 {people:,.1f} 人，即本研究全部人口与全部已知{resource}之比：若平均分配则人人可得（判断）。",
    },
    "supply_answer.too_many_pairs": {
        "en": "The {method} needs the times of all pairs at once: {places:,} places and {facilities:,} "
        "facilities are more than {most:,} pairs. Ask with --service for fewer facilities, or use 2sfca "
        "or e2sfca.",
        "zh": "{method}须同时保存全部时间：{places:,} 处与 {facilities:,} 家机构超过 {most:,} 对。请用 --service 减少机构，"
        "或改用 2sfca、e2sfca。",
    },
    "supply_answer.unknown": {
        "en": "{count} facilities are left out because their {resource} are unknown, so people may have more "
        "than is shown here: {names}.",
        "zh": "有 {count} 家机构的{resource}数未知，未计入，居民实际拥有的可能更多：{names}。",
    },
    "supply_answer.unreached": {
        "en": "{count} facilities with {supply:,.0f} {resource} are within nobody's reach and count for nobody: "
        "{names}.",
        "zh": "有 {count} 家机构（{resource} {supply:,.0f}）无人可达，未计入任何人：{names}。",
    },
    "supply_answer.zones": {
        "en": "Weights by minutes of way: {zones} ({source}).",
        "zh": "按路程分钟数的权重：{zones}（{source}）。",
    },
    "supply_answer.zones_and_limit": {
        "en": "Give either zones or a limit: the last zone is the limit.",
        "zh": "分区与限值只能给出其一：最后一个分区的上限即为限值。",
    },
    "supply_answer.zones_own": {"en": "as asked", "zh": "按要求"},
    "supply_answer.zones_published": {
        "en": "the published ones, as in the library PySAL access",
        "zh": "采用已发表的权重，与 PySAL access 一致",
    },
    "supply_answer.zones_scaled": {
        "en": "the published ones, stretched to the limit asked for (judgement)",
        "zh": "由已发表的权重按所给限值等比缩放（判断）",
    },
    "supply_screen.areas": {"en": "The areas that have least", "zh": "最少的区域"},
    "supply_screen.banks": {
        "en": "{first}: {first_value}; {second}: {second_value}.",
        "zh": "{first}：{first_value}；{second}：{second_value}。",
    },
    "supply_screen.banks_located": {
        "en": "By where they lie: {first} {first_value}, {second} {second_value} per 1,000 people.",
        "zh": "按所在地计：{first} {first_value}，{second} {second_value}（每千人）。",
    },
    "supply_screen.built_up": {
        "en": "Built-up land: {first_value}; country: {second_value}.",
        "zh": "建成区：{first_value}；乡村：{second_value}。",
    },
    "supply_screen.facilities": {
        "en": "{used} of {supply} {resource} at {count} facilities have somebody to use them.",
        "zh": "{count} 家机构的{resource}共 {supply}，其中 {used} 有人使用。",
    },
    "supply_screen.facilities_gravity": {
        "en": "{supply} {resource} at {count} facilities.",
        "zh": "{count} 家机构的{resource}共 {supply}。",
    },
    "supply_screen.gini": {
        "en": "Gini {gini} (0: everyone has the same). The worst-off tenth has at most {low}, half the people at "
        "most {middle}.",
        "zh": "基尼系数 {gini}（0 表示完全均等）。最少的十分之一人口不超过 {low}，半数人口不超过 {middle}。",
    },
    "supply_screen.head": {
        "en": "{resource} within reach, on average: {mean} ({unit}); {people}, {limit}.",
        "zh": "可及的{resource}平均：{mean}（{unit}）；{people}，{limit}。",
    },
    "supply_screen.limit": {"en": "within {minutes} min", "zh": "{minutes} 分钟内"},
    "supply_screen.no_limit": {"en": "no limit of time", "zh": "不限时间"},
    "supply_screen.located": {"en": "lies there /1,000", "zh": "所在地每千人"},
    "supply_screen.mean": {"en": "mean", "zh": "均值"},
    "supply_screen.median": {"en": "half have at most", "zh": "半数人不超过"},
    "supply_screen.none": {
        "en": "In {count} of {total} areas nobody has any.",
        "zh": "{total} 个区域中有 {count} 个全域无可及资源。",
    },
    "supply_screen.reach": {
        "en": "{share} of the people have some in reach.",
        "zh": "{share} 的人口有可及的资源。",
    },
    "supply_screen.served": {
        "en": "{served} of the people are served, {share} have some in reach.",
        "zh": "{served} 的人口得到服务，{share} 的人口有可及的资源。",
    },
    "supply_screen.share": {"en": "in reach", "zh": "可达"},
    "supply_screen.theil": {
        "en": "Theil {total}: {between} of it between the areas, the rest within them.",
        "zh": "泰尔指数 {total}，其中 {between} 来自区域之间，其余来自区域内部。",
    },
    "supply_screen.theil_built_up": {
        "en": "Theil {total}: {between} of it between town and country.",
        "zh": "泰尔指数 {total}，其中 {between} 来自城乡之间。",
    },
    "supplymethod.2sfca": {
        "en": "two-step floating catchment areas (2SFCA)",
        "zh": "两步移动搜索法（2SFCA）",
    },
    "supplymethod.3sfca": {
        "en": "three-step floating catchment areas (3SFCA)",
        "zh": "三步移动搜索法（3SFCA）",
    },
    "supplymethod.capacity": {
        "en": "capacity-limited coverage, facilities filled one after the other",
        "zh": "容量限制覆盖（机构依次接收人口）",
    },
    "supplymethod.catchment": {
        "en": "catchments by least time, everyone uses the nearest facility",
        "zh": "最短时间服务区（人人使用最近的机构）",
    },
    "supplymethod.e2sfca": {
        "en": "enhanced two-step floating catchment areas (E2SFCA)",
        "zh": "增强型两步移动搜索法（E2SFCA）",
    },
    "supplymethod.gravity": {
        "en": "potential access by gravity (Hansen)",
        "zh": "引力模型潜在可达性（Hansen）",
    },
}
