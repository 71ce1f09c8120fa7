"""Refreshing a study input by input."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {
    "step.extract": {"en": "roads and care in the extract", "zh": "OSM 数据（道路与机构）"},
    "step.roads": {"en": "kind of country and slopes", "zh": "地区类型与坡度"},
    "step.areas": {"en": "areas", "zh": "行政区"},
    "step.facilities": {"en": "facilities", "zh": "机构"},
    "step.people": {"en": "population", "zh": "人口"},
    "step.register": {"en": "names of townships and villages", "zh": "乡镇与村名录"},
    "step.indicators": {"en": "indicators", "zh": "指标"},
    "cli.refresh": {
        "en": "Renew a study: read again what changed in its files, or what is given here in their "
        "place. What did not change is kept, and the study stays usable until the new one is whole.",
        "zh": "更新研究：重新读取已变化的文件，或此处给出的替换文件。未变化的部分保留；新研究完整写成之前，旧研究一直可用。",
    },
    "cli.refresh.without": {
        "en": "Leave out an input from now on (dem, areas, totals …). May be given more than once.",
        "zh": "从现在起不再使用某项输入（dem、areas、totals 等），可多次给出。",
    },
    "cli.refresh.check": {
        "en": "Only say what has changed.",
        "zh": "只说明哪些内容有变化，不更新。",
    },
    "refresh.no_sources": {
        "en": "{path} does not say which files it was made from (a demonstration, or a study written by a program): make it again with `study create`.",
        "zh": "{path} 没有记录由哪些文件建立（演示数据或由程序写成的研究），请用 `study create` 重新建立。",
    },
    "refresh.gone": {
        "en": "{path} is no longer there; the study keeps what was read from it.",
        "zh": "{path} 已不存在，研究保留以前读取的内容。",
    },
    "refresh.file_gone": {
        "en": "{path} is needed again ({step} must be read anew) but is no longer there. Put it back, or give another file in its place.",
        "zh": "需要重新读取 {path}（{step}须重做），但该文件已不存在。请放回原处，或另给一个文件。",
    },
    "refresh.cannot_drop": {
        "en": "A study cannot be without “{name}”; it can be without: {known}.",
        "zh": "研究不能没有“{name}”；可以去掉的有：{known}。",
    },
    "output.replaced_meanwhile": {
        "en": "{path} was renewed by another run while this one was at work; nothing was written. Run it again.",
        "zh": "{path} 在本次运行期间已被另一次运行更新，本次未写入任何内容。请重新运行。",
    },
    "refresh.nothing": {
        "en": "Nothing has changed; {path} stays as it is.",
        "zh": "没有变化，{path} 保持不变。",
    },
    "refresh.newer_program": {
        "en": "The program has changed since this study was made: every file is read again.",
        "zh": "建立本研究之后程序已更新：所有文件都重新读取。",
    },
    "refresh.changed": {"en": "Changed: {step}.", "zh": "有变化：{step}。"},
    "refresh.step": {"en": "Reading: {step}", "zh": "正在读取：{step}"},
    "refresh.step_kept": {"en": "Unchanged, kept: {step}", "zh": "未变化，保留：{step}"},
    "refresh.done": {
        "en": "Study in {path} renewed: steps done again {made}, kept {kept}.",
        "zh": "{path} 中的研究已更新：重做 {made} 步，保留 {kept} 步。",
    },
}
