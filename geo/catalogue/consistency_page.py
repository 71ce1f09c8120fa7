"""The consistency of a plan for readers: kinds, outcomes, the page, the command."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    # Kinds and outcomes.
    "checkkind.twice": {"en": "Stated twice", "zh": "前后表述"},
    "checkkind.units": {"en": "Units", "zh": "计量单位"},
    "checkkind.population": {"en": "Population behind the densities", "zh": "密度指标背后的人口"},
    "checkkind.ratio": {"en": "Ratios recomputed", "zh": "比值复算"},
    "checkkind.sum": {"en": "Totals and lists", "zh": "合计与清单"},
    "checkkind.growth": {"en": "Growth", "zh": "增量与密度"},
    "checkkind.target": {"en": "Targets and the figures of 2020", "zh": "目标与 2020 年基期"},
    "checkkind.share": {"en": "Percentages of few", "zh": "小基数百分比"},
    "checkkind.named": {"en": "What is counted and what is named", "zh": "数量与列名"},
    "checkkind.projects": {"en": "Projects", "zh": "项目清单"},
    "checkkind.names": {"en": "Names and sites", "zh": "名称与地点"},
    "checkkind.basis": {"en": "How things are counted", "zh": "统计口径"},
    "consistencystatus.contradiction": {"en": "contradiction", "zh": "矛盾"},
    "consistencystatus.clarify": {"en": "to clarify", "zh": "待确认"},
    "consistencystatus.consistent": {"en": "consistent", "zh": "一致"},
    # The page, the terminal, the command.
    "consistency.title": {"en": "Do the plan's own figures agree?", "zh": "规划自身的数字是否一致"},
    "consistency.answer": {
        "en": "Contradictions: {contradiction}; to clarify: {clarify}; checks that agree: {consistent}",
        "zh": "矛盾 {contradiction} 处，待确认 {clarify} 处，一致 {consistent} 处",
    },
    "consistency.answer_none": {
        "en": "Nothing to check: the plan states no figure twice, and no target beside a figure of 2020.",
        "zh": "无可核对的内容：规划没有重复出现的数值，也没有带基期值的目标。",
    },
    "consistency.rule": {
        "en": "Every figure was worked out again from the plan's own figures, with their rounding. A contradiction is arithmetic: both cannot hold as they are written. What may be meant, only the plan's author can say: it is to be clarified.",
        "zh": "全部结果由规划自身的数值复算得出，并考虑四舍五入。矛盾指两者按字面不可能同时成立；可能另有含义、只有编制单位能说明的，列为待确认。",
    },
    "consistency.base": {
        "en": "Densities are recomputed on {people}.",
        "zh": "密度按 {people}复算。",
    },
    "consistency.base_none": {
        "en": "The plan gives no population, and no pair of figures implies one.",
        "zh": "规划未给出人口数，也没有可反推人口的数值。",
    },
    "consistency.base_study": {
        "en": "The study “{study}” counts {people}.",
        "zh": "研究“{study}”的人口为 {people}。",
    },
    "consistency.column_status": {"en": "Outcome", "zh": "结果"},
    "consistency.column_what": {"en": "What was found", "zh": "核对内容"},
    "consistency.column_todo": {"en": "What to do", "zh": "建议"},
    "consistency.column_where": {"en": "Where in the plan", "zh": "规划中的位置"},
    "consistency.of_kind": {"en": "{count} of this kind", "zh": "本类 {count} 项"},
    "consistency.bad_population": {
        "en": "The population to compare with is {people}; expected a number above zero.",
        "zh": "用于比较的人口为 {people}，应为大于零的数。",
    },
    "consistency.not_html": {
        "en": "{path}: the page is HTML; give a name that ends in .html.",
        "zh": "{path}：页面为 HTML 格式，文件名应以 .html 结尾。",
    },
    "consistency.foreign": {
        "en": "{path} is there already and is no consistency page; nothing was written. Give another name.",
        "zh": "{path} 已存在且不是一致性核对页，未写入。请换一个文件名。",
    },
    "consistency.no_people": {
        "en": "Study {study} has no people to compare the plan's population with.",
        "zh": "研究 {study} 没有人口数据，无法与规划人口比较。",
    },
    "consistency.command": {
        "en": "Recompute a plan's own figures and list what does not add up.",
        "zh": "复算规划自身的数字，列出不一致之处。",
    },
    "consistency.arg_plan": {
        "en": "A packaged plan ({known}), or a TOML file or folder of your own.",
        "zh": "内置规划（{known}），或自己的 TOML 文件或文件夹。",
    },
    "consistency.opt_study": {
        "en": "A study, to hold the plan's population against its people.",
        "zh": "一个研究，用其人口与规划人口比较。",
    },
    "consistency.opt_out": {
        "en": "Write the page to this .html file.",
        "zh": "将页面写入此 .html 文件。",
    },
}
