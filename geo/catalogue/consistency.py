"""Whether a plan's figures agree: the sentences of the checks, the page and the command."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    # A wording that stands in the data in both languages: each message shows its own, and
    # the other's with no digit of it (".0"), for both must have the same fields.
    "consistency.said": {"en": "{en}{zh:.0}", "zh": "{zh}{en:.0}"},
    "consistency.list": {"en": "{head}; {tail}", "zh": "{head}；{tail}"},
    "consistency.dated": {"en": "{title}, {year}", "zh": "{title}（{year} 年）"},
    "consistency.of_group": {"en": "{title} ({group})", "zh": "{title}（{group}）"},
    "consistency.unit": {"en": " {unit}", "zh": " {unit}"},
    "consistency.unit_tight": {"en": "{unit}", "zh": "{unit}"},
    "consistency.unit_per": {"en": " per {per}", "zh": "/{per}"},
    "consistency.unit_wan": {"en": " ten thousand {unit}", "zh": " 万{unit}"},
    "consistency.stated_figure": {"en": "{figure}{unit}", "zh": "{figure}{unit}"},
    "consistency.stated_words": {"en": "“{words}”", "zh": "“{words}”"},
    "consistency.stated": {"en": "{what} ({section})", "zh": "{what}（{section}）"},
    "consistency.stated_of": {
        "en": "{what} of {group} ({section})",
        "zh": "{group} {what}（{section}）",
    },
    "consistency.with_beds": {"en": "{name} {beds} beds", "zh": "{name} {beds} 张"},
    # Stated twice.
    "consistency.twice_differ": {
        "en": "{title}: two figures that cannot both be right: {stated}.",
        "zh": "{title}：数值前后不一，不可能同时成立：{stated}。",
    },
    "consistency.twice_groups": {
        "en": "{title}: different figures for different groups: {stated}.",
        "zh": "{title}：数值不同，统计范围也不同：{stated}。",
    },
    "consistency.twice_same": {
        "en": "{title}: stated more than once, and the same: {stated}.",
        "zh": "{title}：多处表述一致：{stated}。",
    },
    "consistency.words_differ": {
        "en": "{title}: the plan says two things: {stated}.",
        "zh": "{title}：前后表述不一：{stated}。",
    },
    "consistency.words_exact": {
        "en": "{title}: one place says more than the other: {stated}.",
        "zh": "{title}：一处比另一处更具体：{stated}。",
    },
    "consistency.words_same": {
        "en": "{title}: stated more than once, and the same: {stated}.",
        "zh": "{title}：多处表述一致：{stated}。",
    },
    "consistency.ask_figure": {
        "en": "Ask which figure holds, and correct the other; until then give both.",
        "zh": "请编制单位确认以哪个数值为准并更正另一处；确认之前两个数值并列。",
    },
    "consistency.ask_groups": {
        "en": "Ask whether two targets are meant; hold each against its own group only.",
        "zh": "请确认是否确为两项目标；各自只与对应范围的数据比较。",
    },
    "consistency.ask_words": {
        "en": "Ask which of the two is meant.",
        "zh": "请编制单位确认以哪一种表述为准。",
    },
    "consistency.ask_exact": {
        "en": "Ask whether the more exact wording is the target.",
        "zh": "请确认是否以更具体的表述为目标。",
    },
    # Units.
    "consistency.units_per": {
        "en": "{title}: one number under two denominators, {factor} times apart: {stated}.",
        "zh": "{title}：同一数值用了两种人口基数，相差 {factor} 倍：{stated}。",
    },
    "consistency.units_wan": {
        "en": "{title}: the label “ten thousand persons” does not fit: {stated}.",
        "zh": "{title}：单位“万人”与其他数值不符：{stated}。",
    },
    "consistency.conversion": {
        "en": "{figure} ten thousand ({year}) = {persons} persons = {density} per {per} on {base}",
        "zh": "{year} 年 {figure} 万人 = {persons} 人，按 {base}计为每 {per} 人 {density} 人",
    },
    "consistency.ask_unit": {
        "en": "Ask for the unit before any value is held against this figure.",
        "zh": "请先确认单位，再用数据与该数值比较。",
    },
    # Population.
    "consistency.implied": {
        "en": "{title}: {count} ÷ {stated} per {per} = {people}; on {base}: {density} per {per}",
        "zh": "{title}：{count} ÷ 每 {per} 人 {stated} = {people}；按 {base}计为每 {per} 人 {density}",
    },
    "consistency.population_many": {
        "en": "Counts and densities imply different populations, up to {spread} apart; the largest group of them gives {base}.",
        "zh": "由总量与每千（万）人口指标反推的人口不一致，最多相差 {spread}；其中最多的几项对应 {base}。",
    },
    "consistency.population_single": {
        "en": "The plan states no population, and only one pair of figures implies one: {base}. Nothing else in the plan confirms it.",
        "zh": "规划未给出人口数，只有一组数值可以反推：{base}。规划中没有其他数值可以印证。",
    },
    "consistency.population_one": {
        "en": "Counts and densities fit one population, {base}: they differ by {spread}, which is rounding.",
        "zh": "总量与密度指标对应同一人口（{base}）：相差 {spread}，属四舍五入。",
    },
    "consistency.population_study": {
        "en": "The study counts {study}; the populations that the plan's figures imply differ from it by {low} to {high}.",
        "zh": "研究数据的人口为 {study}；规划反推的人口与之相差 {low} 至 {high}。",
    },
    "consistency.population_part": {
        "en": "{title}: {part} of {whole} = {share}; {rest} live elsewhere.",
        "zh": "{title}：{whole}中的 {part}，占 {share}；其余为 {rest}。",
    },
    "consistency.ask_population": {
        "en": "Ask which population each density uses (resident or registered, which year); compare densities of one population only.",
        "zh": "请确认各项密度指标所用的人口（常住或户籍、哪一年）；只比较同一人口口径的密度。",
    },
    "consistency.ask_census": {
        "en": "Check it against the census before densities are computed on it.",
        "zh": "使用前请与人口普查数据核对。",
    },
    "consistency.ask_study": {
        "en": "Ask which population the plan uses; values computed on the study's people differ from the plan's for that reason alone.",
        "zh": "请确认规划所用人口；仅此一项就会使按研究人口算出的数值与规划不同。",
    },
    "consistency.ask_part": {
        "en": "Ask which of the two populations each goal for the town is about.",
        "zh": "请确认涉及城区的目标以哪一个人口为基数。",
    },
    # Ratios.
    "consistency.ratio_fits": {
        "en": "{title}: {second} / {first} = {found}; the plan states {stated}.",
        "zh": "{title}：{second} / {first} = {found}，与规划的 {stated} 一致。",
    },
    "consistency.ratio_differs": {
        "en": "{title}: {second} / {first} = {found}, but the plan states {stated}.",
        "zh": "{title}：{second} / {first} = {found}，而规划写的是 {stated}。",
    },
    "consistency.ask_ratio": {
        "en": "Ask from which counts the ratio was worked out; use the recomputed one beside it.",
        "zh": "请确认该比值由哪些数值算出；使用时与复算值并列。",
    },
    # Sums.
    "consistency.list_fits": {
        "en": "{title}: the plan states {stated}; its list of {members} comes to {total}.",
        "zh": "{title}：规划写 {stated}，清单 {members} 项合计 {total}，一致。",
    },
    "consistency.list_differs": {
        "en": "{title}: the plan states {stated}, but its list of {members} comes to {total}.",
        "zh": "{title}：规划写 {stated}，而清单 {members} 项合计为 {total}。",
    },
    "consistency.grades_fit": {
        "en": "{title}: {stated} wanted, and the plan's facilities with their targets come to {total}: {names}.",
        "zh": "{title}：目标 {stated} 家，规划所列机构（含目标等级）合计 {total} 家：{names}。",
    },
    "consistency.grades_differ": {
        "en": "{title}: {stated} wanted, but the plan's facilities with their targets come to {total}: {names}.",
        "zh": "{title}：目标 {stated} 家，而规划所列机构（含目标等级）合计 {total} 家：{names}。",
    },
    "consistency.parts_fit": {
        "en": "{title}: {sum} = {total}, as stated ({names}).",
        "zh": "{title}：{sum} = {total}，与规划一致（{names}）。",
    },
    "consistency.parts_rest": {
        "en": "{title}: {sum} = {total}, fewer than the {stated} stated ({names}).",
        "zh": "{title}：{sum} = {total}，少于规划的 {stated}（{names}）。",
    },
    "consistency.parts_over": {
        "en": "{title}: {sum} = {total}, more than the {stated} stated ({names}).",
        "zh": "{title}：{sum} = {total}，超过规划的 {stated}（{names}）。",
    },
    "consistency.density_fits": {
        "en": "{title}: {count} on {base} = {found} per {per}; the target is {stated}{unit}.",
        "zh": "{title}：{count} 按 {base}计为每 {per} 人 {found}，与目标 {stated}{unit} 相符。",
    },
    "consistency.density_misses": {
        "en": "{title}: {count} on {base} = {found} per {per}, but the target is {stated}{unit}, which takes {needed}.",
        "zh": "{title}：{count} 按 {base}计为每 {per} 人 {found}，而目标为 {stated}{unit}，需要 {needed}。",
    },
    "consistency.ask_list": {
        "en": "Ask what is missing from the list, or which total holds.",
        "zh": "请确认清单缺少哪些内容，或以哪个合计数为准。",
    },
    "consistency.ask_grades": {
        "en": "Ask which hospitals the target counts.",
        "zh": "请确认目标计入哪些医院。",
    },
    "consistency.ask_density": {
        "en": "Ask what the density counts besides the table (institutions of a higher level, private ones), and on which population.",
        "zh": "请确认密度指标除该表外还计入哪些机构（如上级或民营机构），以及所用人口。",
    },
    # Growth.
    "consistency.growth_only": {
        "en": "{title}: {added} more and {before} → {after} per {per} are both true only for {people}.",
        "zh": "{title}：新增 {added} 与每 {per} 人 {before} → {after} 只有人口为 {people}时才能同时成立。",
    },
    "consistency.growth_short": {
        "en": "{title}: {added} more, but {before} → {after} per {per} takes {needed} on {base}; both are true only for {people}.",
        "zh": "{title}：新增 {added}，而每 {per} 人 {before} → {after} 按 {base}需要新增 {needed}；两者只有人口为 {people}时才能同时成立。",
    },
    "consistency.growth_enough": {
        "en": "{title}: {added} more are enough for {before} → {after} per {per}, which takes {needed} on {base} (both exactly true for {people}).",
        "zh": "{title}：新增 {added} 足以实现每 {per} 人 {before} → {after}，按 {base}需要 {needed}（恰好相等时人口为 {people}）。",
    },
    "consistency.ask_growth": {
        "en": "Ask who else adds to them, and which population the density uses.",
        "zh": "请确认其余增量来自哪里，以及密度指标所用人口。",
    },
    # Targets.
    "consistency.target_looser": {
        "en": "{title}: {baseline} in 2020, target for {year} {target}: met before the plan began, and looser than where it started.",
        "zh": "{title}：2020 年已为 {baseline}，{year} 年目标 {target}：规划之初即已达到，目标比基期更宽松。",
    },
    "consistency.targets_all": {
        "en": "{count} targets have a figure of 2020 beside them: {more} ask for an improvement, {kept} keep it, {looser} are looser.",
        "zh": "有 2020 年基期值的目标共 {count} 项：{more} 项要求改善，{kept} 项保持，{looser} 项更宽松。",
    },
    "consistency.ask_target": {
        "en": "Ask whether to keep {baseline} or better is meant; “met” says little here.",
        "zh": "请确认是否意在保持不劣于基期水平（{baseline}）；此项“达标”的意义有限。",
    },
    # Shares.
    "consistency.share_little": {
        "en": "{title}: {share} of {count} ({base}) = {part}, less than one.",
        "zh": "{title}：{count}（{base}）的 {share} = {part}，不足 1 个。",
    },
    "consistency.share_is": {
        "en": "{title}: {share} of {count} ({base}) = {part}, met from {whole} on.",
        "zh": "{title}：{count}（{base}）的 {share} = {part}，即达到 {whole} 个为达标。",
    },
    "consistency.ask_base": {
        "en": "Ask of what the percentage is: the base may be wider.",
        "zh": "请确认该百分比的基数，可能范围更大。",
    },
    # Named.
    "consistency.named_all": {
        "en": "{title}: {wanted} wanted, {named} named.",
        "zh": "{title}：目标 {wanted} 个，列名 {named} 个。",
    },
    "consistency.named_some": {
        "en": "{title}: {wanted} wanted, only {named} named.",
        "zh": "{title}：目标 {wanted} 个，仅列名 {named} 个。",
    },
    "consistency.named_none": {
        "en": "{title}: {wanted} wanted, {named} named.",
        "zh": "{title}：目标 {wanted} 个，列名 {named} 个。",
    },
    "consistency.named_stated": {
        "en": "{title}: the goal says {wanted}, but elsewhere the plan says {stated} ({section}).",
        "zh": "{title}：目标为 {wanted} 个，另一处却写 {stated} 个（{section}）。",
    },
    "consistency.named_candidates": {
        "en": "{title}: {wanted} wanted, {named} named. Most beds among the plan's health centres (a guess, not the plan's choice): {hosts}.",
        "zh": "{title}：目标 {wanted} 个，列名 {named} 个。规划床位最多的基层机构（判断，非规划确定）：{hosts}。",
    },
    "consistency.members_all": {
        "en": "{title}: {wanted} counted, {named} named.",
        "zh": "{title}：称 {wanted} 个，列名 {named} 个。",
    },
    "consistency.members_some": {
        "en": "{title}: {wanted} counted, only {named} named.",
        "zh": "{title}：称 {wanted} 个，只列出 {named} 个。",
    },
    "consistency.label_twice": {
        "en": "{count} tables are called {label}: {titles}.",
        "zh": "{count} 张表都编号为“{label}”：{titles}。",
    },
    "consistency.ask_sites": {
        "en": "Ask for the {missing} names that are missing: nothing can be computed for a place without one.",
        "zh": "请补充缺少的 {missing} 个名称：没有名称就无法计算。",
    },
    "consistency.ask_members": {
        "en": "Ask which {missing} are missing from the list.",
        "zh": "请确认清单缺少的 {missing} 项是什么。",
    },
    "consistency.ask_label": {
        "en": "Quote these tables by their titles; ask for numbers of their own.",
        "zh": "引用时请写表名；建议重新编号。",
    },
    # Projects.
    "consistency.projects_unplaced": {
        "en": "{placed} of {total} projects can be placed at a town, street or facility.",
        "zh": "{total} 个项目中 {placed} 个可定位到乡镇、街道或机构。",
    },
    "consistency.projects_class": {
        "en": "{place}: {count} (no. {rows}), {share} of the money",
        "zh": "{place} {count} 个（第 {rows} 项），占投资 {share}",
    },
    "consistency.projects_largest": {
        "en": "the two largest undecided ones (no. {rows}) alone: {share} of the money",
        "zh": "仅选址待定的最大两项（第 {rows} 项）即占投资 {share}",
    },
    "consistency.place_undecided": {"en": "undecided", "zh": "选址待定"},
    "consistency.place_district_wide": {"en": "district-wide", "zh": "全域"},
    "consistency.place_unspecified": {"en": "not specified", "zh": "未指明"},
    "consistency.place_new_area": {"en": "only a new area", "zh": "仅有新区名"},
    "consistency.projects_placed": {
        "en": "All {total} projects can be placed at a town, street or facility.",
        "zh": "全部 {total} 个项目均可定位到乡镇、街道或机构。",
    },
    "consistency.projects_beds": {
        "en": "Projects no. {planned_rows} give the beds of the whole site ({planned}; {sum} in all), which are no gain until its present beds are subtracted; beds are added only in no. {added_rows} ({added}).",
        "zh": "第 {planned_rows} 项给出的是建成后总床位（{planned}，合计 {sum}），减去现有床位之前不能算作增量；写明新增床位的只有第 {added_rows} 项（{added}）。",
    },
    "consistency.ask_places": {
        "en": "Ask for the places, the costliest first; leave the projects out of before-and-after maps until then.",
        "zh": "请先确认投资最大的项目的选址；确认之前不纳入前后对比图。",
    },
    "consistency.ask_beds": {
        "en": "Ask for the present beds of these sites.",
        "zh": "请提供这些院区的现有床位数。",
    },
    # Names.
    "consistency.two_names": {
        "en": "One place under {count} names: {names}.",
        "zh": "同一处有 {count} 个名称：{names}。",
    },
    "consistency.two_ranks": {
        "en": "Row {row} of the projects ({name}) says {one}, its place {other}.",
        "zh": "第 {row} 项（{name}）名称中为{one}，建设地点为{other}。",
    },
    "consistency.moved_twice": {
        "en": "{title}: moved already ({done}), and to be moved ({planned}).",
        "zh": "{title}：一处称已迁址（{done}），另一处称将启动迁建（{planned}）。",
    },
    "consistency.ask_names": {
        "en": "Take them for one place, and keep all names for finding it in lists.",
        "zh": "按同一机构处理，并保留全部名称以便与名录匹配。",
    },
    "consistency.ask_rank": {
        "en": "The rank of the place has changed or is mistaken: look it up in the register, keep both names.",
        "zh": "该地的建制已变更或有误：请核对行政区划名录，并保留两个名称。",
    },
    "consistency.ask_move": {
        "en": "Ask which site is meant, and where the new one is.",
        "zh": "请确认所指的是哪一处院址，新址在哪里。",
    },
    # Basis.
    "consistency.basis_beds": {
        "en": "{title}: the density {density} per {per} is worked out from {count} {basis}.",
        "zh": "{title}：每 {per} 人 {density} 由 {count} 张{basis}算出。",
    },
    "consistency.basis_unsaid": {
        "en": "{title}: the plan does not say whether the {count} of {density} per {per} are approved or open beds{basis}.",
        "zh": "{title}：规划未说明每 {per} 人 {density} 所用的 {count} 张是编制床位还是实际开放床位{basis}。",
    },
    "consistency.basis_table": {
        "en": "{title}: the column is headed “{basis}”, an average and not a value of the year; {count} goals take their figure of 2020 from it.",
        "zh": "{title}：该栏标题为“{basis}”，是平均值而非当年值；{count} 项目标的 2020 年数值取自该栏。",
    },
    "consistency.ask_beds_kind": {
        "en": "Compare only with beds of the same kind; ask where it is not said.",
        "zh": "只与同一口径的床位比较；未说明的请确认口径。",
    },
    "consistency.ask_basis": {
        "en": "Ask over which years or places the average is taken.",
        "zh": "请确认该平均值的年份或范围。",
    },
}
