"""Verdicts in words: formulas, what is missing, what would change the answer."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "missing.target": {
        "en": "The plan states no figure to hold the value against.",
        "zh": "规划没有给出可供对照的数值。",
    },
    "missing.built_up": {
        "en": "Which homes lie on built-up land (an OSM extract with land use, or a mask).",
        "zh": "哪些居住点位于建成区（需要含用地的 OSM 数据或建成区范围）。",
    },
    "missing.group": {
        "en": "How many people of the group “{group}” live where (a population table or raster of the group).",
        "zh": "“{group}”人群的空间分布（需要该人群的人口表或栅格）。",
    },
    "formula.share": {
        "en": "{covered:,.0f} of {people:,.0f} people",
        "zh": "{people:,.0f} 人中的 {covered:,.0f} 人",
    },
    "run.speed": {"en": "speeds ×{factor:g}", "zh": "车速 ×{factor:g}"},
    "flip.people_to_gain": {
        "en": "{people:,} more people within the limit would meet the pass mark.",
        "zh": "再有 {people:,} 人进入时限即达标。",
    },
    "flip.people_to_lose": {
        "en": "{people:,} people fewer within the limit would miss the pass mark.",
        "zh": "时限内减少 {people:,} 人即不达标。",
    },
    "flip.limit_to_pass": {
        "en": "With a limit of {minutes} the pass mark would be met.",
        "zh": "时限放宽到 {minutes} 即达标。",
    },
    "flip.limit_to_fail": {
        "en": "The pass mark holds down to a limit of {minutes}.",
        "zh": "时限收紧到 {minutes} 仍达标。",
    },
}
