"""What can be wrong with a plan file."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "plan.bad_value": {
        "en": "Plan {plan}: a value cannot be used ({what}).",
        "zh": "规划 {plan}：有无法使用的取值（{what}）。",
    },
    "plan.bad_field": {
        "en": "{place}: {key} must be {expected}; found {found}.",
        "zh": "{place}：{key} 应为 {expected}，实为 {found}。",
    },
    "plan.unknown_key": {
        "en": "{place}: unknown keys: {keys}. Check the spelling; every key must be one that is used.",
        "zh": "{place}：有未知的键：{keys}。请检查拼写，每个键都必须有用。",
    },
    "plan.unknown_test": {
        "en": "There is no test {test}. Known tests: {known}. Name one of these, or give the goal readings of its own.",
        "zh": "没有检验 {test}。已知检验：{known}。请改用其中之一，或为目标写自己的读法。",
    },
    "plan.unknown_reading": {
        "en": "Goal {goal}: there is no reading {reading}. Readings of that test: {known}.",
        "zh": "目标 {goal}：没有读法 {reading}。该检验的读法有：{known}。",
    },
    "plan.double_reading": {
        "en": "Goal {goal}: the reading {reading} occurs twice; give one of them another id.",
        "zh": "目标 {goal}：读法 {reading} 出现两次，请为其中一个另取编号。",
    },
    "plan.double_key": {
        "en": "Plan {plan}: two of its files hold the key {key} with different values.",
        "zh": "规划 {plan}：两个文件中的键 {key} 取值不同。",
    },
    "plan.key_missing": {
        "en": "Plan {plan}: the key {key} is missing.",
        "zh": "规划 {plan}：缺少键 {key}。",
    },
    "plan.no_reading": {
        "en": "Goal {goal} needs at least one reading.",
        "zh": "目标 {goal} 至少需要一种读法。",
    },
    "plan.not_found": {
        "en": "There is no plan “{plan}”, packaged or as a file. Packaged: {known}.",
        "zh": "没有规划“{plan}”（内置或文件）。内置：{known}。",
    },
    "plan.unknown_goal": {
        "en": "Plan {plan} has no goal “{goal}”. It has: {known}.",
        "zh": "规划 {plan} 没有目标“{goal}”。现有：{known}。",
    },
}
