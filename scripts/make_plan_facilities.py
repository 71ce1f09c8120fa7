"""Make the packaged lists of the facilities that the district plans name.

    python scripts/make_plan_facilities.py --plans FOLDER --out data/reference/plan_facilities

`FOLDER` holds one `<district>.yaml` for each plan, with its facts under `meta` and `facilities`.
One TOML file a district is written, the same bytes every time. Only what the plan says is taken:
judgements, marked (J) in the source, stay behind. The full official names of institutions that a
plan shortens are added as aliases (`FULL_NAMES`). Needs PyYAML, which nothing else does.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from planning.plan_facilities import PlanFacilities  # noqa: E402 (the repository is found above)

CENTRES = {
    "chest pain": "chest_pain",
    "stroke": "stroke",
    "trauma": "trauma",
    "maternal": "maternal",
    "critical maternal": "maternal",
    "newborn": "newborn",
    "critical newborn": "newborn",
    "critical newborn (district)": "newborn",
    "child": "child",
    "critical child": "child",
}
# The first word that a kind holds decides.
KINDS = (
    ("planned hospital", "hospital"),
    ("community", "community_health_centre"),
    ("township", "township_health_centre"),
    ("health centre", "township_health_centre"),
    ("area medical centre", "township_health_centre"),
    ("CDC", "other"),
    ("blood", "blood_donation"),
    ("childcare", "child_care"),
    ("hospice", "other"),
    ("guidance", "other"),
    ("service centre", "other"),
    ("reproductive", "other"),
    ("disease centre", "other"),
    ("elder care", "elder_care"),
    ("rehabilitation", "hospital"),
    ("hospital", "hospital"),
    ("general", "hospital"),
    ("TCM", "hospital"),
    ("MCH", "hospital"),
    ("psychiatric", "hospital"),
    ("emergency", "hospital"),
    ("cancer", "hospital"),
    ("eye", "hospital"),
    ("orthopaedic", "hospital"),
)
FULL_NAMES = {
    "重医附属永川医院": ["重庆医科大学附属永川医院"],
    "三峡医药高专附属人民医院": ["重庆三峡医药高等专科学校附属人民医院"],
    "三峡医药高专附属中医院": ["重庆三峡医药高等专科学校附属中医院"],
    "三峡医药高专附属医院": ["重庆三峡医药高等专科学校附属医院"],
    "市（区）中医医院": ["市中医医院", "区中医医院"],
}
NOTES = (
    "role",
    "note",
    "helipad",
    "staff_posts",
    "centres_possible",
    "beds_fixed",
    "beds_temporary",
)
TEXTS = ("level_now", "level_target", "place", "project")


def fact(said: str) -> str:
    """
    Leave judgements out.

    >>> fact("3-A kept (J)"), fact("regional centre (Level 2 candidate, J)"), fact("level 2")
    ('', 'regional centre', 'level 2')
    """
    if re.search(r"\(J\b", said):
        return ""
    return re.sub(r" ?\([^()]*, J\)", "", said)


def prefixes_of(province: str, district: str) -> list[str]:
    """
    List the units that a district lies in, from the widest to itself.

    >>> prefixes_of("四川省资阳市", "雁江区")
    ['四川省', '资阳市', '雁江区']
    """
    return [*re.findall(r".+?(?:省|市|自治区)", province), district]


def facility(row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a row of the source into a table of the product."""
    said = str(row["kind"])
    kind = next((kind for word, kind in KINDS if word in said), None)
    if kind is None:
        raise SystemExit(f"{row['name']}: no kind for “{said}”")
    aliases = [str(one) for one in row.get("aliases", [])]
    aliases += [one for one in FULL_NAMES.get(row["name"], []) if one not in aliases]
    notes = [said]
    for key in NOTES:
        if key in row:
            value = row[key]
            worded = ", ".join(map(str, value)) if isinstance(value, list) else fact(str(value))
            notes.append(
                worded if key in {"role", "note"} else f"{key.replace('_', ' ')}: {worded}".lower()
            )
    made: dict[str, Any] = {"name": str(row["name"]), "kind": kind, "aliases": aliases}
    made |= {key: fact(str(row[key])) for key in TEXTS if key in row}
    made["centres"] = [CENTRES[one] for one in row.get("centres", [])]
    made["beds"] = row.get("beds", row.get("beds_target_2025"))
    made["note"] = "; ".join(one for one in notes if one)
    return {key: value for key, value in made.items() if value not in ("", [], None)}


def page(plan: str, source: Mapping[str, Any]) -> str:
    """Write the TOML text of one district."""
    meta = source["meta"]
    prefixes = prefixes_of(meta["province"], meta["district"])
    lines = [
        f"# Facilities that the plan names: {meta['plan_short']}, {source['period']}.",
        "# Beds are those that the plan intends. Made by scripts/make_plan_facilities.py.",
        "",
        f"plan = {json.dumps(plan)}",
        f"prefixes = {json.dumps(prefixes, ensure_ascii=False)}",
    ]
    for row in source["facilities"]:
        lines += ["", "[[facilities]]"]
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in facility(row).items()
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write one file for each district."""
    import yaml  # noqa: PLC0415 (no dependency of the product: only a maintainer runs this)

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(options.plans.glob("*.yaml")):
        source = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(source, dict) or not {"meta", "facilities"} <= source.keys():
            continue
        text = page(path.stem, source)
        named = PlanFacilities.from_mapping(tomllib.loads(text))
        (options.out / f"{path.stem}.toml").write_text(text, encoding="utf-8", newline="\n")
        print(f"{path.stem}: {len(named.facilities)} facilities")


if __name__ == "__main__":
    main()
