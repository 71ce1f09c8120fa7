"""Write docs/schema/plan.schema.json and the tables of docs/plans*.md from the program itself.

Run it after a test, a reading or a rule has changed; a test compares the files with it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data.plans import load_readings  # noqa: E402
from planning.plan_schema import key_meaning, plan_schema  # noqa: E402
from planning.readings.keys import Key, Kind, rule_keys  # noqa: E402
from planning.readings.reading import RULES  # noqa: E402

_HEADS = {
    "en": (
        "| test | what it is | headline | rivals beside it |",
        "| `kind` | key | meaning | holds | default |",
    ),
    "zh": ("| 检验 | 内容 | 首选读法 | 并列读法 |", "| `kind` | 键 | 含义 | 取值 | 默认 |"),
}
_KINDS = {
    Kind.TEXT: ("text", "文字"),
    Kind.TEXTS: ("texts", "文字列表"),
    Kind.NUMBER: ("number", "数"),
    Kind.WHOLE: ("whole number", "整数"),
    Kind.FLAG: ("true, false", "true、false"),
    Kind.MINUTES: ("minutes", "分钟"),
    Kind.SHARE: ("share, 0-1", "比例，0—1"),
    Kind.SERVICE: ("service", "服务"),
    Kind.SERVICES: ("services", "服务列表"),
    Kind.CHOICE: ("", ""),
    Kind.TABLES: ("tables", "表"),
    Kind.LIST: ("list of numbers", "数的列表"),
}
_NEEDED = {"en": "needed", "zh": "必填"}
_AS = {"en": "as `{key}`", "zh": "同 `{key}`"}


def tests_table(lang: str) -> str:
    """Make the table of tests with their readings."""
    lines = [_HEADS[lang][0], "|---|---|---|---|"]
    for test in load_readings().tests.values():
        first, *rest = test.book_readings()
        rivals = "<br>".join(f"`{one.id}` {one.title[lang]}" for one in rest) or "–"
        headline = f"`{first.id}` {first.title[lang]}"
        lines.append(f"| {test.id} | {test.title[lang]} | {headline} | {rivals} |")
    return "\n".join(lines)


def _holds(key: Key, lang: str) -> str:
    if key.kind is Kind.CHOICE:
        return ", ".join(f"`{one}`" if one else '`""`' for one in key.choices)
    words = _KINDS[key.kind][lang == "zh"]
    if key.kind is Kind.NUMBER and key.name.endswith("_m"):
        words += " [m]"
    return words


def _default(key: Key, lang: str) -> str:
    if key.required:
        return _NEEDED[lang]
    if isinstance(key.default, str) and key.default.startswith("<"):
        return _AS[lang].format(key=key.default.strip("<>"))
    if isinstance(key.default, bool):
        return f"`{str(key.default).lower()}`"
    return f"`{key.default}`" if key.default not in (None, "", (), []) else "–"


def rules_table(lang: str) -> str:
    """Make the table of rules with their keys."""
    lines = [_HEADS[lang][1], "|---|---|---|---|---|"]
    for kind, rule in RULES.items():
        keys = [(key.name, key, False) for key in rule_keys(rule)]
        keys = [
            one
            for name, key, _ in keys
            for one in (
                (name, key, False),
                *((f"{name}.{inner.name}", inner, True) for inner in key.keys),
            )
        ]
        for at, (name, key, inside) in enumerate(keys):
            meaning = key_meaning(key.name, lang, inside=inside) or "–"
            shown = f"`{kind}`" if at == 0 else ""
            lines.append(
                f"| {shown} | `{name}` | {meaning} | {_holds(key, lang)} | {_default(key, lang)} |"
            )
        if not keys:
            lines.append(f"| `{kind}` | – | – | – | – |")
    return "\n".join(lines)


def page(text: str, lang: str) -> str:
    """Put the tables between the marks of a page."""
    for name, table in (("tests", tests_table(lang)), ("rules", rules_table(lang))):
        marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text, count = marks.subn(lambda found, t=table: f"{found[1]}{t}\n{found[2]}", text)
        if count != 1:
            raise SystemExit(f"the page needs the marks <!-- {name} --> once")
    return text


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    out = parser.parse_args().out
    schema = json.dumps(plan_schema(load_readings()), ensure_ascii=False, indent=1) + "\n"
    written = {"schema/plan.schema.json": schema}
    for name, lang in (("plans.md", "en"), ("plans.zh-CN.md", "zh")):
        written[name] = page((ROOT / "docs" / name).read_text(encoding="utf-8"), lang)
    for name, content in written.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
