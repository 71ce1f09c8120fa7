"""Make the packaged plan rows from the district files of the domain notes.

    python scripts/make_plan_rows.py --plans FOLDER --out data/reference/plan_rows

`FOLDER` holds one `<district>.yaml` for each plan. One TOML file a district is written, the
same bytes every time: who and what the plan is, the figures it states, and every row with its
id. Only facts are taken: remarks about the files themselves stay behind. Needs PyYAML, which
nothing else does.
"""

from __future__ import annotations

import argparse
import math
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from planning.plan_rows import PlanRows  # noqa: E402 (the repository is found above)

META = {
    "district": "district",
    "province": "province",
    "title": "plan_short",
    "document": "doc_no",
    "date": "date",
    "issuer": "issuer",
}
ROW_KEYS = (
    "id",
    "type",
    "section",
    "phrase",
    "computable",
    "comparator",
    "value",
    "unit",
    "baseline_2020",
    "target_year",
    "attribute",
    "tests",
    "data_needed",
    "note",
)


def toml_value(value: object) -> str:
    """Write a value as TOML; text as a basic string."""
    if isinstance(value, list):
        return f"[{', '.join(toml_value(one) for one in value)}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        if any(ord(sign) < ord(" ") for sign in escaped):
            raise SystemExit(f"control sign in {value!r}")
        return f'"{escaped}"'
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise SystemExit(f"no place for {value!r} in a plan row")
    return repr(value)


def flat(context: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Figures by one name each: those of a group carry its name in front."""
    figures: dict[str, float] = {}
    for key, value in context.items():
        if isinstance(value, Mapping):
            figures |= flat(value, f"{prefix}{key}_")
        else:
            figures[f"{prefix}{key}"] = value
    return figures


def district_toml(name: str, source: Mapping[str, Any]) -> str:
    """Write one district's file."""
    meta = source["meta"]
    lines = [
        f"# What the plan of {name} says, row by row. Phrases are quoted from the plan; units,",
        "# tests and notes are the words of its reader. (J) marks a judgement, not in the plan.",
        "",
        f"name = {toml_value(name)}",
    ]
    lines += [f"{key} = {toml_value(meta[old] or '')}" for key, old in META.items()]
    lines += [f"period = {toml_value(source['period'])}", "", "[context]"]
    lines += [f"{key} = {toml_value(value)}" for key, value in flat(source["context"]).items()]
    for goal in source["goals"]:
        strange = set(goal) - set(ROW_KEYS)
        if strange:
            raise SystemExit(f"{goal['id']}: unknown {sorted(strange)}")
        lines += ["", "[[rows]]"]
        lines += [
            f"{key} = {toml_value(goal[key])}" for key in ROW_KEYS if goal.get(key) is not None
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the command line, write the files, and read each back as the program does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--plans", type=Path, required=True, help="folder of <district>.yaml")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(options.plans.glob("*.yaml")):
        written = district_toml(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
        rows = PlanRows.from_mapping(tomllib.loads(written))
        (options.out / f"{path.stem}.toml").write_text(written, encoding="utf-8", newline="\n")
        print(f"{path.stem}: {len(rows)} rows")


if __name__ == "__main__":
    main()
