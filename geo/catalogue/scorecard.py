"""The scorecard: pages, tables and documents of verdicts."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "scorecard.counted": {
        "en": "Of {total} goals that count {met} are met, {not_met} are not, {cannot_tell} cannot be told.",
        "zh": "计入的 {total} 项目标中，达标 {met} 项，未达标 {not_met} 项，无法判断 {cannot_tell} 项。",
    },
    "scorecard.binding_line": {"en": "Binding: {goals}.", "zh": "约束性指标：{goals}。"},
    "scorecard.silent_line": {
        "en": "{count} more rows of the plan are outcomes, processes or money: they are listed and never count.",
        "zh": "另有 {count} 项为结果、过程或资金类内容：仅列出，不计入。",
    },
    "scorecard.silent": {"en": "not counted", "zh": "不计入"},
    "scorecard.none_shown": {
        "en": "No goal is of that class and verdict.",
        "zh": "没有符合该类别和结论的目标。",
    },
    "scorecard.pass_choice": {
        "en": "Shares that decide are choices, not the plan's words: no plan names a share of its circles. See the source of each pass mark with --goal.",
        "zh": "判定所用比例为设定：规划未给出时间圈的达标比例。各达标线来源可用 --goal 查看。",
    },
    "scorecard.hint": {
        "en": "One goal in full: --goal ID. Every reading: --readings. Tables, page: -o FILE.xlsx, .gpkg, .html, .json or a folder.",
        "zh": "查看单项详情：--goal 编号；全部读法：--readings；导出：-o 文件.xlsx、.gpkg、.html、.json 或文件夹。",
    },
    "scorecard.what": {"en": "what", "zh": "内容"},
    "scorecard.value": {"en": "value", "zh": "现值"},
    "scorecard.target": {"en": "target", "zh": "目标值"},
    "scorecard.margin": {"en": "margin", "zh": "差距"},
    "scorecard.band": {"en": "band", "zh": "波动范围"},
    "scorecard.other_test": {"en": "also decides: {title}", "zh": "同样计入：{title}"},
    "scorecard.decides": {"en": "decides: {title}", "zh": "计入读法：{title}"},
    "scorecard.missing": {"en": "What is missing to tell the rest:", "zh": "判断其余目标还缺："},
    "scorecard.missing_line": {
        "en": "{needed}: lacking for {count} goals; it alone would decide {alone} ({goals})",
        "zh": "{needed}：{count} 项目标缺少；仅补此项即可判断 {alone} 项（{goals}）",
    },
    "scorecard.more": {"en": " and {count} more", "zh": " 等另外 {count} 项"},
    "scorecard.more_rows": {"en": "… and {count} more rows", "zh": "……另有 {count} 行"},
    "scorecard.target_year": {"en": "for {year}", "zh": "目标年份 {year}"},
    "scorecard.plan_says": {"en": "the plan: {words}", "zh": "规划：{words}"},
    "scorecard.baseline": {"en": "the plan's 2020: {words}", "zh": "规划所载 2020 年：{words}"},
    "scorecard.figures": {
        "en": "{value}, target {target}, margin {margin}, band {band}",
        "zh": "现值 {value}，目标 {target}，差距 {margin}，波动范围 {band}",
    },
    "scorecard.formula": {"en": "Formula: {words}", "zh": "公式：{words}"},
    "scorecard.marks": {"en": "At the usual pass marks: {marks}", "zh": "常用达标线下：{marks}"},
    "scorecard.chosen": {"en": "chosen: a choice", "zh": "本读法所设"},
    "scorecard.pass_source": {"en": "Source of the figures: {words}", "zh": "数值来源：{words}"},
    "scorecard.run": {"en": "Tried:", "zh": "试算："},
    "scorecard.flip": {"en": "Would change it:", "zh": "改变结论的条件："},
    "scorecard.facilities": {
        "en": "Facilities counted ({count}): {ids}",
        "zh": "计入机构（{count}）：{ids}",
    },
    "scorecard.data": {"en": "Data: {files}", "zh": "数据：{files}"},
}
