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
    "plan.unknown_service": {
        "en": "{place}: {key} names “{name}”, which is no service. Known: {known}.",
        "zh": "{place}：{key} 中的“{name}”不是已知服务。已知：{known}。",
    },
}
